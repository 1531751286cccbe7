//! Dates as people type them in a form: `11-24`, `2026.11.24`, `20261124`, `今天`, `+3`.
//!
//! Registers have their own forms of dates, and those are the import's concern.

use crate::domain::day::Day;

/// What is said of a text that is no date.
pub const FAULT: &str = "看不懂这个日期，写成 11-24 或 2026-11-24，也可以写今天、昨天";

/// The day a typed text means; a date without a year is in the year of `today`.
pub fn parse(text: &str, today: Day) -> Option<Day> {
    let text: String = text.trim().chars().map(crate::app::key::fold).collect();
    match text.as_str() {
        "今天" | "今日" => return Some(today),
        "昨天" => return Some(today.plus_days(-1)),
        "前天" => return Some(today.plus_days(-2)),
        "明天" => return Some(today.plus_days(1)),
        "后天" => return Some(today.plus_days(2)),
        _ => {}
    }
    if let Some(days) = text.strip_prefix('+') {
        return days.parse().ok().filter(|days| (0..=3660).contains(days)).map(|days| today.plus_days(days));
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return of_parts(text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    }
    let text = text.trim_end_matches(['日', '号']);
    let parts: Vec<&str> = text.split(['-', '.', '/', '年', '月']).collect();
    match parts.as_slice() {
        [month, day] => of_parts(&today.year().to_string(), month, day),
        [year, month, day] if year.len() == 4 => of_parts(year, month, day),
        _ => None,
    }
}

fn of_parts(year: &str, month: &str, day: &str) -> Option<Day> {
    Day::from_ymd(year.parse().ok()?, month.trim().parse().ok()?, day.trim().parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_type_them() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let read = |text| parse(text, today).map(|day| day.to_string());
        for text in ["11-5", "11.05", "2026-11-05", "2026年11月5日", "20261105", "11月5号", "２０２６／１１／０５"]
        {
            assert_eq!(read(text).as_deref(), Some("2026-11-05"), "{text}");
        }
        assert_eq!(read("今天").as_deref(), Some("2026-11-24"));
        assert_eq!(read("+10").as_deref(), Some("2026-12-04"));
        for text in ["", "2-30", "13-1", "昨儿", "26-11-05", "+", "+-3", "1", "2026-11"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
