//! What the columns of a form are to hold: as was said of them before, as the form of the town's table says, else by the
//! importer's dictionary.
//!
//! It reads no record and writes no cell.

use super::layout::{Column, Layout};
use super::pour::Value;
use crate::domain::form::{Every, Form, RowKind};
use crate::domain::village::Village;
use crate::exchange::register::field::{Field, bare, recognise};
use crate::exchange::register::heading::meaning;
use crate::exchange::register::mapping::{Mapping, signature};

/// A column with what goes into it.
pub(super) struct Meant {
    pub(super) heading: String,
    /// `None` for one that nobody knows; empty for one that is filled by hand.
    pub(super) content: Option<String>,
}

/// The columns of a form.
pub(super) fn columns(village: &Village, layout: &Layout, form: Option<&Form>) -> Vec<Meant> {
    let mapping = remembered(village, layout);
    layout.columns.iter().map(|column| meant(column, form, &mapping)).collect()
}

/// Whether a form has the headings of the one that its title names: at least half of them, those that stand on every form
/// aside. A title alone may be misread, and it decides who is on the list and whose numbers are whole.
pub(super) fn is_like(form: &Form, layout: &Layout) -> bool {
    let own: Vec<&str> = form.columns.iter().map(|column| column.header.as_str()).collect();
    let own: Vec<&str> = own.into_iter().filter(|header| !["序号", "备注"].contains(&&*bare(header))).collect();
    let stands = |header: &&&str| layout.columns.iter().any(|column| says(column, header));
    own.iter().filter(stands).count() * 2 >= own.len()
}

/// Whether a column has this heading, in these words or in others that mean the same.
fn says(column: &Column, header: &str) -> bool {
    let (own, whole) = names(column);
    let wanted = bare(header);
    let field = |heading: &str| recognise(heading).filter(|field| *field != Field::Unused);
    own == wanted || whole == wanted || field(header).is_some_and(|wanted| field(&own) == Some(wanted))
}

/// A column's own words, and those with what stands over them.
fn names(column: &Column) -> (String, String) {
    (column.parts.last().map(|own| bare(own)).unwrap_or_default(), bare(&column.parts.concat()))
}

fn remembered(village: &Village, layout: &Layout) -> Mapping {
    let headings: Vec<String> = layout.columns.iter().map(|column| column.parts.join("/")).collect();
    let signature = signature(headings.iter().map(String::as_str));
    village.mapping(signature).map(|kept| Mapping::from_kept(&kept.columns)).unwrap_or_default()
}

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
    let (own, whole) = names(column);
    let of_form =
        form.and_then(|form| form.columns.iter().find(|column| [&own, &whole].contains(&&bare(&column.header))));
    let content = of_form.map(|column| column.content.clone()).or_else(|| meaning(&words).field.map(label));
    Meant { heading, content }
}

/// What the rows of an unknown form are, by its columns alone.
pub(super) fn rows_of(columns: &[Meant]) -> Option<RowKind> {
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

/// Columns in which no row says anything; where there is no row, those that nobody knows.
pub(super) fn blank(columns: &[Meant], values: &[Vec<Value>], no_rows: bool) -> Vec<String> {
    let is_blank = |at: usize, column: &Meant| {
        let unknown = column.content.as_deref().is_none_or(str::is_empty);
        let empty = values.iter().all(|row| row.get(at).is_none_or(|value| *value == Value::Blank));
        unknown || (empty && !no_rows)
    };
    let blank = columns.iter().enumerate().filter(|(at, column)| is_blank(*at, column));
    blank.map(|(_, column)| column.heading.clone()).collect()
}

/// 本月无, in the first column that holds words.
pub(super) fn nothing(columns: &[Meant], every: Every) -> Vec<Value> {
    let at = columns.iter().position(|column| column.content.as_deref() != Some("序号")).unwrap_or(0);
    let word = |column| if column == at { Value::Text(every.nothing().to_owned()) } else { Value::Blank };
    (0..columns.len()).map(word).collect()
}
