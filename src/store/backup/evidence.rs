//! What a damaged data folder still shows of itself under the key of a copy, and whether that copy goes with it.
//!
//! Frames are taken wherever in the journal they stand; tables and snapshots are asked how far they knew. It mends nothing
//! and leaves every file as it was.

use std::collections::BTreeMap;
use std::path::Path;

use crate::disk::file::read_around_faults;
use crate::domain::id::Seq;
use crate::domain::limits::RECONCILED_ACTS_MAX;
use crate::store::base;
use crate::store::error::StoreError;
use crate::store::frame::{BODY_BYTES_MAX, HEAD_BYTES, Head, Kind, MAGIC};
use crate::store::ledger::Ledger;
use crate::store::reader::unseal;
use crate::store::segment;
use crate::store::site::Site;
use crate::store::tables::{has_tables, in_copy};
use crate::store::wire::Link;

use super::layout::Front;
use super::repairing::fronts;
use super::snapshot;

/// A segment of this size still is one; a larger file is none of ours.
const SEGMENT_BYTES_MAX: u64 =
    segment::SEGMENT_BYTES_MAX + segment::EXTENT_BYTES + (HEAD_BYTES + BODY_BYTES_MAX) as u64;

/// Where a copy comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whence {
    /// From among the snapshots of the folder itself.
    Folder,
    /// Somebody named it.
    Named,
    /// Somebody named it and was told that it may be of before a destruction or a hand-over.
    NamedOld,
}

/// Why a copy may be of before something was destroyed or handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Something was destroyed since.
    Destroyed,
    /// What lies here is sealed under another key.
    OtherKey,
    /// Nothing that lies here says that it is not.
    Unknown,
}

impl Doubt {
    /// Every one, in the order of the digits they are noted by.
    pub(super) const ALL: [Doubt; 3] = [Doubt::Destroyed, Doubt::OtherKey, Doubt::Unknown];

    /// As a short clause.
    pub fn words(self) -> &'static str {
        match self {
            Doubt::Destroyed => "它做好以后，这个村做过销毁，里面还有已经销毁的内容",
            Doubt::OtherKey => "流水不是用它的钥匙封的：它做好以后，这个村做过销毁，或者交接过",
            Doubt::Unknown => "文件夹里剩下的，看不出它做好以后有没有销毁过、交接过",
        }
    }

    /// The digit it is noted by.
    pub(super) fn digit(self) -> u8 {
        match self {
            Doubt::Destroyed => 0,
            Doubt::OtherKey => 1,
            Doubt::Unknown => 2,
        }
    }

    /// The doubt noted by this digit.
    pub(super) fn of_digit(digit: u8) -> Option<Doubt> {
        Doubt::ALL.into_iter().find(|doubt| doubt.digit() == digit)
    }
}

/// What is seen.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// The link after an act, as the frame behind it says.
    links: BTreeMap<Seq, Link>,
    /// The last act that anything here knows of.
    pub(super) highest: Seq,
    /// The last act of which a frame says that it is there, whether the key opens it or not.
    claimed: Seq,
    /// Tables that say how far they go.
    has_tables: bool,
    /// Frames of the journal, and how many of them the key opens.
    frames: u64,
    opened: u64,
    /// A part of a base is in front of the journal, or an act of which a part was erased.
    is_erased: bool,
    /// How far a base goes that can be read, or that a snapshot says there is.
    base: Seq,
    /// Tables or a snapshot that the key opens: of another time they would be under another one.
    is_of_key: bool,
    /// How far a snapshot goes that is of this store and that the key does not open.
    other_key_upto: Seq,
}

/// Takes the head and the sealed body of one frame.
type EachFrame<'a> = dyn FnMut(&Head, &[u8], &Path) -> Result<(), StoreError> + 'a;

impl Evidence {
    /// Looks at the folder of this site, which is of the store with this number.
    pub(super) fn of<L: Ledger>(site: &Site, store_id: &[u8; 16]) -> Result<Evidence, StoreError> {
        let mut seen = Evidence::default();
        each_frame(&site.journal(), &mut |head, body, path| {
            seen.take::<L>(site, head, body, path);
            Ok(())
        })?;
        let base = base::read(site, L::FORMAT, &mut |_, _| Some(()));
        seen.base = base.ok().flatten().map_or(Seq(0), |base| base.upto);
        seen.ask_tables::<L>(site);
        seen.ask_snapshots(site, store_id);
        seen.highest = seen.believed(seen.claimed);
        Ok(seen)
    }

    fn take<L: Ledger>(&mut self, site: &Site, head: &Head, body: &[u8], path: &Path) {
        match head.kind {
            Kind::NotAcknowledged => return,
            Kind::Base => self.is_erased = true,
            Kind::Act => self.claimed = self.claimed.max(head.seq),
        }
        self.frames += 1;
        let Ok(Some(body)) = unseal(&site.sealer, L::FORMAT, head, body, path) else { return };
        self.opened += 1;
        if head.kind == Kind::Act {
            self.highest = self.highest.max(head.seq);
            self.is_erased |= body.erased_count() > 0;
            self.links.insert(Seq(head.seq.0.saturating_sub(1)), head.prev_link);
            self.links.insert(head.seq, body.link(&head.prev_link, head.seq.0));
        }
    }

    /// What cannot be read says nothing, and keeps no copy from mending.
    fn ask_tables<L: Ledger>(&mut self, site: &Site) {
        if !has_tables(site) {
            return;
        }
        if let Ok(Ok(meta)) = in_copy::<L, _>(site, |_, meta| Ok(meta)) {
            self.is_of_key |= site.header_key.is_some();
            self.has_tables = true;
            self.highest = self.believed(meta.applied_seq.max(meta.applying));
            if meta.applying <= meta.applied_seq {
                self.links.insert(meta.applied_seq, meta.link);
            }
        }
    }

    /// How far it goes where this is said of it: a number that no village reaches says nothing.
    pub(super) fn believed(&self, said: Seq) -> Seq {
        let is_believable = said.0.saturating_sub(self.highest.0) <= RECONCILED_ACTS_MAX;
        if is_believable { self.highest.max(said) } else { self.highest }
    }

    /// Whether nothing but a header and copies says how far the village went.
    pub(super) fn is_blind(&self) -> bool {
        self.frames == 0 && !self.has_tables
    }

    /// Whether what lies here is of before the destruction that this copy is of after: all that was destroyed would be set
    /// aside with it. Asked where no header can say it.
    pub(super) fn is_unerased(&self, copy: &Front) -> bool {
        copy.header.base > self.base && self.frames > 0 && !self.is_erased
    }

    fn ask_snapshots(&mut self, site: &Site, store_id: &[u8; 16]) {
        let fronts = fronts(&snapshot::place(&site.dir)).into_iter().map(|(front, _)| front);
        for Front { header, proof, .. } in fronts.filter(|it| it.header.store_id == *store_id) {
            if header.is_of(site, &proof) {
                self.is_of_key |= site.header_key.is_some();
                self.highest = self.highest.max(header.closed_at.seq);
            } else {
                self.other_key_upto = self.other_key_upto.max(header.closed_at.seq);
            }
            self.base = self.base.max(header.base);
        }
    }

    /// Why the copy may be of before something was destroyed or handed over; `None` where it is of the time of what lies
    /// here. Asked where no header can say it.
    pub(super) fn doubt(&self, copy: &Front, whence: Whence) -> Option<Doubt> {
        let header = &copy.header;
        let is_known = self.opened > 0 || self.is_of_key;
        let is_named = match whence {
            Whence::Folder => false,
            Whence::Named | Whence::NamedOld => true,
        };
        if self.base > header.base || (self.is_erased && header.base == Seq(0)) {
            Some(Doubt::Destroyed)
        } else if (self.frames > 0 && self.opened == 0) || self.other_key_upto > header.closed_at.seq {
            Some(Doubt::OtherKey)
        } else if is_named && !is_known {
            Some(Doubt::Unknown)
        } else {
            None
        }
    }

    /// The first act behind which a chain with these links goes another way than what is here.
    pub(super) fn fork(&self, links: &[Link]) -> Option<Seq> {
        let of_copy = |seq: Seq| usize::try_from(seq.0).ok().and_then(|seq| links.get(seq));
        self.links
            .iter()
            .find(|(seq, link)| of_copy(**seq).is_some_and(|of_copy| of_copy != *link))
            .map(|(seq, _)| *seq)
    }
}

/// Every frame of a journal with a sound head and a body of its length, whatever lies in between.
pub(super) fn each_frame(folder: &Path, each: &mut EachFrame<'_>) -> Result<(), StoreError> {
    for number in segment::numbers(folder).unwrap_or_default() {
        let path = segment::path(folder, number);
        // What the disk does not give is lost here as well, and no more than that.
        let Ok(bytes) = read_around_faults(&path, SEGMENT_BYTES_MAX) else { continue };
        let mut rest = bytes.as_slice();
        while let Some((head, body, behind)) = next_frame(rest) {
            rest = behind;
            each(&head, body, &path)?;
        }
    }
    Ok(())
}

/// The next frame with a sound head and a body of its length, and what lies behind it.
pub(super) fn next_frame(bytes: &[u8]) -> Option<(Head, &[u8], &[u8])> {
    let mut from = 0;
    loop {
        from += bytes.get(from..)?.windows(MAGIC.len()).position(|at| at == MAGIC)?;
        let rest = bytes.get(from..)?;
        let head = rest.get(..HEAD_BYTES).and_then(Head::from_bytes);
        let body_bytes = head.as_ref().and_then(|head| usize::try_from(head.body_bytes).ok());
        let split = body_bytes.and_then(|body_bytes| rest.get(HEAD_BYTES..)?.split_at_checked(body_bytes));
        if let (Some(head), Some((body, behind))) = (head, split) {
            return Some((head, body, behind));
        }
        from += 1;
    }
}
