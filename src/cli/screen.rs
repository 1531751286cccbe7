//! `daiban` without a subcommand: the screens.

use super::context::Context;
use super::exit::{Exit, Failure};

/// Opens the screens.
pub(super) fn run(context: &Context) -> Result<Exit, Failure> {
    let _ = (context.ascii(), context.date());
    Err(Failure::refused("屏幕还没有做好。daiban --help 看能用的命令。"))
}
