//! Members kept in one cell: `张三(长子)、李四(儿媳，13800001111)`.
//!
//! It reads names, relations and what looks like an ID number or phone; it checks none of them.

use super::field::Field;
use crate::domain::text::fold;

/// One member of such a cell, field by field.
pub type Member = Vec<(Field, String)>;

/// The members of a cell, in their order.
pub fn split(text: &str) -> Vec<Member> {
    let lines = text.replace(['\n', '\r'], "、");
    let folded = fold(&lines);
    let (mut members, mut piece, mut depth) = (Vec::new(), String::new(), 0u32);
    for c in folded.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '、' | ';' | ',' | '/' | '。' if depth == 0 => {
                members.extend(member(&std::mem::take(&mut piece)));
                continue;
            }
            _ => {}
        }
        piece.push(c);
    }
    members.extend(member(&piece));
    members
}

fn member(piece: &str) -> Option<Member> {
    let (name, inside) = match piece.split_once(['(', '[']) {
        Some((name, inside)) => (name, inside.trim_end_matches([')', ']', ' '])),
        None => match piece.split_once([':', '-']) {
            // 长子:张三
            Some((relation, name)) => (name, relation),
            None => (piece, ""),
        },
    };
    let name = name.trim();
    if name.is_empty() {
        return None;
    }
    let mut member = vec![(Field::Name, name.to_owned())];
    for word in inside.split([',', '、', ';', ' ', '/', ':']).filter(|word| !word.is_empty()) {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let field = match digits {
            0 => Field::Relation,
            15..=18 => Field::IdNo,
            7..=12 => Field::Phone,
            _ => Field::Note,
        };
        if !member.iter().any(|(known, _)| *known == field) {
            member.push((field, word.to_owned()));
        }
    }
    Some(member)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_member_of_a_cell_is_read_with_what_stands_in_brackets() {
        let members = split("张三（长子）、李四(儿媳，13800001111)\n王五（孙子 511900201001010012）");
        let text = |at: usize, field: Field| {
            members[at].iter().find(|(known, _)| *known == field).map(|(_, text)| text.as_str())
        };
        assert_eq!(members.len(), 3);
        assert_eq!((text(0, Field::Name), text(0, Field::Relation)), (Some("张三"), Some("长子")));
        assert_eq!((text(1, Field::Name), text(1, Field::Phone)), (Some("李四"), Some("13800001111")));
        assert_eq!((text(2, Field::Relation), text(2, Field::IdNo)), (Some("孙子"), Some("511900201001010012")));
        assert_eq!(split("妻:赵六")[0], [(Field::Name, "赵六".to_owned()), (Field::Relation, "妻".to_owned())]);
        assert_eq!(split(" 、 "), Vec::<Member>::new());
    }
}
