//! Reads .xls, after walking its records: the reader sets memory aside for every cell between the outermost two.
//!
//! It reads no formula, format or merged range, and nothing older than Excel 97's container.

use std::io::{Cursor, Read};

use calamine::{Reader, SheetType, SheetVisible, Xls, XlsError};

use super::refusal::Refused;
use super::sheet::{Allowance, Sheet, SheetBuilder};
use super::xlsx::{self, Passed};
use crate::domain::limits::{IMPORT_XLS_BYTES_MAX, IMPORT_XLS_CELLS_MAX};

/// What stands in a compound file in the place of a workbook that a password protects.
const ENCRYPTED: [&str; 2] = ["/EncryptedPackage", "/EncryptionInfo"];

/// Reads the visible sheets of an OLE compound file's workbook.
pub fn read(bytes: &[u8], progress: &mut impl FnMut(u32) -> bool) -> Result<(Vec<Sheet>, Vec<Passed>), Refused> {
    weigh(&workbook_stream(bytes)?)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Refused::Encrypted,
        _ => Refused::Damaged,
    })?;
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
        let range = book.worksheet_range(&tab.name).map_err(|_| Refused::Damaged)?;
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut builder = SheetBuilder::new(&tab.name, &mut allowance);
        for (row, column, data) in range.used_cells() {
            if let Some(cell) = xlsx::cell(data) {
                let (row, column) = (row as u64 + u64::from(top), column as u64 + u64::from(left));
                builder.push(row as u32, column as u32, cell)?;
            }
        }
        let sheet = builder.finish();
        if !progress(u32::try_from(sheet.rows_count()).unwrap_or(u32::MAX)) {
            return Err(Refused::Cancelled);
        }
        if sheet.rows_count() > 0 {
            sheets.push(sheet);
        }
    }
    Ok((sheets, passed))
}

/// Whether an OLE compound file is a workbook of today that was protected by a password: it stands in one as a whole.
pub(in crate::exchange) fn is_encrypted(bytes: &[u8]) -> bool {
    let compound = cfb::CompoundFile::open(Cursor::new(bytes));
    compound.is_ok_and(|compound| ENCRYPTED.iter().any(|name| compound.exists(name)))
}

fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    if bytes.len() as u64 > IMPORT_XLS_BYTES_MAX {
        return Err(Refused::TooLarge { megabytes_max: IMPORT_XLS_BYTES_MAX >> 20 });
    }
    let mut compound = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
    if ENCRYPTED.iter().any(|name| compound.exists(name)) {
        return Err(Refused::Encrypted);
    }
    if compound.exists("/WordDocument") {
        return Err(Refused::NotASheet("Word文档"));
    }
    if compound.exists("/PowerPoint Document") {
        return Err(Refused::NotASheet("PPT文档"));
    }
    let name = ["/Workbook", "/Book"].into_iter().find(|name| compound.exists(name));
    let stream = compound.open_stream(name.ok_or(Refused::NotASheet("别的程序的文件"))?);
    let mut records = Vec::new();
    let mut stream = stream.map_err(|_| Refused::Damaged)?.take(IMPORT_XLS_BYTES_MAX);
    stream.read_to_end(&mut records).map_err(|_| Refused::Damaged)?;
    Ok(records)
}

/// The rectangle that the cells of one sheet span.
#[derive(Default)]
struct Extent {
    rows: Option<(u64, u64)>,
    columns: Option<(u64, u64)>,
}

impl Extent {
    fn take(&mut self, row: u16, column: u16) {
        let widen = |span: Option<(u64, u64)>, at: u16| {
            let at = u64::from(at);
            Some(span.map_or((at, at), |(low, high)| (low.min(at), high.max(at))))
        };
        self.rows = widen(self.rows, row);
        self.columns = widen(self.columns, column);
    }

    fn cells(&self) -> u64 {
        let side = |span: Option<(u64, u64)>| span.map_or(0, |(low, high)| high - low + 1);
        side(self.rows) * side(self.columns)
    }
}

/// Adds up what the reader would allocate, sheet by sheet as it walks them.
fn weigh(stream: &[u8]) -> Result<(), Refused> {
    let mut sheets = Vec::new();
    for record in (Records { rest: stream }) {
        match record.kind {
            0x002F if record.word(0).is_some_and(|kind| kind != 0) => return Err(Refused::Encrypted),
            0x0085 => sheets.push(record.long(0).ok_or(Refused::Damaged)?),
            0x000A => break,
            _ => {}
        }
    }
    let mut cells = 0u64;
    for start in sheets {
        cells = cells.saturating_add(weigh_sheet(stream.get(start as usize..).ok_or(Refused::Damaged)?)?);
        if cells > IMPORT_XLS_CELLS_MAX {
            return Err(Refused::Bomb);
        }
    }
    Ok(())
}

fn weigh_sheet(stream: &[u8]) -> Result<u64, Refused> {
    let (mut extent, mut claimed, mut depth) = (Extent::default(), 0u64, 0u32);
    for record in (Records { rest: stream }) {
        match record.kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            0x0200 => claimed = claimed.max(record.claimed_cells()),
            // Number, labels, booleans, RK, formula: one cell. BLANK is not read.
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x0006 => {
                let (row, column) = record.word(0).zip(record.word(2)).ok_or(Refused::Damaged)?;
                extent.take(row, column);
            }
            // MulRk: a run of cells from its first column to its last.
            0x00BD => {
                let last = record.body.len().checked_sub(2).and_then(|at| record.word(at));
                let (row, (first, last)) = record.word(0).zip(record.word(2).zip(last)).ok_or(Refused::Damaged)?;
                extent.take(row, first);
                extent.take(row, last);
            }
            _ => {}
        }
    }
    Ok(extent.cells().max(claimed))
}

struct Record<'a> {
    kind: u16,
    body: &'a [u8],
}

impl Record<'_> {
    fn word(&self, at: usize) -> Option<u16> {
        let bytes = self.body.get(at..at.checked_add(2)?)?;
        Some(u16::from_le_bytes(bytes.try_into().ok()?))
    }

    fn long(&self, at: usize) -> Option<u32> {
        let bytes = self.body.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }

    /// The cells a DIMENSIONS record claims; a few are always allowed, so an empty sheet's odd claim does no harm.
    fn claimed_cells(&self) -> u64 {
        let sides = match self.body.len() {
            10 => [0, 2, 4, 6].map(|at| self.word(at).map(u64::from)),
            _ => [
                self.long(0).map(u64::from),
                self.long(4).map(u64::from),
                self.word(8).map(u64::from),
                self.word(10).map(u64::from),
            ],
        };
        let [Some(top), Some(bottom), Some(left), Some(right)] = sides else { return 0 };
        bottom.saturating_sub(top).saturating_mul(right.saturating_sub(left))
    }
}

struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (head, rest) = self.rest.split_at_checked(4)?;
        let kind = u16::from_le_bytes(head.get(..2)?.try_into().ok()?);
        let bytes = u16::from_le_bytes(head.get(2..)?.try_into().ok()?);
        let (body, rest) = rest.split_at_checked(usize::from(bytes))?;
        self.rest = rest;
        Some(Record { kind, body })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let mut bytes = kind.to_le_bytes().to_vec();
        bytes.extend((body.len() as u16).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        let mut body = Vec::new();
        body.extend(row.to_le_bytes());
        body.extend(column.to_le_bytes());
        body.extend([0; 10]);
        record(0x0203, &body)
    }

    fn workbook(sheet: &[Vec<u8>]) -> Vec<u8> {
        let bof = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
        let end = record(0x000A, &[]);
        let sheet_at = bof.len() + 4 + 12 + end.len();
        let mut bound = (sheet_at as u32).to_le_bytes().to_vec();
        bound.extend([0, 0, 4, 0, b'S', b'h', b'1', b' ']);
        let mut bytes = [bof.clone(), record(0x0085, &bound), end.clone(), bof].concat();
        bytes.extend(sheet.concat());
        bytes.extend(end);
        bytes
    }

    #[test]
    fn two_cells_far_apart_are_a_bomb_and_two_near_ones_are_not() {
        assert_eq!(weigh(&workbook(&[number(0, 0), number(900, 19)])), Ok(()));
        assert_eq!(weigh(&workbook(&[number(0, 0), number(65_535, 255)])), Err(Refused::Bomb));
    }

    #[test]
    fn a_claimed_size_beyond_reason_is_refused_before_it_is_allocated() {
        let claim = record(0x0200, &[0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0]);
        assert_eq!(weigh(&workbook(&[claim])), Err(Refused::Bomb));
    }

    #[test]
    fn a_compound_file_is_refused_by_what_it_holds() {
        let with = |stream: &str| {
            let mut compound = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
            std::io::Write::write_all(&mut compound.create_stream(stream).unwrap(), b"x").unwrap();
            compound.flush().unwrap();
            compound.into_inner().into_inner()
        };
        let read = |bytes: &[u8]| super::read(bytes, &mut |_| true).map(|_| ()).unwrap_err();
        assert_eq!(read(&with("/EncryptedPackage")), Refused::Encrypted);
        assert_eq!(read(&with("/WordDocument")), Refused::NotASheet("Word文档"));
        assert_eq!(read(&with("/Contents")), Refused::NotASheet("别的程序的文件"));
        assert_eq!(read(&with("/Workbook")[..700]), Refused::Damaged);
    }
}
