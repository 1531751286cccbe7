//! Registers as villages keep them: a file in, typed rows out, and from them a plan for the village.
//!
//! It changes nothing: `desk` commits the plan. It does not write workbooks for the office (`workbook`).

pub mod blocks;
pub mod container;
pub mod delimited;
pub mod field;
pub mod heading;
pub mod html;
pub mod kind;
pub mod layout;
pub mod mapping;
pub mod members;
pub mod plan;
pub mod reading;
pub mod refusal;
pub mod rows;
pub mod sheet;
#[cfg(test)]
mod tests;
pub mod xls;
pub mod xlsx;

use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use blocks::Sorter;
use container::{Container, sniff};
use field::Field;
use kind::kind_of;
use layout::{Table, tables};
use mapping::Mapping;
use reading::{Notice, ReadRegister, RegisterKind, guesses};
use refusal::Refused;
use sheet::Sheet;
use xlsx::Passed;

use crate::domain::limits::{IMPORT_FILE_BYTES_MAX, IMPORT_TEXT_BYTES_MAX, IMPORT_XLS_BYTES_MAX};
use crate::domain::text::squash;

/// What the reading of a register may be told beforehand.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The kind, where the officer says so; told by the columns otherwise.
    pub kind: Option<RegisterKind>,
    /// What unknown headings mean.
    pub mapping: Mapping,
}

/// Reads a register. `progress` hears the row it has come to, and stops the reading by saying `false`.
///
/// Nothing is changed anywhere; what cannot be read is refused with its remedy, in bounded memory.
pub fn read(
    path: &Path,
    options: &ReadOptions,
    progress: &mut impl FnMut(u32) -> bool,
) -> Result<ReadRegister, Refused> {
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (sheets, passed) = open(path, &stem, progress)?;
    let mut notices: Vec<Notice> = passed.into_iter().map(|passed| of_sheet(&passed.name, passed.why)).collect();
    if sheets.iter().all(|sheet| sheet.rows_count() == 0) {
        return Err(Refused::Empty);
    }
    let tables = choose(&sheets, options, &mut notices)?;
    let kind = options.kind.unwrap_or_else(|| most(&sheets, &tables));
    let mut tables = tables;
    if options.kind.is_none() {
        tables.retain(|table| {
            let same = kind_of(table) == kind;
            if !same {
                let name = sheets.get(table.sheet).map_or("", |sheet| &sheet.name);
                let message = format!("这张表是{}，与其他表不同，没有读；请单独导入", kind_of(table).label());
                notices.push(of_sheet(name, &message));
            }
            same
        });
    }
    notices.extend(column_notices(&sheets, &tables));
    let mut sorter = Sorter::default();
    for (at, table) in tables.iter().enumerate() {
        let Some(sheet) = sheets.get(table.sheet) else { continue };
        let at = u32::try_from(at).map_err(|_| Refused::TooManyRows)?;
        let implies_heads = kind == RegisterKind::People;
        sorter.take(at, table, sheet, implies_heads, progress).ok_or(Refused::Cancelled)?;
    }
    if sorter.rows.is_empty() {
        return Err(Refused::NoRows);
    }
    let kind_said = options.kind.is_some();
    Ok(ReadRegister { kind, kind_said, file_name, rows: sorter.rows, blocks: sorter.blocks, notices, sheets, tables })
}

/// The sheets of a file, whatever it is called. A reader that panics on a damaged file is a damaged file.
fn open(path: &Path, stem: &str, progress: &mut impl FnMut(u32) -> bool) -> Result<(Vec<Sheet>, Vec<Passed>), Refused> {
    let unopened = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Refused::Unopened("找不到文件".to_owned()),
        std::io::ErrorKind::PermissionDenied => Refused::Unopened("没有读它的权限".to_owned()),
        _ => Refused::Unopened("系统读不出来".to_owned()),
    };
    let mut file = File::open(path).map_err(|error| unopened(&error))?;
    let about = file.metadata().map_err(|error| unopened(&error))?;
    if !about.is_file() {
        return Err(Refused::Unopened("这是文件夹，不是文件".to_owned()));
    }
    let mut head = Vec::new();
    (&mut file).take(512).read_to_end(&mut head).map_err(|error| unopened(&error))?;
    let container = sniff(path, &head)?;
    let bytes_max = match container {
        Container::Zip => IMPORT_FILE_BYTES_MAX,
        Container::Compound => IMPORT_XLS_BYTES_MAX,
        Container::Text => IMPORT_TEXT_BYTES_MAX,
    };
    if about.len() > bytes_max {
        return Err(Refused::TooLarge { megabytes_max: bytes_max >> 20 });
    }
    let mut whole = |mut file: File| {
        let mut bytes = std::mem::take(&mut head);
        file.by_ref().take(bytes_max).read_to_end(&mut bytes).map_err(|error| unopened(&error))?;
        Ok(bytes)
    };
    match container {
        Container::Zip => {
            catch_unwind(AssertUnwindSafe(|| xlsx::read(file, progress))).unwrap_or(Err(Refused::Damaged))
        }
        Container::Compound => {
            let bytes = whole(file)?;
            catch_unwind(AssertUnwindSafe(|| xls::read(&bytes, progress))).unwrap_or(Err(Refused::Damaged))
        }
        Container::Text => {
            let text = delimited::decode(whole(file)?)?;
            let sheet = match html::markup(&text) {
                Some(readable) => readable.and_then(|()| html::read(stem, &text))?,
                None => delimited::read(stem, &text, progress)?,
            };
            Ok((vec![sheet], Vec::new()))
        }
    }
}

/// The tables that are registers; sheets that only sum up are left out where there are others.
fn choose(sheets: &[Sheet], options: &ReadOptions, notices: &mut Vec<Notice>) -> Result<Vec<Table>, Refused> {
    let found: Vec<Vec<Table>> =
        sheets.iter().enumerate().map(|(at, sheet)| tables(at, sheet, &options.mapping)).collect();
    let sums_up = |sheet: &Sheet| {
        ["汇总", "统计", "合计", "说明", "目录", "封面", "填表须知"].iter().any(|word| sheet.name.contains(word))
    };
    let others = sheets.iter().zip(&found).any(|(sheet, tables)| !tables.is_empty() && !sums_up(sheet));
    let mut chosen = Vec::new();
    for (sheet, tables) in sheets.iter().zip(found) {
        if tables.is_empty() {
            notices.push(of_sheet(&sheet.name, "工作表里没有认得的表头，没有读"));
        } else if others && sums_up(sheet) {
            notices.push(of_sheet(&sheet.name, "像是汇总或说明，没有读"));
        } else {
            chosen.extend(tables);
        }
    }
    if chosen.is_empty() {
        let card = sheets.iter().any(looks_like_card);
        return Err(if card { Refused::CardForm } else { Refused::NoHeading });
    }
    Ok(chosen)
}

/// A card: labels and values beside one another, few cells a row, 户主 and 身份证 in different rows.
fn looks_like_card(sheet: &Sheet) -> bool {
    let mut labels = 0;
    for row in sheet.rows().take(40) {
        let texts: Vec<_> = row.cells().map(|(_, cell)| cell.text().into_owned()).collect();
        let known = texts.iter().filter(|text| field::recognise(text).is_some()).count();
        labels += usize::from(known >= 1 && known < texts.len());
    }
    labels >= 4
}

/// The kind that most rows have.
fn most(sheets: &[Sheet], tables: &[Table]) -> RegisterKind {
    let rows_of = |kind: RegisterKind| {
        let of_kind = tables.iter().filter(|table| kind_of(table) == kind);
        of_kind.map(|table| sheets.get(table.sheet).map_or(0, Sheet::rows_count)).sum::<usize>()
    };
    let kinds = [RegisterKind::Overlay, RegisterKind::Heads, RegisterKind::Tasks, RegisterKind::People];
    kinds.into_iter().max_by_key(|kind| rows_of(*kind)).unwrap_or(RegisterKind::People)
}

fn of_sheet(sheet: &str, message: &str) -> Notice {
    Notice { sheet: sheet.to_owned(), column: String::new(), message: message.to_owned() }
}

/// Bank columns and unknown ones, each said once a sheet name.
fn column_notices(sheets: &[Sheet], tables: &[Table]) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    let guesses = guesses(sheets, tables);
    for table in tables {
        let sheet = sheets.get(table.sheet).map_or("", |sheet| &sheet.name);
        for column in &table.columns {
            let message = match column.field {
                Some(Field::Bank) => "银行卡号、一卡通这类栏不读，也不保存".to_owned(),
                None if squash(&column.heading).is_empty() => continue,
                None => match guesses.iter().find(|guess| guess.header == column.heading).and_then(|it| it.guess) {
                    Some(guess) => format!("不认识这一栏，没有读；可能是「{}」，可在对栏时指定", guess.label()),
                    None => "不认识这一栏，没有读；要用的话，可在对栏时指定".to_owned(),
                },
                Some(_) => continue,
            };
            if !notices.iter().any(|known| known.column == column.heading) {
                notices.push(Notice { sheet: sheet.to_owned(), column: column.heading.clone(), message });
            }
        }
    }
    notices
}
