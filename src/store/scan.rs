//! One pass over the record trees into the state: sled reads ahead on its own thread while rows are checked and decoded.
//!
//! It compares what it read with what the tables say of themselves; it does not put acts again.

use std::time::Instant;

use sled::{IVec, Tree};

use super::guard;
use super::ledger::{Ledger, RowPlace};
use super::report::{OpenSplit, Progress};
use super::rows::{CALL_LIMIT, Meta, Rows, belongs_to};
use super::rows_fault::{RowsFault, of_guard, of_sled, unusable};
use super::site::Site;
use super::wire::decode;

/// Rows handed over at once.
const CHUNK_ROWS: usize = 512;
/// Chunks sled may be ahead.
const CHUNKS_AHEAD: usize = 4;

/// Rows of one tree, copied out of sled's pages: what sled took is then freed by the thread that took it, and is not
/// mixed with the records.
struct Chunk {
    tree: u8,
    bytes: Vec<u8>,
    /// Where in the bytes the id and the value of each row end.
    ends: Vec<(usize, usize)>,
}

impl Chunk {
    fn of(tree: u8, rows: impl Iterator<Item = sled::Result<(IVec, IVec)>>) -> sled::Result<Chunk> {
        let mut chunk = Chunk { tree, bytes: Vec::new(), ends: Vec::with_capacity(CHUNK_ROWS) };
        for row in rows {
            let (id, value) = row?;
            chunk.bytes.extend_from_slice(&id);
            let end_of_id = chunk.bytes.len();
            chunk.bytes.extend_from_slice(&value);
            chunk.ends.push((end_of_id, chunk.bytes.len()));
        }
        Ok(chunk)
    }

    fn rows(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(_, end)| *end));
        let places = starts.zip(&self.ends);
        let piece = |from: usize, to: usize| self.bytes.get(from..to).unwrap_or_default();
        places.map(move |(start, (id, value))| (piece(start, *id), piece(*id, *value)))
    }
}

/// Takes one record, plain.
type EachRow<'a> = dyn FnMut(RowPlace, &[u8]) -> Result<(), RowsFault> + 'a;

/// Reads every record into a new state.
pub(super) fn load<L: Ledger>(
    rows: &Rows,
    meta: &Meta,
    site: &Site,
    split: &mut OpenSplit,
    progress: &mut dyn FnMut(Progress),
) -> Result<L::State, RowsFault> {
    let mut state = L::empty();
    each_row::<L>(rows, meta, site, split, progress, &mut |_, plain| {
        L::load(&mut state, decode(plain).ok_or_else(|| unusable("数据表里有一行读不出来"))?);
        Ok(())
    })?;
    let since = Instant::now();
    L::loaded(&mut state, meta.applied_seq);
    split.index += since.elapsed();
    Ok(state)
}

/// Reads every record, in the order of trees and ids. Only once it comes back were they all of them, and none an old one.
pub(super) fn each_row<L: Ledger>(
    rows: &Rows,
    meta: &Meta,
    site: &Site,
    split: &mut OpenSplit,
    progress: &mut dyn FnMut(Progress),
    each: &mut EachRow<'_>,
) -> Result<(), RowsFault> {
    let mut counts = vec![0u64; meta.counts.len()];
    let (mut hash, mut done, rows_total) = (0u128, 0u64, meta.counts.iter().sum());
    let mut scratch = Vec::new();
    each_chunk(rows, split, |chunk: Chunk, split| {
        let since = Instant::now();
        for (id, value) in chunk.rows() {
            let id: [u8; 16] = id.try_into().map_err(|_| unusable("数据表里有一行损坏"))?;
            let place = RowPlace { tree: chunk.tree, id };
            let opened = site.sealer.open(&belongs_to(&place), value, &mut scratch);
            let opened = opened.map_err(|_| unusable("数据表里有一行损坏"))?;
            hash ^= site.key.hash(&place, opened.format, opened.plain);
            if opened.format != L::FORMAT {
                return Err(unusable("数据表里有一行读不出来"));
            }
            each(place, opened.plain)?;
        }
        let read = chunk.ends.len() as u64;
        if let Some(count) = counts.get_mut(usize::from(chunk.tree)) {
            *count += read;
        }
        done += read;
        split.decode += since.elapsed();
        progress(Progress::Reading { rows_done: done, rows_total });
        Ok(())
    })?;
    if counts != meta.counts {
        return Err(unusable("数据表少了或多了行"));
    }
    if hash != meta.state_hash {
        return Err(unusable("数据表里有旧的行"));
    }
    Ok(())
}

/// Takes the chunks of all trees in order; the waiting counts as reading.
fn each_chunk(
    rows: &Rows,
    split: &mut OpenSplit,
    mut take: impl FnMut(Chunk, &mut OpenSplit) -> Result<(), RowsFault>,
) -> Result<(), RowsFault> {
    let trees = rows.record_trees();
    let reading = move |hand: &dyn Fn(sled::Result<Chunk>) -> bool| {
        for (tree, records) in (0u8..).zip(trees) {
            let mut rows = records.iter().peekable();
            while rows.peek().is_some() {
                let read = rows.by_ref().take(CHUNK_ROWS).inspect(|row| let_go(&records, row));
                let chunk = Chunk::of(tree, read);
                let failed = chunk.is_err();
                if !hand(chunk) || failed {
                    return;
                }
            }
        }
    };
    let mut stream = guard::stream(CALL_LIMIT, CHUNKS_AHEAD, reading).map_err(|fault| of_guard(&fault))?;
    loop {
        let since = Instant::now();
        let chunk = stream.next().map_err(|fault| of_guard(&fault))?;
        split.read += since.elapsed();
        match chunk {
            None => return Ok(()),
            Some(chunk) => take(chunk.map_err(|fault| of_sled(&fault))?, split)?,
        }
    }
}

/// sled looks at what its cache holds only after every 64 readings of a 256th of its pages, and a scan reads each page
/// once: without more readings it would keep the whole village a second time.
fn let_go(records: &Tree, row: &sled::Result<(IVec, IVec)>) {
    if let Ok((id, _)) = row {
        // What is wrong with the row is told by the scan itself.
        let _ = records.contains_key(id);
    }
}
