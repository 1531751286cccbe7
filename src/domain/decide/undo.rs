//! Decides about undo: lawful only where no later act touched the same records.
//!
//! Redo is the undoing of an undo. The before-rows come from the store; what may never be undone is named here.

use crate::domain::act::RowEdit;
use crate::domain::change::{Change, Record, RecordKey, Undone, VillageAct, VillageEdit};
use crate::domain::id::Seq;
use crate::domain::limits;
use crate::domain::refusal::Refusal;
use crate::domain::stage;
use crate::domain::task::ProxyTask;
use crate::domain::task::parts::UndoneAcceptance;
use crate::domain::village::Village;

use super::{Now, reveal};

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
    let rows = intent.rows.ok_or(Refusal::TooOld(limits::UNDO_ACTS_MAX))?;
    for row in &rows {
        if let Some(later) = later_work(village, intent.of, row.key, row.after.as_ref()) {
            return Err(Refusal::LaterWork(later.0));
        }
    }
    let rows = rows.into_iter().map(|row| restore(village, now, row)).collect();
    Ok(vec![Change::Undone(Undone { of: intent.of, rows })])
}

/// What would stand in the way of undoing this act now, as far as can be told without its rows.
pub fn check(village: &Village, act: &VillageAct) -> Result<(), Refusal> {
    undoable(&act.command)?;
    for (key, after) in act.changes.iter().flat_map(stage::results) {
        if let Some(later) = later_work(village, act.seq, key, after.as_ref()) {
            return Err(Refusal::LaterWork(later.0));
        }
    }
    Ok(())
}

/// What has left the house cannot be called back.
fn undoable(command: &str) -> Result<(), Refusal> {
    if command.starts_with("package.") {
        return Err(Refusal::NotUndoable("交表", "已经写出去的收不回来;写错了请再交一次"));
    }
    if command == reveal::COMMAND {
        return Err(Refusal::NotUndoable("看号码", "看过就是看过,记录要留着"));
    }
    if command == "village.found" {
        return Err(Refusal::NotUndoable("建村", "要重新开始,请换一个数据文件夹"));
    }
    if command == "task.deliver" {
        return Err(Refusal::NotUndoable("送达", "群众已经签收;登记错了请打开这件事选「冲正送达」,写明原因"));
    }
    Ok(())
}

/// The act that left a record other than `of` left it, if there is one. Work that was itself undone does not count.
fn later_work(village: &Village, of: Seq, key: RecordKey, after: Option<&Record>) -> Option<Seq> {
    let touched = village.touched(key);
    let stands = match (after, touched) {
        (None, None) => true,
        (Some(_), Some(touched)) if touched == of => true,
        (Some(after), Some(_)) => village.record(key).map(content) == Some(content(after.clone())),
        (Some(_), None) | (None, Some(_)) => false,
    };
    (!stands).then(|| touched.unwrap_or(village.seq))
}

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
