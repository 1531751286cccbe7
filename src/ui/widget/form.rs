//! A form: labels on the left, fields beside them, what is wrong below each, the options of the focused choice.
//!
//! The focused field stands in the upper two thirds, because the input method's window opens under it.

use super::field;
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form, Value};
use crate::ui::canvas::{Area, Canvas};
use crate::ui::cells::Align;
use crate::ui::theme::Role;

/// The least width of the labels, in cells: six Hanzi and a blank.
const LABEL_CELLS_MIN: usize = 13;
/// Rows of free words on screen.
const NOTE_ROWS: usize = 3;
/// The most rows of those that are being written.
const NOTE_ROWS_WRITING: usize = 8;
/// The least rows of a form that says what is out of sight.
const SIGN_ROWS_MIN: usize = 6;
/// Options of a choice on screen.
const OPTION_ROWS: usize = 6;

/// Draws a form in this area, scrolled so that the focused field is in its upper two thirds. Gives the row behind it.
pub fn draw<F: Copy + PartialEq>(canvas: &mut Canvas<'_>, area: Area, form: &Form<F>) -> usize {
    let mut canvas = canvas.part(area);
    let focused = form.focused().map(|field| field.name);
    let fields: Vec<&Field<F>> = form.asked().collect();
    let place = fields.iter().position(|field| Some(field.name) == focused).unwrap_or(0);
    let lowest = canvas.height() * 2 / 3;
    let mut above = 0;
    let first = (0..place)
        .rev()
        .take_while(|n| {
            above += fields.get(*n).map_or(1, |field| rows_unfocused(field));
            above <= lowest
        })
        .last()
        .unwrap_or(place);
    let widest = fields.iter().map(|field| canvas.measure(&field.label) + 1).max().unwrap_or(0);
    let label_cells = widest.min(canvas.width() * 2 / 5).max(LABEL_CELLS_MIN);
    let (mut y, mut whole) = (0, first);
    let count = fields.len();
    for field in fields.into_iter().skip(first) {
        if y >= canvas.height() {
            break;
        }
        y += usize::from(field.parted && y > 0);
        y += draw_field(&mut canvas, y, label_cells, (field, Some(field.name) == focused));
        // The last row is the sign's where there is one.
        whole += usize::from(y < canvas.height() || (y == canvas.height() && whole + 1 == count && first == 0));
    }
    tell_out_of_sight(&mut canvas, first, count - whole);
    y
}

/// Says in the last row how many fields lie above and below what is seen.
fn tell_out_of_sight(canvas: &mut Canvas<'_>, above: usize, below: usize) {
    let words = match (above, below) {
        // A window this low shows the focused field and nothing else.
        _ if canvas.height() < SIGN_ROWS_MIN => return,
        (0, 0) => return,
        (above, 0) => format!("上面还有{above}项"),
        (0, below) => format!("下面还有{below}项"),
        (above, below) => format!("上面还有{above}项，下面还有{below}项"),
    };
    let y = canvas.height().saturating_sub(1);
    let width = canvas.width();
    let mut row = canvas.part(Area { x: 0, y, width, height: 1 });
    row.clear();
    row.text_right(0, &words, Role::Dim);
}

fn rows_unfocused<F>(field: &Field<F>) -> usize {
    let rows = if matches!(field.value, Value::Note(_)) { NOTE_ROWS } else { 1 };
    rows + usize::from(field.parted) + usize::from(field.fault.is_some() || field.told.is_some())
}

fn draw_field<F>(canvas: &mut Canvas<'_>, y: usize, label_cells: usize, (field, focused): (&Field<F>, bool)) -> usize {
    let width = canvas.width().saturating_sub(label_cells + 2);
    let at = (label_cells + 1, y);
    let role = if focused { Role::Title } else { Role::Plain };
    canvas.column(1, y, label_cells - 1, &field.label, Align::Left, role);
    let mut rows = match &field.value {
        Value::Text(edit) => {
            field::draw(canvas, at, width.min(44), edit, focused);
            1
        }
        Value::Date(edit) => {
            field::draw(canvas, at, width.min(14), edit, focused);
            1
        }
        Value::Note(edit) => {
            // As far as the upper two thirds reach, or the input method's window lies over what is written.
            let reach = (canvas.height() * 2 / 3).saturating_sub(y);
            let rows = if focused { reach.clamp(NOTE_ROWS, NOTE_ROWS_WRITING) } else { NOTE_ROWS };
            field::draw_note(canvas, at, (width, rows.min(canvas.height() - y)), edit, focused)
        }
        Value::Choice(choice) => {
            field::draw(canvas, at, width.min(44), choice.query(), focused);
            1
        }
        Value::YesNo(yes) => {
            let words = if *yes { "是" } else { "否" };
            let end = canvas.text(at.0, y, words, if focused { Role::Selected } else { Role::Plain });
            if focused {
                canvas.text(end + 2, y, "按空格换", Role::Dim);
                canvas.put_cursor(at.0, y);
            }
            1
        }
    };
    let below = match (&field.fault, focused) {
        (Some(fault), _) => Some((fault.as_str(), Role::Refused)),
        (None, _) if field.told.is_some() => field.told.as_deref().map(|told| (told, Role::Title)),
        (None, true) if !field.hint.is_empty() => Some((&*field.hint, Role::Dim)),
        (None, _) => None,
    };
    if let Some((words, role)) = below {
        rows = canvas.paragraph(at.0, y + rows, words, role) - y;
    }
    if let (Value::Choice(choice), true) = (&field.value, focused)
        && choice.shows_options(OPTION_ROWS)
    {
        rows += draw_options(canvas, (at.0, y + rows), width, choice);
    }
    rows
}

fn draw_options(canvas: &mut Canvas<'_>, (x, y): (usize, usize), width: usize, choice: &Choice) -> usize {
    let mut rows = 0;
    for (offer, under_cursor) in choice.visible(OPTION_ROWS) {
        let role = if offer.blocked.is_some() { Role::Dim } else { Role::Plain };
        let words = match &offer.blocked {
            Some(why) => format!("{}（{why}）", offer.label),
            None => offer.label.clone(),
        };
        let mut line = canvas.part(Area { x: x + 1, y: y + rows, width: width.saturating_sub(1), height: 1 });
        line.text(0, 0, &words, role);
        if under_cursor {
            line.row_role(0, Role::Selected);
        }
        rows += 1;
    }
    let more = choice.matches_count().saturating_sub(rows);
    if more > 0 {
        canvas.text(x + 1, y + rows, &format!("共{}项，打字再找细些", choice.matches_count()), Role::Dim);
        rows += 1;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::command::FormCommand;
    use crate::domain::day::Day;
    use crate::ui::canvas::Look;
    use crate::ui::cells;
    use crate::ui::glyphs::Glyphs;
    use crate::ui::theme::Theme;
    use ratatui::buffer::Buffer;
    use ratatui::layout::{Position, Rect};

    fn rows(form: &Form<usize>, height: u16) -> (Vec<String>, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 44, height));
        let mut cursor = None;
        let look = Look { glyphs: Glyphs::Ascii, theme: Theme { color: true } };
        let mut canvas = Canvas::new(&mut buffer, &mut cursor, look);
        let area = canvas.area();
        draw(&mut canvas, area, form);
        let row = |y| {
            let mut row = String::new();
            let mut x = 0;
            while x < 44 {
                let symbol = buffer.cell((x, y)).unwrap().symbol();
                row += symbol;
                x += u16::try_from(cells::width(symbol)).unwrap().max(1);
            }
            row.trim_end().to_owned()
        };
        ((0..height).map(row).collect(), cursor)
    }

    #[test]
    fn a_choice_shows_its_options_and_a_fault_stands_below_its_field() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let mut form = Form::new(vec![
            Field::date(0, "哪天", None),
            Field::choice(1, "哪种证件", Choice::of(["户口簿", "身份证"])),
            Field::yes_no(2, "有原件", true),
        ]);
        form.type_text("昨儿");
        form.command(FormCommand::Next, today);
        let (rows, cursor) = rows(&form, 9);
        assert_eq!(
            rows,
            [
                " 哪天         昨儿",
                "              看不懂这个日期，写成 11-24 或",
                "              2026-11-24，也可以写今天、昨天",
                " 哪种证件",
                "               户口簿",
                "               身份证",
                " 有原件       是",
                "",
                "",
            ]
        );
        assert_eq!(cursor, Some(Position { x: 14, y: 3 }));
    }

    #[test]
    fn what_is_written_in_lines_is_drawn_in_lines_with_the_cursor_in_sight() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let mut form = Form::new(vec![Field::note(0, "内容", "", 200)]);
        form.type_text("一社 张三\n二社 李四");
        form.command(FormCommand::NewLine, today);
        let (drawn, cursor) = rows(&form, 12);
        assert_eq!(drawn[..4], [" 内容         一社 张三", "              二社 李四", "", ""]);
        assert_eq!(cursor, Some(Position { x: 14, y: 2 }));
        for n in 3..12 {
            form.type_text(&format!("{n}社"));
            form.command(FormCommand::NewLine, today);
        }
        let (drawn, cursor) = rows(&form, 12);
        assert_eq!((drawn[0].as_str(), drawn[6].as_str()), (" 内容         5社", "              11社"));
        assert_eq!(cursor, Some(Position { x: 14, y: 7 }));
        form.command(FormCommand::Home, today);
        assert_eq!(rows(&form, 12).1, Some(Position { x: 14, y: 0 }));
    }

    #[test]
    fn the_focused_field_of_a_long_form_stays_in_the_upper_two_thirds() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let mut form = Form::new((0..40).map(|n| Field::text(n, "姓名", &n.to_string(), 10)).collect());
        for _ in 0..40 {
            let (rows, cursor) = rows(&form, 12);
            let y = usize::from(cursor.unwrap().y);
            assert!(y <= 8, "row {y}");
            assert!(rows[y].ends_with(form.text(form.focused().unwrap().name)));
            form.command(FormCommand::Next, today);
        }
    }

    #[test]
    fn what_is_out_of_sight_above_and_below_is_counted() {
        let mut form = Form::new((0..10).map(|n| Field::text(n, format!("field {n}"), "", 9)).collect());
        let last = |form: &Form<usize>, height| rows(form, height).0.last().unwrap().trim_end().to_owned();
        assert!(last(&form, 8).ends_with("下面还有3项"), "{}", last(&form, 8));
        assert!(last(&form, 10).contains("field 9"), "nothing is out of sight");
        form.focus(8);
        let told = last(&form, 8);
        assert!(told.contains("上面还有3项") && !told.contains("下面"), "{told}");
    }
}
