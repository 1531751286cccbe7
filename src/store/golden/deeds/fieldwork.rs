//! What was done in the golden village out of the office: visits, leave, a service point, a follow-up.

use super::{Fixture, event, person};
use crate::domain::contact::Contact;
use crate::domain::correspondence::{KEY_BYTES, OfficeCard, OwnSecret};
use crate::domain::decide::Intent;
use crate::domain::decide::contact::ContactIntent;
use crate::domain::decide::correspondence::CorrespondenceIntent;
use crate::domain::decide::follow_up::{FollowUpIntent, SettleIntent};
use crate::domain::decide::leave::LeaveIntent;
use crate::domain::decide::package::PackageIntent;
use crate::domain::decide::service_point::PointIntent;
use crate::domain::decide::stick::{StickIntent, StickTyped};
use crate::domain::decide::visit::VisitIntent;
use crate::domain::document::ID_CARD;
use crate::domain::follow_up::{FollowUpOutcome, outlook};
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::id::{ContactId, FollowUpId, LeaveId, PackageId, Seq, ServicePointId, VisitId};
use crate::domain::leave::{Leave, LeaveKind};
use crate::domain::note::CallBack;
use crate::domain::post::PostKind;
use crate::domain::service_point::{PointDays, ServicePoint};
use crate::domain::stick::PluggedStick;
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

/// Away and back earlier than said; a service point that was kept once, moved and given up.
pub(super) fn away_and_at_the_market(fixture: &mut Fixture) {
    let leave = Leave {
        id: LeaveId::mint(&mut fixture.mint, fixture.at),
        touched: Seq::default(),
        kind: LeaveKind::Training,
        from: fixture.today().plus_days(-2),
        to: fixture.today().plus_days(3),
        reason: "区里培训".to_owned(),
        stand_in: "李华".to_owned(),
        phone: "16400000001".to_owned(),
        entered_at: fixture.at,
        back_on: None,
    };
    let id = leave.id;
    fixture.act(Intent::Leave(LeaveIntent::Record(Box::new(leave))));
    fixture.act(Intent::Leave(LeaveIntent::Back(id, fixture.today())));
    let point = ServicePoint {
        id: ServicePointId::mint(&mut fixture.mint, fixture.at),
        touched: Seq::default(),
        name: "慈云场".to_owned(),
        place: "老茶馆".to_owned(),
        days: PointDays::LunarTails(vec![1, 4, 7]),
        hours: "9:00-12:00".to_owned(),
        since: fixture.today(),
        until: None,
        held: Vec::new(),
    };
    let (id, today) = (point.id, fixture.today());
    fixture.act(Intent::Point(PointIntent::Add(Box::new(point.clone()))));
    fixture.act(Intent::Point(PointIntent::Held(id, today, "2人问医保".to_owned())));
    let moved = ServicePoint { place: "新街口".to_owned(), ..point };
    fixture.act(Intent::Point(PointIntent::Edit(Box::new(moved), id)));
    fixture.act(Intent::Point(PointIntent::End(id)));
}

/// A child whose birth the family registered by itself.
pub(super) fn followed_up(fixture: &mut Fixture) {
    let household = fixture.village.households().next().unwrap().id;
    let child = person(fixture, "李小满");
    let id = child.id;
    event(fixture, household, HouseholdEventKind::Birth, (None, Some(child)));
    let open = outlook::of_person(&fixture.village, &fixture.tables, fixture.today(), id);
    let settle = SettleIntent {
        id: FollowUpId::mint(&mut fixture.mint, fixture.at),
        key: open[0].key,
        outcome: FollowUpOutcome::Done,
        reason: "家里自己去派出所办了".to_owned(),
        on: fixture.today(),
    };
    fixture.act(Intent::FollowUp(FollowUpIntent::Settle(Box::new(settle))));
}

/// A number that was written down, corrected and given up.
pub(super) fn contacts(fixture: &mut Fixture) {
    let contact = Contact {
        id: ContactId::mint(&mut fixture.mint, fixture.at),
        touched: Seq::default(),
        name: "小周".to_owned(),
        office: "社会救助窗口".to_owned(),
        role: "镇窗口".to_owned(),
        phone: "47551234".to_owned(),
        note: String::new(),
        gone_on: None,
    };
    let (id, corrected) = (contact.id, Contact { note: "下午在".to_owned(), ..contact.clone() });
    fixture.act(Intent::Contact(ContactIntent::Add(Box::new(contact))));
    fixture.act(Intent::Contact(ContactIntent::Edit(Box::new(corrected))));
    fixture.act(Intent::Contact(ContactIntent::Retire(id)));
}

/// A paper that runs out, and since when the liaison holds the post.
pub(super) fn papers_and_post(fixture: &mut Fixture) {
    let (person, today) = (fixture.person("李德全"), fixture.today());
    fixture.document(person, ID_CARD, Some(today.plus_months(2))).unwrap();
    fixture.document(person, ID_CARD, None).unwrap();
    fixture.post(PostKind::Staff, today.plus_months(-40));
}

pub(super) fn correspondence(fixture: &mut Fixture) {
    let (signs, reads, accepted_on) = ([1; KEY_BYTES], [2; KEY_BYTES], fixture.today());
    let office = OfficeCard { name: "慈云镇便民服务中心".to_owned(), signs, reads, accepted_on };
    for intent in [
        CorrespondenceIntent::MakeKeys(OwnSecret([3; KEY_BYTES])),
        CorrespondenceIntent::AcceptOffice(Box::new(office)),
        CorrespondenceIntent::TakeReply(vec![1]),
    ] {
        fixture.act(Intent::Correspondence(intent));
    }
}

/// A stick that is registered, corrected, written to and lost.
pub(super) fn sticks(fixture: &mut Fixture) {
    let typed = |number: &str| {
        let (serial, label) = ("A1B2-C3D4".to_owned(), "KINGSTON".to_owned());
        Box::new(StickTyped { serial, label, number: number.to_owned(), keeper: "王敏".to_owned() })
    };
    fixture.act(Intent::Stick(StickIntent::Register(typed("1号"))));
    fixture.act(Intent::Stick(StickIntent::Correct(typed("2号"))));
    let id = PackageId::mint(&mut fixture.mint, fixture.at);
    let stick = PluggedStick { serial: "A1B2-C3D4".to_owned(), label: "KINGSTON".to_owned(), reason: String::new() };
    let package = Box::new(super::package(fixture, id));
    fixture.act(Intent::Package(PackageIntent::Begin(package, Some(stick))));
    let (serial, why) = ("A1B2-C3D4".to_owned(), "丢失".to_owned());
    fixture.act(Intent::Stick(StickIntent::Retire { serial, why }));
}
