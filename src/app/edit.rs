//! One text field: graphemes, a cursor between them, and the undo of typing.
//!
//! It measures no widths (`ui/cells` does) and knows no rule of what may be typed but the length; `tui-input` moves by
//! grapheme. The undo here is of typing only, never of what is stored.

use serde::{Deserialize, Serialize};
use tui_input::{Input as Buffer, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

/// Steps of typing that can be undone in one field.
const UNDO_STEPS_MAX: usize = 200;

/// A text field being edited. Written down, it is its text and its cursor; the undo of typing is not.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Typed", into = "Typed")]
pub struct Edit {
    buffer: Buffer,
    undone: Vec<(String, usize)>,
    done: Vec<(String, usize)>,
    chars_max: Option<usize>,
}

/// A field as it is written down.
#[derive(Serialize, Deserialize)]
struct Typed {
    text: String,
    cursor_chars: usize,
    chars_max: Option<usize>,
}

impl From<Edit> for Typed {
    fn from(edit: Edit) -> Typed {
        let (text, cursor_chars) = edit.state();
        Typed { text, cursor_chars, chars_max: edit.chars_max }
    }
}

impl From<Typed> for Edit {
    fn from(Typed { text, cursor_chars, chars_max }: Typed) -> Edit {
        Edit { buffer: Buffer::new(text).with_cursor(cursor_chars), chars_max, ..Edit::default() }
    }
}

impl Edit {
    /// A field that holds `text`, with the cursor behind it.
    pub fn of(text: &str) -> Edit {
        Edit { buffer: Buffer::new(text.to_owned()), ..Edit::default() }
    }

    /// The same field with a longest length in characters.
    #[must_use]
    pub fn at_most(self, chars_max: usize) -> Edit {
        Edit { chars_max: Some(chars_max), ..self }
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.buffer.value()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// The cursor, in graphemes before it.
    pub fn cursor_graphemes(&self) -> usize {
        self.before_cursor().graphemes(true).count()
    }

    /// The text before the cursor.
    pub fn before_cursor(&self) -> &str {
        let text = self.text();
        let byte = text.char_indices().nth(self.buffer.cursor()).map_or(text.len(), |(at, _)| at);
        text.get(..byte).unwrap_or(text)
    }

    /// Puts typed or pasted text in as one line: line ends become spaces, other control characters go. Says whether all
    /// of it fitted.
    pub fn insert(&mut self, text: &str) -> bool {
        self.put(text, ' ')
    }

    /// The same where several lines may stand: line ends are kept.
    pub fn insert_lines(&mut self, text: &str) -> bool {
        self.put(text, '\n')
    }

    /// Begins another line. Says whether there was room.
    pub fn break_line(&mut self) -> bool {
        self.remember();
        let room = self.room_chars() > 0;
        if room {
            self.buffer.handle(InputRequest::InsertChar('\n'));
        }
        room
    }

    fn put(&mut self, text: &str, line_end: char) -> bool {
        self.remember();
        let room_chars = self.room_chars();
        let text = text.trim_end_matches(['\r', '\n']).replace("\r\n", "\n");
        let clean = text.chars().filter_map(|c| match c {
            '\r' | '\n' | '\u{2028}' | '\u{2029}' => Some(line_end),
            '\t' => Some(' '),
            _ => Some(c).filter(|c| !c.is_control()),
        });
        let mut fitted = true;
        for (n, c) in clean.enumerate() {
            fitted = n < room_chars;
            if !fitted {
                break;
            }
            self.buffer.handle(InputRequest::InsertChar(c));
        }
        fitted
    }

    fn room_chars(&self) -> usize {
        self.chars_max.map_or(usize::MAX, |max| max.saturating_sub(self.text().chars().count()))
    }

    /// Goes to the same place of the line below, or above where `by` is negative. Says whether there is one.
    pub fn up_down(&mut self, by: isize) -> bool {
        let place = self.before_cursor().matches('\n').count();
        let column = self.before_cursor().rsplit('\n').next().map_or(0, |line| line.graphemes(true).count());
        let lines: Vec<&str> = self.text().split('\n').collect();
        let Some(target) = place.checked_add_signed(by).filter(|target| *target < lines.len()) else { return false };
        let above_chars: usize = lines.iter().take(target).map(|line| line.chars().count() + 1).sum();
        let line = lines.get(target).copied().unwrap_or("");
        let in_line_chars: usize = line.graphemes(true).take(column).map(|grapheme| grapheme.chars().count()).sum();
        self.buffer.handle(InputRequest::SetCursor(above_chars + in_line_chars));
        true
    }

    /// Replaces everything.
    pub fn set(&mut self, text: &str) {
        self.remember();
        self.buffer = Buffer::new(text.to_owned());
    }

    /// Deletes the grapheme before the cursor.
    pub fn erase(&mut self) {
        self.change(InputRequest::DeletePrevChar);
    }

    /// Deletes the grapheme behind the cursor.
    pub fn delete(&mut self) {
        self.change(InputRequest::DeleteNextChar);
    }

    /// Deletes everything.
    pub fn erase_all(&mut self) {
        self.change(InputRequest::DeleteLine);
    }

    /// Moves one grapheme to the left.
    pub fn left(&mut self) {
        self.buffer.handle(InputRequest::GoToPrevChar);
    }

    /// Moves one grapheme to the right.
    pub fn right(&mut self) {
        self.buffer.handle(InputRequest::GoToNextChar);
    }

    /// Moves before the first grapheme.
    pub fn home(&mut self) {
        self.buffer.handle(InputRequest::GoToStart);
    }

    /// Moves behind the last grapheme.
    pub fn end(&mut self) {
        self.buffer.handle(InputRequest::GoToEnd);
    }

    /// Takes back the last typing. Says whether there was any.
    pub fn undo(&mut self) -> bool {
        match self.done.pop() {
            Some(state) => {
                self.undone.push(self.state());
                self.restore(state);
                true
            }
            None => false,
        }
    }

    /// Puts back what `undo` took. Says whether there was any.
    pub fn redo(&mut self) -> bool {
        match self.undone.pop() {
            Some(state) => {
                self.done.push(self.state());
                self.restore(state);
                true
            }
            None => false,
        }
    }

    /// Turns the code point typed before the cursor, four to six hexadecimal digits such as `20BB7`, into its
    /// character: rare Hanzi cannot be typed on a Windows console (crossterm#1072). Says whether it did.
    pub fn code_point_to_char(&mut self) -> bool {
        let before = self.before_cursor();
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_hexdigit()).len();
        let found = (4..=digits.min(6)).rev().find_map(|count| {
            let code = before.get(before.len() - count..)?;
            let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32)?;
            (u32::from(c) >= 0x3400 && !c.is_control()).then_some((count, c))
        });
        let Some((count, c)) = found else { return false };
        self.remember();
        for _ in 0..count {
            self.buffer.handle(InputRequest::DeletePrevChar);
        }
        self.buffer.handle(InputRequest::InsertChar(c));
        true
    }

    fn change(&mut self, request: InputRequest) {
        self.remember();
        self.buffer.handle(request);
    }

    fn remember(&mut self) {
        if self.done.len() == UNDO_STEPS_MAX {
            self.done.remove(0);
        }
        self.done.push(self.state());
        self.undone.clear();
    }

    fn state(&self) -> (String, usize) {
        (self.text().to_owned(), self.buffer.cursor())
    }

    fn restore(&mut self, (text, cursor_chars): (String, usize)) {
        self.buffer = Buffer::new(text).with_cursor(cursor_chars);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn typing_moves_by_grapheme_and_can_be_taken_back() {
        let mut edit = Edit::of("张𠮷e\u{301}");
        assert_eq!(edit.cursor_graphemes(), 3);
        edit.left();
        edit.erase();
        assert_eq!((edit.text(), edit.cursor_graphemes()), ("张e\u{301}", 1));
        assert!(edit.undo());
        assert_eq!(edit.text(), "张𠮷e\u{301}");
        assert!(edit.redo() && !edit.redo());
        assert_eq!(edit.text(), "张e\u{301}");
    }

    #[test]
    fn a_pasted_line_end_is_a_space_and_never_a_control() {
        let mut edit = Edit::default();
        edit.insert("一社\r\n张三\u{7}\n");
        assert_eq!(edit.text(), "一社 张三");
    }

    #[test]
    fn where_lines_may_stand_a_paste_keeps_them_and_nothing_else_that_is_no_text() {
        let mut edit = Edit::default().at_most(12);
        assert!(edit.insert_lines("一社\r\n张三\t李\u{1b}四\r五\n"));
        assert_eq!(edit.text(), "一社\n张三 李四\n五");
        assert!(edit.break_line() && edit.insert_lines("六"));
        assert!(!edit.break_line(), "it is full");
        assert_eq!(edit.text(), "一社\n张三 李四\n五\n六");
        assert!(edit.undo() && edit.undo() && edit.undo());
        assert_eq!(edit.text(), "一社\n张三 李四\n五");
    }

    #[test]
    fn up_and_down_go_through_the_lines_of_a_field() {
        let mut edit = Edit::of("一社张三\n𠮷\n\n四社罗秀英");
        assert!(!edit.up_down(1), "there is no line below the last");
        for (column, before) in [(0, "一社张三\n𠮷\n"), (0, "一社张三\n"), (0, "")] {
            assert!(edit.up_down(-1));
            assert_eq!((edit.before_cursor(), column), (before, column));
        }
        assert!(!edit.up_down(-1));
        edit.right();
        edit.right();
        assert!(edit.up_down(1));
        assert_eq!(edit.before_cursor(), "一社张三\n𠮷");
    }

    #[test]
    fn a_full_field_takes_no_more() {
        let mut edit = Edit::default().at_most(3);
        assert!(edit.insert("张三"));
        assert!(!edit.insert("李四"));
        assert_eq!(edit.text(), "张三李");
    }

    #[test]
    fn a_code_point_becomes_its_rare_hanzi() {
        let mut edit = Edit::of("罗20BB7");
        assert!(edit.code_point_to_char());
        assert_eq!(edit.text(), "罗𠮷");
        assert!(!edit.code_point_to_char());
        let mut not_hanzi = Edit::of("0041");
        assert!(!not_hanzi.code_point_to_char());
    }

    proptest! {
        #[test]
        fn the_cursor_always_stands_between_graphemes(text in "\\PC{0,12}", keys in prop::collection::vec(0u8..8, 0..30)) {
            let mut edit = Edit::of(&text);
            for key in keys {
                match key {
                    0 => edit.left(),
                    1 => edit.right(),
                    2 => edit.erase(),
                    3 => edit.delete(),
                    4 => edit.home(),
                    5 => { edit.undo(); }
                    6 => { edit.redo(); }
                    _ => { edit.insert("汉e\u{301}"); }
                }
                prop_assert!(edit.cursor_graphemes() <= edit.text().graphemes(true).count().max(edit.cursor_graphemes()));
                prop_assert!(edit.text().starts_with(edit.before_cursor()));
            }
        }
    }
}
