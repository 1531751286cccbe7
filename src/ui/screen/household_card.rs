//! Draws 一户.

use crate::app::App;
use crate::app::screen::household_card::HouseholdCard;
use crate::ui::canvas::Canvas;
use crate::ui::widget::frame;

pub(super) fn draw(_screen: &HouseholdCard, _app: &App, canvas: &mut Canvas<'_>) {
    frame::single(canvas, "一户");
}
