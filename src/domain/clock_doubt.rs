//! Whether the computer's clock can be believed: an empty battery sets it years back, and every date goes wrong with it.
//!
//! It reads no clock and refuses nothing; whoever keeps an act asks before the first one.

use std::fmt;

use super::day::Moment;

/// Days without one act after which the clock is doubted.
const SILENT_DAYS_MAX: i32 = 400;

/// A clock that does not fit the last act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockDoubt {
    now: Moment,
    last: Moment,
}

impl ClockDoubt {
    /// The doubt, when now is a day before the last act, or very long after it.
    pub fn of(now: Moment, last: Moment) -> Option<ClockDoubt> {
        let days = now.day().days_since(last.day());
        (!(0..SILENT_DAYS_MAX).contains(&days)).then_some(ClockDoubt { now, last })
    }
}

impl fmt::Display for ClockDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ClockDoubt { now, last } = self;
        write!(f, "电脑的时间可能不对：电脑上是 {now}，最后一笔记在 {last}。已保存的都在。")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Day;

    #[test]
    fn a_day_before_and_four_hundred_after_the_last_act_are_doubted() {
        let at = |day: &str, hour: u8| Moment::at(Day::parse_iso(day).unwrap(), hour, 30);
        let last = at("2026-11-24", 9);
        for (now, doubted) in [
            (at("2026-11-24", 8), false),
            (at("2026-11-23", 23), true),
            (at("2016-01-01", 0), true),
            (at("2027-12-28", 9), false),
            (at("2027-12-29", 9), true),
        ] {
            assert_eq!(ClockDoubt::of(now, last).is_some(), doubted, "{now}");
        }
        let words = ClockDoubt::of(at("2016-01-01", 0), last).unwrap().to_string();
        assert!(words.contains("2016-01-01 00:30") && words.contains("2026-11-24 09:30"), "{words}");
    }
}
