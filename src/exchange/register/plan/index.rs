//! The village as an import asks for it: households by number and by head, people by name.
//!
//! It is built once for each plan and never kept.

use std::collections::HashMap;

use crate::domain::household::{GroupNo, Household, HouseholdStatus};
use crate::domain::id::{HouseholdId, PersonId};
use crate::domain::person::{Person, PersonStatus};
use crate::domain::text::squash;
use crate::domain::village::Village;

/// Ways to find households and people.
pub struct Index<'a> {
    /// The village itself.
    pub village: &'a Village,
    by_no: HashMap<String, HouseholdId>,
    by_head: HashMap<(GroupNo, &'a str), Vec<HouseholdId>>,
    by_name: HashMap<&'a str, Vec<PersonId>>,
}

impl<'a> Index<'a> {
    /// The index of a village; of households and people that still count.
    pub fn new(village: &'a Village) -> Index<'a> {
        let mut index = Index { village, by_no: HashMap::new(), by_head: HashMap::new(), by_name: HashMap::new() };
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

    /// The one household of this group whose head has this name; `None` for none or several.
    pub fn household_headed(&self, group: GroupNo, head: &str) -> Option<&'a Household> {
        match self.by_head.get(&(group, head)).map(Vec::as_slice) {
            Some([one]) => self.village.household(*one),
            Some(_) | None => None,
        }
    }

    /// Everybody with this name.
    pub fn people_named(&self, name: &str) -> impl Iterator<Item = &'a Person> + use<'a, '_> {
        self.by_name.get(name).into_iter().flatten().filter_map(|id| self.village.person(*id))
    }

    /// The group of a person's household.
    pub fn group_of(&self, person: &Person) -> Option<GroupNo> {
        self.village.household(person.household?).map(|household| household.group)
    }
}
