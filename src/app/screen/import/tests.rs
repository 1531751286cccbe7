//! The taking in of a register where the real hands cannot show it: stopped, refused, overtaken by other work.

use std::path::PathBuf;
use std::sync::Arc;

use super::{ImportStep, Reading};
use crate::app::message::{Effect, Msg, Progress, Report};
use crate::app::register::{ProblemWeight, RegisterCounts, RegisterPreview, RegisterProblem, UnknownColumn};
use crate::app::screen::Screen;
use crate::app::testing::Drive;
use crate::domain::decide::import::ImportIntent;
use crate::domain::fixture::Fixture;
use crate::domain::household::{GroupNo, Household};
use crate::domain::id::{HouseholdId, Seq};

fn reading() -> Drive {
    let mut drive = Drive::on(Fixture::on("2026-11-24"));
    drive.keys("<Ctrl+O><paste:/media/a.xlsx><Enter>");
    let progress = Progress { what: "读名册".to_owned(), done: 0, total: 0 };
    drive.send(Msg::Progress(progress));
    drive
}

fn step(drive: &Drive) -> &ImportStep {
    match drive.app.top() {
        Some(Screen::Import(import)) => &import.step,
        other => panic!("not 导入 but {other:?}"),
    }
}

/// A register of one new household, planned when the village was at `seq`.
fn preview(drive: &mut Drive, seq: Seq, unknown: Vec<UnknownColumn>) -> Arc<RegisterPreview> {
    let mut mint = crate::domain::id::IdMint::new(9);
    let household = Household::new(HouseholdId::mint(&mut mint, drive.app.at), GroupNo(1));
    Arc::new(RegisterPreview {
        path: PathBuf::from("/media/a.xlsx"),
        kind: "花名册",
        unknown,
        fields: vec!["姓名", "联系电话"],
        counts: RegisterCounts { rows: 1, new: 1, households: 1, ..RegisterCounts::default() },
        problems: Vec::new(),
        seq,
        intent: ImportIntent { households: vec![household], ..ImportIntent::default() },
    })
}

fn reads(drive: &Drive) -> Vec<Vec<(String, Option<&'static str>)>> {
    let reads = drive.asked.iter().filter_map(|effect| match effect {
        Effect::ReadRegister(ask) => Some(ask.chosen.clone()),
        _ => None,
    });
    reads.collect()
}

#[test]
fn reading_is_stopped_by_esc_and_the_path_stays_typed() {
    let mut drive = reading();
    drive.keys("<F2>");
    assert!(matches!(step(&drive), ImportStep::Reading(Reading::First)), "work that runs is not left by a key");
    drive.keys("<Esc>");
    assert!(matches!(drive.asked.last(), Some(Effect::StopJob)));
    drive.send(Msg::Report(Report::Failed("已停下，没有导入".to_owned())));
    assert!(matches!(step(&drive), ImportStep::File(file) if file.path() == Some(PathBuf::from("/media/a.xlsx"))));
    drive.keys("<Esc><Esc>");
    assert!(matches!(drive.app.top(), Some(Screen::Today(_))));
}

#[test]
fn help_may_be_read_while_a_register_is_read() {
    let mut drive = reading();
    drive.keys("<F1>");
    let seq = drive.app.village.seq;
    let preview = preview(&mut drive, seq, Vec::new());
    drive.send(Msg::Report(Report::Register(preview)));
    drive.keys("<Esc>");
    assert!(matches!(step(&drive), ImportStep::Preview(_)));
}

#[test]
fn headings_are_asked_once_and_a_guess_is_taken_by_enter() {
    let mut drive = reading();
    let seq = drive.app.village.seq;
    let column = |header: &str, guess| UnknownColumn { header: header.to_owned(), guess, sample: String::new() };
    let unknown = vec![column("本人号", Some("联系电话")), column("猪", None)];
    let first = preview(&mut drive, seq, unknown.clone());
    drive.send(Msg::Report(Report::Register(first)));
    drive.keys("<Enter>");
    assert_eq!(reads(&drive).len(), 1);
    drive.keys("<Enter>");
    let chosen = vec![("本人号".to_owned(), Some("联系电话")), ("猪".to_owned(), None)];
    assert_eq!(reads(&drive).last(), Some(&chosen));
    let again = preview(&mut drive, seq, unknown);
    drive.send(Msg::Report(Report::Register(again)));
    assert!(matches!(step(&drive), ImportStep::Preview(_)), "not asked a second time");
}

#[test]
fn a_village_that_moved_on_is_planned_against_again() {
    let mut drive = reading();
    let now = drive.app.village.seq;
    let old = preview(&mut drive, Seq(now.0 - 1), Vec::new());
    drive.send(Msg::Report(Report::Register(old)));
    let acts = drive.acts.len();
    drive.keys("1");
    assert_eq!((reads(&drive).len(), drive.acts.len()), (2, acts));
    let fresh = preview(&mut drive, now, Vec::new());
    drive.send(Msg::Report(Report::Register(fresh)));
    drive.keys("1");
    assert_eq!(drive.acts.last().map(|(act, _)| act.command.as_str()), Some("register.import"));
    assert!(matches!(drive.app.top(), Some(Screen::Today(_))), "nothing is left to do here");
}

#[test]
fn what_changes_is_listed_alone_and_a_page_is_what_was_shown() {
    let mut drive = reading();
    let seq = drive.app.village.seq;
    let register = preview(&mut drive, seq, Vec::new());
    let mut register = Arc::try_unwrap(register).unwrap();
    let problem = |place: usize| RegisterProblem {
        weight: if place < 3 { ProblemWeight::Reminder } else { ProblemWeight::Changed },
        place: place.to_string(),
        message: String::new(),
    };
    register.problems = (0..9).map(problem).collect();
    drive.send(Msg::Report(Report::Register(Arc::new(register))));
    let preview = |drive: &Drive| match step(drive) {
        ImportStep::Preview(preview) => (preview.problems.selected_index(), preview.problems.items().to_vec()),
        other => panic!("not the preview but {other:?}"),
    };
    match step(&drive) {
        ImportStep::Preview(preview) => preview.shown.set((0, 4)),
        other => panic!("not the preview but {other:?}"),
    }
    drive.keys("<PgDn>");
    assert_eq!(preview(&drive).0, 4);
    drive.keys("<PgDn><PgDn>");
    assert_eq!(preview(&drive).0, 8);
    drive.keys("<PgUp>");
    assert_eq!(preview(&drive).0, 4);
    drive.keys("3");
    assert_eq!(preview(&drive), (0, (3..9).collect()));
    drive.keys("3");
    assert_eq!(preview(&drive).1.len(), 9);
}
