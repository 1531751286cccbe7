//! Civil days and moments at the fixed zone +08:00.
//!
//! The only file that names the calendar crate. It does not know holidays (`calendar`) or limits (`deadline`),
//! and it never asks the machine what time it is: that is `term/clock`'s and `cli`'s to say.

use std::fmt;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// Seconds that China's one time zone is ahead of UTC.
const ZONE_SECONDS: i64 = 8 * 3600;

/// A civil day, kept as days since 1970-01-01 so that a record of it is small and ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(i32);

impl Day {
    /// The day of this year, month and day of month; `None` where the calendar has no such day.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Day> {
        let date = Date::new(year, month, day).ok()?;
        let span = date.duration_since(Date::constant(1970, 1, 1));
        i32::try_from(span.as_hours() / 24).ok().map(Day)
    }

    /// Reads `2026-11-24`, and nothing else: the dates people type are the concern of forms and import.
    pub fn parse_iso(text: &str) -> Option<Day> {
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day `number` days after 1970-01-01.
    pub fn from_number(number: i32) -> Day {
        Day(number)
    }

    /// This day and `days` natural days more (fewer, when negative).
    #[must_use]
    pub fn plus_days(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// Natural days from `earlier` to this day; negative when this day is the earlier one.
    pub fn days_since(self, earlier: Day) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same day of the month `months` later, or that month's last day where there is none (民法典 202).
    #[must_use]
    pub fn plus_months(self, months: i32) -> Day {
        let (year, month, day) = self.ymd();
        let index = i32::from(year) * 12 + i32::from(month) - 1 + months;
        let (Ok(year), Ok(month)) = (i16::try_from(index.div_euclid(12)), i8::try_from(index.rem_euclid(12) + 1))
        else {
            return self;
        };
        (1..=day).rev().find_map(|day| Day::from_ymd(year, month, day)).unwrap_or(self)
    }

    /// Year, month (1–12) and day of month (1–31).
    pub fn ymd(self) -> (i16, i8, i8) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.ymd().0
    }

    /// 0 for Monday to 6 for Sunday.
    pub fn weekday_index(self) -> u8 {
        match self.date().weekday() {
            Weekday::Monday => 0,
            Weekday::Tuesday => 1,
            Weekday::Wednesday => 2,
            Weekday::Thursday => 3,
            Weekday::Friday => 4,
            Weekday::Saturday => 5,
            Weekday::Sunday => 6,
        }
    }

    /// 周一 to 周日.
    pub fn weekday_label(self) -> &'static str {
        ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][usize::from(self.weekday_index()) % 7]
    }

    /// Whether it is a Saturday or a Sunday, holidays aside.
    pub fn is_weekend(self) -> bool {
        self.weekday_index() >= 5
    }

    /// `11-24`, for dates within the year on screen.
    pub fn month_day(self) -> String {
        let (_, month, day) = self.ymd();
        format!("{month:02}-{day:02}")
    }

    /// Whole years from this birthday to `today`, as 周岁 is counted.
    pub fn age_on(self, today: Day) -> i32 {
        let ((y0, m0, d0), (y1, m1, d1)) = (self.ymd(), today.ymd());
        i32::from(y1) - i32::from(y0) - i32::from((m1, d1) < (m0, d0))
    }

    fn date(self) -> Date {
        let epoch = Date::constant(1970, 1, 1);
        epoch.saturating_add(jiff::SignedDuration::from_hours(i64::from(self.0) * 24))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// An instant, in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(i64);

impl Moment {
    /// The instant `ms` milliseconds after 1970-01-01 UTC.
    pub fn from_unix_ms(ms: i64) -> Moment {
        Moment(ms)
    }

    /// Milliseconds since 1970-01-01 UTC.
    pub fn unix_ms(self) -> i64 {
        self.0
    }

    /// The instant at which `day` reads `hour:minute` at +08:00.
    pub fn at(day: Day, hour: u8, minute: u8) -> Moment {
        let seconds = i64::from(day.number()) * 86_400 + i64::from(hour) * 3600 + i64::from(minute) * 60 - ZONE_SECONDS;
        Moment(seconds * 1000)
    }

    /// The civil day at +08:00.
    pub fn day(self) -> Day {
        let days = (self.0.div_euclid(1000) + ZONE_SECONDS).div_euclid(86_400);
        Day(i32::try_from(days).unwrap_or(i32::MAX))
    }

    /// Hour and minute at +08:00.
    pub fn hour_minute(self) -> (u8, u8) {
        let seconds = (self.0.div_euclid(1000) + ZONE_SECONDS).rem_euclid(86_400);
        (u8::try_from(seconds / 3600).unwrap_or(0), u8::try_from(seconds / 60 % 60).unwrap_or(0))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute) = self.hour_minute();
        write!(f, "{} {hour:02}:{minute:02}", self.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        assert_eq!(day("2026-01-31").plus_months(1), day("2026-02-28"));
        assert_eq!(day("2024-01-31").plus_months(1), day("2024-02-29"));
        assert_eq!(day("2026-12-15").plus_months(1), day("2027-01-15"));
    }

    #[test]
    fn a_day_is_read_back_as_it_was_written() {
        for text in ["1899-12-31", "1970-01-01", "2026-11-24", "2000-02-29"] {
            assert_eq!(day(text).to_string(), text);
        }
        assert_eq!(Day::parse_iso("2026-02-29"), None);
        assert_eq!(Day::parse_iso("2026-2-9"), None);
        assert_eq!(day("2026-11-24").weekday_label(), "周二");
    }

    #[test]
    fn midnight_is_midnight_in_china() {
        let midnight = Moment::at(day("2026-11-24"), 0, 0);
        assert_eq!(midnight.day(), day("2026-11-24"));
        assert_eq!(Moment::from_unix_ms(midnight.unix_ms() - 1).day(), day("2026-11-23"));
        assert_eq!(midnight.to_string(), "2026-11-24 00:00");
    }

    #[test]
    fn age_counts_whole_years() {
        assert_eq!(day("1966-11-24").age_on(day("2026-11-24")), 60);
        assert_eq!(day("1966-11-25").age_on(day("2026-11-24")), 59);
    }
}
