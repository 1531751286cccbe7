//! Decides about complaints, the hotline, 督办 and poor ratings: taking in, calling back, what was done, the answer.
//!
//! What is said against this liaison or the village's cadres is not kept: who was told where to complain is not either.

use crate::domain::change::Change;
use crate::domain::change::fieldwork::SupervisionChange;
use crate::domain::day::Day;
use crate::domain::id::{SupervisionId, TaskId};
use crate::domain::limits::SUPERVISION_DEEDS_MAX;
use crate::domain::refusal::Refusal;
use crate::domain::supervision::named::{self, Said};
use crate::domain::supervision::outlook::uncalled;
use crate::domain::supervision::settings::Term;
use crate::domain::supervision::{Deed, Supervision, SupervisionKind};
use crate::domain::village::Village;

use super::{Now, free_text, past_day, required};

/// The longest time for an answer, in days.
const ANSWER_DAYS_MAX: i32 = 366;

/// What a person wants of it.
#[derive(Clone, Debug)]
pub enum SupervisionIntent {
    /// A complaint, a matter of the hotline or a 督办 came.
    Receive(Box<Supervision>),
    /// Somebody complained about this liaison or a cadre, and was told the ways, on this day.
    TellChannels(SupervisionId, Day),
    /// Whoever rated this task poorly was called back.
    CallBack {
        /// Of the record that begins with it.
        id: SupervisionId,
        /// The task.
        task: TaskId,
        /// The day.
        on: Day,
        /// What was said.
        words: String,
    },
    /// Something was done about it.
    Deed(SupervisionId, Day, String),
    /// It is answered, or put right.
    Settle(SupervisionId, Day, String),
}

impl SupervisionIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            SupervisionIntent::Receive(_) => "supervision.receive",
            SupervisionIntent::TellChannels(..) => "supervision.channels",
            SupervisionIntent::CallBack { .. } => "supervision.call_back",
            SupervisionIntent::Deed(..) => "supervision.deed",
            SupervisionIntent::Settle(..) => "supervision.settle",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: SupervisionIntent) -> Result<Vec<Change>, Refusal> {
    let (change, after) = match intent {
        SupervisionIntent::Receive(item) => (SupervisionChange::Received, received(village, now, *item)?),
        SupervisionIntent::TellChannels(id, on) => {
            let on = past_day(on, now.today)?;
            (SupervisionChange::ChannelsTold, Supervision::new(id, SupervisionKind::ChannelsTold, on, now.at))
        }
        SupervisionIntent::CallBack { id, task, on, words } => {
            let task = village.task(task).ok_or(Refusal::Gone)?;
            let rating = uncalled(village, task).ok_or(Refusal::Already("这件没有等着回访的差评"))?;
            let due = rating.on.plus_days(now.tables.supervision.days(Term::PutRight));
            let deed = deed((village, now), rating.on, on, &words, ("回访说了什么", "请写本人不满意什么、答应怎么改"))?;
            let item = Supervision::new(id, SupervisionKind::PoorRating, rating.on, now.at);
            let text = rating.words.clone();
            let of_task = Supervision { due: Some(due), text, task: Some(task.id), called_back: Some(deed), ..item };
            (SupervisionChange::CalledBack, of_task)
        }
        SupervisionIntent::Deed(id, on, words) => {
            let mut item = open(village, id)?;
            if item.deeds.len() >= SUPERVISION_DEEDS_MAX {
                return Err(Refusal::Already("记得太多了，请办结这一件"));
            }
            let done = deed((village, now), item.on, on, &words, ("办了什么", "请写一句"))?;
            item.deeds.push(done);
            (SupervisionChange::Done, item)
        }
        SupervisionIntent::Settle(id, on, words) => {
            let mut item = open(village, id)?;
            let done = deed((village, now), item.on, on, &words, ("怎么答复、怎么改的", "请写清结果，答复了谁"))?;
            item.settled = Some(done);
            (SupervisionChange::Settled, item)
        }
    };
    Ok(vec![Change::Supervision(change, Box::new(after))])
}

fn received(village: &Village, now: &Now<'_>, mut item: Supervision) -> Result<Supervision, Refusal> {
    let Some(term) = item.kind.term().filter(|_| SupervisionKind::TAKEN_IN.contains(&item.kind)) else {
        return Err(Refusal::Already("差评从那件代办事项里来，不用另外登记"));
    };
    item.on = past_day(item.on, now.today)?;
    item.from = free_text(&item.from, "来自哪里")?;
    item.text = required(&item.text, "说的什么事", "请写清是哪件事")?;
    // The town may name whom it likes in what it sets under supervision, but for a complaint.
    let said = if item.kind == SupervisionKind::Order { Said::AtWork } else { Said::InComplaint };
    named::refuse(village, &format!("{}\n{}", item.from, item.text), said)?;
    let due = item.due.unwrap_or(item.on.plus_days(now.tables.supervision.days(term)));
    if due < item.on || due.days_since(item.on) > ANSWER_DAYS_MAX {
        return Err(Refusal::BadDay(due.to_string(), "答复的日子早于来的那天，或者超过一年，请核对"));
    }
    if item.task.is_some_and(|id| village.task(id).is_none()) {
        return Err(Refusal::Gone);
    }
    Ok(Supervision { due: Some(due), entered_at: now.at, called_back: None, deeds: Vec::new(), settled: None, ..item })
}

fn open(village: &Village, id: SupervisionId) -> Result<Supervision, Refusal> {
    let item = village.supervision(id).ok_or(Refusal::Gone)?;
    if !item.is_open() {
        return Err(Refusal::Already("这一件已经办结了"));
    }
    Ok(item.clone())
}

fn deed(
    (village, now): (&Village, &Now<'_>),
    from: Day,
    on: Day,
    words: &str,
    (what, remedy): (&'static str, &'static str),
) -> Result<Deed, Refusal> {
    let on = past_day(on, now.today)?;
    if on < from {
        return Err(Refusal::BadDay(on.to_string(), "早于来的那天"));
    }
    let words = required(words, what, remedy)?;
    named::refuse(village, &words, Said::AtWork)?;
    Ok(Deed { on, entered_at: now.at, words })
}

#[cfg(test)]
mod tests;
