//! Draws a form over a task's card.

use crate::app::App;
use crate::app::screen::task_form::TaskForm;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{form, popup};

/// The width of the form where there is room, in cells.
const CELLS: usize = 66;
/// Rows kept for the options, hints and faults of the focused field.
const OPTION_ROWS: usize = 9;

pub(super) fn draw(screen: &TaskForm, _app: &App, canvas: &mut Canvas<'_>) {
    let width = CELLS.min(canvas.width().saturating_sub(4));
    let fields = screen.form.asked().count();
    let height = (fields + OPTION_ROWS).min(canvas.height().saturating_sub(3));
    let mut popup = popup::open(canvas, width, height, &screen.title);
    let inside = popup.area().inside();
    form::draw(&mut popup, inside.below(1), &screen.form);
}
