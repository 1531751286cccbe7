//! Draws 全村查找.

use crate::app::App;
use crate::app::screen::find::Find;
use crate::ui::canvas::Canvas;
use crate::ui::widget::frame;

pub(super) fn draw(_screen: &Find, _app: &App, canvas: &mut Canvas<'_>) {
    frame::single(canvas, "全村查找");
}
