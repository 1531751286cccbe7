//! What a package that was opened says to the office: its rows read from 数据.jsonl, the whole or nothing.
//!
//! The sums were right and the village is known; that does not make the content right. It decides nothing.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::data::DATA_VERSION;
use super::manifest::ManifestHead;
use super::sealed::{NotOpened, OpenedPackage};
use super::{DATA_NAME, MANIFEST_NAME};
use crate::domain::day::Day;
use crate::domain::office::decide::{SentRow, Taking};
use crate::domain::office::{TakenPackage, TownContent, TownHousehold, TownOriginal, TownPerson, TownTask};

#[derive(Deserialize)]
struct Line {
    kind: String,
    id: String,
    touched: u64,
    fields: Value,
}

#[derive(Deserialize)]
struct Head {
    version: u16,
}

#[derive(Deserialize)]
struct Household {
    no: String,
    group: Arc<str>,
    people: u32,
    classes: Arc<str>,
}

#[derive(Deserialize)]
struct Person {
    household: Option<Uuid>,
    name: String,
    relation: Arc<str>,
}

#[derive(Deserialize)]
struct Task {
    no: String,
    name: String,
    group: Arc<str>,
    matter: Arc<str>,
    window: Arc<str>,
    station: Arc<str>,
    state: Arc<str>,
    open: bool,
    registered: String,
    due: Option<String>,
    submitted: Option<String>,
    external_no: String,
}

#[derive(Deserialize)]
struct Original {
    task_no: String,
    doc: String,
    return_by: String,
}

#[derive(Deserialize)]
struct Gone {
    why: String,
}

/// What the package of this village says, on the day it is taken in.
pub fn read(opened: &OpenedPackage, village: Uuid, today: Day) -> Result<Taking, NotOpened> {
    let manifest = &opened.manifest;
    let wrong = |what: &str| NotOpened::Inside { what: what.to_owned() };
    let chain = manifest.chain.as_ref().ok_or_else(|| wrong(MANIFEST_NAME))?;
    let passed = chain.passed.iter().map(|head: &ManifestHead| (head.number, head.link.clone())).collect();
    let package = TakenPackage {
        number: manifest.number,
        from: manifest.from,
        to: manifest.to,
        link: chain.head.link.clone(),
        sha256: manifest.to_bytes().map_err(|_| wrong(MANIFEST_NAME))?.1,
        written_on: Day::parse_iso(&manifest.created).ok_or_else(|| wrong(MANIFEST_NAME))?,
        taken_on: today,
        voided: manifest.voided.iter().chain(&chain.elsewhere).copied().collect(),
    };
    let mut taking =
        Taking { village, package, passed, heard: chain.replies.clone(), rows: Vec::new(), originals: Vec::new() };
    let data = opened.parts.get(DATA_NAME).and_then(|bytes| std::str::from_utf8(bytes).ok());
    for (at, line) in data.ok_or_else(|| wrong(DATA_NAME))?.lines().enumerate() {
        let wrong = || NotOpened::Inside { what: format!("{DATA_NAME} 第{}行", at + 1) };
        take_line(&mut taking, line).map_err(|fault| fault.unwrap_or_else(wrong))?;
    }
    Ok(taking)
}

/// Takes in a line. The error is one that says what it is, or `None` for a line that says nothing.
fn take_line(taking: &mut Taking, line: &str) -> Result<(), Option<NotOpened>> {
    let Line { kind, id, touched: seq, fields } = serde_json::from_str(line).map_err(|_| None)?;
    let content = match kind.as_str() {
        "package" => {
            let Head { version } = of(fields)?;
            return if version > DATA_VERSION { Err(Some(NotOpened::Newer(version))) } else { Ok(()) };
        }
        "household" => {
            let Household { no, group, people, classes } = of(fields)?;
            TownContent::Household(Box::new(TownHousehold { no, group, people_count: people, classes }))
        }
        "person" => {
            let Person { household, name, relation } = of(fields)?;
            TownContent::Person(Box::new(TownPerson { household, name, relation }))
        }
        "task" => TownContent::Task(Box::new(task(of(fields)?)?)),
        "original" => {
            let Original { task_no, doc, return_by } = of(fields)?;
            taking.originals.push(TownOriginal { task_no, doc, return_by: day(&return_by)? });
            return Ok(());
        }
        "gone" => {
            let Gone { why } = of(fields)?;
            TownContent::Gone(why)
        }
        // A kind that a later program of this version may add.
        _ => return Ok(()),
    };
    let id = Uuid::parse_str(&id).map_err(|_| None)?;
    taking.rows.push(SentRow { id, seq, content });
    Ok(())
}

fn of<T: DeserializeOwned>(fields: Value) -> Result<T, Option<NotOpened>> {
    serde_json::from_value(fields).map_err(|_| None)
}

fn day(text: &str) -> Result<Day, Option<NotOpened>> {
    Day::parse_iso(text).ok_or(None)
}

fn task(task: Task) -> Result<TownTask, Option<NotOpened>> {
    let maybe = |text: Option<String>| text.as_deref().map(day).transpose();
    Ok(TownTask {
        registered_on: day(&task.registered)?,
        due: maybe(task.due)?,
        submitted_on: maybe(task.submitted)?,
        no: task.no,
        name: task.name,
        group: task.group,
        matter: task.matter,
        window: task.window,
        station: task.station,
        state: task.state,
        is_open: task.open,
        external_no: task.external_no,
        answers: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::package::{Manifest, Onward, fixture, listed, workbook};

    fn opened() -> OpenedPackage {
        let (content, meta) = (fixture::content(), fixture::meta());
        let workbook = workbook(&content, &meta, &mut |_| Onward::Go).unwrap();
        let mut parts = listed(&content, &meta, "a", workbook, Some(fixture::sealing().chain)).unwrap().0;
        let manifest = parts.pop().unwrap();
        OpenedPackage {
            manifest: Manifest::read(&manifest.bytes).unwrap(),
            parts: parts.into_iter().map(|part| (part.name.to_owned(), part.bytes)).collect(),
        }
    }

    fn today() -> Day {
        Day::parse_iso("2026-11-25").unwrap()
    }

    #[test]
    fn every_record_of_a_package_is_read_and_counted_as_the_manifest_counts() {
        let opened = opened();
        let taking = read(&opened, Uuid::from_u128(1), today()).unwrap();
        let count = |is: fn(&TownContent) -> bool| taking.rows.iter().filter(|row| is(&row.content)).count();
        let counts = opened.manifest.counts;
        assert_eq!(count(|it| matches!(it, TownContent::Household(_))), counts.households);
        assert_eq!(count(|it| matches!(it, TownContent::Person(_))), counts.people);
        assert_eq!(count(|it| matches!(it, TownContent::Task(_))), counts.tasks);
        assert_eq!(count(|it| matches!(it, TownContent::Gone(_))), counts.gone);
        assert_eq!(taking.originals.len(), counts.originals);
        assert_eq!((taking.package.number, taking.package.taken_on), (opened.manifest.number, today()));
    }

    #[test]
    fn a_line_that_says_nothing_refuses_the_whole_and_is_named() {
        let mut changed = opened();
        let data = changed.parts.get_mut(DATA_NAME).unwrap();
        data.extend_from_slice(b"{\"kind\":\"task\",\"id\":\"x\",\"touched\":1,\"fields\":{}}\n");
        let lines = data.iter().filter(|byte| **byte == b'\n').count();
        let refused = read(&changed, Uuid::from_u128(1), today()).unwrap_err();
        assert_eq!(refused, NotOpened::Inside { what: format!("{DATA_NAME} 第{lines}行") });
        let newer = String::from_utf8(opened().parts[DATA_NAME].clone()).unwrap();
        let newer = newer.replace("\"version\":1", "\"version\":2");
        changed.parts.insert(DATA_NAME.to_owned(), newer.into_bytes());
        assert_eq!(read(&changed, Uuid::from_u128(1), today()), Err(NotOpened::Newer(2)));
    }
}
