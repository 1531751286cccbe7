//! The frames since the last checkpoint, and the last one before it: checked at every opening, and the judgement on a bad
//! one at the end.
//!
//! A bad frame is a torn tail only if nothing sound follows it; everything else is damage and stops the opening.
//! It never cuts by itself: whether the tables know more than the journal has to be known first.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::disk::durable::write_durably;
use crate::disk::file::DataFile;
use crate::disk::folder as disk_folder;
use crate::domain::id::Seq;
use crate::seal::Sealer;

use super::error::StoreError;
use super::frame::{BODY_BYTES_MAX, HEAD_BYTES, Head, Kind, MAGIC};
use super::header::ClosedAt;
use super::reader::{Chain, Next, Place, Reader, damaged, link_after, missing, unseal};
use super::report::TornTail;
use super::segment;
use super::wire::Link;

/// The search for sound frames behind a bad one reads pieces of this many bytes.
const SEARCH_PIECE_BYTES: usize = 1024 * 1024;
/// The search backward for the last closed frame reads pieces of this many bytes: most acts are within the first.
const SEARCH_BACK_BYTES: u64 = 8 * 1024;

/// What is left of an unfinished entry is at most what a segment holds: frames up to its size, or one large one.
const CUT_BYTES_MAX: u64 = segment::SEGMENT_BYTES_MAX + segment::EXTENT_BYTES + (HEAD_BYTES + BODY_BYTES_MAX) as u64;

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

/// Writes what follows the last checkpoint over itself, zeroes too, and syncs: after a sync that failed the system may hold
/// bytes for written that the disk does not have, and gives them to whoever reads. Only what is read after this counts.
pub(super) fn make_durable(folder: &Path, from: &ClosedAt) -> Result<(), StoreError> {
    const DOING: &str = "打开流水";
    let numbers = match segment::numbers(folder) {
        Ok(numbers) => numbers,
        // Told by the reading.
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(()),
        Err(fault) => return Err(StoreError::io(DOING, folder)(fault)),
    };
    for number in numbers.into_iter().filter(|number| *number >= from.segment) {
        let path = segment::path(folder, number);
        let mut file = DataFile::open(&path).map_err(StoreError::io(DOING, &path))?;
        let start = if number == from.segment { from.offset } else { 0 };
        file.write_again(start).and_then(|()| file.sync_all()).map_err(StoreError::io(DOING, &path))?;
    }
    Ok(())
}

/// Reads from the last checkpoint to the end.
pub(super) fn read(folder: &Path, from: &ClosedAt, sealer: &Sealer, format: u16) -> Result<Tail, StoreError> {
    check_segments(folder, from)?;
    check_closed(folder, from, sealer, format)?;
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
        let bytes = file.read_at(from, CUT_BYTES_MAX + 1).map_err(StoreError::io("读取流水", &path))?;
        if bytes.len() as u64 > CUT_BYTES_MAX {
            return Err(damaged(&path, seq, "比任何一笔都大"));
        }
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
    let numbers = match segment::numbers(folder) {
        Ok(numbers) => numbers,
        // A file of this name is no journal either; what may not be looked at is not taken for nothing.
        Err(fault) if matches!(fault.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(false),
        Err(fault) => return Err(StoreError::io("读取流水", folder)(fault)),
    };
    let Some(&first) = numbers.first() else { return Ok(false) };
    Ok(match Reader::at(folder, Place { segment: first, offset: 0 })?.next(Seq(u64::MAX))? {
        Next::End(_) => false,
        Next::Frame(..) | Next::Bad(..) => true,
    })
}

fn check_segments(folder: &Path, from: &ClosedAt) -> Result<(), StoreError> {
    let numbers = match segment::numbers(folder) {
        Ok(numbers) => numbers,
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Err(missing(folder, Seq(1))),
        Err(fault) => return Err(StoreError::io("读取流水", folder)(fault)),
    };
    if numbers.first() != Some(&1) {
        return Err(missing(&segment::path(folder, 1), Seq(1)));
    }
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

/// Checks that what was closed ends with the act that the header says: a journal of another village, or of another time,
/// has another link there even where it is of the same length. What lies before is not looked through at every opening.
fn check_closed(folder: &Path, from: &ClosedAt, sealer: &Sealer, format: u16) -> Result<(), StoreError> {
    if from.seq == Seq(0) && from.offset == 0 {
        return Ok(());
    }
    let path = segment::path(folder, from.segment);
    let strange = || damaged(&path, from.seq, "和首页记的对不上，坏了，或者是别处的流水");
    let (reader, head) = closing_frame(folder, from)?.ok_or_else(strange)?;
    // It may be a whole register: of what is in it no more than the link is wanted here.
    let link = link_after(sealer, format, &head, reader.body(), &path)?.ok_or_else(strange)?;
    let seq = match head.kind {
        Kind::Act => head.seq,
        Kind::NotAcknowledged | Kind::Base => Seq(head.seq.0.saturating_sub(1)),
    };
    if (seq, link) == (from.seq, from.link) { Ok(()) } else { Err(strange()) }
}

/// The last frame of what was closed, with its body read.
fn closing_frame(folder: &Path, from: &ClosedAt) -> Result<Option<(Reader, Head)>, StoreError> {
    let mut reader = if from.offset > 0 {
        let path = segment::path(folder, from.segment);
        let found = frame_that_ends_at(&path, from.offset).map_err(StoreError::io("读取流水", &path))?;
        let Some(offset) = found else { return Ok(None) };
        Reader::at(folder, Place { segment: from.segment, offset })?
    } else {
        // Closed at the start of a segment: its act is somewhere before.
        Reader::near(folder, from.seq)?
    };
    loop {
        match reader.next(from.seq)? {
            Next::Frame(head, _) if from.offset > 0 || head.seq == from.seq => return Ok(Some((reader, head))),
            Next::Frame(head, _) if head.seq < from.seq => {}
            Next::Frame(..) | Next::End(_) | Next::Bad(..) => return Ok(None),
        }
    }
}

/// Looks backward for the head of the frame that ends at `end`, so that nothing else has to be read.
fn frame_that_ends_at(path: &Path, end: u64) -> std::io::Result<Option<u64>> {
    let mut file = File::open(path)?;
    let mut behind = end;
    while behind > 0 {
        let from = behind.saturating_sub(SEARCH_BACK_BYTES);
        let mut window = Vec::new();
        file.seek(SeekFrom::Start(from))?;
        (&mut file).take((behind - from) + HEAD_BYTES as u64 - 1).read_to_end(&mut window)?;
        let ends_there = |(at, bytes): (usize, &[u8])| {
            let head = Head::from_bytes(bytes)?;
            let start = from + at as u64;
            (start + HEAD_BYTES as u64 + u64::from(head.body_bytes) == end).then_some(start)
        };
        if let Some(start) = window.windows(HEAD_BYTES).enumerate().rev().find_map(ends_there) {
            return Ok(Some(start));
        }
        behind = from;
    }
    Ok(None)
}

/// Hops from head to head through all that was closed: every number is there, once. What is in the bodies is not read.
pub(super) fn check_numbers(folder: &Path, upto: &ClosedAt) -> Result<(), StoreError> {
    let mut reader = Reader::at(folder, Place { segment: 1, offset: 0 })?;
    let is_behind = |place: Place| (place.segment, place.offset) >= (upto.segment, upto.offset);
    let mut seq = Seq(0);
    let what = loop {
        match reader.next(Seq(u64::MAX))? {
            Next::Frame(_, place) | Next::Bad(place, _) | Next::End(place) if is_behind(place) => break "编号不连续",
            Next::Frame(head, _) if head.seq == seq.next() => match head.kind {
                Kind::Act => seq = head.seq,
                Kind::NotAcknowledged | Kind::Base => {}
            },
            Next::Frame(head, _) if head.kind == Kind::Base && seq == Seq(0) => {}
            Next::Bad(_, what) => break what,
            Next::Frame(..) | Next::End(_) => break "编号不连续",
        }
    };
    if seq == upto.seq { Ok(()) } else { Err(damaged(&reader.path(), seq.next(), what)) }
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
