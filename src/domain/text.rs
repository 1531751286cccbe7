//! Text as people type it and registers hold it: folding, Hanzi, names of persons, masking for show.
//!
//! It does not know phones (`text/phone`), groups (`text/group`) or resident IDs (`resident_id`), and it never
//! measures what a text takes on screen: that is `ui/cells`.

pub mod group;
pub mod phone;

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::limits::NAME_CHARS_MAX;

/// The one middle dot kept in names such as 买买提·吐尔逊.
pub const NAME_DOT: char = '·';

/// A person's name, parsed once: Hanzi without inner spaces, or letters, with one kind of middle dot.
///
/// It is read back from the store as it was written: a later, stricter rule must not make an old record unreadable.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonName(String);

/// Why a text is no person's name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing was typed.
    #[error("没有填姓名，请填上")]
    Empty,
    /// More characters than [`NAME_CHARS_MAX`].
    #[error("姓名有{chars}个字，太长了(最多{NAME_CHARS_MAX}个)，请只填姓名")]
    TooLong {
        /// How many there are.
        chars: usize,
    },
    /// A digit stands in the name.
    #[error("姓名里有数字，请只填姓名，电话和编号填到各自的栏里")]
    Digit,
    /// A character was lost on the way (a wrong encoding, a box, a question mark).
    #[error("姓名里有字没有读出来，请照证件重新填写")]
    Unreadable,
    /// The name was masked in its source.
    #[error("姓名是打了星号的，请填完整姓名")]
    Masked,
    /// A control character.
    #[error("姓名里有看不见的控制符，请删掉重新填写")]
    Control,
    /// Any other character that no name has.
    #[error("姓名里有不该有的符号「{0}」，请只填姓名")]
    Symbol(char),
}

impl PersonName {
    /// Reads a name: folds width, drops spaces inside Hanzi (`王 明`), makes every middle dot one and the same.
    pub fn parse(text: &str) -> Result<PersonName, NameError> {
        let folded = fold(text);
        let folded = folded.trim_start_matches(['\'', '`']);
        let mut name = String::with_capacity(folded.len());
        let mut gap = false;
        for c in folded.chars() {
            if c == ' ' {
                gap = true;
                continue;
            }
            let c = name_char(c)?;
            let last = name.chars().next_back();
            if c == NAME_DOT && last == Some(NAME_DOT) {
                continue;
            }
            // A space says something only between two words of letters: foreign spouses are registered so.
            if gap && is_latin(c) && last.is_some_and(is_latin) {
                name.push(' ');
            }
            gap = false;
            name.push(c);
        }
        let name = name.trim_matches([NAME_DOT, '-', '\'', ' ']);
        match name.chars().count() {
            0 => Err(NameError::Empty),
            chars if chars > NAME_CHARS_MAX => Err(NameError::TooLong { chars }),
            _ => Ok(PersonName(name.to_owned())),
        }
    }

    /// The whole name, for the officer's own screen and papers.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `张*`, for what is posted.
    pub fn masked(&self) -> String {
        mask_name(&self.0)
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Masked, because what is printed for debugging ends up in panics and logs.
impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonName({})", self.masked())
    }
}

/// Folds what a keyboard or a register adds without meaning: full-width digits, letters and signs become half-width,
/// every kind of space one space, dashes one dash, invisible marks nothing; ends are trimmed.
///
/// Other control characters stay, so that whoever parses can refuse them.
pub fn fold(text: &str) -> Cow<'_, str> {
    let plain = text.chars().all(|c| c != '\t' && c != '\n' && c != '\r' && fold_char(c) == Some(c));
    if plain && !text.contains("  ") && !text.starts_with(' ') && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().filter_map(fold_char) {
        if c != ' ' || !(folded.is_empty() || folded.ends_with(' ')) {
            folded.push(c);
        }
    }
    folded.truncate(folded.trim_end_matches(' ').len());
    Cow::Owned(folded)
}

/// [`fold`], and then no spaces and no capitals: what headers, labels and group names are compared by.
pub fn squash(text: &str) -> String {
    fold(text).chars().filter(|c| *c != ' ').flat_map(char::to_lowercase).collect()
}

/// Whether it is a Chinese character, rare ones and those of private use in old GB18030 registers included.
pub fn is_hanzi(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}'
        | '\u{E000}'..='\u{F8FF}' | '々' | '〇')
}

/// `张*`: the surname and one star, whatever follows; a compound surname stays whole.
pub fn mask_name(name: &str) -> String {
    let surname_chars = if COMPOUND_SURNAMES.iter().any(|surname| name.starts_with(surname)) { 2 } else { 1 };
    name.chars().take(surname_chars).chain(['*']).collect()
}

/// `510***********9010`: the first 3 and the last 4 characters; a text too short for that shows nothing.
pub fn mask_id(text: &str) -> String {
    mask_middle(text)
}

/// `138****3319`: the first 3 and the last 4 digits; a text too short for that shows nothing.
pub fn mask_phone(text: &str) -> String {
    mask_middle(text)
}

/// Surnames of two characters that are still met; others are masked after one, which hides more.
const COMPOUND_SURNAMES: [&str; 16] = [
    "欧阳", "司马", "上官", "诸葛", "尉迟", "皇甫", "令狐", "慕容", "司徒", "夏侯", "东方", "公孙", "长孙", "宇文",
    "端木", "轩辕",
];

fn mask_middle(text: &str) -> String {
    let (shown_start_chars, shown_end_chars) = (3, 4);
    let chars = text.chars().count();
    // At least as much hidden as the last group shows, or a short number would be readable.
    let short = chars < shown_start_chars + shown_end_chars + 3;
    let shown = |at: usize| !short && (at < shown_start_chars || at + shown_end_chars >= chars);
    text.chars().enumerate().map(|(at, c)| if shown(at) { c } else { '*' }).collect()
}

/// The folded form of one character, or nothing for an invisible one.
fn fold_char(c: char) -> Option<char> {
    Some(match c {
        '\t'
        | '\n'
        | '\r'
        | '\u{85}'
        | '\u{A0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200A}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}' => ' ',
        '\u{AD}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => return None,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '‘' | '’' | '‛' | '′' => '\'',
        '〔' => '(',
        '〕' => ')',
        '【' | '〖' => '[',
        '】' | '〗' => ']',
        other => other,
    })
}

/// One character of a name as it is kept, or why no name holds it.
fn name_char(c: char) -> Result<char, NameError> {
    match c {
        '·' | '•' | '・' | '･' | '‧' | '∙' | '⋅' | '●' | '.' | '\u{387}' => Ok(NAME_DOT),
        '*' | '×' | '＊' => Err(NameError::Masked),
        '\u{FFFD}' | '?' | '□' | '■' | '〓' | '⿰'..='⿻' => Err(NameError::Unreadable),
        '-' | '\'' => Ok(c),
        _ if is_hanzi(c) || is_latin(c) => Ok(c),
        _ if c.is_numeric() => Err(NameError::Digit),
        _ if c.is_control() => Err(NameError::Control),
        _ => Err(NameError::Symbol(c)),
    }
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && c < '\u{2000}'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> String {
        PersonName::parse(text).unwrap().as_str().to_owned()
    }

    #[test]
    fn width_and_invisible_marks_are_folded() {
        assert_eq!(fold("\u{FEFF}　５１０２２５ｘ（Ａ）\u{200B}\t 一\u{A0}二 "), "510225x(A) 一 二");
        assert_eq!(fold("023—4755–1234"), "023-4755-1234");
        assert_eq!(fold("【3】〔社〕"), "[3](社)");
        assert!(matches!(fold("已经是这样"), Cow::Borrowed(_)));
        assert_eq!(squash(" 与户主 关系（ＩＤ） "), "与户主关系(id)");
    }

    #[test]
    fn spaces_inside_hanzi_go_and_between_letters_stay() {
        assert_eq!(name("王　明"), "王明");
        assert_eq!(name(" 欧 阳\u{A0}春 "), "欧阳春");
        assert_eq!(name("NGUYEN  THI HOA"), "NGUYEN THI HOA");
        assert_eq!(name("ＮＧＵＹＥＮ"), "NGUYEN");
        assert_eq!(name("'李四"), "李四");
    }

    #[test]
    fn every_middle_dot_is_one_dot() {
        for text in
            ["买买提·吐尔逊", "买买提•吐尔逊", "买买提・吐尔逊", "买买提 . 吐尔逊", "买买提··吐尔逊", "买买提．吐尔逊"]
        {
            assert_eq!(name(text), "买买提·吐尔逊", "{text}");
        }
    }

    #[test]
    fn rare_hanzi_are_names() {
        for text in ["𠮷", "李𬱖", "王㛃", "陈䶮", "赵〇", "何\u{E863}"] {
            assert_eq!(name(text), text);
        }
    }

    #[test]
    fn what_is_no_name_is_refused_with_its_reason() {
        let refused = |text: &str| PersonName::parse(text).unwrap_err();
        assert_eq!(refused("  "), NameError::Empty);
        assert_eq!(refused("·"), NameError::Empty);
        assert_eq!(refused("张三1"), NameError::Digit);
        assert_eq!(refused("张三１"), NameError::Digit);
        assert_eq!(refused("张*"), NameError::Masked);
        assert_eq!(refused("张?"), NameError::Unreadable);
        assert_eq!(refused("张\u{FFFD}"), NameError::Unreadable);
        assert_eq!(refused("张\u{7}三"), NameError::Control);
        assert_eq!(refused("张三（长子）"), NameError::Symbol('('));
        assert_eq!(refused(&"王".repeat(41)), NameError::TooLong { chars: 41 });
        assert_eq!(name(&"王".repeat(40)).chars().count(), 40);
    }

    #[test]
    fn debug_output_holds_no_whole_name() {
        let debug = format!("{:?}", PersonName::parse("张建国").unwrap());
        assert!(!debug.contains("建国") && debug.contains("张*"), "{debug}");
    }

    #[test]
    fn masks_show_what_the_rule_allows() {
        assert_eq!(mask_name("张建国"), "张*");
        assert_eq!(mask_name("欧阳春"), "欧阳*");
        assert_eq!(mask_phone("13800003319"), "138****3319");
        assert_eq!(mask_id("510225195503089010"), "510***********9010");
        assert_eq!(mask_id("5102251"), "*******");
        assert_eq!(mask_id(""), "");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            let once = fold(&text).into_owned();
            prop_assert_eq!(fold(&once).into_owned(), once);
        }

        #[test]
        fn a_name_is_read_back_as_itself(text in "\\PC{0,50}") {
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name));
            }
        }

        #[test]
        fn a_mask_keeps_the_count_and_hides_three_at_least(text in "[0-9]{0,30}") {
            let masked = mask_phone(&text);
            prop_assert_eq!(masked.len(), text.len());
            prop_assert!(masked.matches('*').count() >= text.len().min(3));
        }
    }
}
