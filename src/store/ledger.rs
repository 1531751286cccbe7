//! What a domain must say of itself to be kept: the village now, the office later.
//!
//! The store knows no subject; this trait is all it asks.
//!
//! # When a type has to change
//!
//! The types of the ledger are the wire of its format: bincode writes their fields and variants in the order in which they
//! stand. A variant at the end of an enum, and a tree at the end of [`Ledger::TREES`], need nothing more. **Anything else
//! is another format**: a field more or less, another order, another number type. Then, in one change:
//!
//! 1. What the types are today is copied into `store/wire/v1.rs` (`v2.rs` …) as frozen structs with a `From` into the
//!    domain's new types, and never touched again.
//! 2. [`Ledger::FORMAT`] rises by one, [`Ledger::OLDEST_FORMAT`] stays. [`Ledger::older_change`] and
//!    [`Ledger::older_record`] decode the frozen structs by `wire::decode` and convert them.
//! 3. `GOLDEN=1 cargo test --lib writes_the_golden_stores` writes the golden stores of the new format beside the old ones,
//!    which stay as they are (`golden`).
//!
//! The rows of a base (`base`) are records, not changes: [`Ledger::older_record`] is for those.
//!
//! Frames of the journal keep the format they were written in and their links; only the tables are built anew (`convert`).

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::act::{Act, Staged};
use crate::domain::id::Seq;

/// Formats are numbered within each kind of book, so that none is taken for another: those of a village begin at 1, those
/// of an office behind this.
pub const BOOK_OFFICE: u16 = 0x4000;

/// Where a record lies: its tree, and its id there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowPlace {
    /// Index in [`Ledger::TREES`].
    pub tree: u8,
    /// The record's id; no personal data.
    pub id: [u8; 16],
}

/// A kind of book: what its acts change, and which records that makes.
///
/// **Applying the changes of an act twice gives what applying them once gives**: after a crash in the middle of a large
/// act, `stage` meets a state in which some of its rows are already there.
pub trait Ledger: Sized + 'static {
    /// Names a record.
    type Key: Copy + Serialize + DeserializeOwned + PartialEq + Debug + Send;
    /// One change of an act.
    type Change: Clone + Serialize + DeserializeOwned + Send;
    /// One record, whole.
    type Record: Clone + PartialEq + Serialize + DeserializeOwned + Send;
    /// Everything that is kept in memory.
    type State: Send;

    /// The schema tag of records and changes, kept outside their bytes.
    const FORMAT: u16;
    /// The oldest tag that is still read. A store of an older one than [`Ledger::FORMAT`] is converted when it is opened.
    const OLDEST_FORMAT: u16 = Self::FORMAT;
    /// One name per kind of record, appended only: the index is written into every row. `meta` and `undo` are taken.
    const TREES: &'static [&'static str];

    /// A change as a program of this older format wrote it; `None` for bytes that say nothing.
    fn older_change(_format: u16, _bytes: &[u8]) -> Option<Self::Change> {
        None
    }

    /// A record as a program of this older format wrote it. By this a base is read; tables are not, they are built anew.
    fn older_record(_format: u16, _bytes: &[u8]) -> Option<Self::Record> {
        None
    }

    /// The state before the first act.
    fn empty() -> Self::State;
    /// The key of a record.
    fn key(record: &Self::Record) -> Self::Key;
    /// What the tables held up to this act and the journal lacked: the records as they stand there, `None` for those that
    /// are not there.
    fn reconciled(upto: Seq, rows: Vec<(Self::Key, Option<Self::Record>)>) -> Self::Change;
    /// Where the record of this key lies.
    fn place(key: &Self::Key) -> RowPlace;
    /// Takes in one record while the store is read; the order is that of the trees and of the ids.
    fn load(state: &mut Self::State, record: Self::Record);
    /// Every record of the first `seq` acts is in: build what is derived.
    fn loaded(state: &mut Self::State, seq: Seq);
    /// Which records this act makes; pure and total. Each record at most once.
    fn stage(state: &Self::State, act: &Act<Self::Change>) -> Staged<Self::Key, Self::Record>;
    /// Puts those records in; cannot fail.
    fn install(state: &mut Self::State, act: &Act<Self::Change>, staged: Staged<Self::Key, Self::Record>);

    /// The last act that destroyed anything, as records that stay say it; 0 where there was none. Such an act removes the
    /// records themselves; from this the erasure of the files is begun, and found again where it was cut off.
    fn destroyed_at(state: &Self::State) -> Seq;
    /// Whether the content of this change of act `seq` was destroyed, all or a part of it: then it is erased as a whole.
    fn is_destroyed(state: &Self::State, seq: Seq, change: &Self::Change) -> bool;
}
