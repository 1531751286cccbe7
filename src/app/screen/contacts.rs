//! 常用电话: whom the officer calls for his work, found by typing; Enter corrects one.
//!
//! Numbers are whole here: they are those of offices, and are there to be dialled.

use super::contact_form::ContactForm;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand, Scope};
use crate::app::list::{List, ListEvent};
use crate::domain::contact::Contact;
use crate::domain::find::Search;
use crate::domain::id::ContactId;

/// 常用电话.
#[derive(Debug)]
pub struct Contacts {
    /// Those that fit what was typed.
    pub list: List<ContactId>,
    /// How many there are, those that are filtered away included.
    pub count: usize,
}

impl Contacts {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Contacts {
        let mut contacts = Contacts { list: List::default(), count: 0 };
        contacts.refresh(context);
        contacts
    }

    fn fitting(&self, context: &Context<'_>) -> Vec<ContactId> {
        let search = Search::new(context.village, context.today, self.list.filter().text());
        let mut found: Vec<&Contact> = context.village.contacts().filter(|contact| contact.is_used()).collect();
        found.retain(|contact| search.is_empty() || search.contact(contact));
        found.sort_by(|one, other| (&one.office, &one.role, one.id).cmp(&(&other.office, &other.role, other.id)));
        found.into_iter().map(|contact| contact.id).collect()
    }

    fn filtered(&mut self, context: &Context<'_>) -> Reply {
        let rows = self.fitting(context);
        self.list.set_matches(rows);
        Reply::none()
    }
}

impl Behaviour for Contacts {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        let edit = self.list.selected().map(|_| Command::List(ListCommand::Open).meaning("改"));
        let others = [Command::Global(GlobalCommand::AddContact).into(), Command::Global(GlobalCommand::Back).into()];
        edit.into_iter().chain(others).collect()
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Pane) => Err("常用电话只有这一张单子".to_owned()),
            _ => Ok(()),
        }
    }

    fn back(&mut self, context: &Context<'_>) -> Reply {
        if self.list.clear_filter() {
            return self.filtered(context);
        }
        Reply::close()
    }

    fn refresh(&mut self, context: &Context<'_>) {
        self.count = context.village.contacts().filter(|contact| contact.is_used()).count();
        let rows = self.fitting(context);
        self.list.set_items(rows);
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        self.list.type_text(text);
        self.filtered(context)
    }

    fn list(&mut self, command: ListCommand, context: &Context<'_>) -> Reply {
        match self.list.command(command) {
            ListEvent::Moved | ListEvent::PaneWanted => Reply::none(),
            ListEvent::Filtered => self.filtered(context),
            ListEvent::Opened => match self.list.selected() {
                Some(id) => ContactForm::open(context, *id),
                None => Reply::none(),
            },
        }
    }
}

impl ContactForm {
    /// Opens one to be corrected, or says why not.
    pub fn open(context: &Context<'_>, id: ContactId) -> Reply {
        match (context.closed(), ContactForm::correcting(context, id)) {
            (Some(why), _) => Reply::refuse(why),
            (None, Some(form)) => Reply::open(Screen::ContactForm(form)),
            (None, None) => Reply::refuse("这个电话已经不在了，可能被撤销了"),
        }
    }
}
