//! 封面: what this package is, of whom, for whom, what is in it, and how to treat it.
//!
//! It holds no villager's data.

use rust_xlsxwriter::Worksheet;

use crate::exchange::package::PackageMeta;
use crate::exchange::package::content::PackageContent;

use super::WorkbookFault;
use super::look::{self, Look};

/// Width of the words, in characters.
const WORDS_CHARS: f64 = 90.0;
const WARNING: &str = "内部工作信息，严禁微信、QQ传送";
const HOW_TO_CHECK: &str = "本文件夹里的文件不要改名、不要改动、不要往里放别的东西；要改请先复制出去再改。\
核对是否完整：用代办程序的核对功能，或运行 daiban verify 加本文件夹的名字。";

/// Writes the cover.
pub(super) fn write(
    sheet: &mut Worksheet,
    look: &Look,
    content: &PackageContent,
    meta: &PackageMeta,
) -> Result<(), WorkbookFault> {
    sheet.set_name("封面")?;
    look::set_up_print(sheet, 0)?;
    sheet.set_column_width(0, 18)?;
    sheet.set_column_width(1, WORDS_CHARS)?;
    let title = format!("{}{}代办交表", content.township, content.village);
    sheet.merge_range(0, 0, 0, 1, &title, &look.title)?;
    sheet.set_row_height(0, 34)?;
    sheet.merge_range(1, 0, 1, 1, WARNING, &look.warning)?;
    sheet.set_row_height(1, 30)?;
    let mut row = 2;
    for (label, words) in lines(content, meta) {
        sheet.write_string_with_format(row, 0, label, &look.label)?;
        if let Some(height) = look::height_of(std::iter::once((words.as_str(), WORDS_CHARS))) {
            sheet.set_row_height(row, height)?;
        }
        sheet.write_string_with_format(row, 1, words, &look.text)?;
        row += 1;
    }
    sheet.write_string_with_format(row, 0, "怎样核对", &look.label)?;
    sheet.write_string_with_format(row, 1, HOW_TO_CHECK, &look.text)?;
    sheet.set_row_height(row, 34)?;
    sheet.merge_range(row + 2, 0, row + 2, 1, "接收人签字：                    接收日期：", &look.line)?;
    Ok(())
}

fn lines(content: &PackageContent, meta: &PackageMeta) -> Vec<(&'static str, String)> {
    let counts = content.counts();
    let range = match content.from.0 {
        0 => format!("全部内容，到第{}笔", content.to.0),
        from => format!("镇里上次签收以后的新内容，第{}笔到第{}笔", from + 1, content.to.0),
    };
    let mut lines = vec![
        ("镇(街)", content.township.clone()),
        ("村(居)", content.village.clone()),
        ("代办员", content.liaison.clone()),
        ("联系电话", content.liaison_phone.clone()),
        ("包号", format!("第{:04}号", meta.no)),
        ("日期", meta.on.to_string()),
        ("内容范围", range),
        ("接收单位", meta.receiver.clone()),
        ("用途", meta.purpose.clone()),
        ("代办事项", format!("{}件，其中在办{}件、超期{}件", counts.tasks, counts.open, counts.overdue)),
        ("证件在外", format!("{}件(全部在外的都列)", counts.originals)),
        ("农户", format!("{}户", counts.households)),
        ("人口", format!("{}人(只在数据文件里)", counts.people)),
        ("死亡迁出合并", format!("{}条(只在数据文件里)", counts.gone)),
    ];
    if !content.voided.is_empty() {
        let numbers: Vec<String> = content.voided.iter().map(|no| format!("{no:04}")).collect();
        lines.push(("作废的包号", format!("{}(没有写成，不必找)", numbers.join("、"))));
    }
    lines.extend(content.fields().into_iter().map(|fields| ("含哪些栏", fields)));
    lines
}
