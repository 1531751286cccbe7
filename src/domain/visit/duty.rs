//! The weekly duty 每周巡回: derived from the visits of a week, Monday to Sunday, and kept nowhere.
//!
//! It judges one week at a time and knows no screen.

use std::collections::{BTreeMap, BTreeSet};

use super::Visit;
use super::settings::DutyRule;
use crate::domain::calendar::Calendar;
use crate::domain::day::Day;
use crate::domain::id::HouseholdId;

/// How a week's duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyState {
    /// 已满足.
    Met,
    /// 未满足: the week is young.
    NotMet,
    /// 预警: from Thursday on.
    Warning,
    /// 未达: the week is over.
    Breach,
    /// 请假: leave or holidays leave too few days of it.
    Excused,
}

impl DutyState {
    /// The Chinese label, as JSON names it.
    pub fn label(self) -> &'static str {
        match self {
            DutyState::Met => "已满足",
            DutyState::NotMet => "未满足",
            DutyState::Warning => "预警",
            DutyState::Breach => "未达",
            DutyState::Excused => "请假",
        }
    }
}

/// One week's duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Its Monday.
    pub monday: Day,
    /// Rounds made.
    pub rounds: u32,
    /// Households whose door was opened, each once.
    pub households: u32,
    /// Rounds asked for.
    pub needed: u32,
    /// How it stands.
    pub state: DutyState,
}

/// The Monday of the week in which `day` lies.
pub fn monday_of(day: Day) -> Day {
    day.plus_days(-i32::from(day.weekday_index()))
}

/// The duty of the week in which `day` lies, seen on `today`. `is_away` tells the days of leave.
pub fn of_week<'v>(
    visits: impl Iterator<Item = &'v Visit>,
    rule: &DutyRule,
    calendar: &Calendar,
    is_away: impl Fn(Day) -> bool,
    day: Day,
    today: Day,
) -> Duty {
    let monday = monday_of(day);
    let sunday = monday.plus_days(6);
    // Two visits to one household on one day count once.
    let mut doors: BTreeMap<Day, BTreeSet<HouseholdId>> = BTreeMap::new();
    for visit in visits.filter(|visit| visit.is_round_stop() && (monday..=sunday).contains(&visit.on)) {
        doors.entry(visit.on).or_default().insert(visit.household);
    }
    let is_round = |opened: &&BTreeSet<HouseholdId>| opened.len() >= usize::from(rule.households);
    let rounds = counted(doors.values().filter(is_round).count());
    let households = counted(doors.values().flatten().collect::<BTreeSet<_>>().len());
    let needed = u32::from(rule.rounds);
    let works = |day: &Day| calendar.is_working(*day) && !is_away(*day);
    let office_days = (0..7).map(|days| monday.plus_days(days)).filter(works).count();
    let state = if rounds >= needed {
        DutyState::Met
    } else if office_days < usize::from(rule.office_days) {
        DutyState::Excused
    } else if today > sunday {
        DutyState::Breach
    } else if today >= monday.plus_days(3) {
        DutyState::Warning
    } else {
        DutyState::NotMet
    };
    Duty { monday, rounds, households, needed, state }
}

fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::VisitMode;
    use super::*;
    use crate::domain::day::Moment;
    use crate::domain::id::{IdMint, VisitId};
    use crate::domain::visit::settings::VisitSettings;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    /// Visits at the door, each to the household of this number.
    fn visits(doors: &[(&str, u64)]) -> Vec<Visit> {
        let mut mint = IdMint::new(1);
        let visit = |(on, household): &(&str, u64)| {
            let at = Moment::at(day(on), 10, 0);
            let household = HouseholdId(uuid::Uuid::from_u64_pair(7, *household));
            Visit::at_home(VisitId::mint(&mut mint, at), household, day(on))
        };
        doors.iter().map(visit).collect()
    }

    fn duty(visits: &[Visit], of: &str, today: &str, leave: &[&str]) -> Duty {
        let rule = VisitSettings::shipped().duty;
        let away = |on: Day| leave.iter().any(|text| day(text) == on);
        of_week(visits.iter(), &rule, &Calendar::shipped(), away, day(of), day(today))
    }

    #[test]
    fn a_week_begins_on_monday_and_ends_with_sunday() {
        for (on, monday) in [("2026-11-23", "2026-11-23"), ("2026-11-29", "2026-11-23"), ("2026-11-30", "2026-11-30")] {
            assert_eq!(monday_of(day(on)), day(monday));
        }
        let made = visits(&[("2026-11-23", 1), ("2026-11-23", 2), ("2026-11-30", 3), ("2026-11-22", 4)]);
        let week = duty(&made, "2026-11-25", "2026-11-25", &[]);
        assert_eq!((week.rounds, week.households, week.state), (1, 2, DutyState::Met));
    }

    #[test]
    fn one_door_is_no_round_and_two_visits_to_it_on_a_day_are_one() {
        for made in [
            visits(&[("2026-11-23", 1)]),
            visits(&[("2026-11-23", 1), ("2026-11-23", 1)]),
            visits(&[("2026-11-23", 1), ("2026-11-24", 2)]),
        ] {
            assert_eq!(duty(&made, "2026-11-23", "2026-11-24", &[]).rounds, 0);
        }
        assert_eq!(duty(&visits(&[("2026-11-23", 1), ("2026-11-23", 2)]), "2026-11-23", "2026-11-24", &[]).rounds, 1);
    }

    #[test]
    fn a_call_a_visit_without_asking_and_a_void_one_do_not_count() {
        let spoil: [fn(&mut Visit); 5] = [
            |visit| visit.mode = VisitMode::Phone,
            |visit| visit.mode = VisitMode::InVillage,
            |visit| visit.asked = false,
            |visit| (visit.pairing, visit.asked) = (true, false),
            |visit| visit.void = "记错了户".to_owned(),
        ];
        for spoil in spoil {
            let mut made = visits(&[("2026-11-23", 1), ("2026-11-23", 2)]);
            spoil(&mut made[1]);
            assert_eq!(duty(&made, "2026-11-23", "2026-11-24", &[]).rounds, 0);
        }
        let mut paired = visits(&[("2026-11-23", 1), ("2026-11-23", 2)]);
        paired[1].pairing = true;
        assert_eq!(duty(&paired, "2026-11-23", "2026-11-24", &[]).rounds, 1, "people were asked for matters");
    }

    #[test]
    fn the_warning_begins_on_thursday_and_the_breach_after_sunday() {
        for (today, state) in [
            ("2026-11-25", DutyState::NotMet),
            ("2026-11-26", DutyState::Warning),
            ("2026-11-29", DutyState::Warning),
            ("2026-11-30", DutyState::Breach),
        ] {
            assert_eq!(duty(&[], "2026-11-25", today, &[]).state, state, "{today}");
        }
    }

    #[test]
    fn leave_and_holidays_excuse_a_week_and_a_round_made_all_the_same_counts() {
        let leave = ["2026-11-23", "2026-11-24", "2026-11-25"];
        assert_eq!(duty(&[], "2026-11-25", "2026-12-01", &leave).state, DutyState::Excused);
        assert_eq!(duty(&[], "2026-11-25", "2026-12-01", &leave[..2]).state, DutyState::Breach, "three days are left");
        // 2026-02-16 to 02-22 lies within the holidays of the Spring Festival.
        assert_eq!(duty(&[], "2026-02-18", "2026-03-01", &[]).state, DutyState::Excused);
        let made = visits(&[("2026-11-28", 1), ("2026-11-28", 2)]);
        assert_eq!(duty(&made, "2026-11-25", "2026-12-01", &leave).state, DutyState::Met);
    }

    #[test]
    fn a_town_s_own_counts_of_rounds_households_and_days_are_kept_to_the_number() {
        let rule = |rounds: u16, households: u16, office_days: u16| {
            let own = format!(
                "[[duty]]\nrounds = \"{rounds}\"\nhouseholds = \"{households}\"\noffice_days = \"{office_days}\"\n\
                 source = \"本镇\"\ncertainty = \"待核\"\n"
            );
            let (settings, faults) = VisitSettings::shipped().with(&own, "visits.toml");
            assert_eq!(faults, []);
            settings.duty
        };
        let week = |rule: &DutyRule, made: &[(&str, u64)], leave: i32| {
            let away = |on: Day| (0..leave).any(|days| day("2026-11-23").plus_days(days) == on);
            let made = visits(made);
            let (of, today) = (day("2026-11-25"), day("2026-11-30"));
            let duty = of_week(made.iter(), rule, &Calendar::shipped(), away, of, today);
            (duty.rounds, duty.needed, duty.state)
        };
        let monday = |count: u64| (1..=count).map(|household| ("2026-11-23", household));
        let tuesday = |count: u64| (1..=count).map(|household| ("2026-11-24", household));
        let doors = |first: u64, second: u64| monday(first).chain(tuesday(second)).collect::<Vec<_>>();
        use DutyState::{Breach, Met};
        for (rounds, households, made, expected) in [
            (1, 1, doors(0, 0), (0, 1, Breach)),
            (1, 1, doors(1, 0), (1, 1, Met)),
            (1, 3, doors(2, 2), (0, 1, Breach)),
            (1, 3, doors(2, 3), (1, 1, Met)),
            (2, 2, doors(5, 1), (1, 2, Breach)),
            (2, 2, doors(2, 2), (2, 2, Met)),
            (2, 3, doors(3, 2), (1, 2, Breach)),
            (2, 3, doors(3, 3), (2, 2, Met)),
        ] {
            let found = week(&rule(rounds, households, 3), &made, 0);
            assert_eq!(found, expected, "{rounds} {households} {made:?}");
        }
        // Of the five days of the week so many are left.
        for (office_days, leave, state) in [
            (4, 1, Breach),
            (4, 2, DutyState::Excused),
            (1, 4, Breach),
            (1, 5, DutyState::Excused),
            (5, 0, Breach),
            (5, 1, DutyState::Excused),
        ] {
            assert_eq!(week(&rule(1, 2, office_days), &[], leave).2, state, "{office_days} {leave}");
        }
    }
}
