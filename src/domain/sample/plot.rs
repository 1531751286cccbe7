//! The stories a screenful of 今日 is made of: what is late, due, lying here, sent back, owed, promised.
//!
//! Each is told backwards from today. What the rest of the village does is `crowd`'s.

use crate::domain::day::{Day, Moment};
use crate::domain::deadline::DeadlineRule;
use crate::domain::decide::household::EventIntent;
use crate::domain::decide::note::NoteIntent;
use crate::domain::decide::step::StepIntent;
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::id::{IdMint, NoteId, PersonId, Seq};
use crate::domain::intake::IntakeOutcome;
use crate::domain::note::{CallBack, Note, NoteKind};
use crate::domain::person::{Person, Residence};
use crate::domain::resident_id::{IdNumber, Sex};
use crate::domain::task::parts::RatingLevel;
use crate::domain::task::state::{ResultPlace, Source, Window};
use crate::domain::text::PersonName;
use crate::domain::village::Village;

use super::days::Days;
use super::story::{Beat, Given, Story, Take};

const MONTH: DeadlineRule = DeadlineRule::Months(1);
const WEEK: DeadlineRule = DeadlineRule::Weeks(1);

/// One note: days ago, kind, who, what was said, and the promise: days ago and hour.
type Told<'a> = (i32, NoteKind, &'a str, &'a str, Option<(i32, &'a str)>);

/// The stories of the families the register names.
pub(super) fn stories(village: &Village, days: Days<'_>) -> Vec<Story> {
    let who = |name: &str| village.people().find(|person| person.name.as_str() == name).map(|person| person.id);
    let told = [
        who("李国珍").map(|it| vec![house_repair(it, days)]),
        who("周开明").map(|it| vec![farmstead(it, days)]),
        who("张家福").map(|it| vec![disability_card(it, days), benefit_paused(it, days)]),
        who("罗秀英").map(|it| vec![social_card(it, days), pension_check(it, days)]),
        who("何永福").map(|it| vec![result_here(it, days)]),
        who("陈素芳").map(|it| vec![sent_back(it, days)]),
        who("刘世成").map(|it| vec![premium(it, days), fetched_late(it, days)]),
        who("唐国才").map(|it| vec![denied(it, days), told_where(it, days)]),
        who("唐建平").map(|it| vec![at_the_window(it, days), reopened(it, days)]),
        who("万志勇").map(|it| vec![late_here(it, days), signature_missing(it, days)]),
        who("封丽燕").map(|it| vec![birth(it, days), notice_unanswered(it, days)]),
        who("邓春梅").map(|it| vec![not_accepted(it, days), stuck_in_town(it, days)]),
        who("冉永碧").map(|it| vec![poor_rating(it, days)]),
        who("杨小琼").map(|it| vec![id_card(it, days), premium_paid(it, days)]),
        who("周海龙").map(|it| vec![silent(it, days)]),
        who("江建军").map(|it| vec![after_a_death(it, days)]),
    ];
    let mut stories: Vec<Story> = told.into_iter().flatten().flatten().collect();
    stories.extend(who("何俊").and_then(|it| due_at_once(it, days)));
    stories
}

/// 李国珍: stuck at the district, late, and asking for 催问.
fn house_repair(who: PersonId, days: Days<'_>) -> Story {
    let start = days.start_overdue(MONTH, 8);
    let handed_in = start.plus_days(8);
    let take = Take { waived: &[("鉴定表", "容缺：鉴定由区里派人，后补")], ..Take::PLAIN };
    Story::taken(who, "N02", start, take)
        .submitted(handed_in, Window::District, &format!("ZJ-{}-118", handed_in.year()))
        .then(handed_in, Beat::AskedFor("鉴定表"))
        .then(days.ago(12), Beat::Urge("区住建", "在走流程"))
}

/// 周开明: the household register kept past its day.
fn farmstead(who: PersonId, days: Days<'_>) -> Story {
    Story::taken(who, "N01", days.worked_ago(45), Take { given: Given::Fingerprint, ..Take::PLAIN })
        .worked(days.worked_ago(43))
        .paused(days.worked_ago(36), "公示", "村公示单")
        .step(days.worked_ago(8), StepIntent::Resume { on: days.worked_ago(8) })
        .then(days.ago(3), Beat::Hold("户口簿", 3))
}

/// 张家福: due today, or on the first day that can be.
fn disability_card(who: PersonId, days: Days<'_>) -> Story {
    let start = days.start_due_in(MONTH, 0);
    let take = Take { source: Source::ServicePoint, ..Take::PLAIN };
    Story::taken(who, "S10", start, take).case("到期换证").worked(start.plus_days(3).min(days.ago(1)))
}

/// What is due today where no month ends today: a week does on a working day, and on a day off, to which no date is
/// rolled, only what came in that night and is due at once.
fn due_at_once(who: PersonId, days: Days<'_>) -> Option<Story> {
    if !days.works(days.today) {
        let take = Take { source: Source::Phone, words: "夜里屋后山体掉石头", ..Take::PLAIN };
        return Some(Story::taken(who, "P05", days.today, take));
    }
    let none_by_month = days.start_due_on(MONTH, days.today).is_none();
    none_by_month.then(|| Story::taken(who, "N12", days.ago(7), Take::PLAIN).worked(days.ago(6)))
}

/// Waiting for the posting to end.
fn benefit_paused(who: PersonId, days: Days<'_>) -> Story {
    Story::taken(who, "S11", days.worked_ago(30), Take::PLAIN)
        .submitted(days.worked_ago(27), Window::District, "CL-0307")
        .paused(days.worked_ago(9), "公示", "镇公示单")
}

/// 罗秀英: due in two days, or as near to it as days off allow.
fn social_card(who: PersonId, days: Days<'_>) -> Story {
    let take = Take { source: Source::Visit, words: "卡磁条坏了", ..Take::PLAIN };
    let left = [2, 3, 1].into_iter().find(|left| days.works(days.today.plus_days(*left)));
    Story::taken(who, "S21", days.start_due_in(WEEK, left.unwrap_or(2)), take).case("补换卡（先问银行能不能委托）")
}

fn pension_check(who: PersonId, days: Days<'_>) -> Story {
    let take = Take { outcome: IntakeOutcome::DoneOnTheSpot, source: Source::Visit, ..Take::PLAIN };
    Story::taken(who, "S16", days.worked_ago(70), take)
        .then(days.worked_ago(69), Beat::Rate(RatingLevel::VeryGood, ""))
        .step(days.worked_ago(68), StepIntent::close())
}

/// 何永福: the result lies here since the day before yesterday.
fn result_here(who: PersonId, days: Days<'_>) -> Story {
    let take = Take { by_family: true, hold: Some(("身份证", 40)), ..Take::PLAIN };
    Story::taken(who, "S15", days.worked_ago(29), take)
        .submitted(days.worked_ago(27), Window::District, "YL-0561")
        .granted(days.worked_ago(5).min(days.ago(3)), ResultPlace::AtWindow)
        .step(days.ago(2), StepIntent::Fetch { on: days.ago(2), with_originals: true })
}

/// Sent back for a signature, four days ago, and for a photograph before.
fn sent_back(who: PersonId, days: Days<'_>) -> Story {
    Story::taken(who, "N05", days.worked_ago(21), Take::PLAIN)
        .submitted(days.worked_ago(18), Window::District, "NJ-0092")
        .sent_back(days.worked_ago(14), "缺照片")
        .submitted(days.worked_ago(12), Window::District, "NJ-0092")
        .sent_back(days.ago(4), "缺签字")
}

/// Money for a premium, not paid in yet.
fn premium(who: PersonId, days: Days<'_>) -> Story {
    let (day, take) = (days.ago(2), Take { source: Source::ServicePoint, ..Take::PLAIN });
    // The row of the health insurance is one year's, and goes when the year is over.
    if days.tables.matters.usable("S18", day).is_ok() {
        Story::taken(who, "S18", day, take).then(day, Beat::TakeMoney(80_000, "城乡居民医保，两人"))
    } else {
        insured(who, day, take)
    }
}

fn insured(who: PersonId, day: Day, take: Take) -> Story {
    Story::taken(who, "N07", day, take).case("投保").then(day, Beat::TakeMoney(6_000, "水稻保险自缴保费"))
}

/// The same, paid in and done.
fn premium_paid(who: PersonId, days: Days<'_>) -> Story {
    insured(who, days.worked_ago(120), Take::PLAIN)
        .then(days.worked_ago(118), Beat::SettleMoney)
        .submitted(days.worked_ago(118), Window::District, "")
        .granted(days.worked_ago(112), ResultPlace::Here)
        .then(days.worked_ago(111), Beat::Deliver(Some(RatingLevel::Good)))
        .step(days.worked_ago(105), StepIntent::close())
}

/// Handed in, and not a word since.
fn silent(who: PersonId, days: Days<'_>) -> Story {
    let take = Take { by_family: true, hold: Some(("医疗费票据", 40)), ..Take::PLAIN };
    Story::taken(who, "S20", days.worked_ago(14), take).submitted(days.worked_ago(12), Window::District, "YB-1203")
}

/// After a death: one visit opens every matter it brings, each with its own clock.
fn after_a_death(who: PersonId, days: Days<'_>) -> Story {
    let take = Take { source: Source::Visit, ..Take::PLAIN };
    Story::taken(who, "S29", days.worked_ago(92), take)
        .then(days.worked_ago(91), Beat::HandIn)
        .step(days.worked_ago(91), StepIntent::Accept)
        .submitted(days.worked_ago(90), Window::Town, "")
        .granted(days.worked_ago(86), ResultPlace::Here)
        .then(days.worked_ago(85), Beat::Deliver(Some(RatingLevel::VeryGood)))
        .step(days.worked_ago(80), StepIntent::close())
}

/// Granted, and still at the window.
fn fetched_late(who: PersonId, days: Days<'_>) -> Story {
    Story::taken(who, "N03", days.worked_ago(33), Take::PLAIN)
        .submitted(days.worked_ago(30), Window::District, "CB-0214")
        .granted(days.ago(3), ResultPlace::AtWindow)
}

/// Refused above; the villager must be told.
fn denied(who: PersonId, days: Days<'_>) -> Story {
    let on = days.worked_ago(1);
    let (reason, remedy) = ("家庭收入超过认定标准".to_owned(), "可在60日内申请复议，情况变了可重新申请".to_owned());
    Story::taken(who, "S03", days.worked_ago(28), Take { by_family: true, ..Take::PLAIN })
        .submitted(days.worked_ago(26), Window::District, "JZ-0455")
        .step(on, StepIntent::Deny { on, reason, remedy, paper: "不予认定告知书".to_owned(), with_originals: true })
}

fn told_where(who: PersonId, days: Days<'_>) -> Story {
    let take = Take { missing: &["评估表"], ..Take::PLAIN };
    Story::taken(who, "X04", days.worked_ago(16), take).not_taken(
        days.worked_ago(15),
        "已享受同类补贴，不能重复",
        "镇民政窗口",
    )
}

/// Granted in town, to be fetched on the next way.
fn at_the_window(who: PersonId, days: Days<'_>) -> Story {
    Story::taken(who, "X09", days.worked_ago(6), Take::PLAIN)
        .submitted(days.worked_ago(5), Window::Town, "")
        .granted(days.worked_ago(1), ResultPlace::AtWindow)
}

/// Closed, and taken up again because the first result was wrong.
fn reopened(who: PersonId, days: Days<'_>) -> Story {
    Story::taken(who, "X06", days.worked_ago(22), Take::PLAIN)
        .submitted(days.worked_ago(21), Window::District, "YM-0042")
        .granted(days.worked_ago(9), ResultPlace::Here)
        .then(days.worked_ago(8), Beat::Deliver(None))
        .step(days.worked_ago(6), StepIntent::close())
        .step(days.worked_ago(2), StepIntent::Reopen { reason: "账号登记错了一位，要更正".to_owned() })
}

/// Late and here: nobody to blame but ourselves.
fn late_here(who: PersonId, days: Days<'_>) -> Story {
    let start = days.start_overdue(WEEK, 3);
    Story::taken(who, "X10", start, Take::PLAIN).worked(start.plus_days(1))
}

/// Entrusted by phone, not signed yet, so it cannot be carried on.
fn signature_missing(who: PersonId, days: Days<'_>) -> Story {
    Story::taken(who, "X02", days.ago(5), Take { source: Source::Phone, given: Given::Phone, ..Take::PLAIN })
}

fn birth(who: PersonId, days: Days<'_>) -> Story {
    let take = Take { hold: Some(("出生医学证明", 2)), ..Take::PLAIN };
    Story::taken(who, "G02", days.ago(2), take)
}

/// Told what is missing a week ago.
fn notice_unanswered(who: PersonId, days: Days<'_>) -> Story {
    let take = Take { missing: &["户口簿", "收入"], source: Source::WeChat, ..Take::PLAIN };
    let notice = StepIntent::GiveNotice { items: Vec::new(), method: "微信".to_owned() };
    Story::taken(who, "S01", days.ago(8), take).step(days.ago(7), notice)
}

/// Registered three days ago and neither accepted nor told what is missing.
fn not_accepted(who: PersonId, days: Days<'_>) -> Story {
    Story::taken(who, "S07", days.ago(3), Take { missing: &["票据"], ..Take::PLAIN })
}

/// Late in town by a day or two.
fn stuck_in_town(who: PersonId, days: Days<'_>) -> Story {
    let start = days.start_overdue(WEEK, 1);
    Story::taken(who, "S22", start, Take::PLAIN)
        .submitted(start.plus_days(2), Window::Town, "")
        .then(days.ago(1).max(start.plus_days(3)), Beat::Urge("镇就业窗口", "系统在升级，明天再看"))
}

/// Delivered to somebody who was not content.
fn poor_rating(who: PersonId, days: Days<'_>) -> Story {
    Story::taken(who, "S13", days.worked_ago(62), Take { hold: Some(("身份证", 3)), ..Take::PLAIN })
        .submitted(days.worked_ago(60), Window::District, "GL-0138")
        .granted(days.worked_ago(20), ResultPlace::Here)
        .then(days.worked_ago(18), Beat::Deliver(Some(RatingLevel::Poor)))
        .then(days.worked_ago(17), Beat::Rate(RatingLevel::Poor, "等了一个多月，中间没人说一声"))
}

/// Accompanied to the police post, with the one fee that may be taken.
fn id_card(who: PersonId, days: Days<'_>) -> Story {
    Story::taken(who, "G01", days.worked_ago(14), Take::PLAIN)
        .worked(days.worked_ago(12))
        .then(days.worked_ago(12), Beat::Fee(2_000, "居民身份证工本费收费文件", "派出所"))
        .submitted(days.worked_ago(5), Window::District, "SF-0771")
}

/// What happened in households since the register came; the day of each.
pub(super) fn events(village: &Village, days: Days<'_>, mint: &mut IdMint) -> Vec<(Day, EventIntent)> {
    let of = |name: &str| village.people().find(|person| person.name.as_str() == name);
    let mut events = Vec::new();
    let mut tell = |name: &str, kind, ago: i32, newcomer, detail: &str, evidence: &str| {
        let Some((person, household)) = of(name).and_then(|person| Some((person.id, person.household?))) else {
            return;
        };
        let (detail, evidence, person) = (detail.to_owned(), evidence.to_owned(), Some(person));
        let on = days.ago(ago);
        events.push((on.plus_days(1), EventIntent { household, kind, on, person, newcomer, detail, evidence }));
    };
    tell("江明清", HouseholdEventKind::Death, 95, None, "在家病故", "死亡医学证明");
    tell("江建军", HouseholdEventKind::NewHead, 94, None, "原户主去世", "家庭会议商定");
    if let Ok(name) = PersonName::parse("万雨彤") {
        let born_on = days.ago(19);
        let mut child = Person::new(PersonId::mint(mint, Moment::at(born_on, 9, 0)), name);
        "女".clone_into(&mut child.relation);
        child.id_no = IdNumber::Missing { reason: "新生儿，户口还没上".to_owned() };
        (child.sex_written, child.birth_written) = (Some(Sex::Female), Some(born_on));
        child.residence = Residence::Home;
        tell("封丽燕", HouseholdEventKind::Birth, 19, Some(Box::new(child)), "在镇卫生院出生", "出生医学证明");
    }
    events
}

/// Notes and calls, with what was promised; the day of each, and whether the promise was kept the day after it.
pub(super) fn notes(village: &Village, days: Days<'_>, mint: &mut IdMint) -> Vec<(Day, NoteIntent)> {
    let told: [Told<'_>; 8] = [
        (1, NoteKind::CallIn, "何秀兰", "问高龄津贴", Some((0, "13:00"))),
        (4, NoteKind::WeChat, "周海龙", "问分户要带哪些东西", Some((1, "18:00"))),
        (2, NoteKind::CallOut, "李国珍", "说了区里还在走流程，再等一周", None),
        (1, NoteKind::CallIn, "万志勇", "问种粮补贴几时发", Some((-2, ""))),
        (6, NoteKind::Quick, "", "5社水池边护栏松了，先用绳子拦住", None),
        (9, NoteKind::CallIn, "唐国才", "问养老补贴", Some((8, "上午"))),
        (13, NoteKind::Quick, "", "镇里说医保集中缴费到年底，开会时讲一遍", None),
        (20, NoteKind::CallIn, "刘世成", "问农机补贴还有没有", Some((19, "15:00"))),
    ];
    let mut notes = Vec::new();
    for (ago, kind, who, text, promise) in told {
        let day = days.ago(ago);
        let id = NoteId::mint(mint, Moment::at(day, 9, 0));
        let call_back = promise.map(|(ago, hour)| CallBack { on: days.ago(ago), hour: hour.to_owned(), done_on: None });
        let kept_on = promise.map(|(ago, _)| days.ago(ago)).filter(|on| days.today.days_since(*on) > 5);
        let note = Note {
            id,
            touched: Seq::default(),
            at: Moment::at(day, 9, 0),
            kind,
            who: who.to_owned(),
            person: village.people().find(|person| person.name.as_str() == who).map(|person| person.id),
            task: None,
            text: text.to_owned(),
            call_back,
        };
        notes.push((day, NoteIntent::Write(Box::new(note))));
        notes.extend(kept_on.map(|on| (on, NoteIntent::CalledBack(id))));
    }
    notes
}
