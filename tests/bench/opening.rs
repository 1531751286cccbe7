//! The large sealed village opened, and 100,000 records built anew from the journal.
//!
//! Each stands beside a reference in the same run. The key is a bare one: what a passphrase costs is no part of it. It
//! asserts nothing.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use daiban::domain::change::{Record, VillageAct};
use daiban::domain::id::Seq;
use daiban::domain::stage::stage;
use daiban::domain::village::Village;
use daiban::seal::Sealer;
use daiban::seal::bare::BareKey;
use daiban::store::Store;
use daiban::store::build::CreateOptions;
use daiban::store::ledger::Ledger;
use daiban::store::report::{OpenReport, Progress};
use daiban::store::unlock::{Keys, Unlock};
use daiban::store::village_ledger::VillageLedger;

use crate::table::{self, Times};
use crate::village::{self, LARGE, Size};

const ROUNDS: usize = 7;
/// 100,000 records with the intakes.
const RECORDS: Size = Size { households: 14_000, tasks: 25_000 };
/// Changes of one act where a register was kept household by household.
const CHANGES: usize = 5;
const REBUILD_SECONDS_MAX: f64 = 10.0;

pub(crate) fn run() {
    let temp = tempfile::tempdir().unwrap();
    let key = BareKey::random().unwrap();
    opening(&temp.path().join("large"), &key);
    rebuild(temp.path(), &key);
}

/// A sealed store of these acts, at rest as a person's is.
fn sealed(dir: &Path, key: &BareKey, acts: &[VillageAct]) {
    let options = CreateOptions { keys: Some(Keys::Bare(key)) };
    let (store, _) = Store::<VillageLedger>::create_of(dir, options, acts).unwrap();
    store.close().unwrap();
    open(dir, key, &mut |_| {});
}

/// Opens it and closes it again; how long the opening took.
fn open(dir: &Path, key: &BareKey, progress: &mut dyn FnMut(Progress)) -> (Duration, OpenReport) {
    let since = Instant::now();
    let (store, village, report) = Store::<VillageLedger>::open(dir, Unlock::Bare(key), progress).unwrap();
    let took = since.elapsed();
    black_box(&village);
    store.close().unwrap();
    (took, report)
}

/// Opening, beside opening the same tables, scanning them, and unsealing and decoding every row.
fn opening(dir: &Path, key: &BareKey) {
    table::heading("Opening a sealed village (3,000 households, 12,000 people, 15,000 tasks)");
    sealed(dir, key, &village::acts(LARGE));
    let (mut ours, mut floors, mut splits) = (Vec::new(), Vec::new(), Vec::new());
    let open = &mut || {
        let (took, report) = open(dir, key, &mut |_| {});
        ours.push(took);
        splits.push(report.split);
    };
    let floor = &mut || floors.push(bare_opening(&dir.join("sled"), key));
    let _ = Times::in_turn(ROUNDS, [open, floor]);
    let part =
        |of: fn(&daiban::store::report::OpenSplit) -> Duration| Times::of(splits.iter().map(of).collect()).median();
    table::note("lock, header, journal", &table::ms(part(|split| split.unlock + split.journal)));
    table::note("tables (sled opens)", &table::ms(part(|split| split.tables)));
    table::note("read", &table::ms(part(|split| split.read)));
    table::note("unseal, check and decode", &table::ms(part(|split| split.decode)));
    table::note("index", &table::ms(part(|split| split.index)));
    table::ratio("opening", Times::of(ours).median(), ("reference", Times::of(floors).median()), 1.5);
}

fn config(dir: &Path) -> sled::Config {
    sled::Config::new().path(dir).cache_capacity(16 * 1024 * 1024).flush_every_ms(None).mode(sled::Mode::LowSpace)
}

fn bare_opening(dir: &Path, key: &BareKey) -> Duration {
    let sealer = Sealer::with_key(key.data_key());
    let since = Instant::now();
    let db = config(dir).open().unwrap();
    let mut records: Vec<Record> = Vec::new();
    let mut scratch = Vec::new();
    for (tree, name) in (0u8..).zip(VillageLedger::TREES) {
        for row in &db.open_tree(name).unwrap() {
            let (id, value) = row.unwrap();
            let belongs_to = [&[tree], id.as_ref()].concat();
            let opened = sealer.open(&belongs_to, &value, &mut scratch).unwrap();
            records.push(bincode::serde::decode_from_slice(opened.plain, bincode::config::standard()).unwrap().0);
        }
    }
    let took = since.elapsed();
    black_box(&records);
    took
}

/// Building the tables anew from the journal, beside putting the same rows, staged and sealed, into a bare sled.
fn rebuild(folder: &Path, key: &BareKey) {
    table::heading("Building 100,000 records anew from the journal, sealed");
    let large = village::acts(RECORDS);
    for (name, acts) in
        [("a register taken in at once", large.clone()), ("household by household", by_household(&large))]
    {
        let dir = folder.join(format!("rebuild-{}", acts.len()));
        sealed(&dir, key, &acts);
        std::fs::remove_dir_all(dir.join("sled")).unwrap();
        let mut told = 0u64;
        let (took, report) = open(&dir, key, &mut |_| told += 1);
        assert!(report.rebuilt.is_some());
        let floor = bare_putting(&folder.join(format!("bare-{}", acts.len())), key, &acts);
        table::note(name, &format!("{} records of {} acts, progress told {told} times", report.rows, acts.len()));
        table::limit("rebuild and open", took.as_secs_f64(), "s", REBUILD_SECONDS_MAX);
        table::ratio("rebuild and open", took, ("the same rows into a bare sled", floor), f64::INFINITY);
    }
}

/// The same changes in small acts.
fn by_household(acts: &[VillageAct]) -> Vec<VillageAct> {
    let changes = acts.iter().flat_map(|act| act.changes.iter().map(move |change| (act, change)));
    let changes: Vec<_> = changes.collect();
    let small = |(seq, changes): (u64, &[(&VillageAct, &daiban::domain::change::Change)])| {
        let changes_of = changes.iter().map(|(_, change)| (*change).clone()).collect();
        let VillageAct { at, actor, command, .. } = changes[0].0;
        let (at, actor, command) = (*at, actor.clone(), command.clone());
        VillageAct { seq: Seq(seq), at, actor, command, changes: changes_of, erased: 0 }
    };
    (1..).zip(changes.chunks(CHANGES)).map(small).collect()
}

fn bare_putting(dir: &Path, key: &BareKey, acts: &[VillageAct]) -> Duration {
    let sealer = Sealer::with_key(key.data_key());
    let mut village = Village::default();
    let since = Instant::now();
    let db = config(dir).open().unwrap();
    let trees: Vec<sled::Tree> = VillageLedger::TREES.iter().map(|name| db.open_tree(name).unwrap()).collect();
    for act in acts {
        let staged = stage(&village, act.seq, &act.changes);
        for row in &staged.rows {
            let place = VillageLedger::place(&row.key);
            let Some(record) = &row.after else { continue };
            let plain = bincode::serde::encode_to_vec(record, bincode::config::standard()).unwrap();
            let sealed = sealer.seal(&[&[place.tree], &place.id[..]].concat(), VillageLedger::FORMAT, &plain).unwrap();
            trees[usize::from(place.tree)].insert(place.id, sealed).unwrap();
        }
        village.install(act.seq, staged);
    }
    db.flush().unwrap();
    let took = since.elapsed();
    black_box(&village);
    took
}
