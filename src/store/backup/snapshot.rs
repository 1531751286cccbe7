//! Snapshots: backups on the machine's own disk, for the day a file of the data folder is damaged.
//!
//! They are made where a sitting ends and enough has changed since the last, so that nobody waits for them in the middle
//! of work. Making one reads the whole journal and follows its chain, so it is an examination too. They are no backup
//! against the loss of the disk.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use crate::disk::{file, folder};
use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::header::{ClosedAt, Header};
use crate::store::inspect::{Finding, Weight};
use crate::store::ledger::Ledger;
use crate::store::segment::SEGMENT_BYTES_MAX;
use crate::store::unlock::Unlock;

use super::error::{BackupError, Cause};
use super::layout::Front;
use super::reading::{check_whole, front};
use super::restoring::look;
use super::writing::{Care, Destination};
use super::{Part, Purpose};

/// Their folder in the data folder.
pub const FOLDER: &str = "snapshots";
/// How many are kept, all of them read through.
const KEPT: usize = 2;
/// Acts since the last one after which another is made on the same day.
const ACTS: u64 = 100;
/// Bytes by which the journal must have more than doubled for another on the same day.
const GROWN_BYTES: u64 = 256 * 1024;
/// Room that must stay free beside one, in bytes: it is never what fills the disk.
const SPARE_BYTES: u64 = 256 * 1024 * 1024;

/// A snapshot in the folder.
struct Kept {
    path: PathBuf,
    front: Front,
}

/// The folder of the snapshots in a data folder.
pub fn place(dir: &Path) -> PathBuf {
    dir.join(FOLDER)
}

/// What one is called, without its ending.
pub(in crate::store) fn name(at: Moment, upto: Seq) -> String {
    format!("{}_第{}号", at.day(), upto.0)
}

/// Whether there is any file of a snapshot's name: then a store was here.
pub(in crate::store) fn any(dir: &Path) -> bool {
    !files(dir).is_empty()
}

impl<L: Ledger> Store<L> {
    /// Makes a snapshot where enough has changed since the last, and gives whether it did. A disk without room for one
    /// is left as it is.
    pub fn keep_snapshot(&self, at: Moment, parts: impl FnOnce() -> Vec<Part>) -> Result<bool, BackupError> {
        let kept = kept(self.dir(), &self.header.store_id);
        let newest = kept.first().map(|it| &it.front);
        if self.journal.is_doubtful() || !is_due(newest, &self.header.slots, &self.journal.end(), at) {
            return Ok(false);
        }
        match self.put_snapshot(at, parts()) {
            Ok(new) => {
                rotate(kept, &new, &self.header, self.seq());
                Ok(true)
            }
            Err(BackupError { cause: Cause::NoRoom { .. }, .. }) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// Sees to it that a whole snapshot of everything up to now is there: one that was made before will do.
    pub(in crate::store) fn keep_whole_snapshot(&self, at: Moment) -> Result<(), BackupError> {
        let kept = kept(self.dir(), &self.header.store_id);
        let (slots, now) = (&self.header.slots, self.journal.end());
        let is_of_now = |it: &Kept| {
            let Header { closed_at, slots: its, .. } = &it.front.header;
            (closed_at.seq, closed_at.link, its) == (now.seq, now.link, slots)
        };
        let is_whole = |it: &Kept| check_whole(&it.path, &mut |_, _, _| true).is_ok();
        if kept.iter().any(|it| is_of_now(it) && is_whole(it)) {
            return Ok(());
        }
        let new = self.put_snapshot(at, Vec::new())?;
        rotate(kept, &new, &self.header, self.seq());
        Ok(())
    }

    /// Makes a snapshot of now and removes every one that lacks the last act: what that act ended must not come back from
    /// this disk. Without room for the new one the old ones stay, and that is an error.
    pub fn renew_snapshots(&self, at: Moment, parts: Vec<Part>) -> Result<(), BackupError> {
        let others = kept(self.dir(), &self.header.store_id);
        let new = self.put_snapshot(at, parts)?;
        for other in others.into_iter().filter(|other| other.path != new) {
            if other.front.header.closed_at.seq < self.seq() {
                file::remove(&other.path)
                    .map_err(|fault| Cause::from(StoreError::io("删掉旧快照", &other.path)(fault)))?;
            }
        }
        let dir = place(self.dir());
        Ok(folder::sync(&dir).map_err(|fault| Cause::from(StoreError::io("删掉旧快照", &dir)(fault)))?)
    }

    fn put_snapshot(&self, at: Moment, parts: Vec<Part>) -> Result<PathBuf, BackupError> {
        let dir = place(self.dir());
        folder::create_durably(&dir)
            .map_err(|fault| Cause::from(StoreError::io("新建快照文件夹", &dir)(fault)))?;
        let to = Destination {
            dir,
            name: name(at, self.seq()),
            device: None,
            care: Care::OwnDisk,
            spare_bytes: SPARE_BYTES,
        };
        Ok(self.backup(at, parts).write(&to, &mut |_, _, _| true)?.path)
    }
}

/// Whether another one is to be made.
fn is_due(newest: Option<&Front>, slots: &[u8], now: &ClosedAt, at: Moment) -> bool {
    let Some(newest) = newest else { return now.seq > Seq(0) };
    // One that a passphrase opens which was given up is not to stay the newest.
    if newest.header.slots != slots {
        return true;
    }
    let acts = now.seq.0.abs_diff(newest.header.closed_at.seq.0);
    // One act may be a whole register.
    let journal_bytes = u64::from(now.segment.saturating_sub(1)) * SEGMENT_BYTES_MAX + now.offset;
    let has_doubled = journal_bytes > 2 * newest.frames_bytes() + GROWN_BYTES;
    acts >= ACTS || has_doubled || (acts > 0 && newest.made_at.day() != at.day())
}

/// Removes what is no longer needed beside the new one: all but the newest that are whole and open as the store does.
/// One that goes further than the journal is never removed: it may hold what the journal lost.
fn rotate(mut others: Vec<Kept>, new: &Path, now: &Header, seq: Seq) {
    others.retain(|other| other.path != new && other.front.header.closed_at.seq <= seq);
    let mut left = KEPT - 1;
    for other in others {
        let stays =
            left > 0 && other.front.header.slots == now.slots && check_whole(&other.path, &mut |_, _, _| true).is_ok();
        if stays {
            left -= 1;
        } else {
            // What cannot be removed now is tried again at the next.
            let _ = file::remove(&other.path);
        }
    }
}

/// The snapshots of this store, the newest first.
fn kept(dir: &Path, store_id: &[u8; 16]) -> Vec<Kept> {
    let read = |path: PathBuf| {
        let front = front(&path).ok().filter(|front| front.header.store_id == *store_id)?;
        Some(Kept { path, front })
    };
    let mut kept: Vec<Kept> = files(dir).into_iter().filter_map(read).collect();
    kept.sort_by_key(|it| Reverse((it.front.header.closed_at.seq, it.front.made_at)));
    kept
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(place(dir)).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())).map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|ending| ending == Purpose::Backup.ending())).collect();
    files.sort();
    files
}

/// Reads every snapshot through. One that another passphrase opens is read for its sum alone.
pub fn inspect<L: Ledger>(dir: &Path, unlock: Unlock<'_>) -> Vec<Finding> {
    let seen = |path: PathBuf| {
        let heard = &mut |_, _, _| true;
        let words = match look::<L>(&path, unlock, heard) {
            Ok(found) => Ok(format!("快照完好，到第 {} 笔（{}）", found.upto.0, found.made_at)),
            Err(
                StoreError::Locked { .. } | StoreError::WrongPassphrase { .. } | StoreError::WrongRecoveryCode { .. },
            ) => check_whole(&path, heard).map(|whole| {
                let upto = whole.front.header.closed_at.seq.0;
                format!("快照完整，到第 {upto} 笔（{}），内容要用当时的口令才能看", whole.front.made_at)
            }),
            Err(fault) => Err(fault),
        };
        let (weight, text) = match words {
            Ok(text) => (Weight::Sound, text),
            Err(StoreError::BackupDamaged { what, .. }) => (Weight::Mendable, format!("快照坏了（{what}）")),
            Err(fault) => (Weight::Mendable, format!("快照读不出来（{fault}）")),
        };
        Finding { weight, file: path, text }
    };
    files(dir).into_iter().map(seen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Day;
    use crate::store::toy::{Toy, ToyChange, ToyState};
    use crate::store::trial::{OPTIONS, commit, reopen};

    fn at(day: &str) -> Moment {
        Moment::at(Day::parse_iso(day).unwrap(), 9, 0)
    }

    /// A sitting of some acts, and the snapshot at its end; gives the names that are there afterwards.
    fn sitting(dir: &Path, day: &str, acts: u64) -> Vec<String> {
        let (mut store, mut state, _) = reopen(dir).unwrap();
        for n in 0..acts {
            commit(&mut store, &mut state, vec![ToyChange::Set(n, format!("{day} {n}"))]).unwrap();
        }
        store.keep_snapshot(at(day), Vec::new).unwrap();
        store.close().unwrap();
        let names = files(dir).into_iter().map(|path| path.file_stem().unwrap().to_string_lossy().into_owned());
        names.collect()
    }

    fn made(dir: &Path) {
        drop(Store::<Toy>::create(dir, OPTIONS).unwrap());
    }

    #[test]
    fn one_is_made_when_a_day_or_a_hundred_acts_have_passed_and_two_are_kept() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        made(&dir);
        assert_eq!(sitting(&dir, "2026-11-01", 0), Vec::<String>::new());
        assert_eq!(sitting(&dir, "2026-11-01", 3), ["2026-11-01_第3号"]);
        assert_eq!(sitting(&dir, "2026-11-01", 5).len(), 1, "the same day");
        assert_eq!(sitting(&dir, "2026-11-01", 95), ["2026-11-01_第103号", "2026-11-01_第3号"]);
        assert_eq!(sitting(&dir, "2026-11-02", 0).len(), 2, "nothing changed");
        assert_eq!(sitting(&dir, "2026-11-02", 1), ["2026-11-01_第103号", "2026-11-02_第104号"]);
        let found = inspect::<Toy>(&dir, Unlock::Nothing);
        assert!(found.len() == 2 && found.iter().all(|it| it.weight == Weight::Sound), "{found:?}");
        let newest = place(&dir).join("2026-11-02_第104号.dbbak");
        let found = look::<Toy>(&newest, Unlock::Nothing, &mut |_, _, _| true).unwrap();
        assert_eq!(found.state, reopen(&dir).unwrap().1);
    }

    #[test]
    fn those_that_lack_the_last_act_are_renewed() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        made(&dir);
        sitting(&dir, "2026-11-01", 3);
        assert_eq!(sitting(&dir, "2026-11-02", 3).len(), 2);
        let (mut store, mut state, _) = reopen(&dir).unwrap();
        commit(&mut store, &mut state, vec![ToyChange::Set(9, "交接".to_owned())]).unwrap();
        store.renew_snapshots(at("2026-11-02"), Vec::new()).unwrap();
        store.close().unwrap();
        let left = files(&dir);
        assert_eq!(left.len(), 1, "{left:?}");
        let found = look::<Toy>(&left[0], Unlock::Nothing, &mut |_, _, _| true).unwrap();
        assert_eq!((found.upto, found.state), (Seq(7), state));
    }

    #[test]
    fn a_register_taken_in_is_kept_the_same_day() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        made(&dir);
        sitting(&dir, "2026-11-01", 1);
        let (mut store, mut state, _) = reopen(&dir).unwrap();
        let people = (0..9_000).map(|n| ToyChange::Set(n, "一户人家".repeat(4)));
        commit(&mut store, &mut state, people.collect()).unwrap();
        assert!(store.keep_snapshot(at("2026-11-01"), Vec::new).unwrap());
        assert!(!store.keep_snapshot(at("2026-11-01"), Vec::new).unwrap());
    }

    #[test]
    fn a_damaged_one_is_told_and_gives_way_to_a_new_one_and_the_whole_one_stays() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        made(&dir);
        sitting(&dir, "2026-11-01", 3);
        sitting(&dir, "2026-11-02", 3);
        let newest = place(&dir).join("2026-11-02_第6号.dbbak");
        let mut bytes = std::fs::read(&newest).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        std::fs::write(&newest, bytes).unwrap();
        let weights: Vec<_> = inspect::<Toy>(&dir, Unlock::Nothing).into_iter().map(|it| it.weight).collect();
        assert_eq!(weights, [Weight::Sound, Weight::Mendable]);
        assert_eq!(sitting(&dir, "2026-11-03", 1), ["2026-11-01_第3号", "2026-11-03_第7号"]);
    }

    #[test]
    fn one_that_knows_more_than_the_journal_stays() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, old) = (temp.path().join("village"), temp.path().join("old"));
        made(&dir);
        sitting(&dir, "2026-11-01", 3);
        crate::store::trial::copy(&dir, &old);
        sitting(&dir, "2026-11-02", 9);
        std::fs::copy(place(&dir).join("2026-11-02_第12号.dbbak"), place(&old).join("2026-11-02_第12号.dbbak"))
            .unwrap();
        for day in ["2026-11-03", "2026-11-04", "2026-11-05"] {
            assert!(sitting(&old, day, 1).contains(&"2026-11-02_第12号".to_owned()), "{day}");
        }
        assert_eq!(sitting(&old, "2026-11-06", 1).len(), 3);
    }

    #[test]
    fn snapshots_alone_are_damage_and_never_taken_for_a_free_folder() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        made(&dir);
        sitting(&dir, "2026-11-01", 3);
        for name in ["journal", "sled"] {
            std::fs::remove_dir_all(dir.join(name)).unwrap();
        }
        for name in ["header", "header.2"] {
            std::fs::remove_file(dir.join(name)).unwrap();
        }
        assert!(matches!(reopen(&dir), Err(StoreError::HeaderDamaged { .. })));
        assert!(Store::<Toy>::create(&dir, OPTIONS).is_err());
        let file = files(&dir).pop().unwrap();
        let again = temp.path().join("again");
        super::super::restoring::restore::<Toy>(&file, &again, Unlock::Nothing, &mut |_, _, _| true).unwrap();
        let (store, state, _): (_, ToyState, _) = reopen(&again).unwrap();
        assert_eq!((store.seq(), state.rows.len()), (Seq(3), 3));
    }
}
