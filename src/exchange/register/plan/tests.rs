//! Registers planned against a village, decided and taken in, as an import does it.

use crate::domain::day::{Day, Moment};
use crate::domain::decide::{Intent, Now, decide};
use crate::domain::household::Household;
use crate::domain::id::IdMint;
use crate::domain::person::{Person, Residence};
use crate::domain::resident_id::ResidentId;
use crate::domain::stage::stage;
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::exchange::register::reading::ReadRegister;
use crate::exchange::register::{ReadOptions, read};

use super::problem::Level;
use super::{Context, Counts, ImportPlan, plan};

pub(super) struct Desk {
    pub(super) village: Village,
    pub(super) tables: Tables,
    mint: IdMint,
    pub(super) folder: tempfile::TempDir,
    pub(super) options: ReadOptions,
}

impl Desk {
    pub(super) fn new() -> Desk {
        let mut village = Village::default();
        "大坪村".clone_into(&mut village.info.name);
        let (tables, mint, folder) = (Tables::shipped(), IdMint::new(7), tempfile::tempdir().unwrap());
        Desk { village, tables, mint, folder, options: ReadOptions::default() }
    }

    pub(super) fn today() -> Day {
        Day::parse_iso("2026-11-24").unwrap()
    }

    pub(super) fn read(&self, text: &str) -> ReadRegister {
        self.read_named("册.csv", text)
    }

    pub(super) fn read_named(&self, name: &str, text: &str) -> ReadRegister {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        read(&path, &self.options, &mut |_| true).unwrap()
    }

    pub(super) fn plan(&mut self, register: &ReadRegister) -> ImportPlan {
        let at = Moment::at(Desk::today(), 9, 0);
        let context = Context { today: Desk::today(), at, matters: &self.tables.matters };
        plan(&self.village, register, &context, &mut self.mint)
    }

    /// Plans and takes in.
    pub(super) fn import(&mut self, text: &str) -> ImportPlan {
        let register = self.read(text);
        self.import_read(&register)
    }

    pub(super) fn import_read(&mut self, register: &ReadRegister) -> ImportPlan {
        let plan = self.plan(register);
        if !plan.intent.is_empty() {
            let at = Moment::at(Desk::today(), 9, 0);
            let now = Now { at, today: Desk::today(), actor: "王敏", tables: &self.tables };
            let changes = decide(&self.village, &now, Intent::Import(Box::new(plan.intent.clone()))).unwrap();
            let seq = self.village.seq.next();
            let staged = stage(&self.village, seq, &changes);
            self.village.install(seq, staged);
        }
        plan
    }

    pub(super) fn person(&self, name: &str) -> &Person {
        self.village.people().find(|person| person.name.as_str() == name).unwrap()
    }

    pub(super) fn home(&self, name: &str) -> &Household {
        self.village.household(self.person(name).household.unwrap()).unwrap()
    }
}

/// A synthetic ID number of this birthday and sex, checked by the domain itself.
pub(super) fn id(birth: &str, serial: u32) -> String {
    let first = format!("519923{birth}{serial:03}");
    let last = "0123456789X".chars().find(|c| ResidentId::parse(&format!("{first}{c}"), Desk::today()).is_ok());
    format!("{first}{}", last.unwrap())
}

/// (row, column, level) of each problem.
fn places(plan: &ImportPlan) -> Vec<(u32, &str, Level)> {
    plan.problems.iter().map(|problem| (problem.row, problem.column.as_str(), problem.level)).collect()
}

const HEAD: &str =
    "组别,户编号,户主姓名,姓名,与户主关系,身份证号码,性别,出生日期,联系电话,户类别,人员标签,是否常住,备注\n";

fn village_of_two() -> String {
    let (one, two, three) = (id("19600305", 11), id("19620101", 22), id("19700101", 31));
    format!(
        "{HEAD}一社,H1,王建国,王建国,户主,{one},男,1960-03-05,13800001111,低保户,残疾,是,\n\
         一组,H1,,赵梅,之妻,{two},女,1962.1.1,,低保户,,否,电话打不通\n\
         2,H2,李四,李四,本人,{three},男,,13800002222(儿子),一般户,,是,\n"
    )
}

#[test]
fn a_register_becomes_households_and_people() {
    let mut desk = Desk::new();
    let plan = desk.import(&village_of_two());
    let expected = Counts { rows: 3, accepted: 3, households: 2, people: 3, ..Counts::default() };
    assert_eq!(plan.counts, expected);
    assert_eq!(plan.problems, []);
    let home = desk.home("赵梅");
    assert_eq!((home.no.as_str(), desk.village.info.group_name(home.group)), ("H1", "一社"));
    assert_eq!(desk.village.head_of(home).unwrap().name.as_str(), "王建国");
    assert_eq!(home.classes.len(), 1);
    assert_eq!(desk.home("李四").classes, []);
    assert_eq!(desk.village.info.group_name(desk.home("李四").group), "2社");
    let wife = desk.person("赵梅");
    assert_eq!((wife.relation.as_str(), wife.residence), ("配偶", Residence::Away));
    assert_eq!(desk.person("李四").note, "电话:儿子");
    assert_eq!(desk.person("王建国").tags[0].source, "花名册");
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let mut desk = Desk::new();
    desk.import(&village_of_two());
    let again = desk.import(&village_of_two());
    assert!(again.intent.is_empty());
    let expected = Counts { rows: 3, unchanged: 3, households: 2, people: 3, ..Counts::default() };
    assert_eq!(again.counts, expected);
}

#[test]
fn each_bad_row_is_refused_with_its_place_and_the_good_ones_go_in() {
    let good = id("19600305", 11);
    let bad = format!("{}{}", &good[..17], if good.ends_with('1') { "2" } else { "1" });
    let text = format!(
        "{HEAD}一社,H1,王一,王一,户主,{good},男,,,,,,\n一社,H1,王一,,妻,{},女,,,,,,\n\
         一社,H1,王一,王三,子,{bad},男,,,,,,\n一社,H1,王一,王四,子,5.13E+17,男,,,,,,\n\
         一社,H1,王一,王五,子,51992319601305001X,男,,,,,,\n一社,H1,王一,王六,子,5199,男,,,,,,\n\
         一社,H1,王一,王七,子,,男,,,,,,新生儿未上户\n",
        id("19620101", 22),
    );
    let mut desk = Desk::new();
    let plan = desk.import(&text);
    let rejected = Level::Rejected;
    assert_eq!(
        places(&plan),
        [
            (3, "姓名", rejected),
            (4, "身份证号码", rejected),
            (5, "身份证号码", rejected),
            (6, "身份证号码", rejected),
            (7, "身份证号码", rejected),
            (8, "身份证号码", Level::Reminder),
        ]
    );
    assert_eq!((plan.counts.rows, plan.counts.accepted, plan.counts.rejected), (7, 2, 5));
    assert_eq!(plan.rejected_rows, [1, 2, 3, 4, 5]);
    assert!(plan.problems.iter().all(|problem| !problem.value.contains(&bad)));
    assert_eq!(desk.village.people().count(), 2);
}

#[test]
fn a_person_twice_is_unchanged_when_both_rows_agree_and_refused_when_not() {
    let (one, two) = (id("19600305", 11), id("19700101", 31));
    let row = |name: &str, no: &str, id: &str, phone: &str, note: &str| {
        format!("一社,{no},,{name},户主,{id},,,{phone},,,,{note}\n")
    };
    let text = [
        HEAD.to_owned(),
        row("王一", "H1", &one, "13800001111", ""),
        row("王 一", "H1", &one, "138-0000-1111", "核对"),
        row("王一", "H1", &one, "13800009999", ""),
        row("李四", "H2", &two, "", ""),
        row("李四", "H3", &two, "", ""),
    ]
    .concat();
    let mut desk = Desk::new();
    let plan = desk.import(&text);
    assert_eq!((plan.counts.accepted, plan.counts.unchanged, plan.counts.rejected), (2, 1, 2));
    assert_eq!(plan.counts.repeated, 1);
    let messages: Vec<_> = plan.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert!(
        messages[0].contains("第2行") && messages[1].contains("另一户") && messages[1].contains("第5行"),
        "{messages:?}"
    );
    assert_eq!(plan.counts.households, 2);
}

#[test]
fn what_contradicts_the_id_number_is_taken_with_a_reminder() {
    let (head, child) = (id("19600305", 11), id("19500101", 22));
    let text = format!(
        "{HEAD}一社,H1,王一,王一,户主,{head},女,1961-03-05,1380000,,,,\n一社,H1,王一,王二,长子,{child},女,5月,,,,,已故2024.3\n"
    );
    let mut desk = Desk::new();
    let plan = desk.import(&text);
    assert_eq!(plan.counts.accepted, 2);
    let columns: Vec<_> = plan.problems.iter().map(|p| (p.row, p.column.as_str())).collect();
    assert_eq!(
        columns,
        [
            (2, "性别"),
            (2, "出生日期"),
            (2, "联系电话"),
            (3, "与户主关系"),
            (3, "出生日期"),
            (3, "备注"),
            (3, "与户主关系")
        ]
    );
    assert!(plan.problems.iter().all(|problem| problem.level == Level::Reminder));
}

#[test]
fn a_newer_register_updates_adds_and_lists_the_absent() {
    let mut desk = Desk::new();
    desk.import(&village_of_two());
    let (one, new) = (id("19600305", 11), id("20200101", 11));
    let text = format!(
        "{HEAD}一社,H1,王建国,王建国,户主,{one},男,,13911112222,一般户,,是,\n一社,H1,王建国,王小,孙子,{new},男,,,,,,\n\
         一社,H1,王建国,赵梅,妻,{},女,,,,,,\n",
        id("19620101", 22)
    );
    let plan = desk.import(&text);
    assert_eq!((plan.counts.accepted, plan.counts.updated, plan.counts.absent), (2, 1, 1));
    let head = desk.person("王建国");
    let phones: Vec<_> = head.phones.iter().map(|phone| phone.digits()).collect();
    assert_eq!(phones, ["13911112222", "13800001111"]);
    let absent: Vec<_> = plan.absent.iter().map(|id| desk.village.person(*id).unwrap().name.as_str()).collect();
    assert_eq!(absent, ["李四"]);
    assert!(desk.person("李四").is_registered());
    assert_eq!(desk.home("王小").classes_on(Desk::today()).count(), 0);
}

#[test]
fn a_ledger_of_heads_adds_to_the_households_that_are_there() {
    let mut desk = Desk::new();
    desk.import(&village_of_two());
    let one = id("19600305", 11);
    let text = format!(
        "组别,户编号,户主姓名,身份证号码,家庭人口,联系电话,户类别,认定时间,银行卡号,家庭住址,备注\n\
         1社,H1,王建国,{one},2,13800001111,低保户,2020-01-05,6217,一社12号,长期在外\n"
    );
    let plan = desk.import(&text);
    let expected = Counts { rows: 1, accepted: 1, updated: 1, households: 1, people: 1, ..Counts::default() };
    assert_eq!(plan.counts, expected);
    let home = desk.home("王建国");
    assert_eq!((home.address.as_str(), home.note.as_str()), ("一社12号", "长期在外"));
    assert_eq!(home.classes[0].from, Day::parse_iso("2020-01-05"));
    assert_eq!(desk.village.households().count(), 2);
    assert!(desk.import(&text).intent.is_empty());
}

#[test]
fn a_household_without_a_number_is_found_again_by_its_head() {
    let text = "社别,姓名,与户主关系\n三社,王一,户主\n,李二,妻\n三组,王一,户主\n,赵三,母亲\n";
    let mut desk = Desk::new();
    desk.import(text);
    assert_eq!(desk.village.households().count(), 2);
    let one = "社别,姓名,与户主关系,联系电话\n三社,赵一,户主,\n,李二,妻,13800001111\n";
    let mut desk = Desk::new();
    desk.import(one);
    let again = desk.import(one);
    assert!(again.intent.is_empty(), "{:?}", again.counts);
}

#[test]
fn a_list_marks_people_who_are_there_and_makes_nobody() {
    let mut desk = Desk::new();
    desk.import(&village_of_two());
    let (one, nobody) = (id("19600305", 11), id("19900101", 31));
    let list = format!(
        "大坪村残疾人名册,,,\n组别,姓名,身份证号码,残疾类别\n1社,王建国,{one},肢体\n1社,赵 梅,,听力\n1社,王建国,{one},肢体\n\
         2社,赵梅,,听力\n1社,陈五,{nobody},视力\n"
    );
    let register = desk.read_named("残疾.csv", &list);
    let plan = desk.import_read(&register);
    assert_eq!((plan.counts.accepted, plan.counts.updated, plan.counts.unchanged, plan.counts.rejected), (2, 2, 1, 2));
    assert_eq!(plan.counts.people, 2);
    let wife = desk.person("赵梅");
    assert_eq!((wife.tags[0].name.as_str(), wife.tags[0].source.as_str()), ("残疾", "残疾"));
    assert_eq!((wife.tags[0].on, wife.particulars.disability.as_str()), (Some(Desk::today()), "听力"));
    assert_eq!(desk.village.households().count(), 2);
    let register = desk.read_named("残疾.csv", &list);
    assert!(desk.plan(&register).intent.is_empty());
}

#[test]
fn a_list_of_a_class_marks_households_with_date_and_source() {
    let mut desk = Desk::new();
    desk.import(&village_of_two());
    let list = format!("姓名,身份证号,享受时间\n李四,{},2025年7月1日\n", id("19700101", 31));
    let register = desk.read_named("2026年低保名册.csv", &list);
    desk.import_read(&register);
    let class = desk.home("李四").classes[0].clone();
    assert_eq!((class.value.as_str(), class.source.as_str()), ("低保户", "2026年低保名册"));
    assert_eq!(class.from, Day::parse_iso("2025-07-01"));
}

#[test]
fn a_plain_list_is_the_register_where_nobody_is_there_yet() {
    let mut desk = Desk::new();
    let list = format!("社别,姓名,身份证号\n一社,李四,{}\n", id("19700101", 31));
    desk.import(&list);
    let home = desk.home("李四");
    assert_eq!(desk.village.head_of(home).unwrap().name.as_str(), "李四");
    desk.options.kind = Some(crate::exchange::register::reading::RegisterKind::Overlay);
    let nobody = format!("社别,姓名,身份证号\n一社,王五,{}\n", id("19800101", 31));
    assert_eq!(desk.import(&nobody).counts.rejected, 1);
}

#[test]
fn an_old_ledger_becomes_tasks_with_their_states() {
    let mut desk = Desk::new();
    desk.import(&village_of_two());
    let text = format!(
        "编号,组别,户主姓名,办事人,身份证号码,事项名称,受理方式,受理日期,截止日期,办结日期,状态,经办人,缺少材料,备注\n\
         D1,一社,王建国,赵梅,,低保申请,上门,2026-11-01,2026-12-01,,办理中,张联络,,\n\
         D2,二社,李四,李四,{},养鱼塘登记,电话,2026.10.1,2026-10-11,2026-10-09,办结,张联络,,\n\
         D2,二社,李四,李四,{},养鱼塘登记,电话,2026.10.1,2026-10-11,2026-10-09,办结,张联络,,核对\n\
         D3,一社,王建国,王建国,,老年证办理,来村办,2026-11-20,,,待补材料,,一寸照片,\n\
         D4,三社,周六,周六,,老年证办理,来村办,2026-11-20,,,退回,,,\n\
         D5,一社,王建国,王建国,,,来村办,2026-11-20,,,办结,,,\n",
        id("19700101", 31),
        id("19700101", 31)
    );
    let plan = desk.import(&text);
    assert_eq!((plan.counts.rows, plan.counts.accepted, plan.counts.unchanged, plan.counts.rejected), (6, 4, 1, 1));
    let labels: Vec<_> = desk.village.tasks().map(|task| (task.no.to_string(), task.state_label())).collect();
    let labels: Vec<_> = labels.iter().map(|(no, label)| (no.as_str(), *label)).collect();
    assert_eq!(
        labels,
        [("2026-0001", "办理中"), ("2026-0002", "已归档"), ("2026-0003", "待补料"), ("2026-0004", "已归档")]
    );
    let waiting = desk.village.tasks().nth(2).unwrap();
    assert_eq!(waiting.missing().map(|material| &*material.name).collect::<Vec<_>>(), ["一寸照片"]);
    let stranger = desk.person("周六");
    assert_eq!((stranger.household, plan.counts.people), (None, 4));
    assert_eq!(desk.village.tasks().next().unwrap().applicant, desk.person("赵梅").id);
    let again = desk.import(&text);
    assert!(again.intent.is_empty(), "{:?}", again.counts);
}

#[test]
fn refused_rows_are_written_out_mended_and_imported_again() {
    let mut desk = Desk::new();
    let (head, child) = (id("19600305", 11), id("20000101", 13));
    let text = format!(
        "三社花名册,,,,\n户主,姓名,与户主关系,身份证号,电话\n王一,王一,户主,{head},13800001111\n,王二,子,5.13E+17,13800002222\n"
    );
    let register = desk.read(&text);
    let plan = desk.import_read(&register);
    assert_eq!((plan.counts.accepted, plan.counts.rejected), (1, 1));
    for name in ["拒收.csv", "拒收.xlsx"] {
        let path = desk.folder.path().join(name);
        assert_eq!(super::rejects::write(&path, &register, &plan).unwrap(), 1);
        let back = read(&path, &desk.options, &mut |_| true).unwrap();
        let again = desk.plan(&back);
        assert_eq!((again.counts.rows, again.counts.rejected), (1, 1), "{name}");
        assert!(back.columns().iter().any(|column| column.header == "原因" && column.field.is_none()));
    }
    let bytes = std::fs::read(desk.folder.path().join("拒收.csv")).unwrap();
    let mended = String::from_utf8(bytes).unwrap().replace("5.13E+17", &child);
    let register = desk.read_named("拒收.csv", &mended);
    let plan = desk.import_read(&register);
    assert_eq!((plan.counts.accepted, plan.counts.rejected), (1, 0));
    assert_eq!(desk.home("王二").id, desk.home("王一").id);
    assert_eq!(desk.village.info.group_name(desk.home("王二").group), "三社");
}

#[test]
fn an_id_that_was_a_number_stays_refused_in_the_file_of_refused_rows() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["社别", "户主姓名", "姓名", "身份证号码"].into_iter().enumerate() {
        sheet.write(0, column as u16, heading).unwrap();
        sheet.write(1, column as u16, ["一社", "王一", "王一", ""][column]).unwrap();
    }
    let number: f64 = id("19600305", 11).replace('X', "0").parse().unwrap();
    sheet.write(1, 3, number).unwrap();
    let mut desk = Desk::new();
    let path = desk.folder.path().join("a.xlsx");
    book.save(&path).unwrap();
    let register = read(&path, &desk.options, &mut |_| true).unwrap();
    let plan = desk.plan(&register);
    assert_eq!(plan.counts.rejected, 1);
    let path = desk.folder.path().join("b.xlsx");
    super::rejects::write(&path, &register, &plan).unwrap();
    let back = read(&path, &desk.options, &mut |_| true).unwrap();
    assert_eq!(desk.plan(&back).counts.rejected, 1);
}

#[test]
fn a_register_of_a_few_lists_nobody_as_absent() {
    let mut desk = Desk::new();
    desk.import(&village_of_two());
    let one = id("19600305", 11);
    let plan = desk.import(&format!("{HEAD}一社,H1,王建国,王建国,户主,{one},男,,,,,,\n"));
    assert_eq!((plan.counts.absent, plan.absent.len()), (0, 0));
    let said = plan.notices.iter().filter(|notice| notice.message == "这份名册只有1人，不是全村的，不查本次未见");
    assert_eq!(said.count(), 1);
}

#[test]
fn refused_rows_alone_make_no_household_and_count_nobody() {
    let mut desk = Desk::new();
    let plan =
        desk.import(&format!("{HEAD}一社,H1,王建国,赵梅,妻,5199,女,,,,,,\n一社,H2,李四,李五,子,5199,男,,,,,,\n"));
    assert_eq!((plan.counts.rejected, plan.counts.households, plan.counts.people), (2, 0, 0));
    assert!(plan.intent.is_empty());
}

#[test]
fn a_title_that_names_another_village_is_said_first_and_the_rows_are_taken_all_the_same() {
    let mut desk = Desk::new();
    let rows =
        |village: &str| format!("{village}2026年居民花名册,,\n组别,户主姓名,姓名,与户主关系\n1社,王建国,王建国,户主\n");
    let plan = desk.import(&rows("清水村"));
    assert!(plan.of_another && plan.counts.accepted == 1);
    assert!(plan.notices[0].message.contains("“清水村”，本村是“大坪村”"), "{:?}", plan.notices);
    let own = desk.import(&rows("大坪村"));
    assert!(!own.of_another && own.notices.is_empty(), "{:?}", own.notices);
}

#[test]
fn groups_are_numbered_by_their_own_numbers_whichever_stands_first() {
    let mut desk = Desk::new();
    let row = |group: &str, nth: u32| {
        let id = id("19600305", nth);
        let name = format!("王{}", ["甲", "乙", "丙", "丁", "戊"][(nth as usize - 11) / 2]);
        format!("{group},,{name},{name},户主,{id},,,,,,,\n")
    };
    desk.import(&format!("{HEAD}{}{}{}", row("第八社", 11), row("周家院子", 13), row("三社", 15)));
    let names = |desk: &Desk| desk.village.info.groups.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&desk), ["三社", "第八社", "周家院子"]);
    desk.import(&format!("{HEAD}{}{}", row("一社", 17), row("8社", 19)));
    assert_eq!(names(&desk), ["三社", "第八社", "周家院子", "一社"], "a number once given stays");
}
