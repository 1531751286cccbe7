//! What must hold of the sample village on any day: lawful, whole, and on the mock-up's day the screen of document 8.2.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::change::{Change, Record};
use crate::domain::person::Person;
use crate::domain::returned_matter::ReturnedState;
use crate::domain::stage::stage;
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::task::clock;
use crate::domain::task::parts::RatingLevel;
use crate::domain::task::state::State;
use crate::domain::today::{self, TodayKind, TodayLine, TodaySubject};
use crate::domain::visit::outlook;

/// Days of every kind: the mock-up's, a month's end, a Saturday, the year's beginning, amid a long holiday, after it,
/// and a year whose holidays nobody has announced yet.
const DAYS: [(&str, u64); 7] = [
    ("2026-11-24", 1),
    ("2026-03-31", 2),
    ("2026-08-15", 3),
    ("2027-01-04", 4),
    ("2026-10-03", 5),
    ("2026-02-25", 6),
    ("2028-05-17", 7),
];

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn mock_up() -> Sample {
    village(day("2026-11-24"), 1)
}

fn person<'a>(village: &'a Village, name: &str) -> &'a Person {
    let named: Vec<_> = village.people().filter(|person| person.name.as_str() == name).collect();
    assert_eq!(named.len(), 1, "{name}");
    named[0]
}

/// The only task of somebody for this matter.
fn task<'a>(village: &'a Village, name: &str, code: &str) -> &'a ProxyTask {
    village.tasks_of(person(village, name).id).find(|task| task.matter.code == code).unwrap()
}

fn line_of(village: &Village, today: Day, subject: TodaySubject) -> Option<TodayLine> {
    today::lines(village, today, &Tables::shipped()).into_iter().find(|line| line.subject == subject)
}

#[track_caller]
fn says(sample: &Sample, subject: TodaySubject, kind: TodayKind, days: i32) {
    let line = line_of(&sample.village, day("2026-11-24"), subject).unwrap();
    assert_eq!((line.kind, line.days), (kind, days));
}

#[test]
fn the_mock_up_of_today_comes_out_of_the_rules() {
    let sample = mock_up();
    let village = &sample.village;
    let repair = task(village, "李国珍", "N02");
    says(&sample, TodaySubject::Task(repair.id), TodayKind::Overdue, 8);
    assert_eq!(repair.accepted_on, Some(day("2026-10-14")));
    let clock = clock::read(repair, day("2026-11-24"), &Calendar::shipped());
    assert_eq!(clock.due, Some(day("2026-11-16")));
    assert_eq!((repair.state_label(), repair.stuck_at().label()), ("已交区", "在区"));
    assert_eq!(repair.submissions.iter().map(|it| it.on).collect::<Vec<_>>(), [day("2026-10-22")]);
    assert_eq!(repair.urges.last().map(|urge| (urge.on, urge.answer.as_str())), Some((day("2026-11-12"), "在走流程")));
    assert!(today::asks_for_urging(repair, day("2026-11-24")));
    assert_eq!(repair.external_no, "ZJ-2026-118");
    assert_eq!(repair.missing().map(|it| &*it.name).collect::<Vec<_>>(), ["房屋鉴定表"]);
    assert_eq!((repair.holds.len(), repair.fees.len(), repair.money.len()), (0, 0, 0));
    let applicant = person(village, "李国珍");
    assert_eq!(applicant.phones[0].tail(), "3319");
    let household = village.household(applicant.household.unwrap()).unwrap();
    assert_eq!(village.head_of(household).unwrap().name.as_str(), "李德全");
    assert_eq!(village.info.group_name(household.group), "3社");

    let kept = task(village, "周开明", "N01");
    let hold = kept.holds_out().next().unwrap();
    assert_eq!(hold.doc, "户口簿");
    says(&sample, TodaySubject::Hold(kept.id, hold.id), TodayKind::HoldDue, 4);
    let card = task(village, "张家福", "S10");
    says(&sample, TodaySubject::Task(card.id), TodayKind::DueToday, 0);
    assert_eq!((card.state_label(), card.matter.name.as_str()), ("办理中", "残疾人证（到期换证）"));
    let card = task(village, "罗秀英", "S21");
    says(&sample, TodaySubject::Task(card.id), TodayKind::DueSoon, 2);
    assert_eq!(card.state_label(), "已受理");
    let result = task(village, "何永福", "S15");
    says(&sample, TodaySubject::Task(result.id), TodayKind::ToDeliver, 2);
    assert_eq!(today::delivery_words(result), "结果在我处，待送达");
    let back = task(village, "陈素芳", "N05");
    says(&sample, TodaySubject::Task(back.id), TodayKind::Returned, 4);
    assert_eq!(&*back.steps.last().unwrap().words, "缺签字");
    let call = village.notes().find(|note| note.who == "何秀兰").unwrap();
    says(&sample, TodaySubject::Note(call.id), TodayKind::CallBack, 0);
    let village = &sample.village;
    let farm = village.household(person(village, "周开明").household.unwrap()).unwrap();
    let longest = today::lines(village, day("2026-11-24"), &Tables::shipped());
    let longest = longest.into_iter().find(|line| line.kind == TodayKind::LongUnseen).unwrap();
    assert_eq!((longest.subject, longest.days), (TodaySubject::Unseen(farm.id, 1), 97));
    assert!(farm.address.starts_with("5社周家院子"), "{}", farm.address);
    let market = village.service_points().next().unwrap();
    says(&sample, TodaySubject::Point(market.id), TodayKind::PointDay, 0);
    assert_eq!((market.name.as_str(), market.hours.as_str()), ("慈云场", "9:00-12:00"));
    let list = village.postings().find(|posting| posting.subject == "低保名单").unwrap();
    says(&sample, TodaySubject::Posting(list.id), TodayKind::Posting, 0);
    assert_eq!((list.from, list.may_come_down_on()), (day("2026-11-08"), day("2026-11-24")));
    let week = outlook::week(village, &Tables::shipped(), day("2026-11-24"), day("2026-11-24"));
    assert_eq!((week.rounds, week.households), (1, 6));
    assert_eq!((call.text.as_str(), call.call_back.as_ref().unwrap().hour.as_str()), ("问高龄津贴", "13:00"));
}

#[test]
fn the_mock_up_has_a_screenful_and_each_kind_once_at_least() {
    let sample = mock_up();
    let lines = today::lines(&sample.village, day("2026-11-24"), &Tables::shipped());
    let kinds: BTreeSet<TodayKind> = lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds.len(), 21, "{kinds:?}");
    assert!((15..=36).contains(&lines.len()), "{} lines", lines.len());
    let first = lines.first().unwrap();
    assert_eq!(first.subject, TodaySubject::Task(task(&sample.village, "李国珍", "N02").id));
}

#[test]
fn a_child_was_born_and_some_came_to_an_age_and_what_follows_is_open() {
    for (today, seed) in DAYS {
        let (today, village) = (day(today), village(day(today), seed).village);
        let tables = Tables::shipped();
        let open = outlook_of_follow_ups(&village, today);
        let child = person(&village, "万雨彤").id;
        let of_child = open.iter().filter(|pending| pending.key.person == child).count();
        // Of four one may be taken in already.
        assert!((3..=4).contains(&of_child), "{today}: {of_child}");
        let lines = today::lines(&village, today, &tables);
        let told = lines.iter().filter(|line| line.kind == TodayKind::FollowUpDue);
        assert!((2..=5).contains(&told.clone().count()), "{today}");
        assert!(told.clone().any(|line| matches!(line.subject, TodaySubject::FollowUp(key, count) if key.person == child && count == of_child)));
        assert!(village.follow_ups().len() > 10, "{today}");
        let expiry = |pending: &&crate::domain::follow_up::outlook::Pending| {
            tables.chains.at(pending.key.rule).is_some_and(|rule| rule.code == "id_card_expiry")
        };
        assert_eq!(open.iter().filter(expiry).count(), 1, "{today}: one card of three runs out soon");
        assert!(crate::domain::post::current(&village).is_some() && village.documents().len() == 4, "{today}");
    }
}

fn outlook_of_follow_ups(village: &Village, today: Day) -> Vec<crate::domain::follow_up::outlook::Pending> {
    crate::domain::follow_up::outlook::all(village, &Tables::shipped(), today)
}

#[test]
fn its_affairs_stand_in_each_state_one_looks_for_and_what_was_to_be_published_hangs() {
    for (today, seed) in DAYS {
        let village = village(day(today), seed).village;
        let states: Vec<_> = village.returned_matters().map(|matter| matter.state).collect();
        for state in [ReturnedState::Implementing, ReturnedState::PartyReviewed, ReturnedState::KeptByGovernment] {
            assert!(states.contains(&state), "{today} {states:?}");
        }
        let late = outlook_of_postings(&village, day(today));
        assert_eq!(late, Vec::<String>::new(), "{today}");
    }
}

/// What should have been published before this day and was not.
fn outlook_of_postings(village: &Village, today: Day) -> Vec<String> {
    let tables = Tables::shipped();
    let due = crate::domain::posting::outlook::of(village, &tables, today);
    due.iter().filter(|due| due.is_open() && due.by < today).map(|due| due.publication.kind.clone()).collect()
}

#[test]
fn who_answers_for_a_window_is_among_its_contacts() {
    let village = mock_up().village;
    let called = |window| crate::domain::contact::of_window(&village, window).map(|contact| contact.name.as_str());
    assert_eq!(called("镇便民服务中心社会救助窗口"), Some("小周"));
    assert_eq!(called("派出所户籍窗口"), Some("老秦"));
    assert!(village.contacts().all(|contact| contact.phone.starts_with("164")));
}

#[test]
fn nothing_the_sample_asked_for_was_refused() {
    for (today, seed) in DAYS {
        assert_eq!(play(day(today), seed).refused, Vec::<String>::new(), "{today}");
    }
}

#[test]
fn one_seed_and_one_day_make_one_village() {
    let (a, b) = (mock_up(), mock_up());
    assert_eq!(a.village, b.village);
    assert_eq!(a.acts, b.acts);
    assert_ne!(a.village, village(day("2026-11-24"), 2).village);
}

#[test]
fn its_acts_make_the_village_again() {
    for (today, seed) in DAYS {
        let sample = village(day(today), seed);
        let mut again = Village::default();
        let mut last = None;
        for act in &sample.acts {
            assert_eq!(act.seq, again.seq.next());
            assert!(last.is_none_or(|at| at < act.at), "{}", act.at);
            assert!(
                act.at.day() < day(today)
                    || act.command == "intake.take" && !Calendar::shipped().is_working(day(today))
            );
            last = Some(act.at);
            again.install(act.seq, stage(&again, act.seq, &act.changes));
        }
        assert_eq!(again, sample.village);
    }
}

#[test]
fn the_register_is_one_act_of_three_hundred_households() {
    let sample = mock_up();
    let village = &sample.village;
    assert_eq!((village.info.name.as_str(), village.info.township.as_str()), ("大坪村", "慈云镇"));
    assert_eq!((village.info.liaison.as_str(), village.info.groups.len()), ("王敏", 8));
    assert_eq!(village.households().len(), 300);
    assert!((850..1200).contains(&village.people().len()), "{}", village.people().len());
    let imports = sample.acts.iter().filter(|act| act.command == "register.import");
    let records = imports.map(|act| act.changes.len()).collect::<Vec<_>>();
    // One child was born since.
    assert_eq!(records, [village.households().len() + village.people().len() - 1]);
    assert!((600..1100).contains(&sample.acts.len()), "{} acts", sample.acts.len());
    for household in village.households() {
        let head = village.head_of(household).unwrap();
        assert_eq!(head.relation, "户主");
        // Where the head died, the next one stands where he always stood.
        if household.events.is_empty() {
            assert_eq!(village.members(household.id).next().unwrap().id, head.id, "the head stands first");
        }
        assert!(village.info.group_name(household.group).ends_with('社'));
    }
}

#[test]
fn nobody_in_it_is_real() {
    for (today, seed) in DAYS {
        let village = village(day(today), seed).village;
        let (mut ids, mut phones) = (BTreeSet::new(), BTreeSet::new());
        for person in village.people() {
            if let Some(id) = person.id_no.known() {
                assert!(id.as_str().starts_with("519923") && ids.insert(*id), "{}", id.as_str());
                assert_eq!(Some(id.birth()), person.birth());
            }
            for phone in &person.phones {
                assert!(phone.digits().starts_with("164") && phones.insert(phone.digits().to_owned()));
            }
        }
        assert!(ids.len() * 20 > village.people().len() * 19, "{} IDs", ids.len());
    }
}

#[test]
fn its_tasks_are_in_every_state_and_keep_every_rule() {
    for (today, seed) in DAYS {
        let (today, village) = (day(today), village(day(today), seed).village);
        let calendar = Calendar::shipped();
        let mut states: BTreeMap<State, usize> = BTreeMap::new();
        let mut numbers = BTreeSet::new();
        for task in village.tasks() {
            *states.entry(task.state).or_default() += 1;
            assert!(numbers.insert(task.no), "{}", task.no);
            let clock = clock::read(task, today, &calendar);
            assert!(!clock.is_overdue() || task.state.is_open(), "{} is overdue and {}", task.no, task.state_label());
            let owner = village.person(task.applicant).unwrap();
            assert_eq!(task.household, owner.household);
            assert!(task.holds.iter().all(|hold| hold.owner == owner.name.as_str()));
            assert!(task.state.is_open() || task.holds_out().count() == 0, "{}", task.no);
            assert!(task.steps.iter().all(|step| step.on <= today && step.on <= step.entered_at.day()));
            assert!(task.steps.is_sorted_by_key(|step| step.on), "{}", task.no);
        }
        // A draft is only a form's, and nobody has handed anything over yet.
        let absent = [State::Draft, State::HandedOver];
        assert!(absent.iter().all(|state| !states.contains_key(state)));
        assert_eq!(states.len(), 15 - absent.len(), "{today}: {states:?}");
        assert!((110..=160).contains(&village.tasks().len()), "{} tasks", village.tasks().len());
    }
}

#[test]
fn something_is_late_due_and_owed_whatever_the_day() {
    for (today, seed) in DAYS {
        let (today, village) = (day(today), village(day(today), seed).village);
        let lines = today::lines(&village, today, &Tables::shipped());
        let count = |kind| lines.iter().filter(|line| line.kind == kind).count();
        assert!((3..8).contains(&count(TodayKind::Overdue)), "{today}: {}", count(TodayKind::Overdue));
        assert!(count(TodayKind::DueToday) > 0, "{today}");
        // Amid a long holiday every date is rolled past it, so nothing but what is due at once can be due.
        let works_soon = (1..=3).any(|days| Calendar::shipped().is_working(today.plus_days(days)));
        assert_eq!(count(TodayKind::DueSoon) > 0, works_soon, "{today}");
        for kind in
            [TodayKind::HoldDue, TodayKind::MoneyOpen, TodayKind::ToDeliver, TodayKind::Returned, TodayKind::CallBack]
        {
            assert!(count(kind) > 0, "{today}: {kind:?}");
        }
        assert!(lines.len() <= 40, "{today}: {} lines", lines.len());
        assert!(village.tasks().any(|task| today::asks_for_urging(task, today)));
    }
}

#[test]
fn one_villager_was_not_content_and_packages_went_to_the_town() {
    let village = mock_up().village;
    let poor = village
        .tasks()
        .filter(|task| task.rating.as_ref().and_then(|rating| rating.level).is_some_and(RatingLevel::is_poor));
    assert_eq!(poor.count(), 1);
    let states: Vec<PackageState> = village.packages().map(|package| package.state).collect();
    assert_eq!(states, [PackageState::Confirmed, PackageState::Written]);
    assert!(village.packages().all(|package| package.tasks_count > 0 && package.sha256.len() == 64));
}

#[test]
fn no_act_leaves_an_empty_or_nameless_record() {
    for act in mock_up().acts {
        assert!(!act.changes.is_empty() && act.actor == "王敏", "{}", act.command);
        for change in &act.changes {
            if let Change::Task(_, task) = change {
                assert_eq!(Record::Task(task.clone()).touched(), task.touched);
                assert!(!task.matter.name.is_empty());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_day_and_any_seed_make_a_lawful_village(number in 20_400..22_500_i32, seed: u64) {
        let today = Day::from_number(number);
        let run = play(today, seed);
        prop_assert_eq!(&run.refused, &Vec::<String>::new());
        let states: BTreeSet<State> = run.village.tasks().map(|task| task.state).collect();
        prop_assert_eq!(states.len(), 13);
        let calendar = Calendar::shipped();
        let lines = today::lines(&run.village, today, &Tables::shipped());
        let has = |kind| lines.iter().any(|line| line.kind == kind);
        prop_assert!(has(TodayKind::Overdue) && has(TodayKind::DueToday));
        prop_assert_eq!(has(TodayKind::DueSoon), (1..=3).any(|days| calendar.is_working(today.plus_days(days))));
        prop_assert!(run.acts.iter().all(|act| act.at.day() <= today));
    }
}

#[test]
fn no_note_of_the_sample_is_told_as_written_on_a_later_day() {
    let sample = mock_up();
    assert_eq!(sample.village.notes().len(), 8);
    for note in sample.village.notes() {
        assert!(!note.is_late_entry(), "{} {} {:?}", note.at, note.text, note.id.made_at());
        assert_eq!(note.id.made_on(), Some(note.at.day()), "{}", note.text);
    }
}
