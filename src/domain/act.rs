//! The unit of everything a person did: one `Act` is one frame of the journal, one step of undo, one line of the handbook.
//!
//! Generic over the change and the record, so that the village and the office share one store. It knows no subject.

use serde::{Deserialize, Serialize};

use super::day::Moment;
use super::id::Seq;

/// One thing a person did, with every change it made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Act<C> {
    /// Its number: one more than the act before it.
    pub seq: Seq,
    /// The clock's own time, even where `--date` shows another day.
    pub at: Moment,
    /// Who did it: the liaison's name, or the stand-in's.
    pub actor: String,
    /// The id of the command, `task.deliver`; no personal data.
    pub command: String,
    /// What changed, in order; empty only where all of it was erased.
    pub changes: Vec<C>,
    /// How many changes more there were, whose content was destroyed: nothing is left of them but that they were.
    pub erased: u32,
}

/// One record before and after an act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowEdit<K, R> {
    /// Which record.
    pub key: K,
    /// What it was; `None` when the act made it.
    pub before: Option<R>,
    /// What it is now; `None` when the act removed it.
    pub after: Option<R>,
}

/// All the records an act touches, each once. Installing it cannot fail.
#[derive(Clone, Debug, PartialEq)]
pub struct Staged<K, R> {
    /// One edit for each record touched.
    pub rows: Vec<RowEdit<K, R>>,
}
