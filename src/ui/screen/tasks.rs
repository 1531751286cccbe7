//! Draws 代办台账.

use crate::app::App;
use crate::app::screen::tasks::Tasks;
use crate::ui::canvas::Canvas;
use crate::ui::widget::frame;

pub(super) fn draw(_screen: &Tasks, _app: &App, canvas: &mut Canvas<'_>) {
    frame::single(canvas, "代办台账");
}
