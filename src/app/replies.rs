//! 回执 of the office on their way in: those that lie on a stick, and what came of one that was taken in.
//!
//! It opens none: reading and taking in are `desk`'s.

use std::path::PathBuf;

use crate::domain::day::Day;
use crate::domain::office::AnswerKind;

/// The replies that lie in some place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundReplies {
    /// The folder or file that was looked at; `None` for the sticks that are plugged in.
    pub from: Option<PathBuf>,
    /// Those that were not taken in yet by their numbers, then those that cannot be.
    pub replies: Vec<FoundReply>,
    /// How many were taken in before.
    pub known_count: usize,
    /// How many are for other villages.
    pub others_count: usize,
}

/// A file that looks like a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundReply {
    /// The file.
    pub path: PathBuf,
    /// What people call the place it is in.
    pub place: String,
    /// What it is, or the sentence that says why it cannot be taken in.
    pub head: Result<ReplyHead, String>,
}

/// What a reply holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyHead {
    /// Its number.
    pub number: u32,
    /// The day it was written.
    pub on: Day,
    /// Packages it confirms.
    pub packages_count: usize,
    /// Answers about tasks.
    pub answers_count: usize,
}

/// What came of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenReply {
    /// Its number.
    pub number: u32,
    /// The day it was written.
    pub on: Day,
    /// Packages that the office has, and of which that was not known here.
    pub confirmed: Vec<u32>,
    /// Answers that changed something.
    pub applied: Vec<Answered>,
    /// Answers that were known here already.
    pub known: Vec<Answered>,
    /// Answers that do not fit what was done here meanwhile.
    pub conflicts: Vec<Conflict>,
}

/// An answer of the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// 编号.
    pub no: String,
    /// Whose, and what it is about; empty where it is not here.
    pub who: String,
    /// What it is.
    pub what: AnswerKind,
    /// The same in words, with its day.
    pub said: String,
}

/// An answer that was not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// 编号, or the package.
    pub no: String,
    /// Whose, and what it is about; empty where it is not here.
    pub who: String,
    /// What the office says.
    pub said: String,
    /// Why it does not fit here.
    pub why: String,
}

impl FoundReplies {
    /// Those that can be taken in.
    pub fn new_count(&self) -> usize {
        self.replies.iter().filter(|reply| reply.head.is_ok()).count()
    }
}

impl TakenReply {
    /// A reply of which nothing was taken in yet.
    pub fn of(number: u32, on: Day) -> TakenReply {
        let (confirmed, applied, known, conflicts) = Default::default();
        TakenReply { number, on, confirmed, applied, known, conflicts }
    }
}
