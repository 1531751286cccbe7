//! Takes the terminal over and gives it back as it was, whatever happens.
//!
//! It never asks for the kitty keyboard protocol, which loses what input methods commit (xterm.js#6112). Bracketed paste
//! is asked for on unix only: on Windows crossterm does not know it (crossterm#737), and it changes Enter there.

use std::io::{self, BufWriter, Stdout, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::{Arc, Mutex};

use crossterm::cursor::SetCursorStyle;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, SetTitle,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use crate::app::App;
use crate::desk::is_store_thread;
use crate::ui;

/// Bytes of a frame gathered before they go to the terminal in one piece.
const FRAME_BYTES: usize = 64 * 1024;

/// What frames are written through.
pub(super) type Backend = CrosstermBackend<BufWriter<Stdout>>;

/// The terminal, taken over until it is dropped.
pub(super) struct Screen {
    terminal: Terminal<Backend>,
    /// Whether escape sequences work here; on an old Windows console they would be printed.
    vt: bool,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn enter() -> io::Result<Screen> {
        enable_raw_mode()?;
        let vt = escapes_work();
        let taken = take_over(vt).and_then(|()| {
            let backend = CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, io::stdout()));
            Terminal::new(backend)
        });
        match taken {
            Ok(terminal) => Ok(Screen { terminal, vt }),
            Err(error) => {
                give_back(vt);
                Err(error)
            }
        }
    }

    /// What frames are written through, for the probe.
    pub(super) fn backend(&mut self) -> &mut Backend {
        self.terminal.backend_mut()
    }

    /// Draws the state; the terminal shows it in one piece where it can.
    pub(super) fn draw(&mut self, app: &App) -> io::Result<()> {
        if self.vt {
            queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate, cursor::Hide)?;
        }
        self.terminal.draw(|frame| ui::draw(app, frame))?;
        if self.vt {
            execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        }
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back(self.vt);
    }
}

fn take_over(vt: bool) -> io::Result<()> {
    let mut out = io::stdout();
    execute!(out, EnterAlternateScreen, SetTitle("代办"))?;
    if vt {
        // A block over half of a Hanzi looks odd.
        execute!(out, SetCursorStyle::SteadyBar)?;
    }
    if cfg!(unix) {
        execute!(out, EnableBracketedPaste)?;
    }
    Ok(())
}

/// Gives back as much as can be: each step on its own, because a failing one must not keep the others.
fn give_back(vt: bool) {
    let mut out = io::stdout();
    if cfg!(unix) {
        let _ = execute!(out, DisableBracketedPaste);
    }
    if vt {
        let _ = execute!(out, EndSynchronizedUpdate, SetCursorStyle::DefaultUserShape);
    }
    let _ = execute!(out, LeaveAlternateScreen, cursor::Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// What the program does at a panic, while the screens are shown and before.
pub(super) struct Panics {
    place: Arc<Mutex<Option<String>>>,
    before: Box<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>,
}

impl Panics {
    /// What was done at a panic before is done again. Gives the place of the last panic in between.
    pub(super) fn give_back(self) -> Option<String> {
        panic::set_hook(self.before);
        self.place.lock().ok().and_then(|mut place| place.take())
    }
}

/// From now on a panic prints nothing, because its words may hold people's data, and the screen is drawn on; its place
/// is kept here. A panic that is caught further down (the store's, of sled) leaves the screen as it is.
pub(super) fn record_panics() -> Panics {
    let place = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&place);
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if is_store_thread() {
            return;
        }
        if let (Some(location), Ok(mut place)) = (info.location(), keep.lock()) {
            *place = Some(format!("{}:{}", location.file(), location.line()));
        }
    }));
    Panics { place, before }
}

#[cfg(windows)]
fn escapes_work() -> bool {
    crossterm::ansi_support::supports_ansi()
}

#[cfg(not(windows))]
fn escapes_work() -> bool {
    true
}
