//! Decides about destruction: what is due, or one record on demand, with a ground and a name that approves.
//!
//! What is due and what stands in the way is `domain/retention`'s. That the bytes on the disk go too is the store's.

use std::collections::BTreeSet;

use crate::domain::change::{Change, HouseholdChange, RecordKey};
use crate::domain::day::Day;
use crate::domain::destruction::{Destruction, DestructionWhy, GoneRecord, next_no};
use crate::domain::household::Household;
use crate::domain::household_event::{HouseholdEvent, HouseholdEventKind};
use crate::domain::id::{DestructionId, PersonId, Seq};
use crate::domain::refusal::Refusal;
use crate::domain::retention::words::{DESTROYED, called};
use crate::domain::retention::{DueRecord, RetentionKind, along, free};
use crate::domain::text::PersonName;
use crate::domain::village::Village;

use super::{Now, required};

/// The id the act is journalled under.
pub const COMMAND: &str = "retention.destroy";

/// What is to be destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DestroyWhat {
    /// Everything that is due and free, of one kind or of all.
    Due(Option<RetentionKind>),
    /// This record and what goes with it, before its time.
    One(RecordKey),
}

/// A destruction as it is asked for.
#[derive(Clone, Debug)]
pub struct DestroyIntent {
    /// Identity.
    pub id: DestructionId,
    /// What.
    pub what: DestroyWhat,
    /// 依据; of one record on demand the reason.
    pub basis: String,
    /// 批准人.
    pub approved_by: String,
}

/// The day by which what is due is judged: no day that was only asked for lets anything go before it comes.
pub fn due_day(now: &Now<'_>) -> Day {
    now.today.min(now.at.day())
}

/// Which records would go; refused where none does.
pub fn plan(village: &Village, now: &Now<'_>, what: DestroyWhat) -> Result<Vec<DueRecord>, Refusal> {
    let table = &now.tables.retention;
    let records = match what {
        DestroyWhat::Due(only) => free(village, table, due_day(now), only),
        DestroyWhat::One(key) => {
            village.touched(key).ok_or(Refusal::Gone)?;
            along(village, key, table)
                .map_err(|(of, block)| Refusal::Kept { what: called(village, of), why: block.words(village) })?
        }
    };
    if records.is_empty() {
        return Err(Refusal::Already("没有到期能销毁的记录，什么都没有销毁"));
    }
    Ok(records)
}

/// Decides it.
pub(super) fn decide(village: &Village, now: &Now<'_>, intent: &DestroyIntent) -> Result<Vec<Change>, Refusal> {
    let basis = required(&intent.basis, "销毁依据", "请写明依据哪个规定，或者谁要求的、什么原因")?;
    let approved_by = required(&intent.approved_by, "批准人姓名", "请写上批准销毁的人")?;
    let records = plan(village, now, intent.what)?;
    let gone: BTreeSet<RecordKey> = records.iter().map(|record| record.key).collect();
    let cleared = cleared(village, &gone);
    let destruction = Destruction {
        id: intent.id,
        touched: Seq::default(),
        no: next_no(village),
        at: now.at,
        on: now.at.day(),
        why: match intent.what {
            DestroyWhat::Due(_) => DestructionWhy::Due,
            DestroyWhat::One(_) => DestructionWhy::OnDemand,
        },
        basis,
        approved_by,
        done_by: now.actor.to_owned(),
        gone: records.into_iter().map(|record| gone_record(village, &record)).collect(),
        cleared: cleared.iter().map(|household| RecordKey::Household(household.id)).collect(),
    };
    let cleared = cleared.into_iter().map(|it| Change::Household(HouseholdChange::Cleared, Box::new(it)));
    Ok([Change::Destroyed(Box::new(destruction))].into_iter().chain(cleared).collect())
}

fn gone_record(village: &Village, record: &DueRecord) -> GoneRecord {
    let no = if let RecordKey::Task(id) = record.key { village.task(id).map(|task| task.no) } else { None };
    GoneRecord { key: record.key, kind: record.kind, since: record.since, due_on: record.due_on, no }
}

/// The households that stay and say something of people who go, without it.
fn cleared(village: &Village, gone: &BTreeSet<RecordKey>) -> Vec<Household> {
    let people = gone.iter().filter_map(|key| {
        let RecordKey::Person(id) = key else { return None };
        village.person(*id).map(|person| (*id, &person.name, person.household))
    });
    let people: Vec<_> = people.collect();
    if people.is_empty() {
        return Vec::new();
    }
    let stay = village.households().filter(|household| !gone.contains(&RecordKey::Household(household.id)));
    let cleared = stay.filter_map(|household| {
        let mut left = household.clone();
        for (id, name, home) in &people {
            let own = *home == Some(household.id);
            left.events.iter_mut().for_each(|event| clear(event, *id, name, own));
        }
        (left != *household).then_some(left)
    });
    cleared.collect()
}

/// Takes out of an event what it says of this person. Names are looked for where they are that person's and no namesake's.
fn clear(event: &mut HouseholdEvent, id: PersonId, name: &PersonName, own: bool) {
    let regrouped = matches!(event.kind, HouseholdEventKind::Split | HouseholdEventKind::Joined);
    let names = |text: &str| (own || regrouped) && text.contains(name.as_str());
    let its = event.person == Some(id);
    if its {
        event.person = None;
    }
    if its || names(&event.detail) {
        event.detail = DESTROYED.to_owned();
    }
    if its || names(&event.evidence) {
        event.evidence = String::new();
    }
}
