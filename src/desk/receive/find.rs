//! Which replies of the office lie on the sticks, or in a folder that was named: read and opened, nothing is taken in.
//!
//! It looks at the place itself and one folder deep, and at so many files at most: a stick may hold anything.

use std::path::{Path, PathBuf};

use crate::app::replies::{FoundReplies, FoundReply, ReplyHead};
use crate::desk::correspondence::{identity, office_keys};
use crate::desk::place::at_home;
use crate::desk::places::sticks;
use crate::disk::file::read_small;
use crate::domain::correspondence::office;
use crate::domain::limits::REPLY_BYTES_MAX;
use crate::domain::village::Village;
use crate::exchange::answers::{self, ENDING, NoReply, Reply};
use crate::seal::envelope::{EnvelopeFault, OVERHEAD_BYTES};
use crate::seal::identity::{Identity, PublicKeys};
use crate::store::error::reason;

/// Entries of a folder that are looked at.
const ENTRIES_MAX: usize = 2_000;
/// Folders below the place that are looked into.
const FOLDERS_MAX: usize = 100;
/// Replies that are opened.
const REPLIES_MAX: usize = 50;

/// What opens the replies of the office to this village.
pub struct Reader {
    own: Identity,
    office: PublicKeys,
    /// The numbers of those that were taken in.
    heard: Vec<u32>,
}

/// Why a reply was not opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unopened {
    /// The file cannot be read.
    #[error("{0}")]
    Unread(String),
    /// It is none for this village.
    #[error(transparent)]
    NoReply(#[from] NoReply),
}

impl Reader {
    /// The reader of this village; `None` where no card of the office was accepted.
    pub fn of(village: &Village) -> Option<Reader> {
        let office = office(village).and_then(office_keys)?;
        Some(Reader { own: identity(village)?, office, heard: village.correspondence()?.replies.clone() })
    }

    /// What lies on the sticks that are plugged in.
    pub fn on_sticks(&self) -> FoundReplies {
        let mut found = FoundReplies::default();
        for stick in sticks() {
            self.look(&stick.path, &stick.label, &mut found);
        }
        in_order(found)
    }

    /// What lies in this folder, or what this file is. The error is the sentence to show.
    pub fn at(&self, place: &Path) -> Result<FoundReplies, String> {
        let path = at_home(place);
        let about = std::fs::metadata(&path)
            .map_err(|fault| format!("找不到 {}（{}）。请看看写对没有，U盘插好没有", path.display(), reason(&fault)))?;
        let mut found = FoundReplies { from: Some(place.to_path_buf()), ..FoundReplies::default() };
        match about.is_dir() {
            true => self.look(&path, &name_of(&path), &mut found),
            false => {
                let place = path.parent().map(name_of).unwrap_or_default();
                match self.head(&path) {
                    Ok(Some(head)) => found.replies.push(FoundReply { path, place, head: Ok(head) }),
                    Ok(None) => found.known_count += 1,
                    Err(why) => found.replies.push(FoundReply { path, place, head: Err(why.to_string()) }),
                }
            }
        }
        Ok(in_order(found))
    }

    pub(super) fn open(&self, path: &Path) -> Result<Reply, Unopened> {
        let bytes = read_small(path, REPLY_BYTES_MAX + OVERHEAD_BYTES as u64).map_err(|fault| {
            Unopened::Unread(format!("{} 读不出来（{}），一点都没有收", path.display(), reason(&fault)))
        })?;
        Ok(answers::open(&bytes, &self.own, &self.office)?)
    }

    /// What this file holds; `None` where it was taken in before.
    fn head(&self, path: &Path) -> Result<Option<ReplyHead>, Unopened> {
        let Reply { number, on, packages, answers } = self.open(path)?;
        let head = ReplyHead { number, on, packages_count: packages.len(), answers_count: answers.len() };
        Ok((!self.heard.contains(&number)).then_some(head))
    }

    fn look(&self, folder: &Path, place: &str, found: &mut FoundReplies) {
        for path in reply_files(folder) {
            let head = match self.head(&path) {
                Ok(Some(head)) => Ok(head),
                Ok(None) => {
                    found.known_count += 1;
                    continue;
                }
                // A stick goes from village to village.
                Err(Unopened::NoReply(NoReply::Envelope(EnvelopeFault::NotForUs))) => {
                    found.others_count += 1;
                    continue;
                }
                Err(why) => Err(why.to_string()),
            };
            found.replies.push(FoundReply { path, place: place.to_owned(), head });
        }
    }
}

/// By their numbers, those that cannot be taken in last; one that lies there twice stands once.
fn in_order(mut found: FoundReplies) -> FoundReplies {
    found.replies.sort_by_key(|reply| reply.head.as_ref().map_or(u32::MAX, |head| head.number));
    found.replies.dedup_by(|one, other| matches!((&one.head, &other.head), (Ok(a), Ok(b)) if a.number == b.number));
    found
}

/// The files of this folder, and of the folders in it, that are named as replies are.
fn reply_files(folder: &Path) -> Vec<PathBuf> {
    let (below, mut files) = replies_and_folders(folder);
    for folder in below.into_iter().take(FOLDERS_MAX) {
        files.extend(replies_and_folders(&folder).1);
    }
    files.truncate(REPLIES_MAX);
    files
}

/// The folders in this one, and its replies.
fn replies_and_folders(folder: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().take(ENTRIES_MAX);
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| !name_of(path).starts_with('.')).collect();
    paths.sort();
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.into_iter().partition(|path| path.is_dir());
    let is_reply = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING));
    (folders, files.into_iter().filter(is_reply).collect())
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
