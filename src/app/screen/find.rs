//! 全村查找: people, households, matters and notes in one list, found by what is typed.

use super::household_card::HouseholdCard;
use super::households::open_person;
use super::note_card::NoteCard;
use super::task_card::TaskCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand, Scope};
use crate::app::list::{List, ListEvent};
use crate::domain::find::{HouseholdHit, Search};
use crate::domain::id::{HouseholdId, NoteId, PersonId, TaskId};
use crate::domain::person::PersonStatus;

/// Of each kind so many are listed; more words narrow it down.
const EACH_MAX: usize = 40;

/// Finding in everything.
#[derive(Debug)]
pub struct Find {
    /// What is found, by kind.
    pub list: List<Found>,
    /// Whether more was found than is listed.
    pub more: bool,
}

/// One thing that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A person.
    Person(PersonId),
    /// A household.
    Household(HouseholdId),
    /// A matter.
    Task(TaskId),
    /// A note.
    Note(NoteId),
}

impl Find {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> Find {
        Find { list: List::default(), more: false }
    }

    fn found(&mut self, context: &Context<'_>) -> Vec<Found> {
        let village = context.village;
        let search = Search::new(village, context.today, self.list.filter().text());
        self.more = false;
        if search.is_empty() {
            return Vec::new();
        }
        let people = village.people().filter(|person| person.status != PersonStatus::Duplicate);
        let people = people.filter(|person| search.person_by_own(person));
        let (first, rest): (Vec<_>, Vec<_>) = people.partition(|person| search.begins(person));
        let people = first.into_iter().chain(rest).map(|person| Found::Person(person.id));
        let by_itself = |hit: Option<HouseholdHit>| hit == Some(HouseholdHit::Itself);
        let households = village.households().filter(|household| by_itself(search.household(household)));
        let households = households.map(|household| Found::Household(household.id));
        // The open ones first, and the newest of each.
        let mut tasks: Vec<_> = village.tasks().filter(|task| search.task(task)).collect();
        tasks.sort_by_key(|task| (!task.state.is_open(), std::cmp::Reverse(task.no)));
        let tasks = tasks.into_iter().map(|task| Found::Task(task.id));
        let notes = village.notes().filter(|note| search.note(note)).map(|note| Found::Note(note.id));
        let mut all = Vec::new();
        self.more |= take(&mut all, people);
        self.more |= take(&mut all, households);
        self.more |= take(&mut all, tasks);
        self.more |= take(&mut all, notes);
        all
    }

    fn filtered(&mut self, context: &Context<'_>) -> Reply {
        let found = self.found(context);
        self.list.set_matches(found);
        Reply::none()
    }

    fn open(&self, context: &Context<'_>) -> Reply {
        match self.list.selected() {
            Some(Found::Person(id)) => open_person(context, *id),
            Some(Found::Household(id)) => Reply::open(Screen::HouseholdCard(HouseholdCard::of(context, *id))),
            Some(Found::Task(id)) => Reply::open(Screen::TaskCard(TaskCard::of(context, *id))),
            Some(Found::Note(id)) => Reply::open(Screen::NoteCard(NoteCard::of(context, *id))),
            None => Reply::none(),
        }
    }
}

/// Takes as many as are listed; says whether there were more.
fn take(all: &mut Vec<Found>, mut found: impl Iterator<Item = Found>) -> bool {
    all.extend(found.by_ref().take(EACH_MAX));
    found.next().is_some()
}

impl Behaviour for Find {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::List(ListCommand::Open).into(), Command::Global(GlobalCommand::Back).into()]
    }

    fn back(&mut self, context: &Context<'_>) -> Reply {
        if self.list.clear_filter() {
            return self.filtered(context);
        }
        Reply::close()
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let found = self.found(context);
        self.list.set_items(found);
    }

    fn person(&self, _context: &Context<'_>) -> Option<PersonId> {
        match self.list.selected()? {
            Found::Person(id) => Some(*id),
            Found::Household(_) | Found::Task(_) | Found::Note(_) => None,
        }
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        self.list.type_text(text);
        self.filtered(context)
    }

    fn list(&mut self, command: ListCommand, context: &Context<'_>) -> Reply {
        match self.list.command(command) {
            ListEvent::Moved | ListEvent::PaneWanted => Reply::none(),
            ListEvent::Filtered => self.filtered(context),
            ListEvent::Opened => self.open(context),
        }
    }
}
