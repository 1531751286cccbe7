//! `daiban doctor --repair`: has the opening heal what it can, and the rest mended from a copy; what is damaged is kept aside.
//!
//! It words what was done; the examination afterwards is `doctor`'s.

use std::path::Path;

use crate::desk::error::DeskError;
use crate::desk::repair::{Mended, Order, can_help, repair};
use crate::desk::{Desk, Opened, news};
use crate::domain::id::Seq;
use crate::store::backup::reconciling::Reconciled;
use crate::store::backup::repairing::Repaired;

use super::context::unlocked;
use super::exit::Failure;
use super::out;

/// Mends the village in `dir` as ordered, and says what was done.
pub(super) fn run(dir: &Path, order: Order<'_>) -> Result<(), Failure> {
    match open(dir)? {
        Ok(opened) => {
            news::sentences(&opened.report).iter().for_each(|sentence| out::say(sentence));
            let undo = opened.desk.check_undo();
            out::close(opened.desk);
            // What an opening does not look at, and the next one builds anew.
            if undo.is_err() {
                let opened = open(dir)??;
                news::sentences(&opened.report).iter().for_each(|sentence| out::say(sentence));
                out::close(opened.desk);
            }
            Ok(())
        }
        Err(fault) if can_help(&fault) => {
            out::say(&fault.to_string());
            let mended = unlocked(|unlock| {
                let mut line = out::ProgressLine::new();
                repair(dir, order, unlock, &mut |what, done, total| {
                    line.show(what, done, total);
                    true
                })
            })??;
            out::say(&words(&mended));
            Ok(())
        }
        Err(fault) => Err(fault.into()),
    }
}

fn open(dir: &Path) -> Result<Result<Opened, DeskError>, Failure> {
    unlocked(|unlock| {
        let mut line = out::ProgressLine::new();
        Desk::open_unfounded(dir, unlock, &mut |progress| {
            let (what, done, total) = news::progress_words(progress);
            line.show(what, done, total);
        })
    })
}

fn words(mended: &Mended) -> String {
    let Repaired { upto, lost, aside, doubt } = match mended {
        Mended::FromCopy(repaired) => repaired,
        Mended::FromTables(reconciled) => return from_tables(reconciled),
    };
    let lost = match lost {
        None => "一笔都没有丢。".to_owned(),
        Some((Seq(first), Seq(last))) => {
            format!(
                "第 {first} 到 {last} 笔在找过的地方都没有。别处还有备份的，用 daiban restore 恢复到空文件夹里看；实在没有，照纸质记录补登。"
            )
        }
    };
    let doubt = doubt.map_or(String::new(), |why| {
        format!("照您说的用了这份备份，{why}：请对照销毁清册和交接清单，该销毁的再销毁一次，该停用的不要再用。")
    });
    format!("修好了：到第 {} 笔都在。{lost}{doubt}坏的文件没有删，移到了 {}。", upto.0, aside.display())
}

fn from_tables(reconciled: &Reconciled) -> String {
    let Reconciled { journal_upto, tables_upto, rows_count, aside } = reconciled;
    let (first, last) = (journal_upto.next().0, tables_upto.0);
    let lost = if first == last { format!("第 {first} 笔") } else { format!("第 {first} 到 {last} 笔") };
    format!(
        "修好了：流水只到第 {} 笔，数据表记到第 {last} 笔。已照数据表补回 {rows_count} 条记录，记作第 {} 笔「照数据表补回」，内容都在。\
         只是原来{lost}是谁哪天办的，流水里查不到了；这些号空着，不再用。坏的文件没有删，移到了 {}。",
        journal_upto.0,
        last + 1,
        aside.display()
    )
}
