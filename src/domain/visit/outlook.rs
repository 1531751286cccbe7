//! How the village stands with its visits on a day: the week's round and who is to be seen next.
//!
//! It only brings together what `duty` and `coverage` derive, under the tables of the sitting and the officer's leave.

use std::collections::BTreeMap;

use super::coverage::{self, Seen};
use super::duty::{self, Duty};
use crate::domain::backup::began_on;
use crate::domain::day::Day;
use crate::domain::household::GroupNo;
use crate::domain::tables::Tables;
use crate::domain::village::Village;

/// How it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// This week's round.
    pub duty: Duty,
    /// The households that are in the cycle, the longest unvisited first.
    pub seen: Vec<Seen>,
}

impl Outlook {
    /// How it stands on `today`.
    pub fn of(village: &Village, tables: &Tables, today: Day) -> Outlook {
        let seen = coverage::seen(village.households(), village.visits(), &tables.visits, today);
        Outlook { duty: week(village, tables, today, today), seen }
    }

    /// Households whose next visit is past its day, the longest first; those seen oftener than others where `often`, the
    /// others where not. Who was never seen waits since the village is kept here.
    pub fn past<'o>(&'o self, village: &Village, tables: &Tables, today: Day, often: bool) -> Vec<(&'o Seen, i32)> {
        let usual = tables.visits.usual_days();
        let began = began_on(village);
        let waited = |seen: &Seen| seen.last.or(began).map_or(0, |day| today.days_since(day));
        let mut past: Vec<(&Seen, i32)> = self
            .seen
            .iter()
            .filter(|seen| (seen.cycle_days < usual) == often)
            .map(|seen| (seen, waited(seen)))
            .filter(|(seen, days)| *days > seen.cycle_days)
            .collect();
        past.sort_by_key(|(_, days)| std::cmp::Reverse(*days));
        past
    }
}

/// The group in which most households wait for a visit past its day, and how many: where a way is worth its while.
pub fn most_waiting(village: &Village, tables: &Tables, today: Day) -> Option<(GroupNo, usize)> {
    let outlook = Outlook::of(village, tables, today);
    let mut waiting: BTreeMap<GroupNo, usize> = BTreeMap::new();
    for (seen, _) in [true, false].into_iter().flat_map(|often| outlook.past(village, tables, today, often)) {
        if let Some(household) = village.household(seen.household) {
            *waiting.entry(household.group).or_default() += 1;
        }
    }
    // Of two with as many the first counts.
    waiting.into_iter().rev().max_by_key(|(_, count)| *count)
}

/// The round of the week in which `day` lies, as known on `today`.
pub fn week(village: &Village, tables: &Tables, day: Day, today: Day) -> Duty {
    duty::of_week(
        village.visits(),
        &tables.visits.duty,
        &tables.calendar,
        |day| village.away_on(day).is_some(),
        day,
        today,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::decide::visit::VisitIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::VisitId;
    use crate::domain::visit::Visit;

    #[test]
    fn who_was_never_seen_waits_since_the_village_is_kept_here() {
        let mut fixture = Fixture::on("2026-08-01");
        let seen = fixture.household("周开明", "1社");
        fixture.wait_days(10);
        let visit = Visit {
            met: "周开明".to_owned(),
            ..Visit::at_home(VisitId::mint(&mut fixture.mint, fixture.at), seen, fixture.today())
        };
        fixture.act(Intent::Visit(VisitIntent::Make(Box::new(visit))));
        for (later, expected) in [(80, vec![]), (81, vec![91]), (91, vec![101, 91])] {
            let today = fixture.today().plus_days(later);
            let outlook = Outlook::of(&fixture.village, &fixture.tables, today);
            let past = outlook.past(&fixture.village, &fixture.tables, today, false);
            assert_eq!(past.iter().map(|(_, days)| *days).collect::<Vec<i32>>(), expected, "{today}");
            assert_eq!(outlook.past(&fixture.village, &fixture.tables, today, true), []);
            let most = most_waiting(&fixture.village, &fixture.tables, today);
            assert_eq!(most.map(|(_, count)| count), (!expected.is_empty()).then_some(1), "{today}");
        }
    }
}
