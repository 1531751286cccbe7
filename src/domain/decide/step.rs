//! Decides the steps of a task: what each must say, as an intent.
//!
//! Which steps are lawful is `task/lifecycle`'s; what each writes into the record is in `moves`.

pub mod moves;

use crate::domain::change::{Change, TaskChange};
use crate::domain::day::Day;
use crate::domain::id::{HoldId, TaskId};
use crate::domain::material::Signed;
use crate::domain::refusal::Refusal;
use crate::domain::supervision::outlook::uncalled;
use crate::domain::task::lifecycle::{self, StepKind};
use crate::domain::task::parts::RatingLevel;
use crate::domain::task::state::{ResultPlace, Window};
use crate::domain::village::Village;

use super::Now;

/// A signature under an entrustment.
#[derive(Clone, Debug)]
pub struct Signature {
    /// How it was signed.
    pub signed: Signed,
    /// 见证人, needed with a fingerprint.
    pub witness: String,
    /// Both IDs were seen.
    pub ids_seen: bool,
}

/// A step with what its form says.
#[derive(Clone, Debug)]
pub enum StepIntent {
    /// 登记 a draft.
    Register,
    /// 受理: the receipt is given.
    Accept,
    /// 一次性告知.
    GiveNotice {
        /// Everything that is missing; empty takes all that the task lacks.
        items: Vec<String>,
        /// 当面、电话、微信.
        method: String,
    },
    /// 不属代办.
    NotTake {
        /// Why.
        reason: String,
        /// Where the villager was sent.
        whereto: String,
    },
    /// 开始办理.
    StartWork,
    /// 交件.
    Submit {
        /// To which window.
        to: Window,
        /// The day.
        on: Day,
        /// The window's receipt; may be empty.
        receipt: String,
        /// 外部受理号; may be empty.
        external_no: String,
        /// Whether the originals in hand went along.
        with_originals: bool,
    },
    /// 退件.
    TakeBack {
        /// The day.
        on: Day,
        /// What is missing.
        missing: String,
        /// Whether the originals at the window came back too.
        with_originals: bool,
    },
    /// 暂停计时.
    Pause {
        /// First day that does not count.
        from: Day,
        /// 公示、鉴定、听证、等本人.
        reason: String,
        /// The paper it rests on.
        paper: String,
    },
    /// 恢复计时.
    Resume {
        /// First day that counts again.
        on: Day,
    },
    /// 办结.
    Grant {
        /// The day of the decision.
        on: Day,
        /// Where the result lies.
        place: ResultPlace,
        /// Number of the certificate or of the decision; may be empty where an external number is known.
        paper: String,
        /// Whether the originals at the window came back with a result that is here already.
        with_originals: bool,
    },
    /// 取回结果, or the originals that stayed at the window.
    Fetch {
        /// The day.
        on: Day,
        /// Whether the originals at the window came back too.
        with_originals: bool,
    },
    /// 未获批准.
    Deny {
        /// The day of the decision.
        on: Day,
        /// The reason given.
        reason: String,
        /// The remedy told: 复议、诉讼、重新申请.
        remedy: String,
        /// The written refusal; may be empty.
        paper: String,
        /// Whether the originals at the window came back too.
        with_originals: bool,
    },
    /// 送达.
    Deliver {
        /// The day.
        on: Day,
        /// Into whose hands.
        to: String,
        /// How it was signed for.
        signed: Signed,
        /// Originals handed back with it.
        holds_returned: Vec<HoldId>,
        /// 评价, where it was given at once.
        rating: Option<RatingLevel>,
        /// The signature under a spoken entrustment, where it was given at once.
        entrusted: Option<Signature>,
    },
    /// 本人撤回.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// 归档.
    Close {
        /// Why the applicant can no longer sign the entrustment that is owed; empty where none is.
        unsigned: String,
    },
    /// 重开.
    Reopen {
        /// Why.
        reason: String,
    },
    /// 删草稿.
    DropDraft,
    /// 冲正送达.
    Reverse {
        /// Why.
        reason: String,
    },
}

impl StepIntent {
    /// 归档 with nothing to explain.
    pub fn close() -> StepIntent {
        StepIntent::Close { unsigned: String::new() }
    }

    /// The step it asks for.
    pub fn kind(&self) -> StepKind {
        match self {
            StepIntent::Register => StepKind::Register,
            StepIntent::Accept => StepKind::Accept,
            StepIntent::GiveNotice { .. } => StepKind::GiveNotice,
            StepIntent::NotTake { .. } => StepKind::NotTake,
            StepIntent::StartWork => StepKind::StartWork,
            StepIntent::Submit { .. } => StepKind::Submit,
            StepIntent::TakeBack { .. } => StepKind::TakeBack,
            StepIntent::Pause { .. } => StepKind::Pause,
            StepIntent::Resume { .. } => StepKind::Resume,
            StepIntent::Grant { .. } => StepKind::Grant,
            StepIntent::Fetch { .. } => StepKind::Fetch,
            StepIntent::Deny { .. } => StepKind::Deny,
            StepIntent::Deliver { .. } => StepKind::Deliver,
            StepIntent::Withdraw { .. } => StepKind::Withdraw,
            StepIntent::Close { .. } => StepKind::Close,
            StepIntent::Reopen { .. } => StepKind::Reopen,
            StepIntent::DropDraft => StepKind::DropDraft,
            StepIntent::Reverse { .. } => StepKind::Reverse,
        }
    }

    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self.kind() {
            StepKind::Register => "task.register",
            StepKind::Accept => "task.accept",
            StepKind::GiveNotice => "task.give_notice",
            StepKind::NotTake => "task.not_take",
            StepKind::StartWork => "task.start_work",
            StepKind::Submit => "task.submit",
            StepKind::TakeBack => "task.take_back",
            StepKind::Pause => "task.pause",
            StepKind::Resume => "task.resume",
            StepKind::Grant => "task.grant",
            StepKind::Fetch => "task.fetch",
            StepKind::Deny => "task.deny",
            StepKind::Deliver => "task.deliver",
            StepKind::Withdraw => "task.withdraw",
            StepKind::Close => "task.close",
            StepKind::Reopen => "task.reopen",
            StepKind::DropDraft => "task.drop_draft",
            StepKind::Reverse => "task.reverse",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, id: TaskId, intent: StepIntent) -> Result<Vec<Change>, Refusal> {
    let mut task = village.task(id).ok_or(Refusal::Gone)?.clone();
    lifecycle::guard(&task, intent.kind(), now.today, &now.tables.calendar)?;
    if matches!(intent, StepIntent::DropDraft) {
        return Ok(vec![Change::DraftDropped(id)]);
    }
    if matches!(intent, StepIntent::Reopen { .. }) && uncalled(village, &task).is_some() {
        return Err(Refusal::Already("这件有差评，还没有回访。先回访，再重开"));
    }
    moves::take(&mut task, now, intent)?;
    let state = task.state;
    Ok(vec![Change::Task(TaskChange::Stepped(state), Box::new(task))])
}
