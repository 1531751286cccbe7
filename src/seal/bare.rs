//! A data key that lies in the open beside the store it seals: for a store that holds nothing of anybody and is to be
//! opened without asking, the drill's.
//!
//! It keeps nothing secret; it is there so that such a store is sealed by the same code as any other. It writes no file.

use super::SealFault;
use super::key::DataKey;

/// How what stands in the header instead of slots begins: a layout that `slot` never had.
const LAYOUT: u8 = 2;
/// Bytes that tell one key from another.
const CHECK_BYTES: usize = 16;
/// What they are derived for.
const CHECK_PURPOSE: &str = "daiban bare key 1";

/// The key.
pub struct BareKey {
    key: DataKey,
}

impl BareKey {
    /// A new one, from the system's randomness.
    pub fn random() -> Result<BareKey, SealFault> {
        Ok(BareKey { key: DataKey::random()? })
    }

    /// As text, to be kept beside the store: the key, then what shows that not a digit of it was harmed.
    pub fn to_text(&self) -> String {
        format!("{} {}", hex(self.key.expose()), hex(&self.check()))
    }

    /// Reads what [`BareKey::to_text`] wrote; `None` for anything else.
    pub fn from_text(text: &str) -> Option<BareKey> {
        let (digits, _) = text.split_once(' ')?;
        let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
        let bytes = pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect::<Option<Vec<u8>>>()?;
        let key = BareKey { key: DataKey::from_slice(&bytes)? };
        (key.to_text() == text).then_some(key)
    }

    /// The key for the store, which lets go of its own.
    pub fn data_key(&self) -> DataKey {
        DataKey::of(self.key.expose())
    }

    /// What stands in the header of the store: that its key is kept elsewhere, and which key that is.
    pub fn mark(&self) -> Vec<u8> {
        [&[LAYOUT][..], &self.check()].concat()
    }

    fn check(&self) -> [u8; CHECK_BYTES] {
        let mut check = [0; CHECK_BYTES];
        check.copy_from_slice(self.key.derive(CHECK_PURPOSE).split_at(CHECK_BYTES).0);
        check
    }
}

/// Whether the header with these slots is that of a store whose key is kept elsewhere.
pub fn is_mark(slots: &[u8]) -> bool {
    slots.len() == 1 + CHECK_BYTES && slots.first() == Some(&LAYOUT)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::recovery::RecoveryCode;
    use crate::seal::secret::Secret;
    use crate::seal::slot::{Cost, Slots};

    #[test]
    fn a_key_is_read_as_written_and_any_harm_is_seen() {
        let key = BareKey::random().unwrap();
        let text = key.to_text();
        let again = BareKey::from_text(&text).unwrap();
        assert_eq!((again.data_key().expose(), again.mark()), (key.key.expose(), key.mark()));
        for at in 0..text.len() {
            let mut harmed = text.clone().into_bytes();
            harmed[at] ^= 1;
            assert!(BareKey::from_text(&String::from_utf8(harmed).unwrap()).is_none(), "byte {at}");
            assert!(BareKey::from_text(&text[..at]).is_none(), "cut at {at}");
        }
        assert!(BareKey::from_text("").is_none() && BareKey::from_text("键 键").is_none());
        assert!(BareKey::from_text(&text.to_uppercase()).is_none(), "one key has one text");
    }

    #[test]
    fn its_mark_names_it_and_is_no_slots() {
        let (key, other) = (BareKey::random().unwrap(), BareKey::random().unwrap());
        assert!(is_mark(&key.mark()) && key.mark() != other.mark());
        assert!(!key.mark().windows(8).any(|part| key.key.expose().windows(8).any(|of_key| of_key == part)));
        assert!(Slots::from_bytes(&key.mark()).is_err());
        let passphrase = Secret::from("桃花流水鳜鱼肥".to_owned());
        let (slots, _) = Slots::make(&[1; 16], Cost::TRIAL, &passphrase, &RecoveryCode::random().unwrap()).unwrap();
        assert!(!is_mark(&slots.to_bytes()) && !is_mark(&[]));
    }
}
