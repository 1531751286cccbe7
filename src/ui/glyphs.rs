//! Lines and signs for a console: box drawing where it is one cell wide, ASCII where it is not.
//!
//! On a Chinese Windows 10 console box drawing, `…`, `·` and their like are two cells wide while every layout counts one
//! (microsoft/edit#115, tui-rs#372); the only cure is not to emit them. What is replaced is replaced for display only,
//! never in data.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::cells::is_ambiguous;

/// No line starts with one of these.
pub const NEVER_FIRST: &str = "，。、：；？！）」』》】〉”’,.:;?!)]}%％";
/// No line ends with one of these.
pub const NEVER_LAST: &str = "（「『《【〈“‘([{";
/// A glyph of ambiguous width, printed to ask a console how wide it draws such.
pub const PROBE: &str = "…";

/// Which glyphs the console draws as wide as they are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// Box drawing and all text.
    Boxes,
    /// Lines of `+-|`, and nothing of ambiguous width.
    Ascii,
}

/// The pieces of a frame.
#[derive(Clone, Copy, Debug)]
pub struct Lines {
    /// A line across.
    pub across: &'static str,
    /// A line down.
    pub down: &'static str,
    /// The corners: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// Where a line down meets the line above it, and the line below it.
    pub tees: [&'static str; 2],
}

impl Glyphs {
    /// The two pieces of a bar: what is done, and what is left.
    pub fn bar(self) -> [&'static str; 2] {
        match self {
            Glyphs::Boxes => ["█", "░"],
            Glyphs::Ascii => ["#", "."],
        }
    }

    /// The pieces of a frame.
    pub fn lines(self) -> Lines {
        match self {
            Glyphs::Boxes => {
                Lines { across: "─", down: "│", corners: ["┌", "┐", "└", "┘"], tees: ["┬", "┴"] }
            }
            Glyphs::Ascii => Lines { across: "-", down: "|", corners: ["+"; 4], tees: ["+"; 2] },
        }
    }

    /// The text as it may be shown: no control characters and, on an old console, nothing of ambiguous width.
    pub fn show(self, text: &str) -> Cow<'_, str> {
        self.shown(text, None)
    }

    /// The same where lines are broken: the text keeps its own line ends.
    pub fn show_lines(self, text: &str) -> Cow<'_, str> {
        self.shown(text, Some('\n'))
    }

    fn shown(self, text: &str, kept: Option<char>) -> Cow<'_, str> {
        let unfit = |c: char| (c.is_control() && Some(c) != kept) || (self == Glyphs::Ascii && is_ambiguous(c));
        if !text.contains(unfit) {
            return Cow::Borrowed(text);
        }
        let mut shown = String::with_capacity(text.len());
        for grapheme in text.graphemes(true) {
            match grapheme.chars().next() {
                Some(c) if Some(c) == kept => shown.push(c),
                Some(c) if c.is_control() => shown.push(' '),
                Some(c) if self == Glyphs::Ascii && is_ambiguous(c) => shown.push_str(substitute(c)),
                Some(_) | None => shown.push_str(grapheme),
            }
        }
        Cow::Owned(shown)
    }
}

/// What is shown in place of a character of ambiguous width.
fn substitute(c: char) -> &'static str {
    match c {
        '…' => "..",
        '—' | '–' | '―' => "－",
        '“' | '”' => "＂",
        '‘' | '’' => "＇",
        '·' | '•' => "・",
        '→' => "->",
        '←' => "<-",
        '×' => "x",
        '÷' => "/",
        '°' => "度",
        '±' => "+-",
        '℃' => "度",
        '№' => "No",
        '●' | '○' | '■' | '□' | '◆' | '◇' | '★' | '☆' | '※' => "*",
        '①' => "(1)",
        '②' => "(2)",
        '③' => "(3)",
        '④' => "(4)",
        '⑤' => "(5)",
        '⑥' => "(6)",
        '⑦' => "(7)",
        '⑧' => "(8)",
        '⑨' => "(9)",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_console_gets_nothing_of_ambiguous_width() {
        let data = "阿依古丽·买买提…“甲”—①②→→×▒│é";
        let shown = Glyphs::Ascii.show(data);
        assert_eq!(
            shown,
            "阿依古丽・买买提..＂甲＂－(1)(2)->->x??é".replace('é', if is_ambiguous('é') { "?" } else { "é" })
        );
        assert!(!shown.contains(is_ambiguous));
        assert_eq!(Glyphs::Boxes.show(data), data);
        for line in [Glyphs::Ascii.lines().across, Glyphs::Ascii.lines().down] {
            assert!(line.is_ascii());
        }
    }

    #[test]
    fn control_characters_never_reach_the_screen() {
        assert_eq!(Glyphs::Boxes.show("张\u{1b}[2J三\r\n"), "张 [2J三 ");
        assert_eq!(Glyphs::Ascii.show_lines("张\u{1b}…\n三\r"), "张 ..\n三 ");
    }
}
