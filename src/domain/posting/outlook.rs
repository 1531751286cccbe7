//! What of the village's affairs is to be published now, by the calendar and by what was posted.
//!
//! A posting about it, put up since the period ended, settles it. Nothing of it is kept.

use super::Posting;
use super::rules::Publication;
use crate::domain::backup::began_on;
use crate::domain::day::Day;
use crate::domain::tables::Tables;
use crate::domain::village::Village;

/// One publication of the calendar and how it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due<'a> {
    /// Which.
    pub publication: &'a Publication,
    /// The day by which the period that ended last is published.
    pub by: Day,
    /// The day it was put up.
    pub posted_on: Option<Day>,
    /// Whether this village has to: it is asked of all, or was posted here before, and the period is not one of before
    /// anything was kept here.
    pub asked: bool,
}

impl Due<'_> {
    /// Whether it is still to be put up.
    pub fn is_open(&self) -> bool {
        self.asked && self.posted_on.is_none()
    }
}

/// The calendar as it stands on `today`, in the order of the table.
pub fn of<'a>(village: &Village, tables: &'a Tables, today: Day) -> Vec<Due<'a>> {
    let began = began_on(village);
    let due = |publication: &'a Publication| {
        let from = publication.open_from(today);
        let about = |posting: &&Posting| posting.subject.contains(&publication.kind) && posting.from <= today;
        let posted_on = village.postings().filter(about).map(|posting| posting.from).find(|on| *on >= from);
        let known = began.is_some_and(|began| began < from);
        let asked = known && (publication.only.is_empty() || village.postings().any(|posting| about(&posting)));
        Due { publication, by: publication.due_now(today), posted_on, asked }
    };
    tables.postings.calendar.iter().map(due).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decide::Intent;
    use crate::domain::decide::posting::PostingIntent;
    use crate::domain::fixture::Fixture;
    use crate::domain::id::PostingId;

    fn open(fixture: &Fixture) -> Vec<(String, Day)> {
        let due = of(&fixture.village, &fixture.tables, fixture.today());
        due.iter().filter(|due| due.is_open()).map(|due| (due.publication.kind.clone(), due.by)).collect()
    }

    fn post(fixture: &mut Fixture, subject: &str) {
        let id = PostingId::mint(&mut fixture.mint, fixture.at);
        let mut posting = Posting::new(id, subject, fixture.today());
        (posting.board, posting.text) = ("村委会门口".to_owned(), "见附表".to_owned());
        fixture.act(Intent::Posting(PostingIntent::PutUp(Box::new(posting))));
    }

    #[test]
    fn a_quarter_is_asked_for_from_its_end_until_it_is_posted() {
        let mut fixture = Fixture::on("2026-09-20");
        assert_eq!(open(&fixture), []);
        fixture.wait_days(11);
        let by = Day::parse_iso("2026-10-15").unwrap();
        assert_eq!(open(&fixture), [("一般村务".to_owned(), by)]);
        post(&mut fixture, "第3季度一般村务");
        assert_eq!(open(&fixture), []);
        // What not every village has to publish is asked for once it was posted.
        post(&mut fixture, "9月财务收支");
        fixture.wait_days(31);
        assert_eq!(open(&fixture), [("财务收支".to_owned(), Day::parse_iso("2026-11-15").unwrap())]);
    }
}
