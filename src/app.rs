//! Layer 1: the state of the program and what each message makes of it. No I/O, no terminal, no clock.
//!
//! `update` is the whole way in: a `Msg` says what happened, the answer is the `Effect`s wanted outside. Screens are a
//! stack; the top one is typed into. A screen never reaches into the program: it answers with a `Reply`.

mod act;
mod available;
pub mod command;
pub mod config;
pub mod draft;
pub mod edit;
pub mod form;
mod global;
mod handover_words;
pub mod key;
pub mod keymap;
pub mod list;
mod lock;
pub mod message;
pub mod notice;
pub mod numbered;
pub mod opening;
pub mod outgoing;
pub mod pager;
pub mod register;
pub mod replies;
pub mod screen;
pub mod secret_form;
#[cfg(test)]
pub(crate) mod testing;
pub mod villages;
mod wake;

use std::cell::RefCell;

use act::{Doubted, Pending, Sitting};
use command::{Command, FormCommand, GlobalCommand, PageCommand, Scope};
use config::Config;
use draft::Draft;
use key::{Input, Key};
use keymap::Keymap;
use lock::Why;
use message::{Effect, KeysReport, Msg, Progress, Report};
use notice::{Notice, NoticeLine};
use opening::Keeping;
use screen::{Behaviour, Context, Reply, Screen, Step};
use villages::Villages;

use crate::domain::day::{Day, Moment};
use crate::domain::id::{IdMint, Seq};
use crate::domain::tables::Tables;
use crate::domain::village::Village;

/// Said once the data files were made anew.
const ERASED: &str = "旧内容清掉了。以前的备份和交接包里还有，请照销毁记录收回销毁；现在就备份一次";

/// Everything the program knows while it runs.
#[derive(Debug)]
pub struct App {
    /// The village, as far as it is durable.
    pub village: Village,
    /// The tables rules look things up in.
    pub tables: Tables,
    /// The moment of the last message.
    pub at: Moment,
    /// The day that is computed with; fixed by `--date`.
    pub today: Day,
    /// Whether `today` follows the clock.
    pub today_follows: bool,
    /// How it looks.
    pub config: Config,
    /// Which key does what.
    pub keymap: Keymap,
    /// What keeps the data from others.
    pub keeping: Keeping,
    /// The other villages of this computer.
    pub villages: Villages,
    /// The answer on screen.
    pub notice: NoticeLine,
    /// The long work that is running.
    pub progress: Option<Progress>,
    mint: RefCell<IdMint>,
    screens: Vec<Screen>,
    sitting: Sitting,
    pending: Option<Pending>,
    /// The act with which the data files were last made anew without what was destroyed; 0 where they never were.
    pub erased: Seq,
    /// When the last act was kept.
    last_act_at: Option<Moment>,
    /// The last time that anything happened but the clock.
    active_at: Moment,
    /// The screens of before the lock to which work that writes outside answers; empty otherwise.
    aside: Vec<Screen>,
    /// Whether forms may lie written down that are open again.
    draft_is_kept: bool,
    /// Forms of before the lock that could not be written down.
    unkept: Option<Draft>,
    /// What long work brought while it was locked, told when it is open.
    held: Vec<Report>,
    /// What is held back until the person says that the clock is right.
    doubted: Option<Doubted>,
}

/// What the program starts with.
#[derive(Debug)]
pub struct Setup {
    /// What keeps the data from others.
    pub keeping: Keeping,
    /// The other villages of this computer.
    pub villages: Villages,
    /// The village as the store has it; empty before `init`, and while it is locked.
    pub village: Village,
    /// The tables rules look things up in.
    pub tables: Tables,
    /// The clock's moment at the start.
    pub at: Moment,
    /// The act with which the data files were last made anew; 0 where they never were.
    pub erased: Seq,
    /// When the last act was kept; `None` before the first one.
    pub last_act_at: Option<Moment>,
    /// The day to compute with in place of the clock's, `--date`.
    pub date: Option<Day>,
    /// The seed of identities.
    pub seed: u64,
    /// How it looks.
    pub config: Config,
    /// Which key does what.
    pub keymap: Keymap,
}

impl App {
    /// The program before its first message.
    pub fn new(setup: Setup) -> App {
        let Setup { keeping, villages, village, tables, at, erased, last_act_at, date, seed, config, keymap } = setup;
        let mut app = App {
            village,
            tables,
            at,
            today: date.unwrap_or(at.day()),
            today_follows: date.is_none(),
            config,
            keymap,
            keeping,
            villages,
            notice: NoticeLine::default(),
            progress: None,
            mint: RefCell::new(IdMint::new(seed)),
            screens: Vec::new(),
            sitting: Sitting::default(),
            pending: None,
            erased,
            last_act_at,
            doubted: None,
            active_at: at,
            aside: Vec::new(),
            draft_is_kept: false,
            unkept: None,
            held: Vec::new(),
        };
        app.screens = vec![app.first_screen()];
        app
    }

    /// The screens, the lowest first; the last one is typed into. Never empty.
    pub fn screens(&self) -> &[Screen] {
        &self.screens
    }

    /// The screen that is typed into.
    pub fn top(&self) -> Option<&Screen> {
        self.screens.last()
    }

    fn context(&self) -> Context<'_> {
        Context {
            village: &self.village,
            tables: &self.tables,
            at: self.at,
            today: self.today,
            keymap: &self.keymap,
            keeping: self.keeping,
            erased: self.erased,
            mint: &self.mint,
        }
    }

    /// Runs a screen's part and does what it answers.
    fn with_top(&mut self, effects: &mut Vec<Effect>, part: impl FnOnce(&mut Screen, &Context<'_>) -> Reply) {
        // Taken off meanwhile, so that it can look at all the rest.
        let Some(mut top) = self.screens.pop() else { return };
        let reply = part(&mut top, &self.context());
        self.screens.push(top);
        self.follow(reply, effects);
    }

    /// Does what a screen answered, step by step.
    fn follow(&mut self, reply: Reply, effects: &mut Vec<Effect>) {
        for step in reply.steps {
            match step {
                Step::Open(screen) => {
                    self.screens.push(*screen);
                    // It may have been made before an act that is done by now.
                    self.with_top(effects, |top, context| {
                        top.refresh(context);
                        Reply::none()
                    });
                }
                Step::Close => {
                    if self.screens.len() > 1 {
                        self.screens.pop();
                    }
                }
                Step::Home(screen) => self.screens = vec![*screen],
                Step::Say(notice) => self.notice.say(notice, self.at),
                Step::Do(effect) => effects.push(effect),
                Step::Run(command) => self.run(command, effects),
                Step::Decide(intent, then) => self.decide(*intent, then, effects),
                Step::TrustClock => self.trust_clock(effects),
            }
        }
    }

    fn input(&mut self, input: Input, effects: &mut Vec<Effect>) {
        let takes_text = |app: &App| app.top().is_some_and(|top| top.scope().takes_text());
        match input {
            Input::Key(key) => self.key(key, effects),
            Input::Paste(text) if takes_text(self) => {
                self.notice.clear();
                self.with_top(effects, |top, context| top.text(&text, context));
            }
            Input::Paste(_) => self.notice.say(Notice::refused("这里不能粘贴，先打开要填的一项"), self.at),
            Input::Text(text) => {
                // A character may open a form, and the rest of what was typed belongs into it.
                let mut rest = text.as_str();
                while let Some(c) = rest.chars().next() {
                    if takes_text(self) {
                        self.notice.clear();
                        self.with_top(effects, |top, context| top.text(rest, context));
                        return;
                    }
                    self.key(Key::of_char(c), effects);
                    rest = rest.get(c.len_utf8()..).unwrap_or("");
                }
            }
        }
    }

    fn key(&mut self, key: Key, effects: &mut Vec<Effect>) {
        let Some(scope) = self.top().map(Screen::scope) else { return };
        match self.keymap.command(scope, key) {
            Some(command) => self.run(command, effects),
            None if self.progress.is_none() && self.saves(key) => {
                self.notice.clear();
                self.with_top(effects, |top, context| top.form(FormCommand::Save, context));
            }
            None if key.is_plain_char() => {
                self.notice.say(Notice::refused("这里打字没有用处，按数字选一样，按 Esc 返回"), self.at);
            }
            None => self.notice.say(Notice::refused(format!("「{key}」在这里没有用处，按 F1 看能用的键")), self.at),
        }
    }

    /// Whether this key stores a form, and the screen on top takes it though it is none.
    fn saves(&self, key: Key) -> bool {
        let save = Command::Form(FormCommand::Save);
        self.keymap.command(Scope::Form, key) == Some(save) && self.top().is_some_and(Screen::takes_save)
    }

    /// Does a command, or says why it cannot be done now.
    fn run(&mut self, command: Command, effects: &mut Vec<Effect>) {
        if let Err(why) = self.available(command) {
            self.notice.say(Notice::refused(why), self.at);
            return;
        }
        self.notice.clear();
        match command {
            Command::Global(command) => self.global(command, effects),
            Command::List(command) => self.with_top(effects, |top, context| top.list(command, context)),
            Command::Record(command) => self.with_top(effects, |top, context| top.record(command, context)),
            Command::Form(command) => self.with_top(effects, |top, context| top.form(command, context)),
            Command::Menu(command) => self.with_top(effects, |top, context| top.menu(command, context)),
            Command::Page(PageCommand::Done) => self.global(GlobalCommand::Back, effects),
            Command::Page(command) => self.with_top(effects, |top, context| top.page(command, context)),
        }
    }

    /// Lets every screen look anew at the village and the day.
    fn refresh(&mut self) {
        let mut screens = std::mem::take(&mut self.screens);
        let context = self.context();
        screens.iter_mut().for_each(|screen| screen.refresh(&context));
        self.screens = screens;
    }

    /// Tells every screen, the top one first: a screen that waits for long work may lie below the help.
    fn tell_all(&mut self, report: &Report, effects: &mut Vec<Effect>) {
        let mut screens = std::mem::take(&mut self.screens);
        let context = self.context();
        let replies: Vec<Reply> = screens.iter_mut().rev().map(|screen| screen.hear(report, &context)).collect();
        self.screens = screens;
        for reply in replies {
            self.follow(reply, effects);
        }
    }

    /// Something that was wanted did not come about: said, and told to the screen that waits for it.
    fn failed(&mut self, why: String, effects: &mut Vec<Effect>) {
        self.notice.say(Notice::refused(&why), self.at);
        self.tell_all(&Report::Failed(why), effects);
    }

    fn report(&mut self, report: Report, effects: &mut Vec<Effect>) {
        if !report.is_looked_for() {
            self.progress = None;
        }
        match report {
            Report::UndoRows { of, command, rows } => self.undo_rows(of, &command, rows, effects),
            Report::Keys(ref told) => {
                self.notice.clear();
                if let KeysReport::Made = told {
                    self.keeping = Keeping::Sealed;
                }
                self.tell_all(&report, effects);
            }
            Report::Failed(why) => self.failed(why, effects),
            Report::Erased(upto) => {
                self.erased = upto;
                self.refresh();
                self.tell_all(&report, effects);
                self.notice.say(Notice::done(ERASED), self.at);
            }
            Report::SheetWritten { place, name } => {
                let words = format!("已存到{place}：{name}，打开就能打印；打印完把文件删掉");
                self.notice.say(Notice::done(words), self.at);
            }
            Report::Ejected(_) if self.keeping == Keeping::Locked => {}
            Report::Ejected(ref outcome) => {
                if let Ok(words) = outcome {
                    self.notice.say(Notice::done(words), self.at);
                }
                self.tell_all(&report, effects);
            }
            Report::Acts(_)
            | Report::Page { .. }
            | Report::PagesFound { .. }
            | Report::Places(_)
            | Report::RegisterFiles(_)
            | Report::Register(_)
            | Report::RejectsWritten { .. }
            | Report::PackageNews(_)
            | Report::PackageReady(_)
            | Report::PackageDone { .. }
            | Report::Replies(_)
            | Report::BackupDone(_) => match self.keeping {
                // What was written has to be recorded, and nothing can be while it is locked.
                Keeping::Locked => self.held.push(report),
                Keeping::ToBeMade | Keeping::Unsealed | Keeping::Sealed => self.tell_all(&report, effects),
            },
        }
    }
}

/// What happens at a message: the state moves on, and the effects are wanted outside, in this order.
pub fn update(app: &mut App, msg: Msg) -> Vec<Effect> {
    let mut effects = Vec::new();
    match msg {
        Msg::Clock(at) => app.clock(at, &mut effects),
        Msg::Slept => app.lock(Why::Slept, &mut effects),
        Msg::Gone => app.lock(Why::Gone, &mut effects),
        Msg::DraftNotKept(draft, why) => app.draft_not_kept(*draft, &why),
        Msg::Input(input) => {
            app.stir();
            app.input(input, &mut effects);
        }
        Msg::Committed(commit) => app.committed(*commit, &mut effects),
        Msg::NotCommitted(why) => app.not_committed(why, &mut effects),
        // Of what is left running behind a lock nothing is told.
        Msg::Progress(_) if app.keeping == Keeping::Locked => {}
        Msg::Progress(progress) => {
            app.stir();
            app.progress = Some(progress);
        }
        Msg::Report(report) => {
            // What is looked for may be looked for again and again, and nobody need be there for it.
            if !report.is_looked_for() {
                app.stir();
            }
            app.report(report, &mut effects);
        }
        Msg::Opening(words) => app.opening(words),
        Msg::Opened(opening) => app.opened(*opening, &mut effects),
        Msg::Arrived(arrival) => app.arrived(*arrival),
    }
    app.forget_draft(&mut effects);
    app.note_village(&mut effects);
    effects
}
