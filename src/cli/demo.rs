//! `daiban demo`: the sample village, in a folder that is thrown away.

use super::context::Context;
use super::exit::{Exit, Failure};

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(override_usage = "daiban demo [--tour]", next_help_heading = "选项")]
pub(super) struct Args {
    /// 带着走一遍
    #[arg(long)]
    tour: bool,
}

/// Opens the sample village.
pub(super) fn run(_context: &Context, args: &Args) -> Result<Exit, Failure> {
    let _ = args.tour;
    Err(Failure::refused("样板村还没有做好。daiban --help 看能用的命令。"))
}
