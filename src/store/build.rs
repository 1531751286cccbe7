//! Making things anew beside the old: a whole store, or only its tables. A power cut leaves the old or the new.
//!
//! It never removes tables that may still be worth something: those are set aside under another name.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::disk::{file, folder, lock};
use crate::domain::id::Seq;
use crate::seal::{Sealer, Suite};

use super::acts::Acts;
use super::encode::puts_of;
use super::error::StoreError;
use super::header::{self, ClosedAt, Header};
use super::journal::{self, Journal};
use super::ledger::Ledger;
use super::reader::Chain;
use super::report::Progress;
use super::rows::{Meta, RowKey, Rows, RowsFault};
use super::tail;
use super::wire::{Link, first_link};

/// sled may hold its files a little longer than its handle lives; Windows then refuses to rename.
const RENAME_RETRY: Duration = Duration::from_secs(5);

/// What is chosen when a store is made.
#[derive(Clone, Copy, Debug)]
pub struct CreateOptions {
    /// How its bytes are sealed.
    pub suite: Suite,
}

/// Everything a store holds open.
pub(super) struct Parts {
    pub(super) lock: lock::Lock,
    pub(super) header: Header,
    pub(super) journal: Journal,
    pub(super) rows: Rows,
    pub(super) meta: Meta,
    pub(super) sealer: Sealer,
}

/// The folder of the tables.
pub(super) fn tables(dir: &Path) -> PathBuf {
    dir.join("sled")
}

/// Where new tables are built.
pub(super) fn tables_new(dir: &Path) -> PathBuf {
    dir.join("sled.new")
}

/// Takes the lock of the folder.
pub(super) fn take_lock(dir: &Path) -> Result<lock::Lock, StoreError> {
    let path = dir.join("lock");
    match lock::take(&path).map_err(StoreError::io("打开数据文件夹", &path))? {
        Some(lock) => Ok(lock),
        None => Err(StoreError::InUse { dir: dir.to_path_buf() }),
    }
}

/// Makes a new store. The header comes after the journal and before the tables have their name: without a header a
/// creation was cut off and can be begun again; with one, tables that are not there are built from the empty journal.
pub(super) fn create<L: Ledger>(dir: &Path, options: CreateOptions) -> Result<Parts, StoreError> {
    folder::create(dir).map_err(StoreError::io("新建数据文件夹", dir))?;
    let lock = take_lock(dir)?;
    clear_unfinished(dir)?;
    let mut store_id = [0u8; 16];
    getrandom::fill(&mut store_id)
        .map_err(|fault| StoreError::io("取随机数", dir)(std::io::Error::other(fault.to_string())))?;
    let (sealer, first) = (Sealer::of(options.suite), first_link(&store_id));
    let journal_folder = journal::folder(dir);
    folder::create(&journal_folder).map_err(StoreError::io("新建流水", &journal_folder))?;
    let journal = Journal::create(&journal_folder, first).map_err(StoreError::io("新建流水", &journal_folder))?;
    let key = RowKey::of_store(&store_id);
    let made = begin_tables::<L>(dir, &sealer, key, first)?;
    settle_tables::<L>(dir, made, &sealer, key)?;
    let (closed_at, suite) = (journal.end(), options.suite);
    let mut header = Header { generation: 0, format: L::FORMAT, suite, store_id, closed_at, slots: Vec::new() };
    header.write(dir)?;
    let rows = place_tables::<L>(dir, &sealer, key)?;
    let meta = rows.meta().map_err(|fault| rows_failed(dir, fault))?;
    if let Some(parent) = dir.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        folder::sync(parent).map_err(StoreError::io("新建数据文件夹", parent))?;
    }
    Ok(Parts { lock, header, journal, rows, meta, sealer })
}

/// Builds the tables from the whole journal, and the state with them.
pub(super) fn rebuild<L: Ledger>(
    dir: &Path,
    header: &Header,
    end: &ClosedAt,
    sealer: &Sealer,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Rows, Meta, L::State), StoreError> {
    let (key, first) = (RowKey::of_store(&header.store_id), first_link(&header.store_id));
    let rows = begin_tables::<L>(dir, sealer, key, first)?;
    let meta = rows.meta().map_err(|fault| rows_failed(dir, fault))?;
    let mut state = L::empty();
    L::loaded(&mut state, Seq(0));
    let start = Chain { seq: Seq(0), link: first };
    let step = |acts_done, acts_total| Progress::Rebuilding { acts_done, acts_total };
    let meta = put_again::<L>(dir, &rows, meta, start, end, sealer, key, &mut state, &mut |d, t| progress(step(d, t)))?;
    settle_tables::<L>(dir, rows, sealer, key)?;
    let rows = place_tables::<L>(dir, sealer, key)?;
    match rows.meta() {
        Ok(read) if read == meta => Ok((rows, meta, state)),
        Ok(_) => Err(rows_failed(dir, RowsFault::Unusable("新建的数据表读回来不一样".to_owned()))),
        Err(fault) => Err(rows_failed(dir, fault)),
    }
}

/// Puts the acts after `start` into tables and state.
#[expect(clippy::too_many_arguments, reason = "the parts of a store that is not whole yet")]
pub(super) fn put_again<L: Ledger>(
    dir: &Path,
    rows: &Rows,
    mut meta: Meta,
    start: Chain,
    end: &ClosedAt,
    sealer: &Sealer,
    key: RowKey,
    state: &mut L::State,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Meta, StoreError> {
    let mut acts = Acts::<L>::following(&journal::folder(dir), sealer, start, end.seq)?;
    while let Some(act) = acts.next() {
        let (act, link) = (act?, acts.link().unwrap_or(start.link));
        let staged = L::stage(state, &act);
        let puts = puts_of::<L>(&staged, act.seq, sealer, key);
        let puts = puts.ok_or_else(|| rows_failed(dir, RowsFault::Unusable("有一笔写不进数据表".to_owned())))?;
        meta = rows.apply(&meta, act.seq, link, puts).map_err(|fault| rows_failed(dir, fault))?;
        let done = act.seq.0 - start.seq.0;
        L::install(state, &act, staged);
        progress(done, end.seq.0 - start.seq.0);
    }
    Ok(meta)
}

/// The tables cannot be used, whatever the reason.
pub(super) fn rows_failed(dir: &Path, fault: RowsFault) -> StoreError {
    let (RowsFault::Unusable(what) | RowsFault::Refused(what)) = fault;
    StoreError::RowsFailed { file: tables(dir), what }
}

/// Renames the tables out of the way, under the first free name.
pub(super) fn set_aside(dir: &Path) -> Result<Option<PathBuf>, StoreError> {
    let old = tables(dir);
    if !old.exists() {
        return Ok(None);
    }
    let aside = folder::free_name(dir, "sled.bad");
    rename_patiently(&old, &aside)?;
    folder::sync(dir).map_err(StoreError::io("移开数据表", dir))?;
    Ok(Some(aside))
}

/// An empty set of tables in `sled.new`.
fn begin_tables<L: Ledger>(dir: &Path, sealer: &Sealer, key: RowKey, first: Link) -> Result<Rows, StoreError> {
    let new = tables_new(dir);
    folder::remove_whole(&new).map_err(StoreError::io("清理没建完的数据表", &new))?;
    let rows = Rows::open(&new, L::TREES, sealer, key, true).map_err(|fault| rows_failed(dir, fault))?;
    rows.begin(first).map_err(|fault| rows_failed(dir, fault))?;
    Ok(rows)
}

/// Flush, sync everything, close, reopen once (sled then has a snapshot), sync again, close.
fn settle_tables<L: Ledger>(dir: &Path, rows: Rows, sealer: &Sealer, key: RowKey) -> Result<(), StoreError> {
    let new = tables_new(dir);
    let failed = |fault| rows_failed(dir, fault);
    let synced = |path: &Path| folder::sync_whole(path).map_err(StoreError::io("保存数据表", path));
    rows.flush().map_err(failed)?;
    synced(&new)?;
    drop(rows);
    let again = Rows::open(&new, L::TREES, sealer, key, false).map_err(failed)?;
    again.meta().map_err(failed)?;
    drop(again);
    let _ = folder::tighten(&new);
    synced(&new)
}

/// Gives the new tables their name and opens them there.
fn place_tables<L: Ledger>(dir: &Path, sealer: &Sealer, key: RowKey) -> Result<Rows, StoreError> {
    let place = tables(dir);
    rename_patiently(&tables_new(dir), &place)?;
    folder::sync(dir).map_err(StoreError::io("保存数据表", dir))?;
    Rows::open(&place, L::TREES, sealer, key, false).map_err(|fault| rows_failed(dir, fault))
}

fn rename_patiently(from: &Path, to: &Path) -> Result<(), StoreError> {
    let since = Instant::now();
    loop {
        match file::rename(from, to) {
            Err(_) if cfg!(windows) && since.elapsed() < RENAME_RETRY => std::thread::sleep(Duration::from_millis(50)),
            other => return other.map_err(StoreError::io("换上新的数据表", from)),
        }
    }
}

/// Refuses a folder that holds a store, or what is left of one; removes what a creation cut off left.
fn clear_unfinished(dir: &Path) -> Result<(), StoreError> {
    if header::paths(dir).iter().any(|path| path.exists()) {
        return Err(StoreError::AlreadyThere { dir: dir.to_path_buf() });
    }
    if tables(dir).exists() || tail::has_frames(&journal::folder(dir))? {
        return Err(StoreError::HeaderDamaged { dir: dir.to_path_buf() });
    }
    for leftover in [journal::folder(dir), tables_new(dir)] {
        folder::remove_whole(&leftover).map_err(StoreError::io("清理没建完的数据", &leftover))?;
    }
    Ok(())
}
