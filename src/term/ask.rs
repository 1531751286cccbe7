//! A line typed on the bare terminal and shown to nobody: the passphrase, before the screens are there.
//!
//! It judges nothing. The terminal is given back as it was, whatever happens.

use std::io::{self, Write};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::seal::secret::Secret;

/// Raw mode, for as long as this lives.
struct Raw;

impl Raw {
    fn enter() -> io::Result<Raw> {
        enable_raw_mode()?;
        Ok(Raw)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // Nothing can be done about it, and the shell resets itself.
        let _ = disable_raw_mode();
    }
}

/// Asks for one line without showing it; `None` when the person gives up with Esc or Ctrl+C.
pub fn secret_line(prompt: &str) -> io::Result<Option<Secret>> {
    let mut err = io::stderr().lock();
    write!(err, "{prompt}")?;
    err.flush()?;
    let typed = {
        let _raw = Raw::enter()?;
        typed_line(read)
    };
    writeln!(err)?;
    typed
}

/// What the events spell up to Enter.
fn typed_line(mut next: impl FnMut() -> io::Result<Event>) -> io::Result<Option<Secret>> {
    let mut line = Secret::to_be_typed();
    loop {
        let Event::Key(KeyEvent { code, modifiers, kind: KeyEventKind::Press | KeyEventKind::Repeat, .. }) = next()?
        else {
            continue;
        };
        let control = modifiers.contains(KeyModifiers::CONTROL) && !modifiers.contains(KeyModifiers::ALT);
        match code {
            KeyCode::Enter => return Ok(Some(line)),
            KeyCode::Esc => return Ok(None),
            KeyCode::Char('c' | 'C') if control => return Ok(None),
            KeyCode::Char('u' | 'U') if control => drop(line.take()),
            KeyCode::Char(c) if !control => {
                line.push(c);
            }
            KeyCode::Backspace => line.pop(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(codes: &[(KeyCode, KeyModifiers)]) -> Option<String> {
        let mut events = codes.iter().map(|(code, modifiers)| Event::Key(KeyEvent::new(*code, *modifiers)));
        let line = typed_line(|| events.next().ok_or_else(|| io::Error::other("no Enter"))).unwrap();
        line.map(|secret| secret.text().unwrap().to_owned())
    }

    #[test]
    fn a_line_is_what_was_typed_less_what_was_taken_back() {
        let plain = |code| (code, KeyModifiers::NONE);
        let of = |text: &str| text.chars().map(|c| plain(KeyCode::Char(c))).collect::<Vec<_>>();
        let mut keys = of("桃花x");
        keys.extend([
            plain(KeyCode::Backspace),
            plain(KeyCode::Left),
            plain(KeyCode::Char('流')),
            plain(KeyCode::Enter),
        ]);
        assert_eq!(typed(&keys).as_deref(), Some("桃花流"));
        let mut again = of("wrong");
        again.push((KeyCode::Char('u'), KeyModifiers::CONTROL));
        again.extend(of("right"));
        again.push(plain(KeyCode::Enter));
        assert_eq!(typed(&again).as_deref(), Some("right"));
        let mut left = of("half");
        left.push((KeyCode::Char('c'), KeyModifiers::CONTROL));
        assert_eq!(typed(&left), None);
        assert_eq!(typed(&[plain(KeyCode::Esc)]), None);
    }
}
