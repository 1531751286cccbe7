//! Taking in a register: which file, its preview, what goes in.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint};
use crate::app::command::Scope;

/// Taking in a register: which file, its preview, what goes in.
#[derive(Debug)]
pub struct Import {}

impl Import {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> Import {
        Import {}
    }
}

impl Behaviour for Import {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }
}
