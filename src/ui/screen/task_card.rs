//! Draws 代办件.

use crate::app::App;
use crate::app::screen::task_card::TaskCard;
use crate::ui::canvas::Canvas;
use crate::ui::widget::frame;

pub(super) fn draw(_screen: &TaskCard, _app: &App, canvas: &mut Canvas<'_>) {
    frame::single(canvas, "代办件");
}
