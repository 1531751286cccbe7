//! Opening, in the order of the design: lock, header, journal, tables.
//!
//! The journal is the truth; which tables are used beside it is said by `tables`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::disk::folder;

use super::backup::{repairing, snapshot};
use super::ballast;
use super::build::Parts;
use super::erasing::settling::settle;
use super::error::StoreError;
use super::header::{self, Header};
use super::journal::Journal;
use super::ledger::{BOOK_OFFICE, Ledger};
use super::report::{OpenReport, Progress};
use super::rows::Meta;
use super::site::{self, Site, take_lock};
use super::tables::{self, InUse};
use super::tail;
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
    ballast::give_back(dir);
    report.erasure_finished = settle(dir)?;
    report.tightened = tighten(dir);
    let found = Header::read(dir)?;
    check_format::<L>(dir, &found.header)?;
    let key = unlock::data_key(dir, &found.header, unlock)?;
    report.split.unlock = since.elapsed();
    let since = Instant::now();
    let site = Site::new(dir, key, &found.header.store_id);
    let mut header = found.proven(&site)?;
    let journal_folder = site.journal();
    tail::make_durable(&journal_folder, &header.closed_at)?;
    let tail = tail::read(&journal_folder, &header.closed_at, &site.sealer, L::FORMAT)?;
    report.unclean = tail.torn.is_some() || tail.end.seq > header.closed_at.seq;
    if report.unclean {
        // What took the power may have taken more than the last entry.
        tail::check_numbers(&journal_folder, &header.closed_at)?;
    }
    report.split.journal = since.elapsed();
    let ready = tables::ready::<L>(&site, (&tail, header.format), &mut report, progress)?;
    // Only now is it known that the tables hold nothing the journal lacks: an unfinished end may be cut.
    if let Some(torn) = tail.torn {
        report.torn = Some(tail::cut(dir, &journal_folder, torn, tail.end.seq.next())?);
    }
    let journal = Journal::open(&journal_folder, &tail.end).map_err(StoreError::io("打开流水", &journal_folder))?;
    let InUse { tables, state } = tables::finish::<L>(&site, tail.end.seq, ready, &mut report, progress)?;
    report.is_look_only = tables.is_none();
    if found.to_mend.is_some() && !report.is_look_only {
        header.write(&site)?;
        report.header_mended = found.to_mend;
    }
    let (rows, meta) = match tables {
        Some((rows, meta)) => (Some(rows), meta),
        None => (None, Meta::empty(site.first_link, L::TREES.len())),
    };
    if !report.is_look_only {
        repairing::discard(dir);
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
        || repairing::is_ready(dir)
        || is_there(&site::tables(dir))
        || tail::has_frames(&site::journal(dir)).unwrap_or(true)
        || snapshot::any(dir)
}

pub(super) fn check_format<L: Ledger>(dir: &Path, header: &Header) -> Result<(), StoreError> {
    let [file, _] = header::paths(dir);
    is_readable::<L>(header.format, file)
}

/// Whether acts of this format are read here; `file` says that they are of it.
pub(super) fn is_readable<L: Ledger>(found: u16, file: PathBuf) -> Result<(), StoreError> {
    let known = L::FORMAT;
    let is_office = |format: u16| format > BOOK_OFFICE;
    if is_office(found) != is_office(known) {
        return Err(StoreError::OtherBook { file, is_office: is_office(found) });
    }
    if found > known {
        Err(StoreError::NewerProgram { file, found, known })
    } else if found < L::OLDEST_FORMAT {
        Err(StoreError::OtherFormat { file, found, known })
    } else {
        Ok(())
    }
}

/// Takes reading away from others; a system that refuses is no reason not to open.
fn tighten(dir: &Path) -> u32 {
    let inner = ["header", "header.2", "journal", "sled", "lock"].map(|name| dir.join(name));
    let all = std::iter::once(dir.to_path_buf()).chain(inner);
    all.map(|path| u32::from(folder::tighten(&path).unwrap_or(false))).sum()
}
