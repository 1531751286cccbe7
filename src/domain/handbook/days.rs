//! The days of which any record tells: those the list of days holds, and those that may be counted.
//!
//! It says on which days there is something and not how much: that is `sums`, which counts on no other day.

use std::collections::BTreeSet;

use crate::domain::day::Day;
use crate::domain::note::CallBack;
use crate::domain::pairing::Pairing;
use crate::domain::posting::Posting;
use crate::domain::returned_matter::ReturnedMatter;
use crate::domain::supervision::Supervision;
use crate::domain::task::ProxyTask;
use crate::domain::village::Village;

/// Every day of which a record tells; of what is planned, days to come too.
pub fn of(village: &Village) -> BTreeSet<Day> {
    let mut days = BTreeSet::new();
    let kept = |promise: &Option<CallBack>| promise.as_ref().and_then(|it| it.done_on);
    days.extend(village.visits().flat_map(|it| [Some(it.on), kept(&it.call_back)]).flatten());
    days.extend(village.notes().flat_map(|it| [Some(it.at.day()), kept(&it.call_back)]).flatten());
    days.extend(village.intakes().map(|it| it.on));
    village.tasks().for_each(|it| of_task(&mut days, it));
    days.extend(village.service_points().flat_map(|it| &it.held).map(|it| it.on));
    village.pairings().for_each(|it| of_pairing(&mut days, it));
    village.returned_matters().for_each(|it| of_returned(&mut days, it));
    village.postings().for_each(|it| of_posting(&mut days, it));
    days.extend(village.leaves().flat_map(|it| [Some(it.from), it.back_on]).flatten());
    days.extend(village.follow_ups().map(|it| it.on));
    village.supervisions().for_each(|it| of_supervision(&mut days, it));
    days.extend(village.documents().map(|it| it.noted_on));
    days
}

fn of_task(days: &mut BTreeSet<Day>, task: &ProxyTask) {
    days.insert(task.registered_on);
    days.extend(task.steps.iter().map(|it| it.on));
    days.extend(task.submissions.iter().map(|it| it.on));
    days.extend(task.urges.iter().map(|it| it.on));
    days.extend(task.holds.iter().map(|it| it.received_on));
    days.extend(task.holds.iter().filter_map(|it| it.returned.as_ref()).map(|it| it.on));
    days.extend(task.decision.as_ref().map(|it| it.on));
    days.extend(task.delivery.as_ref().map(|it| it.on));
}

fn of_pairing(days: &mut BTreeSet<Day>, pairing: &Pairing) {
    days.insert(pairing.from);
    days.extend(pairing.contacts.iter().map(|it| it.on));
    days.extend(pairing.measures.iter().flat_map(|it| [Some(it.on), it.done_on]).flatten());
    days.extend(pairing.end.as_ref().map(|it| it.on));
}

fn of_returned(days: &mut BTreeSet<Day>, matter: &ReturnedMatter) {
    days.insert(matter.proposed_on);
    days.extend(matter.steps.iter().map(|it| it.on));
    days.extend(matter.filed_on);
}

fn of_posting(days: &mut BTreeSet<Day>, posting: &Posting) {
    days.insert(posting.from);
    days.extend(posting.objections.iter().flat_map(|it| [Some(it.on), it.answered_on]).flatten());
    days.extend(posting.down_on);
}

fn of_supervision(days: &mut BTreeSet<Day>, item: &Supervision) {
    days.insert(item.on);
    days.extend(item.deeds.iter().chain(&item.called_back).chain(&item.settled).map(|it| it.on));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::handbook::sums::{self, Sums};
    use crate::domain::sample;
    use crate::domain::tables::Tables;

    #[test]
    fn nothing_is_counted_on_a_day_that_is_not_among_them() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let (village, tables) = (sample::village(today, 1).village, Tables::shipped());
        let days = of(&village);
        for back in 0..150 {
            let day = today.plus_days(-back);
            let counted = sums::of(&village, &tables, day, day) != Sums::default();
            assert!(!counted || days.contains(&day), "{day}");
        }
        let first = *days.first().unwrap();
        let before = sums::of(&village, &tables, first.plus_days(-2000), first.plus_days(-1));
        assert_eq!(before, Sums::default());
    }
}
