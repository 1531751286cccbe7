//! Backups: the whole village in one file, written and read back, and a village made again from such a file.
//!
//! `magic | layout | head | CRC | frames of the acts | SHA-256 of all before`. The head carries the store's header with
//! its key slots, so that the old passphrase or recovery code opens the copy anywhere; the acts are the journal's own
//! frames, still sealed, and where something was erased the base before them. A copy counts once it was read back and
//! **decoded**: every link followed, every row compared.
//!
//! A pack for the successor is such a file with a magic of its own, sealed anew, and one sealed record more in its head.
//!
//! It is told where to write and when. What a copy is called, and that one was made, is `desk`'s.

pub mod error;
pub mod evidence;
pub mod from_tables;
mod layout;
pub mod note;
pub mod pack;
pub(super) mod reading;
pub mod reconciling;
pub mod repairing;
pub mod restoring;
pub mod snapshot;
pub mod source;
pub mod taking_over;
mod thinning;
#[cfg(test)]
mod trial;
pub mod writing;

use crate::domain::day::Moment;
use crate::domain::id::Seq;

/// What a copy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It is kept for the day this machine is lost.
    Backup,
    /// It goes to the successor.
    Handover,
}

impl Purpose {
    /// What the name of such a file ends in.
    pub fn ending(self) -> &'static str {
        match self {
            Purpose::Backup => "dbbak",
            Purpose::Handover => "dbjj",
        }
    }

    /// What such a file is called.
    pub fn noun(self) -> &'static str {
        match self {
            Purpose::Backup => "备份",
            Purpose::Handover => "交接包",
        }
    }
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Bytes are written.
    Writing,
    /// Bytes are read back or looked through.
    Checking,
    /// The tables are built from the acts.
    Building,
}

impl Phase {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Phase::Writing => "正在写",
            Phase::Checking => "正在核对",
            Phase::Building => "正在重建",
        }
    }
}

/// Hears what is being done, how much of it is done and how much there is; `false` stops it cleanly.
pub type Heard<'a> = dyn FnMut(Phase, u64, u64) -> bool + 'a;

/// What a repair cannot bring back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// These acts, with what came of them.
    Acts {
        /// The first.
        first: Seq,
        /// The last.
        last: Seq,
    },
    /// Whatever was kept behind this act: nothing says whether there was anything.
    Unseen {
        /// The last that is there.
        upto: Seq,
    },
    /// Who did these acts, and when; what came of them is there.
    Authors {
        /// The first.
        first: Seq,
        /// The last.
        last: Seq,
    },
}

/// Asked before something is lost for good; `false` leaves everything as it was.
pub type Accepts<'a> = dyn FnMut(Loss) -> bool + 'a;

/// Who waits for a repair.
pub struct Attendant<'a> {
    /// Now.
    pub at: Moment,
    /// How far copies go that were no good.
    pub known: Seq,
    /// Hears how it goes on.
    pub heard: &'a mut Heard<'a>,
    /// Says whether it is to be done although something is lost by it.
    pub accepts: &'a mut Accepts<'a>,
}

/// A small file that goes with the village although no act holds it: a table of the town's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name, without a folder.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}
