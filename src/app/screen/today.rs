//! 今日: what is to be done today, in the order of the law and the villager.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint, Reply};
use crate::app::App;
use crate::app::command::Scope;

/// 今日: what is to be done today, in the order of the law and the villager.
#[derive(Debug)]
pub struct Today {}

impl Today {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> Today {
        Today {}
    }
}

impl Behaviour for Today {
    fn scope(&self) -> Scope {
        Scope::Today
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        App::main_menu()
    }
}
