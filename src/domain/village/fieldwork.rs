//! The records of what the liaison does in the village: visits, postings, matters handed back.
//!
//! It is a part of the village, which installs into it; it decides nothing and derives nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::Village;
use crate::domain::id::{HouseholdId, PostingId, ReturnedMatterId, VisitId};
use crate::domain::posting::Posting;
use crate::domain::returned_matter::ReturnedMatter;
use crate::domain::visit::Visit;

/// The records, by identity.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fieldwork {
    visits: BTreeMap<VisitId, Box<Visit>>,
    visits_at: BTreeSet<(HouseholdId, VisitId)>,
    postings: BTreeMap<PostingId, Box<Posting>>,
    returned: BTreeMap<ReturnedMatterId, Box<ReturnedMatter>>,
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
}
