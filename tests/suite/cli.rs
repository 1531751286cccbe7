//! The command line as a contract: the built program, called as people and scripts call it, on folders of its own.

mod backup;
mod drill;
mod fill;
mod handover;
mod office;
mod passphrase;
mod retention;
mod sealed;
mod sheet;
#[cfg(target_os = "linux")]
mod small_stick;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use daiban::desk::{Desk, fresh_mint};
use daiban::domain::day::{Day, Moment};
use daiban::domain::decide::household::HouseholdIntent;
use daiban::domain::decide::village::VillageIntent;
use daiban::domain::decide::{Intent, Now};
use daiban::domain::household::Household;
use daiban::domain::id::{HouseholdId, PersonId};
use daiban::domain::person::Person;
use daiban::domain::tables::Tables;
use daiban::domain::text::PersonName;
use daiban::store::unlock::Unlock;
use serde_json::Value;
use tempfile::TempDir;

/// What a call gave.
struct Answer {
    status: i32,
    out: String,
    err: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|fault| panic!("{fault}: {} / {}", self.out, self.err))
    }

    /// The keys of an object, sorted.
    fn keys(&self) -> Vec<String> {
        keys_of(&self.json())
    }
}

fn keys_of(value: &Value) -> Vec<String> {
    let mut keys: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
    keys.sort();
    keys
}

/// A program with a home of its own.
struct Program {
    temp: TempDir,
}

impl Program {
    fn new() -> Program {
        Program { temp: tempfile::tempdir().unwrap() }
    }

    /// The same with a village. It has no passphrase, as only the sample has none: the calls are not about that, and
    /// each would take its time over one.
    fn founded() -> Program {
        let program = Program::new();
        found(&program.data(), "王敏");
        program
    }

    /// A file that holds a passphrase, for its owner only.
    fn passphrase(&self, words: &str) -> PathBuf {
        let path = self.temp.path().join(format!("口令{words}"));
        std::fs::write(&path, format!("{words}\n")).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        path
    }

    fn data(&self) -> PathBuf {
        self.temp.path().join("data")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daiban"));
        command.args(args).env("DAIBAN_DATA", self.data()).env_remove("DAIBAN_PASSPHRASE_FILE").stdin(Stdio::null());
        command.env("DAIBAN_SETTINGS", self.temp.path().join("settings.toml"));
        command
    }

    /// The folder of the village that 换村 names first.
    fn first_of_choice(&self) -> PathBuf {
        let list = std::fs::read(self.temp.path().join("villages.json")).unwrap();
        let list: Value = serde_json::from_slice(&list).unwrap();
        PathBuf::from(list["village"][0]["folder"].as_str().unwrap())
    }

    fn call(&self, args: &[&str]) -> Answer {
        answer(&mut self.command(args))
    }
}

/// A village without a passphrase.
fn found(data: &Path, liaison: &str) {
    let (today, tables) = (Day::parse_iso("2026-11-24").unwrap(), Tables::shipped());
    let now = Now { at: Moment::at(today, 9, 0), today, actor: liaison, tables: &tables };
    let founding = VillageIntent::Found {
        name: "大坪村".to_owned(),
        township: "慈云镇".to_owned(),
        liaison: liaison.to_owned(),
        phone: String::new(),
        groups: vec!["一社".to_owned()],
    };
    Desk::found(data, None, &now, Intent::Village(founding)).unwrap().0.close().unwrap();
}

fn answer(command: &mut Command) -> Answer {
    let done = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Answer { status: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
}

#[test]
fn a_village_is_founded_once_and_found_again() {
    let program = Program::new();
    let init = ["init", "--village", "大坪村", "--town", "慈云镇", "--liaison", "王敏", "--group", "一社", "--json"];
    let open = program.call(&init);
    assert_eq!((open.status, open.out.as_str(), program.data().exists()), (2, "", false), "{}", open.err);
    assert!(open.err.contains("DAIBAN_PASSPHRASE_FILE") && open.err.contains("没有建村"), "{}", open.err);
    let passphrase = program.passphrase("桃花流水鳜鱼肥abc");
    let call = |args: &[&str]| answer(program.command(args).env("DAIBAN_PASSPHRASE_FILE", &passphrase));
    let founded = call(&init);
    assert_eq!(founded.status, 0);
    assert_eq!(founded.keys(), ["data", "liaison", "town", "village"]);
    assert_eq!(founded.json()["data"], program.data().to_str().unwrap());
    let again = call(&init);
    assert_eq!((again.status, again.out.as_str()), (1, ""));
    assert!(again.err.contains("大坪村"), "{}", again.err);
    for list in ["households", "tasks", "visits", "returned", "postings", "pairings"] {
        assert_eq!(call(&[list, "--json"]).json(), Value::Array(Vec::new()), "{list}");
    }
    let today = call(&["--json", "today", "--date", "2026-11-24"]);
    assert_eq!((today.status, today.keys()), (0, vec!["date".to_owned(), "duty".to_owned(), "lines".to_owned()]));
    assert_eq!(today.json()["date"], "2026-11-24");
    assert_eq!(keys_of(&today.json()["duty"]), ["households", "needed", "state", "visits"]);
    let page = call(&["handbook", "--json"]);
    assert_eq!(
        (page.status, page.keys()),
        (0, ["day", "entries", "later", "seal", "totals"].map(str::to_owned).to_vec())
    );
    assert_eq!(page.json()["entries"][0]["what"], "建村");
    let month = call(&["handbook", "month", "--json", "--date", "2026-11-24"]).json();
    assert_eq!((&month["from"], &month["to"]), (&"2026-11-01".into(), &"2026-11-30".into()));
    let checked = call(&["handbook", "verify", "--json"]);
    assert_eq!((checked.status, &checked.json()["whole"], &checked.json()["pages"]), (0, &true.into(), &1.into()));
    let duty = &today.json()["duty"];
    assert_eq!((&duty["visits"], &duty["needed"], &duty["state"]), (&0.into(), &1.into(), &"未满足".into()));
    let doctor = call(&["doctor", "--json"]);
    assert_eq!((doctor.status, doctor.keys()), (0, vec!["findings".to_owned(), "healthy".to_owned()]));
}

#[test]
fn a_folder_without_a_village_or_in_use_is_refused_and_a_damaged_one_told() {
    let program = Program::new();
    for command in ["households", "tasks", "today", "doctor"] {
        let absent = program.call(&[command, "--json"]);
        assert_eq!((absent.status, absent.out.as_str()), (1, ""), "{command}: {}", absent.err);
    }
    assert!(!program.data().exists(), "asking makes nothing");
    let program = Program::founded();
    let open = Desk::open(&program.data(), Unlock::Nothing, &mut |_| {}).unwrap();
    for command in [&["tasks"][..], &["doctor"], &["init", "--village", "甲", "--town", "乙", "--liaison", "丙"]] {
        let busy = program.call(command);
        assert_eq!(busy.status, 1, "{command:?}");
        assert!(busy.err.contains("已在另一个窗口打开"), "{}", busy.err);
    }
    drop(open);
    for header in ["header", "header.2"] {
        std::fs::write(program.data().join(header), "x").unwrap();
    }
    assert_eq!(program.call(&["tasks"]).status, 3);
    assert_eq!(program.call(&["doctor"]).status, 3);
    let told = program.call(&["doctor", "--json"]);
    assert_eq!((told.status, &told.json()["healthy"]), (3, &Value::Bool(false)), "a program that asks gets its answer");
    assert_eq!(keys_of(&told.json()["findings"][0]), ["file", "remedy", "safe", "what"]);
}

#[test]
fn a_fault_in_the_towns_tables_is_listed_and_leaves_the_data_healthy() {
    let program = Program::founded();
    std::fs::create_dir_all(program.data().join("tables")).unwrap();
    std::fs::write(program.data().join("tables/holidays.toml"), "[2027]\nbroken\n").unwrap();
    let doctor = program.call(&["doctor", "--json"]);
    assert_eq!((doctor.status, &doctor.json()["healthy"]), (0, &Value::Bool(true)));
    let finding = &doctor.json()["findings"][0];
    assert!(finding["file"].as_str().unwrap().ends_with("holidays.toml"), "{finding}");
    assert!(finding["what"].as_str().unwrap().starts_with("第1行"), "{finding}");
}

#[test]
fn a_damaged_table_is_told_and_mended_by_opening() {
    let program = Program::founded();
    std::fs::remove_file(program.data().join("sled/db")).unwrap();
    let doctor = program.call(&["doctor", "--json"]);
    assert_eq!((doctor.status, &doctor.json()["healthy"]), (3, &Value::Bool(false)));
    assert_eq!(keys_of(&doctor.json()["findings"][0]), ["file", "remedy", "safe", "what"]);
    let tasks = program.call(&["tasks", "--json"]);
    assert_eq!((tasks.status, tasks.out.as_str()), (0, "[]\n"));
    assert!(tasks.err.contains("重新建好"), "{}", tasks.err);
    assert_eq!(program.call(&["doctor"]).status, 0);
}

#[test]
fn a_meeting_s_numbers_are_summed_and_a_body_that_is_not_there_is_named() {
    let program = Program::new();
    let meeting = |more: &[&str]| program.call(&[&["meeting", "--json"], more].concat());
    let sum = |body: &str, year: &str, numbers: [&str; 3]| {
        let [base, present, ayes] = numbers;
        meeting(&["--body", body, "--rules", year, "--base", base, "--present", present, "--for", ayes])
    };
    for (body, year, numbers, stands, carries) in [
        ("村民会议", "2025", ["1000", "500", "500"], false, false),
        ("村民会议", "2018", ["1000", "501", "250"], true, false),
        ("村民会议", "2010", ["1000", "501", "251"], true, true),
        ("村民代表会议", "2025", ["45", "30", "16"], true, true),
        ("成员大会", "2025", ["900", "700", "599"], true, false),
        ("承包方案", "2025", ["900", "700", "600"], true, true),
    ] {
        let answer = sum(body, year, numbers);
        let json = answer.json();
        assert_eq!((answer.status, answer.err.as_str()), (0, ""));
        assert_eq!(keys_of(&json), ["basis", "carries", "stands", "sum"]);
        assert_eq!((&json["stands"], &json["carries"]), (&stands.into(), &carries.into()), "{body} {numbers:?}");
        assert!(json["sum"].as_str().unwrap().contains(numbers[0]), "{json}");
    }
    let base = ["--body", "户代表会议", "--rules", "2025", "--base", "210", "--present", "132", "--for", "67"];
    let less = meeting(&[&base[..], &["--less", "10:外出联系不上", "--less", "2:病重", "--against", "5"]].concat());
    assert!(
        less.json()["sum"].as_str().unwrap().contains("减10（外出联系不上），减2（病重），按198算"),
        "{}",
        less.out
    );
    for (answer, words) in [
        (sum("成员大会", "2018", ["9", "9", "9"]), "村民会议、户代表会议、村民代表会议、村民小组会议、承包方案"),
        (sum("党员会", "2025", ["9", "9", "9"]), "成员大会"),
        (sum("村民会议", "2026", ["9", "9", "9"]), "2010、2018、2025"),
        (sum("村民会议", "2025", ["9", "10", "9"]), "到会的人数不能比"),
        (sum("村民会议", "2025", ["0", "0", "0"]), "总要有人"),
        (sum("村民会议", "2025", ["９", "9", "9"]), "人数要写成"),
        (sum("村民会议", "2025", ["+9", "9", "9"]), "人数要写成"),
        (meeting(&[&base[..], &["--less", "10"]].concat()), "原因"),
        (meeting(&[&base[..], &["--less", "10: "]].concat()), "原因"),
        (meeting(&[&base[..], &["--against", "66"]].concat()), "同意和反对"),
    ] {
        assert_eq!((answer.status, answer.out.as_str()), (2, ""), "{}", answer.err);
        assert!(answer.err.contains(words), "{}", answer.err);
    }
    assert!(!program.data().exists(), "meeting opens no store");
}

#[test]
fn due_dates_are_those_of_the_law_and_say_how() {
    let program = Program::new();
    let cases = [
        ("1周", "2026-02-12", "2026-02-24"),
        ("1月", "2026-01-31", "2026-02-28"),
        ("1月", "2026-01-15", "2026-02-24"),
        ("5工作日", "2026-09-24", "2026-10-09"),
        ("立即", "2026-10-01", "2026-10-01"),
    ];
    for (rule, from, due) in cases {
        let answer = program.call(&["due", rule, "--from", from, "--json"]);
        let json = answer.json();
        assert_eq!((answer.status, &json["due"], &json["rule"]), (0, &Value::from(due), &Value::from(rule)));
        assert_eq!(keys_of(&json), ["due", "estimated", "from", "rule", "working"]);
        assert!(json["working"].as_array().is_some_and(|working| !working.is_empty()));
        assert_eq!(json["estimated"], false);
    }
    let guessed = program.call(&["due", "5工作日", "--from", "2031-03-03", "--json"]).json();
    assert_eq!(guessed["estimated"], true);
    assert!(guessed["working"].to_string().contains("未载入放假安排"));
    assert!(!program.data().exists(), "due opens no store");
}

#[test]
fn a_towns_own_holidays_are_counted_without_a_store() {
    let program = Program::new();
    std::fs::create_dir_all(program.data().join("tables")).unwrap();
    let table = "[2031]\nsource = \"镇政府通知\"\noff = [\"01-01\", \"03-04\", \"05-01\", \"10-01\", \"10-02\", \"10-03\"]\nwork = []\n";
    std::fs::write(program.data().join("tables/holidays.toml"), table).unwrap();
    let answer = program.call(&["due", "1工作日", "--from", "2031-03-03", "--json"]);
    let due = answer.json();
    assert_eq!((&due["due"], &due["estimated"]), (&Value::from("2031-03-05"), &Value::Bool(false)), "{}", answer.err);
}

#[test]
fn an_id_is_examined_as_of_the_day() {
    let program = Program::new();
    let valid = program.call(&["id", "１１０１０５19491231002x", "--json", "--date", "2026-11-24"]);
    assert_eq!((valid.status, valid.keys().join(" ")), (0, "birth message sex valid".to_owned()));
    assert_eq!((&valid.json()["birth"], &valid.json()["sex"]), (&"1949-12-31".into(), &"女".into()));
    for wrong in ["110105194912310021", "110105491231002", "1.10105E+17", ""] {
        let answer = program.call(&["id", wrong, "--json"]);
        assert_eq!((answer.status, &answer.json()["valid"]), (1, &Value::Bool(false)), "{wrong}");
    }
    assert_eq!(program.call(&["id", "11010519491231002X", "--date", "1949-12-30"]).status, 1);
}

#[test]
fn wrong_usage_is_told_in_chinese() {
    let program = Program::new();
    let cases: [&[&str]; 9] = [
        &["taskss"],
        &["office", "lost"],
        &["today", "--trip", "县"],
        &["tasks", "--date", "2026-02-30"],
        &["due", "五", "--from", "2026-01-01"],
        &["due", "1周"],
        &["init", "--village", "大坪村"],
        &["id"],
        &["tasks", "--everything"],
    ];
    for args in cases {
        let answer = program.call(args);
        assert_eq!((answer.status, answer.out.as_str()), (2, ""), "{args:?}");
        let english = ["error", "Usage", "required", "invalid", "unexpected", "argument"];
        assert!(!english.iter().any(|word| answer.err.contains(word)), "{}", answer.err);
        assert!(answer.err.contains(" --help 看用法"), "{}", answer.err);
    }
}

#[test]
fn wrong_usage_names_the_help_of_its_own_command() {
    let program = Program::new();
    for (args, help) in [
        (&["taskss"][..], "。daiban --help"),
        (&["office", "lost"], "。daiban office --help"),
        (&["office", "receive"], "。daiban office receive --help"),
        (&["due", "1周"], "。daiban due --help"),
    ] {
        let answer = program.call(args);
        assert!(answer.err.contains(help), "{args:?} {}", answer.err);
    }
}

#[test]
fn help_is_chinese_throughout() {
    let program = Program::new();
    let help = program.call(&["--help"]);
    assert_eq!((help.status, help.err.as_str()), (0, ""));
    let named = help.out.lines().skip_while(|line| !line.starts_with("命令")).skip(1).map_while(|line| {
        let name = line.trim().split(' ').next()?;
        (!name.is_empty()).then(|| name.to_owned())
    });
    let commands: Vec<String> = named.collect();
    assert!(commands.len() >= 9, "{}", help.out);
    let below =
        ["init", "card", "enrol", "receive", "status", "table", "answer", "reply"].map(|it| format!("office {it}"));
    for command in commands.into_iter().chain(below) {
        let page: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let page = program.call(&page);
        assert_eq!(page.status, 0);
        let english = ["Usage", "Options", "Arguments", "Print", "default", "possible", "OPTIONS"];
        assert!(!english.iter().any(|word| page.out.contains(word)), "{}", page.out);
    }
}

#[test]
fn keys_are_listed_and_a_keymap_file_is_examined_whole() {
    let program = Program::new();
    let keys = program.call(&["keys", "--json"]).json();
    let rows = keys.as_array().unwrap();
    assert!(rows.iter().all(|row| keys_of(row) == ["command", "help", "keys", "scope", "title"]));
    let today = rows.iter().find(|row| row["command"] == "view.today").unwrap();
    assert_eq!(today["keys"], serde_json::json!(["F2"]));
    let markdown = program.call(&["keys", "--markdown"]).out;
    assert!(markdown.contains("| `F2` | "), "{markdown}");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/keymaps");
    let file = folder.join("invalid/every-fault-at-once.toml");
    let bad = program.call(&["keys", "--check", file.to_str().unwrap()]);
    let expected = std::fs::read_to_string(&file).unwrap().lines().filter(|line| line.starts_with("# ")).count();
    assert_eq!((bad.status, bad.out.lines().count()), (1, expected));
    let file = folder.join("valid/unbind.toml");
    assert_eq!(program.call(&["keys", "--check", file.to_str().unwrap(), "--json"]).out, "[]\n");
    assert_eq!(program.call(&["keys", "--keymap", file.to_str().unwrap()]).status, 0);
}

#[test]
fn a_package_is_written_verified_and_not_written_twice() {
    let program = Program::founded();
    add_household(&program.data());
    let stick = program.temp.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let export = ["export", "--to", stick.to_str().unwrap(), "--json"];
    let written = program.call(&export);
    assert_eq!(written.status, 0, "{}", written.err);
    assert_eq!(
        written.keys().join(" "),
        "confirmed number package password path people sealed sha256 tasks",
        "without progress or messages among them"
    );
    let json = written.json();
    assert_eq!((&json["number"], &json["people"], &json["sealed"]), (&1.into(), &1.into(), &false.into()));
    assert!(written.err.contains("没有加密"), "{}", written.err);
    assert_eq!(std::fs::read_dir(&stick).unwrap().count(), 1);
    let path = PathBuf::from(json["path"].as_str().unwrap());
    let verify = ["verify", path.to_str().unwrap(), "--json"];
    let whole = program.call(&verify);
    assert_eq!((whole.status, whole.json()), (0, serde_json::json!({"whole": true, "sealed": false, "problems": []})));
    let again = program.call(&export);
    assert_eq!((again.status, &again.json()["package"]), (1, &Value::Null));
    assert_eq!(std::fs::read_dir(&stick).unwrap().count(), 1);
    let all = program.call(&["export", "--all", "--plain", "--to", stick.to_str().unwrap(), "--json"]);
    assert_eq!((all.status, &all.json()["number"], all.err.as_str()), (0, &2.into(), ""));
    let workbook = path.join("报表.xlsx");
    let mut bytes = std::fs::read(&workbook).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&workbook, bytes).unwrap();
    let changed = program.call(&verify);
    assert_eq!((changed.status, &changed.json()["whole"]), (3, &Value::Bool(false)));
    assert!(changed.json()["problems"].to_string().contains("报表.xlsx"));
    let nowhere = program.call(&["export", "--all", "--to", "/没有/这里"]);
    assert_eq!((nowhere.status, nowhere.out.as_str()), (1, ""), "{}", nowhere.err);
    let next = program.call(&["export", "--all", "--to", stick.to_str().unwrap(), "--json"]).json();
    assert_eq!(next["number"], 3, "a place that is not there takes no number");
    let locked = program.call(&["export", "--all", "--locked", "--to", stick.to_str().unwrap(), "--json"]).json();
    let bytes = std::fs::read(locked["path"].as_str().unwrap()).unwrap();
    let opened = office_crypto::decrypt_from_bytes(bytes, locked["password"].as_str().unwrap()).unwrap();
    assert!(opened.starts_with(b"PK"), "the workbook, whole");
}

#[test]
fn a_village_that_holds_nothing_yet_has_nothing_to_hand_over() {
    let program = Program::founded();
    let refused = program.call(&["export", "--to", program.temp.path().to_str().unwrap()]);
    assert_eq!((refused.status, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("村里还没有可交的内容"), "{}", refused.err);
}

/// The words of a document that WPS opens.
fn document_text(path: &Path) -> String {
    let mut document = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let xml = std::io::read_to_string(document.by_name("word/document.xml").unwrap()).unwrap();
    xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, words)| words).collect()
}

/// A household of one person, added by the rules.
fn add_household(data: &Path) {
    let mut opened = Desk::open(data, Unlock::Nothing, &mut |_| {}).unwrap();
    let today = Day::parse_iso("2026-11-24").unwrap();
    let now = Now { at: Moment::at(today, 9, 0), today, actor: "王敏", tables: &opened.tables };
    let mut mint = fresh_mint().unwrap();
    let group = opened.village.info.group_named("1社").unwrap();
    let household = Box::new(Household::new(HouseholdId::mint(&mut mint, now.at), group));
    let head = Box::new(Person::new(PersonId::mint(&mut mint, now.at), PersonName::parse("李德全").unwrap()));
    let add = Intent::Household(HouseholdIntent::Add { household, head });
    opened.desk.perform(&mut opened.village, &now, add).unwrap();
}

#[test]
fn a_register_is_taken_in_once_and_its_bad_rows_named() {
    let program = Program::founded();
    let file = program.temp.path().join("花名册.csv");
    let register = "社别,户编号,姓名,与户主关系,身份证号码,电话\n\
        一社,1,李德全,户主,11010519491231002X,13800003319\n\
        一社,1,李小兰,配偶,110105194912310021,\n\
        二社,2,周开明,户主,,13900001234\n";
    std::fs::write(&file, register).unwrap();
    let import = |more: &[&str]| {
        let args: Vec<&str> =
            ["import", file.to_str().unwrap(), "--json"].into_iter().chain(more.iter().copied()).collect();
        program.call(&args)
    };
    let preview = import(&["--dry-run"]);
    let taken = import(&[]);
    assert_eq!((preview.status, preview.out.as_str()), (1, taken.out.as_str()), "the preview tells what is done");
    let json = taken.json();
    for key in ["rows", "accepted", "rejected", "unchanged", "updated", "households", "people", "absent"] {
        assert!(json[key].is_u64(), "{key}");
    }
    let counted = ["accepted", "rejected", "unchanged"].map(|key| json[key].as_u64().unwrap());
    assert_eq!((counted, &json["rows"]), ([2, 1, 0], &3.into()), "{json}");
    assert_eq!(keys_of(&json["columns"][0]), ["field", "header"]);
    let rejected = json["problems"].as_array().unwrap().iter().find(|it| it["level"] == "拒收").unwrap();
    assert_eq!(keys_of(rejected).join(" "), "column level message row sheet value");
    assert_eq!((&rejected["row"], &rejected["column"]), (&3.into(), &"身份证号码".into()));
    assert!(!taken.out.contains("110105194912310021"), "numbers are masked");
    let again = import(&[]).json();
    assert_eq!((&again["accepted"], &again["unchanged"]), (&0.into(), &2.into()));
    let groups = program.call(&["households", "--json"]).json().as_array().unwrap().to_vec();
    assert_eq!(groups.iter().map(|row| row["group"].clone()).collect::<Vec<_>>(), ["一社", "二社"]);
    assert_eq!(groups[0]["phone"], "138****3319");
    let rejects = program.temp.path().join("拒收.csv");
    assert_eq!(import(&["--rejects", rejects.to_str().unwrap()]).status, 1);
    let mended = std::fs::read_to_string(&rejects).unwrap();
    assert!(mended.contains("李小兰") && mended.contains("原因") && !mended.contains("周开明"), "{mended}");
    let taken = import(&["--rejects", rejects.to_str().unwrap()]);
    assert_eq!((taken.status, taken.out.as_str()), (1, ""), "{}", taken.err);
    assert_eq!(std::fs::read_to_string(&rejects).unwrap(), mended, "what is there is never written over");
    let itself = import(&["--rejects", file.to_str().unwrap()]);
    assert_eq!((itself.status, std::fs::read_to_string(&file).unwrap().as_str()), (1, register));
    let absent = program.call(&["import", "/没有/花名册.xlsx", "--json"]);
    assert_eq!((absent.status, absent.out.as_str()), (1, ""), "{}", absent.err);
}

#[test]
fn households_are_listed_with_their_people() {
    let program = Program::founded();
    add_household(&program.data());
    let json = program.call(&["households", "--json"]).json();
    let expected = serde_json::json!([{
        "no": "", "head": "李德全", "group": "一社", "people": 1, "phone": null, "classes": [], "occupancy": "未填",
        "last_visit": null, "open_tasks": 0
    }]);
    assert_eq!(json, expected);
    assert!(program.call(&["households"]).out.contains("李德全"));
}

#[cfg(unix)]
#[test]
fn a_passphrase_file_that_is_empty_or_open_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let program = Program::new();
    let file = program.temp.path().join("passphrase");
    let init = ["init", "--village", "大坪村", "--town", "慈云镇", "--liaison", "王敏"];
    let with_file = |text: &str, mode: u32, args: &[&str]| {
        std::fs::write(&file, text).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        answer(program.command(args).env("DAIBAN_PASSPHRASE_FILE", &file))
    };
    for (text, mode) in [("", 0o600), ("\n\n", 0o600), ("桃花流水鳜鱼肥\n", 0o644)] {
        let refused = with_file(text, mode, &init);
        assert_eq!((refused.status, program.data().exists()), (3, false), "{}", refused.err);
    }
    let short = with_file("桃花流水鳜鱼肥\n", 0o600, &init);
    assert_eq!((short.status, program.data().exists()), (1, false), "{}", short.err);
    let right = "桃花流水鳜鱼肥abc\n";
    let sheet = program.temp.path().join("恢复单.txt");
    let init = [&init[..], &["--recovery", sheet.to_str().unwrap()]].concat();
    assert_eq!(with_file(right, 0o600, &init).status, 0);
    assert_eq!(with_file("", 0o600, &["tasks"]).status, 3);
    assert_eq!(with_file("桃花流水鳜鱼肥abd\n", 0o600, &["tasks"]).status, 3);
    assert_eq!(program.call(&["tasks"]).status, 3, "and without a passphrase it stays closed");
    for command in ["tasks", "today", "households", "doctor"] {
        assert_eq!(
            with_file(" 桃花流水鳜鱼肥ＡＢＣ ".replace("ＡＢＣ", "ａｂｃ").as_str(), 0o600, &[command]).status,
            0,
            "{command}"
        );
    }
    assert_eq!(std::fs::metadata(&sheet).unwrap().permissions().mode() & 0o777, 0o600);
    let printed = std::fs::read_to_string(&sheet).unwrap();
    let whose = printed.lines().find(|line| line.starts_with("慈云镇大坪村 ")).unwrap();
    assert!(whose.ends_with(|c: char| c.is_ascii_digit()), "village and day are on the sheet: {whose}");
    assert_eq!(
        with_file(&format!("\u{feff}{right}"), 0o600, &["tasks"]).status,
        0,
        "a mark of old editors is no part of it"
    );
    let code = printed.lines().find_map(|line| line.strip_prefix("恢复码：")).unwrap().to_lowercase();
    assert_eq!(with_file(&code, 0o600, &["tasks"]).status, 0, "a forgotten passphrase is no lost village");
    let again = with_file(right, 0o600, &init);
    assert_eq!(again.status, 1, "{}", again.err);
    let (other, other_sheet) = (program.temp.path().join("other"), program.temp.path().join("other.txt"));
    let elsewhere = [&init[..7], &["--data", other.to_str().unwrap(), "--recovery"]].concat();
    let other_sheet_text = other_sheet.to_str().unwrap();
    let with_sheet = |sheet| [&elsewhere[..], &[sheet]].concat();
    let taken = with_file(right, 0o600, &with_sheet(sheet.to_str().unwrap()));
    assert_eq!((taken.status, other.exists()), (1, false), "a sheet is never written over: {}", taken.err);
    assert_eq!(std::fs::read_to_string(&sheet).unwrap(), printed);
    let no_passphrase = with_file(&code, 0o600, &with_sheet(other_sheet_text));
    assert_eq!(
        (no_passphrase.status, other.exists(), other_sheet.exists()),
        (1, false, false),
        "{}",
        no_passphrase.err
    );
    std::fs::write(&other, "a file where the folder should be").unwrap();
    let unmade = with_file(right, 0o600, &with_sheet(other_sheet_text));
    assert!(unmade.status != 0 && !other_sheet.exists(), "no village, no sheet: {}", unmade.err);
    assert_eq!(with_file("", 0o600, &["due", "1周", "--from", "2026-02-12"]).status, 0);
    let mode = std::fs::metadata(program.data()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_reader_that_went_away_is_no_fault() {
    let program = Program::new();
    let mut child = program.command(&["keys", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), String::from_utf8(done.stderr).unwrap()), (Some(0), String::new()));
}

#[test]
fn tasks_and_today_keep_the_keys_of_the_contract() {
    let program = Program::founded();
    let sample = daiban::domain::sample::village(Day::parse_iso("2026-11-24").unwrap(), 1);
    std::fs::remove_dir_all(program.data()).unwrap();
    drop(Desk::create_of(&program.data(), &sample.acts).unwrap());
    let open = program.call(&["tasks", "--json", "--date", "2026-11-24"]).json();
    let all = program.call(&["tasks", "--all", "--json", "--date", "2026-11-24"]).json();
    assert!(open.as_array().unwrap().len() < all.as_array().unwrap().len());
    let keys = "accepted applicant basis due household matter next no overdue_days papers_held state station stuck_at";
    assert!(all.as_array().unwrap().iter().all(|row| keys_of(row).join(" ") == keys));
    let today = program.call(&["today", "--json", "--date", "2026-11-24"]).json();
    let lines = today["lines"].as_array().unwrap();
    assert!(lines.iter().all(|line| keys_of(line).join(" ") == "days due kind no state what who"));
    assert_eq!(lines[0]["kind"], "超期");
    let late = |list: &Value| list.as_array().unwrap().iter().filter(|row| row["overdue_days"] != 0).count();
    assert_eq!(lines.iter().filter(|line| line["kind"] == "超期").count(), late(&all), "one definition of overdue");
    let trips =
        ["镇", "村"].map(|trip| program.call(&["today", "--trip", trip, "--json", "--date", "2026-11-24"]).json());
    let on_trips: Vec<_> = trips.iter().flat_map(|trip| trip["lines"].as_array().unwrap()).collect();
    let keys = "days deed detail due kind no place state what who";
    assert!(on_trips.iter().all(|line| keys_of(line).join(" ") == keys));
    let same = |one: &Value, other: &Value| ["kind", "no", "who", "what"].iter().all(|key| one[key] == other[key]);
    assert!(on_trips.len() > lines.len() && lines.iter().all(|line| on_trips.iter().any(|other| same(line, other))));
    let path = program.data().join("..").join("town.txt");
    let sheet = path.to_str().unwrap();
    let printed = program.call(&["today", "--trip", "镇", "--sheet", sheet, "--date", "2026-11-24"]);
    assert_eq!(printed.status, 0, "{}", printed.err);
    assert!(std::fs::read_to_string(sheet).unwrap().contains("[ ] 交件"));
    assert_eq!(program.call(&["today", "--trip", "镇", "--sheet", sheet]).status, 1, "nothing is written over");
}
