//! What opening did and found, and how far a long piece of work has come.
//!
//! It decides nothing and words nothing for the screen.

use std::path::PathBuf;
use std::time::Duration;

use crate::domain::id::Seq;

/// How far opening has come. Counts rise; totals are estimates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Records read from the tables.
    Reading {
        /// So far.
        rows_done: u64,
        /// Of these.
        rows_total: u64,
    },
    /// Acts of the journal put into the tables again.
    PuttingAgain {
        /// So far.
        acts_done: u64,
        /// Of these.
        acts_total: u64,
    },
    /// Acts of the whole journal from which the tables are built anew.
    Rebuilding {
        /// So far.
        acts_done: u64,
        /// Of these.
        acts_total: u64,
    },
}

/// A last entry that was never finished, and never acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TornTail {
    /// The number it would have had.
    pub seq: Seq,
    /// Where its bytes are kept.
    pub kept_in: PathBuf,
}

/// The tables were built anew from the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Why, as a short clause in plain words.
    pub why: String,
    /// Where the old tables were set aside; `None` when there were none.
    pub set_aside: Option<PathBuf>,
    /// How many sets of tables that were set aside before were removed.
    pub thinned: usize,
}

/// Where the time of opening went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenSplit {
    /// Deriving the key from what was typed; nothing without a cipher.
    pub unlock: Duration,
    /// Lock, header, and the frames since the last checkpoint.
    pub journal: Duration,
    /// sled's own opening.
    pub tables: Duration,
    /// Waiting for rows from sled while scanning (a thread of its own reads ahead).
    pub read: Duration,
    /// Checking and decoding rows, and putting them into the state.
    pub decode: Duration,
    /// Building what is derived ([`super::ledger::Ledger::loaded`]).
    pub index: Duration,
    /// Putting acts again, or rebuilding.
    pub replay: Duration,
}

/// What opening did and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// The last act.
    pub seq: Seq,
    /// Records in the tables.
    pub rows: u64,
    /// The program had not been closed properly: there were acts after the last checkpoint.
    pub unclean: bool,
    /// A last entry that was not finished.
    pub torn: Option<TornTail>,
    /// Acts that were put into the tables again.
    pub put_again_acts: u64,
    /// The tables were built anew.
    pub rebuilt: Option<Rebuilt>,
    /// An erasure was put in its place, or one that was cut off while it took its place was taken up.
    pub erasure_finished: bool,
    /// The store was of this older format, and is of this program's now.
    pub converted_from: Option<u16>,
    /// A copy of the header that was bad and was written again from the other.
    pub header_mended: Option<PathBuf>,
    /// Files or folders that others could read, and no longer can.
    pub tightened: u32,
    /// What is free on the drive, where the system says.
    pub free_bytes: Option<u64>,
    /// There is no room to keep anything more.
    pub is_full: bool,
    /// There was not even room for the tables: what is here was read from the journal, and nothing is kept before it was
    /// opened again.
    pub is_look_only: bool,
    /// Where the time went.
    pub split: OpenSplit,
}
