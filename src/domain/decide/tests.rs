//! The rules, tried as the officer would: through whole acts, and what each leaves in the record.

mod days;
mod guards;
mod wishes;

use super::handover::HandoverIntent;
use super::household::{EventIntent, HouseholdIntent};
use super::intake::{Applicant, IntakeIntent, LineIntent};
use super::note::NoteIntent;
use super::papers::{HoldIntent, Mark, PapersIntent};
use super::step::{Signature, StepIntent};
use super::undo::UndoIntent;
use super::{Intent, person::PersonIntent};
use crate::domain::day::{Day, Moment};
use crate::domain::fixture::Fixture;
use crate::domain::handover::{Handover, HandoverHow};
use crate::domain::household::HouseholdStatus;
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::id::{HoldId, IdMint, IntakeId, NoteId, PersonId, Seq, TaskId};
use crate::domain::intake::{IntakeOutcome, asked_before};
use crate::domain::material::{HoldPlace, Signed};
use crate::domain::matter::ProxyRule;
use crate::domain::note::{CallBack, Note, NoteKind};
use crate::domain::person::{Person, PersonStatus};
use crate::domain::refusal::Refusal;
use crate::domain::resident_id::{IdNumber, ResidentId};
use crate::domain::task::ProxyTask;
use crate::domain::task::clock;
use crate::domain::task::lifecycle::{self, StepKind};
use crate::domain::task::parts::{EntrustedHow, Entrustment, RatingLevel};
use crate::domain::task::state::{ResultPlace, Source, State, StuckAt, Window};
use crate::domain::text::PersonName;
use crate::domain::today::{self, TodayKind};

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

#[test]
fn nothing_is_kept_for_a_village_that_is_not_founded() {
    let fixture = Fixture::on("2026-11-24");
    let now = super::Now { at: fixture.at, today: fixture.today(), actor: "王敏", tables: &fixture.tables };
    let import = Intent::Import(Box::default());
    let unfounded = crate::domain::village::Village::default();
    assert_eq!(super::decide(&unfounded, &now, import), Err(Refusal::NotFounded));
    let group = super::village::VillageIntent::AddGroup("1社".to_owned());
    assert_eq!(super::decide(&unfounded, &now, Intent::Village(group)), Err(Refusal::NotFounded));
}

fn task(fixture: &Fixture, id: TaskId) -> ProxyTask {
    fixture.village.task(id).unwrap().clone()
}

fn due(fixture: &Fixture, id: TaskId) -> Option<Day> {
    clock::read(&task(fixture, id), fixture.today(), &fixture.tables.calendar).due
}

fn submit(to: Window, on: Day) -> StepIntent {
    StepIntent::Submit { to, on, receipt: String::new(), external_no: String::new(), with_originals: true }
}

fn deliver(fixture: &Fixture, id: TaskId) -> StepIntent {
    let holds_returned = task(fixture, id).holds.iter().map(|hold| hold.id).collect();
    let rating = Some(RatingLevel::Good);
    StepIntent::Deliver {
        on: fixture.today(),
        to: "李德全".to_owned(),
        signed: Signed::Name,
        holds_returned,
        rating,
        entrusted: None,
    }
}

fn kinds(fixture: &Fixture) -> Vec<TodayKind> {
    let lines = today::lines(&fixture.village, fixture.today(), &fixture.tables);
    // Nobody makes a backup or a round here, while days go by.
    let of_others = [TodayKind::BackupOld, TodayKind::RoundDue];
    lines.into_iter().map(|line| line.kind).filter(|kind| !of_others.contains(kind)).collect()
}

fn undo(fixture: &mut Fixture) -> Result<(), Refusal> {
    let act = fixture.acts.last().unwrap().clone();
    let rows = fixture.rows.last().cloned();
    fixture.try_act(Intent::Undo(UndoIntent { of: act.seq, command: act.command, rows }))
}

#[test]
fn a_matter_with_all_its_papers_is_accepted_at_the_door_and_runs_from_that_day() {
    let mut fixture = Fixture::on("2026-02-12");
    let id = fixture.intake("S05", Some("身份证"));
    let task = task(&fixture, id);
    assert_eq!((task.state, task.no.to_string().as_str()), (State::Accepted, "2026-0001"));
    assert_eq!((task.promised, due(&fixture, id)), (Some(day("2026-02-24")), Some(day("2026-02-24"))));
    assert_eq!(task.holds_out().count(), 1);
    assert_eq!(task.holds[0].return_by, day("2026-02-15"));
}

#[test]
fn a_missing_paper_keeps_a_task_from_acceptance_until_it_comes() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake_with("S05", vec![Mark::Got, Mark::Missing, Mark::Got], None).unwrap();
    assert_eq!(task(&fixture, id).state, State::Registered);
    let refused = fixture.try_act(Intent::Step(id, StepIntent::Accept));
    assert_eq!(refused, Err(Refusal::MaterialsMissing("身份证".to_owned())));
    fixture.step(id, StepIntent::GiveNotice { items: Vec::new(), method: "当面".to_owned() });
    assert_eq!(task(&fixture, id).notice.unwrap().items, ["身份证"]);
    assert_eq!(task(&fixture, id).stuck_at(), StuckAt::Applicant);
    fixture.wait_days(4);
    fixture.act(Intent::Papers(id, PapersIntent::Materials(vec![Mark::Got; 3])));
    fixture.step(id, StepIntent::Accept);
    assert_eq!(task(&fixture, id).papers_on, day("2026-11-06"));
    assert_eq!(due(&fixture, id), Some(day("2026-11-13")));
}

#[test]
fn not_accepting_does_not_stop_the_clock() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake_with("S05", vec![Mark::Missing; 3], None).unwrap();
    fixture.wait_days(7);
    assert_eq!((due(&fixture, id), kinds(&fixture)), (None, vec![TodayKind::NotAccepted]));
    fixture.wait_days(1);
    assert_eq!(due(&fixture, id), Some(day("2026-11-09")));
    assert_eq!(kinds(&fixture), vec![TodayKind::Overdue]);
}

#[test]
fn a_task_goes_lawfully_from_the_door_to_the_archive_and_every_original_comes_back() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", Some("户口簿"));
    fixture.wait_days(1);
    let on = fixture.today();
    fixture.step(id, submit(Window::Town, on));
    let submitted = task(&fixture, id);
    assert_eq!((submitted.state_label(), submitted.stuck_at()), ("已交镇", StuckAt::Town));
    assert_eq!(submitted.holds[0].place, HoldPlace::Town);
    fixture.wait_days(2);
    let on = fixture.today();
    fixture.step(
        id,
        StepIntent::Grant { on, place: ResultPlace::AtWindow, paper: "批复12号".to_owned(), with_originals: true },
    );
    assert_eq!(task(&fixture, id).state_label(), "已办结待取");
    let early = fixture.try_act(Intent::Step(id, deliver(&fixture, id)));
    assert_eq!(early, Err(Refusal::HoldsOut("户口簿(在镇窗口)".to_owned())));
    fixture.step(id, StepIntent::Fetch { on, with_originals: true });
    assert_eq!(task(&fixture, id).state_label(), "已办结待送达");
    fixture.step(id, deliver(&fixture, id));
    let delivered = task(&fixture, id);
    assert_eq!((delivered.state, delivered.holds_out().count(), delivered.trips()), (State::Delivered, 0, 2));
    assert_eq!(clock::is_on_time(&delivered, &fixture.tables.calendar), Some(true));
    fixture.step(id, StepIntent::close());
    assert_eq!(task(&fixture, id).rating.unwrap().level, Some(RatingLevel::Good));
    assert!(kinds(&fixture).is_empty());
}

#[test]
fn a_delivery_without_its_originals_is_refused() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", Some("户口簿"));
    let on = fixture.today();
    fixture.step(id, StepIntent::Grant { on, place: ResultPlace::Here, paper: String::new(), with_originals: true });
    let intent = StepIntent::Deliver {
        on,
        to: "李德全".to_owned(),
        signed: Signed::Name,
        holds_returned: vec![],
        rating: None,
        entrusted: None,
    };
    assert_eq!(fixture.try_act(Intent::Step(id, intent)), Err(Refusal::HoldsOut("户口簿".to_owned())));
}

/// A task entrusted by phone today, nothing else in its way.
fn by_phone(fixture: &mut Fixture) -> TaskId {
    let id = fixture.intake("S01", None);
    let given = PapersIntent::Entrust {
        how: EntrustedHow::Phone,
        signed: None,
        sign_by: None,
        ids_seen: false,
        witness: String::new(),
    };
    fixture.act(Intent::Papers(id, given));
    id
}

#[test]
fn a_spoken_entrustment_is_on_today_until_it_is_signed_and_its_file_is_not_put_away_before() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = by_phone(&mut fixture);
    assert_eq!(kinds(&fixture), []);
    fixture.wait_days(4);
    assert_eq!(kinds(&fixture), [TodayKind::SignatureDue]);
    let on = fixture.today();
    fixture.step(id, StepIntent::Grant { on, place: ResultPlace::Here, paper: String::new(), with_originals: true });
    assert_eq!(kinds(&fixture), [TodayKind::ToDeliver, TodayKind::SignatureDue]);
    let delivery = deliver(&fixture, id);
    fixture.step(id, delivery);
    fixture.wait_days(10);
    assert_eq!(kinds(&fixture), [TodayKind::SignatureDue]);
    let unexplained = fixture.try_act(Intent::Step(id, StepIntent::close()));
    assert!(matches!(unexplained, Err(Refusal::Blank("本人无法补签的原因", _))), "{unexplained:?}");
    let sign = |signed| PapersIntent::Entrust {
        how: EntrustedHow::Phone,
        signed,
        sign_by: None,
        ids_seen: true,
        witness: String::new(),
    };
    assert!(fixture.try_act(Intent::Papers(id, sign(None))).is_err(), "only a signature is still taken");
    let PapersIntent::Entrust { signed, sign_by, ids_seen, witness, .. } = sign(Some(Signed::Name)) else { return };
    let on_paper = PapersIntent::Entrust { how: EntrustedHow::Paper, signed, sign_by, ids_seen, witness };
    let refused = fixture.try_act(Intent::Papers(id, on_paper));
    assert!(matches!(refused, Err(Refusal::Already(_))), "what was spoken is not made a paper afterwards: {refused:?}");
    fixture.act(Intent::Papers(id, sign(Some(Signed::Name))));
    let given = task(&fixture, id).entrustment.unwrap();
    assert_eq!((given.on, given.signed), (day("2026-11-02"), Some(Signed::Name)));
    assert_eq!(kinds(&fixture), []);
    fixture.step(id, StepIntent::close());
}

#[test]
fn who_can_no_longer_sign_is_written_down_and_the_file_is_put_away() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = by_phone(&mut fixture);
    let on = fixture.today();
    fixture.step(id, StepIntent::Grant { on, place: ResultPlace::Here, paper: String::new(), with_originals: true });
    let delivery = deliver(&fixture, id);
    fixture.step(id, delivery);
    let delivered = task(&fixture, id);
    assert_eq!((delivered.owes_signature(), lifecycle::likely(&delivered, on, &fixture.tables.calendar)), (true, None));
    fixture.step(id, StepIntent::Close { unsigned: "11月已去世".to_owned() });
    let closed = task(&fixture, id);
    assert_eq!((closed.state, &*closed.steps.last().unwrap().words), (State::Closed, "本人无法补签：11月已去世"));
    assert_eq!(kinds(&fixture), []);
}

#[test]
fn a_signature_is_not_waited_for_where_the_matter_needs_no_entrustment() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S06", None);
    assert_eq!(task(&fixture, id).matter.proxy, ProxyRule::Allowed);
    let given = PapersIntent::Entrust {
        how: EntrustedHow::Phone,
        signed: None,
        sign_by: None,
        ids_seen: false,
        witness: String::new(),
    };
    fixture.act(Intent::Papers(id, given));
    fixture.wait_days(30);
    let on = fixture.today();
    fixture.step(id, submit(Window::Town, on));
    fixture.step(id, StepIntent::Grant { on, place: ResultPlace::Here, paper: "1".to_owned(), with_originals: true });
    let delivery = deliver(&fixture, id);
    fixture.step(id, delivery);
    fixture.step(id, StepIntent::close());
}

#[test]
fn no_signature_is_taken_for_a_matter_that_was_given_up() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = by_phone(&mut fixture);
    fixture.step(id, StepIntent::Withdraw { reason: "不办了".to_owned() });
    let sign = PapersIntent::Entrust {
        how: EntrustedHow::Phone,
        signed: Some(Signed::Name),
        sign_by: None,
        ids_seen: true,
        witness: String::new(),
    };
    assert!(matches!(fixture.try_act(Intent::Papers(id, sign)), Err(Refusal::Already(_))));
    fixture.step(id, StepIntent::close());
}

#[test]
fn a_visit_entered_later_is_entrusted_and_counted_from_its_day() {
    let mut fixture = Fixture::on("2026-11-02");
    let came = fixture.today();
    fixture.wait_days(5);
    let line = LineIntent {
        outcome: IntakeOutcome::TakenIn,
        code: "S01".to_owned(),
        variant: None,
        words: String::new(),
        marks: vec![Mark::Got; 20],
        holds: Vec::new(),
    };
    let intent = IntakeIntent {
        id: IntakeId::mint(&mut fixture.mint, fixture.at),
        mint: IdMint::new(9),
        applicant: Applicant::Known(fixture.person("李德全")),
        agent: None,
        source: Source::Phone,
        on: came,
        lines: vec![line],
        entrustment: Some(Entrustment {
            how: EntrustedHow::Phone,
            on: came,
            sign_by: None,
            signed: None,
            ids_seen: false,
            witness: String::new(),
        }),
    };
    fixture.act(Intent::Intake(Box::new(intent)));
    let id = fixture.village.tasks().last().unwrap().id;
    let task = task(&fixture, id);
    assert_eq!((task.registered_on, task.signature_due()), (came, Some(came.plus_days(7))));
}

#[test]
fn an_original_stays_at_the_window_unless_it_was_fetched_and_its_way_is_written_down() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", Some("户口簿"));
    let on = fixture.today();
    fixture.step(id, submit(Window::Town, on));
    fixture
        .step(id, StepIntent::Grant { on, place: ResultPlace::AtWindow, paper: "1".to_owned(), with_originals: true });
    fixture.step(id, StepIntent::Fetch { on, with_originals: false });
    let place = |fixture: &Fixture| task(fixture, id).holds[0].place;
    assert_eq!(place(&fixture), HoldPlace::Town);
    let refused = fixture.try_act(Intent::Step(id, deliver(&fixture, id)));
    assert_eq!(refused, Err(Refusal::HoldsOut("户口簿(在镇窗口)".to_owned())));
    let again = StepIntent::Fetch { on, with_originals: false };
    assert!(fixture.try_act(Intent::Step(id, again)).is_err(), "nothing came back");
    fixture.wait_days(1);
    let later = fixture.today();
    fixture.step(id, StepIntent::Fetch { on: later, with_originals: true });
    assert_eq!(place(&fixture), HoldPlace::Here);
    let fetched = task(&fixture, id);
    assert_eq!(fetched.decision.as_ref().unwrap().fetched_on, Some(on), "the day of the result stays");
    let words: Vec<&str> = fetched.steps.iter().map(|step| &*step.words).collect();
    assert!(words.iter().any(|words| words.ends_with("带去户口簿")), "{words:?}");
    assert_eq!(words.last(), Some(&"去窗口；带回户口簿"));
    assert!(
        !lifecycle::menu(&fetched, later, &fixture.tables.calendar).iter().any(|(step, _)| *step == StepKind::Fetch)
    );
}

#[test]
fn an_original_left_at_the_window_with_a_refusal_is_fetched_and_then_given_back() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", Some("户口簿"));
    let on = fixture.today();
    let fetch = StepIntent::Fetch { on, with_originals: true };
    let place = |fixture: &Fixture| task(fixture, id).holds[0].place;
    fixture.step(id, submit(Window::Town, on));
    fixture.step(id, StepIntent::TakeBack { on, missing: "照片".to_owned(), with_originals: false });
    assert_eq!(place(&fixture), HoldPlace::Town, "it was not brought along");
    fixture.step(id, fetch.clone());
    assert_eq!((place(&fixture), task(&fixture, id).state), (HoldPlace::Here, State::Returned));
    assert!(fixture.try_act(Intent::Step(id, fetch.clone())).is_err(), "nothing is left to fetch");
    fixture.step(id, submit(Window::Town, on));
    let (reason, remedy) = ("不符合".to_owned(), "复议".to_owned());
    fixture.step(id, StepIntent::Deny { on, reason, remedy, paper: String::new(), with_originals: false });
    let refused = fixture.try_act(Intent::Step(id, deliver(&fixture, id)));
    assert_eq!(refused, Err(Refusal::HoldsOut("户口簿(在镇窗口)".to_owned())));
    fixture.step(id, fetch);
    assert_eq!((place(&fixture), task(&fixture, id).state), (HoldPlace::Here, State::Denied));
    fixture.step(id, deliver(&fixture, id));
    assert_eq!(task(&fixture, id).holds_out().count(), 0);
}

#[test]
fn an_original_goes_back_to_somebody_with_a_name() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", Some("户口簿"));
    let (on, hold) = (fixture.today(), task(&fixture, id).holds[0].id);
    let back = |to: &str| PapersIntent::ReturnHold { id: hold, to: to.to_owned(), signed: Signed::Name, on };
    let refused = fixture.try_act(Intent::Papers(id, back("2026-13-45")));
    assert!(matches!(refused, Err(Refusal::NoName("领取人", _))), "{refused:?}");
    fixture.act(Intent::Papers(id, back("李小红（女儿）")));
    assert_eq!(task(&fixture, id).holds[0].returned.as_ref().unwrap().to, "李小红（女儿）");
}

#[test]
fn a_spoken_entrustment_is_signed_with_the_delivery_and_a_fingerprint_asks_for_its_witness() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = by_phone(&mut fixture);
    let on = fixture.today();
    fixture.step(id, StepIntent::Grant { on, place: ResultPlace::Here, paper: String::new(), with_originals: true });
    let delivery = |witness: &str| StepIntent::Deliver {
        on,
        to: "李德全".to_owned(),
        signed: Signed::Name,
        holds_returned: vec![],
        rating: None,
        entrusted: Some(Signature { signed: Signed::Fingerprint, witness: witness.to_owned(), ids_seen: false }),
    };
    let refused = fixture.try_act(Intent::Step(id, delivery("")));
    assert!(matches!(refused, Err(Refusal::Blank("见证人", _))), "{refused:?}");
    fixture.step(id, delivery("周开明"));
    let given = task(&fixture, id).entrustment.unwrap();
    assert_eq!(
        (given.how, given.signed, given.witness.as_str(), given.ids_seen),
        (EntrustedHow::Phone, Some(Signed::Fingerprint), "周开明", false),
        "what was not seen is not said to be"
    );
    assert_eq!(kinds(&fixture), []);
}

#[test]
fn a_notice_names_the_entrustment_with_the_papers_that_are_missing() {
    let mut fixture = Fixture::on("2026-11-02");
    let line = LineIntent {
        outcome: IntakeOutcome::TakenIn,
        code: "S01".to_owned(),
        variant: None,
        words: String::new(),
        marks: vec![Mark::Got, Mark::Got, Mark::Missing, Mark::Got, Mark::Got],
        holds: Vec::new(),
    };
    let intent = IntakeIntent {
        id: IntakeId::mint(&mut fixture.mint, fixture.at),
        mint: IdMint::new(9),
        applicant: Applicant::Known(fixture.person("李德全")),
        agent: None,
        source: Source::Visit,
        on: fixture.today(),
        lines: vec![line],
        entrustment: None,
    };
    fixture.act(Intent::Intake(Box::new(intent)));
    let id = fixture.village.tasks().last().unwrap().id;
    assert_eq!(task(&fixture, id).lacking(), ["户口簿", "委托书"]);
    let refused = fixture.try_act(Intent::Step(id, StepIntent::Accept));
    assert_eq!(refused, Err(Refusal::MaterialsMissing("户口簿、委托书".to_owned())));
    fixture.step(id, StepIntent::GiveNotice { items: Vec::new(), method: "当面".to_owned() });
    assert_eq!(task(&fixture, id).notice.unwrap().items, ["户口簿", "委托书"]);
}

#[test]
fn a_matter_that_is_still_open_is_known_when_it_is_taken_in_again() {
    let mut fixture = Fixture::on("2026-11-02");
    let first = fixture.intake("S05", None);
    let again = |fixture: &Fixture, code: &str| {
        let mut other = Fixture::on("2026-11-02");
        let id = other.intake(code, None);
        let mut task = task(&other, id);
        (task.id, task.applicant) = (TaskId::mint(&mut IdMint::new(7), fixture.at), fixture.person("李德全"));
        let twice = [task.clone(), ProxyTask { id: TaskId::mint(&mut IdMint::new(8), fixture.at), ..task }];
        let before = |place| asked_before(&fixture.village, &twice, place).map(|task| task.id);
        (before(0), before(1) == Some(twice[0].id))
    };
    assert_eq!(again(&fixture, "S05"), (Some(first), false));
    assert_eq!(again(&fixture, "S06"), (None, true), "twice in one intake");
    fixture.step(first, StepIntent::Withdraw { reason: "不办了".to_owned() });
    assert_eq!(again(&fixture, "S05"), (None, true));
}

#[test]
fn an_unlawful_step_is_refused_with_its_reason() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", None);
    let refused = fixture.try_act(Intent::Step(id, StepIntent::close())).unwrap_err();
    assert_eq!(refused.to_string(), "「已受理」的事项不能直接到「归档」。请先办列出的下一步");
    assert_eq!(task(&fixture, id).state, State::Accepted);
}

#[test]
fn a_pause_stands_the_clock_still_and_gives_the_days_back() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", None);
    fixture.step(id, StepIntent::StartWork);
    fixture.wait_days(2);
    let from = fixture.today();
    let pause = |paper: &str| StepIntent::Pause { from, reason: "公示".to_owned(), paper: paper.to_owned() };
    assert!(matches!(fixture.try_act(Intent::Step(id, pause(" "))), Err(Refusal::Blank("凭据", _))));
    fixture.step(id, pause("公示单"));
    fixture.wait_days(7);
    assert_eq!((due(&fixture, id), kinds(&fixture)), (None, vec![]));
    let on = fixture.today();
    fixture.step(id, StepIntent::Resume { on });
    assert_eq!(task(&fixture, id).state, State::Working);
    assert_eq!(due(&fixture, id), Some(day("2026-11-16")));
}

#[test]
fn an_authority_limit_that_ends_first_is_the_one_judged() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S15", None);
    fixture.wait_days(1);
    let on = fixture.today();
    fixture.step(id, submit(Window::Town, on));
    let record = task(&fixture, id);
    let clock = clock::read(&record, on, &fixture.tables.calendar);
    assert_eq!(clock.due, Some(day("2026-12-01")));
    assert_eq!(clock.other.map(|(_, day)| day), Some(Some(day("2026-12-02"))));
}

#[test]
fn what_must_never_be_kept_is_refused_and_nothing_is_taken_in() {
    let mut fixture = Fixture::on("2026-11-02");
    let refused = fixture.intake_with("S05", vec![Mark::Got; 3], Some("社保卡"));
    assert_eq!(refused, Err(Refusal::NeverKept("社保卡".to_owned())));
    assert_eq!(fixture.village.tasks().len(), 0);
}

#[test]
fn a_certificate_on_the_ban_list_is_refused_with_what_to_do() {
    let mut fixture = Fixture::on("2026-11-02");
    let intake = |fixture: &mut Fixture, words: &str| {
        let line = LineIntent {
            outcome: IntakeOutcome::TakenIn,
            code: "V01".to_owned(),
            variant: None,
            words: words.to_owned(),
            marks: Vec::new(),
            holds: Vec::new(),
        };
        let intent = IntakeIntent {
            id: IntakeId::mint(&mut fixture.mint, fixture.at),
            mint: IdMint::new(fixture.village.seq.0),
            applicant: Applicant::Known(fixture.person("李德全")),
            agent: None,
            source: Source::Visit,
            on: fixture.today(),
            lines: vec![line],
            entrustment: None,
        };
        fixture.try_act(Intent::Intake(Box::new(intent)))
    };
    let refused = intake(&mut fixture, "无犯罪证明").unwrap_err().to_string();
    assert!(refused.contains("村里不能开"), "{refused}");
    assert!(intake(&mut fixture, "").is_err());
    assert_eq!(fixture.village.tasks().len(), 0);
}

#[test]
fn a_matter_that_needs_the_person_is_accompanied_never_carried() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("G01", None);
    let task = task(&fixture, id);
    assert_eq!(task.matter.mode, crate::domain::matter::Mode::Assist);
}

#[test]
fn a_bundle_opens_tasks_with_a_clock_each() {
    let mut fixture = Fixture::on("2026-11-02");
    fixture.intake("S29", None);
    let codes: Vec<_> = fixture.village.tasks().map(|task| task.matter.code.clone()).collect();
    assert!(codes.contains(&"G03".to_owned()) && codes.contains(&"S17".to_owned()), "{codes:?}");
    let numbers: std::collections::BTreeSet<_> = fixture.village.tasks().map(|task| task.no).collect();
    assert_eq!(numbers.len(), codes.len());
}

#[test]
fn money_carried_for_a_villager_must_come_to_nothing_before_delivery() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S14", None);
    let take = |no: &str| PapersIntent::TakeMoney {
        purpose: "2027年医保".to_owned(),
        received_fen: 40_000,
        receipt_no: no.to_owned(),
    };
    assert!(fixture.try_act(Intent::Papers(id, take(""))).is_err());
    fixture.act(Intent::Papers(id, take("0017")));
    assert_eq!(kinds(&fixture), vec![TodayKind::MoneyOpen]);
    let on = fixture.today();
    fixture.step(id, StepIntent::Grant { on, place: ResultPlace::Here, paper: String::new(), with_originals: true });
    let refused = fixture.try_act(Intent::Step(id, deliver(&fixture, id)));
    assert_eq!(refused, Err(Refusal::MoneyOpen("400元".to_owned())));
    let settle = |paid_fen, refunded_fen| PapersIntent::SettleMoney {
        index: 0,
        paid_fen,
        voucher: "电子票12".to_owned(),
        refunded_fen,
    };
    assert!(fixture.try_act(Intent::Papers(id, settle(40_000, 1))).is_err());
    fixture.act(Intent::Papers(id, settle(38_000, 2_000)));
    fixture.step(id, deliver(&fixture, id));
}

#[test]
fn undo_restores_the_record_and_redo_brings_it_back() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", None);
    let before = task(&fixture, id);
    let on = fixture.today();
    fixture.step(id, submit(Window::Town, on));
    undo(&mut fixture).unwrap();
    let mut undone = task(&fixture, id);
    assert_eq!(undone.touched, fixture.village.seq);
    undone.touched = before.touched;
    assert_eq!(undone, before);
    undo(&mut fixture).unwrap();
    assert_eq!(task(&fixture, id).state, State::Submitted);
}

#[test]
fn steps_of_one_record_are_undone_one_after_the_other() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", None);
    fixture.step(id, StepIntent::StartWork);
    let on = fixture.today();
    fixture.step(id, submit(Window::Town, on));
    for (place, state) in [(fixture.acts.len() - 1, State::Working), (fixture.acts.len() - 2, State::Accepted)] {
        let (act, rows) = (fixture.acts[place].clone(), Some(fixture.rows[place].clone()));
        fixture.act(Intent::Undo(UndoIntent { of: act.seq, command: act.command, rows }));
        assert_eq!(task(&fixture, id).state, state);
    }
}

#[test]
fn undo_that_would_tear_later_work_is_refused_and_names_it() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", None);
    let of = fixture.village.seq;
    fixture.step(id, StepIntent::StartWork);
    let later = fixture.village.seq;
    let rows = fixture.rows.get(fixture.rows.len() - 2).cloned();
    let undone = fixture.try_act(Intent::Undo(UndoIntent { of, command: "intake.take".to_owned(), rows }));
    assert_eq!(undone, Err(Refusal::LaterWork(later.0)));
    let gone = Intent::Undo(UndoIntent { of: Seq(1), command: "person.add".to_owned(), rows: None });
    assert!(matches!(fixture.try_act(gone), Err(Refusal::TooOld(_))));
}

#[test]
fn undoing_an_acceptance_leaves_it_in_the_working() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake_with("S05", vec![Mark::Missing; 3], None).unwrap();
    fixture.act(Intent::Papers(id, PapersIntent::Materials(vec![Mark::Got; 3])));
    fixture.step(id, StepIntent::Accept);
    undo(&mut fixture).unwrap();
    let record = task(&fixture, id);
    assert_eq!((record.state, record.accepted_on), (State::Registered, None));
    assert_eq!(record.undone_acceptances.len(), 1);
    fixture.step(id, StepIntent::Accept);
    let (working, _) = clock::explain(&task(&fixture, id), fixture.today(), &fixture.tables.calendar);
    assert!(working.iter().any(|line| line.contains("曾于 2026-11-02 受理")), "{working:?}");
}

#[test]
fn a_delivery_is_reversed_with_a_reason_never_undone() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", None);
    let on = fixture.today();
    fixture.step(id, StepIntent::Grant { on, place: ResultPlace::Here, paper: String::new(), with_originals: true });
    fixture.step(id, deliver(&fixture, id));
    assert!(matches!(undo(&mut fixture), Err(Refusal::NotUndoable("送达", _))));
    let reverse = |reason: &str| Intent::Step(id, StepIntent::Reverse { reason: reason.to_owned() });
    assert!(fixture.try_act(reverse(" ")).is_err());
    fixture.act(reverse("登记错了人"));
    assert_eq!(task(&fixture, id).state, State::Granted);
}

#[test]
fn a_hold_comes_back_once() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", Some("户口簿"));
    fixture.wait_days(3);
    assert_eq!(kinds(&fixture).first(), Some(&TodayKind::HoldDue));
    let hold = task(&fixture, id).holds[0].id;
    let on = fixture.today();
    let back = || PapersIntent::ReturnHold { id: hold, to: "李德全".to_owned(), signed: Signed::Fingerprint, on };
    fixture.act(Intent::Papers(id, back()));
    assert!(matches!(fixture.try_act(Intent::Papers(id, back())), Err(Refusal::Already(_))));
    let again = HoldIntent {
        id: HoldId::mint(&mut fixture.mint, fixture.at),
        doc: "户口簿".to_owned(),
        owner: "李德全".to_owned(),
        reason: "区里要看".to_owned(),
        return_by: None,
    };
    fixture.act(Intent::Papers(id, PapersIntent::TakeHold(Box::new(again))));
    assert_eq!(task(&fixture, id).holds.len(), 2);
}

#[test]
fn a_death_ends_the_person_and_asks_for_a_new_head() {
    let mut fixture = Fixture::on("2026-11-02");
    let household = fixture.village.households().next().unwrap().id;
    let (head, at) = (fixture.person("李德全"), fixture.at);
    let child = Box::new(Person::new(PersonId::mint(&mut fixture.mint, at), PersonName::parse("李小红").unwrap()));
    let event = |kind, person, newcomer| {
        let (on, detail, evidence) = (day("2026-11-01"), String::new(), "医学证明".to_owned());
        let intent = EventIntent { household, kind, on, person, newcomer, detail, evidence };
        Intent::Household(HouseholdIntent::Event(Box::new(intent)))
    };
    fixture.act(event(HouseholdEventKind::Birth, None, Some(child)));
    fixture.act(event(HouseholdEventKind::Death, Some(head), None));
    assert_eq!(fixture.village.person(head).unwrap().status, PersonStatus::Dead);
    assert_eq!(fixture.village.household(household).unwrap().head, None);
    let child = fixture.person("李小红");
    fixture.act(event(HouseholdEventKind::NewHead, Some(child), None));
    assert_eq!(fixture.village.household(household).unwrap().head, Some(child));
    assert!(fixture.try_act(event(HouseholdEventKind::Death, Some(head), None)).is_err());
    fixture.act(event(HouseholdEventKind::MovedOut, Some(child), None));
    assert_eq!(fixture.village.household(household).unwrap().status, HouseholdStatus::MovedAway);
}

#[test]
fn one_resident_id_is_one_person() {
    let mut fixture = Fixture::on("2026-11-02");
    let id_no = ResidentId::parse("11010519491231002X", fixture.today()).unwrap();
    let mut person = fixture.village.person(fixture.person("李德全")).unwrap().clone();
    person.id_no = IdNumber::Known(id_no);
    fixture.act(Intent::Person(PersonIntent::Edit(Box::new(person.clone()))));
    assert_eq!(fixture.village.person_by_id_no(&id_no).unwrap().id, person.id);
    let mut other = Person::new(PersonId::mint(&mut fixture.mint, fixture.at), PersonName::parse("李德金").unwrap());
    other.id_no = IdNumber::Known(id_no);
    let refused = fixture.try_act(Intent::Person(PersonIntent::Add(Box::new(other)))).unwrap_err().to_string();
    assert!(refused.contains("110*") && !refused.contains("11010519491231002X"), "{refused}");
}

#[test]
fn a_promise_to_call_back_is_on_today_until_it_is_kept() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = NoteId::mint(&mut fixture.mint, fixture.at);
    let call_back = Some(CallBack { on: day("2026-11-03"), hour: "13:00".to_owned(), done_on: None });
    let (text, who) = ("问高龄津贴".to_owned(), "何秀兰".to_owned());
    let (touched, at, kind) = (Seq::default(), fixture.at, NoteKind::CallIn);
    let note = Box::new(Note { id, touched, at, kind, who, person: None, task: None, text, call_back });
    fixture.act(Intent::Note(NoteIntent::Write(note)));
    assert!(kinds(&fixture).is_empty());
    fixture.wait_days(1);
    assert_eq!(kinds(&fixture), vec![TodayKind::CallBack]);
    fixture.act(Intent::Note(NoteIntent::CalledBack(id)));
    assert!(kinds(&fixture).is_empty());
}

#[test]
fn a_note_keeps_the_day_it_was_on_and_the_time_it_was_written() {
    let mut fixture = Fixture::on("2026-11-24");
    let note = |fixture: &mut Fixture, on: Day| {
        let id = NoteId::mint(&mut fixture.mint, fixture.at);
        let (touched, at, kind) = (Seq::default(), Moment::at(on, 0, 0), NoteKind::Quick);
        let (text, who) = ("修路的事".to_owned(), String::new());
        let note = Note { id, touched, at, kind, who, person: None, task: None, text, call_back: None };
        fixture.try_act(Intent::Note(NoteIntent::Write(Box::new(note)))).map(|()| id)
    };
    let today = fixture.today();
    for (days, lawful) in [(1, false), (0, true), (-1, true), (-366 * 5, true), (-366 * 5 - 1, false)] {
        let on = today.plus_days(days);
        let made = note(&mut fixture, on);
        assert_eq!(made.is_ok(), lawful, "{on}");
        let Ok(id) = made else {
            assert!(matches!(made, Err(Refusal::BadDay(..))));
            continue;
        };
        let kept = fixture.village.note(id).unwrap();
        let times = (kept.at.day(), kept.written_at(), kept.is_late_entry());
        assert_eq!(times, (on, fixture.at, on < today));
        let page = crate::domain::handbook::entries(&fixture.village, &fixture.acts[fixture.acts.len() - 1..]);
        assert_eq!(page[0].late, (on < today).then_some(on));
    }
}

#[test]
fn a_note_of_a_day_that_is_taken_for_today_stands_under_that_day_and_the_hour_is_only_the_clocks_own() {
    let mut fixture = Fixture::on("2026-11-24");
    let clock = fixture.today();
    for (taken_for_today, on) in [(-3, -3), (3, 0), (3, 3)] {
        let on = clock.plus_days(on);
        let id = NoteId::mint(&mut fixture.mint, fixture.at);
        let (touched, at, kind) = (Seq::default(), Moment::at(on, 0, 0), NoteKind::Quick);
        let (text, who) = ("修路的事".to_owned(), String::new());
        let note = Note { id, touched, at, kind, who, person: None, task: None, text, call_back: None };
        let now = super::Now {
            at: fixture.at,
            today: clock.plus_days(taken_for_today),
            actor: "王敏",
            tables: &fixture.tables,
        };
        let changes = super::note::decide(&fixture.village, &now, NoteIntent::Write(Box::new(note))).unwrap();
        let [crate::domain::change::Change::Note(crate::domain::change::NoteChange::Written, kept)] =
            changes.as_slice()
        else {
            panic!("{changes:?}")
        };
        assert_eq!(kept.at, if on == clock { fixture.at } else { Moment::at(on, 0, 0) });
    }
}

/// A step of this kind, filled in as a form would be.
fn filled(kind: crate::domain::task::lifecycle::StepKind, fixture: &Fixture, id: TaskId) -> StepIntent {
    use crate::domain::task::lifecycle::StepKind as K;
    let (on, reason) = (fixture.today(), "原因".to_owned());
    match kind {
        K::Register => StepIntent::Register,
        K::Accept => StepIntent::Accept,
        K::GiveNotice => StepIntent::GiveNotice { items: vec!["照片".to_owned()], method: String::new() },
        K::NotTake => StepIntent::NotTake { reason, whereto: "镇里".to_owned() },
        K::StartWork => StepIntent::StartWork,
        K::Submit => submit(Window::District, on),
        K::TakeBack => StepIntent::TakeBack { on, missing: reason, with_originals: true },
        K::Pause => StepIntent::Pause { from: on, reason, paper: "单".to_owned() },
        K::Resume => StepIntent::Resume { on },
        K::Grant => StepIntent::Grant { on, place: ResultPlace::AtWindow, paper: String::new(), with_originals: true },
        K::Fetch => StepIntent::Fetch { on, with_originals: true },
        K::Deny => {
            StepIntent::Deny { on, reason, remedy: "复议".to_owned(), paper: String::new(), with_originals: true }
        }
        K::Deliver => deliver(fixture, id),
        K::Withdraw => StepIntent::Withdraw { reason },
        K::Close => StepIntent::close(),
        K::Reopen => StepIntent::Reopen { reason },
        K::DropDraft => StepIntent::DropDraft,
        K::Reverse => StepIntent::Reverse { reason },
    }
}

/// What must hold of every village, whatever was done to it.
fn check_invariants(fixture: &Fixture) {
    let calendar = &fixture.tables.calendar;
    for task in fixture.village.tasks() {
        let settled = matches!(task.state, State::Delivered | State::Closed);
        assert!(!settled || task.holds_out().count() == 0, "{:?} with an original out", task.state);
        let clock = clock::read(task, fixture.today(), calendar);
        assert!(!clock.is_overdue() || task.state.is_open(), "overdue and {:?}", task.state);
        assert!(task.steps.last().is_none_or(|step| step.to == task.state || task.state == State::Registered));
        assert_eq!(task.delivery.is_some(), settled && task.decision.is_some());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    /// Any order of lawful and unlawful wishes, undo and waiting: the rules hold, and the journal alone, replayed,
    /// gives the same village.
    #[test]
    fn any_order_of_wishes_keeps_the_rules_and_replays(wishes in proptest::collection::vec((0..24 + 2 * wishes::KINDS, 0..4i32), 1..80)) {
        let mut fixture = Fixture::on("2026-03-02");
        let ids = [fixture.intake("S05", Some("户口簿")), fixture.intake_with("S15", vec![Mark::Missing; 3], None).unwrap()];
        for (wish, days) in wishes {
            fixture.wait_days(days);
            let id = ids[usize::from(wish % 2)];
            let (before, given) = (fixture.village.seq, fixture.village.handed_over().cloned());
            let Some(task) = fixture.village.task(id) else { continue };
            let steps = crate::domain::task::lifecycle::menu(task, fixture.today(), &fixture.tables.calendar);
            if let Some(kind) = wish.checked_sub(24) {
                let n = usize::from(kind) + fixture.acts.len();
                let _ = wishes::wish(&mut fixture, kind % wishes::KINDS, n);
            } else if wish == 22 {
                let _ = fixture.try_act(Intent::Handover(HandoverIntent::Revoke(given.iter().map(Handover::code).collect())));
            } else if wish >= 20 {
                let pack = fixture.pack("李华");
                let give = wish == 20;
                let _ = fixture.try_act(Intent::Handover(if give { HandoverIntent::Give(pack) } else { HandoverIntent::TakeOver { pack, phone: String::new() } }));
            } else if wish >= 18 {
                let _ = undo(&mut fixture);
            } else if let Some((kind, refused)) = steps.get(usize::from(wish / 2) % steps.len().max(1)) {
                let result = fixture.try_act(Intent::Step(id, filled(*kind, &fixture, id)));
                // What the menu greys out is refused, whatever the form says.
                proptest::prop_assert!(refused.is_none() || result.is_err());
            }
            proptest::prop_assert!(given.is_none() || wish == 22 || fixture.village.seq == before, "kept after the hand-over");
            check_invariants(&fixture);
            wishes::check(&fixture);
        }
        let mut replayed = crate::domain::village::Village::default();
        for act in &fixture.acts {
            let staged = crate::domain::stage::stage(&replayed, act.seq, &act.changes);
            replayed.install(act.seq, staged);
        }
        proptest::prop_assert_eq!(replayed, fixture.village);
    }
}

#[test]
fn what_others_name_does_not_vanish_by_undo() {
    let mut fixture = Fixture::on("2026-11-02");
    let (founding, rows) = (fixture.acts.last().unwrap().clone(), fixture.rows.last().cloned());
    let undo_household = || UndoIntent { of: founding.seq, command: founding.command.clone(), rows: rows.clone() };
    let id = fixture.intake("S05", None);
    let refused = fixture.try_act(Intent::Undo(undo_household())).unwrap_err();
    assert_eq!(refused, Refusal::LaterWork(fixture.village.seq.0));
    assert!(super::undo::check(&fixture.village, &founding).is_err());
    undo(&mut fixture).unwrap();
    assert_eq!(fixture.village.task(id), None);
    assert_eq!(super::undo::check(&fixture.village, &founding), Ok(()));
    fixture.act(Intent::Undo(undo_household()));
    assert_eq!(fixture.village.people().len(), 0);
}

#[test]
fn a_number_once_given_is_never_given_again() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", None);
    assert_eq!(task(&fixture, id).no.to_string(), "2026-0001");
    undo(&mut fixture).unwrap();
    let id = fixture.intake("S05", None);
    assert_eq!(task(&fixture, id).no.to_string(), "2026-0002");
}

#[test]
fn a_late_notice_or_acceptance_does_not_start_the_clock_anew() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake_with("S05", vec![Mark::Missing; 3], None).unwrap();
    fixture.wait_days(8);
    let notice = StepIntent::GiveNotice { items: Vec::new(), method: String::new() };
    assert_eq!(fixture.try_act(Intent::Step(id, notice)), Err(Refusal::DeemedAccepted(5)));
    fixture.act(Intent::Papers(id, PapersIntent::Materials(vec![Mark::Got; 3])));
    fixture.step(id, StepIntent::Accept);
    assert_eq!(due(&fixture, id), Some(day("2026-11-09")));
    assert_eq!(kinds(&fixture), vec![TodayKind::Overdue]);
}

#[test]
fn nothing_is_taken_in_for_a_task_that_is_over() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", None);
    fixture.step(id, StepIntent::Withdraw { reason: "不办了".to_owned() });
    let take = PapersIntent::TakeMoney { purpose: "医保".to_owned(), received_fen: 100, receipt_no: "1".to_owned() };
    assert!(matches!(fixture.try_act(Intent::Papers(id, take)), Err(Refusal::Already(_))));
    fixture.act(Intent::Papers(id, PapersIntent::Note("改天再来".to_owned())));
}

#[test]
fn a_step_is_never_dated_before_the_one_it_follows() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", None);
    fixture.wait_days(5);
    let on = fixture.today();
    fixture.step(id, submit(Window::Town, on));
    let grant = StepIntent::Grant {
        on: day("2026-11-03"),
        place: ResultPlace::Here,
        paper: String::new(),
        with_originals: true,
    };
    assert!(matches!(fixture.try_act(Intent::Step(id, grant)), Err(Refusal::BadDay(..))));
}

#[test]
fn after_the_hand_over_nothing_is_kept_until_it_is_revoked() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", Some("户口簿"));
    let pack = fixture.pack(" 李华 ");
    fixture.act(Intent::Handover(HandoverIntent::Give(pack)));
    let given = fixture.village.handed_over().unwrap().clone();
    assert_eq!((given.how, given.to.as_str(), given.term), (HandoverHow::Given, "李华", 1));
    assert_eq!((given.counts.tasks, given.counts.open_tasks, given.counts.holds_out), (1, 1, 1));
    let refused = Refusal::HandedOver { to: "李华".to_owned(), code: given.code() };
    let before = fixture.village.clone();
    let again = fixture.pack("赵六");
    let wishes = [
        Intent::Step(id, StepIntent::StartWork),
        Intent::Papers(id, PapersIntent::Note("改天再来".to_owned())),
        Intent::Import(Box::default()),
        Intent::Reveal(crate::domain::change::RecordKey::Task(id)),
        Intent::Village(super::village::VillageIntent::AddGroup("9社".to_owned())),
        Intent::Handover(HandoverIntent::Give(again.clone())),
        Intent::Handover(HandoverIntent::TakeOver { pack: again, phone: String::new() }),
    ];
    for wish in wishes {
        assert_eq!(fixture.try_act(wish), Err(refused.clone()));
    }
    assert_eq!(undo(&mut fixture), Err(refused));
    let other = HandoverIntent::Revoke("00000000".to_owned());
    assert!(matches!(fixture.try_act(Intent::Handover(other)), Err(Refusal::OtherHandover { .. })));
    assert_eq!(fixture.village, before);
    fixture.wait_days(30);
    let asks_for_a_backup = |fixture: &Fixture| {
        let lines = today::lines(&fixture.village, fixture.today(), &fixture.tables);
        lines.iter().any(|line| line.kind == TodayKind::BackupOld)
    };
    assert!(!asks_for_a_backup(&fixture), "no copy can be recorded");
    fixture.act(Intent::Handover(HandoverIntent::Revoke(given.code())));
    assert!(asks_for_a_backup(&fixture));
    assert!(matches!(undo(&mut fixture), Err(Refusal::NotUndoable("交接", _))));
    let again = HandoverIntent::Revoke(given.code());
    assert!(matches!(fixture.try_act(Intent::Handover(again)), Err(Refusal::Already(_))));
    fixture.step(id, StepIntent::StartWork);
    assert_eq!(fixture.village.term(), 1);
}

#[test]
fn the_successor_takes_over_what_the_pack_says_and_nothing_else() {
    let mut fixture = Fixture::on("2026-11-02");
    fixture.intake("S05", None);
    let pack = fixture.pack("李华");
    let take =
        |pack| Intent::Handover(HandoverIntent::TakeOver { pack: Box::new(pack), phone: " 13800003319".to_owned() });
    let mut others = vec![(*pack).clone(); 5];
    others[0].counts.people += 1;
    others[1].upto = Seq(1);
    others[2].from = "赵六".to_owned();
    others[3].term = 2;
    others[4].to = " ".to_owned();
    for other in others {
        fixture.try_act(take(other)).unwrap_err();
    }
    fixture.act(take(*pack));
    let village = &fixture.village;
    assert_eq!((village.info.liaison.as_str(), village.term(), village.handed_over()), ("李华", 2, None));
    assert_eq!(village.info.phone, "13800003319");
    let taken = village.handovers().next().unwrap();
    assert_eq!((taken.how, taken.settled_at), (HandoverHow::Taken, Some(fixture.at)));
    assert!(matches!(undo(&mut fixture), Err(Refusal::NotUndoable("交接", _))));
    let next = fixture.pack("陈强");
    assert_eq!((next.from.as_str(), next.term), ("李华", 2));
    fixture.act(take(*next));
    assert_eq!((fixture.village.term(), fixture.village.handovers().len()), (3, 2));
}

#[test]
fn a_restoring_begins_a_term_and_makes_no_other_liaison() {
    use crate::domain::backup::{BackupCopy, BackupHow};
    use crate::domain::decide::backup::BackupIntent;
    use crate::domain::id::BackupId;
    let mut fixture = Fixture::on("2026-11-02");
    let copy = BackupCopy {
        id: BackupId::mint(&mut fixture.mint, fixture.at),
        touched: Seq::default(),
        how: BackupHow::Restored,
        at: fixture.at,
        upto: fixture.village.seq,
        name: "大坪村_2026-11-02_第1号.dbbak".to_owned(),
        place: "/media/stick".to_owned(),
        elsewhere: true,
        sha256: String::new(),
    };
    let written = BackupCopy { id: BackupId::mint(&mut fixture.mint, fixture.at), ..copy.clone() };
    fixture.act(Intent::Backup(BackupIntent::Written(Box::new(written))));
    assert_eq!(fixture.village.term(), 1);
    fixture.act(Intent::Backup(BackupIntent::Restored(Box::new(copy))));
    assert_eq!((fixture.village.term(), fixture.village.liaison_no()), (2, 1));
    assert_eq!(fixture.village.info.touched, fixture.village.seq, "the town is told");
    let pack = fixture.pack("李华");
    assert_eq!(pack.term, 2);
    fixture.act(Intent::Handover(HandoverIntent::TakeOver { pack, phone: String::new() }));
    assert_eq!((fixture.village.term(), fixture.village.liaison_no()), (3, 2));
}

#[test]
fn what_is_said_of_the_village_is_corrected_and_its_names_never_emptied() {
    use crate::domain::decide::village::{PostWish, VillageIntent};
    let mut fixture = Fixture::on("2026-11-02");
    let info = fixture.village.info.clone();
    let edit = |liaison: &str, phone: &str| {
        Intent::Village(VillageIntent::Edit {
            name: info.name.clone(),
            township: info.township.clone(),
            liaison: liaison.to_owned(),
            phone: phone.to_owned(),
            post: PostWish::Kept,
        })
    };
    assert!(matches!(fixture.try_act(edit(&info.liaison, &info.phone)), Err(Refusal::Already(_))));
    assert!(matches!(fixture.try_act(edit(" ", "")), Err(Refusal::Blank(..))));
    fixture.act(edit("王小敏", " 13800003319 "));
    let now = &fixture.village.info;
    assert_eq!((now.liaison.as_str(), now.phone.as_str(), &now.groups), ("王小敏", "13800003319", &info.groups));
    undo(&mut fixture).unwrap();
    assert_eq!(fixture.village.info.liaison, info.liaison);
}

#[test]
fn what_the_applicant_must_go_elsewhere_for_is_not_done_on_the_spot() {
    let mut fixture = Fixture::on("2026-11-02");
    let mut take = |code: &str| {
        let line = LineIntent {
            outcome: IntakeOutcome::DoneOnTheSpot,
            code: code.to_owned(),
            variant: None,
            words: String::new(),
            marks: vec![Mark::Got; 20],
            holds: Vec::new(),
        };
        let intent = IntakeIntent {
            id: IntakeId::mint(&mut fixture.mint, fixture.at),
            mint: IdMint::new(7),
            applicant: Applicant::Known(fixture.person("李德全")),
            agent: None,
            source: Source::Visit,
            on: fixture.today(),
            lines: vec![line],
            entrustment: None,
        };
        fixture.try_act(Intent::Intake(Box::new(intent)))
    };
    // A wedding is the couple's at the office; who is still alive is looked up at the door, with the person there.
    assert!(matches!(take("S28"), Err(Refusal::Already(why)) if why.contains("办不完")));
    assert_eq!(take("S16"), Ok(()));
}
