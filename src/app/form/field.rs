//! How the fields of a form are made, one line each, and how a day in one is read.

use std::borrow::Cow;

use super::choice::Choice;
use super::{Field, Value};
use crate::app::edit::Edit;
use crate::domain::day::Day;
use crate::domain::typed_date::{parse_month_begun, parse_typed_day};

impl<F> Field<F> {
    /// A line of text of at most `chars_max` characters.
    pub fn text(name: F, label: impl Into<Cow<'static, str>>, text: &str, chars_max: usize) -> Field<F> {
        Field::new(name, label, Value::Text(Edit::of(text).at_most(chars_max)))
    }

    /// Free words of at most `chars_max` characters.
    pub fn note(name: F, label: impl Into<Cow<'static, str>>, text: &str, chars_max: usize) -> Field<F> {
        Field::new(name, label, Value::Note(Edit::of(text).at_most(chars_max)))
    }

    /// A date, filled in or not.
    pub fn date(name: F, label: impl Into<Cow<'static, str>>, day: Option<Day>) -> Field<F> {
        let text = day.map(|day| day.to_string()).unwrap_or_default();
        Field::new(name, label, Value::Date(Edit::of(&text).at_most(12)))
    }

    /// The day something began, of which the month will do.
    pub fn since(name: F, label: impl Into<Cow<'static, str>>, day: Option<Day>) -> Field<F> {
        Field { month_will_do: true, ..Field::date(name, label, day) }
    }

    /// One of a set.
    pub fn choice(name: F, label: impl Into<Cow<'static, str>>, choice: Choice) -> Field<F> {
        Field::new(name, label, Value::Choice(choice))
    }

    /// Yes or no.
    pub fn yes_no(name: F, label: impl Into<Cow<'static, str>>, yes: bool) -> Field<F> {
        Field::new(name, label, Value::YesNo(yes))
    }

    /// The same field with a line of help.
    #[must_use]
    pub fn hint(self, hint: &'static str) -> Field<F> {
        Field { hint: hint.into(), ..self }
    }

    /// The same field, parted from the one above.
    #[must_use]
    pub fn parted(self) -> Field<F> {
        Field { parted: true, ..self }
    }

    fn new(name: F, label: impl Into<Cow<'static, str>>, value: Value) -> Field<F> {
        let (label, hint) = (label.into(), "".into());
        let (asked, parted, month_will_do) = (true, false, false);
        Field { name, label, value, hint, fault: None, told: None, parted, asked, month_will_do }
    }

    /// The text being typed in this field: its own, or what finds a choice.
    pub fn edit(&self) -> Option<&Edit> {
        match &self.value {
            Value::Text(edit) | Value::Note(edit) | Value::Date(edit) => Some(edit),
            Value::Choice(choice) => Some(choice.query()),
            Value::YesNo(_) => None,
        }
    }
}

/// A day as it is typed; where the month will do, its first.
pub(super) fn read_day(text: &str, today: Day, month_will_do: bool) -> Option<Day> {
    parse_typed_day(text, today).or_else(|| parse_month_begun(text).filter(|_| month_will_do))
}
