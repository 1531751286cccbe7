//! The papers of one matter that its villager takes home or signs: 一次性告知单 and 委托书.
//!
//! They name whom the matter is for and print no number of theirs: an ID number is written in by hand, beside the card.

use super::ProxyTask;
use crate::domain::day::Day;
use crate::domain::material::Material;
use crate::domain::matter::ProxyRule;
use crate::domain::sheet::Sheet;
use crate::domain::supervision::sheets::blank;
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::domain::wording::Passage;

/// What the first is called.
pub const NOTICE: &str = "一次性告知单";
/// What the second is called.
pub const ENTRUSTMENT: &str = super::ENTRUSTMENT_PAPER;
/// Said where there is no second.
pub const IN_PERSON: &str = "这件事要本人到场，不能委托别人办；没有委托书可打";

/// 一次性告知单: everything the matter asks for, what is still missing, where it goes, how long it takes and what it costs.
pub fn notice(village: &Village, tables: &Tables, task: &ProxyTask, today: Day) -> Sheet {
    let info = &village.info;
    let mut sheet = Sheet::titled(format!("{}{} {NOTICE}", info.township, info.name))
        .numbered(task.no.to_string())
        // On one page with both signatures.
        .for_work()
        .entry("替谁办", applicant(village, task))
        .entry("事项", format!("{} {}", task.no, task.matter.name))
        .entry("收件窗口", &*task.matter.window);
    if !task.materials.is_empty() {
        let rows = task.materials.iter().map(row).collect();
        sheet = sheet.heading("要哪些材料").table(&["材料", "要什么样的", "现在"], rows);
    }
    let lacking = task.lacking();
    sheet = sheet.text(match lacking.is_empty() {
        true => "材料齐了，不用再跑。".to_owned(),
        false => format!("还差：{}。一次说全，补齐就受理，不会再要别的。", lacking.join("、")),
    });
    let how = match task.matter.proxy {
        ProxyRule::Allowed => Passage::NoticeAllowed,
        ProxyRule::Entrusted => Passage::NoticeEntrusted,
        ProxyRule::InPerson => Passage::NoticeInPerson,
    };
    sheet = sheet.heading("怎么办").texts(tables.wording.lines(how, village, Some(task)));
    sheet = sheet.entry(
        "多久办好",
        match task.promised {
            Some(day) => format!("已受理，{day}前"),
            None => format!("材料交齐那天起{}", said(&task.limit.to_string())),
        },
    );
    if let Some(rule) = task.statutory {
        sheet = sheet.entry("部门的期限", format!("窗口受理起{}", said(&rule.to_string())));
    }
    let fee = tables.matters.get(&task.matter.code).map_or("", |def| def.fee_note.as_str());
    let fee = if fee.is_empty() { "不收费；代办也不收钱" } else { fee };
    sheet = sheet.entry("要交的钱", fee).entry("依据", &*task.matter.basis);
    let told = task.notice.as_deref();
    let on = told.map_or(today, |told| told.on);
    let how = told.map_or("", |told| told.method.as_str());
    sheet
        .entry("告知日期", format!("{on} {how}").trim_end())
        .entry("有事找", format!("代办员 {} {}", info.liaison, info.phone).trim_end())
        .sign(&[&format!("告知人（{}）", info.liaison), "被告知人"])
}

/// 委托书; none where the villager must appear.
pub fn entrustment(village: &Village, tables: &Tables, task: &ProxyTask) -> Option<Sheet> {
    if task.matter.proxy == ProxyRule::InPerson {
        return None;
    }
    let info = &village.info;
    let words = |passage| tables.wording.lines(passage, village, Some(task));
    let mut sheet = Sheet::titled(ENTRUSTMENT)
        .numbered(task.no.to_string())
        .entry("委托人", applicant(village, task))
        .entry("身份证号", blank(""))
        .entry("受托人", format!("{}（{}{}代办员）", info.liaison, info.township, info.name))
        .entry("受托人电话", blank(&info.phone));
    if let Some(agent) = &task.agent {
        let relation = if agent.relation.is_empty() { "代为到场" } else { agent.relation.as_str() };
        sheet = sheet.entry("代为到场的人", format!("{}（{relation}）", agent.name));
    }
    sheet = sheet
        .heading("委托什么")
        .texts(words(Passage::Entrusted))
        .heading("不委托什么")
        .texts(words(Passage::NotEntrusted));
    if let Some(given) = task.entrustment.as_ref().filter(|given| given.signed.is_none()) {
        sheet = sheet.text(format!("{}已用{}委托，这张是补签。", given.on, given.how.label()));
    }
    Some(
        sheet
            .texts(words(Passage::EntrustedSeen))
            .sign(&["委托人", &format!("受托人（{}）", info.liaison), "见证人（按指印的要有）"])
            .entry("签字日期", blank("")),
    )
}

fn applicant<'v>(village: &'v Village, task: &ProxyTask) -> &'v str {
    village.person(task.applicant).map_or("", |person| person.name.as_str())
}

fn row(paper: &Material) -> Vec<String> {
    let mut kind = paper.kind.label().to_owned();
    if paper.comes_back {
        kind.push_str("，看过退还");
    }
    let now = match (paper.got_on, paper.waived.as_deref()) {
        (Some(on), _) => format!("{}已收", on.month_day()),
        (None, Some(why)) => why.to_owned(),
        (None, None) if paper.optional => "可以不交".to_owned(),
        (None, None) => "还差".to_owned(),
    };
    vec![paper.name.to_string(), kind, now]
}

/// A limit as it is said to a villager: 1个月, 30个工作日.
fn said(limit: &str) -> String {
    limit.replace("工作日", "个工作日内").replace('月', "个月内").replace('周', "周内").replace('天', "天内")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::papers::Mark;
    use crate::domain::fixture::Fixture;
    use crate::domain::sheet::SheetLine;

    fn words(sheet: &Sheet) -> String {
        format!("{:?}", sheet.lines)
    }

    #[test]
    fn the_notice_tells_every_paper_at_once_and_what_is_missing_and_what_it_costs() {
        let mut fixture = Fixture::on("2026-11-24");
        let id = fixture.intake_with("S01", vec![Mark::Got], None).unwrap();
        let task = fixture.village.task(id).unwrap();
        let sheet = notice(&fixture.village, &fixture.tables, task, fixture.today());
        let rows = sheet.lines.iter().find_map(|line| match line {
            SheetLine::Table(_, rows) => Some(rows.clone()),
            _ => None,
        });
        let rows = rows.unwrap();
        assert_eq!(rows.len(), task.materials.len());
        assert_eq!((rows[0][2].as_str(), rows[1][2].as_str()), ("11-24已收", "还差"));
        let said = words(&sheet);
        for lacking in task.lacking() {
            assert!(said.contains(lacking), "{lacking} in {said}");
        }
        for wanted in ["李德全", "代办也不收钱", "材料交齐那天起1个月内", "30个工作日内", "被告知人"]
        {
            assert!(said.contains(wanted), "{wanted} in {said}");
        }
    }

    #[test]
    fn the_entrustment_says_what_is_given_and_what_is_not_and_prints_no_number() {
        let mut fixture = Fixture::on("2026-11-24");
        let id = fixture.intake("S01", None);
        let task = fixture.village.task(id).unwrap().clone();
        let sheet = entrustment(&fixture.village, &fixture.tables, &task).unwrap();
        let said = words(&sheet);
        for wanted in ["李德全", "王敏", "最低生活保障申请", "银行卡和密码", "随时可以撤回", "身份证号\", \"____"]
        {
            assert!(said.contains(wanted), "{wanted} in {said}");
        }
        assert_eq!((sheet.number.as_str(), sheet.title.as_str()), ("2026-0001", "委托书"));
        let mut own = (*task.matter).clone();
        own.proxy = ProxyRule::InPerson;
        let own = ProxyTask { matter: own.into(), ..task };
        assert_eq!(entrustment(&fixture.village, &fixture.tables, &own), None, "who must appear can entrust nobody");
    }
}
