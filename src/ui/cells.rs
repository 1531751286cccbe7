//! THE only place that measures, cuts, pads and wraps: in terminal cells, on grapheme boundaries, never half a Hanzi.
//!
//! Widths are those the terminal library lays out with: a Hanzi is two cells, an ambiguous glyph one (`glyphs` keeps
//! those away from consoles that draw them two wide). It draws nothing.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::glyphs::{NEVER_FIRST, NEVER_LAST};

/// Marks a text that was cut.
const CUT_MARK: &str = "..";

/// On which side a text stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
    /// Words alone in a box.
    Center,
}

/// How many cells a text takes.
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(grapheme_cells).sum()
}

/// The longest beginning of a text that takes at most `cells`.
pub fn cut(text: &str, cells: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme_cells(grapheme);
        if used > cells {
            return text.get(..at).unwrap_or("");
        }
    }
    text
}

/// The longest end of a text that takes at most `cells`.
pub fn cut_front(text: &str, cells: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme_cells(grapheme);
        if used > cells {
            return text.get(at + grapheme.len()..).unwrap_or("");
        }
    }
    text
}

/// The text in exactly `cells`: padded with blanks, or cut and marked with `..` where that leaves a word readable.
pub fn fit(text: &str, cells: usize, align: Align) -> String {
    let text_cells = width(text);
    if text_cells > cells {
        let (kept, mark) = if cells >= 6 { (cut(text, cells - 2), CUT_MARK) } else { (cut(text, cells), "") };
        let blanks = cells - width(kept) - mark.len();
        return format!("{kept}{mark}{}", " ".repeat(blanks));
    }
    let blanks = cells - text_cells;
    let before = match align {
        Align::Left => 0,
        Align::Right => blanks,
        Align::Center => blanks / 2,
    };
    format!("{}{text}{}", " ".repeat(before), " ".repeat(blanks - before))
}

/// The part of a field's text to show in `cells` so that its cursor is in it, and the cursor's place in cells.
///
/// The cursor itself may stand one cell behind the text, so one cell is kept for it.
pub fn around_cursor<'a>(text: &'a str, before_cursor: &str, cells: usize) -> (&'a str, usize) {
    let room = cells.saturating_sub(1);
    let hidden_bytes = before_cursor.len() - cut_front(before_cursor, room).len();
    let shown = text.get(hidden_bytes..).unwrap_or("");
    let cursor_cells = width(before_cursor.get(hidden_bytes..).unwrap_or(""));
    (cut(shown, cells), cursor_cells)
}

/// Breaks a text into lines of at most `cells`, as byte ranges: anywhere between Hanzi, not inside a word of letters or
/// digits, no line starting with a closing sign or ending with an opening one. At least one line; line ends break too.
pub fn wrap(text: &str, cells: usize) -> Vec<Range<usize>> {
    let cells = cells.max(2);
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, start, cells, &mut lines);
        start += paragraph.len() + 1;
    }
    lines
}

fn wrap_paragraph(paragraph: &str, offset: usize, cells: usize, lines: &mut Vec<Range<usize>>) {
    let mut start = 0;
    loop {
        let rest = paragraph.get(start..).unwrap_or("");
        let fits = cut(rest, cells).len();
        if fits == rest.len() {
            lines.push(offset + start..offset + paragraph.len());
            return;
        }
        // A glyph wider than the line still goes on it, or no end would be reached.
        let first = rest.graphemes(true).next().map_or(1, str::len);
        let length = best_break(rest, fits).max(first);
        let line = rest.get(..length).unwrap_or(rest).trim_end_matches(' ');
        lines.push(offset + start..offset + start + line.len());
        start += length;
        let blanks = paragraph.get(start..).unwrap_or("");
        start += blanks.len() - blanks.trim_start_matches(' ').len();
    }
}

/// The last allowed break at or before byte `fits`, or `fits` where there is none.
fn best_break(text: &str, fits: usize) -> usize {
    let mut graphemes = text.grapheme_indices(true).map_while(|(at, grapheme)| (at <= fits).then_some((at, grapheme)));
    let mut best = 0;
    let mut before = match graphemes.next() {
        Some((_, first)) => first,
        None => return fits,
    };
    for (at, grapheme) in graphemes {
        if may_break(before, grapheme) {
            best = at;
        }
        before = grapheme;
    }
    if best == 0 { fits } else { best }
}

fn may_break(before: &str, after: &str) -> bool {
    let word = |grapheme: &str| grapheme.chars().all(|c| c.is_ascii_alphanumeric() || "-_./+@*#".contains(c));
    !(NEVER_FIRST.contains(after) || NEVER_LAST.contains(before) || (word(before) && word(after)))
}

/// Whether consoles disagree about the width of this character.
pub fn is_ambiguous(c: char) -> bool {
    c.width() != c.width_cjk()
}

/// The width of one grapheme: as `unicode-width` says, but a half-width sound mark takes a cell of its own, as terminals
/// draw it, and what is no glyph takes none.
fn grapheme_cells(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        return 0;
    }
    let sound_marks = grapheme.chars().filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}')).count();
    grapheme.width() + sound_marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, cells: usize) -> Vec<&str> {
        wrap(text, cells).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_name_is_never_cut_in_half() {
        assert_eq!(cut("李国珍", 5), "李国");
        assert_eq!(cut_front("李国珍", 5), "国珍");
        assert_eq!(fit("李国珍", 8, Align::Left), "李国珍  ");
        assert_eq!(fit("李国珍", 5, Align::Left), "李国 ");
        assert_eq!(fit("阿依古丽买买提", 9, Align::Left), "阿依古.. ");
        assert_eq!(fit("8天", 5, Align::Right), "  8天");
        assert_eq!(width("𠮷野家e\u{301}"), 7);
    }

    #[test]
    fn lines_break_as_chinese_is_set() {
        assert_eq!(lines("今天要办，明天再说。", 8), ["今天要", "办，明天", "再说。"]);
        assert_eq!(lines("材料（原件）都在", 6), ["材料", "（原", "件）都", "在"]);
        assert_eq!(lines("件号 2026-0231 李国珍", 10), ["件号", "2026-0231", "李国珍"]);
        assert_eq!(lines("ABCDEFGHIJ", 4), ["ABCD", "EFGH", "IJ"]);
        assert_eq!(lines("甲\n\n乙", 4), ["甲", "", "乙"]);
        assert_eq!(lines("", 4), [""]);
    }

    #[test]
    fn the_cursor_of_a_long_field_stays_in_it() {
        assert_eq!(around_cursor("大坪村五社周家院子", "大坪村五社周家院子", 9), ("周家院子", 8));
        assert_eq!(around_cursor("大坪村五社", "大", 9), ("大坪村五", 2));
        assert_eq!(around_cursor("", "", 9), ("", 0));
    }

    proptest! {
        #[test]
        fn cut_text_ends_on_a_grapheme_and_is_never_wider(text in "\\PC{0,20}", cells in 0usize..30) {
            let boundaries: Vec<usize> =
                text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
            let front = cut(&text, cells);
            prop_assert!(width(front) <= cells && boundaries.contains(&front.len()));
            let end = cut_front(&text, cells);
            prop_assert!(width(end) <= cells && boundaries.contains(&(text.len() - end.len())));
        }

        #[test]
        fn a_fitted_text_is_exactly_as_wide_as_its_column(text in "[张𠮷a-z·，…e\u{301} ]{0,20}", cells in 0usize..30) {
            for align in [Align::Left, Align::Right, Align::Center] {
                prop_assert_eq!(width(&fit(&text, cells, align)), cells);
            }
        }

        #[test]
        fn wrapping_loses_nothing_but_blanks_and_fits(text in "[张三0-9a，。（）「 \n]{0,40}", cells in 2usize..20) {
            let lines = lines(&text, cells);
            let kept: String = lines.concat().split_whitespace().collect();
            let whole: String = text.split_whitespace().collect();
            prop_assert_eq!(kept, whole);
            prop_assert!(lines.iter().all(|line| width(line) <= cells));
        }

        #[test]
        fn the_cursor_is_inside_its_field(text in "\\PC{0,20}", at in 0usize..20, cells in 3usize..12) {
            let before: String = text.graphemes(true).take(at).collect();
            let (shown, cursor) = around_cursor(&text, &before, cells);
            prop_assert!(cursor < cells && width(shown) <= cells);
        }
    }
}
