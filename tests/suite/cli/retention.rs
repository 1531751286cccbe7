//! What is due for destruction, as the command line lists it, destroys it and prints its sheet.

use std::path::Path;

use daiban::desk::{Desk, fresh_mint};
use daiban::domain::change::RecordKey;
use daiban::domain::day::{Day, Moment};
use daiban::domain::decide::household::{EventIntent, HouseholdIntent};
use daiban::domain::decide::retention::{DestroyIntent, DestroyWhat};
use daiban::domain::decide::{Intent, Now};
use daiban::domain::household_event::HouseholdEventKind;
use daiban::domain::id::DestructionId;
use daiban::store::unlock::Unlock;

use super::sealed::files;
use super::{Answer, Program, answer};

const REGISTER: &str = "组别,户主姓名,姓名,与户主关系,身份证号码,联系电话\n\
    一社,欧阳建国,欧阳建国,户主,510225195503089010,13983310426\n";
const TASKS: &str = "编号,组别,户主姓名,办事人,身份证号码,联系电话,事项名称,受理日期,办结日期,状态\n\
    DB1,一社,欧阳建国,欧阳建国,510225195503089010,13983310426,高龄津贴,2015-10-20,2015-11-02,已归档\n";

fn with_a_task() -> Program {
    let program = Program::founded();
    take_in(&program, |args| program.call(args));
    program
}

/// Has the register and the old ledger taken in.
fn take_in(program: &Program, call: impl Fn(&[&str]) -> Answer) {
    for (name, text) in [("册.csv", REGISTER), ("台账.csv", TASKS)] {
        let path = program.temp.path().join(name);
        std::fs::write(&path, text).unwrap();
        let done = call(&["import", path.to_str().unwrap(), "--json"]);
        assert_eq!(done.status, 0, "{} {}", done.out, done.err);
    }
}

#[test]
fn what_is_due_is_listed_destroyed_only_on_request_and_its_sheet_names_nobody() {
    let program = with_a_task();
    let tasks = program.call(&["tasks", "--all", "--json"]).json();
    let no = tasks[0]["no"].as_str().unwrap().to_owned();
    let list = program.call(&["retention", "--json", "--date", "2020-12-01"]);
    assert_eq!(list.status, 0, "{}", list.err);
    let kinds = list.json();
    assert_eq!(
        (kinds.as_array().unwrap().len(), &kinds[0]["code"], &kinds[0]["keep"]),
        (17, &"task".into(), &"10年".into())
    );
    assert!(kinds.as_array().unwrap().iter().all(|kind| kind["count"] == 0), "{kinds}");
    let list = program.call(&["retention", "--json"]).json();
    assert_eq!((&list[0]["count"], &list[0]["blocked"]), (&1.into(), &0.into()), "{list}");
    assert!(!list.to_string().contains("欧阳建国"));
    let order = ["retention", "--destroy", "--basis", "镇档案规定", "--approved-by", "张主任"];
    let looked = program.call(&order);
    assert_eq!(looked.status, 0, "{}", looked.err);
    assert!(looked.out.contains("现在什么都没有销毁") && looked.out.contains(&no), "{}", looked.out);
    assert_eq!(program.call(&["tasks", "--all", "--json"]).json().as_array().unwrap().len(), 1);
    let sheet = program.temp.path().join("清册.txt");
    let done = program.call(&[&order[..], &["--yes", "--json", "--sheet", sheet.to_str().unwrap()]].concat());
    assert_eq!(
        (done.status, &done.json()["destroyed"], &done.json()["count"]),
        (0, &true.into(), &1.into()),
        "{}",
        done.err
    );
    assert_eq!(program.call(&["tasks", "--all", "--json"]).json().as_array().unwrap().len(), 0);
    let text = std::fs::read_to_string(&sheet).unwrap();
    assert!(text.contains(&no) && text.contains("批准人（张主任）签字") && !text.contains("欧阳"), "{text}");
    assert_eq!(program.call(&["retention", "--record", "1"]).out, text.trim_start_matches('\u{feff}'));
    assert_eq!(program.call(&["retention", "--record", "2"]).status, 1);
    let again = program.call(&[&order[..], &["--yes"]].concat());
    assert_eq!(again.status, 1);
    assert!(again.err.contains("没有到期能销毁的记录"), "{}", again.err);
    assert_eq!(program.call(&["doctor"]).status, 0);
}

#[test]
fn what_is_only_due_on_a_day_to_come_is_not_destroyed_by_asking_for_that_day() {
    let program = Program::founded();
    let path = program.temp.path().join("台账.csv");
    std::fs::write(&path, TASKS.replace("2015", "2026")).unwrap();
    assert_eq!(program.call(&["import", path.to_str().unwrap()]).status, 0);
    let list = program.call(&["retention", "--json", "--date", "2040-01-01"]).json();
    assert_eq!(list[0]["count"], 1, "it can be looked at: {list}");
    let order = ["retention", "--destroy", "--basis", "镇档案规定", "--approved-by", "张主任", "--date", "2040-01-01"];
    for more in [&["--yes"][..], &[]] {
        let refused = program.call(&[&order[..], more].concat());
        assert_eq!(refused.status, 1, "{}", refused.out);
        assert!(refused.err.contains("还没有到，什么都没有销毁"), "{}", refused.err);
    }
    assert_eq!(program.call(&["tasks", "--all", "--json"]).json().as_array().unwrap().len(), 1);
    assert_eq!(program.call(&["retention", "--record", "1"]).status, 1);
}

#[test]
fn one_record_goes_on_demand_and_one_that_is_needed_is_refused_with_the_reason() {
    let program = with_a_task();
    let order = ["retention", "--destroy", "--basis", "本人要求删除", "--approved-by", "张主任", "--yes"];
    let asked = |more: &[&str]| program.call(&[&order[..], more].concat());
    assert!(asked(&["--task", "2026-9999"]).err.contains("没有编号是 2026-9999 的事项"));
    let household = program.call(&["households", "--json"]).json()[0]["no"].as_str().unwrap().to_owned();
    if !household.is_empty() {
        assert!(asked(&["--household", &household]).err.contains("还在册"));
    }
    assert_eq!(asked(&["--person", "欧阳建国"]).status, 1);
    assert!(asked(&["--person"]).err.contains("没有登记叫这个名字的人"), "nobody is there to be asked");
    let tasks = program.call(&["tasks", "--all", "--json"]).json();
    let no = tasks[0]["no"].as_str().unwrap().to_owned();
    let done = asked(&["--task", &no]);
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(done.out.contains("依据：单独销毁，本人要求删除"), "{}", done.out);
    assert_eq!(program.call(&["retention", "--destroy"]).status, 2);
    assert_eq!(program.call(&["retention", "--yes"]).status, 2);
}

/// Destroys the task of this number, as the screens do it: the files are left as they are.
fn destroyed_on_the_screens(data: &Path, no: &str) {
    let at = Moment::at(Day::parse_iso("2026-11-24").unwrap(), 9, 0);
    let mut opened = Desk::open(data, Unlock::Nothing, &mut |_| {}).unwrap();
    let task = opened.village.tasks().find(|task| task.no.to_string() == no).unwrap().id;
    let now = Now { at, today: at.day(), actor: "王敏", tables: &opened.tables };
    let intent = DestroyIntent {
        id: DestructionId::mint(&mut fresh_mint().unwrap(), at),
        what: DestroyWhat::One(RecordKey::Task(task)),
        basis: "本人要求删除".to_owned(),
        approved_by: "张主任".to_owned(),
    };
    opened.desk.perform(&mut opened.village, &now, Intent::Destroy(Box::new(intent))).unwrap();
    opened.desk.close().unwrap();
}

#[test]
fn an_erasure_after_two_destructions_shows_the_sheets_of_both() {
    let program = with_a_task();
    let path = program.temp.path().join("又一本台账.csv");
    std::fs::write(&path, TASKS.replace("DB1", "DB2").replace("高龄津贴", "临时救助")).unwrap();
    assert_eq!(program.call(&["import", path.to_str().unwrap()]).status, 0);
    let to = program.temp.path().join("U盘");
    std::fs::create_dir(&to).unwrap();
    assert_eq!(program.call(&["backup", "--to", to.to_str().unwrap()]).status, 0);
    let tasks = program.call(&["tasks", "--all", "--json"]).json();
    let numbers: Vec<&str> = tasks.as_array().unwrap().iter().map(|task| task["no"].as_str().unwrap()).collect();
    assert_eq!(numbers.len(), 2, "{tasks}");
    numbers.iter().for_each(|no| destroyed_on_the_screens(&program.data(), no));
    let sheet = program.temp.path().join("清册.txt");
    let done = program.call(&["retention", "--erase", "--sheet", sheet.to_str().unwrap()]);
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(done.out.contains("已销毁 2 条") && done.err.contains("现在就备份一次"), "{} {}", done.out, done.err);
    let text = std::fs::read_to_string(&sheet).unwrap();
    for told in ["第1号", "第2号", numbers[0], numbers[1]] {
        assert!(done.out.contains(told) && text.contains(told), "{told} is not in {text}");
    }
    assert_eq!(text.matches(".dbbak").count(), 2, "the backup is on both: {text}");
}

/// A text as UTF-8, UTF-16 and GB18030.
fn spellings(text: &str) -> [Vec<u8>; 3] {
    [
        text.as_bytes().to_vec(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        encoding_rs::GB18030.encode(text).0.into_owned(),
    ]
}

/// The words that can be read in a file below the folder.
fn readable(dir: &Path, words: &[&'static str]) -> Vec<&'static str> {
    let files = files(dir);
    let is_in = |wanted: &[u8]| files.iter().any(|(_, bytes)| bytes.windows(wanted.len()).any(|here| here == wanted));
    words.iter().copied().filter(|word| spellings(word).iter().any(|wanted| is_in(wanted))).collect()
}

/// The only person of the village dies, so that the household is over too.
fn dies(data: &Path) {
    let at = Moment::at(Day::parse_iso("2026-11-20").unwrap(), 9, 0);
    // By the ledger of that time: else it would be too long ago to be typed.
    let died_on = Day::parse_iso("2015-11-20").unwrap();
    let mut opened = Desk::open(data, Unlock::Nothing, &mut |_| {}).unwrap();
    let person = opened.village.people().next().unwrap();
    let event = EventIntent {
        household: person.household.unwrap(),
        kind: HouseholdEventKind::Death,
        on: died_on,
        person: Some(person.id),
        newcomer: None,
        detail: "欧阳建国病故".to_owned(),
        evidence: String::new(),
    };
    let now = Now { at, today: died_on, actor: "王敏", tables: &opened.tables };
    let intent = Intent::Household(HouseholdIntent::Event(Box::new(event)));
    opened.desk.perform(&mut opened.village, &now, intent).unwrap();
    opened.desk.close().unwrap();
}

/// The link of the chain behind the last act, and its number.
fn head(data: &Path) -> ([u8; 32], u64) {
    let opened = Desk::open(data, Unlock::Nothing, &mut |_| {}).unwrap();
    let at = Moment::at(Day::parse_iso("2026-11-21").unwrap(), 9, 0);
    let now = Now { at, today: at.day(), actor: "王敏", tables: &opened.tables };
    let pack = opened.desk.plan_handover(&opened.village, &now, "李华", &mut fresh_mint().unwrap()).unwrap();
    (pack.head, pack.upto.0)
}

#[test]
fn in_no_file_of_the_village_is_there_a_word_of_what_was_destroyed() {
    const WORDS: [&str; 4] = ["欧阳建国", "510225195503089010", "13983310426", "高龄津贴"];
    let program = with_a_task();
    let data = program.data();
    dies(&data);
    // An ID is kept as a number and cannot be read there before, either.
    let told = [WORDS[0], WORDS[2], WORDS[3]];
    assert_eq!(readable(&data, &WORDS), told, "the search finds what is there");
    let (_, before) = head(&data);
    let order = ["retention", "--destroy", "--basis", "镇档案规定", "--approved-by", "张主任"];
    let done = program.call(&[&order[..], &["--yes", "--json"]].concat());
    assert_eq!((done.status, &done.json()["count"]), (0, &3.into()), "{} {}", done.out, done.err);
    assert_eq!(readable(&data, &WORDS), [""; 0]);
    let (link, upto) = head(&data);
    assert_eq!(upto, before + 1, "the act of the destruction and no other");
    let doctor = program.call(&["doctor", "--json"]);
    assert_eq!((doctor.status, &doctor.json()["healthy"]), (0, &true.into()), "{}", doctor.out);
    // What is made again of the journal is the same village.
    let lists = || ["households", "tasks", "retention"].map(|list| program.call(&[list, "--json"]).out);
    let lists_before = lists();
    std::fs::remove_dir_all(data.join("sled")).unwrap();
    assert_eq!(lists(), lists_before);
    assert_eq!(head(&data), (link, upto));
    assert_eq!(readable(&data, &WORDS), [""; 0]);
    assert_eq!(program.call(&["retention", "--record", "1"]).status, 0);
    assert_eq!(program.call(&["retention", "--erase"]).status, 1, "nothing is left to erase");
}

#[test]
fn a_sealed_village_comes_under_a_new_recovery_code_and_its_passphrase_stays() {
    let program = Program::new();
    let passphrase = program.passphrase("桃花流水鳜鱼肥abc");
    let call = |args: &[&str]| answer(program.command(args).env("DAIBAN_PASSPHRASE_FILE", &passphrase));
    let (old, new) = (program.temp.path().join("old.txt"), program.temp.path().join("new.txt"));
    let init =
        ["init", "--village", "大坪村", "--town", "慈云镇", "--liaison", "王敏", "--group", "一社", "--recovery"];
    assert_eq!(call(&[&init[..], &[old.to_str().unwrap()]].concat()).status, 0);
    take_in(&program, call);
    let order = ["retention", "--destroy", "--basis", "镇档案规定", "--approved-by", "张主任"];
    let done = call(&[&order[..], &["--yes", "--json", "--recovery", new.to_str().unwrap()]].concat());
    assert_eq!((done.status, &done.json()["count"]), (0, &1.into()), "{} {}", done.out, done.err);
    assert_eq!(call(&["tasks", "--all", "--json"]).json().as_array().unwrap().len(), 0);
    assert_eq!(call(&["doctor"]).status, 0);
    let code = |sheet: &Path| {
        let text = std::fs::read_to_string(sheet).unwrap();
        text.lines().find_map(|line| line.strip_prefix("恢复码：").map(str::to_owned)).unwrap()
    };
    for (sheet, status) in [(&old, 3), (&new, 0)] {
        std::fs::write(&passphrase, code(sheet)).unwrap();
        assert_eq!(call(&["tasks"]).status, status, "{}", sheet.display());
    }
}
