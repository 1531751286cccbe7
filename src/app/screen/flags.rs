//! 自查 and 督办: what of the records would stand out to whoever checks the work, what is open under supervision, and what is
//! settled. Tab goes from one to the next.
//!
//! It derives nothing itself (`domain::flag` and `domain::supervision` do) and puts nothing away: a line goes with the act
//! it names.

use super::affair_form::{AffairForm, FormKind};
use super::pairing_card::PairingCard;
use super::point_card::PointCard;
use super::returned_card::ReturnedCard;
use super::supervision_card::SupervisionCard;
use super::supervision_form::{SupervisionForm, SupervisionFormKind};
use super::task_card::TaskCard;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand, Scope};
use crate::app::list::{List, ListEvent};
use crate::domain::flag::{self, Flag, FlagSubject};
use crate::domain::id::{PersonId, SupervisionId, TaskId};
use crate::domain::pinyin::Query;
use crate::domain::supervision::outlook::{self, Open, OpenWhat};
use crate::domain::village::Village;

/// 自查 and 督办.
#[derive(Debug)]
pub struct Flags {
    /// The rows that fit what was typed.
    pub list: List<FlagRow>,
    /// The way they are seen.
    pub view: View,
    rows: Vec<FlagRow>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlagRow {
    /// What stands out.
    Flag(Flag),
    /// What is open under supervision.
    Open(Open),
    /// What is settled.
    Settled(SupervisionId),
}

/// A way to see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// 自查.
    Flags,
    /// 督办、投诉、差评 that are open.
    Open,
    /// Those that are settled.
    Settled,
}

impl View {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            View::Flags => "自查",
            View::Open => "督办投诉",
            View::Settled => "督办投诉 办结的",
        }
    }

    fn next(self) -> View {
        match self {
            View::Flags => View::Open,
            View::Open => View::Settled,
            View::Settled => View::Flags,
        }
    }

    fn next_words(self) -> &'static str {
        match self.next() {
            View::Flags => "看自查",
            View::Open => "看督办投诉",
            View::Settled => "看办结的",
        }
    }
}

impl Flags {
    /// The screen as it is opened.
    pub fn new(context: &Context<'_>) -> Flags {
        let mut flags = Flags { list: List::default(), view: View::Flags, rows: Vec::new() };
        flags.refresh(context);
        flags
    }

    /// How many rows this view has, those that are filtered away included.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    fn fitting(&self, village: &Village) -> Vec<FlagRow> {
        let typed = self.list.filter().text();
        if typed.trim().is_empty() {
            return self.rows.clone();
        }
        let query = Query::new(typed);
        let of_task = |id: TaskId| village.task(id).map(|task| flag::called(village, task)).unwrap_or_default();
        let item = |id: SupervisionId| {
            village.supervision(id).is_some_and(|item| {
                let task = item.task.map(of_task).unwrap_or_default();
                query.matches_fields(&[item.kind.label(), &item.from, &item.text, &task])
            })
        };
        let fits = |row: &&FlagRow| match row {
            FlagRow::Flag(flag) => query.matches_fields(&[flag.kind.label(), &flag.of, &flag.found]),
            FlagRow::Open(open) => match open.what {
                OpenWhat::Item(id) => item(id),
                OpenWhat::Rating(id) => query.matches_fields(&[open.kind.label(), &of_task(id)]),
            },
            FlagRow::Settled(id) => item(*id),
        };
        self.rows.iter().filter(fits).cloned().collect()
    }

    fn filtered(&mut self, village: &Village) -> Reply {
        let rows = self.fitting(village);
        self.list.set_matches(rows);
        Reply::none()
    }

    fn open(&self, context: &Context<'_>) -> Reply {
        let card = |id| Reply::open(Screen::SupervisionCard(SupervisionCard::of(context, id)));
        match self.list.selected() {
            None => Reply::none(),
            Some(FlagRow::Flag(flag)) => open_flag(context, flag),
            Some(FlagRow::Open(Open { what: OpenWhat::Rating(id), .. })) => call_back(context, *id),
            Some(FlagRow::Open(Open { what: OpenWhat::Item(id), .. }) | FlagRow::Settled(id)) => card(*id),
        }
    }
}

/// The record the flag is about, where the act can be done.
fn open_flag(context: &Context<'_>, flag: &Flag) -> Reply {
    Reply::open(match flag.subject {
        FlagSubject::Task(id) => Screen::TaskCard(TaskCard::of(context, id)),
        FlagSubject::Returned(id) => Screen::ReturnedCard(ReturnedCard::of(context, id)),
        FlagSubject::Point(id) => Screen::PointCard(PointCard::of(context, id)),
        FlagSubject::Pairing(id) => Screen::PairingCard(PairingCard::of(context, id)),
        FlagSubject::Publication(place) => match context.closed() {
            Some(why) => return Reply::refuse(why),
            None => Screen::AffairForm(AffairForm::of(context, FormKind::PutUp(Some(place)))),
        },
    })
}

/// The form of the call back after a poor rating.
pub(super) fn call_back(context: &Context<'_>, task: TaskId) -> Reply {
    match context.closed() {
        Some(why) => Reply::refuse(why),
        None => {
            let form = SupervisionForm::of(context, SupervisionFormKind::CallBack(task));
            Reply::open(Screen::SupervisionForm(form))
        }
    }
}

fn rows(context: &Context<'_>, view: View) -> Vec<FlagRow> {
    let village = context.village;
    match view {
        View::Flags => flag::flags(village, context.tables, context.today).into_iter().map(FlagRow::Flag).collect(),
        View::Open => outlook::open(village, context.tables).into_iter().map(FlagRow::Open).collect(),
        View::Settled => {
            village.supervisions().rev().filter(|it| !it.is_open()).map(|it| FlagRow::Settled(it.id)).collect()
        }
    }
}

impl Behaviour for Flags {
    fn scope(&self) -> Scope {
        Scope::List
    }

    fn hints(&self) -> Vec<Hint> {
        let open = self.list.selected().map(|row| {
            Command::List(ListCommand::Open).meaning(match row {
                FlagRow::Flag(_) => "去办",
                FlagRow::Open(Open { what: OpenWhat::Rating(_), .. }) => "记回访",
                FlagRow::Open(_) | FlagRow::Settled(_) => "打开",
            })
        });
        let others = [
            Command::List(ListCommand::Pane).meaning(self.view.next_words()),
            Command::Global(match self.view {
                View::Flags => GlobalCommand::Note,
                View::Open | View::Settled => GlobalCommand::Supervise,
            })
            .into(),
            Command::Global(GlobalCommand::Back).into(),
        ];
        open.into_iter().chain(others).collect()
    }

    /// Only whom the officer looked for: the line a list opens with is nobody's choice.
    fn person(&self, context: &Context<'_>) -> Option<PersonId> {
        let task = match self.list.selected().filter(|_| !self.list.filter().is_empty())? {
            FlagRow::Flag(flag) => match flag.subject {
                FlagSubject::Task(id) => Some(id),
                FlagSubject::Returned(_)
                | FlagSubject::Publication(_)
                | FlagSubject::Point(_)
                | FlagSubject::Pairing(_) => None,
            },
            FlagRow::Open(Open { what: OpenWhat::Rating(id), .. }) => Some(*id),
            FlagRow::Open(_) | FlagRow::Settled(_) => None,
        };
        context.village.task(task?).map(|task| task.applicant)
    }

    fn available(&self, command: Command, _context: &Context<'_>) -> Result<(), String> {
        match command {
            Command::List(ListCommand::Open) if self.list.selected().is_none() => Err("没有选中的一行".to_owned()),
            _ => Ok(()),
        }
    }

    fn back(&mut self, context: &Context<'_>) -> Reply {
        if self.list.clear_filter() {
            return self.filtered(context.village);
        }
        Reply::close()
    }

    fn refresh(&mut self, context: &Context<'_>) {
        self.rows = rows(context, self.view);
        let rows = self.fitting(context.village);
        self.list.set_items(rows);
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        self.list.type_text(text);
        self.filtered(context.village)
    }

    fn list(&mut self, command: ListCommand, context: &Context<'_>) -> Reply {
        match self.list.command(command) {
            ListEvent::Moved => Reply::none(),
            ListEvent::Filtered => self.filtered(context.village),
            ListEvent::Opened => self.open(context),
            ListEvent::PaneWanted => {
                self.view = self.view.next();
                self.list.clear_filter();
                self.refresh(context);
                Reply::none()
            }
        }
    }
}
