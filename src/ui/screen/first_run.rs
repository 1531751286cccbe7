//! Draws 第一次使用.

use crate::app::App;
use crate::app::screen::first_run::FirstRun;
use crate::ui::canvas::Canvas;
use crate::ui::widget::frame;

pub(super) fn draw(_screen: &FirstRun, _app: &App, canvas: &mut Canvas<'_>) {
    frame::single(canvas, "第一次使用");
}
