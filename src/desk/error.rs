//! Why the desk could not do it, in the words the person reads, and whether the data is in danger.
//!
//! The words themselves belong to the rules and to the store; here they only come together.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::domain::clock_doubt::ClockDoubt;
use crate::domain::office::decide::OfficeRefusal;
use crate::domain::refusal::Refusal;
use crate::exchange::package::error::PackageError;
use crate::store::backup::error::{BackupError, Cause};
use crate::store::error::{CommitError, StoreError, reason};

/// What did not work.
#[derive(Debug, Error)]
pub enum DeskError {
    /// A rule says no; nothing has changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The data folder cannot be made, opened or read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An act was not, or perhaps not, kept.
    #[error(transparent)]
    NotKept(#[from] CommitError),
    /// The folder holds a store in which no village was ever founded.
    #[error("这个文件夹里还没有建村：{}。请先运行 daiban init 建村。", dir.display())]
    NotFounded {
        /// The data folder.
        dir: PathBuf,
    },
    /// Whoever founds a village chose a passphrase, and the empty store that is there already has no cipher.
    #[error("这个文件夹里有一个空的、没有加密的库，不能再给它定口令：{}。没有建村，什么都没有动。请先把这个文件夹移开或改名，再建一次。", dir.display())]
    NotSealed {
        /// The data folder.
        dir: PathBuf,
    },
    /// No package was written.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// No backup was written.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The successor chose the passphrase of now.
    #[error("接手人定的口令和现在的口令一样，没有交接，数据没有改动。口令只能自己知道：请接手的人另定一个，再做一次。")]
    SamePassphrase,
    /// The sheet that the officers sign could not be written beside the pack.
    #[error("交接单写不进去：{}（{}）。没有交接，交接包已拿掉，电脑里的资料没有动。请换个地方再试。", file.display(), reason(source))]
    NoSheet {
        /// The sheet.
        file: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// Nothing was handed over, and what was written for it could not be removed.
    #[error("{cause}那里留有「{}」，它不算数，请删掉，不要交出去。", path.display())]
    PackLeft {
        /// Why nothing was handed over.
        cause: Box<DeskError>,
        /// What stayed.
        path: PathBuf,
    },
    /// A village was founded in the folder meanwhile, by another window.
    #[error("这个文件夹里已经建了村：{}。请关掉程序，重新打开就能看到。", dir.display())]
    FoundedElsewhere {
        /// The data folder.
        dir: PathBuf,
    },
    /// What lies where the drill would write is not a drill's.
    #[error("这里放的不是演练数据：{}。程序没有动它。请先把它移开或改名，或者用 --data 另指一个文件夹。", dir.display())]
    NotADrill {
        /// The folder.
        dir: PathBuf,
    },
    /// The file that says that a folder is a drill's, and holds its key, is not as it was written.
    #[error("演练的 parameters 文件坏了，或者这里放的不是演练数据：{}。程序没有动这个文件夹。要重新演练，请先把它移开或改名。", file.display())]
    DrillParameters {
        /// The file.
        file: PathBuf,
    },
    /// A number of the drill that was told to be durable is gone.
    #[error("丢了：第 {acked} 号说过已存好，现在只到第 {last} 号：{}。这个盘不能放村里的数据，请换一个。", dir.display())]
    DrillLost {
        /// The folder.
        dir: PathBuf,
        /// The last number that was told.
        acked: u64,
        /// The last number that is there.
        last: u64,
    },
    /// A number of the drill is not as it was written.
    #[error("坏了：第 {number} 号{what}：{}。这个盘不能放村里的数据，请换一个。", dir.display())]
    DrillChanged {
        /// The folder.
        dir: PathBuf,
        /// The first such number.
        number: u64,
        /// What is wrong with it, as a short clause.
        what: &'static str,
    },
    /// The computer's clock does not fit the last act.
    #[error("{0}请把电脑的日期和时间调对。")]
    ClockDoubted(ClockDoubt),
    /// The village is damaged, and there is no copy to mend it from.
    #[error("没有可用的备份来修：{}。程序没有改动任何文件。请插上存备份的U盘再运行一次；备份在别处的，加 --from 备份文件。", dir.display())]
    NoCopy {
        /// The data folder.
        dir: PathBuf,
    },
    /// The office's rules said no.
    #[error("{0}。")]
    Office(#[from] OfficeRefusal),
    /// The system names no folder for a program's data.
    #[error("找不到放数据的文件夹。请用 --data 指明一个，例如 --data D:\\代办。")]
    NoPlace,
    /// A folder to throw away cannot be made.
    #[error("临时文件夹建不起来：{}（{}）。您的数据没有动。", dir.display(), reason(source))]
    NoScratch {
        /// The folder.
        dir: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// The system gives no random numbers, so no identity can be made.
    #[error("系统取不到随机数，不能登记新的内容。已保存的都在。请重启电脑后再试。")]
    NoRandomness,
}

/// How bad it is; the exit status of the command line follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gravity {
    /// Refused, or not possible now; the data is as it was.
    Refused,
    /// Damaged or unreadable.
    Damaged,
}

impl DeskError {
    /// How bad it is.
    pub fn gravity(&self) -> Gravity {
        match self {
            DeskError::Refused(_)
            | DeskError::Office(_)
            | DeskError::NotFounded { .. }
            | DeskError::FoundedElsewhere { .. }
            | DeskError::NotSealed { .. }
            | DeskError::ClockDoubted(_)
            | DeskError::Package(_)
            | DeskError::NoSheet { .. }
            | DeskError::SamePassphrase
            | DeskError::NotADrill { .. }
            | DeskError::NoPlace
            | DeskError::NoScratch { .. }
            | DeskError::NoRandomness => Gravity::Refused,
            DeskError::NoCopy { .. }
            | DeskError::DrillParameters { .. }
            | DeskError::DrillLost { .. }
            | DeskError::DrillChanged { .. } => Gravity::Damaged,
            DeskError::PackLeft { cause, .. } => cause.gravity(),
            DeskError::Store(fault) => of_store(fault),
            DeskError::Backup(fault) => match &fault.cause {
                Cause::Data(fault) => of_store(fault),
                Cause::NotSound(_) => Gravity::Damaged,
                Cause::Stopped
                | Cause::NoRoom { .. }
                | Cause::DriveChanged
                | Cause::Differs
                | Cause::PartsTooLarge
                | Cause::Refused(_) => Gravity::Refused,
            },
            DeskError::NotKept(fault) => match fault {
                CommitError::NotSaved { .. } | CommitError::LookOnly { .. } | CommitError::TooLarge { .. } => {
                    Gravity::Refused
                }
                CommitError::Doubtful { .. } | CommitError::OutOfStep { .. } | CommitError::Unwritable => {
                    Gravity::Damaged
                }
            },
        }
    }

    /// Whether it stays closed for want of the right passphrase.
    pub fn is_locked(&self) -> bool {
        matches!(
            self,
            DeskError::Store(
                StoreError::Locked { .. }
                    | StoreError::WrongPassphrase { .. }
                    | StoreError::WrongPackPassphrase { .. }
                    | StoreError::WrongRecoveryCode { .. }
            )
        )
    }

    /// Whether what was offered to open it was wrong, and then whether that was a recovery code.
    pub fn wrong_credential(&self) -> Option<bool> {
        match self {
            DeskError::Store(StoreError::WrongPassphrase { .. } | StoreError::WrongPackPassphrase { .. }) => {
                Some(false)
            }
            DeskError::Store(StoreError::WrongRecoveryCode { .. }) => Some(true),
            _ => None,
        }
    }

    /// Whether there is simply no village here yet, which the first run mends.
    pub fn is_no_village(&self) -> bool {
        matches!(self, DeskError::NotFounded { .. } | DeskError::Store(StoreError::NoStore { .. }))
    }
}

fn of_store(fault: &StoreError) -> Gravity {
    match fault {
        // Nothing is wrong with the data: there is no room.
        fault if fault.is_full() => Gravity::Refused,
        StoreError::InUse { .. }
        | StoreError::NoStore { .. }
        | StoreError::AlreadyThere { .. }
        | StoreError::NoSlots { .. }
        | StoreError::Occupied { .. }
        | StoreError::KeyElsewhere { .. }
        | StoreError::OtherBook { .. }
        | StoreError::OtherCopy { .. }
        | StoreError::NotEmpty { .. }
        | StoreError::Restoring { .. }
        | StoreError::NotABackup { .. }
        | StoreError::NotAPack { .. }
        | StoreError::NoRoom { .. }
        | StoreError::FormWaits { .. }
        | StoreError::Stopped { .. } => Gravity::Refused,
        StoreError::Locked { .. }
        | StoreError::WrongPassphrase { .. }
        | StoreError::WrongPackPassphrase { .. }
        | StoreError::WrongRecoveryCode { .. }
        | StoreError::OtherKey { .. }
        | StoreError::NewerProgram { .. }
        | StoreError::OtherFormat { .. }
        | StoreError::HeaderDamaged { .. }
        | StoreError::HeaderForged { .. }
        | StoreError::BackupDamaged { .. }
        | StoreError::OldCopy { .. }
        | StoreError::PackDamaged { .. }
        | StoreError::JournalDamaged { .. }
        | StoreError::RowsFailed { .. }
        | StoreError::NotConverted { .. }
        | StoreError::Io { .. } => Gravity::Damaged,
    }
}
