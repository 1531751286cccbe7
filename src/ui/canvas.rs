//! A part of the screen to draw on, in cells from its own corner. Nothing drawn leaves it.
//!
//! Everything that is shown passes here: it is cut on grapheme boundaries, freed of what the console draws too wide, and
//! styled by role. It also carries the real cursor, at which an input method composes.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::cells::{self, Align};
use super::glyphs::Glyphs;
use super::theme::{Role, Theme};

/// How this sitting looks.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Lines and signs.
    pub glyphs: Glyphs,
    /// Colours.
    pub theme: Theme,
}

/// A place on a canvas, in cells from its corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Cells from the left edge.
    pub x: usize,
    /// Rows from the top edge.
    pub y: usize,
    /// Its width, in cells.
    pub width: usize,
    /// Its height, in rows.
    pub height: usize,
}

/// A part of the screen.
#[derive(Debug)]
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    cursor: &'a mut Option<Position>,
    area: Rect,
    look: Look,
}

impl<'a> Canvas<'a> {
    /// The whole screen.
    pub fn new(buffer: &'a mut Buffer, cursor: &'a mut Option<Position>, look: Look) -> Canvas<'a> {
        let area = buffer.area;
        Canvas { buffer, cursor, area, look }
    }

    /// Its width, in cells.
    pub fn width(&self) -> usize {
        usize::from(self.area.width)
    }

    /// Its height, in rows.
    pub fn height(&self) -> usize {
        usize::from(self.area.height)
    }

    /// All of it.
    pub fn area(&self) -> Area {
        Area { x: 0, y: 0, width: self.width(), height: self.height() }
    }

    /// How it looks.
    pub fn look(&self) -> Look {
        self.look
    }

    /// A part of it; what would stand outside is cut off.
    pub fn part(&mut self, area: Area) -> Canvas<'_> {
        let (x, y) = (small(area.x).min(self.area.width), small(area.y).min(self.area.height));
        let area = Rect {
            x: self.area.x + x,
            y: self.area.y + y,
            width: small(area.width).min(self.area.width - x),
            height: small(area.height).min(self.area.height - y),
        };
        Canvas { buffer: self.buffer, cursor: self.cursor, area, look: self.look }
    }

    /// A text from here to the right, cut at the edge. Gives the place behind it.
    pub fn text(&mut self, x: usize, y: usize, text: &str, role: Role) -> usize {
        let shown = self.look.glyphs.show(text);
        let kept = cells::cut(&shown, self.width().saturating_sub(x));
        if y < self.height() && x < self.width() {
            let style = self.style(role);
            self.buffer.set_stringn(self.area.x + small(x), self.area.y + small(y), kept, kept.len(), style);
        }
        x + cells::width(kept)
    }

    /// A text in a column of exactly `width` cells. Gives the place behind the column.
    pub fn column(&mut self, x: usize, y: usize, width: usize, text: &str, align: Align, role: Role) -> usize {
        let shown = self.look.glyphs.show(text);
        let fitted = cells::fit(&shown, width, align);
        self.text(x, y, &fitted, role);
        x + width
    }

    /// A text to the right edge, with the sign of what is cut where it is longer. Gives the place behind it.
    pub fn text_cut(&mut self, x: usize, y: usize, text: &str, role: Role) -> usize {
        let room = self.width().saturating_sub(x);
        if self.measure(text) <= room {
            self.text(x, y, text, role)
        } else {
            self.column(x, y, room, text, Align::Left, role)
        }
    }

    /// A text that ends at the right edge.
    pub fn text_right(&mut self, y: usize, text: &str, role: Role) {
        let x = self.width().saturating_sub(self.measure(text));
        self.text(x, y, text, role);
    }

    /// A text broken into lines, from row `y` down as far as there are rows. Gives the row behind it.
    pub fn paragraph(&mut self, x: usize, y: usize, text: &str, role: Role) -> usize {
        let shown = self.look.glyphs.show_lines(text).into_owned();
        let mut row = y;
        for line in cells::wrap(&shown, self.width().saturating_sub(x)) {
            if row >= self.height() {
                return row;
            }
            self.text(x, row, shown.get(line).unwrap_or(""), role);
            row += 1;
        }
        row
    }

    /// How many cells a text takes as it is shown here.
    pub fn measure(&self, text: &str) -> usize {
        cells::width(&self.look.glyphs.show(text))
    }

    /// Gives a whole row one look, over the texts already on it.
    pub fn row_role(&mut self, y: usize, role: Role) {
        if y < self.height() {
            let row = Rect { y: self.area.y + small(y), height: 1, ..self.area };
            let style = self.style(role);
            self.buffer.set_style(row, style);
        }
    }

    /// The whole look of a role: a style in a buffer is laid over what was there, and nothing of that is to shine through.
    fn style(&self, role: Role) -> Style {
        Style::reset().patch(self.look.theme.style(role))
    }

    /// Puts the real cursor here; the last one put counts.
    pub fn put_cursor(&mut self, x: usize, y: usize) {
        if y < self.height() {
            let x = small(x).min(self.area.width.saturating_sub(1));
            *self.cursor = Some(Position { x: self.area.x + x, y: self.area.y + small(y) });
        }
    }

    /// Takes the mark of the selected line away: what is drawn next lies over it and has the keys.
    pub fn recede(&mut self) {
        self.buffer.set_style(self.area, Style::new().remove_modifier(Modifier::REVERSED));
    }

    /// Blanks all of it, with the left half of a wide glyph that straddles its left edge (ratatui#2526).
    pub fn clear(&mut self) {
        let Rect { x, y, width, height } = self.area;
        for row in y..y + height {
            if let Some(before) = x.checked_sub(1)
                && let Some(cell) = self.buffer.cell_mut((before, row))
                && cells::width(cell.symbol()) > 1
            {
                cell.set_symbol(" ");
            }
            for column in x..x + width {
                if let Some(cell) = self.buffer.cell_mut((column, row)) {
                    cell.reset();
                }
            }
        }
    }

    /// Takes the cursor away that something below put.
    pub fn take_cursor(&mut self) {
        *self.cursor = None;
    }
}

impl Area {
    /// The area without the one cell of a frame around it.
    #[must_use]
    pub fn inside(self) -> Area {
        Area {
            x: self.x + 1,
            y: self.y + 1,
            width: self.width.saturating_sub(2),
            height: self.height.saturating_sub(2),
        }
    }

    /// The area without its first `rows` rows.
    #[must_use]
    pub fn below(self, rows: usize) -> Area {
        let rows = rows.min(self.height);
        Area { y: self.y + rows, height: self.height - rows, ..self }
    }
}

fn small(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look() -> Look {
        Look { glyphs: Glyphs::Boxes, theme: Theme { color: true } }
    }

    fn row(buffer: &Buffer, y: u16) -> String {
        (0..buffer.area.width).map(|x| buffer.cell((x, y)).unwrap().symbol()).collect()
    }

    #[test]
    fn nothing_leaves_its_part() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 3));
        let mut cursor = None;
        let mut canvas = Canvas::new(&mut buffer, &mut cursor, look());
        let mut part = canvas.part(Area { x: 2, y: 1, width: 5, height: 9 });
        assert_eq!((part.width(), part.height()), (5, 2));
        part.text(0, 0, "李国珍李国珍", Role::Plain);
        part.text(0, 2, "外面", Role::Plain);
        part.put_cursor(99, 1);
        assert_eq!(row(&buffer, 1).replace(' ', ""), "李国");
        assert_eq!(cursor, Some(Position { x: 6, y: 2 }));
    }

    #[test]
    fn a_popup_leaves_no_half_hanzi_at_its_left_edge() {
        for edge in 1..6 {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
            let mut cursor = None;
            let mut canvas = Canvas::new(&mut buffer, &mut cursor, look());
            canvas.text(0, 0, "张王李赵陈", Role::Plain);
            canvas.part(Area { x: edge, y: 0, width: 3, height: 1 }).clear();
            for x in 0..10u16 {
                let wide = cells::width(buffer.cell((x, 0)).unwrap().symbol()) == 2;
                let inside = |x: u16| (edge..edge + 3).contains(&usize::from(x));
                assert!(!(wide && (inside(x) || inside(x + 1))), "edge {edge}: {:?}", row(&buffer, 0));
            }
        }
    }
}
