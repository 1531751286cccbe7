//! 代办台账: the proxy tasks, seen in several ways; Tab goes from one to the next.
//!
//! It keeps keys in their order; dates, states and where a task is stuck are asked of the domain row by row.

use std::collections::HashMap;
use std::sync::Arc;

use super::task_card::TaskCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand, Scope};
use crate::app::list::{List, ListEvent};
use crate::domain::find::{self, Search};
use crate::domain::id::{HoldId, PersonId, TaskId};
use crate::domain::pinyin::Query;
use crate::domain::task::ProxyTask;
use crate::domain::task::clock;
use crate::domain::task::parts::TaskMatter;
use crate::domain::task::state::{State, StuckAt};

/// From more rows on every person is read once, and not for each row again.
const FEW_MAX: usize = 2_000;

/// 代办台账: the proxy tasks by state, stuck-at and due.
#[derive(Debug)]
pub struct Tasks {
    /// The rows that fit what was typed.
    pub list: List<LedgerRow>,
    /// The way they are seen.
    pub view: View,
    rows: Vec<LedgerRow>,
    /// What the rows of the list were found by; `None` when they are not of these rows and this village.
    found_by: Option<String>,
}

/// One row of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerRow {
    /// A task.
    Task(TaskId),
    /// An original out of its owner's hands.
    Hold(TaskId, HoldId),
}

/// A way to see the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// 在办: what asks for something, the first due first.
    Open,
    /// 全部, the newest first.
    All,
    /// 证件在外: originals, the first to be returned first.
    HoldsOut,
    /// 已送达 and 已归档, the newest first.
    Done,
    /// 没办成: 撤回, 不属代办, 移交.
    Ended,
}

impl View {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            View::Open => "在办",
            View::All => "全部",
            View::HoldsOut => "证件在外",
            View::Done => "办好了的",
            View::Ended => "没办成的",
        }
    }

    /// The way Tab goes to.
    fn next(self) -> View {
        match self {
            View::Open => View::All,
            View::All => View::HoldsOut,
            View::HoldsOut => View::Done,
            View::Done => View::Ended,
            View::Ended => View::Open,
        }
    }

    /// What Tab does, for the bottom line.
    fn next_words(self) -> &'static str {
        match self.next() {
            View::Open => "换看在办",
            View::All => "换看全部",
            View::HoldsOut => "换看证件在外",
            View::Done => "换看办好了的",
            View::Ended => "换看没办成的",
        }
    }

    fn shows(self, state: State) -> bool {
        match self {
            View::Open => state.is_open() || state == State::Draft,
            View::All => true,
            View::HoldsOut => false,
            View::Done => matches!(state, State::Delivered | State::Closed),
            View::Ended => matches!(state, State::Withdrawn | State::NotTaken | State::HandedOver),
        }
    }
}

impl LedgerRow {
    /// The task it is, or belongs to.
    pub fn task(self) -> TaskId {
        match self {
            LedgerRow::Task(id) | LedgerRow::Hold(id, _) => id,
        }
    }
}

impl Tasks {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Tasks {
        let mut tasks = Tasks { list: List::default(), view: View::Open, rows: Vec::new(), found_by: None };
        tasks.refresh(context);
        tasks
    }

    /// How many rows this view has, those that are filtered away included.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    fn fitting(&self, context: &Context<'_>) -> Vec<LedgerRow> {
        let typed = self.list.filter().text();
        let search = Search::new(context.village, context.today, typed);
        if search.is_empty() {
            return self.rows.clone();
        }
        let narrower = self.found_by.as_ref().is_some_and(|earlier| find::narrows(typed, earlier));
        let candidates = if narrower { self.list.items() } else { &self.rows };
        let search = if candidates.len() > FEW_MAX { search.of_everybody() } else { search };
        let query = Query::new(typed);
        // Thousands of tasks have the same few matters: the station of each is looked through once.
        let mut asked: HashMap<(*const TaskMatter, StuckAt), bool> = HashMap::new();
        let mut fits = |row: LedgerRow| {
            let Some(task) = context.village.task(row.task()) else { return false };
            let stuck_at = task.stuck_at();
            let station = || context.tables.matters.station_of(&task.matter, context.today);
            let at_station = || query.matches_fields(&[station(), &task.matter.station, stuck_at.label()]);
            search.task(task)
                || *asked.entry((Arc::as_ptr(&task.matter), stuck_at)).or_insert_with(at_station)
                || hold_fits(task, row, &query)
        };
        let mut fitting: Vec<LedgerRow> = candidates.iter().copied().filter(|row| fits(*row)).collect();
        if search.has_number() {
            let near = |row: &LedgerRow| context.village.task(row.task()).map(|task| search.nearness(task));
            fitting.sort_by_cached_key(near);
        }
        fitting
    }

    fn filter(&mut self, context: &Context<'_>) {
        let fitting = self.fitting(context);
        self.list.set_matches(fitting);
        self.found_by = Some(self.list.filter().text().to_owned());
    }

    /// Looks for the rows anew; what was found before no longer counts.
    fn look_again(&mut self, context: &Context<'_>) {
        self.rows = rows(self.view, context);
        self.found_by = None;
    }
}

/// Whether a row of a paper is found by the paper or its owner.
fn hold_fits(task: &ProxyTask, row: LedgerRow, query: &Query) -> bool {
    match row {
        LedgerRow::Task(_) => false,
        LedgerRow::Hold(_, id) => {
            let hold = task.holds.iter().find(|hold| hold.id == id);
            hold.is_some_and(|hold| query.matches_fields(&[&hold.doc, &hold.owner, hold.place.label()]))
        }
    }
}

/// The rows of a view in their order.
fn rows(view: View, context: &Context<'_>) -> Vec<LedgerRow> {
    let tasks = || context.village.tasks();
    match view {
        View::Open => {
            let open = tasks().filter(|task| view.shows(task.state));
            let read = |task: &ProxyTask| clock::read(task, context.today, &context.tables.calendar);
            let due = |task: &ProxyTask| Some(read(task)).filter(|clock| clock.days_left.is_some())?.due;
            // Those whose clock does not run come last, the longest waiting first.
            let mut keyed: Vec<_> = open.map(|task| (due(task).map_or(i32::MAX, |day| day.number()), task)).collect();
            keyed.sort_by_key(|(due, task)| (*due, task.registered_on, task.no));
            keyed.into_iter().map(|(_, task)| LedgerRow::Task(task.id)).collect()
        }
        View::HoldsOut => {
            let held =
                tasks().flat_map(|task| task.holds_out().map(move |hold| (task.back_by(hold), task.id, hold.id)));
            let mut held: Vec<_> = held.collect();
            held.sort();
            held.into_iter().map(|(_, task, hold)| LedgerRow::Hold(task, hold)).collect()
        }
        View::All | View::Done | View::Ended => {
            let mut shown: Vec<_> =
                tasks().filter(|task| view.shows(task.state)).map(|task| (task.no, task.id)).collect();
            shown.sort_by(|a, b| b.cmp(a));
            shown.into_iter().map(|(_, id)| LedgerRow::Task(id)).collect()
        }
    }
}

impl Behaviour for Tasks {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::List(ListCommand::Open).into(),
            Command::List(ListCommand::Pane).meaning(self.view.next_words()),
            Command::Global(GlobalCommand::Intake).into(),
            Command::Global(GlobalCommand::Back).meaning(if self.list.filter().is_empty() {
                "返回"
            } else {
                "看全部"
            }),
        ]
    }

    /// Only whom the officer looked for: the line a list opens with is nobody's choice.
    fn person(&self, context: &Context<'_>) -> Option<PersonId> {
        let chosen = self.list.selected().filter(|_| !self.list.filter().is_empty());
        let task = chosen.and_then(|row| context.village.task(row.task()));
        task.map(|task| task.applicant)
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Open) => self.list.can_open(),
            _ => Ok(()),
        }
    }

    fn back(&mut self, context: &Context<'_>) -> Reply {
        if self.list.clear_filter() {
            self.filter(context);
            return Reply::none();
        }
        Reply::close()
    }

    fn refresh(&mut self, context: &Context<'_>) {
        self.look_again(context);
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
            ListEvent::Moved => Reply::none(),
            ListEvent::Filtered => {
                self.filter(context);
                Reply::none()
            }
            ListEvent::PaneWanted => {
                self.view = self.view.next();
                self.look_again(context);
                self.filter(context);
                Reply::none()
            }
            ListEvent::Opened => match self.list.selected() {
                Some(LedgerRow::Task(id)) => Reply::open(Screen::TaskCard(TaskCard::of(context, *id))),
                Some(LedgerRow::Hold(id, _)) => Reply::open(Screen::TaskCard(TaskCard::of(context, *id).on_papers())),
                None => Reply::none(),
            },
        }
    }
}
