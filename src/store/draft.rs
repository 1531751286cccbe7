//! The one sealed file beside the journal: what was typed and is no act yet. It goes into no backup and no hand-over.
//!
//! It knows nothing of what is in it. A file that does not open is moved aside, and never stands in the way.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::disk::{durable, file, folder};
use crate::domain::limits::DRAFT_BYTES_MAX;
use crate::seal::Suite;
use crate::seal::secret::Secret;

use super::Store;
use super::error::StoreError;
use super::ledger::Ledger;

/// Its name in the data folder.
pub(super) const NAME: &str = "drafts";
/// The first layout of what is in it.
const FORMAT: u16 = 1;
const KEEPING: &str = "保存没填完的表";

/// What is there.
#[derive(Debug)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// What was kept.
    Whole(Secret),
    /// A file that is damaged, of another store, or of a newer program.
    Unreadable,
}

impl<L: Ledger> Store<L> {
    /// Keeps this in the place of what is there; sealed, or not at all.
    pub fn keep_draft(&self, plain: &[u8]) -> Result<(), StoreError> {
        let path = self.site.dir.join(NAME);
        let refused = |words: &str| StoreError::io(KEEPING, &path)(std::io::Error::other(words.to_owned()));
        match self.site.sealer.suite() {
            Suite::Plain => return Err(refused("这个村没有口令")),
            Suite::Sealed => {}
        }
        let sealed = self.site.sealer.seal(NAME.as_bytes(), FORMAT, plain).map_err(|_| refused("系统取不到随机数"))?;
        if sealed.len() as u64 > DRAFT_BYTES_MAX {
            return Err(refused("填的内容太长"));
        }
        durable::write_durably(&path, &sealed).map_err(StoreError::io(KEEPING, &path))
    }

    /// What is kept.
    pub fn draft(&self) -> Found {
        let sealed = match file::read_small(&self.site.dir.join(NAME), DRAFT_BYTES_MAX) {
            Ok(sealed) => sealed,
            Err(fault) if fault.kind() == ErrorKind::NotFound => return Found::Nothing,
            Err(_) => return Found::Unreadable,
        };
        // Without a cipher nothing is ever kept, and anybody could have put it there.
        if self.site.sealer.suite() == Suite::Plain {
            return Found::Unreadable;
        }
        let mut scratch = Vec::new();
        let format = self.site.sealer.open(NAME.as_bytes(), &sealed, &mut scratch).map(|opened| opened.format);
        match format {
            Ok(FORMAT) => Found::Whole(Secret::from(scratch)),
            Ok(_) | Err(_) => Found::Unreadable,
        }
    }

    /// Removes what is kept.
    pub fn forget_draft(&self) -> Result<(), StoreError> {
        let path = self.site.dir.join(NAME);
        let removed = file::remove(&path).and_then(|()| folder::sync(&self.site.dir));
        removed.map_err(StoreError::io(KEEPING, &path))
    }

    /// Moves what is there aside. Gives its new name.
    pub fn set_draft_aside(&self) -> Result<PathBuf, StoreError> {
        let path = self.site.dir.join(NAME);
        let aside = folder::free_name(&self.site.dir, &format!("{NAME}.bad"));
        let moved = file::rename(&path, &aside).and_then(|()| folder::sync(&self.site.dir));
        moved.map_err(StoreError::io(KEEPING, &path))?;
        Ok(aside.file_name().map(Path::new).unwrap_or(&aside).to_path_buf())
    }
}
