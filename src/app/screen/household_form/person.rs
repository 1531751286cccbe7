//! Reading a person from the form: the ID number that tells birth and sex, phones, and what was covered and is kept.

use serde::{Deserialize, Serialize};

use super::fields::{FieldName, RESIDENCES, SEXES, sexes};
use super::{HouseholdForm, Purpose};
use crate::app::form::Value;
use crate::app::screen::Context;
use crate::domain::decide::person::check_identity;
use crate::domain::id::PersonId;
use crate::domain::person::Person;
use crate::domain::relation;
use crate::domain::resident_id::{self, IdNumber, ResidentId, ResidentIdError};
use crate::domain::text::phone::Phone;

/// Characters of an ID number; until so many are typed nothing is said against them.
const ID_CHARS: usize = 18;

/// A person's numbers as the form first shows them. Covered ones that are left alone stay as they are.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Shown {
    /// The ID number's field.
    pub(super) id_no: String,
    /// The phones' field.
    pub(super) phones: String,
}

impl Shown {
    /// Covered, or whole where they were revealed.
    pub(super) fn of(person: &Person, revealed: bool) -> Shown {
        let id_no = match &person.id_no {
            IdNumber::Known(id) if revealed => id.as_str().to_owned(),
            IdNumber::Archive15(id) if revealed => id.as_str().to_owned(),
            IdNumber::Known(id) => id.masked(),
            IdNumber::Archive15(id) => id.masked(),
            IdNumber::Missing { .. } => String::new(),
        };
        let phones = person.phones.iter();
        let phones = phones.map(|phone| if revealed { phone.to_string() } else { phone.masked() });
        Shown { id_no, phones: phones.collect::<Vec<_>>().join(" ") }
    }
}

impl HouseholdForm {
    /// The ID number as typed; `None` where it is as it was, or is none.
    fn typed_id(&self, context: &Context<'_>) -> Option<Result<ResidentId, ResidentIdError>> {
        let typed = self.form.text(FieldName::IdNo);
        (!typed.is_empty() && typed != self.shown.id_no).then(|| ResidentId::parse(typed, context.today))
    }

    /// Asks for what the ID number does not tell: why there is none, sex and day of birth.
    pub(super) fn follow_id(&mut self, context: &Context<'_>) {
        let empty = self.form.text(FieldName::IdNo).is_empty();
        let tells = match self.typed_id(context) {
            Some(parsed) => parsed.is_ok(),
            None => !empty && self.known(context).is_some_and(|person| person.id_no.known().is_some()),
        };
        let (asks_person, asks_birth) = self.asks_person();
        self.form.ask(FieldName::NoIdReason, asks_person && empty);
        self.form.ask(FieldName::Sex, asks_person && !tells);
        self.form.ask(FieldName::Birth, asks_birth && !tells);
    }

    fn known<'v>(&self, context: &Context<'v>) -> Option<&'v Person> {
        match self.purpose {
            Purpose::EditPerson(id) => context.village.person(id),
            Purpose::AddHousehold | Purpose::EditHousehold(_) | Purpose::AddPerson(_) | Purpose::Event(_) => None,
        }
    }

    /// Checks the ID number while it is typed: what it says, or what is wrong with it once it is long enough.
    pub(super) fn check_id(&mut self, left: bool, context: &Context<'_>) {
        self.form.tell(FieldName::IdNo, None);
        let typed = self.form.text(FieldName::IdNo).to_owned();
        match self.typed_id(context) {
            Some(Ok(id)) => {
                let person = self.holder(IdNumber::Known(id), context);
                match person.map_or(Ok(()), |person| check_identity(context.village, &person)) {
                    Ok(()) => {
                        let told = resident_id::examine(&typed, context.today).message;
                        self.form.tell(FieldName::IdNo, Some(told));
                    }
                    Err(why) => self.form.fault(FieldName::IdNo, why.to_string()),
                }
            }
            Some(Err(why)) if left || typed.chars().count() >= ID_CHARS => {
                self.form.fault(FieldName::IdNo, why.to_string());
            }
            Some(Err(_)) | None => {}
        }
        self.follow_id(context);
    }

    /// Fills in the sex that the relation tells, where none was chosen.
    pub(super) fn follow_relation(&mut self) {
        let told = relation::sex_of(&relation::canonical(self.form.text(FieldName::Relation)));
        let place = SEXES.iter().position(|sex| *sex == told).unwrap_or(0);
        if self.form.chosen(FieldName::Sex) == Some(0) && place > 0 {
            self.form.set(FieldName::Sex, Value::Choice(sexes().choosing(place)));
        }
    }

    /// Somebody with this number, to ask whether it is free.
    fn holder(&self, id_no: IdNumber, context: &Context<'_>) -> Option<Person> {
        let name = crate::domain::text::PersonName::parse("某").ok()?;
        let id = match self.purpose {
            Purpose::EditPerson(id) => id,
            Purpose::AddHousehold | Purpose::EditHousehold(_) | Purpose::AddPerson(_) | Purpose::Event(_) => {
                context.mint(PersonId::mint)
            }
        };
        Some(Person { id_no, ..Person::new(id, name) })
    }

    /// The phones as typed; covered ones stand for those that were there. `None` where one is wrong, and says so.
    pub(super) fn read_phones(&mut self) -> Option<Vec<PhoneTyped>> {
        let typed = self.form.text(FieldName::Phones).to_owned();
        if typed == self.shown.phones {
            return Some(vec![PhoneTyped::AsBefore]);
        }
        let mut phones = Vec::new();
        let covered = |word: &&str| word.contains('*') && self.shown.phones.split(' ').any(|shown| shown == *word);
        let (kept, rest): (Vec<&str>, Vec<&str>) = typed.split(' ').partition(covered);
        phones.extend(kept.into_iter().map(|word| PhoneTyped::Covered(word.to_owned())));
        let rest = rest.join(" ");
        let cell = Phone::find_all(&rest);
        if cell.odd || !cell.note.is_empty() {
            let why = Phone::parse(&rest).err().map_or_else(|| "电话看不懂，请核对".to_owned(), |why| why.to_string());
            self.form.fault(FieldName::Phones, why);
            return None;
        }
        phones.extend(cell.phones.into_iter().map(PhoneTyped::New));
        Some(phones)
    }

    /// The person as filled in, on top of what is known. `None` where a field is wrong, and says so.
    pub(super) fn read_person(&mut self, base: Option<Person>, context: &Context<'_>) -> Option<Person> {
        self.check_id(true, context);
        let name = self.read_name();
        let phones = self.read_phones();
        let birth = self.form.date(FieldName::Birth, context.today);
        if let Err(why) = &birth {
            self.form.fault(FieldName::Birth, why.clone());
        }
        let id_no = self.read_id(base.as_ref(), context);
        let (name, phones, birth) = (name?, phones?, birth.ok()?);
        if self.form.has_fault() {
            return None;
        }
        let old = base.as_ref().map(|person| person.phones.clone()).unwrap_or_default();
        let base = base.unwrap_or_else(|| Person::new(context.mint(PersonId::mint), name.clone()));
        let text = |field| self.form.text(field).to_owned();
        let sex = self.form.chosen(FieldName::Sex).and_then(|place| SEXES.get(place).copied()).flatten();
        let sex = sex.or_else(|| relation::sex_of(&relation::canonical(self.form.text(FieldName::Relation))));
        let residence = self.form.chosen(FieldName::Residence).and_then(|place| RESIDENCES.get(place)).copied();
        let related = self.form.asked().any(|field| field.name == FieldName::Relation);
        Some(Person {
            name,
            id_no: id_no?,
            sex_written: sex,
            birth_written: birth,
            relation: if related { text(FieldName::Relation) } else { base.relation },
            phones: phones.into_iter().flat_map(|phone| phone.stands_for(&old)).collect(),
            residence: residence.unwrap_or_default(),
            place: text(FieldName::Place),
            note: text(FieldName::PersonNote),
            ..base
        })
    }

    fn read_id(&mut self, base: Option<&Person>, context: &Context<'_>) -> Option<IdNumber> {
        match self.typed_id(context) {
            Some(Ok(id)) => Some(IdNumber::Known(id)),
            Some(Err(_)) => None,
            None if !self.form.text(FieldName::IdNo).is_empty() => base.map(|person| person.id_no.clone()),
            None => {
                let reason = self.form.text(FieldName::NoIdReason).to_owned();
                if reason.is_empty() {
                    self.form.fault(FieldName::NoIdReason, ResidentIdError::Empty.to_string());
                    return None;
                }
                Some(IdNumber::Missing { reason })
            }
        }
    }
}

/// A phone as the form holds it.
#[derive(Debug)]
pub(super) enum PhoneTyped {
    /// All of them, untouched.
    AsBefore,
    /// One that was covered and left alone.
    Covered(String),
    /// One that was typed.
    New(Phone),
}

impl PhoneTyped {
    fn stands_for(self, old: &[Phone]) -> Vec<Phone> {
        match self {
            PhoneTyped::AsBefore => old.to_vec(),
            PhoneTyped::Covered(covered) => old.iter().filter(|phone| phone.masked() == covered).cloned().collect(),
            PhoneTyped::New(phone) => vec![phone],
        }
    }
}
