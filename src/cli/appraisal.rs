//! `daiban appraisal`: who judges whom with what weight, and the facts of the year. No score is entered or shown.

use serde::Serialize;

use crate::domain::appraisal::Judged;
use crate::domain::prints::Print;
use crate::domain::sheet::{Sheet, SheetLine};
use crate::domain::tables::Tables;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::table::Table;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban appraisal", next_help_heading = "选项")]
pub(super) struct Args {}

#[derive(Serialize)]
struct Answer {
    forms: Vec<FormRow>,
    facts: Vec<Fact>,
}

#[derive(Serialize)]
struct FormRow {
    form: &'static str,
    weights: Vec<WeightRow>,
    items: Vec<String>,
}

#[derive(Serialize)]
struct WeightRow {
    group: &'static str,
    percent: u16,
}

#[derive(Serialize)]
struct Fact {
    what: String,
    told: String,
}

/// Shows them.
pub(super) fn run(context: &Context, _args: &Args) -> Result<Exit, Failure> {
    let opened = context.open()?;
    let facts = Print::Facts.of(&opened.village, &opened.tables, context.today);
    let answer = Answer { forms: forms(&opened.tables), facts: facts_of(&facts) };
    Ok(context.answer(&answer, || text(&answer)))
}

fn forms(tables: &Tables) -> Vec<FormRow> {
    let form = |judged: Judged| FormRow {
        form: judged.label(),
        weights: tables
            .appraisal
            .weights(judged)
            .iter()
            .map(|weight| WeightRow { group: weight.judge.label(), percent: weight.percent })
            .collect(),
        items: tables.appraisal.items(judged).to_vec(),
    };
    Judged::ALL.map(form).into()
}

fn facts_of(sheet: &Sheet) -> Vec<Fact> {
    let rows = sheet.lines.iter().filter_map(|line| match line {
        SheetLine::Table(_, rows) => Some(rows),
        SheetLine::Heading(_)
        | SheetLine::Text(_)
        | SheetLine::Entry(..)
        | SheetLine::Tick(..)
        | SheetLine::Sign(_)
        | SheetLine::NewPage => None,
    });
    let fact = |row: &Vec<String>| Some(Fact { what: row.first()?.clone(), told: row.get(1)?.clone() });
    rows.flatten().filter_map(fact).collect()
}

fn text(answer: &Answer) -> String {
    let mut text = String::new();
    for form in &answer.forms {
        let weights = form.weights.iter().map(|weight| format!("{}{}%", weight.group, weight.percent));
        text.push_str(&format!("评{}：{}\n", form.form, weights.collect::<Vec<_>>().join("，")));
    }
    let mut table = Table::new(&["今年做了什么", "多少"]);
    for fact in &answer.facts {
        table.row(vec![fact.what.clone(), fact.told.clone()]);
    }
    text + &table.into_text()
        + "测评票和计票表：daiban sheet 镇干部测评票 --out 测评票.html。得分由镇里计票组填，程序不记。\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Day;
    use crate::domain::sample;

    #[test]
    fn the_forms_and_the_facts_are_shown_and_no_score() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let (village, tables) = (sample::village(today, 1).village, Tables::shipped());
        let facts = facts_of(&Print::Facts.of(&village, &tables, today));
        let answer = Answer { forms: forms(&tables), facts };
        assert!(answer.facts.len() > 10 && answer.facts.iter().all(|fact| !fact.told.is_empty()));
        assert!(text(&answer).contains("评村干部：镇党委政府40%，村民代表60%"), "{}", text(&answer));
    }
}
