//! 一线工作手册: the page of a day, filled by the acts of the day, and the sums of a span of days (`sums`).
//!
//! Nothing of it is kept: a page is read from the journal, whose chain is its seal. What a machine did by itself, or only
//! looked at, is no work and on no page.

pub mod sums;
pub mod words;

use super::act_words::ActWords;
use super::change::fieldwork::{PairingChange, VisitChange};
use super::change::{Change, TaskChange, VillageAct};
use super::day::{Day, Moment};
use super::id::Seq;
use super::pairing::Pairing;
use super::village::Village;

/// One line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The act.
    pub seq: Seq,
    /// When it was written down.
    pub at: Moment,
    /// What was done.
    pub what: String,
    /// To whom or what, and what was said.
    pub subject: String,
    /// The day it happened, where that was earlier: 补记.
    pub late: Option<Day>,
    /// Which act it undid.
    pub undoes: Option<Seq>,
}

/// The lines that these acts make, in their order. Acts that are no work make none.
pub fn entries(village: &Village, acts: &[VillageAct]) -> Vec<Entry> {
    acts.iter().filter(|act| is_work(&act.command)).map(|act| entry(village, act)).collect()
}

/// Whether an act of this command is work: not looking at a number, nor what keeps the data whole.
fn is_work(command: &str) -> bool {
    !["record.", "store.", "backup.", "note_"].iter().any(|subject| command.starts_with(subject))
}

fn entry(village: &Village, act: &VillageAct) -> Entry {
    let words = ActWords::of(act, village);
    let happened = act.changes.iter().filter_map(happened_on).min();
    let undoes = act.changes.iter().find_map(|change| match change {
        Change::Undone(undone) => Some(undone.of),
        Change::Village(..)
        | Change::Household(..)
        | Change::Person(..)
        | Change::Task(..)
        | Change::DraftDropped(_)
        | Change::Intake(_)
        | Change::Note(..)
        | Change::Package(_)
        | Change::Holidays(_)
        | Change::Mapping(_)
        | Change::Revealed(_)
        | Change::Backup(_)
        | Change::Handover(..)
        | Change::Destroyed(_)
        | Change::Reconciled(_)
        | Change::Visit(..)
        | Change::Posting(..)
        | Change::Returned(..)
        | Change::Leave(..)
        | Change::Point(..)
        | Change::Pairing(..) => None,
    });
    let said = act.changes.iter().find_map(said).filter(|said| !said.is_empty() && !words.subject.contains(said));
    let subject = match said {
        Some(said) => format!("{} {said}", words.subject),
        None => words.subject,
    };
    Entry {
        seq: act.seq,
        at: act.at,
        what: words.what,
        subject,
        late: happened.filter(|day| *day < act.at.day()),
        undoes,
    }
}

/// The day on which a change happened, where it says one of its own.
fn happened_on(change: &Change) -> Option<Day> {
    match change {
        Change::Visit(VisitChange::Made, visit) => Some(visit.on),
        Change::Intake(intake) => Some(intake.on),
        Change::Task(TaskChange::Stepped(_), task) => task.steps.last().map(|step| step.on),
        Change::Pairing(PairingChange::Contacted, pairing) => pairing.contacts.last().map(|contact| contact.on),
        Change::Visit(VisitChange::CalledBack | VisitChange::Voided, _)
        | Change::Village(..)
        | Change::Household(..)
        | Change::Person(..)
        | Change::Task(..)
        | Change::DraftDropped(_)
        | Change::Note(..)
        | Change::Package(_)
        | Change::Holidays(_)
        | Change::Mapping(_)
        | Change::Undone(_)
        | Change::Revealed(_)
        | Change::Backup(_)
        | Change::Handover(..)
        | Change::Destroyed(_)
        | Change::Reconciled(_)
        | Change::Posting(..)
        | Change::Returned(..)
        | Change::Leave(..)
        | Change::Point(..)
        | Change::Pairing(..) => None,
    }
}

/// What was said, where a line without it would say little.
fn said(change: &Change) -> Option<&str> {
    match change {
        Change::Visit(_, visit) if visit.void.is_empty() => Some(&visit.text),
        Change::Visit(_, visit) => Some(&visit.void),
        Change::Note(_, note) => Some(&note.text),
        Change::Task(TaskChange::Stepped(_), task) => task.steps.last().map(|step| step.words.as_str()),
        Change::Task(TaskChange::Urged, task) => task.urges.last().map(|urge| urge.answer.as_str()),
        Change::Pairing(change, pairing) => pairing_said(*change, pairing),
        Change::Task(..)
        | Change::Village(..)
        | Change::Household(..)
        | Change::Person(..)
        | Change::DraftDropped(_)
        | Change::Intake(_)
        | Change::Package(_)
        | Change::Holidays(_)
        | Change::Mapping(_)
        | Change::Undone(_)
        | Change::Revealed(_)
        | Change::Backup(_)
        | Change::Handover(..)
        | Change::Destroyed(_)
        | Change::Reconciled(_)
        | Change::Posting(..)
        | Change::Returned(..)
        | Change::Leave(..)
        | Change::Point(..) => None,
    }
}

fn pairing_said(change: PairingChange, pairing: &Pairing) -> Option<&str> {
    match change {
        PairingChange::Planned => Some(&pairing.plan),
        PairingChange::Measured => pairing.measures.last().map(|measure| measure.what.as_str()),
        PairingChange::Contacted => pairing.contacts.last().map(|contact| contact.text.as_str()),
        PairingChange::StepSet => pairing.next_step.as_ref().map(|step| step.what.as_str()),
        PairingChange::Ended => pairing.end.as_ref().map(|end| end.why.as_str()),
        PairingChange::Begun | PairingChange::MeasureDone | PairingChange::IncomeChecked => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::RecordKey;
    use crate::domain::decide::Intent;
    use crate::domain::decide::visit::VisitIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::VisitId;
    use crate::domain::visit::Visit;

    #[test]
    fn a_page_says_what_was_done_marks_what_was_entered_late_and_leaves_looking_out() {
        let mut fixture = Fixture::on("2026-11-23");
        fixture.wait_days(1);
        let from = fixture.acts.len();
        let household = fixture.village.households().next().unwrap().id;
        let yesterday = fixture.today().plus_days(-1);
        let visit = Visit {
            met: "李德全".to_owned(),
            text: "路灯坏了".to_owned(),
            ..Visit::at_home(VisitId::mint(&mut fixture.mint, fixture.at), household, yesterday)
        };
        fixture.act(Intent::Visit(VisitIntent::Make(Box::new(visit))));
        fixture.intake("S05", None);
        fixture.act(Intent::Reveal(RecordKey::Household(household)));
        let page = entries(&fixture.village, &fixture.acts[from..]);
        let told: Vec<String> = page.iter().map(|entry| format!("{} {}", entry.what, entry.subject)).collect();
        assert_eq!(told, ["记走访 3社李德全户 路灯坏了", "接件 李德全 1件"]);
        assert_eq!(page.iter().map(|entry| entry.late).collect::<Vec<_>>(), [Some(yesterday), None]);
    }
}
