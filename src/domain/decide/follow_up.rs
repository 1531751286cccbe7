//! Decides about follow-ups 到点的事 that end without a task: done elsewhere, or not needed.
//!
//! One that a task is opened for is over by the task; nothing is decided about it here.

use crate::domain::change::Change;
use crate::domain::change::fieldwork::FollowUpChange;
use crate::domain::day::Day;
use crate::domain::follow_up::chains::{ChainRule, Ends};
use crate::domain::follow_up::outlook::{self, FollowKey};
use crate::domain::follow_up::{FollowUp, FollowUpOutcome};
use crate::domain::id::{FollowUpId, Seq};
use crate::domain::refusal::Refusal;
use crate::domain::village::Village;

use super::{Now, past_day, required};

/// What a person wants of a follow-up.
#[derive(Clone, Debug)]
pub enum FollowUpIntent {
    /// 了结: it was done elsewhere, or is not needed.
    Settle(Box<SettleIntent>),
}

/// The end of a follow-up as the form gives it.
#[derive(Clone, Debug)]
pub struct SettleIntent {
    /// The identity of its record.
    pub id: FollowUpId,
    /// Which follow-up.
    pub key: FollowKey,
    /// What came of it.
    pub outcome: FollowUpOutcome,
    /// Who did it, or why it is not needed.
    pub reason: String,
    /// When.
    pub on: Day,
}

impl FollowUpIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            FollowUpIntent::Settle(_) => "follow_up.settle",
        }
    }
}

/// Why one cannot be ended by words; `None` where it can.
pub fn unsettled_by_words(rule: &ChainRule) -> Option<&'static str> {
    match rule.ends {
        Ends::Task | Ends::NewHead => None,
        Ends::NoOpenTask => Some("在办的件要逐件打开了结，不能记一句就算"),
        Ends::NoPairing => Some("要打开帮扶解除结对，不能记一句就算"),
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: FollowUpIntent) -> Result<Vec<Change>, Refusal> {
    let FollowUpIntent::Settle(intent) = intent;
    let open = outlook::of_person(village, now.tables, now.today, intent.key.person);
    let rule = outlook::rule(now.tables, intent.key).filter(|_| open.iter().any(|pending| pending.key == intent.key));
    let rule = rule.ok_or(Refusal::Already("这件到点的事已经有着落了，不用再记"))?;
    if let Some(why) = unsettled_by_words(rule) {
        return Err(Refusal::Already(why));
    }
    let (on, reason) =
        (past_day(intent.on, now.today)?, required(&intent.reason, "情况", "请写谁办的，或为什么不需要")?);
    let record = FollowUp {
        id: intent.id,
        touched: Seq::default(),
        rule: rule.code.clone(),
        name: rule.name.clone(),
        person: intent.key.person,
        event_on: intent.key.from,
        outcome: intent.outcome,
        reason,
        on,
        entered_at: now.at,
    };
    Ok(vec![Change::FollowUp(FollowUpChange::Settled, Box::new(record))])
}
