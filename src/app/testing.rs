//! Drives the program by a key script, with a store in memory. For tests of screens, and for the stories.
//!
//! It draws nothing: `term/story` renders what it holds.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::config::Config;
use super::draft::Draft;
use super::key::{Input, Key};
use super::keymap::Keymap;
use super::message::{BackupMade, Commit, Effect, KeysReport, Msg, Place, RepliesReport, Report};
use super::opening::{Keeping, News, Opening};
use super::replies::{FoundReplies, TakenReply};
use super::villages::Villages;
use super::{App, Setup, update};
use crate::domain::backup::{BackupCopy, BackupHow};
use crate::domain::change::{VillageAct, VillageEdit};
use crate::domain::day::{Day, Moment};
use crate::domain::fixture::Fixture;
use crate::domain::handbook;
use crate::domain::handbook::later::Later;
use crate::domain::id::{BackupId, IdMint, Seq};
use crate::domain::village::Village;
use crate::seal::recovery::{Credential, RecoveryCode};
use crate::seal::secret::Secret;

/// The program with a store in memory.
pub(crate) struct Drive {
    /// The program.
    pub(crate) app: App,
    /// Every act the store holds, oldest first, with its rows.
    pub(crate) acts: Vec<(VillageAct, Vec<VillageEdit>)>,
    /// Effects that only the real hands can do, in order.
    pub(crate) asked: Vec<Effect>,
    /// What the sealed store holds of forms.
    pub(crate) draft: Option<Draft>,
    /// Set to have no form written down.
    pub(crate) disk_is_full: bool,
    /// Set to have the store refuse.
    pub(crate) store_fails: bool,
    /// The replies of the office on the stick, and what comes of the first one.
    pub(crate) replies: Option<(FoundReplies, TakenReply)>,
    /// The sticks that are plugged in; `None` where nobody looks.
    pub(crate) sticks: Option<Vec<Place>>,
    /// Why a stick is not let go of; `None` where it is.
    pub(crate) stick_is_held: Option<String>,
    /// Whether the program was left.
    pub(crate) left: bool,
    /// The village as the sealed store has it; `None` where nothing can be locked here.
    at_rest: Option<Village>,
}

impl Drive {
    /// The program on this village.
    pub(crate) fn on(fixture: Fixture) -> Drive {
        let Fixture { village, tables, at, acts, rows, .. } = fixture;
        let setup = Setup {
            keeping: match village.is_founded() {
                true => Keeping::Unsealed,
                false => Keeping::ToBeMade,
            },
            villages: Villages::default(),
            village,
            tables,
            at,
            erased: Seq::default(),
            last_act_at: acts.last().map(|act| act.at),
            date: None,
            seed: 7,
            config: Config::default(),
            keymap: Keymap::shipped(),
        };
        let acts = acts.into_iter().zip(rows).collect();
        Drive {
            app: App::new(setup),
            acts,
            asked: Vec::new(),
            draft: None,
            disk_is_full: false,
            store_fails: false,
            replies: None,
            sticks: None,
            stick_is_held: None,
            left: false,
            at_rest: None,
        }
    }

    /// What opens the village of [`Drive::sealed`].
    pub(crate) const PASSPHRASE: &str = "样板口令 2026";

    /// The program on this village, sealed and open.
    pub(crate) fn sealed(fixture: Fixture) -> Drive {
        let mut drive = Drive::on(fixture);
        drive.app.keeping = Keeping::Sealed;
        drive.at_rest = Some(drive.app.village.clone());
        drive
    }

    fn open(&self, typed: &Secret) -> Msg {
        match (&self.at_rest, typed.text()) {
            (Some(village), Some(Drive::PASSPHRASE)) => {
                let (village, tables) = (village.clone(), self.app.tables.clone());
                let last_act_at = self.acts.last().map(|(act, _)| act.at);
                let draft = self.draft.as_ref().map(|draft| Secret::from(draft.bytes().to_vec()));
                let draft = draft.map(|text| Draft::read(text).unwrap());
                Msg::Opened(Box::new(Opening {
                    village,
                    tables,
                    erased: self.app.erased,
                    last_act_at,
                    draft,
                    news: News::default(),
                }))
            }
            _ => Msg::Report(Report::Keys(KeysReport::Wrong { is_code: false })),
        }
    }

    /// The program before a sealed village that is not open yet.
    pub(crate) fn locked() -> Drive {
        let fixture = Fixture::on("2026-11-24");
        let mut drive = Drive::on(Fixture { village: Village::default(), acts: vec![], rows: vec![], ..fixture });
        drive.app.keeping = Keeping::Locked;
        drive.app.screens = vec![drive.app.first_screen()];
        drive
    }

    /// Types a key script: text as it is, keys as `<F2>` `<Enter>` `<Ctrl+N>` `<Down*3>`, a paste as `<paste:TEXT>`,
    /// time as `<ms:6000>`, `<` as `<lt>`.
    pub(crate) fn keys(&mut self, script: &str) -> &mut Drive {
        for step in steps(script) {
            match step {
                Step::Input(input) => self.send(Msg::Input(input)),
                Step::WaitMs(ms) => {
                    let at = self.app.at.unix_ms() + ms;
                    self.send(Msg::Clock(Moment::from_unix_ms(at)));
                }
            }
        }
        self
    }

    /// Hands a message to the program and does what it wants, as the loop does.
    pub(crate) fn send(&mut self, msg: Msg) {
        let mut waiting = VecDeque::from([msg]);
        while let Some(msg) = waiting.pop_front() {
            for effect in update(&mut self.app, msg) {
                waiting.extend(self.perform(effect));
            }
        }
    }

    fn perform(&mut self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Commit(commit) => Some(self.commit(commit)),
            Effect::FetchUndo(of) => Some(Msg::Report(self.undo_rows(of))),
            Effect::FetchActs { acts_max } => Some(Msg::Report(self.last_acts(acts_max))),
            Effect::FetchPage(day) => Some(Msg::Report(self.page(day))),
            Effect::FindOnPages(words) => Some(Msg::Report(self.found_on_pages(words))),
            Effect::Lock | Effect::NoteVillage(_) => None,
            Effect::KeepDraft(draft) if self.disk_is_full => Some(Msg::DraftNotKept(draft, "磁盘已满".to_owned())),
            Effect::KeepDraft(draft) => {
                self.draft = Some(*draft);
                None
            }
            Effect::ForgetDraft => {
                self.draft = None;
                None
            }
            Effect::Unlock(Credential::Passphrase(typed)) if self.at_rest.is_some() => Some(self.open(&typed)),
            Effect::DrawCode(Some(Credential::Passphrase(typed))) if typed.text() != Some(Drive::PASSPHRASE) => {
                Some(Msg::Report(Report::Keys(KeysReport::Wrong { is_code: false })))
            }
            Effect::ChangePassphrase(_) => Some(self.done(effect, Report::Keys(KeysReport::PassphraseChanged))),
            Effect::ChangeCode(_) => Some(self.done(effect, Report::Keys(KeysReport::CodeChanged))),
            Effect::DrawCode(_) => Some(Msg::Report(Report::Keys(KeysReport::Drawn(Arc::new(paper_code()))))),
            Effect::Erase(_) => Some(self.done(effect, Report::Erased(self.app.village.seq))),
            Effect::MakeStore(_) => Some(self.done(effect, Report::Keys(KeysReport::Made))),
            Effect::Quit => {
                self.left = true;
                None
            }
            Effect::FindReplies(None) if self.replies.is_some() => {
                self.replies.as_ref().map(|(found, _)| found_report(found))
            }
            Effect::TakeReply(_) if self.replies.is_some() => {
                let (found, taken) = self.replies.take()?;
                let known_count = found.known_count + 1;
                let left = found.replies.into_iter().skip(1).collect();
                self.replies = Some((FoundReplies { replies: left, known_count, ..found }, taken.clone()));
                Some(Msg::Report(Report::Replies(RepliesReport::Taken(Box::new(taken)))))
            }
            Effect::ListPlaces if self.sticks.is_some() => {
                let found = self.sticks.clone().map(Report::Places);
                self.asked.push(effect);
                found.map(Msg::Report)
            }
            Effect::WriteBackup(order) if self.sticks.is_some() => {
                Some(Msg::Report(Report::BackupDone(Ok(self.backed_up(&order.to)))))
            }
            Effect::Eject(_) if self.stick_is_held.is_some() => {
                self.stick_is_held.clone().map(|why| Msg::Report(Report::Ejected(Err(why))))
            }
            Effect::Eject(stick) if self.sticks.is_some() => {
                self.sticks.iter_mut().for_each(|sticks| sticks.retain(|it| it.path != stick));
                Some(Msg::Report(Report::Ejected(Ok("U盘已弹出，可以拔了".to_owned()))))
            }
            Effect::Unlock(_)
            | Effect::ListRegisterFiles
            | Effect::ReadRegister(_)
            | Effect::WriteRejects(_)
            | Effect::WriteSheet(_)
            | Effect::ForgetRegister
            | Effect::ListPlaces
            | Effect::FindReplies(_)
            | Effect::TakeReply(_)
            | Effect::PreparePackage(_)
            | Effect::WritePackage
            | Effect::WriteBackup(_)
            | Effect::Eject(_)
            | Effect::CountPackage { .. }
            | Effect::OpenVillage(_)
            | Effect::StopJob => {
                self.asked.push(effect);
                None
            }
        }
    }

    /// What a backup of this village written there comes to.
    pub(crate) fn backed_up(&self, to: &Path) -> (BackupCopy, BackupMade) {
        let id = BackupId::mint(&mut IdMint::new(5), self.app.at);
        let name = "大坪村_2026-11-24_第1号.dbbak".to_owned();
        let path = to.join(&name);
        let copy = BackupCopy {
            id,
            touched: Seq::default(),
            how: BackupHow::Written,
            at: self.app.at,
            upto: self.app.village.seq,
            name,
            place: to.display().to_string(),
            elsewhere: true,
            sha256: String::new(),
        };
        let made =
            BackupMade { id, path, people_count: 1, tasks_count: 0, elsewhere: true, sealed: true, thinned_count: 0 };
        (copy, made)
    }

    /// Notes what was asked of the real hands, and answers as they do.
    fn done(&mut self, effect: Effect, report: Report) -> Msg {
        self.asked.push(effect);
        Msg::Report(report)
    }

    fn commit(&mut self, commit: Box<Commit>) -> Msg {
        if self.store_fails {
            return Msg::NotCommitted("没有保存：磁盘已满。以前保存的都在".to_owned());
        }
        self.acts.push((commit.act.clone(), commit.staged.rows.clone()));
        if let Some(village) = &mut self.at_rest {
            village.install(commit.act.seq, commit.staged.clone());
        }
        Msg::Committed(commit)
    }

    fn last_acts(&self, acts_max: usize) -> Report {
        Report::Acts(self.acts.iter().rev().take(acts_max).map(|(act, _)| act.clone()).collect())
    }

    fn page(&self, day: Day) -> Report {
        let acts: Vec<_> = self.acts.iter().map(|(act, _)| act).filter(|act| act.at.day() == day).cloned().collect();
        let entries = handbook::entries(&self.app.village, &acts);
        let seal = (!acts.is_empty()).then(|| "0123456789abcdef".to_owned());
        let mut later = Later::of(day);
        let after = self.acts.iter().map(|(act, _)| act).filter(|act| act.at.day() > day);
        after.for_each(|act| later.take(&self.app.village, act));
        Report::Page { day, entries, later: later.entries(), seal }
    }

    fn found_on_pages(&self, words: String) -> Report {
        let acts: Vec<_> = self.acts.iter().rev().map(|(act, _)| act.clone()).collect();
        let mut entries = handbook::entries(&self.app.village, &acts);
        entries.retain(|entry| entry.what.contains(&words) || entry.subject.contains(&words));
        Report::PagesFound { words, entries, more: false }
    }

    fn undo_rows(&self, of: Seq) -> Report {
        let (act, rows) = self.acts.iter().find(|(act, _)| act.seq == of).unwrap();
        Report::UndoRows { of, command: act.command.clone(), rows: Some(rows.clone()) }
    }
}

/// A stick of this label that is plugged in.
pub(crate) fn stick(label: &str, read_only: bool) -> Place {
    Place {
        path: PathBuf::from(format!("/media/{label}")),
        label: label.to_owned(),
        free_bytes: Some(3 << 30),
        removable: true,
        read_only,
        device: Some(42),
        serial: format!("{label}-0001"),
    }
}

fn found_report(found: &FoundReplies) -> Msg {
    Msg::Report(Report::Replies(RepliesReport::Found(found.clone())))
}

/// The recovery code that is drawn here, as it is printed.
pub(crate) const PAPER_CODE: &str = "00JM2-MVWMG-Q7F03-6A2DV-EABVA-SR86V-5D4VN";

fn paper_code() -> RecoveryCode {
    RecoveryCode::parse(&Secret::from(PAPER_CODE.to_owned())).unwrap()
}

/// One step of a key script.
pub(crate) enum Step {
    /// Something typed.
    Input(Input),
    /// Time goes by, in milliseconds.
    WaitMs(i64),
}

/// The steps of a key script.
pub(crate) fn steps(script: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        match rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            Some((step, behind)) => {
                steps.extend(named(step));
                rest = behind;
            }
            None => {
                steps.push(Step::Input(Input::Text(c.to_string())));
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    steps
}

fn named(step: &str) -> Vec<Step> {
    if step == "lt" {
        return vec![Step::Input(Input::Text("<".to_owned()))];
    }
    if let Some(text) = step.strip_prefix("paste:") {
        return vec![Step::Input(Input::Paste(text.replace("\\n", "\n")))];
    }
    if let Some(ms) = step.strip_prefix("ms:") {
        return vec![Step::WaitMs(ms.parse().unwrap())];
    }
    let (name, times) = step.split_once('*').unwrap_or((step, "1"));
    let key = Key::parse(name).unwrap_or_else(|fault| panic!("<{step}>: {fault:?}"));
    (0..times.parse().unwrap()).map(|_| Step::Input(Input::Key(key))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::command::{Command, GlobalCommand, Scope, TABLE};
    use crate::app::screen::{Behaviour, Reply, Screen};
    use crate::domain::decide::Intent;
    use crate::domain::decide::household::HouseholdIntent;
    use crate::domain::decide::village::VillageIntent;
    use crate::domain::household::{GroupNo, Household};
    use crate::domain::id::{HouseholdId, PersonId};
    use crate::domain::person::Person;
    use crate::domain::text::PersonName;

    fn drive() -> Drive {
        Drive::on(Fixture::on("2026-11-24"))
    }

    fn add_group(drive: &mut Drive, name: &str) {
        do_intent(drive, Intent::Village(VillageIntent::AddGroup(name.to_owned())));
    }

    fn do_intent(drive: &mut Drive, intent: Intent) {
        let mut effects = Vec::new();
        drive.app.follow(Reply::decide(intent, Reply::none()), &mut effects);
        for effect in effects {
            let answer = drive.perform(effect);
            answer.into_iter().for_each(|msg| drive.send(msg));
        }
    }

    fn notice(drive: &Drive) -> &str {
        drive.app.notice.shown().map_or("", |notice| &notice.text)
    }

    #[test]
    fn what_is_shown_is_what_is_kept() {
        let mut drive = drive();
        let acts = drive.acts.len();
        drive.store_fails = true;
        add_group(&mut drive, "5社");
        assert_eq!((drive.app.village.info.group_named("5社"), drive.acts.len()), (None, acts));
        assert!(notice(&drive).contains("没有保存：磁盘已满"));
        drive.store_fails = false;
        add_group(&mut drive, "5社");
        assert!(drive.app.village.info.group_named("5社").is_some());
        assert_eq!(drive.acts.len(), acts + 1);
        assert!(notice(&drive).contains("已存好"));
    }

    /// Adds a household as a form would; each is a record of its own.
    fn add_household(drive: &mut Drive, name: &str) {
        let context = drive.app.context();
        let household = Box::new(Household::new(context.mint(HouseholdId::mint), GroupNo(1)));
        let head = Person::new(context.mint(PersonId::mint), PersonName::parse(name).unwrap());
        let intent = Intent::Household(HouseholdIntent::Add { household, head: Box::new(head) });
        do_intent(drive, intent);
    }

    #[test]
    fn undo_and_redo_go_back_and_forth() {
        let mut drive = drive();
        let is_there = |drive: &Drive, name: &str| drive.app.village.people().any(|it| it.name.as_str() == name);
        add_household(&mut drive, "罗秀英");
        add_household(&mut drive, "周开明");
        drive.keys("<Ctrl+Z>");
        assert!(is_there(&drive, "罗秀英") && !is_there(&drive, "周开明"));
        drive.keys("<Ctrl+Z>");
        assert!(!is_there(&drive, "罗秀英"));
        drive.keys("<Ctrl+Z>");
        assert!(notice(&drive).contains("还没有可以撤销的事"));
        drive.keys("<Ctrl+Y><Ctrl+Y>");
        assert!(is_there(&drive, "罗秀英") && is_there(&drive, "周开明"));
        drive.keys("<Ctrl+Y>");
        assert!(notice(&drive).contains("没有刚撤销的事"));
        drive.keys("<Ctrl+Z>");
        assert!(!is_there(&drive, "周开明"));
        add_household(&mut drive, "何永福");
        drive.keys("<Ctrl+Y>");
        assert!(!is_there(&drive, "周开明") && is_there(&drive, "何永福"));
    }

    #[test]
    fn esc_leads_home_and_never_leaves() {
        let mut drive = drive();
        drive.keys("<F3><Ctrl+P><Esc><Esc>");
        assert!(matches!(drive.app.screens(), [Screen::Today(_)]));
        drive.keys("<Esc>");
        assert!(matches!(drive.app.top(), Some(Screen::Menu(_))));
        drive.keys("<Esc*9>");
        assert!(!drive.left);
        if !matches!(drive.app.top(), Some(Screen::Menu(_))) {
            drive.keys("<Esc>");
        }
        drive.keys("0");
        assert!(drive.left);
    }

    #[test]
    fn every_command_is_answered_on_every_screen() {
        for row in TABLE.iter().filter(|row| row.scope == Scope::Global) {
            let mut drive = drive();
            let mut effects = Vec::new();
            drive.app.follow(Reply::run(row.command), &mut effects);
            assert!(!drive.app.screens().is_empty(), "{}", row.id);
            for inner in TABLE.iter().filter(|inner| inner.command != Command::Global(GlobalCommand::Quit)) {
                drive.app.follow(Reply::run(inner.command), &mut Vec::new());
            }
        }
    }

    #[test]
    fn a_command_of_another_scope_says_where_it_works() {
        let drive = drive();
        let save = Command::by_id("form.save").unwrap();
        assert_eq!(drive.app.available(save), Err("「存好」要在「填表」那里用".to_owned()));
        assert_eq!(drive.app.top().unwrap().scope(), Scope::Today);
    }

    #[test]
    fn midnight_brings_the_new_day() {
        let mut drive = drive();
        let wake = drive.app.next_wake();
        drive.send(Msg::Clock(wake));
        assert_eq!(drive.app.today.to_string(), "2026-11-25");
        assert!(drive.app.next_wake() > wake);
    }

    #[test]
    fn pasted_text_never_acts_as_keys() {
        let mut drive = drive();
        drive.keys("<Esc><paste:0>");
        assert!(!drive.left);
        assert!(notice(&drive).contains("这里不能粘贴"));
    }
}
