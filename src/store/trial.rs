//! The store put to the test as a whole: opened again, cut, harmed, filled, opened twice.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::backup::evidence::Whence;
use super::backup::reconciling;
use super::backup::repairing::{self, Repaired};
use super::backup::{Attendant, Heard};
use super::build::CreateOptions;
use super::error::{CommitError, StoreError};
use super::frame::{HEAD_BYTES, Kind};
use super::header::Header;
use super::ledger::Ledger;
use super::reader::{Next, Reader};
use super::report::{OpenReport, Progress};
use super::toy::{LaterToy, Toy, ToyChange, ToyRecord, ToyState, WiderToy, act};
use super::{Store, segment, site};
use crate::disk::fault::{Step, plan};
use crate::domain::act::RowEdit;
use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::domain::limits::ACT_BYTES_MAX;
use crate::seal::Suite;
use crate::seal::bare::BareKey;
use crate::store::unlock::{Keys, Unlock};

pub(super) const OPTIONS: CreateOptions<'static> = CreateOptions { keys: None };
/// A trial of what must hold with a cipher and without one goes through both.
pub(super) const SUITES: [Suite; 2] = [Suite::Plain, Suite::Sealed];

/// The key of every sealed store of the trials; a process that is killed has the same.
pub(super) fn key() -> &'static BareKey {
    static KEY: OnceLock<BareKey> = OnceLock::new();
    KEY.get_or_init(|| BareKey::from_text(KEY_TEXT).unwrap())
}

const KEY_TEXT: &str =
    "0707070707070707070707070707070707070707070707070707070707070707 641a158a86c269358a94de2d7fdfe186";

pub(super) fn options(suite: Suite) -> CreateOptions<'static> {
    match suite {
        Suite::Plain => OPTIONS,
        Suite::Sealed => CreateOptions { keys: Some(Keys::Bare(key())) },
    }
}

/// Opens a store of either suite.
pub(super) fn reopen(dir: &Path) -> Result<(Store<Toy>, ToyState, OpenReport), StoreError> {
    Store::<Toy>::open(dir, Unlock::Bare(key()), &mut |_| {})
}

/// Commits and installs, as `desk` and `app` do.
pub(super) fn commit(store: &mut Store<Toy>, state: &mut ToyState, changes: Vec<ToyChange>) -> Result<(), CommitError> {
    let act = act(store.seq().0 + 1, changes);
    let staged = Toy::stage(state, &act);
    store.commit(&act, &staged)?;
    Toy::install(state, &act, staged);
    Ok(())
}

fn set(n: u64, text: &str) -> ToyChange {
    ToyChange::Set(n, text.to_owned())
}

/// A store with `acts` small acts that is closed.
fn closed(dir: &Path, acts: u64) -> ToyState {
    closed_as(Suite::Plain, dir, acts)
}

fn closed_as(suite: Suite, dir: &Path, acts: u64) -> ToyState {
    let mut store = Store::<Toy>::create(dir, options(suite)).unwrap();
    let mut state = ToyState::default();
    for n in 1..=acts {
        commit(&mut store, &mut state, vec![set(n, &format!("第{n}笔"))]).unwrap();
    }
    store.close().unwrap();
    state
}

/// What a power cut leaves: `closed_acts` closed, `more` acts after them in the journal, and the tables as they were when
/// they were last closed.
fn crashed(temp: &Path, closed_acts: u64, more: u64) -> (PathBuf, Vec<ToyState>) {
    crashed_as(Suite::Plain, temp, closed_acts, more)
}

fn crashed_as(suite: Suite, temp: &Path, closed_acts: u64, more: u64) -> (PathBuf, Vec<ToyState>) {
    let (live, image) = (temp.join("live"), temp.join("image"));
    let mut states = vec![closed_as(suite, &live, closed_acts)];
    copy(&live, &image);
    let (mut store, mut state, _) = reopen(&live).unwrap();
    for n in 0..more {
        commit(&mut store, &mut state, vec![set(n, &format!("以后{n}"))]).unwrap();
        states.push(state.clone());
    }
    let tables = temp.join("tables");
    std::fs::rename(image.join("sled"), &tables).unwrap();
    copy(&live, &image);
    copy(&tables, &image.join("sled"));
    (image, states)
}

pub(super) fn copy(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Where this act lies in the journal, which is of one segment: from its first byte to behind its last.
fn frame_of(dir: &Path, seq: u64) -> (PathBuf, std::ops::Range<usize>) {
    let mut reader = Reader::first(&site::journal(dir)).unwrap();
    loop {
        let Next::Frame(head, place) = reader.next(Seq(0)).unwrap() else { panic!("no act {seq}") };
        if (head.kind, head.seq) == (Kind::Act, Seq(seq)) {
            let from = usize::try_from(place.offset).unwrap();
            return (reader.path(), from..from + HEAD_BYTES + usize::try_from(head.body_bytes).unwrap());
        }
    }
}

/// Loses this act and all behind it, as a file system that lost the end of a file.
pub(super) fn cut_before(dir: &Path, seq: u64) {
    let (file, frame) = frame_of(dir, seq);
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..frame.start]).unwrap();
}

/// Harms the body of this act.
pub(super) fn harm_frame(dir: &Path, seq: u64) {
    let (file, frame) = frame_of(dir, seq);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[frame.end - 1] ^= 1;
    std::fs::write(&file, bytes).unwrap();
}

fn last_segment(dir: &Path) -> PathBuf {
    let folder = site::journal(dir);
    segment::path(&folder, *segment::numbers(&folder).unwrap().last().unwrap())
}

/// Where the frames of a segment end: behind the last byte that is not zero.
fn used(path: &Path) -> usize {
    std::fs::read(path).unwrap().iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1)
}

#[test]
fn a_store_opened_again_is_as_it_was() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let state = closed(&dir, 450);
    let mut seen = Vec::new();
    let (store, again, report) =
        Store::<Toy>::open(&dir, Unlock::Nothing, &mut |progress| seen.push(progress)).unwrap();
    assert_eq!(again, state);
    assert_eq!((store.seq(), report.seq, report.rows), (Seq(450), Seq(450), 450));
    assert!(!report.unclean && report.rebuilt.is_none() && report.put_again_acts == 0);
    assert!(seen.contains(&Progress::Reading { rows_done: 450, rows_total: 450 }), "{seen:?}");
    let last = store.recent_acts(3).unwrap();
    assert_eq!(last.iter().map(|act| act.seq.0).collect::<Vec<_>>(), [450, 449, 448]);
    assert_eq!(last[0], act(450, vec![set(450, "第450笔")]));
    let all: Vec<_> = store.acts_from(Seq(1)).unwrap().map(|act| act.unwrap().seq.0).collect();
    assert!(all.iter().copied().eq(1..=450));
    assert_eq!(store.acts_from(Seq(451)).unwrap().count(), 0);
}

#[test]
fn a_program_that_knows_more_kinds_of_record_opens_the_tables_of_one_that_knew_fewer() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let state = closed(&dir, 20);
    let (mut store, mut again, report) = Store::<WiderToy>::open(&dir, Unlock::Nothing, &mut |_| {}).unwrap();
    assert_eq!((&again, report.rebuilt), (&state, None));
    let act = act(21, vec![set(3, "新")]);
    let staged = WiderToy::stage(&again, &act);
    store.commit(&act, &staged).unwrap();
    WiderToy::install(&mut again, &act, staged);
    store.close().unwrap();
    assert_eq!(Store::<WiderToy>::open(&dir, Unlock::Nothing, &mut |_| {}).unwrap().1, again);
}

#[test]
fn rows_of_the_last_acts_can_be_undone_after_opening_again() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    closed(&dir, 120);
    let (mut store, mut state, _) = reopen(&dir).unwrap();
    commit(&mut store, &mut state, vec![set(1, "新"), ToyChange::Gone(2)]).unwrap();
    drop(store);
    let (store, _, _) = reopen(&dir).unwrap();
    let record = |n, text: &str| Some(ToyRecord { n, text: text.to_owned() });
    let mut rows = store.undo_rows(Seq(121)).unwrap().unwrap();
    rows.sort_by_key(|row| row.key);
    let expected = [
        RowEdit { key: 1, before: record(1, "第1笔"), after: record(1, "新") },
        RowEdit { key: 2, before: record(2, "第2笔"), after: None },
    ];
    assert_eq!(rows, expected);
    assert_eq!(store.undo_rows(Seq(22)).unwrap().map(|rows| rows.len()), Some(1));
    assert_eq!(store.undo_rows(Seq(21)).unwrap(), None, "older than the last hundred");
    assert_eq!(store.undo_rows(Seq(122)).unwrap(), None, "not done yet");
}

#[test]
fn a_second_opener_is_refused_in_plain_words() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let store = Store::<Toy>::create(&dir, OPTIONS).unwrap();
    let Err(refused) = reopen(&dir) else { panic!("opened twice") };
    assert!(refused.to_string().contains("已在另一个窗口打开"), "{refused}");
    drop(store);
    assert!(reopen(&dir).is_ok());
}

#[test]
fn a_journal_cut_at_any_byte_of_its_last_frames_opens_to_a_true_prefix() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let (image, states) = crashed_as(suite, temp.path(), 3, 2);
        let trial = temp.path().join("trial");
        let [from, end] = {
            let header = Header::read(&image).unwrap().header;
            [usize::try_from(header.closed_at.offset).unwrap(), used(&last_segment(&image))]
        };
        let mut seen = [0; 3];
        // The last bytes of a frame may happen to be zero, and are then not counted as used: go a little further.
        // With a cipher nothing else is done with the bytes of a frame: every third place will do.
        let step = if suite == Suite::Plain { 1 } else { 3 };
        for cut in (from..=end + 8).rev().step_by(step) {
            copy(&image, &trial);
            let path = last_segment(&trial);
            std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(cut as u64).unwrap();
            let (store, state, report) = reopen(&trial).unwrap_or_else(|fault| panic!("cut at {cut}: {fault}"));
            let kept = usize::try_from(store.seq().0 - 3).unwrap();
            assert_eq!(state, states[kept], "cut at {cut}");
            seen[kept] += 1;
            if let Some(torn) = report.torn {
                assert_eq!(torn.seq, store.seq().next());
                assert!(torn.kept_in.exists());
            }
            drop(store);
            if cut % 16 == 0 {
                assert_eq!(reopen(&trial).unwrap().1, states[kept], "a second time, cut at {cut}");
            }
        }
        assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
        assert!(seen[2] <= 9, "only the uncut journal has the last act: {seen:?}");
    }
}

#[test]
fn after_a_torn_end_the_next_act_takes_its_number() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let (image, states) = crashed_as(suite, temp.path(), 2, 2);
        let path = last_segment(&image);
        let mut bytes = std::fs::read(&path).unwrap();
        let end = used(&path);
        bytes[end - 1] ^= 0x40;
        std::fs::write(&path, bytes).unwrap();
        let (mut store, mut state, report) = reopen(&image).unwrap();
        assert_eq!((report.torn.map(|torn| torn.seq), &state), (Some(Seq(4)), &states[1]));
        commit(&mut store, &mut state, vec![set(9, "再来")]).unwrap();
        store.close().unwrap();
        let (store, again, report) = reopen(&image).unwrap();
        assert_eq!((again, store.seq(), report.torn), (state, Seq(4), None));
    }
}

#[test]
fn a_flipped_byte_before_sound_frames_is_damage_and_nothing_is_cut() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let (image, _) = crashed_as(suite, temp.path(), 2, 3);
        let from = usize::try_from(Header::read(&image).unwrap().header.closed_at.offset).unwrap();
        let path = last_segment(&image);
        let good = std::fs::read(&path).unwrap();
        let trial = temp.path().join("trial");
        for at in (from..from + 110).step_by(7) {
            copy(&image, &trial);
            let mut bad = good.clone();
            bad[at] ^= 4;
            let path = last_segment(&trial);
            std::fs::write(&path, &bad).unwrap();
            match reopen(&trial) {
                Err(StoreError::JournalDamaged { file, seq: Seq(3), .. }) => assert_eq!(file, path),
                other => panic!("byte {at}: {:?}", other.map(|opened| opened.2)),
            }
            assert_eq!(std::fs::read(&path).unwrap(), bad);
        }
    }
}

#[test]
fn frames_repeated_moved_or_of_another_village_are_refused() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let (image, _) = crashed_as(suite, temp.path(), 0, 3);
        let other = temp.path().join("other");
        std::fs::create_dir(&other).unwrap();
        let (stranger, _) = crashed(&other, 0, 4);
        let bytes = std::fs::read(last_segment(&image)).unwrap();
        let end = used(&last_segment(&image));
        let mut repeated = bytes;
        repeated.copy_within(0..end, end);
        let strange = std::fs::read(last_segment(&stranger)).unwrap();
        for harmed in [repeated, strange] {
            let trial = temp.path().join("trial");
            copy(&image, &trial);
            std::fs::write(last_segment(&trial), harmed).unwrap();
            assert!(matches!(reopen(&trial), Err(StoreError::JournalDamaged { .. })));
        }
    }
}

#[test]
fn a_closed_journal_swapped_for_one_of_the_same_length_is_damage() {
    let temp = tempfile::tempdir().unwrap();
    let text = "长".repeat(10_000);
    for (n, texts) in [["短"; 3], ["短", text.as_str(), text.as_str()]].iter().enumerate() {
        let made = |name: &str| {
            let dir = temp.path().join(format!("{name}{n}"));
            let mut store = Store::<Toy>::create(&dir, OPTIONS).unwrap();
            let mut state = ToyState::default();
            for (n, text) in (0..).zip(texts) {
                commit(&mut store, &mut state, vec![set(n, text)]).unwrap();
            }
            store.close().unwrap();
            dir
        };
        let (dir, other) = (made("own"), made("other"));
        let (own, strange) = (std::fs::read(last_segment(&dir)).unwrap(), std::fs::read(last_segment(&other)).unwrap());
        assert!(own.len() == strange.len() && own != strange);
        std::fs::write(last_segment(&dir), strange).unwrap();
        let refused = reopen(&dir).err().unwrap();
        assert!(matches!(refused, StoreError::JournalDamaged { seq: Seq(3), .. }), "{refused}");
        std::fs::write(last_segment(&dir), own).unwrap();
        assert!(reopen(&dir).is_ok());
    }
}

#[test]
fn a_journal_closed_behind_a_refused_or_a_torn_entry_opens() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    closed(&dir, 2);
    let (mut store, mut state, _) = reopen(&dir).unwrap();
    let kind = std::io::ErrorKind::StorageFull;
    plan::set(vec![plan::Refusal { step: Step::Write, path_has: "journal/0001", after: 0, times: 1, kind }]);
    assert!(commit(&mut store, &mut state, vec![set(7, "不成")]).is_err());
    plan::set(Vec::new());
    store.close().unwrap();
    assert_eq!(Header::read(&dir).unwrap().header.closed_at.segment, 2, "behind the note of the refusal");
    assert_eq!(reopen(&dir).unwrap().1, state);
    // A first frame of a new segment that was not finished: the store is closed again at the start of that segment.
    std::fs::write(segment::path(&site::journal(&dir), 3), [1; 20]).unwrap();
    let (mut store, _, report) = reopen(&dir).unwrap();
    assert!(report.torn.is_some());
    store.header.closed_at.seq = Seq(1);
    store.close().unwrap();
    let closed_at = Header::read(&dir).unwrap().header.closed_at;
    assert_eq!((closed_at.seq, closed_at.segment, closed_at.offset), (Seq(2), 3, 0));
    assert_eq!(reopen(&dir).unwrap().1, state);
    let mut bytes = std::fs::read(segment::path(&site::journal(&dir), 1)).unwrap();
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    bytes[used] ^= 1;
    std::fs::write(segment::path(&site::journal(&dir), 1), bytes).unwrap();
    assert!(matches!(reopen(&dir), Err(StoreError::JournalDamaged { seq: Seq(2), .. })));
}

#[test]
fn a_missing_or_short_journal_is_damage_never_new() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    closed(&dir, 5);
    let path = last_segment(&dir);
    let good = std::fs::read(&path).unwrap();
    let harm: [&dyn Fn(); 4] = [
        &|| std::fs::remove_file(&path).unwrap(),
        &|| std::fs::remove_dir_all(site::journal(&dir)).unwrap(),
        &|| std::fs::write(&path, "").unwrap(),
        &|| std::fs::write(&path, &good[..200]).unwrap(),
    ];
    for harm in harm {
        harm();
        let Err(fault) = reopen(&dir) else { panic!("opened") };
        assert!(matches!(fault, StoreError::JournalDamaged { .. }), "{fault}");
        assert!(Store::<Toy>::create(&dir, OPTIONS).is_err());
        std::fs::create_dir_all(site::journal(&dir)).unwrap();
        std::fs::write(&path, &good).unwrap();
    }
    assert!(reopen(&dir).is_ok());
}

#[test]
fn tables_missing_emptied_or_harmed_are_built_anew_from_the_journal() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let state = closed_as(suite, &dir, 30);
        let tables = dir.join("sled");
        let harm: [&dyn Fn(); 4] = [
            &|| std::fs::remove_dir_all(&tables).unwrap(),
            &|| std::fs::remove_file(tables.join("db")).unwrap(),
            &|| std::fs::write(tables.join("db"), "").unwrap(),
            &|| std::fs::write(tables.join("db"), vec![0x5a; 400_000]).unwrap(),
        ];
        for (n, harm) in harm.iter().enumerate() {
            harm();
            let had_tables = tables.exists();
            let (store, again, report) = reopen(&dir).unwrap();
            assert_eq!(again, state, "harm {n}");
            let rebuilt = report.rebuilt.unwrap();
            assert_eq!(rebuilt.set_aside.is_some_and(|aside| aside.exists()), had_tables);
            assert_eq!(store.undo_rows(Seq(30)).unwrap().unwrap().len(), 1);
            drop(store);
            let (_, again, report) = reopen(&dir).unwrap();
            assert_eq!((again, report.rebuilt), (state.clone(), None));
        }
    }
}

#[test]
fn older_tables_are_filled_up_and_tables_ahead_of_the_journal_are_damage() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, older) = (temp.path().join("village"), temp.path().join("older"));
    closed(&dir, 10);
    copy(&dir, &older);
    let (mut store, mut state, _) = reopen(&dir).unwrap();
    for n in 0..5 {
        commit(&mut store, &mut state, vec![set(n, "改")]).unwrap();
    }
    store.close().unwrap();
    let newer = temp.path().join("newer");
    copy(&dir, &newer);
    copy(&older.join("sled"), &dir.join("sled"));
    let (store, again, report) = reopen(&dir).unwrap();
    assert_eq!((again, report.put_again_acts), (state, 5));
    assert_eq!(store.undo_rows(Seq(15)).unwrap().unwrap()[0].after, Some(ToyRecord { n: 4, text: "改".to_owned() }));
    drop(store);
    copy(&newer.join("sled"), &older.join("sled"));
    let Err(fault) = reopen(&older) else { panic!("opened") };
    assert!(matches!(fault, StoreError::JournalDamaged { seq: Seq(11), .. }), "{fault}");
}

#[test]
fn an_act_of_thousands_of_rows_goes_in_batches_and_is_finished_after_a_crash() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let before = closed_as(suite, &dir, 3);
        let large: Vec<_> = (0..5_000).map(|n| set(n, &format!("户{n}"))).collect();
        let (mut store, mut state, _) = reopen(&dir).unwrap();
        // The journal has the act, the tables only its first two batches.
        let act = act(4, large);
        let staged = Toy::stage(&state, &act);
        let site = store.site.clone();
        let puts = super::encode::puts_of::<Toy>(&staged, Seq(4), &site, true).unwrap();
        let body = super::encode::body_of::<Toy>(&act).unwrap();
        store.journal.append(&site.sealer, Toy::FORMAT, &body).unwrap();
        let rows = store.rows.clone().unwrap();
        let half = rows.apply_part(&store.meta, Seq(4), &puts.into(), 2_500).unwrap();
        assert_eq!((half.applied_seq, half.applying), (Seq(3), Seq(4)));
        rows.flush().unwrap();
        let image = temp.path().join("image");
        copy(&dir, &image);
        Toy::install(&mut state, &act, staged);
        let (store, again, report) = reopen(&image).unwrap();
        assert_eq!((again, report.put_again_acts, report.rebuilt), (state, 1, None));
        let undo = store.undo_rows(Seq(4)).unwrap().unwrap();
        assert_eq!(undo.len(), 5_000);
        let restored = undo.into_iter().filter_map(|row| row.before).map(|record| (record.n, record.text)).collect();
        assert_eq!(before.rows, restored, "what was there before survives the second putting");
    }
}

#[test]
fn an_act_too_large_is_refused_before_anything_is_written() {
    let temp = tempfile::tempdir().unwrap();
    let mut store = Store::<Toy>::create(&temp.path().join("village"), OPTIONS).unwrap();
    let mut state = ToyState::default();
    let before = std::fs::read(last_segment(store.dir())).unwrap();
    let refused = commit(&mut store, &mut state, vec![set(1, &"大".repeat(ACT_BYTES_MAX / 3 + 1))]).unwrap_err();
    assert!(matches!(refused, CommitError::TooLarge { .. }), "{refused}");
    assert_eq!(std::fs::read(last_segment(store.dir())).unwrap(), before);
    commit(&mut store, &mut state, vec![set(1, "小")]).unwrap();
}

#[test]
fn when_the_tables_fail_in_the_middle_the_journal_goes_on() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    closed(&dir, 2);
    let (mut store, mut state, _) = reopen(&dir).unwrap();
    store.rows = None;
    for n in 0..250 {
        commit(&mut store, &mut state, vec![set(n, "照记")]).unwrap();
    }
    assert!(store.undo_rows(Seq(252)).is_err(), "said, not guessed");
    store.close().unwrap();
    let (store, again, report) = reopen(&dir).unwrap();
    assert_eq!((again, report.put_again_acts, report.unclean), (state, 250, true));
    assert_eq!(store.undo_rows(Seq(252)).unwrap().unwrap().len(), 1);
    assert_eq!(store.undo_rows(Seq(153)).unwrap().unwrap().len(), 1, "the oldest that can be undone");
}

#[test]
fn a_worker_can_take_the_store_along() {
    fn sent<T: Send>() {}
    sent::<Store<Toy>>();
}

#[test]
fn another_format_is_refused_both_ways() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    closed(&dir, 1);
    let older = Store::<LaterToy>::open(&dir, Unlock::Nothing, &mut |_| {});
    assert!(matches!(older, Err(StoreError::OtherFormat { found: 1, known: 2, .. })));
    let newer_dir = temp.path().join("newer");
    drop(Store::<LaterToy>::create(&newer_dir, OPTIONS).unwrap());
    assert!(matches!(reopen(&newer_dir), Err(StoreError::NewerProgram { found: 2, known: 1, .. })));
}

#[test]
fn a_folder_without_a_store_and_one_with_it_are_told_apart() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    assert!(matches!(reopen(&dir), Err(StoreError::NoStore { .. })));
    assert!(!dir.exists(), "asking makes nothing");
    closed(&dir, 1);
    assert!(matches!(Store::<Toy>::create(&dir, OPTIONS), Err(StoreError::AlreadyThere { .. })));
    for name in ["header", "header.2"] {
        std::fs::remove_file(dir.join(name)).unwrap();
    }
    assert!(matches!(reopen(&dir), Err(StoreError::HeaderDamaged { .. })));
    assert!(matches!(Store::<Toy>::create(&dir, OPTIONS), Err(StoreError::HeaderDamaged { .. })));
}

#[test]
fn a_creation_refused_at_any_step_can_be_begun_again_or_is_whole() {
    let temp = tempfile::tempdir().unwrap();
    for step in [Step::Create, Step::Write, Step::Sync, Step::SyncFolder, Step::Rename] {
        for after in 0..12 {
            let dir = temp.path().join(format!("{step:?}{after}"));
            let kind = std::io::ErrorKind::StorageFull;
            plan::set(vec![plan::Refusal { step, path_has: "", after, times: 1, kind }]);
            let made = Store::<Toy>::create(&dir, OPTIONS).is_ok();
            plan::set(Vec::new());
            if !made && let Err(StoreError::NoStore { .. }) = reopen(&dir) {
                drop(Store::<Toy>::create(&dir, OPTIONS).unwrap());
            }
            let (store, state, report) = reopen(&dir).unwrap();
            assert_eq!((store.seq(), state, report.rebuilt), (Seq(0), ToyState::default(), None), "{step:?} {after}");
        }
    }
}

#[test]
fn a_refused_write_keeps_nothing_and_the_next_one_goes_on() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        closed_as(suite, &dir, 2);
        let (mut store, mut state, _) = reopen(&dir).unwrap();
        let kind = std::io::ErrorKind::StorageFull;
        plan::set(vec![plan::Refusal { step: Step::Write, path_has: "journal/0001", after: 0, times: 1, kind }]);
        let refused = commit(&mut store, &mut state, vec![set(7, "不成")]).unwrap_err();
        plan::set(Vec::new());
        assert!(
            matches!(refused, CommitError::NotSaved { .. }) && refused.to_string().contains("磁盘已满"),
            "{refused}"
        );
        let image = temp.path().join("image");
        copy(&dir, &image);
        assert_eq!(reopen(&image).unwrap().1, state, "the refused act does not revive");
        commit(&mut store, &mut state, vec![set(7, "成了")]).unwrap();
        drop(store);
        let (store, again, _) = reopen(&dir).unwrap();
        assert_eq!((again, store.seq()), (state, Seq(3)));
        assert_eq!(segment::numbers(&site::journal(&dir)).unwrap(), [1, 2], "a segment that failed is not appended to");
        assert_eq!(store.acts_from(Seq(1)).unwrap().map(|act| act.unwrap().seq.0).collect::<Vec<_>>(), [1, 2, 3]);
    }
}

#[test]
fn a_large_journal_rolls_into_segments_and_reads_on() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let mut store = Store::<Toy>::create(&dir, OPTIONS).unwrap();
    let mut state = ToyState::default();
    let text = "册".repeat(300_000);
    for n in 0..12 {
        commit(&mut store, &mut state, vec![set(n % 3, &text), set(n % 3 + 10, "小")]).unwrap();
    }
    assert!(segment::numbers(&site::journal(&dir)).unwrap().len() > 1);
    assert_eq!(store.acts_from(Seq(9)).unwrap().map(|act| act.unwrap().seq.0).collect::<Vec<_>>(), [9, 10, 11, 12]);
    let out_of_step = store.commit(&act(20, Vec::new()), &Toy::stage(&state, &act(20, Vec::new())));
    assert!(matches!(out_of_step, Err(CommitError::OutOfStep { got: Seq(20), wanted: Seq(13) })));
    drop(store);
    std::fs::remove_dir_all(dir.join("sled")).unwrap();
    assert_eq!(reopen(&dir).unwrap().1, state, "built anew across segments");
}

#[test]
fn acts_made_durable_together_are_a_store_like_any_other() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let acts: Vec<_> = (1..=300).map(|seq| act(seq, vec![set(seq % 7, &format!("第{seq}笔"))])).collect();
    let (mut store, mut state) = Store::<Toy>::create_of(&dir, OPTIONS, &acts).unwrap();
    commit(&mut store, &mut state, vec![set(9, "再一笔")]).unwrap();
    assert_eq!((store.seq(), state.rows.get(&6).map(String::as_str)), (Seq(301), Some("第300笔")));
    assert!(store.undo_rows(Seq(300)).unwrap().is_some_and(|rows| rows.len() == 1));
    drop(store);
    let (store, read, report) = reopen(&dir).unwrap();
    assert_eq!((read, store.seq(), report.rebuilt), (state, Seq(301), None));
    assert_eq!(store.recent_acts(301).unwrap().last(), acts.first());
}

/// A repair, whatever is lost by it.
pub(super) fn repair<L: Ledger>(
    dir: &Path,
    copy: (&Path, Whence),
    unlock: Unlock<'_>,
    heard: &mut Heard<'_>,
) -> Result<Repaired, StoreError> {
    repairing::repair::<L>(
        dir,
        copy,
        unlock,
        &mut Attendant { at: mended_at(), known: Seq(0), heard, accepts: &mut |_| true },
    )
}

/// A taking in, whatever is lost by it.
pub(super) fn reconcile<L: Ledger>(
    dir: &Path,
    unlock: Unlock<'_>,
    heard: &mut Heard<'_>,
) -> Result<Option<Repaired>, StoreError> {
    reconciling::reconcile::<L>(
        dir,
        unlock,
        &mut Attendant { at: mended_at(), known: Seq(0), heard, accepts: &mut |_| true },
    )
}

/// When the stores of the tests are mended.
pub(super) fn mended_at() -> Moment {
    Moment::from_unix_ms(1_795_568_400_000)
}
