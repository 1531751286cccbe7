//! `daiban postings`: what hangs on the boards, until when, and what was said against it.

use serde::Serialize;

use crate::domain::day::Day;
use crate::domain::posting::{Posting, PostingState};

use super::context::Context;
use super::exit::{Exit, Failure};
use super::table::Table;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban postings [--all]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 连撤下了的一起列出
    #[arg(long)]
    all: bool,
}

#[derive(Serialize)]
struct Row {
    subject: String,
    board: String,
    from: String,
    days: u16,
    state: &'static str,
    until: String,
    down_on: Option<String>,
    objections: usize,
    answer_by: Option<String>,
}

/// Lists them.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let opened = context.open()?;
    let wanted = |posting: &&Posting| args.all || posting.down_on.is_none();
    let mut postings: Vec<&Posting> = opened.village.postings().filter(wanted).collect();
    postings.sort_by_key(|posting| (posting.may_come_down_on(), posting.id));
    let rows: Vec<Row> = postings.into_iter().map(|posting| row(posting, context.today)).collect();
    Ok(context.answer(&rows, || text(&rows)))
}

fn row(posting: &Posting, today: Day) -> Row {
    let (state, answer_by) = match posting.state(today) {
        PostingState::Up { .. } => ("公示中", None),
        PostingState::Objected { answer_by } => ("异议待答", Some(answer_by)),
        PostingState::MayComeDown { .. } => ("可以撤下", None),
        PostingState::Down => ("已撤下", None),
    };
    Row {
        subject: posting.subject.clone(),
        board: posting.board.clone(),
        from: posting.from.to_string(),
        days: posting.days,
        state,
        until: posting.may_come_down_on().to_string(),
        down_on: posting.down_on.map(|on| on.to_string()),
        objections: posting.objections.len(),
        answer_by: answer_by.map(|on| on.to_string()),
    }
}

fn text(rows: &[Row]) -> String {
    if rows.is_empty() {
        return "没有贴着的公示。\n".to_owned();
    }
    let mut table = Table::new(&["公示什么", "状态", "哪天贴的", "哪天起可撤", "异议", "答复期限", "贴在哪里"]);
    for row in rows {
        table.row(vec![
            row.subject.clone(),
            row.state.to_owned(),
            row.from.clone(),
            row.until.clone(),
            row.objections.to_string(),
            row.answer_by.clone().unwrap_or_default(),
            row.board.clone(),
        ]);
    }
    table.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn a_posting_says_how_it_stands_and_from_when_it_may_come_down() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let village = sample::village(today, 1).village;
        let rows: Vec<Row> = village.postings().map(|posting| row(posting, today)).collect();
        let list = rows.iter().find(|row| row.subject == "低保名单").unwrap();
        assert_eq!((list.state, list.from.as_str(), list.until.as_str()), ("可以撤下", "2026-11-08", "2026-11-24"));
        assert!(rows.iter().any(|row| row.state == "公示中"));
        assert!(rows.iter().filter(|row| row.state == "已撤下").all(|row| row.down_on.is_some()));
    }
}
