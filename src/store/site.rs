//! One data folder: where its parts lie, and what every one of them is sealed and hashed with.
//!
//! It opens nothing but the lock.

use std::path::{Path, PathBuf};

use crate::disk::lock::{self, Lock};
use crate::seal::Sealer;
use crate::seal::key::{DataKey, ProofKey};

use super::error::StoreError;
use super::rows::RowKey;
use super::rows_fault::RowsFault;
use super::wire::{Link, first_link};

/// The folder and its keys.
#[derive(Clone)]
pub(super) struct Site {
    pub(super) dir: PathBuf,
    pub(super) sealer: Sealer,
    pub(super) key: RowKey,
    /// Shows that a header is this store's; `None` for one without a cipher.
    pub(super) header_key: Option<ProofKey>,
    /// The link before the first act.
    pub(super) first_link: Link,
}

impl Site {
    /// The site of the store with this id, under its data key; `None` for one without a cipher.
    pub(super) fn new(dir: &Path, key: Option<DataKey>, store_id: &[u8; 16]) -> Site {
        let (sealer, row_key, header_key) = match key {
            None => (Sealer::plain(), RowKey::of_store(store_id), None),
            Some(key) => {
                let derived = (RowKey::under(&key), ProofKey::under(&key, "daiban header 1"));
                (Sealer::with_key(key), derived.0, Some(derived.1))
            }
        };
        Site { dir: dir.to_path_buf(), sealer, key: row_key, header_key, first_link: first_link(store_id) }
    }

    /// The folder of the journal.
    pub(super) fn journal(&self) -> PathBuf {
        journal(&self.dir)
    }

    /// The folder of the tables.
    pub(super) fn tables(&self) -> PathBuf {
        tables(&self.dir)
    }

    /// Where new tables are built.
    pub(super) fn tables_new(&self) -> PathBuf {
        self.dir.join("sled.new")
    }

    /// The tables cannot be used, whatever the reason.
    pub(super) fn rows_failed(&self, fault: RowsFault) -> StoreError {
        match fault {
            RowsFault::Full => StoreError::io("写数据表", &self.tables())(std::io::ErrorKind::StorageFull.into()),
            RowsFault::Unusable(what) | RowsFault::Refused(what) | RowsFault::Slow(what) => {
                StoreError::RowsFailed { file: self.tables(), what }
            }
        }
    }
}

/// The folder of the journal in a data folder.
pub(super) fn journal(dir: &Path) -> PathBuf {
    dir.join("journal")
}

/// The folder of the tables in a data folder.
pub(super) fn tables(dir: &Path) -> PathBuf {
    dir.join("sled")
}

/// Takes the lock of a data folder.
pub(super) fn take_lock(dir: &Path) -> Result<Lock, StoreError> {
    let path = dir.join("lock");
    match lock::take(&path).map_err(StoreError::io("打开数据文件夹", &path))? {
        Some(lock) => Ok(lock),
        None => Err(StoreError::InUse { dir: dir.to_path_buf() }),
    }
}
