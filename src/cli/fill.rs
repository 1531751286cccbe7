//! `daiban fill`: the office's own form comes back filled.

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use serde::Serialize;

use crate::desk::fill::filled;
use crate::desk::fresh_mint;
use crate::domain::day::Day;
use crate::domain::decide::Now;
use crate::domain::form::RowKind;
use crate::domain::text::fold;
use crate::exchange::fill::{Filled, Options};

use super::context::Context;
use super::exit::{Exit, Failure};
use super::out;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "daiban fill 空表 --out 文件 [--rows 人口|农户|代办件|走访] [--month 2026-11] [--sheet 表名] [--column 栏名=内容]... [--purpose 用途] [--reason 原因]",
    next_help_heading = "选项"
)]
pub(super) struct Args {
    /// 镇里发的空白表：.xlsx
    #[arg(value_name = "空表")]
    form: PathBuf,
    /// 填好的写到这个新文件
    #[arg(long, value_name = "文件")]
    out: PathBuf,
    /// 表里一行填什么；不写就按表名和栏名认
    #[arg(long, value_name = "种类", hide_possible_values = true)]
    rows: Option<Rows>,
    /// 哪个月（或这个月所在的季度、年）的；不写就是今天所在的
    #[arg(long, value_name = "年-月", value_parser = month)]
    month: Option<Day>,
    /// 有几张工作表时，填哪一张
    #[arg(long, value_name = "表名")]
    sheet: Option<String>,
    /// 写到没登记的U盘上时，为什么用它
    #[arg(long, value_name = "原因", default_value = "", hide_default_value = true)]
    reason: String,
    /// 认不出的栏里填什么，可以写几次，下次这种表就记得；等号后面空着，这一栏就不填
    #[arg(long = "column", value_name = "栏名=内容", value_parser = column)]
    columns: Vec<(String, String)>,
    /// 镇里为什么要身份证和电话的全号；不写就只填前3后4
    #[arg(long, value_name = "用途")]
    purpose: Option<String>,
}

/// What a row is, as the command line spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rows(RowKind);

impl ValueEnum for Rows {
    fn value_variants<'a>() -> &'a [Rows] {
        const {
            &[
                Rows(RowKind::People),
                Rows(RowKind::Households),
                Rows(RowKind::Tasks),
                Rows(RowKind::Visits),
                Rows(RowKind::Deaths),
                Rows(RowKind::Groups),
                Rows(RowKind::Stations),
                Rows(RowKind::Postings),
            ]
        }
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.label()))
    }
}

fn month(text: &str) -> Result<Day, String> {
    Day::parse_iso(&format!("{}-01", fold(text).trim())).ok_or_else(|| "月份要写成 2026-11 这样".to_owned())
}

fn column(text: &str) -> Result<(String, String), String> {
    let (heading, content) = text.split_once(['=', '＝']).ok_or("要写成 栏名=内容，如 家庭住址=现住址")?;
    Ok((heading.trim().to_owned(), content.trim().to_owned()))
}

#[derive(Serialize)]
struct Answer<'a> {
    form: &'a str,
    rows: usize,
    /// Members of households for whom the form has no column.
    left_out: usize,
    blank_columns: &'a [String],
    path: String,
}

/// Fills it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    if std::fs::symlink_metadata(&args.out).is_ok() {
        return Err(Failure::refused(format!(
            "已经有 {} 这个文件。表没有填，换一个名字，或先把它移走。",
            args.out.display()
        )));
    }
    let mut opened = context.open_to_write()?;
    let options = Options {
        sheet: args.sheet.clone(),
        rows: args.rows.map(|rows| rows.0),
        day: args.month.unwrap_or(context.today),
        today: context.today,
        every: None,
        purpose: args.purpose.as_deref().unwrap_or_default().trim().to_owned(),
        columns: args.columns.clone(),
    };
    let filled = filled(&args.form, &opened.village, &opened.tables, &options)
        .map_err(|refused| Failure::refused(refused.to_string()))?;
    let actor = opened.village.info.liaison.clone();
    let now = Now { at: context.at, today: context.today, actor: &actor, tables: &opened.tables };
    opened
        .desk
        .hand_in_form(&mut opened.village, &now, &filled, (&args.out, &args.reason), &mut fresh_mint()?)?
        .map_err(Failure::refused)?;
    tell_blank(&filled);
    let path = args.out.display().to_string();
    let answer = Answer {
        form: &filled.form,
        rows: filled.rows_count,
        left_out: filled.left_out_count,
        blank_columns: &filled.blank_columns,
        path,
    };
    let done = context.answer(&answer, || {
        format!("已填好：{}\n{}，{} 行。请打开看一遍，打印签字盖章再交。\n", answer.path, answer.form, answer.rows)
    });
    out::close(opened.desk);
    Ok(done)
}

fn tell_blank(filled: &Filled) {
    if filled.by_hand {
        out::say("这类事本程序不登记，表里没有填行。没有就自己写上「无」，有就照实填。");
    }
    if filled.left_out_count > 0 {
        out::say(&format!("表上的成员栏不够，有 {} 人没有填上，要自己加页填。", filled.left_out_count));
    }
    if !filled.blank_columns.is_empty() {
        out::say(&format!("这几栏空着，要自己填：{}。", filled.blank_columns.join("、")));
    }
}
