//! Like matters with very unlike days.
//!
//! **The rule**: of one matter, all that were decided within a year before today; where there are at least so many (5), the
//! days of each from its papers to its decision, pauses taken off; the middle one of them in order, of two the shorter. A
//! matter stands out whose days are more than so many per cent (300) of the middle, and at least so many days (15) more.
//! The numbers are settings. It says nothing of who was slow: that is for the words that clear it.

use std::collections::BTreeMap;

use super::tasks::Words;
use super::{Flag, FlagKind, FlagSubject, called};
use crate::domain::day::Day;
use crate::domain::supervision::settings::Unlike;
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::village::Village;

/// How far back matters are compared, in days.
const YEAR_DAYS: i32 = 365;

/// A matter that was decided.
struct Decided<'v> {
    task: &'v ProxyTask,
    on: Day,
    days: i32,
}

/// The flags of all matters.
pub(super) fn flags(village: &Village, tables: &Tables, today: Day) -> Vec<Flag> {
    let rule = tables.supervision.unlike;
    let words = Words::of(village);
    let mut alike: BTreeMap<(&str, &str), Vec<Decided<'_>>> = BTreeMap::new();
    for task in village.tasks() {
        let Some(decided_on) = task.decision.as_ref().map(|decision| decision.on) else { continue };
        if (0..=YEAR_DAYS).contains(&today.days_since(decided_on)) {
            let key = (task.matter.code.as_str(), task.matter.name.as_str());
            alike.entry(key).or_default().push(Decided { task, on: decided_on, days: days(task, decided_on) });
        }
    }
    let mut flags = Vec::new();
    for tasks in alike.into_values() {
        let Some(middle) = middle(tasks.iter().map(|it| it.days).collect(), rule) else { continue };
        let far = tasks.into_iter().filter(|it| is_far(it.days, middle, rule));
        let open = far.filter(|it| !words.explain(it.task, it.on));
        flags.extend(open.map(|it| Flag {
            kind: FlagKind::Unlike,
            subject: FlagSubject::Task(it.task.id),
            of: called(village, it.task),
            since: it.on,
            found: format!("办了{}天，同样的事一般{middle}天", it.days),
            act: "在这件的备注里写「说明：」和为什么这么久".to_owned(),
        }));
    }
    flags
}

/// From the papers to the decision, pauses taken off.
fn days(task: &ProxyTask, decided_on: Day) -> i32 {
    let paused: i32 = task.pauses.iter().map(|pause| pause.to.unwrap_or(decided_on).days_since(pause.from)).sum();
    decided_on.days_since(task.papers_on) - paused
}

/// The middle one, of two the shorter; `None` where there are too few to compare.
fn middle(mut days: Vec<i32>, rule: Unlike) -> Option<i32> {
    days.sort_unstable();
    let place = days.len().checked_sub(1)? / 2;
    days.get(place).copied().filter(|_| days.len() >= rule.least)
}

fn is_far(days: i32, middle: i32, rule: Unlike) -> bool {
    days * 100 > middle * rule.percent && days - middle >= rule.more_days
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Unlike = Unlike { least: 5, percent: 300, more_days: 15 };

    #[test]
    fn the_middle_is_told_of_five_and_not_of_four() {
        assert_eq!(middle(vec![9, 1, 5, 3, 7], RULE), Some(5));
        assert_eq!(middle(vec![9, 1, 5, 3, 7, 100], RULE), Some(5), "of two the shorter");
        assert_eq!(middle(vec![1, 2, 3, 4], RULE), None);
        assert_eq!(middle(Vec::new(), RULE), None);
    }

    #[test]
    fn both_the_share_and_the_days_have_to_be_passed() {
        for (days, middle, far) in [
            (30, 10, false),
            (31, 10, true),
            (17, 3, false),
            (18, 3, true),
            (14, 0, false),
            (15, 0, true),
            (10, 30, false),
        ] {
            assert_eq!(is_far(days, middle, RULE), far, "{days} of {middle}");
        }
    }
}
