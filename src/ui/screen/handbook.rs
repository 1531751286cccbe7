//! Draws 手册 and the page of a day.

use crate::app::App;
use crate::app::screen::handbook::{Handbook, HandbookPage, Span, View};
use crate::app::screen::handbook_found::HandbookFound;
use crate::domain::lunar;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::{bar, frame, pager, task_facts};

const DAYS: [Column; 8] = [
    Column::new("哪天", 6),
    Column::new("", 4),
    Column::new("农历", 10).rank(2),
    Column::new("到户", 6).right(),
    Column::new("登记", 6).right(),
    Column::new("交件", 6).right().rank(2),
    Column::new("送达", 6).right().rank(1),
    Column::new("记事", 6).right().rank(3),
];
const FOUND: [Column; 3] = [Column::new("哪天", 10), Column::new("做了什么", 14), Column::new("", 20).growing()];
const SPANS: [Column; 7] = [
    Column::new("哪几天", 24).growing(),
    Column::new("到户", 6).right(),
    Column::new("登记", 6).right(),
    Column::new("交件", 6).right().rank(2),
    Column::new("送达", 6).right().rank(1),
    Column::new("记事", 6).right().rank(3),
    Column::new("到户多少", BAR_CELLS).rank(4),
];
/// The bar of a span, in cells.
const BAR_CELLS: usize = 12;

pub(super) fn draw(screen: &Handbook, app: &App, canvas: &mut Canvas<'_>) {
    let title = format!("工作手册：{}", screen.view.label());
    let inside = frame::filtered(canvas, &title, screen.list.filter());
    let empty = "没有这样的日子。按 Enter，就在各页的内容里找这几个字。";
    let columns: &[Column] = if screen.view == View::Days { &DAYS } else { &SPANS };
    let (most, glyphs) = (screen.most_visits(), canvas.look().glyphs);
    table::draw(canvas, inside, columns, &screen.list, empty, |span| {
        let mut cells = cells(screen, app, *span);
        if screen.view != View::Days {
            let bar = bar::words(screen.count(*span).visits, most, BAR_CELLS, glyphs);
            cells.push(Cell::new(bar, Role::Plain));
        }
        cells
    });
}

fn cells(screen: &Handbook, app: &App, span: Span) -> Vec<Cell> {
    let count = screen.count(span);
    let mut cells = match screen.view {
        View::Days => vec![
            Cell::new(task_facts::short(app, span.from), Role::Plain),
            Cell::new(span.from.weekday_label(), Role::Dim),
            Cell::new(lunar::words(span.from), Role::Dim),
        ],
        View::Weeks | View::Months | View::Years => {
            vec![Cell::new(format!("{} 到 {}", span.from, span.to), Role::Plain)]
        }
    };
    for number in [count.visits, count.opened, count.submitted, count.delivered, count.notes] {
        let words = if number > 0 { number.to_string() } else { String::new() };
        cells.push(Cell::new(words, Role::Plain));
    }
    cells
}

pub(super) fn draw_page(screen: &HandbookPage, _app: &App, canvas: &mut Canvas<'_>) {
    let title = format!("工作手册 {} {}", screen.day, screen.day.weekday_label());
    let inside = frame::single(canvas, &title);
    if !screen.fetched {
        canvas.part(inside).paragraph(1, 1, "正在翻这一页，请稍等。", Role::Dim);
        return;
    }
    pager::draw(canvas, inside, &screen.pager);
}

pub(super) fn draw_found(screen: &HandbookFound, app: &App, canvas: &mut Canvas<'_>) {
    let count = screen.entries.len();
    let rest = if screen.more { "，更早的没有列" } else { "" };
    let title = format!("手册里的「{}」 {count}{rest}", screen.words);
    let inside = frame::filtered(canvas, &title, screen.list.filter());
    let empty = match (screen.fetched, count) {
        (false, _) => "正在翻手册，请稍等。",
        (true, 0) => "各页里都没有这几个字。按 Esc 返回，少打几个字再找。",
        (true, _) => "没有找到。改几个字再找，或按 Esc 看全部。",
    };
    table::draw(canvas, inside, &FOUND, &screen.list, empty, |place| {
        let Some(entry) = screen.entries.get(*place) else { return Vec::new() };
        let when = task_facts::short(app, entry.at.day());
        vec![Cell::new(when, Role::Dim), Cell::new(&*entry.what, Role::Plain), Cell::new(&*entry.subject, Role::Plain)]
    });
}
