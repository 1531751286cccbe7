//! `daiban office`: the other side of the stick. The town's office takes packages in, answers, and looks over its villages.

mod keeping;
mod work;

use std::path::PathBuf;

use clap::Subcommand;
use serde::Serialize;

use crate::desk::correspondence::{read_card, write_card};
use crate::desk::error::DeskError;
use crate::desk::fresh_mint;
use crate::desk::office::{OfficeDesk, OfficeNow, own_card};
use crate::domain::office::Office;
use crate::exchange::card::CardKind;
use crate::store::error::StoreError;

use crate::term::clock;

use super::context::{Context, unlocked};
use super::doctor;
use super::exit::{Exit, Failure};
use super::out;
use super::passphrase::{self, Occasion, Sheet};
use super::passphrase_change;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "daiban office 做什么",
    next_help_heading = "选项",
    subcommand_help_heading = "做什么",
    disable_help_subcommand = true
)]
pub(super) struct Args {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 建收件资料：镇里第一次使用时做一次，定口令
    Init(InitArgs),
    /// 写镇里的公开卡，交给各村
    Card(CardArgs),
    /// 登记一个村的公开卡
    Enrol(EnrolArgs),
    /// 收村里交的包
    Receive(ReceiveArgs),
    /// 各村情况：收到第几包、缺哪包、在办、超期、没答复
    Status(StatusArgs),
    /// 写各村汇总表，空栏由窗口填办理情况
    Table(TableArgs),
    /// 读填好的汇总表，记下答复
    Answer(AnswerArgs),
    /// 写回执，带回村里
    Reply(ReplyArgs),
    /// 把收件资料备份到U盘
    Backup(keeping::BackupArgs),
    /// 从备份恢复收件资料
    Restore(keeping::RestoreArgs),
    /// 检查收件资料好不好，坏了的用 --repair 修
    Doctor(doctor::Args),
    /// 改口令；加 --recovery 恢复码也换
    Passphrase(passphrase_change::Args),
}

#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban office init --name 收件单位 --town 镇名", next_help_heading = "选项")]
struct InitArgs {
    /// 收件单位，写全称，如慈云镇便民服务中心
    #[arg(long, value_name = "收件单位")]
    name: String,
    /// 镇(街)名，写全称
    #[arg(long, value_name = "镇名")]
    town: String,
    /// 恢复单写到这个文件；不写，有终端时就在屏幕上抄一遍
    #[arg(long, value_name = "文件")]
    recovery: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban office card --to 文件夹", next_help_heading = "选项")]
struct CardArgs {
    /// 写到哪个文件夹
    #[arg(long, value_name = "文件夹")]
    to: PathBuf,
}

#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban office enrol 公开卡文件 [--yes] [--replace]", next_help_heading = "选项")]
struct EnrolArgs {
    /// 村里给的公开卡文件
    #[arg(value_name = "公开卡文件")]
    file: PathBuf,
    /// 指纹已经打电话核对过，一样，登记
    #[arg(long)]
    yes: bool,
    /// 这个村换了公开卡，已经问清为什么，用新的
    #[arg(long)]
    replace: bool,
}

#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban office receive 包或文件夹...", next_help_heading = "选项")]
struct ReceiveArgs {
    /// 加密包的文件(.dbx)，或者放着它们的文件夹；不加密的是给人看的，不收
    #[arg(value_name = "包或文件夹", required = true)]
    paths: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban office status", next_help_heading = "选项")]
struct StatusArgs {}

#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban office table --out 文件.xlsx [--all]", next_help_heading = "选项")]
struct TableArgs {
    /// 写到哪个文件
    #[arg(long, value_name = "文件.xlsx")]
    out: PathBuf,
    /// 办完的也列
    #[arg(long)]
    all: bool,
}

#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban office answer 填好的汇总表.xlsx", next_help_heading = "选项")]
struct AnswerArgs {
    /// 填好的汇总表：收件、退件、可取、取走各写日期，退件写缺什么；一格看不懂就一件都不存
    #[arg(value_name = "文件.xlsx")]
    file: PathBuf,
}

#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban office reply 文件夹 [--village 村名]", next_help_heading = "选项")]
struct ReplyArgs {
    /// 写到哪个文件夹
    #[arg(value_name = "文件夹")]
    to: PathBuf,
    /// 只写这个村的
    #[arg(long, value_name = "村名")]
    village: Option<String>,
}

#[derive(Serialize)]
struct CardAnswer {
    path: Option<String>,
    name: String,
    fingerprint: String,
    accepted: bool,
}

/// Does it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let Some(what) = &args.what else {
        return Err(Failure::usage(
            "office 后面要写做什么：init、card、enrol、receive、status、table、answer、reply、backup、restore、doctor、passphrase。daiban office --help 看用法。",
        ));
    };
    match what {
        What::Init(args) => init(context, args),
        What::Card(args) => card(context, args),
        What::Enrol(args) => enrol(context, args),
        What::Receive(args) => work::receive(context, args),
        What::Status(_) => work::status(context),
        What::Table(args) => work::table(context, args),
        What::Answer(args) => work::answer(context, args),
        What::Reply(args) => work::reply(context, args),
        What::Backup(args) => keeping::backup(context, args),
        What::Restore(args) => keeping::restored(context, args),
        What::Doctor(args) => doctor::run_office(context, args),
        What::Passphrase(args) => keeping::passphrase(context, args),
    }
}

fn open(context: &Context) -> Result<(OfficeDesk, Office), Failure> {
    let dir = context.data_folder()?;
    Ok(unlocked(|unlock| OfficeDesk::open(&dir, unlock, &mut |_| {}))??)
}

fn name_of(office: &Office) -> String {
    office.info().map(|info| info.name.clone()).unwrap_or_default()
}

fn now<'a>(context: &Context, actor: &'a str) -> OfficeNow<'a> {
    OfficeNow { at: context.at, today: context.today, actor }
}

fn close(desk: OfficeDesk) {
    if let Err(fault) = desk.close(clock::now()) {
        out::unrested(&fault);
    }
}

fn init(context: &Context, args: &InitArgs) -> Result<Exit, Failure> {
    let dir = context.data_folder()?;
    if OfficeDesk::is_there(&dir) {
        return Err(DeskError::from(StoreError::AlreadyThere { dir }).into());
    }
    let sheet = Sheet {
        village: args.name.trim(),
        on: context.at.day(),
        file: args.recovery.as_deref(),
        occasion: Occasion::Founding,
    };
    let keys = passphrase::new_keys(&sheet)?;
    let now = OfficeNow { at: context.at, today: context.today, actor: args.name.trim() };
    let (desk, office) = OfficeDesk::found(&dir, Some(&keys), &now, (&args.name, &args.town)).inspect_err(|_| {
        // Once there is a store, its code is on this sheet and nowhere else.
        if !OfficeDesk::is_there(&dir) {
            sheet.withdraw();
        }
    })?;
    let card = own_card(&office).ok_or_else(|| Failure::damaged("密钥读不出来。"))?;
    let answer =
        CardAnswer { path: None, name: card.name.clone(), fingerprint: card.keys.fingerprint(), accepted: true };
    let done = context.answer(&answer, || {
        format!(
            "{}的收件资料建好了。\n指纹：{}\n下一步：daiban office card --to U盘，把公开卡交给各村；村里的卡用 daiban office enrol 登记。\n",
            answer.name, answer.fingerprint
        )
    });
    close(desk);
    Ok(done)
}

fn card(context: &Context, args: &CardArgs) -> Result<Exit, Failure> {
    let (desk, office) = open(context)?;
    let card = own_card(&office).ok_or_else(|| Failure::damaged("镇里的密钥读不出来，公开卡没有写。"))?;
    let path = write_card(&card, &args.to).map_err(Failure::refused)?;
    let answer = CardAnswer {
        path: Some(path.display().to_string()),
        name: card.name.clone(),
        fingerprint: card.keys.fingerprint(),
        accepted: true,
    };
    let done = context.answer(&answer, || {
        format!(
            "公开卡已写好：{}\n指纹：{}\n村里打电话来核对时，把指纹念给他们。\n",
            path.display(),
            answer.fingerprint
        )
    });
    close(desk);
    Ok(done)
}

fn enrol(context: &Context, args: &EnrolArgs) -> Result<Exit, Failure> {
    let card = read_card(&args.file, CardKind::Village).map_err(|fault| Failure::refused(format!("{fault}。")))?;
    let mut answer =
        CardAnswer { path: None, name: card.name.clone(), fingerprint: card.keys.fingerprint(), accepted: false };
    let told = format!("村：{}，代办员：{}\n指纹：{}\n", card.name, card.liaison, answer.fingerprint);
    if !args.yes {
        context.answer(&answer, || {
            format!("{told}还没有登记。请打电话给代办员核对指纹，一样的话加上 --yes 再运行一次；不一样就不要登记。\n")
        });
        return Ok(Exit::Refused);
    }
    let (mut desk, mut office) = open(context)?;
    let actor = name_of(&office);
    desk.enrol(&mut office, &now(context, &actor), (&card, args.replace), &mut fresh_mint()?)?;
    answer.accepted = true;
    let done = context.answer(&answer, || format!("{told}已登记，以后收得下这个村的加密包。\n"));
    close(desk);
    Ok(done)
}
