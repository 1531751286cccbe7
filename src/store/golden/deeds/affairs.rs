//! What was done in the golden village of its own affairs: postings, and a matter handed back.

use super::Fixture;
use crate::domain::decide::Intent;
use crate::domain::decide::posting::PostingIntent;
use crate::domain::decide::returned::ReturnedIntent;
use crate::domain::id::{PostingId, ReturnedMatterId};
use crate::domain::meeting::{Attendance, Body};
use crate::domain::posting::Posting;
use crate::domain::returned_matter::{Answer, DecisionStep, Meeting, ReturnedMatter, ReturnedState, Screens};

/// One that was objected to, answered and taken down.
pub(super) fn postings(fixture: &mut Fixture) {
    let id = PostingId::mint(&mut fixture.mint, fixture.at);
    let today = fixture.today();
    let mut posting = Posting::new(id, "监测对象名单", today.plus_days(-6));
    (posting.board, posting.text) = ("村委会门口".to_owned(), "李德全".to_owned());
    let (who, words) = ("冉永碧".to_owned(), "问怎么定的".to_owned());
    for intent in [
        PostingIntent::PutUp(Box::new(posting)),
        PostingIntent::Object { id, on: today, who, words },
        PostingIntent::Answer { id, on: today, answer: "照评议记录解释过".to_owned() },
        PostingIntent::TakeDown { id, on: today },
    ] {
        fixture.act(Intent::Posting(intent));
    }
}

/// The rules of the village, voted on and filed.
pub(super) fn returned(fixture: &mut Fixture) {
    let id = ReturnedMatterId::mint(&mut fixture.mint, fixture.at);
    let on = fixture.today();
    let matter = ReturnedMatter::proposed(id, "村规民约修订", "村规民约、自治章程", on, "村民");
    let answer = |yes| Answer { yes, why: "村里自己的事".to_owned() };
    let screens = Screens {
        market: answer(false),
        society: answer(false),
        lawful: answer(true),
        taker: String::new(),
        reason: "依法由村民会议定".to_owned(),
        legal_basis: "第31条".to_owned(),
        town_decision: "镇清单".to_owned(),
    };
    let (title, subject) = ("村规民约修订，改红白喜事一条".to_owned(), matter.subject.clone());
    let correct = ReturnedIntent::Correct { id, title, subject, by: matter.proposed_by.clone() };
    fixture.act(Intent::Returned(ReturnedIntent::Propose(Box::new(matter))));
    fixture.act(Intent::Returned(correct));
    fixture.act(Intent::Returned(ReturnedIntent::Screen(id, Box::new(screens), on)));
    let attendance = Attendance { base: 45, present: 30, ayes: 29, noes: 1, ..Attendance::default() };
    let met = |body| Some(Meeting { body, rules: "2025".to_owned(), attendance: attendance.clone() });
    for (to, meeting) in [
        (ReturnedState::HandedDown, None),
        (ReturnedState::PartyProposed, None),
        (ReturnedState::TwoCommittees, None),
        (ReturnedState::PartyReviewed, met(Body::PartyMembers)),
        (ReturnedState::Resolved, met(Body::Assembly)),
    ] {
        let words = "记录在会议本".to_owned();
        let step = DecisionStep { words, meeting, ..DecisionStep::to(to, on) };
        fixture.act(Intent::Returned(ReturnedIntent::Step(id, Box::new(step), None)));
    }
    fixture.act(Intent::Returned(ReturnedIntent::File(id, on)));
}
