//! The screens, one file each, and what they may ask of the program.
//!
//! A screen holds what is typed and selected on it. It reads the village through `Context` and answers with a `Reply`;
//! it draws nothing (`ui/screen` has a file of the same name) and changes nothing itself.

pub mod affair_form;
pub mod affairs;
pub mod backup;
pub mod class_form;
pub mod confirm;
pub mod contact_form;
pub mod contacts;
#[macro_use]
mod dispatch;
pub mod document_form;
pub mod eject;
pub mod exchange;
mod filling;
pub mod find;
pub mod first_run;
pub mod flags;
pub mod follow_up_card;
pub mod follow_up_form;
pub mod follow_ups;
pub mod handbook;
pub mod handbook_found;
pub mod help;
mod hint;
pub mod household_card;
pub mod household_form;
pub mod households;
pub mod import;
pub mod intake;
pub mod leave_card;
pub mod leave_form;
mod listing;
pub mod menu;
pub mod note;
pub mod note_card;
pub mod page;
pub mod pairing_card;
pub mod pairing_entry;
pub mod pairing_form;
pub mod pairings;
pub mod palette;
pub mod passphrase;
pub mod point_card;
pub mod point_form;
pub mod posting_card;
pub mod receipt;
pub mod recent;
mod reply;
pub mod retention;
pub mod returned_card;
pub mod sheets;
pub mod stick_form;
mod stick_watch;
pub mod sticks;
pub mod supervision_card;
pub mod supervision_form;
pub mod task_card;
pub mod task_form;
pub mod tasks;
pub mod today;
pub mod trip_list;
pub mod unlock;
mod village_fields;
pub mod village_form;
pub mod villages;
pub mod visit_card;
pub mod visit_form;
pub mod visits;

use std::cell::RefCell;

use super::command::{Command, FormCommand, ListCommand, MenuCommand, PageCommand, RecordCommand, Scope};
use super::keymap::Keymap;
use super::message::{Effect, Report};
use super::notice::Notice;
use super::opening::Keeping;
use crate::domain::day::{Day, Moment};
use crate::domain::decide::{Intent, Now};
use crate::domain::id::{IdMint, PersonId, Seq, TaskId};
use crate::domain::sheet::Sheet;
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use listing::Listed;

/// What a screen can look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The village, as far as it is durable.
    pub village: &'a Village,
    /// The tables rules look things up in.
    pub tables: &'a Tables,
    /// The moment of the message being handled.
    pub at: Moment,
    /// The day to compute with.
    pub today: Day,
    /// Which key does what.
    pub keymap: &'a Keymap,
    /// What keeps the data from others.
    pub keeping: Keeping,
    /// The act with which the data files were last made anew; what was done until then cannot be undone.
    pub erased: Seq,
    pub(super) mint: &'a RefCell<IdMint>,
}

impl Context<'_> {
    /// What `decide` is asked with, to know beforehand what it would say.
    pub fn now(&self) -> Now<'_> {
        Now { at: self.at, today: self.today, actor: &self.village.info.liaison, tables: self.tables }
    }

    /// Why nothing is kept in this village any more: it was handed over.
    pub fn closed(&self) -> Option<String> {
        self.village.handed_over().map(|given| format!("已交接给{}，这份只能看", given.to))
    }

    /// A fresh identity: `context.mint(TaskId::mint)`.
    pub fn mint<T>(&self, mint: fn(&mut IdMint, Moment) -> T) -> T {
        mint(&mut self.mint.borrow_mut(), self.at)
    }
}

/// What a screen asks of the program after it handled something: steps, done in order.
#[derive(Debug, Default)]
#[must_use]
pub struct Reply {
    pub(super) steps: Vec<Step>,
}

/// One thing a screen asks for.
#[derive(Debug)]
pub enum Step {
    /// Put a screen on top.
    Open(Box<Screen>),
    /// Take the top screen away; the last one stays.
    Close,
    /// Take all screens away and put this one there.
    Home(Box<Screen>),
    /// Say something.
    Say(Notice),
    /// Have something done outside.
    Do(Effect),
    /// Do a command on the screen that is on top by then.
    Run(Command),
    /// Ask the rules; what follows comes once the act is durable, and not at all when it is refused.
    Decide(Box<Intent>, Reply),
    /// Keep what was held back because the computer's clock was doubted.
    TrustClock,
}

/// A command worth naming in the bottom line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Which command.
    pub command: Command,
    /// What it means here, where the title does not say it.
    pub words: Option<&'static str>,
}

/// What every screen does. The methods for scopes that a screen is not in are never called on it.
pub trait Behaviour {
    /// Where its keys are looked up.
    fn scope(&self) -> Scope;

    /// What the bottom line names, the most useful first; the way to help is added to it.
    fn hints(&self) -> Vec<Hint>;

    /// Whether this command makes sense now, or the reason why not.
    fn available(&self, _command: Command, _context: &Context<'_>) -> Result<(), String> {
        Ok(())
    }

    /// Whether the screen below stays in sight.
    fn is_popup(&self) -> bool {
        false
    }

    /// Whether something was typed that closing would lose.
    fn unsaved(&self) -> bool {
        false
    }

    /// Whether long work that writes outside answers to this screen: what comes of it has to be recorded.
    fn awaits_writing(&self) -> bool {
        false
    }

    /// Whether the key that stores a form is good here too, outside a form: it goes on, and at the end it stores.
    fn takes_save(&self) -> bool {
        false
    }

    /// What of it can be printed.
    fn sheet(&self, _context: &Context<'_>) -> Option<Sheet> {
        None
    }

    /// Whom a matter or a note started now would most likely be about.
    fn person(&self, _context: &Context<'_>) -> Option<PersonId> {
        None
    }

    /// The task that a note started now is about, where the screen is of one task.
    fn task(&self) -> Option<TaskId> {
        None
    }

    /// One step back; closes the screen unless it has a smaller step.
    fn back(&mut self, _context: &Context<'_>) -> Reply {
        Reply::close()
    }

    /// Looks anew at the village or the day, which changed.
    fn refresh(&mut self, _context: &Context<'_>) {}

    /// When it wants to be woken without a key, while it is on top.
    fn wake(&self) -> Option<Moment> {
        None
    }

    /// Time has passed, and it is on top.
    fn woken(&mut self, _context: &Context<'_>) -> Reply {
        Reply::none()
    }

    /// Takes what an effect brought back, on top or below.
    fn hear(&mut self, _report: &Report, _context: &Context<'_>) -> Reply {
        Reply::none()
    }

    /// Takes typed or pasted text; only called where the scope takes text.
    fn text(&mut self, _text: &str, _context: &Context<'_>) -> Reply {
        Reply::none()
    }

    /// Does a list command.
    fn list(&mut self, _command: ListCommand, _context: &Context<'_>) -> Reply {
        Reply::none()
    }

    /// Does a command on the opened record.
    fn record(&mut self, _command: RecordCommand, _context: &Context<'_>) -> Reply {
        Reply::none()
    }

    /// Does a form command.
    fn form(&mut self, _command: FormCommand, _context: &Context<'_>) -> Reply {
        Reply::none()
    }

    /// Does a command of a numbered menu, or one of the record's numbered steps.
    fn menu(&mut self, _command: MenuCommand, _context: &Context<'_>) -> Reply {
        Reply::none()
    }

    /// Moves in text that is only read.
    fn page(&mut self, _command: PageCommand, _context: &Context<'_>) -> Reply {
        Reply::none()
    }
}

screens! {
    /// 今日: what is to be done.
    Today(today::Today);
    /// 进镇清单, 进村清单.
    TripList(Listed<trip_list::TripList>);
    /// 农户: the households.
    Households(Listed<households::Households>);
    /// One household.
    HouseholdCard(household_card::HouseholdCard);
    /// A household being added or corrected.
    HouseholdForm(household_form::HouseholdForm);
    /// 代办台账: the proxy tasks.
    Tasks(tasks::Tasks);
    /// One proxy task.
    TaskCard(task_card::TaskCard);
    /// A form over a task's card.
    TaskForm(task_form::TaskForm);
    /// A numbered menu over a task's card.
    TaskMenu(task_card::more::TaskMenu);
    /// Words about one thing.
    Page(page::Page);
    /// 接件: somebody at the door.
    Intake(intake::Intake);
    /// 收件回执.
    Receipt(receipt::Receipt);
    /// 记一笔: a note, or a call.
    Note(note::Note);
    /// A note that was written, and its promise to call back.
    NoteCard(note_card::NoteCard);
    /// 走访台账: whom to see, and who was seen.
    Visits(Listed<visits::Visits>);
    /// A visit being written down.
    VisitForm(visit_form::VisitForm);
    /// A visit that was written down.
    VisitCard(visit_card::VisitCard);
    /// Why a visit is void.
    VisitVoid(visit_card::VisitVoid);
    /// A service point being written.
    PointForm(point_form::PointForm);
    /// One service point.
    PointCard(point_card::PointCard);
    /// A leave being written.
    LeaveForm(leave_form::LeaveForm);
    /// One leave.
    LeaveCard(leave_card::LeaveCard);
    /// 村务: matters handed back, and postings.
    Affairs(Listed<affairs::Affairs>);
    /// A form of 村务.
    AffairForm(affair_form::AffairForm);
    /// One matter handed back.
    ReturnedCard(returned_card::ReturnedCard);
    /// One posting.
    PostingCard(posting_card::PostingCard);
    /// 自查 and 督办: what would stand out to whoever checks the work, and what is open under supervision.
    Flags(Listed<flags::Flags>);
    /// Something under supervision being written down.
    SupervisionForm(supervision_form::SupervisionForm);
    /// One thing under supervision.
    SupervisionCard(supervision_card::SupervisionCard);
    /// What can be printed beside the records.
    Sheets(sheets::Sheets);
    /// 帮扶: the five ties, and who is paired with whom.
    Pairings(Listed<pairings::Pairings>);
    /// A pairing being begun.
    PairingForm(pairing_form::PairingForm);
    /// One pairing.
    PairingCard(pairing_card::PairingCard);
    /// Something being written down on the card of a pairing.
    PairingEntry(pairing_entry::PairingEntry);
    /// A class of a household being granted or ended.
    ClassForm(class_form::ClassForm);
    /// 常用电话: whom the officer calls.
    Contacts(Listed<contacts::Contacts>);
    /// A contact being written down.
    ContactForm(contact_form::ContactForm);
    /// What is known of a paper being written down.
    DocumentForm(document_form::DocumentForm);
    /// 到点的事: what follows from events and ages.
    FollowUps(Listed<follow_ups::FollowUps>);
    /// One follow-up.
    FollowUpCard(follow_up_card::FollowUpCard);
    /// The end of a follow-up being written down.
    FollowUpForm(follow_up_form::FollowUpForm);
    /// 手册: the days of the work.
    Handbook(handbook::Handbook);
    /// The page of one day.
    HandbookPage(handbook::HandbookPage);
    /// What was found on the pages of the handbook.
    HandbookFound(handbook_found::HandbookFound);
    /// 交表与U盘: what goes to the town.
    Exchange(exchange::Exchange);
    /// 登记U盘: the sticks there are.
    Sticks(Listed<sticks::Sticks>);
    /// A stick being registered.
    StickForm(stick_form::StickForm);
    /// 备份: a copy of everything onto another disk.
    Backup(backup::Backup);
    /// 到期销毁: what is due for destruction.
    Retention(retention::Retention);
    /// Taking in a register.
    Import(import::Import);
    /// The first start.
    FirstRun(first_run::FirstRun);
    /// What is said of the village and its liaison.
    VillageForm(village_form::VillageForm);
    /// The passphrase and the recovery code being set.
    Passphrase(passphrase::Passphrase);
    /// Before sealed data.
    Unlock(unlock::Unlock);
    /// The last acts.
    Recent(recent::Recent);
    /// Finding in everything.
    Find(find::Find);
    /// The keys of a screen, explained.
    Help(help::Help);
    /// The main menu.
    Menu(menu::Menu);
    /// 换村: going to another village.
    VillageChoice(villages::VillageChoice);
    /// All commands, found by typing.
    Palette(palette::Palette);
    /// A question before something that cannot be undone.
    Confirm(confirm::Confirm);
}
