//! How the office's book is kept: copies of it onto another disk, the book made again from one, another passphrase.
//!
//! The copies are the store's, as a village's are; nothing of them is noted in the book.

use std::path::Path;

use super::OfficeDesk;
use crate::desk::backup::{Order, SPARE_BYTES, absolute, copy_name, is_elsewhere};
use crate::desk::error::DeskError;
use crate::desk::export::WritingProgress;
use crate::desk::place::at_home;
use crate::domain::day::Moment;
use crate::domain::office::Office;
use crate::seal::recovery::{Credential, RecoveryCode};
use crate::seal::secret::Secret;
use crate::store::backup::Phase;
use crate::store::backup::restoring::{self, Found};
use crate::store::backup::writing::{Care, Destination, Written};
use crate::store::unlock::Unlock;
use crate::store::{backup::error::BackupError, office_ledger::OfficeLedger};

/// A copy of the office's book that was written, read back and decoded.
#[derive(Debug)]
pub struct OfficeCopy {
    /// The file, and what it holds.
    pub written: Written<Office>,
    /// Whether it lies on another disk than the data.
    pub elsewhere: bool,
}

impl OfficeDesk {
    /// Whether a passphrase opens it.
    pub fn is_sealed(&self) -> bool {
        self.store.is_sealed()
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        self.store.dir()
    }

    /// Puts a new passphrase in the place of the old one, for whoever has that one or the recovery code.
    pub fn change_passphrase(&mut self, old: &Credential, new: &Secret) -> Result<(), DeskError> {
        self.store.check(old.into())?;
        Ok(self.store.change_passphrase(new)?)
    }

    /// Puts a new recovery code in the place of the old one, for whoever was found to have one of the two.
    pub fn change_code(&mut self, new: &RecoveryCode) -> Result<(), DeskError> {
        Ok(self.store.change_code(new)?)
    }

    /// Writes a copy of the book as it stands now. After an error nothing was written.
    pub fn back_up(
        &self,
        office: &Office,
        at: Moment,
        order: &Order,
        progress: &mut WritingProgress<'_>,
    ) -> Result<OfficeCopy, BackupError> {
        let dir = absolute(&at_home(&order.to));
        let elsewhere = is_elsewhere(self.dir(), &dir);
        let name = copy_name(office.info().map_or("收件资料", |info| &info.name), at, self.store.seq());
        let to = Destination { dir, name, device: order.device, care: Care::Stick, spare_bytes: SPARE_BYTES };
        let source = self.store.backup(at, Vec::new());
        let written = source.write(&to, &mut |phase, done, total| progress(phase.label(), done, total))?;
        Ok(OfficeCopy { written, elsewhere })
    }
}

/// What a copy of an office's book would bring; nothing is written.
pub fn look(file: &Path, unlock: Unlock<'_>, progress: &mut WritingProgress<'_>) -> Result<Found<Office>, DeskError> {
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    Ok(restoring::look::<OfficeLedger>(file, unlock, heard)?)
}

/// Makes the book again in `dir`, where nothing is.
pub fn restore(
    file: &Path,
    dir: &Path,
    unlock: Unlock<'_>,
    progress: &mut WritingProgress<'_>,
) -> Result<Found<Office>, DeskError> {
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    Ok(restoring::restore::<OfficeLedger>(&absolute(file), &absolute(dir), unlock, heard)?)
}
