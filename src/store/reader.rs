//! Reading the journal frame by frame, through all segments, and following its chain.
//!
//! It judges a frame, not the journal: whether a bad frame is a torn tail or damage is `tail`'s to say. It writes nothing.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::domain::id::Seq;
use crate::seal::{Opened, Sealer, Suite};

use super::error::StoreError;
use super::frame::{BODY_BYTES_MAX, HEAD_BYTES, Head, Kind};
use super::wire::{Body, Link};
use super::{room, segment};

/// Below what the C library would hand back to the system and learn from (`room`).
const BUFFER_BYTES: usize = 64 * 1024;

/// A place in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) segment: u32,
    pub(super) offset: u64,
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Next {
    /// A frame with a sound head, whose sealed body is in [`Reader::body`].
    Frame(Head, Place),
    /// The clean end of the last segment.
    End(Place),
    /// Bytes that are no frame, before the end of their segment.
    Bad(Place, &'static str),
}

/// Reads frames one after the other.
pub(super) struct Reader {
    folder: PathBuf,
    /// Segments not begun yet, the next one last.
    waiting: Vec<u32>,
    number: u32,
    input: BufReader<File>,
    size: u64,
    offset: u64,
    body: Vec<u8>,
}

/// The chain as far as it has been followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chain {
    pub(super) seq: Seq,
    pub(super) link: Link,
}

impl Reader {
    /// Starts at a place.
    pub(super) fn at(folder: &Path, place: Place) -> Result<Reader, StoreError> {
        let numbers = segment::numbers(folder).map_err(StoreError::io("读取流水", folder))?;
        let waiting = numbers.into_iter().rev().filter(|number| *number > place.segment).collect();
        let path = segment::path(folder, place.segment);
        let (mut input, size) = open(&path)?;
        input.seek(SeekFrom::Start(place.offset)).map_err(StoreError::io("读取流水", &path))?;
        let folder = folder.to_path_buf();
        Ok(Reader { folder, waiting, number: place.segment, input, size, offset: place.offset, body: Vec::new() })
    }

    /// Starts at the very beginning, before the first act.
    pub(super) fn first(folder: &Path) -> Result<Reader, StoreError> {
        let numbers = segment::numbers(folder).map_err(StoreError::io("读取流水", folder))?;
        let Some(&segment) = numbers.first() else { return Err(missing(folder, Seq(1))) };
        Reader::at(folder, Place { segment, offset: 0 })
    }

    /// Starts at the segment that holds this act, or at the first one.
    pub(super) fn near(folder: &Path, seq: Seq) -> Result<Reader, StoreError> {
        let numbers = segment::numbers(folder).map_err(StoreError::io("读取流水", folder))?;
        let Some(&first) = numbers.first() else { return Err(missing(folder, seq)) };
        for &number in numbers.iter().rev() {
            let path = segment::path(folder, number);
            let mut head = Vec::new();
            let (input, _) = open(&path)?;
            input.take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(StoreError::io("读取流水", &path))?;
            if Head::from_bytes(&head).is_some_and(|head| head.seq <= seq) {
                return Reader::at(folder, Place { segment: number, offset: 0 });
            }
        }
        Reader::at(folder, Place { segment: first, offset: 0 })
    }

    /// The sealed body of the frame that came last.
    pub(super) fn body(&self) -> &[u8] {
        &self.body
    }

    /// The file being read.
    pub(super) fn path(&self) -> PathBuf {
        segment::path(&self.folder, self.number)
    }

    /// The next frame; the bodies of acts before `bodies_from` are passed over unread, and those of the base with them.
    pub(super) fn next(&mut self, bodies_from: Seq) -> Result<Next, StoreError> {
        self.read_next(bodies_from).map_err(|fault| StoreError::io("读取流水", &self.path())(fault))?
    }

    fn read_next(&mut self, bodies_from: Seq) -> io::Result<Result<Next, StoreError>> {
        loop {
            let place = Place { segment: self.number, offset: self.offset };
            let mut front = [0u8; HEAD_BYTES];
            let left = self.size.saturating_sub(self.offset);
            let got = usize::try_from(left).unwrap_or(HEAD_BYTES).min(HEAD_BYTES);
            let front_read = front.get_mut(..got).unwrap_or_default();
            self.input.read_exact(front_read)?;
            if front_read.iter().all(|byte| *byte == 0) {
                if !self.rest_is_zero()? {
                    return Ok(Ok(Next::Bad(place, "空白之后还有内容")));
                }
                let Some(number) = self.waiting.pop() else { return Ok(Ok(Next::End(place))) };
                match open(&segment::path(&self.folder, number)) {
                    Ok((input, size)) => (self.input, self.size, self.offset, self.number) = (input, size, 0, number),
                    Err(fault) => return Ok(Err(fault)),
                }
                continue;
            }
            let Some(head) = Head::from_bytes(&front) else { return Ok(Ok(Next::Bad(place, "开头对不上"))) };
            if usize::try_from(head.body_bytes).is_ok_and(|bytes| bytes > BODY_BYTES_MAX) {
                return Ok(Ok(Next::Bad(place, "比任何一笔都大")));
            }
            let end = self.offset + HEAD_BYTES as u64 + u64::from(head.body_bytes);
            if end > self.size {
                return Ok(Ok(Next::Bad(place, "没有写完")));
            }
            if head.kind != Kind::NotAcknowledged && head.seq < bodies_from {
                self.input.seek_relative(i64::from(head.body_bytes))?;
                self.body.clear();
            } else {
                let body_bytes = usize::try_from(head.body_bytes).unwrap_or(0);
                room::make(&mut self.body, body_bytes);
                self.body.resize(body_bytes, 0);
                self.input.read_exact(&mut self.body)?;
            }
            self.offset = end;
            return Ok(Ok(Next::Frame(head, place)));
        }
    }

    fn rest_is_zero(&mut self) -> io::Result<bool> {
        let mut piece = [0u8; 4096];
        loop {
            let got = self.input.read(&mut piece)?;
            if got == 0 {
                return Ok(true);
            }
            if piece.get(..got).unwrap_or_default().iter().any(|byte| *byte != 0) {
                return Ok(false);
            }
        }
    }
}

impl Chain {
    /// Checks that this frame is the next one, and goes on behind it. `body` is needed for an act.
    pub(super) fn follow(&mut self, head: &Head, body: &Body) -> Result<(), &'static str> {
        if head.kind == Kind::Base {
            // It stands before the first act and is no link: the chain is that of the acts.
            let stands = (head.seq, head.prev_link) == (Seq(0), self.link) && self.seq == Seq(0);
            return if stands { Ok(()) } else { Err("底数不在它的位置上") };
        }
        if head.seq != self.seq.next() {
            return Err("编号不连续");
        }
        if head.prev_link != self.link {
            return Err("与前一笔接不上");
        }
        match head.kind {
            Kind::Act => {
                self.link = body.link(&self.link, head.seq.0);
                self.seq = head.seq;
            }
            Kind::NotAcknowledged | Kind::Base => {}
        }
        Ok(())
    }
}

/// The link before this act, as its frame says; `None` where no such frame can be found.
pub(super) fn link_before(folder: &Path, seq: Seq) -> Result<Option<Link>, StoreError> {
    let mut reader = Reader::near(folder, seq)?;
    loop {
        match reader.next(Seq(u64::MAX))? {
            Next::Frame(head, _) if head.seq < seq => {}
            Next::Frame(head, _) => return Ok(Some(head.prev_link).filter(|_| head.seq == seq)),
            Next::End(_) | Next::Bad(..) => return Ok(None),
        }
    }
}

/// Opens the sealed body of an act. `Ok(None)`: the tag does not fit. Of a part of the base only the tag is looked at.
pub(super) fn unseal(
    sealer: &Sealer,
    format: u16,
    head: &Head,
    sealed: &[u8],
    file: &Path,
) -> Result<Option<Body>, StoreError> {
    let mut scratch = Vec::new();
    // The header says how every frame is sealed: one that says otherwise is no newer program's, but harmed.
    let Some(opened) = opened(sealer, format, head, sealed, file, &mut scratch)? else { return Ok(None) };
    match head.kind {
        Kind::NotAcknowledged | Kind::Base => Ok(Some(Body::empty())),
        Kind::Act => match Body::from_bytes(opened.format, opened.plain) {
            Some(body) => Ok(Some(body)),
            None => Err(damaged(file, head.seq, "内容读不出来")),
        },
    }
}

/// The link after this frame, checked as [`unseal`] does, without its pieces. `Ok(None)`: the tag does not fit.
pub(super) fn link_after(
    sealer: &Sealer,
    format: u16,
    head: &Head,
    sealed: &[u8],
    file: &Path,
) -> Result<Option<Link>, StoreError> {
    let mut scratch = Vec::new();
    let Some(opened) = opened(sealer, format, head, sealed, file, &mut scratch)? else { return Ok(None) };
    let link = match head.kind {
        Kind::NotAcknowledged | Kind::Base => Some(head.prev_link),
        Kind::Act => Body::link_of(opened.plain, &head.prev_link, head.seq.0),
    };
    link.map(Some).ok_or_else(|| damaged(file, head.seq, "内容读不出来"))
}

/// The plain bytes of a frame's body, of a format that this program knows. `Ok(None)`: the tag does not fit.
pub(super) fn opened<'a>(
    sealer: &Sealer,
    format: u16,
    head: &Head,
    sealed: &'a [u8],
    file: &Path,
    scratch: &'a mut Vec<u8>,
) -> Result<Option<Opened<'a>>, StoreError> {
    if sealer.suite() == Suite::Sealed {
        room::make(scratch, sealed.len());
    }
    let Ok(opened) = sealer.open(&head.belongs_to(), sealed, scratch) else { return Ok(None) };
    if opened.format > format {
        let (found, known) = (opened.format, format);
        return Err(StoreError::NewerProgram { file: file.to_path_buf(), found, known });
    }
    Ok(Some(opened))
}

/// The journal does not hold together at this act.
pub(super) fn damaged(file: &Path, seq: Seq, what: &str) -> StoreError {
    StoreError::JournalDamaged { file: file.to_path_buf(), seq, what: what.to_owned() }
}

/// There is no segment where there must be one.
pub(super) fn missing(folder: &Path, seq: Seq) -> StoreError {
    damaged(folder, seq, "流水文件不见了")
}

fn open(path: &Path) -> Result<(BufReader<File>, u64), StoreError> {
    let opened = File::open(path).and_then(|file| {
        let size = file.metadata()?.len();
        Ok((BufReader::with_capacity(BUFFER_BYTES, file), size))
    });
    opened.map_err(StoreError::io("读取流水", path))
}
