//! One form over a task's card: what a step has to say, or a paper, money, a note around it.
//!
//! The fields of each are in `fields`, what they mean in `intent`; the rules answer at the field they speak of.

mod fault;
mod fields;
mod intent;

use serde::{Deserialize, Serialize};

use super::filling::{self, Filling, Wrong};
use super::task_card::act;
use super::{Context, Hint, Reply};
use crate::app::command::{Command, FormCommand};
use crate::app::form::{Form, FormEvent};
use crate::domain::change::Change;
use crate::domain::decide::Intent;
use crate::domain::id::{HoldId, TaskId};
use crate::domain::refusal::Refusal;
use crate::domain::task::ProxyTask;
use crate::domain::task::lifecycle::{self, StepKind};

/// A form over a task's card.
#[derive(Debug, Serialize, Deserialize)]
pub struct TaskForm {
    /// Which task.
    pub id: TaskId,
    /// Which form.
    pub kind: FormKind,
    /// What it is called.
    pub title: String,
    /// Its fields.
    pub form: Form<Name>,
}

/// Which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormKind {
    /// What a step has to say.
    Step(StepKind),
    /// The checklist.
    Materials,
    /// One more paper the window asks for.
    AddMaterial,
    /// 收证件.
    TakeHold,
    /// 还证件.
    ReturnHold(HoldId),
    /// 委托.
    Entrust,
    /// 费用.
    Fee,
    /// 代缴款 taken.
    TakeMoney,
    /// 代缴款 paid in, by its place in the list.
    SettleMoney(usize),
    /// 催问.
    Urge,
    /// 外部受理号.
    ExternalNo,
    /// 评价.
    Rate,
    /// 备注.
    Note,
}

/// The fields of all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Name {
    /// The day it happened.
    On,
    /// Which window.
    Window,
    /// A receipt's number.
    Receipt,
    /// 外部受理号.
    ExternalNo,
    /// Whether the originals go along.
    Originals,
    /// Free words: what is missing, a note, what was said.
    Words,
    /// Why.
    Reason,
    /// Where the villager is sent.
    Whereto,
    /// A paper's number or name.
    Paper,
    /// The remedy told.
    Remedy,
    /// Where the result lies.
    Place,
    /// Into whose hands, or who was asked.
    Whom,
    /// How it was signed for.
    Signed,
    /// 评价.
    Rating,
    /// How it was told, or entrusted.
    Method,
    /// Which paper, or what for.
    What,
    /// Whose it is.
    Owner,
    /// By when.
    Until,
    /// Whether both IDs were seen.
    IdsSeen,
    /// 见证人.
    Witness,
    /// How a spoken entrustment is signed with the delivery.
    Entrusted,
    /// An amount, in yuan.
    Amount,
    /// An amount given back, in yuan.
    Refunded,
    /// The legal basis.
    Basis,
    /// Whether an original goes back with the result, by its place among those out.
    Hold(usize),
    /// Whether a paper is in, by its place in the checklist.
    Material(usize),
    /// Which missing paper need not come.
    Waive,
    /// Whether all papers are in.
    All,
}

impl TaskForm {
    /// The form of this kind for a task, filled in as far as is known; `None` when the task is gone.
    pub fn of(context: &Context<'_>, id: TaskId, kind: FormKind) -> Option<TaskForm> {
        let task = context.village.task(id)?;
        let form = Form::new(fields::of(kind, task, context));
        Some(TaskForm { id, kind, title: title(kind, task), form })
    }
}

fn title(kind: FormKind, task: &ProxyTask) -> String {
    let what = match kind {
        FormKind::Step(step) => lifecycle::label_for(step, task),
        FormKind::Materials => "材料",
        FormKind::AddMaterial => "窗口另要一样材料",
        FormKind::TakeHold => "收证件",
        FormKind::ReturnHold(_) => "还证件",
        FormKind::Entrust => "委托",
        FormKind::Fee => "费用",
        FormKind::TakeMoney => "代缴款：收钱",
        FormKind::SettleMoney(_) => "代缴款：缴清",
        FormKind::Urge => "催问",
        FormKind::ExternalNo => "外部受理号",
        FormKind::Rate => "评价",
        FormKind::Note => "备注",
    };
    format!("{what} {} {}", task.no, task.matter.name)
}

impl Filling for TaskForm {
    type Name = Name;
    const HINTS: &'static [Hint] =
        &[Command::Form(FormCommand::Enter).meaning("下一项"), filling::SAVE, filling::LEAVE];
    const IS_POPUP: bool = true;

    fn fields(&self) -> &Form<Name> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<Name> {
        &mut self.form
    }

    /// Asks what is only asked because of what another field says, and says what that one says for all.
    fn follow(&mut self, event: FormEvent<Name>, _context: &Context<'_>) {
        if let FormEvent::Edited(name) = event {
            fields::tick(name, &mut self.form);
        }
        fields::ask(self.kind, &mut self.form);
    }

    fn save(&mut self, context: &Context<'_>) -> Reply {
        self.follow(FormEvent::SaveWanted, context);
        filling::store(self, context)
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<Name>> {
        let task = context.village.task(self.id).ok_or("这件代办已经不在了，可能被撤销了。按 Esc 返回")?;
        Ok(intent::of(self.kind, &self.form, task, context)?)
    }

    fn blamed(&mut self, why: &Refusal, _context: &Context<'_>) -> Option<Name> {
        fault::field_of(why)
    }

    fn stored(&self, _intent: &Intent, changes: &[Change], context: &Context<'_>) -> Reply {
        Reply::close().then(act::said(changes, context))
    }
}
