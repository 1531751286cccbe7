//! 记一笔 and 记通话: a note or a call.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint};
use crate::app::command::Scope;

/// 记一笔 and 记通话: a note or a call.
#[derive(Debug)]
pub struct Note {}

impl Note {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> Note {
        Note {}
    }
}

impl Behaviour for Note {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }
}
