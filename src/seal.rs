//! How bytes are closed before they reach the disk, and opened again: the seam where the cipher comes in.
//!
//! Suite 0 closes nothing: it only finds accidental damage. It keeps no keys and touches no files.

/// Bytes before the plain bytes: the suite, and the schema tag outside them.
const HEAD_BYTES: usize = 1 + 2;
/// Bytes of suite 0's tag behind them.
const TAG_BYTES: usize = 4;

/// The way bytes are sealed. The number is written into every sealed piece; it is never given a second meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// 0: no cipher; a CRC-32 over what the bytes belong to and the bytes.
    Plain,
}

/// Why sealed bytes could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsealable {
    /// A suite this program does not know: written by a newer one.
    UnknownSuite(u8),
    /// Shorter than anything sealed, or its tag does not fit: damaged, or moved here from another place.
    Damaged,
}

/// Seals and opens for one store. The data key will live here, and nowhere else.
#[derive(Clone, Debug)]
pub struct Sealer {
    suite: Suite,
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
        }
    }

    /// The suite of this number, if this program knows it.
    pub fn from_number(number: u8) -> Option<Suite> {
        match number {
            0 => Some(Suite::Plain),
            _ => None,
        }
    }
}

impl Sealer {
    /// The sealer of a suite; one with a cipher will ask for its key here.
    pub fn of(suite: Suite) -> Sealer {
        Sealer { suite }
    }

    /// The suite it seals with.
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// How many bytes longer sealed bytes are than plain ones.
    pub fn overhead_bytes(&self) -> usize {
        match self.suite {
            Suite::Plain => HEAD_BYTES + TAG_BYTES,
        }
    }

    /// `suite | format | plain | tag`; `belongs_to` is not in it, but without it the tag does not fit.
    pub fn seal(&self, belongs_to: &[u8], format: u16, plain: &[u8]) -> Vec<u8> {
        match self.suite {
            Suite::Plain => {
                let mut out = Vec::with_capacity(plain.len() + self.overhead_bytes());
                out.push(self.suite.number());
                out.extend_from_slice(&format.to_be_bytes());
                out.extend_from_slice(plain);
                let tag = crc(belongs_to, &out);
                out.extend_from_slice(&tag.to_be_bytes());
                out
            }
        }
    }

    /// Opens what [`Sealer::seal`] made for the same `belongs_to`. A cipher will write into `scratch`; suite 0 does not.
    pub fn open<'a>(
        &self,
        belongs_to: &[u8],
        sealed: &'a [u8],
        _scratch: &'a mut Vec<u8>,
    ) -> Result<Opened<'a>, Unsealable> {
        let &[suite, high, low, ..] = sealed else { return Err(Unsealable::Damaged) };
        let Some(Suite::Plain) = Suite::from_number(suite) else { return Err(Unsealable::UnknownSuite(suite)) };
        let (body, tag) = sealed.split_last_chunk::<TAG_BYTES>().ok_or(Unsealable::Damaged)?;
        let plain = body.get(HEAD_BYTES..).ok_or(Unsealable::Damaged)?;
        if crc(belongs_to, body) != u32::from_be_bytes(*tag) {
            return Err(Unsealable::Damaged);
        }
        Ok(Opened { format: u16::from_be_bytes([high, low]), plain })
    }
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

    #[test]
    fn sealed_bytes_open_only_where_they_belong_and_unharmed() {
        let sealer = Sealer::of(Suite::Plain);
        let mut scratch = Vec::new();
        let sealed = sealer.seal(b"row 1", 7, b"text");
        assert_eq!(sealed.len(), 4 + sealer.overhead_bytes());
        assert_eq!(sealer.open(b"row 1", &sealed, &mut scratch), Ok(Opened { format: 7, plain: b"text" }));
        assert_eq!(sealer.open(b"row 2", &sealed, &mut scratch), Err(Unsealable::Damaged));
        for at in 0..sealed.len() {
            let mut harmed = sealed.clone();
            harmed[at] ^= 1;
            assert!(sealer.open(b"row 1", &harmed, &mut scratch).is_err(), "byte {at}");
            assert!(sealer.open(b"row 1", &sealed[..at], &mut scratch).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn the_bytes_of_suite_0_do_not_change() {
        let sealed = Sealer::of(Suite::Plain).seal(b"a", 1, b"bc");
        assert_eq!(sealed, [0, 0, 1, b'b', b'c', 240, 216, 46, 172]);
    }
}
