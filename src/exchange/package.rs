//! The package for the office: the workbook, the machine data and a manifest of sums, as one file sealed to the office
//! (`sealed`) where its card is known, else as a folder; or the workbook alone, closed with a password.
//!
//! It chooses what goes in (`select`), makes the parts and writes them (`deliver`). It commits nothing: that a package
//! was begun, written or void is `desk`'s to record.

pub mod content;
pub mod error;
pub mod select;

mod data;
pub(in crate::exchange) mod deliver;
#[cfg(test)]
pub(crate) mod fixture;
pub mod manifest;
pub(in crate::exchange) mod mask;
mod name;
pub mod sealed;
pub mod taking;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::domain::day::Day;
use crate::domain::package::{LOCKED_ENDING, SEALED_ENDING};
use crate::exchange::workbook::{self, WorkbookFault};
use crate::seal::SealFault;
use crate::seal::workbook::{WorkbookPassword, lock};

use self::content::PackageContent;
use self::deliver::{Order, Part, Shape};
use self::error::{Cause, PackageError};
use self::manifest::{Manifest, ManifestChain, ManifestCounts, ManifestPart};
use self::sealed::Sealing;

/// The workbook the office opens.
pub(crate) const WORKBOOK_NAME: &str = "报表.xlsx";
/// The machine data.
pub(crate) const DATA_NAME: &str = "数据.jsonl";
/// The manifest.
pub(crate) const MANIFEST_NAME: &str = "清单.json";
/// What one closed file is called until it is finished.
pub(in crate::exchange) const ONE_FILE_NAME: &str = "加密包";

/// What is said of a package beside its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageMeta {
    /// Its number in this village.
    pub no: u32,
    /// The day in its name and on its cover.
    pub on: Day,
    /// 接收单位.
    pub receiver: String,
    /// 用途.
    pub purpose: String,
    /// The number of the drive that was chosen (`Drive::device`); `None` for a folder, whatever drive it is on.
    pub device: Option<u64>,
}

/// A package that was written, read back and compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenPackage {
    /// The name of its folder or file.
    pub name: String,
    /// Where that is.
    pub path: PathBuf,
    /// SHA-256 of its manifest, lower-case hex: what the manifest's last line says.
    pub sha256: String,
}

/// How a package is closed on its way.
#[derive(Debug)]
pub enum Closing {
    /// Not at all: a folder that anyone can read.
    Open,
    /// One file that the office alone opens.
    Sealed(Box<Sealing>),
    /// The workbook alone, which WPS and Excel open with this password. It has no manifest: nothing here reads it.
    Locked(WorkbookPassword),
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// 正在做报表: rows.
    Building,
    /// 正在写: bytes.
    Writing,
    /// 正在核对: bytes.
    Checking,
}

impl Phase {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            Phase::Building => "正在做报表",
            Phase::Writing => "正在写",
            Phase::Checking => "正在核对",
        }
    }
}

/// How far it is, in the phase's own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// How much of it is done.
    pub done: u64,
    /// How much there is.
    pub total: u64,
}

/// The answer to a word of progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onward {
    /// Go on.
    Go,
    /// Stop: what was written of this package is removed, and nothing else.
    Stop,
}

/// Writes the package as one new file in `dir` where it is closed, else as one new folder, reads it back and compares.
///
/// # Errors
/// One sentence for the officer. The finished name is then not there; what could not be removed is removed before the
/// next package is written to that place.
pub fn write(
    content: &PackageContent,
    meta: &PackageMeta,
    closing: &Closing,
    dir: &Path,
    progress: &mut dyn FnMut(Progress) -> Onward,
) -> Result<WrittenPackage, PackageError> {
    let name = name::finished_name(&content.village, meta.no, meta.on, closing.ending());
    // The place is looked at first: nobody waits for a report that has nowhere to go.
    deliver::look(dir, &name, meta.device)?;
    let workbook = workbook(content, meta, progress)?;
    let (parts, shape, sha256) = match closing {
        Closing::Locked(password) => {
            let locked = lock(&workbook, password).map_err(|fault| Cause::NotSealed(not_locked(fault).to_owned()))?;
            let part = Part::new(ONE_FILE_NAME, locked);
            let sha256 = part.sha256.clone();
            (vec![part], Shape::File, sha256)
        }
        Closing::Open => {
            let (parts, sha256) = listed(content, meta, &name, workbook, None)?;
            (parts, Shape::Folder, sha256)
        }
        Closing::Sealed(sealing) => {
            let (parts, sha256) = listed(content, meta, &name, workbook, Some(sealing.chain.clone()))?;
            let listed: Vec<(&str, &[u8])> = parts.iter().map(|part| (part.name, part.bytes.as_slice())).collect();
            let sealed = sealed::seal(&listed, sealing).map_err(|fault| Cause::NotSealed(fault.to_string()))?;
            (vec![Part::new(ONE_FILE_NAME, sealed)], Shape::File, sha256)
        }
    };
    let order = Order { parts: &parts, name: &name, shape, sha256: &sha256, dir, device: meta.device };
    let path = deliver::deliver(&order, progress)?;
    Ok(WrittenPackage { name, path, sha256 })
}

fn not_locked(fault: SealFault) -> &'static str {
    match fault {
        SealFault::NoRandomness => "系统没有给出随机数",
        SealFault::TooLarge => "内容太多，一个带密码的表装不下",
    }
}

impl Closing {
    fn ending(&self) -> Option<&'static str> {
        match self {
            Closing::Open => None,
            Closing::Sealed(_) => Some(SEALED_ENDING),
            Closing::Locked(_) => Some(LOCKED_ENDING),
        }
    }
}

fn workbook(
    content: &PackageContent,
    meta: &PackageMeta,
    progress: &mut dyn FnMut(Progress) -> Onward,
) -> Result<Vec<u8>, Cause> {
    let total = workbook::rows_count(content);
    let mut tick = |done: u64| progress(Progress { phase: Phase::Building, done, total }) == Onward::Go;
    workbook::build(content, meta, &mut tick).map_err(|fault| match fault {
        WorkbookFault::Stopped => Cause::Stopped,
        WorkbookFault::Failed(words) => Cause::Workbook(words),
    })
}

/// The parts with the manifest that lists them, and its sum.
fn listed(
    content: &PackageContent,
    meta: &PackageMeta,
    name: &str,
    workbook: Vec<u8>,
    chain: Option<ManifestChain>,
) -> Result<(Vec<Part>, String), Cause> {
    let mut data = Vec::new();
    data::write(content, meta.no, &mut data).map_err(|fault| Cause::Workbook(fault.to_string()))?;
    let mut parts = vec![Part::new(WORKBOOK_NAME, workbook), Part::new(DATA_NAME, data)];
    let manifest = Manifest { chain, ..manifest_of(content, meta, name, &parts) };
    let (bytes, sha256) = manifest.to_bytes().map_err(|fault| Cause::Workbook(fault.to_string()))?;
    // Last, so that a folder without it is never taken for whole.
    parts.push(Part::new(MANIFEST_NAME, bytes));
    Ok((parts, sha256))
}

fn manifest_of(content: &PackageContent, meta: &PackageMeta, name: &str, parts: &[Part]) -> Manifest {
    let counts = content.counts();
    Manifest {
        format: manifest::FORMAT.to_owned(),
        version: manifest::VERSION,
        name: name.to_owned(),
        village: content.village.clone(),
        township: content.township.clone(),
        liaison: content.liaison.clone(),
        receiver: meta.receiver.clone(),
        purpose: meta.purpose.clone(),
        number: meta.no,
        from: content.from.0,
        to: content.to.0,
        created: meta.on.to_string(),
        counts: ManifestCounts {
            households: counts.households,
            people: counts.people,
            tasks: counts.tasks,
            originals: counts.originals,
            gone: counts.gone,
        },
        voided: content.voided.clone(),
        fields: content.fields(),
        parts: parts.iter().map(manifest_part).collect(),
        chain: None,
    }
}

fn manifest_part(part: &Part) -> ManifestPart {
    ManifestPart { name: part.name.to_owned(), bytes: part.bytes.len() as u64, sha256: part.sha256.clone() }
}

impl Part {
    pub(in crate::exchange) fn new(name: &'static str, bytes: Vec<u8>) -> Part {
        let sha256 = manifest::hex(&Sha256::digest(&bytes));
        Part { name, bytes, sha256 }
    }
}

#[cfg(test)]
mod tests;
