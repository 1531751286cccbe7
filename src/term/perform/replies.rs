//! Replies of the office: looked for beside the loop, and one taken in, each of its acts told as any other.

use std::path::{Path, PathBuf};

use super::job::Kind;
use super::{Data, Performer};
use crate::app::App;
use crate::app::message::{Msg, RepliesReport, Report};
use crate::desk::fresh_mint;
use crate::desk::receive::find::Reader;
use crate::domain::clock_doubt::ClockDoubt;
use crate::domain::decide::Now;

impl Performer {
    pub(super) fn find_replies(&mut self, from: Option<PathBuf>, app: &App) -> Vec<Msg> {
        // Without the office's card none can be opened, and none is asked for.
        let Some(reader) = Reader::of(&app.village) else { return Vec::new() };
        self.start(Kind::Reads, "找回执", move |_| match from {
            None => Report::Replies(RepliesReport::Found(reader.on_sticks())),
            Some(place) => match reader.at(&place) {
                Ok(found) => Report::Replies(RepliesReport::Found(found)),
                Err(why) => Report::Failed(why),
            },
        })
    }

    pub(super) fn take_reply(&mut self, path: &Path, app: &App) -> Vec<Msg> {
        let failed = |why: String| Msg::Report(Report::Failed(why));
        let Data::Open(desk) = &mut self.data else {
            return vec![failed("数据没有打开，回执没有收".to_owned())];
        };
        if let Some(doubt) = desk.last_act_at().and_then(|last| ClockDoubt::of(app.at, last)) {
            return vec![failed(format!("{doubt}回执没有收。请退出去把电脑的日期和时间调对，再收一次"))];
        }
        let now = Now { at: app.at, today: app.today, actor: &app.village.info.liaison, tables: &app.tables };
        // The screens see each act only once it is told: what is taken in is decided on a village of its own.
        let (mut village, mut kept) = (app.village.clone(), Vec::new());
        let taken = fresh_mint().and_then(|mut mint| desk.take_reply(&mut village, &now, path, &mut mint, &mut kept));
        let told = match taken {
            Ok(Ok(taken)) => Msg::Report(Report::Replies(RepliesReport::Taken(Box::new(taken)))),
            Ok(Err(why)) => failed(why),
            Err(fault) if kept.is_empty() => failed(format!("{fault}。回执一条都没有收，资料没有动，请再收一次")),
            Err(fault) => failed(format!("{fault}。收到一半停下了：已经记上的都在，再收一次会接着收")),
        };
        kept.into_iter().map(|commit| Msg::Committed(Box::new(commit))).chain([told]).collect()
    }
}
