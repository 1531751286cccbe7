//! The drill under simulated power cuts: whatever a cut leaves, every number told is there.

use std::path::Path;

use super::{Drill, check};
use crate::desk::error::Gravity;
use crate::desk::fresh_seed;
use crate::disk::power::{self, Trace, Unsynced};
use crate::domain::id::IdMint;

/// Cuts of each kind; half of them away from the journal, where most is written. `DAIBAN_POWER_POINTS` asks for more.
const POINTS: usize = 60;

/// A drill of several sittings, and all that was done on the disk.
fn record(base: &Path, sittings: &[u64]) -> Trace {
    power::record(base);
    let data = base.join("代办/数据");
    for count in sittings {
        let mut drill = Drill::open(&data).unwrap();
        for _ in 0..*count {
            power::acked(drill.write().unwrap());
        }
        drill.close().unwrap();
    }
    power::recorded()
}

/// Images are made in memory where the system has such a place: nothing depends on their own durability.
fn place() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

fn cut(sittings: &[u64], unsynced: Unsynced) {
    let place = place();
    let (base, image) = (place.path().join("base"), place.path().join("image"));
    std::fs::create_dir(&base).unwrap();
    let trace = record(&base, sittings);
    let seed = fresh_seed().unwrap();
    let mut random = IdMint::new(seed);
    let mut chance = |below: usize| (random.next(super::moment(0)).as_u128() % below as u128) as usize;
    let outside = trace.moments_outside("journal");
    let points = std::env::var("DAIBAN_POWER_POINTS").ok().and_then(|text| text.parse().ok()).unwrap_or(POINTS);
    for point in 0..points {
        let done =
            if point % 2 == 0 { chance(trace.len() + 1) } else { outside.get(chance(outside.len())).copied().unwrap() };
        let _ = std::fs::remove_dir_all(&image);
        let acked = trace.cut(done, unsynced, &mut chance, &image);
        let data = image.join("代办/数据");
        let told = format!("seed {seed}, sittings {sittings:?}, {unsynced:?}, point {point}: cut after {done}");
        let last = check(&data, acked).unwrap_or_else(|fault| panic!("{told}: {acked} told: {fault}"));
        assert!((acked..=acked + 1).contains(&last), "{told}: {acked} told, {last} there");
        if point % 10 == 0 {
            let mut drill = Drill::open(&data).unwrap_or_else(|fault| panic!("{told}: {fault}"));
            assert_eq!(drill.write().unwrap(), last + 1, "{told}");
        }
    }
}

#[test]
fn a_sync_left_out_anywhere_on_the_way_is_found_out() {
    for end in ["base", "base/代办", "代办/数据", "数据/drill", "drill/parameters.tmp", "journal", "journal/0001"]
    {
        let place = place();
        let (base, image) = (place.path().join("base"), place.path().join("image"));
        std::fs::create_dir(&base).unwrap();
        let trace = record(&base, &[3]).without_syncs_of(end);
        let acked = trace.cut(trace.len(), Unsynced::Lost, &mut |_| 0, &image);
        let told = check(&image.join("代办/数据"), acked).err();
        assert_eq!((acked, told.map(|fault| fault.gravity())), (3, Some(Gravity::Damaged)), "{end}");
    }
}

#[test]
fn one_sitting_cut_anywhere_keeps_what_was_synced() {
    cut(&[30], Unsynced::Lost);
}

#[test]
fn one_sitting_cut_anywhere_keeps_what_was_synced_and_any_part_of_the_rest() {
    cut(&[30], Unsynced::ByChance);
}

#[test]
fn four_sittings_cut_anywhere_keep_what_was_synced() {
    cut(&[8, 1, 12, 6], Unsynced::Lost);
}

#[test]
fn four_sittings_cut_anywhere_keep_what_was_synced_and_any_part_of_the_rest() {
    cut(&[8, 1, 12, 6], Unsynced::ByChance);
}
