//! Reading a backup: its sum over every byte, and its acts one after the other, each checked to follow the one before.
//!
//! It writes nothing. What is wrong with a file is said with its name; nothing of a bad file is used.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::domain::limits::ACT_BYTES_MAX;
use crate::store::base;
use crate::store::encode::{act_of, record_of};
use crate::store::error::StoreError;
use crate::store::frame::{HEAD_BYTES, Head, Kind};
use crate::store::ledger::{Ledger, RowPlace};
use crate::store::open::is_readable;
use crate::store::reader::{Chain, opened, unseal};
use crate::store::rows::RowKey;
use crate::store::site::Site;
use crate::store::unlock::{self, Unlock};
use crate::store::wire::{Body, Link, encode};

use super::layout::{Front, SUM_BYTES, damaged, read_fault};
use super::{Heard, Phase};

const BUFFER_BYTES: usize = 256 * 1024;

/// Reads, and sums what it read.
pub(super) struct Summing<R> {
    input: R,
    sum: Sha256,
}

/// A file whose sum is right.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) front: Front,
    /// Of the whole file, lower-case hex.
    pub(super) sha256: String,
}

/// One act of a backup, or a part of the base before them, its place in the chain checked.
pub(super) struct Frame<'a> {
    pub(super) head: Head,
    pub(super) sealed: &'a [u8],
    pub(super) body: &'a Body,
    /// The link after it.
    pub(super) link: Link,
    /// Bytes of frames up to its end.
    pub(super) done_bytes: u64,
}

/// What the acts of a backup make.
pub(super) struct Decoded<S> {
    pub(super) state: S,
    pub(super) tally: Tally,
    /// When the first and the last act were done.
    pub(super) span: Option<(Moment, Moment)>,
}

/// The hash of every row that is left, to be compared with what the tables say of theirs.
#[derive(Debug, Default)]
pub(super) struct Tally {
    rows: BTreeMap<RowPlace, u128>,
}

impl<R: Read> Summing<R> {
    pub(super) fn of(input: R) -> Summing<R> {
        Summing { input, sum: Sha256::new() }
    }

    /// Compares what was read with the sum that comes next, which must be the last of the file. Gives the sum of the
    /// whole file.
    pub(super) fn finish(mut self, file: &Path) -> Result<String, StoreError> {
        let wanted: [u8; SUM_BYTES] = self.sum.clone().finalize().into();
        let mut found = [0u8; SUM_BYTES];
        self.read_exact(&mut found).map_err(|fault| read_fault(fault, file))?;
        if found != wanted {
            return Err(damaged(file, "内容和校验对不上，被改动过或者坏了"));
        }
        let mut more = [0u8; 1];
        match self.input.read(&mut more).map_err(|fault| read_fault(fault, file))? {
            0 => Ok(hex(&self.sum.finalize())),
            _ => Err(damaged(file, "后面多出了内容")),
        }
    }
}

impl<R: Read> Read for Summing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(into)?;
        self.sum.update(into.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// Lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Opens a file to be read from its beginning.
pub(super) fn open(file: &Path) -> Result<Summing<BufReader<File>>, StoreError> {
    let opened = File::open(file).map_err(StoreError::io("打开备份", file))?;
    Ok(Summing::of(BufReader::with_capacity(BUFFER_BYTES, opened)))
}

/// Reads the front alone.
pub(super) fn front(file: &Path) -> Result<Front, StoreError> {
    Front::read(&mut open(file)?, file)
}

/// Reads every byte and compares the sum. No key is needed.
pub(super) fn check_whole(file: &Path, heard: &mut Heard<'_>) -> Result<Whole, StoreError> {
    check_sum(open(file)?, file, heard)
}

/// The same for a file that is open already.
pub(super) fn check_sum(
    mut input: Summing<impl Read>,
    file: &Path,
    heard: &mut Heard<'_>,
) -> Result<Whole, StoreError> {
    let front = Front::read(&mut input, file)?;
    let total = front.frames_bytes();
    let (mut left, mut buffer) = (total, vec![0u8; BUFFER_BYTES]);
    while left > 0 {
        let piece = usize::try_from(left).unwrap_or(BUFFER_BYTES).min(BUFFER_BYTES);
        let into = buffer.get_mut(..piece).unwrap_or_default();
        input.read_exact(into).map_err(|fault| read_fault(fault, file))?;
        left -= piece as u64;
        go_on(heard(Phase::Checking, total - left, total), file)?;
    }
    Ok(Whole { front, sha256: input.finish(file)? })
}

/// The keys of a backup, for a store in `dir`.
pub(super) fn site_of<L: Ledger>(
    front: &Front,
    file: &Path,
    dir: &Path,
    unlock: Unlock<'_>,
) -> Result<Site, StoreError> {
    check_format::<L>(front, file)?;
    let key = unlock::data_key(file, &front.header, unlock)?;
    let site = Site::new(dir, key, &front.header.store_id);
    check_proof(front, &site, file)?;
    Ok(site)
}

/// Whether who has the data key wrote the front. It says how many acts there are: else a copy could be cut short.
pub(super) fn check_proof(front: &Front, site: &Site, file: &Path) -> Result<(), StoreError> {
    if front.header.is_of(site, &front.proof) {
        Ok(())
    } else {
        Err(damaged(file, "开头不是用这份数据的钥匙写的"))
    }
}

/// Whether its acts are of this program's format.
pub(super) fn check_format<L: Ledger>(front: &Front, file: &Path) -> Result<(), StoreError> {
    is_readable::<L>(front.header.format, file.to_path_buf()).map_err(|fault| match fault {
        StoreError::OtherBook { file, is_office } => StoreError::OtherCopy { file, is_office },
        fault => fault,
    })
}

/// Goes through the acts; `input` stands behind the front, and behind the last act afterwards.
pub(super) fn walk<L: Ledger>(
    input: &mut impl Read,
    front: &Front,
    site: &Site,
    file: &Path,
    each: &mut dyn FnMut(Frame<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let total = front.frames_bytes();
    let mut chain = Chain { seq: Seq(0), link: site.first_link };
    let (mut done_bytes, mut sealed) = (0u64, Vec::new());
    while done_bytes < total {
        let nth = chain.seq.0 + 1;
        let broken = |what: &str| damaged(file, &format!("第 {nth} 笔{what}"));
        let head = next_head(input, file)?.filter(|head| head.kind != Kind::NotAcknowledged);
        let head = head.ok_or_else(|| broken("开头对不上"))?;
        let body_bytes = usize::try_from(head.body_bytes).unwrap_or(usize::MAX);
        let end = done_bytes + HEAD_BYTES as u64 + u64::from(head.body_bytes);
        if end > total || body_bytes > ACT_BYTES_MAX + site.sealer.overhead_bytes() {
            return Err(broken("长得不对"));
        }
        sealed.resize(body_bytes, 0);
        input.read_exact(&mut sealed).map_err(|fault| read_fault(fault, file))?;
        let body = unseal(&site.sealer, L::FORMAT, &head, &sealed, file).map_err(|fault| of_frame(fault, file))?;
        let body = body.ok_or_else(|| broken("校验对不上"))?;
        chain.follow(&head, &body).map_err(broken)?;
        done_bytes = end;
        each(Frame { head, sealed: &sealed, body: &body, link: chain.link, done_bytes })?;
    }
    let closed_at = &front.header.closed_at;
    if (chain.seq, chain.link) == (closed_at.seq, closed_at.link) {
        Ok(())
    } else {
        Err(damaged(file, "笔数对不上"))
    }
}

/// Plays the acts through, from the base where there is one, and gives what they make; its rows are hashed under the
/// second key.
pub(super) fn decode<L: Ledger>(
    input: &mut impl Read,
    front: &Front,
    (site, tally_key): (&Site, &RowKey),
    file: &Path,
    heard: &mut Heard<'_>,
) -> Result<Decoded<L::State>, StoreError> {
    let mut playing = Playing::<L>::new(site, tally_key, file);
    let total = front.frames_bytes();
    walk::<L>(input, front, site, file, &mut |frame| {
        match frame.head.kind {
            Kind::Base => playing.take_base(&frame)?,
            Kind::Act | Kind::NotAcknowledged => playing.take_act(&frame)?,
        }
        go_on(heard(Phase::Checking, frame.done_bytes, total), file)
    })?;
    if playing.base.as_ref().map_or(Seq(0), |base| base.upto) != front.header.base {
        return Err(damaged(file, "销毁时留下的底数不在"));
    }
    Ok(Decoded { state: playing.state, tally: playing.tally, span: playing.span })
}

/// What the frames of a backup made so far.
struct Playing<'a, L: Ledger> {
    site: &'a Site,
    tally_key: &'a RowKey,
    file: &'a Path,
    reading: base::Reading,
    /// Known whole with the first act.
    base: Option<base::Front>,
    state: L::State,
    tally: Tally,
    span: Option<(Moment, Moment)>,
}

impl<'a, L: Ledger> Playing<'a, L> {
    fn new(site: &'a Site, tally_key: &'a RowKey, file: &'a Path) -> Playing<'a, L> {
        let mut state = L::empty();
        L::loaded(&mut state, Seq(0));
        let reading = base::Reading::default();
        Playing { site, tally_key, file, reading, base: None, state, tally: Tally::default(), span: None }
    }

    fn take_base(&mut self, frame: &Frame<'_>) -> Result<(), StoreError> {
        let mut scratch = Vec::new();
        let part = opened(&self.site.sealer, L::FORMAT, &frame.head, frame.sealed, self.file, &mut scratch)?;
        let taken = part.and_then(|part| {
            self.reading.take(part.format, part.plain, &mut |_, written| {
                let (place, record, bytes) = record_of::<L>(written)?;
                self.tally.put(place, Some(self.tally_key.hash(&place, L::FORMAT, &bytes)));
                L::load(&mut self.state, record);
                Some(())
            })
        });
        taken.ok_or_else(|| damaged(self.file, "底数坏了"))
    }

    fn take_act(&mut self, frame: &Frame<'_>) -> Result<(), StoreError> {
        if frame.head.seq == Seq(1) {
            self.base = std::mem::take(&mut self.reading).finish().map_err(|what| damaged(self.file, what))?;
            self.base.iter().for_each(|base| L::loaded(&mut self.state, base.upto));
        }
        let act = act_of::<L>(frame.head.seq, frame.body, self.file).map_err(|fault| of_frame(fault, self.file))?;
        let (first, _) = self.span.unwrap_or((act.at, act.at));
        self.span = Some((first, act.at));
        match &self.base {
            // What it made is in the base.
            Some(base) if act.seq < base.upto => return Ok(()),
            Some(base) if act.seq == base.upto && frame.link == base.link => return Ok(()),
            Some(base) if act.seq == base.upto => return Err(damaged(self.file, "底数和流水对不上")),
            Some(_) | None if act.erased > 0 => {
                return Err(damaged(self.file, &format!("第 {} 笔的内容已销毁，底数又不在", act.seq.0)));
            }
            Some(_) | None => {}
        }
        let staged = L::stage(&self.state, &act);
        for edit in &staged.rows {
            let place = L::place(&edit.key);
            let hash = match &edit.after {
                None => None,
                Some(record) => {
                    let plain = encode(record).ok_or_else(|| damaged(self.file, "有一笔写不成记录"))?;
                    Some(self.tally_key.hash(&place, L::FORMAT, &plain))
                }
            };
            self.tally.put(place, hash);
        }
        L::install(&mut self.state, &act, staged);
        Ok(())
    }
}

/// Whether the person wants it to go on.
pub(in crate::store) fn go_on(wanted: bool, file: &Path) -> Result<(), StoreError> {
    if wanted { Ok(()) } else { Err(StoreError::Stopped { file: file.to_path_buf() }) }
}

fn next_head(input: &mut impl Read, file: &Path) -> Result<Option<Head>, StoreError> {
    let mut bytes = [0u8; HEAD_BYTES];
    input.read_exact(&mut bytes).map_err(|fault| read_fault(fault, file))?;
    Ok(Head::from_bytes(&bytes))
}

/// A frame of a backup is no frame of the journal on this machine, and is not to be told as one.
fn of_frame(fault: StoreError, file: &Path) -> StoreError {
    match fault {
        StoreError::JournalDamaged { seq, what, .. } => damaged(file, &format!("第 {} 笔{what}", seq.0)),
        other => other,
    }
}

impl Tally {
    fn put(&mut self, place: RowPlace, hash: Option<u128>) {
        match hash {
            Some(hash) => self.rows.insert(place, hash),
            None => self.rows.remove(&place),
        };
    }

    /// XOR of all rows, and rows per tree of `trees`.
    pub(super) fn sums(&self, trees: usize) -> (u128, Vec<u64>) {
        let mut counts = vec![0u64; trees];
        for place in self.rows.keys() {
            if let Some(count) = counts.get_mut(usize::from(place.tree)) {
                *count += 1;
            }
        }
        (self.rows.values().fold(0, |sum, hash| sum ^ hash), counts)
    }
}
