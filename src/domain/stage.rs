//! From changes to records: which records an act makes of the village as it stands. Pure and total.

use std::collections::BTreeMap;

use super::act::{RowEdit, Staged};
use super::change::fieldwork::PostChange;
use super::change::upkeep::TaskNumbers;
use super::change::{Change, Record, RecordKey, TaskChange, VillageStaged};
use super::id::{Seq, TaskNo};
use super::village::Village;

/// The records these changes make, each once, stamped with the act's number.
pub fn stage(village: &Village, seq: Seq, changes: &[Change]) -> VillageStaged {
    let mut after: BTreeMap<RecordKey, Option<Record>> = BTreeMap::new();
    for change in changes {
        for (key, record) in results(change) {
            after.insert(key, record);
        }
        if let Change::Task(TaskChange::Opened | TaskChange::Imported, task) = change {
            give_number(village, &mut after, task.no);
        }
    }
    let rows = after
        .into_iter()
        .map(|(key, mut after)| {
            if let Some(record) = &mut after {
                record.touch(seq);
            }
            RowEdit { key, before: village.record(key), after }
        })
        .collect();
    Staged { rows }
}

/// Remembers that a number is given, for good.
fn give_number(village: &Village, after: &mut BTreeMap<RecordKey, Option<Record>>, no: TaskNo) {
    let key = RecordKey::Numbers(no.year);
    let last = match after.get(&key) {
        Some(Some(Record::Numbers(numbers))) => numbers.last,
        _ => village.next_task_no(no.year).n - 1,
    };
    let numbers = TaskNumbers { touched: Seq::default(), year: no.year, last: last.max(no.n) };
    after.insert(key, Some(Record::Numbers(Box::new(numbers))));
}

/// The records a change is about, whole or not.
pub fn keys(change: &Change) -> Vec<RecordKey> {
    let key = match change {
        Change::Village(..) => RecordKey::Village,
        Change::Household(_, after) => RecordKey::Household(after.id),
        Change::Person(_, after) => RecordKey::Person(after.id),
        Change::Task(_, after) => RecordKey::Task(after.id),
        Change::DraftDropped(id) => RecordKey::Task(*id),
        Change::Intake(after) => RecordKey::Intake(after.id),
        Change::Note(_, after) => RecordKey::Note(after.id),
        Change::Package(after) => RecordKey::Package(after.id),
        Change::Holidays(after) => RecordKey::Holidays(after.year),
        Change::Mapping(after) => RecordKey::Mapping(after.signature),
        Change::Undone(undone) => return undone.rows.iter().map(|(key, _)| *key).collect(),
        Change::Reconciled(reconciled) => return reconciled.rows.iter().map(|(key, _)| *key).collect(),
        Change::Revealed(key) => *key,
        Change::Backup(after) => RecordKey::Backup(after.id),
        Change::Handover(_, after) => RecordKey::Handover(after.id),
        Change::Destroyed(after) => RecordKey::Destruction(after.id),
        Change::Visit(_, after) => RecordKey::Visit(after.id),
        Change::Posting(_, after) => RecordKey::Posting(after.id),
        Change::Returned(_, after) => RecordKey::Returned(after.id),
        Change::Leave(_, after) => RecordKey::Leave(after.id),
        Change::Point(_, after) => RecordKey::Point(after.id),
        Change::Pairing(_, after) => RecordKey::Pairing(after.id),
        Change::FollowUp(_, after) => RecordKey::FollowUp(after.id),
        Change::Supervision(_, after) => RecordKey::Supervision(after.id),
        Change::Contact(_, after) => RecordKey::Contact(after.id),
        Change::Document(_, after) => RecordKey::Document(after.id),
        Change::Post(..) => RecordKey::Post,
        Change::Correspondence(..) => RecordKey::Correspondence,
        Change::Sticks(..) => RecordKey::Sticks,
    };
    vec![key]
}

/// What one change leaves: the records it touches, `None` for one it removes.
pub fn results(change: &Change) -> Vec<(RecordKey, Option<Record>)> {
    let record = match change {
        Change::Village(_, after) => Record::Village(after.clone()),
        Change::Household(_, after) => Record::Household(after.clone()),
        Change::Person(_, after) => Record::Person(after.clone()),
        Change::Task(_, after) => Record::Task(after.clone()),
        Change::Intake(after) => Record::Intake(after.clone()),
        Change::Note(_, after) => Record::Note(after.clone()),
        Change::Package(after) => Record::Package(after.clone()),
        Change::Holidays(after) => Record::Holidays(Box::new((Seq::default(), (**after).clone()))),
        Change::Mapping(after) => Record::Mapping(after.clone()),
        Change::DraftDropped(id) => return vec![(RecordKey::Task(*id), None)],
        Change::Undone(undone) => return undone.rows.clone(),
        Change::Reconciled(reconciled) => return reconciled.rows.clone(),
        Change::Backup(after) => Record::Backup(after.clone()),
        Change::Handover(_, after) => Record::Handover(after.clone()),
        Change::Destroyed(after) => {
            let gone = after.gone.iter().map(|record| (record.key, None));
            let record = (RecordKey::Destruction(after.id), Some(Record::Destruction(after.clone())));
            return gone.chain([record]).collect();
        }
        Change::Visit(_, after) => Record::Visit(after.clone()),
        Change::Posting(_, after) => Record::Posting(after.clone()),
        Change::Returned(_, after) => Record::Returned(after.clone()),
        Change::Leave(_, after) => Record::Leave(after.clone()),
        Change::Point(_, after) => Record::Point(after.clone()),
        Change::Pairing(_, after) => Record::Pairing(after.clone()),
        Change::FollowUp(_, after) => Record::FollowUp(after.clone()),
        Change::Supervision(_, after) => Record::Supervision(after.clone()),
        Change::Contact(_, after) => Record::Contact(after.clone()),
        Change::Document(_, after) => Record::Document(after.clone()),
        Change::Post(PostChange::Written, after) => Record::Post(after.clone()),
        Change::Post(PostChange::Cleared, _) => return vec![(RecordKey::Post, None)],
        Change::Correspondence(_, after) => Record::Correspondence(after.clone()),
        Change::Sticks(_, after) => Record::Sticks(after.clone()),
        Change::Revealed(_) => return Vec::new(),
    };
    vec![(record.key(), Some(record))]
}
