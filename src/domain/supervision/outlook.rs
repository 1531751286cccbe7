//! What is open under supervision on a day, and by when. Derived: a poor rating stands here from the day it was given,
//! before anything was written down about it, and a better rating later does not take it away once somebody was called.

use super::settings::Term;
use super::{Supervision, SupervisionKind};
use crate::domain::day::Day;
use crate::domain::id::{SupervisionId, TaskId};
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::task::parts::{Rating, RatingLevel};
use crate::domain::village::Village;

/// Something that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// What.
    pub what: OpenWhat,
    /// How it came.
    pub kind: SupervisionKind,
    /// The day it came.
    pub on: Day,
    /// The day by which the next thing is done: the call back, then the answer.
    pub due: Day,
}

/// Which record it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OpenWhat {
    /// One that was taken in.
    Item(SupervisionId),
    /// A poor rating about which nothing was written down yet.
    Rating(TaskId),
}

/// Everything that is open, the longest due first.
pub fn open(village: &Village, tables: &Tables) -> Vec<Open> {
    let taken = village.supervisions().filter(|it| it.is_open()).map(|it| Open {
        what: OpenWhat::Item(it.id),
        kind: it.kind,
        on: it.on,
        due: it.due.unwrap_or(it.on),
    });
    let rated = village.tasks().filter_map(|task| {
        let rating = uncalled(village, task)?;
        let due = rating.on.plus_days(tables.supervision.days(Term::CallBack));
        Some(Open { what: OpenWhat::Rating(task.id), kind: SupervisionKind::PoorRating, on: rating.on, due })
    });
    let mut open: Vec<Open> = taken.chain(rated).collect();
    open.sort_by_key(|it| (it.due, it.what));
    open
}

/// The poor rating of this task after which nobody was called back.
pub fn uncalled<'t>(village: &Village, task: &'t ProxyTask) -> Option<&'t Rating> {
    let rating = task.rating.as_ref().filter(|rating| rating.level.is_some_and(RatingLevel::is_poor))?;
    of_rating(village, task.id, rating.on).is_none().then_some(rating)
}

/// What was written down about the poor rating of this day, or of one it replaced.
pub fn of_rating(village: &Village, task: TaskId, on: Day) -> Option<&Supervision> {
    village
        .supervisions()
        .find(|it| it.kind == SupervisionKind::PoorRating && it.task == Some(task) && (it.on == on || it.is_open()))
}
