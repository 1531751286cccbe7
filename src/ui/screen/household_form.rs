//! Draws 农户登记.

use crate::app::App;
use crate::app::screen::household_form::HouseholdForm;
use crate::ui::canvas::Canvas;
use crate::ui::widget::frame;

pub(super) fn draw(_screen: &HouseholdForm, _app: &App, canvas: &mut Canvas<'_>) {
    frame::single(canvas, "农户登记");
}
