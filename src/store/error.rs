//! What can go wrong with the data folder, in the words a person is shown: what happened, what is safe, what to do next.
//!
//! It repairs nothing. Damage is named with its file; a message never holds a record's content.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::domain::id::Seq;

/// The store cannot be made, opened or read.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another process holds the folder.
    #[error("这个数据文件夹已在另一个窗口打开：{}。数据没有改动。请回到那个窗口继续，或者先把它关掉再打开。", dir.display())]
    InUse {
        /// The data folder.
        dir: PathBuf,
    },
    /// There is no store here.
    #[error("这里还没有村里的数据：{}。请先新建，或者用 --data 指明数据文件夹。", dir.display())]
    NoStore {
        /// The folder that was asked for.
        dir: PathBuf,
    },
    /// Sealed, and nothing was offered to open it.
    #[error("这份数据加了密，要口令才能打开：{}。数据没有改动。", dir.display())]
    Locked {
        /// The data folder.
        dir: PathBuf,
    },
    /// Not the passphrase; nothing more is told.
    #[error("口令不对，没有打开：{}。数据没有改动。请看清大小写再试；真忘了，把恢复单上的恢复码当口令打进去。", dir.display())]
    WrongPassphrase {
        /// The data folder.
        dir: PathBuf,
    },
    /// Not the passphrase of a pack, nor is anything else.
    #[error("口令不对，没有打开交接包：{}。什么都没有写，这个文件也没有动。要打的是交接那天接手人在交出的电脑上定的口令，不是交出人的，也不是恢复码。真忘了，请交出的人收回交接(daiban handover --revoke 加编号)，再做一个。", file.display())]
    WrongPackPassphrase {
        /// The pack.
        file: PathBuf,
    },
    /// A recovery code, but not the one of this store.
    #[error("这个恢复码不是这份数据的，没有打开：{}。数据没有改动。请对照恢复单上的村名和日期。", dir.display())]
    WrongRecoveryCode {
        /// The data folder.
        dir: PathBuf,
    },
    /// Its key is kept elsewhere, and only who keeps it opens it.
    #[error("这里放的是试磁盘用的演练数据，不是村里的数据：{}。数据没有改动。请用 --data 指明村里的数据文件夹。", dir.display())]
    KeyElsewhere {
        /// The data folder.
        dir: PathBuf,
    },
    /// A key that is not the one of this store.
    #[error("钥匙不是这份数据的，没有打开：{}。数据没有改动。可能是从别处拷来的文件混在了里面，请看看是不是拷错了。", dir.display())]
    OtherKey {
        /// The data folder.
        dir: PathBuf,
    },
    /// No passphrase and no recovery code opens it, so none can be changed.
    #[error("这份数据没有口令，也没有恢复码，没有可以改的：{}。数据没有改动。", dir.display())]
    NoSlots {
        /// The data folder.
        dir: PathBuf,
    },
    /// There is something here already, and it is not overwritten.
    #[error("这个文件夹里已经有数据：{}。数据没有改动。请直接打开，或者另选一个空文件夹新建。", dir.display())]
    AlreadyThere {
        /// The folder that was asked for.
        dir: PathBuf,
    },
    /// A new store goes into a folder of its own only: here lies something that is not this program's.
    #[error("这个文件夹里已经有别的文件：{}（{}）。没有新建，那里的文件一个都没有动。请另选一个空文件夹，或者在里面新建一个，例如 {}。", dir.display(), name.display(), dir.join("代办").display())]
    Occupied {
        /// The folder that was asked for.
        dir: PathBuf,
        /// The first such thing, within the folder.
        name: PathBuf,
    },
    /// Written by a program newer than this one.
    #[error("这份数据是更新版本的程序写的（{}，格式 {found}，本程序认得 {known}）。数据没有改动。请换用新版本程序打开。", file.display())]
    NewerProgram {
        /// Which file says so.
        file: PathBuf,
        /// The format found.
        found: u16,
        /// The newest this program knows.
        known: u16,
    },
    /// Written in a format that this program no longer reads, or in that of another kind of book.
    #[error("这份数据的格式（{}，格式 {found}）本程序不能直接打开，本程序用格式 {known}。数据没有改动。请用原来的程序打开，或者请维护人员转换。", file.display())]
    OtherFormat {
        /// Which file says so.
        file: PathBuf,
        /// The format found.
        found: u16,
        /// The one this program writes.
        known: u16,
    },
    /// Of another kind of book.
    #[error("{}（{}）。数据没有改动。{}", if *is_office { "这里放的是镇里的收件资料，不是一个村的" } else { "这里放的是一个村的资料，不是镇里的收件资料" }, file.display(), if *is_office { "请用 daiban office 打开，或者用 --data 指明村里的数据文件夹。" } else { "请用 --data 指明收件资料的文件夹，还没有的先运行 daiban office init。" })]
    OtherBook {
        /// Which file says so.
        file: PathBuf,
        /// Whether it is an office's.
        is_office: bool,
    },
    /// A copy of another kind of book.
    #[error("{}（{}）。什么都没有写，备份没有动。{}", if *is_office { "这份备份是镇里收件资料的，不是一个村的" } else { "这份备份是一个村的，不是镇里收件资料的" }, file.display(), if *is_office { "请换一份村里的备份；要恢复收件资料，用 daiban office restore。" } else { "请换一份收件资料的备份；要恢复村里的资料，用 daiban restore。" })]
    OtherCopy {
        /// The copy.
        file: PathBuf,
        /// Whether it is an office's.
        is_office: bool,
    },
    /// Of an older format, and no snapshot could be made before it is converted.
    #[error("这份数据是旧版本的程序写的，换成新格式以前要先留一份快照，没有留成：{}。记录没有改动，旧版本的程序也还能打开。{why}", dir.display())]
    NotConverted {
        /// The data folder.
        dir: PathBuf,
        /// Why, whole sentences with what to do.
        why: String,
    },
    /// Neither copy of the header can be read.
    #[error("数据文件夹的两份首页（header 和 header.2）都读不出来：{}。程序没有改动任何文件。请不要新建，运行 daiban doctor --repair 照备份修；U盘上有备份的先插上，它会去找；备份在别处的，加 --from 备份文件。", dir.display())]
    HeaderDamaged {
        /// The data folder.
        dir: PathBuf,
    },
    /// Its sum is right and its proof is not: it was not written by who has the key.
    #[error("数据文件夹的首页（header）不是用这份数据的钥匙写的，被人换过或者改过：{}。没有打开，程序没有改动任何文件。请先把整个数据文件夹复制一份，再运行 daiban doctor --repair 照备份修，或者请维护人员查看。", dir.display())]
    HeaderForged {
        /// The data folder.
        dir: PathBuf,
    },
    /// The journal does not hold together.
    #[error("流水文件损坏：{}，第 {} 笔起，{what}。程序没有改动任何文件；到哪一笔还完好，运行 daiban doctor 看。请运行 daiban doctor --repair 照备份修；U盘上有备份的先插上，它会去找；备份在别处的，加 --from 备份文件。坏的文件会移到一边，不会删。", file.display(), seq.0)]
    JournalDamaged {
        /// The segment, or the folder when a segment is missing.
        file: PathBuf,
        /// The first act that cannot be trusted.
        seq: Seq,
        /// What is wrong with it, as a short clause.
        what: String,
    },
    /// The tables cannot be used although the journal is whole.
    #[error("数据表打不开：{}（{what}）。流水完好，一笔都没有丢。请关掉程序再打开一次；还不行就运行 daiban doctor。", file.display())]
    RowsFailed {
        /// The folder of the tables.
        file: PathBuf,
        /// What the tables said, as a short clause.
        what: String,
    },
    /// Not a backup, or not as it was written.
    #[error("这份备份不能用：{}（{what}）。没有恢复任何内容，电脑里的数据没有改动，这个文件也没有动。请换一份备份：别的U盘上的，或者数据文件夹里 snapshots 下的。", file.display())]
    BackupDamaged {
        /// The backup.
        file: PathBuf,
        /// What is wrong with it, as a short clause.
        what: String,
    },
    /// A copy that would bring back what was destroyed, or a village from before it was handed over; or one of which
    /// nothing says that it would not.
    #[error("没有照这份备份修：{}（{why}）。照它修，销毁了的内容会回来，交出去了的村会变回没有交。程序没有改动任何文件，这个文件也没有动。请先找新一些的备份；确实只有这一份，先问过镇里，再在命令后面加上 --old-copy 运行一次。", file.display())]
    OldCopy {
        /// The copy.
        file: PathBuf,
        /// Why it may be such a one, as a short clause.
        why: &'static str,
    },
    /// A pack that is not as it was written.
    #[error("这个交接包不能用：{}（{what}）。没有接任，什么都没有留下，这个文件也没有动。请再从U盘拷一次；还是不行，请交出的人收回交接(daiban handover --revoke 加编号)，再做一个。", file.display())]
    PackDamaged {
        /// The pack.
        file: PathBuf,
        /// What is wrong with it, as a short clause.
        what: String,
    },
    /// A pack where a backup was wanted.
    #[error("这是交接包，不是备份：{}。什么都没有写，这个文件也没有动。接任请用 daiban takeover。", file.display())]
    NotABackup {
        /// The file.
        file: PathBuf,
    },
    /// A backup where a pack was wanted.
    #[error("这是备份，不是交接包：{}。没有接任，这个文件也没有动。恢复备份请用 daiban restore；要接任，请交出的人用 daiban handover 做一个交接包。", file.display())]
    NotAPack {
        /// The file.
        file: PathBuf,
    },
    /// A backup is restored into an empty place only.
    #[error("要放数据的地方已经有东西：{}。什么都没有写，那里的东西没有动。请用 --data 指一个还没有的文件夹，或者先把那里的整个文件夹改名留着。", dir.display())]
    NotEmpty {
        /// The folder that was asked for.
        dir: PathBuf,
    },
    /// Another window restores to the same place.
    #[error("另一个窗口正在往这里恢复：{}。这里没有动。请等它做完。", dir.display())]
    Restoring {
        /// The folder that was asked for.
        dir: PathBuf,
    },
    /// A form that was filled in and not stored lies there, sealed under the key that would go.
    #[error("锁上时有一张没填完的表还留着，没有清旧内容：{}。数据没有改动。请先打开程序，把那张表存好或者放弃，再做一次。", dir.display())]
    FormWaits {
        /// The data folder.
        dir: PathBuf,
    },
    /// There is not enough room; both in MiB, rounded against the officer.
    #[error("地方不够，没有做：{}。要 {need_mib} MB，只剩 {free_mib} MB。数据没有改动。请删掉或移走一些不用的文件，腾出空间后再做一次。", dir.display())]
    NoRoom {
        /// The data folder.
        dir: PathBuf,
        /// What it takes.
        need_mib: u64,
        /// What is free.
        free_mib: u64,
    },
    /// The person stopped it.
    #[error("已停下，没有做完：{}。已保存的数据没有改动。要做时再来一次就行。", file.display())]
    Stopped {
        /// What was being read.
        file: PathBuf,
    },
    /// The system refused.
    #[error("{doing}时出错：{}（{}）。已保存的记录没有改动。{}", file.display(), reason(source), remedy(source))]
    Io {
        /// Which file or folder.
        file: PathBuf,
        /// What was being done, as a short verb phrase.
        doing: &'static str,
        /// The system's answer.
        source: io::Error,
    },
}

/// An act was not, or perhaps not, kept.
#[derive(Debug, Error)]
pub enum CommitError {
    /// Certainly not kept.
    #[error("没有保存：{}（{}）。以前保存的都在，刚填的内容还在屏幕上。{}", file.display(), reason(source), remedy(source))]
    NotSaved {
        /// The segment that could not be written.
        file: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// The drive was so full at the opening that the tables found no room: what was opened is to be looked at only.
    #[error("没有保存：打开的时候磁盘已满，这一次只能看：{}。以前保存的都在。请记下刚填的内容，腾出空间，关掉程序重新打开再填。", dir.display())]
    LookOnly {
        /// The data folder.
        dir: PathBuf,
    },
    /// The system could not say. Nothing more is written in this process.
    #[error("这一笔不能确定是否写入：{}。以前保存的都在。请关掉程序重新打开，以打开后看到的记录为准。", file.display())]
    Doubtful {
        /// The segment in doubt.
        file: PathBuf,
    },
    /// Larger than one act may be.
    #[error(
        "没有保存：这一笔太大（{act_bytes} 字节，最多 {limit_bytes} 字节）。以前保存的都在。请分成几次做，例如把名册拆成几个文件导入。"
    )]
    TooLarge {
        /// Bytes of its body.
        act_bytes: usize,
        /// The most there may be.
        limit_bytes: usize,
    },
    /// It is not the act that comes next: a fault of the program, seen before anything is written.
    #[error("没有保存：这一笔的编号是 {}，应为 {}。以前保存的都在。请关掉程序重新打开。", got.0, wanted.0)]
    OutOfStep {
        /// The number it has.
        got: Seq,
        /// The number that is due.
        wanted: Seq,
    },
    /// It cannot be written as bytes: a fault of the program, seen before anything is written.
    #[error("没有保存：这一笔无法写成记录。以前保存的都在。请告诉维护人员。")]
    Unwritable,
}

impl StoreError {
    /// Whether the drive was full, and nothing else is wrong.
    pub fn is_full(&self) -> bool {
        matches!(self, StoreError::Io { source, .. } if is_full(source))
    }

    /// Whether the drive does not give what is written on it.
    pub fn is_bad_sector(&self) -> bool {
        matches!(self, StoreError::Io { source, .. } if is_bad_sector(source))
    }

    /// Wraps the system's answer to something done to `file`.
    pub(crate) fn io(doing: &'static str, file: &Path) -> impl FnOnce(io::Error) -> StoreError {
        let file = file.to_path_buf();
        move |source| StoreError::Io { file, doing, source }
    }
}

/// The system's answer in plain words.
pub fn reason(fault: &io::Error) -> String {
    match fault.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘已满".to_owned(),
        io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".to_owned(),
        io::ErrorKind::NotFound => "找不到".to_owned(),
        io::ErrorKind::FileTooLarge => "文件过大".to_owned(),
        _ => match fault.raw_os_error() {
            Some(code) => format!("系统错误 {code}"),
            None => "读写出错".to_owned(),
        },
    }
}

/// Whether there is no room on the drive, or none for this user.
pub(super) fn is_full(fault: &io::Error) -> bool {
    matches!(fault.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// EIO; on Windows a wrong checksum, a sector that is not found, a device that answers wrongly.
pub(super) fn is_bad_sector(fault: &io::Error) -> bool {
    let codes: &[i32] = if cfg!(windows) { &[23, 27, 1117] } else { &[5] };
    fault.raw_os_error().is_some_and(|code| codes.contains(&code))
}

fn remedy(fault: &io::Error) -> &'static str {
    if is_bad_sector(fault) {
        return "磁盘有读不出来的地方：请不要再用这个盘，把整个数据文件夹复制到好的盘上，运行 daiban doctor --repair。";
    }
    match fault.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "请删掉或移走一些不用的文件，腾出空间后再试。",
        io::ErrorKind::NotFound => "请看看名字和地方对不对，U盘插好没有，再试一次。",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "请检查这个文件夹能不能写入，再试一次。",
        _ => "请再试一次；还不行就先做备份，再请人检查磁盘。",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_what_happened_what_is_safe_and_what_next() {
        let full = CommitError::NotSaved {
            file: PathBuf::from("journal/0001"),
            source: io::Error::from(io::ErrorKind::StorageFull),
        };
        assert_eq!(
            full.to_string(),
            "没有保存：journal/0001（磁盘已满）。以前保存的都在，刚填的内容还在屏幕上。请删掉或移走一些不用的文件，腾出空间后再试。"
        );
        let busy = StoreError::InUse { dir: PathBuf::from("d") };
        assert!(busy.to_string().contains("已在另一个窗口打开"));
    }
}
