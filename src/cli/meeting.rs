//! `daiban meeting`: whether enough came and enough agreed. It opens no store; a town's own rules are used where they can
//! be read.

use serde::Serialize;

use crate::desk::town;
use crate::domain::meeting::{Attendance, Body, Deduction};

use super::context::Context;
use super::exit::{Exit, Failure};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "daiban meeting --body 哪种会 --rules 年份 --base 应到 --present 到会 --for 同意",
    next_help_heading = "选项"
)]
pub(super) struct Args {
    /// 哪种会：村民会议、户代表会议、村民代表会议、村民小组会议、成员大会、承包方案、党员大会
    #[arg(long, value_name = "哪种会")]
    body: String,
    /// 按哪年的规定：2010、2018、2025
    #[arg(long, value_name = "年份")]
    rules: String,
    /// 应到多少（人或户）
    #[arg(long, value_name = "数", value_parser = count)]
    base: u32,
    /// 从应到里减去多少、为什么，写成 12:外出联系不上；可以写几次
    #[arg(long = "less", value_name = "数:原因", value_parser = deduction)]
    deductions: Vec<Deduction>,
    /// 到会多少
    #[arg(long, value_name = "数", value_parser = count)]
    present: u32,
    /// 同意多少
    #[arg(long = "for", value_name = "数", value_parser = count)]
    ayes: u32,
    /// 反对多少；剩下的是弃权
    #[arg(long = "against", value_name = "数", value_parser = count)]
    noes: Option<u32>,
}

#[derive(Serialize)]
struct Answer {
    stands: bool,
    carries: bool,
    sum: String,
    basis: String,
}

/// Does the sum.
pub(super) fn run(context: &Context, args: Args) -> Result<Exit, Failure> {
    let tables = context.tables(town::MEETINGS);
    let rules = &tables.meetings;
    if rules.bodies(&args.rules).is_empty() {
        let there = rules.years().join("、");
        return Err(Failure::usage(format!("没有「{}」年的规定，有的是：{there}。", args.rules)));
    }
    let body = Body::ALL.into_iter().find(|body| body.label() == args.body);
    let Some(rule) = body.and_then(|body| rules.get(&args.rules, body)) else {
        let there: Vec<&str> = rules.bodies(&args.rules).into_iter().map(Body::label).collect();
        let (year, body) = (&args.rules, &args.body);
        return Err(Failure::usage(format!("{year}年的规定里没有「{body}」，有的是：{}。", there.join("、"))));
    };
    let Args { base, deductions, present, ayes, noes, .. } = args;
    let attendance = Attendance { base, deductions, present, ayes, noes: noes.unwrap_or(0) };
    let tally = attendance.tally(rule).map_err(|why| Failure::usage(format!("{why}。")))?;
    let answer = Answer { stands: tally.stands, carries: tally.carries, sum: tally.sum, basis: rule.basis.clone() };
    Ok(context.answer(&answer, || {
        let sentences = answer.sum.split_inclusive('。').map(|sentence| format!("{sentence}\n"));
        format!("{}应到按{}算。依据：{}。\n", sentences.collect::<String>(), rule.base, answer.basis)
    }))
}

fn count(text: &str) -> Result<u32, String> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let read = if digits { text.parse().ok() } else { None };
    read.ok_or_else(|| "人数要写成 0、35、1200 这样的数".to_owned())
}

fn deduction(text: &str) -> Result<Deduction, String> {
    let (number, reason) =
        text.split_once([':', '：']).ok_or_else(|| "要写成 12:外出联系不上 这样，前面是数，后面是原因".to_owned())?;
    if reason.trim().is_empty() {
        return Err("冒号后面要写原因".to_owned());
    }
    Ok(Deduction { count: count(number.trim())?, reason: reason.trim().to_owned() })
}
