//! Rows in columns. Cells are built for the rows on screen and for no others.
//!
//! Columns that matter less give way on a narrow screen; what is selected is shown reversed.

use super::frame;
use crate::app::list::List;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::cells::Align;
use crate::ui::theme::Role;

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its heading; a table all of whose headings are empty has no heading row.
    pub title: &'static str,
    /// Its width in cells; the least width of a growing column.
    pub cells: usize,
    /// Whether it takes the room that is left.
    pub grows: bool,
    /// On which side its text stands.
    pub align: Align,
    /// The lower, the longer it stays on a narrow screen; 0 always stays.
    pub rank: u8,
}

/// What stands in one cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The text.
    pub text: String,
    /// How it looks, unless its row is selected.
    pub role: Role,
}

impl Column {
    /// A column of this heading and width that always stays.
    pub const fn new(title: &'static str, cells: usize) -> Column {
        Column { title, cells, grows: false, align: Align::Left, rank: 0 }
    }

    /// The same, taking the room that is left.
    #[must_use]
    pub const fn growing(self) -> Column {
        Column { grows: true, ..self }
    }

    /// The same, for numbers.
    #[must_use]
    pub const fn right(self) -> Column {
        Column { align: Align::Right, ..self }
    }

    /// The same, giving way on a narrow screen, higher ranks first.
    #[must_use]
    pub const fn rank(self, rank: u8) -> Column {
        Column { rank, ..self }
    }
}

impl Cell {
    /// A text with its look.
    pub fn new(text: impl Into<String>, role: Role) -> Cell {
        Cell { text: text.into(), role }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell { text, role: Role::Plain }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell { text: text.to_owned(), role: Role::Plain }
    }
}

/// Draws a list as a table inside a frame. `row` gives the cells of an item, one for each column; `empty` is said when
/// there are no items, and should say what to do first.
pub fn draw<K>(
    canvas: &mut Canvas<'_>,
    inside: Area,
    columns: &[Column],
    list: &List<K>,
    empty: &str,
    row: impl FnMut(&K) -> Vec<Cell>,
) {
    draw_marked(canvas, inside, columns, list, (empty, true), row);
}

/// The same, with the selected row marked only in the pane that the keys move in.
pub fn draw_marked<K>(
    canvas: &mut Canvas<'_>,
    inside: Area,
    columns: &[Column],
    list: &List<K>,
    (empty, marked): (&str, bool),
    mut row: impl FnMut(&K) -> Vec<Cell>,
) {
    let widths = layout(columns, inside.width);
    let headed = columns.iter().any(|column| !column.title.is_empty());
    if headed {
        let titles = columns.iter().map(|column| Cell::new(column.title, Role::Dim)).collect();
        draw_row(&mut canvas.part(Area { height: 1, ..inside }), 0, columns, &widths, titles);
    }
    let body = inside.below(usize::from(headed));
    if list.items().is_empty() {
        canvas.part(body).paragraph(1, usize::from(body.height > 2), empty, Role::Dim);
        return;
    }
    let window = list.window(body.height);
    let mut rows = canvas.part(body);
    for (y, index) in window.enumerate() {
        if let Some(item) = list.items().get(index) {
            draw_row(&mut rows, y, columns, &widths, row(item));
        }
        if marked && index == list.selected_index() {
            rows.row_role(y, Role::Selected);
        }
    }
    frame::position(canvas, inside, list.selected_index(), list.items().len());
}

/// The width of each column on this screen, 0 for those that give way.
fn layout(columns: &[Column], room: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|place| columns.get(*place).map_or(0, |column| column.rank));
    let mut widths = vec![0; columns.len()];
    let mut left = room + 1;
    for place in order {
        if let (Some(column), Some(width)) = (columns.get(place), widths.get_mut(place))
            && (column.rank == 0 || left > column.cells)
        {
            *width = column.cells;
            left = left.saturating_sub(column.cells + 1);
        }
    }
    let growing = columns.iter().zip(&widths).filter(|(column, width)| column.grows && **width > 0).count();
    if let Some(share) = left.checked_div(growing) {
        let mut odd = left - share * growing;
        for (column, width) in columns.iter().zip(&mut widths).filter(|(column, width)| column.grows && **width > 0) {
            debug_assert!(column.grows);
            *width += share + odd;
            odd = 0;
        }
    }
    widths
}

fn draw_row(canvas: &mut Canvas<'_>, y: usize, columns: &[Column], widths: &[usize], cells: Vec<Cell>) {
    let mut x = 0;
    for ((column, width), cell) in columns.iter().zip(widths).zip(cells) {
        if *width > 0 {
            x = canvas.column(x, y, *width, &cell.text, column.align, cell.role) + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::canvas::Look;
    use crate::ui::cells;
    use crate::ui::glyphs::Glyphs;
    use crate::ui::theme::Theme;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    const COLUMNS: [Column; 4] = [
        Column::new("件号", 9),
        Column::new("姓名", 8).growing(),
        Column::new("天", 4).right().rank(1),
        Column::new("站点", 10).rank(2),
    ];

    #[test]
    fn columns_of_less_weight_give_way() {
        assert_eq!(layout(&COLUMNS, 40), [9, 14, 4, 10]);
        assert_eq!(layout(&COLUMNS, 34), [9, 8, 4, 10]);
        assert_eq!(layout(&COLUMNS, 33), [9, 18, 4, 0]);
        assert_eq!(layout(&COLUMNS, 20), [9, 10, 0, 0]);
    }

    #[test]
    fn only_the_rows_on_screen_are_built_and_they_stay_straight() {
        let list = List::of((0..15_000usize).collect());
        let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 12));
        let mut cursor = None;
        let mut built = 0;
        let look = Look { glyphs: Glyphs::Boxes, theme: Theme { color: true } };
        let mut canvas = Canvas::new(&mut buffer, &mut cursor, look);
        let inside = frame::single(&mut canvas, "代办台账");
        draw(&mut canvas, inside, &COLUMNS, &list, "", |n| {
            built += 1;
            let name = ["李国珍", "阿依古丽·买买提", "𠮷田e\u{301}", ""][n % 4];
            vec![format!("2026-{n:04}").into(), name.into(), n.to_string().into(), "在镇窗口办理".into()]
        });
        assert_eq!(built, 9);
        for y in 0..12u16 {
            let last = buffer.cell((39, y)).unwrap().symbol();
            assert!(["│", "┐", "┘"].contains(&last), "row {y} ends with {last}");
            let cells: usize = {
                let mut x = 0;
                let mut sum = 0;
                while x < 40 {
                    let width = cells::width(buffer.cell((x, y)).unwrap().symbol()).max(1);
                    sum += width;
                    x += u16::try_from(width).unwrap();
                }
                sum
            };
            assert_eq!(cells, 40);
        }
    }
}
