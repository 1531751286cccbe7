//! The office's rules: what is taken in and what is not, whatever the order, and what is answered.

use super::*;
use crate::domain::office::change::{install, stage};
use crate::domain::office::copies::copy_due;
use crate::domain::office::outlook::{Standing, unheard};

const VILLAGE: Uuid = Uuid::from_u128(1);

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn today() -> Day {
    day("2026-12-01")
}

fn act(office: &mut Office, intent: OfficeIntent) -> Result<(), OfficeRefusal> {
    let changes = decide(office, today(), intent)?;
    let seq = office.seq.next();
    let staged = stage(office, seq, &changes);
    install(office, seq, staged);
    Ok(())
}

fn card(id: Uuid, name: &str, key: u8, replaces: bool) -> OfficeIntent {
    let (name, township, liaison) = (name.to_owned(), "慈云镇".to_owned(), "王敏".to_owned());
    let (signs, reads) = ([key; KEY_BYTES], [key; KEY_BYTES]);
    OfficeIntent::Enrol(Box::new(CardIntent { id, name, township, liaison, signs, reads, replaces }))
}

/// An office that knows two villages.
fn office() -> Office {
    let mut office = Office::default();
    let (name, township) = ("慈云镇便民服务中心".to_owned(), "慈云镇".to_owned());
    act(&mut office, OfficeIntent::Found { name, township, secret: OwnSecret([9; KEY_BYTES]) }).unwrap();
    act(&mut office, card(VILLAGE, "大坪村", 1, false)).unwrap();
    act(&mut office, card(Uuid::from_u128(2), "小坪村", 2, false)).unwrap();
    office
}

fn task(id: u128, seq: u64, state: &str) -> SentRow {
    let task = TownTask {
        no: format!("2026-{id:04}"),
        name: "李德全".to_owned(),
        group: "3社".into(),
        matter: "临时救助申请".into(),
        window: "社会事务窗口".into(),
        station: "社会事务服务站".into(),
        state: state.into(),
        is_open: true,
        registered_on: day("2026-11-02"),
        due: Some(day("2026-11-30")),
        submitted_on: Some(day("2026-11-10")),
        external_no: String::new(),
        answers: Vec::new(),
    };
    SentRow { id: Uuid::from_u128(id), seq, content: TownContent::Task(Box::new(task)) }
}

/// Package `number` over (from, to], with the link of its end and those of the packages before.
fn package(number: u32, (from, to): (u64, u64), rows: Vec<SentRow>) -> Taking {
    let link = |number: u32| format!("link {number}");
    let package = TakenPackage {
        number,
        from,
        to,
        link: link(number),
        sha256: format!("sum {number}"),
        written_on: today(),
        taken_on: today(),
        voided: Vec::new(),
    };
    let passed = (1..number).map(|number| (number, link(number))).collect();
    Taking { village: VILLAGE, package, passed, heard: Vec::new(), rows, originals: Vec::new() }
}

fn take(office: &mut Office, taking: Taking) -> Result<(), OfficeRefusal> {
    act(office, OfficeIntent::Take(Box::new(taking)))
}

fn state_of(office: &Office, id: u128) -> String {
    match &office.row(Uuid::from_u128(id)).unwrap().content {
        TownContent::Task(task) => task.state.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn packages_in_any_order_and_repeated_end_in_the_same_rows() {
    let packages = || {
        [
            package(1, (0, 10), vec![task(7, 4, "已受理"), task(8, 9, "已受理")]),
            package(2, (10, 20), vec![task(7, 15, "已交镇")]),
            package(3, (10, 30), vec![task(7, 25, "已办结"), task(8, 9, "已受理")]),
        ]
    };
    let mut expected = None;
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 0, 2]] {
        let mut office = office();
        for at in order {
            take(&mut office, packages()[at].clone()).unwrap();
        }
        for again in packages() {
            assert!(matches!(take(&mut office, again), Err(OfficeRefusal::Repeated { .. })));
        }
        assert_eq!((state_of(&office, 7), state_of(&office, 8)), ("已办结".to_owned(), "已受理".to_owned()));
        let rows: Vec<(Uuid, u64)> = office.rows_of(VILLAGE).map(|row| (row.id, row.seq)).collect();
        assert_eq!(*expected.get_or_insert(rows.clone()), rows);
        let standing = Standing::of(&office, office.village(VILLAGE).unwrap(), today());
        assert_eq!((standing.last.unwrap().0, standing.missing, standing.has_hole), (3, vec![], false));
    }
}

#[test]
fn what_never_came_is_a_gap_and_what_never_came_to_be_is_none() {
    let mut office = office();
    take(&mut office, package(1, (0, 10), vec![])).unwrap();
    let mut fourth = package(4, (20, 40), vec![]);
    fourth.package.voided = vec![3];
    take(&mut office, fourth).unwrap();
    let standing = |office: &Office| Standing::of(office, office.village(VILLAGE).unwrap(), today());
    assert_eq!((standing(&office).missing, standing(&office).has_hole), (vec![2], true));
    take(&mut office, package(2, (10, 20), vec![])).unwrap();
    assert_eq!((standing(&office).missing, standing(&office).has_hole), (vec![], false));
}

#[test]
fn two_records_of_one_village_are_found_and_nothing_is_taken() {
    let mut office = office();
    take(&mut office, package(1, (0, 10), vec![task(7, 4, "已受理")])).unwrap();
    let mut same_number = package(1, (0, 12), vec![task(7, 11, "已办结")]);
    same_number.package.sha256 = "another".to_owned();
    let mut forked = package(2, (10, 14), vec![task(7, 13, "已办结")]);
    forked.passed = vec![(1, "link of the old computer".to_owned())];
    for taking in [same_number, forked] {
        assert!(matches!(take(&mut office, taking), Err(OfficeRefusal::TwoRecords { .. })));
        assert_eq!(state_of(&office, 7), "已受理");
    }
}

#[test]
fn a_row_of_another_village_refuses_the_whole_package() {
    let mut office = office();
    take(&mut office, package(1, (0, 10), vec![task(7, 4, "已受理")])).unwrap();
    let foreign =
        Taking { village: Uuid::from_u128(2), ..package(1, (0, 99), vec![task(7, 90, "已办结"), task(9, 1, "")]) };
    assert_eq!(take(&mut office, foreign), Err(OfficeRefusal::Foreign("小坪村".to_owned())));
    assert_eq!((state_of(&office, 7).as_str(), office.row(Uuid::from_u128(9))), ("已受理", None));
    let nobody = Taking { village: Uuid::from_u128(3), ..package(1, (0, 9), vec![]) };
    assert_eq!(take(&mut office, nobody), Err(OfficeRefusal::UnknownVillage));
}

fn answered(id: u128, what: AnswerKind, words: &str) -> OfficeIntent {
    let (task, on, words) = (Uuid::from_u128(id), today(), words.to_owned());
    OfficeIntent::Answer(vec![AnswerIntent { task, what, on, words }])
}

#[test]
fn an_answer_is_said_until_it_was_heard_under_the_number_it_was_first_said_with() {
    let mut office = office();
    take(&mut office, package(1, (0, 10), vec![task(7, 4, "已交镇")])).unwrap();
    act(&mut office, answered(7, AnswerKind::Received, "渝-1")).unwrap();
    act(&mut office, answered(7, AnswerKind::Received, "渝-1")).unwrap();
    act(&mut office, OfficeIntent::Reply(VILLAGE)).unwrap();
    act(&mut office, answered(7, AnswerKind::Ready, "")).unwrap();
    act(&mut office, OfficeIntent::Reply(VILLAGE)).unwrap();
    let said = |office: &Office| unheard(office, VILLAGE).iter().map(|(.., it)| it.sent.unwrap()).collect::<Vec<_>>();
    assert_eq!(said(&office), [1, 2], "the first was not heard of");
    // The village sends the task again, and says what it has.
    let mut second = package(2, (10, 20), vec![task(7, 15, "已办结")]);
    second.heard = vec![1];
    take(&mut office, second).unwrap();
    assert_eq!(said(&office), [2]);
    let mut third = package(3, (10, 30), vec![]);
    third.heard = vec![1, 2];
    take(&mut office, third).unwrap();
    act(&mut office, OfficeIntent::Reply(VILLAGE)).unwrap();
    assert_eq!(said(&office), [0u32; 0], "only that the packages came is said now");
    let mut fourth = package(4, (30, 31), vec![]);
    fourth.heard = vec![1, 2, 3];
    take(&mut office, fourth).unwrap();
    act(&mut office, OfficeIntent::Reply(VILLAGE)).unwrap();
    let numbers: Vec<u32> = office.village(VILLAGE).unwrap().replies.iter().map(|reply| reply.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
}

#[test]
fn an_office_made_again_from_an_older_copy_gives_no_number_that_the_village_has_heard_before() {
    let mut office = office();
    let mut first = package(1, (0, 10), vec![task(7, 4, "已交镇")]);
    // Replies 1 to 4 were written after the copy was made: the office knows of none, the village has three.
    first.heard = vec![1, 2, 4];
    take(&mut office, first).unwrap();
    act(&mut office, answered(7, AnswerKind::Ready, "")).unwrap();
    act(&mut office, OfficeIntent::Reply(VILLAGE)).unwrap();
    let said: Vec<u32> = unheard(&office, VILLAGE).iter().map(|(.., it)| it.sent.unwrap()).collect();
    assert_eq!((said, office.village(VILLAGE).unwrap().replies[0].number), (vec![5], 5));
}

#[test]
fn nothing_new_is_no_reply_once_the_last_one_was_heard() {
    let mut office = office();
    assert_eq!(act(&mut office, OfficeIntent::Reply(VILLAGE)), Err(OfficeRefusal::NothingToSay("大坪村".to_owned())));
    take(&mut office, package(1, (0, 10), vec![])).unwrap();
    act(&mut office, OfficeIntent::Reply(VILLAGE)).unwrap();
    act(&mut office, OfficeIntent::Reply(VILLAGE)).unwrap();
}

#[test]
fn answers_that_say_too_little_or_are_of_no_task_are_all_refused_together() {
    let mut office = office();
    take(&mut office, package(1, (0, 10), vec![task(7, 4, "已交镇")])).unwrap();
    let good = AnswerIntent { task: Uuid::from_u128(7), what: AnswerKind::Received, on: today(), words: String::new() };
    for (bad, why) in [
        (AnswerIntent { task: Uuid::from_u128(9), ..good.clone() }, OfficeRefusal::UnknownTask),
        (
            AnswerIntent { what: AnswerKind::SentBack, ..good.clone() },
            OfficeRefusal::NothingMissing { no: "2026-0007".to_owned() },
        ),
        (
            AnswerIntent { on: day("2026-12-02"), ..good.clone() },
            OfficeRefusal::FutureDay { no: "2026-0007".to_owned(), on: day("2026-12-02") },
        ),
    ] {
        assert_eq!(act(&mut office, OfficeIntent::Answer(vec![good.clone(), bad])), Err(why));
        assert_eq!(unheard(&office, VILLAGE).len(), 0);
    }
}

#[test]
fn another_card_of_a_village_takes_the_place_of_the_first_only_on_request() {
    let mut office = office();
    assert_eq!(act(&mut office, card(VILLAGE, "大坪村", 1, true)), Err(OfficeRefusal::SameCard("大坪村".to_owned())));
    let other = card(Uuid::from_u128(5), "大坪村", 7, false);
    assert_eq!(act(&mut office, other), Err(OfficeRefusal::OtherCard("大坪村".to_owned())));
    act(&mut office, card(Uuid::from_u128(5), "大坪村", 7, true)).unwrap();
    let village = office.village(VILLAGE).unwrap();
    assert_eq!((village.signs, office.villages().count()), ([7; KEY_BYTES], 2));
}

#[test]
fn a_copy_on_another_disk_is_asked_for_after_a_week_and_only_of_a_book_with_villages() {
    let mut empty = Office::default();
    let (name, township) = ("慈云镇便民服务中心".to_owned(), "慈云镇".to_owned());
    act(&mut empty, OfficeIntent::Found { name, township, secret: OwnSecret([9; KEY_BYTES]) }).unwrap();
    assert_eq!(copy_due(&empty, today().plus_days(30)), None);
    let mut office = office();
    assert_eq!((copy_due(&office, today().plus_days(7)), copy_due(&office, today().plus_days(8))), (None, Some(8)));
    let (at, upto) = (Moment::at(today().plus_days(3), 9, 0), office.seq);
    let note = OfficeCopyNote { at, upto, place: "/media/u".to_owned(), name: "a.dbbak".to_owned() };
    act(&mut office, OfficeIntent::Copied(note.clone())).unwrap();
    assert_eq!(office.copies().unwrap().elsewhere.as_ref(), Some(&note));
    assert_eq!((copy_due(&office, today().plus_days(10)), copy_due(&office, today().plus_days(11))), (None, Some(8)));
}

#[test]
fn an_office_made_again_from_a_copy_gives_no_number_that_may_have_been_given_after_it() {
    let mut office = office();
    take(&mut office, package(1, (0, 10), vec![task(7, 4, "已受理")])).unwrap();
    act(&mut office, OfficeIntent::Reply(VILLAGE)).unwrap();
    let copy = office.clone();
    let given =
        |office: &Office| office.village(VILLAGE).unwrap().replies.iter().map(|it| it.number).collect::<Vec<_>>();
    take(&mut office, package(2, (10, 20), vec![task(7, 15, "已交镇")])).unwrap();
    act(&mut office, OfficeIntent::Reply(VILLAGE)).unwrap();
    assert_eq!(given(&office), [1, 2]);
    for days in [0, 3] {
        let mut again = copy.clone();
        act(&mut again, OfficeIntent::Restored(Moment::at(today().plus_days(-days), 9, 0))).unwrap();
        take(&mut again, package(3, (20, 30), vec![task(7, 25, "已办结")])).unwrap();
        act(&mut again, OfficeIntent::Reply(VILLAGE)).unwrap();
        let first = u32::try_from(days + 1).unwrap() * 10 + 2;
        assert_eq!(given(&again), [1, first], "whatever was given in {days} days is passed over");
        let copies = again.copies().unwrap().clone();
        act(&mut again, OfficeIntent::Restored(Moment::at(today(), 9, 0))).unwrap();
        assert!(again.copies().unwrap().replies_after >= copies.replies_after + 10, "a second time too");
    }
}
