//! A posting 公示: what hangs on which board since when, what was said against it, and the day it may come down.
//!
//! Which days the law asks for is data (`rules`); what must not hang on a board is found by `redaction`. It prints nothing.

pub mod outlook;
pub mod redaction;
pub mod rules;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::id::{PostingId, ReturnedMatterId, Seq};
use rules::PostingRule;

/// Something said against what is posted 异议.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// The day it was said.
    pub on: Day,
    /// Who said it; may be empty.
    pub who: String,
    /// What.
    pub words: String,
    /// The day by which it is answered.
    pub answer_by: Day,
    /// The day it was answered.
    pub answered_on: Option<Day>,
    /// The answer.
    pub answer: String,
}

/// One posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// Identity.
    pub id: PostingId,
    /// The act that last touched this record.
    pub touched: Seq,
    /// What is posted, in words: 低保名单.
    pub subject: String,
    /// The day it was put up.
    pub from: Day,
    /// Days for which it stays up at least, by the rule of the day it was put up.
    pub days: u16,
    /// Days within which an objection is answered.
    pub answer_days: u16,
    /// The board 公开栏.
    pub board: String,
    /// What hangs there, redacted.
    pub text: String,
    /// The day it was taken down.
    pub down_on: Option<Day>,
    /// Objections, oldest first.
    pub objections: Vec<Objection>,
    /// The returned matter whose decision or result it is.
    pub returned: Option<ReturnedMatterId>,
}

/// How a posting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostingState {
    /// It has to hang on until this day comes.
    Up {
        /// The first day on which it may come down.
        until: Day,
    },
    /// An objection waits for its answer; negative days are past.
    Objected {
        /// By when.
        answer_by: Day,
    },
    /// It may come down.
    MayComeDown {
        /// Since when.
        since: Day,
    },
    /// It is down.
    Down,
}

impl Posting {
    /// A posting about this, up since this day; where it hangs and what it says are still to be written.
    pub fn new(id: PostingId, subject: &str, from: Day) -> Posting {
        Posting {
            id,
            touched: Seq::default(),
            subject: subject.to_owned(),
            from,
            days: 0,
            answer_days: 0,
            board: String::new(),
            text: String::new(),
            down_on: None,
            objections: Vec::new(),
            returned: None,
        }
    }

    /// The first day on which it may come down: the day it was put up does not count (民法典 201).
    pub fn may_come_down_on(&self) -> Day {
        self.from.plus_days(i32::from(self.days) + 1)
    }

    /// How it stands on `today`. An objection that waits comes before everything: with it a posting never comes down.
    pub fn state(&self, today: Day) -> PostingState {
        if let Some(objection) = self.open_objections().min_by_key(|objection| objection.answer_by) {
            return PostingState::Objected { answer_by: objection.answer_by };
        }
        let until = self.may_come_down_on();
        match self.down_on {
            Some(_) => PostingState::Down,
            None if today >= until => PostingState::MayComeDown { since: until },
            None => PostingState::Up { until },
        }
    }

    /// The day with which it had served: it is down and every objection is answered. `None` before.
    pub fn served_on(&self) -> Option<Day> {
        let down = self.down_on?;
        let answers: Option<Vec<Day>> = self.objections.iter().map(|objection| objection.answered_on).collect();
        answers?.into_iter().max().map_or(Some(down), |last| Some(last.max(down)))
    }

    /// Objections that wait for an answer.
    pub fn open_objections(&self) -> impl Iterator<Item = &Objection> {
        self.objections.iter().filter(|objection| objection.answered_on.is_none())
    }

    /// The day by which an objection said on this day is answered.
    pub fn answer_by(&self, on: Day) -> Day {
        on.plus_days(i32::from(self.answer_days))
    }

    /// Which posting of a matter it is, 决议 or 结果: the two are called alike up to their last word. Empty for others.
    pub fn step_words(&self) -> &'static str {
        let words = ["决议", "结果"].into_iter().find(|words| self.subject.ends_with(words));
        words.filter(|_| self.returned.is_some()).unwrap_or_default()
    }

    /// Its name in a list, where a long one is cut: what tells it from its sister stands in front.
    pub fn listed_name(&self) -> String {
        match self.step_words() {
            "" => self.subject.clone(),
            words => format!("{words}：{}", self.subject.trim_end_matches(words)),
        }
    }

    /// Takes over how long it hangs from the rule of its day.
    #[must_use]
    pub fn under(mut self, rule: &PostingRule) -> Posting {
        (self.days, self.answer_days) = (rule.days, rule.answer_days);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::rules::PostingRules;
    use super::*;
    use crate::domain::day::Moment;
    use crate::domain::id::IdMint;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn posting(from: &str, subject: &str) -> Posting {
        let id = PostingId::mint(&mut IdMint::new(1), Moment::at(day(from), 9, 0));
        let posting = Posting::new(id, subject, day(from));
        let rules = PostingRules::shipped();
        posting.under(rules.of(subject))
    }

    #[test]
    fn a_posting_hangs_for_fifteen_whole_days() {
        let list = posting("2026-11-08", "低保名单");
        assert_eq!(list.may_come_down_on(), day("2026-11-24"));
        assert_eq!(list.state(day("2026-11-23")), PostingState::Up { until: day("2026-11-24") });
        assert_eq!(list.state(day("2026-11-24")), PostingState::MayComeDown { since: day("2026-11-24") });
        let monitored = posting("2026-11-08", "监测对象名单");
        assert_eq!(monitored.may_come_down_on(), day("2026-11-14"));
    }

    #[test]
    fn the_two_postings_of_one_matter_are_told_apart_by_the_first_words_of_their_names() {
        let mut fixture_mint = IdMint::new(2);
        let returned = Some(ReturnedMatterId::mint(&mut fixture_mint, Moment::at(day("2026-11-08"), 9, 0)));
        let of = |subject: &str| Posting { returned, ..posting("2026-11-08", subject) }.listed_name();
        assert_eq!([of("山坪塘管护决议"), of("山坪塘管护结果")], ["决议：山坪塘管护", "结果：山坪塘管护"]);
        assert_eq!(posting("2026-11-08", "评议结果").listed_name(), "评议结果");
    }

    #[test]
    fn with_an_objection_that_waits_it_does_not_come_down() {
        let mut list = posting("2026-11-01", "低保名单");
        let on = day("2026-11-20");
        list.objections.push(Objection {
            on,
            who: String::new(),
            words: "有人不该享受".to_owned(),
            answer_by: list.answer_by(on),
            answered_on: None,
            answer: String::new(),
        });
        assert_eq!(list.state(day("2026-11-24")), PostingState::Objected { answer_by: day("2026-11-23") });
        list.objections[0].answered_on = Some(day("2026-11-22"));
        assert_eq!(list.state(day("2026-11-24")), PostingState::MayComeDown { since: day("2026-11-17") });
        list.down_on = Some(day("2026-11-24"));
        assert_eq!(list.state(day("2026-11-24")), PostingState::Down);
    }
}
