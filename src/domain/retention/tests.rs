//! What is due on which day, and what holds it back, on both sides of every boundary.

use super::*;
use crate::domain::change::Record;
use crate::domain::decide::household::{EventIntent, HouseholdIntent};
use crate::domain::decide::note::NoteIntent;
use crate::domain::decide::retention::{DestroyIntent, DestroyWhat};
use crate::domain::decide::step::StepIntent;
use crate::domain::decide::undo::UndoIntent;
use crate::domain::decide::{Intent, undo};
use crate::domain::fixture::Fixture;
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::id::{DestructionId, NoteId, PersonId, TaskId};
use crate::domain::note::{Note, NoteKind};
use crate::domain::refusal::Refusal;
use crate::domain::table::TableFault;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// Lets the village's clock go on to this day.
fn go_to(fixture: &mut Fixture, text: &str) {
    fixture.wait_days(day(text).days_since(fixture.today()));
}

/// A task of 李德全 that was withdrawn on the fixture's day: over at once.
fn withdrawn(fixture: &mut Fixture) -> TaskId {
    let task = fixture.intake("S05", None);
    fixture.step(task, StepIntent::Withdraw { reason: "本人不办了".to_owned() });
    task
}

fn note(fixture: &mut Fixture, person: Option<PersonId>, task: Option<TaskId>) -> NoteId {
    let id = NoteId::mint(&mut fixture.mint, fixture.at);
    let (who, text, kind) = (String::new(), "问了一句".to_owned(), NoteKind::Quick);
    let at = fixture.at;
    let note =
        Note { id, touched: crate::domain::id::Seq::default(), at, kind, who, person, task, text, call_back: None };
    fixture.act(Intent::Note(NoteIntent::Write(Box::new(note))));
    id
}

fn dies(fixture: &mut Fixture, name: &str) -> PersonId {
    let person = fixture.person(name);
    let household = fixture.village.person(person).unwrap().household.unwrap();
    let event = EventIntent {
        household,
        kind: HouseholdEventKind::Death,
        on: fixture.today(),
        person: Some(person),
        newcomer: None,
        detail: format!("{name}病故"),
        evidence: format!("{name}的死亡证"),
    };
    fixture.act(Intent::Household(HouseholdIntent::Event(Box::new(event))));
    person
}

fn keys_due(fixture: &Fixture) -> Vec<RecordKey> {
    let due = due(&fixture.village, &fixture.tables.retention, fixture.today());
    due.into_iter().filter(|record| record.blocked.is_none()).map(|record| record.key).collect()
}

fn blocked(fixture: &Fixture, key: RecordKey) -> Option<String> {
    let due = due(&fixture.village, &fixture.tables.retention, fixture.today());
    let record = due.into_iter().find(|record| record.key == key)?;
    record.blocked.map(|block| block.words(&fixture.village))
}

fn destroy(fixture: &mut Fixture, what: DestroyWhat) -> Result<(), Refusal> {
    let id = DestructionId::mint(&mut fixture.mint, fixture.at);
    let (basis, approved_by) = ("镇档案室通知".to_owned(), "张主任".to_owned());
    fixture.try_act(Intent::Destroy(Box::new(DestroyIntent { id, what, basis, approved_by })))
}

#[test]
fn years_end_on_the_same_day_or_the_months_last_and_the_day_after_is_due() {
    for (since, years, due) in [
        ("2016-11-24", 10, "2026-11-25"),
        ("2016-02-29", 10, "2026-03-01"),
        ("2016-02-29", 4, "2020-03-01"),
        ("2015-02-28", 1, "2016-02-29"),
        ("2016-12-31", 3, "2020-01-01"),
    ] {
        assert_eq!(due_on(day(since), years), day(due), "{since} {years}");
    }
}

#[test]
fn a_task_is_due_the_day_after_its_years_and_not_the_day_before() {
    let mut fixture = Fixture::on("2016-02-29");
    let task = withdrawn(&mut fixture);
    let intake = fixture.village.task(task).unwrap().intake.unwrap();
    go_to(&mut fixture, "2026-02-28");
    assert_eq!(keys_due(&fixture), []);
    fixture.wait_days(1);
    let file = [RecordKey::Task(task), RecordKey::Intake(intake)];
    assert_eq!(keys_due(&fixture), file, "the intake goes with its task");
    let rows = "[[keep]]\ncode = \"task\"\nkeep = \"永久\"\nsource = \"镇\"\ncertainty = \"公开\"\n";
    let (table, faults) = fixture.tables.retention.clone().load(rows, "retention.toml");
    assert_eq!((due(&fixture.village, &table, fixture.today()), faults), (vec![], Vec::<TableFault>::new()));
}

#[test]
fn an_open_task_is_never_due_and_a_delivered_one_waits_for_the_archive() {
    let mut fixture = Fixture::on("2016-01-04");
    let open = fixture.intake("S05", None);
    go_to(&mut fixture, "2036-01-04");
    assert_eq!((keys_due(&fixture), blocked(&fixture, RecordKey::Task(open))), (vec![], None));
    let refused = destroy(&mut fixture, DestroyWhat::One(RecordKey::Task(open))).unwrap_err().to_string();
    assert!(refused.starts_with("「2016-0001 ") && refused.ends_with("还没有办完。什么都没有销毁"), "{refused}");
    let mut delivered = fixture.village.task(open).unwrap().clone();
    delivered.state = crate::domain::task::state::State::Delivered;
    fixture.village.put(Record::Task(Box::new(delivered)));
    assert_eq!(blocked(&fixture, RecordKey::Task(open)).as_deref(), Some("已送达，还没有归档"));
}

#[test]
fn a_note_goes_by_itself_or_with_its_task_and_holds_the_task_back_when_it_came_later() {
    let mut fixture = Fixture::on("2016-01-04");
    let task = withdrawn(&mut fixture);
    let (alone, about) = (note(&mut fixture, None, None), note(&mut fixture, None, Some(task)));
    go_to(&mut fixture, "2019-01-04");
    assert_eq!(keys_due(&fixture), []);
    fixture.wait_days(1);
    assert_eq!(keys_due(&fixture), [RecordKey::Note(alone)]);
    let later = note(&mut fixture, None, Some(task));
    go_to(&mut fixture, "2026-01-05");
    assert_eq!(keys_due(&fixture), [RecordKey::Note(about), RecordKey::Note(alone)]);
    let why = blocked(&fixture, RecordKey::Task(task)).unwrap();
    assert_eq!(why, "还有没到期的记录用着它：2019-01-05 记事");
    go_to(&mut fixture, "2029-01-06");
    assert!(
        keys_due(&fixture).contains(&RecordKey::Task(task)) && keys_due(&fixture).contains(&RecordKey::Note(later))
    );
}

#[test]
fn a_promise_that_was_not_kept_keeps_the_note() {
    let mut fixture = Fixture::on("2016-01-04");
    let id = note(&mut fixture, None, None);
    let mut promised = fixture.village.note(id).unwrap().clone();
    promised.call_back =
        Some(crate::domain::note::CallBack { on: fixture.today(), hour: String::new(), done_on: None });
    fixture.village.put(Record::Note(Box::new(promised)));
    go_to(&mut fixture, "2026-01-05");
    assert_eq!(blocked(&fixture, RecordKey::Note(id)).as_deref(), Some("答应了回电，还没有回"));
    fixture.act(Intent::Note(NoteIntent::CalledBack(id)));
    go_to(&mut fixture, "2029-01-05");
    assert_eq!(keys_due(&fixture), []);
    fixture.wait_days(1);
    assert_eq!(keys_due(&fixture), [RecordKey::Note(id)]);
}

#[test]
fn originals_and_money_keep_a_task_that_came_from_an_old_ledger() {
    let mut fixture = Fixture::on("2016-01-04");
    let id = withdrawn(&mut fixture);
    let held = fixture.intake("S01", Some("户口簿"));
    let hold = fixture.village.task(held).unwrap().holds.clone();
    let mut task = fixture.village.task(id).unwrap().clone();
    task.holds = hold;
    fixture.village.put(Record::Task(Box::new(task.clone())));
    go_to(&mut fixture, "2026-01-05");
    assert_eq!(blocked(&fixture, RecordKey::Task(id)).as_deref(), Some("证件还没有还清：户口簿"));
    task.holds.clear();
    task.money.push(crate::domain::fee::PassThrough {
        purpose: "医保".to_owned(),
        received_on: day("2016-01-04"),
        received_fen: 2_050,
        receipt_no: String::new(),
        paid_on: None,
        paid_fen: 0,
        voucher: String::new(),
        refunded_fen: 0,
    });
    fixture.village.put(Record::Task(Box::new(task)));
    assert_eq!(blocked(&fixture, RecordKey::Task(id)).as_deref(), Some("代缴款还有20.50元没有结清"));
}

#[test]
fn a_person_who_died_waits_for_the_matters_and_the_household_for_its_people() {
    let mut fixture = Fixture::on("2016-01-04");
    let home = fixture.village.households().next().unwrap().id;
    let task = fixture.intake("S05", None);
    let person = dies(&mut fixture, "李德全");
    go_to(&mut fixture, "2016-03-01");
    fixture.step(task, StepIntent::Withdraw { reason: "人不在了".to_owned() });
    let intake = fixture.village.task(task).unwrap().intake.unwrap();
    go_to(&mut fixture, "2026-01-05");
    assert_eq!(keys_due(&fixture), []);
    assert!(blocked(&fixture, RecordKey::Person(person)).unwrap().contains("2016-0001"));
    assert!(blocked(&fixture, RecordKey::Household(home)).is_some());
    go_to(&mut fixture, "2026-03-02");
    let all = [RecordKey::Task(task), RecordKey::Intake(intake), RecordKey::Person(person), RecordKey::Household(home)];
    assert_eq!(keys_due(&fixture), all);
    let of_one_kind = free(&fixture.village, &fixture.tables.retention, fixture.today(), Some(RetentionKind::Person));
    assert_eq!(of_one_kind, [], "the matters are not of that kind");
}

#[test]
fn destroyed_is_gone_everywhere_and_never_comes_back() {
    let mut fixture = Fixture::on("2016-01-04");
    let other = fixture.household("周开明", "1社");
    let task = withdrawn(&mut fixture);
    let person = dies(&mut fixture, "李德全");
    assert_eq!(
        destroy(&mut fixture, DestroyWhat::Due(None)).unwrap_err(),
        Refusal::Already("没有到期能销毁的记录，什么都没有销毁")
    );
    go_to(&mut fixture, "2026-01-05");
    destroy(&mut fixture, DestroyWhat::Due(None)).unwrap();
    let village = &fixture.village;
    assert_eq!((village.tasks().len(), village.intakes().len(), village.people().len()), (0, 0, 1));
    assert_eq!(village.households().map(|it| it.id).collect::<Vec<_>>(), [other]);
    assert!(village.is_destroyed(RecordKey::Person(person)) && village.is_destroyed(RecordKey::Task(task)));
    assert_eq!((village.tasks_of(person).count(), village.next_task_no(2016).n), (0, 2), "a number is not given again");
    let record = village.destructions().next().unwrap();
    assert_eq!((record.no, record.approved_by.as_str(), record.done_by.as_str()), (1, "张主任", "王敏"));
    assert_eq!(record.counts_words(), "办完的代办事项2条，死亡、迁出和临时人员1条，不在册的户1条");
    assert_eq!(record.gone[0].no.map(|no| no.to_string()).as_deref(), Some("2016-0001"));
    assert_eq!(keys_due(&fixture), [], "the record of a destruction is never due");
    for act in &fixture.acts {
        let words = crate::domain::act_words::ActWords::of(act, &fixture.village);
        assert!(!words.subject.contains("李德全"), "{words:?}");
        assert!(!words.subject.is_empty() && !words.what.is_empty(), "{words:?}");
    }
    // Neither the destruction nor what it took can be undone.
    let last = fixture.acts.last().unwrap();
    let refused = undo::check(&fixture.village, last).unwrap_err().to_string();
    assert!(refused.starts_with("销毁不能撤销"), "{refused}");
    let intake = fixture.acts.iter().position(|act| act.command == "intake.take").unwrap();
    let (of, rows) = (fixture.acts[intake].seq, Some(fixture.rows[intake].clone()));
    assert!(undo::check(&fixture.village, &fixture.acts[intake]).unwrap_err().to_string().contains("已经销毁"));
    let undo = Intent::Undo(UndoIntent { of, command: "intake.take".to_owned(), rows });
    assert!(fixture.try_act(undo).unwrap_err().to_string().contains("已经销毁"));
}

#[test]
fn what_a_household_says_of_a_person_who_is_destroyed_goes_too() {
    let mut fixture = Fixture::on("2016-01-04");
    let home = fixture.village.households().next().unwrap().id;
    let son = PersonId::mint(&mut fixture.mint, fixture.at);
    let name = crate::domain::text::PersonName::parse("李小军").unwrap();
    let person =
        crate::domain::person::Person { household: Some(home), ..crate::domain::person::Person::new(son, name) };
    fixture.act(Intent::Person(crate::domain::decide::person::PersonIntent::Add(Box::new(person))));
    let father = dies(&mut fixture, "李德全");
    let died = fixture.village.seq;
    go_to(&mut fixture, "2026-01-05");
    destroy(&mut fixture, DestroyWhat::Due(None)).unwrap();
    let household = fixture.village.household(home).unwrap();
    let event = household.events.last().unwrap();
    assert_eq!((event.kind, event.person, event.detail.as_str()), (HouseholdEventKind::Death, None, "内容已销毁"));
    assert!(!format!("{household:?}").contains("李德全"));
    let record = fixture.village.destructions().next().unwrap();
    assert_eq!(record.cleared, [RecordKey::Household(home)]);
    let act = &fixture.acts[usize::try_from(died.0).unwrap() - 1];
    let erased = |act: &crate::domain::change::VillageAct| {
        let is = |change| crate::domain::destruction::is_content_destroyed(&fixture.village, act.seq, change);
        act.changes.iter().map(is).collect::<Vec<_>>()
    };
    assert_eq!(erased(act), [true, true], "the person, and the household as it was then");
    assert_eq!(erased(fixture.acts.last().unwrap()), [false, false]);
    assert!(fixture.village.person(son).is_some() && fixture.village.person(father).is_none());
}

#[test]
fn on_demand_a_record_goes_before_its_time_with_all_that_is_its_own() {
    let mut fixture = Fixture::on("2026-11-02");
    let passer = PersonId::mint(&mut fixture.mint, fixture.at);
    let name = crate::domain::text::PersonName::parse("何过客").unwrap();
    let person = Box::new(crate::domain::person::Person::new(passer, name));
    fixture.act(Intent::Person(crate::domain::decide::person::PersonIntent::Add(person)));
    let about = note(&mut fixture, Some(passer), None);
    let task = withdrawn(&mut fixture);
    let refused = |fixture: &mut Fixture, key| destroy(fixture, DestroyWhat::One(key)).unwrap_err().to_string();
    let villager = fixture.person("李德全");
    assert!(refused(&mut fixture, RecordKey::Person(villager)).contains("还在册"));
    assert!(refused(&mut fixture, RecordKey::Village).contains("这种记录不销毁"));
    destroy(&mut fixture, DestroyWhat::One(RecordKey::Person(passer))).unwrap();
    assert!(fixture.village.person(passer).is_none() && fixture.village.note(about).is_none());
    destroy(&mut fixture, DestroyWhat::One(RecordKey::Task(task))).unwrap();
    assert_eq!((fixture.village.intakes().len(), fixture.village.people().len()), (0, 1));
    assert_eq!(refused(&mut fixture, RecordKey::Task(task)), Refusal::Gone.to_string());
    let whys: Vec<_> = fixture.village.destructions().map(|it| (it.no, it.why.label())).collect();
    assert_eq!(whys, [(1, "单独销毁"), (2, "单独销毁")]);
}

#[test]
fn a_ground_and_a_name_must_be_written() {
    let mut fixture = Fixture::on("2016-01-04");
    withdrawn(&mut fixture);
    go_to(&mut fixture, "2026-01-05");
    for (basis, approved_by) in [("", "张主任"), ("规定", " ")] {
        let id = DestructionId::mint(&mut fixture.mint, fixture.at);
        let what = DestroyWhat::Due(None);
        let intent = DestroyIntent { id, what, basis: basis.to_owned(), approved_by: approved_by.to_owned() };
        let refused = fixture.try_act(Intent::Destroy(Box::new(intent)));
        assert!(matches!(refused, Err(Refusal::Blank(..))), "{refused:?}");
    }
}

#[test]
fn today_says_it_in_one_line_after_all_others() {
    let mut fixture = Fixture::on("2016-01-04");
    withdrawn(&mut fixture);
    let lines = |fixture: &Fixture| crate::domain::today::lines(&fixture.village, fixture.today(), &fixture.tables);
    let last = |fixture: &Fixture| lines(fixture).last().map(|line| (line.kind.label(), line.days));
    go_to(&mut fixture, "2026-01-04");
    assert_eq!(last(&fixture), Some(("备份过期", 3_653)));
    fixture.wait_days(3);
    assert_eq!(last(&fixture), Some(("到期销毁", 2)));
    destroy(&mut fixture, DestroyWhat::Due(None)).unwrap();
    assert!(lines(&fixture).iter().all(|line| line.kind.label() != "到期销毁"));
}

#[test]
fn an_act_whose_rows_went_with_what_was_destroyed_after_it_is_not_said_to_be_too_old() {
    let mut fixture = Fixture::on("2026-11-02");
    let of = fixture.village.seq;
    let undo = |fixture: &mut Fixture| {
        let command = "household.add".to_owned();
        fixture.try_act(Intent::Undo(UndoIntent { of, command, rows: None })).unwrap_err()
    };
    assert!(matches!(undo(&mut fixture), Refusal::TooOld(_)));
    let task = withdrawn(&mut fixture);
    destroy(&mut fixture, DestroyWhat::One(RecordKey::Task(task))).unwrap();
    let refused = undo(&mut fixture);
    assert!(refused.to_string().starts_with("销毁以前做的事不能撤销"), "{refused}");
}
