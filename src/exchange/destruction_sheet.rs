//! 销毁清册: what is signed when records were destroyed, as plain text for an A4 page.
//!
//! It lists numbers, kinds and days, and nothing of what was in the records. It writes no file.

use crate::domain::change::RecordKey;
use crate::domain::destruction::{Destruction, GoneRecord, StillOutside, still_outside};
use crate::domain::id::Seq;
use crate::domain::village::Village;

use super::paper::Paper;

/// Characters of an identity that are printed where a record has no number.
const CODE_CHARS: usize = 12;

/// The sheet of this destruction.
pub fn destruction_sheet(village: &Village, destruction: &Destruction, erased: Seq) -> String {
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
    let outside = still_outside(village, destruction, erased);
    let nothing = outside == StillOutside::default();
    paper.heading("三、别处还有旧内容的，程序够不着，请收回亲手销毁", nothing);
    for backup in &outside.backups {
        paper.put(2, &format!("备份：{backup}"));
    }
    for pack in &outside.packs {
        paper.put(2, &format!("交接包：{pack}"));
    }
    if !outside.packages.is_empty() {
        let numbers: Vec<String> = outside.packages.iter().map(|no| format!("第{no}包")).collect();
        paper.put(2, &format!("交给镇里的包：{}", numbers.join("、")));
    }
    for form in &outside.forms {
        paper.put(2, &format!("填好的表：{form}"));
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
    use crate::domain::backup::{BackupCopy, BackupHow};
    use crate::domain::decide::Intent;
    use crate::domain::decide::backup::BackupIntent;
    use crate::domain::decide::handover::HandoverIntent;
    use crate::domain::decide::retention::{DestroyIntent, DestroyWhat};
    use crate::domain::decide::step::StepIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::handover::Handover;
    use crate::domain::id::{BackupId, DestructionId};

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
        let text =
            destruction_sheet(&fixture.village, fixture.village.destructions().next().unwrap(), fixture.village.seq);
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

    fn copy(fixture: &mut Fixture, name: &str) {
        let copy = BackupCopy {
            id: BackupId::mint(&mut fixture.mint, fixture.at),
            touched: Seq::default(),
            how: BackupHow::Written,
            at: fixture.at,
            upto: fixture.village.seq,
            name: name.to_owned(),
            place: "/media/a".to_owned(),
            elsewhere: true,
            sha256: String::new(),
        };
        fixture.act(Intent::Backup(BackupIntent::Written(Box::new(copy))));
    }

    #[test]
    fn a_backup_or_a_pack_of_before_the_files_were_made_anew_is_on_the_sheet_and_one_of_after_is_not() {
        let mut fixture = Fixture::on("2026-11-24");
        let task = fixture.intake("S05", None);
        fixture.step(task, StepIntent::Withdraw { reason: "不办了".to_owned() });
        let pack = Handover { name: "大坪村_交接.dbjj".to_owned(), ..*fixture.pack("李华") };
        let code = pack.code();
        fixture.act(Intent::Handover(HandoverIntent::Give(Box::new(pack))));
        fixture.act(Intent::Handover(HandoverIntent::Revoke(code)));
        copy(&mut fixture, "before.dbbak");
        let (what, basis, approved_by) =
            (DestroyWhat::One(RecordKey::Task(task)), "本人要求".to_owned(), "张主任".to_owned());
        let id = DestructionId::mint(&mut fixture.mint, fixture.at);
        fixture.act(Intent::Destroy(Box::new(DestroyIntent { id, what, basis, approved_by })));
        copy(&mut fixture, "between.dbbak");
        let erased = fixture.village.seq;
        copy(&mut fixture, "after.dbbak");
        let destruction = fixture.village.destructions().next().unwrap();
        let text = destruction_sheet(&fixture.village, destruction, erased);
        for told in ["备份：2026-11-24 before.dbbak", "between.dbbak", "交接包：2026-11-24 交给李华 大坪村_交接.dbjj"]
        {
            assert!(text.contains(told), "{told} is not in\n{text}");
        }
        assert!(!text.contains("after.dbbak"), "{text}");
        let unfinished = destruction_sheet(&fixture.village, destruction, Seq(0));
        assert!(unfinished.contains("after.dbbak"), "{unfinished}");
    }
}
