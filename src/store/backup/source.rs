//! What a copy is made of: the store as it stands, its frames one after the other, and the front of the file.
//!
//! It needs the journal's files and not the store itself: acts that come meanwhile lie behind the last one it takes. It
//! writes nothing.

use std::marker::PhantomData;

use crate::domain::day::Moment;
use crate::domain::id::Seq;
use crate::store::Store;
use crate::store::frame::{HEAD_BYTES, Head, Kind};
use crate::store::header::{ClosedAt, Header};
use crate::store::ledger::Ledger;
use crate::store::reader::{Next, Reader, damaged, link_before};
use crate::store::rows::Meta;
use crate::store::site::Site;
use crate::store::wire::Link;

use super::error::Cause;
use super::layout::{Front, SealedPart, belongs_to, is_plain_name};
use super::pack::Deed;
use super::{Heard, Part, Phase};

/// The schema tag of the small files.
const PART_FORMAT: u16 = 1;

/// Takes the head and the sealed body of one act.
type EachFrame<'a> = dyn FnMut(&Head, &[u8]) -> Result<(), Cause> + 'a;

/// Everything a copy is made of, as it stands now.
pub struct BackupSource<L: Ledger> {
    pub(super) site: Site,
    /// What the copy is sealed with: the store's own, or a pack's.
    pub(super) copy_site: Site,
    pub(super) header: Header,
    pub(super) deed: Option<Deed>,
    /// XOR of the row hashes, and rows per tree; `None` while the tables are out of use.
    pub(super) sums: Option<(u128, Vec<u64>)>,
    pub(super) made_at: Moment,
    parts: Vec<Part>,
    ledger: PhantomData<fn() -> L>,
}

impl<L: Ledger> Store<L> {
    /// What a copy up to the last act is made of. Small files whose names lead elsewhere are left out.
    pub fn backup(&self, made_at: Moment, parts: Vec<Part>) -> BackupSource<L> {
        let header = Header { closed_at: self.journal.end(), ..self.header.clone() };
        let meta = self.rows.as_ref().map(|_| &self.meta);
        BackupSource::of_site(self.site.clone(), header, meta, (made_at, parts))
    }
}

impl<L: Ledger> BackupSource<L> {
    /// What a copy up to where the header says is made of; `meta` is what the tables say, where there are any.
    pub(in crate::store) fn of_site(
        site: Site,
        header: Header,
        meta: Option<&Meta>,
        (made_at, mut parts): (Moment, Vec<Part>),
    ) -> BackupSource<L> {
        parts.retain(|part| is_plain_name(&part.name));
        let closed_at = ClosedAt { segment: 1, offset: 0, ..header.closed_at };
        let level = meta.filter(|meta| meta.applied_seq == closed_at.seq);
        BackupSource {
            copy_site: site.clone(),
            site,
            deed: None,
            header: Header { closed_at, ..header },
            sums: level.map(|meta| (meta.state_hash, meta.counts.clone())),
            made_at,
            parts,
            ledger: PhantomData,
        }
    }

    /// The last act in it.
    pub fn upto(&self) -> Seq {
        self.header.closed_at.seq
    }

    /// The link after this act; `None` where there is no such act.
    pub(super) fn link_at(&self, seq: Seq) -> Option<Link> {
        if seq == self.upto() {
            return Some(self.header.closed_at.link);
        }
        link_before(&self.site.journal(), seq.next()).ok()?.filter(|_| seq < self.upto())
    }

    /// The front of the file, and the bytes of the whole.
    pub(super) fn front(&self, heard: &mut Heard<'_>) -> Result<(Front, u64), Cause> {
        let mut frames_bytes = 0u64;
        self.each_frame(Seq(u64::MAX), &mut |head, _| {
            frames_bytes += HEAD_BYTES as u64 + self.body_bytes(head);
            if heard(Phase::Writing, 0, 0) { Ok(()) } else { Err(Cause::Stopped) }
        })?;
        let seal = |part: &Part| {
            let sealed = self.copy_site.sealer.seal(&belongs_to(&part.name), PART_FORMAT, &part.bytes);
            sealed.ok().map(|sealed| SealedPart { name: part.name.clone(), sealed })
        };
        let parts = self.parts.iter().map(seal).collect::<Option<Vec<_>>>();
        let mut header = self.header.clone();
        header.closed_at.offset = frames_bytes;
        let parts = parts.ok_or(Cause::PartsTooLarge)?;
        let proof = header.proof(&self.copy_site);
        let deed = self.deed.as_ref().map(|deed| deed.sealed.clone());
        let front = Front { made_at: self.made_at, header, proof, parts, deed };
        let front_bytes = front.to_bytes().ok_or(Cause::PartsTooLarge)?.len() as u64;
        Ok((front, front_bytes + frames_bytes))
    }

    /// The frames of the base and of all acts up to the last of this copy; the bodies of acts before `bodies_from` are not
    /// read.
    pub(super) fn each_frame(&self, bodies_from: Seq, each: &mut EachFrame<'_>) -> Result<(), Cause> {
        if self.upto() == Seq(0) {
            return Ok(());
        }
        let mut reader = Reader::first(&self.site.journal())?;
        let mut next = Seq(1);
        loop {
            let what = match reader.next(bodies_from)? {
                Next::Frame(head, _) if head.kind == Kind::Act && head.seq == next => {
                    each(&head, reader.body())?;
                    if next == self.upto() {
                        return Ok(());
                    }
                    next = next.next();
                    continue;
                }
                Next::Frame(head, _) if head.kind == Kind::Base && next == Seq(1) => {
                    each(&head, reader.body())?;
                    continue;
                }
                // A number that was refused to the person is no act, and has no place in a copy.
                Next::Frame(head, _) if head.kind == Kind::NotAcknowledged => continue,
                Next::Frame(..) => "编号不连续",
                Next::End(_) => "文件到此为止",
                Next::Bad(_, what) => what,
            };
            return Err(damaged(&reader.path(), next, what).into());
        }
    }
}
