//! What a town asks of visits, as data: how many rounds a week, and how often each kind of household is seen.
//!
//! It reads text that somebody else took from the disk; what was done is compared elsewhere.

use crate::domain::day::Day;
use crate::domain::household::{Household, HouseholdStatus, Occupancy};
use crate::domain::table::TableFault;
use crate::domain::table::row::{self, Row};

/// The name of the table, as a town knows it.
pub const FILE: &str = "visits.toml";
/// Days after which an empty house is called once, by telephone or otherwise.
pub const EMPTY_CYCLE_DAYS: i32 = 365;

const SHIPPED: &str = include_str!("../data/visits.toml");
/// The largest count a town may write.
const COUNT_MAX: u16 = 3_650;
const WEEK_DAYS: u16 = 7;

/// The weekly duty 每周巡回.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyRule {
    /// Rounds a week.
    pub rounds: u16,
    /// Households that make a round.
    pub households: u16,
    /// Days of a week on which the officer works, from which on a round is asked for.
    pub office_days: u16,
    /// Where it is written.
    pub source: String,
}

/// How often households of a class are seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CycleRule {
    /// What the class has in its name; empty for all others.
    pub class: String,
    /// Days.
    pub days: i32,
    /// Where it is written.
    pub source: String,
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitSettings {
    /// The weekly duty.
    pub duty: DutyRule,
    cycles: Vec<CycleRule>,
}

impl VisitSettings {
    /// Those the program ships with; a test holds that they have no faults.
    pub fn shipped() -> VisitSettings {
        let none = DutyRule { rounds: 1, households: 2, office_days: 3, source: String::new() };
        VisitSettings { duty: none, cycles: Vec::new() }.with(SHIPPED, FILE).0
    }

    /// Lays a town's rows over these: a cycle for the same class replaces it. Every row with a fault is left out.
    pub fn with(mut self, text: &str, file: &str) -> (VisitSettings, Vec<TableFault>) {
        let (rows, mut faults) = row::rows_of(file, text, &["duty", "cycle"]);
        let mut has_duty = false;
        for row in rows {
            let line = row.line;
            if row.kind == "cycle" {
                match read_cycle(row) {
                    Ok(cycle) => self.lay_cycle(cycle),
                    Err(found) => faults.extend(found),
                }
                continue;
            }
            if std::mem::replace(&mut has_duty, true) {
                faults.push(TableFault::new(file, line, "每周巡回只能写一条，这一条没有读入"));
                continue;
            }
            match read_duty(row) {
                Ok(duty) => self.duty = duty,
                Err(found) => faults.extend(found),
            }
        }
        (self, faults)
    }

    fn lay_cycle(&mut self, cycle: CycleRule) {
        match self.cycles.iter_mut().find(|old| old.class == cycle.class) {
            Some(old) => *old = cycle,
            None => self.cycles.push(cycle),
        }
    }

    /// How often a household is seen of which no class asks for more.
    pub fn usual_days(&self) -> i32 {
        let usual = self.cycles.iter().filter(|cycle| cycle.class.is_empty()).map(|cycle| cycle.days).min();
        usual.unwrap_or(EMPTY_CYCLE_DAYS)
    }

    /// How often this household is seen: by the class that asks for most; `None` where nobody is to be visited.
    pub fn cycle_days(&self, household: &Household, today: Day) -> Option<i32> {
        match household.status {
            HouseholdStatus::Registered => {}
            HouseholdStatus::MovedAway | HouseholdStatus::Cancelled | HouseholdStatus::Merged => return None,
        }
        match household.occupancy {
            Occupancy::Empty => return Some(EMPTY_CYCLE_DAYS),
            Occupancy::Ruined => return None,
            Occupancy::Unknown | Occupancy::Home | Occupancy::PartlyAway => {}
        }
        let named = |class: &str| household.classes_on(today).any(|membership| membership.value.contains(class));
        self.cycles.iter().filter(|cycle| named(&cycle.class) || cycle.class.is_empty()).map(|cycle| cycle.days).min()
    }
}

fn read_duty(mut row: Row<'_>) -> Result<DutyRule, Vec<TableFault>> {
    let (rounds, households) = (row.count("rounds", COUNT_MAX), row.count("households", COUNT_MAX));
    let office_days = row.count("office_days", WEEK_DAYS);
    let source = row.required("source");
    row.certainty();
    let faults = row.close(&["rounds", "households", "office_days", "source", "certainty"]);
    match (rounds, households, office_days) {
        (Some(rounds), Some(households), Some(office_days)) if faults.is_empty() => {
            Ok(DutyRule { rounds, households, office_days, source })
        }
        _ => Err(faults),
    }
}

fn read_cycle(mut row: Row<'_>) -> Result<CycleRule, Vec<TableFault>> {
    let class = row.text("class");
    let days = row.count("days", COUNT_MAX);
    let source = row.required("source");
    row.certainty();
    let faults = row.close(&["class", "days", "source", "certainty"]);
    match days {
        Some(days) if faults.is_empty() => Ok(CycleRule { class, days: i32::from(days), source }),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::household::{ClassMembership, GroupNo};
    use crate::domain::id::{HouseholdId, IdMint};

    fn household(classes: &[&str]) -> Household {
        let day = Day::parse_iso("2026-01-01").unwrap();
        let id = HouseholdId::mint(&mut IdMint::new(1), crate::domain::day::Moment::at(day, 9, 0));
        let mut household = Household::new(id, GroupNo(1));
        household.classes = classes
            .iter()
            .map(|value| ClassMembership { value: (*value).to_owned(), from: None, to: None, source: String::new() })
            .collect();
        household
    }

    #[test]
    fn the_shipped_settings_have_no_faults() {
        let bare = DutyRule { rounds: 9, households: 9, office_days: 9, source: String::new() };
        let (settings, faults) = VisitSettings { duty: bare, cycles: Vec::new() }.with(SHIPPED, FILE);
        assert_eq!(faults, []);
        assert_eq!(settings, VisitSettings::shipped());
        assert_eq!((settings.duty.rounds, settings.duty.households), (1, 2));
    }

    #[test]
    fn a_household_is_seen_as_often_as_its_class_asks() {
        let (settings, today) = (VisitSettings::shipped(), Day::parse_iso("2026-11-24").unwrap());
        let days = |household: &Household| settings.cycle_days(household, today);
        assert_eq!(days(&household(&[])), Some(90));
        assert_eq!(days(&household(&["低保户"])), Some(90));
        assert_eq!(days(&household(&["脱贫户", "防返贫监测户"])), Some(30));
        let mut was = household(&["防返贫监测户"]);
        was.classes[0].to = Day::parse_iso("2026-11-23");
        assert_eq!(days(&was), Some(90), "it held until yesterday");
        was.classes[0].to = Some(today);
        assert_eq!(days(&was), Some(30), "its last day is today");
        for (occupancy, expected) in [(Occupancy::Empty, Some(365)), (Occupancy::Ruined, None)] {
            let mut house = household(&["防返贫监测户"]);
            house.occupancy = occupancy;
            assert_eq!(days(&house), expected);
        }
        let mut gone = household(&[]);
        gone.status = HouseholdStatus::MovedAway;
        assert_eq!(days(&gone), None);
    }

    #[test]
    fn a_town_s_settings_are_laid_over_and_their_faults_told_by_line() {
        let own = "[[cycle]]\nclass = \"低保\"\ndays = \"60\"\nsource = \"本镇通知\"\ncertainty = \"待核\"\n\
                   [[duty]]\nrounds = \"两\"\nhouseholds = \"0\"\nsource = \"本镇\"\ncertainty = \"待核\"\n";
        let (settings, faults) = VisitSettings::shipped().with(own, FILE);
        let today = Day::parse_iso("2026-11-24").unwrap();
        assert_eq!(settings.cycle_days(&household(&["低保户"]), today), Some(60));
        assert_eq!(settings.duty, VisitSettings::shipped().duty);
        let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        assert!(lines.contains(&7) && lines.contains(&8) && lines.contains(&6), "{faults:?}");
    }
}
