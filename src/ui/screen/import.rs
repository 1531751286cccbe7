//! Draws 导入花名册.

use crate::app::App;
use crate::app::screen::import::Import;
use crate::ui::canvas::Canvas;
use crate::ui::widget::frame;

pub(super) fn draw(_screen: &Import, _app: &App, canvas: &mut Canvas<'_>) {
    frame::single(canvas, "导入花名册");
}
