//! 接件: who came, for whom, which matters, which papers.
//!
//! So far only its place among the screens: what it shows and does follows.

use super::{Behaviour, Context, Hint};
use crate::app::command::Scope;
use crate::domain::id::PersonId;

/// 接件: who came, for whom, which matters, which papers.
#[derive(Debug)]
pub struct Intake {}

impl Intake {
    /// The screen as it is opened.
    pub fn new(_context: &Context<'_>) -> Intake {
        Intake {}
    }

    /// The screen with the applicant known.
    pub fn for_person(context: &Context<'_>, _person: PersonId) -> Intake {
        Intake::new(context)
    }
}

impl Behaviour for Intake {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }
}
