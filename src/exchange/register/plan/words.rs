//! What the words of a row mean that are no names, numbers or dates.
//!
//! It finds no fault: a word that is not known is kept as it is, or says nothing.

use crate::domain::limits::NOTE_CHARS_MAX;
use crate::domain::person::{Particulars, Residence};
use crate::domain::text::{fold, squash};
use crate::exchange::register::field::Field;
use crate::exchange::register::reading::{ReadRegister, RegisterRow};

/// A field's words, folded and bounded; dashes and strokes that mean nothing are nothing.
pub fn of(register: &ReadRegister, row: &RegisterRow, field: Field) -> String {
    let text = register.text(row, field);
    let folded = fold(&text);
    if matches!(folded.as_ref(), "" | "-" | "--" | "/" | "\\" | "#REF!") {
        return String::new();
    }
    folded.chars().take(NOTE_CHARS_MAX).collect()
}

/// The free particulars of the row's person.
pub fn particulars(register: &ReadRegister, row: &RegisterRow) -> Particulars {
    let asked_member = squash(register.heading(row, Field::Political)).contains("是否党员");
    let political = match (asked_member, of(register, row, Field::Political)) {
        (true, words) if words == "是" => "中共党员".to_owned(),
        (true, words) if words == "否" => String::new(),
        (_, words) => words,
    };
    let disability = [Field::DisabilityKind, Field::DisabilityGrade, Field::DisabilityNo]
        .into_iter()
        .map(|field| of(register, row, field))
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    Particulars {
        ethnic: of(register, row, Field::Nation),
        education: of(register, row, Field::Education),
        marital: of(register, row, Field::Marriage),
        political,
        health: of(register, row, Field::Health),
        disability,
        hukou: of(register, row, Field::Hukou),
    }
}

/// 是否常住, in whichever way the column asks.
pub fn residence(register: &ReadRegister, row: &RegisterRow) -> Option<Residence> {
    let words = of(register, row, Field::Residence);
    let asks_away = register.heading(row, Field::Residence).contains("外出");
    match words.as_str() {
        "" => None,
        "是" | "\u{221A}" if asks_away => Some(Residence::Away),
        "否" if asks_away => Some(Residence::Home),
        "是" | "\u{221A}" => Some(Residence::Home),
        "否" | "不常住" | "不在家" => Some(Residence::Away),
        words if ["外出", "务工", "在外", "就学", "服役", "上学", "不在"].iter().any(|away| words.contains(away)) => {
            Some(Residence::Away)
        }
        words if ["常住", "在家", "在村"].iter().any(|home| words.contains(home)) => Some(Residence::Home),
        _ => None,
    }
}

/// The household's classes: `None` where the row does not say, none of them for 一般户.
pub fn classes(register: &ReadRegister, row: &RegisterRow) -> Option<Vec<String>> {
    let words = of(register, row, Field::HouseholdClass);
    if words.is_empty() {
        return None;
    }
    let asked = squash(register.heading(row, Field::HouseholdClass));
    let yes_or_no = asked.strip_prefix("是否").map(|class| format!("{}户", class.trim_end_matches('户')));
    let plain = |class: &String| !matches!(class.as_str(), "一般户" | "一般农户" | "普通户" | "否" | "无" | "非贫困户");
    Some(match (yes_or_no, words.as_str()) {
        (Some(class), "是" | "\u{221A}") => vec![class],
        _ => split(&words).into_iter().filter(plain).collect(),
    })
}

/// Words of a list: 残疾、独居老人.
pub fn split(words: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in words.split(['、', ',', ';', '/', ' ', '。']).filter(|part| !part.is_empty() && *part != "无") {
        if !parts.iter().any(|known| known == part) {
            parts.push(part.to_owned());
        }
    }
    parts
}

/// Adds words to a note once.
pub fn add_note(note: &mut String, words: &str) {
    if words.is_empty() || note.contains(words) {
        return;
    }
    if !note.is_empty() {
        note.push('；');
    }
    note.push_str(words);
}
