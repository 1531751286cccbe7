//! `daiban id`: examines one resident ID number and keeps it nowhere.

use serde::Serialize;

use crate::domain::resident_id::examine;

use super::context::Context;
use super::exit::{Exit, Failure};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban id 证号", next_help_heading = "选项")]
pub(super) struct Args {
    /// 18位身份证号
    #[arg(value_name = "证号")]
    number: String,
}

#[derive(Serialize)]
struct Answer {
    valid: bool,
    birth: Option<String>,
    sex: Option<&'static str>,
    message: String,
}

/// Examines it.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    let examined = examine(&args.number, context.today);
    let answer = Answer {
        valid: examined.valid,
        birth: examined.birth.map(|birth| birth.to_string()),
        sex: examined.sex.map(|sex| sex.label()),
        message: examined.message,
    };
    let done = context.answer(&answer, || format!("{}\n", answer.message));
    Ok(if answer.valid { done } else { Exit::Refused })
}
