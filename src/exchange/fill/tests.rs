//! Forms as towns send them, built here, filled, and read again by another reader.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format, FormatBorder, Workbook};
use zip::ZipArchive;

use super::refusal::FillRefused;
use super::*;
use crate::domain::change::Record;
use crate::domain::household::GroupNo;
use crate::domain::id::{IdMint, PersonId};
use crate::domain::person::{Person, Tag};
use crate::domain::resident_id::{IdNumber, ResidentId};
use crate::domain::text::PersonName;
use crate::domain::village::Village;
use crate::exchange::package::fixture::{HEAD_ID, ids, today, village};
use crate::exchange::workbook::starter::starter;

/// The village of the packages with so many people more.
fn village_of(more: usize) -> Village {
    let mut village = village();
    let mut mint = IdMint::new(77);
    let at = crate::domain::day::Moment::at(today(), 9, 0);
    for nth in 0..more {
        let name = format!("张{}", ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"][nth % 10]);
        let mut person = Person::new(PersonId::mint(&mut mint, at), PersonName::parse(&name).unwrap());
        person.household = Some(ids().household);
        person.id_no = IdNumber::Known(ResidentId::parse(HEAD_ID, today()).unwrap());
        person.relation = "其他".to_owned();
        village.put(Record::Person(Box::new(person)));
    }
    assert_eq!(village.info.groups[0].no, GroupNo(3));
    village
}

fn options() -> Options {
    Options {
        sheet: None,
        rows: None,
        day: today(),
        today: today(),
        every: None,
        purpose: String::new(),
        columns: Vec::new(),
    }
}

/// A form nobody here has seen: a title, two rows of heading with merged cells, three blank rows, a sum and a foot.
fn town_form(blank: u32) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let boxed = Format::new().set_border(FormatBorder::Thin).set_num_format("@");
    let sheet = workbook.add_worksheet();
    sheet.set_name("普查 表").unwrap();
    sheet.merge_range(0, 0, 0, 6, "石桥街道人员摸底表", &Format::new().set_bold()).unwrap();
    sheet.write(1, 0, "填报单位(盖章)：").unwrap();
    sheet.write(1, 5, "填报日期：").unwrap();
    for (column, header) in [(0, "序号"), (1, "村民小组"), (6, "养猪头数")] {
        sheet.merge_range(2, column, 3, column, header, &boxed).unwrap();
    }
    sheet.merge_range(2, 2, 2, 5, "家庭成员基本情况", &boxed).unwrap();
    for (column, header) in [(2, "姓 名"), (3, "公民身份\n号码"), (4, "与户主关系"), (5, "联系电话")] {
        sheet.write_with_format(3, column, header, &boxed).unwrap();
    }
    for row in 4..4 + blank {
        for column in 0..7 {
            sheet.write_blank(row, column, &boxed).unwrap();
        }
        sheet.set_row_height(row, 26).unwrap();
    }
    let total = 4 + blank;
    sheet.write_with_format(total, 0, "合计", &boxed).unwrap();
    let sum = format!("=SUM(G5:G{total})");
    sheet.write_formula_with_format(total, 6, sum.as_str(), &boxed).unwrap();
    sheet
        .merge_range(total + 1, 0, total + 1, 6, "填报人：        审核人：        联系电话：", &Format::new())
        .unwrap();
    sheet.set_print_area(0, 0, total + 1, 6).unwrap();
    workbook.add_worksheet().set_name("填表说明").unwrap().write(0, 0, "如实填写").unwrap();
    workbook.save_to_buffer().unwrap()
}

fn filled(form: Vec<u8>, village: &Village) -> Filled {
    fill(form, village, &Tables::shipped(), &options()).unwrap()
}

fn cells(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    assert_eq!(range.start(), Some((0, 0)));
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.insert(part.name().unwrap().into_owned(), bytes);
    }
    parts
}

fn sheet_xml(bytes: &[u8]) -> String {
    String::from_utf8(parts(bytes)["xl/worksheets/sheet1.xml"].clone()).unwrap()
}

#[test]
fn a_form_nobody_has_seen_comes_back_filled_with_its_foot_moved_down() {
    let village = village_of(8);
    let blank = town_form(3);
    let done = filled(blank, &village);
    let people = village.people().filter(|person| person.is_registered()).count();
    assert_eq!((done.form.as_str(), done.rows_count), ("石桥街道人员摸底表", people));
    assert_eq!(done.blank_columns, ["养猪头数"]);
    let cells = cells(&done.bytes, "普查 表");
    assert_eq!(cells[4][..5], ["1", "三社", "张建国", "519***********9014", "户主"]);
    assert_eq!(cells[3 + people][0], people.to_string());
    assert_eq!(cells[4 + people][0], "合计");
    assert!(cells[5 + people][0].starts_with("填报人"));
    let xml = sheet_xml(&done.bytes);
    assert!(xml.contains(&format!("<f>SUM(G5:G{})</f>", 4 + people)), "{xml}");
    assert!(xml.contains(&format!("<mergeCell ref=\"A{0}:G{0}\"/>", 6 + people)), "{xml}");
    assert!(xml.contains("<mergeCell ref=\"A3:A4\"/>"));
    let workbook = String::from_utf8(parts(&done.bytes)["xl/workbook.xml"].clone()).unwrap();
    assert!(workbook.contains(&format!("$A$1:$G${}", 6 + people)), "{workbook}");
}

#[test]
fn every_other_part_is_as_it_was_and_new_rows_look_like_the_first() {
    let blank = town_form(3);
    let done = filled(blank.clone(), &village_of(8));
    let (before, after) = (parts(&blank), parts(&done.bytes));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let changed: Vec<_> =
        before.iter().filter(|(name, bytes)| after[*name] != **bytes).map(|(name, _)| name.as_str()).collect();
    assert_eq!(changed, ["xl/workbook.xml", "xl/worksheets/sheet1.xml"]);
    let grid = Grid::read(sheet_xml(&done.bytes), &[]).unwrap().unwrap();
    let look = |number: u32| {
        let row = grid.row(number).unwrap();
        let tag = grid.marks[row.marks.start].of(&grid.xml);
        let styles = row.cells.iter().map(|cell| xml::attribute(grid.marks[cell.marks.start].of(&grid.xml), "s"));
        (xml::attribute(tag, "ht"), styles.collect::<Vec<_>>())
    };
    assert_eq!(look(5).1.len(), 7);
    assert!(look(5).0.is_some());
    for row in 6..=14 {
        assert_eq!(look(row), look(5), "row {row}");
    }
}

#[test]
fn a_form_with_enough_rows_keeps_those_that_are_left() {
    let done = filled(town_form(30), &village_of(2));
    let cells = cells(&done.bytes, "普查 表");
    assert_eq!(cells[34][0], "合计");
    assert!(sheet_xml(&done.bytes).contains("<f>SUM(G5:G34)</f>"));
    assert_eq!(cells[20][0], "");
}

#[test]
fn whole_numbers_are_given_for_a_purpose_and_it_is_said() {
    let wish = Options { purpose: "参保核对".to_owned(), ..options() };
    let done = fill(town_form(3), &village_of(0), &Tables::shipped(), &wish).unwrap();
    assert_eq!(cells(&done.bytes, "普查 表")[4][3], HEAD_ID);
    assert!(done.fields.contains(&"身份证号码(全号)".to_owned()));
    assert!(done.purpose.ends_with("参保核对"));
    let masked = filled(town_form(3), &village_of(0));
    assert!(masked.fields.contains(&"身份证号码(前3后4)".to_owned()));
}

#[test]
fn a_heading_alone_is_enough_and_a_form_that_was_filled_is_refused() {
    let with_row = |row: Option<&str>| {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (column, header) in [(0, "姓名"), (1, "性别"), (2, "身份证号")] {
            sheet.write(0, column, header).unwrap();
        }
        if let Some(text) = row {
            sheet.write(1, 0, text).unwrap();
        }
        workbook.save_to_buffer().unwrap()
    };
    let done = filled(with_row(None), &village_of(3));
    assert_eq!(cells(&done.bytes, "Sheet1")[1][0], "张建国");
    let again = fill(done.bytes, &village_of(3), &Tables::shipped(), &options()).unwrap_err();
    assert_eq!(again, FillRefused::AlreadyFilled(2));
    let sample = fill(with_row(Some("例：王一")), &village_of(3), &Tables::shipped(), &options()).unwrap_err();
    assert_eq!(sample, FillRefused::AlreadyFilled(2));
}

/// A heading of these words below these lines, all of them over its whole breadth.
fn headed(lines: &[&str], tab: &str, headers: &[&str]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(tab).unwrap();
    let last = u16::try_from(headers.len() - 1).unwrap();
    for (row, line) in (0..).zip(lines) {
        sheet.merge_range(row, 0, row, last, line, &Format::new()).unwrap();
    }
    for (column, header) in (0..).zip(headers) {
        sheet.write(u32::try_from(lines.len()).unwrap(), column, *header).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_form_is_known_by_its_title_and_its_headings_and_not_by_a_note_about_others() {
    const HEADERS: [&str; 5] = ["序号", "姓名", "身份证号", "与户主关系", "联系电话"];
    let note = "说明：死亡、迁出人员不列入，残疾人另附名单";
    let noted = filled(headed(&["大坪村人员摸底表", note], "Sheet1", &HEADERS), &village_of(1));
    assert_eq!(noted.form, "大坪村人员摸底表");
    assert!(noted.purpose.ends_with("大坪村人员摸底表"), "{}", noted.purpose);
    assert!(noted.fields.contains(&"身份证号码(前3后4)".to_owned()), "{:?}", noted.fields);
    let titled = headed(&["死亡人员家庭成员摸底表"], "Sheet1", &HEADERS);
    let refused = |options: &Options| fill(titled.clone(), &village_of(1), &Tables::shipped(), options);
    assert_eq!(refused(&options()).unwrap_err(), FillRefused::UnlikeForm("死亡人员名单".to_owned()));
    let people = refused(&Options { rows: Some(RowKind::People), ..options() }).unwrap();
    assert!(people.fields.contains(&"身份证号码(前3后4)".to_owned()), "{:?}", people.fields);
    let deaths = ["序号", "社别", "姓名", "性别", "公民身份号码", "死亡时间"];
    let by_tab = filled(headed(&["附件2", "2026年11月报表"], "死亡人员名单", &deaths), &village_of(1));
    assert_eq!((by_tab.form.as_str(), by_tab.rows_count), ("死亡人员名单", 0));
}

#[test]
fn members_across_a_row_are_the_members_and_nobody_stands_twice() {
    let headers = ["社别", "户主姓名", "户主身份证号", "成员1姓名", "成员1身份证号", "成员2姓名", "成员2关系"];
    let village = village_of(2);
    let household = village.household(ids().household).unwrap();
    let others: Vec<&Person> = crate::domain::roll::members(&village, household).into_iter().skip(1).collect();
    let others: Vec<_> = others.into_iter().filter(|person| person.is_registered()).collect();
    let done = filled(headed(&["大坪村家庭成员表"], "Sheet1", &headers), &village);
    let rows = cells(&done.bytes, "Sheet1");
    assert_eq!(rows[2][1], "张建国");
    assert_eq!(rows[2][3], others[0].name.as_str());
    assert_eq!(rows[2][5..], [others[1].name.as_str(), others[1].relation.as_str()]);
    assert_eq!(done.left_out_count, others.len() - 2);
    assert!(others[..2].iter().all(|person| done.people.contains(&person.id)));
    assert!(done.fields.contains(&"成员姓名".to_owned()), "{:?}", done.fields);

    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 0, 2, "本人", &Format::new()).unwrap();
    sheet.merge_range(0, 3, 0, 4, "监护人", &Format::new()).unwrap();
    for (column, header) in (0..).zip(["姓名", "身份证号", "与户主关系", "姓名", "身份证号"]) {
        sheet.write(1, column, header).unwrap();
    }
    let done = filled(workbook.save_to_buffer().unwrap(), &village);
    assert_eq!(done.blank_columns, ["姓名", "身份证号"]);
    assert_eq!(cells(&done.bytes, "Sheet1")[2][3..], ["", ""]);
}

#[test]
fn a_month_that_is_not_over_tells_nothing_of_the_days_to_come() {
    let (tables, mut village) = (Tables::shipped(), village_of(0));
    let person = village.people().find(|person| person.is_registered()).unwrap().id;
    let mut old = village.person(person).unwrap().clone();
    old.id_no = IdNumber::Missing { reason: "没有带".to_owned() };
    old.birth_written = Some(Day::parse_iso("1946-11-28").unwrap());
    village.put(Record::Person(Box::new(old)));
    let form = tables.forms.named("高龄失能补贴名单").unwrap();
    let blank = starter(form, &village.info, today()).unwrap();
    let on = |day: &str| {
        let wish = Options { today: Day::parse_iso(day).unwrap(), ..options() };
        fill(blank.clone(), &village, &tables, &wish).unwrap().rows_count
    };
    assert_eq!(on("2026-11-28"), on("2026-11-24") + 1, "eighty years on the 28th, and not before");
}

#[test]
fn a_list_tells_no_more_of_a_person_than_what_the_list_is_about() {
    let mut village = village_of(1);
    let person = village.people().find(|person| person.is_registered()).unwrap().id;
    let tag = |name: &str| Tag { name: name.to_owned(), source: String::new(), on: None };
    let mut tagged = village.person(person).unwrap().clone();
    tagged.tags = ["重病", "高龄津贴", "刑满释放"].map(tag).to_vec();
    village.put(Record::Person(Box::new(tagged)));
    let tables = Tables::shipped();
    let form = tables.forms.named("高龄失能补贴名单").unwrap();
    let done = fill(starter(form, &village.info, today()).unwrap(), &village, &tables, &options()).unwrap();
    let rows = cells(&done.bytes, &form.name);
    let said: Vec<&str> = rows[3..3 + done.rows_count].iter().map(|row| row[6].as_str()).collect();
    assert!(said.contains(&"高龄津贴") && said.iter().all(|said| ["", "高龄津贴"].contains(said)), "{said:?}");
    let any = filled(headed(&["大坪村花名册"], "Sheet1", &["姓名", "性别", "人员类别"]), &village);
    assert_eq!(any.blank_columns, ["人员类别"]);
    assert!(!any.fields.contains(&"人员标签".to_owned()), "{:?}", any.fields);
}

/// The same workbook with some parts as another program would have written them, and others besides.
fn rewritten(bytes: &[u8], change: impl FnOnce(&mut BTreeMap<String, String>)) -> Vec<u8> {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let mut parts: BTreeMap<_, _> = parts(bytes).into_iter().map(|(name, bytes)| (name, text(bytes))).collect();
    change(&mut parts);
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn replace(text: &mut String, from: &str, to: &str) {
    assert!(text.contains(from), "{from} in {text}");
    *text = text.replace(from, to);
}

/// A form that works things out: a column by one formula for all its cells, a sum with words in quotes, a sheet that says
/// the sum again, and the order of working out that a spreadsheet left in it.
fn working_form() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("明细").unwrap();
    sheet.merge_range(0, 0, 0, 4, "大坪村老年人口摸底表", &Format::new()).unwrap();
    for (column, header) in (0..).zip(["序号", "姓名", "性别", "年龄", "是否老年"]) {
        sheet.write(1, column, header).unwrap();
    }
    for row in 2..5 {
        sheet.write_blank(row, 1, &Format::new().set_bold()).unwrap();
        sheet.write_formula(row, 4, format!("=IF(D{}>=60,\"老\",\"\")", row + 1).as_str()).unwrap();
    }
    sheet.write(5, 0, "合计").unwrap();
    sheet.write_formula(5, 4, "=COUNTIFS(D3:D5,\">=60\",C3:C5,\"女\")").unwrap();
    let sums = workbook.add_worksheet().set_name("汇总").unwrap();
    sums.write_formula(0, 0, "=明细!E6&\"明细!E6\"").unwrap();
    sums.write_formula(1, 0, "=E6+明细!D3").unwrap();
    rewritten(&workbook.save_to_buffer().unwrap(), |parts| {
        let sheet = parts.get_mut("xl/worksheets/sheet1.xml").unwrap();
        let own = |row: u32| format!("<f>IF(D{row}&gt;=60,\"老\",\"\")</f>");
        replace(sheet, &own(3), &own(3).replace("<f>", "<f t=\"shared\" ref=\"E3:E5\" si=\"0\">"));
        replace(sheet, &own(4), "<f t=\"shared\" si=\"0\"/>");
        replace(sheet, &own(5), "<f t=\"shared\" si=\"0\"/>");
        let rules = "<dataValidations count=\"1\"><dataValidation type=\"custom\" sqref=\"C3:C5\"><formula1>COUNTIF($C$3:$C$5,\"&lt;&gt;女\")&gt;COUNTA($B$3:$B$5)</formula1></dataValidation></dataValidations>";
        let breaks =
            "<rowBreaks count=\"1\"><brk id=\"6\"/></rowBreaks><colBreaks count=\"1\"><brk id=\"9\"/></colBreaks>";
        replace(sheet, "<pageMargins", &format!("{rules}<pageMargins"));
        replace(sheet, "</worksheet>", &format!("{breaks}</worksheet>"));
        let chain = "<calcChain><c r=\"E3\" i=\"1\"/><c r=\"E6\"/></calcChain>";
        parts.insert("xl/calcChain.xml".to_owned(), chain.to_owned());
        let types = parts.get_mut("[Content_Types].xml").unwrap();
        replace(types, "</Types>", "<Override PartName=\"/xl/calcChain.xml\" ContentType=\"order\"/></Types>");
        let relations = parts.get_mut("xl/_rels/workbook.xml.rels").unwrap();
        let relation = "<Relationship Id=\"rId90\" Type=\"http://x/calcChain\" Target=\"calcChain.xml\"/>";
        replace(relations, "</Relationships>", &format!("{relation}</Relationships>"));
        let workbook = parts.get_mut("xl/workbook.xml").unwrap();
        let name = "<definedNames><definedName name=\"老\">IF(明细!$D$3:$D$5&gt;60,明细!$E$6,\"明细!$E$6\")</definedName></definedNames>";
        let from = workbook.find("<calcPr").unwrap();
        let to = from + workbook[from..].find("/>").unwrap() + 2;
        workbook.replace_range(from..to, name);
    })
}

/// The part as it is read, and the row where the sum stands.
fn worked(part: &str) -> (String, usize) {
    let done = filled(working_form(), &village_of(6));
    let text = String::from_utf8(parts(&done.bytes)[part].clone()).unwrap();
    (xml::plain(&text), 3 + done.rows_count)
}

#[test]
fn a_formula_with_signs_and_words_in_quotes_is_moved_as_a_whole() {
    let (sheet, sum) = worked("xl/worksheets/sheet1.xml");
    let last = sum - 1;
    assert!(last > 5);
    let counted = format!("<f>COUNTIFS(D3:D{last},\">=60\",C3:C{last},\"女\")</f>");
    assert!(sheet.contains(&counted), "{sheet}");
    let rule = format!("<formula1>COUNTIF($C$3:$C${last},\"<>女\")>COUNTA($B$3:$B${last})</formula1>");
    assert!(sheet.contains(&rule), "{sheet}");
    let (workbook, sum) = worked("xl/workbook.xml");
    let name = format!(">IF(明细!$D$3:$D${}>60,明细!$E${sum},\"明细!$E$6\")<", sum - 1);
    assert!(workbook.contains(&name), "{workbook}");
}

#[test]
fn what_the_form_works_out_stays_the_forms_in_every_row() {
    let done = filled(working_form(), &village_of(6));
    assert_eq!(done.blank_columns, [] as [&str; 0]);
    let (sheet, sum) = worked("xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("shared"), "{sheet}");
    for row in 3..sum {
        assert!(sheet.contains(&format!("<f>IF(D{row}>=60,\"老\",\"\")</f>")), "row {row} of {sheet}");
    }
    let parts = parts(&done.bytes);
    assert!(!parts.contains_key("xl/calcChain.xml"));
    for part in ["[Content_Types].xml", "xl/_rels/workbook.xml.rels"] {
        assert!(!String::from_utf8_lossy(&parts[part]).contains("calcChain"), "{part}");
    }
    assert_eq!(cells(&done.bytes, "明细")[2][1], "张建国");
}

#[test]
fn other_sheets_follow_the_sum_and_the_whole_is_worked_out_when_it_is_opened() {
    let (sums, sum) = worked("xl/worksheets/sheet2.xml");
    assert!(sums.contains(&format!("<f>明细!E{sum}&\"明细!E6\"</f>")), "{sums}");
    assert!(sums.contains("<f>E6+明细!D3</f>"), "{sums}");
    assert!(!sums.contains("<v>"), "the sum of the blank form: {sums}");
    let (workbook, _) = worked("xl/workbook.xml");
    assert!(workbook.contains("</definedNames><calcPr fullCalcOnLoad=\"1\"/>"), "{workbook}");
}

#[test]
fn a_sheet_that_works_with_the_rows_forgets_the_blank_forms_results_though_no_row_moves() {
    let done = filled(working_form(), &village_of(0));
    assert!(done.rows_count <= 3, "no row moves");
    let sums = String::from_utf8(parts(&done.bytes)["xl/worksheets/sheet2.xml"].clone()).unwrap();
    assert!(sums.contains("明细!E6") && !sums.contains("<v>"), "{sums}");
}

#[test]
fn a_break_between_columns_stays_and_no_row_goes_past_the_end_of_a_sheet() {
    let (sheet, sum) = worked("xl/worksheets/sheet1.xml");
    assert!(sheet.contains(&format!("<brk id=\"{sum}\"/></rowBreaks>")), "{sheet}");
    assert!(sheet.contains("<colBreaks count=\"1\"><brk id=\"9\"/></colBreaks>"), "{sheet}");
    let odd = rewritten(&town_form(3), |parts| {
        let sheet = parts.get_mut("xl/worksheets/sheet1.xml").unwrap();
        replace(sheet, "</mergeCells>", "<mergeCell ref=\"A1:A4294967295\"/></mergeCells>");
    });
    assert!(fill(odd, &village_of(8), &Tables::shipped(), &options()).is_ok());
    let beyond = rewritten(&town_form(3), |parts| {
        let sheet = parts.get_mut("xl/worksheets/sheet1.xml").unwrap();
        replace(sheet, "</sheetData>", "<row r=\"4294967295\"/></sheetData>");
    });
    let refused = fill(beyond, &village_of(8), &Tables::shipped(), &options()).unwrap_err();
    assert_eq!(refused, FillRefused::Damaged);
}

/// What a spreadsheet makes of a workbook that a password protects.
fn locked() -> Vec<u8> {
    let mut compound = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for name in ["/EncryptionInfo", "/EncryptedPackage"] {
        compound.create_stream(name).unwrap().write_all(b"x").unwrap();
    }
    compound.flush().unwrap();
    compound.into_inner().into_inner()
}

#[test]
fn a_form_whose_parts_begin_with_the_mark_of_their_encoding_is_filled() {
    let marked = rewritten(&town_form(3), |parts| {
        for (_, text) in parts.iter_mut().filter(|(name, _)| name.ends_with(".xml")) {
            text.insert(0, '\u{FEFF}');
        }
    });
    let done = filled(marked, &village_of(8));
    assert_eq!(cells(&done.bytes, "普查 表")[4][..2], ["1", "三社"]);
    assert!(sheet_xml(&done.bytes).starts_with("<?xml"), "{}", sheet_xml(&done.bytes));
}

#[test]
fn what_is_no_form_is_refused_with_what_to_do() {
    let refused = |bytes: Vec<u8>| fill(bytes, &village(), &Tables::shipped(), &options()).unwrap_err();
    let mut two = Workbook::new();
    for name in ["一", "二"] {
        let sheet = two.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, "姓名").unwrap().write(0, 1, "身份证号").unwrap();
    }
    let cut = rewritten(&town_form(3), |parts| {
        let sheet = parts.get_mut("xl/worksheets/sheet1.xml").unwrap();
        sheet.truncate(sheet.find("</sheetData>").unwrap());
    });
    let huge = rewritten(&town_form(3), |parts| {
        let rows: String = (100..100 + FORM_ROWS_MAX).map(|row| format!("<row r=\"{row}\"/>")).collect();
        replace(parts.get_mut("xl/worksheets/sheet1.xml").unwrap(), "</sheetData>", &format!("{rows}</sheetData>"));
    });
    let mut none = Workbook::new();
    none.add_worksheet().write(0, 0, "会议通知").unwrap();
    for (bytes, why) in [
        (two.save_to_buffer().unwrap(), FillRefused::SeveralSheets(vec!["一".to_owned(), "二".to_owned()])),
        (none.save_to_buffer().unwrap(), FillRefused::NoHeading),
        (b"\xD0\xCF\x11\xE0rest".to_vec(), FillRefused::OldWorkbook),
        (b"PK\x03\x04".to_vec(), FillRefused::Damaged),
        (locked(), FillRefused::Encrypted),
        (cut, FillRefused::Damaged),
        (huge, FillRefused::TooLarge),
    ] {
        let found = refused(bytes);
        assert_eq!(found, why);
        assert!(found.to_string().ends_with("本村资料没有动。"), "{found}");
    }
}

#[test]
fn every_starter_is_filled_as_any_other_form() {
    let tables = Tables::shipped();
    let village = village_of(14);
    for form in tables.forms.all() {
        let blank = starter(form, &village.info, today()).unwrap();
        let done = fill(blank, &village, &tables, &options()).unwrap_or_else(|fault| panic!("{}: {fault}", form.name));
        assert_eq!(done.form, form.name);
        let by_hand = form.columns.iter().filter(|column| column.content.is_empty());
        for column in by_hand {
            assert!(done.blank_columns.contains(&column.header), "{} {}", form.name, column.header);
        }
        let cells = cells(&done.bytes, &form.name);
        assert!(cells.iter().any(|row| row[0] == "合计"), "{}", form.name);
        let nothing = cells.iter().flatten().any(|cell| cell == form.every.nothing());
        assert_eq!(nothing, done.rows_count == 0 && form.rows != RowKind::ByHand, "{}", form.name);
    }
}

#[test]
fn what_is_said_of_a_column_is_remembered_for_every_form_of_these_headings() {
    let mut village = village_of(8);
    let say =
        |heading: &str, content: &str| Options { columns: vec![(heading.to_owned(), content.to_owned())], ..options() };
    let with = |village: &Village, options: &Options| fill(town_form(3), village, &Tables::shipped(), options);
    let missing = with(&village, &say("养牛头数", "年龄")).unwrap_err();
    assert_eq!(missing, FillRefused::NoColumn("养牛头数".to_owned()));
    assert_eq!(with(&village, &say("养猪头数", "猪")).unwrap_err(), FillRefused::NoContent("猪".to_owned()));
    let done = with(&village, &say("养猪 头数", "年龄")).unwrap();
    assert_eq!(done.blank_columns, [] as [&str; 0]);
    let age = cells(&done.bytes, "普查 表")[4][6].clone();
    assert!(age.parse::<u8>().is_ok(), "{age}");
    village.put(Record::Mapping(Box::new(done.mapping.unwrap())));
    let again = with(&village, &options()).unwrap();
    assert_eq!((again.mapping.is_none(), cells(&again.bytes, "普查 表")[4][6].clone()), (true, age));
    let left = with(&village, &say("养猪头数", "")).unwrap();
    assert_eq!(left.blank_columns, ["养猪头数"], "said otherwise");
    assert_eq!(left.mapping.unwrap().columns.len(), 1, "one word for each heading");
}
