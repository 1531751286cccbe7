//! What unknown headings mean: a choice for each, the guess chosen already.
//!
//! What is said here is remembered with the import, for the next file with these headings.

use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form};
use crate::app::register::{RegisterPreview, UnknownColumn};

/// The choice that leaves a column out.
const SKIP: &str = "不读这一栏";

/// The asking about headings.
#[derive(Debug)]
pub struct ColumnsStep {
    /// A choice for each heading, named by its place.
    pub form: Form<usize>,
    headers: Vec<String>,
    fields: Vec<&'static str>,
}

impl ColumnsStep {
    /// The unknown headings of this register.
    pub fn of(register: &RegisterPreview) -> ColumnsStep {
        let fields = register.fields.clone();
        let asked = register.unknown.iter().enumerate();
        let form = Form::new(asked.map(|(place, column)| field(place, column, &fields)).collect());
        let headers = register.unknown.iter().map(|column| column.header.clone()).collect();
        ColumnsStep { form, headers, fields }
    }

    /// How many headings are asked about.
    pub fn count(&self) -> usize {
        self.headers.len()
    }

    /// What was chosen.
    pub(super) fn chosen(&self) -> Vec<(String, Option<&'static str>)> {
        let chosen = self.headers.iter().enumerate().map(|(place, header)| {
            let option = self.form.chosen(place).and_then(|option| option.checked_sub(1));
            (header.clone(), option.and_then(|option| self.fields.get(option).copied()))
        });
        chosen.collect()
    }
}

fn field(place: usize, column: &UnknownColumn, fields: &[&'static str]) -> Field<usize> {
    let guess = column.guess.and_then(|guess| fields.iter().position(|field| *field == guess));
    let choice = Choice::of(std::iter::once(SKIP).chain(fields.iter().copied()));
    let choice = choice.choosing(guess.map_or(0, |guess| guess + 1));
    let label = match column.sample.as_str() {
        "" => column.header.clone(),
        sample => format!("{}（{sample}）", column.header),
    };
    Field::choice(place, label, choice).hint("括号里是这一栏的第一个内容；打字换一种，如「电话」")
}
