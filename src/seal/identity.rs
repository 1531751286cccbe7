//! Who a package or an answer is from, and for whom: the pair of keys of a village or an office, and its public half.
//!
//! The public half is carried by hand and its fingerprint told by phone; who believes it is for people to decide. Nothing
//! is stored here.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, Serializable};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::SealFault;
use super::key::{DataKey, KEY_BYTES};

/// How packages are sealed to a reader: RFC 9180, DHKEM(X25519, HKDF-SHA256).
pub(super) type ReaderKem = X25519HkdfSha256;

/// Bytes of a public half: the key that shows who signed, the key that is sealed to.
pub const PUBLIC_BYTES: usize = 2 * KEY_BYTES;
/// Bytes of a signature.
pub(super) const SIGNATURE_BYTES: usize = 64;
/// What the two keys are derived for; never changed.
const SIGNS: &str = "daiban identity signs 1";
const READS: &str = "daiban identity reads 1";
/// What a fingerprint is taken of, before the keys.
const FINGERPRINT: &[u8] = b"daiban fingerprint 1";
/// Groups of a fingerprint, and digits of one: a hundred bits, and nothing that sounds like another by phone.
const GROUPS: usize = 6;
const GROUP_VALUES: u64 = 100_000;

/// The secret half: one random key, from which the two that are used follow. Wiped when it is let go, never printed.
pub struct Identity {
    key: DataKey,
}

/// The public half: anyone may have it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKeys {
    signs: [u8; KEY_BYTES],
    reads: [u8; KEY_BYTES],
}

impl Identity {
    /// A new one, from the system's randomness.
    pub fn random() -> Result<Identity, SealFault> {
        Ok(Identity { key: DataKey::random()? })
    }

    /// The one of these bytes; `None` for anything that is none.
    pub fn from_slice(bytes: &[u8]) -> Option<Identity> {
        Some(Identity { key: DataKey::from_slice(bytes)? })
    }

    /// Its bytes, to be kept where nobody else reads them.
    pub fn secret(&self) -> Zeroizing<[u8; KEY_BYTES]> {
        Zeroizing::new(*self.key.expose())
    }

    /// The public half.
    pub fn public(&self) -> PublicKeys {
        let (_, reads) = ReaderKem::derive_keypair(self.key.derive(READS).as_slice());
        PublicKeys { signs: self.signing_key().verifying_key().to_bytes(), reads: reads.to_bytes().into() }
    }

    /// Digits that follow from the secret and what they are for, so that they can be said again and are kept nowhere.
    pub(super) fn digits(&self, purpose: &str, count: u32) -> Zeroizing<String> {
        let derived = self.key.derive(purpose);
        let value =
            derived.iter().take(size_of::<u128>()).fold(0u128, |value, byte| value.wrapping_shl(8) | u128::from(*byte));
        Zeroizing::new(format!("{:0width$}", value % 10u128.pow(count), width = count as usize))
    }

    /// A signature of these bytes.
    pub(super) fn sign(&self, bytes: &[u8]) -> [u8; SIGNATURE_BYTES] {
        self.signing_key().sign(bytes).to_bytes()
    }

    /// What opens what was sealed to the public half.
    pub(super) fn reading_key(&self) -> <ReaderKem as Kem>::PrivateKey {
        ReaderKem::derive_keypair(self.key.derive(READS).as_slice()).0
    }

    fn signing_key(&self) -> SigningKey {
        SigningKey::from_bytes(&self.key.derive(SIGNS))
    }
}

impl PublicKeys {
    /// Reads what [`PublicKeys::to_bytes`] wrote; `None` where there are no two keys of this kind in it.
    pub fn from_slice(bytes: &[u8]) -> Option<PublicKeys> {
        let (signs, reads) = bytes.split_first_chunk::<KEY_BYTES>()?;
        let keys = PublicKeys { signs: *signs, reads: reads.try_into().ok()? };
        VerifyingKey::from_bytes(&keys.signs).ok().filter(|key| !key.is_weak())?;
        keys.reader()?;
        Some(keys)
    }

    /// Its bytes.
    pub fn to_bytes(self) -> [u8; PUBLIC_BYTES] {
        let mut bytes = [0; PUBLIC_BYTES];
        let (signs, reads) = bytes.split_at_mut(KEY_BYTES);
        signs.copy_from_slice(&self.signs);
        reads.copy_from_slice(&self.reads);
        bytes
    }

    /// The key that shows who signed, and the key that is sealed to.
    pub fn halves(self) -> ([u8; KEY_BYTES], [u8; KEY_BYTES]) {
        (self.signs, self.reads)
    }

    /// What is compared by phone: six groups of five digits.
    pub fn fingerprint(self) -> String {
        let sum = Sha256::new().chain_update(FINGERPRINT).chain_update(self.to_bytes()).finalize();
        let of_group = |bytes: &[u8]| {
            let value = bytes.iter().fold(0u64, |value, byte| value.wrapping_shl(8) | u64::from(*byte));
            format!("{:05}", value % GROUP_VALUES)
        };
        sum.chunks(5).take(GROUPS).map(of_group).collect::<Vec<_>>().join(" ")
    }

    /// The key that shows who signed.
    pub(super) fn signer(&self) -> &[u8; KEY_BYTES] {
        &self.signs
    }

    /// The key that is sealed to.
    pub(super) fn reader(&self) -> Option<<ReaderKem as Kem>::PublicKey> {
        <ReaderKem as Kem>::PublicKey::from_bytes(&self.reads).ok()
    }

    /// The bytes of that key.
    pub(super) fn reader_bytes(&self) -> &[u8; KEY_BYTES] {
        &self.reads
    }
}

/// Whether the owner of this key signed these bytes.
pub(super) fn is_signed(signer: &[u8; KEY_BYTES], bytes: &[u8], signature: &[u8; SIGNATURE_BYTES]) -> bool {
    let signature = Signature::from_bytes(signature);
    VerifyingKey::from_bytes(signer).is_ok_and(|key| key.verify_strict(bytes, &signature).is_ok())
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("public", &self.public()).finish_non_exhaustive()
    }
}

impl fmt::Debug for PublicKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PublicKeys").field(&self.fingerprint()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_secret_is_the_same_identity_for_ever() {
        let secret: [u8; 32] = std::array::from_fn(|at| at as u8);
        let identity = Identity::from_slice(&secret).unwrap();
        assert_eq!(*identity.secret(), secret);
        assert_eq!(identity.public().fingerprint(), "36211 95977 79180 74677 35541 29752");
        assert!(Identity::from_slice(&secret[1..]).is_none());
    }

    #[test]
    fn a_public_half_is_read_as_written_and_nothing_else_is_one() {
        let public = Identity::random().unwrap().public();
        let bytes = public.to_bytes();
        assert_eq!(PublicKeys::from_slice(&bytes), Some(public));
        assert_eq!(PublicKeys::from_slice(&bytes[..63]), None);
        assert_eq!(PublicKeys::from_slice(&[0; 64]), None, "keys under which anything is signed");
    }

    #[test]
    fn a_signature_is_of_one_signer_and_of_these_bytes() {
        let (one, other) = (Identity::random().unwrap(), Identity::random().unwrap());
        let signature = one.sign(b"a");
        assert!(is_signed(one.public().signer(), b"a", &signature));
        assert!(!is_signed(one.public().signer(), b"b", &signature));
        assert!(!is_signed(other.public().signer(), b"a", &signature));
    }

    #[test]
    fn the_secret_is_not_printed() {
        let identity = Identity::random().unwrap();
        let shown = format!("{identity:?}");
        assert!(shown.contains(&identity.public().fingerprint()));
        assert!(!shown.contains(&format!("{:?}", identity.secret().as_slice())));
    }
}
