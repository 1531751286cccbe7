//! A line of 今日 in words: why it is here, whose it is, how far it is, and where a stuck one is stuck.

use crate::app::App;
use crate::domain::follow_up::outlook;
use crate::domain::limits;
use crate::domain::task::ProxyTask;
use crate::domain::task::state::ResultPlace;
use crate::domain::today::words;
use crate::domain::today::{self, TodayKind, TodayLine, TodaySubject};
use crate::ui::theme::Role;
use crate::ui::widget::task_facts::short;

/// The words of a line, by column.
pub(super) struct Line {
    pub(super) kind: String,
    pub(super) role: Role,
    pub(super) no: String,
    pub(super) who: String,
    pub(super) matter: String,
    pub(super) state: String,
}

/// The words of a line.
pub(super) fn of(app: &App, line: &TodayLine) -> Line {
    let (kind, role) = kind_words(app, line);
    let Some(words) = words::of(&app.village, &app.tables, line) else {
        let blank = || String::new();
        return Line { kind, role, no: blank(), who: blank(), matter: blank(), state: blank() };
    };
    let number = || words.task.map(|task| task.no.to_string()).unwrap_or_default();
    let (no, state) = match line.subject {
        TodaySubject::Task(_) => (number(), words.task.map(|task| task_state(line, task)).unwrap_or_default()),
        TodaySubject::Hold(..) => (number(), format!("第{}天", line.days)),
        TodaySubject::Village | TodaySubject::Retention | TodaySubject::Packages(..) | TodaySubject::Unseen(..) => {
            (String::new(), format!("{}天了", line.days))
        }
        TodaySubject::Point(_) if line.days > 0 => (String::new(), short(app, line.due.unwrap_or(app.today))),
        TodaySubject::Point(_) if line.days == -1 => (String::new(), "明天".to_owned()),
        TodaySubject::Point(_) if line.days < 0 => (String::new(), left_words(line.days)),
        TodaySubject::Point(_) => (String::new(), "今天".to_owned()),
        TodaySubject::Leave(_) => (String::new(), format!("过{}天", line.days)),
        TodaySubject::Posting(_) | TodaySubject::Publication(_) => (String::new(), posting_state(app, line)),
        TodaySubject::Round => (String::new(), left_words(-line.days)),
        TodaySubject::Pairing(_) => (String::new(), late_words(line.days)),
        TodaySubject::FollowUp(..) | TodaySubject::Rotation => (String::new(), left_words(line.days)),
        TodaySubject::Supervision(_) | TodaySubject::PoorRating(_) => (number(), left_words(line.days)),
        TodaySubject::Visit(id) => {
            let promise = app.village.visit(id).and_then(|visit| visit.call_back.as_ref());
            (promise.map(|promise| promise.hour.clone()).unwrap_or_default(), late_words(line.days))
        }
        TodaySubject::Note(id) => {
            let promise = app.village.note(id).and_then(|note| note.call_back.as_ref());
            (promise.map(|promise| promise.hour.clone()).unwrap_or_default(), late_words(line.days))
        }
    };
    Line { kind, role, no, who: words.who.to_owned(), matter: words.what.into_owned(), state }
}

/// How far a posting is: since when it may come down, or how long there is for an answer.
fn posting_state(app: &App, line: &TodayLine) -> String {
    match (line.waits(&app.village), line.days) {
        (false, 0) => "今天起".to_owned(),
        (false, days) => format!("{days}天了"),
        (true, late @ 1..) => format!("过{late}天"),
        (true, 0) => "今天".to_owned(),
        (true, left) => format!("剩{}天", -left),
    }
}

fn late_words(days: i32) -> String {
    if days > 0 { format!("过{days}天") } else { "今天".to_owned() }
}

fn left_words(days: i32) -> String {
    match days {
        late @ 1.. => format!("过{late}天"),
        0 => "今天".to_owned(),
        left => format!("剩{}天", -left),
    }
}

/// Whether a statute sets the limit of a follow-up.
fn is_statutory(app: &App, line: &TodayLine) -> bool {
    let TodaySubject::FollowUp(key, _) = line.subject else { return false };
    outlook::rule(&app.tables, key).is_some_and(|rule| rule.is_statutory())
}

/// Where a line's matter is stuck and what to do about it; `None` where the line says it all.
pub(super) fn below(app: &App, line: &TodayLine) -> Option<String> {
    let TodaySubject::Task(id) = line.subject else { return None };
    let task = app.village.task(id)?;
    match line.kind {
        TodayKind::Overdue => Some(format!("{}，{}", task.stuck_at().label(), overdue_next(app, task))),
        TodayKind::ToUrge => Some(format!("{}，{}", task.stuck_at().label(), urge_words(app, task))),
        TodayKind::HoldDue
        | TodayKind::MoneyOpen
        | TodayKind::DueToday
        | TodayKind::DueSoon
        | TodayKind::ToDeliver
        | TodayKind::Returned
        | TodayKind::ToTell
        | TodayKind::NotAccepted
        | TodayKind::NoticeGiven
        | TodayKind::Paused
        | TodayKind::SignatureDue
        | TodayKind::CallBack
        | TodayKind::PointDay
        | TodayKind::NotBack
        | TodayKind::RoundDue
        | TodayKind::LongUnseen
        | TodayKind::CycleOver
        | TodayKind::Posting
        | TodayKind::FollowUpDue
        | TodayKind::Supervision
        | TodayKind::StepDue
        | TodayKind::RotationDue
        | TodayKind::Unconfirmed
        | TodayKind::BackupOld
        | TodayKind::DestructionDue => None,
    }
}

fn kind_words(app: &App, line: &TodayLine) -> (String, Role) {
    let days = line.days;
    match line.kind {
        TodayKind::Overdue => (format!("超期{days}天"), Role::Overdue),
        TodayKind::DueToday => ("今天到期".to_owned(), Role::Soon),
        TodayKind::DueSoon => (format!("剩{days}天"), Role::Soon),
        TodayKind::HoldDue => ("该还证".to_owned(), Role::Overdue),
        TodayKind::SignatureDue if days > 0 => (line.kind.label().to_owned(), Role::Overdue),
        TodayKind::RoundDue if days == 0 => (line.kind.label().to_owned(), Role::Overdue),
        TodayKind::CycleOver => ("超周期".to_owned(), Role::Soon),
        TodayKind::FollowUpDue if days > 0 && is_statutory(app, line) => (line.kind.label().to_owned(), Role::Overdue),
        TodayKind::PointDay if days > 0 => ("设点漏了".to_owned(), Role::Soon),
        TodayKind::PointDay if days < 0 => ("下次设点".to_owned(), Role::Dim),
        TodayKind::PointDay => ("逢场设点".to_owned(), Role::Plain),
        TodayKind::Posting if line.is_late(&app.village, app.today) => (line.kind.label().to_owned(), Role::Overdue),
        TodayKind::RotationDue if days > 0 => (line.kind.label().to_owned(), Role::Overdue),
        TodayKind::Supervision if days > 0 => (line.kind.label().to_owned(), Role::Overdue),
        TodayKind::Supervision if days >= -limits::DUE_SOON_DAYS => (line.kind.label().to_owned(), Role::Soon),
        TodayKind::MoneyOpen
        | TodayKind::ToDeliver
        | TodayKind::Returned
        | TodayKind::ToTell
        | TodayKind::NotAccepted
        | TodayKind::NoticeGiven
        | TodayKind::Paused
        | TodayKind::SignatureDue
        | TodayKind::ToUrge
        | TodayKind::CallBack
        | TodayKind::NotBack
        | TodayKind::RoundDue
        | TodayKind::LongUnseen
        | TodayKind::Posting
        | TodayKind::FollowUpDue
        | TodayKind::Supervision
        | TodayKind::StepDue
        | TodayKind::RotationDue
        | TodayKind::Unconfirmed
        | TodayKind::BackupOld
        | TodayKind::DestructionDue => (line.kind.label().to_owned(), Role::Plain),
    }
}

fn task_state(line: &TodayLine, task: &ProxyTask) -> String {
    match line.kind {
        TodayKind::Overdue | TodayKind::DueToday | TodayKind::DueSoon => task.state_label().to_owned(),
        TodayKind::ToDeliver if task.result_place() == ResultPlace::AtWindow => "要去取".to_owned(),
        TodayKind::MoneyOpen => format!("余{}", crate::domain::fee::yuan(task.balance_fen())),
        TodayKind::SignatureDue => left_words(line.days),
        TodayKind::HoldDue
        | TodayKind::ToDeliver
        | TodayKind::Returned
        | TodayKind::ToTell
        | TodayKind::NotAccepted
        | TodayKind::NoticeGiven
        | TodayKind::Paused
        | TodayKind::ToUrge
        | TodayKind::CallBack
        | TodayKind::PointDay
        | TodayKind::NotBack
        | TodayKind::RoundDue
        | TodayKind::LongUnseen
        | TodayKind::CycleOver
        | TodayKind::Posting
        | TodayKind::FollowUpDue
        | TodayKind::Supervision
        | TodayKind::StepDue
        | TodayKind::RotationDue
        | TodayKind::Unconfirmed
        | TodayKind::BackupOld
        | TodayKind::DestructionDue => format!("第{}天", line.days.max(1)),
    }
}

fn overdue_next(app: &App, task: &ProxyTask) -> String {
    use crate::domain::task::state::State;
    match task.state {
        State::Submitted => urge_words(app, task),
        State::Returned => {
            format!("退件没处理{}", task.steps.last().map_or(String::new(), |step| format!("：{}", step.words)))
        }
        State::Registered => "还没受理，也没告知".to_owned(),
        State::Draft
        | State::NoticeGiven
        | State::Accepted
        | State::Working
        | State::Paused
        | State::Granted
        | State::Denied
        | State::Delivered
        | State::Closed
        | State::Withdrawn
        | State::NotTaken
        | State::HandedOver => "该交件了".to_owned(),
    }
}

fn urge_words(app: &App, task: &ProxyTask) -> String {
    let asks = today::asks_for_urging(task, app.today);
    match (asks, task.urges.last()) {
        (true, Some(urge)) => format!("该催问（上次{}）", short(app, urge.on)),
        (true, None) => "该催问（还没问过）".to_owned(),
        (false, Some(urge)) => format!("{}催问过", short(app, urge.on)),
        (false, None) => "等窗口办".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::Drive;
    use crate::domain::day::Day;
    use crate::domain::decide::Intent;
    use crate::domain::decide::posting::PostingIntent;
    use crate::domain::decide::supervision::SupervisionIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::{PostingId, SupervisionId};
    use crate::domain::posting::Posting;
    use crate::domain::supervision::{Supervision, SupervisionKind};

    /// What the line of this kind looks like on each of these days, and what it says at its end.
    #[track_caller]
    fn looks<const N: usize>(fixture: Fixture, kind: TodayKind, days: [(&str, Role, &str); N]) {
        let app = Drive::on(fixture).app;
        for (today, role, state) in days {
            let lines = today::lines(&app.village, Day::parse_iso(today).unwrap(), &app.tables);
            let line = lines.iter().find(|line| line.kind == kind).unwrap();
            let Line { role: found, state: said, .. } = of(&app, line);
            assert_eq!((found, said.as_str()), (role, state), "{kind:?} {today}");
            // Red on the last day, as the week's round is on Sunday, is not late yet.
            let is_late = line.is_late(&app.village, Day::parse_iso(today).unwrap());
            assert_eq!(is_late, role == Role::Overdue && state.starts_with('过'), "{kind:?} {today}");
        }
    }

    fn posted(subject: &str) -> (Fixture, PostingId) {
        let mut fixture = Fixture::on("2026-11-08");
        let id = PostingId::mint(&mut fixture.mint, fixture.at);
        let mut posting = Posting::new(id, subject, fixture.today());
        (posting.board, posting.text) = ("村委会门口".to_owned(), "见附表".to_owned());
        fixture.act(Intent::Posting(PostingIntent::PutUp(Box::new(posting))));
        (fixture, id)
    }

    #[test]
    fn an_objection_is_red_the_day_after_its_last_day_and_a_posting_that_may_come_down_never() {
        let (mut fixture, id) = posted("低保名单");
        let (on, who, words) = (fixture.today(), String::new(), "家里有车".to_owned());
        fixture.act(Intent::Posting(PostingIntent::Object { id, on, who, words }));
        let days = [
            ("2026-11-08", Role::Plain, "剩3天"),
            ("2026-11-11", Role::Plain, "今天"),
            ("2026-11-12", Role::Overdue, "过1天"),
        ];
        looks(fixture, TodayKind::Posting, days);
        let (fixture, _) = posted("监测对象名单");
        let days = [("2026-11-14", Role::Plain, "今天起"), ("2026-12-14", Role::Plain, "30天了")];
        looks(fixture, TodayKind::Posting, days);
    }

    #[test]
    fn what_is_to_be_published_is_red_the_day_after_its_day() {
        let days = [("2026-10-15", Role::Plain, "今天"), ("2026-10-16", Role::Overdue, "过1天")];
        looks(Fixture::on("2026-09-20"), TodayKind::Posting, days);
    }

    #[test]
    fn what_is_under_supervision_is_marked_three_days_before_its_day_and_red_the_day_after() {
        let mut fixture = Fixture::on("2026-11-02");
        let id = SupervisionId::mint(&mut fixture.mint, fixture.at);
        let item = Supervision::new(id, SupervisionKind::Order, fixture.today(), fixture.at);
        let item = Supervision { text: "补台账".to_owned(), ..item };
        fixture.act(Intent::Supervision(SupervisionIntent::Receive(Box::new(item))));
        let days = [
            ("2026-11-05", Role::Plain, "剩4天"),
            ("2026-11-06", Role::Soon, "剩3天"),
            ("2026-11-09", Role::Soon, "今天"),
            ("2026-11-10", Role::Overdue, "过1天"),
        ];
        looks(fixture, TodayKind::Supervision, days);
    }

    #[test]
    fn the_week_s_round_is_red_on_sunday() {
        let days = [
            ("2026-11-26", Role::Plain, "剩3天"),
            ("2026-11-28", Role::Plain, "剩1天"),
            ("2026-11-29", Role::Overdue, "今天"),
        ];
        looks(Fixture::on("2026-11-02"), TodayKind::RoundDue, days);
    }
}
