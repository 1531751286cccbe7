//! The erasure put to the test: what is left of what was destroyed, what still holds, and whatever cuts it off.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::settling::{Leftover, leftover, settle};
use super::*;
use crate::disk::fault::plan;
use crate::disk::power::{self, Unsynced};
use crate::domain::day::Day;
use crate::seal::recovery::RecoveryCode;
use crate::seal::secret::Secret;
use crate::seal::slot::Cost;
use crate::store::backup::evidence::Whence;
use crate::store::backup::restoring::restore;
use crate::store::backup::taking_over::{Begin, take_over};
use crate::store::build::CreateOptions;
use crate::store::header::{self, ClosedAt};
use crate::store::healing::files;
use crate::store::inspect::{Weight, inspect};
use crate::store::toy::{DESTROYED, Toy, ToyChange, ToyRecord, ToyState, act};
use crate::store::trial::{SUITES, commit, copy, cut_before, reconcile, repair};
use crate::store::unlock::{NewKeys, Unlock};
use crate::store::{segment, site};

const NAME: &str = "欧阳建国51022519550308901X";
const WORDS: &str = "桃花流水鳜鱼肥abc";

fn go(_: Phase, _: u64, _: u64) -> bool {
    true
}

fn at() -> Moment {
    Moment::at(Day::parse_iso("2026-11-24").unwrap(), 9, 0)
}

fn keys(words: &str) -> NewKeys {
    let passphrase = Secret::from(words.to_owned());
    NewKeys { cost: Cost::TRIAL, passphrase, code: Arc::new(RecoveryCode::random().unwrap()) }
}

/// The keys of a store of either suite.
fn of_suite(suite: Suite) -> Option<NewKeys> {
    match suite {
        Suite::Plain => None,
        Suite::Sealed => Some(keys(WORDS)),
    }
}

fn unlock(keys: Option<&NewKeys>) -> Unlock<'_> {
    keys.map_or(Unlock::Nothing, |keys| Unlock::Passphrase(&keys.passphrase))
}

fn open(dir: &Path, keys: Option<&NewKeys>) -> Result<(Store<Toy>, ToyState), StoreError> {
    Store::<Toy>::open(dir, unlock(keys), &mut |_| {}).map(|(store, state, _)| (store, state))
}

fn order(keys: Option<&NewKeys>) -> EraseOrder<'_> {
    EraseOrder { keys: keys.map(Keys::Slots), at: at(), parts: Vec::new() }
}

fn erase(store: Store<Toy>, state: &ToyState, keys: Option<&NewKeys>) -> Erased {
    store.erase(state, order(keys), &mut go).unwrap_or_else(|refused| panic!("{}", refused.fault))
}

fn set(n: u64, text: String) -> ToyChange {
    ToyChange::Set(n, text)
}

/// A store of 30 acts, of which every third holds something of number 3, and the act that destroys it.
fn destroyed(dir: &Path, keys: Option<&NewKeys>) -> (Store<Toy>, ToyState) {
    let mut state = ToyState::default();
    let mut store = Store::<Toy>::create(dir, CreateOptions { keys: keys.map(Keys::Slots) }).unwrap();
    for n in 1..=30u64 {
        let mut changes = vec![set(10 + n % 9, format!("留下的第{n}笔"))];
        if n % 3 == 0 {
            changes.push(set(3, format!("{NAME}第{n}笔")));
        }
        commit(&mut store, &mut state, changes).unwrap();
    }
    assert!(store.keep_snapshot(at(), Vec::new).unwrap());
    commit(&mut store, &mut state, vec![ToyChange::Destroyed(vec![3])]).unwrap();
    (store, state)
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

/// Files below the folder that hold the name, as it would be read by anybody.
fn files_with_the_name(dir: &Path) -> Vec<PathBuf> {
    files(dir).into_iter().filter(|(_, bytes)| holds(bytes, NAME)).map(|(path, _)| path).collect()
}

/// Acts with something erased, and whether any still names number 3.
fn left(store: &Store<Toy>) -> (u64, bool) {
    let acts: Vec<_> = store.acts_from(Seq(1)).unwrap().map(Result::unwrap).collect();
    assert_eq!(acts.len() as u64, store.seq().0);
    let named = acts.iter().flat_map(|act| &act.changes).any(|it| matches!(it, ToyChange::Set(3, _)));
    (acts.iter().filter(|act| act.erased > 0).count() as u64, named)
}

#[test]
fn nothing_of_what_was_destroyed_is_left_and_the_chain_holds() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let (dir, before) = (temp.path().join("village"), temp.path().join("before"));
        let (old, new) = (of_suite(suite), of_suite(suite));
        let (store, state) = destroyed(&dir, old.as_ref());
        for aside in ["torn-9.1", "sled.bad.1/db", "damaged.2/journal/0001", "sled.doubt", "drafts.bad.1"] {
            std::fs::create_dir_all(dir.join(aside).parent().unwrap()).unwrap();
            std::fs::write(dir.join(aside), NAME).unwrap();
        }
        let (head, seq) = (store.head(), store.seq());
        assert!(store.is_erasure_due(&state) && files_with_the_name(&dir).len() >= 4);
        copy(&dir, &before);
        let erased = erase(store, &state, new.as_ref());
        assert_eq!(erased, Erased { upto: seq, acts: 10, changes: 10 });
        let (mut store, again) = open(&dir, new.as_ref()).unwrap();
        assert_eq!((&again, store.head(), store.seq()), (&state, head, seq));
        assert!(!store.is_erasure_due(&again) && !again.rows.contains_key(&3) && again.rows.contains_key(&DESTROYED));
        assert_eq!((left(&store), leftover(&dir)), ((10, false), Leftover::Nothing));
        assert_eq!(files_with_the_name(&dir), Vec::<PathBuf>::new());
        assert_eq!(store.undo_rows(seq).unwrap(), None, "what it undid may be what was destroyed");
        let mut state = again;
        commit(&mut store, &mut state, vec![set(12, "以后".to_owned())]).unwrap();
        assert_eq!(store.undo_rows(seq.next()).unwrap().unwrap().len(), 1);
        store.close().unwrap();
        let findings = inspect::<Toy>(&dir, unlock(new.as_ref())).unwrap();
        assert!(findings.iter().all(|it| it.weight == Weight::Sound), "{findings:?}");
        assert!(findings.iter().any(|it| it.text.contains("其中 10 条的内容已销毁")), "{findings:?}");
        let snapshots = snapshot::inspect::<Toy>(&dir, unlock(new.as_ref()));
        assert!(snapshots.len() == 1 && snapshots[0].weight == Weight::Sound, "{snapshots:?}");
        std::fs::remove_dir_all(dir.join("sled")).unwrap();
        assert_eq!(open(&dir, new.as_ref()).unwrap().1, state, "built anew from base and journal");
        if let (Some(old), Some(new)) = (&old, &new) {
            let with = |unlock| Store::<Toy>::open(&dir, unlock, &mut |_| {});
            assert!(with(Unlock::Code(&new.code)).is_ok());
            assert!(matches!(with(Unlock::Code(&old.code)), Err(StoreError::WrongRecoveryCode { .. })));
            // Nor does the old key open anything, with the header that held it.
            for path in header::paths(&dir) {
                std::fs::copy(before.join(path.file_name().unwrap()), &path).unwrap();
            }
            assert!(open(&dir, Some(old)).is_err());
        }
    }
}

#[test]
fn what_is_destroyed_later_is_erased_as_well_and_the_base_is_made_anew() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let keys: Vec<_> = (0..3).map(|_| of_suite(suite)).collect();
        let (store, state) = destroyed(&dir, keys[0].as_ref());
        erase(store, &state, keys[1].as_ref());
        let (mut store, mut state) = open(&dir, keys[1].as_ref()).unwrap();
        commit(&mut store, &mut state, vec![set(12, format!("{NAME}又来"))]).unwrap();
        commit(&mut store, &mut state, vec![ToyChange::Destroyed(vec![12])]).unwrap();
        let head = store.head();
        let erased = erase(store, &state, keys[2].as_ref());
        // Of number 12 there were four acts before, and their rows were in the first base.
        assert_eq!((erased.acts, erased.changes), (5, 5));
        let (store, again) = open(&dir, keys[2].as_ref()).unwrap();
        assert_eq!((&again, store.head(), left(&store)), (&state, head, (15, false)));
        assert_eq!(files_with_the_name(&dir), Vec::<PathBuf>::new());
        store.close().unwrap();
        assert!(files(&dir).iter().all(|(_, bytes)| !holds(bytes, "留下的第29笔")));
        std::fs::remove_dir_all(dir.join("sled")).unwrap();
        assert_eq!(open(&dir, keys[2].as_ref()).unwrap().1, state);
    }
}

#[test]
fn a_backup_and_a_snapshot_made_afterwards_give_the_same_village() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let (dir, stick) = (temp.path().join("village"), temp.path().join("stick"));
        std::fs::create_dir(&stick).unwrap();
        let (old, new) = (of_suite(suite), of_suite(suite));
        let (store, state) = destroyed(&dir, old.as_ref());
        let to = |name: &str| Destination {
            dir: stick.clone(),
            name: name.to_owned(),
            device: None,
            care: Care::Stick,
            spare_bytes: 0,
        };
        let with_it = store.backup(at(), Vec::new()).write(&to("以前"), &mut go).unwrap().path;
        erase(store, &state, new.as_ref());
        let (mut store, mut state) = open(&dir, new.as_ref()).unwrap();
        let snapshot = files(&snapshot::place(&dir)).remove(0).0;
        let restored = restore::<Toy>(&snapshot, &temp.path().join("one"), unlock(new.as_ref()), &mut go).unwrap();
        assert_eq!(restored.state, state);
        for n in 0..5 {
            commit(&mut store, &mut state, vec![set(n + 20, "以后".to_owned())]).unwrap();
        }
        let written = store.backup(at(), Vec::new()).write(&to("以后"), &mut go).unwrap();
        assert_eq!(written.state, state);
        let again = temp.path().join("two");
        let found = restore::<Toy>(&written.path, &again, unlock(new.as_ref()), &mut go).unwrap();
        assert_eq!((&found.state, found.span.is_some()), (&state, true));
        let (restored, state_again) = open(&again, new.as_ref()).unwrap();
        assert_eq!((&state_again, restored.head(), left(&restored)), (&state, store.head(), (10, false)));
        restored.close().unwrap();
        assert!(files_with_the_name(&again).is_empty());
        std::fs::remove_dir_all(again.join("sled")).unwrap();
        assert_eq!(open(&again, new.as_ref()).unwrap().1, state);
        // A copy of before is what it was: it opens with the keys of then, and is no copy to mend the village of now from.
        let (head, seq) = (store.head(), store.seq());
        store.close().unwrap();
        let found = restore::<Toy>(&with_it, &temp.path().join("three"), unlock(old.as_ref()), &mut go).unwrap();
        assert_eq!(found.upto, Seq(31));
        std::fs::remove_dir_all(dir.join("sled")).unwrap();
        harm_first_frame(&dir);
        let refused = open(&dir, new.as_ref()).err().unwrap();
        assert!(matches!(refused, StoreError::JournalDamaged { .. }), "{refused}");
        let refused = repair::<Toy>(&dir, (&with_it, Whence::Named), unlock(new.as_ref()), &mut go).unwrap_err();
        assert!(matches!(&refused, StoreError::BackupDamaged { what, .. } if what.contains("销毁")), "{refused}");
        let repaired = repair::<Toy>(&dir, (&written.path, Whence::Named), unlock(new.as_ref()), &mut go).unwrap();
        assert_eq!((repaired.upto, repaired.note.lost), (seq, None));
        let (store, again) = open(&dir, new.as_ref()).unwrap();
        assert_eq!((again, store.head()), (state, head));
    }
}

#[test]
fn an_erased_village_whose_journal_lost_its_end_gets_back_what_its_tables_hold() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let (dir, short) = (temp.path().join("village"), temp.path().join("short"));
        let (old, new) = (of_suite(suite), of_suite(suite));
        let (store, state) = destroyed(&dir, old.as_ref());
        erase(store, &state, new.as_ref());
        let (mut store, mut state) = open(&dir, new.as_ref()).unwrap();
        for n in 0..9 {
            commit(&mut store, &mut state, vec![set(n + 20, "以后".to_owned())]).unwrap();
        }
        store.close().unwrap();
        copy(&dir, &short);
        cut_before(&dir, 36);
        assert!(matches!(open(&dir, new.as_ref()), Err(StoreError::JournalDamaged { .. })));
        let take_in = |dir: &Path| reconcile::<Toy>(dir, unlock(new.as_ref()), &mut go).unwrap();
        let done = take_in(&dir).unwrap();
        assert_eq!(done.note.taken.unwrap().lost, (Seq(36), Seq(40)));
        let (store, again) = open(&dir, new.as_ref()).unwrap();
        assert_eq!((&again.rows, store.seq(), left(&store)), (&state.rows, Seq(41), (10, false)));
        assert!(!store.is_erasure_due(&again));
        store.close().unwrap();
        let found = inspect::<Toy>(&dir, unlock(new.as_ref())).unwrap();
        assert!(found.iter().all(|it| it.weight == Weight::Sound), "{found:?}");
        // Where the journal does not even reach the base, they are taken in behind a copy.
        cut_before(&short, 20);
        assert_eq!(take_in(&short), None);
        let snapshot = files(&snapshot::place(&short)).remove(0).0;
        let repaired = repair::<Toy>(&short, (&snapshot, Whence::Folder), unlock(new.as_ref()), &mut go).unwrap();
        assert_eq!((repaired.note.lost, repaired.note.taken.unwrap().lost), (None, (Seq(32), Seq(40))));
        assert_eq!(open(&short, new.as_ref()).unwrap().1.rows, state.rows);
    }
}

#[test]
fn an_old_stick_does_not_bring_back_who_was_destroyed_when_both_headers_are_lost() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let (dir, trial, stick) = (temp.path().join("village"), temp.path().join("trial"), temp.path().join("stick"));
        std::fs::create_dir(&stick).unwrap();
        let (old, new) = (of_suite(suite), of_suite(suite));
        let (store, state) = destroyed(&dir, old.as_ref());
        let to = Destination { dir: stick, name: "以前".to_owned(), device: None, care: Care::Stick, spare_bytes: 0 };
        let file = store.backup(at(), Vec::new()).write(&to, &mut go).unwrap().path;
        erase(store, &state, new.as_ref());
        open(&dir, new.as_ref()).unwrap().0.close().unwrap();
        for left in [&["journal", "sled", snapshot::FOLDER][..], &["journal"], &[snapshot::FOLDER], &["sled"], &[]] {
            copy(&dir, &trial);
            let parts = ["journal", "sled", snapshot::FOLDER].into_iter().filter(|name| !left.contains(name));
            parts.for_each(|name| std::fs::remove_dir_all(trial.join(name)).unwrap());
            header::paths(&trial).iter().for_each(|path| std::fs::remove_file(path).unwrap());
            let before = files(&trial);
            let mend = |whence| repair::<Toy>(&trial, (&file, whence), unlock(old.as_ref()), &mut go);
            let refused = mend(Whence::Named).unwrap_err();
            let is_told = matches!(&refused, StoreError::OldCopy { why, .. } if why.contains("销毁"));
            assert!(is_told && refused.to_string().contains("--old-copy"), "{suite:?} {left:?}: {refused}");
            assert_eq!(files(&trial), before, "{suite:?} {left:?}");
            let repaired = mend(Whence::NamedOld).unwrap();
            assert!(repaired.upto == Seq(31) && repaired.note.doubt.is_some());
            assert_eq!(open(&trial, old.as_ref()).unwrap().1, state);
        }
    }
}

#[test]
fn a_pack_of_an_erased_village_is_taken_over_without_what_was_destroyed() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let (dir, stick, new) = (temp.path().join("village"), temp.path().join("stick"), temp.path().join("new"));
        std::fs::create_dir(&stick).unwrap();
        let own = of_suite(suite);
        let (store, state) = destroyed(&dir, own.as_ref());
        erase(store, &state, own.as_ref());
        let (store, _) = open(&dir, own.as_ref()).unwrap();
        let successor = keys("西塞山前白鹭飞xyz");
        let passphrase = Secret::from("西塞山前白鹭飞xyz".to_owned());
        let deed = ToyRecord { n: 9, text: "王敏交李华".to_owned() };
        let name = "大坪村_交接".to_owned();
        let to = Destination { dir: stick, name, device: None, care: Care::Stick, spare_bytes: 0 };
        let pack = store.pack(at(), Vec::new(), successor, &deed).unwrap().write(&to, &mut go).unwrap();
        let (head, seq) = (store.head(), store.seq());
        let begin: &mut Begin<'_, Toy, StoreError> = &mut |pack| {
            assert_eq!((pack.head, pack.state), (head, &state));
            Ok(act(seq.0 + 1, vec![set(20, "李华接任".to_owned())]))
        };
        let unlock = Unlock::Passphrase(&passphrase);
        take_over::<Toy, StoreError>(&pack.path, &new, (unlock, None), begin, &mut go).unwrap();
        let found = inspect::<Toy>(&new, unlock).unwrap();
        assert!(found.iter().all(|it| it.weight == Weight::Sound), "{found:?}");
        std::fs::remove_dir_all(new.join("sled")).unwrap();
        let (store, again, _) = Store::<Toy>::open(&new, unlock, &mut |_| {}).unwrap();
        let mut expected = state.clone();
        expected.rows.insert(20, "李华接任".to_owned());
        expected.seq = seq.next();
        assert_eq!((again, left(&store)), (expected, (10, false)));
        assert_eq!(store.undo_rows(seq).unwrap(), None, "nor can the successor undo it");
    }
}

fn harm_first_frame(dir: &Path) {
    let path = segment::path(&site::journal(dir), 1);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[60] ^= 1;
    std::fs::write(&path, bytes).unwrap();
}

#[test]
fn a_base_that_is_harmed_or_not_there_is_damage_and_never_a_short_village() {
    for suite in SUITES {
        let temp = tempfile::tempdir().unwrap();
        let (dir, trial) = (temp.path().join("village"), temp.path().join("trial"));
        let keys = of_suite(suite);
        let (store, state) = destroyed(&dir, keys.as_ref());
        erase(store, &state, keys.as_ref());
        open(&dir, keys.as_ref()).unwrap().0.close().unwrap();
        let journal = segment::path(&site::journal(&dir), 1);
        let good = std::fs::read(&journal).unwrap();
        let first_act = good.windows(4).position(|at| at == b"DBJA").unwrap();
        let check = |bytes: &[u8], told: &str| {
            copy(&dir, &trial);
            std::fs::write(segment::path(&site::journal(&trial), 1), bytes).unwrap();
            let found = inspect::<Toy>(&trial, unlock(keys.as_ref())).unwrap();
            assert!(found.iter().any(|it| it.weight == Weight::Damage), "{told}: {found:?}");
            std::fs::remove_dir_all(trial.join("sled")).unwrap();
            match open(&trial, keys.as_ref()) {
                Err(StoreError::JournalDamaged { .. }) => {}
                Err(fault) => panic!("{told}: {fault}"),
                Ok(_) => panic!("{told}: it opened"),
            }
        };
        for byte in (0..first_act).step_by(23) {
            let mut harmed = good.clone();
            harmed[byte] ^= 4;
            check(&harmed, &format!("byte {byte}"));
        }
        let mut emptied = good.clone();
        emptied[..first_act].fill(0);
        check(&emptied, "emptied");
        // Cut out, and with a header that fits what is left, as only who has the key can write it.
        let cut: Vec<u8> = good[first_act..].iter().copied().chain(vec![0; first_act]).collect();
        std::fs::write(&journal, &cut).unwrap();
        let found = Header::read(&dir).unwrap();
        let key = unlock::data_key(&dir, &found.header, unlock(keys.as_ref())).unwrap();
        let site = Site::new(&dir, key, &found.header.store_id);
        let closed_at = found.header.closed_at;
        let closed_at = ClosedAt { offset: closed_at.offset - first_act as u64, ..closed_at };
        for base in [found.header.base, Seq(0)] {
            Header { closed_at, base, ..found.header.clone() }.write(&site).unwrap();
            check(&cut, &format!("cut out, said to go up to {}", base.0));
        }
    }
}

#[test]
fn an_erasure_refused_at_any_step_leaves_the_old_or_the_new() {
    let mut told = [0, 0, 0];
    for nth in (0..).step_by(7) {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let (old, new) = (keys(WORDS), keys(WORDS));
        let (store, state) = destroyed(&dir, Some(&old));
        store.close().unwrap();
        let (store, _) = open(&dir, Some(&old)).unwrap();
        plan::refuse_nth(nth, u32::MAX, 28);
        let erased = store.erase(&state, order(Some(&new)), &mut go);
        let opened = if erased.is_ok() { open(&dir, Some(&new)).is_ok() } else { false };
        let steps = plan::counted();
        plan::count();
        let is_old = match erased {
            Err(refused) => {
                let came_back = refused.store.is_some();
                if let Some(mut store) = refused.store {
                    commit(&mut store, &mut state.clone(), vec![set(40, "接着用".to_owned())]).unwrap();
                }
                came_back
            }
            Ok(_) => false,
        };
        let again = open(&dir, Some(if is_old { &old } else { &new }));
        let again = if is_old { again } else { again.or_else(|_| open(&dir, Some(&old))) };
        let (store, mut again) = again.unwrap_or_else(|fault| panic!("step {nth}: {fault}"));
        again.rows.remove(&40);
        again.seq = state.seq;
        assert_eq!(again, state, "step {nth}");
        assert_eq!(leftover(&dir), Leftover::Nothing, "step {nth}");
        told[if is_old { 0 } else { 1 + usize::from(opened) }] += 1;
        drop(store);
        if steps <= nth {
            break;
        }
    }
    assert!(told.iter().all(|count| *count > 0), "one of the ways was gone: {told:?}");
}

/// Images are made in memory where the system has such a place: nothing depends on their own durability.
fn place() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

#[test]
fn a_power_cut_anywhere_in_an_erasure_leaves_the_old_or_the_new() {
    let place = place();
    let (base, image) = (place.path().join("base"), place.path().join("image"));
    std::fs::create_dir(&base).unwrap();
    power::record(&base);
    let dir = base.join("village");
    let (store, state) = destroyed(&dir, None);
    store.close().unwrap();
    power::acked(1);
    let (store, _) = open(&dir, None).unwrap();
    erase(store, &state, None);
    power::acked(2);
    open(&dir, None).unwrap().0.close().unwrap();
    power::acked(3);
    let trace = power::recorded();
    let mut seed = 1u64;
    let mut chance = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below.max(1)
    };
    let outside = trace.moments_outside("erased.new");
    let mut seen = [0, 0];
    for point in 0..120 {
        // Some while the new store takes its place, which is the end of all that was recorded, and some behind that: how
        // much is written before varies with sled's threads.
        let done = match point % 4 {
            0 | 2 => trace.len() - chance(trace.len() / 2),
            1 => outside[outside.len() - 1 - chance(outside.len() / 8)],
            _ => outside[outside.len() - 1 - chance(outside.len() / 50)],
        };
        let unsynced = if point % 3 == 0 { Unsynced::Lost } else { Unsynced::ByChance };
        let _ = std::fs::remove_dir_all(&image);
        let acked = trace.cut(done, unsynced, &mut chance, &image);
        if acked == 0 {
            continue;
        }
        let dir = image.join("village");
        let (store, again) = open(&dir, None).unwrap_or_else(|fault| panic!("cut after {done}, {unsynced:?}: {fault}"));
        assert_eq!(again, state, "cut after {done}");
        let is_new = !store.is_erasure_due(&again);
        assert!(is_new || acked < 2, "cut after {done}: it was said to be done");
        assert_eq!(left(&store), if is_new { (10, false) } else { (0, true) }, "cut after {done}");
        if is_new {
            assert_eq!(files_with_the_name(&dir), Vec::<PathBuf>::new(), "cut after {done}");
        }
        seen[usize::from(is_new)] += 1;
        drop(store);
        assert_eq!(open(&dir, None).unwrap().1, state, "a second time, cut after {done}");
    }
    assert!(seen.iter().all(|count| *count > 10), "{seen:?}");
}

#[test]
fn an_erasure_is_refused_without_room_or_with_a_mistyped_passphrase_and_the_store_goes_on() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let old = keys(WORDS);
    let (store, mut state) = destroyed(&dir, Some(&old));
    let refused = |store: Store<Toy>, state: &ToyState, keys: Option<&NewKeys>| {
        let refused = store.erase(state, order(keys), &mut go).err().unwrap();
        (refused.store.unwrap(), refused.fault)
    };
    let (store, fault) = refused(store, &state, Some(&keys("桃花流水鳜鱼肥abd")));
    assert!(matches!(fault, StoreError::WrongPassphrase { .. }), "{fault}");
    let (store, fault) = refused(store, &state, None);
    assert!(matches!(fault, StoreError::Locked { .. }), "{fault}");
    plan::set_free(Some(9 * MIB));
    let (store, fault) = refused(store, &state, Some(&old));
    plan::set_free(None);
    assert!(matches!(fault, StoreError::NoRoom { free_mib: 9, need_mib, .. } if need_mib >= 17), "{fault}");
    store.keep_draft("没填完的表".as_bytes()).unwrap();
    let (store, fault) = refused(store, &state, Some(&old));
    assert!(matches!(fault, StoreError::FormWaits { .. }), "{fault}");
    store.forget_draft().unwrap();
    let mut stopping = |phase: Phase, _, _| phase != Phase::Checking;
    let stopped = store.erase(&state, order(Some(&old)), &mut stopping).err().unwrap();
    assert!(matches!(stopped.fault, StoreError::Stopped { .. }), "{}", stopped.fault);
    let mut store = stopped.store.unwrap();
    assert_eq!(leftover(&dir), Leftover::Nothing);
    commit(&mut store, &mut state, vec![set(9, "接着".to_owned())]).unwrap();
    store.close().unwrap();
    assert_eq!(open(&dir, Some(&old)).unwrap().1, state);
}

#[test]
fn an_erasure_cut_off_is_told_by_the_examination_and_taken_up_by_the_next_opening() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, trial) = (temp.path().join("village"), temp.path().join("trial"));
    let (store, state) = destroyed(&dir, None);
    erase(store, &state, None);
    assert_eq!(leftover(&dir), Leftover::Ready);
    copy(&dir, &trial);
    for name in ["header", "header.2"] {
        std::fs::remove_file(trial.join("erased.new").join(name)).unwrap();
    }
    for (dir, findings, is_new) in [(&trial, 4, false), (&dir, 1, true)] {
        let found = inspect::<Toy>(dir, Unlock::Nothing).unwrap();
        assert_eq!((found.len(), found[0].weight), (findings, Weight::Unfinished), "{found:?}");
        let (store, again, report) = Store::<Toy>::open(dir, Unlock::Nothing, &mut |_| {}).unwrap();
        assert_eq!((&again, report.erasure_finished, leftover(dir)), (&state, is_new, Leftover::Nothing));
        assert_eq!(store.is_erasure_due(&again), !is_new);
        assert!(!settle(dir).unwrap());
    }
}
