//! Tables or journal not as they should be: which of them is believed, and that nothing good is moved for nothing.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{CommitError, StoreError};
use super::header::{ClosedAt, Header};
use super::report::Rebuilt;
use super::toy::{Toy, ToyChange, ToyState};
use super::trial::{OPTIONS, commit, copy, reopen};
use super::{Store, segment, site};
use crate::disk::fault::{Step, plan};
use crate::disk::file::DataFile;
use crate::domain::id::Seq;

pub(super) fn set(n: u64, text: &str) -> ToyChange {
    ToyChange::Set(n, text.to_owned())
}

/// A closed store of some acts.
pub(super) fn closed(dir: &Path, acts: u64) -> ToyState {
    drop(Store::<Toy>::create(dir, OPTIONS).unwrap());
    more(dir, acts, "记")
}

/// More acts, closed.
fn more(dir: &Path, acts: u64, text: &str) -> ToyState {
    let (mut store, mut state, _) = reopen(dir).unwrap();
    for n in 0..acts {
        commit(&mut store, &mut state, vec![set(n, text)]).unwrap();
    }
    store.close().unwrap();
    state
}

/// Every file below the folder with its bytes.
pub(super) fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push((path.clone(), std::fs::read(&path).unwrap())) }
    }
    all.sort();
    all
}

fn flip(path: &Path, at: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[at] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

fn refuse(step: Step, path_has: &'static str, times: u32, kind: ErrorKind) -> plan::Refusal {
    plan::Refusal { step, path_has, after: 0, times, kind }
}

pub(super) fn first_segment(dir: &Path) -> PathBuf {
    segment::path(&site::journal(dir), 1)
}

#[test]
fn tables_are_not_moved_away_as_long_as_the_journal_cannot_replace_them() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let state = closed(&dir, 30);
    flip(&first_segment(&dir), 300);
    let db = dir.join("sled/db");
    let good = std::fs::read(&db).unwrap();
    std::fs::write(&db, vec![0x5a; 400_000]).unwrap();
    let before = files(&dir);
    for _ in 0..2 {
        assert!(matches!(reopen(&dir), Err(StoreError::JournalDamaged { .. })));
        assert!(!dir.join("sled.bad.1").exists());
        let tables: Vec<_> =
            files(&dir).into_iter().filter(|(path, _)| !path.starts_with(dir.join("sled.new"))).collect();
        assert_eq!(tables, before);
    }
    std::fs::write(&db, good).unwrap();
    assert_eq!(reopen(&dir).unwrap().1, state, "what the tables hold is there as long as they are");
}

#[test]
fn tables_that_keep_somebody_waiting_are_built_anew_by_the_next_opening() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let state = closed(&dir, 30);
    let mark = dir.join("sled.doubt");
    std::fs::write(&mark, "很久没有回应").unwrap();
    let image = temp.path().join("image");
    copy(&dir, &image);
    let (_, again, report) = reopen(&dir).unwrap();
    assert_eq!((again, mark.exists()), (state.clone(), false));
    let rebuilt = Rebuilt { why: "很久没有回应".to_owned(), set_aside: Some(dir.join("sled.bad.1")), thinned: 0 };
    assert_eq!(report.rebuilt, Some(rebuilt));
    flip(&first_segment(&image), 300);
    let (_, again, report) = reopen(&image).unwrap();
    assert_eq!((again, report.rebuilt), (state, None), "if the journal cannot give new ones, they are asked again");
    assert!(!image.join("sled.doubt").exists());
}

#[test]
fn after_a_failed_sync_what_is_read_is_written_again_before_it_counts() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    closed(&dir, 2);
    let (mut store, mut state, _) = reopen(&dir).unwrap();
    plan::set(vec![refuse(Step::Sync, "journal", 1, ErrorKind::Other)]);
    let doubtful = commit(&mut store, &mut state, vec![set(7, "?")]).unwrap_err();
    assert!(matches!(doubtful, CommitError::Doubtful { .. }), "{doubtful}");
    let again = commit(&mut store, &mut state, vec![set(8, "!")]).unwrap_err();
    assert!(matches!(again, CommitError::Doubtful { .. }), "nothing more is written in this process");
    drop(store);
    let refused_with = |refusals: Vec<plan::Refusal>| {
        plan::set(refusals);
        let opened = reopen(&dir);
        plan::set(Vec::new());
        match opened {
            Err(StoreError::Io { file, source, .. }) if file == first_segment(&dir) => source.kind(),
            other => panic!("{:?}", other.map(|opened| opened.2)),
        }
    };
    let write = || refuse(Step::Write, "journal/0001", 1, ErrorKind::StorageFull);
    let sync = || refuse(Step::Sync, "journal/0001", 1, ErrorKind::TimedOut);
    assert_eq!(
        refused_with(vec![write(), sync()]),
        ErrorKind::StorageFull,
        "the system may think it is written: write"
    );
    assert_eq!(refused_with(vec![sync()]), ErrorKind::TimedOut, "then sync");
    let before = std::fs::read(first_segment(&dir)).unwrap();
    let (store, again, _) = reopen(&dir).unwrap();
    assert_eq!(
        (store.seq(), again.rows.get(&7).map(String::as_str)),
        (Seq(3), Some("?")),
        "here it did reach the file"
    );
    assert_eq!(std::fs::read(first_segment(&dir)).unwrap(), before);
}

#[test]
fn tables_that_can_be_read_and_not_written_are_built_anew_and_a_full_disk_is_none_of_their_faults() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    closed(&dir, 5);
    let older = temp.path().join("older");
    copy(&dir.join("sled"), &older);
    let state = more(&dir, 3, "后");
    copy(&older, &dir.join("sled"));
    plan::set(vec![refuse(Step::Write, "village/sled", 1, ErrorKind::StorageFull)]);
    let before = files(&dir.join("journal"));
    let (mut store, mut read, report) = reopen(&dir).unwrap();
    plan::set(Vec::new());
    assert_eq!((&read, report.is_look_only, report.is_full, report.rebuilt), (&state, true, true, None));
    let refused = commit(&mut store, &mut read, vec![set(9, "记不进去")]).unwrap_err();
    assert!(matches!(refused, CommitError::LookOnly { .. }) && refused.to_string().contains("磁盘已满"), "{refused}");
    store.close().unwrap();
    assert_eq!((files(&dir.join("journal")), dir.join("sled.bad.1").exists()), (before, false));
    plan::set(vec![refuse(Step::Write, "village/sled", 1, ErrorKind::Other)]);
    let (store, again, report) = reopen(&dir).unwrap();
    plan::set(Vec::new());
    assert_eq!((store.seq(), again, report.put_again_acts), (Seq(8), state, 0));
    assert!(report.rebuilt.is_some_and(|rebuilt| rebuilt.set_aside == Some(dir.join("sled.bad.1"))));
}

#[test]
fn tables_of_another_branch_are_not_taken_for_a_damaged_journal() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, branch) = (temp.path().join("village"), temp.path().join("branch"));
    closed(&dir, 5);
    copy(&dir, &branch);
    more(&branch, 3, "分");
    let state = more(&dir, 6, "正");
    assert_eq!(closed_at(&dir).seq, Seq(11));
    copy(&branch.join("sled"), &dir.join("sled"));
    let (_, again, report) = reopen(&dir).unwrap();
    assert_eq!((again, report.rebuilt.is_some()), (state, true));
}

#[test]
fn an_empty_journal_beside_tables_that_cannot_be_read_is_damage() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let (mut store, mut state) = (Store::<Toy>::create(&dir, OPTIONS).unwrap(), ToyState::default());
    commit(&mut store, &mut state, vec![set(1, "未及收尾")]).unwrap();
    let image = temp.path().join("image");
    copy(&dir, &image);
    assert_eq!(closed_at(&image).seq, Seq(0));
    let blank = vec![0; std::fs::read(first_segment(&image)).unwrap().len()];
    std::fs::write(first_segment(&image), blank).unwrap();
    for harm in ["", "no tables at all"] {
        std::fs::write(image.join("sled/db"), harm).unwrap();
        let refused = reopen(&image).err().unwrap();
        assert!(matches!(refused, StoreError::JournalDamaged { seq: Seq(1), .. }), "{refused}");
        assert!(image.join("sled/db").exists() && !image.join("sled.bad.1").exists());
    }
}

#[test]
fn a_journal_that_does_not_begin_with_its_first_file_is_damage() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let (mut store, mut state) = (Store::<Toy>::create(&dir, OPTIONS).unwrap(), ToyState::default());
    let text = "册".repeat(1_000_000);
    for n in 0..4 {
        commit(&mut store, &mut state, vec![set(n, &text)]).unwrap();
    }
    store.close().unwrap();
    assert_eq!(segment::numbers(&site::journal(&dir)).unwrap(), [1, 2]);
    std::fs::remove_file(first_segment(&dir)).unwrap();
    match reopen(&dir) {
        Err(StoreError::JournalDamaged { file, seq: Seq(1), .. }) => assert_eq!(file, first_segment(&dir)),
        other => panic!("{:?}", other.map(|opened| opened.2)),
    }
}

pub(super) fn closed_at(dir: &Path) -> ClosedAt {
    Header::read(dir).unwrap().header.closed_at
}

#[test]
fn a_checkpoint_whose_header_could_not_be_written_is_made_again() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    closed(&dir, 2);
    let (mut store, mut state, _) = reopen(&dir).unwrap();
    commit(&mut store, &mut state, vec![set(1, "后")]).unwrap();
    plan::set(vec![refuse(Step::Write, "header.tmp", 1, ErrorKind::StorageFull)]);
    assert!(matches!(store.checkpoint(), Err(StoreError::Io { .. })));
    plan::set(Vec::new());
    assert_eq!(closed_at(&dir).seq, Seq(2));
    plan::set(vec![refuse(Step::Write, "header.2.tmp", 1, ErrorKind::StorageFull)]);
    assert!(matches!(store.checkpoint(), Err(StoreError::Io { .. })));
    plan::set(Vec::new());
    let half = Header::read(&dir).unwrap().header;
    store.checkpoint().unwrap();
    let whole = Header::read(&dir).unwrap();
    assert_eq!((whole.header.closed_at.seq, whole.to_mend), (Seq(3), None));
    assert!(whole.header.generation > half.generation, "two headers that differ never bear the same number");
}

#[test]
fn undo_rows_that_are_not_all_there_are_refused_and_built_anew_at_the_next_opening() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    closed(&dir, 3);
    let (mut store, mut state, _) = reopen(&dir).unwrap();
    commit(&mut store, &mut state, Vec::new()).unwrap();
    assert_eq!(
        store.undo_rows(Seq(4)).unwrap(),
        Some(Vec::new()),
        "an act that changed no record has none, and says so"
    );
    drop(store);
    let many = 2_500;
    for lost in 0..3 {
        let (mut store, mut state, _) = reopen(&dir).unwrap();
        commit(&mut store, &mut state, (0..many).map(|n| set(n, &format!("{lost}"))).collect()).unwrap();
        let seq = store.seq();
        assert_eq!(store.undo_rows(seq).unwrap().map(|rows| rows.len() as u64), Some(many));
        let undo = store.rows.as_ref().unwrap().undo().unwrap().clone();
        let keys: Vec<_> = undo.scan_prefix(seq.0.to_be_bytes()).keys().map(|key| key.unwrap()).collect();
        let lose = match lost {
            0 => vec![keys[0].clone()],
            1 => vec![keys[keys.len() - 1].clone()],
            _ => keys,
        };
        lose.iter().for_each(|key| drop(undo.remove(key).unwrap()));
        drop(undo);
        assert!(matches!(store.undo_rows(seq), Err(StoreError::RowsFailed { .. })), "lost {lost}");
        drop(store);
        let (store, again, report) = reopen(&dir).unwrap();
        assert_eq!((again, report.rebuilt.is_some()), (state, true));
        assert_eq!(store.undo_rows(seq).unwrap().map(|rows| rows.len() as u64), Some(many));
    }
}

#[test]
fn a_hole_in_what_was_closed_is_damage_after_the_power_went() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let (mut store, mut state) = (Store::<Toy>::create(&dir, OPTIONS).unwrap(), ToyState::default());
    let text = "册".repeat(1_000_000);
    let mut places = Vec::new();
    for n in 0..6 {
        places.push(store.journal.end());
        commit(&mut store, &mut state, vec![set(n, &text)]).unwrap();
    }
    store.close().unwrap();
    let (mut store, _, _) = reopen(&dir).unwrap();
    commit(&mut store, &mut state, vec![set(1, "没有收尾")]).unwrap();
    assert_eq!(segment::numbers(&site::journal(&dir)).unwrap().len(), 3);
    let image = temp.path().join("image");
    // The last entry of a file, and one before it.
    for nth in [1, 0] {
        copy(&dir, &image);
        let place = &places[nth];
        let mut file = DataFile::open(&segment::path(&site::journal(&image), place.segment)).unwrap();
        file.zero(place.offset, place.offset + 3_000_200).unwrap();
        match reopen(&image) {
            Err(StoreError::JournalDamaged { seq, .. }) => assert_eq!(seq.0, nth as u64 + 1),
            other => panic!("{nth}: {:?}", other.map(|opened| opened.2)),
        }
    }
    copy(&dir, &image);
    assert_eq!(reopen(&image).unwrap().1, state);
}
