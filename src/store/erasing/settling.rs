//! The last step of an erasure: the new store in the place of the old one, or what did not come so far cleared away.
//!
//! It needs no key, reads nothing of the store but that a header is whole, and can be cut off anywhere: it is done at every
//! opening, until nothing is left to do.

use std::path::{Path, PathBuf};

use crate::disk::{file, folder};

use crate::store::backup::snapshot;
use crate::store::build::rename_patiently;
use crate::store::draft;
use crate::store::error::StoreError;
use crate::store::header::{self, Header};

/// Where the new store is built.
const UNFINISHED: &str = "erased.new";
/// What is replaced; the header comes after them.
const PARTS: [&str; 3] = ["journal", "sled", snapshot::FOLDER];
/// What opening or repairing set aside, and what they left: all of it may hold what was destroyed.
const ASIDE: [&str; 5] = ["sled.new", "sled.look", "sled.doubt", "repair.new", draft::NAME];
const ASIDE_NUMBERED: [&str; 4] = ["torn-", "sled.bad.", "damaged.", "drafts.bad."];

/// The folder in a data folder in which the new store is built.
pub(super) fn unfinished(dir: &Path) -> PathBuf {
    dir.join(UNFINISHED)
}

/// What an erasure left in a data folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Leftover {
    /// Nothing.
    Nothing,
    /// It was cut off before the new store counted.
    Unfinished,
    /// The new store counts, and is not wholly in its place.
    Ready,
}

/// What an erasure left here. Nothing is touched.
pub(in crate::store) fn leftover(dir: &Path) -> Leftover {
    let new = unfinished(dir);
    match (new.exists(), header::paths(&new).iter().any(|path| path.exists())) {
        (false, _) => Leftover::Nothing,
        (true, false) => Leftover::Unfinished,
        (true, true) => Leftover::Ready,
    }
}

/// Puts a new store that counts in its place, or clears away one that does not; gives whether one was put. Whatever cuts
/// it off, the next opening goes on with it. The folder is locked.
pub(in crate::store) fn settle(dir: &Path) -> Result<bool, StoreError> {
    let new = unfinished(dir);
    let failed = || StoreError::io("换上销毁以后的数据", dir);
    match leftover(dir) {
        Leftover::Nothing => return Ok(false),
        Leftover::Unfinished => {
            folder::remove_whole(&new).map_err(failed())?;
            return Ok(false);
        }
        Leftover::Ready => {}
    }
    let found = Header::read(&new)?;
    for (from, to) in PARTS.map(|name| (new.join(name), dir.join(name))) {
        if from.exists() {
            folder::remove_whole(&to).map_err(failed())?;
            rename_patiently(&from, &to)?;
            folder::sync(dir).and_then(|()| folder::sync(&new)).map_err(failed())?;
        }
    }
    remove_aside(dir).map_err(failed())?;
    found.put_into(dir)?;
    // From here on it must not be put again: the store goes on.
    for path in header::paths(&new).iter().rev() {
        file::remove(path).map_err(failed())?;
    }
    folder::sync(&new).and_then(|()| folder::remove_whole(&new)).map_err(failed())?;
    folder::sync(dir).map_err(failed())?;
    Ok(true)
}

/// Removes what was set aside of earlier damage: it is of the old key, and may hold what was destroyed.
fn remove_aside(dir: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let is_numbered = |prefix: &str| name.strip_prefix(prefix).is_some_and(is_number);
        if !ASIDE.contains(&name) && !ASIDE_NUMBERED.iter().any(|prefix| is_numbered(prefix)) {
            continue;
        }
        if entry.file_type()?.is_dir() { folder::remove_whole(&entry.path())? } else { file::remove(&entry.path())? }
    }
    Ok(())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}
