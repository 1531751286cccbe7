//! A register read and planned, told to the screens in plain data; and the file of its refused rows.
//!
//! It runs beside the loop, on a village of the moment it began; the preview says which.

use std::path::Path;

use crate::app::register::{
    ProblemWeight, RegisterAsk, RegisterCounts, RegisterPreview, RegisterProblem, UnknownColumn,
};
use crate::desk::error::DeskError;
use crate::desk::fresh_mint;
use crate::domain::change::upkeep::HeaderMapping;
use crate::domain::decide::Now;
use crate::domain::decide::import::ImportIntent;
use crate::domain::id::Seq;
use crate::domain::village::Village;
use crate::exchange::register::field::Field;
use crate::exchange::register::mapping::Mapping;
use crate::exchange::register::plan::ImportPlan;
use crate::exchange::register::plan::problem::Level;
use crate::exchange::register::reading::ReadRegister;

use super::{changes, plan_register, read_register, write_rejects};

/// People not seen in a register that are named; all are counted.
const ABSENT_MAX: usize = 500;

/// A register as it was read and what was planned of it; kept while its refused rows may still be asked for.
#[derive(Debug)]
pub struct Draft {
    register: ReadRegister,
    plan: ImportPlan,
}

/// Reads and plans. `progress` hears the row, and stops the reading by `false`. The error is the sentence to show.
pub fn preview(
    village: &Village,
    now: &Now<'_>,
    ask: &RegisterAsk,
    progress: &mut dyn FnMut(u32) -> bool,
) -> Result<(RegisterPreview, Draft), String> {
    let mut register = read_register(&ask.path, None, Mapping::default(), progress).map_err(|why| why.to_string())?;
    let kept = village.mapping(register.signature()).map(|kept| kept.columns.clone()).unwrap_or_default();
    let columns = merged(kept, &ask.chosen);
    let mapping = Mapping::from_kept(&columns);
    if !columns.is_empty() {
        register = read_register(&ask.path, None, mapping.clone(), progress).map_err(|why| why.to_string())?;
    }
    let mut mint = fresh_mint().map_err(|why: DeskError| why.to_string())?;
    let mut plan = plan_register(village, now, &register, &mut mint);
    // A column that was said to be left out is no news.
    plan.notices.retain(|notice| notice.column.is_empty() || mapping.chosen(&notice.column) != Some(None));
    let mut intent = std::mem::take(&mut plan.intent);
    if !ask.chosen.is_empty() {
        intent.mapping = Some(HeaderMapping { touched: Seq::default(), signature: register.signature(), columns });
    }
    let guesses = register.guesses().into_iter();
    let unknown = guesses.filter(|it| !it.header.trim().is_empty() && mapping.chosen(&it.header).is_none());
    let preview = RegisterPreview {
        path: ask.path.clone(),
        kind: plan.kind.label(),
        unknown: unknown
            .map(|it| UnknownColumn { header: it.header, guess: it.guess.map(Field::label), sample: it.sample })
            .collect(),
        fields: fields(),
        counts: counts(&plan),
        problems: problems(&plan, village, &intent),
        seq: village.seq,
        intent,
    };
    Ok((preview, Draft { register, plan }))
}

impl Draft {
    /// Writes its refused rows to a new file; how many. The error is the sentence to show.
    pub fn write_rejects(&self, path: &Path) -> Result<usize, String> {
        write_rejects(&self.register, &self.plan, path)
    }
}

/// What is kept, with what was chosen now over it.
fn merged(kept: Vec<(String, String)>, chosen: &[(String, Option<&'static str>)]) -> Vec<(String, String)> {
    let is_chosen = |header: &str| chosen.iter().any(|(known, _)| known == header);
    let mut columns: Vec<_> = kept.into_iter().filter(|(header, _)| !is_chosen(header)).collect();
    columns.extend(chosen.iter().map(|(header, label)| (header.clone(), label.unwrap_or_default().to_owned())));
    columns
}

/// The fields that are worth choosing: those that are read.
fn fields() -> Vec<&'static str> {
    let read = |field: &&Field| !matches!(field, Field::Serial | Field::Age | Field::Bank | Field::Unused);
    Field::ALL.iter().filter(read).map(|field| field.label()).collect()
}

fn counts(plan: &ImportPlan) -> RegisterCounts {
    let counts = plan.counts;
    RegisterCounts {
        rows: counts.rows,
        new: counts.accepted - counts.updated.min(counts.accepted),
        updated: counts.updated,
        unchanged: counts.unchanged,
        repeated: counts.repeated,
        rejected: counts.rejected,
        households: counts.households,
        people: counts.people,
        absent: counts.absent,
    }
}

fn problems(plan: &ImportPlan, village: &Village, intent: &ImportIntent) -> Vec<RegisterProblem> {
    let of_rows = plan.problems.iter().map(|problem| {
        let weight = match problem.level {
            Level::Rejected => ProblemWeight::Rejected,
            Level::Reminder => ProblemWeight::Reminder,
        };
        let value = if problem.value.is_empty() { String::new() } else { format!("「{}」", problem.value) };
        let who = if problem.who.is_empty() { String::new() } else { format!(" {}", problem.who) };
        let place = format!("{} 第{}行{who} {}{value}", problem.sheet, problem.row, problem.column);
        RegisterProblem { weight, place, message: problem.message.clone() }
    });
    let notices = plan.notices.iter().enumerate().map(|(at, notice)| {
        let weight = if plan.of_another && at == 0 { ProblemWeight::Whose } else { ProblemWeight::Notice };
        let place = [notice.sheet.as_str(), notice.column.as_str()].join(" ").trim().to_owned();
        RegisterProblem { weight, place, message: notice.message.clone() }
    });
    let unseen = plan.absent.iter().take(ABSENT_MAX).filter_map(|id| village.person(*id)).map(|person| {
        let place = format!("{} {}", person.name.as_str(), changes::home(village, person.household));
        let message = "这份名册上没有。没有动这个人，请核实是迁出、死亡还是漏登".to_owned();
        RegisterProblem { weight: ProblemWeight::Absent, place, message }
    });
    let mut problems: Vec<_> = of_rows.chain(unseen).chain(notices).chain(changes::of(village, intent)).collect();
    problems.sort_by_key(|problem| problem.weight);
    problems
}
