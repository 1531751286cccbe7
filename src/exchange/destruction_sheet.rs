//! 销毁清册: what is signed when records were destroyed, as plain text for an A4 page.
//!
//! It lists numbers, kinds and days, and nothing of what was in the records. It writes no file.

use std::collections::BTreeSet;

use crate::domain::change::RecordKey;
use crate::domain::destruction::{Destruction, GoneRecord};
use crate::domain::id::{PersonId, Seq};
use crate::domain::village::Village;

use super::paper::Paper;

/// Characters of an identity that are printed where a record has no number.
const CODE_CHARS: usize = 12;

/// Copies outside that still hold what was destroyed here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StillOutside {
    /// The days and files of backups that were made before.
    pub backups: Vec<String>,
    /// The numbers of packages in which one of the people is.
    pub packages: Vec<u32>,
}

/// What is known to be outside still.
pub fn still_outside(village: &Village, destruction: &Destruction) -> StillOutside {
    let before = |upto: Seq| upto < destruction.touched;
    let backups = village.backups().filter(|copy| before(copy.upto));
    let people: BTreeSet<PersonId> = destruction.people().collect();
    let packages = village.packages().filter(|package| package.people.iter().any(|id| people.contains(id)));
    StillOutside {
        backups: backups.map(|copy| format!("{} {}", copy.at.day(), copy.name)).collect(),
        packages: packages.map(|package| package.no).collect(),
    }
}

/// The sheet of this destruction.
pub fn destruction_sheet(village: &Village, destruction: &Destruction) -> String {
    let mut paper = Paper::titled("销 毁 清 册");
    let info = &village.info;
    let (township, name, on, no) = (&info.township, &info.name, destruction.on, destruction.no);
    paper.put(0, &format!("{township}{name}    销毁日期：{on}    销毁记录：第{no}号"));
    paper.put(0, &format!("{}，依据：{}", destruction.why.label(), destruction.basis));
    paper.heading(&format!("一、数目，共{}条", destruction.gone.len()), false);
    for (kind, count) in destruction.counts() {
        paper.put(2, &format!("{}：{count}条", kind.label()));
    }
    paper.heading("二、清单（没有内容，只有编号和日子）", destruction.gone.is_empty());
    for (nth, record) in destruction.gone.iter().enumerate() {
        paper.put(2, &format!("{}. {}{}", nth + 1, called(record), days(record)));
    }
    let outside = still_outside(village, destruction);
    let nothing = outside == StillOutside::default();
    paper.heading("三、别处可能还有的，请收回一并销毁", nothing);
    for backup in &outside.backups {
        paper.put(2, &format!("备份：{backup}"));
    }
    if !outside.packages.is_empty() {
        let numbers: Vec<String> = outside.packages.iter().map(|no| format!("第{no}包")).collect();
        paper.put(2, &format!("交给镇里的包：{}", numbers.join("、")));
    }
    paper.blank();
    paper.put(0, "销毁以后找不回来，不能撤销。事项编号不再给别的事项用。");
    paper.signature("经办人", &destruction.done_by);
    paper.signature("批准人", &destruction.approved_by);
    paper.into_text()
}

/// 办完的代办事项 2016-0001.
fn called(record: &GoneRecord) -> String {
    let code = record.no.map(|no| no.to_string()).unwrap_or_else(|| format!("记录 {}", code(record.key)));
    format!("{} {code}", record.kind.label())
}

fn days(record: &GoneRecord) -> String {
    let since = record.since.map(|day| format!("，自 {day} 起")).unwrap_or_default();
    let due = record.due_on.map(|day| format!("，{day} 到期")).unwrap_or_default();
    format!("{since}{due}")
}

/// The end of an identity.
fn code(key: RecordKey) -> String {
    let id = key.uuid().map(|id| id.simple().to_string()).unwrap_or_default();
    id.chars().skip(id.len().saturating_sub(CODE_CHARS)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::paper::{LINE_CELLS_MAX, cells};
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::decide::retention::{DestroyIntent, DestroyWhat};
    use crate::domain::decide::step::StepIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::DestructionId;

    #[test]
    fn the_sheet_counts_and_numbers_what_is_gone_and_names_nobody() {
        let mut fixture = Fixture::on("2016-01-04");
        let task = fixture.intake("S05", None);
        let matter = fixture.village.task(task).unwrap().matter.name.clone();
        fixture.step(task, StepIntent::Withdraw { reason: "不办了".to_owned() });
        fixture.wait_days(3_654);
        let id = DestructionId::mint(&mut fixture.mint, fixture.at);
        let (what, basis, approved_by) = (DestroyWhat::Due(None), "镇档案规定".to_owned(), "张主任".to_owned());
        fixture.act(Intent::Destroy(Box::new(DestroyIntent { id, what, basis, approved_by })));
        let text = destruction_sheet(&fixture.village, fixture.village.destructions().next().unwrap());
        for wanted in [
            "慈云镇大坪村    销毁日期：2026-01-05    销毁记录：第1号",
            "到期，依据：镇档案规定",
            "一、数目，共2条",
            "办完的代办事项：2条",
            "1. 办完的代办事项 2016-0001，自 2016-01-04 起，2026-01-05 到期",
            "2. 办完的代办事项 记录 ",
            "经办人（王敏）签字：____",
            "批准人（张主任）签字：____",
        ] {
            assert!(text.contains(wanted), "{wanted} is not in\n{text}");
        }
        assert!(!text.contains("李德全") && !text.contains(&matter), "{text}");
        assert!(text.lines().all(|line| cells(line) <= LINE_CELLS_MAX), "{text}");
    }
}
