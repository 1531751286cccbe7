//! Why no package was written: one sentence for the officer, with what is safe and what to do.
//!
//! It decides nothing; the sentences are the same for screens and the command line.

use thiserror::Error;

use crate::disk::drive_fault::DriveFault;

/// Why no package was written, and what of it stayed at the place.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", sentence(cause, left))]
pub struct PackageError {
    /// Why.
    pub cause: Cause,
    /// What stayed.
    pub left: Left,
}

/// Why no package was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Nothing was touched since the last package; for whoever asks for one all the same.
    NothingNew,
    /// There is nothing to hand over yet.
    NothingAtAll,
    /// The officer stopped it.
    Stopped,
    /// A folder or file of this name is there already; it is never overwritten.
    NameTaken(String),
    /// The stick is not registered, others are, and nobody wrote why it must be this one.
    Unregistered,
    /// Another window or program is writing the same package there.
    Busy,
    /// Not enough room; both in MiB, rounded against the officer.
    NoRoom {
        /// What the package and 1 MiB more take.
        need_mib: u64,
        /// What is free.
        free_mib: u64,
    },
    /// The place lies on another drive than the one that was chosen, or than when writing began.
    DriveChanged,
    /// What was read back of this file is not what was written.
    Differs(&'static str),
    /// The workbook could not be made; in the library's words.
    Workbook(String),
    /// It could not be sealed; in the words of what failed.
    NotSealed(String),
    /// The system refused.
    Refused(DriveFault),
}

/// What of a failed write stayed at the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing.
    Nothing,
    /// Perhaps a hidden folder, which the next write there removes.
    Hidden,
    /// Perhaps a folder under the finished name, whole or not; the stick went in the last moment.
    Finished(String),
}

impl From<Cause> for PackageError {
    fn from(cause: Cause) -> PackageError {
        PackageError { cause, left: Left::Nothing }
    }
}

/// One sentence: what happened, what is safe, what stayed, what to do.
fn sentence(cause: &Cause, left: &Left) -> String {
    if *cause == Cause::NothingNew {
        let words =
            "上次交表以后没有新内容，没有写任何文件，资料都在；要把全部内容再交一次，请选「全部」(命令行用 --all)";
        return words.to_owned();
    }
    if *cause == Cause::NothingAtAll {
        return "村里还没有可交的内容，没有写任何文件；请先导入花名册，或者登记农户和代办件".to_owned();
    }
    let left = match left {
        Left::Nothing => "盘上没有留下半截文件".to_owned(),
        Left::Hidden => "盘上可能还有没写完的隐藏文件夹，下次往那里写时会自动清掉".to_owned(),
        Left::Finished(name) => format!("盘上可能留有「{name}」，它已作废，请删掉，不要交"),
    };
    let (what, remedy) = words(cause);
    format!("{what}，这一包没有写成，电脑里的资料没有动，{left}；{remedy}")
}

/// What happened, and what to do.
fn words(cause: &Cause) -> (String, &'static str) {
    match cause {
        Cause::NothingNew | Cause::NothingAtAll => (String::new(), ""),
        Cause::Stopped => ("已停下".to_owned(), "要交时再写一次就行，请放心"),
        Cause::NameTaken(name) => (format!("那里已经有「{name}」，没有覆盖它"), "请换一个地方，或把旧的移走再写"),
        Cause::Unregistered => (
            "这个U盘没有登记".to_owned(),
            "请换登记过的U盘，或先登记它(F9)，或写明为什么用它(F9 的「改交给谁、用途、怎么封」，命令行用 --reason)",
        ),
        Cause::Busy => ("另一个窗口正在往那里写".to_owned(), "请等它写完再试"),
        Cause::NoRoom { need_mib, free_mib } => {
            (format!("盘上放不下：要{need_mib}MB，只剩{free_mib}MB"), "请腾出地方或换一个盘再写")
        }
        Cause::DriveChanged => ("选好的盘已经不在那里了".to_owned(), "请重新插好，再选一次"),
        Cause::Differs(name) => (format!("写进去的「{name}」读回来不一样"), "这个盘可能坏了，请换一个盘再写"),
        Cause::Workbook(words) => (format!("报表没有做成({words})"), "请再试一次，还不行就把这句话告诉维护的人"),
        Cause::NotSealed(words) => (format!("加密没有做成({words})"), "请再试一次，还不行就请镇里重新给一张公开卡"),
        Cause::Refused(fault) => fault.words(),
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn each_error_number_is_one_sentence_of_its_own() {
        let numbers = [28, 30, 5, 107, 27, 13, 2, 20];
        let sentences: std::collections::BTreeSet<String> = numbers
            .iter()
            .map(|number| {
                let fault = DriveFault::of(&io::Error::from_raw_os_error(*number));
                assert!(!matches!(fault, DriveFault::Other(_)), "{number}");
                PackageError::from(Cause::Refused(fault)).to_string()
            })
            .collect();
        assert_eq!(sentences.len(), numbers.len());
        assert!(sentences.iter().all(|sentence| sentence.contains("资料没有动") && sentence.contains('请')));
        let odd = DriveFault::of(&io::Error::from_raw_os_error(95));
        assert_eq!(odd, DriveFault::Other(95));
    }
}
