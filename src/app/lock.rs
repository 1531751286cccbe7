//! Locking and opening: the village and the screens go, and come back with the passphrase.
//!
//! A form that holds what is not stored is put aside in memory, so that nobody loses typing to a lock; nothing of it is
//! drawn, and it reaches no disk. The key is `desk`'s, and goes with the store.

use super::App;
use super::command::{Command, GlobalCommand, Scope};
use super::message::Effect;
use super::notice::Notice;
use super::opening::{Keeping, Opening};
use super::screen::confirm::Confirm;
use super::screen::first_run::FirstRun;
use super::screen::today::Today;
use super::screen::unlock::Unlock;
use super::screen::{Behaviour, Reply, Screen};
use crate::domain::day::Moment;
use crate::domain::limits::IDLE_LOCK_MINUTES;
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
        let due = Moment::from_unix_ms(self.active_at.unix_ms() + IDLE_LOCK_MINUTES * 60_000);
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
        // A register is the whole village over again, and can be read again; lists and cards are made anew.
        let goes_aside =
            |screen: &Screen| screen.awaits_writing() || (screen.unsaved() && !matches!(screen, Screen::Import(_)));
        self.aside = screens.into_iter().filter(goes_aside).collect();
        self.doubted = None;
        self.keeping = Keeping::Locked;
        self.village = Village::default();
        self.progress = None;
        self.notice.clear();
        let mut words = match why {
            Why::Asked => "已锁上。".to_owned(),
            Why::Idle => format!("{IDLE_LOCK_MINUTES}分钟没有动，已锁上。"),
            Why::Slept => "电脑睡过，或者改过时间，已锁上。".to_owned(),
        };
        words.push_str(match self.aside.iter().any(Screen::unsaved) {
            false => "存好的都在。",
            true => "存好的都在，没填完的那张表也还在，打开后接着填。",
        });
        if is_importing {
            words.push_str("名册还没导入，打开后要重新选一次。");
        }
        self.screens = vec![Screen::Unlock(Unlock::new(Some(words)))];
        effects.push(Effect::Lock);
    }

    /// The data are open: what is in them, and the first screen, or what was put aside.
    pub(super) fn opened(&mut self, opening: Opening, effects: &mut Vec<Effect>) {
        let Opening { village, tables, last_act_at, news } = opening;
        (self.village, self.tables, self.last_act_at) = (village, tables, last_act_at);
        self.keeping = Keeping::Sealed;
        self.stir();
        let by_code = self.screens.iter().any(|screen| matches!(screen, Screen::Unlock(unlock) if unlock.by_code));
        let aside = std::mem::take(&mut self.aside);
        self.screens = std::iter::once(self.first_screen()).chain(aside).collect();
        self.refresh();
        self.notice.clear();
        let mut news = news;
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

    /// Leaving while a form is put aside loses it, and that is said before.
    pub(super) fn leaving_locked(&self) -> Reply {
        if !self.aside.iter().any(Screen::unsaved) {
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

    const IDLE_MS: i64 = IDLE_LOCK_MINUTES * 60_000;

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
        assert!(is_locked(&drive));
        drive.keys("<Esc>");
        assert!(matches!(drive.app.top(), Some(Screen::Confirm(_))) && !drive.left);
        drive.keys(&format!("0{}<Enter><Ctrl+S>", Drive::PASSPHRASE));
        assert_eq!(drive.acts.len(), acts + 1);
        drive.keys("<Ctrl+L><Esc>");
        assert!(drive.left, "nothing is put aside any more");
    }

    #[test]
    fn only_the_form_is_put_aside_and_what_lay_below_it_is_not() {
        let mut drive = sealed();
        drive.keys("<F3><Enter><Ctrl+K>问高龄津贴<Ctrl+L>");
        assert!(matches!(drive.app.aside.as_slice(), [Screen::Note(_)]));
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
    fn a_form_put_aside_is_given_up_only_when_that_is_said() {
        let mut drive = sealed();
        drive.keys("<Ctrl+K>问高龄津贴<Ctrl+L><Esc>1");
        assert!(drive.left);
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
