//! A village after years: 600,000 changes in the journal, beside the same village with none of them.
//!
//! Its records are those of the large village; the changes rewrite them over and over, spread over four years. It asserts
//! nothing.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use daiban::desk::Desk;
use daiban::domain::change::{Change, TaskChange, VillageAct};
use daiban::domain::day::Moment;
use daiban::domain::id::Seq;
use daiban::domain::stage::stage;
use daiban::domain::task::ProxyTask;
use daiban::domain::task::parts::Urge;
use daiban::domain::village::Village;
use daiban::store::unlock::Unlock;

use crate::table::{self, Times};
use crate::village::{self, LARGE};

const CHANGES: u64 = 600_000;
const CHANGES_OF_ACT: u64 = 2;
const DAYS: u64 = 4 * 365;
const ROUNDS: usize = 5;
/// Bytes of all files of the journal and of the tables.
const PARTS: [&str; 2] = ["journal", "sled"];

pub(crate) fn run() {
    table::heading(&format!("The large village, and the same with {CHANGES} changes more in the journal"));
    let temp = tempfile::tempdir().unwrap();
    let (young, old) = (temp.path().join("young"), temp.path().join("old"));
    drop(village::make(&young, LARGE));
    make(&old);
    for part in PARTS {
        let mb = |dir: &Path| format!("{:.0} MB", bytes(&dir.join(part)) as f64 / 1e6);
        table::note(part, &format!("{} and {}", mb(&young), mb(&old)));
    }
    let (mut of_young, mut of_old) = (Vec::new(), Vec::new());
    let first = &mut || of_young.push(open(&young));
    let second = &mut || of_old.push(open(&old));
    let _ = Times::in_turn(ROUNDS, [first, second]);
    let young_opens = Times::of(of_young).median();
    table::ratio("opening", Times::of(of_old).median(), ("without them", young_opens), 1.5);
    reading(&old);
    #[cfg(target_os = "linux")]
    crate::resident::watch(&old);
    std::fs::remove_dir_all(old.join("sled")).unwrap();
    table::note("tables built anew from all of it", &table::ms(open(&old)));
}

fn open(dir: &Path) -> Duration {
    let since = Instant::now();
    let opened = Desk::open(dir, Unlock::Nothing, &mut |_| {}).unwrap();
    let took = since.elapsed();
    black_box(&opened.village);
    opened.desk.close().unwrap();
    took
}

/// What reads the journal: the page of a day, words looked for in all of it, the check of all, the last acts.
fn reading(dir: &Path) {
    let opened = Desk::open(dir, Unlock::Nothing, &mut |_| {}).unwrap();
    let (desk, village) = (opened.desk, opened.village);
    let timed = |what: &str, work: &mut dyn FnMut()| {
        let since = Instant::now();
        work();
        table::note(what, &table::ms(since.elapsed()));
    };
    let middle = village::today().plus_days(-400);
    timed("the page of a day 400 days ago", &mut || drop(desk.handbook_page(&village, middle).unwrap()));
    timed("the last 50 acts", &mut || drop(desk.recent_acts(50).unwrap()));
    timed("words looked for on all pages", &mut || {
        drop(desk.handbook_find(&village, "在走流程", Seq(1), 100).unwrap());
    });
    timed("the check of all pages", &mut || assert!(desk.verify_handbook(|_, _| {}).unwrap().broken.is_none()));
    desk.close().unwrap();
}

/// The large village, then so many changes of its tasks, each an urging that takes the place of the one before.
fn make(dir: &Path) {
    let mut acts = village::acts(LARGE);
    let mut village = Village::default();
    for act in &acts {
        village.install(act.seq, stage(&village, act.seq, &act.changes));
    }
    let tasks: Vec<&ProxyTask> = village.tasks().collect();
    let made = CHANGES / CHANGES_OF_ACT;
    for nth in 0..made {
        let day = village::today().plus_days(-i32::try_from(DAYS - nth * DAYS / made).unwrap());
        let at = Moment::at(day, 9, u8::try_from(nth % 60).unwrap());
        let changes = (0..CHANGES_OF_ACT).map(|of_act| {
            let index = usize::try_from(nth * CHANGES_OF_ACT + of_act).unwrap() % tasks.len();
            let mut task = tasks[index].clone();
            task.urges = vec![Urge {
                on: day, whom: "镇便民服务中心".into(), answer: format!("在走流程，第{nth}次")
            }];
            Change::Task(TaskChange::Urged, Box::new(task))
        });
        let (seq, actor, command) = (acts.last().unwrap().seq.next(), "王敏".to_owned(), "task.urge".to_owned());
        acts.push(VillageAct { seq, at, actor, command, changes: changes.collect(), erased: 0 });
    }
    assert!(acts.last().unwrap().seq > Seq(made));
    let (desk, _) = Desk::create_of(dir, &acts).unwrap();
    desk.close().unwrap();
    open(dir);
}

fn bytes(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| if entry.path().is_dir() { bytes(&entry.path()) } else { entry.metadata().unwrap().len() })
        .sum()
}
