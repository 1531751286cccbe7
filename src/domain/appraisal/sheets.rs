//! The blank sheets of the appraisal: a ballot for each group that judges, a tally, and the facts of the year.
//!
//! Nothing is filled in but who is judged and what is counted: scores are the counting group's, on paper.

use super::Judged;
use crate::domain::day::Day;
use crate::domain::handbook::sums::{self, Sums};
use crate::domain::sheet::Sheet;
use crate::domain::supervision::SupervisionKind;
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::domain::wording::Passage;

/// What may be ticked.
const LEVELS: [&str; 4] = ["优秀", "称职", "基本称职", "不称职"];

/// The ballots, a page for each group.
pub fn ballots(village: &Village, tables: &Tables, judged: Judged) -> Sheet {
    let mut sheet = Sheet::titled(format!("{}测评票", judged.label()));
    for (nth, weight) in tables.appraisal.weights(judged).iter().enumerate() {
        if nth > 0 {
            sheet = sheet.new_page();
        }
        let head: Vec<&str> = std::iter::once("评什么").chain(LEVELS).collect();
        let blank = |item: &String| std::iter::once(item.clone()).chain(LEVELS.map(|_| String::new())).collect();
        let mut rows: Vec<Vec<String>> = tables.appraisal.items(judged).iter().map(blank).collect();
        rows.push(blank(&"总的评价".to_owned()));
        sheet = sheet
            .heading(format!("{}用（占{}%）", weight.judge.label(), weight.percent))
            .entry("村", format!("{}{}", village.info.township, village.info.name))
            .entry("被测评人", whom(village, judged))
            .texts(tables.wording.lines(Passage::Ballot, village, None))
            .table(&head, rows);
    }
    sheet
}

/// The tally, filled in by the town's counting group.
pub fn tally(village: &Village, tables: &Tables, judged: Judged) -> Sheet {
    let head: Vec<&str> = ["谁评", "占", "发票", "收回", "有效"].into_iter().chain(LEVELS).chain(["得分"]).collect();
    let row = |judge: &str, percent: String| {
        let blank = (2..head.len()).map(|_| String::new());
        [judge.to_owned(), percent].into_iter().chain(blank).collect::<Vec<String>>()
    };
    let weights = tables.appraisal.weights(judged).iter();
    let mut rows: Vec<Vec<String>> =
        weights.map(|weight| row(weight.judge.label(), format!("{}%", weight.percent))).collect();
    rows.push(row("合计", "100%".to_owned()));
    Sheet::titled(format!("{}测评计票表", judged.label()))
        .entry("村", format!("{}{}", village.info.township, village.info.name))
        .entry("被测评人", whom(village, judged))
        .texts(tables.wording.lines(Passage::Tally, village, None))
        .table(&head, rows)
        .sign(&["计票人", "监票人", "计票组负责人"])
        .entry("日期", "____________________")
}

/// What the records say of the year in which this day lies, up to it.
pub fn facts(village: &Village, tables: &Tables, today: Day) -> Sheet {
    let (from, _) = sums::year(today);
    let sums = sums::of(village, tables, from, today);
    let rows = fact_rows(village, &sums, from, today);
    let rows = rows.into_iter().map(|(what, told)| vec![what.to_owned(), told]).collect();
    Sheet::titled(format!("{}{} {}年工作情况", village.info.township, village.info.name, today.year()))
        // On one page with both signatures.
        .for_work()
        .entry("代办员", &*village.info.liaison)
        .entry("从哪天到哪天", format!("{from} 到 {today}"))
        .texts(tables.wording.lines(Passage::Facts, village, None))
        .table(&["做了什么", "多少"], rows)
        .sign(&[&format!("代办员（{}）", village.info.liaison), "村务监督委员会"])
}

/// The facts, a row each.
fn fact_rows(village: &Village, sums: &Sums, from: Day, to: Day) -> Vec<(&'static str, String)> {
    let share = |part: u32, whole: u32| match whole {
        0 => format!("{part}件"),
        whole => format!("{part}件，{}%", u64::from(part) * 100 / u64::from(whole)),
    };
    let within = |day: Day| (from..=to).contains(&day);
    let supervised = |kinds: &[SupervisionKind]| {
        let came = village.supervisions().filter(|it| kinds.contains(&it.kind) && within(it.on));
        let (open, settled): (Vec<_>, Vec<_>) = came.partition(|it| it.is_open());
        format!("{}件，办结{}件", open.len() + settled.len(), settled.len())
    };
    vec![
        ("上门走访", format!("{}户次，{}户", sums.visits, sums.households)),
        ("电话微信等联系", format!("{}次", sums.calls)),
        ("设点到场", format!("{}次", sums.points)),
        ("接件", format!("{}次", sums.intakes)),
        ("登记代办事项", format!("{}件", sums.opened)),
        ("其中上门问到的", share(sums.found, sums.opened)),
        ("交件", format!("{}件", sums.submitted)),
        ("催问", format!("{}次", sums.urges)),
        ("办结", format!("{}件", sums.decided)),
        ("按期办结", share(sums.on_time, sums.judged)),
        ("送达", format!("{}件", sums.delivered)),
        ("替群众跑腿", format!("{}趟", sums.trips)),
        ("代收证件", format!("收{}件，还{}件", sums.originals_taken, sums.originals_returned)),
        (
            "投诉、热线、督办",
            supervised(&[SupervisionKind::Complaint, SupervisionKind::Hotline, SupervisionKind::Order]),
        ),
        ("差评回访", supervised(&[SupervisionKind::PoorRating])),
    ]
}

/// Who is judged: this liaison; of the cadres nobody is kept here.
fn whom(village: &Village, judged: Judged) -> &str {
    match judged {
        Judged::TownOfficer => &village.info.liaison,
        Judged::VillageCadre => "____________________",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;
    use crate::domain::sheet::SheetLine;

    fn tables_of(sheet: &Sheet) -> Vec<&Vec<Vec<String>>> {
        let mut tables = Vec::new();
        for line in &sheet.lines {
            if let SheetLine::Table(_, rows) = line {
                tables.push(rows);
            }
        }
        tables
    }

    #[test]
    fn every_group_has_a_ballot_of_its_own_and_nothing_on_it_is_filled_in() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let (village, tables) = (sample::village(today, 1).village, Tables::shipped());
        for (judged, groups) in [(Judged::TownOfficer, 3), (Judged::VillageCadre, 2)] {
            let ballots = ballots(&village, &tables, judged);
            assert_eq!(tables_of(&ballots).len(), groups);
            let cells = tables_of(&ballots).into_iter().flatten().flat_map(|row| &row[1..]);
            assert!(cells.clone().count() > 0 && cells.clone().all(String::is_empty));
            let tally = tally(&village, &tables, judged);
            let rows = tables_of(&tally)[0];
            assert_eq!(rows.len(), groups + 1);
            assert!(rows.iter().all(|row| row[2..].iter().all(String::is_empty)), "{rows:?}");
        }
    }

    #[test]
    fn the_facts_are_those_of_the_handbook_s_year() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let (village, tables) = (sample::village(today, 1).village, Tables::shipped());
        let sums = sums::of(&village, &tables, sums::year(today).0, today);
        let facts = facts(&village, &tables, today);
        let rows = tables_of(&facts)[0];
        let told = |what: &str| rows.iter().find(|row| row[0] == what).unwrap()[1].clone();
        assert_eq!(told("送达"), format!("{}件", sums.delivered));
        assert!(told("投诉、热线、督办").ends_with("办结1件") && told("差评回访").starts_with("1件"), "{rows:?}");
    }
}
