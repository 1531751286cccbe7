//! What a pairing may and may not.

use super::super::Intent;
use super::super::household::{EventIntent, HouseholdIntent};
use super::super::undo::UndoIntent;
use super::*;
use crate::domain::day::Moment;
use crate::domain::fixture::Fixture;
use crate::domain::household::GroupNo;
use crate::domain::household_event::HouseholdEventKind;

fn begin(fixture: &mut Fixture, change: impl Fn(&mut Pairing)) -> Result<PairingId, Refusal> {
    let id = PairingId::mint(&mut fixture.mint, fixture.at);
    let mut pairing = Pairing::new(id, PairingTarget::Household, fixture.today());
    pairing.household = fixture.village.households().next().map(|household| household.id);
    pairing.own = true;
    change(&mut pairing);
    fixture.try_act(Intent::Pairing(PairingIntent::Begin(Box::new(pairing)))).map(|()| id)
}

fn act(fixture: &mut Fixture, intent: PairingIntent) -> Result<(), Refusal> {
    fixture.try_act(Intent::Pairing(intent))
}

fn income(month: (i16, u8), yuan: u32) -> IncomeCheck {
    IncomeCheck { month: Month { year: month.0, month: month.1 }, per_head_fen: yuan * 100, note: String::new() }
}

#[test]
fn the_officer_has_one_open_pairing_of_each_of_the_five() {
    let mut fixture = Fixture::on("2026-11-24");
    let id = begin(&mut fixture, |_| {}).unwrap();
    assert_eq!(fixture.village.pairing(id).unwrap().helper, fixture.village.info.liaison);
    assert!(matches!(begin(&mut fixture, |_| {}), Err(Refusal::Duplicate(why)) if why.contains("李德全")));
    begin(&mut fixture, |it| (it.target, it.group) = (PairingTarget::Group, Some(GroupNo(1)))).unwrap();
    let trade = |it: &mut Pairing| (it.target, it.whom) = (PairingTarget::Trade, "晚熟李子".to_owned());
    begin(&mut fixture, trade).unwrap();
    let end = PairingEnd { on: fixture.today(), why: "换户".to_owned() };
    act(&mut fixture, PairingIntent::End(id, end)).unwrap();
    begin(&mut fixture, |_| {}).unwrap();
}

#[test]
fn a_household_has_several_helpers_but_each_once() {
    let mut fixture = Fixture::on("2026-11-24");
    begin(&mut fixture, |_| {}).unwrap();
    let helper = |name: &'static str| move |it: &mut Pairing| (it.own, it.helper) = (false, name.to_owned());
    begin(&mut fixture, helper("陈光明")).unwrap();
    begin(&mut fixture, helper("罗天成")).unwrap();
    assert!(matches!(begin(&mut fixture, helper(" 陈光明 ")), Err(Refusal::Duplicate(_))));
    assert!(matches!(begin(&mut fixture, helper(" ")), Err(Refusal::Blank("帮扶人", _))));
}

#[test]
fn what_is_paired_is_named_and_in_the_register() {
    let mut fixture = Fixture::on("2026-11-24");
    assert!(matches!(begin(&mut fixture, |it| it.household = None), Err(Refusal::Blank("哪一户", _))));
    let group = |it: &mut Pairing| (it.target, it.group) = (PairingTarget::Group, Some(GroupNo(99)));
    assert!(matches!(begin(&mut fixture, group), Err(Refusal::Blank("哪个社", _))));
    assert!(matches!(
        begin(&mut fixture, |it| it.target = PairingTarget::Technique),
        Err(Refusal::Blank("联系什么", _))
    ));
    let tomorrow = fixture.today().plus_days(1);
    assert!(matches!(begin(&mut fixture, |it| it.from = tomorrow), Err(Refusal::BadDay(..))));
    let (household, person) = (fixture.village.households().next().unwrap().id, fixture.person("李德全"));
    fixture.act(Intent::Household(HouseholdIntent::Event(Box::new(EventIntent {
        household,
        kind: HouseholdEventKind::MovedOut,
        on: fixture.today(),
        person: Some(person),
        newcomer: None,
        detail: String::new(),
        evidence: String::new(),
    }))));
    assert!(matches!(begin(&mut fixture, |_| {}), Err(Refusal::Already(_))));
}

#[test]
fn a_plan_in_words_says_body_day_and_outcome_or_none_of_them() {
    let mut fixture = Fixture::on("2026-11-24");
    let id = begin(&mut fixture, |_| {}).unwrap();
    let today = fixture.today();
    let plan = |decision| PlanIntent { causes: "缺劳力".to_owned(), plan: "养猪两头".to_owned(), decision };
    let words = |body: &str, on, outcome: &str| {
        Some(PlanDecision { matter: None, body: body.to_owned(), on, outcome: outcome.to_owned() })
    };
    for half in [words("", Some(today), "通过"), words("代表会议", None, "通过"), words("代表会议", Some(today), "")]
    {
        let refused = act(&mut fixture, PairingIntent::Plan(id, Box::new(plan(half))));
        assert!(matches!(refused, Err(Refusal::Blank(..))), "{refused:?}");
    }
    act(&mut fixture, PairingIntent::Plan(id, Box::new(plan(words("代表会议", Some(today), "通过"))))).unwrap();
    assert_eq!(fixture.village.pairing(id).unwrap().plan, "养猪两头");
    act(&mut fixture, PairingIntent::Plan(id, Box::new(plan(None)))).unwrap();
    assert_eq!(fixture.village.pairing(id).unwrap().decision, None);
}

#[test]
fn a_month_has_one_income_and_the_later_one_holds() {
    let mut fixture = Fixture::on("2026-11-24");
    let id = begin(&mut fixture, |_| {}).unwrap();
    for check in [income((2026, 10), 800), income((2026, 8), 700), income((2026, 10), 850), income((2026, 11), 0)] {
        act(&mut fixture, PairingIntent::Income(id, check)).unwrap();
    }
    let kept: Vec<(String, u32)> = fixture
        .village
        .pairing(id)
        .unwrap()
        .incomes
        .iter()
        .map(|check| (check.month.to_string(), check.per_head_fen / 100))
        .collect();
    assert_eq!(kept, [("2026-08".to_owned(), 700), ("2026-10".to_owned(), 850), ("2026-11".to_owned(), 0)]);
    for refused in [income((2026, 12), 1), income((2021, 10), 1)] {
        assert!(matches!(act(&mut fixture, PairingIntent::Income(id, refused)), Err(Refusal::BadDay(..))));
    }
    // Sixty months back is the last that is kept; 61 were refused above.
    act(&mut fixture, PairingIntent::Income(id, income((2021, 11), 600))).unwrap();
    let oldest = &fixture.village.pairing(id).unwrap().incomes[0];
    assert_eq!((oldest.month.to_string().as_str(), oldest.per_head_fen), ("2021-11", 60_000));
    let most = limits::AID_FEN_MAX;
    let rich = |fen| IncomeCheck { per_head_fen: fen, ..income((2026, 11), 0) };
    assert!(act(&mut fixture, PairingIntent::Income(id, rich(most))).is_ok());
    assert!(matches!(act(&mut fixture, PairingIntent::Income(id, rich(most + 1))), Err(Refusal::TooMuch { .. })));
}

#[test]
fn measures_are_summed_by_whether_they_were_carried_out() {
    let mut fixture = Fixture::on("2026-11-24");
    let id = begin(&mut fixture, |_| {}).unwrap();
    let today = fixture.today();
    let measure =
        |what: &str, yuan: u32, done_on| Measure { on: today, what: what.to_owned(), amount_fen: yuan * 100, done_on };
    act(&mut fixture, PairingIntent::Measure(id, measure("鸡苗50只", 400, Some(today)))).unwrap();
    act(&mut fixture, PairingIntent::Measure(id, measure("公益岗", 500, None))).unwrap();
    assert_eq!(fixture.village.pairing(id).unwrap().sums_fen(), (40_000, 50_000));
    act(&mut fixture, PairingIntent::MeasureDone(id, 1, today)).unwrap();
    assert_eq!(fixture.village.pairing(id).unwrap().sums_fen(), (90_000, 0));
    assert!(matches!(act(&mut fixture, PairingIntent::MeasureDone(id, 1, today)), Err(Refusal::Already(_))));
    assert_eq!(act(&mut fixture, PairingIntent::MeasureDone(id, 2, today)), Err(Refusal::Gone));
    assert!(matches!(
        act(&mut fixture, PairingIntent::Measure(id, measure(" ", 0, None))),
        Err(Refusal::Blank("措施", _))
    ));
}

#[test]
fn a_step_lies_ahead_and_an_ended_pairing_takes_nothing_more() {
    let mut fixture = Fixture::on("2026-11-24");
    let id = begin(&mut fixture, |_| {}).unwrap();
    let today = fixture.today();
    let step = |on| Some(NextStep { what: "问鸡苗".to_owned(), on });
    assert!(matches!(
        act(&mut fixture, PairingIntent::NextStep(id, step(today.plus_days(-1)))),
        Err(Refusal::BadDay(..))
    ));
    act(&mut fixture, PairingIntent::NextStep(id, step(today))).unwrap();
    act(&mut fixture, PairingIntent::NextStep(id, None)).unwrap();
    assert!(matches!(act(&mut fixture, PairingIntent::NextStep(id, None)), Err(Refusal::Already(_))));
    let end = |on, why: &str| PairingIntent::End(id, PairingEnd { on, why: why.to_owned() });
    assert!(matches!(act(&mut fixture, end(today.plus_days(-1), "风险消除")), Err(Refusal::BadDay(..))));
    assert!(matches!(act(&mut fixture, end(today, " ")), Err(Refusal::Blank(..))));
    act(&mut fixture, end(today, "风险消除")).unwrap();
    assert!(matches!(act(&mut fixture, PairingIntent::NextStep(id, step(today))), Err(Refusal::Already(_))));
    assert!(matches!(act(&mut fixture, end(today, "再来")), Err(Refusal::Already(_))));
}

#[test]
fn a_next_step_that_is_open_at_the_end_stands_with_it_as_not_done() {
    let mut fixture = Fixture::on("2026-11-24");
    let id = begin(&mut fixture, |_| {}).unwrap();
    let today = fixture.today();
    let step = NextStep { what: "送李子苗".to_owned(), on: today.plus_days(7) };
    act(&mut fixture, PairingIntent::NextStep(id, Some(step))).unwrap();
    act(&mut fixture, PairingIntent::End(id, PairingEnd { on: today, why: "已外迁".to_owned() })).unwrap();
    let pairing = fixture.village.pairing(id).unwrap();
    assert_eq!(pairing.end.as_ref().unwrap().why, "已外迁；下一步「送李子苗」（2026-12-01）不办了");
    assert_eq!(pairing.next_step, None);
}

#[test]
fn the_household_of_a_pairing_cannot_be_undone_before_the_pairing() {
    let mut fixture = Fixture::on("2026-11-24");
    let (of, rows) = (fixture.village.seq, fixture.rows.last().cloned());
    begin(&mut fixture, |_| {}).unwrap();
    let undo = UndoIntent { of, command: "household.add".to_owned(), rows };
    assert_eq!(fixture.try_act(Intent::Undo(undo)), Err(Refusal::LaterWork(fixture.village.seq.0)));
}

#[test]
fn a_next_step_that_is_done_is_gone_and_what_came_of_it_is_kept_in_one_act() {
    let mut fixture = Fixture::on("2026-11-24");
    let id = begin(&mut fixture, |_| {}).unwrap();
    let done = |on, text: &str| Contact { on, entered_at: Moment::from_unix_ms(0), text: text.to_owned() };
    let today = fixture.today();
    let early = act(&mut fixture, PairingIntent::StepDone(id, done(today, "送了")));
    assert!(matches!(early, Err(Refusal::Already(_))), "there was none: {early:?}");
    let step = NextStep { what: "送李子苗".to_owned(), on: today };
    act(&mut fixture, PairingIntent::NextStep(id, Some(step))).unwrap();
    assert!(matches!(act(&mut fixture, PairingIntent::StepDone(id, done(today, " "))), Err(Refusal::Blank("情况", _))));
    act(&mut fixture, PairingIntent::StepDone(id, done(today, "送到50株"))).unwrap();
    let pairing = fixture.village.pairing(id).unwrap();
    let told: Vec<_> = pairing.contacts.iter().map(|contact| contact.text.as_str()).collect();
    assert_eq!((told, &pairing.next_step), (vec!["送到50株"], &None));
    assert_eq!(fixture.acts.last().unwrap().command, "pairing.step_done");
}

#[test]
fn a_plan_in_which_nothing_was_written_is_not_told_as_stored() {
    let mut fixture = Fixture::on("2026-11-24");
    let id = begin(&mut fixture, |_| {}).unwrap();
    let nothing = || Box::new(PlanIntent { causes: String::new(), plan: String::new(), decision: None });
    assert!(matches!(act(&mut fixture, PairingIntent::Plan(id, nothing())), Err(Refusal::Already(_))));
    let plan = PlanIntent { plan: "养猪两头".to_owned(), ..*nothing() };
    act(&mut fixture, PairingIntent::Plan(id, Box::new(plan.clone()))).unwrap();
    assert!(matches!(act(&mut fixture, PairingIntent::Plan(id, Box::new(plan))), Err(Refusal::Already(_))));
}
