//! Opening, in the order of the design: lock, header, journal, tables; and which of them is believed about what.
//!
//! The journal is the truth. Tables that are behind are filled up, tables that cannot be used are set aside and built
//! anew; **tables that know more than the journal mean that the journal is damaged**, and nothing is built from it.

use std::path::Path;
use std::time::Instant;

use crate::disk::{file, folder};
use crate::domain::id::Seq;

use super::build::{self, Parts, put_again, set_aside};
use super::error::StoreError;
use super::header::{self, Header};
use super::journal::Journal;
use super::ledger::Ledger;
use super::reader::damaged;
use super::report::{OpenReport, Progress, Rebuilt};
use super::rows::{Meta, Rows, RowsFault};
use super::scan;
use super::site::{self, Site, take_lock};
use super::tail::{self, Tail};
use super::unlock::{self, Unlock};

/// Opens the store in `dir`.
pub(super) fn open<L: Ledger>(
    dir: &Path,
    unlock: Unlock<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Parts, L::State, OpenReport), StoreError> {
    let since = Instant::now();
    let mut report = OpenReport::default();
    if !is_store(dir) {
        return Err(StoreError::NoStore { dir: dir.to_path_buf() });
    }
    let lock = take_lock(dir)?;
    report.tightened = tighten(dir);
    let found = Header::read(dir)?;
    let mut header = found.header;
    check_format::<L>(dir, &header)?;
    let key = unlock::data_key(dir, &header, unlock)?;
    report.split.unlock = since.elapsed();
    let since = Instant::now();
    let site = Site::new(dir, key, &header.store_id);
    let journal_folder = site.journal();
    let tail = tail::read(&journal_folder, &header.closed_at, &site.sealer, L::FORMAT)?;
    report.unclean = tail.torn.is_some() || tail.end.seq > header.closed_at.seq;
    report.split.journal = since.elapsed();
    let usable = match use_tables::<L>(&site, &tail, &mut report, progress) {
        Err(Trouble::Journal(fault) | Trouble::Refused(fault)) => return Err(fault),
        Err(Trouble::Tables(why)) => Err(why),
        Ok(loaded) => Ok(loaded),
    };
    // Only now is it known that the tables hold nothing the journal lacks: an unfinished end may be cut.
    if let Some(torn) = tail.torn {
        report.torn = Some(tail::cut(dir, &journal_folder, torn, tail.end.seq.next())?);
    }
    let journal = Journal::open(&journal_folder, &tail.end).map_err(StoreError::io("打开流水", &journal_folder))?;
    journal.sync().map_err(StoreError::io("打开流水", &journal_folder))?;
    let Loaded { rows, meta, state } = fill_up::<L>(&site, tail.end.seq, usable, &mut report, progress)?;
    if found.to_mend.is_some() {
        header.write(dir)?;
        report.header_mended = found.to_mend;
    }
    report.seq = tail.end.seq;
    report.rows = meta.counts.iter().sum();
    Ok((Parts { lock, header, journal, rows, meta, site }, state, report))
}

/// Whether anything of a store is here.
pub(super) fn is_store(dir: &Path) -> bool {
    // What may not be looked at is not taken for nothing: opening then says that the folder is closed to this user.
    let is_there = |path: &Path| path.try_exists().unwrap_or(true);
    header::paths(dir).iter().any(|path| is_there(path))
        || is_there(&site::tables(dir))
        || tail::has_frames(&site::journal(dir)).unwrap_or(true)
}

enum Trouble {
    /// The journal lacks what the tables have.
    Journal(StoreError),
    /// The tables cannot be used.
    Tables(String),
    /// The system refuses; building anew would be refused as well.
    Refused(StoreError),
}

struct Loaded<L: Ledger> {
    rows: Rows,
    meta: Meta,
    state: L::State,
}

fn use_tables<L: Ledger>(
    site: &Site,
    tail: &Tail,
    report: &mut OpenReport,
    progress: &mut dyn FnMut(Progress),
) -> Result<Loaded<L>, Trouble> {
    let since = Instant::now();
    let trouble = |fault| match fault {
        RowsFault::Unusable(what) => Trouble::Tables(what),
        RowsFault::Refused(_) => Trouble::Refused(site.rows_failed(fault)),
    };
    remove_unfinished(site).map_err(Trouble::Refused)?;
    // sled opens a missing or empty file as an empty database.
    if !has_tables(site) {
        return Err(Trouble::Tables("数据表文件不见了".to_owned()));
    }
    let rows = Rows::open(&site.tables(), L::TREES, site, false).map_err(trouble)?;
    report.split.tables = since.elapsed();
    let meta = rows.meta().map_err(trouble)?;
    compare(site, &meta, tail)?;
    let state = scan::load::<L>(&rows, &meta, site, &mut report.split, progress).map_err(trouble)?;
    Ok(Loaded { rows, meta, state })
}

/// Whether the tables are of this journal, and not ahead of it.
fn compare(site: &Site, meta: &Meta, tail: &Tail) -> Result<(), Trouble> {
    if meta.applied_seq.max(meta.applying) > tail.end.seq {
        return Err(Trouble::Journal(damaged(&site.journal(), tail.end.seq.next(), "数据表里有，流水里却没有")));
    }
    let known = tail.links.iter().find(|(seq, _)| *seq == meta.applied_seq);
    if known.is_some_and(|(_, link)| *link != meta.link) {
        return Err(Trouble::Tables("数据表不是这份流水的".to_owned()));
    }
    Ok(())
}

/// Brings the tables up to the journal, or builds them anew when they cannot be used.
fn fill_up<L: Ledger>(
    site: &Site,
    upto: Seq,
    usable: Result<Loaded<L>, String>,
    report: &mut OpenReport,
    progress: &mut dyn FnMut(Progress),
) -> Result<Loaded<L>, StoreError> {
    let since = Instant::now();
    let loaded = match usable {
        Ok(Loaded { rows, mut meta, mut state }) => {
            report.put_again_acts = upto.0 - meta.applied_seq.0;
            let step = &mut |acts_done, acts_total| progress(Progress::PuttingAgain { acts_done, acts_total });
            put_again::<L>(site, &rows, &mut meta, &mut state, upto, step)?;
            Loaded { rows, meta, state }
        }
        Err(why) => {
            let set_aside = set_aside(site)?;
            if set_aside.is_some() || upto > Seq(0) {
                report.rebuilt = Some(Rebuilt { why, set_aside });
            }
            let (rows, meta, state) = build::rebuild::<L>(site, upto, progress)?;
            Loaded { rows, meta, state }
        }
    };
    report.split.replay = since.elapsed();
    Ok(loaded)
}

pub(super) fn check_format<L: Ledger>(dir: &Path, header: &Header) -> Result<(), StoreError> {
    let [file, _] = header::paths(dir);
    let (found, known) = (header.format, L::FORMAT);
    match found.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(StoreError::NewerProgram { file, found, known }),
        std::cmp::Ordering::Less => Err(StoreError::OtherFormat { file, found, known }),
    }
}

/// Whether sled's file is there and holds anything.
pub(super) fn has_tables(site: &Site) -> bool {
    std::fs::metadata(site.tables().join("db")).is_ok_and(|db| db.len() > 0)
}

/// Tables that were being built, and snapshots that sled was writing: beside one of those it does not open
/// (spacejam/sled#1527, #1533).
pub(super) fn remove_unfinished(site: &Site) -> Result<(), StoreError> {
    let new = site.tables_new();
    folder::remove_whole(&new).map_err(StoreError::io("清理没建完的数据表", &new))?;
    let Ok(entries) = std::fs::read_dir(site.tables()) else { return Ok(()) };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().ends_with(".generating")) {
        file::remove(&entry.path()).map_err(StoreError::io("清理数据表", &entry.path()))?;
    }
    Ok(())
}

/// Takes reading away from others; a system that refuses is no reason not to open.
fn tighten(dir: &Path) -> u32 {
    let inner = ["header", "header.2", "journal", "sled", "lock"].map(|name| dir.join(name));
    let all = std::iter::once(dir.to_path_buf()).chain(inner);
    all.map(|path| u32::from(folder::tighten(&path).unwrap_or(false))).sum()
}
