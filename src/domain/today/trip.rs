//! 进镇清单, 进村清单: the lines of 今日 that can be settled on one way, in the order of 今日.
//!
//! Ticking on the list is the lawful step of the task itself; nothing is kept of a list.

use super::{TodayKind, TodayLine, TodaySubject};
use crate::domain::material::HoldPlace;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::{ResultPlace, State};
use crate::domain::village::Village;

/// Where the officer is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trip {
    /// 进镇: to hand in, to ask after, to fetch.
    Town,
    /// 进村: to deliver, to bring back, to get papers, to see homes.
    Village,
}

impl Trip {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Trip::Town => "进镇清单",
            Trip::Village => "进村清单",
        }
    }
}

/// Whether a line can be settled on this trip: handed in, asked after or fetched in town; brought or got in the village.
pub fn is_on_the_way(village: &Village, line: &TodayLine, trip: Trip) -> bool {
    let where_to = match line.subject {
        TodaySubject::Note(_)
        | TodaySubject::Visit(_)
        | TodaySubject::Round
        | TodaySubject::Unseen(..)
        | TodaySubject::Point(_)
        | TodaySubject::Posting(_)
        | TodaySubject::Publication(_)
        | TodaySubject::Supervision(_)
        | TodaySubject::PoorRating(_)
        | TodaySubject::Pairing(_)
        | TodaySubject::FollowUp(..) => Some(Trip::Village),
        TodaySubject::Village | TodaySubject::Rotation | TodaySubject::Retention | TodaySubject::Leave(_) => None,
        TodaySubject::Hold(id, hold) => village.task(id).and_then(|task| {
            let hold = task.holds.iter().find(|other| other.id == hold)?;
            Some(if hold.place == HoldPlace::Here { Trip::Village } else { Trip::Town })
        }),
        TodaySubject::Task(id) => village.task(id).and_then(|task| task_trip(task, line.kind)),
    };
    where_to == Some(trip)
}

fn task_trip(task: &ProxyTask, kind: TodayKind) -> Option<Trip> {
    if kind == TodayKind::MoneyOpen {
        return Some(if task.submissions.is_empty() { Trip::Town } else { Trip::Village });
    }
    if kind == TodayKind::SignatureDue {
        return Some(Trip::Village);
    }
    match task.state {
        State::Accepted | State::Working | State::Submitted => Some(Trip::Town),
        State::Granted if task.result_place() == ResultPlace::AtWindow => Some(Trip::Town),
        State::Granted | State::Denied | State::Returned | State::NoticeGiven | State::Registered | State::Paused => {
            Some(Trip::Village)
        }
        State::Draft | State::Delivered | State::Closed | State::Withdrawn | State::NotTaken | State::HandedOver => {
            None
        }
    }
}
