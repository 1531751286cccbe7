//! What is taken in and what is not, the two clocks of a poor rating, and what cannot hide one.

use super::*;
use crate::domain::change::Record;
use crate::domain::decide::Intent;
use crate::domain::decide::papers::PapersIntent;
use crate::domain::decide::step::StepIntent;
use crate::domain::fixture::Fixture;
use crate::domain::material::Signed;
use crate::domain::supervision::outlook::{self, OpenWhat};
use crate::domain::task::parts::RatingLevel;
use crate::domain::task::state::ResultPlace;
use crate::domain::today::{self, TodayKind};

fn received(fixture: &mut Fixture, kind: SupervisionKind, text: &str) -> Result<SupervisionId, Refusal> {
    let id = SupervisionId::mint(&mut fixture.mint, fixture.at);
    let item = Supervision { text: text.to_owned(), ..Supervision::new(id, kind, fixture.today(), fixture.at) };
    let intent = SupervisionIntent::Receive(Box::new(item));
    fixture.try_act(Intent::Supervision(intent)).map(|()| id)
}

/// The days to the next thing that is due, of everything that is open; below 0 when past.
fn left(fixture: &Fixture) -> Vec<i32> {
    let open = outlook::open(&fixture.village, &fixture.tables);
    open.iter().map(|it| it.due.days_since(fixture.today())).collect()
}

fn on_today(fixture: &Fixture) -> Vec<i32> {
    let lines = today::lines(&fixture.village, fixture.today(), &fixture.tables);
    lines.iter().filter(|line| line.kind == TodayKind::Supervision).map(|line| line.days).collect()
}

/// A matter delivered today and rated.
fn rated(fixture: &mut Fixture, level: RatingLevel) -> TaskId {
    let task = fixture.intake("S05", None);
    let on = fixture.today();
    fixture.step(task, StepIntent::StartWork);
    let (place, paper) = (ResultPlace::Here, "批复".to_owned());
    fixture.step(task, StepIntent::Grant { on, place, paper, with_originals: false });
    fixture.step(
        task,
        StepIntent::Deliver {
            on,
            to: "李德全".to_owned(),
            signed: Signed::Name,
            holds_returned: Vec::new(),
            rating: Some(level),
            entrusted: None,
        },
    );
    task
}

fn rate(fixture: &mut Fixture, task: TaskId, level: RatingLevel, words: &str) -> Result<(), Refusal> {
    let intent = PapersIntent::Rate { level: Some(level), words: words.to_owned() };
    fixture.try_act(Intent::Papers(task, intent))
}

fn call_back(fixture: &mut Fixture, task: TaskId) -> Result<SupervisionId, Refusal> {
    let id = SupervisionId::mint(&mut fixture.mint, fixture.at);
    let (on, words) = (fixture.today(), "嫌中间没人说一声".to_owned());
    fixture.try_act(Intent::Supervision(SupervisionIntent::CallBack { id, task, on, words })).map(|()| id)
}

#[test]
fn each_kind_has_its_days_unless_the_paper_says_others() {
    let mut fixture = Fixture::on("2026-11-02");
    for kind in [SupervisionKind::Hotline, SupervisionKind::Order, SupervisionKind::Complaint] {
        received(&mut fixture, kind, "路灯不亮").unwrap();
    }
    assert_eq!(left(&fixture), [5, 7, 15]);
    let id = SupervisionId::mint(&mut fixture.mint, fixture.at);
    let item = Supervision::new(id, SupervisionKind::Order, fixture.today(), fixture.at);
    let by =
        |days| Supervision { text: "补台账".to_owned(), due: Some(fixture.today().plus_days(days)), ..item.clone() };
    for (days, lawful) in [(-1, false), (0, true), (366, true), (367, false)] {
        let intent = Intent::Supervision(SupervisionIntent::Receive(Box::new(by(days))));
        assert_eq!(fixture.decide(intent).is_ok(), lawful, "{days}");
    }
}

#[test]
fn it_stands_on_today_from_the_first_day_until_it_is_answered() {
    let mut fixture = Fixture::on("2026-11-02");
    let id = received(&mut fixture, SupervisionKind::Hotline, "自来水有黄泥").unwrap();
    assert_eq!(on_today(&fixture), [-5]);
    fixture.wait_days(6);
    assert_eq!(on_today(&fixture), [1], "past its day, and still there");
    let done = SupervisionIntent::Deed(id, fixture.today(), "水管站去看了".to_owned());
    fixture.act(Intent::Supervision(done));
    assert_eq!(on_today(&fixture), [1]);
    let blank = SupervisionIntent::Settle(id, fixture.today(), " ".to_owned());
    assert!(matches!(fixture.try_act(Intent::Supervision(blank)), Err(Refusal::Blank(..))));
    let early = SupervisionIntent::Settle(id, fixture.today().plus_days(-7), "换了滤芯".to_owned());
    assert!(matches!(fixture.try_act(Intent::Supervision(early)), Err(Refusal::BadDay(..))));
    let settle = || SupervisionIntent::Settle(id, fixture.today(), "换了滤芯，已告诉来电的人".to_owned());
    let (once, again) = (settle(), settle());
    fixture.act(Intent::Supervision(once));
    assert!(on_today(&fixture).is_empty());
    assert!(matches!(fixture.try_act(Intent::Supervision(again)), Err(Refusal::Already(_))));
}

#[test]
fn a_complaint_about_the_liaison_or_a_cadre_is_not_kept_and_what_is_kept_says_nothing_of_it() {
    let mut fixture = Fixture::on("2026-11-02");
    for text in ["王敏态度不好", "村支书多占了地", "反映代办员收钱"] {
        for kind in [SupervisionKind::Complaint, SupervisionKind::Hotline] {
            let refused = received(&mut fixture, kind, text);
            assert!(matches!(refused, Err(Refusal::NotKeptHere(_))), "{text}");
        }
    }
    // The town may name whom it likes in what it sets under supervision, but a complaint in that place is one too.
    received(&mut fixture, SupervisionKind::Order, "请村主任到场验收").unwrap();
    let disguised = received(&mut fixture, SupervisionKind::Order, "有人反映王敏态度不好");
    assert!(matches!(disguised, Err(Refusal::NotKeptHere(_))));
    let id = SupervisionId::mint(&mut fixture.mint, fixture.at);
    fixture.act(Intent::Supervision(SupervisionIntent::TellChannels(id, fixture.today())));
    let kept = fixture.village.supervision(id).unwrap();
    let bare = Supervision::new(id, SupervisionKind::ChannelsTold, fixture.today(), fixture.at);
    assert_eq!(*kept, Supervision { touched: kept.touched, ..bare });
    assert_eq!(left(&fixture).len(), 1, "nothing is owed for it");
}

#[test]
fn a_poor_rating_is_called_back_about_within_a_day_and_put_right_within_fifteen() {
    let mut fixture = Fixture::on("2026-11-02");
    rated(&mut fixture, RatingLevel::Fair);
    assert!(left(&fixture).is_empty());
    fixture.wait_days(1);
    let task = rated(&mut fixture, RatingLevel::Poor);
    assert_eq!((left(&fixture), on_today(&fixture)), (vec![1], vec![-1]));
    fixture.wait_days(2);
    assert_eq!(on_today(&fixture), [1]);
    let id = call_back(&mut fixture, task).unwrap();
    assert_eq!(left(&fixture), [13], "counted from the rating, not from the call");
    assert!(matches!(call_back(&mut fixture, task), Err(Refusal::Already(_))));
    fixture.act(Intent::Supervision(SupervisionIntent::Settle(id, fixture.today(), "以后每周打电话".to_owned())));
    assert!(left(&fixture).is_empty());
}

#[test]
fn a_better_rating_or_a_reopening_does_not_take_a_poor_rating_away_before_the_call() {
    let mut fixture = Fixture::on("2026-11-02");
    let task = rated(&mut fixture, RatingLevel::VeryPoor);
    fixture.wait_days(3);
    assert!(matches!(rate(&mut fixture, task, RatingLevel::Good, ""), Err(Refusal::Already(_))));
    rate(&mut fixture, task, RatingLevel::Poor, "等了太久").unwrap();
    assert_eq!(left(&fixture), [-2], "more words do not move its clock");
    fixture.step(task, StepIntent::close());
    let reopen = || Intent::Step(task, StepIntent::Reopen { reason: "重办".to_owned() });
    assert!(matches!(fixture.try_act(reopen()), Err(Refusal::Already(_))));
    call_back(&mut fixture, task).unwrap();
    fixture.act(reopen());
    let open = outlook::open(&fixture.village, &fixture.tables);
    assert!(matches!(open.as_slice(), [it] if matches!(it.what, OpenWhat::Item(_))));
    assert!(matches!(fixture.village.record(crate::domain::change::RecordKey::Task(task)), Some(Record::Task(_))));
}
