//! `daiban today`: what asks for the officer's hand, in the order of the law.

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use serde::Serialize;

use crate::desk::sheet;
use crate::domain::fee::yuan;
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::today::trip::{self, Trip, TripItem};
use crate::domain::today::words::{self, Words};
use crate::domain::today::{TodayKind, TodayLine, lines};
use crate::domain::village::Village;
use crate::domain::visit::outlook;
use crate::exchange::paper::{A5_CELLS_MAX, plain};

use super::context::Context;
use super::exit::{Exit, Failure};
use super::out;
use super::table::Table;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban today [--trip 镇|村 [--sheet 文件]]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 只看出门顺路能办的：进镇，或进村
    #[arg(long, value_name = "镇|村", hide_possible_values = true)]
    trip: Option<Trip>,
    /// 把这一趟的单子写成文件，打印带走：.docx 用WPS打开，别的写成一张A5纸的文本；要和 --trip 一起用
    #[arg(long, value_name = "文件", requires = "trip")]
    sheet: Option<PathBuf>,
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
    /// What is done on the way, where, and what to take along; of a trip only.
    #[serde(skip_serializing_if = "Option::is_none")]
    deed: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
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
    let (tables, today) = (&opened.tables, context.today);
    if let (Some(way), Some(path)) = (args.trip, &args.sheet) {
        let written = match sheet::is_document(path) {
            true => sheet::write_page(path, &trip::sheet::trip_sheet(village, tables, today, way)),
            false => {
                sheet::write_new(path, &plain(&trip::sheet::trip_sheet(village, tables, today, way), A5_CELLS_MAX))
            }
        };
        written.map_err(|fault| Failure::refused(sheet::not_written(path, &fault)))?;
        out::say(&format!("单子写在 {}，打印了带走；用完把文件删掉，上面有群众的姓名。", path.display()));
    }
    let rows = match args.trip {
        None => lines(village, today, tables).iter().filter_map(|line| row(village, tables, line)).collect(),
        Some(way) => {
            let items = trip::items(village, tables, today, way);
            items.iter().filter_map(|item| trip_row(village, tables, item)).collect()
        }
    };
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
        deed: None,
        place: None,
        detail: None,
    })
}

fn trip_row(village: &Village, tables: &Tables, item: &TripItem) -> Option<Row> {
    let row = row(village, tables, &item.line)?;
    // What 今日 does not say is of no kind of its own.
    let kind = if item.on_today { row.kind } else { item.deed.label() };
    let (place, detail) = (Some(item.place.clone()), Some(item.detail.clone()));
    Some(Row { kind, deed: Some(item.deed.label()), place, detail, ..row })
}

fn text(context: &Context, answer: &Answer) -> String {
    let on_trip = answer.lines.iter().any(|row| row.deed.is_some());
    let lines = match (answer.lines.is_empty(), on_trip) {
        (true, _) => "没有要办的事。\n".to_owned(),
        (false, true) => trip_text(&answer.lines),
        (false, false) => lines_text(&answer.lines),
    };
    let next = |row: &&Row| row.kind == TodayKind::PointDay.label() && row.days < 0;
    let asked = answer.lines.len() - answer.lines.iter().filter(next).count();
    let head = format!("{} {} 今日要办 {}", answer.date, context.today.weekday_label(), asked);
    let Duty { visits, households, needed, state } = &answer.duty;
    let week = format!("本周巡回 {visits} 次 {households} 户，要求 {needed} 次，{state}");
    format!("{head}\n{lines}{week}\n")
}

fn lines_text(rows: &[Row]) -> String {
    let mut table = Table::new(&["为何", "编号", "姓名", "事项", "状态", "到期", "天数"]);
    for row in rows {
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
    table.into_text()
}

fn trip_text(rows: &[Row]) -> String {
    let mut table = Table::new(&["在哪里", "办什么", "编号", "姓名", "事项", "带什么、问谁"]);
    for row in rows {
        table.row(vec![
            row.place.clone().filter(|place| !place.is_empty()).unwrap_or_else(|| "全村".to_owned()),
            row.deed.unwrap_or_default().to_owned(),
            row.no.clone().unwrap_or_default(),
            row.who.clone(),
            row.what.clone(),
            row.detail.clone().unwrap_or_default(),
        ]);
    }
    table.into_text()
}
