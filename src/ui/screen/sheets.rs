//! Draws the choice of what can be printed.

use crate::app::App;
use crate::app::screen::sheets::Sheets;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{numbered, popup};

pub(super) fn draw(screen: &Sheets, _app: &App, canvas: &mut Canvas<'_>) {
    let mut popup = popup::open(canvas, 30, screen.lines.items().len(), "要打印的单子");
    let inside = popup.area().inside();
    numbered::draw(&mut popup, inside, &screen.lines);
}
