//! Where the tables of a sheet are: the heading's rows, the columns, what stands above, tables side by side.
//!
//! It reads no row below the heading (`rows`), and refuses nothing: a sheet without a heading has no table.

use super::field::{Field, bare, recognise};
use super::heading::meaning;
use super::mapping::Mapping;
use super::sheet::{Cell, Row, Sheet};
use crate::domain::limits::IMPORT_HEADING_ROWS_MAX;
use crate::domain::text::squash;

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its place in the sheet, 0 for A.
    pub at: u16,
    /// Its heading, as a person would say it.
    pub heading: String,
    /// The cells of the heading, folded, by which a repeated heading is known again.
    pub parts: Vec<String>,
    /// What it says; `None` for one that is not read.
    pub field: Option<Field>,
    /// Which member of the household it is about; 0 for the row's own person.
    pub member: u8,
}

/// One table of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Which sheet of the book.
    pub sheet: usize,
    /// What stands above the heading: 「大坪村3社花名册」.
    pub title: String,
    /// Index of the first row below the heading, among the rows that hold something.
    pub first: usize,
    /// The columns, from the left.
    pub columns: Vec<Column>,
}

impl Table {
    /// Whether some column of member `member` says `field`.
    pub fn has(&self, field: Field, member: u8) -> bool {
        self.columns_of(field, member).next().is_some()
    }

    /// The columns that say `field` of member `member`.
    pub fn columns_of(&self, field: Field, member: u8) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |column| column.field == Some(field) && column.member == member)
    }

    /// The first and last place of its columns.
    pub fn span(&self) -> (u16, u16) {
        let places = || self.columns.iter().map(|column| column.at);
        (places().min().unwrap_or(0), places().max().unwrap_or(0))
    }

    /// The most members a row of it has beside its own person.
    pub fn members_max(&self) -> u8 {
        self.columns.iter().map(|column| column.member).max().unwrap_or(0)
    }
}

/// The tables of one sheet: none without a heading, several where they stand side by side.
pub fn tables(at: usize, sheet: &Sheet, mapping: &Mapping) -> Vec<Table> {
    let Some((start, height)) = heading_rows(sheet) else { return Vec::new() };
    let columns = columns(sheet, start, height, Some(mapping));
    let title = (0..start).filter_map(|row| sheet.row(row)).flat_map(|row| row.cells()).fold(
        String::new(),
        |title, (_, cell)| {
            if title.is_empty() { cell.text().into_owned() } else { format!("{title} {}", cell.text()) }
        },
    );
    let first = start + height;
    let blocks = side_by_side(columns);
    blocks
        .into_iter()
        .map(|columns| Table { sheet: at, title: title.clone(), first, columns: members_across(columns) })
        .filter(|table| anchored(&table.columns))
        .collect()
}

/// Whether the columns can name somebody: without that it is no register.
fn anchored(columns: &[Column]) -> bool {
    let named = |column: &Column| {
        matches!(column.field, Some(Field::Name | Field::HeadName | Field::IdNo | Field::Applicant | Field::Members))
    };
    columns.iter().any(named)
}

/// The rows that explain most columns: first row and how many.
fn heading_rows(sheet: &Sheet) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    for start in 0..IMPORT_HEADING_ROWS_MAX.min(sheet.rows_count()) {
        for height in 1..=3 {
            let rows: Vec<_> = (start..start + height).map_while(|at| sheet.row(at)).collect();
            let numbers_run = rows.windows(2).all(|pair| matches!(pair, [a, b] if a.number + 1 == b.number));
            if rows.len() < height || !numbers_run || !rows.iter().all(looks_like_heading) {
                break;
            }
            let columns = columns(sheet, start, height, None);
            let mut known: Vec<_> = columns.iter().filter_map(|c| c.field.map(|field| (field, c.member))).collect();
            let known_columns = known.len();
            known.sort_unstable();
            known.dedup();
            // In a card every label has its value beside it: no more than half of its cells are known.
            let enough = known.len() >= 5 || known_columns * 2 > columns.len();
            let better = best.is_none_or(|(_, rows, most)| (known.len(), rows) > (most, height));
            if known.len() >= 2 && enough && better && anchored(&columns) {
                best = Some((start, height, known.len()));
            }
        }
    }
    best.map(|(start, height, _)| (start, height))
}

/// No cell of a heading is a number, a sentence, or holds an ID number or a phone.
fn looks_like_heading(row: &Row<'_>) -> bool {
    row.cells().all(|(_, cell)| match cell {
        Cell::Text(text) => {
            let known = recognise(text).is_some();
            known || (text.chars().count() <= 40 && text.chars().filter(char::is_ascii_digit).count() < 5)
        }
        Cell::Number(_) | Cell::Date(_) | Cell::Fault => false,
    })
}

/// The columns under these heading rows, cells over several columns spread to the right.
fn columns(sheet: &Sheet, start: usize, height: usize, mapping: Option<&Mapping>) -> Vec<Column> {
    let rows: Vec<_> = (start..start + height).filter_map(|at| sheet.row(at)).collect();
    let Some((last, upper)) = rows.split_last() else { return Vec::new() };
    let mut places: Vec<u16> = rows.iter().flat_map(|row| row.cells().map(|(at, _)| at)).collect();
    places.sort_unstable();
    places.dedup();
    let mut carried: Vec<String> = vec![String::new(); upper.len()];
    let mut columns = Vec::with_capacity(places.len());
    for at in places {
        let own = last.cell(at).map(|cell| cell.text().into_owned());
        let mut parts = Vec::with_capacity(height);
        for (row, carried) in upper.iter().zip(&mut carried) {
            match row.cell(at) {
                Some(cell) => {
                    *carried = cell.text().into_owned();
                    parts.push(carried.clone());
                }
                // Only a cell with something below it can be part of a group to its left.
                None if own.is_some() && !carried.is_empty() => parts.push(carried.clone()),
                None => carried.clear(),
            }
        }
        parts.extend(own);
        let texts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let mut meaning = meaning(&texts);
        if let Some(chosen) = mapping.and_then(|mapping| mapping.chosen(&meaning.heading)) {
            meaning.field = chosen;
        }
        let parts = parts.iter().map(|part| bare(part)).collect();
        columns.push(Column { at, heading: meaning.heading, parts, field: meaning.field, member: meaning.member });
    }
    columns
}

/// Cuts the columns where the same beginning (序号, 社别, 户主, or 姓名 of a plain list) comes again.
fn side_by_side(columns: Vec<Column>) -> Vec<Vec<Column>> {
    let of_household = columns.iter().any(|column| {
        matches!(column.field, Some(Field::HeadName | Field::Relation | Field::HouseholdNo | Field::Population))
    });
    let starts = |field: Field| {
        matches!(field, Field::Serial | Field::Group | Field::HouseholdNo | Field::HeadName)
            || (field == Field::Name && !of_household)
    };
    let mut blocks: Vec<Vec<Column>> = vec![Vec::new()];
    let mut rest = columns.into_iter().peekable();
    while let Some(column) = rest.next() {
        let again = column
            .field
            .filter(|field| column.member == 0 && starts(*field))
            .is_some_and(|field| blocks.last().is_some_and(|block| block.iter().any(|c| c.field == Some(field))));
        let whole = again && blocks.last().is_some_and(|block| anchored(block)) && rest.peek().is_some();
        if whole {
            blocks.push(Vec::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push(column);
        }
    }
    blocks
}

/// Numbers the members where 姓名、关系、身份证号 come again and again in one row.
fn members_across(mut columns: Vec<Column>) -> Vec<Column> {
    if columns.iter().any(|column| column.member > 0) {
        return columns;
    }
    about_head(&mut columns);
    let mut member = 0u8;
    let mut seen: Vec<Field> = Vec::new();
    for column in &mut columns {
        let Some(field) = column.field else { continue };
        let of_person = matches!(
            field,
            Field::Name
                | Field::Relation
                | Field::IdNo
                | Field::Sex
                | Field::Birth
                | Field::Age
                | Field::Phone
                | Field::IdCardUntil
        );
        if matches!(field, Field::Name | Field::Relation) && seen.contains(&field) {
            member = member.saturating_add(1);
            seen.clear();
        }
        if of_person || member == 0 {
            column.member = member;
            seen.push(field);
        }
    }
    columns
}

/// An ID number or phone between 户主 and 姓名, with another one further on, is the head's.
fn about_head(columns: &mut [Column]) {
    let place = |wanted: Field| columns.iter().position(|column| column.field == Some(wanted));
    let (Some(head), Some(name)) = (place(Field::HeadName), place(Field::Name)) else { return };
    for (field, of_head) in [(Field::IdNo, Field::HeadIdNo), (Field::Phone, Field::HeadPhone)] {
        let again = columns.iter().skip(name).any(|column| column.field == Some(field));
        let between = columns.get_mut(head..name).unwrap_or_default();
        if let Some(column) = between.iter_mut().find(|column| again && column.field == Some(field)) {
            column.field = Some(of_head);
        }
    }
}

/// The number-and-word of a group inside a tab's name or a title: `3社` of 「大坪村3社花名册」.
pub fn group_in(text: &str) -> Option<String> {
    let squashed = squash(text);
    let chars: Vec<char> = squashed.chars().collect();
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c);
    let mut found = None;
    for (at, c) in chars.iter().enumerate() {
        let rest: String = chars.iter().skip(at).take(4).collect();
        let word = ["村民小组", "小组", "社", "组", "队"].into_iter().find(|word| rest.starts_with(word));
        let Some(word) = word.filter(|_| !numeral(*c)) else { continue };
        let start = chars.iter().take(at).rposition(|c| !numeral(*c)).map_or(0, |before| before + 1);
        if start < at && found.is_none() {
            let number: String = chars.iter().skip(start).take(at - start).collect();
            found = Some(format!("{number}{word}"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::register::delimited;

    fn read(text: &str) -> Vec<Table> {
        let sheet = delimited::read("x", text, &mut |_| true).unwrap();
        tables(0, &sheet, &Mapping::default())
    }

    fn fields(table: &Table) -> Vec<(u16, Option<Field>, u8)> {
        table.columns.iter().map(|c| (c.at, c.field, c.member)).collect()
    }

    #[test]
    fn a_heading_of_two_rows_below_a_title_is_found() {
        let tables = read(
            "大坪村2026年花名册,,,,,\n填报单位：大坪村,,,填报日期：2026年1月,,\n序号,社别,户主,家庭成员基本情况,,,备注\n\
             ,,,姓名,与户主关系,身份证号码,\n1,1社,王一,王一,户主,511,\n",
        );
        assert_eq!(tables.len(), 1);
        assert_eq!(tables[0].first, 4);
        assert!(tables[0].title.starts_with("大坪村2026年花名册"));
        let found: Vec<_> = tables[0].columns.iter().filter_map(|c| c.field).collect();
        assert_eq!(
            found,
            [Field::Serial, Field::Group, Field::HeadName, Field::Name, Field::Relation, Field::IdNo, Field::Note]
        );
    }

    #[test]
    fn a_first_row_of_data_is_never_taken_for_a_heading() {
        let tables = read("姓名,与户主关系,性别\n王一,户主,男\n李二,妻,女\n");
        assert_eq!(tables[0].first, 1);
    }

    #[test]
    fn two_tables_side_by_side_are_two_and_members_across_are_one() {
        let side = read("序号,姓名,身份证号,序号,姓名,身份证号\n1,王一,,2,李二,\n");
        assert_eq!(side.len(), 2);
        assert_eq!(side[1].span(), (3, 5));
        let across = read("社别,户主,身份证号,姓名,关系,身份证号,姓名,关系,身份证号\n1社,王一,,李二,妻,,王三,子,\n");
        assert_eq!(across.len(), 1);
        let members: Vec<_> = fields(&across[0]).into_iter().map(|(_, _, member)| member).collect();
        assert_eq!(members, [0, 0, 0, 0, 0, 0, 1, 1, 1]);
    }

    #[test]
    fn a_sheet_without_known_headings_has_no_table() {
        assert_eq!(read("收入,支出\n1,2\n"), []);
        assert_eq!(read("姓名\n王一\n"), []);
    }

    #[test]
    fn a_group_is_found_in_a_tab_or_title() {
        for (text, group) in [
            ("大坪村3社花名册", Some("3社")),
            ("第十二村民小组", Some("十二村民小组")),
            ("三组", Some("三组")),
            ("Sheet1", None),
            ("社保名册", None),
        ] {
            assert_eq!(group_in(text).as_deref(), group, "{text}");
        }
    }
}
