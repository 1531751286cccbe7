//! Draws a note being written.

use crate::app::App;
use crate::app::screen::note::Note;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{form, frame};

pub(super) fn draw(screen: &Note, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, "记一笔、记通话");
    form::draw(canvas, inside, &screen.form);
}
