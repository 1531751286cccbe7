//! Coverage 走访到户: for each household the last visit at its door and the day the next is due, and the share of a group.
//!
//! It is derived from visits and households and kept nowhere; it plans no route.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::settings::VisitSettings;
use super::{Visit, VisitMode};
use crate::domain::day::Day;
use crate::domain::household::{GroupNo, Household, Occupancy};
use crate::domain::id::HouseholdId;

/// How one household stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The household.
    pub household: HouseholdId,
    /// Its group.
    pub group: GroupNo,
    /// The last visit that counts; `None` where there was none yet.
    pub last: Option<Day>,
    /// How often it is seen.
    pub cycle_days: i32,
}

/// How one group stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupCoverage {
    /// The group.
    pub group: GroupNo,
    /// Households that are to be seen.
    pub households: u32,
    /// Of these, seen within their cycle.
    pub seen: u32,
}

impl Seen {
    /// Days since the last visit; `None` where there was none yet.
    pub fn days(&self, today: Day) -> Option<i32> {
        self.last.map(|last| today.days_since(last))
    }

    /// Whether it was seen within its cycle: the day the cycle ends is still within.
    pub fn is_within(&self, today: Day) -> bool {
        self.days(today).is_some_and(|days| days <= self.cycle_days)
    }
}

/// Every household that is to be seen, the longest unvisited first; those never visited before all others, in the order
/// in which they came into the register.
pub fn seen<'v>(
    households: impl Iterator<Item = &'v Household>,
    visits: impl Iterator<Item = &'v Visit>,
    settings: &VisitSettings,
    today: Day,
) -> Vec<Seen> {
    let mut last: HashMap<HouseholdId, Last> = HashMap::new();
    for visit in visits.filter(|visit| visit.counts() && visit.on <= today) {
        last.entry(visit.household).or_default().take(visit);
    }
    let mut seen: Vec<Seen> = households
        .filter_map(|household| {
            let cycle_days = settings.cycle_days(household, today)?;
            let last = last.get(&household.id).copied().unwrap_or_default();
            Some(Seen { household: household.id, group: household.group, last: last.of(household), cycle_days })
        })
        .collect();
    // The sort is stable: households of one day stay in the order of the register.
    seen.sort_by_key(|seen| Reverse(seen.days(today).unwrap_or(i32::MAX)));
    seen
}

/// The groups in their order.
pub fn by_group(seen: &[Seen], today: Day) -> Vec<GroupCoverage> {
    let mut groups: Vec<GroupCoverage> = Vec::new();
    for one in seen {
        let at = groups.iter().position(|group| group.group == one.group).unwrap_or_else(|| {
            groups.push(GroupCoverage { group: one.group, households: 0, seen: 0 });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.households += 1;
            group.seen += u32::from(one.is_within(today));
        }
    }
    groups.sort_by_key(|group| group.group);
    groups
}

/// When a household was last seen: at its door, and where nobody opens it, in any way.
pub fn last_seen<'v>(household: &Household, visits: impl Iterator<Item = &'v Visit>, today: Day) -> Option<Day> {
    let mut last = Last::default();
    visits.filter(|visit| visit.counts() && visit.on <= today).for_each(|visit| last.take(visit));
    last.of(household)
}

#[derive(Clone, Copy, Default)]
struct Last {
    at_home: Option<Day>,
    any: Option<Day>,
}

impl Last {
    /// Nobody opens the door of an empty house: a call counts there, and nowhere else.
    fn of(self, household: &Household) -> Option<Day> {
        if household.occupancy == Occupancy::Empty { self.any } else { self.at_home }
    }

    fn take(&mut self, visit: &Visit) {
        self.any = self.any.max(Some(visit.on));
        match visit.mode {
            VisitMode::AtHome => self.at_home = self.at_home.max(Some(visit.on)),
            VisitMode::InVillage | VisitMode::Phone | VisitMode::Video | VisitMode::WeChat => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Moment;
    use crate::domain::household::{ClassMembership, HouseholdStatus};
    use crate::domain::id::{IdMint, VisitId};

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn household(number: u64, group: u16) -> Household {
        Household::new(HouseholdId(uuid::Uuid::from_u64_pair(7, number)), GroupNo(group))
    }

    fn visit(number: u64, on: &str, mode: VisitMode) -> Visit {
        let at = Moment::at(day(on), 10, 0);
        let id = VisitId::mint(&mut IdMint::new(number), at);
        Visit { mode, ..Visit::at_home(id, household(number, 1).id, day(on)) }
    }

    #[test]
    fn the_longest_unvisited_stands_first_and_never_visited_before_all() {
        let today = day("2026-11-24");
        let households: Vec<Household> = (1..=4).map(|number| household(number, 1)).collect();
        let visits = [
            visit(1, "2026-11-20", VisitMode::AtHome),
            visit(2, "2026-05-01", VisitMode::AtHome),
            visit(2, "2026-08-01", VisitMode::AtHome),
            visit(3, "2026-11-23", VisitMode::Phone),
            visit(4, "2026-11-25", VisitMode::AtHome),
        ];
        let seen = seen(households.iter(), visits.iter(), &VisitSettings::shipped(), today);
        let order: Vec<(u128, Option<i32>)> =
            seen.iter().map(|one| (one.household.0.as_u128() & 0xff, one.days(today))).collect();
        // A call is no visit, and what is to come is none yet.
        assert_eq!(order, [(3, None), (4, None), (2, Some(115)), (1, Some(4))]);
    }

    #[test]
    fn the_last_day_of_a_cycle_is_within_it() {
        let household = [household(1, 1)];
        for (today, within) in [("2026-11-29", true), ("2026-11-30", false)] {
            let visits = [visit(1, "2026-08-31", VisitMode::AtHome)];
            let seen = seen(household.iter(), visits.iter(), &VisitSettings::shipped(), day(today));
            assert_eq!(seen[0].is_within(day(today)), within, "{today}");
        }
    }

    #[test]
    fn an_empty_house_asks_for_a_call_a_year_and_a_ruined_one_for_nothing() {
        let today = day("2026-11-24");
        let mut households = [household(1, 1), household(2, 1), household(3, 2)];
        households[0].occupancy = Occupancy::Empty;
        households[1].occupancy = Occupancy::Ruined;
        households[2].status = HouseholdStatus::Merged;
        let visits = [visit(1, "2026-01-10", VisitMode::Phone)];
        let seen = seen(households.iter(), visits.iter(), &VisitSettings::shipped(), today);
        assert_eq!(seen.len(), 1);
        assert_eq!((seen[0].cycle_days, seen[0].is_within(today)), (365, true));
    }

    #[test]
    fn groups_are_summed_in_their_order() {
        let today = day("2026-11-24");
        let households = [household(1, 2), household(2, 1), household(3, 2)];
        let visits = [visit(1, "2026-11-01", VisitMode::AtHome), visit(2, "2026-01-01", VisitMode::AtHome)];
        let seen = seen(households.iter(), visits.iter(), &VisitSettings::shipped(), today);
        let groups = by_group(&seen, today);
        assert_eq!(
            groups,
            [
                GroupCoverage { group: GroupNo(1), households: 1, seen: 0 },
                GroupCoverage { group: GroupNo(2), households: 2, seen: 1 },
            ]
        );
    }

    #[test]
    fn a_monitored_household_is_seen_within_thirty_days_and_an_empty_house_is_called_within_the_year() {
        for (classes, occupancy, mode, cycle) in [
            (vec!["防返贫监测户"], Occupancy::Home, VisitMode::AtHome, 30),
            (vec![], Occupancy::Home, VisitMode::AtHome, 90),
            (vec![], Occupancy::Empty, VisitMode::Phone, 365),
            (vec!["防返贫监测户"], Occupancy::Empty, VisitMode::AtHome, 365),
        ] {
            let mut households = [household(1, 1)];
            let held =
                |value: &str| ClassMembership { value: value.to_owned(), from: None, to: None, source: String::new() };
            (households[0].classes, households[0].occupancy) = (classes.into_iter().map(held).collect(), occupancy);
            let visits = [visit(1, "2025-03-03", mode)];
            for (days, within) in [(cycle, true), (cycle + 1, false)] {
                let today = day("2025-03-03").plus_days(days);
                let seen = seen(households.iter(), visits.iter(), &VisitSettings::shipped(), today);
                assert_eq!((seen[0].cycle_days, seen[0].is_within(today)), (cycle, within), "{mode:?} {days}");
            }
        }
    }
}
