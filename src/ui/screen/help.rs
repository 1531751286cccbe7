//! Draws the help of a screen.

use crate::app::App;
use crate::app::screen::help::Help;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{frame, pager};

pub(super) fn draw(screen: &Help, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, &format!("帮助：{}", screen.of.label()));
    pager::draw(canvas, inside, &screen.pager);
}
