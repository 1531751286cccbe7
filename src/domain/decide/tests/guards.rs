//! Rules that were walked around once: what is late cannot be hidden, no complaint of a cadre is kept as something else,
//! no original stays longer than it must.

use super::{day, due, filled, kinds, submit, task};
use crate::domain::day::Day;
use crate::domain::deadline::{DeadlineRule, Pause};
use crate::domain::decide::Intent;
use crate::domain::decide::intake::{Applicant, IntakeIntent, LineIntent};
use crate::domain::decide::leave::LeaveIntent;
use crate::domain::decide::note::NoteIntent;
use crate::domain::decide::papers::{HoldIntent, Mark, PapersIntent};
use crate::domain::decide::posting::PostingIntent;
use crate::domain::decide::step::StepIntent;
use crate::domain::decide::supervision::SupervisionIntent;
use crate::domain::fixture::Fixture;
use crate::domain::flag::{self, FlagKind};
use crate::domain::id::{HoldId, IdMint, IntakeId, LeaveId, NoteId, PostingId, Seq, SupervisionId, TaskId};
use crate::domain::intake::IntakeOutcome;
use crate::domain::leave::{Leave, LeaveKind};
use crate::domain::material::{HoldPlace, Material};
use crate::domain::matter::MaterialKind;
use crate::domain::note::{Note, NoteKind};
use crate::domain::posting::Posting;
use crate::domain::refusal::Refusal;
use crate::domain::supervision::{Supervision, SupervisionKind};
use crate::domain::task::clock;
use crate::domain::task::lifecycle::{self, StepKind};
use crate::domain::task::parts::RatingLevel;
use crate::domain::task::state::{ResultPlace, Source, State, Window};
use crate::domain::today::{self, TodayKind, TodaySubject};

fn pause(from: Day) -> StepIntent {
    StepIntent::Pause { from, reason: "公示".to_owned(), paper: "公示单".to_owned() }
}

/// A matter that is worked on and due on Monday, 9 November.
fn worked() -> (Fixture, TaskId) {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", None);
    fixture.step(id, StepIntent::StartWork);
    assert_eq!(due(&fixture, id), Some(day("2026-11-09")));
    (fixture, id)
}

fn is_overdue(fixture: &Fixture, id: TaskId) -> bool {
    let lines = today::lines(&fixture.village, fixture.today(), &fixture.tables);
    lines.iter().any(|line| line.kind == TodayKind::Overdue && line.subject == TodaySubject::Task(id))
}

#[test]
fn what_is_late_is_not_paused_from_whatever_day_and_on_its_last_day_it_still_can_be() {
    let (mut fixture, id) = worked();
    fixture.wait_days(7);
    let today = fixture.today();
    assert!(fixture.decide(Intent::Step(id, pause(today))).is_ok(), "due today and not late");
    fixture.wait_days(1);
    for ago in 0..3 {
        let from = fixture.today().plus_days(-ago);
        let refused = fixture.try_act(Intent::Step(id, pause(from))).unwrap_err();
        assert_eq!(refused, Refusal::OverduePause(1), "{from}");
        assert!(refused.to_string().contains("催问") && refused.to_string().contains("超期原因"), "{refused}");
    }
    let menu = lifecycle::menu(&task(&fixture, id), fixture.today(), &fixture.tables.calendar);
    assert!(menu.iter().any(|(step, no)| *step == StepKind::Pause && no.is_some()), "greyed with its reason");
    assert!(is_overdue(&fixture, id));
}

#[test]
fn a_pause_is_entered_a_week_late_at_most() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S15", None);
    fixture.step(id, StepIntent::StartWork);
    fixture.wait_days(8);
    let today = fixture.today();
    let late = |ago: i32| Intent::Step(id, pause(today.plus_days(-ago)));
    assert_eq!(fixture.decide(late(8)), Err(Refusal::LatePause { from: "2026-11-02".to_owned(), max: 7 }));
    assert!(fixture.decide(late(7)).is_ok());
}

#[test]
fn an_overdue_line_goes_with_the_act_that_ends_it_and_with_no_other() {
    let (mut fixture, id) = worked();
    fixture.wait_days(10);
    let (at, on) = (fixture.at, fixture.today());
    let _refused = fixture.try_act(Intent::Step(id, pause(on.plus_days(-3))));
    let note = Note {
        id: NoteId::mint(&mut fixture.mint, at),
        touched: Seq::default(),
        at,
        kind: NoteKind::Quick,
        who: String::new(),
        person: None,
        task: Some(id),
        text: "窗口说系统在升级".to_owned(),
        call_back: None,
    };
    let unexplained = |fixture: &Fixture| {
        let flags = flag::flags(&fixture.village, &fixture.tables, fixture.today());
        flags.iter().any(|flag| flag.kind == FlagKind::Unexplained)
    };
    assert!(unexplained(&fixture));
    fixture.act(Intent::Note(NoteIntent::Write(Box::new(note))));
    assert!(is_overdue(&fixture, id) && !unexplained(&fixture), "the reason ends the flag, not the line");
    let leave = Leave {
        id: LeaveId::mint(&mut fixture.mint, at),
        touched: Seq::default(),
        kind: LeaveKind::Training,
        from: on,
        to: on.plus_days(5),
        reason: "培训".to_owned(),
        stand_in: "李华".to_owned(),
        phone: String::new(),
        entered_at: at,
        back_on: None,
    };
    fixture.act(Intent::Leave(LeaveIntent::Record(Box::new(leave))));
    fixture.act(Intent::Papers(id, PapersIntent::Urge { whom: "窗口".to_owned(), answer: "下周".to_owned() }));
    assert!(is_overdue(&fixture, id));
    fixture.step(id, submit(Window::Town, on));
    assert!(is_overdue(&fixture, id), "handed in, and as late as before");
    fixture.step(id, filled(StepKind::TakeBack, &fixture, id));
    assert!(is_overdue(&fixture, id));
    fixture.step(id, submit(Window::District, on));
    fixture
        .step(id, StepIntent::Grant { on, place: ResultPlace::Here, paper: "批复".to_owned(), with_originals: true });
    assert!(!is_overdue(&fixture, id));
}

#[test]
fn a_matter_that_was_paused_when_it_was_late_already_is_late_all_the_same() {
    let (mut fixture, id) = worked();
    fixture.wait_days(10);
    let (today, calendar) = (fixture.today(), &fixture.tables.calendar);
    let mut paused = task(&fixture, id);
    paused.state = State::Paused;
    let with = |from| vec![Pause { from, to: None, reason: "公示".to_owned() }];
    paused.pauses = with(day("2026-11-10"));
    assert_eq!(clock::read(&paused, today, calendar).overdue_days, 3);
    paused.pauses = with(day("2026-11-09"));
    assert_eq!(clock::read(&paused, today, calendar).due, None, "it was in time when the pause began");
    assert!(!clock::read(&paused, today, calendar).is_overdue());
    paused.limit = DeadlineRule::Fixed(day("2026-11-11"));
    assert_eq!(clock::read(&paused, today, calendar).overdue_days, 1, "a day that was named is moved by no pause");
}

#[test]
fn what_is_paused_for_long_is_on_today_until_the_clock_runs_again() {
    let (mut fixture, id) = worked();
    fixture.step(id, pause(fixture.today()));
    fixture.wait_days(14);
    assert!(!kinds(&fixture).contains(&TodayKind::Paused));
    fixture.wait_days(1);
    let lines = today::lines(&fixture.village, fixture.today(), &fixture.tables);
    let line = lines.iter().find(|line| line.subject == TodaySubject::Task(id)).unwrap();
    assert_eq!((line.kind, line.days), (TodayKind::Paused, 16));
    assert!(TodayKind::NoticeGiven < line.kind && line.kind < TodayKind::SignatureDue);
    let on = fixture.today();
    fixture.step(id, StepIntent::Resume { on });
    assert!(!kinds(&fixture).contains(&TodayKind::Paused));
}

fn said(fixture: &mut Fixture, outcome: IntakeOutcome, code: &str, words: &str) -> Result<(), Refusal> {
    let line = LineIntent {
        outcome,
        code: code.to_owned(),
        variant: None,
        words: words.to_owned(),
        marks: vec![Mark::Got; 9],
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
}

#[test]
fn a_complaint_about_a_cadre_is_not_kept_as_a_matter_of_the_intake_either() {
    let mut fixture = Fixture::on("2026-11-02");
    fixture.contact("周建国", "社长", "13800000001");
    let before = fixture.village.clone();
    for code in ["D03", "P01"] {
        for outcome in [IntakeOutcome::TakenIn, IntakeOutcome::Answered, IntakeOutcome::NotTaken] {
            for words in ["王敏态度不好", "周建国占了集体的地", "村支书多占了地"] {
                let refused = said(&mut fixture, outcome, code, words).unwrap_err();
                assert!(matches!(refused, Refusal::NotKeptHere(_)), "{code} {words}");
                assert!(refused.to_string().contains("投诉渠道"), "{refused}");
            }
        }
    }
    assert!(said(&mut fixture, IntakeOutcome::Answered, "", "问怎么举报周建国").is_err(), "nor as a question");
    assert_eq!(fixture.village, before, "nothing of it is kept");
    said(&mut fixture, IntakeOutcome::TakenIn, "D03", "5社路灯坏了半个月没人修").unwrap();
    let id = fixture.village.tasks().last().unwrap().id;
    said(&mut fixture, IntakeOutcome::TakenIn, "P01", "征地补偿没有到账").unwrap();
    said(&mut fixture, IntakeOutcome::TakenIn, "S05", "周建国陪着来的").unwrap();
    let note = |words: &str| Intent::Papers(id, PapersIntent::Note(words.to_owned()));
    assert!(matches!(fixture.try_act(note("举报周建国")), Err(Refusal::NotKeptHere(_))), "nor written over it");
    assert!(matches!(fixture.try_act(note("周建国占了集体的地")), Err(Refusal::NotKeptHere(_))), "in any words");
    fixture.act(note("说明：周建国去看过，等配件"));
}

#[test]
fn what_was_done_and_what_was_said_of_it_hold_no_complaint_about_a_cadre() {
    let mut fixture = Fixture::on("2026-11-02");
    let (id, at, on) = (SupervisionId::mint(&mut fixture.mint, fixture.at), fixture.at, fixture.today());
    let item =
        Supervision { text: "路灯不亮".to_owned(), ..Supervision::new(id, SupervisionKind::Hotline, on, at) };
    fixture.act(Intent::Supervision(SupervisionIntent::Receive(Box::new(item))));
    let bad = || "来电人又说王敏收钱".to_owned();
    let kept = |refused: Result<(), Refusal>| !matches!(refused, Err(Refusal::NotKeptHere(_)));
    assert!(!kept(fixture.try_act(Intent::Supervision(SupervisionIntent::Deed(id, on, bad())))));
    assert!(!kept(fixture.try_act(Intent::Supervision(SupervisionIntent::Settle(id, on, bad())))));
    fixture.act(Intent::Supervision(SupervisionIntent::Deed(id, on, "社长去看了，王敏向镇里反映".to_owned())));
    let task = fixture.intake("S05", None);
    let rate = |words: &str| {
        let intent = PapersIntent::Rate { level: Some(RatingLevel::Poor), words: words.to_owned() };
        Intent::Papers(task, intent)
    };
    assert!(!kept(fixture.try_act(rate("王敏态度不好"))));
    fixture.act(rate("等了太久，送了礼还要跑"));
    let call = |id, words: String| SupervisionIntent::CallBack { id, task, on, words };
    let of_rating = SupervisionId::mint(&mut fixture.mint, at);
    assert!(!kept(fixture.try_act(Intent::Supervision(call(of_rating, bad())))));
    fixture.act(Intent::Supervision(call(of_rating, "嫌慢，答应每周打电话".to_owned())));
}

fn hold(fixture: &mut Fixture, doc: &str, return_by: Option<Day>) -> PapersIntent {
    PapersIntent::TakeHold(Box::new(HoldIntent {
        id: HoldId::mint(&mut fixture.mint, fixture.at),
        doc: doc.to_owned(),
        owner: "李德全".to_owned(),
        reason: "区里窗口要用原件".to_owned(),
        return_by,
    }))
}

#[test]
fn a_bank_card_is_not_written_down_as_one_more_paper_either() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S05", None);
    let add = |name: &str| {
        let paper = Material {
            name: name.into(),
            kind: MaterialKind::Copy,
            comes_back: false,
            optional: false,
            got_on: None,
            waived: None,
        };
        Intent::Papers(id, PapersIntent::AddMaterial(Box::new(paper)))
    };
    for name in ["银行卡原件", "存折", "银行卡原件和复印件"] {
        assert_eq!(fixture.try_act(add(name)), Err(Refusal::NeverKept(name.to_owned())));
    }
    for name in ["银行卡复印件", "银行卡号（只抄号，不收卡）", "收入证明"] {
        fixture.act(add(name));
    }
}

#[test]
fn an_original_is_out_for_sixty_days_at_most_and_here_for_three() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S15", None);
    let today = fixture.today();
    let too_long = hold(&mut fixture, "户口簿", Some(today.plus_days(61)));
    assert_eq!(fixture.try_act(Intent::Papers(id, too_long)), Err(Refusal::LongHold(60)));
    let longest = hold(&mut fixture, "户口簿", Some(today.plus_days(60)));
    fixture.act(Intent::Papers(id, longest));
    let back_by = |fixture: &Fixture| {
        let task = task(fixture, id);
        task.back_by(&task.holds[0])
    };
    let is_due = |fixture: &Fixture| kinds(fixture).contains(&TodayKind::HoldDue);
    assert_eq!(back_by(&fixture), today.plus_days(3), "it still lies here");
    fixture.wait_days(2);
    assert!(!is_due(&fixture));
    fixture.wait_days(1);
    assert!(is_due(&fixture));
    let on = fixture.today();
    fixture.step(id, submit(Window::District, on));
    assert_eq!((task(&fixture, id).holds[0].place, back_by(&fixture)), (HoldPlace::District, today.plus_days(60)));
    assert!(!is_due(&fixture), "the window keeps it, as was said");
    fixture.wait_days(10);
    fixture.step(id, filled(StepKind::TakeBack, &fixture, id));
    assert_eq!(back_by(&fixture), fixture.today().plus_days(3), "back here, it goes home soon");
}

#[test]
fn an_original_that_did_not_go_along_with_the_papers_goes_back_soon() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = fixture.intake("S15", None);
    let today = fixture.today();
    let long = hold(&mut fixture, "户口簿", Some(today.plus_days(40)));
    fixture.act(Intent::Papers(id, long));
    let (receipt, external_no) = (String::new(), String::new());
    fixture.step(id, StepIntent::Submit { to: Window::Town, on: today, receipt, external_no, with_originals: false });
    let task = task(&fixture, id);
    assert_eq!((task.holds[0].place, task.back_by(&task.holds[0])), (HoldPlace::Here, today.plus_days(3)));
}

#[test]
fn an_objection_to_be_answered_stands_above_a_posting_that_may_come_down() {
    let mut fixture = Fixture::on("2026-11-01");
    let put_up = |fixture: &mut Fixture, subject: &str| {
        let id = PostingId::mint(&mut fixture.mint, fixture.at);
        let mut posting = Posting::new(id, subject, fixture.today());
        (posting.board, posting.text) = ("村委会门口".to_owned(), "李德全 3社".to_owned());
        fixture.act(Intent::Posting(PostingIntent::PutUp(Box::new(posting))));
        id
    };
    let (hung, objected) = (put_up(&mut fixture, "低保名单"), put_up(&mut fixture, "公岗名单"));
    fixture.wait_days(20);
    let lines = |fixture: &Fixture| -> Vec<PostingId> {
        let lines = today::lines(&fixture.village, fixture.today(), &fixture.tables);
        let posting = |line: today::TodayLine| match line.subject {
            TodaySubject::Posting(id) => Some(id),
            _ => None,
        };
        lines.into_iter().filter_map(posting).collect()
    };
    assert_eq!(lines(&fixture).len(), 2);
    let (on, who, words) = (fixture.today(), String::new(), "家里有车".to_owned());
    fixture.act(Intent::Posting(PostingIntent::Object { id: objected, on, who, words }));
    assert_eq!(lines(&fixture), [objected, hung], "though its day is still to come");
}
