//! What the commands do that can be asked for on every screen.
//!
//! Going to another main screen keeps 今日 below it, so that Esc always leads home.

use super::App;
use super::available;
use super::command::{Command, FormCommand, GlobalCommand, Scope};
use super::handover_words;
use super::lock::Why;
use super::message::Effect;
use super::notice::Notice;
use super::opening::Keeping;
use super::screen::affair_form::{AffairForm, FormKind};
use super::screen::affairs::Affairs;
use super::screen::backup::Backup;
use super::screen::contact_form::ContactForm;
use super::screen::contacts::Contacts;
use super::screen::document_form::DocumentForm;
use super::screen::exchange::Exchange;
use super::screen::find::Find;
use super::screen::flags::Flags;
use super::screen::follow_ups::FollowUps;
use super::screen::handbook::Handbook;
use super::screen::help::Help;
use super::screen::household_form::HouseholdForm;
use super::screen::households::Households;
use super::screen::import::Import;
use super::screen::intake::Intake;
use super::screen::leave_form::LeaveForm;
use super::screen::menu::Menu;
use super::screen::note::Note;
use super::screen::pairing_form::PairingForm;
use super::screen::pairings::Pairings;
use super::screen::palette::Palette;
use super::screen::passphrase::Passphrase;
use super::screen::point_form::{PointForm, PointFormKind};
use super::screen::recent::Recent;
use super::screen::retention::Retention;
use super::screen::sheets::Sheets;
use super::screen::supervision_form::{SupervisionForm, SupervisionFormKind};
use super::screen::tasks::Tasks;
use super::screen::today::Today;
use super::screen::trip_list::TripList;
use super::screen::village_form::VillageForm;
use super::screen::villages::VillageChoice;
use super::screen::visit_form::VisitForm;
use super::screen::visits::Visits;
use super::screen::{Behaviour, Context, Reply, Screen};
use crate::domain::id::HouseholdId;
use crate::domain::today::trip::Trip;

/// Said where there is nothing to print.
const NO_SHEET: &str = "这一屏没有可打印的单子；要打印的，先打开回执、手册页、进镇清单这样的页再按";

impl App {
    pub(super) fn global(&mut self, command: GlobalCommand, effects: &mut Vec<Effect>) {
        let reply = match command {
            GlobalCommand::Help => self.help(),
            GlobalCommand::Today => self.home(None),
            GlobalCommand::Households => self.home(Some(Screen::Households(Households::new(&self.context())))),
            GlobalCommand::Tasks => self.home(Some(Screen::Tasks(Tasks::new(&self.context())))),
            GlobalCommand::Visits => self.home(Some(Screen::Visits(Visits::new(&self.context())))),
            GlobalCommand::Affairs => self.home(Some(Screen::Affairs(Affairs::new(&self.context())))),
            GlobalCommand::Flags => self.home(Some(Screen::Flags(Flags::new(&self.context())))),
            GlobalCommand::Handbook => self.home(Some(Screen::Handbook(Handbook::new(&self.context())))),
            GlobalCommand::Pairings => self.home(Some(Screen::Pairings(Pairings::new(&self.context())))),
            GlobalCommand::Exchange => {
                let mut screen = Exchange::new(&self.context());
                let opening = screen.opening();
                self.home(Some(Screen::Exchange(screen))).then(opening)
            }
            GlobalCommand::Recent => self.recent(),
            GlobalCommand::Find => Reply::open(Screen::Find(Find::new(&self.context()))),
            GlobalCommand::Back => return self.back(effects),
            GlobalCommand::Palette => self.palette(),
            GlobalCommand::Intake => self.intake(),
            GlobalCommand::Note => self.note(),
            GlobalCommand::Visit => self.visit(),
            GlobalCommand::Propose => self.affair(FormKind::Propose),
            GlobalCommand::PutUp => self.affair(FormKind::PutUp(None)),
            GlobalCommand::TripTown => Reply::open(Screen::TripList(TripList::of(&self.context(), Trip::Town))),
            GlobalCommand::TripVillage => Reply::open(Screen::TripList(TripList::of(&self.context(), Trip::Village))),
            GlobalCommand::Contacts => Reply::open(Screen::Contacts(Contacts::new(&self.context()))),
            GlobalCommand::AddContact => Reply::open(Screen::ContactForm(ContactForm::adding(&self.context()))),
            GlobalCommand::NoteDocument => self.note_document(),
            GlobalCommand::FollowUps => Reply::open(Screen::FollowUps(FollowUps::new(&self.context()))),
            GlobalCommand::Point => Reply::open(Screen::PointForm(PointForm::of(&self.context(), PointFormKind::Add))),
            GlobalCommand::Leave => Reply::open(Screen::LeaveForm(LeaveForm::new(&self.context()))),
            GlobalCommand::Pair => self.pair(),
            GlobalCommand::Supervise => {
                let form = SupervisionForm::of(&self.context(), SupervisionFormKind::Receive);
                Reply::open(Screen::SupervisionForm(form))
            }
            GlobalCommand::Sheets => self.sheets(),
            GlobalCommand::Print => self.print(),
            GlobalCommand::Appraisal => Reply::open(Screen::Sheets(Sheets::of_appraisal())),
            GlobalCommand::AddHousehold => Reply::open(Screen::HouseholdForm(HouseholdForm::adding(&self.context()))),
            GlobalCommand::Import => Reply::open(Screen::Import(Import::new(&self.context()))).then(Import::opening()),
            GlobalCommand::ExportAll => self.export_all(),
            GlobalCommand::Backup => Backup::open(&self.context()),
            GlobalCommand::EditVillage => Reply::open(Screen::VillageForm(VillageForm::new(&self.context()))),
            GlobalCommand::Handover => Reply::open(Screen::Page(handover_words::page(&self.context()))),
            GlobalCommand::Retention => Reply::open(Screen::Retention(Retention::new(&self.context()))),
            GlobalCommand::Undo => self.undo(),
            GlobalCommand::Redo => self.redo(),
            GlobalCommand::ChangePassphrase => Reply::open(Screen::Passphrase(Passphrase::changing())),
            GlobalCommand::RenewCode => Reply::open(Screen::Passphrase(Passphrase::renewing())),
            GlobalCommand::Lock => return self.lock(Why::Asked, effects),
            GlobalCommand::Villages => self.villages(),
            GlobalCommand::Quit => self.quit(),
        };
        self.follow(reply, effects);
    }

    /// Goes to a main screen, with 今日 below it; refused while a form holds what is not stored.
    fn home(&mut self, screen: Option<Screen>) -> Reply {
        if self.reveal(Screen::unsaved) {
            return Reply::say(Notice::refused(format!("这张表还没存好：{}，或按 Esc 放下", self.way_to_save())));
        }
        let home = Reply::home(Screen::Today(Today::new(&self.context())));
        match screen {
            Some(screen) => home.then(Reply::open(screen)),
            None => home,
        }
    }

    /// Brings the topmost screen of this kind to the front: what lies over it is only looked at. Whether there is one.
    fn reveal(&mut self, is: impl Fn(&Screen) -> bool) -> bool {
        let found = self.screens.iter().rposition(is);
        if let Some(at) = found {
            self.screens.truncate(at + 1);
        }
        found.is_some()
    }

    fn way_to_save(&self) -> String {
        self.keymap.way(Scope::Form, Command::Form(FormCommand::Save), "存好")
    }

    /// One step back: the running work is stopped, the screen steps back or closes, and 今日 opens the menu.
    fn back(&mut self, effects: &mut Vec<Effect>) {
        if self.progress.is_some() {
            effects.push(Effect::StopJob);
            return;
        }
        self.with_top(effects, Screen::back);
    }

    fn help(&self) -> Reply {
        match self.top() {
            Some(Screen::Help(_)) | None => Reply::none(),
            Some(top) => Reply::open(Screen::Help(Help::of(top.scope(), &self.keymap))),
        }
    }

    /// An intake, for whom the screen on top is about.
    fn intake(&mut self) -> Reply {
        // A second one over it would leave the officer, once it is taken in, in the first.
        if self.reveal(|screen| matches!(screen, Screen::Intake(_)) && screen.unsaved()) {
            return Reply::say(Notice::refused(format!("这张接件还没存好：{}，或按 Esc 放下", self.way_to_save())));
        }
        let context = self.context();
        let person = self.top().and_then(|top| top.person(&context));
        let intake = person.map_or_else(|| Intake::new(&context), |id| Intake::for_person(&context, id));
        Reply::open(Screen::Intake(intake))
    }

    /// A note, about whom the screen on top is about.
    fn note(&self) -> Reply {
        let context = self.context();
        let person = self.top().and_then(|top| top.person(&context));
        let task = self.top().and_then(Behaviour::task);
        Reply::open(Screen::Note(Note::about(&context, person, task)))
    }

    /// A visit to the household of whom the screen on top is about.
    fn visit(&self) -> Reply {
        let context = self.context();
        Reply::open(Screen::VisitForm(VisitForm::new(&context, self.top_household(&context))))
    }

    /// A pairing with the household of whom the screen on top is about.
    fn pair(&self) -> Reply {
        let context = self.context();
        Reply::open(Screen::PairingForm(PairingForm::with_household(&context, self.top_household(&context))))
    }

    /// Has the sheet that is looked at written where it can be printed from.
    fn print(&self) -> Reply {
        match self.top().and_then(|top| top.sheet(&self.context())) {
            Some(sheet) => Reply::effect(Effect::WriteSheet(Box::new(sheet))),
            None => Reply::refuse(NO_SHEET),
        }
    }

    /// What can be printed, of what is looked at first.
    fn sheets(&self) -> Reply {
        let task = self.top().and_then(|top| top.task());
        let household = self.top_household(&self.context()).filter(|_| task.is_none());
        Reply::open(Screen::Sheets(Sheets::all(task, household)))
    }

    fn recent(&self) -> Reply {
        let screen = Screen::Recent(Recent::new(&self.context()));
        Reply::open(screen).then(Reply::effect(Recent::fetch()))
    }

    fn note_document(&self) -> Reply {
        let context = self.context();
        let person = self.top().and_then(|top| top.person(&context));
        Reply::open(Screen::DocumentForm(DocumentForm::of(&context, person, None)))
    }

    /// The household of whom the screen on top is about.
    fn top_household(&self, context: &Context<'_>) -> Option<HouseholdId> {
        let person = self.top().and_then(|top| top.person(context)).and_then(|id| context.village.person(id));
        person.and_then(|person| person.household)
    }

    fn export_all(&self) -> Reply {
        let mut screen = Exchange::of_everything(&self.context());
        let opening = screen.opening();
        Reply::open(Screen::Exchange(screen)).then(opening)
    }

    fn affair(&self, kind: FormKind) -> Reply {
        Reply::open(Screen::AffairForm(AffairForm::of(&self.context(), kind)))
    }

    fn palette(&self) -> Reply {
        match self.top() {
            Some(Screen::Palette(_)) => Reply::none(),
            Some(_) | None => Reply::open(Screen::Palette(Palette::of(self))),
        }
    }

    fn quit(&mut self) -> Reply {
        if self.keeping == Keeping::Locked {
            return self.leaving_locked();
        }
        self.unless_unsaved("再离开", |_| Reply::effect(Effect::Quit))
    }

    /// The choice of another village; what is typed and not stored belongs to this one, and comes first.
    fn villages(&mut self) -> Reply {
        if self.keeping == Keeping::Locked && self.unkept_form() {
            return Reply::refuse("锁上以前填的那张表还没存：先打口令打开，存好再换村");
        }
        self.unless_unsaved("再换村", |app| {
            let choice = VillageChoice::of(&app.villages, app.keeping);
            Reply::open(Screen::VillageChoice(choice))
        })
    }

    /// Does it, unless a form holds what is not stored: that one is brought to the front.
    fn unless_unsaved(&mut self, then: &str, done: impl FnOnce(&App) -> Reply) -> Reply {
        if self.reveal(Screen::unsaved) {
            return Reply::say(Notice::refused(format!(
                "这张表还没存好：{}，或按 Esc 放下，{then}",
                self.way_to_save()
            )));
        }
        done(self)
    }

    /// The main menu, opened by Esc on 今日.
    pub(super) fn main_menu(context: &Context<'_>) -> Reply {
        let Menu { lines } = Menu::main();
        Reply::open(Screen::Menu(Menu { lines: available::menu(lines, context.closed().as_deref()) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::Drive;
    use crate::domain::fixture::Fixture;

    fn drive() -> Drive {
        let mut fixture = Fixture::on("2026-11-02");
        fixture.intake("S05", Some("户口簿"));
        Drive::sealed(fixture)
    }

    fn notice(drive: &Drive) -> &str {
        drive.app.notice.shown().map_or("", |notice| &notice.text)
    }

    #[test]
    fn a_form_that_keeps_the_officer_from_leaving_comes_out_from_under_what_lies_over_it() {
        for key in ["<F3>", "<Ctrl+Q>"] {
            let mut drive = drive();
            drive.keys("<Ctrl+K>");
            drive.keys("该去问一声");
            drive.keys("<Ctrl+A>");
            assert!(matches!(drive.app.screens(), [_, Screen::Note(_), _]));
            drive.keys(key);
            assert!(matches!(drive.app.screens(), [Screen::Today(_), Screen::Note(_)]), "{key}");
            assert!(notice(&drive).contains("这张表还没存好") && !drive.left, "{key}");
        }
    }

    #[test]
    fn a_second_intake_does_not_lie_over_one_that_is_half_filled() {
        let mut drive = drive();
        drive.keys("<Ctrl+N>ldq<Enter>临时救助申请<Enter><Enter>");
        let half = |drive: &Drive| drive.app.screens().iter().filter(|it| matches!(it, Screen::Intake(_))).count();
        drive.keys("<Ctrl+K><Ctrl+N>");
        assert_eq!((half(&drive), matches!(drive.app.top(), Some(Screen::Intake(_)))), (1, true));
        assert!(notice(&drive).contains("这张接件还没存好"));
    }
}
