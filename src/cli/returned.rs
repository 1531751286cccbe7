//! `daiban returned`: the matters handed back, or proposed to be, with each step that was taken.

use serde::Serialize;

use crate::domain::meeting::rules::Rules;
use crate::domain::returned_matter::{ReturnedMatter, words};

use super::context::Context;
use super::exit::{Exit, Failure};
use super::table::Table;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban returned [--all]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 连办完的、仍由政府办的一起列出
    #[arg(long)]
    all: bool,
}

#[derive(Serialize)]
struct Row {
    title: String,
    subject: String,
    state: &'static str,
    since: String,
    proposed_on: String,
    proposed_by: String,
    screens: Vec<Screened>,
    steps: Vec<Step>,
    filed_on: Option<String>,
    overrides: usize,
}

#[derive(Serialize)]
struct Screened {
    screen: &'static str,
    answer: String,
}

#[derive(Serialize)]
struct Step {
    on: String,
    state: &'static str,
    words: String,
    overridden: Option<String>,
}

/// Lists them.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let opened = context.open()?;
    let wanted = |matter: &&ReturnedMatter| args.all || !matter.state.is_over();
    let mut matters: Vec<&ReturnedMatter> = opened.village.returned_matters().filter(wanted).collect();
    matters.sort_by_key(|matter| (matter.proposed_on, matter.id));
    let rows: Vec<Row> = matters.into_iter().map(|matter| row(matter, &opened.tables.meetings)).collect();
    Ok(context.answer(&rows, || text(&rows)))
}

fn row(matter: &ReturnedMatter, rules: &Rules) -> Row {
    let screens = matter.screens.as_ref().map(words::screens).unwrap_or_default();
    let steps = matter.steps.iter().map(|step| Step {
        on: step.on.to_string(),
        state: step.to.label(),
        words: words::step(step, rules),
        overridden: (!step.overridden.is_empty()).then(|| step.overridden.clone()),
    });
    Row {
        title: matter.title.clone(),
        subject: matter.subject.clone(),
        state: matter.state.label(),
        since: matter.since().to_string(),
        proposed_on: matter.proposed_on.to_string(),
        proposed_by: matter.proposed_by.clone(),
        screens: screens.into_iter().map(|(screen, answer)| Screened { screen, answer }).collect(),
        steps: steps.collect(),
        filed_on: matter.filed_on.map(|on| on.to_string()),
        overrides: matter.overrides().count(),
    }
}

fn text(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "没有正在办的交还事务。\n".to_owned();
    }
    let mut table = Table::new(&["什么事", "到哪一步", "哪天起", "谁提的", "硬走", "哪类事"]);
    for row in rows {
        let forced = if row.overrides > 0 { format!("{}步", row.overrides) } else { String::new() };
        table.row(vec![
            row.title.clone(),
            row.state.to_owned(),
            row.since.clone(),
            row.proposed_by.clone(),
            forced,
            row.subject.clone(),
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
    fn a_matter_says_what_was_counted_and_what_was_posted() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let village = sample::village(today, 1).village;
        let rules = Rules::shipped();
        let rows: Vec<Row> = village.returned_matters().map(|matter| row(matter, &rules)).collect();
        let pond = rows.iter().find(|row| row.title == "山坪塘管护").unwrap();
        assert_eq!((pond.state, pond.steps.len(), pond.overrides), ("实施中", 8, 0));
        let vote = pond.steps.iter().find(|step| step.state == "决议通过").unwrap();
        assert!(vote.words.contains("到会31人") && vote.words.ends_with("通过，反对2、弃权2"), "{}", vote.words);
        let kept = rows.iter().find(|row| row.state == "仍由政府办").unwrap();
        assert!(kept.screens.iter().any(|it| it.answer.contains("审批是政府的事")));
    }
}
