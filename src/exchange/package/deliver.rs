//! The parts onto the stick, so that either the whole package is there or nothing that looks like one.
//!
//! The order was measured on vfat, exFAT and NTFS: hidden folder, blocks, sync, read back past the cache, rename, sync
//! again (vfat loses a renamed file that is not synced after), sync the drive, look once more. It knows no record.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::disk::drive_fault::DriveFault;
use crate::disk::outside::{self, BLOCK_BYTES, OutsideFile};
use crate::disk::space;

use super::error::{Cause, Left, PackageError};
use super::{DATA_NAME, MANIFEST_NAME, Onward, Phase, Progress, WORKBOOK_NAME, manifest, name};

/// Room that must stay free beside the package, in bytes: folders and tables of the drive.
const SPARE_BYTES: u64 = 1024 * 1024;
const MIB: u64 = 1024 * 1024;
/// Every name a folder made here can hold; a leftover is removed with these and nothing else.
const NAMES: [&str; 3] = [MANIFEST_NAME, WORKBOOK_NAME, DATA_NAME];

/// One file of the package.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: &'static str,
    pub(super) bytes: Vec<u8>,
    /// Lower-case hex.
    pub(super) sha256: String,
}

/// What is to be written, and where.
#[derive(Debug)]
pub(super) struct Order<'a> {
    pub(super) parts: &'a [Part],
    /// The finished name.
    pub(super) name: &'a str,
    /// The manifest's.
    pub(super) sha256: &'a str,
    pub(super) dir: &'a Path,
    /// The drive chosen.
    pub(super) device: Option<u64>,
}

/// Whether a package of this name could be written to this place now.
pub(super) fn look(dir: &Path, name: &str, device: Option<u64>) -> Result<Option<u64>, Cause> {
    let is_folder = std::fs::metadata(dir).map_err(|fault| refused(&fault))?.is_dir();
    if !is_folder {
        return Err(Cause::Refused(DriveFault::NoFolder));
    }
    let found = outside::device(dir).map_err(|fault| refused(&fault))?;
    if device.is_some() && found.is_some() && found != device {
        return Err(Cause::DriveChanged);
    }
    if std::fs::symlink_metadata(dir.join(name)).is_ok() {
        return Err(Cause::NameTaken(name.to_owned()));
    }
    Ok(found)
}

/// Writes the order, and says where it is.
pub(super) fn deliver(
    order: &Order<'_>,
    progress: &mut dyn FnMut(Progress) -> Onward,
) -> Result<PathBuf, PackageError> {
    let device = look(order.dir, order.name, order.device)?;
    clear_leftovers(order.dir);
    let total: u64 = order.parts.iter().map(|part| part.bytes.len() as u64).sum();
    if let Some(free) = space::free_bytes(order.dir)
        && free < total + SPARE_BYTES
    {
        let need_mib = (total + SPARE_BYTES).div_ceil(MIB);
        return Err(Cause::NoRoom { need_mib, free_mib: free / MIB }.into());
    }
    let hidden = order.dir.join(name::unfinished_name(order.sha256));
    let finished = order.dir.join(order.name);
    outside::make_folder(&hidden).map_err(|fault| match fault.kind() {
        io::ErrorKind::AlreadyExists => Cause::Busy,
        _ => refused(&fault),
    })?;
    let mut job = Job { order, device, total, progress, is_renaming: false };
    // Held until all is done, so that another window does not take it for a leftover.
    let held = outside::hold(&hidden);
    let done = held.map_err(|fault| refused(&fault)).and_then(|_held| job.run(&hidden, &finished));
    if let Err(cause) = done {
        let left = if is_there(&hidden) || !job.is_renaming {
            if take_back(&hidden) { Left::Nothing } else { Left::Hidden }
        } else {
            // Only now is the folder under the finished name certainly the one made here.
            if take_back(&finished) { Left::Nothing } else { Left::Finished(order.name.to_owned()) }
        };
        return Err(PackageError { cause, left });
    }
    Ok(finished)
}

/// Removes what a pulled stick kept of an earlier try: hidden folders of our own naming that nobody holds.
fn clear_leftovers(dir: &Path) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(name::is_unfinished);
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            let path = entry.path();
            if let Ok(Some(_held)) = outside::hold(&path) {
                // What cannot be removed is no reason not to write; it is tried again the next time.
                let _ = outside::remove_folder_of(&path, &NAMES);
            }
        }
    }
}

/// Removes a folder made here; whether nothing of it is left. The manifest goes first: without it nobody takes the
/// folder for a package. Two tries, for a drive that hiccups once.
fn take_back(folder: &Path) -> bool {
    !is_there(folder) || (0..2).any(|_| outside::remove_folder_of(folder, &NAMES).is_ok())
}

fn is_there(path: &Path) -> bool {
    !matches!(std::fs::symlink_metadata(path), Err(fault) if fault.kind() == io::ErrorKind::NotFound)
}

fn refused(fault: &io::Error) -> Cause {
    Cause::Refused(DriveFault::of(fault))
}

impl From<io::Error> for Cause {
    fn from(fault: io::Error) -> Cause {
        refused(&fault)
    }
}

struct Job<'a, 'b> {
    order: &'a Order<'a>,
    /// The drive it began on.
    device: Option<u64>,
    /// Bytes of all parts.
    total: u64,
    progress: &'b mut dyn FnMut(Progress) -> Onward,
    /// Whether the rename was asked for: from then on the folder may carry its finished name.
    is_renaming: bool,
}

impl Job<'_, '_> {
    fn run(&mut self, hidden: &Path, finished: &Path) -> Result<(), Cause> {
        self.write_parts(hidden)?;
        self.check_parts(hidden, 0)?;
        // After a lazy unmount the next save would land on the system disk.
        self.check_drive()?;
        self.is_renaming = true;
        outside::rename(hidden, finished)?;
        for part in self.order.parts {
            outside::sync_file(&finished.join(part.name))?;
        }
        outside::sync_folder(finished)?;
        outside::sync_folder(self.order.dir)?;
        outside::sync_drive(self.order.dir)?;
        self.check_parts(finished, self.total)?;
        self.check_drive()
    }

    fn write_parts(&mut self, folder: &Path) -> Result<(), Cause> {
        let mut done: u64 = 0;
        for part in self.order.parts {
            let mut file = OutsideFile::create_new(&folder.join(part.name))?;
            for block in part.bytes.chunks(BLOCK_BYTES) {
                self.say(Phase::Writing, done, self.total)?;
                file.append(block)?;
                done += block.len() as u64;
            }
            file.sync()?;
        }
        outside::sync_folder(folder)?;
        self.say(Phase::Writing, done, self.total)
    }

    /// Compares every part with what the drive gives back; the whole check is done twice, before the rename and after.
    fn check_parts(&mut self, folder: &Path, checked_bytes: u64) -> Result<(), Cause> {
        let mut done = checked_bytes;
        let total = self.total * 2;
        for part in self.order.parts {
            let mut sum = Sha256::new();
            let mut read_bytes: u64 = 0;
            let progress = &mut *self.progress;
            let end = outside::read_back(&folder.join(part.name), &mut |block| {
                sum.update(block);
                read_bytes += block.len() as u64;
                done += block.len() as u64;
                match progress(Progress { phase: Phase::Checking, done, total }) {
                    Onward::Go => ControlFlow::Continue(()),
                    Onward::Stop => ControlFlow::Break(()),
                }
            })?;
            if end.is_break() {
                return Err(Cause::Stopped);
            }
            if read_bytes != part.bytes.len() as u64 || manifest::hex(&sum.finalize()) != part.sha256 {
                return Err(Cause::Differs(part.name));
            }
        }
        Ok(())
    }

    fn check_drive(&self) -> Result<(), Cause> {
        if outside::device(self.order.dir)? == self.device { Ok(()) } else { Err(Cause::DriveChanged) }
    }

    fn say(&mut self, phase: Phase, done: u64, total: u64) -> Result<(), Cause> {
        match (self.progress)(Progress { phase, done, total }) {
            Onward::Go => Ok(()),
            Onward::Stop => Err(Cause::Stopped),
        }
    }
}
