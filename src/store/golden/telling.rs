//! The golden village in plain lines: what a store must give again, whatever form it is kept in by then.
//!
//! It tells what every later program must know of the village too, by what is stored: words of the screens may change, and
//! what a later program knows beside it is not told.

use crate::domain::change::{Change, VillageAct};
use crate::domain::village::Village;

/// Village and acts, a line each.
pub(super) fn of(village: &Village, acts: &[VillageAct]) -> String {
    let mut lines = Vec::new();
    let info = &village.info;
    lines.push(format!("村 {} {} {} 第{}任", info.township, info.name, info.liaison, village.term()));
    lines.extend(info.groups.iter().map(|group| format!("社 {} {}", group.no.0, group.name)));
    for household in village.households() {
        let head = village.head_of(household).map_or("", |head| head.name.as_str());
        let group = info.group_name(household.group);
        let (status, events) = (household.status, household.events.len());
        lines.push(format!("户 {} {group} 户主{head} {status:?} 变动{events}次", household.no));
    }
    for person in village.people() {
        let (name, status, phones) = (person.name.as_str(), person.status, person.phones.len());
        let tags: Vec<_> = person.tags.iter().map(|tag| tag.name.as_str()).collect();
        lines.push(format!("人 {name} {status:?} 电话{phones}个 {}", tags.join("、")));
    }
    for task in village.tasks() {
        let (state, matter, steps) = (task.state, &task.matter.name, task.steps.len());
        let money: u32 = task.money.iter().map(|money| money.received_fen).sum();
        lines.push(format!(
            "件 {} {matter} {state:?} {steps}步 材料{}份 证件{}本 代缴{money}分 {}",
            task.no,
            task.materials.len(),
            task.holds.len(),
            task.note
        ));
    }
    lines.extend(village.intakes().map(|intake| format!("接件 {} {}件", intake.on, intake.lines.len())));
    lines.extend(village.notes().map(|note| format!("记 {:?} {}", note.kind, note.text)));
    lines.extend(village.packages().map(|package| format!("包 {} {:?}", package.no, package.state)));
    lines.extend(village.holidays().map(|table| format!("放假 {} {}天", table.year, table.off.len())));
    lines.extend(village.backups().map(|copy| format!("备份 到{} {}", copy.upto.0, copy.name)));
    lines.extend(village.handovers().map(|handover| {
        format!("交接 {}交{} 第{}任 {}人", handover.from, handover.to, handover.term, handover.counts.people)
    }));
    for act in acts {
        let kinds: Vec<_> = act.changes.iter().map(kind).collect();
        let mut told = kinds.clone();
        told.dedup();
        let (seq, at, count) = (act.seq.0, act.at.day(), kinds.len());
        lines.push(format!("笔 {seq} {at} {} {} {count} {}", act.actor, act.command, told.join("、")));
    }
    lines.join("\n") + "\n"
}

/// What kind of change it is: the names of its variants.
pub(super) fn kind(change: &Change) -> String {
    let name = |debug: String| debug.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
    let inner = match change {
        Change::Village(event, _) => format!("{event:?}"),
        Change::Household(what, _) => format!("{what:?}"),
        Change::Person(what, _) => format!("{what:?}"),
        Change::Task(what, _) => format!("{what:?}"),
        Change::Note(what, _) => format!("{what:?}"),
        Change::Package(package) => format!("{:?}", package.state),
        Change::Backup(copy) => format!("{:?}", copy.how),
        Change::Handover(what, _) => format!("{what:?}"),
        Change::Destroyed(destruction) => format!("{:?}", destruction.why),
        Change::Visit(what, _) => format!("{what:?}"),
        Change::Posting(what, _) => format!("{what:?}"),
        Change::Returned(what, _) => format!("{what:?}"),
        Change::Leave(what, _) => format!("{what:?}"),
        Change::Point(what, _) => format!("{what:?}"),
        Change::Pairing(what, _) => format!("{what:?}"),
        Change::FollowUp(what, _) => format!("{what:?}"),
        Change::Supervision(what, _) => format!("{what:?}"),
        Change::Contact(what, _) => format!("{what:?}"),
        Change::Document(what, _) => format!("{what:?}"),
        Change::Post(what, _) => format!("{what:?}"),
        Change::Correspondence(what, _) => format!("{what:?}"),
        Change::Sticks(what, _) => format!("{what:?}"),
        Change::DraftDropped(_)
        | Change::Intake(_)
        | Change::Holidays(_)
        | Change::Mapping(_)
        | Change::Undone(_)
        | Change::Revealed(_)
        | Change::Reconciled(_) => String::new(),
    };
    format!("{} {}", name(format!("{change:?}")), name(inner)).trim().to_owned()
}
