//! Resident ID numbers 公民身份号码 after GB 11643: parsed once, valid for ever, masked for show.
//!
//! It does not compare the address prefix with today's county: the prefix names the county of the first registration,
//! and counties have been renamed and renumbered since. It guesses no digit that is wrong or lost.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use super::day::Day;
use super::text::{fold, mask_id};

/// Digits of a number of today.
const ID_CHARS: usize = 18;
/// Digits of a first-generation number; its cards stopped being valid on 2013-01-01 (居民身份证法 23).
const ARCHIVE_CHARS: usize = 15;
/// The earliest year of birth that can be meant.
const BIRTH_YEAR_MIN: i16 = 1880;
/// Weights of the first 17 digits (GB 11643-1999).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character of each remainder (GB 11643-1999).
const CHECKS: [u8; 11] = *b"10X98765432";

/// 男 or 女, as papers have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

impl Sex {
    /// 男 or 女.
    pub fn label(self) -> &'static str {
        match self {
            Sex::Male => "男",
            Sex::Female => "女",
        }
    }
}

/// An 18-character number whose date exists and whose check character is right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResidentId {
    chars: [u8; ID_CHARS],
    birth: Day,
}

/// Why a text is no resident ID number, each with what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ResidentIdError {
    /// Nothing was typed.
    #[error("没有填身份证号；确实没有证件的，请写明原因")]
    Empty,
    /// Neither 18 nor 15 characters.
    #[error("身份证号应是18位，这里是{chars}位，请对照证件补全")]
    CharCount {
        /// How many there are.
        chars: usize,
    },
    /// A first-generation number.
    #[error("这是15位的旧证号，2013年起已停用；请填现在证件上的18位，只存老档案时可按旧证号存档")]
    FifteenDigits,
    /// A character that is no digit, other than X at the end.
    #[error("身份证号第{place}位不是数字(只有最后一位可以是X)，请对照证件改正")]
    NotDigits {
        /// Which character, counted from 1.
        place: usize,
    },
    /// A spreadsheet took the number for a quantity and lost its end.
    #[error("身份证号被表格当成数字存坏了，末尾几位已丢；请把该列设成文本，照证件重新填写")]
    Rounded,
    /// No such day in the calendar.
    #[error("身份证号里的出生日期{0}不存在，请核对第7到14位")]
    ImpossibleDate(String),
    /// Born after today.
    #[error("身份证号里的出生日期{0}还没有到，请核对第7到14位")]
    FutureBirth(Day),
    /// Born before 1880.
    #[error("身份证号里的出生年份是{year}年，太早了，请核对第7到10位")]
    TooEarly {
        /// The year.
        year: i16,
    },
    /// The last character does not fit the others.
    #[error("身份证号最后一位对不上，多半是抄错了一位，请对照证件逐位核对")]
    WrongCheck,
}

impl ResidentId {
    /// Reads a number as typed or kept in a register; `today` is the day after which nobody was born.
    pub fn parse(text: &str, today: Day) -> Result<ResidentId, ResidentIdError> {
        let typed = typed_chars(text)?;
        let count = typed.chars().count();
        if count == ARCHIVE_CHARS && typed.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ResidentIdError::FifteenDigits);
        }
        if count != ID_CHARS {
            return Err(ResidentIdError::CharCount { chars: count });
        }
        let wrong = |(at, c): (usize, char)| !(c.is_ascii_digit() || (c == 'X' && at + 1 == ID_CHARS));
        if let Some(at) = typed.chars().enumerate().position(wrong) {
            return Err(ResidentIdError::NotDigits { place: at + 1 });
        }
        let mut chars = [0; ID_CHARS];
        chars.copy_from_slice(typed.as_bytes());
        let birth = birth_of(chars.get(6..14).unwrap_or_default())?;
        if birth > today {
            return Err(ResidentIdError::FutureBirth(birth));
        }
        if check_char(&chars) != chars[ID_CHARS - 1] {
            // A spreadsheet keeps 15 digits of a quantity and writes noughts for the rest.
            let rounded = chars.ends_with(b"000");
            return Err(if rounded { ResidentIdError::Rounded } else { ResidentIdError::WrongCheck });
        }
        Ok(ResidentId { chars, birth })
    }

    /// Day of birth.
    pub fn birth(&self) -> Day {
        self.birth
    }

    /// Sex, by the last serial digit.
    pub fn sex(&self) -> Sex {
        sex_of(self.chars[16])
    }

    /// The whole number, for papers that need it.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.chars).unwrap_or_default()
    }

    /// `510***********9010`.
    pub fn masked(&self) -> String {
        mask_id(self.as_str())
    }

    /// The last four characters, by which people find a number.
    pub fn tail(&self) -> &str {
        self.as_str().get(ID_CHARS - 4..).unwrap_or_default()
    }

    /// The first 17 digits; the check character follows from them.
    fn digits17(&self) -> u64 {
        self.chars.iter().take(ID_CHARS - 1).fold(0, |number, byte| number * 10 + u64::from(byte - b'0'))
    }

    fn from_digits17(number: u64) -> Result<ResidentId, ResidentIdError> {
        let digits = format!("{number:017}");
        let mut chars = [b'0'; ID_CHARS];
        match chars.get_mut(..digits.len()) {
            Some(start) if digits.len() == ID_CHARS - 1 => start.copy_from_slice(digits.as_bytes()),
            _ => return Err(ResidentIdError::CharCount { chars: digits.len() + 1 }),
        }
        chars[ID_CHARS - 1] = check_char(&chars);
        let birth = birth_of(chars.get(6..14).unwrap_or_default())?;
        Ok(ResidentId { chars, birth })
    }
}

/// Masked, because what is printed for debugging ends up in panics and logs.
impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResidentId({})", self.masked())
    }
}

/// Text where people read it, else the first 17 digits as one number: half the bytes, and no wrong check can be read.
impl Serialize for ResidentId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(self.as_str())
        } else {
            serializer.serialize_u64(self.digits17())
        }
    }
}

impl<'de> Deserialize<'de> for ResidentId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ResidentId, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            ResidentId::parse(&text, Day::from_number(i32::MAX)).map_err(D::Error::custom)
        } else {
            ResidentId::from_digits17(u64::deserialize(deserializer)?).map_err(D::Error::custom)
        }
    }
}

/// A first-generation number, kept for old archives and never asked for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArchiveId(String);

impl ArchiveId {
    /// Reads 15 digits whose date of birth exists in the years 1900 to 1999.
    pub fn parse(text: &str) -> Result<ArchiveId, ResidentIdError> {
        let typed = typed_chars(text)?;
        let chars = typed.chars().count();
        if chars != ARCHIVE_CHARS {
            return Err(ResidentIdError::CharCount { chars });
        }
        if let Some(at) = typed.chars().position(|c| !c.is_ascii_digit()) {
            return Err(ResidentIdError::NotDigits { place: at + 1 });
        }
        let archived = ArchiveId(typed);
        ResidentId::from_digits17(archived.digits17())?;
        Ok(archived)
    }

    /// The number the same person carries today, by which an archive is matched; `None` for damaged data.
    pub fn as_eighteen(&self) -> Option<ResidentId> {
        ResidentId::from_digits17(self.digits17()).ok()
    }

    /// `510********9010`.
    pub fn masked(&self) -> String {
        mask_id(&self.0)
    }

    /// The whole number.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The 15 digits with the century 19 put in (GB 11643-1999).
    fn digits17(&self) -> u64 {
        let (county, rest) = self.0.split_at_checked(6).unwrap_or_default();
        format!("{county}19{rest}").parse().unwrap_or(0)
    }
}

/// Masked, because what is printed for debugging ends up in panics and logs.
impl fmt::Debug for ArchiveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArchiveId({})", self.masked())
    }
}

/// What a person's record holds for an ID number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum IdNumber {
    /// A number of today.
    Known(ResidentId),
    /// Only a first-generation number, from an old archive.
    Archive15(ArchiveId),
    /// None, and why: a newborn, no papers, not asked.
    Missing {
        /// In the officer's words.
        reason: String,
    },
}

impl IdNumber {
    /// The number of today, where there is one.
    pub fn known(&self) -> Option<&ResidentId> {
        match self {
            IdNumber::Known(id) => Some(id),
            IdNumber::Archive15(_) | IdNumber::Missing { .. } => None,
        }
    }

    /// What the screen shows: the masked number, or why there is none.
    pub fn masked(&self) -> String {
        match self {
            IdNumber::Known(id) => id.masked(),
            IdNumber::Archive15(id) => format!("{}(旧证号)", id.masked()),
            IdNumber::Missing { reason } if reason.is_empty() => "无".to_owned(),
            IdNumber::Missing { reason } => format!("无({reason})"),
        }
    }
}

/// What a number says about itself, for whoever only asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// Whether it is a valid 18-character number.
    pub valid: bool,
    /// Day of birth, when valid.
    pub birth: Option<Day>,
    /// Sex, when valid.
    pub sex: Option<Sex>,
    /// One sentence: what it says, or what is wrong and what to do.
    pub message: String,
}

/// Examines a number without keeping it.
pub fn examine(text: &str, today: Day) -> Examined {
    match ResidentId::parse(text, today) {
        Ok(id) => Examined {
            valid: true,
            birth: Some(id.birth()),
            sex: Some(id.sex()),
            message: format!("证号有效：{}，{}出生，{}周岁", id.sex().label(), id.birth(), id.birth().age_on(today)),
        },
        Err(error) => Examined { valid: false, birth: None, sex: None, message: error.to_string() },
    }
}

/// Folded, without spaces, dashes and quotes, and every letter that stands for X as X.
fn typed_chars(text: &str) -> Result<String, ResidentIdError> {
    let kept = |c: &char| !matches!(c, ' ' | '-' | '\'' | '`' | '"');
    let capital = |c| match c {
        'x' | '×' | 'х' | 'Х' | 'χ' | 'Χ' | '✕' => 'X',
        other => other,
    };
    let typed: String = fold(text).chars().filter(kept).map(capital).collect();
    let power = |c: char| matches!(c, 'E' | 'e');
    match typed.split_once(power) {
        None if typed.is_empty() => Err(ResidentIdError::Empty),
        // 5.10225E+17
        Some((mantissa, _)) if mantissa.starts_with(|c: char| c.is_ascii_digit()) && typed.contains(['.', '+']) => {
            Err(ResidentIdError::Rounded)
        }
        Some(_) | None => Ok(typed),
    }
}

/// The day in eight digits, within the years that can be meant.
fn birth_of(digits: &[u8]) -> Result<Day, ResidentIdError> {
    let text = std::str::from_utf8(digits).unwrap_or_default();
    let part = |range| text.get(range).unwrap_or_default();
    let (year, month, day) = (part(0..4), part(4..6), part(6..8));
    let date = format!("{year}-{month}-{day}");
    let parsed = Day::parse_iso(&date).ok_or(ResidentIdError::ImpossibleDate(date))?;
    match parsed.year() {
        year if year < BIRTH_YEAR_MIN => Err(ResidentIdError::TooEarly { year }),
        _ => Ok(parsed),
    }
}

/// The check character of the first 17 digits (GB 11643-1999).
fn check_char(chars: &[u8; ID_CHARS]) -> u8 {
    let sum: u32 = chars.iter().zip(WEIGHTS).map(|(byte, weight)| u32::from(byte.saturating_sub(b'0')) * weight).sum();
    CHECKS[(sum % 11) as usize]
}

fn sex_of(serial: u8) -> Sex {
    if serial % 2 == 1 { Sex::Male } else { Sex::Female }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn today() -> Day {
        Day::parse_iso("2026-11-24").unwrap()
    }

    fn refused(text: &str) -> ResidentIdError {
        ResidentId::parse(text, today()).unwrap_err()
    }

    #[test]
    fn the_standards_own_number_and_ours_are_read() {
        let vectors = [
            ("11010519491231002X", "1949-12-31", Sex::Female),
            ("510225195503089010", "1955-03-08", Sex::Male),
            ("500381198802299016", "1988-02-29", Sex::Male),
            ("500116201206159021", "2012-06-15", Sex::Female),
        ];
        for (text, birth, sex) in vectors {
            let id = ResidentId::parse(text, today()).unwrap();
            assert_eq!((id.as_str(), id.birth().to_string().as_str(), id.sex()), (text, birth, sex));
        }
    }

    #[test]
    fn what_registers_add_is_folded_away() {
        for text in [
            "11010519491231002x",
            "\u{FEFF}１１０１０５１９４９１２３１００２Ｘ",
            "'11010519491231002X",
            " 110105 19491231 002X\t",
            "110105-19491231-002x",
            "11010519491231002×",
            "11010519491231002Х",
        ] {
            assert_eq!(ResidentId::parse(text, today()).unwrap().as_str(), "11010519491231002X", "{text}");
        }
    }

    #[test]
    fn a_prefix_of_another_county_or_none_is_no_fault() {
        // The last carries a prefix that no county ever had.
        for prefix in ["510225", "510281", "500381", "500116", "999999"] {
            let digits = format!("{prefix}19550308901").parse().unwrap();
            let id = ResidentId::from_digits17(digits).unwrap();
            assert_eq!(ResidentId::parse(id.as_str(), today()), Ok(id));
        }
    }

    #[test]
    fn each_fault_has_its_own_answer() {
        assert_eq!(refused(" "), ResidentIdError::Empty);
        assert_eq!(refused("51022519550308901"), ResidentIdError::CharCount { chars: 17 });
        assert_eq!(refused("5102251955030890100"), ResidentIdError::CharCount { chars: 19 });
        assert_eq!(refused("510225550308901"), ResidentIdError::FifteenDigits);
        assert_eq!(refused("51022519550308X010"), ResidentIdError::NotDigits { place: 15 });
        assert_eq!(refused("51022519550308901O"), ResidentIdError::NotDigits { place: 18 });
        assert_eq!(refused("某10225195503089010"), ResidentIdError::NotDigits { place: 1 });
        assert_eq!(refused("510225198702299010"), ResidentIdError::ImpossibleDate("1987-02-29".to_owned()));
        assert_eq!(refused("510225187903089010"), ResidentIdError::TooEarly { year: 1879 });
        assert_eq!(refused("510225195503089011"), ResidentIdError::WrongCheck);
        assert_eq!(refused("5.10225195503089E+17"), ResidentIdError::Rounded);
        assert_eq!(refused("510225195503089000"), ResidentIdError::Rounded);
    }

    #[test]
    fn nobody_is_born_tomorrow() {
        let newborn = ResidentId::from_digits17(50_011_620_261_124_902).unwrap();
        assert_eq!(ResidentId::parse(newborn.as_str(), today()), Ok(newborn));
        let yesterday = today().plus_days(-1);
        assert_eq!(ResidentId::parse(newborn.as_str(), yesterday), Err(ResidentIdError::FutureBirth(today())));
    }

    #[test]
    fn an_archive_number_leads_to_the_number_of_today() {
        let archived = ArchiveId::parse("510225550308901").unwrap();
        assert_eq!(archived.as_eighteen().unwrap().as_str(), "510225195503089010");
        assert_eq!(ArchiveId::parse("510225550231901"), Err(ResidentIdError::ImpossibleDate("1955-02-31".to_owned())));
        assert!(IdNumber::Archive15(archived).masked().starts_with("510***"));
    }

    #[test]
    fn debug_output_holds_no_whole_number() {
        let id = ResidentId::parse("510225195503089010", today()).unwrap();
        let archived = ArchiveId::parse("510225550308901").unwrap();
        let debug = format!("{id:?} {:?} {archived:?}", IdNumber::Known(id));
        assert!(!debug.contains("550308") && debug.contains("9010"), "{debug}");
        assert_eq!(id.tail(), "9010");
    }

    #[test]
    fn a_number_examined_says_what_it_holds() {
        let examined = examine("５１０２２５１９５５０３０８９０１０", today());
        assert_eq!(examined.message, "证号有效：男，1955-03-08出生，71周岁");
        assert_eq!((examined.valid, examined.sex), (true, Some(Sex::Male)));
        let examined = examine("510225195503089011", today());
        assert_eq!((examined.valid, examined.birth), (false, None));
        assert!(examined.message.contains("核对"), "{}", examined.message);
    }

    #[test]
    fn it_is_stored_as_a_number_and_written_as_text() {
        let id = ResidentId::parse("11010519491231002X", today()).unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"11010519491231002X\"");
        assert_eq!(serde_json::from_str::<ResidentId>("\"11010519491231002X\"").unwrap(), id);
        assert!(serde_json::from_str::<ResidentId>("\"110105194912310021\"").is_err());
        assert_eq!(ResidentId::from_digits17(id.digits17()), Ok(id));
        assert!(ResidentId::from_digits17(u64::MAX).is_err());
    }

    fn valid_ids() -> impl Strategy<Value = ResidentId> {
        (100_000u64..1_000_000, -32_000i32..20_000, 0u64..1000).prop_map(|(prefix, birth, serial)| {
            let (year, month, day) = Day::from_number(birth).ymd();
            let date = u64::try_from(i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day)).unwrap();
            ResidentId::from_digits17((prefix * 100_000_000 + date) * 1000 + serial).unwrap()
        })
    }

    proptest! {
        #[test]
        fn every_valid_number_is_read_back(id in valid_ids()) {
            prop_assert_eq!(ResidentId::parse(id.as_str(), today()), Ok(id));
            prop_assert_eq!(ResidentId::from_digits17(id.digits17()), Ok(id));
        }

        #[test]
        fn one_wrong_digit_is_always_found(id in valid_ids(), place in 0usize..17, add in 1u8..10) {
            let mut chars = id.as_str().as_bytes().to_vec();
            chars[place] = b'0' + (chars[place] - b'0' + add) % 10;
            prop_assert!(ResidentId::parse(std::str::from_utf8(&chars).unwrap(), today()).is_err());
        }

        #[test]
        fn two_neighbours_swapped_are_always_found(id in valid_ids(), place in 0usize..16) {
            let mut chars = id.as_str().as_bytes().to_vec();
            prop_assume!(chars[place] != chars[place + 1]);
            chars.swap(place, place + 1);
            prop_assert!(ResidentId::parse(std::str::from_utf8(&chars).unwrap(), today()).is_err());
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,24}") {
            let examined = examine(&text, today());
            prop_assert_eq!(examined.valid, examined.birth.is_some());
        }
    }
}
