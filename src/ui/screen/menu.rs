//! Draws the main menu.

use crate::app::App;
use crate::app::screen::menu::Menu;
use crate::ui::canvas::Canvas;
use crate::ui::widget::{numbered, popup};

pub(super) fn draw(screen: &Menu, _app: &App, canvas: &mut Canvas<'_>) {
    // A line that is greyed says why.
    let blocked = screen.lines.items().iter().any(|item| item.blocked.is_some());
    let width = if blocked { 48 } else { 30 };
    let mut popup = popup::open(canvas, width, screen.lines.items().len(), "主菜单");
    let inside = popup.area().inside();
    numbered::draw(&mut popup, inside, &screen.lines);
}
