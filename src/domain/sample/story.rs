//! The story of one matter of the sample village: who came, with what, and what happened on which day.
//!
//! Words only; `run` turns each beat into a real intent, and the rules have the last say.

use crate::domain::day::Day;
use crate::domain::decide::step::StepIntent;
use crate::domain::id::PersonId;
use crate::domain::intake::IntakeOutcome;
use crate::domain::task::parts::RatingLevel;
use crate::domain::task::state::{ResultPlace, Source, Window};

/// How a villager entrusted the officer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Given {
    /// 书面, signed.
    Signed,
    /// 书面, by fingerprint and witness.
    Fingerprint,
    /// 电话, to be signed later.
    Phone,
}

/// What is said and handed over at 接件.
#[derive(Clone, Copy, Debug)]
pub(super) struct Take {
    /// What comes of it.
    pub outcome: IntakeOutcome,
    /// The villager's words, the answer given, or where the villager was sent.
    pub words: &'static str,
    /// How the matter came.
    pub source: Source,
    /// Whether somebody of the household came in the applicant's place.
    pub by_family: bool,
    /// Papers not brought, by a part of their name.
    pub missing: &'static [&'static str],
    /// Papers let through, by a part of their name, and why.
    pub waived: &'static [(&'static str, &'static str)],
    /// The original kept, and for how many days; none when empty.
    pub hold: Option<(&'static str, i32)>,
    /// The entrustment, used where the matter needs one.
    pub given: Given,
}

impl Take {
    /// 收件代办 at the office, every paper brought.
    pub(super) const PLAIN: Take = Take {
        outcome: IntakeOutcome::TakenIn,
        words: "",
        source: Source::Office,
        by_family: false,
        missing: &[],
        waived: &[],
        hold: None,
        given: Given::Signed,
    };
}

/// One thing that happens to a matter.
#[derive(Clone, Debug)]
pub(super) enum Beat {
    /// 接件.
    Take(Take),
    /// Every paper still missing is handed in.
    HandIn,
    /// A paper let through at acceptance is asked for after all.
    AskedFor(&'static str),
    /// An original is taken for so many days.
    Hold(&'static str, i32),
    /// Every original in hand goes back.
    ReturnHolds,
    /// A spoken entrustment is signed.
    Sign,
    /// 催问: whom, and the answer.
    Urge(&'static str, &'static str),
    /// 评价.
    Rate(RatingLevel, &'static str),
    /// 工本费 in 分, its basis and who takes it.
    Fee(u32, &'static str, &'static str),
    /// 代缴款 taken, in 分, and what for.
    TakeMoney(u32, &'static str),
    /// All of the money paid in.
    SettleMoney,
    /// A step.
    Step(StepIntent),
    /// 送达, with every original in hand.
    Deliver(Option<RatingLevel>),
}

/// One matter of one villager, from the door on.
#[derive(Clone, Debug)]
pub(super) struct Story {
    /// For whom.
    pub who: PersonId,
    /// The catalogue's code.
    pub code: &'static str,
    /// Which case of the matter; empty for one that has none.
    pub case: &'static str,
    /// What happened, oldest first; it begins with [`Beat::Take`].
    pub beats: Vec<(Day, Beat)>,
}

impl Story {
    /// A matter taken in on this day.
    pub(super) fn taken(who: PersonId, code: &'static str, on: Day, take: Take) -> Story {
        Story { who, code, case: "", beats: vec![(on, Beat::Take(take))] }
    }

    /// In this case of the matter.
    pub(super) fn case(mut self, case: &'static str) -> Story {
        self.case = case;
        self
    }

    /// Then this happened.
    pub(super) fn then(mut self, on: Day, beat: Beat) -> Story {
        self.beats.push((on, beat));
        self
    }

    /// Then this step.
    pub(super) fn step(self, on: Day, step: StepIntent) -> Story {
        self.then(on, Beat::Step(step))
    }

    /// Then the officer began to work on it.
    pub(super) fn worked(self, on: Day) -> Story {
        self.step(on, StepIntent::StartWork)
    }

    /// Then it was handed in, originals and all.
    pub(super) fn submitted(self, on: Day, to: Window, external_no: &str) -> Story {
        let (receipt, external_no) = (String::new(), external_no.to_owned());
        self.step(on, StepIntent::Submit { to, on, receipt, external_no, with_originals: true })
    }

    /// Then it came back.
    pub(super) fn sent_back(self, on: Day, missing: &str) -> Story {
        self.step(on, StepIntent::TakeBack { on, missing: missing.to_owned(), with_originals: true })
    }

    /// Then the clock stood still.
    pub(super) fn paused(self, on: Day, reason: &str, paper: &str) -> Story {
        self.step(on, StepIntent::Pause { from: on, reason: reason.to_owned(), paper: paper.to_owned() })
    }

    /// Then it was granted.
    pub(super) fn granted(self, on: Day, place: ResultPlace) -> Story {
        self.step(on, StepIntent::Grant { on, place, paper: String::new(), with_originals: true })
    }

    /// Then it was given up.
    pub(super) fn withdrawn(self, on: Day, reason: &str) -> Story {
        self.step(on, StepIntent::Withdraw { reason: reason.to_owned() })
    }

    /// Then it was sent elsewhere.
    pub(super) fn not_taken(self, on: Day, reason: &str, whereto: &str) -> Story {
        self.step(on, StepIntent::NotTake { reason: reason.to_owned(), whereto: whereto.to_owned() })
    }
}
