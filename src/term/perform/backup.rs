//! A backup on its way out: taken hold of at once, written beside the loop.

use super::job::Kind;
use super::{Data, Performer};
use crate::app::App;
use crate::app::message::{BackupMade, BackupOrder, Msg, Progress, Report};
use crate::desk::backup::Order;
use crate::desk::fresh_mint;
use crate::domain::decide::check_not_handed_over;

impl Performer {
    pub(super) fn write_backup(&mut self, order: BackupOrder, app: &App) -> Vec<Msg> {
        let Data::Open(desk) = &self.data else { return Vec::new() };
        // Else it would be written and then not recorded.
        if let Err(refusal) = check_not_handed_over(&app.village) {
            return vec![Msg::Report(Report::BackupDone(Err(format!("{refusal}。"))))];
        }
        let mut mint = match fresh_mint() {
            Ok(mint) => mint,
            Err(why) => return vec![Msg::Report(Report::Failed(why.to_string()))],
        };
        let sealed = desk.is_sealed();
        let order = Order { to: order.to, device: order.device };
        let prepared = desk.prepare_backup(&app.village, app.at, &order, &mut mint);
        let mut msgs = vec![Msg::Progress(Progress { what: "备份".to_owned(), done: 0, total: 0 })];
        msgs.extend(self.start(Kind::Writes, "备份", move |line| {
            let outcome = prepared.write(&mut |what, done, total| {
                line.call(what.trim_start_matches("正在"));
                line.progress(done, total)
            });
            let told = outcome.map(|done| {
                let copy = prepared.record(&done);
                let made = BackupMade {
                    id: copy.id,
                    path: done.path,
                    people_count: done.people_count,
                    tasks_count: done.tasks_count,
                    elsewhere: done.elsewhere,
                    sealed,
                    thinned_count: done.thinned_count,
                };
                (copy, made)
            });
            Report::BackupDone(told.map_err(|why| why.to_string()))
        }));
        msgs
    }
}
