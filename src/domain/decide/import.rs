//! Decides about a register's records, planned by the importer: one act, all or nothing.
//!
//! The importer has parsed and matched; here is held what must be true of any register taken in.

use std::collections::BTreeSet;

use crate::domain::change::fieldwork::DocumentChange;
use crate::domain::change::upkeep::HeaderMapping;
use crate::domain::change::{Change, HouseholdChange, PersonChange, TaskChange, VillageEvent};
use crate::domain::document::Document;
use crate::domain::household::Household;
use crate::domain::person::{Person, PersonStatus};
use crate::domain::refusal::Refusal;
use crate::domain::resident_id::IdNumber;
use crate::domain::task::ProxyTask;
use crate::domain::village::{Village, VillageInfo};

use super::Now;

/// The records of one import, new and changed ones whole.
#[derive(Clone, Debug, Default)]
pub struct ImportIntent {
    /// The village with new groups, where the register brings some.
    pub info: Option<VillageInfo>,
    /// Households.
    pub households: Vec<Household>,
    /// People.
    pub people: Vec<Person>,
    /// Tasks of an older ledger; their numbers are given here.
    pub tasks: Vec<ProxyTask>,
    /// Until when papers of these people are good.
    pub documents: Vec<Document>,
    /// The mapping of headers the officer chose.
    pub mapping: Option<HeaderMapping>,
}

impl ImportIntent {
    /// Whether it would change nothing.
    pub fn is_empty(&self) -> bool {
        self.info.is_none()
            && self.households.is_empty()
            && self.people.is_empty()
            && self.tasks.is_empty()
            && self.documents.is_empty()
    }
}

/// Decides it.
pub fn decide(village: &Village, _now: &Now<'_>, intent: ImportIntent) -> Result<Vec<Change>, Refusal> {
    if intent.is_empty() {
        return Err(Refusal::Already("这份名册里没有新的或变化的内容,不用再导入"));
    }
    check_ids(village, &intent.people)?;
    let mut changes = Vec::new();
    if let Some(info) = intent.info {
        changes.push(Change::Village(VillageEvent::GroupsAdded, Box::new(info)));
    }
    changes.extend(intent.mapping.map(|mapping| Change::Mapping(Box::new(mapping))));
    let households = intent.households.into_iter();
    changes.extend(households.map(|it| Change::Household(HouseholdChange::Imported, Box::new(it))));
    changes.extend(intent.people.into_iter().map(|it| Change::Person(PersonChange::Imported, Box::new(it))));
    let documents = intent.documents.into_iter();
    changes.extend(documents.map(|it| Change::Document(DocumentChange::Noted, Box::new(it))));
    changes.extend(numbered(village, intent.tasks));
    Ok(changes)
}

/// Remembers what stands in the columns of a form.
pub(super) fn remember(village: &Village, mapping: Box<HeaderMapping>) -> Result<Vec<Change>, Refusal> {
    if village.mapping(mapping.signature).is_some_and(|kept| kept.columns == mapping.columns) {
        return Err(Refusal::Already("这种表的栏早就是这样记着的"));
    }
    Ok(vec![Change::Mapping(mapping)])
}

/// One resident ID, one person: in the import, and against the register.
fn check_ids(village: &Village, people: &[Person]) -> Result<(), Refusal> {
    let taken_in: BTreeSet<_> = people.iter().map(|person| person.id).collect();
    let mut seen = BTreeSet::new();
    for person in people {
        let IdNumber::Known(id_no) = &person.id_no else { continue };
        let other = village.person_by_id_no(id_no);
        let clashes = other.is_some_and(|other| {
            other.id != person.id && !taken_in.contains(&other.id) && other.status != PersonStatus::Duplicate
        });
        if clashes || !seen.insert(*id_no) {
            return Err(Refusal::Duplicate(format!(
                "名册里 {} 的身份证号与另一人相同。什么都没有导入,请核对后再试",
                person.name.as_str()
            )));
        }
    }
    Ok(())
}

/// Gives each task the next free number of the year it was registered in, unless it has its own already.
fn numbered(village: &Village, tasks: Vec<ProxyTask>) -> Vec<Change> {
    let mut next = std::collections::BTreeMap::new();
    tasks
        .into_iter()
        .map(|mut task| {
            if village.task(task.id).is_none() {
                let year = task.registered_on.year();
                let no = next.entry(year).or_insert_with(|| village.next_task_no(year));
                task.no = *no;
                no.n += 1;
            }
            Change::Task(TaskChange::Imported, Box::new(task))
        })
        .collect()
}
