//! A numbered menu: digit, words, and the reason on a greyed line.

use crate::app::numbered::Numbered;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::theme::Role;

/// Draws the lines of a menu in this area, keeping the one under the cursor in sight. Gives the rows used.
pub fn draw<T: Copy>(canvas: &mut Canvas<'_>, area: Area, menu: &Numbered<T>) -> usize {
    let mut canvas = canvas.part(area);
    let top = (menu.cursor() + 1).saturating_sub(area.height);
    let mut y = 0;
    for (place, item) in menu.items().iter().enumerate().skip(top).take(area.height) {
        let digit = item.digit.map_or_else(|| " ".to_owned(), |digit| digit.to_string());
        let role = if item.blocked.is_some() { Role::Dim } else { Role::Plain };
        let x = canvas.text(1, y, &format!("{digit} {}", item.label), role);
        if let Some(why) = &item.blocked {
            canvas.text(x + 1, y, &format!("（{why}）"), Role::Dim);
        }
        if place == menu.cursor() {
            canvas.row_role(y, Role::Selected);
        }
        y += 1;
    }
    y
}
