//! 村务: matters handed back, postings on the board with what is to be published, and what is over. Tab goes from one to
//! the next.
//!
//! It derives nothing itself; here it is filtered by typing and opened.

use super::affair_form::{AffairForm, FormKind};
use super::listing::{Listed, Listing};
use super::posting_card::PostingCard;
use super::returned_card::ReturnedCard;
use super::{Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand};
use crate::app::list::List;
use crate::domain::id::{PostingId, ReturnedMatterId};
use crate::domain::pinyin::Query;
use crate::domain::posting::outlook;

/// 村务.
#[derive(Debug)]
pub struct Affairs {
    /// The rows that fit what was typed.
    pub list: List<AffairRow>,
    /// The way they are seen.
    pub view: View,
    rows: Vec<AffairRow>,
}

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AffairRow {
    /// A matter handed back.
    Returned(ReturnedMatterId),
    /// A posting.
    Posting(PostingId),
    /// Something the calendar asks for, by its place in the table.
    Publication(usize),
}

/// A way to see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// 交还事务 that are not over.
    Open,
    /// 公示 that hang, and what is to be published.
    Postings,
    /// What is over.
    Ended,
}

impl View {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            View::Open => "交还事务",
            View::Postings => "公示",
            View::Ended => "已经办完的",
        }
    }

    fn next(self) -> View {
        match self {
            View::Open => View::Postings,
            View::Postings => View::Ended,
            View::Ended => View::Open,
        }
    }

    fn next_words(self) -> &'static str {
        match self.next() {
            View::Open => "看交还事务",
            View::Postings => "看公示",
            View::Ended => "看办完的",
        }
    }
}

impl Affairs {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Listed<Affairs> {
        Affairs::seen_as(context, View::Open)
    }

    /// The screen in one of its ways.
    pub fn seen_as(context: &Context<'_>, view: View) -> Listed<Affairs> {
        Listed::of(Affairs { list: List::default(), view, rows: Vec::new() }, context)
    }

    /// How many rows this view has, those that are filtered away included.
    pub fn count(&self) -> usize {
        self.rows.len()
    }
}

/// The rows of a view: matters by how long they stand, postings by the day they ask for something.
fn rows(context: &Context<'_>, view: View) -> Vec<AffairRow> {
    let village = context.village;
    let over = view == View::Ended;
    let mut matters: Vec<_> = village.returned_matters().filter(|matter| matter.state.is_over() == over).collect();
    matters.sort_by_key(|matter| matter.since());
    let mut postings: Vec<_> = village.postings().filter(|posting| posting.down_on.is_some() == over).collect();
    postings.sort_by_key(|posting| posting.may_come_down_on());
    if over {
        matters.reverse();
        postings.reverse();
    }
    let matters = matters.into_iter().map(|matter| AffairRow::Returned(matter.id));
    let postings = postings.into_iter().map(|posting| AffairRow::Posting(posting.id));
    match view {
        View::Open => matters.collect(),
        View::Postings => {
            let due = outlook::of(village, context.tables, context.today);
            let open = due.iter().enumerate().filter(|(_, due)| due.is_open());
            let open: Vec<AffairRow> = open.map(|(place, _)| AffairRow::Publication(place)).collect();
            open.into_iter().chain(postings).collect()
        }
        View::Ended => matters.chain(postings).collect(),
    }
}

impl Listing for Affairs {
    type Row = AffairRow;

    fn hints(&self) -> Vec<Hint> {
        let new = match self.view {
            View::Open | View::Ended => GlobalCommand::Propose,
            View::Postings => GlobalCommand::PutUp,
        };
        vec![
            Command::List(ListCommand::Open).into(),
            Command::List(ListCommand::Pane).meaning(self.view.next_words()),
            Command::Global(new).into(),
            Command::Global(GlobalCommand::Back).into(),
        ]
    }

    fn list(&self) -> &List<AffairRow> {
        &self.list
    }

    fn list_mut(&mut self) -> &mut List<AffairRow> {
        &mut self.list
    }

    fn look(&mut self, context: &Context<'_>) {
        self.rows = rows(context, self.view);
    }

    fn fitting(&self, context: &Context<'_>) -> Vec<AffairRow> {
        let typed = self.list.filter().text();
        if typed.trim().is_empty() {
            return self.rows.clone();
        }
        let query = Query::new(typed);
        let fits = |row: &&AffairRow| match row {
            AffairRow::Returned(id) => context.village.returned_matter(*id).is_some_and(|matter| {
                query.matches(&matter.title) || query.matches(matter.state.label()) || query.matches(&matter.subject)
            }),
            AffairRow::Posting(id) => {
                context.village.posting(*id).is_some_and(|it| query.matches(&it.subject) || query.matches(&it.board))
            }
            AffairRow::Publication(place) => {
                context.tables.postings.calendar.get(*place).is_some_and(|it| query.matches(&it.kind))
            }
        };
        self.rows.iter().filter(fits).copied().collect()
    }

    fn open(&mut self, row: AffairRow, context: &Context<'_>) -> Reply {
        match row {
            AffairRow::Returned(id) => Reply::open(Screen::ReturnedCard(ReturnedCard::of(context, id))),
            AffairRow::Posting(id) => Reply::open(Screen::PostingCard(PostingCard::of(context, id))),
            AffairRow::Publication(place) => match context.closed() {
                Some(why) => Reply::refuse(why),
                None => Reply::open(Screen::AffairForm(AffairForm::of(context, FormKind::PutUp(Some(place))))),
            },
        }
    }

    fn turn(&mut self, context: &Context<'_>) -> Reply {
        self.view = self.view.next();
        self.list.clear_filter();
        self.renew(context);
        Reply::none()
    }
}
