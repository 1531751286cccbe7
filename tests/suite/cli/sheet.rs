//! `sheet` and `appraisal`: pages to print, which name nobody they need not, and are never written over another file.

use super::Program;

#[test]
fn a_sheet_is_listed_written_once_and_nothing_is_written_over() {
    let program = Program::founded();
    let names = program.call(&["sheet", "--json"]).json();
    let names: Vec<&str> = names.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert!(names.len() == 16 && names.contains(&"投诉渠道告知单") && names.contains(&"镇干部测评票"), "{names:?}");
    let of_one = ["催办单", "一次性告知单", "委托书", "户信息核对表", "U盘丢失清单"];
    for name in names.iter().filter(|name| !of_one.contains(name)) {
        let document = program.data().with_file_name(format!("{name}.docx"));
        let out = document.to_str().unwrap();
        assert_eq!(program.call(&["sheet", name, "--out", out]).status, 0, "{name}");
        let bytes = std::fs::read(&document).unwrap();
        assert!(bytes.starts_with(b"PK"), "{name}");
        assert_eq!(program.call(&["sheet", name, "--out", out]).status, 1, "{name}");
        assert_eq!(std::fs::read(&document).unwrap(), bytes);
        let path = program.data().with_file_name(format!("{name}.html"));
        let out = path.to_str().unwrap();
        let written = program.call(&["sheet", name, "--out", out, "--json"]);
        assert_eq!((written.status, written.json()["path"].as_str()), (0, Some(out)), "{name}: {}", written.err);
        let page = std::fs::read_to_string(&path).unwrap();
        assert!(page.contains("<!DOCTYPE html>") && page.ends_with("</html>\n"), "{name}");
        assert_eq!(program.call(&["sheet", name, "--out", out]).status, 1, "{name}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), page);
    }
}

#[test]
fn a_sheet_nobody_knows_and_one_of_no_matter_are_told_in_chinese() {
    let program = Program::founded();
    for (args, status) in [
        (&["sheet", "考勤表"][..], 2),
        (&["sheet", "催办单"], 2),
        (&["sheet", "催办单", "--task", "2026-0001"], 1),
        (&["sheet", "一次性告知单"], 2),
        (&["sheet", "委托书", "--task", "2026-0001"], 1),
        (&["sheet", "户信息核对表"], 2),
        (&["sheet", "户信息核对表", "--household", "3-999"], 1),
        (&["sheet", "U盘丢失清单"], 2),
        (&["sheet", "U盘丢失清单", "--package", "9"], 1),
        (&["sheet", "U盘丢失清单", "--place", "/media/没有"], 1),
    ] {
        let answer = program.call(args);
        assert_eq!(answer.status, status, "{args:?} {}", answer.err);
        let told = [
            "催办单",
            "2026-0001",
            "--task",
            "--household",
            "没有这个编号的户",
            "--package",
            "没有第9包",
            "没有写过东西",
        ];
        assert!(told.iter().any(|words| answer.err.contains(words)), "{}", answer.err);
    }
    let shown = program.call(&["appraisal", "--json"]).json();
    let weights = &shown["forms"][0]["weights"];
    assert_eq!((weights[2]["group"].as_str(), weights[2]["percent"].as_u64()), (Some("村民代表"), Some(60)));
    let empty = ["flags", "supervision"].map(|list| program.call(&[list, "--json"]).json());
    assert!(empty.iter().all(|list| list.as_array().is_some_and(Vec::is_empty)), "{empty:?}");
}

#[test]
fn what_was_on_a_lost_stick_is_told_by_package_and_by_place() {
    let program = Program::founded();
    super::add_household(&program.data());
    let stick = program.temp.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let stick = stick.to_str().unwrap();
    assert_eq!(program.call(&["export", "--to", stick, "--plain"]).status, 0);
    assert_eq!(program.call(&["backup", "--to", stick]).status, 0);
    let by_package = program.call(&["sheet", "U盘丢失清单", "--package", "1"]);
    let by_place = program.call(&["sheet", "U盘丢失清单", "--place", stick]);
    assert_eq!((by_package.status, &by_package.out), (0, &by_place.out), "{}", by_package.err);
    for wanted in ["第1包", "谁捡到都能看", "的备份", "马上要做的"] {
        assert!(by_package.out.contains(wanted), "{wanted} in {}", by_package.out);
    }
}
