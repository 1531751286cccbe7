//! What was written later for a day that had been forgotten 补记: told on the page of that day too, beside its own lines.
//!
//! The act stands on the page of the day it was written on, whose seal holds it; no seal of the earlier page covers it.

use std::collections::BTreeMap;

use super::{Entry, entry, is_work, late_of};
use crate::domain::change::{Change, VillageAct};
use crate::domain::day::Day;
use crate::domain::id::Seq;
use crate::domain::village::Village;

/// Gathers what was written later for one day.
#[derive(Debug)]
pub struct Later {
    day: Day,
    standing: Vec<Standing>,
    /// What was undone again, by the act that undid it.
    undone: BTreeMap<Seq, Entry>,
}

/// An entry that holds, and the act it holds by: its own, or the last one that did it again.
#[derive(Debug)]
struct Standing {
    by: Seq,
    entry: Entry,
}

impl Later {
    /// Nothing yet for this day.
    pub fn of(day: Day) -> Later {
        Later { day, standing: Vec::new(), undone: BTreeMap::new() }
    }

    /// Looks at the next act of the journal.
    pub fn take(&mut self, village: &Village, act: &VillageAct) {
        for change in &act.changes {
            if let Change::Undone(undone) = change {
                self.undo(act.seq, undone.of);
            }
        }
        if is_work(&act.command) && late_of(act) == Some(self.day) {
            self.standing.push(Standing { by: act.seq, entry: entry(village, act) });
        }
    }

    /// What stands, in the order in which it was written.
    pub fn entries(self) -> Vec<Entry> {
        self.standing.into_iter().map(|standing| standing.entry).collect()
    }

    fn undo(&mut self, by: Seq, of: Seq) {
        if let Some(place) = self.standing.iter().position(|standing| standing.by == of) {
            self.undone.insert(by, self.standing.remove(place).entry);
        } else if let Some(entry) = self.undone.remove(&of) {
            self.standing.push(Standing { by, entry });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Undone;
    use crate::domain::decide::Intent;
    use crate::domain::decide::pairing::PairingIntent;
    use crate::domain::decide::returned::ReturnedIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::handbook::days;
    use crate::domain::id::{PairingId, ReturnedMatterId};
    use crate::domain::pairing::{Measure, Pairing, PairingTarget};
    use crate::domain::returned_matter::{Answer, ReturnedMatter, Screens};

    #[test]
    fn what_was_undone_done_again_and_undone_stands_there_no_more() {
        let mut fixture = Fixture::on("2026-11-24");
        let day = fixture.today().plus_days(-3);
        let pairing = Pairing {
            own: true,
            whom: "晚熟李子".to_owned(),
            ..Pairing::new(PairingId::mint(&mut fixture.mint, fixture.at), PairingTarget::Trade, day)
        };
        fixture.act(Intent::Pairing(PairingIntent::Begin(Box::new(pairing))));
        let begun = fixture.acts.last().unwrap().clone();
        let undoing = |seq: u64, of: Seq| {
            let undone = Undone { of, rows: Vec::new() };
            VillageAct {
                seq: Seq(seq),
                command: "act.undo".to_owned(),
                changes: vec![Change::Undone(undone)],
                ..begun.clone()
            }
        };
        let mut later = Later::of(day);
        later.take(&fixture.village, &begun);
        let counts = [undoing(900, begun.seq), undoing(901, Seq(900)), undoing(902, Seq(901))].map(|act| {
            later.take(&fixture.village, &act);
            later.standing.len()
        });
        assert_eq!(counts, [0, 1, 0]);
    }

    #[test]
    fn a_measure_carried_out_on_an_earlier_day_is_told_there_whatever_was_carried_out_since() {
        let mut fixture = Fixture::on("2026-11-24");
        let (today, id) = (fixture.today(), PairingId::mint(&mut fixture.mint, fixture.at));
        let pairing = Pairing {
            own: true,
            whom: "晚熟李子".to_owned(),
            ..Pairing::new(id, PairingTarget::Trade, today.plus_days(-30))
        };
        fixture.act(Intent::Pairing(PairingIntent::Begin(Box::new(pairing))));
        for what in ["鸡苗50只", "公益岗"] {
            let measure = Measure { on: today, what: what.to_owned(), amount_fen: 0, done_on: None };
            fixture.act(Intent::Pairing(PairingIntent::Measure(id, measure)));
        }
        let from = fixture.acts.len();
        for (place, days) in [(1, -2), (0, -5)] {
            fixture.act(Intent::Pairing(PairingIntent::MeasureDone(id, place, today.plus_days(days))));
        }
        for (days, what) in [(-2, "公益岗"), (-5, "鸡苗50只")] {
            let mut later = Later::of(today.plus_days(days));
            fixture.acts[from..].iter().for_each(|act| later.take(&fixture.village, act));
            let entries = later.entries();
            let [entry] = entries.as_slice() else { panic!("{entries:?}") };
            assert!(entry.subject.contains(what) && entry.late.is_some(), "{entry:?}");
        }
    }

    #[test]
    fn what_was_proposed_screened_and_paired_for_an_earlier_day_is_told_there_and_marked() {
        let mut fixture = Fixture::on("2026-11-24");
        let from = fixture.acts.len();
        let days = [9, 5, 3].map(|days| fixture.today().plus_days(-days));
        let id = ReturnedMatterId::mint(&mut fixture.mint, fixture.at);
        let subject = fixture.tables.subjects.all().next().unwrap().name.clone();
        let matter = ReturnedMatter::proposed(id, "山坪塘管护", &subject, days[0], "3社");
        fixture.act(Intent::Returned(ReturnedIntent::Propose(Box::new(matter))));
        let answer = |yes| Answer { yes, why: "问过".to_owned() };
        let screens = Screens {
            market: answer(false),
            society: answer(false),
            lawful: answer(true),
            taker: String::new(),
            reason: "依法自治".to_owned(),
            legal_basis: "村组法".to_owned(),
            town_decision: "镇清单1号".to_owned(),
        };
        fixture.act(Intent::Returned(ReturnedIntent::Screen(id, Box::new(screens), days[1])));
        let pairing = Pairing {
            own: true,
            whom: "晚熟李子".to_owned(),
            ..Pairing::new(PairingId::mint(&mut fixture.mint, fixture.at), PairingTarget::Trade, days[2])
        };
        fixture.act(Intent::Pairing(PairingIntent::Begin(Box::new(pairing))));
        let told = |day: Day| {
            let mut later = Later::of(day);
            fixture.acts[from..].iter().for_each(|act| later.take(&fixture.village, act));
            later.entries().iter().map(|entry| entry.late).collect::<Vec<_>>()
        };
        for day in days {
            assert_eq!(told(day), [Some(day)]);
            assert!(days::of(&fixture.village).contains(&day), "{day}");
        }
        assert_eq!(told(fixture.today()), []);
    }
}
