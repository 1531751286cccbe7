//! Draws a question.

use crate::app::App;
use crate::app::screen::confirm::Confirm;
use crate::ui::canvas::Canvas;
use crate::ui::cells;
use crate::ui::theme::Role;
use crate::ui::widget::{numbered, popup};

pub(super) fn draw(screen: &Confirm, _app: &App, canvas: &mut Canvas<'_>) {
    let width = 50.min(canvas.width().saturating_sub(4));
    let rows = cells::wrap(&screen.question, width.saturating_sub(2)).len();
    let mut popup = popup::open(canvas, width, rows + 1 + screen.lines.items().len(), "请确认");
    let inside = popup.area().inside();
    popup.part(inside).paragraph(1, 0, &screen.question, Role::Plain);
    numbered::draw(&mut popup, inside.below(rows + 1), &screen.lines);
}
