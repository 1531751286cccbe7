//! Limits and due dates: a rule, a start day, pauses and the holiday calendar give a day, with the working in words.

use serde::{Deserialize, Serialize};

use super::day::Day;

/// How long a matter may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeadlineRule {
    /// 立即: the start day itself, never rolled.
    Immediate,
    /// N天: natural days; the start day is not counted.
    Natural(u16),
    /// N周: one week is seven natural days.
    Weeks(u16),
    /// N月: to the same day of the month, or the month's last.
    Months(u16),
    /// N工作日: working days by the holiday calendar.
    Working(u16),
    /// A day named by law, notice or agreement.
    Fixed(Day),
}
