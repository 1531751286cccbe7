//! `daiban` without a subcommand: the screens.
//!
//! It opens the data and closes it; everything between is the terminal's.

use std::io::{self, IsTerminal};

use crate::app::config::Config;
use crate::app::notice::Notice;
use crate::app::{App, Setup};
use crate::desk::{Opened, fresh_seed, news, town};
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::term;
use crate::term::perform::Performer;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::passphrase;

/// Sentences about an opening that are shown at once; the rest is counted.
const NEWS_MAX: usize = 3;

/// What the screens start with.
pub(super) struct Start {
    /// The hands, on the data or on the folder where it will be.
    pub(super) performer: Performer,
    /// The village; empty before the first run.
    pub(super) village: Village,
    /// Its tables.
    pub(super) tables: Tables,
    /// What the person should know first.
    pub(super) notice: Option<Notice>,
}

/// Opens the screens; where there is no village yet, the first run.
pub(super) fn run(context: &Context) -> Result<Exit, Failure> {
    passphrase::check()?;
    check_terminal()?;
    let dir = context.data_folder()?;
    let start = match Context::open_or_none(&dir)? {
        Some(Opened { desk, village, tables, table_faults, report }) => {
            let faults = table_faults.iter().map(ToString::to_string);
            let news = news::sentences(&report).into_iter().chain(faults).collect();
            Start { performer: Performer::of(desk), village, tables, notice: told(news) }
        }
        None => {
            let (tables, faults) = town::tables(&dir, &Village::default());
            let news = faults.iter().map(ToString::to_string).collect();
            Start { performer: Performer::to_make(dir), village: Village::default(), tables, notice: told(news) }
        }
    };
    show(context, start)
}

/// Shows the screens until they are left, and brings the data to rest.
pub(super) fn show(context: &Context, start: Start) -> Result<Exit, Failure> {
    let Start { mut performer, village, tables, notice } = start;
    let color = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let mut app = App::new(Setup {
        village,
        tables,
        at: context.at,
        date: context.date(),
        seed: fresh_seed()?,
        config: Config { ascii: context.ascii(), color },
        keymap: context.keymap(),
    });
    if let Some(notice) = notice {
        app.notice.say(notice, context.at);
    }
    let shown = term::run(&mut app, &mut performer);
    let closed = performer.close();
    shown.map_err(|fault| Failure::damaged(fault.to_string()))?;
    closed?;
    Ok(Exit::Done)
}

/// The news of an opening, to be seen until it is answered.
fn told(news: Vec<String>) -> Option<Notice> {
    let more = news.len().saturating_sub(NEWS_MAX);
    let mut words = news.into_iter().take(NEWS_MAX).collect::<Vec<_>>().join(" ");
    if more > 0 {
        words.push_str(&format!(" 还有{more}条，运行 daiban doctor 看全部。"));
    }
    (!words.is_empty()).then(|| Notice::refused(words))
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
