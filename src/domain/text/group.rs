//! Village groups: 3社, 三社, 3组, 第三村民小组 and 三队 are one and the same group.
//!
//! It does not know which groups a village has, and it gives no label: the record keeps the name as people say it.

pub mod list;

use serde::{Deserialize, Serialize};

use super::squash;

/// What two names of one group have in common. Numbered groups come first, in the order of their numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GroupKey {
    /// A group known by its number.
    Numbered(u16),
    /// A number within a village that was merged into this one, where the same number occurs twice.
    OfVillage(String, u16),
    /// A group known by a name, such as 周家院子.
    Named(String),
}

/// Words that only say that it is a group; longer ones first.
const GROUP_WORDS: [&str; 9] = ["村民小组", "居民小组", "生产小组", "合作社", "村民组", "生产队", "小组", "社", "组"];

/// The key of a group's name, whatever way it is written.
pub fn group_key(text: &str) -> GroupKey {
    let squashed = squash(text);
    let outside = squashed.split(['(', '[']).next().unwrap_or_default();
    let name = if outside.is_empty() { squashed.as_str() } else { outside };
    let bare = without_group_word(name);
    if let Some(number) = group_number(bare.strip_prefix('第').unwrap_or(bare)) {
        return GroupKey::Numbered(number);
    }
    // Only a group word after the number makes it a number: 周家三 is a name.
    if bare.len() < name.len() {
        let numeral_at = bare.char_indices().rev().take_while(|(_, c)| is_numeral(*c)).last();
        if let Some((village, numeral)) = numeral_at.and_then(|(at, _)| bare.split_at_checked(at)) {
            let village = village.strip_suffix('第').unwrap_or(village);
            let village = village.strip_suffix('村').unwrap_or(village);
            if let (Some(number), true) = (group_number(numeral), village.chars().count() >= 2) {
                return GroupKey::OfVillage(village.to_owned(), number);
            }
        }
    }
    // The words in brackets are part of a name that has no number.
    GroupKey::Named(without_group_word(&squashed).to_owned())
}

impl GroupKey {
    /// The group's number, where it has one.
    pub fn number(&self) -> Option<u16> {
        match self {
            GroupKey::Numbered(number) | GroupKey::OfVillage(_, number) => Some(*number),
            GroupKey::Named(_) => None,
        }
    }
}

/// Reads a Chinese or Arabic numeral from 1 to 999: `12`, `十二`, `二十`, `一百零二`.
pub fn group_number(text: &str) -> Option<u16> {
    let number = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()?
    } else {
        chinese_numeral(text)?
    };
    (1..=999).contains(&number).then_some(number)
}

fn chinese_numeral(text: &str) -> Option<u16> {
    let (mut total, mut digit, mut unit_left) = (0u16, None, 1000);
    for c in text.chars() {
        let unit = match c {
            '百' => 100,
            '十' => 10,
            '零' | '〇' if digit.is_none() && total > 0 => continue,
            _ if digit.is_some() => return None,
            _ => {
                digit = Some(chinese_digit(c)?);
                continue;
            }
        };
        // Units fall from left to right; 十二 begins with a one that nobody says.
        if unit >= unit_left || (digit.is_none() && (unit == 100 || total > 0)) {
            return None;
        }
        total += unit * digit.take().unwrap_or(1);
        unit_left = unit;
    }
    Some(total + digit.unwrap_or(0)).filter(|number| *number > 0)
}

fn chinese_digit(c: char) -> Option<u16> {
    Some(match c {
        '一' | '壹' => 1,
        '二' | '贰' | '两' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '十' | '百' | '零' | '〇') || chinese_digit(c).is_some()
}

fn without_group_word(name: &str) -> &str {
    let longer = GROUP_WORDS.iter().find_map(|word| name.strip_suffix(word));
    // 队 alone is the oldest word of all.
    longer.or_else(|| name.strip_suffix('队')).filter(|bare| !bare.is_empty()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_group_is_one_group() {
        for text in [
            "3社",
            "三社",
            "3组",
            "第三村民小组",
            "三队",
            "第3社",
            "３ 社",
            "03",
            "三",
            "叁组",
            "3社（周家院子）",
            "第三生产队",
        ] {
            assert_eq!(group_key(text), GroupKey::Numbered(3), "{text}");
        }
        for text in ["第十二社", "12组", "十二队", "十二"] {
            assert_eq!(group_key(text), GroupKey::Numbered(12), "{text}");
        }
        assert_eq!(group_key("二十社"), GroupKey::Numbered(20));
        assert_eq!(group_key("二十一组"), GroupKey::Numbered(21));
        assert_eq!(group_key("一百零二组"), GroupKey::Numbered(102));
    }

    #[test]
    fn a_merged_village_keeps_its_own_numbers() {
        let key = group_key("大坪村三社");
        assert_eq!(key, GroupKey::OfVillage("大坪".to_owned(), 3));
        assert_eq!(key, group_key("大坪3组"));
        assert_eq!(key, group_key("大坪村第3村民小组"));
        assert_ne!(key, group_key("3社"));
        assert_eq!(key.number(), Some(3));
    }

    #[test]
    fn a_group_with_a_name_keeps_its_name() {
        assert_eq!(group_key("周家院子"), GroupKey::Named("周家院子".to_owned()));
        assert_eq!(group_key(" 周家 院子 "), group_key("周家院子组"));
        assert_eq!(group_key("双十社"), GroupKey::Named("双十".to_owned()));
        assert_eq!(group_key("五一社"), GroupKey::Named("五一".to_owned()));
        assert_eq!(group_key("组"), GroupKey::Named("组".to_owned()));
        assert_eq!(group_key("(上)"), GroupKey::Named("(上)".to_owned()));
        assert_eq!(group_key(""), GroupKey::Named(String::new()));
        assert_eq!(group_key("周家三").number(), None);
    }

    #[test]
    fn what_is_no_numeral_has_no_number() {
        for text in ["0", "1000", "十十", "百", "二三", "二百十百", "零", "三零", ""] {
            assert_eq!(group_number(text), None, "{text}");
        }
        assert_eq!(group_number("999"), Some(999));
        assert_eq!(group_number("九百九十九"), Some(999));
    }

    #[test]
    fn numbered_groups_sort_by_number() {
        let mut keys: Vec<_> = ["十一社", "周家院子", "2社", "10组"].map(group_key).to_vec();
        keys.sort();
        assert_eq!(keys.iter().filter_map(GroupKey::number).collect::<Vec<_>>(), [2, 10, 11]);
        assert_eq!(keys.last(), Some(&group_key("周家院子")));
    }
}
