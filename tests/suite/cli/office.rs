//! Two villages and an office, each in a folder of its own, through three rounds by a folder that stands for the stick:
//! what the office has is what the villages have, whatever was lost, repeated or came late.

use std::path::{Path, PathBuf};

use daiban::domain::sample;
use rust_xlsxwriter::Workbook;
use serde_json::Value;

use super::{Answer, Program, answer};
use daiban::desk::Desk;
use daiban::domain::day::{Day, Moment};
use daiban::domain::decide::village::{PostWish, VillageIntent};
use daiban::domain::decide::{Intent, Now};
use daiban::domain::tables::Tables;
use daiban::domain::task::state::State;
use daiban::store::unlock::Unlock;

/// A village of its own name, worked for a while.
fn village(seed: u64, name: &str) -> Program {
    let program = Program::new();
    let today = Day::parse_iso("2026-11-24").unwrap();
    let (mut desk, mut village) = Desk::create_of(&program.data(), &sample::village(today, seed).acts).unwrap();
    let tables = Tables::shipped();
    let now = Now { at: Moment::at(today, 23, 0), today, actor: "王敏", tables: &tables };
    let (township, liaison) = (village.info.township.clone(), village.info.liaison.clone());
    let edit =
        VillageIntent::Edit { name: name.to_owned(), township, liaison, phone: String::new(), post: PostWish::Kept };
    desk.perform(&mut village, &now, Intent::Village(edit)).unwrap();
    desk.close().unwrap();
    program
}

pub(super) struct Round {
    pub(super) villages: [Program; 2],
    pub(super) office: Program,
    pub(super) passphrase: PathBuf,
    stick: PathBuf,
}

impl Round {
    pub(super) fn new() -> Round {
        let office = Program::new();
        let passphrase = office.passphrase("桃花流水鳜鱼肥abc");
        let stick = office.temp.path().join("stick");
        std::fs::create_dir(&stick).unwrap();
        Round { villages: [village(3, "大坪村"), village(4, "小坪村")], office, passphrase, stick }
    }

    pub(super) fn office(&self, args: &[&str]) -> Answer {
        let args: Vec<&str> = ["office"].iter().chain(args).copied().collect();
        answer(self.office.command(&args).env("DAIBAN_PASSPHRASE_FILE", &self.passphrase))
    }

    /// Cards there and back, fingerprints compared.
    pub(super) fn meet(&self) {
        let stick = self.stick.to_str().unwrap();
        let name = "慈云镇便民服务中心";
        done(&self.office(&["init", "--name", name, "--town", "慈云镇", "--recovery", &self.at("恢复单.html")]));
        let card = done(&self.office(&["card", "--to", stick, "--json"])).json();
        let path = card["path"].as_str().unwrap();
        for village in &self.villages {
            let own = done(&village.call(&["card", "--to", stick, "--json"])).json();
            let unseen = village.call(&["office-card", path, "--json"]);
            assert_eq!((unseen.status, &unseen.json()["accepted"]), (1, &Value::Bool(false)), "{}", unseen.err);
            let accepted = done(&village.call(&["office-card", path, "--yes", "--json"])).json();
            assert_eq!(accepted["fingerprint"], card["fingerprint"]);
            let enrolled = done(&self.office(&["enrol", own["path"].as_str().unwrap(), "--yes", "--json"])).json();
            assert_eq!(enrolled["fingerprint"], own["fingerprint"]);
        }
    }

    pub(super) fn at(&self, name: &str) -> String {
        self.office.temp.path().join(name).to_str().unwrap().to_owned()
    }

    pub(super) fn export(&self, village: usize) -> PathBuf {
        let stick = self.stick.to_str().unwrap();
        let exported = done(&self.villages[village].call(&["export", "--to", stick, "--json"])).json();
        assert_eq!(exported["sealed"], true);
        PathBuf::from(exported["path"].as_str().unwrap())
    }

    pub(super) fn receive(&self, path: &Path) -> Value {
        let received = self.office(&["receive", path.to_str().unwrap(), "--json"]);
        assert!(received.status <= 1, "{}", received.err);
        received.json()
    }

    fn status(&self, village: usize) -> Value {
        done(&self.office(&["status", "--json"])).json()[village].clone()
    }

    /// Replies for both villages, and what each made of its own: the first by its file, the second by what lies there.
    fn reply(&self) -> Vec<Value> {
        let replies = done(&self.office(&["reply", self.stick.to_str().unwrap(), "--json"])).json();
        let replies = replies.as_array().unwrap().iter();
        let paths = replies.map(|reply| reply["path"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned());
        let paths: Vec<String> = paths.collect();
        let first = done(&self.villages[0].call(&["receive", &paths[0], "--json"])).json();
        let there = || done(&self.villages[1].call(&["receive", self.stick.to_str().unwrap(), "--json"])).json();
        let all = there();
        assert_eq!((all.as_array().unwrap().len(), &all[0]["path"]), (1, &paths[1].as_str().into()), "{all}");
        assert_eq!(there(), serde_json::json!([]), "none is taken in twice");
        vec![first, all[0].clone()]
    }

    /// The three numbers of a village at the office and at home; they are printed, and must be equal.
    #[expect(clippy::print_stdout, reason = "the three numbers are there to be read")]
    fn compare(&self, round: u32) {
        for (at, village) in self.villages.iter().enumerate() {
            let whole = village.temp.path().join(format!("全部{round}"));
            std::fs::create_dir(&whole).unwrap();
            let whole = whole.to_str().unwrap();
            let exported = done(&village.call(&["export", "--to", whole, "--all", "--plain", "--json"])).json();
            let manifest = Path::new(exported["path"].as_str().unwrap()).join("清单.json");
            let manifest = std::fs::read_to_string(manifest).unwrap();
            let body = manifest.trim_end().rsplit_once('\n').unwrap().0;
            let counts = serde_json::from_str::<Value>(body).unwrap()["counts"].clone();
            let status = self.status(at);
            let three = |of: &Value| ["households", "people", "tasks"].map(|name| of[name].as_u64().unwrap());
            println!("round {round}, village {at}: {:?} at home, {:?} at the office", three(&counts), three(&status));
            assert_eq!(three(&counts), three(&status));
        }
    }

    /// The number of a task of the first village that is at a window.
    fn submitted(&self) -> String {
        let opened = Desk::open(&self.villages[0].data(), Unlock::Nothing, &mut |_| {}).unwrap();
        let is_there =
            |task: &&daiban::domain::task::ProxyTask| task.state == State::Submitted && task.external_no.is_empty();
        let task = opened.village.tasks().find(is_there).expect("a task that was handed in");
        task.no.to_string()
    }

    fn state_of(&self, no: &str) -> (State, String) {
        let opened = Desk::open(&self.villages[0].data(), Unlock::Nothing, &mut |_| {}).unwrap();
        let task = opened.village.tasks().find(|task| task.no.to_string() == no).unwrap();
        (task.state, task.external_no.clone())
    }

    /// What a clerk wrote into the table.
    fn answers(&self, name: &str, rows: &[[&str; 5]]) -> Answer {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, text) in (0u16..).zip(["村", "编号", "收件日期", "受理号", "结果可取日期"]) {
            sheet.write_string(0, column, text).unwrap();
        }
        for (row, cells) in (1u32..).zip(rows) {
            for (column, text) in (0u16..).zip(cells) {
                sheet.write_string(row, column, *text).unwrap();
            }
        }
        let path = self.at(name);
        book.save(&path).unwrap();
        self.office(&["answer", &path, "--json"])
    }
}

fn done(answer: &Answer) -> &Answer {
    assert_eq!(answer.status, 0, "{} {}", answer.out, answer.err);
    answer
}

#[test]
fn three_rounds_end_in_equal_numbers_whatever_is_lost_repeated_or_late() {
    let round = Round::new();
    round.meet();
    // One: both hand over, the office answers one matter.
    let first = [round.export(0), round.export(1)];
    for path in &first {
        assert_eq!(round.receive(path)[0]["state"], "taken");
    }
    round.compare(1);
    let no = round.submitted();
    let answered = done(&round.answers("一.xlsx", &[["大坪村", &no, "2026-11-25", "渝-77", ""]])).json();
    assert_eq!(answered["answers"], 1);
    let again = done(&round.answers("又.xlsx", &[["大坪村", &no, "2026-11-25", "渝-77", ""]])).json();
    assert_eq!(again["answers"], 0, "a table read twice says nothing new");
    let taken = round.reply();
    assert_eq!(taken[0]["package"].as_array().unwrap().len(), 1, "{}", taken[0]);
    assert_eq!((&taken[0]["answers"], &taken[0]["conflicts"]), (&1.into(), &serde_json::json!([])));
    assert_eq!(round.state_of(&no), (State::Submitted, "渝-77".to_owned()));
    // Two: a package is lost on the way, the next heals it; the lost one, found again, changes nothing.
    super::add_household(&round.villages[1].data());
    let lost = round.export(1);
    round.villages[1].call(&["export", "--to", round.stick.to_str().unwrap(), "--all", "--plain"]);
    let mut later =
        round.villages[1].call(&["export", "--to", round.stick.to_str().unwrap(), "--all", "--json"]).json();
    let later = PathBuf::from(later["path"].take().as_str().unwrap());
    assert_eq!(round.receive(&later)[0]["state"], "taken");
    assert_eq!(round.status(1)["hole"], false);
    let number: u64 = lost.to_str().unwrap().split('-').nth_back(3).unwrap().parse().unwrap();
    assert_eq!(round.status(1)["missing"], serde_json::json!([number]), "the one that went open is none");
    assert_eq!(round.receive(&lost)[0]["state"], "taken");
    assert_eq!(round.receive(&lost)[0]["state"], "repeated");
    round.compare(2);
    // Three: the result is ready; the reply is taken in once, and what was said before is not said again.
    done(&round.answers("三.xlsx", &[["大坪村", &no, "2026-11-25", "渝-77", "2026-11-26"]]));
    let taken = round.reply();
    assert_eq!((&taken[0]["answers"], &taken[0]["known"]), (&1.into(), &0.into()), "{}", taken[0]);
    assert_eq!(round.state_of(&no).0, State::Granted);
    assert_eq!(round.receive(&round.export(0))[0]["state"], "taken");
    assert_eq!(
        (&round.status(0)["unheard"], &round.status(0)["unanswered"]),
        (&0.into(), &round.status(0)["unanswered"])
    );
    round.compare(3);
    let table = round.at("汇总.xlsx");
    done(&round.office(&["table", "--out", &table, "--all", "--json"]));
    assert!(std::fs::metadata(table).unwrap().len() > 1000);
}

#[test]
fn a_village_nobody_enrolled_and_a_store_of_the_other_kind_are_refused() {
    let round = Round::new();
    round.meet();
    let stranger = village(5, "外村");
    let stick = round.stick.to_str().unwrap();
    let office = round.stick.join("代办公开卡-慈云镇便民服务中心.json");
    done(&stranger.call(&["office-card", office.to_str().unwrap(), "--yes"]));
    let exported = done(&stranger.call(&["export", "--to", stick, "--json"])).json();
    let received = round.office(&["receive", exported["path"].as_str().unwrap(), "--json"]);
    assert_eq!((received.status, &received.json()[0]["state"]), (1, &"refused".into()));
    assert!(received.json()[0]["why"].as_str().unwrap().contains("不是登记过的村写的"));
    let other = answer(round.office.command(&["tasks"]).env("DAIBAN_PASSPHRASE_FILE", &round.passphrase));
    assert_eq!(other.status, 1);
    assert!(other.err.contains("镇里的收件资料"), "{}", other.err);
    let village = round.villages[0].call(&["office", "status"]);
    assert_eq!(village.status, 1);
    assert!(village.err.contains("一个村的资料"), "{}", village.err);
}

/// What a stick that is pulled and a disk that fails leave: no tables, and a journal that ends in the middle.
fn spoil(dir: &Path) {
    std::fs::remove_dir_all(dir.join("sled")).unwrap();
    let journal = dir.join("journal/0001");
    let bytes = std::fs::read(&journal).unwrap();
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    std::fs::write(&journal, &bytes[..used / 2]).unwrap();
}

/// An office that took in a package of each village and keeps a copy of its book on the stick.
fn backed_up() -> (Round, Value) {
    let round = Round::new();
    round.meet();
    for village in 0..2 {
        assert_eq!(round.receive(&round.export(village))[0]["state"], "taken");
    }
    let copy = done(&round.office(&["backup", "--to", round.stick.to_str().unwrap(), "--json"])).json();
    (round, copy)
}

#[test]
fn a_copy_of_the_office_makes_it_again_with_equal_numbers_and_goes_on() {
    let (round, copy) = backed_up();
    let file = copy["path"].as_str().unwrap();
    let before = done(&round.office(&["status", "--json"])).json();
    let fingerprint = |round: &Round| {
        let to = round.at(&format!("卡{}", std::fs::read_dir(round.office.temp.path()).unwrap().count()));
        std::fs::create_dir(&to).unwrap();
        done(&round.office(&["card", "--to", &to, "--json"])).json()["fingerprint"].clone()
    };
    let own = fingerprint(&round);
    assert_eq!((&copy["villages"], &copy["sealed"]), (&2.into(), &true.into()));
    spoil(&round.office.data());
    assert_ne!(round.office(&["status"]).status, 0);
    let refused = round.office(&["restore", file]);
    assert_eq!(refused.status, 1, "{}", refused.err);
    std::fs::rename(round.office.data(), round.at("坏的")).unwrap();
    let looked = done(&round.office(&["restore", file, "--dry-run", "--json"])).json();
    assert!(!round.office.data().exists());
    let restored = done(&round.office(&["restore", file, "--json"])).json();
    for name in ["name", "changes", "villages", "households", "people", "tasks", "sha256"] {
        assert_eq!((&looked[name], &restored[name]), (&copy[name], &copy[name]), "{name}");
    }
    assert_eq!(done(&round.office(&["status", "--json"])).json(), before);
    assert_eq!(fingerprint(&round), own);
    super::add_household(&round.villages[0].data());
    assert_eq!(round.receive(&round.export(0))[0]["state"], "taken");
    round.compare(1);
}

#[test]
fn a_copy_of_one_kind_of_book_is_never_restored_as_the_other() {
    let (round, copy) = backed_up();
    let stick = round.stick.to_str().unwrap();
    let of_village = done(&round.villages[0].call(&["backup", "--to", stick, "--json"])).json();
    let fresh = Program::new();
    for (args, said) in [
        (["restore", copy["path"].as_str().unwrap()].to_vec(), "daiban office restore"),
        (["office", "restore", of_village["path"].as_str().unwrap()].to_vec(), "用 daiban restore"),
    ] {
        for more in [&["--dry-run"][..], &[]] {
            let refused =
                answer(fresh.command(&[&args[..], more].concat()).env("DAIBAN_PASSPHRASE_FILE", &round.passphrase));
            assert_eq!(refused.status, 1, "{}", refused.err);
            assert!(refused.err.contains("这份备份是") && refused.err.contains(said), "{}", refused.err);
            assert!(!fresh.data().exists());
        }
    }
    let wrong =
        answer(round.office.command(&["backup", "--to", stick]).env("DAIBAN_PASSPHRASE_FILE", &round.passphrase));
    assert!(wrong.status == 1 && wrong.err.contains("镇里的收件资料"), "{}", wrong.err);
    let wrong = round.villages[0].call(&["office", "backup", "--to", stick]);
    assert!(wrong.status == 1 && wrong.err.contains("一个村的资料"), "{}", wrong.err);
}

#[test]
fn a_damaged_office_is_told_and_mended_with_nothing_lost() {
    let (round, copy) = backed_up();
    let before = done(&round.office(&["status", "--json"])).json();
    let doctor = |args: &[&str]| answer(round.office.command(args).env("DAIBAN_PASSPHRASE_FILE", &round.passphrase));
    for args in [["doctor"].as_slice(), &["office", "doctor"]] {
        assert!(done(&doctor(args)).out.contains("数据完好"));
    }
    spoil(&round.office.data());
    let examined = doctor(&["doctor", "--json"]);
    assert_eq!((examined.status, &examined.json()["healthy"]), (3, &false.into()), "{}", examined.err);
    let of_village = round.villages[0].call(&["backup", "--to", round.stick.to_str().unwrap(), "--json"]).json();
    let of_village = of_village["path"].as_str().unwrap().to_owned();
    let wrong = doctor(&["doctor", "--repair", "--from", &of_village]);
    assert!(wrong.status != 0 && wrong.err.contains("是另一个村的备份"), "{}", wrong.err);
    done(&doctor(&["doctor", "--repair", "--from", copy["path"].as_str().unwrap()]));
    assert_eq!(done(&round.office(&["status", "--json"])).json(), before);
    // Of no header and no snapshot nobody can tell which book it was: it is said.
    for name in ["header", "header.2"] {
        std::fs::remove_file(round.office.data().join(name)).unwrap();
    }
    let _ = std::fs::remove_dir_all(round.office.data().join("snapshots"));
    done(&doctor(&["office", "doctor", "--repair", "--from", copy["path"].as_str().unwrap()]));
    assert_eq!(done(&round.office(&["status", "--json"])).json(), before);
    let village = round.villages[0].call(&["office", "doctor"]);
    assert!(village.status != 0 && village.err.contains("一个村的资料"), "{}", village.err);
}

#[test]
fn after_a_change_the_old_passphrase_and_the_old_code_open_nothing_of_the_office() {
    let round = Round::new();
    round.meet();
    let code = |name: &str| {
        let sheet = std::fs::read_to_string(round.at(name)).unwrap();
        let code = sheet.lines().find_map(|line| line.strip_prefix("恢复码：")).unwrap().to_owned();
        let file = round.at(&format!("{name}.码"));
        std::fs::copy(&round.passphrase, &file).unwrap();
        std::fs::write(&file, code).unwrap();
        PathBuf::from(file)
    };
    let status =
        |with: &Path| answer(round.office.command(&["office", "status"]).env("DAIBAN_PASSPHRASE_FILE", with)).status;
    let new = PathBuf::from(round.at("新口令"));
    std::fs::copy(&round.passphrase, &new).unwrap();
    std::fs::write(&new, "西塞山前白鹭飞xyz").unwrap();
    let old_code = code("恢复单.html");
    assert_eq!([status(&round.passphrase), status(&old_code)], [0, 0]);
    let sheet = round.at("新恢复单.txt");
    let mut change = round.office.command(&["office", "passphrase", "--recovery", &sheet, "--json"]);
    let changed =
        answer(change.env("DAIBAN_PASSPHRASE_FILE", &round.passphrase).env("DAIBAN_NEW_PASSPHRASE_FILE", &new));
    assert_eq!(done(&changed).json()["recovery"], sheet.as_str());
    let new_code = code("新恢复单.txt");
    assert_eq!([status(&new), status(&new_code)], [0, 0]);
    assert!(status(&round.passphrase) != 0 && status(&old_code) != 0);
}
