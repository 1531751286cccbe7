//! Opening, in the order of the design: lock, header, journal, tables; and which of them is believed about what.
//!
//! The journal is the truth. Tables that are behind are filled up, tables that cannot be used are set aside and built
//! anew; **tables that know more than the journal mean that the journal is damaged**, and nothing is built from it.

use std::path::Path;
use std::time::Instant;

use crate::disk::{file, folder};
use crate::domain::id::Seq;
use crate::seal::Sealer;

use super::build::{self, Parts, put_again, rows_failed, set_aside, tables, tables_new, take_lock};
use super::error::StoreError;
use super::header::{self, Header};
use super::journal::{self, Journal};
use super::ledger::Ledger;
use super::reader::{Chain, damaged};
use super::report::{OpenReport, Progress, Rebuilt};
use super::rows::{Meta, RowKey, Rows, RowsFault};
use super::scan;
use super::tail::{self, Tail};

/// Opens the store in `dir`.
pub(super) fn open<L: Ledger>(
    dir: &Path,
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
    let sealer = Sealer::of(header.suite);
    let journal_folder = journal::folder(dir);
    let tail = tail::read(&journal_folder, &header.closed_at, &sealer, L::FORMAT)?;
    report.unclean = tail.torn.is_some() || tail.end.seq > header.closed_at.seq;
    report.split.journal = since.elapsed();
    let usable = use_tables::<L>(dir, &header, &tail, &sealer, &mut report, progress);
    // Only now is it known that the tables hold nothing the journal lacks: an unfinished end may be cut.
    let usable = match usable {
        Err(Trouble::Journal(fault)) => return Err(fault),
        other => other,
    };
    if let Some(torn) = tail.torn {
        report.torn = Some(tail::cut(dir, &journal_folder, torn, tail.end.seq.next())?);
    }
    let journal = Journal::open(&journal_folder, &tail.end).map_err(StoreError::io("打开流水", &journal_folder))?;
    journal.sync().map_err(StoreError::io("打开流水", &journal_folder))?;
    let (rows, meta, state) = fill_up::<L>(dir, &header, &tail, &sealer, usable, &mut report, progress)?;
    if found.to_mend.is_some() {
        header.write(dir)?;
        report.header_mended = found.to_mend;
    }
    report.seq = tail.end.seq;
    report.rows = meta.counts.iter().sum();
    Ok((Parts { lock, header, journal, rows, meta, sealer }, state, report))
}

/// Whether anything of a store is here.
pub(super) fn is_store(dir: &Path) -> bool {
    header::paths(dir).iter().any(|path| path.exists())
        || tables(dir).exists()
        || tail::has_frames(&journal::folder(dir)).unwrap_or(true)
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
    dir: &Path,
    header: &Header,
    tail: &Tail,
    sealer: &Sealer,
    report: &mut OpenReport,
    progress: &mut dyn FnMut(Progress),
) -> Result<Loaded<L>, Trouble> {
    let since = Instant::now();
    let key = RowKey::of_store(&header.store_id);
    let trouble = |fault| match fault {
        RowsFault::Unusable(what) => Trouble::Tables(what),
        RowsFault::Refused(_) => Trouble::Refused(rows_failed(dir, fault)),
    };
    let place = tables(dir);
    remove_half_snapshots(&place).map_err(Trouble::Refused)?;
    // sled opens a missing or empty file as an empty database.
    if !std::fs::metadata(place.join("db")).is_ok_and(|db| db.len() > 0) {
        return Err(Trouble::Tables("数据表文件不见了".to_owned()));
    }
    let rows = Rows::open(&place, L::TREES, sealer, key, false).map_err(trouble)?;
    report.split.tables = since.elapsed();
    let meta = rows.meta().map_err(trouble)?;
    compare(dir, &meta, tail)?;
    let state = scan::load::<L>(&rows, &meta, sealer, key, &mut report.split, progress).map_err(trouble)?;
    Ok(Loaded { rows, meta, state })
}

/// Whether the tables are of this journal, and not ahead of it.
fn compare(dir: &Path, meta: &Meta, tail: &Tail) -> Result<(), Trouble> {
    if meta.applied_seq.max(meta.applying) > tail.end.seq {
        let file = journal::folder(dir);
        return Err(Trouble::Journal(damaged(&file, tail.end.seq.next(), "数据表里有，流水里却没有")));
    }
    let known = tail.links.iter().find(|(seq, _)| *seq == meta.applied_seq);
    if known.is_some_and(|(_, link)| *link != meta.link) {
        return Err(Trouble::Tables("数据表不是这份流水的".to_owned()));
    }
    Ok(())
}

fn fill_up<L: Ledger>(
    dir: &Path,
    header: &Header,
    tail: &Tail,
    sealer: &Sealer,
    usable: Result<Loaded<L>, Trouble>,
    report: &mut OpenReport,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Rows, Meta, L::State), StoreError> {
    let since = Instant::now();
    let filled = match usable {
        Ok(Loaded { rows, meta, state }) if meta.applied_seq == tail.end.seq => Ok((rows, meta, state)),
        Ok(Loaded { rows, meta, mut state }) => {
            let key = RowKey::of_store(&header.store_id);
            let start = Chain { seq: meta.applied_seq, link: meta.link };
            report.put_again_acts = tail.end.seq.0 - meta.applied_seq.0;
            let step = |acts_done, acts_total| Progress::PuttingAgain { acts_done, acts_total };
            let progress = &mut |done, total| progress(step(done, total));
            let meta = put_again::<L>(dir, &rows, meta, start, &tail.end, sealer, key, &mut state, progress)?;
            Ok((rows, meta, state))
        }
        Err(Trouble::Tables(why)) => {
            let set_aside = set_aside(dir)?;
            if set_aside.is_some() || tail.end.seq > Seq(0) {
                report.rebuilt = Some(Rebuilt { why, set_aside });
            }
            build::rebuild::<L>(dir, header, &tail.end, sealer, progress)
        }
        Err(Trouble::Journal(fault) | Trouble::Refused(fault)) => Err(fault),
    };
    report.split.replay = since.elapsed();
    filled
}

fn check_format<L: Ledger>(dir: &Path, header: &Header) -> Result<(), StoreError> {
    let [file, _] = header::paths(dir);
    let (found, known) = (header.format, L::FORMAT);
    match found.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(StoreError::NewerProgram { file, found, known }),
        std::cmp::Ordering::Less => Err(StoreError::OtherFormat { file, found, known }),
    }
}

/// sled does not open beside a snapshot that was being written (spacejam/sled#1527, #1533). Tables being built go as well.
fn remove_half_snapshots(place: &Path) -> Result<(), StoreError> {
    if let Some(dir) = place.parent() {
        let new = tables_new(dir);
        folder::remove_whole(&new).map_err(StoreError::io("清理没建完的数据表", &new))?;
    }
    let Ok(entries) = std::fs::read_dir(place) else { return Ok(()) };
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
