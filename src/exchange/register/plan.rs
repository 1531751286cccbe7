//! What taking a register in would change, before anything is changed: good rows, bad rows, and why.
//!
//! It writes nothing: `decide` judges the intent, `desk` commits it, `rejects` writes the bad rows out.

pub mod apply;
pub mod draft;
pub mod households;
pub mod index;
pub mod people;
pub mod problem;
#[cfg(test)]
mod tests;
pub mod twice;
pub mod words;

use std::collections::HashSet;

use crate::domain::day::{Day, Moment};
use crate::domain::decide::import::ImportIntent;
use crate::domain::id::{HouseholdId, IdMint, PersonId};
use crate::domain::matter::catalogue::Catalogue;
use crate::domain::person::Person;
use crate::domain::text::PersonName;
use crate::domain::village::Village;

use super::field::Field;
use super::reading::{ColumnRead, Notice, ReadRegister, RegisterKind};
use index::Index;
use people::PeoplePlan;
use problem::{Findings, Level, Problem};

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
    /// Known, or said before in the same file, and nothing new in it.
    Unchanged,
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
    /// Each heading, and what it was taken for.
    pub columns: Vec<ColumnRead>,
    /// 本次未见: people of the village's register that a newer 花名册 does not hold. Nothing is done to them.
    pub absent: Vec<PersonId>,
    /// Indexes of the refused rows in the register, for `rejects`.
    pub rejected_rows: Vec<usize>,
}

/// Plans what a register would change in the village.
pub fn plan(village: &Village, register: &ReadRegister, context: &Context<'_>, mint: &mut IdMint) -> ImportPlan {
    let index = Index::new(village);
    let mut findings = Findings::new(register);
    let mut intent = ImportIntent::default();
    let mut people = people::plan(register, &index, context, mint, &mut findings);
    intent.people = std::mem::take(&mut people.people);
    intent.households = people.households.changed();
    if people.households.info != village.info && !intent.households.is_empty() {
        intent.info = Some(people.households.info.clone());
    }
    let households: HashSet<HouseholdId> = people.households.order.iter().copied().collect();
    let mut here = people.seen.clone();
    here.extend(named_in_refused(register, &index, &people));
    let absent = absent(village, register.kind, &here);
    let mut counts = count(register, &people.outcomes);
    counts.people = people.seen.len();
    counts.households = households.len();
    counts.absent = absent.len();
    let rejected_rows = rejected(register, &people.outcomes);
    ImportPlan {
        kind: register.kind,
        intent,
        counts,
        problems: findings.into_sorted(),
        notices: register.notices.clone(),
        columns: register.columns(),
        absent,
        rejected_rows,
    }
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
            Outcome::Rejected => counts.rejected += 1,
        }
    }
    counts
}

fn rejected(register: &ReadRegister, outcomes: &[Outcome]) -> Vec<usize> {
    let rows = register.rows.iter().zip(outcomes).enumerate();
    rows.filter(|(_, (row, outcome))| **outcome == Outcome::Rejected && !row.implied_head).map(|(at, _)| at).collect()
}

/// Whom refused rows name: they are in the register, though not taken in.
fn named_in_refused(register: &ReadRegister, index: &Index<'_>, people: &PeoplePlan<'_>) -> Vec<PersonId> {
    let refused = register.rows.iter().zip(&people.outcomes).filter(|(_, outcome)| **outcome == Outcome::Rejected);
    let named = refused.filter_map(|(row, _)| {
        let name = PersonName::parse(&register.text(row, Field::Name)).ok()?;
        let no = register.block(row).map_or("", |block| block.no.as_str());
        let home = people.households.of_block(row.block).or(index.household_numbered(no).map(|it| it.id));
        let same_home = |person: &&Person| home.is_none() || person.household == home;
        let ids: Vec<_> = index.people_named(name.as_str()).filter(same_home).map(|person| person.id).collect();
        Some(ids)
    });
    named.flatten().collect()
}

/// Registered people of households whom a 花名册 does not hold.
fn absent(village: &Village, kind: RegisterKind, seen: &HashSet<PersonId>) -> Vec<PersonId> {
    match kind {
        RegisterKind::People => {
            let here = village.people().filter(|person| person.is_registered() && person.household.is_some());
            here.map(|person| person.id).filter(|id| !seen.contains(id)).collect()
        }
        RegisterKind::Overlay | RegisterKind::Heads | RegisterKind::Tasks => Vec::new(),
    }
}

impl ImportPlan {
    /// The messages for which rows were refused, each once with how often, the most frequent first.
    pub fn rejections(&self) -> Vec<(&str, usize)> {
        let mut counted: Vec<(&str, usize)> = Vec::new();
        for problem in self.problems.iter().filter(|problem| problem.level == Level::Rejected) {
            match counted.iter_mut().find(|(message, _)| *message == problem.message) {
                Some((_, count)) => *count += 1,
                None => counted.push((&problem.message, 1)),
            }
        }
        counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counted
    }
}
