//! The envelope of what goes between a village and its office: sealed to one reader, signed by one sender.
//!
//! Anyone can tell that it is whole and who sent it; only the reader can open it. It is one piece of bytes with nothing
//! behind it: `magic | version | suite | kind | reader's mark | sender's key | encapsulated key | length | content | SHA-256
//! of all before | signature of that sum`. Whether a sender is believed is for the caller to say. It touches no file.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use sha2::{Digest, Sha256};

use super::identity::{Identity, PublicKeys, ReaderKem, SIGNATURE_BYTES, is_signed};
use super::key::KEY_BYTES;

/// How every envelope begins.
const MAGIC: &[u8; 8] = b"daibanDX";
/// The layout; a newer one is refused by name.
const VERSION: u16 = 1;
/// HPKE with X25519, HKDF-SHA256 and ChaCha20-Poly1305, ed25519, SHA-256. A later suite has another number.
const SUITE: u8 = 1;
/// What the content is sealed for, so that it opens as nothing else.
const SEALED_AS: &[u8] = b"daiban envelope 1";
/// What the sum is signed as.
const SIGNED_AS: &[u8] = b"daiban envelope signature 1";
/// Bytes that tell readers apart.
const MARK_BYTES: usize = 8;
/// Bytes of the sum.
const SUM_BYTES: usize = 32;
/// Bytes of an encapsulated key.
const ENCAPSULATED_BYTES: usize = 32;
/// Bytes before the content.
const HEAD_BYTES: usize = 8 + 2 + 1 + 1 + MARK_BYTES + KEY_BYTES + ENCAPSULATED_BYTES + 8;
/// Bytes behind it.
const FOOT_BYTES: usize = SUM_BYTES + SIGNATURE_BYTES;
/// Bytes that an envelope is longer than what is in it.
pub const OVERHEAD_BYTES: usize = HEAD_BYTES + FOOT_BYTES + 16;

/// What is in an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvelopeKind {
    /// 1: a package of a village.
    Package,
    /// 2: the answers of an office.
    Answers,
}

impl EnvelopeKind {
    fn number(self) -> u8 {
        match self {
            EnvelopeKind::Package => 1,
            EnvelopeKind::Answers => 2,
        }
    }

    fn from_number(number: u8) -> Option<EnvelopeKind> {
        match number {
            1 => Some(EnvelopeKind::Package),
            2 => Some(EnvelopeKind::Answers),
            _ => None,
        }
    }
}

/// Why bytes are no envelope that can be opened here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeFault {
    /// Something else altogether.
    #[error("这不是代办的加密包，没有收。请拿 .dbx 结尾的那个文件")]
    NotOurs,
    /// Of a newer program.
    #[error("这个包是更新的程序写的（第{0}版），这里的程序打不开。请先升级程序")]
    Newer(u16),
    /// Sealed in a way this program does not know.
    #[error("这个包的加密方式（第{0}种）这里的程序不认识。请先升级程序")]
    UnknownSuite(u8),
    /// Cut off, changed, or with something behind it.
    #[error("这个包不完整或被改动过，一点都没有收。请对方重新交一份")]
    Changed,
    /// Whole, but not signed by the one it names.
    #[error("这个包的签名不对，可能有人冒名，一点都没有收。请打电话核实")]
    Forged,
    /// For somebody else.
    #[error("这个文件不是写给这里的，打不开。请看看是不是拿错了")]
    NotForUs,
}

/// Why nothing was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSealed {
    /// The system gave no randomness.
    #[error("系统取不到随机数")]
    NoRandomness,
    /// The key of the reader is none that anything can be sealed to.
    #[error("收件单位的公开卡不对")]
    NoReader,
    /// More than the cipher takes at once.
    #[error("内容太多，一个包装不下")]
    TooLarge,
}

/// An envelope that is whole and signed by the one it names.
#[derive(Clone, Copy, Debug)]
pub struct Envelope<'a> {
    /// What is in it.
    pub kind: EnvelopeKind,
    sender: &'a [u8; KEY_BYTES],
    mark: &'a [u8; MARK_BYTES],
    encapsulated: &'a [u8; ENCAPSULATED_BYTES],
    head: &'a [u8],
    content: &'a [u8],
}

/// Seals `plain` to the reader and signs it.
pub fn seal(from: &Identity, to: &PublicKeys, kind: EnvelopeKind, plain: &[u8]) -> Result<Vec<u8>, NotSealed> {
    let reader = to.reader().ok_or(NotSealed::NoReader)?;
    let (encapsulated, mut context) =
        hpke::setup_sender::<ChaCha20Poly1305, HkdfSha256, ReaderKem>(&OpModeS::Base, &reader, SEALED_AS)
            .map_err(|_| NotSealed::NoReader)?;
    let length = u64::try_from(plain.len() + 16).map_err(|_| NotSealed::TooLarge)?;
    let mut out = Vec::with_capacity(plain.len() + OVERHEAD_BYTES);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&VERSION.to_be_bytes());
    out.extend_from_slice(&[SUITE, kind.number()]);
    out.extend_from_slice(&mark_of(to.reader_bytes()));
    out.extend_from_slice(from.public().signer());
    out.extend_from_slice(&encapsulated.to_bytes());
    out.extend_from_slice(&length.to_be_bytes());
    let sealed = context.seal(plain, &out).map_err(|_| NotSealed::TooLarge)?;
    out.extend_from_slice(&sealed);
    let sum = Sha256::digest(&out);
    out.extend_from_slice(&sum);
    out.extend_from_slice(&from.sign(&to_sign(&sum)));
    Ok(out)
}

impl<'a> Envelope<'a> {
    /// Reads bytes that claim to be an envelope; no key is needed to tell whether they are whole, and whose.
    pub fn read(bytes: &'a [u8]) -> Result<Envelope<'a>, EnvelopeFault> {
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or(EnvelopeFault::NotOurs)?;
        let (version, rest) = rest.split_first_chunk::<2>().ok_or(EnvelopeFault::Changed)?;
        let version = u16::from_be_bytes(*version);
        // Newer ones are told by name although nothing else of them can be read; the sum comes first for this one's.
        if version > VERSION {
            return Err(EnvelopeFault::Newer(version));
        }
        let (body, foot) =
            bytes.split_at_checked(bytes.len().saturating_sub(FOOT_BYTES)).ok_or(EnvelopeFault::Changed)?;
        let (sum, signature) = foot.split_first_chunk::<SUM_BYTES>().ok_or(EnvelopeFault::Changed)?;
        if Sha256::digest(body).as_slice() != sum || version == 0 {
            return Err(EnvelopeFault::Changed);
        }
        let ([suite, kind], rest) = rest.split_first_chunk::<2>().ok_or(EnvelopeFault::Changed)?;
        if *suite != SUITE {
            return Err(EnvelopeFault::UnknownSuite(*suite));
        }
        let kind = EnvelopeKind::from_number(*kind).ok_or(EnvelopeFault::Changed)?;
        let (mark, rest) = rest.split_first_chunk().ok_or(EnvelopeFault::Changed)?;
        let (sender, rest) = rest.split_first_chunk().ok_or(EnvelopeFault::Changed)?;
        let (encapsulated, _) = rest.split_first_chunk().ok_or(EnvelopeFault::Changed)?;
        let signature = signature.try_into().map_err(|_| EnvelopeFault::Changed)?;
        if !is_signed(sender, &to_sign(sum), signature) {
            return Err(EnvelopeFault::Forged);
        }
        let (head, content) = body.split_at_checked(HEAD_BYTES).ok_or(EnvelopeFault::Changed)?;
        let length = head.last_chunk::<8>().map(|length| u64::from_be_bytes(*length));
        if length != u64::try_from(content.len()).ok() {
            return Err(EnvelopeFault::Changed);
        }
        Ok(Envelope { kind, sender, mark, encapsulated, head, content })
    }

    /// Whether these are the keys of the one who signed it.
    pub fn is_from(&self, keys: &PublicKeys) -> bool {
        self.sender == keys.signer()
    }

    /// What was sealed, for its reader alone.
    pub fn open(&self, to: &Identity) -> Result<Vec<u8>, EnvelopeFault> {
        if *self.mark != mark_of(to.public().reader_bytes()) {
            return Err(EnvelopeFault::NotForUs);
        }
        let encapsulated = <ReaderKem as Kem>::EncappedKey::from_bytes(self.encapsulated);
        let encapsulated = encapsulated.map_err(|_| EnvelopeFault::Changed)?;
        let mut context = hpke::setup_receiver::<ChaCha20Poly1305, HkdfSha256, ReaderKem>(
            &OpModeR::Base,
            &to.reading_key(),
            &encapsulated,
            SEALED_AS,
        )
        .map_err(|_| EnvelopeFault::Changed)?;
        context.open(self.content, self.head).map_err(|_| EnvelopeFault::Changed)
    }
}

/// Tells readers apart, and nothing else.
fn mark_of(reader: &[u8; KEY_BYTES]) -> [u8; MARK_BYTES] {
    let mut mark = [0; MARK_BYTES];
    let sum = Sha256::digest(reader);
    mark.copy_from_slice(sum.split_at(MARK_BYTES).0);
    mark
}

fn to_sign(sum: &[u8]) -> Vec<u8> {
    [SIGNED_AS, sum].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Three {
        village: Identity,
        office: Identity,
        stranger: Identity,
    }

    fn three() -> Three {
        let [village, office, stranger] = std::array::from_fn(|_| Identity::random().unwrap());
        Three { village, office, stranger }
    }

    fn sealed(three: &Three, plain: &[u8]) -> Vec<u8> {
        seal(&three.village, &three.office.public(), EnvelopeKind::Package, plain).unwrap()
    }

    #[test]
    fn only_the_reader_opens_it_and_anyone_sees_whose_it_is() {
        let three = three();
        let plain = "李德全 低保".as_bytes();
        let bytes = sealed(&three, plain);
        assert_eq!(bytes.len(), plain.len() + OVERHEAD_BYTES);
        let envelope = Envelope::read(&bytes).unwrap();
        assert_eq!(envelope.kind, EnvelopeKind::Package);
        assert!(envelope.is_from(&three.village.public()) && !envelope.is_from(&three.stranger.public()));
        assert_eq!(envelope.open(&three.office).unwrap(), plain);
        assert_eq!(envelope.open(&three.stranger), Err(EnvelopeFault::NotForUs));
        assert_eq!(envelope.open(&three.village), Err(EnvelopeFault::NotForUs), "not even who sealed it");
        assert_ne!(bytes, sealed(&three, plain), "never twice the same");
    }

    #[test]
    fn nothing_of_it_can_be_read_in_any_encoding() {
        let bytes = sealed(&three(), "李德全".as_bytes());
        let utf16: Vec<u8> = "李德全".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (gb18030, _, _) = encoding_rs::GB18030.encode("李德全");
        for readable in ["李德全".as_bytes(), &utf16, &gb18030] {
            assert!(!bytes.windows(readable.len()).any(|part| part == readable));
        }
    }

    #[test]
    fn every_bit_that_is_harmed_and_every_cut_is_refused() {
        let three = three();
        let bytes = sealed(&three, b"text");
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut harmed = bytes.clone();
                harmed[at] ^= 1 << bit;
                assert!(Envelope::read(&harmed).is_err(), "byte {at}");
            }
            assert!(Envelope::read(&bytes[..at]).is_err(), "cut at {at}");
        }
        let longer = [bytes.as_slice(), b"\0"].concat();
        assert_eq!(Envelope::read(&longer).unwrap_err(), EnvelopeFault::Changed);
    }

    #[test]
    fn what_somebody_puts_together_anew_is_signed_by_nobody_else() {
        let three = three();
        let bytes = sealed(&three, b"text");
        let body = &bytes[..bytes.len() - FOOT_BYTES];
        // The sum is made to fit again by whoever changes it; the signature cannot be.
        let mut forged = body.to_vec();
        forged[HEAD_BYTES] ^= 1;
        let sum = Sha256::digest(&forged);
        forged.extend_from_slice(&sum);
        forged.extend_from_slice(&bytes[bytes.len() - SIGNATURE_BYTES..]);
        assert_eq!(Envelope::read(&forged).unwrap_err(), EnvelopeFault::Forged);
        // Signed by a stranger in the sender's name, and sealed content put under a stranger's own name.
        let mut renamed = body.to_vec();
        let sender = HEAD_BYTES - 8 - ENCAPSULATED_BYTES - KEY_BYTES;
        renamed[sender..sender + KEY_BYTES].copy_from_slice(three.stranger.public().signer());
        let sum = Sha256::digest(&renamed);
        renamed.extend_from_slice(&sum);
        renamed.extend_from_slice(&three.stranger.sign(&to_sign(&sum)));
        let envelope = Envelope::read(&renamed).unwrap();
        assert!(!envelope.is_from(&three.village.public()));
        assert_eq!(envelope.open(&three.office), Err(EnvelopeFault::Changed), "the name is sealed with the content");
    }

    #[test]
    fn a_newer_or_a_foreign_file_is_named_as_such() {
        let mut newer = sealed(&three(), b"text");
        newer[9] = 2;
        assert_eq!(Envelope::read(&newer).unwrap_err(), EnvelopeFault::Newer(2));
        assert_eq!(Envelope::read(b"PK\x03\x04").unwrap_err(), EnvelopeFault::NotOurs);
        assert_eq!(Envelope::read(b"").unwrap_err(), EnvelopeFault::NotOurs);
    }
}
