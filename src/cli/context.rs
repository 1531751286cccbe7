//! The options every subcommand takes, and what follows from them: the day, the data folder, the keymap, an open village.
//!
//! It prints no document.

use std::path::{Path, PathBuf};

use clap::{ArgAction, Args};
use serde::Serialize;

use crate::app::config::Config;
use crate::app::keymap::Keymap;
use crate::desk::error::DeskError;
use crate::desk::repair::untold;
use crate::desk::{Desk, Opened, news, place, town};
use crate::disk::file;
use crate::domain::clock_doubt::ClockDoubt;
use crate::domain::day::{Day, Moment};
use crate::domain::decide::check_not_handed_over;
use crate::domain::limits::SETTINGS_BYTES_MAX;
use crate::domain::table::TableFault;
use crate::domain::tables::Tables;
use crate::domain::text::fold;
use crate::domain::village::Village;
use crate::seal::recovery::Credential;
use crate::store::backup::repairing::told;
use crate::store::report::Progress;
use crate::store::unlock::Unlock;
use crate::term::clock;

use super::exit::{Exit, Failure};
use super::passphrase::Whose;
use super::{out, passphrase};

/// Options before and after the subcommand.
#[derive(Debug, Args)]
#[command(next_help_heading = "哪里都能用的选项")]
pub(super) struct GlobalArgs {
    /// 数据文件夹；不写就用系统的位置，或环境变量 DAIBAN_DATA
    #[arg(long, global = true, value_name = "文件夹")]
    data: Option<PathBuf>,
    /// 自己的按键文件
    #[arg(long, global = true, value_name = "文件")]
    keymap: Option<PathBuf>,
    /// 把这一天当作今天，只影响计算和显示，写成 2026-11-24
    #[arg(long, global = true, value_name = "日期", value_parser = day)]
    date: Option<Day>,
    /// 电脑的时间和最后一笔差得远也照常存：时间没有错
    #[arg(long, global = true, hide = true)]
    trust_clock: bool,
    /// 输出 JSON，给程序读
    #[arg(long, global = true)]
    json: bool,
    /// 只用最简单的线条，给老式命令行窗口
    #[arg(long, global = true)]
    ascii: bool,
    /// 看用法
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// 看版本
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

/// A day as the command line takes it: `2026-11-24`, full-width digits too.
pub(super) fn day(text: &str) -> Result<Day, String> {
    Day::parse_iso(fold(text).trim()).ok_or_else(|| "日期要写成 2026-11-24 这样，而且要有这一天".to_owned())
}

/// What this call of the program was told, and when it is.
pub(super) struct Context {
    args: GlobalArgs,
    /// The clock's moment.
    pub(super) at: Moment,
    /// The day that counts.
    pub(super) today: Day,
}

impl Context {
    /// Reads the clock once.
    pub(super) fn new(args: GlobalArgs) -> Context {
        let at = clock::now();
        let today = args.date.unwrap_or(at.day());
        Context { args, at, today }
    }

    /// Whether a program reads the answer.
    pub(super) fn json(&self) -> bool {
        self.args.json
    }

    /// Whether only ASCII lines may be drawn.
    pub(super) fn ascii(&self) -> bool {
        self.args.ascii
    }

    /// The tables of a command that opens no store: a town's own are used where they can be read, and the faults of the
    /// file that matters here are told.
    pub(super) fn tables(&self, file: &str) -> Tables {
        let shipped = |_| Tables::shipped();
        self.data_folder().map_or_else(shipped, |dir| {
            let (tables, faults) = town::tables(&dir, &Village::default());
            for fault in faults.iter().filter(|fault| fault.file == file) {
                out::say(&fault.to_string());
            }
            tables
        })
    }

    /// The day asked for with `--date`.
    pub(super) fn date(&self) -> Option<Day> {
        self.args.date
    }

    /// Whether a data folder was named with `--data`.
    pub(super) fn is_data_named(&self) -> bool {
        self.args.data.is_some()
    }

    /// The data folder.
    pub(super) fn data_folder(&self) -> Result<PathBuf, Failure> {
        Ok(place::data_folder(self.args.data.clone())?)
    }

    /// Opens the village and says what opening found.
    pub(super) fn open(&self) -> Result<Opened, Failure> {
        Ok(self.open_with_credential()?.0)
    }

    /// The same, with what opened it: whoever changes that shows it once more. `None` where nothing was needed or given.
    pub(super) fn open_with_credential(&self) -> Result<(Opened, Option<Credential>), Failure> {
        let dir = self.data_folder()?;
        let (opened, credential) = unlocked_by(|unlock| open_with(&dir, unlock), Whose::Village)?;
        let opened = opened?;
        tell_untold(&dir);
        for sentence in news::sentences(&opened.report) {
            out::say(&sentence);
        }
        if let Some(sentence) = news::handed_over(&opened.village) {
            out::say(&sentence);
        }
        for fault in &opened.table_faults {
            out::say(&fault.to_string());
        }
        Ok((opened, credential))
    }

    /// Opens the village for writing: with a clock that does not fit the last act nothing is kept unless it is said to be
    /// right.
    pub(super) fn open_to_write(&self) -> Result<Opened, Failure> {
        let opened = self.open_to_write_though_handed_over()?;
        // Before anything is asked or written outside for what would be refused in the end.
        check_not_handed_over(&opened.village).map_err(DeskError::from)?;
        Ok(opened)
    }

    /// The same for a village that may have been handed over: what takes that back.
    pub(super) fn open_to_write_though_handed_over(&self) -> Result<Opened, Failure> {
        let opened = self.open()?;
        let doubt = opened.desk.last_act_at().and_then(|last| ClockDoubt::of(self.at, last));
        match doubt {
            Some(doubt) if !self.args.trust_clock => Err(Failure::refused(format!(
                "{doubt}这次什么都没有存。请把电脑的日期和时间调对再运行；时间没有错，就加上 --trust-clock 再运行。"
            ))),
            _ => Ok(opened),
        }
    }

    /// Opens the store in `dir` without a word about what was found, though no village be founded in it yet. A sealed one
    /// stays closed where no file names the passphrase: the screens ask for it.
    pub(super) fn open_or_locked(dir: &Path) -> Result<Found, Failure> {
        let credential = passphrase::given()?.map(Credential::of);
        let unlock = credential.as_ref().map_or(Unlock::Nothing, Unlock::from);
        let mut line = out::ProgressLine::new();
        match Desk::open_unfounded(dir, unlock, &mut |progress| shown(&mut line, progress)) {
            Ok(opened) => Ok(Found::Open(Box::new(opened))),
            Err(fault) if fault.is_no_village() => Ok(Found::Nothing),
            Err(fault) if fault.is_locked() && credential.is_none() => Ok(Found::Locked),
            Err(fault) => Err(fault.into()),
        }
    }

    /// The keymap of `--keymap`, else the shipped one; of a file with faults the shipped map, and what to say of it.
    pub(super) fn keymap(&self) -> (Keymap, Option<String>) {
        let Some(path) = &self.args.keymap else { return (Keymap::shipped(), None) };
        let name = path.display().to_string();
        let read = std::fs::read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(text) = read else {
            let words = format!("按键文件读不出来：{name}。现在用的是原来的按键。");
            return (Keymap::shipped(), Some(words));
        };
        match Keymap::with_overlay(&name, &text) {
            Ok(keymap) => (keymap, None),
            Err(faults) => {
                let first = faults.first().map(|fault| format!("{fault}。")).unwrap_or_default();
                let words = format!(
                    "按键文件有{}处错，现在用的是原来的按键。{first}运行 daiban keys --check {name} 看全部。",
                    faults.len()
                );
                (Keymap::shipped(), Some(words))
            }
        }
    }

    /// The settings of this machine; what is wrong in their file is not taken over, and told.
    pub(super) fn config(&self) -> (Config, Vec<TableFault>) {
        let mut config = Config::default();
        let Some(path) = place::settings_file() else { return (config, Vec::new()) };
        let name = path.display().to_string();
        let faults = match file::read_small(&path, SETTINGS_BYTES_MAX).map(String::from_utf8) {
            Ok(Ok(text)) => config.lay(&name, &text),
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Ok(Err(_)) | Err(_) => vec![TableFault::new(&name, 0, "设置文件读不出来，现在照原来的设置")],
        };
        (config, faults)
    }

    /// Gives the answer: JSON to a program, `text` to a person.
    pub(super) fn answer<T: Serialize>(&self, document: &T, text: impl FnOnce() -> String) -> Exit {
        if self.json() {
            out::print_json(document);
        } else {
            out::print(&text());
        }
        Exit::Done
    }
}

/// What is in a data folder.
pub(super) enum Found {
    /// A store, open now.
    Open(Box<Opened>),
    /// A sealed store.
    Locked,
    /// No store.
    Nothing,
}

/// Times that a passphrase is asked for.
const TRIES_MAX: usize = 3;

/// Does it with the passphrase of the named file, else with none, and where one is needed, with what is typed.
pub(super) fn unlocked<T>(
    work: impl FnMut(Unlock<'_>) -> Result<T, DeskError>,
) -> Result<Result<T, DeskError>, Failure> {
    Ok(unlocked_by(work, Whose::Village)?.0)
}

/// Says what a repair has to tell that was cut off before it did.
pub(super) fn tell_untold(dir: &Path) {
    if let Some(words) = untold(dir) {
        out::say(&words);
        told(dir);
    }
}

/// What opened a village or a pack in this run, so that it is asked for once.
pub(super) struct Keyring {
    whose: Whose,
    used: Option<Credential>,
}

impl Keyring {
    /// An empty one.
    pub(super) fn of(whose: Whose) -> Keyring {
        Keyring { whose, used: None }
    }

    /// Does it with what opened it before, else with what `unlocked` finds.
    pub(super) fn unlocked<T>(
        &mut self,
        mut work: impl FnMut(Unlock<'_>) -> Result<T, DeskError>,
    ) -> Result<Result<T, DeskError>, Failure> {
        if let Some(credential) = &self.used {
            let done = work(Unlock::from(credential));
            if !done.as_ref().is_err_and(DeskError::is_locked) {
                return Ok(done);
            }
        }
        let (done, used) = unlocked_by(work, self.whose)?;
        self.used = used.or(self.used.take());
        Ok(done)
    }
}

/// The same, with the passphrase it was done with.
pub(super) fn unlocked_by<T>(
    mut work: impl FnMut(Unlock<'_>) -> Result<T, DeskError>,
    whose: Whose,
) -> Result<(Result<T, DeskError>, Option<Credential>), Failure> {
    if let Some(credential) = passphrase::given()?.map(Credential::of) {
        return Ok((work(Unlock::from(&credential)), Some(credential)));
    }
    let mut used = None;
    let mut done = work(Unlock::Nothing);
    for _ in 0..TRIES_MAX {
        let Err(fault) = &done else { break };
        if !fault.is_locked() {
            break;
        }
        let Some(typed) = passphrase::ask(&fault.to_string(), whose)? else { break };
        let credential = Credential::of(typed);
        done = work(Unlock::from(&credential));
        used = Some(credential);
    }
    Ok((done, used))
}

fn open_with(dir: &Path, unlock: Unlock<'_>) -> Result<Opened, DeskError> {
    let mut line = out::ProgressLine::new();
    Desk::open(dir, unlock, &mut |progress| shown(&mut line, progress))
}

fn shown(line: &mut out::ProgressLine, progress: Progress) {
    let (what, done, total) = news::progress_words(progress);
    line.show(what, done, total);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::village::VillageIntent;
    use crate::domain::decide::{Intent, Now};

    #[test]
    fn with_a_doubted_clock_the_village_opens_to_read_and_only_on_request_to_write() {
        let temp = tempfile::tempdir().unwrap();
        let data = temp.path().join("village");
        let at = |text: &str| Moment::at(Day::parse_iso(text).unwrap(), 9, 0);
        let founding = Intent::Village(VillageIntent::Found {
            name: "大坪村".to_owned(),
            township: "慈云镇".to_owned(),
            liaison: "王敏".to_owned(),
            phone: String::new(),
            groups: Vec::new(),
        });
        let (at_first, tables) = (at("2026-11-24"), Tables::shipped());
        let now = Now { at: at_first, today: at_first.day(), actor: "王敏", tables: &tables };
        drop(Desk::found(&data, None, &now, founding).unwrap());
        let on = |day: &str, trust_clock: bool| Context {
            args: GlobalArgs {
                data: Some(data.clone()),
                keymap: None,
                date: None,
                trust_clock,
                json: false,
                ascii: false,
                help: None,
                version: None,
            },
            at: at(day),
            today: at(day).day(),
        };
        for (day, trust_clock, writes) in
            [("2026-11-25", false, true), ("2016-01-01", false, false), ("2016-01-01", true, true)]
        {
            let context = on(day, trust_clock);
            assert!(context.open().is_ok());
            match context.open_to_write() {
                Ok(_) => assert!(writes, "{day}"),
                Err(failure) => assert_eq!((failure.exit, writes), (Exit::Refused, false), "{day}"),
            }
        }
    }
}
