//! A village whose files are damaged, made whole again from the newest copy that will do.
//!
//! Where the copies lie is known here; how one is read, and what follows it, is the store's.

use std::path::Path;

use crate::store::backup::Phase;
use crate::store::backup::repairing::{self, Repaired};
use crate::store::backup::snapshot;
use crate::store::error::StoreError;
use crate::store::unlock::Unlock;
use crate::store::village_ledger::VillageLedger;

use super::error::DeskError;
use super::export::WritingProgress;

/// Whether this is what a repair is for: files that opening cannot heal by itself.
pub fn can_help(fault: &DeskError) -> bool {
    matches!(fault, DeskError::Store(StoreError::HeaderDamaged { .. } | StoreError::JournalDamaged { .. }))
}

/// Makes the village in `dir` whole from the copy `from`, or without one from its own snapshots, the newest first.
pub fn repair(
    dir: &Path,
    from: Option<&Path>,
    unlock: Unlock<'_>,
    progress: &mut WritingProgress<'_>,
) -> Result<Repaired, DeskError> {
    let copies = match from {
        Some(file) => vec![file.to_path_buf()],
        None => repairing::copies(&snapshot::place(dir)),
    };
    let mut refused = DeskError::NoCopy { dir: dir.to_path_buf() };
    for copy in copies {
        match mend(dir, &copy, unlock, progress) {
            Err(fault @ DeskError::Store(StoreError::BackupDamaged { .. })) => refused = fault,
            other => return other,
        }
    }
    Err(refused)
}

fn mend(
    dir: &Path,
    copy: &Path,
    unlock: Unlock<'_>,
    progress: &mut WritingProgress<'_>,
) -> Result<Repaired, DeskError> {
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    Ok(repairing::repair::<VillageLedger>(dir, copy, unlock, heard)?)
}
