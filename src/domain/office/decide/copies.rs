//! Decides about the office's own copies: that one was written, and that the book was made again from one.

use super::Office;
use crate::domain::day::{Day, Moment};
use crate::domain::office::change::OfficeChange;
use crate::domain::office::copies::{OfficeCopies, OfficeCopyNote};

/// Replies that a village is given on one day at most, far beyond any day there was.
const REPLIES_A_DAY: u32 = 10;

pub(super) fn copied(office: &Office, note: OfficeCopyNote) -> Vec<OfficeChange> {
    let copies = OfficeCopies { elsewhere: Some(note), ..known(office) };
    vec![OfficeChange::Copied(Box::new(copies))]
}

/// A village takes a number it has heard for a reply it has: whatever may have been given since the copy is passed over.
pub(super) fn restored(office: &Office, made_at: Moment, today: Day) -> Vec<OfficeChange> {
    let given = office.villages().map(super::last_reply).max().unwrap_or(0);
    let days = u32::try_from(today.days_since(made_at.day()).max(0)).unwrap_or(0) + 1;
    let copies = known(office);
    let replies_after = given.max(copies.replies_after).saturating_add(days.saturating_mul(REPLIES_A_DAY));
    vec![OfficeChange::Restored(Box::new(OfficeCopies { replies_after, ..copies }))]
}

fn known(office: &Office) -> OfficeCopies {
    office.copies().cloned().unwrap_or_default()
}
