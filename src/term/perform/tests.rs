//! The whole way through the house, keys in, files and screen out: first run, a register with a bad row, a package.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::job::Kind;
use super::{Data, Performer};
use crate::app::config::Config;
use crate::app::keymap::Keymap;
use crate::app::message::{Msg, Place, Report};
use crate::app::opening::Keeping;
use crate::app::screen::Screen;
use crate::app::screen::exchange::ExchangeStep;
use crate::app::testing::{Drive, Step, steps};
use crate::app::villages::Villages;
use crate::app::{App, Setup};
use crate::desk::backup::look;
use crate::desk::correspondence::identity;
use crate::desk::{Desk, fresh_mint};
use crate::domain::change::RecordKey;
use crate::domain::correspondence::OfficeCard;
use crate::domain::day::{Day, Moment};
use crate::domain::decide::correspondence::CorrespondenceIntent;
use crate::domain::decide::retention::{DestroyIntent, DestroyWhat};
use crate::domain::decide::{Intent, Now};
use crate::domain::fixture::Fixture;
use crate::domain::id::{DestructionId, Seq};
use crate::domain::office::AnswerKind;
use crate::domain::package::PackageState;
use crate::domain::sample;
use crate::domain::tables::Tables;
use crate::domain::task::state::State;
use crate::domain::village::Village;
use crate::exchange::answers::{self, Reply, TaskAnswer};
use crate::exchange::verify::verify;
use crate::seal::identity::Identity;
use crate::seal::recovery::Credential;
use crate::seal::secret::Secret;
use crate::store::unlock::Unlock;
use crate::term::{After, dispatch};
use crate::ui;

const PASSPHRASE: &str = "桃花流水鳜鱼肥 8";

/// The real program, but for the terminal.
struct Real {
    app: App,
    performer: Performer,
    left: bool,
}

impl Real {
    fn start(dir: &Path) -> Real {
        let (keeping, performer, village) = match Desk::open_unfounded(dir, Unlock::Nothing, &mut |_| {}) {
            Ok(opened) => (Keeping::Unsealed, Performer::of(opened.desk), opened.village),
            Err(fault) if fault.is_locked() => {
                (Keeping::Locked, Performer::locked(dir.to_path_buf()), Village::default())
            }
            Err(fault) => {
                assert!(fault.is_no_village(), "{fault}");
                (Keeping::ToBeMade, Performer::to_make(dir.to_path_buf()).cheap(), Village::default())
            }
        };
        let at = Moment::at(Day::parse_iso("2026-11-24").unwrap(), 9, 0);
        let setup = Setup {
            keeping,
            villages: Villages::default(),
            village,
            tables: Tables::shipped(),
            at,
            erased: Seq::default(),
            last_act_at: None,
            date: None,
            seed: 7,
            config: Config::default(),
            keymap: Keymap::shipped(),
        };
        Real { app: App::new(setup), performer, left: false }
    }

    fn dispatch(&mut self, msg: Msg) -> After {
        dispatch(&mut self.app, &mut self.performer, |_| {}, msg)
    }

    /// Types, and after each step waits for the long work that came of it.
    fn keys(&mut self, script: &str) {
        for step in steps(script) {
            match step {
                Step::Input(input) => self.left = self.dispatch(Msg::Input(input)) == After::Leave,
                Step::WaitMs(ms) => {
                    let at = Moment::from_unix_ms(self.app.at.unix_ms() + ms);
                    self.dispatch(Msg::Clock(at));
                }
            }
            let since = Instant::now();
            while self.performer.is_busy() {
                for msg in self.performer.arrived() {
                    self.dispatch(msg);
                }
                std::thread::sleep(Duration::from_millis(1));
                assert!(since.elapsed() < Duration::from_secs(120), "long work does not end");
            }
        }
    }

    fn screen(&self) -> String {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        terminal.draw(|frame| ui::draw(&self.app, frame)).unwrap();
        let buffer = terminal.backend().buffer();
        let mut text = String::new();
        for y in 0..buffer.area.height {
            let mut x = 0;
            while x < buffer.area.width {
                let symbol = buffer.cell((x, y)).unwrap().symbol();
                text.push_str(symbol);
                x += u16::try_from(ui::cells::width(symbol)).unwrap().max(1);
            }
            text.push('\n');
        }
        text
    }

    /// Founds a village, sealed, from the empty form on. Gives the recovery code.
    fn found(&mut self) -> String {
        let Data::ToBeMade(dir) = &self.performer.data else { panic!("made already") };
        let dir = dir.clone();
        self.keys("大坪村<Tab>慈云镇<Tab>王敏<Ctrl+S>");
        self.keys(&format!("{PASSPHRASE}<Enter>{PASSPHRASE}<Enter>"));
        let screen = self.screen();
        assert!(screen.contains("这是恢复码") && !screen.contains(PASSPHRASE), "{screen}");
        let code = self.code_on_screen();
        self.keys("<Enter>");
        assert!(!self.screen().contains(&code), "what is typed back comes from the paper");
        assert!(!dir.exists(), "nothing is made before the paper is right");
        self.keys(&format!("{code}<Enter>"));
        code
    }

    fn code_on_screen(&self) -> String {
        let screen = self.screen();
        let is_code = |word: &&str| word.len() == 41 && word.split('-').count() == 7;
        screen.split_whitespace().find(is_code).unwrap_or_else(|| panic!("no code on\n{screen}")).to_owned()
    }

    #[track_caller]
    fn shows(&self, words: &[&str]) {
        let screen = self.screen();
        for word in words {
            assert!(screen.contains(word), "{word} is not on\n{screen}");
        }
    }

    fn people(&self) -> usize {
        self.app.village.people().len()
    }
}

/// A register with a wrong check digit in its second row and a heading nobody knows.
const REGISTER: &str = "社别,户主姓名,姓名,身份证号码,与户主关系,本人号,养猪头数\n\
    1社,李国珍,李国珍,990101195001010012,户主,13800001111,3\n\
    1社,李国珍,李小平,990101198002020013,子,13800002222,\n\
    2社,周开明,周开明,990101196003030035,户主,,2\n";

/// Puts the right check digit behind the first 17 of an ID number.
fn with_check_digit(first: &str) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first.chars().zip(weights).map(|(c, weight)| c.to_digit(10).unwrap() * weight).sum();
    format!("{first}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize])
}

fn register() -> String {
    let right = |text: String, number: &str| text.replace(number, &with_check_digit(&number[..17]));
    let wrong = with_check_digit("99010119800202001");
    let wrong = format!("99010119800202001{}", if wrong.ends_with('5') { "6" } else { "5" });
    let text = right(right(REGISTER.to_owned(), "990101195001010012"), "990101196003030035");
    text.replace("990101198002020013", &wrong)
}

#[test]
fn first_run_a_register_with_a_bad_row_and_its_undoing() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, file) = (temp.path().join("village"), temp.path().join("大坪 花名册.csv"));
    std::fs::write(&file, register()).unwrap();
    let mut real = Real::start(&dir);
    let code = real.found();
    real.shows(&["大坪村", "王敏", "加了密"]);
    real.keys(&format!("<Ctrl+O><paste:'{}'>", file.display()));
    real.shows(&["按 Enter 读这个文件"]);
    real.keys("<Enter>");
    real.shows(&["本人号（138", "联系电话", "养猪头数（3）", "不读这一栏"]);
    real.keys("<Ctrl+S>");
    assert!(!real.screen().contains("养猪头数"), "what is left out on purpose is no news");
    real.shows(&["共3行", "有问题不收1行", "1 导入好的2行", "2 把有问题的1行写到文件", "不收", "第3行", "身份证"]);
    assert_eq!(real.people(), 0);
    real.keys("1");
    real.shows(&["已导入2行，还有1行有问题没有收", "已经导入了"]);
    assert_eq!(real.people(), 2);
    real.keys("2<Enter>");
    let rejects = temp.path().join("大坪 花名册-要改的行.xlsx");
    assert!(rejects.exists());
    real.shows(&["有问题的1行写在"]);
    real.keys("2<Enter>");
    real.shows(&["这个文件已经有了"]);
    real.keys("<Esc><Ctrl+Z>");
    assert_eq!(real.people(), 0);
    real.shows(&["1 导入好的2行"]);
    real.keys("1");
    real.shows(&["已重新核对了一遍"]);
    real.keys("1");
    assert_eq!(real.people(), 2);
    real.keys("0<Ctrl+Q>");
    assert!(real.left);
    real.performer.close().unwrap();
    let mut again = Real::start(&dir);
    assert_eq!(again.people(), 0);
    again.keys("桃花流水鳜鱼肥 9<Enter>");
    again.shows(&["口令不对"]);
    again.keys(&format!("{PASSPHRASE}<Enter>"));
    assert_eq!(again.people(), 2);
    again.performer.close().unwrap();
    let mut again = Real::start(&dir);
    again.keys(&format!("<Tab>{}<Enter>", code.to_lowercase().replace('-', "")));
    assert_eq!(again.people(), 2);
    again.keys(&format!("<Ctrl+O><paste:{}><Enter>", file.display()));
    again.shows(&["没变化2行", "没有新的或变化的内容"]);
    let phones = |real: &Real| real.app.village.people().filter(|it| !it.phones.is_empty()).count();
    assert_eq!(phones(&again), 1, "what was said of the unknown heading is remembered");
}

#[test]
fn a_form_that_was_open_when_the_window_was_closed_is_there_after_the_next_start() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let mut real = Real::start(&dir);
    real.found();
    real.keys("<Ctrl+K>欧阳翠花问高龄津贴<Left>");
    real.dispatch(Msg::Gone);
    // Killed then and there.
    drop(real);
    let drafts = std::fs::read(dir.join("drafts")).unwrap();
    assert!(!drafts.windows(6).any(|part| part == "翠花".as_bytes()));
    let mut again = Real::start(&dir);
    again.keys(&format!("{PASSPHRASE}<Enter>"));
    again.shows(&["欧阳翠花问高龄津贴", "接着填"]);
    again.keys("补<Ctrl+S>");
    assert_eq!(again.app.village.notes().next().unwrap().text, "欧阳翠花问高龄津补贴");
    assert!(!dir.join("drafts").exists(), "it is stored");
    again.performer.close().unwrap();
    let mut damaged = Real::start(&dir);
    std::fs::write(dir.join("drafts"), &drafts[..drafts.len() - 1]).unwrap();
    damaged.keys(&format!("{PASSPHRASE}<Enter>"));
    damaged.shows(&["drafts.bad.1"]);
    assert!(!dir.join("drafts").exists());
}

#[test]
fn a_backup_from_the_screens_brings_the_village_back_under_the_old_passphrase() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, stick) = (temp.path().join("village"), temp.path().join("stick"));
    std::fs::create_dir(&stick).unwrap();
    let mut real = Real::start(&dir);
    real.found();
    real.keys("<Alt+B>1");
    let nowhere = temp.path().join("没有");
    real.keys(&format!("<paste:{}><Ctrl+S>", nowhere.display()));
    // What was typed is still there, with what is wrong with it.
    real.shows(&["找不到要写的文件夹", "没有"]);
    real.keys(&format!("<Esc>1<paste:{}><Ctrl+S>", stick.display()));
    real.shows(&["已备份并核对", "加了密", "同一个盘"]);
    let copy = real.app.village.backups().next().unwrap().clone();
    let file = stick.join(&copy.name);
    let unlock = Secret::from(PASSPHRASE.to_owned());
    let found = look(&file, Unlock::Passphrase(&unlock), &mut |_, _, _| true).unwrap();
    assert_eq!((found.upto, &found.sha256), (copy.upto, &copy.sha256));
    assert_eq!(found.state.info, real.app.village.info);
    real.performer.close().unwrap();
}

#[test]
fn leaving_waits_for_what_writes_and_not_for_a_dead_drive() {
    let (_keep, never) = mpsc::channel::<()>();
    let written = Arc::new(AtomicBool::new(false));
    let tidied = Arc::clone(&written);
    let mut performer = Performer::to_make(PathBuf::from("nowhere"));
    performer.start(Kind::Reads, "找U盘", move |_| {
        let _ = never.recv();
        Report::Places(Vec::new())
    });
    performer.start(Kind::Writes, "做报表", move |line| {
        while line.progress(0, 0) {
            std::thread::yield_now();
        }
        tidied.store(true, Ordering::SeqCst);
        Report::Failed("停下了".to_owned())
    });
    performer.close().unwrap();
    assert!(written.load(Ordering::SeqCst));
}

#[test]
fn a_package_whose_begin_cannot_be_recorded_is_put_down() {
    let temp = tempfile::tempdir().unwrap();
    let in_the_way = temp.path().join("file");
    std::fs::write(&in_the_way, "x").unwrap();
    let mut app = Drive::on(Fixture::on("2026-11-24")).app;
    let mut performer = Performer::to_make(in_the_way.join("village"));
    let place = Place {
        path: temp.path().to_path_buf(),
        label: "GOOD".to_owned(),
        free_bytes: None,
        removable: true,
        read_only: false,
        device: None,
        serial: String::new(),
    };
    for step in steps("<F9>1") {
        let Step::Input(input) = step else { panic!("a key") };
        dispatch(&mut app, &mut performer, |_| {}, Msg::Input(input));
        dispatch(&mut app, &mut performer, |_| {}, Msg::Report(Report::Places(vec![place.clone()])));
    }
    assert!(performer.prepared.is_none());
    let Some(Screen::Exchange(exchange)) = app.top() else { panic!("not 交表") };
    assert!(matches!(exchange.step, ExchangeStep::Start), "nobody waits for what will not come");
    let said = app.notice.shown().map(|notice| notice.text.clone()).unwrap_or_default();
    assert!(said.contains("没有保存") || said.contains("文件夹"), "{said}");
    assert!(app.village.packages().next().is_none());
}

#[test]
fn a_file_that_is_no_register_is_refused_and_can_be_typed_again() {
    let temp = tempfile::tempdir().unwrap();
    let mut real = Real::start(&temp.path().join("village"));
    real.found();
    real.keys("<Ctrl+O><paste:/nowhere/a.xlsx><Enter>");
    real.shows(&["找不到文件", "/nowhere/a.xlsx"]);
    real.keys("<Esc><Esc>");
    real.shows(&["今日"]);
}

/// The digit of the line that says this.
fn digit_of(real: &Real, words: &str) -> String {
    let screen = real.screen();
    let line = screen.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words} in\n{screen}"));
    line.chars().find(char::is_ascii_digit).unwrap().to_string()
}

#[test]
fn a_workbook_with_a_password_is_written_and_opens_with_what_the_screen_says() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, out) = (temp.path().join("village"), temp.path().join("交表"));
    std::fs::create_dir(&out).unwrap();
    let mut real = Real::start(&dir);
    real.found();
    let file = temp.path().join("a.csv");
    std::fs::write(&file, register()).unwrap();
    real.keys(&format!("<Ctrl+O><paste:{}><Enter><Ctrl+S>10", file.display()));
    real.keys("<F9>");
    let terms = digit_of(&real, "改交给谁");
    real.keys(&format!("{terms}<Down*2>密码<Enter>"));
    real.shows(&["一张带密码的表", "要交的新内容："]);
    let folder = digit_of(&real, "写到其他文件夹");
    real.keys(&format!("{folder}<Ctrl+U><paste:{}><Enter>", out.display()));
    real.shows(&["已写好并核对，可以拔出", "打开密码", "打电话告诉镇里"]);
    let screen = real.screen();
    let said: String = screen.split_once("打开密码").unwrap().1.chars().take_while(|c| *c != '，').collect();
    let written: Vec<_> = std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path()).collect();
    let bytes = std::fs::read(&written[0]).unwrap();
    let opened = office_crypto::decrypt_from_bytes(bytes, &said.replace(' ', "")).unwrap();
    assert!(opened.starts_with(b"PK") && written.len() == 1, "{said}");
    assert!(real.app.village.correspondence().is_some(), "the keys it follows from are kept");
}

#[test]
fn a_package_is_written_to_a_folder_and_is_whole_and_the_town_signs_for_it() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, out) = (temp.path().join("village"), temp.path().join("交表"));
    std::fs::create_dir(&out).unwrap();
    let mut real = Real::start(&dir);
    real.found();
    let file = temp.path().join("a.csv");
    std::fs::write(&file, register()).unwrap();
    real.keys(&format!("<Ctrl+O><paste:{}><Enter><Ctrl+S>10", file.display()));
    real.keys("<F9>");
    real.shows(&["要交的新内容：", "人口2人", "交给 慈云镇便民服务中心，不加密，用途 代办月报"]);
    let folder_line = |real: &Real| digit_of(real, "写到其他文件夹");
    real.keys(&folder_line(&real));
    real.keys(&format!("<Ctrl+U><paste:{}/不在><Enter>", out.display()));
    assert_eq!(real.app.village.packages().count(), 0, "a place that is not there takes no number");
    real.shows(&["文件夹", "/不在"]);
    real.keys(&format!("<Ctrl+U><paste:{}><Enter>", out.display()));
    real.shows(&["已写好并核对，可以拔出"]);
    let written: Vec<_> = std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(written.len(), 1);
    assert_eq!(verify(&written[0]).problems, Vec::<String>::new());
    real.keys("<Enter>");
    real.shows(&["上次写盘以后没有新内容"]);
    let states = |real: &Real| {
        let mut packages: Vec<_> = real.app.village.packages().collect();
        packages.sort_by_key(|package| package.no);
        packages.iter().map(|package| package.state).collect::<Vec<_>>()
    };
    assert_eq!(states(&real), [PackageState::Written]);
    let list = real.screen().lines().find(|line| line.contains("以前交过的1包")).unwrap().to_owned();
    real.keys(&list.chars().find(char::is_ascii_digit).unwrap().to_string());
    real.shows(&["已写盘"]);
    real.keys("<Enter>");
    real.shows(&["里面有这2人的内容", "李国珍", "1 镇里签收了"]);
    real.keys("1");
    real.shows(&["真的签收了？", "1 签收了，记下"]);
    real.keys("1");
    assert_eq!(states(&real), [PackageState::Confirmed]);
    real.keys("<Esc><Esc>");
    real.shows(&["镇里签收到 第1包"]);
}

#[test]
fn before_a_village_is_founded_nothing_else_is_taken_and_nothing_is_made() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("data");
    let mut real = Real::start(&dir);
    for keys in ["<Ctrl+O>", "<Ctrl+N>", "<Ctrl+K>", "<F2>", "<F3>", "<F9>", "<Ctrl+P>导入<Enter><Esc>"] {
        real.keys(keys);
        real.shows(&["第一次打开"]);
    }
    assert!(!dir.exists());
    real.found();
    real.shows(&["村已建好"]);
    real.performer.close().unwrap();
    let mut again = Real::start(&dir);
    again.keys(&format!("{PASSPHRASE}<Enter>"));
    assert!(again.app.village.is_founded());
}

#[test]
fn a_store_that_was_made_and_never_founded_is_founded_on_screen() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("data");
    drop(Desk::create(&dir, None).unwrap());
    let opened = Desk::open_unfounded(&dir, Unlock::Nothing, &mut |_| {}).unwrap();
    assert!(!opened.village.is_founded());
    drop(opened);
    let mut real = Real::start(&dir);
    real.keys("大坪村<Tab>慈云镇<Tab>王敏<Ctrl+S>");
    real.shows(&["村已建好"]);
}

#[test]
fn a_lock_lets_go_of_the_folder_and_the_passphrase_opens_it_to_what_was_there() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let mut real = Real::start(&dir);
    real.found();
    real.keys("<Ctrl+K>问高龄津贴<Ctrl+S>");
    let before = real.app.village.clone();
    real.keys("<Ctrl+K>又问社保卡<Ctrl+L>");
    real.shows(&["已锁上", "接着填"]);
    assert!(!real.screen().contains("大坪村"));
    let elsewhere = Desk::unlock(&dir, &Credential::of(Secret::from(PASSPHRASE.to_owned())), &mut |_| {});
    assert_eq!(elsewhere.unwrap().village, before, "the folder is free, and the store whole");
    real.keys("桃花流水鳜鱼肥 9<Enter>");
    real.shows(&["口令不对"]);
    real.keys(&format!("{PASSPHRASE}<Enter>"));
    assert_eq!(real.app.village, before);
    real.shows(&["又问社保卡"]);
    real.keys("<Ctrl+S>");
    assert_eq!(real.app.village.notes().len(), before.notes().len() + 1);
    // What is done after a lock can be undone as before it.
    real.keys("<Ctrl+Z>");
    assert_eq!(real.app.village.notes().len(), before.notes().len());
}

#[test]
fn a_passphrase_changed_on_screen_opens_and_the_old_one_and_the_old_paper_do_not() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let mut real = Real::start(&dir);
    let paper = real.found();
    real.keys("<Ctrl+P>修改口令<Enter>不是这个口令<Enter>");
    real.keys("两岸猿声啼不住 3<Enter>两岸猿声啼不住 3<Enter>");
    real.shows(&["口令不对，没有改"]);
    real.keys(&format!("{PASSPHRASE}<Enter>两岸猿声啼不住 3<Enter>两岸猿声啼不住 3<Enter>"));
    real.shows(&["口令改好了"]);
    real.keys("<Ctrl+P>换恢复码<Enter>两岸猿声啼不住 3<Enter>");
    let new_paper = real.code_on_screen();
    real.keys(&format!("<Enter>{new_paper}<Enter>"));
    real.shows(&["旧的已经作废"]);
    real.performer.close().unwrap();
    let mut again = Real::start(&dir);
    again.keys(&format!("{PASSPHRASE}<Enter>"));
    again.shows(&["口令不对"]);
    again.keys(&format!("{paper}<Enter>"));
    again.shows(&["恢复码不对"]);
    again.keys(&format!("<Ctrl+U>{new_paper}<Enter>"));
    again.shows(&["大坪村", "是用恢复码打开的", "修改口令"]);
    again.keys("<Ctrl+L>两岸猿声啼不住 3<Enter>");
    again.shows(&["大坪村"]);
}

#[test]
fn what_was_destroyed_is_cleared_on_the_screen_under_a_new_paper_and_nothing_before_can_be_undone() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("village");
    let mut real = Real::start(&dir);
    let paper = real.found();
    real.keys("<Ctrl+K>问高龄津贴<Ctrl+S>");
    let (app, performer) = (&mut real.app, &mut real.performer);
    let Data::Open(desk) = &mut performer.data else { panic!("not open") };
    let note = app.village.notes().next().unwrap().id;
    let intent = DestroyIntent {
        id: DestructionId::mint(&mut fresh_mint().unwrap(), app.at),
        what: DestroyWhat::One(RecordKey::Note(note)),
        basis: "本人要求".to_owned(),
        approved_by: "张主任".to_owned(),
    };
    let now = Now { at: app.at, today: app.today, actor: "王敏", tables: &app.tables };
    desk.perform(&mut app.village, &now, Intent::Destroy(Box::new(intent))).unwrap();
    real.keys("<Alt+D>");
    real.shows(&["没有做完", "清掉旧内容"]);
    real.keys("1不是这个口令<Enter>");
    real.shows(&["口令不对，没有改"]);
    real.keys(&format!("{PASSPHRASE}<Enter>"));
    real.shows(&["这是恢复码", "旧的恢复码照样管用"]);
    let new_paper = real.code_on_screen();
    real.keys(&format!("<Enter>{new_paper}<Enter>"));
    real.shows(&["旧内容清掉了", "现在就备份一次"]);
    real.keys("<Esc><Ctrl+K>又问社保卡<Ctrl+S>");
    assert_eq!(real.app.village.notes().len(), 1, "it goes on");
    real.performer.close().unwrap();
    let by = |paper: &str| Desk::unlock(&dir, &Credential::of(Secret::from(paper.to_owned())), &mut |_| {});
    assert!(by(&paper).is_err_and(|fault| fault.wrong_credential() == Some(true)));
    assert!(by(&new_paper).is_ok_and(|opened| !opened.desk.is_erasure_due(&opened.village)));
    let mut again = Real::start(&dir);
    again.keys(&format!("{PASSPHRASE}<Enter>"));
    again.keys("<Ctrl+P>最近操作<Enter><Down><Down><Enter>");
    again.shows(&["以前的不能再撤销"]);
}

#[test]
fn a_reply_that_is_taken_in_on_the_screen_is_seen_and_kept() {
    let temp = tempfile::tempdir().unwrap();
    let (dir, stick) = (temp.path().join("village"), temp.path().join("stick"));
    std::fs::create_dir(&stick).unwrap();
    let today = Day::parse_iso("2026-11-24").unwrap();
    let (mut desk, mut village) = Desk::create_of(&dir, &sample::village(today, 3).acts).unwrap();
    let (tables, office) = (Tables::shipped(), Identity::random().unwrap());
    let now = Now { at: Moment::at(today, 8, 0), today, actor: "王敏", tables: &tables };
    desk.have_keys(&mut village, &now).unwrap();
    let (signs, reads) = office.public().halves();
    let card = OfficeCard { name: "慈云镇便民服务中心".to_owned(), signs, reads, accepted_on: today };
    let accept = CorrespondenceIntent::AcceptOffice(Box::new(card));
    desk.perform(&mut village, &now, Intent::Correspondence(accept)).unwrap();
    desk.close().unwrap();
    let task = village.tasks().find(|task| task.state == State::Submitted).unwrap();
    let answer = TaskAnswer {
        task: task.id.0,
        no: task.no.to_string(),
        first: 1,
        what: AnswerKind::SentBack,
        on: today,
        words: "户口簿".to_owned(),
    };
    let reply = Reply { number: 1, on: today, packages: vec![], answers: vec![answer] };
    let sealed = answers::seal(&reply, &office, &identity(&village).unwrap().public()).unwrap();
    std::fs::write(stick.join("回执.dbr"), &sealed).unwrap();
    std::fs::write(stick.join("坏.dbr"), &sealed[..sealed.len() / 2]).unwrap();
    let mut real = Real::start(&dir);
    real.keys("<F9>");
    let line = match real.app.top() {
        Some(Screen::Exchange(screen)) => screen.start.lines.items().iter().position(|it| it.label.contains("回执")),
        other => panic!("{other:?}"),
    };
    real.keys(&format!("{}1<paste:{}><Ctrl+S>", line.unwrap() + 1, stick.display()));
    real.shows(&["有1份回执还没有收", "1 收第1份", "答复1条", "2 坏.dbr"]);
    real.keys("1");
    real.shows(&["第1份回执", "退回来的", &task.no.to_string(), "缺：户口簿"]);
    assert_eq!(real.app.village.task(task.id).unwrap().state, State::Returned);
    real.keys("<Esc>");
    real.shows(&["收不了", "另有1份"]);
    let shown = real.app.village.clone();
    real.performer.close().unwrap();
    let opened = Desk::open(&dir, Unlock::Nothing, &mut |_| {}).unwrap();
    assert_eq!(opened.village, shown);
}
