//! Draws a numbered menu over a task's card.

use crate::app::App;
use crate::app::screen::task_card::more::TaskMenu;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{numbered, popup};

pub(super) fn draw(screen: &TaskMenu, _app: &App, canvas: &mut Canvas<'_>) {
    let widest = screen.lines.items().iter().map(|item| canvas.measure(&item.label) + 6).max().unwrap_or(0);
    let mut popup = popup::open(canvas, widest.max(30), screen.lines.items().len(), screen.shelf.label());
    let inside = popup.area().inside();
    numbered::draw(&mut popup, inside, &screen.lines);
}
