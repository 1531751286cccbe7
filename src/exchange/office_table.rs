//! 各村汇总表: all villages in one workbook, with columns in which a clerk writes what came of each matter; and the reading
//! of what was written there.
//!
//! What an answer means is `domain::office::decide`'s.

use std::fs::File;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::register::refusal::Refused;
use super::register::sheet::{Cell, Row, Sheet};
use super::register::xlsx;
use crate::domain::day::Day;
use crate::domain::office::outlook::{Standing, is_overdue};
use crate::domain::office::{AnswerKind, Office, TownTask};
use crate::domain::typed_date::parse_typed_day;

/// The sheet with one line a matter.
const MATTERS: &str = "各村代办件";
/// The sheet with one line a village.
const VILLAGES: &str = "各村情况";
/// What is known of a matter, and how wide.
const KNOWN: [(&str, f64); 11] = [
    ("村", 12.0),
    ("编号", 12.0),
    ("姓名", 9.0),
    ("社", 7.0),
    ("事项", 22.0),
    ("收件窗口", 16.0),
    ("责任站办", 16.0),
    ("状态", 10.0),
    ("登记日期", 11.0),
    ("到期", 11.0),
    ("村里记的受理号", 14.0),
];
/// What the clerk writes: the heading, what it answers, and whether it is the words of the answer and not its day.
const ANSWERS: [(&str, AnswerKind, bool); 6] = [
    ("收件日期", AnswerKind::Received, false),
    ("受理号", AnswerKind::Received, true),
    ("退件日期", AnswerKind::SentBack, false),
    ("退件缺什么", AnswerKind::SentBack, true),
    ("结果可取日期", AnswerKind::Ready, false),
    ("取走日期", AnswerKind::Collected, false),
];
/// Lines that are looked through for the heading.
const HEADING_ROWS: usize = 20;

/// A line of the clerk's table that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredLine {
    /// The line as the workbook numbers it, from 1.
    pub row: u32,
    /// 村名.
    pub village: String,
    /// 编号.
    pub no: String,
    /// What it says: what came of it, when, and in which words.
    pub answers: Vec<(AnswerKind, Day, String)>,
}

/// Why a table of answers is not read; nothing of it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswers {
    /// The workbook cannot be read.
    #[error("{0}")]
    Workbook(Refused),
    /// There is no heading with 村 and 编号.
    #[error("没有找到「村」「编号」这一行表头，一件都没有存。请用 daiban office table 写出的表来填")]
    NoHeading,
    /// A cell that is no day.
    #[error("第{row}行「{heading}」的日期看不懂：{text}。一件都没有存，请写成 2026-12-01 这样")]
    NoDay {
        /// The line.
        row: u32,
        /// The column.
        heading: &'static str,
        /// What stands there.
        text: String,
    },
}

/// The bytes of the workbook, as of a day; only open matters unless everything is asked for.
pub fn build(office: &Office, today: Day, everything: bool) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let heading =
        Format::new().set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Center).set_text_wrap();
    let plain = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::VerticalCenter);
    let late = plain.clone().set_font_color("#C00000");
    matters(workbook.add_worksheet(), office, (today, everything), [&heading, &plain, &late])?;
    villages(workbook.add_worksheet(), office, today, [&heading, &plain])?;
    workbook.save_to_buffer()
}

fn matters(
    sheet: &mut Worksheet,
    office: &Office,
    (today, everything): (Day, bool),
    [heading, plain, late]: [&Format; 3],
) -> Result<(), XlsxError> {
    sheet.set_name(MATTERS)?;
    print_setup(sheet)?;
    let headings = KNOWN.iter().copied().chain(ANSWERS.iter().map(|(heading, ..)| (*heading, 13.0)));
    for (column, (text, width)) in (0u16..).zip(headings) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, text, heading)?;
    }
    let mut row = 0;
    for village in office.villages() {
        let mut tasks: Vec<&TownTask> = office.tasks_of(village.id).map(|(_, task)| task).collect();
        tasks.retain(|task| everything || task.is_open);
        tasks.sort_by(|a, b| a.no.cmp(&b.no));
        for task in tasks {
            row += 1;
            let format = if is_overdue(task, today) { late } else { plain };
            for (column, text) in (0u16..).zip(cells(&village.name, task)) {
                sheet.write_string_with_format(row, column, text, format)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 3)?;
    Ok(())
}

/// A matter's cells, what was answered already among them, so that a table filled in twice says nothing new.
fn cells(village: &str, task: &TownTask) -> Vec<String> {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let known = [
        village.to_owned(),
        task.no.clone(),
        task.name.clone(),
        task.group.to_string(),
        task.matter.to_string(),
        task.window.to_string(),
        task.station.to_string(),
        task.state.to_string(),
        task.registered_on.to_string(),
        day(task.due),
        task.external_no.clone(),
    ];
    let answers = ANSWERS.iter().map(|(_, what, is_words)| {
        let last = task.answers.iter().rev().find(|answer| answer.what == *what);
        let told = |answer: &crate::domain::office::TownAnswer| {
            if *is_words { answer.words.clone() } else { answer.on.to_string() }
        };
        last.map(told).unwrap_or_default()
    });
    known.into_iter().chain(answers).collect()
}

fn villages(
    sheet: &mut Worksheet,
    office: &Office,
    today: Day,
    [heading, plain]: [&Format; 2],
) -> Result<(), XlsxError> {
    const HEADINGS: [&str; 12] = [
        "村",
        "代办员",
        "最后一包",
        "收到日期",
        "缺的包",
        "户",
        "人",
        "在办",
        "超期",
        "证件在外",
        "交了没答复",
        "没带回的答复",
    ];
    sheet.set_name(VILLAGES)?;
    print_setup(sheet)?;
    for (column, text) in (0u16..).zip(HEADINGS) {
        sheet.set_column_width(column, 11)?;
        sheet.write_string_with_format(0, column, text, heading)?;
    }
    for (row, village) in (1u32..).zip(office.villages()) {
        let standing = Standing::of(office, village, today);
        let (number, day) =
            standing.last.map_or((String::new(), String::new()), |(number, day)| (number.to_string(), day.to_string()));
        let missing: Vec<String> = standing.missing.iter().map(u32::to_string).collect();
        let words = [village.name.clone(), village.liaison.clone(), number, day, missing.join("、")];
        for (column, text) in (0u16..).zip(words) {
            sheet.write_string_with_format(row, column, text, plain)?;
        }
        let counts = [
            standing.households,
            standing.people,
            standing.open,
            standing.overdue,
            standing.originals,
            standing.unanswered,
            standing.unheard,
        ];
        for (column, count) in (5u16..).zip(counts) {
            sheet.write_number_with_format(row, column, count as f64, plain)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

fn print_setup(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_footer("&C第 &P 页 共 &N 页");
    Ok(())
}

/// Reads what a clerk wrote into the table: every line that says something.
pub fn read(file: File, today: Day) -> Result<Vec<AnsweredLine>, NoAnswers> {
    let (sheets, _) = xlsx::read(file, &mut |_| true).map_err(NoAnswers::Workbook)?;
    let found = sheets.iter().find_map(|sheet| {
        let at = (0..sheet.rows_count().min(HEADING_ROWS)).find_map(|at| Some((at, heading_of(sheet, at)?)))?;
        Some((sheet, at))
    });
    let (sheet, (at, columns)) = found.ok_or(NoAnswers::NoHeading)?;
    let lines = sheet.rows().skip(at + 1).map(|row| line_of(&row, &columns, today));
    lines.filter_map(Result::transpose).collect()
}

/// What a line says; `None` where the clerk wrote nothing.
fn line_of(row: &Row<'_>, columns: &Columns, today: Day) -> Result<Option<AnsweredLine>, NoAnswers> {
    let text = |column: u16| row.cell(column).map(|cell| cell.text().trim().to_owned()).unwrap_or_default();
    let mut answers: Vec<(AnswerKind, Option<Day>, String)> = Vec::new();
    for ((heading, what, is_words), column) in ANSWERS.iter().zip(&columns.answers) {
        let cell = column.and_then(|column| row.cell(column)).filter(|cell| !cell.text().trim().is_empty());
        let Some(cell) = cell else { continue };
        if !answers.iter().any(|(known, ..)| known == what) {
            answers.push((*what, None, String::new()));
        }
        let Some((_, on, words)) = answers.iter_mut().find(|(known, ..)| known == what) else { continue };
        if *is_words {
            *words = cell.text().trim().to_owned();
        } else {
            let wrong = || NoAnswers::NoDay { row: row.number, heading, text: cell.text().into_owned() };
            *on = Some(day_of(cell, today).ok_or_else(wrong)?);
        }
    }
    // Words without a day are of the day they are read.
    let answers: Vec<_> = answers.into_iter().map(|(what, on, words)| (what, on.unwrap_or(today), words)).collect();
    let (village, no) = (text(columns.village), text(columns.no));
    Ok((!answers.is_empty()).then_some(AnsweredLine { row: row.number, village, no, answers }))
}

struct Columns {
    village: u16,
    no: u16,
    answers: Vec<Option<u16>>,
}

fn heading_of(sheet: &Sheet, at: usize) -> Option<Columns> {
    let row = sheet.row(at)?;
    let named = |heading: &str| {
        let is_it = |(_, cell): &(u16, Cell<'_>)| cell.text().trim() == heading;
        row.cells().find(is_it).map(|(column, _)| column)
    };
    let (village, no) = (named("村")?, named("编号")?);
    Some(Columns { village, no, answers: ANSWERS.iter().map(|(heading, ..)| named(heading)).collect() })
}

fn day_of(cell: Cell<'_>, today: Day) -> Option<Day> {
    match cell {
        // Days since 1899-12-30.
        Cell::Date(serial) => Some(Day::from_number(serial as i32 - 25_569)),
        Cell::Text(_) | Cell::Number(_) | Cell::Fault => parse_typed_day(cell.text().trim(), today),
    }
}
