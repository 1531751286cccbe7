//! What all screens that are one form have in common: how they are filled in, stored and left.
//!
//! What is asked, what it means as a wish, and what follows from it is each form's own; the rules are `decide`'s. A form
//! with a way of its own through its keys is a `Behaviour` like any other screen.

use super::confirm::Confirm;
use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, FormCommand, GlobalCommand, Scope};
use crate::app::form::{Form, FormEvent};
use crate::domain::change::Change;
use crate::domain::decide::{Intent, decide};
use crate::domain::refusal::Refusal;

pub(super) const SAVE: Hint = Command::Form(FormCommand::Save).hint();
const NEXT: Hint = Command::Form(FormCommand::Next).hint();
const PREVIOUS: Hint = Command::Form(FormCommand::Previous).hint();
pub(super) const LEAVE: Hint = Command::Global(GlobalCommand::Back).meaning("放下");

/// What the bottom line names on a form that is long enough to go back in.
pub(super) const LONG: &[Hint] = &[SAVE, NEXT, PREVIOUS, LEAVE];

/// Why what is typed is no wish yet: at which field, or of the form as a whole.
#[derive(Debug)]
pub struct Wrong<N> {
    field: Option<N>,
    why: String,
}

impl<N> From<(N, String)> for Wrong<N> {
    fn from((field, why): (N, String)) -> Wrong<N> {
        Wrong { field: Some(field), why }
    }
}

impl<N> From<&str> for Wrong<N> {
    fn from(why: &str) -> Wrong<N> {
        Wrong { field: None, why: why.to_owned() }
    }
}

/// A screen that is one form.
pub trait Filling {
    /// Its fields by name.
    type Name: Copy + PartialEq;

    /// What the bottom line names, the most useful first.
    const HINTS: &'static [Hint] = &[SAVE, NEXT, LEAVE];

    /// Whether the screen below stays in sight.
    const IS_POPUP: bool = false;

    /// Its fields.
    fn fields(&self) -> &Form<Self::Name>;

    /// Its fields, to be filled in.
    fn fields_mut(&mut self) -> &mut Form<Self::Name>;

    /// Does what follows on the form itself from a field that changed or was left.
    fn follow(&mut self, _event: FormEvent<Self::Name>, _context: &Context<'_>) {}

    /// What is typed as a wish, or what is wrong with it.
    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<Self::Name>>;

    /// The field that a no of the rules speaks of; `None` where it speaks of none, and is said instead.
    fn blamed(&mut self, why: &Refusal, context: &Context<'_>) -> Option<Self::Name>;

    /// What follows once the wish is durable; the rules said what changes it makes.
    fn stored(&self, _intent: &Intent, _changes: &[Change], _context: &Context<'_>) -> Reply {
        Reply::close()
    }

    /// Has what is typed stored, where nothing has to be looked at before.
    fn save(&mut self, context: &Context<'_>) -> Reply {
        store(self, context)
    }

    /// Whether something was typed that leaving would lose.
    fn unsaved(&self) -> bool {
        self.fields().touched()
    }
}

/// Has what is typed stored. What is wrong is marked where it was typed, and what the rules refuse is not sent to them.
pub(super) fn store<F: Filling + ?Sized>(screen: &mut F, context: &Context<'_>) -> Reply {
    let form = screen.fields_mut();
    form.clear_faults();
    if !form.settle_all(context.today) {
        form.focus_fault();
        return Reply::none();
    }
    let Wrong { field, why } = match screen.typed(context) {
        Err(wrong) => wrong,
        Ok(intent) => match decide(context.village, &context.now(), intent.clone()) {
            Err(why) => Wrong { field: screen.blamed(&why, context), why: why.to_string() },
            Ok(changes) => {
                let then = screen.stored(&intent, &changes, context);
                return Reply::decide(intent, then);
            }
        },
    };
    let form = screen.fields_mut();
    let marked = field.is_some_and(|field| {
        form.fault(field, why.clone());
        form.focus_fault()
    });
    // A field that is not asked shows nothing.
    if marked { Reply::none() } else { Reply::refuse(why) }
}

impl<F: Filling> Behaviour for F {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        let mut hints = F::HINTS.to_vec();
        if self.fields().takes_lines() {
            // Behind saving, which is always the first.
            hints.insert(1.min(hints.len()), Command::Form(FormCommand::NewLine).into());
        }
        hints
    }

    fn is_popup(&self) -> bool {
        F::IS_POPUP
    }

    fn unsaved(&self) -> bool {
        Filling::unsaved(self)
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        Confirm::leaving(Filling::unsaved(self))
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        let event = self.fields_mut().type_text(text);
        after(self, event, context)
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        let event = self.fields_mut().command(command, context.today);
        after(self, event, context)
    }
}

fn after<F: Filling>(screen: &mut F, event: FormEvent<F::Name>, context: &Context<'_>) -> Reply {
    match event {
        FormEvent::SaveWanted => screen.save(context),
        FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => {
            screen.follow(event, context);
            Reply::none()
        }
    }
}
