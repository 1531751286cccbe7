//! Keys and what a person types, apart from any terminal library.
//!
//! It reads and writes the names of keys, `Ctrl+N`, and folds what a Chinese input method makes full-width. It binds
//! nothing (`keymap`), and the terminal's own events are turned into these by `term/input`.

use std::fmt;

/// One thing typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key that is no text.
    Key(Key),
    /// Typed characters, or a phrase an input method committed: never empty, no control characters.
    Text(String),
    /// Text pasted in one piece; it may hold line ends and never acts as keys.
    Paste(String),
}

/// A key with what was held down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift; never set for a plain character, whose case says it.
    pub shift: bool,
}

/// The keys this program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyCode {
    /// A character; a letter with Ctrl or Alt is upper-case.
    Char(char),
    /// F1 to F12.
    F(u8),
    /// Enter.
    Enter,
    /// Esc.
    Esc,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Up.
    Up,
    /// Down.
    Down,
    /// Left.
    Left,
    /// Right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PgUp,
    /// Page down.
    PgDn,
}

/// Why a key's name in a file cannot be bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// No such key; the nearest right name, where one is near.
    Unknown(Option<String>),
    /// It arrives as another key in every terminal: Ctrl+I is Tab.
    SameAs(&'static str),
    /// It belongs to the terminal, the system or the input method; to which.
    Taken(&'static str),
}

/// Keys with a name of more than one character.
const NAMES: [(&str, KeyCode); 27] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PgUp),
    ("PgDn", KeyCode::PgDn),
    ("Space", KeyCode::Char(' ')),
    ("F1", KeyCode::F(1)),
    ("F2", KeyCode::F(2)),
    ("F3", KeyCode::F(3)),
    ("F4", KeyCode::F(4)),
    ("F5", KeyCode::F(5)),
    ("F6", KeyCode::F(6)),
    ("F7", KeyCode::F(7)),
    ("F8", KeyCode::F(8)),
    ("F9", KeyCode::F(9)),
    ("F10", KeyCode::F(10)),
    ("F11", KeyCode::F(11)),
    ("F12", KeyCode::F(12)),
];

impl Key {
    /// A key alone.
    pub const fn plain(code: KeyCode) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    /// Ctrl and a letter.
    pub const fn ctrl(letter: char) -> Key {
        Key { code: KeyCode::Char(letter.to_ascii_uppercase()), ctrl: true, alt: false, shift: false }
    }

    /// Alt and a letter.
    pub const fn alt(letter: char) -> Key {
        Key { code: KeyCode::Char(letter.to_ascii_uppercase()), ctrl: false, alt: true, shift: false }
    }

    /// The key a plain character stands for, full-width forms folded.
    pub fn of_char(c: char) -> Key {
        Key::plain(KeyCode::Char(fold(c)))
    }

    /// The same key in the one form in which keys are compared.
    #[must_use]
    pub fn normal(self) -> Key {
        let Key { code, ctrl, alt, shift } = self;
        match code {
            KeyCode::Char(c) if ctrl || alt => Key { code: KeyCode::Char(fold(c).to_ascii_uppercase()), ..self },
            KeyCode::Char(c) => Key::plain(KeyCode::Char(fold(c))),
            _ => Key { code, ctrl, alt, shift },
        }
    }

    /// Whether it is a character without Ctrl or Alt, which is text where text is taken.
    pub fn is_plain_char(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && !self.ctrl && !self.alt
    }

    /// Reads `Ctrl+N`, `Alt+H`, `Shift+Tab`, `F2`, `PgUp`, `j`, whatever the case of the words.
    pub fn parse(text: &str) -> Result<Key, KeyFault> {
        let text = text.trim();
        let (modifiers, name) = split_modifiers(text);
        let mut key = Key::plain(KeyCode::Enter);
        for modifier in modifiers {
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" => key.ctrl = true,
                "alt" => key.alt = true,
                "shift" => key.shift = true,
                _ => return Err(KeyFault::Unknown(nearest_key(text))),
            }
        }
        let mut chars = name.chars();
        key.code = match (chars.next(), chars.next()) {
            (Some(c), None) => KeyCode::Char(c),
            _ => {
                let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
                known.map(|(_, code)| *code).ok_or_else(|| KeyFault::Unknown(nearest_key(text)))?
            }
        };
        // Before the one form is taken, which drops Shift from a character.
        if key == (Key { shift: true, ..Key::plain(KeyCode::Char(' ')) }) {
            return Err(KeyFault::Taken("输入法要用它"));
        }
        let key = key.normal();
        match reserved(key) {
            Some(fault) => Err(fault),
            None => Ok(key),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, word) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(word)?;
            }
        }
        match NAMES.iter().find(|(_, code)| *code == self.code) {
            Some((name, _)) => f.write_str(name),
            None => match self.code {
                KeyCode::Char(c) => write!(f, "{c}"),
                _ => write!(f, "{:?}", self.code),
            },
        }
    }
}

/// Folds what a Chinese input method makes of an ASCII key: full-width forms and the punctuation it puts on keys.
pub fn fold(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '。' => '.',
        '、' => '/',
        _ => c,
    }
}

/// The word of `known` that is nearest to `word`, if it is near enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_ascii_lowercase();
    known
        .map(|candidate| (edits_between(&word, &candidate.to_ascii_lowercase()), candidate))
        .filter(|(edits, candidate)| *edits <= candidate.chars().count().div_ceil(3))
        .min()
        .map(|(_, candidate)| candidate)
}

fn nearest_key(text: &str) -> Option<String> {
    let (modifiers, name) = split_modifiers(text);
    let mut key = String::new();
    for modifier in modifiers {
        key += nearest(modifier, ["Ctrl", "Alt", "Shift"].into_iter())?;
        key += "+";
    }
    let name = match name.chars().count() {
        1 => name.to_ascii_uppercase(),
        _ => {
            let aliases =
                [("PageUp", "PgUp"), ("PageDown", "PgDn"), ("Escape", "Esc"), ("Return", "Enter"), ("Del", "Delete")];
            let alias = aliases.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(name)).map(|(_, right)| *right);
            alias.or_else(|| nearest(name, NAMES.iter().map(|(known, _)| *known)))?.to_owned()
        }
    };
    let suggestion = key + &name;
    (suggestion != text).then_some(suggestion)
}

/// Splits off the modifiers; a `+` that ends the text is the key itself.
fn split_modifiers(text: &str) -> (Vec<&str>, &str) {
    let body_bytes = text.len() - usize::from(text.ends_with('+'));
    match text.get(..body_bytes).and_then(|body| body.rfind('+')) {
        Some(at) => (text[..at].split('+').collect(), &text[at + 1..]),
        None => (Vec::new(), text),
    }
}

/// Keys that no keymap may bind.
fn reserved(key: Key) -> Option<KeyFault> {
    match (key.ctrl, key.alt, key.code) {
        (true, false, KeyCode::Char('I')) => Some(KeyFault::SameAs("Tab")),
        (true, false, KeyCode::Char('M' | 'J')) => Some(KeyFault::SameAs("Enter")),
        (true, false, KeyCode::Char('H')) => Some(KeyFault::SameAs("Backspace")),
        (true, false, KeyCode::Char('[')) => Some(KeyFault::SameAs("Esc")),
        (true, true, KeyCode::Char(_)) => Some(KeyFault::Taken("这是键盘上的AltGr，用来打字")),
        (true, false, KeyCode::Char(' ' | '.')) => Some(KeyFault::Taken("输入法要用它")),
        (true, false, KeyCode::Char('V')) => Some(KeyFault::Taken("终端用它粘贴")),
        (false, true, KeyCode::Enter) | (_, _, KeyCode::F(11)) => Some(KeyFault::Taken("终端用它换全屏")),
        (_, _, KeyCode::F(10)) => Some(KeyFault::Taken("终端用它开菜单")),
        (false, true, KeyCode::F(4)) => Some(KeyFault::Taken("系统用它关窗口")),
        _ => None,
    }
}

/// How many single-character edits lead from one word to the other.
fn edits_between(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut costs: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cost, cb) in costs.iter_mut().skip(1).zip(&b) {
            let here = (diagonal + usize::from(ca != *cb)).min(*cost + 1).min(left + 1);
            diagonal = std::mem::replace(cost, here);
            left = here;
        }
        if let Some(first) = costs.first_mut() {
            *first = i + 1;
        }
    }
    costs.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_as_it_was_written() {
        for name in ["Ctrl+N", "Alt+H", "F2", "PgUp", "Shift+Tab", "Esc", "Space", "j", "G", "?", "Ctrl++", "+"] {
            assert_eq!(Key::parse(name).map(|key| key.to_string()).as_deref(), Ok(name));
        }
        assert_eq!(Key::parse("ctrl+n"), Ok(Key::ctrl('N')));
        assert_eq!(Key::parse("pgdn"), Ok(Key::plain(KeyCode::PgDn)));
    }

    #[test]
    fn keys_that_other_programs_need_are_refused() {
        assert_eq!(Key::parse("Ctrl+I"), Err(KeyFault::SameAs("Tab")));
        assert_eq!(Key::parse("Ctrl+["), Err(KeyFault::SameAs("Esc")));
        for name in ["F10", "F11", "Ctrl+Space", "Shift+Space", "Ctrl+V", "Alt+Enter", "Ctrl+Alt+E"] {
            assert!(matches!(Key::parse(name), Err(KeyFault::Taken(_))), "{name}");
        }
    }

    #[test]
    fn a_misspelt_key_is_answered_with_the_nearest() {
        for (wrong, right) in [("Crtl+N", "Ctrl+N"), ("PageUp", "PgUp"), ("Entr", "Enter"), ("Ctrl+Escape", "Ctrl+Esc")]
        {
            assert_eq!(Key::parse(wrong), Err(KeyFault::Unknown(Some(right.to_owned()))));
        }
        assert_eq!(Key::parse("九阴真经"), Err(KeyFault::Unknown(None)));
    }

    #[test]
    fn full_width_forms_are_the_same_key() {
        assert_eq!(Key::of_char('１'), Key::of_char('1'));
        assert_eq!(Key::of_char('？'), Key::of_char('?'));
        assert_eq!(Key::of_char('。'), Key::of_char('.'));
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits_between("view.today", "view.todya"), 2);
        assert_eq!(edits_between("", "abc"), 3);
        assert_eq!(edits_between("abc", "abc"), 0);
    }
}
