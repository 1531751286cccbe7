//! Plays the sample village through the rules: every act is an intent that `decide` let pass on its day.
//!
//! What it asks for is `register`'s, `plot`'s and `crowd`'s to say. An intent that is refused leaves no trace in the
//! village; a test holds that none is.

use crate::domain::act::Act;
use crate::domain::change::VillageAct;
use crate::domain::day::{Day, Moment};
use crate::domain::decide::intake::{Applicant, IntakeIntent, LineIntent};
use crate::domain::decide::papers::{HoldIntent, Mark, PapersIntent};
use crate::domain::decide::step::StepIntent;
use crate::domain::decide::{Intent, Now, decide};
use crate::domain::id::{HoldId, IdMint, IntakeId, TaskId};
use crate::domain::material::{Material, Signed};
use crate::domain::matter::{MatterDef, ProxyRule};
use crate::domain::person::Person;
use crate::domain::stage::stage;
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::task::parts::{Agent, EntrustedHow, Entrustment};
use crate::domain::village::Village;

use super::people::Draw;
use super::story::{Beat, Given, Story, Take};

/// Who acts in the whole village.
pub(super) const LIAISON: &str = "王敏";
/// The hour the officer begins.
const BEGIN_HOUR: u8 = 8;

/// The village in the making.
pub(super) struct Run {
    /// As it stands.
    pub village: Village,
    /// Every act so far.
    pub acts: Vec<VillageAct>,
    /// The shipped tables.
    pub tables: Tables,
    /// Chance.
    pub draw: Draw,
    /// Mints identities.
    pub mint: IdMint,
    /// What was refused, and why; nothing, if the stories are lawful.
    pub refused: Vec<String>,
    last: Moment,
}

impl Run {
    /// Nothing yet.
    pub(super) fn new(seed: u64) -> Run {
        Run {
            village: Village::default(),
            acts: Vec::new(),
            tables: Tables::shipped(),
            draw: Draw::new(seed),
            mint: IdMint::new(seed),
            refused: Vec::new(),
            last: Moment::from_unix_ms(0),
        }
    }

    /// The instant of the next act on `day`: in the morning, or some minutes after the act before.
    pub(super) fn next_at(&mut self, day: Day) -> Moment {
        let minutes = i64::from(self.draw.between(3, 14));
        let from = self.last.max(Moment::at(day, BEGIN_HOUR, 20));
        Moment::from_unix_ms(from.unix_ms() + minutes * 60_000)
    }

    /// Takes in what the rules let pass at this instant.
    pub(super) fn act(&mut self, at: Moment, intent: Intent) {
        let command = intent.command();
        let now = Now { at, today: at.day(), actor: LIAISON, tables: &self.tables };
        match decide(&self.village, &now, intent) {
            Ok(changes) => {
                let seq = self.village.seq.next();
                self.village.install(seq, stage(&self.village, seq, &changes));
                self.acts.push(Act {
                    seq,
                    at,
                    actor: LIAISON.to_owned(),
                    command: command.to_owned(),
                    changes,
                    erased: 0,
                });
                self.last = at;
            }
            Err(refusal) => self.refused.push(format!("{at} {command}: {refusal}")),
        }
    }

    /// One beat of a story; `tasks` are those the story opened so far.
    pub(super) fn beat(&mut self, day: Day, story: &Story, beat: &Beat, tasks: &mut Vec<TaskId>) {
        if let Beat::Take(take) = beat {
            tasks.extend(self.take(day, story, *take));
            return;
        }
        for id in tasks {
            let at = self.next_at(day);
            let Some(task) = self.village.task(*id) else { continue };
            for intent in intents(task, day, beat, &mut self.mint, at, &self.village) {
                self.act(at, intent);
            }
        }
    }

    /// 接件: the tasks it opened.
    fn take(&mut self, day: Day, story: &Story, take: Take) -> Vec<TaskId> {
        let at = self.next_at(day);
        let case = Some(story.case).filter(|case| !case.is_empty());
        let def = self.tables.matters.get(story.code).map(|def| def.for_case(case));
        let (Some(def), Some(who)) = (def, self.village.person(story.who)) else {
            self.refused.push(format!("{at} {}: no such matter or person", story.code));
            return Vec::new();
        };
        let id = IntakeId::mint(&mut self.mint, at);
        let entrustment = (def.proxy == ProxyRule::Entrusted).then(|| entrustment(take.given, day));
        let holds = take.hold.map(|(doc, days)| hold(&mut self.mint, at, who, doc, days));
        let agent = family_of(&self.village, who).filter(|_| take.by_family);
        let line = LineIntent {
            outcome: take.outcome,
            code: story.code.to_owned(),
            variant: case.map(str::to_owned),
            words: take.words.to_owned(),
            marks: marks_at_the_door(&def, take),
            holds: holds.into_iter().collect(),
        };
        let mint = IdMint::new(self.village.seq.0 ^ u64::from(id.0.as_fields().0));
        let applicant = Applicant::Known(story.who);
        let (source, lines) = (take.source, vec![line]);
        let intent = IntakeIntent { id, mint, applicant, agent, source, on: day, lines, entrustment };
        self.act(at, Intent::Intake(Box::new(intent)));
        let lines = self.village.intake(id).map(|intake| &intake.lines);
        lines.into_iter().flatten().filter_map(|line| line.task).collect()
    }
}

/// What a beat asks of a task.
fn intents(task: &ProxyTask, day: Day, beat: &Beat, mint: &mut IdMint, at: Moment, village: &Village) -> Vec<Intent> {
    let owner = village.person(task.applicant);
    let to = task.agent.as_ref().map(|agent| agent.name.as_str());
    let to = to.or_else(|| owner.map(|person| person.name.as_str())).unwrap_or_default().to_owned();
    let papers = |intent| vec![Intent::Papers(task.id, intent)];
    match beat {
        Beat::Take(_) => Vec::new(),
        Beat::HandIn => papers(PapersIntent::Materials(marks(task, |it| it.is_missing().then_some(Mark::Got)))),
        Beat::AskedFor(name) => {
            let asked = |it: &Material| it.name.contains(name).then_some(Mark::Missing);
            papers(PapersIntent::Materials(marks(task, asked)))
        }
        Beat::Hold(doc, days) => match owner {
            Some(owner) => papers(PapersIntent::TakeHold(Box::new(hold(mint, at, owner, doc, *days)))),
            None => Vec::new(),
        },
        Beat::ReturnHolds => {
            let back = |id| PapersIntent::ReturnHold { id, to: to.clone(), signed: Signed::Name, on: day };
            task.holds_out().map(|hold| Intent::Papers(task.id, back(hold.id))).collect()
        }
        Beat::Sign => papers(signature(task)),
        Beat::Urge(whom, answer) => {
            papers(PapersIntent::Urge { whom: (*whom).to_owned(), answer: (*answer).to_owned() })
        }
        Beat::Rate(level, words) => papers(PapersIntent::Rate { level: Some(*level), words: (*words).to_owned() }),
        Beat::Fee(amount_fen, basis, payee) => papers(PapersIntent::Fee {
            name: "工本费".to_owned(),
            amount_fen: *amount_fen,
            basis: (*basis).to_owned(),
            payee: (*payee).to_owned(),
            receipt_no: receipt_no(task),
        }),
        Beat::TakeMoney(received_fen, purpose) => papers(PapersIntent::TakeMoney {
            purpose: (*purpose).to_owned(),
            received_fen: *received_fen,
            receipt_no: receipt_no(task),
        }),
        Beat::SettleMoney => papers(PapersIntent::SettleMoney {
            index: 0,
            paid_fen: task.money.first().map_or(0, |money| money.received_fen),
            voucher: receipt_no(task),
            refunded_fen: 0,
        }),
        Beat::Step(step) => vec![Intent::Step(task.id, step.clone())],
        Beat::Deliver(rating) => {
            let holds_returned = task.holds_out().map(|hold| hold.id).collect();
            let (on, signed, rating) = (day, Signed::Name, *rating);
            vec![Intent::Step(task.id, StepIntent::Deliver { on, to, signed, holds_returned, rating, entrusted: None })]
        }
    }
}

/// A paper's number that belongs to the task alone.
fn receipt_no(task: &ProxyTask) -> String {
    format!("No{:06}", 31_000 + task.no.n * 7)
}

/// The missing signature under an entrustment that was given by word.
fn signature(task: &ProxyTask) -> PapersIntent {
    let how = task.entrustment.as_ref().map_or(EntrustedHow::Paper, |given| given.how);
    PapersIntent::Entrust { how, signed: Some(Signed::Name), sign_by: None, ids_seen: true, witness: String::new() }
}

/// The checklist as it stands, but for the lines `change` speaks of.
fn marks(task: &ProxyTask, change: impl Fn(&Material) -> Option<Mark>) -> Vec<Mark> {
    let stands = |material: &Material| match (&material.waived, material.got_on) {
        (Some(reason), _) => Mark::Waived(reason.to_string()),
        (None, Some(_)) => Mark::Got,
        (None, None) => Mark::Missing,
    };
    task.materials.iter().map(|material| change(material).unwrap_or_else(|| stands(material))).collect()
}

fn marks_at_the_door(def: &MatterDef, take: Take) -> Vec<Mark> {
    let mark = |name: &str, optional: bool, on_record: bool| {
        if on_record {
            return Mark::Waived("数据可核对，免交".to_owned());
        }
        if let Some((_, why)) = take.waived.iter().find(|(part, _)| name.contains(part)) {
            return Mark::Waived((*why).to_owned());
        }
        let missing = optional || take.missing.iter().any(|part| name.contains(part));
        if missing { Mark::Missing } else { Mark::Got }
    };
    def.materials.iter().map(|it| mark(&it.name, it.optional, it.on_record)).collect()
}

fn hold(mint: &mut IdMint, at: Moment, owner: &Person, doc: &str, days: i32) -> HoldIntent {
    HoldIntent {
        id: HoldId::mint(mint, at),
        doc: doc.to_owned(),
        owner: owner.name.as_str().to_owned(),
        reason: "窗口要核对原件".to_owned(),
        return_by: Some(at.day().plus_days(days)),
    }
}

fn entrustment(given: Given, on: Day) -> Entrustment {
    let (how, signed, witness) = match given {
        Given::Signed => (EntrustedHow::Paper, Some(Signed::Name), ""),
        Given::Fingerprint => (EntrustedHow::Paper, Some(Signed::Fingerprint), "社长"),
        Given::Phone => (EntrustedHow::Phone, None, ""),
    };
    Entrustment { how, on, sign_by: None, signed, ids_seen: signed.is_some(), witness: witness.to_owned() }
}

/// Somebody of the household who can come in another's place.
fn family_of(village: &Village, who: &Person) -> Option<Agent> {
    let mut family = village.members(who.household?);
    let other = family.find(|other| other.id != who.id && !other.phones.is_empty());
    let agent = |other: &Person| Agent {
        name: other.name.as_str().to_owned(),
        phone: other.phones.first().map(|phone| phone.digits().to_owned()).unwrap_or_default(),
        relation: "家人".to_owned(),
    };
    other.map(agent)
}
