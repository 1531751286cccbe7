//! The top line: the program, the village and its officer, the day.

use crate::app::App;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Draws the top line.
pub fn draw(canvas: &mut Canvas<'_>, app: &App) {
    canvas.text(1, 0, "代办", Role::Title);
    let day = format!("{} {} ", app.today, app.today.weekday_label());
    canvas.text_right(0, &day, Role::Plain);
}
