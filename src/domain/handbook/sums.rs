//! The sums of a span of days: doors, matters by station, what was found on visits, originals, trips saved, the five 五群.
//!
//! Everything is counted from records as they stand, so a visit that was voided and an act that was undone count nowhere.
//! The five are an activity, and no form: there are no boxes to tick.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::day::Day;
use crate::domain::household::{GroupNo, Household};
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::id::HouseholdId;
use crate::domain::note::NoteKind;
use crate::domain::person::{Person, PersonStatus};
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::task::clock;
use crate::domain::task::state::{Source, State};
use crate::domain::village::Village;
use crate::domain::visit::{Visit, VisitMode};

/// Classes and tags of those whose door is opened to warm the heart.
const CARED_FOR: [&str; 8] = ["低保", "特困", "监测", "困难", "独居", "留守", "残疾", "孤儿"];
/// The station whose matters help people earn.
const EARNING_STATION: &str = "NY";

/// The matters of one station.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StationSum {
    /// Its name.
    pub station: String,
    /// Taken in.
    pub opened: u32,
    /// Decided 办结.
    pub decided: u32,
    /// Of those decided, the ones that had a due date.
    pub judged: u32,
    /// Of those judged, the ones in time.
    pub on_time: u32,
    /// Taken up 受理, which is more than registered; what is no proxy matter 不属代办 is not among them.
    pub accepted: u32,
    /// Of those taken up, the ones decided by the last of the days.
    pub settled: u32,
    /// Late 超期 on the last of the days; told by `stations` alone.
    pub overdue: u32,
    /// Rated with a level.
    pub rated: u32,
    /// Of those rated, the ones that are no 差评.
    pub pleased: u32,
}

/// 五群.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FiveCrowds {
    /// 进群众门: doors opened.
    pub doors: u32,
    /// 知群众情: visits, calls and notes about somebody in which something was written down.
    pub facts: u32,
    /// 解群众难: matters delivered.
    pub solved: u32,
    /// 帮群众富: matters of the agricultural station delivered.
    pub earned: u32,
    /// 暖群众心: doors of those who need care, and promises to call back that were kept.
    pub warmed: u32,
}

/// The sums.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Visits at the door.
    pub visits: u32,
    /// Households whose door was opened.
    pub households: u32,
    /// Calls and other contacts.
    pub calls: u32,
    /// Quick notes.
    pub notes: u32,
    /// Intakes.
    pub intakes: u32,
    /// Matters taken in.
    pub opened: u32,
    /// Of those, found on visits.
    pub found: u32,
    /// Matters handed in.
    pub submitted: u32,
    /// Matters decided.
    pub decided: u32,
    /// Of those decided, the ones that had a due date, and of these the ones in time.
    pub judged: u32,
    /// In time.
    pub on_time: u32,
    /// Matters delivered.
    pub delivered: u32,
    /// Trips that villagers were spared: those the officer made for what was delivered.
    pub trips: u32,
    /// 催问.
    pub urges: u32,
    /// Originals taken, and handed back.
    pub originals_taken: u32,
    /// Handed back.
    pub originals_returned: u32,
    /// 设点 kept.
    pub points: u32,
    /// 帮扶: doors of the households paired with.
    pub paired_visits: u32,
    /// 帮扶: talks that were no visit.
    pub paired_talks: u32,
    /// 帮扶: measures that begin on one of the days.
    pub measures: u32,
    /// 帮扶: measures carried out 落实.
    pub measures_done: u32,
    /// 村务: matters proposed to be handed back.
    pub proposed: u32,
    /// 村务: steps taken.
    pub affair_steps: u32,
    /// 村务: matters of which a step was taken.
    pub affairs_moved: u32,
    /// Postings put up.
    pub put_up: u32,
    /// Postings taken down.
    pub taken_down: u32,
    /// By station, as the town called them on the last of the days.
    pub stations: Vec<StationSum>,
    /// 五群.
    pub five: FiveCrowds,
}

/// The sums of the days from `from` to `to`, both included.
pub fn of(village: &Village, tables: &Tables, from: Day, to: Day) -> Sums {
    let days = Span { from, to };
    let mut sums = Sums::default();
    count_visits(&mut sums, village, days);
    count_tasks(&mut sums, village, tables, days);
    let held = village.service_points().flat_map(|point| &point.held);
    sums.points = count(held.filter(|held| days.has(held.on)));
    sums.intakes = count(village.intakes().filter(|intake| days.has(intake.on)));
    count_pairings(&mut sums, village, days);
    count_affairs(&mut sums, village, days);
    sums
}

/// The stations that had something to do on the days or are late on the last of them. What is asked for of a span that
/// is not over yet ends today: nothing is late for a day to come.
pub fn stations(village: &Village, tables: &Tables, from: Day, to: Day) -> Vec<StationSum> {
    let mut stations = station_sums(village, tables, Span { from, to });
    for task in village.tasks().filter(|task| clock::read(task, to, &tables.calendar).is_overdue()) {
        stations.entry(tables.matters.station_of(&task.matter, to)).or_default().overdue += 1;
    }
    named(stations, |sum| sum.accepted + sum.decided + sum.overdue + sum.rated)
}

/// How many people of a group were in the register at the end of a day: those of today, without who came later and with
/// who left later.
pub fn people_on(village: &Village, group: GroupNo, day: Day) -> u32 {
    let households = village.households().filter(|household| household.group == group);
    count(households.flat_map(|household| {
        let members = village.members(household.id).filter(|person| person.status != PersonStatus::Duplicate);
        members.filter(move |person| was_registered(household, person, day))
    }))
}

/// Comings and goings tell it, the last before the day or else the next after it; without any it is as it is today.
fn was_registered(household: &Household, person: &Person, day: Day) -> bool {
    let moves = household.events.iter().filter(|event| event.person == Some(person.id)).filter_map(|event| {
        let came = match event.kind {
            HouseholdEventKind::Birth | HouseholdEventKind::MovedIn => true,
            HouseholdEventKind::Death | HouseholdEventKind::MovedOut => false,
            HouseholdEventKind::Founded
            | HouseholdEventKind::Split
            | HouseholdEventKind::Joined
            | HouseholdEventKind::NewHead
            | HouseholdEventKind::Corrected => return None,
        };
        Some((event.on, came))
    });
    let (before, after): (Vec<_>, Vec<_>) = moves.partition(|(on, _)| *on <= day);
    let last = before.into_iter().max().map(|(_, came)| came);
    let next = || after.into_iter().min().map(|(_, came)| !came);
    let born = person.birth().is_none_or(|birth| birth <= day);
    born && last.or_else(next).unwrap_or(person.is_registered())
}

/// The Monday-to-Sunday week, the month or the year in which a day lies, as first and last day.
pub fn month(day: Day) -> (Day, Day) {
    let (year, month, _) = day.ymd();
    let first = Day::from_ymd(year, month, 1).unwrap_or(day);
    (first, first.plus_months(1).plus_days(-1))
}

/// The year in which a day lies.
pub fn year(day: Day) -> (Day, Day) {
    let first = Day::from_ymd(day.year(), 1, 1).unwrap_or(day);
    (first, first.plus_months(12).plus_days(-1))
}

#[derive(Clone, Copy)]
struct Span {
    from: Day,
    to: Day,
}

impl Span {
    fn has(self, day: Day) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

fn count_visits(sums: &mut Sums, village: &Village, days: Span) {
    let visits: Vec<&Visit> = village.visits().filter(|visit| visit.counts() && days.has(visit.on)).collect();
    // Two visits to one household on a day count once.
    let doors: BTreeSet<(Day, HouseholdId)> = visits
        .iter()
        .filter(|visit| visit.mode == VisitMode::AtHome)
        .map(|visit| (visit.on, visit.household))
        .collect();
    let households: BTreeSet<HouseholdId> = doors.iter().map(|(_, household)| *household).collect();
    (sums.visits, sums.households) = (count(doors.iter()), count(households.iter()));
    let notes: Vec<_> = village.notes().filter(|note| days.has(note.at.day())).collect();
    sums.notes = count(notes.iter().filter(|note| note.kind == NoteKind::Quick));
    let called = count(visits.iter().filter(|visit| visit.mode != VisitMode::AtHome));
    sums.calls = called + count(notes.iter().filter(|note| note.kind != NoteKind::Quick));
    let told = count(visits.iter().filter(|visit| !visit.text.is_empty()));
    let of_somebody = notes.iter().filter(|note| note.person.is_some() || !note.who.is_empty());
    let in_need = |id: &HouseholdId| village.household(*id).is_some_and(|it| is_cared_for(village, it));
    let kept = village.notes().filter_map(|note| note.call_back.as_ref());
    let kept = kept.chain(village.visits().filter(|visit| visit.counts()).filter_map(|visit| visit.call_back.as_ref()));
    let kept = kept.filter(|promise| promise.done_on.is_some_and(|day| days.has(day)));
    sums.five = FiveCrowds {
        doors: sums.visits,
        facts: told + count(of_somebody),
        warmed: count(doors.iter().filter(|(_, household)| in_need(household))) + count(kept),
        ..FiveCrowds::default()
    };
}

fn count_pairings(sums: &mut Sums, village: &Village, days: Span) {
    let helped = village.visits().filter(|visit| visit.counts() && visit.pairing && visit.mode == VisitMode::AtHome);
    let doors: BTreeSet<(Day, HouseholdId)> =
        helped.filter(|visit| days.has(visit.on)).map(|visit| (visit.on, visit.household)).collect();
    sums.paired_visits = count(doors.iter());
    for pairing in village.pairings() {
        sums.paired_talks += count(pairing.contacts.iter().filter(|talk| days.has(talk.on)));
        sums.measures += count(pairing.measures.iter().filter(|measure| days.has(measure.on)));
        let done = pairing.measures.iter().filter_map(|measure| measure.done_on);
        sums.measures_done += count(done.filter(|day| days.has(*day)));
    }
}

fn count_affairs(sums: &mut Sums, village: &Village, days: Span) {
    for matter in village.returned_matters() {
        let steps = count(matter.steps.iter().filter(|step| days.has(step.on)));
        sums.proposed += u32::from(days.has(matter.proposed_on));
        sums.affair_steps += steps;
        sums.affairs_moved += u32::from(steps > 0);
    }
    for posting in village.postings() {
        sums.put_up += u32::from(days.has(posting.from));
        sums.taken_down += u32::from(posting.down_on.is_some_and(|day| days.has(day)));
    }
}

fn is_cared_for(village: &Village, household: &Household) -> bool {
    let is_one = |words: &str| CARED_FOR.iter().any(|class| words.contains(class));
    let classed = household.classes.iter().any(|class| class.to.is_none() && is_one(&class.value));
    classed || village.members(household.id).any(|person| person.tags.iter().any(|tag| is_one(&tag.name)))
}

fn count_tasks(sums: &mut Sums, village: &Village, tables: &Tables, days: Span) {
    for task in village.tasks().filter(|task| task.state != State::Draft) {
        sums.found += u32::from(days.has(task.registered_on) && task.source == Source::Visit);
        count_task(sums, task, tables, days);
    }
    sums.stations = named(station_sums(village, tables, days), |sum| sum.opened + sum.decided);
    sums.opened = sums.stations.iter().map(|station| station.opened).sum();
    sums.decided = sums.stations.iter().map(|station| station.decided).sum();
    sums.judged = sums.stations.iter().map(|station| station.judged).sum();
    sums.on_time = sums.stations.iter().map(|station| station.on_time).sum();
}

/// What each station had to do on the days.
fn station_sums<'a>(village: &'a Village, tables: &'a Tables, days: Span) -> BTreeMap<&'a str, StationSum> {
    let mut stations: BTreeMap<&str, StationSum> = BTreeMap::new();
    for task in village.tasks().filter(|task| task.state != State::Draft) {
        let station = stations.entry(tables.matters.station_of(&task.matter, days.to)).or_default();
        let decided_on = task.decision.as_ref().map(|decision| decision.on);
        station.opened += u32::from(days.has(task.registered_on));
        if task.state != State::NotTaken && task.accepted_on.is_some_and(|on| days.has(on)) {
            station.accepted += 1;
            station.settled += u32::from(decided_on.is_some_and(|on| on <= days.to));
        }
        if decided_on.is_some_and(|on| days.has(on)) {
            station.decided += 1;
            if let Some(in_time) = clock::is_on_time(task, &tables.calendar) {
                station.judged += 1;
                station.on_time += u32::from(in_time);
            }
        }
        let rating = task.rating.as_ref().filter(|rating| days.has(rating.on));
        if let Some(level) = rating.and_then(|rating| rating.level) {
            station.rated += 1;
            station.pleased += u32::from(!level.is_poor());
        }
    }
    stations
}

/// Those of which there is something to tell, with their names.
fn named(stations: BTreeMap<&str, StationSum>, told: impl Fn(&StationSum) -> u32) -> Vec<StationSum> {
    let stations = stations.into_iter().filter(|(_, sum)| told(sum) > 0);
    stations.map(|(station, sum)| StationSum { station: station.to_owned(), ..sum }).collect()
}

fn count_task(sums: &mut Sums, task: &ProxyTask, tables: &Tables, days: Span) {
    sums.submitted += count(task.submissions.iter().filter(|submission| days.has(submission.on)));
    sums.urges += count(task.urges.iter().filter(|urge| days.has(urge.on)));
    sums.originals_taken += count(task.holds.iter().filter(|hold| days.has(hold.received_on)));
    let back = |on: Option<Day>| on.is_some_and(|day| days.has(day));
    sums.originals_returned +=
        count(task.holds.iter().filter(|hold| back(hold.returned.as_ref().map(|returned| returned.on))));
    if back(task.delivery.as_ref().map(|delivery| delivery.on)) {
        sums.delivered += 1;
        sums.trips += count(0..task.trips());
        sums.five.solved += 1;
        let def = tables.matters.get(&task.matter.code);
        sums.five.earned += u32::from(def.is_some_and(|def| def.station_code == EARNING_STATION));
    }
}

fn count(of: impl Iterator) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Record;
    use crate::domain::deadline::DeadlineRule;
    use crate::domain::fixture::Fixture;
    use crate::domain::household_event::HouseholdEvent;
    use crate::domain::id::{PairingId, PersonId, PostingId, ReturnedMatterId, VisitId};
    use crate::domain::pairing::{Contact, Measure, Pairing, PairingTarget};
    use crate::domain::posting::Posting;
    use crate::domain::returned_matter::{DecisionStep, ReturnedMatter, ReturnedState};
    use crate::domain::sample;
    use crate::domain::task::parts::Decision;
    use crate::domain::task::state::ResultPlace;
    use crate::domain::text::PersonName;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn spans_are_whole_months_and_years() {
        assert_eq!(month(day("2028-02-29")), (day("2028-02-01"), day("2028-02-29")));
        assert_eq!(month(day("2026-11-24")), (day("2026-11-01"), day("2026-11-30")));
        assert_eq!(year(day("2026-11-24")), (day("2026-01-01"), day("2026-12-31")));
    }

    #[test]
    fn the_days_of_a_month_sum_up_to_it() {
        let today = day("2026-11-24");
        let (village, tables) = (sample::village(today, 1).village, Tables::shipped());
        let (from, to) = month(today);
        let whole = of(&village, &tables, from, to);
        let days = (0..=to.days_since(from)).map(|days| from.plus_days(days));
        let each: Vec<Sums> = days.map(|day| of(&village, &tables, day, day)).collect();
        let sum = |field: fn(&Sums) -> u32| each.iter().map(field).sum::<u32>();
        let fields: [fn(&Sums) -> u32; 12] = [
            |it| it.visits,
            |it| it.calls,
            |it| it.notes,
            |it| it.opened,
            |it| it.found,
            |it| it.decided,
            |it| it.on_time,
            |it| it.delivered,
            |it| it.originals_taken,
            |it| it.originals_returned,
            |it| it.points,
            |it| it.five.warmed,
        ];
        for (nth, field) in fields.into_iter().enumerate() {
            assert_eq!(field(&whole), sum(field), "field {nth}");
            assert!(field(&whole) > 0, "field {nth}");
        }
        assert!(whole.households <= whole.visits && whole.on_time <= whole.judged && whole.judged <= whole.decided);
        assert_eq!(whole.stations.iter().map(|station| station.opened).sum::<u32>(), whole.opened);
        assert!(whole.found < whole.opened);
    }

    fn edges(from: &str, to: &str, village: &Village) -> Sums {
        of(village, &Tables::shipped(), day(from), day(to))
    }

    #[test]
    fn help_and_affairs_count_on_the_first_and_the_last_of_the_days_and_not_beside_them() {
        let mut fixture = Fixture::on("2026-11-24");
        let mut pairing =
            Pairing::new(PairingId::mint(&mut fixture.mint, fixture.at), PairingTarget::Trade, day("2026-01-01"));
        let days = ["2026-11-08", "2026-11-09", "2026-11-15", "2026-11-16"].map(day);
        for on in days {
            pairing.contacts.push(Contact { on, entered_at: fixture.at, text: "问苗".to_owned() });
            let measure = |on, done_on| Measure { on, what: "送苗".to_owned(), amount_fen: 0, done_on };
            pairing.measures.push(measure(on, None));
            pairing.measures.push(measure(day("2026-01-05"), Some(on)));
        }
        fixture.village.put(Record::Pairing(Box::new(pairing)));
        let mut matter = ReturnedMatter::proposed(
            ReturnedMatterId::mint(&mut fixture.mint, fixture.at),
            "山坪塘管护",
            "公益",
            day("2026-11-15"),
            "3社",
        );
        matter.steps = days.map(|on| DecisionStep::to(ReturnedState::TwoCommittees, on)).into();
        fixture.village.put(Record::Returned(Box::new(matter)));
        let mut posting = Posting::new(PostingId::mint(&mut fixture.mint, fixture.at), "低保名单", day("2026-11-09"));
        posting.down_on = Some(day("2026-11-16"));
        fixture.village.put(Record::Posting(Box::new(posting)));
        let of = |from, to| {
            let it = edges(from, to, &fixture.village);
            let help = [it.paired_talks, it.measures, it.measures_done];
            (help, [it.proposed, it.affair_steps, it.affairs_moved], [it.put_up, it.taken_down])
        };
        assert_eq!(of("2026-11-09", "2026-11-15"), ([2, 2, 2], [1, 2, 1], [1, 0]));
        assert_eq!(of("2026-11-16", "2026-11-22"), ([1, 1, 1], [0, 1, 1], [0, 1]));
        assert_eq!(of("2026-11-02", "2026-11-08"), ([1, 1, 1], [0, 1, 1], [0, 0]));
        assert_eq!(of("2026-11-01", "2026-11-30"), ([4, 4, 4], [1, 4, 1], [1, 1]));
        assert_eq!(of("2026-11-10", "2026-11-14"), ([0; 3], [0; 3], [0; 2]));
    }

    #[test]
    fn a_helper_s_visit_counts_as_help_once_a_day_and_only_while_it_counts() {
        let mut fixture = Fixture::on("2026-11-24");
        let household = fixture.village.households().next().unwrap().id;
        let mut visit = |on: &str, pairing: bool, void: &str| {
            let id = VisitId::mint(&mut fixture.mint, fixture.at);
            let mut visit = Visit::at_home(id, household, day(on));
            (visit.pairing, visit.void) = (pairing, void.to_owned());
            fixture.village.put(Record::Visit(Box::new(visit)));
        };
        visit("2026-11-15", true, "");
        visit("2026-11-15", true, "");
        visit("2026-11-16", true, "");
        visit("2026-11-14", false, "");
        visit("2026-11-13", true, "记错了");
        assert_eq!(edges("2026-11-09", "2026-11-15", &fixture.village).paired_visits, 1);
        assert_eq!(edges("2026-11-16", "2026-11-22", &fixture.village).paired_visits, 1);
    }

    #[test]
    fn what_is_taken_up_counts_and_what_is_late_is_late_on_the_last_of_the_days() {
        let mut fixture = Fixture::on("2026-11-03");
        let mut task = |registered: &str, accepted: Option<&str>, state: State, decided: Option<&str>| {
            let id = fixture.intake("S05", None);
            let mut task = fixture.village.task(id).unwrap().clone();
            (task.registered_on, task.papers_on, task.state) = (day(registered), day(registered), state);
            task.accepted_on = accepted.map(day);
            task.decision = decided.map(|on| Decision {
                on: day(on),
                granted: true,
                paper: String::new(),
                words: String::new(),
                place: ResultPlace::Here,
                fetched_on: None,
            });
            task.limit = DeadlineRule::Working(5);
            fixture.village.put(Record::Task(Box::new(task)));
        };
        task("2026-11-02", Some("2026-11-02"), State::Closed, Some("2026-11-10"));
        task("2026-11-03", Some("2026-11-03"), State::Working, None);
        task("2026-11-23", Some("2026-11-23"), State::Working, None);
        task("2026-11-23", None, State::Registered, None);
        task("2026-11-04", None, State::Draft, None);
        task("2026-11-05", None, State::NotTaken, None);
        task("2026-10-20", Some("2026-10-20"), State::Closed, Some("2026-11-12"));
        let told = |from: &str, to: &str| {
            let sums = stations(&fixture.village, &Tables::shipped(), day(from), day(to));
            sums.iter().map(|it| (it.accepted, it.settled, it.decided, it.overdue)).collect::<Vec<_>>()
        };
        assert_eq!(told("2026-11-01", "2026-11-24"), [(3, 1, 2, 1)]);
        assert_eq!(told("2026-11-01", "2026-12-01"), [(3, 1, 2, 3)], "on a day to come more would be late");
        assert_eq!(told("2026-11-01", "2026-11-05"), [(2, 0, 0, 0)]);
    }

    #[test]
    fn the_people_of_a_past_day_are_without_who_came_later_and_with_who_left_later() {
        let mut fixture = Fixture::on("2026-11-24");
        let household = fixture.household("周开明", "1社");
        let group = fixture.village.household(household).unwrap().group;
        let mut join = |name: &str, status: PersonStatus, moves: &[(HouseholdEventKind, &str)]| {
            let id = PersonId::mint(&mut fixture.mint, fixture.at);
            let mut person = Person::new(id, PersonName::parse(name).unwrap());
            (person.household, person.status) = (Some(household), status);
            fixture.village.put(Record::Person(Box::new(person)));
            let mut home = fixture.village.household(household).unwrap().clone();
            home.events.extend(moves.iter().map(|(kind, on)| HouseholdEvent {
                kind: *kind,
                on: day(on),
                entered_at: fixture.at,
                person: Some(id),
                detail: String::new(),
                evidence: String::new(),
            }));
            fixture.village.put(Record::Household(Box::new(home)));
        };
        join("周小明", PersonStatus::Registered, &[(HouseholdEventKind::Birth, "2026-11-10")]);
        join("周大明", PersonStatus::Dead, &[(HouseholdEventKind::Death, "2026-11-05")]);
        join("周二明", PersonStatus::Duplicate, &[]);
        let on = |text: &str| people_on(&fixture.village, group, day(text));
        assert_eq!((on("2026-11-24"), on("2026-11-09"), on("2026-11-04")), (2, 1, 2));
    }

    #[test]
    fn a_day_without_work_sums_up_to_nothing() {
        let village = sample::village(day("2026-11-24"), 1).village;
        assert_eq!(of(&village, &Tables::shipped(), day("2020-01-01"), day("2020-12-31")), Sums::default());
    }
}
