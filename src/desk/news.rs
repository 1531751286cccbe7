//! What opening found, in sentences the person reads: what happened, that the data is safe, what to do.
//!
//! It says nothing where nothing happened.

use crate::domain::village::Village;
use crate::store::report::{OpenReport, Progress};

/// With less than this the person is told to make room, long before nothing can be kept.
const FREE_BYTES_LOW: u64 = 200 * 1024 * 1024;

/// The sentences about an opening; none when all was as it should be.
pub fn sentences(report: &OpenReport) -> Vec<String> {
    let mut news = Vec::new();
    if let Some(torn) = &report.torn {
        news.push(format!(
            "上次有一笔（第{}笔）没写完，没有记入，请看看最后一件事要不要再登记一次。以前的都在。",
            torn.seq.0
        ));
    }
    if let Some(rebuilt) = &report.rebuilt {
        let aside = rebuilt.set_aside.as_ref().map(|old| format!("旧表移到了 {}。", old.display()));
        news.push(format!(
            "数据表不能用（{}），已照流水重新建好，一笔都没有丢。{}{}",
            rebuilt.why,
            aside.unwrap_or_default(),
            if rebuilt.thinned > 0 {
                format!("更早移开的清掉了{}份。", rebuilt.thinned)
            } else {
                String::new()
            }
        ));
    }
    if report.converted_from.is_some() {
        news.push(
            "数据已换成新版本程序的格式，一笔都没有丢；换以前的留了一份快照。旧版本的程序打不开了，请不要再用。"
                .to_owned(),
        );
    }
    if let Some(header) = &report.header_mended {
        news.push(format!("首页的一份坏了，已照另一份修好：{}。数据没有影响。", header.display()));
    }
    if report.erasure_finished {
        news.push("销毁已做完：数据文件里要销毁的旧内容清掉了，以前的快照也删了。别的记录都在。".to_owned());
    }
    if report.is_look_only {
        news.push(
            "磁盘已满，数据表放不下，这一次只能看，不能存。以前保存的都在。请删掉或移走一些不用的文件，腾出空间后关掉程序重新打开。".to_owned(),
        );
    } else if report.is_full {
        news.push(
            "磁盘已满，现在只能看，不能存。以前保存的都在。请删掉或移走一些不用的文件，腾出空间后接着用，不用重新打开。".to_owned(),
        );
    } else if let Some(free) = report.free_bytes.filter(|free| *free < FREE_BYTES_LOW) {
        let free_mb = free / (1024 * 1024);
        news.push(format!("磁盘快满了，只剩 {free_mb} MB。请早些删掉或移走一些不用的文件。"));
    }
    if report.tightened > 0 {
        news.push(format!("有{}个文件别人也能看，已改成只有本人能看。", report.tightened));
    }
    news
}

/// What is said first of a village that was handed over; nothing can be kept in it.
pub fn handed_over(village: &Village) -> Option<String> {
    let given = village.handed_over()?;
    Some(format!(
        "{} 已交接给{}，这份只能看，记不进去。新的请到{}的电脑上记。交接编号 {}。",
        given.at.day(),
        given.to,
        given.to,
        given.code()
    ))
}

/// Whether the person has to look at something after this opening; else everything told of it is good news.
pub fn asks_for_a_look(report: &OpenReport) -> bool {
    report.torn.is_some() || report.is_full || report.free_bytes.is_some_and(|free| free < FREE_BYTES_LOW)
}

/// How far opening has come: what is being done, how many are done, of how many.
pub fn progress_words(progress: Progress) -> (&'static str, u64, u64) {
    match progress {
        Progress::Reading { rows_done, rows_total } => ("正在读取记录", rows_done, rows_total),
        Progress::PuttingAgain { acts_done, acts_total } => ("正在补上最后几笔", acts_done, acts_total),
        Progress::Rebuilding { acts_done, acts_total } => ("正在照流水重建数据表", acts_done, acts_total),
    }
}
