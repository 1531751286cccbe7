//! What can be printed beside the records: the ways to complain, what hangs on the wall, the appraisal. Each is read as a
//! page, and printed from there.

use super::page::Page;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, Scope};
use crate::app::numbered::{MenuEvent, Numbered};
use crate::domain::prints::Print;

/// The sheets, to choose from.
#[derive(Debug)]
pub struct Sheets {
    /// Its lines.
    pub lines: Numbered<Print>,
}

impl Sheets {
    /// All of them.
    pub fn all() -> Sheets {
        Sheets::that(|_| true)
    }

    /// Those of the appraisal.
    pub fn of_appraisal() -> Sheets {
        Sheets::that(Print::is_appraisal)
    }

    fn that(wanted: impl Fn(Print) -> bool) -> Sheets {
        let prints = Print::ALL.into_iter().filter(|print| wanted(*print));
        Sheets { lines: prints.fold(Numbered::default(), |menu, print| menu.item(print.label(), print)) }
    }
}

impl Behaviour for Sheets {
    fn scope(&self) -> Scope {
        Scope::Menu
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Menu(MenuCommand::Choose).into(), Command::Global(GlobalCommand::Back).into()]
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        match self.lines.command(command) {
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Blocked(why) => Reply::refuse(why),
            MenuEvent::Chosen(print) => {
                let sheet = print.of(context.village, context.tables, context.today);
                let page = Page::of_sheet(print.label(), sheet);
                Reply::close().then(Reply::open(Screen::Page(page)))
            }
        }
    }
}
