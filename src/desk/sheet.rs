//! A sheet to print, written outside the data folder: for its owner's eyes where the drive knows owners.
//!
//! A document or a page for a browser: what stands on it is made by `exchange`; nothing of the store's is here.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk::drive_fault::DriveFault;
use crate::disk::name::clean;
use crate::disk::outside::{self, OutsideFile};
use crate::domain::day::Day;
use crate::domain::sheet::Sheet;
use crate::exchange::print::docx::docx;
use crate::exchange::print::html;

/// What Notepad needs at the front of a text to take it for UTF-8.
const NOTEPAD_MARK: &[u8] = b"\xef\xbb\xbf";

/// What a document's name ends in. Of a sheet that is asked for on screen a document is made: it has numbered pages and the
/// type of an official paper, a town's forms need WPS anyway, and words can be changed before it is printed. A browser
/// prints the name of the file and the place it lies in on every page.
const DOCUMENT: &str = "docx";

/// Names that are tried for sheets of one title on one day.
const NAMES_MAX: u32 = 99;

/// Writes a document to print into the first of these folders that takes it; tells which, and the name. Where none does,
/// says why.
pub fn write_where_found(
    sheet: &Sheet,
    today: Day,
    folders: Vec<(PathBuf, String)>,
) -> Result<(String, String), String> {
    let kept = "没有存成，记录都在，没有改动";
    let document = docx(sheet).map_err(|fault| format!("{kept}：这一张排不出来（{fault}）"))?;
    let mut why = "没有找到桌面，也没有找到文档文件夹".to_owned();
    for (folder, label) in folders {
        match write_free(&folder, sheet, today, &document) {
            Ok(name) => return Ok((label, name)),
            Err(fault) => why = format!("{}写不进去（{fault}）", folder.display()),
        }
    }
    Err(format!("{kept}：{why}。腾出地方再试"))
}

/// Writes it under a name that is not taken.
fn write_free(folder: &Path, sheet: &Sheet, today: Day, document: &[u8]) -> io::Result<String> {
    let mut title = clean(&sheet.title, "单子");
    if !sheet.number.is_empty() {
        title = format!("{title}_{}", clean(&sheet.number, "无号"));
    }
    let mut names = (1..=NAMES_MAX).map(|nth| match nth {
        1 => format!("{title}_{today}.{DOCUMENT}"),
        nth => format!("{title}_{today}_{nth}.{DOCUMENT}"),
    });
    let taken = || io::Error::from(io::ErrorKind::AlreadyExists);
    names
        .find_map(|name| match write_bytes(&folder.join(&name), &[document]) {
            Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => None,
            Err(fault) => Some(Err(fault)),
            Ok(()) => Some(Ok(name)),
        })
        .unwrap_or_else(|| Err(taken()))
}

/// Writes a sheet to a name that is not taken: a document where the name ends so, else a page for a browser.
pub fn write_page(path: &Path, sheet: &Sheet) -> io::Result<()> {
    match is_document(path) {
        true => write_bytes(path, &[&docx(sheet)?]),
        false => write_new(path, &html(sheet)),
    }
}

/// Whether a name is that of a document.
pub fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(DOCUMENT))
}

/// Writes a text to a name that is not taken.
pub fn write_new(path: &Path, text: &str) -> io::Result<()> {
    write_bytes(path, &[NOTEPAD_MARK, text.as_bytes()])
}

/// Writes these bytes to a name that is not taken.
pub(super) fn write_bytes(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    // A sheet that is not whole, or not surely on the disk, is no sheet, and names may stand on it.
    fill_bytes(OutsideFile::create_private(path)?, path, parts).inspect_err(|_| drop(std::fs::remove_file(path)))
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
pub(super) fn fill_bytes(mut file: OutsideFile, path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    for part in parts {
        file.append(part)?;
    }
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
        assert_eq!(first, ("文档".to_owned(), "大坪村公开承诺_2026-11-24.docx".to_owned()));
        let second = write_where_found(&sheet, today, folders()).unwrap();
        assert_eq!(second.1, "大坪村公开承诺_2026-11-24_2.docx");
        assert!(std::fs::read(temp.path().join(first.1)).unwrap().starts_with(b"PK"), "a document is a ZIP");
        // Two of one title on one day are told apart by what they are about.
        for no in ["2026-0001", "2026-0002"] {
            let written = write_where_found(&sheet.clone().numbered(no), today, folders()).unwrap();
            assert_eq!(written.1, format!("大坪村公开承诺_{no}_2026-11-24.docx"));
        }
        assert!(write_where_found(&sheet, today, Vec::new()).unwrap_err().contains("没有存成"));
    }

    #[test]
    fn the_name_says_what_is_written_and_nothing_is_written_over() {
        let temp = tempfile::tempdir().unwrap();
        let sheet = Sheet::titled("公开承诺").text("不收钱");
        for (name, start) in [("a.docx", &b"PK"[..]), ("b.DOCX", b"PK"), ("c.html", NOTEPAD_MARK), ("d", NOTEPAD_MARK)]
        {
            let path = temp.path().join(name);
            write_page(&path, &sheet).unwrap();
            assert!(std::fs::read(&path).unwrap().starts_with(start), "{name}");
            assert_eq!(write_page(&path, &sheet).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        }
    }
}
