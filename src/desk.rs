//! Layer 2: the desk. It opens the data folder, keeps acts, and is the only owner of the store; the screens and the
//! command line do everything through it, so that they cannot differ.
//!
//! It decides nothing: rules are `domain`'s. It shows nothing and asks nobody.

pub mod backup;
pub mod correspondence;
mod draft;
pub mod drill;
pub mod erasure;
pub mod error;
pub mod export;
pub mod fill;
pub mod handbook;
pub mod handover;
pub mod import;
pub mod keys;
pub mod news;
pub mod office;
pub mod place;
pub mod places;
pub mod receive;
pub mod repair;
pub mod scratch;
pub mod sheet;
#[cfg(test)]
mod testing;
pub mod town;
pub mod villages;

use std::path::{Path, PathBuf};

use crate::app::opening::{News, Opening};
use crate::domain::change::{VillageAct, VillageEdit, VillageStaged};
use crate::domain::clock_doubt::ClockDoubt;
use crate::domain::day::Moment;
use crate::domain::decide::{Intent, Now, decide};
use crate::domain::id::{IdMint, Seq};
use crate::domain::refusal::Refusal;
use crate::domain::stage::stage;
use crate::domain::table::TableFault;
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::store::Store;
use crate::store::backup::repairing;
use crate::store::build::CreateOptions;
use crate::store::error::{CommitError, StoreError};
use crate::store::guard::is_table_thread;
use crate::store::report::{OpenReport, Progress};
use crate::store::unlock::{Keys, NewKeys, Unlock};
use crate::store::village_ledger::VillageLedger;

use error::DeskError;

/// An open data folder.
pub struct Desk {
    store: Store<VillageLedger>,
    dir: PathBuf,
}

/// A data folder that was opened, and everything in it.
pub struct Opened {
    /// The desk.
    pub desk: Desk,
    /// The village in memory.
    pub village: Village,
    /// The tables of this sitting.
    pub tables: Tables,
    /// Faults of the town's table files, to be shown.
    pub table_faults: Vec<TableFault>,
    /// What opening did and found; `news` says it in words.
    pub report: OpenReport,
}

impl Opened {
    /// The desk, and what the screens begin with; the clock is looked at beside the last act.
    pub fn into_parts(self, now: Moment) -> (Desk, Opening) {
        let Opened { desk, village, tables, table_faults, report } = self;
        let mut news = News { asks: news::asks_for_a_look(&report), table_faults, ..News::default() };
        let last_act_at = desk.last_act_at();
        if let Some(doubt) = last_act_at.and_then(|last| ClockDoubt::of(now, last)) {
            news.wrong(format!("{doubt}请先把电脑的日期和时间调对，再打开登记。"));
        }
        if let Some(sentence) = news::handed_over(&village) {
            news.wrong(sentence);
        }
        if desk.is_erasure_due(&village) {
            news.wrong(erasure::DUE.to_owned());
        }
        if repair::is_unsound(desk.dir()) {
            news.wrong(repair::UNSOUND_WORDS.to_owned());
        }
        if let Some(words) = repair::untold(desk.dir()) {
            news.wrong(words);
            repairing::told(desk.dir());
        }
        news.sentences.extend(news::sentences(&report));
        let draft = desk.draft(&mut news);
        let erased = desk.erased_upto();
        (desk, Opening { village, tables, erased, last_act_at, draft, news })
    }
}

impl Desk {
    /// Founds a village in `dir`, a folder that is not there, is empty, or holds a store without a village.
    ///
    /// `founding` is the intent `village.found`; it is checked before anything is made.
    pub fn found(
        dir: &Path,
        keys: Option<&NewKeys>,
        now: &Now<'_>,
        founding: Intent,
    ) -> Result<(Desk, Village), DeskError> {
        decide(&Village::default(), now, founding.clone())?;
        let (mut desk, mut village) = Desk::create(dir, keys)?;
        desk.perform(&mut village, now, founding)?;
        Ok((desk, village))
    }

    /// Founds a village in a store that was made already and holds none, as a founding that was cut off leaves one.
    ///
    /// One without a cipher is refused: what is founded for somebody is closed to others.
    pub fn found_there(
        dir: &Path,
        unlock: Unlock<'_>,
        now: &Now<'_>,
        founding: Intent,
    ) -> Result<(Desk, Village), DeskError> {
        let (store, mut village, _) = Store::<VillageLedger>::open(dir, unlock, &mut |_| {})?;
        decide(&village, now, founding.clone())?;
        if !store.is_sealed() {
            return Err(DeskError::NotSealed { dir: dir.to_path_buf() });
        }
        let mut desk = Desk { store, dir: dir.to_path_buf() };
        desk.perform(&mut village, now, founding)?;
        Ok((desk, village))
    }

    /// Whether there is a store in `dir`, founded or not, open or locked.
    pub fn is_there(dir: &Path) -> bool {
        Store::<VillageLedger>::is_there(dir)
    }

    /// Makes an empty store in `dir`; one that was made and never founded is taken up again.
    pub fn create(dir: &Path, keys: Option<&NewKeys>) -> Result<(Desk, Village), DeskError> {
        Desk::create_under(dir, keys.map(Keys::Slots))
    }

    fn create_under(dir: &Path, keys: Option<Keys<'_>>) -> Result<(Desk, Village), DeskError> {
        match Store::create(dir, CreateOptions { keys }) {
            Ok(store) => Ok((Desk { store, dir: dir.to_path_buf() }, Village::default())),
            Err(StoreError::AlreadyThere { .. }) => {
                let unlock = keys.map_or(Unlock::Nothing, Keys::unlock);
                let (store, village, _) = Store::open(dir, unlock, &mut |_| {})?;
                Ok((Desk { store, dir: dir.to_path_buf() }, village))
            }
            Err(fault) => Err(fault.into()),
        }
    }

    /// Makes a store without a cipher that holds these acts already, for a village made in code.
    pub fn create_of(dir: &Path, acts: &[VillageAct]) -> Result<(Desk, Village), DeskError> {
        let (store, village) = Store::create_of(dir, CreateOptions { keys: None }, acts)?;
        Ok((Desk { store, dir: dir.to_path_buf() }, village))
    }

    /// Opens the village in `dir`. `progress` is told of everything that may take long.
    pub fn open(dir: &Path, unlock: Unlock<'_>, progress: &mut dyn FnMut(Progress)) -> Result<Opened, DeskError> {
        let opened = Desk::open_unfounded(dir, unlock, progress)?;
        if !opened.village.is_founded() {
            return Err(DeskError::NotFounded { dir: dir.to_path_buf() });
        }
        Ok(opened)
    }

    /// The same for a store in which a village may still have to be founded.
    pub fn open_unfounded(
        dir: &Path,
        unlock: Unlock<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Opened, DeskError> {
        let (store, village, report) = Store::<VillageLedger>::open(dir, unlock, progress)?;
        let (tables, table_faults) = town::tables(dir, &village);
        let desk = Desk { store, dir: dir.to_path_buf() };
        Ok(Opened { desk, village, tables, table_faults, report })
    }

    /// The same with no passphrase at hand: a sealed one is found to be locked.
    pub fn open_without_a_word(dir: &Path) -> Result<Opened, DeskError> {
        Desk::open_unfounded(dir, Unlock::Nothing, &mut |_| {})
    }

    /// Whether the data are sealed.
    pub fn is_sealed(&self) -> bool {
        self.store.is_sealed()
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The last act kept.
    pub fn seq(&self) -> Seq {
        self.store.seq()
    }

    /// Keeps an act: when this comes back without an error, a power cut does not lose it. The caller installs it.
    pub fn commit(&mut self, act: &VillageAct, staged: &VillageStaged) -> Result<(), CommitError> {
        self.store.commit(act, staged)
    }

    /// Decides and keeps one intent; the caller installs what comes back.
    pub fn keep(
        &mut self,
        village: &Village,
        now: &Now<'_>,
        intent: Intent,
    ) -> Result<(VillageAct, VillageStaged), DeskError> {
        let (act, staged) = made(village, self.store.seq().next(), now, intent)?;
        self.commit(&act, &staged)?;
        Ok((act, staged))
    }

    /// Decides, keeps and installs one intent, in that order; after an error the village is as it was.
    pub fn perform(&mut self, village: &mut Village, now: &Now<'_>, intent: Intent) -> Result<Seq, DeskError> {
        let (act, staged) = self.keep(village, now, intent)?;
        village.install(act.seq, staged);
        Ok(act.seq)
    }

    /// The rows one of the last acts changed, for its undoing; `None` for an act too old for that.
    pub fn undo_rows(&self, seq: Seq) -> Result<Option<Vec<VillageEdit>>, DeskError> {
        Ok(self.store.undo_rows(seq)?)
    }

    /// Whether every act that can be undone has what its undoing needs; after an error the next opening sees to it.
    pub fn check_undo(&self) -> Result<(), DeskError> {
        Ok(self.store.check_undo()?)
    }

    /// The last `count` acts, the newest first.
    pub fn recent_acts(&self, count: u64) -> Result<Vec<VillageAct>, DeskError> {
        Ok(self.store.recent_acts(count)?)
    }

    /// When the last act was kept, by the clock of then; the clock of now is held against it.
    ///
    /// An act that cannot be read is no doubt of the clock's; whoever needs the act is told of it.
    pub fn last_act_at(&self) -> Option<Moment> {
        Some(self.recent_acts(1).ok()?.first()?.at)
    }

    /// Ends a sitting: keeps a snapshot where enough has changed since the last, then brings everything to rest. What
    /// keeps a snapshot from being made is told only where it is damage of what is here.
    pub fn rest(self, at: Moment) -> Result<(), DeskError> {
        repair::rest(self.store, at)
    }

    /// Brings everything to rest and lets go of the folder. Dropping does the same without saying how it went.
    pub fn close(self) -> Result<(), DeskError> {
        Ok(self.store.close()?)
    }
}

/// The act that an intent makes of the village as it stands, and the rows that come of it.
fn made(village: &Village, seq: Seq, now: &Now<'_>, intent: Intent) -> Result<(VillageAct, VillageStaged), Refusal> {
    let command = intent.command().to_owned();
    let changes = decide(village, now, intent)?;
    let staged = stage(village, seq, &changes);
    Ok((VillageAct { seq, at: now.at, actor: now.actor.to_owned(), command, changes, erased: 0 }, staged))
}

/// Whether the running thread serves the store: when it panics, the store has it in hand and the screen stays as it is.
pub fn is_store_thread() -> bool {
    is_table_thread()
}

/// A mint of identities that starts from the system's randomness.
pub fn fresh_mint() -> Result<IdMint, DeskError> {
    Ok(IdMint::new(fresh_seed()?))
}

/// A seed from the system's randomness.
pub fn fresh_seed() -> Result<u64, DeskError> {
    let mut seed = [0u8; 8];
    getrandom::fill(&mut seed).map_err(|_| DeskError::NoRandomness)?;
    Ok(u64::from_be_bytes(seed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::error::Gravity;
    use crate::domain::day::Day;
    use crate::domain::decide::village::VillageIntent;

    fn founding(name: &str) -> Intent {
        Intent::Village(VillageIntent::Found {
            name: name.to_owned(),
            township: "慈云镇".to_owned(),
            liaison: "王敏".to_owned(),
            phone: String::new(),
            groups: vec!["1社".to_owned()],
        })
    }

    fn on_a_day<T>(work: impl FnOnce(&Now<'_>) -> T) -> T {
        let day = Day::parse_iso("2026-11-24").unwrap();
        let tables = Tables::shipped();
        work(&Now { at: Moment::at(day, 9, 0), today: day, actor: "王敏", tables: &tables })
    }

    #[test]
    fn an_empty_store_without_a_cipher_is_not_taken_up() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        drop(Desk::create(&dir, None).unwrap());
        on_a_day(|now| {
            let found = Desk::found_there(&dir, Unlock::Nothing, now, founding("大坪村"));
            assert!(matches!(found, Err(DeskError::NotSealed { .. })));
            assert!(Desk::open(&dir, Unlock::Nothing, &mut |_| {}).err().unwrap().is_no_village());
        });
    }

    #[test]
    fn what_was_performed_is_there_after_opening_again() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let (desk, village) = on_a_day(|now| {
            let (mut desk, mut village) = Desk::found(&dir, None, now, founding("大坪村")).unwrap();
            let group = Intent::Village(VillageIntent::AddGroup("2社".to_owned()));
            assert_eq!(desk.perform(&mut village, now, group.clone()).unwrap(), Seq(2));
            let refused = desk.perform(&mut village, now, group).unwrap_err();
            assert_eq!((refused.gravity(), desk.seq(), village.seq), (Gravity::Refused, Seq(2), Seq(2)));
            (desk, village)
        });
        let busy = Desk::open(&dir, Unlock::Nothing, &mut |_| {}).err().unwrap();
        assert_eq!(busy.gravity(), Gravity::Refused);
        desk.close().unwrap();
        let opened = Desk::open(&dir, Unlock::Nothing, &mut |_| {}).unwrap();
        assert_eq!(opened.village, village);
        assert_eq!(opened.desk.recent_acts(1).unwrap().first().unwrap().command, "village.add_group");
        assert_eq!(news::sentences(&opened.report), Vec::<String>::new());
    }

    #[test]
    fn a_village_is_founded_once_and_a_founding_cut_off_is_taken_up() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        on_a_day(|now| {
            let blank = Desk::found(&dir, None, now, founding(" ")).err().unwrap();
            assert!(matches!(blank, DeskError::Refused(Refusal::Blank(..))) && !dir.exists());
            drop(Desk::create(&dir, None).unwrap());
            assert!(Desk::open(&dir, Unlock::Nothing, &mut |_| {}).err().unwrap().is_no_village());
            drop(Desk::found(&dir, None, now, founding("大坪村")).unwrap());
            let again = Desk::found(&dir, None, now, founding("小坪村")).err().unwrap();
            assert!(matches!(again, DeskError::Refused(Refusal::VillageExists(name)) if name == "大坪村"));
        });
    }
}
