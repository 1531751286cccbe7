//! Sticks that come and go while a page is open that writes to one: the page sees it by itself.
//!
//! Only the page that is open asks, and only for as long as it is; a drive that does not answer is not asked twice.

use super::Reply;
use crate::app::message::{Effect, Place};
use crate::app::numbered::Numbered;
use crate::domain::day::Moment;

/// Between the answer and the next look, in milliseconds.
const AGAIN_MS: i64 = 3_000;

/// Looks for sticks, again and again.
#[derive(Debug, Default)]
pub(super) struct StickWatch {
    is_asked: bool,
    heard_at: Option<Moment>,
}

impl StickWatch {
    /// Has them looked for now.
    pub(super) fn look(&mut self) -> Reply {
        self.is_asked = true;
        Reply::effect(Effect::ListPlaces)
    }

    /// The answer is there.
    pub(super) fn heard(&mut self, at: Moment) {
        (self.is_asked, self.heard_at) = (false, Some(at));
    }

    /// When to look again; `None` while an answer is waited for.
    pub(super) fn due(&self) -> Option<Moment> {
        let heard_at = self.heard_at.filter(|_| !self.is_asked)?;
        Some(Moment::from_unix_ms(heard_at.unix_ms() + AGAIN_MS))
    }

    /// Looks again once it is time.
    pub(super) fn look_when_due(&mut self, at: Moment) -> Reply {
        // A clock put back does not make the time longer.
        self.heard_at = self.heard_at.map(|heard_at| heard_at.min(at));
        if self.due().is_some_and(|due| due <= at) { self.look() } else { Reply::none() }
    }
}

/// Keeps the cursor on what it stood on, wherever that is among the lines made anew: `line` is the line of a stick.
pub(super) fn stay<T: Copy + PartialEq>(
    lines: &mut Numbered<T>,
    stood: Option<T>,
    (before, now): (&[Place], &[Place]),
    line: impl Fn(usize) -> T,
) {
    let Some(stood) = stood else { return };
    match before.iter().enumerate().find(|(nth, _)| line(*nth) == stood) {
        Some((_, stick)) => {
            if let Some(nth) = now.iter().position(|place| place.path == stick.path) {
                lines.stand_on(line(nth));
            }
        }
        None => lines.stand_on(stood),
    }
}

/// Whether other sticks are there than before.
pub(super) fn are_others(before: &[Place], now: &[Place]) -> bool {
    before.iter().map(|place| &place.path).ne(now.iter().map(|place| &place.path))
}
