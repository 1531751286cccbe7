//! `daiban` without a subcommand: the screens.
//!
//! It opens the data and closes it, one village after another; everything between is the terminal's.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use crate::app::config::Config;
use crate::app::opening::{Keeping, News, Opening};
use crate::app::villages::{NextVillage, OtherVillage, Villages};
use crate::app::{App, Setup};
use crate::desk::{fresh_seed, town, villages};
use crate::domain::id::Seq;
use crate::domain::village::Village;
use crate::term::perform::Performer;
use crate::term::{self, clock};

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

/// Opens the screens; where there is no village yet, the first run. Left for another village, that one is opened.
pub(super) fn run(context: &Context) -> Result<Exit, Failure> {
    check_terminal()?;
    let mut dir = context.data_folder()?;
    let mut start = start_in(&dir)?;
    loop {
        start.villages = villages::beside(&dir);
        let (next, here) = show(context, start)?;
        if !here.is_empty() {
            villages::remember(&here, &dir);
        }
        let Some(next) = next else { return Ok(Exit::Done) };
        (start, dir) = match start_of(&next) {
            Ok(there) => there,
            // The one that was left is at rest, and opens again.
            Err(why) => {
                let mut back = start_in(&dir)?;
                back.opening.news.wrong(why);
                (back, dir)
            }
        };
    }
}

/// What the screens start with in the village that was chosen; in words why there is no way into it.
fn start_of(next: &NextVillage) -> Result<(Start, PathBuf), String> {
    match next {
        NextVillage::New(folder) => {
            let start = start_in(folder).map_err(|failure| failure.into_message())?;
            Ok((start, folder.clone()))
        }
        NextVillage::Known(OtherVillage { name, folder }) => {
            let not_opened = |why: String| format!("没有换成，还在原来的村：{name}打不开。{why}");
            match start_in(folder) {
                // A first run in its place would look as if all were lost.
                Ok(start) if start.keeping == Keeping::ToBeMade => {
                    Err(not_opened(format!("{}里现在没有数据；放在U盘上的，插上再换。", folder.display())))
                }
                Ok(start) => Ok((start, folder.clone())),
                Err(failure) => Err(not_opened(failure.into_message())),
            }
        }
    }
}

/// What the screens start with on this folder.
fn start_in(dir: &Path) -> Result<Start, Failure> {
    Ok(match Context::open_or_locked(dir)? {
        Found::Open(opened) => {
            let keeping = if opened.desk.is_sealed() { Keeping::Sealed } else { Keeping::Unsealed };
            let (desk, opening) = opened.into_parts(clock::now());
            Start { performer: Performer::of(desk), keeping, opening, villages: Villages::default() }
        }
        Found::Locked => nothing_yet(dir, Keeping::Locked, Performer::locked(dir.to_path_buf())),
        Found::Nothing => nothing_yet(dir, Keeping::ToBeMade, Performer::to_make(dir.to_path_buf())),
    })
}

/// Nothing is open: the town's tables are read, for what is said of them is the same then.
fn nothing_yet(dir: &Path, keeping: Keeping, performer: Performer) -> Start {
    let (tables, table_faults) = town::tables(dir, &Village::default());
    let news = match keeping {
        // Once it is open.
        Keeping::Locked => News::default(),
        Keeping::ToBeMade | Keeping::Unsealed | Keeping::Sealed => News { table_faults, ..News::default() },
    };
    Start {
        performer,
        keeping,
        opening: Opening {
            village: Village::default(),
            tables,
            erased: Seq::default(),
            last_act_at: None,
            draft: None,
            news,
        },
        villages: Villages::default(),
    }
}

/// Shows the screens until they are left, and brings the data to rest. Gives the village they are left for, if for one,
/// and the name of the one they showed, empty where none was opened.
pub(super) fn show(context: &Context, start: Start) -> Result<(Option<NextVillage>, String), Failure> {
    let Start { mut performer, keeping, opening, villages } = start;
    let Opening { village, tables, erased, last_act_at, draft, mut news } = opening;
    let at = clock::now();
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
        at,
        erased,
        last_act_at,
        date: context.date(),
        seed: fresh_seed()?,
        config: Config { ascii: context.ascii(), color, ..config },
        keymap,
    });
    app.take_up(draft, &mut news);
    if let Some(notice) = news.into_notice() {
        app.notice.say(notice, at);
    }
    let shown = term::run(&mut app, &mut performer);
    let closed = performer.close();
    let next = shown.map_err(|fault| Failure::damaged(fault.to_string()))?;
    closed?;
    Ok((next, app.villages.here))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_whose_folder_is_gone_is_told_of_and_no_first_run_stands_in_its_place() {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("daiban-2");
        let known = NextVillage::Known(OtherVillage { name: "石桥村".to_owned(), folder: folder.clone() });
        let Err(why) = start_of(&known) else { panic!("opened") };
        assert!(why.contains("还在原来的村") && why.contains("石桥村"), "{why}");
        assert!(!folder.exists());
        let (start, dir) = start_of(&NextVillage::New(folder.clone())).ok().unwrap();
        assert_eq!((start.keeping, dir), (Keeping::ToBeMade, folder));
    }
}
