//! Which records go into a package: those touched in (from, to], whole and minimal, and what is still outstanding.
//!
//! Pure: it reads the village and a day, and writes nothing. Overdue is the task clock's word alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::alike::Alike;
use crate::domain::change::RecordKey;
use crate::domain::day::Day;
use crate::domain::household::{Household, HouseholdStatus};
use crate::domain::id::{HouseholdId, Seq};
use crate::domain::package::PackageState;
use crate::domain::person::{Person, PersonStatus};
use crate::domain::tables::Tables;
use crate::domain::task::state::State;
use crate::domain::task::{ProxyTask, clock};
use crate::domain::village::Village;

use super::content::{Gone, GoneRow, HouseholdRow, OriginalRow, PackageContent, PersonRow, TaskRow};
use super::mask;

/// Where the next package begins: the end of the last package the town confirmed, so that a lost stick heals itself.
pub fn confirmed_to(village: &Village) -> Seq {
    let confirmed = village.packages().filter(|package| package.state == PackageState::Confirmed);
    confirmed.map(|package| package.to).max().unwrap_or_default()
}

/// The end of the last package that was written, confirmed or not: nothing after it means nothing new to write.
pub fn written_to(village: &Village) -> Seq {
    let written = village.packages().filter(|package| match package.state {
        PackageState::Written | PackageState::Confirmed => true,
        PackageState::Begun | PackageState::Voided => false,
    });
    written.map(|package| package.to).max().unwrap_or_default()
}

/// The content of a package over (from, to]; `from` 0 means everything.
pub fn select(village: &Village, from: Seq, to: Seq, today: Day, tables: &Tables) -> PackageContent {
    let range = Range { from, to };
    let mut content = PackageContent {
        village: village.info.name.clone(),
        township: village.info.township.clone(),
        liaison: village.info.liaison.clone(),
        liaison_phone: village.info.phone.clone(),
        from,
        to,
        today: Some(today),
        voided: voided(village),
        ..PackageContent::default()
    };
    take_people(village, range, &mut content);
    take_households(village, range, today, &mut content);
    take_tasks(village, range, today, tables, &mut content);
    take_destroyed(village, range, &mut content);
    content.newest = newest(&content, range);
    content
}

#[derive(Clone, Copy)]
struct Range {
    from: Seq,
    to: Seq,
}

impl Range {
    fn holds(self, touched: Seq) -> bool {
        self.from < touched && touched <= self.to
    }
}

/// Packages that the office will never see, told to it so that a gap in the numbers has its reason.
fn voided(village: &Village) -> Vec<u32> {
    let packages = || village.packages().filter(|package| !package.is_form());
    let confirmed = packages().filter(|package| package.state == PackageState::Confirmed);
    let last = confirmed.map(|package| package.no).max().unwrap_or(0);
    let void = packages().filter(|package| package.no > last && package.state == PackageState::Voided);
    void.map(|package| package.no).collect()
}

fn take_people(village: &Village, range: Range, content: &mut PackageContent) {
    for person in village.people().filter(|person| range.holds(person.touched)) {
        let why = match person.status {
            PersonStatus::Registered | PersonStatus::Missing => {
                content.people.push(person_row(person));
                continue;
            }
            PersonStatus::Dead | PersonStatus::MovedOut | PersonStatus::Duplicate => person.status.label(),
        };
        content.gone.push(GoneRow { what: Gone::Person(person.id), touched: person.touched, why });
    }
}

fn person_row(person: &Person) -> PersonRow {
    PersonRow {
        id: person.id,
        touched: person.touched,
        household: person.household,
        name: person.name.as_str().to_owned(),
        relation: person.relation.clone(),
        id_no: mask::id_no(person, false),
        phone: mask::phone(person, false),
        status: person.status.label(),
    }
}

fn take_households(village: &Village, range: Range, today: Day, content: &mut PackageContent) {
    let members = village.people().filter(|person| range.holds(person.touched));
    let of_members: BTreeSet<HouseholdId> = members.filter_map(|person| person.household).collect();
    let mut households: Vec<&Household> = village.households().collect();
    households.sort_by_key(|household| household.group);
    for household in households {
        let touched = range.holds(household.touched);
        if !touched && !of_members.contains(&household.id) {
            continue;
        }
        let row = household_row(village, household, today);
        if row.is_gone && touched {
            let what = Gone::Household(row.id);
            content.gone.push(GoneRow { what, touched: row.touched, why: row.status });
        }
        content.households.push(row);
    }
}

fn household_row(village: &Village, household: &Household, today: Day) -> HouseholdRow {
    let head = village.head_of(household);
    let classes: Vec<&str> = household.classes_on(today).map(|class| class.value.as_str()).collect();
    let last_event = household.events.last().map(|event| format!("{} {}", event.kind.label(), event.on));
    HouseholdRow {
        id: household.id,
        touched: household.touched,
        no: household.no.clone(),
        group: village.info.group_name(household.group).to_owned(),
        head: household.head,
        head_name: head.map(|head| head.name.as_str().to_owned()).unwrap_or_default(),
        head_id_no: head.map(|head| mask::id_no(head, false)).unwrap_or_default(),
        phone: head.map(|head| mask::phone(head, false)).unwrap_or_default(),
        people_count: village.members(household.id).filter(|person| person.is_registered()).count(),
        classes: classes.join("、"),
        status: household.status.label(),
        is_gone: household.status != HouseholdStatus::Registered,
        last_event: last_event.unwrap_or_default(),
        open_tasks_count: village.tasks_of_household(household.id).filter(|task| task.state.is_open()).count(),
    }
}

fn take_tasks(village: &Village, range: Range, today: Day, tables: &Tables, content: &mut PackageContent) {
    let mut tasks: Vec<&ProxyTask> = village.tasks().collect();
    tasks.sort_by_key(|task| task.no);
    let mut words = Alike::default();
    for task in tasks {
        if range.holds(task.touched) && task.state != State::Draft {
            content.tasks.push(task_row(village, task, (today, tables), &mut words));
        }
        for hold in task.holds_out() {
            content.originals.push(OriginalRow {
                id: hold.id,
                touched: task.touched,
                task: task.id,
                task_no: task.no.to_string(),
                matter: task.matter.name.clone(),
                doc: hold.doc.clone(),
                owner: hold.owner.clone(),
                group: group_of(village, task).to_owned(),
                applicant: task.applicant,
                received_on: hold.received_on,
                return_by: task.back_by(hold),
                late_days: today.days_since(task.back_by(hold)).max(0),
                place: hold.place.label(),
                reason: mask::free_text(&hold.reason),
            });
        }
    }
}

/// What was destroyed here is told to the office by its identity alone, so that it goes there too.
fn take_destroyed(village: &Village, range: Range, content: &mut PackageContent) {
    for destruction in village.destructions().filter(|destruction| range.holds(destruction.touched)) {
        let touched = destruction.touched;
        // Of the rest the office never had anything.
        let people = destruction.people().map(Gone::Person);
        let households = destruction.gone.iter().filter_map(|record| {
            let RecordKey::Household(id) = record.key else { return None };
            Some(Gone::Household(id))
        });
        let tasks = destruction.gone.iter().filter_map(|record| {
            let RecordKey::Task(id) = record.key else { return None };
            Some(Gone::Task(id))
        });
        let gone = people.chain(households).chain(tasks);
        content.gone.extend(gone.map(|what| GoneRow { what, touched, why: "已销毁" }));
    }
}

fn group_of<'v>(village: &'v Village, task: &ProxyTask) -> &'v str {
    let household = task.household.and_then(|id| village.household(id));
    household.map(|household| village.info.group_name(household.group)).unwrap_or_default()
}

/// What thousands of tasks say alike is held once, in `words`.
fn task_row(village: &Village, task: &ProxyTask, (today, tables): (Day, &Tables), words: &mut Alike<str>) -> TaskRow {
    let calendar = &tables.calendar;
    let clock = clock::read(task, today, calendar);
    let person = village.person(task.applicant);
    let intake = task.intake.and_then(|id| village.intake(id));
    let decision = task.decision.as_ref();
    let delivery = task.delivery.as_ref();
    TaskRow {
        id: task.id,
        touched: task.touched,
        no: task.no.to_string(),
        round: task.round,
        household: task.household,
        applicant: task.applicant,
        name: person.map(|person| person.name.as_str().to_owned()).unwrap_or_default(),
        group: words.of(group_of(village, task)),
        id_no: person.map(|person| mask::id_no(person, mask::needs_id(task))).unwrap_or_default(),
        phone: phone_of(task, person),
        agent: agent_of(task),
        matter: Arc::clone(&task.matter),
        station: words.of(tables.matters.station_of(&task.matter, today)),
        source: task.source.label(),
        taken_by: intake.map_or_else(|| words.of(&village.info.liaison), |intake| Arc::clone(&intake.taken_by)),
        state: task.state_label(),
        is_open: task.state.is_open(),
        stuck_at: task.stuck_at().label(),
        registered_on: task.registered_on,
        accepted_on: task.accepted_on,
        due: clock.due,
        promised: task.promised,
        overdue_days: clock.overdue_days,
        was_late: clock::is_on_time(task, calendar) == Some(false),
        submitted_on: task.submissions.last().map(|submission| submission.on),
        submissions_count: task.submissions.len(),
        external_no: task.external_no.clone(),
        decided_on: decision.map(|decision| decision.on),
        granted: decision.map(|decision| decision.granted),
        delivered_on: delivery.map(|delivery| delivery.on),
        signed: delivery.map_or("", |delivery| delivery.signed.label()),
        rating: rating_of(task),
        missing: task.missing().map(|paper| Arc::clone(&paper.name)).collect(),
        note: mask::free_text(&task.note),
    }
}

/// The applicant's phone, or that of whoever came, where the applicant has none.
fn phone_of(task: &ProxyTask, person: Option<&Person>) -> String {
    let whole = mask::needs_phone(task);
    let own = person.map(|person| mask::phone(person, whole)).unwrap_or_default();
    let agent = task.agent.as_ref().filter(|agent| own.is_empty() && !agent.phone.is_empty());
    agent.map_or(own, |agent| mask::written_phone(&agent.phone, whole))
}

fn agent_of(task: &ProxyTask) -> String {
    match &task.agent {
        Some(agent) if agent.relation.is_empty() => agent.name.clone(),
        Some(agent) => format!("{}({})", agent.name, agent.relation),
        None => String::new(),
    }
}

fn rating_of(task: &ProxyTask) -> &'static str {
    match task.rating.as_ref().map(|rating| rating.level) {
        Some(Some(level)) => level.label(),
        Some(None) => "未评价",
        None => "",
    }
}

/// Outstanding originals are always told, and a household listed for its people brings its own older number: neither
/// is news by itself.
fn newest(content: &PackageContent, range: Range) -> Seq {
    let people = content.people.iter().map(|row| row.touched);
    let households = content.households.iter().map(|row| row.touched);
    let tasks = content.tasks.iter().map(|row| row.touched);
    let gone = content.gone.iter().map(|row| row.touched);
    let all = people.chain(households).chain(tasks).chain(gone);
    all.filter(|touched| range.holds(*touched)).max().unwrap_or_default()
}

#[cfg(test)]
mod tests;
