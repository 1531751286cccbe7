//! Which drives are plugged in that a package may go to: sticks, cards, disks on a cable.
//!
//! It opens no file and mounts nothing: it asks the system, each in a module of its own. Where there is none, the officer
//! names a folder.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(windows)]
mod windows;

use std::path::{Path, PathBuf};

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(windows)]
use windows as system;

/// A drive that is plugged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drive {
    /// Where its files are.
    pub path: PathBuf,
    /// Its label, or the last part of its path where it has none.
    pub label: String,
    /// Bytes this user may still write.
    pub free_bytes: u64,
    /// Bytes it holds in all.
    pub total_bytes: u64,
    /// What the system itself calls it: `/dev/sdb1`, `\\.\E:`.
    pub node: PathBuf,
    /// vfat, exfat, ntfs3 …
    pub file_system: String,
    /// Whether it is mounted read-only.
    pub read_only: bool,
    /// Whether it is certainly removable; else it only lies where sticks are mounted.
    pub removable: bool,
    /// Its number, by which a write sees that it is still the same.
    pub device: Option<u64>,
    /// 卷序列号: what its file system was numbered when it was formatted, such as `A1B2-C3D4`; empty where none is told.
    /// It stays with the stick from computer to computer, and is the same on every system.
    pub serial: String,
}

/// The drives a package may go to, removable ones first.
#[cfg(any(target_os = "linux", windows))]
pub fn drives() -> Vec<Drive> {
    system::drives()
}

/// Not asked on this system: the officer names a folder.
#[cfg(not(any(target_os = "linux", windows)))]
pub fn drives() -> Vec<Drive> {
    Vec::new()
}

/// From here on a drive without a disk in it is an answer, and no box of the system's that waits for a button.
pub fn show_no_boxes() {
    #[cfg(windows)]
    super::windows::show_no_boxes();
}

/// The drive that holds this folder; `None` where it is on none of those.
pub fn drive_of(folder: &Path) -> Option<Drive> {
    let device = super::outside::device(folder).ok()??;
    drives().into_iter().find(|drive| drive.device == Some(device))
}

/// A volume's number as it is told on every system: the 32 bits that Windows shows, in two halves.
fn serial_words(told: &str) -> String {
    let digits: String = told.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_ascii_uppercase();
    // NTFS has 64 bits, of which Windows shows the lower half; a longer one is another system's and stays as it is.
    match digits.len() {
        8 | 16 => {
            let (high, low) = digits.split_at(digits.len() - 4);
            format!("{}-{low}", high.get(high.len() - 4..).unwrap_or_default())
        }
        _ => told.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volume_s_number_is_told_as_windows_tells_it() {
        let told = ["A1B2-C3D4", "01d9b1e2a3c4f506", "5d2f4a10-1111-2222-3333-444455556666"].map(serial_words);
        assert_eq!(told, ["A1B2-C3D4", "A3C4-F506", "5d2f4a10-1111-2222-3333-444455556666"]);
    }

    #[test]
    fn this_machine_is_read_without_a_fault() {
        for drive in drives() {
            assert!(drive.total_bytes >= drive.free_bytes);
        }
    }
}
