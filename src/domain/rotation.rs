//! Rotation 轮岗: when the officer's post is to be changed, by the post that was written down, or by the taking over.
//!
//! It is a reminder and blocks nothing; the change itself is a hand-over. A specialist is exempt where no rule names one.

use super::day::Day;
use super::handover::HandoverHow;
use super::post::{self, PostKind};
use super::supervision::settings::Term;
use super::tables::Tables;
use super::village::Village;

/// When it is due, and whether it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// Since when the post is held.
    pub since: Day,
    /// Which kind of post.
    pub kind: PostKind,
    /// After how many years.
    pub years: u16,
    /// The day on which they are over.
    pub on: Day,
    /// Whether it must be, and not only as a rule.
    pub must: bool,
}

impl Rotation {
    /// In words: 任满10年，必须轮岗.
    pub fn words(&self) -> String {
        let how = if self.must { "必须轮岗" } else { "一般要轮岗" };
        format!("任满{}年，{how}", self.years)
    }
}

/// The post held now and since when; `None` where nobody has written it and nobody took over.
pub fn post(village: &Village) -> Option<(PostKind, Day)> {
    if let Some(post) = post::current(village) {
        return Some((post.kind, post.since));
    }
    let liaison = village.info.liaison.as_str();
    let taken = village.handovers().filter(|it| it.how == HandoverHow::Taken && it.to == liaison);
    let last = taken.max_by_key(|it| it.term)?;
    Some((PostKind::Staff, last.settled_at.unwrap_or(last.at).day()))
}

/// When the post is to be changed; `None` where that is not known, or no rule asks for it.
pub fn of(village: &Village, tables: &Tables) -> Option<Rotation> {
    let (kind, since) = post(village)?;
    let rule = tables.supervision.rotation(kind)?;
    let on = since.plus_months(12 * i32::from(rule.years));
    Some(Rotation { since, kind, years: rule.years, on, must: rule.must })
}

/// The same from the day on which it is reminded of, in a village that goes on here.
pub fn due(village: &Village, tables: &Tables, today: Day) -> Option<Rotation> {
    let ahead = tables.supervision.days(Term::RotationAhead);
    of(village, tables).filter(|it| today >= it.on.plus_days(-ahead) && village.handed_over().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixture::Fixture;
    use crate::domain::today::{self, TodayKind};

    fn with_post(kind: &str, since: &str) -> Fixture {
        let mut fixture = Fixture::on("2026-11-24");
        let kind = PostKind::ALL.into_iter().find(|it| it.label() == kind).unwrap();
        fixture.post(kind, Day::parse_iso(since).unwrap());
        fixture
    }

    fn on_today(fixture: &Fixture) -> Vec<i32> {
        let lines = today::lines(&fixture.village, fixture.today(), &fixture.tables);
        lines.iter().filter(|line| line.kind == TodayKind::RotationDue).map(|line| line.days).collect()
    }

    #[test]
    fn a_head_must_after_ten_years_staff_as_a_rule_after_five_and_a_specialist_never() {
        for (kind, since, on, must) in [
            ("负责人", "2016-12-01", Some("2026-12-01"), true),
            ("一般干部", "2021-12-01", Some("2026-12-01"), false),
            ("一般干部", "2024-02-29", Some("2029-02-28"), false),
            ("专业技术人员", "2001-12-01", None, false),
        ] {
            let fixture = with_post(kind, since);
            let rotation = of(&fixture.village, &fixture.tables);
            assert_eq!(rotation.map(|it| it.on), on.map(|on| Day::parse_iso(on).unwrap()), "{kind}");
            assert_eq!(rotation.is_some_and(|it| it.must), must, "{kind}");
        }
    }

    #[test]
    fn it_is_on_today_from_ninety_days_before_until_the_village_is_handed_over() {
        for (since, lines) in [("2022-02-23", vec![]), ("2022-02-22", vec![-90]), ("2021-11-23", vec![1])] {
            assert_eq!(on_today(&with_post("一般干部", since)), lines, "{since}");
        }
        // Ten years of a head, and a specialist however long.
        for (kind, since, lines) in [
            ("负责人", "2017-02-23", vec![]),
            ("负责人", "2017-02-22", vec![-90]),
            ("负责人", "2016-11-24", vec![0]),
            ("负责人", "2016-11-23", vec![1]),
            ("专业技术人员", "2006-11-23", vec![]),
        ] {
            assert_eq!(on_today(&with_post(kind, since)), lines, "{kind} {since}");
        }
        let mut fixture = with_post("一般干部", "2021-11-23");
        let pack = fixture.pack("李华");
        let give = crate::domain::decide::handover::HandoverIntent::Give(pack);
        fixture.act(crate::domain::decide::Intent::Handover(give));
        assert!(on_today(&fixture).is_empty());
    }

    #[test]
    fn nothing_is_guessed_of_a_post_nobody_wrote() {
        let fixture = Fixture::on("2026-11-24");
        assert_eq!((post(&fixture.village), of(&fixture.village, &fixture.tables)), (None, None));
    }
}
