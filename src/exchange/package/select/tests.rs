//! What goes into a package and what stays at home, on the village of `fixture`.

use std::sync::Arc;

use super::*;
use crate::domain::change::Record;
use crate::domain::day::Moment;
use crate::domain::deadline::Pause;
use crate::domain::destruction::{Destruction, DestructionWhy, GoneRecord};
use crate::domain::id::{DestructionId, IdMint, NoteId, PackageId};
use crate::domain::matter::ProxyRule;
use crate::domain::package::ExportPackage;
use crate::domain::retention::RetentionKind;
use crate::exchange::package::fixture::{self, day, ids, today};

fn of(village: &Village, from: u64, to: u64) -> PackageContent {
    select(village, Seq(from), Seq(to), today(), &Tables::shipped())
}

fn changed(edit: impl FnOnce(&mut ProxyTask)) -> TaskRow {
    let mut village = fixture::village();
    let mut task = village.task(ids().overdue).unwrap().clone();
    edit(&mut task);
    village.put(Record::Task(Box::new(task)));
    let content = of(&village, 0, 6);
    content.tasks.iter().find(|row| row.id == ids().overdue).unwrap().clone()
}

#[test]
fn everything_is_in_the_package_from_zero_but_drafts() {
    let content = of(&fixture::village(), 0, 6);
    let counts = content.counts();
    assert_eq!((counts.households, counts.people, counts.tasks), (2, 3, 2));
    assert_eq!((counts.open, counts.overdue, counts.originals, counts.gone), (1, 1, 1, 1));
    assert_eq!(content.people_ids().len(), 4, "the dead is on the record of exports too");
    assert_eq!(content.fields().len(), 5);
    assert_eq!(content.newest, Seq(5));
}

#[test]
fn what_was_destroyed_goes_to_the_office_as_a_tombstone_and_only_once() {
    let mut village = fixture::village();
    let gone = |key| GoneRecord { key, kind: RetentionKind::Task, since: None, due_on: None, no: None };
    let note = RecordKey::Note(NoteId(uuid::Uuid::from_u128(9)));
    village.put(Record::Destruction(Box::new(Destruction {
        id: DestructionId(uuid::Uuid::from_u128(8)),
        touched: Seq(7),
        no: 1,
        at: Moment::from_unix_ms(0),
        on: today(),
        why: DestructionWhy::Due,
        basis: String::new(),
        approved_by: String::new(),
        done_by: String::new(),
        gone: vec![gone(RecordKey::Task(ids().overdue)), gone(note)],
        cleared: Vec::new(),
    })));
    let content = of(&village, 6, 7);
    let row = GoneRow { what: Gone::Task(ids().overdue), touched: Seq(7), why: "已销毁" };
    assert_eq!((content.gone, content.newest), (vec![row], Seq(7)));
    assert_eq!(of(&village, 7, 8).gone, []);
}

#[test]
fn only_what_was_touched_in_the_range_is_in_it_and_every_original() {
    let content = of(&fixture::village(), 4, 6);
    assert_eq!(content.tasks.iter().map(|row| row.id).collect::<Vec<_>>(), [ids().delivered]);
    assert!(content.households.is_empty() && content.people.is_empty() && content.gone.is_empty());
    assert_eq!(content.originals.len(), 1, "originals outstanding are told every time");
    let none = of(&fixture::village(), 5, 6);
    assert!(!none.has_news_after(Seq(5)) && none.newest == Seq(0));
    let earlier = of(&fixture::village(), 0, 2);
    assert!(earlier.tasks.is_empty() && earlier.gone.is_empty(), "acts after the end wait for the next package");
}

#[test]
fn a_household_is_listed_when_only_its_people_were_touched() {
    let content = of(&fixture::village(), 2, 3);
    assert_eq!(content.households.iter().map(|row| row.id).collect::<Vec<_>>(), [ids().household]);
    assert_eq!((content.gone.len(), content.newest), (1, Seq(3)));
    let row = &content.households[0];
    assert_eq!((row.people_count, row.classes.as_str(), row.group.as_str()), (2, "低保户", "三社"));
    assert_eq!(row.open_tasks_count, 1);
}

#[test]
fn overdue_is_what_the_clock_says() {
    let row = changed(|_| {});
    assert_eq!((row.due, row.overdue_days), (Some(day("2026-11-09")), 15));
    assert_eq!((row.state, row.stuck_at), ("已交镇", "在镇窗口"));
    let paused = changed(|task| {
        task.state = State::Paused;
        task.pauses = vec![Pause { from: day("2026-11-09"), to: None, reason: "公示".to_owned() }];
    });
    assert_eq!(paused.overdue_days, 0);
}

#[test]
fn numbers_are_masked_unless_the_matter_needs_them() {
    let row = changed(|_| {});
    assert_eq!((row.id_no.as_str(), row.phone.as_str()), ("519***********9014", "164****3319"));
    assert_eq!(row.note, "儿子电话164****5678");
    let looked_up = changed(|task| task.materials.push(fixture::looked_up()));
    assert_eq!((looked_up.id_no.as_str(), looked_up.phone.as_str()), (fixture::HEAD_ID, "164****3319"));
    let in_person = changed(|task| Arc::make_mut(&mut task.matter).proxy = ProxyRule::InPerson);
    assert_eq!((in_person.id_no.as_str(), in_person.phone.as_str()), ("519***********9014", fixture::HEAD_PHONE));
    let over = changed(|task| {
        task.materials.push(fixture::looked_up());
        task.state = State::Delivered;
    });
    assert_eq!(over.id_no, "519***********9014", "a matter that is over needs no number");
}

#[test]
fn the_next_package_begins_where_the_last_confirmed_one_ended() {
    let mut village = fixture::village();
    assert_eq!((confirmed_to(&village), written_to(&village)), (Seq(0), Seq(0)));
    let mut mint = IdMint::new(9);
    for (no, to, state) in [
        (1, 2, PackageState::Voided),
        (2, 3, PackageState::Confirmed),
        (3, 4, PackageState::Written),
        (4, 6, PackageState::Voided),
        (5, 6, PackageState::Begun),
    ] {
        village.put(Record::Package(Box::new(ExportPackage {
            id: PackageId::mint(&mut mint, Moment::from_unix_ms(0)),
            touched: Seq(6),
            no,
            at: Moment::from_unix_ms(0),
            from: Seq(0),
            to: Seq(to),
            name: String::new(),
            place: String::new(),
            receiver: String::new(),
            purpose: String::new(),
            people: Vec::new(),
            tasks_count: 0,
            fields: Vec::new(),
            sha256: String::new(),
            state,
        })));
    }
    assert_eq!((confirmed_to(&village), written_to(&village)), (Seq(3), Seq(4)));
    let content = of(&village, 3, 6);
    assert_eq!(content.voided, [4], "what the office has confirmed closes the gaps before it");
    assert!(content.has_news_after(Seq(4)) && !content.has_news_after(Seq(5)));
}
