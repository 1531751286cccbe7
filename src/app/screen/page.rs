//! A page of words about one thing, with its title: why a date is this one.
//!
//! It says nothing of its own; whoever opens it writes it.

use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, GlobalCommand, PageCommand, Scope};
use crate::app::pager::{Pager, Paragraph};

/// A page that is only read.
#[derive(Debug)]
pub struct Page {
    /// What it is about.
    pub title: String,
    /// Its words.
    pub pager: Pager,
}

impl Page {
    /// A page with this title.
    pub fn of(title: impl Into<String>, paragraphs: Vec<Paragraph>) -> Page {
        Page { title: title.into(), pager: Pager::of(paragraphs) }
    }
}

impl Behaviour for Page {
    fn scope(&self) -> Scope {
        Scope::Page
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Global(GlobalCommand::Back).into(),
            Command::Page(PageCommand::PageDown).into(),
            Command::Page(PageCommand::PageUp).into(),
        ]
    }

    fn page(&mut self, command: PageCommand, _context: &Context<'_>) -> Reply {
        self.pager.command(command);
        Reply::none()
    }
}
