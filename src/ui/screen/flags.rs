//! Draws 自查 and 督办: the rows, and below the flags what was found of the selected one and what clears it.

use crate::app::App;
use crate::app::command::{Command, GlobalCommand, Scope};
use crate::app::screen::flags::{FlagRow, Flags, View};
use crate::domain::flag;
use crate::domain::id::TaskId;
use crate::domain::supervision::outlook::{Open, OpenWhat};
use crate::domain::supervision::{Supervision, SupervisionKind};
use crate::ui::canvas::{Area, Canvas};
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::{frame, task_facts};

const FLAGS: [Column; 4] = [
    Column::new("哪一样", 14),
    Column::new("哪一件", 20).growing(),
    Column::new("哪天起", 10).rank(1),
    Column::new("情况", 20).growing().rank(2),
];
const ITEMS: [Column; 4] = [
    Column::new("哪一样", 14),
    Column::new("说的什么", 20).growing(),
    Column::new("哪天来的", 10).rank(1),
    Column::new("到哪一步", 20),
];
/// Rows below the list: what was found, and the act; each may take two.
const BELOW_ROWS: usize = 5;
/// The fewest rows in which a list is still one.
const LIST_ROWS_MIN: usize = 5;

pub(super) fn draw(screen: &Flags, app: &App, canvas: &mut Canvas<'_>) {
    let title = format!("{} {}", screen.view.label(), screen.count());
    let inside = frame::filtered(canvas, &title, screen.list.filter());
    let roomy = screen.view == View::Flags && inside.height >= BELOW_ROWS + LIST_ROWS_MIN;
    let below = if roomy { BELOW_ROWS } else { 0 };
    let list = Area { height: inside.height - below, ..inside };
    let columns: &[Column] = match screen.view {
        View::Flags => &FLAGS,
        View::Open | View::Settled => &ITEMS,
    };
    table::draw(canvas, list, columns, &screen.list, &empty_words(screen, app), |row| match row {
        FlagRow::Flag(flag) => vec![
            Cell::new(flag.kind.label(), Role::Soon),
            Cell::new(&*flag.of, Role::Plain),
            Cell::new(task_facts::short(app, flag.since), Role::Plain),
            Cell::new(&*flag.found, Role::Dim),
        ],
        FlagRow::Open(open) => open_cells(app, open),
        FlagRow::Settled(id) => app.village.supervision(*id).map(|it| settled_cells(app, it)).unwrap_or_default(),
    });
    let Some(FlagRow::Flag(flag)) = screen.list.selected().filter(|_| below > 0) else { return };
    let mut body = canvas.part(inside.below(list.height));
    body.text(1, 1, "情况", Role::Dim);
    let y = body.paragraph(9, 1, &flag.found, Role::Plain);
    body.text(1, y, "怎么消", Role::Dim);
    body.paragraph(9, y, &flag.act, Role::Title);
}

fn empty_words(screen: &Flags, app: &App) -> String {
    let take_in = app.keymap.way(Scope::List, Command::Global(GlobalCommand::Supervise), "记一件");
    match screen.view {
        _ if screen.count() > 0 => "没有找到。改几个字再找，或按 Esc 看全部。".to_owned(),
        View::Flags => "没有查出什么。记录里不合规矩、没写原因的，会列在这里；照着办了就没了，划不掉。".to_owned(),
        View::Open => format!("没有要答复的投诉、督办，也没有差评。来了就{take_in}。"),
        View::Settled => "还没有办结的。".to_owned(),
    }
}

fn of_task(app: &App, id: TaskId) -> String {
    app.village.task(id).map(|task| flag::called(&app.village, task)).unwrap_or_default()
}

fn what(app: &App, item: &Supervision) -> String {
    match item.task {
        Some(id) => of_task(app, id),
        None => item.text.clone(),
    }
}

fn open_cells(app: &App, open: &Open) -> Vec<Cell> {
    let late = app.today.days_since(open.due);
    let (what, next) = match open.what {
        OpenWhat::Rating(id) => (of_task(app, id), "回访"),
        OpenWhat::Item(id) => {
            let next = if open.kind == SupervisionKind::PoorRating { "整改" } else { "答复" };
            (app.village.supervision(id).map(|item| what(app, item)).unwrap_or_default(), next)
        }
    };
    let due = task_facts::short(app, open.due);
    let (state, role) = match late {
        1.. => (format!("{due}前{next}，过{late}天"), Role::Overdue),
        _ => (format!("{due}前{next}"), Role::Plain),
    };
    vec![
        Cell::new(open.kind.label(), Role::Plain),
        Cell::new(what, Role::Plain),
        Cell::new(task_facts::short(app, open.on), Role::Plain),
        Cell::new(state, role),
    ]
}

fn settled_cells(app: &App, item: &Supervision) -> Vec<Cell> {
    let settled = item.settled.as_ref().map(|deed| format!("{}办结", task_facts::short(app, deed.on)));
    vec![
        Cell::new(item.kind.label(), Role::Dim),
        Cell::new(what(app, item), Role::Dim),
        Cell::new(task_facts::short(app, item.on), Role::Dim),
        Cell::new(settled.unwrap_or_default(), Role::Dim),
    ]
}
