//! 数据.jsonl: the machine's half of a package, one JSON object a line: kind, id, touched, fields.
//!
//! Its shape is its own and versioned, whatever the records become. Whoever reads it keeps the higher `touched` per id,
//! so that order and repeats do not matter.

use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use crate::domain::day::Day;

use super::content::{Gone, GoneRow, HouseholdRow, OriginalRow, PackageContent, PersonRow, TaskRow};

/// The version of the lines; a reader refuses a newer one.
pub(super) const DATA_VERSION: u16 = 1;

#[derive(Serialize)]
struct Line<F> {
    kind: &'static str,
    id: String,
    touched: u64,
    fields: F,
}

#[derive(Serialize)]
struct HeadFields<'a> {
    version: u16,
    village: &'a str,
    township: &'a str,
    liaison: &'a str,
    number: u32,
    from: u64,
    to: u64,
    read_on: Option<String>,
}

#[derive(Serialize)]
struct HouseholdFields<'a> {
    no: &'a str,
    group: &'a str,
    head: Option<String>,
    people: usize,
    classes: &'a str,
    status: &'a str,
    last_event: &'a str,
}

#[derive(Serialize)]
struct PersonFields<'a> {
    household: Option<String>,
    name: &'a str,
    relation: &'a str,
    id_no: &'a str,
    phone: &'a str,
    status: &'a str,
}

#[derive(Serialize)]
struct TaskFields<'a> {
    no: &'a str,
    round: u8,
    household: Option<String>,
    applicant: String,
    name: &'a str,
    group: &'a str,
    id_no: &'a str,
    phone: &'a str,
    agent: &'a str,
    matter_code: &'a str,
    matter: &'a str,
    window: &'a str,
    station: &'a str,
    source: &'a str,
    taken_by: &'a str,
    state: &'a str,
    open: bool,
    stuck_at: &'a str,
    registered: String,
    accepted: Option<String>,
    due: Option<String>,
    promised: Option<String>,
    overdue_days: i32,
    late: bool,
    submitted: Option<String>,
    submissions: usize,
    external_no: &'a str,
    decided: Option<String>,
    granted: Option<bool>,
    delivered: Option<String>,
    signed: &'a str,
    rating: &'a str,
    missing: &'a [Arc<str>],
    note: &'a str,
}

#[derive(Serialize)]
struct OriginalFields<'a> {
    task: String,
    task_no: &'a str,
    doc: &'a str,
    owner: &'a str,
    received: String,
    return_by: String,
    place: &'a str,
}

#[derive(Serialize)]
struct GoneFields {
    what: &'static str,
    why: &'static str,
}

/// Writes the lines of package `no`: what it is, households, people, tasks, originals, tombstones.
pub(super) fn write(content: &PackageContent, no: u32, out: &mut Vec<u8>) -> io::Result<()> {
    line(out, "package", no.to_string(), content.to.0, head_fields(content, no))?;
    for row in content.households.iter().filter(|row| !row.is_gone) {
        line(out, "household", row.id.0.to_string(), row.touched.0, household_fields(row))?;
    }
    for row in &content.people {
        line(out, "person", row.id.0.to_string(), row.touched.0, person_fields(row))?;
    }
    for row in &content.tasks {
        line(out, "task", row.id.0.to_string(), row.touched.0, task_fields(row))?;
    }
    for row in &content.originals {
        line(out, "original", row.id.0.to_string(), row.touched.0, original_fields(row))?;
    }
    for row in &content.gone {
        let (id, what) = named(row);
        line(out, "gone", id, row.touched.0, GoneFields { what, why: row.why })?;
    }
    Ok(())
}

fn line<F: Serialize>(out: &mut Vec<u8>, kind: &'static str, id: String, touched: u64, fields: F) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Line { kind, id, touched, fields })?;
    out.write_all(b"\n")
}

fn iso(day: Option<Day>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn head_fields(content: &PackageContent, number: u32) -> HeadFields<'_> {
    HeadFields {
        version: DATA_VERSION,
        village: &content.village,
        township: &content.township,
        liaison: &content.liaison,
        number,
        from: content.from.0,
        to: content.to.0,
        read_on: iso(content.today),
    }
}

fn household_fields(row: &HouseholdRow) -> HouseholdFields<'_> {
    HouseholdFields {
        no: &row.no,
        group: &row.group,
        head: row.head.map(|id| id.0.to_string()),
        people: row.people_count,
        classes: &row.classes,
        status: row.status,
        last_event: &row.last_event,
    }
}

fn person_fields(row: &PersonRow) -> PersonFields<'_> {
    PersonFields {
        household: row.household.map(|id| id.0.to_string()),
        name: &row.name,
        relation: &row.relation,
        id_no: &row.id_no,
        phone: &row.phone,
        status: row.status,
    }
}

fn task_fields(row: &TaskRow) -> TaskFields<'_> {
    TaskFields {
        no: &row.no,
        round: row.round,
        household: row.household.map(|id| id.0.to_string()),
        applicant: row.applicant.0.to_string(),
        name: &row.name,
        group: &row.group,
        id_no: &row.id_no,
        phone: &row.phone,
        agent: &row.agent,
        matter_code: &row.matter.code,
        matter: &row.matter.name,
        window: &row.matter.window,
        station: &row.station,
        source: row.source,
        taken_by: &row.taken_by,
        state: row.state,
        open: row.is_open,
        stuck_at: row.stuck_at,
        registered: row.registered_on.to_string(),
        accepted: iso(row.accepted_on),
        due: iso(row.due),
        promised: iso(row.promised),
        overdue_days: row.overdue_days,
        late: row.was_late,
        submitted: iso(row.submitted_on),
        submissions: row.submissions_count,
        external_no: &row.external_no,
        decided: iso(row.decided_on),
        granted: row.granted,
        delivered: iso(row.delivered_on),
        signed: row.signed,
        rating: row.rating,
        missing: &row.missing,
        note: &row.note,
    }
}

fn original_fields(row: &OriginalRow) -> OriginalFields<'_> {
    OriginalFields {
        task: row.task.0.to_string(),
        task_no: &row.task_no,
        doc: &row.doc,
        owner: &row.owner,
        received: row.received_on.to_string(),
        return_by: row.return_by.to_string(),
        place: row.place,
    }
}

fn named(row: &GoneRow) -> (String, &'static str) {
    match row.what {
        Gone::Person(id) => (id.0.to_string(), "person"),
        Gone::Household(id) => (id.0.to_string(), "household"),
        Gone::Task(id) => (id.0.to_string(), "task"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::Value;

    use super::*;
    use crate::exchange::package::fixture;

    #[test]
    fn every_line_has_its_kind_id_act_and_fields() {
        let mut out = Vec::new();
        write(&fixture::content(), 7, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with('\n'));
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for line in text.lines() {
            let value: Value = serde_json::from_str(line).unwrap();
            let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
            assert_eq!(keys, ["fields", "id", "kind", "touched"]);
            *kinds.entry(value["kind"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        let expected = [("gone", 1), ("household", 2), ("original", 1), ("package", 1), ("person", 3), ("task", 2)];
        assert_eq!(kinds, expected.map(|(kind, count)| (kind.to_owned(), count)).into());
        let head: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        assert_eq!(head["fields"]["version"], 1);
        assert_eq!(head["fields"]["number"], 7);
    }

    #[test]
    fn no_tombstone_and_no_masked_number_says_who_it_was() {
        let mut out = Vec::new();
        write(&fixture::content(), 7, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains(fixture::DEAD), "{text}");
        assert!(!text.contains(fixture::HEAD_ID) && !text.contains(fixture::HEAD_PHONE), "{text}");
    }
}
