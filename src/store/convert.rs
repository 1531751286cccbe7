//! A store of an older format made one of this program's, while it is opened.
//!
//! Its tables were built anew from the journal by then, whose frames stay as they are. Before the header says so, after
//! which no older program opens it, a snapshot in the old format is there and was read back: **cut off anywhere it opens
//! again, by this program and, as long as the header is the old one, by the older one too**
//! `a_conversion_cut_off_at_any_step_opens_again_and_loses_nothing`. It changes no act.

use crate::disk::folder;
use crate::domain::id::Seq;

use super::Store;
use super::error::StoreError;
use super::header::Header;
use super::ledger::Ledger;
use super::report::OpenReport;
use super::tables::OF_OLDER_FORMAT;

impl<L: Ledger> Store<L> {
    /// Converts it, if its header is of an older format.
    pub(super) fn convert(&mut self, report: &mut OpenReport) -> Result<(), StoreError> {
        let from = self.header.format;
        // What can only be looked at is read as it is.
        if from == L::FORMAT || self.is_look_only {
            return Ok(());
        }
        // Without an act there is nothing to be kept.
        if self.seq() > Seq(0)
            && let Some(last) = self.recent_acts(1)?.first()
        {
            let kept = self.keep_whole_snapshot(last.at);
            kept.map_err(|fault| StoreError::NotConverted { dir: self.site.dir.clone(), why: fault.to_string() })?;
        }
        let mut header = Header { format: L::FORMAT, ..self.header.clone() };
        let written = header.write(&self.site);
        // A generation is used once, whether or not it was written.
        self.header.generation = header.generation;
        written?;
        self.header = header;
        report.converted_from = Some(from);
        // What was set aside for its format alone was compared before, and what it held is in the snapshot, too. What was
        // set aside for any other reason is kept, and told, as ever.
        if report.rebuilt.as_ref().is_some_and(|rebuilt| rebuilt.why == OF_OLDER_FORMAT)
            && let Some(old) = report.rebuilt.take().and_then(|rebuilt| rebuilt.set_aside)
        {
            let _ = folder::remove_whole(&old);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::disk::fault::plan;
    use crate::domain::act::{Act, RowEdit, Staged};
    use crate::store::backup::restoring::look;
    use crate::store::erasing::EraseOrder;
    use crate::store::golden::unpacked_toy;
    use crate::store::inspect::{Weight, inspect};
    use crate::store::ledger::RowPlace;
    use crate::store::toy::{Toy, ToyChange, ToyRecord, ToyState};
    use crate::store::trial::{SUITES, commit, copy, key, options, reopen};
    use crate::store::unlock::Unlock;
    use crate::store::wire::decode;

    /// The toy as the next program keeps it: one field more.
    struct NextToy;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    enum NextChange {
        Set(NextRecord),
        Gone(u64),
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct NextRecord {
        n: u64,
        starred: bool,
        text: String,
    }

    impl From<ToyChange> for NextChange {
        fn from(old: ToyChange) -> NextChange {
            match old {
                ToyChange::Set(n, text) => NextChange::Set(NextRecord { n, starred: false, text }),
                ToyChange::Gone(n) => NextChange::Gone(n),
                ToyChange::Destroyed(_) | ToyChange::Reconciled(_) => NextChange::Gone(u64::MAX),
            }
        }
    }

    type NextState = (BTreeMap<u64, NextRecord>, Seq);

    impl Ledger for NextToy {
        type Key = u64;
        type Change = NextChange;
        type Record = NextRecord;
        type State = NextState;
        const FORMAT: u16 = 2;
        const OLDEST_FORMAT: u16 = 1;
        const TREES: &'static [&'static str] = Toy::TREES;

        fn older_change(format: u16, bytes: &[u8]) -> Option<NextChange> {
            match format {
                1 => decode::<ToyChange>(bytes).map(NextChange::from),
                _ => None,
            }
        }

        fn older_record(format: u16, bytes: &[u8]) -> Option<NextRecord> {
            let ToyRecord { n, text } = decode(bytes).filter(|_| format == 1)?;
            Some(NextRecord { n, starred: false, text })
        }

        fn empty() -> NextState {
            NextState::default()
        }

        fn key(record: &NextRecord) -> u64 {
            record.n
        }

        fn reconciled(_: Seq, _: Vec<(u64, Option<NextRecord>)>) -> NextChange {
            NextChange::Gone(u64::MAX)
        }

        fn place(key: &u64) -> RowPlace {
            Toy::place(key)
        }

        fn load(state: &mut NextState, record: NextRecord) {
            state.0.insert(record.n, record);
        }

        fn loaded(state: &mut NextState, seq: Seq) {
            state.1 = seq;
        }

        fn stage(state: &NextState, act: &Act<NextChange>) -> Staged<u64, NextRecord> {
            let row = |n: u64, after| RowEdit { key: n, before: state.0.get(&n).cloned(), after };
            let rows = act.changes.iter().map(|change| match change {
                NextChange::Set(record) => row(record.n, Some(record.clone())),
                NextChange::Gone(n) => row(*n, None),
            });
            Staged { rows: rows.collect() }
        }

        fn install(state: &mut NextState, act: &Act<NextChange>, staged: Staged<u64, NextRecord>) {
            for edit in staged.rows {
                match edit.after {
                    Some(record) => state.0.insert(edit.key, record),
                    None => state.0.remove(&edit.key),
                };
            }
            state.1 = act.seq;
        }

        fn destroyed_at(_: &NextState) -> Seq {
            Seq(0)
        }

        fn is_destroyed(_: &NextState, _: Seq, _: &NextChange) -> bool {
            false
        }
    }

    fn open(dir: &Path) -> Result<(Store<NextToy>, NextState, OpenReport), StoreError> {
        Store::<NextToy>::open(dir, Unlock::Bare(key()), &mut |_| {})
    }

    fn texts(state: &NextState) -> BTreeMap<u64, String> {
        state.0.iter().map(|(n, record)| (*n, record.text.clone())).collect()
    }

    fn starred(store: &mut Store<NextToy>, state: &mut NextState) {
        let record = NextRecord { n: 3, starred: true, text: "新程序记的".to_owned() };
        let (seq, at) = (store.seq().next(), store.recent_acts(1).unwrap().remove(0).at);
        let changes = vec![NextChange::Set(record)];
        let act = Act { seq, at, actor: "王".to_owned(), command: "toy.set".to_owned(), changes, erased: 0 };
        let staged = NextToy::stage(state, &act);
        store.commit(&act, &staged).unwrap();
        NextToy::install(state, &act, staged);
    }

    #[test]
    fn a_store_of_an_older_program_is_converted_with_a_snapshot_before_and_goes_on() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, old) = (temp.path().join("village"), temp.path().join("old"));
        unpacked_toy(&dir);
        copy(&dir, &old);
        let (_, was, _) = reopen(&old).unwrap();
        let found = inspect::<NextToy>(&dir, Unlock::Bare(key())).unwrap();
        assert_eq!(found.iter().map(|finding| finding.weight).max(), Some(Weight::Unfinished), "{found:?}");
        let (mut store, mut state, report) = open(&dir).unwrap();
        assert_eq!((report.converted_from, report.rebuilt.is_some()), (Some(1), false));
        assert_eq!((texts(&state), state.1), (was.rows.clone(), was.seq));
        assert!(state.0.values().all(|record| !record.starred));
        assert!(!std::fs::read_dir(&dir).unwrap().any(|it| it.unwrap().file_name().to_str().unwrap().contains("bad")));
        // What was there before is in a snapshot that the older program reads.
        let copies = crate::store::backup::repairing::candidates(&dir, &[]);
        let seen = look::<Toy>(&copies.first().unwrap().path, Unlock::Bare(key()), &mut |_, _, _| true).unwrap();
        assert_eq!(seen.state, was);
        starred(&mut store, &mut state);
        assert!(store.undo_rows(store.seq()).unwrap().is_some());
        store.close().unwrap();
        let found = inspect::<NextToy>(&dir, Unlock::Bare(key())).unwrap();
        assert!(found.iter().all(|finding| finding.weight == Weight::Sound), "{found:?}");
        std::fs::remove_dir_all(dir.join("sled")).unwrap();
        let (store, again, report) = open(&dir).unwrap();
        assert_eq!((again, report.converted_from), (state, None), "old frames and new ones, from the journal alone");
        store.close().unwrap();
        let refused = reopen(&dir).err().unwrap();
        assert!(matches!(refused, StoreError::NewerProgram { found: 2, known: 1, .. }));
        assert!(refused.to_string().contains("更新版本的程序写的") && refused.to_string().contains("没有改动"));
    }

    #[test]
    fn a_conversion_cut_off_at_any_step_opens_again_and_loses_nothing() {
        let temp = tempfile::tempdir().unwrap();
        let golden = temp.path().join("golden");
        unpacked_toy(&golden);
        let aside = temp.path().join("was");
        copy(&golden, &aside);
        let was = reopen(&aside).unwrap().1;
        let mut nth = 0;
        loop {
            let dir = temp.path().join("cut");
            copy(&golden, &dir);
            plan::refuse_nth(nth, u32::MAX, 5);
            let cut = open(&dir).map(drop);
            plan::count();
            if cut.is_ok() {
                break;
            }
            let by_old = temp.path().join("by the older one");
            copy(&dir, &by_old);
            match reopen(&by_old) {
                Ok((_, state, _)) => assert_eq!(state, was, "step {nth}"),
                Err(fault) => assert!(matches!(fault, StoreError::NewerProgram { .. }), "step {nth}: {fault}"),
            }
            let (mut store, mut state, _) = open(&dir).unwrap();
            assert_eq!(texts(&state), was.rows, "step {nth}");
            starred(&mut store, &mut state);
            nth += 2;
        }
        assert!(nth > 20, "only {nth} steps");
    }

    #[test]
    fn an_erased_village_of_an_older_program_is_converted_with_what_its_base_holds() {
        for suite in SUITES {
            let temp = tempfile::tempdir().unwrap();
            let dir = temp.path().join("village");
            let mut was = ToyState::default();
            let mut store = Store::<Toy>::create(&dir, options(suite)).unwrap();
            for n in 1..=20u64 {
                commit(&mut store, &mut was, vec![ToyChange::Set(n % 7, format!("第{n}笔"))]).unwrap();
            }
            commit(&mut store, &mut was, vec![ToyChange::Destroyed(vec![3])]).unwrap();
            let at = store.recent_acts(1).unwrap().remove(0).at;
            let order = EraseOrder { keys: options(suite).keys, at, parts: Vec::new() };
            assert!(store.erase(&was, order, &mut |_, _, _| true).is_ok());
            let (mut store, _, _) = reopen(&dir).unwrap();
            for n in 30..35u64 {
                commit(&mut store, &mut was, vec![ToyChange::Set(n, "以后".to_owned())]).unwrap();
            }
            store.close().unwrap();
            let (mut store, mut state, report) = open(&dir).unwrap();
            assert_eq!((report.converted_from, report.rebuilt), (Some(1), None));
            assert_eq!((texts(&state), state.1), (was.rows.clone(), was.seq));
            // The snapshot of before, base and all, is read by the program of now, too.
            let copies = crate::store::backup::repairing::candidates(&dir, &[]);
            let seen =
                look::<NextToy>(&copies.first().unwrap().path, Unlock::Bare(key()), &mut |_, _, _| true).unwrap();
            assert_eq!(seen.state, state);
            starred(&mut store, &mut state);
            store.close().unwrap();
            std::fs::remove_dir_all(dir.join("sled")).unwrap();
            let (store, again, _) = open(&dir).unwrap();
            assert_eq!(again, state, "from the old base and the frames behind it");
            store.close().unwrap();
            let found = inspect::<NextToy>(&dir, Unlock::Bare(key())).unwrap();
            assert!(found.iter().all(|finding| finding.weight == Weight::Sound), "{found:?}");
        }
    }

    #[test]
    fn tables_that_were_bad_before_the_conversion_are_set_aside_and_told_and_not_removed() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        unpacked_toy(&dir);
        std::fs::write(dir.join("sled/db"), vec![0x5a; 400_000]).unwrap();
        let (_, state, report) = open(&dir).unwrap();
        assert_eq!((state.0.len(), report.converted_from), (11, Some(1)));
        let aside = report.rebuilt.and_then(|rebuilt| rebuilt.set_aside).unwrap();
        assert!(aside.join("db").exists());
    }

    #[test]
    fn without_room_for_the_snapshot_nothing_is_converted() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("village");
        unpacked_toy(&dir);
        plan::set_free(Some(100 * 1024 * 1024));
        let refused = open(&dir).err().unwrap();
        plan::set_free(None);
        assert!(matches!(refused, StoreError::NotConverted { .. }), "{refused}");
        assert_eq!(reopen(&dir).unwrap().1.rows.len(), 11, "the older program opens it as before");
        assert_eq!(open(&dir).unwrap().1.0.len(), 11, "and with room it is converted");
    }
}
