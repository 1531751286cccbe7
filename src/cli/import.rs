//! `daiban import`: a register into the village, or only what it would change.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::PossibleValue;
use serde::Serialize;

use crate::desk::fresh_mint;
use crate::desk::import::{self as desk, KINDS, plan_register, read_register, rejects_place, remembered};
use crate::domain::decide::Now;
use crate::domain::village::Village;
use crate::exchange::register::mapping::Mapping;
use crate::exchange::register::plan::ImportPlan;
use crate::exchange::register::reading::{ReadRegister, RegisterKind};

use super::context::Context;
use super::exit::{Exit, Failure};
use super::out;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "daiban import 名册文件 [--dry-run] [--rejects 文件] [--kind 花名册|名单叠加|户主台账|代办台账]",
    next_help_heading = "选项"
)]
pub(super) struct Args {
    /// 花名册、名单或老台账：.xlsx .xls .csv
    #[arg(value_name = "名册文件")]
    file: PathBuf,
    /// 只看会怎样，不存
    #[arg(long)]
    dry_run: bool,
    /// 没收进去的行写到这个文件，改好了再导入（.xlsx 或 .csv）
    #[arg(long, value_name = "文件")]
    rejects: Option<PathBuf>,
    /// 这是哪种表；不写就按表头认：花名册、名单叠加、户主台账、代办台账
    #[arg(long, value_name = "种类", hide_possible_values = true)]
    kind: Option<Kind>,
}

/// A kind as the command line spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind(RegisterKind);

impl ValueEnum for Kind {
    fn value_variants<'a>() -> &'a [Kind] {
        const { &[Kind(KINDS[0]), Kind(KINDS[1]), Kind(KINDS[2]), Kind(KINDS[3])] }
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.label()))
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    kind: &'static str,
    rows: usize,
    accepted: usize,
    rejected: usize,
    unchanged: usize,
    updated: usize,
    households: usize,
    people: usize,
    absent: usize,
    columns: Vec<AnswerColumn<'a>>,
    problems: Vec<AnswerProblem<'a>>,
    notices: Vec<AnswerNotice<'a>>,
}

#[derive(Serialize)]
struct AnswerColumn<'a> {
    header: &'a str,
    field: Option<&'static str>,
}

#[derive(Serialize)]
struct AnswerProblem<'a> {
    level: &'static str,
    sheet: &'a str,
    row: u32,
    column: &'a str,
    value: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct AnswerNotice<'a> {
    sheet: &'a str,
    column: &'a str,
    message: &'a str,
}

/// Takes it in.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    if let Some(rejects) = &args.rejects {
        rejects_place(rejects).map_err(|why| Failure::refused(format!("{why}名册也没有导入。")))?;
    }
    let mut opened = if args.dry_run { context.open()? } else { context.open_to_write()? };
    let register = read(&opened.village, args)?;
    let actor = opened.village.info.liaison.clone();
    let now = Now { at: context.at, today: context.today, actor: &actor, tables: &opened.tables };
    let mut plan = plan_register(&opened.village, &now, &register, &mut fresh_mint()?);
    if !args.dry_run {
        opened.desk.import(&mut opened.village, &now, &mut plan)?;
    }
    let unwritten = args.rejects.as_deref().is_some_and(|path| !write_rejects(path, &register, &plan));
    let answer = answer(&plan);
    let done = context.answer(&answer, || text(&answer, args.dry_run));
    out::close(opened.desk);
    Ok(if plan.counts.rejected > 0 || unwritten { Exit::Refused } else { done })
}

/// Reads the file, with what the village remembers of its headings.
fn read(village: &Village, args: &Args) -> Result<ReadRegister, Failure> {
    let kind = args.kind.map(|kind| kind.0);
    let mut line = out::ProgressLine::new();
    let mut reading = |mapping: Mapping| {
        let read = read_register(&args.file, kind, mapping, &mut |row| {
            line.show("正在读名册，第几行", u64::from(row), 0);
            true
        });
        read.map_err(|refused| Failure::refused(format!("{}：{refused}", args.file.display())))
    };
    let register = reading(Mapping::default())?;
    match remembered(village, &register) {
        Some(mapping) => reading(mapping),
        None => Ok(register),
    }
}

/// Says whether the refused rows, if any, are where they were asked for.
fn write_rejects(path: &Path, register: &ReadRegister, plan: &ImportPlan) -> bool {
    if plan.counts.rejected == 0 {
        return true;
    }
    match desk::write_rejects(register, plan, path) {
        Ok(rows) => {
            out::say(&format!("没收进去的 {rows} 行写在 {}，里面有个人信息，改好导入后请删掉。", path.display()));
            true
        }
        Err(why) => {
            out::say(&format!("没收进去的行：{why}"));
            false
        }
    }
}

fn answer(plan: &ImportPlan) -> Answer<'_> {
    let counts = plan.counts;
    Answer {
        kind: plan.kind.label(),
        rows: counts.rows,
        accepted: counts.accepted,
        rejected: counts.rejected,
        unchanged: counts.unchanged,
        updated: counts.updated,
        households: counts.households,
        people: counts.people,
        absent: counts.absent,
        columns: plan.columns.iter().map(|it| AnswerColumn { header: &it.header, field: it.field }).collect(),
        problems: plan
            .problems
            .iter()
            .map(|it| AnswerProblem {
                level: it.level.label(),
                sheet: &it.sheet,
                row: it.row,
                column: &it.column,
                value: &it.value,
                message: &it.message,
            })
            .collect(),
        notices: plan
            .notices
            .iter()
            .map(|it| AnswerNotice { sheet: &it.sheet, column: &it.column, message: &it.message })
            .collect(),
    }
}

fn text(answer: &Answer<'_>, dry_run: bool) -> String {
    let mut text = String::new();
    for notice in &answer.notices {
        let place: Vec<_> = [notice.sheet, notice.column].into_iter().filter(|it| !it.is_empty()).collect();
        text.push_str(&format!("{}：{}\n", place.join(" "), notice.message));
    }
    for problem in &answer.problems {
        let AnswerProblem { level, sheet, row, column, value, message } = problem;
        text.push_str(&format!("{level} {sheet} 第{row}行 {column}「{value}」：{message}\n"));
    }
    let Answer { kind, rows, accepted, rejected, unchanged, updated, households, people, absent, .. } = answer;
    let taken = if dry_run { "可以收" } else { "已收" };
    text.push_str(&format!(
        "{kind} {rows} 行：{taken} {accepted}（其中有变化 {updated}），没有变化 {unchanged}，拒收 {rejected}。\n\
         共 {households} 户 {people} 人，本次未见 {absent} 人（没有动他们）。\n"
    ));
    if dry_run {
        text.push_str("这只是预览，什么都没有存。\n");
    }
    text
}
