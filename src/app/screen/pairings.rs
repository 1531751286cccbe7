//! 帮扶: the officer's own five ties, who is paired with which household, and what was ended. Tab goes from one to the next.
//!
//! It derives nothing itself: `domain::pairing` does, and here it is filtered by typing and opened.

use super::listing::{Listed, Listing};
use super::pairing_card::PairingCard;
use super::pairing_form::PairingForm;
use super::{Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand};
use crate::app::list::List;
use crate::domain::day::Day;
use crate::domain::find::Search;
use crate::domain::id::{PairingId, PersonId};
use crate::domain::pairing::outlook::{self, Talks};
use crate::domain::pairing::{Pairing, PairingTarget};
use crate::domain::pinyin::Query;

/// 帮扶.
#[derive(Debug)]
pub struct Pairings {
    /// The rows that fit what was typed.
    pub list: List<PairingRow>,
    /// The way they are seen.
    pub view: View,
    /// How many of the five there are.
    pub five: usize,
    rows: Vec<PairingRow>,
}

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairingRow {
    /// A place on the card of five that is free.
    Free(PairingTarget),
    /// A pairing, when there was contact last, and when its household is to be seen next.
    Held(PairingId, Option<Day>, Option<Day>),
}

/// A way to see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// 五联.
    Five,
    /// 结对的.
    Paired,
    /// 已解除.
    Ended,
}

impl View {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            View::Five => "五联",
            View::Paired => "结对的户",
            View::Ended => "已解除",
        }
    }

    fn next(self) -> View {
        match self {
            View::Five => View::Paired,
            View::Paired => View::Ended,
            View::Ended => View::Five,
        }
    }

    /// What Tab does, for the bottom line.
    fn next_words(self) -> &'static str {
        match self.next() {
            View::Five => "看五联",
            View::Paired => "看结对的户",
            View::Ended => "看已解除的",
        }
    }
}

impl Pairings {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Listed<Pairings> {
        Pairings::seen_as(context, View::Five)
    }

    /// The screen in one of its ways.
    pub fn seen_as(context: &Context<'_>, view: View) -> Listed<Pairings> {
        Listed::of(Pairings { list: List::default(), view, five: 0, rows: Vec::new() }, context)
    }

    /// How many rows this view has, those that are filtered away included.
    pub fn count(&self) -> usize {
        self.rows.len()
    }
}

impl Listing for Pairings {
    type Row = PairingRow;

    fn hints(&self) -> Vec<Hint> {
        let open = match self.list.selected() {
            Some(PairingRow::Free(_)) => Some("记上这一联"),
            Some(PairingRow::Held(..)) => Some("打开"),
            None => None,
        };
        let open = open.map(|words| Command::List(ListCommand::Open).meaning(words));
        let others = [
            Command::List(ListCommand::Pane).meaning(self.view.next_words()),
            Command::Global(GlobalCommand::Pair).into(),
            Command::Global(GlobalCommand::Back).into(),
        ];
        open.into_iter().chain(others).collect()
    }

    fn list(&self) -> &List<PairingRow> {
        &self.list
    }

    fn list_mut(&mut self) -> &mut List<PairingRow> {
        &mut self.list
    }

    fn look(&mut self, context: &Context<'_>) {
        let village = context.village;
        let talks = Talks::of(village);
        let row = |pairing: &Pairing| {
            let last = outlook::last_contact(village, &talks, pairing, context.today);
            let due = outlook::next_visit(village, context.tables, pairing, context.today);
            PairingRow::Held(pairing.id, last, due)
        };
        let own = PairingTarget::ALL.map(|target| (target, outlook::own(village, target)));
        self.five = own.iter().filter(|(_, pairing)| pairing.is_some()).count();
        self.rows = match self.view {
            View::Five => own.into_iter().map(|(target, held)| held.map_or(PairingRow::Free(target), row)).collect(),
            View::Paired => {
                let of_five = |it: &Pairing| it.own && it.target != PairingTarget::Household;
                let mut open: Vec<PairingRow> =
                    village.pairings().filter(|it| it.is_open() && !of_five(it)).map(row).collect();
                // Whoever is to be seen first stands first; the sort is stable.
                open.sort_by_key(|row| match row {
                    PairingRow::Held(_, _, Some(due)) => (0, due.number()),
                    PairingRow::Held(_, _, None) | PairingRow::Free(_) => (1, 0),
                });
                open
            }
            View::Ended => {
                let mut ended: Vec<&Pairing> = village.pairings().filter(|it| !it.is_open()).collect();
                ended.sort_by_key(|it| std::cmp::Reverse(it.end.as_ref().map(|end| end.on)));
                ended.into_iter().map(row).collect()
            }
        };
    }

    fn fitting(&self, context: &Context<'_>) -> Vec<PairingRow> {
        let (village, typed) = (context.village, self.list.filter().text());
        let search = Search::new(village, context.today, typed);
        if search.is_empty() {
            return self.rows.clone();
        }
        let query = Query::new(typed);
        let pairing = |it: &Pairing| {
            let household = it.household.and_then(|id| village.household(id));
            query.matches(&it.helper)
                || query.matches(outlook::whom(village, it))
                || household.is_some_and(|household| search.household(household).is_some())
        };
        let fits = |row: &&PairingRow| match row {
            PairingRow::Free(target) => query.matches(target.label()),
            PairingRow::Held(id, ..) => village.pairing(*id).is_some_and(pairing),
        };
        self.rows.iter().filter(fits).copied().collect()
    }

    fn open(&mut self, row: PairingRow, context: &Context<'_>) -> Reply {
        match row {
            PairingRow::Free(target) => match context.closed() {
                Some(why) => Reply::refuse(why),
                None => Reply::open(Screen::PairingForm(PairingForm::own(context, target))),
            },
            PairingRow::Held(id, ..) => Reply::open(Screen::PairingCard(PairingCard::of(context, id))),
        }
    }

    fn turn(&mut self, context: &Context<'_>) -> Reply {
        self.view = self.view.next();
        self.look(context);
        self.filter(context)
    }

    fn whom(&self, row: &PairingRow, context: &Context<'_>) -> Option<PersonId> {
        match row {
            PairingRow::Held(id, ..) => {
                let household = context.village.pairing(*id)?.household?;
                context.village.household(household)?.head
            }
            PairingRow::Free(_) => None,
        }
    }
}
