//! Something under supervision being written down: that it came, a call back, what was done, the answer.
//!
//! Of a complaint about this liaison or a cadre nothing is asked and nothing is kept but that the ways to complain were
//! told: what was typed before that was said is let go with the form.

use serde::{Deserialize, Serialize};

use super::confirm::Confirm;
use super::page::Page;
use super::sheets;
use super::supervision_card::SupervisionCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, FormCommand, GlobalCommand, Scope};
use crate::app::edit::Edit;
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form, FormEvent, Value};
use crate::app::notice::Notice;
use crate::domain::day::Day;
use crate::domain::decide::supervision::SupervisionIntent;
use crate::domain::decide::{Intent, decide};
use crate::domain::id::{SupervisionId, TaskId};
use crate::domain::limits::{NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::domain::refusal::Refusal;
use crate::domain::supervision::sheets::WallSheet;
use crate::domain::supervision::{Supervision, SupervisionKind};

/// About whom it is, in the order of the choice.
const ABOUT: [&str; 2] = ["一件事、一个部门", "代办员、村干部"];

/// What is being written.
#[derive(Debug, Serialize, Deserialize)]
pub struct SupervisionForm {
    /// What.
    pub kind: SupervisionFormKind,
    /// Its fields.
    pub form: Form<SupervisionField>,
}

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SupervisionFormKind {
    /// One came.
    Receive,
    /// 回访 after the poor rating of this task.
    CallBack(TaskId),
    /// Something was done.
    Deed(SupervisionId),
    /// 办结.
    Settle(SupervisionId),
}

/// The fields by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SupervisionField {
    /// 关于谁.
    About,
    /// 哪一样.
    Kind,
    /// 哪天.
    On,
    /// 来自哪里.
    From,
    /// 说的什么.
    Words,
    /// 哪天前答复.
    Due,
}

impl SupervisionFormKind {
    /// The title of the form.
    pub fn label(self) -> &'static str {
        match self {
            SupervisionFormKind::Receive => "投诉、热线、督办",
            SupervisionFormKind::CallBack(_) => "差评回访",
            SupervisionFormKind::Deed(_) => "记进展",
            SupervisionFormKind::Settle(_) => "办结、答复",
        }
    }
}

impl SupervisionForm {
    /// An empty form.
    pub fn of(context: &Context<'_>, kind: SupervisionFormKind) -> SupervisionForm {
        use SupervisionField as F;
        let on = Field::date(F::On, "哪天", Some(context.today));
        let words = |label, hint| Field::note(F::Words, label, "", NOTE_CHARS_MAX).hint(hint);
        let fields = match kind {
            SupervisionFormKind::Receive => vec![
                Field::choice(F::About, "关于谁", Choice::of(ABOUT).choosing(0))
                    .hint("反映代办员、村干部的，这里不登记，只把投诉渠道告诉他"),
                Field::choice(F::Kind, "哪一样", Choice::of(SupervisionKind::TAKEN_IN.map(SupervisionKind::label))),
                Field::date(F::On, "哪天来的", Some(context.today)),
                Field::text(F::From, "来自哪里", "", NAME_CHARS_MAX)
                    .hint("哪个办、单子编号，如：镇督查室 3号；可以不填"),
                words("说的什么事", "照单子写；不写来电人的姓名电话"),
                Field::date(F::Due, "哪天前答复", None).hint("照单子上的；没有写就空着，按表里的天数算"),
            ],
            SupervisionFormKind::CallBack(_) => vec![words("回访说了什么", "不满意什么，答应怎么改"), on],
            SupervisionFormKind::Deed(_) => vec![words("办了什么", "写一句"), on],
            SupervisionFormKind::Settle(_) => vec![words("结果", "怎么办的、怎么改的，答复了谁"), on],
        };
        SupervisionForm { kind, form: Form::new(fields) }
    }

    fn is_about_cadres(&self) -> bool {
        self.kind == SupervisionFormKind::Receive && self.form.chosen(SupervisionField::About) == Some(1)
    }

    fn day(&self, field: SupervisionField, context: &Context<'_>) -> Result<Option<Day>, (SupervisionField, String)> {
        self.form.date(field, context.today).map_err(|why| (field, why))
    }

    /// What is typed as an intent, and the record it makes or changes.
    fn typed(&self, context: &Context<'_>) -> Result<(SupervisionIntent, SupervisionId), (SupervisionField, String)> {
        use SupervisionField as F;
        let on = self.day(F::On, context)?.ok_or((F::On, "哪天没有写".to_owned()))?;
        let words = self.form.text(F::Words).to_owned();
        Ok(match self.kind {
            SupervisionFormKind::Receive => {
                let id = context.mint(SupervisionId::mint);
                if self.is_about_cadres() {
                    return Ok((SupervisionIntent::TellChannels(id, on), id));
                }
                let kind = self.form.chosen(F::Kind).and_then(|place| SupervisionKind::TAKEN_IN.get(place)).copied();
                // None is chosen beforehand: what is kept, and for how long, hangs on it.
                let kind = kind.ok_or((F::Kind, "选一样：照单子上的".to_owned()))?;
                let item = Supervision::new(id, kind, on, context.at);
                let (from, due) = (self.form.text(F::From).to_owned(), self.day(F::Due, context)?);
                (SupervisionIntent::Receive(Box::new(Supervision { from, due, text: words, ..item })), id)
            }
            SupervisionFormKind::CallBack(task) => {
                let id = context.mint(SupervisionId::mint);
                (SupervisionIntent::CallBack { id, task, on, words }, id)
            }
            SupervisionFormKind::Deed(id) => (SupervisionIntent::Deed(id, on, words), id),
            SupervisionFormKind::Settle(id) => (SupervisionIntent::Settle(id, on, words), id),
        })
    }

    fn save(&mut self, context: &Context<'_>) -> Reply {
        self.form.clear_faults();
        let wrong = match self.typed(context) {
            Err(wrong) => wrong,
            Ok((intent, id)) => {
                let intent = Intent::Supervision(intent);
                match decide(context.village, &context.now(), intent.clone()) {
                    Ok(_) => return Reply::decide(intent, self.stored(context, id)),
                    Err(why) => (field_of(&why), why.to_string()),
                }
            }
        };
        self.form.fault(wrong.0, wrong.1);
        self.form.focus_fault();
        Reply::none()
    }

    fn stored(&self, context: &Context<'_>, id: SupervisionId) -> Reply {
        let undo = context.keymap.way_to_undo();
        if self.is_about_cadres() {
            let slip = sheets::words(&WallSheet::Channels.of(context.village, context.tables));
            let page = Screen::Page(Page::of(WallSheet::Channels.label(), slip));
            let said = Notice::done(format!("只记了一笔「已告知投诉渠道」，没有记是谁、什么事，{undo}"));
            return Reply::close().then(Reply::open(page)).then(Reply::say(said));
        }
        let said = Reply::say(Notice::done(format!("已存好，{undo}")));
        let card = Reply::open(Screen::SupervisionCard(SupervisionCard::awaited(id)));
        match self.kind {
            SupervisionFormKind::Receive | SupervisionFormKind::CallBack(_) => Reply::close().then(card).then(said),
            SupervisionFormKind::Deed(_) | SupervisionFormKind::Settle(_) => Reply::close().then(said),
        }
    }

    fn after(&mut self, event: FormEvent<SupervisionField>, context: &Context<'_>) -> Reply {
        use SupervisionField as F;
        match event {
            FormEvent::SaveWanted => return self.save(context),
            FormEvent::Edited(F::About) | FormEvent::Left(F::About) => {
                let asked = !self.is_about_cadres();
                if !asked {
                    // Nothing of it stays, not even where an open form is kept while the data are locked.
                    self.form.set(F::Words, Value::Note(Edit::default().at_most(NOTE_CHARS_MAX)));
                    self.form.set(F::From, Value::Text(Edit::default().at_most(NAME_CHARS_MAX)));
                }
                for field in [F::Kind, F::From, F::Words, F::Due] {
                    self.form.ask(field, asked);
                }
            }
            FormEvent::Moved
            | FormEvent::Edited(F::Kind | F::On | F::From | F::Words | F::Due)
            | FormEvent::Left(F::Kind | F::On | F::From | F::Words | F::Due) => {}
        }
        Reply::none()
    }
}

/// Where a no of the rules is shown.
fn field_of(why: &Refusal) -> SupervisionField {
    match why {
        Refusal::BadDay(..) => SupervisionField::On,
        _ => SupervisionField::Words,
    }
}

impl Behaviour for SupervisionForm {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Form(FormCommand::Save).into(),
            Command::Form(FormCommand::Next).into(),
            Command::Global(GlobalCommand::Back).meaning("放下"),
        ]
    }

    fn unsaved(&self) -> bool {
        self.form.touched()
    }

    fn back(&mut self, _context: &Context<'_>) -> Reply {
        Confirm::leaving(self.unsaved())
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        let event = self.form.type_text(text);
        self.after(event, context)
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        let event = self.form.command(command, context.today);
        self.after(event, context)
    }
}
