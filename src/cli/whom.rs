//! Which one record a command is about: a task by its number, a person or a household by what nobody else reads.
//!
//! A name or an ID number is never an argument, which every program of the machine can see: it is asked for.

use std::io;

use crate::domain::change::RecordKey;
use crate::domain::day::Day;
use crate::domain::id::{HouseholdId, PersonId, TaskNo};
use crate::domain::person::Person;
use crate::domain::resident_id::ResidentId;
use crate::domain::text::fold;
use crate::domain::village::Village;

use super::exit::Failure;
use super::out;

/// The arguments that name one record.
#[derive(Debug, clap::Args)]
pub(super) struct Whom {
    /// 单独销毁一个人：后面写他的记录编号，不写就在下一行问身份证号或姓名
    #[arg(long, value_name = "记录编号", num_args = 0..=1, default_missing_value = "", requires = "destroy")]
    person: Option<String>,
    /// 单独销毁一户：后面写记录编号，或登记的户编号
    #[arg(long, value_name = "编号", requires = "destroy", conflicts_with = "person")]
    household: Option<String>,
    /// 单独销毁一件事，连同它的接件和记事
    #[arg(long, value_name = "事项编号", requires = "destroy", conflicts_with_all = ["person", "household"])]
    task: Option<String>,
}

impl Whom {
    /// The record, where one is named.
    pub(super) fn key(&self, village: &Village, today: Day) -> Result<Option<RecordKey>, Failure> {
        if let Some(text) = &self.task {
            let no = TaskNo::parse(fold(text).trim());
            let task = village.tasks().find(|task| Some(task.no) == no);
            return match task {
                Some(task) => Ok(Some(RecordKey::Task(task.id))),
                None => Err(Failure::refused(format!("没有编号是 {text} 的事项。什么都没有销毁。"))),
            };
        }
        if let Some(text) = &self.household {
            let by_id = uuid::Uuid::try_parse(text).ok().map(HouseholdId);
            let found = village.households().find(|it| Some(it.id) == by_id || it.no == text.trim());
            return match found {
                Some(household) => Ok(Some(RecordKey::Household(household.id))),
                None => Err(Failure::refused("没有这个编号的户。什么都没有销毁。")),
            };
        }
        match self.person.as_deref() {
            None => Ok(None),
            Some("") => Ok(Some(RecordKey::Person(asked(village, today)?))),
            Some(text) => {
                let by_id = uuid::Uuid::try_parse(text).ok().map(PersonId);
                match by_id.and_then(|id| village.person(id)) {
                    Some(person) => Ok(Some(RecordKey::Person(person.id))),
                    None => Err(Failure::refused(
                        "没有这个记录编号的人。姓名和身份证号不要写在命令里：--person 后面不写，会在下一行问。什么都没有销毁。",
                    )),
                }
            }
        }
    }
}

fn asked(village: &Village, today: Day) -> Result<PersonId, Failure> {
    out::say("身份证号，或者姓名：");
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(|_| Failure::refused("没有读到姓名。什么都没有销毁。"))?;
    let typed = fold(line.trim());
    if let Ok(id_no) = ResidentId::parse(&typed, today) {
        let found = village.person_by_id_no(&id_no).map(|person| person.id);
        return found.ok_or_else(|| Failure::refused("没有登记这个身份证号。什么都没有销毁。"));
    }
    let named: Vec<&Person> = village.people().filter(|person| person.name.as_str() == typed.trim()).collect();
    match named.as_slice() {
        [] => Err(Failure::refused("没有登记叫这个名字的人。什么都没有销毁。")),
        [person] => Ok(person.id),
        several => Err(Failure::refused(format!("有{}个人叫这个名字，请用身份证号。什么都没有销毁。", several.len()))),
    }
}
