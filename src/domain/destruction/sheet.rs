//! 销毁清册: what is signed when records were destroyed.
//!
//! It lists numbers, kinds and days, and nothing of what was in the records.

use super::{Destruction, GoneRecord, still_outside};
use crate::domain::change::RecordKey;
use crate::domain::day::Day;
use crate::domain::id::Seq;
use crate::domain::sheet::Sheet;
use crate::domain::village::Village;

/// Characters of an identity that are printed where a record has no number.
const CODE_CHARS: usize = 12;

/// The sheet of this destruction; `erased` is the act up to which the data files were made anew.
pub fn sheet(village: &Village, destruction: &Destruction, erased: Seq) -> Sheet {
    let info = &village.info;
    let counts =
        destruction.counts().into_iter().map(|(kind, count)| vec![kind.label().to_owned(), format!("{count}条")]);
    Sheet::titled(format!("{}{} 销毁清册", info.township, info.name))
        .numbered(format!("第{}号", destruction.no))
        .for_work()
        .entry("销毁日期", destruction.on.to_string())
        .entry("销毁记录", format!("第{}号", destruction.no))
        .entry("依据", format!("{}，{}", destruction.why.label(), destruction.basis))
        .listed(format!("一、数目，共{}条", destruction.gone.len()), &["种类", "数目"], counts.collect())
        .listed(
            "二、清单（没有内容，只有编号和日子）",
            &["种类", "编号", "从哪天算", "到期"],
            destruction.gone.iter().map(row).collect(),
        )
        .listed(
            "三、别处还有旧内容的，程序够不着，请收回亲手销毁",
            &["什么", "哪一个"],
            outside(village, destruction, erased),
        )
        .text("销毁以后找不回来，不能撤销。事项编号不再给别的事项用。")
        .sign(&[&format!("经办人（{}）", destruction.done_by), &format!("批准人（{}）", destruction.approved_by)])
}

fn outside(village: &Village, destruction: &Destruction, erased: Seq) -> Vec<Vec<String>> {
    let outside = still_outside(village, destruction, erased);
    let row = |what: &str, which: String| vec![what.to_owned(), which];
    let backups = outside.backups.into_iter().map(|it| row("备份", it));
    let packs = outside.packs.into_iter().map(|it| row("交接包", it));
    let packages = outside.packages.into_iter().map(|no| row("交给镇里的包", format!("第{no}包")));
    let forms = outside.forms.into_iter().map(|it| row("填好的表", it));
    backups.chain(packs).chain(packages).chain(forms).collect()
}

fn row(record: &GoneRecord) -> Vec<String> {
    let code = record.no.map_or_else(|| format!("记录 {}", code(record.key)), |no| no.to_string());
    let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    vec![record.kind.label().to_owned(), code, day(record.since), day(record.due_on)]
}

/// The end of an identity.
fn code(key: RecordKey) -> String {
    let id = key.uuid().map(|id| id.simple().to_string()).unwrap_or_default();
    id.chars().skip(id.len().saturating_sub(CODE_CHARS)).collect()
}

#[cfg(test)]
mod tests {
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

    fn said(sheet: &Sheet) -> String {
        format!("{:?}", sheet.lines) + &sheet.title
    }

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
        let text = said(&sheet(&fixture.village, fixture.village.destructions().next().unwrap(), fixture.village.seq));
        for wanted in [
            "慈云镇大坪村 销毁清册",
            r#"Entry("销毁日期", "2026-01-05")"#,
            "到期，镇档案规定",
            "一、数目，共2条",
            r#"["办完的代办事项", "2条"]"#,
            r#"["办完的代办事项", "2016-0001", "2016-01-04", "2026-01-05"]"#,
            r#"["办完的代办事项", "记录 "#,
            "经办人（王敏）",
            "批准人（张主任）",
        ] {
            assert!(text.contains(wanted), "{wanted} is not in\n{text}");
        }
        assert!(!text.contains("李德全") && !text.contains(&matter), "{text}");
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
        let text = said(&sheet(&fixture.village, destruction, erased));
        for told in [
            r#"["备份", "2026-11-24 before.dbbak"]"#,
            "between.dbbak",
            r#"["交接包", "2026-11-24 交给李华 大坪村_交接.dbjj"]"#,
        ] {
            assert!(text.contains(told), "{told} is not in\n{text}");
        }
        assert!(!text.contains("after.dbbak"), "{text}");
        let unfinished = said(&sheet(&fixture.village, destruction, Seq(0)));
        assert!(unfinished.contains("after.dbbak"), "{unfinished}");
    }
}
