//! The lines of 今日 that come of the work in the village: visits, rounds, service points, leave, postings, pairings, follow-ups;
//! and of what is under supervision.
//!
//! Each is derived, and ends by an act.

use super::{TodayKind, TodayLine, TodaySubject};
use crate::domain::day::Day;
use crate::domain::follow_up::chains::Trigger;
use crate::domain::follow_up::outlook::{self as follow_up, Pending};
use crate::domain::leave::Leave;
use crate::domain::limits;
use crate::domain::pairing::Pairing;
use crate::domain::posting::{self, Posting, PostingState};
use crate::domain::rotation;
use crate::domain::service_point::ServicePoint;
use crate::domain::supervision::{self, outlook::OpenWhat};
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::domain::visit::Visit;
use crate::domain::visit::duty::DutyState;
use crate::domain::visit::outlook::Outlook;

pub(super) fn visit_line(visit: &Visit, today: Day) -> Option<TodayLine> {
    let promise = visit.call_back.as_ref().filter(|promise| promise.done_on.is_none() && promise.on <= today)?;
    let days = today.days_since(promise.on);
    let subject = TodaySubject::Visit(visit.id);
    Some(TodayLine { kind: TodayKind::CallBack, subject, due: Some(promise.on), days })
}

/// How far ahead the next service point is told, in days.
const POINT_AHEAD_DAYS: i32 = 7;

/// A line for each service point of today and each that was missed; where today has none, the one that comes next, with
/// the days until then below 0.
pub(super) fn point_lines(village: &Village, today: Day) -> Vec<TodayLine> {
    let mut lines: Vec<TodayLine> =
        village.service_points().filter_map(|point| point_line(village, point, today)).collect();
    if lines.iter().any(|line| line.days == 0) || village.handed_over().is_some() {
        return lines;
    }
    let next = village.service_points().filter_map(|point| {
        let kept = |day: &Day| point.is_on(*day) && village.away_on(*day).is_none();
        let mut ahead = (1..=POINT_AHEAD_DAYS).map(|days| today.plus_days(days));
        Some((ahead.find(kept)?, point.id))
    });
    lines.extend(next.min().map(|(on, id)| TodayLine {
        kind: TodayKind::PointDay,
        subject: TodaySubject::Point(id),
        due: Some(on),
        days: today.days_since(on),
    }));
    lines
}

/// Today's until it is kept; else the last one that nobody says was kept. A day away is no miss.
fn point_line(village: &Village, point: &ServicePoint, today: Day) -> Option<TodayLine> {
    if village.handed_over().is_some() || point.until.is_some() {
        return None;
    }
    let away = |day: Day| village.away_on(day).is_some();
    let here = point.is_on(today) && !point.was_held(today) && !away(today);
    let on = if here { today } else { point.missed(today, away)? };
    let subject = TodaySubject::Point(point.id);
    Some(TodayLine { kind: TodayKind::PointDay, subject, due: Some(on), days: today.days_since(on) })
}

pub(super) fn leave_line(leave: &Leave, today: Day) -> TodayLine {
    let days = today.days_since(leave.to);
    TodayLine { kind: TodayKind::NotBack, subject: TodaySubject::Leave(leave.id), due: Some(leave.to), days }
}

/// The week's round from Thursday on, and whoever waits longest beyond the cycle: one line each, or a village that was
/// just taken in would be nothing else.
pub(super) fn round_lines(village: &Village, tables: &Tables, today: Day) -> Vec<TodayLine> {
    // Nobody writes down a visit in a copy that is to be looked at only.
    if village.handed_over().is_some() || village.households().len() == 0 {
        return Vec::new();
    }
    let outlook = Outlook::of(village, tables, today);
    let sunday = outlook.duty.monday.plus_days(6);
    let warned = outlook.duty.state == DutyState::Warning;
    let round = warned.then(|| TodayLine {
        kind: TodayKind::RoundDue,
        subject: TodaySubject::Round,
        due: Some(sunday),
        days: sunday.days_since(today),
    });
    let unseen = [(TodayKind::LongUnseen, false), (TodayKind::CycleOver, true)].map(|(kind, often)| {
        let past = outlook.past(village, tables, today, often);
        let (seen, days) = past.first()?;
        let subject = TodaySubject::Unseen(seen.household, past.len());
        let due = seen.last.map(|last| last.plus_days(seen.cycle_days));
        Some(TodayLine { kind, subject, due, days: *days })
    });
    round.into_iter().chain(unseen.into_iter().flatten()).collect()
}

/// A posting that may come down, or an objection that has to be answered; below 0 while there is time for it.
pub(super) fn posting_line(posting: &Posting, today: Day) -> Option<TodayLine> {
    let due = match posting.state(today) {
        PostingState::Objected { answer_by } => answer_by,
        PostingState::MayComeDown { since } => since,
        PostingState::Up { .. } | PostingState::Down => return None,
    };
    let subject = TodaySubject::Posting(posting.id);
    Some(TodayLine { kind: TodayKind::Posting, subject, due: Some(due), days: today.days_since(due) })
}

/// Whether the line is that of a posting with an objection nobody has answered.
pub(super) fn is_objected(village: &Village, line: &TodayLine, today: Day) -> bool {
    let TodaySubject::Posting(id) = line.subject else { return false };
    let state = village.posting(id).map(|posting| posting.state(today));
    matches!(state, Some(PostingState::Objected { .. }))
}

/// One line for all that is to be published by the calendar; below 0 while there is time for it.
pub(super) fn publication_line(village: &Village, tables: &Tables, today: Day) -> Option<TodayLine> {
    // Nothing is put up any more in a copy that is to be looked at only.
    if village.handed_over().is_some() {
        return None;
    }
    let due = posting::outlook::of(village, tables, today);
    let open: Vec<Day> = due.iter().filter(|due| due.is_open()).map(|due| due.by).collect();
    let by = open.iter().min().copied()?;
    let subject = TodaySubject::Publication(open.len());
    let days = today.days_since(by);
    let near = days >= -limits::DUE_SOON_DAYS;
    near.then_some(TodayLine { kind: TodayKind::Posting, subject, due: Some(by), days })
}

/// Everything that is open under supervision; below 0 while there is time for it.
pub(super) fn supervision_lines(village: &Village, tables: &Tables, today: Day) -> Vec<TodayLine> {
    // Nothing is written down any more in a copy that is to be looked at only.
    if village.handed_over().is_some() {
        return Vec::new();
    }
    let line = |it: supervision::outlook::Open| {
        let subject = match it.what {
            OpenWhat::Item(id) => TodaySubject::Supervision(id),
            OpenWhat::Rating(id) => TodaySubject::PoorRating(id),
        };
        TodayLine { kind: TodayKind::Supervision, subject, due: Some(it.due), days: today.days_since(it.due) }
    };
    supervision::outlook::open(village, tables).into_iter().map(line).collect()
}

/// The rotation of the officer, from some time before its day on.
pub(super) fn rotation_line(village: &Village, tables: &Tables, today: Day) -> Option<TodayLine> {
    let on = rotation::due(village, tables, today)?.on;
    let (kind, subject) = (TodayKind::RotationDue, TodaySubject::Rotation);
    Some(TodayLine { kind, subject, due: Some(on), days: today.days_since(on) })
}

/// The next step of a pairing, from its day on.
pub(super) fn step_line(pairing: &Pairing, today: Day) -> Option<TodayLine> {
    let step = pairing.next_step.as_ref().filter(|step| pairing.is_open() && step.on <= today)?;
    let (kind, subject) = (TodayKind::StepDue, TodaySubject::Pairing(pairing.id));
    Some(TodayLine { kind, subject, due: Some(step.on), days: today.days_since(step.on) })
}

/// One line for all that follows from one event of somebody, and one for all who come to one age: a day with six of them
/// would hide what is due. What is due first stands for them; below 0 while there is time for it.
pub(super) fn follow_up_lines(village: &Village, tables: &Tables, today: Day) -> Vec<TodayLine> {
    // Nothing is done about them in a copy that is to be looked at only.
    if village.handed_over().is_some() {
        return Vec::new();
    }
    let open = follow_up::all(village, tables, today);
    let together = |one: &Pending, other: &Pending| match tables.chains.at(one.key.rule).map(|rule| &rule.trigger) {
        Some(trigger @ Trigger::Event(_)) => {
            let same = tables.chains.at(other.key.rule).is_some_and(|rule| rule.trigger == *trigger);
            same && one.key.person == other.key.person
        }
        Some(Trigger::Age(_) | Trigger::Granted(_) | Trigger::Expiry(_)) | None => one.key.rule == other.key.rule,
    };
    let first = |place: usize, pending: &Pending| !open.iter().take(place).any(|earlier| together(pending, earlier));
    let heads = open.iter().enumerate().filter(|(place, pending)| first(*place, pending));
    heads
        .map(|(_, head)| {
            let count = open.iter().filter(|pending| together(head, pending)).count();
            let subject = TodaySubject::FollowUp(head.key, count);
            let days = today.days_since(head.due);
            TodayLine { kind: TodayKind::FollowUpDue, subject, due: Some(head.due), days }
        })
        .collect()
}
