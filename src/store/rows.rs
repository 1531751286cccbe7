//! The tables in sled: one tree per kind of record, `undo`, and `meta`, changed together or not at all.
//!
//! It moves sealed bytes and knows no record. It does not compare itself with the journal; `open` does. Its calls are made
//! through `guard` only, which is why everything here can be moved to another thread.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;
use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use siphasher::sip128::{Hasher128, SipHasher13};
use sled::transaction::{ConflictableTransactionError, TransactionError, Transactional, TransactionalTree};
use sled::{Config, Db, Mode, Tree};

use crate::disk::fault::{self, Step};
use crate::domain::id::Seq;
use crate::domain::limits::UNDO_ACTS_MAX;
use crate::seal::Sealer;
use crate::seal::key::DataKey;

use super::guard;
use super::ledger::RowPlace;
use super::rows_fault::{RowsFault, guarded, is_lock, of_guard, of_sled, unusable};
use super::site::Site;
use super::wire::{Link, decode, encode};

/// Above this, an act goes in several transactions.
pub(super) const BATCH_ROWS_MAX: usize = 1_000;
/// A KiB for each of sled's 256 shards. It is a limit only together with `scan`'s `let_go`: sled cleans a shard after so
/// many accesses, and one scan alone never comes to that.
const CACHE_BYTES: u64 = 256 * 1024;
/// Opening reads everything that sled wrote since its last snapshot.
const OPEN_LIMIT: Duration = Duration::from_secs(120);
/// One batch, or one flush.
pub(super) const CALL_LIMIT: Duration = Duration::from_secs(60);
/// A former owner in this process may still be letting go.
const LOCK_RETRY: Duration = Duration::from_secs(5);
/// Act, tree, id. The act alone is the key of the row that says how many there are.
const UNDO_KEY_BYTES: usize = ACT_KEY_BYTES + 1 + 16;
const ACT_KEY_BYTES: usize = 8;
const META_KEY: &[u8] = b"meta";
const META_BELONGS_TO: &[u8] = b"meta";
/// The schema of [`Meta`].
const META_FORMAT: u16 = 1;

/// What the tables say of themselves; written in the transaction of the rows it speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Meta {
    /// The last act whose rows are all in.
    pub(super) applied_seq: Seq,
    /// The journal's link after that act.
    pub(super) link: Link,
    /// The act of which some rows may be in already, or 0.
    pub(super) applying: Seq,
    /// XOR of the keyed hashes of all rows.
    pub(super) state_hash: u128,
    /// Rows per tree.
    pub(super) counts: Vec<u64>,
}

impl Meta {
    /// What tables without a row say: of `trees` trees, before the first act.
    pub(super) fn empty(link: Link, trees: usize) -> Meta {
        Meta { applied_seq: Seq(0), link, applying: Seq(0), state_hash: 0, counts: vec![0; trees] }
    }
}

/// One row to put or remove.
#[derive(Clone, Debug)]
pub(super) struct Put {
    pub(super) place: RowPlace,
    /// The sealed record and its hash; `None` removes the row.
    pub(super) after: Option<(Vec<u8>, u128)>,
    /// What undo needs, under its key, sealed; `None` for an act too old to be undone.
    pub(super) undo: Option<([u8; UNDO_KEY_BYTES], Vec<u8>)>,
}

impl Put {
    /// Bytes of its values.
    pub(super) fn bytes(&self) -> usize {
        self.after.as_ref().map_or(0, |(sealed, _)| sealed.len())
            + self.undo.as_ref().map_or(0, |(_, sealed)| sealed.len())
    }
}

/// A key and its sealed value.
pub(super) type SealedRow = (Vec<u8>, Vec<u8>);

/// The open tables. A clone is another handle of the same ones.
#[derive(Clone)]
pub(super) struct Rows {
    db: Db,
    /// The record trees in the ledger's order, then `undo`, then `meta`.
    trees: Vec<Tree>,
    records: usize,
    place: PathBuf,
    sealer: Sealer,
    key: RowKey,
}

/// The key of the row hashes.
#[derive(Clone, Copy)]
pub(super) struct RowKey([u8; 16]);

impl RowKey {
    /// Suite 0 has no secret: the hash of another store's rows must not fit, that is all.
    pub(super) fn of_store(store_id: &[u8; 16]) -> RowKey {
        RowKey(*store_id)
    }

    /// Of a sealed store the hash is keyed by its data key: nobody without it can make the sum fit other rows.
    pub(super) fn under(key: &DataKey) -> RowKey {
        let derived = key.derive("daiban rows 1");
        let mut bytes = [0; 16];
        bytes.copy_from_slice(derived.split_at(16).0);
        RowKey(bytes)
    }

    /// The hash of one row: over tree, id and plain record.
    pub(super) fn hash(&self, place: &RowPlace, format: u16, plain: &[u8]) -> u128 {
        let mut hasher = SipHasher13::new_with_key(&self.0);
        hasher.write(&belongs_to(place));
        hasher.write(&format.to_be_bytes());
        hasher.write(plain);
        hasher.finish128().as_u128()
    }
}

/// What a row's seal is bound to: its tree and its id.
pub(super) fn belongs_to(place: &RowPlace) -> [u8; 17] {
    let mut bytes = [0; 17];
    let (tree, id) = bytes.split_at_mut(1);
    tree.copy_from_slice(&[place.tree]);
    id.copy_from_slice(&place.id);
    bytes
}

/// The key of an undo row; also what its seal is bound to.
pub(super) fn undo_key(seq: Seq, place: &RowPlace) -> [u8; UNDO_KEY_BYTES] {
    let mut bytes = [0; UNDO_KEY_BYTES];
    let (number, row) = bytes.split_at_mut(8);
    number.copy_from_slice(&seq.0.to_be_bytes());
    row.copy_from_slice(&belongs_to(place));
    bytes
}

impl Rows {
    /// Opens the tables in a folder, or makes them there if `new`.
    pub(super) fn open(
        folder: &Path,
        names: &'static [&'static str],
        site: &Site,
        new: bool,
    ) -> Result<Rows, RowsFault> {
        let path = folder.to_path_buf();
        let work = move || -> sled::Result<(Db, Vec<Tree>)> {
            let db = open_db(&path, new)?;
            let all = names.iter().chain(&["undo", "meta"]);
            let trees = all.map(|name| db.open_tree(name)).collect::<sled::Result<Vec<Tree>>>()?;
            Ok((db, trees))
        };
        let (db, trees) = guarded(OPEN_LIMIT, work)?;
        Ok(Rows {
            db,
            trees,
            records: names.len(),
            place: folder.to_path_buf(),
            sealer: site.sealer.clone(),
            key: site.key,
        })
    }

    /// What the tables say of themselves; `Unusable` when they say nothing.
    pub(super) fn meta(&self) -> Result<Meta, RowsFault> {
        let rows = self.clone();
        let bytes = guarded(CALL_LIMIT, move || match rows.trees.last() {
            Some(meta) => meta.get(META_KEY),
            None => Ok(None),
        })?;
        let bytes = bytes.ok_or_else(|| unusable("数据表是空的"))?;
        let mut scratch = Vec::new();
        let opened = self.sealer.open(META_BELONGS_TO, &bytes, &mut scratch).ok();
        let meta: Option<Meta> = opened.filter(|o| o.format == META_FORMAT).and_then(|o| decode(o.plain));
        let meta = meta.filter(|meta| meta.counts.len() <= self.records);
        let mut meta = meta.ok_or_else(|| unusable("数据表的说明损坏"))?;
        // An older program knew fewer kinds of record; those it did not know are empty.
        meta.counts.resize(self.records, 0);
        Ok(meta)
    }

    /// Writes what an empty store says of itself.
    pub(super) fn begin(&self, link: Link) -> Result<Meta, RowsFault> {
        self.batch(Meta::empty(link, self.records), &Arc::new(Vec::new()), 0..0, Vec::new())
    }

    /// Puts the rows of the acts up to `seq`; the returned meta is what the tables now say. Doing it again is harmless.
    pub(super) fn apply(&self, meta: &Meta, seq: Seq, link: Link, puts: &Arc<Vec<Put>>) -> Result<Meta, RowsFault> {
        let last = puts.len().saturating_sub(1) / BATCH_ROWS_MAX * BATCH_ROWS_MAX;
        let mut meta = self.apply_part(meta, seq, puts, last)?;
        let acts = Seq((meta.applied_seq.0 + 1).max((seq.0 + 1).saturating_sub(UNDO_ACTS_MAX as u64)))..=seq;
        let counts = self.undo_counts(acts, puts, last..puts.len())?;
        (meta.applied_seq, meta.applying, meta.link) = (seq, Seq(0), link);
        self.batch(meta, puts, last..puts.len(), counts)
    }

    /// Puts the first `count` rows of an act that is not whole with them.
    pub(super) fn apply_part(
        &self,
        meta: &Meta,
        seq: Seq,
        puts: &Arc<Vec<Put>>,
        count: usize,
    ) -> Result<Meta, RowsFault> {
        let mut meta = meta.clone();
        for from in (0..count).step_by(BATCH_ROWS_MAX) {
            meta.applying = seq;
            meta = self.batch(meta, puts, from..count.min(from + BATCH_ROWS_MAX), Vec::new())?;
        }
        Ok(meta)
    }

    /// Makes what was written durable as far as sled does; the files are the caller's to sync.
    pub(super) fn flush(&self) -> Result<(), RowsFault> {
        let db = self.db.clone();
        guarded(CALL_LIMIT, move || db.flush()).map(|_| ())
    }

    /// The undo rows of one act, still sealed, with the keys they are bound to; `Unusable` unless all of them are there.
    pub(super) fn undo_of(&self, seq: Seq) -> Result<Vec<SealedRow>, RowsFault> {
        let rows = self.clone();
        let mut found: Vec<SealedRow> = guarded(CALL_LIMIT, move || {
            let of_act = rows.undo().into_iter().flat_map(|tree| tree.scan_prefix(seq.0.to_be_bytes()));
            of_act.map(|row| row.map(|(k, v)| (k.to_vec(), v.to_vec()))).collect()
        })?;
        // It sorts before the others: its key is what theirs begin with.
        let counted = found.first().is_some_and(|(key, _)| key.len() == ACT_KEY_BYTES).then(|| found.remove(0));
        let count: Option<u64> = counted.and_then(|(key, sealed)| {
            let mut scratch = Vec::new();
            self.sealer.open(&key, &sealed, &mut scratch).ok().and_then(|opened| decode(opened.plain))
        });
        if count == Some(found.len() as u64) { Ok(found) } else { Err(unusable("撤销用的记录不全")) }
    }

    /// For every one of these acts, how many undo rows it has with those that are put now: sealed, under the key of the act.
    /// An act without rows has none, and says so.
    fn undo_counts(
        &self,
        acts: RangeInclusive<Seq>,
        puts: &Arc<Vec<Put>>,
        last: Range<usize>,
    ) -> Result<Vec<SealedRow>, RowsFault> {
        let is_whole = last.start == 0;
        let mut acts: BTreeMap<Vec<u8>, BTreeSet<Vec<u8>>> =
            (acts.start().0..=acts.end().0).map(|seq| (seq.to_be_bytes().to_vec(), BTreeSet::new())).collect();
        for (key, _) in puts.get(last).unwrap_or_default().iter().filter_map(|put| put.undo.as_ref()) {
            acts.entry(key.split_at(ACT_KEY_BYTES).0.to_vec()).or_default().insert(key.to_vec());
        }
        // Of an act in several batches some are there already. All of any other act are put now, again or not: looking for
        // them would cost each act as much as keeping it.
        if !is_whole {
            let rows = self.clone();
            acts = guarded(CALL_LIMIT, move || {
                for (act, keys) in &mut acts {
                    for row in rows.undo().into_iter().flat_map(|tree| tree.scan_prefix(act).keys()) {
                        keys.insert(row?.to_vec());
                    }
                    keys.remove(act);
                }
                Ok(acts)
            })?;
        }
        let sealed = |(act, keys): (Vec<u8>, BTreeSet<Vec<u8>>)| {
            let plain = encode(&(keys.len() as u64))?;
            let sealed = self.sealer.seal(&act, META_FORMAT, &plain).ok()?;
            Some((act, sealed))
        };
        let counts: Option<Vec<SealedRow>> = acts.into_iter().map(sealed).collect();
        counts.ok_or_else(|| RowsFault::Refused("系统没有给出随机数".to_owned()))
    }

    /// Drops the undo rows of all acts before this one.
    pub(super) fn forget_undo_before(&self, seq: Seq) -> Result<(), RowsFault> {
        let rows = self.clone();
        guarded(CALL_LIMIT, move || {
            let Some(undo) = rows.undo() else { return Ok(()) };
            for row in undo.range(..seq.0.to_be_bytes().to_vec()) {
                undo.remove(row?.0)?;
            }
            Ok(())
        })
    }

    /// The trees of records, for the scan.
    pub(super) fn record_trees(&self) -> Vec<Tree> {
        self.trees.iter().take(self.records).cloned().collect()
    }

    pub(super) fn undo(&self) -> Option<&Tree> {
        self.trees.get(self.records)
    }

    fn batch(
        &self,
        meta: Meta,
        puts: &Arc<Vec<Put>>,
        range: Range<usize>,
        undo_counts: Vec<SealedRow>,
    ) -> Result<Meta, RowsFault> {
        fault::pass(Step::Write, &self.place).map_err(|fault| of_sled(&fault.into()))?;
        let (rows, puts) = (self.clone(), Arc::clone(puts));
        let work = move || {
            let work = |views: &Vec<TransactionalTree>| {
                rows.transact(views, &meta, puts.get(range.clone()).unwrap_or_default(), &undo_counts)
            };
            rows.trees.as_slice().transaction(work)
        };
        match guard::call(CALL_LIMIT, work) {
            Ok(Ok(meta)) => Ok(meta),
            Ok(Err(TransactionError::Abort(what))) => Err(unusable(what)),
            Ok(Err(TransactionError::Storage(fault))) => Err(of_sled(&fault)),
            Err(fault) => Err(of_guard(&fault)),
        }
    }

    fn transact(
        &self,
        views: &[TransactionalTree],
        before: &Meta,
        puts: &[Put],
        undo_counts: &[SealedRow],
    ) -> Result<Meta, ConflictableTransactionError<&'static str>> {
        let abort = ConflictableTransactionError::Abort;
        let mut meta = before.clone();
        let mut scratch = Vec::new();
        let (undo, own) = (views.get(self.records), views.get(self.records + 1));
        for put in puts {
            let tree = usize::from(put.place.tree);
            let (view, count) = (views.get(tree).filter(|_| tree < self.records), meta.counts.get_mut(tree));
            let (Some(view), Some(count), Some(undo)) = (view, count, undo) else {
                return Err(abort("没有这张数据表"));
            };
            // What was there before the act is what the first putting saw.
            if let Some((key, sealed)) = &put.undo
                && undo.get(key)?.is_none()
            {
                undo.insert(key, sealed.as_slice())?;
            }
            let old = match &put.after {
                Some((sealed, _)) => view.insert(&put.place.id, sealed.as_slice())?,
                None => view.remove(&put.place.id)?,
            };
            // From the value that was really there, so that putting the rows again leaves the hash alone.
            if let Some(old) = old {
                let opened = self.sealer.open(&belongs_to(&put.place), &old, &mut scratch);
                let opened = opened.map_err(|_| abort("数据表里有一行损坏"))?;
                meta.state_hash ^= self.key.hash(&put.place, opened.format, opened.plain);
                *count = count.saturating_sub(1);
            }
            if let Some((_, hash)) = &put.after {
                meta.state_hash ^= hash;
                *count += 1;
            }
        }
        for (act, count) in undo_counts {
            undo.ok_or(abort("没有这张数据表"))?.insert(act.as_slice(), count.as_slice())?;
        }
        let plain = encode(&meta).ok_or(abort("数据表的说明写不出来"))?;
        let sealed = self.sealer.seal(META_BELONGS_TO, META_FORMAT, &plain);
        let sealed = sealed.map_err(|_| abort("系统没有给出随机数"))?;
        own.ok_or(abort("没有这张数据表"))?.insert(META_KEY, sealed)?;
        Ok(meta)
    }
}

/// Opens sled, waiting a little for a former owner in this process.
fn open_db(path: &Path, new: bool) -> sled::Result<Db> {
    let since = Instant::now();
    loop {
        let config = Config::new()
            .path(path)
            .cache_capacity(CACHE_BYTES)
            .flush_every_ms(None)
            .mode(Mode::LowSpace)
            .create_new(new)
            .print_profile_on_drop(false);
        match config.open() {
            Err(fault) if is_lock(&fault) && since.elapsed() < LOCK_RETRY => {
                std::thread::sleep(Duration::from_millis(20));
            }
            other => return other,
        }
    }
}
