//! Handing over: the pack and its sheet beside it, then the act that makes this copy one to be looked at; and taking over.
//!
//! Only what was read back and decoded counts: until the act is kept nothing was handed over, and what was written for it
//! is removed. Who may be handed what is the rules'.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk::file;
use crate::disk::name::clean;
use crate::disk::outside::OutsideFile;
use crate::domain::change::{Record, VillageAct, VillageStaged};
use crate::domain::day::Moment;
use crate::domain::decide::handover::HandoverIntent;
use crate::domain::decide::{Intent, Now, decide};
use crate::domain::handover::sheet as handover_sheet;
use crate::domain::handover::{Counts, Handover, HandoverHow};
use crate::domain::id::{HandoverId, IdMint, Seq};
use crate::domain::refusal::Refusal;
use crate::domain::sheet::Sheet;
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::exchange::print::docx::docx;
use crate::store::backup::Phase;
use crate::store::backup::restoring::Found;
use crate::store::backup::taking_over::{self, NewCode, Pack};
use crate::store::backup::writing::{Care, Destination, Written};
use crate::store::error::{CommitError, StoreError};
use crate::store::unlock::{NewKeys, Unlock};
use crate::store::village_ledger::VillageLedger;

use super::backup::{Order, SPARE_BYTES, absolute, is_elsewhere, name_of};
use super::error::DeskError;
use super::export::WritingProgress;
use super::place::at_home;
use super::{Desk, made, sheet, town};

/// Names tried for a sheet when one is taken.
const NAMES_MAX: u32 = 99;

/// A village that was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedOver {
    /// The pack.
    pub path: PathBuf,
    /// The sheet to print.
    pub sheet: PathBuf,
    /// What is kept of it.
    pub handover: Handover,
    /// Whether the pack lies on another disk than the data.
    pub elsewhere: bool,
    /// Why the snapshots of before are still there, where they are: from them the village would go on.
    pub old_snapshots: Option<String>,
}

/// The name of a pack, without its ending.
pub fn pack_name(village: &str, at: Moment, upto: Seq) -> String {
    format!("{}_交接_{}_第{}号", clean(village, "村"), at.day(), upto.0)
}

impl Desk {
    /// What a pack of the village as it stands says of itself; refused where there can be none.
    pub fn plan_handover(
        &self,
        village: &Village,
        now: &Now<'_>,
        to: &str,
        mint: &mut IdMint,
    ) -> Result<Handover, DeskError> {
        // The pack would carry what is to be gone, and this copy could not be cleared of it afterwards.
        if self.is_erasure_due(village) {
            let words = "销毁还没有做完，数据文件里还留着该销毁的内容。请先运行 daiban retention --erase，再交接";
            return Err(Refusal::Already(words).into());
        }
        let handover = Handover {
            id: HandoverId::mint(mint, now.at),
            touched: Seq::default(),
            how: HandoverHow::Given,
            at: now.at,
            settled_at: None,
            term: village.term(),
            from: village.info.liaison.clone(),
            to: to.trim().to_owned(),
            upto: self.seq(),
            head: self.store.head(),
            counts: Counts::of(village),
            name: String::new(),
            place: String::new(),
            sha256: String::new(),
        };
        decide(village, now, give(&handover))?;
        Ok(handover)
    }

    /// Writes the pack under the successor's keys and the sheet beside it, then makes this copy one to be looked at.
    ///
    /// # Errors
    /// Nothing was handed over then, unless it is not certain that the last act was kept.
    pub fn hand_over(
        &mut self,
        village: &mut Village,
        now: &Now<'_>,
        (planned, order): (Handover, &Order),
        keys: NewKeys,
        progress: &mut WritingProgress<'_>,
    ) -> Result<HandedOver, DeskError> {
        if self.store.is_sealed() && self.store.check(Unlock::Passphrase(&keys.passphrase)).is_ok() {
            return Err(DeskError::SamePassphrase);
        }
        let dir = absolute(&at_home(&order.to));
        let elsewhere = is_elsewhere(self.dir(), &dir);
        let name = pack_name(&village.info.name, planned.at, planned.upto);
        let to = Destination { dir, name, device: order.device, care: Care::Stick, spare_bytes: SPARE_BYTES };
        let deed = Record::Handover(Box::new(planned.clone()));
        let source = self.store.pack(planned.at, town::parts(self.dir()), keys, &deed)?;
        let written = source.write(&to, &mut |phase, done, total| progress(phase.label(), done, total))?;
        let (name, place) = (name_of(&written.path), to.dir.display().to_string());
        let handover = Handover { name, place, sha256: written.sha256.clone(), ..planned };
        let sheet = self.settle(village, now, &handover, &written)?;
        // No healing and no repair of this copy is to bring back one that keeps anything.
        let renewed = self.store.renew_snapshots(now.at, town::parts(self.dir()));
        let old_snapshots = renewed.err().map(|fault| fault.to_string());
        Ok(HandedOver { path: written.path, sheet, handover, elsewhere, old_snapshots })
    }

    /// Once the pack stands: the sheet, and the act. What was written goes again where they fail.
    fn settle(
        &mut self,
        village: &mut Village,
        now: &Now<'_>,
        handover: &Handover,
        written: &Written<Village>,
    ) -> Result<PathBuf, DeskError> {
        let paper = handover_sheet::sheet(village, handover, now.today, &now.tables.calendar);
        if Counts::of(&written.state) != handover.counts {
            let cause = Refusal::HandoverDiffers("户数、人数、件数、证件或款项").into();
            return Err(taken_back(cause, &[&written.path]));
        }
        let sheet = write_sheet(&written.path, &paper).map_err(|fault| taken_back(fault, &[&written.path]))?;
        match self.perform(village, now, give(handover)) {
            Ok(_) => Ok(sheet),
            // It may have been kept: then the pack counts.
            Err(fault @ DeskError::NotKept(CommitError::Doubtful { .. })) => Err(fault),
            Err(fault) => Err(taken_back(fault, &[&written.path, &sheet])),
        }
    }
}

/// Makes the successor's village of a pack in `dir`, a place where nothing is, with the successor's term as its last act.
pub fn take_over(
    file: &Path,
    dir: &Path,
    keys: (Unlock<'_>, Option<NewCode<'_>>),
    (at, phone): (Moment, &str),
    progress: &mut WritingProgress<'_>,
) -> Result<Found<Village>, DeskError> {
    let (file, dir) = (absolute(file), absolute(dir));
    let begin = &mut |pack: Pack<'_, VillageLedger>| begun(&file, pack, at, phone).map(|(act, _)| act);
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    taking_over::take_over::<VillageLedger, DeskError>(&file, &dir, keys, begin, heard)
}

/// What taking over a pack would make, every check of it done; nothing is written.
pub fn look_at_pack(
    file: &Path,
    unlock: Unlock<'_>,
    (at, phone): (Moment, &str),
    progress: &mut WritingProgress<'_>,
) -> Result<Found<Village>, DeskError> {
    let file = absolute(file);
    let mut first = None;
    let begin = &mut |pack: Pack<'_, VillageLedger>| -> Result<VillageAct, DeskError> {
        let (act, staged) = begun(&file, pack, at, phone)?;
        first = Some((act.seq, staged));
        Ok(act)
    };
    let heard = &mut |phase: Phase, done, total| progress(phase.label(), done, total);
    let mut found = taking_over::look::<VillageLedger, DeskError>(&file, unlock, begin, heard)?;
    if let Some((seq, staged)) = first {
        found.state.install(seq, staged);
    }
    Ok(found)
}

/// The successor's first act behind what a pack holds, or why it is none.
fn begun(
    file: &Path,
    pack: Pack<'_, VillageLedger>,
    at: Moment,
    phone: &str,
) -> Result<(VillageAct, VillageStaged), DeskError> {
    let unfit = |what: &str| StoreError::PackDamaged { file: file.to_path_buf(), what: what.to_owned() };
    let Record::Handover(deed) = pack.deed else { return Err(unfit("交接说明不是交接说明").into()) };
    if (deed.head, deed.at) != (pack.head, pack.made_at) {
        return Err(unfit("交接说明和包里的对不上").into());
    }
    let place = file.parent().unwrap_or(file).display().to_string();
    let taken = Handover { name: name_of(file), place, sha256: pack.sha256.to_owned(), ..*deed };
    let (actor, tables) = (taken.to.clone(), Tables::shipped());
    let now = Now { at, today: at.day(), actor: &actor, tables: &tables };
    let intent = HandoverIntent::TakeOver { pack: Box::new(taken), phone: phone.to_owned() };
    match made(pack.state, pack.state.seq.next(), &now, Intent::Handover(intent)) {
        Ok(begun) => Ok(begun),
        Err(Refusal::HandoverDiffers(what)) => Err(unfit(&format!("{what}对不上")).into()),
        Err(refusal) => Err(refusal.into()),
    }
}

fn give(handover: &Handover) -> Intent {
    Intent::Handover(HandoverIntent::Give(Box::new(handover.clone())))
}

/// Writes the sheet beside the pack, for its owner's eyes where the drive knows owners.
fn write_sheet(pack: &Path, paper: &Sheet) -> Result<PathBuf, DeskError> {
    let stem = pack.file_stem().unwrap_or_default().to_string_lossy();
    let name = |nth: u32| match nth {
        1 => format!("{stem}_交接单.docx"),
        _ => format!("{stem}_交接单_{nth}.docx"),
    };
    let mut path = pack.with_file_name(name(1));
    let mut made = OutsideFile::create_private(&path);
    for nth in 2..=NAMES_MAX {
        if !matches!(&made, Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists) {
            break;
        }
        path = pack.with_file_name(name(nth));
        made = OutsideFile::create_private(&path);
    }
    let is_made = made.is_ok();
    let written = made.and_then(|file| sheet::fill_bytes(file, &path, &[&docx(paper)?]));
    match written {
        Ok(()) => Ok(path),
        Err(source) => {
            let fault = DeskError::NoSheet { file: path.clone(), source };
            Err(if is_made { taken_back(fault, &[&path]) } else { fault })
        }
    }
}

/// Removes what was written; two tries, for a drive that hiccups once.
fn taken_back(cause: DeskError, paths: &[&Path]) -> DeskError {
    let left = paths.iter().find(|path| !(0..2).any(|_| file::remove(path).is_ok()));
    match left {
        None => cause,
        Some(path) => DeskError::PackLeft { cause: Box::new(cause), path: path.to_path_buf() },
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::desk::fresh_mint;
    use crate::desk::testing::with_desk;
    use crate::disk::fault::{Step, plan};
    use crate::domain::decide::note::NoteIntent;
    use crate::seal::recovery::RecoveryCode;
    use crate::seal::secret::Secret;
    use crate::seal::slot::Cost;

    const WORDS: &str = "西塞山前白鹭飞xyz";

    fn keys() -> NewKeys {
        let passphrase = Secret::from(WORDS.to_owned());
        NewKeys { cost: Cost::TRIAL, passphrase, code: Arc::new(RecoveryCode::random().unwrap()) }
    }

    fn hand_over(desk: &mut Desk, village: &mut Village, now: &Now<'_>, stick: &Path) -> Result<HandedOver, DeskError> {
        let planned = desk.plan_handover(village, now, "李华", &mut fresh_mint()?)?;
        let order = Order { to: stick.to_path_buf(), device: None };
        desk.hand_over(village, now, (planned, &order), keys(), &mut |_, _, _| true)
    }

    fn take(file: &Path, dir: &Path, at: Moment) -> Result<Found<Village>, DeskError> {
        let passphrase = Secret::from(WORDS.to_owned());
        take_over(file, dir, (Unlock::Passphrase(&passphrase), None), (at, "13800003319"), &mut |_, _, _| true)
    }

    fn count(dir: &Path) -> usize {
        std::fs::read_dir(dir).unwrap().count()
    }

    #[test]
    fn both_names_are_in_the_record_and_one_chain_goes_on() {
        with_desk(|desk, village, now, stick| {
            let before = village.clone();
            let done = hand_over(desk, village, now, stick).unwrap();
            assert_eq!(village.handed_over().map(|given| &given.sha256), Some(&done.handover.sha256));
            assert_eq!(desk.recent_acts(1).unwrap()[0].command, "handover.give");
            let dir = stick.join("new");
            let passphrase = Secret::from(WORDS.to_owned());
            let unlock = Unlock::Passphrase(&passphrase);
            let seen = look_at_pack(&done.path, unlock, (now.at, "13800003319"), &mut |_, _, _| true).unwrap();
            assert!(!dir.exists(), "only looked at");
            let found = take(&done.path, &dir, now.at).unwrap();
            assert_eq!(seen.state, found.state);
            assert_eq!(found.state.info.phone, "13800003319");
            let passphrase = Secret::from(WORDS.to_owned());
            let opened = Desk::open(&dir, Unlock::Passphrase(&passphrase), &mut |_| {}).unwrap();
            assert_eq!(opened.village, found.state);
            assert_eq!((opened.village.info.liaison.as_str(), opened.village.term()), ("李华", 2));
            let taken = opened.village.handovers().next().unwrap();
            assert_eq!(
                (taken.id, &taken.sha256, taken.from.as_str()),
                (done.handover.id, &done.handover.sha256, "王敏")
            );
            let acts = opened.desk.recent_acts(9).unwrap();
            let (first, others) = acts.split_first().unwrap();
            assert_eq!((first.command.as_str(), first.actor.as_str()), ("handover.take_over", "李华"));
            assert_eq!(others.len() as u64, before.seq.0);
            assert_eq!(opened.into_parts(now.at).1.news.sentences, Vec::<String>::new());
        });
    }

    #[test]
    fn what_stops_short_of_the_act_hands_nothing_over_and_leaves_nothing() {
        with_desk(|desk, village, now, stick| {
            let before = village.clone();
            let full = std::io::ErrorKind::StorageFull;
            let refusals =
                [(Step::Write, "没写完"), (Step::Create, "交接单"), (Step::Write, "交接单"), (Step::Write, "journal/")];
            for (step, path_has) in refusals {
                plan::set(vec![plan::Refusal { step, path_has, after: 0, times: 1, kind: full }]);
                let fault = hand_over(desk, village, now, stick);
                plan::set(Vec::new());
                assert!(fault.is_err(), "{path_has}");
                assert_eq!((count(stick), village.handed_over()), (0, None), "{path_has}");
            }
            assert_eq!(village.people().len(), before.people().len());
            let planned = desk.plan_handover(village, now, "李华", &mut fresh_mint().unwrap()).unwrap();
            let order = Order { to: stick.to_path_buf(), device: None };
            let stopped = desk.hand_over(village, now, (planned, &order), keys(), &mut |_, _, _| false);
            assert!(matches!(stopped, Err(DeskError::Backup(_))));
            assert_eq!((count(stick), village.handed_over()), (0, None));
            hand_over(desk, village, now, stick).unwrap();
            let refused = hand_over(desk, village, now, stick).unwrap_err();
            assert!(matches!(refused, DeskError::Refused(Refusal::HandedOver { .. })));
        });
    }

    #[test]
    fn no_snapshot_of_before_the_hand_over_is_left_to_go_on_from() {
        use crate::store::backup::restoring::look;
        use crate::store::backup::snapshot;
        with_desk(|desk, village, now, stick| {
            assert!(desk.store.keep_snapshot(now.at, Vec::new).unwrap());
            let done = hand_over(desk, village, now, stick).unwrap();
            assert_eq!(done.old_snapshots, None);
            let snapshots = std::fs::read_dir(snapshot::place(desk.dir())).unwrap();
            let left: Vec<PathBuf> = snapshots.map(|entry| entry.unwrap().path()).collect();
            let [only] = left.as_slice() else { panic!("{left:?}") };
            let found = look::<VillageLedger>(only, Unlock::Nothing, &mut |_, _, _| true).unwrap();
            assert!(found.state.handed_over().is_some());
        });
    }

    #[test]
    fn a_village_that_was_handed_over_opens_and_says_so() {
        with_desk(|desk, village, now, stick| {
            hand_over(desk, village, now, stick).unwrap();
            let sentence = crate::desk::news::handed_over(village).unwrap();
            assert!(sentence.starts_with("2026-11-24 已交接给李华，这份只能看"), "{sentence}");
            let kept = desk.perform(
                village,
                now,
                Intent::Note(NoteIntent::CalledBack(crate::domain::id::NoteId(uuid::Uuid::nil()))),
            );
            assert!(matches!(kept, Err(DeskError::Refused(Refusal::HandedOver { .. }))));
        });
    }
}
