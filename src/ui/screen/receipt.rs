//! Draws 收件回执.

use crate::app::App;
use crate::app::screen::receipt::Receipt;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{frame, pager};

pub(super) fn draw(screen: &Receipt, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, "收件回执");
    pager::draw(canvas, inside, &screen.pager);
}
