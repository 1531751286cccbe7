//! The village as an import asks for it: households by number and by head, people by name.
//!
//! It is built once for each plan and never kept.

use std::collections::HashMap;

use crate::domain::household::{GroupNo, Household, HouseholdStatus};
use crate::domain::id::{HouseholdId, PersonId};
use crate::domain::person::{Person, PersonStatus};
use crate::domain::resident_id::ResidentId;
use crate::domain::text::squash;
use crate::domain::village::Village;

use super::heads;

/// Whom a row means.
pub struct Wanted<'w> {
    /// The ID number, where it is known.
    pub id_no: Option<ResidentId>,
    /// The name.
    pub name: &'w str,
    /// The group, where the village knows it.
    pub group: Option<GroupNo>,
    /// The head's name; may be empty.
    pub head: &'w str,
}

/// Whom the village knows of them.
pub enum Found<'a> {
    /// Exactly one.
    One(&'a Person),
    /// Nobody.
    Nobody,
    /// So many, and nothing tells them apart.
    Several(usize),
}

/// Ways to find households and people.
pub struct Index<'a> {
    /// The village itself.
    pub village: &'a Village,
    by_no: HashMap<String, HouseholdId>,
    by_head: HashMap<(GroupNo, &'a str), Vec<HouseholdId>>,
    by_former_head: HashMap<(GroupNo, &'a str), Vec<HouseholdId>>,
    by_name: HashMap<&'a str, Vec<PersonId>>,
}

impl<'a> Index<'a> {
    /// The index of a village; of households and people that still count.
    pub fn new(village: &'a Village) -> Index<'a> {
        let (by_no, by_name) = (HashMap::new(), HashMap::new());
        let mut index = Index { village, by_no, by_head: HashMap::new(), by_former_head: HashMap::new(), by_name };
        for household in village.households() {
            if matches!(household.status, HouseholdStatus::Cancelled | HouseholdStatus::Merged) {
                continue;
            }
            if !household.no.is_empty() {
                index.by_no.entry(squash(&household.no)).or_insert(household.id);
            }
            if let Some(head) = village.head_of(household) {
                index.by_head.entry((household.group, head.name.as_str())).or_default().push(household.id);
            }
            // A register made before the head changed here names the one before.
            for head in heads::former(village, household) {
                index.by_former_head.entry((household.group, head.name.as_str())).or_default().push(household.id);
            }
        }
        for person in village.people().filter(|person| person.status != PersonStatus::Duplicate) {
            index.by_name.entry(person.name.as_str()).or_default().push(person.id);
        }
        index
    }

    /// The household with this number.
    pub fn household_numbered(&self, no: &str) -> Option<&'a Household> {
        self.by_no.get(&squash(no)).and_then(|id| self.village.household(*id))
    }

    /// The one household of this group whose head, now or before, has this name; `None` for none or several.
    pub fn household_headed(&self, group: GroupNo, head: &str) -> Option<&'a Household> {
        let now = self.by_head.get(&(group, head));
        match now.or_else(|| self.by_former_head.get(&(group, head))).map(Vec::as_slice) {
            Some([one]) => self.village.household(*one),
            Some(_) | None => None,
        }
    }

    /// Everybody with this name.
    pub fn people_named(&self, name: &str) -> impl Iterator<Item = &'a Person> + use<'a, '_> {
        self.by_name.get(name).into_iter().flatten().filter_map(|id| self.village.person(*id))
    }

    /// The one person whom a list means: by ID number, else by name, group and head where these are known.
    pub fn find(&self, wanted: &Wanted<'_>) -> Found<'a> {
        if let Some(person) = wanted.id_no.and_then(|id_no| self.village.person_by_id_no(&id_no)) {
            return Found::One(person);
        }
        let fits = |person: &&'a Person| {
            let other_id = wanted.id_no.is_some() && person.id_no.known().is_some();
            let other_group = wanted.group.zip(self.group_of(person)).is_some_and(|(wanted, own)| wanted != own);
            !other_id && !other_group
        };
        let candidates: Vec<_> = self.people_named(wanted.name).filter(fits).collect();
        let headed = |person: &&&'a Person| {
            let home = person.household.and_then(|id| self.village.household(id));
            let head = home.and_then(|home| self.village.head_of(home));
            head.is_some_and(|head| squash(head.name.as_str()) == squash(wanted.head))
        };
        match candidates.as_slice() {
            [] => Found::Nobody,
            [one] => Found::One(one),
            several => match several.iter().filter(headed).collect::<Vec<_>>().as_slice() {
                [one] => Found::One(one),
                _ => Found::Several(several.len()),
            },
        }
    }

    /// The group of a person's household.
    pub fn group_of(&self, person: &Person) -> Option<GroupNo> {
        self.village.household(person.household?).map(|household| household.group)
    }
}
