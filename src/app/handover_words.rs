//! How a village is handed over, in words for whoever is to do it; and how it stands, where it was.
//!
//! It hands nothing over: that asks for the successor's passphrase, and is done on the command line.

use super::pager::Paragraph;
use super::screen::Context;
use super::screen::page::Page;
use crate::domain::rotation;

/// The page.
pub(super) fn page(context: &Context<'_>) -> Page {
    let mut words = Vec::new();
    if let Some(given) = context.village.handed_over() {
        words.push(Paragraph::Text(format!(
            "{} 已交接给{}，这份只能看。交接编号 {}。{}还没有接任的，可以收回：离开程序，运行 daiban handover --revoke {}，\
             再把交接包要回来删掉。",
            given.at.day(),
            given.to,
            given.code(),
            given.to,
            given.code()
        )));
    }
    // Whose post it is then, and what would be written of it, is the successor's.
    if context.village.handed_over().is_none() {
        words.push(Paragraph::Text(rotation_words(context)));
    }
    let text = |text: &str| Paragraph::Text(text.to_owned());
    // A number needs no column of its own.
    let entry = |no: &str, text: &str| Paragraph::Text(format!("{no} {text}"));
    words.extend([
        Paragraph::Heading("交出的人".to_owned()),
        text("换人的时候，把全部资料交给下一任代办员。交了以后，这一份只能看，不能记。"),
        entry("1", "接手的人要在场：他自己定一个口令，别人不要看。"),
        entry("2", "插上U盘，离开程序（Ctrl+Q），在命令行窗口里运行："),
        entry(" ", "daiban handover --successor 接手人姓名"),
        entry(
            "3",
            "U盘上会有一个交接包（.dbjj）和一张交接单（.docx，用 WPS 打开）。打印交接单，当面点清证件和钱，两人签字。",
        ),
        entry("4", "把U盘交给接手的人，再把交接单那个文件删掉，上面有群众的姓名。"),
        Paragraph::Heading("接手的人".to_owned()),
        entry("5", "在自己的电脑上先看一遍，什么都不写："),
        entry(" ", "daiban takeover 交接包 --dry-run"),
        entry("6", "数目对得上，就接过来；口令打第1步定的，电话印在回执上："),
        entry(" ", "daiban takeover 交接包 --phone 电话"),
        entry("7", "抄好恢复码锁起来，尽快备份一次。"),
    ]);
    Page::of("怎么交接", words)
}

/// When the post is to be changed, or what is missing to know it.
fn rotation_words(context: &Context<'_>) -> String {
    let liaison = &context.village.info.liaison;
    match (rotation::post(context.village), rotation::of(context.village, context.tables)) {
        (_, Some(rotation)) => format!(
            "轮岗：{liaison} {} 任现职（{}），{} {}。",
            rotation.since,
            rotation.kind.label(),
            rotation.on,
            rotation.words()
        ),
        (Some((kind, since)), None) => format!("轮岗：{liaison} {since} 任现职，{}不按年限轮岗。", kind.label()),
        (None, None) => format!(
            "轮岗：还不知道{liaison}什么时候任的现职。按 Ctrl+P 打「改村」，写上任职类别、从哪天起，到时候会提醒。"
        ),
    }
}
