//! What all screens that are one list have in common: how they are moved in, filtered by typing, opened and left.
//!
//! Which rows there are, which of them fit what is typed, and what opening one means is each list's own. A list with a
//! way of its own, as 今日 or the ledger of tasks, is a `Behaviour` like any other screen.

use std::ops::{Deref, DerefMut};

use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, ListCommand, Scope};
use crate::app::list::{List, ListEvent};
use crate::domain::id::PersonId;
use crate::domain::sheet::Sheet;

/// A screen that is one list.
pub trait Listing {
    /// What a row holds.
    type Row: Clone + PartialEq;

    /// What the bottom line names, the most useful first.
    fn hints(&self) -> Vec<Hint>;

    /// The rows that fit what was typed.
    fn list(&self) -> &List<Self::Row>;

    /// The same, to be moved in and typed into.
    fn list_mut(&mut self) -> &mut List<Self::Row>;

    /// Looks anew at what there is, however it is filtered.
    fn look(&mut self, context: &Context<'_>);

    /// What there is and fits what is typed, in order.
    fn fitting(&self, context: &Context<'_>) -> Vec<Self::Row>;

    /// Opens what a row is about.
    fn open(&mut self, row: Self::Row, context: &Context<'_>) -> Reply;

    /// Shows it another way.
    fn turn(&mut self, _context: &Context<'_>) -> Reply {
        Reply::none()
    }

    /// Whether this command makes sense now, or the reason why not.
    fn available(&self, _command: Command) -> Result<(), String> {
        Ok(())
    }

    /// What of it can be printed.
    fn sheet(&self, _context: &Context<'_>) -> Option<Sheet> {
        None
    }

    /// Whom a row is about.
    fn whom(&self, _row: &Self::Row, _context: &Context<'_>) -> Option<PersonId> {
        None
    }

    /// Shows what there is by now; what was selected stays so where it is still there.
    fn renew(&mut self, context: &Context<'_>) {
        self.look(context);
        let rows = self.fitting(context);
        self.list_mut().set_items(rows);
    }

    /// Shows what fits, the best first, after something else was typed or looked at.
    fn filter(&mut self, context: &Context<'_>) -> Reply {
        let rows = self.fitting(context);
        self.list_mut().set_matches(rows);
        Reply::none()
    }
}

/// A list as a screen. It is wrapped, for every `Filling` is a `Behaviour` already, and there can be one such rule.
#[derive(Debug)]
pub struct Listed<L>(pub(super) L);

impl<L: Listing> Listed<L> {
    /// The screen as it is opened.
    pub(super) fn of(listing: L, context: &Context<'_>) -> Listed<L> {
        let mut listed = Listed(listing);
        listed.refresh(context);
        listed
    }
}

impl<L> Deref for Listed<L> {
    type Target = L;

    fn deref(&self) -> &L {
        &self.0
    }
}

impl<L> DerefMut for Listed<L> {
    fn deref_mut(&mut self) -> &mut L {
        &mut self.0
    }
}

impl<L: Listing> Behaviour for Listed<L> {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        self.0.hints()
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Open) => self.0.list().can_open(),
            _ => self.0.available(command),
        }
    }

    fn sheet(&self, context: &Context<'_>) -> Option<Sheet> {
        self.0.sheet(context)
    }

    /// Only whom the officer looked for: the line a list opens with is nobody's choice.
    fn person(&self, context: &Context<'_>) -> Option<PersonId> {
        let list = self.0.list();
        let row = list.selected().filter(|_| !list.filter().is_empty())?;
        self.0.whom(row, context)
    }

    fn back(&mut self, context: &Context<'_>) -> Reply {
        match self.0.list_mut().clear_filter() {
            true => self.0.filter(context),
            false => Reply::close(),
        }
    }

    fn refresh(&mut self, context: &Context<'_>) {
        self.0.renew(context);
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        self.0.list_mut().type_text(text);
        self.0.filter(context)
    }

    fn list(&mut self, command: ListCommand, context: &Context<'_>) -> Reply {
        match self.0.list_mut().command(command) {
            ListEvent::Moved => Reply::none(),
            ListEvent::Filtered => self.0.filter(context),
            ListEvent::PaneWanted => self.0.turn(context),
            ListEvent::Opened => match self.0.list().selected().cloned() {
                Some(row) => self.0.open(row, context),
                None => Reply::none(),
            },
        }
    }
}
