//! 今日: what asks for the officer's hand today, in the order of the law and of the villager.
//!
//! Every line is derived from records and says why it is there; none can be hidden, each ends by an act. The order is by
//! kind, never a score.

mod fieldwork;
mod late;
pub mod trip;
pub mod words;

use super::backup::{self, newest_elsewhere};
use super::calendar::Calendar;
use super::day::Day;
use super::follow_up::outlook::FollowKey;
use super::id::{
    HoldId, HouseholdId, LeaveId, NoteId, PackageId, PairingId, PostingId, ServicePointId, SupervisionId, TaskId,
    VisitId,
};
use super::limits;
use super::material::OriginalHold;
use super::note::Note;
use super::package;
use super::retention::{self, table::RetentionTable};
use super::tables::Tables;
use super::task::ProxyTask;
use super::task::clock::{self, Clock};
use super::task::state::{ResultPlace, State};
use super::village::Village;

/// Why a line is on 今日, in the order the lines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TodayKind {
    /// 超期.
    Overdue,
    /// 该还证.
    HoldDue,
    /// 代缴款 with a balance.
    MoneyOpen,
    /// 今日到期.
    DueToday,
    /// 临期.
    DueSoon,
    /// 待送达, or 待取.
    ToDeliver,
    /// 退件.
    Returned,
    /// 未获批准, to be told.
    ToTell,
    /// 未受理, for two days and more.
    NotAccepted,
    /// 待补料.
    NoticeGiven,
    /// 暂停: the clock stands still, and has for longer than the usual reasons last.
    Paused,
    /// 待补签: an entrustment given by word that nobody has signed.
    SignatureDue,
    /// 该催问: stuck above for a week.
    ToUrge,
    /// 回电.
    CallBack,
    /// 逢场设点: today's, or the last one that nobody says was kept.
    PointDay,
    /// 到户: the week's round is not made yet, and the week is nearly over.
    RoundDue,
    /// 没销假: a leave is over, and the officer has not said so.
    NotBack,
    /// 久未访: the household that waits longest beyond its cycle.
    LongUnseen,
    /// 超访视周期: of those that are seen oftener.
    CycleOver,
    /// 公示: one may come down, an objection waits, or something is to be published.
    Posting,
    /// 督办: complaints, the hotline, 督办 and poor ratings, until they are answered.
    Supervision,
    /// 到点: what follows from an event, an age or a decision is not done yet.
    FollowUpDue,
    /// 到点: the day of a pairing's next step has come.
    StepDue,
    /// 到点: the officer's post is to be changed 轮岗.
    RotationDue,
    /// 镇未签收: packages that were written long ago, and the town has not signed for.
    Unconfirmed,
    /// 备份过期.
    BackupOld,
    /// 到期销毁: records whose time is over.
    DestructionDue,
}

impl TodayKind {
    /// The Chinese label, as JSON names it.
    pub fn label(self) -> &'static str {
        match self {
            TodayKind::Overdue => "超期",
            TodayKind::HoldDue => "该还证",
            TodayKind::MoneyOpen => "代缴款",
            TodayKind::DueToday => "今日到期",
            TodayKind::DueSoon => "临期",
            TodayKind::ToDeliver => "待送达",
            TodayKind::Returned => "退件",
            TodayKind::ToTell => "待告知",
            TodayKind::NotAccepted => "未受理",
            TodayKind::NoticeGiven => "待补料",
            TodayKind::Paused => "暂停",
            TodayKind::SignatureDue => "待补签",
            TodayKind::ToUrge => "该催问",
            TodayKind::CallBack => "回电",
            TodayKind::PointDay => "逢场设点",
            TodayKind::RoundDue => "到户",
            TodayKind::NotBack => "没销假",
            TodayKind::LongUnseen => "久未访",
            TodayKind::CycleOver => "超访视周期",
            TodayKind::Posting => "公示",
            TodayKind::Supervision => "督办",
            TodayKind::FollowUpDue | TodayKind::StepDue | TodayKind::RotationDue => "到点",
            TodayKind::Unconfirmed => "镇未签收",
            TodayKind::BackupOld => "备份过期",
            TodayKind::DestructionDue => "到期销毁",
        }
    }
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TodaySubject {
    /// A task.
    Task(TaskId),
    /// An original in custody.
    Hold(TaskId, HoldId),
    /// A note with a promise.
    Note(NoteId),
    /// A visit with a promise.
    Visit(VisitId),
    /// A service point.
    Point(ServicePointId),
    /// A leave that is over, and nobody said so.
    Leave(LeaveId),
    /// The week's round.
    Round,
    /// The household that waits longest for a visit, and how many wait with it.
    Unseen(HouseholdId, usize),
    /// A posting.
    Posting(PostingId),
    /// What is to be published, and how many.
    Publication(usize),
    /// Something under supervision.
    Supervision(SupervisionId),
    /// A poor rating after which nobody was called back.
    PoorRating(TaskId),
    /// A pairing and its next step.
    Pairing(PairingId),
    /// The follow-up that is due first of those that belong together, and how many they are.
    FollowUp(FollowKey, usize),
    /// The rotation of the officer.
    Rotation,
    /// The village as a whole.
    Village,
    /// What is due for destruction.
    Retention,
    /// The last package that the town has not signed for, and how many there are with it.
    Packages(PackageId, usize),
}

/// One line of 今日.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TodayLine {
    /// Why it is here.
    pub kind: TodayKind,
    /// What it is about.
    pub subject: TodaySubject,
    /// The day it is measured by: due date, return date, promise.
    pub due: Option<Day>,
    /// The number its kind counts: days past due, days left, days waited. What the line says. Of 待补签 below 0 while there
    /// is time left.
    pub days: i32,
}

impl TodayLine {
    /// Whether it only tells what comes next, and nothing is to be done about it today.
    pub fn is_ahead(&self) -> bool {
        self.kind == TodayKind::PointDay && self.days < 0
    }
}

/// All lines of `today`, in their order.
pub fn lines(village: &Village, today: Day, tables: &Tables) -> Vec<TodayLine> {
    let calendar = &tables.calendar;
    let mut lines: Vec<TodayLine> = Vec::new();
    for task in village.tasks() {
        lines.extend(task_line(task, today, calendar));
        lines.extend(task.holds_out().filter_map(|hold| hold_line(task, hold, today)));
        lines.extend(money_line(task, today));
        lines.extend(signature_line(task, today));
    }
    lines.extend(village.notes().filter_map(|note| note_line(note, today)));
    lines.extend(village.visits().filter_map(|visit| fieldwork::visit_line(visit, today)));
    lines.extend(fieldwork::point_lines(village, today));
    lines
        .extend(village.leaves().filter(|leave| leave.is_over(today)).map(|leave| fieldwork::leave_line(leave, today)));
    lines.extend(fieldwork::round_lines(village, tables, today));
    lines.extend(village.postings().filter_map(|posting| fieldwork::posting_line(posting, today)));
    lines.extend(fieldwork::publication_line(village, tables, today));
    lines.extend(fieldwork::follow_up_lines(village, tables, today));
    lines.extend(fieldwork::supervision_lines(village, tables, today));
    lines.extend(village.pairings().filter_map(|pairing| fieldwork::step_line(pairing, today)));
    lines.extend(fieldwork::rotation_line(village, tables, today));
    lines.extend(package_line(village, today));
    lines.extend(backup_line(village, today));
    lines.extend(destruction_line(village, today, &tables.retention));
    // Within a kind the longest waiting stands first; what is due sooner stands before what is due later. Whoever objected
    // waits for an answer, and a posting that may come down harms nobody by hanging on.
    lines.sort_by_key(|line| match line.kind {
        TodayKind::DueToday | TodayKind::DueSoon => (line.kind, false, line.days),
        // What comes due by the calendar is of one rank, whatever it comes of.
        TodayKind::FollowUpDue | TodayKind::StepDue | TodayKind::RotationDue => {
            (TodayKind::FollowUpDue, false, -line.days)
        }
        TodayKind::Posting => (line.kind, !fieldwork::is_objected(village, line, today), -line.days),
        TodayKind::Overdue
        | TodayKind::HoldDue
        | TodayKind::MoneyOpen
        | TodayKind::ToDeliver
        | TodayKind::Returned
        | TodayKind::ToTell
        | TodayKind::NotAccepted
        | TodayKind::NoticeGiven
        | TodayKind::Paused
        | TodayKind::SignatureDue
        | TodayKind::ToUrge
        | TodayKind::CallBack
        | TodayKind::PointDay
        | TodayKind::NotBack
        | TodayKind::RoundDue
        | TodayKind::LongUnseen
        | TodayKind::CycleOver
        | TodayKind::Supervision
        | TodayKind::Unconfirmed
        | TodayKind::BackupOld
        | TodayKind::DestructionDue => (line.kind, false, -line.days),
    });
    lines
}

/// Whether a task stuck above asks for 催问: nothing was heard of it for a week.
pub fn asks_for_urging(task: &ProxyTask, today: Day) -> bool {
    task.state == State::Submitted && today.days_since(task.last_moved_on()) >= limits::URGE_DAYS
}

/// The one line a task gives by where it stands; the first kind that fits.
fn task_line(task: &ProxyTask, today: Day, calendar: &Calendar) -> Option<TodayLine> {
    if !task.state.is_open() {
        return None;
    }
    let clock = clock::read(task, today, calendar);
    let (kind, days) = clocked(&clock).or_else(|| waiting(task, today))?;
    Some(TodayLine { kind, subject: TodaySubject::Task(task.id), due: clock.due, days })
}

fn clocked(clock: &Clock) -> Option<(TodayKind, i32)> {
    if clock.is_overdue() {
        return Some((TodayKind::Overdue, clock.overdue_days));
    }
    let left = clock.days_left.filter(|_| clock.is_due_soon())?;
    Some((if left == 0 { TodayKind::DueToday } else { TodayKind::DueSoon }, left))
}

fn waiting(task: &ProxyTask, today: Day) -> Option<(TodayKind, i32)> {
    let waited = today.days_since(task.steps.last().map_or(task.registered_on, |step| step.on));
    match task.state {
        State::Granted => Some((TodayKind::ToDeliver, waited)),
        State::Denied => Some((TodayKind::ToTell, waited)),
        State::Returned => Some((TodayKind::Returned, waited)),
        State::Registered if waited >= limits::NOT_ACCEPTED_DAYS => Some((TodayKind::NotAccepted, waited)),
        State::NoticeGiven if waited >= limits::NOTICE_WAIT_DAYS => Some((TodayKind::NoticeGiven, waited)),
        State::Paused => paused(task, today),
        State::Submitted if asks_for_urging(task, today) => {
            Some((TodayKind::ToUrge, today.days_since(task.last_moved_on())))
        }
        State::Draft
        | State::Registered
        | State::NoticeGiven
        | State::Accepted
        | State::Working
        | State::Submitted
        | State::Delivered
        | State::Closed
        | State::Withdrawn
        | State::NotTaken
        | State::HandedOver => None,
    }
}

/// A pause that lasts longer than its usual reasons: what it waits for may be over, or never have come.
fn paused(task: &ProxyTask, today: Day) -> Option<(TodayKind, i32)> {
    let from = task.pauses.iter().find(|pause| pause.to.is_none()).map(|pause| pause.from)?;
    let days = today.days_since(from);
    (days >= limits::PAUSE_DAYS).then_some((TodayKind::Paused, days + 1))
}

fn hold_line(task: &ProxyTask, hold: &OriginalHold, today: Day) -> Option<TodayLine> {
    let days = today.days_since(hold.received_on) + 1;
    let subject = TodaySubject::Hold(task.id, hold.id);
    let back_by = task.back_by(hold);
    (back_by <= today).then_some(TodayLine { kind: TodayKind::HoldDue, subject, due: Some(back_by), days })
}

fn money_line(task: &ProxyTask, today: Day) -> Option<TodayLine> {
    let open = task.money.iter().find(|money| money.balance_fen() != 0)?;
    let days = today.days_since(open.received_on);
    Some(TodayLine { kind: TodayKind::MoneyOpen, subject: TodaySubject::Task(task.id), due: None, days })
}

/// From when the result is there, which is when the villager is met, or the day is near; until somebody signs.
fn signature_line(task: &ProxyTask, today: Day) -> Option<TodayLine> {
    let by = task.signature_due()?;
    let days = today.days_since(by);
    let wanted = match task.state {
        State::Granted | State::Denied | State::Delivered => true,
        State::Registered
        | State::NoticeGiven
        | State::Accepted
        | State::Working
        | State::Submitted
        | State::Paused
        | State::Returned => days >= -limits::DUE_SOON_DAYS,
        State::Draft | State::Closed | State::Withdrawn | State::NotTaken | State::HandedOver => false,
    };
    let subject = TodaySubject::Task(task.id);
    wanted.then_some(TodayLine { kind: TodayKind::SignatureDue, subject, due: Some(by), days })
}

fn note_line(note: &Note, today: Day) -> Option<TodayLine> {
    let promise = note.call_back.as_ref().filter(|promise| promise.done_on.is_none() && promise.on <= today)?;
    let days = today.days_since(promise.on);
    let subject = TodaySubject::Note(note.id);
    Some(TodayLine { kind: TodayKind::CallBack, subject, due: Some(promise.on), days })
}

/// One line for all the town has not signed for, once the first of them waits too long: the last one holds them all.
fn package_line(village: &Village, today: Day) -> Option<TodayLine> {
    // No signature can be recorded there any more.
    if village.handed_over().is_some() {
        return None;
    }
    let waiting = package::unconfirmed(village);
    let (first, last) = (waiting.first()?, waiting.last()?);
    let days = today.days_since(first.at.day());
    let subject = TodaySubject::Packages(last.id, waiting.len());
    let due = Some(first.at.day().plus_days(limits::SIGNED_DAYS));
    (days > limits::SIGNED_DAYS).then_some(TodayLine { kind: TodayKind::Unconfirmed, subject, due, days })
}

/// The newest copy on another disk is too old; a village that has none yet is given as long from its first record on.
fn backup_line(village: &Village, today: Day) -> Option<TodayLine> {
    // No copy can be recorded there any more.
    if village.handed_over().is_some() {
        return None;
    }
    let from = newest_elsewhere(village).map(|copy| copy.at.day()).or_else(|| backup::began_on(village))?;
    let days = today.days_since(from);
    let due = Some(from.plus_days(limits::BACKUP_DAYS));
    (days > limits::BACKUP_DAYS).then_some(TodayLine {
        kind: TodayKind::BackupOld,
        subject: TodaySubject::Village,
        due,
        days,
    })
}

/// One line for all that can be destroyed today, last of all: it harms nobody today, and grows.
fn destruction_line(village: &Village, today: Day, table: &RetentionTable) -> Option<TodayLine> {
    // Nothing is destroyed any more in a copy that is to be looked at only.
    if village.handed_over().is_some() {
        return None;
    }
    let free = retention::free(village, table, today, None);
    let due = free.iter().filter_map(|record| record.due_on).min();
    let days = due.map_or(0, |due| today.days_since(due));
    (!free.is_empty()).then_some(TodayLine {
        kind: TodayKind::DestructionDue,
        subject: TodaySubject::Retention,
        due,
        days,
    })
}

/// Where a granted task's result has to be carried from, in words: 待取 or 待送达.
pub fn delivery_words(task: &ProxyTask) -> &'static str {
    match task.result_place() {
        ResultPlace::AtWindow => "结果在窗口，待取",
        ResultPlace::Here => "结果在我处，待送达",
    }
}

#[cfg(test)]
mod tests;
