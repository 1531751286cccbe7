//! `daiban today`: what asks for the officer's hand, in the order of the law.

use clap::ValueEnum;
use clap::builder::PossibleValue;
use serde::Serialize;

use crate::domain::fee::yuan;
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::today::trip::{Trip, is_on_the_way};
use crate::domain::today::words::{self, Words};
use crate::domain::today::{TodayKind, TodayLine, lines};
use crate::domain::village::Village;
use crate::domain::visit::outlook;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::table::Table;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban today [--trip 镇|村]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 只看出门顺路能办的：进镇，或进村
    #[arg(long, value_name = "镇|村", hide_possible_values = true)]
    trip: Option<Trip>,
}

impl ValueEnum for Trip {
    fn value_variants<'a>() -> &'a [Trip] {
        &[Trip::Town, Trip::Village]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Trip::Town => "镇",
            Trip::Village => "村",
        }))
    }
}

#[derive(Serialize)]
struct Answer {
    date: String,
    lines: Vec<Row>,
    duty: Duty,
}

#[derive(Serialize)]
struct Row {
    kind: &'static str,
    no: Option<String>,
    who: String,
    what: String,
    state: Option<&'static str>,
    due: Option<String>,
    days: i32,
}

/// The rounds of the week: those made, those asked for, and what that comes to.
#[derive(Serialize)]
struct Duty {
    visits: u32,
    needed: u32,
    state: &'static str,
    households: u32,
}

/// Lists them.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let opened = context.open()?;
    let village = &opened.village;
    let lines = lines(village, context.today, &opened.tables);
    let lines = lines.iter().filter(|line| args.trip.is_none_or(|trip| is_on_the_way(village, line, trip)));
    let rows = lines.filter_map(|line| row(village, &opened.tables, line)).collect();
    let week = outlook::week(village, &opened.tables, context.today, context.today);
    let state = week.state.label();
    let duty = Duty { visits: week.rounds, needed: week.needed, state, households: week.households };
    let answer = Answer { date: context.today.to_string(), lines: rows, duty };
    Ok(context.answer(&answer, || text(context, &answer)))
}

fn row(village: &Village, tables: &Tables, line: &TodayLine) -> Option<Row> {
    let Words { task, who, what } = words::of(village, tables, line)?;
    let open = task.filter(|_| line.kind == TodayKind::MoneyOpen).map(ProxyTask::balance_fen);
    let what = open.map_or_else(|| what.clone().into_owned(), |fen| format!("{what} 代缴款{}", yuan(fen)));
    Some(Row {
        kind: line.kind.label(),
        no: task.map(|task| task.no.to_string()),
        who: who.to_owned(),
        what,
        state: task.map(ProxyTask::state_label),
        due: line.due.map(|day| day.to_string()),
        days: line.days,
    })
}

fn text(context: &Context, answer: &Answer) -> String {
    let mut table = Table::new(&["为何", "编号", "姓名", "事项", "状态", "到期", "天数"]);
    for row in &answer.lines {
        table.row(vec![
            row.kind.to_owned(),
            row.no.clone().unwrap_or_default(),
            row.who.clone(),
            row.what.clone(),
            row.state.unwrap_or_default().to_owned(),
            row.due.clone().unwrap_or_default(),
            row.days.to_string(),
        ]);
    }
    let head = format!("{} {} 今日要办 {}", answer.date, context.today.weekday_label(), answer.lines.len());
    let lines = if answer.lines.is_empty() { "没有要办的事。\n".to_owned() } else { table.into_text() };
    let Duty { visits, households, needed, state } = &answer.duty;
    let week = format!("本周巡回 {visits} 次 {households} 户，要求 {needed} 次，{state}");
    format!("{head}\n{lines}{week}\n")
}
