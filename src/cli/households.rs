//! `daiban households`: the households of the register, phones masked.

use serde::Serialize;

use crate::domain::household::{Household, HouseholdStatus};
use crate::domain::roll;
use crate::domain::village::Village;
use crate::domain::visit::coverage;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::table::Table;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban households", next_help_heading = "选项")]
pub(super) struct Args {}

#[derive(Serialize)]
struct Row {
    no: String,
    head: Option<String>,
    group: String,
    people: usize,
    phone: Option<String>,
    classes: Vec<String>,
    occupancy: &'static str,
    last_visit: Option<String>,
    open_tasks: usize,
}

/// Lists them.
pub(super) fn run(context: &Context, _args: &Args) -> Result<Exit, Failure> {
    let opened = context.open()?;
    let village = &opened.village;
    let households = roll::households(village).into_iter().filter_map(|id| village.household(id));
    let households = households.filter(|household| household.status == HouseholdStatus::Registered);
    let rows: Vec<_> = households.map(|household| row(village, household, context)).collect();
    Ok(context.answer(&rows, || text(&rows)))
}

fn row(village: &Village, household: &Household, context: &Context) -> Row {
    let members = || village.members(household.id).filter(|person| person.is_registered());
    let head = village.head_of(household);
    let phone = head.into_iter().chain(members()).find_map(|person| person.phones.first());
    let last_visit = coverage::last_seen(household, village.visits_at(household.id), context.today);
    Row {
        no: household.no.clone(),
        head: head.map(|head| head.name.as_str().to_owned()),
        group: village.info.group_name(household.group).to_owned(),
        people: members().count(),
        phone: phone.map(|phone| phone.masked()),
        classes: household.classes_on(context.today).map(|class| class.value.clone()).collect(),
        occupancy: household.occupancy.label(),
        last_visit: last_visit.map(|day| day.to_string()),
        open_tasks: village.tasks_of_household(household.id).filter(|task| task.state.is_open()).count(),
    }
}

fn text(rows: &[Row]) -> String {
    let mut table = Table::new(&["户编号", "户主", "社", "人口", "电话", "类别", "在家", "在办"]);
    for row in rows {
        table.row(vec![
            row.no.clone(),
            row.head.clone().unwrap_or_default(),
            row.group.clone(),
            row.people.to_string(),
            row.phone.clone().unwrap_or_default(),
            row.classes.join(" "),
            row.occupancy.to_owned(),
            row.open_tasks.to_string(),
        ]);
    }
    if rows.is_empty() {
        return "还没有农户。daiban import 名册文件，把农户导进来。\n".to_owned();
    }
    let people: usize = rows.iter().map(|row| row.people).sum();
    format!("{}共 {} 户 {people} 人\n", table.into_text(), rows.len())
}
