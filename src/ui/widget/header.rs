//! The top line: the program, the village and its officer, whether it was handed over, the day.

use crate::app::App;
use crate::domain::lunar;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Draws the top line; what does not fit beside the village is left out, the lunar day first.
pub fn draw(canvas: &mut Canvas<'_>, app: &App) {
    let info = &app.village.info;
    let mut x = canvas.text(1, 0, "代办", Role::Title);
    for name in [&info.name, &info.liaison].into_iter().filter(|name| !name.is_empty()) {
        x = canvas.text(x + 2, 0, name, Role::Plain);
    }
    if app.village.handed_over().is_some() {
        x = canvas.text(x + 2, 0, "已交接，只能看", Role::Refused);
    }
    let day = format!("{} {}", app.today, app.today.weekday_label());
    let lunar = format!("{day} {}", lunar::words(app.today));
    let room = canvas.width().saturating_sub(x + 3);
    let shown = [lunar, day].into_iter().find(|text| canvas.measure(text) < room);
    canvas.text_right(0, &format!("{} ", shown.unwrap_or_default()), Role::Plain);
}
