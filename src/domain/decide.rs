//! The rules: what a person may do now, as changes, or why not. Pure; nothing is written here.
//!
//! One intent in, changes or a refusal out. Each subject decides in its own file; `stage` says which records come of it.

pub mod backup;
pub mod contact;
pub mod correspondence;
pub mod document;
pub mod follow_up;
pub mod handover;
pub mod household;
pub mod import;
pub mod intake;
pub mod leave;
pub mod note;
pub mod package;
pub mod pairing;
pub mod papers;
pub mod person;
pub mod posting;
pub mod retention;
pub mod returned;
pub mod reveal;
pub mod service_point;
pub mod step;
pub mod stick;
pub mod supervision;
#[cfg(test)]
mod tests;
pub mod undo;
pub mod village;
pub mod visit;

use super::change::Change;
use super::change::upkeep::HeaderMapping;
use super::day::{Day, Moment};
use super::limits;
use super::refusal::Refusal;
use super::tables::Tables;
use super::village::Village;

/// When, by whom and under which tables an intent is decided.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// The clock's own time.
    pub at: Moment,
    /// The day that counts; `--date` may set it.
    pub today: Day,
    /// Who acts.
    pub actor: &'a str,
    /// The tables.
    pub tables: &'a Tables,
}

/// What a person wants, by subject. Identities are minted by the caller.
#[derive(Clone, Debug)]
pub enum Intent {
    /// About the village itself.
    Village(village::VillageIntent),
    /// About a household.
    Household(household::HouseholdIntent),
    /// About a person.
    Person(person::PersonIntent),
    /// 接件.
    Intake(Box<intake::IntakeIntent>),
    /// A step of a task.
    Step(super::id::TaskId, step::StepIntent),
    /// Papers, money, entrustment, urging, notes of a task.
    Papers(super::id::TaskId, papers::PapersIntent),
    /// A note or a promise kept.
    Note(note::NoteIntent),
    /// A visit.
    Visit(visit::VisitIntent),
    /// A leave.
    Leave(leave::LeaveIntent),
    /// A service point.
    Point(service_point::PointIntent),
    /// A posting.
    Posting(posting::PostingIntent),
    /// A matter handed back.
    Returned(returned::ReturnedIntent),
    /// A pairing.
    Pairing(pairing::PairingIntent),
    /// A follow-up.
    FollowUp(follow_up::FollowUpIntent),
    /// Something under supervision.
    Supervision(supervision::SupervisionIntent),
    /// A contact.
    Contact(contact::ContactIntent),
    /// A document.
    Document(document::DocumentIntent),
    /// A package.
    Package(package::PackageIntent),
    /// The exchange with the office.
    Correspondence(correspondence::CorrespondenceIntent),
    /// A stick.
    Stick(stick::StickIntent),
    /// What stands in the columns of a form, remembered for its set of headings.
    Columns(Box<HeaderMapping>),
    /// A backup.
    Backup(backup::BackupIntent),
    /// A hand-over.
    Handover(handover::HandoverIntent),
    /// 销毁.
    Destroy(Box<retention::DestroyIntent>),
    /// A register's records, planned by the importer.
    Import(Box<import::ImportIntent>),
    /// Undo or redo of an act.
    Undo(undo::UndoIntent),
    /// A look at the covered numbers of a household or a person.
    Reveal(super::change::RecordKey),
}

impl Intent {
    /// The id under which the act is journalled: what was done, without whom.
    pub fn command(&self) -> &'static str {
        match self {
            Intent::Village(intent) => intent.command(),
            Intent::Household(intent) => intent.command(),
            Intent::Person(intent) => intent.command(),
            Intent::Intake(_) => "intake.take",
            Intent::Step(_, intent) => intent.command(),
            Intent::Papers(_, intent) => intent.command(),
            Intent::Note(intent) => intent.command(),
            Intent::Visit(intent) => intent.command(),
            Intent::Leave(intent) => intent.command(),
            Intent::Point(intent) => intent.command(),
            Intent::Posting(intent) => intent.command(),
            Intent::Returned(intent) => intent.command(),
            Intent::Pairing(intent) => intent.command(),
            Intent::FollowUp(intent) => intent.command(),
            Intent::Supervision(intent) => intent.command(),
            Intent::Contact(intent) => intent.command(),
            Intent::Document(intent) => intent.command(),
            Intent::Package(intent) => intent.command(),
            Intent::Correspondence(intent) => intent.command(),
            Intent::Stick(intent) => intent.command(),
            Intent::Columns(_) => "form.columns",
            Intent::Backup(intent) => intent.command(),
            Intent::Handover(intent) => intent.command(),
            Intent::Destroy(_) => retention::COMMAND,
            Intent::Import(_) => "register.import",
            Intent::Undo(_) => "act.undo",
            Intent::Reveal(_) => reveal::COMMAND,
        }
    }
}

/// What an intent changes, or why it may not. The changes are never empty.
pub fn decide(village: &Village, now: &Now<'_>, intent: Intent) -> Result<Vec<Change>, Refusal> {
    // Nothing is kept for a village that is not there yet: it would lie before the founding, where nothing looks for it.
    if !village.is_founded() && !matches!(intent, Intent::Village(village::VillageIntent::Found { .. })) {
        return Err(Refusal::NotFounded);
    }
    // Two copies written at once would be two records of one village.
    if !matches!(intent, Intent::Handover(handover::HandoverIntent::Revoke(_))) {
        check_not_handed_over(village)?;
    }
    match intent {
        Intent::Village(intent) => village::decide(village, now, intent),
        Intent::Household(intent) => household::decide(village, now, intent),
        Intent::Person(intent) => person::decide(village, now, intent),
        Intent::Intake(intent) => intake::decide(village, now, *intent),
        Intent::Step(id, intent) => step::decide(village, now, id, intent),
        Intent::Papers(id, intent) => papers::decide(village, now, id, intent),
        Intent::Note(intent) => note::decide(village, now, intent),
        Intent::Visit(intent) => visit::decide(village, now, intent),
        Intent::Leave(intent) => leave::decide(village, now, intent),
        Intent::Point(intent) => service_point::decide(village, now, intent),
        Intent::Posting(intent) => posting::decide(village, now, intent),
        Intent::Returned(intent) => returned::decide(village, now, intent),
        Intent::Pairing(intent) => pairing::decide(village, now, intent),
        Intent::FollowUp(intent) => follow_up::decide(village, now, intent),
        Intent::Supervision(intent) => supervision::decide(village, now, intent),
        Intent::Contact(intent) => contact::decide(village, now, intent),
        Intent::Document(intent) => document::decide(village, now, intent),
        Intent::Package(intent) => package::decide(village, now, intent),
        Intent::Correspondence(intent) => correspondence::decide(village, now, intent),
        Intent::Stick(intent) => stick::decide(village, now, intent),
        Intent::Columns(mapping) => import::remember(village, mapping),
        Intent::Backup(intent) => Ok(backup::decide(village, intent)),
        Intent::Handover(intent) => handover::decide(village, now, intent),
        Intent::Destroy(intent) => retention::decide(village, now, &intent),
        Intent::Import(intent) => import::decide(village, now, *intent),
        Intent::Undo(intent) => undo::decide(village, now, intent),
        Intent::Reveal(key) => reveal::decide(village, key),
    }
}

/// Refuses where the village was handed over and this copy is to be looked at only; for work that is long before anything
/// is kept of it.
pub fn check_not_handed_over(village: &Village) -> Result<(), Refusal> {
    match village.handed_over() {
        None => Ok(()),
        Some(given) => Err(Refusal::HandedOver { to: given.to.clone(), code: given.code() }),
    }
}

/// A day something happened on: not after today, and not longer ago than any record reaches.
fn past_day(on: Day, today: Day) -> Result<Day, Refusal> {
    if on > today {
        Err(Refusal::BadDay(on.to_string(), "还没有到这一天"))
    } else if today.days_since(on) > 366 * 5 {
        Err(Refusal::BadDay(on.to_string(), "早于五年前，请核对年份"))
    } else {
        Ok(on)
    }
}

/// Text that must be there, trimmed.
fn required(text: &str, what: &'static str, remedy: &'static str) -> Result<String, Refusal> {
    let text = free_text(text, what)?;
    if text.is_empty() { Err(Refusal::Blank(what, remedy)) } else { Ok(text) }
}

/// Text that may be empty, trimmed and bounded.
fn free_text(text: &str, what: &'static str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() > limits::NOTE_CHARS_MAX {
        return Err(Refusal::TooLong { what, max: limits::NOTE_CHARS_MAX });
    }
    Ok(text.to_owned())
}
