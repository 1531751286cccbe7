//! `daiban matters`: the catalogue: which window takes a matter, who answers, how long it may take, who must come, and where
//! that is written. It opens no store; a town's own matters are used where they can be read.

use serde::Serialize;

use crate::desk::town;
use crate::domain::day::Day;
use crate::domain::matter::{MatterDef, ProxyRule};
use crate::domain::tables::Tables;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::table::Table;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban matters [事项]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 只看说得上的：编号、名称、拼音、群众的叫法
    #[arg(value_name = "事项")]
    words: Vec<String>,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    window: String,
    station: String,
    level: &'static str,
    mode: &'static str,
    proxy: &'static str,
    who_comes: &'static str,
    cases: Vec<Case>,
    limit: String,
    statutory: Option<String>,
    statutory_note: String,
    event_limits: Vec<EventLimit>,
    materials: Vec<Paper>,
    fee: String,
    result: String,
    opens: Vec<String>,
    basis: String,
    certainty: String,
    usable: bool,
}

#[derive(Serialize)]
struct Case {
    name: String,
    proxy: &'static str,
    who_comes: &'static str,
    limit: String,
}

#[derive(Serialize)]
struct EventLimit {
    from: String,
    limit: String,
}

#[derive(Serialize)]
struct Paper {
    name: String,
    kind: &'static str,
    comes_back: bool,
    optional: bool,
    on_record: bool,
}

/// Lists them.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let tables = context.tables(town::MATTERS);
    let found = tables.matters.find(&args.words.join(" "), context.today);
    let rows: Vec<Row> = found.into_iter().map(|def| row(def, &tables, context.today)).collect();
    Ok(context.answer(&rows, || text(&rows)))
}

/// Who has to go to the window.
fn who_comes(proxy: ProxyRule) -> &'static str {
    match proxy {
        ProxyRule::Allowed => "代办员去",
        ProxyRule::Entrusted => "代办员带委托书去",
        ProxyRule::InPerson => "本人去，代办员预约、陪同",
    }
}

fn row(def: &MatterDef, tables: &Tables, today: Day) -> Row {
    let case = |case: &crate::domain::matter::Variant| Case {
        name: case.name.clone(),
        proxy: case.proxy.label(),
        who_comes: who_comes(case.proxy),
        limit: case.limit.unwrap_or(def.limit).to_string(),
    };
    Row {
        code: def.code.clone(),
        name: def.name.clone(),
        window: def.window.clone(),
        station: tables.matters.stations().name_of(&def.station_code, today).unwrap_or(&def.station).to_owned(),
        level: def.level.label(),
        mode: def.mode.label(),
        proxy: def.proxy.label(),
        who_comes: who_comes(def.proxy),
        cases: def.variants.iter().map(case).collect(),
        limit: def.limit.to_string(),
        statutory: def.statutory.map(|rule| rule.to_string()),
        statutory_note: def.statutory_note.clone(),
        event_limits: def
            .event_limits
            .iter()
            .map(|limit| EventLimit { from: limit.from.clone(), limit: limit.rule.to_string() })
            .collect(),
        materials: def
            .materials
            .iter()
            .map(|paper| Paper {
                name: paper.name.clone(),
                kind: paper.kind.label(),
                comes_back: paper.comes_back,
                optional: paper.optional,
                on_record: paper.on_record,
            })
            .collect(),
        fee: def.fee_note.clone(),
        result: def.result.clone(),
        opens: def.bundle.iter().map(|part| part.code.clone()).collect(),
        basis: def.basis.clone(),
        certainty: def.certainty.clone(),
        usable: def.is_valid_on(today),
    }
}

fn text(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "没有找到这样的事项。少打几个字，或换个说法。\n".to_owned();
    }
    let mut table = Table::new(&["编号", "事项", "收件窗口", "责任站办", "期限", "部门期限", "谁去", "依据"]);
    for row in rows {
        let name = if row.usable { row.name.clone() } else { format!("{}（现在不能收件）", row.name) };
        table.row(vec![
            row.code.clone(),
            name,
            row.window.clone(),
            row.station.clone(),
            row.limit.clone(),
            row.statutory.clone().unwrap_or_default(),
            row.who_comes.to_owned(),
            format!("{}（{}）", row.basis, row.certainty),
        ]);
        for case in &row.cases {
            let name = format!("  {}", case.name);
            let blank = String::new;
            let cells = vec![blank(), name, blank(), blank(), case.limit.clone(), blank(), case.who_comes.to_owned()];
            table.row(cells);
        }
    }
    table.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_matter_says_where_how_long_who_comes_and_by_what_right() {
        let tables = Tables::shipped();
        let today = Day::parse_iso("2026-11-24").unwrap();
        let found = tables.matters.find("", today);
        assert!(found.len() > 70);
        for def in found {
            let row = row(def, &tables, today);
            let told = [&row.window, &row.station, &row.limit, &row.basis, &row.certainty];
            assert!(told.iter().all(|words| !words.is_empty()), "{}", row.code);
        }
    }

    #[test]
    fn the_strictest_case_is_told_above_and_each_case_below() {
        let tables = Tables::shipped();
        let def = tables.matters.get("G04").unwrap();
        let told = text(&[row(def, &tables, Day::parse_iso("2026-11-24").unwrap())]);
        let lines: Vec<&str> = told.lines().collect();
        assert!(lines[1].starts_with("G04") && lines[1].contains("本人去") && lines[1].contains("第13条"));
        assert!(lines[2].contains("迁入、迁出") && lines[2].contains("带委托书去"));
        assert_eq!(lines.len(), 2 + def.variants.len());
    }
}
