//! Which records need which: a record is destroyed only together with, or after, those that name it.
//!
//! Identities in records of what was handed over, and people named in free words, need nobody.

use std::collections::BTreeMap;

use crate::domain::change::RecordKey;
use crate::domain::id::{HouseholdId, IntakeId, NoteId, PersonId, PostingId, ReturnedMatterId, TaskId};
use crate::domain::village::Village;

/// Every record that can ever be due.
pub(super) fn keys(village: &Village) -> impl Iterator<Item = RecordKey> {
    let tasks = village.tasks().map(|it| RecordKey::Task(it.id));
    let intakes = village.intakes().map(|it| RecordKey::Intake(it.id));
    let notes = village.notes().map(|it| RecordKey::Note(it.id));
    let people = village.people().map(|it| RecordKey::Person(it.id));
    let households = village.households().map(|it| RecordKey::Household(it.id));
    let packages = village.packages().map(|it| RecordKey::Package(it.id));
    let backups = village.backups().map(|it| RecordKey::Backup(it.id));
    let handovers = village.handovers().map(|it| RecordKey::Handover(it.id));
    let visits = village.visits().map(|it| RecordKey::Visit(it.id));
    let postings = village.postings().map(|it| RecordKey::Posting(it.id));
    let returned = village.returned_matters().map(|it| RecordKey::Returned(it.id));
    let leaves = village.leaves().map(|it| RecordKey::Leave(it.id));
    let points = village.service_points().map(|it| RecordKey::Point(it.id));
    let pairings = village.pairings().map(|it| RecordKey::Pairing(it.id));
    let follow_ups = village.follow_ups().map(|it| RecordKey::FollowUp(it.id));
    let supervisions = village.supervisions().map(|it| RecordKey::Supervision(it.id));
    let contacts = village.contacts().map(|it| RecordKey::Contact(it.id));
    let documents = village.documents().map(|it| RecordKey::Document(it.id));
    let of_people = tasks.chain(intakes).chain(notes).chain(people).chain(households).chain(visits);
    of_people
        .chain(packages)
        .chain(backups)
        .chain(handovers)
        .chain(postings)
        .chain(returned)
        .chain(leaves)
        .chain(points)
        .chain(pairings)
        .chain(follow_ups)
        .chain(supervisions)
        .chain(contacts)
        .chain(documents)
}

/// What names a record, where the village itself does not find it.
#[derive(Debug, Default)]
pub(super) struct Links {
    notes_on_task: BTreeMap<TaskId, Vec<NoteId>>,
    notes_on_person: BTreeMap<PersonId, Vec<NoteId>>,
    intakes_of: BTreeMap<PersonId, Vec<IntakeId>>,
    tasks_at: BTreeMap<HouseholdId, Vec<TaskId>>,
    postings_of: BTreeMap<ReturnedMatterId, Vec<PostingId>>,
}

impl Links {
    /// Reads the village once.
    pub(super) fn of(village: &Village) -> Links {
        let mut links = Links::default();
        for note in village.notes() {
            if let Some(task) = note.task {
                links.notes_on_task.entry(task).or_default().push(note.id);
            }
            if let Some(person) = note.person {
                links.notes_on_person.entry(person).or_default().push(note.id);
            }
        }
        for intake in village.intakes() {
            links.intakes_of.entry(intake.applicant).or_default().push(intake.id);
        }
        for task in village.tasks() {
            if let Some(household) = task.household {
                links.tasks_at.entry(household).or_default().push(task.id);
            }
        }
        for posting in village.postings() {
            if let Some(returned) = posting.returned {
                links.postings_of.entry(returned).or_default().push(posting.id);
            }
        }
        links
    }

    /// The records that are left without it, and so must go before it or with it.
    pub(super) fn needed_by(&self, village: &Village, key: RecordKey) -> Vec<RecordKey> {
        match key {
            RecordKey::Task(id) => {
                let intake = village.task(id).and_then(|task| task.intake).filter(|id| village.intake(*id).is_some());
                let notes = listed(&self.notes_on_task, id).map(RecordKey::Note);
                let supervised = village.supervisions().filter(|it| it.task == Some(id));
                let supervised = supervised.map(|it| RecordKey::Supervision(it.id));
                intake.map(RecordKey::Intake).into_iter().chain(notes).chain(supervised).collect()
            }
            RecordKey::Intake(id) => {
                let lines = village.intake(id).map(|intake| intake.lines.as_slice()).unwrap_or_default();
                let tasks = lines.iter().filter_map(|line| line.task).filter(|id| village.task(*id).is_some());
                tasks.map(RecordKey::Task).collect()
            }
            RecordKey::Person(id) => {
                let tasks = village.tasks_of(id).map(|task| RecordKey::Task(task.id));
                let intakes = listed(&self.intakes_of, id).map(RecordKey::Intake);
                let notes = listed(&self.notes_on_person, id).map(RecordKey::Note);
                let follow_ups = village.follow_ups_of(id).map(|it| RecordKey::FollowUp(it.id));
                let documents = village.documents_of(id).map(|it| RecordKey::Document(it.id));
                tasks.chain(intakes).chain(notes).chain(follow_ups).chain(documents).collect()
            }
            RecordKey::Household(id) => {
                let people = village.members(id).map(|person| RecordKey::Person(person.id));
                let visits = village.visits_at(id).map(|visit| RecordKey::Visit(visit.id));
                let pairings = village.pairings_with(id).map(|pairing| RecordKey::Pairing(pairing.id));
                people.chain(listed(&self.tasks_at, id).map(RecordKey::Task)).chain(visits).chain(pairings).collect()
            }
            RecordKey::Returned(id) => {
                let pairings = village.pairings().filter(|pairing| pairing.stands_on(id));
                let pairings = pairings.map(|pairing| RecordKey::Pairing(pairing.id));
                listed(&self.postings_of, id).map(RecordKey::Posting).chain(pairings).collect()
            }
            RecordKey::Posting(id) => {
                let of = village.posting(id).and_then(|posting| posting.returned);
                of.filter(|id| village.returned_matter(*id).is_some()).map(RecordKey::Returned).into_iter().collect()
            }
            RecordKey::Note(_)
            | RecordKey::Visit(_)
            | RecordKey::Leave(_)
            | RecordKey::Point(_)
            | RecordKey::Pairing(_)
            | RecordKey::FollowUp(_)
            | RecordKey::Supervision(_)
            | RecordKey::Contact(_)
            | RecordKey::Document(_)
            | RecordKey::Package(_)
            | RecordKey::Backup(_)
            | RecordKey::Handover(_)
            | RecordKey::Village
            | RecordKey::Post
            | RecordKey::Correspondence
            | RecordKey::Sticks
            | RecordKey::Holidays(_)
            | RecordKey::Mapping(_)
            | RecordKey::Numbers(_)
            | RecordKey::Destruction(_) => Vec::new(),
        }
    }
}

fn listed<K: Ord + Copy, V: Copy>(lists: &BTreeMap<K, Vec<V>>, key: K) -> impl Iterator<Item = V> {
    lists.get(&key).map(Vec::as_slice).unwrap_or_default().iter().copied()
}
