//! Service points 设点 and market days 逢场: where the officer sits on which days, and whether it was kept.
//!
//! Which days those are is told by a rule of one line, as people say it; a day off or a leave is no miss. It plans no route.

use serde::{Deserialize, Serialize};

use super::day::{Day, Moment};
use super::id::{Seq, ServicePointId};
use super::lunar;

/// On which days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PointDays {
    /// 每周几: 0 for Monday.
    Weekdays(Vec<u8>),
    /// 农历逢几: the last digit of the lunar day.
    LunarTails(Vec<u8>),
    /// 公历逢几: the last digit of the day of the month.
    Tails(Vec<u8>),
    /// 每月几号.
    MonthDays(Vec<u8>),
}

/// A day on which it was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointHeld {
    /// The day.
    pub on: Day,
    /// When it was written down.
    pub entered_at: Moment,
    /// Who came and what they asked, in words; may be empty.
    pub words: String,
}

/// One service point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServicePoint {
    /// Identity.
    pub id: ServicePointId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// Its name: 慈云场.
    pub name: String,
    /// Where to sit; may be empty.
    pub place: String,
    /// On which days.
    pub days: PointDays,
    /// From when to when: 9:00-12:00; may be empty.
    pub hours: String,
    /// The first day of it.
    pub since: Day,
    /// The day it was given up.
    pub until: Option<Day>,
    /// The days it was kept, oldest first.
    pub held: Vec<PointHeld>,
}

impl PointDays {
    /// Reads what people write: 每周三、五 · 农历逢1、4、7 · 逢场1、4、7 · 公历逢5、10 · 每月5、20号. What is not said to be
    /// 公历 is 农历 where it is 逢.
    pub fn parse(text: &str) -> Option<PointDays> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
        let after = |mark: &str| text.split_once(mark).map(|(before, rest)| (before.to_owned(), rest.to_owned()));
        if let Some((_, days)) = after("每周").or_else(|| after("每星期")) {
            return listed(&days, weekday).map(PointDays::Weekdays);
        }
        if let Some((_, days)) = after("每月") {
            let days = listed(&days, |part| part.parse().ok().filter(|day| (1..=31).contains(day)))?;
            return Some(PointDays::MonthDays(days));
        }
        let (before, tails) = after("逢场").or_else(|| after("逢"))?;
        let tails = listed(&tails, |part| part.parse::<u8>().ok().map(|tail| tail % 10))?;
        Some(if before.contains("公历") { PointDays::Tails(tails) } else { PointDays::LunarTails(tails) })
    }

    /// In words, as the form takes them.
    pub fn words(&self) -> String {
        let joined = |days: &[u8]| days.iter().map(u8::to_string).collect::<Vec<_>>().join("、");
        match self {
            PointDays::Weekdays(days) => {
                let names = days.iter().filter_map(|day| WEEKDAYS.get(usize::from(*day)));
                format!("每周{}", names.copied().collect::<Vec<_>>().join("、"))
            }
            PointDays::LunarTails(tails) => format!("农历逢{}", joined(tails)),
            PointDays::Tails(tails) => format!("公历逢{}", joined(tails)),
            PointDays::MonthDays(days) => format!("每月{}号", joined(days)),
        }
    }

    /// Whether this day is one of them. A lunar day outside the tables is none.
    pub fn has(&self, day: Day) -> bool {
        let (_, _, of_month) = day.ymd();
        match self {
            PointDays::Weekdays(days) => days.contains(&day.weekday_index()),
            PointDays::LunarTails(tails) => {
                lunar::day_of_month(day).is_some_and(|of_month| tails.contains(&(of_month % 10)))
            }
            PointDays::Tails(tails) => u8::try_from(of_month).is_ok_and(|day| tails.contains(&(day % 10))),
            PointDays::MonthDays(days) => u8::try_from(of_month).is_ok_and(|day| days.contains(&day)),
        }
    }
}

/// How far a missed day is looked back for; and the next one ahead, for which two short months may lie between.
const LOOK_DAYS: i32 = 31;
const AHEAD_DAYS: i32 = 62;

impl ServicePoint {
    /// Whether it is to be kept on this day.
    pub fn is_on(&self, day: Day) -> bool {
        day >= self.since && self.until.is_none_or(|until| day < until) && self.days.has(day)
    }

    /// Whether it was kept on this day.
    pub fn was_held(&self, day: Day) -> bool {
        self.held.iter().any(|held| held.on == day)
    }

    /// The next day on which it is to be kept and was not yet, `from` included.
    pub fn next_from(&self, from: Day) -> Option<Day> {
        let ahead = (0..=AHEAD_DAYS).map(|days| from.plus_days(days));
        ahead.into_iter().find(|day| self.is_on(*day) && !self.was_held(*day))
    }

    /// The last day before `today` on which it was to be kept and was not, where nothing excuses it; one that came after
    /// it and was kept settles it.
    pub fn missed(&self, today: Day, excused: impl Fn(Day) -> bool) -> Option<Day> {
        let past = (1..=LOOK_DAYS).map(|days| today.plus_days(-days));
        let last = past.filter(|day| self.is_on(*day)).find(|day| self.was_held(*day) || !excused(*day))?;
        (!self.was_held(last)).then_some(last)
    }
}

const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

fn weekday(part: &str) -> Option<u8> {
    let digit = part.parse::<u8>().ok().and_then(|day| day.checked_sub(1)).filter(|day| *day < 7);
    let part = if part == "天" { "日" } else { part };
    let named = WEEKDAYS.iter().position(|name| *name == part).and_then(|day| u8::try_from(day).ok());
    digit.or(named)
}

/// The days of a list, each once and in order; `None` where one of them is none.
fn listed(text: &str, read: impl Fn(&str) -> Option<u8>) -> Option<Vec<u8>> {
    let parts = text.split(['、', '，', ',', '.', '和', ';', '；']).map(|part| part.trim_start_matches("周"));
    let mut days: Vec<u8> = parts.map(|part| read(bare(part))).collect::<Option<_>>()?;
    days.sort_unstable();
    days.dedup();
    Some(days)
}

/// A number without what people say behind it: 5号, 20日.
fn bare(part: &str) -> &str {
    let number = part.trim_end_matches(['号', '日']);
    if number.ends_with(|c: char| c.is_ascii_digit()) { number } else { part }
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::IdMint;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn point(days: &str) -> ServicePoint {
        let since = day("2026-01-01");
        ServicePoint {
            id: ServicePointId::mint(&mut IdMint::new(1), Moment::at(since, 9, 0)),
            touched: Seq::default(),
            name: "慈云场".to_owned(),
            place: String::new(),
            days: PointDays::parse(days).unwrap(),
            hours: String::new(),
            since,
            until: None,
            held: Vec::new(),
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, words) in [
            ("每周三、五", "每周三、五"),
            ("每周5，周3", "每周三、五"),
            ("每星期天", "每周日"),
            ("逢场1、4、7", "农历逢1、4、7"),
            ("农历 逢 ３、６、９", "农历逢3、6、9"),
            ("公历逢5、10", "公历逢0、5"),
            ("每月5、20号", "每月5、20号"),
        ] {
            let read = PointDays::parse(text).unwrap();
            assert_eq!(read.words(), words);
            assert_eq!(PointDays::parse(&read.words()), Some(read));
        }
        for text in ["", "周三", "每周八", "每月32号", "逢场", "逢一"] {
            assert_eq!(PointDays::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_market_by_the_moon_and_one_by_the_week() {
        // 2026-11-24 is 十月十六, 2026-11-25 is 十月十七.
        let market = point("逢场1、4、7");
        assert!(!market.is_on(day("2026-11-24")) && market.is_on(day("2026-11-25")));
        assert_eq!(market.next_from(day("2026-11-24")), Some(day("2026-11-25")));
        let weekly = point("每周三");
        assert_eq!(weekly.next_from(day("2026-11-26")), Some(day("2026-12-02")));
        let held =
            PointHeld { on: day("2026-12-02"), entered_at: Moment::at(day("2026-12-02"), 9, 0), words: String::new() };
        let kept = ServicePoint { held: vec![held], ..weekly };
        assert_eq!(kept.next_from(day("2026-12-02")), Some(day("2026-12-09")), "today's is over");
        assert_eq!(point("每月31号").next_from(day("2026-02-01")), Some(day("2026-03-31")));
    }

    #[test]
    fn a_missed_day_is_the_last_one_and_settled_by_leave_or_by_the_next_kept() {
        let mut weekly = point("每周三");
        let (today, never) = (day("2026-11-27"), |_: Day| false);
        assert_eq!(weekly.missed(today, never), Some(day("2026-11-25")));
        assert_eq!(weekly.missed(day("2026-11-25"), never), Some(day("2026-11-18")), "today is not over");
        let leave = |on: Day| on == day("2026-11-25");
        assert_eq!(weekly.missed(today, leave), Some(day("2026-11-18")));
        weekly.held.push(PointHeld {
            on: day("2026-11-18"),
            entered_at: Moment::at(today, 9, 0),
            words: String::new(),
        });
        assert_eq!(weekly.missed(today, leave), None);
        weekly.since = day("2026-11-26");
        assert_eq!(weekly.missed(today, never), None);
    }
}
