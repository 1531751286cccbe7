//! One open file of the data folder, written at a place and made durable when asked.
//!
//! It buffers nothing and never retries a failed sync: a second sync that succeeds proves nothing.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::fault::{self, Done, Step};

/// Zeroes are written in pieces of this many bytes.
const ZERO_PIECE_BYTES: usize = 64 * 1024;
/// What is copied, or written over itself, is read in pieces of this many bytes.
const PIECE_BYTES: u64 = 1024 * 1024;
/// What a failing drive gives or does not give at once.
const SECTOR_BYTES: usize = 4096;

/// A file that knows its own path, for messages and for the fault seam.
#[derive(Debug)]
pub struct DataFile {
    file: File,
    path: PathBuf,
}

impl DataFile {
    /// Makes a new file that only its owner may read; an error when it is there already.
    pub fn create_new(path: &Path) -> io::Result<DataFile> {
        fault::pass(Step::Create, path)?;
        let file = private(OpenOptions::new().read(true).write(true).create_new(true)).open(path)?;
        fault::done(Done::File(path));
        Ok(DataFile { file, path: path.to_path_buf() })
    }

    /// Opens a file that is there, for reading and writing.
    pub fn open(path: &Path) -> io::Result<DataFile> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        Ok(DataFile { file, path: path.to_path_buf() })
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its size in bytes.
    pub fn size_bytes(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    /// Writes all of `bytes` at `offset`.
    pub fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        fault::pass(Step::Write, &self.path)?;
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.write_all(bytes)?;
        fault::done(Done::Bytes(&self.path, offset, bytes));
        Ok(())
    }

    /// Writes zeroes from `from` up to `to`.
    pub fn zero(&mut self, from: u64, to: u64) -> io::Result<()> {
        fault::pass(Step::Write, &self.path)?;
        self.file.seek(SeekFrom::Start(from))?;
        let zeroes = [0u8; ZERO_PIECE_BYTES];
        let mut left = to.saturating_sub(from);
        while left > 0 {
            let piece = usize::try_from(left).unwrap_or(ZERO_PIECE_BYTES).min(ZERO_PIECE_BYTES);
            self.file.write_all(zeroes.get(..piece).unwrap_or_default())?;
            left -= piece as u64;
        }
        fault::done(Done::Zeroes(&self.path, from, from.max(to)));
        Ok(())
    }

    /// Reads up to `limit_bytes` from `offset` on; fewer at the end of the file.
    pub fn read_at(&mut self, offset: u64, limit_bytes: u64) -> io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        (&mut self.file).take(limit_bytes).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes what the file holds from `from` on over itself, so that the next sync has it to write again.
    pub fn write_again(&mut self, from: u64) -> io::Result<()> {
        let mut at = from;
        loop {
            let piece = self.read_at(at, PIECE_BYTES)?;
            if piece.is_empty() {
                return Ok(());
            }
            self.write_at(at, &piece)?;
            at += piece.len() as u64;
        }
    }

    /// Cuts the file to this size.
    pub fn set_size(&mut self, size_bytes: u64) -> io::Result<()> {
        fault::pass(Step::SetSize, &self.path)?;
        self.file.set_len(size_bytes)?;
        fault::done(Done::Size(&self.path, size_bytes));
        Ok(())
    }

    /// Makes the bytes durable (`fdatasync`): when it returns, a power cut keeps them.
    pub fn sync_data(&self) -> io::Result<()> {
        fault::pass(Step::Sync, &self.path)?;
        self.file.sync_data()?;
        fault::done(Done::Synced(&self.path));
        Ok(())
    }

    /// Makes the bytes and the size durable (`fsync`).
    pub fn sync_all(&self) -> io::Result<()> {
        fault::pass(Step::Sync, &self.path)?;
        self.file.sync_all()?;
        fault::done(Done::Synced(&self.path));
        Ok(())
    }
}

/// Reads a whole small file; an error of kind `FileTooLarge` above `limit_bytes`.
pub fn read_small(path: &Path, limit_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit_bytes {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    Ok(bytes)
}

/// Reads a whole file of a drive that may be failing: what it does not give stands there as zeroes. An error where it
/// cannot be opened, or is larger than `limit_bytes`.
pub fn read_around_faults(path: &Path, limit_bytes: u64) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let size_bytes = file.metadata()?.len();
    if size_bytes > limit_bytes {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    let mut bytes = vec![0u8; usize::try_from(size_bytes).unwrap_or_default()];
    for (piece, at) in bytes.chunks_mut(SECTOR_BYTES).zip((0u64..).step_by(SECTOR_BYTES)) {
        let read = file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(piece));
        if read.is_err() {
            piece.fill(0);
        }
    }
    Ok(bytes)
}

/// Copies a file to a new one, which is not made durable.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    let mut copy = DataFile::create_new(to)?;
    let (mut at, mut piece) = (0, Vec::new());
    loop {
        piece.clear();
        if (&mut source).take(PIECE_BYTES).read_to_end(&mut piece)? == 0 {
            return Ok(());
        }
        copy.write_at(at, &piece)?;
        at += piece.len() as u64;
    }
}

/// Renames a file or folder; the folder around it is the caller's to sync.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fault::pass(Step::Rename, from)?;
    std::fs::rename(from, to)?;
    fault::done(Done::Renamed(from, to));
    Ok(())
}

/// Removes a file; one that is not there is fine.
pub fn remove(path: &Path) -> io::Result<()> {
    fault::pass(Step::Remove, path)?;
    match std::fs::remove_file(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    }
    fault::done(Done::Removed(path));
    Ok(())
}

/// Makes a new file outside the data folder that only its owner may read, to be written by a library.
pub fn create_private(path: &Path) -> io::Result<File> {
    fault::pass(Step::Create, path)?;
    private(OpenOptions::new().write(true).create_new(true)).open(path)
}

/// Only the owner may read what is made here.
#[cfg(unix)]
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

/// The profile folder of Windows is its owner's already.
#[cfg(not(unix))]
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::fault::plan;

    #[test]
    fn what_is_written_at_a_place_is_read_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let mut file = DataFile::create_new(&path).unwrap();
        file.zero(0, 200_000).unwrap();
        file.write_at(150_000, b"here").unwrap();
        file.sync_all().unwrap();
        assert_eq!(file.size_bytes().unwrap(), 200_000);
        assert_eq!(file.read_at(149_999, 6).unwrap(), b"\0here\0");
        assert_eq!(file.read_at(199_999, 60).unwrap(), b"\0");
        assert!(DataFile::create_new(&path).is_err(), "a file that is there is not made again");
        plan::set(vec![plan::Refusal {
            step: Step::Create,
            path_has: "b",
            after: 0,
            times: 1,
            kind: io::ErrorKind::Other,
        }]);
        assert!(create_private(&folder.path().join("b")).is_err());
        plan::set(Vec::new());
        assert!(create_private(&folder.path().join("b")).is_ok());
        assert_eq!(read_small(&path, 100).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
