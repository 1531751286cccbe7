//! The two equal header files: which store this is, how it is sealed, and up to where it was last closed.
//!
//! A header is written whole, `header` first and `header.2` after it; the newer sound one counts. It holds no record.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::disk::durable::write_durably;
use crate::disk::file::read_small;
use crate::domain::id::Seq;
use crate::seal::Suite;

use super::error::StoreError;
use super::wire::{Link, take};

/// The number of the folder's own layout.
const LAYOUT: u16 = 1;
const MAGIC: [u8; 6] = *b"DBHEAD";
const SUM_BYTES: usize = 16;
/// A header with every key slot it may have is far below this.
const FILE_BYTES_MAX: u64 = 64 * 1024;

/// Up to where the journal was closed: everything before it was checked and synced once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ClosedAt {
    pub(super) seq: Seq,
    pub(super) segment: u32,
    /// The end of that act's frame, in bytes from the start of the segment.
    pub(super) offset: u64,
    pub(super) link: Link,
}

/// One header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Rises with every writing.
    pub(super) generation: u64,
    /// The ledger's schema tag.
    pub(super) format: u16,
    pub(super) suite: Suite,
    /// Random, made with the store.
    pub(super) store_id: [u8; 16],
    pub(super) closed_at: ClosedAt,
    /// Key slots and their parameters; empty with suite 0.
    pub(super) slots: Vec<u8>,
}

/// A header that was read, and the copy that was bad or older, if one was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) header: Header,
    pub(super) to_mend: Option<PathBuf>,
}

enum Reading {
    Sound(Header),
    Newer(u16),
    Bad,
}

/// The paths of the two copies.
pub(super) fn paths(dir: &Path) -> [PathBuf; 2] {
    [dir.join("header"), dir.join("header.2")]
}

impl Header {
    /// Reads the newer sound copy.
    pub(super) fn read(dir: &Path) -> Result<Found, StoreError> {
        let mut sound: Option<Header> = None;
        let mut to_mend = None;
        for path in paths(dir) {
            let bytes = match read_small(&path, FILE_BYTES_MAX) {
                Ok(bytes) => bytes,
                Err(fault)
                    if matches!(fault.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::FileTooLarge) =>
                {
                    Vec::new()
                }
                Err(fault) => return Err(StoreError::io("读取首页", &path)(fault)),
            };
            match Header::from_bytes(&bytes) {
                Reading::Newer(found) => return Err(StoreError::NewerProgram { file: path, found, known: LAYOUT }),
                Reading::Bad => to_mend = Some(path),
                Reading::Sound(header) => match &sound {
                    Some(first) if first.generation > header.generation => to_mend = Some(path),
                    Some(first) if first.generation == header.generation => {}
                    Some(_) => {
                        to_mend = paths(dir).into_iter().next();
                        sound = Some(header);
                    }
                    None => sound = Some(header),
                },
            }
        }
        match sound {
            Some(header) => Ok(Found { header, to_mend }),
            None => Err(StoreError::HeaderDamaged { dir: dir.to_path_buf() }),
        }
    }

    /// Writes both copies, one durably after the other, under the next generation.
    pub(super) fn write(&mut self, dir: &Path) -> Result<(), StoreError> {
        self.generation += 1;
        let bytes = self.to_bytes();
        for path in paths(dir) {
            write_durably(&path, &bytes).map_err(StoreError::io("写入首页", &path))?;
        }
        Ok(())
    }

    /// Reads a copy that lies in another file; `None` when it is damaged.
    pub(super) fn from_copy(bytes: &[u8], file: &Path) -> Result<Option<Header>, StoreError> {
        match Header::from_bytes(bytes) {
            Reading::Sound(header) => Ok(Some(header)),
            Reading::Newer(found) => Err(StoreError::NewerProgram { file: file.to_path_buf(), found, known: LAYOUT }),
            Reading::Bad => Ok(None),
        }
    }

    /// Its bytes with their sum.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(128 + self.slots.len());
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&LAYOUT.to_be_bytes());
        out.extend_from_slice(&self.generation.to_be_bytes());
        out.extend_from_slice(&self.format.to_be_bytes());
        out.push(self.suite.number());
        out.extend_from_slice(&self.store_id);
        out.extend_from_slice(&self.closed_at.seq.0.to_be_bytes());
        out.extend_from_slice(&self.closed_at.segment.to_be_bytes());
        out.extend_from_slice(&self.closed_at.offset.to_be_bytes());
        out.extend_from_slice(&self.closed_at.link);
        out.extend_from_slice(&self.slots);
        let sum = sum(&out);
        out.extend_from_slice(&sum);
        out
    }

    fn from_bytes(bytes: &[u8]) -> Reading {
        let Some((body, tag)) = bytes.split_last_chunk::<SUM_BYTES>() else { return Reading::Bad };
        if sum(body) != *tag || !body.starts_with(&MAGIC) {
            return Reading::Bad;
        }
        let mut rest = body.get(MAGIC.len()..).unwrap_or_default();
        match take::<2>(&mut rest).map(u16::from_be_bytes) {
            Some(LAYOUT) => {}
            Some(layout) if layout > LAYOUT => return Reading::Newer(layout),
            Some(_) | None => return Reading::Bad,
        }
        Header::fields(rest).map_or(Reading::Bad, Reading::Sound)
    }

    fn fields(mut rest: &[u8]) -> Option<Header> {
        Some(Header {
            generation: u64::from_be_bytes(take(&mut rest)?),
            format: u16::from_be_bytes(take(&mut rest)?),
            suite: Suite::from_number(take::<1>(&mut rest)?[0])?,
            store_id: take(&mut rest)?,
            closed_at: ClosedAt {
                seq: Seq(u64::from_be_bytes(take(&mut rest)?)),
                segment: u32::from_be_bytes(take(&mut rest)?),
                offset: u64::from_be_bytes(take(&mut rest)?),
                link: take(&mut rest)?,
            },
            slots: rest.to_vec(),
        })
    }
}

fn sum(bytes: &[u8]) -> [u8; SUM_BYTES] {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    let mut sum = [0; SUM_BYTES];
    sum.copy_from_slice(digest.split_at(SUM_BYTES).0);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Header {
        Header {
            generation: 4,
            format: 3,
            suite: Suite::Plain,
            store_id: [5; 16],
            closed_at: ClosedAt { seq: Seq(9), segment: 2, offset: 700, link: [8; 32] },
            slots: vec![1, 2, 3],
        }
    }

    #[test]
    fn one_good_copy_is_enough_and_the_bad_one_is_named() {
        let temp = tempfile::tempdir().unwrap();
        let mut header = sample();
        header.write(temp.path()).unwrap();
        assert_eq!(Header::read(temp.path()).unwrap(), Found { header: header.clone(), to_mend: None });
        for path in paths(temp.path()) {
            let good = std::fs::read(&path).unwrap();
            for at in 0..good.len() {
                let mut bad = good.clone();
                bad[at] ^= 1;
                std::fs::write(&path, bad).unwrap();
                let found = Header::read(temp.path()).unwrap();
                assert_eq!(found, Found { header: header.clone(), to_mend: Some(path.clone()) }, "byte {at}");
            }
            std::fs::remove_file(&path).unwrap();
            assert_eq!(Header::read(temp.path()).unwrap().to_mend, Some(path.clone()));
            std::fs::write(&path, good).unwrap();
        }
    }

    #[test]
    fn the_newer_copy_counts_and_none_is_damage() {
        let temp = tempfile::tempdir().unwrap();
        let [first, second] = paths(temp.path());
        let mut header = sample();
        header.write(temp.path()).unwrap();
        let old = std::fs::read(&second).unwrap();
        header.closed_at.seq = Seq(10);
        header.write(temp.path()).unwrap();
        std::fs::write(&second, old).unwrap();
        assert_eq!(Header::read(temp.path()).unwrap(), Found { header, to_mend: Some(second.clone()) });
        std::fs::write(&first, "").unwrap();
        std::fs::write(&second, "").unwrap();
        assert!(matches!(Header::read(temp.path()), Err(StoreError::HeaderDamaged { .. })));
    }
}
