//! A journal that lost its end, or is harmed in the middle, while the tables still hold what came of it: what they hold is
//! taken in behind the part that is sound.
//!
//! It needs no copy; with one, more of who did what is left (`repairing`). What was there is moved aside, as with any repair.

use std::path::Path;

use crate::disk::folder;
use crate::domain::id::Seq;
use crate::store::erasing::settling::settle;
use crate::store::error::StoreError;
use crate::store::header::Header;
use crate::store::inspect::walk;
use crate::store::ledger::Ledger;
use crate::store::site::{Site, take_lock};
use crate::store::unlock::{self, Unlock};

use super::Attendant;
use super::evidence::Evidence;
use super::from_tables::{ahead, copied, rounded_off};
use super::repairing::{NOTE, Repaired, finish, is_ready, place, unfinished};

const DOING: &str = "照数据表补回";

/// Takes in what the tables hold beyond the sound part of the journal; `None` where this is not what is wrong. Nothing is
/// changed then.
pub fn reconcile<L: Ledger>(
    dir: &Path,
    unlock: Unlock<'_>,
    attendant: &mut Attendant<'_>,
) -> Result<Option<Repaired>, StoreError> {
    let _lock = take_lock(dir)?;
    settle(dir)?;
    let Ok(found) = Header::read(dir) else { return Ok(None) };
    if is_ready(dir) || found.header.format != L::FORMAT {
        return Ok(None);
    }
    let key = unlock::data_key(dir, &found.header, unlock)?;
    let own = Site::new(dir, key, &found.header.store_id);
    let Ok(header) = found.proven(&own) else { return Ok(None) };
    let walked = walk(&own, L::FORMAT)?;
    let journal_upto = Seq(walked.links.len() as u64 - 1);
    let closed = &header.closed_at;
    let of_closed = usize::try_from(closed.seq.0).ok().and_then(|seq| walked.links.get(seq));
    // Behind a base the acts are played from it, and so it must be whole and of these acts. A journal of another time is not
    // the beginning of what these tables hold.
    let is_of_header = of_closed.is_none_or(|link| *link == closed.link);
    if walked.base != header.base || journal_upto < header.base || !is_of_header {
        return Ok(None);
    }
    let Some(tables) = ahead::<L>(&own, Some(closed), journal_upto)? else { return Ok(None) };
    let new = unfinished(dir);
    folder::remove_whole(&new).map_err(StoreError::io(DOING, &new))?;
    folder::create_durably(&new).map_err(StoreError::io(DOING, &new))?;
    let site = Site { dir: new.clone(), ..own.clone() };
    let mut journal = copied::<L>(&own, &site, journal_upto, attendant.heard)?;
    let counts = tables.meta.counts.clone();
    let evidence = Evidence::of::<L>(&own, &header.store_id)?;
    let highest = evidence.believed(attendant.known).max(header.closed_at.seq);
    let note = rounded_off((&site, &mut journal), Some(tables), highest, attendant)?;
    note.write(&new.join(NOTE))?;
    // The same rows, however they came about.
    finish::<L>(&site, &journal, header, (attendant.heard, dir), |meta| meta.counts == counts)?;
    let upto = journal.seq();
    drop(journal);
    Ok(Some(place(dir, &new, upto)?))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::disk::fault::{Step, plan};
    use crate::domain::change::RECONCILED;
    use crate::domain::day::{Day, Moment};
    use crate::domain::limits::RECONCILED_ACTS_MAX;
    use crate::seal::Suite;
    use crate::store::Store;
    use crate::store::backup::evidence::Whence;
    use crate::store::backup::repairing::take_up;
    use crate::store::backup::writing::{Care, Destination};
    use crate::store::inspect::{Weight, inspect};
    use crate::store::toy::{Toy, ToyChange, ToyState};
    use crate::store::trial::{
        SUITES, commit, copy, cut_before, harm_frame, key, mended_at, options, reconcile, reopen, repair,
    };

    fn at() -> Moment {
        Moment::at(Day::parse_iso("2026-11-25").unwrap(), 9, 0)
    }

    fn take_in(dir: &Path) -> Option<Repaired> {
        reconcile::<Toy>(dir, Unlock::Bare(key()), &mut |_, _, _| true).unwrap()
    }

    /// The acts of which nobody knows any more who did them.
    fn unknown(repaired: &Repaired) -> (u64, u64) {
        let (Seq(first), Seq(last)) = repaired.note.taken.as_ref().unwrap().lost;
        (first, last)
    }

    /// A copy of the store, on a stick.
    fn on_stick(store: &Store<Toy>, temp: &Path) -> PathBuf {
        let (dir, name) = (temp.join("stick"), format!("到{}", store.seq().0));
        std::fs::create_dir_all(&dir).unwrap();
        let to = Destination { dir, name, device: None, care: Care::Stick, spare_bytes: 0 };
        store.backup(at(), Vec::new()).write(&to, &mut |_, _, _| true).unwrap().path
    }

    /// A store of 60 acts closed and 30 more behind, of which the tables know; the journal is cut before act `first_lost`,
    /// as by a file system that lost the end of a file.
    fn cut(suite: Suite, temp: &Path, closed_too: bool, first_lost: u64) -> (PathBuf, ToyState) {
        let dir = temp.join(format!("village {suite:?} {closed_too} {first_lost}"));
        let image = temp.join("image");
        let mut store = Store::<Toy>::create(&dir, options(suite)).unwrap();
        let mut state = ToyState::default();
        for n in 1..=90u64 {
            if n == 61 {
                store.close().unwrap();
                store = reopen(&dir).unwrap().0;
            }
            let changes = if n % 13 == 0 {
                vec![ToyChange::Gone(n % 17)]
            } else {
                vec![ToyChange::Set(n % 17, format!("第{n}笔"))]
            };
            commit(&mut store, &mut state, changes).unwrap();
            if [60, 85].contains(&n) {
                on_stick(&store, temp);
            }
        }
        if closed_too {
            store.close().unwrap();
        } else {
            store.rows.as_ref().unwrap().flush().unwrap();
            copy(&dir, &image);
            drop(store);
            copy(&image, &dir);
        }
        cut_before(&dir, first_lost);
        (dir, state)
    }

    #[test]
    fn after_a_taking_in_a_copy_of_what_was_lost_is_another_branch_and_one_of_before_mends() {
        let temp = tempfile::tempdir().unwrap();
        for suite in SUITES {
            let (dir, _) = cut(suite, temp.path(), true, 81);
            take_in(&dir).unwrap();
            let (mut store, mut state, _) = reopen(&dir).unwrap();
            for n in 0..4 {
                commit(&mut store, &mut state, vec![ToyChange::Set(100 + n, "以后".to_owned())]).unwrap();
            }
            store.close().unwrap();
            let stick = |upto: u64| {
                std::fs::read_dir(temp.path().join("stick"))
                    .unwrap()
                    .map(|it| it.unwrap().path())
                    .find(|path| path.to_str().unwrap().contains(&format!("到{upto}")))
                    .unwrap()
            };
            // A whole journal but for one act, and one of which nothing is left behind the copy.
            for harmed_at in [30, 84] {
                let trial = temp.path().join("trial");
                copy(&dir, &trial);
                harm_frame(&trial, harmed_at);
                std::fs::remove_dir_all(trial.join("sled")).unwrap();
                let mend = |upto| {
                    repair::<Toy>(&trial, (&stick(upto), Whence::Named), Unlock::Bare(key()), &mut |_, _, _| true)
                };
                let refused = mend(85).unwrap_err();
                assert!(refused.to_string().contains("另一支"), "{suite:?} {harmed_at}: {refused}");
                let repaired = mend(60).unwrap();
                let reaches = if harmed_at == 30 { 95 } else { 83 };
                let lost = (reaches < 95).then_some((Seq(84), Seq(95)));
                assert_eq!((repaired.upto, repaired.note.lost), (Seq(reaches), lost));
                let again = reopen(&trial).unwrap().1;
                assert!(harmed_at != 30 || again == state);
            }
            std::fs::remove_dir_all(temp.path().join("stick")).unwrap();
        }
    }

    #[test]
    fn what_only_the_tables_knew_of_is_taken_in_behind_a_copy() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, state) = cut(Suite::Sealed, temp.path(), false, 71);
        // Closed at 60: of the acts behind it only the tables know.
        harm_frame(&dir, 30);
        let stick = std::fs::read_dir(temp.path().join("stick")).unwrap().map(|it| it.unwrap().path());
        let file = stick.min().unwrap();
        let repaired = repair::<Toy>(&dir, (&file, Whence::Named), Unlock::Bare(key()), &mut |_, _, _| true).unwrap();
        assert_eq!((repaired.upto, repaired.note.lost, unknown(&repaired)), (Seq(91), None, (71, 90)));
        assert_eq!(reopen(&dir).unwrap().1.rows, state.rows);
    }

    #[test]
    fn one_act_of_ones_own_behind_a_copy_keeps_the_lost_branch_from_coming_back() {
        let temp = tempfile::tempdir().unwrap();
        for is_in_journal in [true, false] {
            let (old, _) = cut(Suite::Sealed, temp.path(), true, 90);
            let stick = |upto: &str| {
                let files = std::fs::read_dir(temp.path().join("stick")).unwrap().map(|it| it.unwrap().path());
                files.into_iter().find(|path| path.to_str().unwrap().contains(upto)).unwrap()
            };
            // Mended from the copy of act 60, it went on by one act; the stick with act 85 comes later.
            let dir = temp.path().join(format!("went on {is_in_journal}"));
            copy(&old, &dir);
            std::fs::remove_dir_all(dir.join("journal")).unwrap();
            std::fs::remove_dir_all(dir.join("sled")).unwrap();
            let mend =
                |file: &Path| repair::<Toy>(&dir, (file, Whence::Named), Unlock::Bare(key()), &mut |_, _, _| true);
            mend(&stick("到60")).unwrap();
            let (mut store, mut state, _) = reopen(&dir).unwrap();
            commit(&mut store, &mut state, vec![ToyChange::Set(3, "自己的".to_owned())]).unwrap();
            store.rows.as_ref().unwrap().flush().unwrap();
            let image = temp.path().join("image");
            let _ = std::fs::remove_dir_all(&image);
            copy(&dir, &image);
            drop(store);
            copy(&image, &dir);
            if is_in_journal {
                harm_frame(&dir, 30);
                std::fs::remove_dir_all(dir.join("sled")).unwrap();
            } else {
                cut_before(&dir, 61);
            }
            let refused = mend(&stick("到85")).unwrap_err();
            assert!(refused.to_string().contains("另一支"), "{is_in_journal}: {refused}");
            assert_eq!(mend(&stick("到60")).unwrap().note.lost, None);
            assert_eq!(reopen(&dir).unwrap().1.rows, state.rows, "{is_in_journal}");
            std::fs::remove_dir_all(temp.path().join("stick")).unwrap();
            std::fs::remove_dir_all(&old).unwrap();
        }
    }

    #[test]
    fn tables_that_say_a_number_no_village_reaches_are_not_taken_in() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let mut store = Store::<Toy>::create(&dir, options(Suite::Sealed)).unwrap();
        commit(&mut store, &mut ToyState::default(), vec![ToyChange::Set(1, "甲".to_owned())]).unwrap();
        let far = Seq(RECONCILED_ACTS_MAX + 2);
        store.rows.clone().unwrap().apply(&store.meta, far, [9; 32], &Vec::new().into()).unwrap();
        store.rows.as_ref().unwrap().flush().unwrap();
        drop(store);
        assert!(matches!(reopen(&dir), Err(StoreError::JournalDamaged { .. })));
        assert_eq!(take_in(&dir), None);
    }

    #[test]
    fn tables_that_kept_somebody_waiting_and_are_ahead_of_the_journal_are_not_put_aside_unseen() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, state) = cut(Suite::Sealed, temp.path(), false, 81);
        std::fs::write(dir.join("sled.doubt"), "很久没有回应").unwrap();
        for _ in 0..2 {
            assert!(matches!(reopen(&dir), Err(StoreError::JournalDamaged { .. })));
            let found = inspect::<Toy>(&dir, Unlock::Bare(key())).unwrap();
            assert_eq!(found.last().unwrap().weight, Weight::Damage, "{found:?}");
            assert!(!dir.join("sled.bad.1").exists());
        }
        take_in(&dir).unwrap();
        let (_, again, report) = reopen(&dir).unwrap();
        assert_eq!((again.rows, report.rebuilt), (state.rows, None));
    }

    #[test]
    fn what_the_tables_hold_beyond_a_journal_that_lost_its_end_is_taken_in_as_one_act() {
        let temp = tempfile::tempdir().unwrap();
        for (suite, closed_too, first_lost) in SUITES
            .into_iter()
            .flat_map(|suite| [(suite, false, 81), (suite, true, 81), (suite, true, 41), (suite, false, 61)])
        {
            let (dir, state) = cut(suite, temp.path(), closed_too, first_lost);
            let refused = reopen(&dir).err().unwrap();
            assert!(matches!(refused, StoreError::JournalDamaged { .. }), "{refused}");
            assert!(refused.to_string().contains("daiban doctor --repair"));
            let was = std::fs::read(dir.join("journal/0001")).unwrap();
            let done = take_in(&dir).unwrap();
            assert_eq!((unknown(&done), done.upto), ((first_lost, 90), Seq(91)));
            assert_eq!(std::fs::read(done.aside.join("journal/0001")).unwrap(), was, "what was there is kept");
            assert!(done.aside.join("sled/db").exists());
            let (mut store, mut again, report) = reopen(&dir).unwrap();
            assert_eq!((&again.rows, again.seq), (&state.rows, Seq(91)), "no number is given twice");
            assert!(!report.unclean && report.rebuilt.is_none());
            let last = store.recent_acts(1).unwrap().remove(0);
            assert_eq!((last.command.as_str(), last.at), (RECONCILED, mended_at()));
            commit(&mut store, &mut again, vec![ToyChange::Set(1, "以后".to_owned())]).unwrap();
            store.close().unwrap();
            let found = inspect::<Toy>(&dir, Unlock::Bare(key())).unwrap();
            assert!(found.iter().all(|it| it.weight == Weight::Sound), "{found:?}");
        }
    }

    #[test]
    fn a_taking_in_that_was_cut_off_while_it_took_its_place_is_taken_up() {
        let temp = tempfile::tempdir().unwrap();
        let villages = [true, false].map(|closed_too| cut(Suite::Sealed, temp.path(), closed_too, 81));
        for (dir, state, after) in villages.iter().flat_map(|(dir, state)| (0..9).map(move |after| (dir, state, after)))
        {
            let trial = temp.path().join("trial");
            copy(dir, &trial);
            let (step, kind) = (Step::Rename, std::io::ErrorKind::Other);
            plan::set(vec![plan::Refusal { step, path_has: "trial", after, times: u32::MAX, kind }]);
            let done = reconcile::<Toy>(&trial, Unlock::Bare(key()), &mut |_, _, _| true);
            plan::set(Vec::new());
            // Never a shorter village: on what would be kept in it the repair would be put later.
            match reopen(&trial) {
                Ok((_, opened, _)) => assert_eq!(opened.rows, state.rows, "{dir:?} {after}"),
                Err(_) => assert!(done.is_err(), "{dir:?} {after}"),
            }
            if done.is_err() && take_up(&trial).unwrap().is_none() && reopen(&trial).is_err() {
                // Nothing was moved yet: it is done again.
                assert_eq!(unknown(&take_in(&trial).unwrap()), (81, 90), "{dir:?} {after}");
            }
            assert_eq!(reopen(&trial).unwrap().1.rows, state.rows, "{dir:?} {after}");
            assert!(!is_ready(&trial), "{dir:?} {after}: nothing is left to be taken up later");
        }
    }

    #[test]
    fn tables_that_are_not_whole_are_left_to_the_copies_and_whole_ones_stand_in_for_a_journal_harmed_in_the_middle() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, state) = cut(Suite::Sealed, temp.path(), true, 81);
        let trial = temp.path().join("trial");
        let flipped = |name: &str, at: usize| {
            copy(&dir, &trial);
            let mut bytes = std::fs::read(trial.join(name)).unwrap();
            bytes[at] ^= 1;
            std::fs::write(trial.join(name), bytes).unwrap();
        };
        let used = std::fs::read(dir.join("sled/db")).unwrap().iter().rposition(|byte| *byte != 0).unwrap();
        let mut believed = 0;
        for at in (0..used).step_by(used / 40) {
            flipped("sled/db", at);
            // Where the flip lies in what sled no longer needs, the tables are whole.
            if take_in(&trial).is_some() {
                believed += 1;
                assert_eq!(reopen(&trial).unwrap().1.rows, state.rows, "byte {at}");
            }
        }
        assert!(believed < 40);
        flipped("journal/0001", 400);
        assert_eq!(unknown(&take_in(&trial).unwrap()).1, 90);
        assert_eq!(reopen(&trial).unwrap().1.rows, state.rows);
        copy(&dir, &trial);
        std::fs::remove_dir_all(trial.join("sled")).unwrap();
        assert_eq!(take_in(&trial), None);
    }

    #[test]
    fn a_store_with_nothing_wrong_is_left_as_it_is() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let mut store = Store::<Toy>::create(&dir, options(Suite::Plain)).unwrap();
        commit(&mut store, &mut ToyState::default(), vec![ToyChange::Set(1, "甲".to_owned())]).unwrap();
        store.close().unwrap();
        let before = crate::store::healing::files(&dir);
        assert_eq!(take_in(&dir), None);
        assert_eq!(crate::store::healing::files(&dir), before);
    }
}
