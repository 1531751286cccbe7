//! Handing over: a package is recorded as begun before a byte is written, as written once it was read back, else as void.
//!
//! What goes in and how it is written is `exchange`'s. Writing needs no store, so it can be done on a worker.

use std::path::{Path, PathBuf};

use crate::app::outgoing::PackageNews;
use crate::disk::drive_fault::DriveFault;
use crate::domain::correspondence::office;
use crate::domain::day::{Day, Moment};
use crate::domain::decide::package::PackageIntent;
use crate::domain::decide::{Intent, Now};
use crate::domain::id::{IdMint, PackageId, Seq};
use crate::domain::package::{DEFAULT_PURPOSE, ExportPackage, Manner, PackageState, default_receiver};
use crate::domain::stick::PluggedStick;
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::exchange::package::content::PackageContent;
use crate::exchange::package::error::{Cause, PackageError};
use crate::exchange::package::sealed::Sealing;
use crate::exchange::package::select::{confirmed_to, select, written_to};
use crate::exchange::package::{self, Closing, Onward, PackageMeta, WrittenPackage};
use crate::seal::identity::Identity;

use super::Desk;
use super::correspondence::{is_sent_to_office, password_of};
use super::error::DeskError;
use super::place::at_home;

/// Hears what is being done, how much of it is done and how much there is; `false` stops the writing cleanly.
pub type WritingProgress<'a> = dyn FnMut(&'static str, u64, u64) -> bool + 'a;

/// What package is wanted.
#[derive(Clone, Debug)]
pub struct Order {
    /// The folder or drive to write to.
    pub to: PathBuf,
    /// The number of the drive that was chosen; `None` for a folder.
    pub device: Option<u64>,
    /// The stick that the place is on; `None` for a folder of the computer.
    pub stick: Option<PluggedStick>,
    /// Everything, and not only what the town has not confirmed yet.
    pub everything: bool,
    /// How it is to be closed.
    pub manner: Manner,
}

/// What a package is closed with.
#[derive(Debug)]
pub enum Keys {
    /// Nothing.
    Nobodys,
    /// What seals it to the office.
    Offices(Box<Sealing>),
    /// The village's own, from which a password follows.
    Own(Identity),
}

/// What the package is made of: the village as it stands, and what it is closed with.
#[derive(Debug)]
pub struct Source<'a> {
    /// The village.
    pub village: &'a Village,
    /// The tables of this sitting.
    pub tables: &'a Tables,
    /// What it is closed with.
    pub keys: Keys,
}

/// A package ready to be written; nothing is recorded of it yet.
#[derive(Debug)]
pub struct Prepared {
    /// What is in it.
    pub content: PackageContent,
    id: PackageId,
    meta: PackageMeta,
    closing: Closing,
    to: PathBuf,
    stick: Option<PluggedStick>,
    at: Moment,
}

/// A package that was written and recorded.
#[derive(Debug)]
pub struct Exported {
    /// Its number in this village.
    pub number: u32,
    /// People in it: those of its manifest.
    pub people_count: usize,
    /// Tasks in it.
    pub tasks_count: usize,
    /// What closed it.
    pub closing: Closing,
    /// Its name, place and sum.
    pub written: WrittenPackage,
}

/// Chooses what goes into the next package. Refuses when the last one says it all, or when there is no such place.
pub fn prepare(
    source: Source<'_>,
    (at, today): (Moment, Day),
    order: &Order,
    mint: &mut IdMint,
) -> Result<Prepared, PackageError> {
    let Source { village, tables, keys } = source;
    let Reach { from, told } = Reach::of(village, order.everything, matches!(keys, Keys::Offices(_)));
    let content = select(village, from, village.seq, today, tables);
    if !content.has_news_after(told) {
        return Err(if told == Seq(0) { Cause::NothingAtAll } else { Cause::NothingNew }.into());
    }
    let to = at_home(&order.to);
    check_folder(&to)?;
    if order.stick.as_ref().is_some_and(|stick| stick.lacks_reason(village)) {
        return Err(Cause::Unregistered.into());
    }
    let meta = PackageMeta {
        no: village.next_package_no(),
        on: today,
        receiver: office(village).map_or_else(|| default_receiver(&village.info.township), |it| it.name.clone()),
        purpose: DEFAULT_PURPOSE.to_owned(),
        device: order.device,
    };
    let id = PackageId::mint(mint, at);
    let closing = match keys {
        Keys::Nobodys => Closing::Open,
        Keys::Offices(sealing) => Closing::Sealed(sealing),
        Keys::Own(identity) => Closing::Locked(password_of(&identity, id)),
    };
    Ok(Prepared { content, id, meta, closing, to, stick: order.stick.clone(), at })
}

/// Which acts a package reaches over.
struct Reach {
    /// Records touched after this act are in it.
    from: Seq,
    /// Where nothing was touched after this act, there is nothing new.
    told: Seq,
}

impl Reach {
    /// What the office took in of sealed packages counts for those alone: from paper and open folders its book has nothing.
    fn of(village: &Village, everything: bool, is_sealed: bool) -> Reach {
        if everything {
            return Reach { from: Seq(0), told: Seq(0) };
        }
        if !is_sealed {
            return Reach { from: confirmed_to(village), told: written_to(village) };
        }
        let last = |states: &[PackageState]| {
            let sent = village.packages().filter(|it| is_sent_to_office(village, it) && states.contains(&it.state));
            sent.map(|package| package.to).max().unwrap_or_default()
        };
        let written = [PackageState::Written, PackageState::Confirmed];
        Reach { from: last(&[PackageState::Confirmed]), told: last(&written) }
    }
}

/// A place that is not there takes no number: it is refused before anything is recorded.
fn check_folder(to: &Path) -> Result<(), PackageError> {
    let fault = match std::fs::metadata(to) {
        Ok(about) if about.is_dir() => return Ok(()),
        Ok(_) => DriveFault::NoFolder,
        Err(fault) => DriveFault::of(&fault),
    };
    Err(Cause::Refused(fault).into())
}

/// Packages that were begun by a program that ended before it could say how it went: void, told in the next manifest.
pub fn abandoned(village: &Village) -> Vec<Intent> {
    let begun = village.packages().filter(|package| package.state == PackageState::Begun);
    begun.map(|package| Intent::Package(PackageIntent::Void(package.id))).collect()
}

/// What the next package would hold.
pub fn news(village: &Village, tables: &Tables, today: Day, (everything, manner): (bool, Manner)) -> PackageNews {
    let is_sealed = office(village).is_some() && manner == Manner::ForOffice;
    let Reach { from, told } = Reach::of(village, everything, is_sealed);
    let content = select(village, from, village.seq, today, tables);
    let counts = content.counts();
    PackageNews {
        everything,
        is_new: content.has_news_after(told),
        tasks: counts.tasks,
        households: counts.households,
        people: counts.people,
        originals: counts.originals,
        gone: counts.gone,
    }
}

impl Prepared {
    /// The same package for this receiver and this purpose.
    #[must_use]
    pub fn addressed(mut self, receiver: &str, purpose: &str) -> Prepared {
        // A sealed one is for the office it is sealed to, whatever is typed.
        if !matches!(self.closing, Closing::Sealed(_)) {
            self.meta.receiver = receiver.trim().to_owned();
        }
        self.meta.purpose = purpose.trim().to_owned();
        self
    }

    /// What is to be kept before a byte is written.
    pub fn begin(&self) -> Intent {
        let counts = self.content.counts();
        Intent::Package(PackageIntent::Begin(
            Box::new(ExportPackage {
                id: self.id,
                touched: Seq::default(),
                no: self.meta.no,
                at: self.at,
                from: self.content.from,
                to: self.content.to,
                name: String::new(),
                place: self.to.display().to_string(),
                receiver: self.meta.receiver.clone(),
                purpose: self.meta.purpose.clone(),
                people: self.content.people_ids(),
                tasks_count: u32::try_from(counts.tasks).unwrap_or(u32::MAX),
                fields: self.content.fields(),
                sha256: String::new(),
                state: PackageState::Begun,
            }),
            self.stick.clone(),
        ))
    }

    /// Writes it, reads it back and compares. Needs no store.
    pub fn write(&self, progress: &mut WritingProgress<'_>) -> Result<WrittenPackage, PackageError> {
        package::write(&self.content, &self.meta, &self.closing, &self.to, &mut |so_far| {
            if progress(so_far.phase.label(), so_far.done, so_far.total) { Onward::Go } else { Onward::Stop }
        })
    }

    /// What is to be kept once it is known how the writing went.
    pub fn settle(&self, outcome: &Result<WrittenPackage, PackageError>) -> Intent {
        Intent::Package(match outcome {
            Ok(written) => {
                PackageIntent::Written { id: self.id, name: written.name.clone(), sha256: written.sha256.clone() }
            }
            Err(_) => PackageIntent::Void(self.id),
        })
    }
}

impl Desk {
    /// Prepares, records, writes and records again. After an error the package is void, and the village says so.
    pub fn export(
        &mut self,
        village: &mut Village,
        now: &Now<'_>,
        order: &Order,
        mint: &mut IdMint,
        progress: &mut WritingProgress<'_>,
    ) -> Result<Exported, DeskError> {
        for void in abandoned(village) {
            self.perform(village, now, void)?;
        }
        if order.manner == Manner::Locked {
            self.have_keys(village, now)?;
        }
        let source = Source { village, tables: now.tables, keys: self.keys_for(village, order.manner)? };
        let prepared = prepare(source, (now.at, now.today), order, mint)?;
        self.perform(village, now, prepared.begin())?;
        let outcome = prepared.write(progress);
        self.perform(village, now, prepared.settle(&outcome))?;
        let counts = prepared.content.counts();
        Ok(Exported {
            number: prepared.meta.no,
            people_count: counts.people,
            tasks_count: counts.tasks,
            closing: prepared.closing,
            written: outcome?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::correspondence::identity;
    use crate::desk::fresh_mint;
    use crate::desk::testing::with_desk;
    use crate::exchange::fill::sum;
    use crate::exchange::verify::verify;

    /// A desk with one household, and orders for a folder to write to.
    fn with_order(work: impl FnOnce(&mut Desk, &mut Village, &Now<'_>, &mut dyn FnMut(bool) -> Order)) {
        with_desk(|desk, village, now, stick| {
            let mut order = |everything| Order {
                to: stick.to_path_buf(),
                device: None,
                stick: None,
                everything,
                manner: Manner::ForOffice,
            };
            work(desk, village, now, &mut order);
        });
    }

    fn states(village: &Village) -> Vec<PackageState> {
        village.packages().map(|package| package.state).collect()
    }

    #[test]
    fn a_package_is_recorded_written_and_whole_and_the_next_has_nothing_new() {
        with_order(|desk, village, now, order| {
            let mut mint = fresh_mint().unwrap();
            let exported = desk.export(village, now, &order(false), &mut mint, &mut |_, _, _| true).unwrap();
            assert_eq!((exported.number, exported.people_count), (1, 1));
            assert_eq!(verify(&exported.written.path).problems, Vec::<String>::new());
            let recorded = village.packages().next().unwrap();
            assert_eq!((&recorded.sha256, recorded.state), (&exported.written.sha256, PackageState::Written));
            let seq = village.seq;
            let again = desk.export(village, now, &order(false), &mut mint, &mut |_, _, _| true);
            assert!(matches!(again, Err(DeskError::Package(fault)) if fault.cause == Cause::NothingNew));
            let nowhere = Order { to: order(true).to.join("没有"), ..order(true) };
            let missing = desk.export(village, now, &nowhere, &mut mint, &mut |_, _, _| true);
            assert!(
                matches!(missing, Err(DeskError::Package(fault)) if fault.cause == Cause::Refused(DriveFault::Missing))
            );
            assert_eq!(village.seq, seq, "nothing is recorded of a package that is not made");
            assert_eq!(desk.export(village, now, &order(true), &mut mint, &mut |_, _, _| true).unwrap().number, 2);
        });
    }

    #[test]
    fn a_package_that_was_not_written_is_void_and_so_is_one_that_a_crash_left() {
        with_order(|desk, village, now, order| {
            let mut mint = fresh_mint().unwrap();
            let stopped = desk.export(village, now, &order(false), &mut mint, &mut |_, _, _| false);
            assert!(matches!(stopped, Err(DeskError::Package(fault)) if fault.cause == Cause::Stopped));
            assert_eq!(states(village), [PackageState::Voided]);
            let source = Source { village, tables: now.tables, keys: Keys::Nobodys };
            let left = prepare(source, (now.at, now.today), &order(false), &mut mint).unwrap();
            desk.perform(village, now, left.begin()).unwrap();
            let exported = desk.export(village, now, &order(false), &mut mint, &mut |_, _, _| true).unwrap();
            assert_eq!(exported.number, 3);
            let mut states = states(village);
            states.sort_by_key(|state| *state as u8);
            assert_eq!(states, [PackageState::Written, PackageState::Voided, PackageState::Voided]);
        });
    }

    #[test]
    fn a_workbook_with_a_password_opens_with_what_can_be_said_again_and_hides_nothing_from_a_sealed_one() {
        with_order(|desk, village, now, order| {
            let order = Order { manner: Manner::Locked, ..order(false) };
            let exported = desk.export(village, now, &order, &mut fresh_mint().unwrap(), &mut |_, _, _| true).unwrap();
            let Closing::Locked(told) = &exported.closing else { panic!("it is closed") };
            let recorded = village.packages().next().unwrap();
            assert!(recorded.is_locked() && recorded.name.ends_with("-0001-2026-11-24.xlsx"), "{}", recorded.name);
            assert_eq!(password_of(&identity(village).unwrap(), recorded.id), *told);
            let bytes = std::fs::read(&exported.written.path).unwrap();
            assert_eq!(sum(&bytes), recorded.sha256);
            let opened = office_crypto::decrypt_from_bytes(bytes, told.digits()).unwrap();
            assert!(opened.starts_with(b"PK"), "a workbook");
            let problems = verify(&exported.written.path).problems;
            assert!(problems[0].contains("是带密码的表，不是交表包"), "{problems:?}");
            assert_eq!(std::fs::read_dir(&order.to).unwrap().count(), 1, "nothing else lies there");
            assert_eq!(Reach::of(village, false, true).told, Seq(0), "the office's book has nothing of it");
        });
    }
}
