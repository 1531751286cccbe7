//! What the pages of the handbook hold of the words that were typed on 手册, the newest first; Enter opens the page.
//!
//! It reads no journal: the lines are fetched.

use super::handbook::HandbookPage;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand, Scope};
use crate::app::list::{List, ListEvent};
use crate::app::message::{Effect, Report};
use crate::domain::handbook::Entry;
use crate::domain::pinyin::Query;

/// Lines that were found on pages.
#[derive(Debug)]
pub struct HandbookFound {
    /// What was looked for.
    pub words: String,
    /// Those that fit what is typed now, by their places.
    pub list: List<usize>,
    /// All of them, the newest first.
    pub entries: Vec<Entry>,
    /// Whether the journal has answered.
    pub fetched: bool,
    /// Whether there are older pages that were not looked through, or more lines than are listed.
    pub more: bool,
}

impl HandbookFound {
    /// Looks for these words.
    pub fn look_for(words: &str) -> Reply {
        let (list, entries, words) = (List::default(), Vec::new(), words.to_owned());
        let effect = Effect::FindOnPages(words.clone());
        let screen = HandbookFound { words, list, entries, fetched: false, more: false };
        Reply::open(Screen::HandbookFound(screen)).then(Reply::effect(effect))
    }

    fn filtered(&mut self) -> Reply {
        let query = Query::new(self.list.filter().text());
        let fits = |entry: &Entry| query.matches_fields(&[&entry.what, &entry.subject]);
        let places = self.entries.iter().enumerate().filter(|(_, entry)| fits(entry)).map(|(place, _)| place);
        self.list.set_matches(places.collect());
        Reply::none()
    }
}

impl Behaviour for HandbookFound {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        let open = self.list.selected().map(|_| Command::List(ListCommand::Open).meaning("看这一页"));
        open.into_iter().chain([Command::Global(GlobalCommand::Back).into()]).collect()
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Pane) => Err("找到的只有这一张单子".to_owned()),
            _ => Ok(()),
        }
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        if self.list.clear_filter() {
            return self.filtered();
        }
        Reply::close()
    }

    fn hear(&mut self, report: &Report, _context: &Context<'_>) -> Reply {
        if let Report::PagesFound { words, entries, more } = report
            && *words == self.words
        {
            (self.entries, self.more, self.fetched) = (entries.clone(), *more, true);
            return self.filtered();
        }
        Reply::none()
    }

    fn text(&mut self, text: &str, _context: &Context<'_>) -> Reply {
        self.list.type_text(text);
        self.filtered()
    }

    fn list(&mut self, command: ListCommand, _context: &Context<'_>) -> Reply {
        match self.list.command(command) {
            ListEvent::Moved | ListEvent::PaneWanted => Reply::none(),
            ListEvent::Filtered => self.filtered(),
            ListEvent::Opened => match self.list.selected().and_then(|place| self.entries.get(*place)) {
                Some(entry) => HandbookPage::open(entry.at.day()),
                None => Reply::none(),
            },
        }
    }
}
