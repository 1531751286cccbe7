//! `daiban due`: a due date with its working. It opens no store; a town's own holidays are used where they can be read.

use serde::Serialize;

use crate::desk::town;
use crate::domain::day::Day;
use crate::domain::deadline::{self, DeadlineRule};

use super::context::{Context, day};
use super::exit::{Exit, Failure};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban due 期限 --from 日期", next_help_heading = "选项")]
pub(super) struct Args {
    /// 期限：立即、7天、1周、1月、20工作日
    #[arg(value_name = "期限", value_parser = rule)]
    rule: DeadlineRule,
    /// 起算的那一天，写成 2026-11-24；当天不算
    #[arg(long, value_name = "日期", value_parser = day)]
    from: Day,
}

#[derive(Serialize)]
struct Answer {
    rule: String,
    from: String,
    due: Option<String>,
    working: Vec<String>,
    estimated: bool,
}

/// Computes it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let due = deadline::compute(args.rule, args.from, &[], &context.tables(town::HOLIDAYS).calendar);
    let answer = Answer {
        rule: args.rule.to_string(),
        from: args.from.to_string(),
        due: due.due.map(|due| due.to_string()),
        working: due.working,
        estimated: due.estimated,
    };
    Ok(context.answer(&answer, || {
        let day = due.due.map_or_else(String::new, |due| format!("{due} {}", due.weekday_label()));
        let working: String = answer.working.iter().map(|line| format!("  {line}\n")).collect();
        format!("到期 {day}\n{working}")
    }))
}

fn rule(text: &str) -> Result<DeadlineRule, String> {
    DeadlineRule::parse(text).ok_or_else(|| "期限要写成 立即、7天、1周、1月、20工作日 这样".to_owned())
}
