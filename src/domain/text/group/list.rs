//! A list of groups as people write it: `1社 2社`, `1、2、3社`, `1-5社`, `一至五社`.
//!
//! It gives names in their order, each once; what one of them means is its parent's.

use super::{GroupKey, group_key, group_number, without_group_word};
use crate::domain::text::fold;

/// What stands between the first and the last of a run.
const RUN_SIGNS: [&str; 6] = ["——", "--", "-", "~", "至", "到"];
/// The word of a number nobody gave one.
const WORD: &str = "社";
/// The longest run: more is no run of groups but a slip of the finger.
const RUN_MAX: u16 = 100;

/// One place of the list.
enum Item {
    /// A number, and the word after it; of a bare one it is found among the others.
    Number { numeral: String, word: String },
    /// A name.
    Name(String),
}

/// The names of the groups that a list holds.
pub fn read(text: &str) -> Vec<String> {
    let mut folded = fold(text).into_owned();
    for sign in RUN_SIGNS {
        folded = folded.replace(&format!(" {sign}"), sign).replace(&format!("{sign} "), sign);
    }
    let apart = |c: char| c.is_whitespace() || matches!(c, '、' | ',' | ';' | '/' | '。');
    let pieces = folded.split(apart).filter(|piece| !piece.is_empty());
    let items: Vec<Item> = pieces.flat_map(|piece| run(piece).unwrap_or_else(|| vec![item(piece)])).collect();
    let mut names: Vec<(GroupKey, String)> = Vec::new();
    for (place, item) in items.iter().enumerate() {
        let name = match item {
            Item::Name(name) => name.clone(),
            Item::Number { numeral, word } if word.is_empty() => format!("{numeral}{}", word_near(&items, place)),
            Item::Number { numeral, word } => format!("{numeral}{word}"),
        };
        let key = group_key(&name);
        if !names.iter().any(|(known, _)| *known == key) {
            names.push((key, name));
        }
    }
    names.into_iter().map(|(_, name)| name).collect()
}

/// How a list was understood, in one line.
pub fn told(names: &[String]) -> String {
    match names {
        [first, second, third, .., last] if names.len() > 8 => {
            format!("{}个：{first} {second} {third} ... {last}", names.len())
        }
        _ => format!("{}个：{}", names.len(), names.join(" ")),
    }
}

fn item(piece: &str) -> Item {
    match number(piece) {
        Some((numeral, word)) => Item::Number { numeral: numeral.to_owned(), word: word.to_owned() },
        None => Item::Name(piece.to_owned()),
    }
}

/// The numeral of a numbered group and the word after it; 第 before it says nothing.
fn number(piece: &str) -> Option<(&str, &str)> {
    let bare = without_group_word(piece);
    let word = piece.strip_prefix(bare).unwrap_or_default();
    let numeral = bare.strip_prefix('第').unwrap_or(bare);
    group_number(numeral).map(|_| (numeral, word))
}

/// `1-5社`, `1社至5社`, `第一至第五村民小组`.
fn run(piece: &str) -> Option<Vec<Item>> {
    let (first, last) = RUN_SIGNS.iter().find_map(|sign| piece.split_once(sign))?;
    let ((first, word), (last, last_word)) = (number(first)?, number(last)?);
    let word = if last_word.is_empty() { word } else { last_word };
    let (from, to) = (group_number(first)?, group_number(last)?);
    if from >= to || to - from >= RUN_MAX {
        return None;
    }
    let in_digits = first.is_ascii() || last.is_ascii();
    let numeral = |n: u16| if in_digits || n > 99 { n.to_string() } else { hanzi(n) };
    Some((from..=to).map(|n| Item::Number { numeral: numeral(n), word: word.to_owned() }).collect())
}

/// The word of a bare number: that of the next number that has one, else of the one before, else the usual one.
fn word_near(items: &[Item], place: usize) -> &str {
    let word = |item: &Item| matches!(item, Item::Number { word, .. } if !word.is_empty());
    let (before, after) = items.split_at_checked(place).unwrap_or((items, &[]));
    let near = after.iter().find(|item| word(item)).or_else(|| before.iter().rev().find(|item| word(item)));
    match near {
        Some(Item::Number { word, .. }) => word,
        Some(Item::Name(_)) | None => WORD,
    }
}

/// 1 to 99 in Hanzi.
fn hanzi(n: u16) -> String {
    let digit = |n: u16| ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"].get(usize::from(n)).copied();
    let digit = |n: u16| digit(n).unwrap_or_default();
    match (n / 10, n % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_groups_is_read_as_people_write_it() {
        let three = ["1社", "2社", "3社"];
        let ways =
            ["1社 2社 3社", "1、2、3社", "1，2，3社", "1-3社", "1 - 3社", "１～３社", "1至3社", "1社至3社", "1 2 3"];
        for text in ways {
            assert_eq!(read(text), three, "{text}");
        }
        assert_eq!(read("一至五社"), ["一社", "二社", "三社", "四社", "五社"]);
        assert_eq!(read("第九到第十一村民小组").last().map(String::as_str), Some("十一村民小组"));
        assert_eq!(read("1-2组、周家院子、4"), ["1组", "2组", "周家院子", "4组"]);
        assert_eq!(read("1社 一社 1组"), ["1社"]);
        assert_eq!(read("新民1社、新民2社"), ["新民1社", "新民2社"]);
        assert_eq!(read("5-1社"), ["5-1社"], "what is no run stays a name");
        assert_eq!(read(" 、"), [""; 0]);
    }

    #[test]
    fn how_it_was_understood_fits_in_a_line() {
        assert_eq!(told(&read("1-3社")), "3个：1社 2社 3社");
        assert_eq!(told(&read("1-30社")), "30个：1社 2社 3社 ... 30社");
    }
}
