//! 最近操作: the last acts, each of which may be undone.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint};
use crate::app::command::Scope;

/// 最近操作: the last acts, each of which may be undone.
#[derive(Debug)]
pub struct Recent {}

impl Recent {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> Recent {
        Recent {}
    }
}

impl Behaviour for Recent {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }
}
