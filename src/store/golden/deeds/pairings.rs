//! What was done in the golden village for those who are helped: a pairing from its beginning to its end, and a class.

use super::Fixture;
use crate::domain::decide::Intent;
use crate::domain::decide::household::HouseholdIntent;
use crate::domain::decide::household::class::{EndIntent, GrantIntent};
use crate::domain::decide::pairing::{PairingIntent, PlanIntent};
use crate::domain::id::PairingId;
use crate::domain::pairing::month::Month;
use crate::domain::pairing::{
    Contact, IncomeCheck, Measure, NextStep, Pairing, PairingEnd, PairingTarget, PlanDecision,
};

/// A class granted and ended, and everything that a pairing may have.
pub(super) fn helped(fixture: &mut Fixture) {
    let (household, today) = (fixture.village.households().next().unwrap().id, fixture.today());
    let value = "低保户".to_owned();
    fixture.act(Intent::Household(HouseholdIntent::GrantClass(Box::new(GrantIntent {
        household,
        value: value.clone(),
        from: today.plus_days(-30),
        to: None,
        basis: "审批表".to_owned(),
        decided_by: "区县".to_owned(),
    }))));
    let end = EndIntent { household, value, on: today, why: "收入超过标准".to_owned() };
    fixture.act(Intent::Household(HouseholdIntent::EndClass(end)));
    let id = PairingId::mint(&mut fixture.mint, fixture.at);
    let own = Pairing { own: true, household: Some(household), ..Pairing::new(id, PairingTarget::Household, today) };
    let decision =
        PlanDecision { matter: None, body: "代表会议".to_owned(), on: Some(today), outcome: "通过".to_owned() };
    let plan = PlanIntent { causes: "缺劳力".to_owned(), plan: "养猪两头".to_owned(), decision: Some(decision) };
    let measure = Measure { on: today, what: "仔猪两头".to_owned(), amount_fen: 120_000, done_on: None };
    let income = IncomeCheck { month: Month::of(today), per_head_fen: 80_000, note: "务工".to_owned() };
    let contact = Contact { on: today, entered_at: fixture.at, text: "看了猪圈".to_owned() };
    let step = NextStep { what: "送仔猪".to_owned(), on: today.plus_days(7) };
    for intent in [
        PairingIntent::Begin(Box::new(own)),
        PairingIntent::Plan(id, Box::new(plan)),
        PairingIntent::Measure(id, measure),
        PairingIntent::MeasureDone(id, 0, today),
        PairingIntent::Income(id, income),
        PairingIntent::Contact(id, contact),
        PairingIntent::NextStep(id, Some(step)),
        PairingIntent::End(id, PairingEnd { on: today, why: "换人帮扶".to_owned() }),
    ] {
        fixture.act(Intent::Pairing(intent));
    }
}
