//! `daiban forms`: the forms a town asks for, and a blank one of each to begin with.

use std::path::PathBuf;

use serde::Serialize;

use crate::desk::fill::write_new;
use crate::desk::town::FORMS;
use crate::domain::form::Form;
use crate::exchange::workbook::starter::starter;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::table::Table;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban forms [表名 --out 文件]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 要哪一张空表；不写就列出有哪些
    #[arg(value_name = "表名", requires = "out")]
    name: Option<String>,
    /// 空表写到这个新文件，如 走访台账.xlsx
    #[arg(long, value_name = "文件", requires = "name")]
    out: Option<PathBuf>,
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    period: &'static str,
    rows: &'static str,
    columns: Vec<&'a str>,
    whole: &'a [String],
    reason: &'a str,
}

#[derive(Serialize)]
struct Answer {
    form: String,
    path: String,
}

/// Lists them, or writes one.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let Some((name, path)) = args.name.as_ref().zip(args.out.as_ref()) else {
        let tables = context.tables(FORMS);
        let rows: Vec<Row<'_>> = tables.forms.all().iter().map(row).collect();
        return Ok(context.answer(&rows, || text(&rows)));
    };
    let opened = context.open()?;
    let form = opened.tables.forms.named(name).ok_or_else(|| {
        let names: Vec<&str> = opened.tables.forms.all().iter().map(|form| form.name.as_str()).collect();
        Failure::usage(format!("没有「{name}」这张表，有的是：{}", names.join("、")))
    })?;
    let bytes = starter(form, &opened.village.info, context.today)
        .map_err(|_| Failure::refused("空表没有做成，本村资料没有动。请再试一次。"))?;
    write_new(path, &bytes).map_err(Failure::refused)?;
    let answer = Answer { form: form.name.clone(), path: path.display().to_string() };
    Ok(context.answer(&answer, || format!("空表已写好：{0}\n填它：daiban fill {0} --out 填好的文件\n", answer.path)))
}

fn row(form: &Form) -> Row<'_> {
    Row {
        name: &form.name,
        period: form.every.label(),
        rows: form.rows.label(),
        columns: form.columns.iter().map(|column| column.header.as_str()).collect(),
        whole: &form.whole,
        reason: &form.reason,
    }
}

fn text(rows: &[Row<'_>]) -> String {
    let mut table = Table::new(&["表名", "多久一次", "一行是", "栏"]);
    for row in rows {
        table.row(vec![row.name.to_owned(), row.period.to_owned(), row.rows.to_owned(), row.columns.join(" ")]);
    }
    table.into_text()
}
