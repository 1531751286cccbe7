//! A folder that is thrown away: made under the system's place for such things, removed when it is dropped.
//!
//! What a killed program left behind is removed by the next one that makes such a folder, and nothing else is.

use std::path::{Path, PathBuf};

use crate::disk::{folder, lock};

use super::error::DeskError;

/// How the folders' names begin.
const NAME: &str = "daiban-demo-";

/// A folder of its own, gone with this value.
#[derive(Debug)]
pub struct ScratchFolder {
    path: PathBuf,
}

impl ScratchFolder {
    /// Makes one, and removes what others left that nobody uses.
    pub fn new() -> Result<ScratchFolder, DeskError> {
        ScratchFolder::under(&std::env::temp_dir())
    }

    fn under(place: &Path) -> Result<ScratchFolder, DeskError> {
        remove_leftovers(place);
        let mut random = [0u8; 8];
        getrandom::fill(&mut random).map_err(|_| DeskError::NoRandomness)?;
        let path = place.join(format!("{NAME}{:016x}", u64::from_be_bytes(random)));
        folder::create(&path).map_err(|source| DeskError::NoScratch { dir: path.clone(), source })?;
        Ok(ScratchFolder { path })
    }

    /// Where a village may be made in it.
    pub fn village_dir(&self) -> PathBuf {
        self.path.join("village")
    }
}

impl Drop for ScratchFolder {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next one.
        let _ = folder::remove_whole(&self.path);
    }
}

/// Removes folders of this naming whose village nobody has open.
fn remove_leftovers(place: &Path) {
    for entry in std::fs::read_dir(place).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(NAME));
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_dir()) && is_left(&entry.path()) {
            let _ = folder::remove_whole(&entry.path());
        }
    }
}

/// Whether a village was made there and nobody holds it. One that is just being made is left alone.
fn is_left(path: &Path) -> bool {
    let lock_file = path.join("village").join("lock");
    lock_file.is_file() && matches!(lock::take(&lock_file), Ok(Some(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Desk;

    #[test]
    fn it_goes_when_dropped_and_takes_what_a_killed_program_left() {
        let temp = tempfile::tempdir().unwrap();
        let others = temp.path().join("daiban-demo.txt");
        std::fs::write(&others, "x").unwrap();
        let killed = ScratchFolder::under(temp.path()).unwrap();
        drop(Desk::create(&killed.village_dir(), None).unwrap());
        let killed_path = killed.path.clone();
        std::mem::forget(killed);
        let running = ScratchFolder::under(temp.path()).unwrap();
        assert!(!killed_path.exists());
        let held = Desk::create(&running.village_dir(), None).unwrap();
        let second = ScratchFolder::under(temp.path()).unwrap();
        assert!(running.path.exists() && second.path.exists());
        drop(held);
        drop((running, second));
        let left: Vec<_> = std::fs::read_dir(temp.path()).unwrap().collect();
        assert!(left.len() == 1 && others.exists());
    }
}
