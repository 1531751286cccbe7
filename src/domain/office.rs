//! 镇里收件: what the office keeps of the villages that hand over to it. A small book of its own beside the village's.
//!
//! Rows are what the villages sent, whole and by the village's own numbers: the higher one counts, so that order and
//! repeats do not matter. What the office adds are its answers. Nothing here is read from a file or written to one.

pub mod change;
pub mod copies;
pub mod decide;
pub mod outlook;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::alike::Alike;
use super::correspondence::{KEY_BYTES, OwnSecret};
use super::day::Day;
use super::id::Seq;
use change::{OfficeKey, OfficeRecord};
use copies::OfficeCopies;

/// The office itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeInfo {
    /// The act that last touched this record.
    pub touched: Seq,
    /// 收件单位.
    pub name: String,
    /// 镇(街)名.
    pub township: String,
    /// From it both keys of the office follow.
    pub secret: OwnSecret,
    /// The day it was founded.
    pub on: Day,
}

/// A village whose card was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownVillage {
    /// Identity; minted here.
    pub id: Uuid,
    /// The act that last touched this record.
    pub touched: Seq,
    /// 村名.
    pub name: String,
    /// 镇(街)名.
    pub township: String,
    /// 代办员姓名.
    pub liaison: String,
    /// The key that shows what the village signed.
    pub signs: [u8; KEY_BYTES],
    /// The key that is sealed to.
    pub reads: [u8; KEY_BYTES],
    /// The day it was enrolled.
    pub on: Day,
    /// What was received, by number.
    pub packages: Vec<TakenPackage>,
    /// What was answered, by number.
    pub replies: Vec<SentReply>,
    /// The numbers of the replies that the village said it has.
    pub heard: Vec<u32>,
    /// Originals that are out of their owners' hands, as the newest package says.
    pub originals: Vec<TownOriginal>,
}

/// A package that was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenPackage {
    /// Its number in its village.
    pub number: u32,
    /// Records touched after this act of the village are in it.
    pub from: u64,
    /// Up to this one.
    pub to: u64,
    /// Where the chain of the village's record stands after that act, lower-case hex.
    pub link: String,
    /// SHA-256 of its manifest, lower-case hex.
    pub sha256: String,
    /// The day it was written, as the village says.
    pub written_on: Day,
    /// The day it was taken in.
    pub taken_on: Day,
    /// Numbers before it that never came to be.
    pub voided: Vec<u32>,
}

/// A reply that was written for the village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentReply {
    /// Its number for this village.
    pub number: u32,
    /// The day.
    pub on: Day,
    /// How many answers are in it.
    pub answers_count: u32,
    /// How many packages had been taken in when it was written.
    pub packages_count: u32,
}

/// An original outstanding 证件在外.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownOriginal {
    /// The task's 编号.
    pub task_no: String,
    /// Which paper.
    pub doc: String,
    /// The day by which it must be back.
    pub return_by: Day,
}

/// One record of a village, as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownRow {
    /// The village's own identity of it.
    pub id: Uuid,
    /// The act of the office that last touched it.
    pub touched: Seq,
    /// Whose.
    pub village: Uuid,
    /// The act of the village that last touched it: the higher one counts.
    pub seq: u64,
    /// What it is.
    pub content: TownContent,
}

/// What a row is. Fields are those of 数据.jsonl; the order is in stored bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TownContent {
    /// A household 农户.
    Household(Box<TownHousehold>),
    /// A person 人口, numbers masked.
    Person(Box<TownPerson>),
    /// A task 代办事项.
    Task(Box<TownTask>),
    /// Moved, dead, merged, destroyed: nothing is known of it but why.
    Gone(String),
}

impl TownContent {
    /// Holds once what many say alike.
    fn share(&mut self, words: &mut Alike<str>) {
        match self {
            TownContent::Household(household) => {
                [&mut household.group, &mut household.classes].into_iter().for_each(|text| words.share(text));
            }
            TownContent::Person(person) => words.share(&mut person.relation),
            TownContent::Task(task) => {
                let TownTask { group, matter, window, station, state, .. } = &mut **task;
                [group, matter, window, station, state].into_iter().for_each(|text| words.share(text));
            }
            TownContent::Gone(_) => {}
        }
    }
}

/// A household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownHousehold {
    /// 户编号; may be empty.
    pub no: String,
    /// 社.
    pub group: Arc<str>,
    /// People in the register.
    pub people_count: u32,
    /// Classes that hold, joined by 、.
    pub classes: Arc<str>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownPerson {
    /// The household; `None` for 临时人员.
    pub household: Option<Uuid>,
    /// 姓名.
    pub name: String,
    /// 与户主关系.
    pub relation: Arc<str>,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownTask {
    /// 编号 in its village.
    pub no: String,
    /// The applicant's name.
    pub name: String,
    /// The applicant's group 社.
    pub group: Arc<str>,
    /// 事项.
    pub matter: Arc<str>,
    /// 收件窗口.
    pub window: Arc<str>,
    /// 责任站办.
    pub station: Arc<str>,
    /// 状态 in the village's words.
    pub state: Arc<str>,
    /// Whether it still asks for something.
    pub is_open: bool,
    /// 登记日期.
    pub registered_on: Day,
    /// 到期; `None` where no clock runs.
    pub due: Option<Day>,
    /// 交件日期.
    pub submitted_on: Option<Day>,
    /// 外部受理号 that the village knows; may be empty.
    pub external_no: String,
    /// What the office answered, in order. It stays when the village sends the task again.
    pub answers: Vec<TownAnswer>,
}

/// An answer of the office to a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownAnswer {
    /// What came of it.
    pub what: AnswerKind,
    /// The day.
    pub on: Day,
    /// 外部受理号 of what was received, or what is missing of what is sent back; may be empty.
    pub words: String,
    /// The number of the reply in which it was first sent; `None` while it waits.
    pub sent: Option<u32>,
}

/// What came of a task at the office. The order is in stored bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnswerKind {
    /// 已收件.
    Received,
    /// 退件.
    SentBack,
    /// 结果可取.
    Ready,
    /// 已取走.
    Collected,
}

impl AnswerKind {
    /// All of them.
    pub const ALL: [AnswerKind; 4] =
        [AnswerKind::Received, AnswerKind::SentBack, AnswerKind::Ready, AnswerKind::Collected];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            AnswerKind::Received => "已收件",
            AnswerKind::SentBack => "退件",
            AnswerKind::Ready => "结果可取",
            AnswerKind::Collected => "已取走",
        }
    }
}

/// Everything the office keeps, in memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Office {
    info: Option<Box<OfficeInfo>>,
    copies: Option<Box<OfficeCopies>>,
    villages: BTreeMap<Uuid, Box<TownVillage>>,
    /// By village, for nearly everything is asked of one; an identity is of one village and stays with it.
    rows: BTreeMap<Uuid, BTreeMap<Uuid, Box<TownRow>>>,
    /// What hundreds of thousands of rows say alike, held once.
    words: Alike<str>,
    /// The last act in it.
    pub seq: Seq,
}

impl Office {
    /// The office itself; `None` before it was founded.
    pub fn info(&self) -> Option<&OfficeInfo> {
        self.info.as_deref()
    }

    /// What is known of the copies of this book; `None` before there was one.
    pub fn copies(&self) -> Option<&OfficeCopies> {
        self.copies.as_deref()
    }

    /// The villages, in the order they were enrolled.
    pub fn villages(&self) -> impl Iterator<Item = &TownVillage> {
        self.villages.values().map(|village| &**village)
    }

    /// A village.
    pub fn village(&self, id: Uuid) -> Option<&TownVillage> {
        self.villages.get(&id).map(|village| &**village)
    }

    /// A row.
    pub fn row(&self, id: Uuid) -> Option<&TownRow> {
        self.rows.values().find_map(|rows| rows.get(&id)).map(|row| &**row)
    }

    /// The rows of a village.
    pub fn rows_of(&self, village: Uuid) -> impl Iterator<Item = &TownRow> {
        self.rows.get(&village).into_iter().flat_map(BTreeMap::values).map(|row| &**row)
    }

    /// The tasks of a village, by number.
    pub fn tasks_of(&self, village: Uuid) -> impl Iterator<Item = (&TownRow, &TownTask)> {
        self.rows_of(village).filter_map(|row| match &row.content {
            TownContent::Task(task) => Some((row, &**task)),
            TownContent::Household(_) | TownContent::Person(_) | TownContent::Gone(_) => None,
        })
    }

    /// One record.
    pub fn get(&self, key: OfficeKey) -> Option<OfficeRecord> {
        match key {
            OfficeKey::Office => self.info.clone().map(OfficeRecord::Office),
            OfficeKey::Copies => self.copies.clone().map(OfficeRecord::Copies),
            OfficeKey::Village(id) => self.villages.get(&id).cloned().map(OfficeRecord::Village),
            OfficeKey::Row(id) => self.row(id).cloned().map(|row| OfficeRecord::Row(Box::new(row))),
        }
    }

    /// Puts a record in, whatever was there.
    pub fn put(&mut self, record: OfficeRecord) {
        match record {
            OfficeRecord::Office(info) => self.info = Some(info),
            OfficeRecord::Copies(copies) => self.copies = Some(copies),
            OfficeRecord::Village(village) => drop(self.villages.insert(village.id, village)),
            OfficeRecord::Row(mut row) => {
                row.content.share(&mut self.words);
                self.rows.entry(row.village).or_default().insert(row.id, row);
            }
        }
    }

    /// Takes a record out.
    pub fn remove(&mut self, key: OfficeKey) {
        match key {
            OfficeKey::Office => self.info = None,
            OfficeKey::Copies => self.copies = None,
            OfficeKey::Village(id) => drop(self.villages.remove(&id)),
            OfficeKey::Row(id) => self.rows.retain(|_, rows| {
                rows.remove(&id);
                !rows.is_empty()
            }),
        }
    }
}
