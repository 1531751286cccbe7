//! What becomes of a reference when rows are put in below the last row of data.
//!
//! It knows columns and rows as letters and numbers; whether a formula is worth anything is the spreadsheet's business.

use std::cell::Cell;

/// Rows that a sheet can have.
pub(super) const ROWS_MAX: u32 = 1_048_576;

/// Rows put into a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift<'a> {
    /// The name of the sheet.
    pub(super) sheet: &'a str,
    /// The last row of data before; rows come in below it.
    pub(super) last: u32,
    /// How many.
    pub(super) rows: u32,
}

/// `A` is 0; `None` beyond the widest sheet there is.
pub(super) fn column_of(letters: &str) -> Option<u16> {
    let mut column = 0u32;
    for letter in letters.bytes() {
        column = column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1)?;
    }
    u16::try_from(column.checked_sub(1)?).ok().filter(|column| *column < 16_384)
}

/// 0 is `A`.
pub(in crate::exchange) fn letters_of(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// The column and row of `C4`.
pub(super) fn cell_of(text: &str) -> Option<(u16, u32)> {
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at_checked(split)?;
    Some((column_of(letters)?, digits.parse().ok().filter(|row| (1..=ROWS_MAX).contains(row))?))
}

/// The corners of `C4:D6`, or of `C4`.
pub(super) fn range_of(text: &str) -> Option<((u16, u32), (u16, u32))> {
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    Some((cell_of(from)?, cell_of(to)?))
}

impl Shift<'_> {
    /// Where a row goes.
    pub(super) fn row(&self, row: u32) -> u32 {
        if row > self.last { self.down(row) } else { row }
    }

    /// So many rows further down; what reaches to the end of the sheet goes no further.
    fn down(&self, row: u32) -> u32 {
        row.saturating_add(self.rows).min(ROWS_MAX)
    }

    /// Where a merged range goes: one that ends with the data stays as it is.
    pub(super) fn merged(&self, text: &str) -> String {
        let Some((from, to)) = range_of(text) else { return text.to_owned() };
        format!("{}{}:{}{}", letters_of(from.0), self.row(from.1), letters_of(to.0), self.row(to.1))
    }

    /// Where ranges go that stand behind each other, as of a rule for cells.
    pub(super) fn ranges(&self, text: &str) -> String {
        text.split(' ').map(|range| self.formula(range, true)).collect::<Vec<_>>().join(" ")
    }

    /// Whether a formula of another sheet names cells of this one.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let named = Cell::new(false);
        scan(text, |sheet, from, to| {
            named.set(named.get() || sheet == Some(self.sheet));
            (from.at, to.map(|to| to.at))
        });
        named.get()
    }

    /// A formula after the rows came in; `here` says whether a reference without a sheet's name is to this sheet. A range
    /// over data up to its last row takes the new rows in.
    pub(super) fn formula(&self, text: &str, here: bool) -> String {
        scan(text, |sheet, from, to| {
            let at = |one: &Ref, row: u32| Place { row, ..one.at };
            let (first, last) = (from.at.row, to.map(|to| to.at.row));
            match (to, last) {
                _ if !sheet.map_or(here, |sheet| sheet == self.sheet) => (from.at, to.map(|to| to.at)),
                (Some(to), Some(last)) if first <= self.last && last >= self.last && last > first => {
                    (from.at, Some(at(to, self.down(last))))
                }
                (Some(to), Some(last)) => (at(from, self.row(first)), Some(at(to, self.row(last)))),
                (None, _) | (_, None) => (at(from, self.row(first)), None),
            }
        })
    }
}

/// The formula of a cell, for the cell that stands so many columns further right and rows further down.
pub(super) fn copied(text: &str, right: i32, down: i32) -> String {
    scan(text, |_, from, to| {
        let moved = |one: &Ref| Place {
            column: if one.fixed.0 { one.at.column } else { one.at.column.saturating_add_signed(clamped(right)) },
            row: if one.fixed.1 { one.at.row } else { one.at.row.saturating_add_signed(down).clamp(1, ROWS_MAX) },
        };
        (moved(from), to.map(moved))
    })
}

fn clamped(columns: i32) -> i16 {
    i16::try_from(columns).unwrap_or(if columns < 0 { i16::MIN } else { i16::MAX })
}

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    column: u16,
    row: u32,
}

/// A cell as a formula names it.
struct Ref {
    at: Place,
    /// Whether the column has a dollar, and the row.
    fixed: (bool, bool),
    bytes: usize,
}

impl Ref {
    fn at(&self, place: Place) -> String {
        let dollar = |fixed: bool| if fixed { "$" } else { "" };
        format!("{}{}{}{}", dollar(self.fixed.0), letters_of(place.column), dollar(self.fixed.1), place.row)
    }
}

fn reference(text: &str) -> Option<Ref> {
    let rest = text.strip_prefix('$').unwrap_or(text);
    let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let (letters, after) = rest.split_at(letters);
    let digits = after.strip_prefix('$').unwrap_or(after);
    let count = digits.len() - digits.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let row = digits.get(..count)?.parse().ok().filter(|row| (1..=ROWS_MAX).contains(row))?;
    let bytes = text.len() - digits.len() + count;
    let follows = text.get(bytes..)?.chars().next();
    if follows.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '(' | '.' | '!')) {
        return None;
    }
    let fixed = (rest.len() < text.len(), digits.len() < after.len());
    Some(Ref { at: Place { column: column_of(letters)?, row }, fixed, bytes })
}

/// Walks over a formula: every reference is asked for, text in quotes and names are left.
fn scan(text: &str, each: impl Fn(Option<&str>, &Ref, Option<&Ref>) -> (Place, Option<Place>)) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut sheet: Option<String> = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if matches!(first, '"' | '\'') {
            let (own, after) = rest.split_at(quoted_bytes(rest, first));
            let name = || own.get(1..own.len().saturating_sub(1)).unwrap_or_default().replace("''", "'");
            sheet = (first == '\'' && after.starts_with('!')).then(name);
            out.push_str(own);
            rest = after;
            continue;
        }
        if let Some(from) = reference(rest) {
            let after = rest.get(from.bytes..).unwrap_or_default();
            let to = after.strip_prefix(':').and_then(reference);
            let (place, to_place) = each(sheet.as_deref(), &from, to.as_ref());
            out.push_str(&from.at(place));
            rest = after;
            if let Some((to, place)) = to.zip(to_place) {
                out.push_str(&format!(":{}", to.at(place)));
                rest = after.get(1 + to.bytes..).unwrap_or_default();
            }
            sheet = None;
            continue;
        }
        let word = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '$'))).unwrap_or(rest.len());
        let (own, after) = rest.split_at(if word == 0 { first.len_utf8() } else { word });
        if word > 0 && after.starts_with('!') {
            // A sheet of another file is none of this one's.
            sheet = Some(if out.ends_with(']') { String::new() } else { own.to_owned() });
        } else if own != "!" {
            sheet = None;
        }
        out.push_str(own);
        rest = after;
    }
    out
}

/// How far what begins with this quote goes; a quote within stands twice.
fn quoted_bytes(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(quote)) {
        at += found + 1;
        if !text.get(at..).is_some_and(|rest| rest.starts_with(quote)) {
            return at;
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIFT: Shift<'_> = Shift { sheet: "表一", last: 6, rows: 7 };

    #[test]
    fn sums_over_the_data_take_the_new_rows_in_and_what_is_below_moves() {
        for (before, after) in [
            ("SUM(D4:D6)", "SUM(D4:D13)"),
            ("SUM($D$4:$D$6)/D7", "SUM($D$4:$D$13)/D14"),
            ("IF(A2=\"A7:B9\",D7,LOG10(D3))", "IF(A2=\"A7:B9\",D14,LOG10(D3))"),
            ("SUM(D4:D5)", "SUM(D4:D5)"),
            ("别表!D7+表一!D7+'表一'!D8", "别表!D7+表一!D14+'表一'!D15"),
            ("SUM(D6:E6)", "SUM(D6:E6)"),
            ("COUNTIFS(F4:F6,\">=60\",G4:G6,\"女\")", "COUNTIFS(F4:F13,\">=60\",G4:G13,\"女\")"),
            ("'它''表一'!D8+[1]表一!D8", "'它''表一'!D8+[1]表一!D8"),
            ("SUM(D4:D1048576)", "SUM(D4:D1048576)"),
        ] {
            assert_eq!(SHIFT.formula(before, true), after, "{before}");
        }
        assert_eq!(SHIFT.formula("表一!$A$1:$F$9,别表!$A$1:$B$9", false), "表一!$A$1:$F$16,别表!$A$1:$B$9");
        assert_eq!(SHIFT.merged("A6:B6"), "A6:B6");
        assert_eq!(SHIFT.merged("A8:F8"), "A15:F15");
        assert_eq!(SHIFT.ranges("D4:D6 F9"), "D4:D13 F16");
        assert_eq!(copied("D6*$E$2", 0, 3), "D9*$E$2");
        assert_eq!(copied("D6+$D6+D$6", 2, 1), "F7+$D7+F$6");
    }

    #[test]
    fn columns_are_counted_as_spreadsheets_do() {
        for (letters, column) in [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16_383)] {
            assert_eq!((column_of(letters), letters_of(column).as_str()), (Some(column), letters));
        }
        assert_eq!(cell_of("AB12"), Some((27, 12)));
        assert_eq!(column_of("XFE"), None);
        assert_eq!((cell_of("A1048576"), cell_of("A1048577"), cell_of("A0")), (Some((0, ROWS_MAX)), None, None));
    }
}
