//! Draws a class of a household being granted or ended.

use crate::app::App;
use crate::app::screen::class_form::ClassForm;
use crate::domain::roll;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{form, frame};

pub(super) fn draw(screen: &ClassForm, app: &App, canvas: &mut Canvas<'_>) {
    let household = app.village.household(screen.id);
    let name = household.map_or("", |household| roll::household_name(&app.village, household));
    let inside = frame::single(canvas, &format!("户类别 {name}户"));
    form::draw(canvas, inside, &screen.form);
}
