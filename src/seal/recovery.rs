//! The recovery code: 128 random bits as groups that are printed once, kept in a drawer, and typed back one day.
//!
//! Seven groups of four characters of Crockford's base 32 and a check character each, so that a slip is found at once,
//! with its group, before anything slow is done. It is no passphrase: nobody chooses it.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use super::SealFault;
use super::cipher::fill_random;
use super::secret::{Secret, fold};

/// Groups of a code.
pub const GROUPS: usize = 7;
/// Characters of a group, its check character last.
pub const GROUP_CHARACTERS: usize = 5;

const CODE_BYTES: usize = 16;
/// No I, L, O and U: three look like others, and without the fourth no word comes about.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Each group holds 20 bits: 128 of the code, and 12 that check the whole.
const GROUP_BITS: u32 = 20;
const WHOLE_CHECK_BITS: u32 = 12;

/// A recovery code. Wiped when it is let go, never printed by accident, never copied.
pub struct RecoveryCode {
    bytes: Box<Zeroizing<[u8; CODE_BYTES]>>,
}

/// What is wrong with a typed code. Groups are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFault {
    /// Too few or too many characters.
    Length {
        /// How many there are, blanks and dashes not counted.
        typed: usize,
    },
    /// A character that is in no code.
    Character {
        /// The group it is in.
        group: usize,
    },
    /// There is a slip in this group, or it has not its five characters.
    Group {
        /// The first such group.
        group: usize,
    },
    /// Every group fits by itself, but not all together: several slips.
    Whole,
}

impl RecoveryCode {
    /// A new one, from the system's randomness.
    pub fn random() -> Result<RecoveryCode, SealFault> {
        let mut code = RecoveryCode { bytes: Box::new(Zeroizing::new([0; CODE_BYTES])) };
        fill_random(code.bytes.as_mut_slice())?;
        Ok(code)
    }

    /// As it is printed: groups with dashes between them.
    pub fn printed(&self) -> Secret {
        let mut bits = Zeroizing::new((u128::from_be_bytes(**self.bytes), whole_check(&self.bytes)));
        let mut out = Vec::with_capacity(GROUPS * (GROUP_CHARACTERS + 1));
        for group in 0..GROUPS {
            if group > 0 {
                out.push(b'-');
            }
            let mut values = [0u8; GROUP_CHARACTERS];
            let (data, check) = values.split_at_mut(GROUP_CHARACTERS - 1);
            for value in data {
                *value = top_five(&mut bits);
            }
            for value in check {
                *value = 0;
            }
            let check = group_check(group, &values);
            let characters = values.iter().take(GROUP_CHARACTERS - 1).chain([&check]);
            out.extend(characters.filter_map(|value| ALPHABET.get(usize::from(*value))));
            values.zeroize();
        }
        Secret::from(out)
    }

    /// Reads a code as people type one: small letters, full-width ones, blanks for dashes or none, O for 0, I and L for 1.
    pub fn parse(typed: &Secret) -> Result<RecoveryCode, CodeFault> {
        let text = typed.text().ok_or(CodeFault::Whole)?;
        let mut values = Zeroizing::new(Vec::with_capacity(text.len()));
        let mut piece_lengths = Vec::new();
        let mut piece_start = 0;
        for character in text.chars().map(fold) {
            if is_between(character) {
                piece_lengths.push(values.len() - piece_start);
                piece_start = values.len();
            } else {
                let group = piece_group(&piece_lengths, values.len());
                values.push(value_of(character).ok_or(CodeFault::Character { group })?);
            }
        }
        piece_lengths.push(values.len() - piece_start);
        check_length(&piece_lengths, values.len())?;
        for (group, characters) in values.chunks_exact(GROUP_CHARACTERS).enumerate() {
            if characters.last() != Some(&group_check(group, characters)) {
                return Err(CodeFault::Group { group: group + 1 });
            }
        }
        RecoveryCode::of_values(&values)
    }

    fn of_values(values: &[u8]) -> Result<RecoveryCode, CodeFault> {
        let mut bits = Zeroizing::new((0u128, 0u32));
        let data = values.chunks_exact(GROUP_CHARACTERS).flat_map(|group| group.iter().take(GROUP_CHARACTERS - 1));
        for value in data {
            push_five(&mut bits, *value);
        }
        let mut code = RecoveryCode { bytes: Box::new(Zeroizing::new([0; CODE_BYTES])) };
        code.bytes.copy_from_slice(Zeroizing::new(bits.0.to_be_bytes()).as_slice());
        if whole_check(&code.bytes) == bits.1 { Ok(code) } else { Err(CodeFault::Whole) }
    }

    /// Whether the two are one code.
    pub fn is(&self, other: &RecoveryCode) -> bool {
        self.bytes == other.bytes
    }

    /// The bits, for the derivation.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.as_slice()
    }

    #[cfg(test)]
    pub(super) fn from_bytes(bytes: [u8; CODE_BYTES]) -> RecoveryCode {
        RecoveryCode { bytes: Box::new(Zeroizing::new(bytes)) }
    }
}

/// What somebody opens a store with.
#[derive(Debug)]
pub enum Credential {
    /// The passphrase.
    Passphrase(Secret),
    /// The recovery code.
    Code(RecoveryCode),
}

impl Credential {
    /// The recovery code opens wherever the passphrase does: no passphrase has its check characters by chance.
    pub fn of(typed: Secret) -> Credential {
        match RecoveryCode::parse(&typed) {
            Ok(code) => Credential::Code(code),
            Err(_) => Credential::Passphrase(typed),
        }
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for CodeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CodeFault::Length { typed } => write!(f, "恢复码是35个字，这里打了{typed}个，请数一数。"),
            CodeFault::Character { group } => write!(f, "第{group}组里有恢复码不用的字，请对照纸上。"),
            CodeFault::Group { group } => write!(f, "第{group}组打错了，请对照纸上。"),
            CodeFault::Whole => f.write_str("恢复码打错了几处，请对照纸上从头再打。"),
        }
    }
}

/// What may stand between characters and groups.
fn is_between(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '_' | '.' | ',' | '·' | '‐'..='―' | '−')
}

fn value_of(character: char) -> Option<u8> {
    let plain = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = ALPHABET.iter().position(|known| char::from(*known) == plain)?;
    u8::try_from(at).ok()
}

/// The group a character is in: by the pieces typed so far if they are groups, or else by counting.
fn piece_group(piece_lengths: &[usize], before: usize) -> usize {
    let by_pieces = piece_lengths.iter().filter(|length| **length > 0).count();
    let by_count = before / GROUP_CHARACTERS;
    if by_pieces == 0 { by_count + 1 } else { by_pieces + 1 }.min(GROUPS)
}

/// With seven pieces, a piece too short or too long is named.
fn check_length(piece_lengths: &[usize], typed: usize) -> Result<(), CodeFault> {
    let pieces: Vec<usize> = piece_lengths.iter().copied().filter(|length| *length > 0).collect();
    let odd = pieces.iter().position(|length| *length != GROUP_CHARACTERS);
    match odd {
        Some(at) if pieces.len() == GROUPS => Err(CodeFault::Group { group: at + 1 }),
        _ if typed != GROUPS * GROUP_CHARACTERS => Err(CodeFault::Length { typed }),
        Some(_) | None => Ok(()),
    }
}

/// The check of a group: its characters, each with a weight of its own in the field of 32 elements, and the place of the
/// group. Any one wrong character, any two exchanged ones and any two exchanged groups are found.
fn group_check(group: usize, values: &[u8]) -> u8 {
    let place = u8::try_from(group + 1).unwrap_or_default();
    let data = values.iter().take(GROUP_CHARACTERS - 1);
    data.rev().fold(0, |sum, value| doubled(sum ^ value)) ^ place
}

/// Times x in GF(32), modulo x⁵ + x² + 1.
fn doubled(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 0b10_0000 == 0 { shifted } else { (shifted ^ 0b10_0101) & 0b1_1111 }
}

/// The front of a hash: what is left of the last groups.
fn whole_check(bytes: &[u8; CODE_BYTES]) -> u32 {
    let mut digest: [u8; 32] = Sha256::digest(bytes).into();
    let [first, second, ..] = digest;
    digest.zeroize();
    u32::from(u16::from_be_bytes([first, second])) >> (16 - WHOLE_CHECK_BITS)
}

/// Takes five bits off the front of `code | check`.
fn top_five(bits: &mut (u128, u32)) -> u8 {
    let top = u8::try_from(bits.0 >> 123).unwrap_or_default();
    bits.0 = (bits.0 << 5) | u128::from(bits.1 >> (WHOLE_CHECK_BITS - 5));
    bits.1 = (bits.1 << 5) & ((1 << WHOLE_CHECK_BITS) - 1);
    top
}

/// Puts five bits behind `code | check`.
fn push_five(bits: &mut (u128, u32), value: u8) {
    bits.0 = (bits.0 << 5) | u128::from(bits.1 >> (WHOLE_CHECK_BITS - 5));
    bits.1 = ((bits.1 << 5) | u32::from(value)) & ((1 << WHOLE_CHECK_BITS) - 1);
}

const _: () = assert!(GROUPS as u32 * GROUP_BITS == CODE_BYTES as u32 * 8 + WHOLE_CHECK_BITS);

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> RecoveryCode {
        RecoveryCode::from_bytes(std::array::from_fn(|at| (at as u8).wrapping_mul(37)))
    }

    fn printed(code: &RecoveryCode) -> String {
        code.printed().text().unwrap().to_owned()
    }

    fn parse(typed: &str) -> Result<Vec<u8>, CodeFault> {
        RecoveryCode::parse(&Secret::from(typed.to_owned())).map(|code| code.bytes().to_vec())
    }

    #[test]
    fn a_printed_code_is_read_back() {
        for code in [sample(), RecoveryCode::from_bytes([0; 16]), RecoveryCode::from_bytes([255; 16])] {
            let text = printed(&code);
            assert_eq!(text.len(), 41);
            assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [5; 7]);
            assert_eq!(parse(&text), Ok(code.bytes().to_vec()));
        }
        for _ in 0..200 {
            let code = RecoveryCode::random().unwrap();
            assert_eq!(parse(&printed(&code)), Ok(code.bytes().to_vec()));
        }
        assert_eq!(format!("{:?}", sample()), "***");
    }

    #[test]
    fn it_is_read_however_it_is_typed() {
        let code = sample();
        let text = printed(&code);
        let wide: String = text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
        let letters = RecoveryCode::from_bytes([0x00, 0x42, 0, 0, 0x84, 0, 0, 0, 1, 0, 0, 0, 0, 0x10, 0, 1]);
        let with_letters = printed(&letters).replace('0', "o").replacen('1', "I", 1).replace('1', "l");
        assert_ne!(with_letters, printed(&letters));
        assert_eq!(parse(&with_letters), Ok(letters.bytes().to_vec()));
        for typed in [
            text.to_lowercase(),
            text.replace('-', ""),
            text.replace('-', " "),
            text.replace('-', "——"),
            format!("　{}\n", text.replace('-', " - ")),
            wide,
        ] {
            assert_eq!(parse(&typed), Ok(code.bytes().to_vec()), "{typed}");
        }
    }

    #[test]
    fn every_wrong_or_exchanged_character_is_found_with_its_group() {
        let text = printed(&sample());
        for at in (0..text.len()).filter(|at| at % 6 != 5) {
            for other in ALPHABET {
                let mut typed = text.clone().into_bytes();
                if typed[at] == *other {
                    continue;
                }
                typed[at] = *other;
                let typed = String::from_utf8(typed).unwrap();
                assert_eq!(parse(&typed), Err(CodeFault::Group { group: at / 6 + 1 }), "{typed}");
            }
            for with in at + 1..at / 6 * 6 + 5 {
                let mut typed = text.clone().into_bytes();
                typed.swap(at, with);
                let typed = String::from_utf8(typed).unwrap();
                if typed != text {
                    assert_eq!(parse(&typed), Err(CodeFault::Group { group: at / 6 + 1 }), "{typed}");
                }
            }
        }
    }

    #[test]
    fn exchanged_missing_and_strange_pieces_are_found() {
        let text = printed(&sample());
        let mut groups: Vec<&str> = text.split('-').collect();
        groups.swap(2, 5);
        assert_eq!(parse(&groups.join("-")), Err(CodeFault::Group { group: 3 }));
        assert_eq!(parse(&text[..text.len() - 1]), Err(CodeFault::Group { group: 7 }));
        assert_eq!(parse(&text.replace('-', "")[1..]), Err(CodeFault::Length { typed: 34 }));
        assert_eq!(parse(&text[..35]), Err(CodeFault::Length { typed: 30 }));
        assert_eq!(parse(&format!("{text}0")), Err(CodeFault::Group { group: 7 }));
        assert_eq!(parse(""), Err(CodeFault::Length { typed: 0 }));
        let mut strange = text.clone();
        strange.replace_range(13..14, "U");
        assert_eq!(parse(&strange), Err(CodeFault::Character { group: 3 }));
        assert_eq!(parse(&strange.replace('-', "")), Err(CodeFault::Character { group: 3 }));
        assert_eq!(RecoveryCode::parse(&Secret::from(vec![0xff])).err(), Some(CodeFault::Whole));
    }

    #[test]
    fn slips_that_fit_their_group_do_not_fit_the_whole() {
        let mut values: Vec<u8> = printed(&sample()).chars().filter_map(value_of).collect();
        values[0] ^= 1;
        values[4] = group_check(0, &values[..5]);
        let typed: String = values.iter().map(|value| char::from(ALPHABET[usize::from(*value)])).collect();
        assert_eq!(parse(&typed), Err(CodeFault::Whole));
    }

    #[test]
    fn the_printed_form_does_not_change() {
        assert_eq!(printed(&sample()), "00JM2-MVWMG-Q7F03-6A2DV-EABVA-SR86V-5D4VN");
    }
}
