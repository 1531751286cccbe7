//! Phone numbers: mobile numbers, landlines with their area code, and cells that hold more than one.
//!
//! It does not say whether a number is in use, and it keeps no list of area codes: they change.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{fold, mask_phone};

/// Digits of a mobile number.
const MOBILE_DIGITS: usize = 11;

/// A phone number that can be dialled from anywhere in the country, kept as digits only.
///
/// It is read back from the store as it was written: a later, stricter rule must not make an old record unreadable.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Phone(String);

/// Why a text is no phone number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PhoneError {
    /// Nothing was typed.
    #[error("没有填电话")]
    Empty,
    /// Something other than digits, dashes, spaces, brackets and +86.
    #[error("电话里有「{0}」，请只填号码，说明写到备注里")]
    NotDigits(char),
    /// A landline without its area code.
    #[error("座机要带区号，比如 023-47551234")]
    NoAreaCode,
    /// Not as many digits as a mobile number or a landline has.
    #[error("电话有{digits}位，手机应是11位，座机要带区号，请核对")]
    DigitCount {
        /// How many there are.
        digits: usize,
    },
    /// Eleven digits that no mobile number starts with.
    #[error("手机号开头不对，应是13到19开头的11位，请核对")]
    Start,
}

impl Phone {
    /// Reads one number: a mobile number, a landline with area code, a 400 or 800 number.
    pub fn parse(text: &str) -> Result<Phone, PhoneError> {
        let folded = fold(text);
        let typed = folded.trim_start_matches('\'');
        // What a spreadsheet adds to a number it took for a quantity.
        let typed = typed.strip_suffix(".0").unwrap_or(typed);
        let typed = typed.strip_prefix('+').unwrap_or(typed);
        let mut digits = String::with_capacity(typed.len());
        for c in typed.chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '-' | '(' | ')' => {}
                other => return Err(PhoneError::NotDigits(other)),
            }
        }
        Phone::from_digits(&digits)
    }

    /// Reads what a register keeps in one cell: several numbers, and words such as `(儿子)`.
    pub fn find_all(text: &str) -> PhoneCell {
        let folded = fold(text);
        let mut cell = PhoneCell { phones: Vec::new(), note: String::new(), odd: false };
        let mut rest = folded.as_ref();
        while !rest.is_empty() {
            let run_bytes = rest.find(|c| !is_run(c)).unwrap_or(rest.len());
            let (run, after) = rest.split_at(run_bytes);
            cell.take_run(run);
            let words_bytes = after.find(is_run).unwrap_or(after.len());
            let (words, next) = after.split_at(words_bytes);
            cell.add_note(words);
            rest = next;
        }
        cell
    }

    /// The digits alone: `02347551234`.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The last four digits, by which people find a number.
    pub fn tail(&self) -> &str {
        self.0.get(self.0.len().saturating_sub(4)..).unwrap_or(&self.0)
    }

    /// Whether it is a mobile number.
    pub fn is_mobile(&self) -> bool {
        self.0.starts_with('1')
    }

    /// `138****3319`.
    pub fn masked(&self) -> String {
        mask_phone(&self.0)
    }

    fn from_digits(digits: &str) -> Result<Phone, PhoneError> {
        let long = digits.len() > MOBILE_DIGITS;
        let without_country = |prefix| digits.strip_prefix(prefix).filter(|_| long);
        let digits = without_country("0086").or_else(|| without_country("86")).unwrap_or(digits);
        // A 0 before a mobile number was needed for trunk calls, and old registers keep it.
        let trunk = digits.strip_prefix('0').filter(|rest| rest.len() == MOBILE_DIGITS && rest.starts_with('1'));
        let digits = trunk.filter(|rest| is_mobile_start(rest)).unwrap_or(digits);
        let service = digits.starts_with("400") || digits.starts_with("800");
        match digits.len() {
            0 => Err(PhoneError::Empty),
            10 if service => Ok(Phone(digits.to_owned())),
            10..=12 if landline_area_digits(digits).is_some() => Ok(Phone(digits.to_owned())),
            MOBILE_DIGITS if is_mobile_start(digits) => Ok(Phone(digits.to_owned())),
            MOBILE_DIGITS if !digits.starts_with('0') => Err(PhoneError::Start),
            7 | 8 if !digits.starts_with(['0', '1']) => Err(PhoneError::NoAreaCode),
            count => Err(PhoneError::DigitCount { digits: count }),
        }
    }
}

/// As it is written: `13800003319`, `023-47551234`.
impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match landline_area_digits(&self.0).and_then(|area_digits| self.0.split_at_checked(area_digits)) {
            Some((area, number)) => f.pad(&format!("{area}-{number}")),
            None => f.pad(&self.0),
        }
    }
}

/// Masked, because what is printed for debugging ends up in panics and logs.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

/// What one cell held.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneCell {
    /// The numbers, in their order, each once.
    pub phones: Vec<Phone>,
    /// The words around them (`儿子`), and any digits that are no number.
    pub note: String,
    /// Whether digits were left that are no phone number, so that somebody should look.
    pub odd: bool,
}

/// Masked: a note can hold a damaged number.
impl fmt::Debug for PhoneCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let note_chars = self.note.chars().count();
        write!(f, "PhoneCell({:?}, note of {note_chars} chars, odd: {})", self.phones, self.odd)
    }
}

impl PhoneCell {
    /// Takes the numbers out of one run of digits, spaces and dashes, the longest reading first.
    fn take_run(&mut self, run: &str) {
        let pieces: Vec<&str> = run.split(|c: char| !c.is_ascii_digit()).filter(|piece| !piece.is_empty()).collect();
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            let (phone, used) = (at + 1..=pieces.len().min(at + 5))
                .rev()
                .find_map(|end| Some((Phone::from_digits(&pieces.get(at..end)?.concat()).ok()?, end - at)))
                .map_or((None, 1), |(phone, used)| (Some(phone), used));
            match phone {
                Some(phone) => self.add(phone),
                None => self.take_unparted(piece),
            }
            at += used;
        }
    }

    /// Two mobile numbers written without anything between, or digits that nobody can read.
    fn take_unparted(&mut self, piece: &str) {
        let halves = piece.split_at_checked(MOBILE_DIGITS).filter(|_| piece.len() == 2 * MOBILE_DIGITS);
        match halves.map(|(first, second)| (Phone::from_digits(first), Phone::from_digits(second))) {
            Some((Ok(first), Ok(second))) => {
                self.add(first);
                self.add(second);
            }
            Some(_) | None => {
                self.odd = true;
                self.add_note(piece);
            }
        }
    }

    fn add(&mut self, phone: Phone) {
        if !self.phones.contains(&phone) {
            self.phones.push(phone);
        }
    }

    fn add_note(&mut self, words: &str) {
        let is_sign = |c: char| c.is_whitespace() || "()[],，、;；/\\|:：。.+'".contains(c);
        for word in words.split(is_sign).filter(|word| !word.is_empty()) {
            if !self.note.is_empty() {
                self.note.push(' ');
            }
            self.note.push_str(word);
        }
    }
}

/// Digits of the area code, when this is a landline: 010 and 02x have three, the others four.
fn landline_area_digits(digits: &str) -> Option<usize> {
    if !digits.starts_with('0') || digits.starts_with("00") {
        return None;
    }
    let area_digits = if digits.starts_with("01") || digits.starts_with("02") { 3 } else { 4 };
    let number = digits.get(area_digits..)?;
    let whole = matches!(number.len(), 7 | 8) && !number.starts_with(['0', '1']);
    (whole && (!digits.starts_with("01") || digits.starts_with("010"))).then_some(area_digits)
}

fn is_mobile_start(digits: &str) -> bool {
    let mut start = digits.bytes();
    start.next() == Some(b'1') && matches!(start.next(), Some(b'3'..=b'9'))
}

/// What a number is written with; a bracket counts, for `(023)47551234`.
fn is_run(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn digits(text: &str) -> String {
        Phone::parse(text).unwrap().digits().to_owned()
    }

    #[test]
    fn one_number_however_it_is_written() {
        for text in [
            "13800003319",
            "138 0000 3319",
            "138-0000-3319",
            "+86 13800003319",
            "0086-13800003319",
            "86 138 0000 3319",
            "１３８００００３３１９",
            "'13800003319",
            "13800003319.0",
            "013800003319",
        ] {
            assert_eq!(digits(text), "13800003319", "{text}");
        }
        for text in ["023-47551234", "02347551234", "(023)47551234", "（023）4755 1234", "+86-023-47551234"] {
            assert_eq!(digits(text), "02347551234", "{text}");
        }
        assert_eq!(Phone::parse("02347551234").unwrap().to_string(), "023-47551234");
        assert_eq!(Phone::parse("08332234567").unwrap().to_string(), "0833-2234567");
        assert_eq!(Phone::parse("400-820-8820").unwrap().to_string(), "4008208820");
    }

    #[test]
    fn what_cannot_be_dialled_is_refused_with_its_reason() {
        let refused = |text: &str| Phone::parse(text).unwrap_err();
        assert_eq!(refused(" "), PhoneError::Empty);
        assert_eq!(refused("47551234"), PhoneError::NoAreaCode);
        assert_eq!(refused("1380000331"), PhoneError::DigitCount { digits: 10 });
        assert_eq!(refused("12800003319"), PhoneError::Start);
        assert_eq!(refused("13800003319(儿子)"), PhoneError::NotDigits('儿'));
        assert_eq!(refused("138****3319"), PhoneError::NotDigits('*'));
        assert_eq!(refused("02304755123"), PhoneError::DigitCount { digits: 11 });
    }

    fn cell(text: &str) -> (Vec<String>, String, bool) {
        let cell = Phone::find_all(text);
        (cell.phones.iter().map(|phone| phone.digits().to_owned()).collect(), cell.note, cell.odd)
    }

    #[test]
    fn a_cell_gives_all_its_numbers_and_keeps_its_words() {
        let both = vec!["13800003319".to_owned(), "13911112222".to_owned()];
        for text in [
            "13800003319 13911112222",
            "13800003319/13911112222",
            "13800003319、13911112222",
            "13800003319；13911112222",
            "13800003319-13911112222",
            "1380000331913911112222",
            "138 0000 3319 139 1111 2222",
            "13800003319\n13911112222\n13800003319",
        ] {
            assert_eq!(cell(text), (both.clone(), String::new(), false), "{text}");
        }
        assert_eq!(cell("13800003319（儿子）/13911112222(女儿)"), (both, "儿子 女儿".to_owned(), false));
        assert_eq!(cell("儿子：13800003319"), (vec!["13800003319".to_owned()], "儿子".to_owned(), false));
        let landline = vec!["02347551234".to_owned(), "13800003319".to_owned()];
        assert_eq!(cell("(023)47551234 13800003319"), (landline, String::new(), false));
    }

    #[test]
    fn digits_that_are_no_number_are_kept_and_shown_as_odd() {
        assert_eq!(cell("无"), (vec![], "无".to_owned(), false));
        assert_eq!(cell(""), (vec![], String::new(), false));
        assert_eq!(cell("1380000331"), (vec![], "1380000331".to_owned(), true));
        assert_eq!(cell("47551234 13800003319"), (vec!["13800003319".to_owned()], "47551234".to_owned(), true));
        assert_eq!(cell("138****3319"), (vec![], "138 **** 3319".to_owned(), true));
    }

    #[test]
    fn debug_output_holds_no_whole_number() {
        let debug = format!("{:?} {:?}", Phone::parse("13800003319"), Phone::find_all("13800003319 1391111222"));
        assert!(!debug.contains("0000") && !debug.contains("1391111"), "{debug}");
        assert_eq!(Phone::parse("13800003319").unwrap().tail(), "3319");
    }

    proptest! {
        #[test]
        fn any_cell_is_read_without_losing_its_digits(text in "[0-9 ()\u{3000}/儿子+-]{0,60}") {
            let cell = Phone::find_all(&text);
            prop_assert_eq!(cell.odd, cell.note.chars().any(|c| c.is_ascii_digit()));
            for phone in &cell.phones {
                prop_assert_eq!(&Phone::parse(phone.digits()).unwrap(), phone);
                prop_assert_eq!(&Phone::parse(&phone.to_string()).unwrap(), phone);
            }
        }
    }
}
