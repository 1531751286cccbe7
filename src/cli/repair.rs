//! `daiban doctor --repair`: has the opening heal what it can, and the rest mended from a copy; what is damaged is kept aside.
//!
//! It words what is asked and done; the examination afterwards is `doctor`'s.

use std::path::Path;

use crate::desk::error::DeskError;
use crate::desk::news;
use crate::desk::repair::{Healed, Order, bring_on, brought_words, can_help, heal, is_damaged, numbers, repair, words};
use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::store::backup::Loss;
use crate::store::backup::repairing::told;
use crate::store::ledger::Ledger;

use super::context::{Keyring, tell_untold};
use super::doctor::unreadable;
use super::exit::Failure;
use super::out;

/// Mends the village in `dir` as ordered, and says what was done.
pub(super) fn run<L: Ledger>(dir: &Path, order: Order<'_>, keyring: &mut Keyring) -> Result<(), Failure> {
    tell_untold(dir);
    match healed::<L>(dir, order.at, keyring)? {
        Ok(here) => {
            // An opening looks no further back than it has to; no copy can be made of what is damaged there.
            if keyring.unlocked(|unlock| is_damaged::<L>(dir, unlock))?? {
                return mend::<L>(dir, order, keyring);
            }
            order.from.map_or(Ok(()), |file| more::<L>(dir, (file, here), order, keyring))
        }
        Err(fault) if can_help(&fault) => {
            if let DeskError::Store(fault) = &fault
                && let Some(found) = unreadable(fault)
            {
                out::say(&format!("{}：{}。现在来修。", found.file, found.what));
            }
            mend::<L>(dir, order, keyring)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Has the opening heal what it can, and the next one what this one did not look at; says what was healed, and which act is
/// the last.
fn healed<L: Ledger>(dir: &Path, at: Moment, keyring: &mut Keyring) -> Result<Result<Seq, DeskError>, Failure> {
    let first = match opened::<L>(dir, at, keyring)? {
        Ok(first) => first,
        Err(fault) => return Ok(Err(fault)),
    };
    if first.is_more {
        opened::<L>(dir, at, keyring)??;
    }
    Ok(Ok(first.here))
}

fn mend<L: Ledger>(dir: &Path, order: Order<'_>, keyring: &mut Keyring) -> Result<(), Failure> {
    let mut is_declined = false;
    let mended = keyring.unlocked(|unlock| {
        let mut line = out::ProgressLine::new();
        let accepts = &mut |loss| {
            is_declined = !accepts(loss);
            !is_declined
        };
        repair::<L>(dir, order, unlock, (&mut |what, done, total| line.shown(what, done, total), accepts))
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
fn more<L: Ledger>(
    dir: &Path,
    (file, here): (&Path, Seq),
    order: Order<'_>,
    keyring: &mut Keyring,
) -> Result<(), Failure> {
    let brought = keyring.unlocked(|unlock| {
        let mut line = out::ProgressLine::new();
        let talk = (&mut |what: &str, done, total| line.shown(what, done, total), &mut accepts);
        bring_on::<L>(dir, (file, here, order.at), unlock, (talk.0, talk.1))
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

fn opened<L: Ledger>(dir: &Path, at: Moment, keyring: &mut Keyring) -> Result<Result<Healed, DeskError>, Failure> {
    let healed = keyring.unlocked(|unlock| {
        let mut line = out::ProgressLine::new();
        heal::<L>(dir, unlock, at, &mut |progress| {
            let (what, done, total) = news::progress_words(progress);
            line.show(what, done, total);
        })
    })?;
    if let Ok(healed) = &healed {
        news::sentences(&healed.report).iter().for_each(|sentence| out::say(sentence));
        healed.unrested.iter().for_each(out::unrested);
    }
    Ok(healed)
}
