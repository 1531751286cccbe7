//! What happened to a household, newest first: its events, notes about its people, visits, matters that are done.
//!
//! People who died or moved away count as its people here: old heads included.

use std::cmp::Reverse;

use crate::domain::day::{Day, Moment};
use crate::domain::household::Household;
use crate::domain::id::{NoteId, TaskId, VisitId};
use crate::domain::person::Person;
use crate::domain::task::ProxyTask;
use crate::domain::village::Village;

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// An event of the household, by its place among them.
    Event(usize),
    /// A note about one of its people.
    Note(NoteId),
    /// A matter that is done.
    Task(TaskId),
    /// A visit.
    Visit(VisitId),
}

/// Everything that happened, newest first.
pub fn of(village: &Village, household: &Household, people: &[&Person]) -> Vec<Happening> {
    let mut all: Vec<(Day, Moment, Happening)> = Vec::new();
    for (place, event) in household.events.iter().enumerate() {
        all.push((event.on, event.entered_at, Happening::Event(place)));
    }
    for visit in village.visits_at(household.id) {
        all.push((visit.on, visit.entered_at, Happening::Visit(visit.id)));
    }
    let theirs = |id| people.iter().any(|person| person.id == id);
    for note in village.notes().filter(|note| note.person.is_some_and(theirs)) {
        all.push((note.at.day(), note.at, Happening::Note(note.id)));
    }
    for task in people.iter().flat_map(|person| village.tasks_of(person.id)).filter(|task| !task.state.is_open()) {
        let day = ended_on(task);
        all.push((day, Moment::at(day, 0, 0), Happening::Task(task.id)));
    }
    // Of two entered in one breath the later one stands later in its record.
    all.reverse();
    all.sort_by_key(|(day, at, _)| Reverse((*day, *at)));
    all.into_iter().map(|(_, _, happening)| happening).collect()
}

/// The day a matter came to its end.
pub fn ended_on(task: &ProxyTask) -> Day {
    task.steps.last().map_or(task.registered_on, |step| step.on)
}
