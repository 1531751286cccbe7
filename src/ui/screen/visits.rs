//! Draws 走访台账.

use crate::app::App;
use crate::app::command::{Command, GlobalCommand, Scope};
use crate::app::screen::visits::{View, VisitRow, Visits};
use crate::domain::id::HouseholdId;
use crate::domain::leave::Leave;
use crate::domain::roll;
use crate::domain::service_point::ServicePoint;
use crate::domain::visit::Visit;
use crate::domain::visit::coverage::{GroupCoverage, Seen};
use crate::domain::visit::duty::{Duty, DutyState};
use crate::ui::canvas::Canvas;
use crate::ui::glyphs::Glyphs;
use crate::ui::theme::Role;
use crate::ui::widget::table::{self, Cell, Column};
use crate::ui::widget::{bar, frame, task_facts};

const NEXT: [Column; 7] = [
    Column::new("户主", 10).growing(),
    Column::new("社", 6),
    Column::new("上次到户", 10),
    Column::new("", 8),
    Column::new("几天一次", 8).right().rank(1),
    Column::new("类别", 8).growing().rank(3),
    Column::new("住址", 14).growing().rank(2),
];
const GROUPS: [Column; 5] = [
    Column::new("社", 10).growing(),
    Column::new("该走", 6).right(),
    Column::new("走到", 6).right(),
    Column::new("走访面", 6).right(),
    Column::new("", 22),
];
const WEEKS: [Column; 5] = [
    Column::new("哪一周", 14),
    Column::new("巡回", 6).right(),
    Column::new("户数", 6).right(),
    Column::new("要求", 6).right(),
    Column::new("", 8),
];
const MADE: [Column; 6] = [
    Column::new("哪天", 10),
    Column::new("户主", 8),
    Column::new("社", 6).rank(2),
    Column::new("方式", 8).rank(1),
    Column::new("见到谁", 8).rank(3),
    Column::new("情况", 14).growing(),
];
const POINTS: [Column; 5] = [
    Column::new("名称", 10).growing(),
    Column::new("哪些天", 14),
    Column::new("时间", 11).rank(1),
    Column::new("下一次", 12),
    Column::new("", 14),
];
const LEAVES: [Column; 5] = [
    Column::new("哪一样", 8),
    Column::new("从", 10),
    Column::new("到", 10),
    Column::new("替岗人", 10).growing(),
    Column::new("销假", 10),
];
/// The bar of a group, in cells.
const BAR_CELLS: usize = 20;

pub(super) fn draw(screen: &Visits, app: &App, canvas: &mut Canvas<'_>) {
    let (all, within) = screen.covered;
    let week = format!("本周{}次{}户{}", screen.duty.rounds, screen.duty.households, screen.duty.state.label());
    let title = match screen.view {
        View::Next => format!("{} 没到期{within}/{all}  {week}", screen.view.label()),
        View::Groups | View::Weeks => format!("{}  {week}", screen.view.label()),
        View::Points | View::Leaves => screen.view.label().to_owned(),
        View::Made => format!("{} {}次  {week}", screen.view.label(), screen.count()),
    };
    let inside = frame::filtered(canvas, &title, screen.list.filter());
    let empty = empty_words(screen, app);
    let glyphs = canvas.look().glyphs;
    let columns: &[Column] = match screen.view {
        View::Next => &NEXT,
        View::Groups => &GROUPS,
        View::Weeks => &WEEKS,
        View::Made => &MADE,
        View::Points => &POINTS,
        View::Leaves => &LEAVES,
    };
    table::draw(canvas, inside, columns, &screen.list, &empty, |row| match row {
        VisitRow::Household(seen) => next_cells(app, seen),
        VisitRow::Group(group) => group_cells(app, group, glyphs),
        VisitRow::Week(week) => week_cells(app, week),
        VisitRow::Point(id) => app.village.service_point(*id).map(|it| point_cells(app, it)).unwrap_or_default(),
        VisitRow::Leave(id) => app.village.leave(*id).map(|it| leave_cells(app, it)).unwrap_or_default(),
        VisitRow::Visit(id) => app.village.visit(*id).map(|visit| made_cells(app, visit)).unwrap_or_default(),
    });
}

fn empty_words(screen: &Visits, app: &App) -> String {
    let visit = app.keymap.way(Scope::List, Command::Global(GlobalCommand::Visit), "记一次走访");
    match screen.view {
        _ if screen.count() > 0 => "没有找到。改几个字再找，或按 Esc 看全部。".to_owned(),
        View::Next | View::Groups => {
            let import = app.keymap.way(Scope::List, Command::Global(GlobalCommand::Import), "导入花名册");
            format!("还没有农户。先{import}。")
        }
        View::Points => format!("还没有设点。{}。", palette(app, "设个点")),
        View::Leaves => format!("没有请过假。{}。", palette(app, "请假替岗")),
        View::Weeks | View::Made => format!("还没有记过走访。{visit}。"),
    }
}

fn palette(app: &App, title: &str) -> String {
    let palette = app.keymap.way(Scope::List, Command::Global(GlobalCommand::Palette), "打");
    format!("{palette}「{title}」")
}

fn point_cells(app: &App, point: &ServicePoint) -> Vec<Cell> {
    let plain = if point.until.is_some() { Role::Dim } else { Role::Plain };
    let next = match (point.until, point.next_from(app.today)) {
        (Some(until), _) => format!("{} 撤了", task_facts::short(app, until)),
        (None, Some(day)) if day == app.today => "今天".to_owned(),
        (None, Some(day)) => format!("{} {}", task_facts::short(app, day), day.weekday_label()),
        (None, None) => String::new(),
    };
    let missed = point.missed(app.today, |day| app.village.away_on(day).is_some()).filter(|_| point.until.is_none());
    let missed = missed.map(|day| format!("{}没记到场", task_facts::short(app, day))).unwrap_or_default();
    vec![
        Cell::new(&*point.name, plain),
        Cell::new(point.days.words(), plain),
        Cell::new(&*point.hours, plain),
        Cell::new(next, plain),
        Cell::new(missed, Role::Soon),
    ]
}

fn leave_cells(app: &App, leave: &Leave) -> Vec<Cell> {
    let back = match leave.back_on {
        Some(day) => Cell::new(task_facts::short(app, day), Role::Dim),
        None if leave.is_over(app.today) => Cell::new("没销假", Role::Overdue),
        None => Cell::new("", Role::Plain),
    };
    vec![
        leave.kind.label().into(),
        leave.from.to_string().into(),
        leave.to.to_string().into(),
        leave.stand_in.as_str().into(),
        back,
    ]
}

fn names(app: &App, id: HouseholdId) -> (String, String, String, String) {
    let Some(household) = app.village.household(id) else { return Default::default() };
    let classes: Vec<&str> = household.classes_on(app.today).map(|class| class.value.as_str()).collect();
    (
        roll::household_name(&app.village, household).to_owned(),
        app.village.info.group_name(household.group).to_owned(),
        classes.join(" "),
        household.address.clone(),
    )
}

fn next_cells(app: &App, seen: &Seen) -> Vec<Cell> {
    let (name, group, classes, address) = names(app, seen.household);
    let (last, words, role) = match seen.days(app.today) {
        None => ("没有记过".to_owned(), String::new(), Role::Soon),
        Some(days) => {
            let over = days - seen.cycle_days;
            let last = seen.last.map(|last| task_facts::short(app, last)).unwrap_or_default();
            let words = match over {
                1.. => format!("过{over}天"),
                0 => "今天到期".to_owned(),
                _ => format!("{days}天前"),
            };
            (last, words, if over > 0 { Role::Overdue } else { Role::Plain })
        }
    };
    vec![
        Cell::new(name, Role::Plain),
        Cell::new(group, Role::Plain),
        Cell::new(last, if seen.last.is_none() { Role::Soon } else { Role::Plain }),
        Cell::new(words, role),
        Cell::new(seen.cycle_days.to_string(), Role::Dim),
        Cell::new(classes, Role::Plain),
        Cell::new(address, Role::Dim),
    ]
}

fn group_cells(app: &App, group: &GroupCoverage, glyphs: Glyphs) -> Vec<Cell> {
    let percent = group.seen * 100 / group.households.max(1);
    let role = if group.seen < group.households { Role::Plain } else { Role::Dim };
    vec![
        Cell::new(app.village.info.group_name(group.group), Role::Plain),
        Cell::new(group.households.to_string(), Role::Plain),
        Cell::new(group.seen.to_string(), Role::Plain),
        Cell::new(format!("{percent}%"), role),
        Cell::new(bar::words(group.seen, group.households, BAR_CELLS, glyphs), Role::Plain),
    ]
}

fn week_cells(app: &App, week: &Duty) -> Vec<Cell> {
    let role = match week.state {
        DutyState::Breach => Role::Overdue,
        DutyState::Warning => Role::Soon,
        DutyState::Met | DutyState::NotMet => Role::Plain,
        DutyState::Excused => Role::Dim,
    };
    let (from, to) = (task_facts::short(app, week.monday), task_facts::short(app, week.monday.plus_days(6)));
    vec![
        Cell::new(format!("{from} 到 {to}"), Role::Plain),
        Cell::new(week.rounds.to_string(), Role::Plain),
        Cell::new(week.households.to_string(), Role::Plain),
        Cell::new(week.needed.to_string(), Role::Dim),
        Cell::new(week.state.label(), role),
    ]
}

fn made_cells(app: &App, visit: &Visit) -> Vec<Cell> {
    let (name, group, _, _) = names(app, visit.household);
    let role = if visit.counts() { Role::Plain } else { Role::Dim };
    let late = if visit.is_late_entry() { " 补记" } else { "" };
    let text = match (visit.counts(), visit.text.is_empty(), visit.asked) {
        (false, _, _) => format!("已作废：{}", visit.void),
        (true, true, true) => "问过，没有要代办的".to_owned(),
        (true, _, _) => visit.text.clone(),
    };
    vec![
        Cell::new(format!("{}{late}", task_facts::short(app, visit.on)), role),
        Cell::new(name, role),
        Cell::new(group, role),
        Cell::new(visit.mode.label(), role),
        Cell::new(&*visit.met, role),
        Cell::new(text, role),
    ]
}
