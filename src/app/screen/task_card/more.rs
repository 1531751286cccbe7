//! The shelves of a task: what is seldom done with it, and the papers held for it, each a numbered menu over the card.

use super::super::flags::call_back;
use super::super::page::Page;
use super::super::receipt::Receipt;
use super::super::sheets::SheetPick;
use super::super::task_form::{FormKind, TaskForm};
use super::{GONE, why};
use crate::app::command::{Command, GlobalCommand, MenuCommand, Scope};
use crate::app::numbered::{MenuEvent, Numbered};
use crate::app::screen::{Behaviour, Context, Hint, Reply, Screen};
use crate::domain::fee;
use crate::domain::id::TaskId;
use crate::domain::matter::ProxyRule;
use crate::domain::supervision::outlook::uncalled;
use crate::domain::supervision::sheets::urge_up;
use crate::domain::task::ProxyTask;
use crate::domain::task::{clock, papers};

/// The line that opens the receipt.
const RECEIPT: &str = "看收件回执";

/// A numbered menu over a task's card.
#[derive(Debug)]
pub struct TaskMenu {
    /// Whose.
    pub id: TaskId,
    /// Which.
    pub shelf: Shelf,
    /// Its lines.
    pub lines: Numbered<Pick>,
}

/// Which menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// 证件.
    Papers,
    /// 更多.
    More,
}

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Opens a form.
    Form(FormKind),
    /// Says why the date is this one.
    Why,
    /// The receipt, as it stands now.
    Receipt,
    /// 报领导催办.
    UrgeUp,
    /// 回访 after a poor rating.
    CallBack,
    /// A paper to take home or to sign.
    Paper(SheetPick),
}

impl Shelf {
    /// The title.
    pub fn label(self) -> &'static str {
        match self {
            Shelf::Papers => "证件",
            Shelf::More => "更多",
        }
    }
}

impl TaskMenu {
    /// A menu over the card of this task.
    pub fn of(context: &Context<'_>, id: TaskId, shelf: Shelf) -> TaskMenu {
        let task = context.village.task(id);
        let lines = task.map_or_else(Numbered::default, |task| match shelf {
            Shelf::Papers => held(task),
            Shelf::More => more(task, context),
        });
        let lines = lines.close(context.closed().as_deref(), |pick| matches!(pick, Pick::Form(_) | Pick::CallBack));
        TaskMenu { id, shelf, lines }
    }
}

fn held(task: &ProxyTask) -> Numbered<Pick> {
    let out = task.holds_out().fold(Numbered::default(), |menu, hold| {
        let (doc, owner, place) = (&hold.doc, &hold.owner, hold.place.label());
        let label = format!("还{doc}（{owner}）{place}，{}前要还", task.back_by(hold).month_day());
        menu.item(label, Pick::Form(FormKind::ReturnHold(hold.id)))
    });
    out.item("再收一本", Pick::Form(FormKind::TakeHold))
}

fn more(task: &ProxyTask, context: &Context<'_>) -> Numbered<Pick> {
    let entrust = match &task.entrustment {
        Some(given) if given.signed.is_some() => "委托（已签，重写）",
        Some(_) => "委托（还没补签）",
        None => "委托",
    };
    let mut menu = Numbered::default()
        .item("为什么是这一天", Pick::Why)
        .item(entrust, Pick::Form(FormKind::Entrust))
        .item("代缴款：收钱", Pick::Form(FormKind::TakeMoney));
    for (index, money) in task.money.iter().enumerate().filter(|(_, money)| money.balance_fen() != 0) {
        let label = format!("代缴款：缴清{}（余{}）", money.purpose, fee::yuan(money.balance_fen()));
        menu = menu.item(label, Pick::Form(FormKind::SettleMoney(index)));
    }
    let menu = menu
        .item("费用", Pick::Form(FormKind::Fee))
        .item("外部受理号", Pick::Form(FormKind::ExternalNo))
        .item("窗口另要一样材料", Pick::Form(FormKind::AddMaterial))
        .item("评价", Pick::Form(FormKind::Rate));
    let menu = match task.state.is_open() {
        true => menu.item(RECEIPT, Pick::Receipt),
        false => menu.blocked(RECEIPT, Pick::Receipt, "这件事已经了结"),
    };
    let late = clock::read(task, context.today, &context.tables.calendar).is_overdue();
    let menu = match uncalled(context.village, task) {
        Some(_) => menu.item("差评回访", Pick::CallBack),
        None if late => menu.item("报领导催办单", Pick::UrgeUp),
        None => menu,
    };
    // Without a digit, so that the others keep theirs whatever stands above.
    let menu = menu.undigited(papers::NOTICE, Pick::Paper(SheetPick::Notice(task.id)));
    match task.matter.proxy {
        ProxyRule::InPerson => menu,
        ProxyRule::Allowed | ProxyRule::Entrusted => {
            menu.undigited("空白委托书", Pick::Paper(SheetPick::Entrustment(task.id)))
        }
    }
}

impl Behaviour for TaskMenu {
    fn scope(&self) -> Scope {
        Scope::Menu
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Menu(MenuCommand::Choose).into(), Command::Global(GlobalCommand::Back).into()]
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn refresh(&mut self, context: &Context<'_>) {
        let cursor = self.lines.cursor();
        let anew = TaskMenu::of(context, self.id, self.shelf);
        self.lines = anew.lines.at(cursor);
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        let Some(task) = context.village.task(self.id) else { return Reply::close().then(Reply::refuse(GONE)) };
        match self.lines.command(command) {
            MenuEvent::Moved => Reply::none(),
            MenuEvent::Blocked(why) => Reply::refuse(why),
            MenuEvent::Chosen(Pick::Why) => {
                let page = why::page(task, context);
                Reply::close().then(Reply::open(Screen::Page(page)))
            }
            MenuEvent::Chosen(Pick::Receipt) => {
                let name = context.village.person(task.applicant).map_or("", |person| person.name.as_str());
                let receipt = Receipt::of(name, std::slice::from_ref(task), context);
                Reply::close().then(Reply::open(Screen::Receipt(receipt)))
            }
            MenuEvent::Chosen(Pick::Paper(paper)) => paper.open(context),
            MenuEvent::Chosen(Pick::CallBack) => Reply::close().then(call_back(context, task.id)),
            MenuEvent::Chosen(Pick::UrgeUp) => match urge_up(context.village, context.tables, task, context.today) {
                Some(sheet) => {
                    let page = Page::of_sheet("报领导催办单", sheet);
                    Reply::close().then(Reply::open(Screen::Page(page)))
                }
                None => Reply::refuse("这件事没有超期"),
            },
            MenuEvent::Chosen(Pick::Form(kind)) => match TaskForm::of(context, self.id, kind) {
                Some(form) => Reply::close().then(Reply::open(Screen::TaskForm(form))),
                None => Reply::refuse(GONE),
            },
        }
    }
}
