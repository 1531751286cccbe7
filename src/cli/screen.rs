//! `daiban` without a subcommand: the screens.
//!
//! It opens the data and closes it; everything between is the terminal's.

use std::io::{self, IsTerminal};
use std::path::Path;

use crate::app::config::Config;
use crate::app::opening::{Keeping, Opening};
use crate::app::villages::Villages;
use crate::app::{App, Setup};
use crate::desk::{fresh_seed, villages};
use crate::term;
use crate::term::perform::Performer;

use super::context::{Context, Found};
use super::exit::{Exit, Failure};

/// What the screens start with.
pub(super) struct Start {
    /// The hands, on the data or on the folder where it will be.
    pub(super) performer: Performer,
    /// What keeps the data from others.
    pub(super) keeping: Keeping,
    /// The village and its tables, empty before the first run and while they are locked; and what to say first.
    pub(super) opening: Opening,
    /// The villages beside it; none beside the sample.
    pub(super) villages: Villages,
}

/// Opens the screens; where there is no village yet, the first run.
pub(super) fn run(context: &Context) -> Result<Exit, Failure> {
    check_terminal()?;
    let dir = context.data_folder()?;
    let start = match Context::open_or_locked(&dir)? {
        Found::Open(opened) => {
            let keeping = if opened.desk.is_sealed() { Keeping::Sealed } else { Keeping::Unsealed };
            let (desk, opening) = opened.into_parts(context.at);
            Start { performer: Performer::of(desk), keeping, opening, villages: villages::beside(&dir) }
        }
        Found::Locked => nothing_yet(&dir, Keeping::Locked, Performer::locked(dir.clone())),
        Found::Nothing => nothing_yet(&dir, Keeping::ToBeMade, Performer::to_make(dir.clone())),
    };
    show(context, start)
}

/// Nothing is open.
fn nothing_yet(dir: &Path, keeping: Keeping, performer: Performer) -> Start {
    Start { performer, keeping, opening: villages::closed(dir, keeping), villages: villages::beside(dir) }
}

/// Shows the screens until they are left, and brings the data to rest.
pub(super) fn show(context: &Context, start: Start) -> Result<Exit, Failure> {
    let Start { mut performer, keeping, opening, villages } = start;
    let Opening { village, tables, erased, last_act_at, draft, mut news } = opening;
    let (keymap, fault) = context.keymap();
    fault.into_iter().for_each(|fault| news.wrong(fault));
    let (config, faults) = context.config();
    if let Some(first) = faults.first() {
        news.wrong(format!("设置文件有{}处错，错的没有用上。{first}。", faults.len()));
    }
    let color = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let mut app = App::new(Setup {
        keeping,
        villages,
        village,
        tables,
        at: context.at,
        erased,
        last_act_at,
        date: context.date(),
        seed: fresh_seed()?,
        config: Config { ascii: context.ascii(), color, ..config },
        keymap,
    });
    app.take_up(draft, &mut news);
    if let Some(notice) = news.into_notice() {
        app.notice.say(notice, context.at);
    }
    let shown = term::run(&mut app, &mut performer);
    let closed = performer.close();
    shown.map_err(|fault| Failure::damaged(fault.to_string()))?;
    closed?;
    Ok(Exit::Done)
}

/// Refuses where there is nothing to draw on, before anything is opened.
pub(super) fn check_terminal() -> Result<(), Failure> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Failure::refused(
        "这里不是终端窗口，打不开屏幕。请在命令行窗口里运行；要给程序读，用 daiban today --json 这类命令。",
    ))
}
