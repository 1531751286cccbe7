//! Backups: a copy of the whole village onto another disk, recorded once it was read back; and a village made again.
//!
//! How a copy is written and read is the store's. Writing needs no store, so it can be done on a worker.

use std::path::{Component, Path, PathBuf};

use crate::disk::name::clean;
use crate::disk::space;
use crate::domain::backup::{BackupCopy, BackupHow};
use crate::domain::clock_doubt::ClockDoubt;
use crate::domain::day::Moment;
use crate::domain::decide::backup::BackupIntent;
use crate::domain::decide::{Intent, Now, check_not_handed_over};
use crate::domain::id::{BackupId, IdMint, Seq};
use crate::domain::village::Village;
use crate::store::Store;
use crate::store::backup::error::BackupError;
use crate::store::backup::restoring::{self, Found};
use crate::store::backup::source::BackupSource;
use crate::store::backup::writing::{Care, Destination};
use crate::store::unlock::Unlock;
use crate::store::village_ledger::VillageLedger;

use super::error::DeskError;
use super::export::WritingProgress;
use super::place::at_home;
use super::{Desk, town};

/// Room that must stay free beside a copy, in bytes: folders and tables of the drive.
pub(super) const SPARE_BYTES: u64 = 1024 * 1024;

/// Where a copy is wanted.
#[derive(Clone, Debug)]
pub struct Order {
    /// The folder or drive to write to.
    pub to: PathBuf,
    /// The number of the drive that was chosen; `None` for a folder.
    pub device: Option<u64>,
}

/// A copy ready to be written; nothing is recorded of it yet.
pub struct Prepared {
    source: BackupSource<VillageLedger>,
    to: Destination,
    id: BackupId,
    at: Moment,
    elsewhere: bool,
}

/// A copy that was written, read back and decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    /// The file.
    pub path: PathBuf,
    /// The last act in it.
    pub upto: Seq,
    /// People in it.
    pub people_count: usize,
    /// Tasks in it.
    pub tasks_count: usize,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// Whether it lies on another disk than the data.
    pub elsewhere: bool,
    /// Older copies beside it that were removed.
    pub thinned_count: usize,
}

/// A village that was made again.
#[derive(Debug)]
pub struct Restored {
    /// What the backup held.
    pub found: Found<Village>,
    /// Why its history does not say where it came from, if it could not be written down.
    pub unrecorded: Option<DeskError>,
}

/// The name of a copy, without its ending: village, day, number of the last change.
pub fn copy_name(village: &str, at: Moment, upto: Seq) -> String {
    format!("{}_{}_第{}号", clean(village, "村"), at.day(), upto.0)
}

impl Desk {
    /// Takes hold of the village as it stands now.
    pub fn prepare_backup(&self, village: &Village, at: Moment, order: &Order, mint: &mut IdMint) -> Prepared {
        let dir = absolute(&at_home(&order.to));
        let elsewhere = is_elsewhere(self.dir(), &dir);
        let name = copy_name(&village.info.name, at, self.seq());
        let to = Destination { dir, name, device: order.device, care: Care::Stick, spare_bytes: SPARE_BYTES };
        let source = self.store.backup(at, town::parts(self.dir()));
        Prepared { source, to, id: BackupId::mint(mint, at), at, elsewhere }
    }

    /// Writes a copy and records it. After an error nothing was written; one beside the copy says why the copy, which is
    /// whole, is not recorded: on a full disk, say.
    pub fn back_up(
        &mut self,
        village: &mut Village,
        now: &Now<'_>,
        order: &Order,
        mint: &mut IdMint,
        progress: &mut WritingProgress<'_>,
    ) -> Result<(BackedUp, Option<DeskError>), DeskError> {
        check_not_handed_over(village)?;
        let prepared = self.prepare_backup(village, now.at, order, mint);
        let done = prepared.write(progress)?;
        let written = BackupIntent::Written(Box::new(prepared.record(&done)));
        let unrecorded = self.perform(village, now, Intent::Backup(written)).err();
        Ok((done, unrecorded))
    }
}

impl Prepared {
    /// Writes it, reads it back and decodes it. Needs no store.
    pub fn write(&self, progress: &mut WritingProgress<'_>) -> Result<BackedUp, BackupError> {
        let written = self.source.write(&self.to, &mut |phase, done, total| progress(phase.label(), done, total))?;
        Ok(BackedUp {
            path: written.path,
            upto: written.upto,
            people_count: written.state.people().len(),
            tasks_count: written.state.tasks().len(),
            sha256: written.sha256,
            elsewhere: self.elsewhere,
            thinned_count: written.thinned,
        })
    }

    /// What is to be kept of a copy that was written.
    pub fn record(&self, done: &BackedUp) -> BackupCopy {
        BackupCopy {
            id: self.id,
            touched: Seq::default(),
            how: BackupHow::Written,
            at: self.at,
            upto: done.upto,
            name: name_of(&done.path),
            place: self.to.dir.display().to_string(),
            elsewhere: self.elsewhere,
            sha256: done.sha256.clone(),
        }
    }
}

/// What a backup would bring; nothing is written.
pub fn look(file: &Path, unlock: Unlock<'_>, progress: &mut WritingProgress<'_>) -> Result<Found<Village>, DeskError> {
    let heard = &mut |phase: crate::store::backup::Phase, done, total| progress(phase.label(), done, total);
    Ok(restoring::look::<VillageLedger>(file, unlock, heard)?)
}

/// Refuses a place where something is already.
pub fn check_empty(dir: &Path) -> Result<(), DeskError> {
    Ok(restoring::check_empty(&absolute(dir))?)
}

/// Makes the village again in `dir`, opens it, and lets its history say where it came from.
pub fn restore(
    file: &Path,
    dir: &Path,
    unlock: Unlock<'_>,
    (at, mint): (Moment, &mut IdMint),
    progress: &mut WritingProgress<'_>,
) -> Result<Restored, DeskError> {
    let (file, dir) = (absolute(file), absolute(dir));
    let heard = &mut |phase: crate::store::backup::Phase, done, total| progress(phase.label(), done, total);
    let found = restoring::restore::<VillageLedger>(&file, &dir, unlock, heard)?;
    // The data lie in their place: whatever happens from here on is no failure of the restoring.
    let mut opened = match Desk::open_unfounded(&dir, unlock, &mut |_| {}) {
        Ok(opened) if opened.village.is_founded() => opened,
        Ok(_) => return Ok(Restored { found, unrecorded: None }),
        Err(fault) => return Ok(Restored { found, unrecorded: Some(fault) }),
    };
    // An act kept at a wrong time would make every later one look right.
    if let Some(doubt) = opened.desk.last_act_at().and_then(|last| ClockDoubt::of(at, last)) {
        return Ok(Restored { found, unrecorded: Some(DeskError::ClockDoubted(doubt)) });
    }
    let place = file.parent().unwrap_or(&dir);
    let copy = BackupCopy {
        id: BackupId::mint(mint, at),
        touched: Seq::default(),
        how: BackupHow::Restored,
        at: found.made_at,
        upto: found.upto,
        name: name_of(&file),
        place: place.display().to_string(),
        elsewhere: is_elsewhere(&dir, place),
        sha256: found.sha256.clone(),
    };
    let actor = opened.village.info.liaison.clone();
    let now = Now { at, today: at.day(), actor: &actor, tables: &opened.tables };
    let restored = Intent::Backup(BackupIntent::Restored(Box::new(copy)));
    let unrecorded = opened.desk.perform(&mut opened.village, &now, restored).err();
    Ok(Restored { found, unrecorded })
}

/// What is to be said of a backup whose village lies on this machine already, in `own`: two copies that both go on are two
/// records of one village. `None` where it does not, or is what is made again.
pub fn warning(found: &Found<Village>, own: &Path, dir: &Path, unlock: Unlock<'_>) -> Option<String> {
    if absolute(own) == absolute(dir) || Store::<VillageLedger>::id_at(own) != Some(found.store_id) {
        return None;
    }
    let own_folder = own.display();
    // One that cannot be opened, for whatever reason, is there all the same.
    let opened = Desk::open(own, unlock, &mut |_| {}).ok();
    let given = opened.as_ref().and_then(|opened| opened.village.handed_over());
    Some(match given {
        Some(given) => format!(
            "注意：这个村 {} 已从这台电脑交接给{}（{own_folder}）。从备份恢复出来的还能记，就和{}那里成了两份：\
             只用来查，不要接着记；真要收回，请运行 daiban handover --revoke {}。",
            given.at.day(),
            given.to,
            given.to,
            given.code()
        ),
        None => format!(
            "注意：这台电脑上已经有这个村（{own_folder}），恢复出来就有两份。只能接着记一份，另一份请移开或删掉。"
        ),
    })
}

/// Whether a copy there is left when the disk of the data is not.
pub(super) fn is_elsewhere(data: &Path, to: &Path) -> bool {
    match space::same_device(data, to) {
        Some(same) => !same,
        // Where the system is not asked, the drive's letter tells.
        None => drive_letter(data) != drive_letter(to),
    }
}

fn drive_letter(path: &Path) -> Option<std::ffi::OsString> {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    match path.components().next()? {
        Component::Prefix(prefix) => Some(prefix.as_os_str().to_os_string()),
        Component::RootDir | Component::CurDir | Component::ParentDir | Component::Normal(_) => None,
    }
}

/// A path that names the same place wherever it is read.
pub(super) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::fresh_mint;
    use crate::desk::testing::{at, with_desk};
    use crate::domain::backup::newest_elsewhere;
    use crate::store::error::StoreError;

    #[test]
    fn a_copy_is_named_by_village_day_and_number() {
        let at = at("2026-11-24");
        assert_eq!(copy_name("大坪村", at, Seq(1234)), "大坪村_2026-11-24_第1234号");
        assert_eq!(copy_name("大/坪:村", at, Seq(0)), "大坪村_2026-11-24_第0号");
    }

    #[test]
    fn a_copy_is_recorded_once_it_is_written_and_a_restored_village_says_where_it_came_from() {
        with_desk(|desk, village, now, stick| {
            let mut mint = fresh_mint().unwrap();
            let order = Order { to: stick.to_path_buf(), device: None };
            let before = village.clone();
            let stopped = desk.back_up(village, now, &order, &mut mint, &mut |_, _, _| false);
            assert!(matches!(stopped, Err(DeskError::Backup(_))));
            let (done, unrecorded) = desk.back_up(village, now, &order, &mut mint, &mut |_, _, _| true).unwrap();
            assert!(unrecorded.is_none());
            assert_eq!((done.upto, done.people_count, done.tasks_count), (before.seq, 1, 0));
            assert!(!done.elsewhere, "the same disk");
            let copy = village.backups().next().unwrap();
            assert_eq!((copy.upto, &copy.sha256, copy.how), (done.upto, &done.sha256, BackupHow::Written));
            assert_eq!((village.backups().len(), newest_elsewhere(village)), (1, None));
            let (dir, again) = (stick.join("restored"), stick.join("again"));
            let seen = look(&done.path, Unlock::Nothing, &mut |_, _, _| true).unwrap();
            assert_eq!(seen.state, before);
            let at = (now.at, &mut fresh_mint().unwrap());
            let restored = restore(&done.path, &dir, Unlock::Nothing, at, &mut |_, _, _| true).unwrap();
            assert!(restored.unrecorded.is_none());
            assert_eq!(restored.found.state, before);
            let opened = Desk::open(&dir, Unlock::Nothing, &mut |_| {}).unwrap();
            let came_from = opened.village.backups().next().unwrap();
            assert_eq!((came_from.how, came_from.at), (BackupHow::Restored, now.at));
            assert_eq!(opened.village.seq, before.seq.next());
            let at = (now.at, &mut fresh_mint().unwrap());
            let refused = restore(&done.path, &dir, Unlock::Nothing, at, &mut |_, _, _| true);
            assert!(matches!(refused, Err(DeskError::Store(StoreError::NotEmpty { .. }))));
            assert!(!again.exists());
        });
    }

    #[test]
    fn the_towns_own_tables_come_back_too() {
        with_desk(|desk, village, now, stick| {
            let tables = town::folder(desk.dir());
            std::fs::create_dir(&tables).unwrap();
            let text = "[2031]\nsource = \"镇政府通知\"\noff = [\"01-01\"]\nwork = []\n";
            std::fs::write(tables.join(town::HOLIDAYS), text).unwrap();
            std::fs::write(tables.join("说明.docx"), "x").unwrap();
            let mut mint = fresh_mint().unwrap();
            let order = Order { to: stick.to_path_buf(), device: None };
            let (done, unrecorded) = desk.back_up(village, now, &order, &mut mint, &mut |_, _, _| true).unwrap();
            assert!(unrecorded.is_none());
            let dir = stick.join("restored");
            restore(&done.path, &dir, Unlock::Nothing, (now.at, &mut mint), &mut |_, _, _| true).unwrap();
            assert_eq!(std::fs::read_to_string(town::folder(&dir).join(town::HOLIDAYS)).unwrap(), text);
            assert_eq!(std::fs::read_dir(town::folder(&dir)).unwrap().count(), 1);
        });
    }
}
