//! A register as it was read: its rows, each cell reachable by what it says, the households they stand in, its columns.
//!
//! It checks no value and knows no village: that is `plan`.

use std::borrow::Cow;

use super::field::{Field, guess};
use super::layout::{Column, Table};
use super::mapping::signature;
use super::sheet::{Cell, Sheet};
use crate::domain::text::{fold, mask_id, mask_name};

/// What kind of register it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisterKind {
    /// 花名册: people in their households.
    People,
    /// 名单叠加: a list of people that are in the village already.
    Overlay,
    /// 户主台账: one row a household, of whom only the head is named.
    Heads,
    /// 代办台账: tasks.
    Tasks,
}

impl RegisterKind {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            RegisterKind::People => "花名册",
            RegisterKind::Overlay => "名单叠加",
            RegisterKind::Heads => "户主台账",
            RegisterKind::Tasks => "代办台账",
        }
    }
}

/// One person or task of the register. A sheet's row has several where members stand across.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterRow {
    /// Which table.
    pub table: u32,
    /// Index of the row among the sheet's rows that hold something.
    pub at: u32,
    /// Which member of the row; 0 for the row's own person.
    pub member: u8,
    /// Which household of the register.
    pub block: u32,
    /// Whether the row is only the head that a block of members names; it is not counted as a row.
    pub implied_head: bool,
    /// Values that were taken out of a shared cell; they go before the columns.
    pub own: Vec<(Field, String)>,
}

/// A household as the register shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// 户编号; may be empty.
    pub no: String,
    /// The head's name; may be empty.
    pub head: String,
    /// The group, from its column, a line above, the tab or the title; may be empty.
    pub group: String,
}

/// What concerns a column or a sheet, not a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sheet; empty where it concerns the file.
    pub sheet: String,
    /// The heading; empty where it concerns the sheet.
    pub column: String,
    /// What the officer should know.
    pub message: String,
}

/// One heading and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRead {
    /// As written.
    pub header: String,
    /// Label of the field; `None` where the column was not read.
    pub field: Option<&'static str>,
}

/// An unknown heading, for the mapping step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnGuess {
    /// As written.
    pub header: String,
    /// The most likely meaning.
    pub guess: Option<Field>,
    /// The first value below it, masked.
    pub sample: String,
}

/// A register, read.
#[derive(Clone, Debug)]
pub struct ReadRegister {
    /// What kind it is.
    pub kind: RegisterKind,
    /// Whether the officer said so; told by the columns otherwise.
    pub kind_said: bool,
    /// The file's name without folder, for sources and notices.
    pub file_name: String,
    /// Its rows, in the file's order.
    pub rows: Vec<RegisterRow>,
    /// The households its rows stand in.
    pub blocks: Vec<Block>,
    /// What concerns columns and sheets.
    pub notices: Vec<Notice>,
    pub(super) sheets: Vec<Sheet>,
    pub(super) tables: Vec<Table>,
}

impl ReadRegister {
    /// The table of a row.
    pub fn table(&self, row: &RegisterRow) -> Option<&Table> {
        self.tables.get(row.table as usize)
    }

    /// What stands above each table, with the name of its sheet.
    pub fn titles(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tables.iter().filter_map(|table| Some((self.sheets.get(table.sheet)?.name.as_str(), table.title.as_str())))
    }

    /// The household a row stands in.
    pub fn block(&self, row: &RegisterRow) -> Option<&Block> {
        self.blocks.get(row.block as usize)
    }

    /// The name of a row's sheet, and the row's number as the spreadsheet shows it.
    pub fn place(&self, row: &RegisterRow) -> (&str, u32) {
        let sheet = self.table(row).and_then(|table| self.sheets.get(table.sheet));
        let number = sheet.and_then(|sheet| sheet.row(row.at as usize)).map_or(0, |row| row.number);
        (sheet.map_or("", |sheet| &sheet.name), number)
    }

    /// Whether the row's table has a column for this field.
    pub fn asks(&self, row: &RegisterRow, field: Field) -> bool {
        self.table(row).is_some_and(|table| table.has(field, row.member))
            || row.own.iter().any(|(known, _)| *known == field)
    }

    /// The heading under which the row has this field; the field's label where it has none.
    pub fn heading(&self, row: &RegisterRow, field: Field) -> &str {
        let column = self.table(row).and_then(|table| table.columns_of(field, row.member).next());
        column.map_or(field.label(), |column| &column.heading)
    }

    /// The first filled cell that says `field` of this row's person.
    pub fn cell<'a>(&'a self, row: &'a RegisterRow, field: Field) -> Option<Cell<'a>> {
        if let Some((_, text)) = row.own.iter().find(|(known, _)| *known == field) {
            return Some(Cell::Text(text));
        }
        let table = self.table(row)?;
        let sheet_row = self.sheets.get(table.sheet)?.row(row.at as usize)?;
        table.columns_of(field, row.member).find_map(|column| sheet_row.cell(column.at))
    }

    /// The cell of a row's sheet in this column.
    pub fn cell_at(&self, row: &RegisterRow, column: u16) -> Option<Cell<'_>> {
        let table = self.table(row)?;
        self.sheets.get(table.sheet)?.row(row.at as usize)?.cell(column)
    }

    /// The text of a field, empty where nothing is written; several columns of one field are joined.
    pub fn text<'a>(&'a self, row: &'a RegisterRow, field: Field) -> Cow<'a, str> {
        let Some(first) = self.cell(row, field) else { return Cow::Borrowed("") };
        if !matches!(field, Field::Phone | Field::Note) || row.own.iter().any(|(known, _)| *known == field) {
            return first.text();
        }
        let table = self.table(row);
        let sheet_row = table.and_then(|t| self.sheets.get(t.sheet)).and_then(|sheet| sheet.row(row.at as usize));
        let (Some(table), Some(sheet_row)) = (table, sheet_row) else { return first.text() };
        let mut texts = table.columns_of(field, row.member).filter_map(|column| sheet_row.cell(column.at));
        match (texts.next(), texts.next()) {
            (Some(_), Some(second)) => {
                let more =
                    texts.fold(format!("{}、{}", first.text(), second.text()), |all, cell| all + "、" + &cell.text());
                Cow::Owned(more)
            }
            _ => first.text(),
        }
    }

    /// Every heading once, and what it was taken for.
    pub fn columns(&self) -> Vec<ColumnRead> {
        let mut columns: Vec<ColumnRead> = Vec::new();
        for column in self.tables.iter().flat_map(|table| &table.columns) {
            if !columns.iter().any(|known| known.header == column.heading) {
                columns.push(ColumnRead { header: column.heading.clone(), field: read_label(column) });
            }
        }
        columns
    }

    /// The unknown headings, each with a guess and a masked sample.
    pub fn guesses(&self) -> Vec<ColumnGuess> {
        guesses(&self.sheets, &self.tables)
    }

    /// The key of this set of headings, under which a mapping is remembered.
    pub fn signature(&self) -> u64 {
        signature(self.tables.iter().flat_map(|table| &table.columns).map(|column| column.heading.as_str()))
    }
}

/// The label of a field that is read; `None` for those that are known and left out.
fn read_label(column: &Column) -> Option<&'static str> {
    column
        .field
        .filter(|field| !matches!(field, Field::Serial | Field::Age | Field::Bank | Field::Unused))
        .map(Field::label)
}

/// The unknown headings of these tables.
pub(super) fn guesses(sheets: &[Sheet], tables: &[Table]) -> Vec<ColumnGuess> {
    let mut guesses: Vec<ColumnGuess> = Vec::new();
    for table in tables {
        let Some(sheet) = sheets.get(table.sheet) else { continue };
        for column in table.columns.iter().filter(|column| column.field.is_none()) {
            if guesses.iter().any(|known| known.header == column.heading) {
                continue;
            }
            let sample = (table.first..sheet.rows_count()).find_map(|at| sheet.row(at)?.cell(column.at));
            let sample = sample.map(|cell| cell.text().into_owned()).unwrap_or_default();
            guesses.push(ColumnGuess {
                header: column.heading.clone(),
                guess: guess(&column.heading).or_else(|| guess_by_value(&sample)),
                sample: masked(&sample),
            });
        }
    }
    guesses
}

fn guess_by_value(sample: &str) -> Option<Field> {
    let folded = fold(sample);
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    match digits {
        17 | 18 if folded.chars().count() == 18 => Some(Field::IdNo),
        11 if folded.starts_with('1') => Some(Field::Phone),
        _ => None,
    }
}

/// A value as it may be shown: digits of numbers and the given name hidden.
pub fn masked(value: &str) -> String {
    let value = fold(value);
    let digits = value.chars().filter(char::is_ascii_digit).count();
    if digits >= 7 {
        mask_id(&value)
    } else if digits == 0 && (2..=4).contains(&value.chars().count()) {
        mask_name(&value)
    } else {
        value.chars().take(12).collect()
    }
}
