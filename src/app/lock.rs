//! Locking and opening: the village and the screens go, and come back with the passphrase.
//!
//! A form that holds what is not stored is written down, sealed, before the data are let go, so that nobody loses typing
//! to a lock and nothing of it stays in the memory of a locked program. The key is `desk`'s, and goes with the store.

use std::cell::RefCell;

use super::command::{Command, GlobalCommand, Scope};
use super::draft::Draft;
use super::message::Effect;
use super::notice::Notice;
use super::opening::{Keeping, News, Opening};
use super::screen::confirm::Confirm;
use super::screen::first_run::FirstRun;
use super::screen::today::Today;
use super::screen::unlock::Unlock;
use super::screen::{Behaviour, Reply, Screen};
use super::villages::Arrival;
use super::{App, Setup};
use crate::domain::day::Moment;
use crate::domain::village::Village;

/// Why it was locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// Asked for.
    Asked,
    /// Nobody typed for long.
    Idle,
    /// The computer slept.
    Slept,
    /// Nobody can type any more, or the system stops the program.
    Gone,
}

impl App {
    pub(super) fn first_screen(&self) -> Screen {
        match self.keeping {
            Keeping::Locked => Screen::Unlock(Unlock::new(None)),
            Keeping::ToBeMade | Keeping::Unsealed | Keeping::Sealed => match self.village.is_founded() {
                true => Screen::Today(Today::new(&self.context())),
                false => Screen::FirstRun(FirstRun::new(&self.context())),
            },
        }
    }

    /// When it locks by itself, if nothing happens before.
    pub(super) fn lock_due(&self) -> Option<Moment> {
        let due = Moment::from_unix_ms(self.active_at.unix_ms() + self.config.lock_minutes * 60_000);
        (self.keeping == Keeping::Sealed).then_some(due)
    }

    /// Something happened: the time without anything counts from now.
    pub(super) fn stir(&mut self) {
        self.active_at = self.at;
    }

    /// Locks where the time is over.
    pub(super) fn lock_when_due(&mut self, effects: &mut Vec<Effect>) {
        // A clock put back does not make the time longer.
        self.active_at = self.active_at.min(self.at);
        if self.lock_due().is_some_and(|due| due <= self.at) {
            self.lock(Why::Idle, effects);
        }
    }

    /// Locks, where there is something to lock.
    pub(super) fn lock(&mut self, why: Why, effects: &mut Vec<Effect>) {
        if self.keeping != Keeping::Sealed {
            return;
        }
        let screens = std::mem::take(&mut self.screens);
        let is_importing = screens.iter().any(|screen| matches!(screen, Screen::Import(_)) && screen.unsaved());
        let is_exporting = screens.iter().any(|screen| matches!(screen, Screen::Exchange(_)) && screen.unsaved());
        // What is written outside goes on, and has to be recorded once it is open; of nobody does such a screen know more
        // than where it writes to. Lists and cards are made anew.
        let (aside, rest): (Vec<Screen>, Vec<Screen>) = screens.into_iter().partition(Screen::awaits_writing);
        self.aside = aside;
        let draft = Draft::of(rest);
        self.doubted = None;
        self.keeping = Keeping::Locked;
        self.village = Village::default();
        self.progress = None;
        self.notice.clear();
        let mut words = match why {
            Why::Asked => "已锁上。".to_owned(),
            Why::Idle => format!("{}分钟没有动，已锁上。", self.config.lock_minutes),
            Why::Slept => "电脑睡过，或者改过时间，已锁上。".to_owned(),
            Why::Gone => "窗口关了，已锁上。".to_owned(),
        };
        words.push_str(match draft {
            None => "存好的都在。",
            Some(_) => "存好的都在，没填完的那张表也加密存着，打开后接着填。",
        });
        if is_importing {
            words.push_str("名册还没导入，打开后要重新选一次。");
        }
        if is_exporting {
            words.push_str("表还没交出去，打开后要重新填一次。");
        }
        self.screens = vec![Screen::Unlock(Unlock::new(Some(words)))];
        if let Some(draft) = draft {
            self.draft_is_kept = true;
            effects.push(Effect::KeepDraft(Box::new(draft)));
        }
        effects.push(Effect::Lock);
    }

    /// What was typed could not be written down: it stays here, as else it would be lost, and that is said.
    pub(super) fn draft_not_kept(&mut self, draft: Draft, why: &str) {
        self.unkept = Some(draft);
        if let Some(Screen::Unlock(unlock)) = self.screens.last_mut() {
            unlock.why = Some(format!(
                "已锁上。存好的都在；没填完的那张表写不进磁盘（{why}），只在内存里留着：先不要关程序、关电脑，打开后接着填。"
            ));
        }
    }

    /// Brings back what was typed before it was locked, on top of what is open, and says so.
    pub fn take_up(&mut self, draft: Option<Draft>, news: &mut News) {
        self.draft_is_kept |= draft.is_some();
        let Some(forms) = self.unkept.take().or(draft).and_then(|draft| draft.forms()) else { return };
        self.screens.extend(forms);
        self.refresh();
        news.sentences.push("没填完的那张表在这里，接着填；不要了就按 Esc 放下。".to_owned());
    }

    /// Has what was written down removed, once none of it is open and not stored.
    pub(super) fn forget_draft(&mut self, effects: &mut Vec<Effect>) {
        if self.draft_is_kept && self.keeping == Keeping::Sealed && !self.screens.iter().any(Screen::unsaved) {
            self.draft_is_kept = false;
            effects.push(Effect::ForgetDraft);
        }
    }

    /// Has the village's name noted for the choice of villages, once it is there and where it has become another.
    pub(super) fn note_village(&mut self, effects: &mut Vec<Effect>) {
        let name = &self.village.info.name;
        if !self.villages.is_empty() && self.village.is_founded() && self.villages.here != *name {
            self.villages.here.clone_from(name);
            effects.push(Effect::NoteVillage(name.clone()));
        }
    }

    /// The data are open: what is in them, and the first screen, or what was put aside.
    pub(super) fn opened(&mut self, opening: Opening, effects: &mut Vec<Effect>) {
        let Opening { village, tables, erased, last_act_at, draft, news } = opening;
        (self.village, self.tables, self.last_act_at) = (village, tables, last_act_at);
        self.erased = erased;
        self.keeping = Keeping::Sealed;
        self.stir();
        let by_code = self.screens.iter().any(|screen| matches!(screen, Screen::Unlock(unlock) if unlock.by_code));
        let aside = std::mem::take(&mut self.aside);
        self.screens = std::iter::once(self.first_screen()).chain(aside).collect();
        self.refresh();
        self.notice.clear();
        let mut news = news;
        self.take_up(draft, &mut news);
        if by_code && self.village.is_founded() {
            let way = self.keymap.way(Scope::Global, Command::Global(GlobalCommand::ChangePassphrase), "修改口令");
            news.wrong(format!("是用恢复码打开的。口令忘了，请现在就换一个：{way}，「现在的口令」那里打恢复码。"));
        }
        if let Some(notice) = news.into_notice() {
            self.notice.say(notice, self.at);
        }
        for report in std::mem::take(&mut self.held) {
            self.tell_all(&report, effects);
        }
    }

    /// Another village is there: nothing of the one before stays, neither screens nor what could be undone.
    pub(super) fn arrived(&mut self, arrival: Arrival) {
        let Arrival { keeping, opening, villages } = arrival;
        let Opening { village, tables, erased, last_act_at, draft, mut news } = opening;
        let mint = self.mint.borrow_mut().fork(self.at);
        let setup = Setup {
            keeping,
            villages,
            village,
            tables,
            at: self.at,
            erased,
            last_act_at,
            date: (!self.today_follows).then_some(self.today),
            seed: 0,
            config: self.config.clone(),
            keymap: self.keymap.clone(),
        };
        *self = App { mint: RefCell::new(mint), ..App::new(setup) };
        self.take_up(draft, &mut news);
        if let Some(notice) = news.into_notice() {
            self.notice.say(notice, self.at);
        }
    }

    /// Whether a command that is about the passphrase makes sense, or the reason why not; any other does.
    pub(super) fn keys_available(&self, command: GlobalCommand) -> Result<(), String> {
        let locks = command == GlobalCommand::Lock;
        let changes = matches!(command, GlobalCommand::ChangePassphrase | GlobalCommand::RenewCode);
        match self.keeping {
            Keeping::Unsealed if locks => Err("这个村没有口令，锁不住；人走开请把电脑锁屏".to_owned()),
            Keeping::Unsealed if changes => Err("这个村没有口令，没有可以改的".to_owned()),
            Keeping::ToBeMade | Keeping::Unsealed | Keeping::Sealed | Keeping::Locked => Ok(()),
        }
    }

    /// Whether a form of before the lock is nowhere but in memory.
    pub(super) fn unkept_form(&self) -> bool {
        self.unkept.is_some()
    }

    /// Leaving while a form is nowhere but in memory loses it, and that is said before.
    pub(super) fn leaving_locked(&self) -> Reply {
        if self.unkept.is_none() {
            return Reply::effect(Effect::Quit);
        }
        if matches!(self.top(), Some(Screen::Confirm(_))) {
            return Reply::none();
        }
        let question = "锁上以前填的那张表还没存，离开就没有了。以前存好的都在。";
        Reply::open(Screen::Confirm(Confirm::ask(question, "离开，不存", Reply::effect(Effect::Quit))))
    }

    /// Says what opening does on the way.
    pub(super) fn opening(&mut self, words: String) {
        self.notice.say(Notice::done(words), self.at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::{Msg, Report};
    use crate::app::testing::Drive;
    use crate::domain::decide::Intent;
    use crate::domain::decide::village::VillageIntent;
    use crate::domain::fixture::Fixture;

    const IDLE_MS: i64 = crate::domain::limits::IDLE_LOCK_MINUTES_DEFAULT * 60_000;

    fn sealed() -> Drive {
        Drive::sealed(Fixture::on("2026-11-24"))
    }

    fn is_locked(drive: &Drive) -> bool {
        matches!(drive.app.screens(), [Screen::Unlock(_)]) && drive.app.village == Village::default()
    }

    fn notice(drive: &Drive) -> &str {
        drive.app.notice.shown().map_or("", |notice| &notice.text)
    }

    #[test]
    fn a_locked_program_holds_no_village_and_opens_to_the_same_one() {
        let mut drive = sealed();
        let before = drive.app.village.clone();
        drive.keys("<F3><Ctrl+L>");
        assert!(is_locked(&drive));
        let debug = format!("{:?}", drive.app);
        assert!(before.people().all(|person| !debug.contains(person.name.as_str())));
        drive.keys("春眠不觉晓 1<Enter>");
        assert!(is_locked(&drive));
        drive.keys(&format!("{}<Enter>", Drive::PASSPHRASE));
        assert_eq!(drive.app.village, before);
        assert!(matches!(drive.app.screens(), [Screen::Today(_)]));
    }

    #[test]
    fn nobody_loses_what_was_typed_to_a_lock() {
        let mut drive = sealed();
        let acts = drive.acts.len();
        drive.keys("<Ctrl+K>问高龄津贴<Ctrl+L>");
        assert!(is_locked(&drive) && drive.draft.is_some());
        drive.keys(&format!("{}<Enter>", Drive::PASSPHRASE));
        assert!(notice(&drive).contains("接着填") && drive.draft.is_some(), "until it is stored, it is written down");
        drive.keys("<Ctrl+S>");
        assert_eq!(drive.acts.len(), acts + 1);
        assert!(drive.draft.is_none(), "it is stored");
        drive.keys("<Ctrl+K>问社保卡<Ctrl+L>");
        drive.keys(&format!("{}<Enter><Esc>1", Drive::PASSPHRASE));
        assert!(drive.draft.is_none() && matches!(drive.app.screens(), [Screen::Today(_)]), "it is given up");
    }

    #[test]
    fn a_form_that_cannot_be_written_down_stays_and_is_given_up_only_when_that_is_said() {
        let mut drive = sealed();
        drive.disk_is_full = true;
        drive.keys("<Ctrl+K>问高龄津贴<Ctrl+L>");
        let Some(Screen::Unlock(unlock)) = drive.app.top() else { panic!() };
        assert!(unlock.why.as_ref().is_some_and(|why| why.contains("先不要关程序")));
        drive.keys("<Esc>");
        assert!(matches!(drive.app.top(), Some(Screen::Confirm(_))) && !drive.left);
        drive.keys(&format!("0{}<Enter>", Drive::PASSPHRASE));
        assert!(matches!(drive.app.screens(), [Screen::Today(_), Screen::Note(_)]));
        drive.keys("<Ctrl+L><Esc>1");
        assert!(drive.left);
    }

    #[test]
    fn a_closed_terminal_locks_and_what_was_typed_is_written_down() {
        let mut drive = sealed();
        drive.keys("<Ctrl+K>问高龄津贴");
        drive.send(Msg::Gone);
        assert!(is_locked(&drive) && drive.draft.is_some());
    }

    #[test]
    fn only_the_form_comes_back_and_what_lay_below_it_does_not() {
        let mut drive = sealed();
        drive.keys("<F3><Enter><Ctrl+K>问高龄津贴<Ctrl+L>");
        drive.keys(&format!("{}<Enter>", Drive::PASSPHRASE));
        assert!(matches!(drive.app.screens(), [Screen::Today(_), Screen::Note(_)]) && drive.app.aside.is_empty());
    }

    #[test]
    fn a_register_that_is_read_is_let_go_and_that_is_said() {
        let mut drive = sealed();
        drive.keys("<Ctrl+O>");
        let Some(Screen::Import(import)) = drive.app.screens.last_mut() else { panic!() };
        import.step = crate::app::screen::import::ImportStep::Reading(crate::app::screen::import::Reading::First);
        drive.keys("<Ctrl+P>");
        drive.send(Msg::Slept);
        assert!(is_locked(&drive) && drive.app.aside.is_empty());
        let Some(Screen::Unlock(unlock)) = drive.app.top() else { panic!() };
        assert!(format!("{unlock:?}").contains("重新选一次"));
    }

    #[test]
    fn what_was_written_while_it_was_locked_is_recorded_when_it_is_open() {
        let mut drive = sealed();
        drive.keys("<F9>");
        let Some(Screen::Exchange(exchange)) = drive.app.screens.last_mut() else { panic!() };
        exchange.step = crate::app::screen::exchange::ExchangeStep::Writing(None);
        let settle = Intent::Village(VillageIntent::AddGroup("9社".to_owned()));
        drive.keys("<Ctrl+L>");
        drive.send(Msg::Slept);
        assert!(is_locked(&drive));
        let acts = drive.acts.len();
        drive.send(Msg::Report(Report::PackageDone { settle: Box::new(settle), outcome: Ok("/media/GOOD/a".into()) }));
        assert!(is_locked(&drive) && drive.acts.len() == acts);
        drive.keys(&format!("{}<Enter>", Drive::PASSPHRASE));
        assert_eq!(drive.acts.len(), acts + 1, "it is settled");
        assert!(notice(&drive).contains("已写盘"), "{}", notice(&drive));
    }

    #[test]
    fn it_locks_when_nothing_happens_for_long_and_not_before() {
        let mut drive = sealed();
        let due = drive.app.active_at.unix_ms() + IDLE_MS;
        assert_eq!(drive.app.next_wake().unix_ms(), due, "it wakes once, for that");
        drive.send(Msg::Clock(Moment::from_unix_ms(due - 1)));
        assert!(!is_locked(&drive));
        drive.keys("<Down>");
        drive.send(Msg::Clock(Moment::from_unix_ms(due)));
        assert!(!is_locked(&drive), "a key is something");
        drive.keys(&format!("<ms:{IDLE_MS}>"));
        assert!(is_locked(&drive));
        assert!(drive.app.next_wake().unix_ms() > due + 2 * IDLE_MS, "a locked program has nothing to wake for");
    }

    #[test]
    fn it_locks_after_the_minutes_that_are_set() {
        let mut drive = sealed();
        drive.app.config.lock_minutes = 2;
        drive.keys("<ms:119999>");
        assert!(!is_locked(&drive));
        drive.keys("<ms:1>");
        let Some(Screen::Unlock(unlock)) = drive.app.top() else { panic!() };
        assert!(unlock.why.as_ref().is_some_and(|why| why.starts_with("2分钟没有动")));
    }

    #[test]
    fn a_clock_put_back_does_not_keep_it_open() {
        let mut drive = sealed();
        let back = drive.app.at.unix_ms() - 3_600_000;
        drive.send(Msg::Clock(Moment::from_unix_ms(back)));
        drive.keys(&format!("<ms:{IDLE_MS}>"));
        assert!(is_locked(&drive));
    }

    #[test]
    fn it_locks_after_a_sleep_of_the_computer() {
        let mut drive = sealed();
        drive.send(Msg::Slept);
        assert!(is_locked(&drive));
    }

    #[test]
    fn what_has_no_passphrase_is_not_locked_and_says_so() {
        let mut drive = Drive::on(Fixture::on("2026-11-24"));
        drive.keys("<Ctrl+L>");
        assert!(notice(&drive).contains("锁不住"));
        drive.send(Msg::Slept);
        drive.keys(&format!("<ms:{IDLE_MS}>"));
        assert!(matches!(drive.app.screens(), [Screen::Today(_)]));
    }
}
