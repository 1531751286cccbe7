//! A household being added or corrected.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint};
use crate::app::command::Scope;

/// A household being added or corrected.
#[derive(Debug)]
pub struct HouseholdForm {}

impl HouseholdForm {
    /// An empty form for a new household.
    pub fn adding(_context: &Context<'_>) -> HouseholdForm {
        HouseholdForm {}
    }
}

impl Behaviour for HouseholdForm {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }
}
