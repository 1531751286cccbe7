//! The desk of the office: its own store, packages taken in, replies written. It shows nothing and decides nothing.

pub mod keeping;

use std::path::{Path, PathBuf};

use crate::disk::file::read_small;
use crate::domain::correspondence::OwnSecret;
use crate::domain::day::{Day, Moment};
use crate::domain::id::{IdMint, Seq};
use crate::domain::limits::PACKAGE_SEALED_BYTES_MAX;
use crate::domain::office::change::{OfficeAct, install, stage};
use crate::domain::office::decide::{CardIntent, OfficeIntent, OfficeRefusal, Taking, decide};
use crate::domain::office::outlook::unheard;
use crate::domain::office::{Office, TownVillage};
use crate::domain::package::SEALED_ENDING;
use crate::exchange::answers::{self, PackageReceipt, Reply, TaskAnswer};
use crate::exchange::card::{Card, CardKind};
use crate::exchange::package::sealed::{self, NotOpened};
use crate::exchange::package::taking;
use crate::exchange::package::{Onward, WrittenPackage};
use crate::seal::identity::{Identity, PublicKeys};
use crate::store::Store;
use crate::store::build::CreateOptions;
use crate::store::error::reason;
use crate::store::office_ledger::OfficeLedger;
use crate::store::report::Progress;
use crate::store::unlock::{Keys, NewKeys, Unlock};

use super::error::DeskError;
use super::place::at_home;
use super::repair;

/// Packages that a reply says were taken in, the newest.
const RECEIPTS_MAX: usize = 24;

/// An open book of the office.
pub struct OfficeDesk {
    store: Store<OfficeLedger>,
}

/// When, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct OfficeNow<'a> {
    /// The clock's own time.
    pub at: Moment,
    /// The day that counts.
    pub today: Day,
    /// Who acts.
    pub actor: &'a str,
}

/// What became of a file that was to be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// It was taken in whole.
    Taken {
        /// The village's name.
        village: String,
        /// The number of the package.
        number: u32,
    },
    /// It was taken in before.
    Repeated(OfficeRefusal),
    /// It was not taken in; why, and what to do.
    Refused(String),
}

impl OfficeDesk {
    /// Founds an office in a folder that is not there or is empty.
    pub fn found(
        dir: &Path,
        keys: Option<&NewKeys>,
        now: &OfficeNow<'_>,
        (name, township): (&str, &str),
    ) -> Result<(OfficeDesk, Office), DeskError> {
        let secret = Identity::random().map_err(|_| DeskError::NoRandomness)?.secret();
        let (name, township) = (name.to_owned(), township.to_owned());
        let founding = OfficeIntent::Found { name, township, secret: OwnSecret(*secret) };
        let founded = act(&Office::default(), Seq(1), now, founding)?;
        // The store comes with its first act: cut off before, there is none.
        let (store, office) = Store::create_of(dir, CreateOptions { keys: keys.map(Keys::Slots) }, &[founded])?;
        Ok((OfficeDesk { store }, office))
    }

    /// Whether there is a store in `dir`, open or locked.
    pub fn is_there(dir: &Path) -> bool {
        Store::<OfficeLedger>::is_there(dir)
    }

    /// Opens the office in `dir`.
    pub fn open(
        dir: &Path,
        unlock: Unlock<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(OfficeDesk, Office), DeskError> {
        let (store, office, _) = Store::<OfficeLedger>::open(dir, unlock, progress)?;
        Ok((OfficeDesk { store }, office))
    }

    /// Decides, keeps and installs one intent, in that order; after an error the office is as it was.
    pub fn perform(&mut self, office: &mut Office, now: &OfficeNow<'_>, intent: OfficeIntent) -> Result<(), DeskError> {
        let act = act(office, self.store.seq().next(), now, intent)?;
        // Answers that are known already change nothing.
        if act.changes.is_empty() {
            return Ok(());
        }
        let staged = stage(office, act.seq, &act.changes);
        self.store.commit(&act, &staged)?;
        install(office, act.seq, staged);
        Ok(())
    }

    /// Takes in a village's card.
    pub fn enrol(
        &mut self,
        office: &mut Office,
        now: &OfficeNow<'_>,
        (card, replaces): (&Card, bool),
        mint: &mut IdMint,
    ) -> Result<(), DeskError> {
        let (signs, reads) = card.keys.halves();
        let intent = OfficeIntent::Enrol(Box::new(CardIntent {
            id: mint.next(now.at),
            name: card.name.clone(),
            township: card.township.clone(),
            liaison: card.liaison.clone(),
            signs,
            reads,
            replaces,
        }));
        self.perform(office, now, intent)
    }

    /// Takes in one package, the whole or nothing.
    pub fn receive(&mut self, office: &mut Office, now: &OfficeNow<'_>, path: &Path) -> Result<Received, DeskError> {
        let taking = match opened(office, now.today, path) {
            Ok(taking) => taking,
            Err(why) => return Ok(Received::Refused(why)),
        };
        let (village, number) = (taking.village, taking.package.number);
        match self.perform(office, now, OfficeIntent::Take(Box::new(taking))) {
            Ok(()) => {
                let village = office.village(village).map(|it| it.name.clone()).unwrap_or_default();
                Ok(Received::Taken { village, number })
            }
            Err(DeskError::Office(refusal @ OfficeRefusal::Repeated { .. })) => Ok(Received::Repeated(refusal)),
            Err(DeskError::Office(refusal)) => Ok(Received::Refused(refusal.to_string())),
            Err(fault) => Err(fault),
        }
    }

    /// Writes a reply for a village into a folder: its number is kept first, so that none is used twice.
    pub fn reply(
        &mut self,
        office: &mut Office,
        now: &OfficeNow<'_>,
        village: &TownVillage,
        folder: &Path,
    ) -> Result<WrittenPackage, DeskError> {
        let from = identity(office).ok_or(OfficeRefusal::NotFounded)?;
        self.perform(office, now, OfficeIntent::Reply(village.id))?;
        let known = office.village(village.id).ok_or(OfficeRefusal::UnknownVillage)?;
        let number = known.replies.last().map_or(0, |reply| reply.number);
        let said = unheard(office, known.id);
        let answers = said.into_iter().map(|(row, task, answer)| TaskAnswer {
            task: row.id,
            no: task.no.clone(),
            first: answer.sent.unwrap_or(number),
            what: answer.what,
            on: answer.on,
            words: answer.words.clone(),
        });
        let newest = known.packages.iter().rev().take(RECEIPTS_MAX);
        let packages = newest.map(|it| PackageReceipt { number: it.number, sha256: it.sha256.clone() }).collect();
        let reply = Reply { number, on: now.today, packages, answers: answers.collect() };
        let to = keys_of(known).ok_or(OfficeRefusal::UnknownVillage)?;
        let written = answers::write(&reply, (&from, &to), &known.name, &at_home(folder), &mut |_| Onward::Go);
        Ok(written?)
    }

    /// Keeps a snapshot where enough has changed, brings everything to rest and lets go of the folder.
    pub fn close(self, at: Moment) -> Result<(), DeskError> {
        repair::rest(self.store, at)
    }
}

/// The act that an intent makes of the office as it stands.
fn act(office: &Office, seq: Seq, now: &OfficeNow<'_>, intent: OfficeIntent) -> Result<OfficeAct, OfficeRefusal> {
    let command = intent.command().to_owned();
    let changes = decide(office, now.today, intent)?;
    Ok(OfficeAct { seq, at: now.at, actor: now.actor.to_owned(), command, changes, erased: 0 })
}

/// The office's own keys.
pub fn identity(office: &Office) -> Option<Identity> {
    Identity::from_slice(&office.info()?.secret.0)
}

/// The card of the office.
pub fn own_card(office: &Office) -> Option<Card> {
    let info = office.info()?;
    let (name, township) = (info.name.clone(), info.township.clone());
    Some(Card { kind: CardKind::Office, name, township, liaison: String::new(), keys: identity(office)?.public() })
}

fn keys_of(village: &TownVillage) -> Option<PublicKeys> {
    PublicKeys::from_slice(&[village.signs, village.reads].concat())
}

/// Opens a package of one of the villages. The error is the sentence to show.
fn opened(office: &Office, today: Day, path: &Path) -> Result<Taking, String> {
    let reader = identity(office).ok_or_else(|| OfficeRefusal::NotFounded.to_string())?;
    let bytes = read_small(path, PACKAGE_SEALED_BYTES_MAX)
        .map_err(|fault| format!("读不出来（{}），没有收。请看看盘插好没有，再收一次", reason(&fault)))?;
    let known: Vec<(&TownVillage, PublicKeys)> =
        office.villages().filter_map(|village| Some((village, keys_of(village)?))).collect();
    let keys: Vec<PublicKeys> = known.iter().map(|(_, keys)| *keys).collect();
    let (place, opened) = sealed::open(&bytes, &reader, &keys).map_err(|why| why.to_string())?;
    let (village, _) = known.get(place).ok_or_else(|| NotOpened::UnknownSender.to_string())?;
    taking::read(&opened, village.id, today).map_err(|why| why.to_string())
}

/// The sealed packages that a path names: itself, or those that lie in the folder, by name.
pub fn packages_at(path: &Path) -> Vec<PathBuf> {
    let path = at_home(path);
    if !path.is_dir() {
        return vec![path];
    }
    let entries = std::fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_package = |path: &PathBuf| path.extension().is_some_and(|ending| ending == SEALED_ENDING);
    let mut found: Vec<PathBuf> = entries.filter(is_package).collect();
    found.sort();
    found
}
