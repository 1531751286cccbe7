//! What happens to a household 户变动: kinds, and the record of each.
//!
//! The chains of follow-up tasks each kind brings are rules of `decide`.

use serde::{Deserialize, Serialize};

use super::day::{Day, Moment};
use super::id::PersonId;

/// 户变动 kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HouseholdEventKind {
    /// 新立.
    Founded,
    /// 分户.
    Split,
    /// 合户.
    Joined,
    /// 迁入.
    MovedIn,
    /// 迁出.
    MovedOut,
    /// 出生.
    Birth,
    /// 死亡.
    Death,
    /// 户主变更.
    NewHead,
    /// 更正.
    Corrected,
}

impl HouseholdEventKind {
    /// All of them, in the order of the form.
    pub const ALL: [HouseholdEventKind; 9] = [
        HouseholdEventKind::Birth,
        HouseholdEventKind::Death,
        HouseholdEventKind::MovedIn,
        HouseholdEventKind::MovedOut,
        HouseholdEventKind::NewHead,
        HouseholdEventKind::Split,
        HouseholdEventKind::Joined,
        HouseholdEventKind::Founded,
        HouseholdEventKind::Corrected,
    ];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            HouseholdEventKind::Founded => "新立",
            HouseholdEventKind::Split => "分户",
            HouseholdEventKind::Joined => "合户",
            HouseholdEventKind::MovedIn => "迁入",
            HouseholdEventKind::MovedOut => "迁出",
            HouseholdEventKind::Birth => "出生",
            HouseholdEventKind::Death => "死亡",
            HouseholdEventKind::NewHead => "户主变更",
            HouseholdEventKind::Corrected => "更正",
        }
    }
}

/// One event of a household, as it was entered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HouseholdEvent {
    /// What happened.
    pub kind: HouseholdEventKind,
    /// The day it happened.
    pub on: Day,
    /// When it was entered here; later than `on` is 补记.
    pub entered_at: Moment,
    /// Whom it concerns.
    pub person: Option<PersonId>,
    /// Old and new, in words.
    pub detail: String,
    /// The paper it rests on.
    pub evidence: String,
}
