//! Something under supervision being written down: that it came, a call back, what was done, the answer.
//!
//! Of a complaint about this liaison or a cadre nothing is asked and nothing is kept but that the ways to complain were
//! told: what was typed before that was said is let go with the form.

use serde::{Deserialize, Serialize};

use super::filling::{Filling, Wrong};
use super::page::Page;
use super::supervision_card::SupervisionCard;
use super::{Context, Reply, Screen};
use crate::app::edit::Edit;
use crate::app::form::choice::{Choice, Offer};
use crate::app::form::{Field, Form, FormEvent, Value};
use crate::app::notice::Notice;
use crate::domain::change::Change;
use crate::domain::day::Day;
use crate::domain::decide::Intent;
use crate::domain::decide::supervision::SupervisionIntent;
use crate::domain::find::Search;
use crate::domain::id::{SupervisionId, TaskId};
use crate::domain::limits::{NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::domain::refusal::Refusal;
use crate::domain::supervision::sheets::WallSheet;
use crate::domain::supervision::{Supervision, SupervisionKind};
use crate::domain::task::ProxyTask;

/// Tasks offered at most; the form shows a few of them and says how many there are.
const OFFERS_MAX: usize = 200;
/// About whom it is, in the order of the choice.
const ABOUT: [&str; 2] = ["一件事、一个部门", "代办员、村干部"];

/// What is being written.
#[derive(Debug, Serialize, Deserialize)]
pub struct SupervisionForm {
    /// What.
    pub kind: SupervisionFormKind,
    /// Its fields.
    pub form: Form<SupervisionField>,
    /// The tasks offered, in the order of the choice.
    tasks: Vec<TaskId>,
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
    /// 哪一件.
    Task,
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
                Field::choice(F::Task, "哪一件", Choice::finding())
                    .hint("说的是哪件代办：打姓名、编号找，Enter 选；不是哪一件就空着"),
            ],
            SupervisionFormKind::CallBack(_) => vec![words("回访说了什么", "不满意什么，答应怎么改"), on],
            SupervisionFormKind::Deed(_) => vec![words("办了什么", "写一句"), on],
            SupervisionFormKind::Settle(_) => vec![words("结果", "怎么办的、怎么改的，答复了谁"), on],
        };
        SupervisionForm { kind, form: Form::new(fields), tasks: Vec::new() }
    }

    /// Offers the tasks that the typed words find, the newest first.
    fn find_tasks(&mut self, context: &Context<'_>) {
        let village = context.village;
        let search = Search::new(village, context.today, &self.form.edited(SupervisionField::Task));
        let found = village.tasks().filter(|task| !search.is_empty() && search.task(task));
        let mut found: Vec<&ProxyTask> = found.collect();
        found.sort_by_key(|task| std::cmp::Reverse(task.no));
        found.truncate(OFFERS_MAX);
        let label = |task: &&ProxyTask| {
            let who = village.person(task.applicant).map_or("", |person| person.name.as_str());
            format!("{} {who} {} {}", task.no, task.matter.name, task.state_label())
        };
        let offers = found.iter().map(label).map(|label| Offer { label, blocked: None }).collect();
        self.tasks = found.iter().map(|task| task.id).collect();
        self.form.offer(SupervisionField::Task, offers);
    }

    fn is_about_cadres(&self) -> bool {
        self.kind == SupervisionFormKind::Receive && self.form.chosen(SupervisionField::About) == Some(1)
    }

    fn day(&self, field: SupervisionField, context: &Context<'_>) -> Result<Option<Day>, (SupervisionField, String)> {
        self.form.date(field, context.today).map_err(|why| (field, why))
    }
}

/// Says that only the telling was kept, over the slip with the ways to complain.
fn told_channels(context: &Context<'_>) -> Reply {
    let slip = WallSheet::Channels.of(context.village, context.tables);
    let page = Screen::Page(Page::of_sheet(WallSheet::Channels.label(), slip));
    let undo = context.keymap.way_to_undo();
    let said = Notice::done(format!("只记了一笔「已告知投诉渠道」，没有记是谁、什么事，{undo}"));
    Reply::close().then(Reply::open(page)).then(Reply::say(said))
}

impl Filling for SupervisionForm {
    type Name = SupervisionField;

    fn fields(&self) -> &Form<SupervisionField> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<SupervisionField> {
        &mut self.form
    }

    fn follow(&mut self, event: FormEvent<SupervisionField>, context: &Context<'_>) {
        use SupervisionField as F;
        match event {
            FormEvent::Edited(F::About) | FormEvent::Left(F::About) => {
                let asked = !self.is_about_cadres();
                if !asked {
                    // Nothing of it stays, not even where an open form is kept while the data are locked.
                    self.form.set(F::Words, Value::Note(Edit::default().at_most(NOTE_CHARS_MAX)));
                    self.form.set(F::Task, Value::Choice(Choice::finding()));
                    self.form.set(F::From, Value::Text(Edit::default().at_most(NAME_CHARS_MAX)));
                }
                for field in [F::Kind, F::From, F::Task, F::Words, F::Due] {
                    self.form.ask(field, asked);
                }
            }
            FormEvent::Edited(F::Task) => self.find_tasks(context),
            FormEvent::Moved
            | FormEvent::SaveWanted
            | FormEvent::Edited(F::Kind | F::On | F::From | F::Words | F::Due)
            | FormEvent::Left(F::Kind | F::On | F::From | F::Task | F::Words | F::Due) => {}
        }
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<SupervisionField>> {
        use SupervisionField as F;
        let on = self.day(F::On, context)?.ok_or((F::On, "哪天没有写".to_owned()))?;
        let words = self.form.text(F::Words).to_owned();
        Ok(Intent::Supervision(match self.kind {
            SupervisionFormKind::Receive => {
                let id = context.mint(SupervisionId::mint);
                if self.is_about_cadres() {
                    return Ok(Intent::Supervision(SupervisionIntent::TellChannels(id, on)));
                }
                let kind = self.form.chosen(F::Kind).and_then(|place| SupervisionKind::TAKEN_IN.get(place)).copied();
                // None is chosen beforehand: what is kept, and for how long, hangs on it.
                let kind = kind.ok_or((F::Kind, "选一样：照单子上的".to_owned()))?;
                let item = Supervision::new(id, kind, on, context.at);
                let (from, due) = (self.form.text(F::From).to_owned(), self.day(F::Due, context)?);
                let task = self.form.chosen(F::Task).and_then(|place| self.tasks.get(place)).copied();
                SupervisionIntent::Receive(Box::new(Supervision { from, due, task, text: words, ..item }))
            }
            SupervisionFormKind::CallBack(task) => {
                SupervisionIntent::CallBack { id: context.mint(SupervisionId::mint), task, on, words }
            }
            SupervisionFormKind::Deed(id) => SupervisionIntent::Deed(id, on, words),
            SupervisionFormKind::Settle(id) => SupervisionIntent::Settle(id, on, words),
        }))
    }

    fn blamed(&mut self, why: &Refusal, _context: &Context<'_>) -> Option<SupervisionField> {
        Some(match why {
            Refusal::BadDay(..) => SupervisionField::On,
            _ => SupervisionField::Words,
        })
    }

    fn stored(&self, intent: &Intent, _changes: &[Change], context: &Context<'_>) -> Reply {
        let Intent::Supervision(intent) = intent else { return Reply::close() };
        let card = |id| Reply::close().then(Reply::open(Screen::SupervisionCard(SupervisionCard::awaited(id))));
        match intent {
            SupervisionIntent::Receive(item) => card(item.id),
            SupervisionIntent::CallBack { id, .. } => card(*id),
            SupervisionIntent::TellChannels(..) => told_channels(context),
            SupervisionIntent::Deed(..) | SupervisionIntent::Settle(..) => Reply::close(),
        }
    }
}
