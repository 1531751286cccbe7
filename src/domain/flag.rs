//! Self-check flags 自查: what of the records would stand out to whoever checks the officer's work, shown to the officer.
//!
//! Everything is derived and nothing is stored: a flag goes by the act it names, and no key puts it away. What the law
//! makes urgent is on 今日; here is what was done, or left, in a way that asks for a reason.

mod tasks;
mod unlike;

use super::day::Day;
use super::id::{PairingId, ReturnedMatterId, ServicePointId, TaskId};
use super::pairing::outlook::{self, Talks};
use super::posting;
use super::returned_matter::ReturnedState;
use super::supervision::settings::Term;
use super::tables::Tables;
use super::task::ProxyTask;
use super::village::Village;

/// What stands out, in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlagKind {
    /// Refused, and no reason is written.
    Unreasoned,
    /// A matter for which the person must come was carried all the same.
    InPerson,
    /// A certificate that no village may write was taken on.
    Banned,
    /// Overdue, and nobody wrote why.
    Unexplained,
    /// Passed around twice.
    PassedAround,
    /// Nobody was spoken with for too long.
    Silent,
    /// What should hang on the board does not.
    NotPosted,
    /// A service point was not kept, without leave.
    PointMissed,
    /// Like matters took very unlike days.
    Unlike,
}

impl FlagKind {
    /// All of them, in the order of the list.
    pub const ALL: [FlagKind; 9] = [
        FlagKind::Unreasoned,
        FlagKind::InPerson,
        FlagKind::Banned,
        FlagKind::Unexplained,
        FlagKind::PassedAround,
        FlagKind::Silent,
        FlagKind::NotPosted,
        FlagKind::PointMissed,
        FlagKind::Unlike,
    ];

    /// The Chinese label.
    pub fn label(self) -> &'static str {
        match self {
            FlagKind::Unreasoned => "不办没写原因",
            FlagKind::InPerson => "须本人的代了",
            FlagKind::Banned => "不该开的证明",
            FlagKind::Unexplained => "超期没说明",
            FlagKind::PassedAround => "来回跑了两次",
            FlagKind::Silent => "久没联系",
            FlagKind::NotPosted => "该公开没公开",
            FlagKind::PointMissed => "设点没到",
            FlagKind::Unlike => "天数悬殊",
        }
    }
}

/// Which record it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlagSubject {
    /// A task.
    Task(TaskId),
    /// A matter handed back.
    Returned(ReturnedMatterId),
    /// Something the calendar of publications asks for, by its place in the table.
    Publication(usize),
    /// A service point.
    Point(ServicePointId),
    /// One of the officer's own five.
    Pairing(PairingId),
}

/// One flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// What stands out.
    pub kind: FlagKind,
    /// Of which record.
    pub subject: FlagSubject,
    /// The record in words: 2026-0231 李国珍 危房改造.
    pub of: String,
    /// Since when, or on which day.
    pub since: Day,
    /// What was found.
    pub found: String,
    /// The act that clears it.
    pub act: String,
}

/// Every flag of `today`, by kind and then the oldest first.
pub fn flags(village: &Village, tables: &Tables, today: Day) -> Vec<Flag> {
    let mut flags = tasks::flags(village, tables, today);
    flags.extend(unlike::flags(village, tables, today));
    flags.extend(silent_pairings(village, tables, today));
    flags.extend(silent_matters(village, tables, today));
    flags.extend(undecided_boards(village, tables, today));
    // Nothing is put up and nobody sits anywhere any more in a copy that is to be looked at only.
    if village.handed_over().is_none() {
        flags.extend(publications(village, tables, today));
        flags.extend(missed_points(village, today));
    }
    flags.sort_by_key(|flag| (flag.kind, flag.since, flag.subject));
    flags
}

/// Whether it stands out that this task is late and nobody wrote why, as it will stand once it is kept.
pub fn is_unexplained(village: &Village, tables: &Tables, today: Day, task: &ProxyTask) -> bool {
    tasks::unexplained(village, tables, &tasks::Words::of(village), task, today).is_some()
}

/// What a task is called on a list.
pub fn called(village: &Village, task: &ProxyTask) -> String {
    let who = village.person(task.applicant).map_or("", |person| person.name.as_str());
    format!("{} {who} {}", task.no, task.matter.name)
}

/// The officer's own ties without any contact.
fn silent_pairings(village: &Village, tables: &Tables, today: Day) -> Vec<Flag> {
    let (talks, most) = (Talks::of(village), tables.supervision.days(Term::PairingSilent));
    let own = village.pairings().filter(|pairing| pairing.own && pairing.is_open());
    own.filter_map(|pairing| {
        let since = outlook::last_contact(village, &talks, pairing, today).unwrap_or(pairing.from);
        let days = today.days_since(since);
        (days > most).then(|| Flag {
            kind: FlagKind::Silent,
            subject: FlagSubject::Pairing(pairing.id),
            of: format!("五联{} {}", pairing.target.label(), outlook::whom(village, pairing)),
            since,
            found: format!("{days}天没有联系，该不超过{most}天"),
            act: "去一次或打个电话，在结对卡上记联系、走访".to_owned(),
        })
    })
    .collect()
}

/// Matters somebody proposed to hand back, and nobody screened.
fn silent_matters(village: &Village, tables: &Tables, today: Day) -> Vec<Flag> {
    let most = tables.supervision.days(Term::TaskSilent);
    let proposed = village.returned_matters().filter(|matter| matter.state == ReturnedState::Proposed);
    proposed
        .filter_map(|matter| {
            let days = today.days_since(matter.proposed_on);
            (days > most).then(|| Flag {
                kind: FlagKind::Silent,
                subject: FlagSubject::Returned(matter.id),
                of: matter.title.clone(),
                since: matter.proposed_on,
                found: format!("提出{days}天还没有三筛，该不超过{most}天"),
                act: "在村务里打开这件，做三筛；不交还的，筛成仍由政府办".to_owned(),
            })
        })
        .collect()
}

/// Decisions of the village that were taken and do not hang on a board.
fn undecided_boards(village: &Village, tables: &Tables, today: Day) -> Vec<Flag> {
    let most = tables.supervision.days(Term::DecisionPosted);
    let resolved = village.returned_matters().filter(|matter| matter.state == ReturnedState::Resolved);
    resolved
        .filter_map(|matter| {
            let since = matter.since();
            let hangs = village.postings().any(|it| it.returned == Some(matter.id) && it.from >= since);
            let days = today.days_since(since);
            (days > most && !hangs).then(|| Flag {
                kind: FlagKind::NotPosted,
                subject: FlagSubject::Returned(matter.id),
                of: matter.title.clone(),
                since,
                found: format!("决议通过{days}天没有贴出来，该在{most}天内"),
                act: "张贴决议，再走「决议公开」这一步".to_owned(),
            })
        })
        .collect()
}

/// What the calendar asks for and is past its day.
fn publications(village: &Village, tables: &Tables, today: Day) -> Vec<Flag> {
    let due = posting::outlook::of(village, tables, today);
    let late = due.iter().enumerate().filter(|(_, due)| due.is_open() && due.by < today);
    late.map(|(place, due)| Flag {
        kind: FlagKind::NotPosted,
        subject: FlagSubject::Publication(place),
        of: due.publication.kind.clone(),
        since: due.by,
        found: format!("该在 {} 以前公开，过了{}天", due.by, today.days_since(due.by)),
        act: "张贴这一期公示".to_owned(),
    })
    .collect()
}

/// Days on which the officer should have sat somewhere; a day away is no miss.
fn missed_points(village: &Village, today: Day) -> Vec<Flag> {
    let points = village.service_points().filter(|point| point.until.is_none());
    points
        .filter_map(|point| {
            let missed = point.missed(today, |day| village.away_on(day).is_some())?;
            Some(Flag {
                kind: FlagKind::PointMissed,
                subject: FlagSubject::Point(point.id),
                of: point.name.clone(),
                since: missed,
                found: format!("{missed} 没有记到场，也没有请假"),
                act: "去过就补记到场，没去成就补记请假；下一次到场也算接上".to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
