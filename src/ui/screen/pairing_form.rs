//! Draws a pairing being begun, and what is written down on its card.

use crate::app::App;
use crate::app::screen::pairing_entry::PairingEntry;
use crate::app::screen::pairing_form::PairingForm;
use crate::domain::pairing::outlook;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{form, frame};

pub(super) fn draw(screen: &PairingForm, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, "结对");
    form::draw(canvas, inside, &screen.form);
}

pub(super) fn draw_entry(screen: &PairingEntry, app: &App, canvas: &mut Canvas<'_>) {
    let whom = app.village.pairing(screen.id).map_or("", |pairing| outlook::whom(&app.village, pairing));
    let inside = frame::single(canvas, &format!("{} {whom}", screen.kind.label()));
    form::draw(canvas, inside, &screen.form);
}
