//! What a column's heading means where it stands: one to three rows, groups over columns, members across.
//!
//! It does not look for the heading in the sheet (`layout`), and it knows no values.

use super::field::{Field, bare, recognise};
use crate::domain::text::group::group_number;

/// The meaning of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The heading as a person would say it: the group's words, then the column's own.
    pub heading: String,
    /// What it says; `None` for a heading that is not known.
    pub field: Option<Field>,
    /// Which member of the household it is about; 0 for the row's own person.
    pub member: u8,
}

/// Words with which a group of columns names one of several members.
const MEMBER_WORDS: [&str; 6] = ["家庭成员", "共同生活成员", "家庭人员", "成员", "家属", "人员"];

/// Reads the cells over one column, the topmost first.
pub fn meaning(parts: &[&str]) -> Meaning {
    let heading = parts.iter().map(|part| one_line(part)).collect::<Vec<_>>().join("/");
    let Some((own, group)) = parts.split_last() else { return Meaning { heading, field: None, member: 0 } };
    let over = group.iter().map(|part| bare(part)).collect::<String>();
    if let Some((member, "")) = member_of(&over) {
        return Meaning { heading, field: recognise(own), member };
    }
    let bare_own = bare(own);
    if let Some((member, Some(field))) = member_of(&bare_own).map(|(member, rest)| (member, recognise(rest))) {
        return Meaning { heading, field: Some(field), member };
    }
    let field = recognise(own)
        .map(|field| if is_about_head(&over) { of_head(field) } else { field })
        .or_else(|| recognise(&format!("{over}{own}")))
        .or_else(|| group.iter().rev().find_map(|part| recognise(part)));
    let of_member = matches!(field, Some(Field::Name | Field::Relation | Field::IdNo));
    let member = trailing_number(own).filter(|_| of_member).unwrap_or(0);
    Meaning { heading, field, member }
}

/// `成员1姓名` is about member 1, and about its 姓名.
fn member_of(bare_heading: &str) -> Option<(u8, &str)> {
    let after = MEMBER_WORDS.iter().find_map(|word| bare_heading.strip_prefix(word))?;
    let end = after.find(|c: char| group_number(c.encode_utf8(&mut [0; 4])).is_none() && c != '0' && c != '十');
    let (number, rest) = after.split_at(end.unwrap_or(after.len()));
    let number = u8::try_from(group_number(number)?).ok()?;
    Some((number, rest))
}

fn trailing_number(heading: &str) -> Option<u8> {
    let heading = bare(heading);
    let digits = heading.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse().ok().filter(|number| (1..=30).contains(number))
}

fn is_about_head(over: &str) -> bool {
    ["户主", "户代表", "承包方代表"].iter().any(|word| over.contains(word)) && !over.contains("关系")
}

/// A field under a group 户主信息.
fn of_head(field: Field) -> Field {
    let heads = [(Field::Name, Field::HeadName), (Field::IdNo, Field::HeadIdNo), (Field::Phone, Field::HeadPhone)];
    heads.into_iter().find(|(own, _)| *own == field).map_or(field, |(_, of_head)| of_head)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parts: &[&str]) -> (Option<Field>, u8) {
        let meaning = meaning(parts);
        (meaning.field, meaning.member)
    }

    #[test]
    fn a_group_over_a_column_changes_what_it_says() {
        assert_eq!(of(&["户主信息", "姓名"]), (Some(Field::HeadName), 0));
        assert_eq!(of(&["家庭成员基本情况", "姓名"]), (Some(Field::Name), 0));
        assert_eq!(of(&["户主", "姓名"]), (Some(Field::HeadName), 0));
        assert_eq!(of(&["与户主关系"]), (Some(Field::Relation), 0));
        assert_eq!(of(&["身份证号码", "(18位)"]), (Some(Field::IdNo), 0));
        assert_eq!(of(&["养殖", "猪"]), (None, 0));
    }

    #[test]
    fn members_across_are_numbered_in_every_way() {
        assert_eq!(of(&["成员1姓名"]), (Some(Field::Name), 1));
        assert_eq!(of(&["家庭成员八身份证号"]), (Some(Field::IdNo), 8));
        assert_eq!(of(&["成员2", "与户主关系"]), (Some(Field::Relation), 2));
        assert_eq!(of(&["姓名3"]), (Some(Field::Name), 3));
        assert_eq!(of(&["联系电话2"]), (Some(Field::Phone), 0));
    }
}
