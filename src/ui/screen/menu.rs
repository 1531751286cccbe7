//! Draws the main menu.

use crate::app::App;
use crate::app::screen::menu::Menu;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{numbered, popup};

pub(super) fn draw(screen: &Menu, _app: &App, canvas: &mut Canvas<'_>) {
    let mut popup = popup::open(canvas, 30, screen.lines.items().len(), "主菜单");
    let inside = popup.area().inside();
    numbered::draw(&mut popup, inside, &screen.lines);
}
