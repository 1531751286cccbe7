//! What has to be written during 接件: a stranger, who came, the name of a certificate, where the villager was sent.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::draft::{Draft, Entrusted, Line, Whom};
use crate::app::form::{Field, Form};
use crate::app::screen::Context;
use crate::domain::id::PersonId;
use crate::domain::intake::IntakeOutcome;
use crate::domain::limits::{NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::domain::person::Person;
use crate::domain::task::parts::Agent;
use crate::domain::text::PersonName;
use crate::domain::text::phone::Phone;

/// The fields of all these forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Item {
    /// A name.
    Name,
    /// A phone.
    Phone,
    /// What the one who came is to the applicant.
    Relation,
    /// Words.
    Words,
    /// A day.
    Day,
}

/// Why something is asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Purpose {
    /// A stranger's name and phone.
    Stranger,
    /// Who came.
    Agent,
    /// The witness of a fingerprint.
    Witness,
    /// Another day.
    Day,
    /// Words a line needs before it is added.
    Line(Line),
}

/// A question with its form.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Asking {
    /// Why.
    pub purpose: Purpose,
    /// What is asked, above the form.
    pub title: Cow<'static, str>,
    /// The form.
    pub form: Form<Item>,
}

/// Where it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// To the matters.
    Matter,
    /// To the summary.
    Summary,
}

/// Which station may answer for what the villager said, and why; the officer decides.
fn who_answers(context: &Context<'_>, said: &str) -> Option<String> {
    let likely = context.tables.matters.route(said, context.today).into_iter().next()?;
    let reason = likely.reasons.into_iter().next().unwrap_or_default();
    let county = likely.county.map(|county| format!("；出了镇问{county}")).unwrap_or_default();
    Some(format!("可能归{}：{reason}{county}。以镇里答复为准", likely.name))
}

impl Asking {
    /// Name and phone of somebody who is not in the register.
    pub fn stranger(typed: &str) -> Asking {
        let name = Field::text(Item::Name, "姓名", typed, NAME_CHARS_MAX);
        let phone = Field::text(Item::Phone, "电话", "", 20).hint("联系得上就行，可以空着");
        Asking {
            purpose: Purpose::Stranger,
            title: "不在册的人，记下姓名电话就行".into(),
            form: Form::new(vec![name, phone]),
        }
    }

    /// Who came; an empty name means the applicant.
    pub fn agent(agent: Option<&Agent>) -> Asking {
        let (name, phone, relation) =
            agent.map_or(("", "", ""), |agent| (agent.name.as_str(), agent.phone.as_str(), agent.relation.as_str()));
        let form = Form::new(vec![
            Field::text(Item::Name, "谁来的", name, NAME_CHARS_MAX).hint("本人来的就空着"),
            Field::text(Item::Relation, "什么关系", relation, 20).hint("家人、邻居、受托人"),
            Field::text(Item::Phone, "电话", phone, 20),
        ]);
        Asking { purpose: Purpose::Agent, title: "谁来的".into(), form }
    }

    /// The witness of a fingerprint.
    pub fn witness(name: &str) -> Asking {
        let form = Form::new(vec![Field::text(Item::Name, "见证人", name, NAME_CHARS_MAX).hint("按指印要有人见证")]);
        Asking { purpose: Purpose::Witness, title: "按指印的见证人".into(), form }
    }

    /// Another day than today.
    pub fn day(context: &Context<'_>) -> Asking {
        let form = Form::new(vec![Field::date(Item::Day, "哪天来的", Some(context.today)).hint("以前的日子算补记")]);
        Asking { purpose: Purpose::Day, title: "补记：哪天来的".into(), form }
    }

    /// The words a line needs.
    pub fn line(line: Line, context: &Context<'_>) -> Asking {
        let (title, label) = match line.outcome {
            IntakeOutcome::Answered => ("问的什么，怎么答的", "一句话"),
            IntakeOutcome::NotTaken => ("不属代办：告诉群众去哪里办", "去处"),
            IntakeOutcome::TakenIn | IntakeOutcome::DoneOnTheSpot => ("要开什么证明", "证明名称"),
        };
        let mut form = Form::new(vec![Field::note(Item::Words, label, &line.words, NOTE_CHARS_MAX)]);
        if line.code.is_empty() {
            form.tell(Item::Words, who_answers(context, &line.name));
        }
        Asking { purpose: Purpose::Line(line), title: title.into(), form }
    }

    /// Whether it was asked from the summary.
    pub fn belongs_to_summary(&self) -> bool {
        matches!(self.purpose, Purpose::Agent | Purpose::Witness | Purpose::Day)
    }

    /// Whether it was asked while choosing for whom.
    pub fn belongs_to_who(&self) -> bool {
        matches!(self.purpose, Purpose::Stranger)
    }

    /// Takes the answer into the draft; what is wrong stands under the field and is said.
    pub fn answer(&mut self, draft: &mut Draft, context: &Context<'_>) -> Result<Next, String> {
        self.form.clear_faults();
        let taken = match self.purpose.clone() {
            Purpose::Stranger => self.take_stranger(draft, context).map(|()| Next::Matter),
            Purpose::Agent => self.take_agent(draft).map(|()| Next::Summary),
            Purpose::Witness => {
                draft.witness = self.form.text(Item::Name).to_owned();
                draft.entrusted = Entrusted::Fingerprint;
                Ok(Next::Summary)
            }
            Purpose::Day => self.take_day(draft, context).map(|()| Next::Summary),
            Purpose::Line(line) => self.take_words(draft, line, context).map(|()| Next::Matter),
        };
        taken.map_err(|(item, why)| {
            self.form.fault(item, why.clone());
            why
        })
    }

    fn phone(&self) -> Result<Option<Phone>, (Item, String)> {
        match self.form.text(Item::Phone) {
            "" => Ok(None),
            text => Phone::parse(text).map(Some).map_err(|why| (Item::Phone, why.to_string())),
        }
    }

    fn take_stranger(&self, draft: &mut Draft, context: &Context<'_>) -> Result<(), (Item, String)> {
        let name = PersonName::parse(self.form.text(Item::Name)).map_err(|why| (Item::Name, why.to_string()))?;
        let mut person = Person::new(context.mint(PersonId::mint), name);
        person.phones.extend(self.phone()?);
        draft.whom = Some(Whom::Stranger(Box::new(person)));
        Ok(())
    }

    fn take_agent(&self, draft: &mut Draft) -> Result<(), (Item, String)> {
        let name = self.form.text(Item::Name);
        if name.is_empty() {
            draft.agent = None;
            return Ok(());
        }
        let name = PersonName::parse(name).map_err(|why| (Item::Name, why.to_string()))?;
        let phone = self.phone()?.map(|phone| phone.digits().to_owned()).unwrap_or_default();
        let relation = self.form.text(Item::Relation).to_owned();
        draft.agent = Some(Agent { name: name.as_str().to_owned(), phone, relation });
        Ok(())
    }

    fn take_day(&self, draft: &mut Draft, context: &Context<'_>) -> Result<(), (Item, String)> {
        let day = self.form.date(Item::Day, context.today).map_err(|why| (Item::Day, why))?;
        if day.is_some_and(|day| day > context.today) {
            return Err((Item::Day, "还没有到这一天".to_owned()));
        }
        draft.on = day.filter(|day| *day != context.today);
        Ok(())
    }

    fn take_words(&self, draft: &mut Draft, mut line: Line, context: &Context<'_>) -> Result<(), (Item, String)> {
        self.form.text(Item::Words).clone_into(&mut line.words);
        draft.lines.push(line);
        // The rules say at once whether the certificate may be written, not after everything else was asked.
        match draft.preview(context) {
            Ok(_) => Ok(()),
            Err(why) => {
                draft.lines.pop();
                Err((Item::Words, why))
            }
        }
    }
}
