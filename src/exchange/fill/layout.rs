//! Where on a blank form the title, the heading, the rows to be filled and the foot are.
//!
//! It knows what a heading is by what the caller knows of its words, and it writes nothing.

use super::grid::{Grid, Row};
use super::refusal::FillRefused;
use crate::exchange::register::field::bare;

/// Rows at the top in which a heading is looked for.
const HEADING_ROWS_MAX: u32 = 20;
/// Words with which a line below the rows begins.
const FOOT_WORDS: [&str; 21] = [
    "合计",
    "总计",
    "小计",
    "填报人",
    "填表人",
    "制表人",
    "审核人",
    "负责人",
    "联系电话",
    "备注",
    "说明",
    "单位负责人",
    "填报单位",
    "填报日期",
    "经办人",
    "村支部书记",
    "村主任",
    "盖章",
    "填表说明",
    "填表日期",
    "主要负责人",
];

/// One column of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) at: u16,
    /// Its words, those of a group over it first.
    pub(super) parts: Vec<String>,
}

/// A form.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// The title above the heading, without spaces; empty where there is none.
    pub(super) title: String,
    pub(super) columns: Vec<Column>,
    /// The first row to be filled.
    pub(super) first: u32,
    /// Blank rows from there on; 0 where the heading is all there is.
    pub(super) blank: u32,
}

impl Layout {
    /// Finds it; `None` where no heading is known. `knows` says whether the words over a column mean something.
    pub(super) fn find(grid: &Grid, knows: &dyn Fn(&[String]) -> bool) -> Option<(Layout, usize)> {
        let (start, end, score) = heading(grid, knows)?;
        let columns = columns(grid, start, end);
        let end = past_numbers(grid, end);
        let title = title(grid, start, columns.len());
        let first = end + 1;
        let mut layout = Layout { title, columns, first, blank: 0 };
        layout.blank = blank_rows(grid, &layout);
        Some((layout, score))
    }

    /// The blank row that the others look like.
    pub(super) fn pattern<'g>(&self, grid: &'g Grid) -> Option<&'g Row> {
        grid.row(self.first).filter(|_| self.blank > 0)
    }

    /// Refuses a form on which something stands where the rows go.
    pub(super) fn check_blank(&self, grid: &Grid) -> Result<(), FillRefused> {
        let below = grid.rows.iter().filter(|row| row.number >= self.first + self.blank);
        for row in below {
            if is_foot(row) {
                return Ok(());
            }
            if row.filled().any(|cell| self.columns.iter().any(|column| column.at == cell.column)) {
                return Err(FillRefused::AlreadyFilled(row.number));
            }
        }
        Ok(())
    }
}

/// The title: the first line above the heading that goes over half of the columns, else the first line. What is noted or
/// asked for there is no title, and neither is 附件2.
fn title(grid: &Grid, start: u32, columns_count: usize) -> String {
    let is_number = |row: &Row| {
        let first = row.filled().next().map(|cell| bare(&cell.text)).unwrap_or_default();
        first.starts_with('附') && first.chars().count() <= 6
    };
    let above = grid.rows.iter().take_while(|row| row.number < start);
    let lines: Vec<&Row> =
        above.filter(|row| row.filled().next().is_some() && !is_foot(row) && !is_number(row)).collect();
    let is_wide = |row: &&Row| {
        let merges = row.filled().filter_map(|cell| grid.merge_at(cell.column, row.number));
        merges.map(|(from, to)| usize::from(to.0 - from.0) + 1).any(|cells| cells * 2 >= columns_count)
    };
    let line = lines.iter().copied().find(is_wide).or(lines.first().copied());
    line.map(|line| line.filled().flat_map(|cell| cell.text.split_whitespace()).collect()).unwrap_or_default()
}

/// The rows with the most columns that are known, and of those the fewest rows; first, last, how many columns.
fn heading(grid: &Grid, knows: &dyn Fn(&[String]) -> bool) -> Option<(u32, u32, usize)> {
    let mut best: Option<(u32, u32, usize)> = None;
    for rows in 0..3 {
        for start in 1..=HEADING_ROWS_MAX {
            let end = start + rows;
            let rows_fit = (start..=end).all(|row| is_heading_row(grid, row));
            let is_cut = grid.merges.iter().any(|(from, to)| {
                let cuts = |above: u32| from.1 <= above && to.1 > above;
                cuts(start.saturating_sub(1)) || cuts(end)
            });
            if !rows_fit || is_cut {
                continue;
            }
            let columns = columns(grid, start, end);
            let known = columns.iter().filter(|column| knows(&column.parts)).count();
            if known >= 2 && known * 2 >= columns.len().min(8) && best.is_none_or(|(_, _, most)| known > most) {
                best = Some((start, end, known));
            }
        }
    }
    best
}

/// Several words, none of them over the whole breadth, no numbers.
fn is_heading_row(grid: &Grid, row: u32) -> bool {
    let Some(row) = grid.row(row) else { return false };
    let words = row.filled().count();
    let reaches_up = row
        .cells
        .iter()
        .any(|cell| grid.merge_at(cell.column, row.number).is_some_and(|(from, _)| from.1 < row.number));
    let is_text =
        row.filled().all(|cell| cell.text.chars().any(char::is_alphabetic) && cell.text.chars().count() <= 60);
    (words >= 2 || (words == 1 && reaches_up)) && is_text && !is_foot(row)
}

fn columns(grid: &Grid, start: u32, end: u32) -> Vec<Column> {
    let last = (start..=end).filter_map(|row| grid.row(row)?.filled().map(|cell| cell.column).max()).max().unwrap_or(0);
    let widest = grid.merges.iter().filter(|(from, to)| from.1 >= start && to.1 <= end && from.0 <= last);
    let last = widest.map(|(_, to)| to.0).max().unwrap_or(last).max(last);
    let mut columns: Vec<Column> = Vec::new();
    let mut owners: Vec<(u16, u32)> = Vec::new();
    for at in 0..=last {
        let mut parts = Vec::new();
        let mut seen = Vec::new();
        for row in start..=end {
            if let Some((text, place)) = grid.read_at(at, row)
                && !seen.contains(&place)
            {
                seen.push(place);
                parts.push(text.split_whitespace().collect::<String>());
            }
        }
        // A heading over several cells that has nothing below it is one column, at its first cell.
        let Some(owner) = seen.last().copied() else { continue };
        if owners.contains(&owner) {
            continue;
        }
        owners.push(owner);
        columns.push(Column { at, parts });
    }
    columns
}

/// A row below the heading that only numbers the columns belongs to it.
fn past_numbers(grid: &Grid, end: u32) -> u32 {
    let Some(row) = grid.row(end + 1) else { return end };
    let texts: Vec<_> = row.filled().map(|cell| bare(&cell.text)).collect();
    let numbered = texts.iter().zip(1u32..).all(|(text, n)| text.parse() == Ok(n));
    let lettered = texts.first().is_some_and(|text| text == "甲");
    if texts.len() >= 3 && (numbered || lettered) { end + 1 } else { end }
}

/// Whether a line below the rows stands here, or one like it above them.
fn is_foot(row: &Row) -> bool {
    let begins = |text: &str, word: &&str| bare(text).starts_with(*word);
    let first = row.filled().next().is_some_and(|cell| {
        let named = FOOT_WORDS.iter().any(|word| word.chars().count() > 1 && begins(&cell.text, word));
        named || (bare(&cell.text).starts_with('注') && cell.text.contains([':', '：']))
    });
    first
        || row
            .filled()
            .any(|cell| cell.text.contains([':', '：']) && FOOT_WORDS.iter().any(|word| begins(&cell.text, word)))
}

/// Rows in a row that look like the first and hold nothing, but perhaps the number of the row.
fn blank_rows(grid: &Grid, layout: &Layout) -> u32 {
    let Some(pattern) = grid.row(layout.first).filter(|row| is_blank(row) && !is_foot(row)) else { return 0 };
    let look = |row: &Row| {
        let styles = layout.columns.iter().map(|column| {
            let tag = row.cell(column.at).and_then(|cell| grid.marks.get(cell.marks.start));
            tag.and_then(|mark| super::xml::attribute(mark.of(&grid.xml), "s"))
        });
        styles.collect::<Vec<_>>()
    };
    let wanted = look(pattern);
    let alike = |row: &Row| {
        let same = look(row).iter().zip(&wanted).filter(|(one, other)| one == other).count();
        same * 2 >= wanted.len().max(1)
    };
    let mut count = 0;
    while let Some(row) = grid.row(layout.first + count) {
        if !is_blank(row) || is_foot(row) || !alike(row) {
            break;
        }
        count += 1;
    }
    count
}

fn is_blank(row: &Row) -> bool {
    let mut filled = row.filled().filter(|cell| !cell.is_formula());
    let number = filled.next().is_none_or(|cell| cell.text.trim().parse::<u32>().is_ok());
    number && filled.next().is_none()
}
