//! The frames since the last checkpoint: checked at every opening, and the judgement on a bad one at the end.
//!
//! A bad frame is a torn tail only if nothing sound follows it; everything else is damage and stops the opening.
//! It never cuts by itself: whether the tables know more than the journal has to be known first.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::disk::durable::write_durably;
use crate::disk::file::DataFile;
use crate::disk::folder as disk_folder;
use crate::domain::id::Seq;
use crate::seal::Sealer;

use super::error::StoreError;
use super::frame::{HEAD_BYTES, Head, Kind, MAGIC};
use super::header::ClosedAt;
use super::reader::{Chain, Next, Place, Reader, damaged, missing, unseal};
use super::report::TornTail;
use super::segment;
use super::wire::Link;

/// The search for sound frames behind a bad one reads pieces of this many bytes.
const SEARCH_PIECE_BYTES: usize = 1024 * 1024;

/// What the frames since the last checkpoint say.
#[derive(Debug)]
pub(super) struct Tail {
    /// The end of the last sound act.
    pub(super) end: ClosedAt,
    /// The link after each act since the checkpoint, and that of the checkpoint first.
    pub(super) links: Vec<(Seq, Link)>,
    /// Where bytes of an unfinished frame begin.
    pub(super) torn: Option<Place>,
}

/// Reads from the last checkpoint to the end.
pub(super) fn read(folder: &Path, from: &ClosedAt, sealer: &Sealer, format: u16) -> Result<Tail, StoreError> {
    check_segments(folder, from)?;
    let mut reader = Reader::at(folder, Place { segment: from.segment, offset: from.offset })?;
    let mut chain = Chain { seq: from.seq, link: from.link };
    let mut links = vec![(from.seq, from.link)];
    let (place, torn) = loop {
        let (bad, what) = match reader.next(Seq(0))? {
            Next::End(place) => break (place, None),
            Next::Bad(place, what) => (place, what),
            Next::Frame(head, place) => match unseal(sealer, format, &head, reader.body(), &reader.path())? {
                None => (place, "校验对不上"),
                Some(body) => {
                    chain.follow(&head, &body).map_err(|what| damaged(&reader.path(), head.seq, what))?;
                    if head.kind == Kind::Act {
                        links.push((chain.seq, chain.link));
                    }
                    continue;
                }
            },
        };
        if sound_frame_after(folder, bad, chain.seq.next())? {
            return Err(damaged(&segment::path(folder, bad.segment), chain.seq.next(), what));
        }
        break (last_place(folder, bad)?, Some(bad));
    };
    let end = ClosedAt { seq: chain.seq, segment: place.segment, offset: place.offset, link: chain.link };
    Ok(Tail { end, links, torn })
}

/// Cuts the unfinished frame off: its bytes are kept aside, then zeroed and synced.
pub(super) fn cut(dir: &Path, folder: &Path, torn: Place, seq: Seq) -> Result<TornTail, StoreError> {
    let mut kept = Vec::new();
    let mut cuts = Vec::new();
    for number in segment::numbers(folder).map_err(StoreError::io("读取流水", folder))? {
        let from = if number == torn.segment { torn.offset } else { 0 };
        if number < torn.segment {
            continue;
        }
        let path = segment::path(folder, number);
        let mut file = DataFile::open(&path).map_err(StoreError::io("读取流水", &path))?;
        let bytes = file.read_at(from, u64::MAX).map_err(StoreError::io("读取流水", &path))?;
        let used = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        kept.extend_from_slice(bytes.get(..used).unwrap_or_default());
        if used > 0 {
            cuts.push((file, from, from + used as u64));
        }
    }
    let kept_in = disk_folder::free_name(dir, &format!("torn-{}", seq.0));
    write_durably(&kept_in, &kept).map_err(StoreError::io("保存未写完的一笔", &kept_in))?;
    for (mut file, from, to) in cuts {
        let done = file.zero(from, to).and_then(|()| file.sync_all());
        done.map_err(StoreError::io("清理流水末尾", file.path()))?;
    }
    Ok(TornTail { seq, kept_in })
}

/// Whether any byte of any segment is in use: a creation that was cut off has none.
pub(super) fn has_frames(folder: &Path) -> Result<bool, StoreError> {
    let Ok(numbers) = segment::numbers(folder) else { return Ok(false) };
    let Some(&first) = numbers.first() else { return Ok(false) };
    Ok(match Reader::at(folder, Place { segment: first, offset: 0 })?.next(Seq(u64::MAX))? {
        Next::End(_) => false,
        Next::Frame(..) | Next::Bad(..) => true,
    })
}

fn check_segments(folder: &Path, from: &ClosedAt) -> Result<(), StoreError> {
    let numbers = match segment::numbers(folder) {
        Ok(numbers) => numbers,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Err(missing(folder, Seq(1))),
        Err(fault) => return Err(StoreError::io("读取流水", folder)(fault)),
    };
    let gap = numbers.windows(2).find(|pair| matches!(pair, [a, b] if a + 1 != *b));
    if let Some([before, _]) = gap {
        return Err(missing(&segment::path(folder, before + 1), from.seq));
    }
    let path = segment::path(folder, from.segment);
    if !numbers.contains(&from.segment) {
        return Err(missing(&path, from.seq));
    }
    let size = std::fs::metadata(&path).map_err(StoreError::io("读取流水", &path))?.len();
    if size < from.offset {
        return Err(damaged(&path, from.seq, "文件变短了"));
    }
    Ok(())
}

/// Looks byte by byte for the head of this act or of a later one behind a bad place.
pub(super) fn sound_frame_after(folder: &Path, bad: Place, seq: Seq) -> Result<bool, StoreError> {
    for number in segment::numbers(folder).map_err(StoreError::io("读取流水", folder))? {
        let path = segment::path(folder, number);
        let from = match number {
            number if number < bad.segment => continue,
            number if number == bad.segment => bad.offset + 1,
            _ => 0,
        };
        if file_has_head(&path, from, seq).map_err(StoreError::io("读取流水", &path))? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn file_has_head(path: &PathBuf, from: u64, seq: Seq) -> std::io::Result<bool> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(from))?;
    let mut window: Vec<u8> = Vec::new();
    loop {
        let got = (&mut file).take(SEARCH_PIECE_BYTES as u64).read_to_end(&mut window)?;
        let found = window.windows(HEAD_BYTES).filter(|at| at.starts_with(&MAGIC)).filter_map(Head::from_bytes);
        if got == 0 || found.into_iter().any(|head| head.seq >= seq) {
            return Ok(got != 0);
        }
        window.drain(..window.len().saturating_sub(HEAD_BYTES - 1));
    }
}

/// Where the next frame goes after the torn one is cut: behind the sound ones, or into the last segment if it is empty.
fn last_place(folder: &Path, bad: Place) -> Result<Place, StoreError> {
    let numbers = segment::numbers(folder).map_err(StoreError::io("读取流水", folder))?;
    Ok(match numbers.last() {
        Some(&last) if last > bad.segment => Place { segment: last, offset: 0 },
        Some(_) | None => bad,
    })
}
