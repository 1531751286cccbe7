//! The lawful steps of a task: which there are from each state, and what stands in the way of each.
//!
//! One table and one guard, asked by the numbered menu (greyed steps with their reason) and by `decide` alike. What a
//! step writes into the record is `decide/task`'s.

use serde::{Deserialize, Serialize};

use crate::domain::calendar::Calendar;
use crate::domain::day::Day;
use crate::domain::fee;
use crate::domain::limits;
use crate::domain::material::HoldPlace;
use crate::domain::matter::{MatterRefusal, Mode, ProxyRule};
use crate::domain::refusal::Refusal;

use super::ProxyTask;
use super::clock;
use super::parts::EntrustedHow;
use super::state::{ResultPlace, State};

/// A step a person can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StepKind {
    /// 登记.
    Register,
    /// 受理.
    Accept,
    /// 一次性告知.
    GiveNotice,
    /// 不属代办.
    NotTake,
    /// 开始办理.
    StartWork,
    /// 交件.
    Submit,
    /// 退件.
    TakeBack,
    /// 暂停计时.
    Pause,
    /// 恢复计时.
    Resume,
    /// 办结.
    Grant,
    /// 取回结果.
    Fetch,
    /// 未获批准.
    Deny,
    /// 送达.
    Deliver,
    /// 本人撤回.
    Withdraw,
    /// 归档.
    Close,
    /// 重开.
    Reopen,
    /// 删草稿.
    DropDraft,
    /// 冲正: a delivery entered by mistake.
    Reverse,
}

impl StepKind {
    /// The Chinese label, as the numbered menu shows it.
    pub fn label(self) -> &'static str {
        match self {
            StepKind::Register => "登记",
            StepKind::Accept => "受理",
            StepKind::GiveNotice => "一次性告知",
            StepKind::NotTake => "不属代办",
            StepKind::StartWork => "开始办理",
            StepKind::Submit => "交件",
            StepKind::TakeBack => "退件补正",
            StepKind::Pause => "暂停计时",
            StepKind::Resume => "恢复计时",
            StepKind::Grant => "结果出来了",
            StepKind::Fetch => "取回结果",
            StepKind::Deny => "未获批准",
            StepKind::Deliver => "送达",
            StepKind::Withdraw => "本人撤回",
            StepKind::Close => "归档",
            StepKind::Reopen => "重开",
            StepKind::DropDraft => "删掉草稿",
            StepKind::Reverse => "冲正送达",
        }
    }
}

/// What a step is called for this task: where the result is here, only the originals are still to be fetched.
pub fn label_for(step: StepKind, task: &ProxyTask) -> &'static str {
    if step == StepKind::Fetch && task.left_originals() { "取回证件" } else { step.label() }
}

/// The steps a state knows, the likely next one first. The table of document 2.2: all others are refused.
pub fn steps_from(state: State) -> &'static [StepKind] {
    use StepKind as S;
    match state {
        State::Draft => &[S::Register, S::DropDraft],
        State::Registered => &[S::Accept, S::GiveNotice, S::NotTake, S::Withdraw],
        State::NoticeGiven => &[S::Accept, S::Withdraw, S::NotTake],
        State::Accepted => &[S::Submit, S::StartWork, S::Grant, S::Deny, S::Withdraw],
        State::Working => &[S::Submit, S::Grant, S::Pause, S::Deny, S::Withdraw],
        State::Submitted => &[S::Grant, S::TakeBack, S::Pause, S::Deny, S::Withdraw],
        State::Paused => &[S::Resume],
        State::Returned => &[S::Submit, S::Fetch, S::Withdraw, S::Deny],
        State::Granted => &[S::Fetch, S::Deliver],
        State::Denied => &[S::Fetch, S::Deliver],
        State::Delivered => &[S::Close, S::Reverse],
        State::Closed => &[S::Reopen],
        State::Withdrawn | State::NotTaken => &[S::Close],
        State::HandedOver => &[],
    }
}

/// Each step of the task's state with what stands in its way today, if anything does.
pub fn menu(task: &ProxyTask, today: Day, calendar: &Calendar) -> Vec<(StepKind, Option<Refusal>)> {
    let steps = steps_from(task.state).iter().copied();
    let to_fetch = task.awaits_result() || task.left_originals();
    let shown = steps.filter(|step| *step != StepKind::Fetch || to_fetch);
    shown.map(|step| (step, guard(task, step, today, calendar).err())).collect()
}

/// Whether the step is lawful for the task as it is today. What its form must say is checked when it is decided.
pub fn guard(task: &ProxyTask, step: StepKind, today: Day, calendar: &Calendar) -> Result<(), Refusal> {
    if !steps_from(task.state).contains(&step) {
        return Err(Refusal::NotLawful { from: task.state_label().to_owned(), to: step.label() });
    }
    match step {
        StepKind::Accept => guard_accept(task),
        StepKind::Submit | StepKind::StartWork => guard_carry(task, today),
        StepKind::Pause => guard_pause(task, today, calendar),
        StepKind::Deliver => guard_deliver(task),
        StepKind::Close => guard_settled(task),
        StepKind::Reopen => guard_reopen(task, today),
        StepKind::Fetch if !task.awaits_result() && !task.left_originals() => {
            Err(Refusal::Already("窗口没有要取回的了"))
        }
        StepKind::Register
        | StepKind::GiveNotice
        | StepKind::NotTake
        | StepKind::TakeBack
        | StepKind::Resume
        | StepKind::Grant
        | StepKind::Fetch
        | StepKind::Deny
        | StepKind::Withdraw
        | StepKind::DropDraft
        | StepKind::Reverse => Ok(()),
    }
}

fn guard_accept(task: &ProxyTask) -> Result<(), Refusal> {
    guard_matter(task)?;
    match task.missing().next() {
        Some(_) => Err(Refusal::MaterialsMissing(task.lacking().join("、"))),
        None if task.lacking().is_empty() => Ok(()),
        None => Err(Refusal::NoEntrustment),
    }
}

/// A matter that needs the person can be booked and accompanied (协办), never proxied.
fn guard_matter(task: &ProxyTask) -> Result<(), Refusal> {
    match (task.matter.proxy, task.matter.mode) {
        (ProxyRule::InPerson, Mode::Direct | Mode::Proxy | Mode::Tell) => {
            Err(MatterRefusal::InPerson { name: task.matter.name.clone() }.into())
        }
        (ProxyRule::InPerson, Mode::Assist) | (ProxyRule::Allowed | ProxyRule::Entrusted, _) => Ok(()),
    }
}

/// Where the matter needs an entrustment, a written one must be signed, a spoken one by its day, before papers are
/// carried on.
fn guard_carry(task: &ProxyTask, today: Day) -> Result<(), Refusal> {
    let unsigned = task.entrustment.as_ref().filter(|_| task.owes_signature()).is_some_and(|it| {
        let late = it.how == EntrustedHow::Paper || it.sign_by.is_some_and(|by| today > by);
        it.signed.is_none() && late
    });
    if unsigned { Err(Refusal::EntrustmentUnsigned) } else { Ok(()) }
}

/// What is late stays late until it is done: a pause, from whatever day, would take it off 今日.
fn guard_pause(task: &ProxyTask, today: Day, calendar: &Calendar) -> Result<(), Refusal> {
    match clock::read(task, today, calendar).overdue_days {
        0 => Ok(()),
        days => Err(Refusal::OverduePause(days)),
    }
}

/// Every original is back in its owner's hands.
pub fn guard_holds(task: &ProxyTask) -> Result<(), Refusal> {
    let out: Vec<&str> = task.holds_out().map(|hold| hold.doc.as_str()).collect();
    if out.is_empty() { Ok(()) } else { Err(Refusal::HoldsOut(out.join("、"))) }
}

/// Originals in the officer's hands go back with the result, on the same form; those elsewhere must come back first.
fn guard_deliver(task: &ProxyTask) -> Result<(), Refusal> {
    let elsewhere = task.holds_out().filter(|hold| hold.place != HoldPlace::Here);
    let elsewhere: Vec<String> = elsewhere.map(|hold| format!("{}({})", hold.doc, hold.place.label())).collect();
    if !elsewhere.is_empty() {
        return Err(Refusal::HoldsOut(elsewhere.join("、")));
    }
    if task.state == State::Granted && task.result_place() == ResultPlace::AtWindow {
        return Err(Refusal::Already("结果还在窗口，请先取回；本人自己取走的，也先记「取回结果」再送达"));
    }
    guard_money(task)
}

/// Nothing of the villager's is left here: no original, no money.
fn guard_settled(task: &ProxyTask) -> Result<(), Refusal> {
    guard_holds(task)?;
    guard_money(task)
}

/// The task is under way: papers and money can be taken in for it.
pub fn guard_open(task: &ProxyTask) -> Result<(), Refusal> {
    match task.state.is_open() || task.state == State::Draft {
        true => Ok(()),
        false => Err(Refusal::Already("这件事已经办完或不办了，不能再收材料、证件和钱；要再办，请重开或另接一件")),
    }
}

fn guard_money(task: &ProxyTask) -> Result<(), Refusal> {
    match task.balance_fen() {
        0 => Ok(()),
        open => Err(Refusal::MoneyOpen(fee::yuan(open))),
    }
}

fn guard_reopen(task: &ProxyTask, today: Day) -> Result<(), Refusal> {
    let closed_on = task.steps.last().map_or(task.registered_on, |step| step.on);
    let days = today.days_since(closed_on);
    if days > limits::REOPEN_DAYS_MAX { Err(Refusal::TooLate(days)) } else { Ok(()) }
}

/// The steps that are open today and lead on, the likely one first: giving up and taking back are never the thing to do.
pub fn onward(task: &ProxyTask, today: Day, calendar: &Calendar) -> impl Iterator<Item = StepKind> {
    let open = menu(task, today, calendar).into_iter().filter(|(_, refusal)| refusal.is_none()).map(|(step, _)| step);
    open.filter(|step| match step {
        // While a signature is owed, getting it is the thing to do.
        StepKind::Close => !task.owes_signature(),
        StepKind::Withdraw | StepKind::NotTake | StepKind::DropDraft | StepKind::Reverse | StepKind::Reopen => false,
        StepKind::Register
        | StepKind::Accept
        | StepKind::GiveNotice
        | StepKind::StartWork
        | StepKind::Submit
        | StepKind::TakeBack
        | StepKind::Pause
        | StepKind::Resume
        | StepKind::Grant
        | StepKind::Fetch
        | StepKind::Deny
        | StepKind::Deliver => true,
    })
}

/// The step that is most likely next; `None` where nothing leads on today.
pub fn likely(task: &ProxyTask, today: Day, calendar: &Calendar) -> Option<StepKind> {
    onward(task, today, calendar).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use StepKind as S;

    /// Document 2.2, written down a second time: from, and every state a step of it leads to.
    const TABLE: [(State, &[S]); 15] = [
        (State::Draft, &[S::Register, S::DropDraft]),
        (State::Registered, &[S::Accept, S::GiveNotice, S::NotTake, S::Withdraw]),
        (State::NoticeGiven, &[S::Accept, S::Withdraw, S::NotTake]),
        (State::Accepted, &[S::StartWork, S::Submit, S::Grant, S::Withdraw, S::Deny]),
        (State::Working, &[S::Submit, S::Pause, S::Grant, S::Deny, S::Withdraw]),
        (State::Submitted, &[S::TakeBack, S::Pause, S::Grant, S::Deny, S::Withdraw]),
        (State::Paused, &[S::Resume]),
        (State::Returned, &[S::Submit, S::Fetch, S::Withdraw, S::Deny]),
        (State::Granted, &[S::Deliver, S::Fetch]),
        (State::Denied, &[S::Fetch, S::Deliver]),
        (State::Delivered, &[S::Close, S::Reverse]),
        (State::Closed, &[S::Reopen]),
        (State::Withdrawn, &[S::Close]),
        (State::NotTaken, &[S::Close]),
        (State::HandedOver, &[]),
    ];

    #[test]
    fn every_state_knows_its_steps_and_no_other() {
        for (state, lawful) in TABLE {
            let mut known: Vec<S> = steps_from(state).to_vec();
            let mut lawful = lawful.to_vec();
            known.sort();
            lawful.sort();
            assert_eq!(known, lawful, "{state:?}");
        }
    }

    #[test]
    fn the_likely_step_is_open_today_and_never_a_giving_up() {
        let sample = crate::domain::sample::village(Day::parse_iso("2026-11-24").unwrap(), 1);
        let today = Day::parse_iso("2026-11-24").unwrap();
        let tables = crate::domain::tables::Tables::shipped();
        let (mut seen, calendar) = (0, &tables.calendar);
        for task in sample.village.tasks() {
            if let Some(step) = likely(task, today, calendar) {
                assert_eq!(guard(task, step, today, calendar), Ok(()), "{}", task.no);
                assert!(!matches!(step, S::Withdraw | S::NotTake | S::Reverse | S::Reopen), "{}", task.no);
                seen += 1;
            }
        }
        assert!(seen > 0);
    }
}
