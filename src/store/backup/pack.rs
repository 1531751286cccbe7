//! A pack: a copy for the successor, sealed anew under a data key of its own, which the store it comes from never keeps.
//!
//! It is a backup otherwise: written, read back and decoded in the same way, with one record more that says what it is.
//! Whoever opens it needs the pack and its passphrase; the old officer's keys open nothing of what comes after it.

use std::borrow::Cow;
use std::path::Path;

use crate::domain::day::Moment;
use crate::seal::Suite;
use crate::seal::secret::Secret;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::frame::Head;
use crate::store::ledger::Ledger;
use crate::store::reader::damaged;
use crate::store::site::Site;
use crate::store::unlock::{self, Keys, NewKeys, Unlock};
use crate::store::wire::{decode, encode};

use super::error::Cause;
use super::layout::{self, Front};
use super::reading::site_of;
use super::source::BackupSource;
use super::{Part, Purpose};

/// What the seal of the record that says what a pack is, is bound to.
const BELONGS_TO: &[u8] = b"handover deed 1";

/// What makes a copy a pack.
pub(super) struct Deed {
    /// The record, as it stands in the pack.
    pub(super) sealed: Vec<u8>,
    /// Opens the pack again when it is read back, as the successor will.
    pub(super) passphrase: Secret,
}

impl<L: Ledger> Store<L> {
    /// The link of the chain behind the last act.
    pub fn head(&self) -> [u8; 32] {
        self.journal.end().link
    }

    /// What a pack up to the last act is made of, sealed under these keys; `deed` says what it is.
    pub fn pack(
        &self,
        made_at: Moment,
        parts: Vec<Part>,
        keys: NewKeys,
        deed: &L::Record,
    ) -> Result<BackupSource<L>, StoreError> {
        let dir = self.dir();
        let (slots, key) = unlock::make(dir, Keys::Slots(&keys), &self.header.store_id)?;
        let copy_site = Site::new(dir, Some(key), &self.header.store_id);
        let plain = encode(deed);
        let sealed = plain.and_then(|plain| copy_site.sealer.seal(BELONGS_TO, L::FORMAT, &plain).ok());
        let unsealed = || StoreError::io("封交接包", dir)(std::io::Error::other("no deed"));
        let deed = Deed { sealed: sealed.ok_or_else(unsealed)?, passphrase: keys.passphrase };
        let mut source = self.backup(made_at, parts);
        (source.header.suite, source.header.slots) = (Suite::Sealed, slots);
        (source.copy_site, source.deed) = (copy_site, Some(deed));
        Ok(source)
    }
}

impl<L: Ledger> BackupSource<L> {
    /// What the copy is for.
    pub(super) fn purpose(&self) -> Purpose {
        if self.deed.is_some() { Purpose::Handover } else { Purpose::Backup }
    }

    /// The bytes a frame of the journal takes in the copy.
    pub(super) fn body_bytes(&self, head: &Head) -> u64 {
        let (here, there) = (self.site.sealer.overhead_bytes(), self.copy_site.sealer.overhead_bytes());
        (u64::from(head.body_bytes) + there as u64).saturating_sub(here as u64)
    }

    /// The keys the copy is read back with: a pack's are what its passphrase gives of the file itself.
    pub(super) fn read_back_site(&self, front: &Front, path: &Path) -> Result<Site, StoreError> {
        let Some(deed) = &self.deed else { return Ok(self.site.clone()) };
        let site = site_of::<L>(front, path, &self.site.dir, Unlock::Passphrase(&deed.passphrase))?;
        deed_of::<L>(front.deed.as_deref().unwrap_or_default(), &site, path)?;
        Ok(site)
    }

    /// A frame of the journal as it stands in the copy.
    pub(super) fn in_copy<'a>(&self, head: &Head, body: &'a [u8]) -> Result<(Head, Cow<'a, [u8]>), Cause> {
        if self.deed.is_none() {
            return Ok((*head, Cow::Borrowed(body)));
        }
        let mut scratch = Vec::new();
        let unfit = |_| damaged(&self.site.journal(), head.seq, "校验对不上");
        let opened = self.site.sealer.open(&head.belongs_to(), body, &mut scratch).map_err(unfit)?;
        let sealed = self.copy_site.sealer.seal(&head.belongs_to(), opened.format, opened.plain);
        let sealed = sealed.map_err(|_| damaged(&self.site.journal(), head.seq, "太大"))?;
        let body_bytes = u32::try_from(sealed.len()).map_err(|_| damaged(&self.site.journal(), head.seq, "太大"))?;
        Ok((Head { body_bytes, ..*head }, Cow::Owned(sealed)))
    }
}

/// What a pack says of itself.
pub(super) fn deed_of<L: Ledger>(sealed: &[u8], site: &Site, file: &Path) -> Result<L::Record, StoreError> {
    let mut scratch = Vec::new();
    let opened = site.sealer.open(BELONGS_TO, sealed, &mut scratch).ok();
    let record = opened.and_then(|opened| match opened.format == L::FORMAT {
        true => decode(opened.plain),
        false => L::older_record(opened.format, opened.plain),
    });
    record.ok_or_else(|| layout::damaged(file, "交接说明坏了"))
}
