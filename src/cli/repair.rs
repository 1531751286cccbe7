//! `daiban doctor --repair`: has the opening heal what it can, and the rest mended from a copy; what is damaged is kept aside.
//!
//! It words what is asked and done; the examination afterwards is `doctor`'s.

use std::path::Path;

use crate::desk::error::DeskError;
use crate::desk::repair::{Order, bring_on, brought_words, can_help, is_damaged, numbers, repair, words};
use crate::desk::{Desk, Opened, news};
use crate::domain::id::Seq;
use crate::store::backup::Loss;
use crate::store::backup::repairing::told;

use super::context::{Keyring, tell_untold};
use super::doctor::unreadable;
use super::exit::Failure;
use super::out;

/// Mends the village in `dir` as ordered, and says what was done.
pub(super) fn run(dir: &Path, order: Order<'_>, keyring: &mut Keyring) -> Result<(), Failure> {
    tell_untold(dir);
    match open(dir, keyring)? {
        Ok(opened) => {
            let here = opened.desk.seq();
            healed(dir, opened, keyring)?;
            // An opening looks no further back than it has to; no copy can be made of what is damaged there.
            if keyring.unlocked(|unlock| is_damaged(dir, unlock))?? {
                return mend(dir, order, keyring);
            }
            order.from.map_or(Ok(()), |file| more(dir, (file, here), order, keyring))
        }
        Err(fault) if can_help(&fault) => {
            if let DeskError::Store(fault) = &fault
                && let Some(found) = unreadable(fault)
            {
                out::say(&format!("{}：{}。现在来修。", found.file, found.what));
            }
            mend(dir, order, keyring)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Says what the opening healed, and has the next one heal what this one did not look at.
fn healed(dir: &Path, opened: Opened, keyring: &mut Keyring) -> Result<(), Failure> {
    news::sentences(&opened.report).iter().for_each(|sentence| out::say(sentence));
    let undo = opened.desk.check_undo();
    out::close(opened.desk);
    if undo.is_err() {
        let opened = open(dir, keyring)??;
        news::sentences(&opened.report).iter().for_each(|sentence| out::say(sentence));
        out::close(opened.desk);
    }
    Ok(())
}

fn mend(dir: &Path, order: Order<'_>, keyring: &mut Keyring) -> Result<(), Failure> {
    let mut is_declined = false;
    let mended = keyring.unlocked(|unlock| {
        let mut line = out::ProgressLine::new();
        let accepts = &mut |loss| {
            is_declined = !accepts(loss);
            !is_declined
        };
        repair(dir, order, unlock, (&mut |what, done, total| line.shown(what, done, total), accepts))
    })?;
    if is_declined && mended.is_err() {
        return Err(Failure::refused(
            "没有修，什么都没有动。找到新一些的备份，插上U盘或者用 --from 写明，再运行一次。",
        ));
    }
    let mended = mended?;
    out::say(&words(&mended));
    told(dir);
    Ok(())
}

/// Takes in what a copy knows beyond a village that opens.
fn more(dir: &Path, (file, here): (&Path, Seq), order: Order<'_>, keyring: &mut Keyring) -> Result<(), Failure> {
    let brought = keyring.unlocked(|unlock| {
        let mut line = out::ProgressLine::new();
        let talk = (&mut |what: &str, done, total| line.shown(what, done, total), &mut accepts);
        bring_on(dir, (file, here, order.at), unlock, (talk.0, talk.1))
    })??;
    let Some(brought) = brought else {
        let here = here.0;
        let file = file.display();
        out::say(&format!("数据本来就打得开，到第 {here} 笔；这份备份没有比这里多的，没有照它修：{file}。"));
        return Ok(());
    };
    out::say(&brought_words(here, &brought));
    told(dir);
    Ok(())
}

/// Asks before something is lost. With nobody there to be asked it is done, and told.
fn accepts(loss: Loss) -> bool {
    let (what, first, last) = match loss {
        Loss::Acts { first, last } => ("找得到的备份里没有，修好以后也没有了", first, last),
        Loss::Unseen { upto: Seq(upto) } => {
            return out::confirmed(&format!(
                "找得到的备份只到第 {upto} 笔；后面还记过没有，看不出来。U盘、别的盘或者镇里还有新一些的备份，就先不修：插上U盘再运行一次，或者用 --from 写明备份文件。"
            ));
        }
        Loss::Authors { first, last } => {
            ("流水里接不上了。内容数据表里还在，可以补回；是谁哪天办的补不回，以后也不能再用别处的备份补", first, last)
        }
    };
    let numbers = numbers(first, last);
    out::confirmed(&format!(
        "{numbers}{what}。U盘、别的盘或者镇里还有新一些的备份，就先不修：插上U盘再运行一次，或者用 --from 写明备份文件。"
    ))
}

fn open(dir: &Path, keyring: &mut Keyring) -> Result<Result<Opened, DeskError>, Failure> {
    keyring.unlocked(|unlock| {
        let mut line = out::ProgressLine::new();
        Desk::open_unfounded(dir, unlock, &mut |progress| {
            let (what, done, total) = news::progress_words(progress);
            line.show(what, done, total);
        })
    })
}
