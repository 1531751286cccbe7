//! A backup onto a drive, so that either a whole one that was read back is there, or nothing that looks like one.
//!
//! The order was measured on vfat, exFAT and NTFS: hidden file, blocks, sync, read back past the cache, rename, sync again
//! (vfat loses a renamed file that is not synced after), sync the drive, look once more. What it is
//! made of is `source`'s; it needs no store, so it can be done beside the loop.

use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::disk::outside::{self, BLOCK_BYTES, BackReader, OutsideFile};
use crate::disk::{file, space};
use crate::domain::id::Seq;
use crate::store::error::StoreError;
use crate::store::frame::HEAD_BYTES;
use crate::store::ledger::Ledger;
use crate::store::wire::Link;

use super::error::{BackupError, Cause, Left};
use super::layout::Front;
use super::reading::{Decoded, Summing, check_sum, decode, hex};
use super::source::BackupSource;
use super::thinning::{Family, thin};
use super::{Heard, Phase};

/// How the file of a write in progress begins; no other unfinished file is ever removed.
const UNFINISHED: &str = ".代办备份没写完-";
/// Hex digits behind it.
const UNFINISHED_HEX_CHARS: usize = 16;
/// Names tried when one is taken.
const NAMES_MAX: u32 = 99;
const MIB: u64 = 1024 * 1024;

/// How much is done for a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// On a stick, which may be pulled out: everything on the drive is synced, and looked at once more after the rename.
    Stick,
    /// On the machine's own disk.
    OwnDisk,
}

/// Where a copy goes.
#[derive(Clone, Debug)]
pub struct Destination {
    /// A folder that is there.
    pub dir: PathBuf,
    /// Its name without the ending.
    pub name: String,
    /// The number of the drive that was chosen; `None` for a folder, whatever drive it is on.
    pub device: Option<u64>,
    /// What is done for it.
    pub care: Care,
    /// Bytes that must stay free beside it.
    pub spare_bytes: u64,
}

/// A copy that was written, read back and decoded.
#[derive(Debug)]
pub struct Written<S> {
    /// The file.
    pub path: PathBuf,
    /// SHA-256 of the whole file, lower-case hex.
    pub sha256: String,
    /// The last act in it.
    pub upto: Seq,
    /// What it holds, as it was read back.
    pub state: S,
    /// Older copies beside it that were removed.
    pub thinned: usize,
}

impl<L: Ledger> BackupSource<L> {
    /// Writes the copy, reads it back, decodes it, and on a stick thins the older ones beside it.
    ///
    /// # Errors
    /// One sentence for the officer. No file of the finished name is then there, unless it says so.
    pub fn write(&self, to: &Destination, heard: &mut Heard<'_>) -> Result<Written<L::State>, BackupError> {
        self.written(to, heard).map_err(|fault| BackupError { of: self.purpose(), ..fault })
    }

    fn written(&self, to: &Destination, heard: &mut Heard<'_>) -> Result<Written<L::State>, BackupError> {
        let device = look(to)?;
        clear_leftovers(&to.dir);
        let (front, total) = self.front(heard)?;
        check_room(to, total)?;
        let mut random = [0u8; UNFINISHED_HEX_CHARS / 2];
        getrandom::fill(&mut random).map_err(|_| Cause::from(io::Error::other("no randomness")))?;
        let hidden = to.dir.join(format!("{UNFINISHED}{}", hex(&random)));
        let mut job = Job { source: self, to, device, front, heard, finished: None };
        let done = job.run(&hidden);
        let finished = job.finished;
        let (path, sha256, state) = done.map_err(|cause| taken_back(cause, &hidden, finished))?;
        let is_within = |seq: Seq, link: &Link| self.link_at(seq).is_some_and(|own| own == *link);
        let family = Family { store_id: &self.header.store_id, is_within };
        // Nothing is thinned beside a pack, nor on the machine's own disk.
        let is_thinned = to.care == Care::Stick && self.deed.is_none();
        let thinned = if is_thinned { thin(&path, &family, self.made_at.day(), heard) } else { 0 };
        Ok(Written { path, sha256, upto: self.upto(), state, thinned })
    }
}

/// Whether a copy could be written to this place now; the number of its drive.
fn look(to: &Destination) -> Result<Option<u64>, Cause> {
    if !std::fs::metadata(&to.dir)?.is_dir() {
        return Err(io::Error::from(io::ErrorKind::NotADirectory).into());
    }
    let found = outside::device(&to.dir)?;
    if to.device.is_some() && found.is_some() && found != to.device {
        return Err(Cause::DriveChanged);
    }
    Ok(found)
}

fn check_room(to: &Destination, total: u64) -> Result<(), Cause> {
    let need = total + to.spare_bytes;
    match space::free_bytes(&to.dir) {
        Some(free) if free < need => Err(Cause::NoRoom { need_mib: need.div_ceil(MIB), free_mib: free / MIB }),
        Some(_) | None => Ok(()),
    }
}

/// Removes what a pulled stick kept of an earlier try: hidden files of our own naming that nobody holds.
fn clear_leftovers(dir: &Path) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(is_unfinished);
        if is_ours
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && matches!(outside::hold(&entry.path()), Ok(Some(_)))
        {
            // What cannot be removed is no reason not to write; it is tried again the next time.
            let _ = file::remove(&entry.path());
        }
    }
}

fn is_unfinished(name: &str) -> bool {
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    name.strip_prefix(UNFINISHED).is_some_and(|hex| hex.len() == UNFINISHED_HEX_CHARS && hex.chars().all(is_hex))
}

/// Removes what was made; two tries, for a drive that hiccups once.
fn taken_back(cause: Cause, hidden: &Path, finished: Option<PathBuf>) -> BackupError {
    let remove = |path: &Path| (0..2).any(|_| file::remove(path).is_ok());
    let is_hidden_gone = remove(hidden);
    let left = match finished {
        // Only after the rename is the file under this name certainly the one made here.
        Some(path) if !is_there(hidden) && !remove(&path) => {
            Left::Finished(path.file_name().unwrap_or_default().to_string_lossy().into_owned())
        }
        Some(_) | None if is_hidden_gone => Left::Nothing,
        Some(_) | None => Left::Hidden,
    };
    BackupError { left, ..cause.into() }
}

fn is_there(path: &Path) -> bool {
    !matches!(std::fs::symlink_metadata(path), Err(fault) if fault.kind() == io::ErrorKind::NotFound)
}

struct Job<'a, 'b, L: Ledger> {
    source: &'a BackupSource<L>,
    to: &'a Destination,
    /// The drive it began on.
    device: Option<u64>,
    front: Front,
    heard: &'a mut Heard<'b>,
    /// The name it was renamed to.
    finished: Option<PathBuf>,
}

impl<L: Ledger> Job<'_, '_, L> {
    fn run(&mut self, hidden: &Path) -> Result<(PathBuf, String, L::State), Cause> {
        let sha256 = self.write(hidden)?;
        let decoded = self.decode(hidden, &sha256)?;
        self.check_sums(&decoded)?;
        // After a lazy unmount the next save would land on the system disk.
        self.check_drive()?;
        let finished = self.free_name()?;
        outside::rename(hidden, &finished)?;
        self.finished = Some(finished.clone());
        outside::sync_file(&finished)?;
        outside::sync_folder(&self.to.dir)?;
        match self.to.care {
            Care::OwnDisk => {}
            Care::Stick => {
                outside::sync_drive(&self.to.dir)?;
                self.compare(&finished, &sha256)?;
                self.check_drive()?;
            }
        }
        Ok((finished, sha256, decoded.state))
    }

    /// Writes the file and gives the sum of the whole of it.
    fn write(&mut self, hidden: &Path) -> Result<String, Cause> {
        let mut file = OutsideFile::create_private(hidden)?;
        // Held until it is closed, so that another window does not take it for a leftover.
        let _held = outside::hold(hidden)?;
        let total = self.front.frames_bytes();
        let (mut sum, mut done) = (Sha256::new(), 0u64);
        let mut block = self.front.to_bytes().ok_or(Cause::PartsTooLarge)?;
        let heard = &mut *self.heard;
        self.source.each_frame(Seq(0), &mut |head, body| {
            let (head, body) = self.source.in_copy(head, body)?;
            block.extend_from_slice(&head.to_bytes());
            block.extend_from_slice(&body);
            done += (HEAD_BYTES + body.len()) as u64;
            if block.len() >= BLOCK_BYTES {
                sum.update(&block);
                file.append(&block)?;
                block.clear();
            }
            if heard(Phase::Writing, done, total) { Ok(()) } else { Err(Cause::Stopped) }
        })?;
        sum.update(&block);
        let tail = sum.clone().finalize();
        block.extend_from_slice(&tail);
        sum.update(tail);
        file.append(&block)?;
        file.sync()?;
        Ok(hex(&sum.finalize()))
    }

    /// Reads it back from the drive and plays its acts through.
    fn decode(&mut self, path: &Path, sha256: &str) -> Result<Decoded<L::State>, Cause> {
        let mut input = Summing::of(BackReader::open(path)?);
        let read = Front::read(&mut input, path).and_then(|front| {
            let site = self.source.read_back_site(&front, path)?;
            let decoded = decode::<L>(&mut input, &front, (&site, &self.source.site.key), path, self.heard)?;
            Ok((front, decoded, input.finish(path)?))
        });
        match read {
            Ok((front, decoded, sum)) if sum == sha256 && front == self.front => Ok(decoded),
            Ok(_) => Err(Cause::Differs),
            Err(fault @ (StoreError::Stopped { .. } | StoreError::Io { .. })) => Err(of_drive(fault)),
            // Either the drive changed it, or it was no better where it came from.
            Err(fault) => {
                self.compare(path, sha256)?;
                Err(Cause::NotSound(clause(&fault)))
            }
        }
    }

    /// Compares every byte on the drive with what was written.
    fn compare(&mut self, path: &Path, sha256: &str) -> Result<(), Cause> {
        match check_sum(Summing::of(BackReader::open(path)?), path, self.heard) {
            Ok(whole) if whole.sha256 == sha256 => Ok(()),
            Ok(_) => Err(Cause::Differs),
            Err(fault @ (StoreError::Stopped { .. } | StoreError::Io { .. })) => Err(of_drive(fault)),
            Err(_) => Err(Cause::Differs),
        }
    }

    /// What the acts make must be what the tables hold.
    fn check_sums(&self, decoded: &Decoded<L::State>) -> Result<(), Cause> {
        let differs = || Cause::NotSound("和数据表对不上".to_owned());
        let Some(sums) = &self.source.sums else { return Ok(()) };
        (decoded.tally.sums(L::TREES.len()) == *sums).then_some(()).ok_or_else(differs)
    }

    fn check_drive(&self) -> Result<(), Cause> {
        if outside::device(&self.to.dir)? == self.device { Ok(()) } else { Err(Cause::DriveChanged) }
    }

    /// The name wanted, or the first free one like it: a finished name is never overwritten.
    fn free_name(&self) -> Result<PathBuf, Cause> {
        let ending = self.source.purpose().ending();
        let name = |nth: u32| match nth {
            1 => format!("{}.{ending}", self.to.name),
            _ => format!("{}_{nth}.{ending}", self.to.name),
        };
        let free = (1..=NAMES_MAX).map(|nth| self.to.dir.join(name(nth))).find(|path| !is_there(path));
        free.ok_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists).into())
    }
}

/// A drive that refuses to be read says so in its own number.
fn of_drive(fault: StoreError) -> Cause {
    match fault {
        StoreError::Io { source, .. } => source.into(),
        other => other.into(),
    }
}

/// What is wrong, without the file it was read from.
fn clause(fault: &StoreError) -> String {
    match fault {
        StoreError::BackupDamaged { what, .. } => what.clone(),
        other => other.to_string(),
    }
}
