//! The lock of the data folder: the system's own, so that it goes with the process, however that ends.
//!
//! It writes no process number anywhere: a left-over file means nothing.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use super::fault::{self, Done, Step};
use super::file::private;

/// Held as long as it lives.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing alone is not enough: a process being started at this moment has a copy of the open file until it runs
        // its own program, and holds the lock as long. Where unlocking is refused, closing does it then.
        let _ = self.file.unlock();
    }
}

/// Takes the lock; `None` when another process, or another place in this one, holds it.
pub fn take(path: &Path) -> io::Result<Option<Lock>> {
    let new = !path.exists();
    if new {
        fault::pass(Step::Create, path)?;
    }
    let file = private(OpenOptions::new().read(true).write(true).create(true).truncate(false)).open(path)?;
    if new {
        fault::done(Done::File(path));
    }
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock { file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(fault)) => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_the_open_file_does_not_hold_it() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("lock");
        let first = take(&path).unwrap().unwrap();
        let copy = first.file.try_clone().unwrap();
        drop(first);
        assert!(take(&path).unwrap().is_some());
        drop(copy);
    }

    #[test]
    fn the_second_waits_until_the_first_is_gone() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("lock");
        let first = take(&path).unwrap();
        assert!(first.is_some());
        assert!(take(&path).unwrap().is_none());
        drop(first);
        assert!(take(&path).unwrap().is_some());
    }
}
