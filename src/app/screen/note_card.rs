//! One note that was written, with its promise to call back, and the word that it was kept.
//!
//! The phone is covered until the officer asks to see it, which is recorded.

use super::households::open_person;
use super::note::Note;
use super::task_card::TaskCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, RecordCommand, Scope};
use crate::app::notice::Notice;
use crate::app::numbered::{MenuEvent, Numbered};
use crate::domain::change::RecordKey;
use crate::domain::decide::Intent;
use crate::domain::decide::note::NoteIntent;
use crate::domain::id::{NoteId, PersonId};

/// One note.
#[derive(Clone, Debug)]
pub struct NoteCard {
    /// Which.
    pub id: NoteId,
    /// What can be done.
    pub menu: Numbered<NoteAction>,
    /// Whether the phone is shown whole.
    pub revealed: bool,
}

/// What a line of the menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteAction {
    /// 已回电.
    CalledBack,
    /// Another note about the same person.
    NoteAgain,
    /// The person's household.
    OpenHome,
    /// The task it hangs on.
    OpenTask,
    /// Show the phone.
    Reveal,
}

impl NoteCard {
    /// The card of a note.
    pub fn of(context: &Context<'_>, id: NoteId) -> NoteCard {
        let mut card = NoteCard { id, menu: Numbered::default(), revealed: false };
        card.refresh(context);
        card
    }

    fn act(&mut self, action: NoteAction, context: &Context<'_>) -> Reply {
        let Some(note) = context.village.note(self.id) else {
            return Reply::refuse("这一笔已经不在了，可能被撤销了。按 Esc 返回");
        };
        match action {
            NoteAction::CalledBack => {
                let said = Reply::say(Notice::done(format!("已记下回电，{}", context.keymap.way_to_undo())));
                Reply::decide(Intent::Note(NoteIntent::CalledBack(self.id)), Reply::close().then(said))
            }
            NoteAction::NoteAgain => Reply::open(Screen::Note(Note::about(context, note.person, note.task))),
            NoteAction::OpenHome => note.person.map_or_else(Reply::none, |id| open_person(context, id)),
            NoteAction::OpenTask => match note.task {
                Some(id) => Reply::open(Screen::TaskCard(TaskCard::of(context, id))),
                None => Reply::none(),
            },
            NoteAction::Reveal => {
                let Some(person) = note.person else { return Reply::none() };
                let shown = NoteCard { revealed: true, ..self.clone() };
                let then = Reply::close().then(Reply::open(Screen::NoteCard(shown)));
                Reply::decide(Intent::Reveal(RecordKey::Person(person)), then)
            }
        }
    }
}

impl NoteCard {
    /// Ctrl+R is greyed where its digit is.
    fn reveal(&mut self, context: &Context<'_>) -> Reply {
        let line = self.menu.items().iter().find(|line| line.value == NoteAction::Reveal);
        match line.and_then(|line| line.blocked.clone()) {
            Some(why) => Reply::refuse(why),
            None => self.act(NoteAction::Reveal, context),
        }
    }
}

impl Behaviour for NoteCard {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Menu(MenuCommand::Choose).into(),
            Command::Record(RecordCommand::Reveal).into(),
            Command::Global(GlobalCommand::Back).into(),
        ]
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let note = context.village.note(self.id);
        let promise = note.and_then(|note| note.call_back.as_ref());
        let kept = match promise.map(|promise| promise.done_on) {
            Some(None) => None,
            Some(Some(day)) => Some(format!("{day} 已经回过")),
            None => Some("没有约回电".to_owned()),
        };
        let nobody = note.and_then(|note| note.person).is_none().then(|| "册上没有这个人".to_owned());
        let person = note.and_then(|note| note.person).and_then(|id| context.village.person(id));
        let has_phone = person.is_some_and(|person| !person.phones.is_empty());
        let no_phone = (!has_phone).then(|| "册上没有电话".to_owned());
        let no_task = note.and_then(|note| note.task).is_none().then(|| "没有挂在哪件上".to_owned());
        let lines = [
            ("已回电", NoteAction::CalledBack, kept),
            ("再记一笔", NoteAction::NoteAgain, None),
            ("看这户", NoteAction::OpenHome, nobody),
            ("看这件事", NoteAction::OpenTask, no_task),
            ("亮出电话", NoteAction::Reveal, no_phone),
        ];
        self.menu = lines.into_iter().fold(Numbered::default(), |menu, (label, action, blocked)| match blocked {
            Some(why) => menu.blocked(label, action, why),
            None => menu.item(label, action),
        });
        self.menu = std::mem::take(&mut self.menu).close(context.closed().as_deref(), |action| match action {
            NoteAction::CalledBack | NoteAction::NoteAgain | NoteAction::Reveal => true,
            NoteAction::OpenHome | NoteAction::OpenTask => false,
        });
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::Record(RecordCommand::Reveal)
            | Command::Global(_)
            | Command::List(_)
            | Command::Form(_)
            | Command::Menu(_)
            | Command::Page(_) => Ok(()),
            Command::Record(
                RecordCommand::Edit
                | RecordCommand::Event
                | RecordCommand::Why
                | RecordCommand::Materials
                | RecordCommand::Papers
                | RecordCommand::Pane
                | RecordCommand::PaneBack,
            ) => Err("这张卡上没有这一样；农户、代办件的卡上才有，这里照列着的数字办".to_owned()),
        }
    }

    fn person(&self, context: &Context<'_>) -> Option<PersonId> {
        context.village.note(self.id).and_then(|note| note.person)
    }

    fn record(&mut self, command: RecordCommand, context: &Context<'_>) -> Reply {
        match command {
            RecordCommand::Reveal => self.reveal(context),
            RecordCommand::Edit
            | RecordCommand::Event
            | RecordCommand::Why
            | RecordCommand::Materials
            | RecordCommand::Papers
            | RecordCommand::Pane
            | RecordCommand::PaneBack => Reply::none(),
        }
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        match self.menu.command(command) {
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Chosen(action) => self.act(action, context),
            MenuEvent::Blocked(why) => Reply::refuse(why),
        }
    }
}
