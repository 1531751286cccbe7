//! A frame over the screen below, in its upper part, so that an input method's window has room under it.

use super::frame;
use crate::app::edit::Edit;
use crate::ui::canvas::{Area, Canvas};

/// Clears a place for a popup of at most this size inside, frames it, and gives the place; draw on `canvas.part(place)`.
pub fn open<'a>(canvas: &'a mut Canvas<'_>, width: usize, height: usize, title: &str) -> Canvas<'a> {
    let mut popup = place(canvas, width, height);
    popup.clear();
    popup.take_cursor();
    frame::single(&mut popup, title);
    popup
}

/// The same with a list inside that is filtered by typing.
pub fn filtered<'a>(canvas: &'a mut Canvas<'_>, size: (usize, usize), title: &str, filter: &Edit) -> Canvas<'a> {
    let mut popup = place(canvas, size.0, size.1);
    popup.clear();
    frame::filtered(&mut popup, title, filter);
    popup
}

fn place<'a>(canvas: &'a mut Canvas<'_>, width: usize, height: usize) -> Canvas<'a> {
    canvas.recede();
    let width = (width + 2).min(canvas.width());
    let height = (height + 2).min(canvas.height().saturating_sub(2));
    let x = (canvas.width() - width) / 2;
    let y = (canvas.height() - height) / 3;
    canvas.part(Area { x, y, width, height })
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Modifier;

    use super::*;
    use crate::ui::canvas::Look;
    use crate::ui::glyphs::Glyphs;
    use crate::ui::theme::{Role, Theme};

    #[test]
    fn the_line_selected_below_is_not_marked_beside_a_popup() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 8));
        let mut cursor = None;
        let look = Look { glyphs: Glyphs::Boxes, theme: Theme { color: true } };
        let mut canvas = Canvas::new(&mut buffer, &mut cursor, look);
        canvas.text(0, 2, "下面选中的一行文字", Role::Selected);
        open(&mut canvas, 6, 2, "菜单");
        assert!(buffer.content.iter().all(|cell| !cell.modifier.contains(Modifier::REVERSED)));
        assert_eq!(buffer.cell((0, 2)).unwrap().symbol(), "下");
    }
}
