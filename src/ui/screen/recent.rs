//! Draws 最近操作.

use crate::app::App;
use crate::app::screen::recent::Recent;
use crate::ui::canvas::Canvas;
use crate::ui::widget::frame;

pub(super) fn draw(_screen: &Recent, _app: &App, canvas: &mut Canvas<'_>) {
    frame::single(canvas, "最近操作");
}
