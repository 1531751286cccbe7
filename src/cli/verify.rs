//! `daiban verify`: whether a package is exactly what was written. It opens no store.

use std::path::PathBuf;

use serde::Serialize;

use crate::exchange::verify::verify;

use super::context::Context;
use super::exit::{Exit, Failure};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban verify 交表包", next_help_heading = "选项")]
pub(super) struct Args {
    /// 交表包的文件夹，或者加密包的文件
    #[arg(value_name = "交表包")]
    path: PathBuf,
}

#[derive(Serialize)]
struct Answer {
    whole: bool,
    sealed: bool,
    problems: Vec<String>,
}

/// Checks it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let verified = verify(&args.path);
    let answer = Answer { whole: verified.whole, sealed: verified.is_sealed, problems: verified.problems };
    let done = context.answer(&answer, || {
        let lines: String = answer.problems.iter().map(|problem| format!("{problem}\n")).collect();
        match (answer.whole, answer.sealed) {
            (false, _) => lines,
            (true, false) => "完好：每个文件都与写的时候一样。\n".to_owned(),
            (true, true) => "完好：与写的时候一样。里面的内容只有收件的单位打得开。\n".to_owned(),
        }
    });
    Ok(if answer.whole { done } else { Exit::Damaged })
}
