//! A matter handed back in words: what was answered, each step with its count and the sum, and what comes next.
//!
//! The card, the page of its whole course and the command line say the same; columns and colours are the screen's.

use super::{Answer, DecisionStep, Meeting, ReturnedMatter, ReturnedState, Screens};
use crate::domain::day::Day;
use crate::domain::meeting::rules::Rules;
use crate::domain::posting::Posting;
use crate::domain::village::Village;

/// What one does to come to a state, in words: 开会表决.
pub fn step_label(from: ReturnedState, to: ReturnedState) -> String {
    let label = match to {
        _ if from == ReturnedState::Suspended && !is_aside(to) => return format!("接着办（{}）", to.label()),
        ReturnedState::HandedDown => "办交接",
        ReturnedState::PartyProposed => "党组织提议",
        ReturnedState::TwoCommittees => "两委商议",
        ReturnedState::PartyReviewed => "党员大会审议",
        ReturnedState::Resolved => "决议通过",
        ReturnedState::VotedDown => "决议没有通过",
        ReturnedState::DecisionPosted => "贴决议公示",
        ReturnedState::Implementing => "开始实施",
        ReturnedState::ResultPosted => "贴结果公示",
        ReturnedState::Closed => "办结归档",
        ReturnedState::Suspended => "暂缓",
        ReturnedState::Annulled => "责令改正或撤销",
        ReturnedState::BackToGovernment => "退回政府",
        ReturnedState::Proposed
        | ReturnedState::KeptByGovernment
        | ReturnedState::ToMarket
        | ReturnedState::ToSociety
        | ReturnedState::ToVillage => to.label(),
    };
    label.to_owned()
}

/// Whether this leads aside from the way, from anywhere.
fn is_aside(state: ReturnedState) -> bool {
    matches!(state, ReturnedState::Suspended | ReturnedState::Annulled | ReturnedState::BackToGovernment)
}

/// What is to be written of a step that leads there.
pub fn said_of(to: ReturnedState) -> &'static str {
    match to {
        ReturnedState::Suspended | ReturnedState::Annulled | ReturnedState::BackToGovernment => "写明为什么",
        ReturnedState::HandedDown => "谁交谁接、交了什么，交接单在哪里",
        ReturnedState::Closed => "结果怎么样，档案在哪里",
        ReturnedState::Proposed
        | ReturnedState::KeptByGovernment
        | ReturnedState::ToMarket
        | ReturnedState::ToSociety
        | ReturnedState::ToVillage
        | ReturnedState::PartyProposed
        | ReturnedState::TwoCommittees
        | ReturnedState::PartyReviewed
        | ReturnedState::Resolved
        | ReturnedState::VotedDown
        | ReturnedState::DecisionPosted
        | ReturnedState::Implementing
        | ReturnedState::ResultPosted => "谁说的、记录在哪里",
    }
}

/// The three screens, each with its answer and why.
pub fn screens(screens: &Screens) -> Vec<(&'static str, String)> {
    let answer =
        |answer: &Answer, yes: &str, no: &str| format!("{}：{}", if answer.yes { yes } else { no }, answer.why);
    let mut told = vec![
        ("一筛市场", answer(&screens.market, "市场能解决", "市场解决不了")),
        ("二筛民间", answer(&screens.society, "民间能负担", "民间负担不了")),
        ("三筛事权", answer(&screens.lawful, "依法属村民自治", "不属村民自治")),
        ("理由", screens.reason.clone()),
        ("法律依据", screens.legal_basis.clone()),
    ];
    for (label, words) in [("由谁接手", &screens.taker), ("镇里的决定", &screens.town_decision)] {
        if !words.is_empty() {
            told.push((label, words.clone()));
        }
    }
    told
}

/// One step as it was taken: where, what was said, what was counted with the sum, and why it was taken against a guard.
pub fn step(step: &DecisionStep, rules: &Rules) -> String {
    let mut words = vec![step.to.label().to_owned()];
    words.extend([&step.place, &step.words].into_iter().filter(|words| !words.is_empty()).cloned());
    words.extend(step.meeting.as_ref().map(|meeting| counted(meeting, rules)));
    if !step.overridden.is_empty() {
        words.push(format!("硬走，不合规定还是走了：{}", step.overridden));
    }
    words.join("；")
}

/// What happened to a matter on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The day.
    pub on: Day,
    /// What happened.
    pub words: String,
    /// Whether it was taken against a guard.
    pub overridden: bool,
}

/// The whole course, from the first step: the filing stands where it happened, before the archive of the same day, and
/// so does what happened to its postings.
pub fn course(village: &Village, matter: &ReturnedMatter, rules: &Rules) -> Vec<Told> {
    let told = |taken: &DecisionStep| Told {
        on: taken.on,
        words: step(taken, rules),
        overridden: !taken.overridden.is_empty(),
    };
    let closed = |taken: &DecisionStep| taken.to == ReturnedState::Closed;
    // What happened on one day: the steps, then what is beside them, then the archive.
    let steps = matter.steps.iter().map(|taken| (taken.on, if closed(taken) { 2 } else { 0 }, told(taken)));
    let filed = matter.filed_on.map(|on| (on, "报镇里备案".to_owned()));
    let posted = village.postings().filter(|posting| posting.returned == Some(matter.id)).flat_map(posting);
    let beside = filed.into_iter().chain(posted);
    let beside = beside.map(|(on, words)| (on, 1, Told { on, words, overridden: false }));
    let mut course: Vec<(Day, u8, Told)> = steps.chain(beside).collect();
    course.sort_by_key(|(on, rank, _)| (*on, *rank));
    course.into_iter().map(|(.., told)| told).collect()
}

/// What happened to a posting: put up, objected to, answered, taken down.
fn posting(posting: &Posting) -> Vec<(Day, String)> {
    let Posting { subject, board, days, .. } = posting;
    let mut told = vec![(posting.from, format!("公示「{subject}」贴在{board}，至少{days}天"))];
    for objection in &posting.objections {
        let who = if objection.who.is_empty() { "有人" } else { objection.who.as_str() };
        told.push((objection.on, format!("{who}提出异议：{}", objection.words)));
        told.extend(objection.answered_on.map(|on| (on, format!("答复异议：{}", objection.answer))));
    }
    told.extend(posting.down_on.map(|on| (on, format!("撤下公示「{subject}」"))));
    told
}

/// What was counted, and what it comes to.
fn counted(meeting: &Meeting, rules: &Rules) -> String {
    let Meeting { body, rules: year, attendance } = meeting;
    let sum = rules.get(year, *body).and_then(|rule| attendance.tally(rule).ok()).map(|tally| tally.sum);
    let plain = || format!("到会{}，同意{}", attendance.present, attendance.ayes);
    let rest = attendance.present.saturating_sub(attendance.ayes).saturating_sub(attendance.noes);
    let others = format!("反对{}、弃权{rest}", attendance.noes);
    format!("{}（{year}年的规定）：{}，{others}", body.label(), sum.unwrap_or_else(plain).trim_end_matches('。'))
}

impl ReturnedMatter {
    /// The day it came to where it stands.
    pub fn since(&self) -> Day {
        self.steps.last().map_or(self.proposed_on, |step| step.on)
    }
}
