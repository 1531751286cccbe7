//! A ledger for the tests of the store: numbered texts in two trees.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::act::{Act, RowEdit, Staged};
use crate::domain::day::Moment;
use crate::domain::id::Seq;

use super::ledger::{Ledger, RowPlace};

/// The record that says what was destroyed.
pub(super) const DESTROYED: u64 = 1_000_000_000;

/// Numbered texts.
pub(super) struct Toy;

/// The same, as a program that knows one more kind of record keeps them.
pub(super) struct WiderToy;

/// The same, as a later program would keep them.
pub(super) struct LaterToy;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum ToyChange {
    /// This number reads so.
    Set(u64, String),
    /// This number is gone.
    Gone(u64),
    /// These numbers are destroyed, with those of before.
    Destroyed(Vec<u64>),
    /// What the tables held beyond the journal.
    Reconciled(Vec<(u64, Option<ToyRecord>)>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ToyRecord {
    pub(super) n: u64,
    pub(super) text: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ToyState {
    pub(super) rows: BTreeMap<u64, String>,
    pub(super) seq: Seq,
}

/// The last act that destroyed anything, and every number that was destroyed.
fn destroyed(state: &ToyState) -> Vec<u64> {
    let words = state.rows.get(&DESTROYED).map(String::as_str).unwrap_or_default();
    words.split_whitespace().map(|word| word.parse().unwrap()).collect()
}

/// An act with these changes.
pub(super) fn act(seq: u64, changes: Vec<ToyChange>) -> Act<ToyChange> {
    let at = Moment::from_unix_ms(1_795_000_000_000 + i64::try_from(seq).unwrap());
    Act { seq: Seq(seq), at, actor: "王".to_owned(), command: "toy.set".to_owned(), changes, erased: 0 }
}

macro_rules! toy {
    ($name:ident, $format:expr, $trees:expr) => {
        impl Ledger for $name {
            type Key = u64;
            type Change = ToyChange;
            type Record = ToyRecord;
            type State = ToyState;
            const FORMAT: u16 = $format;
            const TREES: &'static [&'static str] = $trees;

            fn empty() -> ToyState {
                ToyState::default()
            }

            fn key(record: &ToyRecord) -> u64 {
                record.n
            }

            fn reconciled(_: Seq, rows: Vec<(u64, Option<ToyRecord>)>) -> ToyChange {
                ToyChange::Reconciled(rows)
            }

            fn place(key: &u64) -> RowPlace {
                let mut id = [0; 16];
                id[8..].copy_from_slice(&key.to_be_bytes());
                RowPlace { tree: u8::try_from(key % 2).unwrap(), id }
            }

            fn load(state: &mut ToyState, record: ToyRecord) {
                state.rows.insert(record.n, record.text);
            }

            fn loaded(state: &mut ToyState, seq: Seq) {
                state.seq = seq;
            }

            fn stage(state: &ToyState, act: &Act<ToyChange>) -> Staged<u64, ToyRecord> {
                let before = |n: &u64| state.rows.get(n).map(|text| ToyRecord { n: *n, text: text.clone() });
                let set = |n: &u64, text: &str| {
                    let after = Some(ToyRecord { n: *n, text: text.to_owned() });
                    RowEdit { key: *n, before: before(n), after }
                };
                let gone = |n: &u64| RowEdit { key: *n, before: before(n), after: None };
                let rows = act.changes.iter().flat_map(|change| match change {
                    ToyChange::Set(n, text) => vec![set(n, text)],
                    ToyChange::Gone(n) => vec![gone(n)],
                    ToyChange::Destroyed(numbers) => {
                        let mut rows: Vec<_> = numbers.iter().map(gone).collect();
                        let all = destroyed(state).into_iter().skip(1).chain(numbers.iter().copied());
                        let words: Vec<_> = std::iter::once(act.seq.0).chain(all).map(|n| n.to_string()).collect();
                        rows.push(set(&DESTROYED, &words.join(" ")));
                        rows
                    }
                    ToyChange::Reconciled(rows) => {
                        let row = |(n, after): &(u64, Option<ToyRecord>)| RowEdit {
                            key: *n,
                            before: before(n),
                            after: after.clone(),
                        };
                        rows.iter().map(row).collect()
                    }
                });
                Staged { rows: rows.collect() }
            }

            fn install(state: &mut ToyState, act: &Act<ToyChange>, staged: Staged<u64, ToyRecord>) {
                for edit in staged.rows {
                    match edit.after {
                        Some(record) => state.rows.insert(edit.key, record.text),
                        None => state.rows.remove(&edit.key),
                    };
                }
                state.seq = act.seq;
            }

            fn destroyed_at(state: &ToyState) -> Seq {
                Seq(destroyed(state).first().copied().unwrap_or(0))
            }

            fn is_destroyed(state: &ToyState, seq: Seq, change: &ToyChange) -> bool {
                match change {
                    ToyChange::Set(n, _) => {
                        seq < Self::destroyed_at(state) && destroyed(state).get(1..).is_some_and(|all| all.contains(n))
                    }
                    ToyChange::Gone(_) | ToyChange::Destroyed(_) | ToyChange::Reconciled(_) => false,
                }
            }
        }
    };
}

toy!(Toy, 1, &["even", "odd"]);
toy!(LaterToy, 2, &["even", "odd"]);
toy!(WiderToy, 1, &["even", "odd", "more"]);
