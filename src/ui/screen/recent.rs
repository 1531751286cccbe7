//! Draws the last acts.

use crate::app::App;
use crate::app::screen::recent::{Entry, Recent};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::frame;
use crate::ui::widget::table::{self, Cell, Column};

const COLUMNS: [Column; 6] = [
    Column::new("第几笔", 6).right(),
    Column::new("时间", 11),
    Column::new("做了什么", 10),
    Column::new("关于", 16).growing(),
    Column::new("谁", 6).rank(2),
    Column::new("", 8).rank(1),
];

pub(super) fn draw(screen: &Recent, app: &App, canvas: &mut Canvas<'_>) {
    let inside = frame::filtered(canvas, "最近操作", screen.list.filter());
    let empty = match (screen.fetched, screen.list.filter().is_empty()) {
        (false, _) => "正在取。",
        (true, true) => "还没有做过什么。",
        (true, false) => "没有这样的操作，换个说法再找；按 Esc 看全部。",
    };
    table::draw(canvas, inside, &COLUMNS, &screen.list, empty, |seq| {
        screen.entry(*seq).map(|entry| cells(app, entry)).unwrap_or_default()
    });
}

fn cells(app: &App, entry: &Entry) -> Vec<Cell> {
    let day = entry.at.day();
    let (hour, minute) = entry.at.hour_minute();
    let day = if day.year() == app.today.year() { day.month_day() } else { day.to_string() };
    let when = if day.len() > 5 { day } else { format!("{day} {hour:02}:{minute:02}") };
    let (state, role) = match (&entry.undone_by, &entry.blocked) {
        (Some(_), _) => ("已撤销", Role::Dim),
        (None, Some(_)) => ("不能撤销", Role::Plain),
        (None, None) => ("", Role::Plain),
    };
    vec![
        Cell::new(entry.seq.0.to_string(), Role::Dim),
        Cell::new(when, role),
        Cell::new(&*entry.words.what, role),
        Cell::new(&*entry.words.subject, role),
        Cell::new(&*entry.actor, role),
        Cell::new(state, Role::Dim),
    ]
}
