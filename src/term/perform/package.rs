//! A package on its way out: chosen at once, written beside the loop once it is recorded as begun.

use super::job::Kind;
use super::{Data, Performer};
use crate::app::App;
use crate::app::message::{Msg, PackageOrder, Progress, Report};
use crate::desk::error::DeskError;
use crate::desk::export::{Keys, Manner, Order, Prepared, Source, abandoned, news, prepare};
use crate::desk::fresh_mint;

/// What a package would hold.
pub(super) fn count(everything: bool, app: &App) -> Vec<Msg> {
    let news = news(&app.village, &app.tables, app.today, everything);
    vec![Msg::Report(Report::PackageNews(news))]
}

impl Performer {
    pub(super) fn prepare_package(&mut self, order: PackageOrder, app: &App) -> Vec<Msg> {
        let PackageOrder { to, device, everything, receiver, purpose } = order;
        let order = Order { to, device, everything, manner: Manner::ForOffice };
        let prepared = self.prepared(&order, app).map(|prepared| prepared.addressed(&receiver, &purpose));
        let report = match prepared {
            Ok(prepared) => {
                let mut before = abandoned(&app.village);
                before.push(prepared.begin());
                self.prepared = Some(prepared);
                Report::PackageReady(before)
            }
            Err(why) => Report::Failed(why.to_string()),
        };
        vec![Msg::Report(report)]
    }

    fn prepared(&self, order: &Order, app: &App) -> Result<Prepared, DeskError> {
        let (village, tables) = (&app.village, &app.tables);
        // Before there is a village nothing is handed over.
        let keys = match &self.data {
            Data::Open(desk) => desk.keys_for(village, order.manner)?,
            Data::ToBeMade(_) | Data::Locked(_) => Keys::Nobodys,
        };
        let source = Source { village, tables, keys };
        Ok(prepare(source, (app.at, app.today), order, &mut fresh_mint()?)?)
    }

    pub(super) fn write_package(&mut self) -> Vec<Msg> {
        let Some(prepared) = self.prepared.take() else { return Vec::new() };
        let mut msgs = vec![Msg::Progress(Progress { what: "做报表".to_owned(), done: 0, total: 0 })];
        msgs.extend(self.start(Kind::Writes, "做报表", move |line| {
            let outcome = prepared.write(&mut |what, done, total| {
                line.call(what.trim_start_matches("正在"));
                line.progress(done, total)
            });
            let settle = Box::new(prepared.settle(&outcome));
            let outcome = outcome.map(|written| written.path).map_err(|why| why.to_string());
            Report::PackageDone { settle, outcome }
        }));
        msgs
    }
}
