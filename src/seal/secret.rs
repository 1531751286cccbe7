//! What a person typed and nobody else may see: wiped when it is let go, and never printed.
//!
//! It judges nothing; how good a passphrase is, `strength` says.

use std::fmt;

use zeroize::{Zeroize, Zeroizing};

/// Room for what is typed, in bytes: no passphrase is longer, and the buffer never grows.
pub const TYPED_BYTES_MAX: usize = 1024;

/// A passphrase or a typed code. It is moved, never copied.
///
/// Only the buffer it is given is wiped: whoever fills one gives it room first, for growing leaves the old bytes behind.
pub struct Secret {
    bytes: Zeroizing<Vec<u8>>,
}

impl Secret {
    /// An empty one to type into.
    pub fn to_be_typed() -> Secret {
        Secret::from(Vec::with_capacity(TYPED_BYTES_MAX))
    }

    /// Puts a typed character behind the others. Says whether there was room; without it nothing is put.
    pub fn push(&mut self, character: char) -> bool {
        let fits = self.bytes.len() + character.len_utf8() <= self.bytes.capacity();
        if fits {
            let mut buffer = Zeroizing::new([0; 4]);
            self.bytes.extend_from_slice(character.encode_utf8(&mut buffer[..]).as_bytes());
        }
        fits
    }

    /// Takes the last character away, and its bytes out of the memory.
    pub fn pop(&mut self) {
        let Some((start, _)) = self.text().and_then(|text| text.char_indices().next_back()) else { return };
        if let Some(last) = self.bytes.get_mut(start..) {
            last.zeroize();
        }
        self.bytes.truncate(start);
    }

    /// Hands over what was typed, and begins anew.
    pub fn take(&mut self) -> Secret {
        std::mem::replace(self, Secret::to_be_typed())
    }

    /// How many characters there are; Hanzi count like letters.
    pub fn characters(&self) -> usize {
        self.text().map_or(0, |text| text.chars().count())
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// As it goes into the derivation and the judgement: full-width letters, digits and signs as half-width ones, the
    /// Chinese marks on the same keys likewise, outer blanks gone. So the state of the input method locks nobody out.
    ///
    /// Letters keep their case. There is no Unicode normalisation: Hanzi come out of every input method as the same code
    /// points. What is folded never changes, or old passphrases would open nothing any more.
    pub fn folded(&self) -> Secret {
        let Some(text) = self.text() else { return Secret::from(self.bytes.to_vec()) };
        // Folding never makes a character longer, so this never grows.
        let mut folded = Zeroizing::new(String::with_capacity(text.len()));
        folded.extend(text.chars().map(fold));
        let trimmed = folded.trim();
        let mut bytes = Vec::with_capacity(trimmed.len());
        bytes.extend_from_slice(trimmed.as_bytes());
        Secret::from(bytes)
    }
}

/// One character as its half-width twin.
pub(super) fn fold(typed: char) -> char {
    match typed {
        '\u{3000}' | '\u{a0}' => ' ',
        '。' => '.',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '【' => '[',
        '】' => ']',
        '《' => '<',
        '》' => '>',
        '￥' | '¥' => '$',
        '！'..='～' => char::from_u32(u32::from(typed) - 0xfee0).unwrap_or(typed),
        other => other,
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Secret {
        Secret::from(text.into_bytes())
    }
}

impl From<Vec<u8>> for Secret {
    fn from(bytes: Vec<u8>) -> Secret {
        Secret { bytes: Zeroizing::new(bytes) }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_never_printed() {
        let secret = Secret::from("山高水长".to_owned());
        assert_eq!(format!("{secret:?} {:#?}", Some(&secret)), "*** Some(\n    ***,\n)");
        assert_eq!(secret.text(), Some("山高水长"));
        assert_eq!(Secret::from(vec![0xff]).text(), None);
    }

    #[test]
    fn what_is_typed_never_moves_and_what_is_taken_back_is_gone() {
        let mut typed = Secret::to_be_typed();
        let place = typed.bytes().as_ptr();
        assert!("桃花x".chars().all(|c| typed.push(c)));
        typed.pop();
        assert_eq!((typed.text(), typed.characters()), (Some("桃花"), 2));
        while typed.push('水') {}
        assert_eq!((typed.bytes().len(), typed.bytes().as_ptr()), (TYPED_BYTES_MAX / 3 * 3, place));
        let whole = typed.take();
        assert_eq!((whole.bytes().as_ptr(), typed.is_empty()), (place, true));
        typed.pop();
    }

    #[test]
    fn the_state_of_the_input_method_makes_no_difference() {
        let folded = |typed: &str| Secret::from(typed.to_owned()).folded().text().unwrap().to_owned();
        assert_eq!(folded("　Ａｂ１２ ，。～\n"), "Ab12 ,.~");
        assert_eq!(folded("“山高”【水】《长》￥¥‘’"), "\"山高\"[水]<长>$$''");
        assert_eq!(folded(" ab  12 "), "ab  12");
        assert_eq!(folded("AB"), "AB");
        for typed in ["Ab12,.~", "", "山高水长"] {
            assert_eq!(folded(typed), typed);
        }
    }
}
