//! 交表与U盘: what is new, where it is written to, and everything that was ever handed over.
//!
//! It chooses nothing that goes into a package and writes nothing: both are asked for outside.

pub mod folder;
pub mod packages;
pub mod start;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use super::backup::Backup;
use super::import::file::any_path;
use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, FormCommand, GlobalCommand, ListCommand, MenuCommand, PageCommand, Scope};
use crate::app::form::FormEvent;
use crate::app::list::ListEvent;
use crate::app::message::{Effect, PackageOrder, Report};
use crate::app::notice::Notice;
use crate::app::numbered::MenuEvent;
use crate::domain::decide::Intent;
use crate::domain::package::PackageState;
use folder::{FolderStep, TermsStep};
use packages::{PackageCard, PackageChoice, PackageList};
use start::{Choice, Start};

/// Handing over.
#[derive(Debug)]
pub struct Exchange {
    /// What is new and where it can go.
    pub start: Start,
    /// What lies over it.
    pub step: ExchangeStep,
    /// The folder that was typed, until it is known to be one.
    typed: Option<String>,
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
    /// It is written and read back; where.
    Written(PathBuf),
    /// Everything that was ever handed over.
    Packages(PackageList),
    /// One of these; with the list behind it.
    Package(Box<PackageCard>, PackageList),
}

impl Exchange {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Exchange {
        Exchange { start: Start::of(context, false), step: ExchangeStep::Start, typed: None }
    }

    /// The screen with everything chosen to be written again, not only what is new.
    pub fn of_everything(context: &Context<'_>) -> Exchange {
        Exchange { start: Start::of(context, true), step: ExchangeStep::Start, typed: None }
    }

    /// What is wanted when it is opened.
    pub fn opening(&self) -> Reply {
        let everything = self.start.everything;
        Reply::effect(Effect::CountPackage { everything }).then(Reply::effect(Effect::ListPlaces))
    }

    fn choose(&mut self, choice: Choice, context: &Context<'_>) -> Reply {
        match choice {
            Choice::Place(place) => {
                let place = self.start.places.as_ref().and_then(|places| places.get(place));
                let Some((to, device)) = place.map(|place| (place.path.clone(), place.device)) else {
                    return Reply::none();
                };
                self.typed = None;
                self.order(to, device)
            }
            Choice::Folder => {
                self.step = ExchangeStep::Folder(FolderStep::of(&self.start.last_folder(context.village)));
                Reply::none()
            }
            Choice::Terms => {
                self.step = ExchangeStep::Terms(TermsStep::of(&self.start));
                Reply::none()
            }
            Choice::Everything => {
                self.start.everything = !self.start.everything;
                self.start.news = None;
                self.start.renew();
                Reply::effect(Effect::CountPackage { everything: self.start.everything })
            }
            Choice::LookAgain => {
                self.start.places = None;
                self.start.renew();
                Reply::effect(Effect::ListPlaces)
            }
            Choice::Packages => {
                self.step = ExchangeStep::Packages(PackageList::of(context));
                Reply::none()
            }
            Choice::Backup => Backup::open(context),
            Choice::Leave => Reply::close(),
        }
    }

    fn order(&mut self, to: PathBuf, device: Option<u64>) -> Reply {
        self.step = ExchangeStep::Writing(None);
        Reply::effect(Effect::PreparePackage(Box::new(PackageOrder {
            to,
            device,
            everything: self.start.everything,
            receiver: self.start.receiver.clone(),
            purpose: self.start.purpose.clone(),
        })))
    }

    /// Nothing is written before it is recorded that it will be.
    fn begin(before: &[Intent]) -> Reply {
        let write =
            Reply::effect(Effect::WritePackage).then(Reply::say(Notice::done("已记下这一包，正在写，先别拔U盘")));
        before.iter().rev().fold(write, |then, intent| Reply::decide(intent.clone(), then))
    }

    fn done(&mut self, settle: &Intent, outcome: &Result<PathBuf, String>) -> Reply {
        let again = Reply::effect(Effect::CountPackage { everything: self.start.everything });
        let told = match outcome {
            Ok(path) => {
                self.step = ExchangeStep::Writing(Some(path.clone()));
                Notice::done("这一包已记下：已写盘")
            }
            Err(why) => {
                self.step = ExchangeStep::Start;
                Notice::refused(format!("{why} 这一包作废，内容留到下一包"))
            }
        };
        Reply::decide(settle.clone(), again.then(Reply::say(told)))
    }

    fn save_folder(&mut self) -> Reply {
        let ExchangeStep::Folder(step) = &mut self.step else { return Reply::none() };
        match any_path(step.text()) {
            Some(to) => {
                self.typed = Some(step.text().to_owned());
                self.order(to, None)
            }
            None => {
                step.fault("请写出文件夹在哪里，如 D:\\交表 或 /home/wang/交表");
                Reply::none()
            }
        }
    }

    /// Where a package that was not even begun leads: back to the folder that was typed, with what is wrong with it.
    fn unwritten(&mut self, why: &str) -> ExchangeStep {
        match self.typed.take() {
            Some(typed) => ExchangeStep::Folder(FolderStep::refused(&typed, why)),
            None => ExchangeStep::Start,
        }
    }

    fn save_terms(&mut self) -> Reply {
        let ExchangeStep::Terms(step) = &mut self.step else { return Reply::none() };
        let Some((receiver, purpose)) = step.checked() else { return Reply::refuse("还有没填的，填好再存") };
        self.start.receiver = receiver;
        self.start.purpose = purpose;
        self.step = ExchangeStep::Start;
        Reply::none()
    }

    /// Goes back to the list that a package was opened from.
    fn close_package(&mut self, context: &Context<'_>) {
        let step = std::mem::replace(&mut self.step, ExchangeStep::Start);
        self.step = match step {
            ExchangeStep::Package(_, mut list) => {
                list.renew(context);
                ExchangeStep::Packages(list)
            }
            ExchangeStep::Start
            | ExchangeStep::Folder(_)
            | ExchangeStep::Terms(_)
            | ExchangeStep::Writing(_)
            | ExchangeStep::Written(_)
            | ExchangeStep::Packages(_) => step,
        };
    }

    fn open_package(&mut self, context: &Context<'_>) {
        let step = std::mem::replace(&mut self.step, ExchangeStep::Start);
        self.step = match step {
            ExchangeStep::Packages(list) => match list.list.selected().and_then(|id| PackageCard::of(*id, context)) {
                Some(card) => ExchangeStep::Package(Box::new(card), list),
                None => ExchangeStep::Packages(list),
            },
            ExchangeStep::Start
            | ExchangeStep::Folder(_)
            | ExchangeStep::Terms(_)
            | ExchangeStep::Writing(_)
            | ExchangeStep::Written(_)
            | ExchangeStep::Package(..) => step,
        };
    }
}

impl Behaviour for Exchange {
    fn scope(&self) -> Scope {
        match self.step {
            ExchangeStep::Start | ExchangeStep::Writing(_) | ExchangeStep::Written(_) | ExchangeStep::Package(..) => {
                Scope::Menu
            }
            ExchangeStep::Folder(_) | ExchangeStep::Terms(_) => Scope::Form,
            ExchangeStep::Packages(_) => Scope::List,
        }
    }

    fn hints(&self) -> Vec<Hint> {
        let back = Command::Global(GlobalCommand::Back);
        match &self.step {
            ExchangeStep::Start => vec![Command::Menu(MenuCommand::Choose).into(), back.into()],
            ExchangeStep::Writing(_) => vec![back.meaning("停下")],
            ExchangeStep::Written(_) => vec![Command::Menu(MenuCommand::Choose).meaning("知道了"), back.into()],
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
            | ExchangeStep::Written(_)
            | ExchangeStep::Packages(_)
            | ExchangeStep::Package(..) => false,
        }
    }

    fn back(&mut self, context: &Context<'_>) -> Reply {
        match &mut self.step {
            ExchangeStep::Start => return Reply::close(),
            ExchangeStep::Package(..) => self.close_package(context),
            ExchangeStep::Packages(list) => {
                if !list.clear_filter(context) {
                    self.step = ExchangeStep::Start;
                }
            }
            // While bytes are written Esc stops that and does not come here.
            ExchangeStep::Writing(_) | ExchangeStep::Folder(_) | ExchangeStep::Terms(_) | ExchangeStep::Written(_) => {
                self.step = ExchangeStep::Start;
            }
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
                if last.is_some_and(|package| package.state == PackageState::Written) {
                    self.step = ExchangeStep::Written(std::mem::take(path));
                }
            }
            ExchangeStep::Start
            | ExchangeStep::Folder(_)
            | ExchangeStep::Terms(_)
            | ExchangeStep::Writing(None)
            | ExchangeStep::Written(_) => {}
        }
    }

    fn hear(&mut self, report: &Report, _context: &Context<'_>) -> Reply {
        match report {
            Report::Places(places) => {
                self.start.places = Some(places.clone());
                self.start.renew();
            }
            Report::PackageNews(news) if news.everything == self.start.everything => {
                self.start.news = Some(*news);
                self.start.renew();
            }
            Report::PackageReady(before) if matches!(self.step, ExchangeStep::Writing(None)) => {
                self.typed = None;
                return Exchange::begin(before);
            }
            Report::PackageDone { settle, outcome } => return self.done(settle, outcome),
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
            ExchangeStep::Folder(step) => step.type_text(text),
            ExchangeStep::Terms(step) => step.type_text(text),
            ExchangeStep::Packages(list) => list.type_text(text, context),
            ExchangeStep::Start | ExchangeStep::Writing(_) | ExchangeStep::Written(_) | ExchangeStep::Package(..) => {}
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
            ExchangeStep::Folder(step) => step.form.command(command, context.today),
            ExchangeStep::Terms(step) => match step.form.command(command, context.today) {
                FormEvent::SaveWanted => return self.save_terms(),
                FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => return Reply::none(),
            },
            ExchangeStep::Start
            | ExchangeStep::Writing(_)
            | ExchangeStep::Written(_)
            | ExchangeStep::Packages(_)
            | ExchangeStep::Package(..) => return Reply::none(),
        };
        match event {
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
            ExchangeStep::Package(card, _) => match card.lines.command(command) {
                MenuEvent::Chosen(PackageChoice::Confirm) => card.ask_signed(context),
                MenuEvent::Chosen(PackageChoice::Leave) => {
                    self.close_package(context);
                    Reply::none()
                }
                MenuEvent::Blocked(why) => Reply::refuse(why),
                MenuEvent::Moved => Reply::none(),
            },
            ExchangeStep::Written(_) => {
                if matches!(command, MenuCommand::Choose) {
                    self.step = ExchangeStep::Start;
                }
                Reply::none()
            }
            ExchangeStep::Folder(_) | ExchangeStep::Terms(_) | ExchangeStep::Writing(_) | ExchangeStep::Packages(_) => {
                Reply::none()
            }
        }
    }

    fn page(&mut self, command: PageCommand, _context: &Context<'_>) -> Reply {
        if let ExchangeStep::Package(card, _) = &mut self.step {
            card.turn(command);
        }
        Reply::none()
    }
}
