//! 销毁记录: what was destroyed, when, on what ground and with whose approval. It is never due itself.
//!
//! It holds identities, kinds, numbers and days, and nothing of what was in the records.

pub mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::change::{Change, RecordKey};
use super::day::{Day, Moment};
use super::id::{DestructionId, PersonId, Seq, TaskNo};
use super::retention::RetentionKind;
use super::stage;
use super::village::Village;

/// Why records were destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DestructionWhy {
    /// 到期: their time was over.
    Due,
    /// 单独销毁: asked for before.
    OnDemand,
}

impl DestructionWhy {
    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            DestructionWhy::Due => "到期",
            DestructionWhy::OnDemand => "单独销毁",
        }
    }
}

/// One record that was destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoneRecord {
    /// Which.
    pub key: RecordKey,
    /// Under which rule it fell.
    pub kind: RetentionKind,
    /// The day its years counted from.
    pub since: Option<Day>,
    /// The day it was due.
    pub due_on: Option<Day>,
    /// The number of a task: it stands on receipts and is never given again.
    pub no: Option<TaskNo>,
}

/// One destruction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destruction {
    /// Identity.
    pub id: DestructionId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// Its number in this village, from 1.
    pub no: u32,
    /// When.
    pub at: Moment,
    /// The day it was done.
    pub on: Day,
    /// Why.
    pub why: DestructionWhy,
    /// The ground, in words.
    pub basis: String,
    /// Who approved.
    pub approved_by: String,
    /// Who did it.
    pub done_by: String,
    /// What is gone.
    pub gone: Vec<GoneRecord>,
    /// Records that stay, and whose earlier contents are destroyed with it.
    pub cleared: Vec<RecordKey>,
}

/// Whether what this change of act `seq` says is destroyed: it is about a record that is gone, or about one that was
/// cleared since. That a record was looked at says nothing of what is in it.
pub fn is_content_destroyed(village: &Village, seq: Seq, change: &Change) -> bool {
    if matches!(change, Change::Revealed(_) | Change::Destroyed(_)) {
        return false;
    }
    stage::keys(change)
        .into_iter()
        .any(|key| village.is_destroyed(key) || village.cleared_at(key).is_some_and(|cleared| seq < cleared))
}

/// Those whose content still lies in files that were last made anew with act `erased`.
pub fn not_erased(village: &Village, erased: Seq) -> impl Iterator<Item = &Destruction> {
    village.destructions().filter(move |destruction| destruction.touched > erased)
}

/// Copies outside that still hold what was destroyed here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StillOutside {
    /// The days and files of backups that were made before the files were made anew.
    pub backups: Vec<String>,
    /// The days and files of packs of a hand-over that were made before.
    pub packs: Vec<String>,
    /// The numbers of packages in which one of the people is.
    pub packages: Vec<u32>,
    /// The days and files of forms in which one of the people is.
    pub forms: Vec<String>,
}

/// What is known to be outside still, where the files of the village were last made anew with act `erased`: a copy of
/// between the destruction and that still has the old journal in it.
pub fn still_outside(village: &Village, destruction: &Destruction, erased: Seq) -> StillOutside {
    // As long as they were not made anew, every copy has it. Once they were, a copy of before then is to go anyway; its
    // own record came after it, so that it ends before the act with which they were made anew.
    let holds = |upto: Seq| erased < destruction.touched || upto < erased;
    let backups = village.backups().filter(|copy| holds(copy.upto));
    let packs = village.handovers().filter(|pack| holds(pack.upto));
    let people: BTreeSet<PersonId> = destruction.people().collect();
    let given = village.packages().filter(|package| package.people.iter().any(|id| people.contains(id)));
    let (forms, packages): (Vec<_>, Vec<_>) = given.partition(|package| package.is_form());
    StillOutside {
        backups: backups.map(|copy| format!("{} {}", copy.at.day(), copy.name)).collect(),
        packs: packs
            .map(|pack| format!("{} 交给{} {}", pack.at.day(), pack.to, pack.name).trim_end().to_owned())
            .collect(),
        packages: packages.into_iter().map(|package| package.no).collect(),
        forms: forms.into_iter().map(|form| format!("{} {}", form.at.day(), form.name).trim_end().to_owned()).collect(),
    }
}

/// The number of a destruction that comes next.
pub fn next_no(village: &Village) -> u32 {
    village.destructions().map(|destruction| destruction.no).max().unwrap_or(0) + 1
}

impl Destruction {
    /// How many records of each kind.
    pub fn counts(&self) -> BTreeMap<RetentionKind, usize> {
        let mut counts = BTreeMap::new();
        for record in &self.gone {
            *counts.entry(record.kind).or_insert(0) += 1;
        }
        counts
    }

    /// The people who are gone.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.gone.iter().filter_map(|record| if let RecordKey::Person(id) = record.key { Some(id) } else { None })
    }

    /// The counts in words: 办完的代办事项3条，咨询登记1条.
    pub fn counts_words(&self) -> String {
        let words = self.counts().into_iter().map(|(kind, count)| format!("{}{count}条", kind.label()));
        words.collect::<Vec<_>>().join("，")
    }
}
