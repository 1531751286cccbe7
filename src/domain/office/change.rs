//! What an act of the office changes, and the records it leaves. Variants are appended only: their order is in stored bytes.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::copies::OfficeCopies;
use super::{Office, OfficeInfo, TownRow, TownVillage};
use crate::domain::act::{Act, RowEdit, Staged};
use crate::domain::id::Seq;

/// An act of the office.
pub type OfficeAct = Act<OfficeChange>;
/// The records that an act of the office touches.
pub type OfficeStaged = Staged<OfficeKey, OfficeRecord>;

/// Which record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OfficeKey {
    /// The office itself.
    Office,
    /// A village.
    Village(Uuid),
    /// A row of a village.
    Row(Uuid),
    /// What is known of the copies of the book.
    Copies,
}

/// One record, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OfficeRecord {
    /// The office itself.
    Office(Box<OfficeInfo>),
    /// A village.
    Village(Box<TownVillage>),
    /// A row of a village.
    Row(Box<TownRow>),
    /// What is known of the copies of the book.
    Copies(Box<OfficeCopies>),
}

/// A change: what happened, and the whole record that came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OfficeChange {
    /// The office was founded.
    Founded(Box<OfficeInfo>),
    /// A village was enrolled, or its card was changed for another.
    Enrolled(Box<TownVillage>),
    /// A package of the village was taken in.
    Taken(Box<TownVillage>),
    /// A row came with a package.
    Sent(Box<TownRow>),
    /// A task was answered.
    Answered(Box<TownRow>),
    /// A reply was written for the village.
    Replied(Box<TownVillage>),
    /// The journal had lost its end, and the tables still held what came of it.
    Reconciled {
        /// The last act that the tables knew.
        upto: Seq,
        /// The records as the tables held them; `None` for those that they did not.
        rows: Vec<(OfficeKey, Option<OfficeRecord>)>,
    },
    /// A copy of the book was written to another disk.
    Copied(Box<OfficeCopies>),
    /// The book was made again from a copy.
    Restored(Box<OfficeCopies>),
}

impl OfficeRecord {
    /// Its key.
    pub fn key(&self) -> OfficeKey {
        match self {
            OfficeRecord::Office(_) => OfficeKey::Office,
            OfficeRecord::Village(village) => OfficeKey::Village(village.id),
            OfficeRecord::Row(row) => OfficeKey::Row(row.id),
            OfficeRecord::Copies(_) => OfficeKey::Copies,
        }
    }

    fn touch(&mut self, seq: Seq) {
        match self {
            OfficeRecord::Office(info) => info.touched = seq,
            OfficeRecord::Village(village) => village.touched = seq,
            OfficeRecord::Row(row) => row.touched = seq,
            OfficeRecord::Copies(copies) => copies.touched = seq,
        }
    }
}

impl OfficeChange {
    fn results(&self) -> Vec<(OfficeKey, Option<OfficeRecord>)> {
        let record = match self {
            OfficeChange::Founded(info) => OfficeRecord::Office(info.clone()),
            OfficeChange::Enrolled(village) | OfficeChange::Taken(village) | OfficeChange::Replied(village) => {
                OfficeRecord::Village(village.clone())
            }
            OfficeChange::Sent(row) | OfficeChange::Answered(row) => OfficeRecord::Row(row.clone()),
            OfficeChange::Copied(copies) | OfficeChange::Restored(copies) => OfficeRecord::Copies(copies.clone()),
            OfficeChange::Reconciled { rows, .. } => return rows.clone(),
        };
        vec![(record.key(), Some(record))]
    }
}

/// Which records these changes make, each once, the last one counting.
pub fn stage(office: &Office, seq: Seq, changes: &[OfficeChange]) -> OfficeStaged {
    let mut rows: std::collections::BTreeMap<OfficeKey, RowEdit<OfficeKey, OfficeRecord>> = Default::default();
    for change in changes {
        // What a repair takes in is as it was.
        let is_as_it_was = matches!(change, OfficeChange::Reconciled { .. });
        for (key, mut after) in change.results() {
            if let Some(record) = after.as_mut().filter(|_| !is_as_it_was) {
                record.touch(seq);
            }
            rows.entry(key).or_insert_with(|| RowEdit { key, before: office.get(key), after: None }).after = after;
        }
    }
    Staged { rows: rows.into_values().collect() }
}

/// Puts staged records in; cannot fail.
pub fn install(office: &mut Office, seq: Seq, staged: OfficeStaged) {
    for edit in staged.rows {
        match edit.after {
            Some(record) => office.put(record),
            None => office.remove(edit.key),
        }
    }
    office.seq = seq;
}
