//! The two equal header files: which store this is, how it is sealed, and up to where it was last closed.
//!
//! A header is written whole, `header` first and `header.2` after it; the newer sound one counts. It holds no record.
//! Its sum tells accidents. That of a sealed store also bears a proof, which nobody makes without the data key; until that
//! was compared nothing in the header is believed but what the unlocking itself needs.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::disk::durable::write_durably;
use crate::disk::file::read_small;
use crate::domain::id::Seq;
use crate::seal::Suite;
use crate::seal::key::PROOF_BYTES;

use super::error::StoreError;
use super::site::Site;
use super::wire::{Link, take};

/// The number of the folder's own layout, for a store without a cipher.
const PLAIN_LAYOUT: u16 = 1;
/// The same for a sealed one, whose header ends in a proof. Before there was one, the number was 1 here too.
const SEALED_LAYOUT: u16 = 2;
/// Both once more for a store of which something was erased, which says up to where its base goes. A program that knows no
/// base refuses it by name.
const PLAIN_ERASED_LAYOUT: u16 = 3;
const SEALED_ERASED_LAYOUT: u16 = 4;
const NEWEST_LAYOUT: u16 = SEALED_ERASED_LAYOUT;
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
    /// The act of the last erasure, whose records the base in front of the journal holds; 0 where nothing was ever erased.
    pub(super) base: Seq,
    /// Key slots and their parameters; empty with suite 0.
    pub(super) slots: Vec<u8>,
}

/// What shows that who has the data key wrote the header; nothing without a cipher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Proof(Option<[u8; PROOF_BYTES]>);

/// A header that was read, and the copy that was bad or older, if one was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) header: Header,
    pub(super) proof: Proof,
    pub(super) to_mend: Option<PathBuf>,
}

enum Reading {
    Sound(Header, Proof),
    /// Of a number above, or below, the one that this program knows.
    Other {
        found: u16,
        known: u16,
    },
    Bad,
}

/// The paths of the two copies.
pub(super) fn paths(dir: &Path) -> [PathBuf; 2] {
    [dir.join("header"), dir.join("header.2")]
}

impl Header {
    /// Reads the newer sound copy.
    pub(super) fn read(dir: &Path) -> Result<Found, StoreError> {
        let mut sound: Option<(Header, Proof)> = None;
        let (mut to_mend, mut unreadable) = (None, None);
        for path in paths(dir) {
            let bytes = read_small(&path, FILE_BYTES_MAX).unwrap_or_else(|fault| {
                // The other copy is there for this; only if it is none either does it matter what the system said.
                if !matches!(fault.kind(), ErrorKind::NotFound | ErrorKind::FileTooLarge) {
                    unreadable = Some(StoreError::io("读取首页", &path)(fault));
                }
                Vec::new()
            });
            match Header::from_bytes(&bytes) {
                Reading::Other { found, known } => return Err(other_layout(&path, found, known)),
                Reading::Bad => to_mend = Some(path),
                Reading::Sound(header, proof) => match &sound {
                    Some((first, _)) if first.generation > header.generation => to_mend = Some(path),
                    Some((first, _)) if first.generation == header.generation => {}
                    Some(_) => {
                        to_mend = paths(dir).into_iter().next();
                        sound = Some((header, proof));
                    }
                    None => sound = Some((header, proof)),
                },
            }
        }
        match sound {
            Some((header, proof)) => Ok(Found { header, proof, to_mend }),
            None => Err(unreadable.unwrap_or_else(|| StoreError::HeaderDamaged { dir: dir.to_path_buf() })),
        }
    }

    /// Writes both copies, one durably after the other, under the next generation.
    pub(super) fn write(&mut self, site: &Site) -> Result<(), StoreError> {
        self.generation += 1;
        Found { header: self.clone(), proof: self.proof(site), to_mend: None }.put_into(&site.dir)
    }

    /// What shows that the store of this site wrote it.
    pub(super) fn proof(&self, site: &Site) -> Proof {
        Proof(site.header_key.as_ref().map(|key| key.of(&self.fields())))
    }

    /// Whether it was written by the store of this site, whose keys are known by now.
    pub(super) fn is_of(&self, site: &Site, proof: &Proof) -> bool {
        match (&site.header_key, proof.0) {
            (None, None) => true,
            (Some(key), Some(proof)) => key.fits(&self.fields(), &proof),
            (None, Some(_)) | (Some(_), None) => false,
        }
    }

    /// Reads a copy that lies in another file; `None` when it is damaged.
    pub(super) fn from_copy(bytes: &[u8], file: &Path) -> Result<Option<(Header, Proof)>, StoreError> {
        match Header::from_bytes(bytes) {
            Reading::Sound(header, proof) => Ok(Some((header, proof))),
            Reading::Other { found, known } => Err(other_layout(file, found, known)),
            Reading::Bad => Ok(None),
        }
    }

    /// Its bytes with their proof and their sum.
    pub(super) fn to_bytes(&self, proof: &Proof) -> Vec<u8> {
        let mut out = self.fields();
        out.extend_from_slice(proof.0.as_ref().map_or(&[], |proof| proof.as_slice()));
        let sum = sum(&out);
        out.extend_from_slice(&sum);
        out
    }

    fn fields(&self) -> Vec<u8> {
        let layout = match (self.suite, self.base) {
            (Suite::Plain, Seq(0)) => PLAIN_LAYOUT,
            (Suite::Sealed, Seq(0)) => SEALED_LAYOUT,
            (Suite::Plain, _) => PLAIN_ERASED_LAYOUT,
            (Suite::Sealed, _) => SEALED_ERASED_LAYOUT,
        };
        let mut out = Vec::with_capacity(192 + self.slots.len());
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&layout.to_be_bytes());
        out.extend_from_slice(&self.generation.to_be_bytes());
        out.extend_from_slice(&self.format.to_be_bytes());
        out.push(self.suite.number());
        out.extend_from_slice(&self.store_id);
        out.extend_from_slice(&self.closed_at.seq.0.to_be_bytes());
        out.extend_from_slice(&self.closed_at.segment.to_be_bytes());
        out.extend_from_slice(&self.closed_at.offset.to_be_bytes());
        out.extend_from_slice(&self.closed_at.link);
        if self.base > Seq(0) {
            out.extend_from_slice(&self.base.0.to_be_bytes());
        }
        out.extend_from_slice(&self.slots);
        out
    }

    fn from_bytes(bytes: &[u8]) -> Reading {
        let Some((body, tag)) = bytes.split_last_chunk::<SUM_BYTES>() else { return Reading::Bad };
        if sum(body) != *tag || !body.starts_with(&MAGIC) {
            return Reading::Bad;
        }
        let mut rest = body.get(MAGIC.len()..).unwrap_or_default();
        match take::<2>(&mut rest).map(u16::from_be_bytes) {
            Some(layout @ PLAIN_LAYOUT..=NEWEST_LAYOUT) => Header::parse(layout, rest).unwrap_or(Reading::Bad),
            Some(found) if found > NEWEST_LAYOUT => Reading::Other { found, known: NEWEST_LAYOUT },
            Some(_) | None => Reading::Bad,
        }
    }

    /// Suite, slots and proof go together, or somebody put the header together who has no key.
    fn parse(layout: u16, mut rest: &[u8]) -> Option<Reading> {
        let generation = u64::from_be_bytes(take(&mut rest)?);
        let format = u16::from_be_bytes(take(&mut rest)?);
        let [number] = take::<1>(&mut rest)?;
        let Some(suite) = Suite::from_number(number) else {
            return Some(Reading::Other { found: u16::from(number), known: u16::from(Suite::Sealed.number()) });
        };
        let store_id = take(&mut rest)?;
        let closed_at = ClosedAt {
            seq: Seq(u64::from_be_bytes(take(&mut rest)?)),
            segment: u32::from_be_bytes(take(&mut rest)?),
            offset: u64::from_be_bytes(take(&mut rest)?),
            link: take(&mut rest)?,
        };
        let base = match layout {
            PLAIN_ERASED_LAYOUT | SEALED_ERASED_LAYOUT => Some(Seq(u64::from_be_bytes(take(&mut rest)?)))
                .filter(|base| (Seq(1)..=closed_at.seq).contains(base))?,
            _ => Seq(0),
        };
        let (slots, proof) = match (suite, layout) {
            (Suite::Plain, PLAIN_LAYOUT | PLAIN_ERASED_LAYOUT) if rest.is_empty() => (rest, None),
            (Suite::Sealed, SEALED_LAYOUT | SEALED_ERASED_LAYOUT) => {
                let (slots, proof) = rest.split_last_chunk::<PROOF_BYTES>().filter(|(slots, _)| !slots.is_empty())?;
                (slots, Some(*proof))
            }
            (Suite::Sealed, PLAIN_LAYOUT) => return Some(Reading::Other { found: layout, known: SEALED_LAYOUT }),
            (Suite::Sealed, _) => return None,
            (Suite::Plain, _) => return None,
        };
        let header = Header { generation, format, suite, store_id, closed_at, base, slots: slots.to_vec() };
        Some(Reading::Sound(header, Proof(proof)))
    }
}

#[cfg(test)]
impl Proof {
    /// That of a header without a cipher.
    pub(super) const NONE: Proof = Proof(None);
}

impl Found {
    /// Writes it into both copies of a folder just as it was read, for which no key is needed.
    pub(super) fn put_into(&self, dir: &Path) -> Result<(), StoreError> {
        let bytes = self.header.to_bytes(&self.proof);
        for path in paths(dir) {
            write_durably(&path, &bytes).map_err(StoreError::io("写入首页", &path))?;
        }
        Ok(())
    }

    /// The header, once the keys of its store are known: from here on it is believed.
    pub(super) fn proven(&self, site: &Site) -> Result<Header, StoreError> {
        if self.header.is_of(site, &self.proof) {
            Ok(self.header.clone())
        } else {
            Err(StoreError::HeaderForged { dir: site.dir.clone() })
        }
    }
}

fn other_layout(file: &Path, found: u16, known: u16) -> StoreError {
    let file = file.to_path_buf();
    if found > known {
        StoreError::NewerProgram { file, found, known }
    } else {
        StoreError::OtherFormat { file, found, known }
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
    use crate::seal::key::DataKey;

    /// A site without a cipher, and one with, and a header of each.
    fn samples(dir: &Path) -> [(Site, Header); 2] {
        let closed_at = ClosedAt { seq: Seq(9), segment: 2, offset: 700, link: [8; 32] };
        let header = |suite, slots| Header {
            generation: 4,
            format: 3,
            suite,
            store_id: [5; 16],
            closed_at,
            base: Seq(0),
            slots,
        };
        let key = DataKey::from_slice(&[6; 32]).unwrap();
        [
            (Site::new(dir, None, &[5; 16]), header(Suite::Plain, Vec::new())),
            (Site::new(dir, Some(key), &[5; 16]), header(Suite::Sealed, vec![1, 2, 3])),
        ]
    }

    #[test]
    fn one_good_copy_is_enough_and_the_bad_one_is_named() {
        let temp = tempfile::tempdir().unwrap();
        for (site, mut header) in samples(temp.path()) {
            header.write(&site).unwrap();
            let proof = header.proof(&site);
            let found = |to_mend| Found { header: header.clone(), proof, to_mend };
            assert_eq!(Header::read(temp.path()).unwrap(), found(None));
            assert_eq!(found(None).proven(&site).unwrap(), header);
            for path in paths(temp.path()) {
                let good = std::fs::read(&path).unwrap();
                for at in 0..good.len() {
                    let mut bad = good.clone();
                    bad[at] ^= 1;
                    std::fs::write(&path, bad).unwrap();
                    assert_eq!(Header::read(temp.path()).unwrap(), found(Some(path.clone())), "byte {at}");
                }
                std::fs::remove_file(&path).unwrap();
                assert_eq!(Header::read(temp.path()).unwrap().to_mend, Some(path.clone()));
                // What cannot be read is no worse than what is not there, as long as the other can.
                std::fs::create_dir(&path).unwrap();
                assert_eq!(Header::read(temp.path()).unwrap(), found(Some(path.clone())));
                std::fs::remove_dir(&path).unwrap();
                std::fs::write(&path, good).unwrap();
            }
        }
    }

    #[test]
    fn the_newer_copy_counts_and_none_is_damage() {
        let temp = tempfile::tempdir().unwrap();
        let [first, second] = paths(temp.path());
        let [(site, mut header), _] = samples(temp.path());
        header.write(&site).unwrap();
        let old = std::fs::read(&second).unwrap();
        header.closed_at.seq = Seq(10);
        header.write(&site).unwrap();
        std::fs::write(&second, old).unwrap();
        let found = Header::read(temp.path()).unwrap();
        assert_eq!((found.header, found.to_mend), (header, Some(second.clone())));
        std::fs::write(&first, "").unwrap();
        std::fs::write(&second, "").unwrap();
        assert!(matches!(Header::read(temp.path()), Err(StoreError::HeaderDamaged { .. })));
        std::fs::remove_file(&first).unwrap();
        std::fs::create_dir(&first).unwrap();
        match Header::read(temp.path()) {
            Err(StoreError::Io { file, .. }) => assert_eq!(file, first),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_no_store_writes_is_not_taken_and_what_another_program_wrote_is_named() {
        let temp = tempfile::tempdir().unwrap();
        let [(_, plain), (site, sealed)] = samples(temp.path());
        let read = |fields: Vec<u8>, proof: &[u8]| {
            let mut bytes = [fields, proof.to_vec()].concat();
            let sum = sum(&bytes);
            bytes.extend_from_slice(&sum);
            match Header::from_bytes(&bytes) {
                Reading::Sound(..) => "sound".to_owned(),
                Reading::Other { found, known } => format!("{found} for {known}"),
                Reading::Bad => "bad".to_owned(),
            }
        };
        let with = |header: &Header, at: usize, byte: u8| {
            let mut fields = header.fields();
            fields[at] = byte;
            fields
        };
        let (proof, layout_at, suite_at) = ([7; PROOF_BYTES], 7, 18);
        assert_eq!(read(plain.fields(), &[]), "sound");
        assert_eq!(read(sealed.fields(), &proof), "sound");
        assert_eq!(read(Header { slots: Vec::new(), ..sealed }.fields(), &proof), "bad", "no slots");
        assert_eq!(read(with(&plain, layout_at, 2), &[]), "bad", "a layout that only a sealed store has");
        assert_eq!(read(with(&sealed, suite_at, 0), &proof), "bad", "a sealed store said to be none");
        assert_eq!(read(with(&sealed, layout_at, 1), &[]), "1 for 2", "before there was a proof");
        assert_eq!(read(with(&plain, suite_at, 2), &[]), "2 for 1", "a suite of a newer program");
        assert_eq!(read(with(&sealed, layout_at, 5), &proof), "5 for 4", "a layout of a newer program");
        assert_eq!(read(with(&sealed, layout_at, 3), &proof), "bad", "the layout of one without a cipher");
        assert_eq!(read(Header { slots: vec![1], ..plain }.fields(), &[]), "bad", "slots without a cipher");
        let site_of_another = Site::new(temp.path(), Some(DataKey::from_slice(&[7; 32]).unwrap()), &[5; 16]);
        let own = sealed.proof(&site);
        assert!(sealed.is_of(&site, &own) && !sealed.is_of(&site_of_another, &own));
        let moved = Header { generation: 5, ..sealed.clone() };
        assert!(!moved.is_of(&site, &own) && !sealed.is_of(&site, &Proof(None)));
    }

    /// These bytes lie in people's folders: a change here is a new layout, not a new expectation.
    #[test]
    fn the_header_keeps_its_bytes() {
        for ((site, header), expected) in
            samples(Path::new("d")).into_iter().zip([(103, 43_700_510), (138, 508_517_376)])
        {
            let bytes = header.to_bytes(&header.proof(&site));
            assert_eq!((bytes.len(), crc32fast::hash(&bytes)), expected);
        }
    }

    #[test]
    fn the_header_of_a_store_with_a_base_says_up_to_where_it_goes() {
        for ((site, header), expected) in
            samples(Path::new("d")).into_iter().zip([(111, 174_985_403), (146, 3_050_092_289)])
        {
            let header = Header { base: Seq(7), ..header };
            let proof = header.proof(&site);
            let bytes = header.to_bytes(&proof);
            assert_eq!((bytes.len(), crc32fast::hash(&bytes)), expected);
            assert_eq!(Header::from_copy(&bytes, Path::new("header")).unwrap(), Some((header.clone(), proof)));
            for base in [0, 10] {
                let other = Header { base: Seq(base), ..header.clone() };
                let bytes = other.to_bytes(&other.proof(&site));
                assert_eq!(Header::from_copy(&bytes, Path::new("header")).unwrap().is_some(), base == 0);
            }
        }
    }
}
