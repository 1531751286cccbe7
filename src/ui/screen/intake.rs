//! Draws 接件.

use crate::app::App;
use crate::app::screen::intake::Intake;
use crate::ui::canvas::Canvas;
use crate::ui::widget::frame;

pub(super) fn draw(_screen: &Intake, _app: &App, canvas: &mut Canvas<'_>) {
    frame::single(canvas, "接件");
}
