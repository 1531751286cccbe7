//! 备份: when the last copy was made, where the next one can go, and how it went.
//!
//! It writes nothing itself. A copy is said to be made once it was read back and the record of it is durable.

use std::path::PathBuf;

use super::eject::Eject;
use super::exchange::folder::FolderStep;
use super::exchange::start::size_words;
use super::import::file::any_path;
use super::stick_watch::{self, StickWatch};
use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, FormCommand, GlobalCommand, MenuCommand, Scope};
use crate::app::form::FormEvent;
use crate::app::message::{BackupMade, BackupOrder, Effect, Place, Report};
use crate::app::notice::Notice;
use crate::app::numbered::{MenuEvent, Numbered};
use crate::domain::backup::{BackupCopy, newest_elsewhere};
use crate::domain::day::{Day, Moment};
use crate::domain::decide::Intent;
use crate::domain::decide::backup::BackupIntent;
use crate::domain::village::Village;

/// Sticks that get a line of their own.
const PLACES_MAX: usize = 5;

/// Making a backup.
#[derive(Debug)]
pub struct Backup {
    /// What can be done.
    pub lines: Numbered<BackupChoice>,
    /// Sticks; `None` while they are looked for.
    pub places: Option<Vec<Place>>,
    /// The day and the place of the last copy on another disk.
    pub last: Option<(Day, String)>,
    /// What lies over it.
    pub step: BackupStep,
    /// The folder that was typed, until a copy is in it.
    typed: Option<String>,
    /// Sees sticks come and go.
    watch: StickWatch,
}

/// The steps.
#[derive(Debug)]
pub enum BackupStep {
    /// Where it can go.
    Start,
    /// Another folder is being typed.
    Folder(FolderStep),
    /// It is being written; with what came of it once it is, until that is recorded.
    Writing(Option<BackupMade>),
    /// It is written, read back and recorded; the stick may be let go of.
    Made(BackupMade, Eject),
}

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupChoice {
    /// Write to this stick.
    Place(usize),
    /// Write to another folder.
    Folder,
    /// Look for sticks once more.
    LookAgain,
    /// Back.
    Leave,
}

impl Backup {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Backup {
        let mut screen = Backup {
            lines: Numbered::default(),
            places: None,
            last: None,
            step: BackupStep::Start,
            typed: None,
            watch: StickWatch::default(),
        };
        screen.look(context.village);
        screen.renew();
        screen
    }

    /// The screen, and what is wanted when it is opened.
    pub fn open(context: &Context<'_>) -> Reply {
        let mut screen = Backup::new(context);
        let look = screen.watch.look();
        Reply::open(super::Screen::Backup(screen)).then(look)
    }

    fn look(&mut self, village: &Village) {
        self.last = newest_elsewhere(village).map(|copy| (copy.at.day(), copy.place.clone()));
    }

    /// Makes the lines anew, the cursor staying where it is.
    fn renew(&mut self) {
        let mut lines = Numbered::default();
        for (nth, place) in self.places.iter().flatten().take(PLACES_MAX).enumerate() {
            let free = place.free_bytes.map(|bytes| format!("（还能放{}）", size_words(bytes))).unwrap_or_default();
            let kind = if place.removable { "U盘" } else { "磁盘" };
            let label = format!("备份到{kind} {}{free}", place.label);
            lines = match place.read_only {
                true => lines.blocked(label, BackupChoice::Place(nth), "这个盘写保护了，写不进去"),
                false => lines.item(label, BackupChoice::Place(nth)),
            };
        }
        let lines = lines.item("备份到其他文件夹", BackupChoice::Folder).item("再找一次U盘", BackupChoice::LookAgain);
        let cursor = self.lines.cursor();
        self.lines = lines.zero("返回", BackupChoice::Leave).at(cursor);
    }

    fn choose(&mut self, choice: BackupChoice, context: &Context<'_>) -> Reply {
        match choice {
            BackupChoice::Place(nth) => {
                let place = self.places.as_ref().and_then(|places| places.get(nth));
                self.typed = None;
                let order = place.map(|place| (place.path.clone(), place.device));
                order.map_or_else(Reply::none, |(to, device)| self.order(to, device))
            }
            BackupChoice::Folder => {
                self.step = BackupStep::Folder(FolderStep::of(&self.last_folder(context.village)));
                Reply::none()
            }
            BackupChoice::LookAgain => {
                self.places = None;
                self.renew();
                self.watch.look()
            }
            BackupChoice::Leave => Reply::close(),
        }
    }

    /// Takes the sticks that are there now, the cursor staying on what it stood on.
    fn take_places(&mut self, found: &[Place]) {
        let stood = self.lines.stands_on();
        let before = self.places.replace(found.to_vec());
        self.renew();
        // The first answer offers its stick to whoever waits for it.
        if let Some(before) = before {
            stick_watch::stay(&mut self.lines, stood, (&before, found), BackupChoice::Place);
        }
    }

    fn made(&self, made: BackupMade) -> BackupStep {
        let eject = Eject::after(&made.path, self.places.iter().flatten());
        BackupStep::Made(made, eject)
    }

    fn order(&mut self, to: PathBuf, device: Option<u64>) -> Reply {
        self.step = BackupStep::Writing(None);
        Reply::effect(Effect::WriteBackup(BackupOrder { to, device }))
    }

    /// The folder that was last written to, unless it was a stick's.
    fn last_folder(&self, village: &Village) -> String {
        let places: Vec<&PathBuf> = self.places.iter().flatten().map(|place| &place.path).collect();
        let is_stick = |copy: &BackupCopy| places.iter().any(|stick| stick.as_os_str() == copy.place.as_str());
        let copies = village.backups().filter(|copy| !is_stick(copy) && copy.place.contains(['/', '\\']));
        copies.max_by_key(|copy| copy.at).map(|copy| copy.place.clone()).unwrap_or_default()
    }

    fn save_folder(&mut self) -> Reply {
        let BackupStep::Folder(step) = &mut self.step else { return Reply::none() };
        match any_path(step.text()) {
            Some(to) => {
                self.typed = Some(step.text().to_owned());
                self.order(to, None)
            }
            None => {
                step.fault("请写出文件夹在哪里，如 E:\\备份 或 /mnt/备份");
                Reply::none()
            }
        }
    }

    fn done(&mut self, outcome: &Result<(BackupCopy, BackupMade), String>) -> Reply {
        match outcome {
            Ok((copy, made)) => {
                self.step = BackupStep::Writing(Some(made.clone()));
                let said = Reply::say(Notice::done("这一份备份已记下"));
                Reply::decide(Intent::Backup(BackupIntent::Written(Box::new(copy.clone()))), said)
            }
            Err(why) => {
                self.step = match self.typed.take() {
                    Some(typed) => BackupStep::Folder(FolderStep::refused(&typed, why)),
                    None => BackupStep::Start,
                };
                Reply::refuse(why.clone())
            }
        }
    }
}

impl Behaviour for Backup {
    fn scope(&self) -> Scope {
        match self.step {
            BackupStep::Start | BackupStep::Writing(_) | BackupStep::Made(..) => Scope::Menu,
            BackupStep::Folder(_) => Scope::Form,
        }
    }

    fn hints(&self) -> Vec<Hint> {
        let back = Command::Global(GlobalCommand::Back);
        match &self.step {
            BackupStep::Start => vec![Command::Menu(MenuCommand::Choose).into(), back.into()],
            BackupStep::Folder(_) => vec![Command::Form(FormCommand::Save).meaning("备份到这里"), back.into()],
            BackupStep::Writing(_) => vec![back.meaning("停下")],
            BackupStep::Made(_, eject) => eject.hints(),
        }
    }

    fn awaits_writing(&self) -> bool {
        matches!(self.step, BackupStep::Writing(None))
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        match self.step {
            BackupStep::Start | BackupStep::Made(..) => Reply::close(),
            // While bytes are written Esc stops that and does not come here.
            BackupStep::Folder(_) | BackupStep::Writing(_) => {
                self.step = BackupStep::Start;
                Reply::none()
            }
        }
    }

    fn refresh(&mut self, context: &Context<'_>) {
        self.look(context.village);
        if let BackupStep::Writing(Some(made)) = &self.step
            && context.village.backups().any(|copy| copy.id == made.id)
        {
            self.step = self.made(made.clone());
        }
    }

    fn wake(&self) -> Option<Moment> {
        self.watch.due().filter(|_| matches!(self.step, BackupStep::Start))
    }

    fn woken(&mut self, context: &Context<'_>) -> Reply {
        match self.step {
            BackupStep::Start => self.watch.look_when_due(context.at),
            _ => Reply::none(),
        }
    }

    fn hear(&mut self, report: &Report, context: &Context<'_>) -> Reply {
        match report {
            Report::Places(places) => {
                self.watch.heard(context.at);
                self.take_places(places);
            }
            Report::Ejected(outcome) => {
                if let BackupStep::Made(_, eject) = &mut self.step {
                    eject.hear(outcome);
                }
            }
            Report::BackupDone(outcome) => return self.done(outcome),
            Report::Failed(why) => match std::mem::replace(&mut self.step, BackupStep::Start) {
                // The copy is whole, whatever became of its record.
                BackupStep::Writing(Some(made)) => {
                    self.step = self.made(made);
                    return Reply::refuse(format!("备份已写好并核对，只是没有记上：{why}"));
                }
                BackupStep::Writing(None) => {}
                other @ (BackupStep::Start | BackupStep::Folder(_) | BackupStep::Made(..)) => self.step = other,
            },
            Report::PackageNews(_)
            | Report::PackageReady(_)
            | Report::Replies(_)
            | Report::PackageDone { .. }
            | Report::UndoRows { .. }
            | Report::Acts(_)
            | Report::Page { .. }
            | Report::PagesFound { .. }
            | Report::Erased(_)
            | Report::RegisterFiles(_)
            | Report::Register(_)
            | Report::RejectsWritten { .. }
            | Report::SheetWritten { .. }
            | Report::Keys(_) => {}
        }
        Reply::none()
    }

    fn text(&mut self, text: &str, _context: &Context<'_>) -> Reply {
        if let BackupStep::Folder(step) = &mut self.step {
            step.type_text(text);
        }
        Reply::none()
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        let BackupStep::Folder(step) = &mut self.step else { return Reply::none() };
        match step.form.command(command, context.today) {
            FormEvent::SaveWanted => self.save_folder(),
            FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => Reply::none(),
        }
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        match &mut self.step {
            BackupStep::Start => match self.lines.command(command) {
                MenuEvent::Chosen(choice) => self.choose(choice, context),
                MenuEvent::Blocked(why) => Reply::refuse(why),
                MenuEvent::Moved => Reply::none(),
            },
            BackupStep::Made(_, eject) => eject.menu(command).unwrap_or_else(Reply::close),
            BackupStep::Folder(_) | BackupStep::Writing(_) => Reply::none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::Msg;
    use crate::app::screen::Screen;
    use crate::app::testing::{Drive, stick};
    use crate::domain::fixture::Fixture;

    /// The screen with two sticks, the first write-protected.
    fn with_sticks() -> Drive {
        let mut drive = Drive::on(Fixture::on("2026-11-24"));
        drive.keys("<Alt+B>");
        drive.send(Msg::Report(Report::Places(vec![stick("LOCKED", true), stick("GOOD", false)])));
        drive
    }

    fn step(drive: &Drive) -> &BackupStep {
        let Some(Screen::Backup(screen)) = drive.app.top() else { panic!("not 备份") };
        &screen.step
    }

    fn made(drive: &Drive) -> (BackupCopy, BackupMade) {
        drive.backed_up(std::path::Path::new("/media/GOOD"))
    }

    #[test]
    fn a_copy_goes_to_the_stick_that_was_chosen_and_counts_once_it_is_recorded() {
        let mut drive = with_sticks();
        drive.keys("1");
        assert!(matches!(step(&drive), BackupStep::Start), "write-protected");
        drive.keys("2");
        let order = BackupOrder { to: PathBuf::from("/media/GOOD"), device: Some(42) };
        assert!(matches!(drive.asked.last(), Some(Effect::WriteBackup(wanted)) if *wanted == order));
        let seq = drive.app.village.seq;
        let done = made(&drive);
        drive.send(Msg::Report(Report::BackupDone(Ok(done.clone()))));
        assert!(matches!(step(&drive), BackupStep::Made(made, _) if *made == done.1));
        assert_eq!(drive.app.village.seq, seq.next());
        assert_eq!(newest_elsewhere(&drive.app.village).map(|copy| copy.upto), Some(seq));
        drive.keys("0");
        assert!(!matches!(drive.app.top(), Some(Screen::Backup(_))));
    }

    #[test]
    fn a_copy_in_a_folder_offers_nothing_to_let_go_of() {
        let mut drive = with_sticks();
        drive.keys("3/home/wang/备份<Ctrl+S>");
        let done = drive.backed_up(std::path::Path::new("/home/wang/备份"));
        drive.send(Msg::Report(Report::BackupDone(Ok(done))));
        let BackupStep::Made(_, eject) = step(&drive) else { panic!("{:?}", step(&drive)) };
        assert!(!eject.is_offered());
        drive.keys("<Enter>");
        assert!(!matches!(drive.app.top(), Some(Screen::Backup(_))));
        assert!(!drive.asked.iter().any(|effect| matches!(effect, Effect::Eject(_))));
    }

    #[test]
    fn a_copy_that_was_not_made_is_told_and_not_recorded() {
        let mut drive = with_sticks();
        drive.keys("2");
        let seq = drive.app.village.seq;
        drive.send(Msg::Report(Report::BackupDone(Err("盘被拔出了，这一份备份没有写成。".to_owned()))));
        assert!(matches!(step(&drive), BackupStep::Start));
        assert_eq!((drive.app.village.seq, drive.app.village.backups().len()), (seq, 0));
        assert!(drive.app.notice.shown().is_some_and(|notice| notice.text.contains("没有写成")));
    }

    #[test]
    fn a_folder_that_will_not_do_is_said_in_the_form_and_what_was_typed_stays() {
        let mut drive = with_sticks();
        drive.keys("3备份盘<Ctrl+S>");
        let order = BackupOrder { to: PathBuf::from("备份盘"), device: None };
        assert!(
            matches!(drive.asked.last(), Some(Effect::WriteBackup(wanted)) if *wanted == order),
            "a bare name is one"
        );
        drive.send(Msg::Report(Report::BackupDone(Err("找不到要写的文件夹。".to_owned()))));
        let BackupStep::Folder(folder) = step(&drive) else { panic!("{:?}", step(&drive)) };
        assert_eq!(folder.text(), "备份盘");
    }

    #[test]
    fn a_copy_that_is_whole_and_not_recorded_is_told_as_that() {
        let mut drive = with_sticks();
        drive.keys("2");
        drive.store_fails = true;
        let done = made(&drive);
        drive.send(Msg::Report(Report::BackupDone(Ok(done.clone()))));
        assert!(matches!(step(&drive), BackupStep::Made(made, _) if *made == done.1));
        assert!(drive.app.notice.shown().is_some_and(|notice| notice.text.contains("只是没有记上")));
    }

    #[test]
    fn another_folder_is_typed_and_an_empty_one_asked_for_again() {
        let mut drive = with_sticks();
        drive.keys("3<Ctrl+S>");
        assert!(matches!(step(&drive), BackupStep::Folder(_)));
        drive.keys("/mnt/备份<Ctrl+S>");
        let order = BackupOrder { to: PathBuf::from("/mnt/备份"), device: None };
        assert!(matches!(drive.asked.last(), Some(Effect::WriteBackup(wanted)) if *wanted == order));
    }
}
