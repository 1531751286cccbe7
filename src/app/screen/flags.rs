//! 自查 and 督办: what of the records would stand out to whoever checks the work, what is open under supervision, and what is
//! settled. Tab goes from one to the next.
//!
//! It derives nothing itself (`domain::flag` and `domain::supervision` do) and puts nothing away: a line goes with the act
//! it names.

use super::affair_form::{AffairForm, FormKind};
use super::listing::{Listed, Listing};
use super::pairing_card::PairingCard;
use super::point_card::PointCard;
use super::returned_card::ReturnedCard;
use super::supervision_card::SupervisionCard;
use super::supervision_form::{SupervisionForm, SupervisionFormKind};
use super::task_card::TaskCard;
use super::{Context, Hint, Reply, Screen};
use crate::app::command::{Command, GlobalCommand, ListCommand};
use crate::app::list::List;
use crate::domain::flag::{self, Flag, FlagSubject};
use crate::domain::id::{PersonId, SupervisionId, TaskId};
use crate::domain::pinyin::Query;
use crate::domain::supervision::outlook::{self, Open, OpenWhat};

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
    pub fn new(context: &Context<'_>) -> Listed<Flags> {
        Listed::of(Flags { list: List::default(), view: View::Flags, rows: Vec::new() }, context)
    }

    /// How many rows this view has, those that are filtered away included.
    pub fn count(&self) -> usize {
        self.rows.len()
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

impl Listing for Flags {
    type Row = FlagRow;

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

    fn list(&self) -> &List<FlagRow> {
        &self.list
    }

    fn list_mut(&mut self) -> &mut List<FlagRow> {
        &mut self.list
    }

    fn look(&mut self, context: &Context<'_>) {
        self.rows = rows(context, self.view);
    }

    fn fitting(&self, context: &Context<'_>) -> Vec<FlagRow> {
        let village = context.village;
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

    fn open(&mut self, row: FlagRow, context: &Context<'_>) -> Reply {
        match row {
            FlagRow::Flag(flag) => open_flag(context, &flag),
            FlagRow::Open(Open { what: OpenWhat::Rating(id), .. }) => call_back(context, id),
            FlagRow::Open(Open { what: OpenWhat::Item(id), .. }) | FlagRow::Settled(id) => {
                Reply::open(Screen::SupervisionCard(SupervisionCard::of(context, id)))
            }
        }
    }

    fn turn(&mut self, context: &Context<'_>) -> Reply {
        self.view = self.view.next();
        self.list.clear_filter();
        self.renew(context);
        Reply::none()
    }

    fn whom(&self, row: &FlagRow, context: &Context<'_>) -> Option<PersonId> {
        let task = match row {
            FlagRow::Flag(flag) => match flag.subject {
                FlagSubject::Task(id) => id,
                FlagSubject::Returned(_)
                | FlagSubject::Publication(_)
                | FlagSubject::Point(_)
                | FlagSubject::Pairing(_) => return None,
            },
            FlagRow::Open(Open { what: OpenWhat::Rating(id), .. }) => *id,
            FlagRow::Open(_) | FlagRow::Settled(_) => return None,
        };
        context.village.task(task).map(|task| task.applicant)
    }
}
