//! 自查: what of the records would stand out to whoever checks the work, each with the act that clears it.
//!
//! It derives nothing itself (`domain::flag` does) and puts nothing away: a line goes with the act it names.

use super::affair_form::{AffairForm, FormKind};
use super::pairing_card::PairingCard;
use super::point_card::PointCard;
use super::returned_card::ReturnedCard;
use super::task_card::TaskCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand, Scope};
use crate::app::list::{List, ListEvent};
use crate::domain::flag::{self, Flag, FlagSubject};
use crate::domain::id::PersonId;
use crate::domain::pinyin::Query;

/// 自查.
#[derive(Debug)]
pub struct Flags {
    /// The flags that fit what was typed.
    pub list: List<Flag>,
    rows: Vec<Flag>,
}

impl Flags {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Flags {
        let mut flags = Flags { list: List::default(), rows: Vec::new() };
        flags.refresh(context);
        flags
    }

    /// How many there are, those that are filtered away included.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    fn fitting(&self) -> Vec<Flag> {
        let typed = self.list.filter().text();
        if typed.trim().is_empty() {
            return self.rows.clone();
        }
        let query = Query::new(typed);
        let fits = |flag: &&Flag| query.matches_fields(&[flag.kind.label(), &flag.of, &flag.found]);
        self.rows.iter().filter(fits).cloned().collect()
    }

    fn filtered(&mut self) -> Reply {
        let rows = self.fitting();
        self.list.set_matches(rows);
        Reply::none()
    }

    /// The record the flag is about, where the act can be done.
    fn open(&self, context: &Context<'_>) -> Reply {
        let Some(flag) = self.list.selected() else { return Reply::none() };
        Reply::open(match flag.subject {
            FlagSubject::Task(id) => Screen::TaskCard(TaskCard::of(context, id)),
            FlagSubject::Returned(id) => Screen::ReturnedCard(ReturnedCard::of(context, id)),
            FlagSubject::Point(id) => Screen::PointCard(PointCard::of(context, id)),
            FlagSubject::Pairing(id) => Screen::PairingCard(PairingCard::of(context, id)),
            FlagSubject::Publication(place) => match context.closed() {
                Some(why) => return Reply::refuse(why),
                None => Screen::AffairForm(AffairForm::of(context, FormKind::PutUp(Some(place)))),
            },
        })
    }
}

impl Behaviour for Flags {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        let open = self.list.selected().map(|_| Command::List(ListCommand::Open).meaning("去办"));
        let others = [Command::Global(GlobalCommand::Note).into(), Command::Global(GlobalCommand::Back).into()];
        open.into_iter().chain(others).collect()
    }

    /// Only whom the officer looked for: the line a list opens with is nobody's choice.
    fn person(&self, context: &Context<'_>) -> Option<PersonId> {
        match self.list.selected().filter(|_| !self.list.filter().is_empty())?.subject {
            FlagSubject::Task(id) => context.village.task(id).map(|task| task.applicant),
            FlagSubject::Returned(_)
            | FlagSubject::Publication(_)
            | FlagSubject::Point(_)
            | FlagSubject::Pairing(_) => None,
        }
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Open) if self.list.selected().is_none() => Err("没有选中的一行".to_owned()),
            Command::List(ListCommand::Pane) => Err("自查只有这一张单子".to_owned()),
            _ => Ok(()),
        }
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        if self.list.clear_filter() {
            return self.filtered();
        }
        Reply::close()
    }

    fn refresh(&mut self, context: &Context<'_>) {
        self.rows = flag::flags(context.village, context.tables, context.today);
        let rows = self.fitting();
        self.list.set_items(rows);
    }

    fn text(&mut self, text: &str, _context: &Context<'_>) -> Reply {
        self.list.type_text(text);
        self.filtered()
    }

    fn list(&mut self, command: ListCommand, context: &Context<'_>) -> Reply {
        match self.list.command(command) {
            ListEvent::Moved | ListEvent::PaneWanted => Reply::none(),
            ListEvent::Filtered => self.filtered(),
            ListEvent::Opened => self.open(context),
        }
    }
}
