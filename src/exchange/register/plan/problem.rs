//! What is wrong with rows of a register, each with sheet, row, column, masked value and what to do.
//!
//! It decides nothing: whether a fault refuses its row is said by whoever finds it.

use crate::exchange::register::field::Field;
use crate::exchange::register::reading::{ReadRegister, RegisterRow, masked};

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 拒收: the row is not taken in.
    Rejected,
    /// 提醒: taken in, to be looked at.
    Reminder,
}

impl Level {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Level::Rejected => "拒收",
            Level::Reminder => "提醒",
        }
    }
}

/// One problem of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The sheet's name.
    pub sheet: String,
    /// The sheet's own row number.
    pub row: u32,
    /// The heading of the column.
    pub column: String,
    /// Whose row it is, or whose household's; empty where it names nobody.
    pub who: String,
    /// The value, masked.
    pub value: String,
    /// What is wrong, and the remedy.
    pub message: String,
    /// Whether the row was refused for it.
    pub level: Level,
}

/// Gathers the problems of one register.
pub struct Findings<'a> {
    register: &'a ReadRegister,
    /// The problems so far, in the order they were found.
    pub problems: Vec<(usize, Problem)>,
    /// ID numbers kept as text whose ends a spreadsheet had made 000 before.
    pub rounded_texts: usize,
}

impl<'a> Findings<'a> {
    /// None yet.
    pub fn new(register: &'a ReadRegister) -> Findings<'a> {
        Findings { register, problems: Vec::new(), rounded_texts: 0 }
    }

    /// The row at `at` is refused for this field; a head that only members name is merely left out.
    pub fn reject(&mut self, at: usize, field: Field, message: String) {
        let implied = self.register.rows.get(at).is_some_and(|row| row.implied_head);
        self.push(at, field, message, if implied { Level::Reminder } else { Level::Rejected });
    }

    /// The row at `at` is taken, and somebody should look at this field.
    pub fn remind(&mut self, at: usize, field: Field, message: String) {
        self.push(at, field, message, Level::Reminder);
    }

    fn push(&mut self, at: usize, field: Field, message: String, level: Level) {
        let Some(row) = self.register.rows.get(at) else { return };
        let (sheet, number) = self.register.place(row);
        let problem = Problem {
            sheet: sheet.to_owned(),
            row: number,
            column: self.register.heading(row, field).to_owned(),
            who: self.who(row),
            value: shown(self.register, row, field),
            message,
            level,
        };
        self.problems.push((at, problem));
    }

    fn who(&self, row: &RegisterRow) -> String {
        let name = self.register.text(row, Field::Name);
        let head = self.register.block(row).map_or("", |block| block.head.as_str());
        match (name.trim(), head) {
            ("", "") => String::new(),
            ("", head) => format!("{head}户"),
            (name, _) => name.to_owned(),
        }
    }

    /// All problems, by row.
    pub fn into_sorted(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|(at, _)| *at);
        self.problems.into_iter().map(|(_, problem)| problem).collect()
    }
}

fn shown(register: &ReadRegister, row: &RegisterRow, field: Field) -> String {
    masked(&register.text(row, field))
}
