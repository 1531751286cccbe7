//! `backup` and `restore`: a village onto another disk and back, as scripts call them.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Answer, Program, add_household, answer};

fn stick(program: &Program) -> PathBuf {
    let stick = program.temp.path().join("stick");
    std::fs::create_dir_all(&stick).unwrap();
    stick
}

fn back_up(program: &Program) -> Answer {
    let stick = stick(program);
    program.call(&["backup", "--to", stick.to_str().unwrap(), "--json"])
}

fn restore(program: &Program, file: &Path, to: &Path, more: &[&str]) -> Answer {
    let args = ["restore", file.to_str().unwrap(), "--data", to.to_str().unwrap(), "--json"];
    program.call(&[&args, more].concat())
}

fn has_keys(answer: &Value) -> bool {
    ["path", "changes", "people", "tasks", "sha256"].iter().all(|key| answer.get(key).is_some())
}

#[test]
fn a_village_comes_back_from_its_backup_in_an_empty_place_and_nowhere_else() {
    let program = Program::founded();
    add_household(&program.data());
    let made = back_up(&program);
    assert_eq!(made.status, 0, "{}", made.err);
    assert!(made.err.contains("没有加密") && made.err.contains("同一个盘"), "{}", made.err);
    let backup = made.json();
    assert!(has_keys(&backup), "{backup}");
    assert_eq!((&backup["changes"], &backup["people"], &backup["tasks"]), (&2.into(), &1.into(), &0.into()));
    let file = PathBuf::from(backup["path"].as_str().unwrap());
    let name = file.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("大坪村_") && name.ends_with("_第2号.dbbak"), "{name}");
    let place = program.temp.path().join("new");
    let seen = restore(&program, &file, &place, &["--dry-run"]);
    assert_eq!((seen.status, place.exists()), (0, false), "{}", seen.err);
    let restored = restore(&program, &file, &place, &[]);
    assert_eq!(program.first_of_choice(), place, "what was restored is in the choice of villages");
    assert_eq!((restored.status, &restored.json()), (0, &seen.json()), "{}", restored.err);
    for key in ["changes", "people", "tasks", "sha256"] {
        assert_eq!(restored.json()[key], backup[key], "{key}");
    }
    let households = |data: &Path| program.call(&["households", "--data", data.to_str().unwrap(), "--json"]).out;
    assert_eq!(households(&place), households(&program.data()));
    assert_eq!(program.call(&["doctor", "--data", place.to_str().unwrap()]).status, 0);
    for full in [&place, &program.data()] {
        let before = households(full);
        let refused = restore(&program, &file, full, &[]);
        assert_eq!((refused.status, refused.out.as_str()), (1, ""), "{}", refused.err);
        assert!(refused.err.contains(full.to_str().unwrap()), "{}", refused.err);
        assert_eq!(households(full), before);
    }
}

#[test]
fn a_backup_that_was_cut_or_changed_is_refused_by_name() {
    let program = Program::founded();
    let file = PathBuf::from(back_up(&program).json()["path"].as_str().unwrap());
    let good = std::fs::read(&file).unwrap();
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    for bytes in [&good[..good.len() - 1], &flipped, b"x", b""] {
        std::fs::write(&file, bytes).unwrap();
        for more in [&["--dry-run"][..], &[]] {
            let place = program.temp.path().join("new");
            let refused = restore(&program, &file, &place, more);
            assert_eq!((refused.status, refused.out.as_str(), place.exists()), (3, "", false), "{}", refused.err);
            assert!(refused.err.contains(file.to_str().unwrap()), "{}", refused.err);
            assert!(refused.err.contains("没有恢复"), "{}", refused.err);
        }
    }
    let absent = restore(&program, &program.temp.path().join("没有"), &program.temp.path().join("new"), &[]);
    assert_eq!((absent.status, absent.out.as_str()), (3, ""), "{}", absent.err);
}

#[test]
fn a_sealed_backup_asks_for_the_old_passphrase() {
    let program = Program::new();
    let (right, wrong) = (program.passphrase("桃花流水鳜鱼肥abc"), program.passphrase("桃花流水鳜鱼肥abd"));
    let call = |file: &Path, args: &[&str]| answer(program.command(args).env("DAIBAN_PASSPHRASE_FILE", file));
    let init = ["init", "--village", "大坪村", "--town", "慈云镇", "--liaison", "王敏"];
    assert_eq!(call(&right, &init).status, 0);
    let stick = stick(&program);
    let made = call(&right, &["backup", "--to", stick.to_str().unwrap(), "--json"]);
    assert_eq!((made.status, &made.json()["sealed"]), (0, &Value::Bool(true)), "{}", made.err);
    let file = made.json()["path"].as_str().unwrap().to_owned();
    let place = program.temp.path().join("new");
    let args = ["restore", &file, "--data", place.to_str().unwrap(), "--json"];
    let refused = call(&wrong, &args);
    assert_eq!((refused.status, place.exists()), (3, false), "{}", refused.err);
    assert!(refused.err.contains("口令不对"), "{}", refused.err);
    assert_eq!(program.call(&args).status, 3, "nobody is there to be asked");
    assert_eq!(call(&right, &args).status, 0);
    assert_eq!(call(&right, &["tasks", "--data", place.to_str().unwrap(), "--json"]).out, "[]\n");
}

#[test]
fn a_backup_has_to_have_somewhere_to_go() {
    let program = Program::founded();
    let nowhere = program.call(&["backup", "--to", "/没有/这里", "--json"]);
    assert_eq!((nowhere.status, nowhere.out.as_str()), (1, ""), "{}", nowhere.err);
    assert!(nowhere.err.contains("资料没有动"), "{}", nowhere.err);
}

#[test]
fn a_damaged_village_is_mended_from_a_copy_and_from_nothing_it_is_not() {
    let program = Program::founded();
    add_household(&program.data());
    let file = back_up(&program).json()["path"].as_str().unwrap().to_owned();
    let households = || program.call(&["households", "--json"]).out;
    let before = households();
    for name in ["header", "header.2"] {
        std::fs::remove_file(program.data().join(name)).unwrap();
    }
    let damaged = program.call(&["doctor", "--json"]);
    assert_eq!((damaged.status, &damaged.json()["healthy"]), (3, &false.into()), "{}", damaged.err);
    std::fs::remove_dir_all(program.data().join("snapshots")).unwrap();
    let without = program.call(&["doctor", "--repair"]);
    assert_eq!((without.status, without.out.as_str()), (3, ""), "{}", without.err);
    assert!(without.err.contains("--from"), "{}", without.err);
    let mended = program.call(&["doctor", "--repair", "--from", &file, "--json"]);
    assert_eq!((mended.status, &mended.json()["healthy"]), (0, &true.into()), "{}", mended.err);
    assert!(mended.err.contains("一笔都没有丢"), "{}", mended.err);
    assert_eq!(households(), before);
    // Nothing is left to mend, and so nothing is done.
    let again = program.call(&["doctor", "--repair"]);
    assert_eq!((again.status, households()), (0, before), "{}", again.err);
}

#[test]
fn damage_further_back_than_an_opening_looks_is_mended_from_a_copy_and_without_one_from_the_tables() {
    for has_copy in [true, false] {
        let program = Program::founded();
        (0..4).for_each(|_| add_household(&program.data()));
        assert_eq!(back_up(&program).status, 0);
        let households = || program.call(&["households", "--json"]).out;
        let before = households();
        let journal = program.data().join("journal/0001");
        let mut bytes = std::fs::read(&journal).unwrap();
        // In the body of the first act.
        bytes[200] ^= 1;
        std::fs::write(&journal, bytes).unwrap();
        if !has_copy {
            std::fs::remove_dir_all(program.data().join("snapshots")).unwrap();
        }
        assert_eq!(households(), before, "it opens all the same");
        let told = program.call(&["doctor", "--json"]);
        assert_eq!((told.status, &told.json()["healthy"]), (3, &false.into()), "{}", told.out);
        let mended = program.call(&["doctor", "--repair", "--json"]);
        assert_eq!((mended.status, &mended.json()["healthy"]), (0, &true.into()), "{} {}", mended.out, mended.err);
        let words = if has_copy { "一笔都没有丢" } else { "内容都在" };
        assert!(mended.err.contains(words), "{has_copy}: {}", mended.err);
        assert_eq!(households(), before);
        // What could not be copied any more can be again.
        assert_eq!(back_up(&program).status, 0);
    }
}

/// The whole data folder as it is now, in another place.
fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_newer_copy_brings_on_a_village_that_opens_and_one_that_knows_nothing_more_says_so() {
    let program = Program::founded();
    let old = program.temp.path().join("old");
    let of_old = |args: &[&str]| program.call(&[args, &["--data", old.to_str().unwrap()]].concat());
    copy_folder(&program.data(), &old);
    add_household(&program.data());
    let file = back_up(&program).json()["path"].as_str().unwrap().to_owned();
    assert_eq!(of_old(&["households", "--json"]).out, "[]\n");
    let brought = of_old(&["doctor", "--repair", "--from", &file, "--json"]);
    assert_eq!((brought.status, &brought.json()["healthy"]), (0, &true.into()), "{}", brought.err);
    assert!(brought.err.contains("补上了第 2 笔") && brought.err.contains("damaged"), "{}", brought.err);
    assert_eq!(of_old(&["households", "--json"]).out, program.call(&["households", "--json"]).out);
    let again = of_old(&["doctor", "--repair", "--from", &file]);
    assert_eq!(again.status, 0, "{}", again.err);
    assert!(again.err.contains("没有比这里多的"), "{}", again.err);
}

#[test]
fn a_village_that_went_on_another_way_than_a_copy_is_left_as_it_is_and_restore_is_named() {
    let program = Program::founded();
    let old = program.temp.path().join("old");
    let of_old = |args: &[&str]| program.call(&[args, &["--data", old.to_str().unwrap()]].concat());
    copy_folder(&program.data(), &old);
    add_household(&program.data());
    add_household(&program.data());
    let file = back_up(&program).json()["path"].as_str().unwrap().to_owned();
    // Shorter than the copy, and longer.
    for households in [1, 4] {
        (0..households).for_each(|_| add_household(&old));
        let before = of_old(&["households", "--json"]).out;
        let refused = of_old(&["doctor", "--repair", "--from", &file]);
        assert_eq!(refused.status, 3, "{}", refused.err);
        assert!(refused.err.contains("另一支") && refused.err.contains("daiban restore"), "{}", refused.err);
        assert_eq!(of_old(&["households", "--json"]).out, before);
    }
}

#[test]
fn a_copy_of_which_nothing_says_that_nothing_was_destroyed_since_needs_a_second_word() {
    let program = Program::founded();
    add_household(&program.data());
    let file = back_up(&program).json()["path"].as_str().unwrap().to_owned();
    let before = program.call(&["households", "--json"]).out;
    for name in ["header", "header.2"] {
        std::fs::remove_file(program.data().join(name)).unwrap();
    }
    for name in ["journal", "sled", "snapshots"] {
        std::fs::remove_dir_all(program.data().join(name)).unwrap();
    }
    // An empty folder is all that says that a village was here.
    std::fs::create_dir(program.data().join("sled")).unwrap();
    let refused = program.call(&["doctor", "--repair", "--from", &file]);
    assert_eq!((refused.status, refused.out.as_str()), (3, ""), "{}", refused.err);
    assert!(refused.err.contains("--old-copy") && refused.err.contains("没有改动"), "{}", refused.err);
    let alone = program.call(&["doctor", "--repair", "--old-copy"]);
    assert_eq!((alone.status, program.data().join("journal").exists()), (2, false), "{}", alone.err);
    let mended = program.call(&["doctor", "--repair", "--from", &file, "--old-copy", "--json"]);
    assert_eq!((mended.status, &mended.json()["healthy"]), (0, &true.into()), "{}", mended.err);
    assert!(mended.err.contains("照您说的用了这份备份") && mended.err.contains("销毁清册"), "{}", mended.err);
    assert_eq!(program.call(&["households", "--json"]).out, before);
}

#[test]
fn a_snapshot_lies_in_the_data_folder_is_examined_and_brings_the_village_back() {
    let program = Program::founded();
    assert_eq!(back_up(&program).status, 0);
    let snapshots = program.data().join("snapshots");
    let only = |snapshots: &Path| std::fs::read_dir(snapshots).unwrap().next().unwrap().unwrap().path();
    let file = only(&snapshots);
    let doctor = program.call(&["doctor"]);
    assert_eq!(doctor.status, 0, "{}", doctor.out);
    assert!(doctor.out.contains("快照完好，到第 2 笔"), "made where the sitting ended: {}", doctor.out);
    for name in ["header", "header.2"] {
        std::fs::remove_file(program.data().join(name)).unwrap();
    }
    let told = program.call(&["doctor"]);
    assert_eq!(told.status, 3);
    assert!(told.out.contains("snapshots") && told.out.contains("快照完好"), "{}", told.out);
    let place = program.temp.path().join("new");
    assert_eq!(restore(&program, &file, &place, &[]).status, 0);
    let mended = program.call(&["doctor", "--repair"]);
    assert_eq!(mended.status, 0, "{} {}", mended.out, mended.err);
    assert!(mended.err.contains("一笔都没有丢"), "{}", mended.err);
    let doctor = program.call(&["doctor", "--data", place.to_str().unwrap()]);
    assert_eq!(doctor.status, 0, "{}", doctor.out);
    let mut bytes = std::fs::read(&file).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::create_dir_all(place.join("snapshots")).unwrap();
    std::fs::write(place.join("snapshots").join(file.file_name().unwrap()), bytes).unwrap();
    let doctor = program.call(&["doctor", "--data", place.to_str().unwrap(), "--json"]);
    assert_eq!((doctor.status, &doctor.json()["healthy"]), (3, &Value::Bool(false)));
    assert!(doctor.json()["findings"][0]["what"].as_str().unwrap().contains("快照坏了"), "{}", doctor.out);
}
