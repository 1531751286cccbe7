//! The one clock of a task: when it is due, how that came about, and whether it is overdue.
//!
//! List, 今日, print and export all ask here; there is no second definition of overdue. Nothing of it is stored.

use crate::domain::calendar::Calendar;
use crate::domain::day::Day;
use crate::domain::deadline::{self, DeadlineRule};
use crate::domain::limits;

use super::ProxyTask;
use super::state::State;

/// What the clock of a task says on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The due date it is judged by; `None` where no clock runs, or while a pause lasts.
    pub due: Option<Day>,
    /// The rule that date comes from, and the day it starts.
    pub limit: (DeadlineRule, Day),
    /// The other limit, shown beside it and never judged.
    pub other: Option<(DeadlineRule, Option<Day>)>,
    /// Days past due; 0 when not overdue.
    pub overdue_days: i32,
    /// Days left until due; negative when overdue; `None` where no clock runs.
    pub days_left: Option<i32>,
    /// 登记满5个工作日没有受理也没有告知: counts as accepted from the day of the papers.
    pub deemed_accepted: bool,
}

impl Clock {
    /// 超期.
    pub fn is_overdue(&self) -> bool {
        self.overdue_days > 0
    }

    /// 临期: due within the next days, today included, and not overdue.
    pub fn is_due_soon(&self) -> bool {
        self.days_left.is_some_and(|left| (0..=limits::DUE_SOON_DAYS).contains(&left))
    }
}

/// Reads the clock of a task on `today`.
pub fn read(task: &ProxyTask, today: Day, calendar: &Calendar) -> Clock {
    let deemed_accepted = is_deemed_accepted(task, today, calendar);
    let own = (task.limit, task.papers_on);
    let mut clock = Clock { due: None, limit: own, other: None, overdue_days: 0, days_left: None, deemed_accepted };
    if task.accepted_on.is_none() && !deemed_accepted {
        return clock;
    }
    let day = |(rule, start)| deadline::due_day(rule, start, &task.pauses, calendar);
    clock.due = day(own);
    if let Some(authority) = authority_limit(task) {
        let due = day(authority);
        if due.zip(clock.due).is_some_and(|(authority, own)| authority < own) {
            clock.other = Some((own.0, clock.due));
            clock.limit = authority;
            clock.due = due;
        } else {
            clock.other = Some((authority.0, due));
        }
    }
    if runs(task.state) || deemed_accepted {
        clock.days_left = clock.due.map(|due| due.days_since(today));
        clock.overdue_days = deadline::overdue_days(clock.due, today);
    }
    clock
}

/// Why this date: the working in words, a line each, and whether a year had to be guessed from its weekends.
pub fn explain(task: &ProxyTask, today: Day, calendar: &Calendar) -> (Vec<String>, bool) {
    let clock = read(task, today, calendar);
    if task.accepted_on.is_none() && !clock.deemed_accepted {
        return (vec![waiting_words(task)], false);
    }
    let mut lines = Vec::new();
    if clock.deemed_accepted {
        lines.push(format!("登记满{}个工作日没有受理，按交件之日起算", limits::DEEMED_ACCEPTED_WORKING_DAYS));
    }
    let due = deadline::compute(clock.limit.0, clock.limit.1, &task.pauses, calendar);
    lines.extend(due.working);
    if let Some((rule, day)) = clock.other {
        let whose = if clock.limit.0 == task.limit && clock.limit.1 == task.papers_on {
            "部门期限"
        } else {
            "代办期限"
        };
        let day = day.map_or_else(|| "暂停中".to_owned(), |day| day.to_string());
        lines.push(format!("{whose}{rule}，到 {day}，只作参考"));
    }
    for undone in &task.undone_acceptances {
        let (from, on, until) = (undone.papers_on, undone.accepted_on, undone.undone_on);
        lines.push(format!("曾于 {on} 受理(自 {from} 起算),{until} 撤销"));
    }
    if let Some(promised) = task.promised.filter(|promised| Some(*promised) != clock.due) {
        lines.push(format!("回执上写的是 {promised}；按现在的放假安排、暂停和部门期限重算"));
    }
    (lines, due.estimated)
}

/// Whether the task was decided in time: the day of decision against the due date. `None` while undecided or unjudged.
pub fn is_on_time(task: &ProxyTask, calendar: &Calendar) -> Option<bool> {
    let decided_on = task.decision.as_ref()?.on;
    let due = read(task, decided_on, calendar).due?;
    Some(decided_on <= due)
}

/// The states in which the liaison's clock runs. Of a paused task it only does where the pause cannot move the day: where
/// that was named, or was past when the pause began; else there is no due day as long as the pause lasts.
fn runs(state: State) -> bool {
    match state {
        State::Accepted | State::Working | State::Submitted | State::Returned | State::Paused => true,
        State::Draft
        | State::Registered
        | State::NoticeGiven
        | State::Granted
        | State::Denied
        | State::Delivered
        | State::Closed
        | State::Withdrawn
        | State::NotTaken
        | State::HandedOver => false,
    }
}

/// The effect of 行政许可法 32(4): not accepting does not stop the clock.
fn is_deemed_accepted(task: &ProxyTask, today: Day, calendar: &Calendar) -> bool {
    let rule = DeadlineRule::Working(limits::DEEMED_ACCEPTED_WORKING_DAYS);
    let late = || deadline::due_day(rule, task.papers_on, &[], calendar).is_some_and(|last| today > last);
    task.state == State::Registered && late()
}

/// The authority's limit and the day it starts: with the first hand-in, for its clock is not the liaison's.
fn authority_limit(task: &ProxyTask) -> Option<(DeadlineRule, Day)> {
    task.statutory.zip(task.submissions.first().map(|submission| submission.on))
}

fn waiting_words(task: &ProxyTask) -> String {
    let days = limits::DEEMED_ACCEPTED_WORKING_DAYS;
    match task.state {
        State::NoticeGiven => "等本人补材料，补齐受理后起算".to_owned(),
        State::Registered => format!("还没受理；满{days}个工作日未受理也未告知，按交件之日起算"),
        State::Draft
        | State::Accepted
        | State::Working
        | State::Submitted
        | State::Paused
        | State::Returned
        | State::Granted
        | State::Denied
        | State::Delivered
        | State::Closed
        | State::Withdrawn
        | State::NotTaken
        | State::HandedOver => "没有受理，不计时".to_owned(),
    }
}
