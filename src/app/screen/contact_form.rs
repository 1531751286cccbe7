//! A contact 常用电话 being written down or corrected, or not used any more.
//!
//! The rules are `decide::contact`'s.

use serde::{Deserialize, Serialize};

use super::filling::{Filling, Wrong};
use super::{Context, Reply};
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form};
use crate::app::notice::Notice;
use crate::domain::change::Change;
use crate::domain::contact::{Contact, ROLES};
use crate::domain::decide::Intent;
use crate::domain::decide::contact::ContactIntent;
use crate::domain::id::{ContactId, Seq};
use crate::domain::limits::{NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::domain::refusal::Refusal;

/// The longest number that is typed, with what parts it.
const PHONE_CHARS_MAX: usize = 24;

/// A contact being written down.
#[derive(Debug, Serialize, Deserialize)]
pub struct ContactForm {
    /// Which is corrected; `None` for a new one.
    pub id: Option<ContactId>,
    /// Its fields.
    pub form: Form<ContactField>,
}

/// The fields by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContactField {
    /// 姓名或窗口.
    Name,
    /// 电话.
    Phone,
    /// 单位或窗口.
    Office,
    /// 做什么的.
    Role,
    /// 备注.
    Note,
    /// 不用了.
    Retired,
}

impl ContactForm {
    /// An empty form.
    pub fn adding(context: &Context<'_>) -> ContactForm {
        ContactForm { id: None, form: Form::new(fields(context, None)) }
    }

    /// A contact's fields; `None` where it is not there any more.
    pub fn correcting(context: &Context<'_>, id: ContactId) -> Option<ContactForm> {
        let contact = context.village.contact(id).filter(|contact| contact.is_used())?;
        Some(ContactForm { id: Some(id), form: Form::new(fields(context, Some(contact))) })
    }
}

fn fields(context: &Context<'_>, contact: Option<&Contact>) -> Vec<Field<ContactField>> {
    let told = |of: fn(&Contact) -> &str| contact.map_or("", of);
    let mut windows: Vec<&str> = Vec::new();
    for window in context.tables.matters.all().map(|def| def.window.as_str()) {
        if !windows.contains(&window) {
            windows.push(window);
        }
    }
    let office = Choice::of(windows).or_words().typed(told(|it| &it.office));
    let role = Choice::of(ROLES).or_words().typed(told(|it| &it.role));
    let mut fields = vec![
        Field::text(ContactField::Name, "姓名或窗口", told(|it| &it.name), NAME_CHARS_MAX),
        Field::text(ContactField::Phone, "电话", told(|it| &it.phone), PHONE_CHARS_MAX)
            .hint("一个号码；本地座机不用区号"),
        Field::choice(ContactField::Office, "单位或窗口", office)
            .hint("选了收件窗口，进镇清单上问谁、打哪个电话就看得到"),
        Field::choice(ContactField::Role, "做什么的", role).hint("打几个字找，没有的照写；可以不填"),
        Field::note(ContactField::Note, "备注", told(|it| &it.note), NOTE_CHARS_MAX).hint("如：周二周四在；可以不填"),
    ];
    if contact.is_some() {
        fields.push(Field::yes_no(ContactField::Retired, "不用了", false).hint("写是，名单上就不再列；记录还在"));
    }
    fields
}

impl Filling for ContactForm {
    type Name = ContactField;

    fn fields(&self) -> &Form<ContactField> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<ContactField> {
        &mut self.form
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<ContactField>> {
        if let Some(id) = self.id.filter(|_| self.form.yes(ContactField::Retired)) {
            return Ok(Intent::Contact(ContactIntent::Retire(id)));
        }
        let text = |name| self.form.text(name).to_owned();
        let typed = Box::new(Contact {
            id: self.id.unwrap_or_else(|| context.mint(ContactId::mint)),
            touched: Seq::default(),
            name: text(ContactField::Name),
            office: text(ContactField::Office),
            role: text(ContactField::Role),
            phone: text(ContactField::Phone),
            note: text(ContactField::Note),
            gone_on: None,
        });
        Ok(Intent::Contact(match self.id {
            Some(_) => ContactIntent::Edit(typed),
            None => ContactIntent::Add(typed),
        }))
    }

    fn blamed(&mut self, why: &Refusal, _context: &Context<'_>) -> Option<ContactField> {
        let phone = matches!(why, Refusal::NoName(..)).then_some(ContactField::Phone);
        why.field().and_then(|what| self.form.labelled(what)).or(phone)
    }

    fn stored(&self, _intent: &Intent, _changes: &[Change], context: &Context<'_>) -> Reply {
        let said = Notice::done(format!("常用电话已存好，{}", context.keymap.way_to_undo()));
        Reply::close().then(Reply::say(said))
    }
}
