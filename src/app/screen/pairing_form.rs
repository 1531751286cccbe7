//! 结对: who helps whom, since when, why and how. Which body decided the plan is written on the card (`pairing_entry`).

use serde::{Deserialize, Serialize};

use super::filling::{self, Filling, Wrong};
use super::pairing_card::PairingCard;
use super::visit_form::{find_households, household_offer};
use super::{Context, Hint, Reply, Screen};
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form, FormEvent, Value};
use crate::app::notice::Notice;
use crate::domain::change::Change;
use crate::domain::decide::Intent;
use crate::domain::decide::pairing::PairingIntent;
use crate::domain::id::{HouseholdId, PairingId};
use crate::domain::limits::{NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::domain::pairing::{Pairing, PairingTarget, outlook};
use crate::domain::refusal::Refusal;

/// A pairing being begun.
#[derive(Debug, Serialize, Deserialize)]
pub struct PairingForm {
    /// Its fields.
    pub form: Form<PairingField>,
    /// The households offered, in the order of the choice.
    households: Vec<HouseholdId>,
}

/// The fields by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PairingField {
    /// 联系哪一样.
    Target,
    /// 哪一户.
    Household,
    /// 哪个社.
    Group,
    /// 联系什么.
    Whom,
    /// 算我的五联.
    Own,
    /// 帮扶人.
    Helper,
    /// 单位.
    Unit,
    /// 从哪天起.
    From,
    /// 致困原因.
    Causes,
    /// 帮扶方案.
    Plan,
}

impl PairingForm {
    /// A pairing of whomever with a household, this one where it is given; the officer's own where that place is free.
    pub fn with_household(context: &Context<'_>, household: Option<HouseholdId>) -> PairingForm {
        let free = outlook::own(context.village, PairingTarget::Household).is_none();
        PairingForm::new(context, PairingTarget::Household, household, free)
    }

    /// One of the officer's own five.
    pub fn own(context: &Context<'_>, target: PairingTarget) -> PairingForm {
        PairingForm::new(context, target, None, true)
    }

    fn new(context: &Context<'_>, target: PairingTarget, household: Option<HouseholdId>, own: bool) -> PairingForm {
        let place = PairingTarget::ALL.iter().position(|other| *other == target).unwrap_or(0);
        let targets = Choice::of(PairingTarget::ALL.map(PairingTarget::label)).choosing(place);
        let groups = Choice::of(context.village.info.groups.iter().map(|group| group.name.clone()));
        let fields = vec![
            Field::choice(PairingField::Target, "联系哪一样", targets),
            Field::choice(PairingField::Household, "哪一户", Choice::finding())
                .hint("打户主或家里人的姓名、拼音、电话尾号，Enter 选"),
            Field::choice(PairingField::Group, "哪个社", groups),
            Field::text(PairingField::Whom, "联系什么", "", NAME_CHARS_MAX).hint("如：晚熟李子、果树修剪、某某合作社"),
            Field::yes_no(PairingField::Own, "算我的五联", own).hint("是：您自己联系的；否：别的干部联系的"),
            Field::text(PairingField::Helper, "帮扶人", "", NAME_CHARS_MAX).hint("谁在帮，写姓名"),
            Field::text(PairingField::Unit, "单位", "", NAME_CHARS_MAX).hint("帮扶人的单位，可以不填"),
            Field::date(PairingField::From, "从哪天起", Some(context.today)),
            Field::text(PairingField::Causes, "致困原因", "", NOTE_CHARS_MAX).hint("如：因病、缺劳力；可以以后再写"),
            Field::note(PairingField::Plan, "帮扶方案", "", NOTE_CHARS_MAX).hint("打算怎么帮；可以以后再写"),
        ];
        let mut screen = PairingForm { form: Form::new(fields), households: Vec::new() };
        if let Some((id, offer)) = household.and_then(|id| household_offer(context.village, id)) {
            screen.households = vec![id];
            let offers = Choice::among(vec![offer]).choosing(0);
            screen.form.set(PairingField::Household, Value::Choice(offers.found_by_owner()));
        }
        screen.ask();
        // What was chosen before the form opened is not asked first.
        let first = match target {
            PairingTarget::Household if household.is_some() => PairingField::Own,
            PairingTarget::Household => PairingField::Household,
            PairingTarget::Group => PairingField::Group,
            PairingTarget::Trade | PairingTarget::Technique | PairingTarget::Business => PairingField::Whom,
        };
        screen.form.focus(first);
        screen
    }

    fn target(&self) -> PairingTarget {
        let place = self.form.chosen(PairingField::Target);
        place.and_then(|place| PairingTarget::ALL.get(place)).copied().unwrap_or(PairingTarget::Household)
    }

    /// Asks what this kind of tie asks.
    fn ask(&mut self) {
        let (target, own) = (self.target(), self.form.yes(PairingField::Own));
        let named = match target {
            PairingTarget::Household | PairingTarget::Group => false,
            PairingTarget::Trade | PairingTarget::Technique | PairingTarget::Business => true,
        };
        self.form.ask(PairingField::Household, target == PairingTarget::Household);
        self.form.ask(PairingField::Group, target == PairingTarget::Group);
        self.form.ask(PairingField::Whom, named);
        self.form.ask(PairingField::Causes, target == PairingTarget::Household);
        self.form.ask(PairingField::Helper, !own);
    }
}

impl Filling for PairingForm {
    type Name = PairingField;
    const HINTS: &'static [Hint] = filling::LONG;

    fn fields(&self) -> &Form<PairingField> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<PairingField> {
        &mut self.form
    }

    fn follow(&mut self, event: FormEvent<PairingField>, context: &Context<'_>) {
        if event == FormEvent::Edited(PairingField::Household) {
            let typed = self.form.edited(PairingField::Household);
            let (households, offers) = find_households(context, &typed);
            self.households = households;
            self.form.offer(PairingField::Household, offers);
        }
        self.ask();
        self.form.leave_unasked();
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<PairingField>> {
        self.form.settle_field(PairingField::Household, context.today)?;
        let from = self.form.date(PairingField::From, context.today).map_err(|why| (PairingField::From, why))?;
        let text = |name| self.form.text(name).to_owned();
        let household = self.form.chosen(PairingField::Household).and_then(|place| self.households.get(place));
        let group = self.form.chosen(PairingField::Group);
        let group = group.and_then(|place| context.village.info.groups.get(place)).map(|group| group.no);
        let (id, target) = (context.mint(PairingId::mint), self.target());
        Ok(Intent::Pairing(PairingIntent::Begin(Box::new(Pairing {
            helper: text(PairingField::Helper),
            unit: text(PairingField::Unit),
            own: self.form.yes(PairingField::Own),
            household: household.copied(),
            group,
            whom: text(PairingField::Whom),
            causes: text(PairingField::Causes),
            plan: text(PairingField::Plan),
            ..Pairing::new(id, target, from.unwrap_or(context.today))
        }))))
    }

    fn blamed(&mut self, why: &Refusal, _context: &Context<'_>) -> Option<PairingField> {
        let named = why.field().and_then(|what| self.form.labelled(what));
        named.or(Some(match self.target() {
            PairingTarget::Household => PairingField::Household,
            PairingTarget::Group => PairingField::Group,
            PairingTarget::Trade | PairingTarget::Technique | PairingTarget::Business => PairingField::Whom,
        }))
    }

    fn stored(&self, intent: &Intent, _changes: &[Change], context: &Context<'_>) -> Reply {
        let Intent::Pairing(PairingIntent::Begin(pairing)) = intent else { return Reply::close() };
        let said = Notice::done(format!("已记下结对，{}", context.keymap.way_to_undo()));
        let card = Reply::open(Screen::PairingCard(PairingCard::of(context, pairing.id)));
        Reply::close().then(card).then(Reply::say(said))
    }
}
