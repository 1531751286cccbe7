//! How the office's book is kept: copies of it onto another disk, the book made again from one, another passphrase.
//!
//! The copies are the store's, as a village's are; the book notes the last one on another disk, and that it was made again
//! from one.

use std::path::Path;

use super::{OfficeDesk, OfficeNow};
use crate::desk::backup::{Order, SPARE_BYTES, absolute, copy_name, is_elsewhere};
use crate::desk::error::DeskError;
use crate::desk::export::WritingProgress;
use crate::desk::place::at_home;
use crate::domain::day::{Day, Moment};
use crate::domain::office::Office;
use crate::domain::office::copies::OfficeCopyNote;
use crate::domain::office::decide::OfficeIntent;
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

    /// Writes a copy of the book as it stands now, and notes it where it lies on another disk. After an error of the inner
    /// kind the copy is there and whole, and only the note of it is not.
    pub fn back_up(
        &mut self,
        office: &mut Office,
        now: &OfficeNow<'_>,
        order: &Order,
        progress: &mut WritingProgress<'_>,
    ) -> Result<(OfficeCopy, Result<(), DeskError>), BackupError> {
        let dir = absolute(&at_home(&order.to));
        let elsewhere = is_elsewhere(self.dir(), &dir);
        let name = copy_name(office.info().map_or("收件资料", |info| &info.name), now.at, self.store.seq());
        let to = Destination { dir, name, device: order.device, care: Care::Stick, spare_bytes: SPARE_BYTES };
        let source = self.store.backup(now.at, Vec::new());
        let written = source.write(&to, &mut |phase, done, total| progress(phase.label(), done, total))?;
        let note = OfficeCopyNote {
            at: now.at,
            upto: written.upto,
            place: written.path.parent().map(|folder| folder.display().to_string()).unwrap_or_default(),
            name: written.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        };
        let noted = if elsewhere { self.perform(office, now, OfficeIntent::Copied(note)) } else { Ok(()) };
        Ok((OfficeCopy { written, elsewhere }, noted))
    }
}

/// What a copy of an office's book would bring; nothing is written.
pub fn look(file: &Path, unlock: Unlock<'_>, progress: &mut WritingProgress<'_>) -> Result<Found<Office>, DeskError> {
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    Ok(restoring::look::<OfficeLedger>(file, unlock, heard)?)
}

/// Makes the book again in `dir`, where nothing is, and notes that it was. After an error of the inner kind the book is
/// there and whole, and only the note of it is not.
pub fn restore(
    file: &Path,
    dir: &Path,
    unlock: Unlock<'_>,
    (at, today): (Moment, Day),
    progress: &mut WritingProgress<'_>,
) -> Result<(Found<Office>, Result<(), DeskError>), DeskError> {
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    let found = restoring::restore::<OfficeLedger>(&absolute(file), &absolute(dir), unlock, heard)?;
    let noted = note_restored(dir, unlock, (at, today), found.made_at);
    Ok((found, noted))
}

fn note_restored(dir: &Path, unlock: Unlock<'_>, (at, today): (Moment, Day), made_at: Moment) -> Result<(), DeskError> {
    let (mut desk, mut office) = OfficeDesk::open(dir, unlock, &mut |_| {})?;
    let actor = office.info().map(|info| info.name.clone()).unwrap_or_default();
    let now = OfficeNow { at, today, actor: &actor };
    desk.perform(&mut office, &now, OfficeIntent::Restored(made_at))?;
    desk.close(at)
}
