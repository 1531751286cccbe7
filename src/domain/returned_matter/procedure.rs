//! Which step may follow which, and what has to be there first: 四议两公开, one step after the other.
//!
//! A step that the law does not carry is refused with its reason. One that fails only by a count, a body or a day may be
//! taken with a written reason, which is shown for ever; what was never answered cannot be overridden.

use std::collections::BTreeMap;

use super::subjects::{Subject, Subjects};
use super::{DecisionStep, Meeting, ReturnedMatter, ReturnedState, Screens};
use crate::domain::day::Day;
use crate::domain::id::PostingId;
use crate::domain::meeting::rules::Rules;
use crate::domain::meeting::{Body, Impossible};
use crate::domain::posting::{Posting, PostingState};

/// What a step without a vote has to say, as the form calls it.
pub const SAID: &str = "说明";

/// Why a step is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// It does not follow on where the matter stands.
    NotNext,
    /// Something that must be written is not there.
    Missing(&'static str),
    /// Numbers that no meeting can have: they are put right, and no reason makes them true.
    Miscounted(Impossible),
    /// The law does not carry it as it is; only a written reason does.
    Unlawful(String),
}

/// What a step is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// Which body decides what.
    pub subjects: &'a Subjects,
    /// How many must come and agree.
    pub meetings: &'a Rules,
    /// The postings of the village.
    pub postings: &'a BTreeMap<PostingId, Posting>,
}

impl ReturnedMatter {
    /// Takes in the answers to the three screens.
    ///
    /// # Errors
    /// The first of what is not answered.
    pub fn screened(mut self, screens: Screens, on: Day) -> Result<ReturnedMatter, Blocked> {
        if self.state != ReturnedState::Proposed {
            return Err(Blocked::NotNext);
        }
        let to = screens.outcome();
        if let Some(part) = screens.lacking().first() {
            return Err(Blocked::Missing(part.label()));
        }
        self.screens = Some(screens);
        self.state = to;
        self.steps.push(DecisionStep::to(to, on));
        Ok(self)
    }

    /// The states that may follow, in their order.
    pub fn next(&self, subjects: &Subjects) -> Vec<ReturnedState> {
        use ReturnedState as S;
        let votes = subjects.get(&self.subject).is_none_or(|subject| !subject.bodies.is_empty());
        let mut next = match self.state {
            S::ToVillage => vec![S::HandedDown],
            // What needs no vote is settled by the committee or a consultation, and posted all the same.
            S::HandedDown if votes => vec![S::PartyProposed],
            S::HandedDown => vec![S::Resolved],
            S::PartyProposed => vec![S::TwoCommittees],
            S::TwoCommittees => vec![S::PartyReviewed],
            S::PartyReviewed => vec![S::Resolved, S::VotedDown],
            S::VotedDown => vec![S::PartyProposed],
            S::Resolved => vec![S::DecisionPosted],
            S::DecisionPosted => vec![S::Implementing],
            S::Implementing => vec![S::ResultPosted],
            S::ResultPosted => vec![S::Closed],
            S::Suspended => self.suspended_from.into_iter().collect(),
            S::Proposed
            | S::KeptByGovernment
            | S::ToMarket
            | S::ToSociety
            | S::Closed
            | S::Annulled
            | S::BackToGovernment => Vec::new(),
        };
        if !self.state.is_over() && self.state != S::Proposed {
            next.extend([S::Annulled, S::BackToGovernment]);
            if self.state != S::Suspended {
                next.push(S::Suspended);
            }
        }
        next
    }

    /// Takes a step.
    ///
    /// # Errors
    /// Why it is not taken; [`Blocked::Unlawful`] goes away with a written reason.
    pub fn stepped(mut self, step: DecisionStep, ground: &Ground<'_>) -> Result<ReturnedMatter, Blocked> {
        if !self.next(ground.subjects).contains(&step.to) {
            return Err(Blocked::NotNext);
        }
        if self.steps.last().is_some_and(|last| step.on < last.on) {
            return Err(Blocked::Missing("不早于上一步的日子"));
        }
        self.check(&step, ground).or_else(|blocked| match blocked {
            Blocked::Unlawful(_) if !step.overridden.trim().is_empty() => Ok(()),
            blocked => Err(blocked),
        })?;
        self.suspended_from = (step.to == ReturnedState::Suspended).then_some(self.state);
        self.state = step.to;
        self.steps.push(step);
        Ok(self)
    }

    /// The steps that were taken against a guard, with the reasons.
    pub fn overrides(&self) -> impl Iterator<Item = &DecisionStep> {
        self.steps.iter().filter(|step| !step.overridden.trim().is_empty())
    }

    /// Whether a step that leads there has to say something, for nothing else bears it out.
    pub fn must_say(&self, to: ReturnedState, subjects: &Subjects) -> bool {
        use ReturnedState as S;
        let votes = || subjects.get(&self.subject).is_none_or(|subject| !subject.bodies.is_empty());
        match to {
            // What rests goes on where it stood: that it came there was judged before.
            _ if self.state == S::Suspended => true,
            S::HandedDown | S::PartyProposed | S::TwoCommittees | S::Suspended | S::Annulled | S::BackToGovernment => {
                true
            }
            S::Resolved | S::VotedDown => !votes(),
            S::Proposed
            | S::KeptByGovernment
            | S::ToMarket
            | S::ToSociety
            | S::ToVillage
            | S::PartyReviewed
            | S::DecisionPosted
            | S::Implementing
            | S::ResultPosted
            | S::Closed => false,
        }
    }

    fn check(&self, step: &DecisionStep, ground: &Ground<'_>) -> Result<(), Blocked> {
        use ReturnedState as S;
        if self.must_say(step.to, ground.subjects) {
            return said(step);
        }
        match step.to {
            S::PartyReviewed => held(step, &[Body::PartyMembers], ground, true),
            S::Resolved | S::VotedDown => match ground.subjects.get(&self.subject) {
                None => Err(Blocked::Missing("这是哪类事")),
                Some(subject) => held(step, &subject.bodies, ground, step.to == S::Resolved),
            },
            S::DecisionPosted | S::ResultPosted => match step.posting {
                Some(id) if ground.postings.contains_key(&id) => Ok(()),
                Some(_) | None => Err(Blocked::Missing("贴在哪里的哪张公示")),
            },
            S::Implementing => self.hung(S::DecisionPosted, step.on, ground),
            S::Closed => {
                self.hung(S::ResultPosted, step.on, ground)?;
                let filed = ground.subjects.get(&self.subject).is_some_and(|subject: &Subject| subject.filed);
                if filed && self.filed_on.is_none() {
                    return Err(Blocked::Unlawful("还没有报镇里备案".to_owned()));
                }
                Ok(())
            }
            // The rest is borne out by what it says, or leads nowhere.
            S::HandedDown
            | S::PartyProposed
            | S::TwoCommittees
            | S::Suspended
            | S::Annulled
            | S::BackToGovernment
            | S::Proposed
            | S::KeptByGovernment
            | S::ToMarket
            | S::ToSociety
            | S::ToVillage => Ok(()),
        }
    }

    /// Whether what was posted in this state hung for as long as the law asks, with every objection answered.
    fn hung(&self, posted: ReturnedState, on: Day, ground: &Ground<'_>) -> Result<(), Blocked> {
        let id = self.steps.iter().rev().filter(|step| step.to == posted).find_map(|step| step.posting);
        let Some(posting) = id.and_then(|id| ground.postings.get(&id)) else {
            return Err(Blocked::Missing("贴在哪里的哪张公示"));
        };
        // Taken down or not, it counts by the days it hung.
        let hung_until = posting.down_on.unwrap_or(on).min(on);
        match posting.state(on) {
            PostingState::Objected { answer_by } => {
                Err(Blocked::Unlawful(format!("有异议没有答复，该在 {answer_by} 前答复")))
            }
            PostingState::Up { .. } | PostingState::MayComeDown { .. } | PostingState::Down => {
                let until = posting.may_come_down_on();
                if hung_until >= until {
                    return Ok(());
                }
                Err(Blocked::Unlawful(format!("公示没有贴满 {} 天，要到 {until}", posting.days)))
            }
        }
    }
}

fn said(step: &DecisionStep) -> Result<(), Blocked> {
    if step.words.trim().is_empty() { Err(Blocked::Missing(SAID)) } else { Ok(()) }
}

/// Whether one of these bodies met in numbers that bear the step out.
fn held(step: &DecisionStep, bodies: &[Body], ground: &Ground<'_>, must_carry: bool) -> Result<(), Blocked> {
    let Some(Meeting { body, rules, attendance }) = &step.meeting else {
        return Err(Blocked::Missing("应到、到会和同意的人数"));
    };
    let Some(rule) = ground.meetings.get(rules, *body) else {
        return Err(Blocked::Missing("按哪年规定"));
    };
    let tally = attendance.tally(rule).map_err(|why| match why {
        Impossible::NobodyMayComeOff => Blocked::Unlawful(why.to_string()),
        Impossible::NobodyLeft | Impossible::NoReason | Impossible::TooManyPresent | Impossible::TooManyVotes => {
            Blocked::Miscounted(why)
        }
    })?;
    let in_force = ground.meetings.in_force(*body, step.on).filter(|_| rule.from.is_some());
    if let Some(lawful) = in_force.filter(|lawful| lawful.rules != rule.rules) {
        return Err(Blocked::Unlawful(format!("{} 开的会要按{}年的规定算", step.on, lawful.rules)));
    }
    if !bodies.contains(body) {
        let lawful = bodies.iter().map(|body| body.label()).collect::<Vec<_>>().join("、");
        return Err(Blocked::Unlawful(format!("这类事{}无权定，该由{lawful}定", body.label())));
    }
    match (tally.stands, tally.carries == must_carry) {
        (true, true) => Ok(()),
        (true, false) | (false, _) => Err(Blocked::Unlawful(tally.sum)),
    }
}

#[cfg(test)]
mod tests;
