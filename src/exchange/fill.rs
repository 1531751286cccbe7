//! The office's own form, filled: a blank .xlsx comes back with its look unchanged and the village's rows in it.
//!
//! Only the sheet that is filled is written anew, and what names its rows; every other part goes over byte for byte. What
//! the rows are is said by `domain::form`, or by the headings alone. It opens no file and records nothing: `desk` does.

mod book;
mod grid;
mod layout;
mod meant;
pub mod pour;
mod records;
pub mod refusal;
mod room;
pub(in crate::exchange) mod shift;
mod xml;

use sha2::{Digest, Sha256};

use self::book::{Book, Changed, Tab, workbook_part};
use self::grid::Grid;
use self::layout::Layout;
use self::meant::{Across, Meant};
use self::pour::{Pour, Value};
use self::records::Record;
use self::refusal::FillRefused;
use self::room::Room;
use super::package::manifest::hex;
use super::register::field::bare;
use super::register::heading::meaning;
use crate::domain::change::upkeep::HeaderMapping;
use crate::domain::day::Day;
use crate::domain::form::{Every, Form, RowKind};
use crate::domain::handbook::sums::{StationSum, stations};
use crate::domain::id::PersonId;
use crate::domain::limits::FORM_ROWS_MAX;
use crate::domain::person::Person;
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
    /// The day on which it is filled: of a period that is not over yet nothing is told ahead.
    pub today: Day,
    /// The period where it is not the form's own.
    pub every: Option<Every>,
    /// Why the office needs numbers whole; empty where it does not.
    pub purpose: String,
    /// What stands in columns that the form does not tell, by heading and the name of the field; empty for one to leave
    /// blank. It is remembered for this set of headings.
    pub columns: Vec<(String, String)>,
}

/// What the rows of one form are to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish<'a> {
    rows: RowKind,
    only: &'a [String],
    from: Day,
    to: Day,
    /// The day on which ages, classes and what is late are judged.
    on: Day,
    stations: &'a [StationSum],
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
    /// Members of households for whom the form has no column.
    pub left_out_count: usize,
    /// Which fields are in it, and whether masked.
    pub fields: Vec<String>,
    /// Why numbers are given whole, or what the form is.
    pub purpose: String,
    /// Whether the program keeps nothing of what the form asks for.
    pub by_hand: bool,
    /// What was said of its columns, to be remembered; `None` where nothing was.
    pub mapping: Option<HeaderMapping>,
}

/// Fills a blank form.
pub fn fill(bytes: Vec<u8>, village: &Village, tables: &Tables, options: &Options) -> Result<Filled, FillRefused> {
    let mut book = Book::open(bytes)?;
    let (tab, grid, layout) = find(&mut book, tables, options)?;
    layout.check_blank(&grid)?;
    let form = form_of(tables, &tab, &layout, options)?;
    let told = meant::told(village, &layout, tables, &options.columns)?;
    let mut columns = meant::columns(&grid, &layout, form, &told);
    let rows = options.rows.or(form.map(|form| form.rows)).or_else(|| meant::rows_of(&columns));
    let rows = rows.ok_or(FillRefused::UnknownRows)?;
    meant::once(&mut columns, rows);
    let across = Across::of(&columns);
    let every = options.every.or(form.map(|form| form.every)).unwrap_or(Every::Month);
    let (from, to) = every.around(options.day);
    let on = to.min(options.today);
    let stations = if rows == RowKind::Stations { stations(village, tables, from, on) } else { Vec::new() };
    let wish = Wish {
        rows,
        only: form.map_or(&[], |form| &form.only),
        from,
        to,
        on,
        stations: &stations,
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
            let members = record.members(village, across);
            columns.iter().map(|column| value(column, nth, village, &wish, (*record, &members))).collect()
        })
        .collect();
    let blank_columns = meant::blank(&columns, &values, records.is_empty());
    if records.is_empty() && wish.rows != RowKind::ByHand {
        values.push(meant::nothing(&columns, every));
    }
    let bytes = pour_into(&mut book, &tab, &grid, &layout, &values)?;
    let (people, left_out_count) = people(village, &records, across);
    let name = name_of(form, &layout, &tab);
    let reason = form.map(|form| form.reason.as_str()).filter(|reason| !reason.is_empty());
    let why = Some(options.purpose.as_str()).filter(|why| !why.is_empty()).or(reason);
    Ok(Filled {
        bytes,
        rows_count: records.len(),
        fields: fields(&columns, &wish, &blank_columns),
        blank_columns,
        people,
        left_out_count,
        purpose: why.map_or_else(|| format!("填表：{name}"), |why| format!("填表：{name}，{why}")),
        form: name,
        by_hand: wish.rows == RowKind::ByHand,
        mapping: (!options.columns.is_empty()).then(|| told.kept()),
    })
}

/// What the form is called here: as the town's table has it, else by its title or its tab.
fn name_of(form: Option<&Form>, layout: &Layout, tab: &Tab) -> String {
    let title = if layout.title.is_empty() { &tab.name } else { &layout.title };
    form.map_or(title, |form| &form.name).clone()
}

/// The form of the town's table that this is, by its title or the name of its tab. One that says who is on the list, or
/// whose numbers are whole, has to look like it as well.
fn form_of<'t>(
    tables: &'t Tables,
    tab: &Tab,
    layout: &Layout,
    options: &Options,
) -> Result<Option<&'t Form>, FillRefused> {
    let form = tables.forms.of_title(&layout.title).or_else(|| tables.forms.of_title(&tab.name));
    let form = form.filter(|form| options.rows.is_none_or(|rows| rows == form.rows));
    match form.filter(|form| form.chooses() && !meant::is_like(form, layout)) {
        Some(unlike) if options.rows.is_none() => Err(FillRefused::UnlikeForm(unlike.name.clone())),
        Some(_) => Ok(None),
        None => Ok(form),
    }
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
    let (mut found, mut why) = (Vec::new(), FillRefused::NoHeading);
    for tab in tabs {
        let read = book.text(&tab.part).and_then(|xml| xml.map_or(Ok(None), |xml| Grid::read(xml, &shared)));
        match read {
            Ok(Some(grid)) => match Layout::find(&grid, &knows) {
                Some(_) if grid.rows.len() > FORM_ROWS_MAX => why = FillRefused::TooLarge,
                Some((layout, _)) => found.push((tab, grid, layout)),
                None => {}
            },
            // A chart on a tab of its own has no rows.
            Ok(None) => {}
            // One that is not whole is no reason not to fill another, and the reason where there is no other.
            Err(fault) => why = fault,
        }
    }
    if found.len() > 1 {
        return Err(FillRefused::SeveralSheets(found.into_iter().map(|(tab, ..)| tab.name).collect()));
    }
    found.pop().ok_or(why)
}

fn value(
    column: &Meant,
    nth: u64,
    village: &Village,
    wish: &Wish<'_>,
    (record, members): (Record<'_>, &[&Person]),
) -> Value {
    match (column.content.as_deref().filter(|_| !column.computed), column.member) {
        (None | Some(""), _) => Value::Blank,
        (Some("序号"), 0) => Value::Number(nth),
        (Some(content), 0) => record.value(village, wish, content),
        (Some(content), member) => {
            let person = members.get(usize::from(member) - 1);
            person.and_then(|person| records::of_person(person, wish, content)).unwrap_or(Value::Blank)
        }
    }
}

/// Whose data the rows hold, and how many members of the households had no place in them.
fn people(village: &Village, records: &[Record<'_>], across: Across) -> (Vec<PersonId>, usize) {
    let (mut people, mut left_out_count) = (Vec::new(), 0);
    for record in records {
        let members = record.members(village, across);
        people.extend(record.people(village));
        people.extend(members.iter().take(across.places).map(|person| person.id));
        left_out_count += members.len().saturating_sub(across.places);
    }
    people.sort_unstable();
    people.dedup();
    (people, left_out_count)
}

fn fields(columns: &[Meant], wish: &Wish<'_>, blank: &[String]) -> Vec<String> {
    let mut named = Vec::new();
    for column in columns.iter().filter(|column| !column.computed && !blank.contains(&column.heading)) {
        let content = column.content.as_deref().filter(|content| !matches!(*content, "" | "序号"));
        let Some(content) = content else { continue };
        let how = match content {
            number if NUMBERS.contains(&number) && wish.is_whole(number) => "(全号)",
            number if NUMBERS.contains(&number) => "(前3后4)",
            _ => "",
        };
        let whose = if column.member > 0 { "成员" } else { "" };
        let field = format!("{whose}{content}{how}");
        if !named.contains(&field) {
            named.push(field);
        }
    }
    named
}

fn pour_into(
    book: &mut Book,
    tab: &Tab,
    grid: &Grid,
    layout: &Layout,
    values: &[Vec<Value>],
) -> Result<Vec<u8>, FillRefused> {
    let shift = pour::shift(&tab.name, layout, values.len());
    let room = Room::read(grid, &book.text("xl/styles.xml")?.unwrap_or_default())?;
    let pour = Pour { grid, layout, shift, room: &room, rows: values };
    // What stands at the very end of a sheet has nowhere to go; an empty row there is left out.
    let past = |row: &&grid::Row| row.number > shift.last && row.number.saturating_add(shift.rows) > shift::ROWS_MAX;
    if grid.rows.iter().filter(past).any(|row| row.filled().next().is_some()) {
        return Err(FillRefused::TooManyRows);
    }
    let mut changed = vec![Changed { name: tab.part.clone(), text: pour.sheet() }];
    changed.push(Changed { name: workbook_part(), text: book.workbook(&shift)? });
    changed.extend(book.elsewhere(tab, &shift)?);
    let (without_order, order) = book.without_calculation_order()?;
    changed.extend(without_order);
    book.with(&changed, order.as_deref())
}

#[cfg(test)]
mod tests;
