//! What must not hang on a board: ID numbers, phones, bank cards, what somebody suffers from.
//!
//! It finds and names the place; it changes no text, and whether a word is about somebody's health is the reader's to judge.

use crate::domain::day::Day;
use crate::domain::text::{mask_id, mask_phone};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exposed {
    /// 身份证号: 18 digits, or 17 and an X, or the 15 of an old one.
    IdNumber,
    /// 电话.
    Phone,
    /// 银行卡号.
    BankCard,
    /// A word about health.
    Health,
}

/// One find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// What it is.
    pub what: Exposed,
    /// The line, counted from 1.
    pub line: usize,
    /// What stands there, masked.
    pub shown: String,
}

/// Digits of the shortest group of a number written in groups.
const GROUP_DIGITS_MIN: usize = 3;
/// Words that say what somebody suffers from.
const HEALTH_WORDS: [&str; 12] =
    ["癌", "肿瘤", "尿毒症", "精神病", "精神残疾", "艾滋", "肝炎", "结核", "智力残疾", "病情", "病史", "残疾等级"];

impl Exposed {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Exposed::IdNumber => "身份证号",
            Exposed::Phone => "电话",
            Exposed::BankCard => "银行卡号",
            Exposed::Health => "健康情况",
        }
    }
}

/// Everything in the text that must not be posted, in the order of its lines.
pub fn find(text: &str) -> Vec<Find> {
    let mut finds = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line_no = index + 1;
        finds.extend(numbers(line).into_iter().map(|(what, number)| {
            let shown = match what {
                Exposed::Phone => mask_phone(&number),
                Exposed::IdNumber | Exposed::BankCard | Exposed::Health => mask_id(&number),
            };
            Find { what, line: line_no, shown }
        }));
        let health = HEALTH_WORDS.iter().filter(|word| line.contains(**word));
        finds.extend(health.map(|word| Find { what: Exposed::Health, line: line_no, shown: (*word).to_owned() }));
        finds.extend(text.lines().nth(index + 1).and_then(|next| broken(line, next)).map(|(what, shown)| Find {
            what,
            line: line_no,
            shown,
        }));
    }
    finds
}

/// A number that is broken at the end of a line and goes on at the beginning of the next, masked. Sums and numbers of
/// tasks stand under each other as well: only what can be nothing else is one.
fn broken(line: &str, next: &str) -> Option<(Exposed, String)> {
    let digits = |c: &char| c.is_ascii_digit() || *c == 'X';
    let folded_line = |line: &str| line.trim().chars().map(|c| folded(c).to_ascii_uppercase()).collect::<Vec<char>>();
    let (line, next) = (folded_line(line), folded_line(next));
    let end_chars = line.iter().rev().take_while(|c| digits(c)).count();
    let end = line.iter().skip(line.len() - end_chars);
    let begun = next.iter().take_while(|c| digits(c));
    if end_chars == 0 || end_chars > 17 {
        return None;
    }
    let number: String = end.chain(begun).collect();
    let mobile = number.len() == 11 && matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..]);
    if mobile && number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some((Exposed::Phone, mask_phone(&number)));
    }
    let born = |at| number.get(at).unwrap_or("");
    let day = Day::parse_iso(&format!("{}-{}-{}", born(6..10), born(10..12), born(12..14)));
    (number.len() == 18 && day.is_some()).then(|| (Exposed::IdNumber, mask_id(&number)))
}

/// Numbers of a line that must not be posted, and what they are. People write them in groups, with a space or a dash
/// between: the longest groups that make a number are one.
fn numbers(line: &str) -> Vec<(Exposed, String)> {
    let mut found = Vec::new();
    for run in runs(line) {
        let mut rest = run.as_slice();
        while let Some((_, behind)) = rest.split_first() {
            let longest = (1..=rest.len()).rev().find_map(|count| {
                let groups = rest.get(..count)?;
                // A day's groups are short: 2026-11-08 is no part of a number.
                let is_one = count == 1 || groups.iter().all(|group| group.len() >= GROUP_DIGITS_MIN);
                let what = kind_of(&groups.concat()).filter(|_| is_one)?;
                Some((count, what, groups.concat()))
            });
            rest = match longest {
                Some((count, what, number)) => {
                    found.push((what, number));
                    rest.get(count..).unwrap_or_default()
                }
                None => behind,
            };
        }
    }
    found
}

/// The groups of digits that stand together on a line, with nothing but spaces and dashes between them.
fn runs(line: &str) -> Vec<Vec<String>> {
    let line: String = line.chars().map(|c| folded(c).to_ascii_uppercase()).collect();
    let runs = line.split(|c: char| !matches!(c, '0'..='9' | 'X' | ' ' | '-'));
    runs.map(|run| run.split([' ', '-']).filter(|group| !group.is_empty()).map(str::to_owned).collect()).collect()
}

fn folded(c: char) -> char {
    match c {
        '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' | '\u{FF0D}' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        '\u{3000}' | '\u{00A0}' => ' ',
        other => other,
    }
}

fn kind_of(number: &str) -> Option<Exposed> {
    let mobile = |digits: &str| digits.len() == 11 && digits.starts_with('1');
    let landline = |digits: &str| digits.starts_with('0') && (11..=12).contains(&digits.len());
    let digits = number.strip_suffix('X').filter(|digits| digits.len() == 17).unwrap_or(number);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match number.len() {
        18 | 15 => Some(Exposed::IdNumber),
        16 | 17 | 19 => Some(Exposed::BankCard),
        _ if mobile(number) || landline(number) => Some(Exposed::Phone),
        13 if number.starts_with("86") => Some(Exposed::Phone),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Exposed, usize)> {
        find(text).into_iter().map(|find| (find.what, find.line)).collect()
    }

    #[test]
    fn numbers_are_found_however_they_are_written() {
        for text in [
            "张三 510225195503089010",
            "张三５１０２２５１９５５０３０８９０１０",
            "证号 510225 19550308 901X",
            "510225195503089010,李四",
        ] {
            assert_eq!(found(text), [(Exposed::IdNumber, 1)], "{text}");
        }
        assert_eq!(found("第一行\n电话 138-0000-3319 联系"), [(Exposed::Phone, 2)]);
        assert_eq!(found("510225195503089010 13800003319"), [(Exposed::IdNumber, 1), (Exposed::Phone, 1)]);
        assert_eq!(found("座机 023-47551234"), [(Exposed::Phone, 1)]);
        assert_eq!(found("卡号 6217 0000 1234 5678 901"), [(Exposed::BankCard, 1)]);
        assert_eq!(found("因肿瘤住院"), [(Exposed::Health, 1)]);
    }

    #[test]
    fn sums_dates_and_numbers_of_tasks_are_left_alone() {
        for text in [
            "每月 1250.50 元",
            "2026-11-08 至 2026-11-23",
            "2026-11-08 2026-11-23",
            "2026-0231 号",
            "3社 45户 210人",
            "",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_number_broken_at_the_end_of_a_line_is_found_and_sums_under_each_other_are_none() {
        assert_eq!(found("张三 510225\n195503089010 3社"), [(Exposed::IdNumber, 1)]);
        assert_eq!(found("甲\n电话 138\n00003319"), [(Exposed::Phone, 2)]);
        for text in ["2026-0231\n2026-0232", "1250\n1300\n1450\n1500", "张三 12500\n130000 李四"] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn what_is_told_of_a_find_does_not_show_it() {
        let shown = find("510225195503089010 13800003319").into_iter().map(|find| find.shown).collect::<String>();
        assert!(!shown.contains("195503") && !shown.contains("80000") && shown.contains('*'), "{shown}");
    }
}
