//! A package as one sealed file: its parts in a plain zip, in an envelope that only the office opens.
//!
//! Opening believes nothing: the envelope comes first, then the zip within limits whatever it claims, then the manifest,
//! and every part by size and sum. Something is given out only when all of it fits. It touches no file.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::MANIFEST_NAME;
use super::manifest::{Manifest, ManifestChain, ManifestFault, hex};
use crate::domain::limits::{
    PACKAGE_MANIFEST_BYTES_MAX, PACKAGE_PARTS_MAX, PACKAGE_SEALED_BYTES_MAX, PACKAGE_UNPACKED_BYTES_MAX,
};
use crate::seal::envelope::{self, Envelope, EnvelopeFault, EnvelopeKind};
use crate::seal::identity::{Identity, PublicKeys};

/// By whom and to whom a package is sealed, and how it hangs on those before.
#[derive(Debug)]
pub struct Sealing {
    /// The village.
    pub from: Identity,
    /// The office.
    pub to: PublicKeys,
    /// What the manifest says of it.
    pub chain: ManifestChain,
}

/// Why a sealed package could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSealed {
    /// The parts could not be put together.
    #[error("{0}")]
    Zip(String),
    /// Larger than any reader takes.
    #[error("内容太多，一个包装不下")]
    TooLarge,
    /// It could not be sealed.
    #[error(transparent)]
    Seal(#[from] envelope::NotSealed),
}

/// Why a sealed package is not taken. Nothing of it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOpened {
    /// The envelope is not whole, not signed by the one it names, or not for this reader.
    #[error("{0}")]
    Envelope(#[from] EnvelopeFault),
    /// It is whole, but of nobody who is known here.
    #[error("这个包不是登记过的村写的，一点都没有收。请先登记那个村的公开卡，再收一次")]
    UnknownSender,
    /// An envelope of another kind.
    #[error("这是镇里的回执，不是村里交的包，没有收。请拿「代办-某村-序号-日期.dbx」那个文件")]
    NotAPackage,
    /// What is inside is no package of this program.
    #[error("包里的{what}不对，一点都没有收。请村里重新交一包")]
    Inside {
        /// Which thing.
        what: String,
    },
    /// A manifest of a newer program.
    #[error("这一包是新版程序写的(清单第{0}版)，这里的程序认不得。请先升级程序")]
    Newer(u16),
    /// It holds more than any package does.
    #[error("包里的东西大得不像交表包，一点都没有收。请村里重新交一包")]
    TooLarge,
}

/// A package that was opened: every part is as the manifest says.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedPackage {
    /// What it is.
    pub manifest: Manifest,
    /// Its parts by name, without the manifest.
    pub parts: BTreeMap<String, Vec<u8>>,
}

/// Seals these parts, the manifest among them, to the reader. What no reader takes is never made.
pub fn seal(parts: &[(&str, &[u8])], sealing: &Sealing) -> Result<Vec<u8>, NotSealed> {
    check_limits(parts)?;
    let zip = zipped(parts).map_err(|fault| NotSealed::Zip(fault.to_string()))?;
    let sealed = envelope::seal(&sealing.from, &sealing.to, EnvelopeKind::Package, &zip)?;
    if sealed.len() as u64 > PACKAGE_SEALED_BYTES_MAX {
        return Err(NotSealed::TooLarge);
    }
    Ok(sealed)
}

/// The limits of whoever opens it.
fn check_limits(parts: &[(&str, &[u8])]) -> Result<(), NotSealed> {
    let bytes = |(name, bytes): &(&str, &[u8])| (*name == MANIFEST_NAME, bytes.len() as u64);
    let (manifest, others): (Vec<_>, Vec<_>) = parts.iter().map(bytes).partition(|(is_manifest, _)| *is_manifest);
    let total = |parts: &[(bool, u64)]| parts.iter().map(|(_, bytes)| *bytes).sum::<u64>();
    let fits = total(&manifest) <= PACKAGE_MANIFEST_BYTES_MAX
        && total(&others) <= PACKAGE_UNPACKED_BYTES_MAX
        && others.len() <= PACKAGE_PARTS_MAX;
    if fits { Ok(()) } else { Err(NotSealed::TooLarge) }
}

fn zipped(parts: &[(&str, &[u8])]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // A workbook is a zip already.
        let method = if name.ends_with(".xlsx") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method))?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Opens a sealed package of one of these villages; gives the place of the village too.
pub fn open(bytes: &[u8], reader: &Identity, villages: &[PublicKeys]) -> Result<(usize, OpenedPackage), NotOpened> {
    if bytes.len() as u64 > PACKAGE_SEALED_BYTES_MAX {
        return Err(NotOpened::TooLarge);
    }
    let envelope = Envelope::read(bytes)?;
    match envelope.kind {
        EnvelopeKind::Package => {}
        EnvelopeKind::Answers => return Err(NotOpened::NotAPackage),
    }
    let village = villages.iter().position(|keys| envelope.is_from(keys)).ok_or(NotOpened::UnknownSender)?;
    let opened = unzipped(&envelope.open(reader)?)?;
    // Signed by the village: whoever had opened it could otherwise seal it on to another office.
    let is_for_us = |chain: &ManifestChain| chain.recipient == reader.public().fingerprint();
    if !opened.manifest.chain.as_ref().is_some_and(is_for_us) {
        return Err(NotOpened::Inside { what: "收件单位".to_owned() });
    }
    Ok((village, opened))
}

fn unzipped(zip: &[u8]) -> Result<OpenedPackage, NotOpened> {
    let inside = |what: &str| NotOpened::Inside { what: what.to_owned() };
    let mut zip = ZipArchive::new(Cursor::new(zip)).map_err(|_| inside("压缩格式"))?;
    let bytes = read_entry(&mut zip, MANIFEST_NAME, PACKAGE_MANIFEST_BYTES_MAX)?;
    let manifest = Manifest::read(&bytes).map_err(|fault| match fault {
        ManifestFault::Changed | ManifestFault::NotOurs => inside("清单"),
        ManifestFault::Newer(version) => NotOpened::Newer(version),
    })?;
    let listed = manifest.parts.len();
    if listed == 0 || listed > PACKAGE_PARTS_MAX || zip.len() != listed + 1 {
        return Err(inside("文件数"));
    }
    let mut parts = BTreeMap::new();
    let mut left_bytes = PACKAGE_UNPACKED_BYTES_MAX;
    for part in &manifest.parts {
        if !part.has_plain_name() {
            return Err(inside(&shown(&part.name)));
        }
        left_bytes = left_bytes.checked_sub(part.bytes).ok_or(NotOpened::TooLarge)?;
        let bytes = read_entry(&mut zip, &part.name, part.bytes)?;
        let fits = bytes.len() as u64 == part.bytes && hex(&Sha256::digest(&bytes)) == part.sha256;
        if !fits || parts.insert(part.name.clone(), bytes).is_some() {
            return Err(inside(&shown(&part.name)));
        }
    }
    Ok(OpenedPackage { manifest, parts })
}

/// The bytes of one entry, as many as it may have and not as many as it claims.
fn read_entry(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str, bytes_max: u64) -> Result<Vec<u8>, NotOpened> {
    let wrong = || NotOpened::Inside { what: shown(name) };
    let entry = zip.by_name(name).map_err(|_| wrong())?;
    let mut bytes = Vec::new();
    entry.take(bytes_max.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| wrong())?;
    if bytes.len() as u64 > bytes_max { Err(wrong()) } else { Ok(bytes) }
}

/// A foreign name, so that it cannot move the cursor or fill the screen.
fn shown(name: &str) -> String {
    const SHOWN_CHARS_MAX: usize = 60;
    name.chars().filter(|c| !c.is_control()).take(SHOWN_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests;
