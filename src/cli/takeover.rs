//! `daiban takeover`: the successor's village made of a pack, in a place where nothing is.

use std::path::PathBuf;

use serde::Serialize;

use crate::desk::backup::check_empty;
use crate::desk::handover::take_over;
use crate::domain::handover::Handover;
use crate::domain::village::Village;
use crate::seal::slot::Cost;
use crate::store::backup::restoring::Found;
use crate::store::backup::taking_over::NewCode;

use super::context::{Context, unlocked};
use super::exit::{Exit, Failure};
use super::out;
use super::passphrase::{self, Occasion, Sheet};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban takeover 交接包 [--recovery 文件]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 交接包，名字像「大坪村_交接_2026-11-24_第1234号.dbjj」
    #[arg(value_name = "交接包", help_heading = "参数")]
    file: PathBuf,
    /// 恢复单写到这个文件；不写，有终端时就在屏幕上抄一遍
    #[arg(long, value_name = "文件")]
    recovery: Option<PathBuf>,
}

#[derive(Serialize)]
struct Answer {
    /// The data folder.
    path: String,
    /// The last change of the predecessor's; the taking over is one more.
    changes: u64,
    people: usize,
    tasks: usize,
    sha256: String,
    village: String,
    households: usize,
    from: String,
    liaison: String,
    term: u32,
    open_tasks: u64,
    /// Originals in custody.
    originals: u64,
}

/// Takes over.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let dir = context.data_folder()?;
    check_empty(&dir)?;
    let sheet = Sheet {
        village: &args.file.file_stem().unwrap_or_default().to_string_lossy(),
        on: context.at.day(),
        file: args.recovery.as_deref(),
        occasion: Occasion::TakingOver,
    };
    let code = passphrase::successors_code(&sheet)?;
    let taken = unlocked(|unlock| {
        let code = code.as_ref().map(|code| NewCode { cost: Cost::OFFICER, code });
        let mut line = out::ProgressLine::new();
        take_over(&args.file, &dir, (unlock, code), context.at, &mut |what, done, total| {
            line.show(what, done, total);
            true
        })
    });
    let taken = taken.and_then(|taken| Ok(taken?)).inspect_err(|_| sheet.withdraw())?;
    let path = std::path::absolute(&dir).unwrap_or(dir).display().to_string();
    let answer = answer(path, &taken);
    Ok(context.answer(&answer, || text(&answer)))
}

fn answer(path: String, found: &Found<Village>) -> Answer {
    let village = &found.state;
    let taken = village.handovers().max_by_key(|handover| handover.term);
    Answer {
        path,
        changes: found.upto.0,
        people: village.people().len(),
        tasks: village.tasks().len(),
        sha256: found.sha256.clone(),
        village: village.info.name.clone(),
        households: village.households().len(),
        from: taken.map(|taken: &Handover| taken.from.clone()).unwrap_or_default(),
        liaison: village.info.liaison.clone(),
        term: village.term(),
        open_tasks: taken.map_or(0, |taken| taken.counts.open_tasks),
        originals: taken.map_or(0, |taken| taken.counts.holds_out),
    }
}

fn text(answer: &Answer) -> String {
    let Answer {
        path, changes, people, tasks, village, households, from, liaison, term, open_tasks, originals, ..
    } = answer;
    format!(
        "{liaison}已从{from}手里接任，是{village}第 {term} 任代办员。数目和交接包里的一样：\n\
         {changes} 笔，{households} 户，{people} 人，{tasks} 件，其中没办完 {open_tasks} 件，代管证件 {originals} 件。\n\
         数据在 {path}\n\
         请对着交接单当面点清证件和钱，签字。以后直接运行 daiban。\n"
    )
}
