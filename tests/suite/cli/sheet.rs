//! `sheet` and `appraisal`: pages to print, which name nobody they need not, and are never written over another file.

use super::Program;

#[test]
fn a_sheet_is_listed_written_once_and_nothing_is_written_over() {
    let program = Program::founded();
    let names = program.call(&["sheet", "--json"]).json();
    let names: Vec<&str> = names.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert!(names.len() == 10 && names.contains(&"投诉渠道告知单") && names.contains(&"镇干部测评票"), "{names:?}");
    for name in names.iter().filter(|name| **name != "催办单") {
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
    for (args, status) in
        [(&["sheet", "考勤表"][..], 2), (&["sheet", "催办单"], 2), (&["sheet", "催办单", "--task", "2026-0001"], 1)]
    {
        let answer = program.call(args);
        assert_eq!(answer.status, status, "{args:?} {}", answer.err);
        assert!(answer.err.contains("催办单") || answer.err.contains("2026-0001"), "{}", answer.err);
    }
    let shown = program.call(&["appraisal", "--json"]).json();
    let weights = &shown["forms"][0]["weights"];
    assert_eq!((weights[2]["group"].as_str(), weights[2]["percent"].as_u64()), (Some("村民代表"), Some(60)));
    let empty = ["flags", "supervision"].map(|list| program.call(&[list, "--json"]).json());
    assert!(empty.iter().all(|list| list.as_array().is_some_and(Vec::is_empty)), "{empty:?}");
}
