//! What has been said at the door so far: for whom, which matters, which papers. It becomes one intent.
//!
//! It holds no rule: what may be taken in is asked of `decide`, by trying.

use serde::{Deserialize, Serialize};

use crate::app::screen::Context;
use crate::domain::change::Change;
use crate::domain::day::Day;
use crate::domain::decide::intake::{Applicant, IntakeIntent, LineIntent};
use crate::domain::decide::papers::{HoldIntent, Mark};
use crate::domain::decide::{Intent, decide};
use crate::domain::id::{HoldId, IdMint, IntakeId, PersonId};
use crate::domain::intake::IntakeOutcome;
use crate::domain::material::Signed;
use crate::domain::matter::{MatterDef, ProxyRule};
use crate::domain::person::Person;
use crate::domain::task::ProxyTask;
use crate::domain::task::parts::{Agent, EntrustedHow, Entrustment};
use crate::domain::task::state::Source;

/// What is said of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaperState {
    /// 没带.
    Missing,
    /// 收到; an original was looked at and handed back.
    Seen,
    /// The original stays here.
    Kept,
}

/// A paper one or more of the matters ask for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Paper {
    /// Its name.
    pub name: String,
    /// Whether it is an original that can be kept and must come back.
    pub comes_back: bool,
    /// Whether a task can be accepted without it.
    pub optional: bool,
    /// What is said of it.
    pub state: PaperState,
}

/// One matter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    /// The catalogue's code; empty for the villager's own words.
    pub code: String,
    /// The case of the matter.
    pub variant: Option<String>,
    /// What it is called.
    pub name: String,
    /// What comes of it.
    pub outcome: IntakeOutcome,
    /// Whether the villager must appear: 协办, not 代办.
    pub in_person: bool,
    /// The certificate's name, the answer, where the villager was sent.
    pub words: String,
}

impl Line {
    /// What comes of it, in words.
    pub fn label(&self) -> &'static str {
        match (self.outcome, self.in_person) {
            (IntakeOutcome::TakenIn, true) => "协办（须本人）",
            (IntakeOutcome::TakenIn, false) => self.outcome.label(),
            (IntakeOutcome::DoneOnTheSpot | IntakeOutcome::Answered | IntakeOutcome::NotTaken, _) => {
                self.outcome.label()
            }
        }
    }
}

/// How one entrustment for all matters was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entrusted {
    /// Not yet: the task stays 登记 and waits for it.
    NotYet,
    /// On paper, by name.
    Signed,
    /// On paper, by fingerprint, with a witness.
    Fingerprint,
    /// By phone, to be signed.
    Phone,
    /// By WeChat, to be signed.
    WeChat,
}

impl Entrusted {
    /// All ways, in the order they are gone through.
    pub const ALL: [Entrusted; 5] =
        [Entrusted::NotYet, Entrusted::Signed, Entrusted::Phone, Entrusted::WeChat, Entrusted::Fingerprint];

    /// What the summary says.
    pub fn label(self) -> &'static str {
        match self {
            Entrusted::NotYet => "还没有委托书",
            Entrusted::Signed => "书面，已签名",
            Entrusted::Fingerprint => "书面，按指印",
            Entrusted::Phone => "电话委托，7天内补签",
            Entrusted::WeChat => "微信委托，7天内补签",
        }
    }
}

/// For whom.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Whom {
    /// Somebody of the register.
    Known(PersonId),
    /// A stranger.
    Stranger(Box<Person>),
}

/// Everything said so far.
#[derive(Debug, Serialize, Deserialize)]
pub struct Draft {
    /// For whom; `None` until chosen.
    pub whom: Option<Whom>,
    /// Who came, when it was not the applicant.
    pub agent: Option<Agent>,
    /// How.
    pub source: Source,
    /// The day; `None` for today.
    pub on: Option<Day>,
    /// The matters.
    pub lines: Vec<Line>,
    /// The papers of all matters, each once.
    pub papers: Vec<Paper>,
    /// How it was entrusted.
    pub entrusted: Entrusted,
    /// 见证人, for a fingerprint.
    pub witness: String,
}

impl Default for Draft {
    /// Nothing said yet.
    fn default() -> Draft {
        Draft {
            whom: None,
            agent: None,
            source: Source::Visit,
            on: None,
            lines: Vec::new(),
            papers: Vec::new(),
            entrusted: Entrusted::NotYet,
            witness: String::new(),
        }
    }
}

impl Draft {
    /// The applicant's name; empty until chosen.
    pub fn name<'a>(&'a self, context: &Context<'a>) -> &'a str {
        match &self.whom {
            Some(Whom::Known(id)) => context.village.person(*id).map_or("", |person| person.name.as_str()),
            Some(Whom::Stranger(person)) => person.name.as_str(),
            None => "",
        }
    }

    /// Whether any matter is carried.
    pub fn carries(&self) -> bool {
        self.lines.iter().any(|line| line.outcome == IntakeOutcome::TakenIn)
    }

    /// Whether any matter needs an entrustment.
    pub fn needs_entrustment(&self, context: &Context<'_>) -> bool {
        self.lines.iter().any(|line| defs(line, context).iter().any(|def| def.proxy == ProxyRule::Entrusted))
    }

    /// Whether an entrustment is needed and was not given, so that what needs it is only registered.
    pub fn waits_for_entrustment(&self, context: &Context<'_>) -> bool {
        self.entrusted == Entrusted::NotYet && self.needs_entrustment(context)
    }

    /// Counts the papers anew after the matters changed; what was said of a paper stays.
    pub fn count_papers(&mut self, context: &Context<'_>) {
        let said = std::mem::take(&mut self.papers);
        let carried = self.lines.iter().filter(|line| line.outcome == IntakeOutcome::TakenIn);
        for def in carried.flat_map(|line| defs(line, context)) {
            for material in def.materials.iter().filter(|material| !material.on_record) {
                match self.papers.iter_mut().find(|paper| paper.name == material.name) {
                    Some(paper) => {
                        paper.optional &= material.optional;
                        paper.comes_back |= material.comes_back;
                    }
                    None => {
                        let before = said.iter().find(|paper| paper.name == material.name);
                        self.papers.push(Paper {
                            name: material.name.clone(),
                            comes_back: material.comes_back,
                            optional: material.optional,
                            state: before.map_or(PaperState::Missing, |paper| paper.state),
                        });
                    }
                }
            }
        }
    }

    /// The intent, with fresh identities.
    pub fn intent(&self, context: &Context<'_>) -> Option<IntakeIntent> {
        let whom = self.whom.clone()?;
        let owner = self.name(context).to_owned();
        let mut kept: Vec<&str> = Vec::new();
        let lines = self.lines.iter().map(|line| self.line_intent(line, &owner, &mut kept, context)).collect();
        Some(IntakeIntent {
            id: context.mint(IntakeId::mint),
            mint: context.mint(IdMint::fork),
            applicant: match whom {
                Whom::Known(id) => Applicant::Known(id),
                Whom::Stranger(person) => Applicant::New(person),
            },
            agent: self.agent.clone(),
            source: self.source,
            on: self.on.unwrap_or(context.today),
            lines,
            entrustment: if self.needs_entrustment(context) { self.entrustment(context) } else { None },
        })
    }

    /// What saving would make: the tasks as they would be, or why not.
    pub fn preview(&self, context: &Context<'_>) -> Result<Vec<ProxyTask>, String> {
        let intent = self.intent(context).ok_or("还没选替谁办")?;
        let changes = decide(context.village, &context.now(), Intent::Intake(Box::new(intent)));
        let changes = changes.map_err(|refusal| refusal.to_string())?;
        let task = |change| match change {
            Change::Task(_, task) => Some(*task),
            _ => None,
        };
        Ok(changes.into_iter().filter_map(task).collect())
    }

    fn line_intent<'a>(
        &'a self,
        line: &Line,
        owner: &str,
        kept: &mut Vec<&'a str>,
        context: &Context<'_>,
    ) -> LineIntent {
        let (mut marks, mut holds) = (Vec::new(), Vec::new());
        let defs = if line.outcome == IntakeOutcome::TakenIn { defs(line, context) } else { Vec::new() };
        for material in defs.iter().flat_map(|def| &def.materials) {
            let paper = self.papers.iter().find(|paper| paper.name == material.name);
            marks.push(match paper.map(|paper| paper.state) {
                _ if material.on_record => Mark::Waived("数据可核对，免交".to_owned()),
                Some(PaperState::Seen | PaperState::Kept) => Mark::Got,
                Some(PaperState::Missing) | None => Mark::Missing,
            });
            if let Some(paper) = paper.filter(|paper| paper.state == PaperState::Kept && material.comes_back)
                && !kept.contains(&paper.name.as_str())
            {
                kept.push(&paper.name);
                holds.push(HoldIntent {
                    id: context.mint(HoldId::mint),
                    doc: paper.name.clone(),
                    owner: owner.to_owned(),
                    reason: format!("办{}，窗口要看原件", line.name),
                    return_by: None,
                });
            }
        }
        LineIntent {
            outcome: line.outcome,
            code: line.code.clone(),
            variant: line.variant.clone(),
            words: line.words.clone(),
            marks,
            holds,
        }
    }

    fn entrustment(&self, context: &Context<'_>) -> Option<Entrustment> {
        let (how, signed) = match self.entrusted {
            Entrusted::NotYet => return None,
            Entrusted::Signed => (EntrustedHow::Paper, Some(Signed::Name)),
            Entrusted::Fingerprint => (EntrustedHow::Paper, Some(Signed::Fingerprint)),
            Entrusted::Phone => (EntrustedHow::Phone, None),
            Entrusted::WeChat => (EntrustedHow::WeChat, None),
        };
        let on = self.on.unwrap_or(context.today);
        let ids_seen = how == EntrustedHow::Paper;
        Some(Entrustment { how, on, sign_by: None, signed, ids_seen, witness: self.witness.clone() })
    }
}

/// The matters a line opens; none for the villager's own words.
pub fn defs(line: &Line, context: &Context<'_>) -> Vec<MatterDef> {
    let opened = context.tables.matters.to_open(&line.code, line.variant.as_deref(), context.today);
    opened.unwrap_or_default()
}
