//! 常用电话: whom the officer calls for his work, found by typing; Enter corrects one.
//!
//! Numbers are whole here: they are those of offices, and are there to be dialled.

use super::contact_form::ContactForm;
use super::listing::{Listed, Listing};
use super::{Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand};
use crate::app::list::List;
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
    pub fn new(context: &Context<'_>) -> Listed<Contacts> {
        Listed::of(Contacts { list: List::default(), count: 0 }, context)
    }
}

impl Listing for Contacts {
    type Row = ContactId;

    fn hints(&self) -> Vec<Hint> {
        let edit = self.list.selected().map(|_| Command::List(ListCommand::Open).meaning("改"));
        let others = [Command::Global(GlobalCommand::AddContact).into(), Command::Global(GlobalCommand::Back).into()];
        edit.into_iter().chain(others).collect()
    }

    fn list(&self) -> &List<ContactId> {
        &self.list
    }

    fn list_mut(&mut self) -> &mut List<ContactId> {
        &mut self.list
    }

    fn look(&mut self, context: &Context<'_>) {
        self.count = context.village.contacts().filter(|contact| contact.is_used()).count();
    }

    fn fitting(&self, context: &Context<'_>) -> Vec<ContactId> {
        let search = Search::new(context.village, context.today, self.list.filter().text());
        let mut found: Vec<&Contact> = context.village.contacts().filter(|contact| contact.is_used()).collect();
        found.retain(|contact| search.is_empty() || search.contact(contact));
        found.sort_by(|one, other| (&one.office, &one.role, one.id).cmp(&(&other.office, &other.role, other.id)));
        found.into_iter().map(|contact| contact.id).collect()
    }

    fn open(&mut self, id: ContactId, context: &Context<'_>) -> Reply {
        ContactForm::open(context, id)
    }

    fn available(&self, command: Command) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Pane) => Err("常用电话只有这一张单子".to_owned()),
            _ => Ok(()),
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
