//! `daiban doctor`: examines the data folder, and mends it with `--repair` alone; `--drill` and `--drill-check` try the disk beside it.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::desk::drill::{self, Drill};
use crate::desk::places::sticks;
use crate::desk::repair::Order;
use crate::desk::town;
use crate::domain::table::TableFault;
use crate::domain::text::fold;
use crate::domain::village::Village;
use crate::store::backup::repairing::is_office;
use crate::store::backup::snapshot;
use crate::store::error::{StoreError, reason};
use crate::store::inspect::{Finding, Weight, inspect};
use crate::store::ledger::Ledger;
use crate::store::office_ledger::OfficeLedger;
use crate::store::unlock::Unlock;
use crate::store::village_ledger::VillageLedger;

use crate::desk::error::DeskError;

use super::context::{Context, Keyring, tell_untold};
use super::exit::{Exit, Failure};
use super::passphrase::Whose;
use super::{out, repair};

/// What to do about damage.
const FROM_BACKUP: &str =
    "有备份U盘的先插上，运行 daiban doctor --repair；备份在别的文件夹里的，后面加 --from 备份文件";

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "daiban doctor [--repair [--from 备份文件 [--old-copy]]]\n      daiban doctor --drill 个数\n      daiban doctor --drill-check 号",
    next_help_heading = "选项"
)]
pub(super) struct Args {
    /// 试磁盘：在数据文件夹的 drill 里写这么多笔演练，存好一笔报一个号；不碰村里的数据
    #[arg(long, value_name = "个数", value_parser = number, conflicts_with = "drill_check")]
    drill: Option<u64>,
    /// 断电、拔盘以后核对：报过的最后一个号以前，演练是不是一笔不少
    #[arg(long, value_name = "号", value_parser = number)]
    drill_check: Option<u64>,
    /// 修好坏了的数据：先用程序自己能补的，补不了就照备份修；坏的文件移到一边，不删
    #[arg(long, conflicts_with_all = ["drill", "drill_check"])]
    repair: bool,
    /// 照这份备份修；不写就在数据文件夹的 snapshots 里和插着的U盘上找最新的一份
    #[arg(long, value_name = "备份文件", requires = "repair")]
    from: Option<PathBuf>,
    /// 明知这份备份可能是销毁、交接以前的，也照它修；先问过镇里
    #[arg(long, requires = "from")]
    old_copy: bool,
}

/// A count or a number of the drill.
fn number(text: &str) -> Result<u64, String> {
    fold(text).trim().parse().map_err(|_| "要写一个数，例如 200".to_owned())
}

#[derive(Serialize)]
struct Answer {
    healthy: bool,
    findings: Vec<AnswerFinding>,
    /// Something was not looked at for want of room.
    #[serde(skip)]
    is_partial: bool,
}

/// What is wrong with one file, and what to do.
#[derive(Serialize)]
pub(super) struct AnswerFinding {
    /// Which.
    pub(super) file: String,
    /// What.
    pub(super) what: String,
    safe: &'static str,
    remedy: &'static str,
}

/// Does what was asked for; with no drill, examines the folder, whichever kind of book lies in it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    if is_office(&context.data_folder()?) {
        run_of::<OfficeLedger>(context, args)
    } else {
        run_of::<VillageLedger>(context, args)
    }
}

/// The same of an office's book, though nothing in the folder could say that it is one.
pub(super) fn run_office(context: &Context, args: &Args) -> Result<Exit, Failure> {
    run_of::<OfficeLedger>(context, args)
}

fn run_of<L: Ledger>(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let dir = context.data_folder()?;
    let mut keyring = Keyring::of(Whose::Village);
    match (args.drill, args.drill_check) {
        (Some(count), _) => write_drill(context, &dir, count),
        (None, Some(acked)) => check_drill(&dir, acked),
        (None, None) => {
            if args.repair {
                let elsewhere = &|| sticks().into_iter().map(|stick| stick.path).collect();
                let from = args.from.as_deref();
                let order = Order { from, elsewhere, is_old_accepted: args.old_copy, at: context.at };
                repair::run::<L>(&dir, order, &mut keyring)?;
            }
            examine::<L>(context, &dir, &mut keyring)
        }
    }
}

/// Writes so many numbers, each told once it is durable. It stops when nobody reads them any more.
fn write_drill(context: &Context, dir: &Path, count: u64) -> Result<Exit, Failure> {
    let mut drill = Drill::open(dir)?;
    let mut last = None;
    for _ in 0..count {
        let number = drill.write()?;
        last = Some(number);
        if !out::told(&format!("{number}\n")) {
            break;
        }
    }
    if let Err(fault) = drill.close() {
        out::say(&format!("报过的号都已存好，只是收尾没有做完：{fault}"));
    }
    if let Some(last) = last.filter(|_| !context.json()) {
        out::say(&format!("演练写好了。核对：daiban doctor --drill-check {last} --data {}", dir.display()));
    }
    Ok(Exit::Done)
}

/// Every failure is one of the check: whoever asked wants to know whether the disk kept what it said.
fn check_drill(dir: &Path, acked: u64) -> Result<Exit, Failure> {
    let last = drill::check(dir, acked)
        .map_err(|fault| Failure::damaged(format!("演练没有通过：{fault}\n演练以外的数据，程序没有动过。")))?;
    out::print(&format!("OK {last}\n"));
    Ok(Exit::Done)
}

fn examine<L: Ledger>(context: &Context, dir: &Path, keyring: &mut Keyring) -> Result<Exit, Failure> {
    tell_untold(dir);
    let (mut sound, mut findings, mut is_partial) = (Vec::new(), Vec::new(), false);
    let (examined, snapshots) = keyring.unlocked(|unlock| look::<L>(dir, unlock))??;
    let mut is_damaged = match examined {
        Ok(found) => {
            let is_damaged = found.iter().any(|finding| is_damage(finding.weight));
            let is_beyond_healing = found.iter().any(|finding| finding.weight == Weight::Damage);
            is_partial = found.iter().any(|finding| finding.weight == Weight::Unexamined);
            let (as_it_should, unsound): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|finding| finding.weight == Weight::Sound);
            sound = as_it_should;
            findings.extend(unsound.iter().map(|finding| worded(finding, is_beyond_healing)));
            is_damaged
        }
        Err(fault) => match unreadable(&fault) {
            Some(finding) => {
                findings.push(finding);
                true
            }
            None => return Err(DeskError::from(fault).into()),
        },
    };
    for snapshot in snapshots {
        match snapshot.weight {
            Weight::Sound => sound.push(snapshot),
            Weight::Unfinished | Weight::Unexamined | Weight::Mendable | Weight::Repairable | Weight::Damage => {
                findings.push(of_snapshot(&snapshot));
                is_damaged = true;
            }
        }
    }
    let (_, faults) = town::tables(dir, &Village::default());
    findings.extend(faults.iter().map(|fault| of_table(dir, fault)));
    let answer = Answer { healthy: !is_damaged && !is_partial, findings, is_partial: is_partial && !is_damaged };
    context.answer(&answer, || text(&answer, &sound));
    Ok(outcome(is_damaged, is_partial))
}

fn outcome(is_damaged: bool, is_partial: bool) -> Exit {
    match (is_damaged, is_partial) {
        (true, _) => Exit::Damaged,
        // Nothing is known to be wrong, and nothing is known to be right of what was not looked at.
        (false, true) => Exit::Refused,
        (false, false) => Exit::Done,
    }
}

/// What is found in the folder, or why nothing could be looked at; and its snapshots, which can be looked at all the same.
type Looked = (Result<Vec<Finding>, StoreError>, Vec<Finding>);

fn look<L: Ledger>(dir: &Path, unlock: Unlock<'_>) -> Result<Looked, DeskError> {
    let examined = match inspect::<L>(dir, unlock).map_err(DeskError::from) {
        Ok(found) => Ok(found),
        Err(fault) if fault.is_locked() => return Err(fault),
        Err(DeskError::Store(fault)) => Err(fault),
        Err(fault) => return Err(fault),
    };
    Ok((examined, snapshot::inspect::<L>(dir, unlock)))
}

fn is_damage(weight: Weight) -> bool {
    match weight {
        Weight::Sound | Weight::Unfinished | Weight::Unexamined => false,
        Weight::Mendable | Weight::Repairable | Weight::Damage => true,
    }
}

/// What kept the examination from going on, as a finding; `None` where nothing is wrong with the data.
pub(super) fn unreadable(fault: &StoreError) -> Option<AnswerFinding> {
    const OLD_PROGRAM: &str = "换用写这份数据的程序打开，或者请维护人员转换";
    let (file, what, remedy) = match fault {
        StoreError::InUse { .. }
        | StoreError::NoStore { .. }
        | StoreError::AlreadyThere { .. }
        | StoreError::NoSlots { .. }
        | StoreError::Occupied { .. }
        | StoreError::NotEmpty { .. }
        | StoreError::Restoring { .. }
        | StoreError::NotConverted { .. }
        | StoreError::NotABackup { .. }
        | StoreError::NotAPack { .. }
        | StoreError::NoRoom { .. }
        | StoreError::FormWaits { .. }
        | StoreError::Stopped { .. }
        | StoreError::Locked { .. }
        | StoreError::WrongPassphrase { .. }
        | StoreError::WrongPackPassphrase { .. }
        | StoreError::WrongRecoveryCode { .. }
        | StoreError::KeyElsewhere { .. }
        | StoreError::OtherBook { .. }
        | StoreError::OtherCopy { .. }
        | StoreError::OtherKey { .. } => return None,
        StoreError::NewerProgram { file, found, known } => {
            (file, format!("这份数据是更新版本的程序写的（格式 {found}，本程序认得 {known}）"), "换用新版本程序打开")
        }
        StoreError::OtherFormat { file, found, known } => {
            (file, format!("这份数据的格式是 {found}，本程序用格式 {known}，不能直接打开"), OLD_PROGRAM)
        }
        StoreError::HeaderForged { dir } => {
            (dir, "首页（header）不是用这份数据的钥匙写的，被人换过或者改过".to_owned(), FROM_BACKUP)
        }
        StoreError::HeaderDamaged { dir } => (dir, "两份首页（header 和 header.2）都读不出来".to_owned(), FROM_BACKUP),
        StoreError::JournalDamaged { file, seq, what } => {
            (file, format!("流水从第 {} 笔起损坏：{what}", seq.0), FROM_BACKUP)
        }
        StoreError::BackupDamaged { file, what } => (file, format!("备份不能用：{what}"), "换一份备份"),
        StoreError::OldCopy { file, why } => (file, format!("没有照这份备份修：{why}"), "请找新一些的备份"),
        StoreError::PackDamaged { file, what } => (file, format!("交接包不能用：{what}"), "请交出的人再做一个"),
        StoreError::RowsFailed { file, what } => {
            (file, format!("数据表打不开（{what}）"), "关掉程序再打开一次；还不行就用备份恢复")
        }
        StoreError::Io { file, doing, source } => {
            let remedy =
                if fault.is_bad_sector() { FROM_BACKUP } else { "看看磁盘和文件夹的权限，再检查一次" };
            (file, format!("{doing}时出错（{}）", reason(source)), remedy)
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

/// A snapshot that is no good: nothing of the village hangs on it, but the disk may be failing.
fn of_snapshot(finding: &Finding) -> AnswerFinding {
    AnswerFinding {
        file: finding.file.display().to_string(),
        what: finding.text.clone(),
        safe: "现在的数据没有影响，只是这一份不能用来恢复",
        remedy: "这个盘可能要坏了，请先备份到U盘或另一个盘，再把这个文件删掉",
    }
}

/// Beside damage nothing heals by itself: it is mended with it.
fn worded(finding: &Finding, is_damaged: bool) -> AnswerFinding {
    let (safe, remedy) = match finding.weight {
        Weight::Sound => ("", ""),
        Weight::Unfinished | Weight::Mendable | Weight::Repairable if is_damaged => {
            ("程序没有改动任何文件", "别的坏处修好以后，这一处会跟着补好")
        }
        Weight::Unfinished => ("记录都在", "照常打开，会自动补上"),
        Weight::Mendable => ("已保存的记录都在", "照常打开一次，会自动补好；打开后再检查一次"),
        Weight::Unexamined => ("程序没有改动任何文件", "请删掉或移走一些不用的文件，腾出空间后再检查一次"),
        Weight::Repairable => ("已保存的记录都在", "运行 daiban doctor --repair，会照流水重建"),
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
        _ if answer.is_partial => "没有查完：查过的都完好，没有查的好不好还不知道，请照上面写的办。\n",
        (true, true) => "数据完好。\n",
        (true, false) => "数据完好；上面提醒的几处请看一下。\n",
        (false, _) => "数据有问题，请照上面写的办。\n",
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_that_were_not_examined_for_want_of_room_are_not_said_to_be_sound() {
        let finding =
            Finding { weight: Weight::Unexamined, file: PathBuf::from("sled"), text: "没有检查".to_owned() };
        let answer = Answer { healthy: false, findings: vec![worded(&finding, false)], is_partial: true };
        let text = text(&answer, &[]);
        assert!(text.contains("没有查完") && !text.contains("数据完好"), "{text}");
        assert_eq!([outcome(false, true), outcome(true, true)], [Exit::Refused, Exit::Damaged]);
        assert_eq!([outcome(false, false), outcome(true, false)], [Exit::Done, Exit::Damaged]);
    }
}
