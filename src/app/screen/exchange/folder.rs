//! Another folder to write to, and receiver and purpose: two short forms.

use super::start::Start;
use crate::app::form::choice::Choice;
use crate::app::form::{Field, Form};
use crate::app::message::Place;
use crate::domain::limits::NOTE_CHARS_MAX;
use crate::domain::package::Manner;

/// The asking for a folder.
#[derive(Debug)]
pub struct FolderStep {
    /// The one field.
    pub form: Form<Folder>,
}

/// Its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// The folder.
    Path,
}

impl FolderStep {
    pub(in crate::app::screen) fn of(last: &str) -> FolderStep {
        let field = Field::text(Folder::Path, "文件夹", last, 1000)
            .hint("要已经有的文件夹；可以把文件夹拖进这个窗口，如 D:\\交表");
        FolderStep { form: Form::new(vec![field]) }
    }

    /// The asking for where replies lie.
    pub(in crate::app::screen) fn of_replies() -> FolderStep {
        let field =
            Field::text(Folder::Path, "在哪里", "", 1000).hint("回执文件（.dbr），或放它的文件夹；可以拖进这个窗口");
        FolderStep { form: Form::new(vec![field]) }
    }

    /// The same with what was typed, and what is wrong with it.
    pub(in crate::app::screen) fn refused(typed: &str, why: &str) -> FolderStep {
        let mut step = FolderStep::of(typed);
        step.form.fault(Folder::Path, why);
        step
    }

    pub(in crate::app::screen) fn text(&self) -> &str {
        self.form.text(Folder::Path)
    }

    pub(in crate::app::screen) fn type_text(&mut self, text: &str) {
        self.form.type_text(text);
    }

    pub(in crate::app::screen) fn fault(&mut self, why: &str) {
        self.form.fault(Folder::Path, why);
    }
}

/// The asking for receiver and purpose.
#[derive(Debug)]
pub struct TermsStep {
    /// Its fields.
    pub form: Form<Term>,
    /// The stick that waits for the reason to be written.
    pub writes_to: Option<Place>,
    manners: &'static [Manner],
    asks_reason: bool,
}

/// The fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// 接收单位.
    Receiver,
    /// 用途.
    Purpose,
    /// 怎么封.
    Manner,
    /// 为什么用这个U盘.
    Reason,
}

/// What was answered.
pub(super) struct Terms {
    pub(super) manner: Manner,
    pub(super) receiver: String,
    pub(super) purpose: String,
    pub(super) reason: String,
}

impl TermsStep {
    pub(super) fn of(start: &Start) -> TermsStep {
        let Start { receiver, purpose, manner, knows_office, .. } = start;
        let manners = Manner::offered(*knows_office);
        let choice = Choice::of(manners.iter().map(|manner| manner.label()));
        let chosen = manners.iter().position(|it| it == manner).unwrap_or(0);
        let form = Form::new(vec![
            Field::text(Term::Receiver, "接收单位", receiver, NOTE_CHARS_MAX.min(60)).hint("交给谁，写在封面上"),
            Field::text(Term::Purpose, "用途", purpose, NOTE_CHARS_MAX.min(60))
                .hint("为什么交，如代办月报；会记在留底里"),
            Field::choice(Term::Manner, "怎么封", choice.choosing(chosen)).hint("带密码的表，WPS、Excel 打得开"),
            Field::text(Term::Reason, "没登记的U盘，为什么用", &start.reason, NOTE_CHARS_MAX.min(60))
                .hint("如 1号忘在镇里；写到登记过的U盘，就空着"),
        ]);
        let mut step = TermsStep { form, writes_to: None, manners, asks_reason: start.asks_reason() };
        // To whom a sealed one goes is the card's to say.
        if *manner == Manner::ForOffice {
            step.form.focus(Term::Purpose);
        }
        step.ask();
        step
    }

    /// The asking for why it has to be this stick, which is not registered; then it is written to.
    pub(super) fn of_reason(start: &Start, place: Place) -> TermsStep {
        let mut step = TermsStep { writes_to: Some(place), ..TermsStep::of(start) };
        step.ask();
        step.form.focus(Term::Reason);
        step
    }

    /// Asks what has to be asked of the manner chosen.
    pub(super) fn ask(&mut self) {
        let asks_terms = self.writes_to.is_none();
        self.form.ask(Term::Receiver, asks_terms && self.manner() != Manner::ForOffice);
        self.form.ask(Term::Purpose, asks_terms);
        self.form.ask(Term::Manner, asks_terms);
        self.form.ask(Term::Reason, self.asks_reason);
    }

    fn manner(&self) -> Manner {
        self.form.chosen(Term::Manner).and_then(|at| self.manners.get(at)).copied().unwrap_or(Manner::Open)
    }

    pub(super) fn type_text(&mut self, text: &str) {
        self.form.type_text(text);
    }

    /// The answers, if all are there.
    pub(super) fn checked(&mut self) -> Option<Terms> {
        self.form.clear_faults();
        let needed = match self.writes_to {
            Some(_) => [Term::Reason].as_slice(),
            None => &[Term::Receiver, Term::Purpose],
        };
        for term in needed {
            if self.form.text(*term).is_empty() {
                self.form.fault(*term, "请写上");
            }
        }
        if self.form.focus_fault() {
            return None;
        }
        let text = |term| self.form.text(term).to_owned();
        Some(Terms {
            manner: self.manner(),
            receiver: text(Term::Receiver),
            purpose: text(Term::Purpose),
            reason: text(Term::Reason),
        })
    }
}
