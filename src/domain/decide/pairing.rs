//! Decides about pairings: beginning one, its plan, measures, incomes, talks, the next step, and ending it.
//!
//! Nobody is blocked for a plan that no assembly decided: that is said beside the plan (`pairing::outlook`).

use crate::domain::change::Change;
use crate::domain::change::fieldwork::PairingChange;
use crate::domain::day::Day;
use crate::domain::household::HouseholdStatus;
use crate::domain::id::PairingId;
use crate::domain::limits;
use crate::domain::pairing::month::Month;
use crate::domain::pairing::{
    Contact, IncomeCheck, Measure, NextStep, Pairing, PairingEnd, PairingTarget, PlanDecision, outlook,
};
use crate::domain::refusal::Refusal;
use crate::domain::village::Village;

use super::{Now, free_text, past_day, required};

/// What a person wants of a pairing.
#[derive(Clone, Debug)]
pub enum PairingIntent {
    /// 结对: whom, who helps, from when; causes and a plan may come with it.
    Begin(Box<Pairing>),
    /// 帮扶方案.
    Plan(PairingId, Box<PlanIntent>),
    /// 记措施.
    Measure(PairingId, Measure),
    /// 措施落实: which, by its place, and when.
    MeasureDone(PairingId, usize, Day),
    /// 记收入; a later one for the same month takes its place.
    Income(PairingId, IncomeCheck),
    /// 记联系.
    Contact(PairingId, Contact),
    /// 下一步办了: what came of it, as a talk; there is none any more.
    StepDone(PairingId, Contact),
    /// 下一步, or that there is none any more.
    NextStep(PairingId, Option<NextStep>),
    /// 解除.
    End(PairingId, PairingEnd),
}

/// A plan as the form gives it.
#[derive(Clone, Debug)]
pub struct PlanIntent {
    /// 致困原因.
    pub causes: String,
    /// 帮扶方案.
    pub plan: String,
    /// What it stands on.
    pub decision: Option<PlanDecision>,
}

impl PairingIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            PairingIntent::Begin(_) => "pairing.begin",
            PairingIntent::Plan(..) => "pairing.plan",
            PairingIntent::Measure(..) => "pairing.measure",
            PairingIntent::MeasureDone(..) => "pairing.measure_done",
            PairingIntent::Income(..) => "pairing.income",
            PairingIntent::Contact(..) => "pairing.contact",
            PairingIntent::StepDone(..) => "pairing.step_done",
            PairingIntent::NextStep(..) => "pairing.next_step",
            PairingIntent::End(..) => "pairing.end",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: PairingIntent) -> Result<Vec<Change>, Refusal> {
    let (change, pairing) = match intent {
        PairingIntent::Begin(pairing) => (PairingChange::Begun, begin(village, now, *pairing)?),
        PairingIntent::Plan(id, plan) => {
            let old = open(village, id)?;
            let pairing = planned(village, now, old.clone(), *plan)?;
            if pairing == old {
                return Err(Refusal::Already("没有改动，不用保存；方案还没有写的，写一句打算怎么帮"));
            }
            (PairingChange::Planned, pairing)
        }
        PairingIntent::Measure(id, measure) => {
            let mut pairing = open(village, id)?;
            room(pairing.measures.len())?;
            pairing.measures.push(checked(now, &measure)?);
            (PairingChange::Measured, pairing)
        }
        PairingIntent::MeasureDone(id, place, on) => {
            let mut pairing = open(village, id)?;
            let measure = pairing.measures.get_mut(place).ok_or(Refusal::Gone)?;
            if measure.done_on.is_some() {
                return Err(Refusal::Already("这条措施已经记过落实了"));
            }
            measure.done_on = Some(past_day(on, now.today)?);
            (PairingChange::MeasureDoneAt(u16::try_from(place).map_err(|_| Refusal::Gone)?), pairing)
        }
        PairingIntent::Income(id, income) => (PairingChange::IncomeChecked, with_income(village, now, id, &income)?),
        PairingIntent::Contact(id, contact) => {
            (PairingChange::Contacted, contacted(now, open(village, id)?, &contact)?)
        }
        PairingIntent::StepDone(id, contact) => {
            let mut pairing = contacted(now, open(village, id)?, &contact)?;
            pairing.next_step = next_step(now, pairing.next_step.is_some(), None)?;
            (PairingChange::Contacted, pairing)
        }
        PairingIntent::NextStep(id, step) => {
            let mut pairing = open(village, id)?;
            pairing.next_step = next_step(now, pairing.next_step.is_some(), step)?;
            (PairingChange::StepSet, pairing)
        }
        PairingIntent::End(id, end) => (PairingChange::Ended, ended(now, open(village, id)?, &end)?),
    };
    Ok(vec![Change::Pairing(change, Box::new(pairing))])
}

/// With one talk more.
fn contacted(now: &Now<'_>, mut pairing: Pairing, contact: &Contact) -> Result<Pairing, Refusal> {
    room(pairing.contacts.len())?;
    let (on, text) = (past_day(contact.on, now.today)?, required(&contact.text, "情况", "请写一句说了什么、办了什么")?);
    pairing.contacts.push(Contact { on, entered_at: now.at, text });
    Ok(pairing)
}

/// One more is bounded.
fn room(count: usize) -> Result<(), Refusal> {
    match count < limits::PAIRING_ENTRIES_MAX {
        true => Ok(()),
        false => Err(Refusal::Already("这次结对已经记满了。请解除以后另记一次结对")),
    }
}

fn next_step(now: &Now<'_>, has_one: bool, step: Option<NextStep>) -> Result<Option<NextStep>, Refusal> {
    match step {
        Some(step) if step.on < now.today => {
            Err(Refusal::BadDay(step.on.to_string(), "下一步的日子已经过了，请写今天或以后"))
        }
        Some(step) => {
            Ok(Some(NextStep { what: required(&step.what, "下一步", "请写一句打算做什么")?, on: step.on }))
        }
        None if has_one => Ok(None),
        None => Err(Refusal::Already("没有记着的下一步")),
    }
}

fn ended(now: &Now<'_>, mut pairing: Pairing, end: &PairingEnd) -> Result<Pairing, Refusal> {
    let (on, why) = (past_day(end.on, now.today)?, required(&end.why, "解除原因", "请写一句，如：风险消除")?);
    if on < pairing.from {
        return Err(Refusal::BadDay(on.to_string(), "早于结对的那一天"));
    }
    // What was still to be done is not dropped without a word: it stands with the end as not done any more.
    let why = match pairing.next_step.take() {
        Some(step) => format!("{why}；下一步「{}」（{}）不办了", step.what, step.on),
        None => why,
    };
    pairing.end = Some(PairingEnd { on, why });
    Ok(pairing)
}

/// A pairing that still holds.
fn open(village: &Village, id: PairingId) -> Result<Pairing, Refusal> {
    let pairing = village.pairing(id).ok_or(Refusal::Gone)?;
    match pairing.is_open() {
        true => Ok(pairing.clone()),
        false => Err(Refusal::Already("这次结对已经解除，不能再改。要再帮，请另记一次结对")),
    }
}

fn begin(village: &Village, now: &Now<'_>, typed: Pairing) -> Result<Pairing, Refusal> {
    let mut pairing = Pairing::new(typed.id, typed.target, past_day(typed.from, now.today)?);
    pairing.own = typed.own;
    pairing.helper = match typed.own {
        true => village.info.liaison.clone(),
        false => required(&typed.helper, "帮扶人", "请写是谁在帮")?,
    };
    pairing.unit = free_text(&typed.unit, "单位")?;
    match typed.target {
        PairingTarget::Household => {
            let id = typed.household.ok_or(Refusal::Blank("哪一户", "打几个字，按 Enter 选"))?;
            let household = village.household(id).ok_or(Refusal::Gone)?;
            if household.status != HouseholdStatus::Registered {
                return Err(Refusal::Already("这一户已经不在册，不能再结对。请选别的户"));
            }
            pairing.household = Some(id);
        }
        PairingTarget::Group => {
            let no = typed.group.filter(|no| !village.info.group_name(*no).is_empty());
            pairing.group = Some(no.ok_or(Refusal::Blank("哪个社", "请从列表里选一个"))?);
        }
        PairingTarget::Trade | PairingTarget::Technique | PairingTarget::Business => {
            pairing.whom = required(&typed.whom, "联系什么", "请写是哪一个，如：晚熟李子、果树修剪、某某合作社")?;
        }
    }
    free_slot(village, &pairing)?;
    let plan = PlanIntent { causes: typed.causes, plan: typed.plan, decision: typed.decision };
    planned(village, now, pairing, plan)
}

/// One open own pairing for each of the five, and nobody is paired twice with the same household.
fn free_slot(village: &Village, pairing: &Pairing) -> Result<(), Refusal> {
    if let Some(old) = outlook::own(village, pairing.target).filter(|_| pairing.own) {
        let (slot, whom) = (old.target.label(), outlook::whom(village, old));
        return Err(Refusal::Duplicate(format!("五联里的「{slot}」已经有了：{whom}。要换，请先解除那一个")));
    }
    let same = |other: &&Pairing| {
        other.is_open()
            && other.helper == pairing.helper
            && other.target == pairing.target
            && (other.household, other.group, &other.whom) == (pairing.household, pairing.group, &pairing.whom)
    };
    match village.pairings().find(same) {
        Some(_) => Err(Refusal::Duplicate(format!("{}已经和这一个结了对，不用再记", pairing.helper))),
        None => Ok(()),
    }
}

fn planned(village: &Village, now: &Now<'_>, mut pairing: Pairing, plan: PlanIntent) -> Result<Pairing, Refusal> {
    pairing.causes = free_text(&plan.causes, "致困原因")?;
    pairing.plan = free_text(&plan.plan, "帮扶方案")?;
    pairing.decision = match plan.decision {
        None => None,
        Some(decision) => {
            if decision.matter.is_some_and(|id| village.returned_matter(id).is_none()) {
                return Err(Refusal::Gone);
            }
            let worded = |text: &str, what, remedy| match decision.matter {
                Some(_) => free_text(text, what),
                None => required(text, what, remedy),
            };
            Some(PlanDecision {
                matter: decision.matter,
                body: worded(&decision.body, "哪种会定的", "如：村民代表会议；还没有定，三样都空着")?,
                on: decision.on.map(|on| past_day(on, now.today)).transpose()?,
                outcome: worded(&decision.outcome, "会议结果", "如：通过；还没有定，三样都空着")?,
            })
        }
    };
    match &pairing.decision {
        Some(decision) if decision.matter.is_none() && decision.on.is_none() => {
            Err(Refusal::Blank("哪天定的", "请写开会那一天；还没有定，三样都空着"))
        }
        Some(_) | None => Ok(pairing),
    }
}

fn checked(now: &Now<'_>, measure: &Measure) -> Result<Measure, Refusal> {
    if measure.amount_fen > limits::AID_FEN_MAX {
        return Err(Refusal::TooMuch { what: "金额", max_fen: limits::AID_FEN_MAX });
    }
    let done_on = measure.done_on.map(|on| past_day(on, now.today)).transpose()?;
    let long_ago = now.today.days_since(measure.on) > 366 * 5;
    if long_ago || measure.on.days_since(now.today) > 366 * 5 {
        return Err(Refusal::BadDay(measure.on.to_string(), "离今天超过五年，请核对年份"));
    }
    let what = required(&measure.what, "措施", "请写一句做什么，如：送鸡苗50只")?;
    Ok(Measure { on: measure.on, what, amount_fen: measure.amount_fen, done_on })
}

fn with_income(village: &Village, now: &Now<'_>, id: PairingId, income: &IncomeCheck) -> Result<Pairing, Refusal> {
    let mut pairing = open(village, id)?;
    if pairing.target != PairingTarget::Household {
        return Err(Refusal::Already("只有结对的户才记收入"));
    }
    let (this, month) = (Month::of(now.today), income.month);
    if month > this {
        return Err(Refusal::BadDay(month.to_string(), "还没有到这个月"));
    }
    if month < this.plus(-60) {
        return Err(Refusal::BadDay(month.to_string(), "早于五年前，请核对年份"));
    }
    if income.per_head_fen > limits::AID_FEN_MAX {
        return Err(Refusal::TooMuch { what: "人均收入", max_fen: limits::AID_FEN_MAX });
    }
    let note = free_text(&income.note, "收入来源")?;
    let income = IncomeCheck { month, per_head_fen: income.per_head_fen, note };
    match pairing.incomes.binary_search_by_key(&month, |old| old.month) {
        Ok(place) => pairing.incomes.splice(place..=place, [income]).for_each(drop),
        Err(place) => pairing.incomes.insert(place, income),
    }
    Ok(pairing)
}

#[cfg(test)]
mod tests;
