//! Few colours, each with one meaning, and never colour alone: the words say it too.
//!
//! Sixteen colours, no RGB; with `NO_COLOR` only bold, dim and reverse are left.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is, and so how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// Headings, and what a screen is about.
    Title,
    /// Frames, help, what is done.
    Dim,
    /// Past its date.
    Overdue,
    /// Its date is near.
    Soon,
    /// A number of which a part is covered.
    Masked,
    /// Good news.
    Done,
    /// A refusal, or what is wrong with a field.
    Refused,
    /// The selected line.
    Selected,
    /// The field being filled in.
    Field,
}

/// How the roles look in this sitting.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Whether colours are used.
    pub color: bool,
}

impl Theme {
    /// The look of a role.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        match (role, self.color) {
            (Role::Plain, _) => plain,
            (Role::Title, _) => plain.add_modifier(Modifier::BOLD),
            (Role::Dim, true) => plain.fg(Color::DarkGray),
            (Role::Dim, false) => plain.add_modifier(Modifier::DIM),
            (Role::Overdue | Role::Refused, true) => plain.fg(Color::Red),
            (Role::Overdue | Role::Refused, false) => plain.add_modifier(Modifier::BOLD),
            (Role::Soon, true) => plain.fg(Color::Yellow),
            (Role::Masked, true) => plain.fg(Color::Cyan),
            (Role::Done, true) => plain.fg(Color::Green),
            (Role::Soon | Role::Masked | Role::Done, false) => plain,
            (Role::Selected, _) => plain.add_modifier(Modifier::REVERSED),
            (Role::Field, _) => plain.add_modifier(Modifier::UNDERLINED),
        }
    }
}
