//! What every record has, whatever it is of: its key, and the act that last touched it.
//!
//! Which records there are is the parent's to say.

use super::{Record, RecordKey};
use crate::domain::id::Seq;

impl RecordKey {
    /// The identity; `None` for what is told by a year or a number, or is one per store.
    pub fn uuid(self) -> Option<uuid::Uuid> {
        match self {
            RecordKey::Household(id) => Some(id.0),
            RecordKey::Person(id) => Some(id.0),
            RecordKey::Task(id) => Some(id.0),
            RecordKey::Intake(id) => Some(id.0),
            RecordKey::Note(id) => Some(id.0),
            RecordKey::Package(id) => Some(id.0),
            RecordKey::Backup(id) => Some(id.0),
            RecordKey::Handover(id) => Some(id.0),
            RecordKey::Destruction(id) => Some(id.0),
            RecordKey::Visit(id) => Some(id.0),
            RecordKey::Posting(id) => Some(id.0),
            RecordKey::Returned(id) => Some(id.0),
            RecordKey::Leave(id) => Some(id.0),
            RecordKey::Point(id) => Some(id.0),
            RecordKey::Pairing(id) => Some(id.0),
            RecordKey::FollowUp(id) => Some(id.0),
            RecordKey::Supervision(id) => Some(id.0),
            RecordKey::Contact(id) => Some(id.0),
            RecordKey::Document(id) => Some(id.0),
            RecordKey::Post
            | RecordKey::Correspondence
            | RecordKey::Sticks
            | RecordKey::Village
            | RecordKey::Holidays(_)
            | RecordKey::Mapping(_)
            | RecordKey::Numbers(_) => None,
        }
    }
}

impl Record {
    /// Its key.
    pub fn key(&self) -> RecordKey {
        match self {
            Record::Village(_) => RecordKey::Village,
            Record::Household(record) => RecordKey::Household(record.id),
            Record::Person(record) => RecordKey::Person(record.id),
            Record::Task(record) => RecordKey::Task(record.id),
            Record::Intake(record) => RecordKey::Intake(record.id),
            Record::Note(record) => RecordKey::Note(record.id),
            Record::Package(record) => RecordKey::Package(record.id),
            Record::Holidays(record) => RecordKey::Holidays(record.1.year),
            Record::Mapping(record) => RecordKey::Mapping(record.signature),
            Record::Numbers(record) => RecordKey::Numbers(record.year),
            Record::Backup(record) => RecordKey::Backup(record.id),
            Record::Handover(record) => RecordKey::Handover(record.id),
            Record::Destruction(record) => RecordKey::Destruction(record.id),
            Record::Visit(record) => RecordKey::Visit(record.id),
            Record::Posting(record) => RecordKey::Posting(record.id),
            Record::Returned(record) => RecordKey::Returned(record.id),
            Record::Leave(record) => RecordKey::Leave(record.id),
            Record::Point(record) => RecordKey::Point(record.id),
            Record::Pairing(record) => RecordKey::Pairing(record.id),
            Record::FollowUp(record) => RecordKey::FollowUp(record.id),
            Record::Supervision(record) => RecordKey::Supervision(record.id),
            Record::Contact(record) => RecordKey::Contact(record.id),
            Record::Document(record) => RecordKey::Document(record.id),
            Record::Post(_) => RecordKey::Post,
            Record::Correspondence(_) => RecordKey::Correspondence,
            Record::Sticks(_) => RecordKey::Sticks,
        }
    }

    /// The act that last touched it.
    pub fn touched(&self) -> Seq {
        match self {
            Record::Village(record) => record.touched,
            Record::Household(record) => record.touched,
            Record::Person(record) => record.touched,
            Record::Task(record) => record.touched,
            Record::Intake(record) => record.touched,
            Record::Note(record) => record.touched,
            Record::Package(record) => record.touched,
            Record::Holidays(record) => record.0,
            Record::Mapping(record) => record.touched,
            Record::Numbers(record) => record.touched,
            Record::Backup(record) => record.touched,
            Record::Handover(record) => record.touched,
            Record::Destruction(record) => record.touched,
            Record::Visit(record) => record.touched,
            Record::Posting(record) => record.touched,
            Record::Returned(record) => record.touched,
            Record::Leave(record) => record.touched,
            Record::Point(record) => record.touched,
            Record::Pairing(record) => record.touched,
            Record::FollowUp(record) => record.touched,
            Record::Supervision(record) => record.touched,
            Record::Contact(record) => record.touched,
            Record::Document(record) => record.touched,
            Record::Post(record) => record.touched,
            Record::Correspondence(record) => record.touched,
            Record::Sticks(record) => record.touched,
        }
    }

    /// Stamps it with the act that touches it now.
    pub fn touch(&mut self, seq: Seq) {
        match self {
            Record::Village(record) => record.touched = seq,
            Record::Household(record) => record.touched = seq,
            Record::Person(record) => record.touched = seq,
            Record::Task(record) => record.touched = seq,
            Record::Intake(record) => record.touched = seq,
            Record::Note(record) => record.touched = seq,
            Record::Package(record) => record.touched = seq,
            Record::Holidays(record) => record.0 = seq,
            Record::Mapping(record) => record.touched = seq,
            Record::Numbers(record) => record.touched = seq,
            Record::Backup(record) => record.touched = seq,
            Record::Handover(record) => record.touched = seq,
            Record::Destruction(record) => record.touched = seq,
            Record::Visit(record) => record.touched = seq,
            Record::Posting(record) => record.touched = seq,
            Record::Returned(record) => record.touched = seq,
            Record::Leave(record) => record.touched = seq,
            Record::Point(record) => record.touched = seq,
            Record::Pairing(record) => record.touched = seq,
            Record::FollowUp(record) => record.touched = seq,
            Record::Supervision(record) => record.touched = seq,
            Record::Contact(record) => record.touched = seq,
            Record::Document(record) => record.touched = seq,
            Record::Post(record) => record.touched = seq,
            Record::Correspondence(record) => record.touched = seq,
            Record::Sticks(record) => record.touched = seq,
        }
    }
}
