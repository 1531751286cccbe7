//! A month of the calendar, as incomes are counted by.
//!
//! It knows no day of its own; a whole date is `day`'s.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::day::Day;

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
}

impl Month {
    /// The month this day lies in.
    pub fn of(day: Day) -> Month {
        let (year, month, _) = day.ymd();
        Month { year, month: month.unsigned_abs() }
    }

    /// So many months later, or earlier.
    #[must_use]
    pub fn plus(self, months: i32) -> Month {
        let number = i32::from(self.year) * 12 + i32::from(self.month) - 1 + months;
        let year = i16::try_from(number.div_euclid(12)).unwrap_or(self.year);
        Month { year, month: u8::try_from(number.rem_euclid(12) + 1).unwrap_or(1) }
    }

    /// Reads `2026-11`, `2026年11月`, and `11月` or `11` as the last month of that number that is not after `today`.
    pub fn parse(text: &str, today: Day) -> Option<Month> {
        let text = crate::domain::text::fold(text.trim());
        let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        if text.chars().any(|c| !(c.is_ascii_digit() || matches!(c, '-' | '.' | '/' | '年' | '月' | ' '))) {
            return None;
        }
        let now = Month::of(today);
        let found = match numbers.as_slice() {
            [year, month] => Month { year: year.parse().ok()?, month: month.parse().ok()? },
            [month] => {
                let month = month.parse().ok()?;
                Month { year: if month > now.month { now.year - 1 } else { now.year }, month }
            }
            _ => return None,
        };
        ((1..=12).contains(&found.month) && (1900..=2200).contains(&found.year)).then_some(found)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_people_write_it() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        for (typed, read) in [
            ("2026-11", Some("2026-11")),
            ("2026年3月", Some("2026-03")),
            ("11月", Some("2026-11")),
            ("１０", Some("2026-10")),
            ("12", Some("2025-12")),
            ("13", None),
            ("2026-11-24", None),
            ("上月", None),
            ("", None),
        ] {
            assert_eq!(Month::parse(typed, today).map(|month| month.to_string()).as_deref(), read, "{typed}");
        }
    }

    #[test]
    fn months_go_over_the_turn_of_the_year() {
        let month = Month { year: 2026, month: 11 };
        assert_eq!(month.plus(2).to_string(), "2027-01");
        assert_eq!(month.plus(-11).to_string(), "2025-12");
        assert!(month.plus(-1) < month && month.plus(2) > month);
    }
}
