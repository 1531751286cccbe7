//! The village's own affairs in the sample: matters handed back in each state one looks for, and what hangs on the board.
//!
//! Every step is an intent of its day; what was decided was posted, and the year's publications were put up in time.

use crate::domain::day::{Day, Moment};
use crate::domain::decide::Intent;
use crate::domain::decide::posting::PostingIntent;
use crate::domain::decide::returned::ReturnedIntent;
use crate::domain::id::{IdMint, PostingId, ReturnedMatterId};
use crate::domain::meeting::rules::Rules;
use crate::domain::meeting::{Attendance, Body, Deduction};
use crate::domain::posting::Posting;
use crate::domain::returned_matter::{Answer, DecisionStep, Meeting, ReturnedMatter, ReturnedState, Screens};

use super::days::Days;

const BOARD: &str = "村委会门口公开栏";
const PUBLIC: &str = "公益事业、筹资筹劳、建设承包";

/// What was done, each on its day.
pub(super) fn scenes(days: Days<'_>, began: Day, mint: &mut IdMint) -> Vec<(Day, Intent)> {
    let mut affairs = Affairs { days, mint, done: Vec::new() };
    affairs.pond();
    affairs.cleaning_fee();
    affairs.cards();
    affairs.post(days.ago(16), "低保名单", "3社 李德全；5社 周开明");
    affairs.publications(began);
    affairs.done
}

struct Affairs<'a> {
    days: Days<'a>,
    mint: &'a mut IdMint,
    done: Vec<(Day, Intent)>,
}

impl Affairs<'_> {
    fn posting(&mut self, on: Day, subject: &str, text: &str) -> Posting {
        let id = PostingId::mint(self.mint, Moment::at(on, 12, 0));
        Posting { board: BOARD.to_owned(), text: text.to_owned(), ..Posting::new(id, subject, on) }
    }

    fn post(&mut self, on: Day, subject: &str, text: &str) -> PostingId {
        let posting = self.posting(on, subject, text);
        let id = posting.id;
        self.done.push((on, Intent::Posting(PostingIntent::PutUp(Box::new(posting)))));
        id
    }

    fn take_down(&mut self, id: PostingId, on: Day) {
        self.done.push((on, Intent::Posting(PostingIntent::TakeDown { id, on })));
    }

    fn propose(&mut self, on: Day, title: &str, subject: &str, by: &str, screens: Screens) -> ReturnedMatterId {
        let id = ReturnedMatterId::mint(self.mint, Moment::at(on, 12, 0));
        let matter = ReturnedMatter::proposed(id, title, subject, on, by);
        self.done.push((on, Intent::Returned(ReturnedIntent::Propose(Box::new(matter)))));
        let on = on.plus_days(3);
        self.done.push((on, Intent::Returned(ReturnedIntent::Screen(id, Box::new(screens), on))));
        id
    }

    fn step(&mut self, id: ReturnedMatterId, on: Day, to: ReturnedState, words: &str, meeting: Option<Meeting>) {
        let (place, words) = ("村委会会议室".to_owned(), words.to_owned());
        let step = DecisionStep { place, words, meeting, ..DecisionStep::to(to, on) };
        self.done.push((on, Intent::Returned(ReturnedIntent::Step(id, Box::new(step), None))));
    }

    /// 山坪塘管护: decided and posted, and now being done.
    fn pond(&mut self) {
        let on = |ago| self.days.ago(ago);
        let [proposed, handed, party, committees, members, voted, posted, begun] =
            [130, 120, 110, 105, 98, 90, 88, 60].map(on);
        let id =
            self.propose(proposed, "山坪塘管护", PUBLIC, "3社村民", to_village("塘在村里，水归村里用，自己管得好"));
        self.step(id, handed, ReturnedState::HandedDown, "镇农业服务中心交给村委会，交接单2份", None);
        self.step(id, party, ReturnedState::PartyProposed, "村党支部提议，记录第4页", None);
        self.step(id, committees, ReturnedState::TwoCommittees, "两委商议方案，记录第5页", None);
        let met = |on, body, (base, less, present), (ayes, noes)| {
            let deductions = vec![Deduction { count: less, reason: "外出联系不上".to_owned() }];
            let attendance = Attendance { base, deductions, present, ayes, noes };
            Some(Meeting { body, rules: rules_on(body, on), attendance })
        };
        self.step(
            id,
            members,
            ReturnedState::PartyReviewed,
            "记录第6页",
            met(members, Body::PartyMembers, (32, 4, 24), (23, 0)),
        );
        let vote = met(voted, Body::Representatives, (45, 2, 31), (27, 2));
        self.step(id, voted, ReturnedState::Resolved, "记录第7页", vote);
        let posting = self.posting(posted, "山坪塘管护决议", "11月起由各社轮流管护，每社推1人");
        let hung = posting.id;
        let step = DecisionStep::to(ReturnedState::DecisionPosted, posted);
        self.done.push((posted, Intent::Returned(ReturnedIntent::Step(id, Box::new(step), Some(Box::new(posting))))));
        self.take_down(hung, begun);
        self.step(id, begun, ReturnedState::Implementing, "各社推的人到位，记录第9页", None);
    }

    /// 保洁费: looked through by the party members, the representatives are to vote.
    fn cleaning_fee(&mut self) {
        let on = |ago| self.days.ago(ago);
        let [proposed, handed, party, committees, members] = [40, 30, 22, 18, 9].map(on);
        let id = self.propose(
            proposed,
            "生活垃圾保洁费标准",
            PUBLIC,
            "镇建管环保站",
            to_village("村里自己收、自己用、自己管"),
        );
        self.step(id, handed, ReturnedState::HandedDown, "镇建管环保站交给村委会，交接单2份", None);
        self.step(id, party, ReturnedState::PartyProposed, "村党支部提议，记录第11页", None);
        self.step(id, committees, ReturnedState::TwoCommittees, "两委商议每户每月5元，记录第12页", None);
        let attendance = Attendance { base: 32, present: 25, ayes: 22, noes: 1, ..Attendance::default() };
        let body = Body::PartyMembers;
        let meeting = Some(Meeting { body, rules: rules_on(body, members), attendance });
        self.step(id, members, ReturnedState::PartyReviewed, "记录第13页", meeting);
    }

    /// 补贴名单审批: nobody may hand that back.
    fn cards(&mut self) {
        let screens = Screens {
            lawful: Answer { yes: false, why: "评议在村，审批是政府的事".to_owned() },
            reason: "审批是政府职责，不能交给村里".to_owned(),
            town_decision: String::new(),
            ..to_village("")
        };
        self.propose(self.days.ago(75), "补贴名单审批", PUBLIC, "镇社会事务服务站", screens);
    }

    /// What the calendar asks for, put up ten days after each period; the finances of the last two months.
    fn publications(&mut self, began: Day) {
        let today = self.days.today;
        for publication in &self.days.tables.postings.calendar {
            let months = if publication.only.is_empty() { 3 } else { 1 };
            let count = if publication.only.is_empty() { 4 } else { 2 };
            for back in 0..count {
                let from = publication.open_from(today.plus_months(-months * back));
                let on = from.plus_days(9);
                // What falls on today has still to be done.
                if on <= began || on >= today {
                    continue;
                }
                let (year, month, _) = from.plus_days(-1).ymd();
                let period =
                    if months == 3 { format!("第{}季度", (month - 1) / 3 + 1) } else { format!("{month}月") };
                let subject = format!("{year}年{period}{}", publication.kind);
                let id = self.post(on, &subject, "见附表，贴在公开栏");
                let down = on.plus_days(17);
                if down < today {
                    self.take_down(id, down);
                }
            }
        }
    }
}

fn to_village(reason: &str) -> Screens {
    let no = |why: &str| Answer { yes: false, why: why.to_owned() };
    Screens {
        market: no("没有企业来接"),
        society: no("没有社会组织"),
        lawful: Answer { yes: true, why: "属村内公益事业".to_owned() },
        taker: String::new(),
        reason: reason.to_owned(),
        legal_basis: "村民委员会组织法第2、28条".to_owned(),
        town_decision: "镇交还村务清单第3项".to_owned(),
    }
}

/// The year of the law by which a body met on a day.
fn rules_on(body: Body, on: Day) -> String {
    let rules = Rules::shipped();
    let year = rules.in_force(body, on).map(|rule| rule.rules.clone());
    // Before the first of them the sample plays by it all the same.
    year.or_else(|| rules.years().first().map(|year| (*year).to_owned())).unwrap_or_default()
}
