//! `daiban backup`: a copy of the whole village onto another disk, read back before it counts.

use std::path::PathBuf;

use serde::Serialize;

use crate::desk::backup::{BackedUp, Order};
use crate::desk::error::DeskError;
use crate::desk::{Opened, fresh_mint};
use crate::domain::decide::Now;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::export::the_stick;
use super::out;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban backup [--to 文件夹]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 备份到哪里；不写就备份到插着的那一个U盘
    #[arg(long, value_name = "文件夹")]
    to: Option<PathBuf>,
}

#[derive(Serialize)]
struct Answer {
    path: String,
    changes: u64,
    people: usize,
    tasks: usize,
    sha256: String,
    /// Whether the copy lies on another disk than the data.
    other_disk: bool,
    /// Whether a passphrase is needed to read it.
    sealed: bool,
    /// Older copies beside it that were removed.
    thinned: usize,
}

/// Writes it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let (to, device) = match &args.to {
        Some(to) => (to.clone(), None),
        None => the_stick()?,
    };
    let mut opened = context.open_to_write()?;
    let (done, unrecorded) = write(context, &mut opened, &Order { to, device })?;
    if let Some(fault) = unrecorded {
        out::say(&format!("备份已写好并核对，只是没有记上：{fault}"));
    }
    let answer = Answer {
        path: done.path.display().to_string(),
        changes: done.upto.0,
        people: done.people_count,
        tasks: done.tasks_count,
        sha256: done.sha256,
        other_disk: done.elsewhere,
        sealed: opened.desk.is_sealed(),
        thinned: done.thinned_count,
    };
    if !answer.sealed {
        out::say("这个村的数据没有加密，这份备份谁拿到都能看。请收好，不要放在别人拿得到的地方。");
    }
    if !answer.other_disk {
        out::say("这一份和数据在同一个盘上，盘坏了会一起坏，不算盘外备份。请再备份一份到U盘或另一个盘。");
    }
    let exit = context.answer(&answer, || text(&answer));
    out::close(opened.desk);
    Ok(exit)
}

fn write(context: &Context, opened: &mut Opened, order: &Order) -> Result<(BackedUp, Option<DeskError>), DeskError> {
    let actor = opened.village.info.liaison.clone();
    let now = Now { at: context.at, today: context.today, actor: &actor, tables: &opened.tables };
    let mut line = out::ProgressLine::new();
    opened.desk.back_up(&mut opened.village, &now, order, &mut fresh_mint()?, &mut |what, done, total| {
        line.shown(what, done, total)
    })
}

fn text(answer: &Answer) -> String {
    let Answer { path, changes, people, tasks, thinned, .. } = answer;
    let thinned = if *thinned > 0 { format!("更早的备份清掉了 {thinned} 份。\n") } else { String::new() };
    format!("已备份并核对：{path}\n到第 {changes} 笔，{people} 人，{tasks} 件。\n{thinned}")
}
