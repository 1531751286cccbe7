//! One matter handed back: where it stands, what was answered and counted, and its lawful next steps.
//!
//! A step something speaks against is greyed and answers with that; a line of its own goes on with a written reason.

use super::affair_form::{AffairForm, FormKind};
use super::page::Page;
use super::posting_card::PostingCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, MenuCommand, PageCommand, RecordCommand, Scope};
use crate::app::numbered::{MenuEvent, Numbered};
use crate::app::pager::Pager;
use crate::domain::decide::returned::{check_correctable, check_filing, postings_of};
use crate::domain::id::{PostingId, ReturnedMatterId};
use crate::domain::returned_matter::procedure::{Blocked, Ground};
use crate::domain::returned_matter::{DecisionStep, ReturnedMatter, ReturnedState, words};
use crate::domain::sheet::Sheet;

/// One matter.
#[derive(Clone, Debug)]
pub struct ReturnedCard {
    /// Which.
    pub id: ReturnedMatterId,
    /// What can be done.
    pub menu: Numbered<ReturnedAction>,
    /// How far its course is scrolled.
    pub scroll: Pager,
}

/// What a line of the menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnedAction {
    /// 三筛.
    Screen,
    /// A step.
    Step(ReturnedState),
    /// A step against a guard, with the reason written out.
    Against(ReturnedState),
    /// 报镇备案.
    File,
    /// Its last posting.
    OpenPosting(PostingId),
    /// Everything that was done, on a page.
    Course,
}

impl ReturnedCard {
    /// The card of a matter.
    pub fn of(context: &Context<'_>, id: ReturnedMatterId) -> ReturnedCard {
        let mut card = ReturnedCard { id, menu: Numbered::default(), scroll: Pager::default() };
        card.refresh(context);
        card
    }

    fn act(&self, action: ReturnedAction, context: &Context<'_>) -> Reply {
        let Some(matter) = context.village.returned_matter(self.id) else {
            return Reply::refuse("这件村务已经不在了，可能被撤销了。按 Esc 返回");
        };
        let kind = match action {
            ReturnedAction::Screen => FormKind::Screen(self.id),
            ReturnedAction::Step(to) => FormKind::Step(self.id, to),
            ReturnedAction::Against(to) => {
                return Reply::open(Screen::AffairForm(AffairForm::against(context, self.id, to)));
            }
            ReturnedAction::File => FormKind::File(self.id),
            ReturnedAction::OpenPosting(id) => return Reply::open(Screen::PostingCard(PostingCard::of(context, id))),
            ReturnedAction::Course => {
                let page = Page::of_sheet(matter.title.clone(), course_sheet(context, matter));
                return Reply::open(Screen::Page(page));
            }
        };
        Reply::open(Screen::AffairForm(AffairForm::of(context, kind)))
    }
}

/// The whole course of a matter, to be read and to be printed for the file.
fn course_sheet(context: &Context<'_>, matter: &ReturnedMatter) -> Sheet {
    let info = &context.village.info;
    let mut sheet = Sheet::titled(format!("{}{} 交还村务办理经过", info.township, info.name))
        .entry("事务", matter.title.as_str())
        .entry("哪类事", matter.subject.as_str())
        .entry("提出", format!("{} {}", matter.proposed_on, matter.proposed_by))
        .entry("现在", matter.state.label());
    if let Some(screens) = &matter.screens {
        sheet = sheet.heading("三筛");
        for (label, words) in words::screens(screens) {
            sheet = sheet.entry(label, words);
        }
    }
    sheet = sheet.heading("经过");
    for told in words::course(context.village, matter, &context.tables.meetings) {
        sheet = sheet.entry(&told.on.to_string(), told.words);
    }
    sheet
        .sign(&[&format!("经办人（{}）", info.liaison), "村民委员会（章）"])
        .entry("打印日期", context.today.to_string())
}

/// What speaks against a step that is not written out yet: nothing where only its own words are missing.
fn against(context: &Context<'_>, matter: &ReturnedMatter, to: ReturnedState) -> Option<String> {
    let postings = postings_of(context.village, matter.id, None);
    let (subjects, meetings) = (&context.tables.subjects, &context.tables.meetings);
    let ground = Ground { subjects, meetings, postings: &postings };
    match matter.clone().stepped(DecisionStep::to(to, context.today), &ground) {
        Err(Blocked::Unlawful(why)) => Some(why),
        Ok(_) | Err(Blocked::Missing(_) | Blocked::Miscounted(_) | Blocked::NotNext) => None,
    }
}

impl Behaviour for ReturnedCard {
    fn scope(&self) -> Scope {
        Scope::Record
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Command::Menu(MenuCommand::Choose).into(),
            Command::Page(PageCommand::PageDown).meaning("往下看"),
            Command::Record(RecordCommand::Edit).into(),
            Command::Global(GlobalCommand::Back).into(),
        ]
    }

    fn page(&mut self, command: PageCommand, _context: &Context<'_>) -> Reply {
        self.scroll.command(command);
        Reply::none()
    }

    fn sheet(&self, context: &Context<'_>) -> Option<Sheet> {
        context.village.returned_matter(self.id).map(|matter| course_sheet(context, matter))
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let Some(matter) = context.village.returned_matter(self.id) else {
            self.menu = Numbered::default();
            return;
        };
        let mut menu = Numbered::default();
        if matter.state == ReturnedState::Proposed {
            menu = menu.item("三筛：市场、民间、事权", ReturnedAction::Screen);
        }
        let mut forced = Vec::new();
        for to in matter.next(&context.tables.subjects) {
            let label = words::step_label(matter.state, to);
            menu = match against(context, matter, to) {
                Some(why) => {
                    forced.push((format!("写明原因硬走：{label}"), ReturnedAction::Against(to)));
                    menu.blocked(label, ReturnedAction::Step(to), format!("现在不行：{why}"))
                }
                None => menu.item(label, ReturnedAction::Step(to)),
            };
        }
        let is_filed = context.tables.subjects.get(&matter.subject).is_some_and(|subject| subject.filed);
        if is_filed && !matter.state.is_over() {
            menu = match check_filing(&context.now(), matter) {
                Ok(()) => menu.item("报镇里备案", ReturnedAction::File),
                Err(why) => menu.blocked("报镇里备案", ReturnedAction::File, why.to_string()),
            };
        }
        if let Some(id) = matter.steps.iter().rev().find_map(|step| step.posting) {
            menu = menu.item("看公示", ReturnedAction::OpenPosting(id));
        }
        menu = menu.item("看全部经过", ReturnedAction::Course);
        menu = forced.into_iter().fold(menu, |menu, (label, action)| menu.item(label, action));
        let looks =
            |action: &ReturnedAction| !matches!(action, ReturnedAction::OpenPosting(_) | ReturnedAction::Course);
        self.menu = menu.close(context.closed().as_deref(), looks);
    }

    fn available(&self, command: Command, context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::Record(RecordCommand::Edit) => match context.village.returned_matter(self.id) {
                Some(matter) => check_correctable(matter).map_err(|why| why.to_string()),
                None => Err("这件村务已经不在了，可能被撤销了。按 Esc 返回".to_owned()),
            },
            Command::Record(_) => Err("这张卡上没有这一样；农户、代办件的卡上才有，这里照列着的数字办".to_owned()),
            Command::Global(_) | Command::List(_) | Command::Form(_) | Command::Menu(_) | Command::Page(_) => Ok(()),
        }
    }

    fn record(&mut self, command: RecordCommand, context: &Context<'_>) -> Reply {
        match command {
            RecordCommand::Edit => Reply::open(Screen::AffairForm(AffairForm::of(context, FormKind::Correct(self.id)))),
            RecordCommand::Event
            | RecordCommand::Why
            | RecordCommand::Materials
            | RecordCommand::Papers
            | RecordCommand::Reveal
            | RecordCommand::Pane
            | RecordCommand::PaneBack => Reply::none(),
        }
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        match self.menu.command(command) {
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Chosen(action) => self.act(action, context),
            MenuEvent::Blocked(why) => Reply::refuse(why),
        }
    }
}
