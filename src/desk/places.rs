//! Where a package or a sheet can go and where a register may lie: the sticks that are plugged in, and the officer's own
//! folders.
//!
//! It opens and writes nothing. A drive that no longer answers may keep it waiting: it is asked beside the loop.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::app::message::Place;
use crate::app::register::RegisterFile;
use crate::disk::drives::{drive_of, drives};
use crate::disk::eject::{self, EjectFault};
use crate::disk::folders;
use crate::domain::day::Moment;
use crate::domain::stick::PluggedStick;

use super::place::at_home;

/// Files that are offered, the newest first.
const FILES_MAX: usize = 200;
/// What a register's name ends in.
const ENDINGS: [&str; 3] = ["xlsx", "xls", "csv"];

/// Sticks, cards and disks on a cable, the certain ones first.
pub fn sticks() -> Vec<Place> {
    let found = drives().into_iter().map(|drive| Place {
        path: drive.path,
        label: drive.label,
        free_bytes: Some(drive.free_bytes),
        removable: drive.removable,
        read_only: drive.read_only,
        device: drive.device,
        serial: drive.serial,
    });
    found.collect()
}

/// The stick that holds this folder, and why it has to be this one; `None` for a folder of the computer.
pub fn stick_at(folder: &Path, reason: &str) -> Option<PluggedStick> {
    let drive = drive_of(&at_home(folder)).filter(|drive| drive.removable)?;
    Some(PluggedStick { serial: drive.serial, label: drive.label, reason: reason.trim().to_owned() })
}

/// Lets go of the stick whose files are there, and says so; else why not, and what to do. It may take seconds.
pub fn eject(stick: &Path) -> Result<String, String> {
    let drive = drives().into_iter().find(|drive| drive.removable && drive.path == stick);
    match drive.ok_or(EjectFault::Gone).and_then(|drive| eject::eject(&drive).map(|()| drive)) {
        Ok(drive) => Ok(format!("U盘 {} 已弹出，可以拔了", drive.label)),
        Err(fault) => Err(fault.words()),
    }
}

/// Tables that lie where people put what they were sent: sticks, downloads, desktop, documents. The newest first.
pub fn register_files() -> Vec<RegisterFile> {
    let sticks = sticks().into_iter().map(|stick| (stick.path, stick.label));
    register_files_in(sticks.chain(own_folders()))
}

/// The tables in these folders, not below them.
fn register_files_in(folders: impl Iterator<Item = (PathBuf, String)>) -> Vec<RegisterFile> {
    let mut seen: Vec<PathBuf> = Vec::new();
    let mut files = Vec::new();
    for (folder, label) in folders {
        if seen.contains(&folder) {
            continue;
        }
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        files.extend(entries.filter_map(|entry| register_file(&entry.path(), &label)));
        seen.push(folder);
    }
    files.sort_by(|a, b| b.changed.cmp(&a.changed).then_with(|| a.path.cmp(&b.path)));
    files.truncate(FILES_MAX);
    files
}

fn own_folders() -> impl Iterator<Item = (PathBuf, String)> {
    let home = folders::home();
    let named = |names: &'static [&'static str], label: &'static str| {
        let home = home.clone();
        names.iter().filter_map(move |name| Some((home.as_ref()?.join(name), label.to_owned())))
    };
    let of_system = folders::of_person().into_iter();
    let of_system: Vec<_> = of_system.filter_map(|(path, label)| Some((path?, label.to_owned()))).collect();
    let others = named(&["下载", "Downloads"], "下载").chain(named(&["桌面", "Desktop"], "桌面"));
    of_system.into_iter().chain(others).collect::<Vec<_>>().into_iter()
}

/// Where a sheet to print is put, the best first: desktop, documents, downloads, as far as they are there.
pub fn for_sheets() -> Vec<(PathBuf, String)> {
    const ORDER: [&str; 3] = ["桌面", "文档", "下载"];
    let mut found: Vec<(PathBuf, String)> = own_folders().filter(|(path, _)| path.is_dir()).collect();
    found.sort_by_key(|(_, label)| ORDER.iter().position(|known| known == label));
    let home = folders::home().map(|home| (home, "主文件夹".to_owned()));
    found.into_iter().chain(home).collect()
}

fn register_file(path: &Path, label: &str) -> Option<RegisterFile> {
    let name = path.file_name()?.to_str()?;
    let ending = path.extension()?.to_str()?;
    // `~$` is what an open WPS or Excel leaves beside the file.
    if name.starts_with(['.', '~']) || !ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)) {
        return None;
    }
    let about = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    let since = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let changed = Moment::from_unix_ms(since.and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or(0));
    Some(RegisterFile { path: path.to_path_buf(), name: name.to_owned(), place: label.to_owned(), changed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_found_and_what_is_none_is_left_out() {
        let temp = tempfile::tempdir().unwrap();
        for name in ["花名册.xlsx", "老台账.XLS", "~$花名册.xlsx", "照片.jpg", ".藏.csv"] {
            std::fs::write(temp.path().join(name), "x").unwrap();
        }
        std::fs::create_dir(temp.path().join("文件夹.csv")).unwrap();
        let folder = || (temp.path().to_path_buf(), "桌面".to_owned());
        let mut names: Vec<_> =
            register_files_in([folder(), folder()].into_iter()).into_iter().map(|it| (it.name, it.place)).collect();
        names.sort();
        assert_eq!(
            names,
            [("老台账.XLS".to_owned(), "桌面".to_owned()), ("花名册.xlsx".to_owned(), "桌面".to_owned())]
        );
    }
}
