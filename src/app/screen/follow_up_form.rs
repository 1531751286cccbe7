//! A follow-up 到点的事 that ends without a task: done elsewhere, or not needed, and why.
//!
//! The rules are `decide::follow_up`'s.

use serde::{Deserialize, Serialize};

use super::confirm::Confirm;
use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, FormCommand, GlobalCommand, Scope};
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form, FormEvent};
use crate::app::notice::Notice;
use crate::domain::decide::follow_up::{FollowUpIntent, SettleIntent};
use crate::domain::decide::{Intent, decide};
use crate::domain::follow_up::FollowUpOutcome;
use crate::domain::follow_up::outlook::FollowKey;
use crate::domain::id::FollowUpId;
use crate::domain::limits::NOTE_CHARS_MAX;
use crate::domain::refusal::Refusal;

/// The end of a follow-up being written down.
#[derive(Debug, Serialize, Deserialize)]
pub struct FollowUpForm {
    /// Which.
    pub key: FollowKey,
    /// Its fields.
    pub form: Form<FollowUpField>,
}

/// The fields by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FollowUpField {
    /// 已办或不需要.
    Outcome,
    /// 情况.
    Reason,
    /// 哪天.
    On,
}

impl FollowUpForm {
    /// The form for a follow-up.
    pub fn of(context: &Context<'_>, key: FollowKey) -> FollowUpForm {
        let outcomes = Choice::of(FollowUpOutcome::ALL.map(FollowUpOutcome::label)).choosing(0);
        let fields = vec![
            Field::choice(FollowUpField::Outcome, "怎么了结", outcomes),
            Field::note(FollowUpField::Reason, "情况", "", NOTE_CHARS_MAX).hint("谁办的，或为什么不需要"),
            Field::date(FollowUpField::On, "哪天", Some(context.today)),
        ];
        let mut form = FollowUpForm { key, form: Form::new(fields) };
        form.form.focus(FollowUpField::Outcome);
        form
    }

    fn save(&mut self, context: &Context<'_>) -> Reply {
        self.form.clear_faults();
        let on = match self.form.date(FollowUpField::On, context.today) {
            Ok(on) => on.unwrap_or(context.today),
            Err(why) => {
                self.form.fault(FollowUpField::On, why);
                self.form.focus_fault();
                return Reply::none();
            }
        };
        let outcome = self.form.chosen(FollowUpField::Outcome).and_then(|place| FollowUpOutcome::ALL.get(place));
        let intent = Intent::FollowUp(FollowUpIntent::Settle(Box::new(SettleIntent {
            id: context.mint(FollowUpId::mint),
            key: self.key,
            outcome: outcome.copied().unwrap_or(FollowUpOutcome::Done),
            reason: self.form.text(FollowUpField::Reason).to_owned(),
            on,
        })));
        if let Err(why) = decide(context.village, &context.now(), intent.clone()) {
            let on = matches!(why, Refusal::BadDay(..)).then_some(FollowUpField::On);
            let Some(name) = why.field().and_then(|what| self.form.labelled(what)).or(on) else {
                return Reply::refuse(why.to_string());
            };
            self.form.fault(name, why.to_string());
            self.form.focus_fault();
            return Reply::none();
        }
        // The card below has nothing more to say.
        let said = Notice::done(format!("已记下，{}", context.keymap.way_to_undo()));
        Reply::decide(intent, Reply::close().then(Reply::close()).then(Reply::say(said)))
    }

    fn after(&mut self, event: FormEvent<FollowUpField>, context: &Context<'_>) -> Reply {
        match event {
            FormEvent::SaveWanted => self.save(context),
            FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => Reply::none(),
        }
    }
}

impl Behaviour for FollowUpForm {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Form(FormCommand::Save).into(),
            Command::Form(FormCommand::Next).into(),
            Command::Global(GlobalCommand::Back).meaning("放下"),
        ]
    }

    fn unsaved(&self) -> bool {
        self.form.touched()
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        Confirm::leaving(self.unsaved())
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        let event = self.form.type_text(text);
        self.after(event, context)
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        let event = self.form.command(command, context.today);
        self.after(event, context)
    }
}
