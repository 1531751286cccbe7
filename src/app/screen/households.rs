//! 农户: the households by group and number, or the people, found by typing.
//!
//! Typing looks among the head and everybody of the house; a hit on somebody else than the head says who it was.

use super::household_card::HouseholdCard;
use super::household_form::HouseholdForm;
use super::listing::{Listed, Listing};
use super::{Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand};
use crate::app::list::List;
use crate::domain::find::{HouseholdHit, Search};
use crate::domain::household::HouseholdStatus;
use crate::domain::id::{HouseholdId, PersonId};
use crate::domain::roll;

/// The households, or the people, of the village.
#[derive(Debug)]
pub struct Households {
    /// What passes the filter, in order.
    pub list: List<Row>,
    /// Whether people are listed, and not households.
    pub by_person: bool,
    /// Households in the register.
    pub households_count: usize,
    /// People in the register.
    pub people_count: usize,
    households: Vec<HouseholdId>,
    people: Vec<PersonId>,
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A household, and who of it was found where that is not its head.
    Household(HouseholdId, Option<PersonId>),
    /// A person.
    Person(PersonId),
}

impl Households {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Listed<Households> {
        let households = Households {
            list: List::default(),
            by_person: false,
            households_count: 0,
            people_count: 0,
            households: Vec::new(),
            people: Vec::new(),
        };
        Listed::of(households, context)
    }
}

/// Opens the card of a person's household with the person selected; who has none is opened as a person.
pub fn open_person(context: &Context<'_>, id: PersonId) -> Reply {
    match context.village.person(id).and_then(|person| person.household) {
        Some(home) => Reply::open(Screen::HouseholdCard(HouseholdCard::of(context, home).showing(Some(id)))),
        None => HouseholdForm::correcting_person(context, id, false)
            .map_or_else(Reply::none, |form| Reply::open(Screen::HouseholdForm(form))),
    }
}

impl Listing for Households {
    type Row = Row;

    fn hints(&self) -> Vec<Hint> {
        let other = if self.by_person { "按户看" } else { "按人看" };
        vec![
            Command::List(ListCommand::Open).into(),
            Command::List(ListCommand::Pane).meaning(other),
            Command::Global(GlobalCommand::AddHousehold).into(),
            Command::Global(GlobalCommand::Intake).into(),
            Command::Global(GlobalCommand::Back).into(),
        ]
    }

    fn list(&self) -> &List<Row> {
        &self.list
    }

    fn list_mut(&mut self) -> &mut List<Row> {
        &mut self.list
    }

    fn look(&mut self, context: &Context<'_>) {
        let village = context.village;
        self.households = roll::households(village);
        self.people = roll::people(village);
        let registered = |status| status == HouseholdStatus::Registered;
        self.households_count = village.households().filter(|household| registered(household.status)).count();
        self.people_count = village.people().filter(|person| person.is_registered()).count();
    }

    fn fitting(&self, context: &Context<'_>) -> Vec<Row> {
        let village = context.village;
        let search = Search::new(village, context.today, self.list.filter().text());
        if self.by_person {
            let people = self.people.iter().filter_map(|id| village.person(*id));
            let (mut first, mut rest) = (Vec::new(), Vec::new());
            for person in people.filter(|person| search.person(person)) {
                let rows = if search.begins(person) { &mut first } else { &mut rest };
                rows.push(Row::Person(person.id));
            }
            first.append(&mut rest);
            return first;
        }
        let (mut first, mut own, mut by_member) = (Vec::new(), Vec::new(), Vec::new());
        for household in self.households.iter().filter_map(|id| village.household(*id)) {
            match search.household(household) {
                Some(HouseholdHit::Itself) => {
                    let begins = village.head_of(household).is_some_and(|head| search.begins(head));
                    let rows = if begins { &mut first } else { &mut own };
                    rows.push(Row::Household(household.id, None));
                }
                Some(HouseholdHit::Member(person)) => by_member.push(Row::Household(household.id, Some(person))),
                None => {}
            }
        }
        first.append(&mut own);
        first.append(&mut by_member);
        first
    }

    fn open(&mut self, row: Row, context: &Context<'_>) -> Reply {
        match row {
            Row::Household(id, found) => {
                let card = HouseholdCard::of(context, id).showing(found);
                Reply::open(Screen::HouseholdCard(card))
            }
            Row::Person(id) => open_person(context, id),
        }
    }

    /// Shows the other list, with the same household or person selected where it is there too.
    fn turn(&mut self, context: &Context<'_>) -> Reply {
        let selected = self.list.selected().copied();
        self.by_person = !self.by_person;
        let rows = self.fitting(context);
        let wanted = selected.and_then(|old| match old {
            Row::Household(id, found) => {
                let head = context.village.household(id).and_then(|household| household.head);
                found.or(head).map(Row::Person)
            }
            Row::Person(id) => {
                let home = context.village.person(id).and_then(|person| person.household);
                rows.iter().find(|row| matches!(row, Row::Household(id, _) if Some(*id) == home)).copied()
            }
        });
        self.list.set_matches(rows);
        if let Some(wanted) = wanted {
            self.list.select(&wanted);
        }
        Reply::none()
    }

    fn whom(&self, row: &Row, context: &Context<'_>) -> Option<PersonId> {
        match row {
            Row::Household(id, found) => {
                found.or_else(|| context.village.household(*id).and_then(|household| household.head))
            }
            Row::Person(id) => Some(*id),
        }
    }
}
