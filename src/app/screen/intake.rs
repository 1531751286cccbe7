//! 接件: somebody at the door. Who, for whom, which matters, which papers; one act, one receipt.
//!
//! A short way of stages, each with its own keys: digits and Enter choose, typing finds. What is said so far is in
//! `draft`; it holds no rule and asks `decide` beforehand what saving would make.

pub mod asking;
pub mod draft;
mod stages;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::receipt::Receipt;
use super::{Behaviour, Context, Hint, Reply, Screen};
use crate::app::command::{Command, FormCommand, GlobalCommand, ListCommand, MenuCommand, Scope};
use crate::app::form::FormEvent;
use crate::app::list::{List, ListEvent};
use crate::app::notice::Notice;
use crate::app::numbered::{MenuEvent, Numbered};
use crate::domain::decide::Intent;
use crate::domain::id::PersonId;
use crate::domain::intake::IntakeOutcome;
use crate::domain::limits::NOT_ACCEPTED_DAYS;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::State;
use asking::Asking;
use draft::{Draft, Whom};

/// Somebody, or somebody new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Candidate {
    /// Somebody of the register.
    Known(PersonId),
    /// 不在册的人.
    Stranger,
}

/// A matter of the catalogue, or the villager's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MatterChoice {
    /// By its code.
    Code(String),
    /// As typed.
    Words,
}

/// What can come of a matter: its case, by place, and its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Which case; `None` where there is only one.
    pub case: Option<usize>,
    /// What comes of it.
    pub outcome: IntakeOutcome,
}

/// What a line of the papers or of the summary does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// All papers were brought; originals seen and handed back.
    AllSeen,
    /// The next state of this paper.
    Paper(usize),
    /// On to the summary.
    Summary,
    /// Save.
    Save,
    /// The next way of entrusting.
    Entrusted,
    /// Who came.
    Agent,
    /// The next source.
    Source,
    /// Another day.
    Day,
    /// One more matter.
    More,
    /// Back to the papers.
    Papers,
}

/// Where in the way it is.
#[derive(Debug, Serialize, Deserialize)]
pub enum Stage {
    /// For whom.
    Who,
    /// Which matter.
    Matter,
    /// What comes of the matter just chosen.
    Outcome(MatterChoice, Numbered<Offer>),
    /// Something has to be written.
    Asking(Asking),
    /// The papers.
    Papers(Numbered<Act>),
    /// All of it, before it is saved.
    Summary(Numbered<Act>, #[serde(skip, default = "not_looked")] Result<Vec<ProxyTask>, String>),
}

/// What saving would make is never written down: it is made anew.
fn not_looked() -> Result<Vec<ProxyTask>, String> {
    Ok(Vec::new())
}

/// 接件.
#[derive(Debug, Serialize, Deserialize)]
pub struct Intake {
    /// What was said.
    pub draft: Draft,
    /// Where it is.
    pub stage: Stage,
    /// People that fit what was typed.
    pub people: List<Candidate>,
    /// Matters that fit what was typed.
    pub matters: List<MatterChoice>,
}

impl Intake {
    /// Nobody chosen yet.
    pub fn new(context: &Context<'_>) -> Intake {
        let (draft, stage) = (Draft::default(), Stage::Who);
        let mut intake = Intake { draft, stage, people: List::default(), matters: List::default() };
        intake.find_people(context);
        intake
    }

    /// For this person of the register.
    pub fn for_person(context: &Context<'_>, person: PersonId) -> Intake {
        let mut intake = Intake::new(context);
        intake.choose_whom(Whom::Known(person), context);
        intake
    }

    /// For this person, this matter taken in already, where it can be; else only for the person.
    pub fn for_matter(context: &Context<'_>, person: PersonId, code: &str, case: Option<&str>) -> Intake {
        let mut intake = Intake::for_person(context, person);
        if let Ok(def) = context.tables.matters.usable(code, context.today) {
            intake.take_in(def, case, context);
        }
        intake
    }

    fn choose_whom(&mut self, whom: Whom, context: &Context<'_>) {
        self.draft.whom = Some(whom);
        self.go_matter(context);
    }

    fn save(&mut self, context: &Context<'_>) -> Reply {
        self.draft.count_papers(context);
        let tasks = match self.draft.preview(context) {
            Ok(tasks) => tasks,
            Err(why) => return Reply::refuse(why),
        };
        let Some(intent) = self.draft.intent(context) else { return Reply::refuse("还没选替谁办") };
        let counts = stages::counts(&self.draft.lines);
        let waiting = tasks.iter().filter(|task| task.state == State::Registered).count();
        let undo = context.keymap.way_to_undo();
        let words = match waiting {
            0 => format!("已存好：{counts}，{undo}"),
            _ => {
                let way = context.keymap.way(Scope::Page, Command::Global(GlobalCommand::Tasks), "在台账里");
                format!("已存好：{counts}，{undo}。{waiting}件还没受理：{way}，满{NOT_ACCEPTED_DAYS}天列到今日")
            }
        };
        let done = Notice::done(words);
        let mut then = Reply::close();
        if !tasks.is_empty() {
            let receipt = Receipt::of(self.draft.name(context), &tasks, context);
            then = then.then(Reply::open(Screen::Receipt(receipt)));
        }
        Reply::decide(Intent::Intake(Box::new(intent)), then.then(Reply::say(done)))
    }

    fn answered(&mut self, context: &Context<'_>) -> Reply {
        let Stage::Asking(asking) = &mut self.stage else { return Reply::none() };
        match asking.answer(&mut self.draft, context) {
            Err(why) => Reply::refuse(why),
            Ok(asking::Next::Matter) => {
                self.go_matter(context);
                Reply::none()
            }
            Ok(asking::Next::Summary) => {
                self.go_summary(context);
                Reply::none()
            }
        }
    }
}

impl Behaviour for Intake {
    fn scope(&self) -> Scope {
        match self.stage {
            Stage::Who | Stage::Matter => Scope::List,
            Stage::Outcome(..) | Stage::Papers(_) | Stage::Summary(..) => Scope::Menu,
            Stage::Asking(_) => Scope::Form,
        }
    }

    fn hints(&self) -> Vec<Hint> {
        let open = Command::List(ListCommand::Open);
        let choose = Command::Menu(MenuCommand::Choose);
        let back = Command::Global(GlobalCommand::Back).into();
        match &self.stage {
            Stage::Who => vec![open.meaning("就是他"), back],
            Stage::Matter if self.draft.lines.is_empty() => vec![open.meaning("办这件"), back],
            Stage::Matter => vec![open.meaning("加这件；没打字就往下"), back],
            Stage::Outcome(..) => vec![choose.meaning("就这样办，或按数字"), back],
            Stage::Papers(_) => vec![choose.meaning("换一种，或按数字"), back],
            Stage::Summary(..) => vec![choose.meaning("按数字改；第1样存好"), back],
            Stage::Asking(asking) => {
                let new_line = asking.form.takes_lines().then(|| Command::Form(FormCommand::NewLine).into());
                let saved = Command::Form(FormCommand::Save).meaning("填好了");
                [Some(saved), new_line, Some(back)].into_iter().flatten().collect()
            }
        }
    }

    fn unsaved(&self) -> bool {
        let asked = match &self.stage {
            Stage::Asking(_) => true,
            Stage::Who | Stage::Matter | Stage::Outcome(..) | Stage::Papers(_) | Stage::Summary(..) => false,
        };
        asked || !self.draft.lines.is_empty() || matches!(self.draft.whom, Some(Whom::Stranger(_)))
    }

    fn takes_save(&self) -> bool {
        match self.stage {
            Stage::Papers(_) | Stage::Summary(..) => true,
            Stage::Who | Stage::Matter | Stage::Outcome(..) | Stage::Asking(_) => false,
        }
    }

    fn back(&mut self, context: &Context<'_>) -> Reply {
        match &self.stage {
            Stage::Who if self.people.clear_filter() => self.find_people(context),
            Stage::Who => return Reply::close(),
            Stage::Matter if self.matters.clear_filter() => self.find_matters(context),
            Stage::Matter if !self.draft.lines.is_empty() => {
                self.draft.lines.pop();
                self.draft.count_papers(context);
                self.find_matters(context);
                return Reply::say(Notice::done("去掉了最后加的一件；再按 Esc 退回"));
            }
            Stage::Matter => self.stage = Stage::Who,
            Stage::Asking(asking) if asking.belongs_to_summary() => self.go_summary(context),
            Stage::Asking(asking) if asking.belongs_to_who() => self.stage = Stage::Who,
            Stage::Outcome(..) | Stage::Papers(_) | Stage::Asking(_) => self.go_matter(context),
            Stage::Summary(..) if self.draft.carries() => self.go_papers(0),
            Stage::Summary(..) => self.go_matter(context),
        }
        Reply::none()
    }

    fn refresh(&mut self, context: &Context<'_>) {
        self.find_people(context);
        if let Stage::Summary(menu, _) = &self.stage {
            let cursor = menu.cursor();
            self.summary(cursor, context);
        }
    }

    fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
        match &mut self.stage {
            Stage::Who => {
                self.people.type_text(text);
                self.find_people(context);
            }
            Stage::Matter => {
                self.matters.type_text(text);
                self.find_matters(context);
            }
            Stage::Asking(asking) => drop(asking.form.type_text(text)),
            Stage::Outcome(..) | Stage::Papers(_) | Stage::Summary(..) => {}
        }
        Reply::none()
    }

    fn list(&mut self, command: ListCommand, context: &Context<'_>) -> Reply {
        match self.stage {
            Stage::Who => match self.people.command(command) {
                ListEvent::Filtered => self.find_people(context),
                ListEvent::Opened => self.open_candidate(context),
                ListEvent::Moved | ListEvent::PaneWanted => {}
            },
            Stage::Matter => match self.matters.command(command) {
                ListEvent::Filtered => self.find_matters(context),
                ListEvent::Opened => return self.open_matter(context),
                ListEvent::Moved | ListEvent::PaneWanted => {}
            },
            Stage::Outcome(..) | Stage::Papers(_) | Stage::Summary(..) | Stage::Asking(_) => {}
        }
        Reply::none()
    }

    fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
        match &mut self.stage {
            Stage::Outcome(choice, menu) => match menu.command(command) {
                MenuEvent::Chosen(offer) => {
                    let choice = choice.clone();
                    self.take_offer(&choice, offer, context)
                }
                MenuEvent::Blocked(why) => Reply::refuse(why),
                MenuEvent::Moved => Reply::none(),
            },
            Stage::Papers(menu) | Stage::Summary(menu, _) => match menu.command(command) {
                MenuEvent::Chosen(act) => {
                    let cursor = menu.cursor();
                    self.act(act, cursor, context)
                }
                MenuEvent::Blocked(why) => Reply::refuse(why),
                MenuEvent::Moved => Reply::none(),
            },
            Stage::Who | Stage::Matter | Stage::Asking(_) => Reply::none(),
        }
    }

    fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
        let event = match &mut self.stage {
            Stage::Asking(asking) => asking.form.command(command, context.today),
            Stage::Papers(_) => return self.act(Act::Summary, 0, context),
            Stage::Summary(..) => return self.act(Act::Save, 0, context),
            Stage::Who | Stage::Matter | Stage::Outcome(..) => return Reply::none(),
        };
        match event {
            FormEvent::SaveWanted => self.answered(context),
            FormEvent::Moved | FormEvent::Edited(_) | FormEvent::Left(_) => Reply::none(),
        }
    }
}
