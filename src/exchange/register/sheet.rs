//! The filled cells of one sheet, held tightly: one text for all cells, no allocation a cell.
//!
//! It does not know what a heading is, and it keeps no format, formula or picture.

use std::borrow::Cow;

use super::refusal::Refused;
use crate::domain::limits::{IMPORT_CELLS_MAX, IMPORT_COLUMNS_MAX, IMPORT_HELD_TEXT_BYTES_MAX, IMPORT_ROWS_MAX};
use crate::domain::text::fold;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Text, as typed.
    Text(&'a str),
    /// A number of the spreadsheet: no leading zeros, fifteen digits.
    Number(f64),
    /// A date of the spreadsheet, in days since 1899-12-30.
    Date(f64),
    /// A formula's fault, `#REF!` and the like.
    Fault,
}

impl<'a> Cell<'a> {
    /// The cell as a person sees it: a whole number without a point, a date as its serial number.
    pub fn text(&self) -> Cow<'a, str> {
        match self {
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Number(number) | Cell::Date(number) => Cow::Owned(number_text(*number)),
            Cell::Fault => Cow::Borrowed("#REF!"),
        }
    }
}

/// A number in digits; whole numbers without a point, up to the size of an ID number.
fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e20 { format!("{number:.0}") } else { format!("{number}") }
}

#[derive(Clone, Copy, Debug)]
enum Raw {
    Text { start: u32, bytes: u32 },
    Number(f64),
    Date(f64),
    Fault,
}

#[derive(Clone, Copy, Debug)]
struct RawCell {
    row: u32,
    column: u16,
    value: Raw,
}

#[derive(Clone, Copy, Debug)]
struct RowSpan {
    number: u32,
    first: u32,
    cells: u32,
}

/// One sheet: only rows with at least one filled cell, and of them only the filled cells.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The name on its tab; the file's name for a text file.
    pub name: String,
    text: String,
    cells: Vec<RawCell>,
    rows: Vec<RowSpan>,
}

/// One row of a sheet.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    sheet: &'a Sheet,
    /// The row's number as the spreadsheet shows it, 1 for the first.
    pub number: u32,
    cells: &'a [RawCell],
}

impl Sheet {
    /// Rows that hold something.
    pub fn rows_count(&self) -> usize {
        self.rows.len()
    }

    /// The `at`-th row that holds something.
    pub fn row(&self, at: usize) -> Option<Row<'_>> {
        let span = self.rows.get(at)?;
        let first = span.first as usize;
        let cells = self.cells.get(first..first + span.cells as usize)?;
        Some(Row { sheet: self, number: span.number, cells })
    }

    /// All rows that hold something, from the top.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows.len()).filter_map(|at| self.row(at))
    }

    fn cell(&self, raw: RawCell) -> Cell<'_> {
        match raw.value {
            Raw::Text { start, bytes } => {
                let start = start as usize;
                Cell::Text(self.text.get(start..start + bytes as usize).unwrap_or(""))
            }
            Raw::Number(number) => Cell::Number(number),
            Raw::Date(serial) => Cell::Date(serial),
            Raw::Fault => Cell::Fault,
        }
    }
}

impl<'a> Row<'a> {
    /// Filled cells of this row.
    pub fn cells_count(&self) -> usize {
        self.cells.len()
    }

    /// The filled cells with their columns (0 for A), from the left.
    pub fn cells(&self) -> impl Iterator<Item = (u16, Cell<'a>)> + use<'a> {
        let sheet = self.sheet;
        self.cells.iter().map(move |raw| (raw.column, sheet.cell(*raw)))
    }

    /// The cell in this column; `None` where it is empty.
    pub fn cell(&self, column: u16) -> Option<Cell<'a>> {
        let at = self.cells.binary_search_by_key(&column, |raw| raw.column).ok()?;
        self.cells.get(at).map(|raw| self.sheet.cell(*raw))
    }
}

/// How much the sheets of one file may still hold together.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    rows: usize,
    cells: usize,
    text_bytes: usize,
}

impl Default for Allowance {
    fn default() -> Allowance {
        Allowance { rows: IMPORT_ROWS_MAX, cells: IMPORT_CELLS_MAX, text_bytes: IMPORT_HELD_TEXT_BYTES_MAX }
    }
}

/// Fills one sheet, cell by cell, within an allowance that all sheets of a file share.
pub struct SheetBuilder<'a> {
    sheet: Sheet,
    allowance: &'a mut Allowance,
    in_order: bool,
}

impl<'a> SheetBuilder<'a> {
    /// An empty sheet of this name.
    pub fn new(name: &str, allowance: &'a mut Allowance) -> SheetBuilder<'a> {
        let sheet = Sheet { name: name.to_string(), text: String::new(), cells: Vec::new(), rows: Vec::new() };
        SheetBuilder { sheet, allowance, in_order: true }
    }

    /// Takes a cell in (row 0 is the sheet's first). Blank text is no cell; columns far to the right are left out.
    pub fn push(&mut self, row: u32, column: u32, cell: Cell<'_>) -> Result<(), Refused> {
        if column as usize >= IMPORT_COLUMNS_MAX {
            return Ok(());
        }
        let value = match cell {
            Cell::Text(text) => {
                if fold(text).is_empty() {
                    return Ok(());
                }
                self.allowance.text_bytes =
                    self.allowance.text_bytes.checked_sub(text.len()).ok_or(Refused::TooManyRows)?;
                let start = u32::try_from(self.sheet.text.len()).map_err(|_| Refused::TooManyRows)?;
                self.sheet.text.push_str(text);
                Raw::Text { start, bytes: u32::try_from(text.len()).map_err(|_| Refused::TooManyRows)? }
            }
            Cell::Number(number) => Raw::Number(number),
            Cell::Date(serial) => Raw::Date(serial),
            Cell::Fault => Raw::Fault,
        };
        self.allowance.cells = self.allowance.cells.checked_sub(1).ok_or(Refused::TooManyRows)?;
        let column = u16::try_from(column).map_err(|_| Refused::TooManyRows)?;
        let last = self.sheet.cells.last().map(|cell| (cell.row, cell.column));
        if last.is_none_or(|(last_row, _)| last_row != row) {
            self.allowance.rows = self.allowance.rows.checked_sub(1).ok_or(Refused::TooManyRows)?;
        }
        self.in_order &= last.is_none_or(|last| last < (row, column));
        self.sheet.cells.push(RawCell { row, column, value });
        Ok(())
    }

    /// The sheet, its cells in order.
    pub fn finish(mut self) -> Sheet {
        if !self.in_order {
            self.sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
            self.sheet.cells.dedup_by_key(|cell| (cell.row, cell.column));
        }
        let mut first = 0;
        for run in self.sheet.cells.chunk_by(|a, b| a.row == b.row) {
            let cells = u32::try_from(run.len()).unwrap_or(0);
            let number = run.first().map_or(0, |cell| cell.row.saturating_add(1));
            self.sheet.rows.push(RowSpan { number, first, cells });
            first += cells;
        }
        self.sheet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_cells_are_no_cells_and_rows_keep_the_sheets_numbers() {
        let mut allowance = Allowance::default();
        let mut builder = SheetBuilder::new("一社", &mut allowance);
        builder.push(0, 1, Cell::Text("姓名")).unwrap();
        builder.push(3, 0, Cell::Text(" \u{3000}\u{a0}")).unwrap();
        builder.push(7, 2, Cell::Number(519_923_199_808_110_900.0)).unwrap();
        builder.push(7, 0, Cell::Text("王")).unwrap();
        let sheet = builder.finish();
        let rows: Vec<_> = sheet.rows().map(|row| (row.number, row.cells_count())).collect();
        assert_eq!(rows, [(1, 1), (8, 2)]);
        let row = sheet.row(1).unwrap();
        assert_eq!(row.cell(0), Some(Cell::Text("王")));
        assert_eq!(row.cell(1), None);
        assert_eq!(row.cell(2).unwrap().text(), "519923199808110912");
    }

    #[test]
    fn more_cells_than_a_village_has_are_refused() {
        let mut allowance = Allowance { rows: 10, cells: 3, text_bytes: 100 };
        let mut builder = SheetBuilder::new("x", &mut allowance);
        for column in 0..3 {
            builder.push(0, column, Cell::Number(1.0)).unwrap();
        }
        assert_eq!(builder.push(0, 3, Cell::Number(1.0)), Err(Refused::TooManyRows));
    }
}
