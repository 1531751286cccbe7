//! 到点的事: what follows from events, ages and decisions and is not done yet, what is due first in front.
//!
//! It derives nothing itself: `domain::follow_up` does, and here it is filtered by typing and opened.

use super::follow_up_card::FollowUpCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand, Scope};
use crate::app::list::{List, ListEvent};
use crate::domain::find::Search;
use crate::domain::follow_up::chains::Trigger;
use crate::domain::follow_up::outlook::{self, FollowKey, Pending};
use crate::domain::id::PersonId;
use crate::domain::pinyin::Query;

/// 到点的事.
#[derive(Debug)]
pub struct FollowUps {
    /// Those that fit what was typed.
    pub list: List<Pending>,
    /// Which of them are looked at.
    pub wanted: Wanted,
    rows: Vec<Pending>,
}

/// Which follow-ups are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All.
    All,
    /// Those of one person.
    Of(PersonId),
    /// Those of one rule, by its place.
    Rule(usize),
}

impl FollowUps {
    /// All of them.
    pub fn new(context: &Context<'_>) -> FollowUps {
        FollowUps::seen(context, Wanted::All)
    }

    /// Some of them.
    pub fn seen(context: &Context<'_>, wanted: Wanted) -> FollowUps {
        let mut follow_ups = FollowUps { list: List::default(), wanted, rows: Vec::new() };
        follow_ups.refresh(context);
        follow_ups
    }

    /// Those that stand with this one on one line of 今日.
    pub fn beside(context: &Context<'_>, key: FollowKey) -> FollowUps {
        let wanted = match outlook::rule(context.tables, key).map(|rule| &rule.trigger) {
            Some(Trigger::Event(_)) => Wanted::Of(key.person),
            Some(Trigger::Age(_) | Trigger::Granted(_) | Trigger::Expiry(_)) | None => Wanted::Rule(key.rule),
        };
        FollowUps::seen(context, wanted)
    }

    /// How many there are, those that are filtered away included.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    fn fitting(&self, context: &Context<'_>) -> Vec<Pending> {
        let typed = self.list.filter().text();
        let search = Search::new(context.village, context.today, typed);
        if search.is_empty() {
            return self.rows.clone();
        }
        let query = Query::new(typed);
        let fits = |pending: &&Pending| {
            let person = context.village.person(pending.key.person);
            let rule = outlook::rule(context.tables, pending.key);
            person.is_some_and(|person| search.person_by_own(person))
                || rule.is_some_and(|rule| query.matches(&rule.name) || query.matches(&rule.trigger.label()))
        };
        self.rows.iter().filter(fits).copied().collect()
    }

    fn filtered(&mut self, context: &Context<'_>) -> Reply {
        let rows = self.fitting(context);
        self.list.set_matches(rows);
        Reply::none()
    }
}

impl Behaviour for FollowUps {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        let open = self.list.selected().map(|_| Command::List(ListCommand::Open).into());
        open.into_iter().chain([Command::Global(GlobalCommand::Back).into()]).collect()
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Pane) => Err("到点的事只有这一张单子".to_owned()),
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
        let (village, tables, today) = (context.village, context.tables, context.today);
        self.rows = match self.wanted {
            Wanted::All => outlook::all(village, tables, today),
            Wanted::Of(id) => outlook::of_person(village, tables, today, id),
            Wanted::Rule(place) => {
                let mut rows = outlook::all(village, tables, today);
                rows.retain(|pending| pending.key.rule == place);
                rows
            }
        };
        let rows = self.fitting(context);
        self.list.set_items(rows);
    }

    fn person(&self, _context: &Context<'_>) -> Option<PersonId> {
        self.list.selected().filter(|_| !self.list.filter().is_empty()).map(|pending| pending.key.person)
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
                Some(pending) => Reply::open(Screen::FollowUpCard(FollowUpCard::of(context, pending.key))),
                None => Reply::none(),
            },
        }
    }
}
