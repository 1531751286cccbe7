//! A matter handed back to the village 交还事务: proposed, put through three screens, decided, posted and filed away.
//!
//! The town decides what is handed back, not the liaison, and what nobody else can carry stays with government. Which step
//! may follow which is `procedure`'s; which body decides what is data (`subjects`).

pub mod procedure;
pub mod subjects;
pub mod words;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::id::{PostingId, ReturnedMatterId, Seq};
use super::meeting::{Attendance, Body};

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReturnedState {
    /// 拟交还.
    Proposed,
    /// 仍由政府办.
    KeptByGovernment,
    /// 交市场.
    ToMarket,
    /// 交社会组织.
    ToSociety,
    /// 交村居: to be handed down.
    ToVillage,
    /// 已交接.
    HandedDown,
    /// 党组织提议.
    PartyProposed,
    /// 两委商议.
    TwoCommittees,
    /// 党员大会审议.
    PartyReviewed,
    /// 决议通过.
    Resolved,
    /// 未通过.
    VotedDown,
    /// 决议公开.
    DecisionPosted,
    /// 实施中.
    Implementing,
    /// 结果公开.
    ResultPosted,
    /// 办结归档.
    Closed,
    /// 暂缓.
    Suspended,
    /// 责令改正、撤销.
    Annulled,
    /// 退回政府.
    BackToGovernment,
}

impl ReturnedState {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            ReturnedState::Proposed => "拟交还",
            ReturnedState::KeptByGovernment => "仍由政府办",
            ReturnedState::ToMarket => "交市场",
            ReturnedState::ToSociety => "交社会组织",
            ReturnedState::ToVillage => "交村居",
            ReturnedState::HandedDown => "已交接",
            ReturnedState::PartyProposed => "党组织已提议",
            ReturnedState::TwoCommittees => "两委已商议",
            ReturnedState::PartyReviewed => "党员大会已审议",
            ReturnedState::Resolved => "决议通过",
            ReturnedState::VotedDown => "未通过",
            ReturnedState::DecisionPosted => "决议公开中",
            ReturnedState::Implementing => "实施中",
            ReturnedState::ResultPosted => "结果公开中",
            ReturnedState::Closed => "办结归档",
            ReturnedState::Suspended => "暂缓",
            ReturnedState::Annulled => "责令改正或撤销",
            ReturnedState::BackToGovernment => "退回政府",
        }
    }

    /// Whether nothing more follows.
    pub fn is_over(self) -> bool {
        match self {
            ReturnedState::KeptByGovernment
            | ReturnedState::ToMarket
            | ReturnedState::ToSociety
            | ReturnedState::Closed
            | ReturnedState::Annulled
            | ReturnedState::BackToGovernment => true,
            ReturnedState::Proposed
            | ReturnedState::ToVillage
            | ReturnedState::HandedDown
            | ReturnedState::PartyProposed
            | ReturnedState::TwoCommittees
            | ReturnedState::PartyReviewed
            | ReturnedState::Resolved
            | ReturnedState::VotedDown
            | ReturnedState::DecisionPosted
            | ReturnedState::Implementing
            | ReturnedState::ResultPosted
            | ReturnedState::Suspended => false,
        }
    }
}

/// The answer to one of the three screens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Yes.
    pub yes: bool,
    /// Why.
    pub why: String,
}

/// The three screens 三筛.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screens {
    /// 市场能解决的?
    pub market: Answer,
    /// 民间能负担的?
    pub society: Answer,
    /// 依法属村民自治?
    pub lawful: Answer,
    /// Who takes it, where market or society does.
    pub taker: String,
    /// The reason as a whole 理由.
    pub reason: String,
    /// The law it stands on 法律依据.
    pub legal_basis: String,
    /// The town's decision or list 镇里的决定: number or day; the liaison does not decide.
    pub town_decision: String,
}

/// What has to be written of the three screens; in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreenPart {
    /// Why the market does, or does not.
    MarketWhy,
    /// Why society does, or does not.
    SocietyWhy,
    /// Why it is the village's, or not.
    LawfulWhy,
    /// Who takes it.
    Taker,
    /// The reason as a whole.
    Reason,
    /// The law it stands on.
    Basis,
    /// The town's decision.
    Town,
}

impl ScreenPart {
    /// As the form calls it; of the three whys, whose it is.
    pub fn label(self) -> &'static str {
        match self {
            ScreenPart::MarketWhy => "「市场能解决」的为什么",
            ScreenPart::SocietyWhy => "「民间能负担」的为什么",
            ScreenPart::LawfulWhy => "「属村里自治」的为什么",
            ScreenPart::Taker => "由谁接手",
            ScreenPart::Reason => "总的理由",
            ScreenPart::Basis => "法律依据",
            ScreenPart::Town => "镇里的决定",
        }
    }
}

impl Screens {
    /// What is still to be written; a decision of the town only where the village is to take the matter over.
    pub fn lacking(&self) -> Vec<ScreenPart> {
        let to = self.outcome();
        let taken = matches!(to, ReturnedState::ToMarket | ReturnedState::ToSociety);
        let parts = [
            (ScreenPart::MarketWhy, &self.market.why, true),
            (ScreenPart::SocietyWhy, &self.society.why, true),
            (ScreenPart::LawfulWhy, &self.lawful.why, true),
            (ScreenPart::Taker, &self.taker, taken),
            (ScreenPart::Reason, &self.reason, true),
            (ScreenPart::Basis, &self.legal_basis, true),
            (ScreenPart::Town, &self.town_decision, to == ReturnedState::ToVillage),
        ];
        let lacking = parts.into_iter().filter(|(_, words, asked)| *asked && words.trim().is_empty());
        lacking.map(|(part, _, _)| part).collect()
    }
}

/// One step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionStep {
    /// The state it led to.
    pub to: ReturnedState,
    /// The day.
    pub on: Day,
    /// Where it was held.
    pub place: String,
    /// Who said or did what, and where the minutes are.
    pub words: String,
    /// The body that met, by which version of the law, and what was counted.
    pub meeting: Option<Meeting>,
    /// The posting it began.
    pub posting: Option<PostingId>,
    /// Why it was taken although a guard spoke against it; shown for ever.
    pub overridden: String,
}

/// A meeting as it was held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// The body.
    pub body: Body,
    /// The version of the law.
    pub rules: String,
    /// What was counted.
    pub attendance: Attendance,
}

/// One matter handed back, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedMatter {
    /// Identity.
    pub id: ReturnedMatterId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// What it is, in words: 山坪塘管护.
    pub title: String,
    /// Which kind of subject it is, by its name in the table.
    pub subject: String,
    /// The day it was proposed.
    pub proposed_on: Day,
    /// Who proposed it.
    pub proposed_by: String,
    /// The three screens, once they were answered.
    pub screens: Option<Screens>,
    /// Where it stands.
    pub state: ReturnedState,
    /// Where it stood before it was suspended.
    pub suspended_from: Option<ReturnedState>,
    /// The steps taken, oldest first.
    pub steps: Vec<DecisionStep>,
    /// The day it was filed with the town 备案, where that is asked for.
    pub filed_on: Option<Day>,
}

impl ReturnedMatter {
    /// A matter that somebody proposes to hand back.
    pub fn proposed(id: ReturnedMatterId, title: &str, subject: &str, on: Day, by: &str) -> ReturnedMatter {
        ReturnedMatter {
            id,
            touched: Seq::default(),
            title: title.to_owned(),
            subject: subject.to_owned(),
            proposed_on: on,
            proposed_by: by.to_owned(),
            screens: None,
            state: ReturnedState::Proposed,
            suspended_from: None,
            steps: Vec::new(),
            filed_on: None,
        }
    }
}

impl DecisionStep {
    /// A step to this state on this day, of which nothing else is known yet.
    pub fn to(to: ReturnedState, on: Day) -> DecisionStep {
        let (place, words, overridden) = (String::new(), String::new(), String::new());
        DecisionStep { to, on, place, words, meeting: None, posting: None, overridden }
    }
}

impl Screens {
    /// Where they lead: to the first that says yes, and to government where none does, so that handing back is never a way
    /// to be rid of a duty.
    pub fn outcome(&self) -> ReturnedState {
        if self.market.yes {
            ReturnedState::ToMarket
        } else if self.society.yes {
            ReturnedState::ToSociety
        } else if self.lawful.yes {
            ReturnedState::ToVillage
        } else {
            ReturnedState::KeptByGovernment
        }
    }
}
