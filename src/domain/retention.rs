//! 保管期限: how long a record is kept once it has served, and which records are due for destruction at a day.
//!
//! Everything is derived: when a record had served (`served`), what must go before it (`needs`), and so what is due, and
//! what stands in the way. It destroys nothing: that is decided in `decide`, and stays known as a `destruction`.

pub mod needs;
pub mod served;
pub mod table;
pub mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::needs::Links;
use self::served::Served;
use self::table::{Keep, RetentionTable};
use super::change::RecordKey;
use super::day::Day;
use super::village::Village;

/// The kinds of records that are not kept for ever. The rest is no person's: the village itself, tables, the numbers
/// given out, and the records of destruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RetentionKind {
    /// A task that is over, with its papers, its money, its intake and the notes about it: one file 卷.
    Task,
    /// An intake of which no task came: 咨询.
    Intake,
    /// A note about no task.
    Note,
    /// A person who died or moved away, and 临时人员.
    Person,
    /// A household that is not in the register any more.
    Household,
    /// What is known of a package.
    Package,
    /// What is known of a backup.
    Backup,
    /// What is known of a hand-over.
    Handover,
    /// A visit.
    Visit,
    /// A posting.
    Posting,
    /// A matter handed back, with its meetings.
    Returned,
    /// A leave.
    Leave,
    /// A service point that was given up.
    Point,
    /// A pairing, with its measures and incomes.
    Pairing,
    /// What was recorded of a follow-up.
    FollowUp,
    /// Complaints, 督办 and poor ratings.
    Supervision,
    /// A contact that is not used any more.
    Contact,
}

impl RetentionKind {
    /// All of them, in the order of the list.
    pub const ALL: [RetentionKind; 17] = [
        RetentionKind::Task,
        RetentionKind::Intake,
        RetentionKind::Note,
        RetentionKind::Person,
        RetentionKind::Household,
        RetentionKind::Package,
        RetentionKind::Backup,
        RetentionKind::Handover,
        RetentionKind::Visit,
        RetentionKind::Posting,
        RetentionKind::Returned,
        RetentionKind::Leave,
        RetentionKind::Point,
        RetentionKind::Pairing,
        RetentionKind::FollowUp,
        RetentionKind::Supervision,
        RetentionKind::Contact,
    ];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            RetentionKind::Task => "办完的代办事项",
            RetentionKind::Intake => "咨询登记",
            RetentionKind::Note => "记一笔",
            RetentionKind::Person => "死亡、迁出和临时人员",
            RetentionKind::Household => "不在册的户",
            RetentionKind::Package => "交表记录",
            RetentionKind::Backup => "备份记录",
            RetentionKind::Handover => "交接记录",
            RetentionKind::Visit => "走访记录",
            RetentionKind::Posting => "公示记录",
            RetentionKind::Returned => "村务交还和议事",
            RetentionKind::Leave => "请假替岗",
            RetentionKind::Point => "撤了的设点",
            RetentionKind::Pairing => "结对帮扶记录",
            RetentionKind::FollowUp => "到点的事了结记录",
            RetentionKind::Supervision => "投诉督办记录",
            RetentionKind::Contact => "不用了的常用电话",
        }
    }

    /// The code in the table and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            RetentionKind::Task => "task",
            RetentionKind::Intake => "intake",
            RetentionKind::Note => "note",
            RetentionKind::Person => "person",
            RetentionKind::Household => "household",
            RetentionKind::Package => "package",
            RetentionKind::Backup => "backup",
            RetentionKind::Handover => "handover",
            RetentionKind::Visit => "visit",
            RetentionKind::Posting => "posting",
            RetentionKind::Returned => "returned",
            RetentionKind::Leave => "leave",
            RetentionKind::Point => "point",
            RetentionKind::Pairing => "pairing",
            RetentionKind::FollowUp => "follow_up",
            RetentionKind::Supervision => "supervision",
            RetentionKind::Contact => "contact",
        }
    }
}

/// A record whose time is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueRecord {
    /// Which.
    pub key: RecordKey,
    /// Under which rule.
    pub kind: RetentionKind,
    /// The day it had served; `None` where no record tells it.
    pub since: Option<Day>,
    /// The first day on which it may be destroyed.
    pub due_on: Option<Day>,
    /// Why not yet.
    pub blocked: Option<Block>,
}

/// What stands in the way of destroying a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// It has not served yet, for this reason.
    InUse(&'static str),
    /// No record tells from when its years count.
    NoDay,
    /// An original is still out.
    HoldOut(String),
    /// Money is still in hand, in 分.
    MoneyOpen(i64),
    /// Another record that is not due needs it.
    NeededBy(RecordKey),
}

/// The first day on which a record may be destroyed: the day counted from is not counted in, the last day of keeping is
/// that day of its month so many years later, or the month's last (民法典 201, 202).
pub fn due_on(since: Day, years: u16) -> Day {
    since.plus_months(12 * i32::from(years)).plus_days(1)
}

/// Every record whose time is over at `today`, by kind and then the longest kept first; what cannot be destroyed yet with
/// the reason.
pub fn due(village: &Village, table: &RetentionTable, today: Day) -> Vec<DueRecord> {
    let mut found: Vec<DueRecord> = Vec::new();
    for key in needs::keys(village) {
        let (kind, served) = served::of(village, key);
        let Keep::Years(years) = table.keep(kind) else { continue };
        let (since, blocked) = match served {
            Served::InUse(_) => continue,
            Served::NoDay => (None, Some(Block::NoDay)),
            Served::On(day) if due_on(day, years) > today => continue,
            Served::On(day) => (Some(day), served::block(village, key)),
        };
        found.push(DueRecord { key, kind, since, due_on: since.map(|day| due_on(day, years)), blocked });
    }
    hold_back(village, &mut found);
    found.sort_by_key(|record| (record.kind, record.since, record.key));
    found
}

/// Those of `due` that can be destroyed today, of one kind or of all. Of one kind what waits for another kind stays.
pub fn free(village: &Village, table: &RetentionTable, today: Day, only: Option<RetentionKind>) -> Vec<DueRecord> {
    let mut found = due(village, table, today);
    found.retain(|record| record.blocked.is_none() && only.is_none_or(|kind| record.kind == kind));
    hold_back(village, &mut found);
    found.retain(|record| record.blocked.is_none());
    found
}

/// Blocks what records need that do not go with it, until nothing more is held back.
fn hold_back(village: &Village, found: &mut [DueRecord]) {
    if found.is_empty() {
        return;
    }
    let links = Links::of(village);
    let mut place: BTreeMap<RecordKey, usize> = BTreeMap::new();
    for (at, record) in found.iter().enumerate().filter(|(_, record)| record.blocked.is_none()) {
        place.insert(record.key, at);
    }
    loop {
        let stuck: Vec<(RecordKey, RecordKey)> = place
            .keys()
            .filter_map(|key| {
                let left = links.needed_by(village, *key).into_iter().find(|other| !place.contains_key(other))?;
                Some((*key, left))
            })
            .collect();
        if stuck.is_empty() {
            return;
        }
        for (key, by) in stuck {
            let record = place.remove(&key).and_then(|at| found.get_mut(at));
            if let Some(record) = record {
                record.blocked = Some(Block::NeededBy(by));
            }
        }
    }
}

/// The record and everything that goes with it when it is destroyed before its time, on demand; or what stands in the way,
/// and of which record.
pub fn along(
    village: &Village,
    target: RecordKey,
    table: &RetentionTable,
) -> Result<Vec<DueRecord>, (RecordKey, Block)> {
    let links = Links::of(village);
    let mut taken: BTreeMap<RecordKey, DueRecord> = BTreeMap::new();
    let mut open = vec![target];
    while let Some(key) = open.pop() {
        if taken.contains_key(&key) {
            continue;
        }
        let (kind, served) = served::of(village, key);
        let since = match served {
            Served::InUse(why) => return Err((key, Block::InUse(why))),
            Served::NoDay => None,
            Served::On(day) => Some(day),
        };
        if let Some(block) = served::block(village, key) {
            return Err((key, block));
        }
        let years = match table.keep(kind) {
            Keep::Years(years) => Some(years),
            Keep::Forever => None,
        };
        let due_on = since.zip(years).map(|(day, years)| due_on(day, years));
        taken.insert(key, DueRecord { key, kind, since, due_on, blocked: None });
        open.extend(links.needed_by(village, key));
    }
    let others = taken.keys().find(|key| is_anothers(village, target, &taken, **key));
    match others {
        Some(key) => Err((target, Block::NeededBy(*key))),
        None => Ok(taken.into_values().collect()),
    }
}

/// Whether it is the matter of a person who stays: nobody's matter is destroyed for another's sake.
fn is_anothers(village: &Village, target: RecordKey, taken: &BTreeMap<RecordKey, DueRecord>, key: RecordKey) -> bool {
    let RecordKey::Task(id) = key else { return false };
    let of_people = matches!(target, RecordKey::Person(_) | RecordKey::Household(_));
    let applicant = village.task(id).map(|task| RecordKey::Person(task.applicant));
    of_people && applicant.is_some_and(|person| !taken.contains_key(&person))
}

#[cfg(test)]
mod tests;
