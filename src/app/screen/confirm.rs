//! A question before something that cannot be undone.
//!
//! What can be undone is never asked about.

use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, Scope};
use crate::app::numbered::{MenuEvent, Numbered};

/// A question with what a yes does.
#[derive(Debug)]
pub struct Confirm {
    /// What is asked, with what it means for the data.
    pub question: String,
    /// 1 for yes, 0 for no.
    pub lines: Numbered<bool>,
    yes: Option<Reply>,
}

impl Confirm {
    /// Asks; `yes_label` says in a few words what the yes does.
    pub fn ask(question: impl Into<String>, yes_label: &str, yes: Reply) -> Confirm {
        let lines = Numbered::default().item(yes_label, true).zero("不做，返回", false);
        Confirm { question: question.into(), lines, yes: Some(yes) }
    }

    /// What Esc means on a form: it closes, after a question where something was typed that is not stored.
    pub fn leaving(unsaved: bool) -> Reply {
        if unsaved {
            let question = "这张表填了还没存，放下就没有了。以前存好的都在。";
            Reply::open(Screen::Confirm(Confirm::ask(question, "放下，不存", Reply::close())))
        } else {
            Reply::close()
        }
    }
}

impl Behaviour for Confirm {
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
            MenuEvent::Chosen(true) => Reply::close().then(self.yes.take().unwrap_or_default()),
            MenuEvent::Chosen(false) => Reply::close(),
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Blocked(why) => Reply::refuse(why),
        }
    }
}
