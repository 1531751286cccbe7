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
        let x = canvas.text_cut(1, y, &format!("{digit} {}", item.label), role);
        if let Some(why) = &item.blocked {
            canvas.text_cut(x + 1, y, &format!("（{why}）"), Role::Dim);
        }
        if place == menu.cursor() {
            canvas.row_role(y, Role::Selected);
        }
        y += 1;
    }
    y
}

/// Draws the lines side by side, row after row, without a cursor: digits alone choose. Greyed lines are dim; their reason
/// is said when the digit is pressed.
pub fn draw_across<T: Copy>(canvas: &mut Canvas<'_>, area: Area, menu: &Numbered<T>) {
    let mut canvas = canvas.part(area);
    for (item, (x, y)) in menu.items().iter().zip(places(&canvas, menu)) {
        let digit = item.digit.map_or_else(|| " ".to_owned(), |digit| digit.to_string());
        let blocked = item.blocked.is_some();
        let x = canvas.text(x, y, &digit, if blocked { Role::Dim } else { Role::Title });
        canvas.text(x + 1, y, &item.label, if blocked { Role::Dim } else { Role::Plain });
    }
}

/// Rows that `draw_across` takes on this canvas.
pub fn rows_across<T: Copy>(canvas: &Canvas<'_>, menu: &Numbered<T>) -> usize {
    places(canvas, menu).last().map_or(0, |(_, y)| y + 1)
}

fn places<T: Copy>(canvas: &Canvas<'_>, menu: &Numbered<T>) -> Vec<(usize, usize)> {
    let (mut x, mut y) = (1, 0);
    let mut places = Vec::with_capacity(menu.items().len());
    for item in menu.items() {
        let width = 2 + canvas.measure(&item.label);
        if x > 1 && x + width > canvas.width() {
            (x, y) = (1, y + 1);
        }
        places.push((x, y));
        x += width + 2;
    }
    places
}
