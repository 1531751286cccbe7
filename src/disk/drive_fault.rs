//! What a drive says when it cannot be written to: each error number as one thing a person can do something about.
//!
//! It knows no file and decides nothing; the sentence around the words is whoever wrote's.

use std::io;

/// What a system says when it cannot write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DriveFault {
    /// ENOSPC.
    Full,
    /// EROFS.
    ReadOnly,
    /// EIO: a damaged drive, or one pulled out.
    Broken,
    /// ENOTCONN, ENODEV, ENXIO: pulled out.
    Pulled,
    /// EFBIG.
    TooBig,
    /// EACCES, EPERM.
    Denied,
    /// ENOENT.
    Missing,
    /// ENOTDIR.
    NoFolder,
    /// EINVAL, EILSEQ: the drive does not take Chinese names, or not this one.
    BadName,
    /// Anything else, with the system's number.
    Other(i32),
}

impl DriveFault {
    /// Reads what the system said.
    pub fn of(fault: &io::Error) -> DriveFault {
        match fault.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => return DriveFault::Full,
            io::ErrorKind::ReadOnlyFilesystem => return DriveFault::ReadOnly,
            io::ErrorKind::FileTooLarge => return DriveFault::TooBig,
            io::ErrorKind::PermissionDenied => return DriveFault::Denied,
            io::ErrorKind::NotFound => return DriveFault::Missing,
            io::ErrorKind::NotADirectory => return DriveFault::NoFolder,
            io::ErrorKind::NotConnected | io::ErrorKind::StaleNetworkFileHandle => return DriveFault::Pulled,
            io::ErrorKind::InvalidFilename | io::ErrorKind::InvalidInput => return DriveFault::BadName,
            // The standard library has no kind for what is left.
            _ => {}
        }
        match (fault.raw_os_error().unwrap_or(0), cfg!(windows)) {
            // EIO; ERROR_CRC, ERROR_IO_DEVICE.
            (5, false) | (23 | 1117, true) => DriveFault::Broken,
            // ENXIO, ENODEV; ERROR_NOT_READY, _DEV_NOT_EXIST, _NO_SUCH_DEVICE, _FILE_INVALID (the volume is another one),
            // _NO_MEDIA_IN_DRIVE, _DEVICE_NOT_CONNECTED, _DEVICE_REMOVED.
            (6 | 19, false) | (21 | 55 | 433 | 1006 | 1112 | 1167 | 1617, true) => DriveFault::Pulled,
            // ERROR_HANDLE_DISK_FULL.
            (39, true) => DriveFault::Full,
            // EILSEQ.
            (84, false) => DriveFault::BadName,
            // ERROR_FILE_TOO_LARGE.
            (223, true) => DriveFault::TooBig,
            (number, _) => DriveFault::Other(number),
        }
    }

    /// What happened, and what to do.
    pub fn words(self) -> (String, &'static str) {
        let (what, remedy) = match self {
            DriveFault::Full => ("盘写满了", "请腾出地方或换一个盘再写"),
            DriveFault::ReadOnly => ("这个盘是只读的", "请拨开U盘上的写保护开关，或换一个盘再写"),
            DriveFault::Broken => ("写到一半读写出错，盘可能被拔出或者坏了", "请重新插好再写，还不行就换一个盘"),
            DriveFault::Pulled => ("盘被拔出了", "请重新插好再写一次"),
            DriveFault::TooBig => ("文件太大，这个盘放不下这么大的文件", "请换一个盘再写"),
            DriveFault::Denied => ("没有权限往那里写", "请换一个文件夹或盘，或找管电脑的人开权限"),
            DriveFault::Missing => ("找不到要写的文件夹", "请看看盘插好没有，再选一次"),
            DriveFault::NoFolder => ("选的地方不是文件夹", "请选一个文件夹或U盘"),
            DriveFault::BadName => ("这个盘不认中文文件名", "请换一个盘，或请管电脑的人按中文方式重新挂上"),
            DriveFault::Other(number) => {
                let words = format!("系统不让写(错误号{number})");
                return (words, "请换一个盘再试，还不行就把这句话告诉维护的人");
            }
        };
        (what.to_owned(), remedy)
    }
}
