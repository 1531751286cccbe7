//! Does what the program wants outside: a thin match onto `desk`, and the long work that runs beside the loop.
//!
//! It decides nothing and words nothing but what a piece of long work is called.

mod backup;
mod erasure;
mod job;
mod keys;
mod package;
mod register;
mod replies;
#[cfg(test)]
mod tests;
mod villages;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::app::App;
use crate::app::message::{Commit, Effect, Msg, Report};
use crate::desk::error::DeskError;
use crate::desk::export::Prepared;
use crate::desk::import::preview::Draft;
use crate::desk::{Desk, places, sheet, villages as village_list};
use crate::domain::day::Day;
use crate::domain::id::Seq;
use crate::domain::sheet::Sheet;
use crate::seal::slot::Cost;
use crate::term::clock;
use job::{Job, Kind, Line};

/// The acts that are looked through for words, the newest: more would keep the officer waiting.
const FOUND_ACTS_MAX: u64 = 50_000;
/// The lines that are listed at most.
const FOUND_ENTRIES_MAX: usize = 500;

/// The hands of the program.
pub struct Performer {
    data: Data,
    jobs: Vec<Job>,
    /// The register read last, for its refused rows.
    register: Arc<Mutex<Option<Draft>>>,
    /// The package that was prepared and is to be written.
    prepared: Option<Prepared>,
    /// What every guess at a passphrase set here costs.
    cost: Cost,
}

/// Writes a sheet where the officer looks for it.
fn write_sheet(sheet: &Sheet, today: Day) -> Report {
    match sheet::write_where_found(sheet, today, places::for_sheets()) {
        Ok((place, name)) => Report::SheetWritten { place, name },
        Err(why) => Report::Failed(why),
    }
}

/// What acts are kept in.
enum Data {
    /// An open data folder.
    Open(Box<Desk>),
    /// A folder in which a village is made once its keys are set.
    ToBeMade(PathBuf),
    /// A folder that is sealed and closed.
    Locked(PathBuf),
}

impl Performer {
    /// The hands on an open data folder.
    pub fn of(desk: Desk) -> Performer {
        Performer::on(Data::Open(Box::new(desk)))
    }

    /// The hands before there is a village: it is made in this folder.
    pub fn to_make(dir: PathBuf) -> Performer {
        Performer::on(Data::ToBeMade(dir))
    }

    /// The hands on a sealed folder that is still closed.
    pub fn locked(dir: PathBuf) -> Performer {
        Performer::on(Data::Locked(dir))
    }

    /// The same hands, but a guess at a passphrase set by them costs nothing.
    #[cfg(test)]
    fn cheap(self) -> Performer {
        Performer { cost: Cost::TRIAL, ..self }
    }

    fn on(data: Data) -> Performer {
        Performer { data, jobs: Vec::new(), register: Arc::default(), prepared: None, cost: Cost::OFFICER }
    }

    /// Does one effect and says what came of it. `app` is as the effect left it.
    pub fn perform(&mut self, effect: Effect, app: &App) -> Vec<Msg> {
        match effect {
            Effect::Commit(commit) => {
                let told = self.commit(commit);
                if matches!(told, Msg::NotCommitted(_)) {
                    // It may have been the record that a package is begun; without it nothing is written.
                    self.prepared = None;
                }
                vec![told]
            }
            Effect::Unlock(credential) => vec![self.unlock(&credential, |_| {})],
            Effect::Lock => {
                self.lock();
                Vec::new()
            }
            Effect::KeepDraft(draft) => self.keep_draft(draft),
            Effect::ForgetDraft => {
                self.forget_draft();
                Vec::new()
            }
            Effect::DrawCode(offered) => vec![Msg::Report(self.draw_code(offered.as_ref()))],
            Effect::ChangePassphrase(change) => vec![Msg::Report(self.change_passphrase(&change))],
            Effect::ChangeCode(code) => vec![Msg::Report(self.change_code(&code))],
            Effect::Erase(keys) => vec![Msg::Report(self.erase(keys.map(|keys| *keys), &app.village, |_| {}))],
            Effect::MakeStore(keys) => vec![Msg::Report(self.make_store(*keys))],
            Effect::FetchUndo(of) => vec![Msg::Report(self.undo_rows(of))],
            Effect::FetchActs { acts_max } => vec![Msg::Report(self.recent_acts(acts_max))],
            Effect::FetchPage(day) => vec![Msg::Report(self.page(day, app))],
            Effect::FindOnPages(words) => vec![Msg::Report(self.found_on_pages(words, app))],
            Effect::StopJob => {
                self.jobs.iter().for_each(Job::stop);
                Vec::new()
            }
            Effect::ListPlaces => self.start(Kind::Reads, "找U盘", |_| Report::Places(places::sticks())),
            Effect::Eject(stick) => self.eject(stick),
            Effect::FindReplies(from) => self.find_replies(from, app),
            Effect::TakeReply(path) => self.take_reply(&path, app),
            Effect::ListRegisterFiles => {
                self.start(Kind::Reads, "找表格", |_| Report::RegisterFiles(places::register_files()))
            }
            Effect::ReadRegister(ask) => self.read_register(ask, app),
            Effect::WriteRejects(path) => self.write_rejects(path),
            Effect::WriteSheet(sheet) => vec![Msg::Report(write_sheet(&sheet, app.today))],
            Effect::ForgetRegister => {
                self.keep_register(None);
                Vec::new()
            }
            Effect::PreparePackage(order) => self.prepare_package(*order, app),
            Effect::WritePackage => self.write_package(),
            Effect::WriteBackup(order) => self.write_backup(order, app),
            Effect::CountPackage { everything, manner } => package::count(everything, manner, app),
            Effect::NoteVillage(name) => {
                village_list::remember(&name, self.dir());
                Vec::new()
            }
            Effect::OpenVillage(next) => vec![self.open_village(next)],
            // The loop leaves on it.
            Effect::Quit => Vec::new(),
        }
    }

    /// The data folder, open or not.
    pub fn dir(&self) -> &Path {
        match &self.data {
            Data::Open(desk) => desk.dir(),
            Data::ToBeMade(dir) | Data::Locked(dir) => dir,
        }
    }

    /// Whether long work is running, so that the loop looks for its messages.
    pub fn is_busy(&self) -> bool {
        !self.jobs.is_empty()
    }

    /// What long work has reported since the last look.
    pub fn arrived(&mut self) -> Vec<Msg> {
        let mut msgs = Vec::new();
        self.jobs.retain(|job| {
            let (said, is_over) = job.arrived();
            msgs.extend(said);
            !is_over
        });
        msgs
    }

    /// Stops long work, waits for the clean end of what writes, then brings the data to rest. What only reads is left
    /// behind: a dead drive may hold it for ever.
    pub fn close(self) -> Result<(), DeskError> {
        self.jobs.iter().for_each(Job::stop);
        self.jobs.into_iter().filter(Job::writes).for_each(Job::wait);
        match self.data {
            Data::Open(desk) => desk.rest(clock::now()),
            Data::ToBeMade(_) | Data::Locked(_) => Ok(()),
        }
    }

    fn start(&mut self, kind: Kind, what: &str, work: impl FnOnce(&mut Line) -> Report + Send + 'static) -> Vec<Msg> {
        match Job::start(kind, what, work) {
            Some(job) => {
                self.jobs.push(job);
                Vec::new()
            }
            None => vec![Msg::Report(Report::Failed(
                "系统资源不足，没有做成；存好的内容都在。请关掉别的程序再试".to_owned(),
            ))],
        }
    }

    fn commit(&mut self, commit: Box<Commit>) -> Msg {
        let desk = match &mut self.data {
            Data::Open(desk) => desk,
            Data::ToBeMade(dir) | Data::Locked(dir) => {
                return Msg::NotCommitted(DeskError::NotFounded { dir: dir.clone() }.to_string());
            }
        };
        match desk.commit(&commit.act, &commit.staged) {
            Ok(()) => Msg::Committed(commit),
            Err(fault) => Msg::NotCommitted(fault.to_string()),
        }
    }

    fn eject(&mut self, stick: PathBuf) -> Vec<Msg> {
        self.start(Kind::Reads, "弹出U盘", move |_| Report::Ejected(places::eject(&stick)))
    }

    fn undo_rows(&self, of: Seq) -> Report {
        let Data::Open(desk) = &self.data else {
            return Report::UndoRows { of, command: String::new(), rows: None };
        };
        let back = desk.seq().0.saturating_sub(of.0) + 1;
        let command = desk.recent_acts(back).map(|acts| acts.last().map(|act| act.command.clone()).unwrap_or_default());
        match (command, desk.undo_rows(of)) {
            (Ok(command), Ok(rows)) => Report::UndoRows { of, command, rows },
            (Err(fault), _) | (_, Err(fault)) => Report::Failed(fault.to_string()),
        }
    }

    fn page(&self, day: Day, app: &App) -> Report {
        let Data::Open(desk) = &self.data else {
            return Report::Page { day, entries: Vec::new(), later: Vec::new(), seal: None };
        };
        match desk.handbook_page(&app.village, day) {
            Ok(page) => Report::Page { day, entries: page.entries, later: page.later, seal: page.seal },
            Err(fault) => Report::Failed(fault.to_string()),
        }
    }

    fn found_on_pages(&self, words: String, app: &App) -> Report {
        let Data::Open(desk) = &self.data else {
            return Report::PagesFound { words, entries: Vec::new(), more: false };
        };
        let from = Seq(desk.seq().0.saturating_sub(FOUND_ACTS_MAX) + 1);
        match desk.handbook_find(&app.village, &words, from, FOUND_ENTRIES_MAX) {
            Ok(entries) => {
                let more = from > Seq(1) || entries.len() == FOUND_ENTRIES_MAX;
                Report::PagesFound { words, entries, more }
            }
            Err(fault) => Report::Failed(fault.to_string()),
        }
    }

    fn recent_acts(&self, acts_max: usize) -> Report {
        match &self.data {
            Data::Open(desk) => match desk.recent_acts(acts_max as u64) {
                Ok(acts) => Report::Acts(acts),
                Err(fault) => Report::Failed(fault.to_string()),
            },
            Data::ToBeMade(_) | Data::Locked(_) => Report::Acts(Vec::new()),
        }
    }
}
