//! Decides 分户 and 合户: people who go into a household of their own, and two households that become one.
//!
//! What people are to their new head is not ours to guess: it is left open and corrected by the officer.

use crate::domain::change::{Change, HouseholdChange, PersonChange, TaskChange};
use crate::domain::day::Day;
use crate::domain::household::{Household, HouseholdStatus};
use crate::domain::household_event::{HouseholdEvent, HouseholdEventKind};
use crate::domain::id::{HouseholdId, PersonId};
use crate::domain::person::Person;
use crate::domain::refusal::Refusal;
use crate::domain::village::Village;

use super::super::{Now, past_day};
use super::{free_number, known_group, member};

/// 分户 as the form gives it.
#[derive(Clone, Debug)]
pub struct SplitIntent {
    /// The household that is left.
    pub from: HouseholdId,
    /// The new household; its group exists.
    pub new: Box<Household>,
    /// The new household's head.
    pub head: PersonId,
    /// Who goes along.
    pub along: Vec<PersonId>,
    /// When.
    pub on: Day,
    /// In words.
    pub detail: String,
    /// The paper it rests on.
    pub evidence: String,
}

/// 合户 as the form gives it.
#[derive(Clone, Debug)]
pub struct JoinIntent {
    /// The household that ends.
    pub from: HouseholdId,
    /// The household that takes its people in.
    pub into: HouseholdId,
    /// When.
    pub on: Day,
    /// In words.
    pub detail: String,
    /// The paper it rests on.
    pub evidence: String,
}

/// Decides 分户.
pub(super) fn split(village: &Village, now: &Now<'_>, intent: SplitIntent) -> Result<Vec<Change>, Refusal> {
    let mut old = registered(village, intent.from)?;
    let on = past_day(intent.on, now.today)?;
    let mut new = *intent.new;
    known_group(village, &new)?;
    free_number(village, &new)?;
    let mut movers = vec![intent.head];
    movers.extend(intent.along.into_iter().filter(|id| *id != intent.head));
    movers.dedup();
    let kind = HouseholdEventKind::Split;
    let mut changes = Vec::new();
    for id in movers {
        let mut person = member(village, &old, id)?;
        if old.head == Some(id) {
            return Err(Refusal::Already("户主留在原户。户主要分出去的,请先登记户主变更"));
        }
        if !person.is_registered() {
            return Err(Refusal::Already("这个人已经不在册,不能分户"));
        }
        person.relation = if id == intent.head { "户主".to_owned() } else { String::new() };
        go(village, &mut changes, kind, person, new.id);
    }
    let event = |words: String| HouseholdEvent {
        kind,
        on,
        entered_at: now.at,
        person: Some(intent.head),
        detail: [words.as_str(), intent.detail.trim()].join(" ").trim().to_owned(),
        evidence: intent.evidence.trim().to_owned(),
    };
    new.head = Some(intent.head);
    new.events.push(event(format!("从{}户分出", name_of(village, old.head))));
    old.events.push(event(format!("分出{}户", name_of(village, Some(intent.head)))));
    changes.push(Change::Household(HouseholdChange::Event(kind), Box::new(old)));
    changes.push(Change::Household(HouseholdChange::Event(kind), Box::new(new)));
    Ok(changes)
}

/// Decides 合户.
pub(super) fn join(village: &Village, now: &Now<'_>, intent: &JoinIntent) -> Result<Vec<Change>, Refusal> {
    let (mut from, mut into) = (registered(village, intent.from)?, registered(village, intent.into)?);
    let on = past_day(intent.on, now.today)?;
    if from.id == into.id {
        return Err(Refusal::Already("不能并入自己这一户,请选另一户"));
    }
    let kind = HouseholdEventKind::Joined;
    let mut changes = Vec::new();
    for person in village.members(from.id).filter(|person| person.is_registered()) {
        let mut person = person.clone();
        person.relation = String::new();
        go(village, &mut changes, kind, person, into.id);
    }
    let event = |words: String| HouseholdEvent {
        kind,
        on,
        entered_at: now.at,
        person: from.head,
        detail: [words.as_str(), intent.detail.trim()].join(" ").trim().to_owned(),
        evidence: intent.evidence.trim().to_owned(),
    };
    let (left, taken) = (event(format!("并入{}户", name_of(village, into.head))), event("并入本户".to_owned()));
    from.events.push(left);
    into.events.push(taken);
    from.status = HouseholdStatus::Merged;
    changes.push(Change::Household(HouseholdChange::Event(kind), Box::new(from)));
    changes.push(Change::Household(HouseholdChange::Event(kind), Box::new(into)));
    Ok(changes)
}

/// A person goes to another household, and open matters with it.
fn go(village: &Village, changes: &mut Vec<Change>, kind: HouseholdEventKind, mut person: Person, to: HouseholdId) {
    for task in village.tasks_of(person.id).filter(|task| task.state.is_open()) {
        let mut task = task.clone();
        task.household = Some(to);
        changes.push(Change::Task(TaskChange::Edited, Box::new(task)));
    }
    person.household = Some(to);
    changes.push(Change::Person(PersonChange::Event(kind), Box::new(person)));
}

fn registered(village: &Village, id: HouseholdId) -> Result<Household, Refusal> {
    let household = village.household(id).ok_or(Refusal::Gone)?;
    match household.status {
        HouseholdStatus::Registered => Ok(household.clone()),
        HouseholdStatus::MovedAway | HouseholdStatus::Cancelled | HouseholdStatus::Merged => {
            Err(Refusal::Already("这一户已经不在册,不能再登记变动"))
        }
    }
}

fn name_of(village: &Village, id: Option<PersonId>) -> &str {
    id.and_then(|id| village.person(id)).map_or("", |person| person.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::decide::household::HouseholdIntent;
    use crate::domain::decide::person::PersonIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::text::PersonName;

    fn with_son(fixture: &mut Fixture) -> (HouseholdId, PersonId) {
        let home = fixture.village.households().next().unwrap().id;
        let son = PersonId::mint(&mut fixture.mint, fixture.at);
        let person = Person { household: Some(home), ..Person::new(son, PersonName::parse("李小军").unwrap()) };
        fixture.act(Intent::Person(PersonIntent::Add(Box::new(person))));
        (home, son)
    }

    fn split(fixture: &mut Fixture, from: HouseholdId, head: PersonId) -> Intent {
        let group = fixture.village.household(from).unwrap().group;
        let new = Box::new(Household::new(HouseholdId::mint(&mut fixture.mint, fixture.at), group));
        let (on, detail, evidence) = (fixture.today(), String::new(), String::new());
        Intent::Household(HouseholdIntent::Split(SplitIntent { from, new, head, along: vec![], on, detail, evidence }))
    }

    #[test]
    fn a_son_goes_into_a_household_of_his_own_and_back() {
        let mut fixture = Fixture::on("2026-11-24");
        let (home, son) = with_son(&mut fixture);
        let intent = split(&mut fixture, home, son);
        fixture.act(intent);
        let his = fixture.village.person(son).unwrap().household.unwrap();
        assert_eq!(fixture.village.members(home).count(), 1);
        let new = fixture.village.household(his).unwrap();
        assert_eq!((new.head, new.events.last().unwrap().detail.as_str()), (Some(son), "从李德全户分出"));
        let (on, detail, evidence) = (fixture.today(), String::new(), String::new());
        let join = JoinIntent { from: his, into: home, on, detail, evidence };
        fixture.act(Intent::Household(HouseholdIntent::Join(join.clone())));
        assert_eq!(fixture.village.members(home).count(), 2);
        assert_eq!(fixture.village.household(his).unwrap().status, HouseholdStatus::Merged);
        assert!(fixture.try_act(Intent::Household(HouseholdIntent::Join(join))).is_err());
    }

    #[test]
    fn the_head_stays_and_a_stranger_does_not_go_along() {
        let mut fixture = Fixture::on("2026-11-24");
        let (home, _) = with_son(&mut fixture);
        let head = fixture.person("李德全");
        let intent = split(&mut fixture, home, head);
        assert!(fixture.try_act(intent).unwrap_err().to_string().contains("户主留在原户"));
        let other = fixture.household("周开明", "1社");
        let stranger = fixture.person("周开明");
        let intent = split(&mut fixture, home, stranger);
        assert_eq!(fixture.try_act(intent), Err(Refusal::Gone));
        let (on, detail, evidence) = (fixture.today(), String::new(), String::new());
        let join = JoinIntent { from: other, into: other, on, detail, evidence };
        assert!(fixture.try_act(Intent::Household(HouseholdIntent::Join(join))).is_err());
    }
}
