//! 今日: what is to be done today, in the order of the law and the villager.
//!
//! Which lines there are is `domain::today`'s; here they are filtered by typing and opened.

use super::affairs::{Affairs, View};
use super::backup::Backup;
use super::exchange::Exchange;
use super::flags::call_back;
use super::follow_up_card::FollowUpCard;
use super::follow_ups::FollowUps;
use super::leave_card::LeaveCard;
use super::note_card::NoteCard;
use super::pairing_card::PairingCard;
use super::point_card::PointCard;
use super::posting_card::PostingCard;
use super::retention::Retention;
use super::supervision_card::SupervisionCard;
use super::task_card::TaskCard;
use super::visit_card::VisitCard;
use super::visits::Visits;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::App;
use crate::app::command::{Command, GlobalCommand, ListCommand, Scope};
use crate::app::handover_words;
use crate::app::list::{List, ListEvent};
use crate::domain::find::Search;
use crate::domain::follow_up::outlook as follow_ups;
use crate::domain::household::GroupNo;
use crate::domain::id::PersonId;
use crate::domain::pairing::outlook;
use crate::domain::pinyin::Query;
use crate::domain::today::{self, TodayKind, TodayLine, TodaySubject, words};
use crate::domain::visit::outlook::most_waiting;

/// 今日: what is to be done today, in the order of the law and the villager.
#[derive(Debug)]
pub struct Today {
    /// The lines that fit what was typed.
    pub list: List<TodayLine>,
    lines: Vec<TodayLine>,
    /// The group in which most households wait for a visit, and how many: what else a way is good for.
    pub waiting: Option<(GroupNo, usize)>,
}

impl Today {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Today {
        let mut today = Today { list: List::default(), lines: Vec::new(), waiting: None };
        today.refresh(context);
        today
    }

    /// How many lines there are, those that are filtered away included.
    pub fn count(&self) -> usize {
        self.lines.len()
    }

    /// The lines that fit what is typed.
    fn fitting(&self, context: &Context<'_>) -> Vec<TodayLine> {
        let typed = self.list.filter().text();
        let search = Search::new(context.village, context.today, typed);
        if search.is_empty() {
            return self.lines.clone();
        }
        let query = Query::new(typed);
        // What the officer reads on the line is found too.
        let said = |line: &TodayLine| {
            words::of(context.village, context.tables, line).is_some_and(|words| query.matches(&words.what))
        };
        let fits = |line: &&TodayLine| match line.subject {
            _ if query.matches(line.kind.label()) || said(line) => true,
            TodaySubject::Task(id) | TodaySubject::Hold(id, _) => {
                context.village.task(id).is_some_and(|task| search.task(task))
            }
            TodaySubject::Note(id) => context.village.note(id).is_some_and(|note| search.note(note)),
            TodaySubject::Visit(id) => {
                let household = context.village.visit(id).and_then(|it| context.village.household(it.household));
                household.is_some_and(|household| search.household(household).is_some())
            }
            TodaySubject::Unseen(id, _) => {
                context.village.household(id).is_some_and(|household| search.household(household).is_some())
            }
            TodaySubject::Pairing(id) => {
                let pairing = context.village.pairing(id);
                let household = pairing.and_then(|it| it.household).and_then(|id| context.village.household(id));
                let whom = pairing.is_some_and(|it| query.matches(outlook::whom(context.village, it)));
                whom || household.is_some_and(|household| search.household(household).is_some())
            }
            TodaySubject::FollowUp(key, _) => {
                let rule = follow_ups::rule(context.tables, key);
                let named = rule.is_some_and(|rule| query.matches(&rule.name) || query.matches(&rule.trigger.label()));
                let person = context.village.person(key.person);
                named || person.is_some_and(|person| search.person_by_own(person))
            }
            TodaySubject::Point(id) => {
                context.village.service_point(id).is_some_and(|point| query.matches(&point.name))
            }
            TodaySubject::PoorRating(id) => context.village.task(id).is_some_and(|task| search.task(task)),
            TodaySubject::Supervision(id) => context.village.supervision(id).is_some_and(|item| {
                let task = item.task.and_then(|id| context.village.task(id));
                query.matches_fields(&[item.kind.label(), &item.text, &item.from])
                    || task.is_some_and(|task| search.task(task))
            }),
            TodaySubject::Posting(id) => {
                context.village.posting(id).is_some_and(|posting| query.matches(&posting.subject))
            }
            TodaySubject::Village
            | TodaySubject::Rotation
            | TodaySubject::Retention
            | TodaySubject::Packages(..)
            | TodaySubject::Round
            | TodaySubject::Leave(_)
            | TodaySubject::Publication(_) => false,
        };
        self.lines.iter().filter(fits).copied().collect()
    }

    fn filter(&mut self, context: &Context<'_>) {
        let fitting = self.fitting(context);
        self.list.set_matches(fitting);
    }

    fn open(&self, context: &Context<'_>) -> Reply {
        self.list.selected().map_or_else(Reply::none, |line| open_line(context, line))
    }
}

/// Opens what a line is about.
pub(super) fn open_line(context: &Context<'_>, line: &TodayLine) -> Reply {
    match line.subject {
        TodaySubject::Task(id) if matches!(line.kind, TodayKind::SignatureDue | TodayKind::MoneyOpen) => {
            Reply::open(Screen::TaskCard(TaskCard::of(context, id).on_more()))
        }
        TodaySubject::Task(id) => Reply::open(Screen::TaskCard(TaskCard::of(context, id))),
        TodaySubject::Hold(id, _) => Reply::open(Screen::TaskCard(TaskCard::of(context, id).on_papers())),
        TodaySubject::Note(id) => Reply::open(Screen::NoteCard(NoteCard::of(context, id))),
        TodaySubject::Village => Backup::open(context),
        TodaySubject::Visit(id) => Reply::open(Screen::VisitCard(VisitCard::of(context, id))),
        TodaySubject::Point(id) => Reply::open(Screen::PointCard(PointCard::of(context, id))),
        TodaySubject::Leave(id) => Reply::open(Screen::LeaveCard(LeaveCard::of(context, id))),
        TodaySubject::Posting(id) => Reply::open(Screen::PostingCard(PostingCard::of(context, id))),
        TodaySubject::Publication(_) => Reply::open(Screen::Affairs(Affairs::seen_as(context, View::Postings))),
        TodaySubject::Pairing(id) => Reply::open(Screen::PairingCard(PairingCard::of(context, id))),
        TodaySubject::FollowUp(key, 0 | 1) => Reply::open(Screen::FollowUpCard(FollowUpCard::of(context, key))),
        TodaySubject::FollowUp(key, _) => Reply::open(Screen::FollowUps(FollowUps::beside(context, key))),
        TodaySubject::Supervision(id) => Reply::open(Screen::SupervisionCard(SupervisionCard::of(context, id))),
        TodaySubject::PoorRating(id) => call_back(context, id),
        TodaySubject::Round => Reply::open(Screen::Visits(Visits::new(context))),
        TodaySubject::Unseen(id, _) => Reply::open(Screen::Visits(Visits::showing(context, id))),
        TodaySubject::Rotation => Reply::open(Screen::Page(handover_words::page(context))),
        TodaySubject::Packages(id, _) => Exchange::open_package_card(id, context),
        TodaySubject::Retention => Reply::open(Screen::Retention(Retention::new(context))),
    }
}

impl Behaviour for Today {
    fn scope(&self) -> Scope {
        Scope::Today
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::List(ListCommand::Open).into(),
            Command::Global(GlobalCommand::Intake).into(),
            Command::Global(GlobalCommand::Back).meaning(if self.list.filter().is_empty() {
                "菜单"
            } else {
                "看全部"
            }),
            Command::Global(GlobalCommand::Note).into(),
        ]
    }

    /// Only whom the officer looked for: the line a list opens with is nobody's choice.
    fn person(&self, context: &Context<'_>) -> Option<PersonId> {
        match self.list.selected().filter(|_| !self.list.filter().is_empty())?.subject {
            TodaySubject::Task(id) | TodaySubject::Hold(id, _) | TodaySubject::PoorRating(id) => {
                context.village.task(id).map(|task| task.applicant)
            }
            TodaySubject::Note(id) => context.village.note(id).and_then(|note| note.person),
            TodaySubject::Visit(id) => {
                let visit = context.village.visit(id)?;
                context.village.household(visit.household)?.head
            }
            TodaySubject::Unseen(id, _) => context.village.household(id)?.head,
            TodaySubject::FollowUp(key, _) => {
                context.village.person(key.person).filter(|person| person.is_registered()).map(|person| person.id)
            }
            TodaySubject::Pairing(id) => {
                let household = context.village.pairing(id)?.household?;
                context.village.household(household)?.head
            }
            TodaySubject::Village
            | TodaySubject::Supervision(_)
            | TodaySubject::Rotation
            | TodaySubject::Retention
            | TodaySubject::Packages(..)
            | TodaySubject::Round
            | TodaySubject::Point(_)
            | TodaySubject::Leave(_)
            | TodaySubject::Posting(_)
            | TodaySubject::Publication(_) => None,
        }
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Open) => self.list.can_open(),
            Command::List(ListCommand::Pane) => Err("今日只有这一张单子，按 F4 看全部代办件".to_owned()),
            _ => Ok(()),
        }
    }

    fn back(&mut self, context: &Context<'_>) -> Reply {
        if self.list.clear_filter() {
            self.filter(context);
            return Reply::none();
        }
        App::main_menu(context)
    }

    fn refresh(&mut self, context: &Context<'_>) {
        self.lines = today::lines(context.village, context.today, context.tables);
        self.waiting = most_waiting(context.village, context.tables, context.today);
        let fitting = self.fitting(context);
        self.list.set_items(fitting);
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        self.list.type_text(text);
        self.filter(context);
        Reply::none()
    }

    fn list(&mut self, command: ListCommand, context: &Context<'_>) -> Reply {
        match self.list.command(command) {
            ListEvent::Moved | ListEvent::PaneWanted => Reply::none(),
            ListEvent::Filtered => {
                self.filter(context);
                Reply::none()
            }
            ListEvent::Opened => self.open(context),
        }
    }
}
