//! Limits and due dates: a rule, a start day, pauses and the holiday calendar give a day, with the working in words.
//!
//! The count follows 民法典 200 to 204 (the start day is not counted, a month ends on its last day, a last day off rolls
//! to the next working day) and, for working days, 行政许可法 82. It does not know tasks: which rule runs from which
//! day, and whether a task in this state can be overdue, is `task`'s to say.

mod working;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::day::Day;
use super::limits::DEADLINE_COUNT_MAX;
use super::text::squash;
use super::{numeral, typed_date};

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
    /// A day named by law, notice or agreement. Neither rolled nor moved by a pause: 民法典 203 moves the end of a period,
    /// and whoever named the day meant that day. When it is a day off the working says to be early.
    Fixed(Day),
}

impl DeadlineRule {
    /// Reads `立即` `7天` `一周` `1月` `一个月` `20工作日` `30个工作日内` `半年` `2026-12-31`; counts from 1 to 3650.
    pub fn parse(text: &str) -> Option<DeadlineRule> {
        let text = squash(text);
        let mut text = text.trim_start_matches("不超过").trim_start_matches("最多");
        for ending in ["以内", "之内", "内"] {
            text = text.strip_suffix(ending).unwrap_or(text);
        }
        match text {
            "立即" | "即时" | "即办" | "当场" | "当日" | "当天" => return Some(DeadlineRule::Immediate),
            "半个月" | "半月" => return Some(DeadlineRule::Natural(15)),
            "半年" => return Some(DeadlineRule::Months(6)),
            _ => {}
        }
        if let Some(day) = typed_date::read_full(text) {
            return Some(DeadlineRule::Fixed(day));
        }
        let (number, unit) = numeral::split(text);
        let count = u16::try_from(numeral::read(number)?).ok()?;
        let rule = match unit.strip_prefix('个').unwrap_or(unit) {
            "天" | "日" | "自然日" | "日历日" => DeadlineRule::Natural(count),
            "周" | "星期" | "礼拜" => DeadlineRule::Weeks(count),
            "月" => DeadlineRule::Months(count),
            "年" if count <= 100 => DeadlineRule::Months(count * 12),
            "工作日" | "工作天" => DeadlineRule::Working(count),
            _ => return None,
        };
        (1..=DEADLINE_COUNT_MAX).contains(&count).then_some(rule)
    }
}

impl fmt::Display for DeadlineRule {
    /// The one spelling of the command line and of tables: `立即` `7天` `1周` `1月` `20工作日` `2026-12-31`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DeadlineRule::Immediate => write!(f, "立即"),
            DeadlineRule::Natural(count) => write!(f, "{count}天"),
            DeadlineRule::Weeks(count) => write!(f, "{count}周"),
            DeadlineRule::Months(count) => write!(f, "{count}月"),
            DeadlineRule::Working(count) => write!(f, "{count}工作日"),
            DeadlineRule::Fixed(day) => write!(f, "{day}"),
        }
    }
}

/// A time in which the clock stands still 暂停计时: a posting, an expert's look, waiting for the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The first day that does not count.
    pub from: Day,
    /// The day on which the clock runs again, itself counted; `None` while the pause lasts.
    pub to: Option<Day>,
    /// Why, in the officer's words.
    pub reason: String,
}

/// A due date and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day on which the matter is in time. `None` while a pause lasts that began before it: nobody can know
    /// the day yet, and a date that moves by itself every morning would be taken for a promise.
    pub due: Option<Day>,
    /// How it was found, one step a line, in plain Chinese.
    pub working: Vec<String>,
    /// Why the due date is later than the count alone gives, as in `12-05 周六不上班`: the last day was a day off and
    /// the date rolled on. `None` where it did not roll.
    pub rolled_off: Option<String>,
    /// Whether a year was counted by its weekends only, because its holiday table is not loaded.
    pub estimated: bool,
}

/// The due date with its working. For a list of many tasks, where nobody reads the working, see [`due_day`].
pub fn compute(rule: DeadlineRule, start: Day, pauses: &[Pause], calendar: &Calendar) -> Due {
    let course = Course::run(rule, start, pauses, calendar);
    let unloaded = course.unloaded_years(rule, start, calendar);
    let working = working::lines(rule, start, pauses, calendar, &course, &unloaded);
    let rolled_off = working::rolled_off(start, pauses, calendar, &course);
    Due { due: course.due, working, rolled_off, estimated: !unloaded.is_empty() }
}

/// The due date alone; `None` while a pause lasts that began before it.
pub fn due_day(rule: DeadlineRule, start: Day, pauses: &[Pause], calendar: &Calendar) -> Option<Day> {
    Course::run(rule, start, pauses, calendar).due
}

/// Days that `today` is past the due date; 0 on the day itself, before it, and while no date is known.
pub fn overdue_days(due: Option<Day>, today: Day) -> i32 {
    due.map_or(0, |due| today.days_since(due).max(0))
}

/// Working days after `from`, up to and with `to`; 0 when `to` is not later.
pub fn working_days_between(from: Day, to: Day, calendar: &Calendar) -> u32 {
    let days = (from.number().saturating_add(1)..=to.number()).map(Day::from_number);
    days.filter(|day| calendar.is_working(*day)).fold(0, |count, _| count + 1)
}

/// A stretch of days in which the clock stands still, pauses that touch made one.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: Day,
    to: Option<Day>,
}

impl Stretch {
    fn holds(self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// The days a count passes through.
struct Course {
    /// The last day by the rule alone.
    nominal: Day,
    /// The last day after the paused days were added; `None` in an open pause.
    run_out: Option<Day>,
    /// The due day after rolling over days off; `None` in an open pause.
    due: Option<Day>,
    /// Where the clock stood still, in order.
    stretches: Vec<Stretch>,
}

impl Course {
    fn run(rule: DeadlineRule, start: Day, pauses: &[Pause], calendar: &Calendar) -> Course {
        let stretches = stretches(start, pauses);
        let nominal = match rule {
            DeadlineRule::Immediate => start,
            DeadlineRule::Fixed(day) => day,
            DeadlineRule::Natural(count) => start.plus_days(i32::from(count)),
            DeadlineRule::Weeks(count) => start.plus_days(i32::from(count) * 7),
            DeadlineRule::Months(count) => start.plus_months(i32::from(count)),
            DeadlineRule::Working(count) => {
                let run_out = count_working(start, count, &stretches, calendar);
                return Course { nominal: run_out.unwrap_or(start), run_out, due: run_out, stretches };
            }
        };
        if matches!(rule, DeadlineRule::Immediate | DeadlineRule::Fixed(_)) {
            return Course { nominal, run_out: Some(nominal), due: Some(nominal), stretches };
        }
        let run_out = add_pauses(nominal, &stretches);
        let due = run_out.and_then(|day| roll(day, &stretches, calendar));
        Course { nominal, run_out, due, stretches }
    }

    /// Years whose days off decided the result, but whose table is not loaded.
    fn unloaded_years(&self, rule: DeadlineRule, start: Day, calendar: &Calendar) -> Vec<i16> {
        let open = self.stretches.iter().find(|stretch| stretch.to.is_none()).map(|stretch| stretch.from);
        let last = self.due.or(open).unwrap_or(start);
        let first = match rule {
            DeadlineRule::Immediate | DeadlineRule::Fixed(_) => return Vec::new(),
            DeadlineRule::Natural(_) | DeadlineRule::Weeks(_) | DeadlineRule::Months(_) => match self.run_out {
                Some(day) => day,
                None => return Vec::new(),
            },
            DeadlineRule::Working(_) => start.plus_days(1).min(last),
        };
        (first.year()..=last.year()).filter(|year| !calendar.is_loaded(*year)).collect()
    }
}

/// The pauses after the start day, in order, without overlaps. The start day is not counted, so none can take it away.
fn stretches(start: Day, pauses: &[Pause]) -> Vec<Stretch> {
    let first = start.plus_days(1);
    let clipped = pauses.iter().map(|pause| Stretch { from: pause.from.max(first), to: pause.to });
    let mut all: Vec<Stretch> = clipped.filter(|stretch| stretch.to.is_none_or(|to| to > stretch.from)).collect();
    all.sort_by_key(|stretch| stretch.from);
    let mut merged: Vec<Stretch> = Vec::new();
    for next in all {
        match merged.last_mut() {
            Some(last) if last.to.is_none_or(|to| next.from <= to) => {
                last.to = last.to.zip(next.to).map(|(a, b)| a.max(b));
            }
            Some(_) | None => merged.push(next),
        }
    }
    merged
}

/// Moves the last day on by the natural days on which the clock stood still before it.
fn add_pauses(nominal: Day, stretches: &[Stretch]) -> Option<Day> {
    let mut end = nominal;
    for stretch in stretches {
        if stretch.from > end {
            break;
        }
        end = end.plus_days(stretch.to?.days_since(stretch.from));
    }
    Some(end)
}

/// The first day from `day` on that is worked and not paused.
fn roll(day: Day, stretches: &[Stretch], calendar: &Calendar) -> Option<Day> {
    let mut day = calendar.working_from(day);
    while let Some(stretch) = stretches.iter().find(|stretch| stretch.holds(day)) {
        day = calendar.working_from(stretch.to?);
    }
    Some(day)
}

/// The `count`-th working day after `start` on which the clock runs.
fn count_working(start: Day, count: u16, stretches: &[Stretch], calendar: &Calendar) -> Option<Day> {
    let mut day = start;
    for _ in 0..count {
        day = roll(day.plus_days(1), stretches, calendar)?;
    }
    Some(day)
}

#[cfg(test)]
mod tests;
