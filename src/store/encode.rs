//! From the domain's acts and staged rows to sealed bytes, and back.
//!
//! It touches no file.

use std::borrow::Cow;
use std::path::Path;

use super::base::Written;
use super::error::StoreError;
use super::ledger::{Ledger, RowPlace};
use super::reader::damaged;
use super::rows::{Put, belongs_to, undo_key};
use super::site::Site;
use super::wire::{Body, Piece, decode, encode};
use crate::domain::act::{Act, RowEdit, Staged};
use crate::domain::day::Moment;
use crate::domain::id::Seq;

/// The body of an act's frame. `None` for a value that has no bytes, for an act of which a part is gone, or without the
/// system's randomness.
pub(super) fn body_of<L: Ledger>(act: &Act<L::Change>) -> Option<Body> {
    if act.erased > 0 {
        return None;
    }
    let head = encode(&(act.actor.as_str(), act.command.as_str()))?;
    let changes = act.changes.iter().map(encode).collect::<Option<Vec<_>>>()?;
    Body::new(L::FORMAT, act.at.unix_ms(), head, changes).ok()
}

/// A record of a base, as this program keeps it: where it lies now, and its bytes. `None` for bytes that say nothing.
pub(super) fn record_of<L: Ledger>(written: Written<'_>) -> Option<(RowPlace, L::Record, Cow<'_, [u8]>)> {
    let Written { format, place, record } = written;
    if format == L::FORMAT {
        return Some((place, decode(record)?, Cow::Borrowed(record)));
    }
    let record = L::older_record(format, record)?;
    let bytes = encode(&record)?;
    Some((L::place(&L::key(&record)), record, Cow::Owned(bytes)))
}

/// A change that was written under this format.
pub(super) fn change_of<L: Ledger>(format: u16, bytes: &[u8]) -> Option<L::Change> {
    if format == L::FORMAT { decode(bytes) } else { L::older_change(format, bytes) }
}

/// The act of a frame's body: what is left of it, and how many of its changes are not.
pub(super) fn act_of<L: Ledger>(seq: Seq, body: &Body, file: &Path) -> Result<Act<L::Change>, StoreError> {
    let kept = body.changes.iter().filter_map(Piece::kept);
    let changes = kept.map(|bytes| change_of::<L>(body.format, bytes)).collect::<Option<Vec<_>>>();
    let erased = body.erased_count();
    match (body.head.kept().and_then(decode::<(String, String)>), changes) {
        (Some((actor, command)), Some(changes)) => {
            Ok(Act { seq, at: Moment::from_unix_ms(body.at_unix_ms), actor, command, changes, erased })
        }
        _ => Err(damaged(file, seq, "内容读不出来")),
    }
}

/// The staged rows as the tables take them. `None` for a value that has no bytes, or without the system's randomness.
pub(super) fn puts_of<L: Ledger>(
    staged: &Staged<L::Key, L::Record>,
    seq: Seq,
    site: &Site,
    undoable: bool,
) -> Option<Vec<Put>> {
    let (sealer, key) = (&site.sealer, &site.key);
    let put = |edit: &RowEdit<L::Key, L::Record>| {
        let place = L::place(&edit.key);
        let after = match &edit.after {
            None => None,
            Some(record) => {
                let plain = encode(record)?;
                let hash = key.hash(&place, L::FORMAT, &plain);
                Some((sealer.seal(&belongs_to(&place), L::FORMAT, &plain).ok()?, hash))
            }
        };
        let undo = match undoable {
            false => None,
            true => {
                let key = undo_key(seq, &place);
                let sealed = sealer.seal(&key, L::FORMAT, &encode(edit)?).ok()?;
                Some((key, sealed))
            }
        };
        Some(Put { place, after, undo })
    };
    staged.rows.iter().map(put).collect()
}
