//! Whole files, as villages keep them, read from disk.

use std::path::PathBuf;

use rust_xlsxwriter::{Format, Workbook};
use tempfile::TempDir;

use super::field::Field;
use super::reading::{ReadRegister, RegisterKind};
use super::refusal::Refused;
use super::{ReadOptions, read};

struct Folder(TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn book(&self, name: &str, mut book: Workbook) -> PathBuf {
        let path = self.0.path().join(name);
        book.save(&path).unwrap();
        path
    }
}

fn open(path: &std::path::Path) -> Result<ReadRegister, Refused> {
    read(path, &ReadOptions::default(), &mut |_| true)
}

/// name, relation, household no or head, group — of each row.
fn people(register: &ReadRegister) -> Vec<[String; 4]> {
    let rows = register.rows.iter();
    rows.map(|row| {
        let block = register.block(row).unwrap();
        let text = |field| register.text(row, field).into_owned();
        [text(Field::Name), text(Field::Relation), block.head.clone(), block.group.clone()]
    })
    .collect()
}

fn person(name: &str, relation: &str, head: &str, group: &str) -> [String; 4] {
    [name, relation, head, group].map(str::to_owned)
}

#[test]
fn a_sheet_per_group_with_heads_merged_down_and_a_blank_row_between() {
    let mut book = Workbook::new();
    let merged = Format::new();
    for (tab, surname) in [("1社", "王"), ("2社", "李")] {
        let sheet = book.add_worksheet();
        sheet.set_name(tab).unwrap();
        sheet.merge_range(0, 0, 0, 3, "大坪村花名册", &merged).unwrap();
        for (column, heading) in ["户主", "姓名", "与户主关系", "身份证号码"].into_iter().enumerate() {
            sheet.write(1, column as u16, heading).unwrap();
        }
        sheet.merge_range(2, 0, 3, 0, &format!("{surname}一"), &merged).unwrap();
        sheet.write(2, 1, format!("{surname}一")).unwrap().write(2, 2, "户主").unwrap();
        sheet.write(3, 1, "赵二").unwrap().write(3, 2, "之妻").unwrap();
        sheet.write(5, 0, format!("{surname}三")).unwrap().write(5, 1, format!("{surname}三")).unwrap();
        sheet.write(5, 2, "本人").unwrap();
    }
    let hidden = book.add_worksheet();
    hidden.set_name("旧表").unwrap().set_hidden(true).write(0, 0, "姓名").unwrap();
    let sum = book.add_worksheet();
    sum.set_name("汇总").unwrap();
    sum.write(0, 0, "社别").unwrap().write(0, 1, "户主").unwrap().write(1, 0, "1社").unwrap().write(1, 1, "2").unwrap();
    let folder = Folder::new();
    let register = open(&folder.book("花名册.xlsx", book)).unwrap();
    assert_eq!(register.kind, RegisterKind::People);
    assert_eq!(
        people(&register),
        [
            person("王一", "户主", "王一", "1社"),
            person("赵二", "之妻", "王一", "1社"),
            person("王三", "本人", "王三", "1社"),
            person("李一", "户主", "李一", "2社"),
            person("赵二", "之妻", "李一", "2社"),
            person("李三", "本人", "李三", "2社"),
        ]
    );
    assert_eq!(register.place(&register.rows[2]), ("1社", 6));
    let passed: Vec<_> = register.notices.iter().map(|notice| notice.sheet.as_str()).collect();
    assert_eq!(passed, ["旧表", "汇总"]);
}

#[test]
fn numbers_of_the_spreadsheet_stay_numbers() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "姓名").unwrap().write(0, 1, "身份证号码").unwrap().write(0, 2, "联系电话").unwrap();
    sheet.write(1, 0, "王一").unwrap().write(1, 1, 519_923_199_808_110_900.0).unwrap();
    sheet.write(1, 2, 13_800_001_111.0).unwrap();
    let folder = Folder::new();
    let register = open(&folder.book("a.xlsx", book)).unwrap();
    let row = &register.rows[0];
    assert!(matches!(register.cell(row, Field::IdNo), Some(super::sheet::Cell::Number(_))));
    assert_eq!(register.text(row, Field::Phone), "13800001111");
}

#[test]
fn a_million_empty_formatted_rows_are_passed_over() {
    let mut book = Workbook::new();
    let grey = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "姓名").unwrap().write(0, 1, "身份证号码").unwrap();
    sheet.write(1, 0, "王一").unwrap();
    for row in 2..200_000 {
        sheet.write_blank(row, 0, &grey).unwrap();
    }
    let folder = Folder::new();
    let register = open(&folder.book("a.xlsx", book)).unwrap();
    assert_eq!(register.rows.len(), 1);
}

#[test]
fn members_across_and_members_in_one_cell_are_people() {
    let folder = Folder::new();
    let across =
        "社别,户主,户主身份证号,成员1姓名,成员1关系,成员2姓名,成员2关系\n1社,王一,511,李二,妻,王三,子\n2社,赵一,,,,,\n";
    let register = open(&folder.file("a.csv", across.as_bytes())).unwrap();
    assert_eq!(
        people(&register),
        [
            person("王一", "户主", "王一", "1社"),
            person("李二", "妻", "王一", "1社"),
            person("王三", "子", "王一", "1社"),
            person("赵一", "户主", "赵一", "2社"),
        ]
    );
    assert_eq!(register.text(&register.rows[0], Field::IdNo), "511");
    let in_cell = "社别,户主,家庭成员\n1社,王一,李二（妻）、王三（长子）\n";
    let register = open(&folder.file("b.csv", in_cell.as_bytes())).unwrap();
    assert_eq!(
        people(&register),
        [
            person("王一", "户主", "王一", "1社"),
            person("李二", "妻", "王一", "1社"),
            person("王三", "长子", "王一", "1社"),
        ]
    );
}

#[test]
fn a_head_that_only_the_members_name_is_implied() {
    let folder = Folder::new();
    let text = "社别,户主姓名,户主身份证号,姓名,与户主关系,身份证号\n1社,王一,511,李二,妻,522\n,,,王三,子,533\n";
    let register = open(&folder.file("a.csv", text.as_bytes())).unwrap();
    assert_eq!(people(&register)[0], person("王一", "户主", "王一", "1社"));
    let implied: Vec<_> = register.rows.iter().map(|row| row.implied_head).collect();
    assert_eq!(implied, [true, false, false]);
    assert_eq!(register.text(&register.rows[0], Field::IdNo), "511");
}

#[test]
fn households_are_told_apart_without_numbers() {
    let folder = Folder::new();
    let text = "姓名,与户主关系\n王一,户主\n李二,妻\n王一,户主\n赵四,母亲\n";
    let register = open(&folder.file("a.csv", text.as_bytes())).unwrap();
    let blocks: Vec<_> = register.rows.iter().map(|row| row.block).collect();
    assert_eq!(blocks, [0, 0, 1, 1]);
}

#[test]
fn what_is_no_register_is_refused() {
    let folder = Folder::new();
    let why = |name: &str, bytes: &[u8]| open(&folder.file(name, bytes)).map(|_| ()).unwrap_err();
    assert_eq!(why("a.xls", b"<html><body>x</body></html>"), Refused::NoTable);
    assert_eq!(why("a.csv", b""), Refused::Empty);
    assert_eq!(why("a.csv", b"\r\n,,\r\n"), Refused::Empty);
    assert_eq!(why("a.csv", "收入,支出\n1,2\n".as_bytes()), Refused::NoHeading);
    assert_eq!(why("a.csv", "姓名,身份证号码\n".as_bytes()), Refused::NoRows);
    assert_eq!(why("a.et", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Refused::Et);
    assert_eq!(why("a.xlsx", b"PK\x03\x04cut"), Refused::Damaged);
    let card = "农户登记卡\n户主,王一,性别,男\n身份证号码,511,电话,138\n家庭住址,三社,,\n民族,汉族,文化程度,小学\n";
    assert_eq!(why("a.csv", card.as_bytes()), Refused::CardForm);
    assert!(matches!(open(&folder.0.path().join("没有.xlsx")), Err(Refused::Unopened(_))));
}

#[test]
fn a_book_cut_anywhere_is_refused_and_never_panics() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "姓名").unwrap().write(0, 1, "身份证号码").unwrap().write(1, 0, "王一").unwrap();
    let folder = Folder::new();
    let whole = std::fs::read(folder.book("a.xlsx", book)).unwrap();
    for cut in (1..whole.len()).step_by(whole.len() / 40) {
        let refused = open(&folder.file("b.xlsx", &whole[..cut])).map(|_| ()).unwrap_err();
        assert!(matches!(refused, Refused::Damaged | Refused::NoHeading), "{cut}: {refused:?}");
    }
}

#[test]
fn a_sheet_that_unpacks_to_gigabytes_is_refused_unread() {
    let folder = Folder::new();
    let path = folder.0.path().join("bomb.xlsx");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    let packed = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for name in ["xl/workbook.xml", "xl/sharedStrings.xml"] {
        zip.start_file(name, packed).unwrap();
        let blank = vec![b' '; 1 << 20];
        for _ in 0..40 {
            std::io::Write::write_all(&mut zip, &blank).unwrap();
        }
    }
    zip.finish().unwrap();
    assert_eq!(open(&path).map(|_| ()), Err(Refused::Bomb));
}

#[test]
fn bank_columns_and_unknown_ones_are_noticed_and_not_read() {
    let folder = Folder::new();
    let text = "姓名,身份证号码,一卡通账号,本人手机联系,猪\n王一,511,6217000000000000,13800001111,3\n";
    let register = open(&folder.file("a.csv", text.as_bytes())).unwrap();
    let fields: Vec<_> = register.columns().into_iter().map(|column| column.field).collect();
    assert_eq!(fields, [Some("姓名"), Some("身份证号码"), None, None, None]);
    let noticed: Vec<_> = register.notices.iter().map(|notice| notice.column.as_str()).collect();
    assert_eq!(noticed, ["一卡通账号", "本人手机联系", "猪"]);
    let guesses = register.guesses();
    assert_eq!((guesses[0].guess, guesses[0].sample.as_str()), (Some(Field::Phone), "138****1111"));
    let chosen = super::mapping::Mapping::new([("本人手机联系".to_owned(), Some(Field::Phone))]);
    let options = ReadOptions { mapping: chosen, ..ReadOptions::default() };
    let register = read(&folder.file("a.csv", text.as_bytes()), &options, &mut |_| true).unwrap();
    assert_eq!(register.text(&register.rows[0], Field::Phone), "13800001111");
}

#[test]
fn each_kind_is_told_by_its_columns() {
    let folder = Folder::new();
    let kind = |text: &str| open(&folder.file("a.csv", text.as_bytes())).unwrap().kind;
    assert_eq!(kind("组别,户主姓名,身份证号码,家庭人口\n1社,王一,511,3\n"), RegisterKind::Heads);
    assert_eq!(kind("姓名,身份证号码,残疾类别\n王一,511,肢体\n"), RegisterKind::Overlay);
    assert_eq!(kind("户主姓名,办事人,事项名称,受理日期,状态\n王一,王一,老年证,2026-1-1,办结\n"), RegisterKind::Tasks);
    assert_eq!(kind("户编号,姓名,身份证号码\n1,王一,511\n"), RegisterKind::People);
}
