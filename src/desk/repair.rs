//! A village whose files are damaged, made whole again: from its own tables where they know more than any copy, else from
//! the newest copy that will do.
//!
//! Where the copies lie is known here; how one is read, and what follows it, is the store's.

use std::path::{Path, PathBuf};

use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::store::backup::Phase;
use crate::store::backup::evidence::Whence;
use crate::store::backup::reconciling::{self, Reconciled};
use crate::store::backup::repairing::{self, Repaired};
use crate::store::backup::snapshot;
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
    matches!(fault, DeskError::Store(StoreError::HeaderDamaged { .. } | StoreError::JournalDamaged { .. }))
}

/// How a village is to be made whole.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    /// From this copy; without one from its own tables or its own snapshots, whichever goes further.
    pub from: Option<&'a Path>,
    /// Even if that copy may be of before something was destroyed or handed over.
    pub is_old_accepted: bool,
    /// Now.
    pub at: Moment,
}

/// Makes the village in `dir` whole.
pub fn repair(
    dir: &Path,
    Order { from, is_old_accepted, at }: Order<'_>,
    unlock: Unlock<'_>,
    progress: &mut WritingProgress<'_>,
) -> Result<Mended, DeskError> {
    if let Some(repaired) = repairing::take_up(dir)? {
        return Ok(Mended::FromCopy(repaired));
    }
    if let Some(file) = from {
        let whence = if is_old_accepted { Whence::NamedOld } else { Whence::Named };
        return mend(dir, (file, whence), unlock, progress);
    }
    let copies = repairing::copies(&snapshot::place(dir));
    match reconcile(dir, (repairing::reach(&copies), at), unlock, progress) {
        Ok(Some(mended)) => return Ok(mended),
        Ok(None) => {}
        // What kept the tables from being taken in need not keep a copy from being read.
        Err(fault) if is_of_files(&fault) => {}
        Err(fault) => return Err(fault),
    }
    let refused = match from_copies(dir, copies, unlock, progress) {
        Err(fault) if is_no_copy(&fault) => fault,
        other => return other,
    };
    // The copies did not hold what they said, or the tables are to say what is wrong with them.
    reconcile(dir, (Seq(0), at), unlock, progress)?.ok_or(refused)
}

fn from_copies(
    dir: &Path,
    copies: Vec<PathBuf>,
    unlock: Unlock<'_>,
    progress: &mut WritingProgress<'_>,
) -> Result<Mended, DeskError> {
    let mut refused = DeskError::NoCopy { dir: dir.to_path_buf() };
    for copy in copies {
        match mend(dir, (&copy, Whence::Folder), unlock, progress) {
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
    progress: &mut WritingProgress<'_>,
) -> Result<Option<Mended>, DeskError> {
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    let done = reconciling::reconcile::<VillageLedger>(dir, unlock, (at, beyond), heard)?;
    Ok(done.map(Mended::FromTables))
}

fn mend(
    dir: &Path,
    copy: (&Path, Whence),
    unlock: Unlock<'_>,
    progress: &mut WritingProgress<'_>,
) -> Result<Mended, DeskError> {
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    Ok(Mended::FromCopy(repairing::repair::<VillageLedger>(dir, copy, unlock, heard)?))
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
            let order = Order { from: None, is_old_accepted: false, at: now.at };
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
                let mended = repair(&dir, order, Unlock::Nothing, &mut |_, _, _| true).unwrap();
                plan::set(Vec::new());
                match mended {
                    Mended::FromCopy(repaired) => assert_eq!((is_refused, repaired.lost), (true, Some((last, last)))),
                    Mended::FromTables(reconciled) => assert_eq!((is_refused, reconciled.tables_upto), (false, last)),
                }
            }
        });
    }
}
