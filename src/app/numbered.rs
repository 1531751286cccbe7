//! A numbered menu: what each digit does, and why a greyed line cannot be done.
//!
//! Digits pass through every input method, so they are the way to act on an opened record.

use serde::{Deserialize, Serialize};

use super::command::MenuCommand;

/// A menu of things that are each a `T`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Numbered<T> {
    items: Vec<NumberedItem<T>>,
    cursor: usize,
}

/// One line of a numbered menu.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NumberedItem<T> {
    /// Its digit; `None` after ten, where only the arrows reach.
    pub digit: Option<u8>,
    /// What it says.
    pub label: String,
    /// Why it cannot be done now.
    pub blocked: Option<String>,
    /// What it stands for.
    pub value: T,
}

/// What a menu made of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuEvent<T> {
    /// The cursor moved, or there is nothing on that digit.
    Moved,
    /// This was chosen.
    Chosen(T),
    /// This was chosen but cannot be done, for this reason.
    Blocked(String),
}

impl<T> Default for Numbered<T> {
    fn default() -> Numbered<T> {
        Numbered { items: Vec::new(), cursor: 0 }
    }
}

impl<T: Copy> Numbered<T> {
    /// Adds a line with the next digit: 1 to 9, then 0.
    #[must_use]
    pub fn item(self, label: impl Into<String>, value: T) -> Numbered<T> {
        self.line(label, value, None)
    }

    /// Adds a line that is greyed, with its reason.
    #[must_use]
    pub fn blocked(self, label: impl Into<String>, value: T, why: impl Into<String>) -> Numbered<T> {
        self.line(label, value, Some(why.into()))
    }

    /// Adds a line without a digit, for what is rarely wanted.
    #[must_use]
    pub fn undigited(mut self, label: impl Into<String>, value: T) -> Numbered<T> {
        self.items.push(NumberedItem { digit: None, label: label.into(), blocked: None, value });
        self
    }

    /// Adds the line of 0, which always means leaving or no.
    #[must_use]
    pub fn zero(mut self, label: impl Into<String>, value: T) -> Numbered<T> {
        // A tenth line has it no more: it would be done by whoever wants to leave.
        self.items.iter_mut().filter(|item| item.digit == Some(0)).for_each(|item| item.digit = None);
        self.items.push(NumberedItem { digit: Some(0), label: label.into(), blocked: None, value });
        self
    }

    /// Adds a line on a digit of its own, after those before it; greyed where there is a reason.
    #[must_use]
    pub fn on(mut self, digit: u8, label: impl Into<String>, value: T, blocked: Option<String>) -> Numbered<T> {
        self.items.push(NumberedItem { digit: Some(digit), label: label.into(), blocked, value });
        self
    }

    /// The same menu with these lines greyed for this reason, where there is one; what is greyed already stays as it is.
    #[must_use]
    pub fn close(mut self, why: Option<&str>, closes: impl Fn(&T) -> bool) -> Numbered<T> {
        if let Some(why) = why {
            let closed = self.items.iter_mut().filter(|item| item.blocked.is_none() && closes(&item.value));
            closed.for_each(|item| item.blocked = Some(why.to_owned()));
        }
        self
    }

    /// The same menu with the cursor on the line at this place, as far as there is one.
    #[must_use]
    pub fn at(self, place: usize) -> Numbered<T> {
        Numbered { cursor: place.min(self.items.len().saturating_sub(1)), ..self }
    }

    /// The lines, in order.
    pub fn items(&self) -> &[NumberedItem<T>] {
        &self.items
    }

    /// The place of the line under the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// What the line under the cursor stands for.
    pub fn stands_on(&self) -> Option<T> {
        self.items.get(self.cursor).map(|item| item.value)
    }

    /// Puts the cursor on the line that stands for this, if there is one.
    pub fn stand_on(&mut self, value: T)
    where
        T: PartialEq,
    {
        self.cursor = self.items.iter().position(|item| item.value == value).unwrap_or(self.cursor);
    }

    /// Does a menu command.
    pub fn command(&mut self, command: MenuCommand) -> MenuEvent<T> {
        match (command, command.digit()) {
            (MenuCommand::Up, _) => self.cursor = self.cursor.saturating_sub(1),
            (MenuCommand::Down, _) => self.cursor = (self.cursor + 1).min(self.items.len().saturating_sub(1)),
            (MenuCommand::Choose, _) => return self.choose(self.cursor),
            (_, digit) => {
                let place = self.items.iter().position(|item| item.digit == digit);
                return place.map_or(MenuEvent::Moved, |place| self.choose(place));
            }
        }
        MenuEvent::Moved
    }

    fn choose(&mut self, place: usize) -> MenuEvent<T> {
        let Some(item) = self.items.get(place) else { return MenuEvent::Moved };
        self.cursor = place;
        match &item.blocked {
            Some(why) => MenuEvent::Blocked(why.clone()),
            None => MenuEvent::Chosen(item.value),
        }
    }

    fn line(mut self, label: impl Into<String>, value: T, blocked: Option<String>) -> Numbered<T> {
        let digit = match self.items.len() {
            n @ 0..9 => u8::try_from(n + 1).ok(),
            9 => Some(0),
            _ => None,
        };
        self.items.push(NumberedItem { digit, label: label.into(), blocked, value });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_arrows_choose_the_same_lines() {
        let mut menu = Numbered::default().item("一", 'a').blocked("二", 'b', "还没受理").zero("离开", 'z');
        assert_eq!(menu.command(MenuCommand::Choose1), MenuEvent::Chosen('a'));
        assert_eq!(menu.command(MenuCommand::Choose2), MenuEvent::Blocked("还没受理".into()));
        assert_eq!(menu.command(MenuCommand::Choose3), MenuEvent::Moved);
        assert_eq!(menu.command(MenuCommand::Choose0), MenuEvent::Chosen('z'));
        menu.command(MenuCommand::Up);
        menu.command(MenuCommand::Up);
        assert_eq!(menu.command(MenuCommand::Choose), MenuEvent::Chosen('a'));
    }

    #[test]
    fn the_tenth_line_is_zero_and_more_have_no_digit() {
        let menu = (0..12).fold(Numbered::default(), |menu, n| menu.item(n.to_string(), n));
        let digits: Vec<_> = menu.items().iter().map(|item| item.digit).collect();
        assert_eq!(digits.get(8..), Some([Some(9), Some(0), None, None].as_slice()));
        let mut menu = menu.zero("离开", 99);
        assert_eq!(menu.command(MenuCommand::Choose0), MenuEvent::Chosen(99));
    }
}
