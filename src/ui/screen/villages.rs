//! Draws the choice of villages.

use crate::app::App;
use crate::app::screen::villages::VillageChoice;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{numbered, popup};

pub(super) fn draw(screen: &VillageChoice, _app: &App, canvas: &mut Canvas<'_>) {
    let widest = screen.lines.items().iter().map(|item| canvas.measure(&item.label)).max().unwrap_or(0);
    let width = (widest + 6).clamp(50, 70).min(canvas.width().saturating_sub(4));
    let mut popup = popup::open(canvas, width, screen.lines.items().len(), "换村");
    let inside = popup.area().inside();
    numbered::draw(&mut popup, inside, &screen.lines);
}
