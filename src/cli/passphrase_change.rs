//! `daiban passphrase`: another passphrase in the place of the old one and, where a sheet is asked for, another recovery code.
//!
//! Whoever has the recovery code may type it in the place of the old passphrase.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::desk::error::DeskError;
use crate::seal::recovery::{Credential, RecoveryCode};
use crate::seal::secret::Secret;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::out;
use super::passphrase::{self, Occasion, Sheet};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban passphrase [--recovery 文件]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 恢复码也换一个，新的恢复单写到这个文件；不写就只改口令
    #[arg(long, value_name = "文件")]
    recovery: Option<PathBuf>,
}

#[derive(Serialize)]
struct Answer {
    /// The data folder.
    data: String,
    /// The sheet with the new recovery code; `null` where the old one stays.
    recovery: Option<String>,
}

/// What takes the place of the old one.
pub(super) enum Change<'a> {
    /// A passphrase.
    Passphrase(&'a Secret),
    /// A recovery code.
    Code(&'a RecoveryCode),
}

/// What opened the data, and whose and where they are.
pub(super) struct Opening<'a> {
    /// `None` where nothing was needed to open them.
    pub(super) old: Option<Credential>,
    /// Whose, as the sheet says it.
    pub(super) whose: &'a str,
    /// The data folder.
    pub(super) dir: &'a Path,
}

/// Changes it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let (mut opened, credential) = context.open_with_credential()?;
    let info = &opened.village.info;
    let (whose, dir) = (format!("{}{}", info.township, info.name), opened.desk.dir().to_path_buf());
    let old = credential.filter(|_| opened.desk.is_sealed());
    let exit = change(context, args, Opening { old, whose: &whose, dir: &dir }, &mut |old, change| match change {
        Change::Passphrase(new) => opened.desk.change_passphrase(old, new),
        Change::Code(new) => opened.desk.change_code(new),
    })?;
    out::close(opened.desk);
    Ok(exit)
}

/// Changes it of any book.
pub(super) fn change(
    context: &Context,
    args: &Args,
    opening: Opening<'_>,
    put: &mut dyn FnMut(&Credential, Change<'_>) -> Result<(), DeskError>,
) -> Result<Exit, Failure> {
    let Opening { old, whose, dir } = opening;
    let Some(old) = old else {
        return Err(Failure::refused("这份数据没有口令，没有可以改的。数据没有改动。"));
    };
    let new = passphrase::another()?;
    let file = args.recovery.as_deref();
    let sheet = Sheet { village: whose, on: context.at.day(), file, occasion: Occasion::Changing };
    let code = file.map(|_| passphrase::another_code(&sheet)).transpose()?;
    // The paper first: a code that opens the data and is nowhere written down helps nobody.
    put(&old, Change::Passphrase(&new)).inspect_err(|_| sheet.withdraw())?;
    if let Some(code) = &code {
        put(&old, Change::Code(code)).map_err(|fault| {
            sheet.withdraw();
            Failure::from(fault).after("口令已经改好，恢复码没有换，还是原来的。")
        })?;
    }
    let answer = Answer { data: dir.display().to_string(), recovery: file.map(|path| path.display().to_string()) };
    Ok(context.answer(&answer, || text(&answer)))
}

fn text(answer: &Answer) -> String {
    let sheet = match &answer.recovery {
        Some(path) => format!("恢复码也换了，恢复单：{path}\n请打印出来锁好，再把这个文件删掉；旧恢复码作废。\n"),
        None => "恢复码没有换，还是原来的。\n".to_owned(),
    };
    format!("口令改好了，以后用新口令打开。\n{sheet}以前的备份还是用旧口令打开，请尽快再备份一次。\n")
}
