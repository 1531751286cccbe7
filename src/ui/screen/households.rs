//! Draws 农户.

use crate::app::App;
use crate::app::screen::households::Households;
use crate::ui::canvas::Canvas;
use crate::ui::widget::frame;

pub(super) fn draw(_screen: &Households, _app: &App, canvas: &mut Canvas<'_>) {
    frame::single(canvas, "农户");
}
