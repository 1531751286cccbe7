//! What happened to the records of the work in the village: visits, postings, matters handed back, leave,
//! service points, pairings, follow-ups, supervision, contacts, documents, the liaison's post, sticks.
//!
//! Variants are appended only, as in the parent.

use serde::{Deserialize, Serialize};

use crate::domain::returned_matter::ReturnedState;

/// What happened to a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VisitChange {
    /// Made, and written down.
    Made,
    /// The promise to call back was kept.
    CalledBack,
    /// 作废: it was written down by mistake.
    Voided,
}

/// What happened to a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PostingChange {
    /// 张贴.
    PutUp,
    /// 有异议.
    Objected,
    /// 答复异议.
    Answered,
    /// 撤下.
    TakenDown,
}

/// What happened to a matter handed back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReturnedChange {
    /// 拟交还.
    Proposed,
    /// 三筛.
    Screened,
    /// Came to a state.
    Stepped(ReturnedState),
    /// 报镇备案.
    Filed,
    /// 更正; what was changed, in words: only what it is now stands in the record.
    Corrected(String),
}

/// What happened to a leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeaveChange {
    /// 请假.
    Recorded,
    /// 销假: the officer is back.
    Back,
}

/// What happened to a service point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PointChange {
    /// 设了.
    Added,
    /// Other days, another place.
    Edited,
    /// 到场.
    Held,
    /// 撤了.
    Ended,
}

/// What happened to a pairing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PairingChange {
    /// 结对.
    Begun,
    /// The plan, or what it stands on, was written.
    Planned,
    /// A measure was written down.
    Measured,
    /// A measure was carried out; which one, acts of the first issue do not say.
    MeasureDone,
    /// The income of a month was written down.
    IncomeChecked,
    /// A talk was written down.
    Contacted,
    /// The next step was set, or taken away.
    StepSet,
    /// 解除.
    Ended,
    /// The measure at this place was carried out.
    MeasureDoneAt(u16),
}

/// What happened to a follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FollowUpChange {
    /// 了结: done elsewhere, or not needed.
    Settled,
    /// Two records were of one person: it is of the one that stays.
    Moved,
}

/// What happened to something under supervision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SupervisionChange {
    /// It came.
    Received,
    /// 已告知投诉渠道: a complaint that is not kept here.
    ChannelsTold,
    /// 回访: whoever rated poorly was called back.
    CalledBack,
    /// Something was done about it.
    Done,
    /// 办结.
    Settled,
}

/// What happened to a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContactChange {
    /// 记下.
    Added,
    /// 改.
    Edited,
    /// 不用了.
    Retired,
}

/// What happened to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DocumentChange {
    /// 记下: for the first time, or as the new paper says.
    Noted,
}

/// What happened to the post of the liaison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PostChange {
    /// 写下: for the first time, or corrected.
    Written,
    /// 清掉: written by mistake; the change carries it as it was.
    Cleared,
}

/// What happened to the exchange with the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CorrespondenceChange {
    /// The village has keys of its own.
    KeysMade,
    /// 收下镇的公开卡, the first or another.
    OfficeAccepted,
    /// 收下回执.
    ReplyTaken,
}

/// What happened to a stick: the one with this serial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SticksChange {
    /// 登记.
    Registered(String),
    /// 改.
    Corrected(String),
    /// 不用了.
    Retired(String),
    /// A package goes to it.
    Carried(String),
}
