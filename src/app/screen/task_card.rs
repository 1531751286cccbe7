//! One proxy task: its facts and course, and on digits its lawful next steps and what else can be done with it.
//!
//! 1 to 5 are the steps of its state, the likely one first, greyed with the rule's reason; 6 to 0 never change their place.

pub mod act;
pub mod more;
#[cfg(test)]
mod tests;
mod why;

use super::task_form::{FormKind, TaskForm};
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, PageCommand, RecordCommand, Scope};
use crate::app::numbered::{MenuEvent, Numbered};
use crate::app::pager::Pager;
use crate::domain::change::RecordKey;
use crate::domain::decide::Intent;
use crate::domain::decide::step::StepIntent;
use crate::domain::id::{PersonId, TaskId};
use crate::domain::task::ProxyTask;
use crate::domain::task::lifecycle::{self, StepKind};
use crate::domain::today;
use more::{Shelf, TaskMenu};

/// The digits behind the steps.
const MATERIALS_DIGIT: u8 = 6;
const PAPERS_DIGIT: u8 = 7;
const URGE_DIGIT: u8 = 8;
const NOTE_DIGIT: u8 = 9;
const MORE_DIGIT: u8 = 0;

/// What is said of a record that an undo took away.
const GONE: &str = "这件代办已经不在了，可能被撤销了。按 Esc 返回";

/// One proxy task: its working, materials, papers held and numbered lawful steps.
#[derive(Clone, Debug)]
pub struct TaskCard {
    /// Which.
    pub id: TaskId,
    /// What can be done, on digits.
    pub menu: Numbered<CardAction>,
    /// How far its facts are scrolled.
    pub scroll: Pager,
    /// Whether numbers are shown whole.
    pub revealed: bool,
}

/// What a digit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardAction {
    /// A step of its life.
    Step(StepKind),
    /// The checklist.
    Materials,
    /// 收证件, 还证件.
    Papers,
    /// 催问.
    Urge,
    /// 备注.
    Note,
    /// What is seldom done.
    More,
}

impl TaskCard {
    /// The card of a task.
    pub fn of(context: &Context<'_>, id: TaskId) -> TaskCard {
        let mut card = TaskCard { id, menu: Numbered::default(), scroll: Pager::default(), revealed: false };
        card.menu = card.lines(context);
        card.on_likely(context)
    }

    /// The same card with the likely step under the cursor; where none leads on, what it waits for.
    fn on_likely(self, context: &Context<'_>) -> TaskCard {
        let task = context.village.task(self.id);
        let waits = match task.is_some_and(ProxyTask::is_signed_late) {
            true => CardAction::More,
            false => CardAction::Materials,
        };
        let likely = task.and_then(|task| lifecycle::likely(task, context.today, &context.tables.calendar));
        self.on(likely.map_or(waits, CardAction::Step))
    }

    /// The same card with the papers under the cursor.
    #[must_use]
    pub fn on_papers(self) -> TaskCard {
        self.on(CardAction::Papers)
    }

    /// The same card with the shelf of entrustment and money under the cursor.
    #[must_use]
    pub fn on_more(self) -> TaskCard {
        self.on(CardAction::More)
    }

    fn on(mut self, action: CardAction) -> TaskCard {
        let place = self.menu.items().iter().position(|item| item.value == action);
        self.menu = self.menu.at(place.unwrap_or(0));
        self
    }

    fn lines(&self, context: &Context<'_>) -> Numbered<CardAction> {
        let Some(task) = context.village.task(self.id) else { return Numbered::default() };
        let steps = lifecycle::menu(task, context.today, &context.tables.calendar);
        let menu = steps.into_iter().fold(Numbered::default(), |menu, (step, refusal)| match refusal {
            Some(why) => menu.blocked(lifecycle::label_for(step, task), CardAction::Step(step), why.to_string()),
            None if step == StepKind::Close && task.owes_signature() => {
                menu.item("归档 还没补签", CardAction::Step(step))
            }
            None => menu.item(lifecycle::label_for(step, task), CardAction::Step(step)),
        });
        let closed = (!task.state.is_open()).then(|| "这件事已经了结".to_owned());
        menu.on(MATERIALS_DIGIT, materials_label(task), CardAction::Materials, no_materials(task))
            .on(PAPERS_DIGIT, papers_label(task), CardAction::Papers, None)
            .on(URGE_DIGIT, urge_label(task, context), CardAction::Urge, closed)
            .on(NOTE_DIGIT, "备注", CardAction::Note, None)
            .on(MORE_DIGIT, more_label(task), CardAction::More, None)
            .close(context.closed().as_deref(), |action| match action {
                CardAction::More => false,
                // With none held it opens the form at once.
                CardAction::Papers => task.holds_out().next().is_none(),
                CardAction::Step(_) | CardAction::Materials | CardAction::Urge | CardAction::Note => true,
            })
    }

    fn act(&mut self, action: CardAction, context: &Context<'_>) -> Reply {
        let Some(task) = context.village.task(self.id) else { return Reply::refuse(GONE) };
        match action {
            CardAction::Step(step) => match step_alone(step, task) {
                Some(intent) => act::perform(context, Intent::Step(self.id, intent)),
                None => self.open_form(FormKind::Step(step), context),
            },
            CardAction::Materials => self.open_form(FormKind::Materials, context),
            CardAction::Papers if task.holds_out().next().is_none() => self.open_form(FormKind::TakeHold, context),
            CardAction::Papers => Reply::open(Screen::TaskMenu(TaskMenu::of(context, self.id, Shelf::Papers))),
            CardAction::Urge => self.open_form(FormKind::Urge, context),
            CardAction::Note => self.open_form(FormKind::Note, context),
            CardAction::More => Reply::open(Screen::TaskMenu(TaskMenu::of(context, self.id, Shelf::More))),
        }
    }

    fn open_form(&self, kind: FormKind, context: &Context<'_>) -> Reply {
        match TaskForm::of(context, self.id, kind) {
            Some(form) => Reply::open(Screen::TaskForm(form)),
            None => Reply::refuse(GONE),
        }
    }

    fn reveal(&mut self, context: &Context<'_>) -> Reply {
        if self.revealed {
            self.revealed = false;
            return Reply::none();
        }
        let Some(task) = context.village.task(self.id) else { return Reply::refuse(GONE) };
        // Shown only once the look is recorded.
        let shown = TaskCard { revealed: true, ..self.clone() };
        let then = Reply::close().then(Reply::open(Screen::TaskCard(shown)));
        Reply::decide(Intent::Reveal(RecordKey::Person(task.applicant)), then)
    }
}

/// The steps that have nothing to ask.
fn step_alone(step: StepKind, task: &ProxyTask) -> Option<StepIntent> {
    match step {
        StepKind::Register => Some(StepIntent::Register),
        StepKind::Accept => Some(StepIntent::Accept),
        StepKind::StartWork => Some(StepIntent::StartWork),
        StepKind::Close => (!task.owes_signature()).then(StepIntent::close),
        StepKind::DropDraft => Some(StepIntent::DropDraft),
        StepKind::GiveNotice
        | StepKind::NotTake
        | StepKind::Submit
        | StepKind::TakeBack
        | StepKind::Pause
        | StepKind::Resume
        | StepKind::Grant
        | StepKind::Fetch
        | StepKind::Deny
        | StepKind::Deliver
        | StepKind::Withdraw
        | StepKind::Reopen
        | StepKind::Reverse => None,
    }
}

fn materials_label(task: &ProxyTask) -> String {
    match task.missing().count() {
        _ if task.materials.is_empty() => "材料".to_owned(),
        0 => "材料 齐了".to_owned(),
        missing => format!("材料 差{missing}样"),
    }
}

fn no_materials(task: &ProxyTask) -> Option<String> {
    task.materials.is_empty().then(|| "这件事不要材料；窗口另要的，在「更多」里加".to_owned())
}

fn papers_label(task: &ProxyTask) -> String {
    match task.holds_out().count() {
        0 => "收证件".to_owned(),
        out => format!("还证件 收证件 {out}本在外"),
    }
}

fn more_label(task: &ProxyTask) -> &'static str {
    match task.signature_due() {
        Some(_) => "更多：委托补签 代缴款 费用",
        None => "更多：委托 代缴款 费用",
    }
}

fn urge_label(task: &ProxyTask, context: &Context<'_>) -> String {
    match task.urges.last() {
        _ if today::asks_for_urging(task, context.today) => "催问 该问了".to_owned(),
        Some(urge) => format!("催问 上次{}", urge.on.month_day()),
        None => "催问".to_owned(),
    }
}

impl Behaviour for TaskCard {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Menu(MenuCommand::Choose).meaning("办选中的"),
            Command::Record(RecordCommand::Why).into(),
            Command::Global(GlobalCommand::Undo).into(),
            Command::Global(GlobalCommand::Back).into(),
            Command::Page(PageCommand::PageDown).meaning("往下看"),
            Command::Record(RecordCommand::Reveal).into(),
        ]
    }

    fn task(&self) -> Option<TaskId> {
        Some(self.id)
    }

    fn person(&self, context: &Context<'_>) -> Option<PersonId> {
        context.village.task(self.id).map(|task| task.applicant)
    }

    fn available(&self, command: Command, context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::Record(RecordCommand::Edit) => {
                let undo = context.keymap.way(Scope::Record, Command::Global(GlobalCommand::Undo), "撤销");
                Err(format!("代办件不直接改：刚记错的{undo}，别的写在备注里"))
            }
            Command::Record(RecordCommand::Event) => Err("户变动要在这一户的卡片上记".to_owned()),
            Command::Record(RecordCommand::Pane | RecordCommand::PaneBack) => {
                Err("这里只有一栏，上下键选一步，PgDn 往下看".to_owned())
            }
            Command::Record(_) | Command::Menu(_) if context.village.task(self.id).is_none() => Err(GONE.to_owned()),
            _ => Ok(()),
        }
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let lines = self.lines(context);
        let actions = |lines: &Numbered<CardAction>| lines.items().iter().map(|item| item.value).collect::<Vec<_>>();
        let cursor = self.menu.cursor();
        // After a step the cursor goes to the next likely one, for on its digit may stand a giving up now.
        let stepped = actions(&lines) != actions(&self.menu);
        self.menu = lines.at(cursor);
        if stepped {
            *self = self.clone().on_likely(context);
        }
    }

    fn record(&mut self, command: RecordCommand, context: &Context<'_>) -> Reply {
        let Some(task) = context.village.task(self.id) else { return Reply::refuse(GONE) };
        match command {
            RecordCommand::Why => Reply::open(Screen::Page(why::page(task, context))),
            RecordCommand::Materials => match no_materials(task) {
                Some(why) => Reply::refuse(why),
                None => self.open_form(FormKind::Materials, context),
            },
            RecordCommand::Papers => Reply::open(Screen::TaskMenu(TaskMenu::of(context, self.id, Shelf::Papers))),
            RecordCommand::Reveal => self.reveal(context),
            RecordCommand::Edit | RecordCommand::Event | RecordCommand::Pane | RecordCommand::PaneBack => Reply::none(),
        }
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        match self.menu.command(command) {
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Chosen(action) => self.act(action, context),
            MenuEvent::Blocked(why) => Reply::refuse(why),
        }
    }

    fn page(&mut self, command: PageCommand, _context: &Context<'_>) -> Reply {
        self.scroll.command(command);
        Reply::none()
    }
}
