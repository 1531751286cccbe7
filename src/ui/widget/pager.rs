//! Text that is only read, broken into lines, with how far it is.

use super::frame;
use crate::app::pager::Pager;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::cells;
use crate::ui::theme::Role;

/// Draws the rows of the text that are in sight; a paragraph in 「」 alone is a heading.
pub fn draw(canvas: &mut Canvas<'_>, inside: Area, pager: &Pager) {
    let glyphs = canvas.look().glyphs;
    let room = inside.width.saturating_sub(2);
    let mut rows: Vec<(String, Role)> = Vec::new();
    for paragraph in pager.paragraphs() {
        let shown = glyphs.show(paragraph);
        let heading = shown.starts_with('「') && shown.ends_with('」');
        let role = if heading { Role::Title } else { Role::Plain };
        let lines = cells::wrap(&shown, room).into_iter();
        rows.extend(lines.map(|line| (shown.get(line).unwrap_or("").to_owned(), role)));
    }
    let top = pager.top(rows.len(), inside.height);
    let mut body = canvas.part(inside);
    for (y, (line, role)) in rows.iter().skip(top).take(inside.height).enumerate() {
        body.text(1, y, line, *role);
    }
    if rows.len() > inside.height {
        frame::position(canvas, inside, (top + inside.height).min(rows.len()) - 1, rows.len());
    }
}
