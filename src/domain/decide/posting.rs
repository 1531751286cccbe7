//! Decides about postings: putting one up with nothing on it that must not be seen, what is said against it, the answer,
//! and taking it down.
//!
//! How long it hangs is the rule of the day it was put up; that of a decision goes up with its step, in `returned`.

use crate::domain::change::Change;
use crate::domain::change::fieldwork::PostingChange;
use crate::domain::day::Day;
use crate::domain::id::PostingId;
use crate::domain::posting::{Objection, Posting, PostingState, redaction};
use crate::domain::refusal::Refusal;
use crate::domain::village::Village;

use super::{Now, free_text, past_day, required};

/// What a person wants of a posting.
#[derive(Clone, Debug)]
pub enum PostingIntent {
    /// 张贴.
    PutUp(Box<Posting>),
    /// 记异议.
    Object {
        /// Against which.
        id: PostingId,
        /// The day it was said.
        on: Day,
        /// Who said it; may be empty.
        who: String,
        /// What.
        words: String,
    },
    /// 答复异议: the one that waits longest.
    Answer {
        /// Of which posting.
        id: PostingId,
        /// The day it was answered.
        on: Day,
        /// What was answered.
        answer: String,
    },
    /// 撤下.
    TakeDown {
        /// Which.
        id: PostingId,
        /// The day it was taken down.
        on: Day,
    },
}

impl PostingIntent {
    /// The id the act is journalled under.
    pub fn command(&self) -> &'static str {
        match self {
            PostingIntent::PutUp(_) => "posting.put_up",
            PostingIntent::Object { .. } => "posting.object",
            PostingIntent::Answer { .. } => "posting.answer",
            PostingIntent::TakeDown { .. } => "posting.take_down",
        }
    }
}

/// Decides it.
pub fn decide(village: &Village, now: &Now<'_>, intent: PostingIntent) -> Result<Vec<Change>, Refusal> {
    let (change, posting) = match intent {
        PostingIntent::PutUp(mut posting) => {
            posting.returned = None;
            (PostingChange::PutUp, put_up(now, *posting)?)
        }
        PostingIntent::Object { id, on, who, words } => {
            (PostingChange::Objected, object(hanging(village, id)?, past_day(on, now.today)?, &who, &words)?)
        }
        PostingIntent::Answer { id, on, answer } => {
            let posting = village.posting(id).ok_or(Refusal::Gone)?.clone();
            (PostingChange::Answered, answered(posting, past_day(on, now.today)?, &answer)?)
        }
        PostingIntent::TakeDown { id, on } => {
            (PostingChange::TakenDown, taken_down(hanging(village, id)?, past_day(on, now.today)?)?)
        }
    };
    Ok(vec![Change::Posting(change, Box::new(posting))])
}

/// A posting as it goes up: nothing on it that must not be seen, and for as long as the rule of its subject says.
pub(super) fn put_up(now: &Now<'_>, mut posting: Posting) -> Result<Posting, Refusal> {
    posting.subject = required(&posting.subject, "公示什么", "请写一句，如：低保名单")?;
    posting.board = required(&posting.board, "贴在哪里", "请写公开栏在哪里，如：村委会门口")?;
    posting.text = required(&posting.text, "公示内容", "请照贴出去的写，隐去号码")?;
    for (what, text) in [("公示什么", &posting.subject), ("公示内容", &posting.text)] {
        if let Some(found) = redaction::find(text).first() {
            let (line, kind, shown) = (found.line, found.what.label(), &found.shown);
            return Err(Refusal::NotForBoard(format!("{what}第{line}行有{kind}（{shown}）")));
        }
    }
    posting.from = past_day(posting.from, now.today)?;
    posting.down_on = None;
    posting.objections = Vec::new();
    let rule = now.tables.postings.of(&posting.subject);
    Ok(posting.under(rule))
}

/// The posting, where it still hangs.
fn hanging(village: &Village, id: PostingId) -> Result<Posting, Refusal> {
    let posting = village.posting(id).ok_or(Refusal::Gone)?;
    match posting.down_on {
        None => Ok(posting.clone()),
        Some(_) => Err(Refusal::Already("这张公示已经撤下了。撤下以后来说的，请用「记一笔」记下")),
    }
}

fn object(mut posting: Posting, on: Day, who: &str, words: &str) -> Result<Posting, Refusal> {
    if on < posting.from {
        return Err(Refusal::BadDay(on.to_string(), "这一天还没有张贴"));
    }
    let (who, words) = (free_text(who, "谁提的")?, required(words, "提了什么", "请照本人说的写一句")?);
    let answer_by = posting.answer_by(on);
    posting.objections.push(Objection { on, who, words, answer_by, answered_on: None, answer: String::new() });
    Ok(posting)
}

fn answered(mut posting: Posting, on: Day, answer: &str) -> Result<Posting, Refusal> {
    let answer = required(answer, "怎么答复的", "请写查了什么、怎么说的")?;
    let waiting = posting.objections.iter_mut().filter(|objection| objection.answered_on.is_none());
    let Some(objection) = waiting.min_by_key(|objection| objection.answer_by) else {
        return Err(Refusal::Already("没有等着答复的异议"));
    };
    if on < objection.on {
        return Err(Refusal::BadDay(on.to_string(), "早于提异议的日子"));
    }
    (objection.answered_on, objection.answer) = (Some(on), answer);
    Ok(posting)
}

fn taken_down(mut posting: Posting, on: Day) -> Result<Posting, Refusal> {
    match posting.state(on) {
        PostingState::Objected { answer_by } => {
            Err(Refusal::MustHang(format!("有异议没有答复，该在 {answer_by} 前答复")))
        }
        PostingState::Up { until } => Err(Refusal::MustHang(format!("没有贴满 {} 天，{until} 起才能撤", posting.days))),
        PostingState::MayComeDown { .. } | PostingState::Down => {
            posting.down_on = Some(on);
            Ok(posting)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Intent;
    use super::*;
    use crate::domain::fixture::Fixture;

    fn put_up(fixture: &mut Fixture, subject: &str, text: &str) -> Result<PostingId, Refusal> {
        let id = PostingId::mint(&mut fixture.mint, fixture.at);
        let mut posting = Posting::new(id, subject, fixture.today());
        (posting.board, posting.text) = ("村委会门口".to_owned(), text.to_owned());
        fixture.try_act(Intent::Posting(PostingIntent::PutUp(Box::new(posting)))).map(|()| id)
    }

    fn take_down(fixture: &mut Fixture, id: PostingId) -> Result<(), Refusal> {
        let on = fixture.today();
        fixture.try_act(Intent::Posting(PostingIntent::TakeDown { id, on }))
    }

    #[test]
    fn what_must_not_hang_on_a_board_is_refused_by_its_line_and_not_shown_whole() {
        let mut fixture = Fixture::on("2026-11-08");
        for (text, told) in [
            ("甲组\n李德全 510225195503089010", "公示内容第2行有身份证号"),
            ("李德全 13800003319", "公示内容第1行有电话"),
            ("李德全 6217000012345678901", "公示内容第1行有银行卡号"),
            ("李德全，因肿瘤住院", "公示内容第1行有健康情况"),
        ] {
            let Err(Refusal::NotForBoard(why)) = put_up(&mut fixture, "低保名单", text) else { panic!("{text}") };
            assert!(why.starts_with(told) && !why.contains("80000"), "{why}");
        }
        assert_eq!(fixture.village.postings().len(), 0);
        assert!(matches!(put_up(&mut fixture, "低保名单", " "), Err(Refusal::Blank("公示内容", _))));
    }

    #[test]
    fn a_posting_comes_down_on_its_day_and_not_the_day_before() {
        let mut fixture = Fixture::on("2026-11-08");
        let id = put_up(&mut fixture, "低保名单", "李德全 3社").unwrap();
        let short = put_up(&mut fixture, "监测对象名单", "李德全 3社").unwrap();
        assert_eq!(fixture.village.posting(short).unwrap().days, 5);
        fixture.wait_days(15);
        let Err(Refusal::MustHang(why)) = take_down(&mut fixture, id) else { panic!() };
        assert!(why.contains("没有贴满 15 天，2026-11-24"), "{why}");
        fixture.wait_days(1);
        take_down(&mut fixture, id).unwrap();
        assert_eq!(fixture.village.posting(id).unwrap().down_on, Some(fixture.today()));
        assert!(matches!(take_down(&mut fixture, id), Err(Refusal::Already(_))));
    }

    #[test]
    fn with_an_objection_that_waits_it_stays_up_until_it_is_answered() {
        let mut fixture = Fixture::on("2026-11-01");
        let id = put_up(&mut fixture, "低保名单", "李德全 3社").unwrap();
        fixture.wait_days(20);
        let on = fixture.today();
        let object = |on| PostingIntent::Object { id, on, who: String::new(), words: "家里有车".to_owned() };
        let early = Intent::Posting(object(on.plus_days(-30)));
        assert!(matches!(fixture.try_act(early), Err(Refusal::BadDay(..))));
        fixture.act(Intent::Posting(object(on)));
        assert_eq!(fixture.village.posting(id).unwrap().objections[0].answer_by, on.plus_days(3));
        let Err(Refusal::MustHang(why)) = take_down(&mut fixture, id) else { panic!() };
        assert!(why.contains("2026-11-24 前答复"), "{why}");
        let answer = |words: &str| Intent::Posting(PostingIntent::Answer { id, on, answer: words.to_owned() });
        assert!(matches!(fixture.try_act(answer("")), Err(Refusal::Blank(..))));
        fixture.act(answer("查过，车是儿子单位的"));
        assert!(matches!(fixture.try_act(answer("再答")), Err(Refusal::Already(_))));
        take_down(&mut fixture, id).unwrap();
    }

    #[test]
    fn a_list_of_five_days_and_one_of_fifteen_come_down_on_their_day_and_by_no_date_before() {
        for (subject, days, first) in [("监测对象名单", 5, "2026-11-14"), ("低保名单", 15, "2026-11-24")] {
            let mut fixture = Fixture::on("2026-11-08");
            let id = put_up(&mut fixture, subject, "李德全 3社").unwrap();
            fixture.wait_days(days);
            let (last, first) = (fixture.today(), Day::parse_iso(first).unwrap());
            let posting = fixture.village.posting(id).unwrap();
            assert_eq!((posting.may_come_down_on(), last.plus_days(1)), (first, first), "{subject}");
            let Err(Refusal::MustHang(why)) = take_down(&mut fixture, id) else { panic!("{subject}") };
            assert!(why.contains(&format!("没有贴满 {days} 天，{first}")), "{why}");
            fixture.wait_days(1);
            // Whoever says later that it came down the day before is told the same.
            let before = Intent::Posting(PostingIntent::TakeDown { id, on: last });
            assert!(matches!(fixture.try_act(before), Err(Refusal::MustHang(_))), "{subject}");
            take_down(&mut fixture, id).unwrap();
            assert_eq!(fixture.village.posting(id).unwrap().down_on, Some(first), "{subject}");
        }
    }
}
