//! Draws 今日要办.

use crate::app::App;
use crate::app::screen::today::Today;
use crate::ui::canvas::Canvas;
use crate::ui::widget::frame;

pub(super) fn draw(_screen: &Today, _app: &App, canvas: &mut Canvas<'_>) {
    frame::single(canvas, "今日要办");
}
