//! Is a package whole? Every bit of it is covered, and everything that is not as it was written is named.
//!
//! It needs no store, no passphrase and no key. It reads in blocks and takes nothing in.

use std::collections::BTreeSet;
use std::fs::Metadata;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::disk::{file, outside};
use crate::domain::limits::{
    PACKAGE_ENTRIES_MAX, PACKAGE_MANIFEST_BYTES_MAX, PACKAGE_PARTS_MAX, PACKAGE_SEALED_BYTES_MAX,
};
use crate::seal::envelope::{Envelope, EnvelopeFault};

use super::package::MANIFEST_NAME;
use super::package::manifest::{Manifest, ManifestFault, ManifestPart, hex};

/// What the systems themselves leave in every folder.
const LEFT_BY_SYSTEMS: [&str; 2] = ["Thumbs.db", "desktop.ini"];
/// What a Mac leaves beside every file on a stick.
const LEFT_BY_MAC: &str = "._";

/// How a workbook begins that opens with a password.
const LOCKED_BEGINS: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Whether it is exactly what was written.
    pub whole: bool,
    /// Whether it is sealed, so that what is inside is for the office alone to look at.
    pub is_sealed: bool,
    /// What is not, a sentence each: what, and what to do. Empty when whole.
    pub problems: Vec<String>,
}

/// Checks the package in the folder, or the sealed package that is the file, `path`.
pub fn verify(path: &Path) -> Verified {
    let mut problems = Vec::new();
    if std::fs::metadata(path).is_ok_and(|meta| meta.is_file()) {
        problems.extend(sealed_problem(path));
        return Verified { whole: problems.is_empty(), is_sealed: true, problems };
    }
    if let Some(manifest) = read_manifest(path, &mut problems) {
        check_parts(path, &manifest, &mut problems);
        check_entries(path, &manifest, &mut problems);
    }
    Verified { whole: problems.is_empty(), is_sealed: false, problems }
}

/// What is wrong with a sealed file, as far as anyone can tell: that it is whole, and signed by the one it names.
fn sealed_problem(path: &Path) -> Option<String> {
    let bytes = match file::read_small(path, PACKAGE_SEALED_BYTES_MAX) {
        Ok(bytes) => bytes,
        Err(fault) if fault.kind() == io::ErrorKind::FileTooLarge => {
            return Some(format!("「{}」大得不像交表包，请村里重新交一包", path.display()));
        }
        Err(fault) => return Some(format!("「{}」读不出来：{}", path.display(), unreadable(&fault))),
    };
    match Envelope::read(&bytes) {
        Ok(_) => None,
        Err(EnvelopeFault::NotOurs) if bytes.starts_with(&LOCKED_BEGINS) => Some(format!(
            "「{}」是带密码的表，不是交表包，这里看不出它坏没坏：用村里打电话告诉的密码，在 WPS、Excel 里打得开就是好的",
            path.display()
        )),
        Err(EnvelopeFault::NotOurs) => Some(format!(
            "「{}」不是交表包。请指名字像「代办-某村-0001-日期」的那个文件夹，或者 .dbx 结尾的那个文件",
            path.display()
        )),
        Err(fault) => Some(fault.to_string()),
    }
}

fn read_manifest(path: &Path, problems: &mut Vec<String>) -> Option<Manifest> {
    let shown = path.display();
    match std::fs::metadata(path) {
        Err(fault) => {
            problems.push(format!("打不开「{shown}」：{}", unreadable(&fault)));
            return None;
        }
        Ok(meta) if !meta.is_dir() => {
            problems.push(format!("「{shown}」不是交表包，请指名字像「代办-某村-0001-日期」的那个文件夹"));
            return None;
        }
        Ok(_) => {}
    }
    let file = path.join(MANIFEST_NAME);
    match std::fs::symlink_metadata(&file) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
            problems.push(without_manifest(path));
            return None;
        }
        Ok(meta) if !meta.is_file() => {
            problems.push(format!("{MANIFEST_NAME} 不是普通文件，这一包不能用，请村里重新交一包"));
            return None;
        }
        Ok(_) | Err(_) => {}
    }
    match file::read_small(&file, PACKAGE_MANIFEST_BYTES_MAX) {
        Err(fault) if fault.kind() == io::ErrorKind::FileTooLarge => {
            problems.push(format!("{MANIFEST_NAME} 大得不像清单，被换过了，请村里重新交一包"));
            None
        }
        Err(fault) => {
            problems.push(format!("{MANIFEST_NAME} 读不出来：{}", unreadable(&fault)));
            None
        }
        Ok(bytes) => Manifest::read(&bytes).map_err(|fault| problems.push(manifest_words(&fault))).ok(),
    }
}

/// A package one folder further down is a common slip.
fn without_manifest(path: &Path) -> String {
    let below = std::fs::read_dir(path).into_iter().flatten().flatten().take(PACKAGE_ENTRIES_MAX);
    let package = below.into_iter().find(|entry| entry.path().join(MANIFEST_NAME).is_file());
    match package {
        Some(entry) => {
            let name = entry.file_name();
            format!("这里没有 {MANIFEST_NAME}；交表包在里面的「{}」，请指那个文件夹", name.to_string_lossy())
        }
        None => format!("缺 {MANIFEST_NAME}，被删掉或改了名，这一包不能用，请从U盘重新复制，还不行请村里重新交一包"),
    }
}

fn manifest_words(fault: &ManifestFault) -> String {
    match fault {
        ManifestFault::Changed => format!("{MANIFEST_NAME} 被改动过或者坏了，不能再作凭据，请村里重新交一包"),
        ManifestFault::NotOurs => format!("{MANIFEST_NAME} 不是本程序写的清单，请村里用代办程序重新交一包"),
        ManifestFault::Newer(version) => {
            format!("这一包是新版程序写的(清单第{version}版)，本机的程序认不得，请先更新本机的代办程序")
        }
    }
}

fn check_parts(path: &Path, manifest: &Manifest, problems: &mut Vec<String>) {
    if manifest.parts.is_empty() || manifest.parts.len() > PACKAGE_PARTS_MAX {
        problems.push(format!("{MANIFEST_NAME} 列的文件数不对，请村里重新交一包"));
        return;
    }
    let mut seen = BTreeSet::new();
    for part in &manifest.parts {
        if !part.has_plain_name() || !seen.insert(part.name.as_str()) {
            problems.push(format!("{MANIFEST_NAME} 里的文件名「{}」不对，请村里重新交一包", shown(&part.name)));
        } else if let Err(problem) = check_part(path, part) {
            problems.push(problem);
        }
    }
}

fn check_part(path: &Path, part: &ManifestPart) -> Result<(), String> {
    let name = &part.name;
    let file = path.join(name);
    let meta = std::fs::symlink_metadata(&file).map_err(|fault| match fault.kind() {
        io::ErrorKind::NotFound => format!("缺文件 {name}，被删掉或改了名，请从U盘重新复制，还不行请村里重新交一包"),
        _ => format!("{name} 读不出来：{}", unreadable(&fault)),
    })?;
    if !meta.is_file() {
        return Err(format!("{name} 不是普通文件({})，这一包不能用，请村里重新交一包", kind(&meta)));
    }
    let changed = || format!("{name} 和清单对不上，被改动过或者坏了，请从U盘重新复制，还不行请村里重新交一包");
    if meta.len() != part.bytes {
        let (is, was) = (meta.len(), part.bytes);
        return Err(format!("{name} 大小不对(清单{was}字节，现在{is}字节)，请从U盘重新复制，还不行请村里重新交一包"));
    }
    let mut sum = Sha256::new();
    let mut left_bytes = part.bytes;
    let end = outside::read_back(&file, &mut |block| {
        sum.update(block);
        match left_bytes.checked_sub(block.len() as u64) {
            Some(left) => {
                left_bytes = left;
                ControlFlow::Continue(())
            }
            // It grew while it was read.
            None => ControlFlow::Break(()),
        }
    });
    match end {
        Err(fault) => Err(format!("{name} 读不出来：{}", unreadable(&fault))),
        Ok(ControlFlow::Break(())) => Err(changed()),
        Ok(ControlFlow::Continue(())) if left_bytes == 0 && hex(&sum.finalize()) == part.sha256 => Ok(()),
        Ok(ControlFlow::Continue(())) => Err(changed()),
    }
}

/// Whatever lies in the folder and is not listed.
fn check_entries(path: &Path, manifest: &Manifest, problems: &mut Vec<String>) {
    let listed: BTreeSet<&str> = manifest.parts.iter().map(|part| part.name.as_str()).chain([MANIFEST_NAME]).collect();
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(fault) => return problems.push(format!("文件夹读不出来：{}", unreadable(&fault))),
    };
    for (at, entry) in entries.enumerate() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(fault) => return problems.push(format!("文件夹读不出来：{}", unreadable(&fault))),
        };
        if at >= PACKAGE_ENTRIES_MAX {
            return problems.push("文件夹里多出来的东西太多，没有逐个列，请从U盘重新复制到一个空文件夹".to_owned());
        }
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| listed.contains(name)) {
            continue;
        }
        let name = name.to_string_lossy();
        let meta = entry.metadata();
        if meta.as_ref().is_ok_and(Metadata::is_file) && is_left_by_system(&name) {
            continue;
        }
        let what = meta.map_or("东西", |meta| kind(&meta));
        let remedy = if name.starts_with("~$") {
            "请先关掉WPS或Excel再核对"
        } else {
            "请移走再核对，交表包里不要放别的东西"
        };
        problems.push(format!("多出{what}「{}」，清单里没有；{remedy}", shown(&name)));
    }
}

fn is_left_by_system(name: &str) -> bool {
    LEFT_BY_SYSTEMS.contains(&name) || name.starts_with(LEFT_BY_MAC)
}

fn kind(meta: &Metadata) -> &'static str {
    if meta.is_symlink() {
        "链接"
    } else if meta.is_dir() {
        "文件夹"
    } else if meta.is_file() {
        "文件"
    } else {
        "特殊文件"
    }
}

/// A foreign name, so that it cannot move the cursor or fill the screen.
fn shown(name: &str) -> String {
    const SHOWN_CHARS_MAX: usize = 60;
    name.chars().filter(|c| !c.is_control()).take(SHOWN_CHARS_MAX).collect()
}

fn unreadable(fault: &io::Error) -> &'static str {
    match fault.kind() {
        io::ErrorKind::NotFound => "没有这个文件夹，请看看盘插好没有、名字对不对",
        io::ErrorKind::PermissionDenied => "没有权限读，请换一个有权限的人来核对",
        _ => "盘可能坏了或被拔出，请重新插好再核对，还不行请村里重新交一包",
    }
}

#[cfg(test)]
mod tests;
