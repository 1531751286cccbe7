//! Decides about backups: a copy is known once it was written and read back, or once the village was restored from it.

use crate::domain::backup::{BackupCopy, BackupHow};
use crate::domain::change::Change;

/// What a person wants of a backup.
#[derive(Clone, Debug)]
pub enum BackupIntent {
    /// It was written, read back and decoded.
    Written(Box<BackupCopy>),
    /// The village was restored from it.
    Restored(Box<BackupCopy>),
}

impl BackupIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            BackupIntent::Written(_) => "backup.written",
            BackupIntent::Restored(_) => "backup.restored",
        }
    }
}

/// Decides it: nothing stands in the way of what has happened.
pub fn decide(intent: BackupIntent) -> Vec<Change> {
    let copy = match intent {
        BackupIntent::Written(copy) => Box::new(BackupCopy { how: BackupHow::Written, ..*copy }),
        BackupIntent::Restored(copy) => Box::new(BackupCopy { how: BackupHow::Restored, ..*copy }),
    };
    vec![Change::Backup(copy)]
}
