//! A sheet to print, written outside the data folder: for its owner's eyes where the drive knows owners.
//!
//! What stands on it is made by `exchange`; nothing of the store's is here.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk::drive_fault::DriveFault;
use crate::disk::name::clean;
use crate::disk::outside::{self, OutsideFile};
use crate::domain::day::Day;
use crate::domain::sheet::Sheet;
use crate::exchange::print::html;

/// What Notepad needs at the front of a text to take it for UTF-8.
const NOTEPAD_MARK: &[u8] = b"\xef\xbb\xbf";

/// Names that are tried for sheets of one title on one day.
const NAMES_MAX: u32 = 99;

/// Writes a page to print into the first of these folders that takes it; tells which, and the name. Where none does, says
/// why.
pub fn write_where_found(
    sheet: &Sheet,
    today: Day,
    folders: Vec<(PathBuf, String)>,
) -> Result<(String, String), String> {
    let page = html(sheet);
    let mut why = "没有找到桌面，也没有找到文档文件夹".to_owned();
    for (folder, label) in folders {
        match write_free(&folder, sheet, today, &page) {
            Ok(name) => return Ok((label, name)),
            Err(fault) => why = format!("{}写不进去（{fault}）", folder.display()),
        }
    }
    Err(format!("没有存成，记录都在，没有改动：{why}。腾出地方再试"))
}

/// Writes it under a name that is not taken.
fn write_free(folder: &Path, sheet: &Sheet, today: Day, page: &str) -> io::Result<String> {
    let mut title = clean(&sheet.title, "单子");
    if !sheet.number.is_empty() {
        title = format!("{title}_{}", clean(&sheet.number, "无号"));
    }
    let mut names = (1..=NAMES_MAX).map(|nth| match nth {
        1 => format!("{title}_{today}.html"),
        nth => format!("{title}_{today}_{nth}.html"),
    });
    let taken = || io::Error::from(io::ErrorKind::AlreadyExists);
    names
        .find_map(|name| match write_new(&folder.join(&name), page) {
            Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => None,
            Err(fault) => Some(Err(fault)),
            Ok(()) => Some(Ok(name)),
        })
        .unwrap_or_else(|| Err(taken()))
}

/// Writes the sheet to a name that is not taken.
pub fn write_new(path: &Path, text: &str) -> io::Result<()> {
    // A sheet that is not whole, or not surely on the disk, is no sheet, and names may stand on it.
    fill(OutsideFile::create_private(path)?, path, text).inspect_err(|_| drop(std::fs::remove_file(path)))
}

/// That a file could not be made, and what to do.
pub fn not_written(path: &Path, fault: &io::Error) -> String {
    let (why, remedy) = match fault.kind() {
        io::ErrorKind::AlreadyExists => ("已经有这个文件".to_owned(), "请换一个名字，或先把它移走"),
        _ => DriveFault::of(fault).words(),
    };
    format!("没有写 {}：{why}，{remedy}。记录都在，没有改动。", path.display())
}

/// Fills a file that was made for the sheet.
pub(super) fn fill(mut file: OutsideFile, path: &Path, text: &str) -> io::Result<()> {
    file.append(NOTEPAD_MARK)?;
    file.append(text.as_bytes())?;
    file.sync()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    outside::sync_folder(folder.unwrap_or(Path::new(".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_goes_into_the_first_folder_that_takes_it_and_never_over_another() {
        let temp = tempfile::tempdir().unwrap();
        let folders = || {
            let gone = (temp.path().join("没有"), "桌面".to_owned());
            vec![gone, (temp.path().to_path_buf(), "文档".to_owned())]
        };
        let today = Day::parse_iso("2026-11-24").unwrap();
        let sheet = Sheet::titled("大坪村 公开/承诺").text("不收钱");
        let first = write_where_found(&sheet, today, folders()).unwrap();
        assert_eq!(first, ("文档".to_owned(), "大坪村公开承诺_2026-11-24.html".to_owned()));
        let second = write_where_found(&sheet, today, folders()).unwrap();
        assert_eq!(second.1, "大坪村公开承诺_2026-11-24_2.html");
        let page = std::fs::read_to_string(temp.path().join(first.1)).unwrap();
        assert!(page.contains("<p>不收钱</p>"), "{page}");
        // Two of one title on one day are told apart by what they are about.
        for no in ["2026-0001", "2026-0002"] {
            let written = write_where_found(&sheet.clone().numbered(no), today, folders()).unwrap();
            assert_eq!(written.1, format!("大坪村公开承诺_{no}_2026-11-24.html"));
        }
        assert!(write_where_found(&sheet, today, Vec::new()).unwrap_err().contains("没有存成"));
    }
}
