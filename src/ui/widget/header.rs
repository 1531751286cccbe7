//! The top line: the program, the village and its officer, whether it was handed over, the day and the rounds of its week.

use crate::app::App;
use crate::domain::lunar;
use crate::domain::visit::outlook;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Draws the top line; what does not fit beside the village is left out, the rounds of the week first.
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
    let rounds = rounds_words(app).map(|words| format!("{lunar}   {words}"));
    let room = canvas.width().saturating_sub(x + 3);
    let shown = rounds.into_iter().chain([lunar, day]).find(|text| canvas.measure(text) < room);
    canvas.text_right(0, &format!("{} ", shown.unwrap_or_default()), Role::Plain);
}

/// The rounds of the week, or the doors that are too few for one yet; nothing before the first visit is written down.
fn rounds_words(app: &App) -> Option<String> {
    app.village.visits().next()?;
    let week = outlook::week(&app.village, &app.tables, app.today, app.today);
    Some(match (week.rounds, week.households) {
        (0, 1..) => format!("本周入户 {}户", week.households),
        (rounds, households) => format!("本周入户 {rounds}次{households}户"),
    })
}
