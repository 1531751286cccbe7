//! `daiban tasks`: the proxy tasks, judged by the one clock.

use serde::Serialize;

use crate::domain::day::Day;
use crate::domain::deadline::DeadlineRule;
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::task::clock::{self, Clock};
use crate::domain::task::lifecycle::{self, StepKind};
use crate::domain::today::asks_for_urging;
use crate::domain::village::Village;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::table::Table;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban tasks [--all]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 连办完的、撤回的也列出来
    #[arg(long)]
    all: bool,
}

#[derive(Serialize)]
struct Row {
    no: String,
    household: Option<String>,
    applicant: String,
    matter: String,
    station: String,
    state: &'static str,
    accepted: Option<String>,
    due: Option<String>,
    basis: String,
    overdue_days: i32,
    stuck_at: &'static str,
    next: Option<&'static str>,
    papers_held: Vec<String>,
}

/// Lists them.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let opened = context.open()?;
    let mut tasks: Vec<_> = opened.village.tasks().filter(|task| args.all || task.state.is_open()).collect();
    tasks.sort_by_key(|task| (task.no.year, task.no.n));
    let rows: Vec<_> =
        tasks.into_iter().map(|task| row(&opened.village, &opened.tables, task, context.today)).collect();
    Ok(context.answer(&rows, || text(&rows)))
}

fn row(village: &Village, tables: &Tables, task: &ProxyTask, today: Day) -> Row {
    let clock = clock::read(task, today, &tables.calendar);
    let household = task.household.and_then(|id| village.household(id));
    let head = household.and_then(|household| village.head_of(household));
    let applicant = village.person(task.applicant);
    Row {
        no: task.no.to_string(),
        household: head.map(|head| head.name.as_str().to_owned()),
        applicant: applicant.map(|person| person.name.as_str().to_owned()).unwrap_or_default(),
        matter: task.matter.name.clone(),
        station: tables.matters.station_of(&task.matter, today).to_owned(),
        state: task.state_label(),
        accepted: task.accepted_on.map(|day| day.to_string()),
        due: clock.due.map(|day| day.to_string()),
        basis: basis(task, &clock),
        overdue_days: clock.overdue_days,
        stuck_at: task.stuck_at().label(),
        next: next(task, today, tables),
        papers_held: task.holds_out().map(|hold| hold.doc.clone()).collect(),
    }
}

/// Which limit the date comes from, and what that rests on.
fn basis(task: &ProxyTask, clock: &Clock) -> String {
    let (rule, start) = clock.limit;
    let whose = if clock.limit == (task.limit, task.papers_on) { "代办期限" } else { "部门期限" };
    let rests_on = Some(task.matter.basis.as_str()).filter(|basis| !basis.is_empty());
    let rests_on = rests_on.map(|basis| format!("；{basis}")).unwrap_or_default();
    match rule {
        DeadlineRule::Fixed(_) => format!("{whose}到{rule}{rests_on}"),
        DeadlineRule::Immediate
        | DeadlineRule::Natural(_)
        | DeadlineRule::Weeks(_)
        | DeadlineRule::Months(_)
        | DeadlineRule::Working(_) => format!("{whose}{rule}，自{start}起{rests_on}"),
    }
}

/// The likely next step, as the screens name it.
fn next(task: &ProxyTask, today: Day, tables: &Tables) -> Option<&'static str> {
    if asks_for_urging(task, today) {
        return Some("催问");
    }
    lifecycle::likely(task, today, &tables.calendar).map(StepKind::label)
}

fn text(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "没有在办的事项。\n".to_owned();
    }
    let mut table =
        Table::new(&["编号", "申请人", "户主", "事项", "状态", "卡在", "到期", "超期", "下一步", "在手证件"]);
    for row in rows {
        let late = if row.overdue_days > 0 { format!("{}天", row.overdue_days) } else { String::new() };
        table.row(vec![
            row.no.clone(),
            row.applicant.clone(),
            row.household.clone().unwrap_or_default(),
            row.matter.clone(),
            row.state.to_owned(),
            row.stuck_at.to_owned(),
            row.due.clone().unwrap_or_default(),
            late,
            row.next.unwrap_or_default().to_owned(),
            row.papers_held.join(" "),
        ]);
    }
    format!("{}共 {} 件\n", table.into_text(), rows.len())
}
