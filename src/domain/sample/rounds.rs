//! The rounds of the sample village: a quarter in which nearly every door was opened once, and those that ask for more
//! oftener. It makes no matters; those that were found at a door have a visit of that day here.

use crate::domain::calendar::Calendar;
use crate::domain::day::Day;
use crate::domain::decide::visit::VisitIntent;
use crate::domain::household::{Household, HouseholdStatus, Occupancy};
use crate::domain::id::{HouseholdId, IdMint, VisitId};
use crate::domain::roll;
use crate::domain::task::state::Source;
use crate::domain::village::Village;
use crate::domain::visit::duty::monday_of;
use crate::domain::visit::{Visit, VisitMode};

use super::days::Days;
use super::story::{Beat, Story};

/// Weeks over which the rounds go once through the village.
const WEEKS: usize = 12;
/// Doors opened this week, and how long ago the one was that waits longest.
const DOORS_THIS_WEEK: usize = 6;
const LONGEST_DAYS: i32 = 97;
/// Whose door waits longest: 5社 周家院子.
const LONGEST: &str = "周开明";
/// Households of some classes are seen every month.
const MONTH_DAYS: i32 = 31;
/// Weeks before those in which the officer made a round as small as it may be.
const EARLIER_WEEKS: std::ops::Range<usize> = WEEKS + 1..WEEKS + 23;

/// What was said at the doors; most say nothing that has to be kept.
const SAID: [&str; 9] = [
    "",
    "",
    "地里活忙完了，问明年种啥",
    "",
    "儿子腊月回来，到时候再说医保",
    "",
    "说门口那段路下雨走不得",
    "",
    "身体还好，药按时在吃",
];

/// The visits, each with its day.
pub(super) fn visits(
    village: &Village,
    days: Days<'_>,
    stories: &[Story],
    mint: &mut IdMint,
) -> Vec<(Day, VisitIntent)> {
    let mut rounds = Rounds { village, days, mint, made: Vec::new() };
    let settings = &days.tables.visits;
    let order = roll::households(village);
    let households: Vec<&Household> = order.iter().filter_map(|id| village.household(*id)).collect();
    let (often, others): (Vec<&Household>, Vec<&Household>) = households
        .into_iter()
        .filter(|household| household.status == HouseholdStatus::Registered)
        .filter(|household| household.occupancy != Occupancy::Ruined)
        .partition(|household| settings.cycle_days(household, days.today).is_some_and(|cycle| cycle <= MONTH_DAYS));
    let count = others.len().max(1);
    for (nth, household) in others.iter().enumerate() {
        if roll::household_name(village, household) == LONGEST {
            rounds.visit(household, days.worked_ago(LONGEST_DAYS), nth);
            continue;
        }
        let weeks = 1 + nth * WEEKS / count;
        rounds.visit(household, rounds.round_day(weeks, nth), nth);
    }
    for (nth, household) in often.iter().enumerate() {
        rounds.visit(household, days.worked_ago(44), nth);
        // One of them was forgotten this month.
        if nth > 0 {
            rounds.visit(household, days.worked_ago(16), nth);
        }
    }
    for weeks in EARLIER_WEEKS {
        let day = rounds.round_day(weeks, 0);
        let doors = others.iter().filter(|household| household.occupancy == Occupancy::Home);
        for (nth, household) in doors.skip(weeks * 3).take(2).enumerate() {
            rounds.visit(household, day, nth);
        }
    }
    rounds.this_week(&often, &others);
    for story in stories {
        rounds.found_at_the_door(story);
    }
    rounds.made
}

struct Rounds<'a> {
    village: &'a Village,
    days: Days<'a>,
    mint: &'a mut IdMint,
    made: Vec<(Day, VisitIntent)>,
}

impl Rounds<'_> {
    /// A Tuesday or Thursday so many weeks ago, or the working day before.
    fn round_day(&self, weeks: usize, nth: usize) -> Day {
        let weeks = i32::try_from(weeks).unwrap_or(1);
        let monday = monday_of(self.days.today).plus_days(-7 * weeks);
        let mut day = monday.plus_days(if nth.is_multiple_of(2) { 1 } else { 3 });
        while !self.days.works(day) {
            day = day.plus_days(-1);
        }
        day
    }

    fn visit(&mut self, household: &Household, on: Day, nth: usize) {
        let empty = household.occupancy == Occupancy::Empty;
        let mut visit = self.plain(household.id, on);
        visit.text = SAID.get(nth % SAID.len()).copied().unwrap_or_default().to_owned();
        if empty {
            visit.mode = VisitMode::Phone;
        }
        self.made.push((on, VisitIntent::Make(Box::new(visit))));
    }

    fn plain(&mut self, household: HouseholdId, on: Day) -> Visit {
        let known = self.village.household(household);
        let met = known.map(|it| roll::household_name(self.village, it)).unwrap_or_default().to_owned();
        let at = crate::domain::day::Moment::at(on, 12, 0);
        Visit { met, ..Visit::at_home(VisitId::mint(self.mint, at), household, on) }
    }

    /// The round of this week, where a day of it is over.
    fn this_week(&mut self, often: &[&Household], others: &[&Household]) {
        let monday = monday_of(self.days.today);
        let mut past = (0..7).map(|days| monday.plus_days(days)).filter(|day| *day < self.days.today);
        let calendar: &Calendar = &self.days.tables.calendar;
        let Some(day) = past.rfind(|day| calendar.is_working(*day)) else { return };
        // The first of those that are seen oftener is the one forgotten.
        let often = often.iter().skip(1).take(2);
        let others = others.iter().filter(|household| roll::household_name(self.village, household) != LONGEST);
        let here = |household: &&&Household| household.occupancy != Occupancy::Empty;
        let doors: Vec<&Household> = often.chain(others.filter(here)).take(DOORS_THIS_WEEK).copied().collect();
        for (nth, household) in doors.into_iter().enumerate() {
            self.visit(household, day, nth + 1);
        }
    }

    /// A matter that was found at the door was found on a visit.
    fn found_at_the_door(&mut self, story: &Story) {
        let home = self.village.person(story.who).and_then(|person| person.household);
        let found =
            story.beats.iter().filter(|(_, beat)| matches!(beat, Beat::Take(take) if take.source == Source::Visit));
        for (on, _) in found {
            let Some(home) = home else { continue };
            let visit = self.plain(home, *on);
            self.made.push((*on, VisitIntent::Make(Box::new(visit))));
        }
    }
}
