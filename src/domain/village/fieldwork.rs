//! The records of what the liaison does in the village: visits, postings, matters handed back, leave,
//! service points, pairings, follow-ups, supervision, contacts, documents, the liaison's post, the exchange with the office.
//!
//! It is a part of the village, which installs into it; it decides nothing and derives nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::Village;
use crate::domain::change::Record;
use crate::domain::contact::Contact;
use crate::domain::correspondence::Correspondence;
use crate::domain::day::Day;
use crate::domain::document::Document;
use crate::domain::follow_up::FollowUp;
use crate::domain::id::{
    ContactId, DocumentId, FollowUpId, HouseholdId, LeaveId, PairingId, PersonId, PostingId, ReturnedMatterId,
    ServicePointId, SupervisionId, VisitId,
};
use crate::domain::leave::Leave;
use crate::domain::pairing::Pairing;
use crate::domain::post::Post;
use crate::domain::posting::Posting;
use crate::domain::returned_matter::ReturnedMatter;
use crate::domain::service_point::ServicePoint;
use crate::domain::stick::Sticks;
use crate::domain::supervision::Supervision;
use crate::domain::visit::Visit;

/// The records, by identity.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fieldwork {
    visits: BTreeMap<VisitId, Box<Visit>>,
    visits_at: BTreeSet<(HouseholdId, VisitId)>,
    postings: BTreeMap<PostingId, Box<Posting>>,
    returned: BTreeMap<ReturnedMatterId, Box<ReturnedMatter>>,
    leaves: BTreeMap<LeaveId, Box<Leave>>,
    points: BTreeMap<ServicePointId, Box<ServicePoint>>,
    pairings: BTreeMap<PairingId, Box<Pairing>>,
    follow_ups: BTreeMap<FollowUpId, Box<FollowUp>>,
    follow_ups_of: BTreeSet<(PersonId, FollowUpId)>,
    supervisions: BTreeMap<SupervisionId, Box<Supervision>>,
    contacts: BTreeMap<ContactId, Box<Contact>>,
    documents: BTreeMap<DocumentId, Box<Document>>,
    documents_of: BTreeSet<(PersonId, DocumentId)>,
    post: Option<Box<Post>>,
    correspondence: Option<Box<Correspondence>>,
    sticks: Option<Box<Sticks>>,
}

impl Fieldwork {
    pub(super) fn put_visit(&mut self, record: Box<Visit>) {
        self.visits_at.insert((record.household, record.id));
        self.visits.insert(record.id, record);
    }

    pub(super) fn remove_visit(&mut self, id: VisitId) {
        let Some(record) = self.visits.remove(&id) else { return };
        self.visits_at.remove(&(record.household, id));
    }

    pub(super) fn put_posting(&mut self, record: Box<Posting>) {
        self.postings.insert(record.id, record);
    }

    pub(super) fn remove_posting(&mut self, id: PostingId) {
        self.postings.remove(&id);
    }

    pub(super) fn put_returned(&mut self, record: Box<ReturnedMatter>) {
        self.returned.insert(record.id, record);
    }

    pub(super) fn remove_returned(&mut self, id: ReturnedMatterId) {
        self.returned.remove(&id);
    }

    pub(super) fn put_leave(&mut self, record: Box<Leave>) {
        self.leaves.insert(record.id, record);
    }

    pub(super) fn remove_leave(&mut self, id: LeaveId) {
        self.leaves.remove(&id);
    }

    pub(super) fn put_point(&mut self, record: Box<ServicePoint>) {
        self.points.insert(record.id, record);
    }

    pub(super) fn remove_point(&mut self, id: ServicePointId) {
        self.points.remove(&id);
    }

    pub(super) fn put_pairing(&mut self, record: Box<Pairing>) {
        self.pairings.insert(record.id, record);
    }

    pub(super) fn remove_pairing(&mut self, id: PairingId) {
        self.pairings.remove(&id);
    }

    pub(super) fn put_follow_up(&mut self, record: Box<FollowUp>) {
        self.follow_ups_of.insert((record.person, record.id));
        self.follow_ups.insert(record.id, record);
    }

    pub(super) fn remove_follow_up(&mut self, id: FollowUpId) {
        let Some(record) = self.follow_ups.remove(&id) else { return };
        self.follow_ups_of.remove(&(record.person, id));
    }

    pub(super) fn put_supervision(&mut self, record: Box<Supervision>) {
        self.supervisions.insert(record.id, record);
    }

    pub(super) fn remove_supervision(&mut self, id: SupervisionId) {
        self.supervisions.remove(&id);
    }

    pub(super) fn put_contact(&mut self, record: Box<Contact>) {
        self.contacts.insert(record.id, record);
    }

    pub(super) fn remove_contact(&mut self, id: ContactId) {
        self.contacts.remove(&id);
    }

    pub(super) fn put_document(&mut self, record: Box<Document>) {
        self.documents_of.insert((record.person, record.id));
        self.documents.insert(record.id, record);
    }

    pub(super) fn remove_document(&mut self, id: DocumentId) {
        let Some(record) = self.documents.remove(&id) else { return };
        self.documents_of.remove(&(record.person, id));
    }

    pub(super) fn put_correspondence(&mut self, record: Option<Box<Correspondence>>) {
        self.correspondence = record;
    }

    pub(super) fn put_sticks(&mut self, record: Option<Box<Sticks>>) {
        self.sticks = record;
    }

    pub(super) fn put_post(&mut self, record: Option<Box<Post>>) {
        self.post = record;
    }
}

impl Village {
    /// A visit.
    pub fn visit(&self, id: VisitId) -> Option<&Visit> {
        self.fieldwork.visits.get(&id).map(|record| &**record)
    }

    /// Every visit, in the order they were written down.
    pub fn visits(&self) -> impl DoubleEndedIterator<Item = &Visit> + ExactSizeIterator {
        self.fieldwork.visits.values().map(|record| &**record)
    }

    /// The visits to a household, in the order they were written down.
    pub fn visits_at(&self, id: HouseholdId) -> impl DoubleEndedIterator<Item = &Visit> {
        let (from, to) = ((id, VisitId(uuid::Uuid::nil())), (id, VisitId(uuid::Uuid::max())));
        self.fieldwork.visits_at.range(from..=to).filter_map(|(_, visit)| self.visit(*visit))
    }

    /// A posting.
    pub fn posting(&self, id: PostingId) -> Option<&Posting> {
        self.fieldwork.postings.get(&id).map(|record| &**record)
    }

    /// Every posting, in the order they were written down.
    pub fn postings(&self) -> impl DoubleEndedIterator<Item = &Posting> + ExactSizeIterator {
        self.fieldwork.postings.values().map(|record| &**record)
    }

    /// A matter handed back.
    pub fn returned_matter(&self, id: ReturnedMatterId) -> Option<&ReturnedMatter> {
        self.fieldwork.returned.get(&id).map(|record| &**record)
    }

    /// Every matter handed back, in the order they were written down.
    pub fn returned_matters(&self) -> impl DoubleEndedIterator<Item = &ReturnedMatter> + ExactSizeIterator {
        self.fieldwork.returned.values().map(|record| &**record)
    }

    /// A leave.
    pub fn leave(&self, id: LeaveId) -> Option<&Leave> {
        self.fieldwork.leaves.get(&id).map(|record| &**record)
    }

    /// Every leave, in the order they were written down.
    pub fn leaves(&self) -> impl DoubleEndedIterator<Item = &Leave> + ExactSizeIterator {
        self.fieldwork.leaves.values().map(|record| &**record)
    }

    /// The leave on this day; `None` where the officer is not away.
    pub fn away_on(&self, day: Day) -> Option<&Leave> {
        self.leaves().find(|leave| leave.covers(day))
    }

    /// A service point.
    pub fn service_point(&self, id: ServicePointId) -> Option<&ServicePoint> {
        self.fieldwork.points.get(&id).map(|record| &**record)
    }

    /// Every service point, in the order they were written down.
    pub fn service_points(&self) -> impl DoubleEndedIterator<Item = &ServicePoint> + ExactSizeIterator {
        self.fieldwork.points.values().map(|record| &**record)
    }

    /// A pairing.
    pub fn pairing(&self, id: PairingId) -> Option<&Pairing> {
        self.fieldwork.pairings.get(&id).map(|record| &**record)
    }

    /// Every pairing, in the order they were written down.
    pub fn pairings(&self) -> impl DoubleEndedIterator<Item = &Pairing> + ExactSizeIterator {
        self.fieldwork.pairings.values().map(|record| &**record)
    }

    /// The pairings with a household, in the order they were written down; a village has dozens of them.
    pub fn pairings_with(&self, id: HouseholdId) -> impl DoubleEndedIterator<Item = &Pairing> {
        self.pairings().filter(move |pairing| pairing.household == Some(id))
    }

    /// What was recorded of a follow-up.
    pub fn follow_up(&self, id: FollowUpId) -> Option<&FollowUp> {
        self.fieldwork.follow_ups.get(&id).map(|record| &**record)
    }

    /// What was recorded of every follow-up, in the order it was written down.
    pub fn follow_ups(&self) -> impl DoubleEndedIterator<Item = &FollowUp> + ExactSizeIterator {
        self.fieldwork.follow_ups.values().map(|record| &**record)
    }

    /// What was recorded of the follow-ups of a person, in the order it was written down.
    pub fn follow_ups_of(&self, id: PersonId) -> impl DoubleEndedIterator<Item = &FollowUp> {
        let (from, to) = ((id, FollowUpId(uuid::Uuid::nil())), (id, FollowUpId(uuid::Uuid::max())));
        self.fieldwork.follow_ups_of.range(from..=to).filter_map(|(_, id)| self.follow_up(*id))
    }

    /// Something under supervision.
    pub fn supervision(&self, id: SupervisionId) -> Option<&Supervision> {
        self.fieldwork.supervisions.get(&id).map(|record| &**record)
    }

    /// Everything under supervision, in the order it was written down.
    pub fn supervisions(&self) -> impl DoubleEndedIterator<Item = &Supervision> + ExactSizeIterator {
        self.fieldwork.supervisions.values().map(|record| &**record)
    }

    /// A contact.
    pub fn contact(&self, id: ContactId) -> Option<&Contact> {
        self.fieldwork.contacts.get(&id).map(|record| &**record)
    }

    /// Every contact, those that are not used any more included, in the order they were written down.
    pub fn contacts(&self) -> impl DoubleEndedIterator<Item = &Contact> + ExactSizeIterator {
        self.fieldwork.contacts.values().map(|record| &**record)
    }

    /// A document.
    pub fn document(&self, id: DocumentId) -> Option<&Document> {
        self.fieldwork.documents.get(&id).map(|record| &**record)
    }

    /// Every document, in the order they were first written down.
    pub fn documents(&self) -> impl DoubleEndedIterator<Item = &Document> + ExactSizeIterator {
        self.fieldwork.documents.values().map(|record| &**record)
    }

    /// The documents of a person, in the order they were first written down.
    pub fn documents_of(&self, id: PersonId) -> impl DoubleEndedIterator<Item = &Document> {
        let (from, to) = ((id, DocumentId(uuid::Uuid::nil())), (id, DocumentId(uuid::Uuid::max())));
        self.fieldwork.documents_of.range(from..=to).filter_map(|(_, id)| self.document(*id))
    }

    /// The exchange with the office; `None` before the village has keys.
    pub fn correspondence(&self) -> Option<&Correspondence> {
        self.fieldwork.correspondence.as_deref()
    }

    /// The sticks; `None` before one was registered or written to.
    pub fn sticks(&self) -> Option<&Sticks> {
        self.fieldwork.sticks.as_deref()
    }

    pub(super) fn correspondence_record(&self) -> Option<Record> {
        self.fieldwork.correspondence.clone().map(Record::Correspondence)
    }

    /// The post that was written down, whoever held it.
    pub fn post(&self) -> Option<&Post> {
        self.fieldwork.post.as_deref()
    }
}
