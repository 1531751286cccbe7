//! `daiban card` and `daiban office-card`: the public cards that are carried there and back before anything is sealed.

use std::path::PathBuf;

use serde::Serialize;

use crate::desk::correspondence::{own_card, read_card, write_card};
use crate::domain::decide::Now;
use crate::exchange::card::CardKind;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::out;

/// What `card` takes.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban card --to 文件夹", next_help_heading = "选项")]
pub(super) struct Args {
    /// 写到哪个文件夹
    #[arg(long, value_name = "文件夹")]
    to: PathBuf,
}

/// What `office-card` takes.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban office-card 公开卡文件 [--yes]", next_help_heading = "选项")]
pub(super) struct OfficeArgs {
    /// 镇里给的公开卡文件
    #[arg(value_name = "公开卡文件")]
    file: PathBuf,
    /// 指纹已经打电话核对过，一样，收下
    #[arg(long)]
    yes: bool,
}

#[derive(Serialize)]
struct Answer {
    path: String,
    name: String,
    fingerprint: String,
}

#[derive(Serialize)]
struct OfficeAnswer {
    name: String,
    fingerprint: String,
    accepted: bool,
}

/// Writes the village's card, with its keys made where there are none.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let mut opened = context.open_to_write()?;
    let actor = opened.village.info.liaison.clone();
    let now = Now { at: context.at, today: context.today, actor: &actor, tables: &opened.tables };
    opened.desk.have_keys(&mut opened.village, &now)?;
    let card = own_card(&opened.village).ok_or_else(|| Failure::damaged("本村的密钥读不出来，公开卡没有写。"))?;
    let path = write_card(&card, &args.to).map_err(Failure::refused)?;
    let answer =
        Answer { path: path.display().to_string(), name: card.name.clone(), fingerprint: card.keys.fingerprint() };
    let done = context.answer(&answer, || {
        format!(
            "公开卡已写好：{}\n指纹：{}\n请把这个文件交给镇里，再打电话把指纹念给他们核对。卡里没有秘密，不怕别人看见。\n",
            answer.path, answer.fingerprint
        )
    });
    out::close(opened.desk);
    Ok(done)
}

/// Takes in the office's card, once its fingerprint was compared.
pub(super) fn run_office(context: &Context, args: &OfficeArgs) -> Result<Exit, Failure> {
    let card = read_card(&args.file, CardKind::Office).map_err(|fault| Failure::refused(format!("{fault}。")))?;
    let mut answer = OfficeAnswer { name: card.name.clone(), fingerprint: card.keys.fingerprint(), accepted: false };
    let told = format!("收件单位：{}\n指纹：{}\n", answer.name, answer.fingerprint);
    if !args.yes {
        let done = context.answer(&answer, || {
            format!("{told}还没有收下。请打电话给镇里核对指纹，一样的话加上 --yes 再运行一次；不一样就不要收。\n")
        });
        return Ok(if done == Exit::Done { Exit::Refused } else { done });
    }
    let mut opened = context.open_to_write()?;
    let actor = opened.village.info.liaison.clone();
    let now = Now { at: context.at, today: context.today, actor: &actor, tables: &opened.tables };
    opened.desk.accept_office(&mut opened.village, &now, &card)?;
    answer.accepted = true;
    let done = context.answer(&answer, || format!("{told}已收下，以后交表都加密，只有这个单位打得开。\n"));
    out::close(opened.desk);
    Ok(done)
}
