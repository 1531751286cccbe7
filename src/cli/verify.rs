//! `daiban verify`: whether a package is exactly what was written. It opens no store.

use std::path::PathBuf;

use serde::Serialize;

use crate::exchange::verify::verify;

use super::context::Context;
use super::exit::{Exit, Failure};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban verify 交表文件夹", next_help_heading = "选项")]
pub(super) struct Args {
    /// 交表包的文件夹
    #[arg(value_name = "交表文件夹")]
    path: PathBuf,
}

#[derive(Serialize)]
struct Answer {
    whole: bool,
    problems: Vec<String>,
}

/// Checks it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let verified = verify(&args.path);
    let answer = Answer { whole: verified.whole, problems: verified.problems };
    let done = context.answer(&answer, || {
        let lines: String = answer.problems.iter().map(|problem| format!("{problem}\n")).collect();
        if answer.whole { "完好：每个文件都与写的时候一样。\n".to_owned() } else { lines }
    });
    Ok(if answer.whole { done } else { Exit::Damaged })
}
