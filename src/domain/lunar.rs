//! Lunar dates 农历 of a civil day.
//!
//! The only file that names the Chinese calendar crate. It knows no holidays off: those are tables in `calendar`.

use tyme4rs::tyme::Culture;
use tyme4rs::tyme::solar::SolarDay;

use super::day::Day;

/// Years for which the crate's tables are checked; it panics far outside of them.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2150;

/// The lunar date in words, as people say it: 十月十六, 闰六月初一, 冬月初八, 腊月三十.
/// Empty for a day outside 1850 to 2150, which is no date of a village's work.
pub fn words(day: Day) -> String {
    let Some(solar) = solar(day) else { return String::new() };
    let lunar = solar.get_lunar_day();
    let month = lunar.get_lunar_month();
    let leap = if month.is_leap() { "闰" } else { "" };
    let month = match month.get_month_with_leap().unsigned_abs() {
        11 => "冬月".to_owned(),
        12 => "腊月".to_owned(),
        _ => month.get_name().trim_start_matches("闰").to_owned(),
    };
    format!("{leap}{month}{}", lunar.get_name())
}

/// The lunar month (1 to 12) and day of month; `None` in a leap month, which holds no festival, and outside 1850 to 2150.
pub fn month_and_day(day: Day) -> Option<(usize, usize)> {
    let lunar = solar(day)?.get_lunar_day();
    let month = usize::try_from(lunar.get_month()).ok()?;
    Some((month, lunar.get_day()))
}

/// The day of the lunar month, 1 to 30, leap months included; `None` outside 1850 to 2150.
pub fn day_of_month(day: Day) -> Option<u8> {
    u8::try_from(solar(day)?.get_lunar_day().get_day()).ok()
}

/// What the crate's own table of published holidays says of this day: `Some(true)` a make-up day, `Some(false)` a
/// day off, `None` no exception. A second source to hold the shipped tables against.
#[cfg(test)]
pub(crate) fn published_as_working(day: Day) -> Option<bool> {
    let (year, month, day_of_month) = parts(day)?;
    tyme4rs::tyme::holiday::LegalHoliday::from_ymd(year, month, day_of_month).map(|holiday| holiday.is_work())
}

fn solar(day: Day) -> Option<SolarDay> {
    let (year, month, day_of_month) = parts(day)?;
    Some(SolarDay::from_ymd(year, month, day_of_month))
}

fn parts(day: Day) -> Option<(isize, usize, usize)> {
    let (year, month, day_of_month) = day.ymd();
    let parts = (isize::from(year), usize::try_from(month).ok()?, usize::try_from(day_of_month).ok()?);
    YEARS.contains(&year).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> String {
        words(Day::parse_iso(text).unwrap())
    }

    #[test]
    fn lunar_dates_are_said_as_people_say_them() {
        let cases = [
            ("2026-11-24", "十月十六"),
            ("2026-02-17", "正月初一"),
            ("2026-02-16", "腊月廿九"),
            ("2025-01-28", "腊月廿九"),
            ("2026-06-19", "五月初五"),
            ("2026-09-25", "八月十五"),
            ("2025-07-25", "闰六月初一"),
            ("2025-06-25", "六月初一"),
            ("2026-12-09", "冬月初一"),
            ("2024-02-09", "腊月三十"),
        ];
        for (day, words) in cases {
            assert_eq!(on(day), words, "{day}");
        }
    }

    #[test]
    fn a_day_far_away_has_no_lunar_words() {
        assert_eq!(words(Day::from_number(i32::MAX)), "");
        assert_eq!(words(Day::from_number(i32::MIN)), "");
        assert_eq!(month_and_day(Day::from_ymd(1849, 12, 31).unwrap()), None);
    }
}
