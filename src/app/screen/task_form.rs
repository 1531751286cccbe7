//! One form over a task's card: what a step has to say, or a paper, money, a note around it.
//!
//! The fields of each are in `fields`, what they mean in `intent`; the rules answer at the field they speak of.

mod fault;
mod fields;
mod intent;

use serde::{Deserialize, Serialize};

use super::confirm::Confirm;
use super::task_card::act;
use super::{Behaviour, Context, Hint, Reply};
use crate::app::command::{Command, FormCommand, GlobalCommand, Scope};
use crate::app::form::{Form, FormEvent};
use crate::domain::id::{HoldId, TaskId};
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

    fn save(&mut self, context: &Context<'_>) -> Reply {
        let Some(task) = context.village.task(self.id) else {
            return Reply::refuse("这件代办已经不在了，可能被撤销了。按 Esc 返回");
        };
        self.form.clear_faults();
        let refused = match intent::of(self.kind, &self.form, task, context) {
            Ok(intent) => match act::perform(context, intent, Reply::close()) {
                Ok(reply) => return reply,
                Err(refusal) => (fault::field_of(&refusal), refusal.to_string()),
            },
            Err((name, why)) => (Some(name), why),
        };
        let (name, why) = refused;
        if let Some(name) = name {
            self.form.fault(name, why.clone());
        }
        if self.form.focus_fault() { Reply::none() } else { Reply::refuse(why) }
    }

    /// Asks what is only asked because of what another field says, and says what that one says for all.
    fn ask(&mut self, event: FormEvent<Name>) {
        if let FormEvent::Edited(name) = event {
            fields::tick(name, &mut self.form);
        }
        fields::ask(self.kind, &mut self.form);
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

impl Behaviour for TaskForm {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Form(FormCommand::Enter).meaning("下一项"),
            Command::Form(FormCommand::Save).into(),
            Command::Global(GlobalCommand::Back).meaning("放下"),
        ]
    }

    fn unsaved(&self) -> bool {
        self.form.touched()
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        Confirm::leaving(self.unsaved())
    }

    fn text(&mut self, text: &str, _context: &Context<'_>) -> Reply {
        let event = self.form.type_text(text);
        self.ask(event);
        Reply::none()
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        let event = self.form.command(command, context.today);
        self.ask(event);
        match event {
            FormEvent::SaveWanted => self.save(context),
            FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => Reply::none(),
        }
    }
}
