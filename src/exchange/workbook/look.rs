//! How a sheet looks: fonts an office has, thin borders, A4 landscape, one page wide, heading on every page.
//!
//! It writes no cell.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// A4, as Excel numbers paper.
const PAPER_A4: u8 = 9;
/// The highest row there is.
const HEIGHT_POINTS_MAX: f64 = 409.0;
/// What every printed page says.
const PAGE_HEAD: &str = "&R&9内部工作信息，严禁微信、QQ传送";
const PAGE_FOOT: &str = "&C&9第 &P 页 共 &N 页";

/// The formats of all sheets.
pub(super) struct Look {
    pub(super) title: Format,
    /// Line 2 and the foot.
    pub(super) line: Format,
    pub(super) heading: Format,
    /// A cell of text, wrapped.
    pub(super) text: Format,
    /// A cell of a date, a number as text, a short word.
    pub(super) short: Format,
    pub(super) number: Format,
    pub(super) total: Format,
    /// The label in front of a line of the cover.
    pub(super) label: Format,
    pub(super) warning: Format,
}

impl Look {
    pub(super) fn new() -> Look {
        let song = || Format::new().set_font_name("宋体").set_font_size(10).set_align(FormatAlign::VerticalCenter);
        let boxed = || song().set_border(FormatBorder::Thin);
        Look {
            title: song().set_font_name("黑体").set_font_size(16).set_align(FormatAlign::Center),
            line: song(),
            heading: boxed().set_bold().set_text_wrap().set_align(FormatAlign::Center),
            // Text format, so that a number typed over later stays text as well.
            text: boxed().set_text_wrap().set_num_format("@"),
            short: boxed().set_text_wrap().set_align(FormatAlign::Center).set_num_format("@"),
            number: boxed().set_align(FormatAlign::Center).set_num_format("0"),
            total: boxed().set_bold().set_align(FormatAlign::Center),
            label: boxed().set_bold().set_font_size(11),
            warning: boxed().set_bold().set_font_size(14).set_align(FormatAlign::Center).set_text_wrap(),
        }
    }
}

/// Height of a line of the body font, in points.
pub(in crate::exchange) const LINE_POINTS: f64 = 14.0;
/// Characters of a column's width that stay free at its edges.
const EDGE_CHARS: f64 = 1.0;

/// How many lines a text takes in a cell so many characters wide: a Hanzi takes two, and what is no Hanzi is not broken
/// inside a word.
pub(in crate::exchange) fn lines_in(text: &str, width: f64) -> usize {
    let room = ((width - EDGE_CHARS).max(2.0)) as usize;
    text.split('\n').map(|line| lines_of(line, room)).sum()
}

fn lines_of(line: &str, room: usize) -> usize {
    let (mut lines, mut taken, mut word) = (1, 0, 0);
    for character in line.chars().chain([' ']) {
        let is_word = character.is_ascii() && character != ' ';
        if is_word {
            word += 1;
            continue;
        }
        // The word that ended here, then the character.
        for chars in [std::mem::take(&mut word), if character == ' ' { 1 } else { 2 }] {
            if taken + chars > room && taken > 0 && chars > 0 {
                (lines, taken) = (lines + 1, 0);
            }
            taken += chars;
            while taken > room {
                (lines, taken) = (lines + 1, taken - room);
            }
        }
    }
    // A blank at the end of a line takes none, and one was put behind the last word.
    if taken == 1 && lines > 1 { lines - 1 } else { lines }
}

/// How high a row of these texts must be, each in a cell so wide; `None` where one line holds them. Not every spreadsheet
/// works that out when it opens a file.
pub(super) fn height_of<'t>(texts: impl Iterator<Item = (&'t str, f64)>) -> Option<f64> {
    let lines = texts.map(|(text, width)| lines_in(text, width)).max().unwrap_or(1);
    (lines > 1).then(|| (lines as f64 * LINE_POINTS).min(HEIGHT_POINTS_MAX))
}

/// Paper, margins, and what stands on every page; the first `heading_rows` are repeated.
pub(super) fn set_up_print(sheet: &mut Worksheet, heading_rows: u32) -> Result<(), XlsxError> {
    sheet.set_paper_size(PAPER_A4);
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true);
    sheet.set_margins(0.5, 0.5, 0.7, 0.6, 0.3, 0.3);
    sheet.set_header(PAGE_HEAD);
    sheet.set_footer(PAGE_FOOT);
    if let Some(last) = heading_rows.checked_sub(1) {
        sheet.set_repeat_rows(0, last)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_by_hanzi_and_by_whole_words() {
        for (text, lines) in [
            ("", 1),
            ("一二三四五", 1),
            ("一二三四五六", 2),
            ("一二三\n四", 2),
            ("abcdefghij", 1),
            ("一abcdefghi", 2),
            ("原DB202****0042，张", 3),
            ("abcdefghijabcdefghij", 2),
            ("abcde fghij", 2),
        ] {
            assert_eq!(lines_in(text, 11.0), lines, "{text}");
        }
        assert_eq!(height_of([("一二", 11.0), ("", 3.0)].into_iter()), None);
        assert_eq!(height_of([("一二", 11.0), ("一二", 3.0)].into_iter()), Some(2.0 * LINE_POINTS));
        assert_eq!(height_of([("一".repeat(4_000).as_str(), 3.0)].into_iter()), Some(HEIGHT_POINTS_MAX));
    }
}
