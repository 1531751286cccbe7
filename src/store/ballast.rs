//! Room kept back on the drive: sled does not open on a full one, so a file that holds nothing is given back for that.
//!
//! While it is not there nothing new is kept: what is free is needed to open again. It is made anew once there is room,
//! by whichever comes first, the next act or the next opening.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk::file::{self, DataFile};
use crate::disk::space;

/// Its name in the data folder.
pub(super) const NAME: &str = "ballast";
/// Enough for what sled writes at an opening, several times over.
const BALLAST_BYTES: u64 = if cfg!(test) { 64 * 1024 } else { 4 * 1024 * 1024 };
/// Rows of fewer bytes than this find room beside [`FREE_BYTES_MIN`].
const LARGE_ROW_BYTES: usize = 128 * 1024;
/// What sled takes on the drive for a byte of rows, undo rows with them, at most (measured: 2.8).
const TABLES_PER_ROW_BYTE: u64 = 4;
/// With less than this to spare the drive counts as full.
const FREE_BYTES_MIN: u64 = 2 * 1024 * 1024;

/// The file, and whether it is there.
#[derive(Debug)]
pub(super) struct Ballast {
    path: PathBuf,
    is_kept: bool,
}

/// Gives the room back when the drive is full, before anything is opened.
pub(super) fn give_back(dir: &Path) {
    if space::free_bytes(dir).is_some_and(|free| free < FREE_BYTES_MIN) {
        // If it cannot be removed, opening says what stands in its way.
        let _ = file::remove(&path(dir));
    }
}

impl Ballast {
    /// Keeps the room back, if it is not kept already and there is enough.
    pub(super) fn keep(dir: &Path) -> Ballast {
        let path = path(dir);
        let is_kept = std::fs::metadata(&path).is_ok_and(|meta| meta.len() == BALLAST_BYTES);
        let mut ballast = Ballast { path, is_kept };
        // Asked again by the next act, which says why not.
        let _ = ballast.keep_again();
        ballast
    }

    /// Whether the room was kept when it was last tried.
    pub(super) fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// Keeps the room, if it is not kept; without an error there is enough to go on.
    pub(super) fn keep_again(&mut self) -> io::Result<()> {
        if self.is_kept {
            return Ok(());
        }
        match space::free_bytes(&self.path.with_file_name("")) {
            Some(free) if free < BALLAST_BYTES + FREE_BYTES_MIN => {
                return Err(io::Error::from(io::ErrorKind::StorageFull));
            }
            // Where the system does not say, the writing itself tells.
            Some(_) | None => self.make()?,
        }
        self.is_kept = true;
        Ok(())
    }

    /// Whether the tables will find room for these bytes of rows: a register that is taken in is not to be what fills the
    /// drive, and then be kept in a store that opens to be looked at only.
    pub(super) fn check_room(&self, row_bytes: usize) -> io::Result<()> {
        let need = FREE_BYTES_MIN + row_bytes as u64 * TABLES_PER_ROW_BYTE;
        match space::free_bytes(&self.path.with_file_name("")) {
            Some(free) if row_bytes >= LARGE_ROW_BYTES && free < need => {
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn make(&self) -> io::Result<()> {
        file::remove(&self.path)?;
        // A drive that packs what it stores would keep no room for zeroes.
        let mut filling = vec![0u8; usize::try_from(BALLAST_BYTES).unwrap_or(0)];
        getrandom::fill(&mut filling).map_err(|fault| io::Error::other(fault.to_string()))?;
        let made = DataFile::create_new(&self.path).and_then(|mut new| {
            new.write_at(0, &filling)?;
            new.sync_all()
        });
        made.inspect_err(|_| drop(file::remove(&self.path)))
    }
}

fn path(dir: &Path) -> PathBuf {
    dir.join(NAME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::fault::plan;
    use crate::store::Store;
    use crate::store::error::CommitError;
    use crate::store::toy::{Toy, ToyChange, ToyState};
    use crate::store::trial::{OPTIONS, commit, reopen};

    #[test]
    fn the_room_is_given_back_on_a_full_drive_and_kept_again_when_there_is_enough() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, file) = (temp.path(), temp.path().join("ballast"));
        assert!(Ballast::keep(dir).is_kept());
        assert_eq!(std::fs::metadata(&file).unwrap().len(), BALLAST_BYTES);
        give_back(dir);
        assert!(file.exists(), "the drive is not full");
        plan::set_free(Some(FREE_BYTES_MIN - 1));
        give_back(dir);
        assert!(!file.exists());
        let mut ballast = Ballast::keep(dir);
        assert!(!ballast.is_kept() && !file.exists());
        assert_eq!(ballast.keep_again().unwrap_err().kind(), io::ErrorKind::StorageFull);
        plan::set_free(Some(BALLAST_BYTES + FREE_BYTES_MIN));
        assert!(ballast.keep_again().is_ok() && file.exists());
        // One that was cut short is no room.
        std::fs::write(&file, b"short").unwrap();
        assert!(Ballast::keep(dir).is_kept());
        assert_eq!(std::fs::metadata(&file).unwrap().len(), BALLAST_BYTES);
        plan::set_free(None);
    }

    #[test]
    fn on_a_full_drive_nothing_is_kept_and_everything_opens_and_with_room_it_goes_on() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let mut state = ToyState::default();
        let mut store = Store::<Toy>::create(&dir, OPTIONS).unwrap();
        let set = |text: &str| vec![ToyChange::Set(1, text.to_owned())];
        commit(&mut store, &mut state, set("满之前")).unwrap();
        drop(store);
        plan::set_free(Some(0));
        let (mut store, read, report) = reopen(&dir).unwrap();
        assert_eq!((&read, report.is_full, report.free_bytes), (&state, true, Some(0)));
        let refused = commit(&mut store, &mut state, set("满的时候")).unwrap_err();
        assert!(
            matches!(refused, CommitError::NotSaved { .. }) && refused.to_string().contains("磁盘已满"),
            "{refused}"
        );
        plan::set_free(None);
        commit(&mut store, &mut state, set("腾出来以后")).unwrap();
        drop(store);
        let (_, read, report) = reopen(&dir).unwrap();
        assert_eq!((read, report.is_full), (state, false));
    }

    #[test]
    fn an_act_whose_rows_find_no_room_is_refused_before_anything_is_written() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let (mut store, mut state) = (Store::<Toy>::create(&dir, OPTIONS).unwrap(), ToyState::default());
        let register = || vec![ToyChange::Set(1, "户".repeat(300_000))];
        plan::set_free(Some(FREE_BYTES_MIN + 1_000_000));
        let refused = commit(&mut store, &mut state, register()).unwrap_err();
        assert!(
            matches!(refused, CommitError::NotSaved { .. }) && refused.to_string().contains("磁盘已满"),
            "{refused}"
        );
        commit(&mut store, &mut state, vec![ToyChange::Set(1, "一户".to_owned())]).unwrap();
        plan::set_free(None);
        commit(&mut store, &mut state, register()).unwrap();
        drop(store);
        assert_eq!(reopen(&dir).unwrap().1, state);
    }

    #[test]
    fn a_file_that_cannot_be_written_whole_is_not_left_behind() {
        let temp = tempfile::tempdir().unwrap();
        plan::set(vec![plan::Refusal {
            step: crate::disk::fault::Step::Sync,
            path_has: "ballast",
            after: 0,
            times: 1,
            kind: io::ErrorKind::StorageFull,
        }]);
        let mut ballast = Ballast { path: path(temp.path()), is_kept: false };
        assert!(ballast.keep_again().is_err() && !path(temp.path()).exists());
        assert!(ballast.keep_again().is_ok());
        plan::set(Vec::new());
    }
}
