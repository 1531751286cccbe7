//! `daiban` without a subcommand: the screens.
//!
//! It opens the data and closes it; everything between is the terminal's.

use std::io::{self, IsTerminal};

use crate::app::config::Config;
use crate::app::notice::Notice;
use crate::app::{App, Setup};
use crate::desk::{Opened, fresh_seed, news, town};
use crate::domain::clock_doubt::ClockDoubt;
use crate::domain::table::TableFault;
use crate::domain::tables::Tables;
use crate::domain::village::Village;
use crate::term;
use crate::term::perform::Performer;

use super::context::Context;
use super::exit::{Exit, Failure};

/// Faults of the town's tables that are shown at once; the rest is counted.
const FAULTS_MAX: usize = 2;

/// What the screens start with.
pub(super) struct Start {
    /// The hands, on the data or on the folder where it will be.
    pub(super) performer: Performer,
    /// The village; empty before the first run.
    pub(super) village: Village,
    /// Its tables.
    pub(super) tables: Tables,
    /// What the person should know first.
    pub(super) news: First,
}

/// What the person should know first.
#[derive(Default)]
pub(super) struct First {
    /// Sentences, the weightiest first.
    sentences: Vec<String>,
    /// Faults of the town's tables; `daiban doctor` lists them all.
    table_faults: Vec<TableFault>,
    /// Whether one of them is not good news, and has to be seen.
    asks: bool,
}

impl First {
    /// One good sentence.
    pub(super) fn good(sentence: String) -> First {
        First { sentences: vec![sentence], ..First::default() }
    }

    fn wrong(&mut self, sentence: String) {
        self.sentences.push(sentence);
        self.asks = true;
    }

    /// Good news goes by itself; anything else is to be seen until it is answered.
    fn into_notice(self) -> Option<Notice> {
        let faults = self.table_faults.iter().take(FAULTS_MAX).map(|fault| format!("{fault}。"));
        let mut words = self.sentences.iter().cloned().chain(faults).collect::<Vec<_>>().join(" ");
        let more = self.table_faults.len().saturating_sub(FAULTS_MAX);
        if more > 0 {
            words.push_str(&format!(" 还有{more}处，运行 daiban doctor 看全部。"));
        }
        let notice = if self.asks || !self.table_faults.is_empty() { Notice::refused } else { Notice::done };
        (!words.is_empty()).then(|| notice(words))
    }
}

/// Opens the screens; where there is no village yet, the first run.
pub(super) fn run(context: &Context) -> Result<Exit, Failure> {
    check_terminal()?;
    let dir = context.data_folder()?;
    let start = match Context::open_or_none(&dir)? {
        Some(Opened { desk, village, tables, table_faults, report }) => {
            let mut news = First { asks: news::asks_for_a_look(&report), table_faults, ..First::default() };
            if let Some(doubt) = desk.last_act_at().and_then(|last| ClockDoubt::of(context.at, last)) {
                news.wrong(format!("{doubt}请先把电脑的日期和时间调对，再打开登记。"));
            }
            news.sentences.extend(news::sentences(&report));
            Start { performer: Performer::of(desk), village, tables, news }
        }
        None => {
            let (tables, table_faults) = town::tables(&dir, &Village::default());
            let news = First { table_faults, ..First::default() };
            Start { performer: Performer::to_make(dir), village: Village::default(), tables, news }
        }
    };
    show(context, start)
}

/// Shows the screens until they are left, and brings the data to rest.
pub(super) fn show(context: &Context, start: Start) -> Result<Exit, Failure> {
    let Start { mut performer, village, tables, mut news } = start;
    let (keymap, fault) = context.keymap();
    fault.into_iter().for_each(|fault| news.wrong(fault));
    let color = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let mut app = App::new(Setup {
        village,
        tables,
        at: context.at,
        last_act_at: performer.last_act_at(),
        date: context.date(),
        seed: fresh_seed()?,
        config: Config { ascii: context.ascii(), color },
        keymap,
    });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::notice::NoticeKind;

    #[test]
    fn good_news_goes_by_itself_and_what_is_wrong_stays_to_be_seen() {
        assert_eq!(First::default().into_notice(), None);
        let mended = || First::good("首页已修好。".to_owned());
        assert_eq!(mended().into_notice().unwrap().kind, NoticeKind::Done);
        let mut news = mended();
        news.table_faults = (1..=4).map(|line| TableFault::new("matters.toml", line, "写错了")).collect();
        let notice = news.into_notice().unwrap();
        assert_eq!(notice.kind, NoticeKind::Refused);
        assert!(notice.text.contains("第2行") && notice.text.contains("还有2处") && !notice.text.contains("第3行"));
    }
}
