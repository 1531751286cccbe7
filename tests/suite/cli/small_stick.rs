//! Packages onto a stick that is really too small, a file system of its own: either whole or nothing, and the village knows
//! which. Linux only, where a user may make such a file system; elsewhere it says that it did not run.

use std::path::{Path, PathBuf};
use std::process::Command;

use daiban::desk::Desk;
use daiban::domain::day::{Day, Moment};
use daiban::domain::decide::Now;
use daiban::domain::tables::Tables;
use daiban::exchange::card::{Card, CardKind};
use daiban::seal::identity::Identity;
use daiban::store::unlock::Unlock;
use serde_json::Value;

use super::office::Round;
use super::{Program, add_household};

/// Makes the stick, fills it, writes the package, and copies what lies there to where it can be looked at.
const SCRIPT: &str = r#"
mount -t tmpfs -o "$2" small "$1" || exit 77
head -c "$3" /dev/zero > "$1/other" || exit 77
mkdir "$4"
run() { shift 4; "$@" > "$RESULT" 2>&1; echo $? > "$RESULT.code"; }
run "$@"
cp -a "$1/." "$4/"
"#;
/// The file system cannot be made here.
const CANNOT: i32 = 77;
/// How a folder begins that was not finished; nobody takes it for a package.
const UNFINISHED: &str = ".代办没写完-";
const KIB: usize = 1024;

/// What came of one package.
struct Outcome {
    status: i32,
    said: String,
    /// What lies on the stick but what lay there before.
    left: Vec<PathBuf>,
}

/// Exports to a stick of these options with so many bytes of other things on it; `None` where there can be none.
fn export(program: &Program, nth: usize, options: &str, filled: usize, how: &[&str]) -> Option<Outcome> {
    let args = [&["export", "--all"], how, &["--to"]].concat();
    onto_stick(program, nth, (options, filled), &args, None)
}

/// Runs a command of which the last argument is such a stick, with the passphrase in this file.
fn onto_stick(
    program: &Program,
    nth: usize,
    (options, filled): (&str, usize),
    args: &[&str],
    passphrase: Option<&Path>,
) -> Option<Outcome> {
    let at = |name: &str| program.temp.path().join(format!("{name}{nth}"));
    let (stick, copy, result) = (at("stick"), at("copy"), at("result"));
    std::fs::create_dir(&stick).unwrap();
    let mut command = Command::new("unshare");
    command.args(["-Urm", "sh", "-c", SCRIPT, "sh"]).arg(&stick).args([options, &filled.to_string()]).arg(&copy);
    command.arg(env!("CARGO_BIN_EXE_daiban")).arg("--data").arg(program.data()).args(args).arg(&stick);
    command.env("RESULT", &result).env_remove("DAIBAN_PASSPHRASE_FILE");
    command.envs(passphrase.map(|file| ("DAIBAN_PASSPHRASE_FILE", file)));
    let ran = command.output().ok()?;
    if !ran.status.success() {
        let cannot = ran.status.code() == Some(CANNOT) || !result.exists();
        assert!(cannot, "{}", String::from_utf8_lossy(&ran.stderr));
        return None;
    }
    let entries = std::fs::read_dir(&copy).unwrap().map(|entry| entry.unwrap().path());
    let left = entries.filter(|path| path.file_name().is_some_and(|name| name != "other")).collect();
    let code = std::fs::read_to_string(result.with_extension("code")).unwrap();
    Some(Outcome { status: code.trim().parse().unwrap(), said: std::fs::read_to_string(&result).unwrap(), left })
}

/// A village that has accepted the card of an office.
fn village() -> Program {
    let program = Program::founded();
    add_household(&program.data());
    let mut opened = Desk::open(&program.data(), Unlock::Nothing, &mut |_| {}).unwrap();
    let (today, tables) = (Day::parse_iso("2026-11-24").unwrap(), Tables::shipped());
    let now = Now { at: Moment::at(today, 9, 0), today, actor: "王敏", tables: &tables };
    let card = Card {
        kind: CardKind::Office,
        name: "慈云镇便民服务中心".to_owned(),
        township: String::new(),
        liaison: String::new(),
        keys: Identity::random().unwrap().public(),
    };
    opened.desk.accept_office(&mut opened.village, &now, &card).unwrap();
    opened.desk.close().unwrap();
    program
}

/// The numbers that were voided, as the next package tells the town.
fn voided(program: &Program) -> Vec<u64> {
    let whole = program.temp.path().join("whole");
    std::fs::create_dir(&whole).unwrap();
    let written = program.call(&["export", "--all", "--plain", "--to", whole.to_str().unwrap(), "--json"]).json();
    let manifest = std::fs::read_to_string(Path::new(written["path"].as_str().unwrap()).join("清单.json")).unwrap();
    let manifest: Value = serde_json::from_str(manifest.trim_end().rsplit_once('\n').unwrap().0).unwrap();
    manifest["voided"].as_array().unwrap().iter().map(|no| no.as_u64().unwrap()).collect()
}

#[test]
#[expect(clippy::print_stdout, reason = "where it cannot run it says so")]
fn onto_a_stick_without_room_comes_all_of_a_package_or_nothing_that_looks_like_one() {
    let program = village();
    // Room that ends before, while and after the package is looked at; names that end at each of its files.
    let rooms = [0, 900 * KIB, 1_000 * KIB, 2_000 * KIB, 2_048 * KIB].map(|filled| ("size=2m".to_owned(), filled));
    let names = (2..=7).map(|names| (format!("size=8m,nr_inodes={names}"), 0));
    let sticks: Vec<(String, usize)> = rooms.into_iter().chain(names).collect();
    let (mut nth, mut whole) = (0, 0);
    for how in [&["--plain"][..], &["--locked"], &[]] {
        let before = whole;
        for (options, filled) in &sticks {
            nth += 1;
            let Some(outcome) = export(&program, nth, options, *filled, how) else {
                println!("no file system can be made here: not run");
                return;
            };
            let place = format!("{how:?} {options} {filled}: {}", outcome.said);
            let finished = |path: &&PathBuf| !path.file_name().unwrap().to_string_lossy().starts_with(UNFINISHED);
            let finished: Vec<&PathBuf> = outcome.left.iter().filter(finished).collect();
            if outcome.status == 0 {
                let [package] = finished[..] else { panic!("{place} {finished:?}") };
                let told = program.call(&["verify", package.to_str().unwrap(), "--json"]);
                let is_locked = how == ["--locked"];
                assert!(told.status == 0 || is_locked && told.out.contains("带密码的表"), "{place} {}", told.out);
                whole += 1;
            } else {
                assert_eq!((outcome.status, finished), (1, Vec::new()), "{place}");
                assert!(outcome.said.contains("资料没有动"), "{place}");
            }
        }
        assert!(whole > before && whole < nth, "{how:?}: some are whole and some are not");
    }
    let voided = voided(&program);
    let last = u64::try_from(whole).unwrap() + voided.len() as u64 + 1;
    assert!(!voided.is_empty(), "some were begun and not finished");
    println!("{nth} sticks: {whole} packages whole, {} void", voided.len());
    assert!(voided.iter().all(|no| *no < last), "{voided:?}");
    assert_eq!(voided.len() + whole, usize::try_from(last).unwrap() - 1, "every number is told of");
}

#[test]
#[expect(clippy::print_stdout, reason = "where it cannot run it says so")]
fn onto_a_stick_without_room_comes_all_of_a_reply_or_none_and_the_next_one_says_it_again() {
    let round = Round::new();
    round.meet();
    assert_eq!(round.receive(&round.export(0))[0]["state"], "taken");
    let rooms = [0, 1_024 * KIB, 2_040 * KIB, 2_048 * KIB].map(|filled| ("size=2m".to_owned(), filled));
    let names = (2..=4).map(|names| (format!("size=8m,nr_inodes={names}"), 0));
    let (mut whole, mut none) = (0, 0);
    let args = ["office", "reply", "--village", "大坪村"];
    for (nth, (options, filled)) in rooms.into_iter().chain(names).enumerate() {
        let Some(outcome) = onto_stick(&round.office, nth, (&options, filled), &args, Some(&round.passphrase)) else {
            println!("no file system can be made here: not run");
            return;
        };
        let place = format!("{options} {filled}: {}", outcome.said);
        let is_reply = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "dbr");
        let replies: Vec<&PathBuf> = outcome.left.iter().filter(is_reply).collect();
        match (outcome.status, &replies[..]) {
            (0, [reply]) => {
                let told = round.villages[0].call(&["receive", reply.to_str().unwrap(), "--json"]);
                assert_eq!(told.status, 0, "{place} {}", told.err);
                whole += 1;
            }
            (1, []) => none += 1,
            (status, _) => panic!("{status} {replies:?} {place}"),
        }
    }
    println!("{whole} replies whole, {none} not written");
    assert!(whole > 0 && none > 0);
    let stick = round.at("好盘");
    std::fs::create_dir(&stick).unwrap();
    let written = round.office(&["reply", &stick, "--village", "大坪村", "--json"]).json();
    let path = written[0]["path"].as_str().unwrap_or_else(|| panic!("{written}"));
    let told = round.villages[0].call(&["receive", path, "--json"]);
    assert_eq!(told.status, 0, "{}", told.err);
}
