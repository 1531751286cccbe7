//! Decides about households: adding with a head, correcting, and household events 户变动.

pub mod class;
pub mod regroup;

use crate::domain::change::{Change, HouseholdChange, PersonChange};
use crate::domain::day::Day;
use crate::domain::household::{Household, HouseholdStatus};
use crate::domain::household_event::{HouseholdEvent, HouseholdEventKind};
use crate::domain::id::{HouseholdId, PersonId};
use crate::domain::person::{Person, PersonStatus};
use crate::domain::refusal::Refusal;
use crate::domain::village::Village;

use super::person::check_identity;
use super::{Now, past_day, required};

/// What a person wants of a household.
#[derive(Clone, Debug)]
pub enum HouseholdIntent {
    /// A household with its head.
    Add {
        /// The household; its group exists.
        household: Box<Household>,
        /// The head.
        head: Box<Person>,
    },
    /// Fields corrected; head, classes, status and events stay as they are.
    Edit(Box<Household>),
    /// 户变动.
    Event(Box<EventIntent>),
    /// 分户: people go into a household of their own.
    Split(regroup::SplitIntent),
    /// 合户: a household goes into another one.
    Join(regroup::JoinIntent),
    /// 认定类别.
    GrantClass(Box<class::GrantIntent>),
    /// 取消类别.
    EndClass(class::EndIntent),
}

/// A household event as the form gives it.
#[derive(Clone, Debug)]
pub struct EventIntent {
    /// Of which household.
    pub household: HouseholdId,
    /// What happened.
    pub kind: HouseholdEventKind,
    /// When.
    pub on: Day,
    /// Whom it concerns: the dead, the one who moved, the new head.
    pub person: Option<PersonId>,
    /// Who comes in by birth or moving in.
    pub newcomer: Option<Box<Person>>,
    /// In words.
    pub detail: String,
    /// The paper it rests on.
    pub evidence: String,
}

impl HouseholdIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            HouseholdIntent::Add { .. } => "household.add",
            HouseholdIntent::Edit(_) => "household.edit",
            HouseholdIntent::Event(_) | HouseholdIntent::Split(_) | HouseholdIntent::Join(_) => "household.event",
            HouseholdIntent::GrantClass(_) => "household.class_grant",
            HouseholdIntent::EndClass(_) => "household.class_end",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: HouseholdIntent) -> Result<Vec<Change>, Refusal> {
    match intent {
        HouseholdIntent::Add { household, head } => add(village, now, *household, *head),
        HouseholdIntent::Edit(household) => edit(village, *household),
        HouseholdIntent::Event(intent) => event(village, now, *intent),
        HouseholdIntent::Split(intent) => regroup::split(village, now, intent),
        HouseholdIntent::Join(intent) => regroup::join(village, now, &intent),
        HouseholdIntent::GrantClass(intent) => class::grant(village, now, &intent),
        HouseholdIntent::EndClass(intent) => class::end(village, now, &intent),
    }
}

fn add(village: &Village, now: &Now<'_>, mut household: Household, mut head: Person) -> Result<Vec<Change>, Refusal> {
    known_group(village, &household)?;
    check_identity(village, &head)?;
    free_number(village, &household)?;
    head.household = Some(household.id);
    head.relation = "户主".to_owned();
    household.head = Some(head.id);
    household.events.push(HouseholdEvent {
        kind: HouseholdEventKind::Founded,
        on: now.today,
        entered_at: now.at,
        person: Some(head.id),
        detail: "手工登记".to_owned(),
        evidence: String::new(),
    });
    Ok(vec![
        Change::Household(HouseholdChange::Added, Box::new(household)),
        Change::Person(PersonChange::Added, Box::new(head)),
    ])
}

fn edit(village: &Village, mut household: Household) -> Result<Vec<Change>, Refusal> {
    let old = village.household(household.id).ok_or(Refusal::Gone)?;
    known_group(village, &household)?;
    free_number(village, &household)?;
    household.touched = old.touched;
    household.head = old.head;
    household.classes.clone_from(&old.classes);
    household.status = old.status;
    household.events.clone_from(&old.events);
    if household == *old {
        return Err(Refusal::Already("没有改动，不用保存"));
    }
    Ok(vec![Change::Household(HouseholdChange::Edited, Box::new(household))])
}

fn known_group(village: &Village, household: &Household) -> Result<(), Refusal> {
    if village.info.group_name(household.group).is_empty() {
        return Err(Refusal::Blank("社(村民小组)", "请从列表里选一个"));
    }
    Ok(())
}

/// No two households of the register share a 户编号.
pub fn free_number(village: &Village, household: &Household) -> Result<(), Refusal> {
    if household.no.is_empty() {
        return Ok(());
    }
    match village.households().find(|other| other.no == household.no && other.id != household.id) {
        Some(_) => Err(Refusal::Duplicate(format!("户编号 {} 已经有一户在用，请核对", household.no))),
        None => Ok(()),
    }
}

fn event(village: &Village, now: &Now<'_>, intent: EventIntent) -> Result<Vec<Change>, Refusal> {
    let mut household = village.household(intent.household).ok_or(Refusal::Gone)?.clone();
    let on = past_day(intent.on, now.today)?;
    if household.status != HouseholdStatus::Registered {
        return Err(Refusal::Already("这一户已经不在册，不能再登记变动"));
    }
    let mut changes = Vec::new();
    let kind = intent.kind;
    let person = match kind {
        HouseholdEventKind::Birth | HouseholdEventKind::MovedIn => {
            let newcomer = intent.newcomer.ok_or(Refusal::Blank("姓名", "请写上新进这一户的人"))?;
            Some(come_in(village, &mut changes, kind, &household, *newcomer)?)
        }
        HouseholdEventKind::Death | HouseholdEventKind::MovedOut => {
            let id = intent.person.ok_or(Refusal::Blank("是谁", "请从这一户的人里选"))?;
            leave(village, &mut changes, kind, &mut household, id)?;
            Some(id)
        }
        HouseholdEventKind::NewHead => {
            let id = intent.person.ok_or(Refusal::Blank("新户主", "请从这一户的人里选"))?;
            new_head(village, &mut changes, &mut household, id)?;
            Some(id)
        }
        HouseholdEventKind::Founded
        | HouseholdEventKind::Split
        | HouseholdEventKind::Joined
        | HouseholdEventKind::Corrected => {
            required(&intent.detail, "说明", "请写清怎么变的")?;
            intent.person
        }
    };
    household.events.push(HouseholdEvent {
        kind,
        on,
        entered_at: now.at,
        person,
        detail: intent.detail.trim().to_owned(),
        evidence: intent.evidence.trim().to_owned(),
    });
    changes.push(Change::Household(HouseholdChange::Event(kind), Box::new(household)));
    Ok(changes)
}

fn come_in(
    village: &Village,
    changes: &mut Vec<Change>,
    kind: HouseholdEventKind,
    household: &Household,
    mut person: Person,
) -> Result<PersonId, Refusal> {
    check_identity(village, &person)?;
    person.household = Some(household.id);
    let id = person.id;
    changes.push(Change::Person(PersonChange::Event(kind), Box::new(person)));
    Ok(id)
}

/// Somebody leaves the household. A head who leaves, leaves it without one until a new one is chosen.
fn leave(
    village: &Village,
    changes: &mut Vec<Change>,
    kind: HouseholdEventKind,
    household: &mut Household,
    id: PersonId,
) -> Result<(), Refusal> {
    let mut person = member(village, household, id)?;
    if !person.is_registered() {
        return Err(Refusal::Already("这个人已经不在册，不用再登记"));
    }
    let dead = kind == HouseholdEventKind::Death;
    person.status = if dead { PersonStatus::Dead } else { PersonStatus::MovedOut };
    if household.head == Some(id) {
        household.head = None;
    }
    let anybody_left = village.members(household.id).any(|other| other.id != id && other.is_registered());
    if !anybody_left {
        household.status = if dead { HouseholdStatus::Cancelled } else { HouseholdStatus::MovedAway };
    }
    changes.push(Change::Person(PersonChange::Event(kind), Box::new(person)));
    Ok(())
}

fn new_head(
    village: &Village,
    changes: &mut Vec<Change>,
    household: &mut Household,
    id: PersonId,
) -> Result<(), Refusal> {
    let mut person = member(village, household, id)?;
    if household.head == Some(id) {
        return Err(Refusal::Already("这个人现在就是户主"));
    }
    if !person.is_registered() {
        return Err(Refusal::Already("这个人已经不在册，不能做户主"));
    }
    let kind = HouseholdEventKind::NewHead;
    if let Some(mut old) = village.head_of(household).cloned() {
        // What the old head is to the new one is not ours to guess.
        old.relation = String::new();
        changes.push(Change::Person(PersonChange::Event(kind), Box::new(old)));
    }
    person.relation = "户主".to_owned();
    household.head = Some(id);
    changes.push(Change::Person(PersonChange::Event(kind), Box::new(person)));
    Ok(())
}

fn member(village: &Village, household: &Household, id: PersonId) -> Result<Person, Refusal> {
    let person = village.person(id).ok_or(Refusal::Gone)?;
    if person.household == Some(household.id) { Ok(person.clone()) } else { Err(Refusal::Gone) }
}
