//! Text that is only read, broken into lines, with how far it is.

use super::frame;
use crate::app::pager::{Pager, Paragraph};
use crate::ui::canvas::{Area, Canvas};
use crate::ui::cells;
use crate::ui::glyphs::Glyphs;
use crate::ui::theme::Role;

/// The column of what stands before an entry's words, in cells.
const LEAD_CELLS: usize = 13;

/// A row of text, broken already.
struct Row {
    lead: String,
    indent: usize,
    words: String,
    role: Role,
}

/// Draws the rows of the text that are in sight.
pub fn draw(canvas: &mut Canvas<'_>, inside: Area, pager: &Pager) {
    let glyphs = canvas.look().glyphs;
    let room = inside.width.saturating_sub(2);
    let rows: Vec<Row> = pager.paragraphs().iter().flat_map(|paragraph| break_rows(paragraph, glyphs, room)).collect();
    let top = pager.top(rows.len(), inside.height);
    let mut body = canvas.part(inside);
    for (y, row) in rows.iter().skip(top).take(inside.height).enumerate() {
        body.text(1, y, &row.lead, Role::Title);
        body.text(1 + row.indent, y, &row.words, row.role);
    }
    if rows.len() > inside.height {
        frame::position(canvas, inside, (top + inside.height).min(rows.len()) - 1, rows.len());
    }
}

fn break_rows(paragraph: &Paragraph, glyphs: Glyphs, room: usize) -> Vec<Row> {
    let empty = || Row { lead: String::new(), indent: 0, words: String::new(), role: Role::Plain };
    let (lead, words, indent, role) = match paragraph {
        Paragraph::Heading(words) => {
            return vec![empty(), Row { words: words.clone(), role: Role::Title, ..empty() }];
        }
        Paragraph::Text(words) => ("", words, 0, Role::Plain),
        Paragraph::Entry(lead, words) => (lead.as_str(), words, LEAD_CELLS, Role::Plain),
    };
    let words = glyphs.show_lines(words);
    let lines = cells::wrap(&words, room.saturating_sub(indent)).into_iter().enumerate();
    let lead = |n| if n == 0 { glyphs.show(lead).into_owned() } else { String::new() };
    lines
        .map(|(n, line)| Row { lead: lead(n), indent, words: words.get(line).unwrap_or("").to_owned(), role })
        .collect()
}
