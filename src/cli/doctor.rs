//! `daiban doctor`: examines the data folder and mends nothing.

use std::path::Path;

use serde::Serialize;

use crate::desk::town;
use crate::domain::table::TableFault;
use crate::domain::village::Village;
use crate::store::error::{StoreError, reason};
use crate::store::inspect::{Finding, Weight, inspect};
use crate::store::village_ledger::VillageLedger;

use crate::desk::error::DeskError;

use super::context::{Context, unlocked};
use super::exit::{Exit, Failure};

/// What to do about damage.
const FROM_BACKUP: &str = "先把整个数据文件夹复制一份，再用备份恢复";

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
    let dir = context.data_folder()?;
    let (mut sound, mut findings) = (Vec::new(), Vec::new());
    let examined = unlocked(|unlock| Ok(inspect::<VillageLedger>(&dir, unlock)?))?;
    let examined = match examined {
        Err(DeskError::Store(fault)) => Err(fault),
        Err(fault) => return Err(fault.into()),
        Ok(found) => Ok(found),
    };
    let healthy = match examined {
        Ok(found) => {
            let healthy = found.iter().all(|finding| is_healthy(finding.weight));
            let (as_it_should, unsound): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|finding| finding.weight == Weight::Sound);
            sound = as_it_should;
            findings.extend(unsound.iter().map(worded));
            healthy
        }
        Err(fault) => match unreadable(&fault) {
            Some(finding) => {
                findings.push(finding);
                false
            }
            None => return Err(DeskError::from(fault).into()),
        },
    };
    let (_, faults) = town::tables(&dir, &Village::default());
    findings.extend(faults.iter().map(|fault| of_table(&dir, fault)));
    let answer = Answer { healthy, findings };
    context.answer(&answer, || text(&answer, &sound));
    Ok(if healthy { Exit::Done } else { Exit::Damaged })
}

fn is_healthy(weight: Weight) -> bool {
    match weight {
        Weight::Sound | Weight::Unfinished => true,
        Weight::Mendable | Weight::Damage => false,
    }
}

/// What kept the examination from going on, as a finding; `None` where nothing is wrong with the data.
fn unreadable(fault: &StoreError) -> Option<AnswerFinding> {
    const OLD_PROGRAM: &str = "换用写这份数据的程序打开，或者请维护人员转换";
    let (file, what, remedy) = match fault {
        StoreError::InUse { .. }
        | StoreError::NoStore { .. }
        | StoreError::AlreadyThere { .. }
        | StoreError::Locked { .. }
        | StoreError::WrongPassphrase { .. }
        | StoreError::WrongRecoveryCode { .. }
        | StoreError::KeyElsewhere { .. }
        | StoreError::OtherKey { .. } => return None,
        StoreError::NewerProgram { file, found, known } => {
            (file, format!("这份数据是更新版本的程序写的（格式 {found}，本程序认得 {known}）"), "换用新版本程序打开")
        }
        StoreError::OtherFormat { file, found, known } => {
            (file, format!("这份数据的格式是 {found}，本程序用格式 {known}，不能直接打开"), OLD_PROGRAM)
        }
        StoreError::HeaderDamaged { dir } => (dir, "两份首页（header 和 header.2）都读不出来".to_owned(), FROM_BACKUP),
        StoreError::JournalDamaged { file, seq, what } => {
            (file, format!("流水从第 {} 笔起损坏：{what}", seq.0), FROM_BACKUP)
        }
        StoreError::RowsFailed { file, what } => {
            (file, format!("数据表打不开（{what}）"), "关掉程序再打开一次；还不行就用备份恢复")
        }
        StoreError::Io { file, doing, source } => {
            (file, format!("{doing}时出错（{}）", reason(source)), "看看磁盘和文件夹的权限，再检查一次")
        }
    };
    Some(AnswerFinding { file: file.display().to_string(), what, safe: "程序没有改动任何文件", remedy })
}

/// A fault in a file of the town's own tables: the data is whole, only this is not used.
fn of_table(dir: &Path, fault: &TableFault) -> AnswerFinding {
    let line = if fault.line > 0 { format!("第{}行，", fault.line) } else { String::new() };
    AnswerFinding {
        file: town::folder(dir).join(&fault.file).display().to_string(),
        what: format!("{line}{}", fault.message),
        safe: "数据没有影响，只是这一处没有用上",
        remedy: "改好这个文件，再打开程序",
    }
}

fn worded(finding: &Finding) -> AnswerFinding {
    let (safe, remedy) = match finding.weight {
        Weight::Sound => ("", ""),
        Weight::Unfinished => ("记录都在", "照常打开，会自动补上"),
        Weight::Mendable => ("已保存的记录都在", "照常打开一次，会自动补好；打开后再检查一次"),
        Weight::Damage => ("程序没有改动任何文件", FROM_BACKUP),
    };
    AnswerFinding { file: finding.file.display().to_string(), what: finding.text.clone(), safe, remedy }
}

fn text(answer: &Answer, sound: &[Finding]) -> String {
    let mut text: String = sound.iter().map(|it| format!("{}：{}\n", it.file.display(), it.text)).collect();
    for AnswerFinding { file, what, safe, remedy } in &answer.findings {
        text.push_str(&format!("{file}：{what}\n  {safe}。{remedy}。\n"));
    }
    text.push_str(match (answer.healthy, answer.findings.is_empty()) {
        (true, true) => "数据完好。\n",
        (true, false) => "数据完好；上面提醒的几处请看一下。\n",
        (false, _) => "数据有问题，请照上面写的办。\n",
    });
    text
}
