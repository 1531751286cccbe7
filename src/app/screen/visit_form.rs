//! 记走访: which household, how, whom, whether they were asked for matters, and what was said. What it mostly is stands
//! filled in, so that a visit at the door is two keys and a few words.
//!
//! The matters that come of it are taken in by 接件, and a call about a matter is a note.

use serde::{Deserialize, Serialize};

use super::filling::{self, Filling, Wrong};
use super::{Context, Hint, Reply};
use crate::app::command::{Command, GlobalCommand, Scope};
use crate::app::edit::Edit;
use crate::app::form::choice::{Choice, Offer};
use crate::app::form::{Field, Form, FormEvent, Value};
use crate::app::notice::Notice;
use crate::domain::change::Change;
use crate::domain::decide::Intent;
use crate::domain::decide::visit::VisitIntent;
use crate::domain::find::Search;
use crate::domain::household::{Household, HouseholdStatus};
use crate::domain::id::{HouseholdId, VisitId};
use crate::domain::limits::{NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::domain::note::CallBack;
use crate::domain::pairing::Pairing;
use crate::domain::refusal::Refusal;
use crate::domain::roll;
use crate::domain::village::Village;
use crate::domain::visit::{Visit, VisitMode};

/// Households offered at most; the form shows a few of them and says how many there are.
const OFFERS_MAX: usize = 200;

/// A visit being written down.
#[derive(Debug, Serialize, Deserialize)]
pub struct VisitForm {
    /// Its fields.
    pub form: Form<VisitField>,
    /// The households offered, in the order of the choice.
    households: Vec<HouseholdId>,
    /// Whom the form itself filled in as met; what was typed over it stays.
    met: String,
    /// The household for which it was asked whether it is a helper's visit.
    paired_asked: Option<HouseholdId>,
}

/// The fields by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VisitField {
    /// 哪一户.
    Household,
    /// 见到谁.
    Met,
    /// 问过有没有要代办的.
    Asked,
    /// 帮扶走访: asked where the household is paired.
    Pairing,
    /// 情况.
    Text,
    /// 方式.
    Mode,
    /// 哪天.
    On,
    /// 约回电.
    CallOn,
    /// 几点.
    CallHour,
}

impl VisitForm {
    /// An empty form, or one of a visit to this household.
    pub fn new(context: &Context<'_>, household: Option<HouseholdId>) -> VisitForm {
        let modes = Choice::of(VisitMode::ALL.map(VisitMode::label)).choosing(0);
        let fields = vec![
            Field::choice(VisitField::Household, "哪一户", Choice::finding())
                .hint("打户主或家里人的姓名、拼音、电话尾号，Enter 选"),
            Field::text(VisitField::Met, "见到谁", "", NAME_CHARS_MAX).hint("家里没有人就空着"),
            Field::yes_no(VisitField::Asked, "问过代办", true).hint("问过有没有要代办的；有要办的，存好以后接着接件"),
            Field::yes_no(VisitField::Pairing, "帮扶走访", false).hint("这户结了对；按帮扶去的写是"),
            Field::note(VisitField::Text, "情况", "", NOTE_CHARS_MAX).hint("说了什么、看到什么；没有就空着"),
            Field::choice(VisitField::Mode, "方式", modes).hint("只有到户才算巡回"),
            Field::date(VisitField::On, "哪天", Some(context.today)).hint("早几天去的照写那一天，会注明是补记"),
            Field::date(VisitField::CallOn, "哪天回电", None).hint("不用回就空着；可以写：明天、周五、11-28"),
            Field::text(VisitField::CallHour, "几点", "", 20).hint("照说的写：13点、午饭后；可以不填"),
        ];
        let mut screen =
            VisitForm { form: Form::new(fields), households: Vec::new(), met: String::new(), paired_asked: None };
        if let Some((id, offer)) = household.and_then(|id| household_offer(context.village, id)) {
            screen.households = vec![id];
            let offers = Choice::among(vec![offer]).choosing(0);
            screen.form.set(VisitField::Household, Value::Choice(offers.found_by_owner()));
            screen.form.focus(VisitField::Met);
        }
        screen.form.ask(VisitField::Pairing, false);
        screen.follow_household(context);
        screen.form.ask(VisitField::CallHour, false);
        screen
    }

    fn household(&self) -> Option<HouseholdId> {
        self.form.chosen(VisitField::Household).and_then(|place| self.households.get(place)).copied()
    }

    /// Offers the households whom the typed words find, those of whom the head is found first.
    fn find_households(&mut self, context: &Context<'_>) {
        let (households, offers) = find_households(context, &self.form.edited(VisitField::Household));
        self.households = households;
        self.form.offer(VisitField::Household, offers);
        self.follow_household(context);
    }

    /// Fills in the head as whom was met, and says when somebody was there last.
    fn follow_household(&mut self, context: &Context<'_>) {
        let household = self.household().and_then(|id| context.village.household(id));
        let head = household.and_then(|household| context.village.head_of(household));
        let head = head.map_or("", |head| head.name.as_str()).to_owned();
        if self.form.text(VisitField::Met) == self.met {
            self.form.set(VisitField::Met, Value::Text(Edit::of(&head).at_most(NAME_CHARS_MAX)));
            self.met = head;
        }
        let last = household.map(|household| last_words(context, household));
        self.form.tell(VisitField::Household, last);
        let id = household.map(|household| household.id);
        if id != self.paired_asked {
            self.paired_asked = id;
            let open = |it: &&Pairing| it.is_open();
            let pairings = || id.into_iter().flat_map(|id| context.village.pairings_with(id)).filter(open);
            self.form.ask(VisitField::Pairing, pairings().next().is_some());
            self.form.set(VisitField::Pairing, Value::YesNo(pairings().any(|it| it.own)));
        }
    }
}

/// The households whom the typed words find, and how they are offered; those of whom the head is found stand first.
pub fn find_households(context: &Context<'_>, typed: &str) -> (Vec<HouseholdId>, Vec<Offer>) {
    let village = context.village;
    let search = Search::new(village, context.today, typed);
    let all = roll::households(village);
    let found = all.iter().filter_map(|id| village.household(*id));
    let found = found.filter(|household| !search.is_empty() && search.household(household).is_some());
    let begins = |household: &&Household| village.head_of(household).is_some_and(|head| search.begins(head));
    let (first, rest): (Vec<&Household>, Vec<&Household>) = found.partition(begins);
    let found = first.into_iter().chain(rest).take(OFFERS_MAX);
    found.map(|household| (household.id, offer(village, household))).unzip()
}

/// A household as it is offered.
pub fn household_offer(village: &Village, id: HouseholdId) -> Option<(HouseholdId, Offer)> {
    village.household(id).map(|household| (id, offer(village, household)))
}

fn offer(village: &Village, household: &Household) -> Offer {
    Offer { label: household_words(village, household), blocked: blocked(household) }
}

/// A household in one line, to be told apart from others: 李德全 3社 4人 住址.
pub fn household_words(village: &Village, household: &Household) -> String {
    let people = roll::members(village, household).iter().filter(|person| person.is_registered()).count();
    let (name, group) = (roll::household_name(village, household), village.info.group_name(household.group));
    let words = [name.to_owned(), group.to_owned(), format!("{people}人"), household.address.clone()];
    words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

fn blocked(household: &Household) -> Option<String> {
    let here = household.status == HouseholdStatus::Registered;
    (!here).then(|| format!("已{}", household.status.label()))
}

/// When somebody was at this door last.
fn last_words(context: &Context<'_>, household: &Household) -> String {
    let last = context.village.visits_at(household.id).filter(|visit| visit.counts()).max_by_key(|visit| visit.on);
    match last {
        Some(visit) => {
            let days = context.today.days_since(visit.on);
            let when = if days == 0 { "今天".to_owned() } else { format!("{days}天前") };
            format!("上次 {} {} {when}", visit.on, visit.mode.label())
        }
        None => "还没有记过走访".to_owned(),
    }
}

impl Filling for VisitForm {
    type Name = VisitField;
    const HINTS: &'static [Hint] = filling::LONG;

    fn fields(&self) -> &Form<VisitField> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<VisitField> {
        &mut self.form
    }

    fn follow(&mut self, event: FormEvent<VisitField>, context: &Context<'_>) {
        match event {
            FormEvent::Edited(VisitField::Household) => self.find_households(context),
            FormEvent::Left(VisitField::Household) => self.follow_household(context),
            FormEvent::Edited(VisitField::CallOn) | FormEvent::Left(VisitField::CallOn) => {
                let promised = !self.form.text(VisitField::CallOn).is_empty();
                self.form.ask(VisitField::CallHour, promised);
            }
            FormEvent::Moved
            | FormEvent::SaveWanted
            | FormEvent::Edited(
                VisitField::Met
                | VisitField::Asked
                | VisitField::Pairing
                | VisitField::Text
                | VisitField::Mode
                | VisitField::On
                | VisitField::CallHour,
            )
            | FormEvent::Left(
                VisitField::Met
                | VisitField::Asked
                | VisitField::Pairing
                | VisitField::Text
                | VisitField::Mode
                | VisitField::On
                | VisitField::CallHour,
            ) => {}
        }
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<VisitField>> {
        self.form.settle_field(VisitField::Household, context.today)?;
        let household = self
            .household()
            .ok_or_else(|| (VisitField::Household, "还没有选是哪一户：打几个字，按 Enter 选".to_owned()))?;
        let day = |name| self.form.date(name, context.today).map_err(|why| (name, why));
        let on = day(VisitField::On)?.unwrap_or(context.today);
        let hour = self.form.text(VisitField::CallHour).to_owned();
        let mode = self.form.chosen(VisitField::Mode).and_then(|place| VisitMode::ALL.get(place)).copied();
        let call_back = day(VisitField::CallOn)?.map(|on| CallBack { on, hour, done_on: None });
        Ok(Intent::Visit(VisitIntent::Make(Box::new(Visit {
            mode: mode.unwrap_or(VisitMode::AtHome),
            met: self.form.text(VisitField::Met).to_owned(),
            asked: self.form.yes(VisitField::Asked),
            pairing: self.form.yes(VisitField::Pairing),
            text: self.form.text(VisitField::Text).to_owned(),
            call_back,
            ..Visit::at_home(context.mint(VisitId::mint), household, on)
        }))))
    }

    fn blamed(&mut self, why: &Refusal, context: &Context<'_>) -> Option<VisitField> {
        let call_on = self.form.date(VisitField::CallOn, context.today).ok().flatten();
        Some(if matches!(why, Refusal::Blank("见到谁", _)) {
            VisitField::Met
        } else if matches!(why, Refusal::Blank(..) | Refusal::TooLong { .. }) {
            VisitField::Text
        } else if matches!(why, Refusal::BadDay(..)) {
            if call_on.is_some_and(|on| on < context.today) { VisitField::CallOn } else { VisitField::On }
        } else {
            VisitField::Household
        })
    }

    fn stored(&self, _intent: &Intent, _changes: &[Change], context: &Context<'_>) -> Reply {
        let intake = context.keymap.way(Scope::List, Command::Global(GlobalCommand::Intake), "接件");
        let said = Notice::done(format!("已记下走访，{}；有要办的，{intake}", context.keymap.way_to_undo()));
        Reply::close().then(Reply::say(said))
    }
}
