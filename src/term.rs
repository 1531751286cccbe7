//! Layer 3: the terminal. Events in, frames out, and nothing in between while nobody types.
//!
//! The loop blocks until a key, a known deadline or a step of long work; what is pending is taken in before a frame is
//! drawn. Deciding is `app`'s, drawing `ui`'s, doing `desk`'s.

pub mod ask;
pub mod clock;
mod events;
mod guard;
mod input;
pub mod perform;
mod probe;
#[cfg(test)]
mod story;

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use crossterm::event::Event;

use crate::app::message::{Effect, Msg};
use crate::app::{self, App};
use clock::SleepWatch;
use events::{Events, Next};
use guard::Screen;
use input::Typing;
use perform::Performer;

/// How long the loop sleeps between two looks at running long work.
const BUSY_POLL: Duration = Duration::from_millis(50);
/// The longest sleep. A machine that slept through midnight is put right by then, as its timers stood still.
const IDLE_POLL_MAX: Duration = Duration::from_secs(15 * 60);
/// Events taken in before a frame is drawn, at most.
const EVENTS_MAX: usize = 100_000;

/// Why the screens could not be shown, or had to end.
#[derive(Debug, thiserror::Error)]
pub enum TermError {
    /// The terminal failed.
    #[error("终端读写出错，已停下；存好的内容都在。{0}")]
    Io(#[from] io::Error),
    /// The program's own fault; where, without any data.
    #[error("程序出错，已停下；存好的内容都在，重新打开就能接着用。出错的地方：{place}")]
    Panicked {
        /// File and line.
        place: String,
    },
    /// The Linux text console has no Hanzi; told in letters it can show.
    #[error(
        "daiban: this text console cannot show Chinese characters. Start daiban in a terminal window of the desktop.\n\
         (zhe ge hei ping xian shi bu liao han zi, qing dao zhuo mian de zhong duan chuang kou li da kai daiban)"
    )]
    NoHanzi,
}

/// Shows the program until it is left. The terminal is given back as it was, also when the program fails.
pub fn run(app: &mut App, performer: &mut Performer) -> Result<(), TermError> {
    if std::env::var_os("TERM").is_some_and(|term| term == "linux") {
        return Err(TermError::NoHanzi);
    }
    let panics = guard::record_panics();
    let ended = catch_unwind(AssertUnwindSafe(|| run_on_screen(app, performer)));
    let place = panics.give_back();
    match ended {
        Ok(ended) => ended.map_err(TermError::Io),
        Err(_) => Err(TermError::Panicked { place: place.unwrap_or_default() }),
    }
}

fn run_on_screen(app: &mut App, performer: &mut Performer) -> io::Result<()> {
    let mut screen = Screen::enter()?;
    if !app.config.ascii {
        app.config.ascii = probe::draws_ambiguous_wide(screen.backend())?;
    }
    run_loop(app, performer, &mut screen)
}

fn run_loop(app: &mut App, performer: &mut Performer, screen: &mut Screen) -> io::Result<()> {
    let mut typing = Typing::new(cfg!(windows));
    let mut stale = true;
    let mut sleep = SleepWatch::new();
    let source = Events::listen()?;
    loop {
        if stale {
            screen.draw(app)?;
        }
        // A terminal that cannot be drawn on is found out at the next frame; what was asked for is done all the same.
        let mut show = |app: &App| drop(screen.draw(app));
        let Some(events) = wait_and_drain(app, performer, &typing, &source)? else {
            dispatch(app, performer, &mut show, Msg::Gone);
            return Ok(());
        };
        let shown = (app.today, app.notice.shown().is_some());
        let mut after = dispatch(app, performer, &mut show, Msg::Clock(clock::now()));
        if sleep.slept() && after == After::TakeNext {
            after = dispatch(app, performer, &mut show, Msg::Slept);
        }
        if after == After::ForgetTyped {
            // The key that woke the program was meant for a screen that is gone, and is no beginning of a passphrase.
            typing.inputs(events);
            forget_typed(&mut typing, &source)?;
            stale = true;
            continue;
        }
        stale = !events.is_empty() || shown != (app.today, app.notice.shown().is_some());
        for input in typing.inputs(events) {
            match dispatch(app, performer, &mut show, Msg::Input(input)) {
                After::TakeNext => {}
                After::ForgetTyped => {
                    forget_typed(&mut typing, &source)?;
                    break;
                }
                After::Leave => return Ok(()),
            }
        }
        for msg in performer.arrived() {
            stale = true;
            match dispatch(app, performer, &mut show, msg) {
                After::TakeNext => {}
                After::ForgetTyped => forget_typed(&mut typing, &source)?,
                After::Leave => return Ok(()),
            }
        }
    }
}

/// Drops what was typed while nothing could answer: it was meant for a screen that is gone. A character pressed then and
/// released later is still known, or its release would be taken for text.
fn forget_typed(typing: &mut Typing, source: &Events) -> io::Result<()> {
    let mut events = Vec::new();
    while let Next::Event(event) = source.next(Duration::ZERO)? {
        events.push(event);
    }
    typing.inputs(events);
    Ok(())
}

/// Blocks until something is to be done, then takes in all events that are pending; `None` once there is no terminal any
/// more.
fn wait_and_drain(
    app: &App,
    performer: &Performer,
    typing: &Typing,
    source: &Events,
) -> io::Result<Option<Vec<Event>>> {
    let until_wake = clock::until(app.next_wake()).min(IDLE_POLL_MAX);
    let mut wait = if performer.is_busy() { BUSY_POLL } else { until_wake };
    let mut events = Vec::new();
    while events.len() < EVENTS_MAX {
        match source.next(wait)? {
            Next::Event(event) => events.push(event),
            Next::Nothing => break,
            Next::Gone => return Ok(None),
        }
        wait = typing.burst_wait(events.last());
    }
    Ok(Some(events))
}

/// What comes after a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// The next input.
    TakeNext,
    /// Something took long: what was typed meanwhile does not count.
    ForgetTyped,
    /// The end.
    Leave,
}

/// Hands a message to the program and does what it wants, to the end, before anything else is taken. `show` draws a frame
/// before what takes long.
fn dispatch(app: &mut App, performer: &mut Performer, mut show: impl FnMut(&App), msg: Msg) -> After {
    settle(app, msg, |effect, app| {
        if !effect.takes_long() {
            return performer.perform(effect, app);
        }
        show(app);
        let mut told = match effect {
            // What opening reads on the way is told on the screen; nothing else goes on beside it.
            Effect::Unlock(credential) => {
                let tell = |words| {
                    app::update(app, Msg::Opening(words));
                    show(app);
                };
                vec![performer.unlock(&credential, tell)]
            }
            Effect::Erase(keys) => {
                // What is told on the way is drawn with all that is known.
                let village = app.village.clone();
                let tell = |words| {
                    app::update(app, Msg::Opening(words));
                    show(app);
                };
                vec![Msg::Report(performer.erase(keys.map(|keys| *keys), &village, tell))]
            }
            effect => performer.perform(effect, app),
        };
        // What came of it is said now, and not at the time before: else its words are over before they are seen.
        told.insert(0, Msg::Clock(clock::now()));
        told
    })
}

/// What is said first is heard first: the first word of long work comes before its failure.
fn settle(app: &mut App, msg: Msg, mut perform: impl FnMut(Effect, &mut App) -> Vec<Msg>) -> After {
    let mut after = After::TakeNext;
    let mut waiting = VecDeque::from([msg]);
    while let Some(msg) = waiting.pop_front() {
        for effect in app::update(app, msg) {
            if matches!(effect, Effect::Quit) {
                return After::Leave;
            }
            if effect.takes_long() {
                after = After::ForgetTyped;
            }
            waiting.extend(perform(effect, app));
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::{Progress, Report};
    use crate::app::register::{RegisterCounts, RegisterPreview};
    use crate::app::testing::{Drive, Step, steps};
    use crate::domain::decide::import::ImportIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::household::{GroupNo, Household};
    use crate::domain::id::{HouseholdId, IdMint, Seq};
    use crate::domain::limits::LONG_ACT_ROWS_MIN;

    #[test]
    fn work_that_fails_at_once_is_not_left_running() {
        let mut app = Drive::on(Fixture::on("2026-11-24")).app;
        let mut asked = false;
        for step in steps("<F9>") {
            let Step::Input(input) = step else { panic!("a key") };
            settle(&mut app, Msg::Input(input), |effect, _| {
                if !matches!(effect, Effect::ListPlaces) {
                    return Vec::new();
                }
                asked = true;
                let progress = Progress { what: "找U盘".to_owned(), done: 0, total: 0 };
                vec![Msg::Progress(progress), Msg::Report(Report::Failed("系统资源不足".to_owned()))]
            });
        }
        assert!(asked);
        assert_eq!(app.progress.as_ref().map(|progress| progress.what.as_str()), None);
        assert_eq!(app.notice.shown().map(|notice| notice.text.as_str()), Some("系统资源不足"));
    }

    /// A register of so many households, seen before it goes in; its good rows are the chosen line.
    fn register_before_it_goes_in(households: usize) -> App {
        let mut drive = Drive::on(Fixture::on("2026-11-24"));
        drive.keys("<Ctrl+O><paste:/media/a.xlsx><Enter>");
        let mut mint = IdMint::new(9);
        let household = |_| Household::new(HouseholdId::mint(&mut mint, drive.app.at), GroupNo(1));
        let intent = ImportIntent { households: (0..households).map(household).collect(), ..ImportIntent::default() };
        let preview = RegisterPreview {
            path: std::path::PathBuf::from("/media/a.xlsx"),
            kind: "花名册",
            unknown: Vec::new(),
            fields: Vec::new(),
            counts: RegisterCounts { rows: households, new: households, households, ..RegisterCounts::default() },
            problems: Vec::new(),
            seq: Seq(drive.app.village.seq.0),
            intent,
        };
        drive.send(Msg::Report(Report::Register(std::sync::Arc::new(preview))));
        drive.app
    }

    #[test]
    fn a_long_act_is_told_of_before_it_is_kept_and_what_is_typed_meanwhile_does_not_count() {
        for (households, wanted) in [(LONG_ACT_ROWS_MIN, After::ForgetTyped), (3, After::TakeNext)] {
            let mut app = register_before_it_goes_in(households);
            let mut told = None;
            let Some(Step::Input(enter)) = steps("<Enter>").pop() else { panic!("a key") };
            let after = settle(&mut app, Msg::Input(enter), |effect, app| match effect {
                Effect::Commit(commit) => {
                    assert!(commit.staged.rows.len() >= households);
                    told = Some(app.notice.shown().map(|notice| notice.text.clone()));
                    vec![Msg::Committed(commit)]
                }
                _ => Vec::new(),
            });
            assert_eq!(after, wanted);
            let told = told.expect("the act is kept").unwrap_or_default();
            assert_eq!(told.starts_with("正在存"), wanted == After::ForgetTyped, "{told}");
            assert!(app.notice.shown().is_some_and(|notice| notice.text.starts_with("已导入")));
        }
    }
}
