//! `daiban visits`: the visits that were written down, the newest first.

use serde::Serialize;

use crate::domain::day::Day;
use crate::domain::roll;
use crate::domain::village::Village;
use crate::domain::visit::Visit;
use crate::domain::visit::duty::monday_of;

use super::context::{Context, day};
use super::exit::{Exit, Failure};
use super::table::Table;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban visits [--week] [--from 日期]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 只看本周的
    #[arg(long)]
    week: bool,
    /// 只看这一天以后的，写成 2026-11-24
    #[arg(long, value_name = "日期", value_parser = day)]
    from: Option<Day>,
}

#[derive(Serialize)]
struct Row {
    on: String,
    household: String,
    group: String,
    mode: &'static str,
    met: String,
    asked: bool,
    text: String,
    tasks: Vec<String>,
    call_back: Option<String>,
    entered: String,
    late: bool,
    void: Option<String>,
}

/// Lists them.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let opened = context.open()?;
    let village = &opened.village;
    let monday = args.week.then(|| monday_of(context.today));
    let wanted = |visit: &&Visit| {
        args.from.is_none_or(|from| visit.on >= from) && monday.is_none_or(|monday| visit.on >= monday)
    };
    let mut visits: Vec<&Visit> = village.visits().filter(wanted).collect();
    visits.sort_by_key(|visit| std::cmp::Reverse((visit.on, visit.id)));
    let rows: Vec<Row> = visits.into_iter().map(|visit| row(village, visit)).collect();
    Ok(context.answer(&rows, || text(&rows)))
}

fn row(village: &Village, visit: &Visit) -> Row {
    let household = village.household(visit.household);
    let group = household.map_or("", |household| village.info.group_name(household.group));
    Row {
        on: visit.on.to_string(),
        household: household.map_or("", |household| roll::household_name(village, household)).to_owned(),
        group: group.to_owned(),
        mode: visit.mode.label(),
        met: visit.met.clone(),
        asked: visit.asked,
        text: visit.text.clone(),
        tasks: visit.came_of(village).map(|task| task.no.to_string()).collect(),
        call_back: visit.call_back.as_ref().map(|promise| promise.on.to_string()),
        entered: visit.entered_at.to_string(),
        late: visit.is_late_entry(),
        void: (!visit.counts()).then(|| visit.void.clone()),
    }
}

fn text(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "没有记过走访。\n".to_owned();
    }
    let mut table = Table::new(&["哪天", "户主", "社", "方式", "见到谁", "问过代办", "接了件", "情况"]);
    for row in rows {
        let late = if row.late { "补记 " } else { "" };
        let told = row.void.as_ref().map_or_else(|| format!("{late}{}", row.text), |why| format!("已作废：{why}"));
        table.row(vec![
            row.on.clone(),
            row.household.clone(),
            row.group.clone(),
            row.mode.to_owned(),
            row.met.clone(),
            if row.asked { "问过" } else { "没问" }.to_owned(),
            row.tasks.join(" "),
            told,
        ]);
    }
    table.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn a_visit_at_which_a_matter_was_found_says_which() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let village = sample::village(today, 1).village;
        let rows: Vec<Row> = village.visits().map(|visit| row(&village, visit)).collect();
        assert!(rows.len() > 250, "{}", rows.len());
        assert!(rows.iter().all(|row| !row.household.is_empty() && row.group.ends_with('社') && row.void.is_none()));
        let found = rows.iter().filter(|row| !row.tasks.is_empty()).count();
        assert!(found > 3, "{found}");
        assert!(rows.iter().all(|row| row.mode == "到户" || row.mode == "电话"));
    }
}
