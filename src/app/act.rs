//! From an intent to a durable act, and back by undo and redo.
//!
//! The rules decide, the store makes durable, and only then is the village in memory changed: what the screen shows is
//! never more than what is kept. Undo is an act like any other.

use super::App;
use super::command::{Command, GlobalCommand, Scope};
use super::message::{Commit, Effect};
use super::notice::Notice;
use super::screen::confirm::Confirm;
use super::screen::menu::Menu;
use super::screen::recent::Recent;
use super::screen::{Behaviour, Reply, Screen, Step};
use crate::domain::act::Act;
use crate::domain::act_words::command_words;
use crate::domain::change::VillageEdit;
use crate::domain::clock_doubt::ClockDoubt;
use crate::domain::decide::undo::UndoIntent;
use crate::domain::decide::{Intent, Now, decide};
use crate::domain::id::Seq;
use crate::domain::stage::stage;

/// What was done in this sitting, for Ctrl+Z and Ctrl+Y.
#[derive(Debug, Default)]
pub(super) struct Sitting {
    /// Acts that stand, the last one on top.
    done: Vec<Seq>,
    /// Undoings that stand, the last one on top.
    undone: Vec<Seq>,
}

/// An act on its way to the store.
#[derive(Debug)]
pub(super) struct Pending {
    kind: PendingKind,
    then: Reply,
}

/// What waits for the person's word that the computer's clock is right.
#[derive(Debug)]
pub(super) struct Doubted {
    intent: Intent,
    pending: Pending,
}

#[derive(Debug)]
enum PendingKind {
    New,
    Undo(Seq),
    Redo(Seq),
}

impl App {
    /// Asks the rules; a yes goes to the store, and `then` follows once it is durable.
    pub(super) fn decide(&mut self, intent: Intent, then: Reply, effects: &mut Vec<Effect>) {
        self.commit(intent, Pending { kind: PendingKind::New, then }, effects);
    }

    /// Undoes the last act of this sitting that stands.
    pub(super) fn undo(&self) -> Reply {
        match self.sitting.done.last() {
            Some(seq) => Reply::effect(Effect::FetchUndo(*seq)),
            None => Reply::refuse(format!("这次打开后还没有可以撤销的事。更早的：{}", self.way_to_recent())),
        }
    }

    /// How older acts are come to: by a key of its own, where the keymap has one, else over the menu of 今日.
    fn way_to_recent(&self) -> String {
        let recent = Command::Global(GlobalCommand::Recent);
        let title = recent.row().title;
        if let Some(key) = self.keymap.key_in(Scope::Global, recent) {
            return format!("按 {key} {title}");
        }
        let key = |scope, command| self.keymap.key_in(scope, Command::Global(command)).map(|key| key.to_string());
        let digit = Menu::main().lines.items().iter().find(|item| item.value == recent).and_then(|item| item.digit);
        match (key(Scope::Global, GlobalCommand::Today), key(Scope::Today, GlobalCommand::Back), digit) {
            (Some(today), Some(menu), Some(digit)) => {
                format!("按 {today} 看今日，按 {menu} 开菜单，选 {digit} {title}")
            }
            (_, _, _) => self.keymap.way(Scope::Global, recent, title),
        }
    }

    /// Undoes the last undoing that stands.
    pub(super) fn redo(&self) -> Reply {
        match self.sitting.undone.last() {
            Some(seq) => Reply::effect(Effect::FetchUndo(*seq)),
            None => Reply::refuse("没有刚撤销的事可以恢复"),
        }
    }

    /// Goes on with an undo whose rows have come.
    pub(super) fn undo_rows(
        &mut self,
        of: Seq,
        command: &str,
        rows: Option<Vec<VillageEdit>>,
        effects: &mut Vec<Effect>,
    ) {
        let redoes = self.sitting.undone.last() == Some(&of);
        let (kind, words) = match redoes {
            true => (PendingKind::Redo(of), "已恢复".to_owned()),
            false => {
                let redo = self.keymap.way(Scope::Global, Command::Global(GlobalCommand::Redo), "可以恢复");
                let what = command_words(command).map(|what| format!("：{what}")).unwrap_or_default();
                (PendingKind::Undo(of), format!("已撤销{what}。{redo}"))
            }
        };
        let intent = Intent::Undo(UndoIntent { of, command: command.to_owned(), rows });
        self.commit(intent, Pending { kind, then: Reply::say(Notice::done(words)) }, effects);
    }

    /// The act is durable: now it may be seen.
    pub(super) fn committed(&mut self, commit: Commit, effects: &mut Vec<Effect>) {
        let (seq, command) = (commit.act.seq, commit.act.command);
        self.last_act_at = Some(commit.act.at);
        // An act that changed no record, as a look at a number, leaves nothing to undo.
        let undoable = !commit.staged.rows.is_empty();
        self.village.install(seq, commit.staged);
        let Some(Pending { kind, then }) = self.pending.take() else {
            self.refresh();
            return;
        };
        match kind {
            PendingKind::New if !undoable => {}
            PendingKind::New => {
                self.sitting.done.push(seq);
                self.sitting.undone.clear();
            }
            PendingKind::Undo(of) => {
                self.sitting.done.retain(|done| *done != of);
                self.sitting.undone.push(seq);
            }
            PendingKind::Redo(of) => {
                self.sitting.undone.retain(|undone| *undone != of);
                self.sitting.done.push(seq);
            }
        }
        self.refresh();
        if !then.steps.iter().any(|step| matches!(step, Step::Say(_))) {
            let undo = self.keymap.way_to_undo();
            let words = if undoable { format!("已存好，{undo}") } else { "已记下".to_owned() };
            self.notice.say(Notice::done(words), self.at);
        }
        if matches!(self.top(), Some(Screen::Recent(_))) {
            effects.push(Recent::fetch());
        }
        let depth = self.screens().len();
        self.follow(then, effects);
        // What was stored was another form's: the one that comes to light again must not look stored.
        let is_back = self.screens().len() < depth && self.top().is_some_and(|top| top.scope() == Scope::Form);
        if is_back && undoable && self.top().is_some_and(Screen::unsaved) {
            let what = command_words(&command).unwrap_or("刚才那张");
            self.notice.say(Notice::done(format!("{what}：已存好；这张表还没存")), self.at);
        }
    }

    /// The act is not durable: it is dropped, and what was typed stays.
    pub(super) fn not_committed(&mut self, why: String, effects: &mut Vec<Effect>) {
        self.pending = None;
        self.failed(why, effects);
    }

    /// The person says that the clock is right: what was asked about is kept, and nothing more is asked.
    pub(super) fn trust_clock(&mut self, effects: &mut Vec<Effect>) {
        self.last_act_at = Some(self.at);
        if let Some(Doubted { intent, pending }) = self.doubted.take() {
            self.commit(intent, pending, effects);
        }
    }

    fn commit(&mut self, intent: Intent, pending: Pending, effects: &mut Vec<Effect>) {
        if let Some(doubt) = self.last_act_at.and_then(|last| ClockDoubt::of(self.at, last)) {
            self.doubted = Some(Doubted { intent, pending });
            let question = format!("{doubt}时间不对就先不存，退出去把电脑的日期和时间调对；不然日期和期限都会错。");
            let confirm = Confirm::ask(question, "时间没有错，照常存", Step::TrustClock.into());
            self.follow(Reply::open(Screen::Confirm(confirm)), effects);
            return;
        }
        let command = intent.command().to_owned();
        let actor = self.village.info.liaison.clone();
        let now = Now { at: self.at, today: self.today, actor: &actor, tables: &self.tables };
        match decide(&self.village, &now, intent) {
            Ok(changes) => {
                let seq = self.village.seq.next();
                let staged = stage(&self.village, seq, &changes);
                let act = Act { seq, at: self.at, actor, command, changes, erased: 0 };
                self.pending = Some(pending);
                let rows = staged.rows.len();
                let commit = Effect::Commit(Box::new(Commit { act, staged }));
                if commit.takes_long() {
                    self.notice.say(Notice::done(format!("正在存{rows}条记录，请等一等，先不要按键")), self.at);
                }
                effects.push(commit);
            }
            Err(refusal) => self.failed(refusal.to_string(), effects),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::Msg;
    use crate::app::testing::Drive;
    use crate::domain::day::{Day, Moment};
    use crate::domain::fixture::Fixture;

    #[test]
    fn what_is_stored_over_a_form_that_is_not_is_named_and_the_form_said_to_wait() {
        let mut drive = Drive::on(Fixture::on("2026-11-24"));
        drive.keys("<F7><Alt+J>山坪塘管护<Ctrl+K>问高龄津贴<Ctrl+S>");
        let told = drive.app.notice.shown().map(|notice| notice.text.clone()).unwrap_or_default();
        assert_eq!(told, "记一笔：已存好；这张表还没存");
        assert!(matches!(drive.app.top(), Some(Screen::AffairForm(_))));
        drive.keys("<Ctrl+S>");
        let told = drive.app.notice.shown().map(|notice| notice.text.clone()).unwrap_or_default();
        assert!(!told.contains("还没存"), "{told}");
    }

    #[test]
    fn with_a_doubted_clock_nothing_is_kept_before_the_person_says_it_is_right() {
        let mut drive = Drive::on(Fixture::on("2026-11-24"));
        let before = drive.acts.len();
        drive.send(Msg::Clock(Moment::at(Day::parse_iso("2016-01-01").unwrap(), 0, 5)));
        drive.keys("<Ctrl+K>问高龄津贴<Ctrl+S>");
        let Some(Screen::Confirm(confirm)) = drive.app.top() else { panic!("{:?}", drive.app.top()) };
        assert!(confirm.question.contains("2016-01-01 00:05"), "{}", confirm.question);
        assert_eq!(drive.acts.len(), before);
        // What was typed is still there after a no.
        drive.keys("0");
        assert!(matches!(drive.app.top(), Some(Screen::Note(_))));
        assert_eq!(drive.acts.len(), before);
        drive.keys("<Ctrl+S>1");
        assert_eq!(drive.acts.len(), before + 1);
        // The next one is not asked about.
        drive.keys("<Ctrl+K>问社保卡<Ctrl+S>");
        assert_eq!(drive.acts.len(), before + 2);
    }
}
