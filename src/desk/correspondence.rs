//! 往来 with the office: the village's keys, the cards that are carried there and back, and what a package is sealed with.
//!
//! What is allowed is `domain::decide::correspondence`'s; how anything is sealed is `seal`'s.

use std::path::{Path, PathBuf};

use crate::disk::file::read_small;
use crate::domain::correspondence::{OfficeCard, OwnSecret, office};
use crate::domain::decide::correspondence::CorrespondenceIntent;
use crate::domain::decide::{Intent, Now};
use crate::domain::id::{PackageId, Seq};
use crate::domain::limits::CARD_BYTES_MAX;
use crate::domain::package::{ExportPackage, Manner, PackageState};
use crate::domain::village::Village;
use crate::exchange::card::{Card, CardKind, NotACard};
use crate::exchange::package::manifest::{ManifestChain, ManifestHead, hex};
use crate::exchange::package::sealed::Sealing;
use crate::seal::identity::{Identity, PublicKeys};
use crate::seal::workbook::WorkbookPassword;
use crate::store::error::StoreError;

use super::Desk;
use super::error::DeskError;
use super::export::Keys;
use super::fill::write_new;
use super::place::at_home;

/// Earlier packages that a sealed one names, so that two records that both go on from one are found.
const PASSED_MAX: usize = 12;

/// The village's own keys; `None` where none were made.
pub fn identity(village: &Village) -> Option<Identity> {
    Identity::from_slice(&village.correspondence()?.secret.0)
}

/// The password of a package of this village that was closed with one. It follows from the village's secret: it can be
/// said again at any time, and is written nowhere.
pub fn password_of(identity: &Identity, package: PackageId) -> WorkbookPassword {
    WorkbookPassword::of(identity, &package.0.to_string())
}

/// The office's keys; `None` where no card was accepted.
pub fn office_keys(card: &OfficeCard) -> Option<PublicKeys> {
    PublicKeys::from_slice(&[card.signs, card.reads].concat())
}

/// The card of this village, once it has keys.
pub fn own_card(village: &Village) -> Option<Card> {
    let info = &village.info;
    Some(Card {
        kind: CardKind::Village,
        name: info.name.clone(),
        township: info.township.clone(),
        liaison: info.liaison.clone(),
        keys: identity(village)?.public(),
    })
}

/// Reads a card that somebody carried here. The error is the sentence to show.
pub fn read_card(path: &Path, kind: CardKind) -> Result<Card, NotACard> {
    let bytes = read_small(&at_home(path), CARD_BYTES_MAX).map_err(|fault| NotACard::Unread(fault.kind()))?;
    Card::read(&bytes, kind)
}

/// Writes a card into a folder and gives its path. The error is the sentence to show.
pub fn write_card(card: &Card, folder: &Path) -> Result<PathBuf, String> {
    let path = at_home(folder).join(card.file_name());
    write_new(&path, &card.to_bytes())?;
    Ok(path)
}

/// Keys for a village that has none, and the act that keeps them.
pub fn new_keys() -> Result<(Identity, Intent), DeskError> {
    let identity = Identity::random().map_err(|_| DeskError::NoRandomness)?;
    let intent = CorrespondenceIntent::MakeKeys(OwnSecret(*identity.secret()));
    Ok((identity, Intent::Correspondence(intent)))
}

impl Desk {
    /// Makes the village's keys where it has none.
    pub fn have_keys(&mut self, village: &mut Village, now: &Now<'_>) -> Result<(), DeskError> {
        if village.correspondence().is_none() {
            self.perform(village, now, new_keys()?.1)?;
        }
        Ok(())
    }

    /// Takes in the office's card, once a person has compared its fingerprint.
    pub fn accept_office(&mut self, village: &mut Village, now: &Now<'_>, card: &Card) -> Result<(), DeskError> {
        self.have_keys(village, now)?;
        let (signs, reads) = card.keys.halves();
        let card = OfficeCard { name: card.name.clone(), signs, reads, accepted_on: now.today };
        self.perform(village, now, Intent::Correspondence(CorrespondenceIntent::AcceptOffice(Box::new(card))))?;
        Ok(())
    }

    /// What the next package is closed with. For one with a password the village has keys of its own already.
    pub fn keys_for(&self, village: &Village, manner: Manner) -> Result<Keys, DeskError> {
        Ok(match manner {
            Manner::Open => Keys::Nobodys,
            Manner::ForOffice => {
                self.sealing(village)?.map_or(Keys::Nobodys, |sealing| Keys::Offices(Box::new(sealing)))
            }
            Manner::Locked => Keys::Own(identity(village).ok_or(DeskError::NoRandomness)?),
        })
    }

    /// What the next package is sealed with; `None` where no card of the office was accepted.
    fn sealing(&self, village: &Village) -> Result<Option<Sealing>, DeskError> {
        let to = office(village).and_then(office_keys);
        let (Some(from), Some(to)) = (identity(village), to) else { return Ok(None) };
        let number = village.next_package_no();
        let head = self.head(number, village.seq)?;
        let (mut passed, elsewhere): (Vec<&ExportPackage>, Vec<&ExportPackage>) = village
            .packages()
            .filter(|package| is_handed_on(package))
            .partition(|package| is_sent_to_office(village, package));
        passed.sort_by_key(|package| std::cmp::Reverse(package.no));
        let elsewhere = elsewhere.into_iter().map(|package| package.no).collect();
        let passed = passed.into_iter().take(PASSED_MAX).map(|package| self.head(package.no, package.to));
        let passed = passed.collect::<Result<_, _>>()?;
        let replies = village.correspondence().map(|kept| kept.replies.clone()).unwrap_or_default();
        let chain = ManifestChain { recipient: to.fingerprint(), head, passed, replies, elsewhere };
        Ok(Some(Sealing { from, to, chain }))
    }

    fn head(&self, number: u32, act: Seq) -> Result<ManifestHead, StoreError> {
        Ok(ManifestHead { number, act: act.0, link: hex(&self.store.link_after(act)?) })
    }
}

/// Whether it was sealed to the office whose card is kept.
pub(super) fn is_sent_to_office(village: &Village, package: &ExportPackage) -> bool {
    office(village).is_some_and(|card| {
        package.is_sealed() && package.receiver == card.name && package.at.day() >= card.accepted_on
    })
}

/// Whether the office may have it: a form that was filled is no package of acts.
fn is_handed_on(package: &ExportPackage) -> bool {
    matches!(package.state, PackageState::Written | PackageState::Confirmed) && package.to.0 > 0
}
