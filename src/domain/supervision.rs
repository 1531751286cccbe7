//! Supervision 督查: complaints, what the hotline passes on, what was set under supervision 督办, and poor ratings.
//!
//! A complaint about this liaison or the village's cadres is never kept here: only that the ways to complain were told, on
//! which day, without a person and without a word of what it was. What is open is `outlook`'s; numbers, phones and names
//! are `settings`; what the records say of themselves is `flag`'s.

pub mod named;
pub mod outlook;
pub mod settings;
pub mod sheets;
pub mod week;

use serde::{Deserialize, Serialize};

use self::settings::Term;
use super::day::{Day, Moment};
use super::id::{Seq, SupervisionId, TaskId};

/// How it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SupervisionKind {
    /// 投诉, of a matter or an office.
    Complaint,
    /// 热线转办.
    Hotline,
    /// 督办.
    Order,
    /// 差评: a poor rating of a matter that was delivered.
    PoorRating,
    /// 已告知投诉渠道: a complaint that is not kept here.
    ChannelsTold,
}

impl SupervisionKind {
    /// Those that are taken in by a form, in its order.
    pub const TAKEN_IN: [SupervisionKind; 3] =
        [SupervisionKind::Complaint, SupervisionKind::Hotline, SupervisionKind::Order];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            SupervisionKind::Complaint => "投诉",
            SupervisionKind::Hotline => "热线转办",
            SupervisionKind::Order => "督办",
            SupervisionKind::PoorRating => "差评",
            SupervisionKind::ChannelsTold => "已告知投诉渠道",
        }
    }

    /// The time there is for an answer where the paper says none; `None` where none is owed.
    pub fn term(self) -> Option<Term> {
        match self {
            SupervisionKind::Complaint => Some(Term::Complaint),
            SupervisionKind::Hotline => Some(Term::Hotline),
            SupervisionKind::Order => Some(Term::Order),
            SupervisionKind::PoorRating => Some(Term::PutRight),
            SupervisionKind::ChannelsTold => None,
        }
    }
}

/// Something that was done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// The day.
    pub on: Day,
    /// When it was written down.
    pub entered_at: Moment,
    /// What, in words.
    pub words: String,
}

/// One thing under supervision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supervision {
    /// Identity.
    pub id: SupervisionId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// How it came.
    pub kind: SupervisionKind,
    /// The day it came; of a poor rating the day it was given.
    pub on: Day,
    /// When it was written down.
    pub entered_at: Moment,
    /// The day by which it is answered; `None` where no answer is owed.
    pub due: Option<Day>,
    /// From where: the office and the number of its paper; may be empty.
    pub from: String,
    /// What.
    pub text: String,
    /// The task it is about.
    pub task: Option<TaskId>,
    /// 回访: whoever rated poorly was called back.
    pub called_back: Option<Deed>,
    /// What was done meanwhile, oldest first.
    pub deeds: Vec<Deed>,
    /// 办结: answered, or put right.
    pub settled: Option<Deed>,
}

impl Supervision {
    /// One that came this way on this day; everything else is still to be written.
    pub fn new(id: SupervisionId, kind: SupervisionKind, on: Day, entered_at: Moment) -> Supervision {
        Supervision {
            id,
            touched: Seq::default(),
            kind,
            on,
            entered_at,
            due: None,
            from: String::new(),
            text: String::new(),
            task: None,
            called_back: None,
            deeds: Vec::new(),
            settled: None,
        }
    }

    /// Whether something is still owed.
    pub fn is_open(&self) -> bool {
        self.settled.is_none() && self.kind != SupervisionKind::ChannelsTold
    }
}
