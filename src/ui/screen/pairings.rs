//! Draws 帮扶: the card of five, the paired households, and what was ended.

use crate::app::App;
use crate::app::command::{Command, GlobalCommand, Scope};
use crate::app::screen::pairings::{PairingRow, Pairings, View};
use crate::domain::day::Day;
use crate::domain::pairing::{Pairing, PairingTarget, outlook};
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::{frame, task_facts};

const FIVE: [Column; 5] = [
    Column::new("五联", 10),
    Column::new("对象", 10),
    Column::new("上次联系", 8),
    Column::new("下一步", 16).growing(),
    Column::new("方案", 12).growing().rank(1),
];
const PAIRED: [Column; 7] = [
    Column::new("户主", 8),
    Column::new("社", 6).rank(1),
    Column::new("帮扶人", 8),
    Column::new("上次联系", 8).rank(2),
    Column::new("下次该去", 14),
    Column::new("方案", 10).rank(3),
    Column::new("类别", 10).growing().rank(4),
];
const ENDED: [Column; 5] = [
    Column::new("对象", 10),
    Column::new("帮扶人", 8),
    Column::new("从", 10).rank(1),
    Column::new("到", 10),
    Column::new("原因", 12).growing(),
];

pub(super) fn draw(screen: &Pairings, app: &App, canvas: &mut Canvas<'_>) {
    let title = match screen.view {
        View::Five => format!("五联 {}/{}", screen.five, PairingTarget::ALL.len()),
        View::Paired | View::Ended => format!("{} {}", screen.view.label(), screen.count()),
    };
    let inside = frame::filtered(canvas, &title, screen.list.filter());
    let columns: &[Column] = match screen.view {
        View::Five => &FIVE,
        View::Paired => &PAIRED,
        View::Ended => &ENDED,
    };
    table::draw(canvas, inside, columns, &screen.list, &empty_words(screen, app), |row| match row {
        PairingRow::Free(target) => free_cells(*target),
        PairingRow::Held(id, last, due) => match (app.village.pairing(*id), screen.view) {
            (None, _) => Vec::new(),
            (Some(pairing), View::Five) => five_cells(app, pairing, *last),
            (Some(pairing), View::Paired) => paired_cells(app, pairing, *last, *due),
            (Some(pairing), View::Ended) => ended_cells(app, pairing),
        },
    });
}

fn empty_words(screen: &Pairings, app: &App) -> String {
    let pair = app.keymap.way(Scope::List, Command::Global(GlobalCommand::Pair), "记一次结对");
    match screen.view {
        _ if screen.count() > 0 => "没有找到。改几个字再找，或按 Esc 看全部。".to_owned(),
        View::Five | View::Paired => format!("还没有结对的户。{pair}。"),
        View::Ended => "没有解除过的。".to_owned(),
    }
}

fn free_cells(target: PairingTarget) -> Vec<Cell> {
    let blank = || Cell::from("");
    let words = match target {
        PairingTarget::Group => "按 Enter 选一个社",
        PairingTarget::Trade => "按 Enter 写产业",
        PairingTarget::Technique => "按 Enter 写技术",
        PairingTarget::Business => "按 Enter 写哪一家",
        PairingTarget::Household => "按 Enter 选一户",
    };
    vec![
        Cell::new(target.label(), Role::Soon),
        Cell::new("还没有", Role::Dim),
        blank(),
        Cell::new(words, Role::Dim),
        blank(),
    ]
}

fn day_cell(app: &App, day: Option<Day>) -> Cell {
    match day {
        Some(day) => Cell::new(task_facts::short(app, day), Role::Plain),
        None => Cell::new("没有记过", Role::Soon),
    }
}

fn five_cells(app: &App, pairing: &Pairing, last: Option<Day>) -> Vec<Cell> {
    let step = match &pairing.next_step {
        Some(step) if step.on < app.today => {
            Cell::new(format!("{} {} 过了", task_facts::short(app, step.on), step.what), Role::Overdue)
        }
        Some(step) => Cell::new(format!("{} {}", task_facts::short(app, step.on), step.what), Role::Plain),
        None => Cell::new("没有定", Role::Dim),
    };
    let plan = match outlook::plan_wants(&app.village, &app.tables, pairing) {
        Some(_) if !pairing.plan.is_empty() => Cell::new(format!("待议定 {}", pairing.plan), Role::Soon),
        Some(_) | None if pairing.plan.is_empty() => Cell::new("没有写", Role::Dim),
        Some(_) | None => Cell::new(&*pairing.plan, Role::Plain),
    };
    vec![
        Cell::new(pairing.target.label(), Role::Plain),
        Cell::new(outlook::whom(&app.village, pairing), Role::Plain),
        day_cell(app, last),
        step,
        plan,
    ]
}

fn paired_cells(app: &App, pairing: &Pairing, last: Option<Day>, due: Option<Day>) -> Vec<Cell> {
    let household = pairing.household.and_then(|id| app.village.household(id));
    let group = household.map_or("", |household| app.village.info.group_name(household.group));
    let classes: Vec<&str> =
        household.into_iter().flat_map(|it| it.classes_on(app.today)).map(|class| class.value.as_str()).collect();
    let due = match (outlook::lost_household(&app.village, pairing), due) {
        (Some(gone), _) => Cell::new(format!("已{}，该解除", gone.label()), Role::Overdue),
        (None, Some(due)) if due < app.today => {
            let over = app.today.days_since(due);
            Cell::new(format!("{} 过{over}天", task_facts::short(app, due)), Role::Overdue)
        }
        (None, Some(due)) => Cell::new(task_facts::short(app, due), Role::Plain),
        (None, None) => Cell::from(""),
    };
    let plan = match outlook::plan_wants(&app.village, &app.tables, pairing) {
        Some(_) if pairing.plan.is_empty() => Cell::new("没有写", Role::Soon),
        Some(_) => Cell::new("待议定", Role::Soon),
        None => Cell::new("有", Role::Plain),
    };
    let helper = if pairing.own { format!("{}(我)", pairing.helper) } else { pairing.helper.clone() };
    vec![
        Cell::new(outlook::whom(&app.village, pairing), Role::Plain),
        Cell::new(group, Role::Plain),
        Cell::new(helper, Role::Plain),
        day_cell(app, last),
        due,
        plan,
        Cell::new(classes.join(" "), Role::Plain),
    ]
}

fn ended_cells(app: &App, pairing: &Pairing) -> Vec<Cell> {
    let (on, why) =
        pairing.end.as_ref().map_or((String::new(), ""), |end| (task_facts::short(app, end.on), end.why.as_str()));
    vec![
        Cell::new(outlook::whom(&app.village, pairing), Role::Dim),
        Cell::new(&*pairing.helper, Role::Dim),
        Cell::new(task_facts::short(app, pairing.from), Role::Dim),
        Cell::new(on, Role::Dim),
        Cell::new(why, Role::Dim),
    ]
}
