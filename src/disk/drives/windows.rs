//! Sticks on Windows: letters of drives that can be taken out, and of disks on a USB cable.

use std::path::{Path, PathBuf};

use windows_sys::Win32::Storage::FileSystem::BusTypeUsb;

use super::{Drive, serial_words};
use crate::disk::windows::{self, Quiet, Volume};

/// A drive whose disk can be taken out.
const CAN_BE_TAKEN_OUT: u32 = 2;
/// A disk that calls itself fixed; disks on a USB cable do.
const FIXED: u32 = 3;

/// The drives a package may go to.
pub(super) fn drives() -> Vec<Drive> {
    let _quiet = Quiet::begin();
    let of_system = std::env::var("SystemDrive").unwrap_or_default();
    windows::letters().filter(|letter| !is_letter_of(&of_system, *letter)).filter_map(drive).collect()
}

fn is_letter_of(drive: &str, letter: char) -> bool {
    drive.chars().next().is_some_and(|it| it.eq_ignore_ascii_case(&letter))
}

fn drive(letter: char) -> Option<Drive> {
    let (root, node) = (PathBuf::from(format!("{letter}:\\")), PathBuf::from(format!("\\\\.\\{letter}:")));
    let removable = match windows::sort_of_drive(&root) {
        // An old floppy drive grinds for seconds when it is asked for its disk.
        CAN_BE_TAKEN_OUT if letter <= 'B' => is_on_usb(&node),
        CAN_BE_TAKEN_OUT => true,
        FIXED => is_on_usb(&node),
        _ => false,
    };
    if !removable {
        return None;
    }
    // A card reader without a card has a letter, and no volume.
    let Volume { label, serial, file_system, read_only } = windows::volume(&root).ok()?;
    let (free_bytes, total_bytes) = windows::room(&root).ok()?;
    Some(Drive {
        label: if label.is_empty() { format!("{letter}:") } else { format!("{label}({letter}:)") },
        path: root,
        free_bytes,
        total_bytes,
        node,
        file_system: file_system.to_ascii_lowercase(),
        read_only,
        removable,
        device: (serial != 0).then_some(u64::from(serial)),
        serial: if serial == 0 { String::new() } else { serial_words(&format!("{serial:08X}")) },
    })
}

fn is_on_usb(node: &Path) -> bool {
    windows::open_drive(node, false).and_then(|drive| windows::bus(&drive)).is_ok_and(|bus| bus == BusTypeUsb)
}
