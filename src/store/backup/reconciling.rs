//! A journal that lost its end while the tables still hold what came of it: what they hold is taken in as one act more.
//!
//! Only tables that are whole by their own sum are believed, and only behind a journal that is sound as far as it goes. What
//! was there is moved aside, as with any repair. It does not bring the lost acts back: who did what in them nobody knows.
//! **Their numbers are not given again**: each is an act without content, and the taking in comes behind them. Else what the
//! town asks for by number would miss it, and a copy of what was lost would pass for the newer village.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::disk::folder;
use crate::domain::act::Act;
use crate::domain::change::RECONCILED;
use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::domain::limits::RECONCILED_ACTS_MAX;
use crate::store::base;
use crate::store::encode::{act_of, body_of, record_of};
use crate::store::erasing::settling::settle;
use crate::store::error::StoreError;
use crate::store::frame::Kind;
use crate::store::header::Header;
use crate::store::inspect::{Broken, Walked, walk};
use crate::store::journal::Journal;
use crate::store::ledger::{Ledger, RowPlace};
use crate::store::reader::{Chain, Next, Reader, damaged, unseal};
use crate::store::report::OpenSplit;
use crate::store::rows::Meta;
use crate::store::rows_fault::unusable;
use crate::store::scan;
use crate::store::site::{Site, take_lock};
use crate::store::tables::{has_tables, in_copy};
use crate::store::unlock::{self, Unlock};
use crate::store::wire::{decode, encode};

use super::reading::go_on;
use super::repairing::{finish, is_ready, place, unfinished};
use super::{Attendant, Heard, Loss, Phase};

const DOING: &str = "照数据表补回";
/// Who the act is said to be by.
const ACTOR: &str = "程序";

/// What was taken in from the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciled {
    /// The last act that the journal still had.
    pub journal_upto: Seq,
    /// The last act that the tables knew.
    pub tables_upto: Seq,
    /// The records that the journal lacked, or had otherwise.
    pub rows_count: usize,
    /// Where the files as they were lie.
    pub aside: PathBuf,
}

/// The records, each under its place with its key and its bytes.
type Records<L> = BTreeMap<RowPlace, (<L as Ledger>::Key, <L as Ledger>::Record, Vec<u8>)>;

/// What the tables hold.
struct Tables<L: Ledger> {
    meta: Meta,
    records: Records<L>,
}

/// Takes in what the tables hold beyond the journal; `None` where this is not what is wrong, or where the tables do not
/// know more than act `beyond`. Nothing is changed then.
pub fn reconcile<L: Ledger>(
    dir: &Path,
    unlock: Unlock<'_>,
    (at, beyond): (Moment, Seq),
    Attendant { heard, accepts }: &mut Attendant<'_>,
) -> Result<Option<Reconciled>, StoreError> {
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
    let Some(tables) = ahead::<L>(&own, &header, &walked)?.filter(|it| it.meta.applied_seq > beyond) else {
        return Ok(None);
    };
    let journal_upto = Seq(walked.links.len() as u64 - 1);
    go_on(accepts(Loss::Authors { first: journal_upto.next(), last: tables.meta.applied_seq }), dir)?;
    let new = unfinished(dir);
    folder::remove_whole(&new).map_err(StoreError::io(DOING, &new))?;
    folder::create_durably(&new).map_err(StoreError::io(DOING, &new))?;
    let site = Site { dir: new.clone(), ..own.clone() };
    let (mut journal, before) = copied::<L>(&own, &site, journal_upto, heard)?;
    let Tables { meta, records } = tables;
    let (tables_upto, counts) = (meta.applied_seq, meta.counts);
    let rows = difference::<L>(&before, records);
    let rows_count = rows.len();
    number::<L>(&site, &mut journal, (tables_upto, at), heard)?;
    append::<L>(&site, &mut journal, at, L::reconciled(tables_upto, rows))?;
    // The same rows, however they came about.
    finish::<L>(&site, &journal, header, (heard, dir), |meta| meta.counts == counts)?;
    drop(journal);
    let aside = place(dir, &new)?;
    Ok(Some(Reconciled { journal_upto, tables_upto, rows_count, aside }))
}

/// What the tables hold, where they are whole and know more than a journal that is sound as far as it goes.
fn ahead<L: Ledger>(site: &Site, header: &Header, walked: &Walked) -> Result<Option<Tables<L>>, StoreError> {
    let is_sound = !matches!(walked.broken, Some((_, Broken::Damage(_))));
    let acts = walked.links.len() as u64 - 1;
    let closed = &header.closed_at;
    let of_closed = usize::try_from(closed.seq.0).ok().and_then(|seq| walked.links.get(seq));
    // Behind a base the acts are played from it, and so it must be whole and of these acts.
    if walked.base != header.base || acts < header.base.0 {
        return Ok(None);
    }
    // A journal of another time is not the beginning of what these tables hold.
    if !is_sound || of_closed.is_some_and(|link| *link != closed.link) || !has_tables(site) {
        return Ok(None);
    }
    let looked = in_copy::<L, _>(site, |rows, meta| {
        let mut records = BTreeMap::new();
        scan::each_row::<L>(rows, &meta, site, &mut OpenSplit::default(), &mut |_| {}, &mut |place, plain| {
            let record: L::Record = decode(plain).ok_or_else(|| unusable("数据表里有一行读不出来"))?;
            records.insert(place, (L::key(&record), record, plain.to_vec()));
            Ok(())
        })?;
        Ok(Tables { meta, records })
    })?;
    let Ok(tables) = looked else { return Ok(None) };
    let Meta { applied_seq, applying, link, .. } = &tables.meta;
    // Part of an act is no state that ever was.
    let is_whole = *applying <= *applied_seq && applied_seq.0 > acts && *applied_seq >= closed.seq;
    let is_of_header = *applied_seq != closed.seq || *link == closed.link;
    // More than any village ever does is no number to be believed, and its acts would fill the drive.
    let is_believable = applied_seq.0.saturating_sub(acts) <= RECONCILED_ACTS_MAX;
    Ok((is_whole && is_of_header && is_believable).then_some(tables))
}

/// Gives the numbers of the lost acts to acts without content.
fn number<L: Ledger>(
    site: &Site,
    journal: &mut Journal,
    (upto, at): (Seq, Moment),
    heard: &mut Heard<'_>,
) -> Result<(), StoreError> {
    while journal.seq() < upto {
        append::<L>(site, journal, at, L::reconciled(upto, Vec::new()))?;
        go_on(heard(Phase::Writing, journal.seq().0, upto.0), &site.dir)?;
    }
    Ok(())
}

/// Writes an act of one change, durable once the whole is.
fn append<L: Ledger>(site: &Site, journal: &mut Journal, at: Moment, change: L::Change) -> Result<(), StoreError> {
    let failed = || StoreError::io(DOING, &site.dir);
    let (seq, actor, command) = (journal.seq().next(), ACTOR.to_owned(), RECONCILED.to_owned());
    let act = Act { seq, at, actor, command, changes: vec![change], erased: 0 };
    let unwritable = || failed()(std::io::Error::from(std::io::ErrorKind::InvalidData));
    let body = body_of::<L>(&act).ok_or_else(unwritable)?;
    journal.append_unsynced(&site.sealer, L::FORMAT, &body).map_err(failed())
}

/// A journal in the new place with the acts that are still there, and the records they make.
fn copied<L: Ledger>(
    own: &Site,
    site: &Site,
    upto: Seq,
    heard: &mut Heard<'_>,
) -> Result<(Journal, Records<L>), StoreError> {
    let (from, to) = (own.journal(), site.journal());
    folder::create_durably(&to).map_err(StoreError::io(DOING, &to))?;
    let mut journal = Journal::create(&to, site.first_link).map_err(StoreError::io(DOING, &to))?;
    let (mut state, mut records) = (L::empty(), Records::<L>::new());
    let base = base::read(own, L::FORMAT, &mut |_, written| {
        let (place, record, bytes) = record_of::<L>(written)?;
        records.insert(place, (L::key(&record), record.clone(), bytes.into_owned()));
        L::load(&mut state, record);
        Some(())
    })?;
    let in_base = base.map_or(Seq(0), |base| base.upto);
    L::loaded(&mut state, in_base);
    let mut chain = Chain { seq: Seq(0), link: site.first_link };
    let mut reader = Reader::first(&from)?;
    while chain.seq < upto {
        let path = reader.path();
        let Next::Frame(head, _) = reader.next(Seq(0))? else { return Err(damaged(&path, chain.seq.next(), "变了")) };
        let body = unseal(&site.sealer, L::FORMAT, &head, reader.body(), &path)?;
        let body = body.ok_or_else(|| damaged(&path, head.seq, "校验对不上"))?;
        chain.follow(&head, &body).map_err(|what| damaged(&path, head.seq, what))?;
        match head.kind {
            // A number that was refused to the person is no act.
            Kind::NotAcknowledged => continue,
            Kind::Base | Kind::Act => {}
        }
        journal.append_sealed(head, reader.body(), chain.link).map_err(StoreError::io(DOING, &to))?;
        // What it made is in the base.
        if head.kind == Kind::Base || head.seq <= in_base {
            continue;
        }
        let act = act_of::<L>(head.seq, &body, &path)?;
        let staged = L::stage(&state, &act);
        for edit in &staged.rows {
            let place = L::place(&edit.key);
            match &edit.after {
                Some(record) => {
                    let bytes = encode(record).unwrap_or_default();
                    records.insert(place, (edit.key, record.clone(), bytes));
                }
                None => drop(records.remove(&place)),
            }
        }
        L::install(&mut state, &act, staged);
        if !heard(Phase::Checking, chain.seq.0, upto.0) {
            return Err(StoreError::Stopped { file: path });
        }
    }
    Ok((journal, records))
}

/// What has to be put so that the first becomes the second.
fn difference<L: Ledger>(before: &Records<L>, after: Records<L>) -> Vec<(L::Key, Option<L::Record>)> {
    let gone: Vec<_> =
        before.iter().filter(|(place, _)| !after.contains_key(place)).map(|(_, it)| (it.0, None)).collect();
    let is_new = |place: &RowPlace, bytes: &[u8]| before.get(place).is_none_or(|it| it.2 != bytes);
    let put = after.into_iter().filter(|(place, it)| is_new(place, &it.2));
    let put: Vec<_> = put.map(|(_, (key, record, _))| (key, Some(record))).collect();
    put.into_iter().chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::fault::{Step, plan};
    use crate::domain::day::Day;
    use crate::seal::Suite;
    use crate::store::Store;
    use crate::store::backup::evidence::Whence;
    use crate::store::backup::repairing::take_up;
    use crate::store::backup::writing::{Care, Destination};
    use crate::store::inspect::{Weight, inspect};
    use crate::store::toy::{Toy, ToyChange, ToyState};
    use crate::store::trial::{SUITES, commit, copy, cut_before, harm_frame, key, options, reconcile, reopen, repair};

    fn at() -> Moment {
        Moment::at(Day::parse_iso("2026-11-25").unwrap(), 9, 0)
    }

    fn take_in(dir: &Path, beyond: u64) -> Option<Reconciled> {
        reconcile::<Toy>(dir, Unlock::Bare(key()), (at(), Seq(beyond)), &mut |_, _, _| true).unwrap()
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
            take_in(&dir, 80).unwrap();
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
                assert_eq!((repaired.upto, repaired.lost), (Seq(reaches), lost));
                let again = reopen(&trial).unwrap().1;
                assert!(harmed_at != 30 || again == state);
            }
            std::fs::remove_dir_all(temp.path().join("stick")).unwrap();
        }
    }

    #[test]
    fn what_only_the_tables_knew_of_is_told_as_lost_where_a_copy_has_to_do() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, _) = cut(Suite::Sealed, temp.path(), false, 71);
        // Closed at 60: of the acts behind it only the tables know.
        harm_frame(&dir, 30);
        assert_eq!(take_in(&dir, 0), None);
        let stick = std::fs::read_dir(temp.path().join("stick")).unwrap().map(|it| it.unwrap().path());
        let file = stick.min().unwrap();
        let repaired = repair::<Toy>(&dir, (&file, Whence::Named), Unlock::Bare(key()), &mut |_, _, _| true).unwrap();
        assert_eq!((repaired.upto, repaired.lost), (Seq(70), Some((Seq(71), Seq(90)))));
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
        assert_eq!(take_in(&dir, 0), None);
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
        take_in(&dir, 80).unwrap();
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
            assert_eq!(take_in(&dir, 90), None, "a copy that reaches as far is better");
            let was = std::fs::read(dir.join("journal/0001")).unwrap();
            let done = take_in(&dir, 80).unwrap();
            assert_eq!((done.journal_upto, done.tables_upto), (Seq(first_lost - 1), Seq(90)));
            assert_eq!(std::fs::read(done.aside.join("journal/0001")).unwrap(), was, "what was there is kept");
            assert!(done.aside.join("sled/db").exists());
            let (mut store, mut again, report) = reopen(&dir).unwrap();
            assert_eq!((&again.rows, again.seq), (&state.rows, Seq(91)), "no number is given twice");
            assert!(!report.unclean && report.rebuilt.is_none());
            let last = store.recent_acts(1).unwrap().remove(0);
            assert_eq!((last.command.as_str(), last.at), (RECONCILED, at()));
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
            let done = reconcile::<Toy>(&trial, Unlock::Bare(key()), (at(), Seq(0)), &mut |_, _, _| true);
            plan::set(Vec::new());
            // Never a shorter village: on what would be kept in it the repair would be put later.
            match reopen(&trial) {
                Ok((_, opened, _)) => assert_eq!(opened.rows, state.rows, "{dir:?} {after}"),
                Err(_) => assert!(done.is_err(), "{dir:?} {after}"),
            }
            if done.is_err() && take_up(&trial).unwrap().is_none() && reopen(&trial).is_err() {
                // Nothing was moved yet: it is done again.
                assert_eq!(take_in(&trial, 0).unwrap().tables_upto, Seq(90), "{dir:?} {after}");
            }
            assert_eq!(reopen(&trial).unwrap().1.rows, state.rows, "{dir:?} {after}");
            assert!(!is_ready(&trial), "{dir:?} {after}: nothing is left to be taken up later");
        }
    }

    #[test]
    fn tables_that_are_not_whole_and_journals_harmed_in_the_middle_are_left_to_the_copies() {
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
            if take_in(&trial, 0).is_some() {
                believed += 1;
                assert_eq!(reopen(&trial).unwrap().1.rows, state.rows, "byte {at}");
            }
        }
        assert!(believed < 40);
        flipped("journal/0001", 400);
        assert_eq!(take_in(&trial, 0), None);
        copy(&dir, &trial);
        std::fs::remove_dir_all(trial.join("sled")).unwrap();
        assert_eq!(take_in(&trial, 0), None);
    }

    #[test]
    fn a_store_with_nothing_wrong_is_left_as_it_is() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        let mut store = Store::<Toy>::create(&dir, options(Suite::Plain)).unwrap();
        commit(&mut store, &mut ToyState::default(), vec![ToyChange::Set(1, "甲".to_owned())]).unwrap();
        store.close().unwrap();
        let before = crate::store::healing::files(&dir);
        assert_eq!(take_in(&dir, 0), None);
        assert_eq!(crate::store::healing::files(&dir), before);
    }
}
