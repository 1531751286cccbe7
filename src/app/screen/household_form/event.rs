//! Household events 户变动: which fields each kind asks, what the form says becomes of it, and what is asked next.

use super::fields::{FieldName, NO_ID_REASONS};
use super::{HouseholdForm, Purpose};
use crate::app::form::Value;
use crate::app::form::choice::{Choice, Offer};
use crate::app::notice::Notice;
use crate::app::screen::follow_ups::{FollowUps, Wanted};
use crate::app::screen::{Context, Reply, Screen};
use crate::domain::decide::Intent;
use crate::domain::decide::household::{EventIntent, HouseholdIntent};
use crate::domain::follow_up::chains::Trigger;
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::id::HouseholdId;
use crate::domain::limits::EVENT_LATE_DAYS_MAX;
use crate::domain::person::Person;
use crate::domain::roll;

/// Fields of a person who comes into the household.
const NEWCOMER: [FieldName; 9] = [
    FieldName::Name,
    FieldName::Relation,
    FieldName::IdNo,
    FieldName::NoIdReason,
    FieldName::Sex,
    FieldName::Birth,
    FieldName::Phones,
    FieldName::Residence,
    FieldName::Place,
];

impl HouseholdForm {
    /// The kind of event chosen.
    pub(super) fn kind(&self) -> Option<HouseholdEventKind> {
        self.form.chosen(FieldName::Kind).and_then(|place| HouseholdEventKind::ALL.get(place)).copied()
    }

    /// Whether a person is filled in, and whether the day of birth is among what is asked.
    pub(super) fn asks_person(&self) -> (bool, bool) {
        match self.purpose {
            Purpose::EditHousehold(_) => (false, false),
            Purpose::AddHousehold | Purpose::AddPerson(_) | Purpose::EditPerson(_) => (true, true),
            Purpose::Event(_) => match self.kind() {
                // The day of the event is the day of birth.
                Some(HouseholdEventKind::Birth) => (true, false),
                Some(HouseholdEventKind::MovedIn) => (true, true),
                Some(
                    HouseholdEventKind::Founded
                    | HouseholdEventKind::Split
                    | HouseholdEventKind::Joined
                    | HouseholdEventKind::MovedOut
                    | HouseholdEventKind::Death
                    | HouseholdEventKind::NewHead
                    | HouseholdEventKind::Corrected,
                )
                | None => (false, false),
            },
        }
    }

    /// Asks what this kind of event asks, and nothing else.
    pub(super) fn follow_kind(&mut self, context: &Context<'_>) {
        let Purpose::Event(id) = self.purpose else { return };
        let Some(kind) = self.kind() else { return };
        if self.offered_for != Some(kind) {
            self.offered_for = Some(kind);
            self.offer_people(id, kind, context);
        }
        let comes = matches!(kind, HouseholdEventKind::Birth | HouseholdEventKind::MovedIn);
        let born = kind == HouseholdEventKind::Birth;
        for field in NEWCOMER {
            self.form.ask(field, comes);
        }
        for field in [FieldName::Phones, FieldName::Residence, FieldName::Place] {
            self.form.ask(field, comes && !born);
        }
        self.form.ask(FieldName::PersonNote, false);
        let concerns = matches!(
            kind,
            HouseholdEventKind::Death
                | HouseholdEventKind::MovedOut
                | HouseholdEventKind::NewHead
                | HouseholdEventKind::Split
        );
        self.form.ask(FieldName::Who, concerns);
        self.form.relabel(FieldName::Who, who_label(kind));
        self.form.relabel(FieldName::Detail, detail_label(kind));
        let splits = kind == HouseholdEventKind::Split;
        self.form.ask(FieldName::Together, splits);
        self.form.ask(FieldName::No, splits);
        self.form.ask(FieldName::Into, kind == HouseholdEventKind::Joined);
        if born && self.form.text(FieldName::NoIdReason).is_empty() {
            let reasons = Choice::of(NO_ID_REASONS).or_words().choosing(0);
            self.form.set(FieldName::NoIdReason, Value::Choice(reasons));
        }
        self.form.tell(FieldName::Kind, Some(words(kind).to_owned()));
        self.follow_id(context);
    }

    /// Offers the people of the household whom this kind of event can concern; greyed, with the reason, who cannot.
    fn offer_people(&mut self, id: HouseholdId, kind: HouseholdEventKind, context: &Context<'_>) {
        let Some(household) = context.village.household(id) else { return };
        let heads = match kind {
            HouseholdEventKind::NewHead => Some("现在就是户主"),
            HouseholdEventKind::Split => Some("户主留在原户"),
            HouseholdEventKind::Founded
            | HouseholdEventKind::Joined
            | HouseholdEventKind::MovedIn
            | HouseholdEventKind::MovedOut
            | HouseholdEventKind::Birth
            | HouseholdEventKind::Death
            | HouseholdEventKind::Corrected => None,
        };
        let people = roll::members(context.village, household).into_iter();
        let people: Vec<&Person> =
            people.filter(|person| person.is_registered() && self.gone != Some(person.id)).collect();
        let offer = |person: &&Person| {
            let blocked = heads.filter(|_| household.head == Some(person.id)).map(str::to_owned);
            Offer { label: person.name.as_str().to_owned(), blocked }
        };
        self.choosable = people.iter().map(|person| person.id).collect();
        let mut choice = Choice::among(people.iter().map(offer).collect());
        let mut can = people.iter().filter(|person| heads.is_none() || household.head != Some(person.id));
        let only = can.next().filter(|_| can.next().is_none());
        let likely = only.map(|person| person.id).or(self.likely);
        if let Some(place) = self.choosable.iter().position(|id| Some(*id) == likely) {
            choice = choice.choosing(place);
        }
        let others = people.iter().filter(|person| household.head != Some(person.id));
        let others: Vec<&str> = others.map(|person| person.name.as_str()).collect();
        let told = format!("户主以外有：{}", others.join(" "));
        self.form.set(FieldName::Who, Value::Choice(choice));
        self.form.tell(FieldName::Together, Some(told));
    }

    /// The same form, about this kind of event.
    #[must_use]
    pub(super) fn of_kind(mut self, kind: HouseholdEventKind, context: &Context<'_>) -> HouseholdForm {
        let place = HouseholdEventKind::ALL.iter().position(|listed| *listed == kind).unwrap_or(0);
        let kinds = Choice::of(HouseholdEventKind::ALL.map(HouseholdEventKind::label)).choosing(place);
        self.form.set(FieldName::Kind, Value::Choice(kinds));
        self.follow_kind(context);
        self
    }

    pub(super) fn save_event(&mut self, id: HouseholdId, context: &Context<'_>) -> Option<Reply> {
        let Some(kind) = self.kind() else {
            self.form.fault(FieldName::Kind, "请选一种变动");
            return None;
        };
        let on = match self.form.date(FieldName::On, context.today) {
            Ok(Some(on)) => Some(on),
            Ok(None) => {
                self.form.fault(FieldName::On, "请填哪一天");
                None
            }
            Err(why) => {
                self.form.fault(FieldName::On, why);
                None
            }
        };
        let newcomer = match self.asks_person().0 {
            true => Some(Box::new(self.read_person(None, context)?)),
            false => None,
        };
        let on = on?;
        let newcomer = newcomer.map(|mut person| {
            if kind == HouseholdEventKind::Birth {
                person.birth_written = Some(on);
            }
            person
        });
        let asks_who = self.form.asked().any(|field| field.name == FieldName::Who);
        let person = self.form.chosen(FieldName::Who).and_then(|place| self.choosable.get(place)).copied();
        if asks_who && person.is_none() {
            self.form.fault(FieldName::Who, "请从这一户的人里选一个");
            return None;
        }
        match kind {
            HouseholdEventKind::Split => return self.save_split(id, person?, on, context),
            HouseholdEventKind::Joined => return self.save_join(id, on, context),
            HouseholdEventKind::Founded
            | HouseholdEventKind::MovedIn
            | HouseholdEventKind::MovedOut
            | HouseholdEventKind::Birth
            | HouseholdEventKind::Death
            | HouseholdEventKind::NewHead
            | HouseholdEventKind::Corrected => {}
        }
        let intent = EventIntent {
            household: id,
            kind,
            on,
            person: person.filter(|_| asks_who),
            newcomer,
            detail: self.form.text(FieldName::Detail).to_owned(),
            evidence: self.form.text(FieldName::Evidence).to_owned(),
        };
        let then = self.next(id, &intent, context);
        Some(Reply::decide(Intent::Household(HouseholdIntent::Event(Box::new(intent))), then))
    }

    /// What follows an event: where the head is gone and others stay, the new head is asked for at once.
    fn next(&self, id: HouseholdId, intent: &EventIntent, context: &Context<'_>) -> Reply {
        let Some(household) = context.village.household(id) else { return Reply::close() };
        if intent.kind == HouseholdEventKind::NewHead
            && context.village.members(id).filter(|person| person.is_registered()).count() > 1
        {
            let told = "已换户主，按 Ctrl+Z 可以撤销；其他人的「与户主关系」请逐个改";
            return Reply::close().then(Reply::say(Notice::done(told)));
        }
        let then = Reply::close().then(follows(intent, context));
        let leaves = matches!(intent.kind, HouseholdEventKind::Death | HouseholdEventKind::MovedOut);
        let heir =
            context.village.members(id).find(|person| person.is_registered() && intent.person != Some(person.id));
        if !(leaves && household.head == intent.person) || heir.is_none() {
            return then;
        }
        let Some(form) = HouseholdForm::choosing_head(context, id, intent.person) else { return then };
        let gone = intent.person.and_then(|id| context.village.person(id)).map_or("", |person| person.name.as_str());
        let notice = Notice::done(format!("已登记，{gone}是户主：接着选新户主；一时定不了就按 Esc"));
        then.then(Reply::open(Screen::HouseholdForm(form))).then(Reply::say(notice))
    }
}

/// What has to be done now, as a list; it stays on 今日 for whoever leaves it.
fn follows(intent: &EventIntent, context: &Context<'_>) -> Reply {
    let person = intent.newcomer.as_ref().map(|person| person.id).or(intent.person);
    let mut rules = context.tables.chains.all();
    let brings = rules.any(|rule| rule.trigger == Trigger::Event(intent.kind));
    let late = context.today.days_since(intent.on) > EVENT_LATE_DAYS_MAX;
    let Some(person) = person.filter(|_| brings && !late) else { return Reply::none() };
    let list = Screen::FollowUps(FollowUps::seen(context, Wanted::Of(person)));
    let told = Notice::done("已登记，接着要办的列在这里，选一样按 Enter；按 Esc 以后再办，今日里也有");
    Reply::open(list).then(Reply::say(told))
}

/// What the person is called whom a kind of event concerns.
fn who_label(kind: HouseholdEventKind) -> &'static str {
    match kind {
        HouseholdEventKind::NewHead | HouseholdEventKind::Split => "新户主",
        HouseholdEventKind::Founded
        | HouseholdEventKind::Joined
        | HouseholdEventKind::MovedIn
        | HouseholdEventKind::MovedOut
        | HouseholdEventKind::Birth
        | HouseholdEventKind::Death
        | HouseholdEventKind::Corrected => "是谁",
    }
}

/// What the words of a kind of event should tell.
fn detail_label(kind: HouseholdEventKind) -> &'static str {
    match kind {
        HouseholdEventKind::MovedIn => "从哪里来",
        HouseholdEventKind::MovedOut => "迁到哪里",
        HouseholdEventKind::NewHead => "为什么换",
        HouseholdEventKind::Founded
        | HouseholdEventKind::Split
        | HouseholdEventKind::Joined
        | HouseholdEventKind::Birth
        | HouseholdEventKind::Death
        | HouseholdEventKind::Corrected => "说明",
    }
}

/// What a kind of event is, below the choice.
fn words(kind: HouseholdEventKind) -> &'static str {
    match kind {
        HouseholdEventKind::Founded => "这一户是哪天、怎么立的，补记一笔",
        HouseholdEventKind::Split => "有人分出去另立一户，还在本社",
        HouseholdEventKind::Joined => "这一户的人都并到另一户，这一户记为合并",
        HouseholdEventKind::MovedIn => "有人迁进这一户",
        HouseholdEventKind::MovedOut => "有人从这一户迁出；人都走了，这一户记为外迁",
        HouseholdEventKind::Birth => "这一户生了孩子；出生日期就是下面这天",
        HouseholdEventKind::Death => "有人去世；是户主的，接着选新户主",
        HouseholdEventKind::NewHead => "换户主",
        HouseholdEventKind::Corrected => "登记错了，写清错在哪里、改成什么",
    }
}
