//! `daiban restore`: the village made again from a backup, in a place where nothing is; or a look at what it would bring.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::desk::backup::{Restored, check_empty, look, restore, warning};
use crate::desk::{fresh_mint, place, villages};
use crate::domain::village::Village;
use crate::store::backup::restoring::Found;
use crate::store::unlock::Unlock;

use super::context::{Context, unlocked};
use super::exit::{Exit, Failure};
use super::out;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban restore 备份文件 [--dry-run]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 备份文件，名字像「大坪村_2026-11-24_第1234号.dbbak」
    #[arg(value_name = "备份文件", help_heading = "参数")]
    file: PathBuf,
    /// 只看里面有什么，什么都不写
    #[arg(long)]
    dry_run: bool,
}

#[derive(Serialize)]
struct Answer {
    /// The data folder.
    path: String,
    changes: u64,
    people: usize,
    tasks: usize,
    sha256: String,
    village: String,
    households: usize,
    /// When the backup was made.
    made: String,
    /// The days of its first and its last change.
    first: Option<String>,
    last: Option<String>,
    sealed: bool,
}

/// Restores, or looks.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let dir = context.data_folder()?;
    if args.dry_run {
        let found = unlocked(|unlock| {
            let mut line = out::ProgressLine::new();
            let found = look(&args.file, unlock, &mut |what, done, total| line.shown(what, done, total))?;
            warn(&found, &dir, unlock);
            Ok(found)
        })??;
        if let Err(fault) = check_empty(&dir) {
            out::say(&format!("只是看看，什么都没有写。真要恢复，现在还不行：{fault}"));
        }
        let answer = answer(&dir, &found);
        return Ok(context.answer(&answer, || format!("这份备份里有：\n{}什么都没有写。\n", text(&answer))));
    }
    check_empty(&dir)?;
    let restored = unlocked(|unlock| {
        let mut line = out::ProgressLine::new();
        let stamp = (context.at, &mut fresh_mint()?);
        let heard = &mut |what: &str, done, total| line.shown(what, done, total);
        let restored = restore(&args.file, &dir, unlock, stamp, heard)?;
        warn(&restored.found, &dir, unlock);
        Ok(restored)
    })?;
    let Restored { found, unrecorded } = restored?;
    if let Some(fault) = unrecorded {
        out::say(&format!("数据已恢复好，只是「从哪份备份恢复」没有记上：{fault}"));
    }
    out::say("还有更新一些的备份，就先不要登记：换一个空文件夹，恢复那一份。在这里登记了，两份就合不起来了。");
    villages::remember(&found.state.info.name, &dir);
    let answer = answer(&dir, &found);
    Ok(context.answer(&answer, || format!("已恢复到：{}\n{}", answer.path, text(&answer))))
}

/// Says where the same village lies on this machine already.
fn warn(found: &Found<Village>, dir: &Path, unlock: Unlock<'_>) {
    if let Some(words) = place::data_folder(None).ok().and_then(|own| warning(found, &own, dir, unlock)) {
        out::say(&words);
    }
}

fn answer(dir: &Path, found: &Found<Village>) -> Answer {
    let village = &found.state;
    Answer {
        path: dir.display().to_string(),
        changes: found.upto.0,
        people: village.people().len(),
        tasks: village.tasks().len(),
        sha256: found.sha256.clone(),
        village: village.info.name.clone(),
        households: village.households().len(),
        made: found.made_at.to_string(),
        first: found.span.map(|(first, _)| first.day().to_string()),
        last: found.span.map(|(_, last)| last.day().to_string()),
        sealed: found.sealed,
    }
}

fn text(answer: &Answer) -> String {
    let Answer { village, made, changes, households, people, tasks, .. } = answer;
    let days = match (&answer.first, &answer.last) {
        (Some(first), Some(last)) => format!("，从 {first} 记到 {last}"),
        (Some(_) | None, _) => String::new(),
    };
    let sealed =
        if answer.sealed { "加了密，用原来的口令或恢复码打开" } else { "没有加密，谁都能看" };
    format!("{village}，{made} 备份，{changes} 笔{days}。\n{households} 户，{people} 人，{tasks} 件。{sealed}。\n")
}
