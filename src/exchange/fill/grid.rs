//! One sheet of a form: its rows and cells with their texts, and where in the sheet's own text they stand.
//!
//! It decides nothing: which rows are heading, data and foot is `layout`'s.

use std::collections::HashMap;
use std::ops::Range;

use super::refusal::FillRefused;
use super::shift::{ROWS_MAX, cell_of, copied, range_of};
use super::xml::{Kind, Mark, attribute, marks, plain, prefix};

/// A cell.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) column: u16,
    /// What is read in it.
    pub(super) text: String,
    /// What it works out.
    pub(super) formula: Option<Formula>,
    /// Its marks: `grid.marks[...]`.
    pub(super) marks: Range<usize>,
}

/// What a cell works out.
#[derive(Clone, Debug)]
pub(super) struct Formula {
    /// Its mark, as that of a formula of this cell alone.
    pub(super) tag: String,
    pub(super) text: String,
    /// Which cells' formula it was, where it stood for several.
    shared: Option<String>,
}

/// A row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) cells: Vec<Cell>,
    pub(super) marks: Range<usize>,
}

/// Cells that are one: the corners, column and row.
pub(super) type Merge = ((u16, u32), (u16, u32));

/// A sheet.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) xml: String,
    pub(super) marks: Vec<Mark>,
    pub(super) rows: Vec<Row>,
    pub(super) merges: Vec<Merge>,
    /// The marks between the beginning and the end of the rows.
    pub(super) data: Range<usize>,
}

impl Cell {
    /// Whether it works something out.
    pub(super) fn is_formula(&self) -> bool {
        self.formula.is_some()
    }
}

impl Row {
    pub(super) fn cell(&self, column: u16) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.column == column)
    }

    /// Cells in which something is read.
    pub(super) fn filled(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|cell| !cell.text.trim().is_empty())
    }
}

impl Grid {
    /// Reads a sheet; `None` for one that has no rows, as a chart on a tab of its own.
    pub(super) fn read(xml: String, shared: &[String]) -> Result<Option<Grid>, FillRefused> {
        let marks = marks(&xml)?;
        let Some(start) = marks.iter().position(|mark| mark.opens("sheetData")) else { return Ok(None) };
        let is_empty = marks.get(start).is_some_and(|mark| mark.kind == Kind::Empty);
        let end = if is_empty { start } else { end_of(&marks, start) };
        let mut grid = Grid { xml, marks, rows: Vec::new(), merges: Vec::new(), data: start + 1..end };
        let mut at = start + 1;
        while at < end {
            let Some(mark) = grid.marks.get(at).filter(|mark| mark.opens("row")) else {
                at += 1;
                continue;
            };
            let close = if mark.kind == Kind::Empty { at } else { end_of(&grid.marks, at) };
            let before = grid.rows.last().map_or(0, |row| row.number);
            let number = attribute(mark.of(&grid.xml), "r").and_then(|r| r.parse().ok()).unwrap_or(before + 1);
            if number <= before || number > ROWS_MAX {
                return Err(FillRefused::Damaged);
            }
            let cells = grid.cells(at + 1..close, shared);
            grid.rows.push(Row { number, cells, marks: at..close + 1 });
            at = close + 1;
        }
        let after = grid.marks.iter().skip(end).filter(|mark| mark.opens("mergeCell"));
        let ranges = after.filter_map(|mark| range_of(&attribute(mark.of(&grid.xml), "ref")?));
        grid.merges = ranges.collect();
        grid.unshare();
        Ok(Some(grid))
    }

    /// Gives every cell a formula of its own: of one that stands for several, no cell can be moved or filled alone.
    fn unshare(&mut self) {
        let mut first: HashMap<String, (u16, u32, String)> = HashMap::new();
        for row in &mut self.rows {
            for cell in &mut row.cells {
                let Some(formula) = &mut cell.formula else { continue };
                let Some(shared) = formula.shared.clone() else { continue };
                match first.get(&shared) {
                    Some((column, number, text)) if formula.text.is_empty() => {
                        let right = i32::from(cell.column) - i32::from(*column);
                        let down = i32::try_from(row.number).unwrap_or(0) - i32::try_from(*number).unwrap_or(0);
                        formula.text = copied(text, right, down);
                    }
                    // It says what, and the one it says it with is not there: what was worked out is all there is.
                    None if formula.text.is_empty() => cell.formula = None,
                    Some(_) | None => {
                        first.insert(shared, (cell.column, row.number, formula.text.clone()));
                    }
                }
            }
        }
    }

    fn cells(&self, within: Range<usize>, shared: &[String]) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        let mut at = within.start;
        while at < within.end {
            let Some(mark) = self.marks.get(at).filter(|mark| mark.opens("c")) else {
                at += 1;
                continue;
            };
            let close = if mark.kind == Kind::Empty { at } else { end_of(&self.marks, at) };
            let tag = mark.of(&self.xml);
            let next = cells.last().map_or(0, |cell| cell.column + 1);
            let column = attribute(tag, "r").and_then(|r| cell_of(&r)).map_or(next, |(column, _)| column);
            let inner = at + 1..close;
            let formula = self.formula(inner.clone());
            let value = self.inside(inner.clone(), "v");
            let text = match attribute(tag, "t").as_deref() {
                Some("s") => value.trim().parse::<usize>().ok().and_then(|at| shared.get(at)).cloned(),
                Some("inlineStr") => Some(self.inside(inner, "t")),
                _ => Some(value),
            };
            cells.push(Cell { column, text: text.unwrap_or_default(), formula, marks: at..close + 1 });
            at = close + 1;
        }
        cells
    }

    fn formula(&self, mut within: Range<usize>) -> Option<Formula> {
        let start = within.find(|at| self.marks.get(*at).is_some_and(|mark| mark.opens("f")))?;
        let mark = self.marks.get(start)?;
        let end = if mark.kind == Kind::Empty { start } else { end_of(&self.marks, start) };
        let raw = mark.of(&self.xml);
        let shared = attribute(raw, "t").filter(|kind| kind == "shared").and_then(|_| attribute(raw, "si"));
        let tag = if shared.is_some() { format!("<{}f>", prefix(raw)) } else { raw.replace("/>", ">") };
        Some(Formula { tag, text: self.inside(start..end + 1, "f"), shared })
    }

    fn inside(&self, within: Range<usize>, name: &str) -> String {
        inside(&self.xml, self.marks.get(within).unwrap_or_default(), name)
    }

    /// The row of this number.
    pub(super) fn row(&self, number: u32) -> Option<&Row> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok().and_then(|at| self.rows.get(at))
    }

    /// What is read at a place, of the cells that are one as well; with the place it stands at.
    pub(super) fn read_at(&self, column: u16, row: u32) -> Option<(&str, (u16, u32))> {
        let merge = self.merge_at(column, row);
        let (at_column, at_row) = merge.map_or((column, row), |(from, _)| from);
        let cell = self.row(at_row)?.cell(at_column)?;
        let text = cell.text.trim();
        (!text.is_empty()).then_some((text, (at_column, at_row)))
    }

    /// The merged cells that this one belongs to.
    pub(super) fn merge_at(&self, column: u16, row: u32) -> Option<Merge> {
        self.merges
            .iter()
            .find(|(from, to)| (from.0..=to.0).contains(&column) && (from.1..=to.1).contains(&row))
            .copied()
    }

    /// The marks as they are written.
    pub(super) fn text(&self, marks: Range<usize>) -> &str {
        let Some(slice) = self.marks.get(marks) else { return "" };
        let (Some(first), Some(last)) = (slice.first(), slice.last()) else { return "" };
        self.xml.get(first.span.start..last.span.end).unwrap_or_default()
    }
}

/// Where what begins at `start` ends.
fn end_of(marks: &[Mark], start: usize) -> usize {
    let Some(name) = marks.get(start).map(|mark| mark.name.as_str()) else { return start };
    let ends = |mark: &Mark| mark.kind == Kind::End && mark.name == name;
    marks.iter().skip(start).position(ends).map_or(marks.len().saturating_sub(1), |at| at + start)
}

/// All text within marks of this name, put together.
fn inside(xml: &str, marks: &[Mark], name: &str) -> String {
    let mut text = String::new();
    let mut open = false;
    for mark in marks {
        match mark.kind {
            Kind::Start if mark.name == name => open = true,
            Kind::End if mark.name == name => open = false,
            Kind::Other if open => text.push_str(mark.of(xml)),
            Kind::Start | Kind::Empty | Kind::End | Kind::Other => {}
        }
    }
    plain(&text)
}

/// The texts of a workbook, by number; what tells how a word is read aloud is left out.
pub(super) fn shared_texts(xml: &str) -> Result<Vec<String>, FillRefused> {
    let marks = marks(xml)?;
    let mut texts = Vec::new();
    let (mut open, mut aloud) = (false, false);
    for mark in &marks {
        match (mark.kind, mark.name.as_str()) {
            (Kind::Start | Kind::Empty, "si") => texts.push(String::new()),
            (Kind::Start, "rPh") => aloud = true,
            (Kind::End, "rPh") => aloud = false,
            (Kind::Start, "t") => open = true,
            (Kind::End, "t") => open = false,
            (Kind::Other, _) if open && !aloud => {
                if let Some(last) = texts.last_mut() {
                    last.push_str(&plain(mark.of(xml)));
                }
            }
            (Kind::Start | Kind::Empty | Kind::End | Kind::Other, _) => {}
        }
    }
    Ok(texts)
}
