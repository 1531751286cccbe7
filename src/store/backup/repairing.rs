//! A damaged store made whole again from a copy: the acts of the copy, and behind them those of the journal that follow on.
//!
//! It is built whole in a folder of its own inside the data folder; what is damaged is then moved aside, and a cut in
//! between is taken up by the next try. It throws nothing away, and makes up nothing: what is in neither is told as lost.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};

use crate::disk::file;
use crate::disk::folder;
use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::store::build::{build_beside, rename_patiently, take_place};
use crate::store::erasing::settling::settle;
use crate::store::error::StoreError;
use crate::store::frame::Kind;
use crate::store::header::{ClosedAt, Header};
use crate::store::inspect::walk;
use crate::store::journal::Journal;
use crate::store::ledger::{BOOK_OFFICE, Ledger};
use crate::store::reader::{Chain, link_before, unseal};
use crate::store::report::Progress;
use crate::store::rows::Meta;
use crate::store::rows_fault::unusable;
use crate::store::site::{self, Site, take_lock};
use crate::store::tables::forget_doubt;
use crate::store::unlock::{self, Unlock};

use super::evidence::{Evidence, Whence, each_frame};
use super::from_tables::{ahead, rounded_off};
use super::layout::{Front, damaged};
use super::note::Note;
use super::reading::{check_proof, check_whole, front, go_on};
use super::restoring::{check_purpose, write_journal};
use super::{Attendant, Heard, Loss, Phase, Purpose, snapshot};

/// Where it is built.
const UNFINISHED: &str = "repair.new";
/// Where what is damaged goes, with a number behind it.
const ASIDE: &str = "damaged";
/// What is replaced. The header comes last: without it nothing opens. Its second copy is written anew.
const PARTS: [&str; 3] = ["sled", "journal", "header"];
const SECOND_HEADER: &str = "header.2";
/// What is to be told of it, noted beside it.
pub(super) const NOTE: &str = "note";
/// The same in the data folder, until it was told.
const UNTOLD: &str = "repaired";
const DOING: &str = "修复数据";

/// What a repair brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The last act that is there again.
    pub upto: Seq,
    /// Where the damaged files were moved.
    pub aside: PathBuf,
    /// What else is to be told.
    pub note: Note,
}

/// What is to be told of the last repair and was not yet.
pub fn untold(dir: &Path) -> Option<Note> {
    // What stands ready is taken up first, and tells it then.
    if is_ready(dir) {
        return None;
    }
    Note::read(&dir.join(UNTOLD)).filter(|note| *note != Note::default())
}

/// It was told.
pub fn told(dir: &Path) {
    // What cannot be removed is told once more.
    let _ = file::remove(&dir.join(UNTOLD));
}

/// A copy that says that it is whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// How far it goes.
    pub upto: Seq,
    made_at: Moment,
    /// The file.
    pub path: PathBuf,
    /// Where it was found.
    pub whence: Whence,
}

/// The copies of the store in `dir` among its own snapshots and in these other folders, the one that reaches furthest first.
/// Where the store cannot say which it is, those of any.
pub fn candidates(dir: &Path, elsewhere: &[PathBuf]) -> Vec<Candidate> {
    let snapshots = fronts(&snapshot::place(dir));
    let of_snapshots = || snapshots.first().map(|(front, _)| front.header.store_id);
    let own = Header::read(dir).ok().map(|own| own.header.store_id).or_else(of_snapshots);
    let elsewhere = elsewhere.iter().map(|folder| (folder.clone(), Whence::Named));
    let folders = [(snapshot::place(dir), Whence::Folder)].into_iter().chain(elsewhere);
    let mut found: Vec<_> = folders
        .flat_map(|(folder, whence)| fronts(&folder).into_iter().map(move |(front, path)| (front, path, whence)))
        .filter(|(front, ..)| own.as_ref().is_none_or(|own| *own == front.header.store_id) && front.deed.is_none())
        .map(|(Front { header, made_at, .. }, path, whence)| Candidate {
            upto: header.closed_at.seq,
            made_at,
            path,
            whence,
        })
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found
}

/// Whether it is an office's book that lies in `dir`, by its header, else by its newest snapshot.
pub fn is_office(dir: &Path) -> bool {
    let own = Header::read(dir).ok().map(|own| own.header.format);
    let of_snapshots = || fronts(&snapshot::place(dir)).first().map(|(front, _)| front.header.format);
    own.or_else(of_snapshots).is_some_and(|format| format > BOOK_OFFICE)
}

/// How far this copy of the store in `dir`, which opens and ends with act `here`, goes beyond it; `None` where all of it is
/// here. One that went another way is refused.
pub fn beyond(dir: &Path, copy: &Path, here: Seq) -> Result<Option<Seq>, StoreError> {
    let (own, copied) = (Header::read(dir)?.header, front(copy)?.header);
    if own.store_id != copied.store_id {
        return Err(other_village(copy));
    }
    let ClosedAt { seq, link, .. } = copied.closed_at;
    if seq > here {
        return Ok(Some(seq));
    }
    let closed = Some(own.closed_at.link).filter(|_| own.closed_at.seq == seq);
    let at_its_end = closed.or(link_before(&site::journal(dir), seq.next())?);
    if at_its_end.is_some_and(|of_here| of_here != link) { Err(forked(copy, seq)) } else { Ok(None) }
}

/// What the copies in this folder say of themselves that are whole by their own word.
pub(super) fn fronts(folder: &Path) -> Vec<(Front, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter_map(|path| Some((front(&path).ok()?, path))).collect()
}

fn other_village(copy: &Path) -> StoreError {
    damaged(copy, "是另一个村的备份")
}

/// Whether a repair stands ready, or was cut off while it took its place.
pub(in crate::store) fn is_ready(dir: &Path) -> bool {
    unfinished(dir).join("header").exists()
}

/// Removes what a repair that came to nothing left; one that stands ready stays.
pub(in crate::store) fn clear(dir: &Path) -> Result<(), StoreError> {
    let new = unfinished(dir);
    if is_ready(dir) || !new.exists() {
        return Ok(());
    }
    folder::remove_whole(&new).map_err(StoreError::io(DOING, &new))
}

/// Removes a repair that stands ready beside a store that opens without it: taken up later it would put what was then over
/// everything kept since. What cannot be removed now goes with the next opening.
pub(in crate::store) fn discard(dir: &Path) {
    if is_ready(dir) {
        // The header goes first: without it nothing is taken up.
        let new = unfinished(dir);
        let _ = file::remove(&new.join("header")).and_then(|()| folder::remove_whole(&new));
    }
}

/// Finishes a repair that was cut off while it took its place, of whichever kind; `None` where there is none.
pub fn take_up(dir: &Path) -> Result<Option<Repaired>, StoreError> {
    let _lock = take_lock(dir)?;
    taken_up(dir)
}

fn taken_up(dir: &Path) -> Result<Option<Repaired>, StoreError> {
    let new = unfinished(dir);
    if !is_ready(dir) {
        return Ok(None);
    }
    let upto = Header::read(&new)?.header.closed_at.seq;
    Ok(Some(place(dir, &new, upto)?))
}

/// Makes the store in `dir` whole again from this copy of it. Before anything is lost by it, the person is asked; where they
/// would rather look for another copy, nothing is changed.
pub fn repair<L: Ledger>(
    dir: &Path,
    copy: (&Path, Whence),
    unlock: Unlock<'_>,
    attendant: &mut Attendant<'_>,
) -> Result<Repaired, StoreError> {
    let _lock = take_lock(dir)?;
    settle(dir)?;
    repaired::<L>(dir, copy, unlock, attendant).inspect_err(|_| {
        // Half of it may be what fills the drive. What cannot be removed now goes with the next opening or repair.
        let _ = clear(dir);
    })
}

fn repaired<L: Ledger>(
    dir: &Path,
    (copy, whence): (&Path, Whence),
    unlock: Unlock<'_>,
    attendant: &mut Attendant<'_>,
) -> Result<Repaired, StoreError> {
    let new = unfinished(dir);
    if let Some(repaired) = taken_up(dir)? {
        return Ok(repaired);
    }
    let front = check_whole(copy, attendant.heard)?.front;
    check_purpose(&front, Purpose::Backup, copy)?;
    // Its own header knows the passphrase of today; the copy's knows that of its day.
    let own = Header::read(dir).ok();
    if let Some(own) = &own {
        check_of_now(&own.header, &front.header, copy)?;
    }
    let key = unlock::data_key(dir, own.as_ref().map_or(&front.header, |own| &own.header), unlock)?;
    folder::remove_whole(&new).map_err(StoreError::io(DOING, &new))?;
    folder::create_durably(&new).map_err(StoreError::io(DOING, &new))?;
    let site = Site::new(&new, key, &front.header.store_id);
    check_proof(&front, &site, copy)?;
    // One that somebody without the key wrote says nothing of how far the journal went.
    let own = own.and_then(|own| own.proven(&site).ok());
    let here = Site { dir: dir.to_path_buf(), ..site.clone() };
    let evidence = Evidence::of::<L>(&here, &front.header.store_id)?;
    if own.is_none() && evidence.is_unerased(&front) {
        return Err(unerased(copy));
    }
    // Its header says of a copy whether it is of before a destruction or of another key. Without one what else is there has to.
    let doubt = if own.is_none() { evidence.doubt(&front, whence) } else { None };
    if let Some(why) = doubt.filter(|_| whence != Whence::NamedOld) {
        return Err(StoreError::OldCopy { file: copy.to_path_buf(), why: why.words() });
    }
    let (mut journal, _) = write_journal::<L>(&front, &site, copy, attendant.heard)?;
    check_branch(&site, L::FORMAT, (copy, &evidence, own.as_ref()))?;
    follow_on::<L>(&site::journal(dir), &site, &mut journal)?;
    let tables = ahead::<L>(&here, own.as_ref().map(|own| &own.closed_at), journal.seq())?;
    let counts = tables.as_ref().map(|tables| tables.meta.counts.clone());
    let closed = own.as_ref().map_or(Seq(0), |own| own.closed_at.seq);
    let highest = evidence.believed(attendant.known).max(closed);
    let is_blind = evidence.is_blind() && highest <= journal.seq();
    if is_blind {
        go_on((attendant.accepts)(Loss::Unseen { upto: journal.seq() }), copy)?;
    }
    let note = rounded_off((&site, &mut journal), tables, highest, attendant)?;
    Note { doubt, is_blind, ..note }.write(&new.join(NOTE))?;
    let header = Header { base: front.header.base, ..own.unwrap_or_else(|| front.header.clone()) };
    let is_as_wanted = |meta: &Meta| counts.is_none_or(|counts| meta.counts == counts);
    finish::<L>(&site, &journal, header, (attendant.heard, copy), is_as_wanted)?;
    let upto = journal.seq();
    drop(journal);
    place(dir, &new, upto)
}

/// Whether the copy is of this village, and of the time since its last destruction.
fn check_of_now(own: &Header, copied: &Header, copy: &Path) -> Result<(), StoreError> {
    if own.store_id != copied.store_id {
        return Err(other_village(copy));
    }
    match own.base.cmp(&copied.base) {
        Ordering::Equal => Ok(()),
        Ordering::Greater => Err(damaged(copy, "是上次销毁以前的，里面还有已经销毁的内容")),
        // What lies here would be set aside with all that was destroyed.
        Ordering::Less => Err(unerased(copy)),
    }
}

fn unerased(copy: &Path) -> StoreError {
    let why = "是销毁以后做的，这里的数据还是销毁以前的；用 daiban restore 恢复到空文件夹，再把这里的文件夹整个销毁";
    damaged(copy, why)
}

/// Whether the acts of the copy are those of what lies here, as far as both go. Where they part the copy is never the newer
/// village but another one: what was lost here once, and went on elsewhere.
fn check_branch(
    site: &Site,
    format: u16,
    (copy, evidence, own): (&Path, &Evidence, Option<&Header>),
) -> Result<(), StoreError> {
    let links = walk(site, format)?.links;
    let closed = own.map(|own| own.closed_at);
    let of_closed = |seq: Seq| usize::try_from(seq.0).ok().and_then(|seq| links.get(seq));
    let closed = closed.filter(|closed| of_closed(closed.seq).is_some_and(|link| *link != closed.link));
    match evidence.fork(&links).or(closed.map(|closed| closed.seq)) {
        None => Ok(()),
        Some(seq) => Err(forked(copy, seq)),
    }
}

fn forked(copy: &Path, Seq(seq): Seq) -> StoreError {
    let why = format!(
        "它到第 {seq} 笔已经和这里的不一样，是分了岔的另一支，不比这里的新；要看它，用 daiban restore 恢复到另一个文件夹"
    );
    damaged(copy, &why)
}

pub(super) fn unfinished(dir: &Path) -> PathBuf {
    dir.join(UNFINISHED)
}

/// Appends the acts of the damaged journal that follow on, wherever in it they stand.
fn follow_on<L: Ledger>(folder: &Path, site: &Site, journal: &mut Journal) -> Result<(), StoreError> {
    let mut chain = Chain { seq: journal.seq(), link: journal.end().link };
    each_frame(folder, &mut |head, body, path| {
        if head.kind != Kind::Act {
            return Ok(());
        }
        let Ok(Some(opened)) = unseal(&site.sealer, L::FORMAT, head, body, path) else { return Ok(()) };
        if chain.follow(head, &opened).is_ok() {
            journal.append_sealed(*head, body, chain.link).map_err(StoreError::io(DOING, &site.journal()))?;
        }
        Ok(())
    })
}

/// Tables and header; the header is written once all else is durable, for it says that the whole stands ready.
pub(super) fn finish<L: Ledger>(
    site: &Site,
    journal: &Journal,
    mut header: Header,
    (heard, copy): (&mut Heard<'_>, &Path),
    is_as_wanted: impl FnOnce(&Meta) -> bool,
) -> Result<(), StoreError> {
    journal.sync().map_err(StoreError::io(DOING, &site.journal()))?;
    let mut is_stopped = false;
    let built = build_beside::<L>(site, journal.seq(), &mut |progress| {
        if let Progress::Rebuilding { acts_done, acts_total } = progress {
            is_stopped |= !heard(Phase::Building, acts_done, acts_total);
        }
    })?;
    if !is_as_wanted(&built.meta) {
        return Err(site.rows_failed(unusable("修好的和原来的对不上")));
    }
    drop(take_place::<L>(site, &built.meta)?);
    go_on(!is_stopped, copy)?;
    folder::sync_whole(&site.dir).map_err(StoreError::io(DOING, &site.dir))?;
    header.closed_at = journal.end();
    header.write(site)
}

/// Moves what is damaged aside and puts what stands ready, a store up to this act, in its place.
pub(super) fn place(dir: &Path, new: &Path, upto: Seq) -> Result<Repaired, StoreError> {
    let failed = || StoreError::io(DOING, dir);
    let aside = folder::free_name(dir, ASIDE);
    folder::create_durably(&aside).map_err(failed())?;
    // The headers first, for good, and then the rest: cut off in between there is none, and nothing opens. A header beside
    // half of what was damaged would open as a shorter village.
    let damaged = PARTS.into_iter().rev().filter(|name| new.join(name).exists());
    for name in [SECOND_HEADER].into_iter().chain(damaged) {
        let old = dir.join(name);
        if old.exists() {
            rename_patiently(&old, &aside.join(name))?;
            folder::sync(&aside).and_then(|()| folder::sync(dir)).map_err(failed())?;
        }
    }
    // Before the header, with which it opens: whatever happens then, it is told.
    if new.join(NOTE).exists() {
        rename_patiently(&new.join(NOTE), &dir.join(UNTOLD))?;
        folder::sync(dir).map_err(failed())?;
    }
    for name in PARTS.into_iter().filter(|name| new.join(name).exists()) {
        rename_patiently(&new.join(name), &dir.join(name))?;
        folder::sync(dir).map_err(failed())?;
    }
    forget_doubt(dir);
    Header::read(dir)?.put_into(dir)?;
    folder::remove_whole(new).map_err(failed())?;
    folder::sync(dir).map_err(failed())?;
    Ok(Repaired { upto, aside, note: Note::read(&dir.join(UNTOLD)).unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::fault::{Step, plan};
    use crate::domain::day::Day;
    use crate::seal::Suite;
    use crate::store::Store;
    use crate::store::backup::evidence::Doubt;
    use crate::store::backup::evidence::next_frame;
    use crate::store::backup::writing::{Care, Destination};
    use crate::store::frame::HEAD_BYTES;
    use crate::store::toy::{Toy, ToyChange, ToyState};
    use crate::store::trial::{OPTIONS, commit, copy, key, mended_at, options, reopen, repair};

    fn go(_: Phase, _: u64, _: u64) -> bool {
        true
    }

    /// A village of 90 acts, and a copy of it as it was after 60.
    fn village(temp: &Path) -> (PathBuf, PathBuf, Vec<ToyState>) {
        let (dir, stick) = (temp.join("village"), temp.join("stick"));
        std::fs::create_dir_all(&stick).unwrap();
        let mut states = vec![ToyState::default()];
        let mut state = ToyState::default();
        let mut store = Store::<Toy>::create(&dir, options(Suite::Sealed)).unwrap();
        let mut file = PathBuf::new();
        for n in 1..=90u64 {
            commit(&mut store, &mut state, vec![ToyChange::Set(n % 17, format!("第{n}笔"))]).unwrap();
            states.push(state.clone());
            if n == 60 {
                store.close().unwrap();
                store = reopen(&dir).unwrap().0;
                let to = Destination {
                    dir: stick.clone(),
                    name: "大坪村".to_owned(),
                    device: None,
                    care: Care::Stick,
                    spare_bytes: 0,
                };
                let at = Moment::at(Day::parse_iso("2026-11-24").unwrap(), 9, 0);
                file = store.backup(at, Vec::new()).write(&to, &mut go).unwrap().path;
            }
        }
        store.close().unwrap();
        (dir, file, states)
    }

    fn mend(dir: &Path, file: &Path) -> Repaired {
        let refused = reopen(dir).err().unwrap();
        assert!(matches!(
            refused,
            StoreError::HeaderDamaged { .. } | StoreError::HeaderForged { .. } | StoreError::JournalDamaged { .. }
        ));
        repair::<Toy>(dir, (file, Whence::Named), Unlock::Bare(key()), &mut go).unwrap()
    }

    /// Where the frame of this act begins in the first segment, and where it ends.
    fn frame_of(bytes: &[u8], seq: u64) -> (usize, usize) {
        let mut rest = bytes;
        while let Some((head, _, behind)) = next_frame(rest) {
            if head.seq == Seq(seq) {
                let end = bytes.len() - behind.len();
                return (end - HEAD_BYTES - usize::try_from(head.body_bytes).unwrap(), end);
            }
            rest = behind;
        }
        panic!("no frame {seq}");
    }

    #[test]
    fn damage_before_the_end_of_the_copy_costs_nothing() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, file, states) = village(temp.path());
        let journal = dir.join("journal/0001");
        let bytes = std::fs::read(&journal).unwrap();
        for what in ["a flipped bit", "zeroes", "no journal", "no header", "a forged header"] {
            let trial = temp.path().join(what);
            copy(&dir, &trial);
            let (from, to) = frame_of(&bytes, 30);
            let mut harmed = bytes.clone();
            match what {
                "a flipped bit" => harmed[to - 3] ^= 4,
                "zeroes" => harmed[from..to].fill(0),
                _ => {}
            }
            std::fs::write(trial.join("journal/0001"), harmed).unwrap();
            // Without tables the opening has to read the whole journal.
            std::fs::remove_dir_all(trial.join("sled")).unwrap();
            let mut reaches = 90;
            match what {
                "no journal" => {
                    std::fs::remove_dir_all(trial.join("journal")).unwrap();
                    reaches = 60;
                }
                "no header" => {
                    ["header", "header.2"].iter().for_each(|name| std::fs::remove_file(trial.join(name)).unwrap());
                }
                "a forged header" => {
                    let mut forged = Header::read(&trial).unwrap();
                    forged.header.closed_at.seq = Seq(1_000);
                    forged.put_into(&trial).unwrap();
                }
                _ => {}
            }
            let repaired = mend(&trial, &file);
            let lost = (reaches < 90).then_some((Seq(61), Seq(90)));
            assert_eq!((repaired.upto, repaired.note.lost), (Seq(reaches), lost), "{what}");
            let (mut store, mut state, report) = reopen(&trial).unwrap();
            assert_eq!((&state, report.unclean), (&states[usize::try_from(reaches).unwrap()], false), "{what}");
            assert_eq!(store.acts_from(Seq(1)).unwrap().count() as u64, reaches);
            commit(&mut store, &mut state, vec![ToyChange::Set(1, "以后".to_owned())]).unwrap();
            assert!(repaired.aside.is_dir() && !trial.join(UNFINISHED).exists(), "{what}");
        }
    }

    #[test]
    fn damage_behind_the_copy_is_told_by_number_and_nothing_behind_it_is_made_up() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, file, states) = village(temp.path());
        let journal = dir.join("journal/0001");
        let mut bytes = std::fs::read(&journal).unwrap();
        let (_, end) = frame_of(&bytes, 75);
        bytes[end - 1] ^= 1;
        std::fs::write(&journal, &bytes).unwrap();
        std::fs::remove_dir_all(dir.join("sled")).unwrap();
        let repaired = mend(&dir, &file);
        assert_eq!((repaired.upto, repaired.note.lost), (Seq(74), Some((Seq(75), Seq(90)))));
        assert_eq!(reopen(&dir).unwrap().1, states[74]);
        assert_eq!(std::fs::read(repaired.aside.join("journal/0001")).unwrap(), bytes, "what was damaged is kept");
    }

    #[test]
    fn a_repair_cut_off_while_it_takes_its_place_is_taken_up() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, file, states) = village(temp.path());
        for name in ["header", "header.2"] {
            std::fs::remove_file(dir.join(name)).unwrap();
        }
        for after in 0..7 {
            let trial = temp.path().join(format!("cut {after}"));
            copy(&dir, &trial);
            plan::set(vec![plan::Refusal {
                step: Step::Rename,
                path_has: "cut",
                // The first three renames are those of the building.
                after: after + 3,
                times: u32::MAX,
                kind: std::io::ErrorKind::Other,
            }]);
            let cut = repair::<Toy>(&trial, (&file, Whence::Named), Unlock::Bare(key()), &mut go);
            plan::set(Vec::new());
            // In place but for the header's second copy, it opens.
            if cut.is_err() && reopen(&trial).is_err() {
                assert!(
                    matches!(reopen(&trial), Err(StoreError::HeaderDamaged { .. })),
                    "{after}: never an empty village"
                );
                assert!(Store::<Toy>::create(&trial, OPTIONS).is_err(), "{after}");
                repair::<Toy>(&trial, (&file, Whence::Named), Unlock::Bare(key()), &mut go).unwrap();
            }
            assert_eq!(reopen(&trial).unwrap().1, states[90], "{after}");
        }
    }

    #[test]
    fn a_repair_that_was_cut_off_and_taken_up_tells_what_is_lost_all_the_same() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, file, _) = village(temp.path());
        crate::store::trial::harm_frame(&dir, 75);
        std::fs::remove_dir_all(dir.join("sled")).unwrap();
        let mut told = 0;
        for after in 0..9 {
            let trial = temp.path().join("cut");
            copy(&dir, &trial);
            let (step, kind) = (Step::Rename, std::io::ErrorKind::Other);
            plan::set(vec![plan::Refusal { step, path_has: "cut", after, times: u32::MAX, kind }]);
            let cut = repair::<Toy>(&trial, (&file, Whence::Named), Unlock::Bare(key()), &mut go);
            plan::set(Vec::new());
            if cut.is_err() && is_ready(&trial) {
                let again = take_up(&trial).unwrap().unwrap();
                assert_eq!((again.upto, again.note.lost), (Seq(74), Some((Seq(75), Seq(90)))), "{after}");
                told += 1;
            }
            // Cut off or not, in whichever step: what opens has it to tell until it was told.
            if reopen(&trial).is_ok() {
                assert_eq!(untold(&trial).unwrap().lost, Some((Seq(75), Seq(90))), "{after}");
                super::told(&trial);
                assert_eq!(untold(&trial), None);
            }
        }
        assert!(told > 0);
    }

    #[test]
    fn a_repair_from_an_old_copy_that_was_cut_off_and_taken_up_says_all_the_same_that_the_copy_is_old() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, file, _) = village(temp.path());
        ["header", "header.2"].iter().for_each(|name| std::fs::remove_file(dir.join(name)).unwrap());
        for name in ["journal", "sled", "snapshots"] {
            let _ = std::fs::remove_dir_all(dir.join(name));
        }
        let mut told = 0;
        for after in 3..7 {
            let trial = temp.path().join("cut");
            copy(&dir, &trial);
            let (step, kind) = (Step::Rename, std::io::ErrorKind::Other);
            plan::set(vec![plan::Refusal { step, path_has: "cut", after, times: u32::MAX, kind }]);
            let cut = repair::<Toy>(&trial, (&file, Whence::NamedOld), Unlock::Bare(key()), &mut go);
            plan::set(Vec::new());
            if cut.is_err() && is_ready(&trial) {
                assert_eq!(take_up(&trial).unwrap().unwrap().note.doubt, Some(Doubt::Unknown), "{after}");
                told += 1;
            }
        }
        assert!(told > 0);
        Doubt::ALL.iter().for_each(|doubt| assert_eq!(Doubt::of_digit(doubt.digit()), Some(*doubt)));
    }

    #[test]
    fn where_something_would_be_lost_and_the_person_would_rather_look_further_nothing_is_changed() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, file, states) = village(temp.path());
        crate::store::trial::harm_frame(&dir, 75);
        std::fs::remove_dir_all(dir.join("sled")).unwrap();
        let mut asked = Vec::new();
        let mut go_on = false;
        for _ in 0..2 {
            let mut accepts = |loss| {
                asked.push(loss);
                go_on
            };
            let attendant = &mut Attendant { at: mended_at(), known: Seq(0), heard: &mut go, accepts: &mut accepts };
            let done = super::repair::<Toy>(&dir, (&file, Whence::Named), Unlock::Bare(key()), attendant);
            if go_on {
                assert_eq!(done.unwrap().upto, Seq(74));
            } else {
                assert!(matches!(done, Err(StoreError::Stopped { .. })));
                assert!(reopen(&dir).is_err() && !dir.join(UNFINISHED).exists());
            }
            go_on = true;
        }
        assert_eq!(asked, [Loss::Acts { first: Seq(75), last: Seq(90) }; 2]);
        assert_eq!(reopen(&dir).unwrap().1, states[74]);
    }

    #[test]
    fn the_copy_of_another_village_mends_nothing() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, file, _) = village(temp.path());
        let other = temp.path().join("other");
        drop(Store::<Toy>::create(&other, OPTIONS).unwrap());
        std::fs::remove_dir_all(other.join("journal")).unwrap();
        let refused = repair::<Toy>(&other, (&file, Whence::Named), Unlock::Bare(key()), &mut go).unwrap_err();
        assert!(refused.to_string().contains("另一个村"), "{refused}");
        assert!(!other.join("journal").exists() && dir.exists());
        assert_eq!(candidates(&other, &[file.parent().unwrap().to_path_buf()]), []);
        assert_eq!(candidates(&dir, &[file.parent().unwrap().to_path_buf()]).len(), 1);
        assert!(beyond(&other, &file, Seq(0)).unwrap_err().to_string().contains("另一个村"));
        assert_eq!(beyond(&dir, &file, Seq(59)).unwrap(), Some(Seq(60)));
        assert_eq!(beyond(&dir, &file, Seq(90)).unwrap(), None);
    }
}
