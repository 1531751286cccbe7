//! `daiban doctor --repair`: has the opening heal what it can, and the rest mended from a copy; what is damaged is kept aside.
//!
//! It words what was done; the examination afterwards is `doctor`'s.

use std::path::Path;

use crate::desk::error::DeskError;
use crate::desk::repair::{Mended, Order, bring_on, can_help, repair};
use crate::desk::{Desk, Opened, news};
use crate::domain::id::Seq;
use crate::store::backup::Loss;
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
            let (undo, here) = (opened.desk.check_undo(), opened.desk.seq());
            out::close(opened.desk);
            // What an opening does not look at, and the next one builds anew.
            if undo.is_err() {
                let opened = open(dir)??;
                news::sentences(&opened.report).iter().for_each(|sentence| out::say(sentence));
                out::close(opened.desk);
            }
            order.from.map_or(Ok(()), |file| more(dir, file, here))
        }
        Err(fault) if can_help(&fault) => {
            out::say(&fault.to_string());
            let mended = unlocked(|unlock| {
                let mut line = out::ProgressLine::new();
                repair(dir, order, unlock, (&mut |what, done, total| line.shown(what, done, total), &mut accepts))
            })??;
            out::say(&words(&mended));
            Ok(())
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Takes in what a copy knows beyond a village that opens.
fn more(dir: &Path, file: &Path, here: Seq) -> Result<(), Failure> {
    let brought = unlocked(|unlock| {
        let mut line = out::ProgressLine::new();
        bring_on(dir, (file, here), unlock, (&mut |what, done, total| line.shown(what, done, total), &mut accepts))
    })??;
    out::say(&match brought {
        None => {
            format!("数据本来就打得开，到第 {} 笔；这份备份没有比这里多的，没有照它修：{}。", here.0, file.display())
        }
        Some(Repaired { upto, aside, .. }) => format!(
            "照这份备份补上了第 {} 到 {} 笔。原来的文件没有删，移到了 {}。",
            here.next().0,
            upto.0,
            aside.display()
        ),
    });
    Ok(())
}

/// Asks before something is lost. With nobody there to be asked it is done, and told.
fn accepts(loss: Loss) -> bool {
    let (what, first, last) = match loss {
        Loss::Acts { first, last } => ("找得到的备份里没有，修好以后也没有了", first, last),
        Loss::Authors { first, last } => {
            ("流水里没有了。内容数据表里还在，可以补回；是谁哪天办的补不回，以后也不能再用别处的备份补", first, last)
        }
    };
    let numbers = numbers(first, last);
    out::confirmed(&format!(
        "{numbers}{what}。U盘、别的盘或者镇里还有新一些的备份，就先不修：插上U盘再运行一次，或者用 --from 写明备份文件。"
    ))
}

/// 第 3 笔, or 第 3 到 7 笔.
fn numbers(Seq(first): Seq, Seq(last): Seq) -> String {
    if first == last { format!("第 {first} 笔") } else { format!("第 {first} 到 {last} 笔") }
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
        Some((first, last)) => {
            format!(
                "{}在找过的地方都没有。别处还有新一些的备份的，先不要登记，运行 daiban doctor --repair --from 备份文件，可以补上；实在没有，照纸质记录补登；这几笔里要是有过交接或者销毁，先问过镇里再用。",
                numbers(*first, *last)
            )
        }
    };
    let doubt = doubt.map_or(String::new(), |doubt| {
        let why = doubt.words();
        format!("照您说的用了这份备份，{why}：请对照销毁清册和交接清单，该销毁的再销毁一次，该停用的不要再用。")
    });
    format!("修好了：到第 {} 笔都在。{lost}{doubt}坏的文件没有删，移到了 {}。", upto.0, aside.display())
}

fn from_tables(reconciled: &Reconciled) -> String {
    let Reconciled { journal_upto, tables_upto, rows_count, aside } = reconciled;
    let (lost, last) = (numbers(journal_upto.next(), *tables_upto), tables_upto.0);
    format!(
        "修好了：流水只到第 {} 笔，数据表记到第 {last} 笔。已照数据表补回 {rows_count} 条记录，记作第 {} 笔「照数据表补回」，内容都在。\
         只是原来{lost}是谁哪天办的，流水里查不到了；这些号空着，不再用。坏的文件没有删，移到了 {}。",
        journal_upto.0,
        last + 1,
        aside.display()
    )
}
