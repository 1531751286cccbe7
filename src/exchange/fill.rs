//! The office's own form, filled: a blank .xlsx comes back with its look unchanged and the village's rows in it.
//!
//! Only the sheet that is filled is written anew, and what names its rows; every other part goes over byte for byte. What
//! the rows are is said by `domain::form`, or by the headings alone. It opens no file and records nothing: `desk` does.

mod book;
mod grid;
mod layout;
pub mod pour;
mod records;
pub mod refusal;
pub(in crate::exchange) mod shift;
mod xml;

use sha2::{Digest, Sha256};

use self::book::{Book, Changed, Tab, workbook_part};
use self::grid::Grid;
use self::layout::{Column, Layout};
use self::pour::{Pour, Value, shift};
use self::refusal::FillRefused;
use super::package::manifest::hex;
use super::register::field::{Field, bare};
use super::register::heading::meaning;
use super::register::mapping::Mapping;
use crate::domain::day::Day;
use crate::domain::form::{Every, Form, RowKind};
use crate::domain::id::PersonId;
use crate::domain::limits::FORM_ROWS_MAX;
use crate::domain::tables::Tables;
use crate::domain::village::Village;

/// Contents that are masked unless there is a reason.
const NUMBERS: [&str; 4] = ["身份证号码", "户主身份证号", "联系电话", "户主电话"];

/// What a person says of the form, beside the form.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which sheet, where several could be meant.
    pub sheet: Option<String>,
    /// What the rows are, where the form does not tell.
    pub rows: Option<RowKind>,
    /// A day of the period.
    pub day: Day,
    /// The period where it is not the form's own.
    pub every: Option<Every>,
    /// Why the office needs numbers whole; empty where it does not.
    pub purpose: String,
}

/// What the rows of one form are to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish<'a> {
    rows: RowKind,
    only: &'a [String],
    from: Day,
    to: Day,
    whole: &'a [String],
    whole_numbers: bool,
    tables: &'a Tables,
    officer: &'a str,
}

impl Wish<'_> {
    fn is_whole(&self, content: &str) -> bool {
        self.whole_numbers || self.whole.iter().any(|whole| whole == content)
    }
}

/// A form that was filled; nothing is written of it yet.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The workbook.
    pub bytes: Vec<u8>,
    /// What the form is called here; its title where it is not known.
    pub form: String,
    /// Rows that were filled.
    pub rows_count: usize,
    /// Headings of columns that were left blank.
    pub blank_columns: Vec<String>,
    /// Whose data is in it.
    pub people: Vec<PersonId>,
    /// Which fields are in it, and whether masked.
    pub fields: Vec<String>,
    /// Why numbers are given whole, or what the form is.
    pub purpose: String,
    /// Whether the program keeps nothing of what the form asks for.
    pub by_hand: bool,
}

/// A column with what goes into it.
struct Meant {
    heading: String,
    /// `None` for one that nobody knows; empty for one that is filled by hand.
    content: Option<String>,
}

/// Fills a blank form.
pub fn fill(bytes: Vec<u8>, village: &Village, tables: &Tables, options: &Options) -> Result<Filled, FillRefused> {
    let mut book = Book::open(bytes)?;
    let (tab, grid, layout) = find(&mut book, tables, options)?;
    layout.check_blank(&grid)?;
    let form = tables.forms.of_title(&format!("{} {}", layout.title, tab.name));
    let form = form.filter(|form| options.rows.is_none_or(|rows| rows == form.rows));
    let mapping = remembered(village, &layout);
    let columns: Vec<Meant> = layout.columns.iter().map(|column| meant(column, form, &mapping)).collect();
    let rows = options.rows.or(form.map(|form| form.rows)).or_else(|| rows_of(&columns));
    let every = options.every.or(form.map(|form| form.every)).unwrap_or(Every::Month);
    let (from, to) = every.around(options.day);
    let wish = Wish {
        rows: rows.ok_or(FillRefused::UnknownRows)?,
        only: form.map_or(&[], |form| &form.only),
        from,
        to,
        whole: form.map_or(&[], |form| &form.whole),
        whole_numbers: !options.purpose.is_empty(),
        tables,
        officer: &village.info.liaison,
    };
    let records = records::records(village, &wish);
    if records.len() > FORM_ROWS_MAX {
        return Err(FillRefused::TooManyRows);
    }
    let mut values: Vec<Vec<Value>> = (1u64..)
        .zip(&records)
        .map(|(nth, record)| {
            columns.iter().map(|column| value(column, nth, |content| record.value(village, &wish, content))).collect()
        })
        .collect();
    let blank_columns = blank(&columns, &values, records.is_empty());
    if records.is_empty() && wish.rows != RowKind::ByHand {
        values.push(nothing(&columns, every));
    }
    let bytes = pour_into(&mut book, &tab, &grid, &layout, &values)?;
    let mut people: Vec<PersonId> = records.iter().filter_map(|record| record.people(village)).collect();
    people.sort_unstable();
    people.dedup();
    let title = layout.title.split_whitespace().next().unwrap_or(&tab.name).to_owned();
    let name = form.map_or(title, |form| form.name.clone());
    let reason = form.map(|form| form.reason.as_str()).filter(|reason| !reason.is_empty());
    let why = Some(options.purpose.as_str()).filter(|why| !why.is_empty()).or(reason);
    Ok(Filled {
        bytes,
        rows_count: records.len(),
        blank_columns,
        people,
        fields: fields(&columns, &wish),
        purpose: why.map_or_else(|| format!("填表：{name}"), |why| format!("填表：{name}，{why}")),
        form: name,
        by_hand: wish.rows == RowKind::ByHand,
    })
}

/// SHA-256 of a file, as a record keeps it.
pub fn sum(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The one sheet that has a heading that is known.
fn find(book: &mut Book, tables: &Tables, options: &Options) -> Result<(Tab, Grid, Layout), FillRefused> {
    let shared = book.shared_texts()?;
    let knows = |parts: &[String]| {
        let words: Vec<&str> = parts.iter().map(String::as_str).collect();
        let own = words.last().map(|own| bare(own)).unwrap_or_default();
        let of_form = |form: &Form| form.columns.iter().any(|column| bare(&column.header) == own);
        meaning(&words).field.is_some() || tables.forms.all().iter().any(of_form)
    };
    let wanted = options.sheet.as_deref();
    let tabs: Vec<Tab> =
        book.sheets.iter().filter(|tab| wanted.map_or(tab.visible, |name| tab.name == name)).cloned().collect();
    if let Some(name) = wanted.filter(|_| tabs.is_empty()) {
        return Err(FillRefused::NoSheet(name.to_owned()));
    }
    let mut found = Vec::new();
    for tab in tabs {
        let Some(xml) = book.text(&tab.part)? else { continue };
        // A chart on a tab of its own has no rows.
        let Ok(grid) = Grid::read(xml, &shared) else { continue };
        if let Some((layout, _)) = Layout::find(&grid, &knows) {
            found.push((tab, grid, layout));
        }
    }
    if found.len() > 1 {
        return Err(FillRefused::SeveralSheets(found.into_iter().map(|(tab, ..)| tab.name).collect()));
    }
    found.pop().ok_or(FillRefused::NoHeading)
}

fn remembered(village: &Village, layout: &Layout) -> Mapping {
    let headings: Vec<String> = layout.columns.iter().map(|column| column.parts.join("/")).collect();
    let signature = super::register::mapping::signature(headings.iter().map(String::as_str));
    village.mapping(signature).map(|kept| Mapping::from_kept(&kept.columns)).unwrap_or_default()
}

/// What a column is to hold: as was said of it before, as the form says, else by the importer's dictionary.
fn meant(column: &Column, form: Option<&Form>, mapping: &Mapping) -> Meant {
    let words: Vec<&str> = column.parts.iter().map(String::as_str).collect();
    let heading = words.join("/");
    let label = |field: Field| match field {
        Field::Unused | Field::Bank => String::new(),
        known => known.label().to_owned(),
    };
    if let Some(chosen) = mapping.chosen(&heading) {
        return Meant { heading, content: Some(chosen.map(label).unwrap_or_default()) };
    }
    let own = words.last().map(|own| bare(own)).unwrap_or_default();
    let whole = bare(&words.concat());
    let of_form =
        form.and_then(|form| form.columns.iter().find(|column| [&own, &whole].contains(&&bare(&column.header))));
    let content = of_form.map(|column| column.content.clone()).or_else(|| meaning(&words).field.map(label));
    Meant { heading, content }
}

/// What the rows of an unknown form are, by its columns alone.
fn rows_of(columns: &[Meant]) -> Option<RowKind> {
    let has = |contents: &[&str]| {
        columns.iter().any(|column| column.content.as_deref().is_some_and(|content| contents.contains(&content)))
    };
    if has(&["事项名称", "办事人", "事项编号"]) {
        return Some(RowKind::Tasks);
    }
    if has(&["姓名", "身份证号码"]) && (has(&["与户主关系"]) || !has(&["家庭人口"])) {
        return Some(RowKind::People);
    }
    has(&["户主姓名", "姓名"]).then_some(RowKind::Households)
}

fn value(column: &Meant, nth: u64, of_record: impl Fn(&str) -> Value) -> Value {
    match column.content.as_deref() {
        None | Some("") => Value::Blank,
        Some("序号") => Value::Number(nth),
        Some(content) => of_record(content),
    }
}

/// Columns in which no row says anything; where there is no row, those that nobody knows.
fn blank(columns: &[Meant], values: &[Vec<Value>], no_rows: bool) -> Vec<String> {
    let is_blank = |at: usize, column: &Meant| {
        let unknown = column.content.as_deref().is_none_or(str::is_empty);
        let empty = values.iter().all(|row| row.get(at).is_none_or(|value| *value == Value::Blank));
        unknown || (empty && !no_rows)
    };
    let blank = columns.iter().enumerate().filter(|(at, column)| is_blank(*at, column));
    blank.map(|(_, column)| column.heading.clone()).collect()
}

/// 本月无, in the first column that holds words.
fn nothing(columns: &[Meant], every: Every) -> Vec<Value> {
    let at = columns.iter().position(|column| column.content.as_deref() != Some("序号")).unwrap_or(0);
    let word = |column| if column == at { Value::Text(every.nothing().to_owned()) } else { Value::Blank };
    (0..columns.len()).map(word).collect()
}

fn fields(columns: &[Meant], wish: &Wish<'_>) -> Vec<String> {
    let contents = columns.iter().filter_map(|column| column.content.as_deref()).filter(|content| !content.is_empty());
    let named = contents.filter(|content| *content != "序号").map(|content| match content {
        number if NUMBERS.contains(&number) && wish.is_whole(number) => format!("{number}(全号)"),
        number if NUMBERS.contains(&number) => format!("{number}(前3后4)"),
        other => other.to_owned(),
    });
    named.collect()
}

fn pour_into(
    book: &mut Book,
    tab: &Tab,
    grid: &Grid,
    layout: &Layout,
    values: &[Vec<Value>],
) -> Result<Vec<u8>, FillRefused> {
    let shift = shift(&tab.name, layout, values.len());
    let pour = Pour { grid, layout, shift, rows: values };
    let mut changed = vec![Changed { name: tab.part.clone(), text: pour.sheet() }];
    let formulas = grid.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.is_formula);
    if formulas || shift.rows > 0 {
        changed.push(Changed { name: workbook_part(), text: book.workbook(&shift)? });
    }
    changed.extend(book.calculation_order(&shift, &tab.id)?);
    book.with(&changed)
}

#[cfg(test)]
mod tests;
