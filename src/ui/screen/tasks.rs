//! Draws 代办台账.

use crate::app::App;
use crate::app::command::{Command, GlobalCommand, ListCommand, Scope};
use crate::app::screen::tasks::{LedgerRow, Tasks, View};
use crate::domain::id::HoldId;
use crate::domain::task::ProxyTask;
use crate::domain::task::clock;
use crate::domain::village::Village;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::{frame, task_facts};

const TASKS: [Column; 8] = [
    Column::new("编号", 9),
    Column::new("姓名", 8),
    Column::new("社", 6).rank(3),
    Column::new("事项", 12).growing(),
    Column::new("状态", 12),
    Column::new("到期", 5).rank(1),
    Column::new("", 9),
    Column::new("卡在", 8).rank(2),
];
const HOLDS: [Column; 7] = [
    Column::new("证件", 10),
    Column::new("谁的", 8),
    Column::new("编号", 9).rank(2),
    Column::new("事项", 10).growing(),
    Column::new("收于", 5).rank(1),
    Column::new("该还", 14),
    Column::new("在哪里", 8),
];
const ENDED: [Column; 6] = [
    Column::new("编号", 9),
    Column::new("姓名", 8),
    Column::new("社", 6).rank(2),
    Column::new("事项", 12).growing(),
    Column::new("状态", 8),
    Column::new("办结", 12),
];

pub(super) fn draw(screen: &Tasks, app: &App, canvas: &mut Canvas<'_>) {
    let (shown, all) = (screen.list.items().len(), screen.count());
    let count = if shown == all { all.to_string() } else { format!("{shown}/{all}") };
    let title = format!("代办台账：{} {count}", screen.view.label());
    let inside = frame::filtered(canvas, &title, screen.list.filter());
    let empty = &empty_words(screen, app);
    match screen.view {
        View::Open | View::All => table::draw(canvas, inside, &TASKS, &screen.list, empty, |row| task_cells(app, *row)),
        View::HoldsOut => table::draw(canvas, inside, &HOLDS, &screen.list, empty, |row| hold_cells(app, *row)),
        View::Done | View::Ended => {
            table::draw(canvas, inside, &ENDED, &screen.list, empty, |row| ended_cells(app, *row));
        }
    }
}

fn empty_words(screen: &Tasks, app: &App) -> String {
    let intake = app.keymap.way(Scope::List, Command::Global(GlobalCommand::Intake), "接件");
    let words = match screen.view {
        _ if screen.count() > 0 => "没有找到。改几个字再找，或按 Esc 看全部。",
        View::Open => {
            let others = app.keymap.way(Scope::List, Command::List(ListCommand::Pane), "换看全部");
            return format!("没有在办的代办件。有人来办事，{intake}；{others}。");
        }
        View::All => return format!("还没有代办件。有人来办事，{intake}。"),
        View::HoldsOut => "没有证件在外。收了证件会列在这里，到日子提醒还。",
        View::Done => "还没有办好送到的。",
        View::Ended => "没有撤回、不属代办或移交的。",
    };
    words.to_owned()
}

fn task_cells(app: &App, row: LedgerRow) -> Vec<Cell> {
    let Some(task) = app.village.task(row.task()) else { return Vec::new() };
    let clock = clock::read(task, app.today, &app.tables.calendar);
    let (left, role) = match task_facts::left_words(&clock) {
        (left, _) if left.is_empty() => (task_facts::lacking_words(task), Role::Soon),
        told => told,
    };
    let done = !task.state.is_open();
    let plain = if done { Role::Dim } else { Role::Plain };
    let due =
        clock.due.filter(|_| clock.days_left.is_some()).map(|due| task_facts::short(app, due)).unwrap_or_default();
    vec![
        Cell::new(task.no.to_string(), plain),
        Cell::new(name_of(&app.village, task), plain),
        Cell::new(group_of(&app.village, task), plain),
        Cell::new(task.matter.name.as_str(), plain),
        Cell::new(task.state_label(), plain),
        Cell::new(due, plain),
        Cell::new(left, role),
        Cell::new(task.stuck_at().label(), plain),
    ]
}

fn ended_cells(app: &App, row: LedgerRow) -> Vec<Cell> {
    let Some(task) = app.village.task(row.task()) else { return Vec::new() };
    let in_time = match (&task.decision, clock::is_on_time(task, &app.tables.calendar)) {
        (Some(decision), Some(true)) => format!("{} 按期", task_facts::short(app, decision.on)),
        (Some(decision), Some(false)) => format!("{} 超期", task_facts::short(app, decision.on)),
        (Some(decision), None) => task_facts::short(app, decision.on),
        (None, _) => task.steps.last().map(|step| task_facts::short(app, step.on)).unwrap_or_default(),
    };
    vec![
        task.no.to_string().into(),
        name_of(&app.village, task).into(),
        group_of(&app.village, task).into(),
        task.matter.name.as_str().into(),
        task.state_label().into(),
        in_time.into(),
    ]
}

fn hold_cells(app: &App, row: LedgerRow) -> Vec<Cell> {
    let LedgerRow::Hold(task, hold) = row else { return Vec::new() };
    let Some((task, hold)) = app.village.task(task).and_then(|task| held(task, hold)) else { return Vec::new() };
    let back_by = task.back_by(hold);
    let late = app.today.days_since(back_by);
    let by = task_facts::short(app, back_by);
    let (words, role) = match late {
        1.. => (format!("{by} 过{late}天"), Role::Overdue),
        0 => (format!("{by} 今天"), Role::Soon),
        _ => (by, Role::Plain),
    };
    vec![
        hold.doc.as_str().into(),
        hold.owner.as_str().into(),
        task.no.to_string().into(),
        task.matter.name.as_str().into(),
        task_facts::short(app, hold.received_on).into(),
        Cell::new(words, role),
        hold.place.label().into(),
    ]
}

fn held(task: &ProxyTask, id: HoldId) -> Option<(&ProxyTask, &crate::domain::material::OriginalHold)> {
    task.holds.iter().find(|hold| hold.id == id).map(|hold| (task, hold))
}

fn name_of<'a>(village: &'a Village, task: &ProxyTask) -> &'a str {
    village.person(task.applicant).map_or("", |person| person.name.as_str())
}

fn group_of<'a>(village: &'a Village, task: &ProxyTask) -> &'a str {
    let household = village.person(task.applicant).and_then(|person| person.household);
    household.and_then(|id| village.household(id)).map_or("", |household| village.info.group_name(household.group))
}
