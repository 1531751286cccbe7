//! 记一笔 and 记通话: words first, and everything else may stay empty. Who it was is found by name, pinyin or phone tail,
//! or is free words.
//!
//! A note never counts as a visit.

use serde::{Deserialize, Serialize};

use super::filling::{self, Filling, Wrong};
use super::{Context, Hint};
use crate::app::form::choice::{Choice, Offer};
use crate::app::form::{Field, Form, FormEvent, Value};
use crate::domain::day::Moment;
use crate::domain::decide::Intent;
use crate::domain::decide::note::NoteIntent;
use crate::domain::find::Search;
use crate::domain::id::{NoteId, PersonId, Seq, TaskId};
use crate::domain::limits::NOTE_CHARS_MAX;
use crate::domain::note::{CallBack, Note as Record, NoteKind};
use crate::domain::person::Person;
use crate::domain::refusal::Refusal;
use crate::domain::village::Village;

/// People offered at most; the form shows a few of them and says how many there are.
const OFFERS_MAX: usize = 200;

/// A note being written.
#[derive(Debug, Serialize, Deserialize)]
pub struct Note {
    /// Its fields.
    pub form: Form<NoteField>,
    /// The people offered, in the order of the choice.
    people: Vec<PersonId>,
    /// The tasks offered, in the order of the choice.
    tasks: Vec<TaskId>,
}

/// The fields by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteField {
    /// 内容.
    Text,
    /// 谁.
    Who,
    /// 方式.
    Kind,
    /// 哪件事.
    Task,
    /// 哪天.
    On,
    /// 约回电.
    CallOn,
    /// 几点.
    CallHour,
}

impl Note {
    /// An empty note.
    pub fn new(context: &Context<'_>) -> Note {
        Note::about(context, None, None)
    }

    /// A note about somebody, and about this open task of theirs.
    pub fn about(context: &Context<'_>, person: Option<PersonId>, task: Option<TaskId>) -> Note {
        let kinds = Choice::of(NoteKind::ALL.map(NoteKind::label)).choosing(0);
        let fields = vec![
            Field::note(NoteField::Text, "内容", "", NOTE_CHARS_MAX).hint("只写这一项就能存：Ctrl+S"),
            Field::choice(NoteField::Who, "谁", Choice::finding().or_words())
                .hint("打姓名、拼音或电话尾号，Enter 选；册上没有的，写完按 Tab"),
            Field::choice(NoteField::Kind, "方式", kinds),
            Field::choice(NoteField::Task, "哪件事", Choice::of([""; 0])),
            Field::date(NoteField::On, "哪天", Some(context.today)).hint("早几天的事照写那一天，会注明是补记"),
            Field::date(NoteField::CallOn, "哪天回电", None).hint("不用回就空着；可以写：明天、周五、11-28"),
            Field::text(NoteField::CallHour, "几点", "", 20).hint("照说的写：13点、午饭后；可以不填"),
        ];
        let mut note = Note { form: Form::new(fields), people: Vec::new(), tasks: Vec::new() };
        if let Some(offer) = person.and_then(|id| person_offer(context.village, id)) {
            note.people = person.into_iter().collect();
            let offers = Choice::among(vec![offer]).or_words().choosing(0);
            note.form.set(NoteField::Who, Value::Choice(offers.found_by_owner()));
        }
        note.follow_who(context);
        if let Some(place) = note.tasks.iter().position(|open| Some(*open) == task) {
            note.form.choose(NoteField::Task, place + 1);
        }
        note.form.ask(NoteField::CallHour, false);
        note
    }

    fn person(&self) -> Option<PersonId> {
        self.form.chosen(NoteField::Who).and_then(|place| self.people.get(place)).copied()
    }

    /// Offers the people whom the typed words find.
    fn find_people(&mut self, context: &Context<'_>) {
        let (people, offers) = find_people(context, self.form.text(NoteField::Who));
        self.people = people;
        self.form.offer(NoteField::Who, offers);
        self.follow_who(context);
    }

    /// What is said of words that are nobody's of the register.
    fn told_of_who(&self) -> Option<String> {
        if self.person().is_some() || self.form.text(NoteField::Who).is_empty() {
            return None;
        }
        Some(match self.people.len() {
            0 => "册上没有找到，照写的记".to_owned(),
            several => format!("册上有{several}个对得上的，没有选，照写的记"),
        })
    }

    /// Offers the open matters of whom it is about.
    fn follow_who(&mut self, context: &Context<'_>) {
        let person = self.person();
        let tasks = person.into_iter().flat_map(|id| context.village.tasks_of(id)).filter(|task| task.state.is_open());
        let (ids, labels): (Vec<TaskId>, Vec<String>) =
            tasks.map(|task| (task.id, format!("{} {} {}", task.no, task.matter.name, task.state_label()))).unzip();
        if ids == self.tasks && self.form.chosen(NoteField::Task).is_some() {
            return;
        }
        self.form.ask(NoteField::Task, !ids.is_empty());
        let choice = Choice::of(std::iter::once("不挂在哪件上".to_owned()).chain(labels)).choosing(0);
        self.form.set(NoteField::Task, Value::Choice(choice));
        self.tasks = ids;
    }
}

/// The people of the register whom the typed words find, and how they are offered; those whose name begins so stand first.
pub fn find_people(context: &Context<'_>, typed: &str) -> (Vec<PersonId>, Vec<Offer>) {
    let village = context.village;
    let search = Search::new(village, context.today, typed);
    let found = village.people().filter(|person| !search.is_empty() && search.person_by_own(person));
    let found = found.filter(|person| person.is_registered());
    let (first, rest): (Vec<&Person>, Vec<&Person>) = found.partition(|person| search.begins(person));
    let found = first.into_iter().chain(rest).take(OFFERS_MAX);
    found.map(|person| (person.id, Offer { label: person_words(village, person), blocked: None })).unzip()
}

/// A person as an offer; `None` where there is none.
pub fn person_offer(village: &Village, id: PersonId) -> Option<Offer> {
    village.person(id).map(|person| Offer { label: person_words(village, person), blocked: None })
}

/// A person in one line, to be told apart from others of the name: 李国珍 3社 138****3319.
pub fn person_words(village: &Village, person: &Person) -> String {
    let household = person.household.and_then(|id| village.household(id));
    let group = household.map_or("", |household| village.info.group_name(household.group));
    let phone = person.phones.first().map(|phone| phone.masked()).unwrap_or_default();
    let words = [person.name.as_str(), group, phone.as_str()];
    words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Filling for Note {
    type Name = NoteField;
    const HINTS: &'static [Hint] = filling::LONG;

    fn fields(&self) -> &Form<NoteField> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<NoteField> {
        &mut self.form
    }

    fn follow(&mut self, event: FormEvent<NoteField>, context: &Context<'_>) {
        match event {
            FormEvent::Edited(NoteField::Who) => {
                self.find_people(context);
                self.form.tell(NoteField::Who, None);
            }
            FormEvent::Left(NoteField::Who) => {
                self.follow_who(context);
                let told = self.told_of_who();
                self.form.tell(NoteField::Who, told);
            }
            FormEvent::Edited(NoteField::CallOn) | FormEvent::Left(NoteField::CallOn) => {
                let promised = !self.form.text(NoteField::CallOn).is_empty();
                self.form.ask(NoteField::CallHour, promised);
            }
            FormEvent::Moved
            | FormEvent::SaveWanted
            | FormEvent::Edited(
                NoteField::Text | NoteField::Kind | NoteField::Task | NoteField::On | NoteField::CallHour,
            )
            | FormEvent::Left(
                NoteField::Text | NoteField::Kind | NoteField::Task | NoteField::On | NoteField::CallHour,
            ) => {}
        }
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<NoteField>> {
        self.form.settle_field(NoteField::Who, context.today)?;
        let day = |name| self.form.date(name, context.today).map_err(|why| (name, why));
        let (on, call_on) = (day(NoteField::On)?.unwrap_or(context.today), day(NoteField::CallOn)?);
        let hour = self.form.text(NoteField::CallHour).to_owned();
        let kind = self.form.chosen(NoteField::Kind).and_then(|place| NoteKind::ALL.get(place)).copied();
        let task = self.form.chosen(NoteField::Task).and_then(|place| place.checked_sub(1));
        let person = self.person();
        Ok(Intent::Note(NoteIntent::Write(Box::new(Record {
            id: context.mint(NoteId::mint),
            touched: Seq::default(),
            at: Moment::at(on, 0, 0),
            kind: kind.unwrap_or(NoteKind::Quick),
            who: if person.is_some() { String::new() } else { self.form.text(NoteField::Who).to_owned() },
            person,
            task: task.and_then(|place| self.tasks.get(place)).copied(),
            text: self.form.text(NoteField::Text).to_owned(),
            call_back: call_on.map(|on| CallBack { on, hour, done_on: None }),
        }))))
    }

    fn blamed(&mut self, why: &Refusal, context: &Context<'_>) -> Option<NoteField> {
        let call_on = self.form.date(NoteField::CallOn, context.today).ok().flatten();
        match why {
            Refusal::Blank(..) => Some(NoteField::Text),
            Refusal::BadDay(day, _) if call_on.is_some_and(|on| on.to_string() == *day) => Some(NoteField::CallOn),
            Refusal::BadDay(..) => Some(NoteField::On),
            _ => None,
        }
    }
}
