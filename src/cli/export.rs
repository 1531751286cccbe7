//! `daiban export`: the package for the town, written to a folder or a stick.

use std::path::PathBuf;

use serde::Serialize;

use crate::desk::error::DeskError;
use crate::desk::export::{Exported, Order};
use crate::desk::places::{stick_at, sticks};
use crate::desk::{Opened, fresh_mint};
use crate::domain::decide::Now;
use crate::domain::package::Manner;
use crate::exchange::package::Closing;
use crate::exchange::package::error::Cause;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::out;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "daiban export [--to 文件夹] [--all] [--locked | --plain] [--reason 原因]",
    next_help_heading = "选项"
)]
pub(super) struct Args {
    /// 写到哪里；不写就写到插着的那一个U盘
    #[arg(long, value_name = "文件夹")]
    to: Option<PathBuf>,
    /// 全部内容都交，不只是新的
    #[arg(long)]
    all: bool,
    /// 只交一张带密码的表，WPS 和 Excel 打得开；密码打电话告诉镇里
    #[arg(long, conflicts_with = "plain")]
    locked: bool,
    /// 不加密的普通文件夹，谁拿到都能看；不写这两样的，收过镇里公开卡的加密，没收过的不加密
    #[arg(long)]
    plain: bool,
    /// 写到没登记的U盘上时，为什么用它
    #[arg(long, value_name = "原因", default_value = "", hide_default_value = true)]
    reason: String,
}

#[derive(Default, Serialize)]
struct Answer {
    package: Option<String>,
    number: Option<u32>,
    path: Option<String>,
    sealed: bool,
    password: Option<String>,
    people: usize,
    tasks: usize,
    sha256: Option<String>,
    confirmed: bool,
}

/// Writes it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let (to, device) = match &args.to {
        Some(to) => (to.clone(), None),
        None => the_stick()?,
    };
    let mut opened = context.open_to_write()?;
    let manner = match (args.locked, args.plain) {
        (true, _) => Manner::Locked,
        (_, true) => Manner::Open,
        (false, false) => Manner::ForOffice,
    };
    let stick = stick_at(&to, &args.reason);
    let order = Order { to, device, stick, everything: args.all, manner };
    let exported = match write(context, &mut opened, &order) {
        Err(DeskError::Package(fault)) if matches!(fault.cause, Cause::NothingNew | Cause::NothingAtAll) => {
            out::say(&format!("{fault}。"));
            if context.json() {
                out::print_json(&Answer::default());
            }
            return Ok(Exit::Refused);
        }
        other => other?,
    };
    if manner == Manner::ForOffice && matches!(exported.closing, Closing::Open) {
        out::say("还没有登记镇里的公开卡，这一包没有加密。请亲手交给镇里，不要放在别人拿得到的地方。");
    }
    let answer = Answer {
        package: Some(exported.written.name),
        number: Some(exported.number),
        path: Some(exported.written.path.display().to_string()),
        sealed: matches!(exported.closing, Closing::Sealed(_)),
        password: match &exported.closing {
            Closing::Locked(password) => Some(password.digits().to_owned()),
            Closing::Open | Closing::Sealed(_) => None,
        },
        people: exported.people_count,
        tasks: exported.tasks_count,
        sha256: Some(exported.written.sha256),
        ..Answer::default()
    };
    let done = context.answer(&answer, || text(&answer));
    out::close(opened.desk);
    Ok(done)
}

fn write(context: &Context, opened: &mut Opened, order: &Order) -> Result<Exported, DeskError> {
    let actor = opened.village.info.liaison.clone();
    let now = Now { at: context.at, today: context.today, actor: &actor, tables: &opened.tables };
    let mut line = out::ProgressLine::new();
    opened.desk.export(&mut opened.village, &now, order, &mut fresh_mint()?, &mut |what, done, total| {
        line.shown(what, done, total)
    })
}

/// The one stick that is plugged in.
pub(super) fn the_stick() -> Result<(PathBuf, Option<u64>), Failure> {
    let sticks: Vec<_> = sticks().into_iter().filter(|stick| stick.removable && !stick.read_only).collect();
    match sticks.as_slice() {
        [stick] => Ok((stick.path.clone(), stick.device)),
        [] => Err(Failure::refused("没有找到U盘。请插好U盘再试，或用 --to 指明一个文件夹。")),
        several => {
            let paths: Vec<_> = several.iter().map(|stick| stick.path.display().to_string()).collect();
            Err(Failure::refused(format!("插着几个U盘：{}。请用 --to 指明写到哪一个。", paths.join(" "))))
        }
    }
}

fn text(answer: &Answer) -> String {
    let mut text = format!(
        "已写好并核对：{}\n第 {} 包，{} 人，{} 件{}。\n",
        answer.path.as_deref().unwrap_or_default(),
        answer.number.unwrap_or_default(),
        answer.people,
        answer.tasks,
        if answer.sealed { "，只有镇里打得开" } else { "" }
    );
    if let Some(password) = &answer.password {
        text.push_str(&format!(
            "打开密码：{password}（16位数字，中间没有空格）。请打电话告诉镇里，不要写在盘上、不要发微信。\n"
        ));
    }
    text
}
