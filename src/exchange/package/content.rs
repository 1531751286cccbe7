//! What a package holds, as plain rows: what the office needs of each record and nothing more.
//!
//! It chooses nothing (`select` does) and knows no file format (`data` and `workbook` do).

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::day::Day;
use crate::domain::id::{HoldId, HouseholdId, PersonId, Seq, TaskId};
use crate::domain::task::parts::TaskMatter;

/// Everything that goes into one package.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PackageContent {
    /// 村(居)名.
    pub village: String,
    /// 镇(街)名.
    pub township: String,
    /// 代办员姓名.
    pub liaison: String,
    /// 代办员电话; may be empty. An officer's number on an officer's form is not masked.
    pub liaison_phone: String,
    /// Records touched after this act are in it; 0 for everything.
    pub from: Seq,
    /// Records touched up to this act are in it.
    pub to: Seq,
    /// The latest act that touched any record in it; 0 where nothing is new.
    pub newest: Seq,
    /// The day its clocks were read on.
    pub today: Option<Day>,
    /// Households touched, or with a person touched.
    pub households: Vec<HouseholdRow>,
    /// People touched.
    pub people: Vec<PersonRow>,
    /// Tasks touched; drafts are nobody else's concern.
    pub tasks: Vec<TaskRow>,
    /// Every original that is out of its owner's hands, touched or not.
    pub originals: Vec<OriginalRow>,
    /// The moved, the dead, the merged: what of them is known.
    pub gone: Vec<GoneRow>,
    /// Numbers of packages that were begun and never came to be, since the last one confirmed.
    pub voided: Vec<u32>,
}

/// A household 农户.
#[derive(Clone, Debug, PartialEq)]
pub struct HouseholdRow {
    /// Identity.
    pub id: HouseholdId,
    /// The act that last touched it.
    pub touched: Seq,
    /// 户编号; may be empty.
    pub no: String,
    /// 社.
    pub group: String,
    /// 户主.
    pub head: Option<PersonId>,
    /// The head's name; empty where there is none.
    pub head_name: String,
    /// The head's ID number, masked.
    pub head_id_no: String,
    /// The head's phone, masked.
    pub phone: String,
    /// People in the register now.
    pub people_count: usize,
    /// Classes that hold today, joined by 、.
    pub classes: String,
    /// 在册, 外迁 …
    pub status: &'static str,
    /// Whether it is in the village no more.
    pub is_gone: bool,
    /// The last 户变动, kind and day; empty where none was entered.
    pub last_event: String,
    /// Open tasks of its people.
    pub open_tasks_count: usize,
}

/// A person 人口; numbers always masked.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonRow {
    /// Identity.
    pub id: PersonId,
    /// The act that last touched it.
    pub touched: Seq,
    /// The household; `None` for 临时人员.
    pub household: Option<HouseholdId>,
    /// 姓名.
    pub name: String,
    /// 与户主关系.
    pub relation: String,
    /// ID number, masked; empty where there is none.
    pub id_no: String,
    /// The first phone, masked; empty where there is none.
    pub phone: String,
    /// 在册 or 失踪.
    pub status: &'static str,
}

/// A task 代办事项.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskRow {
    /// Identity.
    pub id: TaskId,
    /// The act that last touched it.
    pub touched: Seq,
    /// 编号.
    pub no: String,
    /// 1, and one more each time it was reopened.
    pub round: u8,
    /// The applicant's household.
    pub household: Option<HouseholdId>,
    /// The applicant.
    pub applicant: PersonId,
    /// The applicant's name.
    pub name: String,
    /// The applicant's group 社; empty for 临时人员.
    pub group: Arc<str>,
    /// The applicant's ID number, masked unless the matter needs it.
    pub id_no: String,
    /// The phone to call, masked unless the matter needs it.
    pub phone: String,
    /// Who came for the applicant and as what; empty where the applicant came.
    pub agent: String,
    /// 事项, as the task keeps it.
    pub matter: Arc<TaskMatter>,
    /// 责任站办 on the day of the package.
    pub station: Arc<str>,
    /// 来源.
    pub source: &'static str,
    /// 受理人.
    pub taken_by: Arc<str>,
    /// 状态.
    pub state: &'static str,
    /// Whether it still asks for something.
    pub is_open: bool,
    /// 卡在; empty when nothing is stuck.
    pub stuck_at: &'static str,
    /// The day it was registered.
    pub registered_on: Day,
    /// 受理日期.
    pub accepted_on: Option<Day>,
    /// 到期; `None` where no clock runs.
    pub due: Option<Day>,
    /// The date written on the receipt.
    pub promised: Option<Day>,
    /// 超期天数; 0 when not overdue.
    pub overdue_days: i32,
    /// Whether it was decided after its due date.
    pub was_late: bool,
    /// 交件日期: the last hand-in.
    pub submitted_on: Option<Day>,
    /// Hand-ins so far.
    pub submissions_count: usize,
    /// 外部受理号; may be empty.
    pub external_no: String,
    /// 办结日期.
    pub decided_on: Option<Day>,
    /// Granted or denied; `None` while undecided.
    pub granted: Option<bool>,
    /// 送达日期.
    pub delivered_on: Option<Day>,
    /// How the delivery was signed for; empty before it.
    pub signed: &'static str,
    /// 满意度; empty before it was asked.
    pub rating: &'static str,
    /// Required papers nobody has handed in.
    pub missing: Vec<Arc<str>>,
    /// 备注, numbers in it masked.
    pub note: String,
}

/// An original outstanding 证件在外.
#[derive(Clone, Debug, PartialEq)]
pub struct OriginalRow {
    /// Identity.
    pub id: HoldId,
    /// The act that last touched its task.
    pub touched: Seq,
    /// Its task.
    pub task: TaskId,
    /// The task's 编号.
    pub task_no: String,
    /// The task's matter.
    pub matter: String,
    /// Which paper.
    pub doc: String,
    /// Whose.
    pub owner: String,
    /// The applicant's group.
    pub group: String,
    /// The applicant of its task.
    pub applicant: PersonId,
    /// The day it was taken.
    pub received_on: Day,
    /// The day by which it must be back.
    pub return_by: Day,
    /// Days past that day; 0 when there is time yet.
    pub late_days: i32,
    /// Where it lies.
    pub place: &'static str,
    /// Why an office insists on it, numbers in it masked.
    pub reason: String,
}

/// A tombstone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoneRow {
    /// Who or what.
    pub what: Gone,
    /// The act that last touched it.
    pub touched: Seq,
    /// 死亡, 迁出, 重复, 外迁, 销户, 合并, 已销毁.
    pub why: &'static str,
}

/// What is gone; its identity and nothing else of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// A person.
    Person(PersonId),
    /// A household.
    Household(HouseholdId),
    /// A task: only one that was destroyed.
    Task(TaskId),
}

/// How many of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Households touched.
    pub households: usize,
    /// People touched.
    pub people: usize,
    /// Tasks touched.
    pub tasks: usize,
    /// Of these, open ones.
    pub open: usize,
    /// Of these, overdue ones.
    pub overdue: usize,
    /// Originals outstanding.
    pub originals: usize,
    /// Tombstones.
    pub gone: usize,
}

impl PackageContent {
    /// How many of each are in it.
    pub fn counts(&self) -> Counts {
        Counts {
            households: self.households.len(),
            people: self.people.len(),
            tasks: self.tasks.len(),
            open: self.tasks.iter().filter(|task| task.is_open).count(),
            overdue: self.tasks.iter().filter(|task| task.overdue_days > 0).count(),
            originals: self.originals.len(),
            gone: self.gone.len(),
        }
    }

    /// Whether a record in it was touched after this act: if not, the package that ended there says the same.
    pub fn has_news_after(&self, seq: Seq) -> bool {
        self.newest > seq
    }

    /// Everybody whose data is in it, for the record of exports.
    pub fn people_ids(&self) -> Vec<PersonId> {
        let gone = self.gone.iter().filter_map(|row| match row.what {
            Gone::Person(id) => Some(id),
            Gone::Household(_) | Gone::Task(_) => None,
        });
        let heads = self.households.iter().filter_map(|row| row.head);
        let applicants = self.tasks.iter().map(|row| row.applicant);
        let owners = self.originals.iter().map(|row| row.applicant);
        let people = self.people.iter().map(|row| row.id);
        let all: BTreeSet<PersonId> = people.chain(heads).chain(applicants).chain(owners).chain(gone).collect();
        all.into_iter().collect()
    }

    /// Which fields are in it and how they are masked, a line for each kind of record in it.
    pub fn fields(&self) -> Vec<String> {
        let lines = [
            (self.tasks.is_empty(), TASK_FIELDS),
            (self.originals.is_empty(), ORIGINAL_FIELDS),
            (self.households.is_empty(), HOUSEHOLD_FIELDS),
            (self.people.is_empty(), PERSON_FIELDS),
            (self.gone.is_empty(), GONE_FIELDS),
        ];
        lines.into_iter().filter(|(empty, _)| !empty).map(|(_, line)| line.to_owned()).collect()
    }
}

const TASK_FIELDS: &str = "代办事项：姓名、社、事项、办理日期和状态、缺的材料、满意度、备注；\
身份证号留前3后4(数据核对免交证件的在办事项给全号)，电话留前3后4(须本人到场的在办事项给全号)";
const ORIGINAL_FIELDS: &str = "证件在外：证件名称、所有人、社、收取和应还日期、在哪里、事由";
const HOUSEHOLD_FIELDS: &str = "农户：户编号、社、户主、人数、类别、状态、最近变动；户主身份证号和电话留前3后4";
const PERSON_FIELDS: &str = "人口：姓名、与户主关系、状态；身份证号和电话留前3后4";
const GONE_FIELDS: &str = "死亡、迁出、合并的：只有编码和原因";
