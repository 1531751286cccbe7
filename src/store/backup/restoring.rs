//! A village made again from a backup, in a place where nothing is; and a look at what a backup would bring.
//!
//! It is built whole beside its place and gets its name last, so that a cut leaves nothing that opens as a village. It
//! overwrites nothing, and nothing of a bad file is used.

use std::path::{Path, PathBuf};

use crate::disk::durable::write_durably;
use crate::disk::lock::{self, Lock};
use crate::disk::{file, folder};
use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::seal::Suite;
use crate::store::build::{build_beside, rename_patiently, take_place};
use crate::store::error::{CommitError, StoreError};
use crate::store::frame::Kind;
use crate::store::header::Header;
use crate::store::journal::Journal;
use crate::store::ledger::Ledger;
use crate::store::report::Progress;
use crate::store::site::Site;
use crate::store::unlock::Unlock;
use crate::store::wire::Body;

use super::layout::{Front, belongs_to, damaged};
use super::reading::{Whole, check_whole, decode, go_on, open, site_of, walk};
use super::{Heard, Phase, Purpose};

/// What the folder is called while it is built.
const UNFINISHED: &str = ".restoring";
/// What may be in such a folder; one that holds anything else is not ours to remove.
const OWN_NAMES: [&str; 8] =
    ["lock", "journal", "sled", "sled.new", "header", "header.2", "header.tmp", "header.2.tmp"];

/// What a backup holds.
#[derive(Debug)]
pub struct Found<S> {
    /// Which store it is of.
    pub store_id: [u8; 16],
    /// When it was made.
    pub made_at: Moment,
    /// The last act in it.
    pub upto: Seq,
    /// When its first and its last act were done.
    pub span: Option<(Moment, Moment)>,
    /// Whether a passphrase is needed to open it.
    pub sealed: bool,
    /// SHA-256 of the whole file, lower-case hex.
    pub sha256: String,
    /// The small files that come with it.
    pub parts: Vec<String>,
    /// The village.
    pub state: S,
}

/// Reads a backup whole and says what it holds; writes nothing.
pub fn look<L: Ledger>(file: &Path, unlock: Unlock<'_>, heard: &mut Heard<'_>) -> Result<Found<L::State>, StoreError> {
    let whole = check_whole(file, heard)?;
    check_purpose(&whole.front, Purpose::Backup, file)?;
    let site = site_of::<L>(&whole.front, file, file, unlock)?;
    let mut input = open(file)?;
    let front = again(&mut input, file, &whole.front)?;
    let decoded = decode::<L>(&mut input, &front, (&site, &site.key), file, heard)?;
    parts_of(&front, &site, file)?;
    Ok(found(whole, (decoded.span, decoded.state)))
}

/// Whether a village may be put here: there is nothing yet, or an empty folder.
pub fn check_empty(dir: &Path) -> Result<(), StoreError> {
    let is_empty = match std::fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => true,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotADirectory => false,
        Err(fault) => return Err(StoreError::io("看要恢复到的文件夹", dir)(fault)),
    };
    if is_empty { Ok(()) } else { Err(StoreError::NotEmpty { dir: dir.to_path_buf() }) }
}

/// Makes the village again in `dir`.
pub fn restore<L: Ledger>(
    file: &Path,
    dir: &Path,
    unlock: Unlock<'_>,
    heard: &mut Heard<'_>,
) -> Result<Found<L::State>, StoreError> {
    check_empty(dir)?;
    let whole = check_whole(file, heard)?;
    check_purpose(&whole.front, Purpose::Backup, file)?;
    let site = site_of::<L>(&whole.front, file, &beside(dir), unlock)?;
    let built = made::<L>(&whole.front, (&site, More::default()), file, dir, heard)?;
    Ok(found(whole, built))
}

/// When the first and the last act of the file were done, and what all of them make.
pub(super) type Built<S> = (Option<(Moment, Moment)>, S);

/// What is put in the place beside what the file holds.
#[derive(Default)]
pub(super) struct More {
    /// Other key slots.
    pub(super) slots: Option<Vec<u8>>,
    /// One act more.
    pub(super) body: Option<Body>,
}

/// Whether the file is what it is taken for.
pub(super) fn check_purpose(front: &Front, purpose: Purpose, file: &Path) -> Result<(), StoreError> {
    match (purpose, front.deed.is_some()) {
        (Purpose::Backup, false) | (Purpose::Handover, true) => Ok(()),
        (Purpose::Backup, true) => Err(StoreError::NotABackup { file: file.to_path_buf() }),
        (Purpose::Handover, false) => Err(StoreError::NotAPack { file: file.to_path_buf() }),
    }
}

/// Builds it beside its place and puts it there whole; after a fault nothing is there.
pub(super) fn made<L: Ledger>(
    front: &Front,
    (site, more): (&Site, More),
    file: &Path,
    dir: &Path,
    heard: &mut Heard<'_>,
) -> Result<Built<L::State>, StoreError> {
    let unfinished = site.dir.as_path();
    let lock = begin(unfinished, dir)?;
    let built = build::<L>(front, site, more, file, heard);
    // The lock lies inside: Windows renames and removes nothing that is open.
    drop(lock);
    built.and_then(|built| place(unfinished, dir).map(|()| built)).inspect_err(|_| {
        // A leftover is removed by the next try, and opens as nothing.
        let _ = folder::remove_whole(unfinished);
    })
}

pub(super) fn found<S>(whole: Whole, (span, state): Built<S>) -> Found<S> {
    let Whole { front, sha256 } = whole;
    Found {
        store_id: front.header.store_id,
        made_at: front.made_at,
        upto: front.header.closed_at.seq,
        span,
        sealed: front.header.suite != Suite::Plain,
        sha256,
        parts: front.parts.into_iter().map(|part| part.name).collect(),
        state,
    }
}

/// The name beside the place, under which it is built.
pub(super) fn beside(dir: &Path) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_os_string();
    name.push(UNFINISHED);
    dir.with_file_name(name)
}

/// Takes the folder to build in, empty; what an earlier try left there goes.
fn begin(unfinished: &Path, dir: &Path) -> Result<Lock, StoreError> {
    let failed = |doing| StoreError::io(doing, unfinished);
    if let Ok(entries) = std::fs::read_dir(unfinished) {
        let is_ours = |name: &str| OWN_NAMES.contains(&name) || name == "tables";
        if entries.flatten().any(|entry| !entry.file_name().to_str().is_some_and(is_ours)) {
            return Err(StoreError::NotEmpty { dir: unfinished.to_path_buf() });
        }
    }
    folder::create_durably(unfinished).map_err(failed("新建恢复用的文件夹"))?;
    let lock_file = unfinished.join("lock");
    let lock = lock::take(&lock_file).map_err(StoreError::io("新建恢复用的文件夹", &lock_file))?;
    let lock = lock.ok_or_else(|| StoreError::Restoring { dir: dir.to_path_buf() })?;
    for name in OWN_NAMES.iter().filter(|name| **name != "lock").chain(&["tables"]) {
        let path = unfinished.join(name);
        let removed = if path.is_dir() { folder::remove_whole(&path) } else { file::remove(&path) };
        removed.map_err(StoreError::io("清理上次没恢复完的", &path))?;
    }
    Ok(lock)
}

/// Journal, tables, small files, and the header last: without it the folder does not open.
fn build<L: Ledger>(
    front: &Front,
    site: &Site,
    more: More,
    file: &Path,
    heard: &mut Heard<'_>,
) -> Result<Built<L::State>, StoreError> {
    let (mut journal, span) = write_journal::<L>(front, site, file, heard)?;
    if let Some(body) = &more.body {
        journal.append(&site.sealer, L::FORMAT, body).map_err(|fault| match fault {
            CommitError::NotSaved { file, source } => StoreError::io("写下接任", &file)(source),
            other => StoreError::io("写下接任", &site.journal())(std::io::Error::other(other)),
        })?;
    }
    let upto = journal.seq();
    let mut is_stopped = false;
    let built = build_beside::<L>(site, upto, &mut |progress| {
        if let Progress::Rebuilding { acts_done, acts_total } = progress {
            is_stopped |= !heard(Phase::Building, acts_done, acts_total);
        }
    })?;
    drop(take_place::<L>(site, &built.meta)?);
    go_on(!is_stopped, file)?;
    write_parts(front, site, file)?;
    let mut header = Header { generation: 0, closed_at: journal.end(), ..front.header.clone() };
    if let Some(slots) = more.slots {
        header.slots = slots;
    }
    drop(journal);
    header.write(site)?;
    folder::sync_whole(&site.dir).map_err(StoreError::io("保存恢复的数据", &site.dir))?;
    Ok((span, built.state))
}

pub(super) fn write_journal<L: Ledger>(
    front: &Front,
    site: &Site,
    file: &Path,
    heard: &mut Heard<'_>,
) -> Result<(Journal, Option<(Moment, Moment)>), StoreError> {
    let folder = site.journal();
    let failed = || StoreError::io("写入恢复的流水", &folder);
    folder::create(&folder).map_err(failed())?;
    let mut journal = Journal::create(&folder, site.first_link).map_err(failed())?;
    let mut input = open(file)?;
    let front = again(&mut input, file, front)?;
    let (mut span, total) = (None, front.frames_bytes());
    walk::<L>(&mut input, &front, site, file, &mut |frame| {
        journal.append_sealed(frame.head, frame.sealed, frame.link).map_err(failed())?;
        if frame.head.kind == Kind::Act {
            let at = Moment::from_unix_ms(frame.body.at_unix_ms);
            let (first, _) = span.unwrap_or((at, at));
            span = Some((first, at));
        }
        go_on(heard(Phase::Writing, frame.done_bytes, total), file)
    })?;
    journal.sync().map_err(failed())?;
    Ok((journal, span))
}

/// The small files, opened.
fn parts_of(front: &Front, site: &Site, file: &Path) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let open = |part: &super::layout::SealedPart| {
        let mut scratch = Vec::new();
        let opened = site.sealer.open(&belongs_to(&part.name), &part.sealed, &mut scratch);
        opened.map(|opened| (part.name.clone(), opened.plain.to_vec()))
    };
    front.parts.iter().map(open).collect::<Result<_, _>>().map_err(|_| damaged(file, "带的表文件坏了"))
}

fn write_parts(front: &Front, site: &Site, file: &Path) -> Result<(), StoreError> {
    let parts = parts_of(front, site, file)?;
    let folder = site.dir.join("tables");
    if !parts.is_empty() {
        folder::create(&folder).map_err(StoreError::io("写入镇里的表", &folder))?;
    }
    for (name, bytes) in parts {
        let path = folder.join(name);
        write_durably(&path, &bytes).map_err(StoreError::io("写入镇里的表", &path))?;
    }
    Ok(())
}

/// Gives the finished folder its name.
fn place(unfinished: &Path, dir: &Path) -> Result<(), StoreError> {
    check_empty(dir)?;
    if dir.exists() {
        // Windows renames no folder over another, not even an empty one.
        std::fs::remove_dir(dir).map_err(StoreError::io("换上恢复的数据", dir))?;
    }
    rename_patiently(unfinished, dir)?;
    folder::sync_around(dir).map_err(StoreError::io("换上恢复的数据", dir))
}

/// Reads the front once more: the file must still be the one that was checked.
pub(super) fn again(input: &mut impl std::io::Read, file: &Path, checked: &Front) -> Result<Front, StoreError> {
    let front = Front::read(input, file)?;
    if front == *checked { Ok(front) } else { Err(damaged(file, "读的时候文件变了")) }
}
