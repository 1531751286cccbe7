//! A package on its way out: chosen at once, written beside the loop once it is recorded as begun.

use super::job::Kind;
use super::{Data, Performer};
use crate::app::App;
use crate::app::message::{Msg, Progress, Report};
use crate::app::outgoing::PackageOrder;
use crate::desk::correspondence::new_keys;
use crate::desk::error::DeskError;
use crate::desk::export::{Keys, Order, Prepared, Source, abandoned, news, prepare};
use crate::desk::fresh_mint;
use crate::desk::places::stick_at;
use crate::domain::decide::Intent;
use crate::domain::package::Manner;

/// What a package would hold.
pub(super) fn count(everything: bool, manner: Manner, app: &App) -> Vec<Msg> {
    let news = news(&app.village, &app.tables, app.today, (everything, manner));
    vec![Msg::Report(Report::PackageNews(news))]
}

impl Performer {
    pub(super) fn prepare_package(&mut self, order: PackageOrder, app: &App) -> Vec<Msg> {
        let PackageOrder { to, device, stick, reason, everything, manner, receiver, purpose } = order;
        let stick = stick.or_else(|| stick_at(&to, &reason));
        let order = Order { to, device, stick, everything, manner };
        let prepared = self.prepared(&order, app);
        let prepared = prepared.map(|(prepared, keys)| (prepared.addressed(&receiver, &purpose), keys));
        let report = match prepared {
            Ok((prepared, keys)) => {
                let mut before = abandoned(&app.village);
                before.extend(keys);
                before.push(prepared.begin());
                self.prepared = Some(prepared);
                Report::PackageReady(before)
            }
            Err(why) => Report::Failed(why.to_string()),
        };
        vec![Msg::Report(report)]
    }

    /// The package, and what has to be kept first: keys of the village's own, where it has none to follow a password from.
    fn prepared(&self, order: &Order, app: &App) -> Result<(Prepared, Option<Intent>), DeskError> {
        let (village, tables) = (&app.village, &app.tables);
        let (keys, kept) = match &self.data {
            Data::Open(_) if order.manner == Manner::Locked && village.correspondence().is_none() => {
                let (identity, kept) = new_keys()?;
                (Keys::Own(identity), Some(kept))
            }
            Data::Open(desk) => (desk.keys_for(village, order.manner)?, None),
            // Before there is a village nothing is handed over.
            Data::ToBeMade(_) | Data::Locked(_) => (Keys::Nobodys, None),
        };
        let source = Source { village, tables, keys };
        Ok((prepare(source, (app.at, app.today), order, &mut fresh_mint()?)?, kept))
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
