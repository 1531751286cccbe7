//! Quick notes 记一笔 and call notes 记通话, with what was promised: 回电.
//!
//! A note never counts as a visit.

use serde::{Deserialize, Serialize};

use super::day::{Day, Moment};
use super::id::{NoteId, PersonId, Seq, TaskId};

/// What kind of note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteKind {
    /// 记一笔.
    Quick,
    /// 来电.
    CallIn,
    /// 去电.
    CallOut,
    /// 微信.
    WeChat,
}

impl NoteKind {
    /// All of them, in the order of the form.
    pub const ALL: [NoteKind; 4] = [NoteKind::Quick, NoteKind::CallIn, NoteKind::CallOut, NoteKind::WeChat];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            NoteKind::Quick => "记事",
            NoteKind::CallIn => "来电",
            NoteKind::CallOut => "去电",
            NoteKind::WeChat => "微信",
        }
    }
}

/// A promise to call back 回电.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallBack {
    /// The day promised.
    pub on: Day,
    /// The hour as said: 13:00; may be empty.
    pub hour: String,
    /// The day it was kept.
    pub done_on: Option<Day>,
}

/// One note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Identity.
    pub id: NoteId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// When it was; of what was written down on a later day 补记, the beginning of the day it was on.
    pub at: Moment,
    /// What kind.
    pub kind: NoteKind,
    /// Who, in words, where no record is linked.
    pub who: String,
    /// The person it concerns.
    pub person: Option<PersonId>,
    /// The task it concerns.
    pub task: Option<TaskId>,
    /// What was said.
    pub text: String,
    /// 回电.
    pub call_back: Option<CallBack>,
}

impl Note {
    /// When it was written down. The identity keeps it, so that stores of every version hold both times.
    pub fn written_at(&self) -> Moment {
        self.id.made_at().filter(|made| made.day() > self.at.day()).unwrap_or(self.at)
    }

    /// Whether it was written down on a later day.
    pub fn is_late_entry(&self) -> bool {
        self.written_at().day() > self.at.day()
    }
}
