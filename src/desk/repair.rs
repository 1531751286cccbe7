//! A village whose files are damaged, made whole again: from its own tables where they know more than any copy, else from
//! the newest copy that will do.
//!
//! Where the copies lie is known here; how one is read, and what follows it, is the store's.

use std::path::{Path, PathBuf};

use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::store::backup::evidence::Whence;
use crate::store::backup::reconciling::{self, Reconciled};
use crate::store::backup::repairing::{self, Candidate, Repaired};
use crate::store::backup::{Accepts, Attendant, Phase};
use crate::store::error::StoreError;
use crate::store::unlock::Unlock;
use crate::store::village_ledger::VillageLedger;

use super::error::DeskError;
use super::export::WritingProgress;

/// How a village was made whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mended {
    /// From a copy.
    FromCopy(Repaired),
    /// From its own tables, behind a journal that had lost its end.
    FromTables(Reconciled),
}

/// Whether this is what a repair is for: files that opening cannot heal by itself.
pub fn can_help(fault: &DeskError) -> bool {
    matches!(
        fault,
        DeskError::Store(
            StoreError::HeaderDamaged { .. } | StoreError::HeaderForged { .. } | StoreError::JournalDamaged { .. }
        )
    )
}

/// How a village is to be made whole.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    /// From this copy; without one from its own tables or from a copy that is found, whichever goes further.
    pub from: Option<&'a Path>,
    /// Folders where copies are looked for, beside its own snapshots: the sticks that are plugged in.
    pub elsewhere: &'a [PathBuf],
    /// Even if that copy may be of before something was destroyed or handed over.
    pub is_old_accepted: bool,
    /// Now.
    pub at: Moment,
}

/// Makes the village in `dir` whole. Before anything is lost by it, the person is asked.
pub fn repair(
    dir: &Path,
    Order { from, elsewhere, is_old_accepted, at }: Order<'_>,
    unlock: Unlock<'_>,
    (progress, accepts): (&mut WritingProgress<'_>, &mut Accepts<'_>),
) -> Result<Mended, DeskError> {
    if let Some(repaired) = repairing::take_up(dir)? {
        return Ok(Mended::FromCopy(repaired));
    }
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    let attendant = &mut Attendant { heard, accepts };
    if let Some(file) = from {
        let whence = if is_old_accepted { Whence::NamedOld } else { Whence::Named };
        return mend(dir, (file, whence), unlock, attendant);
    }
    let copies = repairing::candidates(dir, elsewhere);
    let reach = copies.first().map_or(Seq(0), |copy| copy.upto);
    match reconcile(dir, (reach, at), unlock, attendant) {
        Ok(Some(mended)) => return Ok(mended),
        Ok(None) => {}
        // What kept the tables from being taken in need not keep a copy from being read.
        Err(fault) if is_of_files(&fault) => {}
        Err(fault) => return Err(fault),
    }
    let refused = match from_copies(dir, copies, unlock, attendant) {
        Err(fault) if is_no_copy(&fault) => fault,
        other => return other,
    };
    // The copies did not hold what they said, or the tables are to say what is wrong with them.
    reconcile(dir, (Seq(0), at), unlock, attendant)?.ok_or(refused)
}

/// Takes in what a copy knows beyond a village in `dir` that opens and that ends with act `here`: one that was mended from an
/// older copy, say. `None` where it knows nothing more. A village that went on since is another branch, and is left alone.
pub fn bring_on(
    dir: &Path,
    (file, here): (&Path, Seq),
    unlock: Unlock<'_>,
    (progress, accepts): (&mut WritingProgress<'_>, &mut Accepts<'_>),
) -> Result<Option<Repaired>, DeskError> {
    if repairing::reach(dir, file)? <= here {
        return Ok(None);
    }
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    let attendant = &mut Attendant { heard, accepts };
    Ok(Some(repairing::repair::<VillageLedger>(dir, (file, Whence::Named), unlock, attendant)?))
}

fn from_copies(
    dir: &Path,
    copies: Vec<Candidate>,
    unlock: Unlock<'_>,
    attendant: &mut Attendant<'_>,
) -> Result<Mended, DeskError> {
    let mut refused = DeskError::NoCopy { dir: dir.to_path_buf() };
    for Candidate { path, whence, .. } in copies {
        match mend(dir, (&path, whence), unlock, attendant) {
            Err(fault) if is_no_copy(&fault) => refused = fault,
            other => return other,
        }
    }
    Err(refused)
}

fn is_no_copy(fault: &DeskError) -> bool {
    matches!(
        fault,
        DeskError::NoCopy { .. } | DeskError::Store(StoreError::BackupDamaged { .. } | StoreError::OldCopy { .. })
    )
}

/// Whether some file could not be read or written, and nothing else was the matter.
fn is_of_files(fault: &DeskError) -> bool {
    matches!(
        fault,
        DeskError::Store(
            StoreError::Io { .. }
                | StoreError::JournalDamaged { .. }
                | StoreError::RowsFailed { .. }
                | StoreError::NoRoom { .. }
        )
    )
}

fn reconcile(
    dir: &Path,
    (beyond, at): (Seq, Moment),
    unlock: Unlock<'_>,
    attendant: &mut Attendant<'_>,
) -> Result<Option<Mended>, DeskError> {
    let done = reconciling::reconcile::<VillageLedger>(dir, unlock, (at, beyond), attendant)?;
    Ok(done.map(Mended::FromTables))
}

fn mend(
    dir: &Path,
    copy: (&Path, Whence),
    unlock: Unlock<'_>,
    attendant: &mut Attendant<'_>,
) -> Result<Mended, DeskError> {
    Ok(Mended::FromCopy(repairing::repair::<VillageLedger>(dir, copy, unlock, attendant)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::fresh_mint;
    use crate::desk::testing::with_desk;
    use crate::disk::fault::{Step, plan};
    use crate::disk::folder;
    use crate::domain::decide::Intent;
    use crate::domain::decide::household::HouseholdIntent;
    use crate::domain::household::{GroupNo, Household};
    use crate::domain::id::{HouseholdId, PersonId};
    use crate::domain::person::Person;
    use crate::domain::text::PersonName;

    #[test]
    fn tables_that_cannot_be_taken_in_do_not_keep_a_copy_from_mending() {
        with_desk(|desk, village, now, stick| {
            assert!(desk.store.keep_snapshot(now.at, Vec::new).unwrap());
            let mut mint = fresh_mint().unwrap();
            let household = Box::new(Household::new(HouseholdId::mint(&mut mint, now.at), GroupNo(1)));
            let head = Box::new(Person::new(PersonId::mint(&mut mint, now.at), PersonName::parse("罗秀英").unwrap()));
            let last = desk.perform(village, now, Intent::Household(HouseholdIntent::Add { household, head })).unwrap();
            desk.store.checkpoint().unwrap();
            let order = Order { from: None, elsewhere: &[], is_old_accepted: false, at: now.at };
            for is_refused in [true, false] {
                let dir = stick.join(format!("village {is_refused}"));
                folder::copy_whole(&stick.with_file_name("data"), &dir).unwrap();
                let journal = dir.join("journal/0001");
                let bytes = std::fs::read(&journal).unwrap();
                let used = bytes.iter().rposition(|byte| *byte != 0).unwrap();
                std::fs::write(&journal, &bytes[..used - 10]).unwrap();
                let (step, kind) = (Step::Write, std::io::ErrorKind::Other);
                let refusal = plan::Refusal { step, path_has: "repair.new/journal", after: 0, times: 1, kind };
                plan::set(if is_refused { vec![refusal] } else { Vec::new() });
                let mended = repair(&dir, order, Unlock::Nothing, (&mut |_, _, _| true, &mut |_| true)).unwrap();
                plan::set(Vec::new());
                match mended {
                    Mended::FromCopy(repaired) => assert_eq!((is_refused, repaired.lost), (true, Some((last, last)))),
                    Mended::FromTables(reconciled) => assert_eq!((is_refused, reconciled.tables_upto), (false, last)),
                }
            }
        });
    }

    #[test]
    fn a_copy_on_a_stick_that_is_plugged_in_mends_further_than_the_snapshots_and_that_of_another_village_never() {
        with_desk(|desk, village, now, stick| {
            assert!(desk.store.keep_snapshot(now.at, Vec::new).unwrap());
            let mut mint = fresh_mint().unwrap();
            for _ in 0..3 {
                let household = Box::new(Household::new(HouseholdId::mint(&mut mint, now.at), GroupNo(1)));
                let head =
                    Box::new(Person::new(PersonId::mint(&mut mint, now.at), PersonName::parse("罗秀英").unwrap()));
                let add = HouseholdIntent::Add { household, head };
                desk.perform(village, now, Intent::Household(add)).unwrap();
            }
            let to = crate::desk::backup::Order { to: stick.to_path_buf(), device: None };
            let written = desk.prepare_backup(village, now.at, &to, &mut mint).write(&mut |_, _, _| true).unwrap();
            with_desk(|other, other_village, _, _| {
                let mut further = Seq(0);
                while further <= written.upto {
                    let household = Box::new(Household::new(HouseholdId::mint(&mut mint, now.at), GroupNo(1)));
                    let head =
                        Box::new(Person::new(PersonId::mint(&mut mint, now.at), PersonName::parse("何秀兰").unwrap()));
                    let add = HouseholdIntent::Add { household, head };
                    further = other.perform(other_village, now, Intent::Household(add)).unwrap();
                }
                other.prepare_backup(other_village, now.at, &to, &mut mint).write(&mut |_, _, _| true).unwrap();
            });
            let copied = |name: &str, has_stick: bool| {
                let dir = stick.join(name);
                folder::copy_whole(&stick.with_file_name("data"), &dir).unwrap();
                std::fs::remove_dir_all(dir.join("journal")).unwrap();
                std::fs::remove_dir_all(dir.join("sled")).unwrap();
                let elsewhere = if has_stick { vec![stick.to_path_buf()] } else { Vec::new() };
                let order = Order { from: None, elsewhere: &elsewhere, is_old_accepted: false, at: now.at };
                repair(&dir, order, Unlock::Nothing, (&mut |_, _, _| true, &mut |_| true)).unwrap()
            };
            let Mended::FromCopy(from_snapshot) = copied("alone", false) else { panic!("no tables are there") };
            let Mended::FromCopy(from_stick) = copied("with a stick", true) else { panic!("no tables are there") };
            assert_eq!((from_snapshot.upto, from_stick.upto), (Seq(2), written.upto));
        });
    }
}
