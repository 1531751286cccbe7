//! One line of text being typed, with the real cursor in it.

use crate::app::edit::Edit;
use crate::ui::canvas::Canvas;
use crate::ui::cells;
use crate::ui::theme::Role;

/// Draws the field in `width` cells. With `focused` the part around the cursor is shown, and the real cursor is put.
pub fn draw(canvas: &mut Canvas<'_>, (x, y): (usize, usize), width: usize, edit: &Edit, focused: bool) {
    let glyphs = canvas.look().glyphs;
    let text = glyphs.show(edit.text());
    if focused {
        let before = glyphs.show(edit.before_cursor());
        let (shown, cursor_cells) = cells::around_cursor(&text, &before, width);
        let padded = cells::fit(shown, width, cells::Align::Left);
        canvas.text(x, y, &padded, Role::Field);
        canvas.put_cursor(x + cursor_cells, y);
    } else {
        canvas.column(x, y, width, &text, cells::Align::Left, Role::Plain);
    }
}

/// Draws free words over several rows, at most `rows`; gives the rows used. The same function breaks the lines and
/// places the cursor, so that the two never disagree.
pub fn draw_note(
    canvas: &mut Canvas<'_>,
    (x, y): (usize, usize),
    size: (usize, usize),
    edit: &Edit,
    focused: bool,
) -> usize {
    let (width, rows) = size;
    let glyphs = canvas.look().glyphs;
    let text = glyphs.show_lines(edit.text()).into_owned();
    // One cell is kept for the cursor behind the last character.
    let lines = cells::wrap(&text, width.saturating_sub(1));
    let cursor_byte = glyphs.show_lines(edit.before_cursor()).len();
    let cursor_line = lines.iter().rposition(|line| line.start <= cursor_byte).unwrap_or(0);
    let top = if focused { (cursor_line + 1).saturating_sub(rows) } else { 0 };
    let shown = lines.len().min(rows).max(1);
    for (n, line) in lines.iter().enumerate().skip(top).take(shown) {
        let words = text.get(line.clone()).unwrap_or("");
        canvas.column(
            x,
            y + n - top,
            width,
            words,
            cells::Align::Left,
            if focused { Role::Field } else { Role::Plain },
        );
        if focused && n == cursor_line {
            let before = text.get(line.start..cursor_byte).unwrap_or(words);
            canvas.put_cursor(x + cells::width(before).min(width.saturating_sub(1)), y + n - top);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::canvas::Look;
    use crate::ui::glyphs::Glyphs;
    use crate::ui::theme::Theme;
    use ratatui::buffer::Buffer;
    use ratatui::layout::{Position, Rect};

    #[test]
    fn the_cursor_of_a_note_is_where_its_text_is_typed() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 4));
        let mut cursor = None;
        let look = Look { glyphs: Glyphs::Boxes, theme: Theme { color: true } };
        let mut canvas = Canvas::new(&mut buffer, &mut cursor, look);
        let edit = Edit::of("何秀兰问高龄津贴");
        assert_eq!(draw_note(&mut canvas, (1, 1), (9, 3), &edit, true), 2);
        assert_eq!(cursor, Some(Position { x: 9, y: 2 }));
        assert_eq!(buffer.cell((1, 2)).unwrap().symbol(), "高");
    }
}
