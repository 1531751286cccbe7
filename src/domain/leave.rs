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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::IdMint;

    #[test]
    fn a_leave_covers_its_first_and_its_last_day_and_is_over_the_day_after_until_it_is_said() {
        let day = |text| Day::parse_iso(text).unwrap();
        let entered_at = Moment::at(day("2026-11-20"), 9, 0);
        let mut leave = Leave {
            id: LeaveId::mint(&mut IdMint::new(1), entered_at),
            touched: Seq::default(),
            kind: LeaveKind::Leave,
            from: day("2026-11-23"),
            to: day("2026-11-27"),
            reason: String::new(),
            stand_in: String::new(),
            phone: String::new(),
            entered_at,
            back_on: None,
        };
        assert_eq!(leave.days(), 5);
        for (today, covered, over) in [
            ("2026-11-22", false, false),
            ("2026-11-23", true, false),
            ("2026-11-27", true, false),
            ("2026-11-28", false, true),
        ] {
            assert_eq!((leave.covers(day(today)), leave.is_over(day(today))), (covered, over), "{today}");
        }
        leave.back_on = Some(day("2026-11-28"));
        assert!(!leave.is_over(day("2026-11-28")));
    }
}
