//! Asks the terminal how wide it draws a glyph of ambiguous width.
//!
//! A Chinese Windows 10 console, and a terminal set so, draw `…` two cells wide, and every frame would be crooked
//! (microsoft/edit probes the same way). It asks nothing else.

use std::io::{self, Write};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crossterm::cursor::{self, MoveTo};
use crossterm::style::Print;
use crossterm::terminal::{Clear, ClearType};
use crossterm::{execute, queue};

use crate::ui::glyphs::PROBE;

/// How long the terminal has for its answer.
const ANSWER_WAIT: Duration = Duration::from_millis(200);

/// Whether the terminal draws `…` two cells wide; one that does not answer in time is taken for a modern one.
///
/// crossterm waits two seconds by itself, so it is asked on a thread of its own: it keeps the keys that arrive meanwhile,
/// and the first frame does not wait for it.
pub(super) fn draws_ambiguous_wide(out: &mut impl Write) -> io::Result<bool> {
    execute!(out, MoveTo(0, 0), Print(PROBE))?;
    let (answer, answered) = mpsc::channel();
    thread::spawn(move || answer.send(cursor::position()));
    let wide = match answered.recv_timeout(ANSWER_WAIT) {
        Ok(Ok((column, _))) => column >= 2,
        Ok(Err(_)) | Err(_) => false,
    };
    queue!(out, Clear(ClearType::All))?;
    out.flush()?;
    Ok(wide)
}
