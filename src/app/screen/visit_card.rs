//! One visit that was written down, with its promise to call back; what was a mistake is voided here, and stays readable.

use super::filling::{self, Filling, Wrong};
use super::household_card::HouseholdCard;
use super::intake::Intake;
use super::visit_form::VisitForm;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, RecordCommand, Scope};
use crate::app::form::{Field, Form};
use crate::app::notice::Notice;
use crate::app::numbered::{MenuEvent, Numbered};
use crate::domain::change::Change;
use crate::domain::decide::Intent;
use crate::domain::decide::visit::VisitIntent;
use crate::domain::id::{PersonId, VisitId};
use crate::domain::limits::NOTE_CHARS_MAX;
use crate::domain::refusal::Refusal;

/// One visit.
#[derive(Clone, Debug)]
pub struct VisitCard {
    /// Which.
    pub id: VisitId,
    /// What can be done.
    pub menu: Numbered<VisitAction>,
}

/// What a line of the menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitAction {
    /// 已回电.
    CalledBack,
    /// 接件 for the head.
    Intake,
    /// Another visit to the same household.
    Again,
    /// The household.
    OpenHome,
    /// 作废.
    Void,
}

impl VisitCard {
    /// The card of a visit.
    pub fn of(context: &Context<'_>, id: VisitId) -> VisitCard {
        let mut card = VisitCard { id, menu: Numbered::default() };
        card.refresh(context);
        card
    }

    fn act(&self, action: VisitAction, context: &Context<'_>) -> Reply {
        let Some(visit) = context.village.visit(self.id) else {
            return Reply::refuse("这次走访已经不在了，可能被撤销了。按 Esc 返回");
        };
        match action {
            VisitAction::CalledBack => {
                let said = Reply::say(Notice::done(format!("已记下回电，{}", context.keymap.way_to_undo())));
                Reply::decide(Intent::Visit(VisitIntent::CalledBack(self.id)), Reply::close().then(said))
            }
            VisitAction::Intake => {
                let intake = self.person(context).map(|id| Intake::for_person(context, id));
                Reply::open(Screen::Intake(intake.unwrap_or_else(|| Intake::new(context))))
            }
            VisitAction::Again => Reply::open(Screen::VisitForm(VisitForm::new(context, Some(visit.household)))),
            VisitAction::OpenHome => Reply::open(Screen::HouseholdCard(HouseholdCard::of(context, visit.household))),
            VisitAction::Void => Reply::open(Screen::VisitVoid(VisitVoid::of(self.id))),
        }
    }
}

impl Behaviour for VisitCard {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Menu(MenuCommand::Choose).into(), Command::Global(GlobalCommand::Back).into()]
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let visit = context.village.visit(self.id);
        let promise = visit.and_then(|visit| visit.call_back.as_ref());
        let kept = match promise.map(|promise| promise.done_on) {
            Some(None) => None,
            Some(Some(day)) => Some(format!("{day} 已经回过")),
            None => Some("没有约回电".to_owned()),
        };
        let void = visit.is_some_and(|visit| !visit.counts()).then(|| "已经作废".to_owned());
        let lines = [
            ("已回电", VisitAction::CalledBack, kept),
            ("接件", VisitAction::Intake, None),
            ("再记一次走访", VisitAction::Again, None),
            ("看这户", VisitAction::OpenHome, None),
            ("记错了，作废", VisitAction::Void, void),
        ];
        let menu = lines.into_iter().fold(Numbered::default(), |menu, (label, action, blocked)| match blocked {
            Some(why) => menu.blocked(label, action, why),
            None => menu.item(label, action),
        });
        self.menu = menu.close(context.closed().as_deref(), |action| *action != VisitAction::OpenHome);
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::Record(_) => Err("这张卡上没有这一样；农户、代办件的卡上才有，这里照列着的数字办".to_owned()),
            Command::Global(_) | Command::List(_) | Command::Form(_) | Command::Menu(_) | Command::Page(_) => Ok(()),
        }
    }

    fn person(&self, context: &Context<'_>) -> Option<PersonId> {
        let visit = context.village.visit(self.id)?;
        context.village.household(visit.household)?.head
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

/// Why a visit is void, being written.
#[derive(Debug)]
pub struct VisitVoid {
    /// Its one field.
    pub form: Form<()>,
    id: VisitId,
}

impl VisitVoid {
    fn of(id: VisitId) -> VisitVoid {
        let why =
            Field::text((), "为什么作废", "", NOTE_CHARS_MAX).hint("如：记错了户。作废以后不算走访，原来写的还看得到");
        VisitVoid { form: Form::new(vec![why]), id }
    }
}

impl Filling for VisitVoid {
    type Name = ();

    const HINTS: &'static [Hint] = &[filling::SAVE, Command::Global(GlobalCommand::Back).meaning("不作废")];

    fn fields(&self) -> &Form<()> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<()> {
        &mut self.form
    }

    fn typed(&mut self, _context: &Context<'_>) -> Result<Intent, Wrong<()>> {
        Ok(Intent::Visit(VisitIntent::Void(self.id, self.form.text(()).to_owned())))
    }

    fn blamed(&mut self, _why: &Refusal, _context: &Context<'_>) -> Option<()> {
        Some(())
    }

    fn stored(&self, _intent: &Intent, _changes: &[Change], context: &Context<'_>) -> Reply {
        let said = Reply::say(Notice::done(format!("已作废，{}", context.keymap.way_to_undo())));
        Reply::close().then(said)
    }

    /// One line is soon typed again: nothing is asked before it is let go.
    fn unsaved(&self) -> bool {
        false
    }
}
