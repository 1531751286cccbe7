//! The tables of a sitting: those shipped, the holiday tables the village took in, and the town's files over them.
//!
//! A fault in a town's file never stops the program: the faulty row is left out, said by file and line, and the rest is
//! used. Nothing is written here.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk::file::read_small;
use crate::domain::calendar::HolidayTable;
use crate::domain::matter::catalogue::Catalogue;
use crate::domain::table::TableFault;
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::store::backup::Part;

/// The name of the file of holidays.
pub const HOLIDAYS: &str = "holidays.toml";
/// The name of the file of meetings.
pub const MEETINGS: &str = "meetings.toml";
const STATIONS: &str = "stations.toml";
const CERTIFICATES: &str = "certificates.toml";
/// The name of the file of matters.
pub const MATTERS: &str = "matters.toml";
const RETENTION: &str = "retention.toml";
const VISITS: &str = "visits.toml";
const POSTINGS: &str = "postings.toml";
const SUBJECTS: &str = "subjects.toml";
const CLASSES: &str = "classes.toml";
const SUPERVISION: &str = "supervision.toml";
const APPRAISAL: &str = "appraisal.toml";
const CHAINS: &str = "chains.toml";
/// The name of the file of forms.
pub const FORMS: &str = "forms.toml";
/// The name of the file of what papers say.
const PAPERS: &str = "papers.toml";

/// All of them.
const FILES: [&str; 15] = [
    HOLIDAYS,
    STATIONS,
    CERTIFICATES,
    MATTERS,
    MEETINGS,
    RETENTION,
    VISITS,
    POSTINGS,
    SUBJECTS,
    CLASSES,
    SUPERVISION,
    APPRAISAL,
    CHAINS,
    FORMS,
    PAPERS,
];

/// The largest table file, in bytes.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// The folder of the town's files inside the data folder.
pub fn folder(dir: &Path) -> PathBuf {
    dir.join("tables")
}

/// The tables of this village in this data folder, and every fault of the town's files.
pub fn tables(dir: &Path, village: &Village) -> (Tables, Vec<TableFault>) {
    let mut faults = Vec::new();
    let mut tables = Tables::shipped();
    for table in village.holidays() {
        tables.calendar = tables.calendar.with_table(table);
    }
    if let Some(text) = read(dir, HOLIDAYS, &mut faults) {
        match HolidayTable::read_toml(HOLIDAYS, &text) {
            Ok(own) => tables.calendar = own.iter().fold(tables.calendar, |calendar, own| calendar.with_table(own)),
            Err(found) => faults.extend(found),
        }
    }
    // Stations first: the town's matters may name a station of the town's.
    let overlays: [(&str, Overlay); 3] = [
        (STATIONS, Catalogue::with_stations),
        (CERTIFICATES, Catalogue::with_certificates),
        (MATTERS, Catalogue::load),
    ];
    for (file, overlay) in overlays {
        if let Some(text) = read(dir, file, &mut faults) {
            let (laid_over, found) = overlay(tables.matters, &text, file);
            tables.matters = laid_over;
            faults.extend(found);
        }
    }
    let mut lay = |file, over: &mut dyn FnMut(&str) -> Vec<TableFault>| {
        if let Some(text) = read(dir, file, &mut faults) {
            faults.extend(over(&text));
        }
    };
    lay(MEETINGS, &mut |text| lay_over(&mut tables.meetings, |it| it.with(text, MEETINGS)));
    lay(RETENTION, &mut |text| lay_over(&mut tables.retention, |it| it.load(text, RETENTION)));
    lay(VISITS, &mut |text| lay_over(&mut tables.visits, |it| it.with(text, VISITS)));
    lay(POSTINGS, &mut |text| lay_over(&mut tables.postings, |it| it.with(text, POSTINGS)));
    lay(SUBJECTS, &mut |text| lay_over(&mut tables.subjects, |it| it.with(text, SUBJECTS)));
    lay(CLASSES, &mut |text| lay_over(&mut tables.classes, |it| it.with(text, CLASSES)));
    lay(SUPERVISION, &mut |text| lay_over(&mut tables.supervision, |it| it.with(text, SUPERVISION)));
    lay(APPRAISAL, &mut |text| lay_over(&mut tables.appraisal, |it| it.with(text, APPRAISAL)));
    lay(CHAINS, &mut |text| lay_over(&mut tables.chains, |it| it.with(text, CHAINS)));
    lay(FORMS, &mut |text| lay_over(&mut tables.forms, |it| it.with(text, FORMS)));
    lay(PAPERS, &mut |text| lay_over(&mut tables.wording, |it| it.with(text, PAPERS)));
    (tables, faults)
}

/// Puts in the place of a table the same with the town's rows over it; gives the faults.
fn lay_over<T: Clone>(table: &mut T, over: impl FnOnce(T) -> (T, Vec<TableFault>)) -> Vec<TableFault> {
    let (laid_over, faults) = over(table.clone());
    *table = laid_over;
    faults
}

/// The town's files as they go with a backup: the tables and nothing else. One that cannot be read is not carried; it is
/// told as a fault at every opening.
pub fn parts(dir: &Path) -> Vec<Part> {
    let part = |name: &str| {
        let bytes = read_small(&folder(dir).join(name), FILE_BYTES_MAX).ok()?;
        Some(Part { name: name.to_owned(), bytes })
    };
    FILES.into_iter().filter_map(part).collect()
}

type Overlay = fn(Catalogue, &str, &str) -> (Catalogue, Vec<TableFault>);

/// The text of one file; `None` where there is none, or it cannot be used.
fn read(dir: &Path, file: &str, faults: &mut Vec<TableFault>) -> Option<String> {
    let message = match read_small(&folder(dir).join(file), FILE_BYTES_MAX) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => return Some(text.trim_start_matches('\u{feff}').to_owned()),
            Err(_) => "不是 UTF-8 文字，没有读入。请用记事本另存为 UTF-8",
        },
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return None,
        Err(_) => "读不出来，没有读入。请检查文件",
    };
    faults.push(TableFault::new(file, 0, message));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables_of(files: &[(&str, &[u8])]) -> (Tables, Vec<TableFault>) {
        let temp = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder(temp.path())).unwrap();
        for (file, bytes) in files {
            std::fs::write(folder(temp.path()).join(file), bytes).unwrap();
        }
        tables(temp.path(), &Village::default())
    }

    #[test]
    fn a_town_without_files_has_what_is_shipped() {
        let (tables, faults) = tables_of(&[]);
        assert_eq!(faults, []);
        assert!(tables.calendar.is_loaded(2026) && !tables.calendar.is_loaded(2027));
        assert_eq!(tables.matters.all().count(), Catalogue::shipped().all().count());
    }

    #[test]
    fn the_good_files_of_a_town_are_used_and_the_bad_ones_told() {
        let (tables, faults) = tables_of(&[
            ("matters.toml", b"\xef\xbb\xbf[[matter]]\ncode = \"S01\"\nwithdrawn = true\n"),
            ("stations.toml", &[0xb4, 0xfa]),
            ("holidays.toml", b"[2027]\nbroken\n"),
        ]);
        assert!(tables.matters.get("S01").is_none());
        let files: Vec<_> = faults.iter().map(|fault| fault.file.as_str()).collect();
        assert!(files.contains(&"stations.toml") && files.contains(&"holidays.toml"), "{faults:?}");
        assert!(!files.contains(&"matters.toml"), "{faults:?}");
    }
}
