//! The main menu, for hands and laptops without F-keys.
//!
//! Its lines are commands of the table; it knows nothing of what they do.

use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, GlobalCommand, MenuCommand, Scope};
use crate::app::numbered::{MenuEvent, Numbered};

/// The main menu.
#[derive(Debug)]
pub struct Menu {
    /// Its lines.
    pub lines: Numbered<Command>,
}

impl Menu {
    /// The lines in the order in which they are needed; 今日 is where it is opened from.
    pub fn main() -> Menu {
        let wanted = [
            GlobalCommand::Intake,
            GlobalCommand::Households,
            GlobalCommand::Tasks,
            GlobalCommand::Visits,
            GlobalCommand::Pairings,
            GlobalCommand::Affairs,
            GlobalCommand::Handbook,
            GlobalCommand::Exchange,
            GlobalCommand::Palette,
        ];
        let lines = wanted.into_iter().map(Command::Global).fold(Numbered::default(), |menu, command| {
            let row = command.row();
            menu.item(row.title, command)
        });
        let quit = Command::Global(GlobalCommand::Quit);
        let switch = Command::Global(GlobalCommand::Villages);
        Menu { lines: lines.undigited(switch.row().title, switch).zero(quit.row().title, quit) }
    }
}

impl Behaviour for Menu {
    fn scope(&self) -> Scope {
        Scope::Menu
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Menu(MenuCommand::Choose).into(), Command::Global(GlobalCommand::Back).into()]
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn menu(&mut self, command: MenuCommand, _context: &Context<'_>) -> Reply {
        match self.lines.command(command) {
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Chosen(command) => Reply::close().then(Reply::run(command)),
            MenuEvent::Blocked(why) => Reply::refuse(why),
        }
    }
}
