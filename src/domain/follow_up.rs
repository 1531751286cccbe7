//! What was recorded of a follow-up 到点的事: that it was done elsewhere, or is not needed, and why.
//!
//! Which follow-ups there are is `chains` as data and `outlook` derived; one that was raised as a task is told by the task,
//! and nothing of it is kept here.

pub mod chains;
pub mod outlook;

use serde::{Deserialize, Serialize};

use super::day::{Day, Moment};
use super::id::{FollowUpId, PersonId, Seq};

/// What came of it, where no task was opened for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FollowUpOutcome {
    /// 已办: they did it themselves, or it was done before.
    Done,
    /// 不需要.
    NotNeeded,
}

impl FollowUpOutcome {
    /// All of them, in the order of the form.
    pub const ALL: [FollowUpOutcome; 2] = [FollowUpOutcome::Done, FollowUpOutcome::NotNeeded];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            FollowUpOutcome::Done => "已办",
            FollowUpOutcome::NotNeeded => "不需要",
        }
    }
}

/// One follow-up that ended without a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Identity.
    pub id: FollowUpId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// The code of its rule.
    pub rule: String,
    /// What was to be done, as the table called it then.
    pub name: String,
    /// Whom it concerns.
    pub person: PersonId,
    /// The day it runs from: of the event, the birthday, the decision.
    pub event_on: Day,
    /// What came of it.
    pub outcome: FollowUpOutcome,
    /// Who did it, or why it is not needed.
    pub reason: String,
    /// The day it was done, or found not to be needed.
    pub on: Day,
    /// When it was written down.
    pub entered_at: Moment,
}
