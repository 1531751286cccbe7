//! How bytes are closed before they reach the disk, and opened again; the only user of the ciphers.
//!
//! Suite 0 closes nothing: it only finds accidental damage. Suite 1 closes with the store's data key, which is wrapped in
//! the key slots, or lies bare where there is nothing to keep secret. It touches no files and knows no records.

pub mod bare;
mod cipher;
pub mod envelope;
pub mod identity;
pub mod key;
pub mod recovery;
pub mod secret;
pub mod slot;
pub mod strength;
pub mod workbook;

use std::fmt;
use std::sync::Arc;

use key::DataKey;

/// Bytes before the rest: the suite, and the schema tag outside the plain bytes.
const HEAD_BYTES: usize = 1 + 2;
/// Bytes of suite 0's tag behind them.
const CRC_BYTES: usize = 4;

/// The way bytes are sealed. The number is written into every sealed piece; it is never given a second meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// 0: no cipher; a CRC-32 over what the bytes belong to and the bytes.
    Plain,
    /// 1: XChaCha20-Poly1305 under the store's data key.
    Sealed,
}

/// Why bytes could not be sealed. Then nothing may be written in their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealFault {
    /// The system gave no randomness.
    NoRandomness,
    /// More than the cipher takes under one nonce.
    TooLarge,
}

/// Why sealed bytes could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsealable {
    /// A suite this program does not know: written by a newer one.
    UnknownSuite(u8),
    /// Shorter than anything sealed, its tag does not fit, or it is sealed in another way than this store: damaged,
    /// moved here from another place, or put there by somebody without the key.
    Damaged,
}

/// Seals and opens for one store. A copy shares the data key, which is in memory once.
#[derive(Clone)]
pub struct Sealer {
    key: Option<Arc<DataKey>>,
}

/// What was inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened<'a> {
    /// The schema tag.
    pub format: u16,
    /// The bytes that were sealed.
    pub plain: &'a [u8],
}

impl Suite {
    /// Its number on the disk.
    pub fn number(self) -> u8 {
        match self {
            Suite::Plain => 0,
            Suite::Sealed => 1,
        }
    }

    /// The suite of this number, if this program knows it.
    pub fn from_number(number: u8) -> Option<Suite> {
        match number {
            0 => Some(Suite::Plain),
            1 => Some(Suite::Sealed),
            _ => None,
        }
    }
}

impl Sealer {
    /// The sealer of suite 0.
    pub fn plain() -> Sealer {
        Sealer { key: None }
    }

    /// The sealer of suite 1. The key is let go with the last copy of the sealer.
    pub fn with_key(key: DataKey) -> Sealer {
        Sealer { key: Some(Arc::new(key)) }
    }

    /// The data key, to be wrapped anew; `None` without a cipher.
    pub fn key(&self) -> Option<&DataKey> {
        self.key.as_deref()
    }

    /// The suite it seals with.
    pub fn suite(&self) -> Suite {
        match self.key {
            None => Suite::Plain,
            Some(_) => Suite::Sealed,
        }
    }

    /// How many bytes longer sealed bytes are than plain ones.
    pub fn overhead_bytes(&self) -> usize {
        match self.suite() {
            Suite::Plain => HEAD_BYTES + CRC_BYTES,
            Suite::Sealed => HEAD_BYTES + cipher::NONCE_BYTES + cipher::TAG_BYTES,
        }
    }

    /// Suite 0: `suite | format | plain | CRC-32`. Suite 1: `suite | format | nonce | closed | tag`. `belongs_to` is not
    /// in it, but without it the tag does not fit; nor does it with another suite or format.
    pub fn seal(&self, belongs_to: &[u8], format: u16, plain: &[u8]) -> Result<Vec<u8>, SealFault> {
        let [high, low] = format.to_be_bytes();
        let head = [self.suite().number(), high, low];
        let mut out = Vec::with_capacity(plain.len() + self.overhead_bytes());
        out.extend_from_slice(&head);
        match &self.key {
            None => {
                out.extend_from_slice(plain);
                let tag = crc(belongs_to, &out);
                out.extend_from_slice(&tag.to_be_bytes());
            }
            Some(key) => cipher::close(key.expose(), &with_head(head, belongs_to), plain, &mut out)?,
        }
        Ok(out)
    }

    /// Opens what [`Sealer::seal`] made for the same `belongs_to`. Suite 1 writes into `scratch`; suite 0 does not.
    pub fn open<'a>(
        &self,
        belongs_to: &[u8],
        sealed: &'a [u8],
        scratch: &'a mut Vec<u8>,
    ) -> Result<Opened<'a>, Unsealable> {
        let (head, rest) = sealed.split_first_chunk::<HEAD_BYTES>().ok_or(Unsealable::Damaged)?;
        let [number, high, low] = *head;
        let suite = Suite::from_number(number).ok_or(Unsealable::UnknownSuite(number))?;
        if suite != self.suite() {
            // Above all: a store with a key takes nothing that anybody could have written without it.
            return Err(Unsealable::Damaged);
        }
        let plain = match &self.key {
            None => {
                let (body, tag) = sealed.split_last_chunk::<CRC_BYTES>().ok_or(Unsealable::Damaged)?;
                let plain = body.get(HEAD_BYTES..).ok_or(Unsealable::Damaged)?;
                if crc(belongs_to, body) != u32::from_be_bytes(*tag) {
                    return Err(Unsealable::Damaged);
                }
                plain
            }
            Some(key) => {
                cipher::open(key.expose(), &with_head(*head, belongs_to), rest, scratch)?;
                scratch.as_slice()
            }
        };
        Ok(Opened { format: u16::from_be_bytes([high, low]), plain })
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealer").field("suite", &self.suite()).finish_non_exhaustive()
    }
}

/// The head has a fixed length, so that no two pairs give the same bytes.
fn with_head(head: [u8; HEAD_BYTES], belongs_to: &[u8]) -> Vec<u8> {
    [&head, belongs_to].concat()
}

fn crc(belongs_to: &[u8], body: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(belongs_to);
    hasher.update(body);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealers() -> [Sealer; 2] {
        [Sealer::plain(), Sealer::with_key(DataKey::random().unwrap())]
    }

    #[test]
    fn sealed_bytes_open_only_where_they_belong_and_unharmed() {
        for sealer in sealers() {
            let mut scratch = b"left over".to_vec();
            let sealed = sealer.seal(b"row 1", 7, b"text").unwrap();
            assert_eq!(sealed.len(), 4 + sealer.overhead_bytes());
            assert_eq!(sealer.open(b"row 1", &sealed, &mut scratch), Ok(Opened { format: 7, plain: b"text" }));
            assert_eq!(sealer.open(b"row 2", &sealed, &mut scratch), Err(Unsealable::Damaged));
            for at in 0..sealed.len() {
                let mut harmed = sealed.clone();
                harmed[at] ^= 1;
                assert!(sealer.open(b"row 1", &harmed, &mut scratch).is_err(), "byte {at}");
                assert!(sealer.open(b"row 1", &sealed[..at], &mut scratch).is_err(), "cut at {at}");
            }
            let empty = sealer.seal(b"", 0, b"").unwrap();
            assert_eq!(sealer.open(b"", &empty, &mut scratch), Ok(Opened { format: 0, plain: b"" }));
        }
    }

    #[test]
    fn the_bytes_of_suite_0_do_not_change() {
        let sealed = Sealer::plain().seal(b"a", 1, b"bc").unwrap();
        assert_eq!(sealed, [0, 0, 1, b'b', b'c', 240, 216, 46, 172]);
    }

    /// Made once under the key 0, 1, 2 …; it must open for ever.
    #[test]
    fn bytes_of_suite_1_still_open() {
        let key: [u8; 32] = std::array::from_fn(|at| at as u8);
        let sealer = Sealer::with_key(DataKey::from_slice(&key).unwrap());
        let sealed = [
            1, 0, 1, 154, 1, 120, 75, 225, 178, 208, 249, 198, 125, 231, 227, 47, 53, 145, 92, 100, 41, 28, 198, 161,
            246, 227, 25, 18, 247, 52, 198, 156, 51, 161, 199, 84, 157, 117, 156, 221, 253, 22, 129, 81, 181, 231, 219,
            208, 97,
        ];
        let mut scratch = Vec::new();
        let opened = Ok(Opened { format: 1, plain: "张三".as_bytes() });
        assert_eq!(sealer.open(b"a", &sealed, &mut scratch), opened);
    }

    #[test]
    fn one_text_is_never_sealed_the_same_way_twice_and_nowhere_readable() {
        let [_, sealer] = sealers();
        let (one, other) = (sealer.seal(b"a", 1, b"Zhang San").unwrap(), sealer.seal(b"a", 1, b"Zhang San").unwrap());
        assert_ne!(one, other);
        assert_ne!(one[3..27], other[3..27]);
        assert!(!one.windows(5).any(|part| part == b"Zhang"));
    }

    #[test]
    fn another_key_and_another_suite_open_nothing() {
        let [plain, sealer] = sealers();
        let [_, stranger] = sealers();
        let mut scratch = Vec::new();
        let sealed = sealer.seal(b"a", 1, b"bc").unwrap();
        assert!(sealer.clone().open(b"a", &sealed, &mut scratch).is_ok());
        assert_eq!(stranger.open(b"a", &sealed, &mut scratch), Err(Unsealable::Damaged));
        assert!(scratch.is_empty());
        assert_eq!(plain.open(b"a", &sealed, &mut scratch), Err(Unsealable::Damaged));
        let open_to_all = plain.seal(b"a", 1, b"forged").unwrap();
        assert_eq!(sealer.open(b"a", &open_to_all, &mut scratch), Err(Unsealable::Damaged));
        assert_eq!(sealer.open(b"a", &[2, 0, 1, 9], &mut scratch), Err(Unsealable::UnknownSuite(2)));
    }

    #[test]
    fn the_key_is_not_printed() {
        let [plain, sealer] = sealers();
        assert_eq!(format!("{plain:?} {sealer:?}"), "Sealer { suite: Plain, .. } Sealer { suite: Sealed, .. }");
    }
}
