//! Finds each household of a register in the village, or makes it, and the group it stands in.
//!
//! It changes no person (`people`), and a household nobody of which is taken in is never made.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::day::Moment;
use crate::domain::household::{GroupNo, Household};
use crate::domain::id::{HouseholdId, IdMint, PersonId};
use crate::domain::relation::HEAD;
use crate::domain::text::group::group_key;
use crate::domain::text::{fold, squash};
use crate::domain::village::VillageInfo;
use crate::exchange::register::reading::Block;

use super::draft::Draft;
use super::heads;
use super::index::Index;

/// The group of households that no register ever gave one.
pub const NO_GROUP: &str = "未分社";

/// The households of one plan: those found, changed or made.
pub struct Households<'a> {
    /// The village's groups, with those the register brings.
    pub info: VillageInfo,
    records: HashMap<HouseholdId, Household>,
    /// In the order in which the register names them.
    pub order: Vec<HouseholdId>,
    /// Those that the register does not name, left by their heads.
    vacated: Vec<HouseholdId>,
    of_block: HashMap<u32, HouseholdId>,
    groups: HashMap<String, GroupNo>,
    index: &'a Index<'a>,
}

impl<'a> Households<'a> {
    /// None yet.
    pub fn new(index: &'a Index<'a>) -> Households<'a> {
        let info = index.village.info.clone();
        Households {
            info,
            records: HashMap::new(),
            order: Vec::new(),
            vacated: Vec::new(),
            of_block: HashMap::new(),
            groups: HashMap::new(),
            index,
        }
    }

    /// The household of a block, once one of its rows was placed.
    pub fn of_block(&self, block: u32) -> Option<HouseholdId> {
        self.of_block.get(&block).copied()
    }

    /// A household of this plan, as it will be.
    pub fn get(&self, id: HouseholdId) -> Option<&Household> {
        self.records.get(&id)
    }

    /// Takes the head from a household that they leave.
    pub fn vacate(&mut self, id: HouseholdId, head: PersonId) {
        let Some(stored) = self.index.village.household(id) else { return };
        if let Entry::Vacant(vacant) = self.records.entry(id)
            && stored.head == Some(head)
        {
            vacant.insert(stored.clone());
            self.vacated.push(id);
        }
        if let Some(household) = self.records.get_mut(&id).filter(|household| household.head == Some(head)) {
            household.head = None;
        }
    }

    /// A household of this plan.
    pub fn get_mut(&mut self, id: HouseholdId) -> Option<&mut Household> {
        self.records.get_mut(&id)
    }

    /// Finds or makes the household of a block whose taken rows are `drafts`.
    pub fn place(&mut self, at: u32, block: &Block, drafts: &[&Draft], mint: &mut IdMint, now: Moment) -> HouseholdId {
        let group = if block.group.is_empty() { None } else { Some(self.group(&block.group)) };
        let found = self.find(block, group, drafts);
        let id = match found {
            Some(found) => {
                if let Entry::Vacant(vacant) = self.records.entry(found.id) {
                    vacant.insert(found.clone());
                    self.order.push(found.id);
                }
                found.id
            }
            None => {
                let group = group.unwrap_or_else(|| self.group(NO_GROUP));
                let made = Household::new(HouseholdId::mint(mint, now), group);
                let id = made.id;
                self.records.insert(id, made);
                self.order.push(id);
                id
            }
        };
        if let Some(household) = self.records.get_mut(&id) {
            household.group = group.unwrap_or(household.group);
            if !block.no.is_empty() && squash(&household.no) != squash(&block.no) {
                household.no.clone_from(&block.no);
            }
        }
        self.of_block.insert(at, id);
        id
    }

    fn find(&self, block: &Block, group: Option<GroupNo>, drafts: &[&Draft]) -> Option<&'a Household> {
        if let Some(found) = self.index.household_numbered(&block.no).filter(|_| !block.no.is_empty()) {
            return Some(found);
        }
        let village = self.index.village;
        // A household whose number is new to us is the one that its head, by ID number, already heads.
        let is_head = |draft: &&&Draft| draft.relation == HEAD || draft.name.as_str() == squash(&block.head);
        let head = drafts.iter().find(is_head).and_then(|draft| draft.id_no.known());
        let headed = head.and_then(|id_no| village.person_by_id_no(id_no)).and_then(|person| {
            let headed = |household: &&Household| {
                household.head == Some(person.id) || heads::former(village, household).any(|it| it.id == person.id)
            };
            village.household(person.household?).filter(headed)
        });
        if headed.is_some() {
            return headed;
        }
        if let Some(ended) = self.ended(drafts) {
            return Some(ended);
        }
        if !block.no.is_empty() {
            return None;
        }
        // Without a number: where most of its people, by ID number, already live.
        let member = drafts.iter().find_map(|draft| {
            let person = village.person_by_id_no(draft.id_no.known()?)?;
            village.household(person.household?)
        });
        let named = || self.index.household_headed(group?, &squash(&block.head));
        if block.head.is_empty() { member.or_else(named) } else { named().or(member) }
    }

    /// The household that ended here with all of its people: an older register does not found it anew.
    fn ended(&self, drafts: &[&Draft]) -> Option<&'a Household> {
        let village = self.index.village;
        let gone = |draft: &&Draft| village.person_by_id_no(draft.id_no.known()?).filter(|it| !it.is_registered());
        let home = drafts.first().and_then(gone)?.household?;
        let all = drafts.iter().all(|draft| gone(draft).is_some_and(|person| person.household == Some(home)));
        village.household(home).filter(|_| all)
    }

    /// Numbers the groups of these blocks that are new: 一社 before 二社, whichever the register happens to begin with.
    pub fn name_groups<'b>(&mut self, blocks: impl Iterator<Item = &'b Block>) {
        let mut written: Vec<&str> =
            blocks.map(|block| block.group.as_str()).filter(|group| !group.is_empty()).collect();
        written.sort_by_cached_key(|group| group_key(group));
        written.dedup();
        for group in written {
            self.group(group);
        }
    }

    fn group(&mut self, written: &str) -> GroupNo {
        if let Some(known) = self.groups.get(written) {
            return *known;
        }
        let name = fold(written);
        // 3 alone is 3社.
        let only_number = name.chars().all(|c| c.is_ascii_digit());
        let name = if only_number { format!("{name}社") } else { name.into_owned() };
        let no = self.info.group_or_new(&name);
        self.groups.insert(written.to_owned(), no);
        no
    }

    /// The households that differ from the village's, and those that are new, in order.
    pub fn changed(&self) -> Vec<Household> {
        let records = self.order.iter().chain(&self.vacated).filter_map(|id| self.records.get(id));
        records.filter(|household| self.differs(household)).cloned().collect()
    }

    /// Whether a household is new or changed.
    pub fn differs(&self, household: &Household) -> bool {
        self.index.village.household(household.id) != Some(household)
    }

    /// Whether the household with this id is new or changed.
    pub fn is_changed(&self, id: HouseholdId) -> bool {
        self.records.get(&id).is_some_and(|household| self.differs(household))
    }
}
