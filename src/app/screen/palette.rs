//! 全部操作: every command, found by typing its name, its pinyin or a word of its help.
//!
//! What cannot be done now stays in the list with its reason.

use super::{Behaviour, Context, Hint, Reply};
use crate::app::App;
use crate::app::command::{Command, GlobalCommand, Group, ListCommand, Scope, TABLE};
use crate::app::list::{List, ListEvent};
use crate::domain::pinyin::Query;

/// The list of all commands.
#[derive(Debug)]
pub struct Palette {
    /// The commands that fit what was typed.
    pub list: List<Command>,
    entries: Vec<(Command, Result<(), String>)>,
}

impl Palette {
    /// What can be done on the screen that is on top now; moving and typing are left out, they have their keys.
    pub fn of(app: &App) -> Palette {
        let rows = TABLE.iter().filter(|row| !matches!(row.group, Group::Moves | Group::Typing));
        let mut entries: Vec<_> = rows
            .filter(|row| row.command != Command::Global(GlobalCommand::Palette))
            .map(|row| (row.command, app.available(row.command)))
            .collect();
        entries.sort_by_key(|(_, available)| available.is_err());
        let mut palette = Palette { list: List::default(), entries };
        palette.filter();
        palette
    }

    /// Why this command cannot be done now, if it cannot.
    pub fn blocked(&self, command: Command) -> Option<&str> {
        let entry = self.entries.iter().find(|(entry, _)| *entry == command);
        entry.and_then(|(_, available)| available.as_ref().err()).map(String::as_str)
    }

    fn filter(&mut self) {
        let query = Query::new(self.list.filter().text());
        let fits = |command: &Command| {
            let row = command.row();
            query.matches(row.title) || query.matches(row.help)
        };
        let mut matches: Vec<Command> = self.entries.iter().map(|(command, _)| *command).filter(fits).collect();
        matches.sort_by_key(|command| !query.matches(command.row().title));
        self.list.set_matches(matches);
    }
}

impl Behaviour for Palette {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::List(ListCommand::Open).into(), Command::Global(GlobalCommand::Back).into()]
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        if self.list.clear_filter() {
            self.filter();
            return Reply::none();
        }
        Reply::close()
    }

    fn text(&mut self, text: &str, _context: &Context<'_>) -> Reply {
        self.list.type_text(text);
        self.filter();
        Reply::none()
    }

    fn list(&mut self, command: ListCommand, _context: &Context<'_>) -> Reply {
        match self.list.command(command) {
            ListEvent::Moved | ListEvent::PaneWanted => Reply::none(),
            ListEvent::Filtered => {
                self.filter();
                Reply::none()
            }
            ListEvent::Opened => match self.list.selected() {
                Some(command) => Reply::close().then(Reply::run(*command)),
                None => Reply::none(),
            },
        }
    }
}
