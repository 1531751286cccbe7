//! The drill: numbered changes written as any other act is, so that whoever cuts the power, kills the program or pulls
//! the stick can afterwards be told whether a number is gone that was said to be kept.
//!
//! It lies in a folder of its own, sealed under a key that lies there too, so that nothing is asked. It never opens the
//! village beside it, and mends only what every opening mends, and a making of its own that was cut off.

mod place;
#[cfg(test)]
mod power;

use std::path::{Path, PathBuf};

use crate::domain::change::{VillageAct, VillageStaged};
use crate::domain::day::Moment;
use crate::domain::decide::note::NoteIntent;
use crate::domain::decide::village::VillageIntent;
use crate::domain::decide::{Intent, Now};
use crate::domain::id::{IdMint, NoteId, Seq};
use crate::domain::note::{CallBack, Note, NoteKind};
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::store::unlock::Keys;

use super::error::DeskError;
use super::{Desk, made};
use place::Found;

/// The number without which the rules let no other pass.
const FOUNDING: u64 = 1;
/// Who acts in a drill.
const ACTOR: &str = "演练";
/// When number 0 would have been written, 2026-01-01 in the morning; each number is a minute after the one before.
const BEGIN_MS: i64 = 1_767_225_600_000;
const MINUTE_MS: i64 = 60_000;
/// What a note of the drill says, over and over: as much as an officer writes down of a call, up to the most there may be.
const SENTENCE: &str = "3社来人问新农合报销，住院在区医院，已告知带身份证、户口簿、发票原件和出院证明，材料齐了再来。";
/// Sentences of the shortest and the longest note.
const SENTENCES: std::ops::RangeInclusive<u64> = 1..=35;

/// An open drill.
pub struct Drill {
    desk: Desk,
    village: Village,
    tables: Tables,
}

impl Drill {
    /// Opens the drill in the data folder `data`; one that is not there, or whose making was cut off, is made.
    pub fn open(data: &Path) -> Result<Drill, DeskError> {
        let dir = place::of(data);
        let (desk, village) = store(&dir, place::look(&dir)?)?;
        Ok(Drill { desk, village, tables: Tables::shipped() })
    }

    /// Writes the next number: once this has come back without an error, a power cut does not lose it.
    pub fn write(&mut self) -> Result<u64, DeskError> {
        let number = self.desk.seq().next().0;
        let now = now(number, &self.tables);
        let seq = self.desk.perform(&mut self.village, &now, intent(number))?;
        Ok(seq.0)
    }

    /// Brings the drill to rest; every number told is kept whether or not this succeeds.
    pub fn close(self) -> Result<(), DeskError> {
        self.desk.close()
    }
}

/// The last number of the drill in `data`, after all of them were read and compared with what was written; an error when
/// one up to `acked` is gone, or any is not whole, in order, or as it was. Where nothing is, nothing is made.
pub fn check(data: &Path, acked: u64) -> Result<u64, DeskError> {
    let dir = place::of(data);
    let last = match place::look(&dir)? {
        Found::Nothing => 0,
        found @ (Found::Begun | Found::Ours(_)) => {
            let (desk, village) = store(&dir, found)?;
            let last = compare(&desk, &village)?;
            desk.close()?;
            last
        }
    };
    if last < acked { Err(DeskError::DrillLost { dir, acked, last }) } else { Ok(last) }
}

/// The drill's store, made where it is not there or was not finished.
fn store(dir: &Path, found: Found) -> Result<(Desk, Village), DeskError> {
    let key = match found {
        Found::Nothing | Found::Begun => place::begin(dir)?,
        Found::Ours(key) => key,
    };
    Desk::create_under(dir, Some(Keys::Bare(&key)))
}

/// Reads every act, then the state they made, and compares both with what the numbers say.
fn compare(desk: &Desk, village: &Village) -> Result<u64, DeskError> {
    let dir: PathBuf = desk.dir().to_path_buf();
    let tables = Tables::shipped();
    let mut expected = Village::default();
    let changed = |number: u64, what| DeskError::DrillChanged { dir: dir.clone(), number, what };
    for act in desk.store.acts_from(Seq(1))? {
        let number = expected.seq.next().0;
        let act = act?;
        let (wanted, staged) = written(&expected, number, &tables)?;
        if act != wanted {
            return Err(changed(number, "和写进去的不一样"));
        }
        expected.install(act.seq, staged);
    }
    if expected.seq != desk.seq() {
        return Err(changed(expected.seq.next().0, "读不到"));
    }
    if *village != expected {
        return Err(changed(expected.seq.0, "写完时的记录，和数据表里的不一样"));
    }
    Ok(expected.seq.0)
}

/// The act of this number.
fn written(village: &Village, number: u64, tables: &Tables) -> Result<(VillageAct, VillageStaged), DeskError> {
    Ok(made(village, Seq(number), &now(number, tables), intent(number))?)
}

fn now(number: u64, tables: &Tables) -> Now<'_> {
    let at = moment(number);
    Now { at, today: at.day(), actor: ACTOR, tables }
}

fn moment(number: u64) -> Moment {
    let minutes = i64::try_from(number).unwrap_or(i64::MAX);
    Moment::from_unix_ms(BEGIN_MS.saturating_add(minutes.saturating_mul(MINUTE_MS)))
}

fn note_id(number: u64) -> NoteId {
    NoteId::mint(&mut IdMint::new(number), moment(number))
}

/// What this number does: the first founds, as in every store; then it is mostly a note of some length, and every fifth
/// changes the note of the number before it, so that rows are written over, too.
fn intent(number: u64) -> Intent {
    if number <= FOUNDING {
        return Intent::Village(VillageIntent::Found {
            name: "演练".to_owned(),
            township: "演练".to_owned(),
            liaison: ACTOR.to_owned(),
            phone: String::new(),
            groups: Vec::new(),
        });
    }
    if number.is_multiple_of(5) {
        return Intent::Note(NoteIntent::CalledBack(note_id(number - 1)));
    }
    let at = moment(number);
    let call_back = CallBack { on: at.day().plus_days(3), hour: "13:00".to_owned(), done_on: None };
    let spread = SENTENCES.end() - SENTENCES.start() + 1;
    let sentences = usize::try_from(SENTENCES.start() + number.wrapping_mul(17) % spread).unwrap_or(1);
    Intent::Note(NoteIntent::Write(Box::new(Note {
        id: note_id(number),
        touched: Seq::default(),
        at,
        kind: NoteKind::CallIn,
        who: format!("演练第{number}号"),
        person: None,
        task: None,
        text: SENTENCE.repeat(sentences),
        call_back: (number % 5 == 4).then_some(call_back),
    })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::error::Gravity;
    use crate::disk::fault::plan;
    use crate::seal::secret::Secret;
    use crate::store::error::StoreError;
    use crate::store::unlock::Unlock;

    const DISK_FULL: i32 = 28;

    fn write(data: &Path, count: u64) -> Vec<u64> {
        let mut drill = Drill::open(data).unwrap();
        let numbers = (0..count).map(|_| drill.write().unwrap()).collect();
        drill.close().unwrap();
        numbers
    }

    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let target = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &target);
            } else {
                std::fs::copy(entry.path(), target).unwrap();
            }
        }
    }

    #[test]
    fn numbers_go_on_and_everything_told_is_found() {
        let temp = tempfile::tempdir().unwrap();
        let data = temp.path().join("数据");
        assert_eq!(check(&data, 0).unwrap(), 0);
        assert!(!data.exists(), "asking makes nothing");
        assert!(write(&data, 17).into_iter().eq(1..=17));
        assert!(write(&data, 6).into_iter().eq(18..=23));
        assert_eq!((check(&data, 17).unwrap(), check(&data, 23).unwrap()), (23, 23));
        let lost = check(&data, 24).unwrap_err();
        assert!(matches!(lost, DeskError::DrillLost { acked: 24, last: 23, .. }), "{lost}");
        assert_eq!(lost.gravity(), Gravity::Damaged);
        assert_eq!(check(&temp.path().join("空"), 1).unwrap_err().gravity(), Gravity::Damaged);
    }

    #[test]
    fn numbers_are_of_many_sizes_and_the_rules_let_each_of_them_pass() {
        let tables = Tables::shipped();
        let mut village = Village::default();
        let mut sizes = std::collections::BTreeSet::new();
        for number in 1..=200 {
            let (act, staged) = written(&village, number, &tables).unwrap();
            assert_eq!((act.seq, staged.rows.len()), (Seq(number), 1));
            village.install(act.seq, staged);
            sizes.extend(village.notes().last().map(|note| note.text.len()));
        }
        assert!(sizes.len() > 20 && sizes.last() > Some(&4_000), "{sizes:?}");
        assert_eq!(village.notes().filter(|note| note.call_back.is_some()).count(), 40);
        assert!(village.notes().filter_map(|note| note.call_back.as_ref()).all(|promise| promise.done_on.is_some()));
    }

    #[test]
    fn a_making_cut_off_at_any_step_is_empty_and_goes_on() {
        let temp = tempfile::tempdir().unwrap();
        let cut_at = |step: u32, data: &Path| {
            plan::refuse_nth(step, u32::MAX, DISK_FULL);
            let made = Drill::open(data).is_ok();
            plan::count();
            made
        };
        let mut step = 0;
        loop {
            let data = temp.path().join(step.to_string());
            let made = cut_at(step, &data);
            let image = temp.path().join(format!("{step}-image"));
            if data.exists() {
                copy(&data, &image);
            }
            assert_eq!(check(&image, 0).unwrap(), 0, "step {step}");
            assert!(write(&data, 2).into_iter().eq(1..=2), "step {step}");
            assert_eq!(check(&data, 2).unwrap(), 2, "step {step}");
            if made {
                break;
            }
            step += 1;
        }
        assert!(step > 20, "only {step} steps could be cut");
    }

    #[test]
    fn a_number_refused_is_not_told_and_its_number_comes_again() {
        let temp = tempfile::tempdir().unwrap();
        let mut drill = Drill::open(temp.path()).unwrap();
        assert_eq!(drill.write().unwrap(), 1);
        plan::refuse_nth(0, 1, DISK_FULL);
        let refused = drill.write().unwrap_err();
        plan::count();
        assert!(matches!(refused, DeskError::NotKept(_)), "{refused}");
        assert_eq!(drill.write().unwrap(), 2);
        drill.close().unwrap();
        assert_eq!(check(temp.path(), 2).unwrap(), 2);
    }

    #[test]
    fn damage_is_told_whatever_it_is() {
        let temp = tempfile::tempdir().unwrap();
        let (whole, trial) = (temp.path().join("whole"), temp.path().join("trial"));
        write(&whole, 12);
        let place = trial.join("drill");
        let harm: [&dyn Fn(); 7] = [
            &|| std::fs::write(place.join("parameters"), "").unwrap(),
            &|| {
                let other = temp.path().join("other");
                write(&other, 3);
                std::fs::copy(other.join("drill/parameters"), place.join("parameters")).unwrap();
            },
            &|| {
                let path = place.join("journal/0001");
                let mut bytes = std::fs::read(&path).unwrap();
                bytes[3_000] ^= 1;
                std::fs::write(path, bytes).unwrap();
            },
            &|| std::fs::write(place.join("journal/0001"), "").unwrap(),
            &|| std::fs::remove_dir_all(place.join("journal")).unwrap(),
            &|| ["header", "header.2"].iter().for_each(|name| std::fs::write(place.join(name), "x").unwrap()),
            &|| std::fs::remove_dir_all(&place).unwrap(),
        ];
        for (n, harm) in harm.iter().enumerate() {
            let _ = std::fs::remove_dir_all(&trial);
            copy(&whole, &trial);
            harm();
            let told = check(&trial, 12).unwrap_err();
            assert_eq!(told.gravity(), Gravity::Damaged, "harm {n}: {told}");
        }
        assert_eq!(check(&whole, 12).unwrap(), 12);
    }

    #[test]
    fn a_sound_act_that_is_not_the_numbers_own_is_told() {
        let temp = tempfile::tempdir().unwrap();
        let mut drill = Drill::open(temp.path()).unwrap();
        drill.write().unwrap();
        let tables = Tables::shipped();
        drill.desk.perform(&mut drill.village, &now(2, &tables), intent(3)).unwrap();
        drill.write().unwrap();
        drill.close().unwrap();
        let told = check(temp.path(), 1).unwrap_err();
        assert!(matches!(told, DeskError::DrillChanged { number: 2, .. }), "{told}");
    }

    #[test]
    fn it_is_sealed_and_only_the_drill_opens_it() {
        let temp = tempfile::tempdir().unwrap();
        write(temp.path(), 20);
        let dir = temp.path().join("drill");
        for folder in ["", "journal", "sled"] {
            for entry in std::fs::read_dir(dir.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                let Ok(bytes) = std::fs::read(&path) else { continue };
                for wanted in ["新农合", "演练第", "note.write"] {
                    let holds = bytes.windows(wanted.len()).any(|part| part == wanted.as_bytes());
                    assert!(!holds, "{wanted} in {}", path.display());
                }
            }
        }
        let passphrase = Secret::from("桃花流水鳜鱼肥".to_owned());
        for unlock in [Unlock::Nothing, Unlock::Passphrase(&passphrase)] {
            let refused = Desk::open(&dir, unlock, &mut |_| {}).err().unwrap();
            assert!(matches!(refused, DeskError::Store(StoreError::KeyElsewhere { .. })), "{refused}");
            assert_eq!(refused.gravity(), Gravity::Refused);
        }
        assert_eq!(check(temp.path(), 20).unwrap(), 20);
    }

    #[test]
    fn what_is_not_a_drills_own_is_never_touched() {
        let temp = tempfile::tempdir().unwrap();
        let village = temp.path().join("drill");
        drop(Desk::create(&village, None).unwrap());
        let held = Desk::create(&village, None).unwrap();
        let photos = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(photos.path().join("drill").join("journal")).unwrap();
        for data in [temp.path(), photos.path()] {
            let refused = Drill::open(data).err().unwrap();
            assert!(matches!(refused, DeskError::NotADrill { .. }), "{refused}");
            assert!(matches!(check(data, 0), Err(DeskError::NotADrill { .. })));
            assert!(!data.join("drill").join("parameters").exists());
        }
        assert!(photos.path().join("drill").join("journal").exists());
        drop(held);
    }
}
