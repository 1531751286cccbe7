//! A stick 登记U盘 being registered or corrected, or not used any more.
//!
//! The rules are `decide::stick`'s.

use serde::{Deserialize, Serialize};

use super::filling::{Filling, Wrong};
use super::{Context, Reply};
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form};
use crate::app::notice::Notice;
use crate::domain::change::Change;
use crate::domain::decide::Intent;
use crate::domain::decide::stick::{StickIntent, StickTyped};
use crate::domain::limits::NAME_CHARS_MAX;
use crate::domain::refusal::Refusal;
use crate::domain::stick::Stick;

/// Why one is not used any more, as it is offered.
const WHYS: [&str; 3] = ["丢失", "坏了", "交回镇里"];

/// A stick being registered or corrected.
#[derive(Debug, Serialize, Deserialize)]
pub struct StickForm {
    /// 卷序列号.
    pub serial: String,
    /// What it is called.
    pub label: String,
    /// Whether it is registered already.
    pub is_registered: bool,
    /// Its fields.
    pub form: Form<StickField>,
}

/// The fields by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StickField {
    /// 编号.
    Number,
    /// 保管人.
    Keeper,
    /// 为什么不用了.
    Retired,
}

impl StickForm {
    /// A stick's fields.
    pub fn of(stick: &Stick, context: &Context<'_>) -> StickForm {
        let keeper = if stick.keeper.is_empty() { &context.village.info.liaison } else { &stick.keeper };
        let mut fields = vec![
            Field::text(StickField::Number, "编号", &stick.number, NAME_CHARS_MAX)
                .hint("U盘上贴的，如 2号；没有的贴一个"),
            Field::text(StickField::Keeper, "保管人", keeper, NAME_CHARS_MAX).hint("谁收着、丢了找谁"),
        ];
        if stick.is_registered() {
            let why = Choice::of(WHYS).or_words();
            fields.push(
                Field::choice(StickField::Retired, "为什么不用了", why).hint("还在用就空着；写了就注销，记录还在"),
            );
        }
        let (serial, label) = (stick.serial.clone(), stick.label.clone());
        StickForm { serial, label, is_registered: stick.is_registered(), form: Form::new(fields) }
    }
}

impl Filling for StickForm {
    type Name = StickField;

    fn fields(&self) -> &Form<StickField> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<StickField> {
        &mut self.form
    }

    fn typed(&mut self, _context: &Context<'_>) -> Result<Intent, Wrong<StickField>> {
        let text = |name| self.form.text(name).trim().to_owned();
        if self.is_registered && !text(StickField::Retired).is_empty() {
            let (serial, why) = (self.serial.clone(), text(StickField::Retired));
            return Ok(Intent::Stick(StickIntent::Retire { serial, why }));
        }
        let (serial, label) = (self.serial.clone(), self.label.clone());
        let typed = StickTyped { serial, label, number: text(StickField::Number), keeper: text(StickField::Keeper) };
        Ok(Intent::Stick(match self.is_registered {
            true => StickIntent::Correct(Box::new(typed)),
            false => StickIntent::Register(Box::new(typed)),
        }))
    }

    fn blamed(&mut self, why: &Refusal, _context: &Context<'_>) -> Option<StickField> {
        let number = matches!(why, Refusal::Duplicate(_)).then_some(StickField::Number);
        why.field().and_then(|what| self.form.labelled(what)).or(number)
    }

    fn stored(&self, intent: &Intent, _changes: &[Change], context: &Context<'_>) -> Reply {
        let said = match intent {
            Intent::Stick(StickIntent::Retire { .. }) => {
                "U盘注销了。是丢了的：按 F9 选「U盘丢了」，看上面有什么、要做什么".to_owned()
            }
            _ => format!("U盘登记已存好，{}", context.keymap.way_to_undo()),
        };
        Reply::close().then(Reply::say(Notice::done(said)))
    }
}
