//! Decides what is taken into custody 证件保管 and given back, and what is never taken.
//!
//! It does not know when one that lies here is to go back: that is the task's to say.

use crate::domain::change::TaskChange;
use crate::domain::decide::{Now, required};
use crate::domain::id::HoldId;
use crate::domain::limits;
use crate::domain::material::{self, HoldPlace, HoldReturn, OriginalHold};
use crate::domain::refusal::Refusal;
use crate::domain::task::{ProxyTask, lifecycle};
use crate::domain::text::{PersonName, fold};

use super::HoldIntent;

/// Refuses a bank card, a passbook, a password as a paper of the checklist; its copy, its number and a form are none.
pub(super) fn check_paper(name: &str) -> Result<(), Refusal> {
    match material::never_kept_paper(name) {
        Some(_) => Err(Refusal::NeverKept(name.to_owned())),
        None => Ok(()),
    }
}

/// Takes an original into custody; cards and passbooks are refused whoever asks. The reason names the window that wants it,
/// and only there may it be for longer than a few days.
pub(in crate::domain::decide) fn take_hold(
    task: &mut ProxyTask,
    now: &Now<'_>,
    intent: &HoldIntent,
) -> Result<TaskChange, Refusal> {
    let doc = required(&intent.doc, "证件名称", "请写上，如户口簿")?;
    // Of what is taken into custody a copy is none.
    if material::never_kept(&doc).is_some() {
        return Err(Refusal::NeverKept(doc));
    }
    lifecycle::guard_open(task)?;
    if task.holds_out().any(|hold| hold.doc == doc && hold.owner == intent.owner) {
        return Err(Refusal::Already("这本证件已经在保管，不用再记"));
    }
    let return_by = intent.return_by.unwrap_or(now.today.plus_days(limits::HOLD_DAYS_DEFAULT));
    if return_by < now.today {
        return Err(Refusal::BadDay(return_by.to_string(), "归还的日子已经过了"));
    }
    if return_by.days_since(now.today) > limits::HOLD_WINDOW_DAYS_MAX {
        return Err(Refusal::LongHold(limits::HOLD_WINDOW_DAYS_MAX));
    }
    task.holds.push(OriginalHold {
        id: intent.id,
        doc,
        owner: required(&intent.owner, "证件是谁的", "请写姓名")?,
        reason: required(&intent.reason, "为什么要原件", "请写哪个窗口要")?,
        received_on: now.today,
        return_by,
        place: HoldPlace::Here,
        returned: None,
    });
    Ok(TaskChange::HoldTaken(intent.id))
}

/// Gives an original back to its owner, once.
pub(super) fn return_hold(task: &mut ProxyTask, id: HoldId, back: HoldReturn) -> Result<TaskChange, Refusal> {
    let hold = task.holds.iter_mut().find(|hold| hold.id == id).ok_or(Refusal::Gone)?;
    if !hold.is_out() {
        return Err(Refusal::Already("这本证件已经还过了"));
    }
    if back.on < hold.received_on {
        return Err(Refusal::BadDay(back.on.to_string(), "早于收证件的日子"));
    }
    hold.returned = Some(back);
    Ok(TaskChange::HoldReturned(id))
}

/// Into whose hands something went: a name, and in brackets what that person is to its owner.
pub(in crate::domain::decide) fn receiver(
    to: &str,
    what: &'static str,
    remedy: &'static str,
) -> Result<String, Refusal> {
    let to = required(to, what, remedy)?;
    let folded = fold(&to);
    let name = folded.split('(').next().unwrap_or_default();
    PersonName::parse(name).map_err(|why| Refusal::NoName(what, why.to_string()))?;
    Ok(to)
}
