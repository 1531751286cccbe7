//! The roll of the village 花名册: its households by group and number, the people of each with the head first.
//!
//! It finds nothing (`find`) and keeps no order of its own: whoever shows a long list keeps what it gave.

use super::household::{GroupNo, Household, HouseholdStatus};
use super::id::{HouseholdId, PersonId};
use super::person::{Person, PersonStatus};
use super::text::group::group_key;
use super::village::Village;

/// All households by group and number, those no longer in the register at the end.
pub fn households(village: &Village) -> Vec<HouseholdId> {
    let places = group_places(village);
    let mut all: Vec<&Household> = village.households().collect();
    all.sort_by_cached_key(|household| {
        let gone = household.status != HouseholdStatus::Registered;
        let place = places.iter().position(|no| *no == household.group);
        (gone, place, number_key(&household.no), household.id)
    });
    all.into_iter().map(|household| household.id).collect()
}

/// All people in the order of their households, 临时人员 after them, those no longer in the register last. Records that
/// were merged into another are left out.
pub fn people(village: &Village) -> Vec<PersonId> {
    let (mut here, mut gone) = (Vec::with_capacity(village.people().len()), Vec::new());
    for id in households(village) {
        for person in village.household(id).map(|household| members(village, household)).unwrap_or_default() {
            if person.is_registered() { here.push(person.id) } else { gone.push(person.id) }
        }
    }
    here.extend(village.people().filter(|person| person.household.is_none()).map(|person| person.id));
    here.append(&mut gone);
    here
}

/// The people of a household: the head, the others as they were entered, then those who died or moved away.
pub fn members<'v>(village: &'v Village, household: &Household) -> Vec<&'v Person> {
    let mut members: Vec<&Person> =
        village.members(household.id).filter(|person| person.status != PersonStatus::Duplicate).collect();
    members.sort_by_key(|person| (!person.is_registered(), household.head != Some(person.id)));
    members
}

/// What a household is called by: its head's name, or the name of one of its people where it has no head.
pub fn household_name<'v>(village: &'v Village, household: &Household) -> &'v str {
    let head = village.head_of(household).or_else(|| members(village, household).first().copied());
    head.map_or("", |person| person.name.as_str())
}

fn group_places(village: &Village) -> Vec<GroupNo> {
    let mut groups: Vec<_> = village.info.groups.iter().collect();
    groups.sort_by_cached_key(|group| (group_key(&group.name), group.no));
    groups.into_iter().map(|group| group.no).collect()
}

/// A 户编号 as it sorts: 9 before 10, and none at all after those that have one.
fn number_key(no: &str) -> (bool, String) {
    let mut key = String::with_capacity(no.len() + 8);
    let mut digits = String::new();
    for c in no.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            key.push_str(&format!("{digits:0>12}"));
            digits.clear();
        }
        key.push(c);
    }
    (no.is_empty(), key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::decide::household::HouseholdIntent;
    use crate::domain::fixture::Fixture;

    fn numbered(fixture: &mut Fixture, name: &str, group: &str, no: &str) {
        let id = fixture.household(name, group);
        let household = Household { no: no.to_owned(), ..fixture.village.household(id).unwrap().clone() };
        fixture.act(Intent::Household(HouseholdIntent::Edit(Box::new(household))));
    }

    #[test]
    fn households_stand_by_group_and_number() {
        let mut fixture = Fixture::on("2026-11-24");
        numbered(&mut fixture, "何永福", "3社", "3-10");
        numbered(&mut fixture, "周开明", "3社", "3-9");
        numbered(&mut fixture, "罗秀英", "1社", "1-2");
        let heads: Vec<_> = households(&fixture.village)
            .into_iter()
            .map(|id| household_name(&fixture.village, fixture.village.household(id).unwrap()).to_owned())
            .collect();
        assert_eq!(heads, ["罗秀英", "周开明", "何永福", "李德全"]);
        assert_eq!(people(&fixture.village).len(), 4);
    }
}
