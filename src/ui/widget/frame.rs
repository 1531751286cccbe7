//! Frames with a title, alone or side by side with a shared line, and the field that filters a list in the title's line.
//!
//! A frame gives the areas inside it; what is drawn there is the screen's.

use crate::app::edit::Edit;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::cells;
use crate::ui::theme::Role;

/// The narrowest screen on which two panes stand side by side, in cells.
const PAIR_CELLS_MIN: usize = 76;

/// Draws a frame around all of the canvas. Gives the area inside.
pub fn single(canvas: &mut Canvas<'_>, title: &str) -> Area {
    let area = canvas.area();
    draw(canvas, area);
    put_title(canvas, area, title);
    area.inside()
}

/// Draws a frame whose list is filtered by typing: the title's line holds what was typed, and the real cursor.
pub fn filtered(canvas: &mut Canvas<'_>, title: &str, filter: &Edit) -> Area {
    let area = canvas.area();
    draw(canvas, area);
    put_filter(canvas, area, title, filter);
    area.inside()
}

/// Draws two frames side by side with a shared line, the first filtered by typing and `left_percent` wide. On a narrow
/// screen only the first is drawn and the second area is `None`.
pub fn pair(
    canvas: &mut Canvas<'_>,
    left_percent: usize,
    titles: [&str; 2],
    filter: Option<&Edit>,
) -> (Area, Option<Area>) {
    let whole = canvas.area();
    draw(canvas, whole);
    let split = whole.width * left_percent / 100;
    let paired = whole.width >= PAIR_CELLS_MIN;
    let left = Area { width: if paired { split + 1 } else { whole.width }, ..whole };
    match filter {
        Some(filter) => put_filter(canvas, left, titles[0], filter),
        None => {
            put_title(canvas, left, titles[0]);
        }
    }
    if !paired {
        return (left.inside(), None);
    }
    let lines = canvas.look().glyphs.lines();
    canvas.text(split, 0, lines.tees[0], Role::Dim);
    for y in 1..whole.height.saturating_sub(1) {
        canvas.text(split, y, lines.down, Role::Dim);
    }
    canvas.text(split, whole.height.saturating_sub(1), lines.tees[1], Role::Dim);
    let right = Area { x: split, width: whole.width - split, ..whole };
    put_title(canvas, right, titles[1]);
    (left.inside(), Some(right.inside()))
}

/// Says in the bottom line of a frame which part of a list is on screen, as `12/300`.
pub fn position(canvas: &mut Canvas<'_>, inside: Area, selected_index: usize, count: usize) {
    if count > inside.height {
        let text = format!(" {}/{count} ", selected_index + 1);
        let x = (inside.x + inside.width).saturating_sub(canvas.measure(&text));
        canvas.text(x, inside.y + inside.height, &text, Role::Dim);
    }
}

/// Says in the bottom line of a frame, at its left, what there is beyond it; leaves room for the position.
pub fn foot(canvas: &mut Canvas<'_>, inside: Area, words: &str) {
    const POSITION_CELLS: usize = 12;
    let text = format!(" {words} ");
    if !words.is_empty() && canvas.measure(&text) + POSITION_CELLS <= inside.width {
        canvas.text(inside.x + 1, inside.y + inside.height, &text, Role::Dim);
    }
}

fn draw(canvas: &mut Canvas<'_>, area: Area) {
    let lines = canvas.look().glyphs.lines();
    let across = lines.across.repeat(area.width.saturating_sub(2));
    let bottom = area.height.saturating_sub(1);
    for (y, left, right) in [(0, lines.corners[0], lines.corners[1]), (bottom, lines.corners[2], lines.corners[3])] {
        canvas.text(area.x, area.y + y, &format!("{left}{across}{right}"), Role::Dim);
    }
    for y in 1..bottom {
        canvas.text(area.x, area.y + y, lines.down, Role::Dim);
        canvas.text(area.x + area.width - 1, area.y + y, lines.down, Role::Dim);
    }
}

/// Puts the title into the line above; gives the place behind it.
fn put_title(canvas: &mut Canvas<'_>, area: Area, title: &str) -> usize {
    let room = area.width.saturating_sub(4);
    if title.is_empty() || room == 0 {
        return area.x + 1;
    }
    let shown = canvas.look().glyphs.show(title).into_owned();
    // What is cut says so, as in a list.
    let kept = match cells::width(&shown) > room.saturating_sub(2) {
        true => cells::fit(&shown, room.saturating_sub(2), cells::Align::Left),
        false => shown,
    };
    canvas.text(area.x + 2, area.y, &format!(" {} ", kept.trim_end()), Role::Title)
}

fn put_filter(canvas: &mut Canvas<'_>, area: Area, title: &str, filter: &Edit) {
    let behind = put_title(canvas, area, title);
    let x = canvas.text(behind, area.y, "查找：", if filter.is_empty() { Role::Dim } else { Role::Title });
    let room = (area.x + area.width).saturating_sub(x + 2);
    let glyphs = canvas.look().glyphs;
    let (text, before) = (glyphs.show(filter.text()), glyphs.show(filter.before_cursor()));
    let (shown, cursor_cells) = cells::around_cursor(&text, &before, room);
    let end = canvas.text(x, area.y, shown, Role::Field);
    canvas.text(end, area.y, " ", Role::Plain);
    canvas.put_cursor(x + cursor_cells, area.y);
}
