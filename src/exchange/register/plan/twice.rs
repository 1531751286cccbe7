//! The same person twice in one register: said again, or in contradiction. The first row wins.
//!
//! It asks nothing of the village.

use std::collections::HashMap;

use crate::domain::resident_id::{IdNumber, ResidentId};
use crate::exchange::register::field::Field;
use crate::exchange::register::reading::ReadRegister;

use super::draft::Draft;
use super::problem::Findings;

/// What became of a row that was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// Refused; `findings` says why.
    Refused,
    /// The person of this row stands here for the first time.
    First(Box<Draft>),
    /// Says again what the row with this index says.
    Again(usize),
}

/// Sorts out rows about one person; drafts of refused rows are `None`.
pub fn sort_out(register: &ReadRegister, drafts: Vec<Option<Draft>>, findings: &mut Findings<'_>) -> Vec<Fate> {
    // Where ID numbers kept as text lost their ends, one that happens to fit is not to be trusted.
    let rounded = findings.rounded_texts >= 2;
    let mut by_id: HashMap<ResidentId, usize> = HashMap::new();
    let mut by_name: HashMap<(u32, String), usize> = HashMap::new();
    let mut fates: Vec<Fate> = Vec::with_capacity(drafts.len());
    for (at, draft) in drafts.into_iter().enumerate() {
        let Some(draft) = draft else {
            fates.push(Fate::Refused);
            continue;
        };
        let id_no = draft.number();
        if rounded && id_no.is_some_and(|id_no| id_no.as_str().ends_with("000")) {
            let message = "本表的身份证号有被表格存坏的(末三位成了000)，这一个也靠不住，请照证件核对后再导入";
            findings.reject(at, Field::IdNo, message.to_owned());
            fates.push(Fate::Refused);
            continue;
        }
        let name_key = (draft.block, draft.name.as_str().to_owned());
        let same_id = id_no.and_then(|id_no| by_id.get(&id_no).copied());
        // One name in one household is one person unless two ID numbers say otherwise.
        let same_name = by_name.get(&name_key).copied().filter(|first| {
            let first = fates.get(*first);
            id_no.is_none() || matches!(first, Some(Fate::First(first)) if first.id_no.known().is_none())
        });
        let Some(first_at) = same_id.or(same_name) else {
            if let Some(id_no) = id_no {
                by_id.insert(id_no, at);
            }
            by_name.entry(name_key).or_insert(at);
            fates.push(Fate::First(Box::new(draft)));
            continue;
        };
        let agrees = matches!(fates.get(first_at), Some(Fate::First(first)) if first.agrees_with(&draft));
        if agrees || register.rows.get(at).is_some_and(|row| row.implied_head) {
            fates.push(Fate::Again(first_at));
        } else {
            findings.reject(at, Field::IdNo, contradiction(register, first_at, &draft, &fates));
            fates.push(Fate::Refused);
        }
    }
    fates
}

fn contradiction(register: &ReadRegister, first_at: usize, draft: &Draft, fates: &[Fate]) -> String {
    let (sheet, number) = register.rows.get(first_at).map_or(("", 0), |row| register.place(row));
    let moved = matches!(fates.get(first_at), Some(Fate::First(first)) if first.block != draft.block);
    let what = if moved { "另一户里" } else { "前面" };
    let by = if matches!(draft.id_no, IdNumber::Known(_)) { "身份证号相同" } else { "同户同名" };
    format!("{what}已有这个人({by})，在「{sheet}」第{number}行，两行内容不同，以那一行为准；请核对后只留一行")
}
