//! 农户: the households by group, found by typing.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint};
use crate::app::command::Scope;

/// 农户: the households by group, found by typing.
#[derive(Debug)]
pub struct Households {}

impl Households {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> Households {
        Households {}
    }
}

impl Behaviour for Households {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }
}
