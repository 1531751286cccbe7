//! How the office's book is kept: copied onto another disk, and made again from a copy.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{close, open};
use crate::cli::context::{Context, unlocked, unlocked_by};
use crate::cli::exit::{Exit, Failure};
use crate::cli::export::the_stick;
use crate::cli::out;
use crate::cli::passphrase::Whose;
use crate::cli::passphrase_change::{self, Change, Opening, change};
use crate::desk::backup::{Order, check_empty};
use crate::desk::error::DeskError;
use crate::desk::office::OfficeDesk;
use crate::desk::office::keeping::{OfficeCopy, look, restore};
use crate::domain::office::Office;
use crate::domain::office::outlook::Standing;
use crate::store::backup::restoring::Found;

#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban office backup [--to 文件夹]", next_help_heading = "选项")]
pub(super) struct BackupArgs {
    /// 备份到哪里；不写就备份到插着的那一个U盘
    #[arg(long, value_name = "文件夹")]
    to: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban office restore 备份文件 [--dry-run]", next_help_heading = "选项")]
pub(super) struct RestoreArgs {
    /// 备份文件，名字像「慈云镇便民服务中心_2026-11-24_第1234号.dbbak」
    #[arg(value_name = "备份文件", help_heading = "参数")]
    file: PathBuf,
    /// 只看里面有什么，什么都不写
    #[arg(long)]
    dry_run: bool,
}

/// What a copy holds.
#[derive(Serialize)]
struct Held {
    name: String,
    villages: usize,
    households: usize,
    people: usize,
    tasks: usize,
}

#[derive(Serialize)]
struct BackupAnswer {
    path: String,
    changes: u64,
    #[serde(flatten)]
    held: Held,
    sha256: String,
    /// Whether the copy lies on another disk than the data.
    other_disk: bool,
    /// Whether a passphrase is needed to read it.
    sealed: bool,
    /// Older copies beside it that were removed.
    thinned: usize,
}

#[derive(Serialize)]
struct RestoreAnswer {
    /// The data folder.
    path: String,
    changes: u64,
    #[serde(flatten)]
    held: Held,
    sha256: String,
    /// When the backup was made.
    made: String,
    sealed: bool,
}

impl Held {
    fn of(context: &Context, office: &Office) -> Held {
        let name = super::name_of(office);
        let mut held = Held { name, villages: 0, households: 0, people: 0, tasks: 0 };
        for standing in office.villages().map(|village| Standing::of(office, village, context.today)) {
            held.villages += 1;
            held.households += standing.households;
            held.people += standing.people;
            held.tasks += standing.tasks;
        }
        held
    }

    fn words(&self) -> String {
        let Held { villages, households, people, tasks, .. } = self;
        format!("{villages} 个村，{households} 户，{people} 人，{tasks} 件")
    }
}

/// Puts another passphrase, and where a sheet is asked for another recovery code, in the place of the old one.
pub(super) fn passphrase(context: &Context, args: &passphrase_change::Args) -> Result<Exit, Failure> {
    let dir = context.data_folder()?;
    let (opened, credential) = unlocked_by(|unlock| OfficeDesk::open(&dir, unlock, &mut |_| {}), Whose::Village)?;
    let (mut desk, office) = opened?;
    let whose = super::name_of(&office);
    let old = credential.filter(|_| desk.is_sealed());
    let done = change(context, args, Opening { old, whose: &whose, dir: &dir }, &mut |old, change| match change {
        Change::Passphrase(new) => desk.change_passphrase(old, new),
        Change::Code(new) => desk.change_code(new),
    })?;
    close(desk);
    Ok(done)
}

/// Writes a copy.
pub(super) fn backup(context: &Context, args: &BackupArgs) -> Result<Exit, Failure> {
    let (to, device) = match &args.to {
        Some(to) => (to.clone(), None),
        None => the_stick()?,
    };
    let (mut desk, mut office) = open(context)?;
    let mut line = out::ProgressLine::new();
    let order = Order { to, device };
    let actor = super::name_of(&office);
    let now = super::now(context, &actor);
    let copied = desk.back_up(&mut office, &now, &order, &mut |what, done, total| line.shown(what, done, total));
    let (OfficeCopy { written, elsewhere }, noted) = copied.map_err(DeskError::from)?;
    if let Err(fault) = noted {
        out::say(&format!("备份写好了，是好的；只是收件资料里没有记下这一次（{fault}），过几天会再提醒备份。"));
    }
    let answer = BackupAnswer {
        path: written.path.display().to_string(),
        changes: written.upto.0,
        held: Held::of(context, &written.state),
        sha256: written.sha256,
        other_disk: elsewhere,
        sealed: desk.is_sealed(),
        thinned: written.thinned,
    };
    if !answer.other_disk {
        out::say("这一份和数据在同一个盘上，盘坏了会一起坏，不算盘外备份。请再备份一份到U盘或另一个盘。");
    }
    let done = context.answer(&answer, || {
        let BackupAnswer { path, changes, held, thinned, .. } = &answer;
        let thinned = if *thinned > 0 { format!("更早的备份清掉了 {thinned} 份。\n") } else { String::new() };
        format!("已备份并核对：{path}\n到第 {changes} 笔，{}。\n{thinned}", held.words())
    });
    close(desk);
    Ok(done)
}

/// Makes the book again, or looks at what a copy holds.
pub(super) fn restored(context: &Context, args: &RestoreArgs) -> Result<Exit, Failure> {
    let dir = context.data_folder()?;
    if args.dry_run {
        let found = unlocked(|unlock| {
            let mut line = out::ProgressLine::new();
            look(&args.file, unlock, &mut |what, done, total| line.shown(what, done, total))
        })??;
        if let Err(fault) = check_empty(&dir) {
            out::say(&format!("只是看看，什么都没有写。真要恢复，现在还不行：{fault}"));
        }
        let answer = answer(context, &dir, &found);
        return Ok(context.answer(&answer, || format!("这份备份里有：\n{}什么都没有写。\n", text(&answer))));
    }
    check_empty(&dir)?;
    let (found, noted) = unlocked(|unlock| {
        let mut line = out::ProgressLine::new();
        restore(&args.file, &dir, unlock, (context.at, context.today), &mut |what, done, total| {
            line.shown(what, done, total)
        })
    })??;
    if let Err(fault) = noted {
        out::say(&format!("资料已经恢复，是好的；只是没有记下这一次恢复（{fault}）。请先收各村新的一包，再写回执。"));
    }
    out::say("备份以后收过的包、记过的答复不在里面：请把这些包再收一次，答复再记一次。");
    let answer = answer(context, &dir, &found);
    Ok(context.answer(&answer, || format!("已恢复到：{}\n{}", answer.path, text(&answer))))
}

fn answer(context: &Context, dir: &Path, found: &Found<Office>) -> RestoreAnswer {
    RestoreAnswer {
        path: dir.display().to_string(),
        changes: found.upto.0,
        held: Held::of(context, &found.state),
        sha256: found.sha256.clone(),
        made: found.made_at.to_string(),
        sealed: found.sealed,
    }
}

fn text(answer: &RestoreAnswer) -> String {
    let RestoreAnswer { changes, held, made, sealed, .. } = answer;
    let opens = if *sealed { "用原来的口令或恢复码打开。" } else { "" };
    format!("{}，{made} 备份，{changes} 笔。\n{}。{opens}\n", held.name, held.words())
}
