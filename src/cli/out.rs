//! The way out: the document to stdout, everything said to people to stderr.
//!
//! A reader that went away (`daiban tasks | head`) is no fault and no panic.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::desk::Desk;
use crate::desk::error::DeskError;
use crate::domain::text::fold;
use crate::term::clock;

/// Work shorter than this shows no progress.
const PROGRESS_AFTER: Duration = Duration::from_millis(300);
/// Time between two lines of progress.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// Writes text to stdout as it is.
pub(super) fn print(text: &str) {
    // Nobody is left to be told when this fails.
    let _ = told(text);
}

/// The same at once, for a caller that stops when nobody reads any more: whether it went out.
pub(super) fn told(text: &str) -> bool {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_ok()
}

/// Writes a document as JSON to stdout.
pub(super) fn print_json<T: Serialize>(document: &T) {
    // Plain records with text keys: there is nothing in them that JSON cannot say.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    print(&text);
}

/// Says one line to the person, on stderr.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Asks on the terminal whether what this says is to be done all the same; with nobody there to be asked, yes.
pub(super) fn confirmed(text: &str) -> bool {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return true;
    }
    let mut err = io::stderr().lock();
    // A line of progress may stand there.
    let _ = write!(err, "\r\x1b[K{text}\n就这样修，打 1 再按回车；先不修，直接按回车：").and_then(|()| err.flush());
    let mut answer = String::new();
    // An answer that cannot be read is none.
    io::stdin().read_line(&mut answer).is_ok() && fold(&answer).trim() == "1"
}

/// Brings the data to rest after the document was printed: a fault here changes nothing of what was done.
pub(super) fn close(desk: Desk) {
    if let Err(fault) = desk.rest(clock::now()) {
        unrested(&fault);
    }
}

/// Says what kept data that are whole from being brought to rest.
pub(super) fn unrested(fault: &DeskError) {
    say(&format!("这一次已经办好、存好，只是收尾没有做完：{fault}"));
}

/// A line of progress on stderr, where somebody can see it.
pub(super) struct ProgressLine {
    since: Instant,
    last: Option<Instant>,
    seen: bool,
}

impl ProgressLine {
    /// Nothing is shown yet.
    pub(super) fn new() -> ProgressLine {
        ProgressLine { since: Instant::now(), last: None, seen: io::stderr().is_terminal() }
    }

    /// Shows how far it is; a `total` of 0 is not known.
    pub(super) fn show(&mut self, what: &str, done: u64, total: u64) {
        let too_soon = self.last.map_or(self.since.elapsed() < PROGRESS_AFTER, |last| last.elapsed() < PROGRESS_EVERY);
        if !self.seen || too_soon {
            return;
        }
        self.last = Some(Instant::now());
        let of = if total > 0 { format!("/{total}") } else { String::new() };
        let mut err = io::stderr().lock();
        let _ = write!(err, "\r\x1b[K{what} {done}{of}").and_then(|()| err.flush());
    }

    /// Shows how far it is, and lets it go on.
    pub(super) fn shown(&mut self, what: &str, done: u64, total: u64) -> bool {
        self.show(what, done, total);
        true
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.last.is_some() {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}
