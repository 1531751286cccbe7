//! `fill` and `forms`: a blank form is written, filled, and not written over.

use super::{Program, add_household};

#[test]
fn the_forms_are_listed_without_a_village() {
    let listed = Program::new().call(&["forms", "--json"]);
    assert_eq!(listed.status, 0, "{}", listed.err);
    let forms = listed.json();
    assert!(forms.as_array().unwrap().len() >= 12);
    assert_eq!(super::keys_of(&forms[0]).join(" "), "columns name period reason rows whole");
}

#[test]
fn a_blank_form_is_written_filled_and_never_written_over() {
    let program = Program::founded();
    add_household(&program.data());
    let path = |name: &str| program.temp.path().join(name).to_str().unwrap().to_owned();
    let (blank, out) = (path("空表.xlsx"), path("填好.xlsx"));
    let written = program.call(&["forms", "耕地地力补贴清册", "--out", &blank]);
    assert_eq!(written.status, 0, "{}", written.err);
    let before = std::fs::read(&blank).unwrap();
    let filled = program.call(&["fill", &blank, "--out", &out, "--json"]);
    assert_eq!(filled.status, 0, "{}", filled.err);
    assert_eq!(filled.keys().join(" "), "blank_columns form left_out path rows");
    let json = filled.json();
    assert_eq!((&json["form"], &json["rows"]), (&"耕地地力补贴清册".into(), &1.into()));
    assert!(json["blank_columns"].to_string().contains("农户签字"), "{json}");
    assert!(filled.err.contains("这几栏空着"), "{}", filled.err);
    assert_eq!(std::fs::read(&blank).unwrap(), before, "the blank form stays as it was");
    let after = std::fs::read(&out).unwrap();
    let again = program.call(&["fill", &blank, "--out", &out]);
    assert_eq!((again.status, again.out.as_str()), (1, ""), "{}", again.err);
    assert!(again.err.contains("已经有"), "{}", again.err);
    let over = program.call(&["fill", &out, "--out", &path("再填.xlsx")]);
    assert_eq!(over.status, 1);
    assert!(over.err.contains("已经有内容") && over.err.contains("本村资料没有动"), "{}", over.err);
    assert_eq!(std::fs::read(&out).unwrap(), after);
    let none = program.call(&["fill", &path("没有.xlsx"), "--out", &path("再填.xlsx")]);
    assert_eq!(none.status, 1, "{}", none.err);
    assert!(!program.temp.path().join("再填.xlsx").exists());
}
