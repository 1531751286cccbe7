//! The drive full from any step on, at every stage of the work: nothing acknowledged is lost, nothing refused revives, and
//! the store opens again, then and with room.
//!
//! What sled itself writes is not seen here; that was tried on small drives by hand.

use std::path::{Path, PathBuf};

use super::Store;
use super::backup::Phase;
use super::backup::evidence::Whence;
use super::backup::restoring::restore;
use super::backup::snapshot;
use super::backup::writing::{Care, Destination};
use super::error::{CommitError, StoreError};
use super::healing::closed;
use super::inspect::{Weight, inspect};
use super::toy::{Toy, ToyChange, ToyState};
use super::trial::{OPTIONS, commit, copy, reopen, repair};
use super::unlock::Unlock;
use crate::disk::fault::plan;
use crate::domain::day::{Day, Moment};
use crate::domain::id::Seq;

/// More room than anything here takes: it is the steps that are refused.
const ROOM: Option<u64> = Some(u64::MAX / 2);

/// Does the work with the drive full from a step on: at one step of so many, others from run to run; for that step alone, then
/// for all that follow. `check` is given what came of it once there is room again.
fn at_steps<P, R>(of: u32, prepare: impl Fn() -> P, work: impl Fn(&mut P) -> R, check: impl Fn(P, R, &str)) {
    for times in [1, u32::MAX] {
        let first = getrandom::u32().unwrap() % of;
        for nth in (first..).step_by(of as usize) {
            let mut place = prepare();
            plan::set_free(ROOM);
            plan::fill_at(nth, times);
            let done = work(&mut place);
            let steps = plan::counted();
            plan::count();
            check(place, done, &format!("full at step {nth} of {steps}, for {times}"));
            if steps <= nth {
                break;
            }
        }
    }
    plan::set_free(None);
}

fn set(n: u64, text: &str) -> ToyChange {
    ToyChange::Set(n, text.to_owned())
}

fn go(_: Phase, _: u64, _: u64) -> bool {
    true
}

fn at() -> Moment {
    Moment::at(Day::parse_iso("2026-11-24").unwrap(), 9, 0)
}

fn destination(dir: &Path) -> Destination {
    let care = Care::Stick;
    Destination { dir: dir.to_path_buf(), name: "大坪村".to_owned(), device: None, care, spare_bytes: 0 }
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).into_iter().flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Opens with one of these states, goes on, and is found sound.
fn goes_on(dir: &Path, states: &[&ToyState], what: &str) {
    let (mut store, mut state, report) = reopen(dir).unwrap_or_else(|fault| panic!("{what}: {fault}"));
    assert!(states.contains(&&state), "{what}: at {:?}", state.seq);
    assert!(!report.is_full && report.torn.is_none(), "{what}: {report:?}");
    commit(&mut store, &mut state, vec![set(1, "接着记")]).unwrap_or_else(|fault| panic!("{what}: {fault}"));
    store.check_undo().unwrap();
    store.close().unwrap();
    let found = inspect::<Toy>(dir, Unlock::Nothing).unwrap();
    assert!(found.iter().all(|finding| finding.weight == Weight::Sound), "{what}: {found:?}");
    assert_eq!(reopen(dir).unwrap().1, state, "{what}");
}

/// What a person was told of a sitting: what is surely there, and what may be.
struct Told {
    kept: ToyState,
    perhaps: Option<ToyState>,
}

/// Opens and keeps some acts, one of them in several batches.
fn sitting(dir: &Path, before: &ToyState) -> Told {
    let mut told = Told { kept: before.clone(), perhaps: None };
    let (mut store, mut state) = match reopen(dir) {
        Ok((store, state, _)) => (store, state),
        Err(fault) => {
            assert!(fault.is_full() && fault.to_string().contains("磁盘已满"), "{fault}");
            return told;
        }
    };
    assert_eq!(&state, before);
    let large: Vec<_> = (100..1_200).map(|n| set(n, "户")).collect();
    for changes in [vec![set(1, "一")], large, vec![set(2, "二"), ToyChange::Gone(1)]] {
        let mut tried = state.clone();
        match commit(&mut store, &mut tried, changes.clone()) {
            Ok(()) => state = tried,
            Err(CommitError::Doubtful { .. }) => {
                let seq = Seq(state.seq.0 + 1);
                told.perhaps.get_or_insert_with(|| after(&state, seq, changes));
            }
            Err(fault) => {
                let is_full = matches!(fault, CommitError::NotSaved { .. } | CommitError::LookOnly { .. });
                assert!(is_full && fault.to_string().contains("磁盘已满"), "{fault}");
            }
        }
    }
    told.kept = state;
    if let Err(fault) = store.close() {
        assert!(fault.is_full(), "{fault}");
    }
    told
}

fn after(state: &ToyState, seq: Seq, changes: Vec<ToyChange>) -> ToyState {
    use super::ledger::Ledger;
    let mut state = state.clone();
    let act = super::toy::act(seq.0, changes);
    let staged = Toy::stage(&state, &act);
    Toy::install(&mut state, &act, staged);
    state
}

/// A closed store to begin with, the folder to try in, and what is in the store.
fn begun(temp: &Path) -> (PathBuf, PathBuf, ToyState) {
    let dir = temp.join("village");
    let state = closed(&dir, 5);
    (dir, temp.join("trial"), state)
}

#[test]
fn with_the_drive_full_at_any_step_of_a_sitting_nothing_acknowledged_is_lost() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, trial, before) = begun(temp.path());
    let prepare = || copy(&dir, &trial);
    at_steps(
        3,
        prepare,
        |()| sitting(&trial, &before),
        |(), told, what| {
            let states: Vec<&ToyState> = [&told.kept].into_iter().chain(&told.perhaps).collect();
            goes_on(&trial, &states, what);
        },
    );
}

#[test]
fn with_the_drive_full_at_any_step_of_a_rebuild_the_village_is_there_to_be_looked_at() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, trial, state) = begun(temp.path());
    let prepare = || {
        copy(&dir, &trial);
        std::fs::remove_dir_all(trial.join("sled")).unwrap();
    };
    at_steps(
        2,
        prepare,
        |()| reopen(&trial),
        |(), opened, what| {
            match opened {
                Ok((store, read, report)) => {
                    assert_eq!((&read, report.rebuilt.is_some()), (&state, !report.is_look_only), "{what}");
                    drop(store);
                }
                Err(fault) => assert!(fault.is_full(), "{what}: {fault}"),
            }
            assert!(!trial.join("sled.new").exists(), "{what}: half of the tables still fill the drive");
            goes_on(&trial, &[&state], what);
        },
    );
}

#[test]
fn with_the_drive_full_at_any_step_of_a_copy_there_is_a_whole_one_or_none() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, trial, state) = begun(temp.path());
    let stick = temp.path().join("stick");
    let prepare = || {
        copy(&dir, &trial);
        let _ = std::fs::remove_dir_all(&stick);
        std::fs::create_dir(&stick).unwrap();
        reopen(&trial).unwrap().0
    };
    let work = |store: &mut Store<Toy>| {
        let snapshot = store.keep_snapshot(at(), Vec::new);
        let copy = store.backup(at(), Vec::new()).write(&destination(&stick), &mut go);
        (snapshot.is_ok(), copy.map(|written| written.path))
    };
    at_steps(2, prepare, work, |store, (is_kept, copy), what| {
        drop(store);
        let found = snapshot::inspect::<Toy>(&trial, Unlock::Nothing);
        assert!(found.iter().all(|finding| finding.weight == Weight::Sound), "{what}: {found:?}");
        let left = names(&snapshot::place(&trial));
        assert_eq!(left.len(), usize::from(is_kept), "{what}: {left:?}");
        match copy {
            Ok(path) => {
                let again = temp.path().join("again");
                let _ = std::fs::remove_dir_all(&again);
                assert_eq!(restore::<Toy>(&path, &again, Unlock::Nothing, &mut go).unwrap().state, state, "{what}");
            }
            Err(fault) => {
                assert!(fault.to_string().contains('满'), "{what}: {fault}");
                assert_eq!(names(&stick), Vec::<String>::new(), "{what}");
            }
        }
        goes_on(&trial, &[&state], what);
    });
}

/// A copy of the store on a stick.
fn copied(dir: &Path, stick: &Path) -> PathBuf {
    std::fs::create_dir(stick).unwrap();
    let (store, _, _) = reopen(dir).unwrap();
    store.backup(at(), Vec::new()).write(&destination(stick), &mut go).unwrap().path
}

#[test]
fn with_the_drive_full_at_any_step_of_a_restore_there_is_the_village_or_nothing_and_the_next_try_does_it() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, _, state) = begun(temp.path());
    let file = copied(&dir, &temp.path().join("stick"));
    let place = temp.path().join("place");
    let prepare = || {
        let _ = std::fs::remove_dir_all(&place);
        std::fs::create_dir(&place).unwrap();
        place.join("again")
    };
    let restored = |to: &mut PathBuf| restore::<Toy>(&file, to, Unlock::Nothing, &mut go).map(drop);
    at_steps(4, prepare, restored, |mut to, done, what| {
        if let Err(fault) = done {
            assert!(fault.is_full(), "{what}: {fault}");
            if matches!(reopen(&to), Err(StoreError::NoStore { .. })) {
                restored(&mut to).unwrap_or_else(|fault| panic!("{what}, again: {fault}"));
            }
        }
        assert_eq!(names(&place), ["again"], "{what}");
        goes_on(&to, &[&state], what);
    });
}

#[test]
fn with_the_drive_full_at_any_step_of_a_repair_the_next_one_does_it() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, trial, state) = begun(temp.path());
    let file = copied(&dir, &temp.path().join("stick"));
    let prepare = || {
        copy(&dir, &trial);
        let journal = trial.join("journal/0001");
        let mut bytes = std::fs::read(&journal).unwrap();
        bytes[300] ^= 1;
        std::fs::write(&journal, bytes).unwrap();
        std::fs::remove_dir_all(trial.join("sled")).unwrap();
    };
    let mend = || repair::<Toy>(&trial, (&file, Whence::Named), Unlock::Nothing, &mut go);
    at_steps(
        4,
        prepare,
        |()| mend(),
        |(), done, what| {
            if let Err(fault) = done {
                assert!(fault.is_full(), "{what}: {fault}");
                // Where only its end was cut off, it opens already.
                if reopen(&trial).is_err() {
                    mend().unwrap_or_else(|fault| panic!("{what}, again: {fault}"));
                }
            }
            goes_on(&trial, &[&state], what);
        },
    );
}

#[test]
fn with_the_drive_full_at_any_step_of_a_creation_the_next_one_makes_it() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let prepare = || drop(std::fs::remove_dir_all(&dir));
    let empty = ToyState::default();
    at_steps(
        2,
        prepare,
        |()| Store::<Toy>::create(&dir, OPTIONS).map(drop),
        |(), made, what| {
            if let Err(fault) = made {
                assert!(fault.is_full(), "{what}: {fault}");
                if matches!(reopen(&dir), Err(StoreError::NoStore { .. })) {
                    drop(Store::<Toy>::create(&dir, OPTIONS).unwrap_or_else(|fault| panic!("{what}, again: {fault}")));
                }
            }
            goes_on(&dir, &[&empty], what);
        },
    );
}
