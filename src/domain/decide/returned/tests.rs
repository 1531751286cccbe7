//! A matter from its proposal to the archive, and each no on the way.

use super::super::Intent;
use super::super::posting::PostingIntent;
use super::super::undo::UndoIntent;
use super::*;
use crate::domain::act_words::ActWords;
use crate::domain::fixture::Fixture;
use crate::domain::meeting::{Attendance, Body};
use crate::domain::returned_matter::{Answer, Meeting};
use ReturnedState as S;

/// 小型水利管护, proposed today.
fn proposed(fixture: &mut Fixture, subject: &str) -> ReturnedMatterId {
    let id = ReturnedMatterId::mint(&mut fixture.mint, fixture.at);
    let matter = ReturnedMatter::proposed(id, "山坪塘管护", subject, fixture.today(), "3社村民");
    fixture.act(Intent::Returned(ReturnedIntent::Propose(Box::new(matter))));
    id
}

fn screens(lawful: bool) -> Screens {
    let answer = |yes, why: &str| Answer { yes, why: why.to_owned() };
    Screens {
        market: answer(false, "没有企业来管"),
        society: answer(false, "没有社会组织"),
        lawful: answer(lawful, "属村内公益事业"),
        taker: String::new(),
        reason: "塘在村里，水归村里用".to_owned(),
        legal_basis: "村民委员会组织法第28条".to_owned(),
        town_decision: "慈云府发〔2026〕12号".to_owned(),
    }
}

#[test]
fn what_kind_a_matter_is_can_be_corrected_until_it_was_voted_on_and_what_it_was_is_kept() {
    let mut fixture = Fixture::on("2026-11-02");
    let names: Vec<String> = fixture.tables.subjects.all().map(|subject| subject.name.clone()).collect();
    let (wrong, right) = (names[0].as_str(), names[1].as_str());
    let id = proposed(&mut fixture, wrong);
    let correct = |subject: &str, by: &str| {
        let (title, subject, by) = ("山坪塘管护".to_owned(), subject.to_owned(), by.to_owned());
        Intent::Returned(ReturnedIntent::Correct { id, title, subject, by })
    };
    assert!(matches!(fixture.try_act(correct("没有这一类", "3社村民")), Err(Refusal::Blank("哪类事", _))));
    assert!(matches!(fixture.try_act(correct(wrong, "3社村民")), Err(Refusal::Already(_))));
    screened(&mut fixture, id);
    fixture.act(correct(right, "3社村民"));
    let matter = fixture.village.returned_matter(id).unwrap();
    assert_eq!((matter.subject.as_str(), matter.state, matter.steps.len()), (right, S::ToVillage, 1));
    let told = ActWords::of(fixture.acts.last().unwrap(), &fixture.village);
    let what = format!("山坪塘管护 哪类事由「{wrong}」改为「{right}」");
    assert_eq!((told.what.as_str(), told.subject.as_str()), ("更正村务", what.as_str()));
    let mut matter = matter.clone();
    assert!(check_correctable(&matter).is_ok());
    matter.steps.push(DecisionStep::to(S::Resolved, fixture.today()));
    assert!(check_correctable(&matter).is_err(), "it was voted on");
    matter.steps.pop();
    matter.state = S::KeptByGovernment;
    assert!(check_correctable(&matter).is_err(), "it is over");
}

fn screened(fixture: &mut Fixture, id: ReturnedMatterId) {
    let on = fixture.today();
    fixture.act(Intent::Returned(ReturnedIntent::Screen(id, Box::new(screens(true)), on)));
}

fn to(fixture: &Fixture, state: S) -> DecisionStep {
    let mut step = DecisionStep::to(state, fixture.today());
    (step.place, step.words) = ("村委会".to_owned(), "记录在会议本".to_owned());
    step
}

fn met(body: Body, present: u32, ayes: u32) -> Option<Meeting> {
    let attendance = Attendance { base: 45, present, ayes, ..Attendance::default() };
    Some(Meeting { body, rules: "2025".to_owned(), attendance })
}

fn take(fixture: &mut Fixture, id: ReturnedMatterId, step: DecisionStep) -> Result<(), Refusal> {
    let posting = matches!(step.to, S::DecisionPosted | S::ResultPosted).then(|| {
        let mut posting = Posting::new(PostingId::mint(&mut fixture.mint, fixture.at), "山坪塘管护决议", step.on);
        (posting.board, posting.text) = ("村委会门口".to_owned(), "决议通过".to_owned());
        Box::new(posting)
    });
    fixture.try_act(Intent::Returned(ReturnedIntent::Step(id, Box::new(step), posting)))
}

fn go(fixture: &mut Fixture, id: ReturnedMatterId, state: S) {
    let mut step = to(fixture, state);
    step.meeting = match state {
        S::PartyReviewed => met(Body::PartyMembers, 40, 36),
        S::Resolved => met(Body::Representatives, 30, 16),
        _ => None,
    };
    take(fixture, id, step).unwrap();
}

fn state(fixture: &Fixture, id: ReturnedMatterId) -> S {
    fixture.village.returned_matter(id).unwrap().state
}

const PUBLIC: &str = "公益事业、筹资筹劳、建设承包";

#[test]
fn a_matter_goes_from_its_proposal_to_the_archive_with_both_postings() {
    let mut fixture = Fixture::on("2026-06-01");
    let id = proposed(&mut fixture, PUBLIC);
    screened(&mut fixture, id);
    for state in [S::HandedDown, S::PartyProposed, S::TwoCommittees, S::PartyReviewed, S::Resolved, S::DecisionPosted] {
        go(&mut fixture, id, state);
    }
    let posting = fixture.village.postings().next().unwrap().clone();
    assert_eq!((posting.returned, posting.days, posting.from), (Some(id), 15, fixture.today()));
    assert_eq!(fixture.village.returned_matter(id).unwrap().steps.last().unwrap().posting, Some(posting.id));
    fixture.wait_days(15);
    let early = to(&fixture, S::Implementing);
    assert!(matches!(take(&mut fixture, id, early), Err(Refusal::Unlawful(why)) if why.contains("2026-06-17")));
    fixture.wait_days(1);
    let objection =
        PostingIntent::Object { id: posting.id, on: fixture.today(), who: String::new(), words: "不公".into() };
    fixture.act(Intent::Posting(objection));
    let objected = to(&fixture, S::Implementing);
    assert!(matches!(take(&mut fixture, id, objected), Err(Refusal::Unlawful(why)) if why.contains("异议")));
    let answer = PostingIntent::Answer { id: posting.id, on: fixture.today(), answer: "解释过".into() };
    fixture.act(Intent::Posting(answer));
    go(&mut fixture, id, S::Implementing);
    go(&mut fixture, id, S::ResultPosted);
    fixture.wait_days(16);
    go(&mut fixture, id, S::Closed);
    assert_eq!(state(&fixture, id), S::Closed);
    assert_eq!(fixture.village.postings().len(), 2);
    let words = ActWords::of(fixture.acts.last().unwrap(), &fixture.village);
    assert_eq!((words.what.as_str(), words.subject.as_str()), ("村务走一步", "山坪塘管护 办结归档"));
}

#[test]
fn without_a_reason_or_the_town_s_decision_nothing_is_handed_back() {
    let mut fixture = Fixture::on("2026-06-01");
    let id = proposed(&mut fixture, PUBLIC);
    let on = fixture.today();
    let screen = |screens: Screens| Intent::Returned(ReturnedIntent::Screen(id, Box::new(screens), on));
    for screens in [
        Screens { reason: " ".into(), ..screens(true) },
        Screens { legal_basis: String::new(), ..screens(true) },
        Screens { town_decision: String::new(), ..screens(true) },
        Screens { market: Answer { yes: true, why: "有公司".into() }, ..screens(true) },
    ] {
        assert!(matches!(fixture.try_act(screen(screens)), Err(Refusal::Blank(..))));
    }
    fixture.act(screen(Screens { town_decision: String::new(), ..screens(false) }));
    assert_eq!(state(&fixture, id), S::KeptByGovernment);
    assert!(matches!(fixture.try_act(screen(screens(true))), Err(Refusal::NotLawful { .. })));
}

#[test]
fn a_step_out_of_its_order_or_of_its_time_is_refused() {
    let mut fixture = Fixture::on("2026-06-10");
    let id = proposed(&mut fixture, PUBLIC);
    let on = fixture.today().plus_days(-1);
    let early = Intent::Returned(ReturnedIntent::Screen(id, Box::new(screens(true)), on));
    assert!(matches!(fixture.try_act(early), Err(Refusal::BadDay(..))));
    screened(&mut fixture, id);
    let far = to(&fixture, S::Resolved);
    assert!(matches!(take(&mut fixture, id, far), Err(Refusal::NotLawful { to: "决议通过", .. })));
    let silent = DecisionStep::to(S::HandedDown, fixture.today());
    assert!(matches!(take(&mut fixture, id, silent), Err(Refusal::Blank(..))));
    let odd = ReturnedMatter::proposed(
        ReturnedMatterId::mint(&mut fixture.mint, fixture.at),
        "什么",
        "没有这一类",
        fixture.today(),
        "某人",
    );
    let odd = Intent::Returned(ReturnedIntent::Propose(Box::new(odd)));
    assert!(matches!(fixture.try_act(odd), Err(Refusal::Blank("哪类事", _))));
}

#[test]
fn a_vote_that_does_not_carry_needs_a_written_reason_which_nothing_takes_back() {
    let mut fixture = Fixture::on("2026-06-01");
    let id = proposed(&mut fixture, PUBLIC);
    screened(&mut fixture, id);
    for state in [S::HandedDown, S::PartyProposed, S::TwoCommittees, S::PartyReviewed] {
        go(&mut fixture, id, state);
    }
    let short = DecisionStep { meeting: met(Body::Representatives, 29, 29), ..to(&fixture, S::Resolved) };
    let Err(Refusal::Unlawful(why)) = take(&mut fixture, id, short.clone()) else { panic!() };
    assert!(why.contains("到会29人"), "{why}");
    let group = DecisionStep { meeting: met(Body::Group, 45, 45), ..to(&fixture, S::Resolved) };
    assert!(matches!(take(&mut fixture, id, group), Err(Refusal::Unlawful(why)) if why.contains("无权定")));
    let fine = DecisionStep {
        meeting: met(Body::Representatives, 30, 16),
        overridden: "怕以后有人说不算".into(),
        ..to(&fixture, S::Resolved)
    };
    assert!(matches!(take(&mut fixture, id, fine), Err(Refusal::Already(_))));
    take(&mut fixture, id, DecisionStep { overridden: "汛期急用，镇里同意".into(), ..short }).unwrap();
    assert_eq!(fixture.village.returned_matter(id).unwrap().overrides().count(), 1);
    let act = fixture.acts.last().unwrap();
    let undo = UndoIntent { of: act.seq, command: act.command.clone(), rows: fixture.rows.last().cloned() };
    assert!(matches!(fixture.try_act(Intent::Undo(undo)), Err(Refusal::NotUndoable(..))));
}

#[test]
fn the_posting_of_a_decision_goes_with_the_step_that_put_it_up() {
    let mut fixture = Fixture::on("2026-06-01");
    let id = proposed(&mut fixture, "红白喜事、人居环境、水路管护日常");
    screened(&mut fixture, id);
    go(&mut fixture, id, S::HandedDown);
    // No vote is asked for here, and the decision is posted all the same.
    let step = DecisionStep { meeting: None, ..to(&fixture, S::Resolved) };
    take(&mut fixture, id, step).unwrap();
    go(&mut fixture, id, S::DecisionPosted);
    let act = fixture.acts.last().unwrap();
    let undo = UndoIntent { of: act.seq, command: act.command.clone(), rows: fixture.rows.last().cloned() };
    fixture.act(Intent::Undo(undo));
    assert_eq!((state(&fixture, id), fixture.village.postings().len()), (S::Resolved, 0));
}

#[test]
fn what_rests_goes_on_where_it_stood_and_village_rules_are_filed_before_they_are_archived() {
    let mut fixture = Fixture::on("2026-03-01");
    let id = proposed(&mut fixture, "村规民约、自治章程");
    screened(&mut fixture, id);
    for state in [S::HandedDown, S::Suspended, S::HandedDown, S::PartyProposed, S::TwoCommittees, S::PartyReviewed] {
        go(&mut fixture, id, state);
    }
    let file = |fixture: &Fixture| Intent::Returned(ReturnedIntent::File(id, fixture.today()));
    assert!(matches!(fixture.try_act(file(&fixture)), Err(Refusal::Already(_))));
    let step = DecisionStep { meeting: met(Body::Assembly, 30, 16), ..to(&fixture, S::Resolved) };
    take(&mut fixture, id, step).unwrap();
    go(&mut fixture, id, S::DecisionPosted);
    fixture.wait_days(16);
    go(&mut fixture, id, S::Implementing);
    go(&mut fixture, id, S::ResultPosted);
    fixture.wait_days(16);
    let unfiled = to(&fixture, S::Closed);
    assert!(matches!(take(&mut fixture, id, unfiled), Err(Refusal::Unlawful(why)) if why.contains("备案")));
    fixture.act(file(&fixture));
    assert!(fixture.try_act(file(&fixture)).is_err());
    go(&mut fixture, id, S::Closed);
}

#[test]
fn each_subject_is_carried_by_the_body_that_may_decide_it_and_by_its_numbers_only() {
    const PROPERTY: &str = "集体财产：宅基地使用、股份量化、土地补偿费、成员确认";
    // Of 45: two thirds are 30, more than half of 30 are 16.
    for (subject, body, other, present, too_few, enough) in [
        (PROPERTY, Body::Members, Body::Representatives, 30, 29, 30),
        (PROPERTY, Body::Members, Body::Assembly, 45, 29, 30),
        ("承包方案", Body::ContractPlan, Body::Representatives, 30, 29, 30),
        ("本组公益、误工、组收入", Body::Group, Body::Assembly, 30, 15, 16),
        ("村规民约、自治章程", Body::HouseholdAssembly, Body::Representatives, 30, 15, 16),
        (PUBLIC, Body::Representatives, Body::Members, 30, 15, 16),
    ] {
        let mut fixture = Fixture::on("2026-06-01");
        let id = proposed(&mut fixture, subject);
        screened(&mut fixture, id);
        for state in [S::HandedDown, S::PartyProposed, S::TwoCommittees] {
            go(&mut fixture, id, state);
        }
        let step = |fixture: &Fixture, state, meeting| DecisionStep { meeting, ..to(fixture, state) };
        // The party's members first: more than half of all of them.
        for (came, ayes) in [(29, 29), (30, 22)] {
            let short = step(&fixture, S::PartyReviewed, met(Body::PartyMembers, came, ayes));
            assert!(matches!(take(&mut fixture, id, short), Err(Refusal::Unlawful(_))), "{subject} {came} {ayes}");
        }
        let reviewed = step(&fixture, S::PartyReviewed, met(Body::PartyMembers, 30, 23));
        take(&mut fixture, id, reviewed).unwrap();
        let unlawful = [(other, 45, 45), (body, 29, 29), (body, present, too_few), (body, present, 0)];
        for (body, present, ayes) in unlawful {
            let short = step(&fixture, S::Resolved, met(body, present, ayes));
            let refused = take(&mut fixture, id, short);
            assert!(matches!(refused, Err(Refusal::Unlawful(_))), "{subject} {body:?} {present} {ayes}: {refused:?}");
        }
        let carried = step(&fixture, S::Resolved, met(body, present, enough));
        take(&mut fixture, id, carried).unwrap();
        assert_eq!(state(&fixture, id), S::Resolved, "{subject}");
    }
}
