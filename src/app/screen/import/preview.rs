//! What a register would change: numbers, problems, and the numbered choice of what goes in.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::command::PageCommand;
use crate::app::list::List;
use crate::app::message::Effect;
use crate::app::notice::Notice;
use crate::app::numbered::Numbered;
use crate::app::register::{ProblemWeight, RegisterPreview, RegisterProblem};
use crate::app::screen::{Reply, Step};
use crate::domain::change::Record;
use crate::domain::decide::Intent;
use crate::domain::village::Village;

/// The looking at a register before it goes in.
#[derive(Debug)]
pub struct PreviewStep {
    /// What it would change.
    pub register: Arc<RegisterPreview>,
    /// What can be done.
    pub lines: Numbered<Choice>,
    /// The problems and changes that are listed, by place; the selected one stands at the top.
    pub problems: List<usize>,
    /// Whether only what changes is listed.
    pub only_changed: bool,
    /// The part of the list on screen: only drawing knows how many fit.
    pub shown: Cell<(usize, usize)>,
    /// Whether the good rows went in.
    pub taken_in: bool,
    /// Where the refused rows were written to.
    pub rejects: Option<PathBuf>,
}

/// What can be done with a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The good rows go in.
    TakeIn,
    /// The refused rows are written to a file.
    WriteRejects,
    /// Unknown headings are explained.
    Columns,
    /// Only what changes is listed, or everything again.
    Changes,
    /// Nothing more.
    Leave,
}

impl PreviewStep {
    /// The first look.
    pub fn of(register: Arc<RegisterPreview>) -> PreviewStep {
        let problems = List::of((0..register.problems.len()).collect());
        let mut step = PreviewStep {
            register,
            lines: Numbered::default(),
            problems,
            only_changed: false,
            shown: Cell::default(),
            taken_in: false,
            rejects: None,
        };
        step.lines = step.choices();
        step
    }

    /// Whether there is nothing left that leaving would lose.
    pub fn is_done(&self) -> bool {
        self.taken_in || self.register.intent.is_empty()
    }

    /// How many problems weigh so.
    pub fn count(&self, weight: ProblemWeight) -> usize {
        self.register.problems.iter().filter(|problem| problem.weight == weight).count()
    }

    pub(super) fn rejects_written(&mut self, path: PathBuf) {
        self.rejects = Some(path);
        let cursor = self.lines.cursor();
        self.lines = self.choices().at(cursor);
    }

    /// Moves in the problems: a page is what was shown.
    pub(super) fn turn(&mut self, command: PageCommand) {
        let (top, shown) = self.shown.get();
        let last = self.problems.items().len().saturating_sub(1);
        let wanted = match command {
            PageCommand::Up => top.saturating_sub(1),
            PageCommand::Down => top + 1,
            PageCommand::PageUp => top.saturating_sub(shown.max(1)),
            PageCommand::PageDown => top + shown.max(1),
            PageCommand::First => 0,
            PageCommand::Last => last,
            PageCommand::Done => return,
        };
        if let Some(place) = self.problems.items().get(wanted.min(last)).copied() {
            self.problems.select(&place);
            // Two keys may come before the next drawing.
            self.shown.set((wanted.min(last), shown));
        }
    }

    /// Lists only what changes, or everything again.
    pub(super) fn list_changes(&mut self) {
        self.only_changed = !self.only_changed;
        let listed = |problem: &RegisterProblem| !self.only_changed || problem.weight == ProblemWeight::Changed;
        let places = self.register.problems.iter().enumerate().filter(|(_, problem)| listed(problem));
        let places = places.map(|(place, _)| place).collect();
        self.problems.set_matches(places);
        let cursor = self.lines.cursor();
        self.lines = self.choices().at(cursor);
    }

    /// One act; what was refused stays to be written out.
    pub(super) fn take_in(&mut self) -> Reply {
        let counts = self.register.counts;
        let rest = match counts.rejected {
            0 => String::new(),
            rejected => format!("，还有{rejected}行有问题没有收"),
        };
        let done = format!("已导入{}行{rest}。按 Ctrl+Z 可以整个撤销", counts.good());
        let then = match counts.rejected {
            0 => Reply::effect(Effect::ForgetRegister).then(Reply::close()),
            _ => Reply::none(),
        };
        let intent = Intent::Import(Box::new(self.register.intent.clone()));
        Reply::decide(intent, then.then(Step::Say(Notice::done(done)).into()))
    }

    /// Looks whether the good rows are in, or were taken out again by an undo.
    pub(super) fn look(&mut self, village: &Village) {
        let taken_in = self.witness().is_some_and(|mut record| {
            record.touch(village.touched(record.key()).unwrap_or_default());
            village.record(record.key()) == Some(record)
        });
        if self.taken_in != taken_in {
            self.taken_in = taken_in;
            self.lines = self.choices();
        }
    }

    /// One record of the plan, by which is seen whether all are in: they come and go together.
    fn witness(&self) -> Option<Record> {
        let intent = &self.register.intent;
        let person = intent.people.first().map(|it| Record::Person(Box::new(it.clone())));
        let household = || intent.households.first().map(|it| Record::Household(Box::new(it.clone())));
        let task = || intent.tasks.first().map(|it| Record::Task(Box::new(it.clone())));
        person.or_else(household).or_else(task)
    }

    fn choices(&self) -> Numbered<Choice> {
        let counts = self.register.counts;
        let take_in = match counts.good() {
            0 => "导入好的行".to_owned(),
            good => format!("导入好的{good}行"),
        };
        let mut lines = Numbered::default();
        lines = match (self.taken_in, self.register.intent.is_empty()) {
            (true, _) => lines.blocked(take_in, Choice::TakeIn, "已经导入了"),
            (false, true) => lines.blocked(take_in, Choice::TakeIn, "没有新的或变化的内容，不用导入"),
            (false, false) => lines.item(take_in, Choice::TakeIn),
        };
        lines = match (counts.rejected, &self.rejects) {
            (0, _) => lines.blocked("把有问题的行写到文件", Choice::WriteRejects, "没有收不进的行"),
            (rejected, None) => lines.item(format!("把有问题的{rejected}行写到文件，改好再导"), Choice::WriteRejects),
            (rejected, Some(_)) => lines.item(format!("把有问题的{rejected}行再写一份"), Choice::WriteRejects),
        };
        lines = match (self.register.unknown.len(), self.taken_in) {
            (0, _) | (_, true) => lines,
            (unknown, false) => lines.item(format!("有{unknown}栏不认识，告诉它是什么"), Choice::Columns),
        };
        lines = match (self.count(ProblemWeight::Changed), self.only_changed) {
            (0, _) => lines,
            (_, false) => lines.item("只看有变化的，改了什么", Choice::Changes),
            (_, true) => lines.item("问题和变化都看", Choice::Changes),
        };
        lines.zero(if self.is_done() { "好了，返回" } else { "不导，返回" }, Choice::Leave)
    }
}
