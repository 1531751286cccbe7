//! A small file replaced as a whole: after a power cut there is the old one or the new one, never half of it.
//!
//! It is not for files that grow; those are `file`'s.

use std::io;
use std::path::{Path, PathBuf};

use super::file::{self, DataFile};
use super::folder;

/// Writes the file under a temporary name beside it, syncs, renames, syncs the folder.
pub fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = temporary_name(path);
    file::remove(&temporary)?;
    let written = DataFile::create_new(&temporary).and_then(|mut new| {
        new.write_at(0, bytes)?;
        new.sync_all()
    });
    let renamed = written.and_then(|()| file::rename(&temporary, path));
    if let Err(fault) = renamed {
        // The old file stands; a leftover that cannot be removed either is removed by the next try.
        let _ = file::remove(&temporary);
        return Err(fault);
    }
    folder::sync(path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")))
}

fn temporary_name(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".tmp");
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::fault::{Step, plan};

    #[test]
    fn a_refused_step_leaves_the_old_file_and_no_leftover() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("drafts");
        write_durably(&path, b"old").unwrap();
        for step in [Step::Create, Step::Write, Step::Sync, Step::Rename] {
            plan::set(vec![plan::Refusal {
                step,
                path_has: "drafts.tmp",
                after: 0,
                times: 1,
                kind: io::ErrorKind::StorageFull,
            }]);
            assert_eq!(write_durably(&path, b"new").unwrap_err().kind(), io::ErrorKind::StorageFull);
            assert_eq!(std::fs::read(&path).unwrap(), b"old");
            assert_eq!(std::fs::read_dir(temp.path()).unwrap().count(), 1);
        }
        plan::set(Vec::new());
        write_durably(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
    }
}
