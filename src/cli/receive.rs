//! `daiban receive`: the office's replies go to the tasks they speak of: one file, or all that lie in a folder or on the
//! sticks.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::app::replies::{Answered, FoundReply, TakenReply};
use crate::desk::place::at_home;
use crate::desk::receive::NO_CARD;
use crate::desk::receive::find::Reader;
use crate::desk::{Opened, fresh_mint};
use crate::domain::decide::Now;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::out;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban receive [回执文件 | 文件夹]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 镇里的回执文件(.dbr)，或放它们的文件夹；不写就在插着的U盘上找
    #[arg(value_name = "回执文件或文件夹")]
    path: Option<PathBuf>,
}

#[derive(Default, Serialize)]
struct Answer {
    path: String,
    number: Option<u32>,
    package: Vec<u32>,
    answers: usize,
    known: usize,
    conflicts: Vec<ConflictLine>,
    refused: Option<String>,
    #[serde(skip)]
    told: Vec<Answered>,
}

#[derive(Serialize)]
struct ConflictLine {
    no: String,
    said: String,
    why: String,
}

/// Takes them in.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let mut opened = context.open_to_write()?;
    let done = match &args.path {
        Some(path) if !at_home(path).is_dir() => {
            let taken = take(context, &mut opened, path)?;
            let answer = taken.map_err(|why| Failure::refused(format!("{why}。")))?;
            context.answer(&answer, || text(&answer))
        }
        place => all(context, &mut opened, place.as_deref())?,
    };
    out::close(opened.desk);
    Ok(done)
}

/// All that lie there and were not taken in, by their numbers; one that cannot be does not keep the others back.
fn all(context: &Context, opened: &mut Opened, place: Option<&Path>) -> Result<Exit, Failure> {
    let reader = Reader::of(&opened.village).ok_or_else(|| Failure::refused(format!("{NO_CARD}。")))?;
    let found = match place {
        Some(place) => reader.at(place).map_err(|why| Failure::refused(format!("{why}。")))?,
        None => reader.on_sticks(),
    };
    let mut answers = Vec::new();
    for FoundReply { path, head, .. } in found.replies {
        let taken = match head {
            Ok(_) => take(context, opened, &path)?,
            Err(why) => Err(why),
        };
        answers.push(taken.unwrap_or_else(|why| Answer {
            path: path.display().to_string(),
            refused: Some(why),
            ..Answer::default()
        }));
    }
    let is_refused = answers.iter().any(|answer| answer.refused.is_some());
    let done = context.answer(&answers, || match answers.is_empty() {
        true => "没有要收的回执。\n".to_owned(),
        false => answers.iter().map(text).collect(),
    });
    Ok(if is_refused { Exit::Refused } else { done })
}

fn take(context: &Context, opened: &mut Opened, path: &Path) -> Result<Result<Answer, String>, Failure> {
    let Opened { desk, village, tables, .. } = opened;
    let actor = village.info.liaison.clone();
    let now = Now { at: context.at, today: context.today, actor: &actor, tables };
    let taken = desk.take_reply(village, &now, path, &mut fresh_mint()?, &mut Vec::new())?;
    Ok(taken.map(|taken| {
        let TakenReply { number, confirmed, applied, known, conflicts, .. } = taken;
        let conflicts = conflicts.into_iter().map(|it| ConflictLine { no: it.no, said: it.said, why: it.why });
        Answer {
            path: path.display().to_string(),
            number: Some(number),
            package: confirmed,
            answers: applied.len(),
            known: known.len(),
            conflicts: conflicts.collect(),
            refused: None,
            told: applied,
        }
    }))
}

fn text(answer: &Answer) -> String {
    let Some(number) = answer.number else {
        return format!("{} 收不了：{}\n", answer.path, answer.refused.as_deref().unwrap_or_default());
    };
    let mut words = format!("第{number}份回执已收下：");
    if !answer.package.is_empty() {
        let numbers: Vec<String> = answer.package.iter().map(u32::to_string).collect();
        words.push_str(&format!("镇里签收了第{}包；", numbers.join("、")));
    }
    words.push_str(&format!("{}条答复记到了事项上，{}条本来就知道。\n", answer.answers, answer.known));
    for Answered { no, who, said, .. } in &answer.told {
        words.push_str(&format!("  {no} {who}：{said}\n"));
    }
    if !answer.conflicts.is_empty() {
        words.push_str("下面这些和本机对不上，本机没有改，请逐条核对：\n");
    }
    let lines = answer.conflicts.iter().map(|it| format!("  {}：镇里说 {}；{}\n", it.no, it.said, it.why));
    words + &lines.collect::<String>()
}
