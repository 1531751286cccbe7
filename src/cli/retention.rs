//! `daiban retention`: how long each kind of record is kept and what is due; its destruction, and the sheet to sign.
//!
//! Without `--yes` nothing is destroyed: what would go is shown. What may go is the rules'.

mod answer;

use std::path::PathBuf;

use serde::Serialize;

use crate::desk::error::DeskError;
use crate::desk::sheet::{is_document, not_written, write_new, write_page};
use crate::desk::{Opened, fresh_mint};
use crate::domain::day::Day;
use crate::domain::decide::retention::{DestroyIntent, DestroyWhat, plan};
use crate::domain::decide::{Intent, Now};
use crate::domain::destruction::sheet as destruction_sheet;
use crate::domain::destruction::{Destruction, not_erased};
use crate::domain::id::{DestructionId, Seq};
use crate::domain::retention::table::RetentionTable;
use crate::domain::retention::{DueRecord, RetentionKind, due};
use crate::domain::sheet::Sheet as Paper;
use crate::domain::village::Village;
use crate::exchange::paper::{LINE_CELLS_MAX, plain};
use crate::store::unlock::NewKeys;

use answer::{Answer, Row, and, answer_text, done_answer, row, rows_text};

use super::context::Context;
use super::exit::{Exit, Failure};
use super::out;
use super::passphrase::{self, Occasion, Sheet};
use super::table::Table;
use super::whom::Whom;

/// Said where the record of what was done is not there.
const NOT_FOUND: &str = "销毁记录没有找到，请运行 daiban doctor。";

/// What a destruction does not reach, and what is to be done once the old backups go.
const OUTSIDE: &str = "数据文件夹里已经清掉了。以前的备份、交接包和交给镇里的包里还有，用那时的口令还能打开，程序够不着：\
    请照清册收回，亲手销毁。旧备份不能再用，现在就备份一次：daiban backup --to U盘或另一个盘。";

/// Why nothing is destroyed by a day that has not come.
const NOT_YET: &str = "销毁照电脑今天的日子算，--date 写的日子还没有到，什么都没有销毁。想看到那天有哪些到期，\
    只写 daiban retention --date 日期；要销毁，去掉 --date。";

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "daiban retention\n      daiban retention --destroy --basis 依据 --approved-by 姓名 [--yes]\n      daiban retention --erase\n      daiban retention --record 号",
    next_help_heading = "选项"
)]
pub(super) struct Args {
    /// 销毁到期的记录；不加 --yes 只列出会销毁什么
    #[arg(long, requires_all = ["basis", "approved_by"])]
    destroy: bool,
    /// 销毁的依据；单独销毁时写谁要求的、什么原因
    #[arg(long, value_name = "依据", requires = "destroy")]
    basis: Option<String>,
    /// 批准销毁的人
    #[arg(long, value_name = "姓名", requires = "destroy")]
    approved_by: Option<String>,
    /// 只销毁这一类，写代号；代号见 daiban retention 列的第一栏
    #[arg(long, value_name = "类别", value_parser = kind, requires = "destroy")]
    kind: Option<RetentionKind>,
    #[command(flatten)]
    whom: Whom,
    /// 真的销毁：销毁以后找不回来，不能撤销
    #[arg(long, requires = "destroy")]
    yes: bool,
    /// 销毁清册另外写到这个文件，好打印签字
    #[arg(long, value_name = "文件")]
    sheet: Option<PathBuf>,
    /// 在屏幕上销毁过的，把数据文件里的旧内容清掉
    #[arg(long, conflicts_with_all = ["destroy", "record"])]
    erase: bool,
    /// 新的恢复单写到这个文件；不写就在屏幕上抄
    #[arg(long, value_name = "文件")]
    recovery: Option<PathBuf>,
    /// 再看一次第几号销毁记录的清册
    #[arg(long, value_name = "号", conflicts_with = "destroy")]
    record: Option<u32>,
}

fn kind(text: &str) -> Result<RetentionKind, String> {
    let found = RetentionKind::ALL.into_iter().find(|kind| [kind.code(), kind.label()].contains(&text));
    found.ok_or_else(|| {
        let codes: Vec<&str> = RetentionKind::ALL.into_iter().map(RetentionKind::code).collect();
        format!("只有这些类别：{}", codes.join(" "))
    })
}

#[derive(Serialize)]
struct Kind {
    kind: &'static str,
    code: &'static str,
    /// How long, in words.
    keep: String,
    source: String,
    certainty: String,
    /// Records that can be destroyed now.
    count: usize,
    /// Records whose time is over and that something keeps.
    blocked: usize,
    /// The earliest day from which one counts, and the earliest on which one was due.
    since: Option<String>,
    due: Option<String>,
    records: Vec<Row>,
}

/// Lists what is due, destroys it, or shows a sheet again.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    if args.destroy {
        return destroy(context, args);
    }
    if args.erase {
        return finish(context, args);
    }
    let opened = context.open()?;
    if let Some(no) = args.record {
        return again(context, args, &opened, no);
    }
    let kinds = kinds(&opened.village, &opened.tables.retention, context);
    let exit = context.answer(&kinds, || list_text(&kinds, context.today));
    out::close(opened.desk);
    Ok(exit)
}

fn kinds(village: &Village, table: &RetentionTable, context: &Context) -> Vec<Kind> {
    let due = due(village, table, context.today);
    let of = |kind: RetentionKind| {
        let records: Vec<&DueRecord> = due.iter().filter(|record| record.kind == kind).collect();
        let blocked = records.iter().filter(|record| record.blocked.is_some()).count();
        let rule = table.rule(kind);
        Kind {
            kind: kind.label(),
            code: kind.code(),
            keep: table.keep(kind).words(),
            source: rule.map(|rule| rule.source.clone()).unwrap_or_default(),
            certainty: rule.map(|rule| rule.certainty.clone()).unwrap_or_default(),
            count: records.len() - blocked,
            blocked,
            since: records.iter().filter_map(|record| record.since).min().map(|day| day.to_string()),
            due: records.iter().filter_map(|record| record.due_on).min().map(|day| day.to_string()),
            records: records.into_iter().map(|record| row(village, record)).collect(),
        }
    };
    RetentionKind::ALL.into_iter().map(of).collect()
}

fn list_text(kinds: &[Kind], on: Day) -> String {
    let mut table = Table::new(&["代号", "类别", "保管", "到期可销毁", "到期还不能", "最早到期", "把握"]);
    for kind in kinds {
        table.row(vec![
            kind.code.to_owned(),
            kind.kind.to_owned(),
            kind.keep.clone(),
            kind.count.to_string(),
            kind.blocked.to_string(),
            kind.due.clone().unwrap_or_default(),
            kind.certainty.clone(),
        ]);
    }
    let mut text = table.into_text();
    for kind in kinds.iter().filter(|kind| !kind.records.is_empty()) {
        text.push_str(&format!("\n{}：\n{}", kind.kind, rows_text(&kind.records)));
    }
    let total: usize = kinds.iter().map(|kind| kind.count).sum();
    text.push_str(&match total {
        0 => format!("\n到 {on} 没有到期可销毁的记录。\n"),
        total => format!(
            "\n共 {total} 条到期可销毁。经批准后运行：daiban retention --destroy --basis 依据 --approved-by 批准人，先列出来看，加 --yes 才销毁。\n"
        ),
    });
    text.push_str("年数各地不同，要改就写在数据文件夹的 tables/retention.toml 里。\n");
    text
}

fn destroy(context: &Context, args: &Args) -> Result<Exit, Failure> {
    if context.today > context.at.day() {
        return Err(Failure::refused(NOT_YET));
    }
    // What is looked at only is not refused for a doubted clock.
    let mut opened = if args.yes { context.open_to_write()? } else { context.open()? };
    let what = match args.whom.key(&opened.village, context.today)? {
        Some(_) if args.kind.is_some() => {
            return Err(Failure::usage("--kind 不能和单独销毁的 --person、--household、--task 一起用。"));
        }
        Some(key) => DestroyWhat::One(key),
        None => DestroyWhat::Due(args.kind),
    };
    let (basis, approved_by) = (args.basis.clone().unwrap_or_default(), args.approved_by.clone().unwrap_or_default());
    let actor = opened.village.info.liaison.clone();
    let now = Now { at: context.at, today: context.today, actor: &actor, tables: &opened.tables };
    let planned = plan(&opened.village, &now, what).map_err(DeskError::from)?;
    let records: Vec<Row> = planned.iter().map(|record| row(&opened.village, record)).collect();
    if !args.yes {
        return Ok(looked(context, opened, (basis, approved_by), records));
    }
    let whose = whose(&opened.village);
    let sheet = recovery_sheet(context, args, &whose);
    let keys = keys(&sheet, &opened)?;
    let id = DestructionId::mint(&mut fresh_mint()?, context.at);
    let intent = Intent::Destroy(Box::new(DestroyIntent { id, what, basis, approved_by }));
    let kept = opened.desk.perform(&mut opened.village, &now, intent);
    kept.inspect_err(|_| sheet.withdraw())?;
    let before = opened.desk.erased_upto();
    erase(context, opened, keys.as_ref(), &sheet).and_then(|opened| told(context, args, opened, before))
}

/// Makes the files anew after a destruction that was done on the screens, or was cut off.
fn finish(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let opened = context.open_to_write()?;
    if !opened.desk.is_erasure_due(&opened.village) {
        return Err(Failure::refused("数据文件里没有要清的旧内容，什么都没有改。"));
    }
    let whose = whose(&opened.village);
    let sheet = recovery_sheet(context, args, &whose);
    let keys = keys(&sheet, &opened)?;
    let before = opened.desk.erased_upto();
    erase(context, opened, keys.as_ref(), &sheet).and_then(|opened| told(context, args, opened, before))
}

fn whose(village: &Village) -> String {
    format!("{}{}", village.info.township, village.info.name)
}

fn recovery_sheet<'a>(context: &Context, args: &'a Args, village: &'a str) -> Sheet<'a> {
    let (file, occasion) = (args.recovery.as_deref(), Occasion::Destruction);
    Sheet { village, on: context.today, file, occasion }
}

/// What opens the files once they are made anew.
fn keys(sheet: &Sheet<'_>, opened: &Opened) -> Result<Option<NewKeys>, Failure> {
    if !opened.desk.is_sealed() {
        return Ok(None);
    }
    passphrase::present_keys(sheet, |credential| opened.desk.check(credential)).map(Some)
}

/// What would go.
fn looked(context: &Context, opened: Opened, (basis, approved_by): (String, String), records: Vec<Row>) -> Exit {
    let answer = Answer {
        destroyed: false,
        record: None,
        date: context.today.to_string(),
        basis,
        approved_by,
        count: records.len(),
        records,
        packages: Vec::new(),
        backups: Vec::new(),
        packs: Vec::new(),
        forms: Vec::new(),
    };
    let exit = context.answer(&answer, || answer_text(&answer, ""));
    out::close(opened.desk);
    exit
}

/// Makes the files anew without what was destroyed.
fn erase(context: &Context, opened: Opened, keys: Option<&NewKeys>, sheet: &Sheet<'_>) -> Result<Opened, Failure> {
    let Opened { desk, village, .. } = opened;
    let mut line = out::ProgressLine::new();
    let progress = &mut |what: &str, done, total| line.shown(what, done, total);
    match desk.erase(&village, keys, context.at, progress) {
        Ok(done) => Ok(done.opened),
        Err(not) => {
            // Only where the old files still count does the new code open nothing.
            let old_code = match not.desk {
                Some(_) if keys.is_some() => "恢复码没有换，旧的照样能用。",
                Some(_) | None => "",
            };
            if not.desk.is_some() {
                sheet.withdraw();
            }
            let left = "列表里已经销毁了，但数据文件里的旧内容还没有清掉。请运行 daiban retention --erase 把它做完。";
            Err(Failure::from(not.fault).after(&format!("{left}{old_code}")))
        }
    }
}

/// Answers with every destruction after act `before`, whose files are clean now: the sheet of each.
fn told(context: &Context, args: &Args, opened: Opened, before: Seq) -> Result<Exit, Failure> {
    let (village, erased) = (&opened.village, opened.desk.erased_upto());
    let done: Vec<&Destruction> = not_erased(village, before).collect();
    let of = |record: &&Destruction| done_answer(village, record, erased);
    let answer = done.iter().map(of).reduce(and).ok_or_else(|| Failure::damaged(NOT_FOUND))?;
    let sheets = done.iter().map(|record| destruction_sheet::sheet(village, record, erased));
    let sheet = sheets.reduce(Paper::followed_by).ok_or_else(|| Failure::damaged(NOT_FOUND))?;
    let exit = context.answer(&answer, || answer_text(&answer, &plain(&sheet, LINE_CELLS_MAX)));
    out::say(OUTSIDE);
    write_sheet(args, &sheet)?;
    out::close(opened.desk);
    Ok(exit)
}

fn again(context: &Context, args: &Args, opened: &Opened, no: u32) -> Result<Exit, Failure> {
    let (village, erased) = (&opened.village, opened.desk.erased_upto());
    let Some(record) = village.destructions().find(|destruction| destruction.no == no) else {
        let last = village.destructions().last().map_or(0, |destruction| destruction.no);
        return Err(Failure::refused(format!("没有第{no}号销毁记录，现在记到第{last}号。")));
    };
    let answer = done_answer(village, record, erased);
    let sheet = destruction_sheet::sheet(village, record, erased);
    let exit = context.answer(&answer, || plain(&sheet, LINE_CELLS_MAX));
    write_sheet(args, &sheet)?;
    Ok(exit)
}

fn write_sheet(args: &Args, sheet: &Paper) -> Result<(), Failure> {
    let Some(path) = &args.sheet else { return Ok(()) };
    let written = match is_document(path) {
        true => write_page(path, sheet),
        false => write_new(path, &plain(sheet, LINE_CELLS_MAX)),
    };
    written.map_err(|fault| {
        let record = "清册随时可以用 daiban retention --record 加号数再看";
        Failure::refused(format!("{}{record}。", not_written(path, &fault)))
    })
}
