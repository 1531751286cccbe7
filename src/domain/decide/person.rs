//! Decides about people: adding, correcting, joining two records of one person.

use crate::domain::change::fieldwork::{DocumentChange, FollowUpChange};
use crate::domain::change::{Change, HouseholdChange, NoteChange, PersonChange};
use crate::domain::document::{self, Document};
use crate::domain::follow_up::FollowUp;
use crate::domain::household::Household;
use crate::domain::id::{HouseholdId, PersonId};
use crate::domain::note::Note;
use crate::domain::person::{Person, PersonStatus};
use crate::domain::refusal::Refusal;
use crate::domain::resident_id::IdNumber;
use crate::domain::text::mask_id;
use crate::domain::village::Village;

use super::Now;

/// What a person wants of a person's record. Fields were parsed by the form.
#[derive(Clone, Debug)]
pub enum PersonIntent {
    /// A member of a household, or 临时人员 of none.
    Add(Box<Person>),
    /// Fields corrected; household and status stay as they are.
    Edit(Box<Person>),
    /// Two records of one person become one: the second's matters go to the first.
    Merge {
        /// The record that stays.
        keep: PersonId,
        /// The record that is marked 重复.
        duplicate: PersonId,
    },
}

impl PersonIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            PersonIntent::Add(_) => "person.add",
            PersonIntent::Edit(_) => "person.edit",
            PersonIntent::Merge { .. } => "person.merge",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: PersonIntent) -> Result<Vec<Change>, Refusal> {
    match intent {
        PersonIntent::Add(person) => {
            known_household(village, person.household)?;
            check_identity(village, &person)?;
            Ok(vec![Change::Person(PersonChange::Added, person)])
        }
        PersonIntent::Edit(mut person) => {
            let old = village.person(person.id).ok_or(Refusal::Gone)?;
            person.household = old.household;
            person.status = old.status;
            person.touched = old.touched;
            if *person == *old {
                return Err(Refusal::Already("没有改动，不用保存"));
            }
            check_identity(village, &person)?;
            Ok(vec![Change::Person(PersonChange::Edited, person)])
        }
        PersonIntent::Merge { keep, duplicate } => merge(village, now, keep, duplicate),
    }
}

fn known_household(village: &Village, id: Option<HouseholdId>) -> Result<(), Refusal> {
    match id {
        Some(id) if village.household(id).is_none() => Err(Refusal::Gone),
        Some(_) | None => Ok(()),
    }
}

/// One resident ID belongs to one person of the register.
pub fn check_identity(village: &Village, person: &Person) -> Result<(), Refusal> {
    let IdNumber::Known(id_no) = &person.id_no else { return Ok(()) };
    match village.person_by_id_no(id_no) {
        Some(other) if other.id != person.id && other.status != PersonStatus::Duplicate => {
            let masked = mask_id(id_no.as_str());
            Err(Refusal::Duplicate(format!(
                "身份证号 {masked} 已经登记给{}。同一个人请打开那条记录",
                other.name.as_str()
            )))
        }
        Some(_) | None => Ok(()),
    }
}

fn merge(village: &Village, now: &Now<'_>, keep: PersonId, duplicate: PersonId) -> Result<Vec<Change>, Refusal> {
    let (Some(kept), Some(gone)) = (village.person(keep), village.person(duplicate)) else { return Err(Refusal::Gone) };
    if keep == duplicate || [kept.status, gone.status].contains(&PersonStatus::Duplicate) {
        return Err(Refusal::Already("已经是同一条记录"));
    }
    if let (IdNumber::Known(a), IdNumber::Known(b)) = (&kept.id_no, &gone.id_no)
        && a != b
    {
        return Err(Refusal::Duplicate("两条记录的身份证号不同，不是同一个人，不能合并".to_owned()));
    }
    let mut kept = kept.clone();
    let mut gone = gone.clone();
    if matches!(kept.id_no, IdNumber::Missing { .. }) {
        kept.id_no = gone.id_no.clone();
    }
    for phone in gone.phones.iter().filter(|phone| !kept.phones.contains(phone)).cloned().collect::<Vec<_>>() {
        kept.phones.push(phone);
    }
    gone.status = PersonStatus::Duplicate;
    let separator = if gone.note.is_empty() { "" } else { "；" };
    gone.note = format!("{}{separator}{} 与另一条记录合并", gone.note, now.today);
    let mut changes: Vec<Change> = village
        .tasks_of(duplicate)
        .map(|task| {
            let mut task = task.clone();
            task.applicant = keep;
            task.household = kept.household;
            Change::Task(crate::domain::change::TaskChange::Edited, Box::new(task))
        })
        .collect();
    for document in village.documents_of(duplicate) {
        // Of two of one kind the one that was seen later is the paper they have now.
        let document = match document::of_kind(village, keep, &document.kind) {
            None => Document { person: keep, ..document.clone() },
            Some(own) if own.noted_on < document.noted_on => {
                Document { id: own.id, touched: own.touched, person: keep, ..document.clone() }
            }
            Some(_) => continue,
        };
        changes.push(Change::Document(DocumentChange::Noted, Box::new(document)));
    }
    // What was settled for one is settled for both; with the other record it would come up again.
    changes.extend(village.follow_ups_of(duplicate).map(|settled| {
        let settled = FollowUp { person: keep, ..settled.clone() };
        Change::FollowUp(FollowUpChange::Moved, Box::new(settled))
    }));
    // Whoever was told something was told it once, under whichever record.
    changes.extend(village.notes().filter(|note| note.person == Some(duplicate)).map(|note| {
        let note = Note { person: Some(keep), ..note.clone() };
        Change::Note(NoteChange::Moved, Box::new(note))
    }));
    changes.extend(homes(village, &kept, duplicate));
    changes.push(Change::Person(PersonChange::Merged, Box::new(kept)));
    changes.push(Change::Person(PersonChange::Merged, Box::new(gone)));
    Ok(changes)
}

/// The households that name the record that goes: as their head, or in what happened to them.
fn homes<'a>(village: &'a Village, kept: &'a Person, duplicate: PersonId) -> impl Iterator<Item = Change> + 'a {
    let named = move |home: &&Household| {
        home.head == Some(duplicate) || home.events.iter().any(|event| event.person == Some(duplicate))
    };
    village.households().filter(named).map(move |home| {
        let mut home = home.clone();
        if home.head == Some(duplicate) {
            // The head is the person that stays, where that is one of this household.
            home.head = (kept.household == Some(home.id)).then_some(kept.id);
        }
        for event in home.events.iter_mut().filter(|event| event.person == Some(duplicate)) {
            event.person = Some(kept.id);
        }
        Change::Household(HouseholdChange::Edited, Box::new(home))
    })
}
