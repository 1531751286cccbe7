//! Any file of a store harmed in any way: the store heals, or refuses in words; it never opens with less, and never hangs.

use std::path::{Path, PathBuf};

use super::Store;
use super::toy::{Toy, ToyChange, ToyState};
use super::trial::{SUITES, commit, copy, options, reopen};
use crate::domain::id::Seq;
use crate::seal::Suite;

/// A few in the suite; `DAIBAN_HARM_TRIALS` asks for more.
const TRIALS: u64 = 40;

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, into) } else { into.push(path) }
    }
}

/// Several sessions, so that sled has its snapshots and the journal its checkpoints.
fn village(dir: &Path, suite: Suite) -> ToyState {
    let mut state = ToyState::default();
    drop(Store::<Toy>::create(dir, options(suite)).unwrap());
    for session in 0..4u64 {
        let (mut store, _, _) = reopen(dir).unwrap();
        for n in 0..60u64 {
            let changes = (0..5).map(|k| ToyChange::Set((n * 11 + k) % 200, format!("第{session}次第{n}笔第{k}行")));
            commit(&mut store, &mut state, changes.collect()).unwrap();
        }
    }
    state
}

fn harm(path: &Path, random: &mut impl FnMut(u64) -> u64) -> String {
    let mut bytes = std::fs::read(path).unwrap();
    let at = usize::try_from(random(bytes.len().max(1) as u64)).unwrap();
    let what = random(5);
    match what {
        0 | 1 if !bytes.is_empty() => bytes[at] ^= 1 << random(8),
        2 => bytes.truncate(at),
        3 => {
            let end = bytes.len().min(at + 4096);
            bytes[at..end].fill(0);
        }
        _ => {
            std::fs::remove_file(path).unwrap();
            return "deleted".to_owned();
        }
    }
    std::fs::write(path, bytes).unwrap();
    format!("harm {what} at {at}")
}

#[test]
fn any_harm_to_any_file_is_healed_or_refused_and_never_a_silent_loss() {
    let temp = tempfile::tempdir().unwrap();
    let trial = temp.path().join("trial");
    let villages = SUITES.map(|suite| {
        let dir = temp.path().join(format!("{suite:?}"));
        let state = village(&dir, suite);
        (dir, state)
    });
    let seed = getrandom::u64().unwrap();
    let mut drawn = seed;
    let mut random = move |below: u64| {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (drawn >> 33) % below
    };
    let trials = std::env::var("DAIBAN_HARM_TRIALS").ok().and_then(|text| text.parse().ok()).unwrap_or(TRIALS);
    let (mut opened, mut refused) = (0, 0);
    for (n, (dir, state)) in (0..trials).zip(villages.iter().cycle()) {
        copy(dir, &trial);
        let mut all = Vec::new();
        files(&trial, &mut all);
        let path = &all[usize::try_from(random(all.len() as u64)).unwrap()];
        let what =
            format!("seed {seed} trial {n} of {}: {} {}", dir.display(), path.display(), harm(path, &mut random));
        let harmed = std::fs::read(path).ok();
        match reopen(&trial) {
            Ok((store, again, _)) => {
                assert_eq!((store.seq(), &again), (Seq(240), state), "{what}");
                opened += 1;
            }
            Err(fault) => {
                assert!(fault.to_string().contains('。'), "{what}: {fault}");
                assert_eq!(std::fs::read(path).ok(), harmed, "{what}: refused, and changed: {fault}");
                refused += 1;
            }
        }
    }
    assert!(opened > 0 && opened + refused == trials, "{opened} opened, {refused} refused");
}
