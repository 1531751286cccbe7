//! What follows from the office's book: where each village stands, which numbers are missing, what a reply says.

use uuid::Uuid;

use super::{Office, SentReply, TownAnswer, TownContent, TownRow, TownTask, TownVillage};
use crate::domain::day::Day;

/// Where a village stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The number of the newest package, and the day it was taken in; `None` where nothing came.
    pub last: Option<(u32, Day)>,
    /// Numbers that never came, and that no later package says never came to be.
    pub missing: Vec<u32>,
    /// Whether a package does not go on from what came before: what lies between was never here.
    pub has_hole: bool,
    /// Households that are known.
    pub households: usize,
    /// People that are known.
    pub people: usize,
    /// Tasks that are known.
    pub tasks: usize,
    /// Of these, open ones.
    pub open: usize,
    /// Of these, overdue ones.
    pub overdue: usize,
    /// Originals that are out of their owners' hands.
    pub originals: usize,
    /// Of these, past the day by which they must be back.
    pub originals_late: usize,
    /// Tasks that were handed in and that nobody answered.
    pub unanswered: usize,
    /// Answers that the village has not heard.
    pub unheard: usize,
}

impl TownVillage {
    /// Whether the village said that it has the reply this answer was in.
    pub fn has_heard(&self, answer: &TownAnswer) -> bool {
        answer.sent.is_some_and(|sent| self.heard.contains(&sent))
    }

    /// Whether the village has not heard of everything that was taken in: there is no reply that says it, or the last one
    /// has not come back as heard.
    pub(super) fn has_unsaid_packages(&self) -> bool {
        let is_said = |reply: &SentReply| {
            reply.packages_count as usize == self.packages.len() && self.heard.contains(&reply.number)
        };
        !self.packages.is_empty() && !self.replies.last().is_some_and(is_said)
    }

    /// Numbers since the first that came which never came, and of which no later package says that they went another way or
    /// never came to be. What was before the first is none: it holds all there was.
    pub fn missing_numbers(&self) -> Vec<u32> {
        let highest = self.packages.last().map_or(0, |package| package.number);
        let is_there = |number: &u32| {
            self.packages.iter().any(|package| package.number == *number || package.voided.contains(number))
        };
        let first = self.packages.first().map_or(0, |package| package.number);
        (first..highest).filter(|number| !is_there(number)).collect()
    }

    /// Whether some acts of the village are in no package that came.
    pub fn has_hole(&self) -> bool {
        let mut known = 0;
        let mut ranges: Vec<(u64, u64)> = self.packages.iter().map(|package| (package.from, package.to)).collect();
        ranges.sort_unstable();
        ranges.into_iter().any(|(from, to)| {
            let is_hole = from > known;
            known = known.max(to);
            is_hole
        })
    }
}

impl Standing {
    /// Where a village stands on a day.
    pub fn of(office: &Office, village: &TownVillage, today: Day) -> Standing {
        let mut standing = Standing {
            last: village.packages.last().map(|package| (package.number, package.taken_on)),
            missing: village.missing_numbers(),
            has_hole: village.has_hole(),
            households: 0,
            people: 0,
            tasks: 0,
            open: 0,
            overdue: 0,
            originals: village.originals.len(),
            originals_late: village.originals.iter().filter(|original| original.return_by < today).count(),
            unanswered: 0,
            unheard: 0,
        };
        for row in office.rows_of(village.id) {
            match &row.content {
                TownContent::Household(_) => standing.households += 1,
                TownContent::Person(_) => standing.people += 1,
                TownContent::Task(task) => standing.count(village, task, today),
                TownContent::Gone(_) => {}
            }
        }
        standing
    }

    fn count(&mut self, village: &TownVillage, task: &TownTask, today: Day) {
        self.tasks += 1;
        self.open += usize::from(task.is_open);
        self.overdue += usize::from(is_overdue(task, today));
        self.unanswered += usize::from(is_unanswered(task));
        self.unheard += task.answers.iter().filter(|answer| !village.has_heard(answer)).count();
    }
}

/// Whether an open task is past its day.
pub fn is_overdue(task: &TownTask, today: Day) -> bool {
    task.is_open && task.due.is_some_and(|due| due < today)
}

/// Whether it was handed in at a window and nothing was answered since.
pub fn is_unanswered(task: &TownTask) -> bool {
    let Some(submitted) = task.submitted_on.filter(|_| task.is_open) else { return false };
    !task.answers.iter().any(|answer| answer.on >= submitted)
}

/// The answers that a reply says: all that the village has not said it has heard, each with its task.
pub fn unheard(office: &Office, village: Uuid) -> Vec<(&TownRow, &TownTask, &TownAnswer)> {
    let Some(known) = office.village(village) else { return Vec::new() };
    let answers = office.tasks_of(village).flat_map(|(row, task)| {
        let unheard = task.answers.iter().filter(|answer| answer.sent.is_some() && !known.has_heard(answer));
        unheard.map(move |answer| (row, task, answer))
    });
    answers.collect()
}
