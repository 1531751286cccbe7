//! What each lawful step writes into the task's record.
//!
//! Called after the guard; it checks what the form says, never the state.

use crate::domain::day::Day;
use crate::domain::deadline::Pause;
use crate::domain::decide::papers::{self, custody};
use crate::domain::decide::{Now, free_text, past_day, required};
use crate::domain::id::HoldId;
use crate::domain::limits;
use crate::domain::material::{HoldPlace, HoldReturn};
use crate::domain::refusal::Refusal;
use crate::domain::task::parts::{Decision, Delivery, OneTimeNotice, Rating, RatingLevel, StepTaken, Submission};
use crate::domain::task::state::{ResultPlace, State, Window};
use crate::domain::task::{ProxyTask, clock, lifecycle};

use super::StepIntent;

/// Takes a lawful step, guarded before.
pub(super) fn take(task: &mut ProxyTask, now: &Now<'_>, intent: StepIntent) -> Result<(), Refusal> {
    let today = now.today;
    match intent {
        StepIntent::Register => go(task, now, State::Registered, today, String::new()),
        StepIntent::Accept => accept(task, now),
        StepIntent::GiveNotice { items, method } => give_notice(task, now, items, &method)?,
        StepIntent::NotTake { reason, whereto } => {
            let reason = required(&reason, "不办的原因", "请写清为什么不属代办")?;
            let whereto = required(&whereto, "去处", "请写清告诉群众去哪里办")?;
            go(task, now, State::NotTaken, today, format!("{reason}；去处：{whereto}"));
        }
        StepIntent::StartWork => go(task, now, State::Working, today, String::new()),
        StepIntent::Submit { to, on, receipt, external_no, with_originals } => {
            submit(task, now, &Handed { to, on, receipt, external_no, with_originals })?;
        }
        StepIntent::TakeBack { on, missing, with_originals } => take_back(task, now, on, (&missing, with_originals))?,
        StepIntent::Pause { from, reason, paper } => pause(task, now, from, &reason, &paper)?,
        StepIntent::Resume { on } => resume(task, now, on)?,
        StepIntent::Grant { on, place, paper, with_originals } => {
            grant(task, now, on, (place, with_originals), &paper)?;
        }
        StepIntent::Fetch { on, with_originals } => fetch(task, now, on, with_originals)?,
        StepIntent::Deny { on, reason, remedy, paper, with_originals } => {
            deny(task, now, on, (&reason, &remedy, &paper), with_originals)?;
        }
        StepIntent::Deliver { on, to, signed, holds_returned, rating, entrusted } => {
            let delivery =
                Delivery {
                    on: dated(task, now, on)?, to: custody::receiver(&to, "签收人", "请写交到谁手里")?, signed
                };
            if let Some(signature) = entrusted {
                papers::sign(task, now, signature)?;
            }
            deliver(task, now, delivery, &holds_returned, rating)?;
        }
        StepIntent::Withdraw { reason } => {
            let reason = required(&reason, "撤回原因", "请写一句")?;
            go(task, now, State::Withdrawn, today, reason);
        }
        StepIntent::Close { unsigned } => close(task, now, &unsigned)?,
        StepIntent::Reopen { reason } => reopen(task, now, &reason)?,
        StepIntent::Reverse { reason } => reverse(task, now, &reason)?,
        StepIntent::DropDraft => {}
    }
    Ok(())
}

/// Accepts a guarded task: the receipt's date, and the clock from the day the last paper came.
pub(in crate::domain::decide) fn accept(task: &mut ProxyTask, now: &Now<'_>) {
    // Accepting late does not move the start: after the limit the task counts as accepted from the day of its papers.
    let deemed = clock::read(task, now.today, &now.tables.calendar).deemed_accepted;
    let handed_in = task.materials.iter().filter(|material| !material.optional).filter_map(|material| material.got_on);
    if let Some(day) = handed_in.max().filter(|_| !deemed) {
        task.papers_on = day.max(task.registered_on);
    }
    task.accepted_on = Some(now.today);
    task.promised = clock::read(task, now.today, &now.tables.calendar).due;
    go(task, now, State::Accepted, now.today, String::new());
}

/// Records a step.
pub(in crate::domain::decide) fn go(task: &mut ProxyTask, now: &Now<'_>, to: State, on: Day, words: String) {
    task.state = to;
    task.steps.push(StepTaken { to, on, entered_at: now.at, words: words.into() });
}

fn give_notice(task: &mut ProxyTask, now: &Now<'_>, items: Vec<String>, method: &str) -> Result<(), Refusal> {
    if clock::read(task, now.today, &now.tables.calendar).deemed_accepted {
        return Err(Refusal::DeemedAccepted(limits::DEEMED_ACCEPTED_WORKING_DAYS));
    }
    let mut items: Vec<String> = items.into_iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect();
    if items.is_empty() {
        items = task.lacking().into_iter().map(str::to_owned).collect();
    }
    if items.is_empty() {
        return Err(Refusal::Blank("要补的材料", "请一次写全；不缺材料就直接受理"));
    }
    let words = items.join("、");
    task.notice = Some(Box::new(OneTimeNotice {
        items,
        on: now.today,
        by: now.actor.to_owned(),
        method: free_text(method, "告知方式")?,
        copy_given: true,
    }));
    go(task, now, State::NoticeGiven, now.today, words);
    Ok(())
}

/// What a hand-in says.
struct Handed {
    to: Window,
    on: Day,
    receipt: String,
    external_no: String,
    with_originals: bool,
}

fn submit(task: &mut ProxyTask, now: &Now<'_>, handed: &Handed) -> Result<(), Refusal> {
    let on = dated(task, now, handed.on)?;
    let external_no = free_text(&handed.external_no, "外部受理号")?;
    if !external_no.is_empty() {
        task.external_no = external_no;
    }
    let along = match handed.with_originals {
        true => move_holds(task, HoldPlace::Here, place_of(handed.to)),
        false => {
            kept_here(task);
            String::new()
        }
    };
    let receipt = free_text(&handed.receipt, "窗口回执")?;
    task.submissions.push(Submission { to: handed.to, on, receipt: receipt.clone(), returned: None });
    go(task, now, State::Submitted, on, both(receipt, "带去", &along));
    Ok(())
}

fn take_back(
    task: &mut ProxyTask,
    now: &Now<'_>,
    on: Day,
    (missing, with_originals): (&str, bool),
) -> Result<(), Refusal> {
    let on = dated(task, now, on)?;
    let missing = required(missing, "退件原因", "请写清缺什么、错在哪里")?;
    if let Some(submission) = task.submissions.last_mut() {
        submission.returned = Some((on, missing.clone()));
    }
    let back = if with_originals { brought_back(task, on) } else { String::new() };
    go(task, now, State::Returned, on, both(missing, "带回", &back));
    Ok(())
}

fn pause(task: &mut ProxyTask, now: &Now<'_>, from: Day, reason: &str, paper: &str) -> Result<(), Refusal> {
    let from = dated(task, now, from)?;
    let reason = required(reason, "暂停原因", "公示、鉴定、听证或等本人，请写清")?;
    let paper = required(paper, "凭据", "暂停要有纸质凭据，请写文号或名称")?;
    not_before(from, task.papers_on, "早于交件的日子")?;
    if now.today.days_since(from) > limits::PAUSE_LATE_DAYS_MAX {
        return Err(Refusal::LatePause { from: from.to_string(), max: limits::PAUSE_LATE_DAYS_MAX });
    }
    if task.pauses.iter().any(|pause| pause.to.is_none_or(|to| to > from)) {
        return Err(Refusal::BadDay(from.to_string(), "与前一次暂停重叠"));
    }
    task.pauses.push(Pause { from, to: None, reason: format!("{reason}({paper})") });
    go(task, now, State::Paused, from, reason);
    Ok(())
}

fn resume(task: &mut ProxyTask, now: &Now<'_>, on: Day) -> Result<(), Refusal> {
    let on = dated(task, now, on)?;
    if let Some(pause) = task.pauses.last_mut() {
        pause.to = Some(on);
    }
    let before = task.steps.iter().rev().find(|step| step.to != State::Paused).map_or(State::Working, |step| step.to);
    go(task, now, before, on, "恢复计时".to_owned());
    Ok(())
}

fn grant(
    task: &mut ProxyTask,
    now: &Now<'_>,
    on: Day,
    (place, with_originals): (ResultPlace, bool),
    paper: &str,
) -> Result<(), Refusal> {
    let on = dated(task, now, on)?;
    let paper = free_text(paper, "结果件")?;
    if task.state == State::Submitted
        && task.external_no.is_empty()
        && task.matter.station.is_empty()
        && paper.is_empty()
    {
        return Err(Refusal::Blank("结果出自哪里", "请写外部受理号，或办结的站办和文号"));
    }
    let words = paper.clone();
    let fetched_on = (place == ResultPlace::Here && task.state == State::Submitted).then_some(on);
    task.decision = Some(Decision { on, granted: true, paper, words: String::new(), place, fetched_on });
    let back = match fetched_on {
        Some(_) if with_originals => brought_back(task, on),
        Some(_) | None => String::new(),
    };
    go(task, now, State::Granted, on, both(words, "带回", &back));
    Ok(())
}

/// Fetches the result; where it is here already, the originals that were left at the window.
fn fetch(task: &mut ProxyTask, now: &Now<'_>, on: Day, with_originals: bool) -> Result<(), Refusal> {
    let on = dated(task, now, on)?;
    let at_window = task.awaits_result();
    if !at_window && !with_originals {
        return Err(Refusal::Already("结果已经取回，这一次没有取证件，没有要记的"));
    }
    if let Some(decision) = task.decision.as_mut().filter(|_| at_window) {
        decision.place = ResultPlace::Here;
        decision.fetched_on = Some(on);
    }
    let back = if with_originals { brought_back(task, on) } else { String::new() };
    let words = if at_window { "取回结果" } else { "去窗口" };
    go(task, now, task.state, on, both(words.to_owned(), "带回", &back));
    Ok(())
}

/// What was carried on a spoken word is not put away before the word is signed, or it is said why it never will be.
fn close(task: &mut ProxyTask, now: &Now<'_>, unsigned: &str) -> Result<(), Refusal> {
    let words = match task.owes_signature() {
        true => {
            let why = required(unsigned, "本人无法补签的原因", "请写清，如已去世、已迁出；签得到的，先在委托里补签")?;
            format!("本人无法补签：{why}")
        }
        false => String::new(),
    };
    task.rating.get_or_insert(Rating { level: None, on: now.today, words: String::new() });
    go(task, now, State::Closed, now.today, words);
    Ok(())
}

fn deny(
    task: &mut ProxyTask,
    now: &Now<'_>,
    on: Day,
    words: (&str, &str, &str),
    with_originals: bool,
) -> Result<(), Refusal> {
    let (reason, remedy, paper) = words;
    let on = dated(task, now, on)?;
    let reason = required(reason, "未批准的原因", "请写书面告知上的原因")?;
    let remedy = required(remedy, "救济途径", "请写已告诉本人可以怎么办，如申请复议、补件再报")?;
    let words = format!("{reason};{remedy}");
    task.decision = Some(Decision {
        on,
        granted: false,
        paper: free_text(paper, "文号")?,
        words: words.clone(),
        place: ResultPlace::Here,
        fetched_on: None,
    });
    let back = if with_originals { brought_back(task, on) } else { String::new() };
    go(task, now, State::Denied, on, both(words, "带回", &back));
    Ok(())
}

fn deliver(
    task: &mut ProxyTask,
    now: &Now<'_>,
    delivery: Delivery,
    holds_returned: &[HoldId],
    rating: Option<RatingLevel>,
) -> Result<(), Refusal> {
    for hold in task.holds.iter_mut().filter(|hold| hold.is_out() && holds_returned.contains(&hold.id)) {
        hold.returned = Some(HoldReturn { on: delivery.on, to: delivery.to.clone(), signed: delivery.signed });
    }
    lifecycle::guard_holds(task)?;
    if rating.is_some() {
        task.rating = Some(Rating { level: rating, on: delivery.on, words: String::new() });
    }
    let (on, words) = (delivery.on, format!("{} {}", delivery.to, delivery.signed.label()));
    task.delivery = Some(delivery);
    go(task, now, State::Delivered, on, words);
    Ok(())
}

fn reopen(task: &mut ProxyTask, now: &Now<'_>, reason: &str) -> Result<(), Refusal> {
    let reason = required(reason, "重开原因", "请写清为什么重开")?;
    task.round = task.round.saturating_add(1);
    // The new round has a clock of its own; the old one is in the steps and in the journal.
    task.papers_on = now.today;
    task.accepted_on = Some(now.today);
    task.pauses.clear();
    task.submissions.clear();
    task.rating = None;
    task.decision = None;
    task.delivery = None;
    go(task, now, State::Working, now.today, reason);
    task.promised = clock::read(task, now.today, &now.tables.calendar).due;
    Ok(())
}

fn reverse(task: &mut ProxyTask, now: &Now<'_>, reason: &str) -> Result<(), Refusal> {
    let reason = required(reason, "冲正原因", "请写清哪里登记错了")?;
    task.delivery = None;
    let granted = task.decision.as_ref().is_none_or(|decision| decision.granted);
    let back = if granted { State::Granted } else { State::Denied };
    go(task, now, back, now.today, format!("冲正送达：{reason}"));
    Ok(())
}

/// The day of a step: past, and not before the step it follows.
fn dated(task: &ProxyTask, now: &Now<'_>, on: Day) -> Result<Day, Refusal> {
    let on = past_day(on, now.today)?;
    let last = task.steps.last().map_or(task.registered_on, |step| step.on);
    not_before(on, last, "早于上一步的日子，请核对")?;
    Ok(on)
}

fn place_of(window: Window) -> HoldPlace {
    match window {
        Window::Town => HoldPlace::Town,
        Window::District => HoldPlace::District,
    }
}

/// Moves the originals; gives their names, which the course of the task keeps.
fn move_holds(task: &mut ProxyTask, from: HoldPlace, to: HoldPlace) -> String {
    let mut moved = Vec::new();
    for hold in task.holds.iter_mut().filter(|hold| hold.is_out() && hold.place == from && from != to) {
        hold.place = to;
        moved.push(hold.doc.as_str());
    }
    moved.join("、")
}

/// What does not go along when the papers do has no window to wait for: it goes back as what never had one.
fn kept_here(task: &mut ProxyTask) {
    for hold in task.holds.iter_mut().filter(|hold| hold.is_out() && hold.place == HoldPlace::Here) {
        hold.return_by = hold.return_by.min(hold.received_on.plus_days(limits::HOLD_DAYS_DEFAULT));
    }
}

/// Brings the originals back from wherever they were left, which after a second hand-in may be two windows; gives their
/// names. What is back in the officer's hands goes to its owner as soon as what never went anywhere.
fn brought_back(task: &mut ProxyTask, on: Day) -> String {
    for hold in task.holds.iter_mut().filter(|hold| hold.is_out() && hold.place != HoldPlace::Here) {
        hold.return_by = hold.return_by.min(on.plus_days(limits::HOLD_DAYS_DEFAULT));
    }
    let from = [HoldPlace::Town, HoldPlace::District];
    let moved = from.map(|from| move_holds(task, from, HoldPlace::Here));
    moved.into_iter().filter(|names| !names.is_empty()).collect::<Vec<_>>().join("、")
}

/// The words of a step, and which originals went with it.
fn both(words: String, how: &str, originals: &str) -> String {
    match (words.as_str(), originals) {
        (_, "") => words,
        ("", _) => format!("{how}{originals}"),
        (_, _) => format!("{words}；{how}{originals}"),
    }
}

fn not_before(on: Day, earliest: Day, why: &'static str) -> Result<(), Refusal> {
    if on < earliest { Err(Refusal::BadDay(on.to_string(), why)) } else { Ok(()) }
}
