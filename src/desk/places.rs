//! Where a package can go and where a register may lie: the sticks that are plugged in, and the officer's own folders.
//!
//! It opens and writes nothing. A drive that no longer answers may keep it waiting: it is asked beside the loop.

use crate::app::message::Place;
use crate::disk::drives::drives;

/// Sticks, cards and disks on a cable, the certain ones first.
pub fn sticks() -> Vec<Place> {
    let found = drives().into_iter().map(|drive| Place {
        path: drive.path,
        label: drive.label,
        free_bytes: Some(drive.free_bytes),
        removable: drive.removable,
        read_only: drive.read_only,
        device: drive.device,
    });
    found.collect()
}
