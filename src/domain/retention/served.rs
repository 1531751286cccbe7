//! When a record had served: the day from which its years count, or why they do not count yet.
//!
//! What other records still need of it is said in `needs`.

use super::{Block, RetentionKind};
use crate::domain::backup::newest_elsewhere;
use crate::domain::change::RecordKey;
use crate::domain::day::Day;
use crate::domain::handover::{Handover, HandoverHow};
use crate::domain::household::{Household, HouseholdStatus};
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::id::{HandoverId, PackageId};
use crate::domain::intake::Intake;
use crate::domain::note::Note;
use crate::domain::package::PackageState;
use crate::domain::pairing::Pairing;
use crate::domain::person::{Person, PersonStatus};
use crate::domain::posting::Posting;
use crate::domain::returned_matter::ReturnedMatter;
use crate::domain::supervision::Supervision;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::State;
use crate::domain::village::Village;

/// Whether a record has served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Served {
    /// Not yet; why, in words.
    InUse(&'static str),
    /// It has, and no record tells since when.
    NoDay,
    /// Since this day.
    On(Day),
}

/// A record that is gone, or that is nobody's in particular.
const NOT_ONES_OWN: (RetentionKind, Served) = (RetentionKind::Task, Served::InUse("这种记录不销毁"));

/// Under which rule a record falls, and since when it has served.
pub fn of(village: &Village, key: RecordKey) -> (RetentionKind, Served) {
    let found = match key {
        RecordKey::Task(id) => village.task(id).map(|task| (RetentionKind::Task, task_served(task))),
        RecordKey::Intake(id) => village.intake(id).map(|intake| intake_served(village, intake)),
        RecordKey::Note(id) => village.note(id).map(|note| note_served(village, note)),
        RecordKey::Person(id) => {
            village.person(id).map(|person| (RetentionKind::Person, person_served(village, person)))
        }
        RecordKey::Household(id) => {
            village.household(id).map(|household| (RetentionKind::Household, household_served(household)))
        }
        RecordKey::Package(id) => {
            village.package(id).map(|package| (RetentionKind::Package, Served::On(package.at.day())))
        }
        RecordKey::Backup(id) => {
            let copy = village.backups().find(|copy| copy.id == id);
            copy.map(|copy| (RetentionKind::Backup, Served::On(copy.at.day())))
        }
        RecordKey::Handover(id) => {
            let handover = village.handovers().find(|handover| handover.id == id);
            handover.map(|handover| (RetentionKind::Handover, handover_served(handover)))
        }
        RecordKey::Visit(id) => village.visit(id).map(|visit| (RetentionKind::Visit, Served::On(visit.served_on()))),
        RecordKey::Posting(id) => village.posting(id).map(|posting| posting_served(village, posting)),
        RecordKey::Returned(id) => {
            village.returned_matter(id).map(|matter| (RetentionKind::Returned, returned_served(matter)))
        }
        RecordKey::Leave(id) => village.leave(id).map(|leave| {
            let served = leave.back_on.map_or(Served::InUse("还没有销假"), Served::On);
            (RetentionKind::Leave, served)
        }),
        RecordKey::Point(id) => village.service_point(id).map(|point| {
            let served = point.until.map_or(Served::InUse("还在设点"), Served::On);
            (RetentionKind::Point, served)
        }),
        RecordKey::Pairing(id) => village.pairing(id).map(|pairing| (RetentionKind::Pairing, pairing_served(pairing))),
        RecordKey::FollowUp(id) => village.follow_up(id).map(|it| (RetentionKind::FollowUp, Served::On(it.on))),
        RecordKey::Supervision(id) => {
            village.supervision(id).map(|item| (RetentionKind::Supervision, supervision_served(item)))
        }
        RecordKey::Contact(id) => village.contact(id).map(|contact| {
            let served = contact.gone_on.map_or(Served::InUse("还在用"), Served::On);
            (RetentionKind::Contact, served)
        }),
        // What is known of somebody's papers is of that person's file.
        RecordKey::Document(id) => village.document(id).map(|document| {
            let served = village.person(document.person).map_or(Served::NoDay, |person| person_served(village, person));
            (RetentionKind::Person, served)
        }),
        RecordKey::Village
        | RecordKey::Post
        | RecordKey::Correspondence
        | RecordKey::Sticks
        | RecordKey::Holidays(_)
        | RecordKey::Mapping(_)
        | RecordKey::Numbers(_)
        | RecordKey::Destruction(_) => None,
    };
    found.unwrap_or(NOT_ONES_OWN)
}

/// What of the record itself stands in the way.
pub fn block(village: &Village, key: RecordKey) -> Option<Block> {
    match key {
        RecordKey::Task(id) => task_block(village.task(id)?),
        RecordKey::Note(id) => {
            let promise = village.note(id)?.call_back.as_ref()?;
            promise.done_on.is_none().then_some(Block::InUse("答应了回电，还没有回"))
        }
        RecordKey::Person(id) => {
            let household = village.person(id)?.household.and_then(|id| village.household(id));
            // A household that is over goes with its last people; a living one must not lose its head.
            let leads = household.is_some_and(|it| it.head == Some(id) && it.status == HouseholdStatus::Registered);
            leads.then_some(Block::InUse("还登记为户主，请先登记户主变更"))
        }
        RecordKey::Package(id) => package_block(village, id),
        RecordKey::Backup(id) => {
            let newest = village.backups().max_by_key(|copy| copy.at);
            let last = [newest, newest_elsewhere(village)].into_iter().flatten().any(|copy| copy.id == id);
            last.then_some(Block::InUse("是最近的一份备份"))
        }
        RecordKey::Handover(id) => handover_block(village, id),
        RecordKey::Visit(id) => {
            let promise = village.visit(id)?.call_back.as_ref()?;
            promise.done_on.is_none().then_some(Block::InUse("答应了回电，还没有回"))
        }
        RecordKey::Household(_)
        | RecordKey::Posting(_)
        | RecordKey::Returned(_)
        | RecordKey::Leave(_)
        | RecordKey::Point(_)
        | RecordKey::Pairing(_)
        | RecordKey::FollowUp(_)
        | RecordKey::Supervision(_)
        | RecordKey::Contact(_)
        | RecordKey::Document(_)
        | RecordKey::Intake(_)
        | RecordKey::Village
        | RecordKey::Post
        | RecordKey::Correspondence
        | RecordKey::Sticks
        | RecordKey::Holidays(_)
        | RecordKey::Mapping(_)
        | RecordKey::Numbers(_)
        | RecordKey::Destruction(_) => None,
    }
}

fn task_served(task: &ProxyTask) -> Served {
    match task.state {
        State::Closed | State::Withdrawn | State::NotTaken | State::HandedOver | State::Delivered => {
            Served::On(task.steps.last().map_or(task.registered_on, |step| step.on))
        }
        State::Draft
        | State::Registered
        | State::NoticeGiven
        | State::Accepted
        | State::Working
        | State::Submitted
        | State::Paused
        | State::Returned
        | State::Granted
        | State::Denied => Served::InUse("还没有办完"),
    }
}

fn task_block(task: &ProxyTask) -> Option<Block> {
    if let Some(hold) = task.holds_out().next() {
        return Some(Block::HoldOut(hold.doc.clone()));
    }
    if task.balance_fen() != 0 {
        return Some(Block::MoneyOpen(task.balance_fen()));
    }
    (task.state == State::Delivered).then_some(Block::InUse("已送达，还没有归档"))
}

/// A note about a task is of the task's file, and serves as long; one written later holds the file back.
fn note_served(village: &Village, note: &Note) -> (RetentionKind, Served) {
    let called = note.call_back.as_ref().and_then(|call| call.done_on);
    let written = note.written_at().day();
    let written = called.map_or(written, |day| day.max(written));
    match note.task.and_then(|id| village.task(id)).map(task_served) {
        Some(Served::On(day)) => (RetentionKind::Task, Served::On(day.max(written))),
        Some(other @ (Served::InUse(_) | Served::NoDay)) => (RetentionKind::Task, other),
        None => (RetentionKind::Note, Served::On(written)),
    }
}

/// An intake is of one file with its tasks and has served with the last of them.
fn intake_served(village: &Village, intake: &Intake) -> (RetentionKind, Served) {
    let tasks = intake.lines.iter().filter_map(|line| line.task).filter_map(|id| village.task(id));
    let mut kind = RetentionKind::Intake;
    let mut last = intake.on;
    for task in tasks {
        kind = RetentionKind::Task;
        match task_served(task) {
            Served::On(day) => last = last.max(day),
            other @ (Served::InUse(_) | Served::NoDay) => return (kind, other),
        }
    }
    (kind, Served::On(last))
}

fn person_served(village: &Village, person: &Person) -> Served {
    let left = match person.status {
        PersonStatus::Registered if person.household.is_none() => return passer_by(village, person),
        PersonStatus::Registered => return Served::InUse("还在册"),
        PersonStatus::Missing => return Served::InUse("登记为失踪，还没有注销"),
        PersonStatus::Dead => HouseholdEventKind::Death,
        PersonStatus::MovedOut => HouseholdEventKind::MovedOut,
        PersonStatus::Duplicate => return Served::NoDay,
    };
    let household = person.household.and_then(|id| village.household(id));
    let events = household.into_iter().flat_map(|household| &household.events);
    let events = events.filter(|event| event.kind == left && event.person == Some(person.id));
    events.map(|event| event.on).max().map_or(Served::NoDay, Served::On)
}

/// 临时人员 have served with the last of their matters; later intakes and notes hold them back by themselves.
fn passer_by(village: &Village, person: &Person) -> Served {
    let Some(mut last) = person.id.made_on() else { return Served::NoDay };
    for task in village.tasks_of(person.id) {
        match task_served(task) {
            Served::On(day) => last = last.max(day),
            Served::InUse(_) | Served::NoDay => return Served::InUse("还有没办完的事项"),
        }
    }
    Served::On(last)
}

fn household_served(household: &Household) -> Served {
    match household.status {
        HouseholdStatus::Registered => Served::InUse("还在册"),
        HouseholdStatus::MovedAway | HouseholdStatus::Cancelled | HouseholdStatus::Merged => {
            household.events.iter().map(|event| event.on).max().map_or(Served::NoDay, Served::On)
        }
    }
}

fn handover_served(handover: &Handover) -> Served {
    match handover.how {
        HandoverHow::Given => Served::InUse("交接还没有了结"),
        HandoverHow::Revoked | HandoverHow::Taken => Served::On(handover.settled_at.unwrap_or(handover.at).day()),
    }
}

/// A posting of a matter handed back is of that matter's file; one that hangs or has to be answered is in use.
fn posting_served(village: &Village, posting: &Posting) -> (RetentionKind, Served) {
    let own = match posting.served_on() {
        Some(day) => Served::On(day),
        None => Served::InUse("还在公示，或者异议还没有答复"),
    };
    match posting.returned.and_then(|id| village.returned_matter(id)).map(returned_served) {
        Some(Served::On(day)) => (RetentionKind::Returned, Served::On(day)),
        Some(other @ (Served::InUse(_) | Served::NoDay)) => (RetentionKind::Returned, other),
        None => (RetentionKind::Posting, own),
    }
}

fn returned_served(matter: &ReturnedMatter) -> Served {
    if !matter.state.is_over() {
        return Served::InUse("还没有走完");
    }
    Served::On(matter.steps.last().map_or(matter.proposed_on, |step| step.on))
}

fn pairing_served(pairing: &Pairing) -> Served {
    pairing.end.as_ref().map_or(Served::InUse("还在帮扶，没有解除"), |end| Served::On(end.on))
}

fn supervision_served(item: &Supervision) -> Served {
    match &item.settled {
        Some(settled) => Served::On(settled.on),
        None if item.is_open() => Served::InUse("还没有办结"),
        None => Served::On(item.on),
    }
}

/// Where the next package begins and which number it gets is told by the last one that the town confirmed.
fn package_block(village: &Village, id: PackageId) -> Option<Block> {
    let package = village.package(id).filter(|package| !package.is_form())?;
    let later = village.packages().any(|other| other.no > package.no && other.state == PackageState::Confirmed);
    (!later).then_some(Block::InUse("镇里还没有签收更新的一包"))
}

/// Which term it is, is told by the last taking over.
fn handover_block(village: &Village, id: HandoverId) -> Option<Block> {
    let last = village.handovers().filter(|it| it.how == HandoverHow::Taken).max_by_key(|it| it.term);
    last.is_some_and(|last| last.id == id).then_some(Block::InUse("是最近的一次接任"))
}
