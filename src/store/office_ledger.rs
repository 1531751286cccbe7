//! The book of the office as the store keeps it: one tree for each kind of record.
//!
//! It decides nothing and derives nothing: what an act makes is said by `domain::office::change`.

use crate::domain::act::Act;
use crate::domain::id::Seq;
use crate::domain::office::Office;
use crate::domain::office::change::{OfficeChange, OfficeKey, OfficeRecord, OfficeStaged, install, stage};

use super::ledger::{BOOK_OFFICE, Ledger, RowPlace};

/// The ledger of one office.
#[derive(Debug)]
pub struct OfficeLedger;

impl Ledger for OfficeLedger {
    type Key = OfficeKey;
    type Change = OfficeChange;
    type Record = OfficeRecord;
    type State = Office;

    const FORMAT: u16 = BOOK_OFFICE + 1;
    const TREES: &'static [&'static str] = &["office", "town_village", "town_row", "office_copies"];

    fn empty() -> Office {
        Office::default()
    }

    fn key(record: &OfficeRecord) -> OfficeKey {
        record.key()
    }

    fn reconciled(upto: Seq, rows: Vec<(OfficeKey, Option<OfficeRecord>)>) -> OfficeChange {
        OfficeChange::Reconciled { upto, rows }
    }

    fn place(key: &OfficeKey) -> RowPlace {
        let (tree, id) = match key {
            OfficeKey::Office => (0, [0; 16]),
            OfficeKey::Village(id) => (1, *id.as_bytes()),
            OfficeKey::Row(id) => (2, *id.as_bytes()),
            OfficeKey::Copies => (3, [0; 16]),
        };
        RowPlace { tree, id }
    }

    fn load(office: &mut Office, record: OfficeRecord) {
        office.put(record);
    }

    fn loaded(office: &mut Office, seq: Seq) {
        office.seq = seq;
    }

    fn stage(office: &Office, act: &Act<OfficeChange>) -> OfficeStaged {
        stage(office, act.seq, &act.changes)
    }

    fn install(office: &mut Office, act: &Act<OfficeChange>, staged: OfficeStaged) {
        install(office, act.seq, staged);
    }

    /// The office destroys nothing yet.
    fn destroyed_at(_: &Office) -> Seq {
        Seq(0)
    }

    fn is_destroyed(_: &Office, _: Seq, _: &OfficeChange) -> bool {
        false
    }
}
