//! The three forms: 代办事项 in the columns of the town's 代办台账, 证件在外, 农户.
//!
//! IDs and phones are text, masked before they came here.

use rust_xlsxwriter::Worksheet;

use crate::domain::day::Day;
use crate::exchange::package::PackageMeta;
use crate::exchange::package::content::{HouseholdRow, OriginalRow, PackageContent, TaskRow};

use super::WorkbookFault;
use super::form::{Cell, Column, Form, Frame};
use super::look::Look;

/// Rows between two words of progress.
const TICK_ROWS: u64 = 500;

/// Counts rows over all forms.
pub(super) struct Rows<'a> {
    pub(super) done: u64,
    pub(super) tick: &'a mut dyn FnMut(u64) -> bool,
}

impl Rows<'_> {
    fn one_more(&mut self) -> Result<(), WorkbookFault> {
        self.done += 1;
        if self.done.is_multiple_of(TICK_ROWS) && !(self.tick)(self.done) {
            return Err(WorkbookFault::Stopped);
        }
        Ok(())
    }
}

const fn column(header: &'static str, width: f64) -> Column {
    Column { header, width }
}

/// The columns of 代办台账 in their order, so that they can be copied over and printed; the ID number behind them is for
/// the screen, where it is looked up.
const TASK_COLUMNS: [Column; 19] = [
    column("序号", 4.5),
    column("编号", 10.3),
    column("受理日期", 10.5),
    column("姓名", 8.5),
    column("社", 6.5),
    column("电话", 12.5),
    column("事项", 18.0),
    column("受理人", 8.0),
    column("交件日期", 10.5),
    column("办结日期", 10.5),
    column("送达日期", 10.5),
    column("状态", 10.0),
    column("到期", 10.5),
    column("超期天数", 5.5),
    column("卡在", 8.5),
    column("满意度", 8.0),
    column("签字", 6.0),
    column("备注", 18.0),
    column("身份证号", 20.0),
];

const ORIGINAL_COLUMNS: [Column; 11] = [
    column("序号", 5.0),
    column("证件", 18.0),
    column("所有人", 12.0),
    column("社", 9.0),
    column("事项编号", 12.0),
    column("事项", 28.0),
    column("收取日期", 12.0),
    column("应还日期", 12.0),
    column("过期天数", 9.0),
    column("现在哪里", 12.0),
    column("事由", 26.0),
];

const HOUSEHOLD_COLUMNS: [Column; 11] = [
    column("序号", 5.0),
    column("户编号", 14.0),
    column("社", 9.0),
    column("户主", 12.0),
    column("户主身份证号", 21.0),
    column("电话", 14.0),
    column("在册人数", 9.0),
    column("类别", 24.0),
    column("状态", 9.0),
    column("最近变动", 19.0),
    column("在办事项", 9.0),
];

/// 代办事项.
pub(super) fn tasks(
    sheet: &mut Worksheet,
    look: &Look,
    content: &PackageContent,
    meta: &PackageMeta,
    rows: &mut Rows<'_>,
) -> Result<(), WorkbookFault> {
    let frame = frame(("代办事项", "代办台账"), 4, 18, content, meta);
    let mut form = Form::begin(sheet, look, &frame, &TASK_COLUMNS)?;
    for (no, task) in (1..).zip(&content.tasks) {
        let note = note_of(task);
        form.row(&task_cells(no, task, &note))?;
        rows.one_more()?;
    }
    let counts = content.counts();
    let decided = content.tasks.iter().filter(|task| task.decided_on.is_some()).count();
    let delivered = content.tasks.iter().filter(|task| task.delivered_on.is_some()).count();
    let totals = [
        (1, format!("{}件", counts.tasks)),
        (9, format!("办结{decided}件")),
        (10, format!("送达{delivered}件")),
        (11, format!("在办{}件", counts.open)),
        (13, format!("{}件", counts.overdue)),
    ];
    Ok(form.end(&totals, &frame)?)
}

fn task_cells<'a>(no: i64, task: &'a TaskRow, note: &'a str) -> [Cell<'a>; 19] {
    let overdue = if task.overdue_days > 0 { Cell::Number(i64::from(task.overdue_days)) } else { short("") };
    [
        Cell::Number(no),
        short(&task.no),
        day(task.accepted_on),
        Cell::Text(&task.name),
        short(&task.group),
        short(&task.phone),
        Cell::Text(&task.matter.name),
        Cell::Text(&task.taken_by),
        day(task.submitted_on),
        day(task.decided_on),
        day(task.delivered_on),
        short(task.state),
        day(task.due),
        overdue,
        short(task.stuck_at),
        short(task.rating),
        short(task.signed),
        Cell::Text(note),
        short(&task.id_no),
    ]
}

/// What the officer noted, and what the office should see at a glance: who came, what is missing, decided too late.
fn note_of(task: &TaskRow) -> String {
    let mut words = Vec::new();
    if task.was_late {
        words.push("超期办结".to_owned());
    }
    if !task.missing.is_empty() {
        words.push(format!("缺{}", task.missing.join("、")));
    }
    if !task.agent.is_empty() {
        words.push(format!("{}来办", task.agent));
    }
    if !task.external_no.is_empty() {
        words.push(format!("受理号{}", task.external_no));
    }
    if !task.note.is_empty() {
        words.push(task.note.clone());
    }
    words.join("；")
}

/// 证件在外.
pub(super) fn originals(
    sheet: &mut Worksheet,
    look: &Look,
    content: &PackageContent,
    meta: &PackageMeta,
    rows: &mut Rows<'_>,
) -> Result<(), WorkbookFault> {
    let frame = frame(("证件在外", "证件保管台账(在外)"), 3, 11, content, meta);
    let mut form = Form::begin(sheet, look, &frame, &ORIGINAL_COLUMNS)?;
    for (no, row) in (1..).zip(&content.originals) {
        form.row(&original_cells(no, row))?;
        rows.one_more()?;
    }
    let late = content.originals.iter().filter(|row| row.late_days > 0).count();
    let totals = [(1, format!("{}件", content.originals.len())), (8, format!("{late}件"))];
    Ok(form.end(&totals, &frame)?)
}

fn original_cells(no: i64, row: &OriginalRow) -> [Cell<'_>; 11] {
    let late = if row.late_days > 0 { Cell::Number(i64::from(row.late_days)) } else { short("") };
    [
        Cell::Number(no),
        Cell::Text(&row.doc),
        Cell::Text(&row.owner),
        short(&row.group),
        short(&row.task_no),
        Cell::Text(&row.matter),
        day(Some(row.received_on)),
        day(Some(row.return_by)),
        late,
        short(row.place),
        Cell::Text(&row.reason),
    ]
}

/// 农户.
pub(super) fn households(
    sheet: &mut Worksheet,
    look: &Look,
    content: &PackageContent,
    meta: &PackageMeta,
    rows: &mut Rows<'_>,
) -> Result<(), WorkbookFault> {
    let frame = frame(("农户", "农户变动表"), 4, 11, content, meta);
    let mut form = Form::begin(sheet, look, &frame, &HOUSEHOLD_COLUMNS)?;
    for (no, row) in (1..).zip(&content.households) {
        form.row(&household_cells(no, row))?;
        rows.one_more()?;
    }
    let people: usize = content.households.iter().map(|row| row.people_count).sum();
    let open: usize = content.households.iter().map(|row| row.open_tasks_count).sum();
    let totals =
        [(1, format!("{}户", content.households.len())), (6, format!("{people}人")), (10, format!("{open}件"))];
    Ok(form.end(&totals, &frame)?)
}

fn household_cells(no: i64, row: &HouseholdRow) -> [Cell<'_>; 11] {
    [
        Cell::Number(no),
        short(&row.no),
        short(&row.group),
        Cell::Text(&row.head_name),
        short(&row.head_id_no),
        short(&row.phone),
        count(row.people_count),
        Cell::Text(&row.classes),
        short(row.status),
        short(&row.last_event),
        count(row.open_tasks_count),
    ]
}

fn frame<'a>(
    (sheet, title): (&'static str, &str),
    frozen_columns: u16,
    printed_columns: u16,
    content: &'a PackageContent,
    meta: &PackageMeta,
) -> Frame<'a> {
    Frame {
        sheet,
        title: format!("{}{}{title}", content.township, content.village),
        unit: &content.village,
        on: meta.on.to_string(),
        filled_by: &content.liaison,
        phone: &content.liaison_phone,
        frozen_columns,
        printed_columns,
    }
}

fn short(text: &str) -> Cell<'static> {
    Cell::Short(text.to_owned())
}

fn day(day: Option<Day>) -> Cell<'static> {
    Cell::Short(day.map(|day| day.to_string()).unwrap_or_default())
}

fn count(count: usize) -> Cell<'static> {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}
