//! What the office's book knows of its own copies 备份: when the last one was made, and that it was made again from one.

use serde::{Deserialize, Serialize};

use super::Office;
use crate::domain::day::{Day, Moment};
use crate::domain::id::Seq;
use crate::domain::limits::BACKUP_DAYS;

/// What is known of the copies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeCopies {
    /// The act that last touched this record.
    pub touched: Seq,
    /// The newest one on another disk than the data.
    pub elsewhere: Option<OfficeCopyNote>,
    /// Replies have higher numbers than this: the book was made again from a copy, and which numbers were given after that
    /// copy it does not know. 0 where it never was.
    pub replies_after: u32,
}

/// One copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeCopyNote {
    /// When it was made.
    pub at: Moment,
    /// The last act in it.
    pub upto: Seq,
    /// The folder it was written to.
    pub place: String,
    /// The name of the file.
    pub name: String,
}

/// Days since the last copy that is left when this machine's disk is not, where that is too long; without any, since the
/// office was founded. A book without villages can lose nothing.
pub fn copy_due(office: &Office, today: Day) -> Option<i32> {
    office.villages().next()?;
    let last = office.copies().and_then(|copies| copies.elsewhere.as_ref()).map(|copy| copy.at.day());
    let days = today.days_since(last.or_else(|| office.info().map(|info| info.on))?);
    (days > BACKUP_DAYS).then_some(days)
}
