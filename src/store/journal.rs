//! Appending to the journal: one frame per act, acknowledged by one sync, and what a failure leaves behind.
//!
//! After a failed sync nothing more is written in this process: asking again proves nothing. It reads no frames (`reader`).

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::id::Seq;
use crate::domain::limits::ACT_BYTES_MAX;
use crate::seal::{SealFault, Sealer};

use super::error::CommitError;
use super::frame::{Head, Kind};
use super::header::ClosedAt;
use super::segment::Segment;
use super::wire::{Body, Link};

/// The open end of the journal.
#[derive(Debug)]
pub(super) struct Journal {
    folder: PathBuf,
    segment: Segment,
    seq: Seq,
    link: Link,
    trust: Trust,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trust {
    /// The segment can be appended to.
    Sound,
    /// A write into it failed and was taken back: the next frame goes into a new segment, after a note of the refusal.
    MustRoll,
    /// A sync failed: nobody knows what the disk holds.
    Doubtful,
}

impl Journal {
    /// The journal of a new store: one empty segment.
    pub(super) fn create(folder: &Path, first_link: Link) -> io::Result<Journal> {
        let segment = Segment::create(folder, 1)?;
        Ok(Journal { folder: folder.to_path_buf(), segment, seq: Seq(0), link: first_link, trust: Trust::Sound })
    }

    /// The journal that ends as a reading of it found.
    pub(super) fn open(folder: &Path, end: &ClosedAt) -> io::Result<Journal> {
        let segment = Segment::open(folder, end.segment, end.offset)?;
        Ok(Journal { folder: folder.to_path_buf(), segment, seq: end.seq, link: end.link, trust: Trust::Sound })
    }

    /// The last act.
    pub(super) fn seq(&self) -> Seq {
        self.seq
    }

    /// Where it ends now.
    pub(super) fn end(&self) -> ClosedAt {
        ClosedAt { seq: self.seq, segment: self.segment.number(), offset: self.segment.end(), link: self.link }
    }

    /// Makes durable what was written without an acknowledgement of its own.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.segment.sync()
    }

    /// Whether a sync failed, so that only opening again tells what is there.
    pub(super) fn is_doubtful(&self) -> bool {
        self.trust == Trust::Doubtful
    }

    /// Writes the next act. When it comes back without an error, a power cut keeps the act.
    pub(super) fn append(&mut self, sealer: &Sealer, format: u16, body: &Body) -> Result<(), CommitError> {
        if self.trust == Trust::Doubtful {
            return Err(CommitError::Doubtful { file: self.segment.path().to_path_buf() });
        }
        let seq = self.seq.next();
        let plain = body.to_bytes();
        let frame =
            frame(sealer, Kind::Act, format, seq, &self.link, &plain).map_err(|source| self.not_saved(source))?;
        let Some(frame) = frame.filter(|_| plain.len() <= ACT_BYTES_MAX) else {
            return Err(CommitError::TooLarge { act_bytes: plain.len(), limit_bytes: ACT_BYTES_MAX });
        };
        let frame_bytes = frame.len() as u64;
        if self.trust == Trust::MustRoll || self.segment.is_full_for(frame_bytes) {
            self.roll(sealer, format).map_err(|source| self.not_saved(source))?;
        }
        if let Err(source) = self.segment.make_room(frame_bytes) {
            // Only zeroes were being written; but a segment whose sync may have failed is not appended to again.
            self.trust = Trust::MustRoll;
            return Err(self.not_saved(source));
        }
        if let Err(source) = self.segment.write(&frame) {
            return Err(self.take_back(sealer, format, frame_bytes, source));
        }
        if self.segment.acknowledge(frame_bytes).is_err() {
            self.trust = Trust::Doubtful;
            return Err(CommitError::Doubtful { file: self.segment.path().to_path_buf() });
        }
        self.seq = seq;
        self.link = body.link(&self.link, seq.0);
        Ok(())
    }

    /// Writes acts that are acknowledged together: nothing of them counts before this has come back without an error,
    /// and after one the journal is not to be used again.
    pub(super) fn append_together(&mut self, sealer: &Sealer, format: u16, bodies: &[Body]) -> io::Result<()> {
        for body in bodies {
            self.append_unsynced(sealer, format, body)?;
        }
        self.sync()
    }

    /// Writes a frame that was sealed before, as it is; durable with the next [`Journal::sync`]. `link` is the one after it.
    pub(super) fn append_sealed(&mut self, head: Head, body: &[u8], link: Link) -> io::Result<()> {
        let mut frame = head.to_bytes().to_vec();
        frame.extend_from_slice(body);
        self.put(&frame)?;
        (self.seq, self.link) = (head.seq, link);
        Ok(())
    }

    /// Writes a part of the base, before the first act; durable with the next [`Journal::sync`].
    pub(super) fn append_base(&mut self, sealer: &Sealer, format: u16, plain: &[u8]) -> io::Result<()> {
        let frame = frame(sealer, Kind::Base, format, Seq(0), &self.link, plain)?;
        self.put(&frame.ok_or(io::ErrorKind::FileTooLarge)?)
    }

    /// Writes the next act; durable with the next [`Journal::sync`].
    pub(super) fn append_unsynced(&mut self, sealer: &Sealer, format: u16, body: &Body) -> io::Result<()> {
        let (seq, plain) = (self.seq.next(), body.to_bytes());
        let frame = frame(sealer, Kind::Act, format, seq, &self.link, &plain)?;
        let frame = frame.filter(|_| plain.len() <= ACT_BYTES_MAX).ok_or(io::ErrorKind::FileTooLarge)?;
        self.put(&frame)?;
        (self.seq, self.link) = (seq, body.link(&self.link, seq.0));
        Ok(())
    }

    fn put(&mut self, frame: &[u8]) -> io::Result<()> {
        let frame_bytes = frame.len() as u64;
        if self.segment.is_full_for(frame_bytes) {
            self.segment.sync()?;
            self.segment = Segment::create(&self.folder, self.segment.number() + 1)?;
        }
        self.segment.make_room(frame_bytes)?;
        self.segment.write(frame)?;
        self.segment.advance(frame_bytes);
        Ok(())
    }

    fn take_back(&mut self, sealer: &Sealer, format: u16, frame_bytes: u64, source: io::Error) -> CommitError {
        if self.segment.erase(frame_bytes).is_err() {
            self.trust = Trust::Doubtful;
            return CommitError::Doubtful { file: self.segment.path().to_path_buf() };
        }
        self.trust = Trust::MustRoll;
        let refused = self.not_saved(source);
        // With the disk full this fails too, and is done before the next frame: the erased frame is gone either way.
        let _ = self.roll(sealer, format);
        refused
    }

    /// Goes on in a new segment; after a failure it begins with the note that this number was refused.
    fn roll(&mut self, sealer: &Sealer, format: u16) -> io::Result<()> {
        let mut next = Segment::create(&self.folder, self.segment.number() + 1)?;
        if self.trust == Trust::MustRoll
            && let Some(note) = frame(sealer, Kind::NotAcknowledged, format, self.seq.next(), &self.link, &[])?
        {
            next.write(&note)?;
            next.acknowledge(note.len() as u64)?;
        }
        self.segment = next;
        self.trust = Trust::Sound;
        Ok(())
    }

    fn not_saved(&self, source: io::Error) -> CommitError {
        CommitError::NotSaved { file: self.segment.path().to_path_buf(), source }
    }
}

/// Head and sealed body; `None` for a body whose size does not fit the head, an error without the system's randomness.
fn frame(
    sealer: &Sealer,
    kind: Kind,
    format: u16,
    seq: Seq,
    prev_link: &Link,
    plain: &[u8],
) -> io::Result<Option<Vec<u8>>> {
    let Ok(body_bytes) = u32::try_from(plain.len() + sealer.overhead_bytes()) else { return Ok(None) };
    let head = Head { kind, seq, body_bytes, prev_link: *prev_link };
    let sealed = match sealer.seal(&head.belongs_to(), format, plain) {
        Ok(sealed) => sealed,
        Err(SealFault::TooLarge) => return Ok(None),
        Err(SealFault::NoRandomness) => return Err(io::Error::other("no randomness")),
    };
    let mut out = head.to_bytes().to_vec();
    out.extend_from_slice(&sealed);
    Ok(Some(out))
}
