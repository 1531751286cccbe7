//! The store killed in the middle of its work, in a process of its own: nothing acknowledged is lost, nothing is half.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::Store;
use super::ledger::Ledger;
use super::toy::{Toy, ToyChange, ToyState, act};
use super::trial::{commit, options, reopen};
use crate::domain::id::{IdMint, Seq};
use crate::seal::Suite;

const FOLDER: &str = "DAIBAN_KILL_FOLDER";
/// Of each suite, so that there are thirty in all; `DAIBAN_KILL_ROUNDS` asks for more.
const ROUNDS: u64 = 15;

/// What act `seq` changes: mostly little, now and then more than one batch.
fn changes(seq: u64) -> Vec<ToyChange> {
    let rows = if seq.is_multiple_of(16) { 1_200 } else { seq % 3 + 1 };
    let set = |n| ToyChange::Set((seq * 7 + n) % 1_500, format!("{seq}:{n}"));
    (0..rows).map(set).chain([ToyChange::Gone(1_500 + seq % 5)]).collect()
}

/// Takes the state up to this act.
fn bring_to(state: &mut ToyState, seq: Seq) {
    while state.seq < seq {
        let next = state.seq.0 + 1;
        let act = act(next, changes(next));
        let staged = Toy::stage(state, &act);
        Toy::install(state, &act, staged);
    }
}

/// Only a process started by the test below does anything here.
#[test]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let (mut store, mut state, _) = reopen(Path::new(&folder)).unwrap();
    let mut out = std::io::stdout();
    loop {
        let seq = store.seq().0 + 1;
        commit(&mut store, &mut state, changes(seq)).unwrap();
        writeln!(out, "\nacked {seq}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn killed_at_any_moment_nothing_acknowledged_is_lost() {
    killed(Suite::Plain);
}

#[test]
fn killed_at_any_moment_a_sealed_store_loses_nothing_acknowledged() {
    killed(Suite::Sealed);
}

#[allow(clippy::print_stdout, reason = "how a long trial went is told")]
fn killed(suite: Suite) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    drop(Store::<Toy>::create(&dir, options(suite)).unwrap());
    let seed = getrandom::u64().unwrap();
    let mut random = IdMint::new(seed);
    println!("seed {seed}");
    let rounds = std::env::var("DAIBAN_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(ROUNDS);
    let (mut last_acked, mut known) = (0, Toy::empty());
    for cycle in 0..rounds {
        let kill_after = random.next(act(1, Vec::new()).at).as_u128() % 40;
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::kill::child", "--nocapture"])
            .env(FOLDER, &dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut acked = 0;
        let mut read = |stop_at: u128| {
            while acked < stop_at
                && let Some(line) = lines.next()
            {
                if let Some(seq) = line.unwrap().strip_prefix("acked ") {
                    last_acked = seq.parse().unwrap();
                    acked += 1;
                }
            }
        };
        read(kill_after + 1);
        child.kill().unwrap();
        read(u128::MAX);
        child.wait().unwrap();
        let (store, state, report) = reopen(&dir).unwrap_or_else(|fault| panic!("seed {seed} cycle {cycle}: {fault}"));
        let seq = store.seq();
        assert!(seq >= Seq(last_acked), "seed {seed} cycle {cycle}: {last_acked} was acknowledged, {seq:?} is there");
        assert!(report.rebuilt.is_none(), "seed {seed} cycle {cycle}: {report:?}");
        bring_to(&mut known, seq);
        assert_eq!(state, known, "seed {seed} cycle {cycle}");
    }
    println!("{rounds} killed, {last_acked} acknowledged, 0 lost");
    assert!(last_acked > rounds);
}
