//! `daiban supervision`: complaints, the hotline, 督办 and poor ratings; those that are open, or all with `--all`.

use serde::Serialize;

use crate::domain::day::Day;
use crate::domain::flag;
use crate::domain::id::TaskId;
use crate::domain::supervision::outlook::{self, Open, OpenWhat};
use crate::domain::supervision::{Deed, Supervision};
use crate::domain::village::Village;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::table::Table;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban supervision [--all]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 已经办结的也列出
    #[arg(long)]
    all: bool,
}

#[derive(Serialize)]
struct Row {
    kind: &'static str,
    on: String,
    from: String,
    text: String,
    task: Option<String>,
    due: Option<String>,
    overdue_days: i32,
    called_back: Option<String>,
    settled: Option<String>,
}

/// Lists them.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let opened = context.open()?;
    let village = &opened.village;
    let open = outlook::open(village, &opened.tables);
    let mut rows: Vec<Row> = open.iter().filter_map(|open| row(village, open, context.today)).collect();
    if args.all {
        rows.extend(village.supervisions().rev().filter(|it| !it.is_open()).map(|it| of_item(village, it, 0)));
    }
    Ok(context.answer(&rows, || text(&rows)))
}

fn row(village: &Village, open: &Open, today: Day) -> Option<Row> {
    let overdue_days = today.days_since(open.due).max(0);
    match open.what {
        OpenWhat::Item(id) => village.supervision(id).map(|item| of_item(village, item, overdue_days)),
        OpenWhat::Rating(id) => Some(Row {
            kind: open.kind.label(),
            on: open.on.to_string(),
            from: String::new(),
            text: village.task(id)?.rating.as_ref()?.words.clone(),
            task: named(village, id),
            due: Some(open.due.to_string()),
            overdue_days,
            called_back: None,
            settled: None,
        }),
    }
}

fn of_item(village: &Village, item: &Supervision, overdue_days: i32) -> Row {
    let day = |deed: &Option<Deed>| deed.as_ref().map(|deed| deed.on.to_string());
    Row {
        kind: item.kind.label(),
        on: item.on.to_string(),
        from: item.from.clone(),
        text: item.text.clone(),
        task: item.task.and_then(|id| named(village, id)),
        due: item.due.map(|due| due.to_string()),
        overdue_days,
        called_back: day(&item.called_back),
        settled: day(&item.settled),
    }
}

fn named(village: &Village, id: TaskId) -> Option<String> {
    village.task(id).map(|task| flag::called(village, task))
}

fn text(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "没有要答复的投诉、督办，也没有差评。\n".to_owned();
    }
    let mut table = Table::new(&["哪一样", "哪天来的", "说的什么", "来自", "哪天前", "到哪一步"]);
    for row in rows {
        let state = match (&row.settled, row.overdue_days) {
            (Some(on), _) => format!("{on} 办结"),
            (None, 0) => String::new(),
            (None, days) => format!("过{days}天"),
        };
        let what = row.task.clone().unwrap_or_else(|| row.text.clone());
        let due = row.due.clone().unwrap_or_default();
        table.row(vec![row.kind.to_owned(), row.on.clone(), what, row.from.clone(), due, state]);
    }
    table.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;
    use crate::domain::tables::Tables;

    #[test]
    fn the_sample_has_what_was_called_about_and_what_came_from_the_hotline() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let village = sample::village(today, 1).village;
        let open = outlook::open(&village, &Tables::shipped());
        let rows: Vec<Row> = open.iter().filter_map(|open| row(&village, open, today)).collect();
        assert!(rows.iter().any(|row| row.kind == "差评" && row.called_back.is_some() && row.task.is_some()));
        assert!(rows.iter().any(|row| row.kind == "热线转办" && row.due.is_some()));
    }
}
