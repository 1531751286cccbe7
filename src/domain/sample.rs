//! The sample village of `daiban demo`: 大坪村 of 慈云镇, made in code from a seed, with nobody real in it.
//!
//! Its register came as one import, and everything after it was brought about by intents that the rules let pass, each
//! on its day; so it can hold nothing unlawful, and shifts with `today`. It touches no disk.

mod affairs;
mod contacts;
mod crowd;
mod days;
mod market;
mod pairings;
mod papers;
pub mod people;
mod plot;
mod register;
mod rounds;
mod run;
mod story;
mod supervised;

use std::collections::BTreeSet;

use super::backup::{BackupCopy, BackupHow};
use super::change::VillageAct;
use super::day::Day;
use super::decide::Intent;
use super::decide::backup::BackupIntent;
use super::decide::follow_up::{FollowUpIntent, SettleIntent, unsettled_by_words};
use super::decide::household::{EventIntent, HouseholdIntent};
use super::decide::note::NoteIntent;
use super::decide::package::PackageIntent;
use super::decide::pairing::PairingIntent;
use super::decide::supervision::SupervisionIntent;
use super::decide::village::VillageIntent;
use super::decide::visit::VisitIntent;
use super::follow_up::chains::Trigger;
use super::follow_up::{FollowUpOutcome, outlook};
use super::id::{BackupId, FollowUpId, PackageId, Seq, SupervisionId, TaskId};
use super::package::{ExportPackage, PackageState};
use super::supervision::outlook::uncalled;
use super::village::Village;

use self::days::Days;
use self::run::{LIAISON, Run};
use self::story::Story;

/// How many days ago the village was founded here.
const FOUNDED_DAYS_AGO: i32 = 250;
/// How many days ago packages went to the town; all but the last are signed for.
const PACKAGES_DAYS_AGO: [i32; 2] = [56, 24];
/// Every so many days what came due was asked after, the last time so many days ago.
const FOLLOW_UPS_EVERY_DAYS: usize = 14;
const FOLLOW_UPS_LAST_DAYS_AGO: i32 = 21;

/// How many days ago whoever rated poorly was called back.
const CALLED_BACK_DAYS_AGO: i32 = 14;

/// The sample village, and the acts that made it.
#[derive(Debug)]
pub struct Sample {
    /// Every act, oldest first; committed in order they make the village.
    pub acts: Vec<VillageAct>,
    /// The village as it stands this morning.
    pub village: Village,
}

/// The sample village of this day. One seed and one day always make the same.
pub fn village(today: Day, seed: u64) -> Sample {
    let run = play(today, seed);
    Sample { acts: run.acts, village: run.village }
}

/// What happens on one day.
enum Scene {
    /// A beat of a story, by their places.
    Beat(usize, usize),
    /// A note.
    Note(NoteIntent),
    /// 户变动.
    Event(EventIntent),
    /// A visit.
    Visit(VisitIntent),
    /// Market days and leave.
    Other(Intent),
    /// A step of the village's own affairs.
    Affair(Intent),
    /// Of a pairing.
    Pairing(PairingIntent),
    /// What came due was asked after.
    FollowUps,
    /// Whoever rated poorly is called back.
    CallBack,
    /// A package goes to the town.
    Package,
    /// The town has signed for it.
    Signed,
    /// A backup is made.
    Backup,
}

fn play(today: Day, seed: u64) -> Run {
    let mut run = Run::new(seed);
    found(&mut run, today.plus_days(-FOUNDED_DAYS_AGO), today);
    let tables = run.tables.clone();
    let days = Days { today, tables: &tables };
    let mut stories = plot::stories(&run.village, days);
    stories.extend(crowd::stories(&run.village, days, &mut run.draw));
    let mut scenes: Vec<(Day, Scene)> = Vec::new();
    for (nth, story) in stories.iter().enumerate() {
        scenes.extend(story.beats.iter().enumerate().map(|(beat, (day, _))| (*day, Scene::Beat(nth, beat))));
    }
    let events = plot::events(&run.village, days, &mut run.mint);
    scenes.extend(events.into_iter().map(|(day, event)| (day, Scene::Event(event))));
    let notes = plot::notes(&run.village, days, &mut run.mint);
    scenes.extend(notes.into_iter().map(|(day, note)| (day, Scene::Note(note))));
    let visits = rounds::visits(&run.village, days, &stories, &mut run.mint);
    scenes.extend(visits.into_iter().map(|(day, visit)| (day, Scene::Visit(visit))));
    let market = market::scenes(days, &mut run.mint);
    scenes.extend(market.into_iter().map(|(day, intent)| (day, Scene::Other(intent))));
    let began = today.plus_days(-FOUNDED_DAYS_AGO);
    let contacts = contacts::intents(days.worked_ago(FOUNDED_DAYS_AGO - 9), &mut run.mint);
    scenes.extend(contacts.into_iter().map(|(day, intent)| (day, Scene::Other(intent))));
    let papers = papers::intents(&run.village, days, (days.worked_ago(FOUNDED_DAYS_AGO - 9), &mut run.mint));
    scenes.extend(papers.into_iter().map(|(day, intent)| (day, Scene::Other(intent))));
    let affairs = affairs::scenes(days, began, &mut run.mint);
    scenes.extend(affairs.into_iter().map(|(day, intent)| (day, Scene::Affair(intent))));
    let pairings = pairings::deeds(&run.village, days, &mut run.mint);
    scenes.extend(pairings.into_iter().map(|(day, deed)| (day, Scene::Pairing(deed))));
    let supervised = supervised::scenes(days, &mut run.mint);
    scenes.extend(supervised.into_iter().map(|(day, intent)| (day, Scene::Other(intent))));
    scenes.push((days.worked_ago(CALLED_BACK_DAYS_AGO), Scene::CallBack));
    scenes.extend(PACKAGES_DAYS_AGO.iter().map(|ago| (days.worked_ago(*ago), Scene::Package)));
    scenes.extend(PACKAGES_DAYS_AGO.iter().take(1).map(|ago| (days.worked_ago(*ago - 3), Scene::Signed)));
    let asked = (FOLLOW_UPS_LAST_DAYS_AGO..FOUNDED_DAYS_AGO).step_by(FOLLOW_UPS_EVERY_DAYS);
    scenes.extend(asked.map(|ago| (days.worked_ago(ago), Scene::FollowUps)));
    scenes.push((days.worked_ago(1), Scene::Backup));
    // The sort is stable, so what one story does on one day keeps its order.
    scenes.sort_by_key(|(day, _)| *day);
    let mut opened: Vec<Vec<TaskId>> = vec![Vec::new(); stories.len()];
    for (day, scene) in scenes {
        perform(&mut run, day, scene, &stories, &mut opened);
    }
    run
}

/// The founding, and the register that came as one import the same day.
fn found(run: &mut Run, on: Day, today: Day) {
    let intent = VillageIntent::Found {
        name: "大坪村".to_owned(),
        township: "慈云镇".to_owned(),
        liaison: LIAISON.to_owned(),
        phone: people::phone(0),
        groups: people::GROUPS.iter().map(|name| (*name).to_owned()).collect(),
    };
    let at = run.next_at(on);
    run.act(at, Intent::Village(intent));
    let at = run.next_at(on);
    let import = register::register(&run.village.info, at, today, &mut run.draw, &mut run.mint);
    let at = run.next_at(on);
    run.act(at, Intent::Import(Box::new(import)));
}

fn perform(run: &mut Run, day: Day, scene: Scene, stories: &[Story], opened: &mut [Vec<TaskId>]) {
    match scene {
        Scene::Beat(nth, beat) => {
            let (Some(story), Some(tasks)) = (stories.get(nth), opened.get_mut(nth)) else { return };
            if let Some((_, beat)) = story.beats.get(beat) {
                run.beat(day, story, beat, tasks);
            }
        }
        Scene::Note(intent) => {
            let at = run.next_at(day);
            run.act(at, Intent::Note(intent));
        }
        Scene::Event(intent) => {
            let at = run.next_at(day);
            run.act(at, Intent::Household(HouseholdIntent::Event(Box::new(intent))));
        }
        Scene::Visit(intent) => {
            let at = run.next_at(day);
            run.act(at, Intent::Visit(intent));
        }
        Scene::Other(intent) => {
            let at = run.next_at(day);
            run.act(at, intent);
        }
        Scene::Affair(intent) => {
            let at = run.next_at(day);
            run.act(at, intent);
        }
        Scene::Pairing(intent) => {
            let at = run.next_at(day);
            run.act(at, Intent::Pairing(intent));
        }
        Scene::FollowUps => follow_up(run, day),
        Scene::CallBack => {
            let poor = run.village.tasks().find(|task| uncalled(&run.village, task).is_some()).map(|task| task.id);
            let Some(task) = poor else { return };
            let at = run.next_at(day);
            let id = SupervisionId::mint(&mut run.mint, at);
            let words = "说中间没人告诉办到哪里了，答应以后一周说一次".to_owned();
            run.act(at, Intent::Supervision(SupervisionIntent::CallBack { id, task, on: day, words }));
        }
        Scene::Package => package(run, day),
        Scene::Backup => back_up(run, day),
        Scene::Signed => {
            let Some(id) = run.village.packages().next_back().map(|package| package.id) else { return };
            let at = run.next_at(day);
            run.act(at, Intent::Package(PackageIntent::Confirm(id)));
        }
    }
}

/// Whose day had come went to the window without the liaison, or did not need to.
fn follow_up(run: &mut Run, day: Day) {
    let tables = run.tables.clone();
    for (nth, pending) in outlook::all(&run.village, &tables, day).into_iter().enumerate() {
        let rule = outlook::rule(&tables, pending.key).filter(|rule| unsettled_by_words(rule).is_none());
        let Some(rule) = rule.filter(|_| pending.key.from < day) else { continue };
        let aged = matches!(rule.trigger, Trigger::Age(_));
        let (outcome, reason) = match (aged, nth % 4) {
            (true, 3) => (FollowUpOutcome::NotNeeded, "早就办过了"),
            (true, _) => (FollowUpOutcome::Done, "家里自己去窗口办了"),
            (false, _) => (FollowUpOutcome::Done, "家属自己去办了，看过回执"),
        };
        let at = run.next_at(day);
        let id = FollowUpId::mint(&mut run.mint, at);
        let settle = SettleIntent { id, key: pending.key, outcome, reason: reason.to_owned(), on: day };
        run.act(at, Intent::FollowUp(FollowUpIntent::Settle(Box::new(settle))));
    }
}

/// A package begun and written, with a made-up sum: the sample has no stick.
fn package(run: &mut Run, day: Day) {
    let at = run.next_at(day);
    let from = run.village.packages().next_back().map_or(Seq::default(), |package| package.to);
    let to = run.village.seq;
    let tasks = || run.village.tasks().filter(|task| task.touched > from);
    let people: BTreeSet<_> = tasks().map(|task| task.applicant).collect();
    let package = ExportPackage {
        id: PackageId::mint(&mut run.mint, at),
        touched: Seq::default(),
        no: 0,
        at,
        from,
        to,
        name: String::new(),
        place: "U盘".to_owned(),
        receiver: "慈云镇便民服务中心".to_owned(),
        purpose: "月报".to_owned(),
        tasks_count: u32::try_from(tasks().count()).unwrap_or(u32::MAX),
        people: people.into_iter().collect(),
        fields: ["编号", "姓名", "事项", "状态", "到期"].map(str::to_owned).to_vec(),
        sha256: String::new(),
        state: PackageState::Begun,
    };
    let id = package.id;
    run.act(at, Intent::Package(PackageIntent::Begin(Box::new(package), None)));
    let sha256 = (0..16).map(|_| format!("{:04x}", run.draw.below(0x1_0000))).collect();
    let name = format!("大坪村代办表-{day}");
    let at = run.next_at(day);
    run.act(at, Intent::Package(PackageIntent::Written { id, name, sha256 }));
}

/// A copy on a stick, with a made-up sum: the sample has none.
fn back_up(run: &mut Run, day: Day) {
    let at = run.next_at(day);
    let upto = run.village.seq;
    let copy = BackupCopy {
        id: BackupId::mint(&mut run.mint, at),
        touched: Seq::default(),
        how: BackupHow::Written,
        at,
        upto,
        name: format!("大坪村_{}_第{}号.dbbak", at.day(), upto.0),
        place: "U盘".to_owned(),
        elsewhere: true,
        sha256: (0..16).map(|_| format!("{:04x}", run.draw.below(0x1_0000))).collect(),
    };
    run.act(at, Intent::Backup(BackupIntent::Written(Box::new(copy))));
}

#[cfg(test)]
mod tests;
