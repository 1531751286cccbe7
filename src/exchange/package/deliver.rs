//! The parts onto the stick, so that either the whole package is there or nothing that looks like one: a folder of its
//! parts, or one file.
//!
//! The order was measured on vfat, exFAT and NTFS: hidden folder, blocks, sync, read back past the cache, rename, sync
//! again (vfat loses a renamed file that is not synced after), sync the drive, look once more. It knows no record.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::disk::drive_fault::DriveFault;
use crate::disk::outside::{self, BLOCK_BYTES, OutsideFile};
use crate::disk::{file, space};

use super::error::{Cause, Left, PackageError};
use super::{DATA_NAME, MANIFEST_NAME, ONE_FILE_NAME, Onward, Phase, Progress, WORKBOOK_NAME, name};

/// Room that must stay free beside the package, in bytes: folders and tables of the drive.
const SPARE_BYTES: u64 = 1024 * 1024;
const MIB: u64 = 1024 * 1024;
/// Every name a folder made here can hold; a leftover is removed with these and nothing else.
const NAMES: [&str; 4] = [MANIFEST_NAME, WORKBOOK_NAME, DATA_NAME, ONE_FILE_NAME];

/// What one finished thing is at the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::exchange) enum Shape {
    /// A folder that holds the parts.
    Folder,
    /// A file: the only part, called [`ONE_FILE_NAME`] until it is finished.
    File,
}

/// One file of the package.
#[derive(Debug)]
pub(in crate::exchange) struct Part {
    pub(in crate::exchange) name: &'static str,
    pub(in crate::exchange) bytes: Vec<u8>,
    /// Lower-case hex.
    pub(in crate::exchange) sha256: String,
}

/// What is to be written, and where.
#[derive(Debug)]
pub(in crate::exchange) struct Order<'a> {
    pub(in crate::exchange) parts: &'a [Part],
    /// The finished name.
    pub(in crate::exchange) name: &'a str,
    /// What it is made there, once finished.
    pub(in crate::exchange) shape: Shape,
    /// The manifest's.
    pub(in crate::exchange) sha256: &'a str,
    pub(in crate::exchange) dir: &'a Path,
    /// The drive chosen.
    pub(in crate::exchange) device: Option<u64>,
}

/// Whether a package of this name could be written to this place now.
pub(in crate::exchange) fn look(dir: &Path, name: &str, device: Option<u64>) -> Result<Option<u64>, Cause> {
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
pub(in crate::exchange) fn deliver(
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
        let left = if is_there(&order.unfinished(&hidden)) || !job.is_renaming {
            if take_back(&hidden) { Left::Nothing } else { Left::Hidden }
        } else if order.take_back_finished(&finished) {
            // Only now is what stands under the finished name certainly what was made here.
            if take_back(&hidden) { Left::Nothing } else { Left::Hidden }
        } else {
            Left::Finished(order.name.to_owned())
        };
        return Err(PackageError { cause, left });
    }
    Ok(finished)
}

impl Order<'_> {
    /// What is renamed in the end, of the hidden folder.
    fn unfinished(&self, hidden: &Path) -> PathBuf {
        match self.shape {
            Shape::Folder => hidden.to_path_buf(),
            Shape::File => hidden.join(ONE_FILE_NAME),
        }
    }

    /// Where a part lies once it is renamed.
    fn finished_part(&self, finished: &Path, part: &Part) -> PathBuf {
        match self.shape {
            Shape::Folder => finished.join(part.name),
            Shape::File => finished.to_path_buf(),
        }
    }

    fn take_back_finished(&self, finished: &Path) -> bool {
        match self.shape {
            Shape::Folder => take_back(finished),
            Shape::File => !is_there(finished) || (0..2).any(|_| file::remove(finished).is_ok()),
        }
    }
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
        self.check_parts(0, &|part| hidden.join(part.name))?;
        // After a lazy unmount the next save would land on the system disk.
        self.check_drive()?;
        self.is_renaming = true;
        outside::rename(&self.order.unfinished(hidden), finished)?;
        for part in self.order.parts {
            outside::sync_file(&self.order.finished_part(finished, part))?;
        }
        match self.order.shape {
            Shape::Folder => outside::sync_folder(finished)?,
            Shape::File => outside::remove_folder_of(hidden, &[])?,
        }
        outside::sync_folder(self.order.dir)?;
        outside::sync_drive(self.order.dir)?;
        self.check_parts(self.total, &|part| self.order.finished_part(finished, part))?;
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
    fn check_parts(&mut self, checked_bytes: u64, place: &dyn Fn(&Part) -> PathBuf) -> Result<(), Cause> {
        let mut done = checked_bytes;
        let total = self.total * 2;
        for part in self.order.parts {
            let mut left = part.bytes.as_slice();
            let mut is_same = true;
            let progress = &mut *self.progress;
            let end = outside::read_back(&place(part), &mut |block| {
                match left.split_at_checked(block.len()) {
                    Some((wanted, rest)) => (is_same, left) = (is_same && wanted == block, rest),
                    None => is_same = false,
                }
                done += block.len() as u64;
                match progress(Progress { phase: Phase::Checking, done, total }) {
                    Onward::Go => ControlFlow::Continue(()),
                    Onward::Stop => ControlFlow::Break(()),
                }
            })?;
            if end.is_break() {
                return Err(Cause::Stopped);
            }
            if !is_same || !left.is_empty() {
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
