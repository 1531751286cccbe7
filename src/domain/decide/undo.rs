//! Decides about undo: lawful only where no later act touched the same records.
//!
//! Redo is the undoing of an undo. The before-rows come from the store; what may never be undone is named here.

use std::collections::BTreeSet;

use crate::domain::act::RowEdit;
use crate::domain::change::{
    Change, HouseholdChange, PersonChange, Record, RecordKey, TaskChange, Undone, VillageAct, VillageEdit,
};
use crate::domain::id::Seq;
use crate::domain::limits;
use crate::domain::pairing::Pairing;
use crate::domain::posting::Posting;
use crate::domain::refusal::Refusal;
use crate::domain::stage;
use crate::domain::supervision::Supervision;
use crate::domain::task::ProxyTask;
use crate::domain::task::parts::UndoneAcceptance;
use crate::domain::village::Village;

use super::{Now, retention, returned, reveal};
use crate::domain::change::RECONCILED;

/// Which act to undo, with its rows.
#[derive(Clone, Debug)]
pub struct UndoIntent {
    /// The act.
    pub of: Seq,
    /// The id of its command.
    pub command: String,
    /// Its rows; `None` where the store no longer has them.
    pub rows: Option<Vec<VillageEdit>>,
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: UndoIntent) -> Result<Vec<Change>, Refusal> {
    undoable(&intent.command)?;
    let rows = intent.rows.ok_or_else(|| without_rows(village, intent.of))?;
    for row in rows.iter().filter(|row| !matches!(row.key, RecordKey::Numbers(_))) {
        not_destroyed(village, row.key)?;
        no_later_work(village, intent.of, row.key, row.after.as_ref())?;
    }
    // A number given is given for good: a receipt may bear it.
    let rows = rows.into_iter().filter(|row| !matches!(row.key, RecordKey::Numbers(_)));
    let rows: Vec<_> = rows.map(|row| restore(village, now, row)).collect();
    hangs_together(village, &rows)?;
    Ok(vec![Change::Undone(Undone { of: intent.of, rows })])
}

/// What would stand in the way of undoing this act now, as far as can be told without its rows.
pub fn check(village: &Village, act: &VillageAct) -> Result<(), Refusal> {
    undoable(&act.command)?;
    if act.erased > 0 {
        return Err(DESTROYED);
    }
    for (key, after) in act.changes.iter().flat_map(stage::results) {
        not_destroyed(village, key)?;
        no_later_work(village, act.seq, key, after.as_ref())?;
        if is_made(&act.changes, key) && village.touched(key).is_some() {
            in_use(village, key, &|other| act.changes.iter().flat_map(stage::results).any(|(key, _)| key == other))?;
        }
    }
    Ok(())
}

/// Whether these changes made the record with this key, as far as they say so.
fn is_made(changes: &[Change], key: RecordKey) -> bool {
    changes.iter().any(|change| match change {
        Change::Household(HouseholdChange::Added, it) => key == RecordKey::Household(it.id),
        Change::Person(PersonChange::Added, it) => key == RecordKey::Person(it.id),
        Change::Task(TaskChange::Opened, it) => key == RecordKey::Task(it.id),
        Change::Village(..)
        | Change::Household(..)
        | Change::Person(..)
        | Change::Task(..)
        | Change::DraftDropped(_)
        | Change::Intake(_)
        | Change::Note(..)
        | Change::Package(_)
        | Change::Holidays(_)
        | Change::Mapping(_)
        | Change::Undone(_)
        | Change::Revealed(_)
        | Change::Reconciled(_)
        | Change::Backup(_)
        | Change::Handover(..)
        | Change::Destroyed(_)
        | Change::Visit(..)
        | Change::Posting(..)
        | Change::Returned(..)
        | Change::Leave(..)
        | Change::Point(..)
        | Change::Pairing(..)
        | Change::FollowUp(..)
        | Change::Supervision(..)
        | Change::Contact(..)
        | Change::Document(..)
        | Change::Post(..)
        | Change::Correspondence(..)
        | Change::Sticks(..) => false,
    })
}

/// What is put back must hang together with what was done since: nothing that is still referred to vanishes, and what
/// comes back finds its ID number and its task number free.
fn hangs_together(village: &Village, rows: &[(RecordKey, Option<Record>)]) -> Result<(), Refusal> {
    let touched: BTreeSet<RecordKey> = rows.iter().map(|(key, _)| *key).collect();
    for (key, record) in rows {
        match record {
            None => in_use(village, *key, &|other| touched.contains(&other))?,
            Some(Record::Person(person)) => {
                let holder = person.id_no.known().and_then(|id_no| village.person_by_id_no(id_no));
                if holder.is_some_and(|it| it.id != person.id && !touched.contains(&RecordKey::Person(it.id))) {
                    return Err(Refusal::Duplicate(
                        "这个身份证号后来登记给了别人，不能退回去，请先改那一条".to_owned(),
                    ));
                }
                person.household.map_or(Ok(()), |id| not_destroyed(village, RecordKey::Household(id)))?;
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Refuses to let a record vanish that others name, but for those that vanish or change with it.
fn in_use(village: &Village, key: RecordKey, goes_too: &dyn Fn(RecordKey) -> bool) -> Result<(), Refusal> {
    let later = match key {
        RecordKey::Household(id) => {
            let member = village.members(id).find(|it| !goes_too(RecordKey::Person(it.id))).map(|it| it.touched);
            let visit = || village.visits_at(id).find(|it| !goes_too(RecordKey::Visit(it.id)));
            let pairing = || village.pairings_with(id).find(|it| !goes_too(RecordKey::Pairing(it.id)));
            let made_there = member.or_else(|| visit().map(|it| it.touched));
            made_there.or_else(|| pairing().map(|it| it.touched))
        }
        RecordKey::Person(id) => {
            let task = village.tasks_of(id).find(|it| !goes_too(RecordKey::Task(it.id))).map(|it| it.touched);
            let intake = || village.intakes().find(|it| it.applicant == id && !goes_too(RecordKey::Intake(it.id)));
            let follow_up = || village.follow_ups_of(id).find(|it| !goes_too(RecordKey::FollowUp(it.id)));
            let document = || village.documents_of(id).find(|it| !goes_too(RecordKey::Document(it.id)));
            let came = task.or_else(|| intake().map(|it| it.touched)).or_else(|| follow_up().map(|it| it.touched));
            came.or_else(|| document().map(|it| it.touched))
        }
        RecordKey::Returned(id) => {
            let posting = |it: &&Posting| it.returned == Some(id) && !goes_too(RecordKey::Posting(it.id));
            let posting = village.postings().find(posting).map(|it| it.touched);
            let decided = |it: &&Pairing| it.stands_on(id) && !goes_too(RecordKey::Pairing(it.id));
            posting.or_else(|| village.pairings().find(decided).map(|it| it.touched))
        }
        RecordKey::Task(id) => {
            let supervised = |it: &&Supervision| it.task == Some(id) && !goes_too(RecordKey::Supervision(it.id));
            village.supervisions().find(supervised).map(|it| it.touched)
        }
        // A note has its own words for whom it is about.
        RecordKey::Village
        | RecordKey::Intake(_)
        | RecordKey::Note(_)
        | RecordKey::Package(_)
        | RecordKey::Holidays(_)
        | RecordKey::Mapping(_)
        | RecordKey::Numbers(_)
        | RecordKey::Backup(_)
        | RecordKey::Handover(_)
        | RecordKey::Destruction(_)
        | RecordKey::Visit(_)
        | RecordKey::Posting(_)
        | RecordKey::Leave(_)
        | RecordKey::Point(_)
        | RecordKey::Pairing(_)
        | RecordKey::FollowUp(_)
        | RecordKey::Supervision(_)
        | RecordKey::Contact(_)
        | RecordKey::Document(_)
        | RecordKey::Post
        | RecordKey::Correspondence
        | RecordKey::Sticks => None,
    };
    later.map_or(Ok(()), |later| Err(Refusal::LaterWork(later.0)))
}

/// What would put a destroyed record back, or lead into one.
const DESTROYED: Refusal = Refusal::NotUndoable("已销毁的", "这一笔的内容已经销毁，找不回来");

/// Nothing brings back what was destroyed, nor leads into it.
fn not_destroyed(village: &Village, key: RecordKey) -> Result<(), Refusal> {
    if village.is_destroyed(key) { Err(DESTROYED) } else { Ok(()) }
}

/// Why the rows of an act are gone: it is too old, or they went with what was destroyed after it.
fn without_rows(village: &Village, of: Seq) -> Refusal {
    if village.destructions().any(|destruction| destruction.touched > of) {
        Refusal::NotUndoable("销毁以前做的事", "撤销要用的旧内容，和销毁的一起清掉了；写错了请另作更正")
    } else {
        Refusal::TooOld(limits::UNDO_ACTS_MAX)
    }
}

/// What has left the house cannot be called back.
fn undoable(command: &str) -> Result<(), Refusal> {
    if command.starts_with("package.") {
        return Err(Refusal::NotUndoable("交表", "已经写出去的收不回来；写错了请再交一次"));
    }
    if command.starts_with("correspondence.") {
        return Err(Refusal::NotUndoable("和镇里的往来", "密钥和公开卡收错了，请再收一张对的"));
    }
    if command.starts_with("backup.") {
        return Err(Refusal::NotUndoable("备份", "写出去的那一份还在那里；不要了就去那里删掉"));
    }
    if command.starts_with("handover.") {
        return Err(Refusal::NotUndoable(
            "交接",
            "交出去的包还在那里；要收回请运行 daiban handover --revoke 加交接编号",
        ));
    }
    if command == retention::COMMAND {
        return Err(Refusal::NotUndoable("销毁", "销毁了的内容已经没有了，找不回来；谁批准的、销毁了什么，记录里都在"));
    }
    if command == reveal::COMMAND {
        return Err(Refusal::NotUndoable("看号码", "看过就是看过，记录要留着"));
    }
    if command == returned::OVERRIDE {
        return Err(Refusal::NotUndoable(
            "写明原因硬走的一步",
            "原因要一直留着给人看；走错了，没归档的请走「暂缓」或「责令改正或撤销」，归了档的请记一笔写明",
        ));
    }
    if command == RECONCILED {
        return Err(Refusal::NotUndoable("照数据表补回", "补回的就是原来存好的内容；哪一条不对，请打开那一条改"));
    }
    if command == "village.found" {
        return Err(Refusal::NotUndoable("建村", "要重新开始，请换一个数据文件夹"));
    }
    if command == "task.deliver" {
        return Err(Refusal::NotUndoable("送达", "群众已经签收；登记错了请打开这件事选「冲正送达」，写明原因"));
    }
    Ok(())
}

/// Refuses where a record is not as `of` left it. Work that was itself undone does not count.
fn no_later_work(village: &Village, of: Seq, key: RecordKey, after: Option<&Record>) -> Result<(), Refusal> {
    match (after, village.touched(key)) {
        (None, None) => Ok(()),
        (Some(_), Some(touched)) if touched == of => Ok(()),
        (Some(after), Some(_)) if village.record(key).map(content) == Some(content(after.clone())) => Ok(()),
        (_, Some(touched)) => Err(Refusal::LaterWork(touched.0)),
        // A record that is gone does not tell which act took it away.
        (Some(_), None) if key == RecordKey::Post => Err(Refusal::Already(POST_GONE)),
        (Some(_), None) => Err(Refusal::Gone),
    }
}

/// Why the writing of a post that is gone cannot be undone.
const POST_GONE: &str = "这里写的任职后来清掉了，或者已经撤销，不用再撤；要把它找回来，请撤销清掉它的那一笔";

/// A record without the marks that undo itself leaves on it.
fn content(mut record: Record) -> Record {
    record.touch(Seq::default());
    if let Record::Task(task) = &mut record {
        task.undone_acceptances.clear();
    }
    record
}

fn restore(village: &Village, now: &Now<'_>, row: RowEdit<RecordKey, Record>) -> (RecordKey, Option<Record>) {
    let mut before = row.before;
    if let (Some(Record::Task(restored)), Some(Record::Task(current))) = (&mut before, village.record(row.key)) {
        keep_acceptance(restored, &current, now);
    }
    (row.key, before)
}

/// An undone acceptance stays visible, so that undo cannot reset a statutory limit unseen.
fn keep_acceptance(restored: &mut ProxyTask, current: &ProxyTask, now: &Now<'_>) {
    restored.undone_acceptances.clone_from(&current.undone_acceptances);
    if let (Some(accepted_on), None) = (current.accepted_on, restored.accepted_on) {
        let undone = UndoneAcceptance { papers_on: current.papers_on, accepted_on, undone_on: now.today };
        restored.undone_acceptances.push(undone);
    }
}
