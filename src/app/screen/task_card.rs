//! One proxy task: its working, materials, papers held and numbered lawful steps.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint};
use crate::app::command::Scope;

/// One proxy task: its working, materials, papers held and numbered lawful steps.
#[derive(Debug)]
pub struct TaskCard {}

impl TaskCard {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> TaskCard {
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
