//! 全村查找: people, households, matters, notes, and what is kept of the work in the village, in one list.

use super::contact_form::ContactForm;
use super::household_card::HouseholdCard;
use super::households::open_person;
use super::leave_card::LeaveCard;
use super::note_card::NoteCard;
use super::pairing_card::PairingCard;
use super::point_card::PointCard;
use super::posting_card::PostingCard;
use super::returned_card::ReturnedCard;
use super::task_card::TaskCard;
use super::visit_card::VisitCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand, Scope};
use crate::app::list::{List, ListEvent};
use crate::domain::find::{self, Search};
use crate::domain::household::Household;
use crate::domain::id::{
    ContactId, HouseholdId, LeaveId, NoteId, PairingId, PersonId, PostingId, ReturnedMatterId, ServicePointId, TaskId,
    VisitId,
};
use crate::domain::note::Note;
use crate::domain::person::{Person, PersonStatus};
use crate::domain::task::ProxyTask;
use crate::domain::village::Village;

/// Of each kind so many are listed; more words narrow it down.
const EACH_MAX: usize = 40;

/// From more matters on every person is read once, and not for each matter again.
const FEW_MAX: usize = 2_000;

/// Finding in everything.
#[derive(Debug)]
pub struct Find {
    /// What is found, by kind.
    pub list: List<Found>,
    /// Whether more was found than is listed.
    pub more: bool,
    matches: Matches,
}

/// Everything that was found by what was typed last, listed or not.
#[derive(Debug, Default)]
struct Matches {
    /// What was typed; empty before the first letter and after the village changed.
    typed: String,
    people: Vec<PersonId>,
    households: Vec<HouseholdId>,
    /// Those whose number was typed first, of these and of the others the open ones and then the newest.
    tasks: Vec<TaskId>,
    notes: Vec<NoteId>,
    /// What else there is, kind after kind, the newest of each first.
    others: Vec<Vec<Found>>,
}

impl Matches {
    /// Looks among what was found before where that holds everything, else in the whole village.
    fn of<'v>(search: &Search<'v>, typed: &str, village: &'v Village, before: &Matches) -> Matches {
        let person = |person: &&'v Person| person.status != PersonStatus::Duplicate && search.person_by_own(person);
        let household = |household: &&'v Household| search.household_itself(household);
        let task = |task: &&'v ProxyTask| search.task(task);
        let note = |note: &&Note| search.note(note);
        let narrower = find::narrows(typed, &before.typed);
        let mut tasks: Vec<&ProxyTask> = match narrower {
            true => before.tasks.iter().filter_map(|id| village.task(*id)).filter(task).collect(),
            false => village.tasks().filter(task).collect(),
        };
        tasks.sort_by_cached_key(|task| (search.nearness(task), !task.state.is_open(), std::cmp::Reverse(task.no)));
        Matches {
            typed: typed.to_owned(),
            people: match narrower {
                true => {
                    before.people.iter().filter_map(|id| village.person(*id)).filter(person).map(|it| it.id).collect()
                }
                false => village.people().filter(person).map(|it| it.id).collect(),
            },
            households: match narrower {
                true => {
                    let known = before.households.iter().filter_map(|id| village.household(*id));
                    known.filter(household).map(|it| it.id).collect()
                }
                false => village.households().filter(household).map(|it| it.id).collect(),
            },
            tasks: tasks.into_iter().map(|task| task.id).collect(),
            notes: village.notes().filter(note).map(|it| it.id).collect(),
            others: others(search, village),
        }
    }
}

/// Whom to call, visits, matters handed back, postings, pairings, leaves and service points; there are far fewer of them than of people.
fn others<'v>(search: &Search<'v>, village: &'v Village) -> Vec<Vec<Found>> {
    let contacts = village.contacts().filter(|it| it.is_used() && search.contact(it));
    let visits = village.visits().rev().filter(|it| search.visit(it));
    let returned = village.returned_matters().rev().filter(|it| search.returned_matter(it));
    let postings = village.postings().rev().filter(|it| search.posting(it));
    let pairings = village.pairings().rev().filter(|it| search.pairing(it));
    let leaves = village.leaves().rev().filter(|it| search.leave(it));
    let points = village.service_points().rev().filter(|it| search.point(it));
    vec![
        contacts.map(|it| Found::Contact(it.id)).collect(),
        visits.map(|it| Found::Visit(it.id)).collect(),
        returned.map(|it| Found::Returned(it.id)).collect(),
        postings.map(|it| Found::Posting(it.id)).collect(),
        pairings.map(|it| Found::Pairing(it.id)).collect(),
        leaves.map(|it| Found::Leave(it.id)).collect(),
        points.map(|it| Found::Point(it.id)).collect(),
    ]
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
    /// A contact.
    Contact(ContactId),
    /// A visit.
    Visit(VisitId),
    /// A matter handed back.
    Returned(ReturnedMatterId),
    /// A posting.
    Posting(PostingId),
    /// A pairing.
    Pairing(PairingId),
    /// A leave.
    Leave(LeaveId),
    /// A service point.
    Point(ServicePointId),
}

impl Find {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> Find {
        Find { list: List::default(), more: false, matches: Matches::default() }
    }

    fn found(&mut self, context: &Context<'_>) -> Vec<Found> {
        let village = context.village;
        let typed = self.list.filter().text();
        let search = Search::new(village, context.today, typed);
        self.more = false;
        if search.is_empty() {
            self.matches = Matches::default();
            return Vec::new();
        }
        let few = find::narrows(typed, &self.matches.typed) && self.matches.tasks.len() <= FEW_MAX;
        let search = if few { search } else { search.of_everybody() };
        self.matches = Matches::of(&search, typed, village, &self.matches);
        let Matches { people, households, tasks, notes, others, .. } = &self.matches;
        let begins = |id: &&PersonId| village.person(**id).is_some_and(|person| search.begins(person));
        let (first, rest): (Vec<&PersonId>, Vec<&PersonId>) = people.iter().partition(begins);
        let people = first.into_iter().chain(rest).map(|id| Found::Person(*id));
        let named = |id: &&TaskId| village.task(**id).is_some_and(|task| search.names_task(task));
        let (named, tasks): (Vec<&TaskId>, Vec<&TaskId>) = tasks.iter().partition(named);
        let mut all = Vec::new();
        self.more |= take(&mut all, named.into_iter().map(|id| Found::Task(*id)));
        self.more |= take(&mut all, people);
        self.more |= take(&mut all, households.iter().map(|id| Found::Household(*id)));
        self.more |= take(&mut all, tasks.into_iter().map(|id| Found::Task(*id)));
        self.more |= take(&mut all, notes.iter().map(|id| Found::Note(*id)));
        for kind in others {
            self.more |= take(&mut all, kind.iter().copied());
        }
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
            Some(Found::Contact(id)) => ContactForm::open(context, *id),
            Some(Found::Visit(id)) => Reply::open(Screen::VisitCard(VisitCard::of(context, *id))),
            Some(Found::Returned(id)) => Reply::open(Screen::ReturnedCard(ReturnedCard::of(context, *id))),
            Some(Found::Posting(id)) => Reply::open(Screen::PostingCard(PostingCard::of(context, *id))),
            Some(Found::Pairing(id)) => Reply::open(Screen::PairingCard(PairingCard::of(context, *id))),
            Some(Found::Leave(id)) => Reply::open(Screen::LeaveCard(LeaveCard::of(context, *id))),
            Some(Found::Point(id)) => Reply::open(Screen::PointCard(PointCard::of(context, *id))),
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

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Open) => self.list.can_open(),
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
        self.matches = Matches::default();
        let found = self.found(context);
        self.list.set_items(found);
    }

    fn person(&self, _context: &Context<'_>) -> Option<PersonId> {
        match self.list.selected()? {
            Found::Person(id) => Some(*id),
            Found::Household(_)
            | Found::Task(_)
            | Found::Note(_)
            | Found::Contact(_)
            | Found::Visit(_)
            | Found::Returned(_)
            | Found::Posting(_)
            | Found::Pairing(_)
            | Found::Leave(_)
            | Found::Point(_) => None,
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

#[cfg(test)]
mod tests {
    use crate::app::screen::Screen;
    use crate::app::testing::Drive;
    use crate::domain::fixture::Fixture;
    use crate::domain::sample;

    fn drive() -> Drive {
        let mut fixture = Fixture::on("2026-11-24");
        fixture.village = sample::village(fixture.today(), 1).village;
        Drive::on(fixture)
    }

    /// What the list on screen shows.
    fn shown(drive: &Drive) -> String {
        match drive.app.top() {
            Some(Screen::Find(find)) => format!("{:?} {}", find.list.items(), find.more),
            Some(Screen::Tasks(tasks)) => format!("{:?}", tasks.list.items()),
            other => panic!("no list but {other:?}"),
        }
    }

    #[test]
    fn a_number_that_was_typed_opens_the_task_of_that_number_though_a_household_ends_so_too() {
        let drive_with_two = || {
            let mut fixture = Fixture::on("2026-11-24");
            fixture.household("赵二", "1社");
            fixture.intake("S05", None);
            fixture.intake("S06", None);
            // The second household's matters are found by its number, and are due sooner.
            let id = fixture.intake("S05", None);
            let mut of_second = fixture.village.task(id).unwrap().clone();
            of_second.applicant = fixture.person("赵二");
            of_second.household = fixture.village.person(of_second.applicant).unwrap().household;
            of_second.papers_on = of_second.papers_on.plus_days(-5);
            fixture.village.put(crate::domain::change::Record::Task(Box::new(of_second)));
            Drive::on(fixture)
        };
        for keys in ["<F4>0002<Enter>", "<F4>2<Enter>", "<Ctrl+F>0002<Enter>", "<Ctrl+F>2026-0002<Enter>"] {
            let mut drive = drive_with_two();
            drive.keys(keys);
            let Some(Screen::TaskCard(card)) = drive.app.top() else { panic!("{keys}: {:?}", drive.app.top()) };
            assert_eq!(drive.app.village.task(card.id).unwrap().no.to_string(), "2026-0002", "{keys}");
        }
    }

    #[test]
    fn letter_by_letter_finds_what_the_whole_word_finds_and_backspace_goes_back() {
        for screen in ["<Ctrl+F>", "<F4><Tab>"] {
            let mut slowly = drive();
            slowly.keys(screen);
            for typed in ["zhangm", "lg", "3she z", "3社 zh", "dib"] {
                let mut steps = Vec::new();
                for c in typed.chars() {
                    slowly.keys(&c.to_string());
                    steps.push(shown(&slowly));
                }
                let mut at_once = drive();
                at_once.keys(screen);
                at_once.keys(&format!("<paste:{typed}>"));
                assert_eq!(shown(&slowly), shown(&at_once), "{screen} {typed}");
                for before in steps.iter().rev().skip(1) {
                    slowly.keys("<Backspace>");
                    assert_eq!(shown(&slowly), *before, "{screen} {typed}");
                }
                slowly.keys("<Backspace>");
            }
        }
    }
}
