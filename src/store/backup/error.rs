//! Why no backup or pack was written: one sentence for the officer, with what is safe and what to do.
//!
//! It decides nothing; the sentences are the same for screens and the command line.

use std::io;

use thiserror::Error;

use crate::disk::drive_fault::DriveFault;
use crate::store::error::StoreError;

use super::Purpose;

/// Why no backup or pack was written, and what of it stayed at the place.
#[derive(Debug, Error)]
#[error("{}", sentence(cause, left, of.noun()))]
pub struct BackupError {
    /// Why.
    pub cause: Cause,
    /// What stayed.
    pub left: Left,
    /// What was to be written.
    pub of: Purpose,
}

/// Why no backup was written.
#[derive(Debug)]
pub enum Cause {
    /// The officer stopped it.
    Stopped,
    /// Not enough room; both in MiB, rounded against the officer.
    NoRoom {
        /// What the copy and the room beside it take.
        need_mib: u64,
        /// What is free.
        free_mib: u64,
    },
    /// The place lies on another drive than the one that was chosen, or than when writing began.
    DriveChanged,
    /// What was read back is not what was written.
    Differs,
    /// It was written as it is here, and does not hold together: what is here is damaged.
    NotSound(String),
    /// What is to be copied cannot be read.
    Data(Box<StoreError>),
    /// The small files that go with it take too much.
    PartsTooLarge,
    /// The drive refused.
    Refused(DriveFault),
}

/// What of a failed write stayed at the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing.
    Nothing,
    /// Perhaps a hidden file, which the next backup there removes.
    Hidden,
    /// Perhaps a file under the finished name, whole or not; the stick went in the last moment.
    Finished(String),
}

impl From<Cause> for BackupError {
    fn from(cause: Cause) -> BackupError {
        BackupError { cause, left: Left::Nothing, of: Purpose::Backup }
    }
}

impl From<io::Error> for Cause {
    fn from(fault: io::Error) -> Cause {
        Cause::Refused(DriveFault::of(&fault))
    }
}

impl From<StoreError> for Cause {
    fn from(fault: StoreError) -> Cause {
        match fault {
            StoreError::Stopped { .. } => Cause::Stopped,
            fault => Cause::Data(Box::new(fault)),
        }
    }
}

const SAFE: &str = "电脑里的资料没有动";

fn sentence(cause: &Cause, left: &Left, noun: &str) -> String {
    let left = match left {
        Left::Nothing => "那里没有留下半截文件".to_owned(),
        Left::Hidden => format!("那里可能还有没写完的隐藏文件，下次往那里写{noun}时会自动清掉"),
        Left::Finished(name) => format!("那里可能留有「{name}」，它不算数，请删掉"),
    };
    let (what, safe, remedy) = match cause {
        Cause::Data(fault) => return format!("这一份{noun}没有写成，{left}。{fault}"),
        Cause::NotSound(what) => (
            format!("写好后逐笔核对，对不上（{what}）"),
            "电脑里的资料程序没有动，但可能有损坏",
            "请先把整个数据文件夹复制一份，再运行 daiban doctor",
        ),
        Cause::Stopped => ("已停下".to_owned(), SAFE, "要做时再来一次就行"),
        Cause::NoRoom { need_mib, free_mib } => {
            (format!("放不下：要{need_mib}MB，只剩{free_mib}MB"), SAFE, "请腾出地方或换一个盘再试")
        }
        Cause::DriveChanged => ("选好的盘已经不在那里了".to_owned(), SAFE, "请重新插好，再选一次"),
        Cause::Differs => ("写进去的读回来不一样".to_owned(), SAFE, "这个盘可能坏了，请换一个盘再试"),
        Cause::PartsTooLarge => {
            ("镇里的表文件太大".to_owned(), SAFE, "请看看数据文件夹里 tables 下的文件，不用的移走再试")
        }
        Cause::Refused(fault) => {
            let (what, remedy) = fault.words();
            (what, SAFE, remedy)
        }
    };
    format!("{what}，这一份{noun}没有写成，{safe}，{left}；{remedy}。")
}
