//! What `daiban retention` answers about a destruction: record by record, and which copies outside still hold them.
//!
//! It destroys nothing and writes no sheet.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::domain::change::RecordKey;
use crate::domain::destruction::{Destruction, still_outside};
use crate::domain::id::Seq;
use crate::domain::retention::DueRecord;
use crate::domain::retention::words::called;
use crate::domain::village::Village;

/// Records of one kind that are listed one by one to a person.
const LISTED_MAX: usize = 30;

/// One record.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) what: String,
    pub(super) since: Option<String>,
    pub(super) due: Option<String>,
    pub(super) blocked: Option<String>,
}

/// What a destruction did, or would do.
#[derive(Serialize)]
pub(super) struct Answer {
    /// Whether it was done, or only looked at.
    pub(super) destroyed: bool,
    /// The number of its record; of several, for which the files were made anew at once, the last.
    pub(super) record: Option<u32>,
    pub(super) date: String,
    pub(super) basis: String,
    pub(super) approved_by: String,
    pub(super) count: usize,
    pub(super) records: Vec<Row>,
    /// The numbers of packages and the names of backups that may still hold it.
    pub(super) packages: Vec<u32>,
    pub(super) backups: Vec<String>,
    /// The names of packs of a hand-over that still hold it.
    pub(super) packs: Vec<String>,
    /// The days and names of filled forms that may still hold it.
    pub(super) forms: Vec<String>,
}

/// A record that is due.
pub(super) fn row(village: &Village, record: &DueRecord) -> Row {
    Row {
        id: id_of(record.key),
        what: called(village, record.key),
        since: record.since.map(|day| day.to_string()),
        due: record.due_on.map(|day| day.to_string()),
        blocked: record.blocked.as_ref().map(|block| block.words(village)),
    }
}

/// The identity, as `--person` takes it.
fn id_of(key: RecordKey) -> String {
    key.uuid().map(|id| id.to_string()).unwrap_or_default()
}

/// Records one by one, to a person.
pub(super) fn rows_text(rows: &[Row]) -> String {
    let shown = rows.iter().take(LISTED_MAX).map(|row| {
        let since = row.since.as_deref().map(|day| format!("，自 {day}")).unwrap_or_default();
        let due = row.due.as_deref().map(|day| format!("，{day} 到期")).unwrap_or_default();
        let blocked = row.blocked.as_deref().map(|why| format!("，不能销毁：{why}")).unwrap_or_default();
        format!("  {}{since}{due}{blocked}\n", row.what)
    });
    let more = rows.len().saturating_sub(LISTED_MAX);
    let more = if more > 0 { format!("  还有 {more} 条，加 --json 看全部\n") } else { String::new() };
    shown.chain([more]).collect()
}

/// Both in one answer, which else is the later one's.
pub(super) fn and(earlier: Answer, later: Answer) -> Answer {
    fn both<T: Ord>(a: Vec<T>, b: Vec<T>) -> Vec<T> {
        a.into_iter().chain(b).collect::<BTreeSet<T>>().into_iter().collect()
    }
    Answer {
        count: earlier.count + later.count,
        records: earlier.records.into_iter().chain(later.records).collect(),
        packages: both(earlier.packages, later.packages),
        backups: both(earlier.backups, later.backups),
        packs: both(earlier.packs, later.packs),
        forms: both(earlier.forms, later.forms),
        ..later
    }
}

/// What is told of one destruction.
pub(super) fn done_answer(village: &Village, done: &Destruction, erased: Seq) -> Answer {
    let outside = still_outside(village, done, erased);
    Answer {
        destroyed: true,
        record: Some(done.no),
        date: done.on.to_string(),
        basis: done.basis.clone(),
        approved_by: done.approved_by.clone(),
        count: done.gone.len(),
        records: gone_rows(done),
        packages: outside.packages,
        backups: outside.backups,
        packs: outside.packs,
        forms: outside.forms,
    }
}

/// The answer to a person.
pub(super) fn answer_text(answer: &Answer, sheet: &str) -> String {
    let count = answer.count;
    if answer.destroyed {
        return format!("{sheet}\n已销毁 {count} 条。请打印这张清册，两人签字，由村里保管。\n");
    }
    format!(
        "会销毁 {count} 条：\n{}销毁以后找不回来，不能撤销。现在什么都没有销毁；确实要销毁，加上 --yes 再运行一次。\n",
        rows_text(&answer.records)
    )
}

fn gone_rows(record: &Destruction) -> Vec<Row> {
    let rows = record.gone.iter().map(|gone| Row {
        id: id_of(gone.key),
        what: [gone.kind.label().to_owned(), gone.no.map(|no| no.to_string()).unwrap_or_default()].join(" "),
        since: gone.since.map(|day| day.to_string()),
        due: gone.due_on.map(|day| day.to_string()),
        blocked: None,
    });
    rows.collect()
}
