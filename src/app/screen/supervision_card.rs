//! One thing under supervision: what came, by when it is answered, what was done, and what can be done.

use super::supervision_form::{SupervisionForm, SupervisionFormKind};
use super::task_card::TaskCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, RecordCommand, Scope};
use crate::app::numbered::{MenuEvent, Numbered};
use crate::domain::id::{SupervisionId, TaskId};

/// One thing under supervision.
#[derive(Clone, Debug)]
pub struct SupervisionCard {
    /// Which.
    pub id: SupervisionId,
    /// What can be done.
    pub menu: Numbered<SupervisionAction>,
}

/// What a line of the menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupervisionAction {
    /// 记进展.
    Deed,
    /// 办结.
    Settle,
    /// The task it is about.
    Task(TaskId),
}

impl SupervisionCard {
    /// The card of one.
    pub fn of(context: &Context<'_>, id: SupervisionId) -> SupervisionCard {
        let mut card = SupervisionCard::awaited(id);
        card.refresh(context);
        card
    }

    /// The card of one that is being stored; it is filled in when it is there.
    pub(super) fn awaited(id: SupervisionId) -> SupervisionCard {
        SupervisionCard { id, menu: Numbered::default() }
    }

    fn act(&self, action: SupervisionAction, context: &Context<'_>) -> Reply {
        let form = |kind| Reply::open(Screen::SupervisionForm(SupervisionForm::of(context, kind)));
        match action {
            SupervisionAction::Deed => form(SupervisionFormKind::Deed(self.id)),
            SupervisionAction::Settle => form(SupervisionFormKind::Settle(self.id)),
            SupervisionAction::Task(id) => Reply::open(Screen::TaskCard(TaskCard::of(context, id))),
        }
    }
}

impl Behaviour for SupervisionCard {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Menu(MenuCommand::Choose).into(), Command::Global(GlobalCommand::Back).into()]
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let item = context.village.supervision(self.id);
        let over = item.is_none_or(|item| !item.is_open());
        let why = context.closed().or_else(|| over.then(|| "这一件已经办结了".to_owned()));
        let menu =
            Numbered::default().item("记进展", SupervisionAction::Deed).item("办结、答复", SupervisionAction::Settle);
        let menu = match item.and_then(|item| item.task) {
            Some(task) => menu.item("看那件代办事项", SupervisionAction::Task(task)),
            None => menu,
        };
        self.menu = menu.close(why.as_deref(), |action| match action {
            SupervisionAction::Deed | SupervisionAction::Settle => true,
            SupervisionAction::Task(_) => false,
        });
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::Record(_) => Err("这张卡上没有这一样；农户、代办件的卡上才有，这里照列着的数字办".to_owned()),
            Command::Global(_) | Command::List(_) | Command::Form(_) | Command::Menu(_) | Command::Page(_) => Ok(()),
        }
    }

    fn record(&mut self, _command: RecordCommand, _context: &Context<'_>) -> Reply {
        Reply::none()
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        match self.menu.command(command) {
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Chosen(action) => self.act(action, context),
            MenuEvent::Blocked(why) => Reply::refuse(why),
        }
    }
}
