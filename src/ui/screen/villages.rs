//! Draws the choice of villages.

use crate::app::App;
use crate::app::screen::villages::VillageChoice;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{numbered, popup};

pub(super) fn draw(screen: &VillageChoice, _app: &App, canvas: &mut Canvas<'_>) {
    let width = 50.min(canvas.width().saturating_sub(4));
    let mut popup = popup::open(canvas, width, screen.lines.items().len(), "换村");
    let inside = popup.area().inside();
    numbered::draw(&mut popup, inside, &screen.lines);
}
