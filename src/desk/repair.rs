//! A village whose files are damaged, made whole again: from its own tables where they know more than any copy, else from
//! the newest copy that will do.
//!
//! Where the copies lie is known here; how one is read, and what follows it, is the store's.

use std::path::{Path, PathBuf};

use crate::disk::durable::write_durably;
use crate::disk::file;
use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::store::Store;
use crate::store::backup::evidence::Whence;
use crate::store::backup::note::{Note, TakenIn};
use crate::store::backup::reconciling;
use crate::store::backup::repairing::{self, Candidate, Repaired};
use crate::store::backup::{Accepts, Attendant, Phase};
use crate::store::error::StoreError;
use crate::store::inspect::is_journal_whole;
use crate::store::ledger::Ledger;
use crate::store::report::{OpenReport, Progress};
use crate::store::unlock::Unlock;

use super::error::{DeskError, Gravity};
use super::export::WritingProgress;
use super::town;

/// The end of a sitting found damage that an opening does not see; an empty file says so, until it is mended.
const UNSOUND: &str = "unsound";

/// What the screens say of it.
pub const UNSOUND_WORDS: &str =
    "上次离开时核对，发现数据有坏的地方：还能看、能记，可是备份做不成了。请离开程序，运行 daiban doctor --repair。";

/// Whether the last sitting ended so.
pub fn is_unsound(dir: &Path) -> bool {
    dir.join(UNSOUND).exists()
}

/// Notes it for whoever opens next.
fn note_unsound(dir: &Path) {
    // Where it cannot be noted, the end of the next sitting says it again.
    let _ = write_durably(&dir.join(UNSOUND), b"");
}

/// It is mended.
fn forget_unsound(dir: &Path) {
    let _ = file::remove(&dir.join(UNSOUND));
}

/// Ends a sitting: keeps a snapshot where enough has changed since the last, then brings everything to rest. What keeps a
/// snapshot from being made is told only where it is damage of what is here.
pub(super) fn rest<L: Ledger>(mut store: Store<L>, at: Moment) -> Result<(), DeskError> {
    // First, for a system that stops may not wait for the snapshot.
    store.checkpoint()?;
    let dir = store.dir().to_path_buf();
    let kept = store.keep_snapshot(at, || town::parts(&dir));
    store.close()?;
    match kept.map_err(DeskError::from) {
        Err(fault) if fault.gravity() == Gravity::Damaged => {
            note_unsound(&dir);
            Err(fault)
        }
        Ok(true) => {
            forget_unsound(&dir);
            Ok(())
        }
        Ok(false) | Err(_) => Ok(()),
    }
}

/// What one opening found and healed.
pub struct Healed {
    /// The last act.
    pub here: Seq,
    /// What opening found.
    pub report: OpenReport,
    /// Whether the next opening has something left to heal.
    pub is_more: bool,
    /// What kept it from being brought to rest.
    pub unrested: Option<DeskError>,
}

/// Opens the store in `dir`, which heals what opening can, and lets go of it again.
pub fn heal<L: Ledger>(
    dir: &Path,
    unlock: Unlock<'_>,
    at: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Result<Healed, DeskError> {
    let (store, _, report) = Store::<L>::open(dir, unlock, progress)?;
    let (here, is_more) = (store.seq(), store.check_undo().is_err());
    Ok(Healed { here, report, is_more, unrested: rest(store, at).err() })
}

/// Whether this is what a repair is for: files that opening cannot heal by itself.
pub fn can_help(fault: &DeskError) -> bool {
    match fault {
        DeskError::Store(
            StoreError::HeaderDamaged { .. } | StoreError::HeaderForged { .. } | StoreError::JournalDamaged { .. },
        ) => true,
        DeskError::Store(fault @ StoreError::Io { .. }) => fault.is_bad_sector(),
        _ => false,
    }
}

/// How a village is to be made whole.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    /// From this copy; without one from its own tables or from a copy that is found, whichever goes further.
    pub from: Option<&'a Path>,
    /// Folders where copies are looked for, beside its own snapshots: the sticks that are plugged in. Asked only where a copy
    /// is needed, for a drive that fails may keep it waiting.
    pub elsewhere: &'a dyn Fn() -> Vec<PathBuf>,
    /// Even if that copy may be of before something was destroyed or handed over.
    pub is_old_accepted: bool,
    /// Now.
    pub at: Moment,
}

/// Whether the journal of a village that opens is damaged further back than an opening looks: it goes on with its tables,
/// and no copy can be made of it any more.
pub fn is_damaged<L: Ledger>(dir: &Path, unlock: Unlock<'_>) -> Result<bool, DeskError> {
    match is_journal_whole::<L>(dir, unlock) {
        Ok(is_whole) => Ok(!is_whole),
        Err(fault) if fault.is_bad_sector() => Ok(true),
        Err(fault) => Err(fault.into()),
    }
}

/// Makes the village in `dir` whole: from the copy that reaches furthest, from what of its own journal follows on, and from
/// its tables where they know more. Before anything is lost by it, the person is asked.
pub fn repair<L: Ledger>(
    dir: &Path,
    order: Order<'_>,
    unlock: Unlock<'_>,
    talk: (&mut WritingProgress<'_>, &mut Accepts<'_>),
) -> Result<Repaired, DeskError> {
    let repaired = repaired::<L>(dir, order, unlock, talk)?;
    forget_unsound(dir);
    Ok(repaired)
}

fn repaired<L: Ledger>(
    dir: &Path,
    Order { from, elsewhere, is_old_accepted, at }: Order<'_>,
    unlock: Unlock<'_>,
    (progress, accepts): (&mut WritingProgress<'_>, &mut Accepts<'_>),
) -> Result<Repaired, DeskError> {
    if let Some(repaired) = repairing::take_up(dir)? {
        return Ok(repaired);
    }
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    let attendant = &mut Attendant { at, known: Seq(0), heard, accepts };
    if let Some(file) = from {
        let whence = if is_old_accepted { Whence::NamedOld } else { Whence::Named };
        return Ok(repairing::repair::<L>(dir, (file, whence), unlock, attendant)?);
    }
    let mut refused = DeskError::NoCopy { dir: dir.to_path_buf() };
    for Candidate { path, whence, upto, .. } in repairing::candidates(dir, &elsewhere()) {
        match repairing::repair::<L>(dir, (&path, whence), unlock, attendant) {
            Ok(repaired) => return Ok(repaired),
            // What keeps one copy from being read need not keep another.
            Err(fault) if is_of_copy(&fault) => {
                attendant.known = attendant.known.max(upto);
                refused = fault.into();
            }
            Err(fault) => return Err(fault.into()),
        }
    }
    // Without a copy the tables are behind what of the journal is sound.
    reconciling::reconcile::<L>(dir, unlock, attendant)?.ok_or(refused)
}

/// Takes in what a copy knows beyond a village in `dir` that opens and that ends with act `here`: one that was mended from an
/// older copy, say. `None` where it knows nothing more. A village that went on since is another branch, and is left alone.
pub fn bring_on<L: Ledger>(
    dir: &Path,
    (file, here, at): (&Path, Seq, Moment),
    unlock: Unlock<'_>,
    (progress, accepts): (&mut WritingProgress<'_>, &mut Accepts<'_>),
) -> Result<Option<Repaired>, DeskError> {
    if repairing::beyond(dir, file, here)?.is_none() {
        return Ok(None);
    }
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    let attendant = &mut Attendant { at, known: Seq(0), heard, accepts };
    Ok(Some(repairing::repair::<L>(dir, (file, Whence::Named), unlock, attendant)?))
}

/// Whether another copy may do, or the tables.
fn is_of_copy(fault: &StoreError) -> bool {
    !fault.is_full()
        && matches!(
            fault,
            StoreError::BackupDamaged { .. }
                | StoreError::NotABackup { .. }
                | StoreError::OtherCopy { .. }
                | StoreError::OldCopy { .. }
                | StoreError::NewerProgram { .. }
                | StoreError::OtherFormat { .. }
                | StoreError::JournalDamaged { .. }
                | StoreError::RowsFailed { .. }
                | StoreError::Io { .. }
        )
}

/// What was done, in the words of whoever waits for it.
pub fn words(repaired: &Repaired) -> String {
    let Repaired { upto, aside, note } = repaired;
    let Seq(upto) = upto;
    // Numbers of acts that are lost are no acts that are there.
    let upto = if note.taken.is_some() { format!("编到第 {upto} 笔") } else { format!("到第 {upto} 笔都在") };
    format!("修好了：{upto}。{}坏的文件没有删，移到了 {}。", note_words(note), aside.display())
}

/// The same of a village that ended with act `here` and was brought on by a copy.
pub fn brought_words(here: Seq, Repaired { upto, aside, note }: &Repaired) -> String {
    let more = if *note == Note::default() { String::new() } else { note_words(note) };
    let numbers = numbers(here.next(), *upto);
    format!("照这份备份补上了{numbers}。{more}原来的文件没有删，移到了 {}。", aside.display())
}

/// What a repair that was cut off before it was told has to say.
pub fn untold(dir: &Path) -> Option<String> {
    let words = note_words(&repairing::untold(dir)?);
    Some(format!("上次修复数据以后有话还没有说：{words}坏的文件没有删，在 {} 的 damaged 文件夹里。", dir.display()))
}

fn note_words(Note { lost, taken, doubt, is_blind }: &Note) -> String {
    let mut words = match (lost, taken) {
        (None, None) if *is_blind => "后面还记过没有，看不出来：请对照纸质记录，少了的补登。".to_owned(),
        (None, None) => "一笔都没有丢。".to_owned(),
        (None, Some(_)) => String::new(),
        (Some((first, last)), taken) => {
            let numbers = numbers(*first, *last);
            // Behind what was taken in a newer copy is another branch.
            let from = if taken.is_none() {
                "别处还有新一些的备份的，先不要登记，运行 daiban doctor --repair --from 备份文件，可以补上；实在没有，"
            } else {
                "请"
            };
            format!("{numbers}在找过的地方都没有。{from}照纸质记录补登；这几笔里要是有过交接或者销毁，先问过镇里再用。")
        }
    };
    if let Some(TakenIn { lost: (first, last), rows_count }) = taken {
        let lost = numbers(*first, *last);
        words.push_str(&format!(
            "{lost}在流水里接不上了，照数据表补回了 {rows_count} 条记录，内容都在。只是这些是谁哪天办的，查不到了；这些号空着，不再用。"
        ));
    }
    if let Some(doubt) = doubt {
        let why = doubt.words();
        words.push_str(&format!(
            "照您说的用了这份备份，{why}：请对照销毁清册和交接清单，该销毁的再销毁一次，该停用的不要再用。"
        ));
    }
    words
}

/// 第 3 笔, or 第 3 到 7 笔.
pub fn numbers(Seq(first): Seq, Seq(last): Seq) -> String {
    if first == last { format!("第 {first} 笔") } else { format!("第 {first} 到 {last} 笔") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::fresh_mint;
    use crate::desk::testing::with_desk;
    use crate::disk::fault::{Step, plan};
    use crate::disk::folder;
    use crate::domain::decide::Intent;
    use crate::domain::decide::household::HouseholdIntent;
    use crate::domain::household::{GroupNo, Household};
    use crate::domain::id::{HouseholdId, PersonId};
    use crate::domain::person::Person;
    use crate::domain::text::PersonName;
    use crate::store::village_ledger::VillageLedger;

    #[test]
    fn tables_that_cannot_be_taken_in_do_not_keep_a_copy_from_mending() {
        with_desk(|desk, village, now, stick| {
            assert!(desk.store.keep_snapshot(now.at, Vec::new).unwrap());
            let mut mint = fresh_mint().unwrap();
            let household = Box::new(Household::new(HouseholdId::mint(&mut mint, now.at), GroupNo(1)));
            let head = Box::new(Person::new(PersonId::mint(&mut mint, now.at), PersonName::parse("罗秀英").unwrap()));
            let last = desk.perform(village, now, Intent::Household(HouseholdIntent::Add { household, head })).unwrap();
            desk.store.checkpoint().unwrap();
            let order = Order { from: None, elsewhere: &Vec::new, is_old_accepted: false, at: now.at };
            for is_refused in [true, false] {
                let dir = stick.join(format!("village {is_refused}"));
                folder::copy_whole(&stick.with_file_name("data"), &dir).unwrap();
                let journal = dir.join("journal/0001");
                let bytes = std::fs::read(&journal).unwrap();
                let used = bytes.iter().rposition(|byte| *byte != 0).unwrap();
                std::fs::write(&journal, &bytes[..used - 10]).unwrap();
                let (step, kind) = (Step::Create, std::io::ErrorKind::Other);
                let refusal = plan::Refusal { step, path_has: "sled.look", after: 0, times: u32::MAX, kind };
                plan::set(if is_refused { vec![refusal] } else { Vec::new() });
                let mended =
                    repair::<VillageLedger>(&dir, order, Unlock::Nothing, (&mut |_, _, _| true, &mut |_| true))
                        .unwrap();
                plan::set(Vec::new());
                let of_tables = mended.note.taken.map(|taken| taken.lost);
                let (lost, taken) = if is_refused { (Some((last, last)), None) } else { (None, Some((last, last))) };
                assert_eq!((mended.note.lost, of_tables), (lost, taken));
            }
        });
    }

    #[test]
    fn a_copy_on_a_stick_that_is_plugged_in_mends_further_than_the_snapshots_and_that_of_another_village_never() {
        with_desk(|desk, village, now, stick| {
            assert!(desk.store.keep_snapshot(now.at, Vec::new).unwrap());
            let mut mint = fresh_mint().unwrap();
            for _ in 0..3 {
                let household = Box::new(Household::new(HouseholdId::mint(&mut mint, now.at), GroupNo(1)));
                let head =
                    Box::new(Person::new(PersonId::mint(&mut mint, now.at), PersonName::parse("罗秀英").unwrap()));
                let add = HouseholdIntent::Add { household, head };
                desk.perform(village, now, Intent::Household(add)).unwrap();
            }
            let to = crate::desk::backup::Order { to: stick.to_path_buf(), device: None };
            let written = desk.prepare_backup(village, now.at, &to, &mut mint).write(&mut |_, _, _| true).unwrap();
            with_desk(|other, other_village, _, _| {
                let mut further = Seq(0);
                while further <= written.upto {
                    let household = Box::new(Household::new(HouseholdId::mint(&mut mint, now.at), GroupNo(1)));
                    let head =
                        Box::new(Person::new(PersonId::mint(&mut mint, now.at), PersonName::parse("何秀兰").unwrap()));
                    let add = HouseholdIntent::Add { household, head };
                    further = other.perform(other_village, now, Intent::Household(add)).unwrap();
                }
                other.prepare_backup(other_village, now.at, &to, &mut mint).write(&mut |_, _, _| true).unwrap();
            });
            let copied = |name: &str, has_stick: bool| {
                let dir = stick.join(name);
                folder::copy_whole(&stick.with_file_name("data"), &dir).unwrap();
                std::fs::remove_dir_all(dir.join("journal")).unwrap();
                std::fs::remove_dir_all(dir.join("sled")).unwrap();
                let elsewhere = &|| if has_stick { vec![stick.to_path_buf()] } else { Vec::new() };
                let order = Order { from: None, elsewhere, is_old_accepted: false, at: now.at };
                repair::<VillageLedger>(&dir, order, Unlock::Nothing, (&mut |_, _, _| true, &mut |_| true)).unwrap()
            };
            let (from_snapshot, from_stick) = (copied("alone", false), copied("with a stick", true));
            assert_eq!((from_snapshot.upto, from_stick.upto), (Seq(2), written.upto));
        });
    }

    #[test]
    fn where_the_newest_copy_is_damaged_the_tables_are_not_given_up_for_an_older_one() {
        with_desk(|desk, village, now, stick| {
            assert!(desk.store.keep_snapshot(now.at, Vec::new).unwrap());
            let mut mint = fresh_mint().unwrap();
            let household = Box::new(Household::new(HouseholdId::mint(&mut mint, now.at), GroupNo(1)));
            let head = Box::new(Person::new(PersonId::mint(&mut mint, now.at), PersonName::parse("罗秀英").unwrap()));
            let last = desk.perform(village, now, Intent::Household(HouseholdIntent::Add { household, head })).unwrap();
            desk.store.checkpoint().unwrap();
            let to = crate::desk::backup::Order { to: stick.to_path_buf(), device: None };
            let newest = desk.prepare_backup(village, now.at, &to, &mut mint).write(&mut |_, _, _| true).unwrap().path;
            let mut bytes = std::fs::read(&newest).unwrap();
            let middle = bytes.len() - 60;
            bytes[middle] ^= 1;
            std::fs::write(&newest, bytes).unwrap();
            let dir = stick.join("village");
            folder::copy_whole(&stick.with_file_name("data"), &dir).unwrap();
            let journal = dir.join("journal/0001");
            let bytes = std::fs::read(&journal).unwrap();
            let used = bytes.iter().rposition(|byte| *byte != 0).unwrap();
            std::fs::write(&journal, &bytes[..used - 10]).unwrap();
            let elsewhere = &|| vec![stick.to_path_buf()];
            let order = Order { from: None, elsewhere, is_old_accepted: false, at: now.at };
            let mended =
                repair::<VillageLedger>(&dir, order, Unlock::Nothing, (&mut |_, _, _| true, &mut |_| true)).unwrap();
            assert_eq!((mended.note.lost, mended.note.taken.clone().unwrap().lost), (None, (last, last)));
            let said = words(&mended);
            assert!(said.contains("内容都在") && !said.contains("找过的地方都没有"), "{said}");
            assert!(untold(&dir).unwrap().contains("内容都在"));
        });
    }
}
