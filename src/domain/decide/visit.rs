//! Decides about visits: writing one down, keeping its promise to call back, and voiding one that was a mistake.
//!
//! A visit is never corrected in place: what was written stays readable, and another one is written.

use crate::domain::change::Change;
use crate::domain::change::fieldwork::VisitChange;
use crate::domain::household::HouseholdStatus;
use crate::domain::id::VisitId;
use crate::domain::refusal::Refusal;
use crate::domain::village::Village;
use crate::domain::visit::Visit;

use super::{Now, free_text, past_day, required};

/// What a person wants of a visit.
#[derive(Clone, Debug)]
pub enum VisitIntent {
    /// 记走访.
    Make(Box<Visit>),
    /// 已回电.
    CalledBack(VisitId),
    /// 作废, and why.
    Void(VisitId, String),
}

impl VisitIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            VisitIntent::Make(_) => "visit.make",
            VisitIntent::CalledBack(_) => "visit.called_back",
            VisitIntent::Void(..) => "visit.void",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: VisitIntent) -> Result<Vec<Change>, Refusal> {
    match intent {
        VisitIntent::Make(visit) => make(village, now, *visit),
        VisitIntent::CalledBack(id) => {
            let mut visit = village.visit(id).ok_or(Refusal::Gone)?.clone();
            match &mut visit.call_back {
                Some(promise) if promise.done_on.is_none() => promise.done_on = Some(now.today),
                Some(_) => return Err(Refusal::Already("已经记过回电了")),
                None => return Err(Refusal::Already("这次走访没有约回电")),
            }
            Ok(vec![Change::Visit(VisitChange::CalledBack, Box::new(visit))])
        }
        VisitIntent::Void(id, why) => {
            let mut visit = village.visit(id).ok_or(Refusal::Gone)?.clone();
            if !visit.counts() {
                return Err(Refusal::Already("这次走访已经作废了"));
            }
            visit.void = required(&why, "作废原因", "请写一句，如：记错了户")?;
            // A promise of a visit that never was binds nobody.
            visit.call_back = visit.call_back.filter(|promise| promise.done_on.is_some());
            Ok(vec![Change::Visit(VisitChange::Voided, Box::new(visit))])
        }
    }
}

fn make(village: &Village, now: &Now<'_>, mut visit: Visit) -> Result<Vec<Change>, Refusal> {
    let household = village.household(visit.household).ok_or(Refusal::Gone)?;
    if household.status != HouseholdStatus::Registered {
        return Err(Refusal::Already("这一户已经不在册，不再记走访。去了别的户，请选那一户"));
    }
    visit.on = past_day(visit.on, now.today)?;
    visit.entered_at = now.at;
    visit.void = String::new();
    visit.text = free_text(&visit.text, "情况")?;
    visit.met = free_text(&visit.met, "见到谁")?;
    if visit.met.is_empty() && visit.asked {
        return Err(Refusal::Blank("见到谁", "没有见到人，就把「问过有没有要代办的」改成否"));
    }
    if visit.text.is_empty() && !visit.asked {
        return Err(Refusal::Blank("情况", "没有问代办，就写一句看到什么、说了什么"));
    }
    if let Some(promise) = visit.call_back.as_ref().filter(|promise| promise.on < now.today) {
        return Err(Refusal::BadDay(promise.on.to_string(), "回电的日子已经过了"));
    }
    Ok(vec![Change::Visit(VisitChange::Made, Box::new(visit))])
}

#[cfg(test)]
mod tests {
    use super::super::Intent;
    use super::super::household::{EventIntent, HouseholdIntent};
    use super::super::undo::UndoIntent;
    use super::*;
    use crate::domain::day::Day;
    use crate::domain::fixture::Fixture;
    use crate::domain::household_event::HouseholdEventKind;
    use crate::domain::note::CallBack;
    use crate::domain::visit::VisitMode;

    fn make(fixture: &mut Fixture, change: impl Fn(&mut Visit)) -> Result<VisitId, Refusal> {
        let household = fixture.village.households().next().unwrap().id;
        let mut visit = Visit::at_home(VisitId::mint(&mut fixture.mint, fixture.at), household, fixture.today());
        visit.met = "李德全".to_owned();
        change(&mut visit);
        let id = visit.id;
        fixture.try_act(Intent::Visit(VisitIntent::Make(Box::new(visit)))).map(|()| id)
    }

    #[test]
    fn a_visit_is_kept_with_the_day_it_was_made_and_the_time_it_was_written_down() {
        let mut fixture = Fixture::on("2026-11-24");
        let yesterday = fixture.today().plus_days(-1);
        let id = make(&mut fixture, |visit| visit.on = yesterday).unwrap();
        let visit = fixture.village.visit(id).unwrap();
        assert_eq!((visit.on, visit.entered_at, visit.is_late_entry()), (yesterday, fixture.at, true));
        assert_eq!(fixture.village.visits_at(visit.household).count(), 1);
        let id = make(&mut fixture, |_| {}).unwrap();
        assert!(!fixture.village.visit(id).unwrap().is_late_entry());
    }

    #[test]
    fn a_visit_says_whom_was_met_or_what_was_seen() {
        let mut fixture = Fixture::on("2026-11-24");
        let nobody = |visit: &mut Visit| visit.met = " ".to_owned();
        assert!(matches!(make(&mut fixture, nobody), Err(Refusal::Blank("见到谁", _))));
        let silent = |visit: &mut Visit| (visit.met, visit.asked) = (String::new(), false);
        assert!(matches!(make(&mut fixture, silent), Err(Refusal::Blank("情况", _))));
        let seen = |visit: &mut Visit| {
            (visit.met, visit.asked, visit.text) = (String::new(), false, "敲门没有人".to_owned());
        };
        assert!(make(&mut fixture, seen).is_ok());
    }

    #[test]
    fn a_visit_of_tomorrow_or_to_a_household_that_left_is_refused() {
        let mut fixture = Fixture::on("2026-11-24");
        let tomorrow = fixture.today().plus_days(1);
        assert!(matches!(make(&mut fixture, |visit| visit.on = tomorrow), Err(Refusal::BadDay(..))));
        let promised = |visit: &mut Visit| {
            let on = Day::parse_iso("2026-11-23").unwrap();
            visit.call_back = Some(CallBack { on, hour: String::new(), done_on: None });
        };
        assert!(matches!(make(&mut fixture, promised), Err(Refusal::BadDay(..))));
        let household = fixture.village.households().next().unwrap().id;
        fixture.act(Intent::Household(HouseholdIntent::Event(Box::new(EventIntent {
            household,
            kind: HouseholdEventKind::MovedOut,
            on: fixture.today(),
            person: Some(fixture.person("李德全")),
            newcomer: None,
            detail: String::new(),
            evidence: String::new(),
        }))));
        assert_ne!(fixture.village.household(household).unwrap().status, HouseholdStatus::Registered);
        assert!(matches!(make(&mut fixture, |_| {}), Err(Refusal::Already(_))));
    }

    #[test]
    fn a_promise_is_kept_once_and_a_voided_visit_promises_nothing() {
        let mut fixture = Fixture::on("2026-11-24");
        let on = fixture.today().plus_days(2);
        let promise = |visit: &mut Visit| {
            visit.mode = VisitMode::AtHome;
            visit.call_back = Some(CallBack { on, hour: "13点".to_owned(), done_on: None });
        };
        let id = make(&mut fixture, promise).unwrap();
        fixture.act(Intent::Visit(VisitIntent::CalledBack(id)));
        assert!(fixture.try_act(Intent::Visit(VisitIntent::CalledBack(id))).is_err());
        assert_eq!(fixture.village.visit(id).unwrap().served_on(), fixture.today());
        let id = make(&mut fixture, promise).unwrap();
        let void = |why: &str| Intent::Visit(VisitIntent::Void(id, why.to_owned()));
        assert!(matches!(fixture.try_act(void(" ")), Err(Refusal::Blank(..))));
        fixture.act(void("记错了户"));
        let visit = fixture.village.visit(id).unwrap();
        assert!(!visit.counts() && visit.call_back.is_none());
        assert!(fixture.try_act(void("再来")).is_err());
    }

    #[test]
    fn the_household_of_a_visit_cannot_be_undone_before_the_visit() {
        let mut fixture = Fixture::on("2026-11-24");
        let (of, rows) = (fixture.village.seq, fixture.rows.last().cloned());
        make(&mut fixture, |_| {}).unwrap();
        let undo = UndoIntent { of, command: "household.add".to_owned(), rows };
        assert_eq!(fixture.try_act(Intent::Undo(undo)), Err(Refusal::LaterWork(fixture.village.seq.0)));
    }
}
