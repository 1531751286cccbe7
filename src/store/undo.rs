//! What the last acts changed, as it lies in the tables for their undoing: read, and counted by the examination.
//!
//! It undoes nothing: which act may be undone, and how, is the rules' to say.

use std::ops::RangeInclusive;

use crate::domain::id::Seq;
use crate::domain::limits::UNDO_ACTS_MAX;
use crate::seal::Sealer;

use super::UndoRows;
use super::ledger::Ledger;
use super::rows::Rows;
use super::rows_fault::{RowsFault, unusable};
use super::wire::decode;

/// The acts that can be undone when the last erasure was done with act `base` and this is the last one; empty when there is
/// none.
pub(super) fn undoable(base: Seq, last: Seq) -> RangeInclusive<u64> {
    (last.0 + 1).saturating_sub(UNDO_ACTS_MAX as u64).max(base.0 + 1)..=last.0
}

/// The rows of one act.
pub(super) fn read<L: Ledger>(rows: &Rows, sealer: &Sealer, seq: Seq) -> Result<UndoRows<L>, RowsFault> {
    let mut scratch = Vec::new();
    let mut edits = Vec::new();
    for (key, sealed) in rows.undo_of(seq)? {
        let opened = sealer.open(&key, &sealed, &mut scratch).ok();
        let edit = opened.and_then(|opened| decode(opened.plain));
        edits.push(edit.ok_or_else(|| unusable("撤销用的一行损坏"))?);
    }
    Ok(edits)
}
