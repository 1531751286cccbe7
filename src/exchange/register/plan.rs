//! What taking a register in would change, before anything is changed: good rows, bad rows, and why.
//!
//! It writes nothing: `decide` judges the intent, `desk` commits it, `rejects` writes the bad rows out.

pub mod apply;
pub mod draft;
pub mod heads;
pub mod households;
pub mod index;
pub mod ledger;
pub mod overlay;
pub mod papers;
pub mod people;
pub mod problem;
pub mod rejects;
pub mod tasks;
#[cfg(test)]
mod tests;
pub mod twice;
pub mod whose;
pub mod words;

use std::collections::HashSet;

use crate::domain::day::{Day, Moment};
use crate::domain::decide::import::ImportIntent;
use crate::domain::document::Document;
use crate::domain::household::Household;
use crate::domain::id::{HouseholdId, IdMint, PersonId};
use crate::domain::matter::catalogue::Catalogue;
use crate::domain::person::Person;
use crate::domain::task::ProxyTask;
use crate::domain::village::{Village, VillageInfo};

use super::reading::{ColumnRead, Notice, ReadRegister, RegisterKind};
use index::Index;
use problem::{Findings, Problem};

/// When a register is taken in, and what its words are looked up in.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The day that counts.
    pub today: Day,
    /// The clock's own time, from which identities are minted.
    pub at: Moment,
    /// The catalogue of matters, for 代办台账.
    pub matters: &'a Catalogue,
}

/// What became of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody or something new.
    New,
    /// Known, and changed by the row.
    Updated,
    /// Known, and nothing new in it.
    Unchanged,
    /// Said before in the same file; counted with the unchanged.
    Repeated,
    /// Not taken in.
    Rejected,
}

/// Numbers of a plan, as the preview and the command line show them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows of the register: accepted, rejected and unchanged ones together.
    pub rows: usize,
    /// Rows taken in.
    pub accepted: usize,
    /// Rows refused.
    pub rejected: usize,
    /// Rows that say nothing new.
    pub unchanged: usize,
    /// Of these, rows about somebody whom another row of the same file holds already.
    pub repeated: usize,
    /// Accepted rows that change what is known.
    pub updated: usize,
    /// Households that the taken and unchanged rows hold.
    pub households: usize,
    /// People that the taken and unchanged rows hold.
    pub people: usize,
    /// People of the village's register that this one does not hold.
    pub absent: usize,
}

/// A plan: nothing is changed until its intent is decided and committed.
#[derive(Clone, Debug)]
pub struct ImportPlan {
    /// The kind of register it comes from.
    pub kind: RegisterKind,
    /// The records it makes; empty when the register brings nothing new.
    pub intent: ImportIntent,
    /// Its numbers.
    pub counts: Counts,
    /// Problems of rows, from the top.
    pub problems: Vec<Problem>,
    /// What concerns columns and sheets.
    pub notices: Vec<Notice>,
    /// Whether the first of these says that the title names another village.
    pub of_another: bool,
    /// Each heading, and what it was taken for.
    pub columns: Vec<ColumnRead>,
    /// 本次未见: people of the village's register that a newer 花名册 does not hold. Nothing is done to them.
    pub absent: Vec<PersonId>,
    /// Indexes of the refused rows in the register, for `rejects`.
    pub rejected_rows: Vec<usize>,
}

/// What the rows of one kind of register come to.
struct Planned {
    info: Option<VillageInfo>,
    households: Vec<Household>,
    people: Vec<Person>,
    documents: Vec<Document>,
    tasks: Vec<ProxyTask>,
    /// What became of each row.
    outcomes: Vec<Outcome>,
    /// Everybody the taken and unchanged rows hold.
    seen: HashSet<PersonId>,
    /// Their households.
    homes: HashSet<HouseholdId>,
    /// Whom refused rows name besides.
    named: Vec<PersonId>,
}

/// Plans what a register would change in the village.
pub fn plan(village: &Village, register: &ReadRegister, context: &Context<'_>, mint: &mut IdMint) -> ImportPlan {
    let index = Index::new(village);
    let mut findings = Findings::new(register);
    // A plain list of names is laid over the people who are there; where there is nobody yet, it is the 花名册.
    let first_list = register.kind == RegisterKind::Overlay && !register.kind_said && village.people().len() == 0;
    let kind = if first_list { RegisterKind::People } else { register.kind };
    let planned = match kind {
        RegisterKind::People | RegisterKind::Heads => {
            people::plan(register, kind, &index, context, mint, &mut findings)
        }
        RegisterKind::Overlay => overlay::plan(register, &index, context, mint, &mut findings),
        RegisterKind::Tasks => tasks::plan(register, &index, context, mint, &mut findings),
    };
    let (absent, few) = absent(village, kind, &planned);
    let whose = whose(village, register);
    let of_another = whose.is_some();
    let mut notices: Vec<Notice> = whose.into_iter().collect();
    notices.extend(register.notices.iter().cloned());
    notices.extend(few);
    let mut counts = count(register, &planned.outcomes);
    counts.people = planned.seen.len();
    counts.households = planned.homes.len();
    counts.absent = absent.len();
    let rejected_rows = rejected(register, &planned.outcomes);
    let Planned { info, households, people, documents, tasks, .. } = planned;
    ImportPlan {
        kind,
        intent: ImportIntent { info, households, people, documents, tasks, mapping: None },
        counts,
        problems: findings.into_sorted(),
        notices,
        of_another,
        columns: register.columns(),
        absent,
        rejected_rows,
    }
}

/// A word of it where a title names another village; the sheet's rows are taken all the same.
fn whose(village: &Village, register: &ReadRegister) -> Option<Notice> {
    let (sheet, name) =
        register.titles().find_map(|(sheet, title)| Some((sheet, whose::other(&village.info, title)?)))?;
    let own = &village.info.name;
    let message = format!("标题写的是“{name}”，本村是“{own}”。请先核对是不是拿错了名册；合并以前的村名，照常导入");
    Some(Notice { sheet: sheet.to_owned(), column: String::new(), message })
}

fn count(register: &ReadRegister, outcomes: &[Outcome]) -> Counts {
    let mut counts = Counts::default();
    for (row, outcome) in register.rows.iter().zip(outcomes) {
        if row.implied_head {
            continue;
        }
        counts.rows += 1;
        match outcome {
            Outcome::New => counts.accepted += 1,
            Outcome::Updated => {
                counts.accepted += 1;
                counts.updated += 1;
            }
            Outcome::Unchanged => counts.unchanged += 1,
            Outcome::Repeated => {
                counts.unchanged += 1;
                counts.repeated += 1;
            }
            Outcome::Rejected => counts.rejected += 1,
        }
    }
    counts
}

fn rejected(register: &ReadRegister, outcomes: &[Outcome]) -> Vec<usize> {
    let rows = register.rows.iter().zip(outcomes).enumerate();
    rows.filter(|(_, (row, outcome))| **outcome == Outcome::Rejected && !row.implied_head).map(|(at, _)| at).collect()
}

/// Registered people of households whom a 花名册 does not hold; nobody, and a word of it, where it holds fewer than half.
fn absent(village: &Village, kind: RegisterKind, planned: &Planned) -> (Vec<PersonId>, Option<Notice>) {
    match kind {
        RegisterKind::People => {}
        RegisterKind::Overlay | RegisterKind::Heads | RegisterKind::Tasks => return (Vec::new(), None),
    }
    let named: HashSet<_> = planned.named.iter().copied().collect();
    let here = village.people().filter(|person| person.is_registered() && person.household.is_some());
    let (on_it, absent): (Vec<_>, Vec<_>) =
        here.map(|person| person.id).partition(|id| planned.seen.contains(id) || named.contains(id));
    if absent.len() <= on_it.len() {
        return (absent, None);
    }
    let people = planned.seen.len();
    let message = format!("这份名册只有{people}人，不是全村的，不查本次未见");
    (Vec::new(), Some(Notice { sheet: String::new(), column: String::new(), message }))
}
