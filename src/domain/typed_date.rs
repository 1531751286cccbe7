//! Dates as people type them in a form and as registers hold them.
//!
//! It never guesses silently: what was read by a guess is marked `odd`, what lacks its day is marked `partial`, and a
//! lunar date is not read at all. Limits such as 7天 are `deadline`'s.

use super::day::Day;
use super::numeral;
use super::text::{fold, squash};

/// Years a date may lie in; outside of them it is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2150;
/// Two-digit years up to this one are of this century: 05 is 2005, 84 is 1984.
const SHORT_YEAR_MAX: u32 = 30;
/// The day before the first of Excel's serial numbers, its wrong 29 February 1900 allowed for.
const SERIAL_ZERO_NUMBER: i32 = -25_569;
/// The most days a typed offset may reach.
const OFFSET_DAYS_MAX: u32 = 3_650;

/// A date read from a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedDate {
    /// The day; the first of the month, or of the year, where the register names no more.
    pub day: Day,
    /// Only the month (or the year) is known.
    pub partial: bool,
    /// It was read by a guess: a two-digit year, a bare Excel serial, month before day, a year alone. Show it and ask.
    pub odd: bool,
}

/// Reads a date as registers hold it: `1984.3.5` `1984/3/5` `1984年3月5日` `19840305` `1984-03-05 00:00:00`
/// `一九八四年三月五日` `1984.03` (partial) `84-3-5` (odd) `30746` (an Excel serial, odd) `3/5/1984` (odd).
///
/// `None` for what is no date, for a day that does not exist, and for a lunar date (农历), which would be read wrongly.
pub fn parse_register_date(text: &str) -> Option<TypedDate> {
    let folded = fold(text);
    let date = without_time(folded.trim_start_matches('\''));
    if ["农历", "阴历", "旧历"].iter().any(|word| date.contains(word)) {
        return None;
    }
    if let Some(day) = read_serial(date) {
        return Some(TypedDate { day, partial: false, odd: true });
    }
    let date = separated(date.strip_suffix(".0").unwrap_or(date));
    let parts: Vec<&str> = date.split('-').collect();
    match *parts.as_slice() {
        [one] => read_compact(one),
        [year, month] => {
            let partial = read_month(year, month)?;
            // A number cell drops the zero of 1984.10: January and October look the same.
            Some(TypedDate { odd: partial.odd || (folded.contains('.') && month == "1"), ..partial })
        }
        [a, b, c] => read_three(a, b, c),
        _ => None,
    }
}

/// Reads a complete date that leaves no doubt: `2026-11-24` `2026.11.24` `2026年11月24日` `20261124`.
pub fn read_full(text: &str) -> Option<Day> {
    parse_register_date(text).filter(|date| !date.partial && !date.odd).map(|date| date.day)
}

/// Reads a day as an officer types it into a form, where the whole date is shown back at once:
///
/// - `今天` `明天` `后天` `大后天` `昨天` `前天` `月底`; `+7` `-3` `7天后` `三天前` `两周后` `一个月后`;
/// - `周五`: the next one, today among them; `本周五` `下周三` `上周一` `下下周二`: of that week, Monday first;
/// - `24`: the 24th of this month, or of the next when it is past;
/// - `11-24` `11.24` `11月24日` `1124`: of last, this or next year, whichever is nearest to today;
/// - a complete date as in [`read_full`], also with a two-digit year.
pub fn parse_typed_day(text: &str, today: Day) -> Option<Day> {
    let text = squash(text);
    named_day(&text, today)
        .or_else(|| offset_day(&text, today))
        .or_else(|| weekday(&text, today))
        .or_else(|| read_full(&text))
        .or_else(|| numbered_day(&text, today))
}

/// Reads the month in which something began, where nobody knows the day: `2022年1月` `2022-01` `202201` is its first.
pub fn parse_month_begun(text: &str) -> Option<Day> {
    parse_register_date(text).filter(|date| date.partial && !date.odd).map(|date| date.day)
}

/// What stands before a time of day: `1984-03-05 00:00:00`, `1984-03-05T00:00`.
fn without_time(text: &str) -> &str {
    let Some((before_colon, _)) = text.split_once(':') else { return text };
    before_colon.rsplit_once([' ', 'T', 't']).map_or(text, |(date, _)| date)
}

/// The parts of a date, each sign or word between them made one `-`.
fn separated(text: &str) -> String {
    let mut date = String::with_capacity(text.len());
    let text = text.trim().trim_end_matches("出生").trim_end_matches('生');
    let mut blank = false;
    for c in text.chars() {
        match c {
            ' ' => blank = true,
            '年' | '月' | '.' | '/' | '\\' | '、' | '。' | '·' | ',' | '-' | '_' => {
                date.push('-');
                blank = false;
            }
            '日' | '号' => {}
            c => {
                // A blank parts only what nothing else does: 1984 3 5, but 1984 年 3 月.
                if blank && date.ends_with(|last: char| last != '-') {
                    date.push('-');
                }
                blank = false;
                date.push(c);
            }
        }
    }
    date.truncate(date.trim_end_matches('-').len());
    date
}

/// `30746` or `30746.5`: five digits are a serial, since a year has four.
fn read_serial(text: &str) -> Option<Day> {
    let (days, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if days.len() != 5 || !digits(days) || !digits(fraction) {
        return None;
    }
    let day = Day::from_number(SERIAL_ZERO_NUMBER).plus_days(days.parse().ok()?);
    YEARS.contains(&day.year()).then_some(day)
}

/// `19840305`, `198403`, `840305`, `1984`.
fn read_compact(text: &str) -> Option<TypedDate> {
    let number = numeral::read(text);
    if text.chars().count() == 4 && number.is_some_and(|year| year >= 1000) {
        return Some(TypedDate { day: date(number?, 1, 1)?, partial: true, odd: true });
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    match text.len() {
        8 => match (part(0..4)?, part(4..6)?, part(6..8)?) {
            (year, 0, 0) => Some(TypedDate { day: date(year, 1, 1)?, partial: true, odd: true }),
            (year, month, 0) => Some(TypedDate { day: date(year, month, 1)?, partial: true, odd: false }),
            (year, month, day) => Some(TypedDate { day: date(year, month, day)?, partial: false, odd: false }),
        },
        6 => {
            let short = date(long_year(part(0..2)?), part(2..4)?, part(4..6)?);
            match date(part(0..4)?, part(4..6)?, 1) {
                Some(day) => Some(TypedDate { day, partial: true, odd: short.is_some() }),
                None => Some(TypedDate { day: short?, partial: false, odd: true }),
            }
        }
        _ => None,
    }
}

/// `1984` and `03`; `84` and `3`, where 84 can be no month.
fn read_month(year: &str, month: &str) -> Option<TypedDate> {
    let (digits, year, month) = (year.chars().count(), numeral::read(year)?, numeral::read(month)?);
    match digits {
        4 => Some(TypedDate { day: date(year, month, 1)?, partial: true, odd: false }),
        2 if (32..100).contains(&year) => {
            Some(TypedDate { day: date(long_year(year), month, 1)?, partial: true, odd: true })
        }
        _ => None,
    }
}

fn read_three(a: &str, b: &str, c: &str) -> Option<TypedDate> {
    let digits = [a, b, c].map(|part| part.chars().count());
    let (a, b, c) = (numeral::read(a)?, numeral::read(b)?, numeral::read(c)?);
    let (day, odd) = match digits {
        [4, ..] => (date(a, b, c)?, false),
        // Month first, as foreign spreadsheets write it; day first where the month cannot be.
        [_, _, 4] => (date(c, a, b).or_else(|| date(c, b, a))?, true),
        [2, ..] if c <= 31 => (date(long_year(a), b, c)?, true),
        [_, _, 2] if (32..100).contains(&c) => (date(long_year(c), a, b)?, true),
        [1, ..] if c <= 31 => (date(long_year(a), b, c)?, true),
        _ => return None,
    };
    Some(TypedDate { day, partial: false, odd })
}

fn long_year(short: u32) -> u32 {
    if short <= SHORT_YEAR_MAX { 2000 + short } else { 1900 + short }
}

fn date(year: u32, month: u32, day: u32) -> Option<Day> {
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    Day::from_ymd(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

fn named_day(text: &str, today: Day) -> Option<Day> {
    let days = match text {
        "今天" | "今日" => 0,
        "明天" | "明日" => 1,
        "后天" => 2,
        "大后天" => 3,
        "昨天" | "昨日" => -1,
        "前天" => -2,
        "月底" | "月末" => {
            let (year, month, _) = today.ymd();
            return Some(Day::from_ymd(year, month, 1)?.plus_months(1).plus_days(-1));
        }
        _ => return None,
    };
    Some(today.plus_days(days))
}

fn offset_day(text: &str, today: Day) -> Option<Day> {
    let (sign, rest) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (None, Some(rest)) => (-1, rest),
        (None, None) => match (text.strip_suffix("以后").or(text.strip_suffix("后")), text.strip_suffix('前')) {
            (Some(rest), _) => (1, rest),
            (None, Some(rest)) => (-1, rest),
            (None, None) => return None,
        },
    };
    let (number, unit) = numeral::split(rest);
    let count = numeral::read(number).filter(|count| *count <= OFFSET_DAYS_MAX)?;
    let count = i32::try_from(count).ok()? * sign;
    match unit.strip_prefix('个').unwrap_or(unit) {
        // A bare number needs its sign: 24前 is no offset.
        "" if text.starts_with(['+', '-']) => Some(today.plus_days(count)),
        "天" | "日" => Some(today.plus_days(count)),
        "周" | "星期" => Some(today.plus_days(count * 7)),
        "月" => Some(today.plus_months(count)),
        _ => None,
    }
}

fn weekday(text: &str, today: Day) -> Option<Day> {
    let (week, name) = ["周", "星期", "礼拜"].iter().find_map(|word| text.split_once(word))?;
    let index = match name {
        "一" | "1" => 0,
        "二" | "2" => 1,
        "三" | "3" => 2,
        "四" | "4" => 3,
        "五" | "5" => 4,
        "六" | "6" => 5,
        "日" | "天" | "七" | "7" => 6,
        _ => return None,
    };
    let ahead = index - i32::from(today.weekday_index());
    let days = match week {
        "" => ahead.rem_euclid(7),
        "本" | "这" | "这个" => ahead,
        "下" | "下个" => ahead + 7,
        "下下" | "下下个" => ahead + 14,
        "上" | "上个" => ahead - 7,
        _ => return None,
    };
    Some(today.plus_days(days))
}

/// `24`, `11-24`, `1124`, `26-11-24`.
fn numbered_day(text: &str, today: Day) -> Option<Day> {
    let date = separated(text);
    let parts: Vec<&str> = date.split('-').collect();
    match *parts.as_slice() {
        [day] if day.len() == 4 && day.is_ascii() => nearest(day.get(..2)?, day.get(2..)?, today),
        [day] => {
            let day = i8::try_from(numeral::read(day)?).ok()?;
            let (year, month, today_of_month) = today.ymd();
            let first = Day::from_ymd(year, month, 1)?;
            let (year, month, _) = if day >= today_of_month { first } else { first.plus_months(1) }.ymd();
            Day::from_ymd(year, month, day)
        }
        [month, day] => nearest(month, day, today),
        [year, _, _] if year.len() == 2 => read_full(&format!("20{date}")),
        _ => None,
    }
}

fn nearest(month: &str, day: &str, today: Day) -> Option<Day> {
    let (month, day) = (i8::try_from(numeral::read(month)?).ok()?, i8::try_from(numeral::read(day)?).ok()?);
    let years = (-1..=1).map(|years| today.year().saturating_add(years));
    years.filter_map(|year| Day::from_ymd(year, month, day)).min_by_key(|day| day.days_since(today).abs())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `1984-03-05`, `1984-03-01 partial`, `1984-03-05 odd` or nothing.
    fn register(text: &str) -> String {
        parse_register_date(text).map_or(String::new(), |date| {
            let partial = if date.partial { " partial" } else { "" };
            let odd = if date.odd { " odd" } else { "" };
            format!("{}{partial}{odd}", date.day)
        })
    }

    #[test]
    fn register_dates_are_read_in_every_spelling() {
        let cases = [
            ("1984.3.5", "1984-03-05"),
            ("1984/3/5", "1984-03-05"),
            ("1984-03-05", "1984-03-05"),
            ("1984年3月5日", "1984-03-05"),
            ("1984 年 3 月 5 日", "1984-03-05"),
            ("１９８４．３．５", "1984-03-05"),
            ("1984、3、5", "1984-03-05"),
            ("1984 3 5", "1984-03-05"),
            ("1984.3.5.", "1984-03-05"),
            ("'1984-03-05", "1984-03-05"),
            ("\t1984-03-05 00:00:00 ", "1984-03-05"),
            ("1984-03-05T00:00:00", "1984-03-05"),
            ("1984年3月5日生", "1984-03-05"),
            ("一九八四年三月五日", "1984-03-05"),
            ("二〇〇一年十二月二十五日", "2001-12-25"),
            ("19840305", "1984-03-05"),
            ("19840305.0", "1984-03-05"),
            ("1984.03", "1984-03-01 partial"),
            ("1984.10", "1984-10-01 partial"),
            ("1984.1", "1984-01-01 partial odd"),
            ("1984年1月", "1984-01-01 partial"),
            ("1984年3月", "1984-03-01 partial"),
            ("198403", "1984-03-01 partial"),
            ("19840300", "1984-03-01 partial"),
            ("200105", "2001-05-01 partial odd"),
            ("1984", "1984-01-01 partial odd"),
            ("1984年", "1984-01-01 partial odd"),
            ("84-3-5", "1984-03-05 odd"),
            ("84.3.5", "1984-03-05 odd"),
            ("05-3-12", "2005-03-12 odd"),
            ("84年3月", "1984-03-01 partial odd"),
            ("840305", "1984-03-05 odd"),
            ("3/5/1984", "1984-03-05 odd"),
            ("25/3/1984", "1984-03-25 odd"),
            ("3/5/84", "1984-03-05 odd"),
            ("30746", "1984-03-05 odd"),
            ("30746.5", "1984-03-05 odd"),
            ("44197", "2021-01-01 odd"),
        ];
        for (text, date) in cases {
            assert_eq!(register(text), date, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_guessed() {
        let texts = [
            "",
            " ",
            "不详",
            "长期",
            "1984-02-30",
            "1984.13.5",
            "1984-00-10",
            "农历1984年三月初五",
            "1984.3.5(阴历)",
            "3-5",
            "3月5日",
            "24",
            "1784-03-05",
            "2984-03-05",
            "19841305",
            "123456",
            "99999",
            "510225195503089010",
            "13800138000",
            "1984--5",
            "1984-3-5-6",
            "-",
            "1984-3-五五",
            "12:30",
            "19840305x",
            "1.5",
        ];
        for text in texts {
            assert_eq!(register(text), "", "{text}");
        }
    }

    #[test]
    fn a_full_date_leaves_no_doubt() {
        assert_eq!(read_full("2026年11月24日"), Day::from_ymd(2026, 11, 24));
        assert_eq!(["30746", "1984.03", "84-3-5"].map(read_full), [None, None, None]);
    }

    #[test]
    fn a_typed_day_is_read_from_today() {
        // A Tuesday.
        let today = Day::from_ymd(2026, 11, 24).unwrap();
        let cases = [
            ("今天", "2026-11-24"),
            ("明天", "2026-11-25"),
            ("后天", "2026-11-26"),
            ("大后天", "2026-11-27"),
            ("昨天", "2026-11-23"),
            ("前天", "2026-11-22"),
            ("月底", "2026-11-30"),
            ("+7", "2026-12-01"),
            ("＋７", "2026-12-01"),
            ("-3", "2026-11-21"),
            ("7天后", "2026-12-01"),
            ("三天前", "2026-11-21"),
            ("十天以后", "2026-12-04"),
            ("两周后", "2026-12-08"),
            ("一个月后", "2026-12-24"),
            ("周二", "2026-11-24"),
            ("周五", "2026-11-27"),
            ("周一", "2026-11-30"),
            ("星期天", "2026-11-29"),
            ("本周一", "2026-11-23"),
            ("这周日", "2026-11-29"),
            ("下周三", "2026-12-02"),
            ("下周一", "2026-11-30"),
            ("下下周二", "2026-12-08"),
            ("上周五", "2026-11-20"),
            ("24", "2026-11-24"),
            ("30", "2026-11-30"),
            ("23", "2026-12-23"),
            ("23日", "2026-12-23"),
            ("五号", "2026-12-05"),
            ("11-24", "2026-11-24"),
            ("11.2", "2026-11-02"),
            ("12/5", "2026-12-05"),
            ("11月30日", "2026-11-30"),
            ("十二月五日", "2026-12-05"),
            ("1-5", "2027-01-05"),
            ("6-1", "2026-06-01"),
            ("1124", "2026-11-24"),
            ("0105", "2027-01-05"),
            ("2026-11-24", "2026-11-24"),
            ("2025.3.9", "2025-03-09"),
            ("20261124", "2026-11-24"),
            ("26-11-24", "2026-11-24"),
            ("31", ""),
            ("0", ""),
            ("32", ""),
            ("13-1", ""),
            ("2-30", ""),
            ("+", ""),
            ("+9999", ""),
            ("周八", ""),
            ("大周一", ""),
            ("", ""),
            ("24前", ""),
            ("2026-02-30", ""),
            ("改天", ""),
            ("30746", ""),
        ];
        for (text, day) in cases {
            let read = parse_typed_day(text, today).map(|day| day.to_string()).unwrap_or_default();
            assert_eq!(read, day, "{text}");
        }
        let january = Day::from_ymd(2027, 1, 10).unwrap();
        assert_eq!(parse_typed_day("12-28", january), Day::from_ymd(2026, 12, 28));
        assert_eq!(parse_typed_day("5", Day::from_ymd(2026, 12, 20).unwrap()), Day::from_ymd(2027, 1, 5));
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_none(text in "[0-9一十〇年月日周下后 ./:T+-]{0,14}") {
            if let Some(date) = parse_register_date(&text) {
                prop_assert!(YEARS.contains(&date.day.year()));
            }
            let _ = parse_typed_day(&text, Day::from_number(20_781));
        }

        #[test]
        fn a_shown_day_is_read_back(number in -43_000i32..65_000) {
            let day = Day::from_number(number);
            prop_assert_eq!(read_full(&day.to_string()), Some(day));
            let (year, month, day_of_month) = day.ymd();
            let words = format!("{year}年{month}月{day_of_month}日");
            prop_assert_eq!(read_full(&words), Some(day));
        }
    }
}
