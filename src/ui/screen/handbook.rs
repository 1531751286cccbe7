//! Draws 手册 and the page of a day.

use crate::app::App;
use crate::app::screen::handbook::{Handbook, HandbookPage, Span, View};
use crate::domain::lunar;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::{frame, pager, task_facts};

const DAYS: [Column; 8] = [
    Column::new("哪天", 6),
    Column::new("", 4),
    Column::new("农历", 10).rank(2),
    Column::new("到户", 6).right(),
    Column::new("登记", 6).right(),
    Column::new("交件", 6).right(),
    Column::new("送达", 6).right(),
    Column::new("记事", 6).right(),
];
const SPANS: [Column; 6] = [
    Column::new("哪几天", 24).growing(),
    Column::new("到户", 6).right(),
    Column::new("登记", 6).right(),
    Column::new("交件", 6).right(),
    Column::new("送达", 6).right(),
    Column::new("记事", 6).right(),
];

pub(super) fn draw(screen: &Handbook, app: &App, canvas: &mut Canvas<'_>) {
    let title = format!("工作手册：{}", screen.view.label());
    let inside = frame::filtered(canvas, &title, screen.list.filter());
    let empty = "没有找到。打日子找，如 11-2；要在内容里找，用 daiban handbook --find。";
    let columns: &[Column] = if screen.view == View::Days { &DAYS } else { &SPANS };
    table::draw(canvas, inside, columns, &screen.list, empty, |span| cells(screen, app, *span));
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
