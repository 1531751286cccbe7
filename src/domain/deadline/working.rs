//! The working of a due date in words a villager can follow, one step a line.
//!
//! It decides no date: it tells how `deadline` found the one it is given.

use super::{Course, DeadlineRule, Pause, Stretch};
use crate::domain::calendar::Calendar;
use crate::domain::day::Day;

/// All steps, in the order in which the days come.
pub(super) fn lines(
    rule: DeadlineRule,
    start: Day,
    pauses: &[Pause],
    calendar: &Calendar,
    course: &Course,
    unloaded_years: &[i16],
) -> Vec<String> {
    let words = Words { start, pauses, calendar, course };
    let mut lines = match rule {
        DeadlineRule::Immediate => vec![format!("{} {}当天就办，不顺延", start, start.weekday_label())],
        DeadlineRule::Fixed(day) => words.fixed(day),
        DeadlineRule::Natural(count) => words.natural(&format!("{count}天")),
        DeadlineRule::Weeks(count) => words.natural(&format!("{count}周按{}天算", u32::from(count) * 7)),
        DeadlineRule::Months(count) => words.natural(&words.months(count)),
        DeadlineRule::Working(count) => words.working(count),
    };
    lines.extend(estimate(unloaded_years));
    lines
}

/// Why the day on which the count ran out is not the due day; `None` where it is.
pub(super) fn rolled_off(start: Day, pauses: &[Pause], calendar: &Calendar, course: &Course) -> Option<String> {
    let run_out = course.run_out.filter(|run_out| course.due.is_some_and(|due| due != *run_out))?;
    Some(Words { start, pauses, calendar, course }.why_off(run_out))
}

/// 未载入放假安排 for these years.
fn estimate(years: &[i16]) -> Option<String> {
    let (first, last) = (years.first()?, years.last()?);
    let years = if first == last { format!("{first}年") } else { format!("{first}至{last}年") };
    Some(format!("{years}未载入放假安排，按周末估算"))
}

struct Words<'a> {
    start: Day,
    pauses: &'a [Pause],
    calendar: &'a Calendar,
    course: &'a Course,
}

impl Words<'_> {
    fn fixed(&self, day: Day) -> Vec<String> {
        let mut lines = vec![format!("定在 {day} {}，不顺延", day.weekday_label())];
        if !self.calendar.is_working(day) {
            lines.push(format!("{}，要提前办好", self.why_off(day)));
        }
        lines
    }

    fn months(&self, count: u16) -> String {
        let (start_day, end_day) = (self.start.ymd().2, self.course.nominal.ymd().2);
        if start_day == end_day {
            format!("{count}个月")
        } else {
            format!("{count}个月，那个月没有{start_day}日，算月底")
        }
    }

    fn natural(&self, span: &str) -> Vec<String> {
        let nominal = self.course.nominal;
        let mut lines = vec![format!("{} {}起算，当天不算", self.start, self.start.weekday_label())];
        lines.push(format!("{span}，到 {}", self.day(nominal)));
        // Without a due date every stretch counts: the open one is the last.
        let until = self.course.due;
        for stretch in self.course.stretches.iter().filter(|stretch| until.is_none_or(|due| stretch.from <= due)) {
            lines.push(self.stretch(*stretch, |days| format!("{days}天不算")));
        }
        let (Some(run_out), Some(due)) = (self.course.run_out, self.course.due) else { return lines };
        if run_out != nominal {
            let days = run_out.days_since(nominal);
            lines.push(format!("往后推{days}天，到 {}", self.day(run_out)));
        }
        if due != run_out {
            lines.push(self.rolled(run_out, due));
        } else if self.calendar.is_make_up(due) {
            lines.push(format!("{}调休上班，不顺延", self.day(due)));
        }
        lines
    }

    fn rolled(&self, run_out: Day, due: Day) -> String {
        let paused = self.course.stretches.iter().any(|stretch| stretch.from > run_out && stretch.from <= due);
        let after = match (paused, self.calendar.holiday_of(run_out)) {
            (true, _) => "恢复计时后第一个工作日",
            (false, Some(_)) => "放假后第一个工作日",
            (false, None) => "下一个工作日",
        };
        format!("{}，顺延到{after} {}", self.why_off(run_out), self.day(due))
    }

    fn working(&self, count: u16) -> Vec<String> {
        let mut lines = vec![format!("{} {}起算，当天和周末不算", self.start, self.start.weekday_label())];
        let mut on_the_way: Vec<(Day, String)> = Vec::new();
        let open = self.course.stretches.iter().find(|stretch| stretch.to.is_none());
        let end = self.course.due.or(open.map(|stretch| stretch.from)).unwrap_or(self.start);
        let mut told_until = self.start;
        for day in (self.start.plus_days(1).number()..=end.number()).map(Day::from_number) {
            if day <= told_until {
                continue;
            }
            if let Some(holiday) = self.calendar.holiday_of(day) {
                let range = self.range(holiday.first, holiday.last);
                on_the_way.push((day, format!("{range} {}放假，不算", holiday.label())));
                told_until = holiday.last;
            } else if self.calendar.is_make_up(day) && !self.course.stretches.iter().any(|s| s.holds(day)) {
                on_the_way.push((day, format!("{}调休上班，算1天", self.day(day))));
            }
        }
        for stretch in self.course.stretches.iter().filter(|stretch| stretch.from <= end) {
            let working = |to: Day| super::working_days_between(stretch.from.plus_days(-1), to, self.calendar);
            let skipped = stretch.to.map_or(0, |to| working(to.plus_days(-1)));
            on_the_way.push((stretch.from, self.stretch(*stretch, |_| format!("{skipped}个工作日不算"))));
        }
        on_the_way.sort_by_key(|(day, _)| *day);
        lines.extend(on_the_way.into_iter().map(|(_, line)| line));
        if let Some(due) = self.course.due {
            lines.push(format!("数{count}个工作日，到 {}", self.day(due)));
        }
        lines
    }

    /// A stretch in which the clock stands still, with the reasons of the pauses in it.
    fn stretch(&self, stretch: Stretch, skipped: impl Fn(i32) -> String) -> String {
        let mut reasons: Vec<&str> = Vec::new();
        for pause in self.pauses {
            let reason = pause.reason.trim();
            let touches = pause.to.is_none_or(|to| to > stretch.from) && stretch.to.is_none_or(|to| pause.from < to);
            if touches && !reason.is_empty() && !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        let reason = if reasons.is_empty() { String::new() } else { format!("（{}）", reasons.join("、")) };
        match stretch.to {
            None => format!("{}起暂停计时{reason}，恢复后再定到期日", self.day(stretch.from)),
            Some(to) => {
                let range = self.range(stretch.from, to.plus_days(-1));
                format!("{range} 暂停计时{reason}，{}", skipped(to.days_since(stretch.from)))
            }
        }
    }

    /// 02-19 周四春节放假, or 03-01 周日.
    fn why_off(&self, day: Day) -> String {
        match self.calendar.holiday_of(day) {
            Some(holiday) => format!("{}{}放假", self.day(day), holiday.label()),
            None => format!("{}不上班", self.day(day)),
        }
    }

    /// `02-24 周二`, with the year where it is not the start day's.
    fn day(&self, day: Day) -> String {
        format!("{} {}", self.date(day), day.weekday_label())
    }

    fn range(&self, first: Day, last: Day) -> String {
        if first == last { self.date(first) } else { format!("{} 至 {}", self.date(first), self.date(last)) }
    }

    fn date(&self, day: Day) -> String {
        if day.year() == self.start.year() { day.month_day() } else { day.to_string() }
    }
}
