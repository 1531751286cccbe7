//! The package for the office of the large village: making it beside the same cells written plainly, writing it beside the
//! same bytes written, synced and read back plainly, and what memory the command line takes for it.
//!
//! It asserts nothing.

use std::fs::File;
use std::hint::black_box;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use calamine::{Data, Reader, Xlsx};
use daiban::desk::Desk;
use daiban::domain::day::Moment;
use daiban::domain::decide::Now;
use daiban::domain::id::{IdMint, PackageId, Seq};
use daiban::domain::tables::Tables;
use daiban::domain::village::Village;
use daiban::exchange::card::{Card, CardKind};
use daiban::exchange::package::content::PackageContent;
use daiban::exchange::package::manifest::{ManifestChain, ManifestHead};
use daiban::exchange::package::sealed::Sealing;
use daiban::exchange::package::select::select;
use daiban::exchange::package::{self, Closing, Onward, PackageMeta, Phase};
use daiban::seal::identity::Identity;
use daiban::seal::workbook::WorkbookPassword;
use daiban::store::unlock::Unlock;
use rust_xlsxwriter::Workbook;

use crate::table::{self, Times};
use crate::village::{self, LARGE};

const ROUNDS: usize = 5;
const MEMORY_MB_MAX: f64 = 150.0;
const WORKBOOK: &str = "报表.xlsx";

pub(crate) fn run() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let village = village::make(&dir, LARGE);
    table::heading("The package of 3,000 households, 12,000 people, 15,000 tasks");
    made(&village, temp.path());
    #[cfg(target_os = "linux")]
    memory(&dir, temp.path());
}

fn made(village: &Village, temp: &Path) {
    let tables = Tables::shipped();
    let content = select(village, Seq(0), village.seq, village::today(), &tables);
    let cells = cells(&written(&content, &Closing::Open, &fresh(temp)).2.join(WORKBOOK));
    table::note(
        "cells of the workbook",
        &cells.iter().map(|(_, rows)| rows.iter().map(Vec::len).sum::<usize>()).sum::<usize>().to_string(),
    );
    for (what, closing) in
        [("an open folder", Closing::Open), ("a sealed file", sealed()), ("with a password", locked())]
    {
        let (mut building, mut writing, mut plainly) = (Vec::new(), Vec::new(), Vec::new());
        let mut bytes = 0;
        let ours = &mut || {
            let (built, wrote, path) = written(&content, &closing, &fresh(temp));
            building.push(built);
            writing.push(wrote);
            let files = files(&path);
            bytes = files.iter().map(Vec::len).sum();
            plainly.push(plain(&files, &fresh(temp)));
        };
        let cells = &mut || drop(black_box(plain_workbook(&cells)));
        let [_, theirs] = Times::in_turn(ROUNDS, [ours, cells]);
        table::note(what, &format!("{:.1} MB", bytes as f64 / 1e6));
        let building = Times::of(building).median();
        table::ratio("  made", building, ("the same cells by rust_xlsxwriter", theirs.median()), 3.0);
        let plainly = Times::of(plainly).median();
        let writing = Times::of(writing).median();
        table::ratio("  written, synced, read back", writing, ("the same bytes plainly", plainly), 2.0);
    }
}

fn fresh(temp: &Path) -> PathBuf {
    tempfile::tempdir_in(temp).unwrap().keep()
}

/// Writes the package; how long making it and writing it took, and where it is.
fn written(content: &PackageContent, closing: &Closing, dir: &Path) -> (Duration, Duration, PathBuf) {
    let meta = PackageMeta {
        no: 1,
        on: village::today(),
        receiver: "慈云镇便民服务中心".to_owned(),
        purpose: "代办月报".to_owned(),
        device: None,
    };
    let since = Instant::now();
    let mut made = None;
    let written = package::write(content, &meta, closing, dir, &mut |progress| {
        if progress.phase == Phase::Writing && made.is_none() {
            let took = since.elapsed();
            settled();
            made = Some((took, Instant::now()));
        }
        Onward::Go
    });
    let (made, writing) = made.unwrap();
    (made, writing.elapsed(), written.unwrap().path)
}

/// Brings all disks to rest: a stick has nothing on its way but the package, and here the whole machine shares one disk.
fn settled() {
    let _ = std::process::Command::new("sync").status();
}

fn sealed() -> Closing {
    let (from, office) = (Identity::random().unwrap(), Identity::random().unwrap().public());
    let head = ManifestHead { number: 1, act: 1, link: "00".repeat(32) };
    let chain = ManifestChain {
        recipient: office.fingerprint(),
        head,
        passed: Vec::new(),
        replies: Vec::new(),
        elsewhere: Vec::new(),
    };
    Closing::Sealed(Box::new(Sealing { from, to: office, chain }))
}

fn locked() -> Closing {
    let id = PackageId::mint(&mut IdMint::new(1), Moment::at(village::today(), 9, 0));
    Closing::Locked(WorkbookPassword::of(&Identity::random().unwrap(), &id.0.to_string()))
}

/// What was written: the files of a folder, or the file.
fn files(path: &Path) -> Vec<Vec<u8>> {
    if path.is_file() {
        return vec![std::fs::read(path).unwrap()];
    }
    std::fs::read_dir(path).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect()
}

/// The same bytes written, synced and read back with nothing else about it.
fn plain(files: &[Vec<u8>], dir: &Path) -> Duration {
    settled();
    let since = Instant::now();
    for (nth, bytes) in files.iter().enumerate() {
        let path = dir.join(nth.to_string());
        let mut file = File::create(&path).unwrap();
        file.write_all(bytes).unwrap();
        file.sync_all().unwrap();
        let mut back = Vec::new();
        File::open(&path).unwrap().read_to_end(&mut back).unwrap();
        assert!(back == *bytes);
    }
    File::open(dir).unwrap().sync_all().unwrap();
    since.elapsed()
}

/// The cells of a workbook, sheet by sheet.
pub(crate) fn cells(path: &Path) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    book.worksheets().into_iter().map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect()
}

/// The same cells written with no look.
pub(crate) fn plain_workbook(sheets: &[(String, Vec<Vec<Data>>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(cells) {
                match cell {
                    Data::Empty => {}
                    Data::Float(number) => drop(sheet.write_number(row, column, *number).unwrap()),
                    Data::Int(number) => drop(sheet.write_number(row, column, *number as f64).unwrap()),
                    other => drop(sheet.write_string(row, column, other.to_string()).unwrap()),
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// The most memory the command line has while it writes each kind of package.
#[cfg(target_os = "linux")]
fn memory(dir: &Path, temp: &Path) {
    let mut opened = Desk::open(dir, Unlock::Nothing, &mut |_| {}).unwrap();
    let tables = Tables::shipped();
    let at = Moment::at(village::today(), 9, 0);
    let now = Now { at, today: village::today(), actor: "王敏", tables: &tables };
    let card = Card {
        kind: CardKind::Office,
        name: "慈云镇便民服务中心".to_owned(),
        township: String::new(),
        liaison: String::new(),
        keys: Identity::random().unwrap().public(),
    };
    opened.desk.accept_office(&mut opened.village, &now, &card).unwrap();
    opened.desk.close().unwrap();
    for (what, how) in [("open", Some("--plain")), ("sealed", None), ("with a password", Some("--locked"))] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_daiban"));
        command
            .args(["export", "--all", "--date", "2026-11-24", "--data"])
            .arg(dir)
            .arg("--to")
            .arg(fresh(temp))
            .args(how);
        table::limit(&format!("most memory of export, {what}"), most_memory_mb(&mut command), "MB", MEMORY_MB_MAX);
    }
}

/// The most memory that a program has while it runs, in MB.
#[cfg(target_os = "linux")]
pub(crate) fn most_memory_mb(command: &mut std::process::Command) -> f64 {
    let mut child = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most_kb = 0.0f64;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most_kb = line
            .and_then(|kb| kb.trim().trim_end_matches(" kB").parse().ok())
            .map_or(most_kb, |kb: f64| kb.max(most_kb));
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(child.wait().unwrap().success());
    most_kb / 1024.0
}
