//! One household: people, classes, timeline, matters, papers held.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint};
use crate::app::command::Scope;

/// One household: people, classes, timeline, matters, papers held.
#[derive(Debug)]
pub struct HouseholdCard {}

impl HouseholdCard {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> HouseholdCard {
        HouseholdCard {}
    }
}

impl Behaviour for HouseholdCard {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }
}
