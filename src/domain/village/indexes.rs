//! People and tasks, which other records are found by: their indexes are kept true here, and what many say alike is
//! held once. What was destroyed is marked here.
//!
//! Nothing else touches the indexes.

use super::Village;
use crate::domain::alike::Alike;
use crate::domain::destruction::Destruction;
use crate::domain::id::{PersonId, TaskId};
use crate::domain::intake::Intake;
use crate::domain::person::{Person, PersonStatus};
use crate::domain::resident_id::IdNumber;
use crate::domain::task::ProxyTask;

impl Village {
    pub(super) fn put_person(&mut self, mut record: Box<Person>) {
        self.particulars.share(&mut record.particulars);
        if let Some(household) = record.household {
            self.members.insert((household, record.id));
        }
        if let (IdNumber::Known(id_no), true) = (&record.id_no, record.status != PersonStatus::Duplicate) {
            self.by_id_no.insert((*id_no, record.id));
        }
        self.people.insert(record.id, record);
    }

    pub(super) fn put_destruction(&mut self, record: Box<Destruction>) {
        // What only destroyed records said is not held on to.
        self.words = Alike::default();
        self.particulars = Alike::default();
        self.destroyed.extend(record.gone.iter().map(|gone| gone.key));
        for key in &record.cleared {
            let at = self.cleared.entry(*key).or_default();
            *at = record.touched.max(*at);
        }
        self.destructions.insert(record.id, record);
    }

    pub(super) fn put_task(&mut self, mut record: Box<ProxyTask>) {
        self.matters.share(&mut record.matter);
        for material in &mut record.materials {
            self.words.share(&mut material.name);
            material.waived.iter_mut().for_each(|reason| self.words.share(reason));
        }
        record.steps.iter_mut().for_each(|step| self.words.share(&mut step.words));
        record.urges.iter_mut().for_each(|urge| self.words.share(&mut urge.whom));
        self.tasks_of.insert((record.applicant, record.id));
        self.tasks.insert(record.id, record);
    }

    pub(super) fn put_intake(&mut self, mut record: Box<Intake>) {
        self.words.share(&mut record.taken_by);
        record.lines.iter_mut().for_each(|line| self.words.share(&mut line.matter));
        self.intakes.insert(record.id, record);
    }

    pub(super) fn remove_person(&mut self, id: PersonId) {
        let Some(record) = self.people.remove(&id) else { return };
        if let Some(household) = record.household {
            self.members.remove(&(household, id));
        }
        if let IdNumber::Known(id_no) = &record.id_no {
            self.by_id_no.remove(&(*id_no, id));
        }
    }

    pub(super) fn remove_task(&mut self, id: TaskId) {
        let Some(record) = self.tasks.remove(&id) else { return };
        self.tasks_of.remove(&(record.applicant, id));
    }
}
