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
        "{HEAD}一社,H1,王建国,王建国,户主,{one},男,,13911112222,一般户,,是,\n一社,H1,王建国,王小,孙子,{new},男,,,,,,\n"
    );
    let plan = desk.import(&text);
    assert_eq!((plan.counts.accepted, plan.counts.updated, plan.counts.absent), (2, 1, 2));
    let head = desk.person("王建国");
    let phones: Vec<_> = head.phones.iter().map(|phone| phone.digits()).collect();
    assert_eq!(phones, ["13911112222", "13800001111"]);
    let absent: Vec<_> = plan.absent.iter().map(|id| desk.village.person(*id).unwrap().name.as_str()).collect();
    assert_eq!(absent, ["赵梅", "李四"]);
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
