//! Whose a line of 今日 is and what it is about, in words: the same on the screen and on the command line.
//!
//! Why the line is there is its kind's to say; columns and colours are the screen's.

use std::borrow::Cow;

use super::{TodayLine, TodaySubject};
use crate::domain::backup::newest_elsewhere;
use crate::domain::follow_up::chains::{ChainRule, Trigger};
use crate::domain::follow_up::outlook::{self as follow_ups, FollowKey};
use crate::domain::package::ExportPackage;
use crate::domain::pairing::{Pairing, outlook};
use crate::domain::posting::Posting;
use crate::domain::roll::household_name;
use crate::domain::rotation;
use crate::domain::supervision::{Supervision, SupervisionKind};
use crate::domain::tables::Tables;
use crate::domain::task::ProxyTask;
use crate::domain::village::Village;

/// The words of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Words<'v> {
    /// The task it belongs to; `None` for a note about no task.
    pub task: Option<&'v ProxyTask>,
    /// Applicant, owner of the original, who is to be called back, or the village.
    pub who: &'v str,
    /// The matter, the original, or what was noted.
    pub what: Cow<'v, str>,
}

/// The words of a line; `None` when its record is gone.
pub fn of<'v>(village: &'v Village, tables: &Tables, line: &TodayLine) -> Option<Words<'v>> {
    Some(match line.subject {
        TodaySubject::Task(id) => {
            let task = village.task(id)?;
            let who = village.person(task.applicant).map_or("", |person| person.name.as_str());
            Words { task: Some(task), who, what: Cow::Borrowed(&task.matter.name) }
        }
        TodaySubject::Hold(id, hold) => {
            let task = village.task(id)?;
            let hold = task.holds.iter().find(|other| other.id == hold)?;
            Words { task: Some(task), who: &hold.owner, what: Cow::Borrowed(&hold.doc) }
        }
        TodaySubject::Village => {
            let what = if newest_elsewhere(village).is_some() { "该再备份了" } else { "还没有备份" };
            Words { task: None, who: &village.info.name, what: Cow::Borrowed(what) }
        }
        TodaySubject::Rotation => of_rotation(village, tables)?,
        TodaySubject::Retention => {
            Words { task: None, who: &village.info.name, what: Cow::Borrowed("记录保管期满") }
        }
        TodaySubject::Packages(id, count) => of_packages(village.package(id)?, count),
        TodaySubject::Point(id) => {
            let point = village.service_point(id)?;
            let what = format!("{} {}", point.hours, point.place).trim().to_owned();
            let what = if what.is_empty() { point.days.words() } else { what };
            Words { task: None, who: &point.name, what: Cow::Owned(what) }
        }
        TodaySubject::Leave(id) => {
            let leave = village.leave(id)?;
            Words { task: None, who: &village.info.liaison, what: Cow::Borrowed(leave.kind.label()) }
        }
        TodaySubject::Posting(id) => of_posting(village.posting(id)?),
        TodaySubject::Publication(count) => of_publications(village, count),
        TodaySubject::Pairing(id) => of_pairing(village, village.pairing(id)?),
        TodaySubject::FollowUp(key, count) => of_follow_up(village, follow_ups::rule(tables, key)?, key, count)?,
        TodaySubject::Supervision(id) => of_supervision(village, village.supervision(id)?),
        TodaySubject::PoorRating(id) => of_rating(village, village.task(id)?),
        TodaySubject::Round => Words { task: None, who: &village.info.name, what: Cow::Borrowed("本周还没走够") },
        TodaySubject::Visit(id) => {
            let visit = village.visit(id)?;
            let household = village.household(visit.household)?;
            Words { task: None, who: household_name(village, household), what: Cow::Borrowed(&visit.text) }
        }
        TodaySubject::Unseen(id, count) => {
            let household = village.household(id)?;
            let group = village.info.group_name(household.group);
            let others = if count > 1 { format!("，同样的共{count}户") } else { String::new() };
            Words { task: None, who: household_name(village, household), what: Cow::Owned(format!("{group}{others}")) }
        }
        TodaySubject::Note(id) => {
            let note = village.note(id)?;
            let person = note.person.and_then(|id| village.person(id));
            let who = person.map_or(note.who.as_str(), |person| person.name.as_str());
            Words { task: note.task.and_then(|id| village.task(id)), who, what: Cow::Borrowed(&note.text) }
        }
    })
}

/// What follows for somebody, and how much else with it.
fn of_follow_up<'v>(village: &'v Village, rule: &ChainRule, key: FollowKey, count: usize) -> Option<Words<'v>> {
    let others = match (&rule.trigger, count) {
        (_, 0 | 1) => String::new(),
        (Trigger::Event(_), count) => format!("，共{count}样"),
        (Trigger::Age(_) | Trigger::Granted(_) | Trigger::Expiry(_), count) => format!("，同样的共{count}人"),
    };
    let what = format!("{}，{}{others}", rule.trigger.label(), rule.name);
    Some(Words { task: None, who: village.person(key.person)?.name.as_str(), what: Cow::Owned(what) })
}

/// The last package the town has not signed for, and how many there are with it.
fn of_packages(package: &ExportPackage, count: usize) -> Words<'_> {
    let others = if count > 1 { format!("，一共{count}包") } else { String::new() };
    Words { task: None, who: &package.receiver, what: Cow::Owned(package.title() + &others) }
}

/// The next step of a pairing.
fn of_pairing<'v>(village: &'v Village, pairing: &'v Pairing) -> Words<'v> {
    let step = pairing.next_step.as_ref().map_or("", |step| step.what.as_str());
    Words { task: None, who: outlook::whom(village, pairing), what: Cow::Borrowed(step) }
}

/// The rotation of the officer.
fn of_rotation<'v>(village: &'v Village, tables: &Tables) -> Option<Words<'v>> {
    let words = rotation::of(village, tables)?.words();
    Some(Words { task: None, who: &village.info.liaison, what: Cow::Owned(words) })
}

/// A poor rating after which nobody was called back.
fn of_rating<'v>(village: &'v Village, task: &'v ProxyTask) -> Words<'v> {
    let who = village.person(task.applicant).map_or("", |person| person.name.as_str());
    Words { task: Some(task), who, what: Cow::Borrowed("差评，该回访") }
}

/// What came, or what is still to be put right.
fn of_supervision<'v>(village: &'v Village, item: &'v Supervision) -> Words<'v> {
    let task = item.task.and_then(|id| village.task(id));
    let who = task.and_then(|task| village.person(task.applicant)).map_or("", |person| person.name.as_str());
    match item.kind {
        SupervisionKind::PoorRating => Words { task, who, what: Cow::Borrowed("差评，该整改") },
        SupervisionKind::Complaint
        | SupervisionKind::Hotline
        | SupervisionKind::Order
        | SupervisionKind::ChannelsTold => Words { task, who: item.kind.label(), what: Cow::Borrowed(&item.text) },
    }
}

/// What asks for a hand at a posting.
fn of_posting(posting: &Posting) -> Words<'_> {
    let what = if posting.open_objections().next().is_some() {
        "异议待答".to_owned()
    } else {
        let (_, month, day) = posting.from.ymd();
        format!("可撤，{month:02}-{day:02}张贴，满{}天", posting.days)
    };
    Words { task: None, who: &posting.subject, what: Cow::Owned(what) }
}

fn of_publications(village: &Village, count: usize) -> Words<'_> {
    let what =
        if count == 1 { "村务公开该贴了".to_owned() } else { format!("村务公开该贴了，共{count}样") };
    Words { task: None, who: &village.info.name, what: Cow::Owned(what) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Day;
    use crate::domain::sample;
    use crate::domain::today::lines;

    #[test]
    fn every_line_of_the_sample_says_whose_it_is_and_what_it_is_about() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let village = sample::village(today, 1).village;
        let tables = Tables::shipped();
        let lines = lines(&village, today, &tables);
        assert!(!lines.is_empty());
        for line in &lines {
            let words = of(&village, &tables, line).unwrap();
            assert!(!words.who.is_empty() && !words.what.is_empty(), "{line:?}");
        }
    }
}
