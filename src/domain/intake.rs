//! 接件: one visit of one person, with all the matters brought. Several tasks, one receipt, one entrustment.
//!
//! It holds who came and the lines; each 收件代办 line is a task of its own.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::day::{Day, Moment};
use super::id::{IntakeId, PersonId, Seq, TaskId};
use super::task::ProxyTask;
use super::task::parts::Agent;
use super::task::state::Source;
use super::village::Village;

/// What came of one matter at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum IntakeOutcome {
    /// 咨询已答: a line in the count, not a task.
    Answered,
    /// 当场办完: a task from registered to delivered in one change.
    DoneOnTheSpot,
    /// 收件代办.
    TakenIn,
    /// 不属代办: told where to go.
    NotTaken,
}

impl IntakeOutcome {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            IntakeOutcome::Answered => "咨询已答",
            IntakeOutcome::DoneOnTheSpot => "当场办完",
            IntakeOutcome::TakenIn => "收件代办",
            IntakeOutcome::NotTaken => "不属代办",
        }
    }
}

/// The task that already asks for what the one at this place among the tasks of an intake asks for. That it is taken in
/// twice is lawful, as for two plots of land, and told before it is stored.
pub fn asked_before<'t>(village: &'t Village, tasks: &'t [ProxyTask], place: usize) -> Option<&'t ProxyTask> {
    let task = tasks.get(place)?;
    let stored = village.tasks_of(task.applicant).find(|earlier| task.is_again(earlier));
    stored.or_else(|| tasks.iter().take(place).find(|earlier| task.is_again(earlier)))
}

/// One matter of an intake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeLine {
    /// The matter, in the catalogue's words or the villager's; in a village, one for all lines of the same.
    pub matter: Arc<str>,
    /// What came of it.
    pub outcome: IntakeOutcome,
    /// The task it became, if it became one.
    pub task: Option<TaskId>,
    /// The answer given, or where the villager was sent.
    pub words: String,
}

/// One intake 接件.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intake {
    /// Identity.
    pub id: IntakeId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// The day the villager came.
    pub on: Day,
    /// When it was entered.
    pub entered_at: Moment,
    /// For whom.
    pub applicant: PersonId,
    /// Who came, when it was not the applicant. Rare, so it takes no room in the other intakes.
    pub agent: Option<Box<Agent>>,
    /// How.
    pub source: Source,
    /// 首问责任人; in a village, one for all intakes of the same.
    pub taken_by: Arc<str>,
    /// The matters.
    pub lines: Vec<IntakeLine>,
}
