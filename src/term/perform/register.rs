//! A register on its way in: read and planned beside the loop, on a copy of the village as it is now.

use std::path::PathBuf;
use std::sync::Arc;

use super::Performer;
use super::job::Kind;
use crate::app::App;
use crate::app::message::{Msg, Progress, Report};
use crate::app::register::RegisterAsk;
use crate::desk::import::preview::{Draft, preview};
use crate::domain::decide::Now;

/// What reading is called.
const READING: &str = "读名册";

impl Performer {
    pub(super) fn read_register(&mut self, ask: RegisterAsk, app: &App) -> Vec<Msg> {
        let (village, tables, at, today) = (app.village.clone(), app.tables.clone(), app.at, app.today);
        let keep = Arc::clone(&self.register);
        let mut msgs = vec![Msg::Progress(Progress { what: READING.to_owned(), done: 0, total: 0 })];
        msgs.extend(self.start(Kind::Reads, READING, move |line| {
            let now = Now { at, today, actor: &village.info.liaison, tables: &tables };
            let read = preview(&village, &now, &ask, &mut |row| line.progress(u64::from(row), 0));
            match read {
                Ok((preview, draft)) => {
                    if let Ok(mut kept) = keep.lock() {
                        *kept = Some(draft);
                    }
                    Report::Register(Arc::new(preview))
                }
                Err(why) => Report::Failed(why),
            }
        }));
        msgs
    }

    pub(super) fn write_rejects(&mut self, path: PathBuf) -> Vec<Msg> {
        let draft = Arc::clone(&self.register);
        self.start(Kind::Writes, "写文件", move |_| {
            let Ok(draft) = draft.lock() else { return Report::Failed(gone()) };
            let Some(draft) = &*draft else { return Report::Failed(gone()) };
            match draft.write_rejects(&path) {
                Ok(rows) => Report::RejectsWritten { path, rows },
                Err(why) => Report::Failed(why),
            }
        })
    }

    pub(super) fn keep_register(&mut self, draft: Option<Draft>) {
        if let Ok(mut kept) = self.register.lock() {
            *kept = draft;
        }
    }
}

fn gone() -> String {
    "这份名册已经放下了，请重新选一次文件".to_owned()
}
