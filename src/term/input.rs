//! Turns terminal events into typed text and keys.
//!
//! Text is whatever is a character without Ctrl or Alt; AltGr, which arrives as both, is text as well. It binds nothing.

use std::time::Duration;

use crossterm::event::{Event, KeyCode as Code, KeyEvent, KeyEventKind, KeyModifiers};

use crate::app::key::{Input, Key, KeyCode};

/// Characters nearer than this to each other were not typed by hand.
const BURST_WAIT: Duration = Duration::from_millis(8);
/// A burst is a paste when so many characters come before its line end.
const BURST_CHARS_MIN: usize = 3;

/// What was typed so far, as far as the next event depends on it.
#[derive(Debug)]
pub(super) struct Typing {
    /// Whether pasted text arrives as keys: on Windows, where there is no bracketed paste (crossterm#737).
    bursts: bool,
    /// Non-ASCII characters pressed and not yet released.
    pressed: Vec<char>,
}

impl Typing {
    /// Nothing typed yet; `bursts` where pasted text arrives as keys.
    pub(super) fn new(bursts: bool) -> Typing {
        Typing { bursts, pressed: Vec::new() }
    }

    /// How long to wait for a further event before the batch is closed.
    pub(super) fn burst_wait(&self, last: Option<&Event>) -> Duration {
        let character = matches!(last, Some(Event::Key(KeyEvent { code: Code::Char(_) | Code::Enter, .. })));
        if self.bursts && character { BURST_WAIT } else { Duration::ZERO }
    }

    /// What a batch of events means; text that arrived together is one text.
    pub(super) fn inputs(&mut self, events: Vec<Event>) -> Vec<Input> {
        let mut inputs: Vec<Input> = Vec::new();
        for input in events.into_iter().filter_map(|event| self.input(event)) {
            match (inputs.last_mut(), input) {
                (Some(Input::Text(before)), Input::Text(text)) => before.push_str(&text),
                (_, input) => inputs.push(input),
            }
        }
        if self.bursts { join_bursts(inputs) } else { inputs }
    }

    fn input(&mut self, event: Event) -> Option<Input> {
        match event {
            Event::Key(event) => self.key(event),
            Event::Paste(text) if !text.is_empty() => Some(Input::Paste(text)),
            Event::Paste(_) | Event::Resize(..) | Event::FocusGained | Event::FocusLost | Event::Mouse(_) => None,
        }
    }

    fn key(&mut self, event: KeyEvent) -> Option<Input> {
        match event.kind {
            KeyEventKind::Press | KeyEventKind::Repeat => {
                if let Code::Char(c) = event.code
                    && !c.is_ascii()
                {
                    self.pressed.push(c);
                }
                of_press(event)
            }
            KeyEventKind::Release => self.of_release(event.code),
        }
    }

    /// A character composed by Alt and the number pad, and some that are pasted, arrive as a release only
    /// (crossterm `is_alt_code`; codex#40260).
    fn of_release(&mut self, code: Code) -> Option<Input> {
        let Code::Char(c) = code else { return None };
        if c.is_ascii() {
            return None;
        }
        match self.pressed.iter().position(|pressed| *pressed == c) {
            Some(place) => {
                self.pressed.swap_remove(place);
                None
            }
            None => Some(Input::Text(c.to_string())),
        }
    }
}

fn of_press(event: KeyEvent) -> Option<Input> {
    let held = |modifier| event.modifiers.contains(modifier);
    let (ctrl, alt, shift) = (held(KeyModifiers::CONTROL), held(KeyModifiers::ALT), held(KeyModifiers::SHIFT));
    let (code, shift) = match event.code {
        // AltGr arrives as Ctrl and Alt.
        Code::Char(c) if ctrl == alt && !c.is_control() && (!ctrl || !c.is_ascii_alphanumeric()) => {
            return Some(Input::Text(c.to_string()));
        }
        Code::Char(c) => (of_control_char(c, ctrl && !alt).unwrap_or(KeyCode::Char(c)), false),
        Code::BackTab => (KeyCode::Tab, true),
        code => (of_named(code)?, shift),
    };
    let ctrl = ctrl && (matches!(code, KeyCode::Char(_)) || !matches!(event.code, Code::Char(_)));
    Some(Input::Key(Key { code, ctrl, alt, shift }.normal()))
}

/// Keys that reach a terminal program as Ctrl and a letter.
fn of_control_char(c: char, ctrl: bool) -> Option<KeyCode> {
    match c.to_ascii_uppercase() {
        _ if !ctrl => None,
        'H' => Some(KeyCode::Backspace),
        'I' => Some(KeyCode::Tab),
        'J' | 'M' => Some(KeyCode::Enter),
        '[' => Some(KeyCode::Esc),
        _ => None,
    }
}

fn of_named(code: Code) -> Option<KeyCode> {
    match code {
        Code::Enter => Some(KeyCode::Enter),
        Code::Esc => Some(KeyCode::Esc),
        Code::Tab => Some(KeyCode::Tab),
        Code::Backspace => Some(KeyCode::Backspace),
        Code::Delete => Some(KeyCode::Delete),
        Code::Insert => Some(KeyCode::Insert),
        Code::Up => Some(KeyCode::Up),
        Code::Down => Some(KeyCode::Down),
        Code::Left => Some(KeyCode::Left),
        Code::Right => Some(KeyCode::Right),
        Code::Home => Some(KeyCode::Home),
        Code::End => Some(KeyCode::End),
        Code::PageUp => Some(KeyCode::PgUp),
        Code::PageDown => Some(KeyCode::PgDn),
        Code::F(n) => Some(KeyCode::F(n)),
        _ => None,
    }
}

/// Finds pasted text among keys: a line end between characters that came at once is text, not Enter. Typing ahead ends
/// with its Enter and stays what it was.
fn join_bursts(inputs: Vec<Input>) -> Vec<Input> {
    let enter = Input::Key(Key::plain(KeyCode::Enter));
    let mut joined: Vec<Input> = Vec::new();
    let mut inputs = inputs.into_iter().peekable();
    while let Some(input) = inputs.next() {
        let more_text = matches!(inputs.peek(), Some(Input::Text(_)));
        let before = match joined.last() {
            Some(Input::Text(text) | Input::Paste(text)) if input == enter && more_text => text.clone(),
            _ => String::new(),
        };
        if before.chars().count() >= BURST_CHARS_MIN {
            joined.pop();
            let rest = match inputs.next() {
                Some(Input::Text(text)) => text,
                _ => String::new(),
            };
            joined.push(Input::Paste(format!("{before}\n{rest}")));
        } else {
            joined.push(input);
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyEventState;

    fn event(code: Code, modifiers: KeyModifiers, kind: KeyEventKind) -> Event {
        Event::Key(KeyEvent { code, modifiers, kind, state: KeyEventState::NONE })
    }

    fn press(code: Code) -> Event {
        event(code, KeyModifiers::NONE, KeyEventKind::Press)
    }

    fn typed(text: &str) -> Vec<Event> {
        text.chars().map(|c| press(if c == '\n' { Code::Enter } else { Code::Char(c) })).collect()
    }

    fn text(text: &str) -> Input {
        Input::Text(text.to_owned())
    }

    #[test]
    fn a_committed_phrase_is_one_text() {
        assert_eq!(Typing::new(false).inputs(typed("李国珍")), [text("李国珍")]);
    }

    #[test]
    fn a_character_whose_press_was_dropped_is_not_typed_by_its_release() {
        let mut typing = Typing::new(true);
        drop(typing.inputs(vec![press(Code::Char('张'))]));
        let release = event(Code::Char('张'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(typing.inputs(vec![release]), []);
    }

    #[test]
    fn releases_count_only_where_no_press_was_seen() {
        let mut typing = Typing::new(true);
        let both = |c| [press(Code::Char(c)), event(Code::Char(c), KeyModifiers::NONE, KeyEventKind::Release)];
        let events = both('张').into_iter().chain(both('a')).collect();
        assert_eq!(typing.inputs(events), [text("张a")]);
        let alone = event(Code::Char('—'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(typing.inputs(vec![alone]), [text("—")]);
        assert_eq!(typing.inputs(vec![event(Code::Enter, KeyModifiers::NONE, KeyEventKind::Release)]), []);
    }

    #[test]
    fn altgr_is_text_and_ctrl_is_a_key() {
        let mut typing = Typing::new(false);
        let altgr = event(Code::Char('@'), KeyModifiers::CONTROL | KeyModifiers::ALT, KeyEventKind::Press);
        assert_eq!(typing.inputs(vec![altgr]), [text("@")]);
        let ctrl_n = event(Code::Char('n'), KeyModifiers::CONTROL, KeyEventKind::Press);
        assert_eq!(typing.inputs(vec![ctrl_n]), [Input::Key(Key::ctrl('N'))]);
        let ctrl_h = event(Code::Char('h'), KeyModifiers::CONTROL, KeyEventKind::Press);
        assert_eq!(typing.inputs(vec![ctrl_h]), [Input::Key(Key::plain(KeyCode::Backspace))]);
        let back_tab = event(Code::BackTab, KeyModifiers::SHIFT, KeyEventKind::Press);
        let shift_tab = Key { shift: true, ..Key::plain(KeyCode::Tab) };
        assert_eq!(typing.inputs(vec![back_tab]), [Input::Key(shift_tab)]);
    }

    #[test]
    fn a_line_end_inside_a_burst_is_text_and_enter_after_typing_is_enter() {
        let enter = Input::Key(Key::plain(KeyCode::Enter));
        let mut windows = Typing::new(true);
        assert_eq!(windows.inputs(typed("张三丰\n李四\n王五")), [Input::Paste("张三丰\n李四\n王五".to_owned())]);
        assert_eq!(windows.inputs(typed("zsf\n")), [text("zsf"), enter.clone()]);
        assert_eq!(windows.inputs(typed("1\n2")), [text("1"), enter.clone(), text("2")]);
        let mut unix = Typing::new(false);
        assert_eq!(unix.inputs(typed("张三丰\n李四")), [text("张三丰"), enter, text("李四")]);
    }

    #[test]
    fn a_batch_stays_open_only_while_characters_may_follow() {
        let windows = Typing::new(true);
        assert_eq!(windows.burst_wait(Some(&press(Code::Char('a')))), BURST_WAIT);
        assert_eq!(windows.burst_wait(Some(&press(Code::Down))), Duration::ZERO);
        assert_eq!(Typing::new(false).burst_wait(Some(&press(Code::Char('a')))), Duration::ZERO);
    }
}
