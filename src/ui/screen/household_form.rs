//! Draws the form of a household, a person or a household event.

use crate::app::App;
use crate::app::screen::household_form::HouseholdForm;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{form, frame};

pub(super) fn draw(screen: &HouseholdForm, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, &screen.title);
    form::draw(canvas, inside, &screen.form);
}
