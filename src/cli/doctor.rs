//! `daiban doctor`: examines the data folder and mends nothing.

use serde::Serialize;

use crate::store::inspect::{Finding, Weight, inspect};
use crate::store::village_ledger::VillageLedger;

use crate::desk::error::DeskError;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::passphrase;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban doctor", next_help_heading = "选项")]
pub(super) struct Args {}

#[derive(Serialize)]
struct Answer {
    healthy: bool,
    findings: Vec<AnswerFinding>,
}

#[derive(Serialize)]
struct AnswerFinding {
    file: String,
    what: String,
    safe: &'static str,
    remedy: &'static str,
}

/// Examines it.
pub(super) fn run(context: &Context, _args: &Args) -> Result<Exit, Failure> {
    passphrase::check()?;
    let dir = context.data_folder()?;
    let found = inspect::<VillageLedger>(&dir).map_err(DeskError::from)?;
    let unsound = found.iter().filter(|finding| finding.weight != Weight::Sound);
    let healthy = found.iter().all(|finding| match finding.weight {
        Weight::Sound | Weight::Unfinished => true,
        Weight::Mendable | Weight::Damage => false,
    });
    let answer = Answer { healthy, findings: unsound.map(worded).collect() };
    context.answer(&answer, || text(&answer, &found));
    Ok(if healthy { Exit::Done } else { Exit::Damaged })
}

fn worded(finding: &Finding) -> AnswerFinding {
    let (safe, remedy) = match finding.weight {
        Weight::Sound => ("", ""),
        Weight::Unfinished => ("记录都在", "照常打开，会自动补上"),
        Weight::Mendable => ("已保存的记录都在", "照常打开一次，会自动补好；打开后再检查一次"),
        Weight::Damage => ("程序没有改动任何文件", "先把整个数据文件夹复制一份，再用备份恢复"),
    };
    AnswerFinding { file: finding.file.display().to_string(), what: finding.text.clone(), safe, remedy }
}

fn text(answer: &Answer, found: &[Finding]) -> String {
    let mut text = String::new();
    for finding in found {
        let worded = worded(finding);
        text.push_str(&format!("{}：{}\n", worded.file, worded.what));
        if !worded.remedy.is_empty() {
            text.push_str(&format!("  {}。{}。\n", worded.safe, worded.remedy));
        }
    }
    text.push_str(if answer.healthy { "数据完好。\n" } else { "数据有问题，请照上面写的办。\n" });
    text
}
