//! A household or a person being added or corrected, or a household event 户变动 being registered: one form, in the order
//! of the papers.
//!
//! It reads what is typed and builds the intent; what may be is the rules' to say.

mod event;
mod fields;
mod person;
mod regroup;

use serde::{Deserialize, Serialize};

use super::confirm::Confirm;
use super::household_card::HouseholdCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, FormCommand, GlobalCommand, Scope};
use crate::app::form::{Field, Form, FormEvent};
use crate::domain::decide::Intent;
use crate::domain::decide::household::{HouseholdIntent, free_number};
use crate::domain::decide::person::PersonIntent;
use crate::domain::decide::village::VillageIntent;
use crate::domain::household::{GroupNo, Household, Occupancy};
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::id::{HouseholdId, PersonId};
use crate::domain::person::Person;
use crate::domain::roll;
use crate::domain::text::PersonName;
use fields::FieldName;
use person::Shown;

/// The form.
#[derive(Debug, Serialize, Deserialize)]
pub struct HouseholdForm {
    /// What it says above.
    pub title: String,
    /// Its fields.
    pub form: Form<FieldName>,
    purpose: Purpose,
    /// The people a choice of persons stands for, in its order.
    choosable: Vec<PersonId>,
    /// The households a choice of households stands for, in its order.
    joinable: Vec<HouseholdId>,
    /// For which kind of event they are offered.
    offered_for: Option<HouseholdEventKind>,
    /// Whom an event most likely concerns.
    likely: Option<PersonId>,
    /// Who has left with an event just before.
    gone: Option<PersonId>,
    /// The person's numbers as they stood when the form was opened.
    shown: Shown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Purpose {
    AddHousehold,
    EditHousehold(HouseholdId),
    AddPerson(HouseholdId),
    EditPerson(PersonId),
    Event(HouseholdId),
}

impl HouseholdForm {
    /// An empty form for a new household.
    pub fn adding(context: &Context<'_>) -> HouseholdForm {
        let mut fields = fields::household(context, None);
        let mut head = fields::person(None, "户主姓名", &Shown::default()).into_iter();
        fields.extend(head.next().map(Field::parted));
        fields.extend(head);
        HouseholdForm::new("新增农户".to_owned(), Purpose::AddHousehold, Form::new(fields), context)
    }

    /// The household's own fields; `None` where it is not there any more.
    pub fn correcting(context: &Context<'_>, id: HouseholdId) -> Option<HouseholdForm> {
        let household = context.village.household(id)?;
        let fields = fields::household(context, Some(household));
        let title = format!("更正农户：{}户", roll::household_name(context.village, household));
        Some(HouseholdForm::new(title, Purpose::EditHousehold(id), Form::new(fields), context))
    }

    /// An empty form for one more person of a household.
    pub fn adding_person(context: &Context<'_>, id: HouseholdId) -> Option<HouseholdForm> {
        let household = context.village.household(id)?;
        let title = format!("加人：{}户", roll::household_name(context.village, household));
        let mut fields = fields::person(None, "姓名", &Shown::default());
        fields.insert(1, fields::relation(""));
        Some(HouseholdForm::new(title, Purpose::AddPerson(id), Form::new(fields), context))
    }

    /// A person's fields; numbers are covered unless they were revealed before. `None` where the person is not there.
    pub fn correcting_person(context: &Context<'_>, id: PersonId, revealed: bool) -> Option<HouseholdForm> {
        let person = context.village.person(id)?;
        let shown = Shown::of(person, revealed);
        let mut fields = fields::person(Some(person), "姓名", &shown);
        if person.household.is_some() {
            fields.insert(1, fields::relation(&person.relation));
        }
        let title = format!("更正：{}", person.name.as_str());
        let mut form = HouseholdForm::new(title, Purpose::EditPerson(id), Form::new(fields), context);
        form.shown = shown;
        form.follow_id(context);
        Some(form)
    }

    /// A household event; `person` is whom it most likely concerns.
    pub fn event(context: &Context<'_>, id: HouseholdId, person: Option<PersonId>) -> Option<HouseholdForm> {
        let household = context.village.household(id)?;
        let title = format!("户变动：{}户", roll::household_name(context.village, household));
        let mut form = HouseholdForm::new(title, Purpose::Event(id), Form::new(fields::event(context)), context);
        form.likely = person;
        form.offered_for = None;
        form.follow_kind(context);
        Some(form)
    }

    /// 户主变更: who leads the household now; `gone` is who has left it just before.
    pub fn choosing_head(context: &Context<'_>, id: HouseholdId, gone: Option<PersonId>) -> Option<HouseholdForm> {
        let mut form = HouseholdForm::event(context, id, None)?;
        form.gone = gone;
        form = form.of_kind(HouseholdEventKind::NewHead, context);
        form.form.focus(FieldName::Who);
        Some(form)
    }

    fn new(title: String, purpose: Purpose, form: Form<FieldName>, context: &Context<'_>) -> HouseholdForm {
        let mut form = HouseholdForm {
            title,
            form,
            purpose,
            choosable: Vec::new(),
            joinable: Vec::new(),
            offered_for: None,
            likely: None,
            gone: None,
            shown: Shown::default(),
        };
        form.follow_id(context);
        form
    }

    /// Does what follows from a field that changed or was left.
    fn follow(&mut self, field: FieldName, left: bool, context: &Context<'_>) {
        match field {
            FieldName::Kind => self.follow_kind(context),
            FieldName::IdNo => self.check_id(left, context),
            FieldName::Phones if left => drop(self.read_phones()),
            FieldName::Into if !left => self.find_households(context),
            FieldName::Name if left => drop(self.read_name()),
            FieldName::Group if left => self.tell_group(context),
            FieldName::Relation if left => self.follow_relation(),
            FieldName::No if left => self.check_number(context),
            FieldName::On
            | FieldName::Who
            | FieldName::Together
            | FieldName::Into
            | FieldName::Group
            | FieldName::No
            | FieldName::Address
            | FieldName::DoorNote
            | FieldName::Occupancy
            | FieldName::HouseholdNote
            | FieldName::Name
            | FieldName::NoIdReason
            | FieldName::Sex
            | FieldName::Birth
            | FieldName::Relation
            | FieldName::Phones
            | FieldName::Residence
            | FieldName::Place
            | FieldName::PersonNote
            | FieldName::Detail
            | FieldName::Evidence => {}
        }
    }

    /// The household an event is of.
    fn of_household(&self) -> Option<HouseholdId> {
        match self.purpose {
            Purpose::Event(id) | Purpose::EditHousehold(id) | Purpose::AddPerson(id) => Some(id),
            Purpose::AddHousehold | Purpose::EditPerson(_) => None,
        }
    }

    fn read_name(&mut self) -> Option<PersonName> {
        match PersonName::parse(self.form.text(FieldName::Name)) {
            Ok(name) => Some(name),
            Err(why) => {
                self.form.fault(FieldName::Name, why.to_string());
                None
            }
        }
    }

    /// The group that is typed, or the one it will be when it is added first.
    fn group(&self, context: &Context<'_>) -> Option<(GroupNo, bool)> {
        let typed = self.form.text(FieldName::Group);
        if typed.is_empty() {
            return None;
        }
        let mut info = context.village.info.clone();
        match info.group_named(typed) {
            Some(no) => Some((no, false)),
            None => Some((info.group_or_new(typed), true)),
        }
    }

    fn tell_group(&mut self, context: &Context<'_>) {
        let told = match self.group(context) {
            Some((no, false)) => {
                let name = context.village.info.group_name(no);
                (name != self.form.text(FieldName::Group)).then(|| format!("就是{name}"))
            }
            Some((_, true)) => Some(format!("还没有「{}」，存好时一起加上", self.form.text(FieldName::Group))),
            None => None,
        };
        self.form.tell(FieldName::Group, told);
    }

    fn check_number(&mut self, context: &Context<'_>) {
        let id = match self.purpose {
            Purpose::EditHousehold(id) => id,
            Purpose::AddHousehold | Purpose::AddPerson(_) | Purpose::EditPerson(_) | Purpose::Event(_) => {
                context.mint(HouseholdId::mint)
            }
        };
        let no = self.form.text(FieldName::No).to_owned();
        if let Err(why) = free_number(context.village, &Household { no, ..Household::new(id, GroupNo(0)) }) {
            self.form.fault(FieldName::No, why.to_string());
        }
    }

    /// The household as filled in, on top of what is known of it.
    fn read_household(&mut self, base: Household, context: &Context<'_>) -> Option<Household> {
        let Some((group, _)) = self.group(context) else {
            self.form.fault(FieldName::Group, "请选一个社；没有列出的，直接打社名");
            return None;
        };
        let text = |name| self.form.text(name).to_owned();
        let occupancy = self.form.chosen(FieldName::Occupancy).and_then(|place| Occupancy::ALL.get(place));
        Some(Household {
            group,
            no: text(FieldName::No),
            address: text(FieldName::Address),
            door_note: text(FieldName::DoorNote),
            occupancy: occupancy.copied().unwrap_or_default(),
            note: text(FieldName::HouseholdNote),
            ..base
        })
    }

    fn save(&mut self, context: &Context<'_>) -> Reply {
        self.form.clear_faults();
        let reply = match self.purpose {
            Purpose::AddHousehold => self.save_new_household(context),
            Purpose::EditHousehold(id) => self.save_household(id, context),
            Purpose::AddPerson(id) => self.save_new_person(id, context),
            Purpose::EditPerson(id) => self.save_person(id, context),
            Purpose::Event(id) => self.save_event(id, context),
        };
        self.form.focus_fault();
        reply.unwrap_or_else(|| {
            let save = context.keymap.way(Scope::Form, Command::Form(FormCommand::Save), "存好");
            Reply::refuse(format!("还没存：请看标红的一项，改好再{save}"))
        })
    }

    fn save_new_household(&mut self, context: &Context<'_>) -> Option<Reply> {
        let id = context.mint(HouseholdId::mint);
        self.check_number(context);
        let household = self.read_household(Household::new(id, GroupNo(0)), context);
        let head = self.read_person(None, context);
        if self.form.has_fault() {
            return None;
        }
        let intent = HouseholdIntent::Add { household: Box::new(household?), head: Box::new(head?) };
        let card = Screen::HouseholdCard(HouseholdCard::of(context, id));
        let then = Reply::close().then(Reply::open(card));
        Some(self.with_group(Reply::decide(Intent::Household(intent), then), context))
    }

    fn save_household(&mut self, id: HouseholdId, context: &Context<'_>) -> Option<Reply> {
        self.check_number(context);
        let household = self.read_household(context.village.household(id)?.clone(), context)?;
        if self.form.has_fault() {
            return None;
        }
        let intent = Intent::Household(HouseholdIntent::Edit(Box::new(household)));
        Some(self.with_group(Reply::decide(intent, Reply::close()), context))
    }

    fn save_new_person(&mut self, id: HouseholdId, context: &Context<'_>) -> Option<Reply> {
        let person = self.read_person(None, context)?;
        let person = Person { household: Some(id), ..person };
        Some(Reply::decide(Intent::Person(PersonIntent::Add(Box::new(person))), Reply::close()))
    }

    fn save_person(&mut self, id: PersonId, context: &Context<'_>) -> Option<Reply> {
        let old = context.village.person(id)?.clone();
        let person = self.read_person(Some(old), context)?;
        Some(Reply::decide(Intent::Person(PersonIntent::Edit(Box::new(person))), Reply::close()))
    }

    /// Adds the group first where it is new.
    fn with_group(&self, reply: Reply, context: &Context<'_>) -> Reply {
        match self.group(context) {
            Some((_, true)) => {
                let name = self.form.text(FieldName::Group).to_owned();
                Reply::decide(Intent::Village(VillageIntent::AddGroup(name)), reply)
            }
            Some((_, false)) | None => reply,
        }
    }
}

impl Behaviour for HouseholdForm {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Form(FormCommand::Save).into(),
            Command::Form(FormCommand::Enter).meaning("下一项"),
            Command::Global(GlobalCommand::Back).meaning("放下"),
            Command::Form(FormCommand::Previous).into(),
        ]
    }

    fn unsaved(&self) -> bool {
        self.form.touched()
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        Confirm::leaving(self.unsaved())
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        self.after(|form| form.type_text(text), context)
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        self.after(|form| form.command(command, context.today), context)
    }
}

impl HouseholdForm {
    fn after(
        &mut self,
        part: impl FnOnce(&mut Form<FieldName>) -> FormEvent<FieldName>,
        context: &Context<'_>,
    ) -> Reply {
        let kind = self.form.chosen(FieldName::Kind);
        let event = part(&mut self.form);
        if self.form.chosen(FieldName::Kind) != kind {
            self.follow_kind(context);
        }
        match event {
            FormEvent::Moved => Reply::none(),
            FormEvent::Edited(field) => {
                self.follow(field, false, context);
                Reply::none()
            }
            FormEvent::Left(field) => {
                self.follow(field, true, context);
                Reply::none()
            }
            FormEvent::SaveWanted => self.save(context),
        }
    }
}
