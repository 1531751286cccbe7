//! Leave 请假 and training 培训: from when to when, and who stands in. Limits run on; only the week's round is excused.
//!
//! What happened meanwhile is derived when the officer is back; nothing is kept of it.

use serde::{Deserialize, Serialize};

use super::day::{Day, Moment};
use super::id::{LeaveId, Seq};

/// Why the officer is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LeaveKind {
    /// 请假.
    Leave,
    /// 培训、开会.
    Training,
    /// 抽调.
    Seconded,
}

impl LeaveKind {
    /// All of them, in the order of the form.
    pub const ALL: [LeaveKind; 3] = [LeaveKind::Leave, LeaveKind::Training, LeaveKind::Seconded];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            LeaveKind::Leave => "请假",
            LeaveKind::Training => "培训开会",
            LeaveKind::Seconded => "抽调",
        }
    }
}

/// One time away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {
    /// Identity.
    pub id: LeaveId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// Why.
    pub kind: LeaveKind,
    /// The first day away.
    pub from: Day,
    /// The last day away; once back earlier, the day before that.
    pub to: Day,
    /// In words; may be empty.
    pub reason: String,
    /// 替岗人(B岗).
    pub stand_in: String,
    /// The stand-in's phone.
    pub phone: String,
    /// When it was written down.
    pub entered_at: Moment,
    /// The day the officer was back 销假; `None` while away.
    pub back_on: Option<Day>,
}

impl Leave {
    /// Whether the officer is away on this day.
    pub fn covers(&self, day: Day) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// Whether the officer should be back and has not said so.
    pub fn is_over(&self, today: Day) -> bool {
        self.back_on.is_none() && today > self.to
    }

    /// Days away, the first and the last counted.
    pub fn days(&self) -> i32 {
        self.to.days_since(self.from) + 1
    }
}
