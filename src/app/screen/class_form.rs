//! 认定类别 and 取消类别 of one household, with the warning where two benefits exclude each other.
//!
//! What classes there are is the table's to say; the warning never blocks.

use serde::{Deserialize, Serialize};

use super::Context;
use super::filling::{Filling, Wrong};
use crate::app::edit::Edit;
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form, FormEvent, Value};
use crate::domain::decide::Intent;
use crate::domain::decide::household::HouseholdIntent;
use crate::domain::decide::household::class::{EndIntent, GrantIntent};
use crate::domain::household::Household;
use crate::domain::id::HouseholdId;
use crate::domain::limits::{NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::domain::refusal::Refusal;

/// What is done, in the order of the choice.
const DEEDS: [&str; 2] = ["认定", "取消"];

/// A class being granted or ended.
#[derive(Debug, Serialize, Deserialize)]
pub struct ClassForm {
    /// Of which household.
    pub id: HouseholdId,
    /// Its fields.
    pub form: Form<ClassField>,
    /// Who decides, as the table filled it in; what was typed over it stays.
    filled: String,
}

/// The fields by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClassField {
    /// 认定或取消.
    Deed,
    /// 类别.
    Value,
    /// 从哪天起.
    From,
    /// 到哪天止.
    To,
    /// 依据.
    Basis,
    /// 谁认定的.
    DecidedBy,
    /// 取消哪一类.
    Which,
    /// 最后一天.
    On,
    /// 取消原因.
    Why,
}

impl ClassForm {
    /// The form for a household; `None` when it is gone.
    pub fn of(context: &Context<'_>, id: HouseholdId) -> Option<ClassForm> {
        let household = context.village.household(id)?;
        let mut values: Vec<String> = Vec::new();
        // A class of several schemes is offered once.
        for (_, value) in context.tables.classes.all() {
            if !values.iter().any(|known| known == value) {
                values.push(value.to_owned());
            }
        }
        let held = household.classes_on(context.today).map(|class| class.value.clone());
        let fields = vec![
            Field::choice(ClassField::Deed, "认定或取消", Choice::of(DEEDS).choosing(0)),
            Field::choice(ClassField::Value, "类别", Choice::of(values).or_words())
                .hint("打几个字找；没有的类别照文件上的写"),
            Field::date(ClassField::From, "从哪天起", Some(context.today)),
            Field::date(ClassField::To, "到哪天止", None).hint("不知道就空着"),
            Field::text(ClassField::Basis, "依据", "", NOTE_CHARS_MAX)
                .hint("哪份文件、哪次认定，如：2026年11月低保审批表"),
            Field::text(ClassField::DecidedBy, "谁认定的", "", NAME_CHARS_MAX),
            Field::choice(ClassField::Which, "取消哪一类", Choice::of(held)),
            Field::date(ClassField::On, "最后一天", Some(context.today)).hint("到这一天为止还算，第二天起不算"),
            Field::note(ClassField::Why, "取消原因", "", NOTE_CHARS_MAX).hint("为什么、谁定的；原来的记录还看得到"),
        ];
        let mut form = ClassForm { id, form: Form::new(fields), filled: String::new() };
        let any = household.classes_on(context.today).next().is_some();
        form.form.ask(ClassField::Deed, any);
        if !any {
            form.form.focus(ClassField::Value);
        }
        form.ask(context);
        Some(form)
    }

    fn ends(&self) -> bool {
        self.form.chosen(ClassField::Deed) == Some(1)
    }

    /// Asks what the deed asks, fills in who decides, and warns of what excludes the class.
    fn ask(&mut self, context: &Context<'_>) {
        let ends = self.ends();
        let granted = [ClassField::Value, ClassField::From, ClassField::To, ClassField::Basis, ClassField::DecidedBy];
        granted.into_iter().for_each(|name| self.form.ask(name, !ends));
        [ClassField::Which, ClassField::On, ClassField::Why].into_iter().for_each(|name| self.form.ask(name, ends));
        let Some(household) = context.village.household(self.id) else { return };
        let value = self.form.text(ClassField::Value).to_owned();
        let from = self.form.date(ClassField::From, context.today).ok().flatten().unwrap_or(context.today);
        let scheme = context.tables.classes.scheme_on(&value, from);
        let decides = scheme.map_or("", |scheme| scheme.decided_by.as_str()).to_owned();
        if self.form.text(ClassField::DecidedBy) == self.filled {
            self.form.set(ClassField::DecidedBy, Value::Text(Edit::of(&decides).at_most(NAME_CHARS_MAX)));
            self.filled = decides;
        }
        let told = warning(context, household, &value)
            .or_else(|| scheme.map(|scheme| format!("{} {}", scheme.name, scheme.days_words()).trim().to_owned()));
        self.form.tell(ClassField::Value, told);
    }
}

/// What the household has that excludes this class, with where it is written.
fn warning(context: &Context<'_>, household: &Household, value: &str) -> Option<String> {
    let found = context.tables.classes.excluding(household, value, context.today);
    let (held, rule) = found.first()?;
    Some(format!("注意：这户现在是{held}。{}（{}）。只是提醒，照样能存", rule.words, rule.source))
}

impl Filling for ClassForm {
    type Name = ClassField;

    fn fields(&self) -> &Form<ClassField> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<ClassField> {
        &mut self.form
    }

    fn follow(&mut self, _event: FormEvent<ClassField>, context: &Context<'_>) {
        self.ask(context);
        self.form.leave_unasked();
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<ClassField>> {
        let text = |name| self.form.text(name).to_owned();
        let day = |name| self.form.date(name, context.today).map_err(|why| (name, why));
        let household = self.id;
        if self.ends() {
            let value = text(ClassField::Which);
            if value.is_empty() {
                return Err((ClassField::Which, "请选取消哪一类".to_owned()).into());
            }
            let on = day(ClassField::On)?.unwrap_or(context.today);
            let end = EndIntent { household, value, on, why: text(ClassField::Why) };
            return Ok(Intent::Household(HouseholdIntent::EndClass(end)));
        }
        Ok(Intent::Household(HouseholdIntent::GrantClass(Box::new(GrantIntent {
            household,
            value: text(ClassField::Value),
            from: day(ClassField::From)?.unwrap_or(context.today),
            to: day(ClassField::To)?,
            basis: text(ClassField::Basis),
            decided_by: text(ClassField::DecidedBy),
        }))))
    }

    fn blamed(&mut self, why: &Refusal, _context: &Context<'_>) -> Option<ClassField> {
        let (day, whole) = match self.ends() {
            true => (ClassField::On, ClassField::Which),
            false => (ClassField::From, ClassField::Value),
        };
        let named = why.field().and_then(|what| self.form.labelled(what));
        named.or(Some(if matches!(why, Refusal::BadDay(..)) { day } else { whole }))
    }
}
