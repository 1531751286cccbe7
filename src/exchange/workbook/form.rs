//! One form as towns ask for them: title, line 2, heading, rows, 合计, foot; 「本月无」 when there is nothing.
//!
//! It knows columns and cells, and none of the subjects.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::look::{self, Look};

/// The most characters a cell takes is 32,767; a note that long is no note.
const CELL_CHARS_MAX: usize = 4_000;
/// Rows above the data: title, line 2, heading.
const HEAD_ROWS: u32 = 3;

/// One column.
pub(super) struct Column {
    pub(super) header: &'static str,
    /// In characters of the body font, as Excel counts: a Hanzi takes two.
    pub(super) width: f64,
}

/// A cell.
pub(super) enum Cell<'a> {
    /// Wrapped text.
    Text(&'a str),
    /// A short word, a date, a number that is a name: always text.
    Short(String),
    /// A count.
    Number(i64),
}

/// What a form says beside its rows.
pub(super) struct Frame<'a> {
    /// The name of the sheet.
    pub(super) sheet: &'static str,
    pub(super) title: String,
    /// 填报单位.
    pub(super) unit: &'a str,
    /// 填报日期.
    pub(super) on: String,
    /// 填表人.
    pub(super) filled_by: &'a str,
    /// 联系电话.
    pub(super) phone: &'a str,
    /// Columns that stay in sight when scrolling sideways.
    pub(super) frozen_columns: u16,
    /// Columns that are printed; those behind them are for the screen.
    pub(super) printed_columns: u16,
}

/// A form that is being filled, row by row.
pub(super) struct Form<'a> {
    sheet: &'a mut Worksheet,
    look: &'a Look,
    columns: &'a [Column],
    last_column: u16,
    row: u32,
}

impl<'a> Form<'a> {
    /// Begins the form: everything above its rows.
    pub(super) fn begin(
        sheet: &'a mut Worksheet,
        look: &'a Look,
        frame: &Frame<'_>,
        columns: &'a [Column],
    ) -> Result<Form<'a>, XlsxError> {
        let last_column = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.set_name(frame.sheet)?;
        look::set_up_print(sheet, HEAD_ROWS)?;
        sheet.set_freeze_panes(HEAD_ROWS, frame.frozen_columns)?;
        sheet.merge_range(0, 0, 0, last_column, &frame.title, &look.title)?;
        sheet.set_row_height(0, 30)?;
        let unit = format!("填报单位(盖章)：{}", frame.unit);
        let middle = last_column / 2;
        sheet.merge_range(1, 0, 1, middle, &unit, &look.line)?;
        sheet.merge_range(1, middle + 1, 1, last_column, &format!("填报日期：{}", frame.on), &look.line)?;
        for (at, column) in (0..).zip(columns) {
            sheet.set_column_width(at, column.width)?;
            sheet.write_string_with_format(HEAD_ROWS - 1, at, column.header, &look.heading)?;
        }
        sheet.set_row_height(HEAD_ROWS - 1, 28)?;
        Ok(Form { sheet, look, columns, last_column, row: HEAD_ROWS })
    }

    /// Writes one row.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        let texts = cells.iter().zip(self.columns).filter_map(|(cell, column)| match cell {
            Cell::Text(text) => Some((bounded(text), column.width)),
            Cell::Short(text) => Some((bounded(text), column.width)),
            Cell::Number(_) => None,
        });
        if let Some(height) = look::height_of(texts) {
            self.sheet.set_row_height(self.row, height)?;
        }
        for (at, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => {
                    self.sheet.write_string_with_format(self.row, at, bounded(text), &self.look.text)?;
                }
                Cell::Short(text) => {
                    self.sheet.write_string_with_format(self.row, at, bounded(text), &self.look.short)?;
                }
                Cell::Number(count) => {
                    // Exact: a count is far below 2^53.
                    let count = *count as f64;
                    self.sheet.write_number_with_format(self.row, at, count, &self.look.number)?;
                }
            }
        }
        self.row += 1;
        Ok(())
    }

    /// Ends the form: 「本月无」 where it has no row, the 合计 row with these cells by column, the foot.
    pub(super) fn end(mut self, totals: &[(u16, String)], frame: &Frame<'_>) -> Result<(), XlsxError> {
        if self.row == HEAD_ROWS {
            self.sheet.merge_range(self.row, 0, self.row, self.last_column, "本月无", &self.look.total)?;
            self.row += 1;
        }
        for column in 0..=self.last_column {
            let words = totals.iter().find(|(at, _)| *at == column).map_or("", |(_, words)| words.as_str());
            let words = if column == 0 { "合计" } else { words };
            self.sheet.write_string_with_format(self.row, column, words, &self.look.total)?;
        }
        let third = self.last_column / 3;
        let foot = self.row + 1;
        let line = &self.look.line;
        self.sheet.merge_range(foot, 0, foot, third, &format!("填表人：{}", frame.filled_by), line)?;
        self.sheet.merge_range(foot, third + 1, foot, 2 * third, "审核人(村支部书记)：", line)?;
        let phone = format!("联系电话：{}", frame.phone);
        self.sheet.merge_range(foot, 2 * third + 1, foot, self.last_column, &phone, line)?;
        self.sheet.set_print_area(0, 0, foot, frame.printed_columns.saturating_sub(1))?;
        Ok(())
    }
}

/// A text that a cell can hold.
fn bounded(text: &str) -> &str {
    text.char_indices().nth(CELL_CHARS_MAX).map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
}
