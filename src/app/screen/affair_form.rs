//! The forms of 村务: a proposal, the three screens, a step with its meeting, and what is done to a posting.
//!
//! The fields of each are in `fields`, what they mean in `intent`; the rules answer at the field they speak of. Why a step
//! was taken against a guard is asked only once the rules have said no.

mod fields;
mod intent;

use serde::{Deserialize, Serialize};

use super::confirm::Confirm;
use super::returned_card::ReturnedCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, FormCommand, GlobalCommand, Scope};
use crate::app::form::{Form, FormEvent};
use crate::app::notice::Notice;
use crate::domain::decide::returned::ReturnedIntent;
use crate::domain::decide::{Intent, decide};
use crate::domain::id::{PostingId, ReturnedMatterId};
use crate::domain::refusal::Refusal;
use crate::domain::returned_matter::{ReturnedState, words};

/// One form.
#[derive(Debug, Serialize, Deserialize)]
pub struct AffairForm {
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
    /// 提交还事务.
    Propose,
    /// 三筛.
    Screen(ReturnedMatterId),
    /// A step.
    Step(ReturnedMatterId, ReturnedState),
    /// 报镇备案.
    File(ReturnedMatterId),
    /// 张贴公示, of what the calendar asks for at this place.
    PutUp(Option<usize>),
    /// 记异议.
    Object(PostingId),
    /// 答复异议.
    Answer(PostingId),
    /// 撤下.
    TakeDown(PostingId),
}

/// The fields of all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Name {
    /// What it is.
    Title,
    /// Which kind of subject.
    Subject,
    /// Who proposed or said it.
    Who,
    /// The day.
    On,
    /// Whether the market solves it.
    Market,
    /// Why.
    MarketWhy,
    /// Whether society carries it.
    Society,
    /// Why.
    SocietyWhy,
    /// Whether it is lawfully the village's.
    Lawful,
    /// Why.
    LawfulWhy,
    /// Who takes it.
    Taker,
    /// The reason as a whole.
    Reason,
    /// 法律依据.
    Basis,
    /// 镇里的决定.
    Town,
    /// Where.
    Place,
    /// What was said.
    Words,
    /// Which body.
    Body,
    /// By which version of the law.
    Rules,
    /// 应到.
    Base,
    /// Who comes off, and why.
    Less,
    /// 到会.
    Present,
    /// 同意.
    Ayes,
    /// 反对.
    Noes,
    /// The board.
    Board,
    /// What hangs there.
    Text,
    /// Why against a guard.
    Override,
}

impl AffairForm {
    /// The form of this kind, filled in as far as is known.
    pub fn of(context: &Context<'_>, kind: FormKind) -> AffairForm {
        let mut form = AffairForm { kind, title: title(context, kind), form: Form::new(fields::of(context, kind)) };
        form.follow(context);
        form
    }

    /// Asks what depends on other fields, and does the sum of a meeting as it is typed.
    fn follow(&mut self, context: &Context<'_>) {
        if matches!(self.kind, FormKind::Screen(_)) {
            let (market, society) = (self.form.yes(Name::Market), self.form.yes(Name::Society));
            self.form.ask(Name::Taker, market || society);
            self.form.ask(Name::Town, !market && !society && self.form.yes(Name::Lawful));
            let to = intent::screens(&self.form).outcome();
            self.form.tell(Name::Lawful, Some(format!("照这样填，结果是：{}", to.label())));
        }
        if let FormKind::Step(..) = self.kind {
            let sum = intent::meeting(context, self.kind, &self.form).map(|meeting| {
                let rule = context.tables.meetings.get(&meeting.rules, meeting.body);
                match rule.map(|rule| meeting.attendance.tally(rule)) {
                    Some(Ok(tally)) => tally.sum,
                    Some(Err(why)) => why.to_string(),
                    None => format!("{}年的规定里没有{}", meeting.rules, meeting.body.label()),
                }
            });
            let told = self.form.text(Name::Present).is_empty();
            self.form.tell(Name::Noes, sum.filter(|_| !told));
        }
    }

    fn save(&mut self, context: &Context<'_>) -> Reply {
        self.form.clear_faults();
        let intent = match intent::of(context, self.kind, &self.form) {
            Ok(intent) => intent,
            Err((name, why)) => {
                self.form.fault(name, why);
                self.form.focus_fault();
                return Reply::none();
            }
        };
        if let Err(why) = decide(context.village, &context.now(), intent.clone()) {
            return self.refused(&why);
        }
        let said = Reply::say(Notice::done(match &intent {
            Intent::Returned(ReturnedIntent::Step(_, step, _)) if !step.overridden.is_empty() => {
                "已存好；写的原因会一直留着给人看，不能撤销".to_owned()
            }
            _ => format!("已存好，{}", context.keymap.way_to_undo()),
        }));
        // A new matter has its screens to come: its card is where one goes on.
        let then = match (&intent, self.kind) {
            (Intent::Returned(ReturnedIntent::Propose(matter)), FormKind::Propose) => {
                let card = ReturnedCard { id: matter.id, menu: Default::default() };
                Reply::open(Screen::ReturnedCard(card))
            }
            _ => Reply::none(),
        };
        Reply::decide(intent, Reply::close().then(then).then(said))
    }

    fn refused(&mut self, why: &Refusal) -> Reply {
        let name = match why {
            Refusal::Unlawful(_) => {
                self.form.ask(Name::Override, true);
                Some(Name::Override)
            }
            Refusal::BadDay(..) => Some(Name::On),
            Refusal::NotForBoard(_) => Some(Name::Text),
            Refusal::Already(why) if why.contains("硬走") => Some(Name::Override),
            Refusal::Blank(what, _) | Refusal::TooLong { what, .. } => fields::of_blank(what, &self.form),
            _ => None,
        };
        match name {
            Some(name) => {
                self.form.fault(name, why.to_string());
                if self.form.focus_fault() { Reply::none() } else { Reply::refuse(why.to_string()) }
            }
            None => Reply::refuse(why.to_string()),
        }
    }
}

fn title(context: &Context<'_>, kind: FormKind) -> String {
    let matter = |id| context.village.returned_matter(id);
    let named = |id| matter(id).map_or("", |matter| &matter.title);
    let posted = |id| context.village.posting(id).map_or("", |posting| &posting.subject);
    match kind {
        FormKind::Propose => "提交还事务".to_owned(),
        FormKind::Screen(id) => format!("三筛：{}", named(id)),
        FormKind::Step(id, to) => {
            let from = matter(id).map_or(ReturnedState::Proposed, |matter| matter.state);
            format!("{}：{}", words::step_label(from, to), named(id))
        }
        FormKind::File(id) => format!("报镇里备案：{}", named(id)),
        FormKind::PutUp(_) => "张贴公示".to_owned(),
        FormKind::Object(id) => format!("记异议：{}", posted(id)),
        FormKind::Answer(id) => format!("答复异议：{}", posted(id)),
        FormKind::TakeDown(id) => format!("撤下公示：{}", posted(id)),
    }
}

impl Behaviour for AffairForm {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Form(FormCommand::Save).into(),
            Command::Form(FormCommand::Next).into(),
            Command::Form(FormCommand::Previous).into(),
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
        self.form.type_text(text);
        self.follow(context);
        Reply::none()
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        let event = self.form.command(command, context.today);
        self.follow(context);
        match event {
            FormEvent::SaveWanted => self.save(context),
            FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => Reply::none(),
        }
    }
}
