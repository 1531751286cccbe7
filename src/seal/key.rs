//! The data key of one store, and the keys derived from it.
//!
//! It lives in memory only: on the disk it stands wrapped, in `slot`.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use super::SealFault;
use super::cipher::fill_random;

/// Bytes of a key.
pub(super) const KEY_BYTES: usize = 32;
/// Bytes of a proof.
pub const PROOF_BYTES: usize = 32;
/// Bytes of a block of SHA-256, to which HMAC fills a key up with zeroes.
const BLOCK_BYTES: usize = 64;

/// The random key that seals everything of one store. Wiped when it is let go; it can neither be printed nor copied.
pub struct DataKey {
    // In a box, so that moving the key leaves no copy of it behind on the stack.
    bytes: Box<Zeroizing<[u8; KEY_BYTES]>>,
}

impl DataKey {
    /// A new one, from the system's randomness.
    pub fn random() -> Result<DataKey, SealFault> {
        let mut key = DataKey::empty();
        fill_random(key.bytes.as_mut_slice())?;
        Ok(key)
    }

    /// The key for one purpose: `HKDF-Expand` of HMAC-SHA-256 with the data key, which is uniform already, as its key.
    /// The purpose is written into the store's meaning: it never changes.
    pub fn derive(&self, purpose: &str) -> Zeroizing<[u8; KEY_BYTES]> {
        let mut derived = Zeroizing::new([0; KEY_BYTES]);
        expand(self.expose(), purpose.as_bytes(), &mut derived);
        derived
    }

    /// The bytes, for the cipher.
    pub(super) fn expose(&self) -> &[u8; KEY_BYTES] {
        &self.bytes
    }

    /// The key of these bytes; whoever had them wipes them.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<DataKey> {
        let mut key = DataKey::empty();
        if bytes.len() != KEY_BYTES {
            return None;
        }
        key.bytes.copy_from_slice(bytes);
        Some(key)
    }

    /// The same key once more.
    pub(super) fn of(bytes: &[u8; KEY_BYTES]) -> DataKey {
        let mut key = DataKey::empty();
        key.bytes.copy_from_slice(bytes);
        key
    }

    fn empty() -> DataKey {
        DataKey { bytes: Box::new(Zeroizing::new([0; KEY_BYTES])) }
    }
}

/// Shows of bytes that who has the data key wrote them. A copy shares the key, which is in memory once.
#[derive(Clone)]
pub struct ProofKey {
    key: Arc<Zeroizing<[u8; KEY_BYTES]>>,
}

impl ProofKey {
    /// The one for this purpose.
    pub fn under(key: &DataKey, purpose: &str) -> ProofKey {
        ProofKey { key: Arc::new(key.derive(purpose)) }
    }

    /// HMAC-SHA-256 of the bytes.
    pub fn of(&self, bytes: &[u8]) -> [u8; PROOF_BYTES] {
        keyed(&self.key).chain_update(bytes).finalize().into_bytes().into()
    }

    /// Whether this is the proof of the bytes; how much of it fits is not told by the time it takes.
    pub fn fits(&self, bytes: &[u8], proof: &[u8; PROOF_BYTES]) -> bool {
        keyed(&self.key).chain_update(bytes).verify_slice(proof).is_ok()
    }
}

/// The first block of `HKDF-Expand` (RFC 5869), which is all that 32 bytes need.
fn expand(key: &[u8; KEY_BYTES], info: &[u8], out: &mut [u8; KEY_BYTES]) {
    let mac = keyed(key).chain_update(info).chain_update([1]);
    let mut code: [u8; KEY_BYTES] = mac.finalize().into_bytes().into();
    out.copy_from_slice(&code);
    code.zeroize();
}

fn keyed(key: &[u8; KEY_BYTES]) -> Hmac<Sha256> {
    let mut block = [0; BLOCK_BYTES];
    block.split_at_mut(KEY_BYTES).0.copy_from_slice(key);
    let mac = Hmac::<Sha256>::new((&block).into());
    block.zeroize();
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pseudo-random key, the info and the first 32 bytes of test case 1 of RFC 5869.
    #[test]
    fn the_derivation_is_the_published_one() {
        let key = [
            0x07, 0x77, 0x09, 0x36, 0x2c, 0x2e, 0x32, 0xdf, 0x0d, 0xdc, 0x3f, 0x0d, 0xc4, 0x7b, 0xba, 0x63, 0x90, 0xb6,
            0xc7, 0x3b, 0xb5, 0x0f, 0x9c, 0x31, 0x22, 0xec, 0x84, 0x4a, 0xd7, 0xc2, 0xb3, 0xe5,
        ];
        let info = [0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9];
        let mut out = [0; KEY_BYTES];
        expand(&key, &info, &mut out);
        assert_eq!(
            out,
            [
                0x3c, 0xb2, 0x5f, 0x25, 0xfa, 0xac, 0xd5, 0x7a, 0x90, 0x43, 0x4f, 0x64, 0xd0, 0x36, 0x2f, 0x2a, 0x2d,
                0x2d, 0x0a, 0x90, 0xcf, 0x1a, 0x5a, 0x4c, 0x5d, 0xb0, 0x2d, 0x56, 0xec, 0xc4, 0xc5, 0xbf,
            ]
        );
    }

    #[test]
    fn every_purpose_and_every_key_has_its_own() {
        let (one, other) = (DataKey::random().unwrap(), DataKey::random().unwrap());
        assert_eq!(one.derive("row hash"), one.derive("row hash"));
        assert_ne!(one.derive("row hash"), one.derive("chain"));
        assert_ne!(one.derive("row hash"), other.derive("row hash"));
        assert_ne!(&one.derive("")[..], &one.expose()[..]);
    }

    #[test]
    fn a_proof_is_of_these_bytes_under_this_key_for_this_purpose() {
        let (one, other) = (DataKey::random().unwrap(), DataKey::random().unwrap());
        let key = ProofKey::under(&one, "header");
        let mut proof = key.of(b"bytes");
        assert!(key.fits(b"bytes", &proof) && !key.fits(b"byteS", &proof));
        assert!(!ProofKey::under(&one, "row").fits(b"bytes", &proof));
        assert!(!ProofKey::under(&other, "header").fits(b"bytes", &proof));
        proof[31] ^= 1;
        assert!(!key.fits(b"bytes", &proof));
    }
}
