//! `daiban pairings`: who is tied to whom, what was done, and what comes in; those that hold, or all with `--all`.

use serde::Serialize;

use crate::domain::fee::yuan;
use crate::domain::pairing::outlook::{self, Talks};
use crate::domain::pairing::{Pairing, PairingTarget};
use crate::domain::tables::Tables;
use crate::domain::village::Village;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::table::Table;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban pairings [--own] [--all]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 只看自己的五联
    #[arg(long)]
    own: bool,
    /// 已经解除的也列出
    #[arg(long)]
    all: bool,
}

#[derive(Serialize)]
struct Row {
    target: &'static str,
    whom: String,
    group: String,
    helper: String,
    unit: String,
    own: bool,
    from: String,
    causes: String,
    plan: String,
    decided: Option<Decided>,
    plan_lacks: Option<String>,
    measures: Vec<Given>,
    done_fen: u64,
    open_fen: u64,
    incomes: Vec<Income>,
    last_contact: Option<String>,
    next_visit: Option<String>,
    overdue_days: i32,
    next_step: Option<Step>,
    ended: Option<Ended>,
}

#[derive(Serialize)]
struct Decided {
    body: String,
    on: Option<String>,
    outcome: String,
    matter: Option<String>,
}

#[derive(Serialize)]
struct Given {
    on: String,
    what: String,
    amount_fen: u32,
    done: Option<String>,
}

#[derive(Serialize)]
struct Income {
    month: String,
    per_head_fen: u32,
    note: String,
}

#[derive(Serialize)]
struct Step {
    on: String,
    what: String,
}

#[derive(Serialize)]
struct Ended {
    on: String,
    why: String,
}

/// Lists them.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let opened = context.open()?;
    let (village, talks) = (&opened.village, Talks::of(&opened.village));
    let wanted = |it: &&Pairing| (args.all || it.is_open()) && (!args.own || it.own);
    let mut pairings: Vec<&Pairing> = village.pairings().filter(wanted).collect();
    // The officer's five stand first, in the order of their card; the sort is stable.
    pairings.sort_by_key(|it| (!it.is_open(), !it.own, it.target));
    let rows: Vec<Row> =
        pairings.into_iter().map(|it| row(village, &opened.tables, &talks, it, context.today)).collect();
    Ok(context.answer(&rows, || text(&rows)))
}

fn row(village: &Village, tables: &Tables, talks: &Talks, it: &Pairing, today: crate::domain::day::Day) -> Row {
    let household = it.household.and_then(|id| village.household(id));
    let group = household.map(|household| household.group).or(it.group);
    let due = outlook::next_visit(village, tables, it, today);
    let (done_fen, open_fen) = it.sums_fen();
    Row {
        target: it.target.label(),
        whom: outlook::whom(village, it).to_owned(),
        group: group.map_or("", |no| village.info.group_name(no)).to_owned(),
        helper: it.helper.clone(),
        unit: it.unit.clone(),
        own: it.own,
        from: it.from.to_string(),
        causes: it.causes.clone(),
        plan: it.plan.clone(),
        decided: it.decision.as_ref().map(|decision| Decided {
            body: decision.body.clone(),
            on: decision.on.map(|on| on.to_string()),
            outcome: decision.outcome.clone(),
            matter: decision.matter.and_then(|id| village.returned_matter(id)).map(|matter| matter.title.clone()),
        }),
        plan_lacks: outlook::plan_wants(village, tables, it),
        measures: it
            .measures
            .iter()
            .map(|measure| Given {
                on: measure.on.to_string(),
                what: measure.what.clone(),
                amount_fen: measure.amount_fen,
                done: measure.done_on.map(|on| on.to_string()),
            })
            .collect(),
        done_fen,
        open_fen,
        incomes: it
            .incomes
            .iter()
            .map(|check| Income {
                month: check.month.to_string(),
                per_head_fen: check.per_head_fen,
                note: check.note.clone(),
            })
            .collect(),
        last_contact: outlook::last_contact(village, talks, it, today).map(|day| day.to_string()),
        next_visit: due.map(|day| day.to_string()),
        overdue_days: due.map_or(0, |due| today.days_since(due).max(0)),
        next_step: it.next_step.as_ref().map(|step| Step { on: step.on.to_string(), what: step.what.clone() }),
        ended: it.end.as_ref().map(|end| Ended { on: end.on.to_string(), why: end.why.clone() }),
    }
}

fn text(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "没有结对。\n".to_owned();
    }
    let mut table = Table::new(&["联系", "对象", "社", "帮扶人", "上次联系", "下次该去", "最近收入", "下一步"]);
    for row in rows {
        let income = row.incomes.last().map(|income| format!("{} {}", income.month, yuan(income.per_head_fen.into())));
        let due = match (&row.next_visit, row.overdue_days) {
            (Some(due), 0) => due.clone(),
            (Some(due), days) => format!("{due} 过{days}天"),
            (None, _) => String::new(),
        };
        let step = row.next_step.as_ref().map(|step| format!("{} {}", step.on, step.what));
        let step = row.ended.as_ref().map(|end| format!("{} 解除：{}", end.on, end.why)).or(step);
        table.row(vec![
            row.target.to_owned(),
            row.whom.clone(),
            if row.target == PairingTarget::Group.label() { String::new() } else { row.group.clone() },
            if row.own { format!("{}(我)", row.helper) } else { row.helper.clone() },
            row.last_contact.clone().unwrap_or_default(),
            due,
            income.unwrap_or_default(),
            step.unwrap_or_default(),
        ]);
    }
    table.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Day;
    use crate::domain::sample;

    #[test]
    fn the_sample_has_the_five_and_six_of_others() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let (village, tables) = (sample::village(today, 1).village, Tables::shipped());
        let talks = Talks::of(&village);
        let rows: Vec<Row> = village.pairings().map(|it| row(&village, &tables, &talks, it, today)).collect();
        assert_eq!(rows.len(), 11);
        assert_eq!(rows.iter().filter(|row| row.own && row.ended.is_none()).count(), 5);
        assert_eq!(rows.iter().filter(|row| row.ended.is_some()).count(), 1);
        assert!(rows.iter().all(|row| !row.whom.is_empty() && !row.helper.is_empty() && row.last_contact.is_some()));
        let homes = || rows.iter().filter(|row| row.target == "户");
        assert!(homes().all(|row| row.measures.len() == 2 && row.incomes.len() >= 5));
        assert_eq!(homes().filter(|row| row.plan_lacks.is_some()).count(), 1);
    }
}
