//! A register on its way in, as plain data: which file, what its headings mean, what it would change, what is wrong.
//!
//! It reads nothing and judges nothing: `desk` fills it in from what was read and planned.

use std::path::PathBuf;

use crate::domain::day::Moment;
use crate::domain::decide::import::ImportIntent;
use crate::domain::id::Seq;

/// A file that may be a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its name.
    pub name: String,
    /// What people call the folder: 下载, 桌面, the stick's name.
    pub place: String,
    /// When it was last changed.
    pub changed: Moment,
}

/// Which register is to be read, and what was said of its unknown headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterAsk {
    /// The file.
    pub path: PathBuf,
    /// Headings and the labels of their fields; `None` is a column to skip.
    pub chosen: Vec<(String, Option<&'static str>)>,
}

/// What a register would change. Nothing is changed before its intent is decided.
#[derive(Debug)]
pub struct RegisterPreview {
    /// The file.
    pub path: PathBuf,
    /// 花名册, 名单叠加 …
    pub kind: &'static str,
    /// Headings nobody has said anything about.
    pub unknown: Vec<UnknownColumn>,
    /// What a column can mean, by label, in the order in which it is offered.
    pub fields: Vec<&'static str>,
    /// Its numbers.
    pub counts: RegisterCounts,
    /// What is wrong, a register of another village and refused rows first, then what concerns columns and sheets; then what changes.
    pub problems: Vec<RegisterProblem>,
    /// The last act of the village it was planned against.
    pub seq: Seq,
    /// The records it makes.
    pub intent: ImportIntent,
}

/// A heading that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    /// As written.
    pub header: String,
    /// The label of the most likely field.
    pub guess: Option<&'static str>,
    /// The first value below it, masked.
    pub sample: String,
}

/// Numbers of a preview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegisterCounts {
    /// Rows of the register.
    pub rows: usize,
    /// Rows of somebody or something new.
    pub new: usize,
    /// Rows that change what is known.
    pub updated: usize,
    /// Rows that say nothing new.
    pub unchanged: usize,
    /// Of these, rows about somebody whom another row of the same file holds already.
    pub repeated: usize,
    /// Rows that are not taken in.
    pub rejected: usize,
    /// Households that the good rows hold.
    pub households: usize,
    /// People that the good rows hold.
    pub people: usize,
    /// 本次未见: people of the village whom it does not hold.
    pub absent: usize,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterProblem {
    /// How much it weighs.
    pub weight: ProblemWeight,
    /// Sheet, row, column, and the value masked, as far as it has them.
    pub place: String,
    /// What is wrong, and the remedy.
    pub message: String,
}

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemWeight {
    /// The register may be another village's.
    Whose,
    /// The row is not taken in.
    Rejected,
    /// Taken in, to be looked at.
    Reminder,
    /// Somebody of the village whom the register does not hold.
    Absent,
    /// About a column or a sheet.
    Notice,
    /// Somebody or a household that is known, and what would be changed.
    Changed,
}

impl ProblemWeight {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            ProblemWeight::Whose => "当心",
            ProblemWeight::Rejected => "不收",
            ProblemWeight::Reminder => "要看",
            ProblemWeight::Absent => "未见",
            ProblemWeight::Notice => "说明",
            ProblemWeight::Changed => "变化",
        }
    }
}

impl RegisterCounts {
    /// Rows that change something.
    pub fn good(&self) -> usize {
        self.new + self.updated
    }
}
