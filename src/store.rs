//! The store: the journal is the truth, sled is the transactional store built from it.
//!
//! The only place that names sled or bincode. It knows no village: everything of the subject comes in by `ledger`.
//! It does not decide, and it keeps no state in memory: that is handed out once, at opening.

pub mod acts;
mod aside;
pub mod backup;
mod ballast;
mod base;
pub mod build;
mod convert;
pub mod draft;
mod encode;
pub mod erasing;
pub mod error;
#[cfg(test)]
mod forgery;
mod frame;
#[cfg(test)]
mod full;
#[cfg(test)]
mod golden;
pub mod guard;
#[cfg(test)]
mod harm;
mod header;
#[cfg(test)]
mod healing;
pub mod inspect;
mod journal;
#[cfg(test)]
mod kill;
pub mod ledger;
mod leftover;
pub mod office_ledger;
mod open;
mod reader;
mod rekey;
pub mod report;
mod room;
mod rows;
mod rows_fault;
mod scan;
mod segment;
mod site;
mod tables;
mod tail;
#[cfg(test)]
mod toy;
#[cfg(test)]
mod trial;
mod undo;
pub mod unlock;
pub mod village_ledger;
mod wire;

use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;

use crate::disk::{folder, lock, space};
use crate::domain::act::{Act, RowEdit, Staged};
use crate::domain::id::Seq;
use crate::domain::limits::UNDO_ACTS_MAX;
use crate::seal::Suite;

use acts::Acts;
use ballast::Ballast;
use build::{CreateOptions, Parts};
use error::{CommitError, StoreError};
use header::Header;
use journal::Journal;
use ledger::Ledger;
use reader::Chain;
use report::{OpenReport, Progress};
use rows::{BATCH_ROWS_MAX, Meta, Rows};
use rows_fault::RowsFault;
use site::Site;
use unlock::Unlock;

/// Acts between two checkpoints.
const CHECKPOINT_ACTS: u64 = 200;

/// The rows of one act, before and after.
pub type UndoRows<L> = Vec<RowEdit<<L as Ledger>::Key, <L as Ledger>::Record>>;

/// An open store. One process holds it at a time.
pub struct Store<L: Ledger> {
    site: Site,
    header: Header,
    journal: Journal,
    /// `None` after sled failed in this process: the journal goes on alone, and the next opening puts the rows again.
    rows: Option<Rows>,
    /// There was no room for tables at the opening: nobody knows what those that are there hold, so nothing is kept.
    is_look_only: bool,
    meta: Meta,
    /// Without it nothing more is kept, so that there is room to open again.
    ballast: Ballast,
    /// Released last.
    _lock: lock::Lock,
    ledger: PhantomData<fn() -> L>,
}

impl<L: Ledger> Store<L> {
    /// Makes a new store in a folder that is not there, is empty, or holds what a making that was cut off left.
    pub fn create(dir: &Path, options: CreateOptions<'_>) -> Result<Store<L>, StoreError> {
        build::create::<L>(dir, options).map(Store::of)
    }

    /// Makes a new store that holds these acts already, numbered from 1, and the state they make. They are made durable
    /// together, so that a thousand take no longer than a few.
    pub fn create_of(
        dir: &Path,
        options: CreateOptions<'_>,
        acts: &[Act<L::Change>],
    ) -> Result<(Store<L>, L::State), StoreError> {
        let (parts, state) = build::create_of::<L>(dir, options, acts)?;
        Ok((Store::of(parts), state))
    }

    /// Opens a store and reads its state. `progress` is told of everything that may take long.
    pub fn open(
        dir: &Path,
        unlock: Unlock<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Store<L>, L::State, OpenReport), StoreError> {
        let (parts, state, mut report) = open::open::<L>(dir, unlock, progress)?;
        let mut store = Store::of(parts);
        store.convert(&mut report)?;
        report.free_bytes = space::free_bytes(dir);
        report.is_full = store.is_look_only || !store.ballast.is_kept();
        if report.rebuilt.is_some() {
            // Not the person's concern: the next one will do it.
            let _ = store.checkpoint();
        }
        Ok((store, state, report))
    }

    /// Whether there is anything of a store here. Nothing is opened.
    pub fn is_there(dir: &Path) -> bool {
        open::is_store(dir)
    }

    /// Which store lies here, as its header says; `None` where there is none, or it cannot be read. Nothing is opened.
    pub fn id_at(dir: &Path) -> Option<[u8; 16]> {
        Some(Header::read(dir).ok()?.header.store_id)
    }

    fn of(parts: Parts) -> Store<L> {
        let Parts { lock, header, journal, rows, meta, site } = parts;
        let ballast = Ballast::keep(&site.dir);
        let is_look_only = rows.is_none();
        Store { site, header, journal, rows, is_look_only, meta, ballast, _lock: lock, ledger: PhantomData }
    }

    /// The last act.
    pub fn seq(&self) -> Seq {
        self.journal.seq()
    }

    /// Whether it is sealed.
    pub fn is_sealed(&self) -> bool {
        self.site.sealer.suite() == Suite::Sealed
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        &self.site.dir
    }

    /// Keeps an act: when this comes back without an error, a power cut does not lose it.
    ///
    /// An error other than [`CommitError::Doubtful`] means that it was certainly not kept.
    pub fn commit(&mut self, act: &Act<L::Change>, staged: &Staged<L::Key, L::Record>) -> Result<(), CommitError> {
        let wanted = self.seq().next();
        if act.seq != wanted {
            return Err(CommitError::OutOfStep { got: act.seq, wanted });
        }
        if self.is_look_only {
            return Err(CommitError::LookOnly { dir: self.site.dir.clone() });
        }
        let dir = &self.site.dir;
        let unkept = |source| CommitError::NotSaved { file: dir.clone(), source };
        self.ballast.keep_again().map_err(unkept)?;
        let body = encode::body_of::<L>(act).ok_or(CommitError::Unwritable)?;
        let puts = encode::puts_of::<L>(staged, act.seq, &self.site, true).ok_or(CommitError::Unwritable)?;
        self.ballast.check_room(puts.iter().map(rows::Put::bytes).sum()).map_err(unkept)?;
        self.journal.append(&self.site.sealer, L::FORMAT, &body)?;
        let large = puts.len() > BATCH_ROWS_MAX;
        self.put_rows(&Arc::new(puts));
        if large || act.seq.0 - self.header.closed_at.seq.0 >= CHECKPOINT_ACTS {
            // The act is kept whether or not this succeeds; the next commit tries again.
            let _ = self.checkpoint();
        }
        Ok(())
    }

    /// Puts the rows of the act just acknowledged. A failure of sled is none for the person: the journal has the act.
    fn put_rows(&mut self, puts: &Arc<Vec<rows::Put>>) {
        let (seq, link) = (self.journal.seq(), self.journal.end().link);
        let Some(rows) = &self.rows else { return };
        if let Ok(meta) = rows.apply(&self.meta, seq, link, puts) {
            self.meta = meta;
            return;
        }
        // Once more with a fresh handle; what it holds must be the act before, or the next opening does all of it.
        self.rows = None;
        let Ok(rows) = Rows::open(&self.site.tables(), L::TREES, &self.site, false) else { return };
        let Ok(meta) = rows.meta() else { return };
        if meta.applied_seq.next() != seq && meta.applied_seq != seq {
            return;
        }
        if let Ok(meta) = rows.apply(&meta, seq, link, puts) {
            (self.rows, self.meta) = (Some(rows), meta);
        }
    }

    /// The rows that one of the last acts changed; `None` for an act too old to be undone, or done before an erasure: what
    /// it was undone to may be what was destroyed.
    pub fn undo_rows(&self, seq: Seq) -> Result<Option<UndoRows<L>>, StoreError> {
        let last = self.seq();
        if !undo::undoable(self.header.base, last).contains(&seq.0) {
            return Ok(None);
        }
        let failed = |fault| self.site.rows_failed(fault);
        let rows = self.rows.as_ref().ok_or_else(|| failed(RowsFault::Refused("数据表已停用".to_owned())))?;
        undo::read::<L>(rows, &self.site.sealer, seq).map(Some).map_err(|fault| {
            // The next opening builds them anew, these rows too.
            tables::note_doubt(&self.site, &fault);
            failed(fault)
        })
    }

    /// Whether every act that can be undone has all its rows; after an error the next opening builds the tables anew.
    pub fn check_undo(&self) -> Result<(), StoreError> {
        undo::undoable(self.header.base, self.seq()).try_for_each(|seq| self.undo_rows(Seq(seq)).map(drop))
    }

    /// The last `count` acts, the newest first.
    pub fn recent_acts(&self, count: u64) -> Result<Vec<Act<L::Change>>, StoreError> {
        let from = Seq(self.seq().0.saturating_sub(count) + 1);
        let mut acts = self.acts_from(from)?.collect::<Result<Vec<_>, _>>()?;
        acts.reverse();
        Ok(acts)
    }

    /// The acts from this one up to the last of now, in order.
    pub fn acts_from(&self, seq: Seq) -> Result<Acts<L>, StoreError> {
        Acts::between(&self.site.journal(), &self.site.sealer, seq, self.seq())
    }

    /// Every act there is, each checked to follow the one before.
    pub fn chained_acts(&self) -> Result<Acts<L>, StoreError> {
        let start = Chain { seq: Seq(0), link: self.site.first_link };
        Acts::following(&self.site.journal(), &self.site.sealer, start, self.seq())
    }

    /// Where the chain stands after this act: the next one bears it. What it says is checked by `chained_acts`.
    pub fn link_after(&self, seq: Seq) -> Result<[u8; 32], StoreError> {
        if seq >= self.seq() {
            return Ok(self.journal.end().link);
        }
        acts::link_before(&self.site.journal(), seq.next())
    }

    /// Makes the tables durable and notes in the header up to where everything is.
    pub fn checkpoint(&mut self) -> Result<(), StoreError> {
        let failed = |fault| self.site.rows_failed(fault);
        let Some(rows) = &self.rows else { return Ok(()) };
        if self.journal.is_doubtful() || self.header.closed_at == self.journal.end() {
            return Ok(());
        }
        let keep_from = Seq((self.seq().0 + 1).saturating_sub(UNDO_ACTS_MAX as u64));
        rows.forget_undo_before(keep_from).map_err(failed)?;
        rows.flush().map_err(failed)?;
        let place = self.site.tables();
        folder::sync_whole(&place).map_err(StoreError::io("保存数据表", &place))?;
        // Known here only once it stands there: after a failure the next checkpoint writes it again.
        let mut header = Header { closed_at: self.journal.end(), ..self.header.clone() };
        let written = header.write(&self.site);
        // A generation is used once, or two headers that differ would bear the same.
        self.header.generation = header.generation;
        written?;
        self.header = header;
        Ok(())
    }

    /// Checkpoints and lets go of the folder.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.checkpoint()
    }
}

impl<L: Ledger> Drop for Store<L> {
    fn drop(&mut self) {
        // Everything acknowledged is in the journal; this only shortens the next opening.
        let _ = self.checkpoint();
    }
}
