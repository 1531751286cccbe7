//! A visit 走访: who was met, whether they were asked for matters, what was said, and what came of it.
//!
//! Whether the week's round was made is `duty`'s to say, and which household has waited longest `coverage`'s: both are
//! derived from visits and kept nowhere. A telephone call about a matter is a note.

pub mod coverage;
pub mod duty;
pub mod outlook;
pub mod settings;

use serde::{Deserialize, Serialize};

use super::day::{Day, Moment};
use super::id::{HouseholdId, Seq, VisitId};
use super::note::CallBack;
use super::task::ProxyTask;
use super::task::state::Source;
use super::village::Village;

/// How they were met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum VisitMode {
    /// 到户: the only one that is a visit at the door.
    AtHome,
    /// 村上碰面.
    InVillage,
    /// 电话.
    Phone,
    /// 视频.
    Video,
    /// 微信.
    WeChat,
}

impl VisitMode {
    /// All of them, in the order of the form.
    pub const ALL: [VisitMode; 5] =
        [VisitMode::AtHome, VisitMode::InVillage, VisitMode::Phone, VisitMode::Video, VisitMode::WeChat];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            VisitMode::AtHome => "到户",
            VisitMode::InVillage => "村上碰面",
            VisitMode::Phone => "电话",
            VisitMode::Video => "视频",
            VisitMode::WeChat => "微信",
        }
    }
}

/// One visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Identity.
    pub id: VisitId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// The day it was made.
    pub on: Day,
    /// When it was written down; on a later day it is 补记.
    pub entered_at: Moment,
    /// The household.
    pub household: HouseholdId,
    /// How.
    pub mode: VisitMode,
    /// Who was met, in words.
    pub met: String,
    /// Whether they were asked for matters 问过有没有要代办的.
    pub asked: bool,
    /// It was a visit of a helper to the household paired with.
    pub pairing: bool,
    /// What was said and seen.
    pub text: String,
    /// 回电.
    pub call_back: Option<CallBack>,
    /// Why it does not count 作废; empty while it does.
    pub void: String,
}

impl Visit {
    /// A visit at the door on this day, at which people were asked for matters, and of which nothing else is known yet.
    pub fn at_home(id: VisitId, household: HouseholdId, on: Day) -> Visit {
        Visit {
            id,
            touched: Seq::default(),
            on,
            entered_at: Moment::at(on, 0, 0),
            household,
            mode: VisitMode::AtHome,
            met: String::new(),
            asked: true,
            pairing: false,
            text: String::new(),
            call_back: None,
            void: String::new(),
        }
    }

    /// Whether it counts at all.
    pub fn counts(&self) -> bool {
        self.void.is_empty()
    }

    /// The day with which it had served: that of the promise kept, where it is later.
    pub fn served_on(&self) -> Day {
        let kept = self.call_back.as_ref().and_then(|promise| promise.done_on);
        kept.unwrap_or(self.on).max(self.entered_at.day()).max(self.on)
    }

    /// The matters of the household that were taken in at the door that day: what came of it.
    pub fn came_of<'v>(&self, village: &'v Village) -> impl Iterator<Item = &'v ProxyTask> {
        let (on, counts) = (self.on, self.counts() && self.mode == VisitMode::AtHome);
        let found_there = move |task: &&ProxyTask| {
            let intake = task.intake.and_then(|id| village.intake(id));
            counts && intake.is_some_and(|intake| intake.source == Source::Visit && intake.on == on)
        };
        village.tasks_of_household(self.household).filter(found_there)
    }

    /// Whether it was written down on a later day.
    pub fn is_late_entry(&self) -> bool {
        self.entered_at.day() > self.on
    }

    /// Whether it is a door that was opened to ask for matters: a call is none, nor a visit at which nobody was asked.
    pub fn is_round_stop(&self) -> bool {
        self.counts() && self.mode == VisitMode::AtHome && self.asked
    }
}
