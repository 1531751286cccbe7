//! `daiban sheet`: a sheet to print, as a page of its own that browser and WPS open; without a name, which there are.

use std::path::PathBuf;

use serde::Serialize;

use crate::desk::Opened;
use crate::desk::sheet::{not_written, write_page};
use crate::domain::day::Day;
use crate::domain::household::{Household, check_sheet};
use crate::domain::id::{HouseholdId, TaskNo};
use crate::domain::lost_stick;
use crate::domain::prints::Print;
use crate::domain::sheet::Sheet;
use crate::domain::supervision::sheets::urge_up;
use crate::domain::task::{ProxyTask, papers};
use crate::exchange::print::html;

use super::context::Context;
use super::exit::{Exit, Failure};

/// What an overdue matter is told leaders with.
const URGE_UP: &str = "催办单";

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "daiban sheet [名称] [--task 编号 | --household 户编号 | --package 序号] [--out 文件]",
    next_help_heading = "选项"
)]
pub(super) struct Args {
    /// 哪一张；不写就列出有哪些
    #[arg(value_name = "名称")]
    name: Option<String>,
    /// 催办单、一次性告知单、委托书是哪一件的，如 2026-0231
    #[arg(long, value_name = "编号")]
    task: Option<String>,
    /// 户信息核对表是哪一户的：登记的户编号，或记录编号
    #[arg(long, value_name = "编号")]
    household: Option<String>,
    /// U盘丢失清单是哪一包丢了：包的序号，如 3
    #[arg(long, value_name = "序号", conflicts_with = "place")]
    package: Option<u32>,
    /// U盘丢失清单是哪个U盘、文件夹丢了：写的时候叫什么，如 /media/wang/U盘
    #[arg(long, value_name = "地方")]
    place: Option<String>,
    /// 写到这个文件：承诺.docx 用WPS打开，承诺.html 用浏览器打开；不写就写到屏幕上
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
    let Some(path) = &args.out else {
        let page = html(&sheet);
        let answer = Answer { sheet: sheet.title, path: None };
        return Ok(context.answer(&answer, || page));
    };
    write_page(path, &sheet).map_err(|fault| Failure::refused(not_written(path, &fault)))?;
    let answer = Answer { sheet: sheet.title, path: Some(path.display().to_string()) };
    Ok(context.answer(&answer, || format!("已写好 {}，打开就能打印。\n", path.display())))
}

fn names() -> Vec<&'static str> {
    let of_one = [URGE_UP, papers::NOTICE, papers::ENTRUSTMENT, check_sheet::LABEL, lost_stick::LABEL];
    Print::ALL.map(Print::label).into_iter().chain(of_one).collect()
}

fn sheet(context: &Context, opened: &Opened, args: &Args, name: &str) -> Result<Sheet, Failure> {
    let (village, tables, today) = (&opened.village, &opened.tables, context.today);
    if let Some(print) = Print::ALL.into_iter().find(|print| print.label() == name) {
        return Ok(print.of(village, tables, today));
    }
    match name {
        URGE_UP => {
            let task = task(opened, args, name)?;
            urge_up(village, tables, task, today)
                .ok_or_else(|| Failure::refused(format!("{} 没有超期，不用报领导催办", task.no)))
        }
        papers::NOTICE => Ok(papers::notice(village, tables, task(opened, args, name)?, today)),
        papers::ENTRUSTMENT => papers::entrustment(village, tables, task(opened, args, name)?)
            .ok_or_else(|| Failure::refused(papers::IN_PERSON)),
        lost_stick::LABEL => lost(opened, args, today),
        check_sheet::LABEL => Ok(check_sheet::sheet(village, tables, household(opened, args)?)),
        _ => Err(Failure::usage(format!("没有「{name}」这张单子，有的是：{}", names().join("、")))),
    }
}

fn task<'o>(opened: &'o Opened, args: &Args, name: &str) -> Result<&'o ProxyTask, Failure> {
    let no = args.task.as_deref().and_then(TaskNo::parse);
    let no = no.ok_or_else(|| Failure::usage(format!("{name}要写是哪一件：--task 2026-0231")))?;
    let task = opened.village.tasks().find(|task| task.no == no);
    task.ok_or_else(|| Failure::refused(format!("没有 {no} 这一件。用 daiban tasks 看编号")))
}

fn lost(opened: &Opened, args: &Args, today: Day) -> Result<Sheet, Failure> {
    let village = &opened.village;
    let (place, first) = match (&args.package, &args.place) {
        (Some(no), _) => {
            let package = village.packages().find(|package| package.no == *no && !package.is_form());
            let package = package.ok_or_else(|| Failure::refused(format!("没有第{no}包。在屏幕上按F9看交过的")))?;
            (package.place.as_str(), Some(package.id))
        }
        (None, Some(place)) => (place.as_str(), None),
        (None, None) => {
            let places: Vec<String> = lost_stick::places(village).into_iter().map(|it| it.place).collect();
            let told = if places.is_empty() { "还没有写过".to_owned() } else { places.join("、") };
            let words = format!("{}要写哪一包 --package 3，或哪个地方 --place。写过的地方：{told}", lost_stick::LABEL);
            return Err(Failure::usage(words));
        }
    };
    let sheet = lost_stick::sheet(village, place, first, opened.desk.is_sealed(), today);
    sheet.ok_or_else(|| Failure::refused(format!("{place} 没有写过东西。不写 --place 就列出写过的地方")))
}

fn household<'o>(opened: &'o Opened, args: &Args) -> Result<&'o Household, Failure> {
    let text = args.household.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let text = text.ok_or_else(|| Failure::usage("户信息核对表要写是哪一户：--household 户编号".to_owned()))?;
    let by_id = uuid::Uuid::try_parse(text).ok().map(HouseholdId);
    let mut found = opened.village.households().filter(|it| Some(it.id) == by_id || it.no == text);
    let first = found.next();
    match (first, found.next()) {
        (Some(household), None) => Ok(household),
        (Some(_), Some(_)) => Err(Failure::refused("不止一户是这个编号。请写记录编号，用 daiban households --json 看")),
        (None, _) => Err(Failure::refused("没有这个编号的户。用 daiban households 看编号")),
    }
}
