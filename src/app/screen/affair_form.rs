//! The forms of 村务: a proposal, the three screens, a step with its meeting, and what is done to a posting.
//!
//! The fields of each are in `fields`, what they mean in `intent`; the rules answer at the field they speak of. Why a step
//! was taken against a guard is asked only once the rules have said no.

mod fields;
mod intent;

use serde::{Deserialize, Serialize};

use super::filling::{self, Filling, Wrong};
use super::returned_card::ReturnedCard;
use super::{Context, Hint, Reply, Screen};
use crate::app::edit::Edit;
use crate::app::form::{Form, FormEvent, Value};
use crate::app::notice::Notice;
use crate::domain::change::Change;
use crate::domain::decide::Intent;
use crate::domain::decide::returned::ReturnedIntent;
use crate::domain::id::{PostingId, ReturnedMatterId};
use crate::domain::limits::NOTE_CHARS_MAX;
use crate::domain::meeting::{Impossible, Tally};
use crate::domain::refusal::Refusal;
use crate::domain::returned_matter::{Meeting, ReturnedState, ScreenPart, words};

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
    /// 更正 what a matter is.
    Correct(ReturnedMatterId),
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
        form.ask(context);
        form
    }

    /// The form of a step that is taken against a guard: the reason is asked from the beginning.
    pub fn against(context: &Context<'_>, id: ReturnedMatterId, to: ReturnedState) -> AffairForm {
        let mut form = AffairForm::of(context, FormKind::Step(id, to));
        form.form.ask(Name::Override, true);
        form
    }

    /// Asks what depends on other fields, and does the sum of a meeting as it is typed.
    fn ask(&mut self, context: &Context<'_>) {
        if matches!(self.kind, FormKind::Screen(_)) {
            let (market, society) = (self.form.yes(Name::Market), self.form.yes(Name::Society));
            self.form.ask(Name::Taker, market || society);
            self.form.ask(Name::Town, !market && !society && self.form.yes(Name::Lawful));
            // Three answers that nobody gave have no outcome.
            let to = self.form.touched().then(|| intent::screens(&self.form).outcome());
            self.form.tell(Name::Lawful, to.map(|to| format!("照这样填，结果是：{}", to.label())));
        }
        if let FormKind::Step(id, to) = self.kind {
            let sum = intent::meeting(context, self.kind, &self.form).map(|meeting| match tally(context, &meeting) {
                Some(Ok(tally)) => tally.sum,
                Some(Err(why)) => why.to_string(),
                None => "没有这一年的规定，请在「按哪年规定」里选一个".to_owned(),
            });
            let told = self.form.text(Name::Present).is_empty();
            self.form.tell(Name::Noes, sum.filter(|_| !told));
            let must_say =
                context.village.returned_matter(id).is_some_and(|it| it.must_say(to, &context.tables.subjects));
            let is_said = !self.form.text(Name::Words).is_empty();
            self.form.tell(Name::Words, (must_say && !is_said).then(|| "这一项一定要写".to_owned()));
        }
    }

    /// Whether enough came, and too few of them agreed.
    fn was_voted_down(&self, context: &Context<'_>) -> bool {
        let meeting = intent::meeting(context, self.kind, &self.form);
        let tally = meeting.and_then(|meeting| tally(context, &meeting));
        tally.is_some_and(|tally| tally.is_ok_and(|tally| tally.stands && !tally.carries))
    }
}

impl AffairForm {
    /// Marks everything that is missing of the three screens at once; the first is told.
    fn check_screens(&mut self, context: &Context<'_>) -> Result<(), (Name, String)> {
        let lacking = intent::screens(&self.form).lacking();
        let mut wrong: Vec<(Name, String)> =
            lacking.iter().map(|part| (fields::of_part(*part), lacks(*part))).collect();
        wrong.extend(self.form.date(Name::On, context.today).err().map(|why| (Name::On, why)));
        for (name, why) in &wrong {
            self.form.fault(*name, why.clone());
        }
        wrong.into_iter().next().map_or(Ok(()), Err)
    }
}

/// The sum of a meeting as it is typed; `None` where there is no such rule.
fn tally(context: &Context<'_>, meeting: &Meeting) -> Option<Result<Tally, Impossible>> {
    let rule = context.tables.meetings.get(&meeting.rules, meeting.body)?;
    Some(meeting.attendance.tally(rule))
}

/// That a part is not written; of the three whys the label says whose it is, for they are called alike.
fn lacks(part: ScreenPart) -> String {
    match part {
        ScreenPart::MarketWhy | ScreenPart::SocietyWhy | ScreenPart::LawfulWhy => format!("{}没有写", part.label()),
        ScreenPart::Taker | ScreenPart::Reason | ScreenPart::Basis | ScreenPart::Town => {
            format!("「{}」没有写", part.label())
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
        FormKind::Correct(id) => format!("更正：{}", named(id)),
    }
}

impl Filling for AffairForm {
    type Name = Name;
    const HINTS: &'static [Hint] = filling::LONG;

    fn fields(&self) -> &Form<Name> {
        &self.form
    }

    fn fields_mut(&mut self) -> &mut Form<Name> {
        &mut self.form
    }

    fn follow(&mut self, event: FormEvent<Name>, context: &Context<'_>) {
        self.ask(context);
        // Other numbers are another question: no reason may stay behind that they do not need.
        let counted = [Name::Body, Name::Rules, Name::Base, Name::Less, Name::Present, Name::Ayes, Name::Noes];
        if matches!(event, FormEvent::Edited(name) if counted.contains(&name)) {
            counted.into_iter().for_each(|name| self.form.clear_fault(name));
            self.form.ask(Name::Override, false);
            self.form.set(Name::Override, Value::Note(Edit::default().at_most(NOTE_CHARS_MAX)));
        }
    }

    fn save(&mut self, context: &Context<'_>) -> Reply {
        self.ask(context);
        filling::store(self, context)
    }

    fn typed(&mut self, context: &Context<'_>) -> Result<Intent, Wrong<Name>> {
        if matches!(self.kind, FormKind::Screen(_)) {
            self.check_screens(context)?;
        }
        Ok(intent::of(context, self.kind, &self.form)?)
    }

    fn blamed(&mut self, why: &Refusal, context: &Context<'_>) -> Option<Name> {
        match why {
            Refusal::Miscounted(_) => {
                self.form.tell(Name::Noes, None);
                Some(Name::Present)
            }
            Refusal::Unlawful(_) => {
                self.form.ask(Name::Override, true);
                if !self.form.asked().any(|field| field.name == Name::Present) {
                    return Some(Name::Override);
                }
                // The sum stands in the refusal; what is wrong is mostly a number.
                self.form.tell(Name::Noes, None);
                if matches!(self.kind, FormKind::Step(_, ReturnedState::Resolved)) && self.was_voted_down(context) {
                    let other = "表决没有通过的，按 Esc 返回，选「决议没有通过」";
                    self.form.tell(Name::Override, Some(other.to_owned()));
                }
                Some(Name::Present)
            }
            Refusal::BadDay(..) => Some(Name::On),
            Refusal::NotForBoard(_) => Some(Name::Text),
            Refusal::Already(why) if why.contains("硬走") => Some(Name::Override),
            Refusal::Blank(what, _) | Refusal::TooThin(what, _) | Refusal::TooLong { what, .. } => {
                fields::of_blank(what, &self.form)
            }
            _ => None,
        }
    }

    fn stored(&self, intent: &Intent, _changes: &[Change], _context: &Context<'_>) -> Reply {
        match intent {
            // A new matter has its screens to come: its card is where one goes on.
            Intent::Returned(ReturnedIntent::Propose(matter)) => {
                let card = ReturnedCard { id: matter.id, menu: Default::default(), scroll: Default::default() };
                Reply::close().then(Reply::open(Screen::ReturnedCard(card)))
            }
            Intent::Returned(ReturnedIntent::Step(_, step, _)) if !step.overridden.is_empty() => {
                let said = Notice::done("已存好；写的原因会一直留着给人看，不能撤销");
                Reply::close().then(Reply::say(said))
            }
            _ => Reply::close(),
        }
    }
}
