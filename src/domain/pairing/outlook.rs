//! How a pairing stands on a day: who was met last, when the next visit is due, whether the plan still wants a decision.
//!
//! All of it is derived; what was written down is in the records of the pairing, the visits and the notes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Pairing, PairingTarget};
use crate::domain::day::Day;
use crate::domain::household::HouseholdStatus;
use crate::domain::id::HouseholdId;
use crate::domain::returned_matter::ReturnedState;
use crate::domain::roll::household_name;
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::domain::visit::coverage;

/// The subject of the table of deciding bodies under which helping plans fall.
pub const SUBJECT: &str = "重点帮扶人员、帮扶方案";

/// When a household was spoken with, by note; visits are asked of the village.
#[derive(Clone, Debug, Default)]
pub struct Talks(BTreeMap<HouseholdId, BTreeSet<Day>>);

impl Talks {
    /// Reads the notes once.
    pub fn of(village: &Village) -> Talks {
        let mut talks = Talks::default();
        for note in village.notes() {
            let home = note.person.and_then(|id| village.person(id)).and_then(|person| person.household);
            if let Some(home) = home {
                talks.0.entry(home).or_default().insert(note.at.day());
            }
        }
        talks
    }
}

/// The officer's own open pairing of this kind.
pub fn own(village: &Village, target: PairingTarget) -> Option<&Pairing> {
    village.pairings().find(|pairing| pairing.own && pairing.is_open() && pairing.target == target)
}

/// Whom it is with, in words.
pub fn whom<'v>(village: &'v Village, pairing: &'v Pairing) -> &'v str {
    match pairing.target {
        PairingTarget::Household => {
            let household = pairing.household.and_then(|id| village.household(id));
            household.map_or("", |household| household_name(village, household))
        }
        PairingTarget::Group => pairing.group.map_or("", |no| village.info.group_name(no)),
        PairingTarget::Trade | PairingTarget::Technique | PairingTarget::Business => &pairing.whom,
    }
}

/// The last contact: a visit that counts, in whatever way, a note, or a talk written down here. After its end nothing is
/// contact of a pairing.
pub fn last_contact(village: &Village, talks: &Talks, pairing: &Pairing, today: Day) -> Option<Day> {
    let until = pairing.end.as_ref().map_or(today, |end| end.on.min(today));
    let visited = |id: HouseholdId| {
        let counted = village.visits_at(id).filter(|visit| visit.counts() && visit.on <= until);
        let talked = talks.0.get(&id).and_then(|days| days.range(..=until).next_back().copied());
        counted.map(|visit| visit.on).max().max(talked)
    };
    let met = match pairing.target {
        PairingTarget::Household => pairing.household.and_then(visited),
        PairingTarget::Group => {
            let homes = village.households().filter(|household| Some(household.group) == pairing.group);
            homes.filter_map(|household| visited(household.id)).max()
        }
        PairingTarget::Trade | PairingTarget::Technique | PairingTarget::Business => None,
    };
    let told = pairing.contacts.iter().map(|contact| contact.on).filter(|on| *on <= until);
    met.max(told.max())
}

/// The day of the next visit to the paired household by its cycle; `None` where nobody is to be visited.
pub fn next_visit(village: &Village, tables: &Tables, pairing: &Pairing, today: Day) -> Option<Day> {
    let household = pairing.household.filter(|_| pairing.is_open()).and_then(|id| village.household(id))?;
    let cycle = tables.visits.cycle_days(household, today)?;
    let last = coverage::last_seen(household, village.visits_at(household.id), today);
    Some(last.map_or(pairing.from, |last| last.max(pairing.from)).plus_days(cycle))
}

/// What the plan of a household still wants of the assembly, in words; `None` where nothing is missing.
pub fn plan_wants(village: &Village, tables: &Tables, pairing: &Pairing) -> Option<String> {
    if pairing.target != PairingTarget::Household || !pairing.is_open() {
        return None;
    }
    if pairing.plan.is_empty() {
        return Some("还没有写帮扶方案".to_owned());
    }
    let Some(decision) = &pairing.decision else {
        let basis = tables.subjects.get(SUBJECT).map(|subject| format!("（{}）", subject.basis)).unwrap_or_default();
        return Some(format!("帮谁、怎么帮要由村民会议或代表会议定，还没有写哪次会定的{basis}"));
    };
    let matter = decision.matter.and_then(|id| village.returned_matter(id))?;
    match matter.state {
        ReturnedState::Resolved
        | ReturnedState::DecisionPosted
        | ReturnedState::Implementing
        | ReturnedState::ResultPosted
        | ReturnedState::Closed => None,
        ReturnedState::Proposed
        | ReturnedState::KeptByGovernment
        | ReturnedState::ToMarket
        | ReturnedState::ToSociety
        | ReturnedState::ToVillage
        | ReturnedState::HandedDown
        | ReturnedState::PartyProposed
        | ReturnedState::TwoCommittees
        | ReturnedState::PartyReviewed
        | ReturnedState::VotedDown
        | ReturnedState::Suspended
        | ReturnedState::Annulled
        | ReturnedState::BackToGovernment => {
            Some(format!("「{}」还是{}，方案没有定下来", matter.title, matter.state.label()))
        }
    }
}

/// Why an open pairing should be ended: its household is not in the register any more.
pub fn lost_household(village: &Village, pairing: &Pairing) -> Option<HouseholdStatus> {
    let household = pairing.household.filter(|_| pairing.is_open()).and_then(|id| village.household(id))?;
    match household.status {
        HouseholdStatus::Registered => None,
        gone @ (HouseholdStatus::MovedAway | HouseholdStatus::Cancelled | HouseholdStatus::Merged) => Some(gone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::decide::pairing::{PairingIntent, PlanIntent};
    use crate::domain::decide::visit::VisitIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::{PairingId, VisitId};
    use crate::domain::pairing::{Contact, PairingEnd, PlanDecision};
    use crate::domain::visit::Visit;

    fn paired(fixture: &mut Fixture) -> PairingId {
        let household = fixture.village.households().next().unwrap().id;
        let id = PairingId::mint(&mut fixture.mint, fixture.at);
        let pairing = Pairing {
            own: true,
            household: Some(household),
            ..Pairing::new(id, PairingTarget::Household, fixture.today())
        };
        fixture.act(Intent::Pairing(PairingIntent::Begin(Box::new(pairing))));
        id
    }

    #[test]
    fn the_next_visit_is_due_a_cycle_after_the_last_and_after_the_pairing_began() {
        let mut fixture = Fixture::on("2026-08-01");
        let id = paired(&mut fixture);
        let due = |fixture: &Fixture| {
            let pairing = fixture.village.pairing(id).unwrap();
            next_visit(&fixture.village, &fixture.tables, pairing, fixture.today()).map(|day| day.to_string())
        };
        assert_eq!(due(&fixture).as_deref(), Some("2026-10-30"));
        fixture.wait_days(10);
        let household = fixture.village.pairing(id).unwrap().household.unwrap();
        let visit = Visit {
            met: "李德全".to_owned(),
            pairing: true,
            ..Visit::at_home(VisitId::mint(&mut fixture.mint, fixture.at), household, fixture.today())
        };
        fixture.act(Intent::Visit(VisitIntent::Make(Box::new(visit))));
        assert_eq!(due(&fixture).as_deref(), Some("2026-11-09"));
    }

    #[test]
    fn the_last_contact_is_the_latest_of_visit_note_and_talk() {
        let mut fixture = Fixture::on("2026-08-01");
        let id = paired(&mut fixture);
        let last = |fixture: &Fixture| {
            let pairing = fixture.village.pairing(id).unwrap();
            last_contact(&fixture.village, &Talks::of(&fixture.village), pairing, fixture.today())
        };
        assert_eq!(last(&fixture), None);
        let contact = Contact { on: fixture.today(), entered_at: fixture.at, text: "说好养两头猪".to_owned() };
        fixture.act(Intent::Pairing(PairingIntent::Contact(id, contact)));
        let told_on = fixture.today();
        assert_eq!(last(&fixture), Some(told_on));
        // What comes after the end is no contact of it.
        let end = PairingEnd { on: told_on, why: "风险消除".to_owned() };
        fixture.act(Intent::Pairing(PairingIntent::End(id, end)));
        fixture.wait_days(3);
        let household = fixture.village.pairing(id).unwrap().household.unwrap();
        let visit = Visit {
            met: "李德全".to_owned(),
            ..Visit::at_home(VisitId::mint(&mut fixture.mint, fixture.at), household, fixture.today())
        };
        fixture.act(Intent::Visit(VisitIntent::Make(Box::new(visit))));
        assert_eq!(last(&fixture), Some(told_on));
    }

    #[test]
    fn a_plan_that_no_assembly_decided_says_so_and_is_not_blocked() {
        let mut fixture = Fixture::on("2026-08-01");
        let id = paired(&mut fixture);
        let wants = |fixture: &Fixture| {
            plan_wants(&fixture.village, &fixture.tables, fixture.village.pairing(id).unwrap()).unwrap_or_default()
        };
        assert_eq!(wants(&fixture), "还没有写帮扶方案");
        let plan = |decision| PlanIntent { causes: "缺劳力".to_owned(), plan: "养猪两头".to_owned(), decision };
        fixture.act(Intent::Pairing(PairingIntent::Plan(id, Box::new(plan(None)))));
        assert!(wants(&fixture).contains("村民会议或代表会议") && wants(&fixture).contains("第28条"));
        let decision = PlanDecision {
            matter: None,
            body: "村民代表会议".to_owned(),
            on: Some(fixture.today()),
            outcome: "通过".to_owned(),
        };
        fixture.act(Intent::Pairing(PairingIntent::Plan(id, Box::new(plan(Some(decision))))));
        assert_eq!(wants(&fixture), "");
    }
}
