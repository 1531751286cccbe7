//! The bottom line: what the keys do here, now. As many as fit, and always the way to help.

use crate::app::App;
use crate::app::command::{Command, GlobalCommand, Scope};
use crate::app::screen::{Behaviour, Hint};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Draws the line for the screen on top; what cannot be done now is left out.
pub fn draw(canvas: &mut Canvas<'_>, y: usize, app: &App) {
    let Some(top) = app.top() else { return };
    let scope = top.scope();
    let help = words(app, scope, &Command::Global(GlobalCommand::Help).into()).unwrap_or_default();
    let room = canvas.width().saturating_sub(canvas.measure(&help) + 3);
    let mut x = 1;
    let mut put = |canvas: &mut Canvas<'_>, text: &str| {
        let fits = x + canvas.measure(text) <= room;
        if fits {
            x = canvas.text(x, y, text, Role::Dim) + 2;
        }
    };
    if matches!(scope, Scope::Today | Scope::List) {
        put(canvas, "直接打字就能找");
    }
    for hint in top.hints() {
        if app.available(hint.command).is_ok()
            && let Some(text) = words(app, scope, &hint)
        {
            put(canvas, &text);
        }
    }
    canvas.text(x, y, &help, Role::Dim);
}

fn words(app: &App, scope: Scope, hint: &Hint) -> Option<String> {
    let key = app.keymap.key_in(scope, hint.command)?;
    Some(format!("{key} {}", hint.words.unwrap_or(hint.command.row().title)))
}
