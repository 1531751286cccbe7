//! Reads .xlsx as a stream, after its parts have been weighed.
//!
//! It keeps no styles, formulas or merged ranges: blank cells below a household's head mean the same as merged ones.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

use super::refusal::Refused;
use super::sheet::{Allowance, Cell, Sheet, SheetBuilder};
use crate::domain::limits::{IMPORT_PART_BYTES_MAX, IMPORT_SHEET_BYTES_MAX};

/// Parts in one package beyond which it is no register.
const PARTS_MAX: usize = 20_000;
/// No deflated byte unpacks to more than this.
const DEFLATE_RATIO_MAX: u64 = 1_032;

/// A sheet that was not read, and why.
pub struct Passed {
    /// The name on its tab.
    pub name: String,
    /// 隐藏 or the like.
    pub why: &'static str,
}

/// Reads the visible sheets; `progress` hears of every thousandth row and may say stop.
pub fn read(mut file: File, progress: &mut impl FnMut(u32) -> bool) -> Result<(Vec<Sheet>, Vec<Passed>), Refused> {
    weigh(&mut file)?;
    file.seek(SeekFrom::Start(0)).map_err(|_| Refused::Damaged)?;
    let mut book: Xlsx<_> = Xlsx::new(BufReader::with_capacity(1 << 16, file)).map_err(|error| why(&error))?;
    let tabs: Vec<_> = book.sheets_metadata().to_vec();
    let mut allowance = Allowance::default();
    let (mut sheets, mut passed) = (Vec::new(), Vec::new());
    for tab in tabs {
        if tab.typ != SheetType::WorkSheet {
            continue;
        }
        if tab.visible != SheetVisible::Visible {
            passed.push(Passed { name: tab.name, why: "工作表是隐藏的，没有读" });
            continue;
        }
        let sheet = read_sheet(&mut book, &tab.name, &mut allowance, progress)?;
        if sheet.rows_count() > 0 {
            sheets.push(sheet);
        }
    }
    Ok((sheets, passed))
}

fn read_sheet<RS: Read + Seek>(
    book: &mut Xlsx<RS>,
    name: &str,
    allowance: &mut Allowance,
    progress: &mut impl FnMut(u32) -> bool,
) -> Result<Sheet, Refused> {
    let mut builder = SheetBuilder::new(name, allowance);
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(builder.finish()),
        Err(error) => return Err(why(&error)),
    };
    let mut told = 0;
    while let Some(cell) = cells.next_cell().map_err(|error| why(&error))? {
        let (row, column) = cell.get_position();
        if row / 1_000 != told {
            told = row / 1_000;
            if !progress(row) {
                return Err(Refused::Cancelled);
            }
        }
        match cell.get_value() {
            DataRef::Empty => {}
            DataRef::SharedString(text) => builder.push(row, column, Cell::Text(text))?,
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                builder.push(row, column, Cell::Text(text))?;
            }
            DataRef::Int(number) => builder.push(row, column, Cell::Number(*number as f64))?,
            DataRef::Float(number) => builder.push(row, column, Cell::Number(*number))?,
            DataRef::DateTime(date) => builder.push(row, column, Cell::Date(serial(*date)))?,
            DataRef::Bool(yes) => builder.push(row, column, Cell::Text(if *yes { "是" } else { "否" }))?,
            DataRef::Error(_) => builder.push(row, column, Cell::Fault)?,
        }
    }
    Ok(builder.finish())
}

/// One owned cell of calamine's in our terms; `None` where it is empty.
pub fn cell(data: &Data) -> Option<Cell<'_>> {
    Some(match data {
        Data::Empty => return None,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::DateTime(date) => Cell::Date(serial(*date)),
        Data::Bool(yes) => Cell::Text(if *yes { "是" } else { "否" }),
        Data::Error(_) => Cell::Fault,
    })
}

/// Days since 1899-12-30, whichever epoch the file counts from.
fn serial(date: calamine::ExcelDateTime) -> f64 {
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    let civil = i16::try_from(year)
        .ok()
        .zip(i8::try_from(month).ok())
        .zip(i8::try_from(day).ok())
        .and_then(|((year, month), day)| crate::domain::day::Day::from_ymd(year, month, day));
    civil.map_or(date.as_f64(), |day| f64::from(day.number()) + 25_569.0)
}

fn why(error: &XlsxError) -> Refused {
    match error {
        XlsxError::Password => Refused::Encrypted,
        _ => Refused::Damaged,
    }
}

/// Looks at every part before anything is unpacked whole: how large it says it is, and how large it really is
/// where its packed bytes could hide more.
fn weigh(file: &mut File) -> Result<(), Refused> {
    let mut package = ZipArchive::new(BufReader::new(file)).map_err(|_| Refused::Damaged)?;
    if package.len() > PARTS_MAX {
        return Err(Refused::Bomb);
    }
    what_package(&package)?;
    let mut sheets_bytes = 0u64;
    for at in 0..package.len() {
        let mut part = package.by_index(at).map_err(|_| Refused::Damaged)?;
        let name = part.name().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let is_sheet = name.starts_with("xl/worksheets/");
        let bytes_max = if is_sheet { IMPORT_SHEET_BYTES_MAX } else { IMPORT_PART_BYTES_MAX };
        let (packed, claimed) = (part.compressed_size(), part.size());
        if claimed > bytes_max {
            return Err(Refused::Bomb);
        }
        if packed.saturating_mul(DEFLATE_RATIO_MAX) > bytes_max {
            let real = std::io::copy(&mut part.by_ref().take(claimed + 1), &mut std::io::sink());
            if real.map_err(|_| Refused::Damaged)? > claimed {
                return Err(Refused::Bomb);
            }
        }
        if is_sheet {
            sheets_bytes += claimed;
        }
        drop(part);
        if name.ends_with("sharedstrings.xml") {
            check_claimed_strings(&mut package, at, claimed)?;
        }
    }
    if sheets_bytes > IMPORT_SHEET_BYTES_MAX { Err(Refused::Bomb) } else { Ok(()) }
}

fn what_package<R: Read + Seek>(package: &ZipArchive<R>) -> Result<(), Refused> {
    let (mut workbook, mut binary, mut word, mut open_document) = (false, false, false, false);
    for name in package.file_names().flatten() {
        workbook |= name.starts_with("xl/") && name.ends_with(".xml");
        binary |= name.starts_with("xl/") && name.contains("workbook") && name.ends_with(".bin");
        word |= name.starts_with("word/") || name.starts_with("ppt/");
        open_document |= name == "content.xml";
    }
    match (binary, workbook, open_document, word) {
        (true, ..) => Err(Refused::OtherSheet("二进制工作簿(.xlsb)")),
        (_, true, ..) => Ok(()),
        (_, _, true, _) => Err(Refused::OtherSheet("开放文档格式(.ods)")),
        (_, _, _, true) => Err(Refused::NotASheet("Word或PPT文档")),
        _ => Err(Refused::NotASheet("压缩包")),
    }
}

/// calamine sets memory aside for as many shared texts as the file claims: the claim must fit the part's bytes.
fn check_claimed_strings<R: Read + Seek>(package: &mut ZipArchive<R>, at: usize, bytes: u64) -> Result<(), Refused> {
    let part = package.by_index(at).map_err(|_| Refused::Damaged)?;
    let mut head = Vec::new();
    part.take(8_192).read_to_end(&mut head).map_err(|_| Refused::Damaged)?;
    let head = String::from_utf8_lossy(&head);
    for claim in head.split("uniqueCount=").skip(1) {
        let digits: String = claim.chars().skip(1).take_while(char::is_ascii_digit).collect();
        if digits.parse::<u64>().is_ok_and(|count| count.saturating_mul(5) > bytes) {
            return Err(Refused::Bomb);
        }
    }
    Ok(())
}
