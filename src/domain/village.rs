//! The whole village in memory: its records, and the indexes every rule and screen asks.
//!
//! It changes by `install` alone, with rows that are already durable. Whatever can be derived is not kept here, but for
//! the indexes, which `install` keeps true.

mod fieldwork;
mod indexes;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use self::fieldwork::Fieldwork;
use super::alike::Alike;
use super::backup::BackupCopy;
use super::calendar::HolidayTable;
use super::change::upkeep::{HeaderMapping, TaskNumbers};
use super::change::{Record, RecordKey, VillageStaged};
use super::destruction::Destruction;
use super::handover::Handover;
use super::household::{Group, GroupNo, Household};
use super::id::{
    BackupId, DestructionId, HandoverId, HouseholdId, IntakeId, NoteId, PackageId, PersonId, Seq, TaskId, TaskNo,
};
use super::intake::Intake;
use super::note::Note;
use super::package::ExportPackage;
use super::person::{Particulars, Person};
use super::resident_id::ResidentId;
use super::task::ProxyTask;
use super::task::parts::TaskMatter;
use super::text::group::group_key;

/// The village and its liaison, named on every record and print.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VillageInfo {
    /// The act that last touched this record.
    pub touched: Seq,
    /// 村(居)名.
    pub name: String,
    /// 镇(街)名.
    pub township: String,
    /// 代办员姓名.
    pub liaison: String,
    /// 代办员电话; may be empty.
    pub phone: String,
    /// The groups 社, in the order they were first written.
    pub groups: Vec<Group>,
}

impl VillageInfo {
    /// The group that `name` means, by any of its spellings.
    pub fn group_named(&self, name: &str) -> Option<GroupNo> {
        let key = group_key(name);
        self.groups.iter().find(|group| group_key(&group.name) == key).map(|group| group.no)
    }

    /// The group that `name` means, made if there is none.
    pub fn group_or_new(&mut self, name: &str) -> GroupNo {
        if let Some(no) = self.group_named(name) {
            return no;
        }
        let no = GroupNo(self.groups.iter().map(|group| group.no.0).max().unwrap_or(0) + 1);
        self.groups.push(Group { no, name: name.trim().to_owned() });
        no
    }

    /// The name of a group; empty for a number that was never given.
    pub fn group_name(&self, no: GroupNo) -> &str {
        self.groups.iter().find(|group| group.no == no).map_or("", |group| &group.name)
    }
}

/// The village in memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Village {
    /// The last act installed.
    pub seq: Seq,
    /// The village and its liaison.
    pub info: VillageInfo,
    households: BTreeMap<HouseholdId, Box<Household>>,
    people: BTreeMap<PersonId, Box<Person>>,
    tasks: BTreeMap<TaskId, Box<ProxyTask>>,
    intakes: BTreeMap<IntakeId, Box<Intake>>,
    notes: BTreeMap<NoteId, Box<Note>>,
    packages: BTreeMap<PackageId, Box<ExportPackage>>,
    holidays: BTreeMap<i16, (Seq, HolidayTable)>,
    mappings: BTreeMap<u64, HeaderMapping>,
    members: BTreeSet<(HouseholdId, PersonId)>,
    tasks_of: BTreeSet<(PersonId, TaskId)>,
    by_id_no: BTreeSet<(ResidentId, PersonId)>,
    numbers: BTreeMap<i16, TaskNumbers>,
    backups: BTreeMap<BackupId, Box<BackupCopy>>,
    handovers: BTreeMap<HandoverId, Box<Handover>>,
    destructions: BTreeMap<DestructionId, Box<Destruction>>,
    fieldwork: Fieldwork,
    /// Every record that was ever destroyed.
    destroyed: BTreeSet<RecordKey>,
    /// Records that stayed while something of them was destroyed, and the act that did it.
    cleared: BTreeMap<RecordKey, Seq>,
    /// The matters of the tasks: 15,000 tasks are of some tens of them.
    matters: Alike<TaskMatter>,
    /// What their papers, steps and intakes say: 60,000 papers have some hundreds of names and reasons to be waived.
    words: Alike<str>,
    /// What registers say of the people: 12,000 of them are 汉族, 农业 and little else.
    particulars: Alike<Particulars>,
}

impl Village {
    /// Whether `init` has been done.
    pub fn is_founded(&self) -> bool {
        !self.info.name.is_empty()
    }

    /// A household.
    pub fn household(&self, id: HouseholdId) -> Option<&Household> {
        self.households.get(&id).map(|record| &**record)
    }

    /// A person.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id).map(|record| &**record)
    }

    /// A task.
    pub fn task(&self, id: TaskId) -> Option<&ProxyTask> {
        self.tasks.get(&id).map(|record| &**record)
    }

    /// An intake.
    pub fn intake(&self, id: IntakeId) -> Option<&Intake> {
        self.intakes.get(&id).map(|record| &**record)
    }

    /// A note.
    pub fn note(&self, id: NoteId) -> Option<&Note> {
        self.notes.get(&id).map(|record| &**record)
    }

    /// A package.
    pub fn package(&self, id: PackageId) -> Option<&ExportPackage> {
        self.packages.get(&id).map(|record| &**record)
    }

    /// Every household, in the order they were made.
    pub fn households(&self) -> impl ExactSizeIterator<Item = &Household> {
        self.households.values().map(|record| &**record)
    }

    /// Every person, in the order they were made.
    pub fn people(&self) -> impl ExactSizeIterator<Item = &Person> {
        self.people.values().map(|record| &**record)
    }

    /// Every task, in the order they were made.
    pub fn tasks(&self) -> impl ExactSizeIterator<Item = &ProxyTask> {
        self.tasks.values().map(|record| &**record)
    }

    /// Every intake, oldest first.
    pub fn intakes(&self) -> impl ExactSizeIterator<Item = &Intake> {
        self.intakes.values().map(|record| &**record)
    }

    /// Every note, oldest first.
    pub fn notes(&self) -> impl ExactSizeIterator<Item = &Note> {
        self.notes.values().map(|record| &**record)
    }

    /// Every package, oldest first.
    pub fn packages(&self) -> impl DoubleEndedIterator<Item = &ExportPackage> {
        let mut packages: Vec<&ExportPackage> = self.packages.values().map(|record| &**record).collect();
        // Identities of one moment have no order; numbers have, and there are few.
        packages.sort_by_key(|package| package.no);
        packages.into_iter()
    }

    /// Every backup that is known, oldest first.
    pub fn backups(&self) -> impl ExactSizeIterator<Item = &BackupCopy> {
        self.backups.values().map(|record| &**record)
    }

    /// Every hand-over that is known, oldest first.
    pub fn handovers(&self) -> impl ExactSizeIterator<Item = &Handover> {
        self.handovers.values().map(|record| &**record)
    }

    /// Every destruction, oldest first.
    pub fn destructions(&self) -> impl DoubleEndedIterator<Item = &Destruction> {
        let mut all: Vec<&Destruction> = self.destructions.values().map(|record| &**record).collect();
        all.sort_by_key(|destruction| destruction.no);
        all.into_iter()
    }

    /// Whether the record with this key was destroyed: then nothing brings it back.
    pub fn is_destroyed(&self, key: RecordKey) -> bool {
        self.destroyed.contains(&key)
    }

    /// The last act that destroyed something of this record's contents, which stayed.
    pub fn cleared_at(&self, key: RecordKey) -> Option<Seq> {
        self.cleared.get(&key).copied()
    }

    /// The holiday tables taken in.
    pub fn holidays(&self) -> impl Iterator<Item = &HolidayTable> {
        self.holidays.values().map(|(_, table)| table)
    }

    /// The remembered mapping for a set of register headers.
    pub fn mapping(&self, signature: u64) -> Option<&HeaderMapping> {
        self.mappings.get(&signature)
    }

    /// The people of a household, in the order they were made.
    pub fn members(&self, id: HouseholdId) -> impl Iterator<Item = &Person> {
        let from = (id, PersonId(uuid::Uuid::nil()));
        let to = (id, PersonId(uuid::Uuid::max()));
        self.members.range(from..=to).filter_map(|(_, person)| self.person(*person))
    }

    /// The tasks of a person, oldest first.
    pub fn tasks_of(&self, id: PersonId) -> impl Iterator<Item = &ProxyTask> {
        let from = (id, TaskId(uuid::Uuid::nil()));
        let to = (id, TaskId(uuid::Uuid::max()));
        self.tasks_of.range(from..=to).filter_map(|(_, task)| self.task(*task))
    }

    /// The tasks of everybody in a household.
    pub fn tasks_of_household(&self, id: HouseholdId) -> impl Iterator<Item = &ProxyTask> {
        self.members(id).flat_map(|person| self.tasks_of(person.id))
    }

    /// Who has this resident ID; records that were merged into another are left out.
    pub fn person_by_id_no(&self, id_no: &ResidentId) -> Option<&Person> {
        let from = (*id_no, PersonId(uuid::Uuid::nil()));
        let to = (*id_no, PersonId(uuid::Uuid::max()));
        self.by_id_no.range(from..=to).next().and_then(|(_, id)| self.person(*id))
    }

    /// The head's person of a household.
    pub fn head_of(&self, household: &Household) -> Option<&Person> {
        household.head.and_then(|id| self.person(id))
    }

    /// The next task number of a year; one that was given is never given again.
    pub fn next_task_no(&self, year: i16) -> TaskNo {
        TaskNo { year, n: self.numbers.get(&year).map_or(0, |numbers| numbers.last) + 1 }
    }

    /// A copy of the record with this key.
    pub fn record(&self, key: RecordKey) -> Option<Record> {
        match key {
            RecordKey::Village => self.is_founded().then(|| Record::Village(Box::new(self.info.clone()))),
            RecordKey::Household(id) => self.households.get(&id).cloned().map(Record::Household),
            RecordKey::Person(id) => self.people.get(&id).cloned().map(Record::Person),
            RecordKey::Task(id) => self.tasks.get(&id).cloned().map(Record::Task),
            RecordKey::Intake(id) => self.intakes.get(&id).cloned().map(Record::Intake),
            RecordKey::Note(id) => self.notes.get(&id).cloned().map(Record::Note),
            RecordKey::Package(id) => self.packages.get(&id).cloned().map(Record::Package),
            RecordKey::Holidays(year) => self.holidays.get(&year).cloned().map(|it| Record::Holidays(Box::new(it))),
            RecordKey::Mapping(signature) => {
                self.mappings.get(&signature).cloned().map(|it| Record::Mapping(Box::new(it)))
            }
            RecordKey::Numbers(year) => self.numbers.get(&year).cloned().map(|it| Record::Numbers(Box::new(it))),
            RecordKey::Backup(id) => self.backups.get(&id).cloned().map(Record::Backup),
            RecordKey::Handover(id) => self.handovers.get(&id).cloned().map(Record::Handover),
            RecordKey::Destruction(id) => self.destructions.get(&id).cloned().map(Record::Destruction),
            RecordKey::Visit(id) => self.visit(id).cloned().map(|it| Record::Visit(Box::new(it))),
            RecordKey::Posting(id) => self.posting(id).cloned().map(|it| Record::Posting(Box::new(it))),
            RecordKey::Returned(id) => self.returned_matter(id).cloned().map(|it| Record::Returned(Box::new(it))),
            RecordKey::Leave(id) => self.leave(id).cloned().map(|it| Record::Leave(Box::new(it))),
            RecordKey::Point(id) => self.service_point(id).cloned().map(|it| Record::Point(Box::new(it))),
            RecordKey::Pairing(id) => self.pairing(id).cloned().map(|it| Record::Pairing(Box::new(it))),
            RecordKey::FollowUp(id) => self.follow_up(id).cloned().map(|it| Record::FollowUp(Box::new(it))),
            RecordKey::Supervision(id) => self.supervision(id).cloned().map(|it| Record::Supervision(Box::new(it))),
            RecordKey::Contact(id) => self.contact(id).cloned().map(|it| Record::Contact(Box::new(it))),
            RecordKey::Document(id) => self.document(id).cloned().map(|it| Record::Document(Box::new(it))),
            RecordKey::Post => self.post().cloned().map(|it| Record::Post(Box::new(it))),
            RecordKey::Correspondence => self.correspondence_record(),
            RecordKey::Sticks => self.sticks().cloned().map(|it| Record::Sticks(Box::new(it))),
        }
    }

    /// Which act last touched the record with this key; `None` where there is none.
    pub fn touched(&self, key: RecordKey) -> Option<Seq> {
        match key {
            RecordKey::Village => self.is_founded().then_some(self.info.touched),
            RecordKey::Household(id) => self.household(id).map(|record| record.touched),
            RecordKey::Person(id) => self.person(id).map(|record| record.touched),
            RecordKey::Task(id) => self.task(id).map(|record| record.touched),
            RecordKey::Intake(id) => self.intake(id).map(|record| record.touched),
            RecordKey::Note(id) => self.note(id).map(|record| record.touched),
            RecordKey::Package(id) => self.package(id).map(|record| record.touched),
            RecordKey::Holidays(year) => self.holidays.get(&year).map(|record| record.0),
            RecordKey::Mapping(signature) => self.mappings.get(&signature).map(|record| record.touched),
            RecordKey::Numbers(year) => self.numbers.get(&year).map(|record| record.touched),
            RecordKey::Backup(id) => self.backups.get(&id).map(|record| record.touched),
            RecordKey::Handover(id) => self.handovers.get(&id).map(|record| record.touched),
            RecordKey::Destruction(id) => self.destructions.get(&id).map(|record| record.touched),
            RecordKey::Visit(id) => self.visit(id).map(|record| record.touched),
            RecordKey::Posting(id) => self.posting(id).map(|record| record.touched),
            RecordKey::Returned(id) => self.returned_matter(id).map(|record| record.touched),
            RecordKey::Leave(id) => self.leave(id).map(|record| record.touched),
            RecordKey::Point(id) => self.service_point(id).map(|record| record.touched),
            RecordKey::Pairing(id) => self.pairing(id).map(|record| record.touched),
            RecordKey::FollowUp(id) => self.follow_up(id).map(|record| record.touched),
            RecordKey::Supervision(id) => self.supervision(id).map(|record| record.touched),
            RecordKey::Contact(id) => self.contact(id).map(|record| record.touched),
            RecordKey::Document(id) => self.document(id).map(|record| record.touched),
            RecordKey::Post => self.post().map(|record| record.touched),
            RecordKey::Correspondence => self.correspondence().map(|record| record.touched),
            RecordKey::Sticks => self.sticks().map(|record| record.touched),
        }
    }

    /// Takes in the rows of one act, which are durable already. Cannot fail.
    pub fn install(&mut self, seq: Seq, staged: VillageStaged) {
        for row in staged.rows {
            self.remove(row.key);
            if let Some(record) = row.after {
                self.put(record);
            }
        }
        self.seq = seq;
    }

    /// Takes in one record, as the store reads it.
    pub fn put(&mut self, record: Record) {
        match record {
            Record::Village(record) => self.info = *record,
            Record::Household(record) => drop(self.households.insert(record.id, record)),
            Record::Person(record) => self.put_person(record),
            Record::Task(record) => self.put_task(record),
            Record::Intake(record) => self.put_intake(record),
            Record::Note(record) => drop(self.notes.insert(record.id, record)),
            Record::Package(record) => drop(self.packages.insert(record.id, record)),
            Record::Holidays(record) => drop(self.holidays.insert(record.1.year, *record)),
            Record::Mapping(record) => drop(self.mappings.insert(record.signature, *record)),
            Record::Numbers(record) => drop(self.numbers.insert(record.year, *record)),
            Record::Backup(record) => drop(self.backups.insert(record.id, record)),
            Record::Handover(record) => drop(self.handovers.insert(record.id, record)),
            Record::Visit(record) => self.fieldwork.put_visit(record),
            Record::Posting(record) => self.fieldwork.put_posting(record),
            Record::Returned(record) => self.fieldwork.put_returned(record),
            Record::Leave(record) => self.fieldwork.put_leave(record),
            Record::Point(record) => self.fieldwork.put_point(record),
            Record::Pairing(record) => self.fieldwork.put_pairing(record),
            Record::FollowUp(record) => self.fieldwork.put_follow_up(record),
            Record::Supervision(record) => self.fieldwork.put_supervision(record),
            Record::Contact(record) => self.fieldwork.put_contact(record),
            Record::Document(record) => self.fieldwork.put_document(record),
            Record::Post(record) => self.fieldwork.put_post(Some(record)),
            Record::Correspondence(record) => self.fieldwork.put_correspondence(Some(record)),
            Record::Sticks(record) => self.fieldwork.put_sticks(Some(record)),
            Record::Destruction(record) => self.put_destruction(record),
        }
    }

    fn remove(&mut self, key: RecordKey) {
        match key {
            RecordKey::Village => self.info = VillageInfo::default(),
            RecordKey::Household(id) => drop(self.households.remove(&id)),
            RecordKey::Person(id) => self.remove_person(id),
            RecordKey::Task(id) => self.remove_task(id),
            RecordKey::Intake(id) => drop(self.intakes.remove(&id)),
            RecordKey::Note(id) => drop(self.notes.remove(&id)),
            RecordKey::Package(id) => drop(self.packages.remove(&id)),
            RecordKey::Holidays(year) => drop(self.holidays.remove(&year)),
            RecordKey::Mapping(signature) => drop(self.mappings.remove(&signature)),
            RecordKey::Numbers(year) => drop(self.numbers.remove(&year)),
            RecordKey::Backup(id) => drop(self.backups.remove(&id)),
            RecordKey::Handover(id) => drop(self.handovers.remove(&id)),
            // No act removes one, and it is put back as it was: what it says is gone stays gone.
            RecordKey::Destruction(id) => drop(self.destructions.remove(&id)),
            RecordKey::Visit(id) => self.fieldwork.remove_visit(id),
            RecordKey::Posting(id) => self.fieldwork.remove_posting(id),
            RecordKey::Returned(id) => self.fieldwork.remove_returned(id),
            RecordKey::Leave(id) => self.fieldwork.remove_leave(id),
            RecordKey::Point(id) => self.fieldwork.remove_point(id),
            RecordKey::Pairing(id) => self.fieldwork.remove_pairing(id),
            RecordKey::FollowUp(id) => self.fieldwork.remove_follow_up(id),
            RecordKey::Supervision(id) => self.fieldwork.remove_supervision(id),
            RecordKey::Contact(id) => self.fieldwork.remove_contact(id),
            RecordKey::Document(id) => self.fieldwork.remove_document(id),
            RecordKey::Post => self.fieldwork.put_post(None),
            RecordKey::Correspondence => self.fieldwork.put_correspondence(None),
            RecordKey::Sticks => self.fieldwork.put_sticks(None),
        }
    }
}
