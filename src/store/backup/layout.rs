//! The front of a backup: when it was made, the store's header, and the small files that go with it.
//!
//! It can be read and trusted alone, without the acts behind it: thinning asks no more. The layout is frozen; another one
//! is another number.

use std::io::{self, Read};
use std::path::Path;

use crate::domain::day::Moment;
use crate::store::error::StoreError;
use crate::store::header::{Header, Proof};
use crate::store::wire::take;

const BACKUP: [u8; 8] = *b"DBBACKUP";
/// Of a pack for the successor: no backup, so that nobody goes on with it without taking over.
const PACK: [u8; 8] = *b"DBHANDOV";
const LAYOUT: u16 = 1;
/// Magic, layout, size of the head.
const FIXED_BYTES: usize = 8 + 2 + 4;
const CRC_BYTES: usize = 4;
/// The sum behind the acts.
pub(super) const SUM_BYTES: usize = 32;
/// The most the head may take, all small files included.
const HEAD_BYTES_MAX: usize = 32 * 1024 * 1024;

/// The front of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Front {
    pub(super) made_at: Moment,
    /// `closed_at` says how far the acts go, and how many bytes their frames take.
    pub(super) header: Header,
    pub(super) proof: Proof,
    pub(super) parts: Vec<SealedPart>,
    /// What a pack says of itself, sealed; a backup says nothing.
    pub(super) deed: Option<Vec<u8>>,
}

/// A small file, sealed like a row of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SealedPart {
    pub(super) name: String,
    pub(super) sealed: Vec<u8>,
}

/// What the seal of a small file is bound to.
pub(super) fn belongs_to(name: &str) -> Vec<u8> {
    [b"backup part ", name.as_bytes()].concat()
}

impl Front {
    /// Bytes of the frames behind it.
    pub(super) fn frames_bytes(&self) -> u64 {
        self.header.closed_at.offset
    }

    /// Its bytes; `None` when it holds too much.
    pub(super) fn to_bytes(&self) -> Option<Vec<u8>> {
        let mut head = self.made_at.unix_ms().to_be_bytes().to_vec();
        put(&mut head, &self.header.to_bytes(&self.proof))?;
        head.extend_from_slice(&u16::try_from(self.parts.len()).ok()?.to_be_bytes());
        for part in &self.parts {
            put(&mut head, part.name.as_bytes())?;
            put(&mut head, &part.sealed)?;
        }
        if let Some(deed) = &self.deed {
            put(&mut head, deed)?;
        }
        if head.len() > HEAD_BYTES_MAX {
            return None;
        }
        let mut out = if self.deed.is_some() { PACK } else { BACKUP }.to_vec();
        out.extend_from_slice(&LAYOUT.to_be_bytes());
        put(&mut out, &head)?;
        let crc = crc32fast::hash(&out);
        out.extend_from_slice(&crc.to_be_bytes());
        Some(out)
    }

    /// Reads the front; what follows in `input` are the frames.
    pub(super) fn read(input: &mut impl Read, file: &Path) -> Result<Front, StoreError> {
        let failed = |fault| read_fault(fault, file);
        let mut bytes = vec![0u8; FIXED_BYTES];
        input.read_exact(&mut bytes).map_err(failed)?;
        let mut fixed = bytes.as_slice();
        let is_pack = match take::<8>(&mut fixed) {
            Some(BACKUP) => false,
            Some(PACK) => true,
            Some(_) | None => return Err(damaged(file, "开头不是备份文件")),
        };
        let layout = take::<2>(&mut fixed).map_or(0, u16::from_be_bytes);
        let head_bytes = take::<4>(&mut fixed).map(u32::from_be_bytes).and_then(|bytes| usize::try_from(bytes).ok());
        if layout > LAYOUT {
            return Err(StoreError::NewerProgram { file: file.to_path_buf(), found: layout, known: LAYOUT });
        }
        let head_bytes = head_bytes.filter(|bytes| *bytes <= HEAD_BYTES_MAX && layout == LAYOUT);
        let head_bytes = head_bytes.ok_or_else(|| damaged(file, "开头坏了"))?;
        bytes.resize(FIXED_BYTES + head_bytes + CRC_BYTES, 0);
        input.read_exact(bytes.get_mut(FIXED_BYTES..).unwrap_or_default()).map_err(failed)?;
        let whole = bytes.split_last_chunk::<CRC_BYTES>();
        let whole = whole.filter(|(checked, crc)| crc32fast::hash(checked) == u32::from_be_bytes(**crc));
        let (checked, _) = whole.ok_or_else(|| damaged(file, "开头坏了"))?;
        let fields = Front::fields(checked.get(FIXED_BYTES..).unwrap_or_default(), is_pack, file)?;
        fields.ok_or_else(|| damaged(file, "开头坏了"))
    }

    fn fields(mut rest: &[u8], is_pack: bool, file: &Path) -> Result<Option<Front>, StoreError> {
        let (Some(made_at), Some(header)) = (take::<8>(&mut rest), piece(&mut rest)) else { return Ok(None) };
        let Some((header, proof)) = Header::from_copy(header, file)? else { return Ok(None) };
        let parts = || {
            let mut parts = Vec::new();
            for _ in 0..u16::from_be_bytes(take(&mut rest)?) {
                let name = std::str::from_utf8(piece(&mut rest)?).ok().filter(|name| is_plain_name(name))?.to_owned();
                parts.push(SealedPart { name, sealed: piece(&mut rest)?.to_vec() });
            }
            let deed = if is_pack { Some(piece(&mut rest)?.to_vec()) } else { None };
            rest.is_empty().then_some((parts, deed))
        };
        let made_at = Moment::from_unix_ms(i64::from_be_bytes(made_at));
        Ok({ parts }().map(|(parts, deed)| Front { made_at, header, proof, parts, deed }))
    }
}

/// A name of one file in the folder itself.
pub(super) fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0']) && name.len() <= 255
}

/// The file is not as it was written.
pub(super) fn damaged(file: &Path, what: &str) -> StoreError {
    StoreError::BackupDamaged { file: file.to_path_buf(), what: what.to_owned() }
}

/// What a failed read means: a file that ends early was cut.
pub(super) fn read_fault(fault: io::Error, file: &Path) -> StoreError {
    match fault.kind() {
        io::ErrorKind::UnexpectedEof => damaged(file, "文件不完整，后面缺了"),
        _ => StoreError::io("读取备份", file)(fault),
    }
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) -> Option<()> {
    out.extend_from_slice(&u32::try_from(bytes.len()).ok()?.to_be_bytes());
    out.extend_from_slice(bytes);
    Some(())
}

fn piece<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let size_bytes = usize::try_from(u32::from_be_bytes(take::<4>(rest)?)).ok()?;
    let (piece, behind) = rest.split_at_checked(size_bytes)?;
    *rest = behind;
    Some(piece)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Seq;
    use crate::seal::Suite;
    use crate::store::header::ClosedAt;
    use crate::store::site::Site;

    fn front() -> Front {
        let closed_at = ClosedAt { seq: Seq(9), segment: 1, offset: 700, link: [8; 32] };
        let header = Header {
            generation: 4,
            format: 1,
            suite: Suite::Plain,
            store_id: [5; 16],
            closed_at,
            base: Seq(0),
            slots: Vec::new(),
        };
        let proof = header.proof(&Site::new(Path::new("d"), None, &[5; 16]));
        let parts = vec![SealedPart { name: "holidays.toml".to_owned(), sealed: vec![7; 30] }];
        Front { made_at: Moment::from_unix_ms(1_795_000_000_000), header, proof, parts, deed: None }
    }

    #[test]
    fn a_front_is_read_as_written_and_any_harm_is_seen() {
        let bytes = front().to_bytes().unwrap();
        let read = |bytes: &[u8]| Front::read(&mut &*bytes, Path::new("a.dbbak"));
        assert_eq!(read(&bytes).unwrap(), front());
        for at in 0..bytes.len() {
            let mut harmed = bytes.clone();
            harmed[at] ^= 1;
            assert!(read(&harmed).is_err(), "byte {at}");
            assert!(matches!(read(&bytes[..at]), Err(StoreError::BackupDamaged { .. })), "cut at {at}");
        }
    }

    #[test]
    fn a_newer_layout_is_refused_by_name_and_a_name_cannot_lead_out() {
        let mut bytes = front().to_bytes().unwrap();
        bytes[9] = 2;
        let newer = Front::read(&mut &*bytes, Path::new("a.dbbak"));
        assert!(matches!(newer, Err(StoreError::NewerProgram { found: 2, known: 1, .. })));
        assert!(is_plain_name("matters.toml") && is_plain_name("村 表.toml"));
        for name in ["", "..", "../a", "a/b", "a\\b", "c:x", ".hidden"] {
            assert!(!is_plain_name(name), "{name}");
        }
    }

    /// These bytes lie on people's sticks: a change here is a new layout, not a new expectation.
    #[test]
    fn the_front_keeps_its_bytes() {
        let bytes = front().to_bytes().unwrap();
        assert_eq!((bytes.len(), crc32fast::hash(&bytes)), (186, 3_646_388_989));
    }
}
