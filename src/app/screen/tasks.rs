//! 代办台账: the proxy tasks by state, stuck-at and due.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint};
use crate::app::command::Scope;

/// 代办台账: the proxy tasks by state, stuck-at and due.
#[derive(Debug)]
pub struct Tasks {}

impl Tasks {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> Tasks {
        Tasks {}
    }
}

impl Behaviour for Tasks {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }
}
