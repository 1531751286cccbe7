//! `daiban receive`: the office's reply goes to the tasks it speaks of.

use std::path::PathBuf;

use serde::Serialize;

use crate::desk::fresh_mint;
use crate::desk::receive::TakenReply;
use crate::domain::decide::Now;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::out;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban receive 回执文件", next_help_heading = "选项")]
pub(super) struct Args {
    /// 镇里的回执文件(.dbr)
    #[arg(value_name = "回执文件")]
    path: PathBuf,
}

#[derive(Serialize)]
struct Answer {
    number: u32,
    package: Vec<u32>,
    answers: usize,
    known: usize,
    conflicts: Vec<ConflictLine>,
}

#[derive(Serialize)]
struct ConflictLine {
    no: String,
    said: String,
    why: String,
}

/// Takes it in.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let mut opened = context.open_to_write()?;
    let actor = opened.village.info.liaison.clone();
    let now = Now { at: context.at, today: context.today, actor: &actor, tables: &opened.tables };
    let taken = opened.desk.take_reply(&mut opened.village, &now, &args.path, &mut fresh_mint()?)?;
    let TakenReply { number, confirmed, applied, known, conflicts } =
        taken.map_err(|why| Failure::refused(format!("{why}。")))?;
    let conflicts = conflicts.into_iter().map(|it| ConflictLine { no: it.no, said: it.said, why: it.why }).collect();
    let answer = Answer { number, package: confirmed, answers: applied, known, conflicts };
    let done = context.answer(&answer, || text(&answer));
    out::close(opened.desk);
    Ok(done)
}

fn text(answer: &Answer) -> String {
    let mut words = format!("第{}份回执已收下：", answer.number);
    if !answer.package.is_empty() {
        let numbers: Vec<String> = answer.package.iter().map(u32::to_string).collect();
        words.push_str(&format!("镇里签收了第{}包；", numbers.join("、")));
    }
    words.push_str(&format!("{}条答复记到了事项上，{}条本来就知道。\n", answer.answers, answer.known));
    if !answer.conflicts.is_empty() {
        words.push_str("下面这些和本机对不上，本机没有改，请逐条核对：\n");
    }
    let lines = answer.conflicts.iter().map(|it| format!("  {}：镇里说 {}；{}\n", it.no, it.said, it.why));
    words + &lines.collect::<String>()
}
