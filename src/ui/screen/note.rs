//! Draws 记一笔.

use crate::app::App;
use crate::app::screen::note::Note;
use crate::ui::canvas::Canvas;
use crate::ui::widget::frame;

pub(super) fn draw(_screen: &Note, _app: &App, canvas: &mut Canvas<'_>) {
    frame::single(canvas, "记一笔");
}
