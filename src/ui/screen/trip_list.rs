//! Draws 进镇清单 and 进村清单: under each window or group what is done there.

use crate::app::App;
use crate::app::screen::trip_list::TripList;
use crate::domain::today::trip::{Trip, TripItem};
use crate::domain::today::words;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::frame;
use crate::ui::widget::table::{self, Cell, Column};

const TOWN: [Column; 5] = [
    Column::new("窗口", 16).growing(),
    Column::new("办什么", 6),
    Column::new("姓名", 8),
    Column::new("事项", 12).growing(),
    Column::new("带什么、问谁", 16).growing().rank(1),
];
const VILLAGE: [Column; 5] = [
    Column::new("社", 6),
    Column::new("办什么", 6),
    Column::new("姓名", 8),
    Column::new("什么事", 16).growing(),
    Column::new("带什么、差什么", 16).growing().rank(1),
];

pub(super) fn draw(screen: &TripList, app: &App, canvas: &mut Canvas<'_>) {
    let (shown, all) = (screen.list.items().len(), screen.items.len());
    let count = if shown == all { all.to_string() } else { format!("{shown}/{all}") };
    let inside = frame::filtered(canvas, &format!("{} {count}", screen.trip.label()), screen.list.filter());
    let (columns, way) = match screen.trip {
        Trip::Town => (&TOWN, "镇"),
        Trip::Village => (&VILLAGE, "村"),
    };
    let empty = match all {
        0 => format!("这一趟没有要办的。要打印，用 daiban today --trip {way} --sheet 文件。按 Esc 返回。"),
        _ => "没有找到。改几个字再找，或按 Esc 看全部。".to_owned(),
    };
    table::draw(canvas, inside, columns, &screen.list, &empty, |place| cells(screen, app, *place));
}

fn cells(screen: &TripList, app: &App, place: usize) -> Vec<Cell> {
    let Some(item) = screen.items.get(place) else { return Vec::new() };
    let words = words::of(&app.village, &app.tables, &item.line);
    let (who, what) = words.map_or((String::new(), String::new()), |it| (it.who.to_owned(), it.what.into_owned()));
    let role = if item.on_today { Role::Plain } else { Role::Dim };
    // A window is named once, above what is done there.
    let shown = screen.list.items();
    let at = shown.iter().position(|other| *other == place);
    let above: Option<&TripItem> =
        at.and_then(|at| at.checked_sub(1)).and_then(|at| shown.get(at)).and_then(|place| screen.items.get(*place));
    let named = above.is_some_and(|above| above.place == item.place);
    let whole = if item.place.is_empty() { "全村" } else { item.place.as_str() };
    vec![
        Cell::new(if named { "" } else { whole }, Role::Title),
        Cell::new(item.deed.label(), role),
        Cell::new(who, role),
        Cell::new(what, role),
        Cell::new(&*item.detail, role),
    ]
}
