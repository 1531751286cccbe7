//! The first start: village, officer, groups, the first register.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint};
use crate::app::command::Scope;

/// The first start: village, officer, groups, the first register.
#[derive(Debug)]
pub struct FirstRun {}

impl FirstRun {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> FirstRun {
        FirstRun {}
    }
}

impl Behaviour for FirstRun {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }
}
