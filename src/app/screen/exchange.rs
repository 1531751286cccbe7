//! 交表与U盘: what is new, where it is written to, and everything that was ever handed over.
//!
//! It chooses nothing that goes into a package and writes nothing: both are asked for outside.

mod choosing;
pub mod folder;
pub mod lost;
pub mod packages;
pub mod replies;
pub mod start;
mod sticks;
#[cfg(test)]
mod tests;
mod writing;

use std::path::PathBuf;

use super::eject::Eject;
use super::stick_watch::StickWatch;
use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, FormCommand, GlobalCommand, ListCommand, MenuCommand, PageCommand, Scope};
use crate::app::form::FormEvent;
use crate::app::list::ListEvent;
use crate::app::message::{Effect, Report};
use crate::app::numbered::MenuEvent;
use crate::domain::day::Moment;
use crate::domain::package::PackageState;
use folder::{FolderStep, TermsStep};
use lost::{LostChoice, LostPlaces};
use packages::{PackageCard, PackageChoice, PackageList};
use replies::ReplyList;
use start::Start;

/// Handing over.
#[derive(Debug)]
pub struct Exchange {
    /// What is new and where it can go.
    pub start: Start,
    /// What lies over it.
    pub step: ExchangeStep,
    /// The folder that was typed, until it is known to be one.
    typed: Option<String>,
    /// Sees sticks come and go.
    watch: StickWatch,
}

/// The steps.
#[derive(Debug)]
pub enum ExchangeStep {
    /// What is new and where it can go.
    Start,
    /// Another folder is being typed.
    Folder(FolderStep),
    /// Receiver and purpose are being typed.
    Terms(TermsStep),
    /// It is being written; with the path once it is, until that is recorded.
    Writing(Option<PathBuf>),
    /// It is written and read back; where, the password it has, and the stick that may be let go of.
    Written(PathBuf, Option<String>, Eject),
    /// Everything that was ever handed over.
    Packages(PackageList),
    /// One of these; with the list behind it.
    Package(Box<PackageCard>, PackageList),
    /// The places of which one is lost.
    Lost(LostPlaces),
    /// The replies of the office that can be taken in.
    Replies(ReplyList),
    /// A folder or file to look for replies is being typed; with the list behind it.
    ReplyFrom(FolderStep, ReplyList),
}

impl Exchange {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Exchange {
        Exchange::with(Start::of(context, false))
    }

    /// The screen with everything chosen to be written again, not only what is new.
    pub fn of_everything(context: &Context<'_>) -> Exchange {
        Exchange::with(Start::of(context, true))
    }

    fn with(start: Start) -> Exchange {
        Exchange { start, step: ExchangeStep::Start, typed: None, watch: StickWatch::default() }
    }

    /// What is wanted when it is opened.
    pub fn opening(&mut self) -> Reply {
        self.count().then(self.look_for_places())
    }

    /// Has it counted what the package would hold.
    fn count(&self) -> Reply {
        let Start { everything, manner, .. } = self.start;
        Reply::effect(Effect::CountPackage { everything, manner })
    }
}

impl Behaviour for Exchange {
    fn scope(&self) -> Scope {
        match self.step {
            ExchangeStep::Start
            | ExchangeStep::Writing(_)
            | ExchangeStep::Written(..)
            | ExchangeStep::Package(..)
            | ExchangeStep::Lost(_)
            | ExchangeStep::Replies(_) => Scope::Menu,
            ExchangeStep::Folder(_) | ExchangeStep::Terms(_) | ExchangeStep::ReplyFrom(..) => Scope::Form,
            ExchangeStep::Packages(_) => Scope::List,
        }
    }

    fn hints(&self) -> Vec<Hint> {
        let back = Command::Global(GlobalCommand::Back);
        match &self.step {
            ExchangeStep::Start | ExchangeStep::Lost(_) | ExchangeStep::Replies(_) => {
                vec![Command::Menu(MenuCommand::Choose).into(), back.into()]
            }
            ExchangeStep::ReplyFrom(..) => vec![Command::Form(FormCommand::Save).meaning("去找"), back.into()],
            ExchangeStep::Writing(_) => vec![back.meaning("停下")],
            ExchangeStep::Written(_, _, eject) => eject.hints(),
            ExchangeStep::Folder(_) => vec![Command::Form(FormCommand::Save).meaning("写到这里"), back.into()],
            ExchangeStep::Terms(_) => vec![Command::Form(FormCommand::Save).meaning("就这样"), back.into()],
            ExchangeStep::Packages(_) => vec![Command::List(ListCommand::Open).into(), back.into()],
            ExchangeStep::Package(..) => vec![
                Command::Menu(MenuCommand::Choose).into(),
                Command::Page(PageCommand::PageDown).meaning("往下看"),
                back.into(),
            ],
        }
    }

    fn awaits_writing(&self) -> bool {
        matches!(self.step, ExchangeStep::Writing(None))
    }

    fn unsaved(&self) -> bool {
        match &self.step {
            ExchangeStep::Terms(step) => step.form.touched(),
            ExchangeStep::Start
            | ExchangeStep::Writing(_)
            | ExchangeStep::Folder(_)
            | ExchangeStep::Written(..)
            | ExchangeStep::Packages(_)
            | ExchangeStep::Package(..)
            | ExchangeStep::Lost(_)
            | ExchangeStep::Replies(_)
            | ExchangeStep::ReplyFrom(..) => false,
        }
    }

    fn back(&mut self, context: &Context<'_>) -> Reply {
        match &mut self.step {
            ExchangeStep::Start => return Reply::close(),
            ExchangeStep::Package(..) => self.close_package(context),
            ExchangeStep::ReplyFrom(..) => self.close_reply_from(),
            ExchangeStep::Packages(list) => {
                if !list.clear_filter(context) {
                    self.step = ExchangeStep::Start;
                }
            }
            // While bytes are written Esc stops that and does not come here.
            ExchangeStep::Writing(_)
            | ExchangeStep::Folder(_)
            | ExchangeStep::Terms(_)
            | ExchangeStep::Written(..)
            | ExchangeStep::Lost(_)
            | ExchangeStep::Replies(_) => self.step = ExchangeStep::Start,
        }
        Reply::none()
    }

    fn refresh(&mut self, context: &Context<'_>) {
        self.start.look(context);
        match &mut self.step {
            ExchangeStep::Packages(list) => list.renew(context),
            ExchangeStep::Package(card, _) => card.renew(context),
            ExchangeStep::Writing(Some(path)) => {
                let last = context.village.packages().max_by_key(|package| package.no);
                if let Some(package) = last.filter(|package| package.state == PackageState::Written) {
                    let password = packages::password(context.village, package);
                    let eject = Eject::after(path, self.start.places.iter().flatten());
                    self.step = ExchangeStep::Written(std::mem::take(path), password, eject);
                }
            }
            ExchangeStep::Start
            | ExchangeStep::Folder(_)
            | ExchangeStep::Terms(_)
            | ExchangeStep::Writing(None)
            | ExchangeStep::Written(..)
            | ExchangeStep::Lost(_)
            | ExchangeStep::Replies(_)
            | ExchangeStep::ReplyFrom(..) => {}
        }
    }

    fn wake(&self) -> Option<Moment> {
        self.watch.due().filter(|_| matches!(self.step, ExchangeStep::Start))
    }

    fn woken(&mut self, context: &Context<'_>) -> Reply {
        match self.step {
            ExchangeStep::Start => self.watch.look_when_due(context.at),
            _ => Reply::none(),
        }
    }

    fn hear(&mut self, report: &Report, context: &Context<'_>) -> Reply {
        match report {
            Report::Places(places) => return self.hear_places(places, context),
            Report::Ejected(outcome) => self.hear_ejected(outcome),
            Report::PackageNews(news) if news.everything == self.start.everything => {
                self.start.news = Some(*news);
                self.start.renew();
            }
            Report::PackageReady(before) if matches!(self.step, ExchangeStep::Writing(None)) => {
                self.typed = None;
                return Exchange::begin(before);
            }
            Report::PackageDone { settle, outcome } => return self.done(settle, outcome),
            Report::Replies(told) => return self.hear_replies(told),
            Report::Failed(why) if matches!(self.step, ExchangeStep::ReplyFrom(..)) => self.fault_reply_from(why),
            // What was not recorded is not said to be written; the package stays begun, and the next one voids it.
            Report::Failed(why) if matches!(self.step, ExchangeStep::Writing(_)) => self.step = self.unwritten(why),
            Report::Failed(_)
            | Report::BackupDone(_)
            | Report::Keys(_)
            | Report::PackageNews(_)
            | Report::PackageReady(_)
            | Report::UndoRows { .. }
            | Report::Acts(_)
            | Report::Page { .. }
            | Report::PagesFound { .. }
            | Report::Erased(_)
            | Report::RegisterFiles(_)
            | Report::Register(_)
            | Report::RejectsWritten { .. }
            | Report::SheetWritten { .. } => {}
        }
        Reply::none()
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        match &mut self.step {
            ExchangeStep::Folder(step) | ExchangeStep::ReplyFrom(step, _) => step.type_text(text),
            ExchangeStep::Terms(step) => step.type_text(text),
            ExchangeStep::Packages(list) => list.type_text(text, context),
            ExchangeStep::Start
            | ExchangeStep::Writing(_)
            | ExchangeStep::Written(..)
            | ExchangeStep::Package(..)
            | ExchangeStep::Lost(_)
            | ExchangeStep::Replies(_) => {}
        }
        Reply::none()
    }

    fn list(&mut self, command: ListCommand, context: &Context<'_>) -> Reply {
        let ExchangeStep::Packages(packages) = &mut self.step else { return Reply::none() };
        match packages.list.command(command) {
            ListEvent::Filtered => packages.renew(context),
            ListEvent::Opened => self.open_package(context),
            ListEvent::Moved | ListEvent::PaneWanted => {}
        }
        Reply::none()
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        let event = match &mut self.step {
            ExchangeStep::Folder(step) | ExchangeStep::ReplyFrom(step, _) => step.form.command(command, context.today),
            ExchangeStep::Terms(step) => match step.form.command(command, context.today) {
                FormEvent::SaveWanted => return self.save_terms(),
                FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => {
                    step.ask();
                    return Reply::none();
                }
            },
            ExchangeStep::Start
            | ExchangeStep::Writing(_)
            | ExchangeStep::Written(..)
            | ExchangeStep::Packages(_)
            | ExchangeStep::Package(..)
            | ExchangeStep::Lost(_)
            | ExchangeStep::Replies(_) => return Reply::none(),
        };
        match event {
            FormEvent::SaveWanted if matches!(self.step, ExchangeStep::ReplyFrom(..)) => self.save_reply_from(),
            FormEvent::SaveWanted => self.save_folder(),
            FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => Reply::none(),
        }
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        match &mut self.step {
            ExchangeStep::Start => match self.start.lines.command(command) {
                MenuEvent::Chosen(choice) => self.choose(choice, context),
                MenuEvent::Blocked(why) => Reply::refuse(why),
                MenuEvent::Moved => Reply::none(),
            },
            ExchangeStep::Replies(list) => match list.lines.command(command) {
                MenuEvent::Chosen(choice) => self.choose_reply(choice),
                MenuEvent::Blocked(why) => Reply::refuse(why),
                MenuEvent::Moved => Reply::none(),
            },
            ExchangeStep::Lost(places) => match places.lines.command(command) {
                MenuEvent::Chosen(LostChoice::Place(nth)) => places.open(nth, context),
                MenuEvent::Chosen(LostChoice::Leave) => {
                    self.step = ExchangeStep::Start;
                    Reply::none()
                }
                MenuEvent::Blocked(why) => Reply::refuse(why),
                MenuEvent::Moved => Reply::none(),
            },
            ExchangeStep::Package(card, _) => match card.lines.command(command) {
                MenuEvent::Chosen(PackageChoice::Confirm) => card.ask_signed(context),
                MenuEvent::Chosen(PackageChoice::Lost) => card.lost(context),
                MenuEvent::Chosen(PackageChoice::Leave) => {
                    self.close_package(context);
                    Reply::none()
                }
                MenuEvent::Blocked(why) => Reply::refuse(why),
                MenuEvent::Moved => Reply::none(),
            },
            ExchangeStep::Written(_, _, eject) => eject.menu(command).unwrap_or_else(|| {
                self.step = ExchangeStep::Start;
                Reply::none()
            }),
            ExchangeStep::Folder(_)
            | ExchangeStep::Terms(_)
            | ExchangeStep::Writing(_)
            | ExchangeStep::Packages(_)
            | ExchangeStep::ReplyFrom(..) => Reply::none(),
        }
    }

    fn page(&mut self, command: PageCommand, _context: &Context<'_>) -> Reply {
        if let ExchangeStep::Package(card, _) = &mut self.step {
            card.turn(command);
        }
        Reply::none()
    }
}
