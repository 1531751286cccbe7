//! 到点的事: what follows from events, ages and decisions and is not done yet, what is due first in front.
//!
//! It derives nothing itself: `domain::follow_up` does, and here it is filtered by typing and opened.

use super::follow_up_card::FollowUpCard;
use super::listing::{Listed, Listing};
use super::{Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand};
use crate::app::list::List;
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
    pub fn new(context: &Context<'_>) -> Listed<FollowUps> {
        FollowUps::seen(context, Wanted::All)
    }

    /// Some of them.
    pub fn seen(context: &Context<'_>, wanted: Wanted) -> Listed<FollowUps> {
        Listed::of(FollowUps { list: List::default(), wanted, rows: Vec::new() }, context)
    }

    /// Those that stand with this one on one line of 今日.
    pub fn beside(context: &Context<'_>, key: FollowKey) -> Listed<FollowUps> {
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
}

impl Listing for FollowUps {
    type Row = Pending;

    fn hints(&self) -> Vec<Hint> {
        let open = self.list.selected().map(|_| Command::List(ListCommand::Open).into());
        open.into_iter().chain([Command::Global(GlobalCommand::Back).into()]).collect()
    }

    fn list(&self) -> &List<Pending> {
        &self.list
    }

    fn list_mut(&mut self) -> &mut List<Pending> {
        &mut self.list
    }

    fn look(&mut self, context: &Context<'_>) {
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

    fn open(&mut self, pending: Pending, context: &Context<'_>) -> Reply {
        Reply::open(Screen::FollowUpCard(FollowUpCard::of(context, pending.key)))
    }

    fn available(&self, command: Command) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Pane) => Err("到点的事只有这一张单子".to_owned()),
            _ => Ok(()),
        }
    }

    fn whom(&self, pending: &Pending, _context: &Context<'_>) -> Option<PersonId> {
        Some(pending.key.person)
    }
}
