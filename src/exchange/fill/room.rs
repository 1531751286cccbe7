//! How high a row must be so that nothing poured into it is cut: cells that wrap their words, in columns as wide as they are.
//!
//! A spreadsheet does this by itself for a row without a height, but not every one when it opens a file. Widths are those
//! of the form; how wide a character is, is an estimate.

use std::collections::BTreeSet;

use super::grid::Grid;
use super::refusal::FillRefused;
use super::xml::{Mark, attribute, marks};
use crate::exchange::workbook::look::{LINE_POINTS, lines_in};

/// Width of a column and height of a row where the sheet says none.
const WIDTH: f64 = 8.43;
const HEIGHT: f64 = 15.0;
/// The highest row there is.
const HEIGHT_MAX: f64 = 409.0;

/// What a sheet says of widths and heights, and a workbook of which cells wrap.
#[derive(Debug)]
pub(super) struct Room {
    /// First and last column, from 0, and how wide they are in characters.
    columns: Vec<(u16, u16, f64)>,
    height: f64,
    wraps: BTreeSet<usize>,
}

impl Room {
    /// Of this sheet, in a workbook with these styles.
    pub(super) fn read(grid: &Grid, styles: &str) -> Result<Room, FillRefused> {
        let head = grid.marks.get(..grid.data.start).unwrap_or_default();
        let columns = head.iter().filter(|mark| mark.opens("col")).filter_map(|mark| column(mark.of(&grid.xml)));
        let height = head.iter().find(|mark| mark.opens("sheetFormatPr"));
        let height = height.and_then(|mark| number(mark.of(&grid.xml), "defaultRowHeight"));
        Ok(Room { columns: columns.collect(), height: height.unwrap_or(HEIGHT), wraps: wraps(styles)? })
    }

    /// How high the row of this tag must be for these texts, each with the style of its cell and the columns it lies over;
    /// `None` where it is high enough, or grows by itself wherever it is opened.
    pub(super) fn height<'t>(
        &self,
        row: &str,
        texts: impl Iterator<Item = (&'t str, usize, (u16, u16))>,
    ) -> Option<f64> {
        let lines = texts.filter(|(_, style, _)| self.wraps.contains(style));
        let lines = lines.map(|(text, _, (from, to))| lines_in(text, (from..=to).map(|at| self.width(at)).sum()));
        let needed = lines.max().filter(|lines| *lines > 1)? as f64 * LINE_POINTS;
        let has = number(row, "ht").unwrap_or(self.height);
        (needed > has).then_some(needed.min(HEIGHT_MAX))
    }

    fn width(&self, column: u16) -> f64 {
        self.columns.iter().find(|(from, to, _)| (*from..=*to).contains(&column)).map_or(WIDTH, |(_, _, width)| *width)
    }
}

fn column(tag: &str) -> Option<(u16, u16, f64)> {
    let place = |name| attribute(tag, name)?.parse::<u16>().ok()?.checked_sub(1);
    Some((place("min")?, place("max")?, number(tag, "width")?))
}

fn number(tag: &str, name: &str) -> Option<f64> {
    attribute(tag, name)?.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0)
}

/// The numbers of the styles whose cells wrap their words.
fn wraps(styles: &str) -> Result<BTreeSet<usize>, FillRefused> {
    let marks = marks(styles)?;
    let Some(start) = marks.iter().position(|mark| mark.opens("cellXfs")) else { return Ok(BTreeSet::new()) };
    let within = marks.iter().skip(start + 1).take_while(|mark| mark.name != "cellXfs");
    let (mut at, mut found) = (None, BTreeSet::new());
    for mark in within {
        if mark.opens("xf") {
            at = Some(at.map_or(0, |at: usize| at + 1));
        } else if mark.opens("alignment") && is_wrapped(mark, styles) {
            found.extend(at);
        }
    }
    Ok(found)
}

fn is_wrapped(mark: &Mark, styles: &str) -> bool {
    attribute(mark.of(styles), "wrapText").is_some_and(|value| value == "1" || value == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = "<styleSheet><cellStyleXfs><xf><alignment wrapText=\"1\"/></xf></cellStyleXfs><cellXfs><xf/>\
        <xf><alignment wrapText=\"1\"/></xf><xf/><xf><alignment horizontal=\"left\" wrapText=\"true\"/></xf></cellXfs></styleSheet>";

    fn room(head: &str) -> Room {
        let xml = format!("<worksheet>{head}<sheetData/></worksheet>");
        Room::read(&Grid::read(xml, &[]).unwrap().unwrap(), STYLES).unwrap()
    }

    #[test]
    fn which_styles_wrap_is_read_by_their_place() {
        assert_eq!(wraps(STYLES).unwrap().into_iter().collect::<Vec<_>>(), [1, 3]);
        assert!(wraps("<styleSheet/>").unwrap().is_empty());
    }

    #[test]
    fn a_row_grows_for_words_that_wrap_and_for_no_others() {
        let room = room("<cols><col min=\"1\" max=\"2\" width=\"10\"/></cols>");
        let height = |row: &str, text: &str, style, columns| room.height(row, std::iter::once((text, style, columns)));
        assert_eq!(height("<row r=\"5\">", "边缘户", 1, (0, 0)), None);
        assert_eq!(height("<row r=\"5\">", "脱贫不稳定户、突发严重困难户", 1, (0, 0)), Some(4.0 * LINE_POINTS));
        assert_eq!(height("<row r=\"5\">", "脱贫不稳定户、突发严重困难户", 0, (0, 0)), None, "it does not wrap");
        assert_eq!(height("<row r=\"5\" ht=\"60\">", "脱贫不稳定户、突发严重困难户", 1, (0, 0)), None, "high enough");
        assert_eq!(height("<row r=\"5\">", "脱贫不稳定户", 3, (0, 1)), None, "two columns are one cell");
        assert_eq!(height("<row r=\"5\">", &"长".repeat(9_000), 1, (0, 0)), Some(HEIGHT_MAX));
        assert_eq!(
            height("<row r=\"5\">", "一二三四五", 1, (9, 9)),
            Some(2.0 * LINE_POINTS),
            "a column without a width"
        );
    }
}
