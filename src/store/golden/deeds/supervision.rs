//! What was asked of the golden village from outside: a 督办 that was settled, a poor rating, ways to complain told.

use super::Fixture;
use crate::domain::decide::Intent;
use crate::domain::decide::papers::PapersIntent;
use crate::domain::decide::supervision::SupervisionIntent;
use crate::domain::id::SupervisionId;
use crate::domain::supervision::{Supervision, SupervisionKind};
use crate::domain::task::parts::RatingLevel;
use crate::domain::task::state::State;

/// Everything that may happen to one.
pub(super) fn supervised(fixture: &mut Fixture) {
    let (today, at) = (fixture.today(), fixture.at);
    let ids = [0; 3].map(|_| SupervisionId::mint(&mut fixture.mint, at));
    let order = Supervision {
        from: "镇督查室 3号".to_owned(),
        text: "补齐上月台账".to_owned(),
        ..Supervision::new(ids[0], SupervisionKind::Order, today, at)
    };
    let task = fixture.village.tasks().find(|task| task.state == State::Closed).unwrap().id;
    fixture
        .act(Intent::Papers(task, PapersIntent::Rate { level: Some(RatingLevel::Poor), words: "等了太久".to_owned() }));
    for intent in [
        SupervisionIntent::Receive(Box::new(order)),
        SupervisionIntent::Deed(ids[0], today, "补了三页".to_owned()),
        SupervisionIntent::Settle(ids[0], today, "补齐了，报了督查室".to_owned()),
        SupervisionIntent::TellChannels(ids[1], today),
        SupervisionIntent::CallBack { id: ids[2], task, on: today, words: "嫌没人说一声".to_owned() },
    ] {
        fixture.act(Intent::Supervision(intent));
    }
}
