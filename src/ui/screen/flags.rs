//! Draws 自查: the flags, and below them what was found of the selected one and what clears it.

use crate::app::App;
use crate::app::screen::flags::Flags;
use crate::ui::canvas::{Area, Canvas};
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::{frame, task_facts};

const COLUMNS: [Column; 4] = [
    Column::new("哪一样", 14),
    Column::new("哪一件", 20).growing(),
    Column::new("哪天起", 10).rank(1),
    Column::new("情况", 20).growing().rank(2),
];
/// Rows below the list: what was found, and the act; each may take two.
const BELOW_ROWS: usize = 5;
/// The fewest rows in which a list is still one.
const LIST_ROWS_MIN: usize = 5;

pub(super) fn draw(screen: &Flags, app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::filtered(canvas, &format!("自查 {}", screen.count()), screen.list.filter());
    let below = if inside.height >= BELOW_ROWS + LIST_ROWS_MIN { BELOW_ROWS } else { 0 };
    let list = Area { height: inside.height - below, ..inside };
    let empty = match screen.count() {
        0 => "没有查出什么。记录里有不合规矩、没写原因的，会列在这里；照着办了就没了，划不掉。",
        _ => "没有找到。改几个字再找，或按 Esc 看全部。",
    };
    table::draw(canvas, list, &COLUMNS, &screen.list, empty, |flag| {
        vec![
            Cell::new(flag.kind.label(), Role::Soon),
            Cell::new(&*flag.of, Role::Plain),
            Cell::new(task_facts::short(app, flag.since), Role::Plain),
            Cell::new(&*flag.found, Role::Dim),
        ]
    });
    let Some(flag) = screen.list.selected().filter(|_| below > 0) else { return };
    let mut body = canvas.part(inside.below(list.height));
    body.text(1, 1, "情况", Role::Dim);
    let y = body.paragraph(9, 1, &flag.found, Role::Plain);
    body.text(1, y, "怎么消", Role::Dim);
    body.paragraph(9, y, &flag.act, Role::Title);
}
