//! A form for what nobody else may see: fields whose text is wiped when it is let go, and is never printed.
//!
//! It has no cursor to move and no undo of typing, for both would keep copies. What is typed is judged by its screen.

use super::command::FormCommand;
use crate::seal::secret::Secret;

/// Said of a field that takes no more.
const FULL: &str = "太长了，写不下";

/// A form whose fields are named by `F`.
#[derive(Debug)]
pub struct SecretForm<F> {
    fields: Vec<SecretField<F>>,
    focus: usize,
}

/// One field of such a form.
#[derive(Debug)]
pub struct SecretField<F> {
    /// Its name in the code.
    pub name: F,
    /// Its name on screen.
    pub label: &'static str,
    /// What is typed in it.
    pub typed: Secret,
    /// Whether what is typed is shown; else only how many characters there are.
    pub shown: bool,
    /// One line of help, shown while it is focused and right.
    pub hint: &'static str,
    /// What is wrong with it.
    pub fault: Option<String>,
    /// What is to be known of it, such as how strong it is, and whether that is good.
    pub told: Option<(String, bool)>,
    /// What may not have been meant, such as a Hanzi of the input method.
    pub warning: Option<&'static str>,
}

/// What such a form made of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretEvent<F> {
    /// The focus moved, or nothing did.
    Moved,
    /// This field's text changed.
    Edited(F),
    /// The focused field, the last one or the only one filled in, is done.
    Done,
}

impl<F: Copy + PartialEq> SecretField<F> {
    /// A field that shows only how many characters are in it.
    pub fn covered(name: F, label: &'static str, hint: &'static str) -> SecretField<F> {
        let typed = Secret::to_be_typed();
        SecretField { name, label, typed, shown: false, hint, fault: None, told: None, warning: None }
    }

    /// A field that shows what is typed: a long code, which nobody types blindly.
    pub fn shown(name: F, label: &'static str, hint: &'static str) -> SecretField<F> {
        SecretField { shown: true, ..SecretField::covered(name, label, hint) }
    }

    /// Whether a character is in it that no state of the input method but the Chinese one types.
    pub fn has_hanzi(&self) -> bool {
        self.typed.folded().text().is_some_and(|text| !text.is_ascii())
    }
}

impl<F: Copy + PartialEq> SecretForm<F> {
    /// A form of these fields, the first focused.
    pub fn new(fields: Vec<SecretField<F>>) -> SecretForm<F> {
        SecretForm { fields, focus: 0 }
    }

    /// The fields, in order.
    pub fn fields(&self) -> &[SecretField<F>] {
        &self.fields
    }

    /// The focused field.
    pub fn focused(&self) -> Option<&SecretField<F>> {
        self.fields.get(self.focus)
    }

    /// A field.
    pub fn field(&self, name: F) -> Option<&SecretField<F>> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// A field, to say something of it.
    pub fn field_mut(&mut self, name: F) -> Option<&mut SecretField<F>> {
        self.fields.iter_mut().find(|field| field.name == name)
    }

    /// Hands over what was typed in a field, and empties it.
    pub fn take(&mut self, name: F) -> Option<Secret> {
        self.field_mut(name).map(|field| field.typed.take())
    }

    /// Whether anything is typed.
    pub fn is_empty(&self) -> bool {
        self.fields.iter().all(|field| field.typed.is_empty())
    }

    /// Empties all fields, and focuses the first.
    pub fn clear(&mut self) {
        for field in &mut self.fields {
            drop(field.typed.take());
            (field.fault, field.told, field.warning) = (None, None, None);
        }
        self.focus = 0;
    }

    /// Marks a field as wrong, says why, and focuses it.
    pub fn refuse(&mut self, name: F, why: impl Into<String>) {
        if let Some(place) = self.fields.iter().position(|field| field.name == name) {
            self.focus = place;
        }
        if let Some(field) = self.field_mut(name) {
            field.fault = Some(why.into());
        }
    }

    /// Takes typed or pasted text into the focused field; line ends and other control characters are left out.
    pub fn type_text(&mut self, text: &str) -> SecretEvent<F> {
        let Some(field) = self.fields.get_mut(self.focus) else { return SecretEvent::Moved };
        field.fault = None;
        for character in text.chars().filter(|character| !character.is_control()) {
            if !field.typed.push(character) {
                field.fault = Some(FULL.to_owned());
            }
        }
        SecretEvent::Edited(field.name)
    }

    /// Does a form command; those that move a cursor or take typing back do nothing here.
    pub fn command(&mut self, command: FormCommand) -> SecretEvent<F> {
        match command {
            FormCommand::Save => SecretEvent::Done,
            FormCommand::Enter if self.focus + 1 < self.fields.len() => self.step(1),
            FormCommand::Enter => SecretEvent::Done,
            FormCommand::Next | FormCommand::Down => self.step(1),
            FormCommand::Previous | FormCommand::Up => self.step(-1),
            FormCommand::Erase => self.change(Secret::pop),
            FormCommand::EraseAll => self.change(|typed| drop(typed.take())),
            FormCommand::Left
            | FormCommand::Right
            | FormCommand::Home
            | FormCommand::End
            | FormCommand::Delete
            | FormCommand::UndoTyping
            | FormCommand::RedoTyping
            | FormCommand::CodePoint
            | FormCommand::NewLine => SecretEvent::Moved,
        }
    }

    /// Goes to the next or the one before; from the last on to the first.
    fn step(&mut self, by: isize) -> SecretEvent<F> {
        let count = self.fields.len().max(1);
        self.focus = self.focus.checked_add_signed(by).unwrap_or(count - 1) % count;
        SecretEvent::Moved
    }

    fn change(&mut self, change: impl FnOnce(&mut Secret)) -> SecretEvent<F> {
        let Some(field) = self.fields.get_mut(self.focus) else { return SecretEvent::Moved };
        field.fault = None;
        change(&mut field.typed);
        SecretEvent::Edited(field.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> SecretForm<u8> {
        SecretForm::new(vec![SecretField::covered(1, "口令", ""), SecretField::shown(2, "恢复码", "")])
    }

    #[test]
    fn what_is_typed_is_moved_out_once_and_never_printed() {
        let mut form = form();
        assert_eq!(form.type_text("桃花流水\nx"), SecretEvent::Edited(1));
        assert_eq!(form.command(FormCommand::Erase), SecretEvent::Edited(1));
        assert!(!format!("{form:?}").contains("桃花"));
        assert_eq!(form.take(1).unwrap().text(), Some("桃花流水"));
        assert!(form.is_empty());
    }

    #[test]
    fn fields_are_gone_through_in_a_ring_and_enter_ends_in_the_last() {
        let mut form = form();
        assert_eq!(form.command(FormCommand::Enter), SecretEvent::Moved);
        assert_eq!(form.focused().unwrap().name, 2);
        assert_eq!(form.command(FormCommand::Enter), SecretEvent::Done);
        form.command(FormCommand::Next);
        assert_eq!(form.focused().unwrap().name, 1);
        form.command(FormCommand::Previous);
        assert_eq!(form.focused().unwrap().name, 2);
        form.refuse(1, "口令不对");
        assert_eq!(form.focused().unwrap().fault.as_deref(), Some("口令不对"));
        form.type_text("Ａb。");
        assert!(!form.focused().unwrap().has_hanzi() && form.focused().unwrap().fault.is_none());
        form.type_text("春");
        assert!(form.focused().unwrap().has_hanzi());
    }
}
