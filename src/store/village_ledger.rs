//! The village as the store keeps it: one tree for each kind of record, and where each record lies in it.
//!
//! It decides nothing and derives nothing: what an act makes is said by `stage`, and the village takes it in by itself.

use crate::domain::act::Act;
use crate::domain::change::{Change, Reconciled, Record, RecordKey, VillageAct, VillageStaged};
use crate::domain::destruction::is_content_destroyed;
use crate::domain::id::Seq;
use crate::domain::stage::stage;
use crate::domain::village::Village;

use super::ledger::{Ledger, RowPlace};

/// The ledger of one village.
#[derive(Debug)]
pub struct VillageLedger;

impl Ledger for VillageLedger {
    type Key = RecordKey;
    type Change = Change;
    type Record = Record;
    type State = Village;

    const FORMAT: u16 = 1;
    const TREES: &'static [&'static str] = &[
        "village",
        "household",
        "person",
        "task",
        "intake",
        "note",
        "package",
        "holidays",
        "mapping",
        "numbers",
        "backup",
        "handover",
        "destruction",
        "visit",
        "posting",
        "returned",
        "leave",
        "point",
        "pairing",
        "follow_up",
        "supervision",
        "contact",
        "document",
        "post",
        "correspondence",
        "sticks",
    ];

    fn empty() -> Village {
        Village::default()
    }

    fn key(record: &Record) -> RecordKey {
        record.key()
    }

    fn reconciled(upto: Seq, rows: Vec<(RecordKey, Option<Record>)>) -> Change {
        Change::Reconciled(Reconciled { upto, rows })
    }

    fn place(key: &RecordKey) -> RowPlace {
        let (tree, id) = match key {
            RecordKey::Village => (0, [0; 16]),
            RecordKey::Household(id) => (1, *id.0.as_bytes()),
            RecordKey::Person(id) => (2, *id.0.as_bytes()),
            RecordKey::Task(id) => (3, *id.0.as_bytes()),
            RecordKey::Intake(id) => (4, *id.0.as_bytes()),
            RecordKey::Note(id) => (5, *id.0.as_bytes()),
            RecordKey::Package(id) => (6, *id.0.as_bytes()),
            // A year before 0 would only sort behind the others; there is none.
            RecordKey::Holidays(year) => (7, number(u64::from(year.cast_unsigned()))),
            RecordKey::Mapping(signature) => (8, number(*signature)),
            RecordKey::Numbers(year) => (9, number(u64::from(year.cast_unsigned()))),
            RecordKey::Backup(id) => (10, *id.0.as_bytes()),
            RecordKey::Handover(id) => (11, *id.0.as_bytes()),
            RecordKey::Destruction(id) => (12, *id.0.as_bytes()),
            RecordKey::Visit(id) => (13, *id.0.as_bytes()),
            RecordKey::Posting(id) => (14, *id.0.as_bytes()),
            RecordKey::Returned(id) => (15, *id.0.as_bytes()),
            RecordKey::Leave(id) => (16, *id.0.as_bytes()),
            RecordKey::Point(id) => (17, *id.0.as_bytes()),
            RecordKey::Pairing(id) => (18, *id.0.as_bytes()),
            RecordKey::FollowUp(id) => (19, *id.0.as_bytes()),
            RecordKey::Supervision(id) => (20, *id.0.as_bytes()),
            RecordKey::Contact(id) => (21, *id.0.as_bytes()),
            RecordKey::Document(id) => (22, *id.0.as_bytes()),
            RecordKey::Post => (23, [0; 16]),
            RecordKey::Correspondence => (24, [0; 16]),
            RecordKey::Sticks => (25, [0; 16]),
        };
        RowPlace { tree, id }
    }

    fn load(village: &mut Village, record: Record) {
        village.put(record);
    }

    fn loaded(village: &mut Village, seq: Seq) {
        village.seq = seq;
    }

    fn stage(village: &Village, act: &VillageAct) -> VillageStaged {
        stage(village, act.seq, &act.changes)
    }

    fn install(village: &mut Village, act: &Act<Change>, staged: VillageStaged) {
        village.install(act.seq, staged);
    }

    fn destroyed_at(village: &Village) -> Seq {
        village.destructions().map(|destruction| destruction.touched).max().unwrap_or_default()
    }

    fn is_destroyed(village: &Village, seq: Seq, change: &Change) -> bool {
        is_content_destroyed(village, seq, change)
    }
}

/// A number as an id that sorts like it.
fn number(n: u64) -> [u8; 16] {
    u128::from(n).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::super::Store;
    use super::super::build::CreateOptions;
    use super::super::wire::encode;
    use super::*;
    use crate::domain::backup::{BackupCopy, BackupHow};
    use crate::domain::change::fieldwork::{
        ContactChange, CorrespondenceChange, DocumentChange, FollowUpChange, LeaveChange, PairingChange, PointChange,
        PostChange, PostingChange, ReturnedChange, SticksChange, SupervisionChange, VisitChange,
    };
    use crate::domain::change::{HandoverChange, HouseholdChange, NoteChange, VillageEvent};
    use crate::domain::contact;
    use crate::domain::correspondence::{Correspondence, KEY_BYTES, OfficeCard, OwnSecret};
    use crate::domain::day::{Day, Moment};
    use crate::domain::decide::Intent;
    use crate::domain::decide::handover::HandoverIntent;
    use crate::domain::decide::step::StepIntent;
    use crate::domain::destruction::{Destruction, DestructionWhy, GoneRecord};
    use crate::domain::document::Document;
    use crate::domain::fixture::Fixture;
    use crate::domain::follow_up::{FollowUp, FollowUpOutcome};
    use crate::domain::household::{GroupNo, Household};
    use crate::domain::id::{
        BackupId, ContactId, DestructionId, DocumentId, FollowUpId, HouseholdId, LeaveId, NoteId, PackageId, PairingId,
        PersonId, PostingId, ReturnedMatterId, ServicePointId, SupervisionId, TaskId, TaskNo, VisitId,
    };
    use crate::domain::leave::{Leave, LeaveKind};
    use crate::domain::meeting::{Attendance, Body, Deduction};
    use crate::domain::note::{CallBack, Note, NoteKind};
    use crate::domain::pairing::month::Month;
    use crate::domain::pairing::{
        Contact, IncomeCheck, Measure, NextStep, Pairing, PairingEnd, PairingTarget, PlanDecision,
    };
    use crate::domain::post::{Post, PostKind};
    use crate::domain::posting::{Objection, Posting};
    use crate::domain::retention::RetentionKind;
    use crate::domain::returned_matter::{DecisionStep, Meeting, ReturnedMatter, ReturnedState, Screens};
    use crate::domain::service_point::{PointDays, PointHeld, ServicePoint};
    use crate::domain::stick::{Carried, Stick, Sticks};
    use crate::domain::supervision::{Deed, Supervision, SupervisionKind};
    use crate::domain::visit::{Visit, VisitMode};
    use crate::store::unlock::Unlock;

    /// Acts of every kind a village has, through the rules.
    fn worked() -> Fixture {
        let mut fixture = Fixture::on("2026-11-02");
        fixture.household("周开明", "1社");
        let task = fixture.intake("S01", Some("户口簿"));
        fixture.step(task, StepIntent::StartWork);
        fixture.wait_days(1);
        fixture.household("罗秀英", "3社");
        fixture
    }

    fn keep(dir: &Path, fixture: &Fixture) {
        let mut store = Store::<VillageLedger>::create(dir, CreateOptions { keys: None }).unwrap();
        for (act, rows) in fixture.acts.iter().zip(&fixture.rows) {
            store.commit(act, &VillageStaged { rows: rows.clone() }).unwrap();
        }
        store.close().unwrap();
    }

    #[test]
    fn a_village_comes_back_whole_from_its_tables_and_from_its_journal() {
        let temp = tempfile::tempdir().unwrap();
        let fixture = worked();
        keep(temp.path(), &fixture);
        let (store, village, report) = Store::<VillageLedger>::open(temp.path(), Unlock::Nothing, &mut |_| {}).unwrap();
        assert_eq!(village, fixture.village);
        assert_eq!(report.rebuilt, None);
        assert_eq!(store.undo_rows(village.seq).unwrap().as_ref(), fixture.rows.last());
        assert_eq!(store.recent_acts(2).unwrap().first(), fixture.acts.last());
        store.close().unwrap();
        std::fs::remove_dir_all(temp.path().join("sled")).unwrap();
        let (_, rebuilt, report) = Store::<VillageLedger>::open(temp.path(), Unlock::Nothing, &mut |_| {}).unwrap();
        assert!(report.rebuilt.is_some());
        assert_eq!(rebuilt, fixture.village);
    }

    /// These bytes lie in people's journals: what is added comes behind what is there.
    #[test]
    fn a_backup_keeps_its_bytes() {
        let copy = BackupCopy {
            id: BackupId(uuid::Uuid::from_u128(7)),
            touched: Seq(1),
            how: BackupHow::Restored,
            at: Moment::from_unix_ms(1),
            upto: Seq(2),
            name: "a".to_owned(),
            place: "b".to_owned(),
            elsewhere: true,
            sha256: "c".to_owned(),
        };
        let fields = [&[16][..], &[0; 15], &[7, 1, 1, 2, 2, 1, 97, 1, 98, 1, 1, 99]].concat();
        let with = |tag: u8| Some([&[tag], fields.as_slice()].concat());
        assert_eq!(encode(&Change::Backup(Box::new(copy.clone()))), with(12));
        assert_eq!(encode(&Record::Backup(Box::new(copy.clone()))), with(10));
        assert_eq!(encode(&RecordKey::Backup(copy.id)).map(|bytes| bytes.len()), Some(1 + 17));
    }

    /// And so does a hand-over; in its pack, too.
    #[test]
    fn a_hand_over_keeps_its_bytes() {
        let mut fixture = Fixture::on("2026-11-02");
        let handover = crate::domain::handover::Handover {
            id: crate::domain::id::HandoverId(uuid::Uuid::from_u128(7)),
            touched: Seq(1),
            how: crate::domain::handover::HandoverHow::Taken,
            at: Moment::from_unix_ms(1),
            settled_at: Some(Moment::from_unix_ms(2)),
            term: 3,
            from: "a".to_owned(),
            to: "b".to_owned(),
            upto: Seq(4),
            head: [5; 32],
            counts: crate::domain::handover::Counts {
                households: 1,
                people: 2,
                tasks: 3,
                open_tasks: 4,
                holds_out: 5,
                money_fen: 6,
                calls_promised: 7,
            },
            name: "c".to_owned(),
            place: "d".to_owned(),
            sha256: "e".to_owned(),
        };
        assert_eq!(handover.code(), "00000007");
        let front = [&[16][..], &[0; 15], &[7, 1, 2, 2, 1, 4, 3, 1, 97, 1, 98, 4]].concat();
        let back = [1, 2, 3, 4, 5, 12, 7, 1, 99, 1, 100, 1, 101];
        let with = |tags: &[u8]| Some([tags, front.as_slice(), &[5; 32], &back].concat());
        let changes = [HandoverChange::Given, HandoverChange::Revoked, HandoverChange::TermBegan];
        for (tag, change) in (0..).zip(changes) {
            assert_eq!(encode(&Change::Handover(change, Box::new(handover.clone()))), with(&[13, tag]));
        }
        assert_eq!(encode(&Record::Handover(Box::new(handover.clone()))), with(&[11]));
        assert_eq!(encode(&RecordKey::Handover(handover.id)).map(|bytes| bytes.len()), Some(1 + 17));
        let mut info =
            encode(&Change::Village(VillageEvent::TermBegan, Box::new(fixture.village.info.clone()))).unwrap();
        info.truncate(2);
        assert_eq!(info, [0, 3]);
        let pack = fixture.pack("李华");
        fixture.act(Intent::Handover(HandoverIntent::Give(pack)));
        let temp = tempfile::tempdir().unwrap();
        keep(temp.path(), &fixture);
        let (_, village, report) = Store::<VillageLedger>::open(temp.path(), Unlock::Nothing, &mut |_| {}).unwrap();
        assert_eq!((village.handed_over(), report.rebuilt), (fixture.village.handed_over(), None));
    }

    /// And so does a destruction.
    #[test]
    fn a_destruction_keeps_its_bytes() {
        let task = RecordKey::Task(TaskId(uuid::Uuid::from_u128(7)));
        let gone = GoneRecord {
            key: task,
            kind: RetentionKind::Person,
            since: Some(Day::from_number(2)),
            due_on: None,
            no: Some(TaskNo { year: 3, n: 5 }),
        };
        let destruction = Destruction {
            id: DestructionId(uuid::Uuid::from_u128(7)),
            touched: Seq(1),
            no: 2,
            at: Moment::from_unix_ms(1),
            on: Day::from_number(1),
            why: DestructionWhy::OnDemand,
            basis: "a".to_owned(),
            approved_by: "b".to_owned(),
            done_by: "c".to_owned(),
            gone: vec![gone],
            cleared: vec![RecordKey::Household(HouseholdId(uuid::Uuid::from_u128(7)))],
        };
        let id = [&[16][..], &[0; 15], &[7]].concat();
        let front = [1, 2, 2, 2, 1, 1, 97, 1, 98, 1, 99, 1, 3];
        let back = [3, 1, 4, 0, 1, 6, 5, 1, 1];
        let with = |tag: u8| Some([&[tag], id.as_slice(), &front, &id, &back, &id].concat());
        assert_eq!(encode(&Change::Destroyed(Box::new(destruction.clone()))), with(14));
        assert_eq!(encode(&Record::Destruction(Box::new(destruction.clone()))), with(12));
        assert_eq!(encode(&RecordKey::Destruction(destruction.id)), Some([&[12], id.as_slice()].concat()));
        let kinds = RetentionKind::ALL.map(|kind| encode(&kind).unwrap());
        assert_eq!(kinds.concat(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        let household = Household::new(HouseholdId(uuid::Uuid::from_u128(7)), GroupNo(1));
        let mut cleared = encode(&Change::Household(HouseholdChange::Cleared, Box::new(household))).unwrap();
        cleared.truncate(2);
        assert_eq!(cleared, [1, 4]);
        let household = Household::new(HouseholdId(uuid::Uuid::from_u128(7)), GroupNo(1));
        for (tag, change) in [(5, HouseholdChange::ClassGranted), (6, HouseholdChange::ClassEnded)] {
            let bytes = encode(&Change::Household(change, Box::new(household.clone()))).unwrap();
            assert_eq!(bytes[..2], [1, tag]);
        }
    }

    /// And so does a visit.
    #[test]
    fn a_visit_keeps_its_bytes() {
        let (id, household) = (VisitId(uuid::Uuid::from_u128(7)), HouseholdId(uuid::Uuid::from_u128(8)));
        let visit = Visit {
            touched: Seq(1),
            entered_at: Moment::from_unix_ms(1),
            mode: VisitMode::WeChat,
            met: "a".to_owned(),
            pairing: true,
            text: "b".to_owned(),
            call_back: Some(CallBack { on: Day::from_number(2), hour: "c".to_owned(), done_on: None }),
            void: "d".to_owned(),
            ..Visit::at_home(id, household, Day::from_number(1))
        };
        let (key, home) = ([&[16][..], &[0; 15], &[7]].concat(), [&[16][..], &[0; 15], &[8]].concat());
        let told = [4, 1, 97, 1, 1, 1, 98, 1, 4, 1, 99, 0, 1, 100];
        let fields = [key.as_slice(), &[1, 2, 2], &home, &told].concat();
        for (tag, change) in [VisitChange::Made, VisitChange::CalledBack, VisitChange::Voided].into_iter().enumerate() {
            let tag = u8::try_from(tag).unwrap();
            let bytes = [&[16, tag], fields.as_slice()].concat();
            assert_eq!(encode(&Change::Visit(change, Box::new(visit.clone()))), Some(bytes));
        }
        assert_eq!(encode(&Record::Visit(Box::new(visit))), Some([&[13], fields.as_slice()].concat()));
        assert_eq!(encode(&RecordKey::Visit(id)), Some([&[13], key.as_slice()].concat()));
    }

    /// And so do a leave and a service point.
    #[test]
    fn a_leave_and_a_service_point_keep_their_bytes() {
        let key = [&[16][..], &[0; 15], &[7]].concat();
        let leave = Leave {
            id: LeaveId(uuid::Uuid::from_u128(7)),
            touched: Seq(1),
            kind: LeaveKind::Seconded,
            from: Day::from_number(1),
            to: Day::from_number(2),
            reason: "a".to_owned(),
            stand_in: "b".to_owned(),
            phone: "c".to_owned(),
            entered_at: Moment::from_unix_ms(1),
            back_on: Some(Day::from_number(3)),
        };
        let fields = [key.as_slice(), &[1, 2, 2, 4, 1, 97, 1, 98, 1, 99, 2, 1, 6]].concat();
        for (tag, change) in [LeaveChange::Recorded, LeaveChange::Back].into_iter().enumerate() {
            let bytes = [&[19, u8::try_from(tag).unwrap()], fields.as_slice()].concat();
            assert_eq!(encode(&Change::Leave(change, Box::new(leave.clone()))), Some(bytes));
        }
        assert_eq!(encode(&Record::Leave(Box::new(leave))), Some([&[16], fields.as_slice()].concat()));
        let held = PointHeld { on: Day::from_number(1), entered_at: Moment::from_unix_ms(1), words: "d".to_owned() };
        let days = [
            (PointDays::Weekdays(vec![1]), 0),
            (PointDays::LunarTails(vec![1]), 1),
            (PointDays::Tails(vec![1]), 2),
            (PointDays::MonthDays(vec![1]), 3),
        ];
        for (days, tag) in days {
            let point = ServicePoint {
                id: ServicePointId(uuid::Uuid::from_u128(7)),
                touched: Seq(1),
                name: "a".to_owned(),
                place: "b".to_owned(),
                days,
                hours: "c".to_owned(),
                since: Day::from_number(2),
                until: None,
                held: vec![held.clone()],
            };
            let fields = [key.as_slice(), &[1, 1, 97, 1, 98, tag, 1, 1, 1, 99, 4, 0, 1, 2, 2, 1, 100]].concat();
            let changes = [PointChange::Added, PointChange::Edited, PointChange::Held, PointChange::Ended];
            for (tag, change) in changes.into_iter().enumerate() {
                let bytes = [&[20, u8::try_from(tag).unwrap()], fields.as_slice()].concat();
                assert_eq!(encode(&Change::Point(change, Box::new(point.clone()))), Some(bytes));
            }
            assert_eq!(encode(&Record::Point(Box::new(point))), Some([&[17], fields.as_slice()].concat()));
        }
    }

    /// And so does a posting.
    #[test]
    fn a_posting_keeps_its_bytes() {
        let id = PostingId(uuid::Uuid::from_u128(7));
        let objection = Objection {
            on: Day::from_number(1),
            who: "d".to_owned(),
            words: "e".to_owned(),
            answer_by: Day::from_number(2),
            answered_on: Some(Day::from_number(3)),
            answer: "f".to_owned(),
        };
        let posting = Posting {
            touched: Seq(1),
            days: 15,
            answer_days: 3,
            board: "b".to_owned(),
            text: "c".to_owned(),
            objections: vec![objection],
            returned: Some(ReturnedMatterId(uuid::Uuid::from_u128(8))),
            ..Posting::new(id, "a", Day::from_number(1))
        };
        let (key, matter) = ([&[16][..], &[0; 15], &[7]].concat(), [&[16][..], &[0; 15], &[8]].concat());
        let told = [1, 1, 97, 2, 15, 3, 1, 98, 1, 99, 0, 1, 2, 1, 100, 1, 101, 4, 1, 6, 1, 102, 1];
        let fields = [key.as_slice(), &told, &matter].concat();
        let changes =
            [PostingChange::PutUp, PostingChange::Objected, PostingChange::Answered, PostingChange::TakenDown];
        for (tag, change) in (0..).zip(changes) {
            let bytes = [&[17, tag], fields.as_slice()].concat();
            assert_eq!(encode(&Change::Posting(change, Box::new(posting.clone()))), Some(bytes));
        }
        assert_eq!(encode(&Record::Posting(Box::new(posting))), Some([&[14], fields.as_slice()].concat()));
        assert_eq!(encode(&RecordKey::Posting(id)), Some([&[14], key.as_slice()].concat()));
    }

    /// And so does a matter handed back.
    #[test]
    fn a_matter_handed_back_keeps_its_bytes() {
        let id = ReturnedMatterId(uuid::Uuid::from_u128(7));
        let deductions = vec![Deduction { count: 2, reason: "c".to_owned() }];
        let attendance = Attendance { base: 5, deductions, present: 3, ayes: 2, noes: 1 };
        let mut step = DecisionStep::to(ReturnedState::BackToGovernment, Day::from_number(2));
        step.meeting = Some(Meeting { body: Body::PartyMembers, rules: "b".to_owned(), attendance });
        step.overridden = "d".to_owned();
        let matter = ReturnedMatter {
            touched: Seq(1),
            screens: Some(Screens { reason: "e".to_owned(), ..Screens::default() }),
            state: ReturnedState::Suspended,
            suspended_from: Some(ReturnedState::HandedDown),
            steps: vec![step],
            filed_on: Some(Day::from_number(3)),
            ..ReturnedMatter::proposed(id, "a", "b", Day::from_number(1), "c")
        };
        let key = [&[16][..], &[0; 15], &[7]].concat();
        let front = [1, 1, 97, 1, 98, 2, 1, 99, 1, 0, 0, 0, 0, 0, 0, 0, 1, 101, 0, 0, 15, 1, 5];
        let steps = [1, 17, 4, 0, 0, 1, 6, 1, 98, 5, 1, 2, 1, 99, 3, 2, 1, 0, 1, 100, 1, 6];
        let fields = [key.as_slice(), &front, &steps].concat();
        let stepped = ReturnedChange::Stepped(ReturnedState::Closed);
        for (tag, change) in [
            (&[0][..], ReturnedChange::Proposed),
            (&[1], ReturnedChange::Screened),
            (&[2, 14], stepped),
            (&[3], ReturnedChange::Filed),
            (&[4, 1, 101], ReturnedChange::Corrected("e".to_owned())),
        ] {
            let bytes = [&[18], tag, &fields].concat();
            assert_eq!(encode(&Change::Returned(change, Box::new(matter.clone()))), Some(bytes));
        }
        assert_eq!(encode(&Record::Returned(Box::new(matter))), Some([&[15], fields.as_slice()].concat()));
        assert_eq!(encode(&RecordKey::Returned(id)), Some([&[15], key.as_slice()].concat()));
    }

    /// And so does a pairing.
    #[test]
    fn a_pairing_keeps_its_bytes() {
        let id = |number| uuid::Uuid::from_u128(number);
        let text = |text: &str| text.to_owned();
        let day = Day::from_number(1);
        let pairing = Pairing {
            touched: Seq(1),
            helper: text("a"),
            unit: text("b"),
            own: true,
            household: Some(HouseholdId(id(8))),
            group: Some(GroupNo(3)),
            whom: text("c"),
            causes: text("d"),
            plan: text("e"),
            decision: Some(PlanDecision {
                matter: Some(ReturnedMatterId(id(9))),
                body: text("f"),
                on: Some(day),
                outcome: text("g"),
            }),
            measures: vec![Measure { on: day, what: text("h"), amount_fen: 5, done_on: None }],
            incomes: vec![IncomeCheck { month: Month { year: 1, month: 12 }, per_head_fen: 6, note: text("i") }],
            contacts: vec![Contact { on: day, entered_at: Moment::from_unix_ms(1), text: text("j") }],
            next_step: Some(NextStep { what: text("k"), on: day }),
            end: Some(PairingEnd { on: day, why: text("l") }),
            ..Pairing::new(PairingId(id(7)), PairingTarget::Household, day)
        };
        let uuid = |last: u8| [&[16][..], &[0; 15], &[last]].concat();
        let fields = [
            uuid(7).as_slice(),
            &[1, 1, 97, 1, 98, 1, 4, 1],
            &uuid(8),
            &[1, 3, 1, 99, 2, 1, 100, 1, 101, 1, 1],
            &uuid(9),
            &[
                1, 102, 1, 2, 1, 103, 1, 2, 1, 104, 5, 0, 1, 2, 12, 6, 1, 105, 1, 2, 2, 1, 106, 1, 1, 107, 2, 1, 2, 1,
                108,
            ],
        ]
        .concat();
        let changes = [
            PairingChange::Begun,
            PairingChange::Planned,
            PairingChange::Measured,
            PairingChange::MeasureDone,
            PairingChange::IncomeChecked,
            PairingChange::Contacted,
            PairingChange::StepSet,
            PairingChange::Ended,
        ];
        for (tag, change) in changes.into_iter().enumerate() {
            let tag = u8::try_from(tag).unwrap();
            let bytes = [&[21, tag], fields.as_slice()].concat();
            assert_eq!(encode(&Change::Pairing(change, Box::new(pairing.clone()))), Some(bytes));
        }
        let bytes = [&[21, 8, 3], fields.as_slice()].concat();
        let done = Change::Pairing(PairingChange::MeasureDoneAt(3), Box::new(pairing.clone()));
        assert_eq!(encode(&done), Some(bytes));
        assert_eq!(encode(&Record::Pairing(Box::new(pairing))), Some([&[18], fields.as_slice()].concat()));
        assert_eq!(encode(&RecordKey::Pairing(PairingId(id(7)))), Some([&[18], uuid(7).as_slice()].concat()));
        let targets = PairingTarget::ALL.map(|target| encode(&target).unwrap());
        assert_eq!(targets.concat(), [0, 1, 2, 3, 4]);
    }

    /// And so does a note.
    #[test]
    fn a_note_keeps_its_bytes() {
        let id = NoteId(uuid::Uuid::from_u128(7));
        let note = Note {
            id,
            touched: Seq(1),
            at: Moment::from_unix_ms(1),
            kind: NoteKind::WeChat,
            who: "a".to_owned(),
            person: Some(PersonId(uuid::Uuid::from_u128(8))),
            task: Some(TaskId(uuid::Uuid::from_u128(9))),
            text: "b".to_owned(),
            call_back: None,
        };
        let uuid = |last: u8| [&[16][..], &[0; 15], &[last]].concat();
        let fields = [&uuid(7)[..], &[1, 2, 3, 1, 97, 1], &uuid(8), &[1], &uuid(9), &[1, 98, 0]].concat();
        for (tag, change) in (0..).zip([NoteChange::Written, NoteChange::CalledBack, NoteChange::Moved]) {
            let bytes = [&[6, tag], fields.as_slice()].concat();
            assert_eq!(encode(&Change::Note(change, Box::new(note.clone()))), Some(bytes));
        }
        assert_eq!(encode(&Record::Note(Box::new(note))), Some([&[5], fields.as_slice()].concat()));
        assert_eq!(NoteKind::ALL.map(|kind| encode(&kind).unwrap()).concat(), [0, 1, 2, 3]);
    }

    /// And so does what was recorded of a follow-up.
    #[test]
    fn a_follow_up_keeps_its_bytes() {
        let (id, person) = (FollowUpId(uuid::Uuid::from_u128(7)), PersonId(uuid::Uuid::from_u128(8)));
        let done = FollowUp {
            id,
            touched: Seq(1),
            rule: "a".to_owned(),
            name: "b".to_owned(),
            person,
            event_on: Day::from_number(1),
            outcome: FollowUpOutcome::NotNeeded,
            reason: "c".to_owned(),
            on: Day::from_number(2),
            entered_at: Moment::from_unix_ms(1),
        };
        let (key, whose) = ([&[16][..], &[0; 15], &[7]].concat(), [&[16][..], &[0; 15], &[8]].concat());
        let fields = [key.as_slice(), &[1, 1, 97, 1, 98], &whose, &[2, 1, 1, 99, 4, 2]].concat();
        for (tag, change) in (0..).zip([FollowUpChange::Settled, FollowUpChange::Moved]) {
            let bytes = [&[22, tag], fields.as_slice()].concat();
            assert_eq!(encode(&Change::FollowUp(change, Box::new(done.clone()))), Some(bytes));
        }
        assert_eq!(encode(&Record::FollowUp(Box::new(done))), Some([&[19], fields.as_slice()].concat()));
        assert_eq!(encode(&RecordKey::FollowUp(id)), Some([&[19], key.as_slice()].concat()));
        assert_eq!(FollowUpOutcome::ALL.map(|outcome| encode(&outcome).unwrap()).concat(), [0, 1]);
    }

    /// And so does something under supervision.
    #[test]
    fn something_under_supervision_keeps_its_bytes() {
        let id = SupervisionId(uuid::Uuid::from_u128(7));
        let at = Moment::from_unix_ms(1);
        let deed = |words: &str| Deed { on: Day::from_number(1), entered_at: at, words: words.to_owned() };
        let item = Supervision {
            touched: Seq(1),
            due: Some(Day::from_number(2)),
            from: "a".to_owned(),
            text: "b".to_owned(),
            task: Some(TaskId(uuid::Uuid::from_u128(8))),
            called_back: Some(deed("c")),
            deeds: vec![deed("d")],
            settled: Some(deed("e")),
            ..Supervision::new(id, SupervisionKind::PoorRating, Day::from_number(3), at)
        };
        let (key, task) = ([&[16][..], &[0; 15], &[7]].concat(), [&[16][..], &[0; 15], &[8]].concat());
        let front = [1, 3, 6, 2, 1, 4, 1, 97, 1, 98, 1];
        let back = [1, 2, 2, 1, 99, 1, 2, 2, 1, 100, 1, 2, 2, 1, 101];
        let fields = [key.as_slice(), &front, &task, &back].concat();
        let changes = [
            SupervisionChange::Received,
            SupervisionChange::ChannelsTold,
            SupervisionChange::CalledBack,
            SupervisionChange::Done,
            SupervisionChange::Settled,
        ];
        for (tag, change) in (0..).zip(changes) {
            let bytes = [&[23, tag], fields.as_slice()].concat();
            assert_eq!(encode(&Change::Supervision(change, Box::new(item.clone()))), Some(bytes));
        }
        assert_eq!(encode(&Record::Supervision(Box::new(item))), Some([&[20], fields.as_slice()].concat()));
        assert_eq!(encode(&RecordKey::Supervision(id)), Some([&[20], key.as_slice()].concat()));
        let kinds = [
            SupervisionKind::Complaint,
            SupervisionKind::Hotline,
            SupervisionKind::Order,
            SupervisionKind::PoorRating,
            SupervisionKind::ChannelsTold,
        ];
        assert_eq!(kinds.map(|kind| encode(&kind).unwrap()).concat(), [0, 1, 2, 3, 4]);
    }

    /// And so does a contact.
    #[test]
    fn a_contact_keeps_its_bytes() {
        let contact = contact::Contact {
            id: ContactId(uuid::Uuid::from_u128(7)),
            touched: Seq(1),
            name: "a".to_owned(),
            office: "b".to_owned(),
            role: "c".to_owned(),
            phone: "d".to_owned(),
            note: "e".to_owned(),
            gone_on: Some(Day::from_number(1)),
        };
        let key = [&[16][..], &[0; 15], &[7]].concat();
        let fields = [key.as_slice(), &[1, 1, 97, 1, 98, 1, 99, 1, 100, 1, 101, 1, 2]].concat();
        let changes = [ContactChange::Added, ContactChange::Edited, ContactChange::Retired];
        for (tag, change) in (0..).zip(changes) {
            let bytes = [&[24, tag], fields.as_slice()].concat();
            assert_eq!(encode(&Change::Contact(change, Box::new(contact.clone()))), Some(bytes));
        }
        assert_eq!(encode(&RecordKey::Contact(contact.id)), Some([&[21], key.as_slice()].concat()));
        assert_eq!(encode(&Record::Contact(Box::new(contact))), Some([&[21], fields.as_slice()].concat()));
    }

    /// And so do a document and the liaison's post.
    #[test]
    fn a_document_and_the_post_keep_their_bytes() {
        let document = Document {
            id: DocumentId(uuid::Uuid::from_u128(7)),
            touched: Seq(1),
            person: PersonId(uuid::Uuid::from_u128(8)),
            kind: "a".to_owned(),
            valid_until: Some(Day::from_number(1)),
            noted_on: Day::from_number(2),
        };
        let (key, person) = ([&[16][..], &[0; 15], &[7]].concat(), [&[16][..], &[0; 15], &[8]].concat());
        let fields = [key.as_slice(), &[1], &person, &[1, 97, 1, 2, 4]].concat();
        let change = Change::Document(DocumentChange::Noted, Box::new(document.clone()));
        assert_eq!(encode(&change), Some([&[25, 0], fields.as_slice()].concat()));
        assert_eq!(encode(&RecordKey::Document(document.id)), Some([&[22], key.as_slice()].concat()));
        assert_eq!(encode(&Record::Document(Box::new(document))), Some([&[22], fields.as_slice()].concat()));
        let (holder, title) = ("a".to_owned(), "b".to_owned());
        let post = Post { touched: Seq(1), holder, title, kind: PostKind::Specialist, since: Day::from_number(1) };
        let fields = [1, 1, 97, 1, 98, 2, 2];
        let change = Change::Post(PostChange::Cleared, Box::new(post.clone()));
        assert_eq!(encode(&change), Some([&[26, 1], fields.as_slice()].concat()));
        let change = Change::Post(PostChange::Written, Box::new(post.clone()));
        assert_eq!(encode(&change), Some([&[26, 0], fields.as_slice()].concat()));
        assert_eq!(encode(&RecordKey::Post), Some(vec![23]));
        assert_eq!(encode(&Record::Post(Box::new(post))), Some([&[23], fields.as_slice()].concat()));
        let (signs, reads, accepted_on) = ([4; KEY_BYTES], [5; KEY_BYTES], Day::from_number(1));
        let office = Some(OfficeCard { name: "a".to_owned(), signs, reads, accepted_on });
        let kept = Correspondence { touched: Seq(1), secret: OwnSecret([3; KEY_BYTES]), office, replies: vec![9] };
        let fields = [&[1][..], &[3; 32], &[1, 1, 97], &[4; 32], &[5; 32], &[2, 1, 9]].concat();
        let change = Change::Correspondence(CorrespondenceChange::ReplyTaken, Box::new(kept.clone()));
        assert_eq!(encode(&change), Some([&[27, 2], fields.as_slice()].concat()));
        assert_eq!(encode(&RecordKey::Correspondence), Some(vec![24]));
        assert_eq!(encode(&Record::Correspondence(Box::new(kept))), Some([&[24], fields.as_slice()].concat()));
        assert_eq!(PostKind::ALL.map(|kind| encode(&kind).unwrap()).concat(), [0, 1, 2]);
    }

    /// And so do the sticks.
    #[test]
    fn the_sticks_keep_their_bytes() {
        let text = |letter: &str| letter.to_owned();
        let package = PackageId(uuid::Uuid::from_u128(7));
        let stick = Stick {
            serial: text("a"),
            label: text("b"),
            number: text("c"),
            keeper: text("d"),
            registered_on: Some(Day::from_number(1)),
            retired: Some((Day::from_number(2), text("e"))),
            carried: vec![Carried { package, reason: text("f") }],
        };
        let kept = Sticks { touched: Seq(1), known: vec![stick] };
        let id = encode(&package).unwrap();
        let told = [1, 1, 1, 97, 1, 98, 1, 99, 1, 100, 1, 2, 1, 4, 1, 101, 1];
        let fields = [&told[..], id.as_slice(), &[1, 102]].concat();
        let changes: [fn(String) -> SticksChange; 4] =
            [SticksChange::Registered, SticksChange::Corrected, SticksChange::Retired, SticksChange::Carried];
        for (nth, change) in changes.into_iter().enumerate() {
            let head = [28, u8::try_from(nth).unwrap(), 1, 97];
            let change = Change::Sticks(change(text("a")), Box::new(kept.clone()));
            assert_eq!(encode(&change), Some([&head, fields.as_slice()].concat()));
        }
        assert_eq!(encode(&RecordKey::Sticks), Some(vec![25]));
        assert_eq!(encode(&Record::Sticks(Box::new(kept))), Some([&[25], fields.as_slice()].concat()));
    }

    #[test]
    fn every_record_lies_in_a_place_of_its_own() {
        let fixture = worked();
        let keys: BTreeSet<_> = fixture.rows.iter().flatten().map(|row| row.key).collect();
        let more = [
            RecordKey::Post,
            RecordKey::Correspondence,
            RecordKey::Sticks,
            RecordKey::Holidays(2026),
            RecordKey::Holidays(2027),
            RecordKey::Mapping(2026),
            RecordKey::Numbers(2027),
        ];
        let keys: Vec<_> = keys.into_iter().chain(more).collect();
        let places: BTreeSet<_> = keys.iter().map(VillageLedger::place).collect();
        assert_eq!(places.len(), keys.len());
        assert!(places.iter().all(|place| usize::from(place.tree) < VillageLedger::TREES.len()));
    }
}
