//! What was done in the golden village out of the office: visits.

use super::Fixture;
use crate::domain::decide::Intent;
use crate::domain::decide::visit::VisitIntent;
use crate::domain::id::VisitId;
use crate::domain::note::CallBack;
use crate::domain::visit::{Visit, VisitMode};

/// One visit with a promise that was kept, one that was a mistake.
pub(super) fn visits(fixture: &mut Fixture) {
    let household = fixture.village.households().next().unwrap().id;
    let on = fixture.today().plus_days(-1);
    let promise = CallBack { on: fixture.today(), hour: "13点".to_owned(), done_on: None };
    let kept = Visit {
        met: "李德全".to_owned(),
        text: "问高龄津贴".to_owned(),
        call_back: Some(promise),
        ..Visit::at_home(VisitId::mint(&mut fixture.mint, fixture.at), household, on)
    };
    let mistaken = Visit {
        mode: VisitMode::InVillage,
        met: "冉永碧".to_owned(),
        ..Visit::at_home(VisitId::mint(&mut fixture.mint, fixture.at), household, on)
    };
    let ids = [kept.id, mistaken.id];
    for visit in [kept, mistaken] {
        fixture.act(Intent::Visit(VisitIntent::Make(Box::new(visit))));
    }
    fixture.act(Intent::Visit(VisitIntent::CalledBack(ids[0])));
    fixture.act(Intent::Visit(VisitIntent::Void(ids[1], "记错了户".to_owned())));
}
