//! The drill as a contract: killed, cut off and harmed, the built program keeps every number it printed, or says so.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;

use super::{Answer, Program};
use daiban::desk::{Desk, fresh_seed};
use daiban::disk::lock;
use daiban::domain::day::Moment;
use daiban::domain::id::IdMint;
use daiban::store::unlock::Unlock;

/// Kills in a row on one drill, so that each begins on what the last one left. `DAIBAN_KILL_ROUNDS` asks for more.
const ROUNDS: u32 = 20;

impl Program {
    fn check(&self, acked: u64) -> Answer {
        self.call(&["doctor", "--drill-check", &acked.to_string()])
    }

    fn drill_folder(&self) -> PathBuf {
        self.data().join("drill")
    }
}

fn lines(numbers: std::ops::RangeInclusive<u64>) -> String {
    numbers.map(|number| format!("{number}\n")).collect()
}

#[test]
fn numbers_are_printed_one_a_line_and_checked() {
    let program = Program::new();
    let nothing = program.check(0);
    assert_eq!((nothing.status, nothing.out.as_str(), program.data().exists()), (0, "OK 0\n", false));
    let first = program.call(&["doctor", "--drill", "30"]);
    assert_eq!((first.status, first.out), (0, lines(1..=30)), "{}", first.err);
    let more = program.call(&["doctor", "--drill", "２", "--json"]);
    assert_eq!((more.status, more.out, more.err.as_str()), (0, lines(31..=32), ""));
    for acked in [0, 30, 32] {
        let checked = program.check(acked);
        assert_eq!((checked.status, checked.out.as_str(), checked.err.as_str()), (0, "OK 32\n", ""));
    }
    let lost = program.check(33);
    assert_eq!((lost.status, lost.out.as_str()), (3, ""));
    assert!(lost.err.contains("第 33 号") && lost.err.contains("第 32 号"), "{}", lost.err);
    for wrong in
        [&["--drill"][..], &["--drill", "多"], &["--drill-check", "-1"], &["--drill", "1", "--drill-check", "1"]]
    {
        let refused = program.call(&[&["doctor"], wrong].concat());
        assert_eq!((refused.status, refused.out.as_str()), (2, ""), "{wrong:?}: {}", refused.err);
    }
}

#[test]
fn a_village_beside_it_is_neither_opened_nor_changed() {
    let program = Program::new();
    assert_eq!(program.call(&["doctor", "--drill", "3"]).status, 0);
    // A folder with a drill can still take a village.
    super::found(&program.data(), "王敏");
    let journal = program.data().join("journal/0001");
    let before = std::fs::read(&journal).unwrap();
    let open = Desk::open(&program.data(), Unlock::Nothing, &mut |_| {}).unwrap();
    let more = program.call(&["doctor", "--drill", "2"]);
    assert_eq!((more.status, more.out), (0, lines(4..=5)), "{}", more.err);
    assert_eq!(program.check(5).out, "OK 5\n");
    drop(open);
    assert_eq!(std::fs::read(&journal).unwrap(), before);
    assert_eq!(program.call(&["doctor"]).status, 0);
    let inside = program.call(&["tasks", "--data", program.drill_folder().to_str().unwrap()]);
    assert_eq!(inside.status, 1, "a drill is no village: {}", inside.err);
    let within = tempfile::tempdir().unwrap();
    std::fs::rename(program.data(), within.path().join("drill")).unwrap();
    let data = within.path().to_str().unwrap();
    let foreign = program.call(&["doctor", "--drill", "1", "--data", data]);
    assert_eq!((foreign.status, foreign.out.as_str()), (1, ""), "a village that is named like one is none");
    assert_eq!(program.call(&["doctor", "--drill-check", "0", "--data", data]).status, 3);
    assert_eq!(std::fs::read(within.path().join("drill/journal/0001")).unwrap(), before);
}

#[test]
fn killed_at_any_moment_every_number_printed_is_there() {
    let seed = fresh_seed().unwrap();
    let mut random = IdMint::new(seed);
    let mut draw = |below: u128| random.next(Moment::from_unix_ms(0)).as_u128() % below;
    let program = Program::new();
    let mut last = 0;
    let rounds = std::env::var("DAIBAN_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(ROUNDS);
    for round in 0..rounds {
        let told = format!("seed {seed} round {round}");
        let stop_after = draw(40);
        let mut child = program
            .command(&["doctor", "--drill", "100000"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut printed = BufReader::new(child.stdout.take().unwrap()).lines();
        for _ in 0..stop_after {
            last = printed.next().expect(&told).expect(&told).parse().expect(&told);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for line in printed {
            last = line.expect(&told).parse().expect(&told);
        }
        let checked = program.check(last);
        assert_eq!(checked.status, 0, "{told}, {last} printed: {}", checked.err);
        let there: u64 = checked.out.trim().strip_prefix("OK ").expect(&told).parse().expect(&told);
        assert!((last..=last + 1).contains(&there), "{told}: {last} printed, {there} there");
    }
    let whole = program.call(&["doctor", "--drill", "1"]);
    assert_eq!(program.check(whole.out.trim().parse().unwrap()).status, 0, "seed {seed}");
}

#[test]
fn a_reader_that_goes_away_ends_it() {
    let program = Program::new();
    let mut child = program
        .command(&["doctor", "--drill", "1000000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut printed = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(printed.next().unwrap().unwrap(), "1");
    drop(printed);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(program.check(1).status, 0);
}

#[test]
fn damage_is_told_with_status_3() {
    let program = Program::new();
    assert_eq!(program.call(&["doctor", "--drill", "12"]).status, 0);
    let held = lock::take(&program.drill_folder().join("lock")).unwrap();
    assert!(held.is_some());
    let busy = program.check(12);
    assert!(busy.status == 3 && busy.err.contains("已在另一个窗口打开"), "{}", busy.err);
    drop(held);
    let journal = program.drill_folder().join("journal/0001");
    let good = std::fs::read(&journal).unwrap();
    let mut bad = good.clone();
    bad[2_000] ^= 8;
    std::fs::write(&journal, bad).unwrap();
    let damaged = program.check(12);
    assert_eq!((damaged.status, damaged.out.as_str()), (3, ""));
    assert!(damaged.err.contains("演练没有通过"), "{}", damaged.err);
    std::fs::write(&journal, good).unwrap();
    assert_eq!(program.check(12).out, "OK 12\n");
    std::fs::remove_dir_all(program.drill_folder().join("sled")).unwrap();
    assert_eq!(program.check(12).out, "OK 12\n", "tables are built anew from the journal");
}
