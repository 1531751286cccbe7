//! The workbook read back by another library: cells, texts, print set-up.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::exchange::package::fixture;

fn bytes(content: &PackageContent) -> Vec<u8> {
    build(content, &fixture::meta(), &mut |_| true).unwrap()
}

/// A sheet's cells as texts, and whether every one of them is a text or a count.
fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = workbook.worksheet_range(name).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn text(data: &Data) -> String {
    data.to_string()
}

fn row(rows: &[Vec<Data>], at: usize) -> Vec<String> {
    rows[at].iter().map(text).collect()
}

#[test]
fn the_tasks_stand_in_the_columns_of_the_ledger() {
    let bytes = bytes(&fixture::content());
    let rows = sheet(&bytes, "代办事项");
    assert_eq!(text(&rows[0][0]), "慈云镇大坪村代办台账");
    assert_eq!(text(&rows[1][0]), "填报单位(盖章)：大坪村");
    assert!(row(&rows, 1).contains(&"填报日期：2026-11-24".to_owned()));
    let header = row(&rows, 2);
    assert_eq!(header[..6], ["序号", "编号", "受理日期", "姓名", "社", "电话"]);
    assert_eq!(
        row(&rows, 3),
        [
            "1",
            "2026-0231",
            "2026-11-02",
            "张建国",
            "三社",
            "164****3319",
            "城乡居民医保参保",
            "王敏",
            "2026-11-03",
            "",
            "",
            "已交镇",
            "2026-11-09",
            "15",
            "在镇窗口",
            "",
            "",
            "儿子电话164****5678",
            "519***********9014"
        ]
    );
    let totals = row(&rows, 5);
    assert_eq!((totals[0].as_str(), totals[1].as_str(), totals[13].as_str()), ("合计", "2件", "1件"));
    assert_eq!(text(&rows[6][0]), "填表人：王敏");
    assert!(row(&rows, 6).contains(&"审核人(村支部书记)：".to_owned()));
}

#[test]
fn ids_phones_and_numbers_that_are_names_are_text() {
    let bytes = bytes(&fixture::content());
    let tasks = sheet(&bytes, "代办事项");
    for column in [1, 5, 18] {
        assert!(matches!(tasks[3][column], Data::String(_)), "column {column}");
    }
    let households = sheet(&bytes, "农户");
    assert_eq!(households[3][1], Data::String("0030012".to_owned()));
    assert_eq!(households[3][6], Data::Float(2.0));
    assert_eq!(text(&households[3][4]), "519***********9014");
}

#[test]
fn originals_outstanding_are_listed_with_the_days_they_are_late() {
    let rows = sheet(&bytes(&fixture::content()), "证件在外");
    let expected = [
        "1",
        "户口簿",
        "张建国",
        "三社",
        "2026-0231",
        "城乡居民医保参保",
        "2026-11-02",
        "2026-11-05",
        "19",
        "在镇窗口",
        "窗口要看原件",
    ];
    assert_eq!(row(&rows, 3), expected);
}

#[test]
fn an_empty_form_says_so() {
    let content = PackageContent { tasks: vec![], originals: vec![], households: vec![], ..fixture::content() };
    let bytes = bytes(&content);
    for name in ["代办事项", "证件在外", "农户"] {
        let rows = sheet(&bytes, name);
        assert_eq!((text(&rows[3][0]), text(&rows[4][0])), ("本月无".to_owned(), "合计".to_owned()), "{name}");
    }
}

#[test]
fn the_cover_says_what_it_is_and_how_to_treat_it_and_names_no_villager() {
    let content = PackageContent { voided: vec![5, 6], ..fixture::content() };
    let rows = sheet(&bytes(&content), "封面");
    let all: String = rows.iter().flatten().map(|cell| format!("{cell}\n")).collect();
    for words in [
        "内部工作信息，严禁微信、QQ传送",
        "第0007号",
        "慈云镇便民服务中心",
        "月报",
        "2件，其中在办1件、超期1件",
        "全部内容，到第6笔",
        "0005、0006",
    ] {
        assert!(all.contains(words), "{words}\n{all}");
    }
    assert!(!all.contains("张建国") && !all.contains("3319"));
}

#[test]
fn every_sheet_prints_on_a4_landscape_with_its_heading_on_every_page() {
    let bytes = bytes(&fixture::content());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    for n in 1..=4 {
        let sheet = part(&format!("xl/worksheets/sheet{n}.xml"));
        assert!(sheet.contains("paperSize=\"9\"") && sheet.contains("orientation=\"landscape\""), "{n}");
        assert!(sheet.contains("fitToPage=\"1\"") && sheet.contains("fitToHeight=\"0\""), "{n}");
        assert!(sheet.contains("严禁微信"), "{n}");
        assert_eq!(sheet.contains("state=\"frozen\""), n > 1, "{n}");
    }
    let workbook = part("xl/workbook.xml");
    assert_eq!(workbook.matches("Print_Titles").count(), 3);
}

#[test]
fn a_formula_in_a_name_or_a_note_stays_words() {
    let mut content = fixture::content();
    content.tasks[0].name = "=HYPERLINK(\"http://x\")".to_owned();
    content.tasks[0].note = "+1\u{1}".repeat(40_000);
    let bytes = bytes(&content);
    let rows = sheet(&bytes, "代办事项");
    assert_eq!(rows[3][3], Data::String("=HYPERLINK(\"http://x\")".to_owned()));
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert!(workbook.worksheet_formula("代办事项").unwrap().is_empty());
}

#[test]
fn a_long_workbook_can_be_stopped() {
    let mut content = fixture::content();
    let task = content.tasks[0].clone();
    content.tasks = vec![task; 1_200];
    let mut told = Vec::new();
    let stopped = build(&content, &fixture::meta(), &mut |done| {
        told.push(done);
        told.len() < 2
    });
    assert_eq!((stopped, told), (Err(WorkbookFault::Stopped), vec![500, 1_000]));
}
