//! Each flag on both sides of its threshold, and the act that clears it.

use std::sync::Arc;

use super::*;
use crate::domain::change::Record;
use crate::domain::day::Moment;
use crate::domain::decide::Intent;
use crate::domain::decide::leave::LeaveIntent;
use crate::domain::decide::note::NoteIntent;
use crate::domain::decide::pairing::PairingIntent;
use crate::domain::decide::papers::PapersIntent;
use crate::domain::decide::person::PersonIntent;
use crate::domain::decide::returned::ReturnedIntent;
use crate::domain::decide::service_point::PointIntent;
use crate::domain::decide::step::StepIntent;
use crate::domain::decide::undo::UndoIntent;
use crate::domain::fixture::Fixture;
use crate::domain::id::{LeaveId, NoteId, PersonId, PostingId, Seq};
use crate::domain::leave::{Leave, LeaveKind};
use crate::domain::matter::{Mode, ProxyRule};
use crate::domain::note::{Note, NoteKind};
use crate::domain::pairing::{Contact, Pairing, PairingTarget};
use crate::domain::person::Person;
use crate::domain::posting::Posting;
use crate::domain::returned_matter::{Answer, DecisionStep, ReturnedMatter, Screens};
use crate::domain::sample;
use crate::domain::service_point::{PointDays, ServicePoint};
use crate::domain::task::parts::{Decision, StepTaken};
use crate::domain::task::state::{ResultPlace, State, Window};
use crate::domain::task::{CERTIFICATE_CODE, ProxyTask, REFUSED_BEFORE, TAKEN_OVER};
use crate::domain::text::PersonName;

/// The kinds there are; what a village publishes each quarter is looked at by itself.
fn kinds(fixture: &Fixture) -> Vec<FlagKind> {
    let flags = flags(&fixture.village, &fixture.tables, fixture.today());
    flags.iter().map(|flag| flag.kind).filter(|kind| *kind != FlagKind::NotPosted).collect()
}

fn unpublished(fixture: &Fixture) -> usize {
    let flags = flags(&fixture.village, &fixture.tables, fixture.today());
    flags.iter().filter(|flag| flag.kind == FlagKind::NotPosted).count()
}

/// A matter of which papers are still missing.
fn registered(fixture: &mut Fixture) -> TaskId {
    fixture.intake_with("S05", Vec::new(), None).unwrap()
}

/// Writes down why, on this task.
fn explain(fixture: &mut Fixture, task: TaskId) {
    let today = fixture.today();
    explain_of(fixture, task, today);
}

/// Writes down why, of this day.
fn explain_of(fixture: &mut Fixture, task: TaskId, on: Day) {
    let note = Note {
        id: NoteId::mint(&mut fixture.mint, fixture.at),
        touched: Seq::default(),
        at: Moment::at(on, 0, 0),
        kind: NoteKind::Quick,
        who: String::new(),
        person: None,
        task: Some(task),
        text: "区里停电，系统进不去".to_owned(),
        call_back: None,
    };
    fixture.act(Intent::Note(NoteIntent::Write(Box::new(note))));
}

/// What no rule lets in, but an older ledger may hold.
fn alter(fixture: &mut Fixture, id: TaskId, change: impl FnOnce(&mut ProxyTask)) {
    let mut task = fixture.village.task(id).unwrap().clone();
    change(&mut task);
    fixture.village.put(Record::Task(Box::new(task)));
}

fn submit(on: Day) -> StepIntent {
    StepIntent::Submit {
        to: Window::Town,
        on,
        receipt: String::new(),
        external_no: String::new(),
        with_originals: false,
    }
}

#[test]
fn an_overdue_matter_asks_for_a_word_and_goes_with_a_note_that_hangs_on_it_or_an_answer_from_above() {
    let mut fixture = Fixture::on("2026-11-02");
    let task = fixture.intake("S05", None);
    let due = clock_due(&fixture, task);
    fixture.wait_days(due.days_since(fixture.today()));
    assert_eq!(kinds(&fixture), []);
    explain(&mut fixture, task);
    fixture.wait_days(1);
    assert_eq!(kinds(&fixture), [FlagKind::Unexplained], "what was written before it was late explains nothing");
    explain_of(&mut fixture, task, due.plus_days(-2));
    assert_eq!(kinds(&fixture), [], "it was written today, of whatever day it is");
    let mut fixture = Fixture::on("2026-11-02");
    let task = fixture.intake("S05", None);
    fixture.step(task, submit(fixture.today()));
    fixture.wait_days(clock_due(&fixture, task).days_since(fixture.today()) + 1);
    let urge = |answer: &str| PapersIntent::Urge { whom: "镇窗口".to_owned(), answer: answer.to_owned() };
    fixture.act(Intent::Papers(task, urge("等领导签字")));
    assert_eq!(kinds(&fixture), []);
}

fn clock_due(fixture: &Fixture, task: TaskId) -> Day {
    let task = fixture.village.task(task).unwrap();
    crate::domain::task::clock::read(task, fixture.today(), &fixture.tables.calendar).due.unwrap()
}

#[test]
fn a_refusal_without_a_reason_asks_for_one_and_takes_it_in_the_remarks() {
    let mut fixture = Fixture::on("2026-11-02");
    let task = registered(&mut fixture);
    fixture.step(task, StepIntent::NotTake { reason: "不归村里".to_owned(), whereto: "区社保".to_owned() });
    assert_eq!(kinds(&fixture), []);
    alter(&mut fixture, task, |task| task.steps.last_mut().unwrap().words = "".into());
    assert_eq!(kinds(&fixture), [FlagKind::Unreasoned]);
    fixture.act(Intent::Papers(task, PapersIntent::Note("说明：已告诉去区社保".to_owned())));
    assert_eq!(kinds(&fixture), []);
}

#[test]
fn what_an_older_ledger_refused_asks_for_a_reason_for_a_year_unless_its_remarks_give_one() {
    for (note, days, expected) in [
        ("", 365, vec![FlagKind::Unreasoned]),
        ("原编号D4；经办人张联络", 365, vec![FlagKind::Unreasoned]),
        ("原编号D4；经办人张联络；改了电话", 365, vec![FlagKind::Unreasoned]),
        ("经办人：张联络、李华；改了电话", 365, vec![FlagKind::Unreasoned]),
        ("原编号D4；经办人说收入超标", 0, vec![]),
        ("经办人告知去区里办", 0, vec![]),
        ("原编号D4；收入超标；经办人张联络；改了电话", 0, vec![]),
        ("", 366, vec![]),
        ("原编号D4；收入超标", 0, vec![]),
    ] {
        let mut fixture = Fixture::on("2026-11-02");
        let task = registered(&mut fixture);
        let on = fixture.today();
        alter(&mut fixture, task, |task| {
            let step = task.steps.first().unwrap().clone();
            task.steps = vec![StepTaken { to: State::Closed, on, words: TAKEN_OVER.into(), ..step }];
            (task.state, task.note) = (State::Closed, note.to_owned());
            task.decision = Some(Decision {
                on,
                granted: false,
                paper: String::new(),
                words: REFUSED_BEFORE.to_owned(),
                place: ResultPlace::Here,
                fetched_on: None,
            });
        });
        fixture.wait_days(days);
        assert_eq!(kinds(&fixture), expected, "{note} {days}");
        fixture.act(Intent::Papers(task, PapersIntent::Note(format!("{note}；说明：不合条件，已告诉去镇里"))));
        assert_eq!(kinds(&fixture), [], "{note} {days}");
    }
}

#[test]
fn what_asks_for_the_person_and_what_no_village_writes_stands_out_until_it_is_given_up() {
    for certificate in [false, true] {
        let mut fixture = Fixture::on("2026-11-02");
        let task = fixture.intake("S05", None);
        alter(&mut fixture, task, |task| {
            let mut matter = (*task.matter).clone();
            match certificate {
                true => (matter.code, task.note) = (CERTIFICATE_CODE.to_owned(), "无犯罪记录证明".to_owned()),
                false => (matter.proxy, matter.mode) = (ProxyRule::InPerson, Mode::Proxy),
            }
            task.matter = Arc::new(matter);
        });
        let kind = if certificate { FlagKind::Banned } else { FlagKind::InPerson };
        assert_eq!(kinds(&fixture), [kind]);
        fixture.step(task, StepIntent::Withdraw { reason: "请本人自己去".to_owned() });
        assert_eq!(kinds(&fixture), []);
    }
}

#[test]
fn sent_back_once_is_nothing_and_twice_stands_out_until_there_is_a_result() {
    let mut fixture = Fixture::on("2026-11-02");
    let task = fixture.intake("S05", None);
    let today = fixture.today();
    let back = || StepIntent::TakeBack { on: today, missing: "缺签字".to_owned(), with_originals: false };
    for expected in [vec![], vec![FlagKind::PassedAround]] {
        fixture.step(task, submit(today));
        fixture.step(task, back());
        assert_eq!(kinds(&fixture), expected);
    }
    fixture.step(task, submit(today));
    assert_eq!(kinds(&fixture), [FlagKind::PassedAround]);
    let grant =
        StepIntent::Grant { on: today, place: ResultPlace::Here, paper: "批复".to_owned(), with_originals: false };
    fixture.step(task, grant);
    assert_eq!(kinds(&fixture), []);
}

#[test]
fn two_who_are_sent_elsewhere_within_a_season_are_one_who_was_passed_around() {
    for (days, expected) in [(90, vec![FlagKind::PassedAround]), (91, vec![])] {
        let mut fixture = Fixture::on("2026-05-04");
        let not_taken = || StepIntent::NotTake { reason: "不归村里".to_owned(), whereto: "区里".to_owned() };
        let task = registered(&mut fixture);
        fixture.step(task, not_taken());
        fixture.wait_days(days);
        let task = registered(&mut fixture);
        fixture.step(task, not_taken());
        assert_eq!(kinds(&fixture), expected, "{days}");
        registered(&mut fixture);
        assert_eq!(kinds(&fixture), [], "now it is taken in");
    }
}

#[test]
fn a_matter_without_a_sign_of_life_stands_out_after_thirty_days() {
    let mut fixture = Fixture::on("2026-11-02");
    let task = registered(&mut fixture);
    fixture.step(task, StepIntent::GiveNotice { items: vec!["照片".to_owned()], method: "当面".to_owned() });
    fixture.wait_days(30);
    assert_eq!(kinds(&fixture), []);
    fixture.wait_days(1);
    assert_eq!(kinds(&fixture), [FlagKind::Silent]);
    explain(&mut fixture, task);
    assert_eq!(kinds(&fixture), []);
}

#[test]
fn one_of_the_five_stands_out_after_ninety_days_without_a_talk() {
    let mut fixture = Fixture::on("2026-05-04");
    let id = PairingId::mint(&mut fixture.mint, fixture.at);
    let pairing = Pairing {
        own: true,
        helper: "王敏".to_owned(),
        whom: "花椒".to_owned(),
        ..Pairing::new(id, PairingTarget::Trade, fixture.today())
    };
    fixture.act(Intent::Pairing(PairingIntent::Begin(Box::new(pairing))));
    fixture.wait_days(90);
    assert_eq!(kinds(&fixture), []);
    fixture.wait_days(1);
    assert_eq!(kinds(&fixture), [FlagKind::Silent]);
    let contact = Contact { on: fixture.today(), entered_at: fixture.at, text: "看了苗子".to_owned() };
    fixture.act(Intent::Pairing(PairingIntent::Contact(id, contact)));
    assert_eq!(kinds(&fixture), []);
}

#[test]
fn a_missed_service_point_stands_out_from_the_day_after_and_goes_once_it_is_said_to_be_kept() {
    let mut fixture = Fixture::on("2026-11-23");
    let point = ServicePoint {
        id: ServicePointId::mint(&mut fixture.mint, fixture.at),
        touched: Seq::default(),
        name: "慈云场".to_owned(),
        place: String::new(),
        days: PointDays::parse("每周三").unwrap(),
        hours: String::new(),
        since: fixture.today(),
        until: None,
        held: Vec::new(),
    };
    let id = point.id;
    fixture.act(Intent::Point(PointIntent::Add(Box::new(point))));
    fixture.wait_days(2);
    assert_eq!(kinds(&fixture), []);
    fixture.wait_days(1);
    assert_eq!(kinds(&fixture), [FlagKind::PointMissed]);
    fixture.act(Intent::Point(PointIntent::Held(id, fixture.today().plus_days(-1), String::new())));
    assert_eq!(kinds(&fixture), []);
}

#[test]
fn a_quarter_that_was_not_published_stands_out_after_its_last_day() {
    let mut fixture = Fixture::on("2026-09-20");
    fixture.wait_days(25);
    assert_eq!((fixture.today(), unpublished(&fixture)), (Day::parse_iso("2026-10-15").unwrap(), 0));
    fixture.wait_days(1);
    assert_eq!(unpublished(&fixture), 1);
}

#[test]
fn of_five_alike_the_one_that_took_very_long_stands_out_until_somebody_says_why() {
    let mut fixture = Fixture::on("2026-03-02");
    let mut slow = None;
    for days in [2, 2, 3, 3, 40] {
        let task = fixture.intake("S05", None);
        fixture.wait_days(days);
        let grant = StepIntent::Grant {
            on: fixture.today(),
            place: ResultPlace::Here,
            paper: "批复".to_owned(),
            with_originals: false,
        };
        fixture.step(task, StepIntent::StartWork);
        fixture.step(task, grant);
        slow = Some(task);
    }
    let unlike = |fixture: &Fixture| kinds(fixture).iter().filter(|kind| **kind == FlagKind::Unlike).count();
    assert_eq!(unlike(&fixture), 1);
    fixture.act(Intent::Papers(slow.unwrap(), PapersIntent::Note("说明：等区里招标".to_owned())));
    assert_eq!(unlike(&fixture), 0);
    fixture.wait_days(366);
    assert_eq!(unlike(&fixture), 0);
}

#[test]
fn every_flag_of_the_sample_says_of_what_and_which_act_clears_it() {
    let today = Day::parse_iso("2026-11-24").unwrap();
    let village = sample::village(today, 1).village;
    let flags = flags(&village, &Tables::shipped(), today);
    assert!((3..=25).contains(&flags.len()), "{}", flags.len());
    assert!(flags.iter().any(|flag| flag.kind == FlagKind::PassedAround));
    for flag in &flags {
        assert!(!flag.of.trim().is_empty() && !flag.found.is_empty() && !flag.act.is_empty(), "{flag:?}");
        assert!(flag.since <= today, "{flag:?}");
    }
}

#[test]
fn a_matter_proposed_and_not_screened_for_a_month_stands_out_until_it_is() {
    let mut fixture = Fixture::on("2026-11-24");
    let (id, on) = (ReturnedMatterId::mint(&mut fixture.mint, fixture.at), fixture.today());
    let subject = &fixture.tables.subjects.all().next().unwrap().name.clone();
    let matter = ReturnedMatter::proposed(id, "山坪塘管护", subject, on, "3社村民");
    fixture.act(Intent::Returned(ReturnedIntent::Propose(Box::new(matter))));
    let found = |fixture: &Fixture| {
        let flags = flags(&fixture.village, &fixture.tables, fixture.today());
        let of_it = flags.into_iter().filter(|flag| flag.subject == FlagSubject::Returned(id));
        of_it.map(|flag| flag.found).collect::<Vec<_>>()
    };
    fixture.wait_days(30);
    assert_eq!(found(&fixture), Vec::<String>::new());
    fixture.wait_days(1);
    assert_eq!(found(&fixture), ["提出31天还没有三筛，该不超过30天"]);
    let answer = || Answer { yes: false, why: "问过".to_owned() };
    let screens = Screens {
        market: answer(),
        society: answer(),
        lawful: answer(),
        reason: "该由政府办".to_owned(),
        legal_basis: "条例".to_owned(),
        ..Screens::default()
    };
    let on = fixture.today();
    fixture.act(Intent::Returned(ReturnedIntent::Screen(id, Box::new(screens), on)));
    assert_eq!(found(&fixture), Vec::<String>::new());
}

/// A matter of the village that needs no vote, resolved today.
fn resolved(fixture: &mut Fixture) -> ReturnedMatterId {
    let (id, on) = (ReturnedMatterId::mint(&mut fixture.mint, fixture.at), fixture.today());
    let subject = "红白喜事、人居环境、水路管护日常";
    let matter = ReturnedMatter::proposed(id, "山坪塘管护", subject, on, "3社村民");
    fixture.act(Intent::Returned(ReturnedIntent::Propose(Box::new(matter))));
    let answer = |yes| Answer { yes, why: "村里自己的事".to_owned() };
    let screens = Screens {
        market: answer(false),
        society: answer(false),
        lawful: answer(true),
        taker: String::new(),
        reason: "塘在村里".to_owned(),
        legal_basis: "第33条".to_owned(),
        town_decision: "镇清单".to_owned(),
    };
    fixture.act(Intent::Returned(ReturnedIntent::Screen(id, Box::new(screens), on)));
    for state in [ReturnedState::HandedDown, ReturnedState::Resolved] {
        let step = DecisionStep { words: "记录在会议本".to_owned(), ..DecisionStep::to(state, on) };
        fixture.act(Intent::Returned(ReturnedIntent::Step(id, Box::new(step), None)));
    }
    id
}

#[test]
fn a_decision_stands_out_from_the_eleventh_day_on_until_it_hangs() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = resolved(&mut fixture);
    fixture.wait_days(10);
    assert_eq!(unpublished(&fixture), 0);
    fixture.wait_days(1);
    let found = flags(&fixture.village, &fixture.tables, fixture.today());
    let found: Vec<_> = found.iter().map(|flag| (flag.kind, flag.subject, flag.of.as_str())).collect();
    assert_eq!(found, [(FlagKind::NotPosted, FlagSubject::Returned(id), "山坪塘管护")]);
    let mut posting = Posting::new(PostingId::mint(&mut fixture.mint, fixture.at), "山坪塘管护决议", fixture.today());
    (posting.board, posting.text) = ("村委会门口".to_owned(), "决议通过".to_owned());
    let words = "贴出去了".to_owned();
    let step = DecisionStep { words, ..DecisionStep::to(ReturnedState::DecisionPosted, fixture.today()) };
    fixture.act(Intent::Returned(ReturnedIntent::Step(id, Box::new(step), Some(Box::new(posting)))));
    assert_eq!(unpublished(&fixture), 0);
}

#[test]
fn like_matters_are_compared_for_a_year_to_the_day() {
    let mut fixture = Fixture::on("2026-03-02");
    let slow = fixture.intake("S05", None);
    fixture.wait_days(38);
    let quick: Vec<TaskId> = (0..4).map(|_| fixture.intake("S05", None)).collect();
    fixture.wait_days(2);
    for task in quick.into_iter().chain([slow]) {
        let grant = StepIntent::Grant {
            on: fixture.today(),
            place: ResultPlace::Here,
            paper: "批复".to_owned(),
            with_originals: false,
        };
        fixture.step(task, grant);
    }
    let unlike = |fixture: &Fixture| {
        let flags = flags(&fixture.village, &fixture.tables, fixture.today());
        let unlike = flags.into_iter().filter(|flag| flag.kind == FlagKind::Unlike);
        unlike.map(|flag| flag.subject).collect::<Vec<_>>()
    };
    assert_eq!(unlike(&fixture), [FlagSubject::Task(slow)]);
    fixture.wait_days(365);
    assert_eq!(unlike(&fixture), [FlagSubject::Task(slow)]);
    fixture.wait_days(1);
    assert_eq!(unlike(&fixture), []);
}

#[test]
fn a_service_point_on_a_day_of_leave_was_not_missed_and_one_on_the_day_after_was() {
    // Every Wednesday; 2026-11-25 is one.
    for (to, expected) in [("2026-11-24", vec![FlagKind::PointMissed]), ("2026-11-25", vec![])] {
        let mut fixture = Fixture::on("2026-11-23");
        let point = ServicePoint {
            id: ServicePointId::mint(&mut fixture.mint, fixture.at),
            touched: Seq::default(),
            name: "慈云场".to_owned(),
            place: String::new(),
            days: PointDays::parse("每周三").unwrap(),
            hours: String::new(),
            since: fixture.today(),
            until: None,
            held: Vec::new(),
        };
        fixture.act(Intent::Point(PointIntent::Add(Box::new(point))));
        let leave = Leave {
            id: LeaveId::mint(&mut fixture.mint, fixture.at),
            touched: Seq::default(),
            kind: LeaveKind::Training,
            from: fixture.today(),
            to: Day::parse_iso(to).unwrap(),
            reason: String::new(),
            stand_in: "李华".to_owned(),
            phone: String::new(),
            entered_at: fixture.at,
            back_on: None,
        };
        fixture.act(Intent::Leave(LeaveIntent::Record(Box::new(leave))));
        fixture.wait_days(3);
        assert_eq!(kinds(&fixture), expected, "{to}");
    }
}

#[test]
fn what_was_told_to_the_other_record_of_a_person_was_told_to_the_person_and_undo_gives_it_back() {
    let mut fixture = Fixture::on("2026-11-02");
    let task = registered(&mut fixture);
    fixture.step(task, StepIntent::GiveNotice { items: vec!["照片".to_owned()], method: "当面".to_owned() });
    let keep = fixture.person("李德全");
    let twice = Person::new(PersonId::mint(&mut fixture.mint, fixture.at), PersonName::parse("李德金").unwrap());
    let duplicate = twice.id;
    fixture.act(Intent::Person(PersonIntent::Add(Box::new(twice))));
    fixture.wait_days(31);
    let id = NoteId::mint(&mut fixture.mint, fixture.at);
    let (touched, at, kind, text) = (Seq::default(), fixture.at, NoteKind::CallOut, "告诉他还在等".to_owned());
    let (who, person) = (String::new(), Some(duplicate));
    let note = Note { id, touched, at, kind, who, person, task: None, text, call_back: None };
    fixture.act(Intent::Note(NoteIntent::Write(Box::new(note))));
    assert_eq!(kinds(&fixture), [FlagKind::Silent]);
    fixture.wait_days(1);
    fixture.act(Intent::Person(PersonIntent::Merge { keep, duplicate }));
    assert_eq!(kinds(&fixture), []);
    let moved = fixture.village.note(id).unwrap();
    assert_eq!((moved.person, moved.at, moved.is_late_entry()), (Some(keep), at, false));
    let (of, rows) = (fixture.village.seq, fixture.rows.last().cloned());
    fixture.act(Intent::Undo(UndoIntent { of, command: "person.merge".to_owned(), rows }));
    assert_eq!(fixture.village.note(id).unwrap().person, Some(duplicate));
    assert_eq!(kinds(&fixture), [FlagKind::Silent]);
}
