//! The built program in a terminal of its own, as a person sits before it. Few tests: they wait for words, never for time.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use daiban::desk::Desk;
use daiban::seal::recovery::Credential;
use daiban::seal::secret::Secret;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The program asks where the cursor is; whoever is the terminal must answer.
const WHERE: &[u8] = b"\x1b[6n";
/// Nothing takes so long but what never comes.
const NEVER: Duration = Duration::from_secs(120);
const PASSPHRASE: &str = "taohua liushui 88";

/// What is on the screen, and whether the program has closed it.
type Shown = Arc<(Mutex<(vt100::Parser, bool)>, Condvar)>;

struct Sitting {
    child: Box<dyn Child + Send + Sync>,
    keys: Arc<Mutex<Box<dyn Write + Send>>>,
    shown: Shown,
    _terminal: Box<dyn MasterPty + Send>,
}

impl Sitting {
    fn begin(data: &Path, passphrase_file: Option<&Path>) -> Sitting {
        let pty = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_daiban"));
        command.args(["--date", "2026-11-24", "--data"]);
        command.arg(data);
        command.env("TERM", "xterm-256color");
        command.env("DAIBAN_SETTINGS", data.with_file_name("settings.toml"));
        command.env_remove("DAIBAN_PASSPHRASE_FILE");
        if let Some(file) = passphrase_file {
            command.env("DAIBAN_PASSPHRASE_FILE", file);
        }
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let (rows, columns) = (NonZero::new(24u16).unwrap(), NonZero::new(80u16).unwrap());
        let shown: Shown = Arc::new((Mutex::new((vt100::Parser::new(rows, columns, 0), false)), Condvar::new()));
        let mut reader = pty.master.try_clone_reader().unwrap();
        let keys = Arc::new(Mutex::new(pty.master.take_writer().unwrap()));
        let (seen, answers) = (Arc::clone(&shown), Arc::clone(&keys));
        std::thread::spawn(move || {
            let mut piece = [0u8; 65_536];
            while let Ok(bytes @ 1..) = reader.read(&mut piece) {
                let piece = &piece[..bytes];
                if piece.windows(WHERE.len()).any(|at| at == WHERE) {
                    let _ = answers.lock().unwrap().write_all(b"\x1b[1;2R");
                }
                seen.0.lock().unwrap().0.process(piece);
                seen.1.notify_all();
            }
            seen.0.lock().unwrap().1 = true;
            seen.1.notify_all();
        });
        Sitting { child, keys, shown, _terminal: pty.master }
    }

    fn keys(&self, keys: &str) -> &Sitting {
        let mut writer = self.keys.lock().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
        self
    }

    /// Waits until these words are on the screen; gives the screen.
    #[track_caller]
    fn until(&self, words: &str) -> String {
        let (lock, changed) = &*self.shown;
        let is_missing = |shown: &mut (vt100::Parser, bool)| !shown.0.screen().contents().contains(words) && !shown.1;
        let (shown, _) = changed.wait_timeout_while(lock.lock().unwrap(), NEVER, is_missing).unwrap();
        let screen = shown.0.screen().contents();
        assert!(screen.contains(words), "{words} is not on\n{screen}");
        screen
    }

    #[cfg(target_os = "linux")]
    fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Leaves with Ctrl+Q; gives the status.
    fn leave(self) -> u32 {
        self.keys("\x11");
        self.end()
    }

    /// Waits until the program has ended; gives its status.
    fn end(mut self) -> u32 {
        self.child.wait().unwrap().exit_code()
    }
}

#[test]
fn a_village_founded_on_screen_is_sealed_and_opens_with_its_passphrase_alone() {
    let temp = tempfile::tempdir().unwrap();
    let data = temp.path().join("data");
    let first = Sitting::begin(&data, None);
    first.until("第一次打开");
    first.keys("大坪村\t慈云镇\t王敏\x13").until("定口令");
    let screen = first.keys(&format!("{PASSPHRASE}\r{PASSPHRASE}\r")).until("这是恢复码");
    let is_code = |word: &&str| word.len() == 41 && word.split('-').count() == 7;
    let code = screen.split_whitespace().find(is_code).expect(&screen).to_lowercase();
    first.keys("\r").until("核对恢复码");
    assert!(!data.exists());
    first.keys(&format!("{code}\r")).until("村已建好");
    assert_eq!(first.leave(), 0);

    let again = Sitting::begin(&data, None);
    let screen = again.until("打口令才能打开");
    assert!(!screen.contains("大坪村"), "{screen}");
    let screen = again.keys("taohua liushui 89\r").until("口令不对");
    assert!(!screen.contains("taohua"), "{screen}");
    again.keys(&format!("{PASSPHRASE}\r")).until("大坪村");
    assert_eq!(again.leave(), 0);

    let forgotten = Sitting::begin(&data, None);
    forgotten.until("打口令才能打开");
    forgotten.keys(&format!("\t{code}\r")).until("大坪村");
    assert_eq!(forgotten.leave(), 0);

    let left = Sitting::begin(&data, None);
    left.until("打口令才能打开");
    #[cfg(target_os = "linux")]
    {
        let limits = std::fs::read_to_string(format!("/proc/{}/limits", left.pid())).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap().to_owned();
        assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"]);
    }
    assert_eq!(left.leave(), 0);

    let file = temp.path().join("passphrase");
    std::fs::write(&file, format!("{PASSPHRASE}\n")).unwrap();
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let unasked = Sitting::begin(&data, Some(&file));
    unasked.until("大坪村");
    assert_eq!(unasked.leave(), 0);
    let readable = names_in(&data, "大坪村");
    assert!(readable.is_empty(), "{readable:?}");
}

/// Founds a village on the command line, sealed under the passphrase of this file.
#[cfg(target_os = "linux")]
fn found(name: &str, data: &Path, passphrase_file: &Path) {
    let init = ["init", "--village", name, "--town", "慈云镇", "--liaison", "王敏", "--data"];
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_daiban"));
    command.args(init).arg(data).env("DAIBAN_PASSPHRASE_FILE", passphrase_file).stdin(std::process::Stdio::null());
    assert!(command.output().unwrap().status.success());
}

#[cfg(target_os = "linux")]
#[test]
fn the_officer_of_two_villages_goes_from_one_to_the_other_and_back() {
    let temp = tempfile::tempdir().unwrap();
    let file = temp.path().join("passphrase");
    std::fs::write(&file, format!("{PASSPHRASE}\n")).unwrap();
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let (one, two) = (temp.path().join("one"), temp.path().join("two"));
    for (name, data) in [("大坪村", &one), ("石桥村", &two)] {
        found(name, data, &file);
        let sitting = Sitting::begin(data, Some(&file));
        sitting.until(name);
        assert_eq!(sitting.leave(), 0);
    }
    let sitting = Sitting::begin(&one, Some(&file));
    sitting.until("代办  大坪村");
    sitting.keys("\x1bc").until("不换");
    sitting.keys("2").until("打开石桥村");
    // From before the passphrase too, and the one that was left is locked.
    sitting.keys("\x1bc").until("不换");
    sitting.keys("2").until("打开大坪村");
    sitting.keys("\x1bc").until("不换");
    sitting.keys("2").until("打开石桥村");
    sitting.keys(&format!("{PASSPHRASE}\r")).until("代办  石桥村");
    sitting.keys("\x1bc").until("不换");
    sitting.keys("2").until("打开大坪村");
    sitting.keys(&format!("{PASSPHRASE}\r")).until("代办  大坪村");
    let list = || std::fs::read_to_string(temp.path().join("villages.json")).unwrap();
    assert!(list().contains("石桥村"), "noted as soon as it is open, whatever becomes of the program");
    // A village that is gone meanwhile keeps the officer where the data are.
    sitting.keys("\x1bc").until("不换");
    std::fs::rename(&two, temp.path().join("three")).unwrap();
    sitting.keys("2").until("还在原来的村");
    assert_eq!(sitting.leave(), 0);
    assert!(!list().contains("王敏"), "{}", list());
}

/// A closed window sends the one, a system that is shut down the other.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_is_told_to_stop_brings_its_data_to_rest() {
    let temp = tempfile::tempdir().unwrap();
    let (data, file) = (temp.path().join("data"), temp.path().join("passphrase"));
    std::fs::write(&file, format!("{PASSPHRASE}\n")).unwrap();
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    found("大坪村", &data, &file);
    for signal in ["-HUP", "-TERM"] {
        let sitting = Sitting::begin(&data, Some(&file));
        sitting.until("大坪村");
        sitting.keys("\x0b").until("内容");
        sitting.keys("问高龄津贴\x13").until("可以撤销");
        let pid = sitting.pid().to_string();
        assert!(std::process::Command::new("kill").args([signal, &pid]).status().unwrap().success());
        assert_eq!(sitting.end(), 0, "{signal}");
        let credential = Credential::of(Secret::from(PASSPHRASE.to_owned()));
        let opened = Desk::unlock(&data, &credential, &mut |_| {}).unwrap();
        assert!(!opened.report.unclean, "{signal}");
    }
}

/// The files below a folder that hold this text.
fn names_in(dir: &Path, text: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(names_in(&path, text));
        } else if std::fs::read(&path).unwrap().windows(text.len()).any(|at| at == text.as_bytes()) {
            found.push(path);
        }
    }
    found
}
