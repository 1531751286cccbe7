//! Decides about leave: writing it down beforehand or afterwards, and being back.

use crate::domain::change::Change;
use crate::domain::change::fieldwork::LeaveChange;
use crate::domain::day::Day;
use crate::domain::id::LeaveId;
use crate::domain::leave::Leave;
use crate::domain::refusal::Refusal;
use crate::domain::village::Village;

use super::{Now, free_text};

/// The longest time away in one, in days.
const DAYS_MAX: i32 = 366;

/// What a person wants of a leave.
#[derive(Clone, Debug)]
pub enum LeaveIntent {
    /// 请假.
    Record(Box<Leave>),
    /// 销假: back on this day.
    Back(LeaveId, Day),
}

impl LeaveIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            LeaveIntent::Record(_) => "leave.record",
            LeaveIntent::Back(..) => "leave.back",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: LeaveIntent) -> Result<Vec<Change>, Refusal> {
    match intent {
        LeaveIntent::Record(mut leave) => {
            if leave.to < leave.from {
                return Err(Refusal::BadDay(leave.to.to_string(), "回来的日子早于走的日子"));
            }
            if leave.days() > DAYS_MAX || now.today.days_since(leave.from).abs() > DAYS_MAX {
                return Err(Refusal::BadDay(leave.from.to_string(), "离今天太远，请核对年份"));
            }
            let overlaps = |other: &Leave| other.from <= leave.to && leave.from <= other.to;
            if village.leaves().any(overlaps) {
                return Err(Refusal::Already("这几天里已经记过请假。先打开那一次销假，再记"));
            }
            leave.reason = free_text(&leave.reason, "事由")?;
            leave.stand_in = free_text(&leave.stand_in, "替岗人")?;
            leave.phone = free_text(&leave.phone, "替岗人电话")?;
            leave.entered_at = now.at;
            // What is over when it is written down needs nobody to say it again.
            leave.back_on = (leave.to < now.today).then(|| leave.to.plus_days(1));
            Ok(vec![Change::Leave(LeaveChange::Recorded, leave)])
        }
        LeaveIntent::Back(id, on) => {
            let mut leave = village.leave(id).ok_or(Refusal::Gone)?.clone();
            if leave.back_on.is_some() {
                return Err(Refusal::Already("已经销过假了"));
            }
            if on > now.today {
                return Err(Refusal::BadDay(on.to_string(), "还没有到这一天"));
            }
            if on <= leave.from {
                return Err(Refusal::BadDay(on.to_string(), "不晚于走的那天；没有走成，请撤销那一笔"));
            }
            // Who says so late was no longer away for it.
            leave.to = leave.to.min(on.plus_days(-1));
            leave.back_on = Some(on);
            Ok(vec![Change::Leave(LeaveChange::Back, Box::new(leave))])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Intent;
    use super::*;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::Seq;
    use crate::domain::leave::LeaveKind;
    use crate::domain::visit::duty::DutyState;
    use crate::domain::visit::outlook;

    fn away(fixture: &mut Fixture, from: &str, to: &str) -> Result<LeaveId, Refusal> {
        let id = LeaveId::mint(&mut fixture.mint, fixture.at);
        let leave = Leave {
            id,
            touched: Seq::default(),
            kind: LeaveKind::Leave,
            from: Day::parse_iso(from).unwrap(),
            to: Day::parse_iso(to).unwrap(),
            reason: String::new(),
            stand_in: "李华".to_owned(),
            phone: String::new(),
            entered_at: fixture.at,
            back_on: None,
        };
        fixture.try_act(Intent::Leave(LeaveIntent::Record(Box::new(leave)))).map(|()| id)
    }

    #[test]
    fn a_week_of_leave_excuses_the_round_and_an_early_return_does_not() {
        let mut fixture = Fixture::on("2026-11-20");
        let id = away(&mut fixture, "2026-11-23", "2026-11-27").unwrap();
        fixture.wait_days(11);
        let week = |fixture: &Fixture| {
            let day = Day::parse_iso("2026-11-25").unwrap();
            outlook::week(&fixture.village, &fixture.tables, day, fixture.today()).state
        };
        assert_eq!(week(&fixture), DutyState::Excused);
        let on = Day::parse_iso("2026-11-24").unwrap();
        fixture.act(Intent::Leave(LeaveIntent::Back(id, on)));
        assert_eq!(week(&fixture), DutyState::Breach, "four days were left");
        let again = fixture.try_act(Intent::Leave(LeaveIntent::Back(id, on)));
        assert!(matches!(again, Err(Refusal::Already(_))));
    }

    #[test]
    fn a_return_that_is_told_late_excuses_no_more_weeks() {
        let mut fixture = Fixture::on("2026-11-20");
        let id = away(&mut fixture, "2026-11-23", "2026-11-27").unwrap();
        fixture.wait_days(38);
        fixture.act(Intent::Leave(LeaveIntent::Back(id, fixture.today())));
        let leave = fixture.village.leave(id).unwrap();
        assert_eq!((leave.to, leave.back_on), (Day::parse_iso("2026-11-27").unwrap(), Some(fixture.today())));
    }

    #[test]
    fn days_that_cannot_be_and_two_at_once_are_refused() {
        let mut fixture = Fixture::on("2026-11-20");
        assert!(matches!(away(&mut fixture, "2026-11-24", "2026-11-23"), Err(Refusal::BadDay(..))));
        assert!(matches!(away(&mut fixture, "2024-11-24", "2024-11-25"), Err(Refusal::BadDay(..))));
        assert!(matches!(away(&mut fixture, "2036-11-24", "2036-11-25"), Err(Refusal::BadDay(..))));
        let id = away(&mut fixture, "2026-11-23", "2026-11-24").unwrap();
        assert!(matches!(away(&mut fixture, "2026-11-24", "2026-11-25"), Err(Refusal::Already(_))));
        for on in ["2026-11-23", "2026-11-21"] {
            let on = Day::parse_iso(on).unwrap();
            assert!(matches!(fixture.try_act(Intent::Leave(LeaveIntent::Back(id, on))), Err(Refusal::BadDay(..))));
        }
    }

    #[test]
    fn a_leave_written_down_afterwards_is_over() {
        let mut fixture = Fixture::on("2026-11-20");
        let id = away(&mut fixture, "2026-11-16", "2026-11-18").unwrap();
        let leave = fixture.village.leave(id).unwrap();
        assert_eq!(leave.back_on, Day::parse_iso("2026-11-19"));
        assert!(fixture.village.away_on(Day::parse_iso("2026-11-18").unwrap()).is_some());
        assert!(fixture.village.away_on(Day::parse_iso("2026-11-19").unwrap()).is_none());
    }

    #[test]
    fn a_leave_of_a_year_is_kept_and_one_of_a_day_more_is_not() {
        // Today is 2026-11-20; the last day is counted.
        for (from, to, kept) in [
            ("2026-11-20", "2027-11-20", true),
            ("2026-11-20", "2027-11-21", false),
            ("2027-11-21", "2027-11-21", true),
            ("2027-11-22", "2027-11-22", false),
            ("2025-11-19", "2025-11-19", true),
            ("2025-11-18", "2025-11-18", false),
        ] {
            let mut fixture = Fixture::on("2026-11-20");
            let recorded = away(&mut fixture, from, to);
            assert_eq!(recorded.is_ok(), kept, "{from} {to}: {recorded:?}");
            assert_eq!(fixture.village.leaves().count(), usize::from(kept));
            assert!(kept || matches!(recorded, Err(Refusal::BadDay(..))), "{from} {to}");
        }
        let mut fixture = Fixture::on("2026-11-20");
        let id = away(&mut fixture, "2026-11-20", "2027-11-20").unwrap();
        assert_eq!(fixture.village.leave(id).unwrap().days(), 366);
    }
}
