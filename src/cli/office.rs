//! `daiban office`: the other side of the stick. The town's office takes packages in, answers, and looks over its villages.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::Serialize;
use uuid::Uuid;

use crate::desk::correspondence::{read_card, write_card};
use crate::desk::fill::write_new;
use crate::desk::fresh_mint;
use crate::desk::office::{OfficeDesk, OfficeNow, Received, own_card, packages_at};
use crate::domain::office::decide::{AnswerIntent, OfficeIntent};
use crate::domain::office::outlook::Standing;
use crate::domain::office::{Office, TownVillage};
use crate::exchange::card::CardKind;
use crate::exchange::office_table;

use super::context::{Context, unlocked};
use super::exit::{Exit, Failure};
use super::out;
use super::passphrase::{self, Occasion, Sheet};

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
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 建收件资料：镇里第一次使用时做一次
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
    /// 包的文件(.dbx)，或者放着包的文件夹
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
    /// 填好的汇总表
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

#[derive(Serialize)]
struct FileAnswer {
    path: String,
    village: Option<String>,
    number: Option<u32>,
    state: &'static str,
    why: Option<String>,
}

#[derive(Serialize)]
struct VillageAnswer {
    village: String,
    liaison: String,
    last: Option<u32>,
    received: Option<String>,
    missing: Vec<u32>,
    hole: bool,
    households: usize,
    people: usize,
    tasks: usize,
    open: usize,
    overdue: usize,
    originals: usize,
    originals_late: usize,
    unanswered: usize,
    unheard: usize,
}

#[derive(Serialize)]
struct ReplyAnswer {
    village: String,
    number: Option<u32>,
    path: Option<String>,
    why: Option<String>,
}

/// Does it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    match &args.what {
        What::Init(args) => init(context, args),
        What::Card(args) => card(context, args),
        What::Enrol(args) => enrol(context, args),
        What::Receive(args) => receive(context, args),
        What::Status(_) => status(context),
        What::Table(args) => table(context, args),
        What::Answer(args) => answer(context, args),
        What::Reply(args) => reply(context, args),
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
    if let Err(fault) = desk.close() {
        out::say(&fault.to_string());
    }
}

fn init(context: &Context, args: &InitArgs) -> Result<Exit, Failure> {
    let dir = context.data_folder()?;
    let sheet = Sheet {
        village: args.name.trim(),
        on: context.at.day(),
        file: args.recovery.as_deref(),
        occasion: Occasion::Founding,
    };
    let keys = passphrase::new_keys(&sheet)?;
    let now = OfficeNow { at: context.at, today: context.today, actor: args.name.trim() };
    let (desk, office) =
        OfficeDesk::found(&dir, Some(&keys), &now, (&args.name, &args.town)).inspect_err(|_| sheet.withdraw())?;
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
    let told = format!("村：{}　代办员：{}\n指纹：{}\n", card.name, card.liaison, answer.fingerprint);
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

fn receive(context: &Context, args: &ReceiveArgs) -> Result<Exit, Failure> {
    let (mut desk, mut office) = open(context)?;
    let actor = name_of(&office);
    let now = now(context, &actor);
    let mut files = Vec::new();
    for path in args.paths.iter().flat_map(|path| packages_at(path)) {
        let received = desk.receive(&mut office, &now, &path)?;
        files.push(file_answer(&path, received));
    }
    if files.is_empty() {
        return Err(Failure::refused("没有找到 .dbx 的包，什么都没有收。请看看U盘插好没有、文件夹对不对。"));
    }
    let is_refused = files.iter().any(|file| file.state == "refused");
    let done = context.answer(&files, || {
        let line = |file: &FileAnswer| match (&file.why, &file.village, file.number) {
            (Some(why), ..) => format!("{}：{why}。\n", file.path),
            (None, Some(village), Some(number)) => format!("{}：已收，{village}第{number}包。\n", file.path),
            (None, ..) => format!("{}：已收。\n", file.path),
        };
        files.iter().map(line).collect()
    });
    close(desk);
    Ok(if is_refused { Exit::Refused } else { done })
}

fn file_answer(path: &Path, received: Received) -> FileAnswer {
    let path = path.display().to_string();
    match received {
        Received::Taken { village, number } => {
            FileAnswer { path, village: Some(village), number: Some(number), state: "taken", why: None }
        }
        Received::Repeated(why) => {
            FileAnswer { path, village: None, number: None, state: "repeated", why: Some(why.to_string()) }
        }
        Received::Refused(why) => FileAnswer { path, village: None, number: None, state: "refused", why: Some(why) },
    }
}

fn status(context: &Context) -> Result<Exit, Failure> {
    let (desk, office) = open(context)?;
    let rows: Vec<VillageAnswer> = office.villages().map(|village| row(context, &office, village)).collect();
    let done = context.answer(&rows, || {
        if rows.is_empty() {
            return "还没有登记村。请用 daiban office enrol 登记村里的公开卡。\n".to_owned();
        }
        rows.iter().map(line).collect()
    });
    close(desk);
    Ok(done)
}

fn row(context: &Context, office: &Office, village: &TownVillage) -> VillageAnswer {
    let standing = Standing::of(office, village, context.today);
    VillageAnswer {
        village: village.name.clone(),
        liaison: village.liaison.clone(),
        last: standing.last.map(|(number, _)| number),
        received: standing.last.map(|(_, day)| day.to_string()),
        missing: standing.missing,
        hole: standing.has_hole,
        households: standing.households,
        people: standing.people,
        tasks: standing.tasks,
        open: standing.open,
        overdue: standing.overdue,
        originals: standing.originals,
        originals_late: standing.originals_late,
        unanswered: standing.unanswered,
        unheard: standing.unheard,
    }
}

fn line(row: &VillageAnswer) -> String {
    let last = match (&row.last, &row.received) {
        (Some(number), Some(day)) => format!("最后一包 第{number}包 {day}"),
        _ => "还没有收到包".to_owned(),
    };
    let mut words = format!(
        "{}（{}）：{last}；{}户 {}人 {}件，在办{}件，超期{}件，证件在外{}份，交了没答复{}件，没带回的答复{}条\n",
        row.village,
        row.liaison,
        row.households,
        row.people,
        row.tasks,
        row.open,
        row.overdue,
        row.originals,
        row.unanswered,
        row.unheard
    );
    if !row.missing.is_empty() {
        let numbers: Vec<String> = row.missing.iter().map(u32::to_string).collect();
        words.push_str(&format!("  缺第{}包，请催村里补交\n", numbers.join("、")));
    }
    if row.hole {
        words.push_str("  中间有一段内容没有收到过，请村里用「全部」(--all)再交一包\n");
    }
    words
}

fn table(context: &Context, args: &TableArgs) -> Result<Exit, Failure> {
    let (desk, office) = open(context)?;
    let bytes = office_table::build(&office, context.today, args.all)
        .map_err(|fault| Failure::refused(format!("汇总表没有做成（{fault}）。记录都在，没有改动。")))?;
    write_new(&args.out, &bytes).map_err(Failure::refused)?;
    let path = args.out.display().to_string();
    let done = context.answer(&serde_json::json!({ "path": path }), || {
        format!("已写好 {path}。窗口在后面几栏填收件、退件、结果，存好以后运行 daiban office answer {path}\n")
    });
    close(desk);
    Ok(done)
}

fn answer(context: &Context, args: &AnswerArgs) -> Result<Exit, Failure> {
    let (mut desk, mut office) = open(context)?;
    let file = std::fs::File::open(&args.file).map_err(|fault| {
        Failure::refused(format!(
            "{} 打不开（{}），什么都没有存。",
            args.file.display(),
            crate::store::error::reason(&fault)
        ))
    })?;
    let lines = office_table::read(file, context.today).map_err(|fault| Failure::refused(format!("{fault}。")))?;
    let mut known: BTreeMap<(&str, &str), Uuid> = BTreeMap::new();
    for village in office.villages() {
        known.extend(office.tasks_of(village.id).map(|(row, task)| ((&*village.name, &*task.no), row.id)));
    }
    let mut answers = Vec::new();
    for line in &lines {
        let task = known.get(&(&*line.village, &*line.no)).copied();
        let missing = || {
            format!(
                "第{}行：没有「{}」编号「{}」这一件，一件都没有存。请核对村名和编号。",
                line.row, line.village, line.no
            )
        };
        let task = task.ok_or_else(|| Failure::refused(missing()))?;
        answers.extend(line.answers.iter().map(|(what, on, words)| AnswerIntent {
            task,
            what: *what,
            on: *on,
            words: words.clone(),
        }));
    }
    let (actor, before) = (name_of(&office), unsent(&office));
    desk.perform(&mut office, &now(context, &actor), OfficeIntent::Answer(answers))?;
    let count = unsent(&office) - before;
    let done = context.answer(&serde_json::json!({ "answers": count }), || {
        format!("新记下{count}条答复。下一步：daiban office reply U盘，写回执带回村里。\n")
    });
    close(desk);
    Ok(done)
}

/// Answers that no reply has said yet.
fn unsent(office: &Office) -> usize {
    let tasks = office.villages().flat_map(|village| office.tasks_of(village.id));
    tasks.map(|(_, task)| task.answers.iter().filter(|answer| answer.sent.is_none()).count()).sum()
}

fn reply(context: &Context, args: &ReplyArgs) -> Result<Exit, Failure> {
    let (mut desk, mut office) = open(context)?;
    let actor = name_of(&office);
    let now = now(context, &actor);
    let wanted = |village: &&TownVillage| args.village.as_ref().is_none_or(|name| *name == village.name);
    let villages: Vec<TownVillage> = office.villages().filter(wanted).cloned().collect();
    if villages.is_empty() {
        return Err(Failure::refused("没有登记过这个村，没有写回执。请用 daiban office status 看登记了哪些村。"));
    }
    let mut replies = Vec::new();
    for village in villages {
        let written = desk.reply(&mut office, &now, &village, &args.to);
        let number = office.village(village.id).and_then(|it| it.replies.last()).map(|reply| reply.number);
        replies.push(match written {
            Ok(written) => {
                ReplyAnswer { village: village.name, number, path: Some(written.path.display().to_string()), why: None }
            }
            Err(crate::desk::error::DeskError::Office(why)) => {
                ReplyAnswer { village: village.name, number: None, path: None, why: Some(why.to_string()) }
            }
            Err(fault) => return Err(fault.into()),
        });
    }
    let is_any = replies.iter().any(|reply| reply.path.is_some());
    let done = context.answer(&replies, || {
        let line = |reply: &ReplyAnswer| match (&reply.path, &reply.why) {
            (Some(path), _) => format!("已写好并核对：{path}\n"),
            (None, why) => format!("{}。\n", why.as_deref().unwrap_or_default()),
        };
        replies.iter().map(line).collect()
    });
    close(desk);
    Ok(if is_any { done } else { Exit::Refused })
}
