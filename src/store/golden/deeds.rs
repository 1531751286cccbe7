//! What was done in the golden village: by the rules, and each kind of change once at least.
//!
//! It may be changed as the rules change: what was written of it once stays as it was written.

mod affairs;
mod fieldwork;
mod pairings;
mod supervision;

use std::sync::Arc;

use crate::domain::act::Act;
use crate::domain::backup::{BackupCopy, BackupHow};
use crate::domain::calendar::HolidayTable;
use crate::domain::change::upkeep::HeaderMapping;
use crate::domain::change::{Change, RECONCILED, Reconciled, Record, RecordKey};
use crate::domain::day::Day;
use crate::domain::decide::Intent;
use crate::domain::decide::backup::BackupIntent;
use crate::domain::decide::handover::HandoverIntent;
use crate::domain::decide::household::regroup::{JoinIntent, SplitIntent};
use crate::domain::decide::household::{EventIntent, HouseholdIntent};
use crate::domain::decide::import::ImportIntent;
use crate::domain::decide::note::NoteIntent;
use crate::domain::decide::package::PackageIntent;
use crate::domain::decide::papers::{HoldIntent, Mark, PapersIntent};
use crate::domain::decide::person::PersonIntent;
use crate::domain::decide::retention::COMMAND;
use crate::domain::decide::step::StepIntent;
use crate::domain::decide::undo::UndoIntent;
use crate::domain::decide::village::{PostWish, VillageIntent};
use crate::domain::destruction::{Destruction, DestructionWhy, GoneRecord};
use crate::domain::fixture::Fixture;
use crate::domain::household::Household;
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::id::{
    BackupId, DestructionId, HoldId, HouseholdId, NoteId, PackageId, PersonId, Seq, TaskId, TaskNo,
};
use crate::domain::material::Signed;
use crate::domain::note::{CallBack, Note, NoteKind};
use crate::domain::package::{ExportPackage, PackageState};
use crate::domain::person::{Particulars, Person, Tag};
use crate::domain::resident_id::{IdNumber, ResidentId};
use crate::domain::retention::RetentionKind;
use crate::domain::stage::stage;
use crate::domain::task::parts::{EntrustedHow, RatingLevel};
use crate::domain::task::state::{ResultPlace, Window};
use crate::domain::text::PersonName;
use crate::domain::text::phone::Phone;

/// Everything, one thing after the other.
pub(super) fn all() -> Fixture {
    let mut fixture = Fixture::on("2026-03-02");
    households(&mut fixture);
    register(&mut fixture);
    granted(&mut fixture);
    other_ends(&mut fixture);
    papers(&mut fixture);
    notes_and_copies(&mut fixture);
    fieldwork::visits(&mut fixture);
    fieldwork::away_and_at_the_market(&mut fixture);
    affairs::postings(&mut fixture);
    affairs::returned(&mut fixture);
    pairings::helped(&mut fixture);
    fieldwork::followed_up(&mut fixture);
    supervision::supervised(&mut fixture);
    fieldwork::contacts(&mut fixture);
    fieldwork::papers_and_post(&mut fixture);
    fieldwork::correspondence(&mut fixture);
    fieldwork::sticks(&mut fixture);
    reconciled(&mut fixture);
    destroyed(&mut fixture);
    handed_over_and_back(&mut fixture);
    fixture
}

/// What no rule brings about, but a journal may hold.
fn kept(fixture: &mut Fixture, command: &str, changes: Vec<Change>) {
    let seq = fixture.village.seq.next();
    let staged = stage(&fixture.village, seq, &changes);
    fixture.rows.push(staged.rows.clone());
    fixture.village.install(seq, staged);
    let (actor, command) = ("王敏".to_owned(), command.to_owned());
    fixture.acts.push(Act { seq, at: fixture.at, actor, command, changes, erased: 0 });
}

fn undo_last(fixture: &mut Fixture) {
    let (act, rows) = (fixture.acts.last().unwrap().clone(), fixture.rows.last().cloned());
    fixture.act(Intent::Undo(UndoIntent { of: act.seq, command: act.command, rows }));
}

fn person(fixture: &mut Fixture, name: &str) -> Person {
    Person::new(PersonId::mint(&mut fixture.mint, fixture.at), PersonName::parse(name).unwrap())
}

fn event(
    fixture: &mut Fixture,
    household: HouseholdId,
    kind: HouseholdEventKind,
    who: (Option<PersonId>, Option<Person>),
) {
    let (on, detail, evidence) = (fixture.today(), String::new(), "医学证明".to_owned());
    let newcomer = who.1.map(Box::new);
    let intent = EventIntent { household, kind, on, person: who.0, newcomer, detail, evidence };
    fixture.act(Intent::Household(HouseholdIntent::Event(Box::new(intent))));
}

fn households(fixture: &mut Fixture) {
    fixture.act(Intent::Village(VillageIntent::AddGroup("5社".to_owned())));
    undo_last(fixture);
    let (name, township, liaison) = ("大坪村".to_owned(), "慈云镇".to_owned(), "王敏".to_owned());
    let phone = "13900000002".to_owned();
    fixture.act(Intent::Village(VillageIntent::Edit { name, township, liaison, phone, post: PostWish::Kept }));
    let first = fixture.village.households().next().unwrap().id;
    let second = fixture.household("周开明", "1社");
    let mut edited = fixture.village.household(second).unwrap().clone();
    edited.no = "0102".to_owned();
    fixture.act(Intent::Household(HouseholdIntent::Edit(Box::new(edited))));
    let mut head = fixture.village.person(fixture.person("李德全")).unwrap().clone();
    head.id_no = IdNumber::Known(ResidentId::parse("11010519491231002X", fixture.today()).unwrap());
    head.phones.push(Phone::parse("13900000001").unwrap());
    head.particulars = Arc::new(Particulars { ethnic: "汉族".to_owned(), ..Particulars::default() });
    head.tags.push(Tag { name: "退役军人".to_owned(), source: "名单".to_owned(), on: Some(fixture.today()) });
    fixture.act(Intent::Person(PersonIntent::Edit(Box::new(head))));
    fixture.act(Intent::Reveal(RecordKey::Person(fixture.person("李德全"))));
    let (child, wife) = (person(fixture, "李小红"), person(fixture, "陈桂芳"));
    event(fixture, first, HouseholdEventKind::Birth, (None, Some(child)));
    event(fixture, first, HouseholdEventKind::MovedIn, (None, Some(wife)));
    let (wife, at) = (fixture.person("陈桂芳"), fixture.at);
    let group = fixture.village.info.group_named("1社").unwrap();
    let own = Box::new(Household::new(HouseholdId::mint(&mut fixture.mint, at), group));
    let (own_id, on) = (own.id, fixture.today());
    let words = |text: &str| text.to_owned();
    let split = SplitIntent {
        from: first,
        new: own,
        head: wife,
        along: vec![],
        on,
        detail: words(""),
        evidence: words("申请"),
    };
    fixture.act(Intent::Household(HouseholdIntent::Split(split)));
    let join = JoinIntent { from: own_id, into: second, on, detail: words(""), evidence: words("申请") };
    fixture.act(Intent::Household(HouseholdIntent::Join(join)));
    let head = fixture.person("李德全");
    let mut twice = person(fixture, "李德金");
    twice.household = Some(second);
    let twice_id = twice.id;
    fixture.act(Intent::Person(PersonIntent::Add(Box::new(twice))));
    fixture.act(Intent::Person(PersonIntent::Merge { keep: head, duplicate: twice_id }));
    event(fixture, second, HouseholdEventKind::Death, (Some(wife), None));
}

fn register(fixture: &mut Fixture) {
    fixture.wait_days(1);
    let mut info = fixture.village.info.clone();
    let group = info.group_or_new("7社");
    let mut import = ImportIntent { info: Some(info), ..ImportIntent::default() };
    for n in 1..=12u8 {
        let mut household = Household::new(HouseholdId::mint(&mut fixture.mint, fixture.at), group);
        household.no = format!("07{n:02}");
        let mut head = person(fixture, ["何秀兰", "罗永福", "杜春梅", "蒋大成"].get(usize::from(n % 4)).unwrap());
        head.household = Some(household.id);
        household.head = Some(head.id);
        import.households.push(household);
        import.people.push(head);
    }
    let columns = vec![("姓名".to_owned(), "name".to_owned()), ("备注".to_owned(), String::new())];
    import.mapping = Some(HeaderMapping { touched: Seq::default(), signature: 77, columns });
    fixture.act(Intent::Import(Box::new(import)));
    let mut holidays = HolidayTable { year: 2028, off: vec![], work: vec![], source: "国办发明电".to_owned() };
    holidays.off.push(Day::parse_iso("2028-01-03").unwrap());
    kept(fixture, "register.import", vec![Change::Holidays(Box::new(holidays))]);
}

fn submit(to: Window, on: Day) -> StepIntent {
    let (receipt, external_no) = ("收据3".to_owned(), String::new());
    StepIntent::Submit { to, on, receipt, external_no, with_originals: true }
}

fn granted(fixture: &mut Fixture) {
    let id = fixture
        .intake_with("S05", vec![Mark::Got, Mark::Missing, Mark::Waived("容缺".to_owned())], Some("户口簿"))
        .unwrap();
    fixture.step(id, StepIntent::GiveNotice { items: Vec::new(), method: "当面".to_owned() });
    fixture.wait_days(1);
    fixture.act(Intent::Papers(id, PapersIntent::Materials(vec![Mark::Got; 3])));
    fixture.step(id, StepIntent::Accept);
    undo_last(fixture);
    fixture.step(id, StepIntent::Accept);
    fixture.step(id, StepIntent::StartWork);
    let on = fixture.today();
    fixture.step(id, StepIntent::Pause { from: on, reason: "公示".to_owned(), paper: "公示单".to_owned() });
    fixture.wait_days(3);
    let on = fixture.today();
    fixture.step(id, StepIntent::Resume { on });
    fixture.step(id, submit(Window::Town, on));
    fixture.step(id, StepIntent::TakeBack { on, missing: "照片".to_owned(), with_originals: true });
    fixture.step(id, submit(Window::District, on));
    let paper = "批复12号".to_owned();
    fixture.step(id, StepIntent::Grant { on, place: ResultPlace::AtWindow, paper, with_originals: true });
    fixture.step(id, StepIntent::Fetch { on, with_originals: true });
    for reversed in [true, false] {
        let out = fixture.village.task(id).unwrap().holds_out().map(|hold| hold.id).collect();
        let (to, signed, rating) = ("李德全".to_owned(), Signed::Name, Some(RatingLevel::Good));
        fixture.step(id, StepIntent::Deliver { on, to, signed, holds_returned: out, rating, entrusted: None });
        if reversed {
            fixture.step(id, StepIntent::Reverse { reason: "登记错了人".to_owned() });
        }
    }
    fixture.step(id, StepIntent::close());
    fixture.act(Intent::Papers(id, PapersIntent::Note("存第3盒".to_owned())));
}

fn other_ends(fixture: &mut Fixture) {
    fixture.wait_days(1);
    let denied = fixture.intake("S15", None);
    let on = fixture.today();
    fixture.step(denied, submit(Window::Town, on));
    let (reason, remedy) = ("不符合条件".to_owned(), "复议".to_owned());
    fixture.step(denied, StepIntent::Deny { on, reason, remedy, paper: "告知书".to_owned(), with_originals: true });
    fixture.wait_days(1);
    let withdrawn = fixture.intake("S06", None);
    fixture.step(withdrawn, StepIntent::Withdraw { reason: "不办了".to_owned() });
    fixture.step(withdrawn, StepIntent::close());
    fixture.wait_days(1);
    let not_taken = fixture.intake_with("S05", vec![Mark::Missing; 3], None).unwrap();
    fixture.step(not_taken, StepIntent::NotTake { reason: "区里办".to_owned(), whereto: "区政务大厅".to_owned() });
    let mut draft = fixture.village.task(not_taken).unwrap().clone();
    draft.id = TaskId::mint(&mut fixture.mint, fixture.at);
    let id = draft.id;
    fixture.act(Intent::Import(Box::new(ImportIntent { tasks: vec![draft], ..ImportIntent::default() })));
    kept(fixture, "task.drop_draft", vec![Change::DraftDropped(id)]);
}

fn papers(fixture: &mut Fixture) {
    fixture.wait_days(1);
    let id = fixture.intake("S01", None);
    let on = fixture.today();
    let hold = HoldIntent {
        id: HoldId::mint(&mut fixture.mint, fixture.at),
        doc: "结婚证".to_owned(),
        owner: "李德全".to_owned(),
        reason: "窗口要看原件".to_owned(),
        return_by: None,
    };
    let hold_id = hold.id;
    let words = |text: &str| text.to_owned();
    for intent in [
        PapersIntent::TakeHold(Box::new(hold)),
        PapersIntent::ReturnHold { id: hold_id, to: words("李小红"), signed: Signed::Fingerprint, on },
        PapersIntent::Entrust {
            how: EntrustedHow::Phone,
            signed: None,
            sign_by: None,
            ids_seen: false,
            witness: words(""),
        },
        PapersIntent::Fee {
            name: words("工本费"),
            amount_fen: 1_000,
            basis: words("川发改价格"),
            payee: words("镇财政所"),
            receipt_no: words("0001"),
        },
        PapersIntent::TakeMoney { purpose: words("2027年医保"), received_fen: 40_000, receipt_no: words("0017") },
        PapersIntent::SettleMoney { index: 0, paid_fen: 38_000, voucher: words("电子票12"), refunded_fen: 2_000 },
        PapersIntent::Urge { whom: words("镇民政办"), answer: words("下周") },
        PapersIntent::ExternalNo(words("SL2026-77")),
        PapersIntent::Rate { level: Some(RatingLevel::VeryGood), words: words("快") },
    ] {
        fixture.act(Intent::Papers(id, intent));
    }
}

fn notes_and_copies(fixture: &mut Fixture) {
    fixture.wait_days(1);
    let id = NoteId::mint(&mut fixture.mint, fixture.at);
    let call_back = Some(CallBack { on: fixture.today().plus_days(1), hour: "13:00".to_owned(), done_on: None });
    let (touched, at, kind) = (Seq::default(), fixture.at, NoteKind::CallIn);
    let (who, text) = ("何秀兰".to_owned(), "问高龄津贴".to_owned());
    let note = Note { id, touched, at, kind, who, person: None, task: None, text, call_back };
    fixture.act(Intent::Note(NoteIntent::Write(Box::new(note))));
    fixture.act(Intent::Note(NoteIntent::CalledBack(id)));
    for is_void in [true, false] {
        let id = PackageId::mint(&mut fixture.mint, fixture.at);
        fixture.act(Intent::Package(PackageIntent::Begin(Box::new(package(fixture, id)), None)));
        if is_void {
            fixture.act(Intent::Package(PackageIntent::Void(id)));
            continue;
        }
        fixture.act(Intent::Package(PackageIntent::Written {
            id,
            name: "大坪村代办表".to_owned(),
            sha256: "ab".repeat(32),
        }));
        fixture.act(Intent::Package(PackageIntent::Confirm(id)));
    }
    for how in [BackupHow::Written, BackupHow::Restored] {
        let copy = Box::new(BackupCopy {
            id: BackupId::mint(&mut fixture.mint, fixture.at),
            touched: Seq::default(),
            how,
            at: fixture.at,
            upto: fixture.village.seq,
            name: "大坪村.dbbak".to_owned(),
            place: "U盘".to_owned(),
            elsewhere: true,
            sha256: "cd".repeat(32),
        });
        fixture.act(Intent::Backup(match how {
            BackupHow::Written => BackupIntent::Written(copy),
            BackupHow::Restored => BackupIntent::Restored(copy),
        }));
    }
}

fn package(fixture: &Fixture, id: PackageId) -> ExportPackage {
    ExportPackage {
        id,
        touched: Seq::default(),
        no: 0,
        at: fixture.at,
        from: Seq::default(),
        to: fixture.village.seq,
        name: String::new(),
        place: "U盘".to_owned(),
        receiver: "慈云镇便民服务中心".to_owned(),
        purpose: "月报".to_owned(),
        people: vec![fixture.person("李德全")],
        tasks_count: 3,
        fields: vec!["姓名".to_owned(), "事项".to_owned()],
        sha256: String::new(),
        state: PackageState::Begun,
    }
}

/// What a repair took in from the tables.
fn reconciled(fixture: &mut Fixture) {
    let mut note = fixture.village.notes().next().unwrap().clone();
    note.text = "问高龄津贴（已补回）".to_owned();
    let rows = vec![(RecordKey::Note(note.id), Some(Record::Note(Box::new(note)))), (RecordKey::Numbers(1999), None)];
    kept(fixture, RECONCILED, vec![Change::Reconciled(Reconciled { upto: Seq(80), rows })]);
}

/// The last of the notes goes; the number of a task that went stays in the record of it.
fn destroyed(fixture: &mut Fixture) {
    let note = fixture.village.notes().last().unwrap();
    let (key, since) = (RecordKey::Note(note.id), Some(note.at.day()));
    let no = Some(TaskNo { year: 2020, n: 7 });
    let gone = GoneRecord { key, kind: RetentionKind::Note, since, due_on: Some(fixture.today()), no };
    let destruction = Destruction {
        id: DestructionId::mint(&mut fixture.mint, fixture.at),
        touched: Seq::default(),
        no: 1,
        at: fixture.at,
        on: fixture.today(),
        why: DestructionWhy::OnDemand,
        basis: "本人要求".to_owned(),
        approved_by: "赵镇长".to_owned(),
        done_by: "王敏".to_owned(),
        gone: vec![gone],
        cleared: vec![RecordKey::Household(fixture.village.households().next().unwrap().id)],
    };
    kept(fixture, COMMAND, vec![Change::Destroyed(Box::new(destruction))]);
}

/// Given away, taken back, then taken over by the next one, who goes on.
fn handed_over_and_back(fixture: &mut Fixture) {
    fixture.wait_days(1);
    let pack = fixture.pack("李华");
    fixture.act(Intent::Handover(HandoverIntent::Give(pack)));
    let code = fixture.village.handed_over().unwrap().code();
    fixture.act(Intent::Handover(HandoverIntent::Revoke(code)));
    let pack = fixture.pack("李华");
    fixture.act(Intent::Handover(HandoverIntent::TakeOver { pack, phone: String::new() }));
    fixture.wait_days(1);
    let id = fixture.intake("S14", Some("户口簿"));
    fixture.act(Intent::Papers(id, PapersIntent::Note("明天送镇".to_owned())));
}
