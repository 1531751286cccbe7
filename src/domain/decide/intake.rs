//! Decides 接件: one visit, several matters, one act.
//!
//! Each 收件代办 line becomes a task; it is accepted at once where nothing stands in the way.

use std::sync::Arc;

use crate::domain::change::{Change, PersonChange, TaskChange};
use crate::domain::day::Day;
use crate::domain::id::{IdMint, IntakeId, PersonId, Seq, TaskId, TaskNo};
use crate::domain::intake::{Intake, IntakeLine, IntakeOutcome};
use crate::domain::material::{Material, Signed};
use crate::domain::matter::certificate::Verdict;
use crate::domain::matter::{MatterDef, Mode};
use crate::domain::person::Person;
use crate::domain::refusal::Refusal;
use crate::domain::supervision::named::{self, Said};
use crate::domain::task::lifecycle::{self, StepKind};
use crate::domain::task::parts::{Agent, Decision, Delivery, Entrustment, StepTaken, TaskMatter};
use crate::domain::task::state::{ResultPlace, Source, State};
use crate::domain::task::{CERTIFICATE_CODE, ProxyTask};
use crate::domain::village::Village;

use super::papers::{self, HoldIntent, Mark, custody};
use super::step::moves;
use super::{Now, past_day, required};

/// For whom.
#[derive(Clone, Debug)]
pub enum Applicant {
    /// Somebody of the register.
    Known(PersonId),
    /// A stranger: name and phone suffice.
    New(Box<Person>),
}

/// One matter at the door.
#[derive(Clone, Debug)]
pub struct LineIntent {
    /// What comes of it.
    pub outcome: IntakeOutcome,
    /// The catalogue's code; empty where only words are known (咨询, 不属代办).
    pub code: String,
    /// The case of the matter, where it has several.
    pub variant: Option<String>,
    /// The villager's words, the name of a certificate, the answer given, or where the villager was sent.
    pub words: String,
    /// Marks for the checklist, in its order; missing ones count as not handed in. Of a bundle, those of its matters one
    /// after the other.
    pub marks: Vec<Mark>,
    /// Originals taken, kept with the first task of the line.
    pub holds: Vec<HoldIntent>,
}

/// 接件 as the form gives it.
#[derive(Clone, Debug)]
pub struct IntakeIntent {
    /// Identity.
    pub id: IntakeId,
    /// Mints the tasks' identities.
    pub mint: IdMint,
    /// For whom.
    pub applicant: Applicant,
    /// Who came, when it was not the applicant.
    pub agent: Option<Agent>,
    /// How.
    pub source: Source,
    /// The day the villager came; earlier than today is 补记.
    pub on: Day,
    /// The matters.
    pub lines: Vec<LineIntent>,
    /// One entrustment for all that need one.
    pub entrustment: Option<Entrustment>,
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: IntakeIntent) -> Result<Vec<Change>, Refusal> {
    let on = past_day(intent.on, now.today)?;
    if intent.lines.is_empty() {
        return Err(Refusal::Blank("事项", "请至少写一件"));
    }
    let mut changes = Vec::new();
    let applicant = applicant(village, &mut changes, intent.applicant)?;
    let entrustment = intent.entrustment.map(|given| papers::check_entrustment(given, now)).transpose()?;
    let mut opening = Opening {
        now,
        mint: intent.mint,
        intake: intent.id,
        on,
        applicant: &applicant,
        agent: intent.agent.clone(),
        source: intent.source,
        entrustment,
        next_no: village.next_task_no(on.year()),
        tasks: Vec::new(),
    };
    let mut lines = Vec::new();
    for line in intent.lines {
        check_words(village, &line)?;
        opening.line(&line, &mut lines)?;
    }
    let tasks = opening.tasks;
    changes.push(Change::Intake(Box::new(Intake {
        id: intent.id,
        touched: Seq::default(),
        on,
        entered_at: now.at,
        applicant: applicant.id,
        agent: intent.agent.map(Box::new),
        source: intent.source,
        taken_by: now.actor.into(),
        lines,
    })));
    changes.extend(tasks.into_iter().map(|task| Change::Task(TaskChange::Opened, Box::new(task))));
    Ok(changes)
}

/// What is said against the liaison or a cadre is kept as no matter, whatever it is called.
fn check_words(village: &Village, line: &LineIntent) -> Result<(), Refusal> {
    let complains = named::COMPLAINT_CODES.contains(&line.code.as_str());
    named::refuse(village, &line.words, if complains { Said::InComplaint } else { Said::AtWork })
}

fn applicant(village: &Village, changes: &mut Vec<Change>, applicant: Applicant) -> Result<Person, Refusal> {
    match applicant {
        Applicant::Known(id) => {
            let person = village.person(id).ok_or(Refusal::Gone)?;
            if person.is_registered() { Ok(person.clone()) } else { Err(gone_person(person)) }
        }
        Applicant::New(person) => {
            super::person::check_identity(village, &person)?;
            changes.push(Change::Person(PersonChange::Added, person.clone()));
            Ok(*person)
        }
    }
}

fn gone_person(person: &Person) -> Refusal {
    let (name, status) = (person.name.as_str(), person.status.label());
    Refusal::Duplicate(format!("{name}已登记为{status}，不能为其接新事项。家里人的事请替家里人接"))
}

/// What the lines of one intake have in common while they are opened.
struct Opening<'a> {
    now: &'a Now<'a>,
    mint: IdMint,
    intake: IntakeId,
    on: Day,
    applicant: &'a Person,
    agent: Option<Agent>,
    source: Source,
    entrustment: Option<Entrustment>,
    next_no: TaskNo,
    tasks: Vec<ProxyTask>,
}

impl Opening<'_> {
    fn line(&mut self, line: &LineIntent, lines: &mut Vec<IntakeLine>) -> Result<(), Refusal> {
        match line.outcome {
            IntakeOutcome::Answered | IntakeOutcome::NotTaken => {
                let matter = match self.now.tables.matters.get(&line.code) {
                    Some(def) => def.name.clone(),
                    None => required(&line.words, "问的什么事", "请写一句")?,
                };
                if line.outcome == IntakeOutcome::NotTaken {
                    required(&line.words, "去处", "请写清告诉群众去哪里办")?;
                }
                let words = line.words.trim().to_owned();
                lines.push(IntakeLine { matter: matter.into(), outcome: line.outcome, task: None, words });
                Ok(())
            }
            IntakeOutcome::TakenIn | IntakeOutcome::DoneOnTheSpot => self.open_line(line, lines),
        }
    }

    /// A bundle 一件事 opens the matters it is made of, each with its own clock.
    fn open_line(&mut self, line: &LineIntent, lines: &mut Vec<IntakeLine>) -> Result<(), Refusal> {
        let defs = self.now.tables.matters.to_open(&line.code, line.variant.as_deref(), self.now.today)?;
        let (mut marks, mut holds) = (line.marks.as_slice(), line.holds.as_slice());
        for def in defs {
            self.check(&def, line)?;
            let mut task = self.open(&def);
            let (own, rest) = marks.split_at(task.materials.len().min(marks.len()));
            self.fill(&mut task, line, own, holds)?;
            (marks, holds) = (rest, &[]);
            let (outcome, words) = (line.outcome, line.words.trim().to_owned());
            lines.push(IntakeLine { matter: def.name.into(), outcome, task: Some(task.id), words });
            self.tasks.push(task);
        }
        Ok(())
    }

    fn check(&self, def: &MatterDef, line: &LineIntent) -> Result<(), Refusal> {
        if def.mode == Mode::Tell {
            return Err(Refusal::TellOnly(def.name.clone()));
        }
        if line.outcome == IntakeOutcome::DoneOnTheSpot && !def.can_be_done_here() {
            return Err(Refusal::Already(
                "这件要本人到区里、外单位去办，村里当场办不完；请协办（预约、陪同），或者告知去处",
            ));
        }
        if def.code == CERTIFICATE_CODE {
            let name = required(&line.words, "要开什么证明", "请写证明的名称")?;
            let verdict = self.now.tables.matters.certificates().judge(&name);
            if !matches!(verdict, Verdict::Lawful(_)) {
                return Err(Refusal::Certificate(verdict.words()));
            }
        }
        Ok(())
    }

    fn open(&mut self, def: &MatterDef) -> ProxyTask {
        let no = self.next_no;
        self.next_no.n += 1;
        ProxyTask {
            id: TaskId::mint(&mut self.mint, self.now.at),
            touched: Seq::default(),
            no,
            applicant: self.applicant.id,
            household: self.applicant.household,
            agent: self.agent.clone().map(Box::new),
            matter: Arc::new(TaskMatter::of(def)),
            intake: Some(self.intake),
            source: self.source,
            state: State::Registered,
            round: 1,
            registered_on: self.on,
            papers_on: self.on,
            accepted_on: None,
            limit: def.limit,
            statutory: def.statutory,
            promised: None,
            pauses: Vec::new(),
            materials: def.materials.iter().map(Material::asked).collect(),
            holds: Vec::new(),
            notice: None,
            entrustment: self.entrustment.clone(),
            fees: Vec::new(),
            money: Vec::new(),
            submissions: Vec::new(),
            external_no: String::new(),
            urges: Vec::new(),
            decision: None,
            delivery: None,
            rating: None,
            steps: vec![self.step(State::Registered, "")],
            undone_acceptances: Vec::new(),
            note: String::new(),
        }
    }

    fn fill(
        &self,
        task: &mut ProxyTask,
        line: &LineIntent,
        marks: &[Mark],
        holds: &[HoldIntent],
    ) -> Result<(), Refusal> {
        task.note = line.words.trim().to_owned();
        papers::mark(task, &self.now_on(), marks)?;
        for hold in holds {
            custody::take_hold(task, &self.now_on(), hold)?;
        }
        match line.outcome {
            IntakeOutcome::DoneOnTheSpot => {
                // What is done on the spot leaves no original behind.
                lifecycle::guard_holds(task)?;
                self.done_on_the_spot(task);
            }
            IntakeOutcome::TakenIn if self.can_be_accepted(task) => {
                moves::accept(task, &self.now_on());
            }
            IntakeOutcome::TakenIn | IntakeOutcome::Answered | IntakeOutcome::NotTaken => {}
        }
        Ok(())
    }

    fn can_be_accepted(&self, task: &ProxyTask) -> bool {
        lifecycle::guard(task, StepKind::Accept, self.now.today, &self.now.tables.calendar).is_ok()
    }

    /// The day of the visit is the day of its papers, also for 补记.
    fn now_on(&self) -> Now<'_> {
        Now { today: self.on, ..*self.now }
    }

    fn done_on_the_spot(&self, task: &mut ProxyTask) {
        let now = self.now_on();
        for material in &mut task.materials {
            material.got_on.get_or_insert(self.on);
        }
        moves::accept(task, &now);
        task.decision = Some(Decision {
            on: self.on,
            granted: true,
            paper: String::new(),
            words: String::new(),
            place: ResultPlace::Here,
            fetched_on: None,
        });
        let to = self.agent.as_ref().map_or(self.applicant.name.as_str(), |agent| agent.name.as_str()).to_owned();
        task.delivery = Some(Delivery { on: self.on, to, signed: Signed::Name });
        task.steps.push(self.step(State::Granted, "当场办完"));
        moves::go(task, &now, State::Delivered, self.on, String::new());
    }

    fn step(&self, to: State, words: &str) -> StepTaken {
        StepTaken { to, on: self.on, entered_at: self.now.at, words: words.into() }
    }
}
