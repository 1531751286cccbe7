//! Promises 答应了的回电: what was promised to somebody and is not kept yet, in notes and on visits alike.
//!
//! Everything is derived; a promise is kept where it was made.

use super::day::Day;
use super::id::TaskId;
use super::note::CallBack;
use super::roll::household_name;
use super::village::Village;

/// One that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise<'v> {
    /// The day it was promised for.
    pub on: Day,
    /// The hour, as it was said; may be empty.
    pub hour: &'v str,
    /// To whom.
    pub who: &'v str,
    /// The matter it is about, where it is about one.
    pub task: Option<TaskId>,
    /// What it is about.
    pub words: &'v str,
}

/// Every one that is open, by its day.
pub fn open(village: &Village) -> Vec<Promise<'_>> {
    let of_notes = village.notes().filter_map(|note| {
        let promise = unkept(note.call_back.as_ref())?;
        let person = note.person.and_then(|id| village.person(id));
        let who = person.map_or(note.who.as_str(), |person| person.name.as_str());
        Some(Promise { on: promise.on, hour: &promise.hour, who, task: note.task, words: &note.text })
    });
    let of_visits = village.visits().filter_map(|visit| {
        let promise = unkept(visit.call_back.as_ref()).filter(|_| visit.counts())?;
        let who = village.household(visit.household).map_or("", |household| household_name(village, household));
        Some(Promise { on: promise.on, hour: &promise.hour, who, task: None, words: &visit.text })
    });
    let mut open: Vec<Promise<'_>> = of_notes.chain(of_visits).collect();
    open.sort_by_key(|promise| promise.on);
    open
}

fn unkept(promise: Option<&CallBack>) -> Option<&CallBack> {
    promise.filter(|promise| promise.done_on.is_none())
}
