//! `daiban sheet`: a sheet to print, as a page of its own that browser and WPS open; without a name, which there are.

use std::path::PathBuf;

use serde::Serialize;

use crate::desk::Opened;
use crate::desk::sheet::{not_written, write_new};
use crate::domain::id::TaskNo;
use crate::domain::prints::Print;
use crate::domain::sheet::Sheet;
use crate::domain::supervision::sheets::urge_up;
use crate::exchange::print::html;

use super::context::Context;
use super::exit::{Exit, Failure};

/// What an overdue matter is told leaders with.
const URGE_UP: &str = "催办单";

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban sheet [名称] [--task 编号] [--out 文件]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 哪一张；不写就列出有哪些
    #[arg(value_name = "名称")]
    name: Option<String>,
    /// 催办单是哪一件的，如 2026-0231
    #[arg(long, value_name = "编号")]
    task: Option<String>,
    /// 写到这个文件，如 承诺.html；不写就写到屏幕上
    #[arg(long, value_name = "文件")]
    out: Option<PathBuf>,
}

#[derive(Serialize)]
struct Answer {
    sheet: String,
    path: Option<String>,
}

/// Writes it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let Some(name) = args.name.as_deref() else {
        let names = names();
        return Ok(context.answer(&names, || names.iter().map(|name| format!("{name}\n")).collect()));
    };
    let sheet = sheet(context, &context.open()?, args, name)?;
    let page = html(&sheet);
    let Some(path) = &args.out else {
        let answer = Answer { sheet: sheet.title, path: None };
        return Ok(context.answer(&answer, || page));
    };
    write_new(path, &page).map_err(|fault| Failure::refused(not_written(path, &fault)))?;
    let answer = Answer { sheet: sheet.title, path: Some(path.display().to_string()) };
    Ok(context.answer(&answer, || format!("已写好 {}，用浏览器或WPS打开就能打印。\n", path.display())))
}

fn names() -> Vec<&'static str> {
    Print::ALL.map(Print::label).into_iter().chain([URGE_UP]).collect()
}

fn sheet(context: &Context, opened: &Opened, args: &Args, name: &str) -> Result<Sheet, Failure> {
    if let Some(print) = Print::ALL.into_iter().find(|print| print.label() == name) {
        return Ok(print.of(&opened.village, &opened.tables, context.today));
    }
    if name != URGE_UP {
        return Err(Failure::usage(format!("没有「{name}」这张单子，有的是：{}", names().join("、"))));
    }
    let no = args.task.as_deref().and_then(TaskNo::parse);
    let no = no.ok_or_else(|| Failure::usage("催办单要写是哪一件：--task 2026-0231".to_owned()))?;
    let task = opened.village.tasks().find(|task| task.no == no);
    let task = task.ok_or_else(|| Failure::refused(format!("没有 {no} 这一件。用 daiban tasks 看编号")))?;
    urge_up(&opened.village, &opened.tables, task, context.today)
        .ok_or_else(|| Failure::refused(format!("{no} 没有超期，不用报领导催办")))
}
