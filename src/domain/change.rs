//! What an act can change, and the records it leaves.
//!
//! Every change says what happened and carries the whole resulting record, so that applying it twice equals once and a
//! replay needs no rule that might have changed since. Variants are appended only: their order is in stored bytes.

pub mod fieldwork;
mod record;
pub mod upkeep;

use serde::{Deserialize, Serialize};

use self::fieldwork::{
    ContactChange, CorrespondenceChange, DocumentChange, FollowUpChange, LeaveChange, PairingChange, PointChange,
    PostChange, PostingChange, ReturnedChange, SticksChange, SupervisionChange, VisitChange,
};
use self::upkeep::{HeaderMapping, TaskNumbers};
use super::act::{Act, RowEdit, Staged};
use super::backup::BackupCopy;
use super::calendar::HolidayTable;
use super::contact::Contact;
use super::correspondence::Correspondence;
use super::destruction::Destruction;
use super::document::Document;
use super::follow_up::FollowUp;
use super::handover::Handover;
use super::household::Household;
use super::household_event::HouseholdEventKind;
use super::id::{
    BackupId, ContactId, DestructionId, DocumentId, FollowUpId, HandoverId, HoldId, HouseholdId, IntakeId, LeaveId,
    NoteId, PackageId, PairingId, PersonId, PostingId, ReturnedMatterId, Seq, ServicePointId, SupervisionId, TaskId,
    VisitId,
};
use super::intake::Intake;
use super::leave::Leave;
use super::note::Note;
use super::package::ExportPackage;
use super::pairing::Pairing;
use super::person::Person;
use super::post::Post;
use super::posting::Posting;
use super::returned_matter::ReturnedMatter;
use super::service_point::ServicePoint;
use super::stick::Sticks;
use super::supervision::Supervision;
use super::task::ProxyTask;
use super::task::state::State;
use super::village::VillageInfo;
use super::visit::Visit;

/// The id under which a repair journals what it took in from the tables; no intent has it.
pub const RECONCILED: &str = "store.reconcile";

/// An act of the village.
pub type VillageAct = Act<Change>;
/// One record of the village before and after.
pub type VillageEdit = RowEdit<RecordKey, Record>;
/// The records an act of the village touches.
pub type VillageStaged = Staged<RecordKey, Record>;

/// Which record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RecordKey {
    /// The village itself; one per store.
    Village,
    /// A household.
    Household(HouseholdId),
    /// A person.
    Person(PersonId),
    /// A task.
    Task(TaskId),
    /// An intake.
    Intake(IntakeId),
    /// A note.
    Note(NoteId),
    /// A package.
    Package(PackageId),
    /// The holiday table of a year.
    Holidays(i16),
    /// The mapping of one set of register headers, by its signature.
    Mapping(u64),
    /// The task numbers given out in a year.
    Numbers(i16),
    /// A backup.
    Backup(BackupId),
    /// A hand-over.
    Handover(HandoverId),
    /// A destruction.
    Destruction(DestructionId),
    /// A visit.
    Visit(VisitId),
    /// A posting.
    Posting(PostingId),
    /// A matter handed back.
    Returned(ReturnedMatterId),
    /// A leave.
    Leave(LeaveId),
    /// A service point.
    Point(ServicePointId),
    /// A pairing.
    Pairing(PairingId),
    /// What was recorded of a follow-up.
    FollowUp(FollowUpId),
    /// Something under supervision.
    Supervision(SupervisionId),
    /// A contact.
    Contact(ContactId),
    /// A document.
    Document(DocumentId),
    /// The post of the liaison.
    Post,
    /// The exchange with the office.
    Correspondence,
    /// The sticks.
    Sticks,
}

/// A record as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Record {
    /// The village itself.
    Village(Box<VillageInfo>),
    /// A household.
    Household(Box<Household>),
    /// A person.
    Person(Box<Person>),
    /// A task.
    Task(Box<ProxyTask>),
    /// An intake.
    Intake(Box<Intake>),
    /// A note.
    Note(Box<Note>),
    /// A package.
    Package(Box<ExportPackage>),
    /// A holiday table, with the act that brought it.
    Holidays(Box<(Seq, HolidayTable)>),
    /// A header mapping.
    Mapping(Box<HeaderMapping>),
    /// The numbers of a year.
    Numbers(Box<TaskNumbers>),
    /// A backup.
    Backup(Box<BackupCopy>),
    /// A hand-over.
    Handover(Box<Handover>),
    /// A destruction.
    Destruction(Box<Destruction>),
    /// A visit.
    Visit(Box<Visit>),
    /// A posting.
    Posting(Box<Posting>),
    /// A matter handed back.
    Returned(Box<ReturnedMatter>),
    /// A leave.
    Leave(Box<Leave>),
    /// A service point.
    Point(Box<ServicePoint>),
    /// A pairing.
    Pairing(Box<Pairing>),
    /// What was recorded of a follow-up.
    FollowUp(Box<FollowUp>),
    /// Something under supervision.
    Supervision(Box<Supervision>),
    /// A contact.
    Contact(Box<Contact>),
    /// A document.
    Document(Box<Document>),
    /// The post of the liaison.
    Post(Box<Post>),
    /// The exchange with the office.
    Correspondence(Box<Correspondence>),
    /// The sticks.
    Sticks(Box<Sticks>),
}

/// A change, by subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// Of the village itself.
    Village(VillageEvent, Box<VillageInfo>),
    /// Of a household.
    Household(HouseholdChange, Box<Household>),
    /// Of a person.
    Person(PersonChange, Box<Person>),
    /// Of a task.
    Task(TaskChange, Box<ProxyTask>),
    /// A draft was dropped.
    DraftDropped(TaskId),
    /// An intake was taken.
    Intake(Box<Intake>),
    /// A note was written or a promise kept.
    Note(NoteChange, Box<Note>),
    /// A package came one step further.
    Package(Box<ExportPackage>),
    /// A holiday table was taken in.
    Holidays(Box<HolidayTable>),
    /// A mapping of register headers was chosen.
    Mapping(Box<HeaderMapping>),
    /// An earlier act was undone.
    Undone(Undone),
    /// Covered numbers of a record were looked at; no record changes.
    Revealed(RecordKey),
    /// A copy of the village is known.
    Backup(Box<BackupCopy>),
    /// The village was handed over, that was taken back, or it was taken over.
    Handover(HandoverChange, Box<Handover>),
    /// Records whose time was over, or that were to go, were destroyed; what is said of it names no person.
    Destroyed(Box<Destruction>),
    /// The journal had lost its end, and the tables still held what came of it.
    Reconciled(Reconciled),
    /// Of a visit.
    Visit(VisitChange, Box<Visit>),
    /// Of a posting.
    Posting(PostingChange, Box<Posting>),
    /// Of a matter handed back.
    Returned(ReturnedChange, Box<ReturnedMatter>),
    /// Of a leave.
    Leave(LeaveChange, Box<Leave>),
    /// Of a service point.
    Point(PointChange, Box<ServicePoint>),
    /// Of a pairing.
    Pairing(PairingChange, Box<Pairing>),
    /// Of a follow-up.
    FollowUp(FollowUpChange, Box<FollowUp>),
    /// Of something under supervision.
    Supervision(SupervisionChange, Box<Supervision>),
    /// Of a contact.
    Contact(ContactChange, Box<Contact>),
    /// Of a document.
    Document(DocumentChange, Box<Document>),
    /// Of the post of the liaison.
    Post(PostChange, Box<Post>),
    /// Of the exchange with the office.
    Correspondence(CorrespondenceChange, Box<Correspondence>),
    /// Of a stick.
    Sticks(SticksChange, Box<Sticks>),
}

/// The undoing of an act: its records as they were before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Undone {
    /// The act undone.
    pub of: Seq,
    /// The records as they are again; `None` for those the act had made.
    pub rows: Vec<(RecordKey, Option<Record>)>,
}

/// What the tables held and the journal lacked, taken in by a repair as one act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reconciled {
    /// The last act that the tables knew.
    pub upto: Seq,
    /// The records as the tables held them; `None` for those that they did not.
    pub rows: Vec<(RecordKey, Option<Record>)>,
}

/// What happened to the village.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VillageEvent {
    /// 建村.
    Founded,
    /// New groups came with a register.
    GroupsAdded,
    /// 更正.
    Edited,
    /// A term began: another liaison took over, or the village was restored.
    TermBegan,
}

/// What happened to a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HouseholdChange {
    /// Added by hand.
    Added,
    /// New or changed by a register.
    Imported,
    /// Fields corrected.
    Edited,
    /// 户变动.
    Event(HouseholdEventKind),
    /// What its events said of people who were destroyed was taken out.
    Cleared,
    /// 认定类别.
    ClassGranted,
    /// 取消类别.
    ClassEnded,
}

/// What happened to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PersonChange {
    /// Added by hand.
    Added,
    /// New or changed by a register.
    Imported,
    /// Fields corrected.
    Edited,
    /// 户变动.
    Event(HouseholdEventKind),
    /// Merged into another record, or another into this.
    Merged,
}

/// What happened to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskChange {
    /// Opened by an intake.
    Opened,
    /// Taken over from an older ledger.
    Imported,
    /// Came to a state.
    Stepped(State),
    /// Papers of the checklist handed in or waived.
    Materials,
    /// An original taken into custody.
    HoldTaken(HoldId),
    /// An original handed back.
    HoldReturned(HoldId),
    /// An entrustment given or signed.
    Entrusted,
    /// A documented fee.
    Fee,
    /// Money carried for the villager: taken, paid in or given back.
    Money,
    /// 催问.
    Urged,
    /// 外部受理号 became known.
    ExternalNo,
    /// 评价.
    Rated,
    /// Notes corrected.
    Edited,
}

/// What happened to a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteChange {
    /// Written.
    Written,
    /// The promise to call back was kept.
    CalledBack,
    /// Two records were of one person: it is about the one that stays.
    Moved,
}

/// What happened to a hand-over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HandoverChange {
    /// The pack was written and read back; this copy is to be looked at only.
    Given,
    /// It was taken back; this copy goes on.
    Revoked,
    /// The successor's term began.
    TermBegan,
}
