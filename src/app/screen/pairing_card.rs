//! One pairing: causes, plan and what it stands on, measures, incomes, talks and visits; what can be done stands on digits.
//!
//! What is written here is written by `pairing_entry`.

use super::household_card::HouseholdCard;
use super::pairing_entry::{EntryKind, PairingEntry};
use super::visit_form::VisitForm;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, PageCommand, RecordCommand, Scope};
use crate::app::numbered::{MenuEvent, Numbered};
use crate::app::pager::Pager;
use crate::domain::id::{PairingId, PersonId};
use crate::domain::pairing::PairingTarget;

/// One pairing.
#[derive(Clone, Debug)]
pub struct PairingCard {
    /// Which.
    pub id: PairingId,
    /// What can be done.
    pub menu: Numbered<PairingAction>,
    /// How far its facts are scrolled.
    pub scroll: Pager,
}

/// What a line of the menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairingAction {
    /// Something is written down.
    Write(EntryKind),
    /// 记走访.
    Visit,
    /// The household.
    OpenHome,
}

impl PairingCard {
    /// The card of a pairing.
    pub fn of(context: &Context<'_>, id: PairingId) -> PairingCard {
        let mut card = PairingCard { id, menu: Numbered::default(), scroll: Pager::default() };
        card.refresh(context);
        card
    }

    fn act(&self, action: PairingAction, context: &Context<'_>) -> Reply {
        let Some(pairing) = context.village.pairing(self.id) else { return Reply::refuse(GONE) };
        match action {
            PairingAction::Write(kind) => PairingEntry::of(context, self.id, kind)
                .map_or_else(Reply::none, |form| Reply::open(Screen::PairingEntry(form))),
            PairingAction::Visit => Reply::open(Screen::VisitForm(VisitForm::new(context, pairing.household))),
            PairingAction::OpenHome => pairing
                .household
                .map_or_else(Reply::none, |id| Reply::open(Screen::HouseholdCard(HouseholdCard::of(context, id)))),
        }
    }
}

/// Said of a pairing that is not there any more.
pub(super) const GONE: &str = "这次结对已经不在了，可能被撤销了。按 Esc 返回";

impl Behaviour for PairingCard {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Page(PageCommand::PageDown).meaning("往下看"), Command::Global(GlobalCommand::Back).into()]
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let Some(pairing) = context.village.pairing(self.id) else { return };
        let over = (!pairing.is_open()).then(|| "已经解除，不能再改".to_owned());
        let at_home = pairing.target == PairingTarget::Household;
        let no_home = (!at_home).then(|| "只有结对的户才有".to_owned());
        let open = pairing.measures.iter().any(|measure| measure.done_on.is_none());
        let no_measure = (!open).then(|| "没有待落实的措施".to_owned());
        let no_step = pairing.next_step.is_none().then(|| "没有记着的下一步".to_owned());
        let write = PairingAction::Write;
        let lines = [
            ("帮扶方案", write(EntryKind::Plan), over.clone()),
            ("记措施", write(EntryKind::Measure), over.clone()),
            ("措施落实", write(EntryKind::MeasureDone), over.clone().or(no_measure)),
            ("记收入", write(EntryKind::Income), over.clone().or_else(|| no_home.clone())),
            ("记联系", write(EntryKind::Contact), over.clone()),
            ("定下一步", write(EntryKind::NextStep), over.clone()),
            ("下一步办了", write(EntryKind::StepDone), over.clone().or(no_step)),
            ("记走访", PairingAction::Visit, over.clone().or_else(|| no_home.clone())),
            ("解除结对", write(EntryKind::End), over),
        ];
        let menu = lines.into_iter().fold(Numbered::default(), |menu, (label, action, blocked)| match blocked {
            Some(why) => menu.blocked(label, action, why),
            None => menu.item(label, action),
        });
        let menu = if at_home { menu.zero("看这户", PairingAction::OpenHome) } else { menu };
        self.menu = menu.close(context.closed().as_deref(), |action| *action != PairingAction::OpenHome);
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::Record(_) => Err("这张卡上没有这一样；农户、代办件的卡上才有，这里照列着的数字办".to_owned()),
            Command::Global(_) | Command::List(_) | Command::Form(_) | Command::Menu(_) | Command::Page(_) => Ok(()),
        }
    }

    fn person(&self, context: &Context<'_>) -> Option<PersonId> {
        let household = context.village.pairing(self.id)?.household?;
        context.village.household(household)?.head
    }

    fn record(&mut self, _command: RecordCommand, _context: &Context<'_>) -> Reply {
        Reply::none()
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        // The lines stand side by side and digits alone choose; the arrows move the facts.
        match command {
            MenuCommand::Up => return self.page(PageCommand::Up, context),
            MenuCommand::Down => return self.page(PageCommand::Down, context),
            MenuCommand::Choose => return Reply::none(),
            _digit => {}
        }
        match self.menu.command(command) {
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Chosen(action) => self.act(action, context),
            MenuEvent::Blocked(why) => Reply::refuse(why),
        }
    }

    fn page(&mut self, command: PageCommand, _context: &Context<'_>) -> Reply {
        self.scroll.command(command);
        Reply::none()
    }
}
