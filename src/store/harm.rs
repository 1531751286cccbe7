//! Any file of a store harmed in any way: the store heals, or refuses in words; it never opens with less, and never hangs.

use std::path::{Path, PathBuf};

use super::Store;
use super::backup::evidence::Whence;
use super::backup::repairing::candidates;
use super::backup::snapshot;
use super::error::StoreError;
use super::inspect::Weight;
use super::report::OpenReport;
use super::toy::{Toy, ToyChange, ToyState};
use super::trial::{SUITES, commit, copy, key, options, reopen, repair};
use super::unlock::Unlock;
use crate::disk::fault::plan;
use crate::domain::day::{Day, Moment};
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

/// Acts of the village.
const ACTS: u64 = 240;

/// Several sessions, so that sled has its snapshots, the journal its checkpoints, and the store two snapshots of its own.
fn village(dir: &Path, suite: Suite) -> ToyState {
    let mut state = ToyState::default();
    drop(Store::<Toy>::create(dir, options(suite)).unwrap());
    // Whatever the drive of the trials has, there is room for snapshots.
    plan::set_free(Some(u64::from(u32::MAX)));
    for session in 0..4u64 {
        let (mut store, _, _) = reopen(dir).unwrap();
        for n in 0..60u64 {
            let changes = (0..5).map(|k| ToyChange::Set((n * 11 + k) % 200, format!("第{session}次第{n}笔第{k}行")));
            commit(&mut store, &mut state, changes.collect()).unwrap();
        }
        let day = Day::parse_iso("2026-11-24").unwrap().plus_days(i32::try_from(session).unwrap());
        assert!(store.keep_snapshot(Moment::at(day, 17, 0), Vec::new).unwrap());
    }
    plan::set_free(None);
    state
}

fn harm(path: &Path, random: &mut impl FnMut(u64) -> u64) -> String {
    let mut bytes = std::fs::read(path).unwrap();
    let at = usize::try_from(random(bytes.len().max(1) as u64)).unwrap();
    let what = random(5);
    match what {
        0 | 1 if !bytes.is_empty() => bytes[at] ^= 1 << random(8),
        2 => bytes.truncate(at),
        3 if !bytes.is_empty() => {
            let end = bytes.len().min(at + 4096);
            if bytes[at..end].iter().all(|byte| *byte == 0) {
                bytes[at] = 1;
            } else {
                bytes[at..end].fill(0);
            }
        }
        _ => {
            std::fs::remove_file(path).unwrap();
            return "deleted".to_owned();
        }
    }
    std::fs::write(path, bytes).unwrap();
    format!("harm {what} at {at}")
}

/// How the trials went.
#[derive(Debug, Default)]
struct Tally {
    opened: u64,
    healed: u64,
    refused: u64,
    repaired_whole: u64,
    snapshots_told: u64,
}

impl Tally {
    /// Opened with everything in it; what was harmed was healed and told, or is of no use to an opening.
    fn opened(&mut self, trial: &Path, path: &Path, report: &OpenReport, what: &str) {
        self.opened += 1;
        self.healed += u64::from(report.rebuilt.is_some() || report.header_mended.is_some());
        if path.starts_with(snapshot::place(trial)) && path.exists() {
            let told = snapshot::inspect::<Toy>(trial, Unlock::Bare(key()));
            let told = told.iter().any(|finding| finding.file == path && finding.weight != Weight::Sound);
            assert!(told, "{what}: the examination says nothing of it");
            self.snapshots_told += 1;
        }
    }

    /// Refused in words, with everything left as it was; a repair from the store's own snapshot brings back all of it, or
    /// says what is lost.
    fn refused(&mut self, trial: &Path, fault: &StoreError, state: &ToyState, what: &str) {
        self.refused += 1;
        assert!(fault.to_string().contains('。'), "{what}: {fault}");
        let is_for_repair = matches!(fault, StoreError::HeaderDamaged { .. } | StoreError::JournalDamaged { .. });
        assert!(is_for_repair, "{what}: {fault}");
        let copies = candidates(trial, &[]);
        let repaired = repair::<Toy>(
            trial,
            (&copies.first().unwrap().path, Whence::Folder),
            Unlock::Bare(key()),
            &mut |_, _, _| true,
        );
        let repaired = repaired.unwrap_or_else(|fault| panic!("{what}: {fault}"));
        let (store, again, _) = reopen(trial).unwrap_or_else(|fault| panic!("{what}, repaired: {fault}"));
        assert_eq!(store.seq(), repaired.upto, "{what}");
        match repaired.note.lost {
            None => {
                // Where the tables were taken in, there is an act more that says so.
                let upto = ACTS + u64::from(repaired.note.taken.is_some());
                assert_eq!((store.seq(), &again.rows), (Seq(upto), &state.rows), "{what}");
                self.repaired_whole += 1;
            }
            Some((first, last)) => assert_eq!((first, last), (repaired.upto.next(), Seq(ACTS)), "{what}"),
        }
    }
}

#[test]
#[allow(clippy::print_stdout, reason = "how a long trial went is told")]
fn any_harm_to_any_file_is_healed_or_refused_and_never_a_silent_loss() {
    let temp = tempfile::tempdir().unwrap();
    let trial = temp.path().join("trial");
    let villages = SUITES.map(|suite| {
        let dir = temp.path().join(format!("{suite:?}"));
        let state = village(&dir, suite);
        (dir, state)
    });
    let seed = std::env::var("DAIBAN_HARM_SEED").ok().and_then(|text| text.parse().ok());
    let seed: u64 = seed.unwrap_or_else(|| getrandom::u64().unwrap());
    println!("seed {seed}");
    let mut drawn = seed;
    let mut random = move |below: u64| {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (drawn >> 33) % below
    };
    let trials = std::env::var("DAIBAN_HARM_TRIALS").ok().and_then(|text| text.parse().ok()).unwrap_or(TRIALS);
    let mut tally = Tally::default();
    for (n, (dir, state)) in (0..trials).zip(villages.iter().cycle()) {
        copy(dir, &trial);
        let mut all = Vec::new();
        files(&trial, &mut all);
        let path = &all[usize::try_from(random(all.len() as u64)).unwrap()];
        let what =
            format!("seed {seed} trial {n} of {}: {} {}", dir.display(), path.display(), harm(path, &mut random));
        let harmed = std::fs::read(path).ok();
        match reopen(&trial) {
            Ok((store, again, report)) => {
                assert_eq!((store.seq(), &again), (Seq(ACTS), state), "{what}");
                tally.opened(&trial, path, &report, &what);
            }
            Err(fault) => {
                assert_eq!(std::fs::read(path).ok(), harmed, "{what}: refused, and changed: {fault}");
                tally.refused(&trial, &fault, state, &what);
            }
        }
    }
    println!("{tally:?}");
    assert!(tally.opened > 0 && tally.opened + tally.refused == trials, "{tally:?}");
}
