//! Draws the form of what is said of the village and its liaison.

use crate::app::App;
use crate::app::screen::village_form::VillageForm;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{form, frame};

pub(super) fn draw(screen: &VillageForm, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, "改村和代办员");
    form::draw(canvas, inside, &screen.form);
}
