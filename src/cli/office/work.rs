//! The office's daily work: packages in, where each village stands, the table, its answers, the replies.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use uuid::Uuid;

use super::{AnswerArgs, ReceiveArgs, ReplyArgs, TableArgs, close, name_of, now, open};
use crate::cli::context::Context;
use crate::cli::exit::{Exit, Failure};
use crate::cli::out;
use crate::desk::error::DeskError;
use crate::desk::fill::write_new;
use crate::desk::office::{Received, packages_at};
use crate::domain::office::copies::copy_due;
use crate::domain::office::decide::{AnswerIntent, OfficeIntent};
use crate::domain::office::outlook::Standing;
use crate::domain::office::{Office, TownVillage};
use crate::exchange::office_table;
use crate::store::error::reason;

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

pub(super) fn receive(context: &Context, args: &ReceiveArgs) -> Result<Exit, Failure> {
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
    remind_of_copy(context, &office);
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

pub(super) fn status(context: &Context) -> Result<Exit, Failure> {
    let (desk, office) = open(context)?;
    remind_of_copy(context, &office);
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

fn remind_of_copy(context: &Context, office: &Office) {
    if let Some(days) = copy_due(office, context.today) {
        out::say(&format!("收件资料已经 {days} 天没有备份到别的盘了。请插上U盘，运行 daiban office backup。"));
    }
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
        let numbers = numbers.join("、");
        let then = match row.hole {
            true => "请催村里补交",
            false => "里面的内容后来的包里都有，不用补；请问问U盘是不是丢了",
        };
        words.push_str(&format!("  没收到第{numbers}包，{then}\n"));
    }
    if row.hole {
        words.push_str("  中间有一段内容没有收到过，请村里用「全部」(--all)再交一包\n");
    }
    words
}

pub(super) fn table(context: &Context, args: &TableArgs) -> Result<Exit, Failure> {
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

pub(super) fn answer(context: &Context, args: &AnswerArgs) -> Result<Exit, Failure> {
    let (mut desk, mut office) = open(context)?;
    let file = std::fs::File::open(&args.file).map_err(|fault| {
        Failure::refused(format!("{} 打不开（{}），什么都没有存。", args.file.display(), reason(&fault)))
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

pub(super) fn reply(context: &Context, args: &ReplyArgs) -> Result<Exit, Failure> {
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
            Err(DeskError::Office(why)) => {
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
