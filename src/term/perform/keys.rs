//! What opens the data: drawing a recovery code, making a sealed folder, opening and closing one, changing its keys.
//!
//! What is typed goes into `desk` and is let go at once; nothing of it stays here.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::job::Job;
use super::{Data, Performer};
use crate::app::draft::Draft;
use crate::app::message::{KeysReport, Msg, PassphraseChange, Report, StoreKeys};
use crate::desk::error::DeskError;
use crate::desk::{Desk, news};
use crate::seal::recovery::{Credential, RecoveryCode};
use crate::term::clock;

/// Said where nothing is open, which no screen asks for.
pub(super) const NOT_OPEN: &str = "数据没有打开，口令没有改";

/// Time between two words of progress: more would only be drawn over.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

impl Performer {
    /// A new recovery code; where data are open, for nobody but who can open them.
    pub(super) fn draw_code(&self, offered: Option<&Credential>) -> Report {
        if let (Data::Open(desk), Some(offered)) = (&self.data, offered)
            && let Err(fault) = desk.check(offered)
        {
            return not_done(&fault);
        }
        match RecoveryCode::random() {
            Ok(code) => Report::Keys(KeysReport::Drawn(Arc::new(code))),
            Err(_) => Report::Failed(DeskError::NoRandomness.to_string()),
        }
    }

    /// Changes the passphrase.
    pub(super) fn change_passphrase(&mut self, change: &PassphraseChange) -> Report {
        let Data::Open(desk) = &mut self.data else { return Report::Failed(NOT_OPEN.to_owned()) };
        match desk.change_passphrase(&change.old, &change.new) {
            Ok(()) => Report::Keys(KeysReport::PassphraseChanged),
            Err(fault) => not_done(&fault),
        }
    }

    /// Changes the recovery code.
    pub(super) fn change_code(&mut self, code: &RecoveryCode) -> Report {
        let Data::Open(desk) = &mut self.data else { return Report::Failed(NOT_OPEN.to_owned()) };
        match desk.change_code(code) {
            Ok(()) => Report::Keys(KeysReport::CodeChanged),
            Err(fault) => not_done(&fault),
        }
    }

    /// Makes the data folder under these keys; it holds no village yet.
    pub(super) fn make_store(&mut self, keys: StoreKeys) -> Report {
        let Data::ToBeMade(dir) = &self.data else { return Report::Keys(KeysReport::Made) };
        match Desk::make_sealed(dir, keys, self.cost) {
            Ok(desk) => {
                self.data = Data::Open(Box::new(desk));
                Report::Keys(KeysReport::Made)
            }
            Err(fault) => Report::Failed(fault.to_string()),
        }
    }

    /// Writes forms down, sealed.
    pub(super) fn keep_draft(&self, draft: Box<Draft>) -> Vec<Msg> {
        let Data::Open(desk) = &self.data else { return vec![Msg::DraftNotKept(draft, NOT_OPEN.to_owned())] };
        match desk.keep_draft(&draft) {
            Ok(()) => Vec::new(),
            Err(fault) => vec![Msg::DraftNotKept(draft, fault.to_string())],
        }
    }

    /// Removes what was written down of forms; where that fails, they are offered again.
    pub(super) fn forget_draft(&self) {
        if let Data::Open(desk) = &self.data {
            let _ = desk.forget_draft();
        }
    }

    /// Lets go of the data, of the key to them, and of all that was made of them.
    pub(super) fn lock(&mut self) {
        if let Data::Open(desk) = &self.data {
            let dir = desk.dir().to_path_buf();
            if let Data::Open(desk) = std::mem::replace(&mut self.data, Data::Locked(dir)) {
                // All that was kept is durable whatever comes of it; damage is told by the next start.
                let _ = desk.rest(clock::now());
            }
        }
        self.jobs.iter().for_each(Job::stop);
        // What writes tidies up behind itself; what reads is left behind, and what it found is not heard.
        self.jobs.retain(Job::writes);
        // The register itself may be in the hands of work that hangs on a dead stick: it is not waited for.
        self.register = Arc::default();
        self.prepared = None;
    }

    /// Opens the sealed folder; `tell` is told in words how far that is.
    pub(in crate::term) fn unlock(&mut self, credential: &Credential, tell: impl FnMut(String)) -> Msg {
        let Data::Locked(dir) = &self.data else {
            return Msg::Report(Report::Failed("已经打开了".to_owned()));
        };
        let mut tell = sparse(tell);
        let opened = Desk::unlock(dir, credential, &mut |progress| {
            let (what, done, total) = news::progress_words(progress);
            tell(what, done, total);
        });
        match opened {
            Ok(opened) => {
                let (desk, opening) = opened.into_parts(clock::now());
                self.data = Data::Open(Box::new(desk));
                Msg::Opened(Box::new(opening))
            }
            Err(fault) => Msg::Report(not_done(&fault)),
        }
    }
}

/// What came of keys that did not fit, or of anything else that went wrong.
pub(super) fn not_done(fault: &DeskError) -> Report {
    match fault.wrong_credential() {
        Some(is_code) => Report::Keys(KeysReport::Wrong { is_code }),
        None => Report::Failed(fault.to_string()),
    }
}

/// Progress in words, and no more of it than can be read.
pub(super) fn sparse(mut tell: impl FnMut(String)) -> impl FnMut(&str, u64, u64) {
    let mut told = Instant::now();
    move |what, done, total| {
        if told.elapsed() >= PROGRESS_EVERY {
            told = Instant::now();
            tell(format!("{what} {done}/{total}"));
        }
    }
}
