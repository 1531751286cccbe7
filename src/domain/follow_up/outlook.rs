//! Which follow-ups 到点的事 are open: of the events of the households, the ages of the people, what was granted, and the
//! papers that run out.
//!
//! Everything is derived. Nobody is asked for what had its time before the person was taken in here, so that a register of
//! thousands does not bring hundreds of them; of an event that was entered much later than it happened nothing follows.

use serde::{Deserialize, Serialize};

use super::chains::{ChainRule, Ends, Trigger};
use super::{FollowUp, FollowUpOutcome};
use crate::domain::calendar::Calendar;
use crate::domain::day::Day;
use crate::domain::deadline::{self, DeadlineRule, Due};
use crate::domain::document::Document;
use crate::domain::household::{Household, HouseholdStatus};
use crate::domain::household_event::{HouseholdEvent, HouseholdEventKind};
use crate::domain::id::{HouseholdId, PersonId};
use crate::domain::limits::EVENT_LATE_DAYS_MAX;
use crate::domain::person::{Person, PersonStatus};
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::State;
use crate::domain::village::Village;

/// Which follow-up: whose, by the place of its rule in the table, and from which day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FollowKey {
    /// Whom it concerns.
    pub person: PersonId,
    /// The place of its rule.
    pub rule: usize,
    /// The day it runs from.
    pub from: Day,
}

/// One that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Which.
    pub key: FollowKey,
    /// The household of the event, or the person's.
    pub household: Option<HouseholdId>,
    /// The last day on which it is in time.
    pub due: Day,
}

/// Every one that is open on `today`, what is due first in front.
pub fn all(village: &Village, tables: &Tables, today: Day) -> Vec<Pending> {
    let asking = Asking { village, tables, today };
    let mut found = Vec::new();
    for household in village.households() {
        asking.of_events(household, None, &mut found);
    }
    for person in village.people() {
        asking.of_age(person, &mut found);
    }
    asking.of_granted(village.tasks(), &mut found);
    asking.of_papers(village.documents(), &mut found);
    found.sort_by_key(|pending| (pending.due, pending.key));
    found
}

/// Those of one person.
pub fn of_person(village: &Village, tables: &Tables, today: Day, id: PersonId) -> Vec<Pending> {
    let Some(person) = village.person(id) else { return Vec::new() };
    let asking = Asking { village, tables, today };
    let mut found = Vec::new();
    if let Some(household) = person.household.and_then(|id| village.household(id)) {
        asking.of_events(household, Some(id), &mut found);
    }
    asking.of_age(person, &mut found);
    asking.of_granted(village.tasks_of(id), &mut found);
    asking.of_papers(village.documents_of(id), &mut found);
    found.sort_by_key(|pending| (pending.due, pending.key));
    found
}

/// The rule of a follow-up.
pub fn rule(tables: &Tables, key: FollowKey) -> Option<&ChainRule> {
    tables.chains.at(key.rule)
}

/// How its day is found.
pub fn working(rule: &ChainRule, from: Day, calendar: &Calendar) -> Due {
    deadline::compute(rule.limit, from, &[], calendar)
}

/// For whom its matter is taken in: the person; of one who is dead or gone, the head of the family that stays, or anybody.
pub fn applicant(village: &Village, pending: &Pending) -> Option<PersonId> {
    let here = |person: &&Person| person.is_registered();
    if let Some(person) = village.person(pending.key.person).filter(here) {
        return Some(person.id);
    }
    let household = pending.household.and_then(|id| village.household(id))?;
    let head = village.head_of(household).filter(here);
    head.or_else(|| village.members(household.id).find(here)).map(|person| person.id)
}

struct Asking<'a> {
    village: &'a Village,
    tables: &'a Tables,
    today: Day,
}

impl Asking<'_> {
    /// What follows from the last event of each kind of each of its people; `only` of one of them.
    fn of_events(&self, household: &Household, only: Option<PersonId>, found: &mut Vec<Pending>) {
        for (place, event) in household.events.iter().enumerate() {
            let Some(id) = event.person.filter(|id| only.is_none_or(|only| only == *id)) else { continue };
            let again = |later: &HouseholdEvent| later.kind == event.kind && later.person == event.person;
            let stands = household.events.iter().skip(place + 1).all(|later| !again(later));
            let Some(person) = self.village.person(id).filter(|_| stands && is_fresh(event)) else { continue };
            if person.household != Some(household.id) || !is_so(event.kind, person.status) {
                continue;
            }
            for (place, rule) in self.tables.chains.all().enumerate() {
                if rule.trigger == Trigger::Event(event.kind) && self.concerns(rule, person, household, event.on) {
                    self.ask(place, rule, person, event.on, Some(household), found);
                }
            }
        }
    }

    /// An age of somebody of the register, from some time before the birthday on.
    fn of_age(&self, person: &Person, found: &mut Vec<Pending>) {
        let Some(household) = person.household.filter(|_| person.is_registered()) else { return };
        let (Some(birth), Some(made_on)) = (person.birth(), person.id.made_on()) else { return };
        for (place, rule) in self.tables.chains.all().enumerate() {
            let Trigger::Age(years) = rule.trigger else { continue };
            let birthday = birth.plus_months(12 * i32::from(years));
            // The cheap question first: it is asked of everybody.
            if asked_from(rule, birthday) > self.today || birthday < made_on.plus_months(-24) {
                continue;
            }
            let Some(household) = self.village.household(household) else { continue };
            if self.due(rule, birthday) >= made_on && self.concerns(rule, person, household, birthday) {
                self.ask(place, rule, person, birthday, Some(household), found);
            }
        }
    }

    /// What was granted is to be looked at again: from the last decision, or from when it was last done elsewhere.
    fn of_granted<'v>(&self, tasks: impl Iterator<Item = &'v ProxyTask>, found: &mut Vec<Pending>) {
        let rules: Vec<(usize, &ChainRule, &str)> = (self.tables.chains.all().enumerate())
            .filter_map(|(place, rule)| match &rule.trigger {
                Trigger::Granted(code) => Some((place, rule, code.as_str())),
                Trigger::Event(_) | Trigger::Age(_) | Trigger::Expiry(_) => None,
            })
            .collect();
        for task in tasks {
            for (place, rule, _) in rules.iter().filter(|(_, _, code)| task.matter.code == *code) {
                let Some(granted_on) = granted_on(task).filter(|on| self.is_last(task, *on)) else { continue };
                let Some(person) = self.village.person(task.applicant).filter(|it| it.is_registered()) else {
                    continue;
                };
                let done = self.recorded(person.id, rule).filter(|it| it.outcome == FollowUpOutcome::Done);
                let from = done.map(|it| it.on).max().map_or(granted_on, |done| done.max(granted_on));
                if asked_from(rule, self.due(rule, from)) <= self.today {
                    let household = person.household.and_then(|id| self.village.household(id));
                    self.ask(*place, rule, person, from, household, found);
                }
            }
        }
    }

    /// A paper that runs out, from some time before its last day on; with the new one that is written down it is over.
    fn of_papers<'v>(&self, documents: impl Iterator<Item = &'v Document>, found: &mut Vec<Pending>) {
        for document in documents {
            let Some(last) = document.valid_until else { continue };
            for (place, rule) in self.tables.chains.all().enumerate() {
                let about = matches!(&rule.trigger, Trigger::Expiry(paper) if *paper == document.kind);
                if !about || asked_from(rule, last) > self.today {
                    continue;
                }
                if let Some(person) = self.village.person(document.person).filter(|it| it.is_registered()) {
                    let household = person.household.and_then(|id| self.village.household(id));
                    self.ask(place, rule, person, last, household, found);
                }
            }
        }
    }

    /// Whether nothing of the same was granted to the same person later.
    fn is_last(&self, task: &ProxyTask, on: Day) -> bool {
        let same = |other: &&ProxyTask| other.matter.code == task.matter.code;
        let others = self.village.tasks_of(task.applicant).filter(same);
        // Of two of one day the one that was opened later counts.
        others.filter_map(|other| Some((granted_on(other)?, other.id))).all(|other| other <= (on, task.id))
    }

    /// Adds it unless it is over.
    fn ask(
        &self,
        place: usize,
        rule: &ChainRule,
        person: &Person,
        from: Day,
        household: Option<&Household>,
        found: &mut Vec<Pending>,
    ) {
        let key = FollowKey { person: person.id, rule: place, from };
        let recorded = self.recorded(person.id, rule).any(|it| it.event_on == from);
        if recorded || self.is_over(rule, person, from, household) {
            return;
        }
        let due = self.due(rule, from);
        found.push(Pending { key, household: household.map(|it| it.id), due });
    }

    fn recorded<'s>(&'s self, person: PersonId, rule: &'s ChainRule) -> impl Iterator<Item = &'s FollowUp> {
        self.village.follow_ups_of(person).filter(|it| it.rule == rule.code)
    }

    fn is_over(&self, rule: &ChainRule, person: &Person, from: Day, household: Option<&Household>) -> bool {
        match rule.ends {
            Ends::Task => self.is_raised(rule, person, from, household),
            Ends::NewHead => {
                let headless = |it: &Household| it.status == HouseholdStatus::Registered && it.head.is_none();
                !household.is_some_and(headless)
            }
            Ends::NoOpenTask => !self.village.tasks_of(person.id).any(|task| task.state.is_open()),
            Ends::NoPairing => {
                let gone = household.filter(|it| it.status != HouseholdStatus::Registered);
                !gone.is_some_and(|it| self.village.pairings_with(it.id).any(|pairing| pairing.is_open()))
            }
        }
    }

    /// Whether a task of its matter was opened since it is asked for: of an event, by anybody of the family.
    fn is_raised(&self, rule: &ChainRule, person: &Person, from: Day, household: Option<&Household>) -> bool {
        let since = match rule.trigger {
            Trigger::Event(_) => from,
            Trigger::Age(_) | Trigger::Expiry(_) => asked_from(rule, from),
            Trigger::Granted(_) => asked_from(rule, self.due(rule, from)),
        };
        let raised = |task: &ProxyTask| {
            let dropped = matches!(task.state, State::Withdrawn | State::NotTaken);
            task.matter.code == rule.matter && task.registered_on >= since && !dropped
        };
        let family = matches!(rule.trigger, Trigger::Event(_)).then_some(household).flatten();
        self.village.tasks_of(person.id).any(raised)
            || family.is_some_and(|it| self.village.tasks_of_household(it.id).any(raised))
    }

    /// Whether the rule is about such a person of such a household.
    fn concerns(&self, rule: &ChainRule, person: &Person, household: &Household, on: Day) -> bool {
        let old_enough = |years: u16| person.birth().is_none_or(|birth| birth.age_on(on) >= i32::from(years));
        let has = |word: &String| {
            household.classes_on(on).any(|class| class.value.contains(word.as_str()))
                || person.tags.iter().any(|tag| tag.name.contains(word.as_str()))
                || (word == DISABLED && !person.particulars.disability.is_empty())
        };
        rule.age_from.is_none_or(old_enough) && (rule.of.is_empty() || rule.of.iter().any(has))
    }

    fn due(&self, rule: &ChainRule, from: Day) -> Day {
        // It has no pause, so there always is a day.
        deadline::due_day(rule.limit, from, &[], &self.tables.calendar).unwrap_or(from)
    }
}

/// What the register tells of in a field of its own.
const DISABLED: &str = "残疾";

/// The day a task was granted.
fn granted_on(task: &ProxyTask) -> Option<Day> {
    let over = matches!(task.state, State::Granted | State::Delivered | State::Closed);
    task.decision.as_ref().filter(|decision| over && decision.granted).map(|decision| decision.on)
}

/// The day from which it is asked for, where it is asked before `day`.
fn asked_from(rule: &ChainRule, day: Day) -> Day {
    match rule.ahead {
        Some(DeadlineRule::Natural(days)) => day.plus_days(-i32::from(days)),
        Some(DeadlineRule::Weeks(weeks)) => day.plus_days(-7 * i32::from(weeks)),
        Some(DeadlineRule::Months(months)) => day.plus_months(-i32::from(months)),
        Some(DeadlineRule::Immediate | DeadlineRule::Working(_) | DeadlineRule::Fixed(_)) | None => day,
    }
}

/// Whether it was entered soon enough to be more than history.
fn is_fresh(event: &HouseholdEvent) -> bool {
    event.entered_at.day().days_since(event.on) <= EVENT_LATE_DAYS_MAX
}

/// Whether what the event says still holds of the person.
fn is_so(kind: HouseholdEventKind, status: PersonStatus) -> bool {
    match kind {
        HouseholdEventKind::Death => status == PersonStatus::Dead,
        HouseholdEventKind::MovedOut => status == PersonStatus::MovedOut,
        HouseholdEventKind::Birth | HouseholdEventKind::MovedIn => status == PersonStatus::Registered,
        HouseholdEventKind::Founded
        | HouseholdEventKind::Split
        | HouseholdEventKind::Joined
        | HouseholdEventKind::NewHead
        | HouseholdEventKind::Corrected => false,
    }
}

#[cfg(test)]
mod tests;
