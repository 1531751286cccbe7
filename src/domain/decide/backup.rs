//! Decides about backups: a copy is known once it was written and read back, or once the village was restored from it.

use crate::domain::backup::{BackupCopy, BackupHow};
use crate::domain::change::{Change, VillageEvent};
use crate::domain::village::Village;

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

/// Decides it: nothing stands in the way of what has happened. With a restoring a term begins, as with a taking over: the
/// copy that it was made of may go on elsewhere.
pub fn decide(village: &Village, intent: BackupIntent) -> Vec<Change> {
    match intent {
        BackupIntent::Written(copy) => vec![Change::Backup(Box::new(BackupCopy { how: BackupHow::Written, ..*copy }))],
        BackupIntent::Restored(copy) => vec![
            Change::Backup(Box::new(BackupCopy { how: BackupHow::Restored, ..*copy })),
            Change::Village(VillageEvent::TermBegan, Box::new(village.info.clone())),
        ],
    }
}
