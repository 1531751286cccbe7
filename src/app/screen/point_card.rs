//! One service point: when and where, when it was kept, and what can be done with it.

use super::point_form::{PointForm, PointFormKind};
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, RecordCommand, Scope};
use crate::app::notice::Notice;
use crate::app::numbered::{MenuEvent, Numbered};
use crate::domain::decide::Intent;
use crate::domain::decide::service_point::PointIntent;
use crate::domain::id::ServicePointId;

/// One service point.
#[derive(Clone, Debug)]
pub struct PointCard {
    /// Which.
    pub id: ServicePointId,
    /// What can be done.
    pub menu: Numbered<PointAction>,
}

/// What a line of the menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointAction {
    /// 记到场.
    Held,
    /// 改.
    Edit,
    /// 撤点.
    End,
}

impl PointCard {
    /// The card of a service point.
    pub fn of(context: &Context<'_>, id: ServicePointId) -> PointCard {
        let mut card = PointCard { id, menu: Numbered::default() };
        card.refresh(context);
        card
    }

    fn act(&self, action: PointAction, context: &Context<'_>) -> Reply {
        let form = |kind| Reply::open(Screen::PointForm(PointForm::of(context, kind)));
        match action {
            PointAction::Held => form(PointFormKind::Held(self.id)),
            PointAction::Edit => form(PointFormKind::Edit(self.id)),
            PointAction::End => {
                let said = Reply::say(Notice::done(format!("已撤点，{}", context.keymap.way_to_undo())));
                Reply::decide(Intent::Point(PointIntent::End(self.id)), said)
            }
        }
    }
}

impl Behaviour for PointCard {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Menu(MenuCommand::Choose).into(), Command::Global(GlobalCommand::Back).into()]
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let ended = context.village.service_point(self.id).is_none_or(|point| point.until.is_some());
        let why = context.closed().or_else(|| ended.then(|| "这个点已经撤了".to_owned()));
        let menu = Numbered::default().item("记到场", PointAction::Held).item("改", PointAction::Edit);
        self.menu = menu.item("撤点", PointAction::End).close(why.as_deref(), |_| true);
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
