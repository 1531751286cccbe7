//! 一线工作手册: the page of a day, filled by the acts of the day, and the sums of a span of days (`sums`).
//!
//! Nothing of it is kept: a page is read from the journal, whose chain is its seal. What a machine did by itself, or only
//! looked at, is no work and on no page.

pub mod days;
pub mod later;
pub mod sums;
pub mod words;

use super::act_words::ActWords;
use super::change::fieldwork::{
    FollowUpChange, LeaveChange, PairingChange, PointChange, PostingChange, ReturnedChange, SupervisionChange,
    VisitChange,
};
use super::change::{Change, NoteChange, PersonChange, TaskChange, VillageAct};
use super::day::{Day, Moment};
use super::id::Seq;
use super::pairing::Pairing;
use super::posting::Posting;
use super::returned_matter::ReturnedMatter;
use super::service_point::ServicePoint;
use super::supervision::{Deed, Supervision};
use super::task::ProxyTask;
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
    let told: Vec<Told<'_>> = act.changes.iter().map(told).collect();
    let said = told.iter().find_map(|told| told.said);
    let subject = match said.filter(|said| !said.is_empty() && !words.subject.contains(said)) {
        Some(said) => format!("{} {said}", words.subject),
        None => words.subject,
    };
    Entry {
        seq: act.seq,
        at: act.at,
        what: words.what,
        subject,
        late: late_of(act),
        undoes: told.iter().find_map(|told| told.undoes),
    }
}

/// The day an act tells of, where that is earlier than the one on which it was written.
fn late_of(act: &VillageAct) -> Option<Day> {
    // What two records of one person carry from one to the other happened before, and was on its page already.
    if act.changes.iter().any(|change| matches!(change, Change::Person(PersonChange::Merged, _))) {
        return None;
    }
    let happened = act.changes.iter().filter_map(|change| told(change).on).min();
    happened.filter(|day| *day < act.at.day())
}

/// What a change says beyond what was done.
#[derive(Default)]
struct Told<'a> {
    /// The day on which it happened, where it says one of its own.
    on: Option<Day>,
    /// What was said, where a line without it would say little.
    said: Option<&'a str>,
    /// The act it undoes.
    undoes: Option<Seq>,
}

impl<'a> Told<'a> {
    fn on(day: Day) -> Told<'a> {
        Told { on: Some(day), ..Told::default() }
    }

    fn said(words: &'a str) -> Told<'a> {
        Told { said: Some(words), ..Told::default() }
    }

    fn both(on: Day, words: &'a str) -> Told<'a> {
        Told { on: Some(on), said: Some(words), undoes: None }
    }
}

fn told(change: &Change) -> Told<'_> {
    match change {
        Change::Visit(VisitChange::Made, visit) => Told::both(visit.on, &visit.text),
        Change::Visit(VisitChange::CalledBack, visit) => Told::said(&visit.text),
        Change::Visit(VisitChange::Voided, visit) => Told::said(&visit.void),
        Change::Intake(intake) => Told::on(intake.on),
        Change::Note(NoteChange::Written, note) => Told::both(note.at.day(), &note.text),
        Change::Note(NoteChange::CalledBack, note) => Told::said(&note.text),
        Change::Task(change, task) => of_task(change, task).unwrap_or_default(),
        Change::Undone(undone) => Told { undoes: Some(undone.of), ..Told::default() },
        Change::Posting(change, posting) => of_posting(*change, posting).unwrap_or_default(),
        Change::Returned(change, matter) => of_returned(change, matter).unwrap_or_default(),
        Change::Leave(LeaveChange::Recorded, leave) => Told::both(leave.from, &leave.reason),
        Change::Leave(LeaveChange::Back, leave) => leave.back_on.map(Told::on).unwrap_or_default(),
        Change::Point(change, point) => of_point(*change, point).unwrap_or_default(),
        Change::Pairing(change, pairing) => of_pairing(*change, pairing).unwrap_or_default(),
        Change::FollowUp(FollowUpChange::Settled, done) => Told::both(done.on, &done.reason),
        Change::FollowUp(FollowUpChange::Moved, _) | Change::Note(NoteChange::Moved, _) => Told::default(),
        Change::Supervision(SupervisionChange::Received | SupervisionChange::ChannelsTold, item) => Told::on(item.on),
        Change::Supervision(change, item) => {
            supervision_deed(*change, item).map(|deed| Told::both(deed.on, &deed.words)).unwrap_or_default()
        }
        Change::Document(_, document) => Told::on(document.noted_on),
        Change::Contact(..)
        | Change::Post(..)
        | Change::Correspondence(..)
        | Change::Sticks(..)
        | Change::Village(..)
        | Change::Household(..)
        | Change::Person(..)
        | Change::DraftDropped(_)
        | Change::Package(_)
        | Change::Holidays(_)
        | Change::Mapping(_)
        | Change::Revealed(_)
        | Change::Backup(_)
        | Change::Handover(..)
        | Change::Destroyed(_)
        | Change::Reconciled(_) => Told::default(),
    }
}

fn of_task<'a>(change: &TaskChange, task: &'a ProxyTask) -> Option<Told<'a>> {
    if let TaskChange::Stepped(_) = change {
        return task.steps.last().map(|step| Told::both(step.on, &step.words));
    }
    let urged = task.urges.last().filter(|_| *change == TaskChange::Urged);
    urged.map(|urge| Told::both(urge.on, &urge.answer))
}

fn of_posting(change: PostingChange, posting: &Posting) -> Option<Told<'_>> {
    match change {
        PostingChange::PutUp => Some(Told::on(posting.from)),
        PostingChange::Objected => posting.objections.last().map(|it| Told::both(it.on, &it.words)),
        PostingChange::Answered => {
            let last =
                posting.objections.iter().filter(|it| it.answered_on.is_some()).max_by_key(|it| it.answered_on)?;
            Some(Told::both(last.answered_on?, &last.answer))
        }
        PostingChange::TakenDown => posting.down_on.map(Told::on),
    }
}

fn of_returned<'a>(change: &ReturnedChange, matter: &'a ReturnedMatter) -> Option<Told<'a>> {
    match change {
        ReturnedChange::Proposed => Some(Told::on(matter.proposed_on)),
        ReturnedChange::Screened => {
            let reason = matter.screens.as_ref().map_or("", |screens| screens.reason.as_str());
            matter.steps.last().map(|step| Told::both(step.on, reason))
        }
        ReturnedChange::Stepped(_) => matter.steps.last().map(|step| Told::both(step.on, &step.words)),
        ReturnedChange::Filed => matter.filed_on.map(Told::on),
        ReturnedChange::Corrected(_) => None,
    }
}

/// The days stand in their order; the one written down last is the one that is told.
fn of_point(change: PointChange, point: &ServicePoint) -> Option<Told<'_>> {
    match change {
        PointChange::Held => {
            point.held.iter().max_by_key(|held| held.entered_at).map(|held| Told::both(held.on, &held.words))
        }
        PointChange::Added | PointChange::Edited | PointChange::Ended => None,
    }
}

fn of_pairing(change: PairingChange, pairing: &Pairing) -> Option<Told<'_>> {
    match change {
        PairingChange::Planned => Some(Told::said(&pairing.plan)),
        PairingChange::Measured => pairing.measures.last().map(|measure| Told::both(measure.on, &measure.what)),
        PairingChange::Contacted => pairing.contacts.last().map(|contact| Told::both(contact.on, &contact.text)),
        PairingChange::StepSet => pairing.next_step.as_ref().map(|step| Told::said(&step.what)),
        PairingChange::Ended => pairing.end.as_ref().map(|end| Told::both(end.on, &end.why)),
        PairingChange::Begun => Some(Told::on(pairing.from)),
        PairingChange::MeasureDoneAt(place) => {
            let measure = pairing.measures.get(usize::from(place))?;
            measure.done_on.map(|on| Told::both(on, &measure.what))
        }
        PairingChange::MeasureDone | PairingChange::IncomeChecked => None,
    }
}

/// What was done with this change.
fn supervision_deed(change: SupervisionChange, item: &Supervision) -> Option<&Deed> {
    match change {
        SupervisionChange::CalledBack => item.called_back.as_ref(),
        SupervisionChange::Done => item.deeds.last(),
        SupervisionChange::Settled => item.settled.as_ref(),
        SupervisionChange::Received | SupervisionChange::ChannelsTold => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::RecordKey;
    use crate::domain::decide::Intent;
    use crate::domain::decide::person::PersonIntent;
    use crate::domain::decide::service_point::PointIntent;
    use crate::domain::decide::visit::VisitIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::{PersonId, ServicePointId, VisitId};
    use crate::domain::person::Person;
    use crate::domain::service_point::PointDays;
    use crate::domain::text::PersonName;
    use crate::domain::visit::Visit;

    #[test]
    fn papers_carried_over_by_a_merge_are_no_late_entry() {
        let mut fixture = Fixture::on("2026-11-23");
        let keep = fixture.person("李德全");
        let twice = Person::new(PersonId::mint(&mut fixture.mint, fixture.at), PersonName::parse("李德金").unwrap());
        let duplicate = twice.id;
        fixture.act(Intent::Person(PersonIntent::Add(Box::new(twice))));
        fixture.document(duplicate, "残疾人证", Some(fixture.today().plus_days(900))).unwrap();
        fixture.wait_days(5);
        fixture.act(Intent::Person(PersonIntent::Merge { keep, duplicate }));
        let act = fixture.acts.last().unwrap();
        assert!(act.changes.iter().any(|it| matches!(it, Change::Document(..))));
        assert_eq!(entries(&fixture.village, std::slice::from_ref(act))[0].late, None);
    }

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

    #[test]
    fn a_point_kept_and_an_urging_told_a_day_late_are_marked_and_say_what_was_said() {
        let mut fixture = Fixture::on("2026-11-04");
        let id = ServicePointId::mint(&mut fixture.mint, fixture.at);
        let point = ServicePoint {
            id,
            touched: Seq::default(),
            name: "慈云场".to_owned(),
            place: String::new(),
            days: PointDays::parse("每周三").unwrap(),
            hours: String::new(),
            since: fixture.today(),
            until: None,
            held: Vec::new(),
        };
        fixture.act(Intent::Point(PointIntent::Add(Box::new(point))));
        fixture.wait_days(8);
        let from = fixture.acts.len();
        // The newer day is told first: the page of each says its own.
        for (on, words) in [("2026-11-11", "3人问医保"), ("2026-11-04", "没人来")] {
            fixture.at = Moment::from_unix_ms(fixture.at.unix_ms() + 60_000);
            let on = Day::parse_iso(on).unwrap();
            fixture.act(Intent::Point(PointIntent::Held(id, on, words.to_owned())));
        }
        let page = entries(&fixture.village, &fixture.acts[from..]);
        let told: Vec<_> = page.iter().map(|entry| (entry.subject.as_str(), entry.late.unwrap().to_string())).collect();
        assert_eq!(told, [("慈云场 3人问医保", "2026-11-11".to_owned()), ("慈云场 没人来", "2026-11-04".to_owned())]);
    }
}
