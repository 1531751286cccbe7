//! Wishes for the work in the village, lawful or not, as the property test makes them in any order: visits, postings,
//! matters handed back, pairings, leave, follow-ups, papers, contacts. What must hold of them afterwards is here too.

use crate::domain::contact::Contact;
use crate::domain::decide::Intent;
use crate::domain::decide::contact::ContactIntent;
use crate::domain::decide::document::DocumentIntent;
use crate::domain::decide::follow_up::{FollowUpIntent, SettleIntent};
use crate::domain::decide::household::{EventIntent, HouseholdIntent};
use crate::domain::decide::leave::LeaveIntent;
use crate::domain::decide::pairing::{PairingIntent, PlanIntent};
use crate::domain::decide::posting::PostingIntent;
use crate::domain::decide::returned::ReturnedIntent;
use crate::domain::decide::visit::VisitIntent;
use crate::domain::document::Document;
use crate::domain::fixture::Fixture;
use crate::domain::follow_up::{FollowUpOutcome, outlook};
use crate::domain::household_event::HouseholdEventKind;
use crate::domain::id::{
    ContactId, DocumentId, FollowUpId, LeaveId, PairingId, PersonId, PostingId, ReturnedMatterId, Seq, VisitId,
};
use crate::domain::leave::{Leave, LeaveKind};
use crate::domain::meeting::{Attendance, Body};
use crate::domain::note::CallBack;
use crate::domain::pairing::{NextStep, Pairing, PairingEnd, PairingTarget};
use crate::domain::person::Person;
use crate::domain::posting::Posting;
use crate::domain::refusal::Refusal;
use crate::domain::returned_matter::{Answer, DecisionStep, Meeting, ReturnedMatter, ReturnedState, Screens};
use crate::domain::text::PersonName;
use crate::domain::visit::Visit;

/// How many kinds there are.
pub(super) const KINDS: u8 = 17;

const KINDS_OF_PAPER: [&str; 2] = ["身份证", "驾驶证"];
const STATES: [ReturnedState; 8] = [
    ReturnedState::HandedDown,
    ReturnedState::PartyProposed,
    ReturnedState::TwoCommittees,
    ReturnedState::PartyReviewed,
    ReturnedState::Resolved,
    ReturnedState::Implementing,
    ReturnedState::Suspended,
    ReturnedState::BackToGovernment,
];

/// Wishes for one of them; `n` chooses among what may be wished of it. What is refused changes nothing.
pub(super) fn wish(fixture: &mut Fixture, kind: u8, n: usize) -> Result<(), Refusal> {
    let before = fixture.village.clone();
    let Some(intent) = intent(fixture, kind, n) else { return Ok(()) };
    let done = fixture.try_act(intent);
    assert!(done.is_ok() || fixture.village == before, "a refusal changed something");
    done
}

fn intent(fixture: &mut Fixture, kind: u8, n: usize) -> Option<Intent> {
    let on = fixture.today().plus_days(-i32::try_from(n % 3).unwrap_or(0));
    Some(match kind {
        0 | 1 => Intent::Visit(visit(fixture, n)),
        2 => Intent::Visit(VisitIntent::CalledBack(fixture.village.visits().nth(n)?.id)),
        3 => Intent::Visit(VisitIntent::Void(fixture.village.visits().nth(n)?.id, "记错了".to_owned())),
        4 => {
            let mut posting = Posting::new(PostingId::mint(&mut fixture.mint, fixture.at), "低保名单", on);
            posting.board = "村委会门口".to_owned();
            posting.text = ["名单见附表", "身份证510225195503089010"][n % 2].to_owned();
            Intent::Posting(PostingIntent::PutUp(Box::new(posting)))
        }
        5 => {
            let id = fixture.village.postings().last()?.id;
            let on = fixture.today();
            Intent::Posting(match n % 3 {
                0 => PostingIntent::Object { id, on, who: String::new(), words: "问怎么定的".to_owned() },
                1 => PostingIntent::Answer { id, on, answer: "照评议记录".to_owned() },
                _ => PostingIntent::TakeDown { id, on },
            })
        }
        6 => {
            let id = ReturnedMatterId::mint(&mut fixture.mint, fixture.at);
            let matter = ReturnedMatter::proposed(id, "村规民约修订", "村规民约、自治章程", on, "村民");
            Intent::Returned(ReturnedIntent::Propose(Box::new(matter)))
        }
        7 => Intent::Returned(screens(fixture, n)?),
        8 | 9 => Intent::Returned(step(fixture, n)?),
        10 => pairing(fixture, n)?,
        11 => Intent::Pairing(of_pairing(fixture, n)?),
        12 => leave(fixture, n)?,
        13 => event(fixture, n)?,
        14 => settle(fixture, n)?,
        15 => document(fixture, n)?,
        _ => contact(fixture, n),
    })
}

fn visit(fixture: &mut Fixture, n: usize) -> VisitIntent {
    let households: Vec<_> = fixture.village.households().map(|household| household.id).collect();
    let id = VisitId::mint(&mut fixture.mint, fixture.at);
    let promise = CallBack { on: fixture.today(), hour: String::new(), done_on: None };
    let visit = Visit {
        met: ["李德全", ""][n % 2].to_owned(),
        text: "路灯坏了".to_owned(),
        call_back: (n.is_multiple_of(4)).then_some(promise),
        ..Visit::at_home(id, households[n % households.len()], fixture.today())
    };
    VisitIntent::Make(Box::new(visit))
}

fn screens(fixture: &Fixture, n: usize) -> Option<ReturnedIntent> {
    let answer = |yes| Answer { yes, why: "村里自己的事".to_owned() };
    let screens = Screens {
        market: answer(n % 5 == 4),
        society: answer(false),
        lawful: answer(n % 3 != 2),
        taker: String::new(),
        reason: "依法由村民会议定".to_owned(),
        legal_basis: "第31条".to_owned(),
        town_decision: "镇清单".to_owned(),
    };
    let id = fixture.village.returned_matters().last()?.id;
    Some(ReturnedIntent::Screen(id, Box::new(screens), fixture.today()))
}

/// The next step as often as not; with enough votes or too few.
fn step(fixture: &Fixture, n: usize) -> Option<ReturnedIntent> {
    let matter = fixture.village.returned_matters().last()?;
    let at = STATES.iter().position(|state| *state == matter.state).map_or(0, |place| place + 1);
    let to = STATES[if n.is_multiple_of(2) { at % STATES.len() } else { n % STATES.len() }];
    let ayes = [29, 15, 16][n % 3];
    let attendance = Attendance { base: 45, present: 30, ayes, noes: 1, ..Attendance::default() };
    let body = if to == ReturnedState::PartyReviewed { Body::PartyMembers } else { Body::Assembly };
    let met = matches!(to, ReturnedState::PartyReviewed | ReturnedState::Resolved);
    let meeting = met.then(|| Meeting { body, rules: "2025".to_owned(), attendance });
    let overridden = if n % 7 == 6 { "镇里要求先走".to_owned() } else { String::new() };
    let words = "记录在会议本".to_owned();
    let taken = DecisionStep { words, meeting, overridden, ..DecisionStep::to(to, fixture.today()) };
    Some(ReturnedIntent::Step(matter.id, Box::new(taken), None))
}

fn pairing(fixture: &mut Fixture, n: usize) -> Option<Intent> {
    let household = fixture.village.households().nth(n % 2)?.id;
    let (id, on) = (PairingId::mint(&mut fixture.mint, fixture.at), fixture.today());
    let pairing = Pairing { own: true, household: Some(household), ..Pairing::new(id, PairingTarget::Household, on) };
    Some(Intent::Pairing(PairingIntent::Begin(Box::new(pairing))))
}

fn of_pairing(fixture: &Fixture, n: usize) -> Option<PairingIntent> {
    let (id, on) = (fixture.village.pairings().last()?.id, fixture.today());
    Some(match n % 4 {
        0 => {
            let plan = PlanIntent { causes: "缺劳力".to_owned(), plan: format!("养猪{n}头"), decision: None };
            PairingIntent::Plan(id, Box::new(plan))
        }
        1 => PairingIntent::NextStep(id, Some(NextStep { what: "送仔猪".to_owned(), on })),
        2 => PairingIntent::NextStep(id, None),
        _ => PairingIntent::End(id, PairingEnd { on, why: "风险消除".to_owned() }),
    })
}

fn leave(fixture: &mut Fixture, n: usize) -> Option<Intent> {
    if n.is_multiple_of(2) {
        let id = fixture.village.leaves().last()?.id;
        return Some(Intent::Leave(LeaveIntent::Back(id, fixture.today())));
    }
    let leave = Leave {
        id: LeaveId::mint(&mut fixture.mint, fixture.at),
        touched: Seq::default(),
        kind: LeaveKind::Training,
        from: fixture.today(),
        to: fixture.today().plus_days(i32::try_from(n).unwrap_or(0)),
        reason: "培训".to_owned(),
        stand_in: "李华".to_owned(),
        phone: String::new(),
        entered_at: fixture.at,
        back_on: None,
    };
    Some(Intent::Leave(LeaveIntent::Record(Box::new(leave))))
}

fn event(fixture: &mut Fixture, n: usize) -> Option<Intent> {
    use HouseholdEventKind::{Birth, Death, MovedIn, MovedOut, NewHead};
    let kind = [Birth, MovedIn, Death, MovedOut, NewHead][n % 5];
    let household = fixture.village.households().nth(n % 2)?.id;
    let people: Vec<PersonId> = fixture.village.members(household).map(|person| person.id).collect();
    let newcomer = matches!(kind, Birth | MovedIn).then(|| {
        let id = PersonId::mint(&mut fixture.mint, fixture.at);
        Box::new(Person::new(id, PersonName::parse("李小满").unwrap()))
    });
    let person = if newcomer.is_none() { people.get(n % people.len().max(1)).copied() } else { None };
    let (on, detail, evidence) = (fixture.today(), String::new(), String::new());
    let intent = EventIntent { household, kind, on, person, newcomer, detail, evidence };
    Some(Intent::Household(HouseholdIntent::Event(Box::new(intent))))
}

fn settle(fixture: &mut Fixture, n: usize) -> Option<Intent> {
    let open = outlook::all(&fixture.village, &fixture.tables, fixture.today());
    let key = open.get(n % open.len().max(1))?.key;
    let settle = SettleIntent {
        id: FollowUpId::mint(&mut fixture.mint, fixture.at),
        key,
        outcome: FollowUpOutcome::ALL[n % 2],
        reason: "家里自己办了".to_owned(),
        on: fixture.today(),
    };
    Some(Intent::FollowUp(FollowUpIntent::Settle(Box::new(settle))))
}

fn document(fixture: &mut Fixture, n: usize) -> Option<Intent> {
    let person = fixture.village.people().nth(n)?.id;
    let valid_until =
        (!n.is_multiple_of(4)).then(|| fixture.today().plus_days(i32::try_from(n).unwrap_or(0) * 20 - 40));
    Some(Intent::Document(DocumentIntent::Note(Box::new(Document {
        id: DocumentId::mint(&mut fixture.mint, fixture.at),
        touched: Seq::default(),
        person,
        kind: KINDS_OF_PAPER[n % 2].to_owned(),
        valid_until,
        noted_on: fixture.today(),
    }))))
}

fn contact(fixture: &mut Fixture, n: usize) -> Intent {
    let old = fixture.village.contacts().last().cloned();
    Intent::Contact(match (old, n % 3) {
        (Some(old), 1) => ContactIntent::Edit(Box::new(Contact { note: format!("第{n}次改"), ..old })),
        (Some(old), 2) => ContactIntent::Retire(old.id),
        (Some(_) | None, _) => ContactIntent::Add(Box::new(Contact {
            id: ContactId::mint(&mut fixture.mint, fixture.at),
            touched: Seq::default(),
            name: "小周".to_owned(),
            office: "社会救助窗口".to_owned(),
            role: String::new(),
            phone: "47551234".to_owned(),
            note: String::new(),
            gone_on: None,
        })),
    })
}

/// What must hold, whatever was wished.
pub(super) fn check(fixture: &Fixture) {
    let (village, tables, today) = (&fixture.village, &fixture.tables, fixture.today());
    for posting in village.postings() {
        assert!(!posting.text.contains("510225"), "a number hangs on the board");
        assert!(posting.down_on.is_none_or(|down| down >= posting.may_come_down_on()), "taken down too early");
    }
    for matter in village.returned_matters() {
        for step in matter.steps.iter().filter(|step| step.overridden.is_empty()) {
            let voted = step.to == ReturnedState::Resolved;
            let ayes = step.meeting.as_ref().map_or(0, |meeting| meeting.attendance.ayes);
            assert!(!voted || ayes * 2 > 30, "{ayes} of 30 carried it");
        }
    }
    let mut own: Vec<_> = village.pairings().filter(|it| it.is_open()).filter_map(|it| it.household).collect();
    own.sort();
    assert!(own.windows(2).all(|pair| pair[0] != pair[1]), "paired twice");
    let mut papers: Vec<_> = village.documents().map(|it| (it.person, it.kind.as_str())).collect();
    papers.sort();
    assert!(papers.windows(2).all(|pair| pair[0] != pair[1]), "one paper written down twice");
    for pending in outlook::all(village, tables, today) {
        let settled = village.follow_ups_of(pending.key.person).any(|it| {
            outlook::rule(tables, pending.key).is_some_and(|rule| rule.code == it.rule)
                && it.event_on == pending.key.from
        });
        assert!(!settled, "asked again");
    }
}
