//! Draws 登记U盘: the list, and one being registered.

use crate::app::App;
use crate::app::screen::stick_form::StickForm;
use crate::app::screen::sticks::{StickRow, Sticks};
use crate::domain::stick::LABEL;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::{form, frame};

const COLUMNS: [Column; 6] = [
    Column::new("编号", 6).growing(),
    Column::new("U盘", 12).growing(),
    Column::new("谁保管", 12).growing(),
    Column::new("卷序列号", 10).rank(1),
    Column::new("写过", 4).right().rank(2),
    Column::new("插着", 4),
];
const EMPTY: &str = "没有看到U盘。插好，等几秒，回上一级选「再找一次U盘」，再进来登记。";
const NOT_FOUND: &str = "没有找到。改几个字再找，或按 Esc 看全部。";

pub(super) fn draw(screen: &Sticks, canvas: &mut Canvas<'_>) {
    let inside = frame::filtered(canvas, &format!("{LABEL} {}", screen.registered_count), screen.list.filter());
    let empty = if screen.list.filter().text().is_empty() { EMPTY } else { NOT_FOUND };
    table::draw(canvas, inside, &COLUMNS, &screen.list, empty, cells);
}

fn cells(row: &StickRow) -> Vec<Cell> {
    let StickRow { stick, is_plugged } = row;
    let role = if stick.is_registered() { Role::Plain } else { Role::Dim };
    vec![
        Cell::new(&*stick.number, role),
        Cell::new(&*stick.label, role),
        Cell::new(stick.standing(), role),
        Cell::new(&*stick.serial, Role::Dim),
        Cell::new(stick.carried.len().to_string(), role),
        Cell::new(if *is_plugged { "是" } else { "" }, role),
    ]
}

pub(super) fn draw_form(screen: &StickForm, _app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::single(canvas, if screen.is_registered { "改U盘登记" } else { LABEL });
    let which = format!("{}  卷序列号 {}", screen.label, screen.serial);
    let below = canvas.part(inside).paragraph(1, 0, &which, Role::Dim) + 1;
    form::draw(canvas, inside.below(below), &screen.form);
}
