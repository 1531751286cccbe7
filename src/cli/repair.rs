//! `daiban doctor --repair`: has the opening heal what it can, and the rest mended from a copy; what is damaged is kept aside.
//!
//! It words what was done; the examination afterwards is `doctor`'s.

use std::path::Path;

use crate::desk::error::DeskError;
use crate::desk::repair::{can_help, repair};
use crate::desk::{Desk, Opened, news};
use crate::domain::id::Seq;
use crate::store::backup::repairing::Repaired;

use super::context::unlocked;
use super::exit::Failure;
use super::out;

/// Mends the village in `dir`, from the copy `from` where one is named, and says what was done.
pub(super) fn run(dir: &Path, from: Option<&Path>) -> Result<(), Failure> {
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
            let repaired = unlocked(|unlock| {
                let mut line = out::ProgressLine::new();
                repair(dir, from, unlock, &mut |what, done, total| {
                    line.show(what, done, total);
                    true
                })
            })??;
            out::say(&words(&repaired));
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

fn words(repaired: &Repaired) -> String {
    let Repaired { upto, lost, aside } = repaired;
    let lost = match lost {
        None => "一笔都没有丢。".to_owned(),
        Some((Seq(first), Seq(last))) => {
            format!("第 {first} 到 {last} 笔哪里都没有了，请照纸质记录补登。")
        }
    };
    format!("修好了：到第 {} 笔都在。{lost}坏的文件没有删，移到了 {}。", upto.0, aside.display())
}
