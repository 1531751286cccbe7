//! Making things anew beside the old: a whole store, or only its tables. A power cut leaves the old or the new.
//!
//! It never removes tables that may still be worth something: those are set aside under another name.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::disk::{file, folder, lock};
use crate::domain::act::Act;
use crate::domain::id::Seq;
use crate::domain::limits::UNDO_ACTS_MAX;
use crate::seal::Suite;

use super::acts::Acts;
use super::aside;
use super::base;
use super::encode::{body_of, puts_of, record_of};
use super::error::StoreError;
use super::header::Header;
use super::journal::Journal;
use super::ledger::Ledger;
use super::leftover::Leftovers;
use super::reader::{Chain, damaged};
use super::report::Progress;
use super::rows::{BATCH_ROWS_MAX, Meta, Put, Rows, belongs_to};
use super::rows_fault::{RowsFault, unusable};
use super::site::{Site, take_lock};
use super::unlock::{self, Keys};

/// sled may hold its files a little longer than its handle lives; Windows then refuses to rename.
const RENAME_RETRY: Duration = Duration::from_secs(5);

/// What is chosen when a store is made.
#[derive(Clone, Copy)]
pub struct CreateOptions<'a> {
    /// What opens it again; `None` for one without a cipher.
    pub keys: Option<Keys<'a>>,
}

/// Everything a store holds open.
pub(super) struct Parts {
    pub(super) lock: lock::Lock,
    pub(super) header: Header,
    pub(super) journal: Journal,
    /// `None` where the drive has no room for tables: the store is then to be looked at only.
    pub(super) rows: Option<Rows>,
    pub(super) meta: Meta,
    pub(super) site: Site,
}

/// What was built beside the tables that are there.
pub(super) struct Built<S> {
    pub(super) meta: Meta,
    pub(super) state: S,
}

/// Why acts were not put into tables.
pub(super) enum PutFault {
    /// They cannot be read.
    Journal(StoreError),
    /// A part of this one was erased: what it made is in the base alone.
    Erased(Seq),
    /// The tables did not take them.
    Rows(RowsFault),
}

impl PutFault {
    /// For whoever has no other tables to try.
    fn told(self, site: &Site) -> StoreError {
        match self {
            PutFault::Journal(fault) => fault,
            PutFault::Erased(seq) => damaged(&site.journal(), seq, "内容已销毁，销毁时留下的底数又不在"),
            PutFault::Rows(fault) => site.rows_failed(fault),
        }
    }
}

impl From<StoreError> for PutFault {
    fn from(fault: StoreError) -> PutFault {
        PutFault::Journal(fault)
    }
}

impl From<RowsFault> for PutFault {
    fn from(fault: RowsFault) -> PutFault {
        PutFault::Rows(fault)
    }
}

/// Makes a new store. The header comes after the journal and before the tables have their name: without a header a
/// creation was cut off and can be begun again; with one, tables that are not there are built from the empty journal.
pub(super) fn create<L: Ledger>(dir: &Path, options: CreateOptions<'_>) -> Result<Parts, StoreError> {
    Leftovers::look(dir)?;
    folder::create_durably(dir).map_err(StoreError::io("新建数据文件夹", dir))?;
    let lock = take_lock(dir)?;
    // Once more, now that nobody else makes one here.
    Leftovers::look(dir)?.clear()?;
    let mut store_id = [0u8; 16];
    getrandom::fill(&mut store_id)
        .map_err(|fault| StoreError::io("取随机数", dir)(std::io::Error::other(fault.to_string())))?;
    let (slots, key) = match options.keys {
        None => (Vec::new(), None),
        Some(keys) => {
            let (slots, key) = unlock::make(dir, keys, &store_id)?;
            (slots, Some(key))
        }
    };
    let suite = if key.is_some() { Suite::Sealed } else { Suite::Plain };
    let site = Site::new(dir, key, &store_id);
    let journal_folder = site.journal();
    folder::create_durably(&journal_folder).map_err(StoreError::io("新建流水", &journal_folder))?;
    let journal =
        Journal::create(&journal_folder, site.first_link).map_err(StoreError::io("新建流水", &journal_folder))?;
    settle_tables::<L>(&site, begin_tables::<L>(&site)?)?;
    let mut header =
        Header { generation: 0, format: L::FORMAT, suite, store_id, closed_at: journal.end(), base: Seq(0), slots };
    header.write(&site)?;
    let rows = place_tables::<L>(&site)?;
    let meta = rows.meta().map_err(|fault| site.rows_failed(fault))?;
    Ok(Parts { lock, header, journal, rows: Some(rows), meta, site })
}

/// Makes a new store that holds these acts already, and the state they make.
pub(super) fn create_of<L: Ledger>(
    dir: &Path,
    options: CreateOptions<'_>,
    acts: &[Act<L::Change>],
) -> Result<(Parts, L::State), StoreError> {
    let mut parts = create::<L>(dir, options)?;
    let refused = || StoreError::io("写流水", dir)(std::io::Error::from(std::io::ErrorKind::InvalidData));
    let bodies: Option<Vec<_>> = acts.iter().map(body_of::<L>).collect();
    let written = parts.journal.append_together(&parts.site.sealer, L::FORMAT, &bodies.ok_or_else(refused)?);
    written.map_err(StoreError::io("写流水", dir))?;
    let mut state = L::empty();
    L::loaded(&mut state, Seq(0));
    let upto = parts.journal.seq();
    if let Some(rows) = &parts.rows {
        let put = put_again::<L>(&parts.site, rows, &mut parts.meta, &mut state, upto, &mut |_, _| {});
        put.map_err(|fault| fault.told(&parts.site))?;
    }
    Ok((parts, state))
}

/// Builds tables from the whole journal in `sled.new`, and the state with them. Those that are there stay as they are.
pub(super) fn build_beside<L: Ledger>(
    site: &Site,
    upto: Seq,
    progress: &mut dyn FnMut(Progress),
) -> Result<Built<L::State>, StoreError> {
    built_beside::<L>(site, upto, progress).inspect_err(|_| {
        // Half of them may be what fills the drive. What cannot be removed now goes with the next opening.
        let _ = folder::remove_whole(&site.tables_new());
    })
}

/// The state that the whole journal makes, without any tables.
pub(super) fn replay<L: Ledger>(
    site: &Site,
    upto: Seq,
    progress: &mut dyn FnMut(Progress),
) -> Result<L::State, StoreError> {
    let mut state = L::empty();
    let base = base::read(site, L::FORMAT, &mut |_, written| {
        L::load(&mut state, record_of::<L>(written)?.1);
        Some(())
    })?;
    let start = base.map_or(Chain { seq: Seq(0), link: site.first_link }, |it| Chain { seq: it.upto, link: it.link });
    if start.seq > upto {
        return Err(damaged(&site.journal(), upto.next(), "底数里有，流水里却没有"));
    }
    L::loaded(&mut state, start.seq);
    for act in Acts::<L>::following(&site.journal(), &site.sealer, start, upto)? {
        let act = act?;
        if act.erased > 0 {
            return Err(PutFault::Erased(act.seq).told(site));
        }
        let staged = L::stage(&state, &act);
        progress(Progress::Rebuilding { acts_done: act.seq.0, acts_total: upto.0 });
        L::install(&mut state, &act, staged);
    }
    Ok(state)
}

fn built_beside<L: Ledger>(
    site: &Site,
    upto: Seq,
    progress: &mut dyn FnMut(Progress),
) -> Result<Built<L::State>, StoreError> {
    let rows = begin_tables::<L>(site)?;
    let mut meta = rows.meta().map_err(|fault| site.rows_failed(fault))?;
    let mut state = L::empty();
    L::loaded(&mut state, Seq(0));
    put_base::<L>(site, &rows, &mut meta, &mut state, upto).map_err(|fault| fault.told(site))?;
    let step = &mut |acts_done, acts_total| progress(Progress::Rebuilding { acts_done, acts_total });
    put_again::<L>(site, &rows, &mut meta, &mut state, upto, step).map_err(|fault| fault.told(site))?;
    settle_tables::<L>(site, rows)?;
    Ok(Built { meta, state })
}

/// Puts what stands ready in `sled.new` in the place of the tables that are there, which get another name.
pub(super) fn take_place<L: Ledger>(site: &Site, meta: &Meta) -> Result<(Rows, Option<PathBuf>), StoreError> {
    let set_aside = set_aside(site)?;
    let rows = place_tables::<L>(site)?;
    match rows.meta() {
        Ok(read) if read == *meta => Ok((rows, set_aside)),
        Ok(_) => Err(site.rows_failed(unusable("新建的数据表读回来不一样"))),
        Err(fault) => Err(site.rows_failed(fault)),
    }
}

/// Puts the base of the journal, if it has one, into tables and state that hold nothing yet.
fn put_base<L: Ledger>(
    site: &Site,
    rows: &Rows,
    meta: &mut Meta,
    state: &mut L::State,
    upto: Seq,
) -> Result<(), PutFault> {
    let mut waiting = Vec::new();
    let mut refused = None;
    let base = base::read(site, L::FORMAT, &mut |front, written| {
        let (place, record, bytes) = record_of::<L>(written)?;
        let hash = site.key.hash(&place, L::FORMAT, &bytes);
        let sealed = site.sealer.seal(&belongs_to(&place), L::FORMAT, &bytes).ok()?;
        waiting.push(Put { place, after: Some((sealed, hash)), undo: None });
        L::load(state, record);
        if waiting.len() == BATCH_ROWS_MAX {
            let puts = Arc::new(std::mem::take(&mut waiting));
            match rows.apply_part(meta, front.upto, &puts, puts.len()) {
                Ok(now) => *meta = now,
                Err(fault) => refused = Some(fault),
            }
        }
        refused.is_none().then_some(())
    });
    if let Some(fault) = refused {
        return Err(fault.into());
    }
    let Some(base) = base? else { return Ok(()) };
    if base.upto > upto {
        return Err(damaged(&site.journal(), upto.next(), "底数里有，流水里却没有").into());
    }
    *meta = rows.apply(meta, base.upto, base.link, &Arc::new(waiting))?;
    L::loaded(state, base.upto);
    Ok(())
}

/// Puts the acts after those of `meta` into tables and state; small acts share a transaction.
pub(super) fn put_again<L: Ledger>(
    site: &Site,
    rows: &Rows,
    meta: &mut Meta,
    state: &mut L::State,
    upto: Seq,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), PutFault> {
    let start = Chain { seq: meta.applied_seq, link: meta.link };
    let (mut reached, mut waiting) = (start, Vec::new());
    let apply = |meta: &mut Meta, reached: Chain, puts: Vec<Put>| {
        rows.apply(meta, reached.seq, reached.link, &Arc::new(puts)).map(|done| *meta = done)
    };
    let mut acts = Acts::<L>::following(&site.journal(), &site.sealer, start, upto)?;
    while let Some(act) = acts.next() {
        let act = act?;
        if act.erased > 0 {
            return Err(PutFault::Erased(act.seq));
        }
        let staged = L::stage(state, &act);
        let undoable = upto.0 - act.seq.0 < UNDO_ACTS_MAX as u64;
        let puts = puts_of::<L>(&staged, act.seq, site, undoable);
        let mut puts = puts.ok_or_else(|| RowsFault::Refused("有一笔写不进数据表".to_owned()))?;
        if !waiting.is_empty() && waiting.len() + puts.len() > BATCH_ROWS_MAX {
            apply(meta, reached, std::mem::take(&mut waiting))?;
        }
        waiting.append(&mut puts);
        reached = acts.reached().unwrap_or(start);
        L::install(state, &act, staged);
        progress(reached.seq.0 - start.seq.0, upto.0 - start.seq.0);
    }
    if reached.seq > meta.applied_seq {
        apply(meta, reached, waiting)?;
    }
    Ok(())
}

/// Renames the tables out of the way.
fn set_aside(site: &Site) -> Result<Option<PathBuf>, StoreError> {
    let old = site.tables();
    if !old.exists() {
        return Ok(None);
    }
    let aside = aside::next(&site.dir);
    rename_patiently(&old, &aside)?;
    folder::sync(&site.dir).map_err(StoreError::io("移开数据表", &site.dir))?;
    Ok(Some(aside))
}

/// An empty set of tables in `sled.new`.
fn begin_tables<L: Ledger>(site: &Site) -> Result<Rows, StoreError> {
    let new = site.tables_new();
    folder::remove_whole(&new).map_err(StoreError::io("清理没建完的数据表", &new))?;
    let rows = Rows::open(&new, L::TREES, site, true).map_err(|fault| site.rows_failed(fault))?;
    rows.begin(site.first_link).map_err(|fault| site.rows_failed(fault))?;
    Ok(rows)
}

/// Flush, sync everything, close, reopen once (sled then has a snapshot), sync again, close.
fn settle_tables<L: Ledger>(site: &Site, rows: Rows) -> Result<(), StoreError> {
    let new = site.tables_new();
    let failed = |fault| site.rows_failed(fault);
    let synced = |path: &Path| folder::sync_whole(path).map_err(StoreError::io("保存数据表", path));
    rows.flush().map_err(failed)?;
    synced(&new)?;
    drop(rows);
    let again = Rows::open(&new, L::TREES, site, false).map_err(failed)?;
    again.meta().map_err(failed)?;
    drop(again);
    let _ = folder::tighten(&new);
    synced(&new)
}

/// Gives the new tables their name and opens them there.
fn place_tables<L: Ledger>(site: &Site) -> Result<Rows, StoreError> {
    let place = site.tables();
    rename_patiently(&site.tables_new(), &place)?;
    folder::sync(&site.dir).map_err(StoreError::io("保存数据表", &site.dir))?;
    Rows::open(&place, L::TREES, site, false).map_err(|fault| site.rows_failed(fault))
}

pub(super) fn rename_patiently(from: &Path, to: &Path) -> Result<(), StoreError> {
    let since = Instant::now();
    loop {
        match file::rename(from, to) {
            Err(_) if cfg!(windows) && since.elapsed() < RENAME_RETRY => std::thread::sleep(Duration::from_millis(50)),
            other => return other.map_err(StoreError::io("换上新的数据表", from)),
        }
    }
}
