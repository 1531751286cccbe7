//! A pairing 结对帮扶: who is tied to whom, why they need it, what is planned, what was done, and what comes in each month.
//!
//! Visits are records of their own. Who was met last, when the next visit is due and whether the plan still wants its
//! decision is `outlook`'s to derive.

pub mod month;
pub mod outlook;

use serde::{Deserialize, Serialize};

use self::month::Month;
use super::day::{Day, Moment};
use super::household::GroupNo;
use super::id::{HouseholdId, PairingId, ReturnedMatterId, Seq};

/// To what an officer is tied: one of each is the 五联.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PairingTarget {
    /// 社.
    Group,
    /// 产业.
    Trade,
    /// 技术.
    Technique,
    /// 企业或大户.
    Business,
    /// 户: the slot still called 贫困户 in the report, a household that is watched or has little today.
    Household,
}

impl PairingTarget {
    /// All of them, in the order of the card.
    pub const ALL: [PairingTarget; 5] = [
        PairingTarget::Group,
        PairingTarget::Trade,
        PairingTarget::Technique,
        PairingTarget::Business,
        PairingTarget::Household,
    ];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            PairingTarget::Group => "社",
            PairingTarget::Trade => "产业",
            PairingTarget::Technique => "技术",
            PairingTarget::Business => "企业或大户",
            PairingTarget::Household => "户",
        }
    }
}

/// What the plan stands on: since the law of 2025 the assembly decides whom to help and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanDecision {
    /// The matter under which it was decided, where that is kept here.
    pub matter: Option<ReturnedMatterId>,
    /// Which body decided, in words.
    pub body: String,
    /// When.
    pub on: Option<Day>,
    /// What came of it.
    pub outcome: String,
}

/// One measure 帮扶措施.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// The day it was taken up, or is to be.
    pub on: Day,
    /// What.
    pub what: String,
    /// What it came to, in 分; 0 where it is no money.
    pub amount_fen: u32,
    /// The day it was carried out 落实.
    pub done_on: Option<Day>,
}

/// The income of one month 收入核查.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncomeCheck {
    /// The month.
    pub month: Month,
    /// For each person of the household, in 分.
    pub per_head_fen: u32,
    /// Where it came from, in words.
    pub note: String,
}

/// A talk that was no visit to a household: with the group's head, the trader, the technician.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The day.
    pub on: Day,
    /// When it was written down.
    pub entered_at: Moment,
    /// What was said or done.
    pub text: String,
}

/// The next step 下一步.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    /// What.
    pub what: String,
    /// Until when.
    pub on: Day,
}

/// How it ended 解除.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairingEnd {
    /// The day.
    pub on: Day,
    /// Why.
    pub why: String,
}

/// One pairing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    /// Identity.
    pub id: PairingId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// 帮扶人.
    pub helper: String,
    /// 帮扶人单位.
    pub unit: String,
    /// Whether it is one of the officer's own five.
    pub own: bool,
    /// To what.
    pub target: PairingTarget,
    /// The household, where it is one.
    pub household: Option<HouseholdId>,
    /// The group, where it is one.
    pub group: Option<GroupNo>,
    /// The trade, technique or business in words.
    pub whom: String,
    /// From when.
    pub from: Day,
    /// 致困原因.
    pub causes: String,
    /// 帮扶方案.
    pub plan: String,
    /// What the plan stands on.
    pub decision: Option<PlanDecision>,
    /// The measures, as they were written down.
    pub measures: Vec<Measure>,
    /// The incomes, the earliest month first; one for a month.
    pub incomes: Vec<IncomeCheck>,
    /// Talks, as they were written down.
    pub contacts: Vec<Contact>,
    /// The next step.
    pub next_step: Option<NextStep>,
    /// How it ended.
    pub end: Option<PairingEnd>,
}

impl Pairing {
    /// A pairing of which nothing is known yet but to what and from when.
    pub fn new(id: PairingId, target: PairingTarget, from: Day) -> Pairing {
        Pairing {
            id,
            touched: Seq::default(),
            helper: String::new(),
            unit: String::new(),
            own: false,
            target,
            household: None,
            group: None,
            whom: String::new(),
            from,
            causes: String::new(),
            plan: String::new(),
            decision: None,
            measures: Vec::new(),
            incomes: Vec::new(),
            contacts: Vec::new(),
            next_step: None,
            end: None,
        }
    }

    /// Whether it still holds.
    pub fn is_open(&self) -> bool {
        self.end.is_none()
    }

    /// Whether its plan stands on this matter.
    pub fn stands_on(&self, id: ReturnedMatterId) -> bool {
        self.decision.as_ref().is_some_and(|decision| decision.matter == Some(id))
    }

    /// What the measures carried out came to, and those that are still to be, in 分.
    pub fn sums_fen(&self) -> (u64, u64) {
        let sum = |done: bool| {
            let counted = self.measures.iter().filter(|measure| measure.done_on.is_some() == done);
            counted.map(|measure| u64::from(measure.amount_fen)).sum()
        };
        (sum(true), sum(false))
    }
}
