//! Layer 4: the command line, a contract with people, scripts and the office's computer.
//!
//! Here are the arguments; each subcommand is a file with the few lines that call the library. No rule is here: what is
//! refused is refused by the domain, the desk or the exchange, and only worded as an exit status.

mod appraisal;
mod backup;
mod card;
mod context;
mod demo;
mod doctor;
mod due;
mod exit;
mod export;
mod fill;
mod flags;
mod forms;
mod handbook;
mod handover;
mod households;
mod id;
mod import;
mod init;
mod keys;
mod matters;
mod meeting;
mod office;
mod out;
mod pairings;
mod passphrase;
mod passphrase_change;
mod postings;
mod receive;
mod repair;
mod restore;
mod retention;
mod returned;
mod screen;
mod sheet;
mod supervision;
mod table;
mod takeover;
mod tasks;
mod today;
mod usage;
mod verify;
mod visits;
mod whom;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use context::{Context, GlobalArgs};
use exit::{Exit, Failure};

use crate::desk::is_store_thread;
use crate::disk::{drives, private};

/// How a page of help is laid out; every word of it is ours.
const HELP_TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "daiban",
    version,
    about = "代办：村干部的代办台账，不用联网。不写命令就打开屏幕",
    override_usage = "daiban [选项] [命令]",
    subcommand_help_heading = "命令",
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true,
    after_help = "每个命令后面加 --help 看它的用法，例如 daiban import --help。"
)]
struct Cli {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    command: Option<Subcommands>,
}

#[derive(Debug, Subcommand)]
enum Subcommands {
    /// 打开样板村，随便试，退出后不留痕迹
    Demo(demo::Args),
    /// 建村：第一次使用时做一次，定口令
    Init(init::Args),
    /// 导入花名册、名单或老台账
    Import(import::Args),
    /// 列出农户
    Households(households::Args),
    /// 列出代办事项
    Tasks(tasks::Args),
    /// 列出走访记录
    Visits(visits::Args),
    /// 列出交还村里的事务，办到哪一步
    Returned(returned::Args),
    /// 列出贴着的公示
    Postings(postings::Args),
    /// 列出结对帮扶
    Pairings(pairings::Args),
    /// 自查：记录里经不起查的，和怎么消
    Flags(flags::Args),
    /// 列出投诉、热线、督办和差评
    Supervision(supervision::Args),
    /// 两测评：谁评占多少，今年的工作情况；不记分
    Appraisal(appraisal::Args),
    /// 要打印的单子：公示、告知单、委托书、核对表、催办单、公示牌、承诺、联系卡、测评票、审批表
    Sheet(sheet::Args),
    /// 事项目录：哪个窗口收件、多久办完、谁去、依据什么
    Matters(matters::Args),
    /// 工作手册：当天一页，周月年合计，核对
    Handbook(handbook::Args),
    /// 今天要办的事
    Today(today::Args),
    /// 按期限算到期日，写出算法
    Due(due::Args),
    /// 会议人数：到会够不够、通过没有，写出算法
    Meeting(meeting::Args),
    /// 核对一个身份证号
    Id(id::Args),
    /// 交表：把新的内容写到U盘或文件夹，交给镇里
    Export(export::Args),
    /// 写本村的公开卡，交给镇里，好收加密的包
    Card(card::Args),
    /// 收下镇里的公开卡，以后交表都加密
    OfficeCard(card::OfficeArgs),
    /// 收镇里的回执，记到事项上
    Receive(receive::Args),
    /// 镇里收件：登记各村、收包、答复、写回执
    Office(office::Args),
    /// 填镇里发的空白表，样子不变
    Fill(fill::Args),
    /// 镇里常要的表：列出来，或写一张空表
    Forms(forms::Args),
    /// 核对一个交表包是不是原样
    Verify(verify::Args),
    /// 备份：把全部数据另存一份到U盘或另一个盘
    Backup(backup::Args),
    /// 用备份恢复，恢复到 --data 写的空文件夹，不写就是系统的位置
    Restore(restore::Args),
    /// 交接：把全部数据交给接手的代办员，这一份以后只能看
    Handover(handover::Args),
    /// 接任：用交接包在自己的电脑上接过来
    Takeover(takeover::Args),
    /// 修改口令，也可以换恢复码
    Passphrase(passphrase_change::Args),
    /// 保管期限：看哪些记录到期该销毁，经批准后销毁
    Retention(retention::Args),
    /// 列出全部按键，或检查按键文件
    Keys(keys::Args),
    /// 检查数据文件夹是否完好，不改动；加 --repair 才修；也能试磁盘会不会丢数据
    Doctor(doctor::Args),
}

/// Does what the arguments say. Never panics: a fault of the program's own is told, with the data's safety.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    private::keep_to_the_owner();
    drives::show_no_boxes();
    std::panic::set_hook(Box::new(|info| {
        if is_store_thread() {
            return;
        }
        // The payload may hold a record; where it happened does not.
        let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
        out::say(&format!("程序出错，已停下（{}）。已保存的记录都在，重新打开就能接着用。", place.unwrap_or_default()));
    }));
    let done = catch_unwind(AssertUnwindSafe(|| match parse(args) {
        Ok(cli) => dispatch(cli),
        Err(fault) => Err(usage::failure(&fault)),
    }));
    match done {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(failure)) => {
            failure.tell();
            failure.exit.into()
        }
        Err(_) => Exit::Damaged.into(),
    }
}

fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let command = in_chinese(Cli::command());
    Cli::from_arg_matches(&command.try_get_matches_from(args)?)
}

/// The command and everything below it, with our words around its help.
fn in_chinese(command: clap::Command) -> clap::Command {
    command.help_template(HELP_TEMPLATE).mut_subcommands(in_chinese)
}

fn dispatch(cli: Cli) -> Result<Exit, Failure> {
    let context = Context::new(cli.global);
    match cli.command {
        None => screen::run(&context),
        Some(Subcommands::Demo(args)) => demo::run(&context, &args),
        Some(Subcommands::Init(args)) => init::run(&context, args),
        Some(Subcommands::Import(args)) => import::run(&context, &args),
        Some(Subcommands::Households(args)) => households::run(&context, &args),
        Some(Subcommands::Tasks(args)) => tasks::run(&context, &args),
        Some(Subcommands::Visits(args)) => visits::run(&context, &args),
        Some(Subcommands::Returned(args)) => returned::run(&context, &args),
        Some(Subcommands::Postings(args)) => postings::run(&context, &args),
        Some(Subcommands::Pairings(args)) => pairings::run(&context, &args),
        Some(Subcommands::Flags(args)) => flags::run(&context, &args),
        Some(Subcommands::Supervision(args)) => supervision::run(&context, &args),
        Some(Subcommands::Appraisal(args)) => appraisal::run(&context, &args),
        Some(Subcommands::Sheet(args)) => sheet::run(&context, &args),
        Some(Subcommands::Matters(args)) => matters::run(&context, &args),
        Some(Subcommands::Handbook(args)) => handbook::run(&context, &args),
        Some(Subcommands::Today(args)) => today::run(&context, &args),
        Some(Subcommands::Due(args)) => due::run(&context, &args),
        Some(Subcommands::Meeting(args)) => meeting::run(&context, args),
        Some(Subcommands::Id(args)) => id::run(&context, &args),
        Some(Subcommands::Export(args)) => export::run(&context, &args),
        Some(Subcommands::Card(args)) => card::run(&context, &args),
        Some(Subcommands::OfficeCard(args)) => card::run_office(&context, &args),
        Some(Subcommands::Receive(args)) => receive::run(&context, &args),
        Some(Subcommands::Office(args)) => office::run(&context, &args),
        Some(Subcommands::Fill(args)) => fill::run(&context, &args),
        Some(Subcommands::Forms(args)) => forms::run(&context, &args),
        Some(Subcommands::Verify(args)) => verify::run(&context, &args),
        Some(Subcommands::Backup(args)) => backup::run(&context, &args),
        Some(Subcommands::Restore(args)) => restore::run(&context, &args),
        Some(Subcommands::Handover(args)) => handover::run(&context, &args),
        Some(Subcommands::Takeover(args)) => takeover::run(&context, &args),
        Some(Subcommands::Passphrase(args)) => passphrase_change::run(&context, &args),
        Some(Subcommands::Retention(args)) => retention::run(&context, &args),
        Some(Subcommands::Keys(args)) => keys::run(&context, &args),
        Some(Subcommands::Doctor(args)) => doctor::run(&context, &args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Cli::command().debug_assert();
    }
}
