//! 接件, by keys: what the officer lives through at the door, and what the store then holds.

use super::{Candidate, Intake, Stage};
use crate::app::screen::{Behaviour, Screen};
use crate::app::testing::Drive;
use crate::domain::fixture::Fixture;
use crate::domain::intake::IntakeOutcome;
use crate::domain::task::state::State;

fn drive() -> Drive {
    let mut fixture = Fixture::on("2026-11-24");
    fixture.household("张小红", "1社");
    Drive::on(fixture)
}

fn intake(drive: &Drive) -> &Intake {
    match drive.app.top() {
        Some(Screen::Intake(intake)) => intake,
        other => panic!("not 接件 but {:?}", other.map(Behaviour::scope)),
    }
}

#[test]
fn three_matters_of_one_villager_take_few_keys_and_make_one_act() {
    let mut drive = drive();
    let acts = drive.acts.len();
    drive.keys("<Ctrl+N>ldq<Enter>");
    drive.keys("临时救助申请<Enter><Enter>居民养老待遇<Enter><Enter>养老保险参保<Enter><Enter>");
    drive.keys("<Enter><Enter><Enter>21");
    assert_eq!(drive.acts.len(), acts + 1);
    let tasks: Vec<_> = drive.app.village.tasks().collect();
    assert_eq!(tasks.len(), 3);
    for task in &tasks {
        assert_eq!(task.state, State::Accepted, "{}", task.matter.name);
        assert_eq!(task.holds.len(), 0);
    }
    assert!(matches!(drive.app.top(), Some(Screen::Receipt(_))));
    drive.keys("<Esc>");
    assert!(matches!(drive.app.top(), Some(Screen::Today(_))));
}

#[test]
fn the_villager_is_found_as_everywhere_and_names_that_begin_so_come_first() {
    let mut fixture = Fixture::on("2026-11-24");
    fixture.household("王张氏", "1社");
    fixture.household("张小红", "3社");
    let first = fixture.person("张小红");
    let mut drive = Drive::on(fixture);
    let found = |drive: &Drive| intake(drive).people.items().to_vec();
    drive.keys("<Ctrl+N>张");
    assert_eq!(found(&drive).first(), Some(&Candidate::Known(first)));
    assert_eq!(found(&drive).len(), 3, "two people and the stranger");
    drive.keys(" 三社");
    assert_eq!(found(&drive), [Candidate::Known(first), Candidate::Stranger]);
    drive.keys("<Ctrl+U>1社 zxh");
    assert_eq!(found(&drive), [Candidate::Stranger]);
}

#[test]
fn the_key_that_stores_a_form_leads_through_papers_and_summary() {
    let mut drive = drive();
    drive.keys("<Ctrl+N>ldq<Enter>临时救助申请<Enter><Enter><Enter>");
    assert!(matches!(intake(&drive).stage, Stage::Papers(_)));
    drive.keys("<Ctrl+S>");
    assert!(matches!(intake(&drive).stage, Stage::Summary(..)));
    let acts = drive.acts.len();
    drive.keys("<Ctrl+S>");
    assert_eq!(drive.acts.len(), acts + 1);
    drive.keys("<Esc><Esc><Ctrl+S>");
    let notice = drive.app.notice.shown().map(|notice| notice.text.clone()).unwrap_or_default();
    assert!(notice.contains("没有用处"), "elsewhere it is still no key: {notice}");
}

#[test]
fn an_original_kept_is_held_once_however_many_matters_ask_for_it() {
    let mut drive = drive();
    drive.keys("<Ctrl+N>李德<Enter>临时救助申请<Enter><Enter>居民养老待遇<Enter><Enter><Enter>");
    let Stage::Papers(menu) = &intake(&drive).stage else { panic!("not the papers") };
    let digit = menu.items().iter().find(|item| item.label.starts_with("身份证")).unwrap().digit.unwrap();
    drive.keys(&format!("<Enter>{digit}<Down*20><Up*20><Down><Enter>1"));
    let holds: Vec<_> =
        drive.app.village.tasks().flat_map(|task| task.holds_out().map(|hold| hold.doc.clone())).collect();
    assert_eq!(holds, ["身份证"]);
}

#[test]
fn a_missing_paper_is_said_before_saving_and_the_task_waits() {
    let mut drive = drive();
    drive.keys("<Ctrl+N>ldq<Enter>临时救助申请<Enter><Enter><Enter>2");
    let Stage::Summary(_, Ok(tasks)) = &intake(&drive).stage else { panic!("no preview") };
    assert_eq!(tasks[0].missing().count(), 3);
    drive.keys("1");
    assert_eq!(drive.app.village.tasks().next().unwrap().state, State::Registered);
}

#[test]
fn a_question_answered_at_the_door_is_a_count_and_no_task() {
    let mut drive = drive();
    drive.keys("<Ctrl+N>zxh<Enter>高龄补贴啥时候发<Up><Down*50><Enter><Enter><Ctrl+S><Enter><Enter>");
    assert_eq!(drive.app.village.tasks().len(), 0);
    let intake = drive.app.village.intakes().next().unwrap();
    assert_eq!(intake.lines[0].outcome, IntakeOutcome::Answered);
}

#[test]
fn a_stranger_needs_a_name_and_may_be_anybody() {
    let mut drive = drive();
    drive.keys("<Ctrl+N>外村人<Enter><Ctrl+S>临时救助申请<Enter><Enter><Enter><Enter><Enter>1");
    let task = drive.app.village.tasks().next().unwrap();
    assert_eq!(task.household, None);
    assert_eq!(drive.app.village.person(task.applicant).unwrap().name.as_str(), "外村人");
}

#[test]
fn a_banned_certificate_is_refused_when_it_is_named_and_nothing_typed_is_lost() {
    let mut drive = drive();
    drive.keys("<Ctrl+N>ldq<Enter>V01<Enter><Enter>无犯罪记录证明<Ctrl+S>");
    let notice = drive.app.notice.shown().unwrap().text.clone();
    assert!(notice.contains("村里不能开"), "{notice}");
    let Stage::Asking(asking) = &intake(&drive).stage else { panic!("not asked") };
    assert_eq!(asking.form.text(super::asking::Item::Words), "无犯罪记录证明");
}

#[test]
fn esc_over_the_only_matter_takes_it_back_and_all_the_matters_are_there_to_choose_from() {
    let mut drive = drive();
    drive.keys("<Ctrl+N>ldq<Enter>");
    let all = intake(&drive).matters.items().len();
    assert!(all > 50, "{all}");
    drive.keys("临时救助申请<Enter>1");
    assert_eq!((intake(&drive).draft.lines.len(), intake(&drive).matters.items().len()), (1, 0));
    drive.keys("<Esc>");
    assert_eq!((intake(&drive).draft.lines.len(), intake(&drive).matters.items().len()), (0, all));
    drive.keys("临时救助申请<Enter>1<Esc><Enter>");
    assert!(matches!(intake(&drive).stage, Stage::Outcome(..)), "the first of them is chosen by Enter");
}

#[test]
fn esc_goes_back_a_stage_at_a_time_and_an_undo_takes_the_whole_intake_back() {
    let mut drive = drive();
    drive.keys("<Ctrl+N>ldq<Enter>临时救助申请<Enter><Esc>");
    assert!(matches!(intake(&drive).stage, Stage::Matter));
    drive.keys("临时救助申请<Enter><Enter><Enter><Enter><Enter>1<Esc>");
    assert_eq!(drive.app.village.tasks().len(), 1);
    drive.keys("<Ctrl+Z>");
    assert_eq!((drive.app.village.tasks().len(), drive.app.village.intakes().len()), (0, 0));
}
