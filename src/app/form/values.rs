//! What the fields of a form say, by name.

use super::field::read_day;
use super::{DATE_FAULT, Field, Form, Value};
use crate::domain::day::Day;

impl<F: Copy + PartialEq> Form<F> {
    /// The text of a field, without blanks around it; of a choice, its label, or the free words it allows.
    pub fn text(&self, name: F) -> &str {
        match self.field(name).map(|field| &field.value) {
            Some(Value::Text(edit) | Value::Note(edit) | Value::Date(edit)) => edit.text().trim(),
            Some(Value::Choice(choice)) => choice.words(),
            Some(Value::YesNo(_)) | None => "",
        }
    }

    /// What is being typed in a field, a choice's search words included.
    pub fn edited(&self, name: F) -> String {
        self.field(name).and_then(Field::edit).map(|edit| edit.text().trim().to_owned()).unwrap_or_default()
    }

    /// The place of the chosen option of a choice.
    pub fn chosen(&self, name: F) -> Option<usize> {
        match self.field(name).map(|field| &field.value) {
            Some(Value::Choice(choice)) => choice.chosen(),
            Some(Value::Text(_) | Value::Note(_) | Value::Date(_) | Value::YesNo(_)) | None => None,
        }
    }

    /// Whether a yes/no field says yes.
    pub fn yes(&self, name: F) -> bool {
        matches!(self.field(name).map(|field| &field.value), Some(Value::YesNo(true)))
    }

    /// The date of a field; `Ok(None)` when it is empty, and the words to show when it is no date.
    pub fn date(&self, name: F, today: Day) -> Result<Option<Day>, String> {
        let month_will_do = self.field(name).is_some_and(|field| field.month_will_do);
        match self.text(name) {
            "" => Ok(None),
            text => read_day(text, today, month_will_do).map(Some).ok_or_else(|| DATE_FAULT.to_owned()),
        }
    }

    /// Whether several lines may stand in the focused field.
    pub fn takes_lines(&self) -> bool {
        matches!(self.focused().map(|field| &field.value), Some(Value::Note(_)))
    }
}
