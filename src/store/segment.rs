//! One file of the journal: zeroes made durable beforehand, so that an acknowledgement is one `fdatasync`.
//!
//! It knows frames only as bytes. A segment is never deleted, and never made shorter than its frames.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk::file::{self, DataFile};
use crate::disk::folder;

/// A segment grows by zeroes of this many bytes.
pub(super) const EXTENT_BYTES: u64 = 256 * 1024;
/// Above this size the next frame goes into a new segment.
pub(super) const SEGMENT_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// The segment that is appended to.
#[derive(Debug)]
pub(super) struct Segment {
    file: DataFile,
    number: u32,
    /// Where the next frame begins.
    end: u64,
    size: u64,
}

/// The path of a segment.
pub(super) fn path(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{number:04}"))
}

/// The numbers of all segments in the folder, rising.
pub(super) fn numbers(folder: &Path) -> io::Result<Vec<u32>> {
    let mut numbers = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name();
        let Some(name) = name.to_str().filter(|name| name.len() >= 4) else { continue };
        if name.bytes().all(|byte| byte.is_ascii_digit())
            && let Ok(number) = name.parse()
        {
            numbers.push(number);
        }
    }
    numbers.sort_unstable();
    Ok(numbers)
}

impl Segment {
    /// Makes a new one with its first extent, durable together with its name.
    pub(super) fn create(folder: &Path, number: u32) -> io::Result<Segment> {
        let path = path(folder, number);
        // Only a leftover of an attempt of this very process can be here: the number is above all that were found.
        file::remove(&path)?;
        let made = DataFile::create_new(&path).and_then(|mut file| {
            file.zero(0, EXTENT_BYTES)?;
            file.sync_all()?;
            folder::sync(folder)?;
            Ok(Segment { file, number, end: 0, size: EXTENT_BYTES })
        });
        if made.is_err() {
            let _ = file::remove(&path);
        }
        made
    }

    /// Opens the last one to append at `end`.
    pub(super) fn open(folder: &Path, number: u32, end: u64) -> io::Result<Segment> {
        let file = DataFile::open(&path(folder, number))?;
        let size = file.size_bytes()?;
        Ok(Segment { file, number, end: end.min(size), size })
    }

    pub(super) fn number(&self) -> u32 {
        self.number
    }

    pub(super) fn end(&self) -> u64 {
        self.end
    }

    pub(super) fn path(&self) -> &Path {
        self.file.path()
    }

    /// Whether a frame of this size should rather begin a new segment.
    pub(super) fn is_full_for(&self, frame_bytes: u64) -> bool {
        self.end > 0 && self.end + frame_bytes > SEGMENT_BYTES_MAX
    }

    /// Makes room in whole extents before the frame is written, so that a full disk is met with zeroes, not with half a
    /// frame. A frame larger than an extent lengthens the file by itself: writing it twice would cost too much.
    pub(super) fn make_room(&mut self, frame_bytes: u64) -> io::Result<()> {
        let needed = self.end + frame_bytes;
        if needed <= self.size || frame_bytes > EXTENT_BYTES {
            return Ok(());
        }
        let size = needed.next_multiple_of(EXTENT_BYTES);
        let grown = self.file.zero(self.size, size).and_then(|()| self.file.sync_all());
        match grown {
            Ok(()) => self.size = size,
            Err(_) => {
                let _ = self.file.set_size(self.size);
            }
        }
        grown
    }

    /// Writes a frame at the end; it counts only once [`Segment::acknowledge`] has come back.
    pub(super) fn write(&mut self, frame: &[u8]) -> io::Result<()> {
        self.file.write_at(self.end, frame)
    }

    /// Makes the frame just written durable and moves the end behind it.
    pub(super) fn acknowledge(&mut self, frame_bytes: u64) -> io::Result<()> {
        let end = self.end + frame_bytes;
        if end > self.size {
            self.file.sync_all()?;
        } else {
            self.file.sync_data()?;
        }
        self.end = end;
        self.size = self.size.max(end);
        Ok(())
    }

    /// Moves the end behind the frame just written, which is made durable later, with others.
    pub(super) fn advance(&mut self, frame_bytes: u64) {
        self.end += frame_bytes;
        self.size = self.size.max(self.end);
    }

    /// Makes durable whatever is in it.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// Takes back a frame whose writing failed: zeroes, synced, and read to be sure.
    pub(super) fn erase(&mut self, frame_bytes: u64) -> io::Result<()> {
        self.file.set_size(self.size)?;
        self.file.zero(self.end, self.size.min(self.end + frame_bytes))?;
        self.file.sync_all()?;
        let left = self.file.read_at(self.end, self.size.saturating_sub(self.end))?;
        if left.iter().any(|byte| *byte != 0) {
            return Err(io::Error::other("the frame is still there"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_zeroes_up_to_an_extent_and_grows_by_whole_ones() {
        let temp = tempfile::tempdir().unwrap();
        let mut segment = Segment::create(temp.path(), 3).unwrap();
        let frame = vec![7u8; 200 * 1024];
        for _ in 0..2 {
            segment.make_room(frame.len() as u64).unwrap();
            segment.write(&frame).unwrap();
            segment.acknowledge(frame.len() as u64).unwrap();
        }
        let bytes = std::fs::read(path(temp.path(), 3)).unwrap();
        assert_eq!(bytes.len() as u64, 2 * EXTENT_BYTES);
        assert!(bytes[..frame.len() * 2].iter().all(|b| *b == 7) && bytes[frame.len() * 2..].iter().all(|b| *b == 0));
        std::fs::write(temp.path().join("torn"), "x").unwrap();
        assert_eq!(numbers(temp.path()).unwrap(), [3]);
    }

    #[test]
    fn an_erased_frame_leaves_zeroes_and_the_frames_before() {
        let temp = tempfile::tempdir().unwrap();
        let mut segment = Segment::create(temp.path(), 1).unwrap();
        segment.write(b"first").unwrap();
        segment.acknowledge(5).unwrap();
        let large = vec![9u8; 300 * 1024];
        segment.write(&large).unwrap();
        segment.erase(large.len() as u64).unwrap();
        let bytes = std::fs::read(path(temp.path(), 1)).unwrap();
        assert!(bytes.starts_with(b"first") && bytes[5..].iter().all(|b| *b == 0));
        assert_eq!(bytes.len() as u64, EXTENT_BYTES);
    }
}
