//! Reads text: its encoding, then csv or tsv into a sheet.
//!
//! It does not read HTML (`html`), and it guesses no value: `5.13E+17` stays the text it is.

use csv::ReaderBuilder;
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::refusal::Refused;
use super::sheet::{Allowance, Cell, Sheet, SheetBuilder};

/// A field with more line breaks than this comes from a quote that was never closed.
const BREAKS_IN_FIELD_MAX: usize = 12;

/// Decodes a register's text: UTF-8 and UTF-16 by their marks, UTF-8 without one where it is valid, else GB18030.
pub fn decode(bytes: Vec<u8>) -> Result<String, Refused> {
    for (encoding, mark) in [(UTF_16LE, b"\xFF\xFE"), (UTF_16BE, b"\xFE\xFF")] {
        if bytes.starts_with(mark) {
            let (text, faulty) = encoding.decode_with_bom_removal(&bytes);
            return if faulty { Err(Refused::Encoding) } else { Ok(text.into_owned()) };
        }
    }
    // No text holds NUL: it is some binary file.
    if bytes.iter().take(65_536).any(|byte| *byte == 0) {
        return Err(Refused::NotASheet("别的程序的文件"));
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Ok(text)
        }
        Err(error) => {
            let bytes = error.into_bytes();
            match GB18030.decode_without_bom_handling_and_without_replacement(&bytes) {
                Some(text) => Ok(text.into_owned()),
                // One broken character at the very end is a copy that was cut.
                None if cut_in_a_character(&bytes) => Err(Refused::Damaged),
                None => Err(Refused::Encoding),
            }
        }
    }
}

fn cut_in_a_character(bytes: &[u8]) -> bool {
    let utf8_cut = std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    utf8_cut
        || (1..4).any(|cut| {
            let whole = bytes.get(..bytes.len().saturating_sub(cut)).unwrap_or_default();
            GB18030.decode_without_bom_handling_and_without_replacement(whole).is_some()
        })
}

/// Reads csv or tsv text as one sheet of this name.
pub fn read(name: &str, text: &str, progress: &mut impl FnMut(u32) -> bool) -> Result<Sheet, Refused> {
    let delimiter = delimiter(text);
    match read_with(name, text, delimiter, true, progress)? {
        Some(sheet) => Ok(sheet),
        None => read_with(name, text, delimiter, false, progress)?.ok_or(Refused::Damaged),
    }
}

/// The separator that the first lines hold most of.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0usize), (b'\t', 0), (b';', 0), (b'|', 0)];
    for line in text.lines().take(30) {
        for (separator, count) in &mut counts {
            *count += line.bytes().filter(|byte| byte == separator).count();
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator)
}

/// `None` where quoting must be at fault: one field swallowed many lines.
fn read_with(
    name: &str,
    text: &str,
    delimiter: u8,
    quoting: bool,
    progress: &mut impl FnMut(u32) -> bool,
) -> Result<Option<Sheet>, Refused> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quoting(quoting)
        .from_reader(text.as_bytes());
    let mut allowance = Allowance::default();
    let mut builder = SheetBuilder::new(name, &mut allowance);
    let mut record = csv::StringRecord::new();
    // The parser skips blank lines; the spreadsheet numbers them.
    let (mut row, mut line) = (0u32, reader.position().line());
    while reader.read_record(&mut record).map_err(|_| Refused::Damaged)? {
        let breaks = |field: &str| field.bytes().filter(|byte| *byte == b'\n').count();
        if quoting && record.iter().any(|field| breaks(field) > BREAKS_IN_FIELD_MAX) {
            return Ok(None);
        }
        let inside: usize = record.iter().map(breaks).sum();
        let next = reader.position().line();
        let lines = next.saturating_sub(line).saturating_sub(inside as u64).max(1);
        line = next;
        row = row.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        for (column, field) in record.iter().enumerate() {
            builder.push(row - 1, u32::try_from(column).unwrap_or(u32::MAX), Cell::Text(field))?;
        }
        if row.is_multiple_of(1_000) && !progress(row) {
            return Err(Refused::Cancelled);
        }
    }
    Ok(Some(builder.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let sheet = read("x", text, &mut |_| true).unwrap();
        sheet.rows().map(|row| (row.number, row.cells().map(|(_, c)| c.text().into_owned()).collect())).collect()
    }

    fn owned(row: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (row, cells.iter().map(|c| (*c).to_string()).collect())
    }

    #[test]
    fn each_encoding_a_register_comes_in_gives_the_same_text() {
        let text = "姓名,身份证\r\n禤㙓,1";
        let mut utf16 = vec![0xFF, 0xFE];
        utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let gb = GB18030.encode(text).0.into_owned();
        let bom = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        for bytes in [text.as_bytes().to_vec(), bom, utf16, gb] {
            assert_eq!(decode(bytes).unwrap(), text);
        }
        assert_eq!(decode(vec![b'a', 0, 1, 2]), Err(Refused::NotASheet("别的程序的文件")));
        assert_eq!(decode(vec![0xFF, 0xFF, 0x20, 0xFF, 0xFF, 0xFF, 0xFF]), Err(Refused::Encoding));
    }

    #[test]
    fn rows_are_numbered_as_the_spreadsheet_shows_them() {
        let text = "姓名,备注\r\n\r\n王一,\"两\n行\"\r\n,,\r\n\r\n\r\n王二,x\r\n";
        assert_eq!(rows(text), [owned(1, &["姓名", "备注"]), owned(3, &["王一", "两\n行"]), owned(7, &["王二", "x"])]);
    }

    #[test]
    fn a_quote_never_closed_does_not_swallow_the_register() {
        let mut text = String::from("姓名\t备注\n\"王一\t甲\n");
        for n in 0..40 {
            text.push_str(&format!("王{n}\t乙\n"));
        }
        let read = rows(&text);
        assert_eq!(read.len(), 42);
        assert_eq!(read[1], owned(2, &["\"王一", "甲"]));
    }
}
