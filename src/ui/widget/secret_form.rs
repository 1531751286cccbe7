//! A form for what nobody else may see: a star for every character, and the real cursor behind the last one.
//!
//! What is shown of a code is drawn from where it is, without a copy of its own beyond the frame.

use crate::app::secret_form::{SecretField, SecretForm};
use crate::ui::canvas::Canvas;
use crate::ui::cells::{self, Align};
use crate::ui::theme::Role;

/// The width of the labels, in cells: five Hanzi and a blank.
const LABEL_CELLS: usize = 12;
/// The widest field, in cells: a recovery code with its dashes, and the cursor.
const FIELD_CELLS_MAX: usize = 46;

/// Draws the form from row `y` down. Gives the row behind it.
pub fn draw<F: Copy + PartialEq>(canvas: &mut Canvas<'_>, y: usize, form: &SecretForm<F>) -> usize {
    let focused = form.focused().map(|field| field.name);
    form.fields().iter().fold(y, |y, field| draw_field(canvas, y, field, Some(field.name) == focused))
}

fn draw_field<F>(canvas: &mut Canvas<'_>, y: usize, field: &SecretField<F>, focused: bool) -> usize {
    let x = LABEL_CELLS + 1;
    let role = if focused { Role::Title } else { Role::Plain };
    canvas.column(1, y, LABEL_CELLS - 1, field.label, Align::Left, role);
    let width = canvas.width().saturating_sub(x + 1).min(FIELD_CELLS_MAX);
    let stars;
    let text = match field.typed.text() {
        Some(text) if field.shown => text,
        _ => {
            stars = "*".repeat(field.typed.characters());
            &stars
        }
    };
    let (shown, cursor_cells) = cells::around_cursor(text, text, width);
    canvas.column(x, y, width, shown, Align::Left, if focused { Role::Field } else { Role::Plain });
    if focused {
        canvas.put_cursor(x + cursor_cells, y);
    }
    let mut row = y + 1;
    match (&field.fault, &field.told) {
        (Some(fault), _) => row = canvas.paragraph(x, row, fault, Role::Refused),
        (None, Some((words, is_good))) => {
            let role = if *is_good { Role::Done } else { Role::Soon };
            row = canvas.paragraph(x, row, words, role);
        }
        (None, None) if focused => row = canvas.paragraph(x, row, field.hint, Role::Dim),
        (None, None) => {}
    }
    if let Some(warning) = field.warning {
        row = canvas.paragraph(x, row, warning, Role::Soon);
    }
    row
}
