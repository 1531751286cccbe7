//! 请假: from when to when, why, and who stands in.

use serde::{Deserialize, Serialize};

use super::filling::{Filling, Wrong};
use super::{Context, Reply, Screen};
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form};
use crate::app::screen::leave_card::LeaveCard;
use crate::domain::change::Change;
use crate::domain::decide::Intent;
use crate::domain::decide::leave::LeaveIntent;
use crate::domain::id::{LeaveId, Seq};
use crate::domain::leave::{Leave, LeaveKind};
use crate::domain::limits::{NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::domain::refusal::Refusal;

/// A leave being written.
#[derive(Debug, Serialize, Deserialize)]
pub struct LeaveForm {
    /// Its fields.
    pub form: Form<LeaveField>,
}

/// The fields by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeaveField {
    /// 哪一样.
    Kind,
    /// 从哪天.
    From,
    /// 到哪天.
    To,
    /// 替岗人.
    StandIn,
    /// 替岗人电话.
    Phone,
    /// 事由.
    Reason,
}

impl LeaveForm {
    /// An empty form.
    pub fn new(context: &Context<'_>) -> LeaveForm {
        let kinds = Choice::of(LeaveKind::ALL.map(LeaveKind::label)).choosing(0);
        let last = context.village.leaves().next_back();
        let (stand_in, phone) = last.map_or(("", ""), |last| (last.stand_in.as_str(), last.phone.as_str()));
        let fields = vec![
            Field::date(LeaveField::From, "从哪天", Some(context.today)).hint("走的那天；可以写：明天、下周一、11-28"),
            Field::date(LeaveField::To, "到哪天", None).hint("最后不在的那天；这天还不在"),
            Field::choice(LeaveField::Kind, "哪一样", kinds),
            Field::text(LeaveField::StandIn, "替岗人", stand_in, NAME_CHARS_MAX)
                .hint("谁来顶（B岗）；写了会印在替岗单和门上告示里"),
            Field::text(LeaveField::Phone, "替岗人电话", phone, NAME_CHARS_MAX),
            Field::text(LeaveField::Reason, "事由", "", NOTE_CHARS_MAX).hint("可以不填"),
        ];
        LeaveForm { form: Form::new(fields) }
    }
}

impl Filling for LeaveForm {
    type Name = LeaveField;

    fn fields(&self) -> &Form<LeaveField> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<LeaveField> {
        &mut self.form
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<LeaveField>> {
        let day = |name, blank: &str| match self.form.date(name, context.today) {
            Ok(Some(day)) => Ok(day),
            Ok(None) => Err((name, blank.to_owned())),
            Err(why) => Err((name, why)),
        };
        let kind = self.form.chosen(LeaveField::Kind).and_then(|place| LeaveKind::ALL.get(place)).copied();
        let text = |name| self.form.text(name).to_owned();
        Ok(Intent::Leave(LeaveIntent::Record(Box::new(Leave {
            id: context.mint(LeaveId::mint),
            touched: Seq::default(),
            kind: kind.unwrap_or(LeaveKind::Leave),
            from: day(LeaveField::From, "从哪天没有写")?,
            to: day(LeaveField::To, "到哪天没有写；只走一天，就写同一天")?,
            reason: text(LeaveField::Reason),
            stand_in: text(LeaveField::StandIn),
            phone: text(LeaveField::Phone),
            entered_at: context.at,
            back_on: None,
        }))))
    }

    fn blamed(&mut self, _why: &Refusal, _context: &Context<'_>) -> Option<LeaveField> {
        Some(LeaveField::To)
    }

    fn stored(&self, intent: &Intent, _changes: &[Change], _context: &Context<'_>) -> Reply {
        let Intent::Leave(LeaveIntent::Record(leave)) = intent else { return Reply::close() };
        Reply::close().then(Reply::open(Screen::LeaveCard(LeaveCard::awaited(leave.id))))
    }
}
