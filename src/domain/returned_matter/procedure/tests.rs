//! The procedure from proposal to archive, and every guard from both sides. It tries no screen.

use super::*;
use crate::domain::day::Moment;
use crate::domain::id::{IdMint, ReturnedMatterId, Seq};
use crate::domain::meeting::Attendance;
use crate::domain::returned_matter::Answer;
use ReturnedState as S;

struct Town {
    subjects: Subjects,
    meetings: Rules,
    postings: BTreeMap<PostingId, Posting>,
}

impl Town {
    fn new() -> Town {
        Town { subjects: Subjects::shipped(), meetings: Rules::shipped(), postings: BTreeMap::new() }
    }

    fn ground(&self) -> Ground<'_> {
        Ground { subjects: &self.subjects, meetings: &self.meetings, postings: &self.postings }
    }

    fn post(&mut self, from: &str) -> PostingId {
        let seed = self.postings.len() as u64;
        let id = PostingId::mint(&mut IdMint::new(seed), Moment::at(day(from), 9, 0));
        let posting = Posting {
            id,
            touched: Seq::default(),
            subject: "决议".to_owned(),
            from: day(from),
            days: 15,
            answer_days: 3,
            board: "村口".to_owned(),
            text: String::new(),
            down_on: None,
            objections: Vec::new(),
            returned: None,
        };
        self.postings.insert(id, posting);
        id
    }
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn proposed(subject: &str) -> ReturnedMatter {
    let on = day("2026-06-01");
    ReturnedMatter {
        id: ReturnedMatterId::mint(&mut IdMint::new(1), Moment::at(on, 9, 0)),
        touched: Seq::default(),
        title: "山坪塘管护".to_owned(),
        subject: subject.to_owned(),
        proposed_on: on,
        proposed_by: "王敏".to_owned(),
        screens: None,
        state: S::Proposed,
        suspended_from: None,
        steps: Vec::new(),
        filed_on: None,
    }
}

fn screens(market: bool, society: bool, lawful: bool) -> Screens {
    let answer = |yes| Answer { yes, why: "说明".to_owned() };
    Screens {
        market: answer(market),
        society: answer(society),
        lawful: answer(lawful),
        taker: "某合作社".to_owned(),
        reason: "村里一直在管".to_owned(),
        legal_basis: "村民委员会组织法".to_owned(),
        town_decision: "镇发〔2026〕1号".to_owned(),
    }
}

fn step(to: S, on: &str) -> DecisionStep {
    DecisionStep {
        to,
        on: day(on),
        place: "村办公室".to_owned(),
        words: "记录本第3页".to_owned(),
        meeting: None,
        posting: None,
        overridden: String::new(),
    }
}

fn voted(to: S, on: &str, body: Body, [base, present, ayes]: [u32; 3]) -> DecisionStep {
    let attendance = Attendance { base, present, ayes, ..Attendance::default() };
    DecisionStep { meeting: Some(Meeting { body, rules: "2025".to_owned(), attendance }), ..step(to, on) }
}

const PUBLIC_WORKS: &str = "公益事业、筹资筹劳、建设承包";

/// A matter that the party members have looked through.
fn reviewed(town: &Town, subject: &str) -> ReturnedMatter {
    let mut matter = proposed(subject).screened(screens(false, false, true), day("2026-06-02")).unwrap();
    for step in [
        step(S::HandedDown, "2026-06-03"),
        step(S::PartyProposed, "2026-06-04"),
        step(S::TwoCommittees, "2026-06-05"),
        voted(S::PartyReviewed, "2026-06-06", Body::PartyMembers, [30, 20, 16]),
    ] {
        matter = matter.stepped(step, &town.ground()).unwrap();
    }
    matter
}

#[test]
fn a_matter_goes_from_proposal_to_archive() {
    let mut town = Town::new();
    let mut matter = reviewed(&town, PUBLIC_WORKS);
    let decided = voted(S::Resolved, "2026-06-08", Body::Representatives, [45, 30, 16]);
    matter = matter.stepped(decided, &town.ground()).unwrap();
    let posting = town.post("2026-06-09");
    let posted = DecisionStep { posting: Some(posting), ..step(S::DecisionPosted, "2026-06-09") };
    matter = matter.stepped(posted, &town.ground()).unwrap();
    let early = matter.clone().stepped(step(S::Implementing, "2026-06-24"), &town.ground());
    assert_eq!(early, Err(Blocked::Unlawful("公示没有贴满 15 天，要到 2026-06-25".to_owned())));
    matter = matter.stepped(step(S::Implementing, "2026-06-25"), &town.ground()).unwrap();
    let result = town.post("2026-09-01");
    let posted = DecisionStep { posting: Some(result), ..step(S::ResultPosted, "2026-09-01") };
    matter = matter.stepped(posted, &town.ground()).unwrap();
    matter = matter.stepped(step(S::Closed, "2026-09-17"), &town.ground()).unwrap();
    assert!(matter.state.is_over() && matter.next(&town.subjects).is_empty());
    assert_eq!((matter.steps.len(), matter.overrides().count()), (10, 0));
}

#[test]
fn without_a_yes_it_stays_with_government_and_the_first_yes_decides() {
    for (market, society, lawful, state) in [
        (false, false, false, S::KeptByGovernment),
        (true, true, true, S::ToMarket),
        (false, true, true, S::ToSociety),
        (false, false, true, S::ToVillage),
    ] {
        let matter = proposed(PUBLIC_WORKS).screened(screens(market, society, lawful), day("2026-06-02")).unwrap();
        assert_eq!(matter.state, state);
    }
}

#[test]
fn a_screen_without_reason_basis_taker_or_the_town_s_decision_is_not_taken() {
    type Spoil = fn(&mut Screens);
    let spoil: [(Spoil, [bool; 3], &str); 5] = [
        (|screens| screens.society.why.clear(), [false, false, false], "「民间能负担」的为什么"),
        (|screens| screens.reason = " ".to_owned(), [false, false, false], "总的理由"),
        (|screens| screens.legal_basis.clear(), [false, false, false], "法律依据"),
        (|screens| screens.taker.clear(), [true, false, false], "由谁接手"),
        (|screens| screens.town_decision.clear(), [false, false, true], "镇里的决定"),
    ];
    for (spoil, [market, society, lawful], what) in spoil {
        let mut screens = screens(market, society, lawful);
        spoil(&mut screens);
        let refused = proposed(PUBLIC_WORKS).screened(screens, day("2026-06-02"));
        assert_eq!(refused, Err(Blocked::Missing(what)));
    }
}

#[test]
fn a_step_is_not_skipped_and_not_taken_before_the_last() {
    let town = Town::new();
    let matter = proposed(PUBLIC_WORKS).screened(screens(false, false, true), day("2026-06-02")).unwrap();
    let skipped = matter.clone().stepped(step(S::TwoCommittees, "2026-06-05"), &town.ground());
    assert_eq!(skipped, Err(Blocked::NotNext));
    let before = matter.stepped(step(S::HandedDown, "2026-06-01"), &town.ground());
    assert_eq!(before, Err(Blocked::Missing("不早于上一步的日子")));
}

#[test]
fn a_vote_that_failed_is_no_resolution_and_one_that_carried_is_no_failure() {
    let town = Town::new();
    let matter = reviewed(&town, PUBLIC_WORKS);
    for (to, numbers, taken) in [
        (S::Resolved, [45, 30, 15], false),
        (S::VotedDown, [45, 30, 15], true),
        (S::VotedDown, [45, 30, 16], false),
        (S::Resolved, [45, 29, 29], false),
        (S::VotedDown, [45, 29, 0], false),
    ] {
        let step = voted(to, "2026-06-08", Body::Representatives, numbers);
        assert_eq!(matter.clone().stepped(step, &town.ground()).is_ok(), taken, "{to:?} {numbers:?}");
    }
    let down = voted(S::VotedDown, "2026-06-08", Body::Representatives, [45, 30, 15]);
    let down = matter.stepped(down, &town.ground()).unwrap();
    assert!(down.next(&town.subjects).contains(&S::PartyProposed), "it may be proposed anew");
}

#[test]
fn the_wrong_body_does_not_decide_and_only_a_written_reason_goes_over_it() {
    let town = Town::new();
    let matter = reviewed(&town, "村规民约、自治章程");
    let mut vote = voted(S::Resolved, "2026-06-08", Body::Representatives, [45, 45, 45]);
    let why = "这类事村民代表会议无权定，该由村民会议、户代表会议定".to_owned();
    assert_eq!(matter.clone().stepped(vote.clone(), &town.ground()), Err(Blocked::Unlawful(why)));
    vote.overridden = "镇里书面同意".to_owned();
    let taken = matter.clone().stepped(vote, &town.ground()).unwrap();
    assert_eq!(taken.overrides().count(), 1);
    let mut bare = step(S::Resolved, "2026-06-08");
    bare.overridden = "就这样".to_owned();
    assert_eq!(matter.stepped(bare, &town.ground()), Err(Blocked::Missing("应到、到会和同意的人数")));
}

#[test]
fn rules_of_the_village_are_filed_before_they_are_put_away() {
    let mut town = Town::new();
    let mut matter = reviewed(&town, "村规民约、自治章程");
    let decided = voted(S::Resolved, "2026-06-08", Body::HouseholdAssembly, [300, 200, 101]);
    matter = matter.stepped(decided, &town.ground()).unwrap();
    for (to, on) in [(S::DecisionPosted, "2026-06-09"), (S::ResultPosted, "2026-07-01")] {
        let posting = Some(town.post(on));
        matter = matter.stepped(DecisionStep { posting, ..step(to, on) }, &town.ground()).unwrap();
        if to == S::DecisionPosted {
            matter = matter.stepped(step(S::Implementing, "2026-06-25"), &town.ground()).unwrap();
        }
    }
    let closed = matter.clone().stepped(step(S::Closed, "2026-07-17"), &town.ground());
    assert_eq!(closed, Err(Blocked::Unlawful("还没有报镇里备案".to_owned())));
    matter.filed_on = Some(day("2026-06-10"));
    assert!(matter.stepped(step(S::Closed, "2026-07-17"), &town.ground()).is_ok());
}

#[test]
fn an_objection_that_waits_and_a_posting_taken_down_too_soon_stop_it() {
    let mut town = Town::new();
    let mut matter = reviewed(&town, PUBLIC_WORKS);
    let decided = voted(S::Resolved, "2026-06-08", Body::Representatives, [45, 30, 16]);
    matter = matter.stepped(decided, &town.ground()).unwrap();
    let id = town.post("2026-06-09");
    let posted = DecisionStep { posting: Some(id), ..step(S::DecisionPosted, "2026-06-09") };
    matter = matter.stepped(posted, &town.ground()).unwrap();
    town.postings.get_mut(&id).unwrap().down_on = Some(day("2026-06-20"));
    let soon = matter.clone().stepped(step(S::Implementing, "2026-07-30"), &town.ground());
    assert!(matches!(soon, Err(Blocked::Unlawful(_))), "{soon:?}");
    let posting = town.postings.get_mut(&id).unwrap();
    posting.down_on = None;
    posting.objections.push(crate::domain::posting::Objection {
        on: day("2026-06-12"),
        who: String::new(),
        words: "不公平".to_owned(),
        answer_by: day("2026-06-15"),
        answered_on: None,
        answer: String::new(),
    });
    let objected = matter.clone().stepped(step(S::Implementing, "2026-07-30"), &town.ground());
    assert_eq!(objected, Err(Blocked::Unlawful("有异议没有答复，该在 2026-06-15 前答复".to_owned())));
    town.postings.get_mut(&id).unwrap().objections[0].answered_on = Some(day("2026-06-14"));
    assert!(matter.stepped(step(S::Implementing, "2026-07-30"), &town.ground()).is_ok());
}

#[test]
fn what_is_suspended_goes_on_where_it_stood() {
    let town = Town::new();
    let matter = reviewed(&town, PUBLIC_WORKS);
    let rests = matter.stepped(step(S::Suspended, "2026-06-07"), &town.ground()).unwrap();
    assert!(rests.next(&town.subjects).contains(&S::PartyReviewed));
    assert!(!rests.next(&town.subjects).contains(&S::Suspended));
    let goes_on = rests.stepped(step(S::PartyReviewed, "2026-06-20"), &town.ground()).unwrap();
    assert_eq!((goes_on.state, goes_on.suspended_from), (S::PartyReviewed, None));
}

#[test]
fn what_needs_no_vote_is_settled_by_the_committee_and_posted() {
    let town = Town::new();
    let subject = "红白喜事、人居环境、水路管护日常";
    let matter = proposed(subject).screened(screens(false, false, true), day("2026-06-02")).unwrap();
    let matter = matter.stepped(step(S::HandedDown, "2026-06-03"), &town.ground()).unwrap();
    assert_eq!(matter.next(&town.subjects)[0], S::Resolved);
    let matter = matter.stepped(step(S::Resolved, "2026-06-05"), &town.ground()).unwrap();
    assert_eq!(matter.next(&town.subjects)[0], S::DecisionPosted);
}
