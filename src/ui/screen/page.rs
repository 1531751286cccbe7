//! Draws a page of words.

use crate::app::App;
use crate::app::screen::page::Page;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{frame, pager};

pub(super) fn draw(screen: &Page, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, &screen.title);
    pager::draw(canvas, inside, &screen.pager);
}
