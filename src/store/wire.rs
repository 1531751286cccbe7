//! Bytes of the store's own things and of the domain's: the only file that calls bincode.
//!
//! The layouts here are frozen: a change of one is a new format number. It checks no tags and no links.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::domain::limits::ACT_BYTES_MAX;

/// The closing link of the chain up to some act.
pub(super) type Link = [u8; 32];

const SALT_BYTES: usize = 16;
const PIECE_KEPT: u8 = 0;
const PIECE_ERASED: u8 = 1;
const COMMITMENT_BYTES: usize = 32;
/// Bytes of the widest number.
const WIDEST: usize = 16;

/// An act as the journal keeps it: each piece with its salt, so that one can be erased and the chain still holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Body {
    /// The schema tag under which the pieces were written; it stands outside of them.
    pub(super) format: u16,
    /// Milliseconds since 1970-01-01 UTC.
    pub(super) at_unix_ms: i64,
    /// Actor and command.
    pub(super) head: Piece,
    /// The changes, in order.
    pub(super) changes: Vec<Piece>,
}

/// One salted piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// As it was written.
    Kept {
        /// Without it nobody can try what an erased piece may have held.
        salt: [u8; SALT_BYTES],
        /// What was salted.
        bytes: Vec<u8>,
    },
    /// Only what the chain needs of it.
    Erased([u8; COMMITMENT_BYTES]),
}

impl Body {
    /// Salts an act's pieces.
    pub(super) fn new(
        format: u16,
        at_unix_ms: i64,
        head: Vec<u8>,
        changes: Vec<Vec<u8>>,
    ) -> Result<Body, getrandom::Error> {
        let mut salts = vec![[0u8; SALT_BYTES]; changes.len() + 1];
        getrandom::fill(salts.as_flattened_mut())?;
        let mut salts = salts.into_iter();
        let mut salted = |bytes| Piece::Kept { salt: salts.next().unwrap_or_default(), bytes };
        let head = salted(head);
        Ok(Body { format, at_unix_ms, head, changes: changes.into_iter().map(salted).collect() })
    }

    /// The body of a frame that holds no act.
    pub(super) fn empty() -> Body {
        let nothing = Piece::Kept { salt: [0; SALT_BYTES], bytes: Vec::new() };
        Body { format: 0, at_unix_ms: 0, head: nothing, changes: Vec::new() }
    }

    /// How many of its changes are erased.
    pub(super) fn erased_count(&self) -> u32 {
        let erased = self.changes.iter().filter(|change| matches!(change, Piece::Erased(_))).count();
        u32::try_from(erased).unwrap_or(u32::MAX)
    }

    /// `at | head | count | change …`, each piece `0 | salt | size | bytes` or `1 | commitment`; numbers big-endian.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let pieces_bytes: usize = self.changes.iter().map(Piece::size_bytes).sum();
        let mut out = Vec::with_capacity(8 + 4 + self.head.size_bytes() + pieces_bytes);
        out.extend_from_slice(&self.at_unix_ms.to_be_bytes());
        self.head.put(&mut out);
        out.extend_from_slice(&u32::try_from(self.changes.len()).unwrap_or(u32::MAX).to_be_bytes());
        for change in &self.changes {
            change.put(&mut out);
        }
        out
    }

    /// Reads what [`Body::to_bytes`] wrote; `None` unless every byte is accounted for.
    pub(super) fn from_bytes(format: u16, mut bytes: &[u8]) -> Option<Body> {
        let at_unix_ms = i64::from_be_bytes(take::<8>(&mut bytes)?);
        let head = Piece::take(&mut bytes)?;
        let count = u32::from_be_bytes(take::<4>(&mut bytes)?);
        let mut changes = Vec::new();
        for _ in 0..count {
            changes.push(Piece::take(&mut bytes)?);
        }
        bytes.is_empty().then_some(Body { format, at_unix_ms, head, changes })
    }

    /// The link of the chain after this act: over commitments, not over bytes, so that it survives an erasure.
    pub(super) fn link(&self, before: &Link, seq: u64) -> Link {
        let mut chain = chain(before, seq, self.at_unix_ms);
        for piece in std::iter::once(&self.head).chain(&self.changes) {
            chain.update(piece.commitment());
        }
        chain.finalize().into()
    }

    /// The same of a body's bytes where they lie, for a reading that wants nothing else of a large act.
    pub(super) fn link_of(mut bytes: &[u8], before: &Link, seq: u64) -> Option<Link> {
        let mut chain = chain(before, seq, i64::from_be_bytes(take::<8>(&mut bytes)?));
        chain.update(Piece::take(&mut bytes)?.commitment());
        for _ in 0..u32::from_be_bytes(take::<4>(&mut bytes)?) {
            // One at a time: all of them together are as large as the act.
            chain.update(Piece::take(&mut bytes)?.commitment());
        }
        bytes.is_empty().then(|| chain.finalize().into())
    }
}

impl Piece {
    /// What was salted; `None` once it is erased.
    pub(super) fn kept(&self) -> Option<&[u8]> {
        match self {
            Piece::Kept { bytes, .. } => Some(bytes),
            Piece::Erased(_) => None,
        }
    }

    /// Leaves nothing but what the chain needs. The salt goes too: with it somebody could try what the piece had held.
    pub(super) fn erase(&mut self) {
        *self = Piece::Erased(self.commitment());
    }

    fn size_bytes(&self) -> usize {
        match self {
            Piece::Kept { bytes, .. } => 1 + SALT_BYTES + 4 + bytes.len(),
            Piece::Erased(_) => 1 + COMMITMENT_BYTES,
        }
    }

    fn commitment(&self) -> [u8; COMMITMENT_BYTES] {
        match self {
            Piece::Kept { salt, bytes } => Sha256::new_with_prefix(salt).chain_update(bytes).finalize().into(),
            Piece::Erased(commitment) => *commitment,
        }
    }

    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Piece::Kept { salt, bytes } => {
                out.push(PIECE_KEPT);
                out.extend_from_slice(salt);
                out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
                out.extend_from_slice(bytes);
            }
            Piece::Erased(commitment) => {
                out.push(PIECE_ERASED);
                out.extend_from_slice(commitment);
            }
        }
    }

    fn take(bytes: &mut &[u8]) -> Option<Piece> {
        match take::<1>(bytes)? {
            [PIECE_KEPT] => {
                let salt = take::<SALT_BYTES>(bytes)?;
                let size_bytes = usize::try_from(u32::from_be_bytes(take::<4>(bytes)?)).ok()?;
                let (piece, rest) = bytes.split_at_checked(size_bytes)?;
                *bytes = rest;
                Some(Piece::Kept { salt, bytes: piece.to_vec() })
            }
            [PIECE_ERASED] => Some(Piece::Erased(take(bytes)?)),
            [_] => None,
        }
    }
}

/// What every link begins with.
fn chain(before: &Link, seq: u64, at_unix_ms: i64) -> Sha256 {
    let mut chain = Sha256::new_with_prefix(b"daiban link 1");
    chain.update(before);
    chain.update(seq.to_be_bytes());
    chain.update(at_unix_ms.to_be_bytes());
    chain
}

/// The link before the first act of a store, so that a frame of another village fits nowhere.
pub(super) fn first_link(store_id: &[u8; 16]) -> Link {
    Sha256::new_with_prefix(b"daiban first link").chain_update(store_id).finalize().into()
}

/// Takes `N` bytes off the front.
pub(super) fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (front, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*front)
}

/// A record, a change or a key as bytes; `None` for what has no bytes (a fault of the program).
pub(super) fn encode<T: Serialize + ?Sized>(value: &T) -> Option<Vec<u8>> {
    bincode::serde::encode_to_vec(value, bincode::config::standard()).ok()
}

/// Reads what [`encode`] wrote; `None` unless every byte was used. The limit keeps a forged length from taking all memory.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    // bincode counts a number at its full width, 16 bytes at most, where one byte may be written; so a limit must be that
    // many times what is read, and it is fixed when the program is made: the next of these is taken.
    const SMALL: usize = 64 * 1024;
    const MIDDLE: usize = 2 * 1024 * 1024;
    if bytes.len() <= SMALL {
        decode_within::<T, { WIDEST * SMALL }>(bytes)
    } else if bytes.len() <= MIDDLE {
        decode_within::<T, { WIDEST * MIDDLE }>(bytes)
    } else {
        decode_within::<T, { WIDEST * ACT_BYTES_MAX }>(bytes)
    }
}

fn decode_within<T: DeserializeOwned, const LIMIT: usize>(bytes: &[u8]) -> Option<T> {
    let config = bincode::config::standard().with_limit::<LIMIT>();
    let (value, used_bytes) = bincode::serde::decode_from_slice(bytes, config).ok()?;
    (used_bytes == bytes.len()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_body_is_read_as_written_and_never_shorter(
            at in any::<i64>(),
            head in prop::collection::vec(any::<u8>(), 0..20),
            changes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..20), 0..5),
        ) {
            let body = Body::new(3, at, head, changes).unwrap();
            let bytes = body.to_bytes();
            prop_assert_eq!(Body::link_of(&bytes, &[4; 32], 5), Some(body.link(&[4; 32], 5)));
            prop_assert_eq!(Body::from_bytes(3, &bytes), Some(body));
            for cut in 0..bytes.len() {
                prop_assert_eq!(Body::from_bytes(3, &bytes[..cut]), None);
                prop_assert_eq!(Body::link_of(&bytes[..cut], &[4; 32], 5), None);
            }
        }
    }

    fn inside(piece: &mut Piece) -> (&mut [u8; SALT_BYTES], &mut Vec<u8>) {
        match piece {
            Piece::Kept { salt, bytes } => (salt, bytes),
            Piece::Erased(_) => panic!("erased"),
        }
    }

    #[test]
    fn an_erased_piece_holds_nothing_of_what_it_was_and_the_chain_does_not_see_it() {
        let mut body = Body::new(1, 5, b"who".to_vec(), vec!["欧阳建国".into(), b"kept".to_vec()]).unwrap();
        let (link, before) = (body.link(&[3; 32], 7), body.to_bytes());
        let salt = *inside(&mut body.changes[0]).0;
        body.changes[0].erase();
        let bytes = body.to_bytes();
        let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|it| it == part);
        for part in ["欧阳建国".as_bytes(), &salt] {
            assert!(holds(&before, part) && !holds(&bytes, part));
        }
        let again = Body::from_bytes(1, &bytes).unwrap();
        assert_eq!((&again, again.link(&[3; 32], 7), again.erased_count()), (&body, link, 1));
        assert_eq!((again.changes[0].kept(), again.changes[1].kept()), (None, Some(&b"kept"[..])));
        body.changes[0].erase();
        assert_eq!(body, again, "erasing it again changes nothing");
        let Piece::Erased(commitment) = &mut body.changes[0] else { panic!("kept") };
        commitment[31] ^= 1;
        assert_ne!(body.link(&[3; 32], 7), link, "nor can another be put in its place");
    }

    #[test]
    fn the_link_hangs_on_every_part_of_the_act() {
        let body = Body::new(1, 5, b"who".to_vec(), vec![b"a".to_vec(), b"b".to_vec()]).unwrap();
        let link = body.link(&[0; 32], 1);
        let mut others = vec![body.link(&[1; 32], 1), body.link(&[0; 32], 2)];
        for change in [
            |b: &mut Body| b.at_unix_ms = 6,
            |b: &mut Body| inside(&mut b.head).1.push(0),
            |b: &mut Body| inside(&mut b.changes[1]).1[0] = b'c',
            |b: &mut Body| inside(&mut b.changes[1]).0[0] ^= 1,
            |b: &mut Body| b.changes.swap(0, 1),
        ] {
            let mut other = body.clone();
            change(&mut other);
            others.push(other.link(&[0; 32], 1));
        }
        assert!(others.iter().all(|other| *other != link));
    }

    /// These bytes lie in people's journals: a change here is a new format, not a new expectation.
    #[test]
    fn body_and_link_keep_their_bytes() {
        let piece = |salt, bytes: &[u8]| Piece::Kept { salt: [salt; SALT_BYTES], bytes: bytes.to_vec() };
        let body = Body { format: 1, at_unix_ms: 258, head: piece(1, b"h"), changes: vec![piece(2, b"c")] };
        let mut expected = vec![0, 0, 0, 0, 0, 0, 1, 2, 0];
        expected.extend([1; 16]);
        expected.extend([0, 0, 0, 1, b'h', 0, 0, 0, 1, 0]);
        expected.extend([2; 16]);
        expected.extend([0, 0, 0, 1, b'c']);
        assert_eq!(body.to_bytes(), expected);
        let erased = Body { format: 1, at_unix_ms: 258, head: piece(1, b"h"), changes: vec![Piece::Erased([5; 32])] };
        assert_eq!(erased.to_bytes(), [&expected[..34], &[1], &[5; 32]].concat());
        assert_eq!(hex(&first_link(&[7; 16])), "45373f10d81866f921ae89d22e89775f743550312354f077dd325c8c11ff1769");
        assert_eq!(hex(&body.link(&[9; 32], 1)), "d4fc186e30bf092ca2f2f05819962721b9dc0a8d3b966b2c7e2f6aa5e1b65d6e");
        assert_eq!(encode(&(300u64, -2i32, "户", Some(true))), Some(vec![251, 44, 1, 3, 3, 230, 136, 183, 1, 1]));
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn whatever_an_act_may_hold_can_be_read_again() {
        for count in [3, 60_000, 2_000_000, 9_000_000] {
            let narrow = vec![1u64; count];
            assert!(decode::<Vec<u64>>(&encode(&narrow).unwrap()) == Some(narrow), "{count}");
        }
        let wide = vec![(1u128, -1i128); 400_000];
        assert!(decode::<Vec<(u128, i128)>>(&encode(&wide).unwrap()) == Some(wide));
    }

    #[test]
    fn a_forged_length_is_refused_and_all_bytes_are_used() {
        assert_eq!(decode::<Vec<u64>>(&[253, 255, 255, 255, 255, 255, 255, 255, 127]), None);
        assert_eq!(decode::<u8>(&[1, 2]), None);
        assert_eq!(decode::<(u8, String)>(&encode(&(7u8, "户")).unwrap()), Some((7, "户".to_owned())));
    }
}
