//! One frame of the journal: a fixed head that can be checked alone, and a sealed body.
//!
//! It reads and writes no file, and does not follow the chain from frame to frame.

use crate::domain::id::Seq;
use crate::domain::limits::ACT_BYTES_MAX;

use super::wire::{Link, take};

/// Bytes of the head: magic, seq, size of the body, link, CRC of these.
pub(super) const HEAD_BYTES: usize = 4 + 8 + 4 + 32 + 4;
/// The most a sealed body may take: an act, and what sealing adds.
pub(super) const BODY_BYTES_MAX: usize = ACT_BYTES_MAX + 1024;
/// The first bytes of every frame, whatever its kind.
pub(super) const MAGIC: [u8; 3] = *b"DBJ";

/// What a frame says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An act.
    Act,
    /// An act of this number was refused to the person, because its frame could not be written.
    NotAcknowledged,
    /// A part of the base, which lies before the first act: records as an act left them whose way there was erased.
    Base,
}

/// The head of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) kind: Kind,
    pub(super) seq: Seq,
    pub(super) body_bytes: u32,
    pub(super) prev_link: Link,
}

impl Kind {
    fn mark(self) -> u8 {
        match self {
            Kind::Act => b'A',
            Kind::NotAcknowledged => b'N',
            Kind::Base => b'B',
        }
    }
}

impl Head {
    /// Its bytes.
    pub(super) fn to_bytes(self) -> [u8; HEAD_BYTES] {
        let mut out = Vec::with_capacity(HEAD_BYTES);
        out.extend_from_slice(&MAGIC);
        out.push(self.kind.mark());
        out.extend_from_slice(&self.seq.0.to_be_bytes());
        out.extend_from_slice(&self.body_bytes.to_be_bytes());
        out.extend_from_slice(&self.prev_link);
        let crc = crc32fast::hash(&out);
        out.extend_from_slice(&crc.to_be_bytes());
        let mut head = [0; HEAD_BYTES];
        head.copy_from_slice(&out);
        head
    }

    /// Reads a head from the front of `bytes`; `None` unless magic and CRC fit.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Head> {
        let (head, _) = bytes.split_first_chunk::<HEAD_BYTES>()?;
        let (checked, crc) = head.split_last_chunk::<4>()?;
        if !checked.starts_with(&MAGIC) || crc32fast::hash(checked) != u32::from_be_bytes(*crc) {
            return None;
        }
        let mut rest = checked.get(MAGIC.len()..)?;
        let [mark] = take::<1>(&mut rest)?;
        let kind = [Kind::Act, Kind::NotAcknowledged, Kind::Base].into_iter().find(|kind| kind.mark() == mark)?;
        let seq = Seq(u64::from_be_bytes(take(&mut rest)?));
        let body_bytes = u32::from_be_bytes(take(&mut rest)?);
        Some(Head { kind, seq, body_bytes, prev_link: take(&mut rest)? })
    }

    /// What the body belongs to: the tag of a body moved to another number or another place in the chain does not fit.
    pub(super) fn belongs_to(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(1 + 8 + 32);
        out.push(self.kind.mark());
        out.extend_from_slice(&self.seq.0.to_be_bytes());
        out.extend_from_slice(&self.prev_link);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_written_and_any_harm_is_seen() {
        let head = Head { kind: Kind::NotAcknowledged, seq: Seq(7), body_bytes: 300, prev_link: [9; 32] };
        let bytes = head.to_bytes();
        assert_eq!(Head::from_bytes(&bytes), Some(head));
        for at in 0..HEAD_BYTES {
            let mut harmed = bytes;
            harmed[at] ^= 0x10;
            assert_eq!(Head::from_bytes(&harmed), None, "byte {at}");
        }
        assert_eq!(Head::from_bytes(&bytes[..HEAD_BYTES - 1]), None);
    }
}
