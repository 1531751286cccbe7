//! One follow-up 到点的事: what is to be done, within how long and why, and the ways it can end.
//!
//! What it comes of is `domain::follow_up`'s to say; a task for it is opened by `intake`.

use super::document_form::DocumentForm;
use super::follow_up_form::FollowUpForm;
use super::household_card::HouseholdCard;
use super::household_form::HouseholdForm;
use super::intake::Intake;
use super::pairing_card::PairingCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, RecordCommand, Scope};
use crate::app::numbered::{MenuEvent, Numbered};
use crate::domain::decide::follow_up::unsettled_by_words;
use crate::domain::follow_up::chains::{ChainRule, Ends, Trigger};
use crate::domain::follow_up::outlook::{self, FollowKey, Pending};
use crate::domain::id::PersonId;

/// One follow-up.
#[derive(Clone, Debug)]
pub struct FollowUpCard {
    /// Which.
    pub key: FollowKey,
    /// As it stands; `None` once it is over.
    pub pending: Option<Pending>,
    /// What can be done.
    pub menu: Numbered<FollowUpAction>,
}

/// What a line of the menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUpAction {
    /// 接件 of its matter.
    Intake,
    /// 接件 of the bundle.
    Bundle,
    /// 户主变更.
    NewHead,
    /// 看帮扶.
    Pairing,
    /// 已办、不需要.
    Settle,
    /// 记新的有效期.
    NewPaper,
    /// 看这户.
    Home,
}

impl FollowUpCard {
    /// The card of a follow-up.
    pub fn of(context: &Context<'_>, key: FollowKey) -> FollowUpCard {
        let mut card = FollowUpCard { key, pending: None, menu: Numbered::default() };
        card.refresh(context);
        card
    }

    fn lines(&self, context: &Context<'_>, rule: &ChainRule, pending: &Pending) -> Numbered<FollowUpAction> {
        let nobody = outlook::applicant(context.village, pending).is_none();
        let nobody = nobody.then(|| "家里没有别的人在册，不能接件；别人去办了就记「已办」".to_owned());
        let called = |code: &str| context.tables.matters.get(code).map_or(String::new(), |def| def.name.clone());
        let mut lines: Vec<(String, FollowUpAction, Option<String>)> = match rule.ends {
            Ends::Task => vec![(format!("接件：{}", called(&rule.matter)), FollowUpAction::Intake, nobody.clone())],
            Ends::NewHead => vec![("选新户主".to_owned(), FollowUpAction::NewHead, None)],
            Ends::NoPairing => vec![("看帮扶，解除结对".to_owned(), FollowUpAction::Pairing, None)],
            Ends::NoOpenTask => Vec::new(),
        };
        if let Some(bundle) = &rule.bundle {
            lines.push((format!("一起接：{}", called(bundle)), FollowUpAction::Bundle, nobody));
        }
        if matches!(rule.trigger, Trigger::Expiry(_)) {
            lines.push(("记新的有效期".to_owned(), FollowUpAction::NewPaper, None));
        }
        let unsettled = unsettled_by_words(rule).map(str::to_owned);
        let home = if rule.ends == Ends::NoOpenTask { "看这户，逐件打开" } else { "看这户" };
        let no_home = pending.household.is_none().then(|| "不在册的人没有户".to_owned());
        lines.push(("记已办、不需要".to_owned(), FollowUpAction::Settle, unsettled));
        lines.push((home.to_owned(), FollowUpAction::Home, no_home));
        let menu = lines.into_iter().fold(Numbered::default(), |menu, (label, action, why)| match why {
            Some(why) => menu.blocked(label, action, why),
            None => menu.item(label, action),
        });
        let looks = |action: &FollowUpAction| matches!(action, FollowUpAction::Home | FollowUpAction::Pairing);
        menu.close(context.closed().as_deref(), |action| !looks(action))
    }

    fn act(&self, action: FollowUpAction, context: &Context<'_>) -> Reply {
        let (Some(rule), Some(pending)) = (outlook::rule(context.tables, self.key), &self.pending) else {
            return Reply::none();
        };
        let intake = |code: &str, case: Option<&str>| {
            let whom = outlook::applicant(context.village, pending);
            whom.map_or_else(Reply::none, |id| Reply::open(Screen::Intake(Intake::for_matter(context, id, code, case))))
        };
        match action {
            FollowUpAction::Intake => intake(&rule.matter, rule.variant.as_deref()),
            FollowUpAction::Bundle => rule.bundle.as_deref().map_or_else(Reply::none, |code| intake(code, None)),
            FollowUpAction::NewHead => {
                let form = pending.household.and_then(|id| HouseholdForm::choosing_head(context, id, None));
                form.map_or_else(Reply::none, |form| Reply::open(Screen::HouseholdForm(form)))
            }
            FollowUpAction::Pairing => {
                let mut paired = pending.household.into_iter().flat_map(|id| context.village.pairings_with(id));
                let open = paired.find(|pairing| pairing.is_open());
                open.map_or_else(Reply::none, |it| Reply::open(Screen::PairingCard(PairingCard::of(context, it.id))))
            }
            FollowUpAction::NewPaper => {
                let Trigger::Expiry(paper) = &rule.trigger else { return Reply::none() };
                let form = DocumentForm::of(context, Some(self.key.person), Some(paper));
                Reply::open(Screen::DocumentForm(form))
            }
            FollowUpAction::Settle => Reply::open(Screen::FollowUpForm(FollowUpForm::of(context, self.key))),
            FollowUpAction::Home => pending.household.map_or_else(Reply::none, |id| {
                let card = HouseholdCard::of(context, id).showing(Some(self.key.person));
                Reply::open(Screen::HouseholdCard(card))
            }),
        }
    }
}

impl Behaviour for FollowUpCard {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Menu(MenuCommand::Choose).into(), Command::Global(GlobalCommand::Back).into()]
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::Record(_) => Err("这张卡上没有这一样；农户、代办件的卡上才有，这里照列着的数字办".to_owned()),
            Command::Global(_) | Command::List(_) | Command::Form(_) | Command::Menu(_) | Command::Page(_) => Ok(()),
        }
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let open = outlook::of_person(context.village, context.tables, context.today, self.key.person);
        self.pending = open.into_iter().find(|pending| pending.key == self.key);
        let lines = outlook::rule(context.tables, self.key).zip(self.pending.as_ref());
        self.menu = lines.map_or_else(Numbered::default, |(rule, pending)| self.lines(context, rule, pending));
    }

    fn person(&self, context: &Context<'_>) -> Option<PersonId> {
        self.pending.as_ref().and_then(|pending| outlook::applicant(context.village, pending))
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
