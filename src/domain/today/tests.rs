//! Each line of 今日 on the day before it and on its day, and the order in which all kinds of them stand.

use super::*;
use crate::domain::change::Record;
use crate::domain::decide::Intent;
use crate::domain::decide::contact::ContactIntent;
use crate::domain::decide::household::HouseholdIntent;
use crate::domain::decide::household::class::GrantIntent;
use crate::domain::decide::leave::LeaveIntent;
use crate::domain::decide::note::NoteIntent;
use crate::domain::decide::package::PackageIntent;
use crate::domain::decide::pairing::PairingIntent;
use crate::domain::decide::papers::{Mark, PapersIntent};
use crate::domain::decide::posting::PostingIntent;
use crate::domain::decide::service_point::PointIntent;
use crate::domain::decide::step::StepIntent;
use crate::domain::decide::supervision::SupervisionIntent;
use crate::domain::decide::visit::VisitIntent;
use crate::domain::fixture::Fixture;
use crate::domain::household::Occupancy;
use crate::domain::id::Seq;
use crate::domain::leave::{Leave, LeaveKind};
use crate::domain::material::Signed;
use crate::domain::note::{CallBack, NoteKind};
use crate::domain::pairing::{NextStep, Pairing, PairingEnd, PairingTarget};
use crate::domain::post::PostKind;
use crate::domain::posting::Posting;
use crate::domain::service_point::{PointDays, ServicePoint};
use crate::domain::supervision::{Supervision, SupervisionKind};
use crate::domain::task::parts::{EntrustedHow, RatingLevel};
use crate::domain::task::state::Window;
use crate::domain::visit::duty::DutyState;
use crate::domain::visit::outlook;
use crate::domain::visit::{Visit, VisitMode};

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// The days of each line of this kind, as 今日 would show it on `today`.
fn on(fixture: &Fixture, kind: TodayKind, today: Day) -> Vec<i32> {
    let lines = lines(&fixture.village, today, &fixture.tables);
    lines.iter().filter(|line| line.kind == kind).map(|line| line.days).collect()
}

/// What a kind shows on each of these days.
#[track_caller]
fn shows<const N: usize>(fixture: &Fixture, kind: TodayKind, days: [(&str, Option<i32>); N]) {
    for (today, shown) in days {
        assert_eq!(on(fixture, kind, day(today)), Vec::from_iter(shown), "{kind:?} {today}");
    }
}

fn go_to(fixture: &mut Fixture, text: &str) {
    fixture.wait_days(day(text).days_since(fixture.today()));
}

fn submit(fixture: &mut Fixture, task: TaskId) {
    let on = fixture.today();
    let (receipt, external_no) = (String::new(), String::new());
    fixture.step(task, StepIntent::Submit { to: Window::Town, on, receipt, external_no, with_originals: false });
}

fn take_back(fixture: &mut Fixture, task: TaskId) {
    let (on, missing) = (fixture.today(), "缺签字".to_owned());
    fixture.step(task, StepIntent::TakeBack { on, missing, with_originals: false });
}

fn grant(fixture: &mut Fixture, task: TaskId) {
    let (on, paper) = (fixture.today(), "批复12号".to_owned());
    fixture.step(task, StepIntent::Grant { on, place: ResultPlace::Here, paper, with_originals: false });
}

fn deny(fixture: &mut Fixture, task: TaskId) {
    let (on, reason, remedy) = (fixture.today(), "不符合".to_owned(), "可以复议".to_owned());
    fixture.step(task, StepIntent::Deny { on, reason, remedy, paper: String::new(), with_originals: false });
}

/// A matter of which papers are missing.
fn registered(fixture: &mut Fixture) -> TaskId {
    fixture.intake_with("S05", vec![Mark::Missing; 3], None).unwrap()
}

fn give_notice(fixture: &mut Fixture, task: TaskId) {
    fixture.step(task, StepIntent::GiveNotice { items: Vec::new(), method: "当面".to_owned() });
}

/// A matter entrusted by phone today: to be signed for within seven days.
fn by_phone(fixture: &mut Fixture) -> TaskId {
    let task = fixture.intake("S01", None);
    let (how, witness) = (EntrustedHow::Phone, String::new());
    let given = PapersIntent::Entrust { how, signed: None, sign_by: None, ids_seen: false, witness };
    fixture.act(Intent::Papers(task, given));
    task
}

fn take_money(fixture: &mut Fixture, task: TaskId) {
    let (purpose, receipt_no) = ("2027年医保".to_owned(), "0017".to_owned());
    fixture.act(Intent::Papers(task, PapersIntent::TakeMoney { purpose, received_fen: 40_000, receipt_no }));
}

fn promise(on: Day) -> Option<CallBack> {
    Some(CallBack { on, hour: "13点".to_owned(), done_on: None })
}

fn note(fixture: &mut Fixture, call_back: Option<CallBack>) -> NoteId {
    let note = Note {
        id: NoteId::mint(&mut fixture.mint, fixture.at),
        touched: Seq::default(),
        at: fixture.at,
        kind: NoteKind::Quick,
        who: "何秀兰".to_owned(),
        person: None,
        task: None,
        text: "问高龄津贴".to_owned(),
        call_back,
    };
    let id = note.id;
    fixture.act(Intent::Note(NoteIntent::Write(Box::new(note))));
    id
}

fn visit(fixture: &mut Fixture, household: HouseholdId, mode: VisitMode, call_back: Option<CallBack>) -> VisitId {
    let id = VisitId::mint(&mut fixture.mint, fixture.at);
    let (met, text) = ("李德全".to_owned(), "路灯坏了".to_owned());
    let visit = Visit { mode, met, text, call_back, ..Visit::at_home(id, household, fixture.today()) };
    fixture.act(Intent::Visit(VisitIntent::Make(Box::new(visit))));
    id
}

fn first_household(fixture: &Fixture) -> HouseholdId {
    fixture.village.households().next().unwrap().id
}

/// A household that is seen every month, since today.
fn monitored(fixture: &mut Fixture) -> HouseholdId {
    let household = fixture.household("周开明", "1社");
    fixture.act(Intent::Household(HouseholdIntent::GrantClass(Box::new(GrantIntent {
        household,
        value: "防返贫监测户".to_owned(),
        from: fixture.today(),
        to: None,
        basis: "审批表".to_owned(),
        decided_by: "区县".to_owned(),
    }))));
    household
}

fn leave(fixture: &mut Fixture, from: &str, to: &str) -> LeaveId {
    let leave = Leave {
        id: LeaveId::mint(&mut fixture.mint, fixture.at),
        touched: Seq::default(),
        kind: LeaveKind::Leave,
        from: day(from),
        to: day(to),
        reason: String::new(),
        stand_in: "李华".to_owned(),
        phone: String::new(),
        entered_at: fixture.at,
        back_on: None,
    };
    let id = leave.id;
    fixture.act(Intent::Leave(LeaveIntent::Record(Box::new(leave))));
    id
}

fn point(fixture: &mut Fixture, days: &str) -> ServicePointId {
    let point = ServicePoint {
        id: ServicePointId::mint(&mut fixture.mint, fixture.at),
        touched: Seq::default(),
        name: "慈云场".to_owned(),
        place: String::new(),
        days: PointDays::parse(days).unwrap(),
        hours: String::new(),
        since: fixture.today(),
        until: None,
        held: Vec::new(),
    };
    let id = point.id;
    fixture.act(Intent::Point(PointIntent::Add(Box::new(point))));
    id
}

fn put_up(fixture: &mut Fixture, subject: &str) -> PostingId {
    let id = PostingId::mint(&mut fixture.mint, fixture.at);
    let mut posting = Posting::new(id, subject, fixture.today());
    (posting.board, posting.text) = ("村委会门口".to_owned(), "见附表".to_owned());
    fixture.act(Intent::Posting(PostingIntent::PutUp(Box::new(posting))));
    id
}

fn paired(fixture: &mut Fixture) -> PairingId {
    let id = PairingId::mint(&mut fixture.mint, fixture.at);
    let (from, household) = (fixture.today(), Some(first_household(fixture)));
    let pairing = Pairing { own: true, household, ..Pairing::new(id, PairingTarget::Household, from) };
    fixture.act(Intent::Pairing(PairingIntent::Begin(Box::new(pairing))));
    id
}

fn next_step(fixture: &mut Fixture, id: PairingId, on: &str) {
    let step = NextStep { what: "送鸡苗".to_owned(), on: day(on) };
    fixture.act(Intent::Pairing(PairingIntent::NextStep(id, Some(step))));
}

#[test]
fn a_matter_is_due_soon_three_days_before_and_not_four_and_overdue_the_day_after() {
    let mut fixture = Fixture::on("2026-11-02");
    let task = fixture.intake("S05", None);
    let found = |today: &str| {
        let lines = lines(&fixture.village, day(today), &fixture.tables);
        let line = lines.iter().find(|line| line.subject == TodaySubject::Task(task))?;
        assert_eq!(line.due, Some(day("2026-11-09")));
        Some((line.kind, line.days))
    };
    for (today, line) in [
        ("2026-11-05", None),
        ("2026-11-06", Some((TodayKind::DueSoon, 3))),
        ("2026-11-08", Some((TodayKind::DueSoon, 1))),
        ("2026-11-09", Some((TodayKind::DueToday, 0))),
        ("2026-11-10", Some((TodayKind::Overdue, 1))),
    ] {
        assert_eq!(found(today), line, "{today}");
    }
}

#[test]
fn an_original_is_asked_back_on_its_day_and_not_the_day_before() {
    let mut fixture = Fixture::on("2026-11-02");
    fixture.intake("S01", Some("户口簿"));
    shows(&fixture, TodayKind::HoldDue, [("2026-11-04", None), ("2026-11-05", Some(4)), ("2026-11-06", Some(5))]);
}

#[test]
fn what_is_not_accepted_stands_after_two_days_and_what_is_waited_for_after_five() {
    let mut fixture = Fixture::on("2026-11-02");
    let task = registered(&mut fixture);
    shows(&fixture, TodayKind::NotAccepted, [("2026-11-03", None), ("2026-11-04", Some(2))]);
    fixture.wait_days(1);
    give_notice(&mut fixture, task);
    let kind = TodayKind::NoticeGiven;
    shows(&fixture, kind, [("2026-11-07", None), ("2026-11-08", Some(5)), ("2026-11-09", Some(6))]);
    shows(&fixture, TodayKind::NotAccepted, [("2026-11-08", None)]);
}

#[test]
fn a_matter_stuck_above_is_to_be_urged_after_a_week_and_again_a_week_after_that() {
    let mut fixture = Fixture::on("2026-11-02");
    let task = fixture.intake("S01", None);
    submit(&mut fixture, task);
    shows(&fixture, TodayKind::ToUrge, [("2026-11-08", None), ("2026-11-09", Some(7)), ("2026-11-10", Some(8))]);
    go_to(&mut fixture, "2026-11-10");
    let urge = PapersIntent::Urge { whom: "镇窗口".to_owned(), answer: "在走流程".to_owned() };
    fixture.act(Intent::Papers(task, urge));
    shows(&fixture, TodayKind::ToUrge, [("2026-11-16", None), ("2026-11-17", Some(7))]);
}

#[test]
fn a_signature_is_asked_for_three_days_before_its_day_and_not_four() {
    let mut fixture = Fixture::on("2026-11-02");
    let task = by_phone(&mut fixture);
    let days = [("2026-11-05", None), ("2026-11-06", Some(-3)), ("2026-11-09", Some(0)), ("2026-11-10", Some(1))];
    shows(&fixture, TodayKind::SignatureDue, days);
    // With a result the villager is met, so it is asked for at once.
    grant(&mut fixture, task);
    shows(&fixture, TodayKind::SignatureDue, [("2026-11-02", Some(-7))]);
}

#[test]
fn money_is_on_today_until_it_comes_to_nothing() {
    let mut fixture = Fixture::on("2026-11-02");
    let task = fixture.intake("S14", None);
    shows(&fixture, TodayKind::MoneyOpen, [("2026-11-02", None)]);
    take_money(&mut fixture, task);
    shows(&fixture, TodayKind::MoneyOpen, [("2026-11-02", Some(0)), ("2026-11-03", Some(1))]);
    let voucher = "电子票12".to_owned();
    let settle = PapersIntent::SettleMoney { index: 0, paid_fen: 38_000, voucher, refunded_fen: 2_000 };
    fixture.act(Intent::Papers(task, settle));
    assert_eq!(fixture.village.task(task).unwrap().balance_fen(), 0);
    shows(&fixture, TodayKind::MoneyOpen, [("2026-11-02", None), ("2026-12-02", None)]);
}

#[test]
fn a_call_promised_on_a_visit_or_in_a_note_stands_on_its_day_until_it_is_made() {
    let mut fixture = Fixture::on("2026-11-02");
    let household = first_household(&fixture);
    let days = |shown: [Option<i32>; 3]| [("2026-11-04", shown[0]), ("2026-11-05", shown[1]), ("2026-11-06", shown[2])];
    let call = promise(day("2026-11-05"));
    let made = visit(&mut fixture, household, VisitMode::AtHome, call.clone());
    shows(&fixture, TodayKind::CallBack, days([None, Some(0), Some(1)]));
    let lines = lines(&fixture.village, day("2026-11-05"), &fixture.tables);
    let line = lines.iter().find(|line| line.kind == TodayKind::CallBack).unwrap();
    assert_eq!((line.subject, line.due), (TodaySubject::Visit(made), Some(day("2026-11-05"))));
    fixture.act(Intent::Visit(VisitIntent::CalledBack(made)));
    shows(&fixture, TodayKind::CallBack, days([None; 3]));
    let voided = visit(&mut fixture, household, VisitMode::Phone, call.clone());
    shows(&fixture, TodayKind::CallBack, days([None, Some(0), Some(1)]));
    fixture.act(Intent::Visit(VisitIntent::Void(voided, "记错了户".to_owned())));
    shows(&fixture, TodayKind::CallBack, days([None; 3]));
    let noted = note(&mut fixture, call);
    shows(&fixture, TodayKind::CallBack, days([None, Some(0), Some(1)]));
    fixture.act(Intent::Note(NoteIntent::CalledBack(noted)));
    shows(&fixture, TodayKind::CallBack, days([None; 3]));
}

#[test]
fn the_week_s_round_is_asked_for_from_thursday_to_sunday_and_is_missed_after_it() {
    let mut fixture = Fixture::on("2026-11-02");
    let other = fixture.household("周开明", "1社");
    // 2026-11-25 is a Wednesday.
    let asked = [
        ("2026-11-25", None),
        ("2026-11-26", Some(3)),
        ("2026-11-29", Some(0)),
        ("2026-11-30", None),
        ("2026-12-03", Some(3)),
    ];
    shows(&fixture, TodayKind::RoundDue, asked);
    let week = |fixture: &Fixture, today: &str| {
        outlook::week(&fixture.village, &fixture.tables, day("2026-11-25"), day(today)).state
    };
    let states = ["2026-11-25", "2026-11-26", "2026-11-29", "2026-11-30"].map(|today| week(&fixture, today));
    assert_eq!(states, [DutyState::NotMet, DutyState::Warning, DutyState::Warning, DutyState::Breach]);
    go_to(&mut fixture, "2026-11-26");
    let household = first_household(&fixture);
    visit(&mut fixture, household, VisitMode::AtHome, None);
    shows(&fixture, TodayKind::RoundDue, [("2026-11-26", Some(3))]);
    visit(&mut fixture, other, VisitMode::AtHome, None);
    shows(&fixture, TodayKind::RoundDue, [("2026-11-26", None), ("2026-11-29", None), ("2026-12-03", Some(3))]);
    assert_eq!(week(&fixture, "2026-11-30"), DutyState::Met);
}

#[test]
fn a_return_is_asked_after_from_the_day_after_the_last_day_of_leave() {
    let mut fixture = Fixture::on("2026-11-20");
    let id = leave(&mut fixture, "2026-11-23", "2026-11-24");
    shows(&fixture, TodayKind::NotBack, [("2026-11-24", None), ("2026-11-25", Some(1)), ("2026-11-26", Some(2))]);
    go_to(&mut fixture, "2026-11-25");
    fixture.act(Intent::Leave(LeaveIntent::Back(id, day("2026-11-25"))));
    shows(&fixture, TodayKind::NotBack, [("2026-11-25", None), ("2026-11-26", None)]);
}

#[test]
fn each_household_is_on_today_the_day_after_its_cycle() {
    for (kind, mode, cycle) in [
        (TodayKind::CycleOver, VisitMode::AtHome, 30),
        (TodayKind::LongUnseen, VisitMode::AtHome, 90),
        (TodayKind::LongUnseen, VisitMode::Phone, 365),
    ] {
        // 李德全's own household is a ruin here and asks for nothing.
        let mut fixture = Fixture::on("2026-08-03");
        let ruined = first_household(&fixture);
        let household = if cycle == 30 { monitored(&mut fixture) } else { fixture.household("周开明", "1社") };
        let occupied = |fixture: &mut Fixture, id, occupancy| {
            let mut household = fixture.village.household(id).unwrap().clone();
            household.occupancy = occupancy;
            fixture.village.put(Record::Household(Box::new(household)));
        };
        occupied(&mut fixture, ruined, Occupancy::Ruined);
        if cycle == 365 {
            occupied(&mut fixture, household, Occupancy::Empty);
        }
        visit(&mut fixture, household, mode, None);
        let made = fixture.today();
        assert_eq!(on(&fixture, kind, made.plus_days(cycle)), Vec::<i32>::new(), "{cycle}");
        assert_eq!(on(&fixture, kind, made.plus_days(cycle + 1)), [cycle + 1], "{cycle}");
        let other = if kind == TodayKind::CycleOver { TodayKind::LongUnseen } else { TodayKind::CycleOver };
        assert_eq!(on(&fixture, other, made.plus_days(cycle + 1)), Vec::<i32>::new(), "{cycle}");
    }
}

#[test]
fn a_service_point_stands_on_its_day_and_after_it_until_it_was_kept_or_excused() {
    let mut fixture = Fixture::on("2026-11-23");
    let id = point(&mut fixture, "每周三");
    let shown =
        |fixture: &Fixture| ["2026-11-25", "2026-11-26"].map(|today| on(fixture, TodayKind::PointDay, day(today)));
    // Behind the one that was missed stands the next one.
    assert_eq!(shown(&fixture), [vec![0], vec![1, -6]]);
    let mut away = Fixture::on("2026-11-23");
    point(&mut away, "每周三");
    leave(&mut away, "2026-11-25", "2026-11-25");
    assert_eq!(shown(&away), [vec![-7], vec![-6]]);
    shows(&away, TodayKind::PointDay, [("2026-12-02", Some(0))]);
    go_to(&mut fixture, "2026-11-25");
    fixture.act(Intent::Point(PointIntent::Held(id, day("2026-11-25"), String::new())));
    assert_eq!(shown(&fixture), [vec![-7], vec![-6]]);
}

#[test]
fn the_next_service_point_is_told_a_week_ahead_where_today_has_none() {
    let mut fixture = Fixture::on("2026-11-20");
    point(&mut fixture, "每月28号");
    shows(&fixture, TodayKind::PointDay, [("2026-11-20", None), ("2026-11-21", Some(-7)), ("2026-11-27", Some(-1))]);
    point(&mut fixture, "每月24号");
    // The nearest alone, and none beside one of today.
    shows(&fixture, TodayKind::PointDay, [("2026-11-21", Some(-3)), ("2026-11-24", Some(0))]);
}

#[test]
fn a_posting_is_on_today_from_the_day_on_which_it_may_come_down() {
    for (subject, before, first) in
        [("监测对象名单", "2026-11-13", "2026-11-14"), ("低保名单", "2026-11-23", "2026-11-24")]
    {
        let mut fixture = Fixture::on("2026-11-08");
        let id = put_up(&mut fixture, subject);
        shows(&fixture, TodayKind::Posting, [(before, None), (first, Some(0))]);
        go_to(&mut fixture, first);
        fixture.act(Intent::Posting(PostingIntent::TakeDown { id, on: day(first) }));
        shows(&fixture, TodayKind::Posting, [(first, None)]);
    }
}

#[test]
fn an_objection_is_on_today_at_once_and_late_the_day_after_its_three_days() {
    let mut fixture = Fixture::on("2026-11-08");
    let id = put_up(&mut fixture, "低保名单");
    fixture.wait_days(1);
    let (on, who, words) = (fixture.today(), String::new(), "家里有车".to_owned());
    fixture.act(Intent::Posting(PostingIntent::Object { id, on, who, words }));
    let days = [("2026-11-09", Some(-3)), ("2026-11-11", Some(-1)), ("2026-11-12", Some(0)), ("2026-11-13", Some(1))];
    shows(&fixture, TodayKind::Posting, days);
    let answer = "查过，车是儿子单位的".to_owned();
    fixture.act(Intent::Posting(PostingIntent::Answer { id, on, answer }));
    shows(&fixture, TodayKind::Posting, [("2026-11-13", None), ("2026-11-23", None), ("2026-11-24", Some(0))]);
}

#[test]
fn what_is_to_be_published_is_on_today_three_days_before_its_day_and_not_four() {
    let fixture = Fixture::on("2026-09-20");
    let days = [("2026-10-11", None), ("2026-10-12", Some(-3)), ("2026-10-15", Some(0)), ("2026-10-16", Some(1))];
    shows(&fixture, TodayKind::Posting, days);
}

#[test]
fn a_poor_rating_is_late_two_days_after_it_and_not_put_right_sixteen_days_after_it() {
    let mut fixture = Fixture::on("2026-11-02");
    let task = fixture.intake("S05", None);
    fixture.step(task, StepIntent::StartWork);
    grant(&mut fixture, task);
    fixture.step(
        task,
        StepIntent::Deliver {
            on: fixture.today(),
            to: "李德全".to_owned(),
            signed: Signed::Name,
            holds_returned: Vec::new(),
            rating: Some(RatingLevel::Poor),
            entrusted: None,
        },
    );
    let kind = TodayKind::Supervision;
    shows(&fixture, kind, [("2026-11-02", Some(-1)), ("2026-11-03", Some(0)), ("2026-11-04", Some(1))]);
    let id = SupervisionId::mint(&mut fixture.mint, fixture.at);
    let (on, words) = (fixture.today(), "嫌中间没人说一声".to_owned());
    fixture.act(Intent::Supervision(SupervisionIntent::CallBack { id, task, on, words }));
    let days = [("2026-11-03", Some(-14)), ("2026-11-16", Some(-1)), ("2026-11-17", Some(0)), ("2026-11-18", Some(1))];
    shows(&fixture, kind, days);
    fixture.act(Intent::Supervision(SupervisionIntent::Settle(id, on, "以后每周打电话".to_owned())));
    shows(&fixture, kind, [("2026-11-18", None)]);
}

#[test]
fn the_next_step_of_a_pairing_is_on_today_from_its_day_until_the_pairing_ends() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = paired(&mut fixture);
    next_step(&mut fixture, id, "2026-11-20");
    shows(&fixture, TodayKind::StepDue, [("2026-11-19", None), ("2026-11-20", Some(0)), ("2026-11-21", Some(1))]);
    let end = PairingEnd { on: fixture.today(), why: "风险消除".to_owned() };
    fixture.act(Intent::Pairing(PairingIntent::End(id, end)));
    shows(&fixture, TodayKind::StepDue, [("2026-11-20", None), ("2026-11-21", None)]);
}

#[test]
fn a_village_without_a_copy_is_told_after_seven_days() {
    let fixture = Fixture::on("2026-11-02");
    shows(&fixture, TodayKind::BackupOld, [("2026-11-09", None), ("2026-11-10", Some(8))]);
}

#[test]
fn a_package_is_asked_about_after_seven_days_until_the_town_has_it_or_a_later_one() {
    let mut fixture = Fixture::on("2026-11-02");
    let written = |fixture: &mut Fixture, name: &str| {
        let seq = fixture.village.seq;
        fixture.package("/media/GOOD", name, seq)
    };
    let confirm = |fixture: &mut Fixture, id| fixture.act(Intent::Package(PackageIntent::Confirm(id)));
    fixture.package("/media/GOOD", "填好的表.xlsx", Seq(0));
    let first = written(&mut fixture, "1.dbx");
    shows(&fixture, TodayKind::Unconfirmed, [("2026-11-09", None), ("2026-11-10", Some(8))]);
    fixture.wait_days(7);
    let second = written(&mut fixture, "2.dbx");
    let lines = |fixture: &Fixture| lines(&fixture.village, day("2026-11-20"), &fixture.tables);
    let line = |fixture: &Fixture| lines(fixture).into_iter().find(|line| line.kind == TodayKind::Unconfirmed);
    let (subject, due) = (TodaySubject::Packages(second, 2), Some(day("2026-11-09")));
    assert_eq!(line(&fixture), Some(TodayLine { kind: TodayKind::Unconfirmed, subject, due, days: 18 }));
    // What the town has in the open is not in the office's book.
    let open = written(&mut fixture, "第3包");
    confirm(&mut fixture, open);
    assert_eq!(line(&fixture).map(|line| line.subject), Some(subject));
    confirm(&mut fixture, second);
    assert_eq!(line(&fixture), None, "the later one holds what the first one held");
    let late = fixture.try_act(Intent::Package(PackageIntent::Confirm(first)));
    assert_eq!(late, Ok(()), "it can still be signed for");
}

/// The order of document 8.2, written down a second time. What it does not name stands with its like: money of the
/// villager's with the originals, a refusal with what came back, a signature and 催问 with what is waited for.
const ORDER: [(&str, TodayKind); 26] = [
    ("① 超期", TodayKind::Overdue),
    ("② 证件该还", TodayKind::HoldDue),
    ("② 代缴款", TodayKind::MoneyOpen),
    ("③ 今天到期", TodayKind::DueToday),
    ("③ 3天内到期", TodayKind::DueSoon),
    ("④ 办好了没送到", TodayKind::ToDeliver),
    ("⑤ 退件没处理", TodayKind::Returned),
    ("⑤ 未获批准没告知", TodayKind::ToTell),
    ("⑥ 登记了没受理", TodayKind::NotAccepted),
    ("⑦ 待补材料", TodayKind::NoticeGiven),
    ("⑦ 待补签", TodayKind::SignatureDue),
    ("⑦ 该催问", TodayKind::ToUrge),
    ("⑧ 答应回电", TodayKind::CallBack),
    ("⑨ 今日逢场设点", TodayKind::PointDay),
    ("⑩ 本周巡回", TodayKind::RoundDue),
    ("⑩ 没销假", TodayKind::NotBack),
    ("⑩ 最久未访", TodayKind::LongUnseen),
    ("⑪ 监测户超周期", TodayKind::CycleOver),
    ("⑫ 公示", TodayKind::Posting),
    ("⑬ 差评投诉督办", TodayKind::Supervision),
    ("⑭ 到点的事", TodayKind::FollowUpDue),
    ("⑭ 帮扶下一步", TodayKind::StepDue),
    ("⑭ 轮岗", TodayKind::RotationDue),
    ("⑮ 镇未签收", TodayKind::Unconfirmed),
    ("⑮ 备份过期", TodayKind::BackupOld),
    ("⑮ 到期销毁", TodayKind::DestructionDue),
];

/// A village on Thursday 2026-11-26 with a line of every kind, brought about in an order that is not theirs.
fn with_a_line_of_every_kind() -> Fixture {
    let mut fixture = Fixture::on("2025-06-02");
    let gone = fixture.contact("小周", "社会救助窗口", "47551234");
    fixture.act(Intent::Contact(ContactIntent::Retire(gone)));
    fixture.post(PostKind::Staff, day("2021-11-26"));
    go_to(&mut fixture, "2026-10-12");
    monitored(&mut fixture);
    let owner = fixture.person("李德全");
    fixture.document(owner, "身份证", Some(day("2026-12-10"))).unwrap();
    go_to(&mut fixture, "2026-11-09");
    let seq = fixture.village.seq;
    fixture.package("/media/GOOD", "代办交表", seq);
    put_up(&mut fixture, "低保名单");
    fixture.intake("S05", None);
    go_to(&mut fixture, "2026-11-19");
    fixture.intake("S05", None);
    let stuck = fixture.intake("S01", None);
    submit(&mut fixture, stuck);
    leave(&mut fixture, "2026-11-20", "2026-11-23");
    let waiting = registered(&mut fixture);
    give_notice(&mut fixture, waiting);
    go_to(&mut fixture, "2026-11-20");
    fixture.intake("S05", Some("户口簿"));
    let [back, denied, granted, paid] = [(); 4].map(|()| fixture.intake("S01", None));
    by_phone(&mut fixture);
    let pairing = paired(&mut fixture);
    next_step(&mut fixture, pairing, "2026-11-26");
    submit(&mut fixture, back);
    take_back(&mut fixture, back);
    grant(&mut fixture, granted);
    deny(&mut fixture, denied);
    take_money(&mut fixture, paid);
    point(&mut fixture, "每周四");
    go_to(&mut fixture, "2026-11-24");
    registered(&mut fixture);
    let id = SupervisionId::mint(&mut fixture.mint, fixture.at);
    let item = Supervision::new(id, SupervisionKind::Order, fixture.today(), fixture.at);
    let item = Supervision { text: "补台账".to_owned(), ..item };
    fixture.act(Intent::Supervision(SupervisionIntent::Receive(Box::new(item))));
    note(&mut fixture, promise(day("2026-11-26")));
    go_to(&mut fixture, "2026-11-26");
    fixture
}

#[test]
fn the_kinds_stand_in_the_order_of_the_law_and_of_the_villager_and_each_has_its_place() {
    let fixture = with_a_line_of_every_kind();
    let lines = lines(&fixture.village, fixture.today(), &fixture.tables);
    // What comes due by the calendar is of one rank, by its day; everything else has a rank of its own.
    let by_calendar =
        |kind: TodayKind| matches!(kind, TodayKind::FollowUpDue | TodayKind::StepDue | TodayKind::RotationDue);
    let ranked = |kind: TodayKind| if by_calendar(kind) { TodayKind::FollowUpDue } else { kind };
    let mut kinds: Vec<TodayKind> = lines.iter().map(|line| ranked(line.kind)).collect();
    kinds.dedup();
    let mut wanted: Vec<TodayKind> = ORDER.iter().map(|(_, kind)| ranked(*kind)).collect();
    wanted.dedup();
    assert_eq!(kinds, wanted);
    let days: Vec<i32> = lines.iter().filter(|line| by_calendar(line.kind)).map(|line| line.days).collect();
    assert!(days.len() >= 3 && days.is_sorted_by(|a, b| a >= b), "{days:?}");
    for (place, (name, kind)) in ORDER.iter().enumerate() {
        let earlier = ORDER.iter().take(place).filter(|(_, other)| other >= kind);
        assert_eq!(earlier.count(), 0, "{name} stands after all that is named before it");
    }
}

#[test]
fn within_a_kind_what_waits_longest_stands_first_and_what_is_due_sooner() {
    let mut fixture = Fixture::on("2026-11-02");
    for _ in 0..3 {
        fixture.intake("S05", None);
        registered(&mut fixture);
        fixture.wait_days(1);
    }
    let days = |kind, today: &str| on(&fixture, kind, day(today));
    // Due on 11-09, 11-10 and 11-11.
    assert_eq!(days(TodayKind::DueSoon, "2026-11-08"), [1, 2, 3]);
    assert_eq!(days(TodayKind::NotAccepted, "2026-11-06"), [4, 3, 2]);
    let overdue = days(TodayKind::Overdue, "2026-11-13");
    assert!(overdue.is_sorted_by(|one, other| one >= other) && overdue.len() >= 3, "{overdue:?}");
}
