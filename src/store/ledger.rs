//! What a domain must say of itself to be kept: the village now, the office later.
//!
//! The store knows no subject; this trait is all it asks.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::act::{Act, Staged};
use crate::domain::id::Seq;

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
    /// One name per kind of record, appended only: the index is written into every row. `meta` and `undo` are taken.
    const TREES: &'static [&'static str];

    /// The state before the first act.
    fn empty() -> Self::State;
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
