//! Erasure: the store built anew without what was destroyed, under another key, and put in the place of the old one.
//!
//! The new store is built whole in a folder of its own inside the data folder: a base of the records that are left, the
//! journal with every change that holds something destroyed reduced to its commitment, tables, a snapshot that was read
//! back, and the header last. **Once the header is there the new store counts, and before it the old one**: the next
//! opening puts the parts in their places, or clears them away; neither needs a key. What was destroyed is the ledger's to say.
//!
//! It overwrites no old bytes: on a disk that moves its blocks about that proves nothing. They stay unreadable because the
//! old key is gone with the old header; without a cipher they stay until the disk uses their place again.

pub(super) mod settling;
#[cfg(test)]
mod trial;

use std::path::{Path, PathBuf};

use crate::disk::{folder, space};
use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::seal::Suite;

use super::Store;
use super::backup::error::{BackupError, Cause};
use super::backup::reading::go_on;
use super::backup::source::BackupSource;
use super::backup::writing::{Care, Destination};
use super::backup::{Heard, Part, Phase, snapshot};
use super::base::{self, RowSum};
use super::build::{build_beside, take_place};
use super::draft::Found;
use super::encode::change_of;
use super::error::StoreError;
use super::frame::Kind;
use super::header::Header;
use super::journal::Journal;
use super::ledger::{Ledger, RowPlace};
use super::reader::{Chain, Next, Reader, damaged, unseal};
use super::report::{OpenSplit, Progress};
use super::rows::{Meta, Rows};
use super::rows_fault::{RowsFault, unusable};
use super::scan;
use super::site::Site;
use super::unlock::{self, Keys};
use super::wire::{Body, Piece};

/// Room that must be left beside the new store, in bytes.
const SPARE_BYTES: u64 = 16 * 1024 * 1024;
const MIB: u64 = 1024 * 1024;
const DOING: &str = "销毁";

/// How an erasure is done.
pub struct EraseOrder<'a> {
    /// What opens the store afterwards; `None` for one without a cipher. A passphrase must be the one of now: whoever
    /// mistyped it would close the village for good.
    pub keys: Option<Keys<'a>>,
    /// Now, for the name of the snapshot.
    pub at: Moment,
    /// The small files that go into the snapshot.
    pub parts: Vec<Part>,
}

/// What an erasure did. The next opening puts it in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The last act.
    pub upto: Seq,
    /// Acts of which at least one change is gone now.
    pub acts: u64,
    /// Changes that are gone now.
    pub changes: u64,
}

/// Nothing was erased.
pub struct NotErased<L: Ledger> {
    /// Why.
    pub fault: StoreError,
    /// The store as it was; `None` when only opening again tells whether the new one counts already.
    pub store: Option<Store<L>>,
}

impl<L: Ledger> Store<L> {
    /// Whether something was destroyed whose content still lies in the files.
    pub fn is_erasure_due(&self, state: &L::State) -> bool {
        L::destroyed_at(state) > self.header.base
    }

    /// The act with which it was last built anew; 0 where it never was.
    pub fn erased_upto(&self) -> Seq {
        self.header.base
    }

    /// Builds the store anew without what its acts destroyed. `state` is that of the last act. Afterwards it is to be opened
    /// again, with the new keys.
    ///
    /// # Errors
    /// The store is as it was, unless it does not come back: then opening again tells.
    pub fn erase(
        mut self,
        state: &L::State,
        order: EraseOrder<'_>,
        heard: &mut Heard<'_>,
    ) -> Result<Erased, Box<NotErased<L>>> {
        let new = settling::unfinished(&self.site.dir);
        match self.build_erased(&new, state, order, heard) {
            Err(fault) => {
                // Without a header it opens as nothing, and the next opening clears it away.
                let _ = folder::remove_whole(&new);
                Err(Box::new(NotErased { fault, store: Some(self) }))
            }
            Ok((mut header, site, erased)) => match header.write(&site) {
                Ok(()) => Ok(erased),
                Err(fault) => Err(Box::new(NotErased { fault, store: None })),
            },
        }
    }

    /// All of the new store but its header.
    fn build_erased(
        &mut self,
        new: &Path,
        state: &L::State,
        order: EraseOrder<'_>,
        heard: &mut Heard<'_>,
    ) -> Result<(Header, Site, Erased), StoreError> {
        let rows = self.rows_at_rest()?;
        // It is of the old key, and nobody said yet whether it is to be stored.
        match self.draft() {
            Found::Whole(_) => return Err(StoreError::FormWaits { dir: self.site.dir.clone() }),
            Found::Nothing | Found::Unreadable => {}
        }
        let EraseOrder { keys, at, parts } = order;
        let (slots, site) = self.new_site(new, keys)?;
        self.check_room()?;
        let folder = site.journal();
        let begun = folder::remove_whole(new)
            .and_then(|()| folder::create_durably(new))
            .and_then(|()| folder::create(&folder))
            .and_then(|()| Journal::create(&folder, site.first_link));
        let mut journal = begun.map_err(StoreError::io(DOING, &folder))?;
        let base = self.write_base(&rows, &mut journal, &site)?;
        let erased = self.write_acts(&mut journal, &site, state, heard)?;
        journal.sync().map_err(StoreError::io(DOING, &folder))?;
        let meta = build_tables::<L>(&site, &base, heard)?;
        let header = Header { closed_at: journal.end(), base: base.upto, slots, ..self.header.clone() };
        drop(journal);
        keep_snapshot::<L>(&site, (&header, &meta), (at, parts), heard)?;
        folder::sync_whole(new).map_err(StoreError::io(DOING, new))?;
        Ok((header, site, erased))
    }

    /// The tables, once they hold what the journal says, and all of it is durable.
    fn rows_at_rest(&mut self) -> Result<Rows, StoreError> {
        self.checkpoint()?;
        let is_level = self.meta.applied_seq == self.seq() && self.header.closed_at == self.journal.end();
        let level = self.rows.clone().filter(|_| is_level && self.seq() > Seq(0) && !self.journal.is_doubtful());
        level.ok_or_else(|| self.site.rows_failed(RowsFault::Refused("数据表还没有补齐".to_owned())))
    }

    /// The new keys, and what the header keeps of them.
    fn new_site(&self, new: &Path, keys: Option<Keys<'_>>) -> Result<(Vec<u8>, Site), StoreError> {
        let (dir, store_id) = (&self.site.dir, &self.header.store_id);
        match (self.header.suite, keys) {
            (Suite::Plain, None) => Ok((Vec::new(), Site::new(new, None, store_id))),
            (Suite::Plain, Some(_)) => Err(StoreError::NoSlots { dir: dir.clone() }),
            (Suite::Sealed, None) => Err(StoreError::Locked { dir: dir.clone() }),
            (Suite::Sealed, Some(keys)) => {
                match keys {
                    Keys::Slots(_) => self.check(keys.unlock())?,
                    // Who keeps the key elsewhere keeps the new one there.
                    Keys::Bare(_) => {}
                }
                let (slots, key) = unlock::make(dir, keys, store_id)?;
                Ok((slots, Site::new(new, Some(key), store_id)))
            }
        }
    }

    /// Journal, snapshot and tables are written once more before the old ones go.
    fn check_room(&self) -> Result<(), StoreError> {
        let size = |path: PathBuf| folder::size_bytes(&path).map_err(StoreError::io(DOING, &path));
        let need = 2 * size(self.site.journal())? + 2 * size(self.site.tables())? + SPARE_BYTES;
        match space::free_bytes(&self.site.dir) {
            Some(free) if free < need => Err(StoreError::NoRoom {
                dir: self.site.dir.clone(),
                need_mib: need.div_ceil(MIB),
                free_mib: free / MIB,
            }),
            Some(_) | None => Ok(()),
        }
    }

    /// The records that are left.
    fn write_base(&self, rows: &Rows, journal: &mut Journal, site: &Site) -> Result<base::Front, StoreError> {
        let folder = site.journal();
        let end = self.journal.end();
        let sum = sum_rows::<L>(rows, &self.meta, &self.site).map_err(|fault| self.site.rows_failed(fault))?;
        let front = sum.front(end.seq, end.link);
        let sealer = &site.sealer;
        journal.append_base(sealer, L::FORMAT, &front.to_bytes()).map_err(StoreError::io(DOING, &folder))?;
        let (mut part, mut refused) = (base::Part::default(), None);
        let each = &mut |place: RowPlace, record: &[u8]| {
            let full = part.add(&place, record).ok_or_else(|| unusable("有一行太大"))?;
            let written = full.map_or(Ok(()), |plain| journal.append_base(sealer, L::FORMAT, &plain));
            written.map_err(|fault| {
                refused = Some(StoreError::io(DOING, &folder)(fault));
                unusable("写不进去")
            })
        };
        let read = scan::each_row::<L>(rows, &self.meta, &self.site, &mut OpenSplit::default(), &mut |_| {}, each);
        if let Some(fault) = refused {
            return Err(fault);
        }
        read.map_err(|fault| self.site.rows_failed(fault))?;
        let last = part.take().map_or(Ok(()), |plain| journal.append_base(sealer, L::FORMAT, &plain));
        last.map_err(StoreError::io(DOING, &folder))?;
        Ok(front)
    }

    /// The whole chain once more, each change that holds something destroyed without its content.
    fn write_acts(
        &self,
        journal: &mut Journal,
        site: &Site,
        state: &L::State,
        heard: &mut Heard<'_>,
    ) -> Result<Erased, StoreError> {
        let mut reader = Reader::first(&self.site.journal())?;
        let mut chain = Chain { seq: Seq(0), link: self.site.first_link };
        let (mut erased, total) = (Erased { upto: self.seq(), acts: 0, changes: 0 }, self.seq().0);
        while chain.seq < self.seq() {
            let next = chain.seq.next();
            let file = reader.path();
            let (head, what) = match reader.next(Seq(0))? {
                Next::Frame(head, _) => (head, "校验对不上"),
                Next::End(_) => return Err(damaged(&file, next, "文件到此为止")),
                Next::Bad(_, what) => return Err(damaged(&file, next, what)),
            };
            let file = reader.path();
            let body = unseal(&self.site.sealer, L::FORMAT, &head, reader.body(), &file)?;
            let mut body = body.ok_or_else(|| damaged(&file, next, what))?;
            chain.follow(&head, &body).map_err(|what| damaged(&file, next, what))?;
            match head.kind {
                Kind::Base | Kind::NotAcknowledged => continue,
                Kind::Act => {}
            }
            let gone =
                erase_changes::<L>(&mut body, state, next).ok_or_else(|| damaged(&file, next, "内容读不出来"))?;
            erased.changes += gone;
            erased.acts += u64::from(gone > 0);
            // What is left of it is still what a program of its format wrote.
            let written = journal.append_unsynced(&site.sealer, body.format, &body);
            written.map_err(StoreError::io(DOING, &site.journal()))?;
            go_on(heard(Phase::Writing, next.0, total), &self.site.dir)?;
        }
        let is_same = journal.end().link == chain.link && chain.link == self.journal.end().link;
        if is_same { Ok(erased) } else { Err(damaged(&self.site.journal(), chain.seq, "和数据表对不上")) }
    }
}

/// Erases the changes of an act that hold something destroyed, and counts them; `None` for one that cannot be read.
fn erase_changes<L: Ledger>(body: &mut Body, state: &L::State, seq: Seq) -> Option<u64> {
    let (mut gone, format) = (0, body.format);
    for change in &mut body.changes {
        let Some(bytes) = Piece::kept(change) else { continue };
        if L::is_destroyed(state, seq, &change_of::<L>(format, bytes)?) {
            change.erase();
            gone += 1;
        }
    }
    Some(gone)
}

/// What the records in the tables come to.
fn sum_rows<L: Ledger>(rows: &Rows, meta: &Meta, site: &Site) -> Result<RowSum, RowsFault> {
    let mut sum = RowSum::of_trees(L::TREES.len());
    scan::each_row::<L>(rows, meta, site, &mut OpenSplit::default(), &mut |_| {}, &mut |place, record| {
        sum.add(&place, record).ok_or_else(|| unusable("没有这张数据表"))
    })?;
    Ok(sum)
}

/// The tables of the new store, built from its journal as any opening would, and compared with the old ones.
fn build_tables<L: Ledger>(site: &Site, base: &base::Front, heard: &mut Heard<'_>) -> Result<Meta, StoreError> {
    let mut is_stopped = false;
    let built = build_beside::<L>(site, base.upto, &mut |progress| {
        if let Progress::Rebuilding { acts_done, acts_total } = progress {
            is_stopped |= !heard(Phase::Building, acts_done, acts_total);
        }
    })?;
    let (rows, _) = take_place::<L>(site, &built.meta)?;
    go_on(!is_stopped, &site.dir)?;
    let sum = sum_rows::<L>(&rows, &built.meta, site).map_err(|fault| site.rows_failed(fault))?;
    if sum.front(base.upto, base.link) == *base {
        Ok(built.meta)
    } else {
        Err(site.rows_failed(unusable("新建的数据表和原来的不一样")))
    }
}

/// The first snapshot of the new store, read back and decoded: that it holds together is known before the old one goes.
fn keep_snapshot<L: Ledger>(
    site: &Site,
    (header, meta): (&Header, &Meta),
    made: (Moment, Vec<Part>),
    heard: &mut Heard<'_>,
) -> Result<(), StoreError> {
    let dir = snapshot::place(&site.dir);
    folder::create_durably(&dir).map_err(StoreError::io("新建快照文件夹", &dir))?;
    let name = snapshot::name(made.0, header.closed_at.seq);
    let to = Destination { dir: dir.clone(), name, device: None, care: Care::OwnDisk, spare_bytes: 0 };
    let source = BackupSource::<L>::of_site(site.clone(), header.clone(), Some(meta), made);
    source.write(&to, heard).map(drop).map_err(|BackupError { cause, .. }| match cause {
        Cause::Data(fault) => *fault,
        Cause::Stopped => StoreError::Stopped { file: dir.clone() },
        Cause::NoRoom { need_mib, free_mib } => StoreError::NoRoom { dir: dir.clone(), need_mib, free_mib },
        Cause::NotSound(what) => StoreError::BackupDamaged { file: dir.clone(), what },
        Cause::DriveChanged | Cause::Differs | Cause::PartsTooLarge | Cause::Refused(_) => {
            StoreError::io("写快照", &dir)(std::io::Error::other("snapshot refused"))
        }
    })
}
