//! Decides about undo: lawful only where no later act touched the same records.
//!
//! Redo is the undoing of an undo. The before-rows come from the store; what may never be undone is named here.

use crate::domain::act::RowEdit;
use crate::domain::change::{Change, Record, RecordKey, Undone, VillageEdit};
use crate::domain::id::Seq;
use crate::domain::limits;
use crate::domain::refusal::Refusal;
use crate::domain::task::ProxyTask;
use crate::domain::task::parts::UndoneAcceptance;
use crate::domain::village::Village;

use super::Now;

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
        if let Some(later) = later_work(village, row) {
            return Err(Refusal::LaterWork(later.0));
        }
    }
    let rows = rows.into_iter().map(|row| restore(village, now, row)).collect();
    Ok(vec![Change::Undone(Undone { of: intent.of, rows })])
}

/// What has left the house cannot be called back.
fn undoable(command: &str) -> Result<(), Refusal> {
    if command.starts_with("package.") {
        return Err(Refusal::NotUndoable("交表", "已经写出去的收不回来;写错了请再交一次"));
    }
    if command == "village.found" {
        return Err(Refusal::NotUndoable("建村", "要重新开始,请换一个数据文件夹"));
    }
    if command == "task.deliver" {
        return Err(Refusal::NotUndoable("送达", "群众已经签收;登记错了请打开这件事选「冲正送达」,写明原因"));
    }
    Ok(())
}

/// The act that left a row's record other than the act to undo had left it, if there is one. What an undo has put back
/// counts as never done, so that one step after the other can be undone.
fn later_work(village: &Village, row: &VillageEdit) -> Option<Seq> {
    let current = village.record(row.key);
    if current.clone().map(content) == row.after.clone().map(content) {
        return None;
    }
    Some(current.map_or(village.seq, |record| record.touched()))
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
