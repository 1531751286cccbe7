//! The passphrase: read from the file that `DAIBAN_PASSPHRASE_FILE` names, else asked for on the terminal. The one under
//! which a successor gets a pack, and the one that takes the place of another, have variables of their own.
//!
//! It is never an argument and never shown; how it opens anything is the store's.

use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::desk::error::DeskError;
use crate::disk::{file, folder};
use crate::domain::day::Day;
use crate::seal::recovery::{Credential, RecoveryCode};
use crate::seal::secret::Secret;
use crate::seal::slot::Cost;
use crate::seal::strength::{self, Strength};
use crate::store::unlock::NewKeys;
use crate::term::ask::secret_line;

use super::exit::Failure;
use super::out;

/// The variable that names the file.
const VARIABLE: &str = "DAIBAN_PASSPHRASE_FILE";
/// The variable that names the file of the successor's passphrase.
const SUCCESSORS_VARIABLE: &str = "DAIBAN_HANDOVER_PASSPHRASE_FILE";
/// The variable that names the file of a passphrase that takes the place of another.
const NEW_VARIABLE: &str = "DAIBAN_NEW_PASSPHRASE_FILE";
/// How often a passphrase or code is asked for again.
const TRIES_MAX: usize = 3;

/// The passphrase of the named file; `None` where no file is named. One that is not there, is empty, or that others can
/// read is refused.
pub(super) fn given() -> Result<Option<Secret>, Failure> {
    given_in(VARIABLE)
}

fn given_in(variable: &str) -> Result<Option<Secret>, Failure> {
    let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from) else {
        return Ok(None);
    };
    let name = path.display();
    let unreadable = |_| Failure::damaged(format!("口令文件读不出来：{name}。数据没有改动，请检查 {variable}。"));
    let file = std::fs::File::open(&path).map_err(unreadable)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.metadata().map_err(unreadable)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(Failure::damaged(format!(
                "口令文件别人也能看：{name}。数据没有改动，请先运行 chmod 600，再试一次。"
            )));
        }
    }
    let mut bytes = Vec::with_capacity(4096);
    file.take(4096).read_to_end(&mut bytes).map_err(unreadable)?;
    let whole = Secret::from(bytes);
    // Old editors begin a file with a mark that nobody can type.
    let bytes = whole.bytes().strip_prefix(b"\xef\xbb\xbf").unwrap_or(whole.bytes());
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if line.trim_ascii().is_empty() {
        return Err(Failure::damaged(format!("口令文件是空的：{name}。数据没有改动，请在第一行写上口令。")));
    }
    Ok(Some(Secret::from(line.trim_ascii().to_vec())))
}

/// Whose passphrase is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// That of a village.
    Village,
    /// That of a pack of a hand-over, which the successor chose at the predecessor's machine.
    Pack,
}

/// Asks for a passphrase, after saying why; `None` when nobody is there to ask, or the person gives up.
pub(super) fn ask(why: &str, whose: Whose) -> Result<Option<Secret>, Failure> {
    if !can_ask() {
        return Ok(None);
    }
    out::say(why);
    let prompt = match whose {
        Whose::Village => "请输入口令，打字时不显示，按回车：",
        Whose::Pack => "请输入交接包的口令（交接那天接手人在交出的电脑上定的），打字时不显示，按回车：",
    };
    let line = secret_line(prompt).map_err(|fault| unasked(&fault))?;
    Ok(line.filter(|line| !line.is_empty()))
}

/// What keys are made for; without them it is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occasion {
    /// 建村.
    Founding,
    /// 交接.
    Handover,
    /// 接任.
    TakingOver,
    /// 修改口令.
    Changing,
    /// 销毁.
    Destruction,
}

impl Occasion {
    fn undone(self) -> &'static str {
        match self {
            Occasion::Founding => "没有建村",
            Occasion::Handover => "没有交接",
            Occasion::TakingOver => "没有接任",
            Occasion::Changing => "口令没有改",
            Occasion::Destruction => "没有销毁",
        }
    }

    fn given_up(self) -> Failure {
        Failure::refused(match self {
            Occasion::Founding => "没有建村，什么都没有写下。想好口令再来一次。",
            Occasion::Handover => "没有交接，什么都没有写下。想好口令再来一次。",
            Occasion::TakingOver => "没有接任，什么都没有写下，抄下的恢复码作废。准备好了再来一次。",
            Occasion::Changing => "口令没有改，还是原来的。想好口令再来一次。",
            Occasion::Destruction => "没有销毁，什么都没有改，抄下的恢复码作废，旧的照样能用。准备好了再来一次。",
        })
    }
}

/// The sheet that the recovery code is printed on: whose it is, and where it is written.
pub(super) struct Sheet<'a> {
    /// 村(居)名 with its 镇(街).
    pub(super) village: &'a str,
    /// The day it is made.
    pub(super) on: Day,
    /// The file; without one the code is shown and typed back.
    pub(super) file: Option<&'a Path>,
    /// What for.
    pub(super) occasion: Occasion,
}

impl Sheet<'_> {
    /// Takes the sheet away again: the village it was for was not made.
    pub(super) fn withdraw(&self) {
        // What cannot be removed opens nothing; the failure that is told is why there is no village.
        self.file.into_iter().for_each(|path| drop(file::remove(path)));
    }

    fn write(&self, code: &RecoveryCode) -> Result<(), Failure> {
        let Some(path) = self.file else { return Ok(()) };
        let printed = code.printed();
        let text = Secret::from(format!(
            "代办 恢复单\n\n{} {}\n\n恢复码：{}\n\n口令忘了，只有它能打开村里的数据。请打印出来锁好，再把这个文件删掉。\n",
            self.village,
            self.on,
            printed.text().unwrap_or_default()
        ));
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let written = file::create_private(path).and_then(|mut new| {
            let written = new.write_all(text.bytes()).and_then(|()| new.sync_all()).and_then(|()| folder::sync(parent));
            written.inspect_err(|_| self.withdraw())
        });
        let undone = self.occasion.undone();
        written.map_err(|fault| {
            let name = path.display();
            Failure::refused(match fault.kind() {
                io::ErrorKind::AlreadyExists => format!("恢复单要写的文件已经有了：{name}。{undone}，请换一个文件名。"),
                _ => format!("恢复单写不进去：{name}（{fault}）。{undone}，请换个地方再试。"),
            })
        })
    }
}

/// The keys of a new village: of the named file, or chosen on the terminal. Without either there is no village.
pub(super) fn new_keys(sheet: &Sheet<'_>) -> Result<NewKeys, Failure> {
    if let Some(passphrase) = given()? {
        return of_file(passphrase, sheet);
    }
    if !can_ask() {
        return Err(nobody_to_ask("口令", VARIABLE, sheet.occasion));
    }
    out::say("先给这个村的数据定一个口令，每次打开都要用。至少8个字，汉字、字母、数字都行，不要用生日、电话。");
    let passphrase = choose(sheet.occasion)?;
    let code = code(sheet.occasion)?;
    if sheet.file.is_none() {
        copy_down(&code, sheet.occasion)?;
    }
    sheet.write(&code)?;
    Ok(NewKeys { cost: Cost::OFFICER, passphrase, code: Arc::new(code) })
}

/// The keys of a pack: the successor's passphrase, of its file or typed twice, and a recovery code that nobody has, until
/// the successor has one of their own.
pub(super) fn successors_keys(successor: &str) -> Result<NewKeys, Failure> {
    let passphrase = match given_in(SUCCESSORS_VARIABLE)? {
        Some(passphrase) => {
            check_given(&passphrase, SUCCESSORS_VARIABLE, Occasion::Handover)?;
            passphrase
        }
        None if can_ask() => {
            out::say(&format!(
                "现在请{successor}来定一个口令，接任时和以后每次打开都要用，别人不要看。至少8个字，汉字、字母、数字都行，不要用生日、电话。"
            ));
            choose(Occasion::Handover)?
        }
        None => return Err(nobody_to_ask("接手人的口令", SUCCESSORS_VARIABLE, Occasion::Handover)),
    };
    Ok(NewKeys { cost: Cost::OFFICER, passphrase, code: Arc::new(code(Occasion::Handover)?) })
}

/// A passphrase that takes the place of another: of its file, or typed twice.
pub(super) fn another() -> Result<Secret, Failure> {
    if let Some(passphrase) = given_in(NEW_VARIABLE)? {
        check_given(&passphrase, NEW_VARIABLE, Occasion::Changing)?;
        return Ok(passphrase);
    }
    if !can_ask() {
        return Err(nobody_to_ask("新口令", NEW_VARIABLE, Occasion::Changing));
    }
    out::say("现在定新口令。至少8个字，汉字、字母、数字都行，不要用生日、电话。");
    choose(Occasion::Changing)
}

/// A recovery code that takes the place of another, on its sheet.
pub(super) fn another_code(sheet: &Sheet<'_>) -> Result<RecoveryCode, Failure> {
    let code = code(sheet.occasion)?;
    sheet.write(&code)?;
    Ok(code)
}

fn nobody_to_ask(what: &str, variable: &str, occasion: Occasion) -> Failure {
    let undone = occasion.undone();
    Failure::usage(format!(
        "没有{what}，也没有终端窗口可以问。{undone}，什么都没有写下。请在命令行窗口里运行；要由程序来做，\
         就把口令写在一个文件的第一行（chmod 600），用环境变量 {variable} 指明这个文件。"
    ))
}

/// The keys under which the files are made anew after a destruction: the passphrase of now, which is found to be right
/// before anything is done, and a recovery code in the place of the old one.
pub(super) fn present_keys(
    sheet: &Sheet<'_>,
    is_right: impl Fn(&Credential) -> Result<(), DeskError>,
) -> Result<NewKeys, Failure> {
    let why = "销毁要把数据文件重新加密一遍，旧的恢复码会作废。请再打一次口令。";
    let typed = match given()? {
        Some(passphrase) => passphrase,
        None => ask(why, Whose::Village)?.ok_or_else(|| sheet.occasion.given_up())?,
    };
    let credential = Credential::of(typed);
    is_right(&credential)?;
    let Credential::Passphrase(passphrase) = credential else {
        return Err(Failure::refused("这里要用口令，不能用恢复码。没有销毁，请用口令再来一次。"));
    };
    let code = match own_code(sheet)? {
        Some(code) => code,
        None => code(sheet.occasion)?,
    };
    Ok(NewKeys { cost: Cost::OFFICER, passphrase, code: Arc::new(code) })
}

/// A recovery code of the person's own: on the sheet, or shown and typed back; `None` where there is neither.
pub(super) fn own_code(sheet: &Sheet<'_>) -> Result<Option<RecoveryCode>, Failure> {
    if sheet.file.is_none() && !can_ask() {
        let now = match sheet.occasion {
            Occasion::Destruction => "旧的恢复码作废了，现在没有恢复码。",
            Occasion::Founding | Occasion::Handover | Occasion::TakingOver | Occasion::Changing => "",
        };
        out::say(&format!(
            "没有写恢复单：口令忘了就打不开。{now}做好以后就补一份：daiban passphrase --recovery 恢复单.txt"
        ));
        return Ok(None);
    }
    let code = code(sheet.occasion)?;
    if sheet.file.is_none() {
        copy_down(&code, sheet.occasion)?;
    }
    sheet.write(&code)?;
    Ok(Some(code))
}

fn check_given(passphrase: &Secret, variable: &str, occasion: Occasion) -> Result<(), Failure> {
    let undone = occasion.undone();
    if !strength::is_long_enough(passphrase) {
        return Err(Failure::refused(format!("口令太短，至少8个字。{undone}，请改好 {variable} 指的文件再试。")));
    }
    if RecoveryCode::parse(passphrase).is_ok() {
        return Err(Failure::refused(format!(
            "{variable} 指的文件里是一个恢复码，不能当口令。{undone}，请另定一个口令。"
        )));
    }
    Ok(())
}

fn of_file(passphrase: Secret, sheet: &Sheet<'_>) -> Result<NewKeys, Failure> {
    check_given(&passphrase, VARIABLE, sheet.occasion)?;
    let code = code(sheet.occasion)?;
    if sheet.file.is_none() {
        out::say("没有写恢复单：口令忘了就打不开。要恢复单，建村时加 --recovery 文件。");
    }
    sheet.write(&code)?;
    Ok(NewKeys { cost: Cost::OFFICER, passphrase, code: Arc::new(code) })
}

/// A passphrase that was typed twice.
fn choose(occasion: Occasion) -> Result<Secret, Failure> {
    for _ in 0..TRIES_MAX {
        let first = typed("新口令，打字时不显示，按回车：", occasion)?;
        if !strength::is_long_enough(&first) {
            out::say("太短了，至少8个字。");
            continue;
        }
        if RecoveryCode::parse(&first).is_ok() {
            out::say("这是一个恢复码，不能当口令，请另想一个。");
            continue;
        }
        match strength::strength(&first) {
            Strength::Weak => out::say("这个口令弱，容易被猜到。能用，最好换长一点的：按 Ctrl+C 可以不做，重来一次。"),
            Strength::Fair => out::say("这个口令中等。"),
            Strength::Strong => out::say("这个口令强。"),
        }
        let second = typed("再打一遍：", occasion)?;
        if first.folded().bytes() == second.folded().bytes() {
            return Ok(first);
        }
        out::say("两遍不一样，请重新打。");
    }
    Err(occasion.given_up())
}

/// Shows the code and has it typed back, so that what is on the paper is known to be right.
fn copy_down(code: &RecoveryCode, occasion: Occasion) -> Result<(), Failure> {
    let printed = code.printed();
    out::say("恢复码：口令忘了，只有它能打开。请抄在纸上，写上村名和日期，锁好，不要放在这台电脑里。");
    out::say("");
    out::say(&format!("    {}", printed.text().unwrap_or_default()));
    out::say("");
    for _ in 0..TRIES_MAX {
        let line = typed("照着纸上打一遍，不分大小写，横线可以不打：", occasion)?;
        match RecoveryCode::parse(&line) {
            Ok(again) if again.is(code) => return Ok(()),
            Ok(_) => out::say("和上面的不一样，请再看一遍。"),
            Err(fault) => out::say(&fault.to_string()),
        }
    }
    Err(occasion.given_up())
}

fn typed(prompt: &str, occasion: Occasion) -> Result<Secret, Failure> {
    secret_line(prompt).map_err(|fault| unasked(&fault))?.ok_or_else(|| occasion.given_up())
}

fn code(occasion: Occasion) -> Result<RecoveryCode, Failure> {
    let undone = occasion.undone();
    RecoveryCode::random().map_err(|_| Failure::refused(format!("系统取不到随机数，{undone}。请重启电脑后再试。")))
}

fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn unasked(fault: &io::Error) -> Failure {
    Failure::damaged(format!("终端读写出错，没有问到口令（{fault}）。数据没有改动，请换一个命令行窗口再试。"))
}
