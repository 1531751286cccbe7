//! A sheet to print, written outside the data folder: for its owner's eyes where the drive knows owners.
//!
//! What stands on it is made by `exchange`; nothing of the store's is here.

use std::io;
use std::path::Path;

use crate::disk::outside::{self, OutsideFile};

/// What Notepad needs at the front of a text to take it for UTF-8.
const NOTEPAD_MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes the sheet to a name that is not taken.
pub fn write_new(path: &Path, text: &str) -> io::Result<()> {
    fill(OutsideFile::create_private(path)?, path, text)
}

/// Fills a file that was made for the sheet.
pub(super) fn fill(mut file: OutsideFile, path: &Path, text: &str) -> io::Result<()> {
    file.append(NOTEPAD_MARK)?;
    file.append(text.as_bytes())?;
    file.sync()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    outside::sync_folder(folder.unwrap_or(Path::new(".")))
}
