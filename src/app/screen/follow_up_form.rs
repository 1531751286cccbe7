//! A follow-up 到点的事 that ends without a task: done elsewhere, or not needed, and why.
//!
//! The rules are `decide::follow_up`'s.

use serde::{Deserialize, Serialize};

use super::filling::{Filling, Wrong};
use super::{Context, Reply};
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form};
use crate::app::notice::Notice;
use crate::domain::change::Change;
use crate::domain::decide::Intent;
use crate::domain::decide::follow_up::{FollowUpIntent, SettleIntent};
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
}

impl Filling for FollowUpForm {
    type Name = FollowUpField;

    fn fields(&self) -> &Form<FollowUpField> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<FollowUpField> {
        &mut self.form
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<FollowUpField>> {
        let on = self.form.date(FollowUpField::On, context.today).map_err(|why| (FollowUpField::On, why))?;
        let outcome = self.form.chosen(FollowUpField::Outcome).and_then(|place| FollowUpOutcome::ALL.get(place));
        Ok(Intent::FollowUp(FollowUpIntent::Settle(Box::new(SettleIntent {
            id: context.mint(FollowUpId::mint),
            key: self.key,
            outcome: outcome.copied().unwrap_or(FollowUpOutcome::Done),
            reason: self.form.text(FollowUpField::Reason).to_owned(),
            on: on.unwrap_or(context.today),
        }))))
    }

    fn blamed(&mut self, why: &Refusal, _context: &Context<'_>) -> Option<FollowUpField> {
        let on = matches!(why, Refusal::BadDay(..)).then_some(FollowUpField::On);
        why.field().and_then(|what| self.form.labelled(what)).or(on)
    }

    fn stored(&self, _intent: &Intent, _changes: &[Change], context: &Context<'_>) -> Reply {
        // The card below has nothing more to say.
        let said = Notice::done(format!("已记下，{}", context.keymap.way_to_undo()));
        Reply::close().then(Reply::close()).then(Reply::say(said))
    }
}
