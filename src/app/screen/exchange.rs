//! 交表与U盘: what is new, and where it is written to.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint};
use crate::app::command::Scope;

/// 交表与U盘: what is new, and where it is written to.
#[derive(Debug)]
pub struct Exchange {}

impl Exchange {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> Exchange {
        Exchange {}
    }

    /// The screen with everything chosen to be written again, not only what is new.
    pub fn of_everything(_context: &Context<'_>) -> Exchange {
        Exchange {}
    }
}

impl Behaviour for Exchange {
    fn scope(&self) -> Scope {
        Scope::Menu
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }
}
