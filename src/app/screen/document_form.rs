//! 记证件有效期: whose paper it is, which one, and until when it is good.
//!
//! The rules are `decide::document`'s; nothing else of the paper is asked for.

use serde::{Deserialize, Serialize};

use super::filling::{Filling, Wrong};
use super::note::{find_people, person_offer};
use super::{Context, Reply};
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form, FormEvent, Value};
use crate::app::notice::Notice;
use crate::domain::change::Change;
use crate::domain::decide::Intent;
use crate::domain::decide::document::{DocumentIntent, id_card_years, is_id_card};
use crate::domain::document::{self, Document, KINDS};
use crate::domain::id::{DocumentId, PersonId, Seq};
use crate::domain::refusal::Refusal;

/// What is known of a paper being written down.
#[derive(Debug, Serialize, Deserialize)]
pub struct DocumentForm {
    /// Its fields.
    pub form: Form<DocumentField>,
    /// The people offered, in the order of the choice.
    people: Vec<PersonId>,
}

/// The fields by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DocumentField {
    /// 谁的.
    Who,
    /// 哪种证件.
    Kind,
    /// 长期有效.
    ForEver,
    /// 有效期到.
    Until,
    /// 哪天看的.
    On,
}

impl DocumentForm {
    /// The form; of this person's paper of this kind, where they are known.
    pub fn of(context: &Context<'_>, person: Option<PersonId>, kind: Option<&str>) -> DocumentForm {
        let kinds = Choice::of(KINDS).or_words();
        let kinds = match kind.and_then(|kind| KINDS.iter().position(|it| *it == kind)) {
            Some(place) => kinds.choosing(place),
            None => kinds.typed(kind.unwrap_or(document::ID_CARD)),
        };
        let fields = vec![
            Field::choice(DocumentField::Who, "谁的", Choice::finding()).hint("打姓名、拼音或电话尾号，Enter 选"),
            Field::choice(DocumentField::Kind, "哪种证件", kinds).hint("打几个字找，没有的照写"),
            Field::yes_no(DocumentField::ForEver, "长期有效", false).hint("证上写「长期」的改成是"),
            Field::date(DocumentField::Until, "有效期到", None).hint("照证上写的最后一天，如 2036-05-12"),
            Field::date(DocumentField::On, "哪天看的", Some(context.today)),
        ];
        let mut screen = DocumentForm { form: Form::new(fields), people: Vec::new() };
        if let Some(offer) = person.and_then(|id| person_offer(context.village, id)) {
            screen.people = person.into_iter().collect();
            let offers = Choice::among(vec![offer]).choosing(0);
            screen.form.set(DocumentField::Who, Value::Choice(offers.found_by_owner()));
            screen.form.focus(if kind.is_some() { DocumentField::ForEver } else { DocumentField::Kind });
        }
        screen.follow_paper(context);
        screen
    }

    fn person(&self) -> Option<PersonId> {
        self.form.chosen(DocumentField::Who).and_then(|place| self.people.get(place)).copied()
    }

    fn find_people(&mut self, context: &Context<'_>) {
        let (people, offers) = find_people(context, &self.form.edited(DocumentField::Who));
        self.people = people;
        self.form.offer(DocumentField::Who, offers);
    }

    /// Asks for the last day where there is one, and says what is known of the paper and how long such a card is good.
    fn follow_paper(&mut self, context: &Context<'_>) {
        self.form.ask(DocumentField::Until, !self.form.yes(DocumentField::ForEver));
        let kind = self.form.text(DocumentField::Kind).to_owned();
        let person = self.person();
        let known = person.and_then(|id| document::of_kind(context.village, id, &kind));
        let known = known.map(|it| format!("原来记的：{}", it.until_words()));
        let birth = person.and_then(|id| context.village.person(id)).and_then(|person| person.birth());
        let usual = birth.filter(|_| is_id_card(&kind)).map(|birth| match id_card_years(birth.age_on(context.today)) {
            Some(years) => format!("现在这个岁数领的，一般{years}年有效"),
            None => "46岁以上领的，一般长期有效".to_owned(),
        });
        self.form.tell(DocumentField::Kind, known.or(usual));
    }
}

impl Filling for DocumentForm {
    type Name = DocumentField;

    fn fields(&self) -> &Form<DocumentField> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<DocumentField> {
        &mut self.form
    }

    fn follow(&mut self, event: FormEvent<DocumentField>, context: &Context<'_>) {
        if event == FormEvent::Edited(DocumentField::Who) {
            self.find_people(context);
        }
        self.follow_paper(context);
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<DocumentField>> {
        let day = |name| self.form.date(name, context.today).map_err(|why| (name, why));
        let for_ever = self.form.yes(DocumentField::ForEver);
        let valid_until = if for_ever { None } else { day(DocumentField::Until)? };
        if valid_until.is_none() && !for_ever {
            let why = "请写有效期到哪天；证上写「长期」的，把「长期有效」改成是".to_owned();
            return Err((DocumentField::Until, why).into());
        }
        let who = || (DocumentField::Who, "还没有选是谁的：打几个字，按 Enter 选".to_owned());
        Ok(Intent::Document(DocumentIntent::Note(Box::new(Document {
            id: context.mint(DocumentId::mint),
            touched: Seq::default(),
            person: self.person().ok_or_else(who)?,
            kind: self.form.text(DocumentField::Kind).to_owned(),
            valid_until,
            noted_on: day(DocumentField::On)?.unwrap_or(context.today),
        }))))
    }

    fn blamed(&mut self, why: &Refusal, context: &Context<'_>) -> Option<DocumentField> {
        let until = self.form.date(DocumentField::Until, context.today).ok().flatten();
        match why {
            Refusal::BadDay(day, _) if until.is_some_and(|until| until.to_string() == *day) => {
                Some(DocumentField::Until)
            }
            Refusal::BadDay(..) => Some(DocumentField::On),
            Refusal::Blank(..) | Refusal::TooLong { .. } => Some(DocumentField::Kind),
            _ => Some(DocumentField::Who),
        }
    }

    fn stored(&self, _intent: &Intent, _changes: &[Change], context: &Context<'_>) -> Reply {
        let said = format!("有效期已记下，快到期会列在今日里；{}", context.keymap.way_to_undo());
        Reply::close().then(Reply::say(Notice::done(said)))
    }
}
