//! Backups put to the test as a whole: written, read back, harmed, thinned, restored, cut off.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{BackupError, Cause, Left};
use super::layout::Front;
use super::restoring::{look, restore};
use super::writing::{Care, Destination, Written};
use super::{Part, Phase};
use crate::disk::fault::{Step, plan};
use crate::domain::day::{Day, Moment};
use crate::domain::id::Seq;
use crate::seal::recovery::RecoveryCode;
use crate::seal::secret::Secret;
use crate::seal::slot::Cost;
use crate::store::Store;
use crate::store::build::CreateOptions;
use crate::store::error::StoreError;
use crate::store::frame::{HEAD_BYTES, Head};
use crate::store::inspect::{Weight, inspect};
use crate::store::toy::{Toy, ToyChange, ToyState};
use crate::store::trial::{OPTIONS, commit, reopen};
use crate::store::unlock::{Keys, NewKeys, Unlock};

const HOLIDAYS: &[u8] = "[2031]\nsource = \"镇政府通知\"\n".as_bytes();

fn at(day: &str) -> Moment {
    Moment::at(Day::parse_iso(day).unwrap(), 9, 0)
}

fn parts() -> Vec<Part> {
    let part = |name: &str| Part { name: name.to_owned(), bytes: HOLIDAYS.to_vec() };
    vec![part("holidays.toml"), part("../outside.toml")]
}

fn go(_: Phase, _: u64, _: u64) -> bool {
    true
}

/// A store of some acts, some of them large, that is closed.
fn village(dir: &Path, keys: Option<&NewKeys>, acts: u64) -> ToyState {
    let mut state = ToyState::default();
    let mut store = Store::<Toy>::create(dir, CreateOptions { keys: keys.map(Keys::Slots) }).unwrap();
    for n in 1..=acts {
        let rows = if n % 10 == 0 { 40 } else { 2 };
        let changes = (0..rows).map(|row| ToyChange::Set((n * 7 + row) % 300, format!("第{n}笔第{row}行")));
        commit(&mut store, &mut state, changes.chain([ToyChange::Gone(n)]).collect()).unwrap();
    }
    store.close().unwrap();
    state
}

fn to(dir: &Path) -> Destination {
    Destination {
        dir: dir.to_path_buf(), name: "大坪村".to_owned(), device: None, care: Care::Stick, spare_bytes: 0
    }
}

fn write_on(store: &Store<Toy>, dir: &Path, day: &str) -> Result<Written<ToyState>, BackupError> {
    store.backup(at(day), parts()).write(&to(dir), &mut go)
}

fn stick(temp: &Path) -> PathBuf {
    let stick = temp.join("stick");
    std::fs::create_dir_all(&stick).unwrap();
    stick
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn keys() -> NewKeys {
    let passphrase = Secret::from("桃花流水鳜鱼肥abc".to_owned());
    NewKeys { cost: Cost::TRIAL, passphrase, code: Arc::new(RecoveryCode::random().unwrap()) }
}

#[test]
fn a_village_restored_from_a_backup_is_the_village() {
    let temp = tempfile::tempdir().unwrap();
    let (stick, keys) = (stick(temp.path()), keys());
    for (name, keys) in [("plain", None), ("sealed", Some(&keys))] {
        let dir = temp.path().join(name);
        let state = village(&dir, keys, 120);
        let unlock = keys.map_or(Unlock::Nothing, |keys| Unlock::Passphrase(&keys.passphrase));
        let (store, _, _) = Store::<Toy>::open(&dir, unlock, &mut |_| {}).unwrap();
        let written = write_on(&store, &stick, "2026-11-24").unwrap();
        assert_eq!((written.upto, &written.state, written.thinned), (Seq(120), &state, 0));
        drop(store);
        let file = std::fs::read(&written.path).unwrap();
        assert_eq!(written.sha256, super::reading::hex(&<sha2::Sha256 as sha2::Digest>::digest(&file)));
        assert_eq!(file.windows(9).any(|part| part == "镇政府".as_bytes()), keys.is_none(), "sealed or readable");
        let seen = look::<Toy>(&written.path, unlock, &mut go).unwrap();
        assert_eq!((seen.upto, seen.made_at, seen.sealed), (Seq(120), at("2026-11-24"), keys.is_some()));
        assert_eq!((&seen.state, seen.parts.as_slice()), (&state, &["holidays.toml".to_owned()][..]));
        let again = temp.path().join(format!("{name}-again"));
        let restored = restore::<Toy>(&written.path, &again, unlock, &mut go).unwrap();
        assert_eq!((&restored.state, &restored.sha256, restored.span), (&state, &written.sha256, seen.span));
        assert_eq!(std::fs::read(again.join("tables/holidays.toml")).unwrap(), HOLIDAYS);
        assert!(!temp.path().join(format!("{name}-again.restoring")).exists());
        let found = inspect::<Toy>(&again, unlock).unwrap();
        assert!(found.iter().all(|finding| finding.weight == Weight::Sound), "{found:?}");
        let code = keys.map_or(Unlock::Nothing, |keys| Unlock::Code(&keys.code));
        let (mut store, mut opened, report) = Store::<Toy>::open(&again, code, &mut |_| {}).unwrap();
        assert_eq!((&opened, store.seq(), report.unclean), (&state, Seq(120), false));
        commit(&mut store, &mut opened, vec![ToyChange::Set(1, "以后".to_owned())]).unwrap();
        assert_eq!(store.acts_from(Seq(1)).unwrap().count(), 121, "the chain goes on");
    }
}

#[test]
fn a_sealed_backup_opens_with_its_own_keys_only() {
    let temp = tempfile::tempdir().unwrap();
    let (stick, keys) = (stick(temp.path()), keys());
    let dir = temp.path().join("village");
    village(&dir, Some(&keys), 5);
    let (store, _, _) = Store::<Toy>::open(&dir, Unlock::Code(&keys.code), &mut |_| {}).unwrap();
    let file = write_on(&store, &stick, "2026-11-24").unwrap().path;
    let place = temp.path().join("new");
    let wrong = Secret::from("桃花流水鳜鱼肥abd".to_owned());
    for (unlock, words) in [(Unlock::Nothing, "要口令"), (Unlock::Passphrase(&wrong), "口令不对")] {
        let refused = restore::<Toy>(&file, &place, unlock, &mut go).unwrap_err().to_string();
        assert!(refused.contains(words) && refused.contains("大坪村.dbbak"), "{refused}");
    }
    assert_eq!(names(temp.path()), ["stick", "village"]);
}

#[test]
fn a_backup_harmed_anywhere_is_refused_by_name_and_nothing_is_made_of_it() {
    let temp = tempfile::tempdir().unwrap();
    let stick = stick(temp.path());
    let dir = temp.path().join("village");
    village(&dir, None, 12);
    let (store, _, _) = reopen(&dir).unwrap();
    let file = write_on(&store, &stick, "2026-11-24").unwrap().path;
    let good = std::fs::read(&file).unwrap();
    let place = temp.path().join("new");
    let mut cases: Vec<Vec<u8>> = Vec::new();
    // Every byte of the front, then across acts and sum.
    for byte in (0..400).chain((400..good.len()).step_by(29)).chain(good.len() - 33..good.len()) {
        let mut flipped = good.clone();
        flipped[byte] ^= 0x20;
        cases.push(flipped);
        cases.push(good[..byte].to_vec());
    }
    cases.push([good.as_slice(), b"\0"].concat());
    for bytes in cases {
        std::fs::write(&file, &bytes).unwrap();
        let refused = restore::<Toy>(&file, &place, Unlock::Nothing, &mut go).unwrap_err();
        let is_named = matches!(&refused, StoreError::BackupDamaged { file: named, .. } if *named == file);
        assert!(is_named || matches!(refused, StoreError::NewerProgram { .. }), "{refused:?}");
    }
    assert_eq!(names(temp.path()), ["stick", "village"]);
    std::fs::write(&file, &good).unwrap();
    restore::<Toy>(&file, &place, Unlock::Nothing, &mut go).unwrap();
}

#[test]
fn acts_of_another_order_or_village_under_a_right_sum_are_refused() {
    use sha2::{Digest, Sha256};
    let temp = tempfile::tempdir().unwrap();
    let stick = stick(temp.path());
    let mut files = Vec::new();
    for name in ["one", "other"] {
        let dir = temp.path().join(name);
        village(&dir, None, 3);
        let file = write_on(&reopen(&dir).unwrap().0, &stick, "2026-11-24").unwrap().path;
        files.push(std::fs::read(&file).unwrap());
    }
    let front_bytes = |bytes: &[u8]| 8 + 2 + 4 + u32::from_be_bytes(bytes[10..14].try_into().unwrap()) as usize + 4;
    let front = &files[0][..front_bytes(&files[0])];
    let frames = |bytes: &[u8]| bytes[front_bytes(bytes)..bytes.len() - 32].to_vec();
    let (own, other) = (frames(&files[0]), frames(&files[1]));
    assert_eq!(own.len(), other.len());
    let second = own.len() / 3;
    let swapped = [&own[second..2 * second], &own[..second], &own[2 * second..]].concat();
    for (acts, is_right) in [(own, true), (other, false), (swapped, false)] {
        let body = [front, &acts].concat();
        let file = stick.join("forged.dbbak");
        std::fs::write(&file, [body.as_slice(), &Sha256::digest(&body)].concat()).unwrap();
        let place = temp.path().join("new");
        let done = restore::<Toy>(&file, &place, Unlock::Nothing, &mut go);
        assert_eq!(done.is_ok(), is_right);
        if let Err(fault) = done {
            assert!(matches!(fault, StoreError::BackupDamaged { .. }), "{fault:?}");
        }
        let _ = std::fs::remove_dir_all(&place);
    }
}

#[test]
fn a_sealed_backup_cut_short_under_right_sums_is_refused() {
    use sha2::{Digest, Sha256};
    let temp = tempfile::tempdir().unwrap();
    let (stick, keys) = (stick(temp.path()), keys());
    let dir = temp.path().join("village");
    village(&dir, Some(&keys), 5);
    let unlock = Unlock::Passphrase(&keys.passphrase);
    let (store, _, _) = Store::<Toy>::open(&dir, unlock, &mut |_| {}).unwrap();
    let file = write_on(&store, &stick, "2026-11-24").unwrap().path;
    let bytes = std::fs::read(&file).unwrap();
    let mut front = Front::read(&mut bytes.as_slice(), &file).unwrap();
    let whole = &bytes[..bytes.len() - 32];
    let frames = &whole[whole.len() - usize::try_from(front.frames_bytes()).unwrap()..];
    // Heads are for everybody to read, and so is the link after the third act.
    let head = |at: usize| Head::from_bytes(&frames[at..]).unwrap();
    let kept = (0..3).fold(0, |at, _| at + HEAD_BYTES + usize::try_from(head(at).body_bytes).unwrap());
    let closed_at = &mut front.header.closed_at;
    (closed_at.seq, closed_at.offset, closed_at.link) = (Seq(3), kept as u64, head(kept).prev_link);
    let body = [front.to_bytes().unwrap(), frames[..kept].to_vec()].concat();
    std::fs::write(&file, [body.as_slice(), &Sha256::digest(&body)].concat()).unwrap();
    let refused = look::<Toy>(&file, unlock, &mut go).unwrap_err();
    assert!(matches!(refused, StoreError::BackupDamaged { .. }), "{refused:?}");
}

#[test]
fn a_backup_is_restored_into_an_empty_place_only() {
    let temp = tempfile::tempdir().unwrap();
    let stick = stick(temp.path());
    let dir = temp.path().join("village");
    let state = village(&dir, None, 5);
    let (store, _, _) = reopen(&dir).unwrap();
    let file = write_on(&store, &stick, "2026-11-24").unwrap().path;
    drop(store);
    let (full, empty) = (temp.path().join("full"), temp.path().join("empty"));
    std::fs::create_dir(&full).unwrap();
    std::fs::write(full.join("照片.jpg"), "x").unwrap();
    std::fs::create_dir(&empty).unwrap();
    for place in [&full, &dir, &full.join("照片.jpg")] {
        let refused = restore::<Toy>(&file, place, Unlock::Nothing, &mut go).unwrap_err();
        assert!(matches!(&refused, StoreError::NotEmpty { dir } if dir == place), "{refused:?}");
    }
    assert_eq!(reopen(&dir).unwrap().1, state);
    restore::<Toy>(&file, &empty, Unlock::Nothing, &mut go).unwrap();
    assert_eq!(reopen(&empty).unwrap().1, state);
    let not_ours = temp.path().join("next.restoring");
    std::fs::create_dir(&not_ours).unwrap();
    std::fs::write(not_ours.join("照片.jpg"), "x").unwrap();
    let refused = restore::<Toy>(&file, &temp.path().join("next"), Unlock::Nothing, &mut go).unwrap_err();
    assert!(matches!(&refused, StoreError::NotEmpty { dir } if *dir == not_ours), "{refused:?}");
    assert_eq!(names(&not_ours), ["照片.jpg"]);
}

#[test]
fn a_restore_stopped_or_refused_at_any_step_leaves_nothing_that_opens() {
    let temp = tempfile::tempdir().unwrap();
    let stick = stick(temp.path());
    let dir = temp.path().join("village");
    let state = village(&dir, None, 12);
    let file = write_on(&reopen(&dir).unwrap().0, &stick, "2026-11-24").unwrap().path;
    let place = temp.path().join("new");
    let try_it = || restore::<Toy>(&file, &place, Unlock::Nothing, &mut go);
    plan::count();
    try_it().unwrap();
    let steps = plan::counted();
    std::fs::remove_dir_all(&place).unwrap();
    assert!(steps > 20, "{steps}");
    for nth in 0..steps {
        plan::refuse_nth(nth, 1, 28);
        let done = try_it();
        plan::count();
        // The last step syncs the name that the finished village has already.
        let is_placed = place.exists();
        assert!(done.is_err() || is_placed, "step {nth}");
        if is_placed {
            assert_eq!(reopen(&place).unwrap().1, state, "step {nth}");
            std::fs::remove_dir_all(&place).unwrap();
        }
    }
    let words = RefCell::new(0);
    let stop_at = |nth: u32| {
        *words.borrow_mut() = 0;
        restore::<Toy>(&file, &place, Unlock::Nothing, &mut |_, _, _| {
            *words.borrow_mut() += 1;
            *words.borrow() <= nth
        })
    };
    stop_at(u32::MAX).unwrap();
    std::fs::remove_dir_all(&place).unwrap();
    let all = *words.borrow();
    for nth in 0..all {
        assert!(matches!(stop_at(nth), Err(StoreError::Stopped { .. })), "word {nth}");
        assert_eq!(names(temp.path()), ["stick", "village"], "word {nth}");
    }
}

/// What a kill leaves is the folder as it was at some moment: the same, seen at every word of progress.
#[test]
fn what_a_kill_during_a_restore_leaves_does_not_open_and_is_cleared_by_the_next() {
    let temp = tempfile::tempdir().unwrap();
    let stick = stick(temp.path());
    let dir = temp.path().join("village");
    let state = village(&dir, None, 12);
    let file = write_on(&reopen(&dir).unwrap().0, &stick, "2026-11-24").unwrap().path;
    let (place, left) = (temp.path().join("new"), temp.path().join("left.restoring"));
    let unfinished = temp.path().join("new.restoring");
    let mut seen = 0;
    restore::<Toy>(&file, &place, Unlock::Nothing, &mut |_, _, _| {
        assert!(!place.exists());
        if unfinished.exists() {
            crate::store::trial::copy(&unfinished, &left);
            assert!(reopen(&left).is_err());
            seen += 1;
        }
        true
    })
    .unwrap();
    assert!(seen > 10, "{seen}");
    restore::<Toy>(&file, &temp.path().join("left"), Unlock::Nothing, &mut go).unwrap();
    assert_eq!(reopen(&temp.path().join("left")).unwrap().1, state);
    assert!(!left.exists());
}

#[test]
fn a_refusal_at_any_step_of_writing_leaves_nothing_that_looks_finished() {
    let temp = tempfile::tempdir().unwrap();
    let stick = stick(temp.path());
    let dir = temp.path().join("village");
    village(&dir, None, 5);
    let (store, _, _) = reopen(&dir).unwrap();
    plan::count();
    write_on(&store, &stick, "2026-11-24").unwrap();
    let steps = plan::counted();
    let empty = || names(&stick).into_iter().for_each(|name| std::fs::remove_file(stick.join(name)).unwrap());
    empty();
    for nth in 0..steps {
        for errno in [28, 5] {
            plan::refuse_nth(nth, 1, errno);
            let refused = write_on(&store, &stick, "2026-11-24").unwrap_err();
            plan::count();
            assert!(matches!(refused.cause, Cause::Refused(_)), "step {nth}: {refused:?}");
            assert_eq!((names(&stick), &refused.left), (Vec::new(), &Left::Nothing), "step {nth}: {refused}");
        }
        plan::refuse_nth(nth, u32::MAX, 5);
        let pulled = write_on(&store, &stick, "2026-11-24").unwrap_err();
        plan::count();
        let finished = names(&stick).into_iter().filter(|name| !name.starts_with('.')).count();
        assert_eq!(finished == 0, !matches!(pulled.left, Left::Finished(_)), "step {nth}: {pulled}");
        empty();
    }
    let mut words = 0;
    store
        .backup(at("2026-11-24"), parts())
        .write(&to(&stick), &mut |_, _, _| {
            words += 1;
            true
        })
        .unwrap();
    empty();
    for nth in 0..words - 1 {
        let mut told = 0;
        let mut stop = |_, _, _| {
            told += 1;
            told <= nth
        };
        match store.backup(at("2026-11-24"), parts()).write(&to(&stick), &mut stop) {
            Err(fault) => assert!(matches!(fault.cause, Cause::Stopped) && names(&stick).is_empty(), "{fault:?}"),
            // Only the thinning is left, which is no part of the copy.
            Ok(_) => empty(),
        }
    }
}

#[test]
fn what_a_pulled_stick_kept_is_cleared_and_a_finished_name_is_never_overwritten() {
    let temp = tempfile::tempdir().unwrap();
    let stick = stick(temp.path());
    let dir = temp.path().join("village");
    village(&dir, None, 5);
    let (store, _, _) = reopen(&dir).unwrap();
    for name in [".代办备份没写完-0123456789abcdef", ".代办备份没写完-x", "大坪村.dbbak"] {
        std::fs::write(stick.join(name), "x").unwrap();
    }
    let written = write_on(&store, &stick, "2026-11-24").unwrap();
    assert_eq!(names(&stick), [".代办备份没写完-x", "大坪村.dbbak", "大坪村_2.dbbak"]);
    assert_eq!(written.path, stick.join("大坪村_2.dbbak"));
    let elsewhere = Destination { dir: stick.join("没有"), ..to(&stick) };
    assert!(store.backup(at("2026-11-24"), parts()).write(&elsewhere, &mut go).is_err());
    let another = Destination { device: Some(u64::MAX), ..to(&stick) };
    let refused = store.backup(at("2026-11-24"), parts()).write(&another, &mut go).unwrap_err();
    assert!(matches!(refused.cause, Cause::DriveChanged));
    let huge = Destination { spare_bytes: u64::MAX / 2, ..to(&stick) };
    let refused = store.backup(at("2026-11-24"), parts()).write(&huge, &mut go).unwrap_err();
    assert!(matches!(refused.cause, Cause::NoRoom { .. }), "{refused}");
}

#[test]
fn what_reads_back_changed_does_not_count() {
    let temp = tempfile::tempdir().unwrap();
    let stick = stick(temp.path());
    let dir = temp.path().join("village");
    village(&dir, None, 5);
    let (store, _, _) = reopen(&dir).unwrap();
    let spoil = |_: Phase, _: u64, _: u64| {
        for name in names(&stick) {
            let path = stick.join(name);
            let mut bytes = std::fs::read(&path).unwrap();
            if let Some(last) = bytes.last_mut() {
                *last ^= 1;
            }
            std::fs::write(&path, bytes).unwrap();
        }
        true
    };
    let mut spoilt = false;
    let mut once = |phase, done, total| {
        if phase == Phase::Checking && !spoilt {
            spoilt = true;
            return spoil(phase, done, total);
        }
        true
    };
    let refused = store.backup(at("2026-11-24"), parts()).write(&to(&stick), &mut once).unwrap_err();
    assert!(matches!(refused.cause, Cause::Differs), "{refused:?}");
    assert_eq!(names(&stick), Vec::<String>::new());
}

#[test]
fn a_journal_that_is_damaged_here_is_told_and_no_backup_is_made_of_it() {
    let temp = tempfile::tempdir().unwrap();
    let stick = stick(temp.path());
    let dir = temp.path().join("village");
    village(&dir, None, 8);
    let segment = dir.join("journal/0001");
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes[200] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    let (store, _, _) = reopen(&dir).unwrap();
    let refused = write_on(&store, &stick, "2026-11-24").unwrap_err();
    assert!(matches!(refused.cause, Cause::NotSound(_) | Cause::Data(_)), "{refused:?}");
    assert!(refused.to_string().contains("daiban doctor"), "{refused}");
    assert_eq!(names(&stick), Vec::<String>::new());
}

#[test]
fn older_copies_of_this_village_are_thinned_and_no_other_file_is() {
    let temp = tempfile::tempdir().unwrap();
    let stick = stick(temp.path());
    let (dir, other) = (temp.path().join("village"), temp.path().join("other"));
    village(&dir, None, 3);
    village(&other, None, 3);
    let (store, neighbours) = (reopen(&dir).unwrap().0, reopen(&other).unwrap().0);
    // Written elsewhere, so that they do not thin each other yet.
    let put = |store: &Store<Toy>, day: &str, name: &str| {
        let path = write_on(store, temp.path(), day).unwrap().path;
        std::fs::rename(path, stick.join(format!("{name}.dbbak"))).unwrap();
    };
    let named = |day: &str| format!("大坪村_{day}_第3号");
    put(&neighbours, "2026-04-01", "邻村_2026-04-01_第3号");
    std::fs::write(stick.join("坏.dbbak"), "x").unwrap();
    // Two of one month, long ago: the newer one of March is damaged behind its front, so the older one stays.
    for day in ["2026-03-03", "2026-03-30", "2026-04-02", "2026-04-28", "2026-06-01", "2026-06-30"] {
        put(&store, day, &named(day));
    }
    put(&store, "2026-04-05", "换届前");
    let damaged = stick.join(format!("{}.dbbak", named("2026-03-30")));
    let mut bytes = std::fs::read(&damaged).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&damaged, bytes).unwrap();
    // A copy was restored and gone on with: what was done there is nowhere else.
    let branch = temp.path().join("branch");
    restore::<Toy>(&stick.join(format!("{}.dbbak", named("2026-04-02"))), &branch, Unlock::Nothing, &mut go).unwrap();
    let (mut gone_on, mut state, _) = reopen(&branch).unwrap();
    commit(&mut gone_on, &mut state, vec![ToyChange::Set(1, "别处".to_owned())]).unwrap();
    put(&gone_on, "2026-04-03", "大坪村_2026-04-03_第4号");
    let before = names(&stick);
    let written = write_on(&store, &stick, "2026-11-24").unwrap();
    assert_eq!(written.thinned, 1);
    let mut left = names(&stick);
    left.retain(|name| name != "大坪村.dbbak");
    let gone: Vec<_> = before.into_iter().filter(|name| !left.contains(name)).collect();
    assert_eq!(
        gone,
        [format!("{}.dbbak", named("2026-04-02"))],
        "the newest three, the last of a month, and what is no copy of ours"
    );
}

#[test]
fn a_number_that_was_refused_to_the_person_is_not_in_the_copy() {
    let temp = tempfile::tempdir().unwrap();
    let stick = stick(temp.path());
    let dir = temp.path().join("village");
    village(&dir, None, 3);
    let (mut store, mut state, _) = reopen(&dir).unwrap();
    let refusal = plan::Refusal {
        step: Step::Write,
        path_has: "journal/0001",
        after: 0,
        times: 1,
        kind: std::io::ErrorKind::StorageFull,
    };
    plan::set(vec![refusal]);
    assert!(commit(&mut store, &mut state, vec![ToyChange::Set(1, "没有存上".to_owned())]).is_err());
    plan::set(Vec::new());
    commit(&mut store, &mut state, vec![ToyChange::Set(1, "存上了".to_owned())]).unwrap();
    assert!(dir.join("journal/0002").exists());
    let file = write_on(&store, &stick, "2026-11-24").unwrap().path;
    let restored = restore::<Toy>(&file, &temp.path().join("new"), Unlock::Nothing, &mut go).unwrap();
    assert_eq!((restored.state, restored.upto), (state, Seq(4)));
}

#[test]
fn a_store_without_an_act_is_copied_too() {
    let temp = tempfile::tempdir().unwrap();
    let stick = stick(temp.path());
    let store = Store::<Toy>::create(&temp.path().join("village"), OPTIONS).unwrap();
    let file = write_on(&store, &stick, "2026-11-24").unwrap().path;
    let restored = restore::<Toy>(&file, &temp.path().join("new"), Unlock::Nothing, &mut go).unwrap();
    assert_eq!((restored.upto, restored.span), (Seq(0), None));
    assert_eq!(reopen(&temp.path().join("new")).unwrap().0.seq(), Seq(0));
}
