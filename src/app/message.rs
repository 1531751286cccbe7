//! What happened (`Msg`), and what is wanted outside (`Effect`): the two lists at the border of the program's state.
//!
//! What a person can ask for is a third list, `Command`. They are never mixed.

use std::path::PathBuf;
use std::sync::Arc;

use super::draft::Draft;
use super::key::Input;
use super::opening::Opening;
use super::outgoing::{PackageNews, PackageOrder};
use super::register::{RegisterAsk, RegisterFile, RegisterPreview};
use super::replies::{FoundReplies, TakenReply};
use super::villages::{Arrival, NextVillage};
use crate::domain::backup::BackupCopy;
use crate::domain::change::{VillageAct, VillageEdit, VillageStaged};
use crate::domain::day::{Day, Moment};
use crate::domain::decide::Intent;
use crate::domain::handbook::Entry;
use crate::domain::id::{BackupId, Seq};
use crate::domain::limits::LONG_ACT_ROWS_MIN;
use crate::domain::package::Manner;
use crate::domain::sheet::Sheet;
use crate::seal::recovery::{Credential, RecoveryCode};
use crate::seal::secret::Secret;

/// What happened.
#[derive(Debug)]
pub enum Msg {
    /// The time it is; sent before every batch of other messages, and when `App::next_wake` has come.
    Clock(Moment),
    /// The computer slept since the last message.
    Slept,
    /// The terminal is gone, or the system stops the program: the last message there is.
    Gone,
    /// The forms could not be written down: they, and what happened.
    DraftNotKept(Box<Draft>, String),
    /// A key, or typed text.
    Input(Input),
    /// The act is durable: its records may be shown.
    Committed(Box<Commit>),
    /// The act was not made durable: what happened, that the data is safe or what is not, what to do.
    NotCommitted(String),
    /// How far the long work is.
    Progress(Progress),
    /// What another effect brought back.
    Report(Report),
    /// How far the opening is, or an erasure, beside which nothing goes on, in words.
    Opening(String),
    /// The data are open.
    Opened(Box<Opening>),
    /// Another village is in the place of the one that was open.
    Arrived(Box<Arrival>),
}

/// What is wanted outside. Done one after another, before the next input is taken.
#[derive(Debug)]
pub enum Effect {
    /// Make an act durable; answered by `Committed` or `NotCommitted`.
    Commit(Box<Commit>),
    /// Open sealed data; answered by `Opened`, `KeysReport::Wrong` or `Report::Failed`.
    Unlock(Credential),
    /// Let go of the data and of the key to them.
    Lock,
    /// Write down forms that are not stored, sealed; answered by `DraftNotKept` where that fails.
    KeepDraft(Box<Draft>),
    /// Remove what was written down of forms: they are stored, or given up.
    ForgetDraft,
    /// Draw a recovery code, for data that are to be made, or for whoever can open them; answered by `KeysReport::Drawn`
    /// or `KeysReport::Wrong`.
    DrawCode(Option<Credential>),
    /// Put a new passphrase in the place of the old one; answered by `KeysReport::PassphraseChanged` or
    /// `KeysReport::Wrong`.
    ChangePassphrase(Box<PassphraseChange>),
    /// Put this recovery code in the place of the old one; answered by `KeysReport::CodeChanged`.
    ChangeCode(Arc<RecoveryCode>),
    /// Make the data files anew without what was destroyed, sealed ones under these; answered by `Report::Erased`,
    /// `KeysReport::Wrong` or `Report::Failed`.
    Erase(Option<Box<StoreKeys>>),
    /// Make the data folder, sealed under these; answered by `KeysReport::Made`.
    MakeStore(Box<StoreKeys>),
    /// Fetch what an act did, to undo it; answered by `Report::UndoRows`.
    FetchUndo(Seq),
    /// Fetch the last acts, the newest first; answered by `Report::Acts`.
    FetchActs {
        /// How many at most.
        acts_max: usize,
    },
    /// Fetch the page of a day; answered by `Report::Page`.
    FetchPage(Day),
    /// Look for words on the pages of the handbook; answered by `Report::PagesFound`.
    FindOnPages(String),
    /// Look for tables where people put them; answered by `Report::RegisterFiles`.
    ListRegisterFiles,
    /// Read and plan a register as long work; answered by `Report::Register`.
    ReadRegister(RegisterAsk),
    /// Write the refused rows of the register read last to a new file; answered by `Report::RejectsWritten`.
    WriteRejects(PathBuf),
    /// Let go of the register read last.
    ForgetRegister,
    /// Write a sheet to print where the officer finds it; answered by `Report::SheetWritten` or `Report::Failed`.
    WriteSheet(Box<Sheet>),
    /// Look for sticks to write to; answered by `Report::Places`.
    ListPlaces,
    /// Look for replies of the office on the sticks, or in this folder or file; answered by `RepliesReport::Found` or
    /// `Report::Failed`.
    FindReplies(Option<PathBuf>),
    /// Take in the reply in this file; answered by `Committed` for each act, then by `RepliesReport::Taken` or
    /// `Report::Failed`.
    TakeReply(PathBuf),
    /// Choose what goes into the next package; answered by `Report::PackageReady`.
    PreparePackage(Box<PackageOrder>),
    /// Write the package prepared last as long work; answered by `Report::PackageDone`.
    WritePackage,
    /// Write a backup as long work; answered by `Report::BackupDone`.
    WriteBackup(BackupOrder),
    /// Let go of the stick whose files are there; answered by `Report::Ejected`.
    Eject(PathBuf),
    /// Count what a package would hold; answered by `Report::PackageNews`.
    CountPackage {
        /// Everything, and not only what is new.
        everything: bool,
        /// How it is to be closed: for the office alone what others took in does not count.
        manner: Manner,
    },
    /// Stop the long work cleanly.
    StopJob,
    /// Note under which name the village lies in its folder, for the choice of villages.
    NoteVillage(String),
    /// Let go of this village and go to another one; answered by `Arrived` or `Report::Failed`.
    OpenVillage(NextVillage),
    /// Leave the program.
    Quit,
}

impl Effect {
    /// Whether doing it holds everything up for longer than a key may take: a frame that says so is to be drawn first,
    /// and what is typed meanwhile was typed at a screen that is gone by then.
    pub fn takes_long(&self) -> bool {
        match self {
            Effect::Commit(commit) => commit.staged.rows.len() >= LONG_ACT_ROWS_MIN,
            // A passphrase is made slow to guess, and so to check.
            Effect::Unlock(_)
            | Effect::MakeStore(_)
            | Effect::ChangePassphrase(_)
            | Effect::ChangeCode(_)
            | Effect::DrawCode(Some(_)) => true,
            // All of the journal is written once more.
            Effect::Erase(_) => true,
            // Each answer is an act of its own.
            Effect::TakeReply(_) => true,
            // It brings the data to rest; and the key that woke the program was for a screen that is gone.
            Effect::Lock | Effect::OpenVillage(_) => true,
            Effect::DrawCode(None)
            | Effect::FetchUndo(_)
            | Effect::FetchActs { .. }
            | Effect::FetchPage(_)
            | Effect::FindOnPages(_)
            | Effect::ListRegisterFiles
            | Effect::ReadRegister(_)
            | Effect::WriteRejects(_)
            | Effect::WriteSheet(_)
            | Effect::ForgetRegister
            | Effect::ListPlaces
            | Effect::FindReplies(_)
            | Effect::PreparePackage(_)
            | Effect::WritePackage
            | Effect::WriteBackup(_)
            | Effect::Eject(_)
            | Effect::CountPackage { .. }
            | Effect::StopJob
            | Effect::KeepDraft(_)
            | Effect::ForgetDraft
            | Effect::NoteVillage(_)
            | Effect::Quit => false,
        }
    }
}

/// What new data are sealed under.
#[derive(Debug)]
pub struct StoreKeys {
    /// What the officer types at every start.
    pub passphrase: Secret,
    /// What is on the paper.
    pub code: Arc<RecoveryCode>,
}

/// A new passphrase.
#[derive(Debug)]
pub struct PassphraseChange {
    /// What opens the data now.
    pub old: Credential,
    /// What is to open them.
    pub new: Secret,
}

/// An act and the records it makes.
#[derive(Debug)]
pub struct Commit {
    /// What was done.
    pub act: VillageAct,
    /// Which records it makes of the village.
    pub staged: VillageStaged,
}

/// How far a piece of long work is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, as in 「正在写U盘」 without 正在.
    pub what: String,
    /// How much is done, in the work's own unit.
    pub done: u64,
    /// How much there is; 0 while it is not known.
    pub total: u64,
}

/// What an effect brought back.
#[derive(Debug)]
pub enum Report {
    /// It failed: what happened, whether the data is safe, what to do.
    Failed(String),
    /// Of what opens the data.
    Keys(KeysReport),
    /// The rows of an act that is to be undone.
    UndoRows {
        /// The act.
        of: Seq,
        /// The id of its command.
        command: String,
        /// Its rows; `None` where the store no longer has them.
        rows: Option<Vec<VillageEdit>>,
    },
    /// The data files were made anew without what was destroyed, as of this act.
    Erased(Seq),
    /// The last acts, the newest first.
    Acts(Vec<VillageAct>),
    /// The page of a day.
    Page {
        /// The day.
        day: Day,
        /// Its lines.
        entries: Vec<Entry>,
        /// What was written for it on later days.
        later: Vec<Entry>,
        /// Its seal.
        seal: Option<String>,
    },
    /// The lines of the handbook that hold these words.
    PagesFound {
        /// What was looked for.
        words: String,
        /// The lines, the newest first.
        entries: Vec<Entry>,
        /// Whether there are older pages that were not looked through, or more lines than these.
        more: bool,
    },
    /// Where a package can be written to.
    Places(Vec<Place>),
    /// What became of letting go of a stick, in words.
    Ejected(Result<String, String>),
    /// Tables that may be registers, the newest first.
    RegisterFiles(Vec<RegisterFile>),
    /// What a register would change.
    Register(Arc<RegisterPreview>),
    /// The refused rows are in this file.
    RejectsWritten {
        /// The file.
        path: PathBuf,
        /// How many rows.
        rows: usize,
    },
    /// A sheet to print lies there.
    SheetWritten {
        /// Where, as people call it: 桌面.
        place: String,
        /// The file.
        name: String,
    },
    /// Of replies of the office.
    Replies(RepliesReport),
    /// What a package would hold.
    PackageNews(PackageNews),
    /// What is to be kept before a byte of the package is written, in this order.
    PackageReady(Vec<Intent>),
    /// The package was written, or not.
    PackageDone {
        /// What is to be kept of how it went.
        settle: Box<Intent>,
        /// Where it is, or the sentence that says why it is not.
        outcome: Result<PathBuf, String>,
    },
    /// The backup was written and is to be recorded, or the sentence that says why it is not there.
    BackupDone(Result<(BackupCopy, BackupMade), String>),
}

impl Report {
    /// Whether it comes of looking around, which ends nothing that is on its way meanwhile.
    pub fn is_looked_for(&self) -> bool {
        matches!(self, Report::Places(_) | Report::RegisterFiles(_) | Report::Replies(RepliesReport::Found(_)))
    }
}

/// What came of an effect on what opens the data.
#[derive(Debug)]
pub enum KeysReport {
    /// It was not what opens them; nothing more is known.
    Wrong {
        /// Whether it was a recovery code.
        is_code: bool,
    },
    /// A new recovery code.
    Drawn(Arc<RecoveryCode>),
    /// The data folder is there, sealed and empty.
    Made,
    /// The new passphrase opens them, and the old one does not.
    PassphraseChanged,
    /// The new recovery code opens them, and the old one does not.
    CodeChanged,
}

/// What came of an effect on replies of the office.
#[derive(Debug)]
pub enum RepliesReport {
    /// Which there are.
    Found(FoundReplies),
    /// One was taken in.
    Taken(Box<TakenReply>),
}

/// A backup that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupOrder {
    /// The folder or stick to write to.
    pub to: PathBuf,
    /// The number of the stick that was chosen; `None` for a folder.
    pub device: Option<u64>,
}

/// A backup that was written and read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupMade {
    /// Of the record that is kept of it.
    pub id: BackupId,
    /// The file.
    pub path: PathBuf,
    /// People in it.
    pub people_count: usize,
    /// Tasks in it.
    pub tasks_count: usize,
    /// Whether it lies on another disk than the data.
    pub elsewhere: bool,
    /// Whether a passphrase is needed to read it.
    pub sealed: bool,
    /// Older ones beside it that were removed.
    pub thinned_count: usize,
}

/// A place a package can be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The folder.
    pub path: PathBuf,
    /// What people call it, such as the stick's name.
    pub label: String,
    /// Free space, in bytes; `None` where it is not known.
    pub free_bytes: Option<u64>,
    /// Whether it can be pulled out.
    pub removable: bool,
    /// Whether nothing can be written there.
    pub read_only: bool,
    /// The drive's number, by which a write sees that it is still the same one; `None` for a folder.
    pub device: Option<u64>,
    /// 卷序列号, by which a stick is known again; empty where none is told.
    pub serial: String,
}
