//! Layer 2: draws the state, and decides nothing. `draw` reads `App` and fills a frame; where a field is focused it puts
//! the real cursor there, at which an input method composes.

pub mod canvas;
pub mod cells;
pub mod glyphs;
pub mod screen;
pub mod theme;
pub mod widget;

use ratatui::Frame;

use crate::app::App;
use crate::app::screen::Behaviour;
use canvas::{Area, Canvas, Look};
use glyphs::Glyphs;
use theme::{Role, Theme};

/// The smallest screen that shows what a screen is for.
const COLUMNS_MIN: usize = 60;
const ROWS_MIN: usize = 20;

/// Draws the program on a frame.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let look = Look {
        glyphs: if app.config.ascii { Glyphs::Ascii } else { Glyphs::Boxes },
        theme: Theme { color: app.config.color },
    };
    let mut cursor = None;
    let mut canvas = Canvas::new(frame.buffer_mut(), &mut cursor, look);
    if canvas.width() < COLUMNS_MIN || canvas.height() < ROWS_MIN {
        let size = format!("窗口太小，请拉大到{COLUMNS_MIN}列{ROWS_MIN}行以上");
        canvas.text(0, 0, &size, Role::Plain);
    } else {
        draw_screens(app, &mut canvas);
    }
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// Top line, body, bottom line; the last full screen and the popups over it.
fn draw_screens(app: &App, canvas: &mut Canvas<'_>) {
    let (width, height) = (canvas.width(), canvas.height());
    widget::header::draw(canvas, app);
    let body = Area { x: 0, y: 1, width, height: height - 2 };
    let base = app.screens().iter().rposition(|screen| !screen.is_popup()).unwrap_or(0);
    for screen in app.screens().iter().skip(base) {
        screen::draw(screen, app, &mut canvas.part(body));
    }
    if let Some(notice) = app.notice.shown() {
        widget::notice::draw(&mut canvas.part(body), notice);
    }
    match &app.progress {
        Some(progress) => widget::progress::draw(canvas, height - 1, progress),
        None => widget::hints::draw(canvas, height - 1, app),
    }
}
