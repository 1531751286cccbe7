//! One proxy task: its working, materials, papers held and numbered lawful steps.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint};
use crate::app::command::Scope;
use crate::domain::id::TaskId;

/// One proxy task: its working, materials, papers held and numbered lawful steps.
#[derive(Debug)]
pub struct TaskCard {}

impl TaskCard {
    /// The card of a task.
    pub fn of(_context: &Context<'_>, _id: TaskId) -> TaskCard {
        TaskCard {}
    }
}

impl Behaviour for TaskCard {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }
}
