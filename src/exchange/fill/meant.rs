//! What the columns of a form are to hold: as was said of them before, as the form of the town's table says, else by the
//! importer's dictionary.
//!
//! It reads no record and writes no cell.

use super::grid::{Cell, Grid};
use super::layout::{Column, Layout};
use super::pour::Value;
use super::refusal::FillRefused;
use crate::domain::change::upkeep::HeaderMapping;
use crate::domain::form::{Every, Form, RowKind};
use crate::domain::id::Seq;
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::exchange::register::field::{Field, bare, recognise};
use crate::exchange::register::heading::meaning;
use crate::exchange::register::mapping::signature;

/// Contents that are about one person.
const OF_PERSON: [&str; 20] = [
    "姓名",
    "办事人",
    "身份证号码",
    "联系电话",
    "与户主关系",
    "性别",
    "出生日期",
    "年龄",
    "民族",
    "文化程度",
    "婚姻状况",
    "政治面貌",
    "户口性质",
    "残疾类别",
    "是否常住",
    "现住址",
    "人员标签",
    "户主姓名",
    "户主身份证号",
    "户主电话",
];

/// A column with what goes into it.
pub(super) struct Meant {
    pub(super) heading: String,
    /// `None` for one that nobody knows; empty for one that is filled by hand.
    pub(super) content: Option<String>,
    /// Which member of the household it is about; 0 for the row's own person.
    pub(super) member: u8,
    /// Whether the form works it out by itself.
    pub(super) computed: bool,
    /// The column of the form by which it is known.
    by: Option<String>,
}

impl Meant {
    fn is(&self, contents: &[&str]) -> bool {
        self.member == 0 && self.content.as_deref().is_some_and(|content| contents.contains(&content))
    }
}

/// The columns of a form.
pub(super) fn columns(grid: &Grid, layout: &Layout, form: Option<&Form>, told: &Told) -> Vec<Meant> {
    let pattern = layout.pattern(grid);
    let is_formula = |column: &Column| pattern.and_then(|row| row.cell(column.at)).is_some_and(Cell::is_formula);
    let columns = layout.columns.iter();
    columns.map(|column| Meant { computed: is_formula(column), ..meant(column, form, told) }).collect()
}

/// Leaves a second column blank that would say the same of the same person: it is about somebody else, as a guardian, and
/// who that is, is not known. Two columns of the form's own stay.
pub(super) fn once(columns: &mut [Meant], rows: RowKind) {
    let of_whom = |content: &str| match (rows, content) {
        (RowKind::Households, "户主姓名") | (RowKind::Tasks, "办事人") => "姓名".to_owned(),
        (RowKind::Households, "户主身份证号") => "身份证号码".to_owned(),
        (RowKind::Households, "户主电话") => "联系电话".to_owned(),
        (_, other) => other.to_owned(),
    };
    let mut seen: Vec<(u8, String, Option<String>)> = Vec::new();
    for column in columns {
        let content = column.content.as_deref().filter(|content| OF_PERSON.contains(content));
        let Some(content) = content.map(of_whom) else { continue };
        let by = column.by.as_ref();
        let again = |(member, known, known_by): &(u8, String, Option<String>)| {
            let both_own = by.is_some() && known_by.is_some() && by != known_by.as_ref();
            *member == column.member && *known == content && !both_own
        };
        if seen.iter().any(again) {
            column.content = None;
        } else {
            seen.push((column.member, content, column.by.clone()));
        }
    }
}

/// Members of a household that stand in one row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Across {
    /// For how many there is a place.
    pub(super) places: usize,
    /// Whether the head has columns of its own.
    pub(super) beside_head: bool,
}

impl Across {
    pub(super) fn of(columns: &[Meant]) -> Across {
        Across {
            places: usize::from(columns.iter().map(|column| column.member).max().unwrap_or(0)),
            beside_head: columns.iter().any(|column| column.is(&["户主姓名", "姓名"])),
        }
    }
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

/// What was said of the columns of this set of headings, now and before.
pub(super) struct Told {
    signature: u64,
    /// Heading, and the name of the field; empty for one that is left blank.
    columns: Vec<(String, String)>,
}

impl Told {
    /// What is said of a heading; `None` where nothing is.
    fn of(&self, heading: &str) -> Option<&str> {
        let heading = bare(heading);
        self.columns.iter().find(|(known, _)| bare(known) == heading).map(|(_, content)| content.as_str())
    }

    /// As the village keeps it.
    pub(super) fn kept(&self) -> HeaderMapping {
        HeaderMapping { touched: Seq::default(), signature: self.signature, columns: self.columns.clone() }
    }
}

/// What is said now, over what the village remembers. What is said now has to name a heading of this form and a field there is.
pub(super) fn told(
    village: &Village,
    layout: &Layout,
    tables: &Tables,
    now: &[(String, String)],
) -> Result<Told, FillRefused> {
    let headings: Vec<String> = layout.columns.iter().map(heading).collect();
    let signature = signature(headings.iter().map(String::as_str));
    let mut told = Told { signature, columns: Vec::new() };
    for (typed, content) in now {
        let at = layout.columns.iter().position(|column| {
            let (own, whole) = names(column);
            [own, whole, bare(&heading(column))].contains(&bare(typed))
        });
        let heading = at.and_then(|at| headings.get(at)).ok_or_else(|| FillRefused::NoColumn(typed.clone()))?;
        if !content.is_empty() && !is_content(tables, content) {
            return Err(FillRefused::NoContent(content.clone()));
        }
        told.columns.push((heading.clone(), content.clone()));
    }
    let before = village.mapping(signature).map(|kept| kept.columns.as_slice()).unwrap_or_default();
    let mut before: Vec<_> = before.iter().filter(|(heading, _)| told.of(heading).is_none()).cloned().collect();
    told.columns.append(&mut before);
    Ok(told)
}

/// Whether there is a field of this name: of a register, or of a form of the town's table.
fn is_content(tables: &Tables, content: &str) -> bool {
    let mut columns = tables.forms.all().iter().flat_map(|form| &form.columns);
    Field::of_label(content).is_some() || columns.any(|column| column.content == content)
}

/// A column's heading with what stands over it: 联系人/电话.
fn heading(column: &Column) -> String {
    column.parts.join("/")
}

fn meant(column: &Column, form: Option<&Form>, told: &Told) -> Meant {
    let words: Vec<&str> = column.parts.iter().map(String::as_str).collect();
    let heading = heading(column);
    let label = |field: Field| match field {
        Field::Unused | Field::Bank => String::new(),
        known => known.label().to_owned(),
    };
    let known = meaning(&words);
    let member = known.member;
    if let Some(chosen) = told.of(&heading) {
        let content = Field::of_label(chosen).map_or_else(|| chosen.to_owned(), label);
        return Meant { heading, content: Some(content), member, computed: false, by: None };
    }
    let (own, whole) = names(column);
    let is_it = |header: &str| whole == bare(header) || (own == bare(header) && member == 0);
    match form.and_then(|form| form.columns.iter().find(|column| is_it(&column.header))) {
        Some(column) => Meant {
            heading,
            content: Some(column.content.clone()),
            member: 0,
            computed: false,
            by: Some(column.header.clone()),
        },
        None => Meant { heading, content: known.field.map(label), member, computed: false, by: None },
    }
}

/// What the rows of an unknown form are, by its columns alone.
pub(super) fn rows_of(columns: &[Meant]) -> Option<RowKind> {
    let has = |contents: &[&str]| columns.iter().any(|column| column.is(contents));
    if has(&["事项名称", "办事人", "事项编号"]) {
        return Some(RowKind::Tasks);
    }
    if Across::of(columns).places > 0 {
        return Some(RowKind::Households);
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
        !column.computed && (unknown || (empty && !no_rows))
    };
    let blank = columns.iter().enumerate().filter(|(at, column)| is_blank(*at, column));
    blank.map(|(_, column)| column.heading.clone()).collect()
}

/// 本月无, in the first column that holds words.
pub(super) fn nothing(columns: &[Meant], every: Every) -> Vec<Value> {
    let holds_words = |column: &Meant| !column.computed && column.content.as_deref() != Some("序号");
    let at = columns.iter().position(holds_words).unwrap_or(0);
    let word = |column| if column == at { Value::Text(every.nothing().to_owned()) } else { Value::Blank };
    (0..columns.len()).map(word).collect()
}
