//! Which lines of 今日 are late. How they are marked is the screen's to say.

use super::{TodayKind, TodayLine, TodaySubject};
use crate::domain::day::Day;
use crate::domain::village::Village;

impl TodayLine {
    /// Whether its day is over and it still waits. What only tells for how long something has lasted is never late.
    pub fn is_late(&self, village: &Village, today: Day) -> bool {
        match self.kind {
            TodayKind::Overdue => true,
            TodayKind::HoldDue => self.due.is_some_and(|due| due < today),
            TodayKind::CallBack
            | TodayKind::PointDay
            | TodayKind::NotBack
            | TodayKind::Supervision
            | TodayKind::FollowUpDue
            | TodayKind::SignatureDue
            | TodayKind::StepDue
            | TodayKind::RotationDue => self.days > 0,
            TodayKind::Posting => self.days > 0 && self.waits(village),
            TodayKind::MoneyOpen
            | TodayKind::DueToday
            | TodayKind::DueSoon
            | TodayKind::ToDeliver
            | TodayKind::Returned
            | TodayKind::ToTell
            | TodayKind::NotAccepted
            | TodayKind::NoticeGiven
            | TodayKind::Paused
            | TodayKind::ToUrge
            | TodayKind::RoundDue
            | TodayKind::LongUnseen
            | TodayKind::CycleOver
            | TodayKind::Unconfirmed
            | TodayKind::BackupOld
            | TodayKind::DestructionDue => false,
        }
    }

    /// Whether an answer or a publication is waited for; a posting that hangs on harms nobody.
    pub fn waits(&self, village: &Village) -> bool {
        let TodaySubject::Posting(id) = self.subject else { return true };
        village.posting(id).is_some_and(|posting| posting.open_objections().next().is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::Fixture;

    #[test]
    fn a_line_is_late_by_its_own_kind_once_its_day_is_over() {
        let fixture = Fixture::on("2026-11-24");
        let (village, today) = (&fixture.village, fixture.today());
        let is_late = |kind, days, due: Option<i64>| {
            let due = due.map(|days| today.plus_days(i32::try_from(days).unwrap()));
            TodayLine { kind, subject: TodaySubject::Village, due, days }.is_late(village, today)
        };
        let counted_from_their_day = [
            TodayKind::CallBack,
            TodayKind::PointDay,
            TodayKind::NotBack,
            TodayKind::Supervision,
            TodayKind::FollowUpDue,
            TodayKind::SignatureDue,
            TodayKind::StepDue,
            TodayKind::RotationDue,
            TodayKind::Posting,
        ];
        for kind in counted_from_their_day {
            let late = [-1, 0, 1].map(|days| is_late(kind, days, None));
            assert_eq!(late, [false, false, true], "{}", kind.label());
        }
        // An original is counted from the day it was taken, and late from the day after it should be back.
        assert_eq!([0, -1].map(|due| is_late(TodayKind::HoldDue, 4, Some(due))), [false, true]);
        assert!(is_late(TodayKind::Overdue, 1, Some(-1)));
        for kind in [TodayKind::LongUnseen, TodayKind::DueSoon, TodayKind::BackupOld, TodayKind::RoundDue] {
            assert!(!is_late(kind, 40, None), "{}", kind.label());
        }
    }
}
