//! A page of text that is only read, moved by rows.
//!
//! It holds paragraphs; `ui` wraps them and says how many rows they are and how many fit.

use std::cell::Cell;

use super::command::PageCommand;
use crate::domain::sheet::Sheet;

/// A piece of text that starts on a row of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paragraph {
    /// A heading, set apart from what is above it.
    Heading(String),
    /// Words.
    Text(String),
    /// Words with something before them that keeps its own column: a key, a date.
    Entry(String, String),
}

/// Text and how far it is scrolled.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    paragraphs: Vec<Paragraph>,
    top: usize,
    /// Rows in all and rows on screen at the last draw: only drawing knows them, so this is the one thing it writes.
    shown: Cell<(usize, usize)>,
}

impl Pager {
    /// A page of these paragraphs, from its first row.
    pub fn of(paragraphs: Vec<Paragraph>) -> Pager {
        Pager { paragraphs, ..Pager::default() }
    }

    /// The paragraphs.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// The same as a sheet to print, under this title.
    pub fn sheet(&self, title: &str) -> Sheet {
        self.paragraphs.iter().fold(Sheet::titled(title), |sheet, paragraph| match paragraph {
            Paragraph::Heading(text) => sheet.heading(text.as_str()),
            Paragraph::Text(text) => sheet.text(text.as_str()),
            Paragraph::Entry(label, text) => sheet.entry(label, text.as_str()),
        })
    }

    /// Does a page command.
    pub fn command(&mut self, command: PageCommand) {
        let (rows_total, rows) = self.shown.get();
        let last = rows_total.saturating_sub(rows);
        let page = rows.saturating_sub(1).max(1);
        self.top = match command {
            PageCommand::Up => self.top.saturating_sub(1),
            PageCommand::Down => self.top + 1,
            PageCommand::PageUp => self.top.saturating_sub(page),
            PageCommand::PageDown => self.top + page,
            PageCommand::First => 0,
            // Leaving is the program's.
            PageCommand::Done => self.top,
            PageCommand::Last => last,
        }
        .min(last);
    }

    /// The first row to draw of `rows_total`, when `rows` fit.
    pub fn top(&self, rows_total: usize, rows: usize) -> usize {
        self.shown.set((rows_total, rows));
        self.top.min(rows_total.saturating_sub(rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_stops_at_its_ends() {
        let mut pager = Pager::default();
        assert_eq!(pager.top(25, 10), 0);
        pager.command(PageCommand::PageDown);
        assert_eq!(pager.top(25, 10), 9);
        pager.command(PageCommand::PageDown);
        assert_eq!(pager.top(25, 10), 15);
        pager.command(PageCommand::Last);
        pager.command(PageCommand::Up);
        assert_eq!(pager.top(25, 10), 14);
        pager.command(PageCommand::First);
        assert_eq!(pager.top(25, 10), 0);
    }
}
