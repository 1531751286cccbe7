//! `daiban takeover`: the successor's village made of a pack, in a place where nothing is.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::desk::backup::check_empty;
use crate::desk::handover::{look_at_pack, take_over};
use crate::desk::villages;
use crate::domain::handover::Handover;
use crate::domain::village::Village;
use crate::seal::slot::Cost;
use crate::store::backup::restoring::Found;
use crate::store::backup::taking_over::NewCode;

use super::context::{Context, Keyring};
use super::exit::{Exit, Failure};
use super::out;
use super::passphrase::{self, Occasion, Sheet, Whose};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "daiban takeover 交接包 [--phone 电话] [--recovery 文件] [--dry-run]",
    next_help_heading = "选项"
)]
pub(super) struct Args {
    /// 交接包，名字像「大坪村_交接_2026-11-24_第1234号.dbjj」
    #[arg(value_name = "交接包", help_heading = "参数")]
    file: PathBuf,
    /// 恢复单写到这个文件；不写，有终端时就在屏幕上抄一遍
    #[arg(long, value_name = "文件")]
    recovery: Option<PathBuf>,
    /// 接手人自己的电话，印在回执上；以后也能在屏幕上改
    #[arg(long, value_name = "电话", default_value = "", hide_default_value = true)]
    phone: String,
    /// 只看里面有什么、数目对不对，什么都不写
    #[arg(long)]
    dry_run: bool,
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
    /// Which liaison of this village it is.
    #[serde(skip)]
    liaison_no: u32,
    open_tasks: u64,
    /// Originals in custody.
    originals: u64,
}

/// Takes over.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let dir = context.data_folder()?;
    if args.dry_run {
        return look(context, args, &dir);
    }
    check_empty(&dir)?;
    // What is wrong with the pack or the passphrase is told before anybody copies down a code.
    let mut keyring = Keyring::of(Whose::Pack);
    let found = looked_at(context, args, &mut keyring)?;
    let info = &found.state.info;
    let sheet = Sheet {
        village: &format!("{}{}", info.township, info.name),
        on: context.at.day(),
        file: args.recovery.as_deref(),
        occasion: Occasion::TakingOver,
    };
    let code = passphrase::own_code(&sheet)?;
    let taken = keyring.unlocked(|unlock| {
        let code = code.as_ref().map(|code| NewCode { cost: Cost::OFFICER, code });
        let mut line = out::ProgressLine::new();
        let stamp = (context.at, args.phone.as_str());
        take_over(&args.file, &dir, (unlock, code), stamp, &mut |what, done, total| line.shown(what, done, total))
    });
    let taken = taken.and_then(|taken| Ok(taken?)).inspect_err(|_| sheet.withdraw())?;
    villages::remember(&taken.state.info.name, &dir);
    let path = std::path::absolute(&dir).unwrap_or(dir).display().to_string();
    let answer = answer(path, &taken);
    Ok(context.answer(&answer, || text(&answer)))
}

fn looked_at(context: &Context, args: &Args, keyring: &mut Keyring) -> Result<Found<Village>, Failure> {
    let found = keyring.unlocked(|unlock| {
        let mut line = out::ProgressLine::new();
        let stamp = (context.at, args.phone.as_str());
        look_at_pack(&args.file, unlock, stamp, &mut |what, done, total| line.shown(what, done, total))
    })??;
    Ok(found)
}

/// Says what a taking over would bring, and what stands in its way.
fn look(context: &Context, args: &Args, dir: &Path) -> Result<Exit, Failure> {
    let found = looked_at(context, args, &mut Keyring::of(Whose::Pack))?;
    if let Err(fault) = check_empty(dir) {
        out::say(&format!("只是看看，什么都没有写。真要接任，现在还不行：{fault}"));
    }
    let answer = answer(dir.display().to_string(), &found);
    Ok(context.answer(&answer, || {
        let Answer { changes, people, tasks, village, households, from, liaison, open_tasks, originals, .. } = &answer;
        format!(
            "这份交接包是完好的：{from}把{village}交给{liaison}。数目和包里写的一样：\n\
             {changes} 笔，{households} 户，{people} 人，{tasks} 件，其中没办完 {open_tasks} 件，代管证件 {originals} 件。\n\
             什么都没有写。\n"
        )
    }))
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
        liaison_no: village.liaison_no(),
        open_tasks: taken.map_or(0, |taken| taken.counts.open_tasks),
        originals: taken.map_or(0, |taken| taken.counts.holds_out),
    }
}

fn text(answer: &Answer) -> String {
    let Answer {
        path,
        changes,
        people,
        tasks,
        village,
        households,
        from,
        liaison,
        liaison_no,
        open_tasks,
        originals,
        ..
    } = answer;
    format!(
        "{liaison}已从{from}手里接任，是{village}第 {liaison_no} 任代办员。数目和交接包里的一样：\n\
         {changes} 笔，{households} 户，{people} 人，{tasks} 件，其中没办完 {open_tasks} 件，代管证件 {originals} 件。\n\
         数据在 {path}\n\
         请对着交接单当面点清证件和钱，签字。以后直接运行 daiban。\n"
    )
}
