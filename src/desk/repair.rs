//! A village whose files are damaged, made whole again: from its own tables where they know more than any copy, else from
//! the newest copy that will do.
//!
//! Where the copies lie is known here; how one is read, and what follows it, is the store's.

use std::path::{Path, PathBuf};

use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::store::backup::Phase;
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

/// Makes the village in `dir` whole from the copy `from`; without one from its own tables or its own snapshots, whichever
/// goes further. `at` is when.
pub fn repair(
    dir: &Path,
    (from, at): (Option<&Path>, Moment),
    unlock: Unlock<'_>,
    progress: &mut WritingProgress<'_>,
) -> Result<Mended, DeskError> {
    if let Some(repaired) = repairing::take_up(dir)? {
        return Ok(Mended::FromCopy(repaired));
    }
    if let Some(file) = from {
        return mend(dir, file, unlock, progress);
    }
    let copies = repairing::copies(&snapshot::place(dir));
    if let Some(mended) = reconcile(dir, (repairing::reach(&copies), at), unlock, progress)? {
        return Ok(mended);
    }
    let refused = match from_copies(dir, copies, unlock, progress) {
        Err(fault) if is_no_copy(&fault) => fault,
        other => return other,
    };
    // The copies did not hold what they said.
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
        match mend(dir, &copy, unlock, progress) {
            Err(fault) if is_no_copy(&fault) => refused = fault,
            other => return other,
        }
    }
    Err(refused)
}

fn is_no_copy(fault: &DeskError) -> bool {
    matches!(fault, DeskError::NoCopy { .. } | DeskError::Store(StoreError::BackupDamaged { .. }))
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

fn mend(dir: &Path, copy: &Path, unlock: Unlock<'_>, progress: &mut WritingProgress<'_>) -> Result<Mended, DeskError> {
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    Ok(Mended::FromCopy(repairing::repair::<VillageLedger>(dir, copy, unlock, heard)?))
}
