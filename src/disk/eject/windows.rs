//! Ejecting on Windows: the volume is locked, let go of, and its disk put out.

use std::io;
use std::thread;
use std::time::Duration;

use windows_sys::Win32::System::Ioctl::{
    FSCTL_DISMOUNT_VOLUME, FSCTL_LOCK_VOLUME, IOCTL_STORAGE_EJECT_MEDIA, IOCTL_STORAGE_MEDIA_REMOVAL,
};

use super::EjectFault;
use crate::disk::drives::Drive;
use crate::disk::windows::{self, Quiet};

/// Tries to lock: a scanner for viruses looks into what was written just now.
const TRIES: u32 = 10;
/// Between two of them.
const BETWEEN: Duration = Duration::from_millis(500);

/// Lets go of this drive.
pub(super) fn eject(drive: &Drive) -> Result<(), EjectFault> {
    let _quiet = Quiet::begin();
    let volume = windows::open_drive(&drive.node, true).map_err(|fault| of_system(&fault))?;
    let mut tries = 1;
    while windows::act(&volume, FSCTL_LOCK_VOLUME, &[]).is_err() {
        if tries == TRIES {
            return Err(EjectFault::Busy);
        }
        tries += 1;
        thread::sleep(BETWEEN);
    }
    let put_out = windows::act(&volume, FSCTL_DISMOUNT_VOLUME, &[])
        // A byte of 0: nothing holds the disk in the drive.
        .and_then(|()| windows::act(&volume, IOCTL_STORAGE_MEDIA_REMOVAL, &[0]))
        .and_then(|()| windows::act(&volume, IOCTL_STORAGE_EJECT_MEDIA, &[]));
    put_out.map_err(|fault| of_system(&fault))
}

fn of_system(fault: &io::Error) -> EjectFault {
    match fault.kind() {
        // A disk that calls itself fixed is the administrator's to lock.
        io::ErrorKind::PermissionDenied => EjectFault::Denied,
        io::ErrorKind::NotFound => EjectFault::Gone,
        // ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED: a disk that cannot be put out.
        _ if matches!(fault.raw_os_error(), Some(1 | 50)) => EjectFault::ByHand,
        _ => EjectFault::Refused,
    }
}
