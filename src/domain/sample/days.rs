//! The days of the sample village: its stories are told backwards from today, by the deadline rules themselves.
//!
//! A matter that must be due on a day begins on the day from which its limit runs out there.

use crate::domain::day::Day;
use crate::domain::deadline::{self, DeadlineRule};
use crate::domain::tables::Tables;

/// The days before today within which a beginning is looked for.
const SEARCH_DAYS: i32 = 60;

/// Today, and the tables its past is reckoned by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days<'a> {
    /// Today.
    pub today: Day,
    /// The shipped tables.
    pub tables: &'a Tables,
}

impl Days<'_> {
    /// Whether this is a working day.
    pub(super) fn works(self, day: Day) -> bool {
        self.tables.calendar.is_working(day)
    }

    /// So many days ago.
    pub(super) fn ago(self, days: i32) -> Day {
        self.today.plus_days(-days)
    }

    /// The last working day that is at least so many days ago.
    pub(super) fn worked_ago(self, days: i32) -> Day {
        let mut day = self.ago(days);
        while !self.works(day) {
            day = day.plus_days(-1);
        }
        day
    }

    /// The first day from which `rule` runs out on `due`; none where days off roll every such date past it, or where
    /// it would have to begin today.
    pub(super) fn start_due_on(self, rule: DeadlineRule, due: Day) -> Option<Day> {
        let ends = |start: &Day| deadline::due_day(rule, *start, &[], &self.tables.calendar) == Some(due);
        let starts = (1..SEARCH_DAYS).rev().map(|ago| self.ago(ago));
        starts.clone().find(ends)
    }

    /// The day from which `rule` ran out `late` days ago, or at the last date before it.
    pub(super) fn start_overdue(self, rule: DeadlineRule, late: i32) -> Day {
        let dates = (late..late + 20).map(|ago| self.ago(ago));
        dates.clone().find_map(|due| self.start_due_on(rule, due)).unwrap_or_else(|| self.ago(SEARCH_DAYS - 1))
    }

    /// The day from which `rule` runs out in `left` days, or at the first date after it.
    pub(super) fn start_due_in(self, rule: DeadlineRule, left: i32) -> Day {
        let dates = (left..left + 20).map(|days| self.today.plus_days(days));
        dates.clone().find_map(|due| self.start_due_on(rule, due)).unwrap_or_else(|| self.ago(1))
    }
}
