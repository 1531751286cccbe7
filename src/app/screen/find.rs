//! Finding in all households, people and tasks.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint};
use crate::app::command::Scope;

/// Finding in all households, people and tasks.
#[derive(Debug)]
pub struct Find {}

impl Find {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> Find {
        Find {}
    }
}

impl Behaviour for Find {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }
}
