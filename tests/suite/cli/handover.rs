//! `handover` and `takeover`: a village from one officer to the next, as scripts call them.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Answer, Program, add_household, answer, document_text};

const OLD: &str = "桃花流水鳜鱼肥abc";
const NEW: &str = "西塞山前白鹭飞xyz";

fn stick(program: &Program) -> PathBuf {
    let stick = program.temp.path().join("stick");
    std::fs::create_dir_all(&stick).unwrap();
    stick
}

fn hand_over(program: &Program, old: Option<&Path>) -> Answer {
    let stick = stick(program);
    let mut command = program.command(&["handover", "--to", stick.to_str().unwrap(), "--successor", "李华", "--json"]);
    command.env("DAIBAN_HANDOVER_PASSPHRASE_FILE", program.passphrase(NEW));
    if let Some(old) = old {
        command.env("DAIBAN_PASSPHRASE_FILE", old);
    }
    answer(&mut command)
}

fn take_over(program: &Program, file: &Path, to: &Path, words: &str, more: &[&str]) -> Answer {
    let args = ["takeover", file.to_str().unwrap(), "--data", to.to_str().unwrap(), "--json"];
    let mut command = program.command(&[&args, more].concat());
    answer(command.env("DAIBAN_PASSPHRASE_FILE", program.passphrase(words)))
}

fn pack_of(handed: &Answer) -> PathBuf {
    assert_eq!(handed.status, 0, "{}", handed.err);
    PathBuf::from(handed.json()["path"].as_str().unwrap())
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_village_goes_to_the_successor_and_the_old_copy_is_to_be_looked_at_only() {
    let program = Program::founded();
    add_household(&program.data());
    let handed = hand_over(&program, None);
    let (pack, json) = (pack_of(&handed), handed.json());
    for (key, value) in [("changes", 2), ("people", 1), ("tasks", 0), ("households", 1), ("originals", 0), ("term", 1)]
    {
        assert_eq!(json[key], value, "{key}");
    }
    assert_eq!((json["from"].as_str(), json["successor"].as_str()), (Some("王敏"), Some("李华")));
    let sheet = PathBuf::from(json["sheet"].as_str().unwrap());
    let text = document_text(&sheet);
    let id = json["id"].as_str().unwrap();
    assert!(text.contains(id) && text.contains("接手人（李华）") && text.contains("没有。"), "{text}");
    let sum: String = text.split_whitespace().collect();
    assert!(sum.contains(json["sha256"].as_str().unwrap()), "{text}");
    #[cfg(unix)]
    for file in [&pack, &sheet] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    // The old copy opens and shows everything, and keeps nothing.
    let seen = program.call(&["households", "--json"]);
    assert_eq!((seen.status, seen.json()[0]["head"].as_str()), (0, Some("李德全")));
    assert!(seen.err.contains("已交接给李华，这份只能看"), "{}", seen.err);
    let register = program.temp.path().join("名册.csv");
    std::fs::write(&register, "社别,户编号,姓名,与户主关系\n二社,2,周开明,户主\n").unwrap();
    let stick = stick(&program);
    let to = ["--to", stick.to_str().unwrap()];
    let before = names(&stick);
    let backup = [&["backup"][..], &to].concat();
    let export = [&["export"][..], &to].concat();
    let again = [&["handover", "--successor", "赵六"][..], &to].concat();
    for args in [&["import", register.to_str().unwrap()][..], &backup, &export, &again] {
        let refused = program.call(args);
        assert_eq!((refused.status, refused.out.as_str()), (1, ""), "{args:?} {}", refused.err);
        assert!(refused.err.contains(&format!("handover --revoke {id}")), "{}", refused.err);
    }
    assert_eq!(names(&stick), before);
    // The successor goes on, on another machine.
    let place = program.temp.path().join("new");
    let looked = take_over(&program, &pack, &place, NEW, &["--dry-run", "--phone", "13800003319"]);
    assert_eq!((looked.status, place.exists()), (0, false), "{}", looked.err);
    let recovery = program.temp.path().join("恢复单.txt");
    let more = ["--recovery", recovery.to_str().unwrap(), "--phone", "13800003319"];
    let taken = take_over(&program, &pack, &place, NEW, &more);
    assert_eq!((taken.status, taken.json()), (0, looked.json()), "{}", taken.err);
    for key in ["changes", "people", "tasks", "sha256", "households"] {
        assert_eq!(taken.json()[key], json[key], "{key}");
    }
    assert_eq!((taken.json()["liaison"].as_str(), &taken.json()["term"]), (Some("李华"), &Value::from(2)));
    assert!(std::fs::read_to_string(&recovery).unwrap().contains("恢复码"));
    let new = program.passphrase(NEW);
    let call = |args: &[&str]| {
        let data = ["--data", place.to_str().unwrap()];
        answer(program.command(&[args, &data].concat()).env("DAIBAN_PASSPHRASE_FILE", &new))
    };
    assert_eq!(call(&["households", "--json"]).out, seen.out);
    let imported = call(&["import", register.to_str().unwrap()]);
    assert_eq!(imported.status, 0, "{}", imported.err);
    assert_eq!(call(&["doctor"]).status, 0);
    assert_eq!(program.call(&["doctor"]).status, 0);
    assert_eq!(program.call(&["tasks", "--data", place.to_str().unwrap()]).status, 3, "it is sealed");
    let looked = take_over(&program, &pack, &place, NEW, &["--dry-run"]);
    assert_eq!(looked.status, 0, "{}", looked.err);
    assert!(looked.err.contains("现在还不行"), "{}", looked.err);
    let full = take_over(&program, &pack, &place, NEW, &[]);
    assert_eq!((full.status, full.out.as_str()), (1, ""), "{}", full.err);
}

#[test]
fn a_pack_that_was_harmed_or_is_none_or_has_another_passphrase_leaves_nothing() {
    let program = Program::founded();
    let pack = pack_of(&hand_over(&program, None));
    let (good, place) = (std::fs::read(&pack).unwrap(), program.temp.path().join("new"));
    let recovery = program.temp.path().join("恢复单.txt");
    let refused = |words: &str, status: i32, said: &str| {
        let more = ["--recovery", recovery.to_str().unwrap()];
        let refused = take_over(&program, &pack, &place, words, &more);
        assert_eq!((refused.status, refused.out.as_str(), place.exists()), (status, "", false), "{}", refused.err);
        assert!(refused.err.contains(said), "{}", refused.err);
        assert!(!recovery.exists());
        assert!(!program.temp.path().join("new.restoring").exists());
    };
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    let mut newer = good.clone();
    newer[9] = 2;
    for (bytes, said) in
        [(&good[..good.len() - 1], "没有接任"), (&flipped, "没有接任"), (&newer, "更新版本"), (b"x", "没有接任")]
    {
        std::fs::write(&pack, bytes).unwrap();
        refused(NEW, 3, said);
    }
    std::fs::write(&pack, &good).unwrap();
    refused(OLD, 3, "口令不对");
    let restore = program.call(&["restore", pack.to_str().unwrap(), "--data", place.to_str().unwrap()]);
    assert_eq!((restore.status, place.exists()), (1, false), "{}", restore.err);
    assert!(restore.err.contains("daiban takeover"), "{}", restore.err);
}

#[test]
fn a_backup_of_before_the_hand_over_is_restored_with_a_warning_and_in_a_term_of_its_own() {
    let program = Program::founded();
    add_household(&program.data());
    let stick = stick(&program);
    let made = program.call(&["backup", "--to", stick.to_str().unwrap(), "--json"]);
    let backup = made.json()["path"].as_str().unwrap().to_owned();
    let restore = |name: &str, more: &[&str]| {
        let place = program.temp.path().join(name);
        program.call(&[&["restore", &backup, "--data", place.to_str().unwrap(), "--json"], more].concat())
    };
    let twice = restore("second", &[]);
    assert_eq!(twice.status, 0, "{}", twice.err);
    assert!(twice.err.contains("已经有这个村") && !twice.err.contains("交接"), "{}", twice.err);
    pack_of(&hand_over(&program, None));
    for more in [&["--dry-run"][..], &[]] {
        let warned = restore("third", more);
        assert_eq!(warned.status, 0, "{}", warned.err);
        assert!(warned.err.contains("已从这台电脑交接给李华"), "{}", warned.err);
    }
    let place = program.temp.path().join("third");
    let again = ["handover", "--successor", "赵六", "--to", stick.to_str().unwrap(), "--json"];
    let mut command = program.command(&[&again[..], &["--data", place.to_str().unwrap()]].concat());
    let again = answer(command.env("DAIBAN_HANDOVER_PASSPHRASE_FILE", program.passphrase(NEW)));
    assert_eq!((again.status, &again.json()["term"]), (0, &Value::from(2)), "{}", again.err);
    let sheet = document_text(Path::new(again.json()["sheet"].as_str().unwrap()));
    assert!(sheet.contains("王敏（第1任）") && sheet.contains("赵六（第2任）"), "{sheet}");
}

#[test]
fn a_hand_over_is_revoked_by_its_number_and_the_copy_goes_on() {
    let program = Program::new();
    let old = program.passphrase(OLD);
    let call = |args: &[&str]| answer(program.command(args).env("DAIBAN_PASSPHRASE_FILE", &old));
    let init = ["init", "--village", "大坪村", "--town", "慈云镇", "--liaison", "王敏", "--group", "一社"];
    assert_eq!(call(&init).status, 0);
    assert_eq!(call(&["handover", "--revoke", "12345678"]).status, 1, "nothing was handed over");
    let to = ["handover", "--successor", "李华", "--to", program.temp.path().to_str().unwrap()];
    let mut same = program.command(&to);
    let same = same.env("DAIBAN_PASSPHRASE_FILE", &old).env("DAIBAN_HANDOVER_PASSPHRASE_FILE", &old);
    let same = answer(same);
    assert_eq!((same.status, same.err.contains("另定一个")), (1, true), "{}", same.err);
    let handed = hand_over(&program, Some(&old));
    let pack = pack_of(&handed);
    let place = program.temp.path().join("new");
    assert_eq!(take_over(&program, &pack, &place, OLD, &[]).status, 3, "the old passphrase opens no pack");
    let wrong = call(&["handover", "--revoke", "12345678"]);
    assert_eq!((wrong.status, wrong.out.as_str()), (1, ""), "{}", wrong.err);
    let id = handed.json()["id"].as_str().unwrap().to_owned();
    assert!(wrong.err.contains(&id), "{}", wrong.err);
    let revoked = call(&["handover", "--revoke", &id, "--json"]);
    assert_eq!((revoked.status, revoked.json()["revoked"].as_str()), (0, Some(id.as_str())), "{}", revoked.err);
    let stick = stick(&program);
    assert_eq!(call(&["backup", "--to", stick.to_str().unwrap()]).status, 0);
    let again = hand_over(&program, Some(&old));
    assert_ne!(pack_of(&again), pack);
}

#[test]
fn a_hand_over_asks_for_a_name_a_passphrase_and_a_place() {
    let program = Program::founded();
    let stick = stick(&program);
    let to = ["handover", "--to", stick.to_str().unwrap()];
    let nameless = program.call(&to);
    assert_eq!((nameless.status, nameless.out.as_str()), (2, ""), "{}", nameless.err);
    let named = [&to[..], &["--successor", "李华"]].concat();
    let unasked = program.call(&named);
    assert_eq!(unasked.status, 2, "{}", unasked.err);
    assert!(unasked.err.contains("DAIBAN_HANDOVER_PASSPHRASE_FILE"), "{}", unasked.err);
    let short = answer(program.command(&named).env("DAIBAN_HANDOVER_PASSPHRASE_FILE", program.passphrase("短")));
    assert_eq!(short.status, 1, "{}", short.err);
    let blank = [&to[..], &["--successor", " "]].concat();
    assert_eq!(program.call(&blank).status, 1);
    let nowhere = ["handover", "--to", "/没有/这里", "--successor", "李华"];
    let nowhere = answer(program.command(&nowhere).env("DAIBAN_HANDOVER_PASSPHRASE_FILE", program.passphrase(NEW)));
    assert_eq!(nowhere.status, 1, "{}", nowhere.err);
    assert!(nowhere.err.contains("交接包没有写成") && nowhere.err.contains("资料没有动"), "{}", nowhere.err);
    assert_eq!(names(&stick), Vec::<String>::new());
    add_household(&program.data());
}
