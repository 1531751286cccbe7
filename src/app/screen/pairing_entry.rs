//! What is written down on the card of a pairing: the plan and who decided it, a measure, an income, a talk, the next step,
//! its end.
//!
//! The fields of each kind are in `fields`; the rules are `decide::pairing`'s.

mod fields;

use serde::{Deserialize, Serialize};

use super::filling::{Filling, Wrong};
use super::pairing_card::GONE;
use super::{Context, Reply};
use crate::app::form::{Form, FormEvent};
use crate::app::notice::Notice;
use crate::domain::change::Change;
use crate::domain::day::Day;
use crate::domain::decide::Intent;
use crate::domain::decide::pairing::{PairingIntent, PlanIntent};
use crate::domain::fee::{parse_yuan, yuan};
use crate::domain::id::{PairingId, ReturnedMatterId};
use crate::domain::pairing::month::Month;
use crate::domain::pairing::{Contact, IncomeCheck, Measure, NextStep, PairingEnd, PlanDecision};
use crate::domain::refusal::Refusal;

/// Said of an amount that cannot be read.
const AMOUNT_FAULT: &str = "看不懂这个金额，写成元：400 或 400.50";

/// Something being written down.
#[derive(Debug, Serialize, Deserialize)]
pub struct PairingEntry {
    /// Of which pairing.
    pub id: PairingId,
    /// What.
    pub kind: EntryKind,
    /// Its fields.
    pub form: Form<EntryField>,
    /// The measures that may be chosen, by their places.
    measures: Vec<usize>,
    /// The matters that may be chosen.
    matters: Vec<ReturnedMatterId>,
}

/// What is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryKind {
    /// 帮扶方案.
    Plan,
    /// 记措施.
    Measure,
    /// 措施落实.
    MeasureDone,
    /// 记收入.
    Income,
    /// 记联系.
    Contact,
    /// 定下一步.
    NextStep,
    /// 下一步办了.
    StepDone,
    /// 解除.
    End,
}

/// The fields of all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryField {
    /// 致困原因.
    Causes,
    /// What is planned, done, said, to be done, or why it ends.
    Words,
    /// The matter under which the plan was decided.
    Matter,
    /// Which body decided.
    Body,
    /// The day.
    On,
    /// What came of the meeting.
    Outcome,
    /// Yuan.
    Amount,
    /// Whether it is carried out already.
    Done,
    /// Which measure.
    Which,
    /// Which month.
    Month,
}

impl EntryKind {
    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            EntryKind::Plan => "帮扶方案",
            EntryKind::Measure => "记措施",
            EntryKind::MeasureDone => "措施落实",
            EntryKind::Income => "记收入",
            EntryKind::Contact => "记联系",
            EntryKind::NextStep => "定下一步",
            EntryKind::StepDone => "下一步办了",
            EntryKind::End => "解除结对",
        }
    }
}

impl PairingEntry {
    /// The form of this kind, filled in as far as is known; `None` when the pairing is gone.
    pub fn of(context: &Context<'_>, id: PairingId, kind: EntryKind) -> Option<PairingEntry> {
        let pairing = context.village.pairing(id)?;
        let form = Form::new(fields::of(context, pairing, kind));
        let (measures, matters) = (fields::open_measures(pairing), fields::matters(context.village));
        let mut entry = PairingEntry { id, kind, form, measures, matters };
        entry.ask(context);
        Some(entry)
    }

    /// What another field says: the income the month had, and what the decision still asks.
    fn ask(&mut self, context: &Context<'_>) {
        if self.kind == EntryKind::Plan {
            // A matter tells all of it by itself.
            let told = self.matter().is_some();
            for name in [EntryField::Body, EntryField::On, EntryField::Outcome] {
                self.form.ask(name, !told);
            }
        }
        if self.kind == EntryKind::Income {
            let month = self.month(context);
            let old = context
                .village
                .pairing(self.id)
                .and_then(|pairing| pairing.incomes.iter().find(|check| Some(check.month) == month));
            let told = old.map(|old| format!("{} 记过{}，再记就换成新的", old.month, yuan(old.per_head_fen.into())));
            self.form.tell(EntryField::Month, told);
        }
    }

    /// The month that is meant: this one where none is written.
    fn month(&self, context: &Context<'_>) -> Option<Month> {
        match self.form.text(EntryField::Month) {
            "" => Some(Month::of(context.today)),
            typed => Month::parse(typed, context.today),
        }
    }

    /// The first of the choice is none of them.
    fn matter(&self) -> Option<ReturnedMatterId> {
        let place = self.form.chosen(EntryField::Matter)?.checked_sub(1)?;
        self.matters.get(place).copied()
    }

    fn plan(&self, on: Option<Day>) -> PlanIntent {
        let text = |name| self.form.text(name).to_owned();
        let told = [EntryField::Body, EntryField::On, EntryField::Outcome];
        let words = told.into_iter().any(|name| !self.form.text(name).is_empty());
        let decision = match self.matter() {
            matter @ Some(_) => Some(PlanDecision { matter, body: String::new(), on: None, outcome: String::new() }),
            None => words.then(|| PlanDecision {
                matter: None,
                body: text(EntryField::Body),
                on,
                outcome: text(EntryField::Outcome),
            }),
        };
        PlanIntent { causes: text(EntryField::Causes), plan: text(EntryField::Words), decision }
    }
}

impl Filling for PairingEntry {
    type Name = EntryField;

    fn fields(&self) -> &Form<EntryField> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<EntryField> {
        &mut self.form
    }

    fn follow(&mut self, _event: FormEvent<EntryField>, context: &Context<'_>) {
        self.ask(context);
        self.form.leave_unasked();
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<EntryField>> {
        context.village.pairing(self.id).ok_or(GONE)?;
        let text = |name| self.form.text(name).to_owned();
        let day = |name| self.form.date(name, context.today).map_err(|why| (name, why));
        let on = day(EntryField::On)?;
        let amount = || match self.form.text(EntryField::Amount) {
            "" => Ok(None),
            typed => parse_yuan(typed).map(Some).ok_or_else(|| (EntryField::Amount, AMOUNT_FAULT.to_owned())),
        };
        let given = |on: Option<Day>| on.ok_or_else(|| (EntryField::On, "请写是哪一天".to_owned()));
        Ok(Intent::Pairing(match self.kind {
            EntryKind::Plan => PairingIntent::Plan(self.id, Box::new(self.plan(on))),
            EntryKind::Measure => {
                let (on, done) = (given(on)?, self.form.yes(EntryField::Done));
                PairingIntent::Measure(
                    self.id,
                    Measure {
                        on,
                        what: text(EntryField::Words),
                        amount_fen: amount()?.unwrap_or(0),
                        done_on: done.then_some(on),
                    },
                )
            }
            EntryKind::MeasureDone => {
                let place = self.form.chosen(EntryField::Which).and_then(|place| self.measures.get(place));
                let place = place.ok_or_else(|| (EntryField::Which, "请选是哪一条".to_owned()))?;
                PairingIntent::MeasureDone(self.id, *place, given(on)?)
            }
            EntryKind::Income => {
                let month =
                    self.month(context).ok_or_else(|| (EntryField::Month, "写成 2026-11 或 11月".to_owned()))?;
                let fen = amount()?.ok_or_else(|| (EntryField::Amount, "请写人均多少元；没有就写0".to_owned()))?;
                let check = IncomeCheck { month, per_head_fen: fen, note: text(EntryField::Words) };
                PairingIntent::Income(self.id, check)
            }
            EntryKind::Contact => {
                let contact = Contact { on: given(on)?, entered_at: context.at, text: text(EntryField::Words) };
                PairingIntent::Contact(self.id, contact)
            }
            EntryKind::StepDone => {
                let contact = Contact { on: given(on)?, entered_at: context.at, text: text(EntryField::Words) };
                PairingIntent::StepDone(self.id, contact)
            }
            EntryKind::NextStep => {
                let step = NextStep { what: text(EntryField::Words), on: given(on)? };
                PairingIntent::NextStep(self.id, Some(step))
            }
            EntryKind::End => PairingIntent::End(self.id, PairingEnd { on: given(on)?, why: text(EntryField::Words) }),
        }))
    }

    fn blamed(&mut self, why: &Refusal, _context: &Context<'_>) -> Option<EntryField> {
        let on = matches!(why, Refusal::BadDay(..)).then_some(match self.kind {
            EntryKind::Income => EntryField::Month,
            EntryKind::Plan
            | EntryKind::Measure
            | EntryKind::MeasureDone
            | EntryKind::Contact
            | EntryKind::NextStep
            | EntryKind::StepDone
            | EntryKind::End => EntryField::On,
        });
        why.field().and_then(|what| self.form.labelled(what)).or(on)
    }

    fn stored(&self, _intent: &Intent, _changes: &[Change], context: &Context<'_>) -> Reply {
        let step = context.village.pairing(self.id).and_then(|pairing| pairing.next_step.as_ref());
        let step = step.filter(|_| self.kind == EntryKind::End);
        let dropped = step.map(|step| format!("，下一步「{}」写成不办了", step.what)).unwrap_or_default();
        let undo = context.keymap.way_to_undo();
        let said = Notice::done(format!("{}：已存好{dropped}，{undo}", self.kind.label()));
        Reply::close().then(Reply::say(said))
    }
}
