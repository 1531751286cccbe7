//! What is due for destruction, as the command line lists it, destroys it and prints its sheet.

use super::Program;

const REGISTER: &str = "组别,户主姓名,姓名,与户主关系,身份证号码,联系电话\n\
    一社,欧阳建国,欧阳建国,户主,510225195503089010,13983310426\n";
const TASKS: &str = "编号,组别,户主姓名,办事人,身份证号码,联系电话,事项名称,受理日期,办结日期,状态\n\
    DB1,一社,欧阳建国,欧阳建国,510225195503089010,13983310426,高龄津贴,2026-10-20,2026-11-02,已归档\n";

fn with_a_task() -> Program {
    let program = Program::founded();
    for (name, text) in [("册.csv", REGISTER), ("台账.csv", TASKS)] {
        let path = program.temp.path().join(name);
        std::fs::write(&path, text).unwrap();
        let done = program.call(&["import", path.to_str().unwrap(), "--json"]);
        assert_eq!(done.status, 0, "{} {}", done.out, done.err);
    }
    program
}

#[test]
fn what_is_due_is_listed_destroyed_only_on_request_and_its_sheet_names_nobody() {
    let program = with_a_task();
    let tasks = program.call(&["tasks", "--all", "--json"]).json();
    let no = tasks[0]["no"].as_str().unwrap().to_owned();
    let list = program.call(&["retention", "--json", "--date", "2026-12-01"]);
    assert_eq!(list.status, 0, "{}", list.err);
    let kinds = list.json();
    assert_eq!(
        (kinds.as_array().unwrap().len(), &kinds[0]["code"], &kinds[0]["keep"]),
        (8, &"task".into(), &"10年".into())
    );
    assert!(kinds.as_array().unwrap().iter().all(|kind| kind["count"] == 0), "{kinds}");
    let late = "2040-01-01";
    let list = program.call(&["retention", "--json", "--date", late]).json();
    assert_eq!((&list[0]["count"], &list[0]["blocked"]), (&1.into(), &0.into()), "{list}");
    assert!(!list.to_string().contains("欧阳建国"));
    let order = ["retention", "--destroy", "--basis", "镇档案规定", "--approved-by", "张主任", "--date", late];
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
    assert!(done.out.contains("单独销毁，依据：本人要求删除"), "{}", done.out);
    assert_eq!(program.call(&["retention", "--destroy"]).status, 2);
    assert_eq!(program.call(&["retention", "--yes"]).status, 2);
}
