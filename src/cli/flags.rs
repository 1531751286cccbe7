//! `daiban flags`: what of the records would stand out to whoever checks the work, and the act that clears each.

use serde::Serialize;

use crate::domain::flag::{self, Flag, FlagSubject};
use crate::domain::village::Village;

use super::context::Context;
use super::exit::{Exit, Failure};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban flags", next_help_heading = "选项")]
pub(super) struct Args {}

#[derive(Serialize)]
struct Row {
    kind: &'static str,
    /// The number of the task; empty for what has none.
    no: String,
    of: String,
    since: String,
    found: String,
    act: String,
}

/// Lists them.
pub(super) fn run(context: &Context, _args: &Args) -> Result<Exit, Failure> {
    let opened = context.open()?;
    let flags = flag::flags(&opened.village, &opened.tables, context.today);
    let rows: Vec<Row> = flags.into_iter().map(|flag| row(&opened.village, flag)).collect();
    Ok(context.answer(&rows, || text(&rows)))
}

fn row(village: &Village, flag: Flag) -> Row {
    let no = match flag.subject {
        FlagSubject::Task(id) => village.task(id).map(|task| task.no.to_string()).unwrap_or_default(),
        FlagSubject::Returned(_) | FlagSubject::Publication(_) | FlagSubject::Point(_) | FlagSubject::Pairing(_) => {
            String::new()
        }
    };
    Row { kind: flag.kind.label(), no, of: flag.of, since: flag.since.to_string(), found: flag.found, act: flag.act }
}

fn text(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "自查没有查出什么。\n".to_owned();
    }
    // Each is two sentences, which in columns nobody reads.
    rows.iter().map(|row| format!("{}  {}\n    {}\n    怎么消：{}\n", row.kind, row.of, row.found, row.act)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Day;
    use crate::domain::sample;
    use crate::domain::tables::Tables;

    #[test]
    fn a_flag_of_a_task_has_its_number() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let village = sample::village(today, 1).village;
        let flags = flag::flags(&village, &Tables::shipped(), today);
        let rows: Vec<Row> = flags.into_iter().map(|flag| row(&village, flag)).collect();
        assert!(rows.iter().any(|row| row.kind == "超期没说明" && row.of.starts_with(&row.no) && !row.no.is_empty()));
        assert!(text(&rows).contains("怎么消："));
    }
}
