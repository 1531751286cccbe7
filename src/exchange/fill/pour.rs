//! Writes rows into a form: the blank ones first, then more of the same look, with the foot moved down.
//!
//! What a row says comes in ready; nothing but the sheet's own text is changed here.

use super::grid::{Cell, Formula, Grid, Row};
use super::layout::Layout;
use super::room::Room;
use super::shift::{ROWS_MAX, Shift, copied, letters_of};
use super::xml::{Kind, Mark, attribute, escaped, inner, prefix, rewritten, with_attribute, without_attribute};

/// What goes into a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Left as it is.
    Blank,
    /// Text, though it be made of digits.
    Text(String),
    /// A count.
    Number(u64),
}

/// A form and what is poured into it.
pub(super) struct Pour<'a> {
    pub(super) grid: &'a Grid,
    pub(super) layout: &'a Layout,
    pub(super) shift: Shift<'a>,
    pub(super) room: &'a Room,
    /// Rows, each with a value per column of the layout.
    pub(super) rows: &'a [Vec<Value>],
}

/// What moves the rows of a form down.
pub(super) fn shift<'a>(sheet: &'a str, layout: &Layout, rows_count: usize) -> Shift<'a> {
    let wanted = u32::try_from(rows_count).unwrap_or(u32::MAX);
    Shift { sheet, last: layout.first + layout.blank - 1, rows: wanted.saturating_sub(layout.blank) }
}

/// What another sheet says of this one, where its rows went, and without the old results where it works with them; `None`
/// where it says nothing of it.
pub(super) fn elsewhere(grid: &Grid, shift: &Shift<'_>) -> Option<String> {
    let (xml, marks) = (&grid.xml, &grid.marks);
    let cells = grid.rows.iter().flat_map(|row| &row.cells);
    let cells: Vec<(&Cell, &Formula)> = cells.filter_map(|cell| Some((cell, cell.formula.as_ref()?))).collect();
    let any = cells.iter().any(|(_, formula)| shift.is_named_in(&formula.text));
    let mut cells = cells.into_iter().filter(|_| any).peekable();
    let mut out = String::with_capacity(xml.len() + 64);
    let mut at = 0;
    while let Some(mark) = marks.get(at) {
        if let Some((cell, formula)) = cells.next_if(|(cell, _)| cell.marks.start == at) {
            formula_cell(&mut out, mark.of(xml), &formula.tag, &shift.formula(&formula.text, false));
            at = cell.marks.end;
            continue;
        }
        out.push_str(mark.of(xml));
        at += 1;
        if let Some((raw, end)) = inner(xml, marks, at - 1).filter(|_| at > grid.data.end && names_cells(&mark.name)) {
            out.push_str(&rewritten(raw, |text| shift.formula(text, false)));
            at = end;
        }
    }
    (out != *xml).then_some(out)
}

/// A cell that works something out, with its formula as it is now and without the old result.
fn formula_cell(out: &mut String, tag: &str, formula_tag: &str, text: &str) {
    let name = prefix(tag);
    // What kind of result it was goes with the result.
    out.push_str(&without_attribute(tag, "t"));
    out.push_str(formula_tag);
    out.push_str(&format!("{}</{name}f></{name}c>", escaped(text)));
}

/// Whether what stands in an element of this name, behind the rows, names cells.
fn names_cells(name: &str) -> bool {
    matches!(name, "formula" | "formula1" | "formula2" | "f" | "sqref")
}

impl Pour<'_> {
    /// The sheet's text, filled.
    pub(super) fn sheet(&self) -> String {
        let Grid { xml, marks, data, .. } = self.grid;
        let mut out = String::with_capacity(xml.len() + self.rows.len() * 512);
        for mark in marks.get(..data.start.saturating_sub(1)).unwrap_or_default() {
            match mark.of(xml) {
                tag if mark.opens("dimension") => out.push_str(&self.dimension(tag)),
                other => out.push_str(other),
            }
        }
        let opening = marks.get(data.start.saturating_sub(1)).map_or("", |mark| mark.of(xml));
        let name = prefix(opening);
        out.push_str(&if opening.ends_with("/>") { format!("<{name}sheetData>") } else { opening.to_owned() });
        for row in self.grid.rows.iter().filter(|row| row.number <= self.shift.last) {
            match self.poured(row.number) {
                Some(values) => self.filled(&mut out, row, row.number, values),
                None => self.moved(&mut out, row),
            }
        }
        self.inserted(&mut out);
        for row in self.grid.rows.iter().filter(|row| row.number > self.shift.last) {
            self.moved(&mut out, row);
        }
        if opening.ends_with("/>") {
            out.push_str(&format!("</{name}sheetData>"));
        }
        let tail = if opening.ends_with("/>") { data.start } else { data.end };
        self.tail(&mut out, marks.get(tail..).unwrap_or_default());
        out
    }

    fn poured(&self, row: u32) -> Option<&Vec<Value>> {
        self.rows.get(usize::try_from(row.checked_sub(self.layout.first)?).ok()?)
    }

    fn dimension(&self, tag: &str) -> String {
        let moved = attribute(tag, "ref").map(|text| match text.split_once(':') {
            Some(_) => self.shift.formula(&text, true),
            None => text,
        });
        moved.map_or_else(|| tag.to_owned(), |moved| with_attribute(tag, "ref", &moved))
    }

    /// Rows beyond the blank ones, each like the first.
    fn inserted(&self, out: &mut String) {
        let bare = Row { number: self.layout.first, cells: Vec::new(), marks: 0..0 };
        let pattern = self.layout.pattern(self.grid);
        for number in self.shift.last + 1..=self.shift.last + self.shift.rows {
            if let Some(values) = self.poured(number) {
                self.filled(out, pattern.unwrap_or(&bare), number, values);
            }
        }
    }

    /// A row as the pattern is, with these values, at this number.
    fn filled(&self, out: &mut String, pattern: &Row, number: u32, values: &[Value]) {
        let tag = self.grid.marks.get(pattern.marks.start).filter(|_| !pattern.marks.is_empty());
        let tag = tag.map_or("<row>", |mark| mark.of(&self.grid.xml));
        let name = prefix(tag).to_owned();
        let mut open = with_attribute(&tag.replace("/>", ">"), "r", &number.to_string());
        if let Some(height) = self.room.height(tag, self.texts(pattern, values)) {
            open = with_attribute(&with_attribute(&open, "ht", &height.to_string()), "customHeight", "1");
        }
        out.push_str(&open);
        let mut columns: Vec<u16> = pattern.cells.iter().map(|cell| cell.column).collect();
        columns.extend(self.layout.columns.iter().map(|column| column.at));
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            let at = self.layout.columns.iter().position(|known| known.at == column);
            let value = at.and_then(|at| values.get(at)).unwrap_or(&Value::Blank);
            self.cell(out, &name, pattern.cell(column), (column, number), pattern.number, value);
        }
        out.push_str(&format!("</{name}row>"));
    }

    /// The texts of a row, each with the style of its cell and the columns it lies over.
    fn texts<'t>(
        &'t self,
        pattern: &'t Row,
        values: &'t [Value],
    ) -> impl Iterator<Item = (&'t str, usize, (u16, u16))> {
        self.layout.columns.iter().zip(values).filter_map(|(column, value)| {
            let Value::Text(text) = value else { return None };
            let mark = self.grid.marks.get(pattern.cell(column.at)?.marks.start)?;
            let style = attribute(mark.of(&self.grid.xml), "s").and_then(|style| style.parse().ok()).unwrap_or(0);
            let over =
                self.grid.merge_at(column.at, pattern.number).map_or((column.at, column.at), |it| (it.0.0, it.1.0));
            Some((text.as_str(), style, over))
        })
    }

    fn cell(&self, out: &mut String, name: &str, cell: Option<&Cell>, at: (u16, u32), from: u32, value: &Value) {
        let place = format!("{}{}", letters_of(at.0), at.1);
        let tag = cell.and_then(|cell| self.grid.marks.get(cell.marks.start)).map(|mark| mark.of(&self.grid.xml));
        let style = tag.and_then(|tag| attribute(tag, "s")).map(|s| format!(" s=\"{s}\"")).unwrap_or_default();
        // What the form works out by itself stays the form's.
        if let Some((cell, formula)) = cell.and_then(|cell| Some((cell, cell.formula.as_ref()?))) {
            let down = i32::try_from(at.1.saturating_sub(from)).unwrap_or(i32::MAX);
            let range = attribute(&formula.tag, "ref");
            match range {
                // One formula over several cells cannot stand twice.
                Some(range) if down > 0 && range.contains(':') => {
                    out.push_str(&format!("<{name}c r=\"{place}\"{style}/>"));
                }
                range => {
                    let range = range.map(|range| if down > 0 { place.clone() } else { self.shift.ranges(&range) });
                    let text = copied(&self.shift.formula(&formula.text, true), 0, down);
                    self.worked(out, cell, formula, &place, (range, &text));
                }
            }
            return;
        }
        match value {
            Value::Text(text) if !text.is_empty() => out.push_str(&format!(
                "<{name}c r=\"{place}\"{style} t=\"inlineStr\"><{name}is><{name}t xml:space=\"preserve\">{}</{name}t></{name}is></{name}c>",
                escaped(text)
            )),
            Value::Number(number) => {
                out.push_str(&format!("<{name}c r=\"{place}\"{style}><{name}v>{number}</{name}v></{name}c>"));
            }
            Value::Text(_) | Value::Blank => match cell {
                // The number that stood in a blank row stays in that row only.
                Some(cell) if !cell.text.is_empty() && at.1 == from => {
                    out.push_str(self.grid.text(cell.marks.clone()));
                }
                Some(_) => out.push_str(&format!("<{name}c r=\"{place}\"{style}/>")),
                None => {}
            },
        }
    }

    /// A cell of this sheet that works something out, at its new place.
    fn worked(
        &self,
        out: &mut String,
        cell: &Cell,
        formula: &Formula,
        place: &str,
        (range, text): (Option<String>, &str),
    ) {
        let tag = self.grid.marks.get(cell.marks.start).map_or("", |mark| mark.of(&self.grid.xml));
        let own = range.map_or_else(|| formula.tag.clone(), |range| with_attribute(&formula.tag, "ref", &range));
        formula_cell(out, &with_attribute(tag, "r", place), &own, text);
    }

    /// A row with its cells, where it stands afterwards.
    fn moved(&self, out: &mut String, row: &Row) {
        let number = self.shift.row(row.number);
        // An empty row at the end of the sheet has nowhere to go.
        if row.number > self.shift.last && row.number.saturating_add(self.shift.rows) > ROWS_MAX {
            return;
        }
        if number == row.number && !row.cells.iter().any(Cell::is_formula) {
            out.push_str(self.grid.text(row.marks.clone()));
            return;
        }
        let Some(first) = self.grid.marks.get(row.marks.start) else { return };
        out.push_str(&with_attribute(first.of(&self.grid.xml), "r", &number.to_string()));
        let mut at = row.marks.start + 1;
        while at < row.marks.end {
            let Some(cell) = row.cells.iter().find(|cell| cell.marks.start == at) else {
                out.push_str(self.grid.text(at..at + 1));
                at += 1;
                continue;
            };
            let place = format!("{}{number}", letters_of(cell.column));
            if let Some(formula) = &cell.formula {
                let range = attribute(&formula.tag, "ref").map(|range| self.shift.ranges(&range));
                let text = self.shift.formula(&formula.text, true);
                self.worked(out, cell, formula, &place, (range, &text));
            } else {
                let tag = self.grid.text(at..at + 1);
                out.push_str(&with_attribute(tag, "r", &place));
                out.push_str(self.grid.text(at + 1..cell.marks.end));
            }
            at = cell.marks.end;
        }
    }

    /// What stands behind the rows: merged cells, rules for cells, page breaks.
    fn tail(&self, out: &mut String, marks: &[Mark]) {
        let xml = &self.grid.xml;
        let mut in_rows = false;
        let mut at = 0;
        while let Some(mark) = marks.get(at) {
            let tag = mark.of(xml);
            let name = mark.name.as_str();
            let with = |attr: &str, change: &dyn Fn(&str) -> String| {
                attribute(tag, attr).map_or_else(|| tag.to_owned(), |text| with_attribute(tag, attr, &change(&text)))
            };
            at += 1;
            match mark.kind {
                Kind::Start | Kind::Empty => {
                    in_rows = in_rows || name == "rowBreaks";
                    out.push_str(&match name {
                        "mergeCells" => self.merge_count(tag),
                        "mergeCell" => with("ref", &|text| self.shift.merged(text)),
                        "conditionalFormatting" | "dataValidation" | "ignoredError" | "protectedRange" => {
                            with("sqref", &|text| self.shift.ranges(text))
                        }
                        "autoFilter" | "hyperlink" => with("ref", &|text| self.shift.ranges(text)),
                        "brk" if in_rows => with("id", &|text| {
                            text.parse().map_or(text.to_owned(), |row| self.shift.row(row).to_string())
                        }),
                        _ => tag.to_owned(),
                    });
                    if let Some((raw, end)) = inner(xml, marks, at - 1).filter(|_| names_cells(name)) {
                        out.push_str(&rewritten(raw, |text| match name {
                            "sqref" => self.shift.ranges(text),
                            _ => self.shift.formula(text, true),
                        }));
                        at = end;
                    }
                }
                Kind::End => {
                    in_rows = in_rows && name != "rowBreaks";
                    if name == "mergeCells" {
                        self.copied_merges(out, prefix(tag));
                    }
                    out.push_str(tag);
                }
                Kind::Other => out.push_str(tag),
            }
        }
    }

    fn merge_count(&self, tag: &str) -> String {
        let more = self.row_merges().count() * usize::try_from(self.shift.rows).unwrap_or(0);
        let count = attribute(tag, "count").and_then(|count| count.parse::<usize>().ok());
        count.map_or_else(|| tag.to_owned(), |count| with_attribute(tag, "count", &(count + more).to_string()))
    }

    /// Cells of the pattern row that are one.
    fn row_merges(&self) -> impl Iterator<Item = (u16, u16)> {
        let first = self.layout.first;
        let blank = self.layout.blank;
        let within = move |merge: &&super::grid::Merge| blank > 0 && merge.0.1 == first && merge.1.1 == first;
        self.grid.merges.iter().filter(within).map(|(from, to)| (from.0, to.0))
    }

    fn copied_merges(&self, out: &mut String, name: &str) {
        for row in self.shift.last + 1..=self.shift.last + self.shift.rows {
            for (from, to) in self.row_merges() {
                out.push_str(&format!("<{name}mergeCell ref=\"{}{row}:{}{row}\"/>", letters_of(from), letters_of(to)));
            }
        }
    }
}
