//! The bottom line: what the keys do here, now. As many as fit, and always the way back and the way to help.

use crate::app::App;
use crate::app::command::{Command, GlobalCommand, Scope};
use crate::app::screen::{Behaviour, Hint};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// The way back.
const BACK: Command = Command::Global(GlobalCommand::Back);
/// Said where typing finds.
const TYPING: &str = "直接打字就能找";
/// Cells that part a key from its words, and these from the next key.
const PARTED_CELLS: usize = 3;

/// Draws the line for the screen on top; what cannot be done now is left out.
pub fn draw(canvas: &mut Canvas<'_>, y: usize, app: &App) {
    let Some(top) = app.top() else { return };
    let scope = top.scope();
    let help = key_and_words(app, scope, &Command::Global(GlobalCommand::Help).into());
    let (help_key, help_words) = help.unwrap_or_default();
    let room = canvas.width().saturating_sub(canvas.measure(&help_key) + canvas.measure(help_words) + 4);
    let available = |hint: &Hint| app.available(hint.command).is_ok();
    let hints: Vec<(bool, (String, &str))> = top
        .hints()
        .iter()
        .filter(|hint| available(hint))
        .filter_map(|hint| Some((hint.command == BACK, key_and_words(app, scope, hint)?)))
        .collect();
    let cells = |canvas: &Canvas<'_>, (key, words): &(String, &str)| canvas.measure(key) + canvas.measure(words);
    let mut x = 1;
    if matches!(scope, Scope::Today | Scope::List) {
        // Keys that would fall away say more than what everybody tries first.
        let wanted: usize = hints.iter().map(|(_, hint)| cells(canvas, hint) + PARTED_CELLS).sum();
        // Behind the last one nothing has to be parted.
        if x + canvas.measure(TYPING) + 2 + wanted.saturating_sub(PARTED_CELLS) < room {
            x = canvas.text(x, y, TYPING, Role::Plain) + 2;
        }
    }
    // The way back goes before what is seldom wanted.
    let back = hints.iter().find(|(is_back, _)| *is_back);
    let mut kept = back.map_or(0, |(_, hint)| cells(canvas, hint) + PARTED_CELLS);
    for (is_back, hint) in &hints {
        if *is_back {
            kept = 0;
        }
        if x + cells(canvas, hint) + kept < room {
            x = put(canvas, (x, y), &hint.0, hint.1);
        }
    }
    put(canvas, (x, y), &help_key, help_words);
}

fn put(canvas: &mut Canvas<'_>, (x, y): (usize, usize), key: &str, words: &str) -> usize {
    let x = canvas.text(x, y, key, Role::Title);
    canvas.text(x + 1, y, words, Role::Plain) + 2
}

fn key_and_words(app: &App, scope: Scope, hint: &Hint) -> Option<(String, &'static str)> {
    let key = app.keymap.key_in(scope, hint.command)?;
    Some((key.to_string(), hint.words.unwrap_or(hint.command.row().title)))
}
