//! What a row of a register adds to a person or a household that is known: blanks change nothing.
//!
//! It matches nobody, and applying twice is applying once.

use std::sync::Arc;

use crate::domain::day::Day;
use crate::domain::household::{ClassMembership, Household};
use crate::domain::person::{Person, Tag};
use crate::domain::resident_id::IdNumber;

use super::draft::Draft;
use super::words::add_note;

/// Where a fact comes from.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// The register: 花名册 or a list's name.
    pub name: &'a str,
    /// The day it was taken in.
    pub today: Day,
}

/// Writes what the row says into the person.
pub fn to_person(person: &mut Person, draft: &Draft, source: &Source<'_>, note_too: bool) {
    if person.name != draft.name {
        person.name = draft.name.clone();
    }
    to_id_no(person, &draft.id_no);
    let has_id = person.id_no.known().is_some();
    if let Some(sex) = draft.sex.filter(|_| !has_id) {
        person.sex_written = Some(sex);
    }
    if let Some(birth) = draft.birth.filter(|_| !has_id) {
        person.birth_written = Some(birth);
    }
    replace(&mut person.relation, &draft.relation);
    // Numbers of a newer register come first; those the officer knows besides are kept.
    let news: Vec<_> = draft.phones.iter().filter(|phone| !person.phones.contains(phone)).cloned().collect();
    person.phones.splice(0..0, news);
    let (known, said) = (Arc::make_mut(&mut person.particulars), &draft.particulars);
    replace(&mut known.ethnic, &said.ethnic);
    replace(&mut known.education, &said.education);
    replace(&mut known.marital, &said.marital);
    replace(&mut known.political, &said.political);
    replace(&mut known.health, &said.health);
    replace(&mut known.disability, &said.disability);
    replace(&mut known.hukou, &said.hukou);
    for tag in &draft.tags {
        add_tag(person, tag, source);
    }
    if let Some(residence) = draft.residence {
        person.residence = residence;
    }
    replace(&mut person.place, &draft.place);
    if note_too {
        add_note(&mut person.note, &draft.note);
    }
}

/// A number of today replaces none and an old one; a reason fills a blank one.
fn to_id_no(person: &mut Person, said: &IdNumber) {
    match (&mut person.id_no, said) {
        (known, IdNumber::Known(_)) => *known = said.clone(),
        (IdNumber::Missing { .. }, IdNumber::Archive15(_)) => person.id_no = said.clone(),
        (IdNumber::Missing { reason: known }, IdNumber::Missing { reason }) => replace(known, reason),
        (IdNumber::Known(_) | IdNumber::Archive15(_), IdNumber::Archive15(_) | IdNumber::Missing { .. }) => {}
    }
}

/// Adds a tag the person has not got yet.
pub fn add_tag(person: &mut Person, tag: &str, source: &Source<'_>) {
    if !person.tags.iter().any(|known| known.name == tag) {
        let (name, source_name) = (tag.to_owned(), source.name.to_owned());
        person.tags.push(Tag { name, source: source_name, on: Some(source.today) });
    }
}

/// Writes what the row says of the household: number, address and classes.
pub fn to_household(household: &mut Household, draft: &Draft, source: &Source<'_>, note_too: bool) {
    replace(&mut household.address, &draft.address);
    if let Some(classes) = &draft.classes {
        // Classes that this kind of register gave and now does not give any more ended before today.
        for class in &mut household.classes {
            if class.to.is_none() && class.source == source.name && !classes.contains(&class.value) {
                class.to = Some(source.today.plus_days(-1));
            }
        }
        for class in classes {
            add_class(household, class, draft.class_from, source);
        }
    }
    if note_too {
        add_note(&mut household.note, &draft.note);
    }
}

/// Adds a class that the household does not hold yet; a date fills a blank one.
pub fn add_class(household: &mut Household, class: &str, from: Option<Day>, source: &Source<'_>) {
    let held = household.classes.iter_mut().find(|known| known.to.is_none() && known.value == class);
    match held {
        Some(held) if held.from.is_none() => held.from = from,
        Some(_) => {}
        None => {
            let (value, source) = (class.to_owned(), source.name.to_owned());
            household.classes.push(ClassMembership { value, from, to: None, source });
        }
    }
}

/// Replaces a text by one that says something.
pub fn replace(known: &mut String, said: &str) {
    if !said.is_empty() && known != said {
        said.clone_into(known);
    }
}
