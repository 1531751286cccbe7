//! Which follow-ups are asked for, from when, until when, and what they are over with.

use super::*;
use crate::domain::decide::Intent;
use crate::domain::decide::follow_up::{FollowUpIntent, SettleIntent};
use crate::domain::decide::household::class::GrantIntent;
use crate::domain::decide::household::{EventIntent, HouseholdIntent};
use crate::domain::decide::pairing::PairingIntent;
use crate::domain::decide::person::PersonIntent;
use crate::domain::decide::step::StepIntent;
use crate::domain::fixture::Fixture;
use crate::domain::id::{FollowUpId, PairingId};
use crate::domain::pairing::{Pairing, PairingEnd, PairingTarget};
use crate::domain::refusal::Refusal;
use crate::domain::task::state::{ResultPlace, Window};
use crate::domain::text::PersonName;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn newcomer(fixture: &mut Fixture, name: &str, birth: Option<&str>) -> Person {
    let id = PersonId::mint(&mut fixture.mint, fixture.at);
    Person { birth_written: birth.map(day), ..Person::new(id, PersonName::parse(name).unwrap()) }
}

/// Somebody who has been of the first household all along.
fn member(fixture: &mut Fixture, name: &str, birth: &str) -> PersonId {
    let household = fixture.village.households().next().unwrap().id;
    let person = Person { household: Some(household), ..newcomer(fixture, name, Some(birth)) };
    let id = person.id;
    fixture.act(Intent::Person(PersonIntent::Add(Box::new(person))));
    id
}

fn event_on(fixture: &mut Fixture, kind: HouseholdEventKind, on: Day, who: Result<PersonId, Person>) {
    let household = fixture.village.households().next().unwrap().id;
    let (person, newcomer) = match who {
        Ok(id) => (Some(id), None),
        Err(newcomer) => (None, Some(Box::new(newcomer))),
    };
    let (detail, evidence) = (String::new(), String::new());
    let intent = EventIntent { household, kind, on, person, newcomer, detail, evidence };
    fixture.act(Intent::Household(HouseholdIntent::Event(Box::new(intent))));
}

fn event(fixture: &mut Fixture, kind: HouseholdEventKind, who: Result<PersonId, Person>) {
    let today = fixture.today();
    event_on(fixture, kind, today, who);
}

/// The codes of what is open, each with its last day.
fn open(fixture: &Fixture) -> Vec<(String, String)> {
    let found = all(&fixture.village, &fixture.tables, fixture.today());
    for pending in &found {
        let own = of_person(&fixture.village, &fixture.tables, fixture.today(), pending.key.person);
        assert!(own.contains(pending));
    }
    let code = |pending: &Pending| rule(&fixture.tables, pending.key).unwrap().code.clone();
    found.iter().map(|pending| (code(pending), pending.due.to_string())).collect()
}

fn codes(fixture: &Fixture) -> Vec<String> {
    open(fixture).into_iter().map(|(code, _)| code).collect()
}

fn settle(fixture: &mut Fixture, code: &str, outcome: FollowUpOutcome, reason: &str) -> Result<(), Refusal> {
    let found = all(&fixture.village, &fixture.tables, fixture.today());
    let key = found.iter().find(|it| rule(&fixture.tables, it.key).unwrap().code == code).unwrap().key;
    let id = FollowUpId::mint(&mut fixture.mint, fixture.at);
    let settle = SettleIntent { id, key, outcome, reason: reason.to_owned(), on: fixture.today() };
    fixture.try_act(Intent::FollowUp(FollowUpIntent::Settle(Box::new(settle))))
}

#[test]
fn a_death_brings_its_clocks_and_a_task_of_the_family_or_a_word_ends_each() {
    let mut fixture = Fixture::on("2026-11-02");
    member(&mut fixture, "李国珍", "1985-03-01");
    let dead = fixture.person("李德全");
    let open_task = fixture.intake("S05", None);
    event(&mut fixture, HouseholdEventKind::Death, Ok(dead));
    let wanted = [
        ("death_head", "2026-11-09"),
        ("death_tasks", "2026-11-09"),
        ("death_insurance", "2026-11-30"),
        ("death_hukou", "2026-12-02"),
        ("death_old_age", "2026-12-02"),
    ];
    // Nobody knows how old he was, so all of it is asked.
    assert_eq!(open(&fixture), wanted.map(|(code, due)| (code.to_owned(), due.to_owned())));
    fixture.step(open_task, StepIntent::Withdraw { reason: "人已去世".to_owned() });
    let heir = fixture.person("李国珍");
    event(&mut fixture, HouseholdEventKind::NewHead, Ok(heir));
    assert_eq!(codes(&fixture), ["death_insurance", "death_hukou", "death_old_age"]);
    let pending = all(&fixture.village, &fixture.tables, fixture.today())[0];
    assert_eq!(applicant(&fixture.village, &pending), Some(heir));
    settle(&mut fixture, "death_hukou", FollowUpOutcome::Done, "儿子自己去办了").unwrap();
    settle(&mut fixture, "death_old_age", FollowUpOutcome::NotNeeded, "没到80岁").unwrap();
    assert_eq!(codes(&fixture), ["death_insurance"]);
    assert!(matches!(
        settle(&mut fixture, "death_insurance", FollowUpOutcome::NotNeeded, " "),
        Err(Refusal::Blank("情况", _))
    ));
    fixture.wait_days(400);
    assert_eq!(codes(&fixture), ["death_insurance"], "what is overdue stays");
}

#[test]
fn a_task_counts_only_as_long_as_it_stands() {
    let mut fixture = Fixture::on("2026-11-02");
    let child = newcomer(&mut fixture, "李小满", None);
    fixture.intake("G02", None);
    fixture.wait_days(1);
    event(&mut fixture, HouseholdEventKind::Birth, Err(child));
    let four = ["birth_hukou", "birth_insurance", "birth_registration", "birth_allowance"];
    assert_eq!(codes(&fixture), four, "what was opened before is for something else");
    let task = fixture.intake("G02", None);
    assert_eq!(codes(&fixture), four[1..]);
    fixture.step(task, StepIntent::Withdraw { reason: "材料没齐".to_owned() });
    assert_eq!(codes(&fixture), four);
    let household = fixture.village.households().next().unwrap().id;
    fixture.act(Intent::Household(HouseholdIntent::GrantClass(Box::new(GrantIntent {
        household,
        value: "低保户".to_owned(),
        from: fixture.today(),
        to: None,
        basis: "审批表".to_owned(),
        decided_by: "区县".to_owned(),
    }))));
    assert!(codes(&fixture).contains(&"birth_relief".to_owned()));
}

#[test]
fn an_event_entered_more_than_a_year_late_is_history() {
    for (days, asked) in [(366, true), (367, false)] {
        let mut fixture = Fixture::on("2026-11-02");
        let on = fixture.today().plus_days(-days);
        let child = newcomer(&mut fixture, "李小满", None);
        event_on(&mut fixture, HouseholdEventKind::Birth, on, Err(child));
        assert_eq!(!codes(&fixture).is_empty(), asked, "{days}");
    }
}

#[test]
fn moving_has_its_days_and_a_household_that_is_gone_is_paired_no_more() {
    let mut fixture = Fixture::on("2026-11-02");
    let (household, today) = (fixture.village.households().next().unwrap().id, fixture.today());
    let guest = newcomer(&mut fixture, "张三", None);
    let guest_id = guest.id;
    event(&mut fixture, HouseholdEventKind::MovedIn, Err(guest));
    assert_eq!(open(&fixture), [("moved_in_hukou".to_owned(), "2026-11-12".to_owned())]);
    let id = PairingId::mint(&mut fixture.mint, fixture.at);
    let own = Pairing { own: true, household: Some(household), ..Pairing::new(id, PairingTarget::Household, today) };
    fixture.act(Intent::Pairing(PairingIntent::Begin(Box::new(own))));
    event(&mut fixture, HouseholdEventKind::MovedOut, Ok(guest_id));
    assert_eq!(open(&fixture), [("moved_out_hukou".to_owned(), "2026-11-02".to_owned())]);
    let head = fixture.person("李德全");
    event(&mut fixture, HouseholdEventKind::MovedOut, Ok(head));
    assert_eq!(codes(&fixture).iter().filter(|code| *code == "moved_out_pairing").count(), 2);
    assert!(settle(&mut fixture, "moved_out_pairing", FollowUpOutcome::Done, "说过了").is_err());
    let end = PairingEnd { on: today, why: "全家迁走".to_owned() };
    fixture.act(Intent::Pairing(PairingIntent::End(id, end)));
    assert_eq!(codes(&fixture), ["moved_out_hukou", "moved_out_hukou"]);
}

#[test]
fn an_age_is_asked_from_its_day_on_and_of_nobody_who_was_past_it_when_taken_in() {
    let asked = |birth: &str, today: &str| {
        let mut fixture = Fixture::on("2026-06-01");
        member(&mut fixture, "李国珍", birth);
        fixture.wait_days(day(today).days_since(day("2026-06-01")));
        open(&fixture)
    };
    let one = |code: &str, due: &str| vec![(code.to_owned(), due.to_owned())];
    // 16: a week before, within three months; those whose three months were over are not asked.
    assert_eq!(asked("2010-11-20", "2026-11-12"), []);
    assert_eq!(asked("2010-11-20", "2026-11-13"), one("age_16_id", "2027-02-22"));
    assert_eq!(asked("2010-03-01", "2026-06-02"), one("age_16_id", "2026-06-01"));
    assert_eq!(asked("2010-02-28", "2026-06-02"), []);
    // 60: a month before, to the day.
    assert_eq!(asked("1966-12-24", "2026-11-23"), []);
    assert_eq!(asked("1966-12-24", "2026-11-24"), one("age_60_pension", "2026-12-24"));
    assert_eq!(asked("1966-06-01", "2026-06-02"), one("age_60_pension", "2026-06-01"));
    assert_eq!(asked("1966-05-31", "2026-06-02"), []);
    // 80, and a birthday that only leap years have.
    assert_eq!(asked("1946-12-10", "2026-11-09"), []);
    assert_eq!(asked("1946-12-10", "2026-11-10"), one("age_80_allowance", "2027-01-11"));
    assert_eq!(asked("1948-02-29", "2028-01-29"), one("age_80_allowance", "2028-03-29"));
    assert_eq!(asked("1968-02-29", "2028-02-29"), one("age_60_pension", "2028-02-29"));
    assert_eq!(asked("2012-02-29", "2028-02-22"), one("age_16_id", "2028-05-29"));
}

#[test]
fn a_residence_permit_is_looked_at_again_in_the_month_before_a_full_year() {
    let mut fixture = Fixture::on("2026-01-05");
    let task = fixture.intake("G05", None);
    let on = fixture.today();
    let submit = StepIntent::Submit {
        to: Window::District,
        on,
        receipt: String::new(),
        external_no: "J1".to_owned(),
        with_originals: false,
    };
    for step in [StepIntent::StartWork, submit] {
        fixture.step(task, step);
    }
    let grant = StepIntent::Grant { on, place: ResultPlace::Here, paper: "证".to_owned(), with_originals: false };
    fixture.step(task, grant);
    fixture.wait_days(day("2026-12-04").days_since(fixture.today()));
    assert_eq!(codes(&fixture), [""; 0]);
    fixture.wait_days(1);
    assert_eq!(open(&fixture), [("residence_permit".to_owned(), "2027-01-05".to_owned())]);
    settle(&mut fixture, "residence_permit", FollowUpOutcome::Done, "自己去签了").unwrap();
    assert_eq!(codes(&fixture), [""; 0]);
    fixture.wait_days(day("2027-11-05").days_since(fixture.today()));
    assert_eq!(codes(&fixture), [""; 0]);
    fixture.wait_days(1);
    assert_eq!(open(&fixture), [("residence_permit".to_owned(), "2027-12-06".to_owned())]);
    settle(&mut fixture, "residence_permit", FollowUpOutcome::NotNeeded, "搬走了").unwrap();
    fixture.wait_days(800);
    assert_eq!(codes(&fixture), [""; 0]);
}

#[test]
fn a_paper_is_asked_for_three_months_ahead_until_the_new_day_is_written_down() {
    let mut fixture = Fixture::on("2026-11-02");
    let owner = fixture.person("李德全");
    fixture.document(owner, "身份证", Some(day("2027-02-03"))).unwrap();
    assert!(codes(&fixture).is_empty(), "three months and a day ahead");
    fixture.wait_days(1);
    assert_eq!(open(&fixture), [("id_card_expiry".to_owned(), "2027-02-03".to_owned())]);
    fixture.wait_days(400);
    assert_eq!(codes(&fixture), ["id_card_expiry"], "what is overdue stays");
    let task = fixture.intake("G01", None);
    assert!(codes(&fixture).is_empty(), "a task is opened for it");
    fixture.step(task, StepIntent::Withdraw { reason: "下次再去".to_owned() });
    assert_eq!(codes(&fixture), ["id_card_expiry"]);
    fixture.document(owner, "身份证", None).unwrap();
    assert!(codes(&fixture).is_empty(), "the new one is good for ever");
    // A kind that no rule knows is written down and asked for by nobody.
    let today = fixture.today();
    fixture.document(owner, "驾驶证", Some(today)).unwrap();
    assert!(codes(&fixture).is_empty());
}

#[test]
fn what_was_settled_for_one_of_two_records_of_a_person_is_settled_for_the_one_that_stays() {
    let mut fixture = Fixture::on("2026-11-02");
    let keep = member(&mut fixture, "李小满", "2012-03-01");
    let duplicate = member(&mut fixture, "李小曼", "2012-03-01");
    fixture.document(duplicate, "残疾人证", Some(day("2026-12-01"))).unwrap();
    settle(&mut fixture, "disability_card_expiry", FollowUpOutcome::Done, "残联上门换的").unwrap();
    fixture.act(Intent::Person(PersonIntent::Merge { keep, duplicate }));
    assert_eq!(fixture.village.documents_of(keep).count(), 1);
    assert_eq!(codes(&fixture), [""; 0]);
    let of = |id| fixture.village.follow_ups_of(id).map(|it| it.person).collect::<Vec<_>>();
    assert_eq!((of(keep), of(duplicate)), (vec![keep], vec![]));
}

#[test]
fn what_happened_to_one_of_two_records_of_a_person_is_followed_up_for_the_one_that_stays() {
    let mut fixture = Fixture::on("2026-11-02");
    let keep = member(&mut fixture, "李小满", "2026-10-30");
    let child = newcomer(&mut fixture, "李小曼", Some("2026-10-30"));
    let duplicate = child.id;
    event(&mut fixture, HouseholdEventKind::Birth, Err(child));
    let before = codes(&fixture);
    assert!(before.contains(&"birth_hukou".to_owned()), "{before:?}");
    fixture.act(Intent::Person(PersonIntent::Merge { keep, duplicate }));
    assert_eq!(codes(&fixture), before);
    assert!(all(&fixture.village, &fixture.tables, fixture.today()).iter().all(|it| it.key.person == keep));
}

#[test]
fn nobody_who_is_gone_is_asked_for_a_paper() {
    let mut fixture = Fixture::on("2026-11-02");
    let child = member(&mut fixture, "李小满", "2012-03-01");
    fixture.document(child, "残疾人证", Some(day("2026-12-01"))).unwrap();
    assert_eq!(codes(&fixture), ["disability_card_expiry"]);
    settle(&mut fixture, "disability_card_expiry", FollowUpOutcome::Done, "残联上门换的").unwrap();
    assert!(codes(&fixture).is_empty());
    fixture.document(child, "残疾人证", Some(day("2026-12-02"))).unwrap();
    assert_eq!(codes(&fixture), ["disability_card_expiry"], "another day is another renewal");
    event(&mut fixture, HouseholdEventKind::MovedOut, Ok(child));
    assert!(!codes(&fixture).iter().any(|code| code == "disability_card_expiry"));
}

#[test]
fn of_a_death_the_insurance_asks_from_sixteen_and_the_allowance_from_eighty_on() {
    for (birth, insurance, allowance) in [
        (Some("2010-11-03"), false, false),
        (Some("2010-11-02"), true, false),
        (Some("1946-11-03"), true, false),
        (Some("1946-11-02"), true, true),
        (None, true, true),
    ] {
        let mut fixture = Fixture::on("2026-11-02");
        let dead = match birth {
            Some(birth) => member(&mut fixture, "李国珍", birth),
            None => fixture.person("李德全"),
        };
        event(&mut fixture, HouseholdEventKind::Death, Ok(dead));
        let codes = codes(&fixture);
        let asked = |code: &str| codes.iter().any(|it| it == code);
        assert!(asked("death_hukou"), "{birth:?}");
        let found = (asked("death_insurance"), asked("death_old_age"));
        assert_eq!(found, (insurance, allowance), "{birth:?}: {codes:?}");
    }
}

#[test]
fn whose_month_after_eighty_was_over_when_taken_in_is_not_asked_and_who_had_a_day_left_is() {
    // The month of 04-30 ends on Saturday 05-30 and so on Monday 06-01, that of 04-29 on Friday 05-29.
    for (birth, asked) in
        [("1946-04-29", false), ("1946-04-30", true), ("1946-05-01", true), ("1946-06-01", true), ("1946-07-01", true)]
    {
        let mut fixture = Fixture::on("2026-06-01");
        member(&mut fixture, "李国珍", birth);
        let found = codes(&fixture);
        assert_eq!(found, if asked { vec!["age_80_allowance"] } else { vec![] }, "{birth}");
        fixture.wait_days(400);
        assert_eq!(codes(&fixture), found, "{birth}: what is asked stays, and what was not never comes");
    }
}
