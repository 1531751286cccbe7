//! Writes the refused rows to a file with their own headings and 原因, to be mended and imported again.
//!
//! What stood above a row (group, household, head) is written into it: alone it would not be understood. A number that
//! was an ID stays one that is refused, so that nobody imports it unmended.

use std::io::{self, Write};
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook};

use crate::disk::file::create_private;
use crate::exchange::register::field::Field;
use crate::exchange::register::layout::{Column, Table};
use crate::exchange::register::reading::{Block, ReadRegister, RegisterRow};
use crate::exchange::register::sheet::Cell;

use super::ImportPlan;
use super::problem::Level;

/// The heading of the reasons.
const REASON: &str = "原因";

/// One table of the file: headings, then rows.
struct Page {
    name: String,
    rows: Vec<Vec<String>>,
}

/// Writes the refused rows of a plan to a new file: `.csv` where the path says so, else a workbook. How many rows were written.
///
/// The file holds personal data: the caller says so, and writes it only where the officer asked for it.
///
/// # Errors
/// What the system says where the file cannot be written, or is there already: nothing is ever written over.
pub fn write(path: &Path, register: &ReadRegister, plan: &ImportPlan) -> io::Result<usize> {
    let pages = pages(register, plan);
    let rows = pages.iter().map(|page| page.rows.len().saturating_sub(1)).sum();
    let csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let written = if csv { write_csv(path, &pages) } else { write_xlsx(path, &pages) };
    written.map(|()| rows)
}

fn pages(register: &ReadRegister, plan: &ImportPlan) -> Vec<Page> {
    let mut pages: Vec<(u32, Page)> = Vec::new();
    let mut last = None;
    for row in plan.rejected_rows.iter().filter_map(|at| register.rows.get(*at)) {
        let (Some(table), Some(block)) = (register.table(row), register.block(row)) else { continue };
        // A row with several members is written once.
        if last == Some((row.table, row.at)) {
            continue;
        }
        last = Some((row.table, row.at));
        let added = added(table);
        let at = pages.iter().position(|(known, _)| *known == row.table).unwrap_or_else(|| {
            let (name, _) = register.place(row);
            let mut headings: Vec<String> = table.columns.iter().map(heading).collect();
            headings.extend(added.iter().map(|field| field.label().to_owned()));
            headings.push(REASON.to_owned());
            pages.push((row.table, Page { name: name.to_owned(), rows: vec![headings] }));
            pages.len() - 1
        });
        if let Some((_, page)) = pages.get_mut(at) {
            let mut cells: Vec<String> =
                table.columns.iter().map(|column| cell(register, row, column, block)).collect();
            cells.extend(added.iter().map(|field| of_block(*field, block).to_owned()));
            cells.push(reasons(register, plan, row));
            page.rows.push(cells);
        }
    }
    pages.into_iter().map(|(_, page)| page).collect()
}

/// What the table does not ask itself, but its tab, a line or the rows above said.
fn added(table: &Table) -> Vec<Field> {
    let asks_people = table.has(Field::Name, 0);
    [Field::Group, Field::HeadName].into_iter().filter(|field| asks_people && !table.has(*field, 0)).collect()
}

/// A heading that is read again as what it was: groups over columns are folded into one word.
fn heading(column: &Column) -> String {
    match column.field {
        Some(field) if column.member > 0 => format!("成员{}{}", column.member, field.label()),
        Some(field) if column.heading.contains('/') => field.label().to_owned(),
        Some(_) | None => column.heading.clone(),
    }
}

fn of_block(field: Field, block: &Block) -> &str {
    let known = [(Field::Group, &block.group), (Field::HouseholdNo, &block.no), (Field::HeadName, &block.head)];
    known.into_iter().find(|(known, _)| *known == field).map_or("", |(_, text)| text)
}

fn cell(register: &ReadRegister, row: &RegisterRow, column: &Column, block: &Block) -> String {
    let written = register.cell_at(row, column.at);
    match (written, column.field) {
        (Some(Cell::Number(number)), Some(Field::IdNo | Field::HeadIdNo)) => format!("{number:E}"),
        (Some(Cell::Date(_)), Some(field)) => {
            let day = super::draft::date(register, row, field).flatten();
            day.map_or_else(String::new, |date| date.day.to_string())
        }
        (Some(cell), _) => cell.text().into_owned(),
        (None, Some(field)) => of_block(field, block).to_owned(),
        (None, None) => String::new(),
    }
}

fn reasons(register: &ReadRegister, plan: &ImportPlan, row: &RegisterRow) -> String {
    let (sheet, number) = register.place(row);
    let of_row = |it: &&super::problem::Problem| it.row == number && it.sheet == sheet && it.level == Level::Rejected;
    let said: Vec<&str> = plan.problems.iter().filter(of_row).map(|problem| problem.message.as_str()).collect();
    format!("原表第{number}行：{}", said.join("；"))
}

fn write_csv(path: &Path, pages: &[Page]) -> io::Result<()> {
    let mut file = create_private(path)?;
    // With its mark, or Excel takes it for GBK.
    file.write_all(b"\xEF\xBB\xBF")?;
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(file);
    for row in pages.iter().flat_map(|page| &page.rows) {
        writer.write_record(row)?;
    }
    writer.flush()
}

fn write_xlsx(path: &Path, pages: &[Page]) -> io::Result<()> {
    let failed = |error: rust_xlsxwriter::XlsxError| io::Error::other(error.to_string());
    let mut book = Workbook::new();
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    for page in pages {
        let sheet = book.add_worksheet();
        // A tab's name that this writer does not take is not worth failing for.
        let _named = sheet.set_name(&page.name).is_ok();
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (at, row) in page.rows.iter().enumerate() {
            let at = u32::try_from(at).map_err(io::Error::other)?;
            let format = if at == 0 { &bold } else { &text };
            for (column, value) in row.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
                let column = u16::try_from(column).map_err(io::Error::other)?;
                sheet.write_string_with_format(at, column, value, format).map_err(failed)?;
            }
        }
        sheet.autofit();
    }
    book.save_to_writer(create_private(path)?).map_err(failed)
}
