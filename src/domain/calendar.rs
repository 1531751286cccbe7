//! Which days are worked: the weekend, corrected by a dated holiday table for each year.
//!
//! Tables are data (shipped, a town's overlay, an import), never code, because the notice for a year appears only in
//! the November before it. A year without a table is computed from weekends, and whoever counts must say so
//! (`is_loaded`). This file counts no limits: that is `deadline`'s.

mod holiday_file;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::lunar;
use super::table::TableFault;

/// The tables the program is shipped with.
const SHIPPED: &str = include_str!("data/holidays.toml");

/// One year's holidays and make-up days 放假安排, as a notice of the State Council gives them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolidayTable {
    /// The year; every day below lies in it.
    pub year: i16,
    /// Days off 放假, weekends inside a holiday among them.
    pub off: Vec<Day>,
    /// Saturdays and Sundays that are worked 调休上班.
    pub work: Vec<Day>,
    /// Who published it and when.
    pub source: String,
}

impl HolidayTable {
    /// Reads a file of tables, one section a year; `file` is its name in the faults.
    ///
    /// # Errors
    /// Every fault of the file, in the order of its lines; a file with one fault gives no table, so that half a
    /// notice is never computed with.
    pub fn read_toml(file: &str, text: &str) -> Result<Vec<HolidayTable>, Vec<TableFault>> {
        holiday_file::read(file, text)
    }
}

/// What the tables say of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exception {
    Off,
    Work,
}

/// The calendar made of all loaded tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    exceptions: BTreeMap<Day, Exception>,
    sources: BTreeMap<i16, String>,
}

impl Calendar {
    /// The calendar of the tables shipped with the program.
    pub fn shipped() -> Calendar {
        let tables = HolidayTable::read_toml("holidays.toml", SHIPPED).unwrap_or_default();
        tables.iter().fold(Calendar::default(), Calendar::with_table)
    }

    /// This calendar with `table` in the place of whatever it knew of that year. Days of other years are left out.
    #[must_use]
    pub fn with_table(mut self, table: &HolidayTable) -> Calendar {
        self.exceptions.retain(|day, _| day.year() != table.year);
        let off = table.off.iter().map(|day| (*day, Exception::Off));
        let work = table.work.iter().map(|day| (*day, Exception::Work));
        self.exceptions.extend(off.chain(work).filter(|(day, _)| day.year() == table.year));
        self.sources.insert(table.year, table.source.clone());
        self
    }

    /// Whether the table of this year is loaded; if not, `is_working` knows its weekends only.
    pub fn is_loaded(&self, year: i16) -> bool {
        self.sources.contains_key(&year)
    }

    /// The loaded years with who published each and when.
    pub fn sources(&self) -> impl Iterator<Item = (i16, &str)> {
        self.sources.iter().map(|(year, source)| (*year, source.as_str()))
    }

    /// Whether offices work on this day.
    pub fn is_working(&self, day: Day) -> bool {
        match self.exceptions.get(&day) {
            Some(Exception::Off) => false,
            Some(Exception::Work) => true,
            None => !day.is_weekend(),
        }
    }

    /// Whether this is a Saturday or Sunday that is worked 调休上班.
    pub fn is_make_up(&self, day: Day) -> bool {
        self.exceptions.get(&day) == Some(&Exception::Work)
    }

    /// The first working day on or after `day`.
    pub fn working_from(&self, day: Day) -> Day {
        let mut day = day;
        while !self.is_working(day) {
            day = day.plus_days(1);
        }
        day
    }

    /// The whole holiday that `day` lies in, by the loaded tables; a plain weekend is none.
    pub fn holiday_of(&self, day: Day) -> Option<Holiday> {
        if !self.is_off(day) {
            return None;
        }
        let (mut first, mut last) = (day, day);
        while self.is_off(first.plus_days(-1)) {
            first = first.plus_days(-1);
        }
        while self.is_off(last.plus_days(1)) {
            last = last.plus_days(1);
        }
        Some(Holiday { first, last })
    }

    fn is_off(&self, day: Day) -> bool {
        self.exceptions.get(&day) == Some(&Exception::Off)
    }
}

/// One unbroken holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// Its first day off.
    pub first: Day,
    /// Its last day off.
    pub last: Day,
}

impl Holiday {
    /// 春节, 国庆节、中秋节; 假期 where no festival known here falls into it.
    pub fn label(self) -> String {
        let days = (self.first.number()..=self.last.number()).map(Day::from_number);
        let mut names: Vec<&str> = days.filter_map(festival).collect();
        names.dedup();
        if names.is_empty() { "假期".to_owned() } else { names.join("、") }
    }
}

/// The statutory festival on this day. 清明 falls on 4 or 5 April in this century and its three days hold both.
fn festival(day: Day) -> Option<&'static str> {
    let (_, month, day_of_month) = day.ymd();
    match (month, day_of_month) {
        (1, 1) => Some("元旦"),
        (4, 4 | 5) => Some("清明节"),
        (5, 1) => Some("劳动节"),
        (10, 1) => Some("国庆节"),
        _ => match lunar::month_and_day(day)? {
            (1, 1) => Some("春节"),
            (5, 5) => Some("端午节"),
            (8, 15) => Some("中秋节"),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn days_of(year: i16) -> impl Iterator<Item = Day> {
        let first = Day::from_ymd(year, 1, 1).unwrap();
        (0..).map(move |n| first.plus_days(n)).take_while(move |day| day.year() == year)
    }

    #[test]
    fn the_shipped_tables_have_no_fault() {
        let tables = HolidayTable::read_toml("holidays.toml", SHIPPED).unwrap();
        assert_eq!(tables.iter().map(|table| table.year).collect::<Vec<_>>(), [2025, 2026]);
        let calendar = Calendar::shipped();
        assert_eq!(calendar.sources().last(), Some((2026, "国务院办公厅2025-11-04通知")));
        assert!(calendar.is_loaded(2026) && !calendar.is_loaded(2027));
    }

    #[test]
    fn years_have_as_many_working_days_as_the_notices_give() {
        let calendar = Calendar::shipped();
        let working = |year| days_of(year).filter(|day| calendar.is_working(*day)).count();
        assert_eq!([working(2025), working(2026)], [248, 248]);
        assert_eq!(working(2027), 261, "weekends only");
    }

    #[test]
    fn the_shipped_tables_agree_with_the_published_ones() {
        let calendar = Calendar::shipped();
        for day in days_of(2025).chain(days_of(2026)) {
            let working = lunar::published_as_working(day).unwrap_or(!day.is_weekend());
            assert_eq!(calendar.is_working(day), working, "{day}");
        }
    }

    #[test]
    fn a_later_table_replaces_the_year() {
        let table = HolidayTable {
            year: 2026,
            off: vec![day("2026-07-01"), day("2027-01-01")],
            work: vec![day("2026-07-05")],
            source: "更正".to_owned(),
        };
        let calendar = Calendar::shipped().with_table(&table);
        assert!(!calendar.is_working(day("2026-07-01")) && calendar.is_working(day("2026-07-05")));
        assert!(calendar.is_working(day("2026-10-01")), "the old table is gone");
        assert!(calendar.is_working(day("2027-01-01")), "a day of another year is no part of it");
        assert!(!calendar.is_working(day("2025-10-01")), "other years stay");
    }

    #[test]
    fn a_holiday_is_named_by_its_festival() {
        let calendar = Calendar::shipped();
        let label = |text| calendar.holiday_of(day(text)).map(Holiday::label);
        assert_eq!(label("2026-02-19").as_deref(), Some("春节"));
        assert_eq!(label("2026-02-23").as_deref(), Some("春节"));
        assert_eq!(label("2026-01-03").as_deref(), Some("元旦"));
        assert_eq!(label("2026-04-06").as_deref(), Some("清明节"));
        assert_eq!(label("2026-05-05").as_deref(), Some("劳动节"));
        assert_eq!(label("2026-06-20").as_deref(), Some("端午节"));
        assert_eq!(label("2026-09-27").as_deref(), Some("中秋节"));
        assert_eq!(label("2025-10-04").as_deref(), Some("国庆节、中秋节"));
        assert_eq!(label("2026-11-21"), None, "a plain Saturday");
        assert_eq!(label("2026-02-14"), None, "a make-up day");
        let spring = calendar.holiday_of(day("2026-02-20")).unwrap();
        assert_eq!((spring.first, spring.last), (day("2026-02-15"), day("2026-02-23")));
    }

    #[test]
    fn the_first_working_day_after_a_holiday() {
        let calendar = Calendar::shipped();
        assert_eq!(calendar.working_from(day("2026-02-15")), day("2026-02-24"));
        assert_eq!(calendar.working_from(day("2026-10-08")), day("2026-10-08"));
        assert_eq!(calendar.working_from(day("2026-05-09")), day("2026-05-09"), "a make-up Saturday");
    }
}
