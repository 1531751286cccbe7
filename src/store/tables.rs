//! Which tables are used: those that are there, filled up from the journal, or new ones built from it beside them.
//!
//! Tables that are there are moved away only when others stand ready and whole: as long as nobody knows that the journal
//! gives the village, they may be the last that holds it. **Tables that know more than the journal mean that the journal
//! is damaged**, and so does an empty journal beside tables that nobody can read. Where the drive has no room for tables the
//! journal alone is read, and the store is to be looked at only.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::disk::durable::write_durably;
use crate::disk::file::{self, read_small};
use crate::disk::{folder, space};
use crate::domain::id::Seq;

use super::aside;
use super::backup::repairing;
use super::build::{self, Built, PutFault, put_again};
use super::error::StoreError;
use super::ledger::Ledger;
use super::reader::{damaged, link_before};
use super::report::{OpenReport, Progress, Rebuilt};
use super::rows::{Meta, Rows};
use super::rows_fault::RowsFault;
use super::scan;
use super::site::Site;
use super::tail::Tail;

/// Room that must stay free beside a copy that is looked at, in bytes: sled writes a little into it, too.
pub(super) const LOOK_SPARE_BYTES: u64 = 8 * 1024 * 1024;
/// What lies in the folder where the tables are not to be asked again.
const DOUBT: &str = "sled.doubt";
/// What is noted of tables for the next opening takes no more bytes.
const DOUBT_BYTES_MAX: u64 = 1024;
/// Why tables that were of this journal, and no bad ones, were built anew: all that was in them is in the new ones.
pub(super) const OF_OLDER_FORMAT: &str = "是旧版本程序的格式";

/// Tables in their place, and what they say.
pub(super) struct Loaded<L: Ledger> {
    rows: Rows,
    meta: Meta,
    state: L::State,
}

/// What the store works with: tables and what they say, or none where the drive has no room for them.
pub(super) struct InUse<L: Ledger> {
    pub(super) tables: Option<(Rows, Meta)>,
    pub(super) state: L::State,
}

/// What will be used, before anything that is there was changed.
pub(super) enum Ready<L: Ledger> {
    /// The tables that are there, perhaps some acts behind.
    There(Loaded<L>),
    /// New ones, whole, beside those that are there.
    Beside(Built<L::State>, String),
    /// None: the drive is full. The journal alone gives the village, to be looked at.
    Alone(L::State),
}

enum Trouble {
    /// The journal lacks what the tables have.
    Journal(StoreError),
    /// The tables cannot be used.
    Tables(String),
    /// The system refuses; building anew would be refused as well.
    Refused(StoreError),
}

/// Looks which tables can be used, and builds new ones beside them if none can.
pub(super) fn ready<L: Ledger>(
    site: &Site,
    (tail, format): (&Tail, u16),
    report: &mut OpenReport,
    progress: &mut dyn FnMut(Progress),
) -> Result<Ready<L>, StoreError> {
    remove_unfinished(site)?;
    let upto = tail.end.seq;
    // Asked again for all they hold they would perhaps keep the person waiting at every start. If nothing comes of it, they
    // are all there is.
    if let Some(why) = doubt(site) {
        check_not_ahead::<L>(site, tail)?;
        if let Ok(built) = beside::<L>(site, upto, progress) {
            return Ok(Ready::Beside(built, why));
        }
    }
    let done = match use_tables::<L>(site, (tail, format), report, progress) {
        Ok(loaded) => Ok(Ready::There(loaded)),
        Err(Trouble::Tables(why)) => beside::<L>(site, upto, progress).map(|built| Ready::Beside(built, why)),
        Err(Trouble::Journal(fault) | Trouble::Refused(fault)) => Err(fault),
    };
    match done {
        // An unfinished end is not cut before it is known what the tables hold of it.
        Err(fault) if tail.torn.is_none() => alone::<L>(site, upto, fault, progress).map(Ready::Alone),
        done => done,
    }
}

/// Brings what is used up to the journal, and into its place.
pub(super) fn finish<L: Ledger>(
    site: &Site,
    upto: Seq,
    ready: Ready<L>,
    report: &mut OpenReport,
    progress: &mut dyn FnMut(Progress),
) -> Result<InUse<L>, StoreError> {
    let since = Instant::now();
    let ready = match ready {
        Ready::There(loaded) => match fill_up(site, upto, loaded, report, progress) {
            Ok(loaded) => Ready::There(loaded),
            Err(fault) => instead::<L>(site, upto, fault, report, progress)?,
        },
        ready @ (Ready::Beside(..) | Ready::Alone(_)) => ready,
    };
    let used = match ready {
        Ready::There(Loaded { rows, meta, state }) => InUse { tables: Some((rows, meta)), state },
        Ready::Alone(state) => InUse { tables: None, state },
        Ready::Beside(Built { meta, state }, why) => match build::take_place::<L>(site, &meta) {
            Ok((rows, set_aside)) => {
                if set_aside.is_some() || upto > Seq(0) {
                    report.rebuilt = Some(Rebuilt { why, set_aside, thinned: aside::thin(&site.dir) });
                }
                InUse { tables: Some((rows, meta)), state }
            }
            Err(fault) if fault.is_full() => {
                // They are built anew by the next opening, and until then fill the drive for nothing.
                let _ = folder::remove_whole(&site.tables_new());
                InUse { tables: None, state }
            }
            Err(fault) => return Err(fault),
        },
    };
    let note = doubt_note(site);
    if used.tables.is_some() && note.exists() {
        file::remove(&note).map_err(StoreError::io("清理数据表", &note))?;
    }
    report.split.replay += since.elapsed();
    Ok(used)
}

/// What is used where the tables that are there did not take what they lack.
fn instead<L: Ledger>(
    site: &Site,
    upto: Seq,
    fault: PutFault,
    report: &mut OpenReport,
    progress: &mut dyn FnMut(Progress),
) -> Result<Ready<L>, StoreError> {
    report.put_again_acts = 0;
    let built = match fault {
        PutFault::Rows(RowsFault::Unusable(why)) => {
            beside::<L>(site, upto, progress).map(|built| Ready::Beside(built, why))
        }
        PutFault::Erased(_) => {
            beside::<L>(site, upto, progress).map(|built| Ready::Beside(built, "数据表比上次销毁还早".to_owned()))
        }
        PutFault::Rows(fault) => Err(refused(site, fault)),
        PutFault::Journal(fault) => Err(fault),
    };
    built.or_else(|fault| alone::<L>(site, upto, fault, progress).map(Ready::Alone))
}

/// The state from the journal alone, where all that is wrong is that the drive has no room for tables. Nothing is written,
/// and nothing is to be kept on top of it: what the tables that are there know was not looked at.
fn alone<L: Ledger>(
    site: &Site,
    upto: Seq,
    fault: StoreError,
    progress: &mut dyn FnMut(Progress),
) -> Result<L::State, StoreError> {
    if !fault.is_full() || (upto == Seq(0) && site.tables().exists()) {
        return Err(fault);
    }
    build::replay::<L>(site, upto, progress)
}

/// Whether sled's file is there and holds anything.
pub(super) fn has_tables(site: &Site) -> bool {
    std::fs::metadata(site.tables().join("db")).is_ok_and(|db| db.len() > 0)
}

/// Why the tables are to be built anew at the next opening, where that was noted.
pub(super) fn doubt(site: &Site) -> Option<String> {
    let note = read_small(&doubt_note(site), DOUBT_BYTES_MAX).ok()?;
    Some(String::from_utf8_lossy(&note).into_owned())
}

/// Notes that the tables are to be built anew at the next opening. Without the note it asks them again.
pub(super) fn note_doubt(site: &Site, fault: &RowsFault) {
    match fault {
        RowsFault::Unusable(what) | RowsFault::Slow(what) => {
            let _ = write_durably(&doubt_note(site), what.as_bytes());
        }
        RowsFault::Full | RowsFault::Refused(_) => {}
    }
}

/// Where a copy of the tables is looked at.
fn looked_at(site: &Site) -> PathBuf {
    site.dir.join("sled.look")
}

/// Looks at a copy of the tables, for sled writes into what it opens. The copy lies in the data folder, as well kept as the
/// tables themselves, and goes afterwards; it is never what fills the disk.
pub(super) fn in_copy<L: Ledger, T>(
    site: &Site,
    look: impl FnOnce(&Rows, Meta) -> Result<T, RowsFault>,
) -> Result<Result<T, RowsFault>, StoreError> {
    let (copy, place) = (looked_at(site), site.tables());
    let removed = || folder::remove_whole(&copy).map_err(StoreError::io("清理检查用的数据表", &copy));
    removed()?;
    let need = LOOK_SPARE_BYTES + folder::size_bytes(&place).map_err(StoreError::io("查看数据表", &place))?;
    if space::free_bytes(&site.dir).is_some_and(|free| free < need) {
        return Ok(Err(RowsFault::Full));
    }
    let copied = folder::copy_whole(&place, &copy).map_err(StoreError::io("复制数据表来检查", &copy));
    let seen = copied.and_then(|()| {
        remove_generating(&copy)?;
        Ok(Rows::open(&copy, L::TREES, site, false).and_then(|rows| {
            let meta = rows.meta()?;
            look(&rows, meta)
        }))
    });
    removed()?;
    match seen {
        Err(fault) if fault.is_full() => Ok(Err(RowsFault::Full)),
        seen => seen,
    }
}

/// Removes tables that were being built, copies that were looked at, and what is left of a repair.
fn remove_unfinished(site: &Site) -> Result<(), StoreError> {
    for place in [site.tables_new(), looked_at(site)] {
        folder::remove_whole(&place).map_err(StoreError::io("清理没建完的数据表", &place))?;
    }
    repairing::clear(&site.dir)?;
    remove_generating(&site.tables())
}

/// Removes snapshots that sled was writing: beside one of those it does not open (spacejam/sled#1527, #1533).
pub(super) fn remove_generating(tables: &Path) -> Result<(), StoreError> {
    let Ok(entries) = std::fs::read_dir(tables) else { return Ok(()) };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().ends_with(".generating")) {
        file::remove(&entry.path()).map_err(StoreError::io("清理数据表", &entry.path()))?;
    }
    Ok(())
}

fn use_tables<L: Ledger>(
    site: &Site,
    (tail, format): (&Tail, u16),
    report: &mut OpenReport,
    progress: &mut dyn FnMut(Progress),
) -> Result<Loaded<L>, Trouble> {
    let since = Instant::now();
    let trouble = |fault| match fault {
        RowsFault::Unusable(what) => Trouble::Tables(what),
        fault @ (RowsFault::Full | RowsFault::Refused(_) | RowsFault::Slow(_)) => {
            Trouble::Refused(refused(site, fault))
        }
    };
    // sled opens a missing or empty file as an empty database.
    if !has_tables(site) {
        return Err(Trouble::Tables("数据表文件不见了".to_owned()));
    }
    let rows = Rows::open(&site.tables(), L::TREES, site, false).map_err(trouble)?;
    report.split.tables = since.elapsed();
    let meta = rows.meta().map_err(trouble)?;
    compare(site, &meta, tail)?;
    if format != L::FORMAT {
        return Err(Trouble::Tables(OF_OLDER_FORMAT.to_owned()));
    }
    let state = scan::load::<L>(&rows, &meta, site, &mut report.split, progress).map_err(trouble)?;
    Ok(Loaded { rows, meta, state })
}

/// Whether tables that are to be put aside unread know more than the journal: that much is asked of a copy of them. What it
/// does not say keeps nobody from going on.
fn check_not_ahead<L: Ledger>(site: &Site, tail: &Tail) -> Result<(), StoreError> {
    if !has_tables(site) {
        return Ok(());
    }
    match in_copy::<L, _>(site, |_, meta| Ok(meta)) {
        Ok(Ok(meta)) => match compare(site, &meta, tail) {
            Err(Trouble::Journal(fault)) => Err(fault),
            Err(Trouble::Tables(_) | Trouble::Refused(_)) | Ok(()) => Ok(()),
        },
        Ok(Err(_)) | Err(_) => Ok(()),
    }
}

/// Whether the tables are of this journal, and not ahead of it.
fn compare(site: &Site, meta: &Meta, tail: &Tail) -> Result<(), Trouble> {
    let upto = tail.end.seq;
    if meta.applied_seq.max(meta.applying) > upto {
        return Err(Trouble::Journal(damaged(&site.journal(), upto.next(), "数据表里有，流水里却没有")));
    }
    let of_journal = match tail.links.iter().find(|(seq, _)| *seq == meta.applied_seq) {
        Some((_, link)) => Some(*link),
        None => link_before(&site.journal(), meta.applied_seq.next()).map_err(Trouble::Refused)?,
    };
    // A frame that cannot be found is told by the reading that needs it.
    if of_journal.is_some_and(|link| link != meta.link) {
        return Err(Trouble::Tables("数据表不是这份流水的".to_owned()));
    }
    Ok(())
}

/// Puts the acts the tables lack. After an error they are let go.
fn fill_up<L: Ledger>(
    site: &Site,
    upto: Seq,
    loaded: Loaded<L>,
    report: &mut OpenReport,
    progress: &mut dyn FnMut(Progress),
) -> Result<Loaded<L>, PutFault> {
    let Loaded { rows, mut meta, mut state } = loaded;
    report.put_again_acts = upto.0 - meta.applied_seq.0;
    let step = &mut |acts_done, acts_total| progress(Progress::PuttingAgain { acts_done, acts_total });
    put_again::<L>(site, &rows, &mut meta, &mut state, upto, step)?;
    Ok(Loaded { rows, meta, state })
}

/// New tables beside those that are there.
fn beside<L: Ledger>(
    site: &Site,
    upto: Seq,
    progress: &mut dyn FnMut(Progress),
) -> Result<Built<L::State>, StoreError> {
    // From an empty journal an empty village would come, in the place of whatever these tables hold.
    if upto == Seq(0) && site.tables().exists() {
        return Err(damaged(&site.journal(), Seq(1), "流水是空的，数据表又打不开，不能当成刚建的村"));
    }
    build::build_beside::<L>(site, upto, progress)
}

/// Tables that did not come back are not touched any more in this process, for a thread may still be at work in them.
fn refused(site: &Site, fault: RowsFault) -> StoreError {
    note_doubt(site, &fault);
    site.rows_failed(fault)
}

/// Lets the note go with the tables it was about.
pub(super) fn forget_doubt(dir: &Path) {
    // Left there it has the next opening build what is whole anew.
    let _ = file::remove(&dir.join(DOUBT));
}

fn doubt_note(site: &Site) -> PathBuf {
    site.dir.join(DOUBT)
}
