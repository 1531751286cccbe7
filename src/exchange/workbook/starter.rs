//! A blank form to begin with, for an office that gave none: title, line 2, heading, blank rows, 合计, foot.
//!
//! It holds no record: `fill` fills it as any other form.

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet, XlsxError};

use super::WorkbookFault;
use super::look::{self, Look};
use crate::domain::day::Day;
use crate::domain::form::Form;
use crate::domain::village::VillageInfo;
use crate::exchange::fill::shift::letters_of;

/// Blank rows; more are put in when it is filled.
const BLANK_ROWS: u32 = 10;
/// Rows above the data: title, line 2, heading.
const HEAD_ROWS: u32 = 3;

/// The bytes of a blank form of this village, for the period in which `today` lies.
pub fn starter(form: &Form, info: &VillageInfo, today: Day) -> Result<Vec<u8>, WorkbookFault> {
    let mut workbook = Workbook::new();
    let look = Look::new();
    let sheet = workbook.add_worksheet();
    let last = u16::try_from(form.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.set_name(form.name.as_str())?;
    look::set_up_print(sheet, HEAD_ROWS)?;
    sheet.set_freeze_panes(HEAD_ROWS, 0)?;
    let title = format!("{}{}{}{}", info.township, info.name, form.every.words(today), form.name);
    sheet.merge_range(0, 0, 0, last, &title, &look.title)?;
    sheet.set_row_height(0, 30)?;
    let middle = last / 2;
    sheet.merge_range(1, 0, 1, middle, &format!("填报单位(盖章)：{}", info.name), &look.line)?;
    sheet.merge_range(1, middle + 1, 1, last, &format!("填报日期：{today}"), &look.line)?;
    for (at, column) in (0..).zip(&form.columns) {
        sheet.set_column_width(at, width(&column.header, &column.content))?;
        sheet.write_string_with_format(HEAD_ROWS - 1, at, &column.header, &look.heading)?;
    }
    sheet.set_row_height(HEAD_ROWS - 1, 28)?;
    let total = HEAD_ROWS + BLANK_ROWS;
    blank_rows(sheet, &look, form)?;
    let third = last / 3;
    let foot = total + 1;
    line(sheet, foot, (0, third), &format!("填报人：{}", info.liaison), &look.line)?;
    line(sheet, foot, (third + 1, 2 * third), "审核人(村支部书记)：", &look.line)?;
    line(sheet, foot, (2 * third + 1, last), &format!("联系电话：{}", info.phone), &look.line)?;
    sheet.set_print_area(0, 0, foot, last)?;
    Ok(workbook.save_to_buffer()?)
}

/// The rows to be filled, and 合计 below them.
fn blank_rows(sheet: &mut Worksheet, look: &Look, form: &Form) -> Result<(), XlsxError> {
    let total = HEAD_ROWS + BLANK_ROWS;
    for (at, column) in (0..).zip(&form.columns) {
        let format = if is_count(&column.content) { &look.number } else { &look.text };
        for row in HEAD_ROWS..total {
            sheet.write_blank(row, at, format)?;
        }
        if at == 0 {
            sheet.write_string_with_format(total, at, "合计", &look.total)?;
        } else if is_count(&column.content) {
            let letters = letters_of(at);
            let sum = Formula::new(format!("SUM({letters}{}:{letters}{total})", HEAD_ROWS + 1));
            sheet.write_formula_with_format(total, at, sum, &look.total)?;
        } else {
            sheet.write_blank(total, at, &look.total)?;
        }
    }
    Ok(())
}

/// Words over several cells, or over one where there are no more.
fn line(
    sheet: &mut Worksheet,
    row: u32,
    (from, to): (u16, u16),
    words: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if from < to {
        sheet.merge_range(row, from, row, to, words, format)?;
    } else {
        sheet.write_string_with_format(row, from, words, format)?;
    }
    Ok(())
}

/// Whether a column counts, and its sum means something.
fn is_count(content: &str) -> bool {
    content.ends_with("件数") || content.ends_with("人数") || content == "家庭人口"
}

/// Wide enough for what comes in, in characters of the body font: a Hanzi takes two.
fn width(header: &str, content: &str) -> f64 {
    let of_content: f64 = match content {
        "序号" => 5.0,
        "身份证号码" | "户主身份证号" => 21.0,
        "联系电话" | "户主电话" => 13.5,
        "事项编号" | "受理日期" | "交件日期" | "办结日期" | "送达日期" | "死亡日期" | "认定时间" | "走访日期"
        | "张贴日期" | "撤下日期" => 11.5,
        "走访内容" | "公示内容" | "站办" => 24.0,
        "事项名称" => 20.0,
        "经办人" | "状态" | "满意度" => 7.5,
        _ => 9.0,
    };
    let of_header = header.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum::<f64>() + 1.0;
    of_content.max(of_header.min(16.0))
}
