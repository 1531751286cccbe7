//! Draws 交表与U盘.

use crate::app::App;
use crate::app::screen::exchange::Exchange;
use crate::ui::canvas::Canvas;
use crate::ui::widget::frame;

pub(super) fn draw(_screen: &Exchange, _app: &App, canvas: &mut Canvas<'_>) {
    frame::single(canvas, "交表与U盘");
}
