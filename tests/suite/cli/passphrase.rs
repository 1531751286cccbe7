//! `passphrase`: the old one opens nothing any more, the new one everything, and a refusal changes nothing.

use std::path::Path;

use serde_json::Value;

use super::{Answer, Program, answer};

const OLD: &str = "桃花流水鳜鱼肥abc";
const NEW: &str = "西塞山前白鹭飞xyz";

fn sealed() -> Program {
    let program = Program::new();
    let init = ["init", "--village", "大坪村", "--town", "慈云镇", "--liaison", "王敏"];
    assert_eq!(answer(program.command(&init).env("DAIBAN_PASSPHRASE_FILE", program.passphrase(OLD))).status, 0);
    assert_eq!(program.first_of_choice(), program.data(), "a new village is in the choice of villages");
    program
}

fn change(program: &Program, old: &Path, new: Option<&Path>, more: &[&str]) -> Answer {
    let mut command = program.command(&[&["passphrase", "--json"][..], more].concat());
    answer(command.env("DAIBAN_PASSPHRASE_FILE", old).envs(new.map(|new| ("DAIBAN_NEW_PASSPHRASE_FILE", new))))
}

fn opens(program: &Program, file: &Path) -> i32 {
    answer(program.command(&["tasks"]).env("DAIBAN_PASSPHRASE_FILE", file)).status
}

#[test]
fn the_passphrase_is_changed_and_with_a_sheet_the_recovery_code_too() {
    let program = sealed();
    let (old, new) = (program.passphrase(OLD), program.passphrase(NEW));
    let changed = change(&program, &old, Some(&new), &[]);
    assert_eq!(
        (changed.status, changed.keys()),
        (0, vec!["data".to_owned(), "recovery".to_owned()]),
        "{}",
        changed.err
    );
    assert_eq!(changed.json()["recovery"], Value::Null);
    assert_eq!((opens(&program, &old), opens(&program, &new)), (3, 0));
    let sheet = program.temp.path().join("恢复单.txt");
    let with_sheet = ["--recovery", sheet.to_str().unwrap()];
    assert_eq!(change(&program, &new, Some(&old), &with_sheet).status, 0);
    let printed = std::fs::read_to_string(&sheet).unwrap();
    assert!(printed.contains("慈云镇大坪村"), "{printed}");
    let code = printed.lines().find_map(|line| line.strip_prefix("恢复码：")).unwrap();
    // Forgotten: the code on the sheet is as good as the old passphrase.
    let code = program.passphrase(code);
    assert_eq!((opens(&program, &new), opens(&program, &code)), (3, 0));
    assert_eq!(change(&program, &code, Some(&new), &[]).status, 0);
    assert_eq!((opens(&program, &old), opens(&program, &new), opens(&program, &code)), (3, 0, 0));
}

#[test]
fn what_is_refused_leaves_the_old_passphrase_as_it_is() {
    let program = sealed();
    let (old, new, short) = (program.passphrase(OLD), program.passphrase(NEW), program.passphrase("短"));
    let sheet = program.temp.path().join("恢复单.txt");
    let with_sheet = ["--recovery", sheet.to_str().unwrap()];
    let refusals = [(&new, Some(new.as_path()), 3), (&old, None, 2), (&old, Some(short.as_path()), 1)];
    for (with, to, status) in refusals {
        let refused = change(&program, with, to, &with_sheet);
        assert_eq!((refused.status, refused.out.as_str(), sheet.exists()), (status, "", false), "{}", refused.err);
    }
    std::fs::write(&sheet, "别的").unwrap();
    let taken = change(&program, &old, Some(&new), &with_sheet);
    assert_eq!(taken.status, 1, "{}", taken.err);
    assert!(taken.err.contains("口令没有改"), "{}", taken.err);
    assert_eq!(std::fs::read_to_string(&sheet).unwrap(), "别的");
    assert_eq!((opens(&program, &old), opens(&program, &new)), (0, 3));
    let plain = Program::founded();
    let none = change(&plain, &old, Some(&new), &[]);
    assert_eq!(none.status, 1, "{}", none.err);
    assert!(none.err.contains("没有口令"), "{}", none.err);
}
